"""The analyst's decisions 企画課の判断: `corrections.csv` and `comments.csv` beside the document.

Both files are kept in Excel, by hand. They are read strictly: a line that was passed over in silence
would be taken for a decision that is carried out.
"""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from io import StringIO
from pathlib import Path

from cityplan.city.answers import Answer
from cityplan.city.edition import COMMENTS, CORRECTIONS, Edition
from cityplan.city.plan_numbers import plan_number, plan_of
from cityplan.files.errors import SourceError
from cityplan.files.files import read_bytes, read_text
from cityplan.files.lines import LONGEST_ROW, check_lines, without_controls
from cityplan.japanese.letters import fold, squeeze
from cityplan.japanese.quantities import Quantity, quantity
from cityplan.japanese.years import era, fiscal_year

DECISION_HEADINGS = {
    CORRECTIONS: ("year", "table", "plan_id", "row", "column", "printed", "use", "reason", "date"),
    COMMENTS: ("year", "plan_id", "text"),
}
# The columns that a correction can change: numbers only; what is printed stays as it is.
CORRECTABLE = {
    "activities": ("actual", "previous", "ratio_printed"),
    "indicators": ("baseline", "target", "actual", "achievement_printed"),
}
SHARES = {"ratio_printed": "前年度比", "achievement_printed": "達成率"}  # those in %, whatever the unit of their row
CORRECTED_MARK = "（訂正）"  # behind a value that is used instead of the print
SAYS_NO_VALUE = ("不明", "なし")  # a use that says that there is no value: none is known, none belongs there
# What a spreadsheet saves of a text that it took for a formula ("- 子ども", "=…"), or of a column that is too narrow.
_ERROR = re.compile(r"#(?:NAME\?|(?:VALUE|REF|NUM|NULL|SPILL|CALC|FIELD|DIV/0)!|N/A|GETTING_DATA|#+)|Err:\d+")
_PROSE = ("reason", "text")  # columns that a report quotes as they are
_ROW = re.compile(r"\d{1,6}", re.ASCII)
# 2024-06-03, 2024/6/3, 2024.6.3, 2024年6月3日; with an era: 令和6年6月3日, R6.6.3, 令和元年5月1日.
_DATE = re.compile(
    r"(?:(?P<western>\d{4})|(?P<era>令和|平成|昭和|[RHS])(?P<number>\d{1,2}|元))"
    r"(?:(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})|年(?P<month_ja>\d{1,2})月(?P<day_ja>\d{1,2})日)",
    re.ASCII | re.IGNORECASE,
)

# When a document is decided on: years before its own and after it, at least to this day. 2204 and 1024 are slips of a digit.
_YEARS_BEFORE, _YEARS_AFTER = 5, 10


@dataclass(frozen=True)
class DecisionLine:
    """One line 行 of such a file: where it begins, and its cells by column.

    Of a workbook that a division returned, the line is the row of its `sheet`, and `letters` name the cells.
    """

    file: str
    no: int
    cells: Mapping[str, str]
    sheet: str = ""
    letters: Mapping[str, str] = field(default_factory=dict)

    def error(self, problem: str, column: str, next_step: str) -> SourceError:
        text = self.cells[column]
        if self.sheet:
            cell = f"{self.letters[column]}{self.no}"
            return SourceError(problem, file=self.file, sheet=self.sheet, cell=cell, text=text, next_step=next_step)
        return SourceError(problem, file=self.file, line=self.no, column=column, text=text, next_step=next_step)


@dataclass(frozen=True)
class Correction:
    """訂正: the number of one cell, what is printed there, and what to use (None: it is unknown)."""

    line: DecisionLine
    table: str
    plan: str  # as `plan_number` gives it
    row: int
    column: str
    value: Quantity | None
    date: str  # ISO

    @property
    def printed(self) -> str:
        return self.line.cells["printed"]

    @property
    def use(self) -> str:
        return self.line.cells["use"]

    @property
    def reason(self) -> str:
        """The reason on one line."""
        return " ".join(self.line.cells["reason"].split("\n"))


@dataclass(frozen=True)
class Comment:
    """企画課コメント: what the division remarks on a plan, in paragraphs."""

    line: DecisionLine
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Decisions:
    """What the analyst has decided about one edition, in the order of the files, and what the divisions answered."""

    corrections: tuple[Correction, ...] = ()
    comments: tuple[Comment, ...] = ()
    answers: tuple[Answer, ...] = ()


NO_DECISIONS = Decisions()


