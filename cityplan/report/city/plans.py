"""All indicators of a city on one ruler, and all ratios of its activities; before actuals, the way to the targets."""

from collections.abc import Iterator
from decimal import Decimal

from cityplan.city.rules import Rule
from cityplan.compute.used import DOUBT, with_unit
from cityplan.draw.chart import Chart, Ratio, Rulers, Since, ratio_dots
from cityplan.draw.standing import DrawnStanding
from cityplan.files.markup import Fragment, fragment, joined
from cityplan.japanese.quantities import minus
from cityplan.japanese.years import era
from cityplan.report.city.overview import NO_PROJECT, by_project
from cityplan.report.city.verdict import by_indicator
from cityplan.report.plan.aims import drawn_aim, in_phrases
from cityplan.report.plan.verdict_facts import IndicatorFacts, Move, Yardstick
from cityplan.report.plan.years import needed
from cityplan.report.report import Report, filled, note_lines, section
from cityplan.report.row_words import (
    is_share,
    result_change,
    said_in_words,
    same_indicator,
    shown_sign,
    why_no_value,
    year_label,
)
from cityplan.report.shown import graphic
from cityplan.report.table import TableColumn, cell, head, row_of, table, whole_table
from cityplan.tables.definitions import GroupRow, Indicator, IndicatorRow, PlanRow
from cityplan.tables.names import full_name, label
from cityplan.tables.reasons import Reason
from cityplan.tables.schema import records

_RULER, _AIM = 44.0, 36.0  # mm
_WIDTHS = ("5.4mm", "1fr", "22.4mm", "19mm", f"{_RULER}mm", "auto")
_SIGNS = {"rise": "↑", "more": "↑", "fall": "↓", "fewer": "↓"}
_TONES = {"better": "up", "worse": "down"}
_DIRECTIONS = {"higher": "大きいほどよい", "lower": "小さいほどよい"}
_MUTED = '<span class="muted">{}</span>'


def glance(o: Report) -> Fragment | None:
    """All indicators 指標 on one ruler, by project プロジェクト and plan; none before there are actuals.

    They stand in the order of the plans: a rank over unlike measures would say nothing. Where none has both a baseline
    and a target (a list of activities with their targets alone) they stand in tables, without rulers.
    """
    if not o.started or not o.indicators:
        return None
    if not o.has_rulers:
        return joined(_listed(o))
    rows = [row_of(row) for row in _rows(o, Rulers(o.rule, width_mm=_RULER))]
    return whole_table("rulers", [row_of(_labels(o))], rows, widths=_WIDTHS)


def _listed(o: Report) -> Iterator[Fragment | None]:
    """A table for each project, of indicators that no ruler can show."""
    told = by_indicator(o)
    goal = next((role for role in ("target", "baseline") if o.prints("indicators", f"{role}_text")), "")
    columns: list[TableColumn] = [
        (o.edition.plan_noun, "center", "16mm"),
        ("指標", "label", "1fr"),
        *([(label("indicators", f"{goal}_text"), "num", "30mm")] if goal else []),
        (f"{year_label(o.edition.actual)}の実績", "num", "30mm"),
        (f"{year_label(o.edition.previous) or '前年度'}から", "label", "34mm"),
    ]
    for group, plans in by_project(o):
        own = [row for plan in plans for row in o.indicators if row.plan_id == plan.plan_id]
        rows = [_listed_row(row, told[same_indicator(row)], goal, o.rule) for row in own]
        yield section(
            group.name if group else NO_PROJECT, table("indicators", columns, rows) if rows else None, level=3
        )


def _listed_row(row: Indicator, told: IndicatorFacts, goal: str, rule: Rule | None) -> list[object]:
    link = fragment('<a class="ref" href="plan-{0}.html">{0}</a>', row.plan_id)
    goals = [with_unit(getattr(row, f"{goal}_text"), row.unit) or "—"] if goal else []
    actual = told.actual or fragment(_MUTED, why_no_value(row, rule))
    return [link, full_name(row), *goals, actual, _moved(told.move, row.unit)]


def _labels(o: Report) -> list[Fragment]:
    """What the columns are, and the zones of the ruler."""
    before = year_label(o.edition.previous) or "前年度"
    return [
        head(f"{o.edition.plan_noun}と指標", "label", columns=2),
        head("基準値→目標値", "num"),
        head(f"{year_label(o.edition.actual)}の実績", "num"),
        head(graphic(Rulers(o.rule, width_mm=_RULER).axis()), "graphic"),
        head(f"{before}から"),
    ]


