"""The manifest 目録 of an edition's reports: the inputs they rest on, and every file with its hash."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cityplan.decisions import COMMENTS, CORRECTIONS, place
from cityplan.files import sha256, write_bytes
from cityplan.source import Edition

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Earlier:
    """What earlier runs made of the same inputs 前に作った報告: files with their hashes."""

    folder: Path
    inputs: Mapping[str, str]
    files: Mapping[str, str]

    def read(self, name: str) -> bytes | None:
        """A file as it was made; None if it is not there, or no longer what it was."""
        path = self.folder / name
        data = path.read_bytes() if name in self.files and path.is_file() else None
        return data if data is not None and self.has(name, data) else None

    def has(self, name: str, data: bytes) -> bool:
        """Whether a file was made with just these bytes."""
        return self.files.get(name) == sha256(data)


def earlier(folder: Path, inputs: Mapping[str, str]) -> Earlier:
    """The reports of a folder that rest on these inputs and still exist."""
    manifest = read_manifest(folder)
    listed = manifest.get("files", {}) if manifest.get("inputs") == inputs else {}
    there = {name: value for name, value in listed.items() if (folder / name).exists()}
    return Earlier(folder, inputs, there)


def inputs(root: Path, edition: Edition) -> dict[str, str]:
    """The document, what is known about it and what was decided on it, with their hashes."""
    decided = [place(edition, name) for name in (CORRECTIONS, COMMENTS)]
    paths = [edition.raw_file, str(Path(edition.raw_file).with_name("source.toml"))]
    paths += [path for path in decided if (root / path).exists()]
    paths += [edition.logo_file] if edition.logo else []
    return {path: sha256((root / path).read_bytes()) for path in paths}


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest 目録 of a folder of reports; empty where there is none."""
    try:
        data = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def write_manifest(before: Earlier, edition: Edition, plans: int, files: Mapping[str, str]) -> None:
    """Write the manifest 目録 of an edition over the earlier one, the last of its files."""
    manifest = {
        "city": edition.city, "city_name": edition.city_name, "year": edition.year,
        "title": edition.title, "plans": plans, "inputs": before.inputs,
        "files": dict(sorted(files.items())),
    }  # fmt: skip
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    write_bytes(before.folder / MANIFEST, text.encode("utf-8"))
