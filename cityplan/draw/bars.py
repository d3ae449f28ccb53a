"""This year against last, as two bars in a table cell."""

from dataclasses import dataclass
from decimal import Decimal

from cityplan.draw.canvas import GREY_TINT, LINE, MUTED, POINTS_PER_MM, SIZE, TEXT, Canvas, drawn_width, wrap
from cityplan.draw.output import Chart
from cityplan.draw.words import ARROWS, CHANGES, drawn_quantity

_BAR, _ROW, _GAP, _TOP = 9.0, 12.5, 3.0, 1.5
_LEAD, _MOST_LINES = 10.5, 30  # of a value too long for one line; the alt text has all of it
_SHORTEST_SCALE = 20.0  # below this length two bars can no longer be compared
_HAIR = 0.6  # the length of the smallest bar that is not nothing


@dataclass(frozen=True)
class _Row:
    label: str
    value: Decimal | None
    text: str
    is_actual: bool


def year_on_year(
    actual: Decimal | None,
    previous: Decimal | None,
    *,
    unit: str,
    actual_label: str = "R5",
    previous_label: str = "R4",
    actual_text: str = "",
    previous_text: str = "",
    width_mm: float = 46,
) -> Chart:
    """Draw this year's result 今年度の実績 under last year's 前年度の実績 as two bars from zero.

    The scale is the activity's own. Texts are printed as given, else the value with its unit.
    More or less is told by a sign and no colour: neither is better. A missing value (None) has no bar, only its text (集計中), or 記載なし.
    Raises ValueError for a negative value: such a bar would not start from zero.
    """
    if any(value is not None and value < 0 for value in (actual, previous)):
        raise ValueError(f"a bar from zero cannot show {previous} and {actual}")
    change = _change(actual, previous)
    sign, word = ARROWS.get(change, ""), CHANGES.get(change, "")
    rows = [
        _Row(previous_label, previous, _shown(previous, previous_text, unit), is_actual=False),
        _Row(actual_label, actual, _shown(actual, actual_text, unit), is_actual=True),
    ]
    alt = "、".join(f"{row.label} {row.text}" for row in rows) + (f"（{word}）" if word else "")
    return Chart(_draw(rows, sign, width_mm * POINTS_PER_MM).figure, alt)


def _change(actual: Decimal | None, previous: Decimal | None) -> str:
    if actual is None or previous is None:
        return ""
    if actual == previous:
        return "same"
    return "up" if actual > previous else "down"


def _shown(value: Decimal | None, text: str, unit: str) -> str:
    if text:
        return text
    return "記載なし" if value is None else drawn_quantity(value, unit)


def _draw(rows: list[_Row], sign: str, width: float) -> Canvas:
    labels = max(drawn_width(row.label) for row in rows) + _GAP
    values = max(drawn_width(_ending(row, sign)) for row in rows) + 2 * _GAP
    if labels + values + _SHORTEST_SCALE <= width:
        return _beside(rows, sign, width, labels, width - labels - values)
    return _above(rows, sign, width)


def _ending(row: _Row, sign: str) -> str:
    return f"{row.text} {sign}" if row.is_actual and sign else row.text


def _beside(rows: list[_Row], sign: str, width: float, zero: float, room: float) -> Canvas:
    """Each value stands at the end of its bar."""
    canvas = Canvas(width, 2 * _ROW + 2 * _TOP)
    for place, row in enumerate(rows):
        top = _TOP + place * _ROW + (_ROW - _BAR) / 2
        baseline = top + _BAR - 1.6
        canvas.text(0, baseline, row.label, bold=row.is_actual, color=_tone(row))
        end = zero + _length(row, rows, room)
        _bar(canvas, row, zero, top, end)
        canvas.text(end + _GAP, baseline, _ending(row, sign), bold=row.is_actual, color=_tone(row))
    _zero_line(canvas, zero, 0.5, canvas.height - 0.5)
    return canvas


def _above(rows: list[_Row], sign: str, width: float) -> Canvas:
    """Values too long for the width of the cell stand above their bars."""
    height = _ROW + _BAR
    texts = [wrap(f"{row.label} {_ending(row, sign)}", width)[:_MOST_LINES] for row in rows]
    more = [_LEAD * (len(lines) - 1) for lines in texts]
    canvas = Canvas(width, 2 * height + 2 * _TOP + sum(more))
    top = _TOP
    for row, lines, lower in zip(rows, texts, more, strict=True):
        for number, line in enumerate(lines):
            baseline = top + SIZE + _LEAD * number
            canvas.text(0, baseline, line, bold=row.is_actual, color=_tone(row))
        end, top = 0.5 + _length(row, rows, width - 1), top + lower
        _bar(canvas, row, 0.5, top + SIZE + 3, end, thickness=_BAR - 3)
        _zero_line(canvas, 0.5, top + SIZE + 2, top + height - 1)
        top += height
    return canvas


def _tone(row: _Row) -> str:
    return TEXT if row.is_actual else MUTED


def _length(row: _Row, rows: list[_Row], room: float) -> float:
    largest = max((other.value for other in rows if other.value), default=None)
    if not row.value or largest is None:
        return 0.0
    return max(float(row.value / largest) * room, _HAIR)


def _bar(canvas: Canvas, row: _Row, left: float, top: float, right: float, *, thickness: float = _BAR) -> None:
    """Last year is an outline, this year is solid."""
    fill, edge = (MUTED, MUTED) if row.is_actual else (GREY_TINT, LINE)
    if right > left:
        canvas.rectangle(left, top, right, top + thickness, fill=fill, edge=edge)


def _zero_line(canvas: Canvas, x: float, top: float, bottom: float) -> None:
    canvas.line([(x, top), (x, bottom)], color=TEXT, width=0.8)
