"""All that stands in a file 印字: each cell and paragraph once, as the picture of what was read shows it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from cityplan.read.file.contents import CellGrid, Contents, GridCell
from cityplan.read.printed import Line, Place, Shown
from cityplan.read.table.grid import letters


def shown_of(contents: Contents, file: str) -> list[Shown]:
    """The cells and paragraphs of a file that hold a text, as they stand there; `file` is its place below the project.

    Lines of a text file or sheet above its table are in no grid, and told whole.
    """
    cells = [each for grid in contents.apart or contents.grids for each in _cells(grid, file)]
    texts = [Shown(file, each.place, each.text) for each in contents.paragraphs if each.text.strip()]
    known = {no for each in cells for no in range(each.place.line, (each.place.line_end or each.place.line) + 1)}
    return cells + texts + [Shown(file, Place(line.no), line.text) for line in contents.lines if line.no not in known]


def _cells(grid: CellGrid, file: str) -> Iterator[Shown]:
    for cell in grid.cells:
        if not (cell.text.strip() or cell.notes or cell.doubt):
            continue
        hidden = grid.is_hidden or cell.row in grid.hidden_rows or cell.column in grid.hidden_columns
        spans = (cell.row, cell.column, cell.rows, cell.columns)
        text = cell.stored if cell.stored and cell.text.startswith("=") else cell.text  # a formula by its result
        yield Shown(file, _place(cell, grid), text, grid.name or "表", *spans, hidden)


def _place(cell: GridCell, grid: CellGrid) -> Place:
    """Where a cell stands in words; that of a sheet by its letters."""
    if cell.place.words or not grid.sheet:
        return cell.place
    return replace(cell.place, words=f"{grid.name}{letters(cell.column)}{cell.row}")


def shown_lines(lines: Iterable[Line], file: str) -> list[Shown]:
    """The lines of a text, cut at its tabs; the row of each is its line."""
    return [
        Shown(file, Place(line.no), text.strip(), "", line.no, column)
        for line in lines
        for column, text in enumerate(line.text.split("\t"), start=1)
        if text.strip()
    ]
