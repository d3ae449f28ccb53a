"""The pages of the tasks, each followed in a project as a reader has it after `make briefs`."""

import ast
import re
from contextlib import chdir
from pathlib import Path
from typing import Any

import nbformat
import openpyxl
import pytest

from cityplan.build.run import run_notebook
from cityplan.page.export import export_html
from cityplan.report.plan import brief
from cityplan.report.plan import text as brief_text
from tests.answered import filled_in
from tests.pages import ROOT, Reader, project
from tests.published import Published

PAGES = ("new-year", "misprint", "chart", "sentence", "new-city")
COMPARE = ".venv/bin/python -m cityplan compare --city mihon R5 R6"  # test_compare.py gives it

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
MOST_BYTES = 150_000

pytestmark = pytest.mark.xdist_group("pages")


@pytest.fixture
def root(published: Published, tmp_path: Path) -> Path:
    return project(tmp_path, published.root)


def shown(page: str) -> str:
    """The text of a report, without tags, scripts and blanks."""
    body = re.sub(r"<(style|script).*?</\1>|<[^>]+>", "", page, flags=re.DOTALL)
    return re.sub(r"\s+", "", body)


def quoted(page: str) -> list[str]:
    """What a page quotes of a report (> …)."""
    text = (ROOT / f"docs/{page}.ja.md").read_text(encoding="utf-8")
    return re.findall(r"^> (.+)$", text, flags=re.MULTILINE)


def test_a_new_year(root: Path) -> None:
    reader = Reader(root, "new-year.ja.md", {COMPARE: ""})
    question, empty = quoted("new-year")
    reader.follow("1.", "2.", "3.")
    assert "新規" in shown(reader.report("R6/mihon/plan-02.html"))
    findings = (root / "data/processed/mihon/R6/findings.csv").read_text(encoding="utf-8")
    assert question in findings
    reader.follow("4.", "5.")
    assert "名称変更事業「研修事業」→「人権研修事業」" in shown(reader.report("R6/mihon/plan-02.html"))
    reader.follow("6.")
    fill(root)
    reader.follow("7.")
    page = shown(reader.report("R7/mihon/plan-02.html"))
    assert (
        shown(empty) in page
        and "実績値が未入力のため、目標値50%以上に届いているか分からない" in page
        and "の記入様式の" in page
    )
    Reader(root, "new-year.ja.md", {"make briefs": ".venv/bin/python pipeline.py"}).follow("8.")
    assert "見本市" not in reader.report("index.html")


def fill(root: Path) -> None:
    """Enter what the page says, as a division does, and put the form where it is read."""
    words = (ROOT / "docs/new-year.ja.md").read_text(encoding="utf-8")
    book = openpyxl.load_workbook(root / "reports/R7/mihon/entry-form.xlsx")
    for cell, value in re.findall(r"（([A-Z]\d)）に `(.+?)`", words):
        book["02"][cell] = int(value) if value.isdecimal() else value
    book.save(root / "data/raw/mihon/R7.xlsx")


def test_a_misprint(root: Path) -> None:
    reader = Reader(root, "misprint.ja.md")
    assert "R5,activities,06,1,ratio_printed,144.4%,,," in reader.report("R5/hitachi/findings.html")
    sent = (root / "reports/R5/hitachi/findings.xlsx").read_bytes()
    reader.follow("1.", "2.", "3.", "4.", "止まったとき", "5.")
    assert "125.0%訂正" in shown(reader.report("R5/hitachi/plan-06.html"))
    words = re.findall(r"^   \| (.+?) \| .+ \| `(.+?)` \|$", reader.text, re.MULTILINE)
    returned = root / "data/raw/hitachi/answers/商工振興課.xlsx"
    returned.parent.mkdir()
    returned.write_bytes(filled_in(sent, {"06-b7216eb3": dict(words)}))
    reader.follow("6.")
    page = shown(reader.report("R5/hitachi/plan-06.html"))
    assert "125.0%訂正" in page and "理由：計算の誤り（商工振興課）（2024-06-03）" in page


