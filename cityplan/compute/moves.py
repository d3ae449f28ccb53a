"""What can fairly be said of an indicator 指標の事実: how it moved since last year, what it reaches, what was expected.

Facts about values come from values; a mark is taken only where last year's value is not known, and a
mark below the baseline says nothing about a fall. Opens no file.
"""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

import pandas as pd

from cityplan.city.rules import reached
from cityplan.compute.match import Key
from cityplan.compute.outlook import measured_values
from cityplan.compute.results import at_open_bound, decimals, target_behind_baseline
from cityplan.tables.reasons import WITHHELD, Reason
from cityplan.tables.schema import Tables, frame, records, with_results

Number = Decimal | None
Fact = dict[str, Any]
MOVES_OF_MARKS = {"improved": "better", "same": "same", "worsened": "worse"}


def with_facts(tables: Tables, doubted: Collection[tuple[str, int]] = ()) -> pd.DataFrame:
    """The table `indicator_results` with the facts of each indicator.

    `tables` holds indicators, indicator_results, observations and history, all of one document; `doubted` are
    the plans and lines of those that a finding doubts, of which no expected value is told.
    """
    measured = measured_values(tables["history"])
    printed = _targets_of_years(tables)
    facts = {}
    for row in with_results(tables, "indicators"):
        key = (row.plan_id, int(row.indicator_no))
        values = measured.get(("indicator", *key), {})
        doubt = (row.plan_id, row.source_line) in doubted
        facts[key] = {
            **moves(row, values),
            **reaches(row),
            **expected(row, printed.get(("indicator", *key), {}), doubt),
        }
    rows = [row._asdict() for row in records(tables["indicator_results"])]
    return frame("indicator_results", [{**row, **facts[row["plan_id"], int(row["indicator_no"])]} for row in rows])


# how it moved


def moves(row: Any, values: Mapping[int, Decimal]) -> Fact:
    """下がった・良くなった since last year: by value where both years are known, else by mark.

    `row` is an indicator with its results, `values` are its measured ones by fiscal year. A doubtful value
    has not moved.
    """
    if row.progress_reason in WITHHELD:
        values = {}
    previous = None if row.actual_fy is None else values.get(int(row.actual_fy) - 1)
    by_value = value_move(row.actual, previous, row.polarity)
    by_mark = MOVES_OF_MARKS.get(row.status_change, "")
    return {
        "previous_value": previous,
        "value_change": by_value,
        "moved": by_value or by_mark,
        "moved_by": "value" if by_value else "mark" if by_mark else "",
        "moves_disagree": disagree(by_value, by_mark),
    }


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


def reaches(row: Any) -> Fact:
    """基準値・目標値に届いているか, from the value alone; None where that cannot be said."""
    open_bound = at_open_bound(row._asdict())
    known = row.actual is not None and bool(row.polarity) and not open_bound
    known &= row.progress_reason not in WITHHELD
    return {
        f"reaches_{role}": reached(row.actual, getattr(row, role), row.polarity)
        if known and getattr(row, role) is not None
        else None
        for role in ("baseline", "target")
    }


# what was to be expected by now


def expected(row: Any, printed: Mapping[int, Decimal], doubtful: bool) -> Fact:
    """目安: the target that the city prints for this year, else the value of the straight path; or why none.

    Our own reckoning is no target of the city and never a judgement. It is not told where the actual is
    less than one of a count from it (5件 and 5.4件: Hitachi R5, 企業誘致件数).
    """
    own = printed.get(int(row.actual_fy)) if row.actual_fy is not None else None
    if own is not None and row.actual_fy != row.target_fy:
        return _told(own, "printed")
    value = row.expected_value
    if reason := _why_not_expected(row, value, doubtful):
        return {"expected_told": None, "expected_by": "", "expected_reason": reason}
    return _told(_without_last_zero(value), "straight")


def _told(value: Decimal, source: str) -> Fact:
    return {"expected_told": value, "expected_by": source, "expected_reason": ""}


def _why_not_expected(row: Any, value: Number, doubtful: bool) -> str:
    if row.target_kind == "period_average":
        return Reason.TARGET_IS_AVERAGE
    if row.actual_fy is not None and row.actual_fy == row.target_fy:
        return Reason.TARGET_YEAR_IS_OUT
    if not row.polarity:
        return Reason.NO_BOUND
    if row.actual is None or value is None:
        return Reason.NO_VALUE_OR_YEAR
    if row.target == row.baseline:
        return Reason.TARGET_EQUALS_BASELINE
    if target_behind_baseline(row.baseline, row.target, row.polarity):
        return Reason.TARGET_BEHIND_BASELINE
    if doubtful:
        return Reason.DOUBTFUL
    known = (row.baseline, row.target, row.actual)
    is_count = row.unit != "%" and not any(map(decimals, known))
    return Reason.UNDER_ONE if is_count and abs(row.actual - value) < 1 else ""


def _without_last_zero(value: Decimal) -> Decimal:
    """Without the digit that a path adds to those of its values, where it is 0: 24.0世帯 is 24世帯."""
    shorter = value.quantize(Decimal(1).scaleb(1 - decimals(value))) if decimals(value) else value
    return shorter if shorter == value else value


def _targets_of_years(tables: Tables) -> dict[Key, dict[int, Decimal]]:
    """The targets 目標値 that a document prints of each row, by year."""
    found: dict[Key, dict[int, Decimal]] = {}
    for each in records(tables["observations"]):
        if each.role in ("expected", "target") and None not in (each.value, each.fiscal_year):
            key = (each.subject, each.plan_id, int(each.no))
            found.setdefault(key, {})[int(each.fiscal_year)] = each.value
    return found
