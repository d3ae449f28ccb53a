"""正誤表案 as a workbook 表計算のファイル: findings, lines to paste, prose, other rules, corrections."""

from base64 import b64decode
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from cityplan.city import answers
from cityplan.city.decisions import DECISION_HEADINGS
from cityplan.city.edition import CORRECTIONS, Edition
from cityplan.city.rules import with_own
from cityplan.compute.used import as_used
from cityplan.files.pictures_in_cells import Picture
from cityplan.files.spreadsheet import BookSheet, CellValue, SheetColumn, cell_text, workbook_bytes
from cityplan.japanese.years import era, era_long
from cityplan.read.places import line_words
from cityplan.read.printed import LONGEST_TEXT
from cityplan.report.cutouts import WIDEST, alt_text, shown_width
from cityplan.report.document import reference_date
from cityplan.report.errata.errata import (
    ANSWER_LABELS,
    ERRATA_LABELS,
    LEFT_OUT_LABELS,
    OPEN_LABELS,
    Erratum,
    answers_given,
    chosen_lines,
    entries_left_open,
    errata,
    prose_told,
    texts_left_out,
)
from cityplan.report.proofs import proof_rows, role_words
from cityplan.tables.definitions import TABLES, AnswerRow, CorrectionRow, CutoutRow, IndicatorRow, RuleResult
from cityplan.tables.files import read_all
from cityplan.tables.names import full_name, label
from cityplan.tables.schema import Tables, table_rows
from cityplan.tables.words import AGREEMENTS, PROOF_STATES, SUBJECTS

_WIDTHS = (14, 7, 8, 12, 28, 16, 20, 28, 12, 30, 8, 50, 50, 40, 14)  # characters, one for each of ERRATA_LABELS shown
_PICTURES = "原文の切り抜き"
_PICTURE_WIDTH = round(WIDEST / 5.25) + 2  # characters, of 5.25 points
_MOST_PICTURES = 2_000_000  # bytes in base64, of all together
_NO_PICTURE = "（画像が多いため、findings.html にだけ出します）"
_ENTRIES = {  # width, and what is shown where the heading is selected
    answers.RESPONSE: (10, "資料の値が「誤り」か「正しい」か、まだ「確認中」かを選んでください。"),
    answers.CELL: (18, "「誤り」のとき、訂正値がどの欄のものかを選んでください。欄が1つなら要りません。"),
    answers.VALUE: (14, "「誤り」のとき、正しい値を、単位を付けて書いてください（例: 125.0%、41件）。"),
    answers.TEXT: (40, "理由や説明を書いてください。「誤り」「正しい」の文は、報告に載ります。"),
    answers.RESPONDENT: (18, "答えた課か人の名前を書いてください。"),
    answers.DATE: (14, "2026-11-25、令和8年11月25日、R8.11.25 のように書いてください。"),
}


def errata_workbook(root: Path, edition: Edition) -> bytes:
    """The 正誤表案 of an edition as XLSX; the sheet 訂正の行 has a column for each of corrections.csv."""
    tables = as_used(read_all(root / edition.processed))
    found = errata(tables, edition.year)
    title = f"{edition.title} 正誤表案（{era_long(edition.fiscal_year)}）"
    others = [
        *_answered(tables),
        *_open(tables, edition),
        _lines(found),
        _prose(tables, edition),
        *_left_out(tables, edition),
        *_proofs(tables),
        _rules(tables, edition),
        _corrections(tables),
    ]
    others = [
        replace(each, rows=[[_kept(v) if isinstance(v, str) else v for v in row] for row in each.rows])
        for each in others
    ]
    sheets = [_findings(found, tables, edition, map(_mark, others)), *others]
    sheets = [replace(each, locked=True) for each in sheets]  # what is written elsewhere would not be read
    return workbook_bytes(sheets, title, edition.publisher, reference_date(edition))


def _mark(sheet: BookSheet) -> str:
    """The mark of a sheet, by which it is seen that somebody wrote on it."""
    rows = [[column.label for column in sheet.columns], *sheet.rows]
    texts = ([f"{'' if value is None else value}" for value in row] for row in rows)
    return answers.sheet_mark(sheet.title, enumerate(texts, start=1))


