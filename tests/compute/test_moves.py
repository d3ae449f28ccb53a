"""How an indicator moved, what it reaches and what was to be expected: values and marks in, facts out."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rows import indicator

from cityplan.check.audit import doubted_lines
from cityplan.city.rules import rules
from cityplan.compute.document import with_expected
from cityplan.compute.moves import disagree, expected, moves, reaches, value_move
from cityplan.compute.pace import pace
from cityplan.report.row_words import difference_words, disagreement
from cityplan.tables.definitions import Indicator, IndicatorResult
from cityplan.tables.schema import Tables, records

RULE = rules()["target-baseline"]


def row(**given: Any) -> Indicator:
    """An indicator of R5 from 8 in R3 to 40 in R8; numbers are given as text."""
    known = {
        "name": "社数",
        "baseline": "8",
        "baseline_text": "8社以上",
        "baseline_fy": 2021,
        "target": "40",
        "target_text": "40社以上",
        "target_fy": 2026,
        "actual": "12",
        "actual_fy": 2023,
        "target_kind": "level",
        "polarity": "higher",
        "unit": "社",
        "expected_value": "20.8",
    }
    return indicator(**known | given)


def values(given: Mapping[int, str]) -> dict[int, Decimal]:
    return {year: Decimal(value) for year, value in given.items()}


class TestBetterAndWorse:
    @pytest.mark.parametrize(
        ("previous", "polarity", "change", "wanted"),
        [
            ("10", "higher", "", ("better", "value", False)),
            ("15", "higher", "", ("worse", "value", False)),
            ("15", "lower", "", ("better", "value", False)),
            ("12", "higher", "same", ("same", "value", False)),
            ("12.0", "", "", ("same", "value", False)),
            ("10", "", "", ("", "", False)),  # no direction
            ("10", "", "worsened", ("worse", "mark", False)),
            (None, "higher", "improved", ("better", "mark", False)),
            (None, "higher", "worsened", ("worse", "mark", False)),
            (None, "higher", "same", ("same", "mark", False)),
            (None, "higher", "", ("", "", False)),
            ("10", "higher", "worsened", ("better", "value", True)),
            ("15", "higher", "improved", ("worse", "value", True)),
            ("12", "higher", "worsened", ("same", "value", True)),
            ("15", "higher", "same", ("worse", "value", False)),
        ],
    )
    def test_by_value_else_by_mark(
        self, previous: str | None, polarity: str, change: str, wanted: tuple[str, str, bool]
    ) -> None:
        known = {2021: "8"} | ({2022: previous} if previous else {})
        found = moves(row(polarity=polarity), values(known), change)
        assert (found.moved, found.moved_by, found.moves_disagree) == wanted

    def test_the_year_before_counts_and_no_other(self) -> None:
        assert moves(row(), values({2021: "8", 2023: "12"}), "").moved == ""
        assert moves(row(), values({2022: "8"}), "").previous_value == 8

    def test_without_an_actual_nothing_moved(self) -> None:
        assert moves(row(actual=None), values({2022: "8"}), "").moved == ""

    @given(st.decimals(-999, 999, places=1), st.decimals(-999, 999, places=1))
    def test_a_mirror_of_the_values_mirrors_the_move(self, now: Decimal, before: Decimal) -> None:
        mirrored = {"better": "worse", "worse": "better", "same": "same"}
        found = value_move(now, before, "higher")
        assert value_move(before, now, "higher") == mirrored[found]
        assert value_move(now, before, "lower") == mirrored[found]

    def test_a_value_and_a_mark_that_disagree_are_both_told(self) -> None:
        own = row(status_change="worsened", status_previous_printed="○", status_printed="△", previous_value="10")
        said = disagreement(None, own)
        assert "値が10社から12社に増えたが、印は○から△に下がった" in said
        assert disagree("same", "same") is False


class TestWhatIsReached:
    @pytest.mark.parametrize(
        ("changed", "wanted"),
        [
            ({}, (True, False)),
            ({"actual": "7"}, (False, False)),
            ({"actual": "8"}, (True, False)),
            ({"actual": "40"}, (True, True)),
            ({"actual": "7", "polarity": "lower"}, (True, True)),
            ({"actual": None}, (None, None)),
            ({"polarity": ""}, (None, None)),
            ({"baseline": None}, (None, False)),
            ({"target": None}, (True, None)),
            ({"actual": "40", "target_text": "40社未満", "polarity": "lower"}, (None, None)),
        ],
    )
    def test_from_the_value(self, changed: dict[str, Any], wanted: tuple[bool | None, bool | None]) -> None:
        found = reaches(row(**changed))
        assert (found.reaches_baseline, found.reaches_target) == wanted


class TestExpected:
    @pytest.mark.parametrize(
        ("changed", "wanted"),
        [
            ({}, "20.8"),
            ({"expected_value": "24.0"}, "24"),
            ({"expected_value": "68.780", "unit": "%", "target": "77.45", "actual": "58.60"}, "68.78"),
            (
                {"expected_value": "94840.2", "target": "118500", "actual": "81556"},
                "94840",
            ),  # four digits, and no part of a count
            ({"actual": "40"}, None),  # the target is reached,
            ({"actual": "20"}, None),  # 0.8 of one
            ({"actual": "20", "unit": "%"}, "20.8"),
            ({"actual": "20.5"}, "20.8"),  # no count
            ({"actual": "19"}, "20.8"),
            ({"actual": None}, None),
            ({"target_kind": "period_average"}, None),
            ({"polarity": ""}, None),
            ({"target": "8", "expected_value": "8.0"}, None),
            ({"target": "5", "expected_value": "6.8"}, None),
            ({"expected_value": None}, None),
            ({"target_fy": 2023, "expected_value": "40.0"}, None),
        ],
    )
    def test_the_straight_path(self, changed: dict[str, Any], wanted: str | None) -> None:
        found = expected(row(**changed), {}, doubtful=False)
        assert found.expected_told == (Decimal(wanted) if wanted else None)
        assert found.expected_by == ("straight" if wanted else "")
        assert bool(found.expected_reason) is (wanted is None)

    def test_no_path_from_a_doubtful_value(self) -> None:
        assert expected(row(), {}, doubtful=True).expected_reason == "値に疑いがある"

    def test_what_the_city_prints_for_the_year_goes_before(self) -> None:
        found = expected(row(), values({2023: "15", 2026: "40"}), doubtful=True)
        assert (found.expected_told, found.expected_by) == (15, "printed")

    def test_the_last_target_is_none_of_a_year(self) -> None:
        own = row(target_fy=2023)
        assert expected(own, values({2023: "40"}), doubtful=False).expected_told is None


class TestPace:
    @pytest.mark.parametrize(
        ("known", "mark", "wanted"),
        [
            ({2021: "8", 2023: "12"}, "", ("2.0", 2021, 2023)),
            ({2021: "8", 2022: "14", 2023: "12"}, "", ("-2.0", 2022, 2023)),
            ({2019: "30", 2020: "3", 2023: "12"}, "", ("3.0", 2020, 2023)),  # R2 is not skipped
            ({2021: "8", 2023: "12"}, "○", ("2.0", 2021, 2023)),
            ({2021: "8", 2023: "12"}, "◎", None),  # above both ends
            ({2021: "8", 2023: "12"}, "△", None),  # below both ends
            ({2021: "8", 2022: "9", 2023: "12"}, "◎", ("3.0", 2022, 2023)),  # no year is skipped
            ({2021: "8", 2023: "12"}, "—", ("2.0", 2021, 2023)),
            ({2023: "12"}, "", None),
            ({2021: "8", 2022: "9"}, "", None),  # the actual is an average, say
        ],
    )
    def test_between_the_two_newest_values(
        self, known: dict[int, str], mark: str, wanted: tuple[str, int, int] | None
    ) -> None:
        found = pace(row(status_previous_printed=mark), values(known), RULE)
        if wanted is None:
            assert found.mean_per_year is None and found.pace_reason
        else:
            assert (format(found.mean_per_year or 0, "f"), found.pace_since_fy, found.pace_until_fy) == wanted

    def test_between_two_earlier_years_nothing_is_skipped(self) -> None:
        own = row(actual=None, actual_fy=2024)
        assert pace(own, values({2021: "8", 2023: "12"}), RULE).mean_per_year is None
        assert pace(own, values({2021: "8", 2022: "9", 2023: "12"}), RULE).mean_per_year == 3

    def test_a_mark_of_another_target_says_nothing(self) -> None:
        own, known = row(status_previous_printed="◎"), values({2021: "8", 2023: "12"})
        assert pace(own, known, RULE, mark_is_comparable=False).mean_per_year == 2
        assert pace(own, known, None).mean_per_year == 2


@pytest.fixture(scope="module")
def facts(printed: Tables, computed: Tables, findings: pd.DataFrame) -> dict[Any, Any]:
    """The facts of Hitachi R5, without any other document."""
    tables = {**printed, **computed, "findings": findings}
    found = with_expected(tables, doubted_lines(tables))
    return {(each.plan_id, each.indicator_no): each for each in records(found, IndicatorResult)}


class TestTheRealDocument:
    def test_what_became_better_and_what_fell(self, facts: dict[Any, Any]) -> None:
        """Read in the sheets: ○→△ and ◎→○ fell, △→○ and △→◎ rose; △→△ did neither, one mark of two parts tells of none."""
        moved = {word: [key for key, each in facts.items() if each.moved == word] for word in ("better", "worse", "")}
        assert moved == {
            "better": [("01", 1), ("07", 2), ("13", 2)],
            "worse": [("01", 2), ("08", 2), ("09", 1)],
            "": [*(("05", no) for no in range(1, 7)), ("12", 1)],
        }
        assert {each.moved_by for each in facts.values()} == {"mark", ""}

    def test_what_is_below_its_baseline(self, facts: dict[Any, Any]) -> None:
        """Every △ of the document, and nothing else."""
        below = [key for key, each in facts.items() if each.reaches_baseline is False]
        assert below == [
            ("01", 2),
            ("02", 1),
            ("04", 1),
            ("05", 1),
            ("05", 3),
            ("05", 4),
            ("05", 5),
            ("05", 6),
            ("11", 1),
            ("11", 2),
            ("13", 1),
            ("14", 1),
            ("14", 2),
            ("15", 1),
        ]
        reached = [key for key, each in facts.items() if each.reaches_target]
        assert reached == [("06", 1), ("07", 1), ("07", 2), ("12", 2)]

    def test_what_was_to_be_expected(self, facts: dict[Any, Any]) -> None:
        """Not of two baselines, of parts read from one cell, of 1,000人当たり in %, nor under one of a count."""
        told = {key: str(each.expected_told) for key, each in facts.items() if each.expected_told}
        assert told == {
            ("01", 1): "71.6",
            ("01", 2): "24",
            ("02", 1): "13.2",
            ("04", 2): "51.48",
            ("06", 2): "20.8",
            ("08", 1): "38",
            ("09", 1): "269.4",
            ("10", 1): "21595",
            ("11", 1): "36.37",
            ("13", 2): "94840",
            ("15", 2): "21595",
        }


@pytest.mark.parametrize(
    ("difference", "ratio", "unit", "wanted"),
    [
        ("-223", "53.1", "件", "−223件（53.1%）"),
        ("-1.5", "97.0", "%", "−1.5ポイント"),
        ("5", None, "人", "＋5人"),
        ("0.0", "100.0", "件", "同じ"),
    ],
)
def test_how_a_result_changed(difference: str, ratio: str | None, unit: str, wanted: str) -> None:
    percent = None if ratio is None else Decimal(ratio)
    assert difference_words(Decimal(difference), percent, unit) == wanted
