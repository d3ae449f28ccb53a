"""Numbers that were typed into an entry form 様式, written as the document prints its own."""

import re

from cityplan.japanese import quantity

_FIRST = re.compile(
    r"(?P<before>[^0-9]*)(?P<whole>[0-9]+(?:,[0-9]{3})*)(?:\.(?P<part>[0-9]+))?(?P<after>.*)",
    re.DOTALL,
)


def as_printed(text: str, *beside: str) -> str:
    """A number with thousands separators and at least the decimals of the numbers beside it.

    No digit is lost or rounded; what is no number stays as it was typed.

    >>> as_printed("24167", "23,751件"), as_printed("58", "59.7%"), as_printed("58.25", "59.7")
    ('24,167', '58.0', '58.25')
    >>> as_printed("2600千人以上"), as_printed("ア事業者と協議", "12.5"), as_printed("集計中", "1.0")
    ('2,600千人以上', 'ア事業者と協議', '集計中')
    """
    match = _FIRST.fullmatch(text)
    if match is None or quantity(text) is None or match["after"].startswith("年"):
        return text
    places = max(map(_places, (text, *beside)))
    part = (match["part"] or "").ljust(places, "0")
    whole = f"{int(match['whole'].replace(',', '')):,}"
    return f"{match['before']}{whole}{'.' if part else ''}{part}{match['after']}"


def _places(text: str) -> int:
    """The decimals of the number that a text is; none where it is no number."""
    match = _FIRST.fullmatch(text) if quantity(text) is not None else None
    return len(match["part"] or "") if match else 0
