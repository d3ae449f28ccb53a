"""案（確認中の数値があります） on the pages: while a contradiction is open; `final = true` takes the word away, not the note."""

import shutil
from pathlib import Path

import pytest

from cityplan import steps
from cityplan.report.city import overview
from cityplan.report.document import DRAFT
from cityplan.report.plan import brief, text

OPEN, CLEAR = ("04", "06"), "05"  # of Hitachi R5: printed ratios 153.0% (04) and 144.4% (06) do not follow
LINE = 'year = "R5"\n'


@pytest.fixture(scope="module")
def project(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("draft")
    shutil.copytree(root / "data/raw/hitachi", folder / "data/raw/hitachi")
    steps.save(str(folder), "hitachi", "R5", steps.clean_document(str(folder), "hitachi", "R5"))
    steps.save(str(folder), "hitachi", "R5", steps.compute_document(str(folder), "hitachi", "R5", 5))
    return folder


def headings(project: Path) -> dict[str, tuple[str, str]]:
    """What the heading of each page says, and what its document is marked as for the booklet's cover."""
    pages = {plan: brief.masthead(brief.open_plan(str(project), "hitachi", "R5", plan)) for plan in (*OPEN, CLEAR)}
    pages["overview"] = overview.masthead(overview.open_overview(str(project), "hitachi", "R5"), "全体のまとめ")
    return {name: (str(page.data), (page.metadata or {})["document"].get("draft", "")) for name, page in pages.items()}


def test_a_page_with_an_open_contradiction_is_a_draft(project: Path) -> None:
    said = headings(project)
    assert [DRAFT in said[name][0] for name in (*OPEN, "overview", CLEAR)] == [True, True, True, False]
    assert [said[name][1] for name in (*OPEN, "overview", CLEAR)] == ["案", "案", "案", ""]


def test_what_is_declared_final_is_none_and_keeps_its_note(project: Path) -> None:
    described = project / "data/raw/hitachi/source.toml"
    before = described.read_text(encoding="utf-8")
    described.write_text(before.replace(LINE, f"{LINE}final = true\n", 1), encoding="utf-8")
    try:
        assert all(DRAFT not in page and not mark for page, mark in headings(project).values())
        note = text.alert(brief.open_plan(str(project), "hitachi", "R5", "06"))
        assert note and "144.4%" in note and "125.0%" in note
    finally:
        described.write_text(before, encoding="utf-8")
