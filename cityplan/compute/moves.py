"""What can fairly be said of an indicator 指標の事実: how it moved since last year, what it reaches, what was expected.

Facts about values come from values; a mark is taken only where last year's value is not known, and a
mark below the baseline says nothing about a fall. Opens no file.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from cityplan.city.rules import reached
from cityplan.compute.numbers import Number, Values, decimals, rounded
from cityplan.compute.results import at_open_bound, target_behind_baseline
from cityplan.tables.definitions import Indicator, IndicatorRow, ObservationRow, RowKey
from cityplan.tables.reasons import Reason

_DIGITS = 4  # of a value that is no printed one
MOVES_OF_MARKS = {"improved": "better", "same": "same", "worsened": "worse"}


# how it moved


class Moves(NamedTuple):
    """How an indicator moved since last year: the columns of `indicator_results` of the same names."""

    previous_value: Number
    value_change: str
    moved: str
    moved_by: str
    moves_disagree: bool


def moves(row: IndicatorRow, values: Values, status_change: str) -> Moves:
    """下がった・良くなった since last year: by value where both years are known, else by mark.

    `values` are the measured ones of the row by fiscal year, none where one is in doubt: a doubtful value has not
    moved. `status_change` is the move of its mark.
    """
    previous = None if row.actual_fy is None else values.get(row.actual_fy - 1)
    by_value = value_move(row.actual, previous, row.polarity)
    by_mark = MOVES_OF_MARKS.get(status_change, "")
    moved_by = "value" if by_value else "mark" if by_mark else ""
    return Moves(previous, by_value, by_value or by_mark, moved_by, disagree(by_value, by_mark))


def value_move(actual: Number, previous: Number, polarity: str) -> str:
    """Whether a value moved to its better side, its worse, or neither; empty where that is not known.

    >>> value_move(Decimal(25), Decimal(20), "higher"), value_move(Decimal(25), Decimal(20), "lower")
    ('better', 'worse')
    >>> value_move(Decimal(25), Decimal(20), "")
    ''
    """
    if actual is None or previous is None:
        return ""
    if actual == previous:
        return "same"
    if not polarity:
        return ""
    return "better" if reached(actual, previous, polarity) else "worse"


def disagree(by_value: str, by_mark: str) -> bool:
    """Whether a value and its mark moved in two ways; that a mark stays where a value moves is none.

    >>> disagree("better", "worse"), disagree("better", "same"), disagree("same", "worse")
    (True, False, True)
    """
    return bool(by_value) and by_mark in ("better", "worse") and by_value != by_mark


# what it reaches


class Reaches(NamedTuple):
    """Whether a value reaches 基準値・目標値: the columns of `indicator_results` of the same names."""

    reaches_baseline: bool | None
    reaches_target: bool | None


def reaches(row: IndicatorRow) -> Reaches:
    """基準値・目標値に届いているか, from the value alone; None where that cannot be said."""
    if row.actual is None or not row.polarity or at_open_bound(row):
        return Reaches(None, None)
    goals = (row.baseline, row.target)
    return Reaches(*(None if goal is None else reached(row.actual, goal, row.polarity) for goal in goals))


# what was to be expected by now


class Expected(NamedTuple):
    """目安: the columns of `indicator_results` of the same names."""

    expected_told: Number = None
    expected_by: str = ""
    expected_reason: str = ""


def expected(row: Indicator, printed: Mapping[int, Decimal], doubtful: bool) -> Expected:
    """目安: the target that the city prints for this year, else the value of the straight path; or why none.

    Our own reckoning is no target of the city and never a judgement. It is not told where the target is reached,
    nor where the actual is less than one of a count from it (5件 and 5.4件: Hitachi R5, 企業誘致件数).
    """
    own = printed.get(row.actual_fy) if row.actual_fy is not None else None
    if own is not None and row.actual_fy != row.target_fy:
        return Expected(own, "printed")
    if reason := _why_not_expected(row, doubtful):
        return Expected(expected_reason=reason)
    assert row.expected_value is not None, "else there is a reason"
    return Expected(_readable(row.expected_value), "straight")


def _why_not_expected(row: Indicator, doubtful: bool) -> str:
    if row.target_kind == "period_average":
        return Reason.TARGET_IS_AVERAGE
    if row.actual_fy is not None and row.actual_fy == row.target_fy:
        return Reason.TARGET_YEAR_IS_OUT
    if not row.polarity:
        return Reason.NO_BOUND
    if row.actual is None or row.expected_value is None:
        return Reason.NO_VALUE_OR_YEAR
    if row.target == row.baseline:
        return Reason.TARGET_EQUALS_BASELINE
    if target_behind_baseline(row.baseline, row.target, row.polarity):
        return Reason.TARGET_BEHIND_BASELINE
    if doubtful:
        return Reason.DOUBTFUL
    if reaches(row).reaches_target:
        return Reason.TARGET_REACHED
    known = (row.baseline, row.target, row.actual)
    is_count = row.unit != "%" and not any(map(decimals, known))
    return Reason.UNDER_ONE if is_count and abs(row.actual - row.expected_value) < 1 else ""


def _readable(value: Decimal) -> Decimal:
    """A value of the path in at most four digits, its whole part never cut, and without a last 0.

    >>> _readable(Decimal("94840.2")), _readable(Decimal("36.368")), _readable(Decimal("24.0")), _readable(Decimal("71.6"))
    (Decimal('94840'), Decimal('36.37'), Decimal('24'), Decimal('71.6'))
    """
    digits = min(decimals(value), max(0, _DIGITS - len(str(abs(int(value))))))
    shown = rounded(value, digits)
    shorter = rounded(value, max(0, digits - 1))
    return shorter if shorter == shown else shown


def printed_targets(observations: Iterable[ObservationRow]) -> dict[RowKey, dict[int, Decimal]]:
    """The targets 目標値, or what was expected 期待値, that a document prints of each indicator, by year."""
    found: dict[RowKey, dict[int, Decimal]] = {}
    for each in observations:
        if each.subject == "indicator" and each.role in ("target", "expected"):
            found.setdefault((each.plan_id, each.no), {})[each.fiscal_year] = each.value
    return found
