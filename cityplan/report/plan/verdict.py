"""The verdict 判定 of a plan: its facts 事実, taken from the tables, and their sentences on the page."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial

from cityplan.city.edition import Edition
from cityplan.city.rules import Rule, reached
from cityplan.compute.moves import reaches
from cityplan.compute.related import short_name
from cityplan.compute.results import at_open_bound
from cityplan.compute.used import DOUBT, with_unit
from cityplan.files.markup import Fragment, fragment, joined
from cityplan.japanese.quantities import NOT_ENTERED, minus, missing, quantity
from cityplan.japanese.years import era, fiscal_year
from cityplan.read.printed import year_column
from cityplan.report.cite import Lines, cite, counted
from cityplan.report.plan.aims import EXPECTED, is_average_beside_a_year
from cityplan.report.plan.brief import Brief
from cityplan.report.plan.verdict_facts import (
    ActivityFacts,
    Aim,
    IndicatorFacts,
    Move,
    PlanFacts,
    Side,
    Verb,
    Yardstick,
)
from cityplan.report.plan.verdict_known import Known
from cityplan.report.plan.verdict_sentences import lines
from cityplan.report.plan.verdict_words import Words
from cityplan.report.row_words import (
    cannot,
    each_once,
    first_baseline,
    is_level,
    is_share,
    lone_mark,
    number_told,
    other_baselines,
    own_year,
    shown_status,
    why_none,
    year_before,
)
from cityplan.tables.definitions import Activity, Indicator, ObservationRow, PlanRow
from cityplan.tables.names import full_name
from cityplan.tables.reasons import Reason
from cityplan.tables.schema import Tables

__all__ = ["Words", "facts", "facts_of", "indicator_facts", "on_band", "verdict"]

_UNKNOWN_BECAUSE = {Reason.DOUBTFUL: f"{Reason.DOUBTFUL}（※）", Reason.MIXED: str(Reason.MIXED)}
_IN_BRACKETS = re.compile(r" ?[（(]([^（）()]*)[)）]")
_YARDSTICKS = re.compile("(?:基準|目標|現状|実績)値(?:以上)?(?![^<]*>)")  # not within a tag
_SHORT = 20  # characters of a value that no line end parts


def verdict(b: Brief, words: Words) -> Fragment:
    """The verdict 判定 on the heading's band: the indicators in bold, below it what else is to be known.

    Whether a target will be reached is told below the indicators, where there is room.
    """
    return on_band(lines(replace(facts(b), unforeseen=frozenset()), words, counted))


def on_band(told: Sequence[Fragment]) -> Fragment:
    """The lines of a verdict, the first in bold."""
    first, *rest = map(_unbroken, told)
    below = joined(fragment("<p>{}</p>", line) for line in rest)
    return fragment('<p class="verdict">{}</p>{}', first, below)


def _unbroken(line: Fragment) -> Fragment:
    """A line in which no line end parts the words for the yardsticks 基準値以上.

    >>> _unbroken(Fragment("基準値に届いていない。"))
    Fragment('<span class="nowrap">基準値</span>に届いていない。')
    >>> _unbroken(Fragment('<span aria-label="基準値未満">△</span>'))
    Fragment('<span aria-label="基準値未満">△</span>')
    """
    return Fragment(_YARDSTICKS.sub(r'<span class="nowrap">\g<0></span>', str(line)))


def facts(b: Brief) -> PlanFacts:
    """The facts 事実 of a plan, each number with its link to the line that prints it."""
    return facts_of(b.edition, b.rule, b.exact, b.plan, b.indicators, b.measured, b.lines)


def indicator_facts(b: Brief) -> list[tuple[Indicator, IndicatorFacts]]:
    """Each indicator 指標 of a plan with its facts, one that is told twice 再掲 too."""
    known = Known(b.rule, b.exact, b.lines, b.edition.short_names, b.edition.actual)
    return [(row, _indicator(row, known)) for row in b.indicators]


def facts_of(
    edition: Edition,
    rule: Rule | None,
    tables: Tables,
    plan: PlanRow,
    indicators: Sequence[Indicator],
    activities: Sequence[Activity],
    lines: Lines,
) -> PlanFacts:
    """The facts of the rows of one plan; an indicator that is told twice 再掲 counts once."""
    known = Known(rule, tables, lines, edition.short_names, edition.actual)
    rows = each_once(indicators)
    started = edition.actual is not None
    return PlanFacts(
        noun=edition.plan_noun,
        has_sheet=plan.has_sheet is not False,
        started=started,
        next_year=_next_year(rows),
        indicators=tuple(_indicator(row, known) for row in rows) if started else (),
        aims=() if started else tuple(_aim(row, known) for row in rows),
        repeated=len(indicators) - len(rows),
        activities=tuple(map(_activity, activities)),
        shared=_shared(indicators, known),
        wrong_ratios=sum(row.ratio_agreement == "differs" for row in activities),
        unforeseen=frozenset(_year(row.target_fy) for row in rows if started and known.is_unforeseen(row)),
    )


# indicators with results


def _indicator(row: Indicator, known: Known) -> IndicatorFacts:
    """The facts of an indicator: those of its values from its values, its mark as it is printed."""
    has_value = row.actual is not None
    own = known.target_of_own_year(row)
    judged = row if own is None else _judged_by(row, own)
    difference = _minus(row.actual, judged.target if judged.target is not None else row.baseline)
    differs = has_value and row.status_agreement == "differs"
    move, of_marks = _moves(row, known)
    return IndicatorFacts(
        name=full_name(row),
        actual=joined([_shown(row, "actual", known), own_year(row, "actual", known.year)], "") if has_value else "",
        why=_why(judged, known),
        target=_target(row, known) if own is None else _own_target(judged, own, known),
        later=None if own is None else _target(row, known),
        baselines=_baselines(row, known),
        better=row.polarity,
        difference=_difference(difference, row.unit),
        move=move,
        mark=known.mark(row.status_printed) if known.says_something(row.status_printed) or differs else "",
        mark_of_values=known.mark(row.status) if differs else "",
        move_of_marks=of_marks,
        short=short_name(known.short_names, row),
    )


def _shown(row: Indicator, role: str, known: Known, change: Callable[[str], str] = str) -> Fragment:
    """A value as printed, with its unit and the mark ※ of a doubt, as a link to its line."""
    column = f"{role}_text"
    return _as_printed(row, first_baseline(row) if role == "baseline" else getattr(row, column), column, known, change)


def _as_printed(row: Indicator, text: str, column: str, known: Known, change: Callable[[str], str] = str) -> Fragment:
    is_doubtful = DOUBT in text or (row.plan_id, row.no, column) in known.doubts
    bare = change(_without_blanks(with_unit(text.replace(DOUBT, "").strip(), row.unit)))
    shown = cite(known.lines, bare + DOUBT * is_doubtful, "indicators", row.indicator_no, column)
    return _whole(shown, bare)


def _whole(shown: Fragment, text: str) -> Fragment:
    """A value that no line end parts, unless its text is long."""
    return fragment('<span class="nowrap">{}</span>', shown) if len(text) <= _SHORT else shown


def _without_blanks(text: str) -> str:
    """A value without the blanks that an extraction left in it.

    >>> _without_blanks("7 世帯（6 カ年平均）"), _without_blanks("(延べ) 8社"), _without_blanks("R6 14,675 件")
    ('7世帯（6カ年平均）', '(延べ)8社', 'R6 14,675件')
    """
    return re.sub(r"(?<=[)）]) | (?=\D)", "", text)


def _target(row: Indicator, known: Known) -> Yardstick | None:
    if row.target is None:
        return None
    year = _year(row.target_fy) if known.has_targets_of_years(row) else ""
    side = _side(row.actual, row.target, row.reaches_target, row)
    return Yardstick(_shown(row, "target", known), side, year, row.target)


def _judged_by(row: Indicator, own: ObservationRow) -> Indicator:
    """An indicator with the target of its actual's own year in place of the one that is aimed at."""
    judged = replace(row, target=own.value, target_text=own.text, target_fy=own.fiscal_year)
    return replace(judged, reaches_target=reaches(judged).reaches_target)


