"""Status rules 達成状況の判定規則 as data: those of `rules.toml`, and a city's own of its `source.toml`; one reader.

What a mark 印 is - its letters, its order, its meaning, sign, colour and word - stands in its rule and nowhere else.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Literal

from cityplan.city.entries import Entries, check_keys, listed_in, text_of
from cityplan.files.errors import CONTROLS, SourceError
from cityplan.files.toml_text import toml_values
from cityplan.japanese.letters import DASHES, NOT_ENTERED, squeeze

Polarity = str  # "higher", "lower" or "" (unknown)
Zone = Literal["short", "between", "beyond", ""]  # of the baseline, of both, of the target; unknown

SHIPPED = "cityplan/city/rules.toml"
COLOURS = ("good", "bad", "muted")
# What a chart draws of a mark; these letters are drawn as shapes, all others as text in a box.
SIGNS = {"◎": "double-circle", "○": "circle", "△": "triangle", "×": "cross", "—": "dash"}
TEXT_SIGN = "text"
LONGEST_MARK = 8
_VARIANTS = str.maketrans({"〇": "○", "◯": "○", "￮": "○", "✕": "×"})
_BRACKETS = "()「」[]【】"
# A mark that no value gives, or the last one, is taken for the bad one, where the rule does not say.
_TONES = {"otherwise": "bad", "not_from_values": "bad", "no_actual": "muted"}


@dataclass(frozen=True)
class Class:
    """One class 区分 of a rule: its mark, the city's word, its condition, and how a chart draws it."""

    mark: str
    word: str
    when: str
    x: Decimal = Decimal(0)
    sign: str = TEXT_SIGN
    colour: str = "muted"


_NO_CLASS = Class("", "", "", sign="")


@dataclass(frozen=True)
class Rule:
    """A named rule 判定規則 with its source; classes are tried from top to bottom, the best first."""

    name: str
    title: str
    source: str
    classes: tuple[Class, ...]

    @property
    def marks(self) -> list[str]:
        """The marks from best to worst, the one of no value last."""
        return [c.mark for c in sorted(self.classes, key=lambda c: c.when == "no_actual")]

    def class_of(self, mark: str) -> Class:
        """The class of a mark; one without word and sign where it is none of this rule."""
        return next((each for each in self.classes if each.mark == mark), _NO_CLASS)

    def word(self, mark: str) -> str:
        """The city's word for a mark, empty for none."""
        return self.class_of(mark).word

    def told(self, mark: str) -> str:
        """A mark with its word as one text.

        >>> rules()["target-baseline"].told("○"), rules()["target-baseline-band"].told("A")
        ('○基準値以上', 'A（基準値を超えている）')
        """
        word = self.word(mark)
        return f"{mark}（{word}）" if word and _is_word(mark) else f"{mark}{word}"

    def aloud(self, mark: str) -> str:
        """What is said of a mark that stands alone: its word, with the letters of one that has some; empty for none.

        >>> rules()["target-baseline"].aloud("○"), rules()["target-baseline-band"].aloud("A")
        ('基準値以上', 'A（基準値を超えている）')
        """
        return self.told(mark) if _is_word(mark) else self.word(mark)

    def tone(self, mark: str) -> str:
        """How a mark is to be taken: `good`, `bad` (nothing of value reached) or `muted` (unknown)."""
        return self.class_of(mark).colour

    def sign(self, mark: str) -> str:
        """What a chart draws of a mark; empty where it is none of this rule."""
        return self.class_of(mark).sign

    def rank(self, mark: str) -> int | None:
        """The place of a mark from best (0) down; None for a mark that ranks nowhere."""
        ranked = [each.mark for each in self.classes if each.when != "no_actual"]
        return ranked.index(mark) if mark in ranked else None

    def tells_no_value(self, mark: str) -> bool:
        """Whether a mark says that there is no actual value 未公表."""
        return self.class_of(mark).when == "no_actual"

    def zone(self, mark: str) -> Zone:
        """Where between baseline and target a mark places an indicator, as far as its condition says that."""
        conditions = {c.mark: c.when.partition("_")[0] for c in self.classes if c.when != "target_share"}
        known = set(conditions.values())
        found = conditions.get(mark)
        if found == "target":
            return "beyond"
        if found == "baseline":
            return "between" if "target" in known else ""
        return "short" if found == "otherwise" and "baseline" in known else ""

    def read(self, text: str) -> tuple[str, str]:
        """The mark that a cell of a status column begins with, and the words behind it; no mark for any other text.

        >>> [rules()["target-baseline"].read(text)[0] for text in ("○基準値以上", "－指標未公表", "〇", "良好")]
        ['○', '—', '○', '']
        >>> [rules()["target-baseline-band"].read(text) for text in ("Ａ", "B（基準値と同水準）", "AA", "Bの見込み")]
        [('A', ''), ('B', '基準値と同水準'), ('', ''), ('', '')]
        """
        cell = _folded(text)
        for each in sorted(self.classes, key=lambda c: -len(c.mark)):
            mark = _folded(each.mark)
            words = cell.removeprefix(mark)
            if cell.startswith(mark) and _may_follow(each, words):
                return each.mark, words.strip(_BRACKETS)
        return "", ""