def _rows(o: Report, rulers: Rulers) -> Iterator[list[Fragment]]:
    """The rows of each project below its name."""
    told = by_indicator(o)
    seen: set[tuple[object, ...]] = set()
    for group, plans in by_project(o):
        yield [
            cell(fragment("<strong>{}</strong>", group.name if group else NO_PROJECT), "prose", columns=len(_WIDTHS))
        ]
        for plan in plans:
            own = [row for row in o.indicators if row.plan_id == plan.plan_id]
            for row in own:
                key = same_indicator(row)
                yield _indicator(row, told[key], rulers, again=key in seen)
                seen.add(key)
            if not own:
                yield _bare_plan(plan, rulers)


def _indicator(row: Indicator, told: IndicatorFacts, rulers: Rulers, *, again: bool) -> list[Fragment]:
    """The row of an indicator; one that stood in a plan before 再掲 says so."""
    link = fragment('<a class="ref" href="plan-{}.html">{}</a>', row.plan_id, full_name(row))
    beside = [f"基準値{told.baselines[0].year}" if len(told.baselines) > 1 else "", "再掲" if again else ""]
    noted = "・".join(filter(None, beside))
    drawn = rulers.ruler(
        _standing(row, rulers), expected=_way(row, row.expected_told), since=_since(rulers.rule, row, told)
    )
    return [
        cell(row.plan_id, "center"),
        cell(fragment("{}{}", link, f"（{noted}）" if noted else ""), "prose", heads="row"),
        cell(_yardsticks(row, told), "num"),
        cell(told.actual or fragment(_MUTED, why_no_value(row, rulers.rule)), "num"),
        cell(graphic(drawn), "graphic"),
        cell(_moved(told.move, row.unit), "prose"),
    ]


def _bare_plan(plan: PlanRow, rulers: Rulers) -> list[Fragment]:
    """The row of a plan without indicators."""
    said = "指標の記載なし" if plan.has_sheet else "資料に個別シートなし"
    link = fragment('<a class="ref" href="plan-{}.html">{}</a>', plan.plan_id, plan.name)
    rest = [cell("", "num"), cell("", "num"), cell(graphic(rulers.blank(said)), "graphic"), cell("", "prose")]
    return [cell(plan.plan_id, "center"), cell(link, "prose", heads="row"), *rest]


def _yardsticks(row: Indicator, told: IndicatorFacts) -> str:
    """Baseline and target 基準値→目標値 as numbers; of several baselines the governing one."""
    first = told.baselines[0] if told.baselines else None
    values = ((row.baseline, "baseline", first), (row.target, "target", told.target))
    baseline, target = (
        said_in_words(row, role) or "—" if value is None else f"{minus(value)}{_doubt(shown)}"
        for value, role, shown in values
    )
    return "—" if baseline == target == "—" else f"{baseline}→{target}"


def _doubt(shown: Yardstick | None) -> str:
    return DOUBT if shown and DOUBT in shown.value else ""


def _standing(row: Indicator, rulers: Rulers) -> DrawnStanding:
    is_doubtful = row.progress_reason == Reason.DOUBTFUL  # its values have no place on a ruler
    return DrawnStanding(
        baseline=row.baseline,
        target=row.target,
        actual=None if is_doubtful else row.actual,
        polarity=row.polarity,
        status=shown_sign(row),
        rule=rulers.rule,
        unit=row.unit,
        progress_ratio=row.progress_ratio,
        baseline_label=_year(row.baseline_fy, "基準値"),
        target_label=_year(row.target_fy, "目標値"),
        actual_label=_year(row.actual_fy, "実績"),
        reason=f"{Reason.DOUBTFUL}{DOUBT}" if is_doubtful else why_no_value(row, rulers.rule),
        baseline_said=said_in_words(row, "baseline"),
        target_said=said_in_words(row, "target"),
    )


def _year(year: int | None, otherwise: str) -> str:
    return otherwise if year is None else f"{era(int(year))} {otherwise}"


def _way(row: Indicator, value: Decimal | None) -> Decimal | None:
    """How much of the way from baseline to target a value is, in percent."""
    if value is None or row.baseline is None or row.target is None or row.target == row.baseline:
        return None
    return (value - row.baseline) / (row.target - row.baseline) * 100


def _since(rule: Rule | None, row: Indicator, told: IndicatorFacts) -> Since:
    move = told.move
    if move is None:
        return Since(told="前年度からの動きは不明")
    mark = row.status_previous_printed if move.by == "mark" else ""
    before = (rule.aloud(mark) if rule else "") or mark or move.before
    words = f"前年度の{before}{_since_words(move)}"
    return Since(move.way, mark, None if mark else _way(row, row.previous_value), words)


