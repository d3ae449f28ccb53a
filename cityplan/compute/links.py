"""Which row of which earlier document each row is 行の対応, as a table: told once, by the join."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from cityplan.compute.history import Joined
from cityplan.tables.schema import frame


def links(joined: Joined) -> pd.DataFrame:
    """The table `links`: each row with its row in every earlier document; plans in the one directly before."""
    return frame("links", sorted([*_plans(joined), *_rows(joined)], key=_place))


def _plans(joined: Joined) -> Iterator[dict[str, Any]]:
    for plan_id, then in joined.plans.items():
        assert joined.before is not None
        yield {
            "plan_id": plan_id,
            "subject": "plan",
            "edition": joined.before.year,
            "plan_id_before": then,
            "is_remeasured": False,
        }


def _rows(joined: Joined) -> Iterator[dict[str, Any]]:
    for (subject, plan_id, no), found in joined.links.items():
        for link in found:
            yield {
                "plan_id": plan_id,
                "subject": subject,
                "no": no,
                "edition": link.told.year,
                "plan_id_before": link.item.plan,
                "no_before": link.item.no,
                "is_remeasured": link.other,
            }


def _place(row: dict[str, Any]) -> tuple[Any, ...]:
    subject = ("plan", "indicator", "activity").index(row["subject"])
    return row["plan_id"], subject, row.get("no") or 0
