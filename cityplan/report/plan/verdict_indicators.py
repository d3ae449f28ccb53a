"""The line of a verdict on the indicators 指標: one or two in clauses of their own, more of them counted."""

from collections.abc import Sequence
from dataclasses import dataclass

from cityplan.files.markup import Fragment, fragment, joined
from cityplan.report.plan.verdict_facts import UNKNOWN, IndicatorFacts, PlanFacts, Yardstick, is_between, standing_words
from cityplan.report.plan.verdict_words import (
    BUT,
    END,
    GOES_ON,
    VERBS,
    LinkOf,
    Words,
    fits,
    target_words,
    targets_named,
    totals,
    who,
)
from cityplan.report.report import filled

# how an indicator stands


def _state(row: IndicatorFacts, words: Words, with_values: bool = True) -> Fragment:
    """How an indicator stands, in words: 基準値8社を上回るが、目標値40社以上に届いていない."""
    kind = standing_words(row)
    over = [each for each in row.baselines if each.side == "beyond"]
    equal = [each for each in row.baselines if each.side == "equal"]
    below = [each for each in row.baselines if each.side == "short"]
    reached = over or equal
    if is_between(row):
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


def _target(row: IndicatorFacts, words: Words, with_value: bool = True) -> Fragment:
    return target_words(row.target, words, with_value) if row.target else Fragment()


def _baselines(row: IndicatorFacts, shown: Sequence[Yardstick], words: Words, with_values: bool = True) -> Fragment:
    pattern = words.baseline_of_year if len(row.baselines) > 1 else words.baseline
    named = (filled(pattern, {"年度": each.year, "値": each.value if with_values else ""}) for each in shown)
    return joined(named, "と")


def _compared(row: IndicatorFacts, words: Words) -> Fragment:
    """What a value that cannot be judged is told beside: its target, else its baseline."""
    return _target(row, words) or _baselines(row, row.baselines[:1], words)


# one or two indicators


def few(rows: Sequence[IndicatorFacts], words: Words) -> Fragment:
    """Each indicator in a clause of its own, what moved first; two that stand alike in one."""
    ordered = sorted(rows, key=_order)
    first, second = ordered[0], ordered[-1]
    if first is not second and _are_alike(first, second, words):
        known = {
            "指標": _named(first, words),
            "実績": first.actual,
            "次の指標": _named(second, words),
            "次の実績": second.actual,
            "状態": _state(first, words, with_values=False),
        }
        return filled(words.both, known)
    return joined(clause(row, words) for row in ordered)


_STANDINGS = ("reached", "reached_only", "above", "above_only", "short", "below", *UNKNOWN)


def _order(row: IndicatorFacts) -> tuple[int, int]:
    moved = ("better", "worse").index(row.move.way) if _has_moved(row) and row.move else 2
    return moved, _STANDINGS.index(standing_words(row))


def _has_moved(row: IndicatorFacts) -> bool:
    return row.move is not None and row.move.way in ("better", "worse")


def _are_alike(first: IndicatorFacts, second: IndicatorFacts, words: Words) -> bool:
    kinds = {standing_words(first), standing_words(second)}
    if len(kinds) == 2 or kinds & set(UNKNOWN):
        return False
    if any(_is_told_moved(row) or _has_note(row) or row.later for row in (first, second)):
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
        "指標": _named(row, words),
        "実績": actual,
        "動き": _moved(row, words, GOES_ON),
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
        moved = _moved(row, words, END)
        said = filled(words.bare_moved if moved else words.bare, {**known, "動き": moved})
    else:
        moved = _moved(row, words, BUT if _is_turn(row) else GOES_ON)
        said = filled(words.clause, {**known, "動き": moved, "状態": _state(row, words)})
    return joined([said, _later(row, words), *_notes(row, words)])


def _later(row: IndicatorFacts, words: Words) -> Fragment:
    """How an indicator that is judged by the target of its own year stands to the one that is aimed at."""
    if row.later is None:
        return Fragment()
    if not row.later.side:
        year = f"{row.later.year}の" if row.later.year else ""
        return filled(words.later_unknown, {"年度": year, "値": row.later.value})
    is_short = row.later.side == "short"
    also = "も" if row.target and row.target.side and is_short == (row.target.side == "short") else "は"
    pattern = words.later_short if is_short else words.later_reached
    return filled(pattern, {"目標値": target_words(row.later, words), "も": also})


def _named(row: IndicatorFacts, words: Words) -> Fragment:
    """The name of an indicator, with its direction where less is better 小さいほど良い and its value is judged."""
    is_told = row.better == "lower" and standing_words(row) not in UNKNOWN
    return filled(words.lower_name, {"指標": row.called}) if is_told else fragment("{}", row.called)


