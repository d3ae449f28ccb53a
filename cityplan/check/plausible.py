"""Values that are not plausible 疑わしい値, contradicting years, and a plan whose indicators may stand with another."""

from collections import Counter

from cityplan.check.finding import Finding, Findings, Place, audited, printed_columns, rows_by_place
from cityplan.check.kind import IMPLAUSIBLE
from cityplan.compute.doubt_rows import Doubt
from cityplan.compute.doubts import WHOLE_ROW, doubts
from cityplan.tables.definitions import IndicatorRow, PlanRow, PrintedEntry
from cityplan.tables.names import full_name, label
from cityplan.tables.schema import Tables, table_rows


@audited
def doubtful_values(tables: Tables) -> Findings:
    """Each doubtful value, with what it may be instead; an error where two years cannot both be right."""
    rows = rows_by_place(tables)
    for doubt in doubts(tables):
        row = rows[doubt.place]
        table, plan, number = doubt.place
        yield Finding(
            IMPLAUSIBLE,
            _message(doubt, row),
            "原本の値（桁・符号・単位・年度）を担当課に確かめてください。",
            Place(row.source_line, table, plan, number, doubt.column),
            severity="error" if doubt.contradicts else "warning",
            printed=doubt.printed,
            computed=doubt.likely,
        )


def _message(doubt: Doubt, row: PrintedEntry) -> str:
    name = full_name(row)
    what = "値" if doubt.column == WHOLE_ROW else label(doubt.place[0], doubt.column)
    likely = f"（{doubt.likely}の誤りとも考えられます）" if doubt.likely else ""
    return f"「{name}」の{what}「{doubt.printed}」は疑わしい値です。{doubt.why}{likely}。"


@audited
def plan_without_indicators(tables: Tables) -> Findings:
    """The one plan without an indicator 指標 where all others have some: its rows may stand with a neighbour.

    Not where each row of a table names its own plan.
    """
    if ("indicators", "", "plan") in printed_columns(tables):
        return
    counts = Counter(row.plan_id for row in table_rows(tables, IndicatorRow))
    plans = [row for row in table_rows(tables, PlanRow) if row.has_sheet]
    without = [at for at, plan in enumerate(plans) if not counts[plan.plan_id]]
    if len(without) != 1 or len(plans) < 3:
        return
    at = without[0]
    beside = "、".join(
        f"プラン{each.plan_id}に{counts[each.plan_id]}件"
        for each in plans[max(at - 1, 0) : at + 2]
        if each is not plans[at]
    )
    yield Finding(
        IMPLAUSIBLE,
        f"プラン{plans[at].plan_id}「{plans[at].name}」にだけ目標指標がありません（となりは{beside}）。"
        "指標の行が、となりのプランのものとして読まれたおそれがあります。",
        "指標がどのプランのものかを、元の資料で確かめてください。",
        Place(plans[at].source_line, "indicators", plans[at].plan_id),
    )
