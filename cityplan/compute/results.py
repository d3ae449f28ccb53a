"""Ratios, statuses and progress: one small function for each computed column, no files.

A function is named for the column that it returns, its arguments for those that it needs.
Decimal throughout, rounded half up as the documents do; None where nothing can be computed.
"""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import Any, cast

import pandas as pd

from cityplan.city.rules import Rule, Standing, reached, rules, verdict
from cityplan.compute.doubt_rows import Place
from cityplan.compute.doubts import DOUBTFUL, doubtful_rows, withheld
from cityplan.compute.latest import Latest, latest
from cityplan.japanese.text import NOT_ENTERED, missing, quantities, quantity
from cityplan.tables.schema import Tables, frame

Number = Decimal | None
BAND = Decimal(5)  # ±% around 100 that counts as 概ね同: our own, the documents print no threshold
NO_DIRECTION = "良し悪しの向きが分からない"
# A cell has at most 120 characters (japanese.LONGEST_CELL): a ratio of two such numbers is exact enough, and never an error.
WIDE = Context(prec=400)


def compute(tables: Tables, rule: Rule | None, band: Decimal = BAND) -> Tables:
    """The computed tables 計算した表: activity_results, indicator_results, rule_results.

    `rule` is the city's own; without one no status is computed. rule_results says what every known
    rule would give, the city's own among them. `band` in % is for `change`.
    """
    sharing, doubtful = sharing_marks(tables["indicators"]), doubtful_rows(tables)
    indicators = _rows(tables["indicators"])
    return {
        "activity_results": frame("activity_results", _activity_results(tables["activities"], band, doubtful)),
        "indicator_results": frame(
            "indicator_results", [_indicator_results(row, sharing, rule, withheld(row, doubtful)) for row in indicators]
        ),
        "rule_results": frame(
            "rule_results", [result for row in indicators for result in _rule_results(row, withheld(row, doubtful))]
        ),
    }


# activities


def _activity_results(activities: pd.DataFrame, band: Decimal, doubtful: set[Place]) -> list[dict[str, Any]]:
    rows = _rows(activities)
    waiting = {(row["plan_id"], row["activity_no"]) for row in rows if _is_label_alone(row)}
    results = []
    for row in rows:
        # A printed ratio is held against its values, also where one of them is in doubt.
        place = ("activities", row["plan_id"], row["activity_no"])
        is_doubtful = place in doubtful and row["ratio_printed"] is None
        actual = None if is_doubtful else row["actual"]
        value = ratio(actual, row["previous"], decimals(row["ratio_printed"], unknown=1))
        results.append(
            {
                "plan_id": row["plan_id"],
                "activity_no": row["activity_no"],
                "ratio": value,
                "ratio_reason": DOUBTFUL if is_doubtful else ratio_reason(actual, row["previous"]),
                "change": change(_exact_ratio(actual, row["previous"]), band),
                "band": band,
                "ratio_agreement": ratio_agreement(value, row["ratio_printed"], _awaits_ratio(row, waiting)),
                "value_change": value_change(actual, row["previous"]),
                "difference": difference(actual, row["previous"]),
            }
        )
    return results


def ratio(actual: Number, previous: Number, digits: int = 1) -> Number:
    """前年度比 = 今年度 ÷ 前年度 × 100, in %.

    >>> ratio(Decimal(40), Decimal(32)), ratio(Decimal(5), Decimal(0)), ratio(None, Decimal(3))
    (Decimal('125.0'), None, None)
    """
    exact = _exact_ratio(actual, previous)
    return None if exact is None else rounded(exact, digits)


def _exact_ratio(actual: Number, previous: Number) -> Number:
    if actual is None or previous is None or previous <= 0 or actual < 0:
        return None  # between losses a quotient says nothing: −54,317 after −3,703 is no rise
    return WIDE.divide(actual * 100, previous)


def ratio_reason(actual: Number, previous: Number) -> str:
    """Why no ratio can be computed, in Japanese; empty where it can.

    >>> ratio_reason(Decimal(5), None), ratio_reason(None, Decimal(5)), ratio_reason(None, None)
    ('前年度の数値がない', '今年度の数値がない', '実績の数値がない')
    """
    if actual is None and previous is None:
        return "実績の数値がない"
    if actual is None or previous is None:
        return f"{'今' if actual is None else '前'}年度の数値がない"
    if previous == 0:
        return "前年度が0"
    return "負の値がある" if previous < 0 or actual < 0 else ""


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


def _is_label_alone(row: dict[str, Any]) -> bool:
    values = row["actual_text"] or row["previous_text"] or row["ratio_printed_text"]
    return bool(row["measure"]) and not values


