"""Numbers that were typed into an entry form 様式, written as the document prints its own."""

import re

from cityplan.japanese import quantity

_WIDE = str.maketrans("０１２３４５６７８９，．", "0123456789,.")
_FIRST = re.compile(
    r"(?P<before>[^0-9]*)(?P<whole>[0-9]+(?:,[0-9]{3})*)(?:\.(?P<part>[0-9]+))?(?P<after>.*)",
    re.DOTALL,
)


def half_width(text: str) -> str:
    """A text with its full-width digits 全角 as others.

    >>> half_width("１，２３４．５件")
    '1,234.5件'
    """
    return text.translate(_WIDE)


def as_printed(text: str, *beside: str) -> str:
    """A number with thousands separators and at least the decimals of the numbers beside it.

    No digit is lost or rounded; full-width digits become others; what is no number stays as it was typed.

    >>> as_printed("24167", "23,751件"), as_printed("58", "59.7%"), as_printed("58.25", "59.7")
    ('24,167', '58.0', '58.25')
    >>> as_printed("２４１６７件")
    '24,167件'
    >>> as_printed("2600千人以上"), as_printed("ア事業者と協議", "12.5"), as_printed("集計中", "1.0")
    ('2,600千人以上', 'ア事業者と協議', '集計中')
    """
    match = _FIRST.fullmatch(half_width(text))
    if match is None or quantity(text) is None or match["after"].startswith("年"):
        return text
    places = max(map(_places, (text, *beside)))
    part = (match["part"] or "").ljust(places, "0")
    whole = f"{int(match['whole'].replace(',', '')):,}"
    return f"{match['before']}{whole}{'.' if part else ''}{part}{match['after']}"


def _places(text: str) -> int:
    """The decimals of the number that a text is; none where it is no number."""
    match = _FIRST.fullmatch(half_width(text)) if quantity(text) is not None else None
    return len(match["part"] or "") if match else 0
