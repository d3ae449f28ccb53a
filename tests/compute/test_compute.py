"""Ratios, changes, statuses and progress: values in, values out."""

from collections import Counter
from decimal import Decimal

import pytest
from aligned import body, drawn, heading, table
from hypothesis import given
from hypothesis import strategies as st
from rows import indicator

from cityplan import steps
from cityplan.city.rules import Rule, rules
from cityplan.compute.document import compute
from cityplan.compute.numbers import decimals, rounded
from cityplan.compute.ratios import change, ratio, ratio_agreement, ratio_reason
from cityplan.compute.results import (
    achievement_ratio,
    at_open_bound,
    expected_value,
    latest,
    progress_ratio,
    required_per_year,
    status_agreement,
    status_change,
    target_behind_baseline,
)
from cityplan.tables.definitions import Indicator
from cityplan.tables.fit import check
from cityplan.tables.schema import Tables, frame


def number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def text(value: Decimal | None) -> str:
    return "" if value is None else format(value, "f")


class TestRounding:
    @pytest.mark.parametrize(
        ("value", "digits", "wanted"),
        [("0.25", 1, "0.3"), ("-0.25", 1, "-0.3"), ("0.249999", 1, "0.2"), ("2.5", 0, "3"),
         ("117.647", 1, "117.6"), ("99.95", 1, "100.0"), ("0", 1, "0.0"), ("5", 2, "5.00")],
    )  # fmt: skip
    def test_half_up(self, value: str, digits: int, wanted: str) -> None:
        assert text(rounded(Decimal(value), digits)) == wanted

    def test_decimals_as_printed(self) -> None:
        cells = ["63.00", "108", "1E+3", "0.5", "", "NaN"]
        assert [decimals(number(cell), 9) for cell in cells] == [2, 0, 0, 1, 9, 9]
        assert decimals(None) == 0


class TestRatio:
    @pytest.mark.parametrize(
        ("actual", "previous", "digits", "wanted", "reason"),
        [
            ("40", "32", 1, "125.0", ""),
            ("369", "232", 1, "159.1", ""),
            ("100054", "35290", 1, "283.5", ""),
            ("32487", "3101", 1, "1047.6", ""),
            ("4", "1", 1, "400.0", ""),
            ("4", "1", 0, "400", ""),
            ("0", "5", 1, "0.0", ""),
            ("5", "0", 1, "", "前年度が0"),
            ("0", "0", 1, "", "前年度が0"),
            ("5", "0.0", 1, "", "前年度が0"),
            ("", "5", 1, "", "今年度の数値がない"),
            ("5", "", 1, "", "前年度の数値がない"),
            ("", "", 1, "", "実績の数値がない"),
            ("1", "8", 1, "12.5", ""),
            ("1", "16", 1, "6.3", ""),  # 6.25, half up
            ("-5", "10", 1, "", "負の値がある"),
            ("5", "-10", 1, "", "負の値がある"),
            ("1", "0.5", 1, "200.0", ""),
        ],
    )
    def test_of_two_years(self, actual: str, previous: str, digits: int, wanted: str, reason: str) -> None:
        assert text(ratio(number(actual), number(previous), digits)) == wanted
        assert ratio_reason(number(actual), number(previous)) == reason

    def test_has_one_decimal_unless_told_otherwise(self) -> None:
        assert text(ratio(Decimal(2), Decimal(3))) == "66.7"

    @given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(0, 3))
    def test_is_within_half_a_unit_of_the_quotient(self, actual: int, previous: int, digits: int):
        value = ratio(Decimal(actual), Decimal(previous), digits)
        assert value is not None and decimals(value, 9) == digits
        unit = Decimal(1).scaleb(-digits)
        assert abs(value * previous - actual * 100) * 2 <= unit * previous

    @pytest.mark.parametrize(
        ("computed", "printed", "wanted"),
        [
            ("125.0", "125.0", "agrees"),
            ("125.0", "125.1", "rounding"),
            ("125.0", "124.9", "rounding"),
            ("125.0", "125.2", "differs"),
            ("125", "126", "rounding"),
            ("125", "127", "differs"),
            ("125.00", "125.01", "rounding"),
            ("125.0", "144.4", "differs"),
            ("125.0", "", "not_printed"),
            ("", "131.9", "not_numeric"),
            ("", "", "not_numeric"),
        ],
    )
    def test_against_the_printed_one(self, computed: str, printed: str, wanted: str) -> None:
        assert ratio_agreement(number(computed), number(printed)) == wanted

    def test_of_a_neighbour(self) -> None:
        assert ratio_agreement(None, Decimal("131.9"), neighbour_awaits=True) == "misplaced"
        assert ratio_agreement(None, None, neighbour_awaits=True) == "not_numeric"
        assert ratio_agreement(Decimal(5), Decimal(5), neighbour_awaits=True) == "agrees"

    @pytest.mark.parametrize(
        ("value", "wanted"),
        [("100.0", "flat"), ("105.0", "flat"), ("95.0", "flat"), ("101.2", "flat"), ("", ""),
         ("105.1", "up"), ("94.9", "down"), ("0.0", "down"), ("1047.6", "up"), ("-50", "down")],
    )  # fmt: skip
    def test_change_within_the_band(self, value: str, wanted: str) -> None:
        assert change(number(value)) == wanted

    def test_change_with_another_band(self) -> None:
        assert [change(Decimal(v), Decimal(0)) for v in (100, 101, 99)] == ["flat", "up", "down"]
        assert change(Decimal(109), Decimal(10)) == "flat"