def read_decisions(root: Path, edition: Edition, editions: Iterable[Edition]) -> Decisions:
    """The decisions about an edition; SourceError where a line of its city's files cannot be used.

    `editions` are those that exist: a line of another year of the city is left for that year, one
    of a year that the city does not have is an error.
    """
    years = {each.fiscal_year: each.year for each in editions if each.city == edition.city}
    corrections = tuple(map(correction_of, _lines_of(root, edition, CORRECTIONS, years)))
    _check_once(corrections)
    return Decisions(corrections, tuple(map(_comment, _lines_of(root, edition, COMMENTS, years))))


def comment_rows(comments: Iterable[Comment], plans: Collection[str]) -> list[dict[str, object]]:
    """The rows of the table `comments`: one for each paragraph, by plan."""
    seen: Counter[str] = Counter()
    rows = []
    for comment in comments:
        plan_id = known_plan(comment.line, plans)
        for text in comment.paragraphs:
            seen[plan_id] += 1
            rows.append({"plan_id": plan_id, "seq": seen[plan_id], "text": text, "file_line": comment.line.no})
    return sorted(rows, key=lambda row: (row["plan_id"], row["seq"]))


def known_plan(line: DecisionLine, plans: Collection[str]) -> str:
    """The plan that a line means; SourceError lists those that exist."""
    found = plan_of(line.cells["plan_id"], plans)
    if not found:
        raise line.error("このプランは文書にありません", "plan_id", f"あるもの: {'、'.join(plans)}。")
    return found


# lines


def _lines_of(root: Path, edition: Edition, name: str, years: Mapping[int, str]) -> Iterator[DecisionLine]:
    """The lines about an edition's own year; the year of every other one is only checked."""
    for line in _lines(root / edition.beside(name), edition.beside(name), DECISION_HEADINGS[name]):
        year = fiscal_year(line.cells["year"])
        if year not in years:
            raise line.error("この年度の文書はありません", "year", f"あるもの: {'、'.join(years.values())}。")
        if year == edition.fiscal_year:
            yield line


def _lines(path: Path, file: str, heading: tuple[str, ...]) -> Iterator[DecisionLine]:
    """The lines of a file below its heading; none where there is no file."""
    if not path.exists():
        return
    records = _records(_text(path, file), file)
    first, cells = next(records, (1, []))
    if [fold(cell) for cell in _trimmed(cells, 0)] != list(heading):
        raise _error(
            "見出しの行が違います", file, first, cells, f"1行目を次のとおりにしてください。\n{','.join(heading)}"
        )
    for no, record in records:
        cells = _trimmed(record, len(heading))
        if cells[0].count(",") == len(heading) - 1 and not any(cells[1:]):
            next_step = "「,」で区切られた文字を、見出しの列に1つずつ分けて入れてください。"
            raise _error("1行の全部が1つのセルに入っています", file, no, cells[:1], next_step)
        if len(cells) != len(heading):
            problem = f"セルが{len(cells)}個あります（見出しは{len(heading)}個）"
            next_step = 'セルの数を見出しに合わせてください。「,」のある文は " で囲みます。'
            raise _error(problem, file, no, cells, next_step)
        line = DecisionLine(file, no, dict(zip(heading, map(str.strip, cells), strict=True)))
        _check_prose(line)
        yield line


def _check_prose(line: DecisionLine) -> None:
    """No prose is what a spreadsheet made of it: a brief would bear it."""
    for column in _PROSE:
        if _ERROR.fullmatch(line.cells.get(column, "")):
            raise line.error(
                "表計算ソフトのエラーの値です（- や = で始まる文が、数式とみなされたのかもしれません）",
                column,
                "文を書き直してください。Excel では、始めに ' を付けて入力します。",
            )


def _error(problem: str, file: str, line: int, cells: list[str], next_step: str) -> SourceError:
    return SourceError(problem, file=file, line=line, text=",".join(cells), next_step=next_step)


def _text(path: Path, file: str) -> str:
    """The text of a file; one that was emptied altogether has no heading."""
    blank = not read_bytes(path, file).removeprefix(codecs.BOM_UTF8).strip()
    text = "" if blank else without_controls(read_text(path, file))
    check_lines(text, file, longest=LONGEST_ROW)
    return text


