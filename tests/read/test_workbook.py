"""Workbooks .xlsx: cells as they are shown; what is no plain text or number is said by sheet and cell."""

import zipfile
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from aligned import drawn
from openpyxl.worksheet.formula import ArrayFormula
from small_tables import COLUMNS, HEAD, SHEET, YEARS, City, rewrite, typed

from cityplan.read.table import workbook

TABLE = f"{HEAD}\n転入者数|人|10|12|20\n満足した人|%|60.5|－|70"


@pytest.fixture
def city(tmp_path: Path) -> City:
    return City(tmp_path, "R5.xlsx").describe()


def values(city: City, *columns: str) -> list[list[str]]:
    return drawn(city.read()["indicators"], *(columns or ("name", "unit", "baseline", "actual")))


class TestReading:
    def test_texts_and_numbers(self, city: City) -> None:
        city.xlsx(typed(TABLE))
        assert values(city) == [["転入者数", "人", "10", "12"], ["満足した人", "%", "60.5", ""]]
        data = city.read()["cells"]
        assert drawn(data[data["text"] == "12"], "source_line", "source_column") == [["2", "4"]]

    @pytest.mark.parametrize(
        ("value", "number_format", "wanted", "rule"),
        [
            (0.125, "0.0%", "12.5 %", ""),
            (12.5, "General", "12.5 ", ""),
            (0.1 + 0.2, "General", "0.3 ", ""),
            (63, "0.00", "63.00 ", ""),
            (1234, '#,##0"人"', "1234 人", ""),
            (1234, 'General"人"', "1234 人", ""),
            (-54317, "#,##0;△ #,##0", "-54317 ", ""),
            (-5, "#,##0;[Red]#,##0", "-5 ", ""),
            (-5, "#,##0", "-5 ", ""),
            (-5, "#,##0;#,##0", "-5 ", "unsigned"),
            ("5", '@"千人"', "5 千人", ""),
            (-5, "#,##0_);(#,##0)", "-5 ", ""),
            (28.9437, "0.0", "28.9 ", "rounded_by_format"),
            (1234567, "#,##0,", "1235 ", "rounded_by_format"),
            (0, '#,##0;-#,##0;"-"', "0 ", "stored_number"),
            (5, ";;;", "5 ", "stored_number hidden_by_format"),
            (0, '0;-0;"未公表"', " ", "shown_as_word"),
            (28.4, '0.0"%"', "28.4 %", ""),
            ("'0012", "General", " ", ""),
            ("######", "General", " ", ""),
        ],
    )
    def test_a_number_as_it_is_shown(self, city: City, value: Any, number_format: str, wanted: str, rule: str) -> None:
        def change(_: Any, sheet: Any) -> None:
            sheet["D2"].number_format = number_format

        city.describe(
            'actual = "R5"\nleft_out = ["単位", "基準値", "目標値"]\n[edition.columns]\n'
            'name = "指標"\nactual = "実績値"'
        )
        city.xlsx([HEAD.split("|"), ["あ", "", 1, value, 3]], change)
        assert [" ".join(row) for row in values(city, "actual", "unit")] == [wanted]
        rules = set(city.read()["repairs"]["rule"]) - {"named_for_document"}
        assert rules == set(rule.split())

    def test_overflow_is_a_finding(self, city: City) -> None:
        city.xlsx(typed(f"{HEAD}\nあ|人|10以上|######|20以上"))
        assert ("unreadable", "actual_text", "######") in city.kinds()

    def test_breaks_returns_and_controls_in_a_cell(self, city: City) -> None:
        city.xlsx([HEAD.split("|"), ["転入_x000D_\n者\u202e数", "人", "10\n以上", 12, 20]])
        assert values(city, "name", "baseline_text") == [["転入者数", "10以上"]]
        assert {"control_removed", "joined_lines"} <= set(city.read()["repairs"]["rule"])

    def test_shared_texts_without_their_reading(self, city: City) -> None:
        """Excel keeps texts in a part of their own, a name with its furigana."""
        namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        texts = (
            f'<sst xmlns="{namespace}"><si><t>転入者数</t><rPh sb="0" eb="4"><t>テンニュウシャスウ</t></rPh></si></sst>'
        )
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
        override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
        name = "xl/sharedStrings.xml"
        city.xlsx([HEAD.split("|"), ["X", "人", 10, 12, 20]])
        rewrite(city, SHEET, ('t="inlineStr"><is><t>X</t></is>', 't="s"><v>0</v>'))
        rewrite(city, "[Content_Types].xml", ("</Types>", override), more={name: texts})
        assert values(city, "name") == [["転入者数"]]

    def test_rows_above_and_gaps(self, city: City) -> None:
        heading, *rest = typed(TABLE)
        city.describe("skip_rows = 2\n" + YEARS + COLUMNS)
        city.xlsx([["一覧"], [], heading, [], *rest])
        assert values(city, "source_line") == [["5"], ["6"]]
        assert drawn(city.read()["skipped_lines"], "source_line", "reason") == [["1", "above_table"]]


