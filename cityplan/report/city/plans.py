"""All plans of a city at a glance: marks of indicators and ratios of activities; before actuals, the way to the targets."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from cityplan.city.rules import Rule
from cityplan.compute.remeasured import remeasured
from cityplan.compute.used import with_unit
from cityplan.draw.chart import Chart, Ratio, RatioStrips, mark_counts, mark_row, values_over_years
from cityplan.files.markup import Fragment, fragment, joined
from cityplan.japanese.quantities import NOT_ENTERED
from cityplan.report.city.overview import NO_PROJECT, by_project
from cityplan.report.facts_words import in_pieces, is_doubtful, is_share, result_change
from cityplan.report.plan.brief import no_value, shown_sign, shown_status, unjudged_marks, without_ratio, year_label
from cityplan.report.plan.changes import changes_of
from cityplan.report.plan.years import needed, values
from cityplan.report.report import Report, is_not_less, note_lines
from cityplan.report.shown import graphic
from cityplan.report.table import TableColumn, cell, head, row_of, table, whole_table
from cityplan.tables.definitions import PlanRow
from cityplan.tables.names import full_name
from cityplan.tables.schema import records

MOST_PATHS = 9  # small charts that leave the overview on one page
MOST_ACTIVITIES = 12  # that stand beside one name; of a plan with more it is repeated
ONE_PAGE = 40  # activities; where there are more, each project repeats the axis
_MARKS, _SUMS, _STRIP = 19.6, 30.0, 34.0  # mm
_PLAN = ("6.2mm", "32mm", "21mm")
_ACTIVITY = ("1fr", "35.6mm", "23mm")
_MOVES = {"better": ("up", "↑"), "worse": ("down", "↓"), "same": ("muted", "同じ")}
_DIRECTIONS = {"higher": "大きいほどよい", "lower": "小さいほどよい"}
_MUTED = '<span class="muted">{}</span>'


def glance(o: Report) -> Fragment | None:
    """All plans by project プロジェクト, a table for each; none before there are actuals.

    A plan has the marks of its indicators and how they moved, each activity its ratio on one axis.
    """
    if not o.started:
        return None
    found = [_ratio(row) for row in o.activities if row.ratio is not None and not is_share(row.unit)]
    band = max((row.band for row in o.activities), default=Decimal(0))
    strips = RatioStrips(found, band=band, width_mm=_STRIP) if found else None
    projects = [
        _project(o, group, plans, strips, first=number == 0) for number, (group, plans) in enumerate(by_project(o))
    ]
    return joined(projects) or None


def _project(o: Report, group: Any, plans: list[Any], strips: RatioStrips | None, *, first: bool) -> Fragment:
    """The table of one project, with its sums in the heading."""
    widths = _PLAN + _ACTIVITY if o.activities else (*_PLAN[:2], "1fr")
    heads = [_labels(o, strips)] if first or len(o.activities) > ONE_PAGE else []
    heads.append(_sums(o, group, plans))
    rows = [row for plan in plans for row in _plan(o, plan, strips)]
    return whole_table("overview", map(row_of, heads), map(row_of, rows), widths=widths)


# headings


def _labels(o: Report, strips: RatioStrips | None) -> list[Fragment]:
    """What the columns are, with the axis."""
    before, now = year_label(o.edition.previous), year_label(o.edition.actual)
    marks = f"指標の印、{before}→{now}の動き" if before else "指標の印"
    own = [head(o.edition.plan_noun, "label", columns=2), head(marks)]
    if not o.activities:
        return own
    axis = joined(["前年度比（%、対数目盛）", graphic(strips.axis())], "<br>") if strips else "前年度比"
    return [*own, head("掲載事業"), head(axis, "graphic"), head("前年度比の計算", "num")]


def _sums(o: Report, group: Any, plans: list[Any]) -> list[Fragment]:
    """A project's name, its marks counted, its activities declared, and how many did not fall."""
    ids = {plan.plan_id for plan in plans}
    name = group.name if group else NO_PROJECT
    counts = _counts(o, [row for row in o.indicators if row.plan_id in ids])
    if not o.activities:
        return [head(name, "label", columns=2), head(counts)]
    declared = group.listed_activities if group else None
    of_all = f"全{declared}事業（重複有）" if declared is not None else ""
    return [
        head(name, "label", columns=3),
        head(joined([counts, of_all], "　")),
        head(_above(group, [r for r in o.activities if r.plan_id in ids]), "label", columns=2),
    ]


def _counts(o: Report, indicators: Sequence[Any]) -> Fragment:
    """How many indicators bear each mark, as drawn signs."""
    if o.rule is None or not indicators:
        return fragment("指標{}件", len(indicators))
    found = Counter(shown_sign(row) for row in indicators)
    counts = {mark: found.pop(mark, 0) for mark in o.rule.marks}
    plain = unjudged_marks(indicators)
    return graphic(mark_counts(counts | found, rule=o.rule, plain=plain, width_mm=_SUMS))


