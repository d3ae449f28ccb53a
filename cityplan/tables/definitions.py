"""The contract 表の約束: every table and column once, a class of rows for each table.

The names are a contract: add columns, do not rename them. A `str` is "" where it is unknown, a `Decimal` has the digits
as printed (or is None). On disk every cell is text, so that `06` stays `06`.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Annotated, ClassVar, Literal

from cityplan.tables.column import Column, Row, Table, entered
from cityplan.tables.formulas import (
    ACHIEVEMENT_RATIO,
    ACHIEVEMENT_RATIO_OF_LOWER,
    DIFFERENCE,
    MEAN_PER_YEAR,
    PROGRESS_RATIO,
    RATIO,
    REQUIRED_PER_YEAR,
    in_words,
)
from cityplan.tables.words import LEFT_OUT

TABLES: dict[str, Table] = {}
ROWS: dict[str, type[Row]] = {}  # the class of the rows of each table
rows_of = partial(entered, TABLES, ROWS)

_RESULTS_OF_YEARS = {"actual": "今年度の実績", "previous": "前年度の実績"}
RowKey = tuple[str, int]  # the plan and number of an activity or indicator

# fmt: off
SubjectName = Annotated[str, Column("対象", "activity は掲載事業、indicator は目標指標", choices=("activity", "indicator"), required=True)]
PlanId = Annotated[str, Column("プラン番号", "印字の番号を2桁以上にそろえたもの（06）。1つのプランに関わらない行では空欄")]
_LINE = Column("原文の行", "原文のファイルで、上から何行目か。記入様式では、プランの番号×1000＋シートの行（6012 はシート「06」の12行。はじめには行だけ）")
SourceLine = Annotated[int | None, _LINE]
OwnLine = Annotated[int, _LINE]  # of what a document prints
SourceLineEnd = Annotated[int | None, Column("原文の終わりの行")]
OwnLineEnd = Annotated[int, Column("原文の終わりの行")]
TableName = Annotated[str, Column("表", "どの表のことか（表の名前）")]
_ROW = Column("行番号", "その表の事業番号か指標番号など。0 は見出しの行")
RowNumber = Annotated[int | None, _ROW]
OwnRow = Annotated[int, _ROW]
ColumnName = Annotated[str, Column("列", "その表のどの列のことか（列の名前）")]
ActivityNo = Annotated[int, Column("事業番号", "プランの中で、上から何番目か")]
IndicatorNo = Annotated[int, Column("指標番号", "プランの中で、上から何番目か")]
MeasuredRole = Annotated[Literal["baseline", "previous", "actual", "target"], Column("役割", "baseline は基準値、previous は前年度の実績、actual は実績値、target は目標値", required=True)]
Role = Annotated[Literal["baseline", "previous", "actual", "target", "expected", "budget", "settled", "achievement"], Column("役割", "baseline は基準値、previous は前年度の実績、actual は実績値、target は目標値、expected はその年度の期待値・計画値、budget は予算額、settled は決算額、achievement は印字の達成率", required=True)]
Seq = Annotated[int, Column("順番")]
Unit = Annotated[str, Column("単位")]
Printed = Annotated[str, Column("印字", "原文のとおりの文字")]
Text = Annotated[str, Column("文")]
Division = Annotated[str, Column("担当課")]
ProjectId = Annotated[str, Column("プロジェクト番号")]
ProjectName = Annotated[str, Column("プロジェクト名")]
PlaceWords = Annotated[str, Column("場所", "原文のどこか。人が見付けられる言葉で（12行、シート「評価」F12、3ページ 表2 4行2列）")]
PageNumber = Annotated[int | None, Column("ページ", "PDF のページ。1枚目が1。スライドではその番号")]
_EDGE = "PDF のページの左上から測った、セルの枠の{}の辺"
Left = Annotated[Decimal | None, Column("枠の左", _EDGE.format("左"), unit="ポイント")]
Top = Annotated[Decimal | None, Column("枠の上", _EDGE.format("上"), unit="ポイント")]
Right = Annotated[Decimal | None, Column("枠の右", _EDGE.format("右"), unit="ポイント")]
Bottom = Annotated[Decimal | None, Column("枠の下", _EDGE.format("下"), unit="ポイント")]
Grade = Annotated[str, Column("評価（印字）", "市の評価のうち、値から決まる達成状況の印ではないもの。原文のとおり")]
_KEY_OF_VALUE = ("plan_id", "subject", "no", "role", "fiscal_year")


@rows_of("groups", "プロジェクト", "1行は1つのプロジェクト（章なら基本政策）", key=("group_id",))
@dataclass(frozen=True)
class GroupRow(Row):
    """A project プロジェクト, or the policy 基本政策 of a chapter."""

    group_id: ProjectId
    name: ProjectName
    strategy: Annotated[str, Column("戦略", "プロジェクトが目指すもの。原文のとおり")]
    listed_activities: Annotated[int | None, Column("事業数（重複有）", "原文に印字された延べの数。掲載事業の行数とは違う")]
    headline_share_text: Annotated[str, Column("前年度以上の実績の割合（印字）", "原文に印字された割合。掲載事業だけからは計算し直せない")]
    source_line: OwnLine


@rows_of("plans", "プラン", "1行は1つのプラン（施策）", key=("plan_id",))
@dataclass(frozen=True)
class PlanRow(Row):
    """A plan プラン, or a measure 施策 of a chapter."""

    plan_id: PlanId
    name: Annotated[str, Column("プラン名")]
    group_id: ProjectId
    group: ProjectName
    theme: Annotated[str, Column("テーマ", "《》や「」を除いたもの")]
    purpose: Annotated[str, Column("目的")]
    has_sheet: Annotated[bool | None, Column("シートの有無", "false は、原文にこのプランのシートがない。実績も指標も分からない")]
    source_line: OwnLine
    source_line_end: SourceLineEnd


@dataclass(frozen=True)
class _NumberedRow(Row):
    """A row of either of a plan's two tables."""

    table: ClassVar[str]

    plan_id: PlanId

    @property
    def no(self) -> int:
        raise NotImplementedError

    @property
    def key(self) -> RowKey:
        """Its plan and number."""
        return self.plan_id, self.no

    @property
    def place(self) -> tuple[str, str, int]:
        """Its table, plan and number."""
        return self.table, self.plan_id, self.no


