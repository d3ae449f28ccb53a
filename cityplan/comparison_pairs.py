"""Which row of an earlier document a row is 行の対応, and how it moved since. From the tables alone.

The names and the table `changes` decide; what neither tells is left without a counterpart.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

from cityplan.brief import no_value, shown_status
from cityplan.brief_changes import changes_of
from cityplan.checks.finding import full_name
from cityplan.compute import change, ratio, ratio_reason, status_change
from cityplan.japanese import NOT_ENTERED, squeeze
from cityplan.rules import Rule
from cityplan.tables import NUMBERS, Tables, records, with_results

Key = tuple[str, int]  # plan and number of a row
TABLES = {"activity": "activities", "indicator": "indicators"}
# What makes two marks two measures: columns with what is said of them.
_MEASURES = {
    "baseline": "基準値の変更", "target": "目標値の変更", "unit": "単位の変更", "polarity": "向きの変更",
}  # fmt: skip
UNMATCHED = "対応不明"
NO_SHEET = {
    True: "前の資料にシートなし",
    False: "今の資料にシートなし",
}  # by whether it stands in the later one
_EXACT = 20  # digits of a ratio that is compared and not shown


@dataclass(frozen=True)
class Pair:
    """A row 指標・事業 of two documents, or of one of them, with what the `changes` in between say.

    `now` or `before` is None where the later or the earlier document does not have it.
    """

    subject: str
    now: Any
    before: Any
    changes: tuple[Any, ...] = ()
    lacks_sheet: bool = False  # its plan's, in the document that does not have the row

    @property
    def row(self) -> Any:
        """The later row, or the earlier one of what is there no more."""
        return self.before if self.now is None else self.now

    @property
    def key(self) -> Key:
        return self.row.plan_id, int(getattr(self.row, NUMBERS[TABLES[self.subject]]))

    @property
    def in_both(self) -> bool:
        return self.now is not None and self.before is not None

    @property
    def standing(self) -> str:
        """Why a row stands in one document only: 新規, 終了, 掲載なし, no sheet, or that this is not known."""
        kinds = {each.kind for each in self.changes}
        words = (
            {"new": "新規"} if self.before is None else {"ended": "終了", "not_listed": "掲載なし"}
        )
        unknown = NO_SHEET[self.before is None] if self.lacks_sheet else UNMATCHED
        return next((word for kind, word in words.items() if kind in kinds), unknown)


def pairs(subject: str, documents: Sequence[Tables]) -> list[Pair]:
    """The rows of the latest of some documents, each with its row in the earliest; then the others.

    `documents` are the tables of all editions in between too, from the latest to the earliest. Rows
    of the earliest that none is stand at the end of their plan.
    """
    now, before = (_rows(subject, documents[at]) for at in (0, -1))
    steps = [
        (_told(subject, later), _links(subject, later, earlier))
        for later, earlier in pairwise(documents)
    ]
    then = _plans_through(documents)
    sheets = [_with_sheet(documents[at]) for at in (0, -1)]
    found = [
        replace(each, lacks_sheet=then.get(each.key[0]) in sheets[1][False])
        for each in (_traced(subject, key, row, before, steps) for key, row in now.items())
    ]
    known = {_key(subject, each.before) for each in found if each.before}
    gone = [change for later in documents[:-1] for change in changes_of(later)]
    plans = [_plans_then(later, earlier) for later, earlier in pairwise(documents)]
    found += [
        Pair(
            subject,
            None,
            row,
            tuple(_of_gone(subject, row, gone, plans)),
            lacks_sheet=any(then.get(plan) == key[0] for plan in sheets[0][False]),
        )
        for key, row in before.items()
        if key not in known
    ]
    return sorted(found, key=lambda pair: pair.key[0])


def _plans_through(documents: Sequence[Tables]) -> dict[str, str]:
    """The number in the earliest document of each plan of the latest one."""
    then = {plan: plan for plan in documents[0]["plans"]["plan_id"]}
    for later, earlier in pairwise(documents):
        step = _plans_then(later, earlier)
        then = {plan: step[known] for plan, known in then.items() if known in step}
    return then


def _with_sheet(tables: Tables) -> dict[bool, set[str]]:
    """The plans of a document that have a sheet 個別シート, and those that have none."""
    plans = records(tables["plans"])
    return {
        there: {p.plan_id for p in plans if bool(p.has_sheet) == there} for there in (True, False)
    }


def _traced(
    subject: str, key: Key, row: Any, before: Mapping[Key, Any],
    steps: Sequence[tuple[Mapping[Key, list[Any]], Mapping[Key, Key]]],
) -> Pair:  # fmt: skip
    """A row followed from document to document, with what is told of it on the way."""
    at: Key | None = key
    told: list[Any] = []
    for changes, links in steps:
        if at is not None:
            told += changes.get(at, [])
            at = links.get(at)
    return Pair(subject, row, before[at] if at is not None else None, tuple(told))


def _rows(subject: str, tables: Tables) -> dict[Key, Any]:
    return {_key(subject, row): row for row in with_results(tables, TABLES[subject])}


def _key(subject: str, row: Any) -> Key:
    return row.plan_id, int(getattr(row, NUMBERS[TABLES[subject]]))


def _told(subject: str, tables: Tables) -> dict[Key, list[Any]]:
    """What `changes` tells of each row of its own document."""
    told: dict[Key, list[Any]] = defaultdict(list)
    for each in changes_of(tables):
        if each.subject == subject and each.no is not None and each.kind not in ("ended", "not_listed"):  # fmt: skip
            told[each.plan_id, int(each.no)].append(each)
    return told


def _links(subject: str, later: Tables, earlier: Tables) -> dict[Key, Key]:
    """The row of an earlier document for each row of the next one that has one there."""
    plans = _plans_then(later, earlier)
    by_name: dict[tuple[str, str], list[Key]] = defaultdict(list)
    for key, row in _rows(subject, earlier).items():
        by_name[key[0], squeeze(full_name(row))].append(key)
    told, links = _told(subject, later), {}
    for key, row in _rows(subject, later).items():
        known = told.get(key, [])
        for place in _earlier_names(row, known, plans.get(row.plan_id, row.plan_id)):
            if by_name[place] and not any(each.kind == "new" for each in known):
                links[key] = by_name[place].pop(0)
                break
    return links


def _plans_then(later: Tables, earlier: Tables) -> dict[str, str]:
    """The number that a plan プラン had in an earlier document, by its name; numbers may be given anew."""
    before = {squeeze(plan.name): plan.plan_id for plan in records(earlier["plans"])}
    names = {plan.plan_id: plan.name for plan in records(later["plans"])}
    for each in changes_of(later):
        if (each.subject, each.kind) == ("plan", "renamed"):
            names[each.plan_id] = each.before
    return {plan: before[squeeze(name)] for plan, name in names.items() if squeeze(name) in before}


def _earlier_names(row: Any, told: Sequence[Any], plan: str) -> Iterator[tuple[str, str]]:
    """The plans and names under which a row may stand in the earlier document, the surest first."""
    moved = [
        each.before.partition(" ")[0] for each in told if each.kind == "moved"
    ]  # 07 and a name
    plan = next(iter(moved), plan)
    part = f"（{row.subgroup}）" if getattr(row, "subgroup", "") else ""
    names = [each.before for each in told if each.kind == "renamed"]
    for name in filter(None, [*names, row.name_previous, row.name]):
        yield plan, squeeze(name)
        yield plan, squeeze(f"{name}{part}")


def _of_gone(
    subject: str, row: Any, gone: Sequence[Any], plans: Sequence[Mapping[str, str]]
) -> Iterator[Any]:
    """What is told of a row that is there no more; one whose plan is gone too is told of no plan."""
    names = {squeeze(row.name), squeeze(full_name(row))}
    places = {"", row.plan_id}
    places |= {now for numbers in plans for now, then in numbers.items() if then == row.plan_id}
    for each in gone:
        wanted = each.subject == subject and each.plan_id in places
        if wanted and each.kind in ("ended", "not_listed") and squeeze(each.name) in names:
            yield each


# how they moved


def mark_moved(pair: Pair, rule: Rule | None) -> str:
    """How the mark of an indicator 指標 moved: improved, same, worsened; empty where none can tell."""
    if marks_apart(pair, rule):
        return ""
    return status_change(rule, shown_status(pair.now), shown_status(pair.before))


def marks_apart(pair: Pair, rule: Rule | None) -> str:
    """Why the marks of two years cannot be compared 比べられない理由; empty where they can.

    `rule` is the one of both documents, None where they have two or none.
    """
    marks = [shown_status(row) for row in (pair.now, pair.before)]
    if rule is None:
        return "判定の規則が違うか、ない"
    if said := _remeasured(pair, tuple(_MEASURES)):
        return said
    if "—" in marks:
        hidden = [
            row for row, mark in zip((pair.now, pair.before), marks, strict=True) if mark == "—"
        ]
        return no_value(hidden[0]) or "未公表"
    if NOT_ENTERED in (pair.now.actual_text, pair.before.actual_text) and not all(marks):
        return NOT_ENTERED
    return "" if all(rule.rank(mark) is not None for mark in marks) else "印の記載なし"


def remeasured(pair: Pair) -> str:
    """What makes two values of a row two measures: a changed baseline, target, unit; empty for none."""
    return _remeasured(pair, tuple(_MEASURES) if pair.subject == "indicator" else ("unit",))


def _remeasured(pair: Pair, columns: Sequence[str]) -> str:
    kinds = {each.kind for each in pair.changes}
    return "・".join(
        _MEASURES[column] for column in columns if column in kinds or _differs(pair, column)
    )


def _differs(pair: Pair, column: str) -> bool:
    values = [getattr(row, column) for row in (pair.now, pair.before)]
    return all(value not in (None, "") for value in values) and values[0] != values[1]


def results_ratio(pair: Pair) -> Decimal | None:
    """今年度 ÷ 前の文書の年度 × 100 of an activity 事業, each as its own document has it."""
    return None if results_apart(pair) else ratio(pair.now.actual, pair.before.actual)


def results_moved(pair: Pair) -> str:
    """Whether the results of an activity are up, flat or down, by the band of the later document."""
    if results_apart(pair):
        return ""
    return change(ratio(pair.now.actual, pair.before.actual, _EXACT), pair.now.band)


def results_apart(pair: Pair) -> str:
    """Why the results of two years cannot be compared; empty where they can."""
    measures = {squeeze(row.measure) for row in (pair.now, pair.before) if row.measure}
    if said := remeasured(pair):
        return said
    if len(measures) > 1:
        return "測り方の変更"
    return ratio_reason(pair.now.actual, pair.before.actual)


def previous_differs(pair: Pair) -> bool:
    """Whether the later document has another value 前年度の値 for the earlier year than that year's own."""
    if not pair.in_both or pair.subject != "activity":
        return False
    return None not in (pair.now.previous, pair.before.actual) and (
        pair.now.previous != pair.before.actual
    )
