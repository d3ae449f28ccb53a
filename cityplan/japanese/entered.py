"""Numbers that were typed into an entry form 様式, written as the document prints its own."""

import re

from cityplan.japanese.letters import fold
from cityplan.japanese.quantities import number_places, quantity

NUMBER = re.compile(r"[-−+△▲]? ?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?P<unit>[^\d]*)")
_WIDE = str.maketrans("０１２３４５６７８９，．", "0123456789,.")


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
    >>> as_printed("２４１６７件"), as_printed("R6 14675件", "12.5"), as_printed("(6カ年平均) 7 世帯", "6.5")
    ('24,167件', 'R6 14,675.0件', '(6カ年平均) 7.0 世帯')
    >>> as_printed("2600千人以上"), as_printed("ア事業者と協議", "12.5"), as_printed("集計中", "1.0")
    ('2,600千人以上', 'ア事業者と協議', '集計中')
    """
    places = number_places(text)
    if not places or text[places[2] :].lstrip().startswith("年"):
        return text
    whole, _, part = _digits(text).partition(".")
    part = part.ljust(max(len(_digits(each).partition(".")[2]) for each in (text, *beside)), "0")
    number = f"{int(whole.replace(',', '')):,}{'.' if part else ''}{part}"
    typed = half_width(text)
    return f"{typed[: places[1]]}{number}{typed[places[2] :]}"


def with_new_number(before: str, after: str) -> str:
    """The new number with unit, bound and conditions of the one before, where these are clear.

    >>> with_new_number("3,288千人以上", "2600"), with_new_number("7 世帯（6 カ年平均）", "6.5"), with_new_number("50", "45件"), with_new_number("", "5")
    ('2,600千人以上', '6.5 世帯（6 カ年平均）', '45件', '5')
    >>> with_new_number("R5 △3件", "2"), with_new_number("（６カ年平均）7世帯", "6.5")
    ('R5 2件', '（６カ年平均）6.5世帯')
    """
    places = number_places(before)
    if not NUMBER.fullmatch(fold(after)):
        return after
    after = as_printed(after, before)
    if places is None:
        return after
    if quantity(after) is None or quantity(after).unit:  # type: ignore[union-attr]
        return after
    return before[: places[0]] + after + before[places[2] :]


def _digits(text: str) -> str:
    """The digits of the number that a text is; nothing where it is none."""
    places = number_places(text)
    return half_width(text[places[1] : places[2]]) if places else ""
