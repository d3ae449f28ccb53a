"""Sheets of one form at a time: headings of any kind, prose, tables that go on, and what is refused or told."""

import re
from pathlib import Path

import openpyxl
import pytest
from aligned import body, drawn
from small_forms import document

from cityplan import steps
from cityplan.files.errors import SourceError
from cityplan.tables.schema import Tables

SOURCE = """city = "見本市"
[[edition]]
year = "R5"
file = "R5.docx"
title = "計画の取組状況"
layout = "sheets"
plan_word = "施策"
baseline = "R3"
previous = "R4"
actual = "R5"
target = "R8"
sheet_begins = "施策{id}：{name}"
prose = { purpose = "目的", direction = "今後の方向" }

[[edition.table]]
subject = "activity"
heading_rows = 2
[edition.table.columns]
name = "事業名"
actual = "実績/R5"
previous = "実績/R4"
ratio = "実績/前年度比"

[[edition.table]]
[edition.table.columns]
name = "指標名"
baseline = "基準値"
target = "目標値"
actual = "実績値"
"""
ACTIVITIES = """
事業名 | 実績 | <      | <
^      | R5   | R4     | 前年度比
あ事業 | 10件 | 8件    | 125.0%
"""
MEASURES = """
事業名 | 実績   | <   | <
^      | R5     | R4  | 前年度比
あ事業 | 件数   | <   | 125.0%
^      | 10件   | 8件 | ^
^      | 参加者 | <   | 50.0%
^      | 4人    | 8人 | ^
い事業 | 3回    | 3回 | 100.0%
"""
INDICATORS = """
指標名   | 基準値 | 目標値 | 実績値
転入者数 | 10人   | 20人   | 12人
"""
SHEET = [
    "施策１：住まい",
    "目的",
    "住みやすいまちにします。",
    ACTIVITIES,
    INDICATORS,
    "今後の方向",
    "【あ事業】続ける。",
]


def read(root: Path, parts: list[str], source: str = SOURCE) -> Tables:
    folder = root / "data/raw/mihon"
    folder.mkdir(parents=True)
    document(folder / "R5.docx", parts)
    (folder / "source.toml").write_text(source, encoding="utf-8")
    return steps.clean_document(str(root), "mihon", "R5")


def refused(root: Path, parts: list[str], source: str = SOURCE) -> SourceError:
    with pytest.raises(SourceError) as caught:
        read(root, parts, source)
    return caught.value


def second(sheet: list[str], heading: str = "施策２：しごと") -> list[str]:
    return [heading, *sheet[1:]]


def test_a_table_whose_headings_are_spoiled_on_one_sheet_is_a_doubt(tmp_path: Path) -> None:
    spoiled = [part.replace("事業名", "名").replace("実績 ", "績 ") for part in SHEET]
    repairs = read(tmp_path, [*SHEET, *second(spoiled)])["repairs"]
    own = repairs[repairs["rule"] == "unread_table"]
    assert own[["plan_id", "is_doubt"]].to_numpy().tolist() == [["02", True]]


