"""A workbook's sheets as pages: a row with one text alone is a paragraph 段落, the rows between are tables."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from cityplan.read.file.contents import CellGrid, Contents, GridCell, Paragraph, Told
from cityplan.read.table.grid import letters

_DOUBTED = "表の外のセルは{}"


def as_pages(contents: Contents) -> Contents:
    """The contents of a workbook with its paragraphs and tables apart; rows and columns keep their numbers.

    Rows that a merged cell covers belong together; an empty row ends a table.
    """
    pages = Contents(told=list(contents.told))
    for grid in contents.grids:
        cells = [replace(cell, place=replace(cell.place, words=_words(cell, grid))) for cell in grid.cells]
        for part in _parts(cells):
            shown = [cell for cell in part if cell.text.strip()]
            if len(shown) == 1:
                pages.paragraphs.append(Paragraph(shown[0].text, shown[0].place))
                pages.told += _doubts(shown[0])
            elif part:
                pages.grids.append(_table(part, grid))
    return pages


def _words(cell: GridCell, grid: CellGrid) -> str:
    return f"{grid.name} {letters(cell.column)}{cell.row}".strip()


def _doubts(cell: GridCell) -> Iterator[Told]:
    if cell.doubt:
        yield Told("doubtful_cell", cell.text, cell.place, True, _DOUBTED.format(cell.doubt))
    for note in cell.notes:
        yield Told(note.rule, note.before, cell.place, True, note.after)


def _parts(cells: Sequence[GridCell]) -> Iterator[list[GridCell]]:
    """The cells of each paragraph, and of each table, from above."""
    table: list[GridCell] = []
    end = 0
    for band in _bands(cells):
        first = min(cell.row for cell in band)
        alone = sum(bool(cell.text.strip()) for cell in band) == 1
        if table and (alone or first > end + 1):
            yield table
            table = []
        if alone:
            yield band
        else:
            table += band
        end = max(cell.row + cell.rows - 1 for cell in band)
    if table:
        yield table


def _bands(cells: Iterable[GridCell]) -> Iterator[list[GridCell]]:
    """The cells of rows that no merged cell divides, from above."""
    band: list[GridCell] = []
    end = 0
    for cell in sorted(cells, key=lambda each: (each.row, each.column)):
        if band and cell.row > end:
            yield band
            band = []
        band.append(cell)
        end = max(end, cell.row + cell.rows - 1)
    if band:
        yield band


def _table(cells: list[GridCell], grid: CellGrid) -> CellGrid:
    name = f"{grid.name}の{letters(cells[0].column)}{cells[0].row}からの表"
    return CellGrid(
        name, cells[0].place, cells, hidden_rows=grid.hidden_rows, hidden_columns=grid.hidden_columns, sheet=grid.sheet
    )
