"""An HTML table -> the cells of a grid, with their spans."""

from collections.abc import Iterator
from typing import NamedTuple

from lxml import html as lxml_html

from cityplan.files.errors import SourceError
from cityplan.read.table.grid import MOST_COLUMNS

MOST_PLACES = 200_000  # that the cells of one table cover


class HtmlCell(NamedTuple):
    """A cell with its place, spans and element."""

    row: int
    column: int
    rows: int
    columns: int
    element: lxml_html.HtmlElement


def table_cells(table: lxml_html.HtmlElement, name: str) -> Iterator[HtmlCell]:
    """The cells of a table by row and column; those of a table within one of its cells are none. `name` is the file.

    SourceError where spans cover more than a table may have.
    """
    rows = [each for each in table.iter("tr") if next(each.iterancestors("table")) is table]
    taken: set[tuple[int, int]] = set()
    for at, row in enumerate(rows, start=1):
        column = 1
        for cell in (each for each in row if each.tag in ("td", "th")):
            while (at, column) in taken:
                column += 1
            high = min(_span(cell, "rowspan") or len(rows), len(rows) - at + 1)
            wide = max(1, _span(cell, "colspan"))
            if column + wide > MOST_COLUMNS or len(taken) + high * wide > MOST_PLACES:
                raise SourceError(
                    "表（<table>）が大きすぎます",
                    file=name,
                    line=cell.sourceline,
                    next_step="使う表だけを別のファイルにしてください。",
                )
            taken |= {(at + down, column + right) for down in range(high) for right in range(wide)}
            yield HtmlCell(at, column, high, wide, cell)
            column += wide


def _span(cell: lxml_html.HtmlElement, key: str) -> int:
    given = (cell.get(key) or "1").strip()
    return min(int(given), MOST_COLUMNS) if given.isascii() and given.isdecimal() else 1
