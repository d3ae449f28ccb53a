"""How the cells of an entry form look: told by colour, by border and by a word in the heading."""

from collections.abc import Sequence
from math import ceil
from typing import Literal
from unicodedata import east_asian_width

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from cityplan.files.spreadsheet import write_value

Look = Literal["entry", "change", "shown", "check", "none"]
WORDS: dict[Look, str] = {"entry": "記入", "change": "任意", "shown": "", "check": "自動", "none": ""}
_FACE = "Yu Gothic"
_SIZE = 10
_LINE = 16.0  # points of a line of text in Yu Gothic 10
_CHARACTER = 1.9  # units of a column's width that a full-width character of 10 points takes
_TALLEST = 400.0  # of Excel: 409
_FILLS: dict[Look, tuple[str, str]] = {  # of cells and of their headings
    "entry": ("FFF3BF", "F5D76E"),
    "change": ("FFFBEB", "FAEDB8"),
    "shown": ("FFFFFF", "E4E4E4"),
    "check": ("E6EFF9", "C5D9F1"),
    "none": ("FFFFFF", "E4E4E4"),
}
_LINES: dict[Look, tuple[str, str]] = {
    "entry": ("medium", "7F6000"),
    "change": ("dashed", "7F6000"),
    "shown": ("thin", "BFBFBF"),
    "check": ("dotted", "1F4E79"),
    "none": ("thin", "BFBFBF"),
}
UNLOCKED = Protection(locked=False)
_HATCHED = PatternFill("lightUp", fgColor="A6A6A6", bgColor="FFFFFF")


def dress_cell(cells: Sequence[Cell], look: Look, align: str = "left", vertical: str = "top") -> None:
    """Give the cells of one entry (merged or single) their look; entries are unlocked."""
    fill, _ = _FILLS[look]
    line, colour = _LINES[look]
    _frame(cells, Side(style=line, color=colour))
    for cell in cells:
        cell.font = font(italic=look == "check")
        cell.fill = _HATCHED if look == "none" else PatternFill("solid", fgColor=fill)
        cell.alignment = Alignment(horizontal=align, vertical=vertical, wrap_text=True, indent=int(align == "right"))
        if look in ("entry", "change"):
            cell.protection = UNLOCKED


def dress_heading(cells: Sequence[Cell], look: Look) -> None:
    """Give the heading of a column its look."""
    _frame(cells, Side(style="thin", color="7F7F7F"))
    for cell in cells:
        cell.font = font(size=9, bold=True)
        cell.fill = PatternFill("solid", fgColor=_FILLS[look][1])
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def _frame(cells: Sequence[Cell], side: Side) -> None:
    """One border around all cells."""
    for cell in cells:
        cell.border = Border(
            left=side if cell is cells[0] else None, right=side if cell is cells[-1] else None, top=side, bottom=side
        )


def font(size: float = _SIZE, bold: bool = False, italic: bool = False, colour: str = "1A1A1A") -> Font:
    """The one face of a form."""
    return Font(name=_FACE, size=size, bold=bold, italic=italic, color=colour)


def plain(cell: Cell, *, size: float = _SIZE, bold: bool = False, colour: str = "1A1A1A") -> None:
    """Text outside the blocks: no border, wrapped, from the top."""
    cell.font = font(size, bold, colour=colour)
    cell.alignment = Alignment(vertical="center" if bold else "top", wrap_text=True)


def merge(page: Worksheet, row: int, first: int, last: int) -> list[Cell]:
    """Merge the cells of a row from one column to another; returns them all."""
    if last > first:
        page.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)
    return [page.cell(row, at) for at in range(first, last + 1)]


def write_across(page: Worksheet, row: int, first: int, last: int, text: str) -> Cell:
    """Write a text over the columns of a row, merged."""
    cell = merge(page, row, first, last)[0]
    write_value(cell, text)
    return cell


def set_widths(page: Worksheet, widths: Sequence[float]) -> None:
    """The widths of the columns from A on; A holds the codes and is hidden."""
    for at, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(at)].width = width
    page.column_dimensions["A"].hidden = True


def drawn_borders(text: str, width: float) -> int:
    """How many lines a text takes in a column of a width.

    >>> drawn_borders("", 10), drawn_borders("補助件数", 10), drawn_borders("補助件数（新規・継続）", 10), drawn_borders("a\\nb", 10)
    (1, 1, 3, 2)
    """
    full = (width - 0.7) / _CHARACTER
    return sum(max(1, ceil(_characters(line) / full)) for line in text.split("\n"))


def height(count: float) -> float:
    """The height of a row in points for so many lines of text.

    >>> height(1), height(100)
    (21.0, 400.0)
    """
    return min(_TALLEST, count * _LINE + 5)


def _characters(line: str) -> float:
    return sum(1.0 if east_asian_width(char) in "WFA" else 0.55 for char in line)
