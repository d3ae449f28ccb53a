"""The values of a row over the years 年ごとの値, from all documents of the city; what is needed and likely 必要な変化と見込み."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd

from cityplan.city.source import Edition
from cityplan.compute.used import DOUBT
from cityplan.draw.chart import Chart, Series, Value, values_over_years
from cityplan.files.markup import Fragment, fragment, joined
from cityplan.japanese.quantities import minus
from cityplan.japanese.years import era
from cityplan.read.places import line_words
from cityplan.report.cite import computed
from cityplan.report.facts_words import is_share, with_sign
from cityplan.report.plan.brief import Brief, shown_status
from cityplan.report.report import Report, note_lines
from cityplan.tables.definitions import Activity, HistoryRow, Indicator
from cityplan.tables.names import full_name
from cityplan.tables.reasons import Reason
from cityplan.tables.schema import certain, records
from cityplan.tables.words import FORECASTS


def years(b: Brief) -> Chart | None:
    """The values of each indicator over the years, with the target 年ごとの値と目標.

    None where the rulers tell as much: there is one year of results, and no more; and where there is none yet.
    """
    history = b.exact["history"]
    shown = [each for row in b.indicators if (each := values(history, row, b.edition)) is not None]
    return values_over_years(shown) if any(map(has_years, shown)) else None


def has_years(series: Series) -> bool:
    """Whether there are results of two years or more: of one, and of none, a line over the years shows nothing."""
    return sum(point.role in _RESULTS for point in series.points) >= 2


_RESULTS = ("actual", "previous")


def values(history: pd.DataFrame, row: Indicator, edition: Edition) -> Series | None:
    """The values of one indicator over the years, for a chart, with the target of this edition.

    A target that an earlier document had is told among the changes 変更, and not drawn as another one.
    """
    points = _points(history, "indicator", row.plan_id, row.indicator_no, edition.year)
    if not points:
        return None
    doubtful = row.progress_reason == Reason.DOUBTFUL
    series = Series(
        full_name(row),
        row.unit,
        points,
        note=_note(row.note, doubtful),
        lower_is_better=row.polarity == "lower",
        climbs=row.target_kind != "period_average" and not doubtful,
        has_direction=bool(row.polarity),
    )
    if not _is_marked(series.latest, row):
        return series
    mark = shown_status(row)
    return replace(series, status=mark, tone=edition.rule.tone(mark) if edition.rule and mark else "")


def _note(text: str, doubtful: bool) -> str:
    """What stands below the name of a chart, with the mark of a doubtful value 疑わしい値."""
    return "・".join(filter(None, (text, f"{DOUBT}{Reason.DOUBTFUL}" if doubtful else "")))


def _is_marked(latest: Value | None, row: Indicator) -> bool:
    """Whether the mark of this edition is that of the latest value; of 未公表 and 集計中 it is of no value."""
    known = row.actual is not None and row.actual_fy is not None
    return known and latest is not None and latest.fiscal_year == row.actual_fy


def activity_values(history: pd.DataFrame, row: Activity, edition: str) -> Series | None:
    """The results of one activity over the years, for a chart; last year's is one of them."""
    found = _points(history, "activity", row.plan_id, row.activity_no, edition)
    points = [point._replace(role="actual") for point in found]
    note = _note(row.measure, row.ratio_reason == Reason.DOUBTFUL)
    return Series(row.name, row.unit, points, note=note) if points else None


def activity_years(b: Brief) -> Chart | None:
    """The results of each activity over the years, for those who want a chart of them 掲載事業の年ごとの実績."""
    history = b.exact["history"]
    shown = [each for row in b.activities if (each := activity_values(history, row, b.edition.year)) is not None]
    return values_over_years(shown) if shown else None


def _points(history: pd.DataFrame, subject: str, plan_id: str, no: int, edition: str) -> list[Value]:
    own = history[(history["plan_id"] == plan_id) & (history["subject"] == subject) & (history["no"] == no)]
    return [
        Value(each.fiscal_year, each.era, each.value, each.role)
        for each in records(own, HistoryRow)
        if each.role != "target" or each.edition == edition
    ]


def earlier_values(r: Report, subject: str = "indicator") -> Fragment | None:
    """Which values of a chart, of `indicator` or `activity`, stand in earlier documents only: years and lines."""
    by_edition: dict[str, list[HistoryRow]] = {}
    for row in records(r.exact["history"], HistoryRow):
        if row.subject == subject and row.role != "target":
            by_edition.setdefault(row.edition, []).append(row)
    said = "、".join(
        f"{'・'.join(_years(own))}の値は{each.year}の文書（{_lines(each, own)}）"
        for each in r.edition.earlier
        if (own := by_edition.get(each.year))
    )
    return note_lines([f"図のうち、{said}にあります。"]) if said else None


