"""The order in which boxes of a page are read: cut across where a free strip runs through, else downwards."""

import re
from collections.abc import Sequence

Box = tuple[float, float, float, float]
_DEEPEST = 40  # columns in strips in columns
_LONGEST_HEADING = 24
_PROSE = re.compile(r"。|^[・･\-－‐•※]")


def reading_order(boxes: Sequence[Box]) -> list[int]:
    """The numbers of boxes in reading order 読む順: strips from above, in each its columns from the left.

    >>> reading_order([(0, 50, 40, 90), (60, 50, 90, 70), (0, 0, 90, 20), (60, 75, 90, 90)])
    [2, 0, 1, 3]
    """
    waiting = [(list(range(len(boxes))), 0)]
    found: list[int] = []
    while waiting:
        group, depth = waiting.pop()
        if len(group) == 1:
            found += group
            continue
        for first, last in ((1, 3), (0, 2)):
            parts = strips(group, boxes, first, last) if depth < _DEEPEST else []
            if len(parts) > 1:
                waiting += ((part, depth + 1) for part in reversed(parts))
                break
        else:
            found += sorted(group, key=lambda at: (boxes[at][1], boxes[at][0]))
    return found


def under_headings(order: Sequence[int], boxes: Sequence[Box], headings: set[int], texts: set[int]) -> list[int]:
    """A reading order in which texts that stand below several headings side by side follow each its own.

    Only where below each heading stands a text that reaches below no other; `texts` are those that are no headings.

    >>> beside = [(0, 0, 40, 10), (60, 0, 90, 10), (0, 20, 40, 90), (60, 20, 90, 80)]
    >>> under_headings([0, 1, 2, 3], beside, {0, 1}, {2, 3}), under_headings([0, 1, 2, 3], beside, set(), {0, 1, 2, 3})
    ([0, 2, 1, 3], [0, 1, 2, 3])
    """
    found: list[int] = []
    rest = list(order)
    while rest:
        heads = [rest.pop(0)]
        while rest and heads[-1] in headings and rest[0] in headings and _is_beside(boxes[heads[-1]], boxes[rest[0]]):
            heads.append(rest.pop(0))
        own: dict[int, list[int]] = {head: [] for head in heads}
        while rest and len(heads) > 1 and rest[0] in texts:
            over = [head for head in heads if _overlap(boxes[head], boxes[rest[0]], 0) > 0]
            if len(over) != 1:
                break
            own[over[0]].append(rest.pop(0))
        is_whole = all(own.values())
        below = [at for each in own.values() for at in each]
        found += (
            [at for head in heads for at in (head, *own[head])]
            if is_whole
            else [*heads, *sorted(below, key=order.index)]
        )
    return found


def may_be_heading(text: str) -> bool:
    """Whether a text is short, and no sentence, item of a list or note.

    >>> may_be_heading("今後の取組"), may_be_heading("・講座を開く"), may_be_heading("講座を開く。")
    (True, False, False)
    """
    return len(text) <= _LONGEST_HEADING and not _PROSE.search(text)


def _is_beside(box: Box, other: Box) -> bool:
    return _overlap(box, other, 1) > 0 >= _overlap(box, other, 0)


def _overlap(box: Box, other: Box, side: int) -> float:
    return min(box[side + 2], other[side + 2]) - max(box[side], other[side])


def by_columns(boxes: Sequence[Box]) -> list[int]:
    """The numbers of boxes in the order of columns 段組み: each from above, those further left first.

    What reaches over all columns (a heading) stands before those below it.

    >>> by_columns([(0, 0, 40, 10), (60, 0, 90, 10), (0, 20, 40, 90), (60, 20, 90, 80)])
    [0, 2, 1, 3]
    >>> by_columns([(0, 0, 90, 10), (0, 20, 40, 30), (60, 20, 90, 30), (0, 40, 40, 50), (60, 40, 90, 50)])
    [0, 1, 3, 2, 4]
    """
    waiting = [list(range(len(boxes)))]
    found: list[int] = []
    while waiting:
        group = waiting.pop()
        columns = strips(group, boxes, 0, 2)
        bands = strips(group, boxes, 1, 3) if len(columns) < 2 else []
        if len(columns) > 1:
            waiting += reversed(columns)
        elif len(bands) > 1:
            waiting += [[at for band in bands[1:] for at in band], bands[0]]
        else:
            found += sorted(group, key=lambda at: (boxes[at][1], boxes[at][0]))
    return found


def strips(group: list[int], boxes: Sequence[Box], first: int, last: int) -> list[list[int]]:
    """A group by the free strips between its boxes; empty boxes and small overlaps count as free."""
    parts: list[list[int]] = []
    end = 0.0
    for at in sorted(group, key=lambda each: (boxes[each][first], boxes[each][last])):
        begin, stop = boxes[at][first], boxes[at][last]
        overlap = min(1.0, 0.25 * (stop - begin))
        if parts and begin < end - overlap:
            parts[-1].append(at)
            end = max(end, stop)
        else:
            parts.append([at])
            end = max(end, stop) if len(parts) > 1 else stop
    return parts
