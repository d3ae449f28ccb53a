"""Sheets with several forms beside one another 横に並ぶ様式 -> one page for each, parted where no cell lies across."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from cityplan.read.boxes.labels import labelled
from cityplan.read.boxes.pages import Page
from cityplan.read.file.contents import GridCell


def strips(page: Page, words: str) -> list[Page]:
    """The parts of a page from left to right, one for each column of labels that say `words`; else the page itself.

    A title over several forms stands above all labels and goes with the first; a column parts forms only where no cell
    from the first label on lies across it.
    """
    cells = page.grid.cells
    labels = [label.cell for label in labelled(cells, words)]
    columns = sorted({cell.column for cell in labels})
    if len(columns) < 2:
        return [page]
    first = min(cell.row for cell in labels)
    body = [cell for cell in cells if cell.row >= first]
    cuts = [_parting(left, right, body) for left, right in pairwise(columns)]
    parted = [at for at in cuts if at]
    if not parted:
        return [page]
    ends = [*parted, max(cell.column + cell.columns for cell in cells) + 1]
    parts: list[list[GridCell]] = [[] for _ in ends]
    for cell in cells:
        parts[next(n for n, end in enumerate(ends) if cell.column < end)].append(cell)
    return [replace(page, grid=replace(page.grid, cells=own), hidden=[], told=[]) for own in parts]


def _parting(left: int, right: int, cells: Sequence[GridCell]) -> int:
    """The column at which the form of a label begins right of another's: right of an empty column, else at the label;
    0 where cells lie across, or the two stand above one another.
    """
    shown = [cell for cell in cells if cell.text.strip()]
    full = {at for cell in shown for at in range(cell.column, cell.column + cell.columns)}
    empty = [at for at in range(left + 1, right) if at not in full]
    parting = max(empty) + 1 if empty else right
    if any(cell.column < parting < cell.column + cell.columns for cell in shown):
        return 0
    return parting
