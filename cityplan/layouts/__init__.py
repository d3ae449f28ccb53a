"""Kinds of document: each layout turns a text into cells as printed."""

from collections.abc import Callable

from cityplan.errors import SourceError
from cityplan.layouts import policy_chapter, progress_sheets
from cityplan.layouts.printed import Line, Printed, check_accounted, to_lines
from cityplan.source import Edition

Layout = Callable[[list[Line], Edition], Printed]
LAYOUTS: dict[str, Layout] = {
    "progress-sheets": progress_sheets.read,
    "policy-chapter": policy_chapter.read,
}


def read(text: str, edition: Edition) -> Printed:
    """Read a document 原文 by its edition's layout; every non-empty line is accounted for.

    Raises SourceError for an unknown layout, a line of no kind, a missing heading or a wrong sheet.
    """
    if edition.layout not in LAYOUTS:
        raise SourceError(
            f"知らない layout です（使えるもの: {'、'.join(LAYOUTS)}）",
            file=f"data/raw/{edition.city}/source.toml", text=edition.layout,
            next_step="layout を直してください。",
        )  # fmt: skip
    lines, repairs = to_lines(text)
    printed = LAYOUTS[edition.layout](lines, edition)
    printed.repairs[:0] = repairs
    check_accounted(lines, printed, edition.raw_file)
    return printed