class TestProgress:
    @pytest.mark.parametrize(
        ("baseline", "target", "actual", "polarity", "wanted", "reason"),
        [
            ("8", "40", "12", "higher", "12.5", ""),
            ("8", "40", "8", "higher", "0.0", ""),
            ("8", "40", "40", "higher", "100.0", ""),
            ("8", "40", "48", "higher", "125.0", ""),
            ("20", "30", "10", "higher", "-100.0", ""),  # behind the baseline
            ("86", "50", "85", "lower", "2.8", ""),
            ("86", "50", "90", "lower", "-11.1", ""),
            ("62.0", "70.0", "61.5", "higher", "-6.3", ""),  # -6.25, half up away from 0
            ("0", "10", "5", "higher", "50.0", ""),
            ("60", "60", "89", "higher", "", "目標値と基準値が同じ"),
            ("60.0", "60", "89", "higher", "", "目標値と基準値が同じ"),
            ("3288", "3041", "2740", "higher", "", "目標値が基準値より手前にある"),
            ("50", "86", "60", "lower", "", "目標値が基準値より手前にある"),
            ("3288", "3041", "2740", "", "", "良し悪しの向きが分からない"),
            ("", "40", "12", "higher", "", "値がそろわない"),
            ("8", "", "12", "higher", "", "値がそろわない"),
            ("8", "40", "", "higher", "", "値がそろわない"),
        ],
    )
    def test_ratio_or_the_reason(
        self, baseline: str, target: str, actual: str, polarity: str, wanted: str, reason: str
    ) -> None:
        value, why = progress_ratio(number(baseline), number(target), number(actual), polarity)
        assert (text(value), why) == (wanted, reason)

    @pytest.mark.parametrize(
        ("baseline", "target", "polarity", "wanted"),
        [("3288", "3041", "higher", True), ("3041", "3288", "higher", False),
         ("50", "86", "lower", True), ("86", "50", "lower", False), ("5", "5", "higher", False),
         ("3288", "3041", "", False), ("", "5", "higher", False), ("5", "", "lower", False)],
    )  # fmt: skip
    def test_a_target_behind_its_baseline(self, baseline: str, target: str, polarity: str, wanted: bool) -> None:
        assert target_behind_baseline(number(baseline), number(target), polarity) is wanted

    @pytest.mark.parametrize(
        ("target", "actual", "polarity", "wanted"),
        [("40", "12", "higher", "30.0"), ("50", "85", "lower", "58.8"), ("50", "40", "lower",
         "125.0"), ("0", "5", "higher", ""), ("5", "0", "lower", ""), ("5", "0", "higher", "0.0"),
         ("0", "5", "lower", ""), ("", "5", "higher", ""), ("5", "", "higher", ""),
         ("5", "5", "", ""), ("5", "-5", "higher", ""), ("-5", "5", "higher", ""),
         ("-5", "-5", "lower", ""), ("0.5", "1", "higher", "200.0")],
    )  # fmt: skip
    def test_achievement(self, target: str, actual: str, polarity: str, wanted: str) -> None:
        assert text(achievement_ratio(number(target), number(actual), polarity)) == wanted


