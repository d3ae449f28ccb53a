"""Marks 達成状況, baselines 基準値 and targets 目標値 of the indicators."""

import re
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from itertools import combinations

from cityplan.check.finding import (
    Finding,
    Findings,
    audited,
    cell_place,
    lacking_columns,
    place,
    printed_columns,
    repairs_of,
)
from cityplan.check.kind import AMBIGUOUS_CELL, REPEATED_ITEM, VALUE_ROLES, FindingKind
from cityplan.city.rules import Rule, Standing, judged
from cityplan.compute.doubts import doubtful_rows, unlike_totals
from cityplan.compute.repeated import may_be_another, of_one_name
from cityplan.compute.results import at_open_bound, target_behind_baseline
from cityplan.compute.used import MARK
from cityplan.japanese.directions import names_a_burden
from cityplan.japanese.letters import fold
from cityplan.japanese.quantities import BETTER, minus, over_years, quantities
from cityplan.japanese.years import era
from cityplan.tables.definitions import CellRow, IndicatorRow, ObservationRow, RowKey
from cityplan.tables.names import full_name, label
from cityplan.tables.schema import Tables, indicator_rows, records, table_rows
from cityplan.tables.words import POLARITIES

STATUS_MISMATCH = FindingKind(
    "status_mismatch",
    "達成状況の不一致",
    "error",
    question="{cells}のうち、正しくないものがありますか。印は「{computed}」ではありませんか。",
    doubts=VALUE_ROLES,
)
STATUS_MISSING = FindingKind(
    "status_missing",
    "ない達成状況",
    "warning",
    question="この欄の達成状況の印を教えてください。",
    withholds_expected=False,  # that a mark is missing doubts no value
)


@audited
def statuses(tables: Tables) -> Findings:
    """達成状況 that does not follow from the values, or that is not printed."""
    has_previous = {
        plan
        for table, plan, column in printed_columns(tables)
        if (table, column) == ("indicators", "status_previous_printed")
    }
    lacks = lacking_columns(tables, "indicators")
    cells = tables["cells"]
    own = cells[(cells["table"] == "indicators") & cells["column"].isin(["status_printed", "status_previous_printed"])]
    # a text that is no mark of the rule is printed too, and is a finding of its own
    shown = {(cell.plan_id, cell.row, cell.column) for cell in records(own, CellRow) if cell.text.strip()}
    indicators = indicator_rows(tables)
    on_line = {(row.plan_id, row.source_line): full_name(row) for row in indicators if row.status_previous_printed}
    for row in indicators:
        name = full_name(row)
        if row.status_agreement == "differs":
            corrected = any(MARK in getattr(row, f"{role}_text") for role in _ROLES)
            yield Finding(
                STATUS_MISMATCH,
                f"「{name}」の達成状況は、資料の記載が{row.status_printed}、"
                f"{'訂正した' if corrected else ''}値からの判定が{row.status}です。",
                "値と印のどちらが正しいか、担当課に確かめてください（印は訂正の対象ではありません）。",
                place(row, "status_printed"),
                severity="info" if corrected else "error",
                printed=row.status_printed,
                computed=row.status,
            )
        elif (*row.key, "status_printed") in shown and not row.status_printed:
            continue
        elif row.status_agreement == "not_printed" and row.status and not lacks(row, "status_printed"):
            yield Finding(
                STATUS_MISSING,
                f"「{name}」の今年度の達成状況の印がありません。",
                "印を担当課に確かめてください。",
                place(row, "status_printed"),
                computed=row.status,
            )
        elif (
            not row.status_previous_printed
            and row.status_printed
            and {row.plan_id, ""} & has_previous
            and not lacks(row, "status_previous_printed")
            and (*row.key, "status_previous_printed") not in shown
        ):
            beside = on_line.get((row.plan_id, row.source_line), "")
            shared = (
                f"同じ行の印は、「{beside}」のものとして読んだ1つだけです（両方の印かもしれません）。" if beside else ""
            )
            yield Finding(
                STATUS_MISSING,
                f"「{name}」の前年度の達成状況の印がありません。{shared}前年度からの動きは分かりません。",
                "前年度の印を担当課に確かめてください（印は訂正の対象ではありません）。",
                place(row, "status_previous_printed"),
            )


