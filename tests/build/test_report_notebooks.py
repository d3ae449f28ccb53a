"""Notebooks that an analyst puts beside the others: which are reports, and what is made of them."""

import json
import shutil
from pathlib import Path

import nbformat
import pytest

from cityplan.build.freshness import State
from cityplan.build.publish import find
from cityplan.build.runs import Wish
from cityplan.city import source
from cityplan.city.choice import choose
from cityplan.city.jobs import reports
from cityplan.city.notebooks import BRIEF, Found, report_notebooks
from cityplan.report.document import DRAFT
from cityplan.report.own_notebook import is_open, with_masthead
from tests.published import ROOT, Published, pipeline

EDITION_CELL = 'root: str = ".."\ncity: str = "hitachi"\nyear: str = "R5"\n'
PLAN_CELL = EDITION_CELL + 'plan: str = "06"\n'
v4 = nbformat.v4
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}


def notebook(folder: Path, file: str, parameters: str | None, *cells: str) -> Path:
    """A notebook whose cells are Markdown where they begin with # or a letter of Japanese, else code."""
    made = [v4.new_markdown_cell(each) if each[0] in "#本" else v4.new_code_cell(each) for each in cells]
    if parameters is not None:
        made.insert(0, v4.new_code_cell(parameters, metadata={"tags": ["parameters"]}))
    path = folder / "notebooks" / file
    path.parent.mkdir(exist_ok=True)
    nbformat.write(v4.new_notebook(cells=made, metadata=KERNEL), path)
    return path


def found(folder: Path) -> Found:
    return report_notebooks(folder)


def names(folder: Path) -> list[str]:
    return [each.name for each in found(folder).reports]


class TestWhichAreReports:
    def test_those_given(self) -> None:
        told = [(each.file, each.name, each.by_plan) for each in found(ROOT).reports]
        assert told == [
            ("30_trends.ipynb", "trends", False),
            (BRIEF, "plan", True),
            ("50_overview.ipynb", "overview", False),
            ("60_findings.ipynb", "findings", False),
        ]
        assert found(ROOT).problems == ()

    def test_one_with_a_plan_is_of_each_plan(self, tmp_path: Path) -> None:
        notebook(tmp_path, "55_council.ipynb", PLAN_CELL, "# 議会への**説明**", "1")
        (own,) = found(tmp_path).reports
        assert (own.name, own.title, own.by_plan) == ("council", "議会への**説明**", True)

    def test_they_are_in_the_order_of_their_files(self, tmp_path: Path) -> None:
        for file in ("58_b.ipynb", "45_c.ipynb", "議会.ipynb"):
            notebook(tmp_path, file, EDITION_CELL, "1")
        assert names(tmp_path) == ["c", "b", "議会"]

    @pytest.mark.parametrize("file", ["_55_council.ipynb", ".council.ipynb", "70_compare.ipynb"])
    def test_left_out(self, tmp_path: Path, file: str) -> None:
        notebook(tmp_path, file, EDITION_CELL, "1")
        assert found(tmp_path) == Found()

    def test_a_page_without_code_is_none_and_needs_no_word(self, tmp_path: Path) -> None:
        notebook(tmp_path, "05_memo.ipynb", None, "# 読み物")
        assert found(tmp_path) == Found()

    def test_code_without_parameters_is_told(self, tmp_path: Path) -> None:
        notebook(tmp_path, "Untitled.ipynb", None, "1 + 1")
        assert not found(tmp_path).reports
        (problem,) = found(tmp_path).problems
        assert "notebooks/Untitled.ipynb" in problem and "_ で始めて" in problem

    def test_a_cell_that_has_lost_its_tag_is_told(self, tmp_path: Path) -> None:
        """To copy 40_brief.ipynb helps nobody who has taken the tag off 40_brief.ipynb."""
        notebook(tmp_path, "40_brief.ipynb", None, "# 題", "1 + 1", PLAN_CELL)
        (problem,) = found(tmp_path).problems
        assert "セル [2]" in problem and "Cell Tags" in problem and "写して" not in problem

    def test_a_parameter_without_a_value_is_told_with_its_cell(self, tmp_path: Path) -> None:
        notebook(tmp_path, "55_a.ipynb", EDITION_CELL + "limit: int\n", "1")
        (problem,) = found(tmp_path).problems
        assert "セル [1]" in problem and "「limit」" in problem

    @pytest.mark.parametrize("file", ["31_trends.ipynb", "31_Trends.ipynb", "90_index.ipynb", "71_compare-R4.ipynb"])  # fmt: skip
    def test_a_name_that_is_taken_is_told(self, tmp_path: Path, file: str) -> None:
        notebook(tmp_path, "30_trends.ipynb", EDITION_CELL, "1")
        notebook(tmp_path, file, EDITION_CELL, "1")
        assert names(tmp_path) == ["trends"]
        assert file in found(tmp_path).problems[0]

    def test_what_cannot_be_read_is_left_to_its_run(self, tmp_path: Path) -> None:
        notebook(tmp_path, "55_a.ipynb", EDITION_CELL, "1").write_text("<<<<<<< HEAD\n")
        assert names(tmp_path) == ["a"]


