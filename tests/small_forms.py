"""Forms of a city that does not exist, drawn as text and written as a workbook or a Word document.

Cells are parted by |; < is merged with the cell on its left, ^ with that above it, . is an empty cell that exists.
"""

from pathlib import Path

import docx
import openpyxl

Drawn = list[list[str]]


def drawn_rows(text: str) -> Drawn:
    """The cells of a drawing; an empty line is an empty row."""
    lines = text.strip("\n").split("\n")
    return [[cell.strip() for cell in line.split("|")] if line.strip() else [] for line in lines]


def spans(rows: Drawn) -> list[tuple[int, int, int, int, str]]:
    """Each cell: row, column (from 0), last row, last column, its text."""
    found = []
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            if text in ("<", "^"):
                continue
            right = column
            while right + 1 < len(row) and row[right + 1] == "<":
                right += 1
            down = at
            while down + 1 < len(rows) and len(rows[down + 1]) > column and rows[down + 1][column] == "^":
                down += 1
            found.append((at, column, down, right, "" if text == "." else text))
    return found


def workbook(path: Path, sheets: dict[str, str]) -> None:
    """A workbook with each drawing as a sheet; numbers are numbers."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, text in sheets.items():
        sheet = book.create_sheet(name)
        for row, column, down, right, cell in spans(drawn_rows(text)):
            if cell:
                sheet.cell(row + 1, column + 1, int(cell) if cell.isdecimal() else cell.replace("\\n", "\n"))
            if (row, column) != (down, right):
                sheet.merge_cells(start_row=row + 1, start_column=column + 1, end_row=down + 1, end_column=right + 1)
    book.save(path)


def document(path: Path, parts: list[str]) -> None:
    """A Word document of paragraphs and drawn tables."""
    written = docx.Document()
    for part in parts:
        if "|" not in part:
            written.add_paragraph(part)
            continue
        rows = drawn_rows(part)
        table = written.add_table(len(rows), max(map(len, rows)))
        for row, column, down, right, cell in spans(rows):
            own = table.cell(row, column)
            if (row, column) != (down, right):
                own = own.merge(table.cell(down, right))
            own.text = cell.replace("\\n", "\n")
    written.save(str(path))
