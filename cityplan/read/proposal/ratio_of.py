"""Of what a column of ratios 前年度比 is: of the results 実績, or of the amounts 決算額 that stand in the same row."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from cityplan.japanese.quantities import quantity
from cityplan.read.proposal.seen import SeenColumn

_COSTS = ("settled", "budget")
_NEAR = Decimal("0.1")  # of a percent, in which printed ratios are rounded or cut off


def is_of_costs(ratio: SeenColumn, columns: Sequence[SeenColumn]) -> bool:
    """Whether more of the printed ratios follow from the amounts of two years than from the results of two."""
    return max(_follow(ratio, columns, role) for role in _COSTS) > _follow(ratio, columns, "actual")


def _follow(ratio: SeenColumn, columns: Sequence[SeenColumn], role: str) -> int:
    """How many of the ratios are those of the values of one year and the year before."""
    by_year = {year: each for each in columns if each.meaning.role == role and (year := each.meaning.year) is not None}
    pairs = [(by_year[one], by_year[other]) for one, other in pairwise(sorted(by_year)) if other == one + 1]
    return max((sum(map(_is_ratio, ratio.texts, now.texts, before.texts)) for before, now in pairs), default=0)


def _is_ratio(printed: str, now: str, before: str) -> bool:
    told, value, of = quantity(printed), quantity(now), quantity(before)
    if told is None or value is None or of is None or not of.value:
        return False
    return abs(value.value * 100 / of.value - told.value) <= _NEAR
