"""What is needed and what is likely: values in, columns and sentences out."""

import ast
import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from rows import indicator
from rows import row as any_row

from cityplan.compute import results as compute
from cityplan.compute.outlook import COVERAGE, SetAgainst, forecast, interval, measured_values, set_against
from cityplan.report.city.trends import forecast_words
from cityplan.report.plan.years import against_words
from cityplan.tables.definitions import HistoryRow, Indicator

NEEDED = {"actual_fy": 2025, "required_per_year": Decimal("10.0")}
FIVE = {2020: "10", 2021: "13", 2022: "15", 2023: "18", 2024: "20"}


def row(**given: Any) -> Indicator:
    """An indicator; numbers are given as text."""
    known = {
        "baseline": "8",
        "baseline_fy": 2019,
        "baseline_text": "8件以上",
        "target": "50",
        "target_fy": 2026,
        "target_kind": "level",
        "polarity": "higher",
        "unit": "件",
    }
    return indicator(**known | given)


def values(given: dict[int, str]) -> dict[int, Decimal]:
    return {year: Decimal(value) for year, value in given.items()}


class TestWhatWasMeasured:
    def test_an_average_is_left_out(self) -> None:
        seen = [
            {"role": "baseline", "fiscal_year": 2021, "value": Decimal(8), "text": "8件"},
            {"role": "actual", "fiscal_year": 2021, "value": Decimal(9), "text": "9件"},
            {"role": "actual", "fiscal_year": 2022, "value": Decimal(7), "text": "7件（6カ年平均）"},
            {"role": "target", "fiscal_year": 2026, "value": Decimal(50), "text": "50件"},
        ]
        same = {"plan_id": "01", "subject": "indicator", "no": 1}
        found = measured_values(any_row(HistoryRow, **same, **each) for each in seen)
        assert found == {("indicator", "01", 1): {2021: Decimal(9)}}


class TestTheForecast:
    def test_of_a_textbook_line(self) -> None:
        """By hand: y = 10.2 + 2.5 (x − 2020), s² = 0.3/3, t(0.9; 3) = 1.6377."""
        low, high = interval(values(FIVE), 2026)
        half = 1.6377 * (0.1 * (1 + 1 / 5 + 16 / 10)) ** 0.5
        assert (low, high) == pytest.approx((25.2 - half, 25.2 + half), abs=1e-3)

    @pytest.mark.parametrize(
        ("given", "measured", "wanted"),
        [
            ({}, FIVE, ("24", "27", "misses")),
            ({"target": "20"}, FIVE, ("24", "27", "reaches")),
            ({"target": "25"}, FIVE, ("24", "27", "open")),
            ({"target": "24"}, FIVE, ("24", "27", "reaches")),
            ({"target": "20", "polarity": "lower"}, FIVE, ("24", "27", "misses")),
            ({"target": "27", "polarity": "lower"}, FIVE, ("24", "27", "reaches")),
            # a straight line is not spread, and rounding outward must not move it
            ({}, {y: str(3 * (y - 2018)) for y in FIVE}, ("24", "24", "misses")),
            ({}, {y: "0.1" for y in FIVE}, ("0.1", "0.1", "misses")),
            # bounds: nothing was ever below 0, or above 100 %
            ({"target": "1"}, {y: str(2 * (2025 - y)) for y in FIVE}, ("0", "0", "misses")),
            ({"target": "1"}, {y: str(2022 - y) for y in FIVE}, ("-4", "-4", "misses")),
            ({"unit": "%"}, {y: str(95 + y - 2020) for y in FIVE}, ("100", "100", "reaches")),
            ({"unit": "%"}, {y: str(98 + y - 2020) for y in FIVE}, ("104", "104", "reaches")),
            ({"unit": "人"}, {y: str(96 + y - 2020) for y in FIVE}, ("102", "102", "reaches")),
        ],
    )
    def test_range_and_verdict(
        self, given: dict[str, Any], measured: dict[int, str], wanted: tuple[str, str, str]
    ) -> None:
        found = forecast(row(**given), values(measured))
        assert (format(found.forecast_low, "f"), format(found.forecast_high, "f"), found.forecast) == wanted
        assert not found.forecast_reason

    @pytest.mark.parametrize(
        ("given", "words"),
        [
            ({"target": None}, "目標値"),
            ({"target_fy": None}, "目標年度"),
            ({"target_kind": "period_average"}, "期間の平均"),
            ({"polarity": ""}, "向き"),
            ({"target_fy": 2024}, "R6"),
            ({"target_fy": 2022}, "R4"),
        ],
    )
    def test_none_for_a_reason(self, given: dict[str, Any], words: str) -> None:
        found = forecast(row(**given), values(FIVE))
        assert words in found.forecast_reason
        assert (found.forecast_low, found.forecast_high, found.forecast) == (None, None, "")

    @pytest.mark.parametrize("years", range(5))
    def test_none_from_fewer_than_five_years(self, years: int) -> None:
        few = dict(list(values(FIVE).items())[:years])
        reason = forecast(row(), few).forecast_reason
        assert f"{years}年度分" in reason and "5年度分から" in reason
        assert "単位" in forecast(row(), few, unit_changed=True).forecast_reason

    def test_five_years_need_not_be_in_a_row(self) -> None:
        gaps = {year + 2 * (year > 2021) - 3: value for year, value in values(FIVE).items()}
        assert forecast(row(), gaps).forecast == "misses"


