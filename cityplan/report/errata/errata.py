"""正誤表案: the findings 指摘 as a list to clear with the divisions, and lines for corrections.csv.

From the tables alone. A line is ready to be pasted, but decides nothing: `use`, `reason` and `date`
are the analyst's, and without them the run stops.
"""

import csv
from io import StringIO
from typing import Any, NamedTuple

from cityplan.check.entries import NO_DIVISION, division_of
from cityplan.check.finding import NO_PLAN, Names, row_name, row_names, rows_by_place
from cityplan.city.decisions import COLUMNS
from cityplan.compute.doubts import DOUBTFUL_VALUE, WHOLE_ROW
from cityplan.compute.used import DOUBT
from cityplan.tables.contract import TABLES, FindingRow
from cityplan.tables.names import full_name, label
from cityplan.tables.schema import NUMBERS, Tables, records

SEVERITIES = {"error": "矛盾", "warning": "疑い", "info": "参考"}
AGREEMENTS = {"agrees": "一致", "differs": "不一致", "no_counterpart": "照らす値なし"}
_NUMBER = {**NUMBERS, "programs": "program_no"}
_RATIO = ("ratio_printed", "actual", "previous")
_VALUES = ("actual", "baseline", "target")
# The numbers in doubt, by kind of finding; of the others, the column of the finding itself.
_DOUBTED: dict[str, tuple[str, ...]] = {
    "ratio_mismatch": _RATIO,
    "ratio_rounding": _RATIO,
    "status_mismatch": _VALUES,
    "target_behind_baseline": ("target", "baseline"),
    "duplicate_indicator": _VALUES,
    "prose_mismatch": ("actual", "previous"),
    "ambiguous_cell": _VALUES,
    f"{DOUBTFUL_VALUE}/{WHOLE_ROW}": (*_VALUES, "previous"),
    "not_entered": (),  # it is entered into the form
    "baseline_choice": (),  # the other baseline has a year of its own, which no correction moves
}
_REMARKS = ("ratio_rounding", "unit_doubtful")  # the remarks 参考 that doubt a number


class Erratum(NamedTuple):
    """One finding 指摘 as the list tells it; all texts."""

    finding_id: str
    severity: str
    plan: str
    table: str
    row: str
    column: str
    printed: str
    computed: str
    difference: str
    explanation: str
    line: int | None
    source_text: str
    message: str
    ask: str
    lines: tuple[tuple[str, ...], ...]  # for corrections.csv, cell by cell


LABELS = (
    "番号",
    "重さ",
    "プラン",
    "表",
    "行",
    "列",
    "資料の記載",
    "計算・照合",
    "差（記載−計算）",
    "1桁の違いによる説明",
    "原文の行",
    "原文",
    "内容",
    "担当課に尋ねること",
    "corrections.csv に加える行",
)


def errata(tables: Tables, year: str) -> list[Erratum]:
    """All findings of an edition, heaviest first; `year` is the edition's, as corrections.csv has it."""
    names = row_names(tables)
    return [
        Erratum(
            finding.finding_id,
            SEVERITIES[finding.severity],
            finding.plan_id or NO_PLAN,
            TABLES[finding.table].label if finding.table else "",
            _row(finding, names),
            label(finding.table, finding.column) if finding.column else "",
            finding.printed,
            finding.computed,
            finding.difference,
            finding.explanation,
            finding.source_line,
            finding.source_text,
            finding.message,
            question(finding, tables),
            tuple(correction_lines(finding, tables, year)),
        )
        for finding in records(tables["findings"], FindingRow)
    ]


class OpenEntry(NamedTuple):
    """A row of an entry form with what is still to be entered in it 未入力; all texts."""

    division: str
    plan: str
    row: str
    columns: str
    line: int


OPEN_LABELS = ("担当課", "プラン", "事業・指標", "未入力の欄", "様式の行")


def open_entries(tables: Tables) -> list[OpenEntry]:
    """What is not entered 未入力, a row each, by division 担当課; rows without one come last."""
    rows, found = rows_by_place(tables), tables["findings"]
    columns: dict[tuple[str, str, int], list[Any]] = {}
    open_ones = records(found[found["kind"] == "not_entered"], FindingRow)
    for each in open_ones:
        if each.row is not None:
            columns.setdefault((each.table, each.plan_id, each.row), []).append(each)
    entries = [
        OpenEntry(
            division_of(rows[place]),
            place[1],
            f"{'事業' if place[0] == 'activities' else '指標'}{place[2]} {full_name(rows[place])}",
            "、".join(label(each.table, each.column) for each in own),
            int(rows[place].source_line),
        )
        for place, own in columns.items()
    ]
    entries += [
        OpenEntry(NO_DIVISION, each.plan_id, "プラン全体", label(each.table, each.column), each.source_line or 0)
        for each in open_ones
        if each.row is None
    ]
    return sorted(entries, key=lambda each: (each.division == NO_DIVISION, each.division, each.line))


def _row(finding: Any, names: Names) -> str:
    """The row's number and name: 1 まちなか空き店舗活用事業."""
    if finding.row is None:
        return ""
    return f"{int(finding.row)} {row_name(finding.table, finding.plan_id, finding.row, names)}".strip()


