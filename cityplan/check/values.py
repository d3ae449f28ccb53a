"""Values 実績・基準値・目標値 that are missing, cannot be read, or are in a doubtful unit."""

import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace

from cityplan.check.finding import (
    Finding,
    Findings,
    audited,
    cell_place,
    lacking_columns,
    own_columns,
    place,
    printed_columns,
    repairs_of,
    rows_by_place,
)
from cityplan.check.kind import AMBIGUOUS_CELL, VALUE_MISSING, FindingKind
from cityplan.city.rules import Rule, printed_mark
from cityplan.clean.activities import unreadable
from cityplan.japanese.letters import squeeze
from cityplan.japanese.quantities import (
    exact,
    holds_several,
    in_phrases,
    is_range,
    is_time,
    missing,
    quantity,
    without_result,
)
from cityplan.read.printed import column_role
from cityplan.read.table.grid import GONE
from cityplan.tables.definitions import ActivityRow, CellRow, IndicatorRow, PrintedEntry, RepairRow
from cityplan.tables.names import full_name, label
from cityplan.tables.schema import Tables, records, table_rows

SPLIT = "1つのセルに2つ以上の値があります。行を分けてください。"
_ONE_NUMBER = "数として比べるなら、1つの数で書いた値があるかを担当課に確かめてください。"
_ONE_UNIT = "数として比べるなら、1つの単位の数（450秒など）で書いた値を担当課に確かめてください。"


@audited
def missing_values(tables: Tables) -> Findings:
    """A measure without values, an empty cell among values, an activity without 今後の取組の方向性.

    A cell that is struck out 取り消し線, or cannot be seen, is told by `cell_looks`.
    """
    lacks, headings = lacking_columns(tables, "activities"), own_columns(tables, "activities")
    open_entries = {(r.plan_id, r.row) for r in repairs_of(tables, "not_entered") if r.column == "direction"}
    new = {(r.plan_id, r.row) for r in repairs_of(tables, "new_in_form") if r.table == "activities"}
    gone = {cell_place(each)[1:] for each in repairs_of(tables, *GONE)}
    of_costs = _rows_of_costs(tables)
    for row in table_rows(tables, ActivityRow):
        is_new = row.key in new  # it has no result of the year before
        struck = [(*row.place, f"{role}_text") in gone for role in ("actual", "previous")]
        may_lack = lacks(row, "actual_text") or _are_of_costs(headings(row.source_line)) or row.key in of_costs
        if not row.actual_text and not row.previous_text and not any(struck) and not may_lack:
            measured = f"測り方（{row.measure}）だけがあり、" if row.measure else ""
            yield Finding(
                VALUE_MISSING,
                f"「{row.name}」は、{measured}実績の数値がありません。",
                "実績の数値を担当課に確かめてください。",
                place(row, "actual_text"),
            )
        for role, is_gone in zip(("actual", "previous"), struck, strict=True):
            column = f"{role}_text"
            if (
                needs_value(row, role)
                and not is_gone
                and not (is_new and role == "previous")
                and not lacks(row, column)
            ):
                yield _empty(row, column)
        told = row.key in open_entries
        if not row.direction and not told and not lacks(row, "direction"):
            yield Finding(
                VALUE_MISSING,
                f"「{row.name}」の「今後の取組の方向性」がありません。",
                "原文が欠けていないか確かめてください。",
                place(row, "direction"),
            )
    lacks = lacking_columns(tables, "indicators")
    unclear = {(r.plan_id, r.row) for r in repairs_of(tables, "repeated_role")}  # printed, but of which role?
    for indicator in table_rows(tables, IndicatorRow):
        for role in ("baseline", "target", "actual") if indicator.key not in unclear else ():
            column = f"{role}_text"
            expected = getattr(indicator, f"{role}_fy") is not None and not lacks(indicator, column)
            is_gone = (*indicator.place, column) in gone
            if expected and not is_gone and not getattr(indicator, column):
                yield _empty(indicator, column)


def _rows_of_costs(tables: Tables) -> set[tuple[str, int]]:
    """The activities of which rows of roles (予算額, 決算額) say nothing but costs."""
    columns: dict[tuple[str, int], set[str]] = defaultdict(set)
    for cell in table_rows(tables, CellRow):
        if cell.table == "activities" and cell.row:
            columns[cell.plan_id, cell.row].add(cell.column)
    return {key for key, own in columns.items() if "role" in own and _are_of_costs(own)}


def _are_of_costs(columns: Collection[str]) -> bool:
    """Whether a table has budgets and accounts 予算・決算 and no column of results, which none of its rows then lacks."""
    has_costs = any(column.startswith(("budget_", "settled_")) for column in columns)
    return has_costs and not any(column.startswith(("actual_", "previous_")) for column in columns)


