"""The marks 印 of a plan or a city counted, this year and last, and its activities."""

import re
from collections.abc import Callable, Collection
from typing import Any

from cityplan.city.rules import Rule
from cityplan.files.markup import Fragment, fragment, joined
from cityplan.japanese.quantities import NOT_ENTERED
from cityplan.report.cite import counted
from cityplan.report.plan.brief import no_value, shown_sign, shown_status, unjudged_marks, without_ratio, year_label
from cityplan.report.report import Report, is_not_less, note_lines
from cityplan.report.table import TableColumn, table

# counts


def scoreboard(b: Report, link: Callable[[object], object] = counted) -> Fragment:
    """How many indicators bear each mark, this year and last, and how activities compare.

    `link` leads from a count to what was counted.
    """
    parts = [part for part in (_marks(b, link), _ratios(b, link)) if part]
    return fragment('<div class="card">{}</div>', joined(parts)) if parts else Fragment()


def _marks(b: Report, link: Callable[[object], object]) -> Fragment | None:
    if not b.indicators or b.rule is None:
        return None
    now = [shown_sign(row) for row in b.indicators]
    before = [row.status_previous_printed for row in b.indicators]
    marks = [*b.rule.marks, *[NOT_ENTERED] * (NOT_ENTERED in now)]
    rows: list[list[Any]] = [
        [
            fragment("<strong>{}</strong>", year_label(b.edition.actual)),
            *_counts(now, marks, b.rule, link, strong=True, plain=unjudged_marks(b.indicators)),
        ]
    ]
    if any(before):
        rows.append([year_label(b.edition.previous), *_counts(before, marks, b.rule, link)])
    blank = sum(not mark for mark in before)
    columns: list[TableColumn] = [(f"指標 {len(now)}件", "label", "1.2")]
    columns += [(_mark_head(b, b.rule, mark), "center", "1") for mark in marks]
    board = table("scoreboard", columns, rows)
    if blank and any(before):
        return joined([board, note_lines([f"{year_label(b.edition.previous)}の印の記載なし {blank}件"])])
    return board


def _mark_head(b: Report, rule: Rule, mark: str) -> Fragment:
    """A mark with its word; that of no value with the words that a form has for it 集計中."""
    if mark == NOT_ENTERED:
        return fragment("{}", mark)
    words = [no_value(row) or rule.word(mark) for row in b.indicators if shown_status(row) == mark]
    if any(row.status_previous_printed == mark for row in b.indicators):
        words.append(rule.word(mark))
    said = "・".join(dict.fromkeys(words)) if rule.tells_no_value(mark) else ""
    return fragment("{}<br>{}", mark, _two_lines(said or rule.word(mark)))


def _counts(
    found: list[str],
    marks: list[str],
    rule: Rule,
    link: Callable[[object], object],
    strong: bool = False,
    plain: Collection[str] = (),
) -> list[Fragment]:
    shown = '<span class="value {}">{}</span>' if strong else "{1}"
    return [
        fragment(
            shown if found.count(mark) else '<span class="muted">{1}</span>',
            "" if mark in plain else rule.tone(mark),
            link(found.count(mark)),
        )
        for mark in marks
    ]


def _ratios(b: Report, link: Callable[[object], object]) -> Fragment | None:
    if not b.activities:
        return None
    compared = [row for row in b.activities if row.ratio is not None]
    above = sum(map(is_not_less, compared))
    counts = [above, len(compared) - above, len(b.activities) - len(compared)]
    shown = [fragment('<span class="{}">{}</span>', "value" if n else "muted", link(n)) for n in counts]
    words = ("前年度以上", "前年度未満", without_ratio(b.activities))
    columns: list[TableColumn] = [(fragment("掲載事業<br>{}件", len(b.activities)), "label", "1.2")]
    columns += [(_two_lines(word), "center", "1") for word in words]
    year = fragment("<strong>{}</strong>", year_label(b.edition.actual))
    return table("scoreboard", columns, [[year, *shown]])


def _two_lines(word: str) -> Fragment:
    """A short heading on two lines.

    >>> _two_lines("基準値以上"), _two_lines("指標未公表")
    (Fragment('基準値<br>以上'), Fragment('指標<br>未公表'))
    """
    end = re.search("(以上|未満|以下|未公表|なし|られない)$", word)
    half = end.start() if end else (len(word) + 1) // 2
    return fragment("{}<br>{}", word[:half], word[half:])
