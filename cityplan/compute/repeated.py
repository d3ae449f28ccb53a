"""The same indicator in two plans 再掲: which rows of one name are one. Opens no file."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from cityplan.japanese.letters import squeeze
from cityplan.tables.definitions import IndicatorRow, RowKey

_ROLES = ("baseline", "target", "actual")


@dataclass
class OneName:
    """Indicators of one name that may be one: the first, those that print it again in other plans, and rows that do not.

    Each of the others stands with the row that it is like: the same name in one plan, or in two units.
    """

    first: IndicatorRow
    again: list[IndicatorRow] = field(default_factory=list)
    others: list[tuple[IndicatorRow, IndicatorRow]] = field(default_factory=list)


def of_one_name(rows: Iterable[IndicatorRow]) -> Iterator[OneName]:
    """The indicators of a document, those of one name together that may be one.

    The same name twice in one plan is no 再掲: a row that was repeated, or two things of one name; nor is one of which
    nothing is the same (補助件数 of two divisions, with other targets and other values).
    """
    by_name: dict[tuple[str, str], list[IndicatorRow]] = defaultdict(list)
    for row in rows:
        by_name[squeeze(row.name), squeeze(row.subgroup)].append(row)
    for own in by_name.values():
        yield from _parted(own)


def _parted(rows: Sequence[IndicatorRow]) -> list[OneName]:
    """Rows of one name, in parts of which each may be one indicator."""
    found = [OneName(rows[0])]
    for at, row in enumerate(rows[1:], start=1):
        above = next((each for each in rows[:at] if each.plan_id == row.plan_id), None)
        part = found[0] if above else next((each for each in found if not _is_another(each.first, row)), None)
        like = above or (part or found[0]).first
        is_other = bool(above) or squeeze(like.unit) != squeeze(row.unit)
        if is_other:
            found[0].others.append((row, like))
        if part is None:
            found.append(OneName(row))
        elif not is_other:
            part.again.append(row)
    return found


def printed_again(rows: Iterable[IndicatorRow]) -> dict[RowKey, list[IndicatorRow]]:
    """The rows of other plans that print an indicator too, by plan and number: those of which most values are equal.

    One equal value says little: 企業誘致件数 of two plans may both begin with 5件 and have other targets and results.
    """
    found: dict[RowKey, list[IndicatorRow]] = defaultdict(list)
    for own in of_one_name(rows):
        for row in own.again:
            equal = [one == same for one, same in _known(own.first, row)]
            if 1 < sum(equal) > len(equal) / 2:
                found[own.first.key].append(row)
                found[row.key].append(own.first)
    return found


def may_be_another(row: IndicatorRow, other: IndicatorRow) -> bool:
    """Whether most values of two rows of one name differ, so that they may be two things."""
    differ = [one != same for one, same in _known(row, other)]
    return 1 < sum(differ) > len(differ) / 2


def _is_another(row: IndicatorRow, other: IndicatorRow) -> bool:
    """Whether two rows of one name have no value in common, of two or more that both have."""
    known = _known(row, other)
    return len(known) > 1 and all(one != same for one, same in known)


def _known(row: IndicatorRow, other: IndicatorRow) -> list[tuple[Decimal, Decimal]]:
    """The values that both rows have."""
    values = [(getattr(row, role), getattr(other, role)) for role in _ROLES]
    return [(one, same) for one, same in values if one is not None and same is not None]
