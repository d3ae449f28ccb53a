"""Units 単位 in brackets behind the names of a table: 創業件数（件）, under a heading like 指標名（単位）.

A direction 向き may stand beside the unit: 平均在院日数（日）〔低〕.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from cityplan.japanese.directions import declared_polarity
from cityplan.japanese.letters import fold, squeeze
from cityplan.japanese.quantities import missing, quantity, unit
from cityplan.read.table.body import Table
from cityplan.read.table.heading_columns import Columns
from cityplan.read.table.headings import heading_unit
from cityplan.read.table.records import Piece, Record

_BRACKETED = re.compile(
    r"(?P<before>.*\S)(?P<printed>\s*[（(［\[【〔](?:単位\s*[:：]?\s*)?(?P<says>[^（）()［］\[\]【】〔〕]+)[）)］\]】〕])",
    re.DOTALL,
)
_SAYS = re.compile(r"[(\[【〔/・,、]単位[)\]】〕]?")
# What a name says of how it was counted, which is no unit.
_COUNTED = re.compile("累計|累積|延べ|年間|再掲|参考|(?:推計|見込み?|速報|暫定)値?")
_GRADES = "▲△"  # in a column of directions 向き they are some, behind a name they may be marks


class _Bracket(NamedTuple):
    """A bracket behind a name, and what it says; `direction` is the word that `source.toml` or everyone knows."""

    printed: str
    says: str
    direction: str


def split_name_unit(record: Record, table: Table) -> None:
    """A unit behind the measure 活動指標 or the name of a record that prints none elsewhere becomes its unit, which is
    told; a direction beside it becomes its direction.

    Any text is a unit where the heading of the names says so, （－） that there is none; else only the units that
    headings have, where no value has another. A direction is no unit, nor is what tells how was counted （累計）.
    """
    for column in ("measure", "name"):
        _split(column, record, table)


def _split(column: str, record: Record, table: Table) -> None:
    piece, used = record.pieces.get(column), table.used
    if piece is None or "unit" in record.pieces or used.at("unit", record.block):
        return
    name, brackets = _brackets(piece.text, table.edition.polarities)
    found = _unit_of([each for each in brackets if not each.direction], piece, record, used)
    if found is None:
        return
    ways = [each for each in brackets if each.direction.strip(_GRADES)] if _may_tell_direction(record, table) else []
    kept = [each.printed for each in brackets if each is not found and each not in ways[-1:]]
    text = (name + "".join(kept)).strip()
    record.told.append((column, "unit_behind_name", piece.text, f"{text}｜{found.says}", piece.row.line))
    record.pieces[column] = replace(piece, text=text)
    record.pieces["unit"] = Piece(["unit"], found.says, piece.row, piece.at, None, "unit_behind_name")
    for way in ways[-1:]:
        record.told.append(("polarity", "polarity_split", piece.text, way.direction, piece.row.line))
        record.pieces["polarity"] = Piece(["polarity"], way.direction, piece.row, piece.at, None, "polarity_split")


def _brackets(text: str, polarities: Mapping[str, str]) -> tuple[str, list[_Bracket]]:
    """A name without the brackets at its end, and these, from left to right."""
    found: list[_Bracket] = []
    while match := _BRACKETED.fullmatch(text):
        text, printed, says = match["before"], match["printed"], match["says"].strip()
        declared = [word for word in (printed.strip(), says) if squeeze(word) in polarities]
        known = [says] if declared_polarity(says) is not None and not _is_of_name(printed, says) else []
        found.insert(0, _Bracket(printed, says, next(iter(declared + known), "")))
    return text, found


def _is_of_name(printed: str, says: str) -> bool:
    """Whether one letter in round brackets may be short for a word of the name: （高） for 高校, （正） for 正規職員."""
    return len(says) == 1 and says.isalpha() and fold(printed.strip()).startswith("(")


def _unit_of(brackets: Sequence[_Bracket], name: Piece, record: Record, used: Columns) -> _Bracket | None:
    """The bracket that is the unit: the last one, or the last of a unit that everyone knows."""
    heading = used.headings.get(name.at)
    if not (heading and _SAYS.search(fold(heading.text))):
        return next((each for each in brackets[-1:] if _is_known(each) and not _has_unit(record)), None)
    known = [each for each in brackets if _is_known(each)]
    declared = [each for each in brackets if _is_declared(each.says)]
    return next(iter([*known[-1:], *declared[-1:]]), None)


def _is_declared(text: str) -> bool:
    return missing(text) or (unit(text) is not None and not _COUNTED.fullmatch(squeeze(text)))


def _is_known(bracket: _Bracket) -> bool:
    return bool(heading_unit(f"({fold(bracket.says)})"))


def _has_unit(record: Record) -> bool:
    """Whether a value of a record has a unit of its own."""
    values = [piece for piece in record.pieces.values() if piece.names[0].endswith(("_text", "value"))]
    return any(piece.unit or ((said := quantity(piece.text)) and said.unit) for piece in values)


def _may_tell_direction(record: Record, table: Table) -> bool:
    """Whether the direction of a record may stand behind its name: it has none of its own."""
    of_indicator = table.edition.form.subject == "indicator"
    return of_indicator and "polarity" not in record.pieces and not table.used.at("polarity", record.block)
