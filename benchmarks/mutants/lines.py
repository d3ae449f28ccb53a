"""Changes of one line or one cell of a document."""

import random
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from mutants.documents import DOCUMENTS, HEAD_ROWS, Lines, cells_of, line_of, lines_of, rendered

Random = random.Random


class Cell(NamedTuple):
    """A cell by its line and its place in it."""

    line: int
    at: int
    text: str


@cache
def cells(name: str) -> tuple[Cell, ...]:
    """All filled cells of the document's rows below their headings."""
    table = DOCUMENTS[name].is_table
    return tuple(
        Cell(number, at, text)
        for number, line in enumerate(lines_of(name))
        if (number >= HEAD_ROWS if table else "\t" in line and not re.search(HEADING, line))
        for at, text in enumerate(cells_of(line, table))
        if text.strip() and text != "施策を評価する指標"
    )


HEADING = "^(事業名|項目)\t|\tR5\t|現状値|取組施策|<p>"
VALUE = re.compile(r"(?!.*(?:[ぁ-ん]{2}|代|[。・]))[^\d]{0,24}\d.{0,30}")


@cache
def value_cells(name: str) -> tuple[Cell, ...]:
    """The cells that hold a number; not names, also those of plans and groups in the table."""
    first = (2 if DOCUMENTS[name].without else 4) if DOCUMENTS[name].is_table else 1
    return tuple(c for c in cells(name) if VALUE.fullmatch(c.text) and c.at >= first)


def with_cells(name: str, changed: Mapping[tuple[int, int], str]) -> Lines:
    """The document's lines with other texts in some cells."""
    lines, table = list(lines_of(name)), DOCUMENTS[name].is_table
    for number in {number for number, _ in changed}:
        row = cells_of(lines[number], table)
        for (line, at), text in changed.items():
            if line == number:
                row[at] = text
        lines[number] = line_of(row, table)
    return lines


def in_cell(change: Callable[[str, Random], str], values: bool = True) -> "Mutator":
    """A mutator of one cell: of one with a number, or of any."""

    def mutate(name: str, rng: Random) -> bytes | None:
        some = value_cells(name) if values else cells(name)
        return first_changed(name, some, change, rng)

    return mutate


def first_changed(name: str, some: Sequence[Cell], change: Callable[[str, Random], str], rng: Random) -> bytes | None:
    for cell in rng.sample(some, len(some)):
        text = change(cell.text, rng)
        if text != cell.text:
            return rendered(name, with_cells(name, {(cell.line, cell.at): text}))
    return None


def in_line(change: Callable[[str, Random], str]) -> "Mutator":
    """A mutator of one line, also of prose; of a table of one cell."""

    def mutate(name: str, rng: Random) -> bytes | None:
        if DOCUMENTS[name].is_table:
            return first_changed(name, cells(name), change, rng)
        lines = list(lines_of(name))
        for number in rng.sample(range(len(lines)), len(lines)):
            text = change(lines[number], rng)
            if text != lines[number]:
                return rendered(name, [*lines[:number], text, *lines[number + 1 :]])
        return None

    return mutate


def in_lines(change: Callable[[Lines, Random], Lines], texts_only: bool = False) -> "Mutator":
    """A mutator of the order and number of lines; a sheet's rows are not joined or split."""

    def mutate(name: str, rng: Random) -> bytes | None:
        if texts_only and DOCUMENTS[name].file.endswith(".xlsx"):
            return None
        lines = change(list(lines_of(name)), rng)
        return None if lines == list(lines_of(name)) else rendered(name, lines)

    return mutate


def in_bytes(change: Callable[[str], bytes | None]) -> "Mutator":
    """A mutator of the whole file, of texts only."""

    def mutate(name: str, rng: Random) -> bytes | None:
        if DOCUMENTS[name].file.endswith(".xlsx"):
            return None
        return change("\n".join(lines_of(name)))

    return mutate


Mutator = Callable[[str, Random], bytes | None]
