"""What a reader of the overview asks next: what became better or worse, is below its baseline, fewer, or has changed."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from cityplan.compute.used import with_unit
from cityplan.files.markup import Fragment, fragment, joined
from cityplan.report.city.overview import same_indicator
from cityplan.report.facts_words import (
    baseline_words,
    disagreement,
    in_names,
    moved_words,
    other_baselines,
    result_change,
)
from cityplan.report.plan.changes import change_counts, changes_of
from cityplan.report.quoted import FALL_WORDS, cause_quoted
from cityplan.report.report import Report, filled, filled_where, note_lines
from cityplan.tables.definitions import ObservationRow
from cityplan.tables.schema import records
from cityplan.tables.words import SUBJECTS

MOST, MOST_INDICATORS = 10, 20  # of each kind; the others stand in the briefs of their plans


def fewer(o: Report, heading: str) -> Fragment | None:
    """The activities 掲載事業 whose result is less than last year's, the farthest first, with the cause as printed.

    `heading` may name their number 件数 in braces, as in the other lists.
    """
    rows = [row for row in o.activities if row.value_change == "down"]
    rows.sort(key=lambda row: (row.ratio is None, row.ratio or 0))
    return _list(heading, [_fewer(row) for row in rows[:MOST]], len(rows), MOST)


def _fewer(row: Any) -> Fragment:
    return fragment(
        "<strong>{} {}</strong>（{}→{}、{}）{}",
        row.plan_id,
        row.name,
        with_unit(row.previous_text, row.unit),
        with_unit(row.actual_text, row.unit),
        result_change(row),
        cause_quoted(row.factors, FALL_WORDS) or "要因の記載なし",
    )


def better(o: Report, heading: str) -> Fragment | None:
    """The indicators 指標 that became better since last year 良くなった, by value, else by mark."""
    return _indicators(o, heading, lambda row: row.moved == "better", moved_words)


def worse(o: Report, heading: str) -> Fragment | None:
    """The indicators 指標 that fell since last year 下がった, by value, else by mark; a doubtful mark bears ※."""
    return _indicators(o, heading, lambda row: row.moved == "worse", moved_words)


def below(o: Report, heading: str) -> Fragment | None:
    """The indicators 指標 whose value is below its baseline 基準値に届いていない, whichever way it moved."""
    observations = records(o.exact["observations"], ObservationRow)

    def standing(row: Any) -> Fragment:
        others = other_baselines(observations, row)
        return fragment("{}（{}）", with_unit(row.actual_text, row.unit), baseline_words(row, others))

    return _indicators(o, heading, lambda row: row.reaches_baseline is False, standing)


def disagreements(o: Report) -> Fragment | None:
    """A sentence for each indicator whose value and mark moved in two ways 値と印の食い違い."""
    said = (fragment("<p>{}</p>", disagreement(row)) for row in o.indicators if row.moves_disagree)
    return joined(said) or None


def _indicators(
    o: Report, heading: str, wanted: Callable[[Any], bool], said: Callable[[Any], Fragment]
) -> Fragment | None:
    """Some indicators with what is said of each; one that is printed in several plans 再掲 stands once.

    The parts of one indicator stand together.
    """
    plans: dict[tuple[object, ...], list[str]] = {}
    for row in o.indicators:
        plans.setdefault(same_indicator(row), []).append(row.plan_id)
    once = [*{same_indicator(row): row for row in reversed(o.indicators) if wanted(row)}.values()][::-1]
    items = in_names(once[:MOST_INDICATORS], lambda row: f"{'・'.join(plans[same_indicator(row)])} {row.name}", said)
    return _list(heading, items, len(once), MOST_INDICATORS)


def _list(heading: str, items: list[Fragment], count: int, shown: int) -> Fragment | None:
    if count > shown:
        items = [*items, fragment("ほか{}件は、プランごとの報告に", count - shown)]
    return fragment("<h2>{}</h2>{}", filled(heading, {"件数": count}), note_lines(items)) if items else None


# how to read them


def notes(o: Report, *, marks: str, ratios: str, declared: str, moves: str, outlook: str, source: str) -> Fragment:
    """The notes of the notebook's own words, with the facts in braces, in one paragraph.

    Those on `marks`, `ratios`, activities `declared` in all and `moves` of indicators stand where there
    are some, that on the `outlook` before there are actuals, the `source` always.
    """
    known = o.facts | {"発行者": o.edition.publisher, "資料": o.edition.title}
    wanted = (
        (marks, o.started and o.rule and o.indicators),
        (ratios, o.started and o.activities),
        (declared, o.started and known["延べ事業数"]),
        (moves, o.started and o.indicators),
        (outlook, not o.started and o.indicators),
        (source, True),
    )
    return note_lines([joined(filled_where(wanted, known), "　")])


def changes(o: Report, words: str) -> Fragment | None:
    """How much changed since the document before 前の文書からの変更, in the notebook's words.

    The facts stand in braces; None where nothing changed, or where there is no document before.
    """
    rows = changes_of(o.exact)
    if not rows:
        return None
    kinds: dict[tuple[Any, ...], set[str]] = defaultdict(set)
    for row in rows:
        if row.subject in SUBJECTS:
            kinds[row.subject, row.plan_id, row.no, row.name].add(row.kind)
    counted = change_counts((subject, own) for (subject, *_), own in kinds.items())
    return fragment("<p>{}</p>", filled(words, o.facts | counted | {"前の文書": rows[0].edition}))
