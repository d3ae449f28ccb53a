"""Kinds of document: each layout turns a text into cells as printed."""

from collections.abc import Callable
from pathlib import Path

from cityplan.city import entry_columns, table_form
from cityplan.city.source import Edition
from cityplan.files.errors import SourceError
from cityplan.files.files import read_text
from cityplan.files.lines import check_lines
from cityplan.read.form import form as entry_form
from cityplan.read.printed import Line, Printed, Skipped, check_accounted, check_texts, to_lines
from cityplan.read.table import plain_table
from cityplan.read.text import policy_chapter, progress_sheets

Layout = Callable[[list[Line], Edition], Printed]
LAYOUTS: dict[str, Layout] = {"progress-sheets": progress_sheets.read, "policy-chapter": policy_chapter.read}
# Those that are no text, read from their file; these give the lines too.
FILES: dict[str, Callable[[Path, Edition], tuple[list[Line], Printed]]] = {
    table_form.LAYOUT: plain_table.read,
    entry_columns.LAYOUT: entry_form.read,
}


def read_file(path: Path, edition: Edition) -> Printed:
    """Read the file of a document 原文: a table, a form, or a text by `read`; SourceError as there."""
    if edition.layout not in FILES:
        return read(read_text(path, edition.raw_file), edition)
    return _accounted(*FILES[edition.layout](path, edition), edition)


def read(text: str, edition: Edition) -> Printed:
    """Read a document 原文 by its edition's layout; every non-empty line is accounted for.

    Raises SourceError for an unknown layout, a line of no kind, a missing heading or a wrong sheet.
    """
    if edition.layout not in LAYOUTS:
        raise SourceError(
            f"知らない layout です（使えるもの: {'、'.join([*LAYOUTS, *FILES])}）",
            file=edition.source_file,
            text=edition.layout,
            next_step="layout を直してください。",
        )
    check_lines(text, edition.raw_file)
    lines, repairs = to_lines(text)
    printed = LAYOUTS[edition.layout](lines, edition)
    printed.repairs[:0] = repairs
    return _accounted(lines, printed, edition)


def _accounted(lines: list[Line], printed: Printed, edition: Edition) -> Printed:
    """All lines accounted for, those that held nothing but controls too."""
    kept = {line.no for line in lines}
    printed.skipped += [
        Skipped(repair.source_line, repair.before, "control_only")
        for repair in printed.repairs
        if repair.rule == "control_removed" and repair.source_line not in kept
    ]
    check_accounted(lines, printed, edition.raw_file)
    check_texts(printed, edition.raw_file)
    return printed
