"""One row of an entry form 様式 -> cells as entered, with a repair for all that was not plain.

Nothing is guessed: what is no plain number where one is asked for stays as it was typed, and is
marked as unreadable.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cityplan.city.entry_columns import (
    ENDED,
    HELPERS,
    NEW,
    NEW_WANTED,
    NO_VALUE_WORDS,
    STATES,
    WANTED,
    EntryColumn,
    by_name,
    may_be_negative,
)
from cityplan.city.entry_limits import LONGEST_ENTRY, limits
from cityplan.japanese.entered import NUMBER, half_width, with_new_number
from cityplan.japanese.letters import fold
from cityplan.japanese.quantities import NOT_ENTERED, Quantity, missing, quantity, unit
from cityplan.read.form.choices import choice_hint
from cityplan.read.form.sheet import FormSheet, text_at
from cityplan.read.printed import Cell, Line, Printed, Repair, Skipped, year_column
from cityplan.read.table.grid import GridRow, letters, on_one_line

_ENTRIES = ("text", "number", "choice", "result")


@dataclass
class EntryRow:
    """A row 行 of a block: its texts by our columns, and the row of the table that it becomes."""

    sheet: FormSheet
    row: GridRow
    table: str
    number: int
    is_new: bool
    columns: dict[str, EntryColumn]
    printed: Printed

    def text(self, column: str) -> str:
        return text_at(self.row, self.columns[column].at) if column in self.columns else ""

    def kind(self, column: str) -> str:
        return self.columns[column].new if self.is_new else self.columns[column].kind

    @property
    def line(self) -> Line:
        return Line(self.sheet.line(self.row.line), "\t".join(self.row.cells), False)

    def take(self, column: str, text: str, at: int) -> None:
        """Enter a cell of the row as one of a table."""
        line = self.line.no
        place = (self.table, self.sheet.plan_id, self.number, column, line, line, at)
        self.printed.cells.append(Cell(*place, text))

    def repair(self, column: str, rule: str, before: str, after: str) -> None:
        place = (self.sheet.plan_id, self.table, self.number, column)
        self.printed.repairs.append(Repair(*place, rule, before, after, self.line.no))

    def doubt(self, at: int) -> str:
        return self.sheet.grid.doubts.get((self.row.line, at), "")


def read_row(
    sheet: FormSheet,
    row: GridRow,
    table: str,
    columns: Sequence[EntryColumn],
    number: int,
    *,
    is_new: bool,
    printed: Printed,
) -> bool:
    """Read a row; False where it is one for new things and holds no entry.

    SourceError where it has no name, or its 状況 is no known one.
    """
    entry = EntryRow(sheet, row, table, number, is_new, by_name(columns), printed)
    entered = [c for c in entry.columns.values() if entry.kind(c.column) in _ENTRIES]
    if is_new and not any(text_at(row, column.at) for column in entered):
        return False
    if _ended(entry, entered):
        return True
    _take_name(entry)
    if is_new:
        entry.repair("name", "new_in_form", "", NEW)
    for name, column in entry.columns.items():
        if name in _PLAIN and not _is_closed(entry, column):
            _take_text(entry, name, column)
    _take_previous(entry)
    if table == "indicators":
        for role in ("baseline", "target"):
            _take_goal(entry, role)
    _take_actual(entry)
    _note_wanted(entry)
    _note_oddities(entry)
    return True


_PLAIN = (
    "division",
    "content",
    "measure",
    "unit",
    "factors",
    "direction",
    "subgroup",
    "note",
    "status_previous_printed",
    "polarity",
)


def _ended(entry: EntryRow, entered: Sequence[EntryColumn]) -> bool:
    """Whether the row has ended 終了; entries that contradict it are noted."""
    state = fold(entry.text("state"))
    known = (NEW,) if entry.is_new else STATES
    if state not in ("", *known):
        raise entry.sheet.error(
            f"状況が「{'」か「'.join(known)}」ではありません",
            "この行は新規の行です。使わないなら、行の記入を消してください。"
            if entry.is_new
            else "どちらかを選んでください。新しいものは「新規」の行に書きます。",
            entry.row.line,
            entry.columns["state"].at,
            state,
        )
    if state != ENDED:
        return False
    line, result = entry.line, entry.text("actual_text")
    entry.printed.skipped.append(Skipped(line.no, line.text, "ended"))
    if result:
        name = entry.text("name")
        entry.printed.repairs.append(
            Repair(entry.sheet.plan_id, entry.table, None, "", "ended_with_result", f"{name}：{result}", "", line.no)
        )
    return True


def _take_name(entry: EntryRow) -> None:
    before, after = entry.text("name"), entry.text("name_after")
    at = entry.columns["name"].at
    if not before:
        raise entry.sheet.error(
            "名前がないのに、記入があります", "この欄に名前を書くか、この行の記入を消してください。", entry.row.line, at
        )
    if not after or after == before:
        _take_text(entry, "name", entry.columns["name"])
        return
    entry.take("name", on_one_line(after), entry.columns["name_after"].at)
    entry.take("name_previous", on_one_line(before), at)
    for column in ("name", "name_after"):
        _refuse_doubt(entry, column)


def _refuse_doubt(entry: EntryRow, column: str) -> None:
    """A name cannot be a formula or an error: no row could be told by it."""
    at = entry.columns[column].at
    if doubt := entry.doubt(at):
        raise entry.sheet.error(
            f"名前の欄が{doubt}", "名前を文字で書いてください。", entry.row.line, at, text_at(entry.row, at)
        )


def _take_text(entry: EntryRow, name: str, column: EntryColumn) -> None:
    text = text_at(entry.row, column.at)
    if name == "name":
        _refuse_doubt(entry, name)
    if not text:
        return
    shown = on_one_line(text)
    entry.take(name, shown, column.at)
    if len(text) > LONGEST_ENTRY:
        entry.repair(name, "beyond_limits", f"{len(text):,}字", f"{LONGEST_ENTRY:,}字まで")
    if "\n" in text:
        entry.repair(name, "joined_lines", " / ".join(text.split("\n")), shown)
    _note_doubt(entry, name, column.at, shown)


def _note_doubt(entry: EntryRow, column: str, at: int, text: str) -> bool:
    """A formula, a date or an error in a cell: it stays as it was typed, and is not used."""
    if doubt := entry.doubt(at):
        entry.repair(column, "unreadable", text, doubt)
    return bool(doubt)


# numbers


def _take_previous(entry: EntryRow) -> None:
    """Last year's value, which the form showed; of an indicator it is a value of a year of its own."""
    text, at = on_one_line(entry.text("previous_text")), entry.columns["previous_text"].at
    year = entry.sheet.edition.previous
    if not text or year is None:
        return
    column = "previous_text" if entry.table == "activities" else year_column(year)
    entry.take(column, text, at)
    if not _note_doubt(entry, column, at, text) and entry.is_new:
        _check_number(entry, column, text)


