"""Every PDF of both editions: tagged, titled, read aloud in the order of its page, searchable."""

import io
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pikepdf
import pytest
from bs4 import BeautifulSoup

from tests.pdf_checks import PROFILES, failures
from tests.pdf_structure import Element, elements
from tests.pdf_words import lost, plain
from tests.pdf_words import searched as pdf_text
from tests.published import PDFS, REPORTS, Published

MOST_BYTES_OF_A_BRIEF = 300_000
HEADINGS = ["h1", "h2", "h3", "h4"]
SCOPES = ("Column", "Row", "Both")
FOR_THE_SCREEN = ".screen, .skip, svg"
pytestmark = pytest.mark.xdist_group("pdfs")


@cache
def tags(pdf: bytes) -> list[Element]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return list(elements(opened))


def faults(pdf: bytes) -> list[str]:
    """What a reader of the tags alone would miss: a figure without words, a heading of nothing."""
    found = tags(pdf)
    silent = [str(each) for each in found if each.tag == "Figure" and not each.alt.strip()]
    loose = [str(each) for each in found if each.tag == "TH" and each.scope not in SCOPES]
    tables, heads = (sum(each.tag == tag for each in found) for tag in ("Table", "THead"))
    return silent + loose + [f"{tables - heads} tables without headings"] * (tables != heads)


def fonts(pdf: pikepdf.Pdf) -> Iterator[Any]:
    for page in pdf.pages:
        for font in page.Resources.Font.values():
            yield font.get("/DescendantFonts", [font])[0]


def headings(pdf: bytes) -> list[tuple[str, str]]:
    found = [(each.tag.lower(), plain(each.text)) for each in tags(pdf)]
    return [(level, words) for level, words in found if level in HEADINGS]


def bookmarks(items: list[pikepdf.OutlineItem], level: int = 1) -> Iterator[tuple[str, str]]:
    for item in items:
        yield f"h{level}", plain(item.title)
        yield from bookmarks(item.children, level + 1)


def content(published: Published, name: str) -> BeautifulSoup:
    """The page of a report, without what a PDF has no use for."""
    page = BeautifulSoup(published.page(name).read_text(encoding="utf-8"), "html.parser")
    for heading in page.select("h2.screen, .screen > h2"):
        assert heading.get_text() == "出典の一覧"
    for element in page.select(FOR_THE_SCREEN):
        element.extract()
    return page


def searched(published: Published, name: str) -> str:
    """The text of a PDF as a reader searches it."""
    return pdf_text(published.pdf(name).read_bytes())


@pytest.mark.parametrize("name", PDFS)
class TestEveryPdf:
    @pytest.mark.parametrize("profile", PROFILES)
    def test_meets_the_standard(self, published: Published, name: str, profile: str) -> None:
        assert not failures(published.pdf(name).read_bytes(), profile)

    def test_shows_its_title_and_says_its_language(self, published: Published, name: str) -> None:
        with pikepdf.open(published.pdf(name)) as pdf:
            assert pdf.Root.ViewerPreferences.DisplayDocTitle
            assert str(pdf.docinfo.Title)
            assert str(pdf.Root.Lang) in ("ja", "ja-JP")

    def test_describes_its_figures_and_heads_its_tables(self, published: Published, name: str) -> None:
        assert not faults(published.pdf(name).read_bytes())

    def test_has_its_headings_as_bookmarks(self, published: Published, name: str) -> None:
        with pikepdf.open(published.pdf(name)) as pdf, pdf.open_outline() as outline:
            found = list(bookmarks(list(outline.root)))
        assert found and found == headings(published.pdf(name).read_bytes())

    def test_embeds_its_fonts(self, published: Published, name: str) -> None:
        with pikepdf.open(published.pdf(name)) as pdf:
            found = list(fonts(pdf))
            assert found and all("/FontFile2" in font.FontDescriptor for font in found)


@pytest.mark.parametrize("name", REPORTS)
class TestEveryReport:
    def test_has_the_title_of_its_page(self, published: Published, name: str) -> None:
        title = content(published, name).title
        with pikepdf.open(published.pdf(name)) as pdf:
            assert title and str(pdf.docinfo.Title) == title.get_text()

    def test_has_the_headings_of_its_page(self, published: Published, name: str) -> None:
        shown = content(published, name).find_all(HEADINGS)
        assert headings(published.pdf(name).read_bytes()) == [(each.name, plain(each.get_text())) for each in shown]

    def test_shows_the_words_of_its_page_in_their_order(self, published: Published, name: str) -> None:
        assert not lost(published.page(name).read_bytes(), published.pdf(name).read_bytes())

    def test_describes_the_charts_of_its_page(self, published: Published, name: str) -> None:
        page = BeautifulSoup(published.page(name).read_text(encoding="utf-8"), "html.parser")
        found = tags(published.pdf(name).read_bytes())
        alts = [each.alt for each in found if each.tag == "Figure"]
        assert alts == [picture["aria-label"] for picture in page.select("svg")]

    def test_has_the_headings_of_its_tables(self, published: Published, name: str) -> None:
        heads = content(published, name).select("th")
        found = tags(published.pdf(name).read_bytes())
        heard = [plain(each.text) for each in found if each.tag == "TH"]
        assert heard == [plain(each.get_text()) for each in heads]

    def test_can_be_searched_for_its_numbers(self, published: Published, name: str) -> None:
        cells = content(published, name).select("td.num")
        numbers = {n for cell in cells for n in re.findall(r"[\d,.]+[%人件社回]?", cell.get_text())}
        text = "".join(searched(published, name).split("\n"))
        assert not {number for number in numbers if number not in text}
        assert numbers or not cells

    def test_has_no_gaps_that_its_page_does_not_have(self, published: Published, name: str) -> None:
        """945人 is not to be found as 945 人."""
        shown = " ".join(content(published, name).get_text().split())
        gaps = re.findall(r"\d (?:[%人件社回戸名年]|世帯|千人|億円|ポイント)", searched(published, name))
        assert not {gap for gap in gaps if gap not in shown}


def test_a_brief_can_be_searched_for_its_words(published: Published) -> None:
    text = searched(published, "R5/hitachi/plan-06")
    for words in ("前年度比", "◎目標値以上", "144.4%", "40件"):
        assert words in text


@pytest.mark.parametrize("name", [name for name in REPORTS if "/plan-" in name])
def test_a_brief_is_small(published: Published, name: str) -> None:
    assert published.pdf(name).stat().st_size < MOST_BYTES_OF_A_BRIEF


@pytest.mark.parametrize(
    ("tag", "key", "value"),
    [("/Figure", "/Alt", " "), ("/TH", "/A", pikepdf.Array()), ("/THead", "/S", pikepdf.Name.TBody)],
)
def test_a_fault_is_found(published: Published, tag: str, key: str, value: object) -> None:
    changed = io.BytesIO()
    with pikepdf.open(published.pdf("R5/hitachi/plan-06")) as pdf:
        for each in pdf.objects:
            if isinstance(each, pikepdf.Dictionary) and each.get("/S") == tag:
                each[key] = value
        pdf.save(changed)
    assert faults(changed.getvalue())
