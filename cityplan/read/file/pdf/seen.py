"""What of a page can be seen, and what lies over what: hidden, white and covered text, strikes, boxes over tables.

Nothing is dropped: each character has a state, and each reader of them says what became of it.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from cityplan.read.file.pdf.marks import WHITE, Box, Char, Ground, PageMarks, Rule, within
from cityplan.read.file.pdf.rules import NEAR

_UNKNOWN = -1  # a ground of several colours
_SAME_COLOUR = 10  # of 255, in each of red, green and blue
_SAME_PLACE = 0.18  # of a size: how far apart a letter drawn twice may stand
_STRIKE_BAND = (0.12, 0.62)  # of a size above the base line
_STRUCK_PART = 0.5  # of a strike's length
_INSIDE = 3.0  # points within a box, where its neighbour's rule cannot be
_TOUCHING = 1.0  # points
_SMALLEST_BOX = 8.0
MOST_COMPARED = 20_000_000  # boxes times rules

Array = Any  # of numpy


class Hidden(NamedTuple):
    """A character that cannot be seen, and why."""

    char: Char
    why: str


@dataclass
class Seen:
    """A page's characters by whether they can be seen; its rules without strikes, frames and boxes over tables."""

    chars: list[Char] = field(default_factory=list)
    hidden: list[Hidden] = field(default_factory=list)
    twice: list[Char] = field(default_factory=list)
    struck: set[Char] = field(default_factory=set)
    crossed: dict[Char, float] = field(default_factory=dict)  # also by a longer rule, and where that stands
    slashes: list[Box] = field(default_factory=list)
    rings: list[Box] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    frames: list[Ground] = field(default_factory=list)  # boxes that touch no other rule
    boxes: list[Ground] = field(default_factory=list)  # text boxes that lie over rules
    in_boxes: dict[Char, int] = field(default_factory=dict)
    order: list[int] = field(default_factory=list)  # in which text runs were drawn


def seen(marks: PageMarks, joined: list[Rule]) -> Seen:
    """What can be seen of a page 見えるもの; `joined` are its rules with those in one line joined."""
    found = Seen(order=[run.order for run in marks.runs], slashes=marks.slashes, rings=marks.rings)
    whys = _whys(marks)
    for char, why in zip(marks.chars, whys, strict=True):
        if why:
            found.hidden.append(Hidden(char, why))
        else:
            found.chars.append(char)
    found.chars, found.twice = _once(found.chars)
    strikes, found.struck, found.crossed = _strikes(found.chars, joined)
    found.boxes = _boxes_over(marks)
    over = {box.order for box in found.boxes}
    found.frames = _frames(marks, over)
    apart = over | {frame.order for frame in found.frames}
    found.rules = [rule for rule in _without(marks.rules, strikes) if rule.order not in apart]
    for char in found.chars:
        order = marks.runs[char.run].order
        for number, box in enumerate(found.boxes):
            if order > box.order and within(*char.centre, box.box):
                found.in_boxes[char] = number
    return found


def _whys(marks: PageMarks) -> list[str]:
    """Why each character cannot be seen; empty for those that can."""
    count = len(marks.chars)
    x = np.array([char.centre[0] for char in marks.chars])
    y = np.array([char.centre[1] for char in marks.chars])
    order = np.array([marks.runs[char.run].order for char in marks.chars])
    ground = np.full(count, WHITE)
    covered = np.zeros(count, dtype=bool)
    outside = (x < 0) | (x > marks.width) | (y < 0) | (y > marks.height)
    by_height = np.argsort(y, kind="stable")
    heights = y[by_height]
    layers = [(each.box, each.order, each.colour) for each in marks.grounds if each.is_filled]
    layers += [(box, drawn, _UNKNOWN) for box, drawn in marks.pictures]
    for box, drawn, colour in sorted(layers, key=lambda layer: layer[1]):
        first, last = np.searchsorted(heights, box[1]), np.searchsorted(heights, box[3], side="right")
        near = by_height[first:last]
        near = near[(x[near] >= box[0]) & (x[near] <= box[2])]
        above = order[near] > drawn
        ground[near[above]] = _UNKNOWN if colour is None else colour
        if colour is not None:  # else it can be seen through
            covered[near[~above]] = True
    return [
        ""
        if not char.text.strip()
        else "ページの外の文字"
        if outside[at]
        else _why(marks.runs[char.run].is_drawn, bool(covered[at]), marks.runs[char.run].colour, int(ground[at]))
        for at, char in enumerate(marks.chars)
    ]


def _why(is_drawn: bool, is_covered: bool, colour: int | None, ground: int) -> str:
    if not is_drawn:
        return "描かれない文字"
    if is_covered:
        return "図形や画像の下の文字"
    if colour is None or ground == _UNKNOWN:
        return ""
    if all(abs((colour >> at & 255) - (ground >> at & 255)) <= _SAME_COLOUR for at in (0, 8, 16)):
        return "地と同じ色の文字"
    return ""


