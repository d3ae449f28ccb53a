"""Printed against computed: every doubt about a document becomes a finding 指摘. Opens no file.

Each check is a small function over the tables that yields findings of its kind; none of them
changes a figure. Severity: `error` is a contradiction in the document, `warning` a doubt that a
reader must know, `info` something to know when comparing.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd

from cityplan.clean import unreadable
from cityplan.compute import target_behind_baseline
from cityplan.japanese import VARIANTS, era, mark, missing, quantity, squeeze
from cityplan.rules import Rule, Standing, verdict
from cityplan.tables import TABLES, Tables, frame, records

Finding = dict[str, Any]
Row = Any  # a named tuple of tables.records
_WEIGHT = {"error": 0, "warning": 1, "info": 2}


def audit(tables: Tables, rule: Rule | None = None) -> pd.DataFrame:
    """All findings about a document, heaviest first, then in the order of the source.

    `tables` holds the source tables and the results of `compute`; `rule` is the city's own.
    """
    found = [finding for check in CHECKS for finding in check(tables)]
    found += [*baseline_choice(tables, rule), *status_words(tables, rule)]
    found.sort(key=lambda each: (_WEIGHT[each["severity"]], each["source_line"] or 0, each["kind"]))
    texts = _line_texts(tables)
    for number, each in enumerate(found, start=1):
        each["finding_id"] = f"F{number:03d}"
        each["source_text"] = texts.get(each["source_line"], "")
    return frame("findings", found)


def _finding(
    kind: str, severity: str, message: str, suggestion: str, line: int | None, *,
    plan_id: str = "", table: str = "", row: int | None = None, column: str = "",
    printed: str = "", computed: str = "", difference: str = "",
) -> Finding:  # fmt: skip
    return {
        "plan_id": plan_id, "table": table, "row": row, "column": column, "kind": kind,
        "severity": severity, "printed": printed, "computed": computed, "difference": difference,
        "source_line": line, "message": message, "suggestion": suggestion,
    }  # fmt: skip


# ratios


def ratios(tables: Tables) -> Iterator[Finding]:
    """前年度比 that does not follow from its values, differs in the last digit, or stands on another row."""
    for row in _joined(tables, "activities", "activity_results", "activity_no"):
        place = _place(row, "activities", "ratio_printed_text")
        if row.ratio_agreement in ("differs", "rounding"):
            differs = row.ratio_agreement == "differs"
            computed = f"{row.actual_text}÷{row.previous_text}＝{row.ratio}%"
            yield _finding(
                "ratio_mismatch" if differs else "ratio_rounding",
                "error" if differs else "info",
                f"「{row.name}」の前年度比は、資料の記載が{row.ratio_printed_text}、"
                f"実績からの計算が{row.ratio}%（{row.actual_text}÷{row.previous_text}）"
                + ("で、一致しません。" if differs else "で、末位だけが違います（端数処理の違いとみられます）。"),
                "実績と前年度比のどちらが正しいか、担当課に確かめてください。"
                if differs
                else "端数処理の方法を担当課に確かめてください。",
                printed=row.ratio_printed_text,
                computed=computed,
                difference=f"{row.ratio_printed - row.ratio:+}ポイント",
                **place,
            )  # fmt: skip
        elif row.ratio_agreement == "misplaced":
            yield _finding(
                "ratio_misplaced", "warning",
                f"「{row.name}」の実績は文章ですが、前年度比{row.ratio_printed_text}が記載されています。"
                "隣の事業のものとみられるため、どちらの事業の値としても数えません。",
                "前年度比がどの事業のものか、担当課に確かめてください。",
                printed=row.ratio_printed_text, **place,
            )  # fmt: skip
        elif row.ratio_agreement == "not_numeric" and row.ratio_printed is not None:
            yield from _ratio_alone(row, place)


def _ratio_alone(row: Row, place: dict[str, Any]) -> Iterator[Finding]:
    """A ratio that cannot be computed but is printed; nothing where a value has its own finding."""
    if row.actual is not None and row.previous is not None:
        yield _finding(
            "ratio_mismatch", "error",
            f"「{row.name}」は前年度の実績が{row.previous_text}で前年度比を計算できませんが、"
            f"{row.ratio_printed_text}と記載されています。",
            "実績と前年度比のどちらが正しいか、担当課に確かめてください。",
            printed=row.ratio_printed_text, **place,
        )  # fmt: skip
    elif not any(_needs_value(row, role) or _misread(row, role) for role in ("actual", "previous")):
        yield _finding(
            "ratio_misplaced", "warning",
            f"「{row.name}」は実績の数値がないのに、前年度比{row.ratio_printed_text}が記載されています。",
            "前年度比のもとになった実績を担当課に確かめてください。",
            printed=row.ratio_printed_text, **place,
        )  # fmt: skip


def _needs_value(row: Row, role: str) -> bool:
    """Whether this year's or last year's result is an empty cell beside a value."""
    other = row.previous if role == "actual" else row.actual
    return not getattr(row, f"{role}_text") and other is not None


def _misread(row: Row, role: str) -> bool:
    """Whether a result should be a number but is none, or is in another unit than its neighbour."""
    text = getattr(row, f"{role}_text")
    other = row.previous_text if role == "actual" else row.actual_text
    return unreadable(text, other) or (getattr(row, role) is None and quantity(text) is not None)


def missing_columns(tables: Tables) -> Iterator[Finding]:
    """A column that the table of one plan lacks while those of the others have it."""
    headings = tables["cells"][tables["cells"]["row"] == 0]
    for table, data in headings[headings["plan_id"] != ""].groupby("table"):
        by_plan = {plan: set(each["column"]) for plan, each in data.groupby("plan_id")}
        every = set().union(*by_plan.values())
        for plan, columns in by_plan.items():
            for column in sorted(every - columns):
                label = TABLES[str(table)].column(column).label.replace("（印字）", "")
                line = int(data[data["plan_id"] == plan]["source_line"].min())
                yield _finding(
                    "missing_column", "info",
                    f"{TABLES[str(table)].label}の表に「{label}」の列がありません（ほかのプランの表にはあります）。",
                    "記載がない理由を担当課に確かめてください。",
                    line, plan_id=str(plan), table=str(table), column=column,
                )  # fmt: skip


# values


def missing_values(tables: Tables) -> Iterator[Finding]:
    """A measure without values, an empty cell among values, an activity without 今後の取組の方向性."""
    for row in records(tables["activities"]):
        if row.measure and not row.actual_text and not row.previous_text:
            yield _finding(
                "value_missing", "warning",
                f"「{row.name}」は、測り方（{row.measure}）だけがあり、実績の数値がありません。",
                "実績の数値を担当課に確かめてください。",
                **_place(row, "activities", "actual_text"),
            )  # fmt: skip
        for role in ("actual", "previous"):
            if _needs_value(row, role):
                yield _empty(row, "activities", f"{role}_text")
        if not row.direction:
            yield _finding(
                "value_missing", "warning", f"「{row.name}」の「今後の取組の方向性」がありません。",
                "原文が欠けていないか確かめてください。", **_place(row, "activities", "direction"),
            )  # fmt: skip
    for row in records(tables["indicators"]):
        for role in ("baseline", "target", "actual"):
            expected = getattr(row, f"{role}_fy") is not None
            if expected and not getattr(row, f"{role}_text"):
                yield _empty(row, "indicators", f"{role}_text")


def _empty(row: Row, table: str, column: str) -> Finding:
    label = TABLES[table].column(column).label.replace("（印字）", "")
    name = _full_name(row) if table == "indicators" else row.name
    return _finding(
        "value_missing", "warning", f"「{name}」の{label}が空欄です。",
        "値を担当課に確かめてください。", **_place(row, table, column),
    )  # fmt: skip


def unreadable_values(tables: Tables) -> Iterator[Finding]:
    """A result, baseline, target or ratio that should be a number but is none."""
    for row in records(tables["activities"]):
        pairs = (
            ("actual_text", row.actual_text, row.previous_text),
            ("previous_text", row.previous_text, row.actual_text),
        )
        for column, text, neighbour in pairs:
            if unreadable(text, neighbour):
                yield _unreadable(row, "activities", column, text)
        ratio = row.ratio_printed_text
        if ratio and row.ratio_printed is None and not missing(ratio):
            yield _unreadable(row, "activities", "ratio_printed_text", ratio)
    for row in records(tables["indicators"]):
        for column in ("baseline", "target", "actual"):
            text = getattr(row, f"{column}_text")
            if text and getattr(row, column) is None and not missing(text) and not quantity(text):
                yield _unreadable(row, "indicators", f"{column}_text", text)


def _unreadable(row: Row, table: str, column: str, text: str) -> Finding:
    return _finding(
        "unreadable", "error",
        f"「{row.name}」の{TABLES[table].column(column).label.replace('（印字）', '')}「{text}」を数として読めません。",
        "正しい値を担当課に確かめてください。", printed=text, **_place(row, table, column),
    )  # fmt: skip


def units(tables: Tables) -> Iterator[Finding]:
    """A unit on one side only, two units in one row, a rate per 1,000 printed in %."""
    names = {
        (table, row.plan_id, getattr(row, number)): row.name
        for table, number in (("activities", "activity_no"), ("indicators", "indicator_no"))
        for row in records(tables[table])
    }
    for repair in records(tables["repairs"]):
        if repair.rule not in ("unit_completed", "unit_conflict"):
            continue
        name = names[repair.table, repair.plan_id, repair.row]
        conflict = repair.rule == "unit_conflict"
        label = TABLES[repair.table].column(repair.column).label.replace("（印字）", "")
        yield _finding(
            "unit_doubtful", "error" if conflict else "info",
            f"「{name}」の{label}の単位「{repair.before}」が、同じ行のほかの値と違います。値は使いません。"
            if conflict
            else f"「{name}」の{label}には単位{f'「{repair.before}」' if repair.before else 'が'}"
            f"{'しか' if repair.before else ''}ありません。同じ行の「{repair.after}」とみなしました。",
            "単位を担当課に確かめてください。", int(repair.source_line),
            plan_id=repair.plan_id, table=repair.table, row=int(repair.row), column=repair.column,
            printed=repair.before, computed=repair.after,
        )  # fmt: skip
    for row in records(tables["indicators"]):
        if row.unit == "%" and (match := re.search(r"1,?000人当たり", row.name)):
            yield _finding(
                "unit_doubtful", "warning",
                f"「{row.name}」は{match[0]}の率ですが、単位が%と記載されています（‰または人とみられます）。",
                "単位を担当課に確かめてください。", printed="%", **_place(row, "indicators", "unit"),
            )  # fmt: skip


# marks, baselines, targets


def statuses(tables: Tables) -> Iterator[Finding]:
    """達成状況 that does not follow from the values, or that is not printed."""
    headings = _headings(tables)
    for row in _joined(tables, "indicators", "indicator_results", "indicator_no"):
        name = _full_name(row)
        if row.status_agreement == "differs":
            yield _finding(
                "status_mismatch", "error",
                f"「{name}」の達成状況は、資料の記載が{row.status_printed}、値からの判定が{row.status}です。",
                "値と印のどちらが正しいか、担当課に確かめてください。",
                printed=row.status_printed, computed=row.status,
                **_place(row, "indicators", "status_printed"),
            )  # fmt: skip
        elif row.status_agreement == "not_printed" and row.status:
            yield _finding(
                "status_missing", "warning", f"「{name}」の今年度の達成状況の印がありません。",
                "印を担当課に確かめてください。", computed=row.status,
                **_place(row, "indicators", "status_printed"),
            )  # fmt: skip
        elif (
            not row.status_previous_printed
            and row.status_printed
            and ("indicators", row.plan_id, "status_previous_printed") in headings
        ):
            yield _finding(
                "status_missing", "warning",
                f"「{name}」の前年度の達成状況の印がありません。前年度からの動きは分かりません。",
                "前年度の印を担当課に確かめてください。",
                **_place(row, "indicators", "status_previous_printed"),
            )  # fmt: skip


def status_words(tables: Tables, rule: Rule | None) -> Iterator[Finding]:
    """A mark 印 with the word of another class beside it: ○基準値未満."""
    columns = ("status_printed", "status_previous_printed")
    cells = tables["cells"]
    for cell in records(cells[cells["column"].isin(columns) & (cells["row"] > 0)]):
        word, own = squeeze(cell.text)[1:], rule.word(mark(cell.text)) if rule else ""
        if word and own and word != own:
            yield _finding(
                "status_mismatch", "error",
                f"達成状況「{cell.text}」は、印と言葉が合いません（{mark(cell.text)}は「{own}」です）。",
                "印と言葉のどちらが正しいか、担当課に確かめてください。", int(cell.source_line),
                plan_id=cell.plan_id, table="indicators", row=int(cell.row), column=cell.column,
                printed=cell.text, computed=f"{mark(cell.text)}{own}",
            )  # fmt: skip


def baseline_choice(tables: Tables, rule: Rule | None) -> Iterator[Finding]:
    """Two baselines 基準値 in one cell: the first governs; says where the other gives another mark."""
    observed = tables["observations"]
    for row in records(tables["indicators"]):
        own = observed[
            (observed["plan_id"] == row.plan_id)
            & (observed["subject"] == "indicator")
            & (observed["no"] == row.indicator_no)
            & (observed["role"] == "baseline")
        ]
        for other in records(own[own["fiscal_year"] != row.baseline_fy]):
            standing = Standing(other.value, row.target, row.actual, row.polarity)
            status = verdict(rule, standing) if rule else ""
            differs = bool(status) and bool(row.status_printed) and status != row.status_printed
            yield _finding(
                "baseline_choice", "warning" if differs else "info",
                f"「{row.name}」の基準値は{era(row.baseline_fy)}と{other.era}の2つが記載されています。"
                f"判定には先に記載された{era(row.baseline_fy)}を使いました。"
                + (f"{other.era}（{other.text}）と比べると{status}になります。" if differs else ""),
                "どちらの基準値で判定するか、担当課に確かめてください。",
                printed=row.status_printed, computed=status,
                **_place(row, "indicators", "baseline_text"),
            )  # fmt: skip


def targets(tables: Tables) -> Iterator[Finding]:
    """A target 目標値 behind its baseline, or equal to it."""
    for row in records(tables["indicators"]):
        behind = target_behind_baseline(row.baseline, row.target, row.polarity)
        if not behind and (row.target is None or row.target != row.baseline):
            continue
        yield _finding(
            "target_behind_baseline" if behind else "target_equals_baseline",
            "warning" if behind else "info",
            f"「{_full_name(row)}」の目標値（{row.target_text}）は基準値（{row.baseline_text}）"
            + ("より手前にあります。進捗率は計算しません。" if behind else "と同じです。進捗率は計算しません。"),
            "目標値の考え方を担当課に確かめてください。",
            printed=row.target_text, **_place(row, "indicators", "target_text"),
        )  # fmt: skip


def inferred_polarity(tables: Tables) -> Iterator[Finding]:
    """The direction 向き of an indicator that is not printed (以上・以下) but inferred."""
    for row in records(tables["indicators"]):
        if row.polarity_source == "inferred":
            better = "大きい" if row.polarity == "higher" else "小さい"
            yield _finding(
                "polarity_inferred", "info",
                f"「{_full_name(row)}」は「以上・以下」の記載がないため、目標値と基準値から、{better}ほどよい指標とみなしました。",
                "指標の向きを担当課に確かめてください。", computed=row.polarity,
                **_place(row, "indicators", "target_text"),
            )  # fmt: skip


def duplicate_indicators(tables: Tables) -> Iterator[Finding]:
    """The same indicator in two plans 再掲; an error where its values differ."""
    by_name: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in records(tables["indicators"]):
        by_name[squeeze(row.name), row.subgroup].append(row)
    for rows in by_name.values():
        for row in rows[1:]:
            values = [(each.baseline, each.target, each.actual) for each in (rows[0], row)]
            same = values[0] == values[1]
            yield _finding(
                "duplicate_indicator", "info" if same else "error",
                f"「{_full_name(row)}」は プラン{rows[0].plan_id}にも載っています（再掲）。"
                + ("値は同じです。" if same else "値が違います。"),
                "件数を数えるときは重なりに注意してください。" if same else "どちらの値が正しいか、担当課に確かめてください。",
                printed=row.actual_text, computed=rows[0].actual_text,
                **_place(row, "indicators", "name"),
            )  # fmt: skip


# structure and spelling


def missing_sheets(tables: Tables) -> Iterator[Finding]:
    """A plan without a sheet プランのシート."""
    for row in records(tables["plans"][~tables["plans"]["has_sheet"].astype("bool")]):
        yield _finding(
            "sheet_missing", "warning",
            f"プラン{row.plan_id}「{row.name}」のシートが資料にありません。実績も指標も分かりません。",
            "シートを担当課に求めてください。", int(row.source_line),
            plan_id=row.plan_id, table="plans",
        )  # fmt: skip


def doubtful_extraction(tables: Tables) -> Iterator[Finding]:
    """A block that the extraction spoiled: left out as a whole."""
    skipped = tables["skipped_lines"]
    lines = [int(n) for n in skipped[skipped["reason"] == "doubtful_extraction"]["source_line"]]
    plans = tables["plans"].sort_values("source_line")
    by_plan: dict[str, list[int]] = defaultdict(list)
    for line in lines:
        above = plans[plans["source_line"] < line]
        by_plan["" if above.empty else above.iloc[-1]["plan_id"]].append(line)
    for plan_id, own in by_plan.items():
        yield _finding(
            "doubtful_extraction", "warning",
            f"{own[0]}〜{own[-1]}行のかこみ記事は、同じ段落が繰り返されるなど取り出しの誤りが疑われるため、全体を使いません。",
            "元の資料（紙またはPDF）で内容を確かめてください。", own[0], plan_id=plan_id, table="texts",
        )  # fmt: skip


def ambiguous_cells(tables: Tables) -> Iterator[Finding]:
    """Source rows that pack several measured things: which value and mark is whose is a reading."""
    indicators, repairs = tables["indicators"], tables["repairs"]
    merged = repairs[repairs["rule"] == "merged_name"]
    for (plan_id, line), rows in indicators.groupby(["plan_id", "source_line"]):
        if len(rows) < 2:
            continue
        first = records(rows)[0]
        groups = "、".join(rows["subgroup"])
        taken = bool(((merged["plan_id"] == plan_id) & (merged["source_line"] == line)).any())
        yield _finding(
            "ambiguous_cell", "warning",
            f"「{first.name}」の1行に{groups}の値が並んでいます。基準値・目標値・実績値を左から順に読みました。"
            + ("指標名は空欄のため、隣の行の名前を使いました。" if taken else ""),
            "値と印がどの区分のものか、担当課に確かめてください。",
            **_place(first, "indicators", "name"),
        )  # fmt: skip


def spelling_variants(tables: Tables) -> Iterator[Finding]:
    """Names, headings and marks that are spelt in more than one way; never the wording of prose."""
    yield from _heading_variants(tables["skipped_lines"])
    yield from _strategy_variants(tables)
    folded = tables["repairs"][tables["repairs"]["rule"] == "folded_characters"]
    folded = folded[
        folded["before"].map(lambda text: text.translate(VARIANTS) != text).astype("bool")
    ]
    for (before, after), rows in folded.groupby(["before", "after"]):
        yield _spelling(str(before), str(after), rows, f"「{before}」は「{after}」と読みました")


def _heading_variants(skipped: pd.DataFrame) -> Iterator[Finding]:
    headings = skipped[skipped["reason"] == "heading"]
    times = headings["text"].map(squeeze).value_counts()
    for rare, count in times.items():
        for usual in times[times > count].index:
            if _differs_in_one(str(rare), str(usual)):
                rows = headings[headings["text"].map(squeeze) == rare]
                yield _spelling(
                    str(rare), str(usual), rows, f"見出しが「{usual}」でなく「{rare}」です"
                )


def _strategy_variants(tables: Tables) -> Iterator[Finding]:
    texts = tables["texts"][tables["texts"]["section"] == "戦略（再掲）"]
    strategies = dict(zip(tables["groups"]["group_id"], tables["groups"]["strategy"], strict=True))
    for (group_id, found), rows in texts.groupby(["group_id", "text"]):
        strategy, text = strategies[group_id], str(found)
        if squeeze(text) not in squeeze(strategy):
            yield _spelling(
                text, strategy, rows, f"戦略名「{strategy}」の一部が「{text}」と書かれています"
            )


def _spelling(rare: str, usual: str, rows: pd.DataFrame, what: str) -> Finding:
    lines = "、".join(str(line) for line in rows["source_line"])
    return _finding(
        "spelling_variant", "info", f"{what}（{lines}行、{len(rows)}か所）。", "表記をそろえてください。",
        int(rows["source_line"].iloc[0]), printed=rare, computed=usual,
    )  # fmt: skip


def _differs_in_one(one: str, other: str) -> bool:
    return len(one) == len(other) >= 4 and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def name_variants(tables: Tables) -> Iterator[Finding]:
    """Names in 今後の取組の方向性 that differ from the table's."""
    cells = tables["cells"]
    printed = {
        (row.plan_id, row.row): row for row in records(cells[cells["column"] == "direction_name"])
    }
    for row in records(tables["activities"]):
        cell = printed.get((row.plan_id, row.activity_no))
        full = f"{row.name}【{row.alias}】" if row.alias else row.name
        if cell is not None and squeeze(cell.text) not in (squeeze(full), squeeze(row.name)):
            yield _finding(
                "name_variant", "info",
                f"「今後の取組の方向性」での事業名「{cell.text}」が、表の事業名「{full}」と違います。同じ事業とみなしました。",
                "事業名の表記を担当課に確かめてください。", int(cell.source_line),
                plan_id=row.plan_id, table="activities", row=int(row.activity_no),
                column="direction", printed=cell.text, computed=full,
            )  # fmt: skip
    texts = tables["texts"]
    for row in records(texts[texts["section"] == "今後の取組の方向性"]):
        if row.text.startswith("【"):
            yield _finding(
                "name_variant", "warning",
                f"「今後の取組の方向性」の{row.text}に当たる事業が表にありません。",
                "事業名を担当課に確かめてください。", int(row.source_line),
                plan_id=row.plan_id, table="texts", printed=row.text,
            )  # fmt: skip