def needs_value(row: ActivityRow, role: str) -> bool:
    """Whether this year's or last year's result is an empty cell beside a value."""
    other = row.previous if role == "actual" else row.actual
    return not getattr(row, f"{role}_text") and other is not None


def misread(row: ActivityRow, role: str) -> bool:
    """Whether a result should be a number but is none, or is in another unit than its neighbour."""
    text = getattr(row, f"{role}_text")
    other = row.previous_text if role == "actual" else row.actual_text
    return unreadable(text, other) or (getattr(row, role) is None and quantity(text) is not None)


def _empty(row: PrintedEntry, column: str) -> Finding:
    return Finding(
        VALUE_MISSING,
        f"「{full_name(row)}」の{label(row.table, column)}が空欄です。",
        "値を担当課に確かめてください。",
        place(row, column),
    )


# 実施済, 準備中, 調査中止: a result of an indicator or of a year in words contradicts nothing. A letter or a numeral in it may be a number misread.
_IN_WORDS = re.compile(r"(?:(?![〇一二三四五六七八九十百千万億])[ぁ-んァ-ヶー一-龠々])+")

UNREADABLE = FindingKind("unreadable", "読めない値", "error")


@audited
def unreadable_values(tables: Tables) -> Findings:
    """A result, baseline, target or ratio that should be a number but is none.

    What the reading has refused already is told by `unreadable_cells`.
    """
    refused = {cell_place(each)[1:] for each in repairs_of(tables, "unreadable")}
    for row in table_rows(tables, ActivityRow):
        pairs = (
            ("actual_text", row.actual_text, row.previous_text),
            ("previous_text", row.previous_text, row.actual_text),
        )
        for column, text, neighbour in pairs:
            own = (*row.place, column)
            if (unreadable(text, neighbour) or is_time(text)) and own not in refused:
                yield _unreadable(row, column, text)
        ratio = row.ratio_printed_text
        if ratio and row.ratio_printed is None and not without_result(ratio):
            yield _unreadable(row, "ratio_printed_text", ratio)
    for indicator in table_rows(tables, IndicatorRow):
        for column in ("baseline", "target", "actual"):
            text = getattr(indicator, f"{column}_text")
            if (*indicator.place, f"{column}_text") in refused or not text or missing(text):
                continue
            value = exact(quantity(text)) if column == "actual" else quantity(text)
            if getattr(indicator, column) is None and not value:
                yield _unreadable(indicator, f"{column}_text", text)


def _no_number(column: str, text: str) -> str:
    """Why a value is well printed and yet no number: 維持, 7分30秒; as a goal 65～70, 5年間で80件. Empty for what may be a misprint."""
    if is_time(text):
        return "は2つ以上の単位で書いた時間なので、数としては使いません"
    if _IN_WORDS.fullmatch(squeeze(text)):
        return "は文字なので、数としては使いません"
    role, _ = column_role(column) or (column.removesuffix("_text"), 0)
    is_no_result = role in ("target", "expected", "baseline") and (is_range(text) or in_phrases(text))
    return "は1つの数ではないので、数としては使いません" if is_no_result else ""


def _is_limit(text: str) -> bool:
    """Whether a text is a quantity that as a result is no number: 10人以内."""
    return quantity(text) is not None and exact(quantity(text)) is None


def _next_step(text: str, is_well_printed: bool) -> str:
    if is_time(text):
        return _ONE_UNIT
    if holds_several(text):
        return SPLIT
    return _ONE_NUMBER if is_well_printed else "正しい値を担当課に確かめてください。"


def _unreadable(row: PrintedEntry, column: str, text: str) -> Finding:
    is_of_words = isinstance(row, IndicatorRow) or column_role(column) is not None
    meant = _no_number(column, text) if is_of_words or is_time(text) else ""
    if _is_limit(text):
        meant = "は上限だけを示すので、数としては使いません"
    return Finding(
        UNREADABLE,
        f"「{row.name}」の{label(row.table, column)}「{text}」{meant or 'を数として読めません'}。",
        _next_step(text, bool(meant)),
        place(row, column),
        severity="warning" if meant else "error",
        printed=text,
    )


@audited
def unreadable_cells(tables: Tables) -> Findings:
    """A unit, a direction 向き or a year's value that cannot be read, or contradicts another cell."""
    rows = rows_by_place(tables)
    for repair in repairs_of(tables, "unreadable", "contradicts_bound"):
        row = rows[repair.table, repair.plan_id, repair.row]
        name, what = row.name, label(repair.table, repair.column)
        unknown = repair.rule == "unreadable"
        is_of_year = unknown and column_role(repair.column) is not None
        if is_of_year and (_is_limit(repair.before) or _no_number(repair.column, repair.before)):
            yield replace(_unreadable(row, repair.column, repair.before), place=cell_place(repair))
            continue
        yield Finding(
            UNREADABLE if unknown else AMBIGUOUS_CELL,
            f"「{name}」の{what}「{repair.before}」を読めません{f'（{repair.after}）' if repair.after else ''}。"
            if unknown
            else f"「{name}」の{what}「{repair.before}」が、値の「以上・以下」か目標値の語と逆です。どちらも使いません。",
            "正しい内容を担当課に確かめてください。",
            cell_place(repair),
            printed=repair.before,
        )


