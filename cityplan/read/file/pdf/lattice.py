"""Rules of a page -> lattices: grids of cells with their spans.

Where rules meet they make walls. Rules that hang together are one lattice; a place that no rule parts from its
neighbour is one cell with it. All is counted on the lines of the lattice, not on pairs of rules: the time grows with
the lattice, not with the square of its rules.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from scipy import ndimage

from cityplan.read.file.pdf.marks import Box, Rule
from cityplan.read.file.pdf.rules import MOST_PAIRS, NEAR, joined_rules

OPEN_SIDE = 8.0  # how far rules reach beyond the last upright one where a side is open
MOST_PLACES = 4_000_000  # of a page's lattice

Array = Any  # of numpy


class Rectangle(NamedTuple):
    """A cell of a lattice: its first row and column from 0, how many of them."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass
class Region:
    """A cell as its walls close it: rectangles, of which the first takes the text; more than one of an L-shaped cell."""

    parts: list[Rectangle]


@dataclass
class Lattice:
    """Cells between lines: `xs` and `ys` are where the lines stand; `owner` the number of each place's region, or -1."""

    xs: list[float]
    ys: list[float]
    regions: list[Region] = field(default_factory=list)
    owner: Array = None
    is_open: bool = False  # a side has no rule of its own

    @property
    def box(self) -> Box:
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    @property
    def count(self) -> int:
        return len(self.regions)

    def box_of(self, part: Rectangle) -> Box:
        return (
            self.xs[part.column],
            self.ys[part.row],
            self.xs[part.column + part.columns],
            self.ys[part.row + part.rows],
        )

    def find(self, xs: Array, ys: Array) -> Array:
        """The number of the region in which each point stands; -1 for none."""
        columns: Array = np.searchsorted(self.xs, xs, side="right") - 1
        rows: Array = np.searchsorted(self.ys, ys, side="right") - 1
        inside = (columns >= 0) & (columns < len(self.xs) - 1) & (rows >= 0) & (rows < len(self.ys) - 1)
        found = np.full(len(xs), -1)
        found[inside] = self.owner[rows[inside], columns[inside]]
        return found


class TooManyRules(Exception):
    """A page has more rules than any table."""


def lattices(rules: Sequence[Rule]) -> list[Lattice]:
    """The lattices 表の枠 that rules make, from the largest; one with a single cell is a box.

    A side without a rule is closed where the level rules end together (左右の罫線のない表).

    >>> level = [Rule(True, y, 0, 100, 0) for y in (0, 20, 40)]
    >>> [(each.xs, each.ys, each.count) for each in lattices([*level, Rule(False, 60, 0, 40, 0)])]
    [([0.0, 60.0, 100.0], [0.0, 20.0, 40.0], 4)]
    """
    joined = joined_rules(rules)
    closing = _closing(joined)
    found = [each for part in _raster([*joined, *closing]) for each in _cut(part)]
    for lattice in found:
        lattice.is_open = any(_closes(rule, lattice.box) for rule in closing)
    return sorted(found, key=lambda each: (each.xs[-1] - each.xs[0]) * (each.ys[-1] - each.ys[0]), reverse=True)


def _closes(rule: Rule, box: Box) -> bool:
    """Whether a rule stands on a side of a lattice."""
    x0, y0, x1, y1 = box
    first, last, begin, end = (y0, y1, x0, x1) if rule.is_level else (x0, x1, y0, y1)
    is_side = min(abs(rule.at - first), abs(rule.at - last)) <= NEAR
    return is_side and rule.begin < end and rule.end > begin


def page_lattices(rules: Sequence[Rule], frames: Sequence[Box]) -> list[Lattice]:
    """The lattices of a page with boxes that touch no rule: one that stands in a cell parts nothing there."""
    found = lattices(rules)
    tables = [lattice for lattice in found if lattice.count > 1]
    if len(frames) * len(tables) > MOST_PAIRS:
        tables = []  # no report's page
    apart = [box for box in frames if not any(_holds(lattice, box) for lattice in tables)]
    if not apart:
        return found
    return lattices([*rules, *(edge for box in apart for edge in _edges(box))])


def _holds(lattice: Lattice, box: Box) -> bool:
    """Whether a box stands in one cell of a lattice."""
    x0, y0, x1, y1 = box
    owners = lattice.find(np.array([x0, x1]), np.array([y0, y1]))
    return bool(owners[0] >= 0 and owners[0] == owners[1])


def _edges(box: Box) -> list[Rule]:
    x0, y0, x1, y1 = box
    return [
        Rule(True, y0, x0, x1, 0),
        Rule(True, y1, x0, x1, 0),
        Rule(False, x0, y0, y1, 0),
        Rule(False, x1, y0, y1, 0),
    ]


