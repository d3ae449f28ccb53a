"""Thousands of mutants of the documents, each read, cleaned, computed and audited in this process.

A *form* mutant says the same in another form: its values must be the same, or it is found or
refused. A *meaning* mutant says something else: where the oracle of `tests/digit_oracle.py`, which
reads the text by itself, sees the contradiction, it must be found or refused.
"""

import argparse
import csv
import difflib
import hashlib
import io
import random
import re
import sys
import tempfile
import time
import tomllib
import traceback
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import openpyxl
import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from digit_oracle import Seen, seen_in  # noqa: E402

from cityplan import clean_activities, clean_indicators, clean_row, japanese, stages  # noqa: E402
from cityplan import tables as table_module  # noqa: E402
from cityplan.audit import audit  # noqa: E402
from cityplan.clean import clean  # noqa: E402
from cityplan.compute import compute  # noqa: E402
from cityplan.errors import SourceError, UsageError  # noqa: E402
from cityplan.layouts import (  # noqa: E402
    number_format,
    plain_table,
    plans_of_table,
    printed,
    progress_sheets,
    sheet_indicators,
)
from cityplan.layouts.number_format import Shown  # noqa: E402
from cityplan.layouts.printed import Line, Printed, Repair  # noqa: E402
from cityplan.rules import rules  # noqa: E402
from cityplan.source import RAW, edition  # noqa: E402
from cityplan.tables import TABLES, Tables  # noqa: E402
from cityplan.trace_blocks import REPAIRS  # noqa: E402

# documents


@dataclass(frozen=True)
class Document:
    """A document 文書: where it stands, its year, its file as it is mutated, and its share of the mutants."""

    name: str
    folder: str
    year: str
    file: str
    share: int
    without: tuple[int, ...] = ()  # columns of the table that this document has not

    @property
    def is_table(self) -> bool:
        return not self.file.endswith(".txt")


DOCUMENTS = {
    each.name: each
    for each in (
        Document("hitachi", "data/raw/hitachi", "R5", "R5.txt", 12),
        Document("takahagi", "data/raw/takahagi", "R6", "R6.txt", 12),
        Document("mihon", "tests/sample/mihon", "R5", "R5.txt", 42),
        Document("mihon-table", "tests/sample/mihon-table", "R5", "R5.csv", 20),
        Document("mihon-xlsx", "tests/sample/mihon-table", "R5", "R5.xlsx", 10),
        Document("mihon-flat", "tests/sample/mihon-table", "R5", "R5.csv", 4, (0, 1, 5)),
    )
}
HEAD_ROWS = 4  # of the sample's table: title, empty row, two rows of heading


@cache
def lines_of(name: str) -> tuple[str, ...]:
    """The lines of a document's text; those of the table's CSV for the workbook too."""
    own = DOCUMENTS[name]
    path = ROOT / own.folder / re.sub("xlsx$", "csv", own.file)
    lines = path.read_text(encoding="utf-8-sig").split("\n")
    return (
        tuple(_without_columns(line, own.without) for line in lines)
        if own.without
        else tuple(lines)
    )


def _without_columns(line: str, without: tuple[int, ...]) -> str:
    return line_of(
        [cell for at, cell in enumerate(cells_of(line, True)) if at not in without], True
    )


def source_of(own: Document) -> str:
    """The document's source.toml, for the file as it is mutated and without the columns that it has not."""
    text = (ROOT / own.folder / "source.toml").read_text(encoding="utf-8")
    text = text.replace('"R5.csv"', f'"{own.file}"')
    if own.without:  # 基本目標, 施策 and 方向
        text = re.sub(r"^(group|plan|polarity) = .*\n", "", text, flags=re.MULTILINE)
        text = text.replace('["group", "plan", "name"]', '["name"]')
    return text


@cache
def parsed_source(name: str) -> dict[str, Any]:
    return tomllib.loads(source_of(DOCUMENTS[name]))


# one run


class Run(NamedTuple):
    """What came of one document: its values and repairs and findings, or an error."""

    values: dict["Place", Any]
    texts: dict["Place", Any]  # as printed
    repairs: Counter[tuple[str, ...]]
    findings: Counter["Finding"]
    names: "Names"
    error: Exception | None = None


Place = tuple[str, str, "Row", str]  # table, plan, row, column or section
Finding = tuple[str, str, str, "Row", str, str]  # kind, table, plan, row, column, severity
Row = int | str | None  # of activities and indicators the name: a row more shifts the numbers below


@cache
def folder_of(name: str, root: Path) -> Path:
    """The city's folder below a root of its own, with its source.toml."""
    folder = root / name / RAW / "city"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "source.toml").write_text(source_of(DOCUMENTS[name]), encoding="utf-8")
    return folder


@cache
def own_root() -> Path:
    """A folder of this process."""
    folder = tempfile.TemporaryDirectory()
    ROOTS.append(folder)
    return Path(folder.name)


ROOTS: list[tempfile.TemporaryDirectory[str]] = []  # kept until the process ends


def run(name: str, data: bytes) -> Run:
    """Read, clean, compute and audit some bytes as the document; what is raised is the result too."""
    own = DOCUMENTS[name]
    folder = folder_of(name, own_root())
    (folder / own.file).write_bytes(data)
    root = folder.parents[2]
    try:
        tables = stages.clean_document(str(root), "city", own.year)
        rule = rules().get(edition(root, "city", own.year).rule)
        tables |= compute(tables, rule)
        findings = audit(tables, rule)
    except Exception as error:  # what is no SourceError is a crash, and counted as one
        return Run({}, {}, Counter(), Counter(), {}, error)
    names = names_of(tables)
    columns = (
        _list(findings[c]) for c in ("kind", "table", "plan_id", "row", "column", "severity")
    )
    found = Counter(
        (kind, table, plan, names.get((table, plan, row), row), column, severity)
        for kind, table, plan, row, column, severity in zip(*columns, strict=True)
    )
    return Run(
        values_of(tables, names),
        texts_of(tables, names),
        repairs_of(tables["repairs"]),
        found,
        names,
    )


Names = dict[tuple[str, str, int], str]


def names_of(tables: Tables) -> Names:
    """The rows of activities and indicators by name and part; one that recurs in a plan is counted."""
    names: Names = {}
    times: Counter[tuple[str, str, str]] = Counter()
    for table, number in table_module.NUMBERS.items():
        data = tables[table]
        parts = data["subgroup"] if table == "indicators" else [""] * len(data)
        for plan, row, name, part in zip(
            data["plan_id"], data[number], data["name"], parts, strict=True
        ):
            key = (table, plan, squeezed(name + part))
            times[key] += 1
            names[table, plan, int(row)] = f"{key[2]} {times[key]}"
    return names


def quick_records(data: pd.DataFrame) -> list[Any]:
    """`tables.records` without pandas' own way through it: half of the time of a run goes there.

    `check_quick` compares both on every document before anything is counted.
    """
    make = SLOW_ROW(tuple(data.columns))
    columns = [_list(data[name]) for name in data.columns]
    return list(map(make._make, zip(data.index.tolist(), *columns, strict=True)))


@cache
def SLOW_ROW(columns: tuple[str, ...]) -> Any:
    return type(next(pd.DataFrame([[""] * len(columns)], columns=list(columns)).itertuples()))


def _list(column: pd.Series) -> list[Any]:
    return [None if each is pd.NA or each != each else each for each in column.tolist()]


def use_quick_records() -> ExitStack:
    return patched(everywhere(table_module.records, quick_records))


def check_quick() -> None:
    """Both ways give the same values, repairs and findings."""
    for name in DOCUMENTS:
        slow = run(name, original(name))
        with use_quick_records():
            assert run(name, original(name)) == slow, name
        assert slow.error is None, slow.error


# values that are compared

TWINS = {
    "actual_text": "actual", "previous_text": "previous", "ratio_printed_text": "ratio_printed",
    "baseline_text": "baseline", "target_text": "target",
}  # fmt: skip
LINES = ("source_line", "source_line_end")
ROWS = (
    "groups", "plans", "activities", "indicators", "observations", "programs",
    "activity_results", "indicator_results", "rule_results",
)  # fmt: skip
SUBJECTS = {"activity": "activities", "indicator": "indicators"}
OF = {
    "activity_results": "activities",
    "indicator_results": "indicators",
    "rule_results": "indicators",
}
_DASHES = str.maketrans(
    dict.fromkeys("-－―‐–—ー−─", "-")
    | {"〇": "○", "◯": "○", "〜": "~", "滿": "満", "收": "収", "『": "「", "』": "」"}
)


