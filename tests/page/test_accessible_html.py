"""The HTML of every page of both editions: language, headings, tables, charts, links, size."""

import re
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup, Tag

from cityplan.page.index_page import script
from tests.published import EDITIONS, PAGES, PDFS, Published

MOST_BYTES_OF_A_BRIEF = 150_000
# A value as a chart shows it: number and unit.
VALUE = re.compile(r"[\d,]+(?:\.\d+)?(?:%|[人件社回戸名]|千人|世帯|億円|千円|店舗|時間)(?:/[年ha]+)?")


def parsed(published: Published, name: str) -> BeautifulSoup:
    return BeautifulSoup(published.page(name).read_text(encoding="utf-8"), "html.parser")


def wrong_document(page: BeautifulSoup) -> list[str]:
    root, title = page.html, page.title
    wrong = ["language"] * (root is None or root.get("lang") != "ja")
    wrong += ["title"] * (title is None or not title.get_text(strip=True))
    return wrong + [f"{len(page.find_all('main'))} main"] * (len(page.find_all("main")) != 1)


def wrong_headings(page: BeautifulSoup) -> list[str]:
    """More or fewer than one h1, a level left out, a heading without words."""
    found = page.find_all(re.compile("h[1-6]"))
    levels = [int(each.name[1]) for each in found]
    wrong = [f"{levels.count(1)} h1"] * (levels.count(1) != 1)
    for before, level, each in zip([0, *levels], levels, found, strict=False):
        if level > before + 1 or not each.get_text(strip=True):
            wrong.append(str(each))
    return wrong


def wrong_tables(page: BeautifulSoup) -> list[str]:
    """Tables without headings, or with headings of nothing."""
    bare = [str(table)[:200] for table in page.find_all("table") if not table.select("thead th")]
    return bare + [str(head) for head in page.find_all("th") if not head.get("scope")]


def wrong_charts(page: BeautifulSoup) -> list[str]:
    """Charts that do not say to a listener what they are, and each value that they show."""
    return [wrong for chart in page.find_all("svg") for wrong in _wrong_chart(chart)]


def _wrong_chart(chart: Tag) -> list[str]:
    said = str(chart.get("aria-label", ""))
    shown = [text.get_text() for text in chart.find_all("text")]
    missed = sorted({value for text in shown for value in VALUE.findall(text) if value not in said})
    silent = not said.strip() or (re.search(r"\d", "".join(shown)) and not re.search(r"\d", said))
    wrong = [f"{chart.get('role')} {said!r}"] * (chart.get("role") != "img" or bool(silent))
    return wrong + [f"{value} is not in {said!r}" for value in missed]


def wrong_links(page: BeautifulSoup) -> list[str]:
    """Links without words, or to a place that the page does not have; an id that is there twice."""
    ids = [str(each["id"]) for each in page.select("[id]")]
    wrong = [each for each in set(ids) if ids.count(each) > 1]
    for link in page.select("a[href]"):
        words = link.get_text(strip=True) or link.select("svg[aria-label]")
        if not words or (str(link["href"]).startswith("#") and link["href"][1:] not in ids):
            wrong.append(str(link)[:200])
    return wrong


def wrong_stops(page: BeautifulSoup) -> list[str]:
    """Parts to scroll by key without a name, or of a name that another one has."""
    names = [str(part.get("aria-label", "")) for part in page.select("[tabindex='0']")]
    return [name for name in names if not name or names.count(name) > 1]


def wrong_markup(page: BeautifulSoup) -> list[str]:
    """Markup that is shown as text: a fragment that was taken for a text, or changed within a tag.

    A cell of a document, with its sign, may hold what it prints: </p> in the text of Hitachi R5.
    """
    for cell in page.select(".scroll td[title]"):
        cell.decompose()
    said = page.get_text(" ")
    return [found for found in re.findall(r'.{0,20}(?:aria-label|class=|</\w+>|">).{0,20}', said)]


CHECKS = [
    wrong_document, wrong_headings, wrong_tables, wrong_charts, wrong_links, wrong_stops, wrong_markup,
]  # fmt: skip
Check = Callable[[BeautifulSoup], list[str]]


@pytest.mark.parametrize("name", PAGES)
class TestEveryPage:
    @pytest.mark.parametrize("check", CHECKS)
    def test_has_what_a_listener_needs(self, published: Published, name: str, check: Check) -> None:
        assert not check(parsed(published, name))

    def test_leads_to_files_that_are_there(self, published: Published, name: str) -> None:
        folder = published.page(name).parent
        links = [str(link["href"]) for link in parsed(published, name).select("a[href]")]
        assert [link for link in links if link[0] != "#" and not (folder / link).is_file()] == []

    def test_holds_no_script_and_no_address(self, published: Published, name: str) -> None:
        """But the one of the index pages, which finds and sorts."""
        html = published.page(name).read_text(encoding="utf-8")
        scripts = [script()] if name.endswith("index") else []
        assert re.findall(r"<script[^>]*>(.*?)</script>", html, re.DOTALL) == scripts
        assert ("script-src" in html) == bool(scripts) and not re.search(r"(src|href)=.(https?:)?//", html)


@pytest.mark.parametrize("name", [name for name in PAGES if "/plan-" in name])
def test_a_brief_is_small(published: Published, name: str) -> None:
    assert published.page(name).stat().st_size < MOST_BYTES_OF_A_BRIEF


def test_no_output_is_left_out_of_these_tests(published: Published) -> None:
    made = {
        path.relative_to(published.reports).as_posix()
        for kind in ("html", "pdf")
        for path in published.reports.rglob(f"*.{kind}")
    }
    assert made == {f"{name}.html" for name in PAGES} | {f"{name}.pdf" for name in PDFS}
    assert len(EDITIONS) == len(list(published.reports.rglob("manifest.json")))


@pytest.mark.parametrize(
    ("check", "html"),
    [
        (wrong_document, "<html lang='en'><title>t</title><main></main></html>"),
        (wrong_document, "<html lang='ja'><title>t</title></html>"),
        (wrong_headings, "<h2>no first</h2>"),
        (wrong_headings, "<h1>one</h1><h3>jump</h3>"),
        (wrong_headings, "<h1>one</h1><h2> </h2>"),
        (wrong_tables, "<table><tr><td>1</td></tr></table>"),
        (wrong_tables, "<table><thead><tr><th>of nothing</th></tr></thead></table>"),
        (wrong_charts, "<svg aria-label='R4 32件'></svg>"),
        (wrong_charts, "<svg role='img' aria-label=' '></svg>"),
        (wrong_charts, "<svg role='img' aria-label='図'><text>R4</text></svg>"),
        (wrong_charts, "<svg role='img' aria-label='R4 32件'><text>40件</text></svg>"),
        (wrong_links, "<a href='#nowhere'>words</a>"),
        (wrong_links, "<p id='a'></p><a href='#a'></a>"),
        (wrong_links, "<p id='a'></p><p id='a'></p>"),
        (wrong_stops, "<div tabindex='0'></div>"),
        (wrong_markup, "<p>印が&lt;span aria-label=x&gt;△から</p>"),
        (wrong_markup, '<p><span aria-label="<span class="nowrap">基準値</span>未満">△</span></p>'),
        (wrong_stops, "<p tabindex='0' aria-label='表'></p><p tabindex='0' aria-label='表'></p>"),
    ],
)
def test_a_fault_is_found(check: Check, html: str) -> None:
    assert check(BeautifulSoup(html, "html.parser"))
