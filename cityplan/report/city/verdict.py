"""The verdict 判定 of a whole city: the facts 事実 and patterns of that of a plan, of all its indicators."""

from collections import Counter

from cityplan.compute.remeasured import remeasured
from cityplan.compute.results import sharing_marks
from cityplan.files.markup import Fragment, fragment
from cityplan.report.cite import Lines
from cityplan.report.plan.changes import changes_of
from cityplan.report.plan.verdict import facts_of, on_band
from cityplan.report.plan.verdict_facts import IndicatorFacts, PlanFacts
from cityplan.report.plan.verdict_sentences import lines
from cityplan.report.plan.verdict_words import Words
from cityplan.report.report import Report, filled
from cityplan.report.row_words import each_once, same_indicator, why_unknown
from cityplan.tables.definitions import IndicatorRow, PlanRow
from cityplan.tables.schema import records

__all__ = ["Words", "by_indicator", "facts", "unknown_moves", "verdict"]


def verdict(o: Report, words: Words) -> Fragment:
    """The verdict 判定 on the heading's band: how many indicators stand where, and what else is to be known."""
    return on_band(lines(facts(o), words))


def facts(o: Report) -> PlanFacts:
    """The facts 事実 of all plans; an indicator that stands in several of them 再掲 counts once."""
    first = records(o.exact["plans"], PlanRow)[0]  # asked for its sheet only where there is no indicator at all
    no_lines = Lines(o.edition, {}, frozenset())
    return facts_of(o.edition, o.rule, o.exact, first, o.indicators, o.measured, no_lines)


def by_indicator(o: Report) -> dict[tuple[object, ...], IndicatorFacts]:
    """The facts of each indicator with an actual, by what makes it the same one."""
    told = facts(o).indicators
    return {same_indicator(row): own for row, own in zip(each_once(o.indicators), told, strict=True)} if told else {}


def unknown_moves(o: Report, words: str) -> Fragment | None:
    """The notebook's words on the indicators of which it is not known how they moved, and why; None for none.

    `words` have their number 件数 and the reasons 理由 in braces.
    """
    told, goals = by_indicator(o), remeasured(changes_of(o.exact))
    sharing = sharing_marks(records(o.exact["indicators"], IndicatorRow))
    reasons: Counter[str] = Counter()
    for row in each_once(o.indicators) if told else ():
        move = told[same_indicator(row)].move
        if move is not None and move.way:
            continue
        if row.previous_value is None and (row.plan_id, row.source_line) in sharing:
            reasons["前年度の印が区分の数より少ない"] += 1
        elif row.status_agreement == "differs" and row.previous_value is None:
            reasons["印が値と合わない"] += 1
        else:
            reasons[why_unknown(row, o.rule, goals)] += 1
    if not reasons:
        return None
    said = "、".join(f"{why}{count}" for why, count in reasons.items())
    return fragment('<p class="note">{}</p>', filled(words, {"件数": reasons.total(), "理由": said}))