@lru_cache(maxsize=100_000)
def plain(text: str) -> str:
    """A text as a person reads it: without widths, forms of one character and dash, and doubled blanks."""
    folded = "".join(char for char in unicodedata.normalize("NFKC", text) if char.isprintable())
    return " ".join(folded.translate(_DASHES).split())


@lru_cache(maxsize=100_000)
def squeezed(text: str) -> str:
    """The letters and digits of a text that is copied as printed; its marks and brackets may have other forms."""
    return re.sub(r"[\W_]", "", plain(text))


def values_of(tables: Tables, names: Names) -> dict[Place, Any]:
    """All values of all tables by the row they stand on; a print that gave a number is left out."""
    values: dict[Place, Any] = {}
    for name in ROWS:
        data = tables[name]
        for row in zip(*(_list(data[column]) for column in data.columns), strict=True):
            cells = dict(zip(data.columns, row, strict=True))
            place = _place(name, cells, names)
            values[place] = tuple(
                _value(column, cell, cells)
                for column, cell in cells.items()
                if column not in LINES + COUNTERS and (name, column) != ("observations", "text")
            )
    return values | _prose(tables)


COUNTERS = ("activity_no", "indicator_no", "no")


def _value(column: str, cell: Any, cells: Mapping[str, Any]) -> Any:
    if not isinstance(cell, str):
        return cell
    if column in TWINS and (cells[TWINS[column]] is not None or re.search(r"\d", cell)):
        return ""  # a print that gave a number, or should have given one
    return plain(cell) if column in ("name", "unit") else squeezed(cell)


def _place(table: str, cells: Mapping[str, Any], names: Names) -> Place:
    if table == "groups":
        return table, "", int(cells["group_id"]), ""
    row = next(
        (cells[c] for c in ("activity_no", "indicator_no", "no", "program_no") if c in cells), None
    )
    own = SUBJECTS[cells["subject"]] if table == "observations" else OF.get(table, table)
    key = [str(cells[c]) for c in TABLES[table].key if c in ("role", "fiscal_year", "rule")]
    plan = cells["plan_id"]
    return own, plan, names.get((own, plan, row), row), " ".join([table, *key])


def _prose(tables: Tables) -> dict[Place, Any]:
    """Texts by their section and items by their programme, one after the other: where a line ends says nothing."""
    joined: dict[Place, str] = defaultdict(str)
    headings: dict[Place, str] = {}
    texts = tables["texts"]
    columns = (_list(texts[c]) for c in ("group_id", "plan_id", "section", "heading", "text"))
    for group, plan, section, heading, text in zip(*columns, strict=True):
        boxed = section in ("コラム", "囲み", "図の説明")
        place = ("texts", plan, None, f"{group} {'box' if boxed else squeezed(section)}")
        joined[place] += (squeezed(heading) if heading != headings.get(place) else "") + squeezed(
            text
        )
        headings[place] = heading
    items = tables["program_items"]
    columns = (_list(items[c]) for c in ("plan_id", "program_no", "kind", "text"))
    for plan, number, kind, text in zip(*columns, strict=True):
        joined["programs", plan, number, kind] += squeezed(text)
    return dict(joined)


def texts_of(tables: Tables, names: Names) -> dict[Place, Any]:
    """What is printed in each cell."""
    cells = tables["cells"]
    columns = (_list(cells[c]) for c in ("table", "plan_id", "row", "column", "text"))
    found: dict[Place, Any] = defaultdict(str)
    for table, plan, row, column, text in zip(*columns, strict=True):
        own = None if table == "texts" else names.get((table, plan, row), row)
        found[table, plan, own, column] += f"|{plain(text)}"
    return dict(found)


def repairs_of(repairs: pd.DataFrame) -> Counter[tuple[str, ...]]:
    return Counter(
        zip(
            *(map(str, repairs[c]) for c in ("rule", "table", "plan_id", "row", "column")),
            strict=True,
        )
    )


# what became of a mutant


class Outcome(NamedTuple):
    """same, repaired, found, refused, silent or crash; for `silent` and `crash` what shows it."""

    what: str
    why: str = ""
    seen: bool = False  # by the oracle


@cache
def right(name: str) -> Run:
    """The document as it is."""
    return run(name, original(name))


def judged_form(name: str, data: bytes) -> Outcome:
    """The same values, or a finding on each row that has others."""
    got, before = run(name, data), right(name)
    if got.error:
        return _raised(got.error)
    changed = _changed(before.values, got.values)
    new = set(got.findings - before.findings)
    if unsaid := [place for place in changed if not _said(place, got, new)]:
        return Outcome("silent", _difference(unsaid, before.values, got.values))
    if changed or new:
        return Outcome("found")
    return Outcome("repaired" if got.repairs != before.repairs else "same")


def _raised(error: Exception) -> Outcome:
    """Refused, with the place and the next step named; anything else is a crash."""
    named = isinstance(error, SourceError) and error.file and error.next_step
    if named or isinstance(error, UsageError):
        return Outcome("refused", str(error))
    return Outcome("crash", "".join(traceback.format_exception(error)))


def _changed(before: Mapping[Place, Any], after: Mapping[Place, Any]) -> list[Place]:
    return [
        place for place in sorted({*before, *after}, key=str)
        if before.get(place, _NONE) != after.get(place, _NONE)
    ]  # fmt: skip


_NONE = "(none)"


def _said(place: Place, got: Run, new: set[Finding]) -> bool:
    """Whether a new finding stands on the row; of a row that is gone, or of prose, on its plan."""
    table, plan, row, _ = place
    gone = row is None or not any(each[:3] == place[:3] for each in got.values)
    return any(
        each[1:4] == (table, plan, row) or (each[2] == plan and (gone or each[3] is None))
        for each in new
    )


def _difference(
    places: Sequence[Place], before: Mapping[Place, Any], after: Mapping[Place, Any]
) -> str:
    def shown(place: Place) -> str:
        old, new = before.get(place, _NONE), after.get(place, _NONE)
        if isinstance(old, tuple) and isinstance(new, tuple):
            pairs = [(a, b) for a, b in zip(old, new, strict=True) if a != b]
            old, new = [str(a) for a, _ in pairs], [str(b) for _, b in pairs]
        return f"{place}: {str(old)[-300:]} -> {str(new)[-300:]}"

    return "; ".join(map(shown, places[:3]))


# What a finding of the audit says of a contradiction, where it says so as an info only.
ANSWERS = {"rounding": "ratio_rounding", "count": "prose_mismatch", "sheet": "sheet_missing"}


def judged_meaning(name: str, data: bytes) -> Outcome:
    """What the oracle sees must be found on its row or refused; of the rest it is only said what became of it."""
    got, before = run(name, data), right(name)
    seen = new_contradictions(name, data)
    if got.error:
        return _raised(got.error)._replace(seen=bool(seen))
    new = set(got.findings - before.findings)
    if missed := [each for each in seen if not _answered(each, new, got.names)]:
        return Outcome("silent", f"not said: {missed}", True)
    changed = _changed(before.values, got.values) + _changed(before.texts, got.texts)
    if new:
        return Outcome("found", "", bool(seen))
    if changed:
        return Outcome(
            "silent", _difference(changed, before.values | before.texts, got.values | got.texts)
        )
    return Outcome("repaired" if got.repairs != before.repairs else "same")


def _answered(seen: Seen, new: set[Finding], names: Names) -> bool:
    """Whether an error or warning stands on one of its rows, or an info of its kind."""
    on = {(table, plan, names.get((table, plan, row), row)) for table, plan, row in seen.on}
    return any(
        (each[5] != "info" or each[0] == ANSWERS.get(seen.kind)) and (not on or each[1:4] in on)
        for each in new
    )


def new_contradictions(name: str, data: bytes) -> list[Seen]:
    """What the oracle sees in a mutant and not in the document as it is."""
    try:
        found = _seen(name, data)
    except UnicodeDecodeError:
        return []
    return [each for each in found if each not in _seen_before(name)]


@cache
def _seen_before(name: str) -> list[Seen]:
    return _seen(name, "\n".join(lines_of(name)).encode())