def test_another_chart(root: Path) -> None:
    Reader(root, "chart.ja.md").follow("1.", "2.", "3.", "4.", "5.")
    headings = re.findall("<h2>(.+?)</h2>", Reader(root, "chart.ja.md").report("R5/hitachi/plan-06.html"))
    assert headings.index("掲載事業の年ごとの実績") == headings.index("掲載事業の実績") + 1
    moved = run_cells(root, "40_brief")
    assert moved.index("掲載事業の実績") == moved.index("目標指標") - 1
    trends = run_notebook(root / "notebooks/30_trends.ipynb", {"city": "hitachi", "year": "R5"})
    page = export_html(trends, "trends").decode()
    found = re.findall("<h2>(.+?)</h2>", page)
    assert found[0] == "すべての指標の位置"
    assert found[-2:] == ["掲載事業の増減率", "プランごとの印の数"]
    assert "横軸: 増減率（％）。棒 23点: 最小 -60.6（02-2 女性人材育成事業）" in page
    assert "fill: #962a00" in page and "background-color:#08306b" in page


def run_cells(root: Path, name: str) -> list[str]:
    """The headings of the sections that a notebook's cells give, run as they stand."""
    given: dict[str, Any] = {}
    headings = []
    with chdir(root / "notebooks"):
        for cell in nbformat.read(f"{name}.ipynb", as_version=4).cells:
            if cell.cell_type == "code":
                *before, last = ast.parse(cell.source).body
                if not isinstance(last, ast.Expr):
                    exec(cell.source, given)
                    continue
                exec(compile(ast.Module(before, []), name, "exec"), given)
                shown = eval(compile(ast.Expression(last.value), name, "eval"), given)
                headings += re.findall("<h2>(.+?)</h2>", str(shown))
    return headings


def test_another_sentence(root: Path) -> None:
    reader = Reader(root, "sentence.ja.md")
    reader.follow("1.", "2.", "3.", "4.", "5.")
    page = shown(reader.report("R5/hitachi/plan-06.html"))
    assert "今年度に掲載した2事業の実績は、どちらも前年度より増えた。" in page
    assert "この報告は、企画課が資料の数値をそのまま用いて作りました。" in page
    assert "掲載事業2件のうち、前年度を下回ったものは0件です。" in page
    reader.follow("6.")
    assert (root / "notebooks/40_brief.ipynb").read_bytes() == (ROOT / "notebooks/40_brief.ipynb").read_bytes()


def test_a_report_of_ones_own(root: Path) -> None:
    one_plan = ".venv/bin/python pipeline.py --city hitachi --plan 06 --format html"
    reader = Reader(root, "notebook.ja.md", {"make briefs": one_plan})
    reader.follow("1.", "2.", "3.")
    headings = re.findall("<h2>(.+?)</h2>", reader.report("R5/hitachi/council-06.html"))
    assert "注と出典" not in headings
    assert headings.index("事業の一覧") == headings.index("掲載事業の実績") + 1
    assert "議会への説明" in reader.report("R5/hitachi/index.html")
    reader.follow("4.", "元に戻す")
    assert "議会への説明" not in reader.report("R5/hitachi/index.html")
    assert (root / "reports/R5/hitachi/前の版/council-06.html").is_file()


def test_a_sentence_says_nothing_of_a_plan_without_rows(published: Published) -> None:
    b = brief.open_plan(str(published.root), "hitachi", "R5", "03")
    assert brief_text.sentence(b, "{前年度未満}件") is None


@pytest.mark.parametrize("page", PAGES)
class TestEveryPage:
    def text(self, page: str) -> str:
        return (ROOT / f"docs/{page}.ja.md").read_text(encoding="utf-8")

    def test_leads_to_the_others(self, page: str) -> None:
        linked = set(LINK.findall(self.text(page)))
        assert {f"{other}.ja.md" for other in PAGES if other != page} <= linked

    def test_pictures_are_small(self, page: str) -> None:
        pictures = [name for name in LINK.findall(self.text(page)) if name.endswith(".png")]
        assert pictures
        assert all((ROOT / "docs" / name).stat().st_size < MOST_BYTES for name in pictures)

    def test_says_how_to_undo_it(self, page: str) -> None:
        assert "元に戻す\n" in self.text(page) and "make briefs" in self.text(page)