def _awaits_ratio(row: dict[str, Any], waiting: set[tuple[str, int]]) -> bool:
    """Whether this row has no figure for a ratio while a neighbour has a label without values."""
    beside = {(row["plan_id"], row["activity_no"] + step) for step in (-1, 1)}
    figures = quantity(row["actual_text"]) or quantity(row["previous_text"])
    return not figures and bool(beside & waiting)


# indicators


def _indicator_results(
    row: dict[str, Any], sharing: set[tuple[str, int]], rule: Rule | None, reason: str
) -> dict[str, Any]:
    # A printed mark is held against its values, also where one of them is in doubt.
    status = _status(rule, row) if rule and (row["status_printed"] or not reason) else ""
    known = row if not reason else {**row, "baseline": None, "target": None, "actual": None}
    progress, why = progress_ratio(known["baseline"], known["target"], known["actual"], row["polarity"])
    shown, before = row["status_printed"] or status, row["status_previous_printed"]
    return {
        "plan_id": row["plan_id"],
        "indicator_no": row["indicator_no"],
        "status": status,
        "status_agreement": status_agreement(status, row["status_printed"]),
        "status_change": status_change(rule, shown, before),
        "status_change_doubtful": (row["plan_id"], row["source_line"]) in sharing
        or status_agreement(status, row["status_printed"]) == "differs",
        "progress_ratio": progress,
        "progress_reason": reason or why,
        "achievement_ratio": achievement_ratio(known["target"], known["actual"], row["polarity"]),
        "required_per_year": required_per_year(known, latest(known, {})),
        "expected_value": expected_value(*(known[column] for column in PATH)) if row["polarity"] else None,
    }


def _rule_results(row: dict[str, Any], reason: str) -> list[dict[str, Any]]:
    """What each rule 判定規則 would say of an indicator, empty where it says nothing, or for that `reason`."""
    return [
        {
            "plan_id": row["plan_id"],
            "indicator_no": row["indicator_no"],
            "rule": rule.name,
            "verdict": "" if reason else _status(rule, row),
        }
        for rule in rules().values()
    ]


def _status(rule: Rule, row: dict[str, Any]) -> str:
    """The status by a rule; a text that is neither a value nor 未公表 gives none, nor does 未入力.

    Without a year of the actual there is nothing yet that could be 未公表 (Takahagi R6). None either for just
    the value of a bound that leaves it out (10人未満): what the rule says of it is not known.
    """
    told = missing(row["actual_text"]) and row["actual_text"] != NOT_ENTERED
    unpublished = told and row["actual_fy"] is not None
    if (row["actual"] is None and not unpublished) or at_open_bound(row):
        return ""
    expected = _exact_expected_value(*(row[column] for column in PATH))
    return verdict(rule, Standing(row["baseline"], row["target"], row["actual"], row["polarity"], expected))


def at_open_bound(row: Mapping[str, Any]) -> str:
    """The target or baseline, as printed, whose value the actual is but does not meet: 10人未満 and 10; else empty."""
    for role in ("target", "baseline"):
        text = row[f"{role}_text"]
        is_open = any(value.bound in ("未満", "超") for value in quantities(text))
        if is_open and row["actual"] is not None and row["actual"] == row[role]:
            return str(text)
    return ""


def status_agreement(status: str, status_printed: str) -> str:
    """Whether the printed mark follows from the values."""
    if not status_printed:
        return "not_printed"
    if not status:
        return "not_computable"
    return "agrees" if status == status_printed else "differs"


def status_change(rule: Rule | None, now: str, before: str) -> str:
    """How the mark moved since last year; empty where one is missing or ranks nowhere (—)."""
    ranks = (rule.rank(now), rule.rank(before)) if rule else (None, None)
    if ranks[0] is None or ranks[1] is None:
        return ""
    if ranks[0] == ranks[1]:
        return "same"
    return "improved" if ranks[0] < ranks[1] else "worsened"


def sharing_marks(indicators: pd.DataFrame) -> set[tuple[str, int]]:
    """The plans and lines where the source packs several rows and prints fewer marks than rows."""
    place = ["plan_id", "source_line"]
    packed = indicators[indicators.duplicated(place, keep=False)]
    return {
        (str(plan_id), int(str(line)))
        for (plan_id, line), rows in packed.groupby(place)
        if rows["status_previous_printed"].eq("").nunique() == 2
    }