def _seen(name: str, data: bytes) -> list[Seen]:
    if DOCUMENTS[name].without or data[:2] == b"PK":
        return []  # the oracle reads texts
    city = name.removesuffix("-xlsx")
    return seen_in(city, data.decode("utf-8-sig"), parsed_source(name))


# lines and cells

Lines = list[str]
Random = random.Random


@cache
def original(name: str) -> bytes:
    return rendered(name, list(lines_of(name)))


def rendered(name: str, lines: Lines) -> bytes:
    """The lines as the document's file."""
    if not DOCUMENTS[name].file.endswith(".xlsx"):
        return "\n".join(lines).encode()
    return workbook([cells_of(line, True) for line in lines])


def workbook(
    rows: Iterable[Sequence[Any]], change: Callable[[Any], None] = lambda sheet: None
) -> bytes:
    """A workbook of one sheet; what looks like a whole or decimal number is one."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append([_typed(cell) for cell in row])
    change(sheet)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def _typed(cell: str) -> Any:
    if re.fullmatch(r"(0|[1-9]\d{0,14})(\.\d*[1-9])?", cell):
        return float(cell) if "." in cell else int(cell)
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", cell) or None


def cells_of(line: str, table: bool) -> list[str]:
    return next(csv.reader(io.StringIO(line)), []) if table else line.split("\t")


def line_of(cells: Sequence[str], table: bool) -> str:
    if not table:
        return "\t".join(cells)
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(cells)
    return text.getvalue()


class Cell(NamedTuple):
    """A cell by its line and its place in it."""

    line: int
    at: int
    text: str


@cache
def cells(name: str) -> tuple[Cell, ...]:
    """All filled cells of the document's rows below their headings."""
    table = DOCUMENTS[name].is_table
    return tuple(
        Cell(number, at, text)
        for number, line in enumerate(lines_of(name))
        if (number >= HEAD_ROWS if table else "\t" in line and not re.search(HEADING, line))
        for at, text in enumerate(cells_of(line, table))
        if text.strip() and text != "施策を評価する指標"
    )


HEADING = "^(事業名|項目)\t|\tR5\t|現状値|取組施策|<p>"
VALUE = re.compile(r"(?!.*(?:[ぁ-ん]{2}|代|[。・]))[^\d]{0,24}\d.{0,30}")


@cache
def value_cells(name: str) -> tuple[Cell, ...]:
    """The cells that hold a number; not names, also those of plans and groups in the table."""
    first = (2 if DOCUMENTS[name].without else 4) if DOCUMENTS[name].is_table else 1
    return tuple(c for c in cells(name) if VALUE.fullmatch(c.text) and c.at >= first)


def with_cells(name: str, changed: Mapping[tuple[int, int], str]) -> Lines:
    """The document's lines with other texts in some cells."""
    lines, table = list(lines_of(name)), DOCUMENTS[name].is_table
    for number in {number for number, _ in changed}:
        row = cells_of(lines[number], table)
        for (line, at), text in changed.items():
            if line == number:
                row[at] = text
        lines[number] = line_of(row, table)
    return lines


def in_cell(change: Callable[[str, Random], str], values: bool = True) -> "Mutator":
    """A mutator of one cell: of one with a number, or of any."""

    def mutate(name: str, rng: Random) -> bytes | None:
        some = value_cells(name) if values else cells(name)
        return _first_changed(name, some, change, rng)

    return mutate


def _first_changed(
    name: str, some: Sequence[Cell], change: Callable[[str, Random], str], rng: Random
) -> bytes | None:
    for cell in rng.sample(some, len(some)):
        text = change(cell.text, rng)
        if text != cell.text:
            return rendered(name, with_cells(name, {(cell.line, cell.at): text}))
    return None


def in_line(change: Callable[[str, Random], str]) -> "Mutator":
    """A mutator of one line, also of prose; of a table of one cell."""

    def mutate(name: str, rng: Random) -> bytes | None:
        if DOCUMENTS[name].is_table:
            return _first_changed(name, cells(name), change, rng)
        lines = list(lines_of(name))
        for number in rng.sample(range(len(lines)), len(lines)):
            text = change(lines[number], rng)
            if text != lines[number]:
                return rendered(name, [*lines[:number], text, *lines[number + 1 :]])
        return None

    return mutate


def in_lines(change: Callable[[Lines, Random], Lines], texts_only: bool = False) -> "Mutator":
    """A mutator of the order and number of lines; a sheet's rows are not joined or split."""

    def mutate(name: str, rng: Random) -> bytes | None:
        if texts_only and DOCUMENTS[name].file.endswith(".xlsx"):
            return None
        lines = change(list(lines_of(name)), rng)
        return None if lines == list(lines_of(name)) else rendered(name, lines)

    return mutate


def in_bytes(change: Callable[[str], bytes | None]) -> "Mutator":
    """A mutator of the whole file, of texts only."""

    def mutate(name: str, rng: Random) -> bytes | None:
        if DOCUMENTS[name].file.endswith(".xlsx"):
            return None
        return change("\n".join(lines_of(name)))

    return mutate


Mutator = Callable[[str, Random], bytes | None]

# the same in another form

NUMBER = re.compile(r"\d[\d,，]*(?:[.．]\d+)?")
WIDE = str.maketrans("0123456789,.%()-+/", "０１２３４５６７８９，．％（）－＋／")
KANJI = "〇一二三四五六七八九"


def on_number(change: Callable[[str, Random], str]) -> Callable[[str, Random], str]:
    """A change of the first number of a cell, which is its value."""

    def mutate(text: str, rng: Random) -> str:
        match = NUMBER.search(text)
        if match is None:
            return text
        return text[: match.start()] + change(match[0], rng) + text[match.end() :]

    return mutate


def spaced(number: str, rng: Random) -> str:
    if len(number) < 2:
        return number
    if rng.random() < 0.3:
        return " ".join(number)
    at = rng.randrange(1, len(number))
    return number[:at] + rng.choice([" ", "　", "\u00a0", "\u2009"]) + number[at:]


def in_kanji(number: str, rng: Random) -> str:
    """108 -> 百八, or digit by digit 一〇八."""
    whole, point, fraction = unicodedata.normalize("NFKC", number).replace(",", "").partition(".")
    tail = ("・" if point else "") + "".join(KANJI[int(digit)] for digit in fraction)
    if rng.random() < 0.4:
        return "".join(KANJI[int(digit)] for digit in whole) + tail
    return _words(int(whole)) + tail


