"""Sheets of a workbook .xlsx as rows of texts, as their cells show them.

Nothing is calculated and no link is followed. What stands in a cell and is no plain text or number
(a formula, a date, an error) is a doubt: the layout says what becomes of it.
"""

import re
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from io import BytesIO
from math import isfinite

import openpyxl
from openpyxl import Workbook
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.cell.rich_text import CellRichText
from openpyxl.styles.numbers import is_date_format
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet._reader import WorkSheetParser
from openpyxl.xml.functions import iterparse  # defused: expands no entities

from cityplan.city.edition import Edition
from cityplan.files.errors import SourceError, cut_short
from cityplan.files.files import LARGEST
from cityplan.files.kinds import check_workbook
from cityplan.read.printed import Line, Repair, readable
from cityplan.read.table import cell_looks
from cityplan.read.table.cell_comments import read_comments
from cityplan.read.table.cell_looks import Run
from cityplan.read.table.drawn_boxes import read_boxes
from cityplan.read.table.grid import Grid, GridRow, Range, check_cells, check_text, check_width, letters
from cityplan.read.table.number_format import Shown, hides_text, show_in_full, show_text, shown_number

MOST_BYTES = LARGEST  # of all parts of a workbook, unpacked
LARGEST_PART = 10_000_000  # of those that are not read row by row, but held as a tree
MOST_SHEET_ROWS = 1_048_576  # what a sheet can have
_HELD = re.compile(
    r"\[Content_Types\]\.xml|docProps/.*|.*\.rels|xl/(?:workbook|styles|theme/[^/]*|chartsheets/[^/]*)(?:\.xml)?"
)
_RETURN = re.compile("_x000[dD]_\n?|\r\n?")  # how a workbook stores CR
_DATE = "日付または時刻です（「4-1」や「1/4」のような記入が、日付に変わったのかもしれません）"

Show = Callable[[int | float, str], Shown | None]


def read(data: bytes, edition: Edition) -> Grid:
    """Read the sheet that `source.toml` names; SourceError where there is no such sheet to read."""
    return _opened(data, edition, _read_one)[0]


def read_named(data: bytes, edition: Edition, wanted: Callable[[str], bool]) -> list[Grid]:
    """Read the visible sheets whose names are wanted, in their order; none where there is no such sheet."""

    def act(book: Workbook, archive: zipfile.ZipFile, edition: Edition) -> list[Grid]:
        chosen = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible" and wanted(sheet.title)]
        grids = [_read_shown(sheet, archive, edition) for sheet in chosen]
        if grids:
            grids[0].other_sheets = _names(each for each in book.worksheets if each not in chosen)
        return grids

    return _opened(data, edition, act)


def read_sheets(data: bytes, edition: Edition) -> list[Grid]:
    """Read every sheet in its order, hidden ones too; numbers with all their digits."""
    return _opened(data, edition, _read_each)


def _opened(
    data: bytes, edition: Edition, act: Callable[[Workbook, zipfile.ZipFile, Edition], list[Grid]]
) -> list[Grid]:
    """What is read of the open workbook and its parts; SourceError where it is none."""
    check_workbook(data, edition.raw_file)
    _check_size(data, edition)
    try:
        with warnings.catch_warnings(), zipfile.ZipFile(BytesIO(data)) as archive:
            warnings.simplefilter("ignore")  # on styles and extensions that we do not use
            book = openpyxl.load_workbook(BytesIO(data), read_only=True, keep_links=False, rich_text=True)
            return act(book, archive, edition)
    except SourceError:
        raise
    except Exception as error:  # openpyxl raises whatever a broken part leads to
        raise _not_a_workbook(edition, str(error)) from error


def _read_one(book: Workbook, archive: zipfile.ZipFile, edition: Edition) -> list[Grid]:
    sheet = _sheet(book, edition)
    grid = _read_shown(sheet, archive, edition)
    grid.other_sheets = _names(each for each in book.worksheets if each is not sheet)
    return [grid]


def _read_shown(sheet: ReadOnlyWorksheet, archive: zipfile.ZipFile, edition: Edition) -> Grid:
    """A sheet with its numbers as they are shown."""
    grid = Grid(sheet=sheet.title)
    _read_form(archive, sheet._worksheet_path, grid)
    _read_rows(sheet, grid, edition, shown_number)
    return grid


def _names(sheets: Iterable[ReadOnlyWorksheet]) -> list[str]:
    return [f"シート「{each.title}」{'' if each.sheet_state == 'visible' else '（非表示）'}" for each in sheets]


def _read_each(book: Workbook, archive: zipfile.ZipFile, edition: Edition) -> list[Grid]:
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
                f"展開すると大きすぎます（{size:,}バイト。{most:,}バイトまで）",
                file=edition.raw_file,
                next_step="使うシートだけの新しいブックに、値だけを貼り付けてください。",
            )


