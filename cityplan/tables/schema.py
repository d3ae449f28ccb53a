"""Every table and column once: name, Japanese label, kind, meaning; `fit.py` checks them.

The names are a contract: add columns, do not rename them. In memory a `text` is a str (empty =
unknown), a `number` a Decimal with the digits as printed (or None), an `integer` a nullable Int64
and a `boolean` a nullable boolean. On disk every cell is text, so that `06` stays `06`.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Literal

import pandas as pd

from cityplan.tables.formulas import (
    ACHIEVEMENT_RATIO,
    ACHIEVEMENT_RATIO_OF_LOWER,
    DIFFERENCE,
    PROGRESS_RATIO,
    RATIO,
    REQUIRED_PER_YEAR,
    in_words,
)

Kind = Literal["text", "number", "integer", "boolean"]
_RESULTS_OF_YEARS = {"actual": "今年度の実績", "previous": "前年度の実績"}
Tables = dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Column:
    """One column 列: its name in the CSV, its Japanese label and how it is read.

    `meaning` says in Japanese what the label alone does not; workbook, datapackage.json and docs show it.
    `is_mark`: it holds marks 印, of which the rule of an edition says which there are.
    """

    name: str
    label: str
    kind: Kind = "text"
    choices: tuple[str, ...] = ()
    unit: str = ""
    required: bool = False
    meaning: str = ""
    is_mark: bool = False

    def choices_of(self, marks: Iterable[str]) -> tuple[str, ...]:
        """What can stand there, where `marks` are those of the edition's rule; empty where anything can."""
        return tuple(marks) if self.is_mark else self.choices


@dataclass(frozen=True)
class Table:
    """One table 表: its Japanese label, its columns and those that identify a row; what one row is."""

    name: str
    label: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    meaning: str = ""

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    def is_required(self, column: Column) -> bool:
        """Whether every row has a value there; what alone identifies a row is never empty."""
        return column.required or self.key == (column.name,)


# fmt: off
SUBJECT = Column("subject", "対象", choices=("activity", "indicator"), required=True, meaning="activity は掲載事業、indicator は目標指標")
PLAN = Column("plan_id", "プラン番号", meaning="印字の番号を2桁以上にそろえたもの（06）。1つのプランに関わらない行では空欄")
LINE = Column("source_line", "原文の行", "integer", meaning="原文のファイルで、上から何行目か。記入様式では、プランの番号×1000＋シートの行（6012 はシート「06」の12行。はじめには行だけ）")
LINE_END = Column("source_line_end", "原文の終わりの行", "integer")
TABLE = Column("table", "表", meaning="どの表のことか（表の名前）")
ROW = Column("row", "行番号", "integer", meaning="その表の事業番号か指標番号など。0 は見出しの行")
COLUMN = Column("column", "列", meaning="その表のどの列のことか（列の名前）")
ACTIVITY = Column("activity_no", "事業番号", "integer", required=True, meaning="プランの中で、上から何番目か")
INDICATOR = Column("indicator_no", "指標番号", "integer", required=True, meaning="プランの中で、上から何番目か")
VALUE_NO = Column("no", "番号", "integer", required=True, meaning="事業番号か指標番号")
ROLE = Column("role", "役割", choices=("baseline", "previous", "actual", "target"), required=True, meaning="baseline は基準値、previous は前年度の実績、actual は実績値、target は目標値")