def _words(number: int) -> str:
    for scale, name in ((10**8, "億"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if number >= scale:
            head, rest = divmod(number, scale)
            times = "" if head == 1 and scale <= 1000 else _words(head)
            return times + name + (_words(rest) if rest else "")
    return KANJI[number]


def in_parts(number: str, rng: Random) -> str:
    """32,600 -> 3万2,600."""
    plain_number = unicodedata.normalize("NFKC", number).replace(",", "")
    if not plain_number.isdecimal() or int(plain_number) < 10_000:
        return number
    head, rest = divmod(int(plain_number), 10_000)
    return f"{head}万{rest:,}" if rest else f"{head}万"


def commas(number: str, rng: Random) -> str:
    whole, point, fraction = number.partition(".")
    if "," in whole:
        return whole.replace(",", "") + point + fraction
    return f"{int(whole):,}{point}{fraction}" if whole.isdecimal() and len(whole) > 3 else number


def dashes(text: str, rng: Random) -> str:
    """A dash that stands alone as another."""
    if text.strip() and set(text.strip()) <= set("-－―‐–—ー−─"):
        return rng.choice(
            [d for d in ["-", "－", "―", "‐", "–", "—", "ー", "−", "─", "--", "――"] if d != text]
        )
    return text


def signs(text: str, rng: Random) -> str:
    match = re.match(r"(\(|（)?([△▲−－-]) ?(?=\d)", text)
    if match is None:
        return text
    sign = rng.choice([s for s in "△▲−－-" if s != match[2]]) + rng.choice(["", " "])
    return (match[1] or "") + sign + text[match.end() :]


def brackets(text: str, rng: Random) -> str:
    pairs = ["()（）", "（）()", "【】〔〕", "【】[]", "《》〈〉", "《》≪≫", "「」『』", "「」｢｣"]
    alias = "\t" in text  # 【】 in a row divides a name from its alias
    old_new = [
        pair for pair in pairs
        if pair[0] in text and pair[1] in text and not (alias and pair[0] == "【")
    ]  # fmt: skip
    if not old_new:
        return text
    pair = rng.choice(old_new)
    return text.replace(pair[0], pair[2]).replace(pair[1], pair[3])


def blank_in(text: str, rng: Random) -> str:
    """A blank around a number, its unit or its bound."""
    places = [
        m.start()
        for m in re.finditer(
            r"(?<=\d)(?=[^\d,.，．])|(?<=[^\d,.，．])(?=\d)|$|^|(?=以[上下])", text
        )
    ]
    at = rng.choice(places)
    return text[:at] + rng.choice([" ", "  ", "　", "\u00a0", "\u3000 "]) + text[at:]


UNITS = (
    ("%", "％"),
    ("か所", "箇所"),
    ("㎥", "m3"),
    ("㎥", "ｍ³"),
    ("㎡", "m2"),
    ("ha", "ｈａ"),
    ("ha", "㏊"),
)


def unit_forms(text: str, rng: Random) -> str:
    some = [pair for pair in UNITS if pair[0] in text]
    return text.replace(*rng.choice(some)) if some else text


@cache
def compatible() -> dict[str, list[str]]:
    """Characters that NFKC folds to another single one: compatibility ideographs, radicals, widths."""
    found: dict[str, list[str]] = defaultdict(list)
    for code in (
        *range(0x2E80, 0x2FE0),
        *range(0xF900, 0xFB00),
        *range(0x2F800, 0x2FA20),
        *range(0xFF01, 0xFFEF),
    ):
        char = chr(code)
        other = unicodedata.normalize("NFKC", char)
        if len(other) == 1 and other != char and not char.isdecimal():
            found[other].append(char)
    return found


def compat(text: str, rng: Random) -> str:
    some = [at for at, char in enumerate(text) if char in compatible()]
    if not some:
        return text
    at = rng.choice(some)
    return text[:at] + rng.choice(compatible()[text[at]]) + text[at + 1 :]


def half_kana(text: str, rng: Random) -> str:
    kana = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFF66, 0xFF9E)}
    words = re.findall("[ァ-ヶ][ァ-ヶー]+", text)
    if not words:
        return text
    word = rng.choice(words)
    spelt = unicodedata.normalize("NFD", word).replace("\u3099", "ﾞ").replace("\u309a", "ﾟ")
    return text.replace(word, "".join(kana.get(char, char) for char in spelt))


def invisible(text: str, rng: Random) -> str:
    if not text:
        return text
    at = rng.randrange(len(text) + 1)
    return text[:at] + rng.choice("\u200b\u00ad\ufeff\u200e\u202c\u2060\x07\x0c") + text[at:]


def other_forms(text: str, rng: Random) -> str:
    pairs = [
        "満滿",
        "滿満",
        "収收",
        "收収",
        "○〇",
        "○◯",
        "〇○",
        "～〜",
        "〜～",
        "・･",
        "。｡",
        "、､",
        '“"',
        "～~",
        "－-",
    ]
    some = [pair for pair in pairs if pair[0] in text]
    return text.replace(*rng.choice(some)) if some else text


def wrapped_name(text: str, rng: Random) -> str:
    """A blank between two Japanese characters, as a line wrap leaves it."""
    if re.search("[。、]", text) or len(text) > 40:
        return text
    places = [
        m.start() for m in re.finditer("(?<=[ぁ-んァ-ヶー一-龠々])(?=[ぁ-んァ-ヶー一-龠々])", text)
    ]
    at = rng.choice(places or [0])
    return text[:at] + rng.choice([" ", "　"]) + text[at:] if at else text


def tab_doubled(text: str, rng: Random) -> str:
    places = [m.start() for m in re.finditer("\t", text)]
    at = rng.choice(places or [-1])
    return text if at < 0 else text[:at] + "\t" + text[at:]


def tab_lost(text: str, rng: Random) -> str:
    places = [m.start() for m in re.finditer("\t", text.strip("\t"))]
    at = rng.choice(places or [-1])
    return text if at < 0 else text[:at] + rng.choice([" ", "  ", "　", "    "]) + text[at + 1 :]


def white_after(text: str, rng: Random) -> str:
    return text + rng.choice([" ", "　", "\t", "\t\t", " \t ", "\u00a0"]) if text.strip() else text


def white_before(text: str, rng: Random) -> str:
    return rng.choice([" ", "　", "  "]) + text if text.strip() and text[:1] != "\t" else text


def tagged(text: str, rng: Random) -> str:
    return (
        rng.choice(["<p>{}</p>", "<p>{}", "{}</p>", "{}<br>", "<b>{}</b>"]).format(text)
        if text.strip()
        else text
    )


def composed(form: str) -> Callable[[str, Random], str]:
    return lambda text, rng: unicodedata.normalize(form, text)  # type: ignore[arg-type]


def year_forms(text: str, rng: Random) -> str:
    """R5 in other countings and widths: a heading's or a value's."""
    match = re.search(r"(?<![A-Za-z\d])[RＲ]([1-9]|元)(?!\d)|(?:令和|平成) ?\d{1,2} ?年度", text)
    if match is None or re.search("[。【～]", text):  # a year of prose is copied as printed
        return text
    year = japanese.fiscal_year(match[0])
    if year is None:
        return text
    number = year - 2018
    forms = [
        f"R{number}",
        f"Ｒ{number}",
        f"令和{number}年度",
        f"令和 {number} 年度",
        f"{year}年度",
        f"{year}",
        f"令和{number}",
    ]
    return text[: match.start()] + rng.choice(forms) + text[match.end() :]


def joined(lines: Lines, rng: Random) -> Lines:
    """Two lines that follow each other on one."""
    filled = [at for at in range(len(lines) - 1) if lines[at].strip() and lines[at + 1].strip()]
    at = rng.choice(filled)
    return [*lines[:at], lines[at] + rng.choice(["", " ", "　"]) + lines[at + 1], *lines[at + 2 :]]


def joined_over_blank(lines: Lines, rng: Random) -> Lines:
    """A line and the next filled one."""
    filled = [at for at, line in enumerate(lines) if line.strip()]
    at = rng.randrange(len(filled) - 1)
    first, second = filled[at : at + 2]
    return [*lines[:first], lines[first] + lines[second], *lines[second + 1 :]]


def split_line(lines: Lines, rng: Random) -> Lines:
    at = rng.choice([at for at, line in enumerate(lines) if len(line.strip()) > 1])
    place = rng.randrange(1, len(lines[at]))
    return [*lines[:at], lines[at][:place], lines[at][place:], *lines[at + 1 :]]


def split_at_tab(lines: Lines, rng: Random) -> Lines:
    some = [at for at, line in enumerate(lines) if "\t" in line.strip("\t")]
    if not some:
        return lines
    at = rng.choice(some)
    place = rng.choice([m.start() for m in re.finditer("\t", lines[at])])
    return [*lines[:at], lines[at][:place], lines[at][place + rng.randrange(2) :], *lines[at + 1 :]]


def blank_inserted(lines: Lines, rng: Random) -> Lines:
    at = rng.randrange(len(lines) + 1)
    return [*lines[:at], rng.choice(["", "", " ", "　", "\t", "\x0c", "\u200b"]), *lines[at:]]


def blank_removed(lines: Lines, rng: Random) -> Lines:
    some = [at for at, line in enumerate(lines) if not line.strip()]
    at = rng.choice(some or [0])
    return lines if not some else [*lines[:at], *lines[at + 1 :]]


def page_break(lines: Lines, rng: Random) -> Lines:
    """What a page leaves between two lines: a number, a rule, the title again."""
    at = rng.randrange(len(lines) + 1)
    title = next(line for line in lines if line.strip())
    noise = rng.choice(
        ["12", "- 12 -", "－１２－", "-----", "12 / 30", title, "（次ページに続く）", "\x0c"]
    )
    return [*lines[:at], noise, *lines[at:]]


def sheets_reordered(name: str, rng: Random) -> bytes | None:
    """The sheets of a document in another order, each whole."""
    lines = list(lines_of(name))
    begins = _sheet_starts(name, lines)
    if len(begins) < 2:
        return None
    ends = [_sheet_end(name, lines, begin, begins) for begin in begins]
    sheets = [lines[begin:end] for begin, end in zip(begins, ends, strict=True)]
    some = rng.sample(range(len(sheets)), len(sheets))
    made: Lines = lines[: begins[0]]
    for place, chosen in enumerate(some):
        after = (
            lines[ends[place] : begins[place + 1]] if place + 1 < len(begins) else lines[ends[-1] :]
        )
        made += [*sheets[chosen], "", *after]
    return None if some == sorted(some) else rendered(name, made)


