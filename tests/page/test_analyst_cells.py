"""Cells of an analyst in three notebooks: what Jupyter shows of them reaches the page and the paper."""

import io
import re
import shutil
import subprocess
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import nbformat
import pikepdf
import pytest
from bs4 import BeautifulSoup, Tag
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell
from playwright.sync_api import Browser

from cityplan.build.run import run_notebook
from cityplan.files.markup import NO_ROWS
from cityplan.files.notebooks import first_words
from cityplan.page.export import export_html, export_pdf, notices, typst_brief
from cityplan.report.cell_place import CellPlace, UnsupportedContent, not_shown
from tests.analyst_cells import FIGURES, add_to
from tests.page.test_accessible_html import CHECKS, Check
from tests.pdf_checks import PROFILES, failures
from tests.pdf_structure import elements
from tests.published import sample
from tests.shortened import one_in

pytestmark = pytest.mark.xdist_group("analyst")

ROOT = Path(__file__).parents[2]
EDITION = {"city": "mihon", "year": "R5"}
NOTEBOOKS = {
    "40_brief": ("brief_text.alert(b)", EDITION | {"plan": "01"}),
    "50_overview": ("overview_plans.glance(o)", EDITION),
    "30_trends": ("overview_trends.outlook_table(o)", EDITION),
}
ADDRESS = re.compile(r"""(?:src|href|url\()\s*=?\s*["']?\s*(?:https?:|file:|//)""", re.IGNORECASE)


