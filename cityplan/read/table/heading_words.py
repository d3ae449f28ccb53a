"""What headings 見出し are usually called, and what they say: a role, a year, a unit."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from cityplan.japanese.letters import squeeze
from cityplan.japanese.years import era, fiscal_year

# Our column -> what tables of cities call it, without its year and its unit. The first that fits is taken.
USUAL = {
    "indicator": "指標 指標名 指標名称 指標の名称 指標名等 成果指標 成果指標名 活動指標名 目標指標 目標指標名 数値目標 評価指標 "
    "KPI KPI名 KPI(単位) 指標(単位) 指標名(単位) Indicator 重要業績評価指標 重要業績評価指標(KPI) 測定指標 環境指標 管理指標 "
    "進行管理指標 施策指標 評価指標名 達成指標 代表指標 モニタリング指標 項目 名称",
    "activity": "事業 事業名 事業名称 事務事業 事務事業名 事務事業名称 主な事業 掲載事業 取組名 取組事業 細事業名 予算事業名 取組項目 取組項目名",
    "plan": "施策 施策名 施策名称 プラン プラン名 基本施策 基本施策名 取組施策 具体的な施策 具体的施策 個別施策 戦略 重点戦略 主要施策 小施策 取組",
    "group": "基本目標 基本目標名 基本政策 政策 政策名 政策目標 分野 政策分野 施策分野 重点分野 重点項目 プロジェクト 大綱 施策の大綱 施策大綱 "
    "基本方針 基本的方向 基本的な方向 基本方向 柱 施策の柱 政策の柱 取組の柱 戦略の柱 計画の柱 章 部名 部 部局 部局名",
    "plan_id": "No No. № 番号 施策番号 施策No. 施策コード 整理番号 通し番号 事業番号",
    "subgroup": "区分 内訳 対象",
    "division": "担当課 担当課名 担当 担当部署 担当部課 担当部課名 担当室課 所管課 所管課名 所管 所管部署 所管部課 主管課 主管部課 "
    "課名 課 所属 部署 担当課等 担当組織",
    "unit": "単位 Unit",
    "polarity": "方向 方向性 向き 目指す方向 目指す方向性 めざす方向 望ましい方向 指標の方向 指標の方向性 指標の種別 指標の性質",
    "baseline": "基準 基準値 当初 当初値 初期値 Baseline 策定時 策定時の値 従前 従前値 開始前 事業開始前 計画策定時 計画策定時の値 計画当初値 開始時",
    "current": "現状 現状値 現況 現況値 現在値 直近値 最新値",  # a baseline, or an actual value where one stands beside it
    "target": "目標 目標値 最終目標 最終目標値 めざす値 目指す値 目標数値 数値目標値 Target 中間 中間値 中間目標 中間目標値",
    "expected": "期待値 計画 計画値 年度目標 年度目標値 各年度目標値 単年度目標 単年度目標値 年次目標 年次目標値 目安 目安値 見込 見込値 推計値 将来推計値 予測値 想定値",
    "actual": "実績 実績値 今年度実績 今年度実績値 当年度実績 当年度実績値 活動実績 達成値 達成実績 Result Actual",
    "previous": "前年度 前年度実績 前年度実績値 前年実績",
    "budget": "予算 予算額 当初予算 当初予算額 予算現額 最終予算額",
    "settled": "決算 決算額 決算見込 決算見込額 支出済額",
    "cost": "事業費 総事業費 コスト 費用",  # over budgets and accounts; alone it says not which of them
    "ratio": "前年度比 前年比 対前年度比 対前年比",
    "achieved": "達成率 目標達成率 進捗率 達成割合 執行率",  # a number that is computed anew; never a status
    "status_previous": "前年度達成状況 前年度達成度 前年度評価 前年度判定",
    "status": "達成状況 達成 達成度 評価 判定 進捗 Grade 進捗状況 進捗度 進捗区分 進捗評価 進捗状況評価 達成評価 達成区分 評価区分 判定区分 達成度評価 達成状況評価 指標評価 目標達成状況",
    "content": "内容 事業内容 事業概要 概要 取組内容 取組の内容 取組概要 取組の概要 事業の概要 事業の内容",
    "measure": "活動指標 実績の内容 実績の測り方 活動内容",
    "factors": "要因 要因等 要因・今後の取組 要因と今後の取組 要因及び今後の取組 要因及び効果 効果 要因分析 増減理由 増減の理由 増減の理由及び成果 要因及び今後の対応 成果 主な成果 取組の成果 取組成果 事業の成果 成果と課題",
    "direction": "今後の取組 今後の方向性 今後の方向 今後の取組の方向性 今後の取組方針 今後の対応 今後の展開 方針",
    "note": "備考 注記 特記事項 摘要 補足",
    "baseline_year": "基準年度 基準値年度 当初値年度 基準年 基準時点 策定年度 当初年度 初期値年度",
    "current_year": "現状年度 現況年度 現在年度 直近年度 最新年度 現状値年度",
    "target_year": "目標年度 目標年 達成年度 目標年次 期限 目標期限 達成時期 目標値年度",
    "actual_year": "実績年度 実績年 実績値年度 実績時点",
    "year": "年度 年 会計年度 時点",
    "value": "値 数値 数量",
}
VALUES = ("baseline", "current", "target", "expected", "actual", "previous", "budget", "settled")
_RESULTS = ("actual", "previous")
_OF_UPPER = ("value", "year")  # words that say of the heading over them which of its columns this is
# What else such a heading may say, beside its own word.
_BESIDE = "の 値 額 時点 末 末時点 度 年 年度 年度末 見込 見込み 状況".split()

_ERA_YEAR = r"(?:令和|平成|昭和|[RHS])\.?(?:\d{1,2}|元)(?:年度|年)?"
_YEAR = re.compile(
    rf"{_ERA_YEAR}(?:\(?(?:19|20)\d\d(?:年度|年)?\)?)?"
    rf"|(?<![\d,.])(?:FY)?(?:19|20)\d\d(?:年度|年)?(?:\((?:{_ERA_YEAR})\)(?:年度|年)?)?(?![\d,])"
)
_ONE_YEAR = re.compile(rf"{_ERA_YEAR}|(?:19|20)\d\d(?:年度|年)?")
# A part of a year: its value is none of the year's.
_PART_OF_YEAR = re.compile(
    r"[上下]半期|[上下]期(?!間)|四半期|中間(?:値|実績|評価)|\d月(?:末|現在|時点)|\d月?[〜~\-]\d{1,2}月"
)
# How much more or less than before, which is no value of the year: beside the level of a baseline it would be one.
_CHANGE = re.compile(r"(?:増加|減少|増)分|増減(?:数|額|幅)?(?:\(|$)|前年度?差")
# A month: March is of the fiscal year before (R6.3月, 2024年3月31日現在).
_MONTH = re.compile(
    r"(?P<year>(?:令和|平成|昭和|[RHS])\.?(?:\d{1,2}|元)|(?:19|20)\d\d)(?:年|\.)0?(?P<month>1[0-2]|[1-9])"
    r"(?:月(?:\d{1,2}日|末日?)?|\.\d{1,2}|(?![\d年月]))(?:現在|時点|調査)?"
)
_MONTHS = re.compile(  # R5.4〜R6.3, 令和5年1月〜12月
    r"(?P<year>(?:令和|平成|昭和|[RHS])\.?(?:\d{1,2}|元)|(?:19|20)\d\d)(?:年|\.)0?(?P<first>1[0-2]|[1-9])(?:月(?:1日)?)?[〜~\-]"
    r"(?:(?:令和|平成|昭和|[RHS])?\.?(?:\d{1,2}|元|(?:19|20)\d\d)(?:年|\.))?0?(?P<last>1[0-2]|[1-9])(?!\d)(?:月(?:末日?|3[01]日)?)?"
)
_NO_ERA = re.compile(r"(?<![\d成和正治RHS])(?P<number>\d{1,2}|元)年度")
_NEAR = 10  # years
_LAST_MONTH = 3  # of a fiscal year
_BARE = re.compile(r"(\d{1,2}|元)(?:年度|年)?")
_BRACKETS = re.compile(r"[(\[【〔〈<][^()\[\]【】〔〕〈〉<>]*[)\]】〕〉>]")
_SIGNS = re.compile(r"[/・:_,、※*\-–—~〜|()\[\]【】]|注\d*|[①-⑳]")
_OF_PERIOD = re.compile(r"^\d{1,2}[かカヵヶケ箇]年(?:間)?の?")  # 5か年目標
_BOTH = re.compile("[・、,/]|及び|および|並びに")
_NUMBERED = re.compile(r"\d{1,2}$|^\d{1,2}(?=\D)")
_WORDS = {word: role for role, words in USUAL.items() for word in reversed(words.split())}


@dataclass(frozen=True)
class Meaning:
    """What a heading 見出し says: a word of `USUAL`, or none, and a fiscal year, or none."""

    role: str = ""
    year: int | None = None


def meaning(levels: tuple[str, ...]) -> Meaning:
    """What a heading of one to three levels says; the lowest word counts, and the lowest year.

    値 and 年度 say which column of the value over them it is.

    >>> meaning(("R8目標値",)), meaning(("目標値", "2026（令和8）年度")), meaning(("実績/令和５年度",))
    (Meaning(role='target', year=2026), Meaning(role='target', year=2026), Meaning(role='actual', year=2023))
    >>> meaning(("事業費（千円）", "R4決算")), meaning(("達成率（R5）",)), meaning(("備　考",))
    (Meaning(role='settled', year=2022), Meaning(role='achieved', year=2023), Meaning(role='note', year=None))
    >>> meaning(("実績", "R5")).role, meaning(("R6",)), meaning(("国庫支出金",))
    ('actual', Meaning(role='', year=2024), Meaning(role='', year=None))
    >>> meaning(("活動実績", "内容")).role, meaning(("事業", "内容")).role, meaning(("取組の成果・増減の理由",)).role
    ('measure', 'content', 'factors')
    >>> meaning(("当初値", "値")).role, meaning(("当初値", "年度")).role, meaning(("年度", "値")).role
    ('baseline', 'baseline_year', 'value')
    >>> meaning(("目標値(R6.3月)",)), meaning(("R5年度増加分", "目標")), meaning(("5か年目標(R8)",)).role
    (Meaning(role='target', year=2023), Meaning(role='', year=None), 'target')
    >>> meaning(("R6", "上半期")), meaning(("R6", "通期")), meaning(("FY2024 Result",))
    (Meaning(role='', year=None), Meaning(role='', year=2024), Meaning(role='actual', year=2024))
    """
    folded = [_in_fiscal_years(squeeze(level)) for level in reversed(levels)]
    if any(_PART_OF_YEAR.search(level) or _CHANGE.search(level) for level in folded):
        return Meaning()
    years = (year for level in folded if (year := year_in(level)))
    roles = [role for level in folded if (role := _role(level))]
    role = next(iter(roles), "")
    if role == "content" and folded[0] == "内容" and any(over in _RESULTS for over in roles):
        role = "measure"  # 活動実績 over 内容 and the years
    if role in _OF_UPPER and _role(folded[0]) == role:
        role = _of_upper(role, next((over for over in roles if over in VALUES), ""))
    return Meaning(role, next(years, None))


def _of_upper(word: str, over: str) -> str:
    """What 値 or 年度 says below the heading of a value; itself where that has no such column."""
    if word == "value":
        return over or word
    return f"{over}_year" if f"{over}_year" in USUAL else word


def usual(heading: str) -> str:
    """The word of `USUAL` for a heading of one level, or nothing.

    >>> usual("基準値（R3）"), usual("担当部署"), usual("指標名①"), usual("達成率"), usual("備考（増減の理由）"), usual("その他")
    ('baseline', 'division', 'indicator', 'achieved', 'factors', '')
    """
    return _role(squeeze(heading))


def year_in(heading: str) -> int | None:
    """The one fiscal year that a heading names, in any form; none where it names two.

    >>> year_in("令和６年度実績"), year_in("目標値(2026(令和8)年度)"), year_in("R4〜R6"), year_in("1,234"), year_in("12050")
    (2024, 2026, None, None, None)
    >>> year_in("R6.3月"), year_in("R5.4〜R6.3月"), year_in("平成31年3月31日現在")
    (2023, 2023, 2018)
    """
    found = {years_of(each[0]) for each in _YEAR.finditer(_in_fiscal_years(squeeze(heading)))}
    return next(iter(found)) if len(found) == 1 else None


def _in_fiscal_years(folded: str) -> str:
    """A squeezed heading with the fiscal year in the place of a March, or of a day or survey of January or February.

    Without that these are parts of a year.

    >>> _in_fiscal_years("実績(R6.3月)"), _in_fiscal_years("令和6年3月末現在"), _in_fiscal_years("R5.10"), _in_fiscal_years("H31.2")
    ('実績(R5年度)', 'R5年度', 'R5.10', '2月末')
    >>> _in_fiscal_years("令和6年1月1日現在"), _in_fiscal_years("令和5年2月調査"), _in_fiscal_years("R5.1~R5.12")
    ('R5年度', 'R4年度', 'R5年')
    """

    def told(match: re.Match[str]) -> str:
        month, year = int(match["month"]), fiscal_year(match["year"].replace(".", ""))
        if month > _LAST_MONTH or year is None:
            return match[0]
        is_day = re.search(r"\d日|調査", match[0]) is not None
        return f"{era(year - 1)}年度" if month == _LAST_MONTH or is_day else f"{month}月末"

    return _MONTH.sub(told, _MONTHS.sub(_of_months, folded))


def _of_months(match: re.Match[str]) -> str:
    """A range of months as the year that it is, of the calendar or fiscal; any other as the part of a year that it is."""
    whole = {("4", "3"): "年度", ("1", "12"): "年"}.get((match["first"], match["last"]))
    return f"{match['year']}{whole}" if whole else f"{match['first']}月〜{match['last']}月"


def years_in(text: str) -> list[int]:
    """All fiscal years that a title names, each once.

    >>> years_in("令和６年度事務事業評価 結果一覧（令和５年度実施分）")
    [2024, 2023]
    """
    found = (years_of(each[0]) for each in _YEAR.finditer(squeeze(text)))
    return list(dict.fromkeys(year for year in found if year))


def years_of(text: str) -> int | None:
    """The year of what `_YEAR` found; both countings must agree."""
    told = {fiscal_year(each[0].replace(".", "")) for each in _ONE_YEAR.finditer(text)}
    return told.pop() if len(told) == 1 else None


def bare_year(text: str, like: int | None) -> int | None:
    """A year of which only the number is printed (４, 元), in the era of the year before it.

    >>> bare_year("４", 2021), bare_year("２", 2019), bare_year("4", None)
    (2022, 2020, None)
    """
    match = _BARE.fullmatch(squeeze(text))
    if match is None or like is None:
        return None
    for letter in "RHS":
        year = fiscal_year(f"{letter}{match[1]}")
        if year is not None and year == like + 1:
            return year
    return None


def with_era(heading: str, like: int | None) -> str:
    """A heading with the era before a year without one (６年度), where `like`, a year of the document, tells which.

    >>> with_era("６年度決算", 2024), with_era("30年度", 2020), with_era("６年度", None), with_era("令和６年度", 2024)
    ('R6年度決算', 'H30年度', '６年度', '令和６年度')
    """
    match = _NO_ERA.search(squeeze(heading))
    if match is None or like is None:
        return heading
    years = [
        text
        for letter in "RH"
        if (year := fiscal_year(text := f"{letter}{match['number']}")) and abs(year - like) <= _NEAR
    ]
    return _NO_ERA.sub(f"{years[0]}年度", squeeze(heading), count=1) if len(years) == 1 else heading


def is_heading_word(text: str) -> bool:
    """Whether a cell says nothing but what headings say: a usual word, a year, a unit in brackets.

    >>> [is_heading_word(text) for text in ("指標名", "R4", "（千円）", "４", "４年度決算", "待機児童数", "20")]
    [True, True, True, True, True, False, False]
    """
    folded = squeeze(text)
    if _role(folded) or _BRACKETS.fullmatch(folded):
        return True
    folded = folded.rpartition(":")[2]
    bare = _BARE.fullmatch(folded)
    return bool(_YEAR.fullmatch(folded)) or bool(bare and ("年度" in folded or _is_wide(text)))


def are_years(texts: Iterable[str]) -> bool:
    """Whether the numbers alone in a row may be years: all are near to one another, or they rise as far as plans go.

    >>> are_years(["区分", "2021", "2022", "2030"]), are_years(["2023", "2022"]), are_years(["2022", "2023", "2022", "2023"])
    (True, True, True)
    >>> are_years(["事業費", "1990", "2080", "2010"]), are_years(["R4", "R5"])
    (False, True)
    >>> are_years(["指標名", "2013", "2021", "2030", "2050"])  # of a plan against warming
    True
    """
    numbers = [int(folded) for text in texts if (folded := squeeze(text)).isdecimal()]
    rise = all(one < other for one, other in pairwise(numbers))
    return (
        not numbers or max(numbers) - min(numbers) <= 2 * _NEAR or (rise and numbers[0] >= 1980 and numbers[-1] <= 2060)
    )


def _is_wide(text: str) -> bool:
    return bool(re.fullmatch(r"[０-９元年度]+", text.strip()))


def _role(folded: str) -> str:
    """The role of a squeezed text: by its word, with and without brackets, years and numbers."""
    for text in (folded, _BRACKETS.sub("", folded), folded.rpartition(":")[2]):
        plain = _OF_PERIOD.sub("", _SIGNS.sub("", _NO_ERA.sub("", _YEAR.sub("", text))))
        for word in (text, plain, _NUMBERED.sub("", plain), *_without_beside(plain)):
            if word in _WORDS:
                return _in_brackets(folded) if _WORDS[word] == "note" else _WORDS[word]
    return _of_both(folded)


def _of_both(folded: str) -> str:
    """What a heading of two words says, where both say the same: 取組の成果・増減の理由."""
    words = [word for word in _BOTH.split(folded) if word]
    told = {_WORDS.get(word, "") for word in words}
    return told.pop() if len(words) > 1 and len(told) == 1 else ""


def _in_brackets(note: str) -> str:
    """What a heading of notes 備考 says in brackets that they are: 備考（増減の理由）."""
    inner = (found[1:-1] for found in _BRACKETS.findall(note))
    return next((_WORDS[word] for word in inner if word in _WORDS), "note")


def _without_beside(plain: str) -> list[str]:
    return [plain.removesuffix(end) for end in _BESIDE if plain.endswith(end)] + [
        plain.removeprefix(end) for end in _BESIDE if plain.startswith(end)
    ]
