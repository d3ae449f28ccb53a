"""Total rows 合計の行 of a table that are not the sums of their columns, or that could not be added up."""

from cityplan.check.finding import Finding, Findings, Place, audited, place, repairs_of
from cityplan.check.kind import FindingKind
from cityplan.read.table.totals import OR, USUAL_TOTALS, total_word
from cityplan.tables.definitions import ActivityRow, IndicatorRow
from cityplan.tables.names import label
from cityplan.tables.schema import Tables, table_rows

TOTAL_MISMATCH = FindingKind(
    "total_mismatch",
    "合計の不一致",
    "error",
    question="合計の行とその上の行の、どちらが正しいか教えてください。",
    doubts=(),  # which of the rows is wrong is unknown
)
TOTAL_UNREAD = FindingKind("total_unread", "確かめていない合計", "info", doubts=())
TOTAL_AS_ROW = FindingKind("total_as_row", "合計かもしれない行", "warning", doubts=())


@audited
def totals(tables: Tables) -> Findings:
    """A printed total that is none of the sums of the rows above that it may be of."""
    for repair in repairs_of(tables, "total_differs"):
        name = label(repair.table, repair.column)
        sums = repair.after.split(OR)
        wrong = (
            f"上の行の和（{repair.after}）と違います。"
            if len(sums) == 1
            else f"上の行のどの和（{'、'.join(sums)}）とも違います。どの行からの合計かは、資料からは決まりません。"
        )
        yield Finding(
            TOTAL_MISMATCH,
            f"合計の行の{name}「{repair.before}」が、{wrong}",
            "合計か、その上の行のどれかが誤りです。元の資料で確かめてください。",
            Place(repair.source_line, repair.table, column=repair.column),
            printed=repair.before,
            computed=repair.after,
        )


@audited
def unread_totals(tables: Tables) -> Findings:
    """A printed total that was not checked, because it or a row above is no number, or the rows are in unlike units."""
    for repair in repairs_of(tables, "total_unread"):
        why = repair.after or "この行か上の行に数として読めない所がある"
        asked = "どの行の合計か" if repair.after else "読めない所"
        yield Finding(
            TOTAL_UNREAD,
            f"合計の行の{label(repair.table, repair.column)}「{repair.before}」は、{why}ため、確かめていません。",
            f"{asked}を元の資料で確かめ、合計と合うかを見てください。",
            Place(repair.source_line, repair.table, column=repair.column),
            printed=repair.before,
        )


@audited
def totals_as_rows(tables: Tables) -> Findings:
    """An activity or indicator whose whole name is the word for a total: a row of totals that is not declared as one."""
    rows: list[ActivityRow | IndicatorRow] = [*table_rows(tables, ActivityRow), *table_rows(tables, IndicatorRow)]
    for row in rows:
        if word := total_word(row.name, USUAL_TOTALS):
            yield Finding(
                TOTAL_AS_ROW,
                f"名前が「{row.name}」の行を、{'事業' if isinstance(row, ActivityRow) else '指標'}の1つとして数えています。",
                f'合計の行なら、source.toml の total_rows に "{word}" を加えてください。表に入れず、和と照らします。',
                place(row, "name"),
            )