class Made(NamedTuple):
    """A report with an analyst's cells: as it was run, its page, its paper."""

    executed: NotebookNode
    html: str
    pdf: bytes

    @property
    def page(self) -> BeautifulSoup:
        return BeautifulSoup(self.html, "html.parser")

    @property
    def alts(self) -> list[str]:
        """What a listener hears of the pictures of the paper."""
        with pikepdf.open(io.BytesIO(self.pdf)) as pdf:
            return [each.alt for each in elements(pdf) if each.tag == "Figure"]

    @property
    def text(self) -> str:
        found = subprocess.run(["pdftotext", "-", "-"], input=self.pdf, capture_output=True)
        return "".join(found.stdout.decode().split())


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose report notebooks have the cells, each in a cell of its own."""
    root = sample(tmp_path_factory.mktemp("analyst"))
    for name, (before, _) in NOTEBOOKS.items():
        add_to(root / f"notebooks/{name}.ipynb", before)
    return root


@pytest.fixture(scope="module")
def reports(project: Path) -> Callable[[str], Made]:
    """Each report, run once."""
    made: dict[str, Made] = {}

    def report(name: str) -> Made:
        if name not in made:
            executed = run_notebook(project / f"notebooks/{name}.ipynb", NOTEBOOKS[name][1])
            html = export_html(executed, name).decode()
            made[name] = Made(executed, html, export_pdf(executed, name))
        return made[name]

    return report


@pytest.mark.parametrize("name", one_in(3, NOTEBOOKS))
class TestEachNotebook:
    def test_shows_every_figure_once_with_words(self, reports: Callable[[str], Made], name: str) -> None:
        made = reports(name)
        own = [each for each in made.alts if each in _alts_of(made.executed)]
        assert len(own) == len(FIGURES) + 1  # one cell has two
        assert "自分の説明 1から3。" in own and any("産業" in each for each in own)
        spoken = [str(picture["aria-label"]) for picture in made.page.select("svg")]
        assert made.alts == spoken

    def test_shows_every_table_with_its_looks(self, reports: Callable[[str], Made], name: str) -> None:
        made = reports(name)
        source = typst_brief(made.executed, name)
        for look in ("#ffd54f", "#962a00"):
            assert f'rgb("{look}")' in source and look in made.html
        assert "gradient.linear((rgb" in source and "linear-gradient(90deg,#9ec5fe" in made.html
        assert 'stroke: (bottom: 1.5pt + rgb("#1a56b0"))' in source
        assert "棒の表" in made.text and "119事業" in made.text
        assert made.text.count("該当する行はありません。") == made.html.count(NO_ROWS) == 2
        assert "Empty DataFrame" not in made.html

    def test_shows_every_text_and_picture(self, reports: Callable[[str], Made], name: str) -> None:
        made = reports(name)
        page = "".join(made.page.get_text().split())
        for words in (
            "対象は12件うち新規3件",
            "最後の行の文字列",
            "太字とコード",
            "自分のHTML",
            "自分の見出し",
            "消した文",
            "注の文。",
            "total=sum(values)",
            "■済み",
            "開くと読める",
            "中の文",
            "引用の文",
            "式は$x^2<3$です",
        ):
            assert words in page, f"{words} on the page"
            assert words in made.text, f"{words} on paper"
        assert {"市の印", "画像", "ファイルの画像", "貼った画像"} <= set(made.alts)

    def test_shows_nothing_of_what_drawing_returns(self, reports: Callable[[str], Made], name: str) -> None:
        made = reports(name)
        assert not re.search(r"0x[0-9a-f]{6}|matplotlib|&lt;Axes|Container", made.html)
        assert " at 0x" not in nbformat.writes(made.executed)

    @pytest.mark.parametrize("check", CHECKS)
    def test_has_what_a_listener_needs(self, reports: Callable[[str], Made], name: str, check: Check) -> None:
        assert not check(reports(name).page)

    @pytest.mark.parametrize("profile", PROFILES)
    def test_passes_the_standards(self, reports: Callable[[str], Made], name: str, profile: str) -> None:
        assert not failures(reports(name).pdf, profile)

    def test_asks_nothing_of_the_network(self, reports: Callable[[str], Made], name: str) -> None:
        html = reports(name).html.replace('href="https://example.org/"', "")
        assert not ADDRESS.search(html) and not re.search(r"<script|<iframe|\son\w+=", html)

    def test_leaves_out_no_level_of_headings(self, reports: Callable[[str], Made], name: str) -> None:
        levels = [int(each.name[1]) for each in reports(name).page.find_all(re.compile("^h[1-6]$"))]
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))

    def test_tells_once_how_to_write_better_words(self, reports: Callable[[str], Made], name: str) -> None:
        told = notices(reports(name).executed)
        assert len(told) == 2
        assert 'Chart(fig, alt="…")' in told[0] and f"ほか{len(FIGURES) - 2}個" in told[0]
        assert 'alt="説明"' in told[1]


def test_the_same_cells_give_the_same_bytes(project: Path, reports: Callable[[str], Made]) -> None:
    again = run_notebook(project / "notebooks/50_overview.ipynb", EDITION)
    assert nbformat.writes(again) == nbformat.writes(reports("50_overview").executed)


def test_no_figure_is_wider_than_a_page_or_a_phone(
    browser: Browser, reports: Callable[[str], Made], tmp_path: Path
) -> None:
    path = tmp_path / "page.html"
    path.write_text(reports("40_brief").html, encoding="utf-8")
    for width in (390, 1000):
        page = browser.new_page(viewport={"width": width, "height": 900})
        asked: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert [url for url in asked if not url.startswith("data:")] == [path.as_uri()]
        page.close()


def test_a_picture_of_a_file_is_noted_as_read(project: Path, tmp_path: Path) -> None:
    path = project / "notebooks/seen.ipynb"
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell("![印](logo.png)"),
            new_code_cell("x: int = 1", metadata={"tags": ["parameters"]}),
        ],
        metadata={"kernelspec": {"name": "python3", "display_name": "x", "language": "python"}},
    )
    nbformat.write(notebook, path)
    reads = tmp_path / "reads"
    executed = run_notebook(path, {}, "", reads)
    path.unlink()
    assert reads.read_text().splitlines()[-1].endswith(" notebooks/logo.png")
    assert executed.cells[0].metadata["pictures"]["logo.png"].startswith("data:image/png;base64,")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("HTML(\"<video src='x.mp4'></video>\")", "<video"),
        ('HTML("<script>x()</script>")', "<script>"),
        ("HTML(\"<img src='https://example.org/x.png'>\")", "https://example.org/x.png"),
        ("HTML(\"<a href='javascript:x()'>x</a>\")", "javascript:x()"),
        ("object()", "object"),
    ],
)
def test_what_cannot_be_shown_is_told_with_cell_and_line(project: Path, code: str, words: str) -> None:
    path = project / "notebooks/wrong.ipynb"
    shutil.copy(ROOT / "notebooks/50_overview.ipynb", path)
    add_to(path, "overview_plans.glance(o)", [new_code_cell(f"# 自分のセル\n{code}")])
    executed = run_notebook(path, EDITION)
    path.unlink()
    with pytest.raises(UnsupportedContent) as caught:
        export_html(executed, "overview")
    told = not_shown(caught.value, "50_overview.ipynb", "全体のまとめ", executed)
    assert isinstance(caught.value.where, CellPlace) and caught.value.where.first == first_words(code)
    assert told.cell == caught.value.where.cell and words in told.cause and told.words == first_words(code)
    assert "→" in told.cause or code.startswith("HTML")


def test_pyplot_and_pandas_are_there_without_an_import(project: Path) -> None:
    path = project / "notebooks/bare.ipynb"
    shutil.copy(ROOT / "notebooks/50_overview.ipynb", path)
    bare = 'pd.DataFrame({"v": [1, 2]}).plot.bar(); plt.title("題")'
    add_to(path, "overview_plans.glance(o)", [new_code_cell(bare)])
    executed = run_notebook(path, EDITION)
    path.unlink()
    cell = next(cell for cell in executed.cells if cell.source == bare)
    assert [sorted(output.data) for output in cell.outputs] == [["text/html", "text/plain"]]


def test_a_report_without_a_chart_of_ones_own_does_not_load_pyplot(project: Path) -> None:
    path = project / "notebooks/light.ipynb"
    shutil.copy(ROOT / "notebooks/50_overview.ipynb", path)
    asked = 'import sys\ntype(sys.modules["matplotlib.pyplot"]).__name__'
    add_to(path, "lists.notes(", [new_code_cell(asked)])
    executed = run_notebook(path, EDITION)
    path.unlink()
    cell = next(cell for cell in executed.cells if cell.source == asked)
    assert cell.outputs[0].data["text/plain"] == "'_LazyModule'"


def _alts_of(executed: NotebookNode) -> set[str]:
    """The words of the pictures that the analyst's figure cells show."""
    sources = set(FIGURES.values())
    shown = "".join(
        output.data.get("text/html", "") for cell in executed.cells if cell.source in sources for output in cell.outputs
    )
    return {
        str(each["aria-label"]) for each in BeautifulSoup(shown, "html.parser").select("svg") if isinstance(each, Tag)
    }
