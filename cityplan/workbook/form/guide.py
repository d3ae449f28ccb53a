"""The first sheet of an entry form: how to fill it, until when, and what plans there are."""

from openpyxl import Workbook
from openpyxl.styles import Alignment, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from cityplan.city.entry_columns import FACTS, GUIDE, GUIDE_COLUMNS, GUIDE_VALUE, PLAN_ROW, VERSION, row_code
from cityplan.city.rules import Rule
from cityplan.files.spreadsheet import CellValue, set_up_pages, write_value
from cityplan.japanese.years import era, era_long
from cityplan.workbook.form.rows import Form, FormPlan
from cityplan.workbook.form.sheet import OPEN_ENTRIES, header_text, protect
from cityplan.workbook.form.style import (
    WORDS,
    Look,
    drawn_borders,
    dress_cell,
    dress_heading,
    font,
    height,
    merge,
    plain,
    set_widths,
    write_across,
)

_WIDTHS = (12, 9, 33, 28, 28, 8, 8, 10)  # of A to H
_LAST = len(_WIDTHS)
_DIVISIONS, _DIVISIONS_WIDTH = _LAST + 1, 24
_LOOKS: dict[Look, str] = {
    "entry": "太い枠・黄色の欄。自分の課の行は、すべて記入してください。",
    "change": "破線の枠・うすい黄色の欄。変更があるとき、新しく加えるときだけ記入してください。",
    "shown": "白い欄。前の年度の資料から写した内容です。書き換えられません。",
    "check": "点線の枠・青い欄。記入した値から自動で計算します。書き換えられません。",
    "none": "斜線の欄。使いません。",
}
_HEADINGS = {
    "plan_id": "番号",
    "name": "名前",
    "group": "プロジェクト",
    "theme": "テーマ",
    "activities": "事業",
    "indicators": "指標",
    "open": "未入力",
}


def write_guide(book: Workbook, form: Form) -> None:
    """Add the guide as a sheet of its own; the plan sheets may come after it."""
    page = book.create_sheet(GUIDE, 0)
    set_widths(page, _WIDTHS)
    at = _write_title(page, form)
    at = _write_return(page, at)
    at = _write_section(page, at, "記入のしかた", _steps(form))
    at = _write_looks(page, at)
    if form.rule and form.has_indicators:
        at = _write_section(page, at, "印（自動）の意味", _marks(form.rule))
    at = _write_plans(page, at, form)
    at = _write_facts(page, at, form)
    set_up_pages(page, "1:1", "portrait")
    last = _DIVISIONS if any(map(_divisions, form.plans)) else _LAST
    page.print_area = f"B1:{get_column_letter(last)}{at}"
    page.page_margins.left = page.page_margins.right = 0.5
    page.page_margins.top = page.page_margins.bottom = 0.7
    page.oddHeader.left.text = header_text(f"{form.edition.publisher}　{form.edition.title}")
    protect(page)


def _steps(form: Form) -> list[str]:
    """What to do, one thing a line."""
    now, before = form.years.actual, form.years.previous
    ending = "、".join(["「今後の取組の方向性」"] * form.has_activities + ["指標は「備考」"] * form.has_indicators)
    steps = [
        "下の「シートの一覧」から自分の課の事業・指標があるシートを開き、太い枠の欄に記入します。",
        f"{now}実績は、数だけを入れます（単位や「約」は付けません）。数値がないときは空欄のままにし、"
        "「数値がないとき」で 未公表・集計中・該当なし のどれかを選びます。",
        "名前が変わったものは、「変更後の事業名」「変更後の指標名」に新しい名前を入れます。",
        "今年度は実施しなかったものは、「状況」を「終了」にします。その行のほかの欄は空欄でかまいません。"
        f"今年度で終わったものは「継続」のまま記入し、{ending}に「今年度で終了」と書きます。",
        "新しいものは、「新1」「新2」の行に記入します。行が足りないときは、上の提出先に知らせてください。",
        f"{before}実績は、{before}の資料のとおりです。誤りや確定値への変更があるときは、上の提出先に知らせてください。",
        "このファイルは1つだけです。写しを作らず、共有フォルダのこのファイルに記入してください。",
        "行・列・シートの追加、削除、並べ替え、名前の変更はしないでください。行の高さは変えられます。",
    ]
    if form.has_activities:
        steps.insert(2, "「要因及び効果」「今後の取組の方向性」は、そのまま報告に載る文として書きます。")
    if form.has_indicators:
        steps.insert(-4, "基準値・目標値を見直したときは、「新基準値」「新目標値」に新しい数を入れます。")
    return [f"{number}. {text}" for number, text in enumerate(steps, start=1)]


def _marks(rule: Rule) -> list[str]:
    marks = "　".join(f"{each.mark} {each.word}" for each in rule.classes)
    return [
        marks,
        "向きが「以下」の指標は、大小を逆に比べます。新基準値・新目標値があれば、それと比べます。"
        "付かないときは空欄になります。",
    ]


def _write_title(page: Worksheet, form: Form) -> int:
    title = f"{form.edition.title}　{form.years.actual}実績 記入様式"
    plain(write_across(page, 1, 2, _LAST, title), size=16, bold=True)
    page.row_dimensions[1].height = 30.0
    about = f"{form.edition.publisher}　{era_long(form.year)}の実績"
    plain(write_across(page, 2, 2, _LAST, about), colour="4D4D4D")
    page.row_dimensions[2].height = 20.0
    return 4


