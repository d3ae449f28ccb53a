"""The marks of the status 達成状況 ◎ ○ △ — as drawn shapes: no font decides how they look."""

import math

from cityplan.draw.canvas import BAD, GOOD, MUTED, WHITE, Canvas

OPEN = "未入力"  # in place of a mark: the value is still to be entered
MARKS = ("◎", "○", "△", "—")
COLORS = {"◎": GOOD, "○": GOOD, "△": BAD, "—": MUTED}


def draw_mark(canvas: Canvas, mark: str, x: float, y: float, *, radius: float = 4.2, color: str = "") -> None:
    """Draw a status mark 達成状況の印 around a point; one that is unknown becomes a dot.

    What is not entered 未入力 is an empty square.
    """
    color = color or COLORS.get(mark, MUTED)
    if mark == "—":
        canvas.line([(x - radius, y), (x + radius, y)], color=color, width=1.6)
    elif mark == "△":
        canvas.polygon(_triangle(x, y, radius * 1.2), fill=WHITE, edge=color, width=1.5)
    elif mark in {"◎", "○"}:
        canvas.circle(x, y, radius, fill=WHITE, edge=color, width=1.5)
        if mark == "◎":
            canvas.circle(x, y, radius * 0.42, fill=WHITE, edge=color, width=1.3)
    elif mark == OPEN:
        half = radius * 0.8
        corners = [(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)]
        canvas.polygon(corners, fill="none", edge=color, width=1.0)
    else:
        canvas.circle(x, y, radius * 0.7, fill=color)


def _triangle(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    """The corners of a triangle whose middle is the point."""
    half = radius * math.cos(math.pi / 6)
    return [(x, y - radius * 0.9), (x + half, y + radius * 0.6), (x - half, y + radius * 0.6)]