@rows_of("activities", "掲載事業", "1行は、シートに載っている1つの事業", key=("plan_id", "activity_no"))
@dataclass(frozen=True)
class ActivityRow(_NumberedRow):
    """A listed activity 掲載事業 as printed."""

    table: ClassVar = "activities"

    activity_no: ActivityNo
    name: Annotated[str, Column("事業名")]
    alias: Annotated[str, Column("別名", "【】の中の名前")]
    name_previous: Annotated[str, Column("前年度の事業名")]
    division: Division
    content: Annotated[str, Column("事業内容")]
    measure: Annotated[str, Column("実績の測り方", "何を数えたか（補助件数など）")]
    unit: Unit
    actual_text: Annotated[str, Column("今年度の実績（印字）", "原文のとおりの文字")]
    actual: Annotated[Decimal | None, Column("今年度の実績", "印字から読み取った数。数として読めなければ空欄")]
    previous_text: Annotated[str, Column("前年度の実績（印字）", "原文のとおりの文字")]
    previous: Annotated[Decimal | None, Column("前年度の実績", "印字から読み取った数。数として読めなければ空欄")]
    ratio_printed_text: Annotated[str, Column("前年度比（印字）", "原文のとおりの文字")]
    ratio_printed: Annotated[Decimal | None, Column("前年度比（印字の値）", "印字から読み取った数（増減率は100を足した数）。計算した値は「掲載事業の計算」の表にある", unit="%")]
    factors: Annotated[str, Column("要因及び効果")]
    direction: Annotated[str, Column("今後の取組の方向性")]
    grade: Grade
    source_line: OwnLine

    @property
    def no(self) -> int:
        """Its number 番号 within the plan."""
        return self.activity_no