class TestYears:
    @pytest.mark.parametrize(
        ("baseline", "target", "years", "wanted"),
        [
            ("8", "40", (2021, 2026, 2023), "20.8"),
            ("86", "50", (2021, 2026, 2023), "71.6"),
            ("35.28", "38.00", (2021, 2026, 2023), "36.368"),
            ("8", "40", (2021, 2026, 2021), "8.0"),
            ("8", "40", (2021, 2026, 2026), "40.0"),
            ("8", "40", (2021, 2021, 2021), ""),
            ("8", "40", (2026, 2021, 2023), ""),
            ("8", "40", (2021, 2026, 2020), ""),
            ("8", "40", (2021, 2026, 2027), ""),  # the path has ended
            ("0", "10", (2021, 2027, 2022), "1.7"),
            ("8.25", "40", (2021, 2026, 2023), "20.950"),
            ("8", "40.25", (2021, 2026, 2023), "20.900"),
            ("8", "40", (None, 2026, 2023), ""),
            ("8", "40", (2021, None, 2023), ""),
            ("8", "40", (2021, 2026, None), ""),
            ("", "40", (2021, 2026, 2023), ""),
            ("8", "", (2021, 2026, 2023), ""),
        ],
    )
    def test_expected_on_the_straight_path(self, baseline, target, years, wanted) -> None:
        assert text(expected_value(self.row(baseline, target, years, "level"))) == wanted

    @pytest.mark.parametrize(("kind", "wanted"), [("level", "20.8"), ("cumulative", "20.8"), ("period_average", "")])
    def test_an_average_over_years_has_no_path(self, kind: str, wanted: str) -> None:
        assert text(expected_value(self.row("8", "40", (2021, 2026, 2023), kind))) == wanted

    @staticmethod
    def row(baseline: str, target: str, years: tuple[int | None, int | None, int | None], kind: str) -> Indicator:
        since, until, now = years
        return indicator(
            baseline=baseline, target=target, baseline_fy=since, target_fy=until, actual_fy=now, target_kind=kind
        )

    REQUIRED = """
        baseline | baseline_fy | target | target_fy | actual | actual_fy | polarity | target_kind | wanted | actual_text
        8        | 2021        | 40     | 2026      | 12     | 2023      | higher | level          | 9.3 |
        8        | 2021        | 40     | 2026      | 12     | 2023      | higher | cumulative     | 9.3 |
        86       | 2021        | 50     | 2026      | 85     | 2023      | lower  | level          | -11.7 |
        28.9     | 2021        | 35.0   | 2026      |        | 2023      | higher | level          | 1.22 |
        8        | 2021        | 40     | 2026      | 40     | 2023      | higher | level          | 0 |
        8        | 2021        | 40     | 2026      | 41     | 2026      | higher | level          | 0 |
        86       | 2021        | 50     | 2026      | 49     | 2023      | lower  | level          | 0 |
        8        | 2021        | 40     | 2026      | 12     | 2026      | higher | level          | |
        8        | 2021        | 40     | 2020      | 12     | 2023      | higher | level          | |
        8        | 2021        | 40     |           | 12     | 2023      | higher | level          | |
        7        | 2021        | 7      | 2026      | 5      | 2023      | higher | period_average | |
                 | 2021        | 40     | 2026      |        | 2023      | higher | level          | |
        8        | 2021        |        | 2026      | 12     | 2023      | higher | level          | |
        8        | 2021        | 40     | 2026      | 12     | 2023      | higher | level          | 9.3  | 12社
        28.9     | 2021        | 35.0   | 2026      |        | 2023      | higher | level          | 1.22 | 未公表
        28.9     | 2021        | 35.0   | 2026      |        | 2023      | higher | level          |      | 3O.0%
        28.95    | 2021        | 35     | 2026      |        | 2023      | higher | level          | 1.210 |
        29       | 2021        | 35.05  | 2026      |        | 2023      | higher | level          | 1.210 |
    """

    @pytest.mark.parametrize("cells", body(REQUIRED))
    def test_required_in_each_year(self, cells: list[str]) -> None:
        given = dict(zip(heading(self.REQUIRED), cells, strict=True))
        wanted = given.pop("wanted")
        row = indicator(**given)
        assert text(required_per_year(row, latest(row, {}))) == wanted


