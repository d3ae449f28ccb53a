"""Whose block ブロック a label or a small table stands in: told by its place beside the blocks' first labels, never by its turn."""

from collections.abc import Collection, Sequence

from cityplan.read.boxes.lattice import Lattice
from cityplan.read.file.contents import GridCell


def placed(
    cells: Sequence[GridCell], anchors: Sequence[GridCell], others: Collection[GridCell], lattice: Lattice
) -> list[int | None]:
    """The block of each cell, by its anchor, the first label of a block; None where it may belong to either of two.

    `others` are the labels that each block has: one of them below a cell shows that its block goes on there.
    """
    sides = _sides(anchors, lattice)
    of_cell = [_side_of(cell, sides, anchors) for cell in cells]
    found: dict[int, int | None] = {}
    for number, side in enumerate(sides):
        own = [at for at, each in enumerate(of_cell) if each == number]
        rows = sorted({cell.row for cell in others if _side_of(cell, sides, anchors) == number})
        told = _by_rows([cells[at].row for at in own], [anchors[at].row for at in side], rows)
        found |= {at: None if each is None else side[each] for at, each in zip(own, told, strict=True)}
    return [found[at] for at in range(len(cells))]


def _sides(anchors: Sequence[GridCell], lattice: Lattice) -> list[list[int]]:
    """The anchors that stand below one another, from the left: those of which the columns overlap."""
    sides: list[list[int]] = []
    last = 0
    for at in sorted(range(len(anchors)), key=lambda at: anchors[at].column):
        if not sides or anchors[at].column > last:
            sides.append([])
        sides[-1].append(at)
        last = max(last, _last_column(anchors[at], anchors, lattice))
    return [sorted(side, key=lambda at: anchors[at].row) for side in sides]


def _last_column(anchor: GridCell, anchors: Sequence[GridCell], lattice: Lattice) -> int:
    """The last column of an anchor and of what stands right of it, if that is no anchor."""
    beside = lattice.next_right(anchor)
    cell = anchor if beside is None or any(beside is each for each in anchors) else beside
    return cell.column + cell.columns - 1


def _side_of(cell: GridCell, sides: Sequence[Sequence[int]], anchors: Sequence[GridCell]) -> int:
    """The last side that begins left of a cell or at it."""
    begins = [min(anchors[at].column for at in side) for side in sides]
    return max((number for number, column in enumerate(begins) if column <= cell.column), default=0)


def _by_rows(rows: Sequence[int], anchors: Sequence[int], others: Sequence[int]) -> list[int | None]:
    """For each row of a side the block whose anchor is at it or above, or below it where blocks end with their anchors.

    >>> _by_rows([2, 6, 10], [1, 5, 9], []), _by_rows([1, 5], [2, 6, 10], []), _by_rows([6], [1, 5, 9], [])
    ([0, 1, 2], [0, 1], [1])
    >>> _by_rows([4, 8], [1, 5, 9], []), _by_rows([4, 8], [1, 5, 9], [3]), _by_rows([3, 7], [1, 5, 9], [4, 8])
    ([None, None], [None, None], [0, 1])
    """
    before = [max((at for at, anchor in enumerate(anchors) if anchor <= row), default=0) for row in rows]
    after = [min((at for at, anchor in enumerate(anchors) if anchor >= row), default=len(anchors) - 1) for row in rows]
    is_above = any(row < anchors[0] for row in rows)
    is_below = any(row > anchors[-1] or row in anchors for row in rows)
    if is_above and not is_below:
        return list(after)
    if is_below or len(set(before)) == len(anchors):
        return list(before)
    return [
        at if any(row < other < anchors[following] for other in others) else _clear(row, at, anchors)
        for row, at, following in zip(rows, before, after, strict=True)
    ]


def _clear(row: int, at: int, anchors: Sequence[int]) -> int | None:
    """The block above a row that no other label parts from the next anchor, where it stands nearer to its own."""
    return at if row - anchors[at] < anchors[at + 1] - row else None