@rows_of("indicators", "目標指標", "1行は1つの目標指標", key=("plan_id", "indicator_no"))
@dataclass(frozen=True)
class IndicatorRow(_NumberedRow):
    """An indicator 目標指標 as printed."""

    table: ClassVar = "indicators"

    indicator_no: IndicatorNo
    name: Annotated[str, Column("指標名")]
    subgroup: Annotated[str, Column("区分", "1行に並ぶ値を分けたときの区分（小学生、小6 国語など）")]
    name_previous: Annotated[str, Column("前年度の指標名")]
    division: Division
    polarity: Annotated[str, Column("向き", "higher は「以上」（大きいほど良い）、lower は「以下」（小さいほど良い）。分からなければ空欄", choices=("higher", "lower"))]
    polarity_source: Annotated[str, Column("向きの根拠", "printed は印字、declared は source.toml、inferred は基準値より大きい目標値からの推定", choices=("printed", "declared", "inferred"))]
    unit: Annotated[str, Column("単位", "「以上」「以下」や条件を除いたもの")]
    baseline_text: Annotated[str, Column("基準値（印字）", "原文のとおりの文字")]
    baseline: Annotated[Decimal | None, Column("基準値", "印字から読み取った数。基準値が2つあれば初めのもの")]
    baseline_fy: Annotated[int | None, Column("基準年度", "西暦の年度")]
    target_text: Annotated[str, Column("目標値（印字）", "原文のとおりの文字")]
    target: Annotated[Decimal | None, Column("目標値", "印字から読み取った数")]
    target_fy: Annotated[int | None, Column("目標年度", "西暦の年度")]
    target_kind: Annotated[str, Column("目標の種類", "level はその年度の値、cumulative は累計、period_average は期間の平均", choices=("level", "cumulative", "period_average"))]
    actual_text: Annotated[str, Column("実績値（印字）", "原文のとおりの文字")]
    actual: Annotated[Decimal | None, Column("実績値", "印字から読み取った数。未公表や、数として読めないときは空欄")]
    actual_fy: Annotated[int | None, Column("実績年度", "西暦の年度")]
    status_printed: Annotated[str, Column("達成状況（印字）", is_mark=True)]
    status_previous_printed: Annotated[str, Column("前年度の達成状況（印字）", is_mark=True)]
    note: Annotated[str, Column("注記", "延べ、6カ年平均などの条件")]
    achievement_printed_text: Annotated[str, Column("達成率（印字）", "原文のとおりの文字")]
    achievement_printed: Annotated[Decimal | None, Column("達成率（印字の値）", "印字から読み取った数。計算した値は「目標指標の計算」の表にある", unit="%")]
    factors: Annotated[str, Column("要因及び今後の対応", "指標について市が書いた文。原文のとおり")]
    grade: Grade
    source_line: OwnLine

    @property
    def no(self) -> int:
        """Its number 番号 within the plan."""
        return self.indicator_no


@dataclass(frozen=True)
class _ValueRow(Row):
    plan_id: PlanId
    subject: SubjectName
    no: Annotated[int, Column("番号", "事業番号か指標番号")]
    role: Role
    fiscal_year: Annotated[int, Column("年度（西暦）")]
    era: Annotated[str, Column("年度（和暦）")]
    value: Annotated[Decimal, Column("値")]
    unit: Unit
    text: Printed

    @property
    def key(self) -> tuple[str, str, int]:
        """Its subject, and the plan and number of the row that it is of."""
        return self.subject, self.plan_id, self.no


@rows_of("observations", "年度別の値", "1行は1つの年度の1つの値。「掲載事業」と「目標指標」の値を縦に並べたもの", key=_KEY_OF_VALUE)
@dataclass(frozen=True)
class ObservationRow(_ValueRow):
    """A value of one year 年度別の値."""

    source_line: OwnLine


@rows_of("programs", "基本事業", "1行は1つの基本事業", key=("plan_id", "program_no"))
@dataclass(frozen=True)
class ProgramRow(Row):
    """A basic programme 基本事業."""

    plan_id: PlanId
    program_no: Annotated[int, Column("基本事業番号")]
    name: Annotated[str, Column("基本事業名")]
    source_line: OwnLine


@rows_of("program_items", "基本事業の項目", "1行は、基本事業の担当課、取組方針、主な事業取組の1つ", key=("plan_id", "program_no", "kind", "seq"))
@dataclass(frozen=True)
class ProgramItemRow(Row):
    """A division, policy or activity of a basic programme 基本事業の項目."""

    plan_id: PlanId
    program_no: Annotated[int, Column("基本事業番号")]
    kind: Annotated[str, Column("種類", "division は担当課、policy は取組方針、activity は主な事業取組", choices=("division", "policy", "activity"), required=True)]
    seq: Seq
    text: Text
    and_others: Annotated[bool | None, Column("ほかにもあり（等）", "true は、原文が「等」で終わる")]
    source_line: OwnLine


@rows_of("texts", "文章", "1行は、表の外の1つの段落", key=("scope", "group_id", "plan_id", "section", "seq"))
@dataclass(frozen=True)
class TextRow(Row):
    """A paragraph 文章 outside the tables."""

    scope: Annotated[str, Column("範囲", "document は文書全体、group はプロジェクト、plan はプラン", choices=("document", "group", "plan"), required=True)]
    group_id: Annotated[str, Column("プロジェクト番号", "プロジェクトの文章でなければ空欄")]
    plan_id: PlanId
    section: Annotated[str, Column("見出し", "原文の見出しのとおり（目指す姿、現状と課題など）")]
    seq: Seq
    heading: Annotated[str, Column("小見出し")]
    text: Text
    source_line: OwnLine


@rows_of("cells", "原文のセル", "1行は、原文の1つのセルか、文の1行。どの表のどこに使ったか")
@dataclass(frozen=True)
class CellRow(Row):
    """A printed cell 原文のセル, and where it is used."""

    table: TableName
    plan_id: PlanId
    row: OwnRow
    column: ColumnName
    source_line: OwnLine
    source_line_end: OwnLineEnd
    source_column: Annotated[int, Column("原文の列", "原文の行をタブで区切ったときの、左からの番号")]
    text: Printed
    place: PlaceWords
    page: PageNumber
    x0: Left
    y0: Top
    x1: Right
    y1: Bottom


