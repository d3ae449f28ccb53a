"""Numbers 数 as printed and as computed: Decimal throughout, rounded half up as the documents do."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Context, Decimal

Number = Decimal | None  # None where it is not known
Columns = Mapping[str, object]  # some computed columns of a row
Values = Mapping[int, Decimal]  # fiscal year -> what was measured
# A cell has at most 120 characters (japanese.quantities.LONGEST_CELL): a ratio of two such numbers is exact enough, and never an error.
WIDE = Context(prec=400)


def rounded(value: Decimal, digits: int) -> Decimal:
    """Round half up 四捨五入.

    >>> rounded(Decimal("0.25"), 1), rounded(Decimal("-0.25"), 1)
    (Decimal('0.3'), Decimal('-0.3'))
    """
    return value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP, context=WIDE)


def decimals(value: Number, unknown: int = 0) -> int:
    """The number of decimals as printed; `unknown` where there is no value."""
    if value is None:
        return unknown
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else unknown
