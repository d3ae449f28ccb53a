"""Sheets of a workbook .xlsx as rows of texts, as their cells show them.

Nothing is calculated and no link is followed. What stands in a cell and is no plain text or number
(a formula, a date, an error) is a doubt: the layout says what becomes of it.
"""

import re
import warnings
import zipfile
from collections.abc import Callable
from datetime import date, time, timedelta
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.xml.functions import iterparse  # defused: expands no entities

from cityplan.errors import SourceError, shorten
from cityplan.file_kinds import check_workbook
from cityplan.files import LARGEST
from cityplan.layouts.grid import (
    Grid,
    Range,
    Row,
    check_cells,
    check_text,
    check_width,
    letters,
)
from cityplan.layouts.number_format import Shown, show, show_in_full
from cityplan.layouts.printed import Line, Repair, without_controls
from cityplan.source import Edition

MOST_BYTES = LARGEST  # of all parts of a workbook, unpacked
LARGEST_PART = 10_000_000  # of those that are not read row by row, but held as a tree
MOST_ROWS = 1_048_576  # what a sheet can have
_HELD = re.compile(
    r"\[Content_Types\]\.xml|docProps/.*|.*\.rels|xl/(?:workbook|styles|theme/[^/]*|chartsheets/[^/]*)(?:\.xml)?"
)
_RETURN = re.compile("_x000[dD]_\n?|\r\n?")  # how a workbook stores CR


Show = Callable[[int | float, str], Shown | None]


def read(data: bytes, edition: Edition) -> Grid:
    """Read the sheet that `source.toml` names; SourceError where there is no such sheet to read."""
    return _opened(data, edition, _read_one)[0]


def read_all(data: bytes, edition: Edition) -> list[Grid]:
    """Read every sheet in its order, hidden ones too; numbers with all their digits."""
    return _opened(data, edition, _read_each)


def _opened(
    data: bytes, edition: Edition, act: Callable[[Any, zipfile.ZipFile, Edition], list[Grid]]
) -> list[Grid]:
    """What is read of the open workbook and its parts; SourceError where it is none."""
    check_workbook(data, edition.raw_file)
    _check_size(data, edition)
    try:
        with warnings.catch_warnings(), zipfile.ZipFile(BytesIO(data)) as archive:
            warnings.simplefilter("ignore")  # on styles and extensions that we do not use
            book = openpyxl.load_workbook(BytesIO(data), read_only=True, keep_links=False)
            return act(book, archive, edition)
    except SourceError:
        raise
    except Exception as error:  # openpyxl raises whatever a broken part leads to
        raise _not_a_workbook(edition, str(error)) from error


def _read_one(book: Any, archive: zipfile.ZipFile, edition: Edition) -> list[Grid]:
    sheet = _sheet(book, edition)
    grid = Grid(sheet=sheet.title)
    grid.other_sheets = [
        f"シート「{each.title}」{'' if each.sheet_state == 'visible' else '（非表示）'}"
        for each in book.worksheets
        if each is not sheet
    ]
    _read_form(archive, sheet._worksheet_path, grid)
    _read_rows(sheet, grid, edition, show)
    return [grid]


def _read_each(book: Any, archive: zipfile.ZipFile, edition: Edition) -> list[Grid]:
    grids: list[Grid] = []
    cells = characters = 0
    for sheet in book.worksheets:
        grid = Grid(sheet=sheet.title, hidden=sheet.sheet_state != "visible")
        _read_form(archive, sheet._worksheet_path, grid)
        try:
            _read_rows(sheet, grid, edition, show_in_full)
        except SourceError as error:
            error.sheet = sheet.title
            raise
        cells += sum(len(row.cells) for row in grid.rows)
        characters += sum(len(line.text) for line in grid.lines)
        check_cells(cells, edition, characters)
        grids.append(grid)
    return grids