@audited
def marks_and_words(tables: Tables, rule: Rule | None) -> Findings:
    """A mark 印 with the word of another class beside it: ○基準値未満."""
    columns = ("status_printed", "status_previous_printed")
    cells = tables["cells"]
    for cell in records(cells[cells["column"].isin(columns) & (cells["row"] > 0)], CellRow):
        mark, word = rule.read(cell.text) if rule else ("", "")
        own = rule.word(mark) if rule else ""
        if word and own and word != own:
            yield Finding(
                STATUS_MISMATCH,
                f"達成状況「{cell.text}」は、印と言葉が合いません（{mark}は「{own}」です）。",
                "印と言葉のどちらが正しいか、担当課に確かめてください。",
                cell_place(cell),
                printed=cell.text,
                computed=f"{mark}{own}",
            )


BASELINE_CHOICE = FindingKind(
    "baseline_choice",
    "2つの基準値",
    "info",
    doubts=(),  # the other baseline has a year of its own, which no correction moves
    withholds_expected=True,  # which of the two governs always is a choice
)


@audited
def baseline_choice(tables: Tables, rule: Rule | None) -> Findings:
    """Two baselines 基準値 in one cell: the first governs; says where the other gives another mark."""
    heads = _baseline_headings(tables)
    baselines: dict[RowKey, list[ObservationRow]] = defaultdict(list)
    for other in table_rows(tables, ObservationRow):
        if other.role == "baseline":
            baselines[other.plan_id, other.no].append(other)
    for row in table_rows(tables, IndicatorRow):
        own = baselines[row.key]
        for other in own:
            if row.baseline_fy is None or other.fiscal_year == row.baseline_fy:
                continue
            standing = Standing(other.value, row.target, row.actual, row.polarity)
            status = judged(rule, standing) if rule else ""
            differs = bool(status) and bool(row.status_printed) and status != row.status_printed
            usual = judged(rule, Standing(row.baseline, row.target, row.actual, row.polarity)) if rule else ""
            follows = f"資料の印（{usual}）は{era(row.baseline_fy)}と比べた結果と同じで、"
            yield Finding(
                BASELINE_CHOICE,
                f"「{row.name}」の基準値は{era(row.baseline_fy)}と{other.era}の2つが記載されています。"
                f"この報告では、先に記載された{era(row.baseline_fy)}を基準値としました。"
                + (f"見出しの「{head}」とも違います。" if (head := heads.get(row.plan_id)) else "")
                + (follows if differs and usual == row.status_printed else "")
                + (f"もう1つの{other.text}と比べると{status}になります。" if differs else ""),
                "どちらの基準値で判定するか、担当課に確かめてください。",
                place(row, "baseline_text"),
                severity="warning" if differs else "info",
                printed=row.status_printed,
                computed=status,
            )


def _baseline_headings(tables: Tables) -> dict[str, str]:
    """The heading of the column 基準値 in each plan's table that bears a year: 基準値(R3)."""
    cells = tables["cells"]
    own = cells[(cells["row"] == 0) & (cells["column"] == "baseline_text")]
    return {cell.plan_id: cell.text for cell in records(own, CellRow) if re.search(r"[RＲ令]", cell.text)}


TARGET_BEHIND_BASELINE = FindingKind(
    "target_behind_baseline",
    "基準値より手前の目標値",
    "warning",
    question="{cells}は、このとおりですか。目標値の考え方を教えてください。",
    doubts=("target", "baseline"),
)
TARGET_EQUALS_BASELINE = FindingKind("target_equals_baseline", "基準値と同じ目標値", "info")


