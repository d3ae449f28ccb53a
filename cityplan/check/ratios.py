"""Printed ratios 前年度比 against the results, and columns that a table lacks."""

from cityplan.check.digits import explanation
from cityplan.check.finding import Finding, Findings, Place, audited, place, printed_columns, repairs_of
from cityplan.check.kind import VALUE_MISSING, FindingKind
from cityplan.check.values import misread, needs_value
from cityplan.compute.used import MARK
from cityplan.japanese.quantities import in_phrases, minus
from cityplan.tables.definitions import TABLES, ActivityRow
from cityplan.tables.names import label
from cityplan.tables.schema import Tables, activity_rows

_OF_RATIO = ("ratio_printed", "actual", "previous")
RATIO_MISMATCH = FindingKind(
    "ratio_mismatch",
    "前年度比の不一致",
    "error",
    question="{cells}のうち、正しくないのはどれですか。正しい値を教えてください。",
    doubts=_OF_RATIO,
)
RATIO_ROUNDING = FindingKind(
    "ratio_rounding",
    "前年度比の末位の違い",
    "info",
    question="{cells}は、どのように端数を処理した値ですか。",
    doubts=_OF_RATIO,
    doubts_as_remark=True,
)
RATIO_MISPLACED = FindingKind(
    "ratio_misplaced",
    "ほかの事業のものらしい前年度比",
    "warning",
    question="{cells}は、どの事業の値ですか。",
    is_of_neighbour=True,
)


@audited
def ratios(tables: Tables) -> Findings:
    """前年度比 that does not follow from its values, differs in the last digit, or stands on another row."""
    columns = printed_columns(tables)
    rates = {(each.plan_id, each.row) for each in repairs_of(tables, "rate_of_change")}
    for row in activity_rows(tables):
        where = place(row, "ratio_printed_text")
        has_column = ("activities", row.plan_id, "ratio_printed_text") in columns
        if row.ratio_agreement == "not_printed" and not row.ratio_printed_text and has_column:
            yield Finding(
                VALUE_MISSING,
                f"「{row.name}」の前年度比が空欄です。実績からの計算では{row.ratio}%です。",
                "前年度比を担当課に確かめてください。",
                where,
                computed=f"{row.ratio}%",
            )
        elif row.ratio is not None and row.ratio_printed is not None and row.ratio_agreement in ("differs", "rounding"):
            differs = row.ratio_agreement == "differs"
            is_rate = row.key in rates
            formula = f"{row.actual_text}÷{row.previous_text}"
            result = f"{row.ratio}%"
            if is_rate:
                formula = f"（{row.actual_text}−{row.previous_text}）÷{row.previous_text}"
                result = f"{minus(row.ratio - 100)}%"
            yield Finding(
                RATIO_MISMATCH if differs else RATIO_ROUNDING,
                f"「{row.name}」の{'増減率' if is_rate else '前年度比'}は、資料の記載が{row.ratio_printed_text}、"
                f"実績からの計算が{result}（{formula}）"
                + ("で、一致しません。" if differs else "で、末位だけが違います（端数処理の違いとみられます）。"),
                f"実績と{'増減率' if is_rate else '前年度比'}のどちらが正しいか、担当課に確かめてください。"
                if differs
                else "端数処理の方法を担当課に確かめてください。",
                where,
                printed=row.ratio_printed_text,
                computed=f"{formula}＝{result}",
                difference=f"{row.ratio_printed - row.ratio:+}ポイント",
                explanation=explanation(row, is_rate=is_rate),
            )
        elif row.ratio_agreement == "misplaced":
            yield Finding(
                RATIO_MISPLACED,
                f"「{row.name}」の実績は文章ですが、前年度比{row.ratio_printed_text}が記載されています。"
                "隣の事業のものとみられるため、どちらの事業の値としても数えません。",
                "前年度比がどの事業のものか、担当課に確かめてください。",
                where,
                printed=row.ratio_printed_text,
            )
        elif row.ratio_agreement == "not_numeric" and row.ratio_printed is not None:
            yield from _ratio_alone(row, where)


def _ratio_alone(row: ActivityRow, where: Place) -> Findings:
    """A ratio that cannot be computed but is printed; nothing where a value has its own finding.

    Nothing either of a ratio that the analyst put there: that its values are missing is told.
    """
    if MARK in row.ratio_printed_text:
        return
    if row.actual is not None and row.previous is not None:
        yield Finding(
            RATIO_MISMATCH,
            f"「{row.name}」は前年度の実績が{row.previous_text}で前年度比を計算できませんが、"
            f"{row.ratio_printed_text}と記載されています。",
            "実績と前年度比のどちらが正しいか、担当課に確かめてください。",
            where,
            printed=row.ratio_printed_text,
            explanation=explanation(row),
        )
    elif not any(
        needs_value(row, role) or misread(row, role) or in_phrases(getattr(row, f"{role}_text"))
        for role in ("actual", "previous")
    ):
        lacking = [label(row.table, role) for role in ("actual", "previous") if getattr(row, role) is None]
        yield Finding(
            RATIO_MISPLACED,
            f"「{row.name}」は{'・'.join(lacking)}の数値がないのに、前年度比{row.ratio_printed_text}が記載されています。",
            "前年度比のもとになった実績を担当課に確かめてください。",
            where,
            printed=row.ratio_printed_text,
        )


MISSING_COLUMN = FindingKind("missing_column", "プランの表にない列", "info")


@audited
def missing_columns(tables: Tables) -> Findings:
    """A column that the table of one plan lacks while those of the others have it."""
    headings = tables["cells"][tables["cells"]["row"] == 0]
    for table, data in headings[headings["plan_id"] != ""].groupby("table"):
        by_plan = {plan: set(each["column"]) for plan, each in data.groupby("plan_id")}
        every = set().union(*by_plan.values())
        for plan, columns in by_plan.items():
            for column in sorted(every - columns):
                line = int(data[data["plan_id"] == plan]["source_line"].min())
                yield Finding(
                    MISSING_COLUMN,
                    f"{TABLES[str(table)].label}の表に「{label(str(table), column)}」の列がありません（ほかのプランの表にはあります）。",
                    "記載がない理由を担当課に確かめてください。",
                    Place(line, str(table), str(plan), None, column),
                )