# A value of a year 年度別の値, in the tables observations and history.
VALUE = (
    PLAN,
    SUBJECT,
    VALUE_NO,
    ROLE,
    Column("fiscal_year", "年度（西暦）", "integer"),
    Column("era", "年度（和暦）"),
    Column("value", "値", "number"),
    Column("unit", "単位"),
    Column("text", "印字", meaning="原文のとおりの文字"),
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table("groups", "プロジェクト", ("group_id",), (
            Column("group_id", "プロジェクト番号"),
            Column("name", "プロジェクト名"),
            Column("strategy", "戦略", meaning="プロジェクトが目指すもの。原文のとおり"),
            Column("listed_activities", "事業数（重複有）", "integer", meaning="原文に印字された延べの数。掲載事業の行数とは違う"),
            Column("headline_share_text", "前年度以上の実績の割合（印字）", meaning="原文に印字された割合。掲載事業だけからは計算し直せない"),
            LINE,
        ), meaning="1行は1つのプロジェクト（章なら基本政策）"),
        Table("plans", "プラン", ("plan_id",), (
            PLAN,
            Column("name", "プラン名"),
            Column("group_id", "プロジェクト番号"),
            Column("group", "プロジェクト名"),
            Column("theme", "テーマ", meaning="《》や「」を除いたもの"),
            Column("purpose", "目的"),
            Column("has_sheet", "シートの有無", "boolean", meaning="false は、原文にこのプランのシートがない。実績も指標も分からない"),
            LINE,
            LINE_END,
        ), meaning="1行は1つのプラン（施策）"),
        Table("activities", "掲載事業", ("plan_id", "activity_no"), (
            PLAN,
            ACTIVITY,
            Column("name", "事業名"),
            Column("alias", "別名", meaning="【】の中の名前"),
            Column("name_previous", "前年度の事業名"),
            Column("division", "担当課"),
            Column("content", "事業内容"),
            Column("measure", "実績の測り方", meaning="何を数えたか（補助件数など）"),
            Column("unit", "単位"),
            Column("actual_text", "今年度の実績（印字）", meaning="原文のとおりの文字"),
            Column("actual", "今年度の実績", "number", meaning="印字から読み取った数。数として読めなければ空欄"),
            Column("previous_text", "前年度の実績（印字）", meaning="原文のとおりの文字"),
            Column("previous", "前年度の実績", "number", meaning="印字から読み取った数。数として読めなければ空欄"),
            Column("ratio_printed_text", "前年度比（印字）", meaning="原文のとおりの文字"),
            Column("ratio_printed", "前年度比（印字の値）", "number", unit="%", meaning="印字から読み取った数。計算した値は「掲載事業の計算」の表にある"),
            Column("factors", "要因及び効果"),
            Column("direction", "今後の取組の方向性"),
            LINE,
        ), meaning="1行は、シートに載っている1つの事業"),
        Table("indicators", "目標指標", ("plan_id", "indicator_no"), (
            PLAN,
            INDICATOR,
            Column("name", "指標名"),
            Column("subgroup", "区分", meaning="1行に並ぶ値を分けたときの区分（小学生、小6 国語など）"),
            Column("name_previous", "前年度の指標名"),
            Column("division", "担当課"),
            Column("polarity", "向き", choices=("higher", "lower"), meaning="higher は「以上」（大きいほど良い）、lower は「以下」（小さいほど良い）。分からなければ空欄"),
            Column("polarity_source", "向きの根拠", choices=("printed", "declared", "inferred"), meaning="printed は印字、declared は source.toml、inferred は基準値より大きい目標値からの推定"),
            Column("unit", "単位", meaning="「以上」「以下」や条件を除いたもの"),
            Column("baseline_text", "基準値（印字）", meaning="原文のとおりの文字"),
            Column("baseline", "基準値", "number", meaning="印字から読み取った数。基準値が2つあれば初めのもの"),
            Column("baseline_fy", "基準年度", "integer", meaning="西暦の年度"),
            Column("target_text", "目標値（印字）", meaning="原文のとおりの文字"),
            Column("target", "目標値", "number", meaning="印字から読み取った数"),
            Column("target_fy", "目標年度", "integer", meaning="西暦の年度"),
            Column("target_kind", "目標の種類", choices=("level", "cumulative", "period_average"), meaning="level はその年度の値、cumulative は累計、period_average は期間の平均"),
            Column("actual_text", "実績値（印字）", meaning="原文のとおりの文字"),
            Column("actual", "実績値", "number", meaning="印字から読み取った数。未公表や、数として読めないときは空欄"),
            Column("actual_fy", "実績年度", "integer", meaning="西暦の年度"),
            Column("status_printed", "達成状況（印字）", is_mark=True),
            Column("status_previous_printed", "前年度の達成状況（印字）", is_mark=True),
            Column("note", "注記", meaning="延べ、6カ年平均などの条件"),
            LINE,
        ), meaning="1行は1つの目標指標"),
        Table("observations", "年度別の値", ("plan_id", "subject", "no", "role", "fiscal_year"), (
            *VALUE,
            LINE,
        ), meaning="1行は1つの年度の1つの値。「掲載事業」と「目標指標」の値を縦に並べたもの"),
        Table("programs", "基本事業", ("plan_id", "program_no"), (
            PLAN,
            Column("program_no", "基本事業番号", "integer", required=True),
            Column("name", "基本事業名"),
            LINE,
        ), meaning="1行は1つの基本事業"),
        Table("program_items", "基本事業の項目", ("plan_id", "program_no", "kind", "seq"), (
            PLAN,
            Column("program_no", "基本事業番号", "integer", required=True),
            Column("kind", "種類", choices=("division", "policy", "activity"), required=True, meaning="division は担当課、policy は取組方針、activity は主な事業取組"),
            Column("seq", "順番", "integer", required=True),
            Column("text", "文"),
            Column("and_others", "ほかにもあり（等）", "boolean", meaning="true は、原文が「等」で終わる"),
            LINE,
        ), meaning="1行は、基本事業の担当課、取組方針、主な事業取組の1つ"),
        Table("texts", "文章", ("scope", "group_id", "plan_id", "section", "seq"), (
            Column("scope", "範囲", choices=("document", "group", "plan"), required=True, meaning="document は文書全体、group はプロジェクト、plan はプラン"),
            Column("group_id", "プロジェクト番号", meaning="プロジェクトの文章でなければ空欄"),
            PLAN,
            Column("section", "見出し", meaning="原文の見出しのとおり（目指す姿、現状と課題など）"),
            Column("seq", "順番", "integer", required=True),
            Column("heading", "小見出し"),
            Column("text", "文"),
            LINE,
        ), meaning="1行は、表の外の1つの段落"),
        Table("cells", "原文のセル", (), (
            TABLE, PLAN, ROW, COLUMN, LINE, LINE_END,
            Column("source_column", "原文の列", "integer", meaning="原文の行をタブで区切ったときの、左からの番号"),
            Column("text", "印字", meaning="原文のとおりの文字"),
        ), meaning="1行は、原文の1つのセルか、文の1行。どの表のどこに使ったか"),
        Table("skipped_lines", "表に入れない行", (), (
            LINE, Column("text", "印字", meaning="原文のとおりの文字"), Column("reason", "理由", meaning="heading は見出し、repeated_heading は繰り返しの見出し、title は題、sheet_number はシートの番号、chart_label は図の中の文字、rule は罫線、declared は source.toml の left_out、doubtful_extraction は文字の取り出しが疑わしい所、none は「なし」、ended は記入様式で終了とされた行、check_column は様式の自動の欄、form_guide は様式の「はじめに」、form_text はその他の様式の文字、other_sheet は使わないシート、not_used は使わない欄など"),
        ), meaning="1行は、どの表にも入れなかった原文の1行と、その理由"),
        Table("repairs", "直した所", (), (
            PLAN, TABLE, ROW, COLUMN,
            Column("rule", "規則", meaning="直し方。joined_lines は行をつないだ、split_row は1行を分けた、folded_characters は字体や全角・半角をそろえた、correction は corrections.csv の訂正、など"),
            Column("before", "直す前"),
            Column("after", "直した後"),
            LINE,
        ), meaning="1行は、読むために移した、分けた、つないだ、そろえたセルの前と後"),
        Table("corrections", "訂正", ("table", "plan_id", "row", "column"), (
            PLAN, TABLE, ROW, COLUMN,
            Column("printed", "印字", meaning="原文の印字。これが原文と違えば、訂正を適用せずに止まる"),
            Column("use", "使う値", meaning="代わりに使う値。「不明」は値が分からない、「なし」は値を消す"),
            Column("value", "使う値（数）", "number"),
            Column("reason", "理由"),
            Column("date", "決めた日"),
            Column("file_line", "corrections.csv の行", "integer"),
            LINE,
        ), meaning="1行は、corrections.csv の訂正で適用したもの"),
        Table("comments", "企画課コメント", ("plan_id", "seq"), (
            PLAN,
            Column("seq", "順番", "integer", required=True),
            Column("text", "文"),
            Column("file_line", "comments.csv の行", "integer"),
        ), meaning="1行は、comments.csv に書いた1つのコメント"),
        Table("activity_results", "掲載事業の計算", ("plan_id", "activity_no"), (
            PLAN,
            ACTIVITY,
            Column("ratio", "前年度比（計算）", "number", unit="%", meaning=f"{in_words(RATIO, **_RESULTS_OF_YEARS)}（四捨五入）"),
            Column("ratio_reason", "計算できない理由"),
            Column("change", "増減", choices=("up", "flat", "down"), meaning="up は増、flat は横ばい、down は減。計算できなければ空欄。図のための区分で、文には value_change を使う"),
            Column("band", "「横ばい」とみなす幅（±）", "number", unit="%", meaning="原文に基準がないため、本書の設定"),
            Column("ratio_agreement", "印字との一致", choices=(
                "agrees", "rounding", "differs", "misplaced", "not_printed", "not_numeric"), meaning="agrees は一致、rounding は末位だけの違い、differs は不一致、misplaced は隣の行の値と思われる、not_printed は印字なし、not_numeric は実績が数でない"),
            Column("value_change", "増減（値のとおり）", choices=("up", "same", "down"), meaning="今年度の実績が前年度より多ければ up、同じなら same、少なければ down。幅を持たない。良し悪しではない。どちらかの数がなければ空欄"),
            Column("difference", "前年度との差", "number", meaning=f"{in_words(DIFFERENCE, **_RESULTS_OF_YEARS)}。単位が % の事業ではポイント"),
        ), meaning="1行は1つの掲載事業。「掲載事業」の表の行と、プラン番号と事業番号でつながる"),
        Table("indicator_results", "目標指標の計算", ("plan_id", "indicator_no"), (
            PLAN,
            INDICATOR,
            Column("status", "達成状況（計算）", is_mark=True, meaning="この市の判定規則による。規則がないか、値がそろわなければ空欄"),
            Column("status_agreement", "印字との一致", choices=(
                "agrees", "differs", "not_printed", "not_computable"), meaning="agrees は一致、differs は不一致、not_printed は印字なし、not_computable は計算できない"),
            Column("status_change", "前年度からの動き", choices=("improved", "same", "worsened"), meaning="印の動き。improved は上がった、same は同じ、worsened は下がった。どちらかの印がないか、— か、基準値・目標値・単位が変わっていれば空欄"),
            Column("status_change_doubtful", "動きに疑いあり", "boolean", meaning="true は、印字に迷いのあるセルによる動き"),
            Column("progress_ratio", "進捗率", "number", unit="%", meaning=f"{in_words(PROGRESS_RATIO)}。負は基準値より後退"),
            Column("progress_reason", "進捗率が計算できない理由"),
            Column("achievement_ratio", "達成率", "number", unit="%", meaning=f"{in_words(ACHIEVEMENT_RATIO)}。「以下」の指標は{in_words(ACHIEVEMENT_RATIO_OF_LOWER)}"),
            Column("required_per_year", "目標まで毎年必要な量", "number", meaning=f"{in_words(REQUIRED_PER_YEAR, latest='最新の実績値', years='残りの年数')}。最新の実績値は、この年度のもの、なければ前の文書のもの。実績値がまだなければ基準値から。達成していれば 0"),
            Column("mean_per_year", "これまでの1年あたりの変化", "number", meaning="最も新しい2つの年度の値の間の、1年あたりの増減。間の年度の印がその2つの値と合わなければ空欄（理由は pace_reason）"),
            Column("expected_value", "直線で進んだ場合の値", "number", meaning="基準値から目標値まで直線で進んだ場合の、実績年度の値"),
            Column("forecast_low", "目標年度の見込み（下）", "number", meaning="これまでの増減が続いた場合。幅の小さいほう"),
            Column("forecast_high", "目標年度の見込み（上）", "number", meaning="これまでの増減が続いた場合。幅の大きいほう"),
            Column("forecast", "見込み", choices=("reaches", "open", "misses"), meaning="reaches は目標に届く、open はどちらとも言えない、misses は届かない"),
            Column("forecast_reason", "見込みを示さない理由"),
            Column("pace_since_fy", "これまでの変化の始めの年度", "integer", meaning="「これまでの1年あたりの変化」の、2つの年度のうち前のもの（西暦）"),
            Column("pace_until_fy", "これまでの変化の終わりの年度", "integer", meaning="同じく後のもの（西暦）"),
            Column("pace_reason", "これまでの変化を示さない理由"),
            Column("previous_value", "前年度の値", "number", meaning="実績年度の1つ前の年度の値。この文書か、これまでの文書にあるもの。なければ空欄"),
            Column("value_change", "値の動き", choices=("better", "same", "worse"), meaning="前年度の値と比べて、better は良い方へ、worse は悪い方へ動いた。same は同じ。前年度の値か向きが分からなければ空欄"),
            Column("moved", "前年度からの良し悪し", choices=("better", "same", "worse"), meaning="better は良くなった、same は同じ（印によるときは印が同じで、値の動きは分からない）、worse は下がった。値の動き、それが分からなければ印の動きによる。△は下がったことを意味しない。どちらも分からなければ空欄"),
            Column("moved_by", "良し悪しの根拠", choices=("value", "mark"), meaning="value は値、mark は印"),
            Column("moves_disagree", "値と印の動きの食い違い", "boolean", meaning="true は、値の動きと印の動きが違う"),
            Column("reaches_baseline", "基準値に届いているか", "boolean", meaning="実績値による。false は基準値に届いていない（どちらへ動いたかは問わない）。値か向きが分からなければ空欄"),
            Column("reaches_target", "目標値に届いているか", "boolean", meaning="実績値による。値か向きが分からなければ空欄"),
            Column("expected_told", "この年度の目安", "number", meaning="市がこの年度の目標値を示していればその値、なければ毎年同じだけ進む場合の値（市の目標ではない）。判定には使わない"),
            Column("expected_by", "目安の根拠", choices=("printed", "straight"), meaning="printed は市の示すこの年度の目標値、straight は基準値から目標値まで毎年同じだけ進む場合の値"),
            Column("expected_reason", "目安を示さない理由"),
        ), meaning="1行は1つの目標指標。「目標指標」の表の行と、プラン番号と指標番号でつながる"),
        Table("rule_results", "規則ごとの判定", ("plan_id", "indicator_no", "rule"), (
            PLAN, INDICATOR, Column("rule", "規則", meaning="判定規則の名前（cityplan/city/rules.toml）。この市の規則のほか、参考のための他の市町の規則もある"), Column("verdict", "判定", meaning="その規則による印。判定できなければ空欄"),
        ), meaning="1行は、1つの指標に1つの判定規則を当てはめた結果"),
        Table("history", "年度ごとの値（これまでの文書も）", ("plan_id", "subject", "no", "role", "fiscal_year"), (
            *VALUE,
            Column("edition", "文書の年度", meaning="値を取った文書の年度（R5）"),
            LINE,
        ), meaning="1行は1つの年度の1つの値。これまでの文書の値も合わせたもの"),
        Table("links", "これまでの文書の同じ行", (), (
            PLAN,
            Column("subject", "対象", choices=("activity", "indicator", "plan"), required=True, meaning="activity は掲載事業、indicator は目標指標、plan はプランそのもの"),
            Column("no", "番号", "integer", meaning="今回の文書での事業番号か指標番号。プランは空欄"),
            Column("edition", "前の文書の年度", required=True, meaning="同じ行がある、これまでの文書の年度（R4）。プランは直前の文書だけ"),
            Column("plan_id_before", "前のプラン番号", required=True, meaning="その文書でのプラン番号"),
            Column("no_before", "前の番号", "integer", meaning="その文書での事業番号か指標番号。プランは空欄"),
            Column("is_remeasured", "単位・測り方の変更", "boolean", meaning="true は、その文書から今回までに単位か測り方が変わった。値は比べられない"),
        ), meaning="1行は、今回の文書の1つの行と、これまでの1つの文書の同じ行との対応"),
        Table("changes", "前の文書からの変更", (), (
            PLAN,
            Column("subject", "対象", choices=("activity", "indicator", "plan"), meaning="activity は掲載事業、indicator は目標指標、plan はプランそのもの"),
            Column("no", "番号", "integer", meaning="今回の文書での事業番号か指標番号。載っていなければ空欄"),
            Column("kind", "変更の種類", choices=(
                "new", "ended", "not_listed", "renamed", "moved", "baseline", "target", "unit"), meaning="new は新規、ended は終了、not_listed は今回の文書に載っていない、renamed は名前の変更、moved は別のプランへ移った、baseline は基準値、target は目標値、unit は単位・測り方の変更"),
            Column("name", "名前"),
            Column("before", "前"),
            Column("after", "後"),
            Column("edition", "前の文書の年度", meaning="比べた文書の年度（R4）"),
            LINE,
        ), meaning="1行は、前の文書から変わった1つの所"),
        Table("prose_figures", "文中の数値", ("plan_id", "table", "row", "column", "seq"), (
            PLAN, TABLE, ROW, COLUMN,
            Column("seq", "順番", "integer", required=True, meaning="その文の中で、何番目の数値か"),
            Column("figure", "文中の記載", meaning="文の中の数値か、「増加」などの記述"),
            Column("value", "値", "number"),
            Column("unit", "単位"),
            Column("agreement", "表との一致", choices=("agrees", "differs", "no_counterpart"), meaning="agrees は一致、differs は不一致、no_counterpart は照らす値が表にない"),
            Column("counterpart", "照らした値"),
            LINE,
        ), meaning="1行は、文の中の1つの数値か記述。表の値と合うかどうか"),
        Table("findings", "指摘", ("finding_id",), (
            Column("finding_id", "指摘番号", meaning="プラン番号（プランのないものは「全体」）と、種類・行の名前・列・印字から決まる符号。ほかの指摘が増減しても、行が動いても変わらない"),
            PLAN, TABLE, ROW, COLUMN,
            Column("kind", "種類", meaning="指摘の種類の名前（ratio_mismatch は前年度比の不一致、doubtful_value は疑わしい値、polarity_unknown は向きが分からない指標、など）。内容は「内容」の列にある"),
            Column("severity", "重さ", choices=("error", "warning", "info"), required=True, meaning="error は矛盾、warning は疑い、info は参考"),
            Column("printed", "印字"),
            Column("computed", "計算", meaning="計算した値と、その式"),
            Column("difference", "差"),
            Column("explanation", "1桁の違いによる説明", meaning="どのセルの1桁だけが誤りなら説明が付くか"),
            LINE,
            Column("source_text", "原文"),
            Column("message", "内容"),
            Column("suggestion", "確認すること", meaning="担当課に尋ねること"),
        ), meaning="1行は1つの指摘"),
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
        {column.name: series([row.get(column.name) for row in rows], column) for column in table.columns}
    )


