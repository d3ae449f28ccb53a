"""A document read from two of its files 2つの読み取り: what one tells and the other does not. Opens no file.

Values that both have of a year are held against each other in `proofs`, but for money and what was expected; here are
these, the values and rows that stand in one reading only, and what is no value of a year: ratios, marks, grades, and
the numbers in the texts.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from cityplan.compute.history import MEASURED, Told, governing
from cityplan.compute.match import Item, Key
from cityplan.compute.proofs import Witness
from cityplan.japanese.letters import fold, squeeze
from cityplan.japanese.quantities import missing, quantity
from cityplan.japanese.units import same_unit
from cityplan.read.printed import year_column
from cityplan.tables.definitions import CellRow, GroupRow, ObservationRow, PrintedEntry, ProgramItemRow, TextRow
from cityplan.tables.schema import table_rows

_NUMBER = re.compile(r"[①-⑳]|\d+(?:[,.，．]\d+)*")
_VALUES = {"activity": ("actual", "previous"), "indicator": ("baseline", "target", "actual")}
_OTHERS = {
    "activity": ("ratio_printed_text", "grade"),
    "indicator": ("achievement_printed_text", "status_printed", "status_previous_printed", "grade"),
}
_PROSE = ("alias", "division", "content", "measure", "factors", "direction", "note")
_WHOLE = 60  # characters; a longer text is quoted around its numbers
_AROUND = 12  # characters on each side of them
_SHORT = 10  # characters; a text of no more, and without a sentence, is a grade or a choice
_IN_PROOFS = (*MEASURED, "target")
_Value = tuple[str, int]  # role and year


class OtherReading(NamedTuple):
    """What two readings tell differently of a row: ours, its column, both prints, and the line of the other."""

    row: PrintedEntry
    column: str
    own: str
    other: str
    line: int


class Passage(NamedTuple):
    """A text 文章 outside the rows: its table, plan and column, the heading that it stands under, itself, its line."""

    table: str
    plan_id: str
    column: str
    heading: str
    text: str
    line: int


class OtherPassage(NamedTuple):
    """What two readings tell differently within a text; None for a text that one of them has not."""

    own: Passage | None
    other: Passage | None
    own_words: str
    other_words: str


class LostRow(NamedTuple):
    """A row 行 of one reading that the other has not; `is_own` where it is this document's."""

    item: Item
    row: PrintedEntry
    is_own: bool


class _Row(NamedTuple):
    """A row of one reading, with its values of each role and year, and its cells by their columns."""

    row: PrintedEntry
    values: dict[_Value, ObservationRow]
    cells: dict[str, str]

    def column(self, value: ObservationRow) -> str:
        """The column that prints a value: that of its role, or of its year."""
        named = f"{value.role}_text"
        if self.cells.get(named) == value.text:
            return named
        by_year = (year_column(value.fiscal_year, role) for role in (value.role, "actual"))
        return next((each for each in by_year if each in self.cells), named)

    def lacks(self, value: ObservationRow) -> bool:
        """Whether nothing here is a value of the same year and kind, or of the same role."""
        same = [each for each in self.values.values() if each.role in _IN_PROOFS]
        if value.role not in _IN_PROOFS or governing(same, value) is None:
            return True
        return getattr(self.row, value.role, None) is None


def _rows(told: Told) -> dict[Key, _Row]:
    found = {key: _Row(row, {}, {}) for key, row in told.rows.items()}
    for value in table_rows(told.tables, ObservationRow):
        found[value.key].values[value.role, value.fiscal_year] = value
    by_place = {each.row.place: each for each in found.values()}
    for cell in table_rows(told.tables, CellRow):
        if own := by_place.get((cell.table, cell.plan_id, cell.row)):
            own.cells.setdefault(cell.column, cell.text)
    return found


def other_readings(now: Told, reading: Witness) -> Iterator[OtherReading]:
    """The cells of rows that both readings have, and that do not say the same."""
    own_rows, other_rows = _rows(now), _rows(reading.told)
    for key, other_key in reading.rows.items():
        own, other = own_rows[key], other_rows[other_key]
        line = other.row.source_line
        yield from (OtherReading(own.row, *told) for told in _differing_values(own, other))
        for column in _columns(key, own, other):
            yield OtherReading(own.row, column, getattr(own.row, column), getattr(other.row, column), line)
        for column in _PROSE:
            for each in _differing_numbers(_prose(own.row, column), _prose(other.row, column)):
                yield OtherReading(own.row, column, each.own_words, each.other_words, line)


def _differing_values(own: _Row, other: _Row) -> Iterator[tuple[str, str, str, int]]:
    """The values of a role and year that `proofs` does not hold: their column, both prints, the line of the other."""
    for key in sorted({*own.values, *other.values}):
        one, same = own.values.get(key), other.values.get(key)
        if one and same:
            column = own.column(one) if key[0] not in _IN_PROOFS else ""
            if column and (one.value, one.unit) != (same.value, same.unit) and squeeze(one.text) != squeeze(same.text):
                yield column, one.text, same.text, same.source_line
        elif one and other.lacks(one):
            column = own.column(one)
            if squeeze(text := other.cells.get(column, "")) != squeeze(one.text):
                yield column, one.text, text, other.row.source_line
        elif same and own.lacks(same):
            column = other.column(same)
            if squeeze(text := own.cells.get(column, "")) != squeeze(same.text):
                yield column, text, same.text, same.source_line


