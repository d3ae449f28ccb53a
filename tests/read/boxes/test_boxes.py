"""Forms of other shapes: values below labels, blocks, two forms on a sheet, choices; and what is refused or told."""

from pathlib import Path
from typing import ClassVar

import openpyxl
import pytest
from aligned import body, drawn, observations
from openpyxl.styles import Font
from small_forms import document, workbook

from cityplan import steps
from cityplan.files.errors import SourceError
from cityplan.tables.schema import Tables

HEAD = """city = "見本市"
[[edition]]
year = "R5"
file = "{file}"
title = "評価シート"
layout = "forms"
plan_word = "施策"
actual = "R5"
"""


def read(root: Path, forms: dict[str, str] | list[str], source: str) -> Tables:
    folder = root / "data/raw/mihon"
    folder.mkdir(parents=True, exist_ok=True)
    file = "R5.xlsx" if isinstance(forms, dict) else "R5.docx"
    if isinstance(forms, dict):
        workbook(folder / file, forms)
    else:
        document(folder / file, forms)
    (folder / "source.toml").write_text(HEAD.replace("{file}", file) + source, encoding="utf-8")
    return steps.clean_document(str(root), "mihon", "R5")


def refused(root: Path, forms: dict[str, str] | list[str], source: str) -> str:
    with pytest.raises(SourceError) as caught:
        read(root, forms, source)
    return str(caught.value)


ACTIVITY = """
事務事業評価シート | < | < | < | < | <
事務事業名 | < | < | 担当課 | < | 事業番号
{name} | < | < | {division} | < | {number}
事業の目的 | {purpose} | < | < | < | <

活動指標 | 指標名 | {output} | < | 単位 | 回
^ | 区分 | R3 | R4 | R5 | R6
^ | 目標値 | 10 | 11 | 12 | 13
^ | 実績値 | 9 | 11 | {did} | .

成果指標 | 指標名 | {outcome} | < | 単位 | 人
^ | 区分 | R3 | R4 | R5 | R6
^ | 目標値 | 100 | 110 | 120 | 130
^ | 実績値 | 90 | 111 | 118 | .

事業費\\n（千円） | R4決算 | R5決算 | R6予算 | . | .
^ | 1200 | 1300 | 1400 | . | .
"""
ACTIVITY_SOURCE = """target = "R6"
left_out = ["活動指標", "成果指標"]
[edition.boxes]
id = "事業番号"
name = "事務事業名"
division = "担当課"
purpose = "事業の目的"
[[edition.table]]
subject = "indicator"
[edition.table.boxes]
name = "指標名"
unit = "単位"
[edition.table.columns]
role = "区分"
[edition.table.roles]
"目標値" = "target"
[edition.table.years]
R3 = "R3"
R4 = "R4"
R5 = "R5"
R6 = "R6"
[[edition.table]]
subject = "activity"
[edition.table.fixed]
name = "事業費"
[edition.table.years.settled]
R4 = "R4決算"
R5 = "R5決算"
[edition.table.years.budget]
R6 = "R6予算"
"""


def activity(name: str, division: str, number: str, did: str = "12") -> str:
    words = {"name": name, "division": division, "number": number, "purpose": f"{name}を行う。"}
    text = ACTIVITY.replace("事務事業評価シート", "評価シート")
    return text.format(**words, output=f"{name}の回数", outcome=f"{name}の参加者数", did=did)