def _positions(rules: Iterable[Rule]) -> list[float]:
    """Where lines stand, those nearer than `NEAR` as one."""
    positions: list[list[float]] = []
    for at in sorted(rule.at for rule in rules):
        if positions and at - positions[-1][-1] <= NEAR and at - positions[-1][0] <= 2 * NEAR:
            positions[-1].append(at)
        else:
            positions.append([at])
    return [sum(each) / len(each) for each in positions]


def _closing(rules: list[Rule]) -> list[Rule]:
    """Rules for sides that have none: where at least two that hang together end in one line beyond the last that crosses."""
    return [
        rule
        for is_level in (True, False)
        for members in _hanging_together(rules)
        for rule in _sides(
            [each for each in members if each.is_level == is_level],
            [each for each in members if each.is_level != is_level],
        )
    ]


def _sides(along: list[Rule], across: list[Rule]) -> list[Rule]:
    if len(along) < 2 or not across:
        return []
    nearest, furthest = min(rule.at for rule in across), max(rule.at for rule in across)
    begins = sorted((rule.begin, rule.at) for rule in along if rule.begin < nearest - OPEN_SIDE)
    ends = sorted((rule.end, rule.at) for rule in along if rule.end > furthest + OPEN_SIDE)
    return [
        Rule(not along[0].is_level, sum(at for at, _ in group) / len(group), min(places), max(places), 0)
        for group in [*_near(begins), *_near(ends)]
        if len(places := [place for _, place in group]) > 1
    ]


def _near(ends: list[tuple[float, float]]) -> list[list[tuple[float, float]]]:
    groups: list[list[tuple[float, float]]] = []
    for end in ends:
        if groups and end[0] - groups[-1][-1][0] <= NEAR:
            groups[-1].append(end)
        else:
            groups.append([end])
    return groups


class _Lines(NamedTuple):
    """The lines of a page and its walls on them: even places of `walls` are lines, odd ones what lies between."""

    xs: list[float]
    ys: list[float]
    walls: Array


def _walls(rules: list[Rule]) -> _Lines:
    xs = _positions(rule for rule in rules if not rule.is_level)
    ys = _positions(rule for rule in rules if rule.is_level)
    height, width = 2 * len(ys) + 1, 2 * len(xs) + 1  # a free place all around
    if height * width > MOST_PLACES:
        raise TooManyRules
    walls = np.zeros((height, width), dtype=bool)
    lines = {True: (np.array(ys), np.array(xs)), False: (np.array(xs), np.array(ys))}
    for rule in rules:
        own, crossed = lines[rule.is_level]
        first = np.searchsorted(crossed, rule.begin - NEAR)
        last = np.searchsorted(crossed, rule.end + NEAR, side="right") - 1
        if last < first:
            continue
        at = 2 * int(np.abs(own - rule.at).argmin()) + 1
        if rule.is_level:
            walls[at, 2 * first + 1 : 2 * last + 2] = True
        else:
            walls[2 * first + 1 : 2 * last + 2, at] = True
    return _Lines(xs, ys, walls)


def _hanging_together(rules: list[Rule]) -> list[list[Rule]]:
    """Rules by what they hang together with."""
    if not rules:
        return []
    xs, ys, walls = _walls(rules)
    labels, _ = ndimage.label(walls)
    groups: dict[int, list[Rule]] = {}
    lines = {True: (np.array(ys), np.array(xs)), False: (np.array(xs), np.array(ys))}
    for rule in rules:
        own, crossed = lines[rule.is_level]
        first = int(np.searchsorted(crossed, rule.begin - NEAR))
        if first >= len(crossed) or crossed[first] > rule.end + NEAR:
            continue
        at = 2 * int(np.abs(own - rule.at).argmin()) + 1
        label = labels[at, 2 * first + 1] if rule.is_level else labels[2 * first + 1, at]
        groups.setdefault(int(label), []).append(rule)
    return list(groups.values())


