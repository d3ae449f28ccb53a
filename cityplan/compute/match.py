"""Which rows of two editions are the same 同じ行: by what a document, or the analyst, says of a name.

A row is joined only where one row answers and no other does. Similar names are not joined: they are
doubts, for the analyst to answer with `[[renamed]]`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from cityplan.city.renames import Renamed
from cityplan.japanese.letters import squeeze
from cityplan.tables.definitions import IndicatorRow, PlanRow, PrintedEntry
from cityplan.tables.names import full_name

# Two different rows of one plan are alike by 0.36 at most (Hitachi R5), the parts 区分 of one
# indicator by 0.79 and more; 食品ロス削減推進事業 and 食品ロス・フードドライブ推進事業 by 0.62.
SIMILAR = 0.5
Key = tuple[str, str, int]  # subject, plan, number; of a plan its number is 0
Names = Iterable[tuple[str, ...]]


class Item(NamedTuple):
    """One row or plan as an edition prints it: what tells it from others. Names are squeezed."""

    subject: str
    plan: str
    no: int
    printed: str  # the name as printed, with its part 区分
    name: str
    full: str
    part: str  # 区分 of an indicator, 測り方 of an activity
    alias: str
    previous: str  # its name a year ago, where the document says so
    year: int

    @property
    def key(self) -> Key:
        return self.subject, self.plan, self.no


class MatchDoubt(NamedTuple):
    """A row that may go on another row of an earlier edition, or one of several: to be asked."""

    new: Item
    old: tuple[Item, ...]


def row_item(key: Key, row: PrintedEntry, year: int) -> Item:
    """An activity or indicator of an edition of a fiscal year."""
    full, part = full_name(row), row.subgroup if isinstance(row, IndicatorRow) else row.measure
    return Item(
        *key,
        full,
        squeeze(row.name),
        squeeze(full),
        squeeze(part),
        squeeze(getattr(row, "alias", "")),
        squeeze(row.name_previous),
        year,
    )


def plan_item(plan: PlanRow, year: int) -> Item:
    """A plan of an edition, as an item whose part is its number."""
    name, number = squeeze(plan.name), plan.plan_id.lstrip("0")
    return Item("plan", plan.plan_id, 0, plan.name, name, name, number, "", "", year)


def matched_plans(new: Sequence[Item], old: Sequence[Item], renamed: Sequence[Renamed]) -> dict[str, str]:
    """The plan of an earlier edition that each plan is, by its name; its number alone says nothing."""
    found = _matched({item.key: item for item in new}, old, renamed, [lambda item: ""])
    return {key[1]: item.plan for key, item in found.items()}


def matched(
    new: Mapping[Key, Item],
    old: Sequence[Item],
    renamed: Sequence[Renamed],
    plan_then: Callable[[Item], str | None],
    same_values: Callable[[Item, Item], bool],
) -> dict[Key, Item]:
    """The row of an earlier edition that each row is: in the same plan, else in another.

    `new` are the rows by any key; `plan_then` is the number that the plan of such a row had then. In
    another plan a name alone, 普及啓発事業, says nothing: there `same_values` must hold too, or the name
    be declared.
    """

    def in_plan(item: Item) -> str | None:
        return item.plan if item.year == old[0].year else plan_then(item)

    return _matched(new, old, renamed, [in_plan, _anywhere], same_values) if old else {}


def _anywhere(item: Item) -> str:
    return ""


def _matched(
    new: Mapping[Key, Item],
    old: Sequence[Item],
    renamed: Sequence[Renamed],
    places: Sequence[Callable[[Item], str | None]],
    same_values: Callable[[Item, Item], bool] = lambda item, other: True,
) -> dict[Key, Item]:
    if not old:
        return {}
    said = {key: names_then(item, old[0].year, renamed) for key, item in new.items()}
    found: dict[Key, Item] = {}
    taken: set[Key] = set()
    by_key = {item.key: item for item in old}
    declared, *others = _WAYS
    order = [(place, declared) for place in places]
    order += [(place, way) for place in places for way in others]
    for place, (asked, answers) in order:
        open_new = {
            key: {(item.subject, place(item), *name) for name in asked(item, said[key])}
            for key, item in new.items()
            if key not in found and place(item) is not None
        }
        open_old = {
            key: {(item.subject, place(item), *name) for name in answers(item)}
            for key, item in by_key.items()
            if key not in taken
        }
        for one, other in _pairs(open_new, open_old):
            by_name = place is _anywhere and asked is not declared[0]
            if by_name and not same_values(new[one], by_key[other]):
                continue
            found[one] = by_key[other]
            taken.add(other)
    return found


def _pairs(
    new: Mapping[Key, set[tuple[str | None, ...]]], old: Mapping[Key, set[tuple[str | None, ...]]]
) -> list[tuple[Key, Key]]:
    """Those that answer to each other and to nothing else."""
    by_name: dict[tuple[str | None, ...], list[Key]] = defaultdict(list)
    for key, names in old.items():
        for name in names:
            by_name[name].append(key)
    ahead = {key: {other for name in names for other in by_name[name]} for key, names in new.items()}
    back: dict[Key, set[Key]] = defaultdict(set)
    for key, others in ahead.items():
        for other in others:
            back[other].add(key)
    return [
        (key, other)
        for key, others in ahead.items()
        if len(others) == 1 and len(back[other := next(iter(others))]) == 1
    ]


def names_then(item: Item, year: int, renamed: Sequence[Renamed]) -> frozenset[str]:
    """The names that a row is said to have had in an earlier year; empty where nothing is said.

    The document's own word (前年度の名前) goes before `renamed`; of several changes each in its turn.
    """
    if item.previous:
        return _before(item.previous, item, item.year - 1, year, renamed)
    return _before(item.full, item, item.year, year, renamed) - {item.full}


def _before(name: str, item: Item, since: int, year: int, renamed: Sequence[Renamed]) -> frozenset[str]:
    """What a name was before all changes after `year`; the part of an indicator stays behind it."""
    for change in sorted(renamed, key=lambda each: -each.year):
        of_plan = not change.plan or change.plan.lstrip("0") == item.plan.lstrip("0")
        if not (year < change.year <= since and of_plan):
            continue
        rest = item.full.removeprefix(item.name) if item.subject == "indicator" else ""
        new, old = squeeze(change.new), squeeze(change.old)
        if name == new:
            name = old
        elif rest and name == new + rest:
            name = old + rest
    return frozenset({name})


def _declared(item: Item, said: frozenset[str]) -> Names:
    for name in said:
        yield (name,)
        if item.subject == "indicator" and item.part:
            yield name, item.part


def _when_declared(item: Item) -> Names:
    yield (item.full,)
    if item.subject == "indicator" and item.part:
        yield item.name, item.part


def _own(*parts: Callable[[Item], str]) -> Callable[[Item, frozenset[str]], Names]:
    """A row's own names, unless it is said to have had another."""
    return lambda item, said: [] if said else [tuple(part(item) for part in parts)]


