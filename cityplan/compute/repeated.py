"""The same indicator in two plans 再掲: which rows of one name are one. Opens no file."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cityplan.japanese.letters import squeeze
from cityplan.tables.definitions import IndicatorRow, RowKey

_ROLES = ("baseline", "target", "actual")


class OneName(NamedTuple):
    """Indicators of one name: the first, those that print it again in other plans, and rows that do not.

    Each of the others stands with the row that it is like: the same name in one plan, or in two units.
    """

    first: IndicatorRow
    again: list[IndicatorRow]
    others: list[tuple[IndicatorRow, IndicatorRow]]


def of_one_name(rows: Iterable[IndicatorRow]) -> Iterator[OneName]:
    """The indicators of a document, those of one name together.

    The same name twice in one plan is no 再掲: a row that was repeated, or two things of one name; nor is one of which
    nothing is the same (補助件数 of two divisions, with other targets and other values).
    """
    by_name: dict[tuple[str, str], list[IndicatorRow]] = defaultdict(list)
    for row in rows:
        by_name[squeeze(row.name), squeeze(row.subgroup)].append(row)
    for first, *rest in by_name.values():
        seen, found = [first], OneName(first, [], [])
        for row in rest:
            above = next((each for each in seen if each.plan_id == row.plan_id), None)
            seen.append(row)
            if not above and _is_another(first, row):
                continue
            if above or squeeze(first.unit) != squeeze(row.unit):
                found.others.append((row, above or first))
            else:
                found.again.append(row)
        yield found


def printed_again(rows: Iterable[IndicatorRow]) -> dict[RowKey, list[IndicatorRow]]:
    """The rows of other plans that print an indicator too, by plan and number."""
    found: dict[RowKey, list[IndicatorRow]] = {}
    for first, again, _ in of_one_name(rows):
        if again:
            found[first.key] = again
            found |= {row.key: [first] for row in again}
    return found


def _is_another(row: IndicatorRow, other: IndicatorRow) -> bool:
    """Whether two rows of one name have no value in common, of two or more that both have."""
    known = [(one, same) for role in _ROLES if None not in (one := getattr(row, role), same := getattr(other, role))]
    return len(known) > 1 and all(one != same for one, same in known)
