"""The editions of a city joined over the years 年度をつなぐ: each row's values from all documents.

Pure functions over tables. Every edition is joined to the next older one; a row that is missing in
one of them is looked for in those before it. Of two documents that print a value of one year, the newer
governs, and where they differ that is a conflict. A value in another unit 単位, or measured in another
way 測り方, is not joined.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

import pandas as pd

from cityplan.city.renames import Renamed
from cityplan.compute.match import Item, Key, MatchDoubt, match_doubts, matched, matched_plans, plan_item, row_item
from cityplan.japanese.letters import squeeze
from cityplan.japanese.quantities import minus, quantity
from cityplan.japanese.units import same_unit
from cityplan.japanese.years import fiscal_year
from cityplan.read.document_kind import lines_in_words
from cityplan.tables.definitions import (
    ActivityRow,
    HistoryRow,
    IndicatorRow,
    ObservationRow,
    PlanRow,
    PrintedEntry,
    RepairRow,
)
from cityplan.tables.schema import Tables, frame, printed_entries, table_rows
from cityplan.tables.words import TABLE_SUBJECTS

MEASURED = ("actual", "previous", "baseline")  # of two values of one year the first is taken
_ORDER = ("baseline", "previous", "actual", "target")


@dataclass(frozen=True)
class Told:
    """What one edition tells: its year (R5), its source tables, and how its document's lines are told."""

    year: str
    tables: Tables
    line_words: Callable[..., str] = lines_in_words

    @property
    def fiscal_year(self) -> int:
        year = fiscal_year(self.year)
        assert year is not None, "an edition's year is checked on reading"
        return year

    @cached_property
    def rows(self) -> dict[Key, PrintedEntry]:
        """The activities and indicators."""
        return {
            (subject, *row.key): row
            for table, subject in TABLE_SUBJECTS.items()
            for row in printed_entries(self.tables, table)
        }

    @cached_property
    def plans(self) -> dict[str, PlanRow]:
        """The plans by their number."""
        return {row.plan_id: row for row in table_rows(self.tables, PlanRow)}

    @cached_property
    def items(self) -> list[Item]:
        """The activities and indicators, as they are matched."""
        return [row_item(key, row, self.fiscal_year) for key, row in self.rows.items()]

    @cached_property
    def plan_items(self) -> list[Item]:
        """The plans, as they are matched."""
        return [plan_item(plan, self.fiscal_year) for plan in self.plans.values()]

    @cached_property
    def values(self) -> dict[Key, list[ObservationRow]]:
        """The observations 年度別の値 of each row, but for money and what was expected of a year."""
        found: dict[Key, list[ObservationRow]] = {}
        for each in table_rows(self.tables, ObservationRow):
            if each.role in MEASURED or each.role == "target":
                found.setdefault(each.key, []).append(each)
        return found


class Link(NamedTuple):
    """One row of this edition in an earlier one; `other` where the unit or the measure is another."""

    told: Told
    item: Item
    other: bool


class Conflict(NamedTuple):
    """One year's value that two documents print differently: ours and theirs, as observations."""

    of_previous: bool  # theirs is the result of the document directly before
    key: Key
    own: ObservationRow
    their: ObservationRow
    told: Told


@dataclass(frozen=True)
class Joined:
    """An edition joined to those before it: for each of its rows the links, the newest first.

    `plans` and `doubts` are against the edition directly before, `before`.
    """

    now: Told
    before: Told | None = None
    links: Mapping[Key, list[Link]] = field(default_factory=dict)
    plans: Mapping[str, str] = field(default_factory=dict)
    doubts: Sequence[MatchDoubt] = ()

    @cached_property
    def changed_units(self) -> set[Key]:
        """The rows of which an earlier edition has values in another unit or measure."""
        return {key for key, links in self.links.items() if any(link.other for link in links)}

    @cached_property
    def rows_before(self) -> dict[Key, Item]:
        """The row of the edition directly before that each row is."""
        return {key: links[0].item for key, links in self.links.items() if links and links[0].told is self.before}


