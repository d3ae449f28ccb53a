"""Total rows 合計の行: in no table, but each held against the sums of the rows that it may be of."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from cityplan.japanese.letters import squeeze
from cityplan.japanese.quantities import Quantity, missing, quantity, unit
from cityplan.read.file.contents import GridCell
from cityplan.read.printed import Printed, Repair, Sum
from cityplan.read.table.rows import TableRow

USUAL_TOTALS = ("合計", "総計", "小計", "計", "総合計", "全体計")
OR = " か "  # between the sums of which a total may be one
_SUM = re.compile("計")  # 合計, 小計; an average 平均 is no sum
_PARTIAL = 0  # the level of 小計, which is of a part of the rows
_LEVELS = ((_PARTIAL, re.compile("小計")), (3, re.compile("[総全]")), (2, re.compile("合計")))
_RATIOS = ("ratio", "achievement")  # are not added up, though they may be printed without ％
_COSTS = ("budget", "settled")  # of which the column of units 単位 says nothing
UNLIKE = "上の行の単位がそろわない"


def total_word(text: str, words: Iterable[str]) -> str:
    """The word for a total that a text is, whatever stands in brackets behind it; empty where it is none.

    >>> total_word("合　計（千円）", ["合計", "計"]), total_word("計画の策定数", ["計"])
    ('合計', '')
    """
    named = "|".join(re.escape(squeeze(word)) for word in words)
    match = re.fullmatch(rf"({named})(?:\(.*\))?", squeeze(text)) if named else None
    return match[1] if match else ""


def total_cell(row: TableRow, words: Collection[str]) -> GridCell | None:
    """The cell of a row that is one of the words for a total; None where the row is no total."""
    return next((cell for cell in row.own if total_word(cell.text, words)), None)


def hold_totals(
    rows: Iterable[TableRow],
    totals: Mapping[int, GridCell],
    banners: Iterable[int],
    feeds: Mapping[int, list[str]],
    table: str,
    printed: Printed,
) -> None:
    """Hold each printed total against its column, of the rows above that it may be of: a sum, or a repair.

    `totals` are the cells with the words by row, `banners` the rows that name what the rows below belong to, `feeds` our
    columns by theirs. A formula is not calculated; a column in per cent is not added up, and one with a text that is no number is told.
    Of rows in unlike units a total in one of these may be of those in its own alone.
    """
    units = next((at for at, names in feeds.items() if names == ["unit"]), None)
    columns = {
        at: _Column(None if first.startswith(_COSTS) else units)
        for at, (first, *_) in feeds.items()
        if first.endswith("_text") and not first.startswith(_RATIOS)
    }
    above = _Above(totals, sorted(banners), [at for at, names in feeds.items() if {"plan", "group"} & {*names}])
    for row in rows:
        if row.number not in totals:
            above.add(row)
            for at, column in columns.items():
                column.add(row, at)
            continue
        if any(_SUM.search(text) for text in row.texts):
            sure, begins = above.begins(row)
            for at, column in columns.items():
                _hold(row, at, column, sure, begins, above.rows, (table, feeds[at][0]), printed)
        above.close(row)


def _hold(
    row: TableRow,
    at: int,
    column: "_Column",
    sure: int | None,
    begins: list[int],
    rows: list[TableRow],
    place: tuple[str, str],
    printed: Printed,
) -> None:
    """Hold a total against the sums from each of the rows at which it may begin; `sure` is that which is known."""
    cell = row.cells.get(at)
    total = quantity(cell.text) if cell and cell.row == row.number else None
    if cell is None or total is None or total.unit == "%" or column.is_percent:
        return
    likely = begins if sure is None else [sure]
    is_mixed = any(len(column.units(begin)) > 1 for begin in likely)
    own = column.own_unit(row, total)
    sums = {begin: column.since(begin) for begin in begins}
    if is_mixed and total.value not in sums.values() and any(own in column.units(begin) for begin in likely):
        column, is_mixed = column.of(own), False
        sums = {begin: column.since(begin) for begin in begins}
    same = next((each for each in begins if sums[each] == total.value and column.values(each)), None)
    if same is not None and not cell.doubt:
        first, *others = column.values(same)
        lines = rows[first].line, rows[others[-1] if others else first].line_end
        printed.sums.append(Sum(*place, *lines, row.line, cell.text))
        return
    told = list(dict.fromkeys(sums[each] for each in likely))
    if cell.doubt or None in told or not told:
        printed.repairs.append(Repair("", place[0], None, place[1], "total_unread", cell.text, "", row.line))
    elif total.value not in sums.values() and is_mixed:
        printed.repairs.append(Repair("", place[0], None, place[1], "total_unread", cell.text, UNLIKE, row.line))
    elif total.value not in sums.values():
        words = OR.join(f"{each:,}" for each in told if each is not None)
        printed.repairs.append(Repair("", place[0], None, place[1], "total_differs", cell.text, words, row.line))


@dataclass
class _Column:
    """A column as it is added up: after each row its sum and how many cells were not read, and the rows with a value."""

    unit_column: int | None = None
    sums: list[Decimal] = field(default_factory=lambda: [Decimal(0)])
    unread: list[int] = field(default_factory=lambda: [0])
    valued: list[int] = field(default_factory=list)
    units_valued: list[str] = field(default_factory=list)  # of the rows with a value; empty where none is said
    is_percent: bool = False

    def own_unit(self, row: TableRow, value: Quantity) -> str:
        """The unit of a value: its own, or its row's."""
        if value.unit or self.unit_column is None:
            return value.unit
        return (unit(row.text_at(self.unit_column)) or ("", ""))[0]

    def add(self, row: TableRow, at: int) -> None:
        """Add a row; an empty cell, one without a value, and one merged from above add nothing."""
        cell = row.cells.get(at)
        is_said = cell is not None and cell.row == row.number and (bool(cell.text.strip()) or bool(cell.doubt))
        value = quantity(cell.text) if cell is not None and is_said and not missing(cell.text) else None
        is_unread = cell is not None and is_said and (bool(cell.doubt) or (value is None and not missing(cell.text)))
        if value is not None:
            self.valued.append(len(self.sums) - 1)
            self.units_valued.append(self.own_unit(row, value))
            self.is_percent = self.is_percent or value.unit == "%"
        self.sums.append(self.sums[-1] + (value.value if value else 0))
        self.unread.append(self.unread[-1] + is_unread)

    def since(self, begin: int) -> Decimal | None:
        """The sum of the rows from one on; None where one of them is not read."""
        return None if self.unread[-1] > self.unread[begin] else self.sums[-1] - self.sums[begin]

    def units(self, begin: int) -> set[str]:
        """The units that are said of the rows with a value, from one on."""
        return {*self.units_valued[bisect_left(self.valued, begin) :]} - {""}

    def of(self, own: str) -> "_Column":
        """The column without the values that are said in another unit than one."""
        left = {row for row, said in zip(self.valued, self.units_valued, strict=True) if said in (own, "")}
        sums = [Decimal(0)]
        for row, (before, after) in enumerate(pairwise(self.sums)):
            sums.append(sums[-1] + (after - before if row in left else 0))
        return _Column(self.unit_column, sums, self.unread, sorted(left))

    def values(self, begin: int) -> list[int]:
        """The first and the last row with a value, of the rows from one on."""
        own = bisect_left(self.valued, begin)
        return [self.valued[own], self.valued[-1]] if own < len(self.valued) else []


