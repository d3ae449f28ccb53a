"""A document against its other file 2つの読み取り, and against plan books 計画書: rows and cells that only one has."""

from collections.abc import Sequence

from cityplan.check.finding import Finding, Findings, Place, place
from cityplan.check.kind import FindingKind
from cityplan.check.proofs import PLAN_BOOK_DIFFERS, READING_DIFFERS
from cityplan.city.renames import renamed_lines
from cityplan.compute.history import Told
from cityplan.compute.match import Item
from cityplan.compute.proofs import Witness
from cityplan.compute.readings import OtherPassage, lost_rows, other_passages, other_readings
from cityplan.files.errors import SourceError, cut_short
from cityplan.japanese.quantities import missing
from cityplan.tables.definitions import IndicatorRow
from cityplan.tables.names import full_name, label
from cityplan.tables.words import SUBJECT_TABLES, SUBJECTS

READING_LOST = FindingKind("reading_lost", "片方の読み取りだけにある行", "warning")
PLAN_BOOK_ONLY = FindingKind("plan_book_only", "計画書だけにある指標", "info")
PLAN_BOOK_TWICE = FindingKind("plan_book_twice", "計画書のどれに当たるか分からない指標", "warning")
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
    yield from (_passage(reading, each) for each in other_passages(now, reading))
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


def _passage(reading: Witness, each: OtherPassage) -> Finding:
    """A text outside the rows of which the numbers, or the grade, are not the same in both."""
    told = each.own or each.other
    assert told is not None, "one of them has the text"
    plan = f"プラン{told.plan_id}の" if told.plan_id else ""
    own, other = (cut_short(text, _SHOWN) or "記載なし" for text in (each.own_words, each.other_words))
    line = f"（{reading.words}の{reading.told.line_words(each.other.line)}）" if each.other else ""
    return Finding(
        READING_DIFFERS,
        f"{plan}「{told.heading or label(told.table, told.column)}」が、この文書では「{own}」、{reading.words}では「{other}」です。",
        f"元の資料で、どちらが印字のとおりかを確かめてください{line}。",
        Place(each.own.line if each.own else None, told.table, told.plan_id, column=told.column),
        printed=each.own_words,
        computed=f"{reading.words}：{other}",
    )


def plan_book_findings(now: Told, book: Witness) -> Findings:
    """What a plan book has and no value of this document is held against, of the plans that both have.

    Those are indicators that this document has not, or several of one name, or in another unit, and goals of the book
    that cannot be read in the unit of their row.
    """
    for key, other_key in (*book.others.items(), *book.rows.items()):
        row, other = now.rows[key], book.told.rows[other_key]
        if isinstance(row, IndicatorRow) and isinstance(other, IndicatorRow):
            yield from _goals_not_held(row, other, book, key in book.others)
    there = {*book.rows.values(), *book.others.values()}
    plans = {now_plan: book_plan for now_plan, book_plan in book.plans.items() if now.plans[now_plan].has_sheet}
    own_plans = {book_plan: plan for plan, book_plan in plans.items()}
    left = [each for each in book.told.items if each.subject == "indicator" and each.key not in there]
    for item in left:
        if item.plan in own_plans:
            plan = own_plans[item.plan]
            own = [each for each in now.items if (*each.key[:2], each.full) == ("indicator", plan, item.full)]
            same = [each for each in left if (each.plan, each.full) == (item.plan, item.full)]
            if own and same[0] is item:
                yield _of_one_name(now, book, own, same)
            elif not own:
                yield _book_only(now, book, item, plan)


def _goals_not_held(row: IndicatorRow, other: IndicatorRow, book: Witness, is_in_other_unit: bool) -> Findings:
    """An indicator in another unit, or a goal that the book prints and that cannot be read, with both prints."""
    line = f"（{book.words}の{book.told.line_words(other.source_line)}）"
    if is_in_other_unit:
        yield Finding(
            PLAN_BOOK_DIFFERS,
            f"「{full_name(row)}」の単位が、この文書では「{row.unit}」、{book.words}では「{other.unit}」です。"
            f"この文書では{_goal_words(row)}、{book.words}では{_goal_words(other)}で、値は照らしていません。",
            f"改めたのか、どちらかが誤りかを、担当課に確かめてください{line}。",
            place(row, "unit"),
            printed=row.unit,
            computed=f"{book.words}：{other.unit}（{_goal_words(other)}）",
        )
        return
    for role in ("baseline", "target"):
        own, text = (getattr(each, f"{role}_text") for each in (row, other))
        if getattr(row, role) is not None and getattr(other, role) is None and text and not missing(text):
            yield Finding(
                PLAN_BOOK_DIFFERS,
                f"「{full_name(row)}」の{label('indicators', role)}が、この文書では「{own}」、{book.words}では「{text}」で、"
                "値を照らせません（単位が違うか、1つの数として読めません）。",
                f"単位を改めたのか、どちらかが誤りかを確かめてください{line}。",
                place(row, f"{role}_text"),
                printed=own,
                computed=f"{book.words}：{text}",
            )


def _goal_words(row: IndicatorRow) -> str:
    texts = ((label("indicators", role), getattr(row, f"{role}_text")) for role in ("baseline", "target"))
    return "、".join(f"{called} {text or '記載なし'}" for called, text in texts)


def _of_one_name(now: Told, book: Witness, own: Sequence[Item], others: Sequence[Item]) -> Finding:
    """Indicators of one name in one plan, of which it is not known which of them is which of the book's."""
    lines = "、".join(book.told.line_words(book.told.rows[each.key].source_line) for each in others)
    return Finding(
        PLAN_BOOK_TWICE,
        f"指標「{own[0].printed}」が、この文書に{len(own)}つ、{book.words}に{len(others)}つあります。"
        "どれがどれに当たるか分からないため、値を照らしていません。",
        f"行が重なっていないか、別の指標なら区分などで分けられるかを確かめてください（{book.words}の{lines}）。",
        place(now.rows[own[-1].key], "name"),
        printed=own[-1].printed,
        computed=f"{book.words}：{len(others)}つ",
    )


def _book_only(now: Told, book: Witness, item: Item, plan: str) -> Finding:
    line = book.told.line_words(book.told.rows[item.key].source_line)
    declared = renamed_lines(item.printed, "この文書での名前", now.fiscal_year, plan)
    return Finding(
        PLAN_BOOK_ONLY,
        f"{book.words}の指標「{item.printed}」に当たる指標が、この文書にありません（名前・区分がそろうもの）。",
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
