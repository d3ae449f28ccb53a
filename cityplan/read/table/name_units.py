"""Units 単位 in brackets behind the names of a table: 創業件数（件）, under a heading like 指標名（単位）."""

import re
from dataclasses import replace

from cityplan.japanese.letters import fold
from cityplan.japanese.quantities import missing, quantity, unit
from cityplan.read.table.heading_columns import Columns
from cityplan.read.table.headings import heading_unit
from cityplan.read.table.records import Piece, Record

_BRACKETED = re.compile(
    r"(?P<name>.*\S)\s*[（(［\[【〔](?:単位\s*[:：]?\s*)?(?P<unit>[^（）()［］\[\]【】〔〕]+)[）)］\]】〕]", re.DOTALL
)
_SAYS = re.compile(r"[(\[【〔/・,、]単位[)\]】〕]?")


def split_name_unit(record: Record, used: Columns) -> None:
    """A unit behind the name of a record that prints none elsewhere becomes its unit, which is told.

    Any text is a unit where the heading of the names says so, （－） that there is none; else only the units that
    headings have, where no value has another.
    """
    piece = record.pieces.get("name")
    match = _BRACKETED.fullmatch(piece.text) if piece else None
    if piece is None or match is None or "unit" in record.pieces or used.at("unit", record.block):
        return
    heading = used.headings.get(piece.at)
    is_declared = bool(heading and _SAYS.search(fold(heading.text)))
    if not (_is_declared_unit(match["unit"]) if is_declared else _is_known_unit(match["unit"], record, used)):
        return
    record.told.append(("name", "unit_behind_name", piece.text, f"{match['name']}｜{match['unit']}", piece.row.line))
    record.pieces["name"] = replace(piece, text=match["name"])
    record.pieces["unit"] = Piece(["unit"], match["unit"], piece.row, piece.at, None, "unit_behind_name")


def _is_declared_unit(text: str) -> bool:
    return missing(text) or unit(text) is not None


def _is_known_unit(text: str, record: Record, used: Columns) -> bool:
    values = [piece for piece in record.pieces.values() if piece.names[0].endswith(("_text", "value"))]
    own = any(piece.unit or ((said := quantity(piece.text)) and said.unit) for piece in values)
    return bool(heading_unit(f"({fold(text)})")) and not own
