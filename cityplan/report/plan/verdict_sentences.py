"""The verdict 判定 of a plan in sentences 文: facts in, sentences out, whatever the facts are.

The facts are those of the tables (`verdict.py` takes them from there), the sentences are patterns 文の型 in which
an analyst may change any word. Each clause tells one fact: none is told that is not there, and nothing is concluded.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from cityplan.compute.used import DOUBT
from cityplan.files.markup import Fragment, fragment, joined
from cityplan.report.plan.verdict_facts import ActivityFacts, Aim, PlanFacts, Yardstick
from cityplan.report.plan.verdict_indicators import few, many
from cityplan.report.plan.verdict_words import (
    AIM,
    END,
    GOES_ON,
    TOLD_ALONE,
    VERBS,
    LinkOf,
    Words,
    fits,
    totals,
    who,
    year_told,
)
from cityplan.report.report import filled


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
        return [few(facts.indicators, words)]
    return many(facts, words, link)


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
    whole = totals(len(facts.aims), facts, words, link)
    return [filled(words.many_ahead, {**whole, "内訳": joined(told, "、")})]


def _aim(row: Aim, words: Words) -> Fragment:
    known = {
        "指標": row.called,
        "現状値": _in_year(row.now, words),
        "目標値": _in_year(row.target, words),
        "年数": _unbroken(filled(words.in_years, {"数": row.years})) if row.years else "",
        "差": _unbroken(row.difference),
        "上げる": VERBS[row.verb or "same"][AIM],
    }
    if row.now and row.target and row.is_average:
        year = f"{row.target.year}の" if row.target.year else ""
        return filled(words.ahead_average, {**known, "目標値": row.target.value, "年度": year})
    if row.now and row.target:
        compared = words.ahead_same if row.verb == "same" else words.ahead
        return filled(compared if row.verb and not row.is_doubtful else words.ahead_apart, known)
    if row.now or row.target:
        return filled(words.ahead_now if row.now else words.ahead_target, known)
    return filled(words.ahead_bare, known)


def _unbroken(words: object) -> Fragment:
    """Words that no line end parts: 6年で."""
    return fragment('<span class="nowrap">{}</span>', words)


def _in_year(value: Yardstick | None, words: Words) -> Fragment:
    if value is None:
        return Fragment()
    is_told = value.year and year_told(value) != value.year  # 62.4％（R5） has its own
    return filled(words.in_year if is_told else "{値}", {"値": value.value, "年度": value.year})


def _no_results(facts: PlanFacts, words: Words) -> Fragment:
    return filled(words.no_results if facts.next_year else words.no_results_yet, {"年度": facts.next_year})


# the second line


def _below(facts: PlanFacts, words: Words, link: LinkOf, first: Sequence[Fragment]) -> list[Fragment]:
    """How the activities went, and what must be known beside the verdict; in one line where there is room."""
    parts = [
        joined(_activities(facts, words, link)) if facts.started else Fragment(),
        joined(_remarks(facts, words, link, first)),
    ]
    return [joined(parts)] if fits(joined(parts)) else parts


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
    if facts.unforeseen:
        yield unforeseen(facts, words)


_CHANGES = {"増": "up", "減": "down", "同": "same"}


class Unforeseen(Protocol):
    """The patterns 文の型 for what cannot be told of targets: where none is reached yet, and where some are."""

    @property
    def unforeseen(self) -> str: ...

    @property
    def unforeseen_some(self) -> str: ...


def unforeseen(facts: PlanFacts, words: Unforeseen) -> Fragment:
    """That this document cannot tell whether targets will be reached, with their year where it is one."""
    year = f"{next(iter(facts.unforeseen))}の" if len(facts.unforeseen) == 1 else ""
    is_some = any(row.reaches_aim for row in facts.indicators)
    pattern = words.unforeseen_some if is_some else words.unforeseen
    return filled(pattern, {"年度": year}) if facts.unforeseen else Fragment()


def _activities(facts: PlanFacts, words: Words, link: LinkOf) -> list[Fragment]:
    """Whether the results are more than last year: exactly, and neither good nor bad."""
    groups: dict[str, list[ActivityFacts]] = {}
    for row in facts.activities:
        groups.setdefault(row.change, []).append(row)
    apart = groups.pop("", [])
    if groups:
        others = [filled(words.others_apart, {"数": link(len(apart))})] if apart else []
        return [_compared_activities(groups, bool(apart), words, link), *others]
    if not apart:
        return []
    are_texts = all(row.is_text for row in facts.activities)
    return [filled(words.activities_texts if are_texts else words.activities_apart, {"数": link(len(apart))})]


def _verbs(rows: Sequence[ActivityFacts]) -> dict[str, str]:
    """What results did that moved one way: 増えた, 減った, or 上がった, 下がった where all are shares or the like."""
    up, down = ("rise", "fall") if rows and all(row.is_level for row in rows) else ("more", "fewer")
    return {
        "増えた": VERBS[up][END],
        "減った": VERBS[down][END],
        "増え": VERBS[up][GOES_ON].removesuffix("、"),
        "減り": VERBS[down][GOES_ON].removesuffix("、"),
    }


def _compared_activities(
    groups: Mapping[str, Sequence[ActivityFacts]], are_some: bool, words: Words, link: LinkOf
) -> Fragment:
    """The activities that can be compared, by their change: two with their names, more are counted."""
    count = sum(map(len, groups.values()))
    if len(groups) == 1:
        every = words.every if count > TOLD_ALONE else words.each if count == TOLD_ALONE else ""
        change, own = next(iter(groups.items()))
        did = filled(getattr(words, change), _verbs(own))
        known = {"事業": own[0].name, "数": link(count), "どれも": every, "増えた": did}
        some = words.activities_one if count == 1 else words.activities_some
        return filled(some if are_some else words.activities, known)
    changes = [change for change in ("up", "down", "same") if change in groups]
    if count <= TOLD_ALONE:
        names = {word: groups[change][0].name for word, change in _CHANGES.items() if change in groups}
        verbs = {"増え": _verbs(groups.get("up", ()))["増え"]}
        verbs |= {word: _verbs(groups.get("down", ()))[word] for word in ("減り", "減った")}
        return filled(getattr(words, "_and_".join(changes)), {**names, **verbs})
    said = Fragment()
    for named in (True, False):
        told = [
            filled(
                getattr(words, f"mixed_{change}"),
                {**_verbs(groups[change]), "誰": who([row.name for row in groups[change]], "事業", link, named)},
            )
            for change in changes
        ]
        said = filled(words.activities_mixed, {"数": link(count), "内訳": joined(told, "、")})
        if fits(said):
            break
    return said
