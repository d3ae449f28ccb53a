"""Rows of one indicator or activity that say the same role 区分 twice."""

from collections import defaultdict

from cityplan.check.finding import Finding, Findings, Place, audited, repairs_of, rows_by_place
from cityplan.check.kind import FindingKind
from cityplan.tables.definitions import RepairRow
from cityplan.tables.names import full_name
from cityplan.tables.schema import Tables

REPEATED_ROLE = FindingKind(
    "repeated_role",
    "区分の重なり",
    "error",
    question="この行の区分（期待値、実績値など）は何ですか。",
    doubts=(),  # the values of the rows are not used
)


@audited
def repeated_roles(tables: Tables) -> Findings:
    """Rows of the same indicator that name the same role for the same year: none of their values is used."""
    rows = rows_by_place(tables)
    by_row: dict[tuple[str, str, int | None], dict[int | None, list[RepairRow]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for repair in repairs_of(tables, "repeated_role"):
        by_row[repair.table, repair.plan_id, repair.row][repair.source_line].append(repair)
    for place, lines in by_row.items():
        line, own = max(lines.items(), key=lambda each: each[0] or 0)
        values = "／".join("、".join(each.before for each in said) for said in lines.values())
        word = f"「{own[0].after}」" if own[0].after else ""
        yield Finding(
            REPEATED_ROLE,
            f"「{full_name(rows[place])}」には、同じ区分{word}の行が2つ以上あり、どの行が何の値か分かりません。"
            f"これらの行の値（{values}）は使っていません。",
            "区分が正しいか、別の指標の行かを確かめてください。",
            Place(line, *place, "role"),
            printed=values,
        )
