"""Two sheets of Hitachi R5, cell by cell as they are printed, and tables that a page cuts."""

import json
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from mutants import ROOT

SAMPLES = ROOT / "tests/sample/documents"
WIDTH = 720.0  # points, of a table
SIZE = 9.0  # of its letters
_MARGIN = 8.0  # of a cell, both sides


class Cell(NamedTuple):
    """A cell by its first row and column and how many it covers; both count from 0."""

    row: int
    column: int
    rows: int
    columns: int
    text: str


class Table(NamedTuple):
    cells: tuple[Cell, ...]
    headings: int  # rows
    widths: tuple[float, ...]  # of its columns, in points

    @property
    def rows(self) -> int:
        return max(cell.row + cell.rows for cell in self.cells)

    def lines(self, cell: Cell) -> list[str]:
        """The text of a cell as it is wrapped."""
        width = sum(self.widths[cell.column : cell.column + cell.columns])
        letters = max(int((width - _MARGIN) / SIZE), 1)
        return [line[at : at + letters] for line in cell.text.split("\n") for at in range(0, len(line), letters)]


class NextPage:
    """A page ends here."""


Block = str | Table | NextPage
Blocks = list[Block]  # of a sheet


@cache
def sheets() -> tuple[tuple[Block, ...], ...]:
    """The sheets, each its paragraphs and tables in their order."""
    found = json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))
    return tuple(tuple(_blocks(sheet)) for sheet in found)


def _blocks(sheet: dict[str, object]) -> Iterator[Block]:
    yield from (str(sheet["title"]), "目的", str(sheet["purpose"]), "事業の取組状況", "掲載事業の実績等")
    yield _table(sheet["activities"], 2)
    yield "関連する主な目標指標"
    yield _table(sheet["indicators"], 1)
    yield "今後の取組の方向性"
    for name, text in sheet["directions"]:  # type: ignore[attr-defined]
        yield from (f"【{name}】", text)


def _table(found: object, headings: int) -> Table:
    cells = tuple(Cell(*cell) for cell in found["cells"])  # type: ignore[index]
    columns = max(cell.column + cell.columns for cell in cells)
    letters = [
        max([min(len(cell.text), 16) + 2 for cell in cells if (cell.column, cell.columns) == (at, 1)] or [4])
        for at in range(columns)
    ]
    return Table(cells, headings, tuple(WIDTH * each / sum(letters) for each in letters))


def cut(table: Table, row: int, lines: int, again: bool) -> tuple[Table, Table]:
    """A table that the page cuts within a row, behind so many lines of it, or above it (0).

    Every cell that the cut meets goes on below it with the rest of its lines; `again` repeats the headings there.
    """
    above: list[Cell] = []
    below = [cell for cell in table.cells if cell.row < table.headings] if again else []
    top = table.headings if again else 0
    for cell in table.cells:
        if cell.row + cell.rows <= row:
            above.append(cell)
        elif cell.row > row or (cell.row == row and not lines):
            below.append(cell._replace(row=cell.row - row + top))
        else:
            wrapped = table.lines(cell)
            kept = lines if cell.row == row else max(len(wrapped) // 2, 1)
            inside = row - cell.row
            above.append(cell._replace(rows=inside + bool(lines), text="".join(wrapped[:kept])))
            below.append(cell._replace(row=top, rows=cell.rows - inside, text="".join(wrapped[kept:])))
    return table._replace(cells=tuple(above)), table._replace(cells=tuple(below), headings=top)
