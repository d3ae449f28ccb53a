"""How an indicator moved between two years: its two marks, and its two places on the way to the target."""

from decimal import Decimal

from cityplan.city.rules import Rule
from cityplan.draw.canvas import (
    BAD,
    BAD_TINT,
    GOOD,
    GOOD_TINT,
    LINE,
    MUTED,
    POINTS_PER_MM,
    TEXT,
    WHITE,
    Canvas,
    clear_canvas,
    drawn_short,
)
from cityplan.draw.output import Chart
from cityplan.draw.signs import draw_sign, said_mark, sign_width
from cityplan.draw.words import number

HEIGHT = 10.2  # a row of a table, 3.6 mm: the strips of neighbouring rows touch
_LINE, _ARROW = 9.4, 9.6
_MIDDLE, _BASELINE = HEIGHT / 2, 7.8
_LOWEST, _HIGHEST = Decimal(-50), Decimal(150)  # % of the way from baseline to target
_DOT, _EDGE, _GAP = 2.5, 5.0, 3.6


def mark_move(before: str, now: str, *, rule: Rule | None) -> Chart:
    """Draw the marks 達成状況の印 of two years with an arrow between them, as their rule has them.

    They have no colour: it tells how the value moved, beside them.
    """
    first, second = sign_width(rule, before), sign_width(rule, now)
    canvas = clear_canvas(first + second + _ARROW, _LINE)
    y = _LINE / 2
    draw_sign(canvas, rule, before, first / 2, y, TEXT)
    _arrow(canvas, first + 1.6, first + _ARROW - 1.6, y, TEXT)
    draw_sign(canvas, rule, now, first + _ARROW + second / 2, y, TEXT)
    return Chart(canvas.figure, f"{said_mark(rule, before)}から{said_mark(rule, now)}へ")


class WayStrips:
    """The way from baseline to target 進捗 as one axis: `axis()` for a heading, `strip` for its rows.

    A row has an open dot where the earlier year stood and a full one for the later; right is better.
    What lies beyond the axis stands at its edge, as an open arrow.
    """

    def __init__(self, before: str, now: str, *, width_mm: float) -> None:
        self.before, self.now, self.width = before, now, width_mm * POINTS_PER_MM

    def axis(self) -> Chart:
        """Where baseline and target stand, to be placed above the strips."""
        canvas = clear_canvas(self.width, HEIGHT)
        for place, word in ((Decimal(0), "基準値"), (Decimal(100), "目標値")):
            canvas.text(self.x(place), _BASELINE, word, align="center", color=MUTED)
        return Chart(canvas.figure, "基準値から目標値までの進捗率")

    def strip(self, before: Decimal | None, now: Decimal | None, *, change: str = "") -> Chart:
        """The progress 進捗率 of two years in percent; `change` is better, same, worse or empty."""
        canvas = clear_canvas(self.width, HEIGHT)
        self._ground(canvas)
        color = {"better": GOOD, "worse": BAD}.get(change, TEXT)
        if before is not None and now is not None:
            ends = [(self.x(before), _MIDDLE), (self.x(now), _MIDDLE)]
            canvas.line(ends, color=color, width=1.6)
        for value, fill in ((before, WHITE), (now, color)):
            if value is not None:
                self._stand(canvas, value, fill, color)
        said = [f"{year} {_percent(value)}" for year, value in ((self.before, before), (self.now, now))]
        return Chart(canvas.figure, f"進捗率 {'、'.join(said)}")

    def blank(self, reason: str) -> Chart:
        """A row without a progress that can be shown: the reason in its place."""
        canvas = clear_canvas(self.width, HEIGHT)
        canvas.text(0, _BASELINE, drawn_short(reason, self.width), color=MUTED)
        return Chart(canvas.figure, reason)

    def x(self, percent: Decimal) -> float:
        """The place of a progress; what is beyond the axis stands at its edge."""
        inside = min(max(percent, _LOWEST), _HIGHEST)
        share = float((inside - _LOWEST) / (_HIGHEST - _LOWEST))
        return _EDGE + share * (self.width - 2 * _EDGE)

    def _ground(self, canvas: Canvas) -> None:
        """Short of the baseline and beyond the target are tinted; both are lines over the whole height."""
        start, end = self.x(Decimal(0)), self.x(Decimal(100))
        canvas.rectangle(0, 0, start, HEIGHT, fill=BAD_TINT)
        canvas.rectangle(end, 0, self.width, HEIGHT, fill=GOOD_TINT)
        for place in (start, end):
            canvas.line([(place, 0), (place, HEIGHT)], color=LINE, width=0.7)

    def _stand(self, canvas: Canvas, value: Decimal, fill: str, color: str) -> None:
        x = self.x(value)
        if _LOWEST <= value <= _HIGHEST:
            canvas.circle(x, _MIDDLE, _DOT, fill=fill, edge=color, width=1.1)
            return
        tip = x + (_GAP if value > _HIGHEST else -_GAP)
        corners = [(x, _MIDDLE - _DOT), (tip, _MIDDLE), (x, _MIDDLE + _DOT)]
        canvas.polygon(corners, fill=fill, edge=color, width=1.0)


def _arrow(canvas: Canvas, left: float, right: float, y: float, color: str) -> None:
    canvas.line([(left, y), (right, y)], color=color, width=0.9)
    canvas.line([(right - 2.2, y - 2.0), (right, y), (right - 2.2, y + 2.0)], color=color, width=0.9)


def _percent(value: Decimal | None) -> str:
    return "不明" if value is None else f"{number(value)}%"
