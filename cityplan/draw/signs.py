"""Status marks in a row, as drawn signs for a table cell."""

from collections.abc import Collection, Iterable, Sequence

from cityplan.city.rules import TEXT_SIGN, Rule
from cityplan.draw.canvas import MUTED, POINTS_PER_MM, Canvas, clear_canvas
from cityplan.draw.marks import OPEN, color_of, draw_mark, sign_of, word_width
from cityplan.draw.output import Chart

_LINE, _STEP, _RADIUS = 9.4, 9.2, 3.4
_UNKNOWN = "判定なし"


def mark_row(marks: Sequence[str], *, rule: Rule | None, plain: Collection[int] = (), width_mm: float = 22) -> Chart:
    """Draw the marks 達成状況の印 of a plan's indicators, in their order, on as many lines as needed.

    `rule` says what they are, without one they are drawn as printed; `plain` are the places, from 0, of the
    marks that have no colour, as it is not known which way is better. A mark that is none of the rule is drawn
    as a dot and called 判定なし. Raises ValueError where there is no mark.
    """
    if not marks:
        raise ValueError("there is no mark to draw")
    widths = [sign_width(rule, mark) for mark in marks]
    lines = _lines(widths, width_mm * POINTS_PER_MM)
    canvas = clear_canvas(max(sum(widths[place] for place in line) for line in lines), len(lines) * _LINE)
    for row, line in enumerate(lines):
        left = 0.0
        for place in line:
            x, y = left + widths[place] / 2, (row + 0.5) * _LINE
            draw_sign(canvas, rule, marks[place], x, y, MUTED if place in plain else "")
            left += widths[place]
    return Chart(canvas.figure, "、".join(said_mark(rule, mark) for mark in marks))


def sign_width(rule: Rule | None, mark: str) -> float:
    """The room of a mark in a row: all shapes have the same."""
    return max(_STEP, word_width(mark) + 1.0) if sign_of(rule, mark) == TEXT_SIGN else _STEP


def _lines(widths: Iterable[float], room: float) -> list[list[int]]:
    """The places of what has these widths, in lines that fit into the room."""
    lines: list[list[int]] = [[]]
    taken = 0.0
    for place, width in enumerate(widths):
        if lines[-1] and taken + width > room:
            lines.append([])
            taken = 0.0
        lines[-1].append(place)
        taken += width
    return lines


def draw_sign(canvas: Canvas, rule: Rule | None, mark: str, x: float, y: float, color: str = "") -> None:
    """A mark; that of a dash in a box, since a bare one before a number is a minus."""
    sign, color = sign_of(rule, mark), color or color_of(rule, mark)
    if sign == "dash":
        canvas.rectangle(x - 3.8, y - 3.5, x + 3.8, y + 3.5, fill="none", edge=color)
    draw_mark(canvas, sign, x, y, color=color, radius=2.2 if sign == "dash" else _RADIUS, mark=mark)


def said_mark(rule: Rule | None, mark: str) -> str:
    """A mark with its word 印の意味; one that is none of the rule is 判定なし, or 未入力."""
    if mark == OPEN or (rule is None and mark):
        return mark
    return rule.told(mark) if rule and rule.sign(mark) else _UNKNOWN
