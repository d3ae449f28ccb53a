"""All ratios to the previous year on one logarithmic axis."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

import pandas as pd

from cityplan.charts.canvas import (
    BAD,
    GOOD,
    GREY_BAND,
    HAIRLINE,
    MUTED,
    POINTS_PER_MM,
    SIZE,
    TEXT,
    WHITE,
    Canvas,
    text_width,
    wrap,
)
from cityplan.charts.output import Chart

_ROW, _LEAD, _HEAD, _FOOT = 12.5, 10.5, 24.0, 14.0
_NAMES = 0.47  # of the width
_GAP, _DOT = 5.0, 2.7
_TICKS = (1, 2, 5)
_TICK = 12.0  # half of a tick's text
_UNEQUAL = {"rounding": "≈"}  # one unit of the last printed digit; anything else is ≠
NARROWEST_MM = 150.0


@dataclass(frozen=True)
class _Ratio:
    """One activity 掲載事業 with the ratio as computed and as printed."""

    plan_id: str
    name: str
    computed: Decimal | None
    printed: Decimal | None
    agreement: str

    @property
    def differs(self) -> bool:
        return None not in (self.computed, self.printed) and self.computed != self.printed

    @property
    def shown(self) -> list[Decimal]:
        """The ratios to be drawn: none where none could be computed."""
        if self.computed is None:
            return []
        return [self.computed] if self.printed is None else [self.computed, self.printed]

    @property
    def is_fall(self) -> bool:
        """Whether all that is shown lies below 100 %."""
        return bool(self.shown) and max(self.shown) < 100

    @property
    def text(self) -> str:
        """The figure as printed, and the computed one where it is another."""
        return self._told(f" {_UNEQUAL.get(self.agreement, '≠')} ", "", "")

    @property
    def spoken(self) -> str:
        """The same in words."""
        return self._told("・", "印字 ", "計算 ")

    def _told(self, between: str, printed: str, computed: str) -> str:
        off_scale = "（目盛外）" if 0 in self.shown else ""
        if self.computed is None and self.printed is None:
            return "計算できない"
        if self.computed is None:
            return f"印字 {self.printed:f}%（計算できない）"
        if self.printed is None or not self.differs:
            as_given = self.computed if self.printed is None else self.printed
            return f"{as_given:f}%{off_scale}"
        return f"{printed}{self.printed:f}%{between}{computed}{self.computed:f}%{off_scale}"


def ratio_strip(rows: pd.DataFrame, *, band: Decimal | int = 5, width_mm: float = 178) -> Chart:
    """Draw the ratios to the previous year 前年度比 of all activities on one logarithmic axis.

    `rows`: one activity a row, with `plan_id`, `name`, `ratio` (computed), `ratio_printed`,
    `agreement` (`agrees`, `rounding`, `differs`, …); ratios are Decimal percent or None. The dot is
    the computed ratio, the open dot a printed one that is another. `band` is the change in percent
    still called 横ばい. Raises ValueError where there is no row, a ratio is negative, the band is
    not below 100 or the width too small, and TypeError for a ratio that is no Decimal.
    """
    if not 0 <= band < 100:
        raise ValueError(f"a band is from 0 to below 100 percent, not {band}")
    if width_mm < NARROWEST_MM:
        raise ValueError(f"this chart needs at least {NARROWEST_MM} mm, not {width_mm}")
    ratios = _ratios(rows)
    strip = _Strip(ratios, float(band), width_mm * POINTS_PER_MM)
    canvas = Canvas(strip.width, strip.height)
    _axis(canvas, strip, band)
    top = _HEAD
    for _, group in groupby(ratios, key=lambda ratio: ratio.plan_id):
        top = _plan(canvas, strip, list(group), top)
    _key(canvas, strip, band, strip.height - 2.5)
    return Chart(canvas.figure, _alt(ratios))


def _ratios(rows: pd.DataFrame) -> list[_Ratio]:
    columns = ["plan_id", "name", "ratio", "ratio_printed", "agreement"]
    ratios = [
        _Ratio(str(plan), str(name), _decimal(ratio), _decimal(printed), str(agreement))
        for plan, name, ratio, printed, agreement in rows[columns].itertuples(index=False)
    ]
    if not ratios:
        raise ValueError("there is no ratio to draw")
    if any(value < 0 for ratio in ratios for value in ratio.shown):
        raise ValueError("a ratio below zero has no place on a logarithmic axis")
    return ratios


def _decimal(value: object) -> Decimal | None:
    if isinstance(value, Decimal):
        return value
    if value is None or value is pd.NA or value != value:
        return None
    raise TypeError(f"a ratio is a Decimal or None, not {value!r}")


def _alt(ratios: Sequence[_Ratio]) -> str:
    given = "、".join(f"{ratio.plan_id} {ratio.name} {ratio.spoken}" for ratio in ratios)
    return f"前年度比（対数目盛、100%＝前年度と同じ）: {given}"


class _Strip:
    """The measures of the chart: the columns, the axis and the height of each row."""

    def __init__(self, ratios: Sequence[_Ratio], band: float, width: float) -> None:
        self.ratios, self.band, self.width = ratios, band, width
        self.left = width * _NAMES
        self.names_left = max(text_width(ratio.plan_id) for ratio in ratios) + _GAP
        known = [float(value) for ratio in ratios for value in ratio.shown if value]
        self.low, self.high = min([*known, 100 - band, 80]), max([*known, 100 + band, 125])
        self._scale()

    def _scale(self) -> None:
        """Make the axis as long as the figures at the ends of the lollipops allow."""
        falls = [(math.log(100 / 80), _TICK), *(self._reach(ratio, -1) for ratio in self.ratios)]
        rises = [(math.log(125 / 100), _TICK), *(self._reach(ratio, 1) for ratio in self.ratios)]
        free = self.width - self.left
        self.stretch = min(
            (free - room - other_room) / (reach + other_reach)
            for reach, room in falls
            for other_reach, other_room in rises
            if reach + other_reach > 0
        )
        self.same = self.left + max(reach * self.stretch + room for reach, room in falls)

    def _reach(self, ratio: _Ratio, side: int) -> tuple[float, float]:
        """How far a row goes from 100 % to the left (-1) or right (1), and the room it needs there.

        The first is a logarithm, the second the points for its figure or half of a tick's text.
        """
        logs = [math.log(max(float(value), self.low) / 100) for value in ratio.shown]
        has_figure = ratio.is_fall == (side < 0)
        room = text_width(ratio.text) + 2 * _GAP if has_figure else _TICK
        return max([0.0, *(side * log for log in logs)]), room

    @property
    def height(self) -> float:
        return _HEAD + sum(map(self.row_height, self.ratios)) + _FOOT

    def lines(self, ratio: _Ratio) -> list[str]:
        return wrap(ratio.name, self.left - self.names_left - _GAP)

    def row_height(self, ratio: _Ratio) -> float:
        return _ROW + _LEAD * (len(self.lines(ratio)) - 1)

    def x(self, percent: float) -> float:
        """The place of a ratio; what is not positive stands at the left end."""
        return self.same + math.log(max(percent, self.low) / 100) * self.stretch

    @property
    def ticks(self) -> list[float]:
        """The round percents on the axis that can be written without touching: 100 goes first."""
        powers = range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)) + 1)
        round_ones = [step * 10.0**power for step in _TICKS for power in powers]
        taken: list[float] = []
        for value in [100.0, *round_ones]:
            if self.low <= value <= self.high and all(self._apart(value, other) for other in taken):
                taken.append(value)
        return taken

    def _apart(self, value: float, other: float) -> bool:
        room = (text_width(_percent(value)) + text_width(_percent(other))) / 2 + _GAP
        return abs(self.x(value) - self.x(other)) >= room


def _percent(value: float) -> str:
    return f"{value:,g}%" if value < 1 else f"{value:,.0f}%"


def _axis(canvas: Canvas, strip: _Strip, band: Decimal | int) -> None:
    """The heading, the ticks, the band around 100 % and the line at 100 %."""
    bottom = strip.height - _FOOT
    low, high = strip.x(100 - strip.band), strip.x(100 + strip.band)
    canvas.rectangle(low, _HEAD, high, bottom, fill=GREY_BAND)
    canvas.text(0, SIZE, "掲載事業", color=MUTED)
    canvas.text(strip.left, SIZE, "前年度比（対数目盛、100%＝前年度と同じ）", color=MUTED)
    for tick in strip.ticks:
        is_same, x = tick == 100, strip.x(tick)
        canvas.text(x, _HEAD - 4, _percent(tick), align="center", bold=is_same, color=MUTED)
        if not is_same:
            canvas.line([(x, _HEAD), (x, bottom)], color=HAIRLINE, width=0.4)
    canvas.line([(strip.x(100), _HEAD - 2), (strip.x(100), bottom)], color=TEXT, width=0.9)
    canvas.line([(0, bottom), (strip.width, bottom)], color=HAIRLINE)


def _plan(canvas: Canvas, strip: _Strip, ratios: Sequence[_Ratio], top: float) -> float:
    """The rows of one plan under a thin line; gives back where the next plan begins."""
    canvas.line([(0, top), (strip.width, top)], color=HAIRLINE, width=0.5)
    canvas.text(0, top + 9.2, ratios[0].plan_id, bold=True)
    for ratio in ratios:
        for index, line in enumerate(strip.lines(ratio)):
            canvas.text(strip.names_left, top + 9.2 + _LEAD * index, line)
        _lollipop(canvas, strip, ratio, top + strip.row_height(ratio) / 2)
        top += strip.row_height(ratio)
    return top


def _lollipop(canvas: Canvas, strip: _Strip, ratio: _Ratio, y: float) -> None:
    """From 100 % to the ratio: a dot for the computed one, an open dot for the printed one."""
    if ratio.computed is None:
        canvas.text(strip.x(100) + _GAP, y + 3, ratio.text, color=MUTED)
        return
    color = _color(ratio.computed, strip.band)
    places = [strip.x(float(value)) for value in ratio.shown]
    canvas.line([(strip.x(100), y), (places[0], y)], color=color, width=2.2)
    if ratio.differs:
        canvas.circle(places[1], y, _DOT, fill=WHITE, edge=TEXT, width=1.1)
    canvas.circle(places[0], y, _DOT, fill=color)
    if ratio.is_fall:
        x = min(places) - _GAP
        canvas.text(x, y + 3, ratio.text, align="right", color=color, bold=True)
    else:
        x = max(*places, strip.x(100)) + _GAP
        canvas.text(x, y + 3, ratio.text, color=color, bold=color != MUTED)


def _color(percent: Decimal, band: float) -> str:
    if percent < 100 - Decimal(str(band)):
        return BAD
    return GOOD if percent > 100 + Decimal(str(band)) else MUTED


def _key(canvas: Canvas, strip: _Strip, band: Decimal | int, y: float) -> None:
    """What the dots, the signs and the band mean, in one line."""
    canvas.rectangle(0, y - 7, 10, y, fill=GREY_BAND)
    words = f"±{band}%以内（横ばい）"
    canvas.text(14, y, words, color=MUTED)
    x = 14 + text_width(words) + 12
    canvas.circle(x, y - 3, _DOT, fill=MUTED)
    canvas.text(x + 6, y, "計算した比", color=MUTED)
    if any(ratio.differs for ratio in strip.ratios):
        x += 6 + text_width("計算した比") + 12
        canvas.circle(x, y - 3, _DOT, fill=WHITE, edge=TEXT, width=1.1)
        canvas.text(x + 6, y, "印字された比（≠ 計算と合わない、≈ 端数の差）", color=MUTED)
