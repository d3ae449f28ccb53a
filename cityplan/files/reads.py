"""What a notebook reads 読んだファイル below the project's folder, noted while it runs.

An IPython extension of the pipeline's kernels. A report is made anew when what its notebook really
read has changed, also what an analyst's own cell opened. What is read for one plan's rows is noted as such:
`data/processed/x/R5/activities.csv//06`. Not seen are files that it only looks for, folders that it lists,
and what a program reads that it starts.
"""

import importlib.util
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from hashlib import sha256
from pathlib import Path
from typing import Any

SWITCHES = ("--ext=cityplan.files.reads", "--CityplanReads.root={root}", "--CityplanReads.file={file}")
# Of a decision: a line above it, perhaps of another plan, moves it. No brief has it.
FILE_LINE = "file_line"
READ_BEFORE = "CITYPLAN_READ"  # of the environment: the folder with what a run has read of documents
_OF_ALL, _OF_NONE = "", None
_rows: ContextVar[str | None] = ContextVar("rows", default=_OF_ALL)


@contextmanager
def only_rows_of(plan: str) -> Iterator[None]:
    """What is read meanwhile is used for the rows of one plan プラン only."""
    yield from _with(plan)


@contextmanager
def not_noted() -> Iterator[None]:
    """What is read meanwhile is told in another way: the edition that a notebook is about."""
    yield from _with(_OF_NONE)


def _with(rows: str | None) -> Iterator[None]:
    token = _rows.set(rows)
    try:
        yield
    finally:
        _rows.reset(token)


def noted(file: Path) -> dict[str, str]:
    """The places that were noted, each with the hash of its file when it was first read.

    Where all of a file was read, its rows are not told too.
    """
    lines = file.read_bytes().decode("utf-8", "surrogateescape").splitlines()
    places = {place: made for made, _, place in (line.partition(" ") for line in lines)}
    return {
        place: made for place, made in sorted(places.items()) if place.partition("//")[0] not in places.keys() - {place}
    }


def note_files(file: Path, paths: Iterable[Path], root: Path) -> None:
    """Note what was read for a notebook outside its kernel: the pictures of its texts."""
    with file.open("ab") as opened:
        for path in paths:
            if place := _place(os.path.realpath(path), str(root)):
                opened.write(os.fsencode(f"{_hash(str(path))} {place}\n"))


def load_ipython_extension(shell: Any) -> None:
    """Begin to note, as the switches on the command line of the kernel say."""
    settings = shell.config.CityplanReads
    file = os.open(settings.file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    # On Windows a folder of a file server has two names: that of the server, and the letter of a drive, as which it is
    # the working folder. A kernel begins in notebooks/.
    roots = (str(settings.root), os.path.dirname(os.getcwd()))
    sys.addaudithook(_hook(roots, lambda line: os.write(file, os.fsencode(f"{line}\n"))))


def _hook(roots: Sequence[str], note: Callable[[str], object]) -> Callable[[str, tuple[Any, ...]], None]:
    seen: set[str] = set()

    def hook(event: str, given: tuple[Any, ...]) -> None:
        if event != "open" or isinstance(given[0], int) or (rows := _rows.get()) is None:
            return
        with not_noted(), suppress(OSError, ValueError):  # an analyst's open() must not fail for it
            path = os.path.abspath(os.fsdecode(given[0]))
            places = (_place(path, root) for root in roots) if _reads(*given[1:]) else ()
            place = next(filter(None, places), "")
            place += f"//{rows}" if place and rows else ""
            if place and place not in seen:
                seen.add(place)
                note(f"{_hash(os.path.join(roots[0], place.partition('//')[0]))} {place}")

    return hook


def _hash(path: str) -> str:
    """The hash of a file as it is read now; - where there is none."""
    try:
        with open(path, "rb") as file:
            return sha256(file.read()).hexdigest()
    except OSError:
        return "-"


def _reads(mode: str | None, flags: int) -> bool:
    """Whether a file is opened to be read, perhaps among other things."""
    return not flags & (os.O_WRONLY | os.O_CREAT | os.O_TRUNC) and not set(mode or "") & set("wax")


def _place(path: str, root: str) -> str:
    """The place of a file below the root; empty for another, and for what the code's hash covers."""
    if path.endswith(".pyc") and "__pycache__" in path:
        path = importlib.util.source_from_cache(path)
    below = _below(path, root)
    packages = _below(sys.prefix, root)  # an environment in the project's folder
    hook = below.endswith("__path_hook__")  # of an editable installation: never a file
    if hook or not below or below.startswith((".", "cityplan/", f"{packages or '.'}/")):
        return ""
    return below


def _below(path: str, root: str) -> str:
    """The path from the root, with /; empty for one that is not below it."""
    is_below = os.path.normcase(path).startswith(os.path.normcase(root + os.sep))
    return path[len(root) + 1 :].replace(os.sep, "/") if is_below else ""
