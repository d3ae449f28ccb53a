"""A value out of the scale 桁 of its neighbours: a digit too many, a decimal point that was lost. Opens no file."""

from collections.abc import Iterator
from decimal import Decimal

from cityplan.compute.doubt_rows import SHARE_UNITS, Doubt, DoubtRow, DoubtValue, quoted
from cityplan.compute.numbers import decimals

FEW = 10  # a count below it may well grow a hundredfold
LARGE = 100  # and one below it tenfold
FAR = 5  # times its neighbours: out of their scale
FARTHEST = 50  # times them: whatever its digits
# Times its neighbours a value is near them, once 1, 2 or 3 digits are put right.
NEAR = {1: Decimal("1.3"), 2: Decimal("1.5"), 3: Decimal("1.5")}
ALIKE = 3  # times one another: neighbours that vary more say nothing


def out_of_scale(row: DoubtRow) -> Iterator[Doubt]:
    """A value 10, 100 or 1000 times its neighbours, or that part of them; not where a ratio is printed beside it.

    The ratio tells whether that is right (3,101件 to 32,487件 with 1047.6%, Hitachi R5 PLAN 10).
    """
    if row.ratio_printed:
        return
    for at, value in enumerate(row.values):
        beside = [each.value for each in _neighbours(row.values, at)]
        if value.decided or value.value <= 0 or not beside or min(beside) <= 0:
            continue
        power = _lost_point(row, value.value, beside) or _power(row, at, beside)
        if power or _is_far(row, at, beside):
            times = f"約{10 ** abs(power)}{'倍' if power > 0 else '分の1'}です" if power else "桁が違います"
            why = f"同じ行のほかの値（{quoted(_neighbours(row.values, at))}）{'の' if power else 'と'}{times}"
            likely = f"{value.value.scaleb(-power).normalize():f}{row.unit}" if power else ""
            both = tuple(each.column for each in row.values) if len(row.values) == 2 else ()
            yield Doubt(row.place, value.column, both or (value.column,), value.text, why, likely)
            return


def _neighbours(values: list[DoubtValue], at: int) -> list[DoubtValue]:
    """The values before and after; at an end the two nearest."""
    if 0 < at < len(values) - 1:
        return [values[at - 1], values[at + 1]]
    return values[1:3] if at == 0 else values[-3:-1]


def _lost_point(row: DoubtRow, value: Decimal, beside: list[Decimal]) -> int:
    """How many decimals have lost their point 小数点: 7745 beside 63.00 and 58.60; 0 for none.

    A round share (100%, 50%) is printed without decimals.
    """
    places = {decimals(each) for each in beside}
    if len(places) > 1 or not (lost := places.pop()) or decimals(value):
        return 0
    if row.unit == "%" and value <= 100 and not value % 10:
        return 0
    right = value.scaleb(-lost)
    fits = min(beside) / 2 <= right <= max(beside) * 2
    return lost if fits and value > FAR * max(beside) else 0


def _power(row: DoubtRow, at: int, beside: list[Decimal]) -> int:
    """The power of ten by which a value is out of its neighbours' scale; 0 for none."""
    value, low, high = row.values[at].value, min(beside), max(beside)
    if high > ALIKE * low or low / FAR <= value <= high * FAR:
        return 0
    for power in (1, 2, 3, -1, -2, -3):
        right = value.scaleb(-power)
        near = NEAR[abs(power)]
        if low / near <= right <= high * near and _tells(row, at, beside, abs(power)):
            return power
    return 0


def _is_far(row: DoubtRow, at: int, beside: list[Decimal]) -> bool:
    """Whether a result is so far from both its neighbours that it needs no power of ten: 0.65 beside 1,104 and 1,200."""
    value, low, high = row.values[at].value, min(beside), max(beside)
    between = len(beside) > 1 and at > 0 and row.values[at].column != "target_text"
    far = high <= ALIKE * low and (value * FARTHEST < low or value > high * FARTHEST)
    return between and far and max(high, value) >= LARGE and not row.total


def _tells(row: DoubtRow, at: int, beside: list[Decimal], power: int) -> bool:
    """Whether to be out of scale says something: a plan may well grow tenfold (8社 to 100社, 1.0% to 100%)."""
    known = [*beside, row.values[at].value]
    small, large, pair = min(known), max(known), len(row.values) == 2
    if pair and at == 0:
        return False  # told of the later one
    grows = at == 0 or row.values[at].column == "target_text"
    if row.unit in SHARE_UNITS and (grows or pair):
        return power > 1 and decimals(small) >= 2 > decimals(large)  # 0.65 for 65%
    if power > 1:
        return small >= FEW or (any(map(decimals, known)) and not row.total and not grows)
    if row.total:
        return False
    if grows:
        return pair and row.values[0].column == "baseline_text" and small >= LARGE
    return large >= LARGE or row.unit in SHARE_UNITS
