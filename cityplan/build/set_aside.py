"""前の版: what is no longer right goes there, so that it keeps no name that readers trust.

And what a person has saved under the name of a report, a workbook with answers perhaps, is kept there
before a run writes that name. Whatever else is in the folder is a person's, and left.
"""

import json
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from cityplan.build.manifest import BEGUN, Manifest, Older
from cityplan.files.files import held, sha256
from cityplan.page.listed import OLDER

SAVED = "保存された版"
_LINK = re.compile(rb'\bhref="([^"#:/]+)"')  # to a report in the same folder


@dataclass(frozen=True)
class Aside:
    """What a run does with 前の版/: names are those of the reports, places are in their folder.

    `older` are in it afterwards. `files` are to be written, and then the places `gone` removed.
    """

    older: Mapping[str, Older]
    files: Mapping[str, bytes]
    gone: Collection[str]


def aside(manifest: Manifest, known: Collection[str], why: Callable[[str], str]) -> Aside:
    """What goes to 前の版/, stays there, or goes, when a run has come to its end; `known` are right.

    An older file goes when its name is right again: there is one of a name at most.
    """
    names = sorted({*manifest.files, *manifest.begun} - set(known))
    moved = {
        name: data
        for name in names
        if not is_older(name) and (data := manifest.there(name)) is not None and manifest.is_own(name, data)
    }
    before = manifest.older_there
    older = {name: each for name, each in before.items() if name not in known}
    moved = {name: _linked(name, data, {*older, *moved}) for name, data in moved.items()}
    older |= {
        name: Older(sha256(data), why(name))
        for name, data in moved.items()
        if name not in older or older[name].hash != sha256(data)  # else moved by one that was killed
    }
    files = {_place(name): data for name, data in moved.items()}
    gone = {*map(_place, before), *_begun_there(manifest)} - {*map(_place, older)}
    return Aside(older, files, sorted(gone | moved.keys()))


def _linked(name: str, data: bytes, older: Collection[str]) -> bytes:
    """A page whose links lead from 前の版/ to the reports beside that folder, but for those in it."""
    if not name.endswith(".html"):
        return data
    return _LINK.sub(lambda link: link[0] if unquote(link[1].decode()) in older else b'href="../%b"' % link[1], data)


def kept(manifest: Manifest, written: Mapping[str, bytes]) -> dict[str, tuple[str, bytes]]:
    """Where what a person has saved in the place of a file that is written is kept, with its bytes."""
    found: dict[str, tuple[str, bytes]] = {}
    for place, new in sorted(written.items()):
        data = manifest.there(place)
        if data and data != new and not _is_own(manifest, place, data):
            taken = {name for name, _ in found.values()}
            found[place] = _free(manifest, place, data, taken), data
    return found


def _is_own(manifest: Manifest, place: str, data: bytes) -> bool:
    older = manifest.older.get(place.removeprefix(f"{OLDER}/")) if is_older(place) else None
    return manifest.is_own(place, data) or (older is not None and older.hash == sha256(data))


def _free(manifest: Manifest, place: str, data: bytes, taken: Collection[str]) -> str:
    """A name of no other file: 前の版/findings（保存された版）.xlsx, then （保存された版2）."""
    path = PurePosixPath(place.removeprefix(f"{OLDER}/"))
    for number in count(1):
        told = f"{SAVED}{number if number > 1 else ''}"
        name = _place(path.with_name(f"{path.stem}（{told}）{path.suffix}").as_posix())
        if name not in taken and manifest.there(name) in (None, data):
            return name
    raise AssertionError("there is always one more")


def _begun_there(manifest: Manifest) -> list[str]:
    """What runs that were killed have put into 前の版/."""
    return [
        place
        for place in filter(is_older, manifest.begun)
        if (data := manifest.there(place)) is not None and manifest.is_own(place, data)
    ]


def begun_bytes(manifest: Manifest, written: Mapping[str, bytes], gone: Collection[str]) -> bytes:
    """The hashes of what a run is about to write and to remove, with those of killed runs, for `BEGUN`."""
    hashes = {place: [*each] for place, each in manifest.begun.items()}
    removed = {place: manifest.there(place) or b"" for place in gone}
    for place, data in (*removed.items(), *written.items()):
        hashes.setdefault(place, []).append(sha256(data))
    return json.dumps(hashes, ensure_ascii=False, indent=1).encode()


def clear_outdated(folder: Path, gone: Collection[str]) -> list[str]:
    """Remove what is outdated when all is written, and last the record of what was to be written.

    Returns the places that another program has open; while there are any the record stays, by which the next run
    removes them.
    """
    stay = [place for place in gone if not _removed(folder / place)]
    for each in (folder / OLDER / "notebooks", folder / OLDER):
        if each.is_dir() and not any(each.iterdir()):
            each.rmdir()
    if not stay:
        (folder / BEGUN).unlink(missing_ok=True)
    return stay


def _removed(path: Path) -> bool:
    if held([path]):
        return False
    try:
        path.unlink(missing_ok=True)
    except PermissionError:
        return False
    return True


def _place(name: str) -> str:
    return f"{OLDER}/{name}"


def is_older(place: str) -> bool:
    """Whether a place is in 前の版/."""
    return place.startswith(f"{OLDER}/")
