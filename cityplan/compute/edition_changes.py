"""What changed since the edition directly before 前の文書からの変更: rows, names, places, goals, units."""

from collections.abc import Iterator, Mapping

import pandas as pd

from cityplan.city.entry_columns import ACTIVITIES, ACTIVITY, INDICATOR, INDICATORS, by_name, row_code
from cityplan.compute.history import Joined, Told, measured_otherwise, shown
from cityplan.compute.match import Item, Key
from cityplan.japanese.letters import fold, squeeze
from cityplan.japanese.quantities import quantity
from cityplan.japanese.years import era
from cityplan.read.form.places import sheet_of
from cityplan.tables.definitions import (
    ActivityRow,
    ChangeRow,
    IndicatorRow,
    PlanRow,
    PrintedEntry,
    RepairRow,
    SkippedLineRow,
)
from cityplan.tables.schema import frame, table_rows
from cityplan.tables.words import POLARITIES, TABLE_SUBJECTS

ENDED = "ended"  # why a line of an entry form is in no table: 区分 終了
NEW_IN_FORM = "new_in_form"  # the repair of a row that an entry form says to be new 新規
NO_SHEET, SHEET = "シートなし", "シートあり"
_KINDS = ("renamed", "new", "ended", "not_listed", "moved", "unit", "polarity", "baseline", "target")


def changes(joined: Joined) -> pd.DataFrame:
    """The table `changes`: plan by plan, plans before their rows; empty for a city's first edition.

    `ended` is what this document says, `not_listed` 掲載なし what is merely absent from it. A row that is
    not in this document has no number, and no plan where its plan is not in it; the line of what is
    not listed is that of the earlier document. Nothing is told of the rows of a plan that had no sheet,
    but where an entry form says itself that they are new.
    """
    if joined.before is None:
        return frame("changes", [])
    return frame("changes", sorted([*_plans(joined), *_rows(joined), *_gone(joined)], key=_place))


def _place(row: ChangeRow) -> tuple[bool, str, int, int, int]:
    subject = ("plan", "indicator", "activity").index(row.subject)
    number = 10**6 if row.no is None else row.no
    return not row.plan_id, row.plan_id, subject, number, _KINDS.index(row.kind)


def _plans(joined: Joined) -> Iterator[ChangeRow]:
    now, before = joined.now, _before(joined)
    for plan_id, plan in now.plans.items():
        old = before.plans.get(joined.plans.get(plan_id, ""))
        if old is None:
            yield _of_plan(before.year, plan_id, "new", plan)
            continue
        if squeeze(old.name) != squeeze(plan.name):
            yield _of_plan(before.year, plan_id, "renamed", plan, old.name, plan.name)
        if plan.has_sheet and not old.has_sheet:
            yield _of_plan(before.year, plan_id, "new", plan, NO_SHEET, SHEET)
        if old.has_sheet and not plan.has_sheet:
            yield _of_plan(before.year, plan_id, "not_listed", plan, SHEET, NO_SHEET)
    for plan_id, plan in before.plans.items():
        if plan_id not in joined.plans.values():
            yield _of_plan(before.year, "", "not_listed", plan, f"{plan_id} {plan.name}")


def _of_plan(year: str, plan_id: str, kind: str, plan: PlanRow, before: str = "", after: str = "") -> ChangeRow:
    return ChangeRow(plan_id, "plan", None, kind, plan.name, before, after, year, plan.source_line)


def _rows(joined: Joined) -> Iterator[ChangeRow]:
    """New rows, and what is another in those that go on."""
    before = _before(joined)
    told = [each for each in table_rows(joined.now.tables, RepairRow) if each.rule == NEW_IN_FORM]
    said = {(TABLE_SUBJECTS[each.table], each.plan_id, each.row) for each in told if each.row is not None}
    for item in joined.now.items:
        old = joined.rows_before.get(item.key)
        if old is not None:
            yield from _differences(joined, item, old)
            continue
        was = before.plans.get(joined.plans.get(item.plan, ""))
        if was is None or was.has_sheet or item.key in said:
            yield _of_row(joined, item, "new")


def _differences(joined: Joined, item: Item, old: Item) -> Iterator[ChangeRow]:
    before = _before(joined)
    if item.full != old.full:
        yield _of_row(joined, item, "renamed", old.printed, item.printed)
    if _moved(joined, item, old):
        places = (f"{i.plan} {t.plans[i.plan].name}" for t, i in ((before, old), (joined.now, item)))
        yield _of_row(joined, item, "moved", *places)
    row, past = joined.now.rows[item.key], before.rows[old.key]
    if measured_otherwise(joined.now, item.key, before, old.key):
        yield _of_row(joined, item, "unit", _measured(past), _measured(row))
    if isinstance(row, IndicatorRow) and isinstance(past, IndicatorRow):
        if is_turned(row, past):
            yield _of_row(joined, item, "polarity", POLARITIES[past.polarity], POLARITIES[row.polarity])
        for goal in ("baseline", "target"):
            if goal_of(row, goal) != goal_of(past, goal):
                yield _of_row(joined, item, goal, goal_words(past, goal), goal_words(row, goal))


