"""A table file as rows of texts: .csv and .tsv here, .xlsx in `workbook`."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from cityplan.city.edition import Edition
from cityplan.files.errors import SourceError
from cityplan.files.files import LARGEST, read_text
from cityplan.files.lines import LONGEST_ROW, check_lines
from cityplan.japanese.letters import JAPANESE
from cityplan.read.file.contents import Note
from cityplan.read.printed import LONGEST_TEXT, Line, Repair, to_lines

MOST_CELLS = 2_000_000
MOST_COLUMNS = 1_000
MOST_TABLE_LINES = 500_000  # of a CSV
MOST_CHARACTERS = LARGEST  # of all cells: many cells of a workbook may share one text
_JAPANESE = f"{JAPANESE}・、。「」（）％"
_BREAK = re.compile(rf"(?<=[{_JAPANESE}])\s*\n\s*|\s*\n\s*(?=[{_JAPANESE}])")
_AFTER_NUMBER = re.compile(r"(?<=\d)(?:[ 　]+\n|\n[ 　]+)")
_OVER = "上に別の枠（テキストボックスなど）「{}」が重なっています"
GONE = ("struck_cell", "unseen_cell")  # notes on a cell of which nothing is left
DELIMITERS = {".csv": ",", ".tsv": "\t"}
WORKBOOK = ".xlsx"


class GridRow(NamedTuple):
    """A row 行 of cells; in a CSV it may stand on several lines."""

    line: int
    line_end: int
    cells: list[str]


class Range(NamedTuple):
    """Merged cells 結合したセル, or those under a box, the last row and column included; columns count from 1."""

    row: int
    row_end: int
    column: int
    column_end: int

    def meets(self, other: "Range") -> bool:
        rows = self.row <= other.row_end and other.row <= self.row_end
        return rows and self.column <= other.column_end and other.column <= self.column_end


@dataclass
class Grid:
    """A table file: all its non-empty lines, and the rows from below those to be skipped.

    `doubts` says of a cell (line, column) in Japanese why its value may not be used; `notes` what its
    look says; `boxes` are text boxes over cells, each with its text; `percents` are the numbers with a per-cent format, `stored` the results that are kept with formulas 数式,
    as they are shown.
    """

    lines: list[Line] = field(default_factory=list)
    rows: list[GridRow] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    doubts: dict[tuple[int, int], str] = field(default_factory=dict)
    notes: dict[tuple[int, int], list[Note]] = field(default_factory=dict)
    boxes: list[tuple[Range, str]] = field(default_factory=list)
    percents: set[tuple[int, int]] = field(default_factory=set)
    stored: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)
    sheet: str = ""
    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[Range] = field(default_factory=list)
    zeros_shown: bool = True
    other_sheets: list[str] = field(default_factory=list)

    def note(self, line: int, column: int, rule: str, before: str, after: str = "") -> None:
        self.notes.setdefault((line, column), []).append(Note(rule, before, after))

    def doubt(self, place: Range) -> str:
        """Why the value of a cell may not be used, also for what lies over it; empty where it may."""
        over = next((text for box, text in self.boxes if box.meets(place)), "")
        return self.doubts.get((place.row, place.column)) or (_OVER.format(over) if over else "")

    def is_hidden(self, column: int) -> bool:
        """Whether a column 列 is hidden or has no width."""
        return any(each.column <= column <= each.column_end for each in self.hidden_columns)

    def is_gone(self, line: int, column: int) -> bool:
        """Whether all of a cell is struck out, or cannot be seen."""
        return any(note.rule in GONE for note in self.notes.get((line, column), ()))

    def cell_name(self, line: int, column: int) -> str:
        """A cell of a sheet as a message names it: シート「実績」のセル C5."""
        return f"シート「{self.sheet}」のセル {letters(column)}{line}"


def read_csv(path: Path, edition: Edition) -> Grid:
    """Read a .csv or .tsv; SourceError where its quotes are broken or it is too large."""
    text = read_text(path, edition.raw_file)
    check_lines(text, edition.raw_file, MOST_TABLE_LINES, LONGEST_ROW)
    lines, repairs = to_lines(text)
    grid = Grid(lines=lines, repairs=repairs)
    cells = 0
    for row in _records(lines, edition):
        cells += len(row.cells)
        check_cells(cells, edition)
        check_width(row.cells, row.line, edition)
        for cell in row.cells:
            check_text(cell, row.line, edition)
        grid.rows.append(row)
    return grid


def _records(lines: list[Line], edition: Edition) -> Iterator[GridRow]:
    """The records of a CSV with the physical lines on which each begins and ends."""
    skipped = edition.form.skip_rows or 0
    by_number = {line.no: line.text for line in lines}
    last = max(by_number, default=0)
    body = (f"{by_number.get(number, '')}\n" for number in range(skipped + 1, last + 1))
    reader = csv.reader(body, delimiter=DELIMITERS[suffix(edition)], strict=True)
    begin = skipped + 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise SourceError(
                f'引用符（"）の使い方が CSV と違います（{error}）',
                file=edition.raw_file,
                line=begin,
                text=by_number.get(begin, ""),
                next_step="表計算ソフトで開き、xlsx で保存し直してください。",
            ) from error
        if cells:
            yield GridRow(begin, skipped + reader.line_num, cells)
        begin = skipped + reader.line_num + 1


def check_cells(cells: int, edition: Edition, characters: int = 0) -> None:
    """Raise where a table has more cells, or says more in them, than anyone can have meant."""
    if cells > MOST_CELLS or characters > MOST_CHARACTERS:
        raise SourceError(
            f"セルが多すぎます（{MOST_CELLS:,}個、合わせて{MOST_CHARACTERS:,}字まで）",
            file=edition.raw_file,
            next_step="使う部分だけのファイルに分けてください。",
        )


def check_width(cells: list[str], line: int, edition: Edition) -> None:
    """Raise where a row has more columns than any table; empty cells at its end are none."""
    width = next((at for at in range(len(cells), MOST_COLUMNS, -1) if cells[at - 1].strip()), 0)
    if width:
        raise SourceError(
            f"列が多すぎます（{width:,}列。{MOST_COLUMNS:,}列まで）",
            file=edition.raw_file,
            line=line,
            next_step="使う列だけのファイルを作ってください。",
        )


def check_text(text: str, line: int, edition: Edition) -> None:
    """Raise where a cell holds a longer text than any."""
    if len(text) > LONGEST_TEXT:
        raise SourceError(
            f"セルの文が長すぎます（{len(text):,}字。{LONGEST_TEXT:,}字まで）",
            file=edition.raw_file,
            line=line,
            text=text,
            next_step="別のセルの文が続いていないか確かめてください。",
        )


def on_one_line(cell: str) -> str:
    """The text of a cell on one line: a break goes beside a Japanese character, else is a blank.

    A blank beside the break stays after a digit: it parts a number from the name that it numbers.

    >>> on_one_line("実績\\n（件）"), on_one_line("A\\nB"), on_one_line("２\\n くらし")
    ('実績（件）', 'A B', '２ くらし')
    """
    text = _AFTER_NUMBER.sub(" ", cell.strip())
    return " ".join(_BREAK.sub("", text).split("\n")) if "\n" in text else text


def suffix(edition: Edition) -> str:
    """How the name of the document ends, in small letters."""
    return Path(edition.file).suffix.lower()


def column_number(name: str) -> int:
    """The number of a column, from 1, by its letters.

    >>> column_number("C"), column_number("AB")
    (3, 28)
    """
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def letters(column: int) -> str:
    """The letters of a column, which counts from 1.

    >>> letters(3), letters(28)
    ('C', 'AB')
    """
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text
