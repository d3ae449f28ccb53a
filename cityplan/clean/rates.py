"""増減率: a printed rate of change 18.5 or ▲7.9 as the ratio 前年度比 that it says, 118.5% or 92.1%."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from cityplan.japanese.letters import squeeze
from cityplan.read.printed import Cell, Repair
from cityplan.tables.definitions import ActivityRow, RowKey

_HEADING = re.compile("増減率|増減割合|増減比|伸び?率|増加率|変化率")
_COLUMN = "ratio_printed_text"


def with_ratios(activities: Sequence[ActivityRow], cells: Iterable[Cell], repairs: list[Repair]) -> list[ActivityRow]:
    """The rows with the rates of change among their printed ratios as ratios; each leaves a repair.

    A column holds rates where more of its numbers follow as such than as ratios; where none or as many do, its heading
    増減率 says so. What is below 0 is one in any column: no result that fell is below 0% of the year before.
    """
    rates = _rates(activities, cells)
    told = []
    for row in activities:
        if row.key in rates and row.ratio_printed is not None:
            ratio = row.ratio_printed + 100
            repairs.append(
                Repair(
                    row.plan_id, row.table, row.no, _COLUMN, "rate_of_change", row.ratio_printed_text, f"{ratio}%",
                    row.source_line,
                )
            )  # fmt: skip
            told.append(replace(row, ratio_printed=ratio))
        else:
            told.append(row)
    return told


def _rates(activities: Sequence[ActivityRow], cells: Iterable[Cell]) -> set[RowKey]:
    heads = sorted(
        (each.source_line, each.text)
        for each in cells
        if (each.table, each.row, each.column) == ("activities", 0, _COLUMN)
    )
    columns: dict[int, list[ActivityRow]] = defaultdict(list)
    for row in activities:
        columns[bisect_right([line for line, _ in heads], row.source_line) - 1].append(row)
    found: set[RowKey] = set()
    for at, rows in columns.items():
        below = [row for row in rows if _is_below_zero(row)]
        named = at >= 0 and _HEADING.search(squeeze(heads[at][1])) is not None
        more = sum(map(_follows_as_rate, rows)) - sum(map(_follows_as_ratio, rows))
        are_rates = more > 0 or (more == 0 and named)
        found |= {row.key for row in (rows if are_rates and (named or below) else below)}
    return found


def _is_below_zero(row: ActivityRow) -> bool:
    values = [value for value in (row.actual, row.previous) if value is not None]
    return row.ratio_printed is not None and row.ratio_printed < 0 and min(values, default=Decimal(0)) >= 0


def _follows_as_rate(row: ActivityRow) -> bool:
    return _is_near(row, Decimal(100))


def _follows_as_ratio(row: ActivityRow) -> bool:
    return _is_near(row, Decimal(0))


def _is_near(row: ActivityRow, less: Decimal) -> bool:
    """Whether a printed number is this year's result in per cent of last year's, less so much."""
    if row.ratio_printed is None or row.actual is None or not row.previous:
        return False
    return abs(row.actual * 100 / row.previous - less - row.ratio_printed) < 1
