"""The headings 見出し of a table, as the rows at its top say them."""

import operator
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cityplan.japanese.letters import squeeze
from cityplan.japanese.quantities import unit
from cityplan.read.file.contents import GridCell
from cityplan.read.table.grid import letters
from cityplan.read.table.heading_words import usual
from cityplan.read.table.rows import TableRow, TableRows

# The units that a heading may have in brackets; other words there (見込, 速報値) are none.
_UNIT = re.compile(
    r"\((?:単位[:：]?)?(?P<unit>[千万億兆十百]*円|[千万億]?人|人泊|[千万]?件|[%‰]|回|社|戸|棟|[箇かカヶ]所|世帯|団体|施設|校|台|本|冊"
    r"|点|[千万]?t|トン|k?g|ha|k?㎡|k?m|m[23]|[kM]Wh|分|時間|日|歳|位|倍|ポイント)\)"
)
_IN_BRACKETS = re.compile(r"\([^()]+\)")


class Heading(NamedTuple):
    """A heading, from one line or several (上/下), and where it stands; columns count from 1.

    `first` is the first column of one that is merged to the right, 0 of any other.
    """

    text: str
    column: int
    line: int
    line_end: int
    first: int = 0


def headings(rows: Sequence[TableRow], filled: Iterable[int]) -> list[Heading]:
    """The headings from one to three rows; an upper one reaches as far as it is merged, else right to the next.

    A column without heading that holds values (`filled`) is called by its letter: 列D. Columns under one merged heading
    are one where no value begins in the others 方眼紙.
    """
    filled = set(filled)
    width = max(max(row.cells, default=0) for row in rows)
    found: list[Heading] = []
    reached: list[GridCell | None] = [None] * len(rows)
    before: list[GridCell] = []
    for column in range(1, width + 1):
        own = [row.cells.get(column) for row in rows]
        texts = [squeeze(cell.text) if cell else "" for cell in own]
        depth = max((at + 1 for at, text in enumerate(texts) if text), default=0)
        for at in range(len(rows)):
            if texts[at] and reached[at] is not own[at]:
                reached[at:] = [own[at], *[None] * (len(rows) - at - 1)]
            elif not texts[at] and (cell := reached[at]) and not _reaches(cell, column):
                reached[at] = None
        parts: list[GridCell] = []
        for at in range(depth):
            cell = own[at] if texts[at] else reached[at]
            if cell is not None and cell not in parts:
                parts.append(cell)
        same = depth and len(parts) == len(before) and all(map(operator.is_, parts, before))
        before = parts
        if depth and not (same and column not in filled):
            text = "/".join(squeeze(cell.text) for cell in parts)
            merged = parts[-1].column if parts[-1].columns > 1 else 0
            found.append(Heading(text, column, rows[0].line, rows[-1].line_end, merged))
    named = {heading.column for heading in found}
    for column in sorted(filled - named):
        found.append(Heading(f"列{letters(column)}", column, rows[0].line, rows[-1].line_end))
    return found


def without_title(texts: Iterable[str]) -> dict[str, str]:
    """Each heading as it is shown: what stands over all columns, as the label beside a small table, is part of none.

    >>> without_title(["実施/指標名", "実施", "実施/R5"])
    {'実施/指標名': '指標名', '実施': '実施', '実施/R5': 'R5'}
    >>> without_title(["指標/名称", "実績/R5"])["実績/R5"], without_title(["実績/R5"])["実績/R5"]
    ('実績/R5', '実績/R5')
    """
    own = list(dict.fromkeys(texts))
    titles = {text.partition("/")[0] for text in own}  # that alone, over a column without a heading of its own
    title = titles.pop() if len(own) > 1 and len(titles) == 1 else ""
    if usual(title):  # 実績 over all columns of years says what they are
        return {text: text for text in own}
    return {text: text.removeprefix(f"{title}/") if title else text for text in own}


def _reaches(cell: GridCell, column: int) -> bool:
    """Whether an upper heading stands over a column; a merged one ends where it is merged to."""
    return (cell.rows, cell.columns) == (1, 1) or column < cell.column + cell.columns


def table_place(rows: TableRows) -> str:
    """A table of a document as a message names it; empty for one of a workbook or a text."""
    return rows.grid.name if rows.is_of_document else ""


def heading_unit(heading: str) -> str:
    """The unit that a heading has in brackets.

    >>> heading_unit("R5決算額(千円)"), heading_unit("事業費(単位:百万円)/R4"), heading_unit("実績(見込)")
    ('千円', '百万円', '')
    """
    units = [match["unit"] for match in _UNIT.finditer(heading)]
    return units[-1] if units else ""


def are_units(texts: Sequence[str]) -> bool:
    """Whether cells say units in brackets and nothing else, most of them such as headings have.

    >>> are_units(["（件）", "（千kWh）", "（％）"]), are_units(["（男性）", "（女性）"]), are_units(["（件）", "国語"]), are_units([])
    (True, False, False, False)
    """
    folded = [squeeze(text) for text in texts]
    known = sum(bool(_UNIT.fullmatch(text)) for text in folded)
    return 2 * known > len(folded) and all(_IN_BRACKETS.fullmatch(text) and unit(text) for text in folded)


def over_unit(text: str) -> str:
    """A heading without the unit in a row of its own below it (決算/(千円)); empty where none stands there."""
    upper, _, unit = text.rpartition("/")
    return upper if _UNIT.fullmatch(unit) else ""
