"""Where a number stands in the source 出典の行: its lines, and the link from it to them.

In the HTML a number is a link to the list of lines at the end of the brief (`plan/sources.py`);
on paper the lines are told in words.
"""

from dataclasses import dataclass, field

import pandas as pd

from cityplan.city.edition import Edition
from cityplan.files.markup import Fragment, fragment
from cityplan.read.file.table_file import has_places
from cityplan.read.places import line_words, pages_in_words
from cityplan.tables.definitions import CellRow, CorrectionRow
from cityplan.tables.schema import records

CellKey = tuple[str, int, str]  # table, row (0 = heading), column
_DIRECTION = ("direction", "direction_name")


@dataclass(frozen=True)
class Lines:
    """The lines of the source that each cell of a plan stands on, and the cells that were corrected."""

    edition: Edition
    by_cell: dict[CellKey, list[int]]
    corrected: frozenset[CellKey]
    places: dict[int, CellRow] = field(default_factory=dict)  # the first cell of each line


def lines_by_cell(edition: Edition, cells: pd.DataFrame, corrections: pd.DataFrame) -> Lines:
    """Where the cells of a plan stand, from its rows of the tables `cells` and `corrections`."""
    found: dict[CellKey, list[int]] = {}
    first: dict[int, CellRow] = {}
    for cell in records(cells, CellRow):
        lines = range(cell.source_line, cell.source_line_end + 1)
        found.setdefault((cell.table, cell.row, cell.column), []).extend(lines)
        first.setdefault(cell.source_line, cell)
    corrected = {(c.table, c.row, f"{c.column}_text") for c in records(corrections, CorrectionRow)}
    return Lines(edition, found, frozenset(corrected), first)


def lines_of(lines: Lines, table: str, row: int | None, column: str | None) -> str:
    """The lines that a table, a row or a column stands on, in words: 498、500〜501行.

    A row of activities is what the table prints; its direction 今後の取組の方向性 is asked for by name.
    """
    own = {
        line
        for (where, number, name), numbers in lines.by_cell.items()
        if where == table
        and (number == row or (row is None and number > 0))
        and (name == column or (column is None and name not in _DIRECTION))
        for line in numbers
    }
    if has_places(lines.edition):
        cells = [lines.places[line] for line in sorted(own) if line in lines.places]
        return pages_in_words(cells) or "、".join(dict.fromkeys(cell.place for cell in cells))
    return line_words(lines.edition, *own)


def cite(lines: Lines, content: object, table: str, row: int, column: str) -> Fragment:
    """A printed number or text as a link to its line, a corrected one to its correction 訂正.

    As it is where nothing is printed.
    """
    cell = (table, int(row), column)
    if cell in lines.corrected and content:
        return _link(correction_anchor(*cell), content)
    numbers = lines.by_cell.get(cell)
    return _link(f"L{numbers[0]}", content) if numbers and content else fragment("{}", content)


def lines_beside(lines: Lines, table: str, row: int, column: str) -> Fragment:
    """The link from a text to its lines, on screen; on paper nothing."""
    numbers = lines.by_cell.get((table, int(row), column))
    return line_beside(numbers[0]) if numbers else Fragment()


def line_beside(line: int | None) -> Fragment:
    """The link to a line of the source, on screen: （出典）."""
    return (
        fragment('<span class="screen muted">（{}）</span>', line_link(line, "出典"))
        if line is not None
        else Fragment()
    )


def line_link(line: int | None, words: object) -> Fragment:
    """Words as a link to a line of the source."""
    return fragment("{}", words) if line is None else _link(f"L{int(line)}", words)


def computed(content: object, table: str, row: int) -> Fragment:
    """A computed number as a link to its formula."""
    return _link(formula_anchor(table, row), content) if content else Fragment()


def counted(content: object) -> Fragment:
    """A count 件数 as a link to what was counted."""
    return _link(COUNTS, content)


COUNTS = "C-counts"


def formula_anchor(table: str, row: int) -> str:
    """The name of the place where the formulas of a row stand.

    >>> formula_anchor("activities", 1)
    'C-activities-1'
    """
    return f"C-{table}-{int(row)}"


def correction_anchor(table: str, row: int, column: str) -> str:
    """The name of the place where the correction of a cell stands.

    >>> correction_anchor("activities", 1, "actual_text")
    'K-activities-1-actual_text'
    """
    return f"K-{table}-{int(row)}-{column}"


def _link(anchor: str, content: object) -> Fragment:
    return fragment('<a class="ref" href="#{}">{}</a>', anchor, content)
