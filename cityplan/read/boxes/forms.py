"""Forms 様式 of any file, one for each plan or activity: boxes with a label, small tables, blocks.

What stands where is said by the words of the labels in `source.toml` (see `box_form` and docs/declarations.ja.md).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from cityplan.city.box_form import FORMS_LAYOUT
from cityplan.city.edition import Edition
from cityplan.files.errors import SourceError, all_of
from cityplan.files.files import read_bytes
from cityplan.japanese.letters import squeeze
from cityplan.read.boxes.blocks import Block, blocks, own_grid
from cityplan.read.boxes.boxes import PlanBoxes, absent_labels, constant_texts, plan_boxes
from cityplan.read.boxes.choices import choice
from cityplan.read.boxes.codes import Code, codes
from cityplan.read.boxes.cut import Cut, Form, cut, half_forms
from cityplan.read.boxes.labels import labelled
from cityplan.read.boxes.lattice import Lattice, in_order
from cityplan.read.boxes.leftover import Leftover, leftover, unknown_cells
from cityplan.read.boxes.lines import Lines
from cityplan.read.boxes.pages import Page, pages
from cityplan.read.boxes.small_tables import SmallTable, small_tables
from cityplan.read.boxes.take import take_boxes, take_leftover
from cityplan.read.boxes.values import Sides, Within, note_sides
from cityplan.read.document_kind import DocumentKind
from cityplan.read.file.accounted import tell_document
from cityplan.read.file.contents import Contents, GridCell
from cityplan.read.file.read import READERS, read_contents
from cityplan.read.file.shown import shown_of
from cityplan.read.file.table_file import read_table_file
from cityplan.read.printed import Line, Printed, Repair
from cityplan.read.table.grid import WORKBOOK, suffix
from cityplan.read.table.plans_of_table import PlanPlace, TablePlan, TablePlans
from cityplan.read.table.role_years import check_roles
from cityplan.read.table.tables import OwnGrid, take_grids

_SUFFIXES = (*READERS, WORKBOOK)


@dataclass
class _Read:
    """A form and what was found in it."""

    within: Within
    tables: list[SmallTable]
    boxes: PlanBoxes = field(default_factory=PlanBoxes)
    blocks: list[tuple[int, Block]] = field(default_factory=list)
    grids: list[tuple[int, OwnGrid]] = field(default_factory=list)
    code: Code = field(default_factory=Code)
    left: Leftover = field(default_factory=Leftover)


@dataclass
class Found:
    """What was found of the forms of a file: each form, its pages, and what stands on no form."""

    pages: list[Page]
    cut: Cut
    reads: list[_Read]


def _read(path: Path, edition: Edition) -> tuple[list[Line], Printed]:
    """Read the forms of a document; SourceError names all that does not fit, with the lines to write."""
    faults = [fault for form in edition.tables for fault in form.faults]
    contents = _contents(path, edition)
    found = found_forms(contents, edition, faults)
    faults += unknown_cells([(own.within, own.left) for own in found.reads], edition)
    for own in (replace(edition, form=form) for form in edition.tables) if not faults else ():
        check_roles(
            own, [replace(edition, form=each) for each in edition.tables if each.subject == own.form.subject], faults
        )
    return _printed(found, contents, edition, faults)


def found_forms(contents: Contents, edition: Edition, faults: list[SourceError]) -> Found:
    """The forms of a file with all that is found in them; what does not fit is told in `faults`, which are raised where
    there is no form at all.
    """
    found = pages(contents)
    parts = cut(found, edition, faults)
    if not parts.forms:
        raise all_of(faults)
    labels = _labels(edition)
    reads = _joined([_begun(form, labels, edition) for form in parts.forms], labels, edition)
    _note_all(reads, edition)
    for own in reads:
        own.boxes = plan_boxes(own.within, edition, faults)
        of_plan = {label: 1 for label in edition.box_form.labels()}
        for number, _ in enumerate(edition.tables):
            tables = [table for table in own.tables if table.number == number]
            own.blocks += [(number, block) for block in blocks(number, tables, own.within, of_plan, edition, faults)]
    pairs = [(own.within.form, own.boxes) for own in reads]
    faults += absent_labels(pairs, edition)
    faults += constant_texts(pairs, edition)
    faults += _absent_tables(reads, edition)
    for own, code in zip(reads, codes(pairs), strict=True):
        own.code = code
        _make_grids(own, edition)
        own.left = leftover(own.within, _used(own), code.footer, edition)
    filled = [own for own in reads if not _is_empty(own)]
    if filled:
        parts.outside += [cell for own in reads if _is_empty(own) for cell in own.within.form.grid.cells]
    return Found(found, parts, filled or reads)


def _is_empty(own: _Read) -> bool:
    """Whether nobody filled a form in 空の様式: no box of it says anything but what may be chosen, and no table."""
    said = [value.text for key, several in own.boxes.values.items() if key != "choice" for _, value in several]
    offered = [choice(value.text) for _, value in own.boxes.values.get("choice", [])]
    return not own.grids and not any(said) and not any(each.chosen for each in offered if each)


def _contents(path: Path, edition: Edition) -> Contents:
    if suffix(edition) == WORKBOOK:
        sheets = next((form.sheets for form in edition.tables if form.sheets), "") or "{name}"
        return read_table_file(path, replace(edition, form=replace(edition.form, sheets=sheets, skip_rows=None)))
    if suffix(edition) not in READERS:
        raise SourceError(
            f"この layout で読めるのは {'、'.join(_SUFFIXES)} です",
            file=edition.source_file,
            column="file",
            text=edition.file,
            next_step="元のファイル（Excel、Word、PowerPoint）か PDF を置いてください。",
        )
    return read_contents(edition.raw_file, read_bytes(path, edition.raw_file))


def _labels(edition: Edition) -> list[str]:
    """All words that are known to be labels, those left out too."""
    of_tables = (words for form in edition.tables for words in form.boxes)
    return list(dict.fromkeys([*edition.box_form.labels(), *of_tables, *edition.left_out]))


def _begun(form: Form, labels: list[str], edition: Edition) -> _Read:
    tables = small_tables(form, edition, labels)
    taken = {id(cell) for table in tables for cell in table.cells}
    return _Read(Within(form, Lattice(form.grid), taken, Sides(labels)), tables)


def _note_all(reads: Sequence[_Read], edition: Edition) -> None:
    """One view over all forms of the sides on which values stand."""
    sides = Sides(_labels(edition))
    for own in reads:
        own.within = replace(own.within, sides=sides)
        cells = [cell for cell in own.within.form.grid.cells if id(cell) not in own.within.taken]
        for words in (*edition.box_form.labels(), *(words for form in edition.tables for words in form.boxes)):
            for label in labelled(cells, words):
                note_sides(words, label, own.within.lattice, own.within.taken, sides)


# a form over several pages


def whole_forms(forms: Sequence[Form], edition: Edition) -> list[Form]:
    """The forms, each with the pages on which it goes on."""
    labels = _labels(edition)
    reads = _joined([_begun(form, labels, edition) for form in forms], labels, edition)
    return [own.within.form for own in reads]


def _joined(reads: list[_Read], labels: list[str], edition: Edition) -> list[_Read]:
    """The forms, those that follow one another with the same name, number and other boxes as one."""
    _note_all(reads, edition)
    found: list[_Read] = []
    before: PlanBoxes | None = None
    for own in reads:
        boxes = plan_boxes(own.within, edition, [])
        if before and _goes_on(found[-1].within.form, own.within.form) and _is_same(before, boxes):
            found[-1] = _begun(_one(found[-1].within.form, own.within.form), labels, edition)
        else:
            found.append(own)
            before = boxes
    return found


def _goes_on(first: Form, then: Form) -> bool:
    """Whether a form may go on in the next one: in a document, and in a workbook on a sheet of its own."""
    return not then.grid.sheet or first.grid.sheet != then.grid.sheet


def _is_same(one: PlanBoxes, other: PlanBoxes) -> bool:
    """Whether a form names the plan of the one before it and contradicts it in nothing that both say."""
    said = {key: (squeeze(one.text(key)), squeeze(other.text(key))) for key in other.values}
    name = said.get("name", ("", ""))
    return bool(name[0]) and name[0] == name[1] and all(a == b for a, b in said.values() if a and b)


def _one(first: Form, then: Form) -> Form:
    down = max(cell.row + cell.rows for cell in first.grid.cells) + 1 - min(cell.row for cell in then.grid.cells)
    cells = [replace(cell, row=cell.row + down) for cell in then.grid.cells]
    rows = {row + down for row in then.paragraphs if row >= then.grid.cells[0].row}
    return Form(replace(first.grid, cells=[*first.grid.cells, *cells]), {*first.paragraphs, *rows})


# tables and plans


def _make_grids(own: _Read, edition: Edition) -> None:
    text = _plan_name(own)
    group = {"group": own.boxes.text("group")} if own.boxes.text("group") else {}
    division = {"division": own.boxes.text("division")} if own.boxes.text("division") else {}
    for number, block in own.blocks:
        has_own = "division" in edition.tables[number].columns
        fixed = {"plan": text, **group, **({} if has_own else division)}
        if grid := own_grid(number, block, fixed, own.within.form.grid.sheet, edition):
            own.grids.append((number, grid))


def _plan_name(own: _Read) -> str:
    """The name of a form's plan, with its number before it where that is no plain one."""
    name = " ".join(own.boxes.text("name").split())
    code = "" if squeeze(own.code.number).isdecimal() else own.code.number
    return f"{code} {name}".strip()


