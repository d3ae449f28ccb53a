"""What the look of a workbook's cells says: never a digit, never a value in silence."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from aligned import drawn
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from small_tables import COLUMNS, HEAD, SHEET, YEARS, City, rewrite, typed

TABLE = f"{HEAD}\n転入者数|人|10|12|20\n満足した人|人|60|65|70"
SHARES = f"{HEAD}\n満足した人|%|0.284|0.3|0.5"
WHITE = "FFFFFF"
Change = Callable[[Any, Any], None]


@pytest.fixture
def city(tmp_path: Path) -> City:
    return City(tmp_path, "R5.xlsx").describe()


def run(text: str, **look: Any) -> TextBlock:
    return TextBlock(InlineFont(**look), text)


def put(value: Any, at: str = "D2") -> Change:
    def change(_: Any, sheet: Any) -> None:
        sheet[at] = value

    return change


def dressed(at: str = "D2", fill: str = "", **look: Any) -> Change:
    def change(_: Any, sheet: Any) -> None:
        sheet[at].font = Font(**look)
        if fill:
            sheet[at].fill = PatternFill("solid", fgColor=fill)

    return change


def read(city: City, change: Change, table: str = TABLE) -> list[str]:
    """The actual value of the first row, its text and note."""
    data = city.xlsx(typed(table), change).read()["indicators"]
    return drawn(data, "actual", "actual_text", "note")[0]


def told(city: City) -> list[list[str]]:
    """Kind, severity, line and printed text of the findings on looks."""
    found = city.computed()["findings"]
    own = found[found["kind"] == "doubtful_value"]
    return drawn(own, "severity", "source_line", "printed")


class TestRuns:
    """A text in several looks, as Excel keeps a correction 見え消し or the number of a note."""

    @pytest.mark.parametrize(
        ("parts", "wanted", "printed"),
        [
            ([run("120", strike=True), "15"], ["15", "15", ""], "［取り消し線：120］15"),
            (["15", run("1", vertAlign="superscript")], ["15", "15（注1）", "注1"], "15［上付き：1］"),
            (["28.4", run("2", vertAlign="subscript")], ["28.4", "28.4（注2）", "注2"], "28.4［下付き：2］"),
            (["15", run("※1)", vertAlign="superscript")], ["15", "15（※1）", "※1"], "15［上付き：※1)］"),
            ([run("15"), run("（旧）", color=WHITE)], ["15", "15", ""], "15［見えない文字：（旧）］"),
            ([run("12", strike=True), run("3", strike=True)], ["", "", ""], "123"),
        ],
    )  # fmt: skip
    def test_are_no_digits(self, city: City, parts: list[Any], wanted: list[str], printed: str) -> None:
        assert read(city, put(CellRichText(*parts))) == wanted
        assert told(city) == [["warning", "2", printed]]

    @pytest.mark.parametrize(
        ("parts", "text"),
        [
            (["10", run("3", vertAlign="superscript")], "10³"),
            (["2×10", run("3", vertAlign="superscript")], "2×10³"),
            (["12、13", run("1", vertAlign="superscript")], "12、13¹"),
        ],
    )
    def test_a_power_or_more_than_a_number_is_no_value(self, city: City, parts: list[Any], text: str) -> None:
        assert read(city, put(CellRichText(*parts)))[:2] == ["", text]
        assert ("unreadable", "actual_text", text) in city.kinds()

    def test_a_unit_keeps_its_power(self, city: City) -> None:
        parts = CellRichText("30 km", run("2", vertAlign="superscript"))
        assert read(city, put(parts), TABLE.replace("人", "")) == ["30", "30 km²", ""]
        assert told(city) == []

    def test_a_run_without_a_look_has_that_of_its_cell(self, city: City) -> None:
        def change(book: Any, sheet: Any) -> None:
            sheet["D2"] = CellRichText("120", run("150"))
            sheet["D2"].font = Font(strike=True)

        assert read(city, change) == ["150", "150", ""]

    def test_of_a_name(self, city: City) -> None:
        read(city, put(CellRichText(run("旧", strike=True), "転入者数"), "A2"))
        assert city.read()["indicators"]["name"].iloc[0] == "転入者数"
        assert told(city) == [["warning", "2", "［取り消し線：旧］転入者数"]]


class TestWholeCells:
    @pytest.mark.parametrize(
        "change",
        [dressed(strike=True), dressed(color=WHITE), dressed(color="FF00B050", fill="FF00B050")],
        ids=["struck", "white", "same as ground"],
    )
    def test_has_no_value(self, city: City, change: Change) -> None:
        assert read(city, change) == ["", "", ""]
        assert told(city) == [["warning", "2", "12"]]
        assert "value_missing" not in {kind for kind, *_ in city.kinds()}

    @pytest.mark.parametrize(
        "change",
        [dressed(color=WHITE, fill="FF1F4E79"), dressed(color="FF000000"), dressed(bold=True)],
        ids=["white on blue", "black", "bold"],
    )
    def test_that_can_be_seen_has_its_value(self, city: City, change: Change) -> None:
        assert read(city, change)[0] == "12"
        assert told(city) == []

    def test_a_struck_row_is_in_no_table_and_told(self, city: City) -> None:
        def change(_: Any, sheet: Any) -> None:
            for cell in sheet[2]:
                cell.font = Font(strike=True)

        data = city.xlsx(typed(TABLE), change).read()
        assert list(data["indicators"]["name"]) == ["満足した人"]
        assert drawn(data["skipped_lines"], "source_line", "reason") == [["2", "struck_row"]]
        assert told(city) == [["warning", "2", "転入者数　人　10　12　20"]]

    def test_a_struck_row_names_nothing_for_the_rows_below(self, city: City) -> None:
        """The 施策 of the row below is the struck one, not the one above that."""

        def change(_: Any, sheet: Any) -> None:
            for cell in sheet[3]:
                cell.font = Font(strike=True)

        city.describe(
            'fill_down = ["plan"]\nactual = "R5"\n[edition.columns]\nplan = "施策"\nname = "指標"\nactual = "実績"'
        )
        rows = [["施策", "指標", "実績"], ["産業", "あ", 1], ["福祉", "い", 2], [None, "う", 3]]
        error = city.xlsx(rows, change).error()
        assert (error.line, error.column) == (4, "施策")

    @pytest.mark.parametrize("at", ["A2", "B2"])
    def test_a_struck_name_or_unit_stops(self, city: City, at: str) -> None:
        error = city.xlsx(typed(TABLE), dressed(at, strike=True)).error()
        assert error.line == 2 and "取り消し線" in error.problem

    def test_a_struck_formula_is_no_doubt(self, city: City) -> None:
        def change(book: Any, sheet: Any) -> None:
            put("=1+1")(book, sheet)
            dressed(strike=True)(book, sheet)

        assert read(city, change)[0] == ""
        assert told(city) == [["warning", "2", "=1+1"]]

    def test_a_comment_is_a_remark(self, city: City) -> None:
        def change(_: Any, sheet: Any) -> None:
            sheet["D2"].comment = Comment("企画課:\n速報値", "企画課")
            sheet["G9"].comment = Comment("関係のないメモ", "企画課")

        assert read(city, change)[0] == "12"
        assert told(city) == [["info", "2", "企画課: 速報値"]]


class TestFormats:
    def test_a_word_in_place_of_a_number(self, city: City) -> None:
        def change(_: Any, sheet: Any) -> None:
            sheet["D2"] = 0
            sheet["D2"].number_format = '0;-0;"未公表"'

        assert read(city, change)[:2] == ["", "未公表"]
        assert told(city) == [["warning", "2", "0"]]

    def test_zeros_that_the_sheet_hides(self, city: City) -> None:
        def change(_: Any, sheet: Any) -> None:
            sheet["D2"] = 0
            sheet.sheet_view.showZeros = False

        assert read(city, change)[0] == "0"
        assert told(city) == [["warning", "2", "0"]]

    @pytest.mark.parametrize(
        ("value", "wanted", "kind"),
        [
            (0.3, "", "unreadable"),
            ("0.3", "", "unreadable"),
            (30, "30", "doubtful_value"),
            ("30%", "30", ""),
            (0, "0", ""),
        ],
    )
    def test_one_value_without_the_per_cent_format(self, city: City, value: Any, wanted: str, kind: str) -> None:
        def change(_: Any, sheet: Any) -> None:
            sheet["D2"] = value
            sheet["C2"].number_format = sheet["E2"].number_format = "0.0%"

        assert read(city, change, SHARES)[0] == wanted
        kinds = {each[0] for each in city.kinds() if each[1] == "actual_text"}
        assert kinds == ({kind} if kind else set())

    def test_an_activity_s_ratio_is_no_value(self, city: City) -> None:
        """Counts beside a ratio in per cent: not one row of one kind."""
        form = (
            'subject = "activity"\nprevious = "R4"\nactual = "R5"\n[edition.columns]\n'
            'name = "事業"\nactual = "R5"\nprevious = "R4"\nratio = "前年度比"\n'
        )
        city.describe(form).xlsx(
            [["事業", "R5", "R4", "前年度比"], ["講座", 12, 10, 1.2]],
            lambda _, sheet: setattr(sheet["D2"], "number_format", "0.0%"),
        )
        assert city.kinds() == []


class TestHidden:
    def test_rows_are_told_once_for_their_plan(self, city: City) -> None:
        def change(_: Any, sheet: Any) -> None:
            sheet.row_dimensions[2].hidden = True
            sheet.row_dimensions[3].hidden = True

        city.xlsx(typed(TABLE), change)
        assert list(city.read()["indicators"]["name"]) == ["転入者数", "満足した人"]
        found = city.computed()["findings"]
        (message,) = found[found["kind"] == "doubtful_value"]["message"]
        assert "2行「転入者数」" in message and "3行「満足した人」" in message

    def test_a_column(self, city: City) -> None:
        def change(_: Any, sheet: Any) -> None:
            sheet.column_dimensions["D"].hidden = True
            sheet.column_dimensions["G"].hidden = True  # of no use

        city.xlsx(typed(TABLE), change)
        assert told(city) == [["warning", "1", "D列「実績値」"]]

    def test_a_row_that_stands_twice_in_the_file(self, city: City) -> None:
        city.xlsx(typed(TABLE))
        rewrite(city, SHEET, ('<row r="3"', '<row r="2"'))
        assert "Excel" in city.error().problem


def test_nothing_is_told_of_a_plain_sheet(city: City) -> None:
    city.describe(YEARS + COLUMNS).xlsx(typed(TABLE))
    assert told(city) == []
