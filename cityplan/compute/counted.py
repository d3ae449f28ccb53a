"""How many rows there are 読み取った件数, as `[edition.counts]` declares them. Opens no file."""

from collections import Counter

from cityplan.city.counts import OF_A_PLAN, Counts
from cityplan.tables.definitions import ActivityRow, GroupRow, IndicatorRow, PlanRow, ProgramItemRow, ProgramRow
from cityplan.tables.schema import Tables, table_rows


def counted(tables: Tables) -> Counts:
    """The rows of a document: what it has none of is left out; of each plan in its order."""
    groups = table_rows(tables, GroupRow)
    plans = [plan.plan_id for plan in table_rows(tables, PlanRow)]
    own: dict[str, Counter[str]] = {
        "activities": Counter(row.plan_id for row in table_rows(tables, ActivityRow)),
        "indicators": Counter(row.plan_id for row in table_rows(tables, IndicatorRow)),
        "programs": Counter(row.plan_id for row in table_rows(tables, ProgramRow)),
    }
    items = table_rows(tables, ProgramItemRow)
    for key, kind in (("program_policies", "policy"), ("program_activities", "activity")):
        own[key] = Counter(row.plan_id for row in items if row.kind == kind)
    whole = {
        "groups": len(groups),
        "plans": len(plans),
        **{key: own[key].total() for key in OF_A_PLAN},
        "listed_activities": sum(row.listed_activities or 0 for row in groups),
    }
    there = {key: value for key, value in whole.items() if value}
    return Counts(there, {plan: {key: own[key][plan] for key in OF_A_PLAN if key in there} for plan in plans})
