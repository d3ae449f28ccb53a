"""All values of a city over the years 推移: charts, what is needed and likely, what changed."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from cityplan.compute.outlook import latest_values
from cityplan.compute.results import Latest
from cityplan.compute.used import with_unit
from cityplan.draw.chart import Series, values_over_years
from cityplan.files.markup import Fragment, fragment, joined
from cityplan.japanese.quantities import minus
from cityplan.japanese.years import era
from cityplan.report.city.overview import NO_PROJECT, by_project, same_indicator
from cityplan.report.facts_words import is_share, result_change, with_sign
from cityplan.report.plan.brief import first_baseline
from cityplan.report.plan.changes import change_line
from cityplan.report.plan.years import activity_values, forecast_words, has_years, pace_years, values
from cityplan.report.plan.years import earlier_values as earlier_values
from cityplan.report.plan.years import outlook_note as outlook_note
from cityplan.report.report import Report, section
from cityplan.report.table import TableColumn, table
from cityplan.tables.definitions import Activity, ChangeRow, HistoryRow, Indicator
from cityplan.tables.names import full_name
from cityplan.tables.reasons import short
from cityplan.tables.schema import records
from cityplan.tables.words import CHANGE_KINDS, SUBJECTS

MOST_CHARTS = 12  # small charts that stand together on a page
LEAST_RESULTS = 3  # results of an activity; of two the table of ratios tells all


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
    charts = [values_over_years(shown[start : start + MOST_CHARTS]) for start in range(0, len(shown), MOST_CHARTS)]
    return section(name, *charts, level=3)


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
    rows = [
        [
            row.plan_id,
            fragment("<strong>{}</strong>", full_name(row)),
            _latest(row, known[row.key]),
            f"{row.target_text}{_year(row.target_fy)}",
            _required(row),
            _so_far(row),
            forecast_words(row) or fragment('<span class="muted">{}</span>', short(row.forecast_reason)),
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
        ("見込み", "prose", "36mm"),
    ]
    return table("plain", columns, rows) if rows else None


def _latest(row: Indicator, known: Latest | None) -> str:
    """The latest actual with its unit and year: as printed, where this edition prints it.

    A baseline 基準値 is none, and called what it is (Hitachi R5, PLAN 12: nothing is published yet).
    """
    if known is None:
        return "—"
    printed = {"actual": row.actual_text, "baseline": first_baseline(row)}.get(known.role)
    told = f"{with_unit(printed or minus(known.value), row.unit)}{_year(known.fiscal_year)}"
    return f"なし（基準値 {told}から計算）" if known.role == "baseline" else told


def _so_far(row: Indicator) -> Fragment:
    """The change of a year between the two newest values, with their years; a dash where it is not told."""
    if row.mean_per_year is None:
        return fragment("—")
    return fragment("{}<br><small>{}</small>", _signed(row.mean_per_year), pace_years(row))


def _required(row: Indicator) -> str:
    """What each year must bring, in the unit of the target; nothing more where it is reached."""
    reached = row.required_per_year is not None and not row.required_per_year
    return "達成済み" if reached else _signed(row.required_per_year)


def _signed(value: Decimal | None) -> str:
    """A change of a year, in the unit of the target; of a share in points."""
    return "—" if value is None else with_sign(value)


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
            change_line(row, o.edition),
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
        ("行", "num", "22mm"),
    ]
    return table("plain", columns, rows) if rows else None


def all_ratios_table(o: Report) -> Fragment | None:
    """All activities 掲載事業 by their computed ratio, then shares, those without one last, with the reason."""
    rows = sorted(o.activities, key=lambda row: (row.ratio is None, is_share(row.unit), -(row.ratio or 0)))
    said = [
        [
            row.plan_id,
            fragment("<strong>{}</strong>", row.name),
            row.measure,
            with_unit(row.actual_text, row.unit) if row.actual is not None else "—",
            with_unit(row.previous_text, row.unit) if row.previous is not None else "—",
            _ratio(row),
        ]
        for row in rows
    ]
    columns: list[TableColumn] = [
        (o.edition.plan_noun, "center", "12mm"),
        ("掲載事業", "label", "1fr"),
        ("測り方", "prose", "38mm"),
        ("今年度", "num", "24mm"),
        ("前年度", "num", "24mm"),
        (fragment("前年度との差<br>（前年度比）"), "num", "34mm"),
    ]
    return table("plain", columns, said) if rows else None


def _ratio(row: Activity) -> str:
    """A ratio, of two shares their difference in points; else the reason why there is none."""
    return result_change(row) if row.value_change else row.ratio_reason
