"""The 正誤表案 as a division fills it in: cells written by finding and heading, then saved."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import openpyxl

from cityplan.city import source
from cityplan.workbook.errata import errata_workbook

WRONG = {
    "対応": "誤り",
    "訂正する欄": "前年度比",
    "訂正値": "125.0%",
    "回答": "計算の誤りです",
    "回答者": "商工振興課",
    "日付": "2024-06-03",
}
RIGHT = {"対応": "正しい", "回答": "延べ人数です。", "回答者": "子育て支援課", "日付": "R6.6.4"}


def filled_in(book: bytes, entries: Mapping[str, Mapping[str, object]]) -> bytes:
    """A 正誤表案 with entries, by finding (or the row as A2) and heading."""
    opened = openpyxl.load_workbook(BytesIO(book))
    page = opened["指摘"]
    at = {cell.value: cell.column for cell in page[1]}
    rows = {page.cell(row, 1).value: row for row in range(2, page.max_row + 1)}
    for name, cells in entries.items():
        row = rows.get(name) or page.max_row + 1
        for heading, value in cells.items():
            page.cell(row, at[heading]).value = value
    out = BytesIO()
    opened.save(out)
    return out.getvalue()


def answer(root: Path, city: str, year: str, file: str, entries: Mapping[str, Mapping[str, object]]) -> Path:
    """Put a filled-in 正誤表案 of the tables that are there into `answers/`."""
    path = root / "data/raw" / city / "answers" / file
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(filled_in(errata_workbook(root, source.edition(root, city, year)), entries))
    return path
