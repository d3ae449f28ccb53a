"""All values of a city over the years 推移: charts, what is needed and likely, what changed."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from cityplan.compute.numbers import Values
from cityplan.compute.outlook import latest_values, measured_values
from cityplan.compute.results import Latest
from cityplan.compute.used import with_unit
from cityplan.draw.chart import Series, values_over_years
from cityplan.files.markup import Fragment, fragment, joined
from cityplan.japanese.quantities import minus
from cityplan.japanese.years import era
from cityplan.report.city.overview import NO_PROJECT, by_project
from cityplan.report.city.verdict import by_indicator
from cityplan.report.plan.years import activity_values, has_years, pace_years, values, without_last_zero
from cityplan.report.plan.years import earlier_values as earlier_values
from cityplan.report.plan.years import key as key
from cityplan.report.plan.years import outlook_note as outlook_note
from cityplan.report.report import Report, filled_where, section, verdict_lines
from cityplan.report.row_words import (
    each_once,
    first_baseline,
    other_baselines,
    result_change,
    same_indicator,
    with_sign,
    year_label,
)
from cityplan.report.table import TableColumn, table
from cityplan.tables.definitions import Activity, ChangeRow, HistoryRow, Indicator, ObservationRow
from cityplan.tables.names import full_name
from cityplan.tables.reasons import short
from cityplan.tables.schema import certain, records
from cityplan.tables.words import CHANGE_KINDS, FORECASTS, SUBJECTS

LEAST_RESULTS = 3  # results of an activity; of two the table of ratios tells all


def verdict(o: Report, *, moved: str, outlook: str) -> Fragment | None:
    """The verdict 判定 on the band, in the notebook's words with the counts in braces, each indicator once 再掲.

    `moved` is said where it is known of one how it moved since last year, `outlook` where one has a forecast 見込み;
    None where neither is.
    """
    ways = Counter(told.move.way if told.move else "" for told in by_indicator(o).values())
    forecasts = Counter(row.forecast for row in each_once(o.indicators))
    compared = ways["better"] + ways["worse"] + ways["same"]
    unknown = len(each_once(o.indicators)) - compared
    known = o.facts | {
        "指標数": len(each_once(o.indicators)),
        "良い方": ways["better"],
        "悪い方": ways["worse"],
        "分からないもの": f"、分からないのは{unknown}指標" if unknown else "",
        "目標年度": year_label(o.edition.target),
        "届く": forecasts["reaches"],
        "届かない": forecasts["misses"],
        "言えない": forecasts["open"],
        "見込みなし": forecasts[""],
    }
    has_forecasts = forecasts.total() > forecasts[""]
    said = filled_where(((moved, compared), (outlook, has_forecasts)), known)
    return verdict_lines(said) if said else None


def all_years(o: Report) -> Fragment:
    """The values of all indicators 指標 over the years by project, each once (再掲 left out)."""
    seen: set[tuple[object, ...]] = set()
    return joined(
        _charts(name, [s for row in o.indicators if row.plan_id in ids and (s := _once(o, row, seen))])
        for name, ids in _projects(o)
    )


def activity_years(o: Report) -> Fragment | None:
    """The results of the activities 掲載事業 that have three years or more, by project."""
    history = o.exact["history"]
    known = [
        (row.plan_id, series)
        for row in o.activities
        if (series := activity_values(history, row, o.edition.year))
        and len({point.fiscal_year for point in series.points}) >= LEAST_RESULTS
    ]
    charts = (_charts(name, [series for plan_id, series in known if plan_id in ids]) for name, ids in _projects(o))
    return joined(charts) or None


def _projects(o: Report) -> Iterator[tuple[str, set[str]]]:
    """Each project's name with the numbers of its plans."""
    for group, plans in by_project(o):
        yield group.name if group else NO_PROJECT, {plan.plan_id for plan in plans}


def _charts(name: str, shown: Sequence[Series]) -> Fragment | None:
    return section(name, values_over_years(shown), level=3) if shown else None


def _once(o: Report, row: Indicator, seen: set[tuple[object, ...]]) -> Series | None:
    """The values of an indicator, unless it was shown for another plan, or has no results yet."""
    if same_indicator(row) in seen:
        return None
    seen.add(same_indicator(row))
    series = values(o.exact["history"], row, o.edition)
    return series if o.started or (series and has_years(series)) else None


def outlook_table(o: Report) -> Fragment | None:
    """What each indicator 指標 needs each year against what it brought so far, and the forecast 見込み.

    How many years a forecast needs is told once, below the table.
    """
    history = records(o.exact["history"], HistoryRow)
    known = latest_values(history, o.indicators)
    measured = measured_values(history)
    rows = [
        [
            row.plan_id,
            fragment("<strong>{}</strong>", full_name(row)),
            _latest(row, known[row.key]),
            f"{row.target_text}{_year(row.target_fy)}",
            _required(row),
            _so_far(o, row),
            _forecast(row, measured.get(("indicator", *row.key), {})),
        ]
        for row in o.indicators
    ]
    columns: list[TableColumn] = [
        (o.edition.plan_noun, "center", "12mm"),
        ("指標", "label", "1fr"),
        ("最新の実績値", "num", "24mm"),
        ("目標値", "num", "30mm"),
        (("1年あたりの変化", "必要"), "num", "18mm"),
        (("1年あたりの変化", "これまで"), "num", "18mm"),
        (f"{year_label(o.edition.target)}の見込み", "prose", "36mm"),
    ]
    return table("indicators", columns, rows) if rows else None


