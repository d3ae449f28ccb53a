"""A returned entry form 様式: a workbook with a guide and a sheet for each plan -> cells as entered.

The form is only read, and never trusted for what it computes itself: its check columns are skipped.
Sheets and rows are known by the codes in column A, whatever their place or title.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from cityplan.city.edition import Edition
from cityplan.city.entry_columns import (
    ACTIVITIES,
    ACTIVITY,
    ACTIVITY_HEADINGS,
    GUIDE,
    GUIDE_COLUMNS,
    INDICATOR,
    INDICATOR_HEADINGS,
    INDICATORS,
    NEW_ACTIVITY,
    NEW_INDICATOR,
    PURPOSE,
    PURPOSE_AT,
    EntryColumn,
    heading,
)
from cityplan.files.errors import SourceError
from cityplan.files.files import read_bytes
from cityplan.japanese.quantities import NOT_ENTERED
from cityplan.read.document_kind import DocumentKind
from cityplan.read.file.contents import Contents
from cityplan.read.file.shown import shown_of
from cityplan.read.file.table_file import LINES_OF_A_GRID, cell_grid
from cityplan.read.form.guide import Guide, GuidePlan, plan_sheets, read_guide
from cityplan.read.form.places import SHEET_ROWS, cell_in_words, rows_in_words
from cityplan.read.form.rows import read_row
from cityplan.read.form.sheet import BLOCK_HEADINGS, FormSheet, form_years, read_rows, text_at
from cityplan.read.printed import Cell, Line, Printed, Repair, Skipped
from cityplan.read.table.grid import WORKBOOK, Grid, letters, on_one_line

_BLOCKS = (
    ("activities", ACTIVITIES, ACTIVITY_HEADINGS, ACTIVITY, NEW_ACTIVITY),
    ("indicators", INDICATORS, INDICATOR_HEADINGS, INDICATOR, NEW_INDICATOR),
)


def _read(path: Path, edition: Edition) -> tuple[list[Line], Printed]:
    """Read a form; its rows as lines (see `places`), and its cells as entered.

    SourceError, with sheet and cell, where it is another's form, or is not as it was made.
    """
    from cityplan.read.table import workbook  # heavy, and only where there is one

    grids = workbook.read_sheets(read_bytes(path, edition.raw_file), edition)
    guide = read_guide(grids, edition)
    sheets = plan_sheets(guide, grids, edition)
    printed = Printed()
    lines = _read_guide(guide, edition, printed)
    _show(guide.grid, 0, edition, printed)
    for plan in guide.plans:
        sheet = read_rows(sheets[plan.id], plan.id, edition)
        _read_sheet(sheet, plan, printed)
        _note_sheet(sheet, printed)
        _show(sheet.grid, sheet.line(0), edition, printed)
        lines += sheet.lines
    others = [grid for grid in grids if grid not in (guide.grid, *sheets.values())]
    _skip_others(others, printed)
    for number, grid in enumerate(others, start=1):
        _show(grid, number * LINES_OF_A_GRID, edition, printed)  # lines that nothing else has
    checks = "、".join(
        heading(column, form_years(edition)) for column in (*ACTIVITIES, *INDICATORS) if column.kind == "check"
    )
    printed.skipped.append(Skipped(0, checks, "check_column"))
    return lines, printed


def _show(grid: Grid, before: int, edition: Edition, printed: Printed) -> None:
    """All that stands on a sheet, whose lines count on from those `before` it."""
    printed.shown += shown_of(Contents([cell_grid(grid, before)]), edition.raw_file)


# the guide


def _read_guide(guide: Guide, edition: Edition, printed: Printed) -> list[Line]:
    """The plans and their groups, which the guide lists; all else on it is for those who fill it in."""
    if too_far := [line for line in guide.grid.lines if line.no >= SHEET_ROWS]:
        raise SourceError(
            f"{SHEET_ROWS}行目より下に記入があります",
            file=edition.raw_file,
            sheet=guide.grid.sheet,
            cell=f"A{too_far[0].no}",
            next_step="シートの下の余分な行を消してください。",
        )
    groups = list(dict.fromkeys(plan.group for plan in guide.plans if plan.group))
    named: set[str] = set()
    for plan in guide.plans:
        for column in ("name", "group", "theme"):
            if text := getattr(plan, column):
                _take(printed, "plans", plan.id, 1, column, plan, text)
        if plan.group and plan.group not in named:
            number = groups.index(plan.group) + 1
            _take(printed, "groups", "", number, "name", plan, plan.group, "group")
            named.add(plan.group)
    own = {plan.row.line for plan in guide.plans}
    printed.skip([line for line in guide.grid.lines if line.no not in own], "form_guide")
    _note_sheet(FormSheet(guide.grid, "", edition), printed)
    return guide.grid.lines


def _take(
    printed: Printed,
    table: str,
    plan_id: str,
    row: int,
    column: str,
    plan: GuidePlan,
    text: str,
    guide_column: str = "",
) -> None:
    line, at = plan.row.line, GUIDE_COLUMNS[guide_column or column]
    printed.cells.append(Cell(table, plan_id, row, column, line, line, at, on_one_line(text)))


def _note_sheet(sheet: FormSheet, printed: Printed) -> None:
    """A sheet with another title, or hidden, is read all the same, and told; so are its repairs."""
    title, grid = sheet.plan_id or GUIDE, sheet.grid
    place = (sheet.plan_id, "", None, "")
    if grid.sheet != title:
        printed.repairs.append(Repair(*place, "sheet_renamed", title, grid.sheet, sheet.line(1)))
    for row, at in sheet.remarks:
        told = f"{letters(at)}{row.line} {on_one_line(text_at(row, at))}"
        printed.repairs.append(Repair(*place, "outside_rows", told, "", sheet.line(row.line)))
    if grid.hidden:
        printed.repairs.append(Repair(*place, "hidden_sheet", grid.sheet, "", sheet.line(1)))
    printed.repairs += [each._replace(source_line=sheet.line(each.source_line)) for each in grid.repairs]
    printed.repairs += _looks_outside(sheet)


def _looks_outside(sheet: FormSheet) -> Iterator[Repair]:
    """What the looks of cells say, and comments, outside of the rows 事業・指標: in the purpose, a title, the guide."""
    rows = {row.line: code for code, row in sheet.rows.items()}
    for (row, at), notes in sorted(sheet.grid.notes.items()):
        code = rows.get(row, "")
        if code and code != PURPOSE and code not in BLOCK_HEADINGS:
            continue  # told with its row
        column = "purpose" if code == PURPOSE else "name"
        for note in notes:
            before, after = (f"{letters(at)}{row} {on_one_line(note.before)}", on_one_line(note.after))
            yield Repair(sheet.plan_id, "plans", None, column, note.rule, before, after, sheet.line(row))


# a plan's sheet


def _read_sheet(sheet: FormSheet, plan: GuidePlan, printed: Printed) -> None:
    purpose = sheet.rows.get(PURPOSE)
    used = set()
    for table, columns, heading_code, code, new_code in _BLOCKS:
        _check_complete(sheet, table, code, plan)
        if heading_code in sheet.rows:
            used.add(_take_headings(sheet, table, columns, heading_code, printed))
        used |= _read_block(sheet, table, columns, code, new_code, printed)
    if purpose and (text := text_at(purpose, PURPOSE_AT)):
        if doubt := sheet.grid.doubts.get((purpose.line, PURPOSE_AT)):
            raise sheet.error(f"目的の欄が{doubt}", "目的を文字で書いてください。", purpose.line, PURPOSE_AT, text)
        used.add(purpose.line)
        _take_purpose(sheet, purpose.line, text, printed)
    has_rows = any(cell.plan_id == plan.id and cell.row for cell in printed.cells if cell.table != "plans")
    if has_rows and 1 in {row.line for row in sheet.grid.rows}:
        used.add(1)
        identity = next(row for row in sheet.grid.rows if row.line == 1)
        line = sheet.line(1)
        title = next((at for at in (2, 1) if text_at(identity, at)), 1)
        text = on_one_line(text_at(identity, title)) if title > 1 else plan.name
        printed.cells.append(Cell("plans", plan.id, 1, "sheet", line, line, title, text))
    if has_rows and purpose and not text_at(purpose, PURPOSE_AT):
        place = (plan.id, "plans", 1, "purpose")
        printed.repairs.append(Repair(*place, "not_entered", "", NOT_ENTERED, sheet.line(purpose.line)))
    ended = {each.source_line for each in printed.skipped}
    coded = {row.line for row in sheet.rows.values()}
    for row in sheet.grid.lines:
        line = sheet.line(row.no)
        if row.no not in used and line not in ended:
            reason = "not_used" if row.no in coded else "form_text"
            printed.skipped.append(Skipped(line, row.text, reason))


def _check_complete(sheet: FormSheet, table: str, code: str, plan: GuidePlan) -> None:
    """All rows that the form was made with are there: what has ended says so, and stays."""
    wanted, found = getattr(plan, table), len(list(sheet.of_kind(code)))
    if found != wanted:
        raise sheet.error(
            f"{code}の行が{wanted}行あるはずですが、{found}行です",
            "行を消さずに、終わった事業や指標は「状況」で「終了」を選んでください。"
            "元の様式から、消した行をA列の番号ごと戻してください。",
            1,
            1,
            plan.name,
        )


def _take_headings(sheet: FormSheet, table: str, columns: Sequence[EntryColumn], code: str, printed: Printed) -> int:
    """The headings stand for the tables of all plans: they are the same on each sheet."""
    row = sheet.rows[code]
    line = sheet.line(row.line)
    for column in columns:
        if column.kind not in ("code", "check", "none"):
            text = text_at(row, column.at).split("\n")[0]
            printed.cells.append(Cell(table, "", 0, column.column, line, line, column.at, text))
    return row.line


def _read_block(
    sheet: FormSheet, table: str, columns: Sequence[EntryColumn], code: str, new_code: str, printed: Printed
) -> set[int]:
    """The rows of a block; the new ones are numbered after those of the earlier edition."""
    used: set[int] = set()
    last = 0
    for number, row in sheet.of_kind(code):
        if read_row(sheet, row, table, columns, number, is_new=False, printed=printed):
            used.add(row.line)
        last = number
    for _, row in sheet.of_kind(new_code):
        if read_row(sheet, row, table, columns, last + 1, is_new=True, printed=printed):
            used.add(row.line)
            last += 1
    return used


def _take_purpose(sheet: FormSheet, row: int, text: str, printed: Printed) -> None:
    line, shown = sheet.line(row), on_one_line(text)
    printed.cells.append(Cell("plans", sheet.plan_id, 1, "purpose", line, line, PURPOSE_AT, shown))
    if "\n" in text:
        before = " / ".join(text.split("\n"))
        printed.repairs.append(Repair(sheet.plan_id, "plans", 1, "purpose", "joined_lines", before, shown, line))


def _skip_others(grids: Sequence[Grid], printed: Printed) -> None:
    """Sheets that the form does not have: their rows are listed, as they belong to no plan."""
    for grid in grids:
        for line in grid.lines:
            told = f"シート「{grid.sheet}」{line.no}行 {line.text}"
            printed.skipped.append(Skipped(0, told, "other_sheet"))


ENTRY_FORM = DocumentKind(
    "entry-form",
    (WORKBOOK,),
    read_file=_read,
    is_filled_in=True,
    called="の記入様式",
    has_sheets=True,
    line_words=rows_in_words,
    cell_words=cell_in_words,
)
