"""What the look of a table's rows, columns and cells says 見え消し・非表示, as repairs for the findings."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from cityplan.japanese.quantities import quantity
from cityplan.read.file.contents import CellGrid
from cityplan.read.printed import Line, Repair, column_role
from cityplan.read.table.grid import letters, on_one_line
from cityplan.read.table.headings import Heading
from cityplan.read.table.records import Piece
from cityplan.read.table.rows import TableRow

_VALUES = {
    "indicators": ("baseline_text", "target_text", "actual_text"),
    "activities": ("actual_text", "previous_text"),
}
_NEAR = 10  # a number so much below the per-cents of its row may be a share of 1: 0.3 for 30%

NotePlace = tuple[str, str, int]  # plan, table, number of the row


def struck_row(line: Line) -> Repair:
    """The repair for a row that is struck out as a whole; it is in no table."""
    return Repair("", "", None, "", "struck_row", "　".join(line.text.split("\t")), "", line.no)


def column_repairs(headings: Mapping[int, Heading], rows: Sequence[TableRow], grid: CellGrid) -> Iterator[Repair]:
    """Used columns that are hidden, and headings of which a part is struck out or raised."""
    for at, heading in headings.items():
        if at in grid.hidden_columns:
            told = f"{letters(at)}列「{heading.text}」"
            yield Repair("", "", None, "", "hidden_column", told, "", heading.line)
        for row in rows:
            cell = row.cells.get(at)
            for note in cell.notes if cell and cell.row == row.number and cell.column == at else ():
                told, text = on_one_line(note.before), on_one_line(note.after)
                yield Repair("", "", None, "", note.rule, told, text, row.line)


def cell_repairs(place: NotePlace, pieces: Iterable[Piece], gone: Iterable[Piece]) -> Iterator[Repair]:
    """The notes on the used cells of a row; those on its plan or group stand with its plan's number.

    `gone` are cells of which nothing is left to be read.
    """
    for piece in (*pieces, *gone):
        column = "plan_id" if piece.names[0] in ("plan", "group", "plan_id") else piece.names[0]
        own = piece.cell if piece.cell and piece.cell.row == piece.row.number and not piece.filled else None
        for note in own.notes if own else ():
            told, text = on_one_line(note.before), on_one_line(note.after)
            yield Repair(*place, column, note.rule, told, text, piece.row.line, bool(own and own.doubt))


def hidden_row(place: NotePlace, row: TableRow, name: str, grid: CellGrid) -> Iterator[Repair]:
    """A row that is hidden 非表示, also by a filter: it is read as any."""
    if row.number in grid.hidden_rows:
        yield Repair(*place, column="name", rule="hidden_line", before=name, after="", source_line=row.line)


def percent_repairs(place: NotePlace, pieces: Iterable[Piece]) -> Iterator[Repair]:
    """A value without a per-cent sign パーセント in a row whose other values have one.

    0.3 beside 28.4% and 50.0% may be 30%: it is not used. 45 is; told where its format alone lacks it.
    """
    own = [piece for piece in pieces if _is_value(place[1], piece.names[0])]
    read = [(piece, value) for piece in own if (value := quantity(piece.text))]
    shares = [abs(value.value) for _, value in read if value.unit == "%"]
    formatted = any(piece.cell and piece.cell.is_percent for piece in own)
    for piece, value in read if shares else ():
        if value.unit or piece.unit or not value.value:
            continue
        said = f"同じ行のほかのセルはパーセントです。{_times_100(value.value)}%のことかもしれません"
        doubted = abs(value.value) * _NEAR <= max(shares)
        for column in piece.names if doubted or formatted else ():
            rule, after = ("unreadable", said) if doubted else ("no_percent_format", "")
            yield Repair(*place, column, rule, piece.text, after, piece.row.line)


def _is_value(table: str, column: str) -> bool:
    named = column_role(column)
    return column in _VALUES[table] or (named is not None and named[0] not in ("budget", "settled", "achievement"))


def _times_100(value: Decimal) -> str:
    """
    >>> _times_100(Decimal("0.3")), _times_100(Decimal("0.284")), _times_100(Decimal("2"))
    ('30', '28.4', '200')
    """
    return f"{(value * 100).normalize():f}"