class TestCoverage:
    @pytest.mark.parametrize("years", [5, 6, 8])
    def test_four_of_five_values_lie_in_the_range(self, years: int) -> None:
        """Made-up histories: a straight line with normal noise, two years ahead."""
        rng = random.Random(20240331 + years)
        fits, inside = 1000, 0
        for _ in range(fits):
            start, slope, noise = rng.uniform(50, 200), rng.uniform(-5, 5), rng.uniform(1, 10)
            known = {
                2024 - back: Decimal(str(round(start - slope * back + rng.gauss(0, noise), 6))) for back in range(years)
            }
            low, high = interval(known, 2026)
            inside += low <= start + 2 * slope + rng.gauss(0, noise) <= high
        assert COVERAGE == 0.8
        assert 0.75 <= inside / fits <= 0.85


class TestNeededBesideSoFar:
    """What each year must bring beside the smallest and the largest change of a year so far: no forecast."""

    @pytest.mark.parametrize(
        ("results", "polarity", "verdict"),
        [
            ({2023: 8, 2024: 19, 2025: 40}, "higher", "always"),  # +11, +21; 10 are needed
            ({2023: 25, 2024: 29, 2025: 40}, "higher", "open"),  # +4, +11
            ({2023: 25, 2024: 30, 2025: 40}, "higher", "just"),  # +5, +10
            ({2023: 60, 2024: 70, 2025: 60}, "lower", "just"),  # +10, −10
            ({2023: 31, 2024: 35, 2025: 40}, "higher", "never"),  # +4, +5
            ({2023: 60, 2024: 50, 2025: 40}, "higher", "never"),  # −10, −10
            ({2023: 80, 2024: 70, 2025: 60}, "lower", "always"),  # −10, −10
            ({2023: 61, 2024: 69, 2025: 60}, "lower", "never"),  # +8, −9
        ],
    )
    def test_the_verdict(self, results: dict[int, int], polarity: str, verdict: str) -> None:
        known = {year: Decimal(value) for year, value in results.items()}
        found = set_against(row(actual=known[2025], polarity=polarity, **NEEDED), known)
        assert found is not None and found.verdict == verdict

    @pytest.mark.parametrize(
        "results", [{2024: 30, 2025: 40}, {2022: 20, 2024: 30, 2025: 40}, {2021: 10, 2023: 30, 2025: 40}]
    )
    def test_of_one_change_or_over_a_missing_year_nothing_is_told(self, results: dict[int, int]) -> None:
        known = {year: Decimal(value) for year, value in results.items()}
        assert set_against(row(actual=Decimal(40), **NEEDED), known) is None

    def test_nothing_is_told_where_nothing_is_needed_or_known(self) -> None:
        known = {2023: Decimal(30), 2024: Decimal(35), 2025: Decimal(40)}
        for needed in (None, Decimal(0)):
            assert set_against(row(actual=Decimal(40), actual_fy=2025, required_per_year=needed), known) is None


