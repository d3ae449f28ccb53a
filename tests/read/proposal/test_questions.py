"""What only a person can know is asked with its choices; what the table says is not."""

import re
from typing import Any

import pytest
from small_grids import contents, grid

from cityplan.files.toml_text import toml_values
from cityplan.read.file.contents import CellGrid, Paragraph
from cityplan.read.file.declared_heading import plan_heading
from cityplan.read.printed import Place
from cityplan.read.proposal.proposal import proposal


class Text:
    """The proposed text for some grids."""

    def __init__(self, *grids: CellGrid | str, file: str = "R5.csv") -> None:
        given = [grid(each) if isinstance(each, str) else each for each in grids]
        self.text = proposal(contents(*given), "mihon", file).text
        [self.edition] = toml_values(self.text, "source.toml")["edition"]

    @property
    def table(self) -> dict[str, Any]:
        one: dict[str, Any] = self.edition["table"][0]
        return one

    def asks(self, words: str) -> list[str]:
        """The lines below the question that holds these words."""
        lines = self.text.split("\n")
        [at] = [number for number, line in enumerate(lines) if line.startswith("# 質問: ") and words in line]
        below = lines[at + 1 :]
        end = next(number for number, line in enumerate(below) if not re.match(r"# (?!質問)", line))
        return [line[2:] for line in below[:end] if not re.match(r"#   (?!\{)", line)]


def test_which_of_two_baselines() -> None:
    found = Text("指標名|基準値|現状値|R5実績値|目標値\n人口|1|2|3|4")
    assert found.asks("「現状値」は、基準値（baseline）ですか") == ['actual = "現状値"']
    assert found.table["columns"]["baseline"] == "基準値"


def test_two_columns_of_baselines() -> None:
    found = Text("指標名|基準値|当初値|R5実績値\n人口|1|2|3")
    assert found.asks("基準値の列が2つあります") == ['baseline = "基準値"', 'baseline = "当初値"']
    assert "baseline" not in found.table["columns"] and "left_out" not in found.table


def test_a_value_of_now_before_a_target_is_baseline_or_actual() -> None:
    found = Text("指標名|現状値|目標値\n人口|1|4")
    assert found.asks("「現状値」は") == ['baseline = "現状値"', 'actual = "現状値"']


def test_before_results_it_is_the_baseline() -> None:
    assert Text("指標名|現況値（R2）|R5実績|R8目標\n人口|1|2|4").table["columns"]["baseline"] == "現況値（R2）"


def test_the_year_of_the_edition_from_title_name_and_results() -> None:
    table = "指標名|R4実績|R5実績\n人口|1|2"
    assert Text(table, file="一覧.csv").edition["year"] == "R5"
    assert Text(f"令和6年度 評価（令和5年度実績）\n{table}", file="一覧.csv").edition["year"] == "R5"
    assert Text(table, file="R6.csv").asks("何年度の資料ですか") == [
        'year = "R5" # 新しい実績',
        'year = "R6" # ファイルの名前',
    ]
    assert Text("指標名|実績値\n人口|1", file="一覧.csv").asks("何年度の資料ですか") == ['year = ""']


def test_the_title_is_what_stands_over_the_table_but_no_note() -> None:
    table = "指標名|R5実績\n人口|1"
    assert Text(f"見本市総合計画 進捗状況\n{table}").edition["title"] == "見本市総合計画 進捗状況"
    assert Text(f"※速報値\n{table}").asks("資料の題は何ですか") == []


def test_a_year_without_values_is_not_the_newest() -> None:
    found = Text("指標名|R5実績|R6実績\n人口|1|－\n面積|2|集計中")
    assert (found.edition["actual"], found.edition["year"]) == ("R5", "R5")


def test_a_rate_is_never_a_status() -> None:
    for words, column in (("達成度|％", "達成度"), ("達成度|", "")):
        share, sign = words.split("|")
        assert Text(f"指標名|R5実績|{share}\n人口|1|80.0{sign}").table["columns"].get("achievement", "") == column
    found = Text("指標名|R5実績|達成率|執行率|判定\n人口|1|120.5%|98%|Ａ")
    assert (found.table["columns"]["status"], found.table["left_out"]) == ("判定", ["執行率"])
    assert found.table["columns"]["achievement"] == "達成率"


