"""A document against its other file 2つの読み取り, and against plan books 計画書: rows and cells that only one has."""

from cityplan.check.finding import Finding, Findings, Place, place
from cityplan.check.kind import FindingKind
from cityplan.check.proofs import READING_DIFFERS
from cityplan.city.renames import renamed_lines
from cityplan.compute.history import Told
from cityplan.compute.proofs import Witness
from cityplan.compute.readings import lost_rows, other_readings
from cityplan.files.errors import SourceError, cut_short
from cityplan.tables.names import full_name, label
from cityplan.tables.words import SUBJECT_TABLES, SUBJECTS

READING_LOST = FindingKind("reading_lost", "片方の読み取りだけにある行", "warning")
PLAN_BOOK_ONLY = FindingKind("plan_book_only", "計画書だけにある指標", "info")
SOURCE_UNREAD = FindingKind("source_unread", "読めない照らす資料", "warning")
_SHOWN = 60  # characters of a text


def reading_findings(now: Told, reading: Witness) -> Findings:
    """What the two files of a document tell differently, but for values, of which `proofs` tells."""
    for each in other_readings(now, reading):
        name = label(each.row.table, each.column)
        own, other = (cut_short(text, _SHOWN) or "記載なし" for text in (each.own, each.other))
        yield Finding(
            READING_DIFFERS,
            f"「{full_name(each.row)}」の{name}が、この文書では「{own}」、{reading.words}では「{other}」です。",
            "元の資料で、どちらが印字のとおりかを確かめてください"
            f"（{reading.words}の{reading.told.line_words(each.line)}）。",
            place(each.row, each.column),
            printed=each.own,
            computed=f"{reading.words}：{other}",
        )
    for lost in lost_rows(now, reading):
        word, where = SUBJECTS[lost.item.subject], "この文書" if lost.is_own else reading.words
        other = reading.words if lost.is_own else "この文書"
        line = "" if lost.is_own else f"（{reading.words}の{reading.told.line_words(lost.row.source_line)}）"
        yield Finding(
            READING_LOST,
            f"{word}「{lost.item.printed}」が、{where}にあり、{other}にありません。同じ名前の行が2つ以上あるときも、照らしていません。",
            f"行が失われていないか、名前の文字が違わないか、元の資料で確かめてください{line}。",
            place(lost.row, "name") if lost.is_own else Place(None, lost.row.table, lost.item.plan),
            printed=lost.item.printed if lost.is_own else "",
            computed="" if lost.is_own else f"{reading.words}：{lost.item.printed}",
        )


def plan_book_findings(now: Told, book: Witness) -> Findings:
    """The indicators that a plan book has, and this document has not, of the plans that both have."""
    plans = {now_plan: book_plan for now_plan, book_plan in book.plans.items() if now.plans[now_plan].has_sheet}
    there, own_plans = set(book.rows.values()), {book_plan: plan for plan, book_plan in plans.items()}
    for item in book.told.items:
        if item.key in there or item.subject != "indicator" or item.plan not in own_plans:
            continue
        plan = own_plans[item.plan]
        line = book.told.line_words(book.told.rows[item.key].source_line)
        declared = renamed_lines(item.printed, "この文書での名前", now.fiscal_year, plan)
        yield Finding(
            PLAN_BOOK_ONLY,
            f"{book.words}の指標「{item.printed}」に当たる指標が、この文書にありません（名前・区分・単位がそろうもの）。",
            f"行が失われていないか、名前が変わったのかを確かめてください（{book.words}の{line}）。\n"
            f"名前が変わったのなら、source.toml の終わりに次の行を加えます。\n{declared}",
            Place(None, SUBJECT_TABLES[item.subject], plan),
            computed=f"{book.words}：{item.printed}",
        )


def source_unread(words: str, error: SourceError) -> Finding:
    """A document that cannot be read, so that no value is held against it."""
    return Finding(
        SOURCE_UNREAD,
        f"{words}を読めないため、値を照らしていません（{error}）",
        f"{words}を直して、もう一度実行してください。",
    )
