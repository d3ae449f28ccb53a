"""Where something stands in a document 原文の所, in words: lines of a text, rows and cells of a form."""

from collections.abc import Iterable
from typing import Protocol

from cityplan.city.edition import Edition
from cityplan.read.document_kind import ranges_in_words
from cityplan.read.kinds import kind_of
from cityplan.read.printed import Cell, Place, Printed

SLIDE = "スライド"  # as the places of a presentation begin


def line_words(edition: Edition, *lines: int) -> str:
    """Lines of a document as a reader is told them: 3、5〜7行; of a form シート「06」12行.

    Empty where there are none.
    """
    return kind_of(edition).line_words(*lines)


def cell_words(edition: Edition, line: int, column: int) -> str:
    """A cell of a form as a message names it: シート「06」 J12; nothing for a text."""
    return kind_of(edition).cell_words(line, column)


def place_of(edition: Edition, cell: Cell, printed: Printed) -> Place:
    """Where a cell stands 場所: as its document's reader says, else by its sheet and letters, else by its lines."""
    own = cell.place or printed.places.get(cell.source_line)
    if own and own.words:
        return own
    lines = range(cell.source_line, cell.source_line_end + 1)
    words = cell_words(edition, cell.source_line, cell.source_column) or line_words(edition, *lines)
    return Place(cell.source_line, words)


def line_place(edition: Edition, line: int, printed: Printed) -> str:
    """Where a line stands 場所, in words: 3ページ 表2 4行, 段落5, 12行; empty where it has no line."""
    own = printed.places.get(line)
    return own.words if own and own.words else (line_words(edition, line) if line else "")


class _OnPage(Protocol):
    """What stands on a page, as a row of `cells` does: its page, and its place in words."""

    @property
    def page(self) -> int | None: ...
    @property
    def place(self) -> str: ...


def pages_in_words(cells: Iterable[_OnPage]) -> str:
    """The pages of cells as a reader is told them, the slides of a presentation by their name; empty for none."""
    found = list(cells)
    known = sorted({cell.page for cell in found if cell.page is not None})
    if not known:
        return ""
    ranges = ranges_in_words(known)
    return f"{SLIDE}{ranges}" if any(cell.place.startswith(SLIDE) for cell in found) else f"{ranges}ページ"
