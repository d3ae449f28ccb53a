"""What headings and prose say in numbers and words 文中の記述 against the tables."""

from cityplan.check.finding import Finding, Findings, Place, audited, cell_place, place, rows_by_place
from cityplan.check.kind import FindingKind
from cityplan.compute.prose import values_of_years
from cityplan.compute.prose_texts import contradicted_moves, contradictions
from cityplan.read.text import declared
from cityplan.tables.definitions import CellRow, IndicatorRow, PlanRow, ProseFigureRow, TextRow
from cityplan.tables.names import full_name, label
from cityplan.tables.schema import Tables, records, table_rows

PROSE_MISMATCH = FindingKind("prose_mismatch", "文と表の不一致", "warning", doubts=("actual", "previous"))


@audited
def prose_mismatches(tables: Tables) -> Findings:
    """A figure or a claim 文中の数値・記述 that the values of its own row contradict."""
    names: dict[tuple[str, str, int | None], str] = {
        ("plans", plan.plan_id, None): plan.name for plan in table_rows(tables, PlanRow)
    }
    names |= {place: full_name(row) for place, row in rows_by_place(tables).items()}
    for row in table_rows(tables, ProseFigureRow):
        if row.agreement != "differs":
            continue
        where = "目的" if row.column == "purpose" else label(row.table, row.column)
        yield Finding(
            PROSE_MISMATCH,
            f"「{names[row.table, row.plan_id, row.row]}」の{where}に「{row.figure}」とありますが、表の値（{row.counterpart}）と合いません。",
            "文と表のどちらが正しいか、担当課に確かめてください。",
            cell_place(row),
            printed=row.figure,
            computed=row.counterpart,
        )


TEXT_MISMATCH = FindingKind("text_mismatch", "文と指標の欄の不一致", "warning")


@audited
def texts_and_indicators(tables: Tables) -> Findings:
    """A value that the running text 文章 of a plan says of an indicator, and that is not the indicator's.

    A doubt, not a contradiction: a text may speak of another scope than the indicator.
    """
    rows, years = table_rows(tables, IndicatorRow), values_of_years(tables)
    for text in table_rows(tables, TextRow):
        own = [row for row in rows if row.plan_id == text.plan_id]
        for each in (*contradictions(text, own), *contradicted_moves(text, own, years)):
            values = f"値（{each.computed}）" if each.computed else f"欄の値（{each.printed}）"
            yield Finding(
                TEXT_MISMATCH,
                f"「{text.section}」の文に「{each.figure}」とありますが、指標「{full_name(each.row)}」の{values}と合いません。",
                f"「{text.section}」の文の「{each.figure}」と、指標の{values}の、どちらが誤りですか。"
                "欄の値が誤りなら、正しい値を教えてください。文が誤りなら、原本の文を直してください。",
                place(each.row, each.column),
                printed=each.figure,
                computed=each.computed or each.printed,
            )


@audited
def declared_counts(tables: Tables) -> Findings:
    """The number of plans that a heading declares (…プロジェクトの5プラン) and the list has not."""
    cells = tables["cells"][(tables["cells"]["table"] == "groups") & (tables["cells"]["row"] > 0)]
    plans = tables["plans"]["group_id"].value_counts()
    for cell in records(cells[cells["column"] == "name"], CellRow):
        heading, listed = declared.plans(cell.text), int(plans.get(str(cell.row), 0))
        if heading and heading.plans != listed:
            yield Finding(
                PROSE_MISMATCH,
                f"見出し「{cell.text}」の数と、一覧にあるプランの数（{listed}）が違います。",
                "プランの一覧が欠けていないか確かめてください。",
                Place(cell.source_line, "groups", "", cell.row, cell.column),
                severity="error",
                printed=str(heading.plans),
                computed=str(listed),
            )
