"""Write the files of an edition, its index, and last its manifest; and the index of all."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from cityplan.build import workers
from cityplan.build.freshness import State, first_difference, reason, record, standing
from cityplan.build.in_use import InUse, in_use
from cityplan.build.manifest import (
    BEGUN,
    CITY_INDEX,
    CITY_RECORD,
    MANIFEST,
    Editions,
    Manifest,
    Record,
    city_record,
    editions_made,
    manifest_bytes,
)
from cityplan.build.runs import Made, failed_checks, findings
from cityplan.build.set_aside import aside, begun_bytes, clear_outdated, kept
from cityplan.build.tasks import Outcome, Task
from cityplan.city.jobs import BOOKLET, INDEX, Job, comparison_jobs, index_job
from cityplan.files.errors import AnalystError
from cityplan.files.files import sha256, write_all
from cityplan.page.listed import LISTED_FROM, listed_edition
from cityplan.tables.rows import text_rows

Do = Callable[[Path, Task], Outcome]


@dataclass
class Results:
    """What a run has made of an edition so far, and whether the earlier booklet still stands."""

    files: dict[str, bytes] = field(default_factory=dict)
    records: dict[str, Record] = field(default_factory=dict)
    failures: dict[Job, AnalystError] = field(default_factory=dict)
    booklet_stands: bool = False
    in_use: InUse = field(default_factory=InUse)


def listing(found: State, results: Results) -> dict[str, str]:
    """The files of an edition with their hashes: of this run, and of earlier ones of the same data.

    An earlier report of other data, one that was changed by hand, or another format of an earlier
    version, is never shown beside a new one.
    """
    earlier = {
        name: found.manifest.files[name]
        for made in _standing(found, results).values()
        for name in made.files
        if not found.manifest.damage(name)
    }
    return earlier | dict(results.in_use.files) | {name: sha256(data) for name, data in results.files.items()}


def _standing(found: State, results: Results) -> dict[str, Record]:
    """The records of earlier runs that still tell what is there."""
    stand = standing(found)
    failed, gone = {job.name for job in results.failures}, found.gone
    return {
        name: replace(made, failed=made.failed or name in failed)
        for name, made in found.manifest.records.items()
        if (results.booklet_stands if name == BOOKLET else name in stand)
        and name not in gone
        and not first_difference(made, results.records.get(name, made))
    }


def publish(found: State, results: Results, do: Do) -> Made:
    """Write what a run has made of an edition, the manifest last; what is outdated by it goes to 前の版/.

    `do` has the index made.
    """
    root, folder, edition = found.inputs.root, found.manifest.folder, found.edition
    results = _without_what_is_in_use(found, results)
    known = listing(found, results)
    older = _older(found, results, known)
    left = aside(found.manifest, {*known, INDEX}, partial(_why, found, results))
    moved = {name: each.why for name, each in left.older.items()}
    tables = {name: text_rows(root, edition, name) for name in LISTED_FROM}
    listed = listed_edition(edition, tables, {*known, INDEX}, older, moved, found.notebooks)
    index = index_job()
    page = do(root, Task(edition, index, {"listed": listed, "older": older})).files[INDEX]
    hashes = _tables(found)
    manifest = Manifest(
        folder,
        files={**known, INDEX: sha256(page)},
        tables=hashes,
        records={**_records(found, results), INDEX: record(found, index, hashes, [INDEX])},
        older=left.older,
    )
    made = {**results.files, INDEX: page}
    written = {**left.files, **made}
    saved = kept(found.manifest, written)
    begun = {BEGUN: begun_bytes(found.manifest, written, left.gone)}
    last = {MANIFEST: manifest_bytes(manifest, listed)}
    files = {**begun, **dict(saved.values()), **written, **last}
    write_all({folder / name: data for name, data in files.items()})
    stay = clear_outdated(folder, left.gone)
    _clear_failures(folder / "failed", results.files)
    return Made(
        edition,
        folder,
        list(made),
        len(manifest.files) - len(made),
        [*results.failures.values(), *results.in_use.failures, *failed_checks(root, edition)],
        findings(root, edition),
        list(left.files),
        {name: place for name, (place, _) in saved.items()},
        stay,
    )


def _why(found: State, results: Results, file: str) -> str:
    """Why a file of an earlier run is no longer right, by its key of `REASONS`."""
    records = found.manifest.records
    name = next((name for name, made in records.items() if file in made.files), "")
    if name == BOOKLET:
        return "parts"
    if not name:  # of a run that was killed
        return "failed"
    if name in found.gone:
        return "gone"
    if name not in standing(found):
        return "data"
    return first_difference(records[name], results.records.get(name, records[name])) or "failed"


def _tables(found: State) -> dict[str, str]:
    """The tables of an edition as they are now, with their hashes."""
    root = found.inputs.root
    folder = root / found.edition.processed
    paths = [*folder.glob("*.csv"), folder / "datapackage.json"]
    return found.inputs.hashes(sorted(path.relative_to(root).as_posix() for path in paths))


def _older(found: State, results: Results, known: Collection[str]) -> set[str]:
    """The names of reports that this run has left in their place though they would be made otherwise."""
    others = comparison_jobs(found.manifest.records, found.edition)
    return {
        job.name
        for job in (*found.jobs, *others)
        if job.name not in results.records and job.executed in known and reason(found, job, [job.executed])
    }


def _records(found: State, results: Results) -> dict[str, Record]:
    """The records of all that is there; what this run made is beside other formats of its version."""
    earlier, now = _standing(found, results), results.records
    joined = {
        name: replace(
            made,
            files=tuple(sorted({*made.files, *earlier[name].files})),
            density=made.density or earlier[name].density,
        )
        for name, made in now.items()
        if name in earlier
    }
    return {**earlier, **now, **joined, **results.in_use.records}


def _without_what_is_in_use(found: State, results: Results) -> Results:
    """What can be published now: a report that another program has open stays whole, with all its files."""
    left = aside(found.manifest, {*listing(found, results), INDEX}, lambda _: "")
    stays = in_use(found, results.files, results.records, left)
    files = {file for name in stays.names if name in results.records for file in results.records[name].files}
    return replace(
        results,
        files={name: data for name, data in results.files.items() if name not in files},
        records={name: each for name, each in results.records.items() if name not in stays.names},
        in_use=stays,
    )


def _clear_failures(folder: Path, files: Mapping[str, bytes]) -> None:
    """Remove the kept notebooks of failures that are mended now."""
    for path in folder.glob("*.ipynb"):
        if f"notebooks/{path.name}" in files:
            path.unlink()
    if folder.exists() and not any(folder.iterdir()):
        folder.rmdir()


def write_city_index(out: Path, known: Editions) -> None:
    """The index 目次 of the known editions (year and city) that a folder of reports holds."""
    made = editions_made(out, known)
    if made or (out / CITY_RECORD).exists():
        page: bytes = workers.call("cityplan.page.index:city_index", made)
        write_all({out / CITY_INDEX: page, out / CITY_RECORD: city_record(made, page)})