def test_marks_that_the_document_explains_as_a_rule_does() -> None:
    rows = "指標名|R5実績|達成状況\n人口|1|◎目標値以上\n面積|2|○基準値以上\n回数|3|△基準値未満"
    assert Text(rows).edition["rule"] == "target-baseline"


def test_marks_alone_may_be_of_several_rules() -> None:
    lines = Text("指標名|R5実績|達成状況\n人口|1|◎\n面積|2|○\n回数|3|△").asks("「◎」「○」「△」")
    assert [line.split(" # ")[0] for line in lines] == ['rule = "target-baseline"', 'rule = "target-only"']


def test_marks_of_which_a_rule_has_not_all() -> None:
    lines = Text("指標名|R5実績|達成状況\n人口|1|◎\n面積|2|○\n回数|3|×\n件数|4|未\n定員|5|—").asks(
        "「◎」「○」「×」「未」「—」"
    )
    assert "（「×」「未」はありません）" in lines[0] and lines[0].startswith('rule = "target-baseline" # ◎')


def test_marks_of_no_rule_are_shown_with_what_the_document_says_of_them() -> None:
    found = Text("指標名|R5実績|達成度\n人口|1|Ａ\n面積|2|Ｂ\n※　Ａ：100％以上　Ｂ：80％以上")
    lines = found.asks("「Ａ」「Ｂ」")
    assert '  { mark = "Ａ", word = "100％以上", when = "target_share", x = 100 },' in lines
    assert "rule" not in found.edition


def test_marks_by_what_was_expected_of_the_year() -> None:
    """Ａ and A are one mark; Ｃ stands in the notes alone; never sure, for 100％以上 could be of the last target too."""
    rows = "指標名|R5実績|R5目安|目標値（R8）|評価\n人口|1|1|2|Ａ\n面積|2|3|4|A\n回数|3|3|5|Ｂ"
    found = Text(f"{rows}\n※　Ａ：100％以上　Ｂ：80％以上100％未満　Ｃ：80％未満")
    lines = found.asks("「Ａ」「Ｂ」")
    assert [line.split('when = "')[1].split('"')[0] for line in lines if "mark" in line] == [
        "year_target_share",
        "year_target_share",
        "otherwise",
    ]
    assert "rule" not in found.edition and found.table["years"]["expected"] == {"R5": "R5目安"}


def test_marks_of_one_rule_are_held_against_the_same_target() -> None:
    rows = "指標名|R5目標|R5実績|R8目標|達成度\n人口|1|1|2|○\n面積|4|3|6|△\n回数|5|1|9|×\n件数|5|1|9|－"
    notes = "※　○：目標達成　△：目標の80％以上　×：80％未満　－：未算定"
    lines = Text(f"{rows}\n{notes}").asks("「○」「△」「×」「－」")
    assert [line.split('when = "')[1].split('"')[0] for line in lines if "mark" in line] == [
        "no_actual",
        "year_target_reached",
        "year_target_share",
        "otherwise",
    ]


def test_a_mark_for_just_the_target_of_the_year() -> None:
    rows = "指標名|R5目標|R5実績|R8目標|評価\n人口|1|2|2|◎\n面積|3|3|6|○\n回数|5|1|9|△"
    lines = Text(f"{rows}\n※　◎：R5目標を上回る　○：R5目標と同じ　△：R5目標を下回る").asks("「◎」「○」「△」")
    assert [line.split('when = "')[1].split('"')[0] for line in lines if "mark" in line] == [
        "year_target_exceeded",
        "year_target_reached",
        "otherwise",
    ]


def test_marks_that_say_themselves_what_they_mean() -> None:
    found = Text("指標名|R5実績|R6目標|達成状況\n人口|1|1|達成\n面積|2|3|未達成")
    lines = [line for line in found.asks("「達成」「未達成」") if "mark" in line]
    assert ['"target_reached"' in lines[0], '"otherwise"' in lines[1]] == [True, True]
    assert "rule" not in found.edition


