"""The tables of results 計算した表 in one pass: the years are joined first, then every column of a row.

No file is opened. What is in doubt is not computed, rather than computed and blanked.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

import pandas as pd

from cityplan.city.rules import Rule, with_own
from cityplan.compute.doubt_rows import RowPlace
from cityplan.compute.doubts import doubtful_rows, withheld
from cityplan.compute.match import Key
from cityplan.compute.moves import Expected, expected, moves, printed_targets, reaches
from cityplan.compute.numbers import Columns, Values
from cityplan.compute.outlook import measured_values, outlook_columns
from cityplan.compute.ratios import BAND, activity_columns
from cityplan.compute.remeasured import remeasured
from cityplan.compute.results import progress_columns, sharing_marks, status_by, status_columns
from cityplan.tables.definitions import TABLES, ActivityRow, ChangeRow, HistoryRow, IndicatorRow, ObservationRow, RowKey
from cityplan.tables.once import unchanged
from cityplan.tables.schema import Tables, frame, indicator_rows, series, table_rows


@unchanged()
def compute(tables: Tables, rule: Rule | None, band: Decimal = BAND, changed_units: Collection[Key] = ()) -> Tables:
    """The computed tables 計算した表: activity_results, indicator_results, rule_results.

    `tables` are those of a document (`observations` for targets of years), with `history` and `changes` where
    earlier ones are joined. `rule` is the city's
    own; without one no status is computed. rule_results says what every known rule would give, the city's own among
    them. `band` in % is for `change`; of the rows `changed_units` some earlier values are in another unit.
    """
    doubtful = doubtful_rows(tables)
    indicators = table_rows(tables, IndicatorRow)
    targets = printed_targets(table_rows(tables, ObservationRow) if "observations" in tables else ())
    return {
        "activity_results": frame(
            "activity_results", list(activity_columns(table_rows(tables, ActivityRow), band, doubtful))
        ),
        "indicator_results": frame(
            "indicator_results", list(_indicators(tables, indicators, rule, targets, doubtful, changed_units))
        ),
        "rule_results": frame(
            "rule_results",
            [each for row in indicators for each in _rules(row, rule, targets.get(row.key, {}), doubtful)],
        ),
    }


def _indicators(
    tables: Tables,
    indicators: list[IndicatorRow],
    rule: Rule | None,
    targets: Mapping[RowKey, Values],
    doubtful: Collection[RowPlace],
    changed_units: Collection[Key],
) -> Iterable[Columns]:
    history = table_rows(tables, HistoryRow) if "history" in tables else ()
    changes = table_rows(tables, ChangeRow) if "changes" in tables else ()
    measured, apart, sharing = measured_values(history), remeasured(changes), sharing_marks(indicators)
    for row in indicators:
        key, reason = ("indicator", *row.key), withheld(row, doubtful)
        values = {} if reason else measured.get(key, {})
        status = status_columns(row, rule, targets.get(row.key, {}), apart, sharing, reason)
        # Nothing is made of values of which one is in doubt.
        known = replace(row, baseline=None, target=None, actual=None) if reason else row
        yield {
            "plan_id": row.plan_id,
            "indicator_no": row.indicator_no,
            **status,
            **progress_columns(known, values, reason),
            **outlook_columns(known, values, rule, reason, row.key not in apart, key in changed_units),
            # A mark that stands for two parts, or does not follow from its value, tells of no move.
            **moves(known, values, "" if status["status_change_doubtful"] else str(status["status_change"]))._asdict(),
            **reaches(known)._asdict(),
        }


def _rules(row: IndicatorRow, own: Rule | None, targets: Values, doubtful: Collection[RowPlace]) -> Iterable[Columns]:
    """What each rule 判定規則 would say of an indicator; nothing where a value is in doubt."""
    reason = withheld(row, doubtful)
    for rule in with_own(own).values():
        verdict = "" if reason else status_by(rule, row, targets)
        yield {"plan_id": row.plan_id, "indicator_no": row.indicator_no, "rule": rule.name, "verdict": verdict}


def with_expected(tables: Tables, doubted: Collection[tuple[str, int]]) -> pd.DataFrame:
    """The table `indicator_results` with what was expected by now 目安, once the findings are known.

    `tables` holds indicators, indicator_results and observations of one document; `doubted` are the plans and lines of
    those that a finding doubts, of which none is told.
    """
    indicators = indicator_rows(tables)
    printed = printed_targets(table_rows(tables, ObservationRow))
    found: list[Expected] = [
        expected(row, printed.get(row.key, {}), (row.plan_id, row.source_line) in doubted) for row in indicators
    ]
    table = TABLES["indicator_results"]
    columns = {name: [getattr(each, name) for each in found] for name in Expected._fields}
    return tables[table.name].assign(**{name: series(values, table.column(name)) for name, values in columns.items()})
