"""Why a column is empty 理由: each a code with its words. The tables hold the words, the code compares the codes."""

from enum import StrEnum


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
    AVERAGE_IN_EVERY_YEAR = "期間の平均の目標は、どの年度にも要る"
    AVERAGE_HAS_NO_PATH = "期間の平均の目標に、途中の値はない"
    UNDER_ONE = "実績値との差が1に満たない"
    NO_PAIR = "基準値か、そのあとの値がない"


WITHHELD = (Reason.DOUBTFUL, Reason.MIXED)  # why nothing at all is computed of an indicator
# Of a narrow cell.
SHORT = {
    Reason.TARGET_EQUALS_BASELINE: "目標＝基準",
    Reason.TARGET_BEHIND_BASELINE: "目標が基準より手前",
    Reason.MIXED: "累計と1年の値が混在",
}
