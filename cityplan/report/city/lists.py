"""What a reader of the overview asks next: what became better or worse, what is below its baseline, what is fewer."""

from collections.abc import Callable
from typing import Any

from cityplan.files.markup import Fragment, fragment, joined
from cityplan.report.city.overview import Overview, identity
from cityplan.report.facts_words import baseline_words, by_name, disagreement, moved, other_baselines, result_change
from cityplan.report.plan.brief import filled, with_unit
from cityplan.report.plan.moves import FALL_WORDS, quoted
from cityplan.tables.contract import ObservationRow
from cityplan.tables.schema import records

MOST, MOST_INDICATORS = 10, 20  # of each kind; the others stand in the briefs of their plans
REASONS = {"目標値と基準値が同じ": "目標＝基準", "目標値が基準値より手前にある": "目標が基準より手前"}


def fewer(o: Overview, heading: str) -> Fragment | None:
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
        with_unit(row, row.previous_text),
        with_unit(row, row.actual_text),
        result_change(row),
        quoted(row.factors, FALL_WORDS) or "要因の記載なし",
    )


def better(o: Overview, heading: str) -> Fragment | None:
    """The indicators 指標 that became better since last year 良くなった, by value, else by mark."""
    return _indicators(o, heading, lambda row: row.moved == "better", moved)


def worse(o: Overview, heading: str) -> Fragment | None:
    """The indicators 指標 that fell since last year 下がった, by value, else by mark; a doubtful mark bears ※."""
    return _indicators(o, heading, lambda row: row.moved == "worse", moved)


def below(o: Overview, heading: str) -> Fragment | None:
    """The indicators 指標 whose value is below its baseline 基準値に届いていない, whichever way it moved."""
    observations = records(o.exact["observations"], ObservationRow)

    def standing(row: Any) -> Fragment:
        others = other_baselines(observations, row)
        return fragment("{}（{}）", with_unit(row, row.actual_text), baseline_words(row, others))

    return _indicators(o, heading, lambda row: row.reaches_baseline is False, standing)


def disagreements(o: Overview) -> Fragment | None:
    """A sentence for each indicator whose value and mark moved in two ways 値と印の食い違い."""
    said = (fragment("<p>{}</p>", disagreement(row)) for row in o.indicators if row.moves_disagree)
    return joined(said) or None


def _indicators(
    o: Overview, heading: str, wanted: Callable[[Any], bool], said: Callable[[Any], Fragment]
) -> Fragment | None:
    """Some indicators with what is said of each; one that is printed in several plans 再掲 stands once.

    The parts of one indicator stand together.
    """
    plans: dict[tuple[object, ...], list[str]] = {}
    for row in o.indicators:
        plans.setdefault(identity(row), []).append(row.plan_id)
    once = [*{identity(row): row for row in reversed(o.indicators) if wanted(row)}.values()][::-1]
    items = by_name(once[:MOST_INDICATORS], lambda row: f"{'・'.join(plans[identity(row)])} {row.name}", said)
    return _list(heading, items, len(once), MOST_INDICATORS)


def _list(heading: str, items: list[Fragment], count: int, shown: int) -> Fragment | None:
    if count > shown:
        items = [*items, fragment("ほか{}件は、プランごとの報告に", count - shown)]
    said = joined(fragment('<p class="note">{}</p>', item) for item in items)
    return fragment("<h2>{}</h2>{}", filled(heading, {"件数": count}), said) if items else None
