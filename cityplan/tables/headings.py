"""The headings 見出し of printed tables: which of them stand over a row, where a document has several tables."""

from bisect import bisect_right
from collections.abc import Callable, Iterable

from cityplan.tables.definitions import CellRow


def headings_over(cells: Iterable[CellRow], table: str) -> Callable[[int], list[CellRow]]:
    """The cells of the headings right above a row, by the line on which the row begins: of each of several tables."""
    begins: list[int] = []
    headings: list[list[CellRow]] = []
    is_heading = False
    own = (cell for cell in cells if cell.table == table)
    for cell in sorted(own, key=lambda each: (each.source_line, each.row != 0)):
        if cell.row == 0 and not is_heading:
            begins.append(cell.source_line)
            headings.append([])
        is_heading = cell.row == 0
        if is_heading:
            headings[-1].append(cell)
    return lambda line: headings[max(bisect_right(begins, line) - 1, 0)] if begins else []
