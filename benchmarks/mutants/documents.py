"""The documents that are changed, as lines, cells and bytes."""

import csv
import io
import re
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import PurePosixPath
from typing import Any
from zipfile import ZipFile

import openpyxl
from openpyxl.writer.excel import ExcelWriter

from cityplan.files.spreadsheet import with_fixed_parts
from mutants import ROOT
from mutants.sheets import sheets
from mutants.writers import WRITERS


@dataclass(frozen=True)
class Document:
    """A document 文書: where it stands, its year, its file as it is mutated, and its share of the mutants."""

    name: str
    folder: str
    year: str
    file: str
    share: int
    without: tuple[int, ...] = ()  # columns of the table that this document has not
    is_written: bool = False  # from the sheets; no such file stands in the folder

    @property
    def is_table(self) -> bool:
        return self.file.endswith((".csv", ".xlsx")) and not self.is_file

    @property
    def is_file(self) -> bool:
        """Whether it is changed as a whole file, not line by line."""
        return self.is_written or self.folder.startswith(("tests/sample/documents", "tests/sample/forms"))


_TWO_SHEETS = "tests/sample/documents"
DOCUMENTS = {
    each.name: each
    for each in (
        Document("hitachi", "data/raw/hitachi", "R5", "R5.txt", 12),
        Document("takahagi", "data/raw/takahagi", "R6", "R6.txt", 12),
        Document("mihon", "tests/sample/mihon", "R5", "R5.txt", 42),
        Document("mihon-table", "tests/sample/mihon-table", "R5", "R5.csv", 20),
        Document("mihon-xlsx", "tests/sample/mihon-table", "R5", "R5.xlsx", 10),
        Document("mihon-flat", "tests/sample/mihon-table", "R5", "R5.csv", 4, (0, 1, 5)),
        Document("slides' PDF", _TWO_SHEETS, "R5", "hitachi.pdf", 6),
        Document("Word's PDF", _TWO_SHEETS, "R5", "hitachi_word.pdf", 6),
        Document("slides", _TWO_SHEETS, "R5", "hitachi.pptx", 4),
        Document("Word", _TWO_SHEETS, "R5", "hitachi_word.docx", 4),
        Document("workbook", _TWO_SHEETS, "R5", "hitachi_excel.xlsx", 4),
        Document("list's PDF", "tests/sample/forms/F2", "R6", "seika_shihyo_r6.pdf", 4),
        Document("list in Word", "tests/sample/forms/F2", "R6", "seika_shihyo_r6.docx", 4),
        *(
            Document(f"written {end}", _TWO_SHEETS, "R5", f"written.{end}", 6, is_written=True)
            for end in ("pdf", "docx", "pptx", "xlsx")
        ),
    )
}
HEAD_ROWS = 4  # of the sample's table: title, empty row, two rows of heading


@cache
def lines_of(name: str) -> tuple[str, ...]:
    """The lines of a document's text; those of the table's CSV for the workbook too."""
    own = DOCUMENTS[name]
    path = ROOT / own.folder / re.sub("xlsx$", "csv", own.file)
    lines = path.read_text(encoding="utf-8-sig").split("\n")
    return tuple(_without_columns(line, own.without) for line in lines) if own.without else tuple(lines)


def _without_columns(line: str, without: tuple[int, ...]) -> str:
    return line_of([cell for at, cell in enumerate(cells_of(line, True)) if at not in without], True)


def source_of(own: Document) -> str:
    """The document's source.toml, for the file as it is mutated and without the columns that it has not."""
    text = (ROOT / own.folder / "source.toml").read_text(encoding="utf-8")
    text = re.sub(r'^file = ".*"', f'file = "{own.file}"', text, flags=re.MULTILINE)
    if own.without:  # 基本目標, 施策 and 方向
        text = re.sub(r"^(group|plan|polarity) = .*\n", "", text, flags=re.MULTILINE)
        text = text.replace('["group", "plan", "name"]', '["name"]')
    return text


@cache
def parsed_source(name: str) -> dict[str, Any]:
    return tomllib.loads(source_of(DOCUMENTS[name]))


Lines = list[str]


@cache
def original(name: str) -> bytes:
    own = DOCUMENTS[name]
    if own.is_written:
        return WRITERS[PurePosixPath(own.file).suffix](sheets())
    return (ROOT / own.folder / own.file).read_bytes() if own.is_file else rendered(name, list(lines_of(name)))


def rendered(name: str, lines: Lines) -> bytes:
    """The lines as the document's file."""
    if not DOCUMENTS[name].file.endswith(".xlsx"):
        return "\n".join(lines).encode()
    return workbook([cells_of(line, True) for line in lines])


def workbook(rows: Iterable[Sequence[Any]], change: Callable[[Any], None] = lambda sheet: None) -> bytes:
    """A workbook of one sheet, always the same bytes; what looks like a whole or decimal number is one."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append([_typed(cell) for cell in row])
    change(sheet)
    book.properties.modified = book.properties.created = datetime(2024, 4, 1)
    data = io.BytesIO()
    ExcelWriter(book, ZipFile(data, "w")).save()  # not book.save, which sets `modified` to now
    return with_fixed_parts(data.getvalue())


def _typed(cell: str) -> Any:
    if re.fullmatch(r"(0|[1-9]\d{0,14})(\.\d*[1-9])?", cell):
        return float(cell) if "." in cell else int(cell)
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", cell) or None


def cells_of(line: str, table: bool) -> list[str]:
    return next(csv.reader(io.StringIO(line)), []) if table else line.split("\t")


def line_of(cells: Sequence[str], table: bool) -> str:
    if not table:
        return "\t".join(cells)
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)  # a line break in a cell is quoted
    return text.getvalue()[:-1]