def progress_ratio(baseline: Number, target: Number, actual: Number, polarity: str) -> tuple[Number, str]:
    """進捗率 = (実績値 − 基準値) ÷ (目標値 − 基準値) × 100, in %, or the reason why there is none.

    >>> progress_ratio(Decimal(8), Decimal(40), Decimal(12), "higher")
    (Decimal('12.5'), '')
    >>> progress_ratio(Decimal(3288), Decimal(3041), Decimal(2740), "higher")
    (None, '目標値が基準値より手前にある')
    """
    if baseline is None or target is None or actual is None:
        return None, "値がそろわない"
    if target == baseline:
        return None, "目標値と基準値が同じ"
    if not polarity:
        return None, NO_DIRECTION
    if target_behind_baseline(baseline, target, polarity):
        return None, "目標値が基準値より手前にある"
    return rounded(WIDE.divide((actual - baseline) * 100, target - baseline), 1), ""


def target_behind_baseline(baseline: Number, target: Number, polarity: str) -> bool:
    """Whether the target lies on the worse side of the baseline (路線バス: 3,288 to 3,041 以上)."""
    if baseline is None or target is None or baseline == target or not polarity:
        return False
    return reached(baseline, target, polarity)


def achievement_ratio(target: Number, actual: Number, polarity: str) -> Number:
    """達成率 = 実績値 ÷ 目標値 × 100 (以下の指標は 目標値 ÷ 実績値 × 100), in %.

    >>> achievement_ratio(Decimal(50), Decimal(85), "lower")
    Decimal('58.8')
    """
    if target is None or actual is None or not polarity or actual < 0 or target < 0:
        return None
    if polarity == "lower" and not target:
        return None  # 0 ÷ anything is 0, however near the target is
    above, below = (target, actual) if polarity == "lower" else (actual, target)
    return rounded(WIDE.divide(above * 100, below), 1) if below else None


def required_per_year(row: Mapping[str, Any], known: Latest | None) -> Number:
    """What each year must bring to reach the target 目標まで毎年必要な量, from the latest value `known`.

    0 once the target is reached; empty for a period average, which is wanted in every year, and where it is
    not known which way is better: a value may well have to stay above a lower target.
    """
    text = row["actual_text"]
    if row["actual"] is None and text and not missing(text):
        return None  # there is an actual, but it cannot be read
    if known is None or row["target"] is None or row["target_kind"] == "period_average":
        return None
    if not row["polarity"]:
        return None
    if reached(known.value, row["target"], row["polarity"]):
        return Decimal(0)
    years = _years_between(known.fiscal_year, row["target_fy"])
    if not years:
        return None
    digits = max(decimals(known.value), decimals(row["target"])) + 1
    return rounded(WIDE.divide(row["target"] - known.value, Decimal(years)), digits)


PATH = ("baseline", "target", "baseline_fy", "target_fy", "actual_fy", "target_kind")


def expected_value(
    baseline: Number, target: Number, baseline_fy: Any, target_fy: Any, actual_fy: Any, target_kind: str
) -> Number:
    """The value at actual_fy on the straight path 直線 from baseline to target.

    Empty after the target's year, where the path has ended, and for a period average, which has none.

    >>> expected_value(Decimal(8), Decimal(40), 2021, 2026, 2023, "level")
    Decimal('20.8')
    """
    exact = _exact_expected_value(baseline, target, baseline_fy, target_fy, actual_fy, target_kind)
    if exact is None:
        return None
    digits = max(decimals(baseline), decimals(target)) + 1
    return rounded(WIDE.divide(Decimal(exact.numerator), Decimal(exact.denominator)), digits)


def _exact_expected_value(
    baseline: Number, target: Number, baseline_fy: Any, target_fy: Any, actual_fy: Any, target_kind: str
) -> Fraction | None:
    whole, done = _years_between(baseline_fy, target_fy), _years_between(baseline_fy, actual_fy)
    if baseline is None or target is None or target_kind == "period_average":
        return None
    if not whole or done is None or done > whole:
        return None
    return Fraction(baseline) + (Fraction(target) - Fraction(baseline)) * done / whole


def _years_between(first: Any, last: Any) -> int | None:
    """Years from one fiscal year to another; None where one is unknown or they run backwards."""
    if first is None or last is None or last < first:
        return None
    return int(last) - int(first)


# numbers


def rounded(value: Decimal, digits: int) -> Decimal:
    """Round half up 四捨五入.

    >>> rounded(Decimal("0.25"), 1), rounded(Decimal("-0.25"), 1)
    (Decimal('0.3'), Decimal('-0.3'))
    """
    return value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP, context=WIDE)


def decimals(value: Number, unknown: int = 0) -> int:
    """The number of decimals as printed; `unknown` where there is no value."""
    if value is None:
        return unknown
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else unknown


def _rows(data: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table as dictionaries, with None for what is unknown."""
    return cast(list[dict[str, Any]], data.to_dict("records"))
