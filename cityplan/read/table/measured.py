"""Records of activities 事業 whose measure stands above their values: two rows of a table as one record."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from cityplan.city.edition import Edition
from cityplan.files.errors import SourceError
from cityplan.read.file.contents import GridCell
from cityplan.read.table.heading_columns import Columns
from cityplan.read.table.measures import measure_cell
from cityplan.read.table.records import Piece, Record
from cityplan.read.table.rows import TableRows


def measured(
    found: Iterable[Record], used: Columns, rows: TableRows, edition: Edition, faults: list[SourceError]
) -> Iterator[Record]:
    """The records, a measure 測り方 and the values below it as one; an activity with several measures has one for each.

    What the two rows both say in a cell of their own is told in `faults`.
    """
    waiting: Record | None = None
    for record in found:
        if cell := measure_cell(record.row, used, rows):
            if waiting:
                yield waiting
            waiting = _of_measure(record, cell)
        elif waiting and _is_same(waiting, record):
            yield _with_values(waiting, record, rows, edition, faults)
            waiting = None
        else:
            if waiting:
                yield waiting
                waiting = None
            yield record
    if waiting:
        yield waiting


def _of_measure(record: Record, cell: GridCell) -> Record:
    """A record whose words over the results are its measure."""
    pieces = {name: piece for name, piece in record.pieces.items() if piece.cell is not cell}
    text = next(piece.text for piece in record.pieces.values() if piece.cell is cell)
    pieces["measure"] = Piece(["measure"], text, record.row, cell.column, cell)
    return replace(record, pieces=pieces)


def _is_same(above: Record, below: Record) -> bool:
    """Whether two rows are of one activity: its name is merged over both, or filled down."""
    one, other = above.pieces.get("name"), below.pieces.get("name")
    if one is None or other is None:
        return False
    return one.cell is other.cell if other.filled != "filled_down" else one.text == other.text


def _with_values(above: Record, below: Record, rows: TableRows, edition: Edition, faults: list[SourceError]) -> Record:
    pieces = dict(above.pieces)
    for name, piece in below.pieces.items():
        there = pieces.get(name)
        if there is None:
            pieces[name] = piece
        elif piece.cell is not there.cell and not piece.filled:
            faults.append(_twice(piece, there, rows, edition))
    return replace(above, pieces=pieces, gone=above.gone + below.gone, more_rows=[*above.more_rows, below.row])


def _twice(piece: Piece, above: Piece, rows: TableRows, edition: Edition) -> SourceError:
    place = rows.cell_name(piece.cell) if piece.cell else ""
    return SourceError(
        f"{place} は、測り方の下の値の行ですが、測り方の行にも「{above.text}」があります",
        file=edition.raw_file,
        text=piece.text,
        next_step="どちらのセルがこの事業のものか、元の資料で確かめ、1つにしてください。",
    )