def _sheet_starts(name: str, lines: Lines) -> list[int]:
    if name == "takahagi":
        return [at for at, line in enumerate(lines) if re.fullmatch(r"\d", line.strip())]
    return [at for at, line in enumerate(lines) if line.strip() == "目的"]


def _sheet_end(name: str, lines: Lines, begin: int, begins: list[int]) -> int:
    following = next((each for each in begins if each > begin), len(lines))
    title = parsed_source(name)["edition"][0]["title"]
    return next((at for at in range(begin, following) if lines[at].strip() == title), following)


def encoded(text: str) -> bytes | None:
    try:
        return text.encode("cp932")
    except UnicodeEncodeError:
        return None


def two_at_once(name: str, rng: Random) -> bytes | None:
    """A change of a number and one of the lines."""
    if DOCUMENTS[name].file.endswith(".xlsx"):
        return None
    cell = rng.choice([wide, spaced_cell, blank_in, brackets, commas_cell])
    changed = in_cell(cell)(name, rng)
    lines = changed.decode().split("\n") if changed else list(lines_of(name))
    change = rng.choice([blank_inserted, blank_removed, page_break, joined, split_line])
    return rendered(name, change(lines, rng))


def wide(text: str, rng: Random) -> str:
    return text.translate(WIDE)


spaced_cell, commas_cell = on_number(spaced), on_number(commas)

# forms of tables only


def quoted(name: str, rng: Random) -> bytes | None:
    """Every cell of some rows in quotes."""
    if not DOCUMENTS[name].file.endswith(".csv"):
        return None
    lines = list(lines_of(name))
    for number in rng.sample(range(len(lines)), rng.randrange(1, len(lines))):
        text = io.StringIO()
        csv.writer(text, lineterminator="", quoting=csv.QUOTE_ALL).writerow(
            cells_of(lines[number], True)
        )
        lines[number] = text.getvalue() if lines[number] else ""
    return rendered(name, lines)


def wrapped_cell(name: str, rng: Random) -> bytes | None:
    """A cell with a line break in it."""
    if not DOCUMENTS[name].is_table:
        return None

    def change(text: str, rng: Random) -> str:
        at = rng.randrange(len(text)) if text else 0
        return text[:at] + "\n" + text[at:] if at else text

    return _first_changed(name, cells(name), change, rng)


def rows_added(name: str, rng: Random) -> bytes | None:
    """Empty rows and empty cells at the end of rows."""
    if not DOCUMENTS[name].is_table:
        return None
    lines = list(lines_of(name))
    at = rng.randrange(HEAD_ROWS, len(lines))
    if rng.random() < 0.5:
        lines[at:at] = ["," * rng.randrange(20)] * rng.randrange(1, 4)
    elif lines[at]:
        lines[at] += "," * rng.randrange(1, 6)
    return rendered(name, lines)


def bled(name: str, rng: Random) -> bytes | None:
    """The first value of a row, the baseline, in the cell of its unit: 人23,958."""
    if not DOCUMENTS[name].is_table:
        return None
    at = 2 if DOCUMENTS[name].without else 4
    value = at + (1 if DOCUMENTS[name].without else 2)
    lines = list(lines_of(name))
    rows = [n for n in range(HEAD_ROWS, len(lines)) if len(cells_of(lines[n], True)) > value]
    number = rng.choice(rows)
    row = cells_of(lines[number], True)
    row[at], row[value] = row[at] + row[value], ""
    return rendered(name, [*lines[:number], line_of(row, True), *lines[number + 1 :]])


def in_sheet(change: Callable[[Any, Random], None]) -> Mutator:
    """A mutator of the workbook's sheet."""

    def mutate(name: str, rng: Random) -> bytes | None:
        if not DOCUMENTS[name].file.endswith(".xlsx"):
            return None
        return workbook(
            [cells_of(line, True) for line in lines_of(name)], lambda sheet: change(sheet, rng)
        )

    return mutate


FORMATS = ("0.0", "0.00", "#,##0", "#,##0.0;△#,##0.0", "0", "@", '0"人"', '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
           '#,##0;"△ "#,##0', "yyyy/m/d", "0.0%", "#,##0,", "General", ';;;', '0.0_);(0.0)')  # fmt: skip
KEEPING = (
    "General",
    "@",
    "#,##0.####;△#,##0.####",
    '_ * #,##0.###_ ;_ * -#,##0.###_ ;_ * "-"_ ;_ @_ ',
)


def _numbers(sheet: Any) -> list[Any]:
    return [
        cell for row in sheet.iter_rows(min_row=HEAD_ROWS + 1) for cell in row
        if isinstance(cell.value, int | float)
    ]  # fmt: skip


def number_formats(sheet: Any, rng: Random) -> None:
    """Formats that show all of the number."""
    for cell in rng.sample(_numbers(sheet), rng.randrange(1, 6)):
        cell.number_format = rng.choice(KEEPING)


def stored_floats(sheet: Any, rng: Random) -> None:
    """12.3 as 12.299999999999999 in a format that shows 12.3."""
    for cell in rng.sample(_numbers(sheet), rng.randrange(1, 4)):
        places = len(str(cell.value).partition(".")[2])
        cell.value = cell.value + rng.choice([-1, 1]) * 0.3 * 10.0 ** -(places + 1)
        cell.number_format = "0." + "0" * places if places else "0"


def zero_as_dash(sheet: Any, rng: Random) -> None:
    """A number whose format shows a dash for 0, or nothing: the zeros are read as stored."""
    zeros = [cell for cell in _numbers(sheet) if cell.value == 0]
    for cell in zeros + rng.sample(_numbers(sheet), rng.randrange(4)):
        cell.number_format = rng.choice(
            ['#,##0.###;-#,##0.###;"-"', "0.###;-0.###;", '#,##0.###;"△"#,##0.###;―']
        )


def texts_of_numbers(sheet: Any, rng: Random) -> None:
    for cell in rng.sample(_numbers(sheet), rng.randrange(1, 8)):
        cell.value = str(cell.value)


def merged_down(sheet: Any, rng: Random) -> None:
    """Empty cells merged with the one above that they are filled from, or others by mistake."""
    column = rng.choice("AABBBCDGH")
    first = rng.randrange(5, 20)
    sheet.merge_cells(f"{column}{first}:{column}{first + rng.randrange(1, 3)}")


def no_values(sheet: Any, rng: Random) -> None:
    """A formula, a date or an error in the place of a number."""
    from datetime import date

    cell = rng.choice(_numbers(sheet))
    cell.value = rng.choice(["=1+2", date(2024, 4, 1), "#DIV/0!", True, "=SUM(A1:A3)"])


def sheet_around(sheet: Any, rng: Random) -> None:
    """Another sheet, an empty column or row, hidden ones, a comment."""
    from openpyxl.comments import Comment

    kind = rng.randrange(5)
    if kind == 0:
        sheet.parent.create_sheet("別").sheet_state = rng.choice(["hidden", "veryHidden"])
    elif kind == 1:
        sheet.cell(rng.randrange(5, 20), rng.randrange(1, 14)).comment = Comment("見よ", "x")
    elif kind == 2:
        sheet.insert_rows(rng.randrange(5, 22), rng.randrange(1, 3))
    elif kind == 3:
        sheet.row_dimensions[rng.randrange(5, 20)].hidden = True
    else:
        sheet.insert_cols(rng.randrange(14, 17))