class TestActivityForms:
    """事務事業評価シート: values below labels, a block for each indicator with a small table, costs."""

    FORMS: ClassVar = {"01": activity("講座", "学習課", "1"), "02": activity("相談", "福祉課", "2", "－")}

    @pytest.mark.parametrize("kind", ["workbook", "document"])
    def test_all_of_it(self, tmp_path: Path, kind: str) -> None:
        parts = [part for text in self.FORMS.values() for part in text.split("\n\n")]
        tables = read(tmp_path, self.FORMS if kind == "workbook" else parts, ACTIVITY_SOURCE)
        assert drawn(tables["plans"], "plan_id", "name", "purpose") == [
            ["01", "講座", "講座を行う。"],
            ["02", "相談", "相談を行う。"],
        ]
        assert drawn(tables["indicators"], "plan_id", "name", "unit", "division", "actual_text", "target_text") == body("""
            plan | name | unit | division | actual | target
            01 | 講座の回数 | 回 | 学習課 | 12 | 13
            01 | 講座の参加者数 | 人 | 学習課 | 118 | 130
            02 | 相談の回数 | 回 | 福祉課 | － | 13
            02 | 相談の参加者数 | 人 | 福祉課 | 118 | 130
        """)
        costs = [row for row in observations(tables, "unit") if row[2] in ("settled", "budget")]
        assert costs[:3] == [
            ["01", "1", "settled", "R4", "1200", "千円"],
            ["01", "1", "settled", "R5", "1300", "千円"],
            ["01", "1", "budget", "R6", "1400", "千円"],
        ]
        assert ["01", "2", "target", "R4", "110", "人"] in observations(tables, "unit")

    def test_two_forms_on_one_sheet(self, tmp_path: Path) -> None:
        tables = read(tmp_path, {"一覧": "\n".join(self.FORMS.values())}, ACTIVITY_SOURCE)
        assert list(tables["plans"]["name"]) == ["講座", "相談"]
        assert list(tables["indicators"]["division"]) == ["学習課", "学習課", "福祉課", "福祉課"]


BLOCKS = """
評価シート | < | < | < | < | <
施策名 | {name} | < | < | 担当課：{division} | <
成果指標① | 単位 | 基準値 | 目標値 | R4実績 | R5実績
転入者数 | 人 | 10 | 20 | 11 | 12
成果指標② | 単位 | 基準値 | 目標値 | R4実績 | R5実績
満足度 | ％ | 50.0 | 60.0 | 51.5 | 52.0
成果指標③ | 単位 | 基準値 | 目標値 | R4実績 | R5実績
. | . | . | . | . | .
総合評価 | {grade} | < | < | < | <
今後の\\n方向性 | {choice} | < | < | < | <
^ | {future} | < | < | < | <
"""
BLOCKS_SOURCE = """baseline = "R3"
target = "R8"
[edition.boxes]
name = "施策名"
division = "担当課"
grade = "総合評価"
choice = "今後の方向性"
direction = "今後の方向性"
[[edition.table]]
subject = "indicator"
[edition.table.boxes]
name = "成果指標{}"
unit = "単位"
baseline = "基準値"
target = "目標値"
[edition.table.boxes.years]
R4 = "R4実績"
R5 = "R5実績"
"""


def blocks(name: str = "住まい", **words: str) -> str:
    said = {"division": "住宅課", "grade": "Ａ　Ⓑ　Ｃ", "choice": "拡充・○継続・縮小", "future": "続ける。"}
    return BLOCKS.format(name=name, **{**said, **words})


