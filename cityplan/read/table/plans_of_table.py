"""The plans プラン and groups プロジェクト that the rows of a plain table belong to."""

import re
from dataclasses import dataclass, field
from itertools import count
from typing import NamedTuple

from cityplan.japanese.codes import code, even_codes, leading_code
from cityplan.japanese.letters import fold, squeeze
from cityplan.read.printed import Cell, Printed, Repair
from cityplan.read.table.similar_names import pairs

_UNNAMED = "ほかの行にあるプランの名前が、この行にはありません。資料の題を名前としました"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


class PlanPlace(NamedTuple):
    """A cell that names something; column 0: it is printed nowhere, but declared, or the document's name."""

    text: str
    line: int
    line_end: int
    column: int
    is_declared: bool = False


@dataclass
class TablePlan:
    """A plan with the cells that first name it and its group; its number may be printed."""

    cell: PlanPlace
    group: PlanPlace
    id: str = ""
    name: str = ""
    number: str = ""  # in a column of its own
    is_as_printed: bool = False  # the number that its page bears


@dataclass
class Homes:
    """The groups that rows name for each plan: in another table its rows may name the plan alone."""

    found: dict[str, list[tuple[PlanPlace, str]]] = field(default_factory=dict)

    def add(self, group: PlanPlace, plan: PlanPlace, number: str) -> None:
        """A row that names a plan and its group."""
        self.found.setdefault(squeeze(plan.text), []).append((group, squeeze(number)))

    def of(self, plan: PlanPlace, number: str) -> list[PlanPlace]:
        """The groups that have a plan of this name, and of this number where both are printed."""
        own = squeeze(number)
        fitting = [
            group for group, other in self.found.get(squeeze(plan.text), ()) if not (own and other) or own == other
        ]
        return list({squeeze(group.text): group for group in reversed(fitting)}.values())[::-1]


@dataclass
class TablePlans:
    """The plans by group and name, in the order in which they appear."""

    found: dict[tuple[str, str], TablePlan] = field(default_factory=dict)

    def add(self, group: PlanPlace, cell: PlanPlace, number: str = "") -> TablePlan:
        """The plan that a row belongs to; a new one where its group or name is new."""
        plan = self.found.setdefault((squeeze(group.text), squeeze(cell.text)), TablePlan(cell, group))
        plan.number = plan.number or number
        return plan

    def number(self, plan_word: str) -> None:
        """Number the plans as printed, where more than half are numbered, all apart; else as they appear.

        One without a number (その他) then has the next after the last. Numbers of several levels (1-1) are used as
        those of one level are.
        """
        plans = list(self.found.values())
        if _number_by_codes(plans, plan_word):
            return
        read = [_number(plan, plan_word) for plan in plans]
        printed = [number for number, _ in read if number is not None]
        as_printed = 2 * len(printed) > len(plans) and len(set(printed)) == len(printed)
        free = count(max(printed) + 1 if as_printed else 1)
        for plan, (number, name) in zip(plans, read, strict=True):
            own = number if as_printed else None
            plan.is_as_printed = own is not None
            plan.id = str(next(free) if own is None else own)
            plan.name = plan.cell.text if own is None else name
        width = max([2, *(max(len(plan.id), _width(plan)) for plan in plans)])
        for plan in plans:
            plan.id = plan.id.zfill(width)

    def take(self, printed: Printed) -> None:
        """Take the cells that name groups and plans; what the document itself names is a repair."""
        groups: dict[str, PlanPlace] = {}
        self._note_similar(printed)
        self._note_unused(printed)
        is_doubt = any(plan.cell.column for plan in self.found.values())  # the others have names of their own
        for plan in self.found.values():
            groups.setdefault(squeeze(plan.group.text), plan.group)
            for column in ("name", "sheet"):
                _take(printed, "plans", plan.id, 1, column, plan.cell, plan.name, is_doubt)
            _take(printed, "plans", plan.id, 1, "group", plan.group, plan.group.text)
        for number, group in enumerate(groups.values(), start=1):
            _take(printed, "groups", "", number, "name", group, group.text)

    def _note_similar(self, printed: Printed) -> None:
        """A repair for each two names that may be one: they are kept apart."""
        plans = list(self.found.values())
        for column, one, other in pairs((plan.group.text, plan.cell.text) for plan in plans):
            plan = next(plan for plan in plans if _similar(plan, column) == other)
            place = plan.group if column == "group" else plan.cell
            printed.repairs.append(Repair(plan.id, "plans", None, column, "similar_names", other, one, place.line))

    def _note_unused(self, printed: Printed) -> None:
        """A repair where pages bear other numbers than those of the column of numbers."""
        plans = [plan for plan in self.found.values() if plan.number and not plan.is_as_printed]
        if plans:
            told = "、".join(dict.fromkeys(plan.number for plan in plans))
            given = "、".join(plan.id for plan in plans)
            printed.repairs.append(
                Repair("", "plans", None, "name", "numbers_not_used", told, given, plans[0].cell.line)
            )


