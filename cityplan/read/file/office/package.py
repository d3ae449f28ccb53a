"""The safe door of Word and PowerPoint files: what they are, how large, and what is in them that is not read.

Nothing is executed, no link is followed, no embedded file is opened: each is told.
"""

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any, TypeVar

from cityplan.files.archive import check_archive, read_part
from cityplan.files.errors import SourceError
from cityplan.files.kinds import advice, file_kind
from cityplan.read.file.contents import Told
from cityplan.read.printed import Place

MOST_HELD = 40_000_000  # bytes of the parts that are held as a tree; a report of 100 pages has 3 million
_HELD = re.compile(r".*\.(?:xml|rels)")
_SPLIT = "使う部分だけの文書に分けるか、文字を選べる PDF で保存したものを置いてください。"
_SUFFIXES = {"Word": ".docx", "PowerPoint": ".pptx"}
_MACROS = b"macroEnabled"
_TYPES = "[Content_Types].xml"

Opened = TypeVar("Opened")


def open_office(data: bytes, file: str, program: str, act: Callable[[BytesIO], Opened]) -> tuple[Opened, list[Told]]:
    """What `act` makes of an Office file that may be opened, and what is told of what it holds beside.

    SourceError where it is another kind of file, has a password or macros, is broken or too large.
    """
    kind = file_kind(data)
    if kind != f"{program} の文書":
        other = next((each for each in _SUFFIXES if kind == f"{each} の文書"), "")
        raise SourceError(
            f"{program} のファイル（{_SUFFIXES[program]}）ではなく、{kind or '別の形式のファイル'}です",
            file=file,
            next_step=f"名前の終わりを {_SUFFIXES[other]} にしてください。"
            if other
            else advice(data, file) or _again(program),
        )
    names = check_archive(data, file, _HELD, MOST_HELD, _SPLIT)
    if _MACROS in read_part(data, _TYPES, file):
        raise SourceError(
            f"マクロの付いた {program} のファイルです",
            file=file,
            next_step=f"{_again(program)}（マクロは保存されません。）",
        )
    try:
        return act(BytesIO(data)), list(_beside(names))
    except SourceError:
        raise
    except Exception as error:  # the libraries raise whatever a broken part leads to
        raise SourceError(
            f"{program} のファイルとして読めません（{type(error).__name__}: {error}）",
            file=file,
            next_step=_again(program),
        ) from error


def _again(program: str) -> str:
    return f"{program} で開き、「名前を付けて保存」で {_SUFFIXES[program]} に保存し直してください。"


def _beside(names: list[str]) -> Iterator[Told]:
    """What the parts say of what is not read."""
    for rule, part, words in (
        ("macro", "vbaProject", "マクロが入っています（実行しません）"),
        ("embedded_object", "/embeddings/", "別のファイルが埋め込まれています（開きません。見えている表は画像です）"),
        ("embedded_object", "/activeX/", "操作の部品（ActiveX）が入っています（実行しません）"),
    ):
        if count := sum(part in name and not name.endswith(".rels") for name in names):
            yield Told(rule, f"{words}（{count}個）", Place(0), is_doubt=rule == "embedded_object")


def links(relations: Any, place: Place) -> Iterator[Told]:
    """The links to files and pages outside 外部へのリンク of a part, but for those that a reader would click."""
    for relation in relations.values():
        if relation.is_external and not relation.reltype.endswith("/hyperlink"):
            kind = relation.reltype.rpartition("/")[2]
            yield Told("outside_link", f"外部の{kind}へのリンクがあります（たどりません）", place, is_doubt=True)
