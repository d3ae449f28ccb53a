"""Numbers with a unit in a text 文中の数値, and shares 割合 that a sentence says of its own total."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from cityplan.japanese.quantities import quantity

_ERA = r"(?:令和|平成|昭和|(?<![A-Za-z])[RHS])\s?(?:\d{1,2}|元)"
# 令和5年度, R5.12, R4, 2050年, 令和6年3月, 7月1日, 4年度: when, not how much
_DATE = re.compile(
    rf"(?:{_ERA}(?:年度?|\.\d{{1,2}})?|(?:19|20)\d\d\s?年度?|\d{{1,2}}年度)(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?"
    r"|\d{1,2}月(?:\d{1,2}日)?(?!間)"
)
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[兆億万]\d+(?:,\d{3})*)*"
_APART = r"\d(?: [,.]? ?\d)+(?!\d)"  # 4 0件, each digit apart
# What a number may count; of an unknown word the whole run of kanji or katakana is taken.
_COUNTER = (
    "ポイント|か所|カ所|ヶ所|箇所|か月|カ月|ヶ月|年間|月間|日間|週間|周年|年生|年|時間|団体|世帯|店舗|事業所|事業"
    "|企業|市町村|路線|地区|人|名|件|回|社|校|冊|本|台|枚|個|点|位|倍|割|歳|代|類|日|分|秒|円|戸|棟|室|組|種"
    "|km2?|kW|kWh|ha|m[23]?|kg|t|[%‰㎡㎥]|[一-龠]{1,4}(?![一-龠])|[ァ-ヶー]{2,8}"
)
_FIGURE = re.compile(
    rf"(?<![\d.,A-Za-z])(?<!\d )(?<!\d[.,] )(?P<number>{_APART}|{_NUMBER})"
    rf" ?(?P<unit>(?:百万|千万|[千万億兆])?(?:{_COUNTER})(?:/(?:年|月|日|ha|人))?)(?![A-Za-z])"
)
# 窓口における対象証明書交付件数109,866件のうち、本システムは29.6%…: the activity's share of a total;
# 本市, 当課 and 本年度 are not the activity
_OWN_SHARE = re.compile(
    r"(?:[本当同](?![市県町村区年課])[^、。()のはがも]{1,12}|(?<!年度の)実績)[はがも](?:約|全体の)?$"
)


class Figure(NamedTuple):
    """A number as printed in a text, with its value, unit and place; a value that cannot be read is None."""

    text: str
    value: Decimal | None
    unit: str
    start: int
    end: int


class Share(NamedTuple):
    """A share in % that a sentence says an activity has of a total of the same sentence."""

    total: Figure
    percent: Figure


def figures(text: str) -> Iterator[Figure]:
    """The numbers with a unit of a folded text; dates and years are none.

    >>> [f.text for f in figures("令和5年7月1日に供用開始し、24名（R4は9名）を受け入れ、109,866件のうち29.6%")]
    ['24名', '9名', '109,866件', '29.6%']
    >>> [(f.text, f.value) for f in figures("補助件数は4 0件、1 , 0 6 2人")], list(figures("28. 4%、1 062人"))
    ([('4 0件', Decimal('40')), ('1 , 0 6 2人', Decimal('1062'))], [])
    """
    bare = _DATE.sub(lambda found: "／" * len(found[0]), text)
    for match in _FIGURE.finditer(bare):
        value = quantity(match[0].replace(" ", ""))
        number, unit = (value.value, value.unit) if value else (None, match["unit"])
        yield Figure(match[0], number, one_spelling(unit), match.start(), match.end())


def shares(text: str) -> Iterator[Share]:
    """The shares that a text says of totals: TOTAL のうち、… 本事業は P %, in one sentence.

    >>> [s.percent.text for s in shares("交付件数109,866件のうち、本システムは29.6%（R4は2.4%）まで増加した。")]
    ['29.6%']
    """
    found = list(figures(text))
    for total, percent in pairwise(found):
        between = text[total.end : percent.start]
        said = between.startswith("のうち") and "。" not in between
        sentence = re.split("。", text[: total.start])[-1] + between
        if (
            said
            and not names_a_year(sentence)
            and percent.unit == "%"
            and total.unit != "%"
            and _OWN_SHARE.search(between)
        ):
            yield Share(total, percent)


def one_spelling(unit: str) -> str:
    """A unit in the spelling that stands for all: か所 for カ所, ヶ所 and 箇所."""
    return re.sub("[カヶ箇]所", "か所", unit)


def names_a_year(words: str) -> bool:
    """Whether words speak of a year of their own, so that a figure may not be this year's."""
    return bool(_DATE.search(words))
