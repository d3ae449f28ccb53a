"""A small plain table as .csv or .xlsx, to try one form at a time."""

import zipfile
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
from aligned import rows

from cityplan import steps
from cityplan.files.errors import SourceError
from cityplan.tables.schema import Tables

YEARS = 'baseline = "R3"\nactual = "R5"\ntarget = "R8"\n'
COLUMNS = """
[edition.columns]
name = "指標"
unit = "単位"
baseline = "基準値"
actual = "実績値"
target = "目標値"
"""
SHEET = "xl/worksheets/sheet1.xml"  # of a workbook of one sheet
HEAD = "指標|単位|基準値|実績値|目標値"
ACTIVITY = """subject = "activity"
previous = "R4"
actual = "R5"
[edition.columns]
name = "事業"
actual = "R5"
previous = "R4"
ratio = "前年度比"
"""


class City:
    """A folder of one city with one document, below a temporary root."""

    def __init__(self, root: Path, file: str = "R5.csv") -> None:
        self.root, self.file = root, file
        self.folder = root / "data/raw/mihon"
        self.folder.mkdir(parents=True, exist_ok=True)

    def describe(self, form: str = YEARS + COLUMNS, layout: str = "plain-table") -> "City":
        """Write source.toml: `form` holds what is special to the table."""
        head = f'city = "見本市"\n[[edition]]\nyear = "R5"\nfile = "{self.file}"\n'
        text = f'{head}title = "見本計画"\nlayout = "{layout}"\nrule = "target-baseline"\n{form}'
        (self.folder / "source.toml").write_text(text, encoding="utf-8")
        return self

    def csv(self, drawn: str, encoding: str = "utf-8") -> "City":
        """Write a table that is drawn with bars; a cell is quoted where it has to be."""
        lines = [",".join(map(_quoted, line.split("|"))) for line in drawn.strip("\n").split("\n")]
        return self.raw("\n".join([*lines, ""]).encode(encoding))

    def raw(self, data: bytes) -> "City":
        (self.folder / self.file).write_bytes(data)
        return self

    def xlsx(self, cells: Sequence[Sequence[Any]], change: Callable[..., None] | None = None) -> "City":
        """Write a workbook of one sheet 実績; `change` is called with workbook and sheet."""
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = "実績"
        for row in cells:
            sheet.append(list(row))
        if change:
            change(book, sheet)
        book.save(self.folder / self.file)
        return self

    def read(self, year: str = "R5") -> Tables:
        return steps.clean_document(str(self.root), "mihon", year)

    def computed(self, year: str = "R5") -> Tables:
        steps.save(str(self.root), "mihon", year, self.read(year))
        return steps.compute_document(str(self.root), "mihon", year, 5)

    def kinds(self) -> list[tuple[str, str, str]]:
        """Kind, column and printed text of each finding."""
        found = self.computed()["findings"]
        return list(zip(found["kind"], found["column"], found["printed"], strict=True))

    def error(self) -> SourceError:
        try:
            self.read()
        except SourceError as error:
            assert error.next_step and error.file
            return error
        raise AssertionError("no error")


def rewrite(city: City, name: str, *changes: tuple[str, str], more: dict[str, str] | None = None) -> City:
    """Change texts in one part of the workbook, and add parts."""
    buffer = BytesIO()
    data = (city.folder / city.file).read_bytes()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for part in old.infolist():
            text = old.read(part).decode()
            for before, after in changes if part.filename == name else ():
                assert before in text, text
                text = text.replace(before, after, 1)
            new.writestr(part.filename, text)
        for added, text in (more or {}).items():
            new.writestr(added, text)
    return city.raw(buffer.getvalue())


def _quoted(cell: str) -> str:
    text = cell.strip().replace("\\n", "\n")
    return f'"{text}"' if "," in text or "\n" in text else text


def typed(drawn: str) -> list[list[Any]]:
    """A drawn table as cells of a workbook: whole and decimal numbers are numbers."""
    return [[_number(cell) for cell in row] for row in rows(drawn)]


def _number(cell: str) -> Any:
    for kind in (int, float):
        try:
            return kind(cell)
        except ValueError:
            pass
    return cell or None
