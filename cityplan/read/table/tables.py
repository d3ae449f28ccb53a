"""Tables 表 of any file: grids, and what `source.toml` declares of them, become cells as printed.

    file -> grids -> headings -> columns, as declared -> records (a row, or each indicator in it) -> cells

How the tables are read stands in `source.toml` (see `table_form` and docs/declarations.ja.md): which heading feeds
which of our columns, which are left out. A city whose figures come as tables needs no code.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from cityplan.city.edition import Edition
from cityplan.city.table_form import TABLE_LAYOUT, TABLES_LAYOUT
from cityplan.files.errors import SourceError, all_of
from cityplan.japanese.quantities import missing
from cityplan.japanese.years import era
from cityplan.read.document_kind import DocumentKind, lines_in_words
from cityplan.read.file.accounted import document_lines, leave_grid, leave_paragraphs, tell_document
from cityplan.read.file.contents import CellGrid, Contents
from cityplan.read.file.shown import shown_of
from cityplan.read.file.table_file import LINES_OF_A_GRID, SUFFIXES, is_document, read_table_file, sheet_name
from cityplan.read.printed import Cell, Line, Printed, Repair, Skipped
from cityplan.read.table.beside import side_by_side
from cityplan.read.table.body import Table, skip_unused, split_rows
from cityplan.read.table.cells import take_record, tell_repair
from cityplan.read.table.grid import on_one_line
from cityplan.read.table.heading_columns import Columns, headed_columns, is_lower_part
from cityplan.read.table.headings import headings, table_place, without_title
from cityplan.read.table.measured import measured
from cityplan.read.table.merged_rows import one_of_merged
from cityplan.read.table.named_headings import heading_rows, lost_headings
from cityplan.read.table.plans_above import plans_above
from cityplan.read.table.plans_of_table import Homes, PlanPlace, TablePlans
from cityplan.read.table.records import Piece, Record, named_place, records
from cityplan.read.table.result_years import undeclared_years
from cityplan.read.table.role_rows import joined, year_fault, year_said
from cityplan.read.table.role_years import check_roles
from cityplan.read.table.row_notes import column_repairs
from cityplan.read.table.rows import TableRow, TableRows, table_rows
from cityplan.read.table.slides import join_slides
from cityplan.read.table.table_checks import check_heading_cell, check_widths
from cityplan.read.table.table_notes import take_notes
from cityplan.read.table.totals import hold_totals

_OF_UNUSED = ("similar_table", "heading_without_table")
_MOST_FAULTS = 30  # that are told at once


def _read(path: Path, edition: Edition) -> tuple[list[Line], Printed]:
    """Read the tables of an edition; the lines of their files, and their cells as printed.

    SourceError names all that does not fit: headings that are not mapped or not found, rows that do not fit, used
    cells that hold no text or number (a formula, a date, an error).
    """
    printed = Printed()
    lines: list[Line] = []
    tables: list[Table] = []
    editions = [replace(edition, form=form, file=form.file or edition.file) for form in edition.table_forms]
    faults = [fault for own in editions for fault in own.form.faults]
    read: dict[tuple[str, str, str, int | None], Contents] = {}
    for own in editions:
        key = (own.file, own.form.sheet, own.form.sheets, own.form.skip_rows)
        if is_document(own):  # has no sheets, and is read once for all its tables
            key = (own.file, "", "", None)
        if key not in read:
            grids = sum(len(contents.grids) for contents in read.values())
            contents = read_table_file(path.with_name(own.file), own, grids)
            forms = [each.form for each in editions if each.file == own.file]
            read[key] = join_slides(contents, forms, own) if is_document(own) else contents
            lines += _lines(read[key])
            _tell(read[key], printed)
            printed.shown += shown_of(read[key], own.raw_file)
        before = len(faults)
        tables += _tables(read[key], own, printed, faults)
        whole = all(each.form.is_whole for each in editions)
        if whole and len(faults) == before:  # with a heading that is not found its year would be told as well
            check_roles(own, [each for each in editions if each.form.subject == own.form.subject], faults)
    _take_tables(tables, TablePlans(), edition, printed, faults)
    _account(printed)
    take_notes(printed, edition)
    return lines, printed


class OwnGrid(NamedTuple):
    """A grid that a form is for: the edition with that form, its rows, and those of its heading."""

    edition: Edition
    rows: TableRows
    heading: list[TableRow]


def take_grids(
    grids: Iterable[OwnGrid], plans: TablePlans, edition: Edition, printed: Printed, faults: list[SourceError]
) -> None:
    """Take the cells of grids whose forms are known, for the plans that are there and those that they name.

    SourceError names all that does not fit, with what is in `faults`.
    """
    tables = []
    of_headings: list[SourceError] = []
    for own in grids:
        table = Table(own.edition, own.rows, own.heading, Columns({}, {}))
        lines = {row.line: Line(row.line, "\t".join(row.texts), False) for row in own.rows.rows}
        split_rows(table, lines, printed, of_headings)
        _take_heading(table, printed, of_headings)
        tables.append(table)
    faults += _alike_once(of_headings)
    _take_tables(tables, plans, edition, printed, faults)


def _alike_once(faults: Iterable[SourceError]) -> Iterator[SourceError]:
    """Faults that tables of one form share, each told at the first of them with how many others have it."""
    alike: dict[tuple[str, ...], list[SourceError]] = {}
    for fault in faults:
        alike.setdefault((fault.problem, fault.column, fault.text, fault.next_step), []).append(fault)
    for first, *others in alike.values():
        more = f"（ほかの{len(others)}つの表も同じ）" if others else ""
        yield replace(first, problem=f"{first.problem}{more}")


def _take_tables(
    tables: list[Table], plans: TablePlans, edition: Edition, printed: Printed, faults: list[SourceError]
) -> None:
    for table in tables:
        table.records = list(_records(table, printed, faults))
    faults += undeclared_years(((table.edition, table.records) for table in tables), edition) if not faults else []
    if faults:
        raise all_of(_apart(faults))
    _take_plans(tables, plans, edition, printed)
    for table in tables:
        for record in table.records:
            take_record(record, table, printed)


def _apart(faults: list[SourceError]) -> list[SourceError]:
    """The faults, each once, as many as can be told."""
    return list(islice({str(fault): fault for fault in faults}.values(), _MOST_FAULTS))


# files and their lines


def _lines(contents: Contents) -> list[Line]:
    """The lines of a text file or sheet; of a document its rows of tables and its paragraphs."""
    return contents.lines or document_lines(contents)


def _tell(contents: Contents, printed: Printed) -> None:
    """What was told of a file: sheets that are not read, and what was done to its texts."""
    if not contents.lines:
        tell_document(contents, printed)
        return
    for told in contents.told:
        if told.rule == "other_sheet":
            printed.skipped.append(Skipped(0, told.text, "other_sheet"))
        else:
            printed.repairs.append(Repair("", "", None, "", told.rule, told.text, told.after, told.place.line))


def _account(printed: Printed) -> None:
    """A line that one table leaves out and another uses is used; one that all leave out is told once.

    So is what is said of a table or a heading that one of them does not use.
    """
    used = {no for cell in printed.cells for no in range(cell.source_line, cell.source_line_end + 1)}
    unused = {each: None for each in printed.repairs if each.rule in _OF_UNUSED and each.source_line not in used}
    printed.repairs = [*(each for each in printed.repairs if each.rule not in _OF_UNUSED), *unused]
    told: dict[int | str, Skipped] = {}
    for each in printed.skipped:
        if each.source_line not in used:
            told.setdefault(each.source_line or each.text, each)
    printed.skipped = list(told.values())


def _lines_in_words(*lines: int) -> str:
    """Rows as a reader is told them, of a second table with its number.

    >>> _lines_in_words(3, 4), _lines_in_words(3, 1000012)
    ('3〜4行', '3行、2番目の表の12行')
    """
    numbers = sorted({line // LINES_OF_A_GRID for line in lines})
    told = []
    for number in numbers:
        own = [line % LINES_OF_A_GRID for line in lines if line // LINES_OF_A_GRID == number]
        told.append(f"{number + 1}番目の表の{lines_in_words(*own)}" if number else lines_in_words(*own))
    return "、".join(told)


# tables


def _tables(contents: Contents, edition: Edition, printed: Printed, faults: list[SourceError]) -> Iterator[Table]:
    """The tables of a file that a form is for: all its sheets, or the tables that have its headings."""
    by_number = {line.no: line for line in _lines(contents)}
    leave_paragraphs(contents.paragraphs, printed)
    found = [table_rows(grid) for grid in contents.grids]
    chosen = [_beside(rows, edition) for rows in found] if contents.lines else _headed(found, edition, printed)
    above = plans_above(contents, [rows.grid for rows in chosen], edition, printed, faults)
    for rows in chosen:
        own = _of_sheet(rows.grid, edition)
        table = Table(
            own, rows, heading_rows(rows, edition), Columns({}, {}), named=above.get(rows.grid.place.line, {})
        )
        split_rows(table, by_number, printed, faults)
        if not table.body:
            raise SourceError(
                "見出しとその下の行がありません",
                file=edition.raw_file,
                sheet=rows.grid.sheet if edition.tables else "",
                cell=table_place(rows),
                next_step="原文と、source.toml の skip_rows、heading_rows を確かめてください。",
            )
        _take_heading(table, printed, faults)
        skip_unused(table, by_number, printed)
        yield table


def _beside(rows: TableRows, edition: Edition) -> TableRows:
    """Of tables beside each other on a sheet the one that has all headings of a form; else the whole sheet."""
    parts = [table_rows(part) for part in side_by_side(rows.grid)]
    whole = [part for part in parts if not lost_headings(part, heading_rows(part, edition), edition)[0]]
    return whole[0] if len(parts) > 1 and len(whole) == 1 and len(edition.tables) > 1 else rows


def _headed(found: list[TableRows], edition: Edition, printed: Printed) -> list[TableRows]:
    """The tables of a document that have the headings of a form; others are left out, which is told.

    Where none has, that which has most, so that what is missing is told. One that has half of them is a doubt.
    """
    if not found:
        raise SourceError(
            "表がありません",
            file=edition.raw_file,
            next_step="罫線のある表が要ります。元の文書（Word、Excel など）があれば、それを使ってください。",
        )
    lost = [lost_headings(rows, heading_rows(rows, edition), edition) for rows in found]
    fewest = min(len(words) for words, _ in lost)
    if fewest:
        return [next(rows for rows, (words, _) in zip(found, lost, strict=True) if len(words) == fewest)]
    for rows, (words, count) in zip(found, lost, strict=True):
        if not words:
            continue
        leave_grid(rows.grid, printed)
        if 2 * len(words) <= count:
            told = f"{rows.grid.name}には、source.toml に書いた見出しのうち{''.join(f'「{word}」' for word in words)}がないため、読んでいません"
            printed.repairs.append(Repair("", "", None, "", "similar_table", told, "", rows.rows[0].line, True))
    return [rows for rows, (words, _) in zip(found, lost, strict=True) if not words]


def _of_sheet(grid: CellGrid, edition: Edition) -> Edition:
    """The edition with the plan that the name of its sheet says, where it is declared so."""
    if not edition.form.sheets:
        return edition
    said = sheet_name(edition.form.sheets, grid.sheet)
    assert said is not None, "only sheets of such a name are read"
    named = {"plan_id": said.id, "plan": said.name or grid.sheet}
    fixed = {**{column: text for column, text in named.items() if text}, **edition.form.fixed}
    return replace(edition, form=replace(edition.form, fixed=fixed, sheet=grid.sheet))


def _take_heading(table: Table, printed: Printed, faults: list[SourceError]) -> None:
    edition, rows, body = table.edition, table.rows, table.body
    width = max(table.rows.grid.widths.get(row.number, table.rows.width) for row in table.heading)
    holding = {cell.column for row in body for cell in row.own if cell.column <= width and cell.text.strip()}
    table.used = used = headed_columns(headings(table.heading, holding), rows, edition, faults)
    printed.repairs += column_repairs(used.headings, table.heading, rows.grid)
    check_widths(body, table.heading, rows, edition, faults)
    shown = without_title(heading.text for heading in used.headings.values())
    for at, heading in used.headings.items():
        for row in table.heading:
            check_heading_cell(row, at, used, rows, edition, faults)
        for column in used.feeds[at]:
            if is_lower_part(column):
                continue
            printed.cells.append(
                Cell(edition.form.table, "", 0, column, heading.line, heading.line_end, at, shown[heading.text])
            )
    if rows.is_of_document:
        printed.repairs += _doubted_headings(table)
    if table.totals:
        summed = {row.number for row in body} | table.totals.keys()
        added = [row for row in rows.rows if row.number in summed]
        hold_totals(added, table.totals, table.banners.texts, used.feeds, edition.form.table, printed)


def _doubted_headings(table: Table) -> Iterator[Repair]:
    """The doubts about headings of a document: a unit or a year may be lost with a part of one."""
    own = {cell.place: cell for row in table.heading for at in table.used.headings if (cell := row.cells.get(at))}
    for cell in own.values():
        if cell.doubt and cell.text.strip():
            told = f"見出し「{on_one_line(cell.text)}」"
            yield Repair(
                "", table.edition.form.table, None, "", "doubtful_cell", told, cell.doubt, cell.place.line, True
            )


# rows


def _records(table: Table, printed: Printed, faults: list[SourceError]) -> Iterator[Record]:
    edition = table.edition
    found = records(table.body, table.used, table.rows, table.banners, edition, faults)
    found = (replace(record, pieces={**table.named, **record.pieces}) for record in found)
    if edition.form.subject == "activity":
        found = measured(found, table.used, table.rows, edition, faults)
    found = one_of_merged(found)
    if any("role" in block.columns for block in edition.form.blocks):
        found = iter(joined(found, edition, faults))
    for record in found:
        for role in ("baseline", "target", "actual"):
            _check_year(record, role, edition, faults)
            _tell_year(record, role, edition)
        yield record


def _tell_year(record: Record, role: str, edition: Edition) -> None:
    """The year of a value is its table's, where that declares another than the edition."""
    year, column = edition.form.role_fy.get(role), f"{role}_fy"
    is_told = edition.form.subject != "indicator" or column in record.pieces or year == getattr(edition, role)
    if year is not None and not is_told and record.text(f"{role}_text"):
        record.pieces[column] = Piece([column], era(year), record.row, 0, None, "fixed")