class TestHeadingsOfSheets:
    @pytest.mark.parametrize(
        ("begins", "headings"),
        [
            ("施策{id}：{name}", ["施策１：住まい", "施策２：しごと"]),
            ("施策{id}：{name}", ["施 策 ① ： 住まい", "施策②: しごと"]),
            ("PLAN {id} {name}", ["PLAN 01　住まい", "ＰＬＡＮ０２ しごと"]),
            ("プラン{id}　{name}", ["プラン1 住まい", "プラン　２　しごと"]),
            ("【戦略{id}】{name}", ["【戦略1】住まい", "【戦略２】 しごと"]),
        ],
    )
    def test_numbers_of_any_form(self, tmp_path: Path, begins: str, headings: list[str]) -> None:
        source = SOURCE.replace("施策{id}：{name}", begins)
        parts = [part for heading in headings for part in second(SHEET, heading)]
        assert drawn(read(tmp_path, parts, source)["plans"], "plan_id", "name") == [["01", "住まい"], ["02", "しごと"]]

    def test_the_name_below_its_number(self, tmp_path: Path) -> None:
        source = SOURCE.replace("施策{id}：{name}", "施策{id}")
        tables = read(tmp_path, ["施策１", "住まい", *SHEET[1:], "施策２", "しごと", *SHEET[1:]], source)
        assert list(tables["plans"]["name"]) == ["住まい", "しごと"]

    def test_a_number_of_two_parts_is_the_number_of_the_plan(self, tmp_path: Path) -> None:
        parts = [*second(SHEET, "施策１－２：住まい"), *second(SHEET, "施策１－３：しごと")]
        tables = read(tmp_path, parts)
        assert drawn(tables["plans"], "plan_id", "name") == [["1-2", "住まい"], ["1-3", "しごと"]]

    def test_numbers_with_letters(self, tmp_path: Path) -> None:
        source = SOURCE.replace("施策{id}：{name}", "{id} {name}")
        parts = [*second(SHEET, "Ⅰ-1-(2) 住まい"), *second(SHEET, "Ⅱ-1-(1) しごと")]
        tables = read(tmp_path, parts, source)
        assert drawn(tables["plans"], "plan_id", "name") == [["I-1-2", "住まい"], ["II-1-1", "しごと"]]

    def test_the_division_of_all_rows_of_a_sheet(self, tmp_path: Path) -> None:
        source = SOURCE.replace('purpose = "目的"', 'purpose = "目的", division = "担当"')
        tables = read(tmp_path, [SHEET[0], "担当：住宅課", *SHEET[1:]], source)
        assert [*tables["activities"]["division"], *tables["indicators"]["division"]] == ["住宅課", "住宅課"]

    def test_a_sentence_is_no_heading(self, tmp_path: Path) -> None:
        parts = [*SHEET[:3], "施策２：しごとと合わせて進めます。", *SHEET[3:]]
        assert list(read(tmp_path, parts)["plans"]["name"]) == ["住まい"]

    def test_a_heading_that_stands_again_has_its_sheet_go_on(self, tmp_path: Path) -> None:
        parts = [*SHEET[:4], "施策１：住まい", *SHEET[4:]]
        tables = read(tmp_path, parts)
        assert len(tables["activities"]) == len(tables["indicators"]) == 1
        assert sorted(tables["skipped_lines"]["reason"]) == ["heading", "heading", "repeated_heading"]

    def test_a_sheet_that_goes_on_in_a_word_that_is_not_declared(self, tmp_path: Path) -> None:
        fault = refused(tmp_path, [*SHEET[:4], "施策１：住まい（つづき）", *SHEET[4:]])
        assert 'continued = "(つづき)"' in fault.next_step

    def test_a_list_of_contents_is_no_sheet(self, tmp_path: Path) -> None:
        tables = read(tmp_path, ["施策１：住まい", "施策２：しごと", *SHEET, *second(SHEET)])
        assert list(tables["plans"]["purpose"]) == ["住みやすいまちにします。"] * 2

    def test_no_heading_is_found(self, tmp_path: Path) -> None:
        fault = refused(tmp_path, [*second(SHEET, "PLAN 01 住まい"), *second(SHEET, "PLAN 02 しごと")])
        assert 'sheet_begins = "PLAN{id} {name}"' in fault.next_step

    def test_one_number_with_two_names(self, tmp_path: Path) -> None:
        fault = refused(tmp_path, [*SHEET, *second(SHEET, "施策１：しごと")])
        assert "名前が違います" in str(fault)