def _records(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """The records of a CSV that are not blank, each with the line on which it begins."""
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    begin = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise SourceError(
                f'引用符（"）の使い方が CSV と違います（{error}）',
                file=file,
                line=begin,
                next_step="Excel で開き、「CSV UTF-8（コンマ区切り）」で保存し直してください。",
            ) from error
        if any(map(str.strip, cells)):
            yield begin, cells
        begin = reader.line_num + 1


def _trimmed(cells: list[str], width: int) -> list[str]:
    """A record without the empty cells beyond a width: Excel keeps those of a cleared column."""
    while len(cells) > width and not cells[-1].strip():
        cells = cells[:-1]
    return cells


# corrections


def correction_of(line: DecisionLine) -> Correction:
    """The correction that a line tells; SourceError where one of its cells cannot be used."""
    table = _table(line)
    if not line.cells["reason"]:
        raise line.error("reason（理由）が空です", "reason", "訂正を決めた理由を書いてください。")
    return Correction(
        line=line,
        table=table,
        plan=plan_number(line.cells["plan_id"]),
        row=_row(line),
        column=_column(line, table),
        value=_value(line),
        date=day_of(line, fiscal_year(line.cells["year"])),
    )


def _table(line: DecisionLine) -> str:
    table = fold(line.cells["table"])
    if table not in CORRECTABLE:
        raise line.error("この表は訂正できません", "table", f"使えるもの: {'、'.join(CORRECTABLE)}。")
    return table


def _row(line: DecisionLine) -> int:
    text = fold(line.cells["row"])
    if not _ROW.fullmatch(text):
        raise line.error(
            "行番号として読めません", "row", "activity_no か indicator_no の番号（1、2…）を書いてください。"
        )
    return int(text)


def _column(line: DecisionLine, table: str) -> str:
    """The name of a column of numbers; one name for one thing, so that of its text is an error."""
    column = fold(line.cells["column"])
    if column not in CORRECTABLE[table]:
        meant = column.removesuffix("_text")
        raise line.error(
            "この列は訂正できません",
            "column",
            f"{meant} と書いてください。"
            if meant in CORRECTABLE[table]
            else f"{table} で使えるもの: {'、'.join(CORRECTABLE[table])}。",
        )
    return column


def _value(line: DecisionLine) -> Quantity | None:
    """What to use, None where that is unknown.

    A bound 以上 or a condition would change nothing, since a correction changes the number only.
    """
    text = line.cells["use"]
    if not text:
        raise line.error(
            "use（使う値）が空です",
            "use",
            f"数と単位（例: 125.0、1,062件）か、値が分からないときは「{SAYS_NO_VALUE[0]}」と書いてください。",
        )
    if text in SAYS_NO_VALUE:
        return None
    value = quantity(text)
    if value is None or value.bound or value.note:
        raise line.error(
            "数として読めません" if value is None else "「以上」や条件は訂正できません",
            "use",
            "数と単位だけを書いてください（例: 125.0、1,062件）。値が分からないときは「不明」と書きます。",
        )
    return value


def day_of(line: DecisionLine, year: int | None) -> str:
    """The day 日付 of the decision, as ISO has it; SourceError where it is none, or far from the document's year."""
    step = "2026-11-25、令和8年11月25日、R8.11.25 のように書いてください。"
    if not line.cells["date"]:
        raise line.error("決めた日が空です", "date", step)
    if match := _DATE.fullmatch(squeeze(line.cells["date"])):
        western = int(match["western"] or 0) or fiscal_year(f"{match['era']}{match['number']}") or 0
        month, day = match["month"] or match["month_ja"], match["day"] or match["day_ja"]
        with suppress(ValueError):  # no such day: 2026-02-30
            found = date(western, int(month), int(day)).isoformat()
            if year and not year - _YEARS_BEFORE <= western <= max(year + _YEARS_AFTER, date.today().year):
                told = f"決めた日の年が、文書の年度（{era(year)}）と離れすぎています"
                raise line.error(told, "date", f"年が正しいか確かめてください（{step[:10]} など）。")
            return found
    raise line.error("日付として読めません", "date", step)


def _check_once(corrections: Iterable[Correction]) -> None:
    seen: dict[tuple[str, str, int, str], int] = {}
    for each in corrections:
        cell = (each.table, each.plan, each.row, each.column)
        if cell in seen:
            raise each.line.error(
                f"同じセルの訂正が{seen[cell]}行目にもあります", "column", "どちらか1行にしてください。"
            )
        seen[cell] = each.line.no


# comments


def _comment(line: DecisionLine) -> Comment:
    paragraphs = [text.strip() for text in line.cells["text"].split("\n")]
    if not any(paragraphs):
        raise line.error("文が空です", "text", "文を書くか、この行を消してください。")
    return Comment(line, tuple(filter(None, paragraphs)))