def _check_size(data: bytes, edition: Edition) -> None:
    """The sizes that the parts declare; a part that is longer than it declares is cut off there."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            sizes = [(part.filename, part.file_size) for part in archive.infolist()]
    except zipfile.BadZipFile as error:
        raise _not_a_workbook(edition, "zip ではありません") from error
    held = max((size for name, size in sizes if _HELD.fullmatch(name)), default=0)
    for size, most in ((sum(size for _, size in sizes), MOST_BYTES), (held, LARGEST_PART)):
        if size > most:
            raise SourceError(
                f"展開すると大きすぎます（{size:,}バイト。{most:,}バイトまで）", file=edition.raw_file,
                next_step="使うシートだけの新しいブックに、値だけを貼り付けてください。",
            )  # fmt: skip


def _not_a_workbook(edition: Edition, reason: str) -> SourceError:
    return SourceError(
        f"Excel のファイル（.xlsx）として読めません（{reason}）", file=edition.raw_file,
        next_step="パスワードを外し、「Excel ブック（.xlsx）」で保存し直してください。",
    )  # fmt: skip


def _sheet(book: Any, edition: Edition) -> Any:
    """The sheet that is named, or the only one that can be seen."""
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    visible = [name for name, sheet in sheets.items() if sheet.sheet_state == "visible"]
    wanted = edition.form.sheet
    if wanted and wanted in sheets and wanted not in visible:
        raise SourceError(
            f"シート「{wanted}」は非表示です", file=edition.raw_file, column="sheet", text=wanted,
            next_step="使ってよい表なら、Excel で再表示して保存し直してください。",
        )  # fmt: skip
    if wanted in visible:
        return sheets[wanted]
    if not wanted and len(visible) == 1:
        return sheets[visible[0]]
    raise SourceError(
        f"シート「{wanted}」がありません" if wanted else "どのシートを読むか決められません",
        file=edition.raw_file, column="sheet", text=wanted,
        next_step="source.toml の [[edition]] に、次のどれか1行を書いてください。\n"
        + "\n".join(f'sheet = "{name}"' for name in visible),
    )  # fmt: skip


def _read_form(archive: zipfile.ZipFile, path: str, grid: Grid) -> None:
    """The merged cells and hidden rows of a sheet, which openpyxl leaves out when it reads row by row."""
    with archive.open(path) as part:
        for _, element in iterparse(part):
            if element.tag.endswith("}mergeCell"):
                bounds = openpyxl.utils.cell.range_boundaries(element.get("ref", ""))
                grid.merged.append(Range(bounds[1], bounds[3], bounds[0], bounds[2]))
            elif element.tag.endswith("}row") and element.get("hidden") in ("1", "true"):
                grid.hidden_rows.add(int(element.get("r", 0)))
            if not element.tag.endswith("}sheetData"):
                element.clear()


def _read_rows(sheet: Any, grid: Grid, edition: Edition, show_number: Show) -> None:
    sheet.reset_dimensions()  # the declared ones may be wrong
    count = characters = 0
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        count += len(cells)
        check_cells(count, edition, characters)
        if number > MOST_ROWS:
            raise _not_a_workbook(edition, "行が多すぎます")
        texts: list[str] = []
        for at, cell in enumerate(cells, start=1):
            texts.append(_text(cell, number, at, grid, show_number))
            check_text(texts[-1], number, edition)
        characters += sum(map(len, texts))
        check_width(texts, number, edition)
        if not any(map(str.strip, texts)):
            continue
        grid.lines.append(Line(number, "\t".join(texts), False))
        if number > edition.form.skip_rows:
            grid.rows.append(Row(number, number, texts))


def _text(cell: Any, row: int, column: int, grid: Grid, show_number: Show) -> str:
    """What a cell shows; a doubt or a repair is noted in the grid."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        grid.doubts[row, column] = "数式です"
        return str(getattr(value, "text", value))  # of a formula over several cells too
    elif cell.data_type == "e":
        grid.doubts[row, column] = "エラー値です"
    elif isinstance(value, date | time | timedelta):
        grid.doubts[row, column] = "日付または時刻です"
    elif isinstance(value, str):
        return _string(value, row, grid)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        shown = show_number(value, cell.number_format)
        return _number(value, shown, cell.number_format, row, column, grid)
    return str(value)


def _string(value: str, row: int, grid: Grid) -> str:
    text = _RETURN.sub("\n", value)
    clean = without_controls(text)
    if clean != text:
        before = text.encode("unicode_escape").decode("ascii")
        grid.repairs.append(Repair("", "", None, "", "control_removed", before, clean, row))
    return clean


def _number(
    value: int | float, shown: Shown | None, number_format: str, row: int, column: int, grid: Grid
) -> str:
    if shown is None:
        grid.doubts[row, column] = f"表示形式「{shorten(number_format)}」の数です"
        return str(value)
    if shown.rule:
        before = f"{letters(column)}{row} {shown.stored}"
        grid.repairs.append(Repair("", "", None, "", shown.rule, before, shown.text, row))
    return shown.text
