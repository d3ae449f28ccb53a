"""Tables that colour alone parts 罫線のない、地の色で分けた表: the rules that their cells would have.

Either each cell is filled and the fills lie side by side; or whole rows are, every second one or all, and the columns
stand where no character does in any row. Where more than one row of texts may stand in a row of colour nothing is
made up: the page then tells that it has a table without rules.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from cityplan.read.file.pdf.lines import lines_of
from cityplan.read.file.pdf.marks import Box, Char, Ground, Rule, area, around
from cityplan.read.file.pdf.rules import NEAR

_LEAST_COLUMNS, _LEAST_ROWS = 3, 3
_MOST_GROUNDS = 4_000  # on a page
_FULL = 0.98  # of a table's area that its cells fill
_HIGHEST = 1.6  # of the highest row of colour: a row without colour
_GUTTER = 1.0  # of a size: narrower gaps are blanks
_PADDING = 3.0  # points below the last row without colour


class BandTable(NamedTuple):
    """A table without rules: its rules as they would be, its place, and whether its columns are those of its texts."""

    rules: list[Rule]
    box: Box
    by_texts: bool


def band_tables(grounds: Sequence[Ground], rules: Sequence[Rule], chars: Sequence[Char]) -> list[BandTable]:
    """The tables of a page that colour alone parts; none where an upright rule stands in the coloured place.

    >>> cells = [Ground((x, y, x + 50, y + 20), 0, 0, True, False) for y in (0, 20, 40) for x in (0, 50, 100)]
    >>> [(len(table.rules), table.box, table.by_texts) for table in band_tables(cells, [], [])]
    [(36, (0, 0, 150, 60), False)]
    """
    filled = [each for each in grounds if each.is_filled and not each.has_edges]
    if not filled or len(filled) > _MOST_GROUNDS:
        return []
    found: list[BandTable] = []
    rest: list[Ground] = []
    for cells in _touching(filled):
        table = _tiled(cells, around([ground.box for ground in cells]))
        found += [table] if table else []
        rest += cells if table is None else []
    for stack in _stacks(rest):
        box = around([ground.box for ground in stack])
        own = {id(ground) for ground in stack}
        if not any(_touches(box, ground.box) for ground in filled if id(ground) not in own):
            table = _striped(stack, box, chars)  # what touches others may be half of a table
            found += [table] if table else []
    return [table for table in found if not any(_stands_in(rule, table.box) for rule in rules)]


def _touches(one: Box, other: Box) -> bool:
    return (
        one[0] - NEAR <= other[2]
        and other[0] <= one[2] + NEAR
        and one[1] - NEAR <= other[3]
        and other[1] <= one[3] + NEAR
    )


def _touching(grounds: Sequence[Ground]) -> Iterator[list[Ground]]:
    """Grounds by those that hang together, each sharing a part of a side with another."""
    parent = list(range(len(grounds)))

    def top(at: int) -> int:
        while parent[at] != at:
            parent[at] = at = parent[parent[at]]
        return at

    sides: dict[tuple[bool, int], list[tuple[float, float, int]]] = defaultdict(list)
    for at, ground in enumerate(grounds):
        x0, y0, x1, y1 = ground.box
        for is_level, where, begin, end in (
            (True, y0, x0, x1),
            (True, y1, x0, x1),
            (False, x0, y0, y1),
            (False, x1, y0, y1),
        ):
            for key in {round(where / NEAR), round(where / NEAR + 0.5)}:
                sides[is_level, key].append((begin, end, at))
    for own in sides.values():
        last_end, last = float("-inf"), -1
        for begin, end, at in sorted(own):
            if begin < last_end - NEAR:
                parent[top(at)] = top(last)
            if end > last_end:
                last_end, last = end, at
    groups: dict[int, list[Ground]] = defaultdict(list)
    for at, ground in enumerate(grounds):
        groups[top(at)].append(ground)
    yield from groups.values()


def _stands_in(rule: Rule, box: Box) -> bool:
    x0, y0, x1, y1 = box
    return not rule.is_level and x0 - NEAR <= rule.at <= x1 + NEAR and rule.begin < y1 and rule.end > y0


def _stacks(grounds: Sequence[Ground]) -> Iterator[list[Ground]]:
    """Rows of grounds that begin and end at the same places, below each other."""
    by_row: dict[tuple[int, int], list[Ground]] = defaultdict(list)
    for ground in grounds:
        by_row[round(ground.box[1] / NEAR), round(ground.box[3] / NEAR)].append(ground)
    rows = [run for row in by_row.values() for run in _runs(row)]
    open_stacks: list[list[list[Ground]]] = []
    for row in sorted(rows, key=lambda each: around([ground.box for ground in each])[1]):
        box = around([ground.box for ground in row])
        fits = (stack for stack in open_stacks if _goes_on(around([ground.box for ground in stack[-1]]), box))
        stack = next(fits, None)
        if stack is None:
            open_stacks.append([row])
        else:
            stack.append(row)
    yield from ([ground for row in stack for ground in row] for stack in open_stacks)


def _runs(row: list[Ground]) -> Iterator[list[Ground]]:
    """The grounds of a row that touch each other."""
    run: list[Ground] = []
    for ground in sorted(row, key=lambda each: each.box[0]):
        if run and ground.box[0] - run[-1].box[2] > NEAR:
            yield run
            run = []
        run.append(ground)
    if run:
        yield run


def _goes_on(above: Box, box: Box) -> bool:
    same = abs(above[0] - box[0]) <= NEAR and abs(above[2] - box[2]) <= NEAR
    highest = max(above[3] - above[1], box[3] - box[1])
    return same and -NEAR <= box[1] - above[3] <= _HIGHEST * highest


def _tiled(stack: list[Ground], box: Box) -> BandTable | None:
    """A table of which each cell is filled."""
    distinct = {tuple(round(side) for side in ground.box): ground for ground in stack}
    cells = list(distinct.values())
    columns = {round(cell.box[0] / NEAR) for cell in cells}
    rows = {round(cell.box[1] / NEAR) for cell in cells}
    covered = sum(area(cell.box) for cell in cells) / max(area(box), 1.0)
    if len(columns) < _LEAST_COLUMNS or len(rows) < _LEAST_ROWS or not _FULL <= covered <= 2 - _FULL:
        return None
    return BandTable([edge for cell in cells for edge in _edges(cell.box, cell.order)], box, by_texts=False)


def _striped(stack: list[Ground], box: Box, chars: Sequence[Char]) -> BandTable | None:
    """A table of which rows are filled, its columns those of cells, else where no character stands."""
    order = min(ground.order for ground in stack)
    inside = [char for char in chars if char.text.strip() and box[0] <= char.centre[0] <= box[2]]
    ys = _levels(stack, box, inside)
    if len(ys) - 1 < _LEAST_ROWS:
        return None
    rows = [[char for char in inside if top < char.centre[1] < bottom] for top, bottom in pairwise(ys)]
    xs = _cells_of_rows(stack, box)
    by_texts = len(xs) - 1 < _LEAST_COLUMNS
    if by_texts:
        xs = _gutters([char for row in rows for char in row], box)
    if len(xs) - 1 < _LEAST_COLUMNS or any(_count(row, xs) > 1 for row in rows):
        return None
    if by_texts and not all(_is_headed(rows, left, right) for left, right in pairwise(xs)):
        return None
    whole = (box[0], ys[0], box[2], ys[-1])
    made = [Rule(True, y, box[0], box[2], order) for y in ys]
    return BandTable([*made, *(Rule(False, x, ys[0], ys[-1], order) for x in xs)], whole, by_texts)


def _levels(stack: list[Ground], box: Box, chars: list[Char]) -> list[float]:
    """Where rows begin and end; below the last one of colour may be one without."""
    bands = sorted({(round(ground.box[1], 1), round(ground.box[3], 1)) for ground in stack})
    ys = [bands[0][0]]
    for top, bottom in bands:
        ys += [top] if top - ys[-1] > NEAR else []
        ys.append(bottom)
    highest = max(bottom - top for top, bottom in bands)
    below = [char for char in chars if ys[-1] < char.centre[1] <= ys[-1] + highest]
    has_gaps = any(lower[0] - upper[1] > NEAR for upper, lower in pairwise(bands))
    if has_gaps and below:
        end = max(char.box[3] for char in below) + _PADDING
        if not any(end < char.centre[1] < end + highest / 2 for char in chars):
            ys.append(end)
    return ys


def _cells_of_rows(stack: list[Ground], box: Box) -> list[float]:
    """The sides of the cells that all rows of several cells share; empty where a row has others."""
    by_row: dict[int, list[float]] = defaultdict(list)
    for ground in stack:
        by_row[round(ground.box[1] / NEAR)].append(ground.box[0])
    several = [sorted(row) for row in by_row.values() if len(row) > 1]
    alike = (
        several
        and len(several) * 2 >= len(by_row)
        and all(
            len(row) == len(several[0]) and all(abs(a - b) <= NEAR for a, b in zip(row, several[0], strict=True))
            for row in several
        )
    )
    return [*several[0], box[2]] if alike else []


def _gutters(chars: list[Char], box: Box) -> list[float]:
    """The middles of the gaps that no character of any row stands in, with the sides of the table."""
    if not chars:
        return []
    size = max(char.size for char in chars)
    xs = [box[0]]
    end = min(char.box[0] for char in chars)
    for char in sorted(chars, key=lambda each: each.box[0]):
        if char.box[0] - end > _GUTTER * size:
            xs.append((end + char.box[0]) / 2)
        end = max(end, char.box[2])
    return [*xs, box[2]]


def _count(row: list[Char], xs: list[float]) -> int:
    """How many rows of texts stand in a row of colour: lines with a text in more than half of its columns."""
    lines = lines_of(row)
    filled = (sum(_texts(line.chars, left, right) for left, right in pairwise(xs)) for line in lines)
    return sum(2 * count > len(xs) - 1 for count in filled)


def _is_headed(rows: list[list[Char]], left: float, right: float) -> bool:
    """Whether a column by its texts is sure: it has a heading, and each text below stands under it, alone in its row.

    Numbers that stand on the right of a column (右寄せ), beyond its heading, may be nearer to the next heading.
    """
    heading, *below = ([char for char in row if left < char.centre[0] < right] for row in rows)
    if not heading or not any(below):
        return False
    begin, end = min(char.box[0] for char in heading), max(char.box[2] for char in heading)
    for row in filter(None, below):
        size = row[0].size
        lines = [sorted(line.chars, key=lambda each: each.box[0]) for line in lines_of(row)]
        if any(b.box[0] - a.box[2] > _GUTTER * size for line in lines for a, b in pairwise(line)):
            return False
        if min(char.box[0] for char in row) >= end or max(char.box[2] for char in row) <= begin:
            return False
    return True


def _texts(chars: Iterable[Char], left: float, right: float) -> bool:
    return any(left < char.centre[0] < right for char in chars)


def _edges(box: Box, order: int) -> Iterator[Rule]:
    x0, y0, x1, y1 = box
    yield from (Rule(True, y, x0, x1, order) for y in (y0, y1))
    yield from (Rule(False, x, y0, y1, order) for x in (x0, x1))
