"""Sheets シート: a document with one for each plan, in a PDF, slides, a Word document or a workbook.

    file -> contents -> sheets, cut at the headings of plans -> prose under declared headings, declared tables -> cells

How the sheets begin, their headings and tables stand in `source.toml` (see `sheet_form`, `table_form` and
docs/declarations.ja.md). A city whose sheets use other words needs no code.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from cityplan.city.edition import Edition
from cityplan.city.sheet_form import SHEETS_LAYOUT
from cityplan.files.errors import SourceError
from cityplan.files.files import read_bytes
from cityplan.japanese.quantities import quantity
from cityplan.read.document_kind import DocumentKind, lines_in_words
from cityplan.read.file.accounted import document_lines, leave_grid, leave_paragraphs, tell_document
from cityplan.read.file.contents import CellGrid, Contents, Paragraph
from cityplan.read.file.read import READERS, read_contents
from cityplan.read.file.shown import shown_of
from cityplan.read.file.table_file import LINES_OF_A_GRID, read_table_file
from cityplan.read.printed import Line, Printed, Repair
from cityplan.read.sheets.cut import Cut, Sheet, cut
from cityplan.read.sheets.own_tables import SheetTables, is_like_a_form, own_grids, sheet_tables
from cityplan.read.sheets.pages import as_pages
from cityplan.read.sheets.prose import SheetTexts, is_known_heading, sheet_texts, take_texts, unknown_texts
from cityplan.read.table.grid import WORKBOOK, suffix
from cityplan.read.table.plans_of_table import PlanPlace, TablePlan, TablePlans
from cityplan.read.table.role_years import check_roles
from cityplan.read.table.rows import table_rows
from cityplan.read.table.tables import take_grids

_SUFFIXES = (*READERS, WORKBOOK)
_SHOWN = 3  # of the headings of a table
_FEWEST_VALUES = 2  # of a row that is none of headings


class _Page(NamedTuple):
    """A sheet with what its paragraphs and tables are, and its plan."""

    sheet: Sheet
    texts: SheetTexts
    tables: SheetTables
    plan: TablePlan


def _read(path: Path, edition: Edition) -> tuple[list[Line], Printed]:
    """Read the sheets of a document; SourceError names all that does not fit, with the lines to write."""
    printed = Printed()
    faults = [fault for form in edition.tables for fault in form.faults]
    whole = _contents(path, edition)
    printed.shown = shown_of(whole, edition.raw_file)
    contents = as_pages(whole, lambda text: is_known_heading(text, edition))
    found = cut(contents, edition, faults)
    parts = [(sheet, sheet_texts(sheet, edition, faults), sheet_tables(sheet, edition)) for sheet in found.sheets]
    faults += unknown_texts(((sheet, texts) for sheet, texts, _ in parts), edition)
    faults += _outside_faults(found, edition)
    plans = TablePlans()
    pages = [_Page(*part, _plan(*part[:2], plans, found, edition)) for part in parts]
    shown = _shown(contents, found, pages)
    tell_document(shown, printed)
    leave_paragraphs([each for each in found.outside if isinstance(each, Paragraph)], printed, "outside_sheets")
    for grid in (each for each in found.outside if isinstance(each, CellGrid)):
        leave_grid(grid, printed, "outside_sheets")
    leave_paragraphs(found.repeated, printed, "repeated_heading")
    for page in pages:
        for grid in page.tables.other:
            leave_grid(grid, printed)
    grids = [own for page in pages for own in own_grids(page.tables, _fixed(page), edition)]
    before = len(faults)
    _check_tables(pages, edition, faults)
    if len(faults) == before:
        forms = [replace(edition, form=form) for form in edition.table_forms]
        for own in forms:
            check_roles(own, [each for each in forms if each.form.subject == own.form.subject], faults)
    take_grids(grids, plans, edition, printed, faults)
    printed.repairs += _unread_tables(pages)
    for page in pages:
        take_texts(page.texts, page.plan.id, printed)
    return document_lines(shown), printed


def _contents(path: Path, edition: Edition) -> Contents:
    if suffix(edition) == WORKBOOK:
        every = replace(edition, form=replace(edition.form, sheets="{name}", skip_rows=None))
        return read_table_file(path, every)
    if suffix(edition) not in READERS:
        raise SourceError(
            f"この layout で読めるのは {'、'.join(_SUFFIXES)} です",
            file=edition.source_file,
            column="file",
            text=edition.file,
            next_step="元のファイル（PowerPoint、Word、Excel）か、PDF、文字を取り出した .txt を置いてください。",
        )
    return read_contents(edition.raw_file, read_bytes(path, edition.raw_file))


def _shown(contents: Contents, found: Cut, pages: Sequence[_Page]) -> Contents:
    """All that is accounted for: tables that were joined are one, tables of one cell are paragraphs."""
    items = [*found.outside, *found.repeated, *(item for page in pages for item in page.sheet.items)]
    paragraphs = [each for each in items if isinstance(each, Paragraph)]
    paragraphs += [each for page in pages for each in page.sheet.heading]
    grids = [each for each in found.outside if isinstance(each, CellGrid)]
    grids += [grid for page in pages for grid in page.tables.grids]
    told = [*contents.told, *(each for page in pages for each in page.tables.told)]
    return Contents(grids, paragraphs, told)


# plans


def _plan(sheet: Sheet, texts: SheetTexts, plans: TablePlans, found: Cut, edition: Edition) -> TablePlan:
    """The plan of a sheet, its number that of the heading."""
    is_plain = all(each.id.isdecimal() for each in found.sheets)
    text = _plan_name(sheet, is_plain)
    group = _title(sheet, edition)
    if texts.group:
        group = PlanPlace(texts.group_name, texts.group.place.line, texts.group.place.line, 1)
    place = PlanPlace(text, sheet.place.line, sheet.heading[-1].place.line, 1)
    return plans.add(group, place, sheet.id)


def _plan_name(sheet: Sheet, is_plain: bool) -> str:
    return sheet.name if is_plain else f"{sheet.id} {sheet.name}"


def _title(sheet: Sheet, edition: Edition) -> PlanPlace:
    return PlanPlace(edition.title, sheet.place.line, sheet.place.line, 0)


def _fixed(page: _Page) -> dict[str, str]:
    group = {"group": page.texts.group_name} if page.texts.group else {}
    division = "、".join(each.text for each in page.texts.said if each.kind == "division")
    return {"plan": page.plan.cell.text, **group, **({"division": division} if division else {})}


# what may be wrong


def _unread_tables(pages: Sequence[_Page]) -> Iterator[Repair]:
    """What may be a table that is not read: one of a sheet that lacks a table of the others, one that begins with values.

    The headings of the first may be spoiled; the second may go on from a table above that an empty row ends.
    """
    used = {id(form): form for page in pages for _, form in page.tables.own}
    for page in pages:
        own = {id(form) for _, form in page.tables.own}
        lacking = [form for key, form in used.items() if key not in own]
        for grid in page.tables.other if lacking else ():
            headings = "、".join(islice(lacking[0].headings(), _SHOWN))
            told = f"ほかのシートにある表（{headings}…）がこのシートになく、{grid.name}は見出しが合わないため読んでいません"
            yield Repair(page.plan.id, "", None, "", "unread_table", told, "", grid.place.line, is_doubt=True)
        for grid in () if lacking else page.tables.other:
            texts = table_rows(grid).rows[0].texts
            if sum(quantity(text) is not None for text in texts) >= _FEWEST_VALUES:
                told = f"{grid.name}は見出しがなく数で始まるため、読んでいません。上の表の続きかもしれません（{' '.join(texts)}）"
                yield Repair(page.plan.id, "", None, "", "unread_table", told, "", grid.place.line, is_doubt=True)


def _outside_faults(found: Cut, edition: Edition) -> Iterator[SourceError]:
    """A table with declared headings that stands on no sheet."""
    for item in found.outside if found.sheets else ():
        if isinstance(item, CellGrid) and is_like_a_form(item, edition):
            yield SourceError(
                f"{item.name}は、初めのシートの見出しより前にあります",
                file=edition.raw_file,
                text=" ".join(cell.text for cell in item.cells[:3]),
                next_step="その前の見出しが sheet_begins の形か、確かめてください。",
            )


def _check_tables(pages: Iterable[_Page], edition: Edition, faults: list[SourceError]) -> None:
    """A form of which no sheet has a table, and a sheet without any table, are told."""
    pages = list(pages)
    used = [form for page in pages for _, form in page.tables.own]
    for number, form in enumerate(edition.table_forms, start=1):
        if pages and form not in used:
            headings = "、".join(form.headings())
            faults.append(
                SourceError(
                    f"{number}番目の [[edition.table]] の見出しのある表が、どのシートにもありません",
                    file=edition.raw_file,
                    text=headings,
                    next_step="見出しの語と heading_rows を確かめてください。表の初めの行: "
                    + "".join(dict.fromkeys(_first_row(grid) for page in pages for grid in page.tables.other)),
                )
            )
    for page in pages if used else ():
        if not page.tables.own:
            faults.append(
                SourceError(
                    f"番号 {page.sheet.id} のシート（{page.sheet.place.words}）に、見出しの合う表がありません",
                    file=edition.raw_file,
                    text=page.sheet.name,
                    next_step="目次などの行なら left_out に、表の見出しが違うなら [[edition.table]] に加えてください。"
                    + "".join(_first_row(grid) for grid in page.tables.other),
                )
            )


def _first_row(grid: CellGrid) -> str:
    first = min((cell.row for cell in grid.cells), default=0)
    return f"「{'｜'.join(cell.text for cell in grid.cells if cell.row == first)}」"


def _line_words(*lines: int) -> str:
    """Lines as a reader is told them, of a workbook's second sheet with its number.

    >>> _line_words(3, 4), _line_words(1000012)
    ('3〜4行', '2枚目のシートの12行')
    """
    told = []
    for number in sorted({line // LINES_OF_A_GRID for line in lines}):
        own = [line % LINES_OF_A_GRID for line in lines if line // LINES_OF_A_GRID == number]
        told.append(f"{number + 1}枚目のシートの{lines_in_words(*own)}" if number else lines_in_words(*own))
    return "、".join(told)


SHEETS = DocumentKind(
    SHEETS_LAYOUT,
    _SUFFIXES,
    read_file=_read,
    looks="プランごとのシートの並ぶ文書（PowerPoint、Word、Excel、PDF）",
    template=Path(__file__).with_suffix(".toml"),
    line_words=_line_words,
)
