"""Values that another source has otherwise 照らして違う値: a later edition, a plan book, a second reading."""

from cityplan.check.finding import Finding, Findings, Place, audited
from cityplan.check.goals import GOAL_CHANGED
from cityplan.check.indicators import DUPLICATE_INDICATOR
from cityplan.check.kind import FindingKind
from cityplan.japanese.letters import squeeze
from cityplan.japanese.quantities import quantity
from cityplan.japanese.years import era
from cityplan.tables.definitions import ChangeRow, ProofRow
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
# Of the digits of earlier editions and 再掲 the checks of their own tell.
_KINDS = {"later": LATER_DIFFERS, "plan_book": PLAN_BOOK_DIFFERS, "reading": READING_DIFFERS}
_OF_EQUAL_DIGITS = {"earlier": GOAL_CHANGED, "repeated": DUPLICATE_INDICATOR}
_ASK = {
    "earlier": "改めたのか、どちらかが誤りかを、担当課に確かめてください。",
    "repeated": "どちらが正しいか、担当課に確かめてください。",
    "later": "値を改めたのか、どちらかが誤りかを確かめてください。",
    "plan_book": "改めたのか、どちらかが誤りかを、担当課に確かめてください。",
    "reading": "元の資料で、どちらが印字のとおりかを確かめてください。",
}


@audited
def other_sources(tables: Tables) -> Findings:
    """A value that another source of it has otherwise, with both places."""
    for row in table_rows(tables, ProofRow) if "proofs" in tables else ():
        kind = _kind(tables, row) if row.state == "contradicted" else None
        if kind is None:
            continue
        table = SUBJECT_TABLES[row.subject]
        column = _column(tables, row)
        year = "" if row.fiscal_year is None else f"（{era(row.fiscal_year)}）"
        yield Finding(
            kind,
            f"「{row.name}」の{label(table, column)}{year}が、この文書では{row.text}、{row.source}では{row.other_text}です。",
            f"{_ASK[row.source_kind]}（{row.source}の{row.other_place}）",
            Place(row.source_line, table, row.plan_id, row.no, column),
            severity="warning" if kind is DUPLICATE_INDICATOR else None,
            printed=row.text,
            computed=f"{row.source}：{row.other_text}",
        )


def _kind(tables: Tables, row: ProofRow) -> FindingKind | None:
    """The kind of finding about a value that another source has otherwise; None where another check tells of it."""
    if row.source_kind in _KINDS or not _has_equal_digits(row) or _is_told_as_change(tables, row):
        return _KINDS.get(row.source_kind)
    return _OF_EQUAL_DIGITS.get(row.source_kind)


def _has_equal_digits(row: ProofRow) -> bool:
    """Whether both print one number, in other words: 8社 and 延べ8社, 35%以上 and 35%以下."""
    own = quantity(row.text)
    others = (quantity(text) for text in (row.other_text, row.other_text.rpartition("（")[0]))
    is_equal = own is not None and any(each is not None and each.value == own.value for each in others)
    return is_equal and squeeze(row.text) != squeeze(row.other_text)


def _is_told_as_change(tables: Tables, row: ProofRow) -> bool:
    """Whether what is meant by the value is told as a change since the edition before: its direction, or this goal."""
    changes = table_rows(tables, ChangeRow) if row.source_kind == "earlier" and "changes" in tables else []
    own = (each for each in changes if (each.subject, each.plan_id, each.no) == (row.subject, row.plan_id, row.no))
    return any(each.kind in ("polarity", row.role) for each in own)


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