@dataclass
class _Above:
    """The rows above a total: where those that it may be of begin, counted from 0."""

    totals: Mapping[int, GridCell]
    banners: list[int]
    parents: list[int]  # the columns of plans and groups
    rows: list[TableRow] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    closed: list[tuple[tuple[int, int], str, int]] = field(default_factory=list)  # level, word and end of each total
    begun: dict[int, tuple[str, int]] = field(default_factory=dict)  # by parent its name, and where it begins

    def add(self, row: TableRow) -> None:
        """Add a row; a name in a column of plans or groups begins a part, where it is another than above."""
        for at in self.parents:
            name = squeeze(row.text_at(at))
            if name and name != self.begun.get(at, ("", 0))[0]:
                self.begun[at] = (name, len(self.rows))
        self.rows.append(row)
        self.numbers.append(row.number)

    def close(self, row: TableRow) -> None:
        """Add a total."""
        self.closed.append((*self._rank(row), len(self.rows)))

    def begins(self, row: TableRow) -> tuple[int | None, list[int]]:
        """Where the rows begin that a total is of, as its word and place say, None where they do not; and all where they
        may begin, the known one first, then the nearest.
        """
        level, word = self._rank(row)
        last = max((end for *_, end in self.closed), default=0)
        since = max((end for own, _, end in self.closed if own >= level), default=0)
        same = max((end for _, own, end in self.closed if own == word), default=0)
        parts = self._parts(row)
        sure = self._sure(row, level, since, last)
        begins = sorted({last, since, same, 0, *parts.values()}, reverse=True)
        begins = [each for each in dict.fromkeys([*([] if sure is None else [sure]), *begins]) if each < len(self.rows)]
        return (sure if sure in begins else None), begins

    def _sure(self, row: TableRow, level: tuple[int, int], since: int, last: int) -> int | None:
        merged = [
            bisect_left(self.numbers, cell.row)
            for at in self.parents
            if (cell := row.cells.get(at)) is not None and cell.row < row.number
        ]
        if merged:
            return max(since, *merged)
        if level == self._highest and level[0] != _PARTIAL:
            return since if since == 0 else None
        column = self.totals[row.number].column
        inner = max((begin for at, begin in self._parts(row).items() if at < column and begin >= last), default=0)
        if level[0] == _PARTIAL:
            return max(since, inner)
        return since if inner <= since else None

    @cached_property
    def _highest(self) -> tuple[int, int]:
        return max(self._rank_of(cell)[0] for cell in self.totals.values())

    def _parts(self, row: TableRow) -> dict[int, int]:
        """By its column where a part with a name begins; that below a banner stands in column 0."""
        found = {at: begin for at, (_, begin) in self.begun.items()}
        above = bisect_left(self.banners, row.number)
        return found | ({0: bisect_left(self.numbers, self.banners[above - 1])} if above else {})

    def _rank(self, row: TableRow) -> tuple[tuple[int, int], str]:
        return self._rank_of(self.totals[row.number])

    @staticmethod
    def _rank_of(cell: GridCell) -> tuple[tuple[int, int], str]:
        """How high a total stands: by its word, then the further left the higher; and its word without brackets."""
        word = re.sub(r"\(.*\)$", "", squeeze(cell.text))
        is_sum = bool(_SUM.search(word))
        rank = next((rank for rank, form in _LEVELS if form.search(word)), 1) if is_sum else -1
        return (rank, -cell.column), word
