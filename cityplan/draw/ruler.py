"""Where an indicator stands between its baseline and its target, and whence it came, as a ruler in a table cell."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cityplan.city.rules import TEXT_SIGN, Rule, Zone
from cityplan.draw.canvas import (
    BAD,
    BAD_TINT,
    DOTTED,
    GOOD,
    GOOD_TINT,
    LINE,
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
from cityplan.draw.marks import draw_mark, sign_of, word_width
from cityplan.draw.output import Chart
from cityplan.draw.standing import EXPECTED, DrawnStanding
from cityplan.draw.words import drawn_quantity, number

NARROWEST_MM = 55.0  # three zones and a distance in words at 8 points
_EDGE = 5.5  # the room a shape needs inside the ruler
_SIGN = 10.0  # the room of the sign ≫ beside a mark off the scale
_GAP = 4.0
_LONGEST_SAID = 56.0  # of words in place of a number
_SHORTEST_ARROW = 17.0  # with its head, and out of the mark at its end
_BESIDE = 7.0  # from the middle of a mark to its value beside it
_CLEAR = 1.5  # around a line that no text may touch
_COLOURS = {"better": GOOD, "worse": BAD}


@dataclass(frozen=True)
class _Form:
    """The heights of a ruler: from its `top` edge the band, and the numbers below."""

    top: float
    band: float

    @property
    def bottom(self) -> float:
        return self.top + self.band

    @property
    def middle(self) -> float:
        return self.top + self.band / 2

    @property
    def height(self) -> float:
        return self.bottom + 9.7

    @property
    def below(self) -> float:
        """The baseline of the numbers below."""
        return self.height - 2.0


_TALL = _Form(9.8, 11.0)  # with the value over its mark
_FLAT = _Form(1.4, 10.0)  # with the value beside it


@dataclass(frozen=True)
class _Zones:
    """The ruler from left to right: short of the baseline, between it and the target, beyond that."""

    width: float

    @property
    def baseline(self) -> float:
        """Far enough from the left for an indicator that fell as far as it should have risen."""
        return self.width * 0.36

    @property
    def target(self) -> float:
        return self.width * 0.74

    @property
    def earlier(self) -> float:
        """The place of a second baseline that the first lies beyond."""
        return self.width * 0.1

    def at(self, progress: Decimal) -> float:
        """The place of a progress in percent; it may lie outside the ruler."""
        return self.baseline + float(progress) / 100 * (self.target - self.baseline)

    def middle(self, zone: Zone) -> float:
        """The middle of a zone, where no length can be told."""
        left, right = self.bounds(zone)
        return (left + right) / 2

    def bounds(self, zone: Zone) -> tuple[float, float]:
        bounds = {"short": (0.0, self.baseline), "between": (self.baseline, self.target)}
        return {**bounds, "beyond": (self.target, self.width)}.get(zone, (0.0, self.width))


def is_off_scale(progress: Decimal) -> bool:
    """Whether a progress 進捗率 lies outside every ruler, where ≪ or ≫ stands for it."""
    return not 0 <= _Zones(1).at(progress) <= 1


# the head over the rulers


def ruler_head(rule: Rule | None, *, baseline: str, target: str, width_mm: float) -> Chart:
    """The zones 区分 with mark and word of a rule, and what the two lines of every ruler below are."""
    width = width_mm * POINTS_PER_MM
    zones = _Zones(width)
    canvas = clear_canvas(width, 2 * 11.5)
    named = {zone: mark for mark in rule.marks if (zone := rule.zone(mark))} if rule else {}
    for zone, mark in named.items():
        _zone_name(canvas, zones, zone, mark, rule.word(mark) if rule else "")
    for x, words in ((zones.baseline, baseline), (zones.target, target)):
        canvas.text(x, 21, words, align="center", bold=True)
    told = "、".join(f"{rule.told(mark)}" for mark in named.values()) if rule else ""
    return Chart(canvas.figure, "、".join(filter(None, (f"左から {baseline}、{target} の線", told, "右ほど良い"))))


def _zone_name(canvas: Canvas, zones: _Zones, zone: Zone, mark: str, word: str) -> None:
    left, right = zones.bounds(zone)
    said = drawn_short(f"{mark}{word}" if not word[:1].isascii() else f"{mark} {word}", right - left, SIZE)
    canvas.text((left + right) / 2, 9, said, align="center", bold=True)


# a ruler


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
    moved: str = "",
    previous: Decimal | None = None,
    previous_status: str = "",
    expected: Decimal | None = None,
    expected_label: str = EXPECTED,
    actual_year: str = "",
    others: Sequence[tuple[str, Decimal]] = (),
    baseline_said: str = "",
    target_said: str = "",
    is_flat: bool = False,
    width_mm: float = 62,
) -> Chart:
    """Draw where an indicator stands 指標の位置: its own mark as the pointer, right is better.

    Baseline 基準値 and target 目標値 stand at the same place on every ruler, so `progress_ratio` 進捗率 (percent, as
    computed) says where the mark goes and falling targets flip by themselves. Where it says nothing (target equal to
    the baseline or behind it) the mark stands in the middle of its zone, without a length, and what lies between the
    two is hatched. An arrow tells how it `moved` (better, worse): from the `previous` value, else from the border that
    was crossed since the `previous_status`, as its length means nothing then. The colour is that of the move alone.
    `expected` is a tick, 目安 or what the city calls its value of this year, and so are `others`, further printed baselines with their labels: where one of them is the
    worse one, the ruler left of the first baseline is measured by it. `is_flat` puts the value beside its mark where
    it has room there, in a table of many rows. Without a polarity there are no zones and no colour. `actual` None leaves the ruler
    empty, with the `reason`. `baseline_said` and `target_said` are printed where there is no number (維持). Labels: 基準 or R3; `actual_year` stands behind the value: （R4）. Raises ValueError where the ruler is too narrow for its words.
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
        moved if polarity else "",
        previous,
        previous_status,
        expected,
        expected_label,
        actual_year,
        tuple(others),
        baseline_said,
        target_said,
    )
    place, off_scale = _place(shown, zones := _Zones(width_mm * POINTS_PER_MM))
    drawn = _draw(shown, zones, place, off_scale, is_flat)
    return Chart(drawn.figure, shown.alt + ("、目盛外" if off_scale else ""))


