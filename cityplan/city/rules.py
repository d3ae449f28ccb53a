"""Status rules 達成状況の判定規則 as data: `rules.toml`, read once and checked."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from cityplan.city.entries import check_keys, check_needed, listed_in, text_of
from cityplan.files.errors import SourceError
from cityplan.files.toml_text import toml_values

RULES_FILE = "cityplan/city/rules.toml"
Polarity = str  # "higher", "lower" or "" (unknown)


@dataclass(frozen=True)
class Class:
    """One class 区分 of a rule: its mark, the city's word, and its condition."""

    mark: str
    word: str
    when: str
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
        tones = {"otherwise": "bad", "not_from_values": "bad", "no_actual": "muted"}
        return tones.get(when, "good")

    def rank(self, mark: str) -> int | None:
        """The place of a mark from best (0) down; None for a mark that ranks nowhere."""
        ranked = [each.mark for each in self.classes if each.when != "no_actual"]
        return ranked.index(mark) if mark in ranked else None


@dataclass(frozen=True)
class Standing:
    """The values 値 of one indicator that a condition looks at.

    `expected` is the value on the path 直線 at the actual year, unrounded: of 0 to 10 in six years
    1 is 60% after the first year, but 58.8% of the rounded 1.7.
    """

    baseline: Decimal | None
    target: Decimal | None
    actual: Decimal | None
    polarity: Polarity
    expected: Decimal | Fraction | None = None


@cache
def rules() -> dict[str, Rule]:
    """All rules of `rules.toml`, in its order; SourceError where one is wrong."""
    data = toml_values(Path(__file__).with_name("rules.toml").read_text(encoding="utf-8"), RULES_FILE)
    return {name: _rule(name, table) for name, table in data.items()}


def _rule(name: str, table: dict[str, Any]) -> Rule:
    where = f"[{name}]"
    title, source = _texts(where, table, ("title", "source"), ("classes",))
    given = listed_in(table, "classes", dict, RULES_FILE)
    classes = tuple(_class(f"{where} の{i}つ目の区分", each) for i, each in enumerate(given, 1))
    if not classes:
        raise _wrong(f"{where} の classes が空です", "classes", "")
    marks = [each.mark for each in classes]
    for i, each in enumerate(classes):
        if each.mark in marks[:i]:
            raise _wrong(f"{where} に、同じ印の区分が2つあります", "mark", each.mark)
        if each.when != "not_from_values" and any(c.when == "otherwise" for c in classes[:i]):
            raise _wrong(f"{where} の otherwise の下の区分には届きません", "mark", each.mark)
    return Rule(name, title, source, classes)


def _class(where: str, table: dict[str, Any]) -> Class:
    mark, word, when = _texts(where, table, ("mark", "word", "when"), (), ("x",))
    x = table.get("x")
    if when not in CONDITIONS:
        raise _wrong(f"{where}の when にない条件です（使えるもの: {'、'.join(CONDITIONS)}）", "when", when)
    if when in WITH_X and x is None:
        raise _wrong(f"{where}の {when} には x が要ります", "x", "")
    if when not in WITH_X and x is not None:
        raise _wrong(f"{where}の {when} に x は要りません", "x", str(x))
    if x is not None and (type(x) not in (int, float) or not 0 <= x < float("inf")):
        raise _wrong(f"{where}の x は0以上の数です", "x", str(x))
    return Class(mark, word, when, Decimal(str(x or 0)))


def _texts(
    where: str, table: dict[str, Any], keys: tuple[str, ...], needed: tuple[str, ...], allowed: tuple[str, ...] = ()
) -> list[str]:
    """The texts under some keys, none of them empty; `needed` are other keys that must be there, `allowed` may."""
    check_keys(table, (*keys, *needed, *allowed), RULES_FILE, f"{where} の")
    check_needed(table, (*keys, *needed), RULES_FILE, where)
    texts = [text_of(table, key, RULES_FILE) for key in keys]
    for key, text in zip(keys, texts, strict=True):
        if not text:
            raise _wrong(f"{where} の {key} が空です", key, "")
    return texts


def _wrong(problem: str, column: str, text: str) -> SourceError:
    return SourceError(
        problem, file=RULES_FILE, column=column, text=text, next_step="ファイルの初めの説明を見て、直してください。"
    )


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


def reached(value: Decimal, threshold: Decimal | Fraction, polarity: Polarity) -> bool:
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


def _baseline_exceeded(s: Standing, x: Decimal) -> bool | None:
    met = _baseline_reached(s, x)
    return met if not met else s.actual != s.baseline


def _within_percent(s: Standing, x: Decimal) -> bool | None:
    if s.actual is None or s.baseline is None:
        return None
    return abs(s.actual - s.baseline) * 100 <= abs(s.baseline) * x


def _path_share(s: Standing, x: Decimal) -> bool | None:
    if s.actual is None or s.baseline is None or s.expected is None or not s.polarity:
        return None
    if reached(s.baseline, s.expected, s.polarity):
        return None  # 路線バス 3,288 to 3,041 以上: with 2,740 the share would be 555%
    start = Fraction(s.baseline)
    return (Fraction(s.actual) - start) / (Fraction(s.expected) - start) * 100 >= x


def _not_from_values(s: Standing, _: Decimal) -> bool | None:
    return False


def _otherwise(s: Standing, _: Decimal) -> bool | None:
    return True


CONDITIONS: dict[str, Callable[[Standing, Decimal], bool | None]] = {
    "no_actual": _no_actual,
    "target_reached": _target_reached,
    "target_exceeded": _target_exceeded,
    "baseline_reached": _baseline_reached,
    "baseline_exceeded": _baseline_exceeded,
    "within_percent": _within_percent,
    "path_share": _path_share,
    "not_from_values": _not_from_values,
    "otherwise": _otherwise,
}
WITH_X = ("within_percent", "path_share")  # the conditions that compare with x %
