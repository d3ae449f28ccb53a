"""Why a report must be made anew 作り直す理由, by the contents of what it was made of.

A report is as it would be made now if its notebook, the library, its parameters, the packages and
all that the notebook read are what they were. Times of files say nothing. Light.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from cityplan import fingerprint
from cityplan.errors import UsageError
from cityplan.files import sha256
from cityplan.fingerprint import Inputs
from cityplan.jobs import (
    BOOKLET,
    INDEX,
    WORKBOOK,
    Job,
    Plans,
    plan_id,
    reports,
    steps,
    titles_of_parts,
)
from cityplan.manifest import Manifest, Record
from cityplan.runs import Made, Wish, findings
from cityplan.source import COMMENTS, CORRECTIONS, Edition
from cityplan.table_rows import rows

REASONS = {
    "new": "初めて作る",
    "failed": "前回の実行で完成していない",
    "missing": "ファイルがない",
    "damaged": "ファイルが作ったときと違う",
    "notebook": "ノートブックが変わった",
    "code": "プログラムが変わった",
    "data": "データが変わった",
    "parameters": "パラメータが変わった",
    "packages": "パッケージが変わった",
    "forced": "--force の指定",
    "later": "表を作り直してから決まる",
}


Reasons = dict[Job, str]  # an empty reason where there is nothing to do
_EDITION = "source.toml"  # what it says of the edition, not its bytes
_PARTS = ("notebook", "code", "data", "parameters", "packages")


@dataclass(frozen=True)
class State:
    """One edition as a run finds it: its manifest, its plans, and why what must be made.

    `wanted` are the plans asked for that it has, by the words they were asked for with. `rest` are
    the workbook, the booklet and the index, which no notebook makes.
    """

    edition: Edition
    manifest: Manifest
    plans: Plans
    wanted: Mapping[str, str]
    steps: Reasons = field(default_factory=dict)
    reports: Reasons = field(default_factory=dict)
    rest: Reasons = field(default_factory=dict)

    @property
    def all(self) -> Reasons:
        return {**self.steps, **self.reports, **self.rest}

    @property
    def is_fresh(self) -> bool:
        """Whether there is nothing to do."""
        return not any(self.all.values())


def state(root: Path, edition: Edition, manifest: Manifest, wish: Wish) -> State:
    """The state of an edition, measured by what is wished for."""
    inputs = Inputs(root)
    found = after_steps(root, edition, manifest, inputs, wish)
    of_steps = _of_steps(edition, manifest, inputs)
    if found.plans and wish.plans and not found.wanted:
        return found  # none of its plans was asked for
    if wish.force:
        of_steps = dict.fromkeys(of_steps, "forced")
    if any(of_steps.values()):
        later = [{job: why or "later" for job, why in part.items()} for part in (found.reports, found.rest)]  # fmt: skip
        return replace(found, steps=of_steps, reports=later[0], rest=later[1])
    return replace(found, steps=of_steps)


def after_steps(
    root: Path, edition: Edition, manifest: Manifest, inputs: Inputs, wish: Wish
) -> State:
    """The state of an edition whose tables are as they should be."""
    known = rows(root, edition, "plans")
    wanted = {text: plan for text in wish.plans if (plan := plan_id(text, known))}
    if not known or (wish.plans and not wanted):
        return State(edition, manifest, known, wanted)
    of_reports = {
        job: "forced"
        if wish.force
        else reason(job, manifest, edition, inputs, files_of(job, wish.formats))
        for job in reports(edition, known, set(wanted.values()))
    }
    of_rest = _of_rest(edition, manifest, known, inputs, of_reports, wish.formats)
    if wish.force:
        of_rest = dict.fromkeys(of_rest, "forced")
    return State(edition, manifest, known, wanted, {}, of_reports, of_rest)


def files_of(job: Job, formats: Sequence[str]) -> list[str]:
    """The files that a report's run makes."""
    return [*(f"{job.name}.{each}" for each in formats), job.executed]


def record(
    job: Job, edition: Edition, inputs: Inputs, hashes: Mapping[str, str], files: Collection[str] = ()
) -> Record:  # fmt: skip
    """What a job is made of now; `hashes` are those of what it reads."""
    return Record(
        notebook=inputs.hash(f"notebooks/{job.notebook}") if job.notebook else "",
        code=fingerprint.code(),
        parameters=job.parameters,
        packages=fingerprint.packages(),
        data={**hashes, _EDITION: sha256(repr(edition).encode())},
        files=tuple(sorted(files)),
    )


