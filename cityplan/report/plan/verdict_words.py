"""The patterns 文の型 of a verdict, and the phrases that all its lines use."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from cityplan.files.markup import Fragment, fragment
from cityplan.japanese.years import era, fiscal_year
from cityplan.report.plan.verdict_facts import PlanFacts, Yardstick
from cityplan.report.report import filled

LinkOf = Callable[[object], object]

TOLD_ALONE = 2  # indicators or activities that are told one by one
LONGEST_SENTENCE = 160  # characters of a line; what would be longer is counted, not named
# A verb before a clause that goes on, before one that says the opposite, at the end; and as an aim 目標.
VERBS = {
    "rise": ("上がり、", "上がったが、", "上がった", "上げる"),
    "fall": ("下がり、", "下がったが、", "下がった", "下げる"),
    "more": ("増え、", "増えたが、", "増えた", "増やす"),
    "fewer": ("減り、", "減ったが、", "減った", "減らす"),
    "same": ("", "", "変わらない", "保つ"),
}
GOES_ON, BUT, END, AIM = range(4)


@dataclass(frozen=True)
class Words:
    """The patterns 文の型 of a verdict; each may be another one: `Words(below="…")`."""

    # one or two indicators
    clause: str = "{指標}は{実績}で、{動き}{状態}。"
    lower_name: str = "{指標}（小さいほど良い）"
    both: str = "{指標}（{実績}）と{次の指標}（{次の実績}）は、どちらも{状態}。"
    moved_value: str = "前年度の{前}から{動く}"
    moved_mark: str = "印が前年度の{前}から{今}に{動く}"
    same_value: str = "{実績}（前年度と同じ）"
    target: str = "{年度}目標値{値}"
    expected: str = "{年度}{呼び方}{値}"
    targets_apart: str = "それぞれの目標値"
    baseline: str = "基準値{値}"
    baseline_of_year: str = "{年度}の基準値{値}"
    # how it stands
    reached: str = "{目標値}に届いている"
    reached_only: str = "{目標値}に届いているが、{基準値}に届いていない"
    above: str = "{基準値}を{上回る}が、{目標値}に届いていない"
    above_only: str = "{基準値}を{上回る}"
    equal: str = "{基準値}と同じだが、{目標値}に届いていない"
    equal_only: str = "{基準値}と同じ"
    below: str = "{基準値}に届いていない"
    below_some: str = "{届いた基準値}を{上回る}が、{基準値}に届いていない"
    below_some_equal: str = "{届いた基準値}と同じだが、{基準値}に届いていない"
    short: str = "{目標値}に届いていない"
    later_reached: str = "{目標値}に{も}届いている。"
    later_short: str = "{目標値}に{も}届いていない。"
    later_unknown: str = "{年度}目標値は{値}。"
    higher: str = "上回る"
    lower: str = "下回る"
    # what is not known
    missing: str = "{指標}は、{理由}ため、{比べる値}に届いているか分からない。"
    missing_bare: str = "{指標}は、{理由}ため、分からない。"
    unclear: str = "{指標}は{実績}で、{動き}{理由}ため、{比べる値}に届いているか分からない。"
    unclear_bare: str = "{指標}は{実績}で、{動き}{比べる値}に届いているか分からない。"
    undirected: str = "{指標}は{実績}で、{動き}{比べる値}との差は{差}。良し悪しの向きは、資料からは分からない。"
    undirected_equal: str = "{指標}は{実績}で、{動き}{比べる値}と同じ。良し悪しの向きは、資料からは分からない。"
    bare: str = "{指標}は{実績}。"
    bare_moved: str = "{指標}は{実績}で、{動き}。"
    # the mark 印 beside the value
    mark_alone: str = "実績値はないが、資料の印は{印}。"
    mark_quoted: str = "資料の印は{印}。"
    mark_differs: str = "資料の印は{印}だが、値からは{値の印}になる。"
    moves_differ: str = "印は前年度の{前}から{今}に{動く}が、値の動きと合わない。"
    # three indicators and more
    of: str = "{全体}指標{再掲}のうち"
    all: str = "{全体}指標{再掲}すべてが{状態}。"
    without_repeated: str = "（再掲{数}を除く）"
    counted: str = "{数}指標が{状態}。"
    named: str = "「{指標}」は{状態}。"
    many_above: str = "基準値以上だが、{目標値}に届いていない"
    many_above_lower: str = "基準値に届いているが、{目標値}に届いていない"
    many_above_only: str = "基準値以上"
    many_above_only_lower: str = "基準値に届いている"
    counted_unknown: str = "{数}指標は{状態}。"
    all_unknown: str = "{全体}指標{再掲}は、どれも{状態}。"
    many_missing: str = "{理由}ため、{目標値}に届いているか分からない"
    no_value: str = "実績値がないか読めない"
    many_unclear: str = "{目標値}に届いているか分からない"
    many_undirected: str = "良し悪しの向きが資料から分からない"
    many_bare: str = "基準値も目標値も資料にない"
    many_unknown: str = "値か良し悪しの向きが分からない"
    many_later: str = "{目標値}に届いているのは{誰}。"
    many_later_none: str = "{目標値}に届いている指標はない。"
    later_apart: str = "後の年度の目標値"
    many_moved: str = "前年度より{内訳}。"
    fell: str = "{減った}のは{誰}"
    rose: str = "{増えた}のは{誰}"
    fell_lower: str = "悪い方へ動いたのは{誰}"
    rose_lower: str = "良い方へ動いたのは{誰}"
    mark_fell: str = "印が下がったのは{誰}"
    mark_rose: str = "印が上がったのは{誰}"
    many_marks_differ: str = "{数}指標は、資料の印が値と合わない。"
    many_moves_differ: str = "{数}指標は、印の動きが値の動きと合わない。"
    many_marks_alone: str = "{数}指標は、比べられる実績値がなく印だけがある。"
    # before there are results
    ahead: str = "{指標}を、{現状値}から{目標値}へ、{年数}{差}{上げる}ことを目標にしている。"
    ahead_same: str = "{指標}は{現状値}で、目標値も{目標値}で同じ。"
    ahead_apart: str = "{指標}は{現状値}で、目標値は{目標値}。"
    ahead_average: str = (
        "{指標}は{現状値}で、{年度}目標値は{目標値}。単年の値と期間の平均は、そのままでは比べられない。"
    )
    ahead_target: str = "{指標}の目標値は{目標値}。現状値は資料にない。"
    ahead_now: str = "{指標}は{現状値}。目標値は資料にない。"
    ahead_bare: str = "{指標}の現状値と目標値は、資料にない。"
    in_year: str = "{値}（{年度}）"
    in_years: str = "{数}年で"
    many_ahead: str = "{全体}指標{再掲}の目標値は、{内訳}。"
    ahead_more: str = "現状値より大きいものが{数}指標"
    ahead_fewer: str = "現状値より小さいものが{数}指標"
    ahead_equal: str = "現状値と同じものが{数}指標"
    ahead_unknown: str = "現状値と比べられないものが{数}指標"
    no_results: str = "{年度}以降の実績はまだ資料になく、目標値に届くかは分からない。"
    no_results_yet: str = "実績値を読み取っていないため、目標値に届くかは分からない。"
    # nothing to tell
    no_sheet: str = "この{プラン}の個別シートは資料になく、実績も指標も今後の取組も分からない。"
    no_indicators: str = "この{プラン}の指標は、資料にない。"
    # the second line: activities
    activities: str = "掲載{数}事業の実績は、{どれも}{増えた}。"
    activities_one: str = "{事業}は、{増えた}。"
    activities_some: str = "数値のある{数}事業の実績は、{どれも}{増えた}。"
    activities_apart: str = "掲載{数}事業の実績は、前年度と数値で比べられない。"
    activities_texts: str = "掲載{数}事業の実績は文章などで、前年度と数値で比べられない。"
    others_apart: str = "ほかの{数}事業は、数値で比べられない。"
    each: str = "どちらも"
    every: str = "すべて"
    up: str = "前年度より{増えた}"
    down: str = "前年度より{減った}"
    same: str = "前年度と同じ"
    up_and_down: str = "{増}は前年度より{増え}、{減}は{減った}。"
    up_and_same: str = "{増}は前年度より{増え}、{同}は同じ。"
    down_and_same: str = "{減}は前年度より{減り}、{同}は同じ。"
    activities_mixed: str = "数値で比べられる{数}事業のうち、前年度より{内訳}。"
    mixed_up: str = "{増えた}のは{誰}"
    mixed_down: str = "{減った}のは{誰}"
    mixed_same: str = "変わらないのは{誰}"
    # the second line: what must be known beside it
    repeated: str = "再掲の{数}指標は、1度だけ数えた。"
    shared: str = "前年度の印は{区分数}区分に{印数}つだけで、区分ごとの動きは分からない。"
    shared_some: str = "前年度の印が区分の数より少ない所があり、区分ごとの動きは分からない。"
    wrong_ratios: str = "前年度比の記載{数}か所は、実績からの計算と合わない。"
    unforeseen: str = "{年度}目標値に届くかは、この資料からは分からない。"
    unforeseen_some: str = "ほかの指標が{年度}目標値に届くかは、この資料からは分からない。"
    doubtful: str = "※の数値には、確認の要る点がある（注を参照）。"


def totals(count: int, facts: PlanFacts, words: Words, link: LinkOf) -> dict[str, object]:
    """How many there are 全体, and how many of them are told before 再掲."""
    repeated = filled(words.without_repeated, {"数": link(facts.repeated)}) if facts.repeated else ""
    return {"全体": link(count), "再掲": repeated}


def target_words(yard: Yardstick, words: Words, with_value: bool = True) -> Fragment:
    """A target 目標値 with its year, unless it is printed with its value: R7の目標値58,000人."""
    year = "" if with_value and year_told(yard) else yard.year
    told = {"年度": f"{year}の" if year else "", "値": yard.value if with_value else ""}
    return filled(words.expected, told | {"呼び方": yard.called}) if yard.called else filled(words.target, told)


def targets_named(yards: Iterable[Yardstick | None], words: Words, apart: str = "") -> Fragment:
    """What the targets of several indicators are called: of one year, or each of its own."""
    named = list(dict.fromkeys(target_words(each, words, with_value=False) for each in yards if each))
    if len(named) > 1:
        return fragment("{}", apart or words.targets_apart)
    return named[0] if named else filled(words.target, {"年度": "", "値": ""})


def year_told(value: Yardstick) -> str:
    """The year in brackets that ends a printed value, empty where it has none."""
    text = Fragment(value.value).striptags()
    match = re.search(r"[(（]([^()（）]+)[)）]※?$", text)
    year = fiscal_year(match[1]) if match else None
    return era(year) if year else ""


def who(rows: Sequence[str], noun: str, link: LinkOf, names: bool) -> Fragment:
    """How many there are, a single one by its name."""
    return fragment("「{}」", rows[0]) if names and len(rows) == 1 else fragment("{}{}", link(len(rows)), noun)


def fits(line: Fragment) -> bool:
    """Whether a line is not longer than a reader takes in at once."""
    return len(line.striptags()) <= LONGEST_SENTENCE
