"""Tables that stand beside each other 横に並ぶ表 on one sheet of a workbook, with empty columns between."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from cityplan.read.file.contents import CellGrid, GridCell
from cityplan.read.table.grid import letters


def side_by_side(grid: CellGrid) -> list[CellGrid]:
    """The parts of a sheet's table between columns in which no cell of it stands; rows and columns keep their numbers.

    A merged cell holds the columns that it covers. A row with one text (政策１ 子育て) is over all of them. What is no
    sheet of a workbook, or has one part, stays as it is.
    """
    if not grid.sheet:
        return [grid]
    shown = [cell for cell in grid.cells if cell.text.strip() or cell.notes]
    in_row = Counter(cell.row for cell in shown)
    alone = [cell for cell in shown if in_row[cell.row] == 1 and cell.rows == 1]
    parts = list(_parts([cell for cell in shown if in_row[cell.row] > 1 or cell.rows > 1], alone, grid))
    return parts if len(parts) > 1 else [grid]


def _parts(shown: list[GridCell], alone: list[GridCell], grid: CellGrid) -> Iterator[CellGrid]:
    cells: list[GridCell] = []
    end = 0
    for cell in sorted(shown, key=lambda each: each.column):
        if cells and cell.column > end + 1:
            yield _part(cells, alone, grid)
            cells = []
        cells.append(cell)
        end = max(end, cell.column + cell.columns - 1)
    if cells:
        yield _part(cells, alone, grid)


def _part(cells: list[GridCell], alone: list[GridCell], grid: CellGrid) -> CellGrid:
    first = min(cells, key=lambda each: (each.row, each.column))
    name = f"シート「{grid.sheet}」の{letters(first.column)}{first.row}からの表"
    return replace(
        grid, name=name, place=first.place, cells=sorted([*cells, *alone], key=lambda each: (each.row, each.column))
    )
