"""All values of a city over the years 推移: indicators as charts, activities as a table."""

from typing import Any

from cityplan.blocks import section
from cityplan.brief import with_unit
from cityplan.brief_text import values
from cityplan.chart import Series, values_over_years
from cityplan.markup import Fragment, fragment, joined
from cityplan.overview import NO_PROJECT, Overview, by_project, identity
from cityplan.styled_table import table

MOST_SERIES = 12  # small charts that stand together on a page


def all_years(o: Overview) -> Fragment:
    """The values of all indicators 指標 over the years by project, each once (再掲 left out)."""
    seen: set[tuple[object, ...]] = set()
    parts: list[Fragment | None] = []
    for group, plans in by_project(o):
        ids = {plan.plan_id for plan in plans}
        own = [row for row in o.indicators if row.plan_id in ids]
        shown = [series for row in own if (series := _once(o, row, seen)) is not None]
        charts = [
            values_over_years(shown[start : start + MOST_SERIES])
            for start in range(0, len(shown), MOST_SERIES)
        ]
        parts.append(section(group.name if group else NO_PROJECT, *charts, level=3))
    return joined(parts)


def _once(o: Overview, row: Any, seen: set[tuple[object, ...]]) -> Series | None:
    """The values of an indicator, unless it was shown for another plan."""
    if identity(row) in seen:
        return None
    seen.add(identity(row))
    return values(o.tables["observations"], row)


def all_ratios_table(o: Overview) -> Fragment | None:
    """All activities 掲載事業 by their computed ratio, those without one last, with the reason."""
    rows = sorted(o.activities, key=lambda row: (row.ratio is None, -(row.ratio or 0)))
    said = [
        [row.plan_id, fragment("<strong>{}</strong>", row.name), row.measure,
         with_unit(row, row.actual_text) if row.actual is not None else "—",
         with_unit(row, row.previous_text) if row.previous is not None else "—",
         f"{row.ratio}%" if row.ratio is not None else row.ratio_reason]
        for row in rows
    ]  # fmt: skip
    heads = [
        (o.edition.plan_noun, ""),
        ("掲載事業", ""),
        ("測り方", ""),
        ("今年度", ""),
        ("前年度", ""),
        ("前年度比（計算）", ""),
    ]
    return table("plain", heads, said, classes=["center", "label", "prose", "num", "num", "num"],
                 widths="12mm 1fr 38mm 24mm 24mm 34mm") if rows else None  # fmt: skip
