"""Every table and column once: name, Japanese label, kind; how they are checked.

The names are a contract: add columns, do not rename them. In memory a `text` is a str (empty =
unknown), a `number` a Decimal with the digits as printed (or None), an `integer` a nullable Int64
and a `boolean` a nullable boolean. On disk every cell is text, so that `06` stays `06`.
"""

from collections import namedtuple
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Literal

import pandas as pd
import pandera.pandas as pa

Kind = Literal["text", "number", "integer", "boolean"]
Tables = dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Column:
    """One column 列: its name in the CSV, its Japanese label and how it is read."""

    name: str
    label: str
    kind: Kind = "text"
    choices: tuple[str, ...] = ()
    unit: str = ""


@dataclass(frozen=True)
class Table:
    """One table 表: its Japanese label, its columns and those that identify a row."""

    name: str
    label: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


MARKS = ("◎", "○", "△", "—")
SUBJECT = Column("subject", "対象", choices=("activity", "indicator"))
PLAN = Column("plan_id", "プラン番号")
LINE = Column("source_line", "原文の行", "integer")
LINE_END = Column("source_line_end", "原文の終わりの行", "integer")
TABLE = Column("table", "表")
ROW = Column("row", "行番号", "integer")
COLUMN = Column("column", "列")
ACTIVITY = Column("activity_no", "事業番号", "integer")
INDICATOR = Column("indicator_no", "指標番号", "integer")

