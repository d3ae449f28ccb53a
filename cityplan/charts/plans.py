"""The status marks of all plans, counted for each plan, each group and the whole city."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import pandas as pd

from cityplan.charts.canvas import (
    GREY_TINT,
    HAIRLINE,
    MUTED,
    POINTS_PER_MM,
    TEXT,
    Canvas,
    text_width,
    wrap,
)
from cityplan.charts.marks import COLORS, MARKS, draw_mark
from cityplan.charts.output import Chart
from cityplan.charts.words import WORDS

_ROW, _GROUP_ROW, _LEAD, _HEAD, _FOOT = 14.0, 15.0, 11.0, 25.0, 2.0
_NAMES, _STEP, _COUNT, _GAP = 0.38, 12.0, 42.0, 6.0
_UNKNOWN = ""  # an indicator whose status could not be computed
NARROWEST_MM = 150.0


@dataclass(frozen=True)
class _Plan:
    """One plan プラン with the marks of its indicators."""

    plan_id: str
    name: str
    group: str
    marks: tuple[str, ...]
    has_sheet: bool

    @property
    def remark(self) -> str:
        """What stands in place of marks."""
        if not self.has_sheet:
            return "資料に個別シートなし"
        return "" if self.marks else "目標指標の記載なし"


def marks_by_plan(
    rows: pd.DataFrame, *, words: Mapping[str, str] = WORDS, width_mm: float = 178
) -> Chart:
    """Draw the status marks 達成状況 of each plan, with counts for plans, groups and all.

    `rows`: one plan a row in printed order, with `plan_id`, `name`, `group` (its name), `status`
    (the list of its indicators' marks, in their order) and, optionally, `has_sheet` (true without
    it). `words` are those of the status rule for ◎ ○ △ —. A mark outside of those four counts as
    判定なし. Raises ValueError where it is too narrow or there is no row.
    """
    if width_mm < NARROWEST_MM:
        raise ValueError(f"this chart needs at least {NARROWEST_MM} mm, not {width_mm}")
    plans = _plans(rows)
    table = _Table(plans, dict(words), width_mm * POINTS_PER_MM)
    canvas = Canvas(table.width, table.height)
    table.heading(canvas)
    top = _HEAD
    for group, members in _groups(plans):
        top = table.group(canvas, group, members, top)
    table.total(canvas, plans, top)
    return Chart(canvas.figure, _alt(plans, table.words))


def _plans(rows: pd.DataFrame) -> list[_Plan]:
    sheets = rows["has_sheet"] if "has_sheet" in rows else [True] * len(rows)
    plans = [
        _Plan(
            str(plan_id),
            str(name),
            str(group),
            tuple(mark if mark in MARKS else _UNKNOWN for mark in status),
            bool(sheet),
        )
        for plan_id, name, group, status, sheet in zip(
            rows["plan_id"], rows["name"], rows["group"], rows["status"], sheets, strict=True
        )
    ]
    if not plans:
        raise ValueError("there is no plan to draw")
    return plans


def _groups(plans: Sequence[_Plan]) -> list[tuple[str, list[_Plan]]]:
    return [(name, list(members)) for name, members in groupby(plans, lambda plan: plan.group)]


def _counts(plans: Sequence[_Plan]) -> Counter[str]:
    return Counter(mark for plan in plans for mark in plan.marks)


def _alt(plans: Sequence[_Plan], words: Mapping[str, str]) -> str:
    legend = "、".join(f"{mark or '・'} {word}" for mark, word in words.items())
    parts = [f"達成状況の印の数（{legend}）", f"全体 {_told(plans, words)}"]
    for group, members in _groups(plans):
        parts.append(f"{group} {_told(members, words)}")
        parts += [
            f"{plan.plan_id} {plan.name} {plan.remark or ''.join(m or '・' for m in plan.marks)}"
            for plan in members
        ]
    return "。".join(parts) + "。"


def _told(plans: Sequence[_Plan], words: Mapping[str, str]) -> str:
    counts = _counts(plans)
    return "".join(f"{mark or '・'}{counts[mark]} " for mark in words) + f"計{counts.total()}件"


class _Table:
    """Names on the left, drawn marks in the middle, counts on the right."""

    def __init__(self, plans: Sequence[_Plan], words: dict[str, str], width: float) -> None:
        self.plans, self.width = plans, width
        self.words = {mark: words.get(mark, WORDS[mark]) for mark in MARKS}
        if _UNKNOWN in _counts(plans):
            self.words[_UNKNOWN] = "判定なし"
        self.marks_left = width * _NAMES
        self.names_left = max(text_width(plan.plan_id) for plan in plans) + _GAP
        self.counts_left = width - _COUNT * (len(self.words) + 1)

    @property
    def height(self) -> float:
        rows = sum(map(self.row_height, self.plans))
        return _HEAD + rows + _GROUP_ROW * (len(_groups(self.plans)) + 1) + _FOOT

    @property
    def marks_in_line(self) -> int:
        return max(1, int((self.counts_left - self.marks_left - _GAP) // _STEP))

    def names(self, plan: _Plan) -> list[str]:
        return wrap(plan.name, self.marks_left - self.names_left - _GAP)

    def remarks(self, plan: _Plan) -> list[str]:
        return wrap(plan.remark, self.width - self.marks_left) if plan.remark else []

    def row_height(self, plan: _Plan) -> float:
        marks = -(-len(plan.marks) // self.marks_in_line)
        return _ROW + _LEAD * (max(len(self.names(plan)), marks, len(self.remarks(plan))) - 1)

    def column(self, index: int) -> float:
        """The middle of a column of counts; the last one holds the sum."""
        return self.counts_left + _COUNT * (index + 0.5)

    def heading(self, canvas: Canvas) -> None:
        """Each mark with its word over its counts."""
        canvas.text(0, _HEAD - 6, "プラン", color=MUTED)
        canvas.text(self.marks_left, _HEAD - 6, "指標ごとの印", color=MUTED)
        for index, (mark, word) in enumerate(self.words.items()):
            draw_mark(canvas, mark, self.column(index), 6.5)
            shown = wrap(word, _COUNT)[0]
            color = COLORS.get(mark, MUTED)
            canvas.text(self.column(index), _HEAD - 6, shown, align="center", color=color)
        canvas.text(self.column(len(self.words)), _HEAD - 6, "指標数", align="center", color=MUTED)

    def group(self, canvas: Canvas, name: str, plans: Sequence[_Plan], top: float) -> float:
        """A group's name and sums, then its plans; gives back where the next group begins."""
        canvas.rectangle(0, top, self.width, top + _GROUP_ROW, fill=GREY_TINT)
        canvas.text(2, top + 10.5, wrap(name, self.counts_left - _GAP)[0], bold=True)
        self._numbers(canvas, plans, top + 10.5, bold=True)
        top += _GROUP_ROW
        for plan in plans:
            self._row(canvas, plan, top)
            top += self.row_height(plan)
        return top

    def total(self, canvas: Canvas, plans: Sequence[_Plan], top: float) -> None:
        """The sums of all plans under a stronger line."""
        canvas.line([(0, top), (self.width, top)], color=TEXT, width=0.8)
        canvas.text(2, top + 10.5, "全体", bold=True)
        self._numbers(canvas, plans, top + 10.5, bold=True)

    def _row(self, canvas: Canvas, plan: _Plan, top: float) -> None:
        canvas.text(2, top + 10, plan.plan_id, bold=True)
        for index, line in enumerate(self.names(plan)):
            canvas.text(self.names_left, top + 10 + _LEAD * index, line)
        for index, line in enumerate(self.remarks(plan)):
            canvas.text(self.marks_left, top + 10 + _LEAD * index, line, color=MUTED)
        for place, mark in enumerate(plan.marks):
            down, across = divmod(place, self.marks_in_line)
            x = self.marks_left + 5 + _STEP * across
            draw_mark(canvas, mark, x, top + 7 + _LEAD * down)
        if not plan.remark:
            self._numbers(canvas, [plan], top + 10)
        bottom = top + self.row_height(plan)
        canvas.line([(0, bottom), (self.width, bottom)], color=HAIRLINE, width=0.5)

    def _numbers(
        self, canvas: Canvas, plans: Sequence[_Plan], y: float, *, bold: bool = False
    ) -> None:
        """The counts of each mark and their sum; a zero has no colour."""
        counts = _counts(plans)
        for index, mark in enumerate(self.words):
            color = COLORS.get(mark, MUTED) if counts[mark] else MUTED
            strong = bold and bool(counts[mark])
            x = self.column(index)
            canvas.text(x, y, str(counts[mark]), align="center", color=color, bold=strong)
        x = self.column(len(self.words))
        canvas.text(x, y, str(counts.total()), align="center", bold=bold)
