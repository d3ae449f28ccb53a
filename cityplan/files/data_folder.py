"""A folder of data データのフォルダ apart from the program: what it is given, and renewed with the program. Light.

What an analyst has changed or removed there is left. `RECORD` says what each file was when the program gave it.
"""

import json
import shutil
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath

from cityplan.files.files import sha256, write_all, write_bytes
from cityplan.files.project import NOTEBOOKS, RAW, given, here

RECORD = ".given.json"  # file -> what a person could read of it, as a hash
_GIVEN = (NOTEBOOKS, "docs")
_LEFT_OUT = (".*", "*.py", "__pycache__")
_OF_VIEWING = {"collapsed", "scrolled", "trusted", "execution", "jupyter"}  # of a cell; JupyterLab writes them
_BOM = b"\xef\xbb\xbf"
_STAYS = "そのままにしました。"

Say = Callable[[str], None]


def command_folder(work: Path | None, root: Path | None, say: Say) -> Path:
    """The folder that a command is for: that of `--work`, else `root`, else where it was given (UsageError: no project).

    One of data apart from the program gets what the program gives; what is told of it is said.
    """
    folder = _begun(work) if work else root or here()
    if (work or (folder / RECORD).is_file()) and given().is_dir() and not given().samefile(folder):
        _renew(folder, say)
    return folder


def _begun(folder: Path) -> Path:
    """A folder with `data/raw/`, the given notebooks and pages; those that are there are left."""
    folder = folder.absolute()
    (folder / RAW).mkdir(parents=True, exist_ok=True)
    for name in _GIVEN:
        if not (folder / name).exists():
            _copy(given() / name, folder / name)
    return folder


def _copy(source: Path, to: Path) -> None:
    """Copy a folder so that it is there whole or not at all."""
    with tempfile.TemporaryDirectory(dir=to.parent, prefix=".") as part:
        left_out = shutil.ignore_patterns(*_LEFT_OUT)
        shutil.copytree(source, Path(part) / to.name, ignore=left_out, copy_function=shutil.copyfile)
        (Path(part) / to.name).rename(to)


def _renew(folder: Path, say: Say) -> None:
    """Replace what nobody has changed since it was given, and tell of the rest, once for each version of it."""
    files = _given_files()
    now = {place: _mark(place, data) for place, data in files.items()}
    before = _record(folder)
    if now == before:
        return
    new: list[str] = []
    for place in sorted(files):
        own = _own_mark(folder, place)
        if own == now[place] or now[place] == (before or {}).get(place):
            continue
        if before is None and own:
            say(f"{place} は、いまのプログラムのものと違います。{_STAYS}いまのものは {given() / place} にあります。")
        elif before is not None and own == before.get(place, ""):
            new.append(place)
        elif own:
            say(f"{place} は手を入れたあとがあるので、{_STAYS}新しい版は {given() / place} にあります。")
    gone = _gone(folder, before or {}, now, say)
    write_all({folder / place: files[place] for place in new})
    for place in gone:
        (folder / place).unlink(missing_ok=True)
    write_bytes(folder / RECORD, (json.dumps(now, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode())
    if new:
        say(f"プログラムの新しい版に合わせて、{len(new)} 個のファイルを新しくしました: {'、'.join(new)}")
    if gone:
        say(f"プログラムの新しい版にはないので、除きました: {'、'.join(gone)}")


def _gone(folder: Path, before: Mapping[str, str], now: Mapping[str, str], say: Say) -> list[str]:
    """What the program gives no more and nobody has changed; what was changed is told."""
    own = {place: _own_mark(folder, place) for place in sorted(before.keys() - now.keys())}
    for place, mark in own.items():
        if mark not in ("", before[place]):
            say(f"{place} は、プログラムの新しい版にはありません。手を入れたあとがあるので、{_STAYS}")
    return [place for place, mark in own.items() if mark == before[place]]


def _given_files() -> dict[str, bytes]:
    """What the program gives, by its place in the folder."""
    top = given()
    places = [path.relative_to(top) for name in _GIVEN for path in (top / name).rglob("*") if path.is_file()]
    return {place.as_posix(): (top / place).read_bytes() for place in places if not _is_left_out(place)}


def _is_left_out(place: Path) -> bool:
    return any(PurePosixPath(part).match(pattern) for part in place.parts for pattern in _LEFT_OUT)


def _own_mark(folder: Path, place: str) -> str:
    """The mark of a file as it is in the folder; empty where it is not there."""
    path = folder / place
    return _mark(place, path.read_bytes()) if path.is_file() else ""


def _mark(place: str, data: bytes) -> str:
    """The hash of what a person writes in a file: ends of lines, and what running a notebook leaves in it, are not.

    One that is no notebook any more is taken byte by byte.
    """
    if place.endswith(".ipynb"):
        with suppress(ValueError, KeyError, TypeError, AttributeError):
            data = repr([_written(cell) for cell in json.loads(data.decode("utf-8-sig"))["cells"]]).encode()
    elif place.endswith(".md"):
        data = data.removeprefix(_BOM).replace(b"\r\n", b"\n")
    return sha256(data)


def _written(cell: Mapping[str, object]) -> list[object]:
    """What a person has written in a cell, with its tags and pasted pictures."""
    source, metadata = cell["source"], cell["metadata"]
    if not isinstance(source, str | list) or not isinstance(metadata, dict):
        raise TypeError
    kept = sorted((key, repr(each)) for key, each in metadata.items() if key not in _OF_VIEWING)
    return [cell["cell_type"], "".join(source), kept, repr(cell.get("attachments", {}))]


def _record(folder: Path) -> dict[str, str] | None:
    """The marks of what was given; None where nothing is known of it."""
    try:
        found = json.loads((folder / RECORD).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None
