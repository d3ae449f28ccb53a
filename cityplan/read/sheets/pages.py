"""Tables that are pages: of a workbook's sheet, or of a form that is one table, paragraphs and tables apart."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from cityplan.read.file.contents import CellGrid, Contents, GridCell, Paragraph, Told
from cityplan.read.table.grid import letters

_DOUBTED = "表の外のセルは{}"


def as_pages(contents: Contents, is_heading: Callable[[str], bool]) -> Contents:
    """The contents with what stands in a table and is none as paragraphs; rows and columns keep their numbers.

    Every sheet of a workbook is such a page, a table of a document where a heading that is declared (`is_heading`)
    stands alone in a row or before a text. Rows that a merged cell covers belong together.
    """
    pages = Contents(paragraphs=list(contents.paragraphs), told=list(contents.told))
    for grid in contents.grids:
        if not grid.sheet and not _is_page(grid, is_heading):
            pages.grids.append(grid)
            continue
        for part in _parts([_placed(cell, grid) for cell in grid.cells], is_heading, bool(grid.sheet)):
            texts = _texts(part, is_heading)
            for cell in texts:
                pages.paragraphs.append(Paragraph(cell.text, cell.place))
                pages.told += _doubts(cell)
            if not texts:
                pages.grids.append(_table(part, grid))
    return pages


def _placed(cell: GridCell, grid: CellGrid) -> GridCell:
    """A cell of a workbook with its place in words."""
    if cell.place.words:
        return cell
    return replace(cell, place=replace(cell.place, words=f"{grid.name} {letters(cell.column)}{cell.row}".strip()))


def _is_page(grid: CellGrid, is_heading: Callable[[str], bool]) -> bool:
    """Whether a table of a document holds a heading in a row of its own, or before a text."""
    return any(is_heading(texts[0].text) for band in _bands(grid.cells) if (texts := _texts(band, is_heading)))


def _texts(cells: Sequence[GridCell], is_heading: Callable[[str], bool]) -> list[GridCell]:
    """The cells of a row that are paragraphs: one text alone, or a heading and the text beside it; else none."""
    shown = [cell for cell in cells if cell.text.strip()]
    is_pair = len(shown) == 2 and is_heading(shown[0].text) and shown[0].row == shown[1].row
    return shown if len(shown) == 1 or is_pair else []


def _doubts(cell: GridCell) -> Iterator[Told]:
    if cell.doubt:
        yield Told("doubtful_cell", cell.text, cell.place, True, _DOUBTED.format(cell.doubt))
    for note in cell.notes:
        yield Told(note.rule, note.before, cell.place, True, note.after)


def _parts(cells: Sequence[GridCell], is_heading: Callable[[str], bool], is_sheet: bool) -> Iterator[list[GridCell]]:
    """The cells of each paragraph, and of each table, from above; an empty row of a workbook ends a table."""
    table: list[GridCell] = []
    end = 0
    for band in _bands(cells):
        is_text = bool(_texts(band, is_heading))
        is_apart = is_sheet and min(cell.row for cell in band) > end + 1
        if table and (is_text or is_apart):
            yield table
            table = []
        if is_text:
            yield band
        elif any(cell.text.strip() or cell.notes for cell in band):
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
    name = f"{grid.name}の{letters(cells[0].column)}{cells[0].row}からの表" if grid.sheet else grid.name
    return CellGrid(
        name, cells[0].place, cells, hidden_rows=grid.hidden_rows, hidden_columns=grid.hidden_columns, sheet=grid.sheet
    )