def _not_a_workbook(edition: Edition, reason: str) -> SourceError:
    return SourceError(
        f"Excel のファイル（.xlsx）として読めません（{reason}）",
        file=edition.raw_file,
        next_step="パスワードを外し、「Excel ブック（.xlsx）」で保存し直してください。",
    )


def _sheet(book: Workbook, edition: Edition) -> ReadOnlyWorksheet:
    """The sheet that is named, or the only one that can be seen."""
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    visible = [name for name, sheet in sheets.items() if sheet.sheet_state == "visible"]
    wanted = edition.form.sheet
    if wanted and wanted in sheets and wanted not in visible:
        raise SourceError(
            f"シート「{wanted}」は非表示です",
            file=edition.raw_file,
            column="sheet",
            text=wanted,
            next_step="使ってよい表なら、Excel で再表示して保存し直してください。",
        )
    if wanted in visible:
        return sheets[wanted]
    if not wanted and len(visible) == 1:
        return sheets[visible[0]]
    raise SourceError(
        f"シート「{wanted}」がありません" if wanted else "どのシートを読むか決められません",
        file=edition.raw_file,
        column="sheet",
        text=wanted,
        next_step="source.toml の [[edition]] に、次のどれか1行を書いてください。\n"
        + "\n".join(f'sheet = "{name}"' for name in visible),
    )


def _read_form(archive: zipfile.ZipFile, path: str, grid: Grid) -> None:
    """What of a sheet is merged, hidden or told by comments, which openpyxl leaves out row by row."""
    formula: dict[str, str] = {}  # of the cell that is read: itself, and its result
    with archive.open(path) as part:
        for _, element in iterparse(part):
            tag = element.tag.rpartition("}")[2]
            if tag in ("f", "v"):
                formula[tag] = element.text or ""
            elif tag == "c":
                _note_result(element.attrib, formula, grid)
                formula = {}
            _note_form(tag, element.attrib, grid)
            if not element.tag.endswith("}sheetData"):
                element.clear()
    for (row, column), text in read_comments(archive, path):
        grid.note(row, column, "cell_comment", text)
    for place, text in read_boxes(archive, path):
        grid.boxes.append((place, text))
        told = f"シート「{grid.sheet}」の {letters(place.column)}{place.row} から、セルの上に枠があります「{text}」"
        grid.repairs.append(Repair("", "", None, "", "box_over_table", told, "", place.row, is_doubt=True))


def _note_result(said: Mapping[str, str], formula: Mapping[str, str], grid: Grid) -> None:
    """The result that is kept with a formula, a number or a text; how it is shown is known with its format."""
    result = formula.get("v", "")
    if "f" in formula and result and said.get("t", "n") in ("n", "str"):
        column, row = openpyxl.utils.cell.coordinate_from_string(said.get("r", "A1"))
        grid.stored[row, openpyxl.utils.cell.column_index_from_string(column)] = result


def _note_form(tag: str, said: Mapping[str, str], grid: Grid) -> None:
    if tag == "mergeCell":
        bounds = openpyxl.utils.cell.range_boundaries(said.get("ref", ""))
        grid.merged.append(Range(bounds[1], bounds[3], bounds[0], bounds[2]))
    elif tag == "row" and _is_hidden(said, "ht"):
        grid.hidden_rows.add(int(said.get("r", 0)))
    elif tag == "col" and _is_hidden(said, "width"):
        grid.hidden_columns.append(Range(1, MOST_SHEET_ROWS, int(said["min"]), int(said["max"])))
    elif tag == "sheetView" and said.get("showZeros") in ("0", "false"):
        grid.zeros_shown = False


def _is_hidden(said: Mapping[str, str], size: str) -> bool:
    """Whether a row or column is hidden 非表示 (also by a filter), or has no height or width."""
    return said.get("hidden") in ("1", "true") or float(said.get(size, 1)) == 0


def _rows(sheet: ReadOnlyWorksheet) -> Iterator[tuple[int, list[ReadOnlyCell | None]]]:
    """The rows of a sheet with their cells and numbers; texts with the look of their parts.

    What openpyxl does itself where it reads row by row, but for the texts that a cell holds itself.
    """
    book = sheet.parent
    with sheet._get_source() as source:
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
            rich_text=True,
        )
        last = 0
        for number, found in parser.parse():
            cells = {each["column"]: ReadOnlyCell(sheet, **each) for each in found}
            if number <= last or len(cells) != len(found):
                raise ValueError(f"行 {number} が2回あるか、同じセルが2つあります")
            last = number
            yield number, [cells.get(at) for at in range(1, max(cells, default=0) + 1)]


