"""Sheets as the bytes of a PDF, a Word document, slides and a workbook; always the same for the same sheets."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile, ZipInfo

import docx
import openpyxl
import pptx
from openpyxl.utils import get_column_letter
from pptx.util import Pt
from small_pdf import Drawing, pdf

from mutants.sheets import SIZE, WIDTH, Block, NextPage, Table

Sheet = Sequence[Block]
_LEFT, _TOP, _HEIGHT, _LINE = 30.0, 30.0, 595.0, 12.0


def as_pdf(sheets: Sequence[Sheet]) -> bytes:
    """Each sheet begins a page."""
    pages = [Drawing(height=_HEIGHT, width=WIDTH + 2 * _LEFT) for page in _pages(sheets)]
    for drawing, blocks in zip(pages, _pages(sheets), strict=True):
        y = _TOP
        for block in blocks:
            if isinstance(block, Table):
                y = _drawn(drawing, block, y) + _LINE
            elif isinstance(block, str):
                for at in range(0, len(block), 75):
                    drawing.text(_LEFT, y, block[at : at + 75], SIZE)
                    y += _LINE
                y += 4
    return pdf(*pages, deterministic_id=True)


def _pages(sheets: Sequence[Sheet]) -> Iterator[Sheet]:
    for sheet in sheets:
        page: list[Block] = []
        for block in sheet:
            if isinstance(block, NextPage):
                yield page
                page = []
            else:
                page.append(block)
        yield page


def _drawn(drawing: Drawing, table: Table, top: float) -> float:
    """Draw a table with its rules; where it ends."""
    heights = [_LINE + 6] * table.rows
    for cell in sorted(table.cells, key=lambda each: each.rows):
        last = cell.row + cell.rows - 1
        heights[last] += max(len(table.lines(cell)) * _LINE + 6 - sum(heights[cell.row : last + 1]), 0)
    for cell in table.cells:
        x0 = _LEFT + sum(table.widths[: cell.column])
        x1 = x0 + sum(table.widths[cell.column : cell.column + cell.columns])
        y0 = top + sum(heights[: cell.row])
        y1 = y0 + sum(heights[cell.row : cell.row + cell.rows])
        drawing.line(x0, y0, x1, y0).line(x0, y1, x1, y1).line(x0, y0, x0, y1).line(x1, y0, x1, y1)
        for number, line in enumerate(table.lines(cell)):
            drawing.text(x0 + 4, y0 + _LINE * (number + 1), line, SIZE)
    return top + sum(heights)


def as_docx(sheets: Sequence[Sheet]) -> bytes:
    document = docx.Document()
    for block in _joined(sheets):
        if isinstance(block, Table):
            made = document.add_table(block.rows, len(block.widths))
            _fill(made.cell, block)
        elif isinstance(block, NextPage):
            document.add_page_break()
        else:
            document.add_paragraph(block)
    return saved(document.save)


def as_pptx(sheets: Sequence[Sheet]) -> bytes:
    """A slide for each page."""
    show = pptx.Presentation()
    show.slide_width, show.slide_height = Pt(WIDTH + 2 * _LEFT), Pt(_HEIGHT)
    for page in _pages(sheets):
        slide, y = show.slides.add_slide(show.slide_layouts[6]), _TOP
        for block in page:
            height = 14.0 * (block.rows if isinstance(block, Table) else 1)
            if isinstance(block, Table):
                frame = slide.shapes.add_table(block.rows, len(block.widths), Pt(_LEFT), Pt(y), Pt(WIDTH), Pt(height))
                _fill(frame.table.cell, block)
            else:
                slide.shapes.add_textbox(Pt(_LEFT), Pt(y), Pt(WIDTH), Pt(height)).text_frame.text = str(block)
            y += height + 4
    return saved(show.save)


def as_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """A worksheet for each sheet; what is a number in a table is one."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, sheet in enumerate(sheets, start=1):
        page, row = book.create_sheet(f"{number:02}"), 1
        for block in sheet:
            if isinstance(block, Table):
                for cell in block.cells:
                    own = page.cell(row + cell.row, cell.column + 1)
                    own.value = int(cell.text) if cell.text.isdecimal() else cell.text or None
                    last = f"{get_column_letter(cell.column + cell.columns)}{row + cell.row + cell.rows - 1}"
                    page.merge_cells(f"{own.coordinate}:{last}")
                row += block.rows
            elif isinstance(block, str):
                page.cell(row, 1).value = block
                row += 1
    book.properties.modified = book.properties.created = datetime(2024, 4, 1)
    return saved(book.save)


def _fill(cell_at: Callable[[int, int], Any], table: Table) -> None:
    for cell in table.cells:
        first = cell_at(cell.row, cell.column)
        if cell.rows * cell.columns > 1:
            first.merge(cell_at(cell.row + cell.rows - 1, cell.column + cell.columns - 1))
        cell_at(cell.row, cell.column).text = cell.text


def _joined(sheets: Sequence[Sheet]) -> Iterator[Block]:
    for number, sheet in enumerate(sheets):
        if number:
            yield NextPage()
        yield from sheet


def saved(save: Callable[[Any], None]) -> bytes:
    """The bytes of an Office file, each of its parts of one date."""
    data, fixed = BytesIO(), BytesIO()
    save(data)
    with ZipFile(data) as made, ZipFile(fixed, "w") as parts:
        for name in made.namelist():
            parts.writestr(ZipInfo(name), made.read(name))  # of 1980-01-01
    return fixed.getvalue()


WRITERS: dict[str, Callable[[Sequence[Sheet]], bytes]] = {
    ".pdf": as_pdf,
    ".docx": as_docx,
    ".pptx": as_pptx,
    ".xlsx": as_xlsx,
}
