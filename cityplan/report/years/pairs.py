"""Which row of an earlier document a row is 行の対応, and how it moved since. From the tables alone.

The tables `links` and `changes` of each document tell it; what they do not tell is left without a
counterpart.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Generic, Literal, TypeVar, overload

from cityplan.city.rules import Rule
from cityplan.compute.moves import MOVES_OF_MARKS, value_move
from cityplan.compute.ratios import difference, ratio, ratio_reason, value_change
from cityplan.compute.remeasured import GOALS
from cityplan.compute.results import status_change
from cityplan.japanese.letters import squeeze
from cityplan.japanese.quantities import NOT_ENTERED
from cityplan.report.plan.changes import changes_of
from cityplan.report.report import Report
from cityplan.report.row_words import difference_words, shown_status, why_no_value
from cityplan.tables.definitions import Activity, ChangeRow, Entry, Indicator, LinkRow, PlanRow, RowKey
from cityplan.tables.names import full_name
from cityplan.tables.reasons import WITHHELD
from cityplan.tables.schema import Tables, certain, records
from cityplan.tables.words import CHANGE_KINDS

# What makes two marks two measures: columns with what is said of them.
_MEASURES = {each: CHANGE_KINDS[each] for each in GOALS}
_GONE = ("ended", "not_listed")
UNMATCHED = "対応不明"
NO_SHEET = {True: "前の資料にシートなし", False: "今の資料にシートなし"}  # by whether it stands in the later one


Own = TypeVar("Own", bound=Entry, covariant=True)


@dataclass(frozen=True)
class Pair(Generic[Own]):
    """A row 指標・事業 of two documents, or of one of them, with what the `changes` in between say.

    `now` or `before` is None where the later or the earlier document does not have it; `is_remeasured`
    where its unit or its measure is another since.
    """

    subject: str
    now: Own | None
    before: Own | None
    changes: tuple[ChangeRow, ...] = ()
    is_remeasured: bool = False
    lacks_sheet: bool = False  # its plan's, in the document that does not have the row

    @property
    def row(self) -> Own:
        """The later row, or the earlier one of what is there no more."""
        return certain(self.before) if self.now is None else self.now

    @property
    def both(self) -> tuple[Own, Own]:
        """The rows of both documents, the earlier first, of a pair that stands in both."""
        return certain(self.before), certain(self.now)

    @property
    def key(self) -> RowKey:
        return self.row.key

    @property
    def in_both(self) -> bool:
        return self.now is not None and self.before is not None

    @property
    def kinds(self) -> set[str]:
        """What became of it from the one document to the other: one is new or gone, or has changed."""
        told = {each.kind for each in self.changes}
        if self.in_both:
            return told - {"new", *_GONE}
        return told & ({"new"} if self.before is None else {*_GONE})

    @property
    def standing(self) -> str:
        """Why a row stands in one document only: 新規, 終了, 掲載なし, no sheet, or that this is not known."""
        unknown = NO_SHEET[self.before is None] if self.lacks_sheet else UNMATCHED
        return next((CHANGE_KINDS[kind] for kind in ("new", *_GONE) if kind in self.kinds), unknown)


@overload
def paired(subject: Literal["indicator"], documents: Sequence[Report]) -> list[Pair[Indicator]]: ...
@overload
def paired(subject: Literal["activity"], documents: Sequence[Report]) -> list[Pair[Activity]]: ...
def paired(subject: str, documents: Sequence[Report]) -> Sequence[Pair[Entry]]:
    """The rows of the latest of some documents, each with its row in the earliest; then the others.

    `documents` are all editions in between too, from the latest to the earliest. Rows of the earliest
    that none is stand at the end of their plan.
    """
    latest, earliest = documents[0], documents[-1]
    now, before = (_rows(subject, each) for each in (latest, earliest))
    without = [_without_sheet(latest, earliest), _without_sheet(earliest, latest)]
    links = _links(subject, latest, earliest)
    told = [(each, _told(subject, each.exact)) for each in documents[:-1]]
    found: list[Pair[Entry]] = []
    for key, row in now.items():
        link = links.get(key)
        past = before.get(_then(link)) if link else None
        changes = _on_the_way(subject, key, latest, told)
        is_other = bool(link and link.is_remeasured)
        found.append(Pair(subject, row, past, tuple(changes), is_other, key[0] in without[0]))
    known = {_then(link) for link in links.values()}
    found += [
        Pair(subject, None, row, tuple(_last_told(subject, key, documents)), lacks_sheet=key[0] in without[1])
        for key, row in before.items()
        if key not in known
    ]
    return sorted(found, key=lambda pair: pair.key[0])


def _without_sheet(own: Report, other: Report) -> set[str]:
    """The plans of a document that have no sheet 個別シート in the other one."""
    sheetless = {squeeze(p.name) for p in records(other.exact["plans"], PlanRow) if not p.has_sheet}
    return {p.plan_id for p in records(own.exact["plans"], PlanRow) if squeeze(p.name) in sheetless}


def _rows(subject: str, report: Report) -> dict[RowKey, Entry]:
    rows: Sequence[Entry] = report.indicators if subject == "indicator" else report.activities
    return {row.key: row for row in rows}


def _links(subject: str, later: Report, earlier: Report) -> dict[RowKey, LinkRow]:
    """What the table `links` tells of the rows of a document in an earlier one."""
    data = later.exact["links"]
    own = data[(data["subject"] == subject) & (data["edition"] == earlier.edition.year)]
    return {(each.plan_id, each.no): each for each in records(own, LinkRow) if each.no is not None}


def _then(link: LinkRow) -> RowKey:
    return link.plan_id_before, certain(link.no_before)


def _told(subject: str, tables: Tables) -> dict[RowKey, list[ChangeRow]]:
    """What `changes` tells of each row of its own document."""
    told: dict[RowKey, list[ChangeRow]] = defaultdict(list)
    for each in changes_of(tables):
        if each.subject == subject and each.no is not None and each.kind not in _GONE:
            told[each.plan_id, each.no].append(each)
    return told


def _on_the_way(
    subject: str, key: RowKey, latest: Report, told: Sequence[tuple[Report, Mapping[RowKey, list[ChangeRow]]]]
) -> Iterator[ChangeRow]:
    """What the documents between two tell of a row of the latest, under its number in each."""
    for document, changes in told:
        if document is latest:
            yield from changes.get(key, ())
        elif link := _links(subject, latest, document).get(key):
            yield from changes.get(_then(link), ())


def _last_told(subject: str, key: RowKey, documents: Sequence[Report]) -> Iterator[ChangeRow]:
    """What is told of a row that is there no more, by the first document that does not have it."""
    earliest = documents[-1]
    for later, last in pairwise(documents):
        at = key if last is earliest else _number_in(subject, key, last, earliest)
        if at is None:
            continue
        name = full_name(_rows(subject, last)[at])
        plans = plans_then(later, last)
        for each in changes_of(later.exact):
            if each.subject == subject and each.kind in _GONE and each.name == name:
                plan = plans.get(each.plan_id) or each.before.partition(" ")[0]  # 07 and a name
                if plan == at[0]:
                    yield each
        return


def _number_in(subject: str, key: RowKey, later: Report, earlier: Report) -> RowKey | None:
    """The place in a later document of a row of an earlier one; None where it is not there."""
    links = _links(subject, later, earlier).items()
    return next((now for now, link in links if _then(link) == key), None)


def plans_then(later: Report, earlier: Report) -> dict[str, str]:
    """The number that each plan プラン of a document had in the one directly before."""
    data = later.exact["links"]
    own = data[(data["subject"] == "plan") & (data["edition"] == earlier.edition.year)]
    return {each.plan_id: each.plan_id_before for each in records(own, LinkRow)}


# how they moved


def mark_moved(pair: Pair[Indicator], rule: Rule | None) -> str:
    """How the mark of an indicator 指標 moved: improved, same, worsened; empty where none can tell."""
    if marks_apart(pair, rule):
        return ""
    before, now = pair.both
    return status_change(rule, shown_status(now), shown_status(before))


def value_moved(pair: Pair[Indicator]) -> str:
    """How the value of an indicator 指標 moved: better, same, worse; empty where unit, value or direction do not tell."""
    if _remeasured(pair, ("unit", "polarity")) or _withheld(pair):
        return ""
    before, now = pair.both
    return value_move(now.actual, before.actual, now.polarity)


def moved(pair: Pair[Indicator], rule: Rule | None) -> str:
    """良い方へ・悪い方へ: by value, else by mark: better, same, worse; empty where none can tell."""
    return value_moved(pair) or MOVES_OF_MARKS.get(mark_moved(pair, rule), "")


def apart_reason(pair: Pair[Indicator], rule: Rule | None) -> str:
    """Why two years of an indicator cannot be compared; empty where they can."""
    if moved(pair, rule):
        return ""
    return _withheld(pair) or marks_apart(pair, rule)


def _withheld(pair: Pair[Entry]) -> str:
    """Why nothing is made of the values of a row: one of the two years is in doubt 疑わしい値; empty where none is."""
    reasons = [row.progress_reason if isinstance(row, Indicator) else row.ratio_reason for row in pair.both]
    return next((str(each) for each in reasons if each in WITHHELD), "")


def marks_apart(pair: Pair[Indicator], rule: Rule | None) -> str:
    """Why the marks of two years cannot be compared 比べられない理由; empty where they can.

    `rule` is the one of both documents, None where they have two or none.
    """
    before, now = pair.both
    marks = [shown_status(row) for row in (now, before)]
    if rule is None:
        return "判定の規則が違うか、ない"
    if said := _remeasured(pair, tuple(_MEASURES)):
        return said
    hidden = [(row, mark) for row, mark in zip((now, before), marks, strict=True) if rule.tells_no_value(mark)]
    if hidden:
        row, mark = min(hidden, key=lambda each: each[0].actual is not None)
        return rule.word(mark) if row.actual is not None else why_no_value(row, rule)
    if NOT_ENTERED in (now.actual_text, before.actual_text) and not all(marks):
        return NOT_ENTERED
    return "" if all(rule.rank(mark) is not None for mark in marks) else "印の記載なし"


def other_measure(pair: Pair[Entry]) -> str:
    """What makes two values of a row two measures: a changed baseline, target, unit; empty for none."""
    return _remeasured(pair, tuple(_MEASURES) if pair.subject == "indicator" else ("unit",))


def _remeasured(pair: Pair[Entry], columns: Sequence[str]) -> str:
    return "・".join(_MEASURES[column] for column in columns if column in pair.kinds or _differs(pair, column))


def _differs(pair: Pair[Entry], column: str) -> bool:
    if column == "unit":
        return pair.is_remeasured
    values = [getattr(row, column) for row in pair.both]
    return all(value not in (None, "") for value in values) and values[0] != values[1]


def results_ratio(pair: Pair[Activity]) -> Decimal | None:
    """今年度 ÷ 前の文書の年度 × 100 of an activity 事業, each as its own document has it."""
    before, now = pair.both
    return None if results_apart(pair) else ratio(now.actual, before.actual)


def results_moved(pair: Pair[Activity]) -> str:
    """Whether the results of an activity are up, the same or down, by the values themselves."""
    before, now = pair.both
    return "" if results_apart(pair) else value_change(now.actual, before.actual)


def results_apart(pair: Pair[Activity]) -> str:
    """Why the results of two years cannot be compared; empty where they can."""
    if said := other_measure(pair):
        return said
    if why := _withheld(pair):
        return why
    before, now = pair.both
    known = None not in (now.actual, before.actual)
    return "" if known else ratio_reason(now.actual, before.actual)


def results_change(pair: Pair[Activity]) -> str:
    """How the results of an activity changed, in words: ＋8件（125.0%）."""
    if results_apart(pair):
        return ""
    before, now = pair.both
    return difference_words(difference(now.actual, before.actual), results_ratio(pair), now.unit)


def previous_differs(pair: Pair[Activity]) -> bool:
    """Whether the later document has another value 前年度の値 for the earlier year than that year's own."""
    if not pair.in_both:
        return False
    before, now = pair.both
    return None not in (now.previous, before.actual) and now.previous != before.actual
