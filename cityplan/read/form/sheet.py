"""A sheet of an entry form 様式: its coded rows, and what may be wrong with their place or form."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from cityplan.city.edition import Edition
from cityplan.city.entry_columns import (
    ACTIVITIES,
    ACTIVITY,
    ACTIVITY_HEADINGS,
    HELPERS,
    INDICATOR,
    INDICATOR_HEADINGS,
    INDICATORS,
    NEW_ACTIVITY,
    NEW_INDICATOR,
    PURPOSE,
    PURPOSE_AT,
    EntryColumn,
    FormYears,
    heading,
)
from cityplan.files.errors import SourceError
from cityplan.japanese.letters import fold, squeeze
from cityplan.japanese.years import era
from cityplan.read.form.places import SHEET_ROWS, sheet_line
from cityplan.read.printed import Line
from cityplan.read.table.grid import Grid, GridRow, Range, letters

KINDS = {
    ACTIVITY: ("activities", ACTIVITIES),
    NEW_ACTIVITY: ("activities", ACTIVITIES),
    INDICATOR: ("indicators", INDICATORS),
    NEW_INDICATOR: ("indicators", INDICATORS),
}
BLOCK_HEADINGS = {ACTIVITY_HEADINGS: ACTIVITIES, INDICATOR_HEADINGS: INDICATORS}
_CODE = re.compile(rf"(?P<kind>{'|'.join(KINDS)})(?P<number>[1-9]\d{{0,3}})")


@dataclass
class FormSheet:
    """One plan's sheet シート: its rows by code, in the order of the form.

    `remarks` are cells (row, column) that someone filled below the first headings, outside of all rows.
    """

    grid: Grid
    plan_id: str
    edition: Edition
    rows: dict[str, GridRow] = field(default_factory=dict)
    remarks: list[tuple[GridRow, int]] = field(default_factory=list)

    @property
    def lines(self) -> list[Line]:
        """Its non-empty rows as lines of the document."""
        return [Line(self.line(line.no), line.text, False) for line in self.grid.lines]

    def line(self, row: int) -> int:
        return sheet_line(self.plan_id, row)

    def of_kind(self, kind: str) -> Iterator[tuple[int, GridRow]]:
        """The rows of a kind with their numbers, in the order of these."""
        found = ((_CODE.fullmatch(code), row) for code, row in self.rows.items())
        own = ((int(match["number"]), row) for match, row in found if match and match["kind"] == kind)
        return iter(sorted(own))

    def error(self, problem: str, next_step: str, row: int, at: int, text: str = "") -> SourceError:
        return cell_error(self.grid, self.edition, problem, next_step, row, at, text)


def cell_error(
    grid: Grid, edition: Edition, problem: str, next_step: str, row: int, at: int, text: str = ""
) -> SourceError:
    """What is wrong with a cell of a form: data/raw/mihon/R6.xlsx シート「06」 J12."""
    return SourceError(
        problem, file=edition.raw_file, text=text, next_step=next_step, sheet=grid.sheet, cell=f"{letters(at)}{row}"
    )


def text_at(row: GridRow, at: int) -> str:
    """The text of a cell without blanks around it; column A is 1."""
    return row.cells[at - 1].strip() if at <= len(row.cells) else ""


def read_rows(grid: Grid, plan_id: str, edition: Edition) -> FormSheet:
    """Find the rows of a plan's sheet by their codes; SourceError where the sheet is not as made."""
    sheet = FormSheet(grid, plan_id, edition)
    for row in grid.rows:
        if row.line >= SHEET_ROWS:
            raise sheet.error(
                f"{SHEET_ROWS}行目より下に記入があります",
                "シートの下の余分な行を消してください。",
                row.line,
                1,
                "　".join(filter(None, row.cells)),
            )
        code = fold(text_at(row, 1))
        if row.line > 1 and code:
            _add(sheet, code, row)
    _check_uncoded(sheet)
    for code, columns in BLOCK_HEADINGS.items():
        if code in sheet.rows:
            _check_headings(sheet, sheet.rows[code], columns)
    for merged in grid.merged:
        _check_merged(sheet, merged)
    return sheet


def _add(sheet: FormSheet, code: str, row: GridRow) -> None:
    if not _CODE.fullmatch(code) and code not in (PURPOSE, *BLOCK_HEADINGS):
        raise sheet.error(
            "A列の番号が分かりません", "A列は様式が使う列です。元の様式のとおりに戻してください。", row.line, 1, code
        )
    if code in sheet.rows:
        raise sheet.error(
            f"A列の番号が2回あります（{sheet.rows[code].line}行と{row.line}行）",
            "写した行を消し、新しい事業や指標は「新規」の行に書いてください。",
            row.line,
            1,
            code,
        )
    sheet.rows[code] = row


def _check_uncoded(sheet: FormSheet) -> None:
    """Rows without a code below the first heading hold a title in column B, but no entries."""
    coded = {row.line for row in sheet.rows.values()}
    first = min((sheet.rows[code].line for code in BLOCK_HEADINGS if code in sheet.rows), default=SHEET_ROWS)
    for row in sheet.grid.rows:
        filled = [at for at in range(2, HELPERS) if text_at(row, at)]
        if row.line < first or row.line in coded or filled in ([], [2]):
            continue
        if len(filled) == 1:
            sheet.remarks.append((row, filled[0]))
        else:
            raise sheet.error(
                "様式にない行に記入があります（A列に番号がありません）",
                "新しい事業や指標は「新規」の行に書き、この行を消してください。",
                row.line,
                filled[0],
                text_at(row, filled[0]),
            )


def _check_headings(sheet: FormSheet, row: GridRow, columns: Sequence[EntryColumn]) -> None:
    wanted = form_years(sheet.edition)
    for column in columns:
        text = text_at(row, column.at)
        if squeeze(text.split("\n")[0]) != squeeze(heading(column, wanted)):
            raise sheet.error(
                f"見出しが「{heading(column, wanted)}」ではありません",
                "列を加えたり消したり入れ替えたりせず、元の様式に記入してください。"
                "年度が違うときは、source.toml の baseline、previous、actual、target を確かめてください。",
                row.line,
                column.at,
                text,
            )


def form_years(edition: Edition) -> FormYears:
    """The years that the headings of an edition's form name."""
    named = (edition.previous, edition.actual, edition.baseline, edition.target)
    return FormYears(*(era(year) if year else "" for year in named))


def _check_merged(sheet: FormSheet, merged: Range) -> None:
    """Cells of coded rows are merged as the form has them: what lies below another cell is lost."""
    for code, row in sheet.rows.items():
        if not merged.row <= row.line <= merged.row_end or code in BLOCK_HEADINGS:
            continue
        match = _CODE.fullmatch(code)
        columns = KINDS[match["kind"]][1] if match else ()
        own = [(column.at, column.to) for column in columns]
        known = (merged.column, merged.column_end) in own or merged.column >= HELPERS
        if code == PURPOSE:
            known = merged.column_end < PURPOSE_AT or merged.column == PURPOSE_AT
        if not known or merged.row != merged.row_end:
            area = f"{letters(merged.column)}{merged.row}:{letters(merged.column_end)}{merged.row_end}"
            raise sheet.error(
                f"セルが結合されています（{area}）",
                "結合を解除し、元の様式の形に戻してください。",
                row.line,
                merged.column,
            )