class TestSheets:
    def two(self, state: str = "visible") -> Any:
        def change(book: Any, _: Any) -> None:
            other = book.create_sheet("旧")
            other.sheet_state = state
            other["A1"] = "=1+1"

        return change

    def test_several_that_can_be_seen(self, city: City) -> None:
        error = city.xlsx(typed(TABLE), self.two()).error()
        assert error.column == "sheet"
        assert 'sheet = "実績"\nsheet = "旧"' in error.next_step

    def test_the_named_one(self, city: City) -> None:
        city.describe('sheet = "実績"\n' + YEARS + COLUMNS).xlsx(typed(TABLE), self.two())
        assert len(values(city)) == 2
        skipped = city.read()["skipped_lines"]
        assert drawn(skipped, "text", "reason") == [["シート「旧」", "other_sheet"]]

    @pytest.mark.parametrize("state", ["hidden", "veryHidden"])
    def test_a_hidden_one_is_not_read(self, city: City, state: str) -> None:
        city.xlsx(typed(TABLE), self.two(state))
        assert len(values(city)) == 2
        assert list(city.read()["skipped_lines"]["text"]) == ["シート「旧」（非表示）"]
        error = city.describe('sheet = "旧"\n' + YEARS + COLUMNS).error()
        assert (error.column, error.text) == ("sheet", "旧") and "非表示" in error.problem

    def test_none_of_that_name(self, city: City) -> None:
        error = city.describe('sheet = "實績"\n' + YEARS + COLUMNS).xlsx(typed(TABLE)).error()
        assert error.text == "實績" and 'sheet = "実績"' in error.next_step


class TestDoubtfulCells:
    @pytest.mark.parametrize(
        "value",
        ["=C2*2", ArrayFormula("D2:D3", "=C2:C3*2"), date(2023, 4, 1), datetime(2023, 4, 1, 9), time(9),
         "#DIV/0!", "#N/A"],
        ids=["formula", "array", "date", "datetime", "time", "division", "missing"],
    )  # fmt: skip
    def test_is_named_with_its_sheet(self, city: City, value: Any) -> None:
        def change(_: Any, sheet: Any) -> None:
            sheet["D2"] = value

        error = city.xlsx(typed(TABLE), change).error()
        assert (error.file, error.line, error.column) == ("data/raw/mihon/R5.xlsx", 2, "実績値")
        assert "シート「実績」のセル D2" in error.problem

    def test_a_format_that_we_do_not_know(self, city: City) -> None:
        def change(_: Any, sheet: Any) -> None:
            sheet["D2"].number_format = "0.00E+00"

        error = city.xlsx(typed(TABLE), change).error()
        assert error.line == 2 and "0.00E+00" in error.problem

    def test_is_no_matter_where_the_table_does_not_use_it(self, city: City) -> None:
        rows = typed(f"{TABLE}\n計|||=D2+D3|")
        rows = [[*row, "=NOW()"] for row in rows]
        rows[0][-1] = "メモ"
        left_out = 'left_out = ["メモ", "計=D2+D3=NOW()"]\n'
        assert len(values(city.describe(left_out + YEARS + COLUMNS).xlsx(rows))) == 2

    def test_merged_down_belongs_to_each_row(self, city: City) -> None:
        rows = typed(f"{HEAD}|区分\n転入者数|人|10|12|20|男\n||1|2|3|女")
        city.describe(YEARS + COLUMNS + 'subgroup = "区分"')
        city.xlsx(rows, lambda _, sheet: [sheet.merge_cells(area) for area in ("A2:A3", "B2:B3")])
        assert values(city, "name", "unit", "baseline", "subgroup", "source_line") == [
            ["転入者数", "人", "10", "男", "2"],
            ["転入者数", "人", "1", "女", "3"],
        ]
        assert list(city.read()["repairs"]["rule"]).count("merged_cell") == 2

    @pytest.mark.parametrize(("area", "line", "column"), [("C3:D3", 3, "基準値"), ("C2:E9", 2, "基準値")])
    def test_merged_cells(self, city: City, area: str, line: int, column: str) -> None:
        error = city.xlsx(typed(TABLE), lambda _, sheet: sheet.merge_cells(area)).error()
        assert (error.line, error.text) == (line, area)
        assert error.column == column and "シート「実績」" in error.problem

    @pytest.mark.parametrize("area", ["A1:B1", "A1:E1", "F2:G3", "A20:E20"])
    def test_merged_cells_that_touch_no_row(self, city: City, area: str) -> None:
        rows = typed(TABLE)
        if area.startswith("A1"):
            city.describe("skip_rows = 1\n" + YEARS + COLUMNS)
            rows = [["一覧"], *rows]
        city.xlsx(rows, lambda _, sheet: sheet.merge_cells(area))
        assert len(values(city)) == 2

    def test_merged_down_a_column_that_is_filled(self, city: City) -> None:
        form = 'fill_down = ["name"]\nleft_out = ["区分"]\n' + YEARS + COLUMNS
        rows = typed(f"{HEAD}|区分\n転入者数|人|10|12|20|男\n|人|1|2|3|女")
        city.describe(form).xlsx(rows, lambda _, sheet: sheet.merge_cells("A2:A3"))
        assert values(city, "name", "baseline") == [["転入者数", "10"], ["転入者数", "1"]]


