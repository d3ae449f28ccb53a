"""The verdict 判定 of a plan in sentences 文: facts in, sentences out, whatever the facts are.

The facts are those of the tables (`verdict.py` takes them from there), the sentences are patterns 文の型 in which
an analyst may change any word. Each clause tells one fact: none is told that is not there, and nothing is concluded.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from cityplan.compute.used import DOUBT
from cityplan.files.markup import Fragment, fragment, joined
from cityplan.report.report import filled

Side = Literal["beyond", "equal", "short", ""]  # of a yardstick, in the indicator's direction; empty where unknown
Verb = Literal["rise", "fall", "more", "fewer", "same", ""]
LinkOf = Callable[[object], object]

TOLD_ALONE = 2  # indicators or activities that are told one by one
LONGEST_SENTENCE = 160  # characters of a line; what would be longer is counted, not named
# A verb before a clause that goes on, before one that says the opposite, at the end; and as an aim 目標.
_VERBS = {
    "rise": ("上がり、", "上がったが、", "上がった", "上げる"),
    "fall": ("下がり、", "下がったが、", "下がった", "下げる"),
    "more": ("増え、", "増えたが、", "増えた", "増やす"),
    "fewer": ("減り、", "減ったが、", "減った", "減らす"),
    "same": ("", "", "変わらない", "保つ"),
}
_GOES_ON, _BUT, _END, _AIM = range(4)


# facts 事実


@dataclass(frozen=True)
class Yardstick:
    """A baseline 基準値 or a target 目標値 as shown, its year, and on which side of it the actual stands."""

    value: str
    side: Side = ""
    year: str = ""


@dataclass(frozen=True)
class Move:
    """How an indicator moved since last year 前年度からの動き: its value, or its mark.

    `way` is empty where it is not known which way is better; `now` is the mark of this year.
    """

    by: Literal["value", "mark"]
    way: str
    verb: Verb
    before: str
    now: str = ""


@dataclass(frozen=True)
class IndicatorFacts:
    """An indicator 指標 of a year with results. `actual` is empty where there is no value.

    `why` says why there is none, or why it cannot be held against its yardsticks. The governing baseline is the
    first one. `difference` is that to the target, else to the baseline. `mark` is the printed one with its word,
    `mark_of_values` what the rule makes of the values where that is another.
    """

    name: str
    actual: str = ""
    why: str = ""
    target: Yardstick | None = None
    baselines: tuple[Yardstick, ...] = ()
    better: str = ""
    difference: str = ""
    move: Move | None = None
    mark: str = ""
    mark_of_values: str = ""
    move_of_marks: Move | None = None  # where it is not that of the values


@dataclass(frozen=True)
class Aim:
    """What is aimed at 目標 with an indicator that has no actual yet."""

    name: str
    now: Yardstick | None = None
    target: Yardstick | None = None
    years: int | None = None
    difference: str = ""
    verb: Verb = ""  # empty where target and present value cannot be compared


@dataclass(frozen=True)
class ActivityFacts:
    """The result 実績 of a listed activity: what was counted, and whether it is more than last year."""

    name: str
    change: str = ""
    is_number: bool = True


@dataclass(frozen=True)
class PlanFacts:
    """All that the verdict of a plan is made of.

    `repeated` are the indicators 再掲 that are left out of `indicators`, `shared` the rows (parts, marks) that have
    fewer marks of last year than parts, `wrong_ratios` the printed ratios that do not follow from their values.
    """

    noun: str = "プラン"
    has_sheet: bool = True
    started: bool = True
    next_year: str = ""
    indicators: tuple[IndicatorFacts, ...] = ()
    aims: tuple[Aim, ...] = ()
    repeated: int = 0
    activities: tuple[ActivityFacts, ...] = ()
    shared: tuple[tuple[int, int], ...] = ()
    wrong_ratios: int = 0


# patterns 文の型


@dataclass(frozen=True)
class Words:
    """The patterns 文の型 of a verdict; each may be another one: `Words(below="…")`."""

    # one or two indicators
    clause: str = "{指標}は{実績}で、{動き}{状態}。"
    both: str = "{指標}（{実績}）と{次の指標}（{次の実績}）は、どちらも{状態}。"
    moved_value: str = "前年度の{前}から{動く}"
    moved_mark: str = "印が前年度の{前}から{今}に{動く}"
    same_value: str = "{実績}（前年度と同じ）"
    target: str = "目標値{値}"
    baseline: str = "基準値{値}"
    baseline_of_year: str = "{年度}の基準値{値}"
    # how it stands
    reached: str = "{目標値}に届いている"
    reached_only: str = "{目標値}に届いているが、{基準値}に届いていない"
    above: str = "{基準値}を{上回る}が、{目標値}に届いていない"
    above_only: str = "{基準値}を{上回る}"
    equal: str = "{基準値}と同じで、{目標値}に届いていない"
    equal_only: str = "{基準値}と同じ"
    below: str = "{基準値}に届いていない"
    below_some: str = "{届いた基準値}を{上回る}が、{基準値}に届いていない"
    below_some_equal: str = "{届いた基準値}と同じだが、{基準値}に届いていない"
    short: str = "{目標値}に届いていない"
    higher: str = "上回る"
    lower: str = "下回る"
    # what is not known
    missing: str = "{指標}は、{理由}ため、{比べる値}に届いているか分からない。"
    missing_bare: str = "{指標}は、{理由}ため、分からない。"
    unclear: str = "{指標}は{実績}で、{動き}{理由}ため、{比べる値}に届いているか分からない。"
    unclear_bare: str = "{指標}は{実績}で、{動き}{比べる値}に届いているか分からない。"
    undirected: str = "{指標}は{実績}で、{動き}{比べる値}との差は{差}。良し悪しの向きは、資料からは分からない。"
    undirected_equal: str = "{指標}は{実績}で、{動き}{比べる値}と同じ。良し悪しの向きは、資料からは分からない。"
    bare: str = "{指標}は{実績}。"
    bare_moved: str = "{指標}は{実績}で、{動き}。"
    # the mark 印 beside the value
    mark_alone: str = "実績値はないが、資料の印は{印}。"
    mark_quoted: str = "資料の印は{印}。"
    mark_differs: str = "資料の印は{印}だが、値からは{値の印}になる。"
    moves_differ: str = "印は前年度の{前}から{今}に{動く}が、値の動きと合わない。"
    # three indicators and more
    of: str = "{全体}指標{再掲}のうち"
    all: str = "{全体}指標{再掲}すべてが{状態}。"
    without_repeated: str = "（再掲{数}を除く）"
    counted: str = "{数}指標が{状態}。"
    named: str = "「{指標}」は{状態}。"
    many_above: str = "基準値以上だが、目標値に届いていない"
    many_above_lower: str = "基準値に届いているが、目標値に届いていない"
    many_above_only: str = "基準値以上"
    many_above_only_lower: str = "基準値に届いている"
    counted_unknown: str = "{数}指標は{状態}。"
    all_unknown: str = "{全体}指標{再掲}は、どれも{状態}。"
    many_missing: str = "{理由}ため、目標値に届いているか分からない"
    no_value: str = "実績値がないか読めない"
    many_unclear: str = "目標値に届いているか分からない"
    many_undirected: str = "良し悪しの向きが資料から分からない"
    many_bare: str = "基準値も目標値も資料にない"
    many_unknown: str = "値か良し悪しの向きが分からない"
    many_moved: str = "前年度より{内訳}。"
    fell: str = "下がったのは{誰}"
    rose: str = "上がったのは{誰}"
    fell_lower: str = "悪い方へ動いたのは{誰}"
    rose_lower: str = "良い方へ動いたのは{誰}"
    mark_fell: str = "印が下がったのは{誰}"
    mark_rose: str = "印が上がったのは{誰}"
    many_marks_differ: str = "{数}指標は、資料の印が値と合わない。"
    many_moves_differ: str = "{数}指標は、印の動きが値の動きと合わない。"
    many_marks_alone: str = "{数}指標は、実績値がなく印だけがある。"
    # before there are results
    ahead: str = "{指標}を、{現状値}から{目標値}へ、{年数}{差}{上げる}ことを目標にしている。"
    ahead_same: str = "{指標}は{現状値}で、目標値も{目標値}で同じ。"
    ahead_apart: str = "{指標}は{現状値}で、目標値は{目標値}。"
    ahead_target: str = "{指標}の目標値は{目標値}。現状値は資料にない。"
    ahead_now: str = "{指標}は{現状値}。目標値は資料にない。"
    ahead_bare: str = "{指標}の現状値と目標値は、資料にない。"
    in_year: str = "{値}（{年度}）"
    in_years: str = "{数}年で"
    many_ahead: str = "{全体}指標{再掲}の目標値は、{内訳}。"
    ahead_more: str = "現状値より大きいものが{数}指標"
    ahead_fewer: str = "現状値より小さいものが{数}指標"
    ahead_equal: str = "現状値と同じものが{数}指標"
    ahead_unknown: str = "現状値と比べられないものが{数}指標"
    no_results: str = "{年度}以降の実績は、まだ資料にない。"
    no_results_yet: str = "実績は、まだ資料にない。"
    # nothing to tell
    no_sheet: str = "この{プラン}の個別シートは資料になく、実績も指標も分からない。"
    no_indicators: str = "この{プラン}の指標は、資料にない。"
    # the second line: activities
    activities: str = "掲載{数}事業の実績は、{どれも}{増えた}。"
    activities_some: str = "数値のある{数}事業の実績は、{どれも}{増えた}。"
    activities_apart: str = "掲載{数}事業の実績は、前年度と数値で比べられない。"
    activities_texts: str = "掲載{数}事業の実績は文章などで、前年度と数値で比べられない。"
    others_apart: str = "ほかの{数}事業は、数値で比べられない。"
    each: str = "どちらも"
    every: str = "すべて"
    up: str = "前年度より増えた"
    down: str = "前年度より減った"
    same: str = "前年度と同じ"
    up_and_down: str = "{増}は前年度より増え、{減}は減った。"
    up_and_same: str = "{増}は前年度より増え、{同}は同じ。"
    down_and_same: str = "{減}は前年度より減り、{同}は同じ。"
    activities_mixed: str = "数値で比べられる{数}事業のうち、前年度より{内訳}。"
    mixed_up: str = "増えたのは{誰}"
    mixed_down: str = "減ったのは{誰}"
    mixed_same: str = "変わらないのは{誰}"
    # the second line: what must be known beside it
    repeated: str = "再掲の{数}指標は、1度だけ数えた。"
    shared: str = "前年度の印は{区分数}区分に{印数}つだけで、区分ごとの動きは分からない。"
    shared_some: str = "前年度の印が区分の数より少ない所があり、区分ごとの動きは分からない。"
    wrong_ratios: str = "前年度比の記載{数}か所は、実績からの計算と合わない（※）。"
    doubtful: str = "※の数値には、確認の要る点がある（注を参照）。"


# the lines


def lines(facts: PlanFacts, words: Words, link: LinkOf = str) -> list[Fragment]:
    """The lines 行 of the verdict, the first on the indicators; `link` leads from a count to what was counted."""
    first = _indicators(facts, words, link)
    return [line for line in (*first, *_below(facts, words, link, first)) if line]


def _indicators(facts: PlanFacts, words: Words, link: LinkOf) -> list[Fragment]:
    rows = facts.indicators if facts.started else facts.aims
    if not rows:
        return [filled(words.no_indicators if facts.has_sheet else words.no_sheet, {"プラン": facts.noun})]
    if not facts.started:
        return [joined([*_aims(facts, words, link), _no_results(facts, words)])]
    if len(rows) <= TOLD_ALONE:
        return [_few(facts.indicators, words)]
    return _many(facts, words, link)


# how an indicator stands


def standing_words(row: IndicatorFacts) -> str:
    """How an indicator stands to its yardsticks, in one word: of the eleven there are, just one is true.

    >>> standing_words(IndicatorFacts("数", "12社", target=Yardstick("40社", "short"), better="higher"))
    'short'
    """
    if not row.actual:
        return "missing"
    if not row.target and not row.baselines:
        return "bare"
    if row.why:
        return "unclear"
    if not row.better:
        return "undirected"
    target = row.target.side if row.target else ""
    baseline = row.baselines[0].side if row.baselines else ""
    if target in ("beyond", "equal"):
        return "reached_only" if baseline == "short" else "reached"
    if baseline == "short":
        return "below"
    if baseline:
        return "above" if target == "short" else "above_only"
    return "short" if target == "short" else "unclear"


_UNKNOWN = ("missing", "undirected", "unclear", "bare")


def _state(row: IndicatorFacts, words: Words, with_values: bool = True) -> Fragment:
    """How an indicator stands, in words: 基準値8社を上回るが、目標値40社以上に届いていない."""
    kind = standing_words(row)
    over = [each for each in row.baselines if each.side == "beyond"]
    equal = [each for each in row.baselines if each.side == "equal"]
    below = [each for each in row.baselines if each.side == "short"]
    reached = over or equal
    if _is_between(row):
        kind = "below_some" if over else "below_some_equal"
    elif kind in ("above", "above_only") and not over:
        kind = kind.replace("above", "equal")
    shown = below if kind.startswith("below") or kind == "reached_only" else reached
    known = {
        "目標値": _target(row, words, with_values),
        "基準値": _baselines(row, shown, words, with_values),
        "届いた基準値": _baselines(row, reached, words, with_values),
        "上回る": words.lower if row.better == "lower" else words.higher,
    }
    return filled(getattr(words, kind), known)


def _is_between(row: IndicatorFacts) -> bool:
    """Whether an indicator stands between two baselines, and has not reached its target."""
    sides = {each.side for each in row.baselines}
    return (
        "short" in sides
        and bool(sides & {"beyond", "equal"})
        and standing_words(row) in ("below", "above", "above_only")
    )


def _target(row: IndicatorFacts, words: Words, with_value: bool = True) -> Fragment:
    return filled(words.target, {"値": row.target.value if with_value else ""}) if row.target else Fragment()


def _baselines(row: IndicatorFacts, shown: Sequence[Yardstick], words: Words, with_values: bool = True) -> Fragment:
    pattern = words.baseline_of_year if len(row.baselines) > 1 else words.baseline
    named = (filled(pattern, {"年度": each.year, "値": each.value if with_values else ""}) for each in shown)
    return joined(named, "と")


def _compared(row: IndicatorFacts, words: Words) -> Fragment:
    """What a value that cannot be judged is told beside: its target, else its baseline."""
    return _target(row, words) or _baselines(row, row.baselines[:1], words)


# one or two indicators


def _few(rows: Sequence[IndicatorFacts], words: Words) -> Fragment:
    """Each indicator in a clause of its own, what moved first; two that stand alike in one."""
    ordered = sorted(rows, key=_order)
    first, second = ordered[0], ordered[-1]
    if first is not second and _are_alike(first, second, words):
        known = {
            "指標": first.name,
            "実績": first.actual,
            "次の指標": second.name,
            "次の実績": second.actual,
            "状態": _state(first, words, with_values=False),
        }
        return filled(words.both, known)
    return joined(clause(row, words) for row in ordered)


_STANDINGS = ("reached", "reached_only", "above", "above_only", "short", "below", *_UNKNOWN)


def _order(row: IndicatorFacts) -> tuple[int, int]:
    moved = ("better", "worse").index(row.move.way) if _has_moved(row) and row.move else 2
    return moved, _STANDINGS.index(standing_words(row))


def _has_moved(row: IndicatorFacts) -> bool:
    return row.move is not None and row.move.way in ("better", "worse")


def _are_alike(first: IndicatorFacts, second: IndicatorFacts, words: Words) -> bool:
    kinds = {standing_words(first), standing_words(second)}
    if len(kinds) == 2 or kinds & set(_UNKNOWN):
        return False
    if any(_is_told_moved(row) or _has_note(row) for row in (first, second)):
        return False
    return _state(first, words, with_values=False) == _state(second, words, with_values=False)


def _is_told_moved(row: IndicatorFacts) -> bool:
    """Whether a clause says how an indicator moved; that a mark stayed says nothing of the value."""
    return row.move is not None and (row.move.by == "value" or row.move.verb != "same")


def clause(row: IndicatorFacts, words: Words) -> Fragment:
    """All that is told of one indicator, its mark in a sentence of its own where it says another thing."""
    kind = standing_words(row)
    actual: object = row.actual
    if row.move and row.move.by == "value" and row.move.verb == "same":
        actual = filled(words.same_value, {"実績": row.actual})
    known = {
        "指標": row.name,
        "実績": actual,
        "動き": _moved(row, words, _GOES_ON),
        "理由": row.why,
        "比べる値": _compared(row, words),
        "差": row.difference,
    }
    if kind == "missing":
        said = filled(words.missing if known["比べる値"] else words.missing_bare, known)
    elif kind == "undirected":
        said = filled(words.undirected if row.difference else words.undirected_equal, known)
    elif kind == "unclear":
        said = filled(words.unclear if row.why else words.unclear_bare, known)
    elif kind == "bare":
        moved = _moved(row, words, _END)
        said = filled(words.bare_moved if moved else words.bare, {**known, "動き": moved})
    else:
        moved = _moved(row, words, _BUT if _is_turn(row) else _GOES_ON)
        said = filled(words.clause, {**known, "動き": moved, "状態": _state(row, words)})
    return joined([said, *_notes(row, words)])


def _moved(row: IndicatorFacts, words: Words, form: int) -> Fragment:
    if row.move is None or row.move.verb in ("same", ""):
        return Fragment()
    pattern = words.moved_value if row.move.by == "value" else words.moved_mark
    known = {"前": row.move.before, "今": row.move.now, "動く": _VERBS[row.move.verb][form]}
    return filled(pattern, known)


def _is_turn(row: IndicatorFacts) -> bool:
    """Whether an indicator became better and yet is below, or worse and yet has reached its target."""
    kind = standing_words(row)
    is_below = kind in ("below", "short") and not _is_between(row)
    return row.move is not None and (
        (row.move.way == "better" and is_below) or (row.move.way == "worse" and kind in ("reached", "reached_only"))
    )


def _notes(row: IndicatorFacts, words: Words) -> list[Fragment]:
    """What the printed mark 印 says beside the value."""
    said = []
    known = {"印": row.mark, "値の印": row.mark_of_values}
    if row.mark_of_values:
        said.append(filled(words.mark_differs, known))
    elif row.mark and not row.actual:
        said.append(filled(words.mark_alone, known))
    elif row.mark and standing_words(row) in _UNKNOWN:
        said.append(filled(words.mark_quoted, known))
    if row.move_of_marks:
        move = row.move_of_marks
        known = {"前": move.before, "今": move.now, "動く": _VERBS[move.verb or "same"][_END]}
        said.append(filled(words.moves_differ, known))
    return said


def _has_note(row: IndicatorFacts) -> bool:
    return bool(row.mark_of_values or row.move_of_marks or (row.mark and not row.actual))


# three indicators and more


@dataclass(frozen=True)
class _Telling:
    """How the indicators are counted: with `names`, a single one of its kind is named."""

    facts: PlanFacts
    words: Words
    link: LinkOf
    names: bool

    @property
    def whole(self) -> dict[str, object]:
        """How many there are 全体, and how many of them are told before 再掲."""
        return _whole(len(self.facts.indicators), self.facts, self.words, self.link)


def _whole(count: int, facts: PlanFacts, words: Words, link: LinkOf) -> dict[str, object]:
    repeated = filled(words.without_repeated, {"数": link(facts.repeated)}) if facts.repeated else ""
    return {"全体": link(count), "再掲": repeated}


def _many(facts: PlanFacts, words: Words, link: LinkOf) -> list[Fragment]:
    """The indicators counted by how they stand, and how they moved; a single one by its name where there is room."""
    parts: list[Fragment] = []
    for names in (True, False):
        t = _Telling(facts, words, link, names)
        parts = [_counted(t), _moves(t)]
        if _fits(joined(parts)):
            return [joined(parts)]
    return parts


def _fits(line: Fragment) -> bool:
    return len(line.striptags()) <= LONGEST_SENTENCE


def _counted(t: _Telling) -> Fragment:
    groups: dict[str, list[IndicatorFacts]] = {}
    for row in t.facts.indicators:
        groups.setdefault(standing_words(row), []).append(row)
    order = ("below", "reached", "above", "above_only", "reached_only", "short")
    told = [_group(kind, groups[kind], t) for kind in order if kind in groups]
    unknown = [kind for kind in _UNKNOWN if kind in groups]
    if unknown:
        told.append(_unknown(unknown, [row for kind in unknown for row in groups[kind]], t))
    return joined([filled(t.words.of, t.whole) if len(told) > 1 else None, *told])


def _group(kind: str, rows: Sequence[IndicatorFacts], t: _Telling) -> Fragment:
    words = t.words
    if kind in ("above", "above_only"):
        lower = "_lower" if any(row.better == "lower" for row in rows) else ""
        state = fragment("{}", getattr(words, f"many_{kind}{lower}"))
    else:
        yards = {"目標値": filled(words.target, {"値": ""}), "基準値": filled(words.baseline, {"値": ""})}
        state = filled(getattr(words, kind), yards)
    if len(rows) == 1 and t.names:
        return filled(words.named, {"指標": rows[0].name, "状態": state})
    return _count(rows, state, words.all, words.counted, t)


def _unknown(kinds: Sequence[str], rows: Sequence[IndicatorFacts], t: _Telling) -> Fragment:
    if len(rows) == 1 and t.names:
        return clause(rows[0], t.words)
    return _count(rows, _unknown_state(kinds, rows, t.words), t.words.all_unknown, t.words.counted_unknown, t)


def _count(rows: Sequence[IndicatorFacts], state: Fragment, every: str, some: str, t: _Telling) -> Fragment:
    """How many indicators stand so: all of them or some."""
    pattern = every if len(rows) == len(t.facts.indicators) else some
    return filled(pattern, {**t.whole, "数": t.link(len(rows)), "状態": state})


def _unknown_state(kinds: Sequence[str], rows: Sequence[IndicatorFacts], words: Words) -> Fragment:
    if len(kinds) > 1:
        return fragment("{}", words.many_unknown)
    if kinds[0] != "missing":
        return fragment("{}", getattr(words, f"many_{kinds[0]}"))
    reasons = {row.why for row in rows}
    return filled(words.many_missing, {"理由": reasons.pop() if len(reasons) == 1 else words.no_value})


def _moves(t: _Telling) -> Fragment:
    """How many indicators moved each way: by their values, and of the others by their marks."""
    told = []
    for by, way in (("value", "worse"), ("value", "better"), ("mark", "worse"), ("mark", "better")):
        own = [row for row in t.facts.indicators if row.move and (row.move.by, row.move.way) == (by, way)]
        if own:
            name = "fell" if way == "worse" else "rose"
            lower = "_lower" if any(row.better == "lower" for row in own) else ""
            pattern = getattr(t.words, f"mark_{name}" if by == "mark" else f"{name}{lower}")
            told.append(filled(pattern, {"誰": _who([row.name for row in own], "指標", t.link, t.names)}))
    return filled(t.words.many_moved, {"内訳": joined(told, "、")}) if told else Fragment()


def _who(rows: Sequence[str], noun: str, link: LinkOf, names: bool) -> Fragment:
    """How many there are, a single one by its name."""
    return fragment("「{}」", rows[0]) if names and len(rows) == 1 else fragment("{}{}", link(len(rows)), noun)


# before there are results


def _aims(facts: PlanFacts, words: Words, link: LinkOf) -> list[Fragment]:
    if len(facts.aims) <= TOLD_ALONE:
        return [_aim(row, words) for row in facts.aims]
    counts = [
        (words.ahead_more, [row for row in facts.aims if row.verb in ("rise", "more")]),
        (words.ahead_fewer, [row for row in facts.aims if row.verb in ("fall", "fewer")]),
        (words.ahead_equal, [row for row in facts.aims if row.verb == "same"]),
        (words.ahead_unknown, [row for row in facts.aims if not row.verb]),
    ]
    told = [filled(pattern, {"数": link(len(rows))}) for pattern, rows in counts if rows]
    whole = _whole(len(facts.aims), facts, words, link)
    return [filled(words.many_ahead, {**whole, "内訳": joined(told, "、")})]


def _aim(row: Aim, words: Words) -> Fragment:
    known = {
        "指標": row.name,
        "現状値": _in_year(row.now, words),
        "目標値": _in_year(row.target, words),
        "年数": filled(words.in_years, {"数": row.years}) if row.years else "",
        "差": row.difference,
        "上げる": _VERBS[row.verb or "same"][_AIM],
    }
    if row.now and row.target:
        compared = words.ahead_same if row.verb == "same" else words.ahead
        return filled(compared if row.verb else words.ahead_apart, known)
    if row.now or row.target:
        return filled(words.ahead_now if row.now else words.ahead_target, known)
    return filled(words.ahead_bare, known)


def _in_year(value: Yardstick | None, words: Words) -> Fragment:
    if value is None:
        return Fragment()
    return filled(words.in_year if value.year else "{値}", {"値": value.value, "年度": value.year})


def _no_results(facts: PlanFacts, words: Words) -> Fragment:
    return filled(words.no_results if facts.next_year else words.no_results_yet, {"年度": facts.next_year})


# the second line


def _below(facts: PlanFacts, words: Words, link: LinkOf, first: Sequence[Fragment]) -> list[Fragment]:
    """How the activities went, and what must be known beside the verdict; in one line where there is room."""
    parts = [
        joined(_activities(facts, words, link)) if facts.started else Fragment(),
        joined(_remarks(facts, words, link, first)),
    ]
    return [joined(parts)] if _fits(joined(parts)) else parts


def _remarks(facts: PlanFacts, words: Words, link: LinkOf, first: Sequence[Fragment]) -> Iterator[Fragment]:
    many = facts.indicators if len(facts.indicators) > TOLD_ALONE else ()
    counts = (
        (words.repeated, facts.repeated if len(facts.indicators or facts.aims) <= TOLD_ALONE else 0),
        (words.many_marks_differ, sum(bool(row.mark_of_values) for row in many)),
        (words.many_moves_differ, sum(row.move_of_marks is not None for row in many)),
        (words.many_marks_alone, sum(bool(row.mark) and not row.actual for row in many)),
        (words.wrong_ratios, facts.wrong_ratios),
    )
    if len(set(facts.shared)) == 1:
        parts, marks = facts.shared[0]
        yield filled(words.shared, {"区分数": parts, "印数": marks})
    elif facts.shared:
        yield fragment("{}", words.shared_some)
    yield from (filled(pattern, {"数": link(count)}) for pattern, count in counts if count)
    if any(DOUBT in line for line in first):
        yield fragment("{}", words.doubtful)


def _activities(facts: PlanFacts, words: Words, link: LinkOf) -> list[Fragment]:
    """Whether the results are more than last year: exactly, and neither good nor bad."""
    groups: dict[str, list[str]] = {}
    for row in facts.activities:
        groups.setdefault(row.change, []).append(row.name)
    apart = groups.pop("", [])
    if groups:
        others = [filled(words.others_apart, {"数": link(len(apart))})] if apart else []
        return [_compared_activities(groups, bool(apart), words, link), *others]
    if not apart:
        return []
    has_number = any(row.is_number for row in facts.activities)
    return [filled(words.activities_apart if has_number else words.activities_texts, {"数": link(len(apart))})]


def _compared_activities(groups: Mapping[str, Sequence[str]], are_some: bool, words: Words, link: LinkOf) -> Fragment:
    """The activities that can be compared, by their change: two with their names, more are counted."""
    count = sum(map(len, groups.values()))
    if len(groups) == 1:
        every = words.every if count > TOLD_ALONE else words.each if count == TOLD_ALONE else ""
        known = {"数": link(count), "どれも": every, "増えた": getattr(words, next(iter(groups)))}
        return filled(words.activities_some if are_some else words.activities, known)
    changes = [change for change in ("up", "down", "same") if change in groups]
    if count <= TOLD_ALONE:
        names = {word: groups.get(change, [""])[0] for word, change in (("増", "up"), ("減", "down"), ("同", "same"))}
        return filled(getattr(words, "_and_".join(changes)), names)
    said = Fragment()
    for named in (True, False):
        told = [
            filled(getattr(words, f"mixed_{change}"), {"誰": _who(groups[change], "事業", link, named)})
            for change in changes
        ]
        said = filled(words.activities_mixed, {"数": link(count), "内訳": joined(told, "、")})
        if _fits(said):
            break
    return said