class TestProse:
    def test_what_is_not_known_is_told_at_once_with_the_lines_to_write(self, tmp_path: Path) -> None:
        fault = refused(tmp_path, [*SHEET[:3], "主な取組", ACTIVITIES, "■ 指標の状況", *SHEET[4:]])
        assert "2か所" in fault.problem and '"主な取組",\n  "■ 指標の状況",' in fault.next_step

    def test_numbers_among_them_may_be_values(self, tmp_path: Path) -> None:
        fault = refused(tmp_path, [*SHEET[:3], "就業者数", "1,842人", ACTIVITIES, *SHEET[4:]])
        assert "このうち「1,842人」は数です" in fault.next_step

    def test_left_out_as_it_is_printed_or_without_its_mark(self, tmp_path: Path) -> None:
        source = SOURCE.replace("prose =", 'left_out = ["指標の状況"]\nprose =')
        tables = read(tmp_path, [*SHEET[:4], "■ 指標の状況", *SHEET[4:]], source)
        assert "declared" in list(tables["skipped_lines"]["reason"])

    def test_a_heading_and_its_text_in_one_paragraph(self, tmp_path: Path) -> None:
        tables = read(tmp_path, [SHEET[0], "目的：住みやすいまちにします。", *SHEET[3:]])
        assert list(tables["plans"]["purpose"]) == ["住みやすいまちにします。"]

    def test_other_prose_and_notes_are_kept(self, tmp_path: Path) -> None:
        source = SOURCE.replace("prose = {", 'prose = { text = ["現状"],')
        tables = read(tmp_path, [*SHEET[:3], "◆現状", "人が減っています。", *SHEET[3:5], "※速報値", *SHEET[5:]], source)
        assert drawn(tables["texts"], "plan_id", "section", "text") == body("""
            plan | section | text
            01 | 現状 | 人が減っています。
            01 | 注 | ※速報値
        """)

    def test_a_direction_of_no_activity_is_kept(self, tmp_path: Path) -> None:
        tables = read(tmp_path, [*SHEET[:-1], "【ほかの事業】始める。", "【あ事業】続ける。"])
        assert drawn(tables["texts"], "section", "text") == [["今後の取組の方向性", "【ほかの事業】始める。"]]
        assert list(tables["activities"]["direction"]) == ["続ける。"]

    def test_a_purpose_that_something_parts_is_doubtful(self, tmp_path: Path) -> None:
        source = SOURCE.replace("prose =", 'left_out = ["写真"]\nprose =')
        tables = read(tmp_path, [*SHEET[:3], "写真", "働けるまちにします。", *SHEET[3:]], source)
        assert list(tables["plans"]["purpose"]) == ["住みやすいまちにします。"]
        assert drawn(tables["texts"], "section", "text") == [["目的", "働けるまちにします。"]]
        assert ["purpose_apart", "True"] in drawn(tables["repairs"], "rule", "is_doubt")

    def test_a_purpose_that_stands_twice_may_be_of_a_sheet_whose_heading_is_lost(self, tmp_path: Path) -> None:
        fault = refused(tmp_path, [*SHEET, *second(SHEET, "施索２：しごと。")])
        assert "2回あります" in str(fault)


class TestAFormThatIsOneTable:
    """A sheet of Word that is one table: its headings and prose are rows of it."""

    FORM = """
        施策１：住まい | < | < | <
        目的 | 住みやすいまちにします。 | < | <
        事業名 | 実績 | <   | <
        ^      | R5   | R4  | 前年度比
        あ事業 | 10件 | 8件 | 125.0%
        今後の方向 | < | < | <
        【あ事業】続ける。 | < | < | <
        指標名   | 基準値 | 目標値 | 実績値
        転入者数 | 10人   | 20人   | 12人
    """

    def test_all_of_it_is_read(self, tmp_path: Path) -> None:
        tables = read(tmp_path, [self.FORM])
        assert drawn(tables["plans"], "name", "purpose") == [["住まい", "住みやすいまちにします。"]]
        assert drawn(tables["activities"], "name", "actual", "direction") == [["あ事業", "10", "続ける。"]]
        assert drawn(tables["indicators"], "name", "actual") == [["転入者数", "12"]]

    def test_a_heading_in_the_first_row_of_a_table(self, tmp_path: Path) -> None:
        titled = f"施策１：住まい | < | < | <{ACTIVITIES}"
        assert list(read(tmp_path, [titled, *SHEET[4:], *SHEET[1:3]])["plans"]["name"]) == ["住まい"]


