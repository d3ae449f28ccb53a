"""Totals since the first year 累計 that fall from one year to the next within a document."""

from collections import defaultdict
from itertools import pairwise

from cityplan.check.editions import CUMULATIVE_FELL
from cityplan.check.finding import Finding, Findings, audited, place
from cityplan.japanese.quantities import minus
from cityplan.japanese.years import era
from cityplan.read.printed import year_column
from cityplan.tables.definitions import IndicatorRow, ObservationRow
from cityplan.tables.names import full_name
from cityplan.tables.schema import Tables, table_rows

_TOTAL = "累計"


@audited
def totals_over_years(tables: Tables) -> Findings:
    """A value of a year that is less than that of the year before, of an indicator whose name or unit says 累計."""
    values: dict[tuple[str, int], dict[int, ObservationRow]] = defaultdict(dict)
    for each in table_rows(tables, ObservationRow):
        if each.subject == "indicator" and each.role in ("baseline", "actual"):
            values[each.plan_id, each.no][each.fiscal_year] = each
    for row in table_rows(tables, IndicatorRow):
        if _TOTAL not in f"{row.name}{row.subgroup}{row.unit}":
            continue
        for before, now in pairwise(own for _, own in sorted(values[row.key].items())):
            if now.value < before.value and now.unit == before.unit:
                yield _fallen(row, before, now)


def _fallen(row: IndicatorRow, before: ObservationRow, now: ObservationRow) -> Finding:
    is_result = row.actual_fy == now.fiscal_year
    past, fallen = (f"{era(each.fiscal_year)}の{minus(each.value)}{each.unit}" for each in (before, now))
    return Finding(
        CUMULATIVE_FELL,
        f"「{full_name(row)}」は累計なのに、{fallen}が{past}より減っています。",
        f"{fallen}と{past}のどちらが正しいか、担当課に確かめてください。",
        place(row, "actual_text" if is_result else year_column(now.fiscal_year))._replace(source_line=now.source_line),
        printed=now.text,
        computed=before.text,
    )