FORMS: dict[str, Mutator] = {
    "full-width digits": in_cell(wide),
    "spaced digits": in_cell(on_number(spaced)),
    "kanji digits": in_cell(on_number(in_kanji)),
    "digits in parts (3万2,600)": in_cell(on_number(in_parts)),
    "commas": in_cell(on_number(commas)),
    "dashes": in_cell(dashes, values=False),
    "signs": in_cell(signs, values=False),
    "brackets": in_line(brackets),
    "blank in a value": in_cell(blank_in),
    "unit's spelling": in_cell(unit_forms, values=False),
    "compatibility character": in_line(compat),
    "half-width kana": in_line(half_kana),
    "invisible character": in_line(invisible),
    "form of a character or mark": in_line(other_forms),
    "wrapped name": in_cell(wrapped_name, values=False),
    "year's form": in_line(year_forms),
    "NFD of a line": in_line(composed("NFD")),
    "NFKC of a line": in_line(composed("NFKC")),
    "tag": in_line(tagged),
    "tab doubled": in_line(tab_doubled),
    "tab lost": in_line(tab_lost),
    "white space after": in_line(white_after),
    "white space before": in_line(white_before),
    "blank line more": in_lines(blank_inserted),
    "blank line less": in_lines(blank_removed),
    "page break": in_lines(page_break),
    "lines joined": in_lines(joined, texts_only=True),
    "lines joined over a blank": in_lines(joined_over_blank, texts_only=True),
    "line split": in_lines(split_line, texts_only=True),
    "line split at a tab": in_lines(split_at_tab, texts_only=True),
    "sheets reordered": sheets_reordered,
    "two at once": two_at_once,
    "CRLF": in_bytes(lambda text: text.replace("\n", "\r\n").encode()),
    "CR": in_bytes(lambda text: text.replace("\n", "\r").encode()),
    "BOM": in_bytes(lambda text: text.encode("utf-8-sig")),
    "cp932": in_bytes(encoded),
    "UTF-16": in_bytes(lambda text: text.encode("utf-16")),
    "NFD": in_bytes(lambda text: unicodedata.normalize("NFD", text).encode()),
    "NFKC": in_bytes(lambda text: unicodedata.normalize("NFKC", text).encode()),
    "no last newline": in_bytes(lambda text: text.rstrip("\n").encode()),
    "newlines at the end": in_bytes(lambda text: (text + "\n\n\n").encode()),
    "CSV: quotes": quoted,
    "table: line break in a cell": wrapped_cell,
    "table: empty rows and cells": rows_added,
    "table: value in the cell of its unit": bled,
    "workbook: formats": in_sheet(number_formats),
    "workbook: rounded by its format": in_sheet(stored_floats),
    "workbook: zero as a dash": in_sheet(zero_as_dash),
    "workbook: numbers as texts": in_sheet(texts_of_numbers),
    "workbook: merged cells": in_sheet(merged_down),
    "workbook: formula, date, error": in_sheet(no_values),
    "workbook: around the table": in_sheet(sheet_around),
}

# something else


def digit(text: str, rng: Random) -> str:
    places = [at for at, char in enumerate(text) if char.isdecimal()]
    if not places:
        return text
    at = rng.choice(places)
    zero = ord(text[at]) - int(text[at])
    return text[:at] + chr(zero + (int(text[at]) + rng.randrange(1, 10)) % 10) + text[at + 1 :]


def digit_lost_or_doubled(text: str, rng: Random) -> str:
    places = [at for at, char in enumerate(text) if char.isdecimal()]
    if not places:
        return text
    at = rng.choice(places)
    return text[:at] + rng.choice(["", text[at] * 2]) + text[at + 1 :]


def point(number: str, rng: Random) -> str:
    """A decimal point moved, lost or come."""
    digits = re.sub(r"[,.]", "", number)
    at = rng.randrange(1, len(digits) + 1)
    return digits[:at] + ("." if at < len(digits) else "") + digits[at:]


def misread(text: str, rng: Random) -> str:
    """A digit read as a letter or sign that looks like it."""
    alike = {
        "0": "OＯo〇",
        "1": "lI｜",
        "2": "Zz",
        "5": "S",
        "6": "b",
        "8": "B",
        "9": "g",
        "3": "З",
    }
    places = [at for at, char in enumerate(text) if char in alike]
    if not places:
        return text
    at = rng.choice(places)
    return text[:at] + rng.choice(alike[text[at]]) + text[at + 1 :]


def unit_changed(text: str, rng: Random) -> str:
    units = [
        "人",
        "件",
        "回",
        "千人",
        "千円",
        "円",
        "%",
        "‰",
        "社",
        "団体",
        "千件",
        "百万円",
        "年",
        "時間",
        "",
    ]
    match = re.search(r"(?<=[\d.])(千人|千円|世帯|億円|時間|店舗|[人件回社円冊名%％])", text)
    if match is None:
        return text
    return (
        text[: match.start()]
        + rng.choice([u for u in units if u != match[0]])
        + text[match.end() :]
    )


def sign_changed(text: str, rng: Random) -> str:
    match = re.search(r"[△▲−-] ?(?=\d)", text)
    if match:
        return text[: match.start()] + text[match.end() :]
    number = NUMBER.search(text)
    return (
        text
        if number is None
        else text[: number.start()] + rng.choice("△−-▲") + text[number.start() :]
    )


def bound_changed(text: str, rng: Random) -> str:
    words = ["以上", "以下", "未満", "超", "程度", "以内", ""]
    match = re.search("以上|以下", text)
    if match is None:
        return text
    return (
        text[: match.start()]
        + rng.choice([w for w in words if w != match[0]])
        + text[match.end() :]
    )


def mark_changed(text: str, rng: Random) -> str:
    if text[:1] not in "◎○〇△—" or not text:
        return text
    words = ["基準値以上", "基準値未満", "目標値以上", "指標未公表"]
    if rng.random() < 0.2 and len(text) > 1:
        return text[0] + rng.choice([word for word in words if word != text[1:]])
    return rng.choice([mark for mark in "◎○△—×" if mark != text[0]]) + text[1:]


def year_changed(text: str, rng: Random) -> str:
    match = re.search(r"(?<=[RＲ])([1-9]|元)(?!\d)|(?<=令和)( ?\d+ ?)(?=年)|(?<=20)\d\d", text)
    if match is None:
        return text
    number = match[0].strip()
    other = str(int(number) + rng.choice([-1, 1, 2])) if number.isdecimal() else "3"
    return text[: match.start()] + other + text[match.end() :]


def emptied(text: str, rng: Random) -> str:
    return ""


def letter_lost(text: str, rng: Random) -> str:
    if not text.strip():
        return text
    at = rng.randrange(len(text))
    return text[:at] + text[at + 1 :]


def cells_swapped(name: str, rng: Random) -> bytes | None:
    """Two cells of a row, or of a column."""
    own = value_cells(name) if rng.random() < 0.7 else cells(name)
    one = rng.choice(own)
    others = [c for c in own if (c.line == one.line) != (c.at == one.at) and c.text != one.text]
    if not others:
        return None
    other = rng.choice(others)
    return rendered(name, with_cells(name, {one[:2]: other.text, other[:2]: one.text}))


def lines_swapped(lines: Lines, rng: Random) -> Lines:
    filled = [at for at, line in enumerate(lines) if line.strip()]
    first = rng.randrange(len(filled) - 1)
    second = first + 1 if rng.random() < 0.6 else rng.randrange(len(filled))
    one, other = filled[first], filled[second]
    lines[one], lines[other] = lines[other], lines[one]
    return lines


def line_cut(lines: Lines, rng: Random) -> Lines:
    at = rng.choice([at for at, line in enumerate(lines) if line.strip()])
    return [*lines[:at], *lines[at + 1 :]]


def lines_cut(lines: Lines, rng: Random) -> Lines:
    at = rng.randrange(len(lines))
    return [*lines[:at], *lines[at + rng.randrange(2, 40) :]]


def line_repeated(lines: Lines, rng: Random) -> Lines:
    at = rng.choice([at for at, line in enumerate(lines) if line.strip()])
    return [*lines[: at + 1], lines[at], *lines[at + 1 :]]


def truncated(name: str, rng: Random) -> bytes:
    data = original(name)
    return data[: rng.randrange(len(data))]


def byte_changed(name: str, rng: Random) -> bytes:
    data = bytearray(original(name))
    data[rng.randrange(len(data))] = rng.randrange(256)
    return bytes(data)


def formats_that_change(sheet: Any, rng: Random) -> None:
    cell = rng.choice(_numbers(sheet))
    cell.number_format = rng.choice(FORMATS)


MEANINGS: dict[str, Mutator] = {
    "digit of a value": in_cell(digit),
    "digit of any line": in_line(digit),
    "digit lost or doubled": in_cell(digit_lost_or_doubled),
    "decimal point": in_cell(on_number(point)),
    "digit misread as a letter": in_cell(misread),
    "unit": in_cell(unit_changed),
    "sign": in_cell(sign_changed),
    "bound (以上, 以下)": in_cell(bound_changed),
    "mark": in_cell(mark_changed, values=False),
    "year": in_line(year_changed),
    "cell emptied": in_cell(emptied, values=False),
    "letter lost": in_line(letter_lost),
    "cells swapped": cells_swapped,
    "lines swapped": in_lines(lines_swapped),
    "line cut": in_lines(line_cut),
    "lines cut": in_lines(lines_cut),
    "line repeated": in_lines(line_repeated),
    "truncated": truncated,
    "byte": byte_changed,
    "workbook: another format": in_sheet(formats_that_change),
}
KINDS: dict[str, Mutator] = FORMS | MEANINGS