class TestWords:
    @pytest.mark.parametrize(
        ("found", "given", "wanted"),
        [
            (
                SetAgainst(Decimal("76.0"), 1, Decimal(103), Decimal(257), "always", True),
                {"unit": "千人"},
                "R8の目標値まで、あと1年で76千人増やす必要がある。"
                "これまでの1年の増減は＋103〜＋257千人で、どの年度の増え方が続いても届く。",
            ),
            (
                SetAgainst(Decimal("6.70"), 2, Decimal("-0.2"), Decimal("2.0"), "never", True),
                {"unit": "%"},
                "R8の目標値まで、毎年（あと2年）6.7ポイント増やす必要がある。"
                "これまでの1年の増減は−0.2〜＋2.0ポイントで、最も大きい増え方が続いても届かない。",
            ),
            (
                SetAgainst(Decimal("-9.3"), 3, Decimal(0), Decimal(4), "never", False),
                {"unit": "人", "polarity": "lower"},
                "R8の目標値まで、毎年（あと3年）9.3人減らす必要がある。これまでの1年の増減は0〜＋4人で、減った年度はない。",
            ),
            (
                SetAgainst(Decimal("4.0"), 1, Decimal(3), Decimal(3), "never", True),
                {"unit": "件"},
                "R8の目標値まで、あと1年で4件増やす必要がある。"
                "これまでの1年の増減は＋3件で、最も大きい増え方が続いても届かない。",
            ),
            (
                SetAgainst(Decimal("-0.20"), 1, Decimal("-0.2"), Decimal(0), "just", True),
                {"unit": "%", "polarity": "lower"},
                "R8の目標値まで、あと1年で0.2ポイント減らす必要がある。"
                "これまでの1年の増減は−0.2〜0ポイントで、最も大きい減り方が続けば、ちょうど届く。",
            ),
            (
                SetAgainst(Decimal("4.0"), 1, Decimal(3), Decimal(5), "open", True),
                {"unit": "件"},
                "R8の目標値まで、あと1年で4件増やす必要がある。"
                "これまでの1年の増減は＋3〜＋5件で、必要な量はその間にあり、届くかどうかは言えない。",
            ),
        ],
    )
    def test_needed_beside_so_far(self, found: SetAgainst, given: dict[str, str], wanted: str) -> None:
        assert against_words(row(**given), found) == wanted

    @pytest.mark.parametrize(
        ("verdict", "low", "high", "unit", "wanted"),
        [
            ("misses", "27", "34", "件", ["27〜34件", "届かない見込み"]),
            ("reaches", "51", "51", "件", ["51件", "届く見込み"]),
            ("open", "47.1", "52.0", "%", ["47.1〜52.0%", "届くかどうかは分からない"]),
            ("open", "916", "4851", "千人", ["916〜4,851千人", "届くかどうかは分からない", "（これまでの値より幅が広い）"]),
        ],
    )  # fmt: skip
    def test_a_forecast(self, verdict: str, low: str, high: str, unit: str, wanted: list[str]) -> None:
        bounds = {"forecast_low": Decimal(low), "forecast_high": Decimal(high)}
        measured = {2021: Decimal(40), 2025: Decimal(60)}
        assert forecast_words(row(forecast=verdict, unit=unit, **bounds), measured) == wanted


def test_scipy_is_imported_only_for_a_forecast() -> None:
    """It takes half a second, which no other step should wait for."""
    for path in Path(compute.__file__).parent.rglob("*.py"):
        imported = [
            node for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.Import | ast.ImportFrom)
        ]
        assert "scipy" not in " ".join(map(ast.unparse, imported)), path
