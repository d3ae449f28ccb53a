"""The one place that writes files, whole or not at all, and that reads bytes as text."""

import errno
import hashlib
import os
import re
import stat
import tempfile
import time
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from difflib import get_close_matches
from pathlib import Path

from cityplan.files.errors import SourceError, SystemFault, named, why
from cityplan.files.kinds import advice, file_kind

LARGEST = 100_000_000  # bytes; 50,000 rows of a table are about 10 million
_PART = ".part"  # of a file that is being written
_PAUSES = (0.1, 0.3)  # seconds: Windows' own guard reads each new file
_ALIKE = 0.8  # difflib's measure of a close match
_NAMED = 3  # files that a message names
_NOT_CP932 = re.compile("[\x00\x80\uf8f0-\uf8f3]")


def read_text(path: Path, name: str = "") -> str:
    """Read a text file in UTF-8 (with or without BOM) or in cp932 (Windows 日本語).

    `name` stands for the path in the message. Line ends become LF. Raises SourceError when the
    file is missing, empty, a PDF or the like, or in neither encoding.
    """
    name = name or path.name
    return as_text(read_bytes(path, name), name)


def as_text(data: bytes, name: str) -> str:
    """The text of a file that was read; SourceError as of `read_text`."""
    if kind := file_kind(data):
        raise SourceError(f"文字のファイルではなく、{kind}です", file=name, next_step=advice(data, name))
    text = _decode(data, name).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise SourceError("ファイルが空です", file=name, next_step="原文を置き直してください。")
    return text


def read_bytes(path: Path, name: str) -> bytes:
    """Read a file as it is; SourceError where it is missing, elsewhere, or larger than `LARGEST`."""
    if path.is_symlink():
        raise SourceError(
            "ファイルがほかの場所を指しています",
            file=name,
            next_step="リンクではなく、ファイルそのものを置いてください。",
        )
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):  # a folder, or a pipe that would be waited for
            raise OSError(errno.EISDIR if path.is_dir() else errno.EINVAL, "ファイルではありません")
        size = found.st_size
        data = path.read_bytes() if size <= LARGEST else b""
    except OSError as error:
        step = _near(path) or "置き場所と名前、読む権限を確かめてください。"
        raise SourceError(f"ファイルを読めません（{why(error)}）", file=name, next_step=step) from error
    if size > LARGEST:
        raise SourceError(
            f"ファイルが大きすぎます（{size:,}バイト。{LARGEST:,}バイトまで）",
            file=name,
            next_step="使う部分だけのファイルに分けてください。",
        )
    return data


def _near(path: Path) -> str:
    """What to do where a missing file's name is that of another one but for how it is written; empty where none is near.

    A name that came from a Mac has が as か and its mark: it looks the same.
    """
    names: dict[str, str] = {}
    with suppress(OSError):
        if not path.exists():
            names = {_plain_name(each.name): each.name for each in path.parent.iterdir() if each.is_file()}
    if same := names.get(_plain_name(path.name)):
        return (
            f"同じフォルダの「{same}」とは、名前の書き方（全角・半角、大文字・小文字、空白、濁点の表し方）だけが違います。"
            "どちらかの名前を打ち直してください。"
        )
    # Another year's document is no other way to write this one's.
    own = [each for each in names if _digits(each) == _digits(_plain_name(path.name))]
    found = get_close_matches(_plain_name(path.name), own, 1, _ALIKE)
    return f"もしかして: {names[found[0]]}。置き場所と名前を確かめてください。" if found else ""


