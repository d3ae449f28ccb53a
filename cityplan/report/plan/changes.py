"""What changed since the document of the year before 昨年度からの変更, in one short sentence each."""

from collections import Counter
from collections.abc import Iterable

from cityplan.city.edition import Edition
from cityplan.files.markup import Fragment, fragment
from cityplan.report.cite import line_beside
from cityplan.report.plan.brief import Brief
from cityplan.report.report import note_lines
from cityplan.tables.definitions import ChangeRow
from cityplan.tables.schema import Tables, frame, records
from cityplan.tables.words import CHANGE_KINDS, SUBJECTS

_FROM_TO = ("moved", "baseline", "target", "unit", "polarity")


def changes_of(tables: Tables) -> list[ChangeRow]:
    """The rows of the table `changes` 前の文書からの変更; none where a city has one document."""
    return records(tables.get("changes", frame("changes", [])), ChangeRow)


def changes(b: Brief) -> Fragment | None:
    """The changes 変更 of a plan, each with its line; None where there is none."""
    rows, edition = changes_of(b.exact), b.edition
    said = (fragment("{}{}", change_words(row, edition.plan_noun), change_line(row, edition)) for row in rows)
    return note_lines(said) or None


def change_words(row: ChangeRow, plan_noun: str, document: str = "この資料") -> Fragment:
    """One change in words: 目標値の変更 指標「…」60件→50件; `plan_noun` is the city's word for a plan.

    `document` is what the reader knows the document by that tells it.
    """
    subject = SUBJECTS.get(row.subject, plan_noun)
    name = fragment("{}「{}」", subject, row.name)
    return fragment("<strong>{}</strong>　{}", CHANGE_KINDS[row.kind], _told(row, subject, name, document))


def _told(row: ChangeRow, subject: str, name: Fragment, document: str) -> Fragment:
    if row.kind == "renamed" and row.before:
        return fragment("{}「{}」→「{}」", subject, row.before, row.after or row.name)
    if row.kind in _FROM_TO or (row.before and row.after):  # a plan: シートあり→シートなし
        return fragment("{}　{}→{}", name, row.before or "記載なし", row.after or "記載なし")
    if row.kind == "not_listed":
        plan = f"{row.before}　" if row.before else ""  # of a plan that is not listed itself
        return fragment("{}{}（{}の資料にあり、{}になし）", plan, name, row.edition, document)
    return name


def change_line(row: ChangeRow, edition: Edition, *, of_page: bool = True) -> Fragment:
    """Where it is told: on screen the line of the document, of another one its year.

    `edition` is the document whose table tells it; `of_page` whether it is the one that the page is on. What is no
    more listed 掲載なし stands in the earlier document, which is named beside it.
    """
    if row.source_line is None or (row.kind == "not_listed" and not row.after):
        return Fragment()
    return (
        line_beside(row.source_line) if of_page else fragment('<span class="muted">（{}の資料）</span>', edition.year)
    )


_COUNTED = {
    "新規の": ("new",),
    "名称の変わった": ("renamed",),
    "目標の変わった": ("baseline", "target", "unit", "polarity"),
    "なくなった": ("ended", "not_listed"),
}


def change_counts(rows: Iterable[tuple[str, set[str]]]) -> dict[str, int]:
    """How many rows 事業・指標 changed in each way, by Japanese names: 新規の事業, 目標の変わった指標.

    `rows` has one entry for each row: its subject and all kinds of changes told of it.
    """
    found = Counter(
        f"{word}{SUBJECTS[subject]}"
        for subject, kinds in rows
        for word, own in _COUNTED.items()
        if kinds.intersection(own)
    )
    names = [f"{word}{subject}" for word in _COUNTED for subject in SUBJECTS.values()]
    return {name: found[name] for name in names}
