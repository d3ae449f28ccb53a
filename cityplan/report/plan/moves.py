"""The first third of a brief 最初の10秒: how its indicators moved and stand, how its activities went.

Indicators become better or worse; activities are more, fewer or the same, which is neither.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from cityplan.compute.remeasured import remeasured
from cityplan.compute.used import with_unit
from cityplan.files.markup import Fragment, fragment, joined
from cityplan.report.cite import cite, computed, lines_beside
from cityplan.report.facts_words import (
    baseline_words,
    disagreement,
    in_names,
    is_doubtful,
    moved_words,
    other_baselines,
    result_change,
    why_unknown,
)
from cityplan.report.plan.brief import Brief, linked_facts, note_refs, shown_status, without_ratio
from cityplan.report.plan.changes import changes_of
from cityplan.report.report import filled, note_lines
from cityplan.tables.contract import ObservationRow
from cityplan.tables.names import full_name
from cityplan.tables.schema import records

# A bracket behind 。 belongs to the sentence before it; （仮称） and （株） begin a name.
_SENTENCE = re.compile(
    r"[^。]+。?(?:\s*（(?!(?:仮称|通称|旧|新|[株有独特公財社一]{1,2}|[^（）]*(?:法人|会社))）)[^（）]*）。?)*"
)
# What a sentence says that gives the cause of a fall, or of a rise.
FALL_WORDS = re.compile("減|縮小|低下|少な|絞って|廃止|中止")
RISE_WORDS = re.compile("増|拡大|上昇|伸び|多く|進ん")


# indicators


def indicators(b: Brief, heading: str, *, better: str, worse: str, below: str, nothing: str, no_cause: str) -> Fragment:
    """What became better 良くなった, what worse 下がった, what is below its baseline 基準値に届いていない.

    Three facts, each with its own heading; an indicator may stand under two. What is the same, and
    of what this is not known, is said in a line each. `nothing` is said where none of the three has one.
    """
    if not b.indicators or not b.started:
        return Fragment()
    groups = [
        _named(better, [row for row in b.indicators if row.moved == "better"], partial(_moved, b)),
        _named(worse, [row for row in b.indicators if row.moved == "worse"], partial(_moved, b)),
        _named(below, [row for row in b.indicators if row.reaches_baseline is False], partial(_below, b)),
    ]
    found = joined(group for group in groups if group)
    content = found or fragment("<p>{}</p>", filled(nothing, linked_facts(b)))
    lines = [*_disagreements(b), *_still(b), *_unknown(b), *_notes(b, no_cause)]
    return fragment("<h2>{}</h2>{}{}", heading, content, note_lines(lines))


def _named(heading: str, rows: Sequence[Any], said: Callable[[Any], Fragment]) -> Fragment:
    items = in_names(rows, lambda row: str(row.name), said)
    return _group(heading, [note_lines(items)] if items else [])


def _group(heading: str, items: Sequence[Fragment]) -> Fragment:
    if not items:
        return Fragment()
    return fragment("<h3>{}</h3>{}", heading, joined(items))


def _moved(b: Brief, row: Any) -> Fragment:
    """An indicator that moved, with how it did; by mark alone its value stands beside it."""
    actual = "" if row.moved_by == "value" else fragment(" {}", _actual(b, row))
    refs = note_refs(b, "indicators", row.indicator_no)
    return fragment("{}{}{}", moved_words(row), actual, refs)


def _actual(b: Brief, row: Any) -> Fragment:
    text = with_unit(row.actual_text, row.unit)
    return cite(b.lines, text, "indicators", row.indicator_no, "actual_text")


def _below(b: Brief, row: Any) -> Fragment:
    others = other_baselines(records(b.exact["observations"], ObservationRow), row)
    baseline = cite(b.lines, baseline_words(row, others), "indicators", row.indicator_no, "baseline_text")
    return fragment("{}（{}）", _actual(b, row), baseline)


def _disagreements(b: Brief) -> list[str]:
    return [disagreement(row) for row in b.indicators if row.moves_disagree]


def _still(b: Brief) -> Iterator[str]:
    """What stayed: by value, else the mark alone, which says nothing of the value."""
    same = [row for row in b.indicators if row.moved == "same"]
    by_value = "、".join(full_name(row) for row in same if row.moved_by == "value")
    by_mark = "、".join(f"{full_name(row)}（{shown_status(row)}）" for row in same if row.moved_by == "mark")
    if by_value:
        yield f"前年度と値が同じ：{by_value}。"
    if by_mark:
        yield f"前年度と印が同じ（前年度の値は資料になく、値の動きは分からない）：{by_mark}。"


def _unknown(b: Brief) -> Iterator[str]:
    """Of which indicators it is not known whether they moved, with the reason."""
    goals = remeasured(changes_of(b.exact))
    names: dict[str, list[str]] = {}
    for row in b.indicators:
        if not row.moved:
            names.setdefault(why_unknown(row, b.rule, goals), []).append(full_name(row))
    for reason, rows in names.items():
        yield f"前年度からの動きが分からない（{reason}）：{'、'.join(rows)}。"


def _notes(b: Brief, no_cause: str) -> Iterator[str]:
    if any(map(is_doubtful, b.indicators)):
        yield "※前年度の印の読み方に疑いあり。"
    if any(row.moved == "worse" or row.reaches_baseline is False for row in b.indicators):
        yield f"指標の要因：{no_cause}"


# activities


def activities(b: Brief, heading: str, *, more: str, same: str, fewer: str, apart: str) -> Fragment:
    """The results 実績 of the activities against last year: more, the same, fewer, exactly.

    Neither is good or bad. What became fewer has its cause as the city tells it; `apart` heads what
    cannot be compared.
    """
    if not b.activities or not b.started:
        return Fragment()
    heads = {"up": more, "same": same, "down": fewer, "": apart}
    groups = [
        _group(word, [_result(b, row) for row in b.activities if (row.value_change or "") == change])
        for change, word in heads.items()
    ]
    return fragment("<h2>{}</h2>{}", heading, joined(group for group in groups if group))


def _result(b: Brief, row: Any) -> Fragment:
    refs = note_refs(b, "activities", row.activity_no)
    if not row.value_change:
        why = row.ratio_reason or without_ratio([row])
        return fragment('<p class="note"><strong>{}</strong>{}（{}）</p>', row.name, refs, why)
    said = computed(result_change(row), "activities", row.activity_no)
    values = f"{with_unit(row.previous_text, row.unit)}→{with_unit(row.actual_text, row.unit)}"
    cause = _cause(b, row) if row.value_change == "down" else ""
    measure = f"（{row.measure}）" if row.measure else ""
    return fragment(
        '<p class="note"><strong>{}</strong>{}{} {}、{}</p>{}', row.name, measure, refs, values, said, cause
    )


def _cause(b: Brief, row: Any) -> Fragment:
    said = cause_quoted(row.factors, FALL_WORDS)
    where = lines_beside(b.lines, "activities", row.activity_no, "factors")
    return fragment('<p class="quote">「{}」{}</p>', said, where) if said else Fragment()


def cause_quoted(text: str, words: re.Pattern[str]) -> str:
    """The whole sentences 文 of a text from the first to the last with one of the words, verbatim.

    All of it where none has one; … tells what is left out before or behind. What the city says it changed
    stands between them (Hitachi R5, PLAN 09: a subsidy that was replaced), and is not lost.

    >>> fall = re.compile("減|廃止")
    >>> cause_quoted("周知した。件数は減った。また、補助を廃止したため、さらに減った。今後も続ける。", fall)
    '…件数は減った。また、補助を廃止したため、さらに減った。…'
    >>> cause_quoted("周知した。", fall)
    '周知した。'
    """
    sentences = sentences_of(text)
    found = [place for place, sentence in enumerate(sentences) if words.search(sentence)]
    if not found:
        return text.strip()
    first, last = found[0], found[-1]
    kept = "".join(sentences[first : last + 1]).strip()
    return ("…" if first else "") + kept + ("…" if last + 1 < len(sentences) else "")


def sentences_of(text: str) -> list[str]:
    """The sentences 文 of a text, each with its 。 and a bracket that belongs to it.

    >>> sentences_of("周知する。窓口を広げる。（令和7年度予算計上）")
    ['周知する。', '窓口を広げる。（令和7年度予算計上）']
    """
    return _SENTENCE.findall(text)