class TestNoWorkbook:
    @pytest.mark.parametrize("data", [b"", b"PK", b"\xd0\xcf\x11\xe0" + b"\0" * 600, b"a,b\n1,2\n"])
    def test_is_said(self, city: City, data: bytes) -> None:
        assert city.raw(data).error().file == "data/raw/mihon/R5.xlsx"

    def test_a_zip_of_something_else(self, city: City) -> None:
        buffer = BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("a.txt", "x")
        assert "Excel" in city.raw(buffer.getvalue()).error().problem

    def test_broken_anywhere(self, city: City) -> None:
        """Cut off or with a part that is no XML: an analyst's error, never a traceback."""
        city.xlsx(typed(TABLE))
        data = (city.folder / city.file).read_bytes()
        assert city.raw(data[: len(data) // 2]).error()
        for name in ("xl/workbook.xml", SHEET, "xl/styles.xml"):
            city.raw(data)
            with zipfile.ZipFile(BytesIO(data)) as archive:
                text = archive.read(name).decode()
            assert "Excel" in rewrite(city, name, (text, "<x")).error().problem


class TestLimits:
    def test_a_bomb_is_not_unpacked(self, city: City, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(workbook, "MOST_BYTES", 1_000_000)
        buffer = BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/workbook.xml", b"0" * 2_000_000)
        assert len(buffer.getvalue()) < 10_000
        assert "大きすぎ" in city.raw(buffer.getvalue()).error().problem

    def test_too_many_cells(self, city: City, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("cityplan.read.table.grid.MOST_CELLS", 12)
        assert "セルが多すぎ" in city.xlsx(typed(TABLE)).error().problem

    def test_a_wrong_size_in_the_file_does_no_harm(self, city: City) -> None:
        """A sheet may declare A1:XFD1048576; its rows are what counts."""
        rewrite(city.xlsx(typed(TABLE)), SHEET, ("A1:E3", "A1:XFD1048576"))
        assert len(values(city)) == 2

    @pytest.mark.parametrize("row", ["1048577", "99999999999"])
    def test_a_row_that_no_sheet_has(self, city: City, row: str) -> None:
        rewrite(city.xlsx(typed(TABLE)), SHEET, ('<row r="3"', f'<row r="{row}"'))
        assert "Excel" in city.error().problem

    def test_entities_are_not_expanded(self, city: City) -> None:
        """A billion laughs: refused by the parser, not unpacked."""
        laughs = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(12))
        rewrite(
            city.xlsx(typed(TABLE)), SHEET, ("<worksheet", f"<!DOCTYPE x [{laughs}]><worksheet"), ("<t>", "<t>&e11;")
        )
        assert "Excel" in city.error().problem
