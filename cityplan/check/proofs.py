"""Values that another source has otherwise 照らして違う値: a later edition, a plan book, a second reading."""

from cityplan.check.finding import Finding, Findings, Place, audited
from cityplan.check.kind import FindingKind
from cityplan.japanese.years import era
from cityplan.tables.definitions import ProofRow
from cityplan.tables.names import label
from cityplan.tables.schema import Tables, table_rows
from cityplan.tables.words import SUBJECT_TABLES

LATER_DIFFERS = FindingKind("later_differs", "後の文書と違う値", "info")
PLAN_BOOK_DIFFERS = FindingKind(
    "plan_book_differs",
    "計画書と違う値",
    "warning",
    question="{cells}は、計画書と違います（{computed}）。改めたのなら、その理由と時期を、誤りなら正しい値を教えてください。",
)
READING_DIFFERS = FindingKind("reading_differs", "2つの読み取りで違う値", "warning")
# Of earlier editions and 再掲 the checks of their own tell.
_KINDS = {"later": LATER_DIFFERS, "plan_book": PLAN_BOOK_DIFFERS, "reading": READING_DIFFERS}
_ASK = {
    "later": "値を改めたのか、どちらかが誤りかを確かめてください。",
    "plan_book": "改めたのか、どちらかが誤りかを、担当課に確かめてください。",
    "reading": "元の資料で、どちらが印字のとおりかを確かめてください。",
}


@audited
def other_sources(tables: Tables) -> Findings:
    """A value that another source of it has otherwise, with both places."""
    for row in table_rows(tables, ProofRow) if "proofs" in tables else ():
        if row.state != "contradicted" or row.source_kind not in _KINDS:
            continue
        table = SUBJECT_TABLES[row.subject]
        column = _column(tables, row)
        year = "" if row.fiscal_year is None else f"（{era(row.fiscal_year)}）"
        yield Finding(
            _KINDS[row.source_kind],
            f"「{row.name}」の{label(table, column)}{year}が、この文書では{row.text}、{row.source}では{row.other_text}です。",
            f"{_ASK[row.source_kind]}（{row.source}の{row.other_place}）",
            Place(row.source_line, table, row.plan_id, row.no, column),
            printed=row.text,
            computed=f"{row.source}：{row.other_text}",
        )


def _column(tables: Tables, row: ProofRow) -> str:
    """The column that prints a value: that of its role, or of its year."""
    cells = tables["cells"]
    own = cells[(cells["table"] == SUBJECT_TABLES[row.subject]) & (cells["plan_id"] == row.plan_id)]
    own = own[own["row"] == row.no]
    by_year = [f"{role}_{row.fiscal_year}_text" for role in (row.role, "actual")]
    texts = dict(zip(own["column"], own["text"], strict=True))
    named = f"{row.role}_text"
    if named in texts and texts[named] == row.text:
        return named
    return next((column for column in by_year if column in texts), named)
