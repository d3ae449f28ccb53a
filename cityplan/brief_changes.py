"""What changed since the document of the year before 昨年度からの変更, in one short sentence each."""

from collections.abc import Iterator, Sequence
from typing import Any

from cityplan.brief import Brief
from cityplan.brief_lines import line_link
from cityplan.layouts.places import line_words
from cityplan.markup import Fragment, fragment, joined
from cityplan.source import Edition
from cityplan.tables import Tables, frame, records

SUBJECTS = {"activity": "事業", "indicator": "指標"}  # a plan has the city's own word
KINDS = {
    "new": "新規", "ended": "終了", "not_listed": "掲載なし", "renamed": "名称変更", "moved": "移動",
    "baseline": "基準値の変更", "target": "目標値の変更", "unit": "単位の変更",
}  # fmt: skip
_FROM_TO = ("moved", "baseline", "target", "unit")


def changes_of(tables: Tables) -> list[Any]:
    """The rows of the table `changes` 前の文書からの変更; none where a city has one document."""
    return records(tables.get("changes", frame("changes", [])))


def changes(b: Brief) -> Fragment | None:
    """The changes 変更 of a plan, each with its line; None where there is none."""
    return _paragraph(list(_sentences(changes_of(b.tables), b.edition)))


def _paragraph(said: Sequence[Fragment]) -> Fragment | None:
    return joined(fragment('<p class="note">{}</p>', each) for each in said) or None


def _sentences(rows: Sequence[Any], edition: Edition) -> Iterator[Fragment]:
    for row in rows:
        yield fragment("{}{}", change_words(row, edition.plan_noun), change_line(row, edition))


def change_words(row: Any, plan_noun: str) -> Fragment:
    """One change in words: 目標値の変更 指標「…」60件→50件; `plan_noun` is the city's word for a plan."""
    subject = SUBJECTS.get(row.subject, plan_noun)
    name = fragment("{}「{}」", subject, row.name)
    return fragment("<strong>{}</strong>　{}", KINDS[row.kind], _told(row, subject, name))


def _told(row: Any, subject: str, name: Fragment) -> Fragment:
    if row.kind == "renamed" and row.before:
        return fragment("{}「{}」→「{}」", subject, row.before, row.after or row.name)
    if row.kind in _FROM_TO or (row.before and row.after):  # a plan: シートあり→シートなし
        return fragment("{}　{}→{}", name, row.before or "記載なし", row.after or "記載なし")
    if row.kind == "not_listed":
        plan = f"{row.before}　" if row.before else ""  # of a plan that is not listed itself
        return fragment("{}{}（{}の資料にあり、この資料になし）", plan, name, row.edition)
    return name


def change_line(row: Any, edition: Edition) -> Fragment:
    """The line that tells it; that of a row which is no more listed 掲載なし is the earlier document's."""
    if row.source_line is None:
        return Fragment()
    if row.kind == "not_listed" and not row.after and edition.before:
        where = line_words(edition.before, row.source_line)
        return fragment('<span class="muted">（{}の原文{}）</span>', row.edition, where)
    words = f"（{line_words(edition, row.source_line)}）"
    return fragment('<span class="muted">{}</span>', line_link(row.source_line, words))