def is_mark(rule: Rule | None, text: str) -> bool:
    """Whether a cell of any column can only be a mark of the rule."""
    return bool(rule and rule.read(text)[0])


def printed_mark(rule: Rule | None, text: str) -> str:
    """The mark that is printed in a cell of a status column; without a rule the text itself is the mark."""
    return rule.read(text)[0] if rule else squeeze(text)


def _folded(text: str) -> str:
    """Letters of one form and without blanks; a dash of any length and a circle of any size are one."""
    plain = squeeze(text).translate(_VARIANTS)
    return f"—{plain[1:]}" if plain[:1] in DASHES and plain else plain


def _may_follow(each: Class, words: str) -> bool:
    """Whether words may stand behind a mark: any behind a sign, its own or such in brackets behind letters."""
    in_brackets = words[:1] in _BRACKETS and words[-1:] in _BRACKETS  # or none at all
    return in_brackets or words == _folded(each.word) or not _is_word(each.mark)


def _is_word(mark: str) -> bool:
    """Whether a mark is made of letters, and no sign."""
    return any(char.isalnum() for char in mark)


@dataclass(frozen=True)
class Standing:
    """The values 値 of one indicator that a condition looks at.

    `expected` is the value on the path 直線 at the actual year, unrounded: of 0 to 10 in six years
    1 is 60% after the first year, but 58.8% of the rounded 1.7. `year_target` is the target that is
    printed for the actual's own year 年度目標値 (期待値, 目安).
    """

    baseline: Decimal | None
    target: Decimal | None
    actual: Decimal | None
    polarity: Polarity
    expected: Decimal | Fraction | None = None
    year_target: Decimal | None = None


@cache
def rules() -> dict[str, Rule]:
    """All rules of `rules.toml`, in its order; SourceError where one is wrong."""
    data = toml_values(Path(__file__).with_name("rules.toml").read_text(encoding="utf-8"), SHIPPED)
    return read_rules(data, SHIPPED)


def with_own(rule: Rule | None) -> dict[str, Rule]:
    """The rules of `rules.toml` by name, and a city's own behind them."""
    return rules() | ({rule.name: rule} if rule else {})


def read_rules(tables: Entries, file: str, taken: Collection[str] = ()) -> dict[str, Rule]:
    """The rules of a file, in its order; SourceError where one is wrong, or has a name that is `taken`."""
    read: dict[str, Rule] = {}
    for name, table in tables.items():
        if not isinstance(table, dict):
            raise _error(
                file, name, "規則は、項目の並ぶ表です", name, "[rules.規則の名前] の見出しの下に書いてください。"
            )
        if name in taken:
            raise _error(file, name, f"この名前の規則は {SHIPPED} にあります", name, "ほかの名前にしてください。")
        read[name] = _rule(name, table, file)
    return read


def _rule(name: str, table: Entries, file: str) -> Rule:
    check_keys(table, {"title", "source", "classes"}, file, f"規則「{name}」の")
    title = _needed(table, "title", file, name, "規則が何によるかを短く書いてください")
    classes: list[Class] = []
    for number, each in enumerate(listed_in(table, "classes", dict, file), start=1):
        classes.append(_class(each, classes, file, f"{name} の{number}番目の区分"))
    if not classes:
        example = '{ mark = "A", word = "目標値以上", when = "target_reached" }'
        raise _error(file, name, "classes がないか、空です", "", f"classes = [ {example}, … ] を書いてください。")
    return Rule(name, title, text_of(table, "source", file), tuple(classes))


def _class(table: Entries, before: Collection[Class], file: str, where: str) -> Class:
    """One class; `before` are those above it."""
    check_keys(table, {"mark", "word", "when", "x", "sign", "colour"}, file, f"規則 {where}の")
    mark = _mark(table, before, file, where)
    when = _needed(table, "when", file, where, f"条件を書いてください（使えるもの: {'、'.join(CONDITIONS)}）")
    if when not in CONDITIONS:
        raise _unknown(file, where, "when", when, CONDITIONS)
    x = _x(table, when, file, where)
    for other in before:
        if when != "not_from_values" and (other.when == "otherwise" or (other.when, other.x) == (when, x)):
            why = f"「{other.mark}」（{other.when}）の後なので、当てはまることがありません"
            raise _error(file, where, why, mark, "区分の順か条件を直してください。")
    sign = text_of(table, "sign", file, SIGNS.get(_folded(mark), TEXT_SIGN))
    if sign not in (*SIGNS.values(), TEXT_SIGN):
        raise _unknown(file, where, "sign", sign, (*SIGNS.values(), TEXT_SIGN))
    colour = text_of(table, "colour", file, _TONES.get(when, "good"))
    if colour not in COLOURS:
        raise _unknown(file, where, "colour", colour, COLOURS)
    return Class(mark, text_of(table, "word", file), when, x, sign, colour)


