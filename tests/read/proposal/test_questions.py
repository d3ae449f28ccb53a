"""What only a person can know is asked with its choices; what the table says is not."""

import re
from typing import Any

import pytest
from small_grids import contents, grid

from cityplan.files.toml_text import toml_values
from cityplan.read.file.contents import CellGrid
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


_SHARES = "指標名|R5実績|達成度\n人口|1|Ａ\n面積|2|Ｂ\n※　Ａ：100％以上　Ｂ：100％未満"


def test_a_rule_that_the_notes_tell_whole_is_written() -> None:
    """What the shares are of is told too; without that the rule is a question."""
    found = Text(f"{_SHARES}\n※　実績値の目標値に対する割合")
    assert found.edition["rule"] == "mihon" and "質問: 「達成度」" not in found.text
    assert "rule" not in Text(_SHARES).edition and Text(_SHARES).asks("「Ａ」「Ｂ」")
    assert "rule" not in Text(f"{_SHARES.replace('Ｂ：100％未満', 'Ｂ：やや順調')}\n※　目標値に対する割合").edition


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