@rows_of("sums", "合計と合う列", "1行は、資料の合計の行の1つの値。その列の、初めの行から終わりの行までの値の和と同じもの")
@dataclass(frozen=True)
class SumRow(Row):
    """A printed total 合計 that is the sum of printed values, which it proves as a set."""

    table: Annotated[str, Column("表", "和になる値のある表（activities は事業、indicators は指標）", choices=("activities", "indicators"), required=True)]
    column: Annotated[str, Column("列", "和になる値の列")]
    first_line: Annotated[int, Column("初めの行", "和になる値の初めの行（原文の行番号）")]
    last_line: Annotated[int, Column("終わりの行", "和になる値の終わりの行（原文の行番号）")]
    source_line: SourceLine
    text: Printed


@rows_of("skipped_lines", "表に入れない行", "1行は、どの表にも入れなかった原文の1行と、その理由")
@dataclass(frozen=True)
class SkippedLineRow(Row):
    """A line that is in no table 表に入れない行, and why."""

    source_line: OwnLine
    text: Printed
    reason: Annotated[str, Column("理由", "、".join(f"{name} は{words}" for name, words in LEFT_OUT.items()))]
    place: PlaceWords
    page: PageNumber
    x0: Left
    y0: Top
    x1: Right
    y1: Bottom


@rows_of("repairs", "直した所", "1行は、読むために移した、分けた、つないだ、そろえたセルの前と後")
@dataclass(frozen=True)
class RepairRow(Row):
    """A cell before and after it was repaired 直した所."""

    plan_id: PlanId
    table: TableName
    row: RowNumber
    column: ColumnName
    rule: Annotated[str, Column("規則", "直し方。joined_lines は行をつないだ、split_row は1行を分けた、folded_characters は字体や全角・半角をそろえた、correction は corrections.csv の訂正、など")]
    before: Annotated[str, Column("直す前")]
    after: Annotated[str, Column("直した後")]
    source_line: SourceLine
    is_doubt: Annotated[bool | None, Column("読み取りの疑い", "true は、読み取りが確かでなく、指摘にもある")]
    place: PlaceWords
    page: PageNumber
    x0: Left
    y0: Top
    x1: Right
    y1: Bottom


@rows_of("corrections", "訂正", "1行は、corrections.csv の訂正で適用したもの", key=("table", "plan_id", "row", "column"))
@dataclass(frozen=True)
class CorrectionRow(Row):
    """A correction 訂正 of the analyst that was applied."""

    plan_id: PlanId
    table: TableName
    row: OwnRow
    column: ColumnName
    printed: Annotated[str, Column("印字", "原文の印字。これが原文と違えば、訂正を適用せずに止まる")]
    use: Annotated[str, Column("使う値", "代わりに使う値。「不明」は値が分からない、「なし」は値を消す")]
    value: Annotated[Decimal | None, Column("使う値（数）")]
    reason: Annotated[str, Column("理由")]
    date: Annotated[str, Column("決めた日")]
    file_line: Annotated[int | None, Column("行", "corrections.csv の行。回答による訂正では、正誤表案のシートの行")]
    source_line: SourceLine
    file: Annotated[str, Column("ファイル", "corrections.csv か、担当課から戻った正誤表案（answers/…）")]


@rows_of("answers", "回答", "1行は、担当課から戻った正誤表案（answers/）の1つの回答", key=("finding_id", "file"))
@dataclass(frozen=True)
class AnswerRow(Row):
    """An answer 回答 of a division to a finding."""

    finding_id: Annotated[str, Column("指摘番号")]
    plan_id: PlanId
    response: Annotated[str, Column("対応", "担当課の答え。資料の値が誤り、正しい、まだ確認中のどれか", choices=("誤り", "正しい", "確認中"), required=True)]
    value: Annotated[str, Column("訂正値", "記入のとおりの文字")]
    text: Annotated[str, Column("回答")]
    respondent: Annotated[str, Column("回答者")]
    date: Annotated[str, Column("日付")]
    file: Annotated[str, Column("ファイル", "戻った正誤表案の名前")]
    cell: Annotated[str, Column("記入したセル", "シート「指摘」の「対応」のセル")]
    table: TableName
    row: RowNumber
    column: ColumnName
    printed: Annotated[str, Column("印字", "回答したときの、そのセルの印字")]
    outcome: Annotated[str, Column("結果", "corrected は訂正した、kept は正しいと確認、asked は確認中、not_correctable は誤りだが数値でないため訂正しない、waits は同じ指摘のほかの回答が確認中なのでまだ使わない、superseded は後の回答で改められたため使わない、disagrees はほかの回答と食い違うため使わない、overruled は corrections.csv と違うため使わない、repeated は同じ指摘のほかの回答によるもの", choices=("corrected", "kept", "asked", "not_correctable", "waits", "superseded", "disagrees", "overruled", "repeated"), required=True)]

    @property
    def place(self) -> tuple[str, str, int]:
        """The row that it is about; number 0 where it is about none."""
        return self.table, self.plan_id, self.row or 0


