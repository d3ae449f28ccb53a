"""A kind of document 文書の形 as an object: all that tells one kind from another."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cityplan.city.edition import Edition
from cityplan.read.printed import Line, Printed


def lines_in_words(*lines: int) -> str:
    """Lines 行 of a text or rows of a table as a reader is told them; empty where there are none.

    >>> lines_in_words(7, 3, 5, 6), lines_in_words()
    ('3、5〜7行', '')
    """
    return f"{ranges_in_words(sorted(set(lines)))}行" if lines else ""


def ranges_in_words(lines: list[int]) -> str:
    """Numbers in their order, those that follow each other as one 〜.

    >>> ranges_in_words([3, 5, 6, 7])
    '3、5〜7'
    """
    runs: list[list[int]] = []
    for line in lines:
        if runs and line == runs[-1][-1] + 1:
            runs[-1].append(line)
        else:
            runs.append([line])
    return "、".join(str(r[0]) if len(r) == 1 else f"{r[0]}〜{r[-1]}" for r in runs)


def _no_cell(line: int, column: int) -> str:
    """A place in a text or a table is told by its line."""
    return ""


@dataclass(frozen=True)
class DocumentKind:
    """A kind of document 文書の形, by the name that `layout` in source.toml has.

    It is read by one of two: `read_lines` a text from its lines, `read_file` any other file, giving the lines too.
    """

    name: str
    suffixes: tuple[str, ...]  # of its files
    read_lines: Callable[[list[Line], Edition], Printed] | None = None
    read_file: Callable[[Path, Edition], tuple[list[Line], Printed]] | None = None
    looks: str = ""  # as `new-city` describes it
    template: Path | None = None  # of source.toml, for `new-city`; None where no city begins with it
    is_extracted: bool = False  # its cells were cut out of a text, and not typed one by one
    is_filled_in: bool = False  # divisions entered the values, each into a cell of its own
    called: str = ""  # what was read instead of the document itself, after its title: の記入様式
    has_sheets: bool = False  # the number of a line says nothing without the sheet
    line_words: Callable[..., str] = lines_in_words  # of some lines
    cell_words: Callable[[int, int], str] = _no_cell  # of a line and a column; empty where the line says it
