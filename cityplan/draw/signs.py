"""Status marks in a row, and how many of each there are, as drawn signs for a table cell."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from cityplan.city.rules import TEXT_SIGN, Rule
from cityplan.draw.canvas import MUTED, POINTS_PER_MM, Canvas, clear_canvas, drawn_width
from cityplan.draw.marks import OPEN, color_of, draw_mark, sign_of, word_width
from cityplan.draw.output import Chart

_LINE, _STEP, _RADIUS = 9.4, 9.2, 3.4
_BASELINE = 7.5
_BETWEEN, _AFTER = 1.6, 3.2  # from a sign to its number, and to the next sign
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


def mark_counts(
    counts: Mapping[str, int], *, rule: Rule | None, plain: Collection[str] = (), width_mm: float = 22
) -> Chart:
    """Draw how many indicators bear each mark: the sign and its number; a zero has no colour.

    `counts` are shown in their order, a count of unknown marks (any other key) only where there
    are some; `plain` are the marks that have no colour. Raises ValueError where there is none to show.
    """
    shown = {mark: count for mark, count in counts.items() if count or sign_of(rule, mark)}
    if not shown:
        raise ValueError("there is no count to draw")
    marks = list(shown)
    widths = [sign_width(rule, mark) + _BETWEEN + drawn_width(str(shown[mark])) + _AFTER for mark in marks]
    lines = _lines(widths, width_mm * POINTS_PER_MM + _AFTER)
    canvas = clear_canvas(max(sum(widths[place] for place in line) for line in lines), len(lines) * _LINE)
    for row, line in enumerate(lines):
        left = 0.0
        for place in line:
            mark = marks[place]
            color = color_of(rule, mark) if shown[mark] and mark not in plain else MUTED
            _count(canvas, rule, mark, shown[mark], (left, row * _LINE), color)
            left += widths[place]
    return Chart(canvas.figure, "、".join(f"{said_mark(rule, mark)} {count}件" for mark, count in shown.items()))


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


def _count(canvas: Canvas, rule: Rule | None, mark: str, count: int, corner: tuple[float, float], color: str) -> None:
    left, top = corner
    width = sign_width(rule, mark)
    draw_sign(canvas, rule, mark, left + width / 2, top + _LINE / 2, color)
    canvas.text(left + width + _BETWEEN, top + _BASELINE, str(count), color=color, bold=bool(count))


def draw_sign(canvas: Canvas, rule: Rule | None, mark: str, x: float, y: float, color: str = "") -> None:
    """A mark; that of a dash in a box, since a bare one before a number is a minus."""
    sign, color = sign_of(rule, mark), color or color_of(rule, mark)
    if sign == "dash":
        corners = [(x - 3.8, y - 3.5), (x + 3.8, y - 3.5), (x + 3.8, y + 3.5), (x - 3.8, y + 3.5)]
        canvas.polygon(corners, fill="none", edge=color, width=0.7)
    draw_mark(canvas, sign, x, y, color=color, radius=2.2 if sign == "dash" else _RADIUS, mark=mark)


def said_mark(rule: Rule | None, mark: str) -> str:
    """A mark with its word 印の意味; one that is none of the rule is 判定なし, or 未入力."""
    if mark == OPEN or (rule is None and mark):
        return mark
    return rule.told(mark) if rule and rule.sign(mark) else _UNKNOWN