def _check_year(record: Record, role: str, edition: Edition, faults: list[SourceError]) -> None:
    """The cell with the year of a value holds a year, if there is a value."""
    piece = record.pieces.get(f"{role}_fy")
    text = record.text(f"{role}_text")
    if piece and text and not missing(text) and not missing(piece.text) and year_said(piece.text, edition) is None:
        faults.append(year_fault(piece, edition))


def _homes(tables: list[Table]) -> Homes:
    """Where the plans stand that rows name together with their group."""
    homes = Homes()
    for table in tables:
        for record in table.records:
            plan, group = (named_place(record, column, table.edition) for column in ("plan", "group"))
            if plan and group:
                homes.add(group, plan, record.text("plan_id"))
    return homes


def _home(homes: Homes, plan: PlanPlace, record: Record, printed: Printed) -> PlanPlace | None:
    """The group of a row that names its plan alone; None, with a doubt, where several have a plan of its name."""
    found = homes.of(plan, record.text("plan_id"))
    if len(found) < 2:
        return found[0] if found else None
    groups = "".join(f"「{group.text}」" for group in found)
    after = f"{groups}のどれのものかが、この行にはありません。別のものとして読みました"
    printed.repairs.append(
        Repair("", "plans", None, "name", "group_unknown", f"「{plan.text}」", after, plan.line, True)
    )
    return None


