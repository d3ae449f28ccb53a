"""The comments コメント (メモ) of a workbook's sheet, which stand in a part of their own."""

import zipfile
from collections.abc import Iterator

from openpyxl.packaging.relationship import get_dependents, get_rels_path
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.xml.functions import iterparse  # defused: expands no entities

_KIND = "/comments"
_THREADED = ("コメント:", "Comment:")  # before what was said, after Excel's own words on threads


def read_comments(archive: zipfile.ZipFile, path: str) -> Iterator[tuple[tuple[int, int], str]]:
    """The row and column of each comment of a sheet, and what it says on one line."""
    rels = get_rels_path(path)
    if rels not in archive.namelist():
        return
    for each in get_dependents(archive, rels):
        if each.Type.endswith(_KIND) and each.Target in archive.namelist():
            yield from _comments(archive, each.Target)


def _comments(archive: zipfile.ZipFile, path: str) -> Iterator[tuple[tuple[int, int], str]]:
    with archive.open(path) as part:
        for _, element in iterparse(part):
            if element.tag.endswith("}comment"):
                said = "".join(e.text or "" for e in element.iter() if e.tag.endswith("}t"))
                if text := " ".join(_own_words(said).split()):
                    yield coordinate_to_tuple(element.get("ref", "")), text
                element.clear()


def _own_words(said: str) -> str:
    """
    >>> _own_words("[スレッド化されたコメント]…説明…コメント:\\n    速報値"), _own_words("企画課:\\n確認中")
    ('\\n    速報値', '企画課:\\n確認中')
    """
    for word in _THREADED if said.startswith("[") else ():
        if word in said:
            return said.rpartition(word)[2]
    return said
