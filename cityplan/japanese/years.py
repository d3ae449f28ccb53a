"""Fiscal years 年度: 令和5年度, R5 and 2023 are one."""

import re

from cityplan.japanese.letters import squeeze
from cityplan.japanese.numerals import value

_ERAS = (("令和", "R", 2018), ("平成", "H", 1988), ("昭和", "S", 1925))  # the year before the first of each
_YEAR_WORDS = re.compile(
    r"(?:(?P<era>令和|平成|昭和|[RHS])(?P<number>\d{1,2}|元|(?<=[和成])[一二三四五六七八九十]{1,3})|(?P<western>(?:19|20)\d\d))(?:年度?)?",
    re.IGNORECASE,
)


def fiscal_year(text: str) -> int | None:
    """The fiscal year 年度 in Western counting, or None.

    >>> [fiscal_year(t) for t in ("R5", "Ｒ５", "令和５年度", "R元", "H31", "平成33年度", "2023", "令和 6 年度")]
    [2023, 2023, 2023, 2019, 2019, 2021, 2023, 2024]
    >>> fiscal_year("令和五年度"), fiscal_year("平成三十一年"), fiscal_year("令和十十")
    (2023, 2019, None)
    >>> fiscal_year("R5.12"), fiscal_year("5年度"), fiscal_year("1925")
    (None, None, None)
    """
    match = _YEAR_WORDS.fullmatch(squeeze(text))
    if match is None:
        return None
    if match["western"]:
        year = int(match["western"])
        return year if year > _ERAS[-1][2] else None
    number = 1 if match["number"] == "元" else value(match["number"])
    start = next(s for kanji, letter, s in _ERAS if match["era"].upper() in (kanji, letter))
    return start + number if number else None


def era(year: int) -> str:
    """A fiscal year in short Japanese counting.

    >>> era(2023), era(2019), era(2018)
    ('R5', 'R元', 'H30')
    """
    _, letter, number = _era_parts(year)
    return f"{letter}{number}"


def era_long(year: int) -> str:
    """A fiscal year in full, both countings.

    >>> era_long(2023), era_long(2019)
    ('令和5年度（2023年度）', '令和元年度（2019年度）')
    """
    kanji, _, number = _era_parts(year)
    return f"{kanji}{number}年度（{year}年度）"


def _era_parts(year: int) -> tuple[str, str, str]:
    for kanji, letter, before in _ERAS:
        if year > before:
            return kanji, letter, "元" if year == before + 1 else str(year - before)
    raise ValueError(f"no era for {year}")