@audited
def targets(tables: Tables) -> Findings:
    """A target 目標値 behind its baseline, or equal to it."""
    baseline = baseline_word(tables)
    printed: dict[tuple[str, int, int | None], str] = {
        (each.plan_id, each.no, each.fiscal_year): each.text
        for each in table_rows(tables, ObservationRow)
        if (each.subject, each.role) == ("indicator", "baseline")
    }
    for row in table_rows(tables, IndicatorRow):
        behind = target_behind_baseline(row.baseline, row.target, row.polarity)
        if not behind and (row.target is None or row.target != row.baseline):
            continue
        own = printed.get((*row.key, row.baseline_fy), row.baseline_text)  # of two in one cell the one that governs
        side = "小さい" if row.polarity == "higher" else "大きい"
        yield Finding(
            TARGET_BEHIND_BASELINE if behind else TARGET_EQUALS_BASELINE,
            f"「{full_name(row)}」の目標値（{row.target_text}）は{baseline}（{own}）"
            + (f"より手前（{side}側）にあります" if behind else "と同じです")
            + "。進捗率は計算しません。",
            "目標値の考え方を担当課に確かめてください。",
            place(row, "target_text"),
            printed=row.target_text,
        )


POLARITY_INFERRED = FindingKind("polarity_inferred", "推定した向き", "info")


@audited
def inferred_directions(tables: Tables) -> Findings:
    """The direction 向き of an indicator that is not printed (以上・以下) but inferred."""
    baseline = baseline_word(tables)
    for row in table_rows(tables, IndicatorRow):
        if row.polarity_source == "inferred":
            yield Finding(
                POLARITY_INFERRED,
                f"「{full_name(row)}」は「以上・以下」の記載がないため、目標値と{baseline}から、{POLARITIES['higher']}指標とみなしました。",
                "指標の向きを担当課に確かめてください。",
                place(row, "target_text"),
                computed=POLARITIES["higher"],
            )


POLARITY_UNKNOWN = FindingKind("polarity_unknown", "向きが分からない指標", "info")


@audited
def unknown_polarity(tables: Tables) -> Findings:
    """A target below its baseline without 以上 or 以下: it may be one to fall to, or one to stay above.

    Not where one of the two is in doubt: 284% and 50.0%. Of a plan, which has no results yet, a doubt: its target was set
    against the baseline; but not of what a city wants less of (空き店舗率).
    """
    doubtful, baseline = doubtful_rows(tables), baseline_word(tables)
    told = {(r.plan_id, r.row) for r in repairs_of(tables, "unreadable", "contradicts_bound") if r.column == "polarity"}
    for row in table_rows(tables, IndicatorRow):
        below = row.baseline is not None and row.target is not None and row.target < row.baseline
        if not below or row.polarity or row.key in told or row.place in doubtful:
            continue
        if not row.actual_text and not names_a_burden(row.name):
            yield Finding(
                TARGET_BEHIND_BASELINE,
                f"「{full_name(row)}」の目標値（{row.target_text}）は{baseline}（{row.baseline_text}）より小さく、良し悪しの向きが"
                "資料に書かれていません。増やす指標なら、目標値が低すぎます。進捗率も印も計算しません。",
                "目標値と、大きいほどよい指標か、小さいほどよい指標かを、担当課に確かめてください。",
                place(row, "target_text"),
                printed=row.target_text,
            )
        else:
            yield Finding(
                POLARITY_UNKNOWN,
                f"「{full_name(row)}」は、目標値（{row.target_text}）が{baseline}（{row.baseline_text}）より小さく、良し悪しの向き"
                "（以上・以下）が資料に書かれていません。下げる目標か、下回らない目標かが分からないため、進捗率も印も計算しません。",
                "大きいほどよい指標か、小さいほどよい指標かを担当課に確かめてください。",
                place(row, "target_text"),
            )


DUPLICATE_INDICATOR = FindingKind("duplicate_indicator", "再掲の指標", "info", doubts=VALUE_ROLES)


