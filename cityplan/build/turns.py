"""One after another 順番: two people on two PCs may share a project on a file server, and would write the same tables.

Who makes reports puts a note beside the tables, which only one can create, and writes it anew every few seconds: so
another sees that it is alive by its change, whatever the clocks of PC and server say. Light.
"""

import json
import os
import platform
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from cityplan.city.edition import PROCESSED
from cityplan.files.errors import SourceError
from cityplan.files.files import clear_parts, write_bytes

NOTE = ".in-use.json"
_BEAT = 3.0  # seconds
_SILENT = 20.0  # after so long without a change it was broken off: a server may be slow, but not that slow


@contextmanager
def turn(root: Path) -> Iterator[None]:
    """Wait until nobody else makes reports in this project, and let nobody begin meanwhile.

    Where nothing can be written, as on a part that is read only, there is nothing to guard.
    """
    note = root / PROCESSED / NOTE
    own = {"user": _user(), "host": platform.node(), "pid": os.getpid()}
    try:
        note.parent.mkdir(parents=True, exist_ok=True)
        _take(note, own)
        clear_parts(note.parent)  # of a run that was killed while it wrote its note anew
    except OSError:
        yield
        return
    done = threading.Event()
    beat = threading.Thread(target=_beat, args=(note, own, done), daemon=True)
    beat.start()
    try:
        yield
    finally:
        done.set()
        beat.join()
        if _is_of(_read(note), own):
            with suppress(OSError):
                note.unlink()
        with suppress(OSError):  # it was made for the note alone
            note.parent.rmdir()


def _take(note: Path, own: Mapping[str, object]) -> None:
    """Put our own note there as soon as no other one is alive."""
    told = False
    while True:
        try:
            with note.open("xb") as file:
                file.write(_bytes(own, 0))
            return
        except FileExistsError:
            pass
        before = _read(note)
        if _is_broken_off(before) or not _changes(note, before):
            print(f"{_who(before)}の実行は、途中で切れたようです。続けます。", file=sys.stderr)
            note.unlink(missing_ok=True)
        elif not told:
            told = True
            print(f"{_who(before)}が報告を作っています。終わるのを待っています…", file=sys.stderr)


def _changes(note: Path, before: Mapping[str, object]) -> bool:
    """Whether another one's note changes, or goes, within the time that a run may be silent."""
    waited = threading.Event()
    for _ in range(round(_SILENT / _BEAT * 2)):
        waited.wait(_BEAT / 2)
        if _read(note) != before:
            return True
    return False


def _beat(note: Path, own: Mapping[str, object], done: threading.Event) -> None:
    """Write our note anew, until all is done or another one's stands in its place."""
    number = 0
    while not done.wait(_BEAT):
        number += 1
        there = _read(note)
        if not _is_of(there, own):
            print(
                f"{_who(there)}も、同じフォルダで同時に作っています。このファイルサーバーは、順番を守れないようです。"
                "→ 終わってから、1人だけでもう一度実行してください。",
                file=sys.stderr,
            )
            return
        with suppress(OSError, SourceError):  # it is looked at just now
            write_bytes(note, _bytes(own, number))


def _read(note: Path) -> dict[str, object]:
    """What a note says; nothing where there is none, or none that can be read."""
    try:
        found = json.loads(note.read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _bytes(own: Mapping[str, object], number: int) -> bytes:
    return json.dumps({**own, "beat": number}, ensure_ascii=False).encode()


def _is_of(note: Mapping[str, object], own: Mapping[str, object]) -> bool:
    return bool(note) and {name: note.get(name) for name in own} == own


def _is_broken_off(note: Mapping[str, object]) -> bool:
    """Whether a run of this PC is not alive any more: that is known at once."""
    import psutil

    pid = note.get("pid")
    return note.get("host") == platform.node() and isinstance(pid, int) and not psutil.pid_exists(pid)


def _who(note: Mapping[str, object]) -> str:
    return f"{note.get('user', 'ほかの人')}（{note.get('host', '不明の PC')}）"


def _user() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a user of a container may have a number and no name
        return "ほかの人"