def join(now: Told, earlier: Sequence[Told], renamed: Sequence[Renamed] = ()) -> Joined:
    """Join an edition to those before it, oldest first; `renamed` are the names that changed."""
    if not earlier:
        return Joined(now)
    before = earlier[-1]
    plans = matched_plans(now.plan_items, before.plan_items, renamed)
    joined = Joined(now, before, _links(now, earlier, renamed), plans)
    return replace(joined, doubts=_doubts(joined))


def _links(now: Told, earlier: Sequence[Told], renamed: Sequence[Renamed]) -> dict[Key, list[Link]]:
    seen = {item.key: item for item in now.items}  # as last found
    telling = {each.fiscal_year: each for each in (*earlier, now)}
    links: dict[Key, list[Link]] = {key: [] for key in seen}
    for told in reversed(earlier):
        plans = {
            year: matched_plans(telling[year].plan_items, told.plan_items, renamed)
            for year in {item.year for item in seen.values()}
        }
        found = matched(
            seen,
            told.items,
            renamed,
            lambda item, plans=plans: plans[item.year].get(item.plan),  # type: ignore[misc]
            lambda item, old, told=told: _same_values(telling[item.year], item, told, old),  # type: ignore[misc]
        )
        for key, item in found.items():
            newer = telling[seen[key].year]
            other = any(link.other for link in links[key]) or measured_otherwise(newer, seen[key].key, told, item.key)
            links[key].append(Link(told, item, other))
            seen[key] = item
    return links


def _same_values(newer: Told, item: Item, older: Told, old: Item) -> bool:
    """Whether two rows of one name are one by their values: last year's result, or baseline and target."""
    new, past = newer.rows[item.key], older.rows[old.key]
    if not same_unit(new.unit, past.unit):
        return False
    if isinstance(new, IndicatorRow) and isinstance(past, IndicatorRow):
        goals = (new.baseline, new.target)
        return None not in goals and goals == (past.baseline, past.target)
    return newer.fiscal_year == older.fiscal_year + 1 and _goes_on(new, past)


def measured_otherwise(newer: Told, key: Key, older: Told, old_key: Key) -> bool:
    """Whether two editions give a row's values in other units, or measured in another way.

    A unit or a measure that one of them does not print contradicts nothing. A measure in other words
    is the same if the newer one prints for the year before what the older one measured.
    """
    new, old = newer.rows[key], older.rows[old_key]
    if new.unit and old.unit and not same_unit(new.unit, old.unit):
        return True
    if isinstance(new, IndicatorRow) or isinstance(old, IndicatorRow) or not _differ(new.measure, old.measure):
        return False
    in_a_row = newer.fiscal_year == older.fiscal_year + 1
    return not in_a_row or new.previous is None or new.previous != old.actual


def _goes_on(new: PrintedEntry, past: PrintedEntry) -> bool:
    """Whether an activity prints for the year before what another one measured then; 0 says nothing."""
    return isinstance(new, ActivityRow) and bool(new.previous) and new.previous == past.actual


def _differ(one: str, other: str) -> bool:
    return bool(one and other) and squeeze(one) != squeeze(other)


def _doubts(joined: Joined) -> list[MatchDoubt]:
    now, before = joined.now, joined.before
    assert before is not None
    taken = {item.key for item in joined.rows_before.values()}
    new = [i for i in now.items if i.key not in joined.rows_before]
    old = [i for i in before.items if i.key not in taken]
    new += [item for item in now.plan_items if item.plan not in joined.plans]
    old += [item for item in before.plan_items if item.plan not in joined.plans.values()]

    def same_value(item: Item, other: Item) -> bool:
        if item.subject == "plan":
            return False
        row, past = now.rows[item.key], before.rows[other.key]
        return _goes_on(row, past) and (row.unit, item.part) == (past.unit, other.part)

    return match_doubts(new, old, joined.plans, same_value)