_SHARES = "指標名|R5実績|達成度\n人口|1|Ａ\n面積|2|Ｂ\n※　Ａ：100％以上　Ｂ：100％未満"


def test_a_rule_that_the_notes_tell_whole_is_written() -> None:
    """What the shares are of is told too; without that the rule is a question."""
    found = Text(f"{_SHARES}\n※　実績値の目標値に対する割合")
    assert found.edition["rule"] == "mihon" and "質問: 「達成度」" not in found.text
    assert "rule" not in Text(_SHARES).edition and Text(_SHARES).asks("「Ａ」「Ｂ」")
    assert "rule" not in Text(f"{_SHARES.replace('Ｂ：100％未満', 'Ｂ：やや順調')}\n※　目標値に対する割合").edition


def test_a_mark_of_no_value_that_the_notes_tell() -> None:
    rows = "指標名|R5実績値|R6目標値|評価\n人口|10|9|Ａ\n面積|5|6|Ｂ\n出荷額|集計中|7|－"
    found = Text(f"{rows}\n※　Ａ：目標値以上　Ｂ：目標値の80％以上　Ｃ：目標値の80％未満　－：実績値が未確定")
    assert '{ mark = "－", word = "実績値が未確定", when = "no_actual" }' in found.text


def test_years_and_arrows_that_a_note_tells() -> None:
    rows = "指標名|区分|年度||\n||R3|R4|R5\n待機児童数▼|期待値|9|8|7\n待機児童数▼|実績値|9|9|8"
    notes = "※　「R3」の欄の実績値は、基準値である。\n※　「▼」の付いた指標は、減らすことをめざす。"
    found = Text(f"{rows}\n{notes}")
    assert found.edition["baseline"] == "R3" and found.table["polarities"] == {"▼": "lower"}
    assert found.asks("目標値とするのは") and "基準値とするのは" not in found.text


def test_words_and_arrows_of_the_direction() -> None:
    found = Text("指標名|目指す方向|R5実績\n人口|増やす|1\n面積|現状維持型Ⅰ|2")
    assert found.asks("「目指す方向」の列の次の語") == ['"現状維持型Ⅰ" = ""']
    assert Text("指標名|R5実績\n待機児童数▼|1\n人口|2").asks("名前の終わりの記号") == ['"▼" = ""']


def test_roles_in_rows_and_years_across() -> None:
    found = Text(
        "ＫＰＩ|単位|区分|年度|||達成率(R5)\n|||令和３|４|５|\n"
        "世帯|世帯|期待値|10|12|15|83.3%\n世帯|世帯|実績値|9|11|13|\n世帯|世帯|達成率|90|91|86|"
    )
    assert found.table["columns"] == {"name": "ＫＰＩ", "unit": "単位", "achievement": "達成率(R5)", "role": "区分"}
    assert found.table["years"] == {"R3": "年度/令和３", "R4": "年度/４", "R5": "年度/５"}
    assert "roles" not in found.table and found.edition["actual"] == "R5"
    assert found.asks("目標値とするのは") == ['target = "R3"', 'target = "R4"', 'target = "R5"']


def test_a_word_of_a_role_that_nobody_knows() -> None:
    found = Text("指標名|年度|区分|値\n人口|R4|実績|20\n人口|R5|前回調査|12\n人口|R8|目標|0")
    assert found.asks("「区分」の列の次の語") == ['"前回調査" = ""']


