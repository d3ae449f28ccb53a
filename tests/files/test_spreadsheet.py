"""Workbooks that we write: texts stay texts, numbers keep their digits, the same bytes each time."""

import hashlib
import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from cityplan.files.spreadsheet import BookSheet, CellKind, CellValue, SheetColumn, workbook_bytes
from cityplan.read.table.number_format import shown_number

DAY = date(2024, 3, 31)
STARTS = "=+-@＝＋－＠\t\r\n"
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=40)  # with lone surrogates
HOSTILE = st.one_of(ANY_TEXT, st.builds("{}{}".format, st.sampled_from(STARTS), ANY_TEXT))


def made(*sheets: BookSheet) -> bytes:
    return workbook_bytes(sheets, "指標一覧", "企画課", DAY)


def sheet(
    rows: Sequence[Sequence[CellValue]], kind: CellKind = "text", title: str = "指標", label: str = "列"
) -> BookSheet:
    width = len(rows[0]) if rows else 1
    return BookSheet(title, [SheetColumn(f"{label}{at}", 12, kind) for at in range(width)], rows)


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(data))


def page(*sheets: BookSheet) -> Any:
    """The first sheet as it is read back."""
    return opened(made(*sheets)).worksheets[0]


def cell(value: CellValue, kind: CellKind = "text") -> Any:
    """The only cell below the heading as it is read back."""
    return page(sheet([[value]], kind))["A2"]


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def allowed(character: str) -> bool:
    """Whether XML 1.0 has a character."""
    code = ord(character)
    return code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or code > 0xFFFF


def without_forbidden(text: str) -> str:
    kept = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(filter(allowed, kept))


class TestTextIsData:
    @pytest.mark.parametrize("start", STARTS)
    def test_what_looks_like_a_formula_is_text_and_stays_text_when_edited(self, start: str) -> None:
        found = cell(f"{start}1+1")
        assert (found.data_type, found.quotePrefix) == ("s", True)

    @pytest.mark.parametrize("text", [" =1+1", "　＝1+1", "－", "@SUM(A1)", "-5", "\r\n=1"])
    def test_spaces_before_it_hide_no_formula(self, text: str) -> None:
        assert cell(text).quotePrefix

    @pytest.mark.parametrize("text", ["転入者数", "1=1", "—", "△5", "06", " 空白", "'=1"])
    def test_other_texts_are_not_marked(self, text: str) -> None:
        found = cell(text)
        assert (found.value, found.data_type, found.quotePrefix) == (text, "s", False)

    @pytest.mark.parametrize("text", ["#N/A", "#REF!", "TRUE", "2024-03-31", "12", "1e5"])
    def test_no_text_becomes_an_error_a_date_or_a_number(self, text: str) -> None:
        found = cell(text)
        assert (found.value, found.data_type) == (text, "s")

    def test_a_text_in_a_column_of_numbers_is_a_text(self) -> None:
        found = cell("=1+1", "number")
        assert (found.value, found.data_type, found.quotePrefix) == ("=1+1", "s", True)

    def test_a_heading_is_data_too(self) -> None:
        found = page(sheet([["x"]], label="=1+"))["A1"]
        assert (found.value, found.data_type, found.quotePrefix) == ("=1+0", "s", True)

    @given(HOSTILE)
    @example('=HYPERLINK("http://example.com","x")')
    @example("=cmd|' /C calc'!A0")
    @example("\x00=1+1")
    @example("<f>1+1</f>")
    @example("]]>&amp;")
    @example("_x0041_x0042_")
    @example("\ud800\ufffe")
    def test_every_text_comes_back_as_it_is(self, text: str) -> None:
        data = made(sheet([[text, "x"]], label=text))
        found = opened(data).worksheets[0]["A2"]
        wanted = without_forbidden(text)
        assert unescape(found.value or "") == wanted
        assert found.data_type == ("s" if wanted else "n")
        assert found.quotePrefix or wanted.lstrip()[:1] not in set("=+-@＝＋－＠")
        assert b"<f>" not in parts(data)["xl/worksheets/sheet1.xml"]

    def test_what_excel_would_decode_is_escaped(self) -> None:
        assert cell("_x003D_x0041_").value == "_x005F_x003D_x005F_x0041_"

    @pytest.mark.parametrize("text", ["", "\x00", "\ud800"])
    def test_nothing_is_an_empty_cell(self, text: str) -> None:
        assert cell(text).value is None

    @pytest.mark.parametrize(
        ("text", "wanted"),
        [("あ" * 32_767, "あ" * 32_767), ("あ" * 32_768, "あ" * 32_766 + "…"), ("𠮷" * 20_000, "𠮷" * 16_383 + "…")],
    )
    def test_a_text_is_as_long_as_excel_allows(self, text: str, wanted: str) -> None:
        assert cell(text).value == wanted