# cleaning rules, each disabled in turn

Patches = list[Any]
NEVER = re.compile("(?!)")


def everywhere(original: Any, other: Any) -> Patches:
    """Another function in the place of one, in every module that has imported it."""
    return [
        mock.patch.object(module, name, other)
        for module in list(sys.modules.values())
        if getattr(module, "__name__", "").startswith("cityplan")
        for name, value in list(vars(module).items())
        if value is original
    ]


def patched(patches: Patches) -> ExitStack:
    stack = ExitStack()
    for patch in patches:
        stack.enter_context(patch)
    return stack


def _fold_blanks(text: str) -> str:
    return " ".join(text.split())


def _bound_governs(
    cells: Any, baseline: Any, target: Any, repairs: list[Repair]
) -> tuple[str, str]:
    """The direction by the bound, whatever the column of its own says."""
    if any(value and value.bound for value in (target, baseline)):
        cells = replace(
            cells, by_column={c: v for c, v in cells.by_column.items() if c != "polarity"}
        )
    return _polarity(cells, baseline, target, repairs)


def _first_line(self: Printed, lines: list[Line], *place: Any) -> None:
    """A cell on several lines, of which the first is taken."""
    *where, text = place[:5]
    _take(self, lines, *where, lines[0].text if len(lines) > 1 else text, *place[5:])


def _own_name_only(index: int, labels: Any, line: Line, own: Any) -> int:
    if not labels[index][0]:
        raise sheet_indicators.refuse(line, own, "指標名が空です")
    return index


def _label_stays(cells: Any, repairs: list[Repair]) -> tuple[str, str, str]:
    got: tuple[str, str, str] = _results(cells, repairs)
    as_printed = cells.text("actual_text")
    return ("", as_printed, got[2]) if got[0] == as_printed and not got[1] else got


def _shown_otherwise(rule: str) -> Callable[[float, str], Shown | None]:
    def show(value: float, form: str) -> Shown | None:
        got = _show(value, form)
        return Shown(got.stored, got.stored) if got and got.rule == rule else got

    return show


def _clean_without(rule: str) -> Callable[..., Tables]:
    def without(*given: Any) -> Tables:
        tables = _clean(*given)
        return {**tables, "repairs": tables["repairs"][tables["repairs"]["rule"] != rule]}

    return without


def _other_units_kept(
    cells: Any, values: list[tuple[str, Any]], repairs: list[Repair]
) -> tuple[str, list[Any]]:
    """A value in another unit as if it were in that of its row."""
    own: list[Repair] = []
    unit, kept = _one_unit(cells, values, own)
    repairs += [repair for repair in own if repair.rule != "unit_conflict"]
    return unit, [each or value for each, (_, value) in zip(kept, values, strict=True)]


def _not_filled(record: Any, at: int, column: str, above: dict[str, str], wanted: bool) -> None:
    _fill(record, at, column, above, False)


def _named_places_only(found: Printed, *place: Any) -> None:
    if place[4].column:
        _take_place(found, *place)


_polarity, _results, _clean = clean_indicators._polarity, clean_activities._results, clean
_take, _show, _fill = Printed.take, number_format.show, plain_table._fill
_take_place, _one_unit = plans_of_table._take, clean_row.one_unit

SHEETS, TABLE = ("hitachi", "mihon"), ("mihon-table", "mihon-xlsx")
AS_IT_IS = "as it is"
NO_VALUE = {"missing_glyph"}  # says what the PDF cannot draw: no value depends on it


class Disabled(NamedTuple):
    """How a rule is switched off, and the documents and kinds of mutants on which that is tried."""

    patches: Callable[[], Patches]
    documents: tuple[str, ...]
    kinds: tuple[str, ...] = ()


def _attribute(module: Any, name: str, other: Any) -> Callable[[], Patches]:
    return lambda: [mock.patch.object(module, name, other)]


DISABLED: dict[str, Disabled] = {
    "alias_split": Disabled(_attribute(clean_activities, "_ALIAS", NEVER), ("hitachi",)),
    "contradicts_bound": Disabled(_attribute(clean_indicators, "_polarity", _bound_governs), TABLE),
    "control_removed": Disabled(
        lambda: everywhere(printed.without_controls, str), ("hitachi", "takahagi", *TABLE), ("invisible character",)
    ),
    "filled_down": Disabled(_attribute(plain_table, "_fill", _not_filled), TABLE),
    "folded_characters": Disabled(
        lambda: everywhere(japanese.fold, _fold_blanks), ("hitachi", "mihon", "mihon-table"),
        ("full-width digits", "form of a character or mark", "compatibility character"),
    ),
    "joined_lines": Disabled(
        lambda: [
            mock.patch.object(Printed, "take", _first_line),
            mock.patch.object(plain_table, "_joined", lambda cell: cell.strip().split("\n")[0]),
        ],
        ("hitachi", "mihon-table"), ("table: line break in a cell", "line split"),
    ),
    "merged_name": Disabled(_attribute(sheet_indicators, "_merged_name", _own_name_only), ("hitachi",)),
    "missing_glyph": Disabled(_attribute(stages, "_glyph_repairs", lambda found: []), SHEETS),
    "moved_label": Disabled(_attribute(clean_activities, "_results", _label_stays), ("hitachi",)),
    "named_for_document": Disabled(_attribute(plans_of_table, "_take", _named_places_only), ("mihon-flat",)),
    "rounded_by_format": Disabled(
        lambda: everywhere(number_format.show, _shown_otherwise("rounded_by_format")), ("mihon-xlsx",),
        ("workbook: rounded by its format",),
    ),
    "split_label": Disabled(_attribute(clean_activities, "_split_label", lambda text, previous: (text, "")), SHEETS),
    "split_pair": Disabled(_attribute(clean_activities, "_is_pair", lambda text, pieces: False), SHEETS),
    "split_row": Disabled(
        _attribute(sheet_indicators, "_nested_rows", lambda body, named, span, own: sheet_indicators._plain_rows(body, named, own)),
        SHEETS,
    ),
    "split_unit": Disabled(_attribute(plain_table, "_split_unit", lambda *given: 0), ("mihon-flat",),
        ("table: value in the cell of its unit",)),
    "stored_number": Disabled(
        lambda: everywhere(number_format.show, _shown_otherwise("stored_number")), ("mihon-xlsx",),
        ("workbook: zero as a dash",),
    ),
    "tags_removed": Disabled(_attribute(progress_sheets, "_untag", lambda line, found: [line]), SHEETS, ("tag",)),
    "unit_completed": Disabled(
        lambda: everywhere(clean_row.completes, lambda part, unit: part == unit), (*SHEETS, *TABLE)
    ),
    "unit_conflict": Disabled(
        lambda: everywhere(clean_row.one_unit, _other_units_kept), (*SHEETS, *TABLE), ("unit",)
    ),
    "unreadable": Disabled(
        lambda: everywhere(clean, _clean_without("unreadable")), ("mihon-table",),
        ("digit misread as a letter", "letter lost", "mark"),
    ),
    "wrap_blank_removed": Disabled(
        lambda: everywhere(japanese.unwrap, str.strip), ("hitachi", "takahagi", "mihon-table"), ("wrapped name",)
    ),
}  # fmt: skip

# many mutants, in several processes

COLUMNS = ("same", "repaired", "found", "refused", "silent", "crash")
CHUNK = 25


class Task(NamedTuple):
    document: str
    kind: str
    numbers: range
    seed: int
    rule: str = ""  # that is disabled


class Judged(NamedTuple):
    document: str
    kind: str
    number: int
    digest: bytes
    outcome: Outcome


def made(document: str, kind: str, number: int, seed: int) -> bytes | None:
    """A mutant, always the same for the same four; None where the document has nothing of that kind."""
    if kind == AS_IT_IS:
        return original(document) if number == 0 else None
    data = KINDS[kind](document, Random(f"{seed} {document} {kind} {number}"))
    return None if data == original(document) else data