class TestBlocks:
    """Labels in a row with their values below, once for each indicator; a value behind a colon."""

    @pytest.mark.parametrize("kind", ["workbook", "document"])
    def test_each_block_is_an_indicator_and_an_empty_one_is_none(self, tmp_path: Path, kind: str) -> None:
        forms = {"1": blocks(), "2": blocks("しごと", division="商工課")}
        tables = read(tmp_path, forms if kind == "workbook" else list(forms.values()), BLOCKS_SOURCE)
        assert drawn(tables["indicators"], "plan_id", "name", "unit", "division", "target_text", "actual_text") == body("""
            plan | name | unit | division | target | actual
            01 | 転入者数 | 人 | 住宅課 | 20 | 12
            01 | 満足度 | % | 住宅課 | 60.0 | 52.0
            02 | 転入者数 | 人 | 商工課 | 20 | 12
            02 | 満足度 | % | 商工課 | 60.0 | 52.0
        """)
        assert ["01", "1", "actual", "R4", "11", "人"] in observations(tables, "unit")

    def test_the_word_that_is_chosen_and_the_whole_cell(self, tmp_path: Path) -> None:
        tables = read(tmp_path, {"1": blocks()}, BLOCKS_SOURCE)
        assert drawn(tables["texts"], "section", "text") == body("""
            section | text
            担当課 | 住宅課
            総合評価 | B
            今後の方向性 | 継続
            今後の方向性 | 続ける。
        """)
        chosen = tables["repairs"][tables["repairs"]["rule"] == "chosen_word"]
        assert drawn(chosen, "before", "after") == [["Ａ　Ⓑ　Ｃ", "B"], ["拡充・○継続・縮小", "継続"]]

    @pytest.mark.parametrize(
        ("choice", "said"),
        [("☑拡充 ☑継続 ☐縮小", "2つ"), ("□拡充 □継続", "印がありません"), ("拡充 継続 縮小", "印がありません")],
    )
    def test_two_words_or_none_are_a_doubt(self, tmp_path: Path, choice: str, said: str) -> None:
        tables = read(tmp_path, {"1": blocks(choice=choice)}, BLOCKS_SOURCE)
        [doubt] = tables["repairs"][tables["repairs"]["rule"] == "choice_unclear"].itertuples()
        assert doubt.is_doubt and said in doubt.after and doubt.before == choice
        assert [row for row in drawn(tables["texts"], "section", "text") if row[0] == "今後の方向性"] == [
            ["今後の方向性", "続ける。"]
        ]

    def test_a_label_that_no_form_has(self, tmp_path: Path) -> None:
        said = refused(tmp_path, {"1": blocks()}, BLOCKS_SOURCE.replace('"総合評価"', '"総合判定"'))
        assert "「総合判定」のラベルが、どの様式にもありません" in said

    def test_labels_of_which_nothing_is_said(self, tmp_path: Path) -> None:
        """The lines to paste leave out labels with their values."""
        form = blocks() + "備考欄 | 記入なし | < | < | < | <\n"
        said = refused(tmp_path, {"1": form}, BLOCKS_SOURCE)
        assert '"備考欄",' in said and "記入なし" not in said.split("left_out = [")[1]
        tables = read(tmp_path, {"1": form}, 'left_out = ["備考欄"]\n' + BLOCKS_SOURCE)
        declared = tables["skipped_lines"][tables["skipped_lines"]["reason"] == "declared"]
        assert list(declared["text"]) == ["備考欄", "記入なし"]

    def test_a_label_twice_with_two_values(self, tmp_path: Path) -> None:
        form = blocks() + "総合評価 | Ａ | < | < | < | <\n"
        assert "「総合評価」が2つ以上あり、値が違います" in refused(tmp_path, {"1": form}, BLOCKS_SOURCE)
        tables = read(
            tmp_path,
            {"1": form},
            BLOCKS_SOURCE.replace('grade = "総合評価"', 'grade = "総合評価#2"\ntext = "総合評価#1"'),
        )
        said = [row for row in drawn(tables["texts"], "section", "text") if row[0] == "総合評価"]
        assert said == [["総合評価", "Ａ"], ["総合評価", "B"]]