class TestNumbers:
    @pytest.mark.parametrize(
        ("value", "kind", "number_format"),
        [
            (Decimal("63.00"), "number", "0.00"),
            (Decimal("12345"), "number", "#,##0"),
            (12345, "number", "#,##0"),
            (Decimal("-54317.5"), "number", "#,##0.0"),
            (Decimal("9.95"), "number", "0.00"),
            (Decimal("0"), "number", "0"),
            (Decimal("1E+3"), "number", "#,##0"),
            (2023, "integer", "0"),
        ],
    )
    def test_a_number_is_a_number_with_its_digits(
        self, value: Decimal | int, kind: CellKind, number_format: str
    ) -> None:
        found = cell(value, kind)
        assert (found.data_type, found.number_format) == ("n", number_format)
        assert Decimal(str(found.value)) == value

    @given(st.decimals(-(10**9), 10**9, places=4), st.integers(0, 4))
    def test_the_cell_shows_what_was_printed(self, number: Decimal, places: int) -> None:
        printed = round(number, places).copy_abs()
        found = cell(printed, "number")
        shown = shown_number(found.value, found.number_format)
        assert shown is not None
        assert shown.text.replace(",", "") == format(printed, "f")

    @pytest.mark.parametrize("digits", ["12345678901234567", "0.1234567890123456", "NaN", "Infinity"])
    def test_a_number_that_excel_would_change_is_text(self, digits: str) -> None:
        found = cell(Decimal(digits), "number")
        assert (found.value, found.data_type) == (digits, "s")

    def test_a_number_in_a_column_of_text_is_text(self) -> None:
        found = cell(Decimal("63.00"))
        assert (found.value, found.data_type) == ("63.00", "s")

    @pytest.mark.parametrize("value", [True, False])
    def test_true_and_false_are_no_numbers(self, value: bool) -> None:
        found = cell(value, "boolean")
        assert (found.value, found.data_type) == (value, "b")

    def test_an_unknown_value_is_an_empty_cell(self) -> None:
        assert cell(None, "number").value is None


