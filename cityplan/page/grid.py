"""An HTML table as a grid: which cell stands where, what heads a column, how wide a column is."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from bs4 import Tag

from cityplan.page.html_nodes import Where, classes, span, svg_of
from cityplan.report.cell_place import UnsupportedContent

# A column whose longest cell is at most this long keeps its own width.
_SHORT = 9
# A column of numbers keeps its own width up to this: a sentence there would leave none to the others.
_LONGEST_NUMBER = 40
_INSTEAD = "どの行も同じ列の数にするか、DataFrame で作ってください"
_Taken = set[tuple[int, int]]  # rows and columns


@dataclass(frozen=True)
class GridCell:
    """One `th` or `td` with its place in the grid, counted from 0, and the room it takes."""

    element: Tag
    row: int
    column: int
    rowspan: int
    colspan: int

    @property
    def is_row_head(self) -> bool:
        """Whether a cell of the body names its row: a `th`, or a cell of class `label`."""
        return self.element.name == "th" or "label" in classes(self.element)

    def covers(self, column: int) -> bool:
        """Whether the cell stands in this column."""
        return self.column <= column < self.column + self.colspan


@dataclass(frozen=True)
class TableGrid:
    """A table: the cells of its heading (見出し) and of its body, and the number of columns."""

    element: Tag
    head: list[list[GridCell]]
    body: list[list[GridCell]]
    columns: int

    def cells(self) -> Iterator[GridCell]:
        """All cells of the body."""
        return (cell for row in self.body for cell in row)

    def head_cells(self) -> Iterator[GridCell]:
        """All cells of the heading."""
        return (cell for row in self.head for cell in row)

    def kept_rows(self) -> Iterator[list[GridCell]]:
        """The cells of each row of the body; rows that a merged cell joins are one."""
        joined: list[GridCell] = []
        for number, row in enumerate(self.body, start=1):
            joined += row
            if all(cell.row + cell.rowspan <= number for cell in joined):
                yield joined
                joined = []


def read_table(element: Tag, where: Where) -> TableGrid:
    """Lay the cells out in a grid; rows of unequal length are an error."""
    _merge_blank_heads(element)
    head, head_width = _rows(element.select("thead > tr"), where)
    body, body_width = _rows(element.select(":not(thead) > tr"), where)
    if not body:
        raise UnsupportedContent(where, "行のない表です", "行があるときだけ出してください")
    if head and head_width != body_width:
        raise UnsupportedContent(where, f"表の見出しが {head_width} 列、中身が {body_width} 列です", _INSTEAD)
    return TableGrid(element, head, body, body_width)


def tracks(widths: str) -> list[str]:
    """Widths as given; a bare number is a share.

    >>> tracks("1.2 1fr 30mm auto")
    ['1.2fr', '1fr', '30mm', 'auto']
    """
    return [width + "fr" if width[-1].isdigit() else width for width in widths.split()]


def column_widths(table: TableGrid, where: Where) -> list[str]:
    """The widths of the columns: `auto`, `3fr` (shares) or a length; given or from the contents."""
    given = tracks(str(table.element.get("data-widths", "")))
    if not given:
        return _fitting_widths(table)
    if len(given) != table.columns:
        raise UnsupportedContent(where, f"data-widths が {table.columns} 列のうち {len(given)} 列だけです")
    return given


def column_label(table: TableGrid, cell: GridCell) -> str:
    """What the heading says of a cell: 基準値 R3, for the stacked view of a narrow screen."""
    labels: list[str] = []
    for head in table.head_cells():
        if head.covers(cell.column) and head.colspan < table.columns:
            text = " ".join(head.element.get_text(" ", strip=True).split())
            if text and text not in labels:
                labels.append(text)
    return " ".join(labels)


def column_alignment(table: TableGrid, column: int) -> str:
    """The class `num` or `center` that every filled cell of a column has, else nothing."""
    filled = [cell for cell in _column(table, column) if cell.element.get_text(strip=True)]
    for name in ("num", "center"):
        if filled and all(name in classes(cell.element) for cell in filled):
            return name
    return ""


def head_alignment(table: TableGrid, head: GridCell) -> str:
    """How a heading is aligned: as its class says, over several columns centred, else as they."""
    for name, side in (("num", "num"), ("center", "center"), ("label", "")):
        if name in classes(head.element):
            return side
    return "center" if head.colspan > 1 else column_alignment(table, head.column)


def _merge_blank_heads(element: Tag) -> None:
    """Let a heading reach down over the empty one that pandas writes below it (MultiIndex).

    One that holds a picture only, the counted marks of a project, is not empty.
    """
    rows = element.select("thead > tr")
    for upper, lower in reversed(list(pairwise(rows))):
        for head, below in _same_columns(upper, lower):
            if not below.get_text(strip=True) and not svg_of(below):
                head["rowspan"] = str(span(head, "rowspan") + span(below, "rowspan"))
                below.decompose()


def _same_columns(upper: Tag, lower: Tag) -> list[tuple[Tag, Tag]]:
    if any(span(head, "rowspan") > 1 for head in upper.find_all(["th", "td"])):
        return []
    starts = [dict(_starts(row)) for row in (upper, lower)]
    return [
        (head, starts[1][place])
        for place, head in starts[0].items()
        if place in starts[1] and head.get_text(strip=True)
    ]


def _starts(row: Tag) -> Iterator[tuple[tuple[int, int], Tag]]:
    column = 0
    for cell in row.find_all(["th", "td"]):
        yield (column, span(cell, "colspan")), cell
        column += span(cell, "colspan")


def _rows(rows: list[Tag], where: Where) -> tuple[list[list[GridCell]], int]:
    taken: _Taken = set()
    grid: list[list[GridCell]] = []
    for y, row in enumerate(rows):
        x = 0
        grid.append([])
        for element in row.find_all(["th", "td"], recursive=False):
            while (y, x) in taken:
                x += 1
            cell = GridCell(element, y, x, span(element, "rowspan"), span(element, "colspan"))
            taken |= _covered(cell, taken, where)
            grid[-1].append(cell)
            x += cell.colspan
    return grid, _width(taken, len(rows), where)


def _covered(cell: GridCell, taken: _Taken, where: Where) -> _Taken:
    covered = {(cell.row + dy, cell.column + dx) for dy in range(cell.rowspan) for dx in range(cell.colspan)}
    if covered & taken:
        raise UnsupportedContent(where, f"表の {cell.row + 1} 行目でセルが重なります", _INSTEAD)
    return covered


def _width(taken: _Taken, height: int, where: Where) -> int:
    width = 1 + max((x for _, x in taken), default=-1)
    for y in range(height):
        if missing := [x + 1 for x in range(width) if (y, x) not in taken]:
            raise UnsupportedContent(where, f"表の {y + 1} 行目に {missing[0]} 列目がありません", _INSTEAD)
    if any(y >= height for y, _ in taken):
        raise UnsupportedContent(where, "rowspan が表の下にはみ出します", _INSTEAD)
    return width


def _fitting_widths(table: TableGrid) -> list[str]:
    shares = [_share(table, column) for column in range(table.columns)]
    if not any(shares):
        shares[0] = 1.0
    return [f"{share:.2f}fr" if share else "auto" for share in shares]


def _share(table: TableGrid, column: int) -> float:
    cells = _column(table, column)
    lengths = [len(cell.element.get_text(strip=True)) for cell in cells]
    keeps = column_alignment(table, column) == "num" and max(lengths, default=0) <= _LONGEST_NUMBER
    if keeps or any(svg_of(cell.element) for cell in cells):
        return 0.0
    # The root keeps a column of names readable beside a column of long prose.
    return math.sqrt(max(lengths)) if max(lengths, default=0) > _SHORT else 0.0


def _column(table: TableGrid, column: int) -> list[GridCell]:
    return [cell for cell in table.cells() if cell.column == column and cell.colspan == 1]
