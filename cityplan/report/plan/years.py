"""The values of a row over the years 年ごとの値, from all documents of the city, and where each stands."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from cityplan.city.source import Edition
from cityplan.compute.doubts import DOUBTFUL
from cityplan.compute.used import DOUBT
from cityplan.draw.chart import Chart, Series, Value, values_over_years
from cityplan.files.markup import Fragment, fragment, joined
from cityplan.read.places import line_words
from cityplan.report.cite import told
from cityplan.report.plan.brief import Brief, shown_status
from cityplan.tables.contract import HistoryRow
from cityplan.tables.names import full_name
from cityplan.tables.schema import records


def years(b: Brief) -> Chart | None:
    """The values of each indicator over the years, with the target 年ごとの値と目標."""
    history = b.exact["history"]
    shown = [each for row in b.indicators if (each := values(history, row, b.edition.year)) is not None]
    return values_over_years(shown) if shown else None


def values(history: pd.DataFrame, row: Any, edition: str) -> Series | None:
    """The values of one indicator over the years, for a chart, with the target of this edition.

    A target that an earlier document had is told among the changes 変更, and not drawn as another one.
    """
    points = _points(history, "indicator", row.plan_id, row.indicator_no, edition)
    if not points:
        return None
    doubtful = row.progress_reason == DOUBTFUL
    series = Series(
        full_name(row),
        row.unit,
        points,
        note=_note(row.note, doubtful),
        lower_is_better=row.polarity == "lower",
        climbs=row.target_kind != "period_average" and not doubtful,
        has_direction=bool(row.polarity),
    )
    return replace(series, status=shown_status(row)) if _is_marked(series.latest, row) else series


def _note(text: str, doubtful: bool) -> str:
    """What stands below the name of a chart, with the mark of a doubtful value 疑わしい値."""
    return "・".join(filter(None, (text, f"{DOUBT}{DOUBTFUL}" if doubtful else "")))


def _is_marked(latest: Value | None, row: Any) -> bool:
    """Whether the mark of this edition is that of the latest value; of 未公表 and 集計中 it is of no value."""
    known = row.actual is not None and row.actual_fy is not None
    return known and latest is not None and latest.fiscal_year == row.actual_fy


def activity_values(history: pd.DataFrame, row: Any, edition: str) -> Series | None:
    """The results of one activity over the years, for a chart; last year's is one of them."""
    found = _points(history, "activity", row.plan_id, row.activity_no, edition)
    points = [point._replace(role="actual") for point in found]
    note = _note(row.measure, row.ratio_reason == DOUBTFUL)
    return Series(row.name, row.unit, points, note=note) if points else None


def activity_years(b: Brief) -> Chart | None:
    """The results of each activity over the years, for those who want a chart of them 掲載事業の年ごとの実績."""
    history = b.exact["history"]
    shown = [each for row in b.activities if (each := activity_values(history, row, b.edition.year)) is not None]
    return values_over_years(shown) if shown else None


def _points(history: pd.DataFrame, subject: str, plan_id: str, no: int, edition: str) -> list[Value]:
    own = history[(history["plan_id"] == plan_id) & (history["subject"] == subject) & (history["no"] == no)]
    return [
        Value(int(each.fiscal_year), each.era, each.value, each.role)
        for each in records(own, HistoryRow)
        if each.role != "target" or each.edition == edition
    ]


def years_lines(b: Brief) -> Fragment | None:
    """The lines behind the values of the chart 年ごとの値と目標, on screen."""
    links = joined(
        dict.fromkeys(
            told(b.lines, "indicators", row.indicator_no, column)
            for row in b.indicators
            for column in ("baseline_text", "target_text", "actual_text")
        )
    )
    return fragment('<p class="note screen">図の値の行：{}</p>', links) if links else None


def earlier_values(b: Brief) -> Fragment | None:
    """Which values of the chart stand in earlier documents only, with their lines."""
    history = b.exact["history"]
    own = records(history[history["subject"] == "indicator"], HistoryRow)
    return earlier_sources(own, b.edition)


def earlier_sources(rows: Iterable[Any], edition: Edition) -> Fragment | None:
    """The earlier documents that values come from: which years, and on which lines."""
    by_edition: dict[str, list[Any]] = {}
    for row in rows:
        if row.role != "target":
            by_edition.setdefault(row.edition, []).append(row)
    said = "、".join(
        f"{'・'.join(_years(own))}の値は{each.year}の文書（{_lines(each, own)}）"
        for each in edition.earlier
        if (own := by_edition.get(each.year))
    )
    return fragment('<p class="note">図のうち、{}にあります。</p>', said) if said else None


def _years(rows: Sequence[Any]) -> list[str]:
    return [era for _, era in sorted({(row.fiscal_year, row.era) for row in rows})]


def _lines(edition: Edition, rows: Sequence[Any]) -> str:
    return line_words(edition, *(int(row.source_line) for row in rows))
