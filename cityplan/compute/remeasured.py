"""Marks of two years that are of two measures: the baseline, target, unit or direction is another one. Opens no file."""

from collections.abc import Iterable

from cityplan.tables.definitions import ChangeRow, RowKey
from cityplan.tables.names import label

GOALS = ("baseline", "target", "unit", "polarity")  # kinds of the table `changes`, and columns


def remeasured(changes: Iterable[ChangeRow]) -> dict[RowKey, str]:
    """What is another one since the document before, of each indicator: 基準値・目標値.

    `changes` are the rows of that table.
    """
    found: dict[RowKey, dict[str, None]] = {}
    for row in changes:
        if row.subject == "indicator" and row.kind in GOALS and row.no is not None:
            found.setdefault((row.plan_id, row.no), {})[label("indicators", row.kind)] = None
    return {key: "・".join(words) for key, words in found.items()}
