"""Total rows 合計の行: in no table, but held against the sum of their columns."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from cityplan.japanese.letters import squeeze
from cityplan.japanese.quantities import missing, quantity
from cityplan.read.printed import Printed, Repair, Sum
from cityplan.read.table.heading_columns import Columns
from cityplan.read.table.rows import TableRow

_SUM = re.compile("計")  # 合計, 小計; an average 平均 is no sum


def is_total(row: TableRow, words: Iterable[str]) -> bool:
    """Whether a cell of a row is one of the words for a total, whatever stands in brackets behind it."""
    named = "|".join(re.escape(squeeze(word)) for word in words)
    return bool(named) and any(re.fullmatch(rf"(?:{named})(?:\(.*\))?", squeeze(text)) for text in row.texts)


def hold_totals(rows: Iterable[TableRow], totals: set[int], used: Columns, table: str, printed: Printed) -> None:
    """Hold each printed total against its column, of all rows above or since the last total: a sum, or a repair.

    A formula is not calculated; a column with a text that is no number, or in per cent, is not added up.
    """
    columns = [at for at, names in used.feeds.items() if names[0].endswith("_text")]
    whole = {at: _Added() for at in columns}
    part = {at: _Added() for at in columns}
    for row in rows:
        if row.number not in totals:
            for at in columns:
                whole[at], part[at] = whole[at].plus(row, at), part[at].plus(row, at)
            continue
        for at in columns if any(_SUM.search(text) for text in row.texts) else ():
            cell = row.cells.get(at)
            total = quantity(cell.text) if cell and not cell.doubt else None
            sums = (part[at], whole[at])
            if cell is None or total is None or total.unit == "%" or None in (each.value for each in sums):
                continue
            column = used.feeds[at][0]
            same = next((each for each in sums if each.lines and each.value == total.value), None)
            if same:
                printed.sums.append(Sum(table, column, min(same.lines), max(same.lines), row.line, cell.text))
            elif total.value not in [each.value for each in sums]:
                told = f"{whole[at].value:,}"
                printed.repairs.append(Repair("", table, None, column, "total_differs", cell.text, told, row.line))
        part = {at: _Added(None if part[at].value is None else Decimal(0)) for at in columns}


class _Added(NamedTuple):
    """A column so far: its sum, None where it cannot be added up, and the lines of its values."""

    value: Decimal | None = Decimal(0)
    lines: tuple[int, ...] = ()

    def plus(self, row: TableRow, at: int) -> "_Added":
        cell = row.cells.get(at)
        if self.value is None or cell is None or cell.row != row.number or not cell.text.strip() or missing(cell.text):
            return self
        value = quantity(cell.text)
        if value is None or value.unit == "%":
            return _Added(None)
        return _Added(self.value + value.value, (*self.lines, row.line, row.line_end))
