"""What the document before said would come next 前の文書の今後の取組, beside the activity that it is now. Quoted, not judged."""

import pandas as pd

from cityplan.compute.history import Joined
from cityplan.tables.definitions import ActivityRow, NextStepRow
from cityplan.tables.schema import frame


def next_steps(joined: Joined) -> pd.DataFrame:
    """The table `next_steps`: each activity of the edition directly before with its 今後の取組の方向性.

    One that prints the same for several measures 測り方 is told once, at its first.
    """
    before = joined.before
    if before is None:
        return frame("next_steps", [])
    now = {
        (link.item.plan, link.item.no): key
        for key, found in reversed([*joined.links.items()])
        for link in found
        if key[0] == "activity" and link.told is before
    }
    rows: dict[tuple[str, str, str], NextStepRow] = {}
    for row in before.rows.values():
        if isinstance(row, ActivityRow) and row.direction:
            _, plan_id, no = now.get(row.key, ("", _plan_now(joined, row.plan_id), None))
            step = NextStepRow(plan_id, no, before.year, *row.key, row.name, row.direction, row.source_line)
            rows.setdefault((row.plan_id, row.name, row.direction), step)
    return frame("next_steps", list(rows.values()))


def _plan_now(joined: Joined, then: str) -> str:
    """The plan that one of the edition before is now; empty where there is none."""
    return next((now for now, before in joined.plans.items() if before == then), "")
