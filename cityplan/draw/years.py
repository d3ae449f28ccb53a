"""The values of each indicator over the years, as small multiples."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from cityplan.draw.canvas import (
    DOTTED,
    MUTED,
    POINTS_PER_MM,
    SIZE,
    TEXT,
    TITLE_SIZE,
    WHITE,
    Canvas,
    Point,
    drawn_width,
    wrap,
)
from cityplan.draw.marks import COLORS
from cityplan.draw.output import Chart
from cityplan.draw.placing import Box, Label, LabelPlace, place_labels
from cityplan.draw.series import ROLE_WORDS, Series, Value

LINE_NEEDS = 3  # actual values; fewer are no trend
MOST_NARROW = 5  # values of a series that find room in a third of the width

_LEAD = 11.0  # from one line of text to the next
_PLOT, _AXIS, _GUTTER, _BELOW = 60.0, 13.0, 20.0, 9.0
_INDENT, _MARGIN = 17.0, 16.5  # room beside and above the outermost points, for their labels
_NARROWEST = 110.0  # a panel
_TALLEST = 640.0  # of a page's 737 points, with a heading above: what is higher goes on overleaf
_MOST_LINES = 24  # of a heading: a name of 600 letters; the alt text has all of it
_RADIUS = {"baseline": 2.3, "previous": 2.3, "actual": 3.4, "target": 3.6}


def values_over_years(series: Sequence[Series], *, columns: int = 3, width_mm: float = 178) -> Chart:
    """Draw the values over the years 年度別の値, one panel for each series.

    Years stand at their true distances, the same on all panels; each panel has a scale of its own,
    which need not begin at zero (there are no bars, and every point bears its value). Measured
    values are joined only from three actual values on; the dotted line is the straight way from
    the first baseline 基準値 to the target 目標値. Where labels find no room beside their points,
    the values are listed under the panel. Many series are drawn in parts that fit on a page each.
    Raises ValueError where there is no series.
    """
    if not series:
        raise ValueError("there is no series to draw")
    width = width_mm * POINTS_PER_MM
    first, *more = [_part(panels, width) for panels in _arranged(series, columns, width)]
    return replace(first, more=tuple(more))


def _part(panels: Sequence["_Panel"], width: float) -> Chart:
    """The panels that stand on one page, with their key."""
    series = [panel.series for panel in panels]
    bottom = max(panel.end for panel in panels) + _BELOW
    key = _key_lines(series, width)
    canvas = Canvas(width, bottom + _LEAD * len(key))
    for panel in panels:
        _draw(canvas, panel)
    for index, items in enumerate(key):
        _draw_key(canvas, items, bottom + SIZE + _LEAD * index)
    return Chart(canvas.figure, "。".join(one.alt for one in series) + "。")


@dataclass(frozen=True)
class _Panel:
    """One series at its place: heading, plot, years and, where needed, the listed values."""

    series: Series
    left: float
    top: float
    plot_top: float
    width: float
    years: tuple[int, int]

    @property
    def frame(self) -> Box:
        return Box(self.left, self.plot_top, self.left + self.width, self.plot_top + _PLOT)

    @property
    def end(self) -> float:
        return self.frame.bottom + _AXIS + _LEAD * len(self.listed)

    def at(self, point: Value) -> Point:
        """The place of a value: true distances in time, a scale of its own for the value."""
        values = [other.value for other in self.series.points]
        across = _share(point.fiscal_year, *self.years)
        up = _share(point.value, min(values), max(values))
        return (
            self.left + _INDENT + across * (self.width - 2 * _INDENT),
            self.frame.bottom - _MARGIN - up * (_PLOT - 2 * _MARGIN),
        )

    @property
    def paths(self) -> list[tuple[Point, Point]]:
        """The straight way from the first baseline through the targets."""
        points = self.series.in_time if self.series.climbs else []
        baseline = [point for point in points if point.role == "baseline"][:1]
        targets = [point for point in points if point.role == "target"]
        return [(self.at(a), self.at(b)) for a, b in pairwise([*baseline, *targets])]

    @property
    def joins(self) -> list[tuple[Point, Point]]:
        """The lines between measured values: none below three actual ones."""
        measured = [point for point in self.series.in_time if point.role != "target"]
        actual = [point for point in measured if point.role in {"previous", "actual"}]
        if len(actual) < LINE_NEEDS:
            return []
        return [(self.at(a), self.at(b)) for a, b in pairwise(measured)]

    @property
    def axis(self) -> tuple[Point, Point]:
        """The line of the years."""
        return (self.left, self.frame.bottom), (self.frame.right, self.frame.bottom)

    @property
    def labels(self) -> list[Label]:
        points = self.series.in_time
        return [Label(*self.at(p), _RADIUS[p.role], self.series.text(p)) for p in points]

    @cached_property
    def places(self) -> list[LabelPlace] | None:
        """Where the values stand beside their points; None where they find no room."""
        if self.year_texts is None:
            return None
        return place_labels(self.labels, self.frame, [*self.paths, *self.joins, self.axis])

    @cached_property
    def year_texts(self) -> list[str] | None:
        """The years under the axis, with their roles where there is room; None if they touch."""
        points = self.series.in_time
        for texts in ([f"{point.era} {ROLE_WORDS[point.role]}" for point in points], [point.era for point in points]):
            if _apart(self._at_years(texts), self.frame):
                return texts
        return None

    @cached_property
    def some_years(self) -> list[tuple[float, str]]:
        """The years under the axis at their places; where they would touch, every second, third … one."""
        every = self._at_years(self.year_texts or [point.era for point in self.series.in_time])
        steps = (every[::step] for step in range(1, len(every) + 1))
        return next((some for some in steps if _apart(some, self.frame)), [])

    def _at_years(self, texts: Sequence[str]) -> list[tuple[float, str]]:
        points = self.series.in_time
        return sorted({(self.at(p)[0], text) for p, text in zip(points, texts, strict=True)})

    @cached_property
    def listed(self) -> list[str]:
        """The values as lines of text, where they cannot stand beside their points."""
        if self.places is not None:
            return []
        items = [self.series.item(point) for point in self.series.in_time]
        return [line for full in _packed(items, self.width) for line in wrap(full, self.width)]

    def lowered(self, by: float) -> "_Panel":
        """The same further down, where its labels need no place to be found again."""
        moved = replace(self, top=self.top + by, plot_top=self.plot_top + by)
        places = self.places and [place.lowered(by) for place in self.places]
        vars(moved)["places"] = places  # where cached_property looks
        return moved


def _packed(items: Sequence[str], width: float) -> list[str]:
    """As many items on each line as fit."""
    lines: list[str] = []
    for item in items:
        joined = f"{lines[-1]}、{item}" if lines else item
        if lines and drawn_width(joined) <= width:
            lines[-1] = joined
        else:
            lines.append(item)
    return lines


def _share(value: Decimal | int, low: Decimal | int, high: Decimal | int) -> float:
    return float(value - low) / float(high - low) if high > low else 0.5


def _apart(texts: Sequence[tuple[float, str]], frame: Box) -> bool:
    """Whether texts centred on their places neither touch each other nor leave the frame."""
    halves = [(middle, drawn_width(text) / 2) for middle, text in texts]
    inside = all(frame.left <= middle - half and middle + half <= frame.right for middle, half in halves)
    return inside and all(x + half + 2 <= y - other for (x, half), (y, other) in pairwise(halves))


def _arranged(series: Sequence[Series], columns: int, width: float) -> list[list[_Panel]]:
    """Panels in rows, as many rows to a page as fit; the parts are about equally high."""
    if any(len(one.points) > MOST_NARROW for one in series):
        columns = min(columns, 2)
    fitting = int((width + _GUTTER) // (_NARROWEST + _GUTTER))
    across = max(1, min(max(2, min(columns, len(series))), fitting))
    all_years = [point.fiscal_year for one in series for point in one.points] or [0]
    years = (min(all_years), max(all_years))
    rows = [_row(series[start : start + across], across, width, years) for start in range(0, len(series), across)]
    room = _TALLEST - _LEAD * len(_key_lines(series, width))
    pages = math.ceil(sum(map(_height, rows)) / room)
    most = math.ceil(len(rows) / pages)
    parts: list[list[list[_Panel]]] = [[]]
    for row in rows:
        full = sum(map(_height, [*parts[-1], row])) > room or len(parts[-1]) == most
        if parts[-1] and full:
            parts.append([])
        parts[-1].append(row)
    return [_stacked(part) for part in parts]


def _row(series: Sequence[Series], across: int, width: float, years: tuple[int, int]) -> list[_Panel]:
    """The panels of a row, whose plots begin at the same height."""
    panel = (width - _GUTTER * (across - 1)) / across
    plot_top = _LEAD * max(len(_heading(one, panel)) for one in series) + 2
    return [_Panel(one, index * (panel + _GUTTER), 0.0, plot_top, panel, years) for index, one in enumerate(series)]


def _height(row: Sequence[_Panel]) -> float:
    return max(panel.end for panel in row) + _BELOW


def _stacked(rows: Sequence[Sequence[_Panel]]) -> list[_Panel]:
    """The rows of a part, one below the other."""
    panels: list[_Panel] = []
    top = 0.0
    for row in rows:
        panels += [panel.lowered(top) for panel in row]
        top += _height(row)
    return panels


def _heading(series: Series, width: float) -> list[tuple[str, bool]]:
    """The name in bold lines, then the note."""
    note = "・".join(filter(None, [series.note, "低いほど良い" if series.lower_is_better else ""]))
    lines = wrap(series.name, width, TITLE_SIZE)
    if len(lines) > _MOST_LINES:
        lines = [*lines[: _MOST_LINES - 1], "…"]
    name = [(line, True) for line in lines]
    return name + [(line, False) for line in wrap(note, width) if line]


def _draw(canvas: Canvas, panel: _Panel) -> None:
    for index, (line, is_name) in enumerate(_heading(panel.series, panel.width)):
        baseline = panel.top + _LEAD * index + TITLE_SIZE
        size, color = (TITLE_SIZE, TEXT) if is_name else (SIZE, MUTED)
        canvas.text(panel.left, baseline, line, size=size, bold=is_name, color=color)
    _axis(canvas, panel)
    for start, end in panel.paths:
        canvas.line([start, end], color=MUTED, width=1.0, dash=DOTTED)
    canvas.segments(panel.joins, color=TEXT, width=1.0)
    for point in panel.series.in_time:
        _marker(canvas, *panel.at(point), point.role, _color(panel.series, point))
    _values(canvas, panel)


def _axis(canvas: Canvas, panel: _Panel) -> None:
    y, points = panel.frame.bottom, panel.series.in_time
    canvas.line([(panel.left, y), (panel.frame.right, y)], width=0.5)
    ticks = {panel.at(point)[0] for point in points}
    canvas.segments([((x, y - 2.5), (x, y)) for x in sorted(ticks)], color=TEXT, width=0.7)
    for x, text in panel.some_years:
        canvas.text(x, y + 9.5, text, align="center", color=MUTED)


def _values(canvas: Canvas, panel: _Panel) -> None:
    """The values beside their points, or listed below."""
    points = panel.series.in_time
    for point, label, place in zip(points, panel.labels, panel.places or [], strict=False):
        color, bold = _color(panel.series, point), point.role == "actual"
        canvas.text(place.x, place.baseline, label.text, align=place.align, color=color, bold=bold)
    for index, line in enumerate(panel.listed):
        canvas.text(panel.left, panel.frame.bottom + 9.5 + _LEAD * (index + 1), line)
    if not points:
        canvas.text(panel.left, panel.frame.bottom - _PLOT / 2, "値の記載なし", color=MUTED)


def _color(series: Series, point: Value) -> str:
    if point.role == "target":
        return TEXT
    if point.role == "actual":
        judged = series.has_direction and point is series.latest
        return COLORS.get(series.tone, TEXT) if judged else TEXT
    return MUTED


def _marker(canvas: Canvas, x: float, y: float, role: str, color: str) -> None:
    """A solid dot for what was measured, an open diamond for the target."""
    radius = _RADIUS[role]
    if role == "target":
        corners = [(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)]
        canvas.polygon(corners, fill=WHITE, edge=color)
    else:
        canvas.circle(x, y, radius, fill=color)


class _KeyItem(NamedTuple):
    """One sign and what it means."""

    sign: str
    words: str

    @property
    def sign_width(self) -> float:
        return {"": 0.0, "path": 19.0}.get(self.sign, 10.0)

    @property
    def width(self) -> float:
        return self.sign_width + drawn_width(self.words) + 10


def _key_lines(series: Sequence[Series], width: float) -> list[list[_KeyItem]]:
    """What the markers and the dotted line mean, as many to a line as fit."""
    roles = {point.role for one in series for point in one.points}
    items = [_KeyItem(role, word) for role, word in ROLE_WORDS.items() if role in roles]
    if {"baseline", "target"} <= {p.role for one in series if one.climbs for p in one.points}:
        items.append(_KeyItem("path", "基準から目標への直線"))
    items += [_KeyItem("", "縦の目盛は図ごと"), _KeyItem("", "0から始まるとは限らない")]
    lines: list[list[_KeyItem]] = [[]]
    for item in items:
        if lines[-1] and sum(other.width for other in lines[-1]) + item.width > width:
            lines.append([])
        lines[-1].append(item)
    return lines


def _draw_key(canvas: Canvas, items: Sequence[_KeyItem], y: float) -> None:
    x = 0.0
    for item in items:
        if item.sign == "path":
            canvas.line([(x, y - 3), (x + 16, y - 3)], color=MUTED, width=1.0, dash=DOTTED)
        elif item.sign:
            color = TEXT if item.sign in {"actual", "target"} else MUTED
            _marker(canvas, x + 4, y - 3, item.sign, color)
        canvas.text(x + item.sign_width, y, item.words, color=MUTED)
        x += item.width
