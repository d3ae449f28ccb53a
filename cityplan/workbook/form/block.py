"""One block of a plan sheet: the headings and rows of its activities or its indicators."""

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.formatting.rule import Rule as FormatRule
from openpyxl.styles import Alignment, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from cityplan.city.entry_columns import (
    ACTIVITIES,
    ACTIVITY,
    ACTIVITY_HEADINGS,
    ENDED,
    HELPERS,
    INDICATOR,
    INDICATOR_HEADINGS,
    INDICATORS,
    LAST,
    NEW,
    NEW_ACTIVITY,
    NEW_INDICATOR,
    NEW_WANTED,
    WANTED,
    WIDTHS,
    EntryColumn,
    EntryKind,
    FormYears,
    by_name,
    heading,
    row_code,
)
from cityplan.city.rules import Rule
from cityplan.files.spreadsheet import write_value
from cityplan.workbook.form.entries import Entries
from cityplan.workbook.form.formulas import MarkCells, mark_formula, polarity_formula, ratio_formula, used_formula
from cityplan.workbook.form.rows import FormRow
from cityplan.workbook.form.style import WORDS, Look, drawn_borders, dress_cell, dress_heading, height, merge, plain

_ENTRIES = ("text", "number", "choice", "result")
_OPTIONAL = ("name_after", "state", "content", "baseline_after", "target_after", "note")
_NUMBERS = ("previous_text", "actual_text", "ratio", "baseline_after", "target_after")
_CENTRED = ("activity_no", "indicator_no", "state", "status", "status_previous_printed", "polarity")
_HELPERS = ("計算用：基準値", "計算用：目標値", "計算用：向き")
_LEAST_LINES = {"factors": 4, "direction": 4}  # of a row for a new activity
_GENERAL = NumberFormat(numFmtId=0, formatCode="General")


@dataclass(frozen=True)
class Block:
    """What a block is: its title, its columns, the codes of its rows, and what must be filled, also where it is new."""

    title: str
    columns: tuple[EntryColumn, ...]
    headings_code: str
    code: str
    new_code: str
    wanted: tuple[str, ...]
    new_wanted: tuple[str, ...]

    def letter(self, name: str) -> str:
        """The letter of a column, as formulas have it."""
        letter: str = get_column_letter(by_name(self.columns)[name].at)
        return letter


ACTIVITY_BLOCK = Block(
    "掲載事業", ACTIVITIES, ACTIVITY_HEADINGS, ACTIVITY, NEW_ACTIVITY, WANTED["activities"], NEW_WANTED["activities"]
)
INDICATOR_BLOCK = Block(
    "目標指標", INDICATORS, INDICATOR_HEADINGS, INDICATOR, NEW_INDICATOR, WANTED["indicators"], NEW_WANTED["indicators"]
)


@dataclass(frozen=True)
class Written:
    """Where a block was written: its rows, its height in points, and as formulas its rows in use and open entries."""

    first: int
    last: int
    height: float
    used: str
    open_entries: str


def write_block(
    page: Worksheet, at: int, block: Block, rows: Sequence[FormRow], rule: Rule | None, years: FormYears
) -> Written:
    """Write a block from a row on: its title, its headings, its rows."""
    entries = Entries(page, years)
    write_value(page.cell(at, 2), f"■ {block.title}")
    plain(page.cell(at, 2), size=12, bold=True)
    page.cell(at, 2).alignment = Alignment(vertical="center")  # it may run over the next cells
    page.row_dimensions[at].height = 24.0
    tall = _write_headings(page, at + 1, block, years) + page.row_dimensions[at].height
    first = at + 2
    for number, row in enumerate(rows, start=first):
        code = row_code(block.new_code if row.new else block.code, row.number)
        write_value(page.cell(number, 1), code)
        for column in block.columns:
            _write_cell(page, number, column, row, entries, rule)
        if block is INDICATOR_BLOCK:
            _write_helpers(page, number, row)
        tall += _set_height(page, number, block, row)
    last = first + len(rows) - 1
    _mark_ended(page, block, first, last)
    _show_all_decimals(page, block, first, rows)
    return Written(at, last, tall, *_open_entries(block, first, last))


def _write_headings(page: Worksheet, at: int, block: Block, years: FormYears) -> float:
    write_value(page.cell(at, 1), block.headings_code)
    most = 1
    for column in block.columns:
        cells = merge(page, at, column.at, column.to)
        look = _look(column, column.kind, new=False)
        label = heading(column, years)
        write_value(cells[0], f"{label}\n〔{WORDS[look]}〕" if WORDS[look] else label)
        dress_heading(cells, look)
        most = max(most, drawn_borders(label, _width(column)))
    if block is INDICATOR_BLOCK:
        for cell, label in zip(_helpers(at), _HELPERS, strict=True):
            write_value(page[cell], label)
            plain(page[cell], size=8, colour="7F7F7F")
    page.row_dimensions[at].height = height(most + 1)
    return height(most + 1)


def _write_cell(
    page: Worksheet, at: int, column: EntryColumn, row: FormRow, entries: Entries, rule: Rule | None
) -> None:
    kind = _kind(column, row, rule)
    cells = merge(page, at, column.at, column.to)
    dress_cell(cells, _look(column, kind, row.new), _align(column, row))
    if kind == "check":
        cells[0].value = _check(at, column, row, rule)
        cells[0].number_format = "0.0" if column.column == "ratio" else "General"
        return
    if kind == "code":
        write_value(cells[0], f"新{row.number}" if row.new else row.number, "integer")
        return
    value = row.shown.get(column.column)
    write_value(cells[0], value, "text" if isinstance(value, str) else "number")
    if kind in _ENTRIES:
        entries.accept(cells[0], column, kind, row)
    if kind in ("number", "result") and not row.prose:
        cells[0].number_format = number_format(row)


