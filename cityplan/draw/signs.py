"""Status marks in a row, and how many of each there are, as drawn signs for a table cell."""

from collections.abc import Collection, Mapping, Sequence

from cityplan.draw.canvas import MUTED, POINTS_PER_MM, Canvas, clear_canvas, text_width
from cityplan.draw.marks import COLORS, MARKS, OPEN, draw_mark
from cityplan.draw.output import Chart
from cityplan.draw.words import WORDS

_LINE, _STEP, _RADIUS = 9.4, 9.2, 3.4
_BASELINE = 7.5
_BETWEEN, _AFTER = 1.6, 3.2  # from a sign to its number, and to the next sign
_UNKNOWN = "判定なし"


def mark_row(
    marks: Sequence[str], *, words: Mapping[str, str] = WORDS, plain: Collection[int] = (), width_mm: float = 22
) -> Chart:
    """Draw the marks 達成状況の印 of a plan's indicators, in their order, on as many lines as needed.

    `words` are those of the status rule; `plain` are the places, from 0, of the marks that have no colour,
    as it is not known which way is better. A mark that is none of ◎ ○ △ — is drawn as a dot and
    called 判定なし. Raises ValueError where there is no mark.
    """
    if not marks:
        raise ValueError("there is no mark to draw")
    room = max(int(width_mm * POINTS_PER_MM // _STEP), 1)
    lines = [marks[start : start + room] for start in range(0, len(marks), room)]
    canvas = clear_canvas(min(room, len(marks)) * _STEP, len(lines) * _LINE)
    for row, line in enumerate(lines):
        for place, mark in enumerate(line):
            x, y = (place + 0.5) * _STEP, (row + 0.5) * _LINE
            draw_sign(canvas, mark, x, y, MUTED if row * room + place in plain else "")
    return Chart(canvas.figure, "、".join(said_mark(mark, words) for mark in marks))


def mark_counts(
    counts: Mapping[str, int], *, words: Mapping[str, str] = WORDS, plain: Collection[str] = (), width_mm: float = 22
) -> Chart:
    """Draw how many indicators bear each mark: the sign and its number; a zero has no colour.

    `counts` are shown in their order, a count of unknown marks (any other key) only where there
    are some; `plain` are the marks that have no colour. Raises ValueError where there is none to show.
    """
    shown = {mark: count for mark, count in counts.items() if mark in MARKS or count}
    if not shown:
        raise ValueError("there is no count to draw")
    lines = _lines(shown, width_mm * POINTS_PER_MM)
    width = max(sum(_room(shown[mark]) for mark in line) for line in lines)
    canvas = clear_canvas(width, len(lines) * _LINE)
    for row, line in enumerate(lines):
        left = 0.0
        for mark in line:
            is_judged = shown[mark] and mark not in plain
            color = COLORS.get(mark, MUTED) if is_judged else MUTED
            _count(canvas, mark, shown[mark], left, row * _LINE, color)
            left += _room(shown[mark])
    said = "、".join(f"{said_mark(mark, words)} {count}件" for mark, count in shown.items())
    return Chart(canvas.figure, said)


def _lines(shown: Mapping[str, int], width: float) -> list[list[str]]:
    lines: list[list[str]] = [[]]
    for mark in shown:
        taken = sum(_room(shown[other]) for other in lines[-1])
        if lines[-1] and taken + _room(shown[mark]) - _AFTER > width:
            lines.append([])
        lines[-1].append(mark)
    return lines


def _room(count: int) -> float:
    return _STEP + _BETWEEN + text_width(str(count)) + _AFTER


def _count(canvas: Canvas, mark: str, count: int, left: float, top: float, color: str) -> None:
    draw_sign(canvas, mark, left + _STEP / 2, top + _LINE / 2, color)
    x = left + _STEP + _BETWEEN
    canvas.text(x, top + _BASELINE, str(count), color=color, bold=bool(count))


def draw_sign(canvas: Canvas, mark: str, x: float, y: float, color: str = "") -> None:
    """A mark; that of an unpublished value in a box, since a bare one before a number is a minus."""
    if mark == "—":
        corners = [(x - 3.8, y - 3.5), (x + 3.8, y - 3.5), (x + 3.8, y + 3.5), (x - 3.8, y + 3.5)]
        canvas.polygon(corners, fill="none", edge=color or COLORS[mark], width=0.7)
    draw_mark(canvas, mark, x, y, radius=2.2 if mark == "—" else _RADIUS, color=color)


def said_mark(mark: str, words: Mapping[str, str]) -> str:
    """A mark with its word 印の意味; one that is none of ◎ ○ △ — is 判定なし, or 未入力."""
    if mark == OPEN:
        return mark
    return f"{mark}{words.get(mark, '')}" if mark in MARKS else _UNKNOWN
