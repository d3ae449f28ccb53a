"""The pages of the five tasks, each followed in a project as a reader has it after `make briefs`."""

import re
from pathlib import Path

import openpyxl
import pytest

from tests.pages import ROOT, Reader, project
from tests.published import Published

PAGES = ("new-year", "misprint", "chart", "sentence", "new-city")
COMPARE = ".venv/bin/python -m cityplan compare --city mihon R5 R6"  # test_compare.py gives it

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
    assert "名称変更事業「研修事業」→「人権研修事業」" in shown(
        reader.report("R6/mihon/plan-02.html")
    )
    reader.follow("6.")
    fill(root)
    reader.follow("7.")
    page = shown(reader.report("R7/mihon/plan-02.html"))
    assert shown(empty) in page and "未入力2件" in page and "シート「02」" in page
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
    reader.follow()
    assert "125.0%訂正" in shown(reader.report("R5/hitachi/plan-06.html"))


def test_another_chart(root: Path) -> None:
    reader = Reader(root, "chart.ja.md")
    reader.follow()


def test_another_sentence(root: Path) -> None:
    Reader(root, "sentence.ja.md").follow()


@pytest.mark.parametrize("page", PAGES)
def test_the_pages_lead_to_each_other(page: str) -> None:
    text = (ROOT / f"docs/{page}.ja.md").read_text(encoding="utf-8")
    assert all(f"]({other}.ja.md)" in text for other in PAGES if other != page)