def text_name(figure: Any) -> str:
    """Which text 文 a row of prose_figures stands in: 事業1 要因及び効果."""
    number = "" if figure.row is None else f"事業{int(figure.row)} "
    return f"{number}{label(figure.table, figure.column)}"


def question(finding: Any, tables: Tables) -> str:
    """What to ask the division 担当課, with the figures in doubt; else the finding's suggestion."""
    cells = [
        f"{label(finding.table, f'{column}_text')}「{text}」"
        for column in _doubted(finding)
        if (text := _printed(tables, finding, finding.row, column))
    ]
    form = _QUESTIONS.get(finding.kind)
    if form is None or (not cells and "{cells}" in form):
        return str(finding.suggestion)
    return form.format(cells="、".join(cells), computed=finding.computed)


_QUESTIONS = {
    "ratio_mismatch": "{cells}のうち、正しくないのはどれですか。正しい値を教えてください。",
    "ratio_rounding": "{cells}は、どのように端数を処理した値ですか。",
    "status_mismatch": "{cells}のうち、正しくないものがありますか。印は「{computed}」ではありませんか。",
    "ratio_misplaced": "{cells}は、どの事業の値ですか。",
    DOUBTFUL_VALUE: "{cells}は、このとおりですか。桁・単位・年度・符号を原本で確かめ、正しい値を教えてください。",
    "value_missing": "この欄の値を教えてください。値がなければ、その理由を教えてください。",
    "status_missing": "この欄の達成状況の印を教えてください。",
    "target_behind_baseline": "{cells}は、このとおりですか。目標値の考え方を教えてください。",
    "sheet_missing": "このプランのシートを送ってください。",
    "ambiguous_cell": "{cells}は、この区分の値ですか。",
}


def _doubted(finding: Any) -> list[str]:
    """The numeric columns of the finding's row that it doubts."""
    if finding.table not in COLUMNS or finding.row is None:
        return []
    own = _DOUBTED.get(finding.kind, (finding.column.removesuffix("_text"),))
    doubted = _DOUBTED.get(f"{finding.kind}/{finding.column}", own)
    return [column for column in doubted if column in COLUMNS[finding.table]]


def correction_lines(finding: Any, tables: Tables, year: str) -> list[tuple[str, ...]]:
    """The lines of corrections.csv for the numbers that a finding doubts; choose and complete one.

    Only the move of a ratio is two lines, which have their `use` already.
    """
    if finding.severity == "info" and finding.kind not in _REMARKS:
        return []
    columns = _doubted(finding)
    if finding.kind == "value_missing" and columns == ["actual"]:
        columns += [c for c in ("previous",) if _blank(tables, finding, c)]
    moved = finding.kind == "ratio_misplaced" and _awaiting(tables, finding)
    lines = [
        _line(year, finding, row, column, _printed(tables, finding, row, column), "なし" if moved else "")
        for row in _rows(finding, tables)
        for column in columns
    ]
    return lines + [_line(year, finding, row, "ratio_printed", "", finding.printed) for row in moved or ()]


def _rows(finding: Any, tables: Tables) -> list[int]:
    """The rows in doubt: of a line that packs several rows, all of them."""
    if finding.kind != "ambiguous_cell":
        return [] if finding.row is None else [int(finding.row)]
    data = tables["indicators"]
    own = data[(data["plan_id"] == finding.plan_id) & (data["source_line"] == finding.source_line)]
    return [int(number) for number in own["indicator_no"]]


def _line(year: str, finding: Any, row: int, column: str, printed: str, use: str) -> tuple[str, ...]:
    return (year, finding.table, finding.plan_id, str(row), column, printed, use, "", "")


def as_csv(cells: tuple[str, ...]) -> str:
    """A line as corrections.csv has it.

    >>> as_csv(("R5", "activities", "08", "1", "actual", "1,062", "", "", ""))
    'R5,activities,08,1,actual,"1,062",,,'
    """
    text = StringIO()
    csv.writer(text, lineterminator="").writerow(cells)
    return text.getvalue()


def _printed(tables: Tables, finding: Any, row: int, column: str) -> str:
    data = tables[finding.table]
    own = (data["plan_id"] == finding.plan_id) & (data[_NUMBER[finding.table]] == row)
    texts = data.loc[own, f"{column}_text"]
    return str(texts.iloc[0]).removesuffix(DOUBT) if len(texts) else ""


def _blank(tables: Tables, finding: Any, column: str) -> bool:
    return finding.table == "activities" and _printed(tables, finding, finding.row, column) == ""


def _awaiting(tables: Tables, finding: Any) -> list[int]:
    """The neighbouring activities that have a label but no values and no ratio."""
    data = tables["activities"]
    beside = data[
        (data["plan_id"] == finding.plan_id)
        & (data["measure"] != "")
        & (data["actual_text"] + data["previous_text"] + data["ratio_printed_text"] == "")
    ]
    return [int(n) for n in beside["activity_no"] if abs(int(n) - int(finding.row)) == 1]
