"""Where something stands in a document 原文の所, in words: lines of a text, rows and cells of a form."""

from cityplan.city.entry_columns import GUIDE, LAYOUT
from cityplan.city.source import Edition
from cityplan.read.table.grid import letters

ROWS = 1_000  # of a sheet of an entry form; row 12 of the sheet of plan 06 is the line 6012


def sheet_line(plan_id: str, row: int) -> int:
    """The line of a row of an entry form 様式, from the number of its plan; 0 is the guide sheet.

    >>> sheet_line("06", 12), sheet_line("", 12)
    (6012, 12)
    """
    return ROWS * int(plan_id or 0) + row


def line_words(edition: Edition, *lines: int) -> str:
    """Lines of a document as a reader is told them: 3、5〜7行; of a form シート「06」12行.

    Empty where there are none.
    """
    return words_of_lines(edition.layout, *lines)


def words_of_lines(layout: str, *lines: int) -> str:
    """The same of a document of this layout."""
    if layout != LAYOUT:
        return f"{_ranges(sorted(set(lines)))}行" if lines else ""
    sheets: dict[int, list[int]] = {}
    for line in sorted(set(lines)):
        sheets.setdefault(line // ROWS, []).append(line % ROWS)
    return "、".join(f"{_sheet(number)}{_ranges(rows)}行" for number, rows in sheets.items())


def cell_words(edition: Edition, line: int, column: int) -> str:
    """A cell of a form as a message names it: シート「06」 J12; nothing for a text."""
    if edition.layout != LAYOUT:
        return ""
    return f"{_sheet(line // ROWS)} {letters(column)}{line % ROWS}"


def _sheet(number: int) -> str:
    return f"シート「{f'{number:02d}' if number else GUIDE}」"


def _ranges(lines: list[int]) -> str:
    """
    >>> _ranges([3, 5, 6, 7])
    '3、5〜7'
    """
    runs: list[list[int]] = []
    for line in lines:
        if runs and line == runs[-1][-1] + 1:
            runs[-1].append(line)
        else:
            runs.append([line])
    return "、".join(str(r[0]) if len(r) == 1 else f"{r[0]}〜{r[-1]}" for r in runs)
