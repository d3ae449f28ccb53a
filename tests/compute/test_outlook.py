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
from cityplan.compute.outlook import COVERAGE, forecast, interval, measured_values
from cityplan.report.plan.years import forecast_words, pace_words
from cityplan.tables.definitions import HistoryRow, Indicator

SINCE = {"pace_since_fy": 2022, "pace_until_fy": 2023}
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


class TestWords:
    def test_needed_and_so_far(self) -> None:
        told = row(required_per_year=Decimal("6.0"), mean_per_year=Decimal("2.1"), **SINCE)
        assert pace_words(told) == "必要な変化 1年あたり ＋6件、これまで ＋約2件（R4→R5）"
        told = row(required_per_year=Decimal("0"), mean_per_year=Decimal("-2.15"), unit="%", **SINCE)
        assert pace_words(told) == "必要な変化 なし（目標に到達）、これまで −2.15ポイント（R4→R5）"
        told = row(required_per_year=None, mean_per_year=None)
        assert pace_words(told) == "必要な変化 計算できない、これまで 分からない"
        told = row(required_per_year=None, mean_per_year=None, target_kind="period_average")
        assert pace_words(told) == "必要な変化 期間の平均のため、毎年の変化では比べない、これまで 分からない"

    @pytest.mark.parametrize(
        ("verdict", "low", "high", "unit", "wanted"),
        [
            ("misses", "27", "34", "件", "このままなら R8 に 27〜34 件、目標 50 件に届かない見込み"),
            ("reaches", "51", "51", "件", "このままなら R8 に 51 件、目標 50 件に届く見込み"),
            ("open", "47.1", "52.0", "%", "このままなら R8 に 47.1〜52.0%、目標 50%に届くかどうかは分からない"),
            ("", "0", "0", "件", ""),
        ],
    )  # fmt: skip
    def test_the_sentence(self, verdict: str, low: str, high: str, unit: str, wanted: str) -> None:
        bounds = {"forecast_low": Decimal(low), "forecast_high": Decimal(high)}
        assert forecast_words(row(forecast=verdict, unit=unit, **bounds)) == wanted


def test_scipy_is_imported_only_for_a_forecast() -> None:
    """It takes half a second, which no other step should wait for."""
    for path in Path(compute.__file__).parent.rglob("*.py"):
        imported = [
            node for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.Import | ast.ImportFrom)
        ]
        assert "scipy" not in " ".join(map(ast.unparse, imported)), path
