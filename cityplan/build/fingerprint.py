"""What reports are made of, as hashes: the code, the packages, and the inputs of one run.

Light: it answers whether anything has changed before anything heavy is imported.
"""

import csv
import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from io import StringIO
from pathlib import Path

from cityplan.files.files import sha256
from cityplan.files.reads import FILE_LINE

PACKAGE = Path(__file__).parents[1]
_BESIDE = re.compile(r"\.|__pycache__$")
_REQUIRED = re.compile(r"Requires-Dist: ([A-Za-z0-9._-]+)(?!.*extra ==)")
Hashes = Mapping[str, str]  # by place or name


@cache
def code() -> str:
    """The hash of the library: modules, rules, templates, fonts."""
    told = (f"{place} {sha256(data)}" for place, data in sorted(_files(PACKAGE)))
    return sha256("\n".join(told).encode())


def _files(folder: Path, below: str = "") -> Iterator[tuple[str, bytes]]:
    """The places and bytes of the library's own files; beside them stands what Python or an editor leave there."""
    for each in os.scandir(folder):
        if _BESIDE.match(each.name):
            continue
        if each.is_dir():
            yield from _files(Path(each.path), f"{below}{each.name}/")
        elif each.is_file():
            yield f"{below}{each.name}", Path(each.path).read_bytes()


@cache
def packages() -> Hashes:
    """The versions of what this project needs, and of what that needs: nothing else changes a report."""
    known = _distributions()
    needed = {"python": ".".join(map(str, sys.version_info[:3]))}
    # Where this project is not installed but only found, nothing tells what it needs.
    asked = ["cityplan"] if "cityplan" in known else list(known)
    while asked:
        name = asked.pop()
        if name in known and name not in needed:
            needed[name], folder = known[name]
            asked += _required(folder)
    needed.pop("cityplan", None)  # its code is told by its hash
    return dict(sorted(needed.items()))


def _distributions() -> dict[str, tuple[str, Path]]:
    """Version and folder of each installed distribution; of two, the one that is imported."""
    found: dict[str, tuple[str, Path]] = {}
    # A project's own folder has an egg too, beside what is installed.
    for kind in ("*.dist-info", "*.egg-info"):
        for place in map(Path, filter(None, sys.path)):
            if (place.parent / "__init__.py").is_file():
                continue  # setuptools, once imported, puts what it brings along on the path
            for folder in sorted(place.glob(kind)):
                name, _, version = folder.stem.partition("-")  # of an egg: with -py3.11
                found.setdefault(_plain(name), (version, folder))
    return found


def _required(folder: Path) -> list[str]:
    """What a distribution asks for in every case (no extras), by its METADATA."""
    metadata = [folder / name for name in ("METADATA", "PKG-INFO") if (folder / name).is_file()]
    text = metadata[0].read_text("utf-8", errors="replace") if metadata else ""
    return [_plain(name) for name in _REQUIRED.findall(text.partition("\n\n")[0])]


def _plain(name: str) -> str:
    """
    >>> _plain("japanize_matplotlib"), _plain("Jinja2")
    ('japanize-matplotlib', 'jinja2')
    """
    return re.sub("[-_.]+", "-", name).lower()


class Inputs:
    """The hashes of files 入力 below a project's root as they are now; each is read once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._whole: dict[str, str] = {}
        self._rows: dict[str, dict[str, str]] = {}

    def hashes(self, places: Iterable[str]) -> dict[str, str]:
        """The hash of each place: of a file, or of one plan's rows of a table (`x.csv//06`)."""
        return {place: self.hash(place) for place in places}

    def hash(self, place: str) -> str:
        """The hash of one place; empty for a file that is not there. Of a folder (`answers/`): what is in it now."""
        if place.endswith("/"):
            folder = self.root / place
            paths = sorted(folder.iterdir()) if folder.is_dir() else []
            # Of a pipe, a folder or a link just the name: whoever reads them refuses them.
            own = [(p.name, self.hash(f"{place}{p.name}") if p.is_file() and not p.is_symlink() else "") for p in paths]
            return sha256(repr(own).encode()) if own else ""
        file, _, plan = place.partition("//")
        if not plan:
            if file not in self._whole:
                self._whole[file] = sha256(data) if (data := self._read(file)) is not None else ""
            return self._whole[file]
        if file not in self._rows:
            self._rows[file] = _by_plan(self._read(file) or b"")
        of_plans = self._rows[file]
        return of_plans.get(plan, of_plans[""])

    def _read(self, place: str) -> bytes | None:
        """A file's bytes; None where there is none."""
        try:
            return (self.root / place).read_bytes()
        except OSError:
            return None


def _by_plan(data: bytes) -> dict[str, str]:
    """The hash of each plan's rows of a table, and that of a plan without any; all rows in each
    where the table does not tell plans apart. `FILE_LINE` is not looked at."""
    text = StringIO(data.decode("utf-8-sig", "replace"), newline="")
    try:
        heading, *rows = list(csv.reader(text)) or [[""]]
    except csv.Error:  # damaged
        return {"": sha256(data)}
    if "plan_id" not in heading:
        return {"": sha256(data)}
    at = heading.index("plan_id")
    told = [column for column, name in enumerate(heading) if name != FILE_LINE]
    own: dict[str, list[list[str]]] = defaultdict(list)
    for row in rows:
        own[row[at] if at < len(row) else ""].append([row[each] for each in told if each < len(row)])
    own[""] = []
    return {plan: sha256(repr([heading, *of_plan]).encode()) for plan, of_plan in own.items()}