def _years(rows: Sequence[HistoryRow]) -> list[str]:
    return [era for _, era in sorted({(row.fiscal_year, row.era) for row in rows})]


def _lines(edition: Edition, rows: Sequence[HistoryRow]) -> str:
    return line_words(edition, *(certain(row.source_line) for row in rows))


# what is needed against what was brought so far, and what is likely


def outlook(b: Brief, *, method: str, none: str) -> Fragment | None:
    """Where each indicator 指標 with a forecast 見込み leads, against the change that is needed.

    `method` are the notebook's words on what a forecast is, `none` those before the reasons why there
    is none. None before there are actuals, and where no indicator has a forecast.
    """
    if not b.started or not any(row.forecast for row in b.indicators):
        return None
    lines = note_lines(
        fragment(
            "<strong>{}</strong>　{}。{}。",
            full_name(row),
            pace_words(row),
            computed(forecast_words(row), "indicators", row.indicator_no),
        )
        for row in b.indicators
        if row.forecast
    )
    return joined([lines, outlook_note(b, method=method, none=none)]) or None


def pace_years(row: Indicator) -> str:
    """The two years that the change so far is reckoned between: （R3→R5）."""
    if row.mean_per_year is None:
        return ""
    return f"（{era(certain(row.pace_since_fy))}→{era(certain(row.pace_until_fy))}）"


def pace_words(row: Indicator) -> str:
    """What each year must bring and what it brought: 必要な変化 1年あたり ＋6件、これまで ＋約2件（R4→R5）."""
    return f"必要な変化 {_needed_words(row)}、これまで {so_far(row)}"


def so_far(row: Indicator) -> str:
    """The change of a year so far, between the two newest values."""
    if row.mean_per_year is None:
        return "分からない"
    return f"{_with_sign(row, row.mean_per_year)}{pace_years(row)}"


def _needed_words(row: Indicator) -> str:
    if row.required_per_year is None:
        return needed(row)
    return f"1年あたり {needed(row)}" if row.required_per_year else "なし（目標に到達）"


def needed(row: Indicator) -> str:
    """What each year must bring, or why that cannot be said."""
    if row.target_kind == "period_average":
        return "期間の平均のため、毎年の変化では比べない"
    if row.required_per_year is None:
        return "計算できない"
    return _with_sign(row, row.required_per_year)


def _with_sign(row: Indicator, value: Decimal) -> str:
    """A change with its sign and unit; that of a share is in points, that of whole things about so many of them."""
    if is_share(row.unit):
        return f"{with_sign(value)}ポイント"
    return _whole(value, row.unit) if _is_counted(row) else f"{with_sign(value)}{row.unit}"


def _is_counted(row: Indicator) -> bool:
    """Whether the values of an indicator are whole numbers 件・人: of its changes no part of one is told."""
    known = [value for value in (row.baseline, row.target, row.actual) if value is not None]
    return all(value == value.to_integral_value() for value in known)


def _whole(value: Decimal, unit: str) -> str:
    """A change in whole numbers, with 約 where it is rounded.

    >>> [_whole(Decimal(each), "件") for each in ("1.7", "-6454.7", "3.0", "0.3", "0.0")]
    ['＋約2件', '−約6,455件', '＋3件', '＋1件未満', '＋0件']
    """
    whole = value.to_integral_value(ROUND_HALF_UP)
    if not whole and value:
        return f"{with_sign(value)[0]}1{unit}未満"
    told = f"{with_sign(whole)}{unit}"
    return told if whole == value else f"{told[0]}約{told[1:]}"


def forecast_words(row: Indicator) -> str:
    """The forecast 見込み as a sentence; empty where there is none.

    このままなら R8 に 27〜34 件、目標 50 件に届かない見込み
    """
    if not row.forecast:
        return ""
    unit = row.unit if row.unit.startswith(("%", "‰")) else f" {row.unit}".rstrip()
    low, high = minus(certain(row.forecast_low)), minus(certain(row.forecast_high))
    span = low if low == high else f"{low}〜{high}"
    target = f"目標 {minus(certain(row.target))}{unit}"
    return f"このままなら {era(certain(row.target_fy))} に {span}{unit}、{target}{FORECASTS[row.forecast]}"


def outlook_note(r: Report, *, method: str, none: str) -> Fragment | None:
    """What a forecast is, where there is one, and why there is none of the others, each with its count."""
    reasons = Counter(row.forecast_reason for row in r.indicators)
    said = [method] if reasons.pop("", 0) else []
    if reasons:
        said.append(none + "、".join(f"{why} {count}件" for why, count in reasons.items()) + "。")
    return fragment('<p class="note muted">{}</p>', "".join(said)) if said else None
