"""A table that goes on over slides スライドをまたぐ表: the first of the next slide, with its columns and no headings."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from cityplan.city.edition import Edition
from cityplan.city.table_form import TableForm
from cityplan.read.file.contents import CellGrid, Contents, Told
from cityplan.read.file.continued import join
from cityplan.read.table.named_headings import heading_rows, lost_headings
from cityplan.read.table.rows import table_rows


def join_slides(contents: Contents, forms: Iterable[TableForm], edition: Edition) -> Contents:
    """The contents of a presentation with such tables joined to the one before them, which is told as a doubt.

    Only one that has no heading of any form, behind one that has all of one, is joined; those of a PDF are joined by
    their boxes before.
    """
    forms = list(forms)
    grids: list[CellGrid] = []
    told: list[Told] = []
    on_slide = [grid.place.page for grid in contents.grids]
    for at, grid in enumerate(contents.grids):
        is_first = at > 0 and on_slide[at] is not None and on_slide[at] != on_slide[at - 1]
        if grids and is_first and _goes_on(grids[-1], grid, forms, edition):
            grids[-1], own = join(grids[-1], grid)
            told += own
        else:
            grids.append(grid)
    return replace(contents, grids=grids, told=[*contents.told, *told], apart=contents.apart or contents.grids)


def _goes_on(last: CellGrid, grid: CellGrid, forms: Iterable[TableForm], edition: Edition) -> bool:
    page, before = grid.place.page, last.cells[-1].place.page if last.cells else None
    if page is None or before is None or page != before + 1 or _has_boxes(grid) or _width(last) != _width(grid):
        return False
    missing = list(_missing(grid, last, forms, edition))
    return any(not lost for lost, _ in missing) and all(is_headless for _, is_headless in missing)


def _missing(
    grid: CellGrid, last: CellGrid, forms: Iterable[TableForm], edition: Edition
) -> Iterator[tuple[list[str], bool]]:
    """Of each form the headings that the table before lacks, and whether this one lacks all of them."""
    for form in forms:
        own = replace(edition, form=form)
        above, here = table_rows(last), table_rows(grid)
        lost, _ = lost_headings(above, heading_rows(above, own), own)
        lacking, wanted = lost_headings(here, heading_rows(here, own), own)
        yield lost, len(lacking) == wanted


def _has_boxes(grid: CellGrid) -> bool:
    return any(cell.place.box is not None for cell in grid.cells)


def _width(grid: CellGrid) -> int:
    return max((cell.column + cell.columns - 1 for cell in grid.cells), default=0)
