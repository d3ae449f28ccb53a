"""Which files were saved 保存: those that reports are made of, by their times and sizes."""

import os
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

_SETTLED = 0.05  # seconds: an editor that writes in several steps is not read in between
_LONGEST = 1.0  # seconds; a file that does not rest is taken as it is

Times = dict[str, tuple[int, int]]


def times(folders: Iterable[Path]) -> Times:
    """The time and the size of each file below some folders; hidden ones are an editor's own."""
    return {path: (at, size) for folder in folders for path, at, size in _files(str(folder))}


def _files(folder: str) -> Iterator[tuple[str, int, int]]:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith((".", "~")) or entry.name == "__pycache__":
            continue
        try:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(entry.path)
            else:
                found = entry.stat()
                yield entry.path, found.st_mtime_ns, found.st_size
        except OSError:
            continue  # it has gone meanwhile


def settled(look: Callable[[], Times], first: Times) -> Times:
    """The files as they are when they rest after a change."""
    until = time.monotonic() + _LONGEST
    while time.monotonic() < until:
        time.sleep(_SETTLED)
        now = look()
        if now == first:
            break
        first = now
    return first


def changed(before: Times, now: Times) -> list[str]:
    """The files that were saved, added or removed."""
    return sorted(path for path in before.keys() | now.keys() if before.get(path) != now.get(path))
