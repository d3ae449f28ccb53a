"""正誤表案 as a workbook 表計算のファイル: findings, lines to paste, prose, other rules, corrections."""

from pathlib import Path

from cityplan.city.decisions import DECISION_HEADINGS
from cityplan.city.rules import with_own
from cityplan.city.source import CORRECTIONS, Edition
from cityplan.compute.used import as_used
from cityplan.files.spreadsheet import BookSheet, CellValue, SheetColumn, workbook_bytes
from cityplan.japanese.years import era_long
from cityplan.read.places import line_words
from cityplan.report.document import reference_date
from cityplan.report.errata.errata import (
    ERRATA_LABELS,
    LEFT_OUT_LABELS,
    OPEN_LABELS,
    Erratum,
    entries_left_open,
    errata,
    prose_place,
    text_name,
    texts_left_out,
)
from cityplan.tables.definitions import TABLES, CorrectionRow, IndicatorRow, ProseFigureRow, RuleResult
from cityplan.tables.files import read_all
from cityplan.tables.names import full_name, label
from cityplan.tables.schema import Tables, table_rows
from cityplan.tables.words import AGREEMENTS

_WIDTHS = (14, 7, 8, 12, 28, 16, 20, 28, 12, 30, 8, 50, 50, 40, 50)  # characters, one for each of ERRATA_LABELS


def errata_workbook(root: Path, edition: Edition) -> bytes:
    """The 正誤表案 of an edition as XLSX; the sheet 訂正の行 has a column for each of corrections.csv."""
    tables = as_used(read_all(root / edition.processed))
    found = errata(tables, edition.year)
    title = f"{edition.title} 正誤表案（{era_long(edition.fiscal_year)}）"
    sheets = [
        _findings(found),
        *_open(tables, edition),
        _lines(found),
        _prose(tables, edition),
        *_left_out(tables, edition),
        _rules(tables, edition),
        _corrections(tables),
    ]
    return workbook_bytes(sheets, title, edition.publisher, reference_date(edition))


def _findings(found: list[Erratum]) -> BookSheet:
    columns = [SheetColumn(name, width, "text") for name, width in zip(ERRATA_LABELS[:-1], _WIDTHS, strict=False)]
    rows: list[list[CellValue]] = [list(each[:-1]) for each in found]
    return BookSheet("指摘", columns, rows)


def _open(tables: Tables, edition: Edition) -> list[BookSheet]:
    """What each division has still to enter into the form 未入力; no sheet where there is none."""
    columns = [SheetColumn(*pair) for pair in zip(OPEN_LABELS, (20, 8, 50, 40, 20), strict=True)]
    rows = [[*e[:-1], line_words(edition, e.line)] for e in entries_left_open(tables)]
    return [BookSheet("未入力", columns, rows)] if rows else []


def _left_out(tables: Tables, edition: Edition) -> list[BookSheet]:
    """What no brief prints of the document's text 報告に出ない文字; no sheet where there is none."""
    columns = [SheetColumn(*pair) for pair in zip(LEFT_OUT_LABELS, (8, 16, 30, 50, 20), strict=True)]
    rows = [[*e[:-1], line_words(edition, e.line) if e.line is not None else ""] for e in texts_left_out(tables)]
    return [BookSheet("報告に出ない文字", columns, rows)] if rows else []


def _lines(found: list[Erratum]) -> BookSheet:
    columns = [SheetColumn("指摘", 14), *(SheetColumn(name, 16) for name in DECISION_HEADINGS[CORRECTIONS])]
    rows = [[each.finding_id, *line] for each in found for line in each.lines]
    return BookSheet("訂正の行", columns, rows)


def _prose(tables: Tables, edition: Edition) -> BookSheet:
    rows = [
        [f.plan_id, text_name(f), f.figure, AGREEMENTS[f.agreement], f.counterpart, prose_place(f, tables, edition)]
        for f in table_rows(tables, ProseFigureRow)
    ]
    names = ("プラン", "文", "記載", "照合", "照らした値")
    columns = [SheetColumn(name, 24) for name in names]
    return BookSheet("文中の数値", [*columns, SheetColumn("原文の場所", 20)], rows)


def _rules(tables: Tables, edition: Edition) -> BookSheet:
    known = with_own(edition.rule)
    names = {r.key: full_name(r) for r in table_rows(tables, IndicatorRow)}
    rows = [
        [
            r.plan_id,
            names[r.plan_id, r.indicator_no],
            known[r.rule].source or known[r.rule].title,
            r.verdict or "判定不可",
        ]
        for r in table_rows(tables, RuleResult)
    ]
    widths = {"プラン": 8, "指標": 40, "規則の出典": 60, "判定": 12}
    return BookSheet("規則ごとの判定", [SheetColumn(*pair) for pair in widths.items()], rows)


def _corrections(tables: Tables) -> BookSheet:
    names = ("プラン", "表", "行", "列", "記載", "使用", "理由", "決めた日", "corrections.csv の行")
    rows: list[list[CellValue]] = [
        [
            c.plan_id,
            TABLES[c.table].label,
            c.row,
            label(c.table, f"{c.column}_text"),
            c.printed,
            c.use,
            c.reason,
            c.date,
            c.file_line,
        ]
        for c in table_rows(tables, CorrectionRow)
    ]
    integers = ("行", "corrections.csv の行")
    columns = [SheetColumn(n, 16, "integer" if n in integers else "text") for n in names]
    return BookSheet("適用した訂正", columns, rows)
