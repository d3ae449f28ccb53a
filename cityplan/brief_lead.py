"""The first third of a brief 最初の10秒: marks counted, what got worse and why, what comes next."""

import re
from collections.abc import Callable, Iterator
from typing import Any, Protocol

from cityplan.brief import (
    NO_VALUE,
    Brief,
    filled,
    first_baseline,
    is_not_less,
    linked_facts,
    marks_of,
    no_value,
    note_refs,
    shown_sign,
    shown_status,
    with_unit,
    without_ratio,
    year_label,
)
from cityplan.brief_lines import cite, computed, counted, line_link, lines_of, told
from cityplan.checks.finding import full_name
from cityplan.japanese import NOT_ENTERED
from cityplan.layouts.places import line_words
from cityplan.markup import Fragment, fragment, joined
from cityplan.rules import Rule
from cityplan.source import Edition
from cityplan.styled_table import table
from cityplan.tables import records

MOST_CAUSE = 110  # characters of a cause that stand in the first third of the page
MOST_STEP = 100
MOST_STEPS = 3  # activities; a longer column would push the tables off the page
# A bracket behind 。 belongs to the sentence before it; （仮称） and （株） begin a name.
_SENTENCE = re.compile(
    r"[^。]+。?(?:\s*（(?!(?:仮称|通称|旧|新|[株有独特公財社一]{1,2}|[^（）]*(?:法人|会社))）)[^（）]*）。?)*"
)
# What a sentence says that gives the cause of a fall.
FALL_WORDS = re.compile("減|縮小|低下|少な|絞って|廃止|中止")


# counts


class Counted(Protocol):
    """What can be counted: a plan's brief, or the overview of an edition."""

    edition: Edition
    rule: Rule | None
    indicators: list[Any]
    activities: list[Any]


def scoreboard(b: Counted, link: Callable[[object], object] = counted) -> Fragment:
    """How many indicators bear each mark, this year and last, and how activities compare.

    `link` leads from a count to what was counted.
    """
    parts = [part for part in (_marks(b, link), _ratios(b, link)) if part]
    return fragment('<div class="card">{}</div>', joined(parts)) if parts else Fragment()


def _marks(b: Counted, link: Callable[[object], object]) -> Fragment | None:
    if not b.indicators or b.rule is None:
        return None
    now = [shown_sign(row) for row in b.indicators]
    before = [row.status_previous_printed for row in b.indicators]
    marks = [*marks_of(b.rule), *[NOT_ENTERED] * (NOT_ENTERED in now)]
    rows: list[list[Any]] = [
        [
            fragment("<strong>{}</strong>", year_label(b.edition.actual)),
            *_counts(now, marks, b.rule, link, strong=True),
        ]
    ]
    if any(before):
        rows.append([year_label(b.edition.previous), *_counts(before, marks, b.rule, link)])
    blank = sum(not mark for mark in before)
    heads: list[tuple[object, str]] = [(f"指標 {len(now)}件", "")]
    heads += [(_mark_head(b, b.rule, mark), "") for mark in marks]
    board = table(
        "scoreboard", heads, rows, classes=["label"] + ["center"] * len(marks),
        widths=" ".join(["1.2"] + ["1"] * len(marks)),
    )  # fmt: skip
    if blank and any(before):
        board = joined(
            [
                board,
                fragment(
                    '<p class="note">{}の印の記載なし {}件</p>',
                    year_label(b.edition.previous),
                    blank,
                ),
            ]
        )
    return board


def _mark_head(b: Counted, rule: Rule, mark: str) -> Fragment:
    """A mark with its word; that of no value with the words that a form has for it 集計中."""
    if mark == NOT_ENTERED:
        return fragment("{}", mark)
    words = [no_value(row) or rule.word(mark) for row in b.indicators if shown_status(row) == mark]
    if any(row.status_previous_printed == mark for row in b.indicators):
        words.append(rule.word(mark))
    said = "・".join(dict.fromkeys(words)) if mark == NO_VALUE else ""
    return fragment("{}<br>{}", mark, _two_lines(said or rule.word(mark)))