def reason(
    job: Job, manifest: Manifest, edition: Edition, inputs: Inputs, files: Collection[str],
    hashes: Mapping[str, str] | None = None,
) -> str:  # fmt: skip
    """Why a job must run; empty where it would make the same again.

    `hashes` are those of what it reads, by default of all that it read the last time.
    """
    made = manifest.records.get(job.name)
    if made is None or not set(files) <= set(made.files):
        return "new"
    if made.failed:
        return "failed"
    if found := [wrong for name in files if (wrong := manifest.damage(name))]:
        return found[0]
    now = record(job, edition, inputs, inputs.hashes(_read(made)) if hashes is None else hashes)
    return next((part for part in _PARTS if getattr(made, part) != getattr(now, part)), "")


def standing(manifest: Manifest, edition: Edition, inputs: Inputs) -> set[str]:
    """The names of what was made of the same data, whatever else has changed since."""
    of_edition = sha256(repr(edition).encode())
    return {
        name
        for name, made in manifest.records.items()
        if made.data == {**inputs.hashes(_read(made)), _EDITION: of_edition}
    }


def _read(made: Record) -> list[str]:
    """The places that a run has read."""
    return [place for place in made.data if place != _EDITION]


def places_of_step(job: Job, edition: Edition, noted: Collection[str]) -> list[str]:
    """What a step read, and what the first would read if it were there."""
    beside = [edition.raw_file, *map(edition.beside, (CORRECTIONS, COMMENTS))]
    return sorted({*noted, *(beside if job == steps(edition)[0] else ())})


def _of_steps(edition: Edition, manifest: Manifest, inputs: Inputs) -> Reasons:
    tables = [(inputs.hash(place), made) for place, made in manifest.tables.items()]
    wrong = next(("damaged" if now else "missing" for now, made in tables if now != made), "")
    return {
        job: wrong or reason(job, manifest, edition, inputs, [job.executed])
        for job in steps(edition)
    }


def _of_rest(
    edition: Edition, manifest: Manifest, plans: Plans, inputs: Inputs, of_reports: Reasons,
    formats: Sequence[str],
) -> Reasons:  # fmt: skip
    """Workbook, booklet and index: made of the tables, and of the reports as they are."""
    found: Reasons = {}
    names = {job.name for job in of_reports}
    changed = {job.name for job, why in of_reports.items() if why}
    if names >= {"overview"}:  # all was asked for
        found[WORKBOOK] = reason(WORKBOOK, manifest, edition, inputs, [WORKBOOK.name])
    parts = titles_of_parts(edition, plans)
    if "pdf" in formats and names | set(manifest.records) >= set(parts):
        hashes = part_hashes(manifest.files, parts)
        why = reason(BOOKLET, manifest, edition, inputs, [BOOKLET.name], hashes)
        found[BOOKLET] = why or ("data" if changed & set(parts) else "")
    found[INDEX] = reason(INDEX, manifest, edition, inputs, [INDEX.name])
    if any(found.values()) or changed:
        found[INDEX] = found[INDEX] or "data"
    return found


def part_hashes(files: Mapping[str, str], parts: Collection[str]) -> dict[str, str]:
    """The hashes of the executed notebooks that a booklet 冊子 is made of."""
    places = [f"notebooks/{name}.ipynb" for name in parts]
    return {place: files.get(place, "") for place in places}


def check_plans(found: Sequence[State], wish: Wish) -> None:
    """Raises UsageError for a plan that was asked for and that no edition has."""
    had = {text for each in found for text in each.wanted}
    if unknown := [text for text in wish.plans if text not in had]:
        known = sorted({row["plan_id"] for each in found for row in each.plans})
        raise UsageError(
            f"プラン「{'、'.join(unknown)}」はありません。あるもの: {'、'.join(known)}"
        )


def unchanged(root: Path, found: State) -> Made:
    """An edition of which nothing was to be made."""
    counted = findings(root, found.edition)
    files = found.manifest.files
    return Made(found.edition, found.manifest.folder, kept=len(files), findings=counted)
