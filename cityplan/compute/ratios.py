"""Ratios and changes of listed activities 掲載事業: one small function for each computed column, no files.

A function is named for the column that it returns, its arguments for those that it needs. Decimal throughout.
"""

from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal

from cityplan.compute.doubt_rows import RowPlace
from cityplan.compute.numbers import WIDE, Columns, Number, decimals, rounded
from cityplan.japanese.quantities import quantity
from cityplan.tables.definitions import ActivityRow, RowKey
from cityplan.tables.reasons import Reason

BAND = Decimal(5)  # ±% around 100 that counts as 概ね同: our own, the documents print no threshold


def activity_columns(rows: Sequence[ActivityRow], band: Decimal, doubtful: Collection[RowPlace]) -> Iterable[Columns]:
    """The computed columns of each activity 掲載事業の計算; of the rows `doubtful` a value is in doubt."""
    waiting = {row.key for row in rows if is_label_alone(row)}
    for row in rows:
        # A printed ratio is held against its values, also where one of them is in doubt.
        is_doubtful = row.place in doubtful and row.ratio_printed is None
        actual = None if is_doubtful else row.actual
        value = ratio(actual, row.previous, decimals(row.ratio_printed, unknown=1))
        yield {
            "plan_id": row.plan_id,
            "activity_no": row.activity_no,
            "ratio": value,
            "ratio_reason": Reason.DOUBTFUL if is_doubtful else ratio_reason(actual, row.previous),
            "change": change(exact_ratio(actual, row.previous), band),
            "band": band,
            "ratio_agreement": ratio_agreement(value, row.ratio_printed, awaits_ratio(row, waiting)),
            "value_change": value_change(actual, row.previous),
            "difference": difference(actual, row.previous),
        }


def ratio(actual: Number, previous: Number, digits: int = 1) -> Number:
    """前年度比 = 今年度 ÷ 前年度 × 100, in %.

    >>> ratio(Decimal(40), Decimal(32)), ratio(Decimal(5), Decimal(0)), ratio(None, Decimal(3))
    (Decimal('125.0'), None, None)
    """
    exact = exact_ratio(actual, previous)
    return None if exact is None else rounded(exact, digits)


def exact_ratio(actual: Number, previous: Number) -> Number:
    if actual is None or previous is None or previous <= 0 or actual < 0:
        return None  # between losses a quotient says nothing: −54,317 after −3,703 is no rise
    return WIDE.divide(actual * 100, previous)


def ratio_reason(actual: Number, previous: Number) -> str:
    """Why no ratio can be computed, in Japanese; empty where it can.

    >>> print(ratio_reason(Decimal(5), None), ratio_reason(None, Decimal(5)), ratio_reason(None, None))
    前年度の数値がない 今年度の数値がない 実績の数値がない
    """
    if actual is None and previous is None:
        return Reason.NO_RESULTS
    if actual is None or previous is None:
        return Reason.NO_RESULT if actual is None else Reason.NO_PREVIOUS
    if previous == 0:
        return Reason.PREVIOUS_IS_ZERO
    return Reason.NEGATIVE if previous < 0 or actual < 0 else ""


def change(ratio: Number, band: Decimal = BAND) -> str:
    """増減 against last year: `flat` where the unrounded ratio is within ±band % of it.

    >>> change(Decimal("101.2")), change(Decimal("105.1")), change(Decimal("88.3")), change(None)
    ('flat', 'up', 'down', '')
    """
    if ratio is None:
        return ""
    if abs(ratio - 100) <= band:
        return "flat"
    return "up" if ratio > 100 else "down"


def value_change(actual: Number, previous: Number) -> str:
    """増減 of the values themselves: up, same, down, without a band; nothing is said of good or bad.

    >>> value_change(Decimal(86), Decimal(85)), value_change(Decimal("5.0"), Decimal(5))
    ('up', 'same')
    """
    if actual is None or previous is None:
        return ""
    return "same" if actual == previous else "up" if actual > previous else "down"


def difference(actual: Number, previous: Number) -> Number:
    """前年度との差 = 今年度 − 前年度; of a measure in % that is in points ポイント.

    >>> difference(Decimal("100.0"), Decimal("19.3"))
    Decimal('80.7')
    """
    return None if actual is None or previous is None else actual - previous


def ratio_agreement(ratio: Number, ratio_printed: Number, neighbour_awaits: bool = False) -> str:
    """Whether the printed ratio follows from its values; `rounding` is one unit of its last digit.

    `neighbour_awaits`: a neighbouring row has a label but neither values nor a ratio, so that a
    ratio beside prose is likely its own (`misplaced`, Hitachi R5 PLAN 15).

    >>> ratio_agreement(Decimal("125.0"), Decimal("144.4"))
    'differs'
    >>> ratio_agreement(Decimal("283.5"), Decimal("283.6"))
    'rounding'
    """
    if ratio is None:
        return "misplaced" if ratio_printed is not None and neighbour_awaits else "not_numeric"
    if ratio_printed is None:
        return "not_printed"
    if ratio == ratio_printed:
        return "agrees"
    unit = Decimal(1).scaleb(-decimals(ratio_printed))
    return "rounding" if abs(ratio - ratio_printed) <= unit else "differs"


def is_label_alone(row: ActivityRow) -> bool:
    """Whether a row has a measure 測り方 and neither values nor a ratio."""
    return bool(row.measure) and not (row.actual_text or row.previous_text or row.ratio_printed_text)


def awaits_ratio(row: ActivityRow, waiting: set[RowKey]) -> bool:
    """Whether this row has no figure for a ratio while a neighbour has a label without values."""
    beside = {(row.plan_id, row.activity_no + step) for step in (-1, 1)}
    figures = quantity(row.actual_text) or quantity(row.previous_text)
    return not figures and bool(beside & waiting)