def _above(group: Any, activities: Sequence[Any]) -> str:
    """The share 前年度以上 as the source declares it, and as its listed activities give it."""
    share = group.headline_share_text.replace("前年度以上の実績", "").strip() if group else ""
    compared = [row for row in activities if row.ratio is not None]
    counted = f"計算{sum(map(is_not_less, compared))}/{len(compared)}件" if compared else "計算不可"
    return f"前年度以上 資料{share or '記載なし'}・{counted}"


# plans


def _plan(o: Report, plan: Any, strips: RatioStrips | None) -> Iterator[list[Fragment]]:
    """The rows of a plan: one for each activity, its own cells reaching over them."""
    activities = [row for row in o.activities if row.plan_id == plan.plan_id]
    for start in range(0, len(activities), MOST_ACTIVITIES):
        rows = activities[start : start + MOST_ACTIVITIES]
        own = _own_cells(o, plan, len(rows), again=start > 0)
        for number, row in enumerate(rows):
            yield [*(own if number == 0 else ()), *_activity(row, strips)]
    if not activities:
        yield _bare_plan(o, plan, strips)


def _bare_plan(o: Report, plan: Any, strips: RatioStrips | None) -> list[Fragment]:
    """A plan without activities; one that the source has no sheet of says so."""
    number, name, marks = _own_cells(o, plan, 1)
    if plan.has_sheet:
        activities = cell(fragment(_MUTED, "掲載事業の記載なし"), "prose")
        rest = [marks, activities, *_no_ratio(strips, "実績の記載なし")]
    else:
        gap = cell(fragment(_MUTED, "資料に個別シートなし"), "prose", columns=2)
        rest = [gap, *_no_ratio(strips, "指標も実績も不明")]
    return [number, name, *(rest if o.activities else rest[:1])]


def _own_cells(o: Report, plan: Any, rows: int, *, again: bool = False) -> list[Fragment]:
    """Number, name, and the marks with their moves since last year."""
    name = fragment(
        '<a class="ref" href="plan-{}.html"><strong>{}</strong></a>{}',
        plan.plan_id,
        plan.name,
        "（続き）" if again else "",
    )
    own = [row for row in o.indicators if row.plan_id == plan.plan_id]
    return [
        cell(fragment('<strong class="nowrap">{}</strong>', plan.plan_id), "center", rows=rows),
        cell(name, "label", rows=rows),
        cell("" if again else _marks(o, own), "graphic", rows=rows),
    ]


def _marks(o: Report, own: Sequence[Any]) -> Fragment:
    """The marks of a plan's indicators in their order, and how they moved."""
    if not own:
        return fragment(_MUTED, "指標の記載なし")
    if o.rule is None:
        return fragment("指標{}件", len(own))
    shown = [shown_sign(row) for row in own]
    plain = [place for place, row in enumerate(own) if not row.polarity]
    drawn = mark_row(shown, rule=o.rule, plain=plain, width_mm=_MARKS)
    return joined([graphic(drawn), _moves(o, own)], " ")


def _moves(o: Report, own: Sequence[Any]) -> Fragment:
    """How many became better, worse or stayed; nothing where neither value nor mark of last year is known."""
    if not any(row.status_previous_printed or row.moved for row in own):
        return Fragment()
    moved = Counter(row.moved or "" for row in own)
    if moved["same"] == len(own):
        return fragment("<small>{}</small>", "同じ")
    doubtful = any(row.moved_by == "mark" and is_doubtful(row) for row in own)
    said = [
        fragment(
            '<span class="{}">{}{}{}</span>', tone, sign, moved[change], "※" if doubtful and change == "worse" else ""
        )
        for change, (tone, sign) in _MOVES.items()
        if moved[change]
    ]
    goals = remeasured(changes_of(o.exact))
    still = [row for row in own if not row.moved]
    for word, count in Counter(_standstill(row, o.rule, goals) for row in still).items():
        said.append(fragment("{}{}", word, count))
    pairs = (joined(said[start : start + 2], " ") for start in range(0, len(said), 2))
    return joined((fragment('<small class="nowrap">{}</small>', pair) for pair in pairs), " ")


def _standstill(row: Any, rule: Rule | None, goals: Mapping[tuple[str, int], str]) -> str:
    """Why a mark has no move: 未入力, 集計中, 未公表, another measure, or that this is not known."""
    if row.actual_text == NOT_ENTERED:
        return NOT_ENTERED
    two_marks = (shown_status(row), row.status_previous_printed)
    if rule and any(map(rule.tells_no_value, two_marks)):
        return no_value(row) or "未公表"
    return "比較不可" if (row.plan_id, int(row.indicator_no)) in goals and all(two_marks) else "不明"


