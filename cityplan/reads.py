"""What a notebook reads 読んだファイル below the project's folder, noted while it runs.

An IPython extension of the pipeline's kernels. A report is made anew when what its notebook really
read has changed, also what an analyst's own cell opened. What is read for one plan's rows is noted as such:
`data/processed/x/R5/activities.csv#06`.
"""

import importlib.util
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

SWITCHES = ("--ext=cityplan.reads", "--CityplanReads.root={root}", "--CityplanReads.file={file}")
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


def noted(file: Path) -> list[str]:
    """The places that were noted, sorted; where all of a file was read, not its rows too."""
    places = set(file.read_text("utf-8").splitlines()) if file.exists() else set()
    return sorted(place for place in places if place.partition("#")[0] not in places - {place})


def load_ipython_extension(shell: Any) -> None:
    """Begin to note, as the switches on the command line of the kernel say."""
    settings = shell.config.CityplanReads
    file = os.open(settings.file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    sys.addaudithook(_hook(str(settings.root), lambda place: os.write(file, f"{place}\n".encode())))


def _hook(root: str, note: Callable[[str], object]) -> Callable[[str, tuple[Any, ...]], None]:
    seen: set[str] = set()

    def hook(event: str, given: tuple[Any, ...]) -> None:
        if event != "open" or isinstance(given[0], int) or (rows := _rows.get()) is None:
            return
        place = _place(os.fsdecode(given[0]), root) if _reads(*given[1:]) else ""
        place += f"#{rows}" if place and rows else ""
        if place and place not in seen:
            seen.add(place)
            note(place)

    return hook


def _reads(mode: str | None, flags: int) -> bool:
    """Whether a file is opened to be read, perhaps among other things."""
    return not flags & (os.O_WRONLY | os.O_CREAT | os.O_TRUNC) and not set(mode or "") & set("wax")


def _place(path: str, root: str) -> str:
    """The place of a file below the root; empty for another, and for what the code's hash covers."""
    if path.endswith(".pyc"):
        path = importlib.util.source_from_cache(path)
    below = os.path.relpath(os.path.join(os.getcwd(), path), root).replace(os.sep, "/")
    first = below.partition("/")[0]
    code = first == "cityplan" or os.path.abspath(path).startswith(sys.prefix + os.sep)
    hook = below.endswith("__path_hook__")  # of an editable installation: never a file
    return "" if code or hook or first.startswith(".") else below