# fmt: off
TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table("groups", "プロジェクト", ("group_id",), (
            Column("group_id", "プロジェクト番号"),
            Column("name", "プロジェクト名"),
            Column("strategy", "戦略"),
            Column("listed_activities", "事業数（重複有）", "integer"),
            Column("headline_share_text", "前年度以上の実績の割合（印字）"),
            LINE,
        )),
        Table("plans", "プラン", ("plan_id",), (
            PLAN,
            Column("name", "プラン名"),
            Column("group_id", "プロジェクト番号"),
            Column("group", "プロジェクト名"),
            Column("theme", "テーマ"),
            Column("purpose", "目的"),
            Column("has_sheet", "シートの有無", "boolean"),
            LINE,
            LINE_END,
        )),
        Table("activities", "掲載事業", ("plan_id", "activity_no"), (
            PLAN,
            ACTIVITY,
            Column("name", "事業名"),
            Column("alias", "別名"),
            Column("name_previous", "前年度の事業名"),
            Column("division", "担当課"),
            Column("content", "事業内容"),
            Column("measure", "実績の測り方"),
            Column("unit", "単位"),
            Column("actual_text", "今年度の実績（印字）"),
            Column("actual", "今年度の実績", "number"),
            Column("previous_text", "前年度の実績（印字）"),
            Column("previous", "前年度の実績", "number"),
            Column("ratio_printed_text", "前年度比（印字）"),
            Column("ratio_printed", "前年度比（印字の値）", "number", unit="%"),
            Column("factors", "要因及び効果"),
            Column("direction", "今後の取組の方向性"),
            LINE,
        )),
        Table("indicators", "目標指標", ("plan_id", "indicator_no"), (
            PLAN,
            INDICATOR,
            Column("name", "指標名"),
            Column("subgroup", "区分"),
            Column("name_previous", "前年度の指標名"),
            Column("division", "担当課"),
            Column("polarity", "向き", choices=("higher", "lower")),
            Column("polarity_source", "向きの根拠", choices=("printed", "declared", "inferred")),
            Column("unit", "単位"),
            Column("baseline_text", "基準値（印字）"),
            Column("baseline", "基準値", "number"),
            Column("baseline_fy", "基準年度", "integer"),
            Column("target_text", "目標値（印字）"),
            Column("target", "目標値", "number"),
            Column("target_fy", "目標年度", "integer"),
            Column("target_kind", "目標の種類", choices=("level", "cumulative", "period_average")),
            Column("actual_text", "実績値（印字）"),
            Column("actual", "実績値", "number"),
            Column("actual_fy", "実績年度", "integer"),
            Column("status_printed", "達成状況（印字）", choices=MARKS),
            Column("status_previous_printed", "前年度の達成状況（印字）", choices=MARKS),
            Column("note", "注記"),
            LINE,
        )),
        Table("observations", "年度別の値", ("plan_id", "subject", "no", "role", "fiscal_year"), (
            PLAN,
            SUBJECT,
            Column("no", "番号", "integer"),
            Column("role", "役割", choices=("baseline", "previous", "actual", "target")),
            Column("fiscal_year", "年度（西暦）", "integer"),
            Column("era", "年度（和暦）"),
            Column("value", "値", "number"),
            Column("unit", "単位"),
            Column("text", "印字"),
            LINE,
        )),
        Table("programs", "基本事業", ("plan_id", "program_no"), (
            PLAN,
            Column("program_no", "基本事業番号", "integer"),
            Column("name", "基本事業名"),
            LINE,
        )),
        Table("program_items", "基本事業の項目", ("plan_id", "program_no", "kind", "seq"), (
            PLAN,
            Column("program_no", "基本事業番号", "integer"),
            Column("kind", "種類", choices=("division", "policy", "activity")),
            Column("seq", "順番", "integer"),
            Column("text", "文"),
            Column("and_others", "ほかにもあり（等）", "boolean"),
            LINE,
        )),
        Table("texts", "文章", ("scope", "group_id", "plan_id", "section", "seq"), (
            Column("scope", "範囲", choices=("document", "group", "plan")),
            Column("group_id", "プロジェクト番号"),
            PLAN,
            Column("section", "見出し"),
            Column("seq", "順番", "integer"),
            Column("heading", "小見出し"),
            Column("text", "文"),
            LINE,
        )),
        Table("cells", "原文のセル", (), (
            TABLE, PLAN, ROW, COLUMN, LINE, LINE_END,
            Column("source_column", "原文の列", "integer"),
            Column("text", "印字"),
        )),
        Table("skipped_lines", "表に入れない行", (), (
            LINE, Column("text", "印字"), Column("reason", "理由"),
        )),
        Table("repairs", "直した所", (), (
            PLAN, TABLE, ROW, COLUMN,
            Column("rule", "規則"),
            Column("before", "直す前"),
            Column("after", "直した後"),
            LINE,
        )),
        Table("corrections", "訂正", ("table", "plan_id", "row", "column"), (
            PLAN, TABLE, ROW, COLUMN,
            Column("printed", "印字"),
            Column("use", "使う値"),
            Column("value", "使う値（数）", "number"),
            Column("reason", "理由"),
            Column("date", "決めた日"),
            Column("file_line", "corrections.csv の行", "integer"),
            LINE,
        )),
        Table("comments", "企画課コメント", ("plan_id", "seq"), (
            PLAN,
            Column("seq", "順番", "integer"),
            Column("text", "文"),
            Column("file_line", "comments.csv の行", "integer"),
        )),
        Table("activity_results", "掲載事業の計算", ("plan_id", "activity_no"), (
            PLAN,
            ACTIVITY,
            Column("ratio", "前年度比（計算）", "number", unit="%"),
            Column("ratio_reason", "計算できない理由"),
            Column("change", "増減", choices=("up", "flat", "down")),
            Column("band", "「横ばい」とみなす幅（±）", "number", unit="%"),
            Column("ratio_agreement", "印字との一致", choices=(
                "agrees", "rounding", "differs", "misplaced", "not_printed", "not_numeric")),
        )),
        Table("indicator_results", "目標指標の計算", ("plan_id", "indicator_no"), (
            PLAN,
            INDICATOR,
            Column("status", "達成状況（計算）", choices=MARKS),
            Column("status_agreement", "印字との一致", choices=(
                "agrees", "differs", "not_printed", "not_computable")),
            Column("status_change", "前年度からの動き", choices=("improved", "same", "worsened")),
            Column("status_change_doubtful", "動きに疑いあり", "boolean"),
            Column("progress_ratio", "進捗率", "number", unit="%"),
            Column("progress_reason", "進捗率が計算できない理由"),
            Column("achievement_ratio", "達成率", "number", unit="%"),
            Column("required_per_year", "目標まで毎年必要な量", "number"),
            Column("mean_per_year", "これまでの1年あたりの変化", "number"),
            Column("expected_value", "直線で進んだ場合の値", "number"),
            Column("forecast_low", "目標年度の見込み（下）", "number"),
            Column("forecast_high", "目標年度の見込み（上）", "number"),
            Column("forecast", "見込み", choices=("reaches", "open", "misses")),
            Column("forecast_reason", "見込みを示さない理由"),
        )),
        Table("rule_results", "規則ごとの判定", ("plan_id", "indicator_no", "rule"), (
            PLAN, INDICATOR, Column("rule", "規則"), Column("verdict", "判定"),
        )),
        Table("history", "年度ごとの値（これまでの文書も）", ("plan_id", "subject", "no", "role", "fiscal_year"), (
            PLAN,
            SUBJECT,
            Column("no", "番号", "integer"),
            Column("role", "役割", choices=("baseline", "previous", "actual", "target")),
            Column("fiscal_year", "年度（西暦）", "integer"),
            Column("era", "年度（和暦）"),
            Column("value", "値", "number"),
            Column("unit", "単位"),
            Column("text", "印字"),
            Column("edition", "文書の年度"),
            LINE,
        )),
        Table("changes", "前の文書からの変更", (), (
            PLAN,
            Column("subject", "対象", choices=("activity", "indicator", "plan")),
            Column("no", "番号", "integer"),
            Column("kind", "変更の種類", choices=(
                "new", "ended", "not_listed", "renamed", "moved", "baseline", "target", "unit")),
            Column("name", "名前"),
            Column("before", "前"),
            Column("after", "後"),
            Column("edition", "前の文書の年度"),
            LINE,
        )),
        Table("prose_figures", "文中の数値", ("plan_id", "table", "row", "column", "seq"), (
            PLAN, TABLE, ROW, COLUMN,
            Column("seq", "順番", "integer"),
            Column("figure", "文中の記載"),
            Column("value", "値", "number"),
            Column("unit", "単位"),
            Column("agreement", "表との一致", choices=("agrees", "differs", "no_counterpart")),
            Column("counterpart", "照らした値"),
            LINE,
        )),
        Table("findings", "指摘", ("finding_id",), (
            Column("finding_id", "指摘番号"),
            PLAN, TABLE, ROW, COLUMN,
            Column("kind", "種類"),
            Column("severity", "重さ", choices=("error", "warning", "info")),
            Column("printed", "印字"),
            Column("computed", "計算"),
            Column("difference", "差"),
            Column("explanation", "1桁の違いによる説明"),
            LINE,
            Column("source_text", "原文"),
            Column("message", "内容"),
            Column("suggestion", "確認すること"),
        )),
    )
}
# fmt: on