def _moved(move: Move | None, unit: str) -> Fragment:
    """How an indicator moved, its way told by arrow and colour: ↑△から; the unit stands beside the actual."""
    if move is None:
        return fragment(_MUTED, "不明")
    words = _move_words(move).replace(unit, "", 1) if unit and move.by == "value" else _move_words(move)
    if move.verb == "same":
        return fragment(_MUTED, words)
    return fragment('<span class="{} nowrap">{}{}</span>', _TONES.get(move.way, ""), _SIGNS[move.verb], words)


def _move_words(move: Move) -> Fragment:
    """From which value or mark of last year."""
    return fragment("{}{}", move.before, _since_words(move))


def _since_words(move: Move) -> str:
    return "のまま" if move.verb == "same" else "から"


# activities


def ratios(o: Report) -> Chart | None:
    """The ratios 前年度比 of the activities on one logarithmic axis; those of shares are told in points."""
    shown = on_axis(o)
    if not o.started or not shown:
        return None
    return ratio_dots(shown, band=max(row.band for row in o.activities))


def on_axis(o: Report) -> list[Ratio]:
    """What the axis shows: each activity with numbers of both years, also where they make no ratio (from zero)."""
    return [
        Ratio(row.ratio, row.plan_id, row.name, row.value_change)
        for row in o.activities
        if row.value_change and row.ratio_reason != Reason.DOUBTFUL and not is_share(row.unit)
    ]


def points(o: Report, words: str) -> Fragment | None:
    """The notebook's words on the activities that are shares 割合: their change is told in points, not as a ratio."""
    shares = [
        row for row in o.activities if row.value_change and row.ratio_reason != Reason.DOUBTFUL and is_share(row.unit)
    ]
    told = "、".join(f"{row.plan_id} {row.name} {result_change(row)}" for row in shares)
    return note_lines([filled(words, {"割合の事業": told})]) if told else None


def declared_shares(o: Report) -> str:
    """The shares 前年度以上 that the document declares of the activities of each project; empty for none."""
    groups = [group for group, _ in by_project(o) if group]
    if not any(group.headline_share_text for group in groups):
        return ""
    return "、".join(f"{group.name} {_declared(o, group)}" for group in groups)


def _declared(o: Report, group: GroupRow) -> str:
    """The share 前年度以上 of a project's activities, or that none is declared, and how many they are, as printed."""
    share = group.headline_share_text.replace("前年度以上の実績", "").strip() or "割合の記載なし"
    cells = o.exact["cells"]
    number = [known.group_id for known in records(o.exact["groups"], GroupRow)].index(group.group_id) + 1
    own = cells[(cells["table"] == "groups") & (cells["row"] == number) & (cells["column"] == "listed_activities")]
    counted = "".join(own["text"].iloc[:1]).rpartition("：")[2]
    return f"{share}（{counted}）" if counted else share


# before there are actuals


def outlook_table(o: Report) -> Fragment | None:
    """What each indicator 指標 starts from, must arrive at and needs each year; only before actuals."""
    if o.started or not o.indicators:
        return None
    names = {plan.plan_id: plan.name for plan in records(o.exact["plans"], PlanRow)}
    rows = [
        [
            row.plan_id,
            _named(row, names[row.plan_id]),
            row.baseline_text,
            row.target_text,
            drawn_aim(row, _AIM),
            in_phrases(needed(row)),
        ]
        for row in o.indicators
    ]
    start, end = year_label(o.edition.baseline), year_label(o.edition.target)
    columns: list[TableColumn] = [
        ("番号", "center", "11mm"),
        (f"{o.edition.plan_noun}と指標", "label", "1fr"),
        (f"現状値（{start}）", "num", "23mm"),
        (f"目標値（{end}）", "num", "33mm"),
        ("図（棒は0から）", "graphic", f"{_AIM + 3}mm"),
        ("毎年必要な変化", "center", "28mm"),
    ]
    return table("plain", columns, rows)


def _named(row: Indicator, plan: str) -> Fragment:
    return fragment(
        '<a class="ref" href="plan-{}.html"><strong>{}</strong></a><br><small>{} <span class="nowrap">{}</span></small>',
        row.plan_id,
        plan,
        full_name(row),
        f"（{_direction(row)}）",
    )


def _direction(row: IndicatorRow) -> str:
    """Which way is better 向き; ＊ where only the target says so."""
    word = _DIRECTIONS.get(row.polarity, "不明")
    return f"{word}＊" if row.polarity_source == "inferred" else word


def directions_note(o: Report, words: str) -> Fragment | None:
    """The notebook's words on directions that only the targets tell; none where there is none."""
    inferred = any(row.polarity_source == "inferred" for row in o.indicators)
    return note_lines([words]) if inferred and not o.started else None
