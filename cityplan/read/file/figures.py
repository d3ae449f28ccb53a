"""What stands in and under figures 図, whatever the kind of document: captions, and the labels of axes, which are no prose."""

import re

from cityplan.japanese.letters import fold

_CAPTION = re.compile(
    r"[(【〈<]?(?:図表?|表|グラフ|写真|イラスト)(?: ?[\d一二三四五六七八九十]+(?:[-.]\d+)*[】〉>)]?(?: |:|$)|[】〉>)]? ?(?: |:)).{0,50}"
    r"|[(【〈<]?(?:資料|出典|撮影)(?: ?:|[】〉>)]).{1,50}"
)
_YEAR = r"(?:[HRS]|平成|令和|昭和)? ?(?:\d{1,4}|元)(?:年度?)?(?:\((?:\d{4}|[HRS]\d{1,2})\))?"
_AXIS_WORD = rf"(?:{_YEAR}|[\d,.]+[%％人件円万千億]*|\([^() ]{{1,6}}\)|\(単位:[^()]+\)|単位:\S+)"
_AXIS = re.compile(
    rf"(?:{_AXIS_WORD})(?:(?: |(?=\())(?:{_AXIS_WORD}))+(?:(?:資料|出典) ?:.+)?|\([^() ]{{1,4}}\)|\(?単位:[^() ]+\)?"
)


def is_caption(text: str) -> bool:
    """Whether a text is the caption of a figure or table, or says where it is from; a sentence is none.

    >>> [is_caption(text) for text in ("図１　農家の数", "図表１－１　出生数", "写真：訓練のようす", "資料：市民課", "表彰式", "図１のとおりです。")]
    [True, True, True, True, False, False]
    """
    return not text.rstrip().endswith("。") and bool(_CAPTION.fullmatch(fold(text)))


def is_axis(text: str) -> bool:
    """Whether a text is nothing but the numbers, years and units of an axis, with a source behind; one number alone is none.

    >>> [is_axis(text) for text in ("H30　R1　R2　R3", "0 10 20 30（％）", "（人）", "令和元 令和２ （年度）", "312人", "（仮称）文化会館")]
    [True, True, True, True, False, False]
    """
    return bool(_AXIS.fullmatch(fold(text)))
