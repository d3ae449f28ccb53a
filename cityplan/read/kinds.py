"""Kinds of document 文書の形: those there are, and reading a document by its kind."""

from pathlib import Path

from cityplan.city.edition import Edition
from cityplan.files.errors import SourceError
from cityplan.files.files import read_text
from cityplan.files.lines import check_lines
from cityplan.read.boxes.forms import FORMS
from cityplan.read.chapter.chapter import CHAPTER
from cityplan.read.document_kind import DocumentKind
from cityplan.read.file.shown import shown_lines
from cityplan.read.form.form import ENTRY_FORM
from cityplan.read.once import read_once
from cityplan.read.printed import Line, Printed, Skipped, check_accounted, check_texts, to_lines
from cityplan.read.sheets.sheets import SHEETS
from cityplan.read.table.tables import PLAIN_TABLE, TABLES
from cityplan.read.text.policy_chapter import POLICY_CHAPTER
from cityplan.read.text.progress_sheets import PROGRESS_SHEETS

# By the name that an edition's `layout` has.
DOCUMENT_KINDS = {
    kind.name: kind
    for kind in (PROGRESS_SHEETS, POLICY_CHAPTER, PLAIN_TABLE, TABLES, SHEETS, FORMS, CHAPTER, ENTRY_FORM)
}


def kind_of(edition: Edition) -> DocumentKind:
    """The kind of an edition's document; SourceError for a layout that there is not."""
    if edition.layout not in DOCUMENT_KINDS:
        raise SourceError(
            f"知らない layout です（使えるもの: {'、'.join(DOCUMENT_KINDS)}）",
            file=edition.source_file,
            text=edition.layout,
            next_step="layout を直してください。",
        )
    return DOCUMENT_KINDS[edition.layout]


def read_file(path: Path, edition: Edition) -> Printed:
    """Read the file of a document 原文, once in a run: a table, a form, or a text by `read`; SourceError as there."""
    return read_once(path, edition, _read_file)


def _read_file(path: Path, edition: Edition) -> Printed:
    kind = kind_of(edition)
    if kind.read_file is None:
        return read(read_text(path, edition.raw_file), edition)
    return _accounted(*kind.read_file(path, edition), edition)


def read(text: str, edition: Edition) -> Printed:
    """Read a text 原文 by its kind; every non-empty line is accounted for.

    Raises SourceError for an unknown layout, a line of no kind, a missing heading or a wrong sheet.
    """
    read_lines = kind_of(edition).read_lines
    assert read_lines is not None, "what is no text is read from its file"
    check_lines(text, edition.raw_file)
    lines, repairs = to_lines(text)
    from cityplan.read.text.markup import without_markup  # heavy; a list of editions reads none

    plain = without_markup(lines)
    printed = read_lines(plain.lines, edition)
    printed.repairs[:0] = [*repairs, *plain.repairs]
    printed.skipped += plain.skipped
    printed.shown = shown_lines(lines, edition.raw_file)
    return _accounted(lines, printed, edition)


def _accounted(lines: list[Line], printed: Printed, edition: Edition) -> Printed:
    """All lines accounted for, those that held nothing but controls too."""
    kept = {line.no for line in lines}
    kept |= {no for cell in printed.cells for no in range(cell.source_line, cell.source_line_end + 1)}
    printed.skipped += [
        Skipped(repair.source_line, repair.before, "control_only")
        for repair in printed.repairs
        if repair.rule == "control_removed" and repair.source_line not in kept
    ]
    check_accounted(lines, printed, edition.raw_file)
    check_texts(printed, edition.raw_file)
    return printed
