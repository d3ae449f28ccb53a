"""What is so now and what is aimed at 現状値と目標値, as two bars in a table cell."""

from decimal import Decimal

from cityplan.draw.canvas import LINE, MUTED, POINTS_PER_MM, TEXT, WHITE, Canvas, drawn_width
from cityplan.draw.output import Chart
from cityplan.draw.words import drawn_quantity

_BAR, _ROW, _GAP, _TOP = 7.0, 11.0, 3.0, 1.5
_HAIR = 0.6  # the length of the smallest bar that is not nothing
_SHARES = ("%", "％")


def now_and_target(
    now: Decimal, target: Decimal, *, unit: str, now_label: str, target_label: str, width_mm: float
) -> Chart:
    """Draw the present value 現状値 over the target 目標値 as two bars from zero, the target's an outline.

    The scale of shares in percent ends at 100, so that all of them can be held against each other; that of other values at the larger
    one. Raises ValueError for a negative value: such a bar would not start from zero.
    """
    if now < 0 or target < 0:
        raise ValueError(f"a bar from zero cannot show {now} and {target}")
    whole = max(now, target, Decimal(100 if unit in _SHARES else 0))
    width = width_mm * POINTS_PER_MM
    zero = max(map(drawn_width, (now_label, target_label))) + _GAP
    canvas = Canvas(width, 2 * _ROW + 2 * _TOP)
    rows = ((now_label, now, MUTED, MUTED), (target_label, target, WHITE, TEXT))
    for place, (label, value, fill, edge) in enumerate(rows):
        top = _TOP + place * _ROW + (_ROW - _BAR) / 2
        canvas.text(0, top + _BAR - 0.8, label, color=TEXT)
        if value:
            end = zero + max(float(value / whole) * (width - zero - 1), _HAIR)
            canvas.rectangle(zero, top, end, top + _BAR, fill=fill, edge=edge)
    if unit in _SHARES:
        canvas.line([(width - 0.5, 0.5), (width - 0.5, canvas.height - 0.5)], color=LINE, width=0.5)
    canvas.line([(zero, 0.5), (zero, canvas.height - 0.5)], color=TEXT, width=0.8)
    told = ((now_label, now), (target_label, target))
    return Chart(canvas.figure, "、".join(f"{label} {drawn_quantity(value, unit)}" for label, value in told))