def _own_target(judged: Indicator, own: ObservationRow, known: Known) -> Yardstick:
    column = year_column(own.fiscal_year, own.role)
    shown = _as_printed(judged, own.text, column, known)
    side = _side(judged.actual, own.value, judged.reaches_target, judged)
    words = known.expected_words
    called = words.get(column, words.get("expected_text", EXPECTED)) if own.role == "expected" else ""
    return Yardstick(shown, side, _year(own.fiscal_year), own.value, called)


def _baselines(row: Indicator, known: Known) -> tuple[Yardstick, ...]:
    """The printed baselines 基準値, the governing one first."""
    if row.baseline is None:
        return ()
    first = Yardstick(
        _shown(row, "baseline", known, _without_bound),
        _side(row.actual, row.baseline, row.reaches_baseline, row),
        _year(row.baseline_fy),
    )
    place = ("indicators", row.indicator_no, "baseline_text")
    others = [
        Yardstick(
            _whole(cite(known.lines, told := number_told(row, each.value), *place), told),
            _side(row.actual, each.value, _reached(row, each.value), row),
            each.era,
        )
        for each in other_baselines(known.observations, row)
        if each.value is not None
    ]
    return (first, *others)


def _without_bound(text: str) -> str:
    """A baseline without 以上・以下 and its year, as it is held against a value.

    >>> _without_bound("3,009千人以上(R元)"), _without_bound("(延べ)8社以上"), _without_bound("約80人")
    ('3,009千人', '(延べ)8社', '約80人')
    """
    dated = _IN_BRACKETS.sub(lambda found: "" if fiscal_year(found[1]) else found[0], text)
    found = quantity(dated)
    return dated.replace(found.bound, "", 1) if found and found.bound else dated


