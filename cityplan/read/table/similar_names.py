"""Names of plans and groups that may be one name in two spellings 表記ゆれ: やすらぎある and やすらぎのある."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import combinations

from cityplan.japanese.letters import squeeze

_LOOSE = re.compile(r"[^一-龠々ァ-ヶ0-9A-Za-z]")  # what a spelling may add or change: kana, dots, ー
_SHORTEST = 4
_MOST = 2  # letters
_ALIKE = 0.75  # of two groups with a plan of one name


def similar(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of names that differ in a letter or two, but in none that carries a meaning of its own.

    >>> list(similar(["やすらぎのある安全なまち", "やすらぎある安全なまち", "商業の振興", "工業の振興"]))
    [('やすらぎのある安全なまち', 'やすらぎある安全なまち')]
    >>> list(similar(["観光の振興", "観光振興", "第1次産業", "第2次産業"]))
    [('観光の振興', '観光振興')]
    """
    alike: dict[str, list[str]] = defaultdict(list)
    for name in dict.fromkeys(names):
        alike[_LOOSE.sub("", squeeze(name))].append(name)
    for own in alike.values():
        yield from (pair for pair in combinations(own, 2) if _near(*map(squeeze, pair)))


def _near(one: str, other: str) -> bool:
    changes = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    changed = sum(max(b - a, d - c) for tag, a, b, c, d in changes if tag != "equal")
    return min(len(one), len(other)) >= _SHORTEST and changed <= _MOST


def groups_alike(one: str, other: str) -> bool:
    """Whether two groups that have a plan of the same name may be one group.

    >>> groups_alike("安心が確保されたまちづくりの推進", "安心が確保されたまちづくり"), groups_alike("ひと", "まち")
    (True, False)
    >>> groups_alike("基本目標1 にぎわい", "基本目標2 にぎわい")
    False
    """
    one, other = squeeze(one), squeeze(other)
    if re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE


def pairs(named: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """The pairs of groups (`group`) and of plans of one group (`name`) from (group, plan) that may be one."""
    known = list(dict.fromkeys(named))
    of_name: dict[str, list[str]] = defaultdict(list)
    of_group: dict[str, list[str]] = defaultdict(list)
    for group, plan in known:
        of_name[squeeze(plan)].append(group)
        of_group[squeeze(group)].append(plan)
    found = list(similar(group for group, _ in known))
    for own in of_name.values():
        found += [pair for pair in combinations(own, 2) if groups_alike(*pair)]
    yield from (("group", *pair) for pair in dict.fromkeys(found))
    for own in of_group.values():
        yield from (("name", *pair) for pair in similar(own))
