"""Marks of two years that are of two measures: the baseline, target or unit is another one. Opens no file."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from cityplan.tables.names import label
from cityplan.tables.schema import frame, records

GOALS = ("baseline", "target", "unit")  # kinds of the table `changes`, and columns
Key = tuple[str, int]  # plan and number of an indicator


def remeasured(changes: Iterable[Any]) -> dict[Key, str]:
    """What is another one since the document before, of each indicator: 基準値・目標値.

    `changes` are the rows of that table.
    """
    found: dict[Key, dict[str, None]] = {}
    for row in changes:
        if row.subject == "indicator" and row.kind in GOALS and row.no is not None:
            found.setdefault((row.plan_id, int(row.no)), {})[label("indicators", row.kind)] = None
    return {key: "・".join(words) for key, words in found.items()}


def with_comparable_marks(results: pd.DataFrame, changes: pd.DataFrame) -> pd.DataFrame:
    """The table `indicator_results` without the moves of marks that are of two measures."""
    apart = remeasured(records(changes))
    if not apart:
        return results
    rows = [row._asdict() for row in records(results)]
    for row in rows:
        if (row["plan_id"], int(row["indicator_no"])) in apart:
            row["status_change"] = ""
    return frame("indicator_results", rows)