# values


def history(joined: Joined) -> pd.DataFrame:
    """The table `history`: the values of all editions on the rows of this one, by year.

    This document's own values keep their role; a value that only an earlier one has is an `actual`
    of its year, or a `target`. A year's value is that of the newest document which prints one.
    """
    rows = [_row(key, each, each.role, joined.now.year) for key, own in joined.now.values.items() for each in own]
    for key, links in joined.links.items():
        covered = {kind_and_year(each) for each in joined.now.values.get(key, [])}
        for link in links:
            if link.other:
                break
            told = link.told.values.get(link.item.key, [])
            for each in told:
                if kind_and_year(each) not in covered and governing(told, each) is each:
                    role = "target" if each.role == "target" else "actual"
                    rows.append(_row(key, each, role, link.told.year))
            covered |= set(map(kind_and_year, told))
    return frame("history", sorted(rows, key=_place))


def kind_and_year(value: ObservationRow) -> tuple[bool, int]:
    """Which of a row's values are of one thing: its targets, or what was measured, of one year."""
    return value.role == "target", value.fiscal_year


def governing(values: Sequence[ObservationRow], value: ObservationRow) -> ObservationRow | None:
    """The one of a row's values that its document has of the year of another value; an actual before a baseline."""
    same = [each for each in values if kind_and_year(each) == kind_and_year(value)]
    return min(same, key=lambda each: -1 if each.role == "target" else MEASURED.index(each.role), default=None)


def _row(key: Key, value: ObservationRow, role: str, edition: str) -> HistoryRow:
    subject, plan, no = key
    return HistoryRow(**{**vars(value), "plan_id": plan, "subject": subject, "no": no, "role": role}, edition=edition)


def _place(row: HistoryRow) -> tuple[str, str, int, int, int]:
    return row.plan_id, row.subject, row.no, row.fiscal_year, _ORDER.index(row.role)


def shown(value: Decimal, text: str, unit: str) -> str:
    """A value as printed; as it is used where it was corrected, or is printed without its unit."""
    printed = quantity(text)
    if printed and printed.value == value and (printed.unit or not unit):
        return text
    return f"{minus(value)}{unit}"


def conflicts(joined: Joined) -> Iterator[Conflict]:
    """Values of one year that this document and the newest earlier one with that year print differently.

    By value, not by text. Earlier documents among themselves are theirs. A baseline that a form declares to be
    a new one is none.
    """
    changed = _changed_in_form(joined)
    for key, links in joined.links.items():
        usable = [link for link in links if not link.other]
        for own in joined.now.values.get(key, []):
            if own.role == "target" or (*key, own.role) in changed:
                continue
            for link in usable:
                told = link.told.values.get(link.item.key, [])
                their = governing(told, own)
                if their is not None and their.value != own.value:
                    # Whether the document directly before printed it as its own result.
                    previous = link.told is joined.before and own.role != "baseline"
                    of_previous = previous and is_result(told, their)
                    yield Conflict(of_previous, key, own, their, link.told)
                if their is not None:
                    break


def _changed_in_form(joined: Joined) -> set[tuple[str, str, int, str]]:
    """The goals that a form says to be new ones: they differ on purpose, as `changes` tells."""
    return {
        (TABLE_SUBJECTS[each.table], each.plan_id, each.row, each.column.removesuffix("_text"))
        for each in table_rows(joined.now.tables, RepairRow)
        if each.rule == "changed_in_form" and each.row is not None
    }


def is_result(values: Sequence[ObservationRow], value: ObservationRow) -> bool:
    """Whether one of a row's values is its result 実績 of the document's own year: the latest actual."""
    years = [each.fiscal_year for each in values if each.role == "actual"]
    return bool(value.role == "actual" and value.fiscal_year == max(years))
