"""How much an indicator moved in a year so far これまでの1年あたりの変化, where the document does not speak against it.

Opens no file. Decimal in and out.
"""

from dataclasses import replace
from typing import NamedTuple

from cityplan.city.rules import Rule, Standing, judged
from cityplan.compute.numbers import Number, Values, decimals, rounded
from cityplan.compute.results import expected_value
from cityplan.japanese.years import era
from cityplan.tables.definitions import IndicatorRow
from cityplan.tables.reasons import Reason


class Pace(NamedTuple):
    """The change of a year and the years that it is reckoned between, or why none is told: columns of these names."""

    mean_per_year: Number = None
    pace_since_fy: int | None = None
    pace_until_fy: int | None = None
    pace_reason: str = ""


def pace(row: IndicatorRow, values: Values, rule: Rule | None, mark_is_comparable: bool = True) -> Pace:
    """これまでの変化 = (newest value − the one before it) ÷ years between, to one digit more than they have.

    `row` is an indicator with last year's mark, `values` are its measured ones by year. No known year
    is skipped: of R元 3,009, R2 925 and R5 2,521 it is from R2 on (Hitachi R5, 観光入込客数). None
    where last year's mark says that its value lay outside of the two (249 in R3, ◎ from 300 in R4, 252
    in R5). Nor between two earlier years with others between them: of their marks this document tells nothing.
    `mark_is_comparable`: that mark was given by the baseline and target of this document.
    """
    if len(values) < 2 or (row.actual is not None and row.actual_fy not in values):
        return Pace(pace_reason=Reason.NO_PAIR)
    since, until = sorted(values)[-2:]
    if row.actual is None and until - since > 1:
        return Pace(pace_reason=Reason.YEARS_BETWEEN.told(since=era(since), until=era(until)))
    if mark_is_comparable and _mark_speaks_against(row, values, since, until, rule):
        year = era(until - 1) if row.actual_fy is None else era(row.actual_fy - 1)
        mark = row.status_previous_printed
        return Pace(pace_reason=Reason.MARK_BETWEEN.told(year=year, mark=mark, since=era(since), until=era(until)))
    digits = max(decimals(values[year]) for year in (since, until)) + 1
    per_year = rounded((values[until] - values[since]) / (until - since), digits)
    return Pace(per_year, since, until)


def _mark_speaks_against(row: IndicatorRow, values: Values, since: int, until: int, rule: Rule | None) -> bool:
    """Whether last year's mark 前年度の印 is none that a value between the two would have had."""
    if rule is None or row.actual_fy is None or not since < row.actual_fy - 1 < until:
        return False
    expected = expected_value(replace(row, actual_fy=row.actual_fy - 1))
    ranks = [rule.rank(row.status_previous_printed)] + [
        rule.rank(judged(rule, Standing(row.baseline, row.target, value, row.polarity, expected)))
        for value in (values[since], values[until])
    ]
    known = [rank for rank in ranks if rank is not None]
    return len(known) == 3 and not min(known[1:]) <= known[0] <= max(known[1:])
