"""A year without a value, with a known one before it: marks, what is needed, and what is compared."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from rows import indicator
from several_years import CITY, Plans, computed, joined, told, write

from cityplan.check.editions import edition_findings
from cityplan.command.trace import trace
from cityplan.compute.results import Latest, latest
from cityplan.draw.chart import svg, values_over_years
from cityplan.draw.marks import COLORS
from cityplan.report.city import trends as overview_trends
from cityplan.report.city.overview import Overview, open_overview
from cityplan.report.city.verdict import unknown_moves
from cityplan.report.plan import years as brief_years
from cityplan.report.plan.brief import open_plan
from cityplan.report.plan.tables import indicators_table
from cityplan.tables.definitions import FindingRow
from cityplan.tables.schema import records
from tests.other_rows import with_rows

ACTIVITY = "相談|何かをする|10件|8件||周知した。"
# name, baseline, target, actual, marks of this year and of last
FIRST = [
    "社数|8社以上|20社以上|21社|◎目標値以上|○基準値以上",
    "客数|8人以上|20人以上|12人|○基準値以上|○基準値以上",
    "率|8.0%以上|20.0%以上|9.0%|○基準値以上|○基準値以上",
    "延べ社数|(延べ) 8社以上|(延べ) 20社以上|(延べ) 12社|○基準値以上|○基準値以上",
]
SECOND = [
    "社数|8社以上|20社以上|未公表|―|◎目標値以上",
    "客数|15人以上|20人以上|14人|△基準値未満|○基準値以上",
    "率|8.0%以上|20.0%以上|7.0%|△基準値未満|○基準値以上",
    "延べ社数|(延べ) 8社以上|(延べ) 20社以上|(延べ) 11社|○基準値以上|○基準値以上",
]


def plans(rows: list[str]) -> Plans:
    return {"移住": (ACTIVITY, "\n".join(rows))}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = write(tmp_path_factory.mktemp("latest"), {"R5": plans(FIRST), "R6": plans(SECOND)})
    computed(made, "R6")
    return made


@pytest.fixture(scope="module")
def o(root: Path) -> Overview:
    return open_overview(str(root), CITY, "R6")


class TestTheLatestValue:
    @pytest.mark.parametrize(
        ("actual", "measured", "wanted"),
        [
            (12, {2021: 8, 2023: 21}, Latest(Decimal(12), 2024, "actual")),
            (None, {2021: 8, 2022: 9, 2023: 21}, Latest(Decimal(21), 2023, "earlier")),
            (None, {2019: 30, 2021: 8}, Latest(Decimal(8), 2021, "baseline")),
            (None, {}, Latest(Decimal(8), 2021, "baseline")),
        ],
    )
    def test_is_the_newest_that_is_known(self, actual: int | None, measured: dict[int, int], wanted: Latest) -> None:
        row = indicator(actual=actual, actual_fy=2024, baseline=8, baseline_fy=2021)
        assert latest(row, {year: Decimal(value) for year, value in measured.items()}) == wanted

    def test_nothing_is_known(self) -> None:
        assert latest(indicator(baseline_fy=2021), {}) is None

    def test_what_is_needed_rests_on_it(self, o: Overview) -> None:
        row = o.indicators[0]
        assert row.required_per_year == 0
        # from R3 to R5, and of R4 this document tells nothing
        assert row.mean_per_year is None and "R3とR5の間" in row.pace_reason

    def test_the_trends_show_it_with_unit_and_year(self, o: Overview) -> None:
        shown = str(overview_trends.outlook_table(o))
        assert "21社（R5）" in shown and "達成済み" in shown
        assert "値が3年度分" in shown and "年度分しかない" not in shown
        note = overview_trends.outlook_note(o, method="", none="理由：")
        assert "3年度分しかない（5年度分から）" in str(note)

    def test_a_trace_says_from_which_year(self, root: Path) -> None:
        said = trace(root, city=CITY, year="R6", plan="01", row="指標1")
        assert "21 は目標値 20 に達しています。実績値がないためR5の値から" in said


class TestTheMarkOfAYearWithoutAValue:
    def test_stands_on_no_earlier_value(self, o: Overview) -> None:
        series = brief_years.values(o.exact["history"], o.indicators[0], o.edition)
        assert series is not None and series.latest is not None
        assert series.alt.endswith("R5 実績 21社、R8 目標 20社")
        drawn = svg(values_over_years([series]))
        assert not any(color in drawn for color in COLORS.values() if color != "#16191d")

    def test_stands_on_its_own_value(self, o: Overview) -> None:
        series = brief_years.values(o.exact["history"], o.indicators[2], o.edition)
        assert series is not None and "R5 実績 9.0%、R6 実績 7.0% △" in series.alt


class TestMarksOfTwoMeasures:
    def test_only_the_same_measure_moves(self, o: Overview) -> None:
        moves = {row.name: row.status_change for row in o.indicators}
        assert moves == {"社数": "", "客数": "", "率": "worsened", "延べ社数": "same"}

    def test_the_overview_counts_them(self, o: Overview) -> None:
        known = o.facts
        assert known["下がった印"] == 1
        unknown = [replace(row, moved="", previous_value=None) for row in o.indicators]
        by_mark = with_rows(o, indicators=unknown)
        said = unknown_moves(by_mark, "{理由}")
        assert said and "基準値" in said and "の変更で印を比べられない1" in said

    def test_values_can_be_compared_where_marks_cannot(self, o: Overview) -> None:
        """客数 rose from 12 to 14 while its baseline was raised to 15: ○→△ is no fall."""
        found = {row.name: (row.moved, row.moved_by, row.reaches_baseline) for row in o.indicators}
        assert found == {
            "社数": ("", "", None),
            "客数": ("better", "value", False),
            "率": ("worse", "value", False),
            "延べ社数": ("worse", "value", True),
        }
        assert o.facts["下がった指標"] == 2 and o.facts["良くなった指標"] == 1

    def test_nothing_is_said_where_all_can_be_compared(self, root: Path, o: Overview) -> None:
        tables = {**o.exact, "changes": o.exact["changes"].iloc[:0]}
        unknown = [replace(row, moved="", previous_value=None) for row in o.indicators]
        said = unknown_moves(with_rows(replace(o, exact=tables), indicators=unknown), "{理由}")
        assert "印を比べられない" not in str(said)

    def test_the_brief_says_so_at_the_mark(self, root: Path) -> None:
        shown = str(indicators_table(open_plan(str(root), CITY, "R6", "01")))
        assert shown.count("基準値を変更した後の判定") == 1 and "目標値を変更" not in shown

    def test_a_trace_says_why(self, root: Path) -> None:
        said = trace(root, city=CITY, year="R6", plan="01", row="指標2")
        assert "分かりません（基準値の変更で比べられません）" in said


class TestATotalThatFalls:
    def test_is_a_finding(self, o: Overview) -> None:
        (found,) = (f for f in records(o.exact["findings"], FindingRow) if f.kind == "cumulative_fell")
        assert (found.severity, found.row, found.difference) == ("warning", 4, "−1")
        assert "「延べ社数」は延べなのに、前の文書の値より減っています" in found.message

    @pytest.mark.parametrize("now", ["(延べ) 12社", "(延べ) 13社", "未公表"])
    def test_one_that_does_not_fall_is_none(self, now: str) -> None:
        row = f"延べ社数|(延べ) 8社以上|(延べ) 20社以上|{now}|○基準値以上|○基準値以上"
        found = joined(told("R5", plans(FIRST)), told("R6", plans([*FIRST[:3], row])))
        assert "cumulative_fell" not in {f.kind.name for f in edition_findings(found)}

    def test_one_that_is_no_total_may_fall(self) -> None:
        row = "社数|8社以上|20社以上|19社|○基準値以上|◎目標値以上"
        found = joined(told("R5", plans(FIRST)), told("R6", plans([row, *FIRST[1:]])))
        assert "cumulative_fell" not in {f.kind.name for f in edition_findings(found)}
