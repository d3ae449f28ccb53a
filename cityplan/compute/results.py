"""Statuses and progress of indicators 目標指標: one small function for each computed column, no files.

A function is named for the column that it returns, its arguments for those that it needs.
Decimal throughout, rounded half up as the documents do; None where nothing can be computed.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from cityplan.city.rules import Rule, Standing, judged, reached
from cityplan.compute.numbers import WIDE, Columns, Number, Values, decimals, rounded
from cityplan.japanese.quantities import NOT_ENTERED, missing, quantities
from cityplan.tables.definitions import IndicatorRow, RowKey
from cityplan.tables.reasons import Reason


def status_columns(
    row: IndicatorRow,
    rule: Rule | None,
    targets: Values,
    apart: Collection[RowKey],
    sharing: Collection[tuple[str, int]],
    reason: str,
) -> Columns:
    """The columns of the mark 達成状況 of an indicator; `reason` says why nothing is made of its values.

    `targets` are those that the document prints of it, by year.
    """
    # A printed mark is held against its values, also where one of them is in doubt.
    status = status_by(rule, row, targets) if rule and (row.status_printed or not reason) else ""
    if rule and _has_no_share(row) and row.status_printed and rule.tells_no_value(row.status_printed):
        status = ""  # － of 社会増減数 ▲95 and its target 0 says that there is no share to be judged
    if rule and _is_of_its_own(rule, row.status_printed, status):
        status = ""  # × of a work that has ended, with 0 of 30
    agreement = status_agreement(status, row.status_printed)
    # The marks of two years are of two measures where baseline, target or unit is another one.
    is_comparable = row.key not in apart
    change = status_change(rule, row.status_printed or status, row.status_previous_printed) if is_comparable else ""
    return {
        "status": status,
        "status_agreement": agreement,
        "status_change": change,
        "status_change_doubtful": (row.plan_id, row.source_line) in sharing or agreement == "differs",
    }


def status_by(rule: Rule, row: IndicatorRow, targets: Values) -> str:
    """The status by a rule; a text that is neither a value nor 未公表 gives none, nor does 未入力.

    Without a year of the actual there is nothing yet that could be 未公表 (Takahagi R6). None either for just
    the value of a bound that leaves it out (10人未満): what the rule says of it is not known.
    """
    told = missing(row.actual_text) and row.actual_text != NOT_ENTERED
    unpublished = told and row.actual_fy is not None
    if (row.actual is None and not unpublished) or at_open_bound(row):
        return ""
    of_years = targets if row.target_fy is None else {**targets, row.target_fy: row.target}
    year_target = None if row.actual_fy is None else of_years.get(row.actual_fy)
    path = _exact_expected_value(row)
    return judged(rule, Standing(row.baseline, row.target, row.actual, row.polarity, path, year_target))


def _is_of_its_own(rule: Rule, printed: str, status: str) -> bool:
    """Whether a document gives a mark that no value decides, and the value does not reach its target all the same."""
    reaches = rule.class_of(status).when.endswith(("target_reached", "target_exceeded"))
    return rule.class_of(printed).when == "not_from_values" and not reaches


def _has_no_share(row: IndicatorRow) -> bool:
    """Whether a value below zero is held against a target of 0, of which it is no share."""
    return row.actual is not None and row.target is not None and row.target == 0 > row.actual


def at_open_bound(row: IndicatorRow) -> str:
    """The target or baseline, as printed, whose value the actual is but does not meet: 10人未満 and 10; else empty."""
    for value, text in ((row.target, row.target_text), (row.baseline, row.baseline_text)):
        is_open = any(each.bound in ("未満", "超") for each in quantities(text))
        if is_open and row.actual is not None and row.actual == value:
            return text
    return ""


def status_agreement(status: str, status_printed: str) -> str:
    """Whether the printed mark follows from the values."""
    if not status_printed:
        return "not_printed"
    if not status:
        return "not_computable"
    return "agrees" if status == status_printed else "differs"


def status_change(rule: Rule | None, now: str, before: str) -> str:
    """How the mark moved since last year; empty where one is missing or ranks nowhere (—)."""
    ranks = (rule.rank(now), rule.rank(before)) if rule else (None, None)
    if ranks[0] is None or ranks[1] is None:
        return ""
    if ranks[0] == ranks[1]:
        return "same"
    return "improved" if ranks[0] < ranks[1] else "worsened"


def sharing_marks(indicators: Sequence[IndicatorRow]) -> set[tuple[str, int]]:
    """The plans and lines where the source packs several rows and prints fewer marks than rows."""
    packed: dict[tuple[str, int], list[bool]] = defaultdict(list)
    for row in indicators:
        packed[row.plan_id, row.source_line].append(bool(row.status_previous_printed))
    return {place for place, marks in packed.items() if any(marks) and not all(marks)}


def progress_columns(row: IndicatorRow, values: Values, reason: str) -> Columns:
    """The columns of the way to the target 進捗率 of an indicator, of which `values` are known."""
    progress, why = progress_ratio(row.baseline, row.target, row.actual, row.polarity)
    return {
        "progress_ratio": progress,
        "progress_reason": reason or why,
        "achievement_ratio": achievement_ratio(row.target, row.actual, row.polarity),
        "required_per_year": required_per_year(row, latest(row, values)),
        "expected_value": expected_value(row) if row.polarity else None,
    }


def progress_ratio(baseline: Number, target: Number, actual: Number, polarity: str) -> tuple[Number, str]:
    """進捗率 = (実績値 − 基準値) ÷ (目標値 − 基準値) × 100, in %, or the reason why there is none.

    >>> progress_ratio(Decimal(8), Decimal(40), Decimal(12), "higher")
    (Decimal('12.5'), '')
    >>> progress_ratio(Decimal(3288), Decimal(3041), Decimal(2740), "higher")
    (None, <Reason.TARGET_BEHIND_BASELINE: '目標値が基準値より手前にある'>)
    """
    if baseline is None or target is None or actual is None:
        return None, Reason.INCOMPLETE
    if target == baseline:
        return None, Reason.TARGET_EQUALS_BASELINE
    if not polarity:
        return None, Reason.NO_DIRECTION
    if target_behind_baseline(baseline, target, polarity):
        return None, Reason.TARGET_BEHIND_BASELINE
    return rounded(WIDE.divide((actual - baseline) * 100, target - baseline), 1), ""


def target_behind_baseline(baseline: Number, target: Number, polarity: str) -> bool:
    """Whether the target lies on the worse side of the baseline (路線バス: 3,288 to 3,041 以上)."""
    if baseline is None or target is None or baseline == target or not polarity:
        return False
    return reached(baseline, target, polarity)


def achievement_ratio(target: Number, actual: Number, polarity: str) -> Number:
    """達成率 = 実績値 ÷ 目標値 × 100 (以下の指標は 目標値 ÷ 実績値 × 100), in %.

    >>> achievement_ratio(Decimal(50), Decimal(85), "lower")
    Decimal('58.8')
    """
    if target is None or actual is None or not polarity or actual < 0 or target < 0:
        return None
    if polarity == "lower" and not target:
        return None  # 0 ÷ anything is 0, however near the target is
    above, below = (target, actual) if polarity == "lower" else (actual, target)
    return rounded(WIDE.divide(above * 100, below), 1) if below else None


def achievement_reason(target: Number, actual: Number) -> str:
    """Why there is no 達成率, where there is none."""
    return Reason.INCOMPLETE if target is None or actual is None else Reason.NO_DIRECTION_OR_SIGN


class Latest(NamedTuple):
    """A value with its fiscal year: this edition's `actual`, one of an `earlier` edition, or the `baseline`."""

    value: Decimal
    fiscal_year: int | None
    role: Literal["actual", "earlier", "baseline"]


