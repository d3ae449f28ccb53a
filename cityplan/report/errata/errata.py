"""正誤表案: the findings 指摘 as a list to clear with the divisions, and lines for corrections.csv.

From the tables alone. A line is ready to be pasted, but decides nothing: `use`, `reason` and `date`
are the analyst's, and without them the run stops.
"""

import csv
from io import StringIO
from typing import NamedTuple

from cityplan.check.answers import answered_value
from cityplan.check.audit import FINDING_KINDS
from cityplan.check.entries import NO_DIVISION, OPEN_ENTRY, division_of
from cityplan.check.finding import NO_PLAN, RowNames, row_name, row_names, rows_by_place
from cityplan.city.answers import PRINTED, STATE
from cityplan.city.decisions import CORRECTABLE
from cityplan.city.edition import Edition
from cityplan.compute.doubts import WHOLE_ROW
from cityplan.compute.prose import values_of_years
from cityplan.compute.prose_texts import moves_told
from cityplan.compute.ratios import is_label_alone
from cityplan.compute.used import DOUBT
from cityplan.read.file.table_file import has_places
from cityplan.read.places import line_words
from cityplan.read.printed import column_role
from cityplan.report.quoted import captions
from cityplan.tables.definitions import (
    TABLES,
    ActivityRow,
    AnswerRow,
    CorrectionRow,
    FindingRow,
    IndicatorRow,
    ProseFigureRow,
    TextRow,
)
from cityplan.tables.names import full_name, label, numbered
from cityplan.tables.schema import NUMBERS, Tables, records, table_rows
from cityplan.tables.words import ANSWER_OUTCOMES as OUTCOMES
from cityplan.tables.words import FINDING_STATES, SEVERITIES

_NUMBER = {**NUMBERS, "programs": "program_no"}


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
    place: str
    source_text: str
    message: str
    ask: str
    state: str
    lines: tuple[tuple[str, ...], ...]  # for corrections.csv, cell by cell


ERRATA_LABELS = (
    "番号",
    "重さ",
    "プラン",
    "表",
    "行",
    "列",
    PRINTED,
    "計算・照合",
    "差（記載−計算）",
    "1桁の違いによる説明",
    "原文の場所",
    "原文",
    "内容",
    "担当課に尋ねること",
    STATE,
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
            finding.place,
            finding.source_text,
            finding.message,
            question(finding, tables),
            FINDING_STATES[finding.state],
            tuple(correction_lines(finding, tables, year)),
        )
        for finding in records(tables["findings"], FindingRow)
    ]


def chosen_lines(each: Erratum) -> list[tuple[str, ...]]:
    """The lines of a finding, each after the words by which an answer chooses it: 今年度の実績, 2 前年度比."""
    rows = {line[3] for line in each.lines}
    return [
        (f"{line[3]} " * (len(rows) > 1) + label(line[1], f"{line[4]}_text").removesuffix("（印字）"), *line)
        for line in each.lines
    ]


ANSWER_LABELS = ("指摘", "プラン", "対応", "訂正", "回答", "回答者", "日付", "ファイル", "セル", "結果")


def answers_given(tables: Tables) -> list[tuple[str, ...]]:
    """What the divisions answered 回答, and what became of it, by finding; all texts."""
    return [
        (a.finding_id, a.plan_id or NO_PLAN, a.response, answered_value(a), a.text, a.respondent, a.date, a.file, a.cell, OUTCOMES[a.outcome])
        for a in records(tables["answers"], AnswerRow)
    ]  # fmt: skip


class OpenEntry(NamedTuple):
    """A row of an entry form with what is still to be entered in it 未入力; all texts."""

    division: str
    plan: str
    row: str
    columns: str
    line: int


OPEN_LABELS = ("担当課", "プラン", "事業・指標", "未入力の欄", "様式の行")


