"""The order in which boxes of a page are read: cut across where a free strip runs through, else downwards."""

from collections.abc import Sequence

Box = tuple[float, float, float, float]
_DEEPEST = 40  # columns in strips in columns


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
            parts = _parts(group, boxes, first, last) if depth < _DEEPEST else []
            if len(parts) > 1:
                waiting += ((part, depth + 1) for part in reversed(parts))
                break
        else:
            found += sorted(group, key=lambda at: (boxes[at][1], boxes[at][0]))
    return found


def _parts(group: list[int], boxes: Sequence[Box], first: int, last: int) -> list[list[int]]:
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
