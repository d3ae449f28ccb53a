"""Ratios to the previous year on one logarithmic axis, each as a strip for its row of a table."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from cityplan.draw.canvas import (
    GREY_BAND,
    HAIRLINE,
    MUTED,
    POINTS_PER_MM,
    SIZE,
    TEXT,
    WHITE,
    Canvas,
    clear_canvas,
    drawn_short,
    drawn_width,
)
from cityplan.draw.output import Chart
from cityplan.draw.words import CHANGES

STRIP_HEIGHT = 10.2  # a row of a table, 3.6 mm: the strips of neighbouring rows touch
_BASELINE = 7.8
_DOT, _GAP, _APART = 2.5, 3.5, 0.4
_STEPS = (1, 2, 5)
_SPACED = 0.12 * SIZE  # what a reader may add between letters (WCAG 1.4.12)
_LOWEST, _HIGHEST = 80.0, 125.0  # the axis reaches at least from here to there
_UNEQUAL = {"rounding": "≈"}  # one unit of the last printed digit; anything else is ≠
NARROWEST_STRIPS_MM = 34.0


@dataclass(frozen=True)
class Ratio:
    """A ratio 前年度比 of an activity in percent, as computed and as printed, with its classes."""

    computed: Decimal
    printed: Decimal | None = None
    agreement: str = "agrees"
    change: str = ""

    @property
    def differs(self) -> bool:
        """Whether another ratio is printed."""
        return self.printed is not None and self.printed != self.computed

    @property
    def shown(self) -> tuple[Decimal, ...]:
        """What is drawn: the computed ratio and, where it is another, the printed one."""
        if self.printed is None or not self.differs:
            return (self.computed,)
        return (self.computed, self.printed)

    @property
    def note(self) -> str:
        """The printed ratio beside its dot; the computed one has a column of its own."""
        off_scale = "目盛外" if 0 in (self.computed, self.printed) else ""
        if not self.differs:
            return off_scale
        return f"{self.printed:f}% {_UNEQUAL.get(self.agreement, '≠')}{off_scale}"

    @property
    def alt(self) -> str:
        """The ratio in words."""
        said = f"前年度比 計算{self.computed:f}%"
        if self.differs:
            found = "端数の差" if self.agreement in _UNEQUAL else "計算と合わない"
            said += f"、記載{self.printed:f}%（{found}）"
        return said + (f"、{CHANGES[self.change]}" if self.change in CHANGES else "")


class RatioStrips:
    """The one axis of many strips: `axis()` for a table's heading, `strip` and `blank` for its rows.

    Each strip shows 100 % as a line, the `band` around it as a grey area, the computed
    ratio as a dot and a printed one that is another as an open dot. Raises ValueError where there
    is no ratio, one is negative, the band is not below 100 or the width too small.
    """

    def __init__(self, ratios: Sequence[Ratio], *, band: Decimal | int = 5, width_mm: float = 38) -> None:
        if not 0 <= band < 100:
            raise ValueError(f"a band is from 0 to below 100 percent, not {band}")
        if width_mm < NARROWEST_STRIPS_MM:
            raise ValueError(f"a strip needs at least {NARROWEST_STRIPS_MM} mm, not {width_mm}")
        if not ratios:
            raise ValueError("there is no ratio to draw")
        if any(value < 0 for ratio in ratios for value in ratio.shown):
            raise ValueError("a ratio below zero has no place on a logarithmic axis")
        self.band, self.width = float(band), width_mm * POINTS_PER_MM
        known = [float(value) for ratio in ratios for value in ratio.shown if value]
        self.low = min([*known, 100 - self.band, _LOWEST])
        self.high = max([*known, 100 + self.band, _HIGHEST])
        self._scale(ratios)

    def axis(self) -> Chart:
        """The ticks 目盛 in percent, to stand above the strips."""
        canvas = clear_canvas(self.width, STRIP_HEIGHT)
        for tick in self.ticks:
            same = tick == 100
            color = TEXT if same else MUTED
            canvas.text(self.x(tick), _BASELINE, _number(tick), align="center", bold=same, color=color)
        said = "、".join(_number(tick) for tick in self.ticks)
        return Chart(canvas.figure, f"前年度比の対数目盛（%）: {said}")

    def strip(self, ratio: Ratio) -> Chart:
        """One ratio from 100 % to its dot."""
        canvas = clear_canvas(self.width, STRIP_HEIGHT)
        self._ground(canvas)
        y, color = STRIP_HEIGHT / 2, TEXT  # more is no better than less: no blue, no red
        places = [self.x(float(value)) for value in ratio.shown]
        canvas.line([(self.x(100), y), (places[0], y)], color=color, width=2.0)
        for place in places[1:]:
            canvas.circle(place, y, _DOT, fill=WHITE, edge=TEXT, width=1.1)
        canvas.circle(places[0], y, _DOT, fill=color)
        if ratio.note:
            self._note(canvas, ratio.note, max(*places, self.x(100)) + _GAP)
        return Chart(canvas.figure, ratio.alt)

    def blank(self, reason: str, alt: str = "") -> Chart:
        """A row without a ratio: the reason in its place; `alt` where there is more to say."""
        canvas = clear_canvas(self.width, STRIP_HEIGHT)
        canvas.text(0, _BASELINE, drawn_short(reason, self.width), color=MUTED)
        return Chart(canvas.figure, alt or reason)

    def x(self, percent: float) -> float:
        """The place of a ratio; what is not positive stands at the left end."""
        return self.same + math.log(max(percent, self.low) / 100) * self.stretch

    @property
    def ticks(self) -> list[float]:
        """The round percents that can be written without touching: 100 goes first."""
        powers = range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)) + 1)
        round_ones = [step * 10.0**power for power in powers for step in _STEPS]
        taken: list[float] = []
        for value in sorted(round_ones, key=lambda value: (value != 100, abs(math.log(value / 100)))):
            if self._fits(value) and all(self._apart(value, other) for other in taken):
                taken.append(value)
        return sorted(taken)

    def _scale(self, ratios: Sequence[Ratio]) -> None:
        """Make the axis as long as the dots and notes at its ends allow."""
        falls = [(math.log(100 / self.low), _DOT)]
        rises = [(math.log(self.high / 100), _DOT), *map(self._rise, ratios)]
        self.stretch = min(
            (self.width - room - other_room) / (reach + other_reach)
            for reach, room in falls
            for other_reach, other_room in rises
        )
        self.same = max(reach * self.stretch + room for reach, room in falls)

    def _rise(self, ratio: Ratio) -> tuple[float, float]:
        """How far a row goes to the right of 100 %, as a logarithm, and the points it needs there."""
        reach = max(0.0, *(math.log(max(float(value), self.low) / 100) for value in ratio.shown))
        return reach, drawn_width(ratio.note) + _GAP + 0.5 if ratio.note else _DOT

    def _ground(self, canvas: Canvas) -> None:
        """The band around 100 %, the ticks and the line at 100 %, over the whole height."""
        low, high = self.x(100 - self.band), self.x(100 + self.band)
        canvas.rectangle(low, 0, high, STRIP_HEIGHT, fill=GREY_BAND)
        ticks = [tick for tick in self.ticks if tick != 100]
        lines = [((self.x(tick), 0.0), (self.x(tick), STRIP_HEIGHT)) for tick in ticks]
        canvas.segments(lines, color=HAIRLINE, width=0.4)
        canvas.line([(self.x(100), 0), (self.x(100), STRIP_HEIGHT)], color=TEXT, width=0.7)

    def _note(self, canvas: Canvas, note: str, left: float) -> None:
        """A note beside a dot; near the edge it ends there, whatever letters a reader spaces out."""
        if left + drawn_width(note) + _SPACED * len(note) > self.width:
            canvas.text(self.width - 0.5, _BASELINE, note, align="right", color=TEXT)
        else:
            canvas.text(left, _BASELINE, note, color=TEXT)

    def _fits(self, tick: float) -> bool:
        half = drawn_width(_number(tick)) / 2
        inside = half <= self.x(tick) <= self.width - half
        return self.low <= tick <= self.high and inside

    def _apart(self, tick: float, other: float) -> bool:
        room = (drawn_width(_number(tick)) + drawn_width(_number(other))) / 2 + _APART
        return abs(self.x(tick) - self.x(other)) >= room


def _number(percent: float) -> str:
    return f"{percent:,g}" if percent < 1 else f"{percent:,.0f}"