@rows_of("comments", "企画課コメント", "1行は、comments.csv に書いた1つのコメント", key=("plan_id", "seq"))
@dataclass(frozen=True)
class CommentRow(Row):
    """A comment 企画課コメント of the analyst."""

    plan_id: PlanId
    seq: Seq
    text: Text
    file_line: Annotated[int | None, Column("comments.csv の行")]


@rows_of("activity_results", "掲載事業の計算", "1行は1つの掲載事業。「掲載事業」の表の行と、プラン番号と事業番号でつながる", key=("plan_id", "activity_no"))
@dataclass(frozen=True)
class ActivityResult(Row):
    """What is computed of an activity 掲載事業の計算."""

    plan_id: PlanId
    activity_no: ActivityNo
    ratio: Annotated[Decimal | None, Column("前年度比（計算）", f"{in_words(RATIO, **_RESULTS_OF_YEARS)}（四捨五入）", unit="%")]
    ratio_reason: Annotated[str, Column("計算できない理由")]
    change: Annotated[str, Column("増減", "up は増、flat は横ばい、down は減。計算できなければ空欄。図のための区分で、文には value_change を使う", choices=("up", "flat", "down"))]
    band: Annotated[Decimal, Column("「横ばい」とみなす幅（±）", "原文に基準がないため、本書の設定", unit="%")]
    ratio_agreement: Annotated[str, Column("印字との一致", "agrees は一致、rounding は末位だけの違い、differs は不一致、misplaced は隣の行の値と思われる、not_printed は印字なし、not_numeric は実績が数でない", choices=("agrees", "rounding", "differs", "misplaced", "not_printed", "not_numeric"))]
    value_change: Annotated[str, Column("増減（値のとおり）", "今年度の実績が前年度より多ければ up、同じなら same、少なければ down。幅を持たない。良し悪しではない。どちらかの数がなければ空欄", choices=("up", "same", "down"))]
    difference: Annotated[Decimal | None, Column("前年度との差", f"{in_words(DIFFERENCE, **_RESULTS_OF_YEARS)}。単位が % の事業ではポイント")]