def _take_goal(entry: EntryRow, role: str) -> None:
    """A baseline or target: as shown, or the new number with unit and bound of the one before."""
    column, shown = f"{role}_text", on_one_line(entry.text(f"{role}_text"))
    after = "" if entry.is_new else on_one_line(entry.text(f"{role}_after"))
    at = entry.columns[f"{role}_after" if after else column].at
    if after:
        text = with_new_number(shown, after)
        entry.take(column, text, at)
        entry.take(f"{role}_previous_text", shown, entry.columns[column].at)
        entry.repair(column, "changed_in_form", shown, text)
    else:
        text = after = shown
        if text:
            entry.take(column, text, at)
    if text and not _note_doubt(entry, column, at, after) and (entry.is_new or after != shown):
        _check_number(entry, column, after)


def _take_actual(entry: EntryRow) -> None:
    """This year's value, or the reason why there is none; both, or neither, is never settled here."""
    value, reason = on_one_line(entry.text("actual_text")), fold(entry.text("reason"))
    at, reason_at = entry.columns["actual_text"].at, entry.columns["reason"].at
    if fold(value) in NO_VALUE_WORDS and reason in ("", fold(value)):
        entry.take("actual_text", fold(value), at)
        entry.repair("actual_text", "reason_in_value", value, fold(value))
    elif not value and not reason:
        entry.take("actual_text", NOT_ENTERED, at)
        entry.repair("actual_text", "not_entered", "", NOT_ENTERED)
    elif not value:
        entry.take("actual_text", reason, reason_at)
        if not _note_doubt(entry, "actual_text", reason_at, reason) and reason not in NO_VALUE_WORDS:
            hint = choice_hint(reason) or f"「数値がないとき」は{'、'.join(NO_VALUE_WORDS)}から選びます"
            entry.repair("actual_text", "unreadable", reason, hint)
    elif reason and not _is_prose(entry, value):
        both = f"{value}、{reason}"
        entry.take("actual_text", both, at)
        entry.repair("actual_text", "unreadable", both, "数値と、数値がない理由の両方が記入されています")
    else:
        entry.take("actual_text", f"{value}（{reason}）" if reason else value, at)
        if not _note_doubt(entry, "actual_text", at, value):
            _check_number(entry, "actual_text", value)


