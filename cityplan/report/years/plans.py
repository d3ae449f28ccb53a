"""All plans of two years at a glance: the mark and the place of each indicator, then and now."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial

from cityplan.city.entry_columns import NO_VALUE_WORDS
from cityplan.draw.chart import WayStrips, mark_move, mark_row
from cityplan.files.markup import Fragment, fragment, joined
from cityplan.japanese.quantities import NOT_ENTERED, missing
from cityplan.report.city.overview import NO_PROJECT, by_project
from cityplan.report.facts_words import RESULT_CHANGES
from cityplan.report.plan.brief import shown_sign
from cityplan.report.shown import graphic
from cityplan.report.table import cell, head, row_of, whole_table
from cityplan.report.years.comparison import Comparison, counted_moves
from cityplan.report.years.pairs import Pair, apart_reason, marks_apart, moved, other_measure, results_moved
from cityplan.report.years.sources import both_values, cited
from cityplan.tables.definitions import GroupRow, Indicator, PlanRow
from cityplan.tables.names import full_name
from cityplan.tables.reasons import short

_WIDTHS = ("6.2mm", "30mm", "1fr", "29mm", "28mm", "30mm")
_STRIP = 28.4  # mm
_LONGEST = 16  # characters of two values that stand on one line
_MOVES = {"better": ("up", "良くなった"), "worse": ("down", "下がった"), "same": ("muted", "同じ")}
_SHORT = (*NO_VALUE_WORDS, NOT_ENTERED)  # reasons that stand beside the marks
_MUTED = '<span class="muted">{}</span>'


def glance(c: Comparison) -> Fragment | None:
    """All plans by project プロジェクト, a table for each, with a row for each indicator 指標.

    It has the marks of both years with their move, the actuals, and both places on one axis from
    baseline to target, unless these have changed.
    """
    strips = WayStrips(*c.years, width_mm=_STRIP)
    shown = [(group, plans) for group, plans in by_project(c) if plans]
    return (
        joined(_project(c, group, plans, strips, first=number == 0) for number, (group, plans) in enumerate(shown))
        or None
    )


def _project(
    c: Comparison, group: GroupRow | None, plans: Sequence[PlanRow], strips: WayStrips, *, first: bool
) -> Fragment:
    heads = [_labels(c, strips)] if first else []
    heads.append(_sums(c, group, {plan.plan_id for plan in plans}))
    rows = [each for plan in plans for each in _plan(c, plan, strips)]
    return whole_table("overview", map(row_of, heads), map(row_of, rows), widths=_WIDTHS)


def _labels(c: Comparison, strips: WayStrips) -> list[Fragment]:
    years = "→".join(c.years)
    axis = joined([f"位置　○{c.years[0]} ●{c.years[1]}", graphic(strips.axis())], "<br>")
    return [
        head(f"{c.edition.plan_noun}（事業 ↑増↓減）", "label", columns=2),
        head("指標"),
        head(f"印 {years}"),
        head(f"実績 {years}", "num"),
        head(axis, "graphic"),
    ]


def _sums(c: Comparison, group: GroupRow | None, plans: set[str]) -> list[Fragment]:
    """A project's name with how its marks and its results moved."""
    indicators = [pair for pair in c.indicator_pairs if pair.key[0] in plans]
    activities = [pair for pair in c.activity_pairs if pair.key[0] in plans]
    words = {key: word for key, (_, word) in _MOVES.items()}
    said = [
        fragment("{}", group.name if group else NO_PROJECT),
        _counts("指標", counted_moves(indicators, lambda pair: moved(pair, c.common_rule)), words),
        _counts("事業", counted_moves(activities, results_moved), RESULT_CHANGES),
    ]
    return [head(joined(said, "　　"), "label", columns=len(_WIDTHS))]


def _counts(of_what: str, moves: Counter[str], words: dict[str, str]) -> Fragment:
    said = [f"{word}{moves[key]}" for key, word in (words | {"": "比べられない"}).items() if moves[key]]
    return fragment("<small>{}{}件：{}</small>", of_what, moves.total(), " ".join(said)) if said else Fragment()


# plans and their indicators


def _plan(c: Comparison, plan: PlanRow, strips: WayStrips) -> Iterator[list[Fragment]]:
    """The rows of a plan, its own cells reaching over them."""
    own = [pair for pair in c.indicator_pairs if pair.key[0] == plan.plan_id]
    first = [
        cell(fragment('<strong class="nowrap">{}</strong>', plan.plan_id), "center", rows=max(len(own), 1)),
        cell(_name(c, plan), "label", rows=max(len(own), 1)),
    ]
    if not own:
        nothing = "指標の記載なし" if plan.has_sheet else "資料に個別シートなし"
        yield [*first, cell(fragment(_MUTED, nothing), "prose", columns=len(_WIDTHS) - 2)]
    for number, pair in enumerate(own):
        yield [*(first if number == 0 else ()), *_indicator(c, pair, strips)]


def _name(c: Comparison, plan: PlanRow) -> Fragment:
    """The plan's name as a link to its report, and how the results of its activities moved."""
    rows = [p for p in c.activity_pairs if p.key[0] == plan.plan_id and p.in_both]
    found = Counter(map(results_moved, rows))
    said = [
        fragment('<span class="nowrap">{}{}</span>', word[0], found[key])
        for key, word in RESULT_CHANGES.items()
        if found[key]
    ]
    name = fragment('<a class="ref" href="plan-{}.html"><strong>{}</strong></a>', plan.plan_id, plan.name)
    return joined([name, *said], " ")


def _indicator(c: Comparison, pair: Pair[Indicator], strips: WayStrips) -> list[Fragment]:
    return [
        cell(cited(pair, full_name(pair.row)), "prose"),
        cell(_marks(c, pair), "label"),
        cell(cited(pair, _values(pair)), "num"),
        cell(_way(c, pair, strips), "graphic"),
    ]


def _marks(c: Comparison, pair: Pair[Indicator]) -> Fragment:
    """Both marks and how they moved, in a word too."""
    rule = c.common_rule or c.before.rule
    marks = [shown_sign(each) for each in (pair.before, pair.now) if each]
    if not pair.in_both:
        plain = [] if pair.row.polarity else [0]
        sign = graphic(mark_row(marks, rule=rule, plain=plain)) if marks[0] else ""
        return fragment("<strong>{}</strong> {}", pair.standing, sign)
    has_direction = bool(pair.row.polarity)
    drawn_move = partial(mark_move, rule=rule, is_plain=not has_direction)
    drawn = graphic(drawn_move(marks[0], marks[1])) if any(marks) else "印なし"
    if why := apart_reason(pair, c.common_rule):
        return fragment("{} <small>{}</small>", drawn, why if why in _SHORT else "※")
    tone, word = _MOVES[moved(pair, c.common_rule)]
    sign = "※" if marks_apart(pair, c.common_rule) else ""  # the value moved; the marks are of two measures
    tone = tone if has_direction else ""
    return fragment('{} <span class="{} nowrap">{}{}</span>', drawn, tone, word, sign)


def _values(pair: Pair[Indicator]) -> Fragment:
    """Both actuals, on two lines where they are too long for one."""
    said = both_values(pair)
    return joined(said.split("→", 1), "→<br>" if len(said) > _LONGEST else "→")


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