class TestSheet:
    def test_it_is_a_table_with_filters_and_no_banding(self) -> None:
        tables = page(sheet([["a", "b"], ["c", "d"]])).tables
        (table,) = tables.values()
        assert (table.ref, table.autoFilter.ref) == ("A1:B3", "A1:B3")
        assert [column.name for column in table.tableColumns] == ["列0", "列1"]
        assert not table.tableStyleInfo.showRowStripes

    def test_every_table_has_a_name_of_its_own(self) -> None:
        book = opened(made(sheet([["a"]]), sheet([["b"]]), sheet([])))
        names = [name for each in book.worksheets for name in each.tables]
        assert len(names) == len(set(names)) == 2
        assert all(name.isascii() for name in names)

    def test_a_table_is_called_as_said(self) -> None:
        found = page(BookSheet("指標", [SheetColumn("a", 9)], [["x"]], "indicators"))
        assert list(found.tables) == ["indicators"]

    def test_a_note_is_shown_at_its_heading_and_no_longer_than_excel_allows(self) -> None:
        columns = [SheetColumn("列", 9), SheetColumn("題" * 40, 9, note="説\n明" * 200)]
        (found,) = page(BookSheet("指標", columns, [])).data_validations.dataValidation
        assert (str(found.sqref), found.type, found.formula1) == ("B1", None, None)
        assert (len(found.promptTitle), len(found.prompt)) == (32, 255)

    @pytest.mark.parametrize(
        ("text", "height"), [("短い", None), ("あ" * 13, 3 * 18.75), ("a\nb", 2 * 18.75), ("あ" * 900, 409)]
    )
    def test_a_row_is_as_high_as_its_longest_text(self, text: str, height: float | None) -> None:
        found = page(BookSheet("指標", [SheetColumn("a", 12), SheetColumn("b", 9)], [[text, "x"]]))
        assert found.row_dimensions[2].height == height

    def test_a_sheet_without_rows_has_its_heading_and_no_table(self) -> None:
        found = page(sheet([]))
        assert [[each.value for each in row] for row in found.iter_rows()] == [["列0"]]
        assert not found.tables

    def test_headings_are_one_line_not_empty_and_unique(self) -> None:
        labels = ["実績", "", "実績", "実\n績", "ＡＢ", "ab", "長" * 300]
        found = page(BookSheet("指標", [SheetColumn(each, 9) for each in labels], [["x"] * 7]))
        headings = [each.value for each in found[1]]
        assert headings[:6] == ["実績", "列", "実績 (2)", "実 績", "ＡＢ", "ab (2)"]
        assert len(headings[6]) == 255
        (table,) = found.tables.values()
        assert [column.name for column in table.tableColumns] == headings

    def test_the_heading_is_bold_and_stays_in_sight(self) -> None:
        found = page(sheet([["a"]]))
        assert (found["A1"].font.bold, found["A2"].font.bold) == (True, False)
        assert found.freeze_panes == "A2"

    @pytest.mark.parametrize("value", ["a", None, Decimal("1.5")])
    def test_cells_wrap_from_the_top(self, value: CellValue) -> None:
        found = page(sheet([[value]], "number"))
        for each in (found["A1"], found["A2"]):
            assert (each.alignment.vertical, each.alignment.wrap_text) == ("top", True)

    def test_columns_are_as_wide_as_said(self) -> None:
        found = page(BookSheet("指標", [SheetColumn("a", 40), SheetColumn("b", 9.5)], [["x", "y"]]))
        assert [found.column_dimensions[each].width for each in "AB"] == [40, 9.5]

    def test_it_prints_on_a4_landscape_with_heading_and_page_numbers(self) -> None:
        found = page(sheet([["a"]]))
        setup = found.page_setup
        assert (setup.paperSize, setup.orientation) == (9, "landscape")
        assert (setup.fitToWidth, setup.fitToHeight) == (1, 0)
        assert found.sheet_properties.pageSetUpPr.fitToPage
        assert found.print_title_rows == "$1:$1"
        assert found.oddFooter.center.text == "&P / &N"

    def test_a_row_that_does_not_fit_the_columns_is_an_error(self) -> None:
        with pytest.raises(ValueError):
            made(sheet([["a", "b"], ["c"]]))


class TestTitles:
    @pytest.mark.parametrize(
        ("title", "wanted"),
        [
            ("目標/実績", "目標・実績"),
            ("[a]:*?/\\", "・a・・・・・・"),
            ("目標／実績", "目標・実績"),
            ("'引用'", "引用"),
            ("a\x00\tb\r\n", "a b"),
            ("", "シート"),
            ("''", "シート"),
            ("History", "History (2)"),
            ("長" * 31, "長" * 31),
            ("長" * 32, "長" * 30 + "…"),
            ("𠮷" * 16, "𠮷" * 15 + "…"),
            ("_x003A_", "・x003A_"),
        ],
    )
    def test_a_title_is_one_that_excel_takes(self, title: str, wanted: str) -> None:
        assert page(sheet([["a"]], title=title)).title == wanted

    def test_titles_are_unique_as_excel_compares_them(self) -> None:
        titles = ["A1", "a1", "Ａ１", "長" * 40, "長" * 41]
        book = opened(made(*(sheet([["a"]], title=each) for each in titles)))
        assert book.sheetnames == ["A1", "a1 (2)", "Ａ１ (3)", "長" * 30 + "…", "長" * 26 + "… (2)"]

    @given(st.lists(HOSTILE, min_size=1, max_size=4))
    def test_any_titles_make_a_workbook_that_opens(self, titles: list[str]) -> None:
        book = opened(made(*(sheet([["a"]], title=each) for each in titles)))
        names = book.sheetnames
        assert len({name.casefold() for name in names}) == len(titles)
        assert all(0 < len(name.encode("utf-16-le")) <= 62 for name in names)
        assert not set("".join(names)) & set("[]:*?/\\")
        assert not any(name.startswith("'") or name.endswith("'") for name in names)
        assert all(each.print_title_rows == "$1:$1" for each in book.worksheets)


