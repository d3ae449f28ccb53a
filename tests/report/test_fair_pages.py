"""What pages say of better and worse, read back from the pages: on the real year and on invented ones after it."""

import re
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from rows import indicator
from second_year import two_years

from cityplan.city.edition import Edition
from cityplan.japanese.quantities import minus
from cityplan.report.city import lists as overview_lists
from cityplan.report.city import overview
from cityplan.report.city import verdict as overview_verdict
from cityplan.report.plan import brief
from cityplan.report.plan import columns as brief_columns
from cityplan.report.plan import text as brief_text
from cityplan.report.row_words import difference_words, disagreement, each_once, expected_words, same_indicator
from cityplan.tables.names import full_name
from cityplan.tables.schema import Tables, frame

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
    first = {**printed, **computed, "findings": findings, "cutouts": frame("cutouts", [])}
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
        wanted = [row for row in each_once(o.indicators) if moves.get(same_indicator(row)) == word]
        said = getattr(overview_lists, word)(o, HEADS[word]) or ""
        names = [full_name(row) for row in wanted]
        assert all(name in said for name in names[:20])
        others = {full_name(row) for row in o.indicators} - set(names)
        assert not any(f" {name}（<" in said for name in others)
    for each in o.indicators:
        move = told[same_indicator(each)].move
        if move and move.way == "worse" and each.previous_value is not None:
            rose = each.actual > each.previous_value
            assert rose is (each.polarity == "lower") and each.actual != each.previous_value


@pytest.mark.parametrize("year", ["R5", "R6"])
def test_each_brief_tells_every_indicator_and_activity_once_by_its_fact(project: Path, year: str) -> None:
    words = brief_columns.Words()
    for plan in overview.open_overview(str(project), "hitachi", year).tables["plans"]["plan_id"]:
        b = brief.open_plan(str(project), "hitachi", year, plan)
        items = under(brief_columns.indicators(b, "指標", words), "h3")
        assert sum(map(len, items.values())) >= len(b.indicators)
        for each in b.indicators:
            own = [heading for heading, told in items.items() if _is_told(each, told)]
            assert len(own) == 1
            assert own[0] in _headings(each, words)
        results = under(brief_columns.activities(b, "実績", words, "要因及び効果"), "h3")
        assert list(results) == [heading for heading in _CHANGES if heading in results]
        for activity in b.activities:
            [heading] = [each for each in results if each in _CHANGES_OF.get(activity.value_change, [words.apart])]
            assert any(item.startswith(activity.name) for item in results[heading])
            quoted = [item for told in results.values() for item in told if activity.factors in item]
            alike = [each for each in b.activities if each.factors == activity.factors]
            assert not activity.factors or len(quoted) == len(alike)


_VERBS = (
    ("増えた", "減った"),
    ("上がった", "下がった"),
    ("増えた・上がった", "減った・下がった"),
)  # of counts, shares, both
_CHANGES_OF = {
    "up": [f"前年度より{up}" for up, _ in _VERBS],
    "same": ["前年度と同じ"],
    "down": [f"前年度より{down}" for _, down in _VERBS],
}
_CHANGES = [*chain(*_CHANGES_OF.values()), "数値で比べられない"]


def _is_told(each: Any, told: list[str]) -> bool:
    """Whether an indicator stands among the items of a group: below its name, begun by its part 区分."""
    below = told[told.index(each.name) + 1 :] if each.name in told else []
    return any(item.startswith(each.subgroup) for item in below)


def _headings(each: Any, words: brief_columns.Words) -> set[str]:
    """The headings that are true of an indicator, by its values and marks."""
    if each.moved_by == "value" and each.moved in ("better", "worse"):
        lower = "_lower" if each.polarity == "lower" else ""
        said = getattr(words, f"{each.moved}{lower}")
        return {said.format(増えた=up, 減った=down) for up, down in _VERBS}
    if each.reaches_target:
        stands = words.reached if each.reaches_baseline is not False else words.reached_only
    elif each.reaches_baseline is not None:
        above = words.above_lower if each.polarity == "lower" else words.above
        stands = above if each.reaches_baseline else words.below
    else:
        stands = words.unknown if each.polarity else words.undirected
    stands = stands.replace("{目標値}", "目標値")
    moved = {"improved": {words.better_mark}, "worsened": {words.worse_mark}}.get(each.status_change, set())
    return moved if moved and not each.status_change_doubtful else moved | {stands}


def test_that_no_cause_is_known_is_said_where_an_indicator_fell_or_is_short(project: Path) -> None:
    words = brief_columns.Words()
    for plan, wanted in (("05", True), ("06", False), ("07", False), ("08", True)):
        b = brief.open_plan(str(project), "hitachi", "R5", plan)
        assert (words.cause_beside in brief_columns.indicators(b, "指標", words)) is wanted


def test_a_plan_without_a_sheet_has_what_is_said_of_its_project(project: Path) -> None:
    said = {
        plan: brief_text.of_group(brief.open_plan(str(project), "hitachi", "R5", plan), "{名}について")
        for plan in ("02", "03")
    }
    assert said["02"] == ""
    assert under(said["03"], "h2").keys() == {"人財充実プロジェクトについて"}
    first, second = under(said["03"], "h2")["人財充実プロジェクトについて"]
    assert first.startswith("「人口減少・少子高齢化がこのまま進行すると、") and second.endswith(
        "活躍できる取組を進めます。」"
    )


@pytest.mark.parametrize("year", ["R5", "R6"])
def test_each_number_of_a_sentence_is_in_the_tables(project: Path, year: str) -> None:
    o = overview.open_overview(str(project), "hitachi", year)
    for each in o.indicators:
        values = [each.actual, each.previous_value, each.expected_told]
        known = {minus(value) for value in values if value is not None}
        known |= set(NUMBER.findall(full_name(each) + each.unit + year))
        said = [expected_words(each), *([disagreement(o.rule, each)] if each.moves_disagree else [])]
        assert set(NUMBER.findall(" ".join(said).replace("−", ""))) <= {each.lstrip("−") for each in known}


@given(DECIMALS, DECIMALS, st.sampled_from(["社", "%", ""]))
def test_a_sentence_has_no_number_of_its_own(now: Decimal, before: Decimal, unit: str) -> None:
    marks = {"status_change": "worsened", "status_previous_printed": "○"}
    own = indicator(name="社数", actual=now, previous_value=before, unit=unit, **marks)
    wanted = {minus(abs(now)), minus(abs(before))}
    assert set(NUMBER.findall(disagreement(None, own))) <= wanted
    ratio = None if unit == "%" else Decimal("12.5")
    told = set(NUMBER.findall(difference_words(now - before, ratio, unit)))
    assert told <= {minus(abs(now - before)), "12.5"}
