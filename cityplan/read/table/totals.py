"""Total rows 合計の行: in no table, but held against the sum of their columns."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from cityplan.japanese.letters import squeeze
from cityplan.japanese.quantities import missing, quantity
from cityplan.read.printed import Repair
from cityplan.read.table.heading_columns import Columns
from cityplan.read.table.rows import TableRow

_SUM = re.compile("計")  # 合計, 小計; an average 平均 is no sum


def is_total(row: TableRow, words: Iterable[str]) -> bool:
    """Whether a cell of a row is one of the words for a total, whatever stands in brackets behind it."""
    named = "|".join(re.escape(squeeze(word)) for word in words)
    return bool(named) and any(re.fullmatch(rf"(?:{named})(?:\(.*\))?", squeeze(text)) for text in row.texts)


def total_repairs(rows: Iterable[TableRow], totals: set[int], used: Columns, table: str) -> Iterator[Repair]:
    """A repair for each printed total that is not the sum of its column, of all rows above or since the last total.

    A formula is not calculated; a column with a text that is no number, or in per cent, is not added up.
    """
    columns = [at for at, names in used.feeds.items() if names[0].endswith("_text")]
    whole: dict[int, Decimal | None] = {at: Decimal(0) for at in columns}
    part = dict(whole)
    for row in rows:
        if row.number not in totals:
            for at in columns:
                whole[at], part[at] = _added(whole[at], row, at), _added(part[at], row, at)
            continue
        for at in columns if any(_SUM.search(text) for text in row.texts) else ():
            cell = row.cells.get(at)
            printed = quantity(cell.text) if cell and not cell.doubt else None
            sums = (whole[at], part[at])
            if cell and printed and None not in sums and printed.value not in sums and printed.unit != "%":
                yield Repair("", table, None, used.feeds[at][0], "total_differs", cell.text, f"{whole[at]:,}", row.line)
        part = {at: None if part[at] is None else Decimal(0) for at in columns}


def _added(so_far: Decimal | None, row: TableRow, at: int) -> Decimal | None:
    cell = row.cells.get(at)
    if so_far is None or cell is None or cell.row != row.number or not cell.text.strip() or missing(cell.text):
        return so_far
    value = quantity(cell.text)
    return so_far + value.value if value and value.unit != "%" else None