@pytest.mark.parametrize(
    ("text", "each", "name"),
    [
        ("施策|指標名|R5|指標名|R5\nごみ|回数|1|箇所数|2", ["1", "2"], "指標名#{}"),
        ("施策|指標名①|実績値①|指標名②|実績値②\nごみ|回数|1|箇所数|2", ["①", "②"], "指標名{}"),
        ("施策|指標①||指標②|\n|指標名|R5|指標名|R5\nごみ|回数|1|箇所数|2", ["指標①", "指標②"], "{}/指標名"),
        ("施策|活動指標ア：名称|活動指標ア：R5|成果指標サ：名称|成果指標サ：R5\nごみ|回数|1|箇所数|2",
         ["活動指標ア", "成果指標サ"], "{}：名称"),
    ],
)  # fmt: skip
def test_several_indicators_in_a_row(text: str, each: list[str], name: str) -> None:
    [repeat] = Text(text).table["repeat"]
    assert (repeat["each"], repeat["columns"]["name"]) == (each, name)


def test_sheets_with_a_plan_each() -> None:
    rows = "指標名|単位|R5実績\n人口|人|1"
    found = Text(*(grid(rows, name) for name in ("施策1 子育て", "施策2 産業")))
    assert found.table["sheets"] == "施策{id} {name}" and len(found.edition["table"]) == 1


def test_indicators_and_activities_on_two_sheets() -> None:
    found = Text(
        grid("施策|指標名|R4実績|R5実績|R8目標\nごみ|回数|1|2|3", "指標"),
        grid("施策|事業名|R4実績|R5実績|前年度比|要因\nごみ|清掃|1|2|200%|増えた", "事業"),
    )
    indicators, activities = found.edition["table"]
    assert [(each["subject"], each["sheet"]) for each in (indicators, activities)] == [
        ("indicator", "指標"),
        ("activity", "事業"),
    ]
    assert {key: found.edition[key] for key in ("previous", "actual", "target")} == {
        "previous": "R4", "actual": "R5", "target": "R8",
    }  # fmt: skip


def test_two_tables_of_other_years_have_their_own() -> None:
    found = Text(grid("指標名|R4実績\n回数|1", "前"), grid("指標名|R5実績\n回数|1", "今"))
    assert "actual" not in found.edition
    assert [each["actual"] for each in found.edition["table"]] == ["R4", "R5"]


def test_ten_indicators_a_row_among_two_hundred_columns() -> None:
    own = "|".join(f"指標名{n}|単位{n}|R4実績{n}|R5実績{n}" for n in range(1, 11))
    values = "|".join(["回数|回|1|2"] * 10)
    others = "|".join(f"項目{n}" for n in range(160))
    found = Text(f"事務事業名|{own}|{others}\n清掃|{values}|{'|'.join(['0'] * 160)}")
    [repeat] = found.table["repeat"]
    assert repeat["each"] == [str(n) for n in range(1, 11)] and repeat["years"] == {"R4": "R4実績{}", "R5": "R5実績{}"}
    assert len(found.table["left_out"]) == 160


def test_one_sheet_among_several() -> None:
    found = Text(grid("表紙", "表紙"), grid("指標名|R5実績\n人口|1", "一覧"))
    assert found.table["sheet"] == "一覧"


def test_texts_right_of_the_names_without_a_heading_are_their_subgroups() -> None:
    found = Text("指標名||R5実績\n学力調査|国語|1\n|算数|2")
    assert found.table["columns"] == {"name": "指標名", "subgroup": "列B"} and found.table["fill_down"] == ["name"]


def test_units_right_of_the_names_without_a_heading() -> None:
    found = Text("指標名||R5実績\n苦情|（件）|1\n参加者|（人）|2")
    assert found.table["columns"] == {"name": "指標名", "unit": "列B"}


def test_total_banner_and_empty_cells() -> None:
    found = Text("施策|指標名|R5実績\n基本目標1\n子育て|定員|10\n|冊数|20\n合計||30")
    assert {key: found.table[key] for key in ("total_rows", "banner_rows", "fill_down")} == {
        "total_rows": ["合計"], "banner_rows": "group", "fill_down": ["plan"],
    }  # fmt: skip


def test_a_name_that_no_heading_says() -> None:
    found = Text("施策|めやす|R5実績\nごみ|啓発の回数|1")
    assert found.asks("指標の名前の列はどれですか") == ['name = "めやす"']