def _mark(table: Entries, before: Collection[Class], file: str, where: str) -> str:
    mark = _needed(table, "mark", file, where, '印を mark = "A" のように書いてください')
    if len(mark) > LONGEST_MARK or mark != "".join(mark.split()) or CONTROLS.search(mark) or mark == NOT_ENTERED:
        told = f"印は、空白のない{LONGEST_MARK}字までの文字です（「{NOT_ENTERED}」は使えません）"
        raise _error(file, where, told, mark, "短い印にし、長い言葉は word に書いてください。")
    if alike := next((each.mark for each in before if _folded(each.mark) == _folded(mark)), ""):
        raise _error(file, where, f"上の区分の「{alike}」と同じ印です", mark, "区分ごとに別の印にしてください。")
    return mark


def _x(table: Entries, when: str, file: str, where: str) -> Decimal:
    """The x % of a condition that compares with it, 0 for the others."""
    x = table.get("x")
    if when not in WITH_X:
        if x is not None:
            raise _error(file, where, f"{when} に x は書きません", str(x), "x を消してください。")
        return Decimal(0)
    if not isinstance(x, int | float) or isinstance(x, bool) or not 0 <= x < float("inf"):
        text = "" if x is None else str(x)
        raise _error(file, where, f"{when} には、0以上の数の x が要ります", text, "x = 10 のように書いてください。")
    return Decimal(str(x))


def _needed(table: Entries, key: str, file: str, where: str, next_step: str) -> str:
    text = text_of(table, key, file)
    if not text:
        raise _error(file, where, f"{key} がないか、空です", "", f"{next_step}。")
    return text


def _unknown(file: str, where: str, key: str, text: str, known: Collection[str]) -> SourceError:
    return _error(
        file, where, f"知らない {key} です（使えるもの: {'、'.join(known)}）", text, "つづりを確かめてください。"
    )


def _error(file: str, where: str, problem: str, text: str, next_step: str) -> SourceError:
    return SourceError(f"{problem}（規則 {where}）", file=file, text=text, next_step=next_step)


def judged(rule: Rule, standing: Standing) -> str:
    """The mark that a rule gives; empty where a value or the polarity that it needs is unknown.

    >>> hitachi = rules()["target-baseline"]
    >>> judged(hitachi, Standing(Decimal(86), Decimal(50), Decimal(85), "lower"))
    '○'
    >>> judged(hitachi, Standing(Decimal(60), Decimal(60), Decimal("89.0"), "higher"))
    '◎'
    >>> judged(hitachi, Standing(Decimal("28.9"), Decimal(35), None, "higher"))
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


def _reached(s: Standing, threshold: Decimal | None) -> bool | None:
    if s.actual is None or threshold is None or not s.polarity:
        return None
    return reached(s.actual, threshold, s.polarity)


def _exceeded(s: Standing, threshold: Decimal | None) -> bool | None:
    met = _reached(s, threshold)
    return met if not met else s.actual != threshold


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


def _share(s: Standing, target: Decimal | None, x: Decimal) -> bool | None:
    """Whether the actual value is x % of a target, where less is better the target of the actual value.

    A value below zero is short of any share of a target of 0 or more.
    """
    if s.actual is None or target is None or not s.polarity or target < 0:
        return None
    share, whole = (target, s.actual) if s.polarity == "lower" else (s.actual, target)
    return share * 100 >= whole * x


CONDITIONS: dict[str, Callable[[Standing, Decimal], bool | None]] = {
    "no_actual": lambda s, _: s.actual is None,
    "target_reached": lambda s, _: _reached(s, s.target),
    "target_exceeded": lambda s, _: _exceeded(s, s.target),
    "year_target_reached": lambda s, _: _reached(s, s.year_target),
    "year_target_exceeded": lambda s, _: _exceeded(s, s.year_target),
    "baseline_reached": lambda s, _: _reached(s, s.baseline),
    "baseline_exceeded": lambda s, _: _exceeded(s, s.baseline),
    "within_percent": _within_percent,
    "path_share": _path_share,
    "target_share": lambda s, x: _share(s, s.target, x),
    "year_target_share": lambda s, x: _share(s, s.year_target, x),
    "not_from_values": lambda s, _: False,
    "otherwise": lambda s, _: True,
}
WITH_X = ("within_percent", "path_share", "target_share", "year_target_share")  # the conditions that compare with x %