def _moved(row: IndicatorFacts, words: Words, form: int) -> Fragment:
    if row.move is None or row.move.verb in ("same", ""):
        return Fragment()
    pattern = words.moved_value if row.move.by == "value" else words.moved_mark
    known = {"前": row.move.before, "今": row.move.now, "動く": VERBS[row.move.verb][form]}
    return filled(pattern, known)


def _is_turn(row: IndicatorFacts) -> bool:
    """Whether an indicator became better and yet is below, or worse and yet has reached its target."""
    kind = standing_words(row)
    is_below = kind in ("below", "short") and not is_between(row)
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
    elif row.mark and standing_words(row) in UNKNOWN:
        said.append(filled(words.mark_quoted, known))
    if row.move_of_marks:
        move = row.move_of_marks
        known = {"前": move.before, "今": move.now, "動く": VERBS[move.verb or "same"][END]}
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
        return totals(len(self.facts.indicators), self.facts, self.words, self.link)


def many(facts: PlanFacts, words: Words, link: LinkOf) -> list[Fragment]:
    """The indicators counted by how they stand, and how they moved; a single one by its name where there is room."""
    parts: list[Fragment] = []
    for names in (True, False):
        t = _Telling(facts, words, link, names)
        parts = [joined([_counted(t), _aimed_at(t)]), _moves(t)]
        if fits(joined(parts)):
            return [joined(parts)]
    return parts


def _counted(t: _Telling) -> Fragment:
    groups: dict[str, list[IndicatorFacts]] = {}
    for row in t.facts.indicators:
        groups.setdefault(standing_words(row), []).append(row)
    order = ("below", "reached", "above", "above_only", "reached_only", "short")
    told = [_group(kind, groups[kind], t) for kind in order if kind in groups]
    unknown = [kind for kind in UNKNOWN if kind in groups]
    if unknown:
        told.append(_unknown(unknown, [row for kind in unknown for row in groups[kind]], t))
    return joined([filled(t.words.of, t.whole) if len(told) > 1 else None, *told])


def _group(kind: str, rows: Sequence[IndicatorFacts], t: _Telling) -> Fragment:
    words = t.words
    is_above = kind in ("above", "above_only")
    lower = "_lower" if is_above and any(row.better == "lower" for row in rows) else ""
    yards = {"目標値": _targets(rows, words), "基準値": filled(words.baseline, {"値": ""})}
    state = filled(getattr(words, f"many_{kind}{lower}" if is_above else kind), yards)
    if len(rows) == 1 and t.names:
        return filled(words.named, {"指標": rows[0].called, "状態": state})
    return _count(rows, state, words.all, words.counted, t)


def _targets(rows: Sequence[IndicatorFacts], words: Words) -> Fragment:
    return targets_named((row.target for row in rows), words)


def _aimed_at(t: _Telling) -> Fragment:
    """How many of the indicators that are judged by the target of their own year reach the one that is aimed at."""
    rows = [row for row in t.facts.indicators if row.later and row.later.side]
    if not rows:
        return Fragment()
    named = targets_named((row.later for row in rows), t.words, t.words.later_apart)
    reached = [row.called for row in rows if row.reaches_aim]
    known = {"目標値": named, "誰": who(reached, "指標", t.link, t.names)}
    return filled(t.words.many_later if reached else t.words.many_later_none, known)


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
        return filled(getattr(words, f"many_{kinds[0]}"), {"目標値": _targets(rows, words)})
    reasons = {row.why for row in rows}
    why = reasons.pop() if len(reasons) == 1 else words.no_value
    return filled(words.many_missing, {"理由": why, "目標値": _targets(rows, words)})


def _moves(t: _Telling) -> Fragment:
    """How many indicators moved each way: by their values, and of the others by their marks."""
    told = []
    for by, way in (("value", "worse"), ("value", "better"), ("mark", "worse"), ("mark", "better")):
        own = [row for row in t.facts.indicators if row.move and (row.move.by, row.move.way) == (by, way)]
        if own:
            name = "fell" if way == "worse" else "rose"
            lower = "_lower" if any(row.better == "lower" for row in own) else ""
            pattern = getattr(t.words, f"mark_{name}" if by == "mark" else f"{name}{lower}")
            named = who([row.called for row in own], "指標", t.link, t.names)
            told.append(filled(pattern, {**_did(own), "誰": named}))
    return filled(t.words.many_moved, {"内訳": joined(told, "、")}) if told else Fragment()


def _did(rows: Sequence[IndicatorFacts]) -> dict[str, str]:
    """What indicators did that moved one way: counts alone 増えた, 減った, any that has a share among them 上がった, 下がった."""
    are_counts = all(row.move and row.move.verb in ("more", "fewer") for row in rows)
    up, down = ("more", "fewer") if are_counts else ("rise", "fall")
    return {"増えた": VERBS[up][END], "減った": VERBS[down][END]}