def _take_plans(tables: list[Table], plans: TablePlans, edition: Edition, printed: Printed) -> None:
    """Find the plan of each record, number the records within it, and take the names of plans and groups."""
    numbers: Counter[tuple[int, str]] = Counter()
    spelt: list[tuple[Record, str, str]] = []
    homes = _homes(tables)
    for table in tables:
        document = PlanPlace(edition.title, table.heading[0].line, table.heading[-1].line_end, 0)
        for record in table.records:
            own = PlanPlace(edition.title, record.row.line, record.row.line_end, 0)
            plan = named_place(record, "plan", table.edition) or own
            group = named_place(record, "group", table.edition) or _home(homes, plan, record, printed) or document
            for column, place in (("group", group), ("plan", plan)):
                text = record.text(column)
                spelt += [(record, text, place.text)] if text and text != place.text else []
            record.plan = plans.add(group, plan, record.text("plan_id"))
            numbers[id(record.plan), table.edition.form.table] += 1
            record.number = numbers[id(record.plan), table.edition.form.table]
    plans.number(edition.plan_word)
    plans.take(printed)
    table_of = {id(record): table for table in tables for record in table.records}
    for record, before, after in spelt:
        tell_repair(record, "plan_id", "declared_spelling", before, after, table_of[id(record)], printed)


TABLES = DocumentKind(
    TABLES_LAYOUT,
    SUFFIXES,
    read_file=_read,
    looks="見出しのある表（csv、tsv、xlsx、pdf、docx、pptx。いくつでも）",
    line_words=_lines_in_words,
)
PLAIN_TABLE = DocumentKind(
    TABLE_LAYOUT,
    SUFFIXES,
    read_file=_read,
    looks="1つの表（csv、tsv、xlsx、pdf、docx、pptx。1行に1つの指標か事業）",
    template=Path(__file__).with_suffix(".toml"),
    line_words=_lines_in_words,
)
