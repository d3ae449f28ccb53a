"""The cells around a cell 隣のセル in the grid of a form: right of it, below it, and the bands of its rows."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from cityplan.read.file.contents import CellGrid, GridCell

_FAR = 60  # columns or rows without any cell that may stand between a label and its value, in a workbook


@dataclass(frozen=True)
class Lattice:
    """A grid by its places; cells are told apart as objects."""

    grid: CellGrid

    @cached_property
    def at(self) -> dict[tuple[int, int], GridCell]:
        """The cell over each place."""
        return self.grid.covering()

    @cached_property
    def width(self) -> int:
        """The last column."""
        return max((cell.column + cell.columns - 1 for cell in self.grid.cells), default=0)

    @cached_property
    def height(self) -> int:
        """The last row."""
        return max((cell.row + cell.rows - 1 for cell in self.grid.cells), default=0)

    def right_of(self, cell: GridCell) -> list[GridCell]:
        """The cells that touch a cell on its right, from above."""
        return self._cells((row, cell.column + cell.columns) for row in _rows(cell))

    def left_of(self, cell: GridCell) -> list[GridCell]:
        """The cells that touch a cell on its left, from above."""
        return self._cells((row, cell.column - 1) for row in _rows(cell))

    def next_right(self, cell: GridCell) -> GridCell | None:
        """The next cell that says something to the right of a cell, in its first row; None where there is none near."""
        first = cell.column + cell.columns
        found = (self.at.get((cell.row, column)) for column in range(first, min(self.width, first + _FAR) + 1))
        return next((each for each in found if each and each.text.strip()), None)

    def is_closed(self, cells: Collection[GridCell]) -> bool:
        """Whether an empty cell is a box of its own: merged, or of a document, which has all its cells."""
        return any((each.rows, each.columns) != (1, 1) for each in cells) or (bool(cells) and not self.grid.sheet)

    def below(self, cell: GridCell) -> list[GridCell]:
        """The cells right below a cell in its columns, from the left."""
        row = cell.row + cell.rows
        return self._cells((row, column) for column in _columns(cell))

    def above(self, cell: GridCell) -> list[GridCell]:
        """The cells right above a cell in its columns, from the left."""
        return self._cells((cell.row - 1, column) for column in _columns(cell))

    def _cells(self, places: Iterable[tuple[int, int]]) -> list[GridCell]:
        found = (self.at[place] for place in places if place in self.at)
        return list({id(cell): cell for cell in found}.values())


def _rows(cell: GridCell) -> range:
    return range(cell.row, cell.row + cell.rows)


def _columns(cell: GridCell) -> range:
    return range(cell.column, cell.column + cell.columns)


def turned(grid: CellGrid) -> CellGrid:
    """A grid with its rows as columns; each cell keeps its place in the file."""
    cells = [
        replace(cell, row=cell.column, column=cell.row, rows=cell.columns, columns=cell.rows) for cell in grid.cells
    ]
    return replace(grid, cells=in_order(cells))


def in_order(cells: Iterable[GridCell]) -> list[GridCell]:
    """Cells by row, then column."""
    return sorted(cells, key=lambda cell: (cell.row, cell.column))


def bands(cells: Iterable[GridCell]) -> Iterator[list[GridCell]]:
    """The cells of rows that no merged cell divides, from above."""
    band: list[GridCell] = []
    end = 0
    for cell in in_order(cells):
        if band and cell.row > end:
            yield band
            band = []
        band.append(cell)
        end = max(end, cell.row + cell.rows - 1)
    if band:
        yield band
