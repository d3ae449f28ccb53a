"""Rows of which only texts are divided 文だけ分かれた行: name and values are merged over all, so they are one record."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from cityplan.read.file.contents import GridCell
from cityplan.read.printed import column_role
from cityplan.read.table.grid import on_one_line
from cityplan.read.table.records import Piece, Record

_OWN = ("name", "subgroup", "role")  # what tells one record from another, beside its values


def one_of_merged(found: Iterable[Record]) -> Iterator[Record]:
    """The records, one for all rows over which its name and its values are merged; their other texts are joined."""
    last: Record | None = None
    for record in found:
        if last is not None and _is_one(last, record):
            last = _joined(last, record)
            continue
        if last is not None:
            yield last
        last = record
    if last is not None:
        yield last


def _is_one(above: Record, below: Record) -> bool:
    """Whether the same cells name both and hold values of both, and no value of theirs stands in two cells."""
    named = all(_cell(above, name) is _cell(below, name) for name in _OWN)
    common = [name for name in {*above.pieces} & {*below.pieces} if _is_value(name) or name == "measure"]
    same = [_cell(above, name) is not None and _cell(above, name) is _cell(below, name) for name in common]
    return above.block == below.block and _cell(above, "name") is not None and named and bool(same) and all(same)


def _cell(record: Record, name: str) -> GridCell | None:
    piece = record.pieces.get(name)
    return piece.cell if piece else None


def _is_value(name: str) -> bool:
    return name == "value" or name.endswith("_text") or column_role(name) is not None


def _joined(above: Record, below: Record) -> Record:
    pieces, told = dict(above.pieces), list(above.told)
    for name, piece in below.pieces.items():
        there = pieces.get(name)
        if there is None:
            pieces[name] = piece
        elif there.cell and piece.cell and there.cell is not piece.cell:
            pieces[name] = _one(there, piece, there.cell, piece.cell)
            told.append((piece.names[0], "joined_rows", piece.text, pieces[name].text, piece.row.line))
    more_rows = [*above.more_rows, below.row]
    return replace(above, pieces=pieces, told=told, gone=above.gone + below.gone, more_rows=more_rows)


def _one(above: Piece, below: Piece, first: GridCell, second: GridCell) -> Piece:
    text = on_one_line(f"{above.text}\n{below.text}")
    doubt = "、".join(dict.fromkeys(filter(None, (first.doubt, second.doubt))))
    row = replace(above.row, line_end=below.row.line_end)
    return replace(above, text=text, row=row, cell=replace(first, doubt=doubt, notes=first.notes + second.notes))