CHECKS: tuple[Callable[[Tables], Iterator[Finding]], ...] = (
    ratios, missing_columns, missing_values, unreadable_values, units, statuses, targets,
    inferred_polarity, duplicate_indicators, missing_sheets, doubtful_extraction, ambiguous_cells,
    spelling_variants, name_variants,
)  # fmt: skip


# rows and lines


def _headings(tables: Tables) -> set[tuple[str, str, str]]:
    """The columns that each printed table has: table, plan, column."""
    cells = tables["cells"][tables["cells"]["row"] == 0]
    return set(zip(cells["table"], cells["plan_id"], cells["column"], strict=True))


def _joined(tables: Tables, table: str, results: str, number: str) -> list[Row]:
    return records(tables[table].merge(tables[results], on=["plan_id", number]))


def _place(row: Row, table: str, column: str) -> dict[str, Any]:
    number = row.activity_no if table == "activities" else row.indicator_no
    return {
        "line": int(row.source_line), "plan_id": row.plan_id, "table": table, "row": int(number),
        "column": column,
    }  # fmt: skip


def _full_name(row: Row) -> str:
    return f"{row.name}（{row.subgroup}）" if row.subgroup else str(row.name)


def _line_texts(tables: Tables) -> dict[int, str]:
    """The text of each line of the source, put together from its cells."""
    texts: dict[int, list[str]] = defaultdict(list)
    cells = tables["cells"].drop_duplicates(["source_line", "source_column", "text"])
    for row in records(cells.sort_values(["source_line", "source_column"])):
        texts[int(row.source_line)].append(row.text)
    for row in records(tables["skipped_lines"]):
        texts[int(row.source_line)].append(row.text.strip())
    return {line: " | ".join(parts) for line, parts in texts.items()}
