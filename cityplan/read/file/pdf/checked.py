"""Before a PDF is drawn: is it whole, may it be read, how large is it unpacked; and what stands in it beside its pages.

Nothing of a PDF is executed and nothing that it names is fetched: actions, scripts and attached files are told.
"""

import base64
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from typing import Any

import pikepdf

from cityplan.files.errors import SourceError
from cityplan.read.file.pdf.font_maps import Letters, unsure_letters

MOST_PAGES = 1_000
MOST_UNPACKED = 50_000_000  # bytes of what draws one page
_TAIL = 4_096
_DEEPEST = 16
_ORIGINAL = "元の文書（Excel、Word、PowerPoint）か、文字を選べる PDF を担当課から受け取ってください。"
_NOTED = {
    "/FreeText": "注釈",
    "/Text": "注釈",
    "/Stamp": "スタンプ",
    "/StrikeOut": "取り消し線の注釈",
    "/Redact": "墨消しの注釈",
    "/Widget": "入力欄",
}


@dataclass
class Beside:
    """What a PDF has beside the drawing of its pages: words for each page, and for all of it."""

    notes: dict[int, list[str]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    unsure: dict[str, Letters] = field(default_factory=dict)  # by font: letters that may be others


def check_pdf(data: bytes, file: str) -> Beside:
    """SourceError where a PDF is locked, broken, cut off or too large 壊れた PDF; else what stands beside its pages."""
    if b"%%EOF" not in data[-_TAIL:]:
        raise _broken(file, "終わりがありません。途中で切れています")
    try:
        with pikepdf.open(BytesIO(data), suppress_warnings=True, access_mode=pikepdf.AccessMode.default) as pdf:
            return _beside(pdf, file)
    except pikepdf.PasswordError as error:
        raise locked(file) from error
    except SourceError:
        raise
    except Exception as error:  # pikepdf raises whatever a broken part leads to
        raise _broken(file, "中身をたどれません") from error


def locked(file: str) -> SourceError:
    return SourceError(
        "パスワードの付いた PDF です", file=file, next_step="パスワードを外した PDF を受け取り、置き直してください。"
    )


def _broken(file: str, why: str) -> SourceError:
    return SourceError(
        f"PDF が壊れています（{why}）",
        file=file,
        next_step=f"もう一度受け取り、置き直してください。それでも読めないときは、{_ORIGINAL}",
    )


def _beside(pdf: pikepdf.Pdf, file: str) -> Beside:
    count = len(pdf.pages)
    if count > MOST_PAGES:
        raise SourceError(
            f"ページが多すぎます（{count:,}ページ。{MOST_PAGES:,}ページまで）",
            file=file,
            next_step="使うページだけの PDF に分けてください。",
        )
    if not count:
        raise _broken(file, "ページがありません")
    found = Beside()
    checked: set[tuple[int, int]] = set()
    fonts: set[tuple[int, int]] = set()
    for number, page in enumerate(pdf.pages, start=1):
        left = MOST_UNPACKED
        streams = list(_streams(page.obj, checked))
        for stream in streams:
            left -= _unpacked(stream, left, number, file)
        if notes := list(_annotations(page.obj)):
            found.notes[number] = notes
        found.unsure |= unsure_letters(_fonts([page.obj, *streams], fonts), partial(_table, number=number, file=file))
    found.warnings = list(_warnings(pdf))
    return found


def _streams(page: Any, checked: set[tuple[int, int]]) -> Iterator[Any]:
    """The streams that draw a page: its own, and those of form XObjects, each once."""
    contents = page.get("/Contents")
    if isinstance(contents, pikepdf.Array):
        yield from (each for each in contents if isinstance(each, pikepdf.Stream))
    elif isinstance(contents, pikepdf.Stream):
        yield contents
    waiting = [(page.get("/Resources"), 0)]
    while waiting:
        resources, depth = waiting.pop()
        forms = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
        if not isinstance(forms, pikepdf.Dictionary) or depth > _DEEPEST:
            continue
        for _, each in forms.items():
            if not isinstance(each, pikepdf.Stream) or each.objgen in checked:
                continue
            checked.add(each.objgen)
            if each.get("/Subtype") == pikepdf.Name.Form:
                yield each
                waiting.append((each.get("/Resources"), depth + 1))


def _fonts(holders: Iterable[Any], checked: set[tuple[int, int]]) -> Iterator[Any]:
    """The fonts of a page and of its form XObjects, each once."""
    for own in (each.get("/Resources") for each in holders):
        fonts = own.get("/Font") if isinstance(own, pikepdf.Dictionary) else None
        for _, font in fonts.items() if isinstance(fonts, pikepdf.Dictionary) else ():
            if isinstance(font, pikepdf.Dictionary) and font.objgen not in checked:
                checked.add(font.objgen)
                yield font


def _table(table: Any, number: int, file: str) -> bytes:
    _unpacked(table, MOST_UNPACKED, number, file)
    return bytes(table.read_bytes())


def _unpacked(stream: Any, most: int, number: int, file: str) -> int:
    """How many bytes a stream unpacks to; SourceError where it is too large, or does not unpack to its end."""
    filters = stream.get("/Filter")
    names = [str(each) for each in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
    data = stream.read_raw_bytes()
    for name in names:
        if name == "/ASCII85Decode":
            data = _from_letters(data, number, file)
        elif name == "/FlateDecode":
            data = _inflated(data, most, number, file)
        else:
            break
    if len(data) > most:
        raise SourceError(
            f"{number}ページは、展開すると大きすぎます（{MOST_UNPACKED:,}バイトまで）",
            file=file,
            next_step=f"使うページだけの PDF に分けるか、{_ORIGINAL}",
        )
    return len(data)


def _from_letters(data: bytes, number: int, file: str) -> bytes:
    try:
        return base64.a85decode(b"".join(data.split()).removeprefix(b"<~").partition(b"~")[0])
    except ValueError as error:
        raise _broken(file, f"{number}ページの中身が途中で壊れています") from error


def _inflated(data: bytes, most: int, number: int, file: str) -> bytes:
    """What unpacks to at most one byte more than allowed."""
    unpacker = zlib.decompressobj()
    try:
        found = unpacker.decompress(data, most + 1)
    except zlib.error as error:
        raise _broken(file, f"{number}ページの中身が途中で壊れています") from error
    if len(found) <= most and not unpacker.eof and data.strip():
        raise _broken(file, f"{number}ページの中身が途中で切れています")
    return found


def _annotations(page: Any) -> Iterator[str]:
    """What annotations 注釈 and fields of a form say, which is no part of the page's own text."""
    found = page.get("/Annots")
    for each in found if isinstance(found, pikepdf.Array) else ():
        kind = str(each.get("/Subtype", "")) if isinstance(each, pikepdf.Dictionary) else ""
        if kind in _NOTED:
            said = each.get("/V") if kind == "/Widget" else each.get("/Contents")
            text = " ".join(str(said).split()) if said is not None else ""
            if text or kind not in ("/Widget", "/Text"):
                yield f"{_NOTED[kind]}「{text}」" if text else _NOTED[kind]


def _warnings(pdf: pikepdf.Pdf) -> Iterator[str]:
    if any("damaged" in str(each) or "reconstruct" in str(each) for each in pdf.get_warnings()):
        yield "PDF の一部が壊れていて、直して読みました。ページが抜けていないか確かめてください"
    root = pdf.Root
    if "/OCProperties" in root:
        yield "表示を切り替えるレイヤーがあります。隠れた文字が含まれていないか確かめてください"
    if "/OpenAction" in root and "/JS" in str(root.OpenAction.keys() if hasattr(root.OpenAction, "keys") else ""):
        yield "スクリプトが入っています（実行しません）"
    if pdf.attachments:
        yield f"ファイルが添付されています（{len(pdf.attachments)}個。読みません）"
