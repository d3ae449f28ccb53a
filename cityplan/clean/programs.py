"""Basic programmes 基本事業 and their items, from cells as printed."""

import re
from collections.abc import Iterable

from cityplan.read.printed import Cell
from cityplan.tables.definitions import ProgramItemRow, ProgramRow

_AND_OTHERS = re.compile(r"\s*等$")


def program_rows(cells: Iterable[Cell]) -> list[ProgramRow]:
    """The programmes 基本事業, numbered within their plan."""
    return [
        ProgramRow(cell.plan_id, cell.row, cell.text, cell.source_line)
        for cell in cells
        if cell.table == "programs" and cell.row
    ]


def program_items(cells: Iterable[Cell]) -> list[ProgramItemRow]:
    """担当課, 取組方針 and 主な事業取組: divisions and activities one by one, a policy as printed.

    A closing 等 is a flag on the last activity, not a part of its name.
    """
    rows: list[ProgramItemRow] = []
    for cell in cells:
        if cell.table != "program_items":
            continue
        others = cell.column == "activity" and bool(_AND_OTHERS.search(cell.text))
        text = _AND_OTHERS.sub("", cell.text) if others else cell.text
        items = [text] if cell.column == "policy" else split_list(text)
        before = sum(_same(row, cell) for row in rows)
        for seq, item in enumerate(items, start=before + 1):
            rows.append(
                ProgramItemRow(
                    plan_id=cell.plan_id,
                    program_no=cell.row,
                    kind=cell.column,
                    seq=seq,
                    text=item,
                    and_others=others and seq == before + len(items),
                    source_line=cell.source_line,
                )
            )
    order = ("division", "policy", "activity")
    return sorted(rows, key=lambda row: (row.plan_id, row.program_no, order.index(row.kind)))


def split_list(text: str) -> list[str]:
    """Split an enumeration at 、 outside brackets.

    >>> split_list("紙媒体の発行（市報、お知らせ版）、市報の音声化・点字化")
    ['紙媒体の発行（市報、お知らせ版）', '市報の音声化・点字化']
    """
    items, depth = [""], 0
    for char in text:
        depth += (char in "（(「『") - (char in "）)」』")
        if char == "、" and depth <= 0:
            items.append("")
        else:
            items[-1] += char
    return [item.strip() for item in items if item.strip()]


def _same(row: ProgramItemRow, cell: Cell) -> bool:
    return (row.plan_id, row.program_no, row.kind) == (cell.plan_id, cell.row, cell.column)
