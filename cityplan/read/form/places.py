"""Where something stands in an entry form 様式の所: its sheets' rows as lines, and how they are told."""

from cityplan.city.entry_columns import GUIDE
from cityplan.read.document_kind import ranges_in_words
from cityplan.read.table.grid import letters

SHEET_ROWS = 1_000  # of a sheet; row 12 of the sheet of plan 06 is the line 6012


def sheet_line(plan_id: str, row: int) -> int:
    """The line of a row, from the number of its plan; 0 is the guide sheet.

    >>> sheet_line("06", 12), sheet_line("", 12)
    (6012, 12)
    """
    return SHEET_ROWS * int(plan_id or 0) + row


def sheet_of(line: int) -> int:
    """The number of the plan on whose sheet a line stands.

    >>> sheet_of(6012), sheet_of(12)
    (6, 0)
    """
    return line // SHEET_ROWS


def rows_in_words(*lines: int) -> str:
    """Rows of the sheets as a reader is told them; empty where there are none.

    >>> rows_in_words(12, 6012, 6013)
    'シート「はじめに」12行、シート「06」12〜13行'
    """
    sheets: dict[int, list[int]] = {}
    for line in sorted(set(lines)):
        sheets.setdefault(sheet_of(line), []).append(line % SHEET_ROWS)
    return "、".join(f"{_sheet(number)}{ranges_in_words(rows)}行" for number, rows in sheets.items())


def cell_in_words(line: int, column: int) -> str:
    """A cell as a message names it.

    >>> cell_in_words(6012, 10)
    'シート「06」 J12'
    """
    return f"{_sheet(sheet_of(line))} {letters(column)}{line % SHEET_ROWS}"


def _sheet(number: int) -> str:
    return f"シート「{f'{number:02d}' if number else GUIDE}」"
