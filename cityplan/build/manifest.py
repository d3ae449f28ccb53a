"""The manifest 目録 of an edition's reports: every file with its hash, and what each report was made of."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from cityplan.build import fingerprint
from cityplan.build.fingerprint import Hashes
from cityplan.files.files import sha256
from cityplan.page.listed import OLDER, ListedEdition, from_record, record_of

MANIFEST = "manifest.json"
BEGUN = ".begun.json"  # what a run is about to write; there only where it was killed
CITY_INDEX, CITY_RECORD = "index.html", "index.json"
Editions = Collection[tuple[str, str]]  # year and city of each


@dataclass(frozen=True)
class Record:
    """What one report was made of 作った材料, and the files that came out of it.

    `notebook` and `code` are hashes; `data` has the hash of each place that was read. A report that
    failed since has `failed`: what is there is of an earlier run. `density` is that of its PDF.
    """

    notebook: str
    code: str
    parameters: Mapping[str, str | int]
    packages: Hashes
    data: Hashes
    files: tuple[str, ...] = ()
    failed: bool = False
    density: str = ""


@dataclass(frozen=True)
class Older:
    """A file that is no longer right, below its own name in 前の版/: its hash, and why (`REASONS`)."""

    hash: str
    why: str


@dataclass(frozen=True)
class Manifest:
    """What is in a folder of reports 目録, as its runs have left it; `tables` are below the root.

    `older` are in 前の版/. `begun` are the hashes of what runs that were killed have written, perhaps.
    """

    folder: Path
    files: Hashes = field(default_factory=dict)
    tables: Hashes = field(default_factory=dict)
    records: Mapping[str, Record] = field(default_factory=dict)
    older: Mapping[str, Older] = field(default_factory=dict)
    begun: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def read(self, name: str) -> bytes | None:
        """A file as it was made; None if it is not there, or no longer what it was."""
        data = self.there(name) if name in self.files else None
        return data if data is not None and self.files[name] == sha256(data) else None

    def damage(self, name: str) -> str:
        """What is wrong with a file as it is there: missing, damaged, or nothing."""
        if self.there(name) is None:
            return "missing"
        return "damaged" if self.read(name) is None else ""

    def is_own(self, name: str, data: bytes) -> bool:
        """Whether a run has written this file, also one that was killed; else a person has saved it."""
        return sha256(data) in {self.files.get(name), *self.begun.get(name, ())}

    @property
    def older_there(self) -> dict[str, Older]:
        """What is in 前の版/ as it was moved there: who wants it no more may remove it."""
        return {
            name: each
            for name, each in self.older.items()
            if (data := self.there(f"{OLDER}/{name}")) is not None and sha256(data) == each.hash
        }

    def there(self, name: str) -> bytes | None:
        """The bytes of a file as it is there, whoever wrote it."""
        try:
            return (self.folder / name).read_bytes()
        except OSError:
            return None


def open_manifest(folder: Path) -> Manifest:
    """The manifest 目録 of a folder; empty where there is none, or where another version wrote it."""
    data = read_manifest(folder)
    begun = _json(folder / BEGUN)
    try:
        packages = data["packages"]
        older = {name: Older(**each) for name, each in data.get("older", {}).items()}
        records = {
            name: Record(**{**each, "packages": packages[each["packages"]], "files": tuple(each["files"])})
            for name, each in data["made"].items()
        }
        return Manifest(folder, data["files"], data["tables"], records, older, begun)
    except (KeyError, TypeError, AttributeError, IndexError):
        return Manifest(folder, begun=begun)


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest 目録 of a folder of reports as it is written; empty where there is none."""
    return _json(folder / MANIFEST)


def _json(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def manifest_bytes(made: Manifest, edition: ListedEdition) -> bytes:
    """The manifest 目録 of an edition as it is written, the last of its files."""
    packages: list[Hashes] = []  # told once: nearly always the same for all
    for record in made.records.values():
        if record.packages not in packages:
            packages.append(record.packages)
    manifest = {
        **record_of(edition),
        "plans": len(edition.briefs),
        "files": dict(sorted(made.files.items())),
        "older": {name: asdict(each) for name, each in sorted(made.older.items())},
        "tables": dict(sorted(made.tables.items())),
        "made": {
            name: asdict(replace(record, packages={})) | {"packages": packages.index(record.packages)}
            for name, record in sorted(made.records.items())
        },
        "packages": packages,
    }
    return (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()


# the index of all editions


def editions_made(out: Path, known: Editions) -> list[ListedEdition]:
    """The editions in a folder of reports whose documents are known, by year and city.

    `known` are the pairs of year and city in data/raw. Reports of a document that was taken away stay
    where they are: they may be all that is left of it.
    """
    found = {place: manifest for place, manifest in _manifests(out).items() if place in known}
    listed = {place: from_record(manifest) for place, manifest in found.items()}
    return [each for place, each in listed.items() if each and place == (each.year, each.city)]


def reports_left(out: Path, known: Editions) -> list[Path]:
    """The folders of reports whose documents are no longer known, which no index lists."""
    return [out / year / city for year, city in _manifests(out) if (year, city) not in known]


def city_record(editions: Sequence[ListedEdition], page: bytes) -> bytes:
    """What the index of all editions was made of, and the page's hash, as they are written."""
    told = {"made_of": _made_of(editions), "files": {CITY_INDEX: sha256(page)}}
    return (json.dumps(told, indent=1) + "\n").encode()


def city_index_is_fresh(out: Path, known: Editions) -> bool:
    """Whether the index of all editions is as it would be made now."""
    told = _json(out / CITY_RECORD)
    same = told.get("made_of") == _made_of(editions_made(out, known))
    return same and not Manifest(out, told.get("files", {})).damage(CITY_INDEX)


def _manifests(out: Path) -> dict[tuple[str, str], dict[str, Any]]:
    """The manifests in a folder of reports, by year and city as their folders are named."""
    folders = (path.parent for path in sorted(out.glob(f"*/*/{MANIFEST}")))
    return {(folder.parent.name, folder.name): read_manifest(folder) for folder in folders}


def _made_of(editions: Sequence[ListedEdition]) -> str:
    facts = [[record_of(edition), sorted(edition.files), sorted(edition.older.items())] for edition in editions]
    return sha256(json.dumps([fingerprint.code(), facts]).encode())
