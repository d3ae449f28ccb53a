"""Several indicators in a row 1行に2つ以上の指標: the same headings over and over, found by how they differ."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from cityplan.japanese.letters import squeeze
from cityplan.read.proposal.seen import SeenColumn
from cityplan.read.table.heading_words import meaning

_CIRCLED = "①-⑳"
_NUMBER = re.compile(
    rf"[{_CIRCLED}]|(?<![\d.R令和平成年])(?:\d{{1,2}}|[０-９]{{1,2}})(?![\d.年度])|(?<=[指標])[ア-ンA-Za-zＡ-Ｚ](?=[:：]|$)"
)


@dataclass(frozen=True)
class Repeat:
    """The columns of each of several indicators: `each` is what stands for {} in the headings of `template`.

    `columns` are the first indicator's, their headings with {}; `all_columns` are those of every one.
    """

    each: tuple[str, ...]
    columns: tuple[SeenColumn, ...]
    template: tuple[str, ...]
    all_columns: frozenset[int]
    every: tuple[tuple[SeenColumn, ...], ...]  # those of each indicator


def repeated(columns: Sequence[SeenColumn]) -> Repeat | None:
    """The columns of indicators that stand several times in a row, each with a name of its own; None where none do."""
    for found in (_by_upper(columns), _by_number(columns), _by_place(columns)):
        if found is not None:
            return found
    return None


def _by_upper(columns: Sequence[SeenColumn]) -> Repeat | None:
    """Under upper headings, or behind the first words of theirs: 指標①/指標名, 活動指標ア：名称."""
    for part in (_upper, _prefix):
        groups: dict[str, list[tuple[str, SeenColumn]]] = defaultdict(list)
        for column in columns:
            if (parts := part(column)) is not None:
                groups[parts[0]].append((parts[1], column))
        alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for first, own in groups.items():
            alike[tuple(squeeze(rest) for rest, _ in own)].append(first)
        for rests, firsts in alike.items():
            if len(firsts) > 1 and len(rests) > 1 and _has_name(column for _, column in groups[firsts[0]]):
                template = [f"{{}}{rest}" for rest, _ in groups[firsts[0]]]
                return _repeat(firsts, template, [[column for _, column in groups[first]] for first in firsts])
    return None


def _upper(column: SeenColumn) -> tuple[str, str] | None:
    if len(column.levels) < 2:
        return None
    return column.levels[0], "/" + "/".join(column.levels[1:])


def _prefix(column: SeenColumn) -> tuple[str, str] | None:
    match = re.fullmatch(r"([^/]+?)([:：_・ 　].+)", column.heading)
    return (match[1], match[2]) if match else None


def _by_number(columns: Sequence[SeenColumn]) -> Repeat | None:
    """By a number in the heading: 指標名①, 指標2 単位."""
    groups: dict[str, list[tuple[str, SeenColumn]]] = defaultdict(list)
    for column in columns:
        for match in _NUMBER.finditer(column.heading):
            groups[match[0]].append((f"{column.heading[: match.start()]}{{}}{column.heading[match.end() :]}", column))
            break
    alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for number, own in groups.items():
        alike[tuple(squeeze(template) for template, _ in own)].append(number)
    for _, numbers in alike.items():
        own = groups[numbers[0]]
        if len(numbers) > 1 and len(own) > 1 and _has_name(column for _, column in own):
            return _repeat(numbers, [each for each, _ in own], [[c for _, c in groups[n]] for n in numbers])
    return None


def _by_place(columns: Sequence[SeenColumn]) -> Repeat | None:
    """The same headings n times: 指標名, 単位, R5, 指標名, 単位, R5."""
    groups: dict[str, list[SeenColumn]] = defaultdict(list)
    for column in columns:
        if column.levels:
            groups[squeeze(column.heading)].append(column)
    times = [len(own) for own in groups.values() if _has_name(own[:1]) and len(own) > 1]
    if not times:
        return None
    own = [group for group in groups.values() if len(group) == times[0]]
    if len(own) < 2 or not _in_turn(own):
        return None
    each = [str(number) for number in range(1, times[0] + 1)]
    every = [[group[at] for group in own] for at in range(times[0])]
    return _repeat(each, [f"{group[0].heading}#{{}}" for group in own], every)


def _in_turn(groups: list[list[SeenColumn]]) -> bool:
    """Whether all columns of an indicator stand before those of the next."""
    times = len(groups[0])
    return all(
        max(group[at].at for group in groups) < min(group[at + 1].at for group in groups) for at in range(times - 1)
    )


def _has_name(columns: Iterable[SeenColumn]) -> bool:
    return any(meaning(column.levels).role == "indicator" and not column.has_numbers for column in columns)


def _repeat(each: Sequence[str], template: Sequence[str], every: Sequence[Sequence[SeenColumn]]) -> Repeat:
    """The repeat; what the columns of the first say is what all of them hold."""
    together = [
        replace(first, texts=tuple(text for own in every for text in own[at].texts))
        for at, first in enumerate(every[0])
    ]
    return Repeat(
        tuple(each),
        tuple(together),
        tuple(template),
        frozenset(column.at for own in every for column in own),
        tuple(tuple(own) for own in every),
    )
