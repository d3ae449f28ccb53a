"""The one place that writes workbooks .xlsx: every text is data, every number keeps its digits.

The same sheets give the same bytes: at any time, in any place, with and without lxml.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Literal
from xml.etree.ElementTree import canonicalize
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import wcwidth
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.styles.styleable import StyleableObject
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from cityplan.files.csv_text import FORMULA
from cityplan.files.pictures_in_cells import Picture, draw_picture

CellValue = str | Decimal | int | bool | None
CellKind = Literal["text", "number", "integer", "boolean"]

# Limits of Excel.
LONGEST_CELL_TEXT = 32_767
LONGEST_TITLE = 31
LONGEST_HEADING = 255
LONGEST_NOTE = 255
LONGEST_NOTE_TITLE = 32
HIGHEST_ROW = 409
MOST_PLACES = 30
MOST_DIGITS_KEPT = 15
RESERVED_TITLE = "History"

_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPE = "_(?=x[0-9A-Fa-f]{4}_)"  # Excel reads _x0041_ as A
_NOT_IN_TITLE = re.compile(rf"[\[\]:*?/\\［］：＊？／＼￥]|{_ESCAPE}")  # in Japanese both widths
_LIKE_FORMULA = re.compile(FORMULA)
_TOP = Alignment(vertical="top", wrap_text=True)
_BODY = Font(name="Yu Gothic", size=11)
_HEADING = Font(name="Yu Gothic", size=11, bold=True)
_LINES_ONLY = TableStyleInfo(name="TableStyleLight15", showRowStripes=False)
_UNLOCKED = Protection(locked=False)
_ENTRY = PatternFill("solid", fgColor="FFF3BF")
_FRAME = Border(*[Side(style="thin", color="BFBFBF")] * 4)
_A4 = 9
LINE_HEIGHT = 18.75  # points, of Yu Gothic 11


@dataclass(frozen=True)
class SheetColumn:
    """One column 列 of a sheet: its heading, its width in characters and what it holds.

    A `number` has separators from 1,000 on; an `integer` (a year, a line) has none. The `note` is shown
    where the heading is selected. An `entry` is filled in by whoever gets the workbook, as the text that he types;
    `choices` are what he may choose from, the same in each row, or `row_choices`, those of each row.
    """

    label: str
    width: float
    kind: CellKind = "text"
    note: str = ""
    entry: bool = False
    hidden: bool = False
    choices: Sequence[str] = ()
    row_choices: Sequence[Sequence[str]] = ()


@dataclass(frozen=True)
class BookSheet:
    """One sheet シート: its name, its columns, and rows with one value, or a picture, for each column.

    `table` is what formulas call it (`=SUM(activities[今年度の実績])`): ASCII, and no other sheet's. One that is
    `locked` is so but for its entries, without a password.
    """

    title: str
    columns: Sequence[SheetColumn]
    rows: Sequence[Sequence[CellValue | Picture]]
    table: str = ""
    locked: bool = False


def workbook_bytes(sheets: Sequence[BookSheet], title: str, author: str, day: date) -> bytes:
    """A workbook ブック of at least one sheet, as the bytes of its file; `day` is when it was made."""
    book = new_book(title, author, day)
    book.calculation.fullCalcOnLoad = False  # nothing to calculate, so nothing to save on closing
    names = _unique([_name(sheet.title) for sheet in sheets], LONGEST_TITLE, RESERVED_TITLE)
    for number, (name, sheet) in enumerate(zip(names, sheets, strict=True), start=1):
        _write_sheet(book.create_sheet(name), sheet, number)
    return book_bytes(book)


def new_book(title: str, author: str, day: date) -> Workbook:
    """A workbook without sheets; `day` is when it was made."""
    made = datetime.combine(day, time())
    book = Workbook()
    book.remove(book.active)
    book.properties = DocumentProperties(
        title=one_line(title), creator=one_line(author), language="ja", created=made, modified=made
    )
    return book


def book_bytes(book: Workbook) -> bytes:
    """A workbook as the bytes of its file, the same at any time."""
    buffer = BytesIO()
    # Not Workbook.save, which sets `modified` to now.
    ExcelWriter(book, ZipFile(buffer, "w", ZIP_DEFLATED)).save()
    return with_fixed_parts(buffer.getvalue())


def _write_sheet(page: Worksheet, sheet: BookSheet, number: int) -> None:
    labels = [one_line(column.label) or "列" for column in sheet.columns]
    style = _style(page, _HEADING)
    for at, label in enumerate(_unique(labels, LONGEST_HEADING), start=1):
        _write(page.cell(1, at), label, "text", style)
    style = _style(page, _BODY) if sheet.rows else style
    pictures = 0
    for row, values in enumerate(sheet.rows, start=2):
        lines = _lines(values, sheet.columns)
        height = lines * LINE_HEIGHT if lines > 1 else 0.0  # LibreOffice does not find the height
        for at, (value, column) in enumerate(zip(values, sheet.columns, strict=True), start=1):
            cell = page.cell(row, at)
            _write(cell, None if isinstance(value, Picture) else value, column.kind, style)
            if isinstance(value, Picture):
                pictures += 1
                height = max(height, draw_picture(cell, value, pictures))
        if height:
            page.row_dimensions[row].height = min(height, HIGHEST_ROW)
    letters = [get_column_letter(at) for at, _ in enumerate(sheet.columns, start=1)]
    for letter, column in zip(letters, sheet.columns, strict=True):
        page.column_dimensions[letter].width = column.width
        page.column_dimensions[letter].hidden = column.hidden
        if column.note:
            page.add_data_validation(_note(f"{letter}1", column))
        if column.entry:
            _open_entries(page, letter, column, len(sheet.rows))
    if sheet.locked:
        page.protection.sheet = True
        # False: not forbidden
        page.protection.formatRows = page.protection.formatColumns = page.protection.autoFilter = False
    if sheet.rows:  # Excel repairs a table without rows
        ref = f"A1:{letters[-1]}{len(sheet.rows) + 1}"
        name = sheet.table or f"Table_{number}"
        page.add_table(Table(displayName=name, ref=ref, tableStyleInfo=_LINES_ONLY))
    page.freeze_panes = "B2" if any(column.entry for column in sheet.columns) else "A2"
    set_up_pages(page, "1:1")


def _open_entries(page: Worksheet, letter: str, column: SheetColumn, count: int) -> None:
    """The cells of a column that is filled in: unlocked, texts as they are typed, and their choices."""
    for row in range(2, count + 2):
        cell = page[f"{letter}{row}"]
        cell.protection, cell.number_format, cell.fill, cell.border = _UNLOCKED, "@", _ENTRY, _FRAME
        if column.row_choices and column.row_choices[row - 2]:
            page.add_data_validation(_choices(cell.coordinate, column.row_choices[row - 2]))
    if column.choices and count:
        page.add_data_validation(_choices(f"{letter}2:{letter}{count + 1}", column.choices))


def _choices(place: str, choices: Sequence[str]) -> DataValidation:
    """A list to choose from; longer ones than Excel takes are told nowhere, and any text may stand there."""
    listed = ",".join(choices)
    return DataValidation(
        sqref=place,
        type="list",
        formula1=f'"{listed}"',
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="記入",
        error="一覧から選んでください。",
    )


def _lines(values: Sequence[CellValue | Picture], columns: Sequence[SheetColumn]) -> int:
    """On how many lines the longest text of a row stands.

    >>> _lines(["要因及び効果", 12345], [SheetColumn("文", 10), SheetColumn("行", 8)])
    2
    """
    return max(
        sum(-(-text_width(line) // int(column.width)) or 1 for line in value.split("\n"))
        if isinstance(value, str) and (2 * len(value) > column.width or "\n" in value)
        else 1
        for value, column in zip(values, columns, strict=True)
        if not column.hidden
    )


def text_width(text: str) -> int:
    """How many half-width characters 半角 a text is wide.

    >>> text_width("前年度比 105%")
    13
    """
    return wcwidth.width(text, ambiguous_width=2, tabsize=1)


def _note(place: str, column: SheetColumn) -> DataValidation:
    """What is shown where a cell is selected; any value may stand there."""
    title, note = one_line(column.label), one_line(column.note)
    return DataValidation(
        sqref=place, showInputMessage=True, promptTitle=_cut(title, LONGEST_NOTE_TITLE), prompt=_cut(note, LONGEST_NOTE)
    )


def set_up_pages(page: Worksheet, headings: str, orientation: str = "landscape") -> None:
    """A4, as wide as one page, each page with the rows of headings and its number."""
    page.page_setup.paperSize = _A4
    page.page_setup.orientation = orientation
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_setup.fitToWidth = 1
    page.page_setup.fitToHeight = 0  # as many as it takes
    page.print_title_rows = headings
    page.oddFooter.center.text = "&P / &N"


def _style(page: Worksheet, font: Font) -> StyleArray:
    """The look of many cells, which openpyxl finds anew for each cell that is given a font."""
    cell = StyleableObject(page)
    cell.alignment, cell.font = _TOP, font
    return cell._style


def _write(cell: Cell, value: CellValue, kind: CellKind, style: StyleArray) -> None:
    cell._style = copy(style)
    write_value(cell, value, kind)


def write_value(cell: Cell, value: CellValue, kind: CellKind = "text") -> None:
    """Write a value; its type is said after it, as openpyxl guesses formulas and errors."""
    if value is None:
        return
    if kind == "boolean":
        cell.value, cell.data_type = bool(value), "b"
        return
    text = value if isinstance(value, str) else format(Decimal(value), "f")
    if kind != "text" and not isinstance(value, str) and _can_be_number(Decimal(value)):
        cell.value, cell.data_type = text, "n"
        cell.number_format = _number_format(text, kind)
    elif clean := cell_text(text):
        cell.value, cell.data_type = clean, "s"
        cell.quotePrefix = bool(_LIKE_FORMULA.match(clean))


def _can_be_number(value: Decimal) -> bool:
    """Whether Excel keeps all digits of a number; one that it would round is written as text.

    >>> [_can_be_number(Decimal(each)) for each in ("9.95", "1234567890123456", "NaN")]
    [True, False, False]
    """
    return (
        value.is_finite()
        and Decimal(format(float(value), f".{MOST_DIGITS_KEPT}g")) == value
        and _places(format(value, "f")) <= MOST_PLACES
    )


def _places(digits: str) -> int:
    return len(digits.partition(".")[2])


def _number_format(digits: str, kind: CellKind) -> str:
    """The format 表示形式 that shows a number with the digits that it has.

    >>> [_number_format(each, "number") for each in ("63.00", "12345", "-1234.5")]
    ['0.00', '#,##0', '#,##0.0']
    >>> _number_format("2023", "integer")
    '0'
    """
    whole = "#,##0" if kind == "number" and abs(Decimal(digits)) >= 1000 else "0"
    places = _places(digits)
    return f"{whole}.{'0' * places}" if places else whole


def cell_text(text: str) -> str:
    """A text as a cell can hold it: without what XML forbids, not too long, line ends as LF.

    >>> cell_text("a\\x00b\\r\\nc"), cell_text("_x0041_")
    ('ab\\nc', '_x005F_x0041_')
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _cut(re.sub(_ESCAPE, "_x005F_", _NOT_XML.sub("", lines)), LONGEST_CELL_TEXT)