def _number_by_codes(plans: list[TablePlan], plan_word: str) -> bool:
    """Number plans of which more than half have a number of several levels, all apart; whether they have."""
    read = [_code(plan, plan_word) for plan in plans]
    printed = [own for own, _ in read if own]
    if 2 * len(printed) <= len(plans) or len(set(printed)) < len(printed):
        return False
    even = even_codes(printed)
    ids = iter(even)
    firsts = [first for own in even if (first := own.partition("-")[0]).isdigit()]
    free = count(max(map(int, firsts), default=0) + 1)
    width = max(map(len, firsts), default=2)
    for plan, (own, name) in zip(plans, read, strict=True):
        plan.is_as_printed = bool(own)
        plan.id = next(ids) if own else str(next(free)).zfill(width)
        plan.name = name
    return True


def _code(plan: TablePlan, plan_word: str) -> tuple[str, str]:
    """The number of several levels of a plan, of its own column or before its name, and its name without it."""
    text = plan.cell.text
    before, name = leading_code(re.sub(rf"^{re.escape(plan_word)}\s*", "", text) if plan_word else text)
    if plan.number:
        own = code(squeeze(plan.number).removeprefix(squeeze(plan_word)))
        return own, name if before == own else text
    return (before, name) if before and plan.cell.column else ("", text)


def _number(plan: TablePlan, plan_word: str) -> tuple[int | None, str]:
    """The number of a plan, of its own column or before its name, and its name without it."""
    if plan.number:
        digits = re.fullmatch(r"[^\d]*(\d{1,6})[^\d]*", squeeze(plan.number))
        return (int(digits[1]), plan.cell.text) if digits else (None, plan.cell.text)
    return printed_number(plan.cell.text, plan_word) if plan.cell.column else (None, "")


def _width(plan: TablePlan) -> int:
    """How many digits a printed number with zeros before it has: 0101 is no 101; 0 for any other."""
    digits = re.match(r"\D*(0\d+)(?!\d)", fold(plan.number or plan.cell.text)) if plan.is_as_printed else None
    return len(digits[1]) if digits else 0


def _similar(plan: TablePlan, column: str) -> str:
    return plan.group.text if column == "group" else plan.cell.text


def _take(
    printed: Printed,
    table: str,
    plan_id: str,
    row: int,
    column: str,
    place: PlanPlace,
    text: str,
    is_doubt: bool = False,
) -> None:
    is_doubt = is_doubt and not place.is_declared
    cell = Cell(table, plan_id, row, column, place.line, place.line_end, place.column, text)
    printed.cells.append(cell)
    if not place.column and column == "name":
        printed.repairs.append(
            Repair(plan_id, table, row, column, "named_for_document", _UNNAMED * is_doubt, text, place.line, is_doubt)
        )


def printed_number(text: str, plan_word: str = "") -> tuple[int | None, str]:
    """The number that a plan's cell begins with, and its name without it.

    A number is divided from its name: 24時間対応 has none; for 1-2 see `codes`. 0 2 is 02 with its letters apart, 1 2 may be
    12 or begin a name.

    >>> printed_number("１．子育て"), printed_number("施策 02　産業", "施策"), printed_number("③ 環境")
    ((1, '子育て'), (2, '産業'), (3, '環境'))
    >>> printed_number("24時間対応の医療"), printed_number("1-2 防災"), printed_number("1.5度目標")
    ((None, '24時間対応の医療'), (None, '1-2 防災'), (None, '1.5度目標'))
    >>> printed_number("施策 0 2 産業", "施策"), printed_number("施策 1 2 産業", "施策"), printed_number("1 24時間対応")
    ((2, '産業'), (None, '施策 1 2 産業'), (1, '24時間対応'))
    """
    if text[:1] in _CIRCLED and text[1:].strip():
        return _CIRCLED.index(text[0]) + 1, text[1:].strip()
    match = re.fullmatch(
        rf"(?:{re.escape(plan_word)})?\s*[(（]?(?P<number>0(?:\s\d)+(?!\d)|\d{{1,4}})"
        r"(?:\s*[.．:：、)）]\s*(?!\d)|\s+(?!\d\s)|$)(?P<name>.*)",
        text,
        re.DOTALL,
    )
    return (int(squeeze(match["number"])), match["name"].strip() or text) if match else (None, text)