class TestWhereValuesStand:
    SOURCE = '[edition.boxes]\nname = "施策名"\ndivision = "担当課"\npurpose = "目的"\n'

    def test_below_where_another_label_stands_right(self, tmp_path: Path) -> None:
        tables = read(tmp_path, {"1": "施策名 | 担当課 | 目的\n住まい | 住宅課 | 住みよくする。\n"}, self.SOURCE)
        assert drawn(tables["plans"], "name", "purpose") == [["住まい", "住みよくする。"]]
        assert drawn(tables["texts"], "section", "text") == [["担当課", "住宅課"]]

    def test_blank_columns_between_labels_and_values_below_are_asked_for(self, tmp_path: Path) -> None:
        """A form alone may have empty values right of its labels, and another thing below."""
        form = "施策名 | | 担当課 | | 目的\n住まい | | 住宅課 | | 住みよくする。\n"
        said = refused(tmp_path, {"1": form}, self.SOURCE)
        assert '{ label = "施策名", value = "below" }' in said
        forms = {"1": form, "2": form.replace("住", "働")}
        assert list(read(tmp_path, forms, self.SOURCE)["plans"]["name"]) == ["住まい", "働まい"]

    def test_labels_in_a_row_of_which_one_is_not_declared(self, tmp_path: Path) -> None:
        """The word right of a label is the same in all forms, what stands below is not: it is asked for."""
        form = "施策名 | 担当課 | 電話 | 目的\n{0}まい | {0}課 | 123 | {0}みよくする。\n"
        forms = {"1": form.format("住"), "2": form.format("働")}
        assert "「担当課」の値が、右（電話）か下（住課）か、決められません" in refused(tmp_path, forms, self.SOURCE)

    def test_the_same_division_in_all_forms(self, tmp_path: Path) -> None:
        form = "施策名 | {0}まい | 担当課 | 企画課\n目的 | {0}みよくする。 | < | <\n"
        tables = read(tmp_path, {"1": form.format("住"), "2": form.format("働")}, self.SOURCE)
        assert list(tables["texts"]["text"]) == ["企画課", "企画課"]

    def test_an_empty_box_stays_empty(self, tmp_path: Path) -> None:
        """The other form says that the value stands right; the text below is none."""
        form = "施策名 | {} | < | <\n担当課 | {} | 電話 | 123\n目的 | < | < | <\n住みよくする。 | < | < | <\n"
        forms = {"1": form.format("住まい", "住宅課"), "2": form.format("しごと", "")}
        tables = read(tmp_path, forms, 'left_out = ["電話"]\n' + self.SOURCE)
        assert drawn(tables["texts"], "plan_id", "section", "text") == [["01", "担当課", "住宅課"]]
        assert list(tables["plans"]["purpose"]) == ["住みよくする。"] * 2

    def test_paragraphs_of_a_document(self, tmp_path: Path) -> None:
        """Headings over paragraphs, and a label with its value in one."""
        parts = ["施策名：住まい", "担当課：住宅課", "■目的", "住みよくする。", "広げる。"]
        other = ["施策名：しごと", "担当課：商工課", "■目的", "働きよくする。"]
        tables = read(tmp_path, [*parts, *other], self.SOURCE)
        assert drawn(tables["plans"], "name", "purpose") == [
            ["住まい", "住みよくする。広げる。"],
            ["しごと", "働きよくする。"],
        ]

    def test_a_label_over_several_rows(self, tmp_path: Path) -> None:
        form = "施策名 | 住まい\n担当課 | 住宅課\n目的 | ・建てる\n^ | ・貸す\n"
        assert list(read(tmp_path, {"1": form}, self.SOURCE)["plans"]["purpose"]) == ["・建てる・貸す"]

    def test_a_name_with_two_cells_beside_it_is_asked_for(self, tmp_path: Path) -> None:
        form = "施策名 | 住まい\n^ | すまい\n担当課 | 住宅課\n目的 | 住みよくする。\n"
        assert "値のセルが2つあります" in refused(tmp_path, {"1": form}, self.SOURCE)

    def test_an_empty_name(self, tmp_path: Path) -> None:
        form = "施策名 | .\n担当課 | 住宅課\n目的 | 住みよくする。\n"
        assert "プランの名前の欄が空です" in refused(tmp_path, [form], self.SOURCE)


