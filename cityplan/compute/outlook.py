"""What is needed, and what is likely 必要な変化と見込み: the columns that look ahead. Opens no file.

A forecast 見込み is the 80 % prediction interval, in the target's year, of a straight line (ordinary least
squares) through the measured values of at least five years; from fewer none is made, and the reason is
told. Decimal in and out; floats only inside the fit.
"""

from collections.abc import Iterable, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from math import sqrt
from statistics import fmean, linear_regression
from typing import Literal, NamedTuple

from cityplan.city.rules import Rule, reached
from cityplan.compute.history import MEASURED
from cityplan.compute.match import Key
from cityplan.compute.numbers import WIDE, Columns, Number, Values, decimals
from cityplan.compute.pace import pace
from cityplan.compute.results import Latest, latest
from cityplan.japanese.quantities import over_years
from cityplan.japanese.years import era
from cityplan.tables.definitions import HistoryRow, Indicator, IndicatorRow, RowKey
from cityplan.tables.reasons import Reason

LEAST_CHANGES = 2  # between neighbouring years; from one nothing is told
LEAST_YEARS = 5  # measured years; from fewer no forecast is made
COVERAGE = 0.8  # of the prediction interval


class Forecast(NamedTuple):
    """The range 見込みの幅 of the target's year, 80 % wide by the fit, or why none is told: columns of these names."""

    forecast_low: Number = None
    forecast_high: Number = None
    forecast: str = ""
    forecast_reason: str = ""


class SetAgainst(NamedTuple):
    """What each year must bring, set against what the years brought so far これまでの1年ごとの増減.

    `needed`, `least` and `most` are changes of the value; `verdict` is `always` where any of the years would do,
    `just` where the best of them would just do, `never` where none would, else `open`. `has_gains`: in some year it moved towards the target.
    """

    needed: Decimal
    years: int
    least: Decimal
    most: Decimal
    verdict: Literal["always", "just", "open", "never"]
    has_gains: bool


def set_against(row: Indicator, results: Values) -> SetAgainst | None:
    """The change that is needed beside the smallest and the largest yearly change so far; a comparison, no forecast.

    `results` are the actuals of an indicator by year, without its baselines. Changes are those between neighbouring
    years. None below two of them, and where nothing is needed or it is not known what.
    """
    changes = [results[year] - results[year - 1] for year in results if year - 1 in results]
    known = latest(row, results)
    if len(changes) < LEAST_CHANGES or known is None or known.fiscal_year is None or known.role == "baseline":
        return None
    if not row.required_per_year or row.target is None or row.target_fy is None:
        return None
    years = int(row.target_fy) - known.fiscal_year
    towards = -1 if row.polarity == "lower" else 1
    gains = [towards * change * years for change in changes]
    whole = towards * (row.target - known.value)
    verdict: Literal["always", "just", "open", "never"] = "open"
    if whole > max(gains):
        verdict = "never"
    elif whole <= min(gains):
        verdict = "always"
    elif whole == max(gains):
        verdict = "just"
    return SetAgainst(row.required_per_year, years, min(changes), max(changes), verdict, max(gains) > 0)


def outlook_columns(
    row: IndicatorRow, values: Values, rule: Rule | None, reason: str, marks_compare: bool, unit_changed: bool
) -> Columns:
    """The columns that look back and ahead これまでの変化・見込み; `marks_compare`: last year's mark is of the same measure."""
    if reason:
        return {"forecast_reason": reason}
    return pace(row, values, rule, marks_compare)._asdict() | forecast(row, values, unit_changed)._asdict()


def measured_values(history: Iterable[HistoryRow]) -> dict[Key, dict[int, Decimal]]:
    """What was measured of each row (subject, plan, number), by year: the table `history` without targets.

    An average over years is no value of one year.
    """
    found: dict[Key, dict[int, Decimal]] = {}
    rows = [each for each in history if each.role in MEASURED and "period_average" not in over_years(each.text)]
    for each in sorted(rows, key=lambda row: -MEASURED.index(row.role)):
        found.setdefault(each.key, {})[each.fiscal_year] = each.value
    return found


def results_by_year(history: Iterable[HistoryRow]) -> dict[Key, dict[int, Decimal]]:
    """The results 実績 of each row by year: what was measured, without the baselines."""
    return measured_values(row for row in history if row.role != "baseline")