class TestStatus:
    @pytest.mark.parametrize(
        ("computed", "printed", "wanted"),
        [("○", "○", "agrees"), ("○", "△", "differs"), ("○", "", "not_printed"), ("", "",
         "not_printed"), ("", "○", "not_computable"), ("—", "—", "agrees"), ("—", "△", "differs")],
    )  # fmt: skip
    def test_against_the_printed_one(self, computed: str, printed: str, wanted: str) -> None:
        assert status_agreement(computed, printed) == wanted

    @pytest.mark.parametrize(
        ("now", "before", "wanted"),
        [("◎", "○", "improved"), ("○", "△", "improved"), ("◎", "△", "improved"), ("△", "◎",
         "worsened"), ("○", "○", "same"), ("—", "○", ""), ("○", "—", ""), ("", "○", ""),
         ("○", "", ""), ("—", "—", "")],
    )  # fmt: skip
    def test_change_since_last_year(self, now: str, before: str, wanted: str, rule: Rule) -> None:
        assert status_change(rule, now, before) == wanted
        assert status_change(None, now, before) == ""


@pytest.mark.parametrize(
    ("target", "baseline", "actual", "wanted"),
    [("10人未満", "12人", 10, "10人未満"), ("10人未満", "12人", 9, ""), ("10人以下", "12人", 10, ""),
     ("20人超", "12人超", 12, "12人超"), ("20人超", "12人超", None, ""), ("", "12人", 12, "")],
)  # fmt: skip
def test_a_bound_that_leaves_its_value_out(target: str, baseline: str, actual: int | None, wanted: str) -> None:
    row = indicator(
        target_text=target, target=target[:2] or 99, baseline_text=baseline, baseline=baseline[:2], actual=actual
    )
    assert at_open_bound(row) == wanted


INDICATORS = """
    indicator_no | polarity | baseline | target | actual_text | actual | status_printed | status_previous_printed | source_line
    1            | lower    | 86       | 50     | 85人/年     | 85     | ○ | △ | 285
    2            | higher   | 20       | 30     | 10          | 10     | △ | ○ | 286
    3            | higher   | 28.9     | 35.0   | —           |        | — | — | 287
    4            | higher   | 28.9     | 35.0   | 3O.0%       |        | △ | ○ | 288
    5            | higher   | 28.9     | 35.0   |             |        |   | ○ | 289
    6            |          | 5        | 5      | 5           | 5      | ◎ | ◎ | 290
    7            | higher   | 5        | 6      | 5           | 5      | ◎ | ○ | 291
    8            | higher   | 5        | 6      | 4           | 4      | △ | ○ | 292
    9            | higher   | 5        | 6      | 5           | 5      | ○ |   | 292
    10           | higher   | 3288     | 3041   | 2,740千人   | 2740   | △ | △ | 293
"""


