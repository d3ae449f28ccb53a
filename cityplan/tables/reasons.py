"""Why a column is empty 理由: each a code with its words. The tables hold the words, the code compares the codes.

What stands in braces is of the row: years, counts, a mark. `told` fills it in, `short` finds it again.
"""

import re
from enum import StrEnum

_BRACES = re.compile(r"\\{(\w+)\\}")  # escaped


class Reason(StrEnum):
    """A reason 理由 why something is not computed, or not told."""

    # of the values
    DOUBTFUL = "値に疑いがある"
    MIXED = "累計の値と1年の値がまじっている"
    INCOMPLETE = "値がそろわない"
    NO_VALUE_OR_YEAR = "値か年度がそろわない"
    NEGATIVE = "負の値がある"
    # of the results of two years
    NO_RESULTS = "実績の数値がない"
    NO_RESULT = "今年度の数値がない"
    NO_PREVIOUS = "前年度の数値がない"
    PREVIOUS_IS_ZERO = "前年度が0"
    # of a target and the way to it
    NO_DIRECTION = "良し悪しの向きが分からない"
    NO_BOUND = "向き（以上・以下）が分からない"
    NO_DIRECTION_OR_SIGN = "向きが分からないか、0か負の値がある"
    NO_TARGET = "目標値か目標年度が分からない"
    TARGET_EQUALS_BASELINE = "目標値と基準値が同じ"
    TARGET_BEHIND_BASELINE = "目標値が基準値より手前にある"
    TARGET_YEAR_IS_OUT = "目標年度の値が出ている"
    TARGET_IS_AVERAGE = "目標が期間の平均"
    AVERAGE_IN_EVERY_YEAR = "期間の平均の目標は、毎年の変化では比べない"
    AVERAGE_HAS_NO_PATH = "期間の平均の目標に、途中の値はない"
    TARGET_REACHED = "目標値に届いている"
    UNDER_ONE = "実績値との差が1に満たない"
    NO_PAIR = "基準値か、そのあとの値がない"
    # of the years of the values
    UNTIL_TARGET_YEAR = "目標年度（{until}）までの値が出ている"
    TOO_FEW_YEARS = "実績が基準値を含めて{years}年度分しかない（{least}年度分から）"
    TOO_FEW_OF_UNIT = "単位が変わり、比べられる実績が基準値を含めて{years}年度分しかない（{least}年度分から）"
    YEARS_BETWEEN = "{since}と{until}の間の年度のことが、この文書から分からない"
    MARK_BETWEEN = "{year}の印が{mark}で、{since}の値から{until}の値へまっすぐ動いたとはいえない"

    def told(self, **known: object) -> str:
        """Its words for a row.

        >>> Reason.UNTIL_TARGET_YEAR.told(until="R8")
        '目標年度（R8）までの値が出ている'
        """
        return self.format(**known)


WITHHELD = (Reason.DOUBTFUL, Reason.MIXED)  # why nothing at all is computed of an indicator
_SHORT = {
    Reason.TARGET_EQUALS_BASELINE: "目標＝基準",
    Reason.TARGET_BEHIND_BASELINE: "目標が基準より手前",
    Reason.MIXED: "累計と1年の値が混在",
    Reason.TOO_FEW_YEARS: "値が{years}年度分",
    Reason.TOO_FEW_OF_UNIT: "単位が変わり、比べられる値が{years}年度分",
}


def short(words: str) -> str:
    """The words of a reason as a narrow cell has them; as they are where there are no shorter ones.

    >>> short(Reason.TOO_FEW_YEARS.told(years=3, least=5)), short("値に疑いがある")
    ('値が3年度分', '値に疑いがある')
    """
    for reason, own in _SHORT.items():
        if found := re.fullmatch(_BRACES.sub(r"(?P<\1>.+)", re.escape(reason)), words):
            return own.format(**found.groupdict())
    return words