@pytest.mark.parametrize("text", ['"\nlayout = "x', "a\u202eb", "'''", "\\", "#", "［［edition］］", "\ud800"])
def test_a_hostile_text_is_data(text: str) -> None:
    found = Text(
        f"{text}\n施策|指標名|{text}|R5実績|達成度\n{text}|{text}|{text}|1|{text}".replace("\nlayout", " layout")
    )
    assert found.edition["layout"] == "tables"
    assert all(line.startswith(("#", "[")) or " = " in line or not line for line in found.text.split("\n")[3:])


def test_of_two_columns_of_one_heading_a_person_says_which() -> None:
    found = Text("指標名|R5実績|R5実績|R8目標\n人口|10|11|20")
    assert found.asks("「R5実績」の列が2つ以上あり（B、C列）、値が違います") == ['R5 = "R5実績#1"', 'R5 = "R5実績#2"']
    assert "left_out" not in found.table and "R5" not in found.table["years"]


def test_of_two_headings_of_one_year_a_person_says_which() -> None:
    found = Text("指標名|R5実績|令和5年度実績値\n人口|10|11")
    assert found.asks("値が違います") == ['R5 = "R5実績"', 'R5 = "令和5年度実績値"']


@pytest.mark.parametrize(
    ("heading", "key"), [("R8目標|目標値", "columns"), ("備考", "columns"), ("R5予算額", "years.budget")]
)
def test_of_two_columns_alike_neither_is_taken(heading: str, key: str) -> None:
    word = heading.rpartition("|")[2]
    subject = "事業名" if "予算" in word else "指標名"
    found = Text(f"{subject}|R5実績|{word}|{word}\n清掃|1|2|3")
    assert all(f'"{word}' in line for line in found.asks("2つ")) and "left_out" not in found.table


def test_of_two_equal_columns_the_first_is_used() -> None:
    found = Text("指標名|R5実績|R5実績\n人口|10|10\n面積|3|3")
    assert found.table["years"] == {"R5": "R5実績#1"} and found.table["left_out"] == ["列C"]
    assert "どの行も同じ値なので、B列を使います" in found.text


def test_what_was_settled_is_no_result() -> None:
    found = Text("施策|事業名|R4決算額（千円）|R5決算額（千円）\nごみ|清掃|5|6")
    assert found.table["years"] == {"settled": {"R4": "R4決算額（千円）", "R5": "R5決算額（千円）"}}
    assert found.edition["year"] == "R5"
    assert Text("事業名|R5予算\n清掃|5").table["years"] == {"budget": {"R5": "R5予算"}}


def test_a_cost_is_budget_or_settled() -> None:
    found = Text("施策|事業名|事業費||\n||R4|R5\nごみ|清掃|5|6".replace("||\n", "|\n"))
    assert found.asks("決算額（settled）ですか、予算額（budget）ですか") == [
        'settled.R4 = "事業費/R4"',
        'settled.R5 = "事業費/R5"',
        'budget.R4 = "事業費/R4"',
        'budget.R5 = "事業費/R5"',
    ]
    assert "left_out" not in found.table and found.table["years"] == {}
    assert Text("事業名|総事業費\n清掃|5").asks("予算額（budget）") == ['settled = "総事業費"', 'budget = "総事業費"']


def test_a_column_that_several_rows_share_may_be_the_plans() -> None:
    found = Text("政策体系|成果指標|R5実績\n健康|健診|1\n健康|教室|2\n道路|舗装|3")
    assert found.asks("施策（プラン）の名前の列は") == ['plan = "政策体系"']


def test_the_value_and_the_year_below_a_heading_are_of_it() -> None:
    found = Text("指標名|当初値||現状値||目標値（R8）\n|値|年度|値|年度|\n人口|1|R2|2|R6|4", file="R6.csv")
    assert found.table["columns"] == {
        "name": "指標名", "baseline": "当初値/値", "baseline_year": "当初値/年度",
        "actual": "現状値/値", "actual_year": "現状値/年度", "target": "目標値（R8）",
    }  # fmt: skip
    assert found.edition["actual"] == "R6" and "left_out" not in found.table