def is_turned(row: IndicatorRow, past: IndicatorRow) -> bool:
    """Whether two editions tell other directions of an indicator; one that is only inferred tells nothing."""
    inferred = "inferred" in (row.polarity_source, past.polarity_source)
    return not inferred and "" not in (row.polarity, past.polarity) and row.polarity != past.polarity


def _moved(joined: Joined, item: Item, old: Item) -> bool:
    """Whether the plan is another one; one that may only have another name is asked for as a whole."""
    plans = [doubt for doubt in joined.doubts if doubt.new.subject == "plan"]
    doubtful = {(doubt.new.plan, other.plan) for doubt in plans for other in doubt.old}
    return joined.plans.get(item.plan) != old.plan and (item.plan, old.plan) not in doubtful


def _measured(row: PrintedEntry) -> str:
    """A unit with what it counts: 補助件数（件）."""
    measure = row.measure if isinstance(row, ActivityRow) else ""
    return f"{measure}（{row.unit}）" if measure and row.unit else measure or row.unit


def goal_of(row: IndicatorRow, goal: str) -> tuple[object, ...]:
    """A baseline or target by value and year; a text that is no number by its letters."""
    value = getattr(row, goal)
    kind = row.target_kind if goal == "target" else ""
    text = squeeze(getattr(row, f"{goal}_text")) if value is None else value
    return text, getattr(row, f"{goal}_fy"), kind


def goal_words(row: IndicatorRow, goal: str) -> str:
    """A baseline or target as a reader is told it, with its year: 50件以上（R8）."""
    value, text, year = (getattr(row, f"{goal}{part}") for part in ("", "_text", "_fy"))
    if value is not None:
        text = shown(value, text, row.unit)
    elif quantity(text) is not None:  # corrected to 不明, or more than a number
        text = f"不明（印字 {text}）"
    text = text or "記載なし"
    return text if year is None else f"{text}（{era(year)}）"


def _of_row(joined: Joined, item: Item, kind: str, before: str = "", after: str = "") -> ChangeRow:
    line, year = joined.now.rows[item.key].source_line, _before(joined).year
    return ChangeRow(item.plan, item.subject, item.no, kind, item.printed, before, after, year, line)


def _gone(joined: Joined) -> Iterator[ChangeRow]:
    """The rows of the earlier document that this one ends, or does not list."""
    before, going_on = _before(joined), {item.key for item in joined.rows_before.values()}
    plans_now = {old: new for new, old in joined.plans.items()}
    gone = [item for item in before.items if item.key not in going_on]
    ends = _ends(joined.now, gone, plans_now)
    for item in gone:
        plan_id = plans_now.get(item.plan, "")
        line = ends.get(item.key)
        if line is None and plan_id and not joined.now.plans[plan_id].has_sheet:
            continue
        kind, was = "not_listed" if line is None else "ended", f"{item.plan} {before.plans[item.plan].name}"
        line = before.rows[item.key].source_line if line is None else line
        was = "" if plan_id else was
        yield ChangeRow(plan_id, item.subject, None, kind, item.printed, was, "", before.year, line)


_BLOCKS = {"activity": (ACTIVITY, ACTIVITIES), "indicator": (INDICATOR, INDICATORS)}


def _ends(now: Told, gone: list[Item], plans_now: Mapping[str, str]) -> dict[Key, int]:
    """The line of this form that says of a row that it has ended: on its plan's sheet, with its name.

    Of two rows of one name the code in the first column, 事業2, tells which is meant.
    """
    said = table_rows(now.tables, SkippedLineRow)
    cells = {each.source_line: each.text.split("\t") for each in said if each.reason == ENDED}
    found: dict[Key, int] = {}
    for item in sorted(gone, key=lambda each: each.key):
        code, columns = _BLOCKS[item.subject]
        at = by_name(columns)["name"].at - 1
        lines = [
            line
            for line, texts in cells.items()
            if plans_now.get(item.plan, "").lstrip("0") == str(sheet_of(line))
            and fold(texts[0]).startswith(code)
            and squeeze("".join(texts[at : at + 1])) == item.name
        ]
        own = [line for line in lines if fold(cells[line][0]) == row_code(code, item.no)]
        if own or len(lines) == 1:
            found[item.key] = (own or lines)[0]
            del cells[found[item.key]]
    return found


def _before(joined: Joined) -> Told:
    assert joined.before is not None, "a first edition has no changes"
    return joined.before