def _is_prose(entry: EntryRow, text: str) -> bool:
    """Whether a result is told in words, as it was a year ago, or may be as it is new."""
    if entry.kind("actual_text") != "result" or re.search(r"\d", fold(text)):
        return False
    before = entry.text("previous_text")
    return not before or (quantity(before) is None and not missing(before))


def _check_number(entry: EntryRow, column: str, text: str) -> None:
    """A plain number within its limits, perhaps with the unit of its row; 約30 and 三十 are none."""
    match, value, hint = NUMBER.fullmatch(fold(text)), quantity(text), choice_hint(text)
    if hint and _is_prose(entry, text):
        entry.repair(column, "word_for_choice", text, hint)
        return
    if match is None or value is None or value.note or value.bound:
        if hint or value is not None or entry.kind("actual_text") == "number":
            entry.repair(column, "unreadable", text, hint or "数だけの記入ではありません")
        return
    if half_width(text) != text:
        entry.repair(column, "full_width", text, half_width(text))
    if value.unit:
        entry.repair(column, "unit_in_cell", text, value.unit)
    _check_limits(entry, column, text, value)


def _check_limits(entry: EntryRow, column: str, text: str, value: Quantity) -> None:
    """A number that was pasted 貼り付け is not held back by the form: it is told.

    The limits are those that the form was made with, from the values that it shows; a new row has none.
    """
    name, of_unit = entry.text("name") + entry.text("measure"), unit(entry.text("unit"))
    shown = [quantity(entry.text(f"{each}_text")) for each in ("previous", "baseline", "target")]
    known = [each.value if each and not entry.is_new else None for each in shown]
    if value.value < 0 and not may_be_negative(name) and not (shown[0] and shown[0].value < 0):
        entry.repair(column, "negative", text, "")
        return
    allowed = limits(name, of_unit[0] if of_unit else "", known)
    if not allowed.hold(value.value):
        entry.repair(column, "beyond_limits", text, str(allowed))


# what is missing, what is odd


def _note_wanted(entry: EntryRow) -> None:
    wanted = WANTED[entry.table] + (NEW_WANTED[entry.table] if entry.is_new else ())
    for column in wanted:
        if not entry.text(column):
            text = NOT_ENTERED if column.endswith("_text") else ""
            entry.take(column, text, entry.columns[column].at)
            entry.repair(column, "not_entered", "", NOT_ENTERED)


def _note_oddities(entry: EntryRow) -> None:
    """Entries where the form has none, rows that cannot be seen, looks that say more: told, not dropped."""
    for name, column in entry.columns.items():
        for note in entry.sheet.grid.notes.get((entry.row.line, column.at), ()):
            told, text = on_one_line(note.before), on_one_line(note.after)
            entry.repair(_column_of(entry, name), note.rule, told, text)
    for at, text in _strays(entry):
        entry.repair("name", "outside_form", f"{letters(at)}{entry.row.line} {text}", "")
    if entry.row.line in entry.sheet.grid.hidden_rows:
        entry.repair("name", "hidden_row", entry.text("name"), "")


def _column_of(entry: EntryRow, name: str) -> str:
    """The column of our tables that a cell of the form goes into, for a message."""
    known = {
        "name_after": "name",
        "reason": "actual_text",
        "baseline_after": "baseline_text",
        "target_after": "target_text",
        "state": "name",
    }
    year = entry.sheet.edition.previous
    if name == "previous_text" and entry.table == "indicators" and year:
        return year_column(year)
    return known.get(name, name)


def _strays(entry: EntryRow) -> Iterator[tuple[int, str]]:
    by_place = {at: c for c in entry.columns.values() for at in range(c.at, c.to + 1)}
    for at in range(2, HELPERS):
        text, column = text_at(entry.row, at), by_place.get(at)
        if not text or (column and at == column.at and not _is_closed(entry, column)):
            continue
        if column and entry.kind(column.column) == "check" and entry.doubt(at):
            continue  # the form's own formula
        yield at, on_one_line(text)


def _is_closed(entry: EntryRow, column: EntryColumn) -> bool:
    return entry.kind(column.column) in ("none", "check")
