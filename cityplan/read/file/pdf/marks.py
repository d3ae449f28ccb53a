"""What is drawn on a page of a PDF: characters, rules, grounds, pictures; in points from its upper left corner."""

from dataclasses import dataclass, field
from typing import NamedTuple

Box = tuple[float, float, float, float]  # x0, y0, x1, y1; y grows downwards
WHITE = 0xFFFFFF


class TextRun(NamedTuple):
    """A piece of text that was drawn at once: its place in the order of drawing, colour, size in points, and font."""

    order: int
    is_drawn: bool
    colour: int | None  # None where it is not known
    size: float
    font: str = ""


class Char(NamedTuple):
    """A character 文字: the box of its ink, its advance along the line, its base line and its size.

    `turn` is the quarter turns, clockwise, in which it stands; `run` the number of its text run. `begin` and `end`
    count along the line, `base` across it and downwards, both of the page as it is turned for reading.
    """

    text: str
    box: Box
    begin: float
    end: float
    base: float
    size: float
    turn: int
    run: int
    is_mapped: bool

    @property
    def centre(self) -> tuple[float, float]:
        return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2


class Rule(NamedTuple):
    """A rule 罫線, level or upright: where it stands, from where to where it goes; in which order it was drawn."""

    is_level: bool
    at: float
    begin: float
    end: float
    order: int

    @property
    def box(self) -> Box:
        if self.is_level:
            return self.begin, self.at, self.end, self.at
        return self.at, self.begin, self.at, self.end


class Ground(NamedTuple):
    """A rectangle that is filled 地, or drawn with its four edges: a band, a cell's colour, a text box."""

    box: Box
    order: int
    colour: int | None  # of what fills it; None for nothing, or what can be seen through
    is_filled: bool
    has_edges: bool


@dataclass
class PageMarks:
    """All that is drawn on one page; `slanted` are characters that stand neither level nor upright."""

    width: float
    height: float
    chars: list[Char] = field(default_factory=list)
    runs: list[TextRun] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    grounds: list[Ground] = field(default_factory=list)
    pictures: list[tuple[Box, int]] = field(default_factory=list)
    slanted: list[Char] = field(default_factory=list)
    slashes: list[Box] = field(default_factory=list)  # boxes of lines that are neither level nor upright
    rings: list[Box] = field(default_factory=list)  # circles and ellipses that are drawn as a line


def overlap(one: Box, other: Box) -> Box | None:
    """What two boxes share; None where it has no area."""
    x0, y0, x1, y1 = (max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3]))
    return (x0, y0, x1, y1) if x0 < x1 and y0 < y1 else None


def area(box: Box) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def around(boxes: list[Box]) -> Box:
    """The box around some boxes, of which there is at least one."""
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def within(x: float, y: float, box: Box) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
