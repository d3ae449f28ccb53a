"""Write the files of an edition, its index, and last its manifest; and the index of all."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from cityplan.errors import NotebookError
from cityplan.files import sha256, write_bytes
from cityplan.fingerprint import Inputs
from cityplan.freshness import State, record, standing
from cityplan.index import city_index, edition_index
from cityplan.jobs import BOOKLET, INDEX, Job
from cityplan.manifest import (
    CITY_INDEX,
    Manifest,
    Record,
    editions_made,
    write_city_manifest,
    write_manifest,
)
from cityplan.runs import Made, findings
from cityplan.table_rows import rows

_INDEX_TABLES = (
    "plans", "indicators", "indicator_results", "activities", "activity_results", "findings",
)  # fmt: skip


@dataclass
class Results:
    """What a run has made of an edition so far; `kept` is what stands though other things changed."""

    files: dict[str, bytes] = field(default_factory=dict)
    records: dict[str, Record] = field(default_factory=dict)
    failures: dict[Job, NotebookError] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)


def listing(found: State, inputs: Inputs, results: Results) -> dict[str, str]:
    """The files of an edition with their hashes: of this run, and of earlier ones of the same data.

    An earlier report of other data, or one that was changed by hand, is never shown beside a new one.
    """
    stand = standing(found.manifest, found.edition, inputs) | results.kept
    earlier = {
        name: made
        for name, made in found.manifest.files.items()
        if _owner(name) in stand and not found.manifest.damage(name)
    }
    return earlier | {name: sha256(data) for name, data in results.files.items()}


def _owner(file: str) -> str:
    """The name of the job that makes a file: plan-06 of notebooks/plan-06.ipynb and plan-06.pdf."""
    path = Path(file)
    return file if file == BOOKLET.name or path.suffix == ".xlsx" else path.stem


def publish(root: Path, found: State, inputs: Inputs, results: Results) -> Made:
    """Write what a run has made of an edition."""
    folder, edition = found.manifest.folder, found.edition
    for name, data in results.files.items():
        write_bytes(folder / name, data)
    known = listing(found, inputs, results)
    if BOOKLET.name not in known:
        (folder / BOOKLET.name).unlink(missing_ok=True)
    page = edition_index(edition, {t: rows(root, edition, t) for t in _INDEX_TABLES}, set(known))
    write_bytes(folder / INDEX.name, page)
    of_tables = {
        path.relative_to(root).as_posix(): sha256(path.read_bytes())
        for path in sorted((root / edition.processed).iterdir())
    }
    made_of = record(INDEX, edition, inputs, of_tables, [INDEX.name])
    files = {**known, INDEX.name: sha256(page)}
    records = _earlier(found, inputs, results) | results.records | {INDEX.name: made_of}
    write_manifest(Manifest(folder, files, of_tables, records), edition, len(found.plans))
    _clear_failures(folder / "failed", results.files)
    made = [*results.files, INDEX.name]
    return Made(
        edition, folder, made, len(files) - len(made), list(results.failures.values()),
        findings(root, edition),
    )  # fmt: skip


def _earlier(found: State, inputs: Inputs, results: Results) -> dict[str, Record]:
    """The records of earlier runs that still tell what is there."""
    stand = standing(found.manifest, found.edition, inputs) | results.kept
    failed = {job.name for job in results.failures}
    return {
        name: replace(made, failed=made.failed or name in failed)
        for name, made in found.manifest.records.items()
        if name in stand
    }


def _clear_failures(folder: Path, files: Mapping[str, bytes]) -> None:
    """Remove the kept notebooks of failures that are mended now."""
    for path in folder.glob("*.ipynb"):
        if f"notebooks/{path.name}" in files:
            path.unlink()
    if folder.exists() and not any(folder.iterdir()):
        folder.rmdir()


def write_city_index(out: Path) -> None:
    """The index 目次 of all editions that a folder of reports holds."""
    if made := editions_made(out):
        page = city_index(made)
        write_bytes(out / CITY_INDEX, page)
        write_city_manifest(out, made, page)
