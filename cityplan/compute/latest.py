"""From which value of an indicator all that looks ahead is reckoned 最新の実績値, else the baseline. Opens no file."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal, NamedTuple

Measured = Mapping[int, Decimal]  # fiscal year -> what was measured


class Latest(NamedTuple):
    """A value with its fiscal year: this edition's `actual`, one of an `earlier` edition, or the `baseline`."""

    value: Decimal
    fiscal_year: int | None
    role: Literal["actual", "earlier", "baseline"]


def latest(row: Mapping[str, Any], measured: Measured) -> Latest | None:
    """This edition's actual 実績値, else the newest that was measured since the baseline's year, else the baseline.

    `row` is an indicator, `measured` are its values by year (`outlook.measured_values`); without
    any, the edition stands alone. None where nothing is known.
    """
    if row["actual"] is not None:
        return Latest(row["actual"], _year(row["actual_fy"]), "actual")
    since = _year(row["baseline_fy"])
    if later := [year for year in measured if since is not None and year > since]:
        return Latest(measured[max(later)], max(later), "earlier")
    if row["baseline"] is not None:
        return Latest(row["baseline"], since, "baseline")
    return None


def _year(year: Any) -> int | None:
    return None if year is None else int(year)