@rows_of("indicator_results", "目標指標の計算", "1行は1つの目標指標。「目標指標」の表の行と、プラン番号と指標番号でつながる", key=("plan_id", "indicator_no"))
@dataclass(frozen=True)
class IndicatorResult(Row):
    """What is computed of an indicator 目標指標の計算."""

    plan_id: PlanId
    indicator_no: IndicatorNo
    status: Annotated[str, Column("達成状況（計算）", "この市の判定規則による。規則がないか、値がそろわなければ空欄", is_mark=True)]
    status_agreement: Annotated[str, Column("印字との一致", "agrees は一致、differs は不一致、not_printed は印字なし、not_computable は計算できない", choices=("agrees", "differs", "not_printed", "not_computable"))]
    status_change: Annotated[str, Column("前年度からの動き", "印の動き。improved は上がった、same は同じ、worsened は下がった。どちらかの印がないか、実績値がないことを示す印か、基準値・目標値・単位が変わっていれば空欄", choices=("improved", "same", "worsened"))]
    status_change_doubtful: Annotated[bool | None, Column("動きに疑いあり", "true は、印字に迷いのあるセルによる動き")]
    progress_ratio: Annotated[Decimal | None, Column("進捗率", f"{in_words(PROGRESS_RATIO)}。負は基準値より後退", unit="%")]
    progress_reason: Annotated[str, Column("進捗率が計算できない理由")]
    achievement_ratio: Annotated[Decimal | None, Column("達成率", f"{in_words(ACHIEVEMENT_RATIO)}。「以下」の指標は{in_words(ACHIEVEMENT_RATIO_OF_LOWER)}", unit="%")]
    required_per_year: Annotated[Decimal | None, Column("目標まで毎年必要な量", f"{in_words(REQUIRED_PER_YEAR, latest='最新の実績値', years='残りの年数')}。最新の実績値は、この年度のもの、なければ前の文書のもの。実績値がまだなければ基準値から。達成していれば 0")]
    mean_per_year: Annotated[Decimal | None, Column("これまでの1年あたりの変化", f"{in_words(MEAN_PER_YEAR, until='最も新しい年度の値', since='その前の値', years='間の年数')}。間の年度の印がその2つの値と合わなければ空欄（理由は pace_reason）")]
    expected_value: Annotated[Decimal | None, Column("直線で進んだ場合の値", "基準値から目標値まで直線で進んだ場合の、実績年度の値")]
    forecast_low: Annotated[Decimal | None, Column("目標年度の見込み（下）", "これまでの増減が続いた場合。幅の小さいほう")]
    forecast_high: Annotated[Decimal | None, Column("目標年度の見込み（上）", "これまでの増減が続いた場合。幅の大きいほう")]
    forecast: Annotated[str, Column("見込み", "reaches は目標に届く、open はどちらとも言えない、misses は届かない", choices=("reaches", "open", "misses"))]
    forecast_reason: Annotated[str, Column("見込みを示さない理由")]
    pace_since_fy: Annotated[int | None, Column("これまでの変化の始めの年度", "「これまでの1年あたりの変化」の、2つの年度のうち前のもの（西暦）")]
    pace_until_fy: Annotated[int | None, Column("これまでの変化の終わりの年度", "同じく後のもの（西暦）")]
    pace_reason: Annotated[str, Column("これまでの変化を示さない理由")]
    previous_value: Annotated[Decimal | None, Column("前年度の値", "実績年度の1つ前の年度の値。この文書か、これまでの文書にあるもの。なければ空欄")]
    value_change: Annotated[str, Column("値の動き", "前年度の値と比べて、better は良い方へ、worse は悪い方へ動いた。same は同じ。前年度の値か向きが分からなければ空欄", choices=("better", "same", "worse"))]
    moved: Annotated[str, Column("前年度からの良し悪し", "better は良くなった、same は同じ（印によるときは印が同じで、値の動きは分からない）、worse は下がった。値の動き、それが分からなければ印の動きによる。低い印であることは、下がったことを意味しない。どちらも分からなければ空欄", choices=("better", "same", "worse"))]
    moved_by: Annotated[str, Column("良し悪しの根拠", "value は値、mark は印", choices=("value", "mark"))]
    moves_disagree: Annotated[bool | None, Column("値と印の動きの食い違い", "true は、値の動きと印の動きが違う")]
    reaches_baseline: Annotated[bool | None, Column("基準値に届いているか", "実績値による。false は基準値に届いていない（どちらへ動いたかは問わない）。値か向きが分からなければ空欄")]
    reaches_target: Annotated[bool | None, Column("目標値に届いているか", "実績値による。値か向きが分からなければ空欄")]
    expected_told: Annotated[Decimal | None, Column("この年度の目安", "市がこの年度の目標値を示していればその値、なければ毎年同じだけ進む場合の値（市の目標ではない）。判定には使わない")]
    expected_by: Annotated[str, Column("目安の根拠", "printed は市の示すこの年度の目標値、straight は基準値から目標値まで毎年同じだけ進む場合の値", choices=("printed", "straight"))]
    expected_reason: Annotated[str, Column("目安を示さない理由")]


@rows_of("rule_results", "規則ごとの判定", "1行は、1つの指標に1つの判定規則を当てはめた結果", key=("plan_id", "indicator_no", "rule"))
@dataclass(frozen=True)
class RuleResult(Row):
    """What a rule 判定規則 says of an indicator."""

    plan_id: PlanId
    indicator_no: IndicatorNo
    rule: Annotated[str, Column("規則", "判定規則の名前（cityplan/city/rules.toml）。この市の規則のほか、参考のための他の市町の規則もある")]
    verdict: Annotated[str, Column("判定", "その規則による印。判定できなければ空欄")]


@rows_of("history", "年度ごとの値（これまでの文書も）", "1行は1つの年度の1つの値。これまでの文書の値も合わせたもの", key=_KEY_OF_VALUE)
@dataclass(frozen=True)
class HistoryRow(_ValueRow):
    """A value of one year, also from earlier documents."""

    role: MeasuredRole
    edition: Annotated[str, Column("文書の年度", "値を取った文書の年度（R5）")]
    source_line: SourceLine


