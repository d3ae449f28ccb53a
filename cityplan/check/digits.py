"""Which single digit 1桁, read or typed wrongly, would make a printed ratio 前年度比 right."""

from collections.abc import Iterator

from cityplan.compute.numbers import decimals
from cityplan.compute.ratios import ratio
from cityplan.compute.used import MARK
from cityplan.japanese.letters import fold
from cityplan.japanese.quantities import quantity
from cityplan.tables.definitions import ActivityRow
from cityplan.tables.names import label

_COLUMNS = ("actual_text", "previous_text", "ratio_printed_text")
NONE = "どのセルの1桁を変えても一致しません。"


def explanation(row: ActivityRow, is_rate: bool = False) -> str:
    """Every single-digit change of one cell after which the ratio (or the rate 増減率) follows, or that there is none."""
    if any(MARK in getattr(row, column) for column in _COLUMNS):
        return ""  # the analyst has decided which cell is right
    texts = [fold(getattr(row, column)) for column in _COLUMNS]
    found = [
        f"{label('activities', column)} {texts[at]}→{changed}"
        for at, column in enumerate(_COLUMNS)
        for changed in one_digit_changed(texts[at])
        if _agrees([*texts[:at], changed, *texts[at + 1 :]], is_rate)
    ]
    said = f"1桁だけの誤りなら：{'、'.join(found)}" if found else NONE
    return said if is_rate else f"{said}{_power_of_ten(texts)}"


def _power_of_ten(texts: list[str]) -> str:
    """The result that is printed with 1 to 3 digits 桁 too many or too few, so that the ratio follows: 22,000 for 220."""
    actual, previous, printed = map(quantity, texts)
    if not (actual and previous and printed):
        return ""
    found = [
        f"{label('activities', column)} {text}の{10 ** abs(power)}{'倍' if power > 0 else '分の1'}"
        for column, text, sign in zip(_COLUMNS, texts[:2], (1, -1), strict=False)
        for power in (-3, -2, -1, 1, 2, 3)
        if printed.value == ratio(actual.value.scaleb(power * sign), previous.value, decimals(printed.value))
    ]
    return f"桁の誤りなら：{'、'.join(found)}。" if found else ""


def one_digit_changed(text: str) -> Iterator[str]:
    """A printed number with one of its digits replaced; a leading digit never by 0.

    >>> list(one_digit_changed("9件"))[:2], len(list(one_digit_changed("1,062")))
    (['1件', '2件'], 35)
    """
    first = next((at for at, char in enumerate(text) if char in "123456789"), None)
    for at, char in enumerate(text):
        if char in "0123456789":
            others = "123456789" if at == first else "0123456789"
            yield from (text[:at] + other + text[at + 1 :] for other in others if other != char)


def _agrees(texts: list[str], is_rate: bool) -> bool:
    actual, previous, printed = map(quantity, texts)
    if not (actual and previous and printed):
        return False
    return ratio(actual.value, previous.value, decimals(printed.value)) == printed.value + (100 if is_rate else 0)
