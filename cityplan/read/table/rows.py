"""The rows 行 of a grid: each with the cells that cover it, merged ones included."""

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from cityplan.japanese.letters import squeeze
from cityplan.read.file.contents import CellGrid, GridCell
from cityplan.read.printed import Place
from cityplan.read.table.grid import GONE, letters


@dataclass(frozen=True)
class TableRow:
    """A row: its number in the grid, its lines in the source, the cell over each column (from 1)."""

    number: int
    line: int
    line_end: int
    cells: dict[int, GridCell] = field(default_factory=dict)
    place: str = ""  # in words, of a document

    @property
    def told_line(self) -> int | None:
        """Its number, by which a message tells it where no words do better."""
        return None if self.place else self.number

    def text_at(self, column: int) -> str:
        """The text of the cell over a column, empty where there is none."""
        cell = self.cells.get(column)
        return cell.text if cell else ""

    @property
    def own(self) -> list[GridCell]:
        """The cells that begin in this row, from left to right."""
        return list({cell.column: cell for cell in self.cells.values() if cell.row == self.number}.values())

    @property
    def texts(self) -> list[str]:
        """The texts that begin in this row."""
        return [cell.text for cell in self.own if cell.text.strip()]

    @cached_property
    def text(self) -> str:
        """All its own text, squeezed."""
        return squeeze("".join(self.texts))

    @property
    def is_struck(self) -> bool:
        """Whether it is struck out, or cannot be seen, in all its cells."""
        return not self.text and any(is_gone(cell) for cell in self.own)


@dataclass(frozen=True)
class TableRows:
    """All rows of a grid that hold a cell of their own."""

    grid: CellGrid
    rows: list[TableRow]
    width: int

    @property
    def is_of_document(self) -> bool:
        """Whether its places are told in words: of a PDF, a document, a slide."""
        return any(row.place for row in self.rows[:1])

    def at(self, row: int, column: int) -> GridCell | None:
        """The cell over a place of the grid."""
        found = self.row(row)
        return found.cells.get(column) if found else None

    def row(self, number: int) -> TableRow | None:
        """The row of a number, where it holds a cell of its own."""
        return self._by_number.get(number)

    @cached_property
    def _by_number(self) -> dict[int, TableRow]:
        return {each.number: each for each in self.rows}

    def has_column(self, column: int) -> bool:
        """Whether the grid reaches to a column."""
        return 1 <= column <= self.width

    def cell_name(self, cell: GridCell) -> str:
        """A cell as a message names it: シート「実績」のセル C5, or as its document's place says."""
        if cell.place.words:
            return cell.place.words
        return f"{self.grid.name}のセル {letters(cell.column)}{cell.row}" if self.grid.name else f"{cell.row}行目"


def table_rows(grid: CellGrid) -> TableRows:
    """The rows of a grid; a merged cell covers the rows and columns that there are, where no other begins."""
    own: dict[int, list[GridCell]] = defaultdict(list)
    for cell in grid.cells:
        own[cell.row].append(cell)
    numbers = sorted(grid.row_places or [row for row, cells in own.items() if any(_shows(each) for each in cells)])
    width = max(
        (cell.column + cell.columns - 1 if cell.text.strip() else cell.column for cell in grid.cells if _shows(cell)),
        default=0,
    )
    width = min(width, max((cell.column for cell in grid.cells), default=0) + MOST_SPAN)
    covering: dict[int, dict[int, GridCell]] = {number: {} for number in numbers}
    for cell in grid.cells:
        if (cell.rows, cell.columns) != (1, 1):
            for number in numbers[bisect_left(numbers, cell.row) : bisect_left(numbers, cell.row + cell.rows)]:
                for column in range(cell.column, min(cell.column + cell.columns, width + 1)):
                    covering[number][column] = cell
    for cell in grid.cells:
        if cell.row in covering and (_shows(cell) or cell.column not in covering[cell.row]):
            covering[cell.row][cell.column] = cell
    return TableRows(grid, [_row(number, covering[number], own[number], grid) for number in numbers], width)


MOST_SPAN = 1_000  # columns that a merged cell may reach beyond the last one that begins


def _row(number: int, cells: dict[int, GridCell], own: list[GridCell], grid: CellGrid) -> TableRow:
    places = [grid.row_places[number]] if number in grid.row_places else [cell.place for cell in own]
    line = min(place.line for place in places)
    return TableRow(number, line, max(map(_last, places)), dict(sorted(cells.items())), places[0].words)


def _last(place: Place) -> int:
    return place.line_end or place.line


def _shows(cell: GridCell) -> bool:
    return bool(cell.text.strip()) or is_gone(cell)


def is_gone(cell: GridCell | None) -> bool:
    """Whether all of a cell is struck out, or cannot be seen."""
    return cell is not None and any(note.rule in GONE for note in cell.notes)