def test_years_across_below_two_values_are_of_each() -> None:
    found = Text("指標名|目標値||実績値|\n|年度||年度|\n|R4|５|R4|５\n人口|1|2|4|5")
    assert found.table["years"] == {
        "R4": "実績値/年度/R4", "R5": "実績値/年度/５", "target": {"R4": "目標値/年度/R4", "R5": "目標値/年度/５"},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "left"),
    [
        ("指標名|前年度実績|目標値\n人口|1|2", "「前年度実績」"),
        ("指標名|値|R5実績|No.|前年度比\n人口|1|2|3|98%", "「値」"),
        ("指標名|現状値||目標値\n|値|年度|\n人口|1|R2|4", "「現状値/年度」"),
        ("施策|指標名①|実績値①|前回①|指標名②|実績値②|前回②\nごみ|回数|1|2|箇所数|2|3", "「前回①」「前回②」"),
    ],
)
def test_numbers_and_years_that_feed_nothing_are_asked(rows: str, left: str) -> None:
    assert f"数の列{left}は、何の値か分からない" in Text(rows).text


def test_what_another_table_of_the_same_rows_uses_is_not_asked() -> None:
    found = Text("事業名|指標名|R5実績|R8目標|予算額\n清掃|人口|1|2|98")
    assert "数の列" not in found.text and found.edition["table"][1]["columns"]["budget"] == "予算額"


def test_tables_of_one_form_with_a_column_that_may_be_the_plans_are_asked_once() -> None:
    rows = "政策体系|成果指標|R5実績\n健康|健診|1\n健康|教室|2\n道路|舗装|3"
    found = Text(grid(rows), grid(rows))
    assert found.asks("施策（プラン）の名前の列は") == ['plan = "政策体系"'] and "同じ形の表" not in found.text


def test_a_row_of_what_was_reached_is_checked_and_another_rate_is_told() -> None:
    found = Text("指標名|区分|R4|R5\n人口|計画|1|2\n人口|実績|1|3\n人口|達成率（％）|100|150\n人口|執行率|9|9")
    assert found.table["roles"] == {"達成率（％）": "achievement", "執行率": ""}
    assert "「執行率」の行は、値から計算できるので使いません" in found.text


@pytest.mark.parametrize(
    ("merged", "key"), [({"A2": "2x1", "B2": "2x1"}, "columns"), ({}, "years")]
)  # one value over the rows of an indicator, or one of the actual values
def test_a_baseline_beside_the_years(merged: dict[str, str], key: str) -> None:
    found = Text(grid("指標名|R3（基準）|区分|R4|R5\n人口|9|計画|1|2\n|9|実績|1|3", **merged))
    assert found.edition["baseline"] == "R3" and "R3（基準）" in found.table[key].values()
    assert "left_out" not in found.table and "基準値とするのは" not in found.text


@pytest.mark.parametrize(
    "legend",
    ["【評価】Ａ：達成率100％以上　Ｂ：80％以上100％未満　Ｃ：80％未満",
     "「Ａ」（達成率100％以上）、「Ｂ」（80％以上100％未満）、「Ｃ」（80％未満）の3区分です。",
     "「Ｂ」：80％以上100％未満、「Ａ」：達成率100％以上、「Ｃ」：80％未満"],
)  # fmt: skip
def test_a_legend_in_brackets(legend: str) -> None:
    found = Text(f"指標名|R5実績|達成度\n人口|1|Ａ\n面積|2|Ｂ\n回数|3|Ｃ\n※{legend}")
    assert [line.split("when = ")[1] for line in found.asks("「Ａ」「Ｂ」「Ｃ」") if "mark" in line] == [
        '"target_share", x = 100 },', '"target_share", x = 80 },', '"otherwise" },',
    ]  # fmt: skip