class TestDocument:
    def test_title_author_language_and_day(self) -> None:
        found = opened(made(sheet([["a"]]))).properties
        assert (found.title, found.creator, found.language) == ("指標一覧", "企画課", "ja")
        assert found.created == found.modified == datetime(2024, 3, 31)

    @given(ANY_TEXT)
    def test_any_title_and_author(self, text: str) -> None:
        found = opened(workbook_bytes([sheet([])], text, text, DAY)).properties
        assert (found.title or "") == (found.creator or "")

    def test_nothing_is_calculated(self) -> None:
        assert not opened(made(sheet([["a"]]))).calculation.fullCalcOnLoad

    def test_every_part_is_compressed_xml_of_1980(self) -> None:
        with zipfile.ZipFile(BytesIO(made(sheet([["a"]])))) as archive:
            assert archive.testzip() is None
            for each in archive.infolist():
                assert each.date_time == (1980, 1, 1, 0, 0, 0)
                assert each.compress_type == zipfile.ZIP_DEFLATED
                ElementTree.fromstring(archive.read(each))


# What a process writes: hostile texts, numbers, an empty sheet, two sheets of one name.
WRITES = """
import sys
from datetime import date
from decimal import Decimal
from cityplan.files.spreadsheet import BookSheet as Sheet, SheetColumn, workbook_bytes
columns = [SheetColumn("事業 名", 30), SheetColumn("実績", 12, "number"), SheetColumn("年", 6, "integer")]
rows = [["=1+1", Decimal("63.00"), 2023], [" <a>&\\r\\n\\t𠮷\\u3000", "—", None], ["", 12345, 1]]
sheets = [Sheet("表", columns, rows), Sheet("表", columns, rows), Sheet("空'", columns, [])]
sys.stdout.buffer.write(workbook_bytes(sheets, "題", "課", date(2024, 3, 31)))
"""


def written(root: Path, folder: Path, **environment: str) -> str:
    """The SHA-256 of the workbook that another process writes."""
    result = subprocess.run(
        [sys.executable, "-c", WRITES],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(root), **environment},
        stdout=subprocess.PIPE,
        check=True,
    )
    assert result.stdout.startswith(b"PK")
    return hashlib.sha256(result.stdout).hexdigest()


class TestSameBytes:
    def test_at_any_time(self, monkeypatch: pytest.MonkeyPatch) -> None:
        before = made(sheet([["a"]]))
        later = time.time() + 40_000_000
        monkeypatch.setattr(time, "time", lambda: later)
        monkeypatch.setattr(time, "localtime", lambda *_: time.struct_time((2031, 5, 6, 7, 8, 9, 1, 126, 0)))
        assert made(sheet([["a"]])) == before

    def test_after_a_while(self) -> None:
        before = made(sheet([["a"]]))
        time.sleep(2.1)  # a zip tells times in steps of two seconds
        assert made(sheet([["a"]])) == before

    def test_in_any_folder_time_zone_and_locale_with_and_without_lxml(self, root: Path, tmp_path: Path) -> None:
        here = written(root, root, TZ="Asia/Tokyo", PYTHONHASHSEED="1")
        there = written(root, tmp_path, TZ="America/Los_Angeles", PYTHONHASHSEED="2", LC_ALL="C", OPENPYXL_LXML="False")
        assert here == there

    def test_another_day_is_another_file(self) -> None:
        before = parts(made(sheet([["a"]])))
        after = parts(workbook_bytes([sheet([["a"]])], "指標一覧", "企画課", date(2025, 3, 31)))
        assert {name for name in before if before[name] != after[name]} == {"docProps/core.xml"}