@rows_of("links", "これまでの文書の同じ行", "1行は、今回の文書の1つの行と、これまでの1つの文書の同じ行との対応")
@dataclass(frozen=True)
class LinkRow(Row):
    """A row and the same row of an earlier document."""

    plan_id: PlanId
    subject: Annotated[str, Column("対象", "activity は掲載事業、indicator は目標指標、plan はプランそのもの", choices=("activity", "indicator", "plan"), required=True)]
    no: Annotated[int | None, Column("番号", "今回の文書での事業番号か指標番号。プランは空欄")]
    edition: Annotated[str, Column("前の文書の年度", "同じ行がある、これまでの文書の年度（R4）。プランは直前の文書だけ", required=True)]
    plan_id_before: Annotated[str, Column("前のプラン番号", "その文書でのプラン番号", required=True)]
    no_before: Annotated[int | None, Column("前の番号", "その文書での事業番号か指標番号。プランは空欄")]
    is_remeasured: Annotated[bool | None, Column("単位・測り方の変更", "true は、その文書から今回までに単位か測り方が変わった。値は比べられない")]


@rows_of("changes", "前の文書からの変更", "1行は、前の文書から変わった1つの所")
@dataclass(frozen=True)
class ChangeRow(Row):
    """What changed since an earlier document."""

    plan_id: PlanId
    subject: Annotated[str, Column("対象", "activity は掲載事業、indicator は目標指標、plan はプランそのもの", choices=("activity", "indicator", "plan"))]
    no: Annotated[int | None, Column("番号", "今回の文書での事業番号か指標番号。載っていなければ空欄")]
    kind: Annotated[str, Column("変更の種類", "new は新規、ended は終了、not_listed は今回の文書に載っていない、renamed は名前の変更、moved は別のプランへ移った、baseline は基準値、target は目標値、unit は単位・測り方、polarity は向き（以上・以下）の変更", choices=("new", "ended", "not_listed", "renamed", "moved", "baseline", "target", "unit", "polarity"))]
    name: Annotated[str, Column("名前")]
    before: Annotated[str, Column("前")]
    after: Annotated[str, Column("後")]
    edition: Annotated[str, Column("前の文書の年度", "比べた文書の年度（R4）")]
    source_line: SourceLine


@rows_of("proofs", "数値の照らし合わせ", "1行は、「掲載事業」か「目標指標」の1つの値と、それを照らした1つの資料。照らす資料がない値は1行で、state が single")
@dataclass(frozen=True)
class ProofRow(Row):
    """A value of an activity or indicator held against another source 照らし合わせ, or one that has none."""

    plan_id: PlanId
    subject: SubjectName
    no: Annotated[int, Column("番号", "事業番号か指標番号")]
    name: Annotated[str, Column("名前", "事業名か指標名（区分も）")]
    role: MeasuredRole
    fiscal_year: Annotated[int | None, Column("年度（西暦）", "その値の年度。分からなければ空欄")]
    text: Printed
    source_line: SourceLine
    state: Annotated[str, Column("照らした結果", "proved は同じ値、contradicted は違う値、single はこの文書にしかない値", choices=("proved", "contradicted", "single"), required=True)]
    source_kind: Annotated[str, Column("資料の種類", "earlier は前の年度の文書、later は後の年度の文書、plan_book は計画書、reading は同じ文書の抽出テキスト、repeated は別のプランの再掲、total は同じ表の合計の行", choices=("earlier", "later", "plan_book", "reading", "repeated", "total"))]
    source: Annotated[str, Column("照らした資料", "R4の文書、計画書の題、テキストのファイル名、再掲のあるプラン")]
    other_place: Annotated[str, Column("照らした資料の場所")]
    other_text: Annotated[str, Column("照らした資料の印字")]

    @property
    def value(self) -> tuple[str, str, int, str, int | None]:
        """Which value it is about: plan, subject, number, role and year."""
        return self.plan_id, self.subject, self.no, self.role, self.fiscal_year


@rows_of("goals", "目標の移り変わり", "1行は、1つの指標の基準値か目標値の、1つの年度の文書での記載。どの文書でも同じものは載せない")
@dataclass(frozen=True)
class GoalRow(Row):
    """A baseline or target as one edition prints it, of those that are not the same in all 目標の移り変わり."""

    plan_id: PlanId
    indicator_no: IndicatorNo
    goal: Annotated[Literal["baseline", "target"], Column("種類", "baseline は基準値、target は目標値", required=True)]
    edition: Annotated[str, Column("文書の年度", "記載のある文書の年度（R4）", required=True)]
    words: Annotated[str, Column("記載", "その文書での値と年度")]
    value: Annotated[Decimal | None, Column("値")]
    fiscal_year: Annotated[int | None, Column("値の年度（西暦）")]
    unit: Unit
    place: PlaceWords