def _counts(
    found: list[str],
    marks: list[str],
    rule: Rule,
    link: Callable[[object], object],
    strong: bool = False,
) -> list[Fragment]:
    shown = '<span class="value {}">{}</span>' if strong else "{1}"
    return [
        fragment(
            shown if found.count(mark) else '<span class="muted">{1}</span>',
            rule.tone(mark), link(found.count(mark)),
        )
        for mark in marks
    ]  # fmt: skip


def _ratios(b: Counted, link: Callable[[object], object]) -> Fragment | None:
    if not b.activities:
        return None
    compared = [row for row in b.activities if row.ratio is not None]
    above = sum(map(is_not_less, compared))
    counts = [above, len(compared) - above, len(b.activities) - len(compared)]
    shown = [
        fragment('<span class="{}">{}</span>', "value" if n else "muted", link(n)) for n in counts
    ]
    words = ("前年度以上", "前年度未満", without_ratio(b.activities))
    heads = [(fragment("掲載事業<br>{}件", len(b.activities)), "")] + [
        (_two_lines(w), "") for w in words
    ]
    year = fragment("<strong>{}</strong>", year_label(b.edition.actual))
    return table(
        "scoreboard", heads, [[year, *shown]], classes=["label", "center", "center", "center"],
        widths="1.2 1 1 1",
    )  # fmt: skip


def _two_lines(word: str) -> Fragment:
    """A short heading on two lines.

    >>> _two_lines("基準値以上"), _two_lines("指標未公表")
    (Fragment('基準値<br>以上'), Fragment('指標<br>未公表'))
    """
    end = re.search("(以上|未満|以下|未公表|なし|られない)$", word)
    half = end.start() if end else (len(word) + 1) // 2
    return fragment("{}<br>{}", word[:half], word[half:])


# what got worse, what comes next


def worse(b: Brief, heading: str, nothing: str, no_cause: str) -> Fragment:
    """What got worse or fewer 下がったもの, each with its cause as printed.

    `nothing` is said where there is none, with the facts in braces.
    """
    if not b.plan.has_sheet or b.edition.actual is None:
        return Fragment()
    said = [*_worse_indicators(b, no_cause), *_fewer_activities(b)]
    content = joined(said) or fragment("<p>{}</p>", filled(nothing, linked_facts(b)))
    return fragment("<h2>{}</h2>{}", heading, content)


def _worse_indicators(b: Brief, no_cause: str) -> Iterator[Fragment]:
    rows = [r for r in b.indicators if r.status_change == "worsened" or _is_bad(b, r)]
    for row in rows:
        yield fragment(
            '<p><strong>{}</strong><br><span class="bad nowrap">{}</span>{} {}（基準値 {}）{}</p>',
            full_name(row), _moved(row), "※" if _doubtful_fall(row) else "",
            cite(b.lines, with_unit(row, row.actual_text), "indicators", row.indicator_no, "actual_text"),
            cite(b.lines, first_baseline(row), "indicators", row.indicator_no, "baseline_text"),
            note_refs(b, "indicators", row.indicator_no),
        )  # fmt: skip
    if rows:
        doubt = "※前年度の印の読み方に疑いあり。" if any(map(_doubtful_fall, rows)) else ""
        yield fragment('<p class="note">{}指標の要因：{}</p>', doubt, no_cause)


def _is_bad(b: Brief, row: Any) -> bool:
    return b.rule is not None and b.rule.tone(shown_status(row)) == "bad"


def _moved(row: Any) -> Fragment:
    """The mark, with last year's before it where it fell: ○→△."""
    marks = [row.status_previous_printed] if row.status_change == "worsened" else []
    return joined(
        (fragment('<span class="mark">{}</span>', m) for m in [*marks, shown_status(row)]), "→"
    )


