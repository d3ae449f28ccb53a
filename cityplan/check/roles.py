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
    doubts=(),  # the values of the row are not used
)


@audited
def repeated_roles(tables: Tables) -> Findings:
    """A row whose role and years another row of the same indicator has already: its values are not used."""
    rows = rows_by_place(tables)
    by_line: dict[int | None, list[RepairRow]] = defaultdict(list)
    for repair in repairs_of(tables, "repeated_role"):
        by_line[repair.source_line].append(repair)
    for line, own in by_line.items():
        first = own[0]
        values = "、".join(each.before for each in own)
        yield Finding(
            REPEATED_ROLE,
            f"「{full_name(rows[first.table, first.plan_id, first.row])}」の行の区分が、上の行と同じです。"
            f"この行の値（{values}）は使っていません。",
            "区分が正しいか、別の指標の行かを確かめてください。",
            Place(line, first.table, first.plan_id, first.row, first.column),
            printed=values,
        )
