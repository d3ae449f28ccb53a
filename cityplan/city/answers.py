"""Answers 回答 of the divisions to the 正誤表案: the columns of its workbook, and what becomes of an answer.

The workbook is written in `workbook/errata.py` and read again, filled in, in `read/answers.py`.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import StringIO
from typing import Literal

from cityplan.city.edition import Edition
from cityplan.files.lines import without_controls
from cityplan.japanese.letters import squeeze

FOLDER = "answers"  # beside the document, with the workbooks as they came back
SHEET = "指摘"
ID = "番号"
PLAN = "プラン"
PRINTED, STATE = "資料の記載", "状態"
WRONG, RIGHT, ASKED = RESPONSES = ("誤り", "正しい", "確認中")
RESPONSE, CELL, VALUE, TEXT, RESPONDENT, DATE = ENTRIES = ("対応", "訂正する欄", "訂正値", "回答", "回答者", "日付")
STATES = {  # of a finding
    "open": "未回答",
    "asked": "確認中",
    "kept": "正しいと回答",
    "wrong": "誤りと回答（未解決）",
    "disagreed": "回答が食い違う",
    "corrected": "訂正済み",
}
# The other sheets, none of which is to be written on.
OTHERS = (
    "回答",
    "未入力",
    "訂正の行",
    "文中の数値",
    "報告に出ない文字",
    "照らし合わせ",
    "規則ごとの判定",
    "適用した訂正",
)
LINES, CHECK = "訂正の行", "照合"  # hidden: what a correction would be, and the marks of all that is locked
_MARK_LENGTH = 6

Outcome = Literal[
    "corrected", "kept", "asked", "not_correctable", "waits", "superseded", "disagrees", "overruled", "repeated"
]


@dataclass(frozen=True)
class Answer:
    """回答: what a division says of one finding, and where it wrote that; `outcome` is what became of it.

    `table`, `row` and `column` are the cell of the document that it is about, with what is printed there; empty
    where it is about no single cell.
    """

    finding_id: str
    plan: str
    response: str
    value: str
    text: str
    respondent: str
    date: str
    file: str
    cell: str
    table: str = ""
    row: int | None = None
    column: str = ""
    printed: str = ""
    outcome: Outcome = "kept"


def check_heading(edition: Edition, others: Iterable[str]) -> str:
    """The heading of the hidden column of marks: of which edition a workbook is, and the marks of its other sheets."""
    return " ".join((CHECK, edition.city, edition.year, *others))


def sheet_mark(title: str, rows: Iterable[tuple[int, Sequence[str]]]) -> str:
    """The mark 照合 of all texts of another sheet, by the number of their row; blank cells say nothing.

    >>> sheet_mark("回答", [(2, ["a", "", "b"]), (3, [""])]) == sheet_mark("回答", [(2, ["a ", "", "b", ""])])
    True
    """
    cells = ((f"{row} {at}", text) for row, texts in rows for at, text in enumerate(texts) if text.strip())
    return sha256(marks_of(title, cells).encode()).hexdigest()[:_MARK_LENGTH]


def marks_of(finding_id: str, texts: Iterable[tuple[str, str]]) -> str:
    """The marks 照合 of the locked cells of a row, a short hash each, by (heading, text).

    What a spreadsheet may change of a text by itself, its line ends and outer blanks, changes no mark.

    >>> marks_of("06-7c2e41b9", [("プラン", "06"), ("行", "1 事業")]) == marks_of("06-7c2e41b9", [("プラン", "06 "), ("行", "1\\n事業")])
    True
    >>> marks_of("06-7c2e41b9", [("プラン", "06")]) == marks_of("06-7c2e41b9", [("プラン", "07")])
    False
    """
    plain = ((heading, squeeze(without_controls(text))) for heading, text in texts)
    return " ".join(sha256(repr((finding_id, *each)).encode()).hexdigest()[:_MARK_LENGTH] for each in plain)


def lines_text(lines: Iterable[Sequence[str]]) -> str:
    """Lines of corrections.csv as one text, each after the word that an answer chooses it by."""
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows(lines)
    return text.getvalue().strip("\n")


def lines_in(text: str) -> dict[str, list[str]]:
    """The lines of such a text by the words to choose them by.

    >>> lines_in(lines_text([("今年度の実績", "R5", "activities", "08", "1", "actual", "1,062", "", "", "")]))
    {'今年度の実績': ['R5', 'activities', '08', '1', 'actual', '1,062', '', '', '']}
    """
    return {choice: line for choice, *line in csv.reader(StringIO(text))}