def _read_rows(sheet: ReadOnlyWorksheet, grid: Grid, edition: Edition, show_number: Show) -> None:
    count = characters = 0
    looks: dict[int, Run] = {}
    for number, cells in _rows(sheet):
        count += len(cells)
        check_cells(count, edition, characters)
        if number > MOST_SHEET_ROWS:
            raise _not_a_workbook(edition, "行が多すぎます")
        texts: list[str] = []
        for at, cell in enumerate(cells, start=1):
            empty = cell is None or cell.value is None
            texts.append("" if empty else _text(cell, number, at, grid, show_number, looks))
            check_text(texts[-1], number, edition)
        characters += sum(map(len, texts))
        check_width(texts, number, edition)
        told = [
            grid.notes[number, at][-1].before if grid.is_gone(number, at) else text
            for at, text in enumerate(texts, start=1)
        ]
        if not any(map(str.strip, told)):
            continue
        grid.lines.append(Line(number, "\t".join(told), False))
        if number > (edition.form.skip_rows or 0):
            grid.rows.append(GridRow(number, number, texts))


def _text(cell: ReadOnlyCell, row: int, column: int, grid: Grid, show_number: Show, looks: dict[int, Run]) -> str:
    """What a cell shows, without what is struck out or cannot be seen; a doubt is noted in the grid."""
    if cell._style_id not in looks:
        looks[cell._style_id] = cell_looks.look(cell)
    whole, rich = looks[cell._style_id], isinstance(cell.value, CellRichText)
    shown = cell.value if rich else _shown(cell, row, column, grid, show_number)
    hidden = isinstance(cell.value, str | CellRichText) and hides_text(cell.number_format)
    if not (rich or hidden or whole.struck or whole.unseen):
        return _cleaned(shown, row, grid)
    parts = cell_looks.runs(shown, cell, whole)
    text, notes = cell_looks.read([each._replace(text=_cleaned(each.text, row, grid)) for each in parts])
    for note in notes:
        grid.note(row, column, *note)
    if grid.is_gone(row, column):
        grid.doubts.pop((row, column), None)
    elif hidden:
        grid.note(row, column, "hidden_by_format", text, text)
    return text


def _shown(cell: ReadOnlyCell, row: int, column: int, grid: Grid, show_number: Show) -> str:
    """What a cell shows as one text; a doubt or a repair is noted in the grid."""
    value = cell.value
    if cell.data_type == "f":
        grid.doubts[row, column] = "数式です"
        _show_result(cell, row, column, grid, show_number)
        return str(getattr(value, "text", value))  # of a formula over several cells too
    elif cell.data_type == "e":
        grid.doubts[row, column] = "エラー値です"
    elif isinstance(value, date | time | timedelta):
        grid.doubts[row, column] = _DATE
        return _moment(value)
    elif isinstance(value, bool):
        return str(value).upper()
    elif isinstance(value, int | float):
        shown = show_number(value, cell.number_format)
        return _number(value, shown, cell.number_format, row, column, grid)
    return show_text(str(value), cell.number_format)


def _show_result(cell: ReadOnlyCell, row: int, column: int, grid: Grid, show_number: Show) -> None:
    """The result of a formula as it is shown; what is no plain number is shown as it is kept, a date not at all."""
    kept = grid.stored.pop((row, column), "")
    if not kept or is_date_format(cell.number_format):
        return
    try:
        value = float(kept)
    except ValueError:
        grid.stored[row, column] = kept
        return
    if not isfinite(value):
        return
    if shown := show_number(int(value) if value.is_integer() else value, cell.number_format):
        grid.stored[row, column] = shown.word or shown.text
        if shown.percents:
            grid.percents.add((row, column))


def _moment(value: date | time | timedelta) -> str:
    """
    >>> _moment(date(2024, 4, 1)), _moment(datetime(2024, 4, 1, 9, 30)), _moment(time(9))
    ('2024年4月1日', '2024年4月1日 09:30:00', '09:00:00')
    """
    if not isinstance(value, date):
        return str(value)
    day = f"{value.year}年{value.month}月{value.day}日"
    hour = value.time() if isinstance(value, datetime) else time()
    return f"{day} {hour}" if hour != time() else day


def _cleaned(value: str, row: int, grid: Grid) -> str:
    clean, repairs = readable(_RETURN.sub("\n", value), row)
    grid.repairs += repairs
    return clean


def _number(value: int | float, shown: Shown | None, number_format: str, row: int, column: int, grid: Grid) -> str:
    if shown is None:
        grid.doubts[row, column] = f"表示形式「{cut_short(number_format)}」の数です"
        return str(value)
    if shown.word:
        grid.note(row, column, "shown_as_word", shown.text, shown.word)
        return shown.word
    if shown.rule:
        before = f"{letters(column)}{row} {shown.stored}"
        grid.repairs.append(Repair("", "", None, "", shown.rule, before, shown.text, row))
    if shown.is_unsigned:
        grid.note(row, column, "unsigned", shown.text, shown.text)
    if shown.percents:
        grid.percents.add((row, column))
    if shown.is_hidden or (not value and not grid.zeros_shown):
        grid.note(row, column, "hidden_by_format", shown.text, shown.text)
    return shown.text
