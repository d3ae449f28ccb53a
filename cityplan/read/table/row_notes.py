"""What the look of a table's rows, columns and cells says 見え消し・非表示, as repairs for the findings."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from cityplan.japanese.quantities import quantity
from cityplan.read.printed import Line, Repair, column_year
from cityplan.read.table.grid import Grid, GridRow, letters, on_one_line
from cityplan.read.table.headings import Heading

_VALUES = {
    "indicators": ("baseline_text", "target_text", "actual_text"),
    "activities": ("actual_text", "previous_text"),
}
_NEAR = 10  # a number so much below the per-cents of its row may be a share of 1: 0.3 for 30%

NotePlace = tuple[str, str, int]  # plan, table, number of the row


def is_struck(row: GridRow, grid: Grid) -> bool:
    """Whether a row is struck out, or cannot be seen, in all its cells."""
    return any(grid.is_gone(row.line, at) for at in range(1, len(row.cells) + 1))


def struck_row(line: Line) -> Repair:
    """The repair for a row that is struck out as a whole; it is in no table."""
    return Repair("", "", None, "", "struck_row", "　".join(line.text.split("\t")), "", line.no)


def column_repairs(headings: Mapping[int, Heading], rows: Sequence[GridRow], grid: Grid) -> Iterator[Repair]:
    """Used columns that are hidden, and headings of which a part is struck out or raised."""
    for at, heading in headings.items():
        if grid.is_hidden(at):
            told = f"{letters(at)}列「{heading.text}」"
            yield Repair("", "", None, "", "hidden_column", told, "", heading.line)
        for row in rows:
            for note in grid.notes.get((row.line, at), ()):
                told, text = on_one_line(note.before), on_one_line(note.after)
                yield Repair("", "", None, "", note.rule, told, text, row.line)


def cell_repairs(place: NotePlace, row: GridRow, feeds: Mapping[int, Sequence[str]], grid: Grid) -> Iterator[Repair]:
    """The notes on the used cells of a row; those on its plan or group stand with its plan's number."""
    for at, columns in feeds.items():
        column = "plan_id" if columns[0] in ("plan", "group") else columns[0]
        for note in grid.notes.get((row.line, at), ()):
            told, text = on_one_line(note.before), on_one_line(note.after)
            yield Repair(*place, column, note.rule, told, text, row.line)


def hidden_row(place: NotePlace, row: GridRow, name: str, grid: Grid) -> Iterator[Repair]:
    """A row that is hidden 非表示, also by a filter: it is read as any."""
    if row.line in grid.hidden_rows:
        yield Repair(*place, column="name", rule="hidden_line", before=name, after="", source_line=row.line)


def percent_repairs(
    place: NotePlace, row: GridRow, texts: Mapping[int, str], feeds: Mapping[int, Sequence[str]], grid: Grid
) -> Iterator[Repair]:
    """A value without a per-cent sign パーセント in a row whose other values have one.

    0.3 beside 28.4% and 50.0% may be 30%: it is not used. 45 is; told where its format alone lacks it.
    """
    own = [at for at, columns in feeds.items() if _is_value(place[1], columns[0])]
    read = {at: value for at in own if (value := quantity(texts.get(at, "")))}
    shares = [abs(value.value) for value in read.values() if value.unit == "%"]
    formatted = any((row.line, at) in grid.percents for at in own)
    for at, value in read.items() if shares else ():
        if value.unit or not value.value:
            continue
        said = f"同じ行のほかのセルはパーセントです。{_times_100(value.value)}%のことかもしれません"
        doubted = abs(value.value) * _NEAR <= max(shares)
        for column in feeds[at] if doubted or formatted else ():
            rule, after = ("unreadable", said) if doubted else ("no_percent_format", "")
            yield Repair(*place, column, rule, texts[at], after, row.line)


def _is_value(table: str, column: str) -> bool:
    return column in _VALUES[table] or column_year(column) is not None


def _times_100(value: Decimal) -> str:
    """
    >>> _times_100(Decimal("0.3")), _times_100(Decimal("0.284")), _times_100(Decimal("2"))
    ('30', '28.4', '200')
    """
    return f"{(value * 100).normalize():f}"
