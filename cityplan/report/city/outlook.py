"""The plans of a city before there are actuals 実績: where each starts and where it must arrive."""

from typing import Any

from cityplan.draw.chart import Chart, values_over_years
from cityplan.files.markup import Fragment, fragment
from cityplan.report.city.overview import Overview
from cityplan.report.plan.brief import year_label
from cityplan.report.plan.outlook import needed
from cityplan.report.plan.years import values
from cityplan.report.table import table
from cityplan.tables.contract import PlanRow
from cityplan.tables.names import full_name
from cityplan.tables.schema import records

MOST_PATHS = 9  # small charts that leave the overview on one page
_DIRECTIONS = {"higher": "大きいほどよい", "lower": "小さいほどよい"}


def outlook_table(o: Overview) -> Fragment | None:
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
    heads = [
        ("番号", ""),
        (f"{o.edition.plan_noun}と指標", ""),
        (f"現状値（{start}）", ""),
        (f"目標値（{end}）", ""),
        ("毎年必要な変化", ""),
        ("向き", ""),
    ]
    return table(
        "plain",
        heads,
        rows,
        classes=["center", "label", "num", "num", "num", "prose"],
        widths="11mm 1fr 25mm 34mm 28mm 27mm",
    )


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


def directions_note(o: Overview, words: str) -> Fragment | None:
    """The notebook's words on directions that only the targets tell; none where there is none."""
    inferred = any(row.polarity_source == "inferred" for row in o.indicators)
    return fragment('<p class="note">{}</p>', words) if inferred and not o.started else None


def paths(o: Overview) -> Chart | None:
    """The straight path of each indicator to its target, where they are few; only before actuals."""
    if o.started or len(o.indicators) > MOST_PATHS:
        return None
    shown = [values(o.exact["history"], row, o.edition.year) for row in o.indicators]
    drawn = [series for series in shown if series is not None]
    return values_over_years(drawn) if drawn else None
