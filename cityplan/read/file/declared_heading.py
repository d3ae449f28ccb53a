"""Headings in prose 表の上の見出し that name a plan, by a form declared in source.toml: 基本目標{id} {name}."""

import re
from typing import NamedTuple

from cityplan.japanese.letters import fold, squeeze
from cityplan.japanese.numerals import value

_LEVELS = r"(?:-\s?(?:\d+|[A-Z]|\(\d+\)))"  # 1-1, I-2-(3), A-01
_NUMBER = rf"(?P<id>\d+{_LEVELS}*|[A-Z]{_LEVELS}+|[IVX]{{1,4}}{_LEVELS}+)"
_KANJI = "〇一二三四五六七八九十"
KANJI_NUMBER = f"[{_KANJI[1:]}][{_KANJI}]{{0,2}}"  # its pattern: 二, 十二, 一〇; no ring 〇
# Roman and kanji alone where a word stands before them
_AFTER_WORD = rf"(?P<id>\d+{_LEVELS}*|[A-Z]{_LEVELS}+|[IVX]{{1,4}}{_LEVELS}*|{KANJI_NUMBER})"
_NAME = "(?P<name>.+)"


class PlanHeading(NamedTuple):
    """What a heading says of its plan: number and name, as far as it has them."""

    id: str = ""
    name: str = ""


def plan_heading(form: str, text: str) -> PlanHeading | None:
    """What a text says by the form of a heading, the name as printed; None where it is none.

    A blank of the form stands in the text too; widths and the kind of blank are not looked at. A sentence is none.

    >>> plan_heading("基本目標{id} {name}", "基本目標１　海とともに稼ぐ")
    PlanHeading(id='1', name='海とともに稼ぐ')
    >>> plan_heading("施策{id}：{name}", "施策２-1: 産業"), plan_heading("基本目標{id} {name}", "基本目標１は 達成した。")
    (PlanHeading(id='2-1', name='産業'), None)
    >>> plan_heading("{id} {name}", "Ⅰ-2-(3) 空き家の利活用"), plan_heading("基本目標{id} {name}", "基本目標Ⅰ しごと")
    (PlanHeading(id='I-2-(3)', name='空き家の利活用'), PlanHeading(id='I', name='しごと'))
    >>> plan_heading("第{id}章 {name}", "第十二章　健康と福祉")
    PlanHeading(id='12', name='健康と福祉')
    >>> plan_heading("第{id}章 {name}", "第一二章　防災"), plan_heading("第{id}章 {name}", "第十十章　防災")
    (PlanHeading(id='12', name='防災'), None)
    """
    said = fold(text)
    match = re.fullmatch(_pattern(form), said)
    if match is None or said.endswith("。"):
        return None
    found = PlanHeading(**match.groupdict(""))
    number = number_in_digits(found.id)
    return None if number is None else found._replace(id=number, name=as_printed(found.name, text))


def number_in_digits(number: str) -> str | None:
    """A number in digits: of kanji in the usual order 十二, or digit by digit 一二; None where it is neither."""
    if not number or number[0] not in _KANJI:
        return number
    if "十" not in number:
        return "".join(str(_KANJI.index(digit)) for digit in number)
    return None if (own := value(number)) is None else str(own)


def _pattern(form: str) -> str:
    parts = re.split(r"(\{id\}|\{name\})", fold(form))
    own = {"{id}": _AFTER_WORD if parts[0].strip() else _NUMBER, "{name}": _NAME}
    return "".join(own.get(part) or spaced(part) for part in parts if part)


def spaced(literal: str) -> str:
    """The letters of a form, between which a blank may stand, and must where it has one."""
    words = [r"\s*".join(map(re.escape, word)) for word in literal.split()]
    begins, ends = (r"\s+" if edge.isspace() else r"\s*" for edge in (literal[0], literal[-1]))
    return begins + r"\s+".join(words) + ends if words else begins


def as_printed(name: str, text: str) -> str:
    """The end of a text that is a name when folded; the folded name where that is not its end."""
    printed = text.strip()
    ends = (printed[at:] for at in range(len(printed)) if not printed[at].isspace())
    return next((end for end in ends if squeeze(end) == squeeze(name)), name)
