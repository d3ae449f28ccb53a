"""The values of each indicator over the years, a small chart for each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from cityplan.draw.canvas import DOTTED, MUTED, POINTS_PER_MM, TEXT, TITLE_SIZE, WHITE, Canvas, Point, drawn_width, wrap
from cityplan.draw.marks import COLORS
from cityplan.draw.output import Chart
from cityplan.draw.placing import Box, Label, LabelPlace, is_crossed, place_labels
from cityplan.draw.series import Series, Value
from cityplan.japanese.years import era

LINE_NEEDS = 3  # actual values; fewer are no trend
WIDTH_MM = 84.0  # half of the text on paper, and a phone

_LEAD = 11.0  # from one line of text to the next
_BESIDE = 6.0  # from a name to its unit
_PLOT, _AXIS = 62.0, 12.0
_INDENT, _MARGIN = 17.0, 16.5  # room beside and above the outermost points, for their labels
_MOST_LINES = 24  # of a heading: a name of 600 letters; the alt text has all of it
_RADIUS = {"baseline": 2.8, "previous": 2.3, "actual": 3.4, "target": 3.6}


def values_over_years(series: Sequence[Series], *, width_mm: float = WIDTH_MM) -> Chart:
    """Draw the values over the years 年度別の値, a chart for each series: the first, and the others in its `more`.

    Years stand at their true distances, the same on all charts; each has a scale of its own, which need
    not begin at zero (there are no bars, and every point bears its value). Measured values of
    neighbouring years are joined, from three actual values on; over a year without a value there is no
    line. The dotted line is the straight way from the first baseline 基準値 to the target 目標値. Where
    labels find no room beside their points, the values are listed below. Raises ValueError where there
    is no series.
    """
    if not series:
        raise ValueError("there is no series to draw")
    all_years = [point.fiscal_year for one in series for point in one.points] or [0]
    first, *more = [_chart(one, width_mm * POINTS_PER_MM, (min(all_years), max(all_years))) for one in series]
    return replace(first, more=tuple(more))


def _chart(series: Series, width: float, years: tuple[int, int]) -> Chart:
    heading = _heading(series, width)
    panel = _Panel(series, _LEAD * len(heading) + 2, width, years)
    canvas = Canvas(width, panel.end)
    for index, (name, note) in enumerate(heading):
        y = _LEAD * index + TITLE_SIZE
        canvas.text(0, y, name, size=TITLE_SIZE, bold=True)
        canvas.text(drawn_width(name, TITLE_SIZE) + _BESIDE if name else 0, y, note, color=MUTED)
    _axis(canvas, panel)
    for start, end in panel.paths:
        canvas.line([start, end], color=MUTED, width=1.0, dash=DOTTED)
    canvas.segments(panel.joins, color=TEXT, width=1.0)
    _values(canvas, panel)
    return Chart(canvas.figure, f"{series.alt}。")


@dataclass(frozen=True)
class _Panel:
    """One series at its place: plot, years and, where needed, the listed values."""

    series: Series
    top: float
    width: float
    years: tuple[int, int]

    @property
    def frame(self) -> Box:
        return Box(0.0, self.top, self.width, self.top + _PLOT)

    @property
    def end(self) -> float:
        return self.frame.bottom + _AXIS + _LEAD * len(self.listed)

    def at(self, point: Value) -> Point:
        """The place of a value: true distances in time, a scale of its own for the value."""
        values = [other.value for other in self.series.points]
        up = _share(point.value, min(values), max(values))
        return self.across(point.fiscal_year), self.frame.bottom - _MARGIN - up * (_PLOT - 2 * _MARGIN)

    def across(self, year: int) -> float:
        """The place of a year."""
        return _INDENT + _share(year, *self.years) * (self.width - 2 * _INDENT)

    @property
    def paths(self) -> list[tuple[Point, Point]]:
        """The straight way from the first baseline through the targets."""
        points = self.series.in_time if self.series.climbs else []
        baseline = [point for point in points if point.role == "baseline"][:1]
        targets = [point for point in points if point.role == "target"]
        return [(self.at(a), self.at(b)) for a, b in pairwise([*baseline, *targets])]

    @property
    def joins(self) -> list[tuple[Point, Point]]:
        """The lines between measured values of neighbouring years: none below three actual ones."""
        measured = [point for point in self.series.in_time if point.role != "target"]
        actual = [point for point in measured if point.role in {"previous", "actual"}]
        if len(actual) < LINE_NEEDS:
            return []
        return [(self.at(a), self.at(b)) for a, b in pairwise(measured) if b.fiscal_year - a.fiscal_year <= 1]

    @property
    def lines(self) -> list[tuple[Point, Point]]:
        """All lines that a label is to stand clear of."""
        axis = ((0.0, self.frame.bottom), (self.frame.right, self.frame.bottom))
        return [*self.paths, *self.joins, axis]

    @cached_property
    def labels(self) -> list[Label]:
        return [Label(*self.at(p), _RADIUS[p.role], self.series.label(p)) for p in self.series.in_time]

    @cached_property
    def places(self) -> list[LabelPlace] | None:
        """Where the values stand beside their points; None where they find no room."""
        if self.shown_years is None:
            return None
        return place_labels(self.labels, self.frame, self.lines)

    @cached_property
    def shown_years(self) -> list[tuple[float, str]] | None:
        """All years, else those with a value, under the axis at their places; None if they touch."""
        own = {point.fiscal_year: point.era for point in self.series.in_time}
        every = {year: era(year) for year in range(self.years[0], self.years[1] + 1)} if own else {}
        for years in (every | own, own):
            placed = [(self.across(year), text) for year, text in sorted(years.items())]
            if _apart(placed, self.frame):
                return placed
        return None

    @cached_property
    def some_years(self) -> list[tuple[float, str]]:
        """The years under the axis; where they would touch, every second, third … one."""
        if self.shown_years is not None:
            return self.shown_years
        every = sorted({(self.across(point.fiscal_year), point.era) for point in self.series.in_time})
        steps = (every[::step] for step in range(1, len(every) + 1))
        return next((some for some in steps if _apart(some, self.frame)), [])

    @cached_property
    def listed(self) -> list[str]:
        """The values as lines of text, where they cannot stand beside their points."""
        if self.places is not None:
            return []
        items = [self.series.item(point) for point in self.series.in_time]
        return [line for full in _packed(items, self.width) for line in wrap(full, self.width)]


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


def _heading(series: Series, width: float) -> list[tuple[str, str]]:
    """The lines of the name, the last with unit and note beside it where there is room, else below it."""
    unit = f"単位 {series.unit}" if series.unit and series.points else ""
    note = "・".join(filter(None, [unit, series.note, "小さいほど良い" if series.lower_is_better else ""]))
    lines = wrap(series.name, width, TITLE_SIZE)
    if len(lines) > _MOST_LINES:
        lines = [*lines[: _MOST_LINES - 1], "…"]
    if drawn_width(lines[-1], TITLE_SIZE) + _BESIDE + drawn_width(note) <= width:
        return [*((line, "") for line in lines[:-1]), (lines[-1], note)]
    return [*((line, "") for line in lines), *(("", line) for line in wrap(note, width) if line)]


def _axis(canvas: Canvas, panel: _Panel) -> None:
    y = panel.frame.bottom
    canvas.line([(0, y), (panel.frame.right, y)], width=0.5)
    ticks = {panel.across(point.fiscal_year) for point in panel.series.points}
    canvas.segments([((x, y - 2.5), (x, y)) for x in sorted(ticks)], color=TEXT, width=0.7)
    for x, text in panel.some_years:
        canvas.text(x, y + 9.5, text, align="center", color=MUTED)


def _values(canvas: Canvas, panel: _Panel) -> None:
    """The points with their values beside them, or listed below; no line runs through a value."""
    points, places = panel.series.in_time, panel.places or []
    for place in places:
        if is_crossed(place, panel.lines):
            canvas.rectangle(*place.box, fill=WHITE, edge=WHITE)
    for point in points:
        _marker(canvas, *panel.at(point), point.role, _color(panel.series, point))
    for point, label, place in zip(points, panel.labels, places, strict=False):
        color, bold = _color(panel.series, point), point.role == "actual"
        canvas.text(place.x, place.baseline, label.text, align=place.align, color=color, bold=bold)
    for index, line in enumerate(panel.listed):
        canvas.text(0, panel.frame.bottom + 9.5 + _LEAD * (index + 1), line)
    if not points:
        canvas.text(0, panel.frame.bottom - _PLOT / 2, "値の記載なし", color=MUTED)


def _color(series: Series, point: Value) -> str:
    """Colour tells how the latest value moved since the year before, and nothing else."""
    if point.role == "actual" and series.has_direction and point is series.latest:
        return COLORS.get(series.tone, TEXT)
    return TEXT if point.role in {"actual", "target"} else MUTED


def _marker(canvas: Canvas, x: float, y: float, role: str, color: str) -> None:
    """A solid dot for a result, an open one for the baseline, an open diamond for the target."""
    radius = _RADIUS[role]
    if role == "target":
        corners = [(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)]
        canvas.polygon(corners, fill=WHITE, edge=color)
    elif role == "baseline":
        canvas.circle(x, y, radius, fill=WHITE, edge=color)
    else:
        canvas.circle(x, y, radius, fill=color)