def _raster(rules: list[Rule]) -> list[Lattice]:
    """A lattice for each group of walls that hang together and close at least one cell."""
    if not rules:
        return []
    xs, ys, walls = _walls(rules)
    labels, _ = ndimage.label(walls)
    found = []
    for number, place in enumerate(ndimage.find_objects(labels), start=1):
        rows, columns = place
        if rows.stop - rows.start < 3 or columns.stop - columns.start < 3:
            continue
        own = labels[place] == number
        lattice = _lattice(xs[columns.start // 2 : columns.stop // 2], ys[rows.start // 2 : rows.stop // 2], own)
        if lattice is not None:
            found.append(lattice)
    return found


def _lattice(xs: list[float], ys: list[float], walls: Array) -> Lattice | None:
    """The cells that walls close; the lines at which no cell ends are left out."""
    regions, count = ndimage.label(np.pad(~walls, 1, constant_values=True))
    outside = regions[0, 0]
    places = regions[1:-1, 1:-1][1::2, 1::2]
    closed = [number for number in range(1, count + 1) if number != outside]
    slices = ndimage.find_objects(places)
    kept = {number: slices[number - 1] for number in closed if number <= len(slices) and slices[number - 1]}
    if not kept:
        return None
    table = np.full(count + 1, -1)
    table[list(kept)] = np.arange(len(kept))
    return _compressed(xs, ys, table[places], list(kept.values()))


def _compressed(xs: list[float], ys: list[float], owner: Array, slices: list[Any]) -> Lattice:
    parts = [_parts(owner, at, place) for at, place in enumerate(slices)]
    rows = sorted({edge for group in parts for part in group for edge in (part.row, part.row + part.rows)})
    columns = sorted({edge for group in parts for part in group for edge in (part.column, part.column + part.columns)})
    row_of, column_of = {at: n for n, at in enumerate(rows)}, {at: n for n, at in enumerate(columns)}
    lattice = Lattice([xs[at] for at in columns], [ys[at] for at in rows])
    for group in parts:
        moved = [
            Rectangle(
                row := row_of[part.row],
                column := column_of[part.column],
                row_of[part.row + part.rows] - row,
                column_of[part.column + part.columns] - column,
            )
            for part in group
        ]
        lattice.regions.append(Region(moved))
    lattice.owner = _owner(lattice)
    return lattice


def _owner(lattice: Lattice) -> Array:
    owner = np.full((len(lattice.ys) - 1, len(lattice.xs) - 1), -1)
    for number, region in enumerate(lattice.regions):
        for part in region.parts:
            owner[part.row : part.row + part.rows, part.column : part.column + part.columns] = number
    return owner


def _parts(owner: Array, number: int, place: Any) -> list[Rectangle]:
    """The rectangles of a cell, the widest first: of an L-shaped one the text stands over what is below it."""
    rows, columns = place
    inside = owner[place] == number
    if inside.all():
        return [Rectangle(rows.start, columns.start, rows.stop - rows.start, columns.stop - columns.start)]
    open_parts: dict[tuple[int, int], int] = {}
    found: list[Rectangle] = []
    for at in range(len(inside) + 1):
        stretches = _stretches(inside[at]) if at < len(inside) else set()
        for stretch in [each for each in open_parts if each not in stretches]:
            begin = open_parts.pop(stretch)
            left, right = stretch
            found.append(Rectangle(rows.start + begin, columns.start + left, at - begin, right - left))
        for stretch in stretches:
            open_parts.setdefault(stretch, at)
    return sorted(found, key=lambda part: (-part.columns, part.row, part.column))


def _stretches(row: Array) -> set[tuple[int, int]]:
    """Where a row of places is taken, from and up to."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], row.astype(int), [0]))))
    return {(int(begin), int(end)) for begin, end in zip(edges[::2], edges[1::2], strict=True)}


def _cut(lattice: Lattice) -> list[Lattice]:
    """Two tables with a common edge as two: a line from side to side above and below which no column is the same."""
    for turned in (False, True):
        if at := _common_edge(lattice, turned):
            return [each for half in _halves(lattice, at, turned) for each in _cut(half)]
    return [lattice]


def _common_edge(lattice: Lattice, turned: bool) -> int:
    """The number of the line; 0 where there is none."""
    parts = [
        Rectangle(part.column, part.row, part.columns, part.rows) if turned else part
        for region in lattice.regions
        for part in region.parts
    ]
    lines = len(lattice.xs if turned else lattice.ys)
    if lines < 5:  # at least two rows each
        return 0
    first: dict[int, int] = {}  # of each inner line of the columns, the first and the last row that it parts
    last: dict[int, int] = {}
    crossed: set[int] = set()
    left, right = min(part.column for part in parts), max(part.column + part.columns for part in parts)
    for part in parts:
        crossed.update(range(part.row + 1, part.row + part.rows))
        for column in (part.column, part.column + part.columns):
            if left < column < right:
                first[column] = min(first.get(column, part.row), part.row)
                last[column] = max(last.get(column, 0), part.row + part.rows)
    spanned = set(crossed)
    for column in first:
        spanned.update(range(first[column] + 1, last[column]))
    if not first:
        return 0
    for at in range(2, lines - 2):
        if at not in spanned and min(first.values()) < at < max(last.values()):
            return at
    return 0


def _halves(lattice: Lattice, at: int, turned: bool) -> list[Lattice]:
    halves = []
    for begin, end in ((0, at), (at, len(lattice.xs if turned else lattice.ys) - 1)):
        owner = lattice.owner[:, begin:end] if turned else lattice.owner[begin:end]
        xs, ys = lattice.xs, lattice.ys
        xs, ys = (xs[begin : end + 1], ys) if turned else (xs, ys[begin : end + 1])
        numbers = [number for number in np.unique(owner) if number >= 0]
        table = np.full(int(lattice.owner.max()) + 2, -1)
        table[numbers] = np.arange(len(numbers))
        own = table[owner]
        halves.append(_compressed(xs, ys, own, ndimage.find_objects(own + 1)))
    return halves
