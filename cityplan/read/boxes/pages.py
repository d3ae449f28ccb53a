"""The contents of a file -> its pages 紙面, each one grid: a sheet of a workbook, or all that a document holds in turn.

What is hidden in a workbook is no part of a page; it is told.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from cityplan.read.boxes.sides import from_the_left
from cityplan.read.file.contents import CellGrid, Contents, GridCell, Paragraph, Told
from cityplan.read.file.continued import continues, join
from cityplan.read.table.grid import letters

_UNSTORED = "数式で、計算の結果が保存されていません"


@dataclass
class Page:
    """Cells in one grid, with the rows that are paragraphs, and what of a sheet is hidden."""

    grid: CellGrid
    paragraphs: set[int] = field(default_factory=set)
    hidden: list[GridCell] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)


def pages(contents: Contents) -> list[Page]:
    """The pages of a file: each sheet of a workbook, or one for all of a document."""
    if any(grid.sheet for grid in contents.grids):
        return [_of_sheet(grid) for grid in contents.grids]
    return [_of_document(contents)]


# a workbook


def _of_sheet(grid: CellGrid) -> Page:
    """A sheet without its hidden rows and columns, formulas with the results that are kept with them."""
    page = Page(CellGrid(grid.name, grid.place, sheet=grid.sheet))
    for cell in grid.cells:
        own = _with_result(_placed(cell, grid))
        if cell.row in grid.hidden_rows or cell.column in grid.hidden_columns:
            page.hidden += [own] if own.text.strip() else []
        else:
            page.grid.cells.append(_moved(own, grid))
    return page


def _moved(cell: GridCell, grid: CellGrid) -> GridCell:
    """A cell by its place among the rows and columns that can be seen."""
    rows = sum(cell.row <= row < cell.row + cell.rows for row in grid.hidden_rows)
    columns = sum(cell.column <= column < cell.column + cell.columns for column in grid.hidden_columns)
    return replace(
        cell,
        row=cell.row - sum(row < cell.row for row in grid.hidden_rows),
        column=cell.column - sum(column < cell.column for column in grid.hidden_columns),
        rows=max(1, cell.rows - rows),
        columns=max(1, cell.columns - columns),
    )


def _placed(cell: GridCell, grid: CellGrid) -> GridCell:
    return replace(cell, place=replace(cell.place, words=f"{grid.name}{letters(cell.column)}{cell.row}"))


def _with_result(cell: GridCell) -> GridCell:
    """A formula as the result that the workbook keeps with it; without one it stays a doubt."""
    if not cell.text.startswith("=") or not cell.doubt:
        return cell
    return replace(cell, text=cell.stored, doubt="") if cell.stored else replace(cell, text="", doubt=_UNSTORED)


# a document


def _of_document(contents: Contents) -> Page:
    """All of a document below one another; what is no paragraph stands apart, so that nothing is below another table."""
    page = Page(CellGrid("", contents.grids[0].place if contents.grids else contents.paragraphs[0].place))
    items = list(_joined(from_the_left(sorted(_items(contents), key=lambda each: each.place.line)), page.told))
    width = max(
        (cell.column + cell.columns - 1 for item in items if isinstance(item, CellGrid) for cell in item.cells),
        default=1,
    )
    row, was_grid = 1, False
    for item in items:
        if isinstance(item, Paragraph):
            row += was_grid
            page.grid.cells.append(GridCell(row, 1, item.text, item.place, columns=width))
            page.paragraphs.add(row)
            row += 1
        else:
            row += 1
            page.grid.cells += [replace(cell, row=cell.row + row - 1) for cell in item.cells]
            row += max((cell.row + cell.rows - 1 for cell in item.cells), default=0)
        was_grid = isinstance(item, CellGrid)
    return page


def _items(contents: Contents) -> Iterator[Paragraph | CellGrid]:
    """Paragraphs and tables; a table of one cell is a paragraph in a frame."""
    yield from (each for each in contents.paragraphs if each.text.strip())
    for grid in contents.grids:
        shown = [cell for cell in grid.cells if cell.text.strip() or cell.notes]
        if len(shown) == 1 and not shown[0].doubt and not shown[0].notes and len(grid.cells) == 1:
            yield Paragraph(shown[0].text, shown[0].place)
        elif grid.cells:
            yield _from_one(grid)


def _from_one(grid: CellGrid) -> CellGrid:
    """A table whose rows count from 1: a reader may leave out the cells of an empty row."""
    above = min(cell.row for cell in grid.cells) - 1
    return replace(grid, cells=[replace(cell, row=cell.row - above) for cell in grid.cells]) if above else grid


def _joined(items: Iterable[Paragraph | CellGrid], told: list[Told]) -> Iterator[Paragraph | CellGrid]:
    """The items, a table that goes on over the page as one; which begins with no words of its own, as a label."""
    last: Paragraph | CellGrid | None = None
    for item in items:
        if isinstance(last, CellGrid) and isinstance(item, CellGrid) and _goes_on(last, item):
            last, own = join(last, item)
            told += own
            continue
        if last is not None:
            yield last
        last = item
    if last is not None:
        yield last


def _goes_on(last: CellGrid, item: CellGrid) -> bool:
    """Whether a table goes on: the cells of its first row were cut, or are headings that stand again."""
    heads = {cell.text for cell in last.cells if cell.row == 1}
    first = [cell for cell in item.cells if cell.row == 1]
    again = all(cell.text in heads for cell in first if cell.text.strip())
    torn = not min(first, key=lambda cell: cell.column).text.strip()
    return continues(last, item) and (again or torn)