def _is_known(row: Indicator) -> bool:
    return row.reaches_baseline is not None or row.reaches_target is not None


def _reached(row: Indicator, yardstick: Decimal) -> bool | None:
    return reached(row.actual, yardstick, row.polarity) if row.actual is not None and _is_known(row) else None


def _side(actual: Decimal | None, yardstick: Decimal, reaches: bool | None, row: Indicator) -> Side:
    if reaches is None or not _is_known(row):
        return ""
    if actual == yardstick:
        return "equal"
    return "beyond" if reaches else "short"


def _why(row: Indicator, known: Known) -> str:
    """Why an indicator has no value 実績値, or why its value cannot be held against others; empty where it can."""
    if row.actual is not None:
        bound = at_open_bound(row)
        at_bound = f"{bound.replace(DOUBT, '')}の境の値である" if bound else ""
        return next((why for reason, why in _UNKNOWN_BECAUSE.items() if reason == row.progress_reason), at_bound)
    if row.actual_text == NOT_ENTERED:
        return f"実績値が{NOT_ENTERED}の"
    if row.progress_reason == Reason.DOUBTFUL:
        return "実績値に疑いがある"
    if not row.actual_text.strip():
        year = f"{_year(row.actual_fy or known.year)}の" if known.has_other_years(row) else ""
        return f"{year}実績値が資料にない"
    why = why_none(row, known.rule)
    return f"実績値が{why}の" if why else f"実績値「{row.actual_text}」を数として{cannot(row)}"


