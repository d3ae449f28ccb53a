"""What is needed against what was brought so far, and what is likely 必要な変化と見込み, in words."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from cityplan.compute.results import Latest
from cityplan.files.markup import Fragment, fragment, joined
from cityplan.japanese.text import era, minus, signed
from cityplan.report.cite import computed
from cityplan.report.plan.brief import Brief
from cityplan.tables.names import full_name

VERDICTS = {"reaches": "に届く見込み", "open": "に届くかどうかは分からない", "misses": "に届かない見込み"}


def outlook(b: Brief, *, method: str, none: str) -> Fragment | None:
    """Where each indicator 指標 with a forecast 見込み leads, against the change that is needed.

    `method` are the notebook's words on what a forecast is, `none` those before the reasons why there
    is none. None before there are actuals.
    """
    if b.edition.actual is None:
        return None
    lines = [
        fragment(
            '<p class="note"><strong>{}</strong>　{}。{}。</p>',
            full_name(row),
            change_words(row),
            computed(forecast_words(row), "indicators", row.indicator_no),
        )
        for row in b.indicators
        if row.forecast
    ]
    return joined([*lines, method_note(b.indicators, method, none)]) or None


def changes_per_year(row: Any, known: Latest | None) -> Fragment:
    """The change that a year must bring and the one it brought, for a narrow cell.

    Reckoned from the latest value `known`, whose year is told where it is not this edition's; so are the
    years of the change so far, where they are not those of the baseline and the actual.
    """
    since = ""
    if known is not None and known.role != "actual" and known.fiscal_year is not None:
        since = f"（{era(known.fiscal_year)}から）"
    from_baseline = (row.pace_since_fy, row.pace_until_fy) == (row.baseline_fy, row.actual_fy)
    years = "" if from_baseline else pace_years(row)
    pairs = (("必要", row.required_per_year or None, since), ("これまで", row.mean_per_year, years))
    said = [f"{word}{signed(value)}{after}" for word, value, after in pairs if value is not None]
    if not said:
        return Fragment()
    cited = (computed(words, "indicators", row.indicator_no) for words in said)
    return fragment('<small class="muted">{}</small>', joined(cited, "<br>"))


def pace_years(row: Any) -> str:
    """The two years that the change so far is reckoned between: （R3→R5）."""
    if row.mean_per_year is None:
        return ""
    return f"（{era(int(row.pace_since_fy))}→{era(int(row.pace_until_fy))}）"


def change_words(row: Any) -> str:
    """What each year must bring and what it brought: 必要な変化 1年あたり+6.0件、これまで+2.1件."""
    return f"必要な変化 {_needed_words(row)}、これまで {so_far(row)}"


def so_far(row: Any) -> str:
    """The change of a year so far, between the two newest values."""
    if row.mean_per_year is None:
        return "分からない"
    return f"{with_unit(row, row.mean_per_year)}{pace_years(row)}"


def _needed_words(row: Any) -> str:
    if row.required_per_year is None:
        return needed(row)
    return f"1年あたり {needed(row)}" if row.required_per_year else "なし（目標に到達）"


def needed(row: Any) -> str:
    """What each year must bring, or why that cannot be said."""
    if row.target_kind == "period_average":
        return "各年度で目標値（期間の平均）"
    if row.required_per_year is None:
        return "計算できない"
    return with_unit(row, row.required_per_year)


def with_unit(row: Any, value: Any) -> str:
    """A change with its sign and unit; that of a share is in points."""
    return f"{signed(value)}{'ポイント' if row.unit == '%' else row.unit}"


def forecast_words(row: Any) -> str:
    """The forecast 見込み as a sentence; empty where there is none.

    このままなら R8 に 27〜34 件、目標 50 件に届かない見込み
    """
    if not row.forecast:
        return ""
    unit = row.unit if row.unit.startswith(("%", "‰")) else f" {row.unit}".rstrip()
    low, high = minus(row.forecast_low), minus(row.forecast_high)
    span = low if low == high else f"{low}〜{high}"
    target = f"目標 {minus(row.target)}{unit}"
    return f"このままなら {era(int(row.target_fy))} に {span}{unit}、{target}{VERDICTS[row.forecast]}"


def method_note(rows: Iterable[Any], method: str, none: str) -> Fragment | None:
    """What a forecast is, where there is one, and why there is none of the others, each with its count."""
    reasons = Counter(row.forecast_reason for row in rows)
    said = [method] if reasons.pop("", 0) else []
    if reasons:
        said.append(none + "、".join(f"{why} {count}件" for why, count in reasons.items()) + "。")
    return fragment('<p class="note muted">{}</p>', "".join(said)) if said else None
