"""All tables of an edition as one workbook 全ての表: a sheet each, and before them what they are."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from cityplan.city.edition import Edition
from cityplan.files.spreadsheet import BookSheet, CellValue, SheetColumn, text_width, workbook_bytes
from cityplan.japanese.years import era_long
from cityplan.report.document import reference_date
from cityplan.tables.column import Column, Table
from cityplan.tables.datapackage import document
from cityplan.tables.definitions import ROWS, TABLES
from cityplan.tables.files import read
from cityplan.tables.guide import LABELS, guide
from cityplan.tables.published import origin_columns
from cityplan.tables.schema import Tables, records

_WIDTHS = (18, 24, 28, 15, 8, 30, 80)  # characters, one for each of LABELS
_PICTURES = ("cutouts",)  # are no use as texts in cells
_NARROWEST, _WIDEST = 8, 48
_FILTER = 3  # the button that stands in a heading


def tables_workbook(root: Path, edition: Edition) -> bytes:
    """The tables 表 of an edition as XLSX: typed, each an Excel table of its name, with Japanese headings."""
    tables = {name: data for name, data in read(root / edition.processed).items() if name not in _PICTURES}
    title = f"{document(edition)}（{era_long(edition.fiscal_year)}）の表"
    sheets = [_guide(tables, edition), *(_sheet(TABLES[name], tables[name], edition) for name in tables)]
    return workbook_bytes(sheets, title, edition.publisher, reference_date(edition))


def _guide(tables: Tables, edition: Edition) -> BookSheet:
    columns = [SheetColumn(*pair) for pair in zip(LABELS, _WIDTHS, strict=True)]
    about = {
        "出典": document(edition),
        "原文のファイル": edition.raw_file,
        "原文の利用条件": edition.licence.words,
        "シート": "表ごとに1枚。シートの名前は、下の「ラベル」。Excel のテーブルの名前は、下の「表」",
        "見出し": "列の「ラベル」。見出しのセルを選ぶと、列の名前と意味が出る",
        "空欄": "分からない。0 ではない",
    }
    whole = [["（全体）", "", label, "", "", "", meaning] for label, meaning in about.items()]
    return BookSheet(
        "表と列の説明", columns, [*whole, *guide(tables, edition.rule.marks if edition.rule else ())], "guide"
    )


def _sheet(table: Table, data: pd.DataFrame, edition: Edition) -> BookSheet:
    """A table; of a city whose code is declared, each row begins with it, its name and the year."""
    origin = origin_columns(edition) if edition.area_code else {}
    rows = [[*origin.values(), *vars(row).values()] for row in records(data, ROWS[table.name])]
    columns = [
        SheetColumn(column.label, _width(column, [row[at] for row in rows]), column.kind, _note(column))
        for at, column in enumerate((*origin, *table.columns))
    ]
    return BookSheet(table.label, columns, rows, table.name)


def _note(column: Column) -> str:
    """What is told where a heading is selected."""
    unit = f"単位: {column.unit}。" if column.unit else ""
    return f"列の名前: {column.name}。{unit}{column.meaning}"


def _width(column: Column, values: Sequence[CellValue]) -> int:
    """As wide as its heading and its longest line; of long texts, as wide as can be read.

    >>> [_width(Column("x", label), [value]) for label, value in (("行", 1), ("名前", "掲載事業の名前"))]
    [8, 15]
    """
    lines = {line[:_WIDEST] for value in values for line in str(value).split("\n")}
    longest = max(map(text_width, lines), default=0)
    return max(min(longest, _WIDEST) + 1, text_width(column.label) + _FILTER, _NARROWEST)
