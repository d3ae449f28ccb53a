"""Status rules 達成状況の判定規則 as data: `rules.toml`, read once and checked."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

Polarity = str  # "higher", "lower" or "" (unknown)


@dataclass(frozen=True)
class Class:
    """One class 区分 of a rule: its mark, the city's word, our plain word, and its condition."""

    mark: str
    word: str
    when: str
    met: str = ""
    x: Decimal = Decimal(0)


@dataclass(frozen=True)
class Rule:
    """A named rule 判定規則 with its source; classes are tried from top to bottom."""

    name: str
    title: str
    source: str
    classes: tuple[Class, ...]

    def word(self, mark: str) -> str:
        """The city's word for a mark, empty for none."""
        return next((each.word for each in self.classes if each.mark == mark), "")

    def tone(self, mark: str) -> str:
        """How a mark is to be taken: `good`, `bad` (nothing of value reached) or `muted` (unknown)."""
        when = next((each.when for each in self.classes if each.mark == mark), "no_actual")
        return {"otherwise": "bad", "no_actual": "muted"}.get(when, "good")

    def rank(self, mark: str) -> int | None:
        """The place of a mark from best (0) down; None for a mark that ranks nowhere."""
        ranked = [each.mark for each in self.classes if each.when != "no_actual"]
        return ranked.index(mark) if mark in ranked else None


@dataclass(frozen=True)
class Standing:
    """The values 値 of one indicator that a condition looks at."""

    baseline: Decimal | None
    target: Decimal | None
    actual: Decimal | None
    polarity: Polarity
    expected: Decimal | None = None


@cache
def rules() -> dict[str, Rule]:
    """All rules of `rules.toml`; ValueError for an unknown condition."""
    data = tomllib.loads(Path(__file__).with_name("rules.toml").read_text(encoding="utf-8"))
    return {name: _rule(name, table) for name, table in data.items()}


def _rule(name: str, table: dict) -> Rule:  # type: ignore[type-arg]
    classes = tuple(
        Class(**{**each, "x": Decimal(str(each.get("x", 0)))}) for each in table["classes"]
    )
    for each in classes:
        if each.when not in CONDITIONS:
            raise ValueError(f"rule {name}: unknown condition {each.when!r}")
    return Rule(name, table["title"], table["source"], classes)


def verdict(rule: Rule, standing: Standing) -> str:
    """The mark that a rule gives; empty where a value or the polarity that it needs is unknown.

    >>> hitachi = rules()["target-baseline"]
    >>> verdict(hitachi, Standing(Decimal(86), Decimal(50), Decimal(85), "lower"))
    '○'
    >>> verdict(hitachi, Standing(Decimal(60), Decimal(60), Decimal("89.0"), "higher"))
    '◎'
    >>> verdict(hitachi, Standing(Decimal("28.9"), Decimal(35), None, "higher"))
    '—'
    """
    for each in rule.classes:
        met = CONDITIONS[each.when](standing, each.x)
        if met is None:
            return ""
        if met:
            return each.mark
    return ""


def reached(value: Decimal, threshold: Decimal, polarity: Polarity) -> bool:
    """Whether a value is at or beyond a threshold in the indicator's direction 向き."""
    return value <= threshold if polarity == "lower" else value >= threshold


def _no_actual(s: Standing, _: Decimal) -> bool | None:
    return s.actual is None


def _target_reached(s: Standing, _: Decimal) -> bool | None:
    if s.actual is None or s.target is None or not s.polarity:
        return None
    return reached(s.actual, s.target, s.polarity)


def _target_exceeded(s: Standing, x: Decimal) -> bool | None:
    met = _target_reached(s, x)
    return met if not met else s.actual != s.target


def _baseline_reached(s: Standing, _: Decimal) -> bool | None:
    if s.actual is None or s.baseline is None or not s.polarity:
        return None
    return reached(s.actual, s.baseline, s.polarity)


def _within_percent(s: Standing, x: Decimal) -> bool | None:
    if s.actual is None or s.baseline is None:
        return None
    return abs(s.actual - s.baseline) * 100 <= abs(s.baseline) * x


def _path_share(s: Standing, x: Decimal) -> bool | None:
    if s.actual is None or s.baseline is None or s.expected is None or s.expected == s.baseline:
        return None
    return (s.actual - s.baseline) * 100 / (s.expected - s.baseline) >= x


def _otherwise(s: Standing, _: Decimal) -> bool | None:
    return True


CONDITIONS: dict[str, Callable[[Standing, Decimal], bool | None]] = {
    "no_actual": _no_actual,
    "target_reached": _target_reached,
    "target_exceeded": _target_exceeded,
    "baseline_reached": _baseline_reached,
    "within_percent": _within_percent,
    "path_share": _path_share,
    "otherwise": _otherwise,
}