def _findings(found: list[Erratum], tables: Tables, edition: Edition, others: Iterable[str]) -> BookSheet:
    """The findings with the cells in which a division answers; all else is locked, and marked so that a change is seen."""
    pictures = list(_pictures(found, tables))
    beside = [[each] if isinstance(each, str) else [""] for each in pictures] if any(pictures) else [[] for _ in found]
    texts = [
        [*map(_kept, each[:-1]), *text, answers.lines_text(chosen_lines(each))]
        for each, text in zip(found, beside, strict=True)
    ]
    headings = (*ERRATA_LABELS[:-1], *[_PICTURES] * any(pictures), answers.LINES)
    known = _latest(tables)
    marks = [answers.marks_of(each[0], zip(headings, each, strict=True)) for each in texts]
    choices = {
        answers.RESPONSE: SheetColumn(answers.RESPONSE, 0, choices=answers.RESPONSES),
        answers.CELL: SheetColumn(
            answers.CELL, 0, row_choices=[[line[0] for line in chosen_lines(each)] for each in found]
        ),
    }
    columns = [
        *(SheetColumn(name, width) for name, width in zip(ERRATA_LABELS[:-1], _WIDTHS, strict=False)),
        *[SheetColumn(_PICTURES, _PICTURE_WIDTH)] * any(pictures),
        *(
            replace(choices.get(name, SheetColumn(name, 0)), width=width, note=note, entry=True)
            for name, (width, note) in _ENTRIES.items()
        ),
        SheetColumn(answers.LINES, 30, hidden=True),
        SheetColumn(answers.check_heading(edition, others), 30, hidden=True),
    ]
    rows: list[list[CellValue | Picture]] = [
        [
            *text[: len(ERRATA_LABELS) - 1],
            *[picture] * any(pictures),
            *known.get(each.finding_id, [""] * len(_ENTRIES)),
            text[-1],
            mark,
        ]
        for each, text, picture, mark in zip(found, texts, pictures, marks, strict=True)
    ]
    return BookSheet(answers.SHEET, columns, rows)


def _pictures(found: list[Erratum], tables: Tables) -> Iterator[Picture | str]:
    """The printed cell of each finding, empty where there is none; more than a workbook can bear are told in words."""
    known = {each.finding_id: each for each in table_rows(tables, CutoutRow)}
    size = 0
    for each in found:
        own = known.get(each.finding_id)
        size += len(own.png) if own else 0
        if own is None or size > _MOST_PICTURES:
            yield _NO_PICTURE if own else ""
        else:
            yield Picture(b64decode(own.png), shown_width(own), alt_text(own))


def _kept(text: str) -> str:
    """A text as a cell keeps it, and as it is read back."""
    return cell_text(text)[:LONGEST_TEXT]


def _latest(tables: Tables) -> dict[str, list[CellValue]]:
    """What was answered of each finding, as it stands in the cells for it."""
    return {
        each.finding_id: [each.response, "", each.value, each.text, each.respondent, each.date]
        for each in table_rows(tables, AnswerRow)
        if each.outcome in ("kept", "asked", "not_correctable")
    }


def _answered(tables: Tables) -> list[BookSheet]:
    """What came back 回答, and what became of each; no sheet where nothing did."""
    columns = [SheetColumn(*pair) for pair in zip(ANSWER_LABELS, (14, 8, 10, 28, 40, 18, 12, 24, 10, 26), strict=True)]
    rows: list[list[CellValue]] = [list(each) for each in answers_given(tables)]
    return [BookSheet("回答", columns, rows)] if rows else []


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
        [each.plan, each.text, each.figure, AGREEMENTS[each.agreement], each.counterpart, each.place]
        for each in prose_told(tables, edition)
    ]
    names = ("プラン", "文", "記載", "照合", "照らした値")
    columns = [SheetColumn(name, 24) for name in names]
    return BookSheet("文中の数値", [*columns, SheetColumn("原文の場所", 20)], rows)


def _proofs(tables: Tables) -> list[BookSheet]:
    """Every value with the other sources that have it 照らし合わせ, or that there is none."""
    rows: list[list[CellValue]] = [
        [
            row.plan_id,
            SUBJECTS[row.subject],
            row.name,
            role_words(row.subject, row.role),
            "" if row.fiscal_year is None else era(row.fiscal_year),
            row.text,
            PROOF_STATES[row.state],
            row.source,
            row.other_place,
            row.other_text,
        ]
        for row in proof_rows(tables)
    ]
    widths = {"プラン": 8, "対象": 8, "名前": 40, "数値": 16, "年度": 8, "この文書": 20, "照らした結果": 16}
    widths |= {"照らした資料": 24, "その場所": 24, "その記載": 20}
    return [BookSheet("照らし合わせ", [SheetColumn(*pair) for pair in widths.items()], rows)] if rows else []


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
    names = ("プラン", "表", "行", "列", "記載", "使用", "理由", "決めた日", "ファイル", "ファイルの行")
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
            c.file,
            c.file_line,
        ]
        for c in table_rows(tables, CorrectionRow)
    ]
    integers = ("行", "ファイルの行")
    columns = [SheetColumn(n, 16, "integer" if n in integers else "text") for n in names]
    return BookSheet("適用した訂正", columns, rows)