def _once(chars: list[Char]) -> tuple[list[Char], list[Char]]:
    """Characters without those drawn a second time in their place: a bold that was made so, or a shadow."""
    places: dict[tuple[str, int, int], list[Char]] = {}
    once, twice = [], []
    for char in chars:
        step = max(char.size * _SAME_PLACE, 0.1)
        x, y = char.centre
        column, row = int(x // step), int(y // step)
        near = (
            other
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
            for other in places.get((char.text, column + dx, row + dy), ())
        )
        if char.text.strip() and any(other.run != char.run and _is_same_place(char, other, step) for other in near):
            twice.append(char)
            continue
        places.setdefault((char.text, column, row), []).append(char)
        once.append(char)
    return once, twice


def _is_same_place(char: Char, other: Char, step: float) -> bool:
    (x, y), (u, v) = char.centre, other.centre
    return abs(x - u) <= step and abs(y - v) <= step and abs(char.size - other.size) <= step


def _strikes(chars: list[Char], joined: list[Rule]) -> tuple[list[Rule], set[Char], dict[Char, float]]:
    """Rules that strike text out 取り消し線, the characters that they strike, and all that any level rule crosses."""
    level = [char for char in chars if char.turn in (0, 2) and char.text.strip()]
    bases = np.array([char.base if char.turn == 0 else -char.base for char in level])
    by_base = np.argsort(bases, kind="stable")
    sorted_bases = bases[by_base]
    largest = max((char.size for char in level), default=0.0)
    strikes: list[Rule] = []
    struck: set[Char] = set()
    all_crossed: dict[Char, float] = {}
    for rule in joined:
        if not rule.is_level:
            continue
        first = np.searchsorted(sorted_bases, rule.at)
        last = np.searchsorted(sorted_bases, rule.at + largest, side="right")
        crossed = [char for at in by_base[first:last] if _is_crossed(char := level[at], rule)]
        all_crossed.update(dict.fromkeys(crossed, rule.at))
        if sum(char.end - char.begin for char in crossed) >= _STRUCK_PART * (rule.end - rule.begin):
            strikes.append(rule)
            struck.update(crossed)
    return strikes, struck, all_crossed


def _is_crossed(char: Char, rule: Rule) -> bool:
    low, high = _STRIKE_BAND
    height = char.base - rule.at if char.turn == 0 else -char.base - rule.at
    x = char.centre[0]
    return low * char.size <= height <= high * char.size and rule.begin - 1 <= x <= rule.end + 1


def _without(rules: list[Rule], strikes: list[Rule]) -> Iterator[Rule]:
    """The rules that are no part of a strike."""
    by_height: dict[int, list[Rule]] = defaultdict(list)
    for strike in strikes:
        for step in (-1, 0, 1):
            by_height[int(strike.at // NEAR) + step].append(strike)
    for rule in rules:
        near = by_height[int(rule.at // NEAR)] if rule.is_level and strikes else ()
        if not any(
            abs(rule.at - strike.at) <= NEAR and rule.begin >= strike.begin - 0.1 and rule.end <= strike.end + 0.1
            for strike in near
        ):
            yield rule


def _boxes_over(marks: PageMarks) -> list[Ground]:
    """Boxes that lie over the rules of a table and belong to none: text boxes 重なったテキストボックス."""
    if not marks.rules or len(marks.grounds) * len(marks.rules) > MOST_COMPARED:
        return []
    rules = np.array([(*rule.box, rule.order) for rule in marks.rules])
    return [ground for ground in marks.grounds if _may_lie_over(ground, marks) and _lies_over(ground, rules)]


def _may_lie_over(ground: Ground, marks: PageMarks) -> bool:
    x0, y0, x1, y1 = ground.box
    is_page = (x1 - x0) * (y1 - y0) > 0.8 * marks.width * marks.height
    return min(x1 - x0, y1 - y0) >= _SMALLEST_BOX and not is_page


def _lies_over(ground: Ground, rules: Array) -> bool:
    """Whether rules of others run into a box and beyond it; those of a table with a frame of its own do not."""
    x0, y0, x1, y1 = ground.box
    others = rules[rules[:, 4] != ground.order]
    inside = _inside(others, (x0 + _INSIDE, y0 + _INSIDE, x1 - _INSIDE, y1 - _INSIDE))
    beyond = (
        (others[:, 0] < x0 - _INSIDE)
        | (others[:, 2] > x1 + _INSIDE)
        | (others[:, 1] < y0 - _INSIDE)
        | (others[:, 3] > y1 + _INSIDE)
    )
    crossing = others[inside & beyond]
    if ground.colour is not None and (crossing[:, 4] < ground.order).any():
        return True
    is_free = not any(_touches(others, x, y) for x in (x0, x1) for y in (y0, y1))
    return ground.has_edges and is_free and len(crossing) > 0


def _frames(marks: PageMarks, over: set[int]) -> list[Ground]:
    """Boxes whose edges no other rule touches or crosses: a frame around a word, or around a text."""
    if len(marks.grounds) * len(marks.rules) > MOST_COMPARED:
        return []
    rules = np.array([(*rule.box, rule.order) for rule in marks.rules]).reshape(-1, 5)
    return [
        ground
        for ground in marks.grounds
        if ground.has_edges and ground.order not in over and not _is_touched(ground, rules)
    ]


def _is_touched(ground: Ground, rules: Array) -> bool:
    x0, y0, x1, y1 = ground.box
    others = rules[rules[:, 4] != ground.order]
    near = _inside(others, (x0 - _TOUCHING, y0 - _TOUCHING, x1 + _TOUCHING, y1 + _TOUCHING))
    within = (
        (others[:, 0] > x0 + _TOUCHING)
        & (others[:, 2] < x1 - _TOUCHING)
        & (others[:, 1] > y0 + _TOUCHING)
        & (others[:, 3] < y1 - _TOUCHING)
    )
    return bool((near & ~within).any())


def _inside(rules: Array, box: Box) -> Array:
    x0, y0, x1, y1 = box
    return (rules[:, 0] < x1) & (rules[:, 2] > x0) & (rules[:, 1] < y1) & (rules[:, 3] > y0)


def _touches(rules: Array, x: float, y: float) -> bool:
    return bool(_inside(rules, (x - NEAR, y - NEAR, x + NEAR, y + NEAR)).any())
