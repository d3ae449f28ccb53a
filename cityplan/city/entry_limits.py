"""Between which numbers an entry of a form 様式 may be 入力できる範囲: as its writer says it, and its reader asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from cityplan.city.entry_columns import may_be_negative

LONGEST_ENTRY = 2000  # characters of a text
_MOST = 10  # times the largest known value: above it a number is likely a slip
_PERCENT = ("%", "％")


@dataclass(frozen=True)
class Limits:
    """Between which numbers an entry may be 入力できる範囲; None where nothing is known.

    `likely` 目安 says that a number beyond them is asked about, and not refused.
    """

    low: Decimal | None = None
    high: Decimal | None = None
    likely: bool = False

    def hold(self, value: Decimal) -> bool:
        """Whether a number is within them."""
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)

    def __str__(self) -> str:
        """
        >>> str(Limits(Decimal(0), Decimal(40000))), str(Limits(None, Decimal(100)))
        ('0から40,000までの数', '100までの数')
        """
        low = "" if self.low is None else f"{self.low:,}から"
        if self.high is None:
            return f"{self.low:,}以上の数" if self.low is not None else "数"
        return f"{low}{self.high:,}までの数"


NO_LIMITS = Limits()


def limits(name: str, unit: str, known: Sequence[Decimal | None]) -> Limits:
    """The limits of an entry, from what the form shows of its row.

    >>> limits("補助件数", "件", [Decimal(40), None])
    Limits(low=Decimal('0'), high=Decimal('400'), likely=True)
    >>> limits("満足した割合", "%", [Decimal("61.5"), Decimal(70)])
    Limits(low=Decimal('0'), high=Decimal('100'), likely=False)
    >>> limits("転出超過数", "人", [Decimal(54)]), limits("相談件数", "件", [Decimal(0)])
    (Limits(low=None, high=Decimal('540'), likely=True), Limits(low=Decimal('0'), high=None, likely=False))
    """
    values = [value for value in known if value is not None]
    if not values:
        return NO_LIMITS
    low = Decimal(0) if min(values) >= 0 and not may_be_negative(name) else None
    largest = max(map(abs, values))
    if unit in _PERCENT and largest <= 100:
        return Limits(low, Decimal(100))
    return Limits(low, largest * _MOST, likely=True) if largest else Limits(low)
