"""All plans of two years at a glance: the mark and the place of each indicator, then and now."""

from collections import Counter
from collections.abc import Iterator, Sequence

from cityplan.city.entry_columns import NO_VALUE_WORDS
from cityplan.draw.chart import WayStrips, mark_move, mark_row
from cityplan.files.markup import Fragment, fragment, joined
from cityplan.japanese.quantities import NOT_ENTERED, missing
from cityplan.report.city.overview import NO_PROJECT, by_project
from cityplan.report.row_words import RESULT_CHANGES, shown_sign
from cityplan.report.shown import graphic
from cityplan.report.table import cell, head, row_of, whole_table
from cityplan.report.years.comparison import Comparison, counted_moves
from cityplan.report.years.pairs import Pair, apart_reason, marks_apart, moved, other_measure, results_moved
from cityplan.report.years.sources import both_values, cited
from cityplan.tables.definitions import GroupRow, Indicator, PlanRow
from cityplan.tables.names import full_name
from cityplan.tables.reasons import short

_STRIP = 40.0  # mm
_WIDTHS = ("5.4mm", "1fr", "13mm", "33mm", f"{_STRIP}mm", "auto")
_MOVES = {"better": ("up", "良い方へ"), "worse": ("down", "悪い方へ"), "same": ("muted", "同じ")}
_SHORT = (*NO_VALUE_WORDS, NOT_ENTERED)  # reasons that stand beside the marks
_MUTED = '<span class="muted">{}</span>'


def glance(c: Comparison) -> Fragment | None:
    """All plans by project プロジェクト, in their order, with a row for each indicator 指標.

    It has the marks and actuals of both years, both places on one axis from baseline to target, unless these have
    changed, and which way it moved. Colour tells the last and nothing else.
    """
    strips = WayStrips(*c.years, width_mm=_STRIP)
    rows = [each for group, plans in by_project(c) if plans for each in _project(c, group, plans, strips)]
    return whole_table("rulers", [row_of(_labels(c, strips))], map(row_of, rows), widths=_WIDTHS) if rows else None


def _project(
    c: Comparison, group: GroupRow | None, plans: Sequence[PlanRow], strips: WayStrips
) -> Iterator[list[Fragment]]:
    yield [_sums(c, group, {plan.plan_id for plan in plans})]
    for plan in plans:
        yield from _plan(c, plan, strips)


def _labels(c: Comparison, strips: WayStrips) -> list[Fragment]:
    years = "→".join(c.years)
    axis = joined([f"○{c.years[0]} ●{c.years[1]}", graphic(strips.axis())], "<br>")
    return [
        head(f"{c.edition.plan_noun}と指標", "label", columns=2),
        head("印"),
        head(f"実績 {years}", "num"),
        head(axis, "graphic"),
        head("動き"),
    ]


def _sums(c: Comparison, group: GroupRow | None, plans: set[str]) -> Fragment:
    """A project's name with how its indicators and its results moved."""
    indicators = [pair for pair in c.indicator_pairs if pair.key[0] in plans]
    activities = [pair for pair in c.activity_pairs if pair.key[0] in plans]
    words = {key: word for key, (_, word) in _MOVES.items()}
    said = [
        fragment("<strong>{}</strong>", group.name if group else NO_PROJECT),
        _counts("指標", counted_moves(indicators, lambda pair: moved(pair, c.common_rule)), words),
        _counts("事業", counted_moves(activities, results_moved), RESULT_CHANGES),
    ]
    return cell(joined(said, "　"), "prose", columns=len(_WIDTHS))


def _counts(of_what: str, moves: Counter[str], words: dict[str, str]) -> Fragment:
    said = [f"{word}{moves[key]}" for key, word in (words | {"": "比べられない"}).items() if moves[key]]
    return fragment("<small>{}{}件：{}</small>", of_what, moves.total(), " ".join(said)) if said else Fragment()


# plans and their indicators


def _plan(c: Comparison, plan: PlanRow, strips: WayStrips) -> Iterator[list[Fragment]]:
    """The rows of a plan."""
    link = fragment('<a class="ref" href="plan-{0}.html">{0}</a>', plan.plan_id)
    own = [pair for pair in c.indicator_pairs if pair.key[0] == plan.plan_id]
    if not own:
        said = "指標の記載なし" if plan.has_sheet else "資料に個別シートなし"
        rest = [cell("", "center"), cell("", "num"), cell(graphic(strips.blank(said)), "graphic"), cell("", "prose")]
        yield [cell(link, "center"), cell(plan.name, "prose", heads="row"), *rest]
    for pair in own:
        yield [cell(link, "center"), *_indicator(c, pair, strips)]


def _indicator(c: Comparison, pair: Pair[Indicator], strips: WayStrips) -> list[Fragment]:
    return [
        cell(cited(pair, full_name(pair.row)), "prose", heads="row"),
        cell(_marks(c, pair), "center"),
        cell(cited(pair, both_values(pair, c.result_years)), "num"),
        cell(_way(c, pair, strips), "graphic"),
        cell(_moved(c, pair), "prose"),
    ]


def _marks(c: Comparison, pair: Pair[Indicator]) -> Fragment:
    """The marks of both years, or of the one that has the indicator."""
    rule = c.common_rule or c.before.rule
    marks = [shown_sign(each) for each in (pair.before, pair.now) if each]
    if not any(marks):
        return fragment(_MUTED, "なし")
    if not pair.in_both:
        return graphic(mark_row(marks, rule=rule, plain=[0]))
    return graphic(mark_move(marks[0], marks[1], rule=rule))


def _moved(c: Comparison, pair: Pair[Indicator]) -> Fragment:
    """Which way an indicator moved, or why that is not told; ※ where the marks are of two measures."""
    if not pair.in_both:
        return fragment("<strong>{}</strong>", pair.standing)
    if why := apart_reason(pair, c.common_rule):
        return fragment(_MUTED, why if why in _SHORT else "不明")
    tone, word = _MOVES[moved(pair, c.common_rule)]
    sign = "※" if marks_apart(pair, c.common_rule) else ""
    return fragment('<span class="{} nowrap">{}{}</span>', tone if pair.row.polarity else "", word, sign)


def _way(c: Comparison, pair: Pair[Indicator], strips: WayStrips) -> Fragment:
    """Both places on the way to the target, or why they are not shown."""
    if not pair.in_both:
        return Fragment()
    before, now = pair.both
    sides = [(c.years[1], now), (c.years[0], before)]
    reasons = [other_measure(pair), *(_no_place(year, each) for year, each in sides)]
    if why := next(filter(None, reasons), ""):
        return graphic(strips.blank(why))
    places = [each.progress_ratio for each in pair.both]
    return graphic(strips.strip(*places, change=moved(pair, c.common_rule) if now.polarity else ""))


def _no_place(year: str, each: Indicator) -> str:
    """Why an indicator has no place on the way to its target, as short as the axis is."""
    if each.actual is None:
        return f"{year} {each.actual_text if missing(each.actual_text) else '実績値なし'}"
    return short(each.progress_reason)
