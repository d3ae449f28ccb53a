"""The values of a row over the years 年ごとの値, from all documents of the city; what is needed and likely 必要な変化と見込み."""

from collections import Counter
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd

from cityplan.city.edition import Edition
from cityplan.compute.outlook import SetAgainst, results_by_year, set_against
from cityplan.compute.used import DOUBT
from cityplan.draw.chart import Chart, Series, Value, values_over_years
from cityplan.files.markup import Fragment, fragment
from cityplan.japanese.quantities import minus
from cityplan.japanese.years import era
from cityplan.read.kinds import kind_of
from cityplan.report.cite import computed
from cityplan.report.plan.brief import Brief
from cityplan.report.report import Report, note_lines
from cityplan.report.row_words import is_share, shown_status, with_sign
from cityplan.tables.definitions import Activity, HistoryRow, Indicator
from cityplan.tables.names import full_name
from cityplan.tables.reasons import Reason
from cityplan.tables.schema import certain, records


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
_TONES = {"better": "good", "worse": "bad"}  # of a move since last year


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
    return replace(series, status=mark, tone=_TONES.get(row.moved, ""))


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


def key(shown: object, words: str) -> Fragment | None:
    """The notebook's words on how the charts of years are read 図の見方; None where there is no chart."""
    return fragment('<p class="note muted">{}</p>', words) if shown else None


def earlier_values(r: Report, subject: str = "indicator") -> Fragment | None:
    """Which values of a chart, of `indicator` or `activity`, stand in earlier documents only: years and documents."""
    by_edition: dict[str, set[tuple[int, str]]] = {}
    for row in records(r.exact["history"], HistoryRow):
        if row.subject == subject and row.role != "target":
            by_edition.setdefault(row.edition, set()).add((row.fiscal_year, row.era))
    said = "、".join(
        f"{'・'.join(era for _, era in sorted(own))}の値は{_document(each, r.edition)}"
        for each in r.edition.earlier
        if (own := by_edition.get(each.year))
    )
    return note_lines([f"図のうち、{said}による。"]) if said else None


def _document(edition: Edition, own: Edition) -> str:
    """An earlier document by its year, and by its title where that is another one."""
    title = "資料" if edition.title == own.title else f"『{edition.title}』"
    return f"{edition.year}の{title}{kind_of(edition).called}"


# what is needed against what was brought so far, and what is likely


def outlook(b: Brief, *, method: str) -> Fragment | None:
    """What each indicator 指標 needs beside what its years brought so far 見通し, with `method`, the notebook's words on it.

    None before there are actuals, and where no indicator has changes of two years.
    """
    results = results_by_year(records(b.exact["history"], HistoryRow))
    told = {row.key: set_against(row, results.get(("indicator", *row.key), {})) for row in b.indicators if b.started}
    lines = [
        fragment(
            "<strong>{}</strong>　{}",
            full_name(row),
            computed(against_words(row, found), "indicators", row.indicator_no),
        )
        for row in b.indicators
        if (found := told.get(row.key)) is not None
    ]
    return note_lines([*lines, fragment('<span class="muted">{}</span>', method)]) if lines else None


def against_words(row: Indicator, found: SetAgainst) -> str:
    """A comparison 必要な量とこれまで in sentences: R8の目標値まで、毎年9人増やす必要がある（あと2年）。…"""
    way, moving = ("減らす", "減り方") if row.polarity == "lower" else ("増やす", "増え方")
    span = "あと1年で" if found.years == 1 else f"毎年（あと{found.years}年）"
    unit = "ポイント" if row.unit == "%" else row.unit
    needed_words = minus(abs(without_last_zero(found.needed))) + unit
    changes = "〜".join(dict.fromkeys(map(with_sign, (found.least, found.most)))) + unit
    said = {
        "never": f"最も大きい{moving}が続いても届かない"
        if found.has_gains
        else f"{'減った' if row.polarity == 'lower' else '増えた'}年度はない",
        "always": f"どの年度の{moving}が続いても届く",
        "just": f"最も大きい{moving}が続けば、ちょうど届く",
        "open": "必要な量はその間にあり、届くかどうかは言えない",
    }[found.verdict]
    return (
        f"{era(certain(row.target_fy))}の目標値まで、{span}{needed_words}{way}必要がある。"
        f"これまでの1年の増減は{changes}で、{said}。"
    )


def without_last_zero(per_year: Decimal) -> Decimal:
    """A change of a year without the digit that it has more than the values, where that is a zero.

    >>> [without_last_zero(Decimal(each)) for each in ("76.0", "6.70", "9.3")]
    [Decimal('76'), Decimal('6.7'), Decimal('9.3')]
    """
    exponent = int(per_year.as_tuple().exponent)
    shorter = per_year.quantize(Decimal(1).scaleb(min(exponent + 1, 0)))
    return shorter if shorter == per_year else per_year


def pace_years(row: Indicator) -> str:
    """The two years that the change so far is reckoned between: （R3→R5）."""
    if row.mean_per_year is None:
        return ""
    return f"（{era(certain(row.pace_since_fy))}→{era(certain(row.pace_until_fy))}）"


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
    ['＋約2件', '−約6,455件', '＋3件', '＋1件未満', '0件']
    """
    whole = value.to_integral_value(ROUND_HALF_UP)
    if not whole and value:
        return f"{with_sign(value)[0]}1{unit}未満"
    told = f"{with_sign(whole)}{unit}"
    return told if whole == value else f"{told[0]}約{told[1:]}"


def outlook_note(r: Report, *, method: str, none: str) -> Fragment | None:
    """What a forecast is, where there is one, and why there is none of the others, each with its count."""
    reasons = Counter(row.forecast_reason for row in r.indicators)
    said = [method] if reasons.pop("", 0) else []
    if reasons:
        said.append(none + "、".join(f"{why} {count}件" for why, count in reasons.items()) + "。")
    return fragment('<p class="note muted">{}</p>', "".join(said)) if said else None