class TestJobs:
    def test_it_is_given_what_it_names(self, tmp_path: Path) -> None:
        notebook(tmp_path, "55_a.ipynb", 'year: str = "R5"\nlimit: int = 3\n', "1")
        notebook(tmp_path, "56_b.ipynb", PLAN_CELL, "# 一枚もの", "1")
        edition = source.edition(ROOT, "hitachi", "R5")
        plans = [{"plan_id": "06", "name": "新しい産業の創出"}]
        whole, of_plan = reports(edition, plans, found(tmp_path).reports)
        assert (whole.name, whole.parameters) == ("a", {"year": "R5"})
        assert (of_plan.name, of_plan.title) == ("b-06", "一枚もの　PLAN 06 新しい産業の創出")
        assert of_plan.parameters == {"city": "hitachi", "year": "R5", "plan": "06"}


class TestMasthead:
    def executed(self, *cells: str) -> nbformat.NotebookNode:
        return v4.new_notebook(cells=[v4.new_markdown_cell(each) for each in cells])

    def test_one_is_made_of_the_first_heading(self) -> None:
        edition = source.edition(ROOT, "hitachi", "R5")
        made = with_masthead(self.executed("# 議会へ\n\n本文"), edition, "議会へ　PLAN 06 商工業")
        facts = made.cells[0].outputs[0].metadata["document"]
        assert facts["title"] == "議会へ　PLAN 06 商工業"
        assert "議会へ" in made.cells[0].outputs[0].data["text/html"]
        assert made.cells[1].source == "\n本文"

    def test_a_draft_says_so_as_every_report_does(self) -> None:
        edition = source.edition(ROOT, "hitachi", "R5")
        (shown,) = with_masthead(self.executed("# 議会へ"), edition, "議会へ", draft=True).cells[0].outputs
        assert DRAFT in shown.data["text/html"] and shown.metadata["document"]["draft"] == "案"
        (shown,) = with_masthead(self.executed("# 議会へ"), edition, "議会へ").cells[0].outputs
        assert DRAFT not in shown.data["text/html"] and "draft" not in shown.metadata["document"]

    def test_a_contradiction_of_its_plan_makes_it_a_draft(self, tmp_path: Path) -> None:
        edition = source.edition(ROOT, "hitachi", "R5")
        folder = tmp_path / edition.processed
        folder.mkdir(parents=True)
        (folder / "findings.csv").write_text(
            "plan_id,severity,state\n06,error,open\n07,error,corrected\n08,info,open\n"
        )
        assert [is_open(tmp_path, edition, plan) for plan in ("06", "07", "08", "")] == [True, False, False, True]

    def test_a_text_is_no_markup(self) -> None:
        edition = source.edition(ROOT, "hitachi", "R5")
        made = with_masthead(self.executed("# <b>x"), edition, "<b>x")
        assert "<b>" not in made.cells[0].outputs[0].data["text/html"]


@pytest.fixture(scope="class")
def made(published: Published, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with two notebooks of an analyst's, and PLAN 06 and what is whole made with them."""
    root = tmp_path_factory.mktemp("own") / "計画"
    shutil.copytree(published.root, root)
    table = "from cityplan.report.plain import open_tables\nopen_tables(root, city, year)['plans'][['plan_id']]"
    notebook(root, "55_議会 #1.ipynb", EDITION_CELL, "# 議会への説明", table)
    notebook(root, "56_council.ipynb", PLAN_CELL, "# 一枚もの", "本文です。", "limit = 3")
    notebook(root, "Untitled.ipynb", None, "1 + 1")
    return root


def state(root: Path, **wish: object) -> State:
    (one,) = find(root, choose(source.editions(root), [], ["takahagi"]), Wish(root / "reports", **wish))  # type: ignore[arg-type]
    return one


class TestRuns:
    def test_made_listed_and_taken_away(self, made: Path) -> None:
        due = {job.name for job, why in state(made).all.items() if why}
        assert due == {"議会 #1", *(f"council-{n:02d}" for n in range(1, 8)), "index.html"}
        run = pipeline(made, "--city", "takahagi", "--format", "html")
        assert run.returncode == 0, run.stderr
        assert "Untitled.ipynb は報告にしません" in run.stderr
        folder = made / "reports/R6/takahagi"
        assert "議会への説明" in (folder / "議会 #1.html").read_text("utf-8")
        assert "本文です。" in (folder / "council-03.html").read_text("utf-8")
        page = (folder / "index.html").read_text("utf-8")
        assert 'href="council-03.html"' in page and 'href="%E8%AD%B0%E4%BC%9A%20%231.html"' in page
        assert "議会への説明" in (made / "reports/index.html").read_text("utf-8")
        assert state(made, formats=["html"]).is_fresh
        whole, of_plan = (state(made).manifest.records[name].data for name in ("議会 #1", "council-03"))
        findings = (
            "data/processed/takahagi/R6/findings.csv"  # which say whether it is a draft, read by the notebook or not
        )
        assert findings in whole and f"{findings}//03" in of_plan
        # Only what reads it is made anew; another name for the file takes its reports away.
        (made / "notebooks/56_council.ipynb").rename(made / "notebooks/_56_council.ipynb")
        assert not state(made, formats=["html"]).is_fresh
        pipeline(made, "--city", "takahagi", "--format", "html")
        assert not list(folder.glob("council-*"))
        assert (folder / "前の版/council-03.html").exists()
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        assert not [name for name in (*manifest["files"], *manifest["made"]) if "council" in name]
        assert 'href="council' not in (folder / "index.html").read_text("utf-8")