def frame(name: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """A table from rows; columns that a row does not name are unknown. Raises KeyError for others."""
    table = TABLES[name]
    known = {column.name for column in table.columns}
    for row in rows:
        if unknown := set(row) - known:
            raise KeyError(f"table {name} has no column {sorted(unknown)}")
    return pd.DataFrame(
        {
            column.name: series([row.get(column.name) for row in rows], column)
            for column in table.columns
        }
    )


def series(values: list[Any], column: Column) -> pd.Series:
    """Values of one column in the type of its kind."""
    if column.kind == "text":
        return pd.Series(["" if value is None else str(value) for value in values], dtype="str")
    if column.kind == "number":
        return pd.Series(values, dtype="object")
    return pd.Series(values, dtype="Int64" if column.kind == "integer" else "boolean")


def check(name: str, data: pd.DataFrame) -> pd.DataFrame:
    """Check a table against its columns, choices and key; raises pandera's SchemaError."""
    return _schema(TABLES[name]).validate(data)


@cache
def _schema(table: Table) -> pa.DataFrameSchema:
    return pa.DataFrameSchema(
        {column.name: _schema_column(column) for column in table.columns},
        strict=True,
        ordered=True,
        unique=list(table.key) or None,
        name=table.name,
    )


def _schema_column(column: Column) -> pa.Column:
    if column.kind == "text":
        choices = pa.Check.isin(["", *column.choices]) if column.choices else None
        return pa.Column("str", choices)
    if column.kind == "number":
        finite = pa.Check(
            lambda value: value is None or (isinstance(value, Decimal) and value.is_finite()),
            element_wise=True,
            ignore_na=False,  # pandas takes Decimal("NaN") for an unknown number
        )
        return pa.Column("object", finite, nullable=True)
    return pa.Column("Int64" if column.kind == "integer" else "boolean", nullable=True)


# The column that counts the rows of a plan's table, and the table of what is computed from them.
NUMBERS = {"activities": "activity_no", "indicators": "indicator_no"}
RESULTS = {"activities": "activity_results", "indicators": "indicator_results"}


def with_results(tables: Tables, table: str) -> list[Any]:
    """The rows of activities or indicators with their computed columns, as named tuples."""
    return records(tables[table].merge(tables[RESULTS[table]], on=["plan_id", NUMBERS[table]]))


def records(data: pd.DataFrame) -> list[Any]:
    """The rows of a table as named tuples, with None for what is unknown."""
    # Not itertuples over an object frame: the same rows at twice the time, half of that of an audit.
    row = _row_type(tuple(data.columns))
    return [row._make(values) for values in zip(*map(_values, data.items()), strict=True)]


@cache
def _row_type(columns: tuple[str, ...]) -> Any:
    return namedtuple("Row", columns)


def _values(column: tuple[Any, pd.Series]) -> list[Any]:
    return [None if value is pd.NA or value != value else value for value in column[1].tolist()]