def latest(row: IndicatorRow, measured: Values) -> Latest | None:
    """This edition's actual 最新の実績値, else the newest that was measured since the baseline's year, else the baseline.

    `measured` are the values of the row by year (`outlook.measured_values`); without any, the edition stands
    alone. None where nothing is known.
    """
    if row.actual is not None:
        return Latest(row.actual, row.actual_fy, "actual")
    since = row.baseline_fy
    if later := [year for year in measured if since is not None and year > since]:
        return Latest(measured[max(later)], max(later), "earlier")
    return None if row.baseline is None else Latest(row.baseline, since, "baseline")


def required_per_year(row: IndicatorRow, known: Latest | None) -> Number:
    """What each year must bring to reach the target 目標まで毎年必要な量, from the latest value `known`.

    0 once the target is reached; empty for a period average, which is wanted in every year, and where it is
    not known which way is better: a value may well have to stay above a lower target.
    """
    if row.actual is None and row.actual_text and not missing(row.actual_text):
        return None  # there is an actual, but it cannot be read
    if known is None or row.target is None or row.target_kind == "period_average":
        return None
    if not row.polarity:
        return None
    if reached(known.value, row.target, row.polarity):
        return Decimal(0)
    years = _years_between(known.fiscal_year, row.target_fy)
    if not years:
        return None
    digits = max(decimals(known.value), decimals(row.target)) + 1
    return rounded(WIDE.divide(row.target - known.value, Decimal(years)), digits)


def expected_value(row: IndicatorRow) -> Number:
    """The value at the actual's year on the straight path 直線 from baseline to target: from 8 in R3 to 40 in R8, 20.8 in R5.

    Empty after the target's year, where the path has ended, and for a period average, which has none.
    """
    exact = _exact_expected_value(row)
    if exact is None:
        return None
    digits = max(decimals(row.baseline), decimals(row.target)) + 1
    return rounded(WIDE.divide(Decimal(exact.numerator), Decimal(exact.denominator)), digits)


def path_reason(row: IndicatorRow, of_average: Reason) -> str:
    """Why nothing is computed of the way from a value to the target, where nothing is."""
    if row.target_kind == "period_average":
        return of_average
    return Reason.NO_VALUE_OR_YEAR if row.polarity else Reason.NO_DIRECTION


def _exact_expected_value(row: IndicatorRow) -> Fraction | None:
    whole = _years_between(row.baseline_fy, row.target_fy)
    done = _years_between(row.baseline_fy, row.actual_fy)
    if row.baseline is None or row.target is None or row.target_kind == "period_average":
        return None
    if not whole or done is None or done > whole:
        return None
    return Fraction(row.baseline) + (Fraction(row.target) - Fraction(row.baseline)) * done / whole


def _years_between(first: int | None, last: int | None) -> int | None:
    """Years from one fiscal year to another; None where one is unknown or they run backwards."""
    if first is None or last is None or last < first:
        return None
    return last - first