def done(task: Task) -> list[Judged]:
    """The mutants of a task, each judged; with a rule disabled, once with it and once without."""
    judge = judged_meaning if task.kind in MEANINGS else judged_form
    found = []
    with use_quick_records():
        right(task.document)
        with patched(DISABLED[task.rule].patches() if task.rule else []):
            for number in task.numbers:
                data = made(task.document, task.kind, number, task.seed)
                if data is not None:
                    digest = hashlib.sha1(data).digest()
                    found.append(
                        Judged(task.document, task.kind, number, digest, judge(task.document, data))
                    )
    return found


def all_judged(
    count: int,
    seed: int,
    mapped: Callable[[Iterable[Task]], Iterable[list[Judged]]],
    only: str,
    end: float,
) -> list[Judged]:
    """At least `count` different mutants, or those judged until the clock shows `end`.

    Kinds that have no more of them leave the rest to the others.
    """
    found: dict[tuple[str, bytes], Judged] = {}
    pairs = [(d, k) for d in DOCUMENTS for k in KINDS if only in f"{d}: {k}"]
    asked: Counter[tuple[str, str]] = Counter()
    while len(found) < count and pairs and time.perf_counter() < end:
        tasks = _tasks(pairs, count - len(found), asked, seed)
        tried = Counter[tuple[str, str]]()
        new = Counter[tuple[str, str]]()
        for task in tasks:
            tried[task[:2]] += len(task.numbers)
        for judged in mapped(tasks):
            for each in judged:
                if (each.document, each.digest) not in found:
                    found[each.document, each.digest] = each
                    new[each[:2]] += 1
                    if failed(each):
                        print(told(each), file=sys.stderr, flush=True)
            if time.perf_counter() > end:
                break
        print(f"{len(found)} mutants", file=sys.stderr, flush=True)
        pairs = [pair for pair in pairs if 2 * new[pair] > tried[pair]]
    order = list(KINDS)
    return sorted(found.values(), key=lambda each: (order.index(each.kind), each[0], each.number))


def _tasks(
    pairs: Sequence[tuple[str, str]], count: int, asked: Counter[tuple[str, str]], seed: int
) -> list[Task]:
    """So many mutants more, by the weight of document and kind, in no order."""
    tasks = []
    total = sum(map(_weight, pairs))
    for pair in pairs:
        last = asked[pair] + 1 + int(count * _weight(pair) / total)
        for start in range(asked[pair], last, CHUNK):
            tasks.append(Task(*pair, range(start, min(start + CHUNK, last)), seed))
        asked[pair] = last
    return Random(seed).sample(tasks, len(tasks))


def _weight(pair: tuple[str, str]) -> float:
    return DOCUMENTS[pair[0]].share * (2 if pair[1] in MEANINGS else 1)


def main() -> None:
    """Print the tables, and every mutant that is silently wrong or crashes."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--minutes", type=float, default=60, help="no new mutants after that")
    parser.add_argument(
        "--rules", type=int, default=15, help="mutants of each document and kind for each rule"
    )
    parser.add_argument("--only", default="", help="what 'document: kind' must hold")
    parser.add_argument("--show", type=int, help="show this mutant of --only instead, line by line")
    given = parser.parse_args()
    if given.show is not None:
        return print(shown(*given.only.split(": ", 1), given.show, given.seed))
    start = time.perf_counter()
    check_quick()
    with get_context("fork").Pool(given.jobs) as pool:
        mapped = partial(pool.imap_unordered, done)
        judged = all_judged(given.count, given.seed, mapped, given.only, start + 60 * given.minutes)
        print(kinds_table(judged))
        print(documents_table(judged))
        print(rules_table(mapped, given.seed, given.rules) if given.rules else "")
    print(failures(judged, given.seed))
    print(
        f"{len(judged):,} mutants, seed {given.seed}, {given.jobs} processes: {time.perf_counter() - start:.0f} s"
    )


# what is printed


def kinds_table(judged: Sequence[Judged]) -> str:
    """Of each kind what became of its mutants; of those that change the meaning also what the oracle sees."""
    rows = ["| kind | count | same | repaired | found | refused | silent | crash | seen by the oracle | of these silent |",
            "|---|---|---|---|---|---|---|---|---|---|"]  # fmt: skip
    for title, kinds in (("form", FORMS), ("meaning", MEANINGS)):
        for kind in (*kinds, ""):
            own = [each for each in judged if (each.kind == kind if kind else each.kind in kinds)]
            seen = [each for each in own if each.outcome.seen]
            oracle = f"{len(seen)} | {_count(seen, 'silent')}" if kinds is MEANINGS else "– | –"
            counts = " | ".join(str(_count(own, what)) for what in COLUMNS)
            rows.append(f"| {kind or f'**{title}, all**'} | {len(own)} | {counts} | {oracle} |")
    return "\n".join(rows)


def documents_table(judged: Sequence[Judged]) -> str:
    rows = ["", "| document | form | meaning |", "|---|---|---|"]
    for name in DOCUMENTS:
        own = [each.kind in FORMS for each in judged if each.document == name]
        rows.append(f"| {name} | {sum(own)} | {len(own) - sum(own)} |")
    return "\n".join(rows)


def _count(judged: Iterable[Judged], what: str) -> int:
    return sum(each.outcome.what == what for each in judged)


def rules_table(
    mapped: Callable[[Iterable[Task]], Iterable[list[Judged]]], seed: int, each: int
) -> str:
    """Of each cleaning rule how the counts change when it is disabled, on the same mutants."""
    rows = [
        "",
        "| rule disabled | mutants | " + " | ".join(COLUMNS) + " |",
        "|---" * (2 + len(COLUMNS)) + "|",
    ]
    tasks = [
        Task(document, kind, range(each), seed, rule)
        for rule, own in DISABLED.items()
        for document in own.documents
        for kind in (AS_IT_IS, *own.kinds)
    ]
    with_rule, without = (_by_rule(mapped, tasks, disabled) for disabled in (False, True))
    for rule in REPAIRS:
        before, after = with_rule[rule], without[rule]
        cells = [
            f"{before[what]} → {after[what]}" if before[what] != after[what] else str(before[what])
            for what in COLUMNS
        ]
        rows.append(f"| {rule} | {sum(before.values())} | {' | '.join(cells)} |")
    return "\n".join(rows)


def _by_rule(
    mapped: Callable[[Iterable[Task]], Iterable[list[Judged]]],
    tasks: Sequence[Task],
    disabled: bool,
) -> dict[str, Counter[str]]:
    """What became of the mutants of each rule; the kinds of a rule differ from those of another."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for rule in DISABLED:
        own = [task if disabled else task._replace(rule="") for task in tasks if task.rule == rule]
        for judged in mapped(own):
            counted[rule].update(each.outcome.what for each in judged)
    return counted


def failed(each: Judged) -> bool:
    """Silently wrong where nothing may be, or a crash."""
    silent = each.outcome.what == "silent" and (each.kind in FORMS or each.outcome.seen)
    return silent or each.outcome.what == "crash"


def failures(judged: Sequence[Judged], seed: int) -> str:
    """Of each kind and document a few mutants that are silently wrong or crash, and how to see them whole."""
    some: dict[tuple[str, str, str], list[Judged]] = defaultdict(list)
    for each in filter(failed, judged):
        some[each.document, each.kind, each.outcome.what].append(each)
    lines = [f"\n{sum(map(len, some.values()))} failures"]
    for (document, kind, what), own in some.items():
        lines.append(f"\n{what}: --only '{document}: {kind}' --seed {seed} ({len(own)})")
        lines += map(told, own[:4])
    return "\n".join(lines)


def told(each: Judged) -> str:
    return f"  {each.document}: {each.kind} --show {each.number}: {each.outcome.why[:600]}"


def shown(document: str, kind: str, number: int, seed: int) -> str:
    """A mutant line by line against the document, and what became of it."""
    data = made(document, kind, number, seed)
    if data is None:
        return "(none)"
    judge = judged_meaning if kind in MEANINGS else judged_form
    text = data.decode("utf-8", "replace").split("\n") if data[:2] != b"PK" else []
    lines = (
        [line for line in difflib.unified_diff(lines_of(document), text, "", "", "", n=1)]
        if text
        else []
    )
    return "\n".join([*map(repr, lines[:40]), str(judge(document, data))])


if __name__ == "__main__":
    main()
