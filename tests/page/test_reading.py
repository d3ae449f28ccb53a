"""The page 読み取り結果 as a browser shows it: its cells outlined on each page, with words for all that a colour says."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from sample_edition import SAMPLE, computed, placed

from cityplan.city import source
from cityplan.page.reading import reading_page
from cityplan.report.reading.became import KINDS
from cityplan.tables import files as table_files
from cityplan.tables.definitions import CellRow, CutoutRow, FindingRow
from cityplan.tables.schema import table_rows

HOSTILE = "<img src=x onerror='document.title=1'></title><script>document.title=2</script>"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The strategies of an invented city, from their PDF."""
    root = tmp_path_factory.mktemp("reading")
    computed(root, placed(root, SAMPLE / "forms/F1", "jusenryaku_r5.pdf"))
    return root


@pytest.fixture(scope="module")
def made(project: Path) -> bytes:
    return reading_page(project, source.editions(project)[0])


@pytest.fixture
def shown(browser: Browser, made: bytes, tmp_path: Path) -> Iterator[Page]:
    yield from opened(browser, made, tmp_path)


def around(place: tuple[int, float, float]) -> tuple[int, float, float]:
    """Where the line around a paragraph begins, which stands beside its letters."""
    page, x, y = place
    return page, round(x - 1.5, 1), round(y - 1.5, 1)


def opened(browser: Browser, page: bytes, folder: Path) -> Iterator[Page]:
    (folder / "reading.html").write_bytes(page)
    tab = browser.new_page(viewport={"width": 1200, "height": 900})
    tab.goto((folder / "reading.html").as_uri())
    yield tab
    tab.close()


class TestPdf:
    def test_each_page_is_a_picture_with_its_alt_text(self, shown: Page) -> None:
        pages = shown.locator("figure > svg")
        assert pages.count() == 7
        alts = [pages.nth(at).get_attribute("aria-label") or "" for at in range(7)]
        assert alts[1].startswith("2ページの画像。事業 ") and "指標 " in alts[1]
        loaded = "each => each.every(image => image.getBBox().width > 800)"
        assert shown.locator("figure image").evaluate_all(loaded)

    def test_cells_are_outlined_where_they_stand_by_what_they_became(self, shown: Page, project: Path) -> None:
        edition = source.editions(project)[0]
        cells = table_rows(table_files.read(project / edition.processed, "cells"), CellRow)
        boxes = {}
        for kind in KINDS:
            rects = shown.locator(f"figure g.{kind} rect")
            sides = "all => all.map(r => [+r.getAttribute('x'), +r.getAttribute('y'), r.ownerSVGElement.previousElementSibling])"
            found = rects.evaluate_all(
                sides.replace(
                    "r.ownerSVGElement.previousElementSibling",
                    "+r.closest('figure').previousElementSibling.id.slice(5)",
                )
            )
            boxes |= {(int(page), x, y): kind for x, y, page in found}
        doubted = {(each.plan_id, each.row, each.column) for each in self.findings(project)}
        for cell in cells:
            if (
                cell.page is None
                or cell.x0 is None
                or cell.y0 is None
                or cell.table not in ("activities", "indicators")
            ):
                continue
            kind = "activity" if cell.table == "activities" else "indicator"
            wanted = "doubtful" if (cell.plan_id, cell.row, cell.column) in doubted else kind
            place = (cell.page, float(cell.x0), float(cell.y0))
            assert (boxes.get(place) or boxes[around(place)]) == wanted, cell

    @staticmethod
    def findings(project: Path) -> list[FindingRow]:
        edition = source.editions(project)[0]
        return table_rows(table_files.read(project / edition.processed, "findings"), FindingRow)

    def test_a_colour_is_never_the_only_sign(self, shown: Page) -> None:
        for kind, (words, sign) in KINDS.items():
            assert shown.locator(f".legend .{kind}", has_text=f"印「{sign}」").count() == 1
            signs = shown.locator(f"figure g.{kind} text").all_text_contents()
            assert signs and set(signs) == {sign}, words
        dashes = "all => all.map(r => getComputedStyle(r).strokeDasharray + getComputedStyle(r).strokeWidth)"
        assert len(set(shown.locator(".legend rect").evaluate_all(dashes))) == len(KINDS)

    def test_what_was_left_out_is_told_with_its_reason(self, shown: Page) -> None:
        shown.locator("details").first.evaluate("each => each.open = true")
        told = shown.locator("table.told").first.inner_text()
        assert "第２次みなと市総合戦略 重点戦略の取組状況" in told and "初めのシートの前" in told

    def test_it_is_the_same_twice_and_needs_no_network(self, project: Path, made: bytes) -> None:
        assert reading_page(project, source.editions(project)[0]) == made
        assert b"http://" not in made.replace(b"http://www.w3.org", b"") and b"<script" not in made

    def test_each_finding_has_its_print_cut_out(self, project: Path) -> None:
        edition = source.editions(project)[0]
        cut = table_rows(table_files.read(project / edition.processed, "cutouts"), CutoutRow)
        assert {each.finding_id: each.text for each in cut} == {
            each.finding_id: each.printed for each in self.findings(project)
        }


def test_a_document_without_pages_is_a_table_with_its_texts_escaped(browser: Browser, tmp_path: Path) -> None:
    folder = tmp_path / "sample"
    folder.mkdir()
    for name in ("source.toml", "R5.csv"):
        text = (SAMPLE / "mihon-table" / name).read_text("utf-8-sig")
        (folder / name).write_text(text.replace("※この表の市", f"{HOSTILE}※この表の市"), "utf-8")
    edition = placed(tmp_path / "project", folder, "R5.csv")
    computed(tmp_path / "project", edition)
    for page in opened(browser, reading_page(tmp_path / "project", edition), tmp_path):
        assert page.locator("figure").count() == 0 and page.title().startswith("読み取り結果")
        assert page.locator("td.indicator").count() > 100 and page.locator("td.left_out small").count() > 0
        assert page.locator("img, script").count() == 0
        assert page.locator("td", has_text="onerror").count() > 0