# activities


def _activity(row: Any, strips: RatioStrips | None) -> list[Fragment]:
    """Name, place on the axis, and ratio of an activity."""
    name = cell(row.name, "prose")
    if row.ratio is not None and is_share(row.unit):
        return [name, *_points(row, strips)]
    if row.ratio is None or strips is None:
        return [name, *_no_ratio(strips, _reason(row), row.ratio_printed, without_ratio([row]))]
    sign = "↓" if row.value_change == "down" else ""
    said = fragment('<span class="nowrap">{}{}%</span>', sign, row.ratio)
    strip = graphic(strips.strip(_ratio(row)))
    return [name, cell(strip, "graphic"), cell(said, "num")]


def _points(row: Any, strips: RatioStrips | None) -> list[Fragment]:
    """A share against last year's, and the difference in points: no place on an axis of ratios."""
    values = f"{with_unit(row.previous_text, row.unit)}→{with_unit(row.actual_text, row.unit)}"
    said = f"（記載の前年度比{row.ratio_printed}%は計算と合わない）" if row.ratio_agreement == "differs" else ""
    told = f"{values}、{result_change(row)}{said}"
    if strips is None:
        return [cell(told, "prose", columns=2)]
    return [
        cell(graphic(strips.blank(values, told)), "graphic"),
        cell(fragment("<small>{}{}</small>", in_pieces(result_change(row)), "≠" if said else ""), "num"),
    ]


def _ratio(row: Any) -> Ratio:
    return Ratio(row.ratio, row.ratio_printed, row.ratio_agreement, row.value_change)


def _no_ratio(
    strips: RatioStrips | None, reason: str, printed: Decimal | None = None, word: str = "数値なし"
) -> list[Fragment]:
    """数値なし or 比べられない with its reason; a ratio printed without values for it is said, and not drawn."""
    loose = "" if printed is None else f"記載{printed:f}%は対応不明"
    said = f"{word}（{reason}）{loose}"
    if strips is None:
        return [cell(fragment(_MUTED, said), "prose", columns=2)]
    blank = graphic(strips.blank(loose or reason, said))
    return [cell(blank, "graphic"), cell(fragment("<small>{}</small>", word), "num")]


def _reason(row: Any) -> str:
    """Why there is no ratio, as short as the axis is."""
    if row.actual_text == NOT_ENTERED:
        return NOT_ENTERED
    if row.actual is not None or row.previous is not None:
        return str(row.ratio_reason)
    return "文章による実績" if row.actual_text or row.previous_text else "実績の記載なし"


# before there are actuals


def outlook_table(o: Report) -> Fragment | None:
    """What each indicator 指標 starts from, must arrive at and needs each year; only before actuals."""
    if o.started or not o.indicators:
        return None
    names = {plan.plan_id: plan.name for plan in records(o.exact["plans"], PlanRow)}
    rows = [
        [
            row.plan_id,
            _indicator(row, names[row.plan_id]),
            row.baseline_text,
            row.target_text,
            needed(row),
            _direction(row),
        ]
        for row in o.indicators
    ]
    start, end = year_label(o.edition.baseline), year_label(o.edition.target)
    columns: list[TableColumn] = [
        ("番号", "center", "11mm"),
        (f"{o.edition.plan_noun}と指標", "label", "1fr"),
        (f"現状値（{start}）", "num", "25mm"),
        (f"目標値（{end}）", "num", "34mm"),
        ("毎年必要な変化", "num", "28mm"),
        ("向き", "prose", "27mm"),
    ]
    return table("plain", columns, rows)


def _indicator(row: Any, plan: str) -> Fragment:
    return fragment(
        '<a class="ref" href="plan-{}.html"><strong>{}</strong></a><br><small>{}</small>',
        row.plan_id,
        plan,
        full_name(row),
    )


def _direction(row: Any) -> str:
    """Which way is better 向き; ※ where only the target says so."""
    word = _DIRECTIONS.get(row.polarity, "不明")
    return f"{word}※" if row.polarity_source == "inferred" else word


def directions_note(o: Report, words: str) -> Fragment | None:
    """The notebook's words on directions that only the targets tell; none where there is none."""
    inferred = any(row.polarity_source == "inferred" for row in o.indicators)
    return note_lines([words]) if inferred and not o.started else None


def paths(o: Report) -> Chart | None:
    """The straight path of each indicator to its target, where they are few; only before actuals."""
    if o.started or len(o.indicators) > MOST_PATHS:
        return None
    shown = [values(o.exact["history"], row, o.edition) for row in o.indicators]
    drawn = [series for series in shown if series is not None]
    return values_over_years(drawn) if drawn else None
