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

    A rate is what stands under a heading 増減率, and what is below 0: no result that fell is below 0% of the year before.
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
        found |= {row.key for row in (rows if named or (below and _agree_as_rates(rows)) else below)}
    return found


def _is_below_zero(row: ActivityRow) -> bool:
    values = [value for value in (row.actual, row.previous) if value is not None]
    return row.ratio_printed is not None and row.ratio_printed < 0 and min(values, default=Decimal(0)) >= 0


def _agree_as_rates(rows: Iterable[ActivityRow]) -> bool:
    """Whether the numbers above 0 of a column in which a ▲ stands follow as rates wherever that can be reckoned."""
    follows = [
        abs((row.actual - row.previous) * 100 / row.previous - row.ratio_printed) < 1
        for row in rows
        if row.actual is not None and row.previous and row.ratio_printed is not None and row.ratio_printed > 0
    ]
    return bool(follows) and all(follows)
