"""Where an indicator stands between its baseline and its target, as a ruler in a table cell."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cityplan.city.rules import TEXT_SIGN, Rule, Zone
from cityplan.draw.canvas import (
    BAD_TINT,
    GOOD_TINT,
    LINE,
    MUTED,
    POINTS_PER_MM,
    SIZE,
    TEXT,
    WHITE,
    Canvas,
    drawn_width,
    wrap,
)
from cityplan.draw.marks import color_of, draw_mark, sign_of, word_width
from cityplan.draw.output import Chart
from cityplan.draw.standing import DrawnStanding
from cityplan.draw.words import drawn_quantity, number

NARROWEST_MM = 55.0  # three zones and a distance in words at 8 points
_BAND, _TOP, _WORDS = 16.0, 11.5, 10.5
_MIDDLE = 59.0  # between baseline and target: its hatch leaves room for 基準値＝目標値
_EDGE = 5.5  # the room a shape needs inside the ruler
_ARROW = 10.0  # the room of the sign ≫ beside a mark off the scale
_GAP = 4.0
_DASH_ROOM = 14.0  # for the dash before a reason


@dataclass(frozen=True)
class _Zones:
    """The ruler from left to right: short of the baseline, between it and the target, beyond that."""

    width: float

    @property
    def baseline(self) -> float:
        """Far enough from the left for an indicator that fell as far as it should have risen."""
        return (self.width - _MIDDLE) * 0.65

    @property
    def target(self) -> float:
        return self.baseline + _MIDDLE

    def at(self, progress: Decimal) -> float:
        """The place of a progress in percent; it may lie outside the ruler."""
        return self.baseline + float(progress) / 100 * (self.target - self.baseline)

    def middle(self, zone: Zone) -> float:
        """The middle of a zone, where no length can be told."""
        left, right = self._bounds(zone)
        return (left + right) / 2

    def _bounds(self, zone: Zone) -> tuple[float, float]:
        bounds = {"short": (0.0, self.baseline), "between": (self.baseline, self.target)}
        return {**bounds, "beyond": (self.target, self.width)}.get(zone, (0.0, self.width))


def position(
    baseline: Decimal | None,
    target: Decimal | None,
    actual: Decimal | None,
    *,
    polarity: str,
    status: str,
    rule: Rule | None,
    unit: str,
    progress_ratio: Decimal | None,
    baseline_label: str = "基準",
    target_label: str = "目標",
    actual_label: str = "実績",
    reason: str = "未公表",
    width_mm: float = 62,
) -> Chart:
    """Draw where an indicator stands 指標の位置: its own mark as the pointer, right is better.

    Baseline 基準値 and target 目標値 stand at the same place on every ruler, so `progress_ratio`
    進捗率 (percent, as computed) says where the mark goes and falling targets flip by themselves.
    Where it says nothing (target equal to the baseline or behind it) the mark stands in the middle
    of its zone, as its `rule` tells it, without a length, and what lies between the two is hatched. Without a polarity there are no zones
    and no colour. `actual` None leaves the ruler empty, with the `reason`. Labels: 基準 or R3.
    Raises ValueError where the ruler is too narrow for its words.
    """
    if width_mm < NARROWEST_MM:
        raise ValueError(f"a ruler needs at least {NARROWEST_MM} mm, not {width_mm}")
    shown = DrawnStanding(
        baseline,
        target,
        actual,
        polarity,
        status,
        rule,
        unit,
        progress_ratio,
        baseline_label,
        target_label,
        actual_label,
        reason or "記載なし",
    )
    return Chart(_draw(shown, width_mm * POINTS_PER_MM).figure, shown.alt)


def _draw(shown: DrawnStanding, width: float) -> Canvas:
    zones = _Zones(width)
    place, off_scale = _place(shown, zones)
    lines = _lines(shown, off_scale, width)
    canvas = Canvas(width, _TOP + _BAND + 1.5 + _WORDS * max(len(lines), 1))
    _ruler(canvas, shown, zones)
    _bound_labels(canvas, shown, zones)
    if shown.actual is None:
        _reason(canvas, lines)
    else:
        _pointer(canvas, shown, zones, place, off_scale)
        _distance(canvas, lines, place, _color(shown))
    return canvas


def _place(shown: DrawnStanding, zones: _Zones) -> tuple[float, bool]:
    """Where the mark goes, and whether that is off the scale."""
    if shown.progress_ratio is None or shown.case == "no_middle":
        has_zone = shown.zone in ("short", "beyond") or not shown.has_no_middle
        return (zones.middle(shown.zone) if has_zone else zones.baseline), False
    exact, edge = zones.at(shown.progress_ratio), _edge(shown)
    if exact < _EDGE:
        return edge + _ARROW, True
    if exact > zones.width - _EDGE:
        return zones.width - edge - _ARROW, True
    return min(max(exact, edge), zones.width - edge), False


def _edge(shown: DrawnStanding) -> float:
    """The room that the mark needs inside the ruler; a word needs more than a shape."""
    is_word = sign_of(shown.rule, shown.status) == TEXT_SIGN
    return max(_EDGE, word_width(shown.status) / 2 + 1) if is_word else _EDGE


def _lines(shown: DrawnStanding, off_scale: bool, width: float) -> list[str]:
    """What stands below the ruler: the distance in words, or why there is none."""
    said = shown.words if shown.actual is not None else shown.reason
    notes = "・".join(filter(None, ["目盛外" if off_scale else "", shown.missing]))
    room = width - _DASH_ROOM
    whole = f"{said}（{notes}）" if notes else said
    if drawn_width(whole) <= room:
        return [whole]
    return [*wrap(said, room), *(wrap(f"（{notes}）", room) if notes else [])]


def _color(shown: DrawnStanding) -> str:
    if shown.case == "unknown_polarity":
        return MUTED
    return color_of(shown.rule, shown.status)


def _ruler(canvas: Canvas, shown: DrawnStanding, zones: _Zones) -> None:
    bottom = _TOP + _BAND
    if shown.has_polarity:
        _tints(canvas, zones, _TOP, bottom)
    if shown.has_no_middle:
        canvas.hatch(zones.baseline, _TOP, zones.target, bottom, color=MUTED, width=0.5, step=3)
    canvas.line([(0, bottom), (zones.width, bottom)], color=LINE, width=0.5)
    for x in (zones.baseline, zones.target):
        canvas.line([(x, _TOP - 1), (x, bottom + 1)], color=TEXT, width=0.8)
    if shown.has_no_middle:
        _boxed(canvas, (zones.baseline + zones.target) / 2, shown.no_middle_text)


def _tints(canvas: Canvas, zones: _Zones, top: float, bottom: float) -> None:
    canvas.rectangle(0, top, zones.baseline, bottom, fill=BAD_TINT)
    canvas.rectangle(zones.target, top, zones.width, bottom, fill=GOOD_TINT)


def _boxed(canvas: Canvas, x: float, text: str) -> None:
    """Text in the middle of the ruler on white, so that no hatch runs through it."""
    half, middle = drawn_width(text) / 2 + 1, _TOP + _BAND / 2
    canvas.rectangle(x - half, middle - 4.7, x + half, middle + 4.7, fill=WHITE)
    canvas.text(x, middle + 3, text, align="center", color=MUTED)


def _bound_labels(canvas: Canvas, shown: DrawnStanding, zones: _Zones) -> None:
    """Baseline and target above their lines, moved apart where they would touch."""
    left, right = _label_texts(shown, zones.width)
    first, second = drawn_width(left), drawn_width(right)
    begin = min(max(zones.target - second / 2, first + _GAP), zones.width - second)
    start = min(max(zones.baseline - first / 2, 0), begin - _GAP - first)
    canvas.text(start + first / 2, SIZE, left, align="center", color=MUTED)
    canvas.text(begin + second / 2, SIZE, right, align="center", color=MUTED)


def _label_texts(shown: DrawnStanding, width: float) -> tuple[str, str]:
    """The fullest pair of labels that fits over the ruler; the table holds the full values."""
    pairs = ((shown.baseline_label, shown.baseline), (shown.target_label, shown.target))
    ways: list[Callable[[str, Decimal], str]] = [
        lambda label, value: f"{label} {drawn_quantity(value, shown.unit)}",
        lambda label, value: drawn_quantity(value, shown.unit),
        lambda label, value: number(value),
        lambda label, value: label,
    ]
    for way in ways:
        left, right = (way(label, value) if value is not None else "" for label, value in pairs)
        if drawn_width(left) + drawn_width(right) + 2 * _GAP <= width:
            return left, right
    return "", ""


def _pointer(canvas: Canvas, shown: DrawnStanding, zones: _Zones, place: float, off_scale: bool) -> None:
    """The bar from the baseline and the mark at its end."""
    if shown.case == "zone_only" and not sign_of(shown.rule, shown.status):
        return  # neither a place nor a zone is known
    y, color = _TOP + _BAND / 2, _color(shown)
    if shown.case == "scaled":
        canvas.line([(zones.baseline, y), (place, y)], color=color, width=3.2)
    if off_scale:
        _off_scale(canvas, zones, place, y, color)
    draw_mark(canvas, sign_of(shown.rule, shown.status), place, y, color=color, mark=shown.status)


def _off_scale(canvas: Canvas, zones: _Zones, place: float, y: float, color: str) -> None:
    """The sign ≫ between a pinned mark and the edge it belongs beyond."""
    outward = 1 if place > zones.baseline else -1
    edge = zones.width if outward > 0 else 0.0
    for step in (1.0, 4.5):
        tip = edge - outward * step
        back = tip - outward * 3
        canvas.line([(back, y - 3.2), (tip, y), (back, y + 3.2)], color=color, width=1.2)


def _distance(canvas: Canvas, lines: Sequence[str], place: float, color: str) -> None:
    """The words below, as near to the mark as the edges allow."""
    for index, line in enumerate(lines):
        half = drawn_width(line) / 2
        middle = min(max(place, half), canvas.width - half)
        canvas.text(middle, _baseline(index), line, align="center", bold=True, color=color)


def _reason(canvas: Canvas, lines: Sequence[str]) -> None:
    """The dash of an indicator without a value, and the reason beside it."""
    room = max(map(drawn_width, lines)) + _DASH_ROOM
    start = (canvas.width - room) / 2
    draw_mark(canvas, "dash", start + 5, _baseline(0) - 3, color=MUTED)
    for index, line in enumerate(lines):
        canvas.text(start + _DASH_ROOM, _baseline(index), line, color=MUTED)


def _baseline(line: int) -> float:
    return _TOP + _BAND + _WORDS * (line + 1) - 1
