"""A table, and what each of its rows is: one of its heading or its body, a total, a banner, or left out."""

import re
from dataclasses import dataclass, field

from cityplan.city.edition import Edition
from cityplan.files.errors import SourceError
from cityplan.read.file.contents import GridCell
from cityplan.read.printed import Line, Printed
from cityplan.read.table.banners import banner_above, before_banner
from cityplan.read.table.heading_columns import Columns
from cityplan.read.table.named_headings import left_out_words
from cityplan.read.table.other_heading import is_heading_row, rows_of_other, value_columns
from cityplan.read.table.records import Banners, Piece, Record
from cityplan.read.table.row_notes import struck_row
from cityplan.read.table.rows import TableRow, TableRows
from cityplan.read.table.table_checks import unknown_heading
from cityplan.read.table.totals import total_cell

_NOTE = re.compile(r"[※＊*]|[(（]?注\s*\d*\s*[)）:：.．]|[(（]?(?:注|備考|資料|出典)[:：)）]")


@dataclass
class Table:
    """One table: its form, its rows, and what becomes of each."""

    edition: Edition  # with the form of this table
    rows: TableRows
    heading: list[TableRow]
    used: Columns
    body: list[TableRow] = field(default_factory=list)
    banners: Banners = field(default_factory=Banners)
    totals: dict[int, GridCell] = field(default_factory=dict)  # by row the cell that says it
    named: dict[str, Piece] = field(default_factory=dict)  # what the paragraph above it says of its plan
    records: list[Record] = field(default_factory=list)


def _of_rows(rows: list[TableRow], by_number: dict[int, Line]) -> list[Line]:
    numbers = (number for row in rows for number in range(row.line, row.line_end + 1))
    return [by_number[number] for number in numbers if number in by_number]


def split_rows(table: Table, by_number: dict[int, Line], printed: Printed, faults: list[SourceError]) -> None:
    """What each row is: heading, body, total, or left out, which is told.

    It ends where the heading of another declared table stands; one that is not declared is a fault.
    """
    edition, rows = table.edition, table.rows
    left_out = left_out_words(edition)
    first = table.heading[0].line if table.heading else 0
    heading = {row.number for row in table.heading}
    repeated = {row.text for row in table.heading}
    begins = rows.rows[0].line - rows.rows[0].number if rows.rows else 0
    skipped = max(first - 1, begins + (edition.form.skip_rows or 0))
    for line in by_number.values():
        if begins < line.no <= skipped:
            printed.skip([line], "above_table")
    values = value_columns(table.heading, rows, edition)
    has_ended = False
    for row in rows.rows:
        if row.line <= skipped or row.number in heading:
            continue
        reason = "declared" if has_ended else _reason(row, table, left_out, repeated)
        if not reason and is_heading_row(row, values):
            of_other = rows_of_other(row, rows, edition)
            faults += [] if of_other else [unknown_heading(row, rows, edition)]
            table.body = [each for each in table.body if each.number not in of_other]
            has_ended, reason = True, "declared"
        if not reason:
            table.body.append(row)
            continue
        own = _of_rows([row], by_number)
        printed.skip(own, reason)
        printed.repairs += [struck_row(line) for line in own if reason == "struck_row"]
    if table.banners.texts:
        table.banners.texts |= banner_above(table.rows, table.heading, table.body, edition.form)
        printed.repairs += before_banner(table.body, table.banners)


def _reason(row: TableRow, table: Table, left_out: set[str], repeated: set[str]) -> str:
    """Why a row is no row of the table; empty where it is one."""
    form = table.edition.form
    if not row.text:
        return "struck_row" if row.is_struck else "empty_row"
    if row.text in left_out:
        return "declared"
    if said := total_cell(row, form.total_rows):
        table.totals[row.number] = said
        return "total_row"
    if row.text in repeated:
        return "repeated_heading"
    texts = [cell for cell in row.own if cell.text.strip()]
    if len(texts) == 1 and _NOTE.match(texts[0].text.strip()):
        return "note_row"
    if form.banner_rows and len(texts) == 1:
        cell = texts[0]
        table.banners.column = form.banner_rows
        table.banners.texts[row.number] = Piece([form.banner_rows], cell.text.strip(), row, cell.column, cell)
        return "banner_row"
    return ""


def skip_unused(table: Table, by_number: dict[int, Line], printed: Printed) -> None:
    """A row that says something only in columns that are left out is none of this table: its activity stands above."""
    used = {at for at, names in table.used.feeds.items() if names}
    unused = [row for row in table.body if used and not _says(row, used)]
    table.body = [row for row in table.body if row not in unused]
    printed.skip(_of_rows(unused, by_number), "declared")


def _says(row: TableRow, columns: set[int]) -> bool:
    """Whether a row has a text, or what was one, of its own in some columns."""
    return any(
        cell.text.strip() or cell.notes or cell.doubt
        for cell in row.own
        if any(at in columns for at in range(cell.column, cell.column + cell.columns))
    )
