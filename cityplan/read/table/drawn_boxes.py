"""The text boxes テキストボックス that are drawn over the cells of a workbook's sheet, which stand in a part of their own."""

import zipfile
from collections.abc import Iterator
from typing import Any

from openpyxl.packaging.relationship import get_dependents, get_rels_path
from openpyxl.xml.functions import iterparse  # defused: expands no entities

from cityplan.read.table.grid import Range

_KIND = "/drawing"
_ANCHORS = ("}twoCellAnchor", "}oneCellAnchor")
_EDGE = 60_000  # EMU: what a box covers of a cell less than that is its edge


def read_boxes(archive: zipfile.ZipFile, path: str) -> Iterator[tuple[Range, str]]:
    """The cells that each text box of a sheet covers, and what it says on one line; of one without an end its first."""
    rels = get_rels_path(path)
    if rels not in archive.namelist():
        return
    for each in get_dependents(archive, rels):
        if each.Type.endswith(_KIND) and each.Target in archive.namelist():
            with archive.open(each.Target) as part:
                for _, element in iterparse(part):
                    if element.tag.endswith(_ANCHORS):
                        yield from _box(element)
                        element.clear()


def _box(anchor: Any) -> Iterator[tuple[Range, str]]:
    said = ("".join(e.text or "" for e in body.iter() if e.tag.endswith("}t")) for body in _all(anchor, "}txBody"))
    text = " ".join(" ".join(said).split())
    if not text:
        return
    row, column = (_place(anchor, "}from", name)[0] for name in ("row", "col"))
    ends = [_place(anchor, "}to", name) for name in ("row", "col")]
    last = [at + 1 if offset > _EDGE else at for at, offset in ends]
    yield Range(row + 1, max(last[0], row + 1), column + 1, max(last[1], column + 1)), text


def _place(anchor: Any, end: str, name: str) -> tuple[int, int]:
    """The row or column where a box begins or ends, from 0, and how far into it."""
    numbers = {each.tag.rpartition("}")[2]: int(each.text or 0) for holder in _all(anchor, end) for each in holder}
    return numbers.get(name, 0), numbers.get(f"{name}Off", 0)


def _all(element: Any, end: str) -> Iterator[Any]:
    return (each for each in element.iter() if each.tag.endswith(end))