class TestTables:
    def test_several_measures_of_one_activity(self, tmp_path: Path) -> None:
        tables = read(tmp_path, [*SHEET[:3], MEASURES, *SHEET[4:]])
        columns = ("activity_no", "name", "measure", "actual", "unit", "previous", "ratio_printed", "direction")
        assert drawn(tables["activities"], *columns) == body("""
            no | name | measure | actual | unit | previous | ratio | direction
            1 | あ事業 | 件数   | 10 | 件 | 8 | 125.0 | 続ける。
            2 | あ事業 | 参加者 | 4  | 人 | 8 | 50.0  | 続ける。
            3 | い事業 |        | 3  | 回 | 3 | 100.0 |
        """)

    def test_parts_of_one_and_two_levels_under_one_heading(self, tmp_path: Path) -> None:
        parts = """
            指標名       | <     | <    | 基準値 | 目標値 | 実績値
            分かる割合   | 小6   | 国語 | 80%    | 90%    | 85%
            ^            | ^     | 算数 | 70%    | 90%    | 75%
            満足する割合 | 中学生 | <    | 60%    | 70%    | 61%
            転入者数     | <     | <    | 10人   | 20人   | 12人
        """
        tables = read(tmp_path, [*SHEET[:4], parts, *SHEET[5:]])
        assert drawn(tables["indicators"], "name", "subgroup", "actual") == body("""
            name | subgroup | actual
            分かる割合 | 小6 国語 | 85
            分かる割合 | 小6 算数 | 75
            満足する割合 | 中学生 | 61
            転入者数 | | 12
        """)

    def test_the_mark_of_a_note_is_no_part_of_a_name(self, tmp_path: Path) -> None:
        noted = INDICATORS.replace("転入者数", "転入者数※¹")
        tables = read(tmp_path, [*SHEET[:4], noted, "※1　住民票による。", "※2　速報値", *SHEET[5:]])
        assert list(tables["indicators"]["name"]) == ["転入者数"]
        assert "note_mark_split" in list(tables["repairs"]["rule"])
        assert drawn(tables["texts"], "heading", "text") == [["転入者数", "※1　住民票による。"], ["", "※2　速報値"]]

    def test_a_table_that_goes_on_below_a_heading_is_one(self, tmp_path: Path) -> None:
        more = INDICATORS.replace("転入者数", "転出者数")
        tables = read(tmp_path, [*SHEET[:5], "施策１：住まい", more, *SHEET[5:]])
        assert drawn(tables["indicators"], "indicator_no", "name") == [["1", "転入者数"], ["2", "転出者数"]]

    def test_a_heading_that_is_not_found(self, tmp_path: Path) -> None:
        fault = refused(tmp_path, [*SHEET[:4], INDICATORS.replace("目標値", "めざす値"), *SHEET[5:]])
        assert "めざす値" in str(fault) and "目標値" in str(fault)

    def test_what_all_sheets_have_is_told_once(self, tmp_path: Path) -> None:
        sheet = [*SHEET[:4], INDICATORS.replace("目標値", "めざす値"), *SHEET[5:]]
        fault = refused(tmp_path, [*sheet, *second(sheet)])
        assert "ほかの1つの表も同じ" in fault.problem

    def test_a_table_of_no_form_is_told(self, tmp_path: Path) -> None:
        other = "予算 | 決算\n1千円 | 2千円"
        told = read(tmp_path, [*SHEET[:4], other, *SHEET[4:]])["skipped_lines"]
        assert list(told[told["reason"] == "other_table"]["text"]) == ["予算\t決算", "1千円\t2千円"]

    def test_a_table_before_the_first_sheet_may_be_of_a_lost_one(self, tmp_path: Path) -> None:
        fault = refused(tmp_path, [ACTIVITIES, *SHEET])
        assert "初めのシートの見出しより前" in str(fault)

    def test_a_count_table_on_the_cover_is_told(self, tmp_path: Path) -> None:
        told = read(tmp_path, ["表紙", "達成 | 未達成\n1 | 8", *SHEET])["skipped_lines"]
        assert list(told[told["reason"] == "outside_sheets"]["text"]) == ["表紙", "達成\t未達成", "1\t8"]

    def test_a_sheet_without_a_table(self, tmp_path: Path) -> None:
        fault = refused(tmp_path, [*SHEET, "施策２：しごと", "目的", "働けるまちにします。"])
        assert "番号 2 のシート" in str(fault)

    def test_all_that_is_missing_is_told_at_once(self, tmp_path: Path) -> None:
        parts = [*SHEET[:3], "主な取組", *SHEET[3:4], INDICATORS.replace("目標値", "めざす値"), *SHEET[5:]]
        said = str(refused(tmp_path, [*parts, *second(SHEET, "施策１：しごと")]))
        assert all(word in said for word in ("主な取組", "めざす値", "名前が違います"))


