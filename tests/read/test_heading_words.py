"""What headings say: the words that were seen in tables of cities."""

import pytest

from cityplan.read.table.heading_words import Meaning, bare_year, is_heading_word, meaning, usual


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("現況値", "current"), ("初期値", "baseline"), ("基準", "baseline"), ("当初値", "baseline"),
        ("目標値", "target"), ("計画値", "expected"), ("期待値", "expected"), ("実績値", "actual"),
        ("達成率", "achieved"), ("達成率（％）", "achieved"), ("進捗率", "achieved"), ("評価", "status"),
        ("判定", "status"), ("達成度", "status"), ("所管課", "division"), ("担当部署", "division"),
        ("予算額（千円）", "budget"), ("決算額", "settled"), ("指標名", "indicator"), ("指標名②", "indicator"),
        ("活動指標ア：名称", "indicator"), ("事務事業名", "activity"), ("単 位", "unit"), ("備　考", "note"),
        ("５か年目標（R8）", "target"), ("時点", "year"), ("進捗区分", "status"), ("重点項目", "group"), ("従前値", "baseline"), ("基本方針", "group"), ("具体的な施策", "plan"),
        ("環境指標", "indicator"), ("進行管理指標", "indicator"), ("国庫支出金", ""), ("その他", ""), ("", ""),
    ],
)  # fmt: skip
def test_the_usual_words(heading: str, role: str) -> None:
    assert usual(heading) == role


@pytest.mark.parametrize(
    ("levels", "wanted"),
    [
        (("R8目標値",), Meaning("target", 2026)),
        (("目標値", "R6"), Meaning("target", 2024)),
        (("実績/R5",), Meaning("actual", 2023)),
        (("実績値", "令和5年度"), Meaning("actual", 2023)),
        (("指標①", "実績", "Ｒ４"), Meaning("actual", 2022)),
        (("基準値（令和２年度）",), Meaning("baseline", 2020)),
        (("目標値", "2026（令和8）年度"), Meaning("target", 2026)),
        (("令和５年度", "達成状況"), Meaning("status", 2023)),
        (("2024年度実績見込",), Meaning("actual", 2024)),
        (("R4〜R6の実績",), Meaning("actual", None)),
        (("達成率", "R5"), Meaning("achieved", 2023)),
        (("実績値（R6.3月）",), Meaning("actual", 2023)),
        (("目標値", "令和6年3月末"), Meaning("target", 2023)),
        (("実績", "R5.4〜R6.3"), Meaning("actual", 2023)),
        (("実績値（2024年2月）",), Meaning()),
        (("基準値（令和5年2月調査）",), Meaning("baseline", 2022)),
        (("現状値（令和6年1月1日現在）",), Meaning("current", 2023)),
        (("実績値（R5.1～R5.12）",), Meaning("actual", 2023)),
        (("実績（R5.4～R5.9）",), Meaning()),
        (("令和5年度実績", "取組内容"), Meaning("content", 2023)),
        (("実績", "R5増減数"), Meaning()),
        (("R5年度増加分", "目標"), Meaning()),
        (("増減の理由",), Meaning("factors")),
    ],
)
def test_a_word_and_a_year_in_any_form(levels: tuple[str, ...], wanted: Meaning) -> None:
    assert meaning(levels) == wanted


def test_a_bare_number_is_a_year_only_after_the_year_before_it() -> None:
    assert [bare_year("２", 2019), bare_year("３", 2020), bare_year("６", 2021), bare_year("2", None)] == [
        2020, 2021, None, None,
    ]  # fmt: skip


def test_values_are_no_headings() -> None:
    assert not any(map(is_heading_word, ("1,120件", "観光", "待機児童数", "3", "○")))
