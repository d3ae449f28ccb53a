"""A document read from two of its files 2つの読み取り: what one tells and the other does not. Opens no file.

The values themselves are held against each other in `proofs`; here are the rows that stand in one reading only, and
what is no value of a year: ratios, marks, and the numbers in the texts.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from cityplan.compute.history import Told
from cityplan.compute.match import Item, Key
from cityplan.compute.proofs import Witness
from cityplan.japanese.letters import fold, squeeze
from cityplan.japanese.quantities import missing, quantity
from cityplan.tables.definitions import ActivityRow, PrintedEntry

_NUMBER = re.compile(r"\d+(?:[,.]\d+)*")
_VALUES = {"activity": ("actual", "previous"), "indicator": ("baseline", "target", "actual")}
_OTHERS = {
    "activity": ("ratio_printed_text",),
    "indicator": ("achievement_printed_text", "status_printed", "status_previous_printed"),
}
_PROSE = ("factors", "direction", "content")


class OtherReading(NamedTuple):
    """What two readings tell differently: our row, its column, both prints, and the line of the other."""

    row: PrintedEntry
    column: str
    own: str
    other: str
    line: int


class LostRow(NamedTuple):
    """A row 行 of one reading that the other has not; `is_own` where it is this document's."""

    item: Item
    row: PrintedEntry
    is_own: bool


def other_readings(now: Told, reading: Witness) -> Iterator[OtherReading]:
    """The cells of rows that both readings have, and that do not say the same."""
    for key, other_key in reading.rows.items():
        row, other = now.rows[key], reading.told.rows[other_key]
        for column in (*_columns(key, row, other), *(c for c in _PROSE if _numbers(row, c) != _numbers(other, c))):
            yield OtherReading(row, column, getattr(row, column), getattr(other, column), other.source_line)


def _columns(key: Key, row: PrintedEntry, other: PrintedEntry) -> Iterator[str]:
    for name in _VALUES[key[0]]:  # a value that only one of them could read
        if (getattr(row, name) is None) != (getattr(other, name) is None):
            yield f"{name}_text"
    yield from (name for name in _OTHERS[key[0]] if not _same(getattr(row, name), getattr(other, name)))


def _same(one: str, other: str) -> bool:
    """Whether two cells say the same: a number, or nothing, in whatever letters."""
    values = [each.value if (each := quantity(text)) else squeeze(text) * (not missing(text)) for text in (one, other)]
    return values[0] == values[1]


def _numbers(row: PrintedEntry, column: str) -> list[str]:
    text = getattr(row, column, "")
    return _NUMBER.findall(fold(text)) if isinstance(row, ActivityRow) or column == "factors" else []


def lost_rows(now: Told, reading: Witness) -> Iterator[LostRow]:
    """The rows that have no counterpart: those of this reading first."""
    there = set(reading.rows.values())
    yield from (LostRow(item, now.rows[item.key], True) for item in now.items if item.key not in reading.rows)
    others = (item for item in reading.told.items if item.key not in there)
    yield from (LostRow(item, reading.told.rows[item.key], False) for item in others)