@audited
def duplicate_indicators(tables: Tables) -> Findings:
    """The same indicator in two plans 再掲, told of each of them; an error where its values differ in one unit.

    Where most of them differ it may be another of the same name: a doubt; where all do, it is one.
    """
    for own in of_one_name(table_rows(tables, IndicatorRow)):
        first, again = own.first, own.again
        yield from (_same_name(row, other) for row, other in own.others)
        told = [(first, again[0]), *((row, first) for row in again)] if again else []
        for row, other_row in told:
            differing = [r for r in _ROLES if getattr(other_row, r) != getattr(row, r)]
            roles, is_doubtful = differing or ["actual"], may_be_another(row, other_row)
            printed, other = (
                "、".join(f"{label('indicators', f'{role}_text')} {getattr(each, f'{role}_text')}" for role in roles)
                for each in (row, other_row)
            )
            both = f"{printed}、プラン{other_row.plan_id}では{other}"
            said = f"（再掲）。値が違います（{both}）。" if differing else "（再掲）。値は同じです。"
            asked = "どちらの値が正しいか、担当課に確かめてください。"
            if is_doubtful:
                said = f"。値の多くが違うため、再掲か、同じ名前の別の指標かが分かりません（{both}）。"
                asked = f"同じ指標か、同じなら{asked}"
            yield Finding(
                DUPLICATE_INDICATOR,
                f"「{full_name(row)}」は、プラン{other_row.plan_id}にも載っています{said}",
                asked if differing else "件数を数えるときは重なりに注意してください。",
                place(row, "name"),
                severity="warning" if is_doubtful else "error" if differing else "info",
                printed=printed,
                computed=other,
            )


def _same_name(row: IndicatorRow, other: IndicatorRow) -> Finding:
    """Two rows of one name that are no 再掲: in one plan, or in two units."""
    where = "同じプラン" if row.plan_id == other.plan_id else f"プラン{other.plan_id}"
    first, own = (f"「{each.unit}」" if each.unit else "なし" for each in (other, row))
    said = f"単位が違います（{first}と{own}）。" if first != own else ""
    return Finding(
        REPEATED_ITEM,
        f"「{full_name(row)}」という名前の指標が、{where}の指標{other.indicator_no}にもあります。{said}",
        "別の指標か、行が重なっていないか、担当課に確かめてください。",
        place(row, "name"),
        severity="info" if said else "warning",
        printed=row.name,
    )


_ROLES = ("baseline", "target", "actual")


CROSSED_TARGETS = FindingKind("crossed_targets", "大小の順が逆の目標値", "warning", withholds_parts=True)


@audited
def crossed_targets(tables: Tables) -> Findings:
    """Targets 目標値 of two parts of one indicator that stand the other way round than their baselines.

    Of 62.0% and 57.0% the targets are 70.0% and 75.0% (Hitachi R5, PLAN 05, 小学生 and 中学生): exchanged,
    both would rise by 13.0.
    """
    parts = [row for row in table_rows(tables, IndicatorRow) if row.subgroup]
    for first, second in combinations(parts, 2):
        both = [(row.plan_id, row.name, row.unit) for row in (first, second)]
        if both[0] != both[1]:
            continue
        match first.baseline, second.baseline, first.target, second.target:
            case Decimal() as before, Decimal() as beside, Decimal() as goal, Decimal() as other:
                if (before - beside) * (goal - other) < 0:
                    yield _crossed(first, second, before, beside, goal, other)


def _crossed(
    first: IndicatorRow, second: IndicatorRow, before: Decimal, beside: Decimal, goal: Decimal, other: Decimal
) -> Finding:
    return Finding(
        CROSSED_TARGETS,
        f"「{first.name}」の目標値は、{first.subgroup}が{minus(goal)}{first.unit}、{second.subgroup}が{minus(other)}{first.unit}で、"
        f"基準値（{minus(before)}{first.unit}、{minus(beside)}{first.unit}）と大小の順が逆です。順が入れ替わっているかもしれません。",
        "どちらの目標値がどの区分のものか、担当課に確かめてください。",
        place(first, "target_text"),
        printed=f"{minus(goal)}、{minus(other)}",
    )