def _used(own: _Read) -> set[int]:
    """The places of all cells that boxes and tables use."""
    return _in_grids(own) | _in_boxes(own) | {id(cell.place) for cell in _unfilled(own)}


def _in_grids(own: _Read) -> set[int]:
    return {id(cell.place) for _, grid in own.grids for cell in grid.rows.grid.cells}


def _in_boxes(own: _Read) -> set[int]:
    cells = [*own.boxes.repeated, *(label.cell for label in own.boxes.labels)]
    cells += [cell for values in own.boxes.values.values() for _, value in values for cell in value.cells]
    return {id(cell.place) for cell in cells}


def _unfilled(own: _Read) -> list[GridCell]:
    """The cells of tables and blocks that hold nothing."""
    used = _in_grids(own) | _in_boxes(own)
    cells = [cell for table in own.tables for cell in table.cells]
    for _, block in own.blocks:
        for value in block.values.values():
            cells += value.cells
            cells += [value.label.cell] if value.label else []
    return [cell for cell in cells if cell.text.strip() and id(cell.place) not in used]


def _absent_tables(reads: Sequence[_Read], edition: Edition) -> Iterable[SourceError]:
    """A declaration of which no form has a table or a block."""
    there = {number for own in reads for number, _ in own.blocks}
    for number, form in enumerate(edition.tables):
        if number not in there:
            yield SourceError(
                f"{number + 1}番目の [[edition.table]] の見出しやラベルが、どの様式にもありません",
                file=edition.raw_file,
                text="、".join(form.headings()),
                next_step="見出しの語と heading_rows、ラベルの語を確かめてください。",
            )