def _columns(key: Key, own: _Row, other: _Row) -> Iterator[str]:
    """Values of no known year, units, ratios, marks and grades that are not the same."""
    known = {role for role, _ in (*own.values, *other.values)}
    for name in _VALUES[key[0]]:
        texts = [squeeze(getattr(each.row, f"{name}_text")) for each in (own, other)]
        if name not in known and getattr(own.row, name) != getattr(other.row, name) and texts[0] != texts[1]:
            yield f"{name}_text"
    if own.row.unit and other.row.unit and not same_unit(own.row.unit, other.row.unit):
        yield "unit"
    yield from (name for name in _OTHERS[key[0]] if not _same(getattr(own.row, name), getattr(other.row, name)))


def _same(one: str, other: str) -> bool:
    """Whether two cells say the same: a number, or nothing, in whatever letters."""
    values = [each.value if (each := quantity(text)) else squeeze(text) * (not missing(text)) for text in (one, other)]
    return values[0] == values[1]


def _prose(row: PrintedEntry, column: str) -> list[Passage]:
    text = getattr(row, column, "")
    return [Passage(row.table, row.plan_id, column, "", text, row.source_line)] if text else []


# texts


def other_passages(now: Told, reading: Witness) -> Iterator[OtherPassage]:
    """The texts of plans and projects of which the numbers are not the same, and grades that are not."""
    ours, theirs = _passages(now), _passages(reading.told)
    for key in {**ours, **theirs}:
        own, other = ours.get(key, []), theirs.get(key, [])
        yield from _differing_numbers(own, other)
        texts = [squeeze("".join(each.text for each in side)) for side in (own, other)]
        is_short = all(0 < len(text) <= _SHORT and "。" not in text for text in texts)
        if is_short and texts[0] != texts[1] and not _NUMBER.search("".join(texts)):
            yield OtherPassage(own[0], other[0], own[0].text, other[0].text)


def _passages(told: Told) -> dict[tuple[str, ...], list[Passage]]:
    """The texts outside the rows, those under one heading together."""
    found: dict[tuple[str, ...], list[Passage]] = defaultdict(list)
    for group in table_rows(told.tables, GroupRow):
        for column in ("name", "strategy", "listed_activities", "headline_share_text"):
            text = "" if (value := getattr(group, column)) is None else str(value)
            found["groups", group.group_id, column].append(Passage("groups", "", column, "", text, group.source_line))
    cells = table_rows(told.tables, CellRow)
    lines = {(each.plan_id, each.column): each.source_line for each in reversed(cells) if each.table == "plans"}
    for plan in told.plans.values():
        for column in ("theme", "purpose"):
            line = lines.get((plan.plan_id, column), plan.source_line)
            passage = Passage("plans", plan.plan_id, column, "", getattr(plan, column), line)
            found["plans", plan.plan_id, column].append(passage)
    for each in table_rows(told.tables, TextRow):
        place = ("texts", each.scope, each.group_id, each.plan_id, squeeze(each.section))
        text = "\n".join(filter(None, (each.heading, each.text)))
        found[place].append(Passage("texts", each.plan_id, "text", each.section, text, each.source_line))
    for item in table_rows(told.tables, ProgramItemRow):
        found["program_items", item.plan_id, str(item.program_no), item.kind].append(
            Passage("program_items", item.plan_id, "text", "", item.text, item.source_line)
        )
    return found


class _Number(NamedTuple):
    value: str
    passage: Passage
    words: str  # it, and what stands around it


def _numbers(passages: Sequence[Passage]) -> list[_Number]:
    return [
        _Number(
            re.sub("[,，]", "", fold(match[0])),
            each,
            each.text[max(0, match.start() - _AROUND) : match.end() + _AROUND].strip(),
        )
        for each in passages
        for match in _NUMBER.finditer(each.text)
    ]


def _differing_numbers(own: Sequence[Passage], other: Sequence[Passage]) -> Iterator[OtherPassage]:
    """Where the numbers of two texts part, once for each passage of ours; wherever their lines are broken."""
    ours, theirs = _numbers(own), _numbers(other)
    matcher = SequenceMatcher(None, [each.value for each in ours], [each.value for each in theirs], autojunk=False)
    changed: dict[Passage | None, tuple[list[_Number], list[_Number]]] = {}
    for tag, begin, end, other_begin, other_end in matcher.get_opcodes():
        if tag != "equal":
            at = ours[min(begin, len(ours) - 1)].passage if ours else own[0] if own else None
            told = changed.setdefault(at if other else own[0], ([], []))
            told[0].extend(ours[begin:end])
            told[1].extend(theirs[other_begin:other_end])
    for at, (lost, more) in changed.items():
        beside = more[0].passage if more else other[0] if other else None
        yield OtherPassage(at, beside, _quoted(at, lost), _quoted(beside, more))


def _quoted(passage: Passage | None, numbers: Sequence[_Number]) -> str:
    """A text as it is shown: whole, or about its first numbers that differ."""
    if passage is None or len(passage.text) <= _WHOLE:
        return passage.text.strip() if passage else ""
    return "…".join(["", *(each.words for each in numbers[:2]), ""]) if numbers else passage.text.strip()


# rows of one reading only


def lost_rows(now: Told, reading: Witness) -> Iterator[LostRow]:
    """The rows that have no counterpart: those of this reading first."""
    there = set(reading.rows.values())
    yield from (LostRow(item, now.rows[item.key], True) for item in now.items if item.key not in reading.rows)
    others = (item for item in reading.told.items if item.key not in there)
    yield from (LostRow(item, reading.told.rows[item.key], False) for item in others)
