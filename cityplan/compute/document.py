"""The tables of results 計算した表 in one pass: the years are joined first, then every column of a row.

No file is opened. What is in doubt is not computed, rather than computed and blanked.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

import pandas as pd

from cityplan.city.rules import Rule, with_own
from cityplan.compute.doubt_rows import Place
from cityplan.compute.doubts import doubtful_rows, withheld
from cityplan.compute.match import Key
from cityplan.compute.moves import Expected, expected, moves, printed_targets, reaches
from cityplan.compute.numbers import Values, decimals
from cityplan.compute.outlook import forecast, measured_values
from cityplan.compute.pace import pace
from cityplan.compute.remeasured import remeasured
from cityplan.compute.results import (
    BAND,
    achievement_ratio,
    awaits_ratio,
    change,
    difference,
    exact_ratio,
    expected_value,
    is_label_alone,
    latest,
    progress_ratio,
    ratio,
    ratio_agreement,
    ratio_reason,
    required_per_year,
    sharing_marks,
    status_agreement,
    status_by,
    status_change,
    value_change,
)
from cityplan.tables.contract import TABLES, ActivityRow, ChangeRow, HistoryRow, IndicatorRow, ObservationRow, RowKey
from cityplan.tables.reasons import Reason
from cityplan.tables.schema import Tables, frame, indicator_rows, records, series

Result = Mapping[str, object]  # a row of results, by column


def compute(tables: Tables, rule: Rule | None, band: Decimal = BAND, changed_units: Collection[Key] = ()) -> Tables:
    """The computed tables 計算した表: activity_results, indicator_results, rule_results.

    `tables` are those of a document, with `history` and `changes` where earlier ones are joined. `rule` is the city's
    own; without one no status is computed. rule_results says what every known rule would give, the city's own among
    them. `band` in % is for `change`; of the rows `changed_units` some earlier values are in another unit.
    """
    doubtful = doubtful_rows(tables)
    indicators = records(tables["indicators"], IndicatorRow)
    return {
        "activity_results": frame("activity_results", list(_activities(tables, band, doubtful))),
        "indicator_results": frame(
            "indicator_results", list(_indicators(tables, indicators, rule, doubtful, changed_units))
        ),
        "rule_results": frame("rule_results", [each for row in indicators for each in _rules(row, rule, doubtful)]),
    }


def _activities(tables: Tables, band: Decimal, doubtful: Collection[Place]) -> Iterable[Result]:
    rows = records(tables["activities"], ActivityRow)
    waiting = {row.key for row in rows if is_label_alone(row)}
    for row in rows:
        # A printed ratio is held against its values, also where one of them is in doubt.
        is_doubtful = ("activities", *row.key) in doubtful and row.ratio_printed is None
        actual = None if is_doubtful else row.actual
        value = ratio(actual, row.previous, decimals(row.ratio_printed, unknown=1))
        yield {
            "plan_id": row.plan_id,
            "activity_no": row.activity_no,
            "ratio": value,
            "ratio_reason": Reason.DOUBTFUL if is_doubtful else ratio_reason(actual, row.previous),
            "change": change(exact_ratio(actual, row.previous), band),
            "band": band,
            "ratio_agreement": ratio_agreement(value, row.ratio_printed, awaits_ratio(row, waiting)),
            "value_change": value_change(actual, row.previous),
            "difference": difference(actual, row.previous),
        }


def _indicators(
    tables: Tables,
    indicators: list[IndicatorRow],
    rule: Rule | None,
    doubtful: Collection[Place],
    changed_units: Collection[Key],
) -> Iterable[Result]:
    history = records(tables["history"], HistoryRow) if "history" in tables else ()
    changes = records(tables["changes"], ChangeRow) if "changes" in tables else ()
    measured, apart, sharing = measured_values(history), remeasured(changes), sharing_marks(indicators)
    for row in indicators:
        key, reason = ("indicator", *row.key), withheld(row, doubtful)
        values = {} if reason else measured.get(key, {})
        status = _status(row, rule, apart, sharing, reason)
        # Nothing is made of values of which one is in doubt.
        known = replace(row, baseline=None, target=None, actual=None) if reason else row
        yield {
            "plan_id": row.plan_id,
            "indicator_no": row.indicator_no,
            **status,
            **_progress(known, values, reason),
            **_outlook(known, values, rule, reason, row.key not in apart, key in changed_units),
            **moves(known, values, str(status["status_change"]))._asdict(),
            **reaches(known)._asdict(),
        }


def _status(
    row: IndicatorRow, rule: Rule | None, apart: Collection[RowKey], sharing: Collection[tuple[str, int]], reason: str
) -> Result:
    # A printed mark is held against its values, also where one of them is in doubt.
    status = status_by(rule, row) if rule and (row.status_printed or not reason) else ""
    agreement = status_agreement(status, row.status_printed)
    # The marks of two years are of two measures where baseline, target or unit is another one.
    is_comparable = row.key not in apart
    change = status_change(rule, row.status_printed or status, row.status_previous_printed) if is_comparable else ""
    return {
        "status": status,
        "status_agreement": agreement,
        "status_change": change,
        "status_change_doubtful": (row.plan_id, row.source_line) in sharing or agreement == "differs",
    }


def _progress(row: IndicatorRow, values: Values, reason: str) -> Result:
    progress, why = progress_ratio(row.baseline, row.target, row.actual, row.polarity)
    return {
        "progress_ratio": progress,
        "progress_reason": reason or why,
        "achievement_ratio": achievement_ratio(row.target, row.actual, row.polarity),
        "required_per_year": required_per_year(row, latest(row, values)),
        "expected_value": expected_value(row) if row.polarity else None,
    }


def _outlook(
    row: IndicatorRow, values: Values, rule: Rule | None, reason: str, marks_compare: bool, unit_changed: bool
) -> Result:
    if reason:
        return {"forecast_reason": reason}
    found, so_far = forecast(row, values, unit_changed), pace(row, values, rule, marks_compare)
    return {
        "mean_per_year": so_far.per_year,
        "pace_since_fy": so_far.since,
        "pace_until_fy": so_far.until,
        "pace_reason": so_far.reason,
        "forecast_low": found.low,
        "forecast_high": found.high,
        "forecast": found.verdict,
        "forecast_reason": found.reason,
    }


def _rules(row: IndicatorRow, own: Rule | None, doubtful: Collection[Place]) -> Iterable[Result]:
    """What each rule 判定規則 would say of an indicator; nothing where a value is in doubt."""
    reason = withheld(row, doubtful)
    for rule in with_own(own).values():
        verdict = "" if reason else status_by(rule, row)
        yield {"plan_id": row.plan_id, "indicator_no": row.indicator_no, "rule": rule.name, "verdict": verdict}


def with_expected(tables: Tables, doubted: Collection[tuple[str, int]]) -> pd.DataFrame:
    """The table `indicator_results` with what was expected by now 目安, once the findings are known.

    `tables` holds indicators, indicator_results and observations of one document; `doubted` are the plans and lines of
    those that a finding doubts, of which none is told.
    """
    indicators = indicator_rows(tables)
    printed = printed_targets(records(tables["observations"], ObservationRow))
    found: list[Expected] = [
        expected(row, printed.get(row.key, {}), (row.plan_id, row.source_line) in doubted) for row in indicators
    ]
    table = TABLES["indicator_results"]
    columns = {name: [getattr(each, name) for each in found] for name in Expected._fields}
    return tables[table.name].assign(**{name: series(values, table.column(name)) for name, values in columns.items()})