def _doubtful_fall(row: Any) -> bool:
    return row.status_change == "worsened" and bool(row.status_change_doubtful)


def _fewer_activities(b: Brief) -> Iterator[Fragment]:
    for row in b.activities:
        if row.change == "down":
            yield fragment(
                '<p><strong>{}</strong> <span class="down nowrap">{} ↓減</span>{}</p>{}',
                row.name, computed(f"{row.ratio}%", "activities", row.activity_no),
                note_refs(b, "activities", row.activity_no),
                _cause(b, row),
            )  # fmt: skip


def _cause(b: Brief, row: Any) -> Fragment:
    """The cause 要因 of a fall, quoted; nothing where the document tells none."""
    said = excerpt(row.factors, FALL_WORDS, MOST_CAUSE)
    lines = told(b.lines, "activities", row.activity_no, "factors")
    return fragment('<p class="quote">「{}」{}</p>', said, lines) if said else Fragment()


def next_steps(b: Brief, heading: str, policy: str) -> Fragment:
    """One sentence of what comes next for the first activities, verbatim, with its line.

    Where no activity tells its direction, the first item of the section `policy` of the source.
    """
    rows = [row for row in b.activities if row.direction]
    said = [
        fragment(
            '<p><strong>{}</strong><br>「{}」<span class="muted nowrap">{}</span></p>',
            row.name, excerpt(row.direction, None, MOST_STEP),
            cite(
                b.lines,
                f"（{lines_of(b.lines, 'activities', row.activity_no, 'direction')}）",
                "activities", row.activity_no, "direction",
            ),
        )
        for row in rows[:MOST_STEPS]
    ]  # fmt: skip
    if len(rows) > MOST_STEPS:
        said.append(fragment("<p>ほか{}件は「今後の取組の方向性」に</p>", len(rows) - MOST_STEPS))
    said = (
        said or [_policy(b, row) for row in records(b.tables["texts"]) if row.section == policy][:1]
    )
    return fragment("<h2>{}</h2>{}", heading, joined(said)) if said else Fragment()


def _policy(b: Brief, row: Any) -> Fragment:
    return fragment(
        '<p>「{}」<span class="muted nowrap">{}</span></p>',
        row.text, line_link(row.source_line, f"（{line_words(b.edition, row.source_line)}）"),
    )  # fmt: skip


def excerpt(text: str, words: re.Pattern[str] | None, most: int) -> str:
    """A part of a text, verbatim, with … where it is cut, that ends with a sentence or a clause.

    It is the first sentence with one of the words (the last sentence where none is given), cut at
    its front to `most` characters; after the last word, clauses may be cut too.

    >>> excerpt("参加が増えた。市内で、雨が多く、参加者が減少したが、新たに周知した。", re.compile("減"), 15)
    '…雨が多く、参加者が減少したが、…'
    >>> excerpt("市と地域で、「いつでも、だれでも利用できる」環境を整える。", None, 24)
    '…「いつでも、だれでも利用できる」環境を整える。'
    >>> excerpt("周知する。窓口を広げる。（令和7年度予算計上）", None, 100)
    '窓口を広げる。（令和7年度予算計上）'
    """
    sentences = _SENTENCE.findall(text)
    if not sentences:
        return ""
    found = next((s for s in sentences if words and words.search(s)), None)
    sentence = str(found or sentences[-1 if words is None else 0]).strip()
    after = sentences[sentences.index(found) + 1 :] if found else []
    more = "…" if words and any(map(words.search, after)) else ""
    if len(sentence) <= most:
        return sentence + more
    clauses = re.findall("(?:「[^」]*」|[^、])+、?", sentence)
    last = max(
        (i for i, c in enumerate(clauses) if words and words.search(c)), default=len(clauses) - 1
    )
    first = last
    while first > 0 and len("".join(clauses[first - 1 : last + 1])) <= most:
        first -= 1
    kept = "".join(clauses[first : last + 1])
    return ("…" if first else "") + kept + ("…" if last + 1 < len(clauses) else more)