def series(values: list[Any], column: Column) -> pd.Series:
    """Values of one column in the type of its kind."""
    if column.kind == "text":
        return pd.Series(["" if value is None else str(value) for value in values], dtype="str")
    if column.kind == "number":
        return pd.Series(values, dtype="object")
    return pd.Series(values, dtype="Int64" if column.kind == "integer" else "boolean")


@dataclass(eq=False)
class Unfit(ValueError):
    """A table that an analyst changed does not fit its columns: why, in which column, with which text."""

    problem: str
    column: str
    text: str


def typed(name: str, data: pd.DataFrame) -> pd.DataFrame:
    """A table with each column in the type of its kind, whatever pandas has made of it.

    A float becomes the shortest Decimal that is the same float: 7.2, not 7.2000000000000002. Raises Unfit
    for a missing or another column, or a value that is no number.
    """
    known = {column.name: column for column in TABLES[name].columns}
    if other := [str(each) for each in data.columns if each not in known]:
        raise Unfit("この表にない列です", other[0], "")
    if lost := [each for each in known if each not in data.columns]:
        raise Unfit("この列がありません", lost[0], "")
    return pd.DataFrame({each: _typed(data[each], column) for each, column in known.items()})


def _typed(values: pd.Series, column: Column) -> pd.Series:
    kinds = {"text": "str", "integer": "Int64", "boolean": "boolean"}
    if str(values.dtype) == kinds.get(column.kind):
        return values
    converters: dict[str, Callable[[Any], Any]] = {"text": str, "number": _number, "integer": _integer, "boolean": bool}
    found = [None if value is None or pd.isna(value) else value for value in values.tolist()]
    return series([_converted(value, converters[column.kind], column) for value in found], column).set_axis(
        values.index
    )


def _converted(value: Any, convert: Callable[[Any], Any], column: Column) -> Any:
    try:
        return None if value is None else convert(value)
    except (ArithmeticError, ValueError, TypeError):
        told = "整数" if column.kind == "integer" else "数"
        raise Unfit(f"{told}ではありません", column.name, str(value)) from None


def _number(value: Any) -> Decimal:
    """
    >>> _number(7.2), _number(108.0), _number("12.50")
    (Decimal('7.2'), Decimal('108'), Decimal('12.50'))
    """
    whole = isinstance(value, float) and value.is_integer()
    return value if isinstance(value, Decimal) else Decimal(str(int(value) if whole else value))


def _integer(value: Any) -> int:
    number = _number(value)
    if number != int(number):
        raise ValueError(value)
    return int(number)


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
