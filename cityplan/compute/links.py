"""Which row of which earlier document each row is 行の対応, as a table: told once, by the join."""

from collections.abc import Iterator

import pandas as pd

from cityplan.compute.history import Joined
from cityplan.tables.definitions import LinkRow
from cityplan.tables.schema import frame


def links(joined: Joined) -> pd.DataFrame:
    """The table `links`: each row with its row in every earlier document; plans in the one directly before."""
    return frame("links", sorted([*_plans(joined), *_rows(joined)], key=_place))


def _plans(joined: Joined) -> Iterator[LinkRow]:
    for plan_id, then in joined.plans.items():
        assert joined.before is not None
        yield LinkRow(plan_id, "plan", None, joined.before.year, then, None, is_remeasured=False)


def _rows(joined: Joined) -> Iterator[LinkRow]:
    for (subject, plan_id, no), found in joined.links.items():
        for link in found:
            yield LinkRow(plan_id, subject, no, link.told.year, link.item.plan, link.item.no, link.other)


def _place(row: LinkRow) -> tuple[str, int, int]:
    return row.plan_id, ("plan", "indicator", "activity").index(row.subject), row.no or 0