def latest_values(history: Iterable[HistoryRow], rows: Iterable[IndicatorRow]) -> dict[RowKey, Latest | None]:
    """The latest value of each of some indicators, by plan and number."""
    measured = measured_values(history)
    return {row.key: latest(row, measured.get(("indicator", *row.key), {})) for row in rows}


def forecast(row: IndicatorRow, values: Values, unit_changed: bool = False) -> Forecast:
    """The forecast 見込み for the target's year of an indicator, or the reason why there is none."""
    if reason := forecast_reason(row, values, unit_changed):
        return Forecast(forecast_reason=reason)
    assert row.target is not None and row.target_fy is not None, "else there is a reason"
    bounds = interval(values, row.target_fy)
    known = [*values.values(), row.target]
    digits = max(decimals(value, 0) for value in known)
    low, high = (
        _outward(_bounded(bound, known, row.unit), digits, rounding)
        for bound, rounding in zip(bounds, (ROUND_FLOOR, ROUND_CEILING), strict=True)
    )
    return Forecast(low, high, forecast_verdict(low, high, row.target, row.polarity))


def forecast_reason(row: IndicatorRow, values: Values, unit_changed: bool) -> str:
    """Why no forecast is made, in Japanese; empty where there is one."""
    if row.target is None or row.target_fy is None:
        return Reason.NO_TARGET
    if row.target_kind == "period_average":
        return Reason.TARGET_IS_AVERAGE
    if not row.polarity:
        return Reason.NO_BOUND
    if values and max(values) >= row.target_fy:
        return Reason.UNTIL_TARGET_YEAR.told(until=era(row.target_fy))
    if len(values) < LEAST_YEARS:
        reason = Reason.TOO_FEW_OF_UNIT if unit_changed else Reason.TOO_FEW_YEARS
        return reason.told(years=len(values), least=LEAST_YEARS)
    return ""


def interval(values: Values, year: int, coverage: float = COVERAGE) -> tuple[float, float]:
    """The prediction interval 予測の幅 of one further value, from a straight line through at least three.

    Ordinary least squares; the spread about the line is taken to be normal, equal and independent.
    """
    from scipy.special import stdtrit  # heavy, and only where there are years enough

    middle, free = fmean(values), len(values) - 2
    from_middle = [each - middle for each in values]
    measured = [float(value) for value in values.values()]
    slope, intercept = linear_regression(from_middle, measured)
    left = sum((y - intercept - slope * x) ** 2 for x, y in zip(from_middle, measured, strict=True))
    spread = sum(x * x for x in from_middle)
    error = sqrt(left / free * (1 + 1 / len(values) + (year - middle) ** 2 / spread))
    half = float(stdtrit(free, (1 + coverage) / 2)) * error
    expected = intercept + slope * (year - middle)
    return expected - half, expected + half


def _bounded(value: float, known: Sequence[Decimal], unit: str) -> float:
    """Not below 0 where nothing ever was, and a share not above 100 where none was."""
    if min(known) >= 0:
        value = max(value, 0.0)
    if unit == "%" and max(known) <= 100:
        value = min(value, 100.0)
    return value


def _outward(value: float, digits: int, rounding: str) -> Decimal:
    """A bound with the digits of the values, rounded so that the range does not shrink."""
    exact = Decimal(repr(round(value, digits + 6)))  # 14.000000000000002 is 14
    return exact.quantize(Decimal(1).scaleb(-digits), rounding=rounding, context=WIDE)


def forecast_verdict(low: Decimal, high: Decimal, target: Decimal, polarity: str) -> str:
    """Whether all of the range reaches the target, none of it, or a part.

    >>> forecast_verdict(Decimal(27), Decimal(34), Decimal(50), "higher")
    'misses'
    >>> forecast_verdict(Decimal(27), Decimal(34), Decimal(50), "lower")
    'reaches'
    >>> forecast_verdict(Decimal(27), Decimal(54), Decimal(50), "higher")
    'open'
    """
    ends = {reached(end, target, polarity) for end in (low, high)}
    return {frozenset({True}): "reaches", frozenset({False}): "misses"}.get(frozenset(ends), "open")