def test_a_legend_on_the_cover_and_what_its_words_compare_with() -> None:
    rows = grid("指標名|区分|R4|R5|評価\n人口|計画|1|2|◎\n人口|実績|1|2|◎\n件数|計画|1|3|○\n件数|実績|1|2|○", "一覧")
    found = Text(grid("見本市\n（注）評価　◎：計画値を達成　○：計画値の95％以上　△：計画値の95％未満", "表紙"), rows)
    assert [line.split("when = ")[1] for line in found.asks("「◎」「○」") if "mark" in line] == [
        '"year_target_reached" },', '"year_target_share", x = 95 },',
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("headings", "form", "word"),
    [(("基本目標Ⅰ　しごと", "基本目標Ⅱ　ひと"), "基本目標{id} {name}", "基本目標"),
     (("第一章　健康のまち", "第二章　産業のまち"), "第{id}章 {name}", "章"),
     (("第１章　健康のまち", "第２章　産業のまち"), "第{id}章 {name}", "章")],
)  # fmt: skip
def test_headings_over_tables_in_any_number(headings: tuple[str, str], form: str, word: str) -> None:
    """The form that is proposed is one that a run understands."""
    found = contents(*(grid("指標名|R5実績\n人口|1") for _ in headings))
    found.paragraphs += [Paragraph(text, Place(1)) for text in headings]
    [edition] = toml_values(proposal(found, "mihon", "R5.docx").text, "source.toml")["edition"]
    assert (edition["table"][0]["plan_heading"], edition["plan_word"]) == (form, word)
    assert [said and said.name for said in (plan_heading(form, text) for text in headings)] == [
        heading.split("　")[1] for heading in headings
    ]


def test_a_row_of_costs_without_a_target_is_of_an_activity() -> None:
    found = Text(
        "施策|取組の内訳名|担当課|R4実績|R5実績|R5決算額（千円）|要因・今後の取組\nごみ|清掃|環境課|4|5|6|増。"
    )
    assert found.table["subject"] == "activity"
    assert found.table["columns"]["factors"] == "要因・今後の取組"
    assert any("取組の内訳名" in line for line in found.asks("名前の列"))
    assert Text("施策|取組項目|R5決算額（千円）\nごみ|清掃|5").table["columns"]["name"] == "取組項目"


def test_a_row_of_costs_with_a_target_is_of_an_indicator() -> None:
    assert Text("施策|内容名|R5実績|目標値|R5決算額\nごみ|清掃|5|6|7").table["subject"] == "indicator"


def test_numbered_names_are_no_column_of_numbers() -> None:
    found = Text("ねらい|指標名|R5実績\n１ 脱炭素|排出量|10\n２ 資源循環|ごみ|20\n２ 資源循環|資源|5")
    assert "数の列" not in found.text
    assert found.asks("施策（プラン）の名前の列") == ['plan = "ねらい"']


def test_a_count_of_years_in_a_heading_is_no_value() -> None:
    found = Text("成果指標|実績（R5）|５か年目標（R8）\n講座|12|20")
    assert found.table["columns"] == {"name": "成果指標", "target": "５か年目標（R8）"}
    assert found.table["years"] == {"R5": "実績（R5）"}


def test_changes_beside_a_level_are_asked() -> None:
    found = Text("KPI|事業開始前（R3）|R4増加分||R5増加分|\n||目標|実績|目標|実績\n移住者数|42|10|12|10|7")
    assert found.table["left_out"] == ["R4増加分", "R5増加分"]
    assert "何の値か分からない" in found.text


def test_a_ratio_of_costs_is_none_of_results() -> None:
    """Beside results and amounts the values say of which the printed ratio is."""
    head = "事業名|R4決算額|R5決算額|前年度比|R4実績|R5実績\n"
    of_costs = Text(f"{head}窓口|100|105|105.0%|20|30\n相談|200|190|95.0%|40|39")
    assert "ratio" not in of_costs.table["columns"] and of_costs.table["left_out"] == ["前年度比"]
    assert "「前年度比」は、実績でなく" in of_costs.text
    of_results = Text(f"{head}窓口|100|105|150.0%|20|30\n相談|200|190|97.5%|40|39")
    assert of_results.table["columns"]["ratio"] == "前年度比"
