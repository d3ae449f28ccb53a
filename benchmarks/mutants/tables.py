"""The same in another form, of tables only: CSV and XLSX; and the list of all such kinds."""

import csv
import io
import unicodedata
from collections.abc import Callable
from typing import Any

from mutants.documents import DOCUMENTS, HEAD_ROWS, cells_of, line_of, lines_of, rendered, workbook
from mutants.extracted import CELL_FORMS, FILE_FORMS, LINE_FORMS
from mutants.forms import (
    blank_in,
    blank_inserted,
    blank_removed,
    brackets,
    commas,
    compat,
    composed,
    dashes,
    encoded,
    half_kana,
    in_kanji,
    in_parts,
    invisible,
    joined,
    joined_over_blank,
    on_number,
    on_plain_number,
    other_forms,
    page_break,
    sheets_reordered,
    signs,
    spaced,
    split_at_tab,
    split_line,
    tab_doubled,
    tab_lost,
    tagged,
    two_at_once,
    unit_forms,
    white_after,
    white_before,
    wide,
    wrapped_name,
    year_forms,
)
from mutants.lines import Mutator, Random, cells, first_changed, in_bytes, in_cell, in_line, in_lines


def quoted(name: str, rng: Random) -> bytes | None:
    """Every cell of some rows in quotes."""
    if not DOCUMENTS[name].file.endswith(".csv"):
        return None
    lines = list(lines_of(name))
    for number in rng.sample(range(len(lines)), rng.randrange(1, len(lines))):
        text = io.StringIO()
        csv.writer(text, lineterminator="", quoting=csv.QUOTE_ALL).writerow(cells_of(lines[number], True))
        lines[number] = text.getvalue() if lines[number] else ""
    return rendered(name, lines)


def wrapped_cell(name: str, rng: Random) -> bytes | None:
    """A cell with a line break in it."""
    if not DOCUMENTS[name].is_table:
        return None

    def change(text: str, rng: Random) -> str:
        at = rng.randrange(len(text)) if text else 0
        return text[:at] + "\n" + text[at:] if at else text

    return first_changed(name, cells(name), change, rng)


def rows_added(name: str, rng: Random) -> bytes | None:
    """Empty rows and empty cells at the end of rows."""
    if not DOCUMENTS[name].is_table:
        return None
    lines = list(lines_of(name))
    at = rng.randrange(HEAD_ROWS, len(lines))
    if rng.random() < 0.5:
        lines[at:at] = ["," * rng.randrange(20)] * rng.randrange(1, 4)
    elif lines[at]:
        lines[at] += "," * rng.randrange(1, 6)
    return rendered(name, lines)


def bled(name: str, rng: Random) -> bytes | None:
    """The first value of a row, the baseline, in the cell of its unit: 人23,958."""
    if not DOCUMENTS[name].is_table:
        return None
    at = 2 if DOCUMENTS[name].without else 4
    value = at + (1 if DOCUMENTS[name].without else 2)
    lines = list(lines_of(name))
    rows = [n for n in range(HEAD_ROWS, len(lines)) if len(cells_of(lines[n], True)) > value]
    number = rng.choice(rows)
    row = cells_of(lines[number], True)
    row[at], row[value] = row[at] + row[value], ""
    return rendered(name, [*lines[:number], line_of(row, True), *lines[number + 1 :]])


def in_sheet(change: Callable[[Any, Random], None]) -> Mutator:
    """A mutator of the workbook's sheet."""

    def mutate(name: str, rng: Random) -> bytes | None:
        if not DOCUMENTS[name].file.endswith(".xlsx"):
            return None
        return workbook([cells_of(line, True) for line in lines_of(name)], lambda sheet: change(sheet, rng))

    return mutate


FORMATS = (
    "0.0",
    "0.00",
    "#,##0",
    "#,##0.0;△#,##0.0",
    "0",
    "@",
    '0"人"',
    '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    '#,##0;"△ "#,##0',
    "yyyy/m/d",
    "0.0%",
    "#,##0,",
    "General",
    ";;;",
    "0.0_);(0.0)",
)
KEEPING = ("General", "@", "#,##0.####;△#,##0.####", '_ * #,##0.###_ ;_ * -#,##0.###_ ;_ * "-"_ ;_ @_ ')


def number_cells(sheet: Any) -> list[Any]:
    return [
        cell for row in sheet.iter_rows(min_row=HEAD_ROWS + 1) for cell in row if isinstance(cell.value, int | float)
    ]


def number_formats(sheet: Any, rng: Random) -> None:
    """Formats that show all of the number."""
    for cell in rng.sample(number_cells(sheet), rng.randrange(1, 6)):
        cell.number_format = rng.choice(KEEPING)


def stored_floats(sheet: Any, rng: Random) -> None:
    """12.3 as 12.299999999999999 in a format that shows 12.3."""
    for cell in rng.sample(number_cells(sheet), rng.randrange(1, 4)):
        places = len(str(cell.value).partition(".")[2])
        cell.value = cell.value + rng.choice([-1, 1]) * 0.3 * 10.0 ** -(places + 1)
        cell.number_format = "0." + "0" * places if places else "0"


