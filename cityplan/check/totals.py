"""Total rows 合計の行 of a table that are not the sums of their columns."""

from cityplan.check.finding import Finding, Findings, Place, audited, repairs_of
from cityplan.check.kind import FindingKind
from cityplan.tables.names import label
from cityplan.tables.schema import Tables

TOTAL_MISMATCH = FindingKind(
    "total_mismatch",
    "合計の不一致",
    "error",
    question="合計の行とその上の行の、どちらが正しいか教えてください。",
    doubts=(),  # which of the rows is wrong is unknown
)


@audited
def totals(tables: Tables) -> Findings:
    """A printed total that is neither the sum of all rows above nor of those since the last total."""
    for repair in repairs_of(tables, "total_differs"):
        name = label(repair.table, repair.column)
        yield Finding(
            TOTAL_MISMATCH,
            f"合計の行の{name}「{repair.before}」が、上の行の和（{repair.after}）と違います。",
            "合計か、その上の行のどれかが誤りです。元の資料で確かめてください。",
            Place(repair.source_line, repair.table, column=repair.column),
            printed=repair.before,
            computed=repair.after,
        )
