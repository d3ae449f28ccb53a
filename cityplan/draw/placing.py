"""Finds places for labels beside their points, so that none touches another."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cityplan.draw.canvas import SIZE, Align, Point, Segments, drawn_width

_ASCENT, _DESCENT = 0.95 * SIZE, 0.28 * SIZE
_AWAY = 2.0  # from the marker to its label
_BETWEEN = 1.5  # from one label to another
_OFF_LINES = 1.5  # from a label to a line
_MOST_TRIES = 3000
_STEPS = 24  # along a line, to see whether it runs through a label


class Box(NamedTuple):
    """An upright box in points; y runs downward."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box", gap: float = 0.0) -> bool:
        return (
            self.left < other.right + gap
            and other.left < self.right + gap
            and self.top < other.bottom + gap
            and other.top < self.bottom + gap
        )

    def inside(self, frame: "Box") -> bool:
        return (
            frame.left <= self.left
            and self.right <= frame.right
            and frame.top <= self.top
            and self.bottom <= frame.bottom
        )

    def holds(self, point: Point, gap: float = 0.0) -> bool:
        x, y = point
        return self.left - gap <= x <= self.right + gap and self.top - gap <= y <= self.bottom + gap


@dataclass(frozen=True)
class Label:
    """A text to stand beside a marker of some radius."""

    x: float
    y: float
    radius: float
    text: str

    @property
    def marker(self) -> Box:
        radius = self.radius + 0.5
        return Box(self.x - radius, self.y - radius, self.x + radius, self.y + radius)


class LabelPlace(NamedTuple):
    """Where a label is written, and the room it takes."""

    x: float
    baseline: float
    align: Align
    box: Box


def place_labels(labels: Sequence[Label], frame: Box, lines: Segments) -> list[LabelPlace] | None:
    """Find a place for each label inside the frame, clear of labels and markers.

    An arrangement without a label that a line runs through is looked for first. None where there is
    no arrangement at all.
    """
    markers = [label.marker for label in labels]
    choices = [_choices(label, frame, markers, lines) for label in labels]
    crossings = _crossings(lines)
    clear = [[place for place in own if not crossings(place)] for own in choices]
    return _arranged(clear) or _arranged(choices)


def is_crossed(place: LabelPlace, lines: Segments) -> bool:
    """Whether a line runs through a label."""
    return any(place.box.holds(point, 0) for line in lines for point in _along(line))


def _arranged(choices: Sequence[Sequence[LabelPlace]]) -> list[LabelPlace] | None:
    """A place for each label, those with the fewest choices first."""
    order = sorted(range(len(choices)), key=lambda index: len(choices[index]))
    found = _search([choices[index] for index in order])
    if found is None:
        return None
    by_label = dict(zip(order, found, strict=True))
    return [by_label[index] for index in range(len(choices))]


def _search(choices: Sequence[Sequence[LabelPlace]]) -> list[LabelPlace] | None:
    """The first arrangement without overlaps, depth first."""
    tries = 0

    def extend(chosen: list[LabelPlace]) -> list[LabelPlace] | None:
        nonlocal tries
        if len(chosen) == len(choices):
            return chosen
        for place in choices[len(chosen)]:
            tries += 1
            if tries > _MOST_TRIES:
                return None
            if not any(place.box.overlaps(other.box, _BETWEEN) for other in chosen):
                found = extend([*chosen, place])
                if found is not None:
                    return found
        return None

    return extend([])


def _choices(label: Label, frame: Box, markers: Sequence[Box], lines: Segments) -> list[LabelPlace]:
    """The places of a label that touch no marker and stay in the frame, the best first."""
    possible = [
        place
        for place in _around(label)
        if place.box.inside(frame) and not any(place.box.overlaps(marker) for marker in markers)
    ]
    return sorted(possible, key=_crossings(lines))


def _crossings(lines: Segments) -> Callable[[LabelPlace], int]:
    def count(place: LabelPlace) -> int:
        return sum(any(place.box.holds(point, _OFF_LINES) for point in _along(line)) for line in lines)

    return count


def _along(line: tuple[Point, Point]) -> list[Point]:
    (x0, y0), (x1, y1) = line
    shares = [step / _STEPS for step in range(_STEPS + 1)]
    return [(x0 + share * (x1 - x0), y0 + share * (y1 - y0)) for share in shares]


def _around(label: Label) -> list[LabelPlace]:
    """Above, below and at the sides; above and below also shifted to one side."""
    away = label.radius + _AWAY
    above, below = label.y - away - _DESCENT, label.y + away + _ASCENT
    beside = label.y + 0.35 * SIZE
    width = drawn_width(label.text)
    spots: list[tuple[float, float, Align]] = [
        (label.x, above, "center"),
        (label.x, below, "center"),
        (label.x - away, above, "left"),
        (label.x + away, above, "right"),
        (label.x - away, below, "left"),
        (label.x + away, below, "right"),
        (label.x + away, beside, "left"),
        (label.x - away, beside, "right"),
    ]
    places = []
    for x, baseline, align in spots:
        left = x - {"left": 0.0, "center": width / 2, "right": width}[align]
        box = Box(left, baseline - _ASCENT, left + width, baseline + _DESCENT)
        places.append(LabelPlace(x, baseline, align, box))
    return places
