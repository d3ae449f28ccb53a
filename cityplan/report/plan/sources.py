"""The list at the end of a brief to which its numbers lead 出典の一覧: lines, formulas, corrections."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from cityplan.compute.outlook import measured_values
from cityplan.compute.results import latest
from cityplan.files.markup import Fragment, fragment, joined
from cityplan.japanese.quantities import minus, signed
from cityplan.japanese.years import era
from cityplan.read.places import line_words
from cityplan.report.cite import COUNTS, cite, correction_anchor, formula_anchor, lines_of
from cityplan.report.facts_words import is_share, result_change
from cityplan.report.plan.brief import Brief, status_words, without_ratio
from cityplan.report.plan.text import correction_words
from cityplan.report.report import is_not_less
from cityplan.tables.definitions import Activity, CellRow, CorrectionRow, FindingRow, HistoryRow, Indicator
from cityplan.tables.formulas import (
    DIFFERENCE,
    EXPECTED_VALUE,
    MEAN_PER_YEAR,
    PROGRESS_RATIO,
    RATIO,
    REQUIRED_PER_YEAR,
    japanese,
)
from cityplan.tables.names import full_name
from cityplan.tables.reasons import Reason
from cityplan.tables.schema import certain, records


def source_list(b: Brief, heading: str) -> Fragment:
    """Every line that the brief uses, with its text, and every formula; on screen only."""
    items = [*_line_items(b), *_correction_items(b), *_formula_items(b), *_count_items(b)]
    return fragment(
        '<div class="screen"><details><summary>{}</summary><p class="source">数値を選ぶと、ここの行に移ります。</p>'
        "<ul>{}</ul></details></div>",
        heading,
        joined(items),
    )


def _line_items(b: Brief) -> Iterator[Fragment]:
    texts: dict[int, list[str]] = defaultdict(list)
    cells = b.exact["cells"].sort_values(["source_line", "source_column"])
    for cell in records(cells.drop_duplicates(["source_line", "source_column", "text"]), CellRow):
        for line in range(cell.source_line, cell.source_line_end + 1):
            texts[line].append(cell.text)
    for finding in records(b.exact["findings"], FindingRow):
        if finding.source_line is not None and finding.source_line not in texts:
            texts[finding.source_line].append(finding.source_text)
    for line in sorted(texts):
        yield fragment(
            '<li id="L{}"><strong>{}</strong>　{}</li>',
            line,
            line_words(b.edition, line),
            " | ".join(filter(None, texts[line])),
        )


def _correction_items(b: Brief) -> Iterator[Fragment]:
    """The corrections 訂正 of the plan, each with its line in the source."""
    for c in records(b.exact["corrections"], CorrectionRow):
        yield fragment(
            '<li id="{}"><strong>訂正</strong>　{}</li>',
            correction_anchor(c.table, c.row, f"{c.column}_text"),
            correction_words(b, c),
        )


def _formula_items(b: Brief) -> Iterator[Fragment]:
    for row in b.activities:
        if row.ratio is not None:
            yield _formula(
                b,
                "activities",
                row.activity_no,
                row.name,
                [_filled("前年度比", RATIO, f"{row.ratio}%", **_both(b, row)), *_points(b, row)],
            )
    for own in b.indicators:
        yield _formula(b, "indicators", own.no, full_name(own), _of_indicator(b, own))


def _points(b: Brief, row: Activity) -> list[Fragment]:
    """The difference of two shares, which their ratio does not tell."""
    words = _filled("差", DIFFERENCE, result_change(row), **_both(b, row))
    return [words] if is_share(row.unit) else []


def _both(b: Brief, row: Activity) -> dict[str, Fragment]:
    return {
        role: cite(b.lines, getattr(row, f"{role}_text"), "activities", row.activity_no, f"{role}_text")
        for role in ("actual", "previous")
    }


def _filled(name: str, formula: str, result: object, **terms: object) -> Fragment:
    """A formula 計算式 with its numbers and what it gives."""
    return fragment(f"{{name}}＝{japanese(formula)}＝{{result}}", name=name, result=result, **terms)


def _of_indicator(b: Brief, row: Indicator) -> list[Fragment]:
    """The formulas 計算式 of an indicator with its own numbers, or why there is none."""
    baseline, target, actual = (
        cite(b.lines, _plain(getattr(row, role)), "indicators", row.indicator_no, f"{role}_text")
        for role in ("baseline", "target", "actual")
    )
    said = []
    if row.progress_ratio is not None:
        said.append(
            _filled(
                "進捗率",
                PROGRESS_RATIO,
                f"{minus(row.progress_ratio)}%",
                actual=actual,
                baseline=baseline,
                target=target,
            )
        )
    elif row.actual is not None:
        said.append(fragment("進捗率：{}ため計算しない", row.progress_reason))
    for word, other, value in (("目標値", target, row.target), ("基準値", baseline, row.baseline)):
        if row.actual is not None and value is not None and row.progress_reason != Reason.DOUBTFUL:
            gap = signed(row.actual - value)
            said.append(fragment("{}との差＝{}−{}＝{}", word, actual, other, gap))
    if row.expected_by == "straight":
        done, whole = (certain(year) - certain(row.baseline_fy) for year in (row.actual_fy, row.target_fy))
        parts = {"baseline": baseline, "target": target, "done": done, "whole": whole}
        said.append(_filled("目安", EXPECTED_VALUE, minus(certain(row.expected_told)), **parts))
    return [*said, *_over_the_years(b, row, baseline, target, actual)]


def _over_the_years(
    b: Brief, row: Indicator, baseline: Fragment, target: Fragment, actual: Fragment
) -> Iterator[Fragment]:
    """What each year must bring and brought, by the latest value, and what the forecast 見込み is made of."""
    key = ("indicator", *row.key)
    measured = measured_values(records(b.exact["history"], HistoryRow)).get(key, {})
    known = latest(row, measured)
    if known is not None and known.fiscal_year is not None:
        cited = {"actual": actual, "baseline": baseline}
        value = cited.get(known.role) or fragment("{}の{}", era(known.fiscal_year), minus(known.value))
        if row.required_per_year:
            span = certain(row.target_fy) - known.fiscal_year
            needed = signed(row.required_per_year)
            parts = {"target": target, "latest": value, "years": f"{span}年"}
            yield _filled("毎年必要な変化", REQUIRED_PER_YEAR, needed, **parts)
    if row.mean_per_year is not None:
        since, until = certain(row.pace_since_fy), certain(row.pace_until_fy)
        first, last = (f"{era(year)}の{minus(measured[year])}" for year in (since, until))
        span_words = f"{until - since}年"
        brought = signed(row.mean_per_year)
        yield _filled("これまでの変化", MEAN_PER_YEAR, brought, since=first, until=last, years=span_words)
    elif row.pace_reason and row.actual is not None:
        yield fragment("これまでの変化：{}ため示さない", row.pace_reason)
    if row.forecast:
        yield fragment(
            "見込み＝{}〜{}の{}年度分の値に直線を当てはめた、{}の80％の予測の幅＝{}〜{}",
            era(min(measured)),
            era(max(measured)),
            len(measured),
            era(certain(row.target_fy)),
            minus(certain(row.forecast_low)),
            minus(certain(row.forecast_high)),
        )


def _plain(value: Decimal | None) -> str:
    return "" if value is None else minus(value)


def _formula(b: Brief, table: str, row: int, name: str, said: list[Fragment]) -> Fragment:
    lines = lines_of(b.lines, table, row, None)
    return fragment(
        '<li id="{}"><strong>計算</strong>　{}：{}（{}の値から）</li>',
        formula_anchor(table, row),
        name,
        joined(said, "、") or "計算する値がない",
        lines,
    )


def _count_items(b: Brief) -> Iterator[Fragment]:
    """What the counts 件数 of the brief count."""
    said = []
    if b.indicators:
        marks = "、".join(f"{full_name(row)} {status_words(row)}" for row in b.indicators)
        lines = lines_of(b.lines, "indicators", None, None)
        said.append(fragment("目標指標{}件（{}）：{}", len(b.indicators), lines, marks))
    if b.activities:
        words = "、".join(f"{row.name} {_against(row)}" for row in b.activities)
        lines = lines_of(b.lines, "activities", None, None)
        said.append(fragment("掲載事業{}件（{}）：{}", len(b.activities), lines, words))
    yield fragment(
        '<li id="{}"><strong>件数</strong>　{}</li>', COUNTS, joined(said, "。") or "資料にこのプランのシートがない"
    )


def _against(row: Activity) -> str:
    if row.ratio is None:
        return without_ratio([row])
    return "前年度以上" if is_not_less(row) else "前年度未満"
