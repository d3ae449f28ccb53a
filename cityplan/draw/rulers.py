"""All indicators of a city on one ruler: baseline and target stand at the same place in every row of a table."""

from dataclasses import dataclass
from decimal import Decimal

from cityplan.city.rules import TEXT_SIGN, Rule, Zone
from cityplan.draw.canvas import (
    BAD,
    BAD_TINT,
    GOOD,
    GOOD_TINT,
    LINE,
    MUTED,
    POINTS_PER_MM,
    TEXT,
    Canvas,
    clear_canvas,
    drawn_short,
)
from cityplan.draw.marks import draw_mark, sign_of, word_width
from cityplan.draw.output import Chart
from cityplan.draw.standing import DrawnStanding

HEIGHT = 9.2  # a row of a table, 3.2 mm: the strips of neighbouring rows touch
_MIDDLE, _BASELINE = HEIGHT / 2, 7.3
_RADIUS, _EDGE, _BEYOND = 3.4, 4.5, 8.0
_HEAD, _TIP = 3.2, 2.4
_COLOURS = {"better": GOOD, "worse": BAD}
_ZONES: tuple[Zone, ...] = ("short", "between", "beyond")
_DOTTED = (1.2, 1.2)


@dataclass(frozen=True)
class Since:
    """How an indicator moved since last year 前年度からの動き.

    `way` is better, worse or empty, `mark` that of last year, `progress` (in percent) its place where its value is
    known, `told` all of it in words.
    """

    way: str = ""
    mark: str = ""
    progress: Decimal | None = None
    told: str = ""


