"""What a file holds, the same form whatever the file: grids of cells, paragraphs, and what was told of them.

A reader of files (PDF, DOCX, PPTX, XLSX, CSV) gives `Contents`; a kind of document knows nothing else of the file.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from cityplan.read.printed import Line, Place


class Note(NamedTuple):
    """What the look 書式 of a cell or a comment says beyond its text: as a repair tells it."""

    rule: str
    before: str
    after: str = ""


@dataclass(frozen=True)
class GridCell:
    """A cell セル of a grid; rows and columns count from 1, a merged cell is one with its spans.

    `format` is the number format that the file has; `doubt` says in Japanese why its value may not be used;
    `is_percent` is a number with a per-cent format; `stored` the result that a workbook keeps with a formula 数式.
    """

    row: int
    column: int
    text: str
    place: Place
    rows: int = 1
    columns: int = 1
    format: str = ""
    doubt: str = ""
    notes: tuple[Note, ...] = ()
    is_percent: bool = False
    stored: str = ""


@dataclass
class CellGrid:
    """A grid 表: a sheet of a workbook, a table of a document; cells by row, then column, none twice on a place.

    `name` is what a person calls it: シート「実績」, 3ページの表2; `sheet` of a workbook its bare name. A text file has
    the place of each of its rows, also of empty ones, and how many cells each has.
    """

    name: str
    place: Place
    cells: list[GridCell] = field(default_factory=list)
    is_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    sheet: str = ""
    row_places: dict[int, Place] = field(default_factory=dict)
    widths: dict[int, int] = field(default_factory=dict)

    def covering(self) -> dict[tuple[int, int], GridCell]:
        """The cell that covers each place (row, column), spans included."""
        return {place: cell for cell in self.cells for place in covered(cell)}


def covered(cell: GridCell) -> Iterator[tuple[int, int]]:
    """The places (row, column) that a cell covers."""
    for row in range(cell.row, cell.row + cell.rows):
        for column in range(cell.column, cell.column + cell.columns):
            yield row, column


@dataclass(frozen=True)
class Paragraph:
    """A paragraph 段落 outside of tables; `size` of its letters in points and whether it is a heading, where known."""

    text: str
    place: Place
    size: float | None = None
    is_heading: bool | None = None


@dataclass(frozen=True)
class Told:
    """What is said of a file beside its cells 読み取りの記録: a doubt, or what was left out and why.

    `rule` is a name as in repairs (hidden_row, page_number, struck_cell …); `is_doubt` makes it a finding. `after` is
    what was read for `text`.
    """

    rule: str
    text: str
    place: Place
    is_doubt: bool = False
    after: str = ""


@dataclass
class Contents:
    """All that a file holds, in reading order by `place.line`; `lines` of a text file or sheet are those that it has.

    `apart` are the grids as they stand on their pages, where some of them were joined to one.
    """

    grids: list[CellGrid] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    apart: list[CellGrid] = field(default_factory=list)