class TestTables:
    def results(self, rule: Rule | None, text: str = INDICATORS) -> Tables:
        tables = {
            "activities": frame("activities", []),
            "indicators": table(
                "indicators", text, plan_id="06", target_fy=2026, actual_fy=2023, baseline_fy=2021, target_kind="level"
            ),
        }
        results = compute(tables, rule)
        for name, data in results.items():
            check(name, data)
        return results

    def test_indicators(self, rule: Rule) -> None:
        wanted = """
            indicator_no | status | status_agreement | status_change | status_change_doubtful | progress_ratio | progress_reason | achievement_ratio
            1            | ○ | agrees         | improved | False | 2.8    |                | 58.8
            2            | △ | agrees         | worsened | False | -100.0 |                | 33.3
            3            | — | agrees         |          | False |        | 値がそろわない |
            4            |   | not_computable | worsened | False |        | 値がそろわない |
            5            |   | not_printed    |          | False |        | 値がそろわない |
            6            |   | not_computable | same     | False |        | 目標値と基準値が同じ |
            7            | ○ | differs        | improved | True  | 0.0    |                | 83.3
            8            | △ | agrees         | worsened | True  | -100.0 |                | 66.7
            9            | ○ | agrees         |          | True  | 0.0    |                | 83.3
            10           | △ | agrees         | same     | False |        | 目標値が基準値より手前にある | 90.1
        """
        assert drawn(self.results(rule)["indicator_results"], *heading(wanted)) == body(wanted)

    def test_without_a_rule_there_is_no_status(self) -> None:
        results = self.results(None)
        assert set(results["indicator_results"]["status"]) == {""}

    def test_activities(self) -> None:
        activities = table(
            "activities",
            """
            plan_id | activity_no | measure | actual_text | actual | previous_text | previous | ratio_printed_text | ratio_printed
            06 | 1 |        | 40件   | 40 | 32件 | 32 | 144.4%  | 144.4
            06 | 2 |        | 4件    | 4  | 1件  | 1  | 400%    | 400
            06 | 3 |        | 4件    | 4  | 3件  | 3  |         |
            06 | 4 |        | 4件    | 4  | 0件  | 0  | 皆増    |
            06 | 5 |        | 協議   |    | 視察 |    |         |
            15 | 1 |        | 派遣   |    | 整備 |    | 131.9%  | 131.9
            15 | 2 | 貸出数 |        |    |      |    |         |
            15 | 3 |        | 8件    | 8  | 8件  | 8  | 100.0%  | 100.0
            16 | 1 |        | 派遣   |    | 整備 |    | 131.9%  | 131.9
            16 | 2 | 貸出数 | 9冊    | 9  | 9冊  | 9  | 100.0%  | 100.0
            17 | 1 |        | 1O8件  |    | 82件 | 82 | 131.9%  | 131.9
            17 | 2 | 貸出数 |        |    |      |    |         |
            18 | 1 | 貸出数 |        |    |      |    |         |
            18 | 2 |        | 派遣   |    | 整備 |    | 131.9%  | 131.9
            19 | 1 | 貸出数 | 準備中 |    |      |    |         |
            19 | 2 |        | 派遣   |    | 整備 |    | 131.9%  | 131.9
            19 | 3 | 貸出数 |        |    | 9冊  | 9  |         |
            20 | 1 |        | 派遣   |    | 整備 |    | 131.9%  | 131.9
            20 | 2 |        | 協議   |    |      |    |         |
            20 | 3 | 貸出数 |        |    |      |    |         |
            21 | 1 | 貸出数 |        |    |      |    | 120%    | 120
            21 | 2 |        | 派遣   |    | 整備 |    | 131.9%  | 131.9
        """,
        )
        wanted = """
            ratio | change | ratio_agreement | ratio_reason
            125.0 | up   | differs     |
            400   | up   | agrees      |
            133.3 | up   | not_printed |
                  |      | not_numeric | 前年度が0
                  |      | not_numeric | 実績の数値がない
                  |      | misplaced   | 実績の数値がない
                  |      | not_numeric | 実績の数値がない
            100.0 | flat | agrees      |
                  |      | not_numeric | 実績の数値がない
            100.0 | flat | agrees      |
                  |      | not_numeric | 今年度の数値がない
                  |      | not_numeric | 実績の数値がない
                  |      | not_numeric | 実績の数値がない
                  |      | misplaced   | 実績の数値がない
                  |      | not_numeric | 実績の数値がない
                  |      | not_numeric | 実績の数値がない
                  |      | not_numeric | 今年度の数値がない
                  |      | not_numeric | 実績の数値がない
                  |      | not_numeric | 実績の数値がない
                  |      | not_numeric | 実績の数値がない
                  |      | not_numeric | 実績の数値がない
                  |      | not_numeric | 実績の数値がない
        """
        results = compute({"activities": activities, "indicators": frame("indicators", [])}, None)
        found = check("activity_results", results["activity_results"])
        assert drawn(found, *heading(wanted)) == body(wanted)

    def test_of_another_band(self) -> None:
        activities = table(
            "activities",
            """
            plan_id | activity_no | actual_text | actual | previous_text | previous
            06      | 1           | 40件        | 40     | 32件          | 32
        """,
        )
        tables = {"activities": activities, "indicators": frame("indicators", [])}
        found = compute(tables, None, Decimal(30))["activity_results"]
        assert drawn(found, "change", "band") == [["flat", "30"]]

    def test_of_nothing(self) -> None:
        empty = {name: frame(name, []) for name in ("activities", "indicators")}
        results = compute(empty, rules()["target-baseline"])
        assert all(data.empty for data in results.values())

    def test_changes_no_table_that_it_is_given(self, printed: Tables, rule: Rule) -> None:
        before = {name: data.copy() for name, data in printed.items()}
        compute(printed, rule)
        assert all(data.equals(before[name]) for name, data in printed.items())