def _draw(shown: DrawnStanding, zones: _Zones, place: float, off_scale: bool, is_flat: bool) -> Canvas:
    value = "" if shown.actual is None else drawn_quantity(shown.actual, shown.unit) + shown.actual_year
    beside = _beside(shown, zones, place, value) if is_flat else None
    form = _TALL if beside is None else _FLAT
    canvas = Canvas(zones.width, form.height)
    _ruler(canvas, shown, zones, form)
    _numbers(canvas, shown, zones, form)
    if shown.actual is None:
        _boxed(canvas, zones.width / 2, shown.reason, form)
        return canvas
    _pointer(canvas, shown, zones, place, off_scale, form)
    if beside is None:
        _value(canvas, value, place)
    else:
        _value_beside(canvas, shown, zones, value, beside)
    return canvas


def _place(shown: DrawnStanding, zones: _Zones) -> tuple[float, bool]:
    """Where the mark goes, and whether that is off the scale."""
    if shown.actual is None:
        return zones.baseline, False
    exact, edge = _exact(shown, zones, shown.actual), _edge(shown)
    if exact is None:
        has_zone = shown.zone in ("short", "beyond") or not shown.has_no_middle
        return (zones.middle(shown.zone) if has_zone else zones.baseline), False
    if exact < _EDGE:
        return edge + _SIGN, True
    if exact > zones.width - _EDGE:
        return zones.width - edge - _SIGN, True
    return min(max(exact, edge), zones.width - edge), False


def _exact(shown: DrawnStanding, zones: _Zones, value: Decimal) -> float | None:
    """The place of a value, perhaps outside the ruler: by its distance from the baselines, else by its progress.

    None where no length can be told.
    """
    if (share := shown.share_of_earlier(value)) is not None:
        return zones.baseline - float(share) * (zones.baseline - zones.earlier)
    if value == shown.actual:
        return None if shown.progress_ratio is None or shown.case == "no_middle" else zones.at(shown.progress_ratio)
    progress = shown.place(value)
    return None if progress is None else zones.at(progress)


def _edge(shown: DrawnStanding) -> float:
    """The room that the mark needs inside the ruler; a word needs more than a shape."""
    is_word = sign_of(shown.rule, shown.status) == TEXT_SIGN
    return max(_EDGE, word_width(shown.status) / 2 + 1) if is_word else _EDGE


def _color(shown: DrawnStanding) -> str:
    """Blue for what became better, rust for what became worse since last year, else black."""
    return _COLOURS.get(shown.moved, TEXT if shown.has_polarity else MUTED)