def _moves(row: Indicator, known: Known) -> tuple[Move | None, Move | None]:
    """How an indicator moved, by value else by mark; and how its marks did where they moved in another way.

    A mark that stands for two parts 区分, or does not follow from its value, is no ground for either.
    """
    by_mark = None
    is_doubtful = known.is_shared(row) or row.status_agreement == "differs"
    if row.status_change and not is_doubtful:
        way = {"improved": "better", "worsened": "worse"}.get(row.status_change, "same")
        verb = {"better": "rise", "worse": "fall"}.get(way, "same")
        by_mark = Move("mark", way, verb, *_both_marks(row, known))  # type: ignore[arg-type]
    if row.previous_value is None or row.actual is None:
        return by_mark, None
    verb_of_value = _verb(row.actual - row.previous_value, row)
    before = number_told(row, row.previous_value) + year_before(row, known.year)
    by_value = Move("value", row.value_change, verb_of_value, before)
    return by_value, by_mark if row.moves_disagree else None


def _both_marks(row: Indicator, known: Known) -> tuple[Fragment, Fragment]:
    """Last year's mark and this year's, with what is said of them aloud."""
    return lone_mark(known.rule, row.status_previous_printed), lone_mark(known.rule, shown_status(row))


def _minus(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one - other


def _verb(difference: Decimal, row: Indicator) -> Verb:
    """A share rises and falls, a count becomes more or fewer."""
    if not difference:
        return "same"
    if is_level(row):
        return "rise" if difference > 0 else "fall"
    return "more" if difference > 0 else "fewer"


def _difference(difference: Decimal | None, unit: str) -> str:
    """A difference 差 with its unit, without its sign; that of two shares in points; empty for none."""
    return f"{minus(abs(difference))}{'ポイント' if is_share(unit) else unit}" if difference else ""


def _shared(indicators: Sequence[Indicator], known: Known) -> tuple[tuple[int, int], ...]:
    """The lines with fewer marks of last year than parts 区分: how many of each.

    Where the values of last year are known, those tell how the parts moved.
    """
    lines: dict[int, list[Indicator]] = {}
    for row in filter(known.is_shared, indicators):
        lines.setdefault(row.source_line, []).append(row)
    return tuple(
        (len(rows), sum(bool(row.status_previous_printed) for row in rows))
        for rows in lines.values()
        if any(row.previous_value is None for row in rows)
    )


# before there are results


def _aim(row: Indicator, known: Known) -> Aim:
    difference = _minus(row.target, row.baseline) if row.target_kind == "level" else None
    years = None if row.target_fy is None or row.baseline_fy is None else row.target_fy - row.baseline_fy
    shown = partial(_shown, row, known=known)
    return Aim(
        name=full_name(row),
        now=Yardstick(shown("baseline"), year=_year(row.baseline_fy)) if row.baseline_text else None,
        target=Yardstick(shown("target"), year=_year(row.target_fy)) if row.target_text else None,
        years=years,
        difference=_difference(difference, row.unit),
        verb="" if difference is None else _verb(difference, row),
        short=short_name(known.short_names, row),
        is_average=is_average_beside_a_year(row),
        is_doubtful=any((row.plan_id, row.no, f"{role}_text") in known.doubts for role in ("baseline", "target")),
    )


def _next_year(rows: Sequence[Indicator]) -> str:
    """The year after the present values 現状値."""
    known = [row.baseline_fy for row in rows if row.baseline_fy is not None]
    return era(max(known) + 1) if known else ""


def _year(year: int | None) -> str:
    return "" if year is None else era(int(year))


# activities


def _activity(row: Activity) -> ActivityFacts:
    """The facts of a listed activity 掲載事業; a doubtful value is not compared."""
    is_doubtful = row.ratio_reason == Reason.DOUBTFUL or DOUBT in row.actual_text + row.previous_text
    return ActivityFacts(
        name=f"{row.name}の{row.measure or '実績'}",
        change="" if is_doubtful else row.value_change,
        is_text=bool(row.actual_text) and row.actual is None and not missing(row.actual_text),
        is_level=is_level(row),
    )
