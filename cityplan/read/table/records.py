"""The records 記録 of a table: each row, or each of the indicators in it, with its texts and its plan."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from cityplan.city.edition import Edition
from cityplan.files.errors import SourceError
from cityplan.japanese.letters import squeeze
from cityplan.japanese.quantities import missing
from cityplan.read.file.contents import GridCell
from cityplan.read.printed import untagged
from cityplan.read.table.grid import on_one_line
from cityplan.read.table.heading_columns import Columns
from cityplan.read.table.measures import is_below_measure
from cityplan.read.table.plans_of_table import PlanPlace, TablePlan
from cityplan.read.table.rows import TableRow, TableRows, is_gone
from cityplan.read.table.table_checks import check_cells, empty_cell, unnamed

_REQUIRED = ("group", "plan", "name")
# What is filled from above: a new text in a column ends what stands above in those of higher level.
_LEVELS = {"group": 0, "plan": 1, "plan_id": 1, "name": 2, "division": 2, "unit": 2, "subgroup": 3, "role": 4}
_LEVELS |= {"baseline_fy": 2, "target_fy": 2, "actual_fy": 2}


@dataclass
class Piece:
    """A text of a record: the columns of cells that it feeds, its row and column; one from above is `filled` by a rule.

    Its source column is 0 where the row itself does not print it.
    """

    names: list[str]
    text: str
    row: TableRow
    at: int
    cell: GridCell | None = None
    filled: str = ""
    unit: str = ""

    @property
    def place(self) -> PlanPlace:
        """Its cell as a place that names something."""
        column = 0 if self.filled else self.at
        return PlanPlace(self.text, self.row.line, self.row.line_end, column, self.filled == "fixed")


@dataclass
class Record:
    """What will be a row of our tables: its pieces by the first column that each feeds, its plan, its number there."""

    row: TableRow
    block: int
    pieces: dict[str, Piece]
    number: int = 0
    plan: TablePlan | None = None
    gone: list[Piece] = field(default_factory=list)  # cells of which nothing is left to be read
    told: list[tuple[str, str, str, str, int]] = field(default_factory=list)  # column, rule, before, after, line
    more_rows: list[TableRow] = field(default_factory=list)  # where its values stand in several

    def text(self, column: str) -> str:
        """What it says in a column, empty where nothing."""
        return next((piece.text for piece in self.pieces.values() if column in piece.names), "")


@dataclass
class Banners:
    """The rows that name the group or plan of those below them."""

    column: str = ""
    texts: dict[int, Piece] = field(default_factory=dict)  # by the number of their row


def records(
    body: list[TableRow], used: Columns, rows: TableRows, banners: Banners, edition: Edition, faults: list[SourceError]
) -> Iterator[Record]:
    """The records of the rows of a table, in their order; what is wrong with a row is told in `faults`."""
    form = edition.form
    filled = {at: names[0] for at, names in used.feeds.items() if names[0] in _LEVELS and not used.blocks.get(at)}
    measured = {used.at("name")} if form.subject == "activity" else set()
    above: dict[str, str] = {}
    own = {row.number for row in body}
    banner: Piece | None = None
    for row in rows.rows:
        if row.number in banners.texts:
            banner = banners.texts[row.number]
            _forget(above, _LEVELS[banners.column] + 1)
        if row.number not in own:
            for at, column in filled.items():
                if is_gone(row.cells.get(at)):  # what it named is no name for the rows below
                    _forget(above, _LEVELS[column])
            continue
        check_cells(row, used, rows, edition, faults)
        pieces = {at: piece for at in used.feeds if (piece := _piece(at, row, used, edition.plan_word))}
        for at, column in filled.items():
            is_measured = at in measured and at not in pieces and is_below_measure(row, used, rows)
            _fill(pieces, at, row, used, above, column in form.fill_down or is_measured)
        _join_parts(pieces, used)
        if banner:
            pieces[-1] = banner
        for record in _of_blocks(row, pieces, used, edition, rows, faults):
            record.gone = _gone(row, record.block, used)
            yield record


def _join_parts(pieces: dict[int, Piece], used: Columns) -> None:
    """The parts 区分 of an indicator in columns beside each other as one: 小6 国語."""
    by_block: dict[int, list[int]] = defaultdict(list)
    for at in sorted(pieces):
        if pieces[at].names[0].startswith("subgroup"):
            by_block[used.blocks.get(at, 0)].append(at)
    for places in by_block.values():
        parts = [pieces.pop(at) for at in places]
        text = " ".join(part.text for part in parts)
        pieces[places[-1]] = replace(parts[-1], names=["subgroup"], text=text)


def _gone(row: TableRow, block: int, used: Columns) -> list[Piece]:
    """The used cells of a record that say something by their look alone."""
    cells = {at: row.cells[at] for at in used.feeds if at in row.cells and used.blocks.get(at, 0) in (0, block)}
    return [
        Piece(used.feeds[at], "", row, at, cell)
        for at, cell in cells.items()
        if cell.notes and not cell.text.strip() and (cell.row, cell.column) == (row.number, at)
    ]


def _piece(at: int, row: TableRow, used: Columns, plan_word: str) -> Piece | None:
    """The text over a column in a row; one that is merged to the right belongs to the first used column."""
    cell = row.cells.get(at)
    if cell is None:
        return None
    text = on_one_line(untagged(cell.text))
    if used.feeds[at][0] == "plan":
        text = _numbered(cell.text, plan_word) or text
    first = next(other for other in sorted(used.feeds) if other >= cell.column)
    spread = first != at and cell.columns > 1 and not (missing(text) and used.feeds[at][0].endswith("_text"))
    if not text or spread:
        return None
    rule = "merged_cell" if cell.row != row.number else ""
    return Piece(used.feeds[at], text, row, at, cell, rule, used.units.get(at, ""))


def _numbered(text: str, plan_word: str) -> str:
    """A plan's number on a line of its own and its name, parted by a blank; empty for any other text.

    >>> _numbered("施策1-1\\n産業の振興と雇\\n用の創出", "施策"), _numbered("中学３\\n年生", "施策")
    ('施策1-1 産業の振興と雇用の創出', '')
    """
    number, _, name = untagged(text).strip().partition("\n")
    is_number = re.fullmatch(rf"(?:{re.escape(squeeze(plan_word))})?\d+(?:-\d+)*", squeeze(number))
    return f"{number.strip()} {on_one_line(name)}" if is_number and name.strip() else ""


def _fill(pieces: dict[int, Piece], at: int, row: TableRow, used: Columns, above: dict[str, str], wanted: bool) -> None:
    """Keep what stands in a column for the rows below; where it is wanted, fill an empty cell."""
    column = used.feeds[at][0]
    text = pieces[at].text if at in pieces else ""
    if text and text != above.get(column):
        _forget(above, _LEVELS[column] + 1)
        above[column] = text
    elif not text and wanted and column in above:
        pieces[at] = Piece(used.feeds[at], above[column], row, at, None, "filled_down")


def _forget(above: dict[str, str], level: int) -> None:
    """Nothing of this level, or of a higher one, is filled from above any more."""
    for column in [each for each in above if _LEVELS[each] >= level]:
        del above[column]


def _of_blocks(
    row: TableRow,
    pieces: Mapping[int, Piece],
    used: Columns,
    edition: Edition,
    rows: TableRows,
    faults: list[SourceError],
) -> Iterator[Record]:
    """The record of a row, or one for each of its blocks in which anything stands."""
    form = edition.form
    whole = {piece.names[0]: piece for at, piece in pieces.items() if not used.blocks.get(at)}
    for piece in [each for each in whole.values() if {"plan", "name"} <= {*each.names}]:
        whole |= {name: replace(piece, names=[name]) for name in piece.names}
    whole |= {name: _elsewhere(name, cell.text, row, cell) for name, cell in used.cells.items()}
    if not form.repeats:
        record = Record(row, 0, whole | _fixed(form.fixed, row, whole))
        faults += [empty_cell(row, each, used, rows, edition) for each in _lacking(record, used, edition)]
        yield record
        return
    for number, block in enumerate(form.blocks[1:], start=1):
        own = {piece.names[0]: piece for at, piece in pieces.items() if used.blocks.get(at) == number}
        if all(missing(piece.text) for piece in own.values()):
            continue
        record = Record(row, number, whole | own)
        record.pieces |= _fixed({**form.fixed, **block.fixed}, row, record.pieces)
        if "name" not in record.pieces:
            faults.append(unnamed(row, min(piece.at for piece in own.values()), used, rows, edition))
            continue
        faults += [empty_cell(row, each, used, rows, edition) for each in _lacking(record, used, edition)]
        yield record


def _elsewhere(name: str, text: str, row: TableRow, cell: GridCell) -> Piece:
    return Piece([name], on_one_line(untagged(text)), row, 0, cell, "cell_above")


def _fixed(fixed: Mapping[str, str], row: TableRow, there: Mapping[str, Piece]) -> dict[str, Piece]:
    """What `source.toml` says of every row, where the row itself says nothing."""
    return {name: Piece([name], text, row, 0, None, "fixed") for name, text in fixed.items() if name not in there}


def _lacking(record: Record, used: Columns, edition: Edition) -> list[str]:
    """The columns of plan, group and name that the table has and this row says nothing in; a struck one is told so."""
    at = {column: used.at(column, record.block) for column in _REQUIRED if column not in record.pieces}
    return [column for column, place in at.items() if place and not is_gone(record.row.cells.get(place))]


def named_place(record: Record, column: str, edition: Edition) -> PlanPlace | None:
    """The cell that names the group or plan of a record, in the spelling that is declared; None where there is none."""
    piece = record.pieces.get(column)
    if piece is None:
        return None
    place = piece.place
    return place._replace(text=edition.form.spellings.get(squeeze(place.text), place.text))
