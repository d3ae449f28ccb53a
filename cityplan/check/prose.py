"""What headings and prose say in numbers and words 文中の記述 against the tables."""

from collections.abc import Iterator

from cityplan.check.finding import Finding, audited, finding
from cityplan.check.kind import FindingKind
from cityplan.read.text import declared
from cityplan.tables.definitions import CellRow, ProseFigureRow
from cityplan.tables.names import label
from cityplan.tables.schema import Tables, records

PROSE_MISMATCH = FindingKind("prose_mismatch", "文と表の不一致", "warning", doubts=("actual", "previous"))


@audited
def prose_mismatches(tables: Tables) -> Iterator[Finding]:
    """A figure or a claim 文中の数値・記述 that the values of its own row contradict."""
    figures = tables["prose_figures"]
    for row in records(figures[figures["agreement"] == "differs"], ProseFigureRow):
        where = "目的" if row.column == "purpose" else label(row.table, row.column)
        yield finding(
            PROSE_MISMATCH,
            f"「{_name(tables, row)}」の{where}に「{row.figure}」とありますが、表の値（{row.counterpart}）と合いません。",
            "文と表のどちらが正しいか、担当課に確かめてください。",
            row.source_line,
            plan_id=row.plan_id,
            table=row.table,
            row=row.row,
            column=row.column,
            printed=row.figure,
            computed=row.counterpart,
        )


def _name(tables: Tables, figure: object) -> str:
    plan_id, row = getattr(figure, "plan_id", ""), getattr(figure, "row", None)
    table, number = ("plans", None) if row is None else ("activities", row)
    own = tables[table][tables[table]["plan_id"] == plan_id]
    if number is not None:
        own = own[own["activity_no"] == number]
    return str(own["name"].iloc[0])


@audited
def declared_counts(tables: Tables) -> Iterator[Finding]:
    """The number of plans that a heading declares (…プロジェクトの5プラン) and the list has not."""
    cells = tables["cells"][(tables["cells"]["table"] == "groups") & (tables["cells"]["row"] > 0)]
    plans = tables["plans"]["group_id"].value_counts()
    for cell in records(cells[cells["column"] == "name"], CellRow):
        heading, listed = declared.plans(cell.text), int(plans.get(str(cell.row), 0))
        if heading and heading.plans != listed:
            yield finding(
                PROSE_MISMATCH,
                f"見出し「{cell.text}」の数と、一覧にあるプランの数（{listed}）が違います。",
                "プランの一覧が欠けていないか確かめてください。",
                cell.source_line,
                severity="error",
                table="groups",
                row=cell.row,
                column=cell.column,
                printed=str(heading.plans),
                computed=str(listed),
            )