def one_line(text: str) -> str:
    """A text on one line, without what XML forbids."""
    return " ".join(_NOT_XML.sub("", " ".join(text.split())).split())


def _name(title: str) -> str:
    """A title without what a sheet's name シート名 must not have.

    >>> _name("目標/実績"), _name("'引用'"), _name("")
    ('目標・実績', '引用', 'シート')
    """
    return _NOT_IN_TITLE.sub("・", one_line(title)).strip("'＇ ") or "シート"


def _unique(names: Iterable[str], most: int, *reserved: str) -> list[str]:
    """Names of at most so many characters, numbered where Excel would take two for the same.

    >>> _unique(["指標", "Ａ１", "指標", "a1"], 31)
    ['指標', 'Ａ１', '指標 (2)', 'a1 (2)']
    """
    taken = {_folded(name) for name in reserved}
    unique = []
    for name in names:
        number, free = 1, _cut(name, most)
        while _folded(free) in taken:
            number += 1
            ending = f" ({number})"
            free = _cut(name, most - len(ending)) + ending
        taken.add(_folded(free))
        unique.append(free)
    return unique


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def _cut(text: str, most: int) -> str:
    """A text of at most so many characters, counted as Excel does (UTF-16); … says it was cut.

    >>> _cut("四文字だ", 4), _cut("五文字です", 4), len(_cut("𠮷" * 4, 6))
    ('四文字だ', '五文字…', 3)
    """
    units = text.encode("utf-16-le")
    if len(units) <= 2 * most:
        return text
    return units[: 2 * (most - 1)].decode("utf-16-le", errors="ignore") + "…"


def with_fixed_parts(data: bytes) -> bytes:
    """A workbook with its parts in order, of one date, and in canonical XML; its pictures as they are.

    openpyxl writes other spaces and namespaces where lxml is installed.
    """
    buffer = BytesIO()
    with ZipFile(BytesIO(data)) as made, ZipFile(buffer, "w") as fixed:
        for name in sorted(made.namelist()):
            part = ZipInfo(name)  # of 1980-01-01
            part.create_system = 3  # also on Windows
            part.external_attr = 0o644 << 16
            read = made.read(name)
            fixed.writestr(part, canonicalize(read) if name.endswith((".xml", ".rels")) else read, ZIP_DEFLATED)
    return buffer.getvalue()
