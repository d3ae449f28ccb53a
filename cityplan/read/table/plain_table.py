"""A plain table 表 (.csv, .tsv, .xlsx): one row for each indicator or activity, headings as mapped.

Its form stands in `source.toml` (see `table_form`): which heading feeds which of our columns, which
are left out. A city whose figures come as such a table needs no code.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cityplan.city.source import Edition
from cityplan.city.table_form import TABLE_LAYOUT
from cityplan.files.errors import SourceError
from cityplan.files.files import read_bytes
from cityplan.japanese.letters import squeeze
from cityplan.japanese.quantities import quantity, unit
from cityplan.read.document_kind import DocumentKind
from cityplan.read.printed import Cell, Line, Printed, Repair, Skipped, untagged
from cityplan.read.table.grid import DELIMITERS, WORKBOOK, Grid, GridRow, on_one_line, read_csv, suffix
from cityplan.read.table.headings import Columns, Heading, headed_columns, headings
from cityplan.read.table.plans_of_table import PlanPlace, TablePlan, TablePlans
from cityplan.read.table.row_notes import (
    cell_repairs,
    column_repairs,
    hidden_row,
    is_struck,
    percent_repairs,
    struck_row,
)
from cityplan.read.table.table_checks import check_cell, check_rows, empty_cell

_REQUIRED = ("group", "plan", "name")
# What is filled from above: a new text in a column ends what stands above in those of higher level.
_LEVELS = {"group": 0, "plan": 1, "name": 2, "unit": 2, "subgroup": 3}
_BLED = re.compile(r"(?P<unit>[^\d\s]+?)\s*(?P<value>\d[\d,，.．]*)")


@dataclass
class _Record:
    """A row of the table: the texts of its used columns, those filled from above, its plan."""

    row: GridRow
    texts: dict[int, str]
    filled: list[int] = field(default_factory=list)
    number: int = 0
    plan: TablePlan | None = None

    def place(self, at: int) -> PlanPlace:
        """The cell of a column as a place that names something; filled ones are printed nowhere."""
        return PlanPlace(self.texts[at], *self.row[:2], 0 if at in self.filled else at)


def _read(path: Path, edition: Edition) -> tuple[list[Line], Printed]:
    """Read a table file; its lines, and its cells as printed.

    SourceError where a heading is not mapped, a row does not fit, or a used cell holds no text or
    number (a formula, a date, an error, a merged cell).
    """
    grid = _grid(path, edition)
    printed = Printed(repairs=list(grid.repairs))
    heading, body = _split(grid, edition, printed)
    used = _take_heading(heading, body, grid, edition, printed)
    check_rows(body, max(len(row.cells) for row in heading), grid, used, edition)
    records = list(_records(body, used, grid, edition))
    _take_plans(records, heading[0], used, edition, printed)
    for record in records:
        _take(record, used, edition, printed)
        _note(record, used, grid, edition, printed)
    return grid.lines, printed


def _grid(path: Path, edition: Edition) -> Grid:
    kind = suffix(edition)
    if kind == WORKBOOK:
        from cityplan.read.table import workbook  # heavy, and only where there is one

        return workbook.read(read_bytes(path, edition.raw_file), edition)
    if kind in DELIMITERS:
        return read_csv(path, edition)
    raise SourceError(
        f"この layout で読めるのは {'、'.join(PLAIN_TABLE.suffixes)} です",
        file=edition.source_file,
        column="file",
        text=edition.file,
        next_step="どれかの形式で保存し直してください。",
    )


# lines and headings


def _split(grid: Grid, edition: Edition, printed: Printed) -> tuple[list[GridRow], list[GridRow]]:
    """The rows of the heading and those of the table; all others are accounted for."""
    form = edition.form
    left_out = {squeeze(text) for text in edition.left_out}
    printed.skip([line for line in grid.lines if line.no <= form.skip_rows], "above_table")
    printed.skipped += [Skipped(0, name, "other_sheet") for name in grid.other_sheets]
    by_number = {line.no: line for line in grid.lines}
    kept: list[GridRow] = []
    for row in grid.rows:
        text = squeeze("".join(row.cells))
        if text and (len(kept) < form.heading_rows or text not in left_out):
            kept.append(row)
            continue
        numbers = range(row.line, row.line_end + 1)
        lines = [by_number[number] for number in numbers if number in by_number]
        struck = not text and is_struck(row, grid)
        printed.skip(lines, "struck_row" if struck else "declared" if text else "empty_row")
        printed.repairs += [struck_row(line) for line in lines if struck]
    if len(kept) <= form.heading_rows:
        raise SourceError(
            "見出しとその下の行がありません",
            file=edition.raw_file,
            next_step="原文と、source.toml の skip_rows、heading_rows を確かめてください。",
        )
    return kept[: form.heading_rows], kept[form.heading_rows :]


def _take_heading(rows: list[GridRow], body: list[GridRow], grid: Grid, edition: Edition, printed: Printed) -> Columns:
    width = max(len(row.cells) for row in (rows if not grid.sheet else [*rows, *body]))
    holding = {at for row in body for at, text in enumerate(row.cells[:width], start=1) if text.strip()}
    used = headed_columns(headings(rows, holding), edition)
    printed.repairs += column_repairs(used.headings, rows, grid)
    for at, heading in used.headings.items():
        for row in rows:
            check_cell(row, at, grid, used, edition)
        for column in used.feeds[at]:
            printed.cells.append(_cell(edition, "", 0, column, heading, at, heading.text))
    return used


# rows


def _records(body: list[GridRow], used: Columns, grid: Grid, edition: Edition) -> Iterator[_Record]:
    filled = {used.at(column): column for column in _LEVELS if used.at(column)}
    required = {column: used.at(column) for column in _REQUIRED if used.at(column)}
    above: dict[str, str] = {}
    own = {row.line for row in body}
    for row in grid.rows:
        if row.line not in own:
            for at, column in filled.items():
                if grid.is_gone(row.line, at):  # what it named is no name for the rows below
                    _forget(above, _LEVELS[column])
            continue
        texts = {at: on_one_line(untagged(row.cells[at - 1])) for at in used.feeds if at <= len(row.cells)}
        record = _Record(row, {at: text for at, text in texts.items() if text})
        for at, column in filled.items():
            _fill(record, at, column, above, column in edition.form.fill_down)
        for column, at in required.items():
            if at not in record.texts:
                raise empty_cell(row, column, used, edition)
        yield record


def _fill(record: _Record, at: int, column: str, above: dict[str, str], wanted: bool) -> None:
    """Keep what stands in a column for the rows below; where it is wanted, fill an empty cell."""
    text = record.texts.get(at, "")
    if text and text != above.get(column):
        _forget(above, _LEVELS[column] + 1)
        above[column] = text
    elif not text and wanted and column in above:
        record.texts[at] = above[column]
        record.filled.append(at)


def _forget(above: dict[str, str], level: int) -> None:
    """Nothing of this level, or of a higher one, is filled from above any more."""
    for column in [each for each in above if _LEVELS[each] >= level]:
        del above[column]


def _take_plans(records: list[_Record], heading: GridRow, used: Columns, edition: Edition, printed: Printed) -> None:
    """Find the plan of each row, number the rows within it, and take the names of plans and groups."""
    plans = TablePlans()
    group_at, plan_at = used.at("group"), used.at("plan")
    document = PlanPlace(edition.title, heading.line, heading.line_end, 0)
    spelt: list[tuple[_Record, str, str]] = []
    for record in records:
        for at in filter(None, (group_at, plan_at)):
            text = record.texts[at]
            record.texts[at] = edition.form.spellings.get(squeeze(text), text)
            spelt += [(record, text, record.texts[at])] if record.texts[at] != text else []
        own = PlanPlace(edition.title, *record.row[:2], 0)
        record.plan = plans.add(
            record.place(group_at) if group_at else document, record.place(plan_at) if plan_at else own
        )
        record.plan.rows += 1
        record.number = record.plan.rows
    plans.number(edition.plan_word)
    plans.take(printed)
    for record, before, after in spelt:
        _repair(record, "plan_id", "declared_spelling", before, after, edition, printed)


# cells


def _take(record: _Record, used: Columns, edition: Edition, printed: Printed) -> None:
    at_unit = used.at("unit")
    bled = _split_unit(record, at_unit, used, edition, printed) if at_unit else 0
    for at, text in record.texts.items():
        names = [column for column in used.feeds[at] if column not in ("group", "plan")]
        shown = 0 if at in record.filled else at_unit if at == bled else at
        for column in names:
            assert record.plan is not None
            printed.cells.append(_cell(edition, record.plan.id, record.number, column, record.row, shown, text))
        if at in record.filled:
            _repair(record, used.feeds[at][0], "filled_down", "", text, edition, printed)
        elif at != bled and "\n" in (cell := record.row.cells[at - 1].strip()):
            before = " / ".join(cell.split("\n"))
            _repair(record, used.feeds[at][0], "joined_lines", before, text, edition, printed)
        elif at != bled and untagged(cell := record.row.cells[at - 1]) != cell:
            _repair(record, used.feeds[at][0], "tags_removed", cell, text, edition, printed)


def _split_unit(record: _Record, at: int, used: Columns, edition: Edition, printed: Printed) -> int:
    """Split a value that ran into the unit column (人23,958) where the cell beside it is empty.

    Returns the source's column of the value; elsewhere the unit stays as it is, unreadable.
    """
    text, beside = record.texts.get(at, ""), at + 1
    match = _BLED.fullmatch(text)
    empty = beside not in record.texts and used.feeds.get(beside, [""])[0].endswith("_text")
    if not (match and empty and unit(text) is None and quantity(match["value"])):
        return 0
    record.texts |= {at: match["unit"], beside: match["value"]}
    column = used.feeds[beside][0]
    _repair(record, column, "split_unit", text, match["value"], edition, printed)
    return beside


def _note(record: _Record, used: Columns, grid: Grid, edition: Edition, printed: Printed) -> None:
    """What the look of the row and its cells says, as repairs."""
    assert record.plan is not None
    place = (record.plan.id, edition.form.table, record.number)
    printed.repairs += cell_repairs(place, record.row, used.feeds, grid)
    printed.repairs += hidden_row(place, record.row, record.texts[used.at("name")], grid)
    printed.repairs += percent_repairs(place, record.row, record.texts, used.feeds, grid)


def _cell(edition: Edition, plan_id: str, row: int, column: str, place: GridRow | Heading, at: int, text: str) -> Cell:
    return Cell(edition.form.table, plan_id, row, column, place.line, place.line_end, at, text)


def _repair(
    record: _Record, column: str, rule: str, before: str, after: str, edition: Edition, printed: Printed
) -> None:
    assert record.plan is not None, "every row has its plan by now"
    place = (record.plan.id, edition.form.table, record.number, column)
    printed.repairs.append(Repair(*place, rule, before, after, record.row.line))


PLAIN_TABLE = DocumentKind(
    TABLE_LAYOUT,
    (*DELIMITERS, WORKBOOK),
    read_file=_read,
    looks="1つの表（csv、tsv、xlsx。1行に1つの指標か事業）",
    template=Path(__file__).with_suffix(".toml"),
)