def _with_alias(item: Item) -> Names:
    return {(item.full,), (item.alias or item.full,)}


# How a row is asked for, and what a row of an earlier edition answers to, surest first.
_WAYS: tuple[tuple[Callable[[Item, frozenset[str]], Names], Callable[[Item], Names]], ...] = (
    (_declared, _when_declared),
    (_own(lambda i: i.full, lambda i: i.part), lambda item: [(item.full, item.part)]),
    (_own(lambda i: i.full), lambda item: [(item.full,)]),
    (lambda item, said: [] if said else _with_alias(item), _with_alias),
)


def match_doubts(
    new: Sequence[Item], old: Sequence[Item], plans: Mapping[str, str], same_value: Callable[[Item, Item], bool]
) -> list[MatchDoubt]:
    """Rows without a counterpart that may have one: of the same name elsewhere, alike, of the same value.

    `new` and `old` are those left over; `plans` tells the earlier number of each plan.
    """
    found = [
        MatchDoubt(item, same)
        for item in new
        if (same := tuple(o for o in old if (o.subject, o.full) == (item.subject, item.full)))
    ]
    likely = [
        (_alike(item, other), item, other)
        for item in new
        for other in old
        if item.subject == other.subject
        and (item.subject == "plan" or plans.get(item.plan) == other.plan)
        and (
            _alike(item, other) >= SIMILAR
            or (item.subject == "plan" and item.part == other.part)  # of the same number
            or same_value(item, other)
        )
    ]
    asked = {doubt.new.key for doubt in found}
    answers = {item.key for doubt in found for item in doubt.old}
    for _, item, other in sorted(likely, key=lambda each: -each[0]):
        if item.key not in asked and other.key not in answers:
            found.append(MatchDoubt(item, (other,)))
            asked.add(item.key)
            answers.add(other.key)
    return sorted(found, key=lambda doubt: doubt.new.key)


def _alike(item: Item, other: Item) -> float:
    """How alike two names are, 0 to 1."""
    return SequenceMatcher(None, item.full, other.full, autojunk=False).ratio()
