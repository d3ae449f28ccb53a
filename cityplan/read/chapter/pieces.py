"""Texts and tables -> rows of pieces with their horizontal place: what an indicator box without rules is read from."""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from cityplan.read.chapter.plans import Item
from cityplan.read.file.contents import CellGrid, GridCell, Paragraph
from cityplan.read.printed import Place
from cityplan.read.table.grid import on_one_line

_GAP = re.compile(r"[ 　]{2,}")
_SAME_ROW = 0.5  # of the lower one's height


class Piece(NamedTuple):
    """A text of a row and from where to where it stands: points of a page, columns of a table, tabs of a line.

    `column` is its number in the row; `is_placed` says that its place may be trusted; `cell` is that of a table.
    """

    text: str
    left: float
    right: float
    place: Place
    column: int = 1
    is_placed: bool = True
    cell: GridCell | None = None


Row = list[Piece]


def rows_of(items: Iterable[Item]) -> Iterator[Row]:
    """The rows 行 of paragraphs and tables, from above, the pieces of each from the left.

    Paragraphs of a page that stand beside each other are one row; a line of a text is cut at its tabs, else at gaps.
    """
    beside: list[Paragraph] = []
    for item in items:
        boxed = isinstance(item, Paragraph) and item.place.box is not None
        if beside and not (boxed and item.place.page == beside[-1].place.page):
            yield from _boxed(beside)
            beside = []
        if isinstance(item, CellGrid):
            yield from _cells(item)
        elif boxed:
            beside.append(item)
        else:
            yield from map(_line, _lines(item))
    yield from _boxed(beside)


def _boxed(paragraphs: Sequence[Paragraph]) -> Iterator[Row]:
    """Paragraphs of one page, those of the same height as one row."""
    pieces = [
        Piece(on_one_line(each.text), each.place.box[0], each.place.box[2], each.place)
        for each in paragraphs
        if each.place.box
    ]
    row: Row = []
    for piece in sorted(pieces, key=_top):
        if row and not _is_beside(row, piece):
            yield sorted(row, key=lambda each: each.left)
            row = []
        row.append(piece)
    if row:
        yield sorted(row, key=lambda each: each.left)


def _top(piece: Piece) -> tuple[float, float]:
    assert piece.place.box is not None
    return piece.place.box[1], piece.left


def _is_beside(row: Row, piece: Piece) -> bool:
    """Whether a piece stands as high as all of a row, and over none of it."""
    assert piece.place.box is not None
    _, top, _, bottom = piece.place.box
    for each in row:
        assert each.place.box is not None
        _, other_top, _, other_bottom = each.place.box
        shared = min(bottom, other_bottom) - max(top, other_top)
        if shared < _SAME_ROW * min(bottom - top, other_bottom - other_top):
            return False
        if min(piece.right, each.right) - max(piece.left, each.left) > 0:
            return False
    return True


def _lines(item: Paragraph) -> list[Paragraph]:
    return [Paragraph(line, item.place) for line in item.text.split("\n") if line.strip()]


def _line(item: Paragraph) -> Row:
    """A line of a text, cut at its tabs; where it has none at gaps, whose width says nothing certain."""
    tabbed = "\t" in item.text.strip(" 　")
    parts = item.text.split("\t") if tabbed else _GAP.split(item.text.strip())
    return [
        Piece(text.strip(), at, at + 1, item.place, at, is_placed=tabbed)
        for at, text in enumerate(parts, start=1)
        if text.strip()
    ]


def _cells(grid: CellGrid) -> Iterator[Row]:
    by_row: dict[int, Row] = {}
    for cell in grid.cells:
        if cell.text.strip():
            piece = Piece(on_one_line(cell.text), cell.column, cell.column + cell.columns, cell.place, cell.column)
            by_row.setdefault(cell.row, []).append(piece._replace(cell=cell))
    yield from by_row.values()


def columns_of(values: Row, headings: Row, in_order: bool) -> list[int] | None:
    """Under which heading each value stands, by its horizontal place; None where that cannot be decided.

    A value belongs to the heading in whose zone it lies whole (the zones meet half way between headings), or to the
    only one that it stands under. `in_order` takes as many values as headings one by one where no place is known.

    >>> from cityplan.read.printed import Place
    >>> def at(*places): return [Piece("", left, right, Place(1)) for left, right in places]
    >>> columns_of(at((268, 289), (361, 506)), at((228, 321), (386, 482)), False)
    [0, 1]
    >>> columns_of(at((426, 447)), at((228, 321), (386, 482)), False), columns_of(at((300, 400)), at((228, 321), (386, 482)), False)
    ([1], None)
    """
    if not all(piece.is_placed for piece in (*values, *headings)):
        same = len(values) == len(headings)
        return list(range(len(values))) if same and (in_order or len(values) == 1) else None
    found = [_column(value, headings) for value in values]
    known = [at for at in found if at is not None]
    return known if len(known) == len(values) and len(set(known)) == len(known) else None


def _column(value: Piece, headings: Row) -> int | None:
    """The number of the heading over a value; headings are in their order from the left."""
    over = [at for at, each in enumerate(headings) if min(value.right, each.right) - max(value.left, each.left) > 0]
    edges = [(one.right + other.left) / 2 for one, other in itertools.pairwise(headings)]
    zones = zip([float("-inf"), *edges], [*edges, float("inf")], strict=True)
    inside = [at for at, (left, right) in enumerate(zones) if left <= value.left and value.right <= right]
    if len(inside) == 1 and over in ([], inside):
        return inside[0]
    return over[0] if len(over) == 1 else None