class TestAWorkbook:
    """Each sheet is a page: graph paper 方眼紙, rows of one text as paragraphs."""

    def test_rows_of_one_text_are_paragraphs(self, tmp_path: Path) -> None:
        folder = tmp_path / "data/raw/mihon"
        folder.mkdir(parents=True)
        (folder / "source.toml").write_text(SOURCE.replace("R5.docx", "R5.xlsx"), encoding="utf-8")
        book = openpyxl.Workbook()
        sheet = book.active
        lines = [["施策１：住まい"], ["目的"], ["住みやすいまちにします。"]]
        lines += [["事業名", "実績"], ["", "R5", "R4", "前年度比"], ["あ事業", "10件", "8件", "125.0%"], []]
        lines += [
            ["指標名", "基準値", "目標値", "実績値"],
            ["転入者数", "10人", "20人", "12人"],
            ["今後の方向"],
            ["【あ事業】続ける。"],
        ]
        for row, texts in enumerate(lines, start=1):
            for column, text in enumerate(texts, start=1):
                sheet.cell(row, column, text or None)
        sheet.merge_cells("A4:A5")
        sheet.merge_cells("B4:D4")
        book.create_sheet("記入例").sheet_state = "hidden"
        book.save(folder / "R5.xlsx")
        tables = steps.clean_document(str(tmp_path), "mihon", "R5")
        assert drawn(tables["activities"], "name", "actual", "direction") == [["あ事業", "10", "続ける。"]]
        assert drawn(tables["indicators"], "name", "actual") == [["転入者数", "12"]]
        cells = tables["cells"]
        assert list(cells[cells["column"] == "purpose"]["place"]) == ["シート「Sheet」 A3"]
        assert "other_sheet" in list(tables["skipped_lines"]["reason"])


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('sheet_begins = "施策"', "{id}"),
        ('sheet_group = "プロジェクト"', "{name}"),
        ('prose = { aim = "目的" }', "purpose、direction、division、text"),
        ("prose = 3", "purpose、direction、division、text"),
    ],
)
def test_a_declaration_that_cannot_be(tmp_path: Path, line: str, told: str) -> None:
    key = line.split(" ")[0]
    source = re.sub(f"^{key} =.*", line, SOURCE, flags=re.MULTILINE)
    source = source if line in source else SOURCE.replace("prose =", f"{line}\nprose =")
    assert told in str(refused(tmp_path, SHEET, source))


class TestAnExtractedText:
    """Words of another city in a text: the numbers that its tabs part are those of its declarations."""

    TEXT = """
    表紙

    プラン1　住まい
    目的
    住みやすいまちにします。

    担当課|事業名|実績||対前年度比
    ||令和4年度|令和5年度|
    住宅課|あ事業|件数||125.0%
    ||8件|10件|
    企画課|い事業|3回|3回|100.0%

    プラン1　住まい
    所管|指標名|令和5年度実績|基準値|目標値
    住宅課|転入者数|12人|10人|20人

    今後の方向
    【あ事業】
    続ける。
    """
    SOURCE = """
actual = "実績/令和5年度"
previous = "実績/令和4年度"
ratio = "対前年度比"

[[edition.table]]
[edition.table.columns]
division = "所管"
name = "指標名"
baseline = "基準値"
target = "目標値"
actual = "令和5年度実績"
"""

    def tables(self, root: Path, text: str) -> Tables:
        folder = root / "data/raw/mihon"
        folder.mkdir(parents=True)
        lines = "\n".join(line.strip() for line in text.split("\n"))
        (folder / "R5.txt").write_text(lines.replace("|", "\t"), encoding="utf-8")
        source = SOURCE.partition('actual = "実績/R5"')[0] + 'division = "担当課"' + self.SOURCE
        source = source.replace("R5.docx", "R5.txt").replace("施策{id}：{name}", "プラン{id} {name}")
        (folder / "source.toml").write_text(source, encoding="utf-8")
        return steps.clean_document(str(root), "mihon", "R5")

    def test_it_is_read(self, tmp_path: Path) -> None:
        tables = self.tables(tmp_path, self.TEXT)
        columns = ("name", "division", "measure", "actual", "previous", "ratio_printed", "direction", "source_line")
        assert drawn(tables["activities"], *columns) == body("""
            name | division | measure | actual | previous | ratio | direction | line
            あ事業 | 住宅課 | 件数 | 10 | 8 | 125.0 | 続ける。 | 10
            い事業 | 企画課 |      | 3  | 3 | 100.0 |          | 12
        """)
        assert drawn(tables["indicators"], "name", "division", "baseline", "target", "actual") == [
            ["転入者数", "住宅課", "10", "20", "12"]
        ]
        assert sorted(tables["skipped_lines"]["reason"]) == ["heading", "heading", "outside_sheets", "repeated_heading"]

    def test_a_row_without_a_name_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(SourceError, match="空のセル"):
            self.tables(tmp_path, self.TEXT.replace("企画課|い事業", "企画課|"))
