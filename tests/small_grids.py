"""Grids typed by hand: what a reader of files gives, whatever the file."""

from cityplan.read.file.contents import CellGrid, Contents, GridCell
from cityplan.read.printed import Place


def contents(*grids: CellGrid) -> Contents:
    """A file with these grids."""
    return Contents(list(grids))


def grid(text: str, name: str = "", **merged: str) -> CellGrid:
    """A grid from lines of cells with | between; `B2="3x1"` merges a cell over 3 rows and 1 column."""
    found = CellGrid(name, Place(1))
    found.sheet = name
    for row, line in enumerate(text.strip("\n").split("\n"), start=1):
        for column, cell in enumerate(line.split("|"), start=1):
            if cell.strip():
                rows, columns = map(int, merged.get(f"{chr(64 + column)}{row}", "1x1").split("x"))
                found.cells.append(GridCell(row, column, cell.strip(), Place(row), rows, columns))
    return found
