"""Pages of a city with several years: a brief, the trends, the overview, as a reader finds them."""

import re
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser
from several_years import CITY, computed, write

from cityplan.page.export import export_html
from tests.page.test_accessible_pages import Windows, broken_rules, lost
from tests.shown_notebook import shown_by

ROOT = Path(__file__).parents[2]
YEARS = {"R4": (12, 9, 41), "R5": (13, 10, 40), "R6": (14, 8, 52), "R7": (15, 9, 33)}
NOTEBOOKS = {"brief": ("40_brief", {"plan": "01"}), "trends": ("30_trends", {}), "overview": ("50_overview", {})}

pytestmark = pytest.mark.xdist_group("years")


def plan(year: str) -> tuple[str, str]:
    """A plan's rows in a year: its printed ratio does not follow; two indicators that grow, one that jumps."""
    steady, low, wild = YEARS[year]
    indicators = (
        f"社数|10社以上|40社以上|{steady}社|○基準値以上|○基準値以上\n"
        f"待機者の数|20人以下|5人以下|{low}人|○基準値以上|○基準値以上\n"
        f"客数|45千人以上|50千人以上|{wild}千人|△基準値未満|○基準値以上"
    )
    return f"相談|相談する|{steady}件|{steady - 1}件|250.0%|続いた。", indicators


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A city of the years R4 to R7."""
    made = write(tmp_path_factory.mktemp("years"), {year: {"移住": plan(year)} for year in YEARS})
    for year in YEARS:
        computed(made, year)
    return made


@pytest.fixture(scope="module")
def shown(root: Path) -> dict[str, str]:
    """The HTML of each kind of page of R7."""
    return {
        name: export_html(
            shown_by(ROOT / f"notebooks/{notebook}.ipynb", root=str(root), city=CITY, year="R7", **given), name
        ).decode()
        for name, (notebook, given) in NOTEBOOKS.items()
    }


def page(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def public(html: str) -> str:
    """What a page says without what it opens on request."""
    tree = page(html)
    for item in tree.select(".screen, details, title"):
        item.decompose()
    return tree.get_text()


class TestABrief:
    def test_what_is_needed_stands_beside_what_the_years_brought(self, shown: dict[str, str]) -> None:
        told = public(shown["brief"])
        for sentence in (
            "社数　R8の目標値まで、あと1年で25社増やす必要がある。"
            "これまでの1年の増減は＋1社で、最も大きい増え方が続いても届かない。",
            "待機者の数　R8の目標値まで、あと1年で4人減らす必要がある。"
            "これまでの1年の増減は−2〜＋1人で、最も大きい減り方が続いても届かない。",
            "客数　R8の目標値まで、あと1年で17千人増やす必要がある。"
            "これまでの1年の増減は−19〜＋12千人で、最も大きい増え方が続いても届かない。",
            "必要な量を、これまでの1年ごとの増減（続いた年度の実績だけ）と比べたもので、予測ではない。",
        ):
            assert sentence in told

    def test_there_is_no_other_kind_of_outlook(self, shown: dict[str, str]) -> None:
        assert not re.search("見込み|予測の幅|このままなら", public(shown["brief"]))

    def test_causes_and_next_steps_come_before_the_years(self, shown: dict[str, str]) -> None:
        heads = [each.get_text() for each in page(shown["brief"]).select("h2")]
        places = [next(n for n, head in enumerate(heads) if head.startswith(word)) for word in (
            "事業の実績", "次にすること", "目標指標", "年ごとの値と目標", "掲載事業の実績", "注と出典")]  # fmt: skip
        assert places == sorted(places)

    def test_values_of_earlier_documents_are_told_by_document(self, shown: dict[str, str]) -> None:
        told = public(shown["brief"])
        assert "図のうち、R4の値はR4の資料、R5の値はR5の資料、R6の値はR6の資料による。" in told
        assert not re.search("[0-9]行", told)


class TestTheTrends:
    def test_the_verdict_is_in_sentences(self, shown: dict[str, str]) -> None:
        verdict = page(shown["trends"]).select_one(".verdict")
        assert verdict is not None and verdict.get_text("|") == (
            "3指標のうち、前年度より良い方へ動いたのは1指標、悪い方へ動いたのは2指標。|"
            "R8の目標値に届く見込みは0指標、届かない見込みは1指標。2指標は届くかどうか分からず、0指標は見込みを示せない。"
        )

    def test_a_range_that_tells_nothing_is_told_to_do_so(self, shown: dict[str, str]) -> None:
        rows = {
            name.get_text(): row.select("td")[-1].get_text("|")
            for row in page(shown["trends"]).select("tbody tr")
            if (name := row.select_one("strong"))
        }
        assert rows["客数"].endswith("|届くかどうかは分からない|（これまでの値より幅が広い）")
        assert rows["社数"].endswith("社|届かない見込み")

    def test_no_line_and_no_path_is_told(self, shown: dict[str, str]) -> None:
        assert not re.search(r"[0-9]行|原文|data/raw|\.txt|正誤表案|担当課", public(shown["trends"]))


@pytest.mark.parametrize("name", NOTEBOOKS)
class TestEachPage:
    def test_it_is_a_draft_while_a_contradiction_is_open(self, shown: dict[str, str], name: str) -> None:
        head = page(shown[name]).select_one(".masthead .draft")
        assert head is not None and head.get_text() == "案（確認中の数値があります）"

    @pytest.mark.parametrize("window", ["desk", "phone"])
    def test_nothing_is_cut_or_scrolls_sideways(
        self, shown: dict[str, str], browser: Browser, name: str, window: Any
    ) -> None:
        seen = Windows(browser).show(shown[name], window)
        assert not broken_rules(seen) and not lost(seen)
        assert not seen.evaluate(
            "[...document.querySelectorAll('body *')].filter(e => e.scrollWidth > e.clientWidth + 1"
            " && ['auto', 'scroll'].includes(getComputedStyle(e).overflowX)).map(e => e.outerHTML.slice(0, 80))"
        )