def zero_as_dash(sheet: Any, rng: Random) -> None:
    """A number whose format shows a dash for 0, or nothing: the zeros are read as stored."""
    zeros = [cell for cell in number_cells(sheet) if cell.value == 0]
    for cell in zeros + rng.sample(number_cells(sheet), rng.randrange(4)):
        cell.number_format = rng.choice(['#,##0.###;-#,##0.###;"-"', "0.###;-0.###;", '#,##0.###;"△"#,##0.###;―'])


def texts_of_numbers(sheet: Any, rng: Random) -> None:
    for cell in rng.sample(number_cells(sheet), rng.randrange(1, 8)):
        cell.value = str(cell.value)


def merged_down(sheet: Any, rng: Random) -> None:
    """Empty cells merged with the one above, whether they are filled from it or not."""
    column = rng.choice("AABBBCDGH")
    first = rng.randrange(5, 20)
    last = first + rng.randrange(1, 3)
    if not any(sheet[f"{column}{row}"].value for row in range(first + 1, last + 1)):
        sheet.merge_cells(f"{column}{first}:{column}{last}")


def no_values(sheet: Any, rng: Random) -> None:
    """A formula, a date or an error in the place of a number."""
    from datetime import date

    cell = rng.choice(number_cells(sheet))
    cell.value = rng.choice(["=1+2", date(2024, 4, 1), "#DIV/0!", True, "=SUM(A1:A3)"])


def sheet_around(sheet: Any, rng: Random) -> None:
    """Another sheet, an empty column or row, hidden ones, a comment."""
    from openpyxl.comments import Comment

    kind = rng.randrange(5)
    if kind == 0:
        sheet.parent.create_sheet("別").sheet_state = rng.choice(["hidden", "veryHidden"])
    elif kind == 1:
        sheet.cell(rng.randrange(5, 20), rng.randrange(1, 14)).comment = Comment("見よ", "x")
    elif kind == 2:
        sheet.insert_rows(rng.randrange(5, 22), rng.randrange(1, 3))
    elif kind == 3:
        sheet.row_dimensions[rng.randrange(5, 20)].hidden = True
    else:
        sheet.insert_cols(rng.randrange(14, 17))


FORMS: dict[str, Mutator] = {
    "full-width digits": in_cell(wide),
    "spaced digits": in_cell(on_number(spaced)),
    "kanji digits": in_cell(on_plain_number(in_kanji)),
    "digits in parts (3万2,600)": in_cell(on_plain_number(in_parts)),
    "commas": in_cell(on_number(commas)),
    "dashes": in_cell(dashes, values=False),
    "signs": in_cell(signs, values=False),
    "brackets": in_line(brackets),
    "blank in a value": in_cell(blank_in),
    "unit's spelling": in_cell(unit_forms, values=False),
    "compatibility character": in_line(compat),
    "half-width kana": in_line(half_kana),
    "invisible character": in_line(invisible),
    "form of a character or mark": in_line(other_forms),
    "wrapped name": in_cell(wrapped_name, values=False),
    "year's form": in_line(year_forms),
    "NFD of a line": in_line(composed("NFD")),
    "NFKC of a line": in_line(composed("NFKC")),
    "tag": in_line(tagged),
    "tab doubled": in_line(tab_doubled),
    "tab lost": in_line(tab_lost),
    "white space after": in_line(white_after),
    "white space before": in_line(white_before),
    "blank line more": in_lines(blank_inserted),
    "blank line less": in_lines(blank_removed),
    "page break": in_lines(page_break),
    "lines joined": in_lines(joined, texts_only=True),
    "lines joined over a blank": in_lines(joined_over_blank, texts_only=True),
    "line split": in_lines(split_line, texts_only=True),
    "line split at a tab": in_lines(split_at_tab, texts_only=True),
    "sheets reordered": sheets_reordered,
    "two at once": two_at_once,
    "CRLF": in_bytes(lambda text: text.replace("\n", "\r\n").encode()),
    "CR": in_bytes(lambda text: text.replace("\n", "\r").encode()),
    "BOM": in_bytes(lambda text: text.encode("utf-8-sig")),
    "cp932": in_bytes(encoded),
    "UTF-16": in_bytes(lambda text: text.encode("utf-16")),
    "NFD": in_bytes(lambda text: unicodedata.normalize("NFD", text).encode()),
    "NFKC": in_bytes(lambda text: unicodedata.normalize("NFKC", text).encode()),
    "no last newline": in_bytes(lambda text: text.rstrip("\n").encode()),
    "newlines at the end": in_bytes(lambda text: (text + "\n\n\n").encode()),
    "CSV: quotes": quoted,
    "table: line break in a cell": wrapped_cell,
    "table: empty rows and cells": rows_added,
    "table: value in the cell of its unit": bled,
    "workbook: formats": in_sheet(number_formats),
    "workbook: rounded by its format": in_sheet(stored_floats),
    "workbook: zero as a dash": in_sheet(zero_as_dash),
    "workbook: numbers as texts": in_sheet(texts_of_numbers),
    "workbook: merged cells": in_sheet(merged_down),
    "workbook: formula, date, error": in_sheet(no_values),
    "workbook: around the table": in_sheet(sheet_around),
    **{f"extracted: {kind}": in_cell(change) for kind, change in CELL_FORMS.items()},
    **{f"extracted: {kind}": in_lines(change) for kind, change in LINE_FORMS.items()},
    **{f"extracted: {kind}": change for kind, change in FILE_FORMS.items()},
}
