"""What an analyst sees in a kernel of JupyterLab, and that the pipeline's kernels show nothing of it."""

import html
import os
import re
import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from cityplan.build.open_notebook import open_notebook
from cityplan.build.run import run_notebook
from cityplan.files.errors import NotebookError, SourceError
from cityplan.lab.page import parameters, preview
from cityplan.lab.style import lab_html
from cityplan.page.export import export_html, export_pdf, typst_brief, typst_facts
from cityplan.page.pdf import page_count, page_pictures
from cityplan.report.plan.brief import open_plan
from tests.published import sample
from tests.sample_brief import notebook as sample_notebook

pytestmark = pytest.mark.xdist_group("preview")

ROOT = Path(__file__).parents[2]
OPEN = "JPY_SESSION_NAME"
PLAN = {"city": "mihon", "year": "R5", "plan": "01"}
OWN = "fig, ax = plt.subplots(); ax.bar([1, 2], [3, 4]); fig"
# What an analyst mistypes, and what the message must list.
WRONG = {
    'brief_verdict.verdict(b, brief_verdict.Words(counted="{指標数}が{状態}"))': (
        "状態",
    ),  # first: after it there is no b
    'brief.open_plan(root, city, year, "99")': ("「99」", "01、02、03"),
    'brief.open_plan(root, "mihan", year, plan)': ("「mihan」", "見本市"),
    'brief.open_plan(root, city, "R9", plan)': ("「R9」", "R5"),
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample(tmp_path_factory.mktemp("preview"))


@pytest.fixture(scope="module")
def brief(project: Path) -> Path:
    return project / "notebooks/40_brief.ipynb"


@pytest.fixture(scope="module")
def seen(brief: Path) -> NotebookNode:
    """The notebook after "Run All" in a kernel of JupyterLab; the last cells are mistakes."""
    opened = nbformat.read(brief, as_version=4)
    own = "".join(f'{name} = "{value}"\n' for name, value in PLAN.items())
    at = next(n for n, cell in enumerate(opened.cells) if "parameters" in cell.metadata.get("tags", []))
    opened.cells.insert(at + 1, new_code_cell(own))
    opened.cells.insert(len(opened.cells) - 1, new_code_cell(OWN))
    opened.cells += [new_code_cell(code) for code in WRONG]
    client = NotebookClient(
        opened,
        allow_errors=True,
        timeout=120,
        resources={"metadata": {"path": str(brief.parent)}},
        kernel_name="python3",
    )
    executed: NotebookNode = client.execute(env={**os.environ, OPEN: str(brief)})
    return executed


@pytest.fixture(scope="module")
def executed(brief: Path) -> NotebookNode:
    """The notebook as the pipeline runs it, started from a kernel of JupyterLab."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(OPEN, str(brief))
        return run_notebook(brief, PLAN)


def outputs(notebook: NotebookNode) -> list[NotebookNode]:
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]


def pages(notebook: NotebookNode) -> list[str]:
    """The HTML of all outputs."""
    return [output.data["text/html"] for output in outputs(notebook) if "text/html" in output.get("data", {})]


@pytest.mark.long
class TestInJupyterLab:
    def test_outputs_are_prepared_and_bring_their_style(self, seen: NotebookNode) -> None:
        shown = pages(seen)[:-1]  # the last one is the preview
        assert len(shown) > 8
        assert all(each.startswith('<div class="cityplan-output"><style>') for each in shown)
        assert any('class="activities ' in each and "<colgroup>" in each for each in shown)
        assert sum("<svg" in each for each in shown) >= 2

    def test_a_figure_is_shown_once_as_in_the_report(self, seen: NotebookNode) -> None:
        cell = next(cell for cell in seen.cells if cell.source == OWN)
        shown = [output.data["text/html"] for output in cell.outputs]
        assert len(shown) == 1 and shown[0].count("<svg") == 1
        assert 'aria-label="棒 2点: 最小 3、最大 4。"' in shown[0]

    def test_the_call_shows_page_and_paper_of_the_plan_in_the_kernel(self, seen: NotebookNode) -> None:
        shown = pages(seen)[-1]
        frame = re.search(r'<iframe title="画面（HTML）" sandbox srcdoc="([^"]+)"', shown)
        assert frame
        assert '<span class="number">PLAN 01</span>' in html.unescape(frame[1])
        assert shown.count('src="data:image/png;base64,') >= 1

    def test_the_page_is_the_one_that_the_pipeline_makes(self, seen: NotebookNode, executed: NotebookNode) -> None:
        frame = re.search(r'srcdoc="([^"]+)"', pages(seen)[-1])
        assert frame
        assert html.unescape(frame[1]) == export_html(executed, "plan-01").decode()

    @pytest.mark.parametrize("code", WRONG)
    def test_a_mistake_is_told_in_one_line(self, seen: NotebookNode, code: str) -> None:
        found = next(cell.outputs for cell in seen.cells if cell.source == code)
        assert [output.output_type for output in found] == ["error"]
        assert len(found[0].traceback) == 1
        line = found[0].traceback[0]
        assert line.startswith("エラー: ") and "\n" not in line and "Traceback" not in line
        assert all(word in line for word in WRONG[code])


class TestInThePipeline:
    """Also where it is started from a notebook, whose environment it inherits."""

    def test_outputs_are_as_they_were(self, executed: NotebookNode) -> None:
        assert pages(executed)
        assert not any('class="cityplan' in each for each in pages(executed))

    def test_the_call_shows_nothing(self, executed: NotebookNode) -> None:
        cell = executed.cells[-1]
        assert cell.source == "preview.show()" and not cell.outputs


class TestWhatCannotBeShown:
    def test_no_notebook_is_open_where_there_is_no_kernel(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(OPEN, "x.ipynb")
        assert open_notebook() is None

    def test_a_wrong_plan_is_told_with_its_cell(self, brief: Path) -> None:
        with pytest.raises(NotebookError) as told:
            preview(brief, {**PLAN, "plan": "99"})
        assert told.value.notebook == "40_brief.ipynb" and told.value.cell == 3
        assert "「99」" in told.value.cause

    def test_one_of_ones_own_has_the_masthead_of_its_report(self, project: Path) -> None:
        own = project / "notebooks/55_own.ipynb"
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        cells = [
            new_markdown_cell("# 議会への説明"),
            new_code_cell('city: str = "mihon"\nplan: str = "01"', metadata={"tags": ["parameters"]}),
        ]
        nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), own)
        try:
            page = html.unescape(str(preview(own, {"plan": 2})))
        finally:
            own.unlink()
        plan = open_plan(str(project), "mihon", "R5", "02").plan
        assert f"議会への説明　PLAN 02 {plan.name}" in page

    def test_a_notebook_that_was_renamed(self, brief: Path) -> None:
        with pytest.raises(SourceError) as told:
            preview(brief.with_name("old.ipynb"), {})
        assert told.value.file == "old.ipynb" and "カーネル" in told.value.next_step

    @pytest.mark.parametrize("steps", [(), ("clean",)])
    def test_tables_that_are_not_made_yet(self, project: Path, steps: tuple[str, ...]) -> None:
        tables = project / "data/processed/mihon/R5"
        hidden = tables.with_name("hidden")
        tables.rename(hidden)
        try:
            if steps:
                shutil.copytree(hidden, tables, ignore=shutil.ignore_patterns("findings.csv"))
            with pytest.raises(SourceError) as told:
                open_plan(str(project), **PLAN)
        finally:
            shutil.rmtree(tables, ignore_errors=True)
            hidden.rename(tables)
        assert told.value.file == "data/processed/mihon/R5"
        assert "10_clean.ipynb" in told.value.next_step


class TestParameters:
    def test_are_those_that_the_notebook_names(self, brief: Path) -> None:
        values = {**PLAN, "root": "..", "b": object(), "worse": "text"}
        assert parameters(brief, values) == {"root": "..", **PLAN}

    def test_one_that_was_deleted_stays_as_it_is_saved(self, brief: Path) -> None:
        assert parameters(brief, {"plan": "02", "year": None}) == {"plan": "02"}


class TestPictures:
    def test_there_is_one_of_each_page(self) -> None:
        notebook = sample_notebook()
        content, facts = typst_brief(notebook, "sample"), typst_facts(notebook, "sample")
        pictures = page_pictures(content, facts, "sample")
        assert len(pictures) == page_count(export_pdf(notebook, "sample"))
        assert all(each.startswith(b"\x89PNG") for each in pictures)


class TestStyle:
    def test_holds_for_the_output_alone(self) -> None:
        style = lab_html("<p>文</p>").partition("</style>")[0]
        own, _, rules = style.partition(":is(#cityplan, .cityplan) {")
        assert own.count("{") == 1 and rules.count("{") + 1 == rules.count("}")

    def test_widths_are_those_of_the_output(self) -> None:
        style = lab_html("<p>文</p>").partition("</style>")[0]
        assert "@media screen and (" not in style and "@container (" in style

    def test_the_city_s_colour(self) -> None:
        assert '<div class="cityplan" lang="ja" style="--band:#123456">' in lab_html("<p>文</p>", "#123456")

    def test_what_a_report_cannot_show_is_shown_as_it_is(self) -> None:
        assert "<video></video>" in lab_html("<video></video>")
