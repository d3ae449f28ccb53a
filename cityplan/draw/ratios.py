"""Ratios to the previous year on one logarithmic axis, each with the number of its plan."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cityplan.draw.canvas import GREY_BAND, HAIRLINE, MUTED, POINTS_PER_MM, SIZE, TEXT, WHITE, Canvas, drawn_width
from cityplan.draw.output import Chart
from cityplan.draw.words import CHANGES

NARROWEST_MM = 60.0
_STEPS = (1, 2, 5)
_TENS = (60.0, 70.0, 80.0, 90.0, 110.0, 120.0, 130.0, 140.0, 150.0)
_LEAST_TICKS = 3
_LOWEST, _HIGHEST = 80.0, 125.0  # the axis reaches at least from here to there
_BOX, _GAP, _AXIS = 10.0, 0.8, 11.0
_ZERO, _WITHOUT, _FIELD_GAP = "0%", "比なし", 5.0


@dataclass(frozen=True)
class Ratio:
    """A ratio 前年度比 of an activity in percent, the number of its plan, and how its result changed.

    None where both years have numbers that make no ratio: from zero, or below it.
    """

    percent: Decimal | None
    plan: str
    name: str
    change: str = ""

    @property
    def alt(self) -> str:
        """The ratio in words."""
        changed = f"（{CHANGES[self.change]}）" if self.change in CHANGES else ""
        said = _WITHOUT if self.percent is None else f"{self.percent:,f}%"
        return f"{self.plan} {self.name} {said}{changed}"


def ratio_dots(ratios: Sequence[Ratio], *, band: Decimal | int = 5, width_mm: float = 84) -> Chart:
    """Draw ratios as the numbers of their plans on one logarithmic axis 対数目盛, those that fell white on dark.

    100 % is a line, the `band` around it a grey area; what would touch stands one above the other. A logarithmic axis
    has no place for zero: what fell to it stands in a field of its own at the left, what has no ratio in one at the right. Raises ValueError where there is no ratio, one is negative, the band is not below 100
    or the width too small.
    """
    if not 0 <= band < 100:
        raise ValueError(f"a band is from 0 to below 100 percent, not {band}")
    if width_mm < NARROWEST_MM:
        raise ValueError(f"an axis needs at least {NARROWEST_MM} mm, not {width_mm}")
    if not ratios:
        raise ValueError("there is no ratio to draw")
    if any(ratio.percent is not None and ratio.percent < 0 for ratio in ratios):
        raise ValueError("a ratio below zero has no place on a logarithmic axis")
    axis = _Axis(ratios, float(band), width_mm * POINTS_PER_MM)
    placed = list(_placed(ratios, axis))
    ground = (1 + max(level for _, _, level in placed)) * (_BOX + _GAP) + _GAP
    canvas = Canvas(axis.width, ground + _AXIS)
    _ground(canvas, axis, ground)
    for ratio, x, level in placed:
        _number(canvas, ratio, axis, x, ground - _GAP - level * (_BOX + _GAP))
    ticks = "、".join(map(_percent, axis.ticks))
    said = "、".join(ratio.alt for ratio in ratios)
    return Chart(canvas.figure, f"前年度比（対数目盛。目盛は{ticks}）: {said}")


class _Axis:
    """The places of ratios between the edges."""

    def __init__(self, ratios: Sequence[Ratio], band: float, width: float) -> None:
        known = [float(ratio.percent) for ratio in ratios if ratio.percent]
        self.band, self.width = band, width
        self.low = min([*known, 100 - band, _LOWEST])
        self.high = max([*known, 100 + band, _HIGHEST])
        self.half = max(_BOX, *(drawn_width(ratio.plan) + 1 for ratio in ratios)) / 2
        zero = max(2 * self.half + 1, drawn_width(_ZERO)) * any(ratio.percent == 0 for ratio in ratios)
        without = max(2 * self.half + 1, drawn_width(_WITHOUT)) * any(ratio.percent is None for ratio in ratios)
        self.zero, self.without = zero / 2, width - without / 2  # the middles of the fields beside the axis
        self.left, self.right = (zero + _FIELD_GAP) * bool(zero), width - (without + _FIELD_GAP) * bool(without)

    def x(self, percent: float) -> float:
        """The place of a ratio above zero."""
        share = math.log(percent / self.low) / math.log(self.high / self.low)
        return self.left + self.half + 0.5 + share * (self.right - self.left - 2 * self.half - 1)

    def place(self, ratio: Ratio) -> float:
        """The place of a ratio, or of the field for what has no place on the axis."""
        if ratio.percent is None:
            return self.without
        return self.x(float(ratio.percent)) if ratio.percent else self.zero

    @property
    def fields(self) -> list[tuple[float, float, float, str]]:
        """The fields beside the axis: from where to where, the middle and its words."""
        zero = [(0.0, self.left - _FIELD_GAP, self.zero, _ZERO)] if self.left else []
        is_right = self.right < self.width
        return zero + ([(self.right + _FIELD_GAP, self.width, self.without, _WITHOUT)] if is_right else [])

    @property
    def ticks(self) -> list[float]:
        """The round percents that can be written without touching: 100 goes first, tens where 100 stands alone."""
        powers = range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)) + 1)
        round_ones = [step * 10.0**power for power in powers for step in _STEPS]
        if sum(map(self._fits, round_ones)) < _LEAST_TICKS:
            round_ones += _TENS
        taken: list[float] = []
        for value in sorted(round_ones, key=lambda value: (value != 100, abs(math.log(value / 100)))):
            if self._fits(value) and all(self._are_apart(value, other) for other in taken):
                taken.append(value)
        return sorted(taken)

    def _fits(self, tick: float) -> bool:
        half = drawn_width(_percent(tick)) / 2
        return self.low <= tick <= self.high and self.left + half <= self.x(tick) <= self.right - half

    def _are_apart(self, tick: float, other: float) -> bool:
        room = (drawn_width(_percent(tick)) + drawn_width(_percent(other))) / 2 + 2
        return abs(self.x(tick) - self.x(other)) >= room


def _placed(ratios: Sequence[Ratio], axis: _Axis) -> Iterator[tuple[Ratio, float, int]]:
    """Each ratio with its place, and how high it stands so that none touches another."""
    last: list[float] = []  # the place that is taken farthest right, of each level
    for ratio in sorted(ratios, key=axis.place):
        x = axis.place(ratio)
        level = next((n for n, taken in enumerate(last) if x - taken >= 2 * axis.half + _GAP), len(last))
        last[level : level + 1] = [x]
        yield ratio, x, level


def _ground(canvas: Canvas, axis: _Axis, bottom: float) -> None:
    """The band around 100 %, the ticks with their numbers, and the line at 100 %."""
    canvas.rectangle(axis.x(100 - axis.band), 0, axis.x(100 + axis.band), bottom, fill=GREY_BAND)
    canvas.segments([((axis.x(tick), 0.0), (axis.x(tick), bottom)) for tick in axis.ticks], color=HAIRLINE, width=0.4)
    canvas.line([(axis.x(100), 0), (axis.x(100), bottom)], color=TEXT, width=0.8)
    canvas.line([(axis.left, bottom), (axis.right, bottom)], color=TEXT, width=0.7)
    for start, end, middle, name in axis.fields:
        canvas.line([(start, bottom), (end, bottom)], color=TEXT, width=0.7)
        canvas.text(middle, bottom + SIZE + 1, name, align="center", color=MUTED)
    for tick in axis.ticks:
        is_same = tick == 100
        words = (axis.x(tick), bottom + SIZE + 1, _percent(tick))
        canvas.text(*words, align="center", bold=is_same, color=TEXT if is_same else MUTED)


def _number(canvas: Canvas, ratio: Ratio, axis: _Axis, x: float, bottom: float) -> None:
    """The number of a plan in its box: filled where the result is less than last year's."""
    fell = ratio.change == "down"
    fill, color = (TEXT, WHITE) if fell else (WHITE, TEXT)
    canvas.rectangle(x - axis.half, bottom - _BOX, x + axis.half, bottom, fill=fill, edge=TEXT)
    canvas.text(x, bottom - _BOX / 2 + SIZE * 0.37, ratio.plan, align="center", bold=fell, color=color)


def _percent(percent: float) -> str:
    return f"{percent:,g}%" if percent < 1 else f"{percent:,.0f}%"