def _ruler(canvas: Canvas, shown: DrawnStanding, zones: _Zones, form: _Form) -> None:
    if shown.has_polarity:
        canvas.rectangle(0, form.top, zones.baseline, form.bottom, fill=BAD_TINT)
        canvas.rectangle(zones.target, form.top, zones.width, form.bottom, fill=GOOD_TINT)
    if shown.has_no_middle:
        canvas.hatch(zones.baseline, form.top, zones.target, form.bottom, color=MUTED, width=0.5, step=3)
    canvas.line([(0, form.middle), (zones.width, form.middle)], color=LINE, width=0.6)
    for x in (zones.baseline, zones.target, *(x for x, _ in _others(shown, zones))):
        canvas.line([(x, form.top - 1), (x, form.bottom + 1)], color=TEXT, width=0.8)
    if shown.has_no_middle and shown.actual is not None:
        _boxed(canvas, (zones.baseline + zones.target) / 2, shown.no_middle_text, form)


def _others(shown: DrawnStanding, zones: _Zones) -> Iterator[tuple[float, str]]:
    """The ticks of further baselines that have a place on the ruler, each with its words."""
    for label, value in shown.others:
        x = _exact(shown, zones, value)
        if x is not None and 0 <= x <= zones.width:
            yield x, f"{label} {number(value)}"


def _boxed(canvas: Canvas, x: float, text: str, form: _Form) -> None:
    """Text in the middle of the ruler on white, so that no line runs through it."""
    half = drawn_width(text) / 2 + 1
    x = min(max(x, half), canvas.width - half)
    canvas.rectangle(x - half, form.middle - 4.7, x + half, form.middle + 4.7, fill=WHITE)
    canvas.text(x, form.middle + 3, text, align="center", color=MUTED)


def _numbers(canvas: Canvas, shown: DrawnStanding, zones: _Zones, form: _Form) -> None:
    """Baseline and target below their lines, moved apart where they would touch, and between them the 目安."""
    left, right = _number_texts(shown, zones.width)
    first, second = drawn_width(left), drawn_width(right)
    begin = min(max(zones.target - second / 2, first + _GAP), zones.width - second)
    start = min(max(zones.baseline - first / 2, 0), begin - _GAP - first)
    low, high = start - _GAP, start + first + _GAP
    for place, text in sorted(_others(shown, zones), key=lambda one: abs(one[0] - zones.baseline)):
        half = drawn_width(text) / 2
        is_left = place < zones.baseline
        x = min(max(place, half), low - half) if is_left else max(place, high + half)
        if x - half < 0 or x + half + _GAP > begin:
            continue
        canvas.text(x, form.below, text, align="center", color=MUTED)
        low, high = (x - half - _GAP, high) if is_left else (low, x + half + _GAP)
    canvas.text(start + drawn_width(left) / 2, form.below, left, align="center", color=MUTED)
    canvas.text(begin + second / 2, form.below, right, align="center", color=MUTED)
    _expected(canvas, shown, zones, form, high, begin - _GAP)


def _number_texts(shown: DrawnStanding, width: float) -> tuple[str, str]:
    """The fullest pair of numbers that fits below the ruler; beside further baselines the first has its year."""
    ways: list[Callable[[Decimal], str]] = [lambda value: drawn_quantity(value, shown.unit), number]
    missing = (
        _without_number("基準値", shown.baseline_said) if shown.target is not None else "",
        _without_number("目標値", shown.target_said) if shown.baseline is not None else "",
    )
    year = f"{shown.baseline_label} " if shown.others else ""
    for way in ways[bool(year) :]:
        values = zip((shown.baseline, shown.target), missing, (year, ""), strict=True)
        left, right = (before + way(value) if value is not None else word for value, word, before in values)
        if (drawn_width(left) + drawn_width(right) + 2 * _GAP <= width and way is number) or _is_short(left, right):
            return left, right
    return "", ""


def _without_number(what: str, said: str) -> str:
    """What stands in place of a baseline or target that is no number: what is printed 「維持」, where there is room."""
    if not said:
        return f"{what}なし"
    return whole if drawn_width(whole := f"「{said}」") <= _LONGEST_SAID else f"数でない{what}"


def _is_short(left: str, right: str) -> bool:
    """Whether two numbers leave the room between them to a third."""
    return drawn_width(left) + drawn_width(right) <= 44


def _expected(canvas: Canvas, shown: DrawnStanding, zones: _Zones, form: _Form, left: float, right: float) -> None:
    """The expected value as a dotted tick with its words, where there is room for them."""
    x = _expected_place(shown, zones)
    if shown.expected is None or x is None:
        return
    canvas.line([(x, form.top - 1), (x, form.bottom + 1)], color=TEXT, width=1.2, dash=DOTTED)
    text = f"{shown.expected_label}{number(shown.expected)}"  # never without the word: 目安 is no value of the city's
    half = drawn_width(text) / 2
    if 2 * half <= right - left:
        canvas.text(min(max(x, left + half), right - half), form.below, text, align="center", color=MUTED)


def _expected_place(shown: DrawnStanding, zones: _Zones) -> float | None:
    progress = shown.place(shown.expected) if shown.expected is not None else None
    return zones.at(progress) if progress is not None and 0 <= progress <= 100 else None