NOT_COMPARABLE = FindingKind("not_comparable", "比べられない値", "warning")
_AVERAGE = ("期間の平均", "各年度の値と、平均の取り方を担当課に確かめてください。")
_TOTAL = ("累計", "累計の数え始めと、各年度の値を担当課に確かめてください。")


@audited
def not_comparable(tables: Tables) -> Findings:
    """An average over years 平均, or a total since the first year 累計, beside values of one year."""
    words = {"baseline": baseline_word(tables)}
    for row in table_rows(tables, IndicatorRow):
        unlike = ((*_AVERAGE, *_averages(row)), (*_TOTAL, *unlike_totals(row)))
        for word, ask, whole, single in unlike:
            if whole and single:
                yield Finding(
                    NOT_COMPARABLE,
                    f"「{full_name(row)}」の{_said(row, whole, words)}は{word}ですが、{_said(row, single, words)}は1年の値です。"
                    "そのままでは比べられません。",
                    ask,
                    place(row, f"{whole[0]}_text"),
                    printed=getattr(row, f"{whole[0]}_text"),
                )


def _averages(row: IndicatorRow) -> tuple[list[str], list[str]]:
    """The roles that are averages and those that are not, where the target or a value before it is one."""
    known = [role for role in _ROLES if getattr(row, role) is not None]
    averages = [role for role in known if "period_average" in over_years(getattr(row, f"{role}_text"))]
    return averages, [role for role in known if role not in averages]


def _said(row: IndicatorRow, roles: list[str], words: Mapping[str, str]) -> str:
    """The values of some roles: 基準値（4 世帯）と実績値（5 世帯）."""
    named = ((words.get(role) or label("indicators", f"{role}_text"), getattr(row, f"{role}_text")) for role in roles)
    return "と".join(f"{name}（{text}）" for name, text in named)


def baseline_word(tables: Tables) -> str:
    """What the document itself calls the baseline: 基準値, or 現状値 (Takahagi R6) where the heading of its column says so."""
    cells = tables["cells"]
    heads = cells[(cells["table"] == "indicators") & (cells["row"] == 0) & (cells["column"] == "baseline_text")]
    return "現状値" if heads["text"].map(fold).str.startswith("現状値").any() else label("indicators", "baseline_text")


@audited
def open_bounds(tables: Tables) -> Findings:
    """An actual value that is just the one that 未満 or 超 leaves out: no mark is computed of it."""
    for row in table_rows(tables, IndicatorRow):
        if bound := at_open_bound(row):
            yield Finding(
                AMBIGUOUS_CELL,
                f"「{full_name(row)}」の実績値{row.actual_text}は、ちょうど「{bound}」の値です。この値は入らないため、印を計算していません。",
                "印がどちらになるかを担当課に確かめてください。",
                place(row, "actual_text"),
                printed=row.actual_text,
            )


@audited
def bounds(tables: Tables) -> Findings:
    """以上 on one side and 以下 on the other: which way is better cannot be told from the print."""
    for row in table_rows(tables, IndicatorRow):
        texts = [row.baseline_text, row.target_text]
        printed = [value.bound for text in texts for value in quantities(text) if value.bound]
        if len({BETTER[bound] for bound in printed}) > 1:
            yield Finding(
                AMBIGUOUS_CELL,
                f"「{full_name(row)}」は、{baseline_word(tables)}（{row.baseline_text}）と目標値（{row.target_text}）で"
                "「以上」と「以下」が食い違っています。目標値の側を使いました。",
                "大きいほどよい指標か、小さいほどよい指標かを担当課に確かめてください。",
                place(row, "baseline_text"),
                severity="error",
                printed=row.baseline_text,
                computed=row.target_text,
            )
