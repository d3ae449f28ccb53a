"""Headings in prose 表の上の見出し that name a plan, by a form declared in source.toml: 基本目標{id} {name}."""

import re
from typing import NamedTuple

from cityplan.japanese.letters import fold, squeeze
from cityplan.japanese.numerals import value

_LEVELS = r"(?:-\s?(?:\d+|[A-Z]|\(\d+\)))"  # 1-1, I-2-(3), A-01
_NUMBER = rf"(?P<id>\d+{_LEVELS}*|[A-Z]{_LEVELS}+|[IVX]{{1,4}}{_LEVELS}+)"
_KANJI = "一二三四五六七八九十"
# Roman and kanji alone where a word stands before them
_AFTER_WORD = rf"(?P<id>\d+{_LEVELS}*|[A-Z]{_LEVELS}+|[IVX]{{1,4}}{_LEVELS}*|[{_KANJI}]{{1,3}})"
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
    """
    said = fold(text)
    match = re.fullmatch(_pattern(form), said)
    if match is None or said.endswith("。"):
        return None
    found = PlanHeading(**match.groupdict(""))
    return found._replace(id=_in_digits(found.id), name=as_printed(found.name, text))


def _in_digits(number: str) -> str:
    return str(value(number)) if number and number[0] in _KANJI else number


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
