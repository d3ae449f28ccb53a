"""Baselines and targets that were not always the same 目標の移り変わり, over all editions. Opens no file."""

from collections.abc import Iterator

import pandas as pd

from cityplan.compute.edition_changes import goal_of, goal_words
from cityplan.compute.history import Joined, Told
from cityplan.japanese.units import same_unit
from cityplan.tables.definitions import GoalRow, IndicatorRow
from cityplan.tables.schema import frame

GOALS = ("baseline", "target")


def goals(joined: Joined) -> pd.DataFrame:
    """The table `goals`: each goal that another edition has otherwise, as each edition has it, the oldest first.

    Otherwise is another value, year, kind or unit. A row that is not in an edition tells nothing of it.
    """
    return frame("goals", [each for key in joined.links for each in _of_row(joined, key)])


def _of_row(joined: Joined, key: tuple[str, str, int]) -> Iterator[GoalRow]:
    told = [(link.told, link.told.rows[link.item.key]) for link in reversed(joined.links[key])]
    told.append((joined.now, joined.now.rows[key]))
    rows = [(edition, row) for edition, row in told if isinstance(row, IndicatorRow)]
    for goal in GOALS:
        if any(_moved(row, rows[-1][1], goal) for _, row in rows):
            yield from (_goal(edition, row, goal, key) for edition, row in rows)


def _moved(row: IndicatorRow, now: IndicatorRow, goal: str) -> bool:
    units = row.unit and now.unit and not same_unit(row.unit, now.unit)
    return bool(units) or goal_of(row, goal) != goal_of(now, goal)


def _goal(edition: Told, row: IndicatorRow, goal: str, key: tuple[str, str, int]) -> GoalRow:
    _, plan_id, no = key
    return GoalRow(
        plan_id=plan_id,
        indicator_no=no,
        goal="baseline" if goal == "baseline" else "target",
        edition=edition.year,
        words=goal_words(row, goal),
        value=row.baseline if goal == "baseline" else row.target,
        fiscal_year=row.baseline_fy if goal == "baseline" else row.target_fy,
        unit=row.unit,
        place=edition.line_words(row.source_line),
    )