@rows_of("next_steps", "前の文書の今後の取組", "1行は、1つ前の年度の文書にある1つの掲載事業か1つのプランの「今後の取組の方向性」と、今回の文書のどの事業か", key=("plan_id_before", "no_before"))
@dataclass(frozen=True)
class NextStepRow(Row):
    """What an activity of the edition before said would come next 今後の取組."""

    plan_id: PlanId
    activity_no: Annotated[int | None, Column("事業番号", "今回の文書での番号。今回の文書になければ空欄")]
    edition: Annotated[str, Column("前の文書の年度", "文を取った文書の年度（R4）")]
    plan_id_before: Annotated[str, Column("前のプラン番号", "その文書でのプラン番号", required=True)]
    no_before: Annotated[int, Column("前の事業番号", "その文書での事業番号。0 はプランについての文")]
    name: Annotated[str, Column("前の事業名", "プランについての文では、プラン名")]
    direction: Annotated[str, Column("今後の取組の方向性", "その文書の文のとおり", required=True)]
    source_line: Annotated[int | None, Column("前の文書の行")]
    is_doubtful: Annotated[bool | None, Column("つながるか不明", "true は、今回の文書のどれかの続きかどうか分からない（指摘 doubtful_match）")]


@rows_of("prose_figures", "文中の数値", "1行は、文の中の1つの数値か記述。表の値と合うかどうか", key=("plan_id", "table", "row", "column", "seq"))
@dataclass(frozen=True)
class ProseFigureRow(Row):
    """A figure or claim in the prose 文中の数値, held against the tables."""

    plan_id: PlanId
    table: TableName
    row: RowNumber
    column: ColumnName
    seq: Annotated[int, Column("順番", "その文の中で、何番目の数値か")]
    figure: Annotated[str, Column("文中の記載", "文の中の数値か、「増加」などの記述")]
    value: Annotated[Decimal | None, Column("値")]
    unit: Unit
    agreement: Annotated[str, Column("表との一致", "agrees は一致、differs は不一致、no_counterpart は照らす値が表にない", choices=("agrees", "differs", "no_counterpart"))]
    counterpart: Annotated[str, Column("照らした値")]
    source_line: SourceLine


@rows_of("cutouts", "原文の切り抜き", "1行は、指摘のあるセルを PDF から切り抜いた画像。PDF のほかの文書にはない", key=("finding_id",))
@dataclass(frozen=True)
class CutoutRow(Row):
    """A picture of the printed cell that a finding is about 原文の切り抜き."""

    plan_id: PlanId
    finding_id: Annotated[str, Column("指摘番号", "指摘の表の指摘番号")]
    page: Annotated[int, Column("ページ")]
    text: Annotated[str, Column("印字", "切り抜いた所の文字")]
    width: Annotated[Decimal | None, Column("幅", "切り抜いた所の幅", unit="ポイント")]
    png: Annotated[str, Column("画像", "16階調の PNG（150 dpi まで）を base64 の文字にしたもの", required=True)]


@rows_of("findings", "指摘", "1行は1つの指摘", key=("finding_id",))
@dataclass(frozen=True)
class FindingRow(Row):
    """A finding 指摘."""

    finding_id: Annotated[str, Column("指摘番号", "プラン番号（プランのないものは「全体」）と、種類・行の名前・列・印字から決まる符号。ほかの指摘が増減しても、行が動いても変わらない")]
    plan_id: PlanId
    table: TableName
    row: RowNumber
    column: ColumnName
    kind: Annotated[str, Column("種類", "指摘の種類の名前（ratio_mismatch は前年度比の不一致、doubtful_value は疑わしい値、polarity_unknown は向きが分からない指標、など）。内容は「内容」の列にある")]
    severity: Annotated[str, Column("重さ", "error は矛盾、warning は疑い、info は参考", choices=("error", "warning", "info"), required=True)]
    printed: Annotated[str, Column("印字")]
    computed: Annotated[str, Column("計算", "計算した値と、その式")]
    difference: Annotated[str, Column("差")]
    explanation: Annotated[str, Column("1桁の違いによる説明", "どのセルの1桁だけが誤りなら説明が付くか")]
    source_line: SourceLine
    place: PlaceWords
    source_text: Annotated[str, Column("原文")]
    message: Annotated[str, Column("内容")]
    suggestion: Annotated[str, Column("確認すること", "担当課に尋ねること")]
    state: Annotated[str, Column("状態", "open は未回答、asked は担当課が確認中、kept は正しいと回答、wrong は誤りと回答されたが訂正はまだ、disagreed は回答が食い違う、corrected は訂正済み", choices=("open", "asked", "kept", "wrong", "disagreed", "corrected"))]

# fmt: on


@dataclass(frozen=True)
class Activity(ActivityRow, ActivityResult):
    """A listed activity 掲載事業 with what is computed of it."""


@dataclass(frozen=True)
class Indicator(IndicatorRow, IndicatorResult):
    """An indicator 目標指標 with what is computed of it."""


PrintedEntry = ActivityRow | IndicatorRow  # a row of either of a plan's two tables
Entry = Activity | Indicator  # with what is computed of it