def entries_left_open(tables: Tables) -> list[OpenEntry]:
    """What is not entered 未入力, a row each, by division 担当課; rows without one come last."""
    rows, found = rows_by_place(tables), tables["findings"]
    columns: dict[tuple[str, str, int], list[FindingRow]] = {}
    open_ones = records(found[found["kind"] == OPEN_ENTRY.name], FindingRow)
    for each in open_ones:
        if each.row is not None:
            columns.setdefault((each.table, each.plan_id, each.row), []).append(each)
    entries = [
        OpenEntry(
            division_of(rows[place]),
            place[1],
            f"{numbered(place[0], place[2])} {full_name(rows[place])}",
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


class LeftOut(NamedTuple):
    """Text 文字 of the document that no brief prints; all texts but the line."""

    plan: str
    section: str
    heading: str
    text: str
    line: int | None


LEFT_OUT_LABELS = ("プラン", "見出し", "小見出し", "文字", "原文の行")
_CAPTIONS, _BOX = "図の説明", "囲み"


def texts_left_out(tables: Tables) -> list[LeftOut]:
    """The captions of a document's pictures, which no brief shows 報告に出ない文字; those of a box 囲み too."""
    rows = records(tables["texts"], TextRow)
    of_boxes = {
        plan: captions(row.text for row in rows if (row.plan_id, row.section) == (plan, _BOX))
        for plan in {row.plan_id for row in rows}
    }
    return [
        LeftOut(each.plan_id, each.section, each.heading, each.text, each.source_line)
        for each in rows
        if each.section == _CAPTIONS or (each.section == _BOX and each.text in of_boxes[each.plan_id])
    ]


def _row(finding: FindingRow, names: RowNames) -> str:
    """The row's number and name: 1 まちなか空き店舗活用事業."""
    if finding.row is None:
        return ""
    return f"{finding.row} {row_name(finding.table, finding.plan_id, finding.row, names)}".strip()


def text_name(figure: ProseFigureRow) -> str:
    """Which text 文 a row of prose_figures stands in: 事業1 要因及び効果."""
    number = "" if figure.row is None else f"{numbered(figure.table, int(figure.row))} "
    return f"{number}{label(figure.table, figure.column)}"


def prose_place(figure: ProseFigureRow, tables: Tables, edition: Edition) -> str:
    """Where a text of prose_figures stands, in words: 12行, 3ページ 表2 4行11列."""
    cells = tables["cells"]
    own = cells[(cells["table"] == figure.table) & (cells["plan_id"] == figure.plan_id)]
    own = own[(own["row"] == (figure.row or 1)) & (own["column"] == figure.column)]
    if has_places(edition) and len(own):
        return str(own["place"].iloc[0])
    return line_words(edition, figure.source_line) if figure.source_line is not None else ""


class ProseTold(NamedTuple):
    """What a text says in numbers or words, with what it was held against; all texts but the agreement."""

    plan: str
    text: str
    figure: str
    agreement: str
    counterpart: str
    place: str


def prose_told(tables: Tables, edition: Edition) -> list[ProseTold]:
    """The rows of `prose_figures`, then how far the running text 文章 of a plan says that its indicators moved."""
    told = [
        ProseTold(f.plan_id, text_name(f), f.figure, f.agreement, f.counterpart, prose_place(f, tables, edition))
        for f in records(tables["prose_figures"], ProseFigureRow)
    ]
    rows, years = table_rows(tables, IndicatorRow), values_of_years(tables)
    for text in records(tables["texts"], TextRow):
        own = [row for row in rows if row.plan_id == text.plan_id]
        for each in moves_told(text, own, years):
            place = _text_place(text, tables, edition)
            told.append(ProseTold(text.plan_id, text.section, each.said, each.agreement, each.computed, place))
    return told


def _text_place(text: TextRow, tables: Tables, edition: Edition) -> str:
    cells = tables["cells"]
    own = cells[(cells["table"] == "texts") & (cells["source_line"] == text.source_line)]
    if has_places(edition) and len(own):
        return str(own["place"].iloc[0])
    return line_words(edition, text.source_line) if text.source_line is not None else ""


def question(finding: FindingRow, tables: Tables) -> str:
    """What to ask the division 担当課, with the figures in doubt; else the finding's suggestion."""
    cells = [
        f"{label(finding.table, f'{column}_text')}「{text}」"
        for column in _doubted(finding)
        if (text := _printed(tables, finding, finding.row, column))
    ]
    form = FINDING_KINDS[finding.kind].question
    if not form or (not cells and "{cells}" in form):
        return str(finding.suggestion)
    return form.format(cells="、".join(cells), computed=finding.computed)


def _doubted(finding: FindingRow) -> list[str]:
    """The numeric columns of the finding's row that it doubts; none where it is about another year's value."""
    if finding.table not in CORRECTABLE or finding.row is None or column_role(finding.column):
        return []
    kind = FINDING_KINDS[finding.kind]
    doubted = kind.doubts_of_row if finding.column == WHOLE_ROW else ()
    if not doubted:
        doubted = (finding.column.removesuffix("_text"),) if kind.doubts is None else kind.doubts
    return [column for column in doubted if column in CORRECTABLE[finding.table]]


def correction_lines(finding: FindingRow, tables: Tables, year: str) -> list[tuple[str, ...]]:
    """The lines of corrections.csv for the numbers that a finding doubts; choose and complete one.

    Only the move of a ratio is two lines, which have their `use` already.
    """
    kind = FINDING_KINDS[finding.kind]
    if finding.severity == "info" and not kind.doubts_as_remark:
        return []
    columns = _doubted(finding)
    if kind.asks_last_year and columns == ["actual"]:
        columns += [c for c in ("previous",) if _blank(tables, finding, c)]
    moved = kind.is_of_neighbour and _awaiting(tables, finding)
    lines = [
        _line(year, finding, row, column, _in_source(tables, finding, row, column), "なし" if moved else "")
        for row in _rows(finding, tables)
        for column in columns
    ]
    return lines + [_line(year, finding, row, "ratio_printed", "", finding.printed) for row in moved or ()]


def _rows(finding: FindingRow, tables: Tables) -> list[int]:
    """The rows in doubt: of a line that packs several rows, all of them."""
    if not FINDING_KINDS[finding.kind].doubts_line:
        return [] if finding.row is None else [finding.row]
    data = tables["indicators"]
    own = data[(data["plan_id"] == finding.plan_id) & (data["source_line"] == finding.source_line)]
    return [int(number) for number in own["indicator_no"]]


def _line(year: str, finding: FindingRow, row: int, column: str, printed: str, use: str) -> tuple[str, ...]:
    return (year, finding.table, finding.plan_id, str(row), column, printed, use, "", "")


def as_csv(cells: tuple[str, ...]) -> str:
    """A line as corrections.csv has it.

    >>> as_csv(("R5", "activities", "08", "1", "actual", "1,062", "", "", ""))
    'R5,activities,08,1,actual,"1,062",,,'
    """
    text = StringIO()
    csv.writer(text, lineterminator="").writerow(cells)
    return text.getvalue()


def _printed(tables: Tables, finding: FindingRow, row: int | None, column: str) -> str:
    data = tables[finding.table]
    own = (data["plan_id"] == finding.plan_id) & (data[_NUMBER[finding.table]] == row)
    texts = data.loc[own, f"{column}_text"]
    return str(texts.iloc[0]).removesuffix(DOUBT) if len(texts) else ""


def _in_source(tables: Tables, finding: FindingRow, row: int | None, column: str) -> str:
    """What the document prints in a cell, also where another value is used since: a correction is of the print."""
    place = (finding.table, finding.plan_id, row, column)
    decided = (c.printed for c in table_rows(tables, CorrectionRow) if (c.table, c.plan_id, c.row, c.column) == place)
    return next(decided, _printed(tables, finding, row, column))


def _blank(tables: Tables, finding: FindingRow, column: str) -> bool:
    return finding.table == "activities" and _printed(tables, finding, finding.row, column) == ""


def _awaiting(tables: Tables, finding: FindingRow) -> list[int]:
    """The neighbouring activities that have a label but no values and no ratio."""
    return [
        row.no
        for row in records(tables["activities"], ActivityRow)
        if row.plan_id == finding.plan_id and is_label_alone(row) and abs(row.no - (finding.row or 0)) == 1
    ]