def _write_return(page: Worksheet, at: int) -> int:
    """When and to whom it goes back: for the analyst to fill in before sending it."""
    _write_heading(page, at, "提出（企画課が記入）")
    for row, label in enumerate(("提出期限", "提出先"), start=at + 1):
        write_value(page.cell(row, 2), label)
        plain(page.cell(row, 2), size=9, bold=True)
        dress_cell(merge(page, row, GUIDE_VALUE, _LAST), "entry")
        page.row_dimensions[row].height = 24.0
    return at + 4


def _write_section(page: Worksheet, at: int, title: str, texts: list[str]) -> int:
    _write_heading(page, at, title)
    for row, text in enumerate(texts, start=at + 1):
        plain(write_across(page, row, 2, _LAST, text))
        page.row_dimensions[row].height = height(drawn_borders(text, sum(_WIDTHS[1:])))
    return at + len(texts) + 2


def _write_looks(page: Worksheet, at: int) -> int:
    _write_heading(page, at, "欄の色と枠の意味")
    for row, (look, text) in enumerate(_LOOKS.items(), start=at + 1):
        sample = page.cell(row, 2)
        dress_cell([sample], look, "center", "center")
        sample.protection = Protection(locked=True)
        sample.font = font(9)
        write_value(sample, WORDS[look] or ("表示" if look == "shown" else ""))
        plain(write_across(page, row, GUIDE_VALUE, _LAST, text))
        page.row_dimensions[row].height = height(1)
    return at + len(_LOOKS) + 2


def _write_plans(page: Worksheet, at: int, form: Form) -> int:
    _write_heading(page, at, "シートの一覧（番号を押すと、そのシートに移ります）")
    for name, column in GUIDE_COLUMNS.items():
        write_value(page.cell(at + 1, column), _HEADINGS[name])
        dress_heading([page.cell(at + 1, column)], "check" if name == "open" else "shown")
    for number, plan in enumerate(form.plans, start=1):
        _write_plan(page, at + 1 + number, number, plan)
    if any(map(_divisions, form.plans)):
        _write_divisions(page, at + 1, form)
    return at + len(form.plans) + 3


def _write_plan(page: Worksheet, at: int, number: int, plan: FormPlan) -> None:
    write_value(page.cell(at, 1), row_code(PLAN_ROW, number))
    values: dict[str, CellValue] = {
        "plan_id": plan.id,
        "name": plan.name,
        "group": plan.group,
        "theme": plan.theme,
        "activities": sum(not row.new for row in plan.activities),
        "indicators": sum(not row.new for row in plan.indicators),
    }
    for name, column in GUIDE_COLUMNS.items():
        cell = page.cell(at, column)
        counted = column >= GUIDE_COLUMNS["activities"]
        dress_cell([cell], "check" if name == "open" else "shown", "right" if counted else "left", "center")
        write_value(cell, values.get(name), "integer")
    page.cell(at, GUIDE_COLUMNS["open"]).value = f"='{plan.id}'!{OPEN_ENTRIES}"
    link = page.cell(at, GUIDE_COLUMNS["plan_id"])
    link.hyperlink = Hyperlink(ref=link.coordinate, location=f"'{plan.id}'!A1")
    link.font = font(colour="0563C1", bold=True)
    page.row_dimensions[at].height = height(
        max(drawn_borders(str(values[n]), _WIDTHS[GUIDE_COLUMNS[n] - 1]) for n in ("name", "group", "theme"))
    )


def _write_divisions(page: Worksheet, at: int, form: Form) -> None:
    """Beside the list of sheets: the divisions 担当課 of each plan, as far as they are known."""
    write_value(page.cell(at, _DIVISIONS), "担当課")
    dress_heading([page.cell(at, _DIVISIONS)], "shown")
    page.column_dimensions[get_column_letter(_DIVISIONS)].width = _DIVISIONS_WIDTH
    for row, plan in enumerate(form.plans, start=at + 1):
        cell, text = page.cell(row, _DIVISIONS), _divisions(plan)
        dress_cell([cell], "shown", "left", "center")
        write_value(cell, text)
        tall = height(drawn_borders(text, _DIVISIONS_WIDTH))
        page.row_dimensions[row].height = max(page.row_dimensions[row].height, tall)


def _divisions(plan: FormPlan) -> str:
    rows = (*plan.activities, *plan.indicators)
    known = (str(row.shown.get("division") or "") for row in rows)
    return "、".join(dict.fromkeys(filter(None, known)))


def _write_facts(page: Worksheet, at: int, form: Form) -> int:
    _write_heading(page, at, "様式の情報（読み取りに使います）")
    facts: tuple[CellValue, ...] = (VERSION, form.edition.city, era(form.year))
    for row, (name, value) in enumerate(zip(FACTS, facts, strict=True), start=at + 1):
        write_value(page.cell(row, 1), name)
        write_value(page.cell(row, 2), name)
        plain(page.cell(row, 2), size=9)
        write_value(page.cell(row, GUIDE_VALUE), value, "integer")
        plain(page.cell(row, GUIDE_VALUE), size=9)
        page.cell(row, GUIDE_VALUE).alignment = Alignment(horizontal="left")
    return at + len(FACTS)


def _write_heading(page: Worksheet, at: int, text: str) -> None:
    plain(write_across(page, at, 2, _LAST, f"■ {text}"), size=12, bold=True)
    page.row_dimensions[at].height = 24.0
