"""What pages say of better and worse, read back from the pages: on the real year and on invented ones after it."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from rows import indicator
from second_year import two_years

from cityplan.city.source import Edition
from cityplan.japanese.text import minus
from cityplan.report.city import lists as overview_lists
from cityplan.report.city import overview
from cityplan.report.city import verdict as overview_verdict
from cityplan.report.facts_words import difference_words, disagreement, expected_words
from cityplan.report.plan import brief
from cityplan.report.plan import moves as brief_moves
from cityplan.tables.names import full_name
from cityplan.tables.schema import Tables

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
HEADS = {"better": "良くなった", "worse": "下がった", "below": "届いていない"}
DECIMALS = st.decimals(-9999, 9999, places=1)


@pytest.fixture(scope="module")
def project(
    root: Path,
    edition: Edition,
    printed: Tables,
    computed: Tables,
    findings: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """The real year and an invented one after it."""
    first = {**printed, **computed, "findings": findings}
    return two_years(root, tmp_path_factory.mktemp("fair"), first, edition, seed=6)


def under(html: Any, level: str) -> dict[str, list[str]]:
    """The items below each heading."""
    found: dict[str, list[str]] = {}
    heading = ""
    for each in BeautifulSoup(str(html), "html.parser").find_all(["h2", "h3", "p"]):
        if each.name == level:
            heading = each.get_text()
        elif heading:
            found.setdefault(heading, []).append(each.get_text())
    return found


@pytest.mark.parametrize("year", ["R5", "R6"])
def test_nothing_stands_under_a_heading_that_is_not_its_own(project: Path, year: str) -> None:
    o = overview.open_overview(str(project), "hitachi", year)
    told = overview_verdict.by_indicator(o)
    moves = {key: own.move.way for key, own in told.items() if own.move}
    for word in ("worse", "better"):
        wanted = [row for row in overview.each_once(o.indicators) if moves.get(overview.same_indicator(row)) == word]
        said = getattr(overview_lists, word)(o, HEADS[word]) or ""
        names = [full_name(row) for row in wanted]
        assert all(name in said for name in names[:20])
        others = {full_name(row) for row in o.indicators} - set(names)
        assert not any(f" {name}（<" in said for name in others)
    for each in o.indicators:
        move = told[overview.same_indicator(each)].move
        if move and move.way == "worse" and each.previous_value is not None:
            rose = each.actual > each.previous_value
            assert rose is (each.polarity == "lower") and each.actual != each.previous_value


@pytest.mark.parametrize("year", ["R5", "R6"])
def test_each_brief_tells_every_indicator_and_activity_once_by_its_fact(project: Path, year: str) -> None:
    for plan in overview.open_overview(str(project), "hitachi", year).tables["plans"]["plan_id"]:
        b = brief.open_plan(str(project), "hitachi", year, plan)
        shown = brief_moves.indicators(b, "指標", **HEADS, nothing="ありません", no_cause="記載なし")
        items = under(shown, "h3")
        for each in b.indicators:
            for word, is_so in (
                ("better", each.moved == "better"),
                ("worse", each.moved == "worse"),
                ("below", each.reaches_baseline is False),
            ):
                told = [item for item in items.get(HEADS[word], []) if item.startswith(each.name)]
                assert any(each.subgroup in item for item in told) is is_so
            if not each.moved:
                assert "前年度からの動きが分からない" in str(shown)
        words = {"more": "増えた", "same": "同じ", "fewer": "減った", "apart": "比べられない"}
        results = under(brief_moves.activities(b, "実績", **words), "h3")
        for activity in b.activities:
            heading = {"up": "増えた", "same": "同じ", "down": "減った"}.get(activity.value_change, "比べられない")
            assert any(item.startswith(activity.name) for item in results[heading])


@pytest.mark.parametrize("year", ["R5", "R6"])
def test_each_number_of_a_sentence_is_in_the_tables(project: Path, year: str) -> None:
    o = overview.open_overview(str(project), "hitachi", year)
    for each in o.indicators:
        values = [each.actual, each.previous_value, each.expected_told]
        known = {minus(value) for value in values if value is not None}
        known |= set(NUMBER.findall(full_name(each) + each.unit + year))
        said = [expected_words(each), *([disagreement(each)] if each.moves_disagree else [])]
        assert set(NUMBER.findall(" ".join(said).replace("−", ""))) <= {each.lstrip("−") for each in known}


@given(DECIMALS, DECIMALS, st.sampled_from(["社", "%", ""]))
def test_a_sentence_has_no_number_of_its_own(now: Decimal, before: Decimal, unit: str) -> None:
    marks = {"status_change": "worsened", "status_previous_printed": "○"}
    own = indicator(name="社数", actual=now, previous_value=before, unit=unit, **marks)
    wanted = {minus(abs(now)), minus(abs(before))}
    assert set(NUMBER.findall(disagreement(own))) <= wanted
    ratio = None if unit == "%" else Decimal("12.5")
    told = set(NUMBER.findall(difference_words(now - before, ratio, unit)))
    assert told <= {minus(abs(now - before)), "12.5"}
