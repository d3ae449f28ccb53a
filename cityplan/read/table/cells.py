"""The records of a table become cells as printed; what was done to a text to read it is a repair."""

import re
from dataclasses import replace

from cityplan.city.table_form import TableForm
from cityplan.japanese.quantities import quantity, unit
from cityplan.japanese.years import era
from cityplan.read.file.accounted import doubted_cell
from cityplan.read.printed import Cell, Place, Printed, Repair, untagged
from cityplan.read.table.body import Table
from cityplan.read.table.grid import letters
from cityplan.read.table.name_units import split_name_unit
from cityplan.read.table.records import Piece, Record
from cityplan.read.table.role_rows import year_said
from cityplan.read.table.role_years import own_role_years
from cityplan.read.table.row_notes import cell_repairs, hidden_row, percent_repairs

_BLED = re.compile(r"(?P<unit>[^\d\s]+?)\s*(?P<value>\d[\d,，.．]*)")
_NAMES = ("name", "measure", "subgroup")
_NOTE_MARK = re.compile(r"(?P<name>.*\S)\s*(?:[※＊*][⁰¹²³⁴⁵⁶⁷⁸⁹]*|[(（]注[⁰¹²³⁴⁵⁶⁷⁸⁹]+[)）])")  # raised figures only
_COSTS = {"budget", "settled"}
_RESULTS = {"actual", "previous", "role", "value"}
_OF_A_PLAN = ("group", "plan", "plan_id")


def take_record(record: Record, table: Table, printed: Printed) -> None:
    """Take the cells of a record whose plan and number are known."""
    assert record.plan is not None, "every record has its plan by now"
    form = table.edition.form
    bled = _split_unit(record, table, printed)
    _split_notes(record, table, printed)
    split_name_unit(record, table)
    of_money = _is_of_money(form)
    _take_own_years(record, table, printed)
    for piece in record.pieces.values():
        shown = 0 if piece.filled else piece.at
        place = (form.table, record.plan.id, record.number)
        lines = (piece.row.line, piece.row.line_end)
        own = _place(piece, table)
        for column in piece.names:
            if column not in _OF_A_PLAN:
                printed.cells.append(Cell(*place, column, *lines, shown, piece.text, own))
                if piece.cell and not piece.filled and table.rows.is_of_document:
                    printed.repairs += doubted_cell(place, column, piece.cell, piece.text, piece.row.line)
                own_unit = piece.unit or (record.text("unit") if of_money else "")
                if own_unit and column.endswith("_text") and not _has_own_unit(record, column):
                    unit_column = f"{column.removesuffix('_text')}_unit"
                    printed.cells.append(Cell(*place, unit_column, *lines, 0, own_unit))
        _note_piece(record, piece, bled, table, printed)
    place = (record.plan.id, form.table, record.number)
    printed.repairs += [
        Repair(*place, column, rule, before, after, line) for column, rule, before, after, line in record.told
    ]
    for row in (record.row, *record.more_rows):
        printed.repairs += hidden_row(place, row, record.text("name"), table.rows.grid)
    printed.repairs += cell_repairs(place, record.pieces.values(), record.gone)
    printed.repairs += percent_repairs(place, record.pieces.values())


def _take_own_years(record: Record, table: Table, printed: Printed) -> None:
    """The years of the values of a record where its table has others than its edition, and the row itself says none."""
    assert record.plan is not None, "every record has its plan by now"
    place = (table.edition.form.table, record.plan.id, record.number)
    lines = (record.row.line, record.row.line_end)
    for role, year in own_role_years(table.edition).items():
        if year_said(record.text(f"{role}_fy"), table.edition) is None:
            printed.cells.append(Cell(*place, f"{role}_fy", *lines, 0, era(year)))


def _place(piece: Piece, table: Table) -> Place | None:
    """Where the cell of a piece stands: in its document, or by the letters of its sheet."""
    cell = piece.cell
    if cell is None or cell.place.words:
        return cell.place if cell else None
    sheet = table.rows.grid.sheet
    return Place(cell.place.line, f"シート「{sheet}」{letters(cell.column)}{cell.row}") if sheet else None


def _is_of_money(form: TableForm) -> bool:
    """Whether a table has no values but budgets and accounts: the unit of a row is theirs."""
    roles = form.columns.keys() | form.role_years.keys()
    return form.subject == "activity" and bool(roles & _COSTS) and not roles & _RESULTS and not form.years


def _has_own_unit(record: Record, column: str) -> bool:
    """Whether the unit of a value stands in a column of its row, which no money of a budget has."""
    return "unit" in record.pieces and not column.startswith(("budget_", "settled_"))


def _note_piece(record: Record, piece: Piece, bled: str, table: Table, printed: Printed) -> None:
    """What was done to a text to read it, as repairs."""
    column = piece.names[0]
    raw = piece.cell.text.strip() if piece.cell else ""
    if piece.filled in ("filled_down", "merged_cell"):
        tell_repair(record, column, piece.filled, "", piece.text, table, printed)
    elif column == bled or piece.filled or not piece.cell:
        return
    elif "\n" in raw:
        tell_repair(record, column, "joined_lines", " / ".join(raw.split("\n")), piece.text, table, printed)
    elif untagged(piece.cell.text) != piece.cell.text:
        tell_repair(record, column, "tags_removed", piece.cell.text, piece.text, table, printed)


def _split_unit(record: Record, table: Table, printed: Printed) -> str:
    """Split a value that ran into the unit column (人23,958) where the cell beside it is empty.

    Returns the column of the value; elsewhere the unit stays as it is, unreadable.
    """
    piece = record.pieces.get("unit")
    match = _BLED.fullmatch(piece.text) if piece else None
    if piece is None or match is None:
        return ""
    beside = table.used.feeds.get(piece.at + 1, [""])
    empty = beside[0].endswith("_text") and beside[0] not in record.pieces
    if not (empty and unit(piece.text) is None and quantity(match["value"])):
        return ""
    record.pieces["unit"] = replace(piece, text=match["unit"])
    record.pieces[beside[0]] = replace(piece, names=beside, text=match["value"])
    tell_repair(record, beside[0], "split_unit", piece.text, match["value"], table, printed)
    return beside[0]


def _split_notes(record: Record, table: Table, printed: Printed) -> None:
    """The mark of a note 注の番号 behind a name is no part of it: 延べ利用人数※¹."""
    for column in _NAMES:
        piece = record.pieces.get(column)
        if piece and (match := _NOTE_MARK.fullmatch(piece.text)):
            tell_repair(record, column, "note_mark_split", piece.text, match["name"], table, printed)
            record.pieces[column] = replace(piece, text=match["name"])


def tell_repair(
    record: Record, column: str, rule: str, before: str, after: str, table: Table, printed: Printed
) -> None:
    """Tell what was done to a text of a record, as a repair of its column."""
    assert record.plan is not None, "every record has its plan by now"
    place = (record.plan.id, table.edition.form.table, record.number, column)
    printed.repairs.append(Repair(*place, rule, before, after, record.row.line))