def _kind(column: EntryColumn, row: FormRow, rule: Rule | None) -> EntryKind:
    """What a cell is; without a rule there are no marks."""
    if column.column in ("status", "status_previous_printed") and not rule:
        return "none"
    return column.new if row.new else column.kind


def _look(column: EntryColumn, kind: EntryKind, new: bool) -> Look:
    if kind in _ENTRIES:
        return "change" if new or column.column in _OPTIONAL else "entry"
    return {"check": "check", "none": "none"}.get(kind, "shown")  # type: ignore[return-value]


def _align(column: EntryColumn, row: FormRow) -> str:
    if column.column in _CENTRED:
        return "center"
    if row.new and column.column in ("baseline_text", "target_text"):
        return "right"
    return "right" if column.column in _NUMBERS and not row.prose else "left"


def number_format(row: FormRow) -> str:
    """The format of a number 表示形式 that may be entered, with the decimals of those so far.

    >>> number_format(FormRow(1, {}, places=2)), number_format(FormRow(1, {}))
    ('#,##0.00', '#,##0')
    """
    return "General" if row.new else "#,##0" + (f".{'0' * row.places}" if row.places else "")


def _check(at: int, column: EntryColumn, row: FormRow, rule: Rule | None) -> str:
    if column.column == "ratio":
        actual, previous = (f"{ACTIVITY_BLOCK.letter(name)}{at}" for name in ("actual_text", "previous_text"))
        return ratio_formula(actual, previous)
    assert rule, "no marks without a rule"
    actual, reason = (f"{INDICATOR_BLOCK.letter(name)}{at}" for name in ("actual_text", "reason"))
    return mark_formula(rule, MarkCells(actual, reason, *_helpers(at), row.share))


def _write_helpers(page: Worksheet, at: int, row: FormRow) -> None:
    """Beside the printed part: which baseline, target and direction the mark is measured by."""
    changed = ("baseline_text", "target_text") if row.new else ("baseline_after", "target_after")
    first, second, printed = (f"{INDICATOR_BLOCK.letter(name)}{at}" for name in (*changed, "polarity"))
    baseline, target, polarity = _helpers(at)
    formulas = {
        baseline: used_formula(first, row.baseline),
        target: used_formula(second, row.target),
        polarity: polarity_formula(printed, baseline, target),
    }
    for cell, formula in formulas.items():
        page[cell].value = formula
        plain(page[cell], size=8, colour="7F7F7F")


def _helpers(at: int) -> tuple[str, str, str]:
    first, second, third = (f"{get_column_letter(HELPERS + step)}{at}" for step in range(3))
    return first, second, third


def _width(column: EntryColumn) -> float:
    return sum(WIDTHS[column.at - 1 : column.to])


def _set_height(page: Worksheet, at: int, block: Block, row: FormRow) -> float:
    """A height that shows all texts of the row, and leaves room for those that are to come."""
    named = by_name(block.columns)
    shown = [drawn_borders(value, _width(named[name])) for name, value in row.shown.items() if isinstance(value, str)]
    wanted = [drawn_borders(row.longest, _width(named[name])) for name in ("factors",) if name in named]
    if row.new:
        wanted += [count for name, count in _LEAST_LINES.items() if name in named]
    tall = height(max([2, *shown, *wanted]))
    page.row_dimensions[at].height = tall
    return tall


def _mark_ended(page: Worksheet, block: Block, first: int, last: int) -> None:
    """A row that has ended is grey; nothing more is wanted of it."""
    state = block.letter("state")
    grey = DifferentialStyle(fill=PatternFill("solid", bgColor="D0D0D0"))
    page.conditional_formatting.add(
        f"B{first}:{get_column_letter(LAST)}{last}",
        FormatRule(type="expression", dxf=grey, formula=[f'${state}{first}="{ENDED}"']),
    )


def _show_all_decimals(page: Worksheet, block: Block, first: int, rows: Sequence[FormRow]) -> None:
    """Where more decimals are entered than there were so far, all of them are shown."""
    column = block.letter("actual_text")
    full = DifferentialStyle(numFmt=_GENERAL)
    for number, row in enumerate(rows, start=first):
        if not row.new and not row.prose:
            cell = f"{column}{number}"
            formula = f"AND(ISNUMBER({cell}),{cell}<>ROUND({cell},{row.places}))"
            rule = FormatRule(type="expression", dxf=full, formula=[formula])
            page.conditional_formatting.add(cell, rule)


def is_open(cells: str) -> str:
    """Whether cells hold nothing but blanks, as a part of a formula; as the reader of a form sees it."""
    return f'(TRIM(SUBSTITUTE({cells},"　"," "))="")'


def _open_entries(block: Block, first: int, last: int) -> tuple[str, str]:
    """Which rows of a block are in use, and how many entries are still to be filled, as parts of a formula."""

    def cells(name: str) -> str:
        letter = block.letter(name)
        return f"{letter}{first}:{letter}{last}"

    new = f'(LEFT(A{first}:A{last},{len(NEW)})="{NEW}")'
    empty = [f"{is_open(cells('actual_text'))}*{is_open(cells('reason'))}"]
    empty += [is_open(cells(name)) for name in block.wanted]
    empty += [f"{new}*{is_open(cells(name))}" for name in block.new_wanted]
    used = f'(1-{is_open(cells("name"))})*(TRIM({cells("state")})<>"{ENDED}")'
    return used, f"SUMPRODUCT({used}*({'+'.join(empty)}))"