def _pointer(canvas: Canvas, shown: DrawnStanding, zones: _Zones, place: float, off_scale: bool, form: _Form) -> None:
    """The mark at its place, and the arrow that leads to it."""
    if shown.case == "zone_only" and not sign_of(shown.rule, shown.status):
        return  # neither a place nor a zone is known
    color = _color(shown)
    if arrow := _arrow(shown, zones, place):
        start, tip = arrow
        way, y = (1 if tip > start else -1), form.middle
        canvas.line([(start, y), (tip - way * 3, y)], color=color, width=2.4)
        canvas.polygon([(tip, y), (tip - way * 5, y - 3.4), (tip - way * 5, y + 3.4)], fill=color)
    if off_scale:
        _off_scale(canvas, zones, place, form.middle, color)
    draw_mark(canvas, sign_of(shown.rule, shown.status), place, form.middle, color=color, mark=shown.status)


def _arrow(shown: DrawnStanding, zones: _Zones, place: float) -> tuple[float, float] | None:
    """From where it was last year, its value or else the border between its two zones, to where its mark is."""
    start = _start(shown, zones)
    if start is None or shown.moved not in _COLOURS:
        return None
    way = 1 if shown.moved == "better" else -1  # right is better
    start = min(start, place - _SHORTEST_ARROW) if way > 0 else max(start, place + _SHORTEST_ARROW)
    start = min(max(start, 1.0), zones.width - 1.0)
    tip = place - way * 5.5
    return (start, tip) if (tip - start) * way > 3 else None  # no room between the mark and the end of the ruler


def _start(shown: DrawnStanding, zones: _Zones) -> float | None:
    if shown.previous is not None:
        return _exact(shown, zones, shown.previous)
    crossed = {("short", "better"): zones.baseline, ("beyond", "worse"): zones.target}
    crossed |= {("between", "better"): zones.target, ("between", "worse"): zones.baseline}
    if shown.has_no_middle:  # words stand between the two
        crossed |= {("short", "better"): zones.target, ("beyond", "worse"): zones.baseline}
    return crossed.get((shown.previous_zone, shown.moved))


def _off_scale(canvas: Canvas, zones: _Zones, place: float, y: float, color: str) -> None:
    """The sign ≫ between a pinned mark and the edge it belongs beyond."""
    outward = 1 if place > zones.baseline else -1
    edge = zones.width if outward > 0 else 0.0
    for step in (1.0, 4.5):
        tip = edge - outward * step
        back = tip - outward * 3
        canvas.line([(back, y - 3.2), (tip, y), (back, y + 3.2)], color=color, width=1.2)


def _value(canvas: Canvas, text: str, place: float) -> None:
    """The actual over its mark, as near to it as the edges allow."""
    half = drawn_width(text) / 2
    canvas.text(min(max(place, half), max(canvas.width - half, half)), SIZE, text, align="center", bold=True)


def _beside(shown: DrawnStanding, zones: _Zones, place: float, value: str) -> float | None:
    """Where the actual stands beside its mark, clear of all lines; None where there is no such place."""
    if shown.actual is None:
        return 0.0
    room = drawn_width(value)
    starts = [place + _BESIDE, place - _BESIDE - room]
    taken = [*_lines(shown, zones), _arrow(shown, zones, place) or (place, place)]
    for start in starts if place > zones.baseline else reversed(starts):
        is_clear = all(max(span) + _CLEAR < start or min(span) - _CLEAR > start + room for span in taken)
        if is_clear and start >= 0 and start + room <= zones.width:
            return start
    return None


def _lines(shown: DrawnStanding, zones: _Zones) -> Iterator[tuple[float, float]]:
    """What stands upright on the ruler, from where to where."""
    expected = _expected_place(shown, zones)
    for x in (zones.baseline, zones.target, expected, *(x for x, _ in _others(shown, zones))):
        if x is not None:
            yield x, x
    if shown.has_no_middle:
        yield zones.baseline, zones.target


def _value_beside(canvas: Canvas, shown: DrawnStanding, zones: _Zones, text: str, start: float) -> None:
    """The actual beside its mark, on the ground of its zone, so that no line runs through it."""
    end = start + drawn_width(text)
    tint = BAD_TINT if end < zones.baseline else GOOD_TINT if start > zones.target else WHITE
    ground = tint if shown.has_polarity else WHITE
    canvas.rectangle(start - 1, _FLAT.middle - 4.7, end + 1, _FLAT.middle + 4.7, fill=ground)
    canvas.text((start + end) / 2, _FLAT.middle + 3, text, align="center", bold=True)