# what is handed on


def _printed(
    found: Found, contents: Contents, edition: Edition, faults: list[SourceError]
) -> tuple[list[Line], Printed]:
    reads = found.reads
    printed, lines, plans = Printed(), Lines(), TablePlans()
    of_forms, grids = [], []
    for own in reads:  # the lines of each form together
        in_grids = _in_grids(own)
        for cell in in_order(own.within.form.grid.cells):
            if cell.text.strip() and id(cell.place) not in in_grids:
                lines.add(cell)
        of_forms.append(_plan(own, plans, lines, edition, faults))
        grids += [lines.numbered(grid) for _, grid in own.grids]
    take_grids(grids, plans, edition, printed, faults)
    for own, plan in zip(reads, of_forms, strict=True):
        take_boxes(own.boxes, own.code, plan, lines, edition, printed)
        printed.skipped += [lines.skipped(cell, "empty_box") for cell in _unfilled(own)]
        take_leftover(own.left, plan, lines, printed)
    printed.skipped += [lines.skipped(cell, "repeated_heading") for cell in _named_again(reads, lines, printed)]
    for cell in found.cut.outside:
        printed.skipped += [lines.skipped(cell, "outside_sheets")] if cell.text.strip() else []
    for page in found.pages:
        printed.skipped += [lines.skipped(cell, "hidden_cell") for cell in page.hidden]
    tell_document(Contents(told=[*contents.told, *(told for page in found.pages for told in page.told)]), printed)
    for cell in half_forms(found.cut, found.pages, edition):
        told = "ほかの様式と同じラベルがありますが、プランの名前のラベルがないため、読んでいません"
        line = lines.add(cell).no
        printed.repairs.append(Repair("", "", None, "", "other_cell", cell.text.strip(), told, line, True))
    printed.places = {**printed.places, **lines.places}
    printed.shown = lines.shown(shown_of(contents, edition.raw_file))
    return sorted(lines.lines), printed


def _named_again(reads: Sequence[_Read], lines: Lines, printed: Printed) -> list[GridCell]:
    """The cells that name a plan or a group that an earlier form has named."""
    used = {no for cell in printed.cells for no in range(cell.source_line, cell.source_line_end + 1)}
    used |= {text.source_line for text in printed.texts} | {int(each.source_line) for each in printed.skipped}
    values = [own.boxes.value(key) for own in reads for key in ("name", "group")]
    cells = [cell for value in values if value for cell in value.cells if cell.text.strip()]
    return [cell for cell in cells if lines.add(cell).no not in used]


def _plan(own: _Read, plans: TablePlans, lines: Lines, edition: Edition, faults: list[SourceError]) -> TablePlan:
    """The plan of a form; its number is that of its box."""
    value = own.boxes.value("name")
    cell = value.cells[0] if value and value.cells else own.within.form.grid.cells[0]
    if not own.boxes.text("name").strip():
        faults.append(
            SourceError(
                f"プランの名前の欄が空です（{own.within.form.name}）",
                file=edition.raw_file,
                cell=cell.place.words,
                column="boxes",
                next_step="name のラベルの語が合っているか、元の資料で名前の欄を確かめてください。",
            )
        )
    line = lines.add(cell).no
    of_group = own.boxes.value("group")
    named = next((each for each in of_group.cells if each.text.strip()), None) if of_group else None
    at = lines.add(named).no if named else line
    group = PlanPlace(own.boxes.text("group") or edition.title, at, at, int(named is not None))
    return plans.add(group, PlanPlace(_plan_name(own), line, line, 1), own.code.number)


FORMS = DocumentKind(
    FORMS_LAYOUT,
    _SUFFIXES,
    read_file=_read,
    looks="プランごとの様式（評価シートなど。ラベルと欄。Excel、Word、PowerPoint、PDF）",
    template=Path(__file__).with_suffix(".toml"),
)