class Rulers:
    """The one ruler of many rows: `axis()` for the heading of a table, `ruler` and `blank` for its rows.

    Right is better. Colour tells a change since last year and nothing else.
    """

    def __init__(self, rule: Rule | None, *, width_mm: float) -> None:
        self.rule, self.width = rule, width_mm * POINTS_PER_MM

    def axis(self) -> Chart:
        """The zones with the marks and words of the rule, and below them where baseline and target stand."""
        canvas = clear_canvas(self.width, 2 * HEIGHT)
        self._tints(canvas, 2 * HEIGHT)
        said = [self._zone_name(canvas, zone) for zone in _ZONES]
        for percent, word in ((0, "基準値"), (100, "目標値")):
            x = self.x(Decimal(percent))
            canvas.text(x, HEIGHT + _BASELINE, word, align="center", color=TEXT)
        return Chart(canvas.figure, "、".join(filter(None, ["基準値と目標値をそろえた目盛", *said])))

    def ruler(self, shown: DrawnStanding, *, expected: Decimal | None, since: Since) -> Chart:
        """One indicator; `expected` is the place of the 目安 in percent, a tick where there is one."""
        if shown.actual is None:
            return self.blank(shown.reason, shown.alt)
        canvas = clear_canvas(self.width, HEIGHT)
        self._ground(canvas, has_zones=shown.has_polarity)
        if shown.has_no_middle:
            canvas.hatch(self.x(Decimal(0)), 0, self.x(Decimal(100)), HEIGHT, color=MUTED, width=0.4, step=3)
        if expected is not None and 0 < expected < 100:
            x = self.x(expected)
            canvas.line([(x, 0), (x, HEIGHT)], color=TEXT, width=0.8, dash=_DOTTED)
        place = self._place(shown)
        if place is not None:
            self._pointer(canvas, shown, since, place)
        return Chart(canvas.figure, "、".join(filter(None, [shown.alt, since.told])))

    def blank(self, words: str, alt: str = "") -> Chart:
        """A row without a value: the reason in its place."""
        canvas = clear_canvas(self.width, HEIGHT)
        canvas.text(self.width / 2, _BASELINE, drawn_short(words, self.width), align="center", color=MUTED)
        return Chart(canvas.figure, alt or words)

    def x(self, percent: Decimal) -> float:
        """The place of a progress 進捗率; the three zones are equally wide."""
        return self.width / 3 * (1 + float(percent) / 100)

    def _zone_name(self, canvas: Canvas, zone: Zone) -> str:
        """The word of a zone above its mark, those of the first mark where it has several; all of them as told."""
        marks = [mark for mark in self.rule.marks if self.rule.zone(mark) == zone] if self.rule else []
        if self.rule is None or not marks:
            return ""
        middle = self._middle(zone)
        word = drawn_short(self.rule.word(marks[0]), self.width / 3)
        canvas.text(middle, _BASELINE, word, align="center", bold=True)
        sign = sign_of(self.rule, marks[0])
        draw_mark(canvas, sign, middle, HEIGHT + _MIDDLE, color=TEXT, radius=_RADIUS, mark=marks[0])
        return "・".join(map(self.rule.told, marks))

    def _middle(self, zone: Zone) -> float:
        return (_ZONES.index(zone) + 0.5) * self.width / 3

    def _ground(self, canvas: Canvas, *, has_zones: bool) -> None:
        if has_zones:
            self._tints(canvas, HEIGHT)
        canvas.line([(0, _MIDDLE), (self.width, _MIDDLE)], color=LINE, width=0.4)
        for percent in (0, 100):
            x = self.x(Decimal(percent))
            canvas.line([(x, 0), (x, HEIGHT)], color=TEXT, width=0.7)

    def _tints(self, canvas: Canvas, height: float) -> None:
        canvas.rectangle(0, 0, self.x(Decimal(0)), height, fill=BAD_TINT)
        canvas.rectangle(self.x(Decimal(100)), 0, self.width, height, fill=GOOD_TINT)

    def _place(self, shown: DrawnStanding) -> float | None:
        """Where the mark goes, perhaps off the ruler; without a length the middle of its zone; None for neither."""
        if shown.progress_ratio is not None and shown.case != "no_middle":
            return self.x(shown.progress_ratio)
        if shown.zone and shown.has_polarity:
            return self._middle(shown.zone)
        return None

    def _pointer(self, canvas: Canvas, shown: DrawnStanding, since: Since, exact: float) -> None:
        """The mark, what points off the ruler beside it, and the arrow from where it was last year."""
        sign = sign_of(self.rule, shown.status)
        edge = max(_EDGE, word_width(shown.status) / 2 + 1) if sign == TEXT_SIGN else _EDGE
        is_beyond = not 0 <= exact <= self.width
        room = edge + _BEYOND * is_beyond
        place = min(max(exact, room), self.width - room)
        color = _COLOURS.get(since.way, TEXT) if shown.has_polarity else MUTED
        start = self._start(shown, since)
        if start is not None and shown.has_polarity and abs(place - start) > edge + _HEAD:
            self._arrow(canvas, start, place, edge, color)
        if is_beyond:
            self._beyond(canvas, 1 if exact > 0 else -1, color)
        draw_mark(canvas, sign, place, _MIDDLE, color=color, radius=_RADIUS, mark=shown.status)

    def _start(self, shown: DrawnStanding, since: Since) -> float | None:
        """Where an arrow begins: at last year's value, else at the end of last year's zone that was passed."""
        if since.way not in _COLOURS:
            return None
        if since.progress is not None and not shown.has_no_middle:
            return min(max(self.x(since.progress), 0), self.width)
        zone = self.rule.zone(since.mark) if self.rule else ""
        if not zone or zone == shown.zone:
            return None
        passed = _ZONES.index(zone) + (1 if since.way == "better" else 0)
        return passed * self.width / 3

    def _arrow(self, canvas: Canvas, start: float, place: float, edge: float, color: str) -> None:
        outward = 1 if place > start else -1
        tip = place - outward * edge
        back = tip - outward * _HEAD
        canvas.line([(start, _MIDDLE), (back, _MIDDLE)], color=color, width=2.0)
        corners = [(back, _MIDDLE - _TIP), (tip, _MIDDLE), (back, _MIDDLE + _TIP)]
        canvas.polygon(corners, fill=color, edge=color, width=0.4)

    def _beyond(self, canvas: Canvas, outward: int, color: str) -> None:
        """The sign ≫ at the edge that a mark belongs beyond."""
        edge = self.width if outward > 0 else 0.0
        for step in (1.0, 4.2):
            tip = edge - outward * step
            back = tip - outward * 2.6
            canvas.line([(back, _MIDDLE - 2.8), (tip, _MIDDLE), (back, _MIDDLE + 2.8)], color=color, width=1.0)
