"""The marks 印 of a rule of status 達成状況 as drawn signs: shapes, so that no font decides how they look, or words."""

import math

from cityplan.city.rules import TEXT_SIGN, Rule
from cityplan.draw.canvas import BAD, GOOD, MUTED, SIZE, WHITE, Canvas, drawn_short, drawn_width

OPEN = "未入力"  # in place of a mark: the value is still to be entered
COLORS = {"good": GOOD, "bad": BAD, "muted": MUTED}  # by the tone that a rule gives to a mark
_PAD, _WORD_SIZE, _WIDEST = 1.6, 6.5, 56.0  # of a word in its box


def sign_of(rule: Rule | None, mark: str) -> str:
    """What is drawn of a mark: the sign of its rule, without a rule the mark itself; empty where it is unknown."""
    if rule is None:
        return TEXT_SIGN if mark and mark != OPEN else ""
    return rule.sign(mark)


def color_of(rule: Rule | None, mark: str, otherwise: str = MUTED) -> str:
    """The colour of a mark; `otherwise` for one that is none of its rule."""
    return COLORS[rule.tone(mark)] if rule and rule.sign(mark) else otherwise


def draw_mark(
    canvas: Canvas, sign: str, x: float, y: float, *, color: str, radius: float = 4.2, mark: str = ""
) -> None:
    """Draw the sign of a mark 達成状況の印 around a point; one that is unknown becomes a dot.

    What is not entered 未入力 is an empty square.
    """
    if sign == "dash":
        canvas.line([(x - radius, y), (x + radius, y)], color=color, width=1.6)
    elif sign == "triangle":
        canvas.polygon(_triangle(x, y, radius * 1.2), fill=WHITE, edge=color, width=1.5)
    elif sign in {"double-circle", "circle"}:
        canvas.circle(x, y, radius, fill=WHITE, edge=color, width=1.5)
        if sign == "double-circle":
            canvas.circle(x, y, radius * 0.42, fill=WHITE, edge=color, width=1.3)
    elif sign == "cross":
        reach = radius * 0.8
        for way in (reach, -reach):
            canvas.line([(x - reach, y - way), (x + reach, y + way)], color=color, width=1.6)
    elif sign == TEXT_SIGN:
        _word(canvas, mark, x, y, color)
    elif mark == OPEN:
        half = radius * 0.8
        canvas.rectangle(x - half, y - half, x + half, y + half, fill="none", edge=color, width=1.0)
    else:
        canvas.circle(x, y, radius * 0.7, fill=color)


def word_width(mark: str) -> float:
    """The room that a mark needs as a word in its box."""
    return max(
        drawn_width(drawn_short(mark, _WIDEST, _word_size(mark)), _word_size(mark)) + 2 * _PAD, _WORD_SIZE + _PAD
    )


def _word_size(mark: str) -> float:
    return SIZE if len(mark) == 1 else _WORD_SIZE


def _word(canvas: Canvas, mark: str, x: float, y: float, color: str) -> None:
    """A mark of letters, in a box of its colour."""
    half, size = word_width(mark) / 2, _word_size(mark)
    canvas.rectangle(x - half, y - 4.3, x + half, y + 4.3, fill=WHITE, edge=color)
    canvas.text(x, y + size * 0.37, drawn_short(mark, _WIDEST, size), size=size, align="center", bold=True, color=color)


def _triangle(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    """The corners of a triangle whose middle is the point."""
    half = radius * math.cos(math.pi / 6)
    return [(x, y - radius * 0.9), (x + half, y + radius * 0.6), (x - half, y + radius * 0.6)]