def _plain_name(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def _digits(name: str) -> list[str]:
    return [each for each in name if each.isdigit()]


def _decode(data: bytes, name: str) -> str:
    position = 0  # of the encoding that came furthest: likely the one that was meant
    for decode in (_utf8, _cp932):
        try:
            return decode(data)
        except UnicodeDecodeError as error:
            position = max(position, error.start)
    raise SourceError(
        "文字コードが UTF-8 でも Shift_JIS（cp932）でもありません",
        file=name,
        line=data[:position].count(b"\n") + 1,
        next_step="UTF-8 で保存し直してください。",
    )


def _utf8(data: bytes) -> str:
    return data.decode("utf-8-sig")


def _cp932(data: bytes) -> str:
    """Python decodes bytes that cp932 does not know too, so that UTF-16 would pass for it."""
    text = data.decode("cp932")
    if unknown := _NOT_CP932.search(text):
        start = len(text[: unknown.start()].encode("cp932"))
        raise UnicodeDecodeError("cp932", data, start, start + 1, "not a character of cp932")
    return text


def write_text(path: Path, text: str) -> None:
    """Write a text in UTF-8 with LF, atomically."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file so that a reader sees the old whole one or the new whole one."""
    write_all({path: data})


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write several files: all of them are on the disk before the first takes its place.

    They take their places in the order given. SourceError where one cannot be written, HeldError where another
    program has some of the old ones open; then none is written.
    """
    staged: dict[Path, Path] = {}
    try:
        for path, data in files.items():
            with _told(path):
                path.parent.mkdir(parents=True, exist_ok=True)
                staged[path] = _beside(path)
                _fill(staged[path], data)
        if found := held(staged):
            raise held_error(found)
        for path, part in staged.items():
            with _told(path):
                _patiently(part, path)
    except BaseException:
        for part in staged.values():
            with suppress(PermissionError):  # cleared by the next run
                part.unlink(missing_ok=True)
        raise


def held(paths: Iterable[Path]) -> list[Path]:
    """Those of some files that cannot be replaced now: Excel or a viewer has them open.

    A file is renamed to its own name: that changes nothing, and Windows refuses it where it would refuse to replace it.
    """
    return [path for path in paths if path.exists() and _is_held(path)]


def _is_held(path: Path) -> bool:
    try:
        _patiently(path, path)
    except PermissionError:
        return True
    except OSError:  # of another kind, as on a disk that is read only: writing tells it
        return False
    return False


def held_error(paths: Sequence[Path], root: Path | None = None) -> "HeldError":
    """What is said of files that are open elsewhere: which to close."""
    names = [shown_place(path, root) if root else str(path) for path in paths]
    return HeldError(
        "ほかのプログラム（Excel や PDF の表示など）が開いているので、置き換えられません",
        file=named(names, _NAMED),
        next_step="閉じて、もう一度実行してください。前のファイルは、そのまま残っています。",
    )


class HeldError(SystemFault):
    """A file that another program has open; the old one is whole."""


def _patiently(part: Path, path: Path) -> None:
    """Put a file in the place of another; one that is held for a moment only, by what looks for viruses, is waited for."""
    for pause in _PAUSES:
        try:
            part.replace(path)
            return
        except PermissionError:
            time.sleep(pause)
    part.replace(path)


def clear_parts(folder: Path) -> None:
    """Remove what a run that was killed has left half-written in a folder."""
    for part in folder.glob(f".*{_PART}"):
        with suppress(PermissionError):
            part.unlink(missing_ok=True)


def _beside(path: Path) -> Path:
    """A new empty file beside another one, by which a reader cannot be misled."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=_PART)
    os.close(handle)
    return Path(name)


def _fill(part: Path, data: bytes) -> None:
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    with suppress(PermissionError):  # a stick or a file server has rights of its own
        part.chmod(0o644)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """What the system says of a file that cannot be written, for an analyst."""
    try:
        yield
    except OSError as error:
        raise SourceError(
            f"書き込めません（{why(error)}）",
            file=str(path),
            next_step="フォルダの書き込み権限と空き容量を確かめてください。",
        ) from error


def shown_place(path: Path, root: Path) -> str:
    """A place as an analyst is told of it: below the project, or from the top.

    >>> shown_place(Path("/project/reports/R5"), Path("/project")), shown_place(Path("/out/R5"), Path("/project"))
    ('reports/R5', '/out/R5')
    """
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()


def sha256(data: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