def _latest(row: Indicator, known: Latest | None) -> str:
    """The latest actual with its unit and year: as printed, where this edition prints it.

    A baseline 基準値 is none, and called what it is (Hitachi R5, PLAN 12: nothing is published yet).
    """
    if known is None:
        return "—"
    printed = {"actual": row.actual_text, "baseline": first_baseline(row)}.get(known.role)
    told = f"{with_unit(printed or minus(known.value), row.unit)}{_year(known.fiscal_year)}"
    return f"なし（基準値 {told}から計算）" if known.role == "baseline" else told


def _so_far(o: Report, row: Indicator) -> Fragment:
    """The change of a year between the two newest values, with their years; a dash where it is not told.

    Nor from a second baseline on: of R元 3,009, R2 925 and R5 2,521 the way up from R2 is none from the governing one.
    """
    others = other_baselines(records(o.exact["observations"], ObservationRow), row)
    if row.mean_per_year is None or row.pace_since_fy in {each.fiscal_year for each in others}:
        return fragment("—")
    return fragment("{}<br><small>{}</small>", _signed(row.mean_per_year), pace_years(row))


def _required(row: Indicator) -> str:
    """What each year must bring, in the unit of the target; nothing more where it is reached."""
    reached = row.required_per_year is not None and not row.required_per_year
    return "達成済み" if reached else _signed(row.required_per_year)


def _forecast(row: Indicator, measured: Values) -> Fragment:
    """The forecast 見込み, or why there is none; how many years one needs is told once, below the table."""
    if row.forecast:
        return joined(forecast_words(row, measured), "<br>")
    return fragment('<span class="muted">{}</span>', short(row.forecast_reason))


def forecast_words(row: Indicator, measured: Values) -> list[str]:
    """The range of a forecast 見込み and what it says of the target.

    A range wider than that of all that was `measured` tells nothing, and this is said of it.
    """
    least, most = certain(row.forecast_low), certain(row.forecast_high)
    span = minus(least) if least == most else f"{minus(least)}〜{minus(most)}"
    said = [f"{span}{row.unit}", FORECASTS[row.forecast].removeprefix("に")]
    values = measured.values()
    if row.forecast == "open" and most - least > max(values) - min(values):
        said.append("（これまでの値より幅が広い）")
    return said


def _signed(value: Decimal | None) -> str:
    """A change of a year, in the unit of the target; of a share in points."""
    return "—" if value is None else with_sign(without_last_zero(value))


def _year(year: int | None) -> str:
    return "" if year is None else f"（{era(int(year))}）"


def changes_table(o: Report) -> Fragment | None:
    """What changed since the document before 前の文書からの変更; none for a city's first document."""
    rows = [
        [
            row.plan_id or "—",
            SUBJECTS.get(row.subject, o.edition.plan_noun),
            fragment("<strong>{}</strong>", row.name),
            CHANGE_KINDS[row.kind],
            row.before,
            row.after,
        ]
        for row in records(o.exact["changes"], ChangeRow)
    ]
    before = o.edition.before.year if o.edition.before else ""
    columns: list[TableColumn] = [
        (o.edition.plan_noun, "center", "12mm"),
        ("対象", "center", "14mm"),
        ("名前", "label", "1fr"),
        ("変更", "label", "24mm"),
        (f"前（{before}）", "prose", "34mm"),
        (f"後（{o.edition.year}）", "prose", "34mm"),
    ]
    return table("activities", columns, rows) if rows else None


def all_ratios_table(o: Report) -> Fragment | None:
    """All activities 掲載事業 in the order of their plans: their results, and how these changed, or why that is not told."""
    said = [
        [
            row.plan_id,
            fragment("<strong>{}</strong>", row.name),
            row.measure,
            with_unit(row.actual_text, row.unit) if row.actual is not None else "—",
            with_unit(row.previous_text, row.unit) if row.previous is not None else "—",
            _ratio(row),
        ]
        for row in o.activities
    ]
    columns: list[TableColumn] = [
        (o.edition.plan_noun, "center", "12mm"),
        ("掲載事業", "label", "1fr"),
        ("測り方", "prose", "38mm"),
        ("今年度", "num", "24mm"),
        ("前年度", "num", "24mm"),
        (fragment("前年度との差<br>（前年度比の計算）"), "num", "34mm"),
    ]
    return table("activities", columns, said) if said else None


def _ratio(row: Activity) -> str:
    """A ratio, of two shares their difference in points; else the reason why there is none."""
    return result_change(row) if row.value_change else row.ratio_reason
