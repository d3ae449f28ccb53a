"""What a file is that is no text 文字のファイルではないもの, by its first bytes; and what to do with it."""

import zipfile
from io import BytesIO
from pathlib import PurePosixPath

from cityplan.files.errors import SourceError

_TABLE = '名前の終わりを .xlsx にし、source.toml に layout = "plain-table" と file = "{name}" と書いてください'
_ORIGINAL = "元の文書（Excel、Word、文字を選べる PDF）を担当課から受け取ってください。"
# The first bytes of a file, what it is, and how its words become a text.
_BEGINNINGS = (
    (
        b"%PDF-",
        "PDF",
        '表だけを使うなら、source.toml に layout = "tables" と書いてください。文も使うなら、'
        "PDF を開いて文字を全て選び、メモ帳などに貼り付け、UTF-8 の .txt で保存してください"
        "（元の Excel があれば、それを使うほうが確かです）。",
    ),
    (b"{\\rtf", "リッチテキスト（Word など）", "Word で開き、「書式なし（.txt）」、UTF-8 で保存し直してください。"),
)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF")
_PARTS = {"word/": "Word", "ppt/": "PowerPoint", "xl/": "Excel"}
# What zipfile raises for an archive that is broken.
BROKEN_ARCHIVE = (zipfile.BadZipFile, NotImplementedError, ValueError, OSError)
_BROKEN = "壊れた ZIP か Office のファイル"
_LOCKED = "EncryptedPackage"
_STREAMS = {
    _LOCKED: _LOCKED,
    "WordDocument": "Word",
    "PowerPoint Document": "PowerPoint",
    "Workbook": "Excel",
    "Book": "Excel",
}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE = {
    "Word": "Word で開き、「名前を付けて保存」で「書式なし（.txt）」、文字コード UTF-8 を選んで保存してください。",
    "PowerPoint": "PowerPoint で開き、文字と表をメモ帳などに写し、UTF-8 の .txt で保存してください。",
}
_HEAD = 4096


def file_kind(data: bytes) -> str:
    """What a file is that is no text 文字でないファイルの種類; empty for what may be one.

    >>> file_kind(b"%PDF-1.7 ..."), file_kind("目的".encode())
    ('PDF', '')
    """
    return _kind(data)[0]


def advice(data: bytes, file: str) -> str:
    """What to do with a file that is no text 次にすること, by what it is and what it was given as."""
    kind, what = _kind(data)
    if file.endswith(".csv") and "Excel" in kind:
        return "Excel で開き、「CSV UTF-8（コンマ区切り）」で保存し直してください。"
    if file.endswith(".toml"):
        return "メモ帳などで書き、UTF-8 の文字だけのファイルとして保存してください。"
    if file.endswith(".ipynb"):
        return "ノートブックのファイル（.ipynb）を置き直してください。"
    return what.replace("{name}", PurePosixPath(file).with_suffix(".xlsx").name)


def check_workbook(data: bytes, file: str) -> None:
    """SourceError where what was given as a workbook ブック is something else, with what it is."""
    kind, what = _kind(data)
    if kind and not kind.endswith(("（.xlsx）", _BROKEN, "ZIP")):  # a part may be missing: told by part
        raise SourceError(f"Excel のブック（.xlsx）ではなく、{kind}です", file=file, next_step=what)


def _kind(data: bytes) -> tuple[str, str]:
    for begins, kind, what in _BEGINNINGS:
        if data.startswith(begins):
            return kind, what
    if data.startswith(_PICTURES) and b"\0" in data[:_HEAD]:
        return "画像", f"画像の文字は読み取りません（数を読み誤るため）。{_ORIGINAL}"
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data)
    if data.startswith(_OLD_OFFICE):
        program = next((name for part, name in _STREAMS.items() if part.encode("utf-16-le") in data), "")
        return _of_office(program, old=True)
    return "", ""


def _zipped(data: bytes) -> tuple[str, str]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
    except BROKEN_ARCHIVE:
        return _BROKEN, "もう一度受け取り、置き直してください。"
    for part, program in _PARTS.items():
        if any(name.startswith(part) for name in names):
            return _of_office(program, old=False)
    return "ZIP", "開いて、中のファイルを置いてください。"


def _of_office(program: str, *, old: bool) -> tuple[str, str]:
    if program == _LOCKED:
        return "パスワードの付いた Office のファイル", "パスワードを外して保存し直してください。"
    if program == "Excel":
        saved = "Excel で開き、「Excel ブック（.xlsx）」で保存し直し、" if old else ""
        return f"Excel のブック（{'.xls' if old else '.xlsx'}）", f"{saved}{_TABLE}。"
    if program:
        return f"{program} の文書", _OFFICE[program]
    return "古い形式の Office のファイル", "Office で開き、いまの形式で保存し直してください。"
