"""The sheet of one plan in an entry form: what the plan is, its activities, its indicators."""

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from cityplan.city.entry_columns import HELPERS, LAST, PURPOSE, PURPOSE_AT, WIDTHS, sheet_identity
from cityplan.files.spreadsheet import one_line, set_up_pages, write_value
from cityplan.japanese.years import era
from cityplan.workbook.form.block import ACTIVITY_BLOCK, INDICATOR_BLOCK, Written, is_open, write_block
from cityplan.workbook.form.entries import text_rule
from cityplan.workbook.form.rows import Form, FormPlan
from cityplan.workbook.form.style import drawn_borders, dress_cell, height, merge, plain, set_widths, write_across

OPEN_ENTRIES = f"{get_column_letter(HELPERS)}1"  # the cell that counts them
_FIRST = 5  # row of the blocks
_PURPOSE_CELL = f"{get_column_letter(PURPOSE_AT)}3"
_MARGIN = 0.4  # inches
_PAGE_WIDTH, _PAGE_HEIGHT = 11.69 - 2 * _MARGIN, 8.27 - 1.4  # of A4 landscape, inside its margins
_UNIT = 7 / 96  # inches of a unit of a column's width


def write_plan_sheet(book: Workbook, form: Form, plan: FormPlan, number: int) -> None:
    """Add the sheet of a plan to a workbook; its title is the plan's number."""
    page = book.create_sheet(plan.id)
    set_widths(page, WIDTHS)
    write_value(page["A1"], sheet_identity(form.edition.city, era(form.year), plan.id, number))
    tall = _write_top(page, form, plan)
    at, written = _FIRST, []
    for block, rows in ((ACTIVITY_BLOCK, plan.activities), (INDICATOR_BLOCK, plan.indicators)):
        if rows:  # where the plans of this city have such a block
            written.append(write_block(page, at, block, rows, form.rule, form.years))
            at = written[-1].last + 2
    counted = [each.open_entries for each in written] + [_no_purpose(written)]
    page[OPEN_ENTRIES].value = "=" + "+".join(counted)
    plain(page[OPEN_ENTRIES], size=8, colour="7F7F7F")
    _set_up(page, form, written, tall)


def _write_top(page: Worksheet, form: Form, plan: FormPlan) -> float:
    """Name, project and purpose; returns the height of these rows."""
    title = f"{form.edition.plan_word} {plan.id}　{plan.name}"
    plain(write_across(page, 1, 2, LAST, title), size=15, bold=True)
    theme = f"テーマ：{plan.theme}" if plan.theme else ""
    about = "　".join(filter(None, (plan.group, theme)))
    plain(write_across(page, 2, 2, LAST - 1, about), colour="4D4D4D")
    left = page.cell(2, LAST)
    left.value = f'=IF({OPEN_ENTRIES}=0,"未入力の欄はありません","未入力の欄：残り "&{OPEN_ENTRIES}&" か所")'
    plain(left, bold=True)
    left.alignment = Alignment(horizontal="right", vertical="center")
    write_value(page.cell(3, 1), PURPOSE)
    write_value(page.cell(3, 2), PURPOSE)
    plain(page.cell(3, 2), bold=True, size=9)
    purpose = merge(page, 3, PURPOSE_AT, LAST)
    dress_cell(purpose, "change" if plan.purpose else "entry")
    write_value(purpose[0], plan.purpose)
    rule = text_rule(PURPOSE, "変わったときだけ直してください。")
    page.add_data_validation(rule)
    rule.add(purpose[0])
    plain(write_across(page, 4, 2, LAST, plan.remark), colour="4D4D4D")
    heights = (26.0, 20.0, height(drawn_borders(plan.purpose, sum(WIDTHS[PURPOSE_AT - 1 :]))), 20.0)
    for row, tall in enumerate(heights, start=1):
        page.row_dimensions[row].height = tall
    return sum(heights)


def _no_purpose(written: list[Written]) -> str:
    """1 where the purpose 目的 of a plan with any row in use is open."""
    rows = "+".join(f"SUMPRODUCT({each.used})" for each in written)
    return f"{is_open(_PURPOSE_CELL)}*(({rows})>0)"


def _set_up(page: Worksheet, form: Form, written: list[Written], top: float) -> None:
    set_up_pages(page, "1:2")
    page.print_area = f"B1:{get_column_letter(LAST)}{written[-1].last}"
    page.page_margins.left = page.page_margins.right = _MARGIN
    page.page_margins.top, page.page_margins.bottom = 0.7, 0.7
    page.page_margins.header = page.page_margins.footer = 0.3
    page.oddHeader.left.text = header_text(f"{form.edition.publisher}　{form.edition.title}")
    page.oddHeader.right.text = header_text(f"{form.years.actual} 記入様式")
    page.oddFooter.center.text = "&A　&P / &N"
    scale = _PAGE_WIDTH / (sum(WIDTHS[1:]) * _UNIT)
    if (top + sum(each.height for each in written)) * scale > _PAGE_HEIGHT * 72:
        for each in written[1:]:
            page.row_breaks.append(Break(id=each.first - 1))
    page.freeze_panes = "D3"
    protect(page)


def protect(page: Worksheet) -> None:
    """Lock what is no entry, without a password; rows may be made taller, columns wider."""
    page.sheet_view.showGridLines = False
    page.protection.sheet = True
    page.protection.formatRows = page.protection.formatColumns = False  # False: not forbidden


def header_text(text: str) -> str:
    """A text as a page's head 見出し shows it; & begins a command there.

    >>> header_text("A&B市")
    'A&&B市'
    """
    return one_line(text).replace("&", "&&")[:200]