UNIT_DOUBTFUL = FindingKind("unit_doubtful", "疑わしい単位", "info", doubts_as_remark=True)


@audited
def units(tables: Tables) -> Findings:
    """A unit on one side only, two units in one row, a rate per 1,000 printed in %."""
    rows = rows_by_place(tables)
    for repair in repairs_of(tables, "unit_completed", "unit_converted", "unit_conflict"):
        name = rows[repair.table, repair.plan_id, repair.row].name
        conflict = repair.rule == "unit_conflict"
        what = label(repair.table, repair.column)
        yield Finding(
            UNIT_DOUBTFUL,
            f"「{name}」の{what}{_unit_said(repair)}",
            "単位を担当課に確かめてください。",
            cell_place(repair),
            severity="error" if conflict else "info",
            printed=repair.before,
            computed=repair.after,
        )
    yield from _without_unit(tables)
    for row in table_rows(tables, IndicatorRow):
        if row.unit == "%" and (match := re.search(r"(?<!\d)1,?000人[当あ]たり", squeeze(row.name))):
            yield Finding(
                UNIT_DOUBTFUL,
                f"「{row.name}」は{match[0]}の率ですが、単位が%と記載されています（‰または人とみられます）。",
                "単位を担当課に確かめてください。",
                place(row, "unit"),
                severity="warning",
                printed="%",
            )


def _without_unit(tables: Tables) -> Findings:
    """Indicators without a unit under a heading of units 単位 that most rows fill; － in it says that there is none."""
    headed = {plan for table, plan, column in printed_columns(tables) if (table, column) == ("indicators", "unit")}
    lacks = lacking_columns(tables, "indicators")
    own = [row for row in table_rows(tables, IndicatorRow) if {row.plan_id, ""} & headed and not lacks(row, "unit")]
    valued = [row for row in own if any(each is not None for each in (row.baseline, row.target, row.actual))]
    unread = {cell_place(repair)[1:4] for repair in repairs_of(tables, "unreadable") if repair.column == "unit"}
    dashes = {cell_place(cell)[1:4] for cell in _cells(tables, "unit") if missing(cell.text)}
    lacking = [row for row in valued if not row.unit and place(row, "unit")[1:4] not in unread | dashes]
    for row in lacking if 2 * len(lacking) < len(valued) else ():
        yield Finding(
            UNIT_DOUBTFUL,
            f"「{full_name(row)}」には単位がありません。同じ表のほかの行には単位があります。",
            "単位を担当課に確かめてください。",
            place(row, "unit"),
        )


def _unit_said(repair: RepairRow) -> str:
    """What was done with a unit that is not that of its row."""
    if repair.rule == "unit_conflict":
        return f"の単位「{repair.before}」が、同じ行のほかの値と違います。値は使いません。"
    if repair.rule == "unit_converted":
        return f"の単位は「{repair.before}」、同じ行のほかの値は「{repair.after}」です。「{repair.after}」にそろえて比べました。"
    only = f"単位「{repair.before}」しか" if repair.before else "単位が"
    return f"には{only}ありません。同じ行の「{repair.after}」とみなしました。"


@audited
def unknown_marks(tables: Tables, rule: Rule | None) -> Findings:
    """A status cell 達成状況 whose text is none of the marks of the rule."""
    marks = "・".join(rule.marks) if rule else ""
    rows = {row.key: row for row in table_rows(tables, IndicatorRow)}
    for cell in _cells(tables, "status_printed", "status_previous_printed"):
        row = rows[cell.plan_id, cell.row]
        if missing(cell.text) and _says_none(row, cell.column):
            continue  # no mark, of no value
        if cell.text and not getattr(row, cell.column) and not printed_mark(rule, cell.text):
            yield Finding(
                UNREADABLE,
                f"「{row.name}」の達成状況「{cell.text}」の印（{marks}）が分かりません。",
                "正しい印を担当課に確かめてください。",
                cell_place(cell),
                printed=cell.text,
            )


def _cells(tables: Tables, *columns: str) -> list[CellRow]:
    """The cells of the indicators' rows in these columns."""
    cells = tables["cells"]
    own = cells[(cells["table"] == "indicators") & (cells["row"] > 0) & cells["column"].isin(columns)]
    return records(own, CellRow)


def _says_none(row: IndicatorRow, column: str) -> bool:
    """Whether the value that a mark is of is said to be none."""
    return column == "status_printed" and row.actual is None and missing(row.actual_text)
