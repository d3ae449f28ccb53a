"""What an entry form 様式 leaves open 未入力, and what in it is not as it was made."""

from cityplan.check.finding import Finding, Findings, Place, audited, cell_place, repairs_of, rows_by_place
from cityplan.check.kind import AMBIGUOUS_CELL, IMPLAUSIBLE, FindingKind
from cityplan.compute.doubt_rows import is_value
from cityplan.compute.doubts import doubted_cells
from cityplan.tables.definitions import PrintedEntry, RepairRow
from cityplan.tables.names import full_name, label
from cityplan.tables.schema import Tables

NO_DIVISION = "担当課の記入なし"
_SAID = {
    "negative": "「{name}」の{what}「{text}」は負の数です（前年度の実績は負の数ではありません）。",
    "beyond_limits": "「{name}」の{what}「{text}」は、様式で入力できる範囲（{after}）の外です。そのまま読みました。",
    "word_for_choice": "「{name}」の{what}に「{text}」と記入されています（{after}）。",
    "reason_in_value": "「{name}」の{what}に「{text}」と記入されています。「数値がないとき」の「{after}」と読みました。",
    "full_width": "「{name}」の{what}「{text}」は全角の数字です。「{after}」と読みました。",
    "outside_form": "「{name}」の行の、記入する欄でない所に記入があります：{text}。表には入れていません。",
    "outside_rows": "様式の行の外に記入があります：{text}。表には入れていません。",
    "hidden_row": "「{name}」の行は非表示でした。見えている行と同じように読みました。",
    "hidden_sheet": "シート「{text}」は非表示でした。見えているシートと同じように読みました。",
    "ended_with_result": "「状況」が終了の行に、今年度の実績が記入されています：{text}。表には入れていません。",
}
_REMARKS = ("reason_in_value", "full_width")  # read without a doubt, and told


OPEN_ENTRY = FindingKind("not_entered", "未入力", "info", doubts=())  # it is entered into the form


@audited
def not_entered(tables: Tables) -> Findings:
    """An entry that came back empty, with the division 担当課 that is asked for it."""
    rows = rows_by_place(tables)
    for repair in repairs_of(tables, "not_entered"):
        if repair.table == "plans":
            yield _no_purpose(repair)
            continue
        row = rows[repair.table, repair.plan_id, repair.row]
        name = full_name(row)
        yield Finding(
            OPEN_ENTRY,
            f"「{name}」の{label(repair.table, repair.column)}が未入力です（{division_of(row)}）。",
            "担当課に記入を依頼してください。",
            cell_place(repair),
            severity="warning" if repair.column.endswith("_text") else "info",
        )


def _no_purpose(repair: RepairRow) -> Finding:
    """The purpose 目的 of a plan that the form leaves empty."""
    return Finding(
        OPEN_ENTRY,
        f"プラン{repair.plan_id}の目的が未入力です。",
        "目的を担当課に確かめ、様式に記入してください。",
        Place(repair.source_line, "plans", repair.plan_id, None, repair.column),
    )


def division_of(row: PrintedEntry) -> str:
    """The division 担当課 of an activity or indicator, or that the form names none."""
    return row.division or NO_DIVISION


@audited
def form_doubts(tables: Tables) -> Findings:
    """Entries outside of the form's cells, in what has ended or cannot be seen, and below zero."""
    rows, told = rows_by_place(tables), doubted_cells(tables)
    for repair in repairs_of(tables, *_SAID):
        own = (repair.table, repair.plan_id, repair.row)
        if repair.rule == "beyond_limits" and (own, repair.column) in told:
            continue  # which says, too, what may be meant
        is_doubt = repair.rule in ("negative", "beyond_limits") and is_value(repair.column)
        row = rows.get(own)
        what = label(repair.table, repair.column) if row else ""
        said = _SAID[repair.rule].format(
            name=row.name if row else "", what=what, text=repair.before, after=repair.after
        )
        yield Finding(
            IMPLAUSIBLE if is_doubt else AMBIGUOUS_CELL,
            said,
            "この記入をどう扱うか、担当課に確かめてください。",
            cell_place(repair),
            severity="info" if repair.rule in _REMARKS else "warning",
            printed=repair.before,
        )
