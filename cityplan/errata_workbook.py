"""正誤表案 as a workbook 表計算のファイル: findings, figures of the prose, other rules, corrections."""

from pathlib import Path
from typing import Literal

from cityplan.brief import reference_date
from cityplan.errata import LABELS, Erratum, errata
from cityplan.japanese import era_long
from cityplan.source import Edition
from cityplan.spreadsheet import Sheet, SheetColumn, workbook_bytes
from cityplan.table_files import read
from cityplan.tables import TABLES, Tables, records
from cityplan.used import as_used

_MORE_SHEETS = ("prose_figures", "rule_results", "corrections")
_KINDS: dict[str, Literal["text", "number", "integer"]] = {
    "text": "text", "number": "number", "integer": "integer",
}  # fmt: skip
_WIDTHS = {"text": 26.0, "number": 12.0, "integer": 8.0}


def errata_workbook(root: Path, edition: Edition) -> bytes:
    """The 正誤表案 of an edition as XLSX: findings, figures of the prose, corrections."""
    tables = as_used(read(root / edition.processed))
    found = errata(tables, edition.year)
    title = f"{edition.title} 正誤表案（{era_long(edition.fiscal_year)}）"
    return workbook_bytes(
        [_findings_sheet(found), *(_sheet(tables, name) for name in _MORE_SHEETS)],
        title, edition.publisher, reference_date(edition),
    )  # fmt: skip


def _findings_sheet(found: list[Erratum]) -> Sheet:
    widths = (8, 7, 8, 12, 28, 16, 20, 28, 12, 30, 8, 50, 50, 34, 50)
    columns = [
        SheetColumn(name, width, "integer" if name == "原文の行" else "text")
        for name, width in zip(LABELS, widths, strict=True)
    ]
    return Sheet("指摘", columns, [[*each[:-1], "\n".join(each.lines)] for each in found])


def _sheet(tables: Tables, name: str) -> Sheet:
    """A table as it is, under its Japanese labels."""
    described = TABLES[name]
    columns = [
        SheetColumn(column.label, _WIDTHS[column.kind], _KINDS[column.kind])
        for column in described.columns
    ]
    rows = [
        [getattr(row, column.name) for column in described.columns] for row in records(tables[name])
    ]
    return Sheet(described.label, columns, rows)