class TestRuleResults:
    """What every rule would say, also of an indicator whose city uses another one or none."""

    RULES = ("target-baseline", "target-only", "target-baseline-band", "expected-path")

    # Hitachi R5, from tests/golden; the verdicts are calculated by hand. "share" is the way gone of
    # the way to the expected value: (85 − 86) ÷ ((50 − 86) × 2 ÷ 5), 2 of 5 years, 4 of 7 from 2019.
    # "off" is the distance from the baseline.
    HITACHI = """
        plan_id | indicator_no | polarity | baseline | baseline_fy | target | actual_text | actual | own | only | band | path | why
        01      | 1            | lower    | 86       | 2021 | 50     | 85人/年    | 85     | ○ | △ | A | 改善 | share 1 ÷ 14.4 = 7%
        02      | 1            | higher   | 12       | 2021 | 15     | 4人        | 4      | △ | △ | C | 改善 | off 8 ÷ 12 = 67%
        04      | 1            | higher   | 63.00    | 2021 | 77.45  | 58.60%     | 58.60  | △ | △ | B | 改善 | off 4.40 ÷ 63 = 7.0%
        04      | 2            | higher   | 45.80    | 2021 | 60.00  | 54.20%     | 54.20  | ○ | △ | A | 着実 | share 8.40 ÷ 5.68 = 148%
        05      | 1            | higher   | 62.0     | 2021 | 70.0   | 61.5%      | 61.5   | △ | △ | B | 改善 | off 0.5 ÷ 62 = 0.8%
        06      | 1            | higher   | 60.0     | 2021 | 60.0   | 89.0%      | 89.0   | ◎ | ◎ | S |      | target = baseline
        06      | 2            | higher   | 8        | 2021 | 40     | 延べ12社   | 12     | ○ | △ | A | 改善 | share 4 ÷ 12.8 = 31%
        07      | 1            | higher   | 10420    | 2021 | 10800  | 12,094億円 | 12094  | ◎ | ◎ | S | 着実 | share 1674 ÷ 152 = 1101%
        08      | 1            | higher   | 30       | 2021 | 50     | 36件       | 36     | ○ | △ | A | 概ね | share 6 ÷ 8 = 75%
        08      | 2            | higher   | 5        | 2021 | 6      | 5件        | 5      | ○ | △ | B | 改善 | as the baseline, share 0
        11      | 2            | higher   | 3288     | 2021 | 3041   | 2,740千人  | 2740   | △ | △ | C |      | target behind, off 548 ÷ 3288 = 17%
        12      | 1            | higher   | 28.9     | 2021 | 35.0   | —          |        | — |   | − |      | 未公表
        12      | 2            | higher   | 1        | 2021 | 5      | 5回/年     | 5      | ◎ | ○ | A | 着実 | as the target, share 4 ÷ 1.6 = 250%
        13      | 1            | higher   | 3009     | 2019 | 3009   | 2,521千人  | 2521   | △ | △ | C |      | target = baseline, off 488 ÷ 3009 = 16%
        14      | 1            | higher   | 1104     | 2019 | 1200   | 984千人    | 984    | △ | △ | C | 改善 | off 120 ÷ 1104 = 10.9%
    """

    # Invented: exactly 100%, 60%, below, of a path over 5 years and over 6, falling, after its end;
    # exactly 10% off; an average; no direction; a cell that is no value, an empty one.
    EDGES = """
        plan_id | polarity | baseline | baseline_fy | target | target_fy | actual_text | actual | target_kind    | own | only | band | path
        01      | higher   | 0        | 2021 | 50     | 2026 | 20    | 20    | level          | ○ | △ | A | 着実
        02      | higher   | 0        | 2021 | 50     | 2026 | 19    | 19    | level          | ○ | △ | A | 概ね
        03      | higher   | 0        | 2021 | 50     | 2026 | 12    | 12    | level          | ○ | △ | A | 概ね
        04      | higher   | 0        | 2021 | 50     | 2026 | 11    | 11    | level          | ○ | △ | A | 改善
        05      | higher   | 0        | 2022 | 10     | 2028 | 1     | 1     | level          | ○ | △ | A | 概ね
        06      | lower    | 100      | 2021 | 50     | 2026 | 80    | 80    | level          | ○ | △ | A | 着実
        07      | lower    | 100      | 2021 | 50     | 2026 | 88    | 88    | level          | ○ | △ | A | 概ね
        08      | lower    | 100      | 2021 | 50     | 2026 | 110   | 110   | level          | △ | △ | B | 改善
        09      | lower    | 100      | 2021 | 50     | 2026 | 110.1 | 110.1 | level          | △ | △ | C | 改善
        10      | higher   | 0        | 2019 | 50     | 2022 | 50    | 50    | level          | ◎ | ○ | A |
        11      | higher   | 0        | 2023 | 50     | 2026 | 5     | 5     | level          | ○ | △ | A |
        12      | higher   | 4        | 2021 | 7      | 2026 | 6     | 6     | period_average | ○ | △ | A |
        13      |          | 4        | 2021 | 7      | 2026 | 6     | 6     | level          |   |   |   |
        14      | higher   | 4        | 2021 | 7      | 2026 | 3O件  |       | level          |   |   |   |
        15      | higher   | 4        | 2021 | 7      | 2026 |       |       | level          |   |   |   |
        16      | higher   |          | 2021 | 7      | 2026 | 6     | 6     | level          |   | △ |   |
        17      | higher   | 4        | 2021 |        | 2026 | 6     | 6     | level          |   |   |   |
    """

    @staticmethod
    def results(rule: Rule | None, drawn_rows: str, **rest: object) -> Tables:
        columns = ["own", "only", "band", "path", "why"]
        kept = [i for i, column in enumerate(heading(drawn_rows)) if column not in columns]
        lines = [[cells[i] for i in kept] for cells in [[*heading(drawn_rows)], *body(drawn_rows)]]
        text = "\n".join(" | ".join(cells) for cells in lines)
        tables = {
            "activities": frame("activities", []),
            "indicators": table(
                "indicators",
                text,
                **{"indicator_no": 1, "target_fy": 2026, "actual_fy": 2023, "target_kind": "level", **rest},
            ),
        }
        return compute(tables, rule)

    @pytest.mark.parametrize("drawn_rows", [HITACHI, EDGES], ids=["Hitachi R5", "edges"])
    @pytest.mark.parametrize("own", [True, False], ids=["own rule", "no rule"])
    def test_the_verdict_of_every_rule(self, drawn_rows: str, own: bool, rule: Rule) -> None:
        first = list(heading(drawn_rows)).index("own")
        wanted = [
            [cells[0], name, mark]
            for cells in body(drawn_rows)
            for name, mark in zip(self.RULES, cells[first : first + 4], strict=True)
        ]
        found = self.results(rule if own else None, drawn_rows)["rule_results"]
        assert drawn(check("rule_results", found), "plan_id", "rule", "verdict") == wanted

    @pytest.mark.parametrize("name", RULES)
    @pytest.mark.parametrize("drawn_rows", [HITACHI, EDGES], ids=["Hitachi R5", "edges"])
    def test_of_the_own_rule_is_the_status(self, name: str, drawn_rows: str) -> None:
        results = self.results(rules()[name], drawn_rows)
        verdicts = results["rule_results"]
        own = verdicts[verdicts["rule"] == name]
        assert list(own["verdict"]) == list(results["indicator_results"]["status"])

    @pytest.mark.parametrize(
        ("actual_text", "actual_fy", "wanted"),
        [("未公表", 2023, ["—", "", "−", ""]), ("", 2023, [""] * 4), ("3O", 2023, [""] * 4),
         ("", None, [""] * 4), ("—", None, [""] * 4)],
    )  # fmt: skip
    def test_without_an_actual(self, actual_text, actual_fy, wanted, rule: Rule) -> None:
        row = """
            plan_id | polarity | baseline | baseline_fy | target
            06      | higher   | 28.4     | 2024        | 50.0
        """
        results = self.results(rule, row, actual_text=actual_text, actual_fy=actual_fy)
        assert list(results["rule_results"]["verdict"]) == wanted
        assert list(results["indicator_results"]["status"]) == wanted[:1]

    def test_an_actual_of_an_unknown_year_is_judged_by_its_value(self, rule: Rule) -> None:
        row = """
            plan_id | polarity | baseline | baseline_fy | target | actual_text | actual
            06      | higher   | 28.4     | 2021        | 50.0   | 30.0%       | 30.0
        """
        results = self.results(rule, row, actual_fy=None)
        assert list(results["rule_results"]["verdict"]) == ["○", "△", "A", ""]

    def test_an_edition_before_its_first_year_says_nothing(self, root) -> None:
        tables = steps.clean_document(str(root), "takahagi", "R6")
        verdicts = compute(tables, None)["rule_results"]
        assert len(verdicts) == 4 * len(tables["indicators"]) and set(verdicts["verdict"]) == {""}

    def test_of_the_whole_document(self, computed: Tables) -> None:
        verdicts = computed["rule_results"]
        assert list(verdicts["rule"]) == [*self.RULES] * 29 and list(rules()) == [*self.RULES]
        counted = {name: Counter(rows["verdict"]) for name, rows in verdicts.groupby("rule")}
        assert counted == {
            "target-baseline": {"◎": 4, "○": 10, "△": 14, "—": 1},
            "target-only": {"◎": 3, "○": 1, "△": 24, "": 1},
            "target-baseline-band": {"S": 3, "A": 10, "B": 8, "C": 7, "−": 1},
            "expected-path": {"着実": 5, "概ね": 1, "改善": 18, "": 5},
        }
