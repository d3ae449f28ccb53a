"""Pages of a PDF with tables on two sides 左右に並ぶ表 -> their items from the left side to the right."""

from collections.abc import Sequence
from itertools import groupby

from cityplan.read.file.contents import CellGrid, Paragraph

_Box = tuple[float, float, float, float]


def from_the_left(items: Sequence[Paragraph | CellGrid]) -> list[Paragraph | CellGrid]:
    """The items of a document in their order, those of a page with tables side by side from left to right.

    What stands above or below all tables may lie across the sides; else nothing does.
    """
    found: list[Paragraph | CellGrid] = []
    for page, own in groupby(items, key=lambda item: item.place.page):
        several = list(own)
        found += _parted(several) if page else several
    return found


def _parted(items: list[Paragraph | CellGrid]) -> list[Paragraph | CellGrid]:
    boxes = {id(item): box for item in items if (box := _box(item))}
    grids = [boxes[id(item)] for item in items if isinstance(item, CellGrid) and id(item) in boxes]
    if len(grids) < 2 or len(boxes) < len(items):
        return items
    top, bottom = min(box[1] for box in grids), max(box[3] for box in grids)
    head = [item for item in items if boxes[id(item)][3] <= top]
    foot = [item for item in items if boxes[id(item)][1] >= bottom]
    body = [item for item in items if item not in head and item not in foot]
    for cut in sorted({box[0] for box in grids}):
        left = [item for item in body if boxes[id(item)][2] <= cut]
        right = [item for item in body if boxes[id(item)][0] >= cut]
        if len(left) + len(right) == len(body) and _are_beside(left, right, boxes):
            return [*head, *left, *_parted(right), *foot]
    return items


def _are_beside(
    left: Sequence[Paragraph | CellGrid], right: Sequence[Paragraph | CellGrid], boxes: dict[int, _Box]
) -> bool:
    """Whether a table of one side stands beside one of the other."""
    pairs = ((boxes[id(a)], boxes[id(b)]) for a in left for b in right if _are_grids(a, b))
    return any(a[1] < b[3] and b[1] < a[3] for a, b in pairs)


def _are_grids(*items: Paragraph | CellGrid) -> bool:
    return all(isinstance(item, CellGrid) for item in items)


def _box(item: Paragraph | CellGrid) -> _Box | None:
    """The place of an item on its page; None where it is not known."""
    if isinstance(item, Paragraph):
        return item.place.box
    boxes = [cell.place.box for cell in item.cells if cell.place.box]
    if not boxes:
        return item.place.box
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