class TestWorkbooks:
    SOURCE = """struck = "beside"
[edition.boxes]
name = "施策名"
[[edition.table]]
[edition.table.columns]
name = "指標名"
unit = "単位"
role = "区分"
[edition.table.years]
R4 = "R4"
R5 = "R5"
"""
    FORM = """
施策名 | 住まい | < | < | < | <

指標名 | 単位 | 区分 | R4 | R5 | <
件数 | 件 | 計画 | 100 | 120 | <
^ | ^ | 実績 | 90 | 125 | 121
^ | ^ | 達成率 | 90.0% | 104.2% | <
"""

    def changed(self, root: Path, source: str = SOURCE) -> Tables:
        """The form with 125 struck out, and the share of R4 as a formula with its result."""
        folder = root / "data/raw/mihon"
        folder.mkdir(parents=True, exist_ok=True)
        workbook(folder / "R5.xlsx", {"1": self.FORM})
        book = openpyxl.load_workbook(folder / "R5.xlsx")
        book["1"]["E5"].font = Font(strike=True)
        book.save(folder / "R5.xlsx")
        (folder / "source.toml").write_text(HEAD.replace("{file}", "R5.xlsx") + source, encoding="utf-8")
        return steps.clean_document(str(root), "mihon", "R5")

    def test_the_number_beside_a_struck_one(self, tmp_path: Path) -> None:
        tables = self.changed(tmp_path)
        assert list(tables["indicators"]["actual_text"]) == ["121"]
        told = tables["repairs"][tables["repairs"]["rule"] == "struck_beside"]
        assert drawn(told, "column", "before", "after") == [["actual_text", "125", "121"]]

    def test_neither_is_used_where_nothing_says_so(self, tmp_path: Path) -> None:
        tables = self.changed(tmp_path, self.SOURCE.partition("\n")[2])
        assert list(tables["indicators"]["actual_text"]) == [""]
        assert "struck_unclear" in list(tables["repairs"]["rule"])

    def test_a_formula_without_a_result_is_in_doubt(self, tmp_path: Path) -> None:
        tables = read(tmp_path, {"1": self.FORM.replace("125 | 121", "=120+1 | <")}, self.SOURCE)
        assert list(tables["indicators"]["actual_text"]) == [""]

    def test_hidden_rows_are_told_and_not_used(self, tmp_path: Path) -> None:
        folder = tmp_path / "data/raw/mihon"
        folder.mkdir(parents=True)
        form = self.FORM.replace("125 | 121", "121 | <") + "旧指標 | 件 | 計画 | 1 | 2 | <\n^ | ^ | 実績 | 1 | 2 | <\n"
        workbook(folder / "R5.xlsx", {"1": form, "2": form.replace("住まい", "しごと")})
        book = openpyxl.load_workbook(folder / "R5.xlsx")
        book["1"].row_dimensions[7].hidden = book["1"].row_dimensions[8].hidden = True
        book["2"].sheet_state = "hidden"
        book.save(folder / "R5.xlsx")
        (folder / "source.toml").write_text(HEAD.replace("{file}", "R5.xlsx") + self.SOURCE, encoding="utf-8")
        tables = steps.clean_document(str(tmp_path), "mihon", "R5")
        assert list(tables["indicators"]["name"]) == ["件数"]
        reasons = drawn(tables["skipped_lines"], "text", "reason")
        assert ["旧指標", "hidden_cell"] in reasons and ["シート「2」（非表示）", "other_sheet"] in reasons


def test_a_form_over_two_pages_whose_head_stands_again(tmp_path: Path) -> None:
    """The second head with the same name is no other form; what it says again is told."""
    source = '[edition.boxes]\nname = "施策名"\ndivision = "担当課"\npurpose = "目的"\ndirection = "今後の方向"\n'
    head = "施策名 | {0} | 担当課 | {0}課"
    parts = [
        part
        for name in ("住まい", "しごと")
        for part in (
            head.format(name),
            f"目的 | {name}をよくする。",
            head.format(name),
            f"今後の方向 | {name}を続ける。",
        )
    ]
    tables = read(tmp_path, parts, source)
    assert drawn(tables["plans"], "name", "purpose") == [
        ["住まい", "住まいをよくする。"],
        ["しごと", "しごとをよくする。"],
    ]
    texts = drawn(tables["texts"], "plan_id", "section", "text")
    assert ["01", "今後の方向", "住まいを続ける。"] in texts and ["02", "今後の方向", "しごとを続ける。"] in texts
    assert list(tables["skipped_lines"]["reason"]).count("repeated_heading") == 8
