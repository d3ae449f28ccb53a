"""Why a report must be made anew 作り直す理由, by the contents of what it was made of.

A report is as it would be made now if its notebook, the library, its parameters, the packages and
all that the notebook read are what they were. Times of files say nothing. Light.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from cityplan.build import fingerprint
from cityplan.build.fingerprint import Hashes, Inputs
from cityplan.build.manifest import Manifest, Record, open_manifest
from cityplan.build.runs import Made, Wish, failed_checks, findings
from cityplan.city import answers
from cityplan.city.jobs import (
    BOOKLET,
    COMPARISON,
    INDEX,
    WITHOUT_NOTEBOOKS,
    Job,
    PlanTexts,
    reports,
    steps,
    titles_of_parts,
)
from cityplan.city.notebooks import ReportNotebook, report_notebooks
from cityplan.city.source import COMMENTS, CORRECTIONS, Edition, plan_of, unknown_plan
from cityplan.files.errors import named
from cityplan.files.files import sha256
from cityplan.tables.rows import text_rows

Reasons = dict[Job, str]  # an empty reason where there is nothing to do
_EDITION = "source.toml"  # what it says of the edition, not its bytes
_LATER = f"{_EDITION}//later"  # of those after it
_TABLES_UNKNOWN = {"missing", "damaged"}  # no table can be relied on
_NAMED = 3  # missing reports that the message names
_PARTS = ("notebook", "code", "data", "parameters", "packages")


@dataclass(frozen=True)
class State:
    """One edition as a run finds it: its manifest, its inputs, its plans, and why what must be made.

    `notebooks` are those of its reports, `wanted` are the plans asked for that it has, by the words they were asked for with. `rest` are
    the workbooks, the booklet and the index, which no notebook makes. `leaving` are the files that
    would go to 前の版/, with why.
    """

    edition: Edition
    manifest: Manifest
    inputs: Inputs
    plans: PlanTexts = ()
    wanted: Hashes = field(default_factory=dict)
    steps: Reasons = field(default_factory=dict)
    reports: Reasons = field(default_factory=dict)
    rest: Reasons = field(default_factory=dict)
    leaving: Hashes = field(default_factory=dict)
    notebooks: Sequence[ReportNotebook] = ()

    @property
    def jobs(self) -> list[Job]:
        """All reports that the edition can have."""
        return reports(self.edition, self.plans, self.notebooks)

    @property
    def gone(self) -> set[str]:
        """The names of what was made by a notebook that is no report any more."""
        known = {job.name for job in (*steps(self.edition), *self.jobs)}
        made = {name for name, each in self.manifest.records.items() if each.notebook}
        return {name for name in made - known if not name.startswith(COMPARISON)}

    @property
    def all(self) -> Reasons:
        return {**self.steps, **self.reports, **self.rest}

    @property
    def is_fresh(self) -> bool:
        """Whether there is nothing to do."""
        return not any(self.all.values())


def state(root: Path, edition: Edition, wish: Wish) -> State:
    """The state of an edition, measured by what is wished for."""
    found = State(edition, open_manifest(wish.folder(edition)), Inputs(root))
    of_steps = _of_steps(found)
    is_unknown = bool(_TABLES_UNKNOWN & set(of_steps.values()))
    if wish.force:
        of_steps = dict.fromkeys(of_steps, "forced")
    due = any(of_steps.values())
    if not is_unknown:
        found = after_steps(found, wish, are_old=due)
    if not is_unknown and wish.plans and not found.wanted and not due:
        return found  # none of its plans was asked for
    return replace(found, steps=of_steps)


def after_steps(before: State, wish: Wish, *, are_old: bool = False) -> State:
    """The state of an edition whose tables are as they should be; or are made anew before (`are_old`)."""
    root = before.inputs.root
    known = text_rows(root, before.edition, "plans")
    plan_ids = [row["plan_id"] for row in known]
    wanted = {text: plan for text in wish.plans if (plan := plan_of(text, plan_ids))}
    found = replace(before, plans=known, wanted=wanted)
    if not known or (wish.plans and not wanted):
        return found
    found = replace(found, notebooks=report_notebooks(root).reports)
    of_reports = {
        job: _reason_now(found, job, files_of(job, wish.formats), are_old)
        for job in found.jobs
        if not wish.plans or job.parameters.get("plan") in wanted.values()
    }
    of_rest = _of_rest(found, of_reports, wish, are_old)
    if wish.force:
        of_reports, of_rest = (dict.fromkeys(part, "forced") for part in (of_reports, of_rest))
    found = replace(found, reports=of_reports, rest=of_rest)
    return found if are_old else replace(found, leaving=_leaving(found, wish.formats))


def _leaving(found: State, formats: Sequence[str]) -> dict[str, str]:
    """The files of reports that a run would move to 前の版/, with why, where no step comes before it."""
    due = {job.name: job for job, why in found.all.items() if why}
    if not due:
        return {}
    stand = standing(found)
    leaving: dict[str, str] = {}
    for name, made in found.manifest.records.items():
        if name in (INDEX.name, BOOKLET.name):
            continue  # the booklet is decided by its parts
        why = "gone" if name in found.gone else "" if name in stand else "data"
        if job := due.get(name):
            why = first_difference(made, record(found, job, found.inputs.hashes(_read(made))))
        again = [*files_of(job, formats), job.name] if job else []
        leaving |= {file: why for file in made.files if why and file not in again and not found.manifest.damage(file)}
    return leaving


def files_of(job: Job, formats: Sequence[str]) -> list[str]:
    """The files that a report's run makes."""
    return [*(f"{job.name}.{each}" for each in formats), job.executed]


def record(found: State, job: Job, hashes: Hashes, files: Collection[str] = ()) -> Record:
    """What a job is made of now; `hashes` are those of what it reads."""
    return Record(
        notebook=found.inputs.hash(f"notebooks/{job.notebook}") if job.notebook else "",
        code=fingerprint.code(),
        parameters={**job.parameters, "ways": " ".join(name for name, _ in job.ways)} if job.ways else job.parameters,
        packages=fingerprint.packages(),
        data=_with_edition(found, hashes, job.name),
        files=tuple(sorted(files)),
    )


def reason(found: State, job: Job, files: Collection[str], hashes: Hashes | None = None) -> str:
    """Why a job must run; empty where it would make the same again.

    `hashes` are those of what it reads, by default of all that it read the last time.
    """
    manifest = found.manifest
    made = manifest.records.get(job.name)
    if made is None or not set(files) <= set(made.files):
        return next((manifest.older[name].why for name in files if name in manifest.older), "new")
    if made.failed or (manifest.folder / f"failed/{job.name}.ipynb").exists():
        return "failed"
    if damage := next(filter(None, map(manifest.damage, files)), ""):
        return damage
    return first_difference(made, record(found, job, found.inputs.hashes(_read(made)) if hashes is None else hashes))


def _reason_now(found: State, job: Job, files: Collection[str], are_old: bool, hashes: Hashes | None = None) -> str:
    """Why a job must run; `later` where that is known only when the tables, which `are_old`, are made."""
    why = reason(found, job, files, hashes)
    made = found.manifest.records.get(job.name)
    if not are_old or why not in ("", "data") or not made or not set(files) <= set(made.files):
        return why
    now = _with_edition(found, found.inputs.hashes(_read(made)) if hashes is None else hashes, job.name)
    others = (place for place in now if not place.startswith(f"{found.edition.processed.as_posix()}/"))
    return "data" if any(now[place] != made.data.get(place) for place in others) else "later"


def first_difference(made: Record, now: Record) -> str:
    """The first thing that is another one now; empty where a report would be the same."""
    return next((part for part in _PARTS if getattr(made, part) != getattr(now, part)), "")


def standing(found: State) -> set[str]:
    """The names of what was made of the same data, whatever else has changed since."""
    return {
        name
        for name, made in found.manifest.records.items()
        if made.data == _with_edition(found, found.inputs.hashes(_read(made)), name)
    }


def _with_edition(found: State, hashes: Hashes, name: str) -> dict[str, str]:
    """What a job is made of, with what is said of the edition; of the later ones only its values are held against them."""
    said = {_EDITION: sha256(repr(found.edition).encode())}
    _, compute = steps(found.edition)
    if name == compute.name:
        said[_LATER] = sha256(repr(found.edition.later).encode())
    return {**hashes, **said}


def _read(made: Record) -> list[str]:
    """The places that a run has read."""
    return [place for place in made.data if place not in (_EDITION, _LATER)]


def places_of_step(job: Job, edition: Edition, noted: Collection[str]) -> list[str]:
    """What a step read, and what it would read if it were there: the second of earlier editions."""
    clean, compute = steps(edition)
    documents = {clean: [edition], compute: edition.held_against}.get(job, [])
    decided = (CORRECTIONS, COMMENTS, f"{answers.FOLDER}/")
    beside = [place for each in documents for place in (each.raw_file, *map(each.beside, decided))]
    return sorted({*noted, *beside})


def _of_steps(found: State) -> Reasons:
    tables = [(found.inputs.hash(place), made) for place, made in found.manifest.tables.items()]
    wrong = next(("damaged" if now else "missing" for now, made in tables if now != made), "")
    whys: Reasons = {}
    for job in steps(found.edition):
        whys[job] = wrong or _reason_now(found, job, [job.executed], any(whys.values()))
    return whys


def changed_tables(found: State) -> list[str]:
    """The tables 表 that somebody has changed since a run made them."""
    tables = found.manifest.tables.items()
    return [place for place, made in tables if found.inputs.hash(place) not in ("", made)]


def _of_rest(found: State, of_reports: Reasons, wish: Wish, are_old: bool) -> Reasons:
    """Workbooks, booklet and index: made of the tables, and of the reports as they are."""
    manifest = found.manifest
    of_rest: Reasons = {}
    if not wish.plans:
        of_rest = {job: _reason_now(found, job, [job.name], are_old) for job in WITHOUT_NOTEBOOKS}
    changed = {job.name for job, why in of_reports.items() if why}
    others = _outdated_parts(found, are_old) - {job.name for job in of_reports}
    if "pdf" in wish.formats and not others:
        hashes = _booklet_hashes(found, manifest.files)
        why = _reason_now(found, BOOKLET, [BOOKLET.name], are_old, hashes)
        if are_old and wish.plans:  # the others may be outdated
            why = "later"
        parts = changed & titles_of_parts(found.edition, found.plans).keys()
        of_rest[BOOKLET] = why or ("after_parts" if parts else "")
    why = reason(found, INDEX, [INDEX.name]) or ("failed" if manifest.begun else "")
    others_listed = changed or found.gone or any(of_rest.values()) or manifest.older != manifest.older_there
    of_rest[INDEX] = why or ("parts" if others_listed or are_old else "")
    return of_rest


def _outdated_parts(found: State, are_old: bool = False) -> set[str]:
    """The names of a booklet's parts 冊子の報告 that are not as they would be made now, as far as it is known."""
    parts = titles_of_parts(found.edition, found.plans)
    whys = {job.name: _reason_now(found, job, [job.executed], are_old) for job in found.jobs if job.name in parts}
    return {name for name, why in whys.items() if why not in ("", "later")}


def _booklet_hashes(found: State, files: Hashes) -> dict[str, str]:
    """What a booklet 冊子 is made of: the executed notebooks of its parts, by `files`, and the plans."""
    parts = titles_of_parts(found.edition, found.plans)
    places = [f"notebooks/{name}.ipynb" for name in parts]
    return {
        **{place: files.get(place, "") for place in places},
        **found.inputs.hashes([f"{found.edition.processed.as_posix()}/plans.csv"]),
    }


@dataclass(frozen=True)
class Parts:
    """What a booklet is made of, hashes by places, and the titles of the reports that are missing.

    A report that is not as it would be made now is missing: no booklet mixes two versions.
    """

    hashes: Hashes
    missing: Sequence[str]

    @property
    def notebooks(self) -> list[str]:
        """The places of the executed notebooks, in their order."""
        return [place for place in self.hashes if place.endswith(".ipynb")]

    @property
    def problem(self) -> str:
        """Why there is no booklet; empty where there can be one."""
        if not self.missing:
            return ""
        return (
            f"冊子は作りませんでした。まだないか、前の版のままの報告: {named(self.missing, _NAMED)}"
            " → --plan なしで実行すると、全ての報告と冊子がそろいます。"
        )


def booklet_parts(found: State, files: Hashes, made: Collection[str], failed: Collection[str]) -> Parts:
    """The parts by the files that there are (names with hashes) and by what this run made, and failed."""
    hashes = _booklet_hashes(found, files)
    outdated = _outdated_parts(found) - set(made) | set(failed)
    titles = titles_of_parts(found.edition, found.plans).items()
    missing = [title for name, title in titles if name in outdated or not hashes[f"notebooks/{name}.ipynb"]]
    return Parts(hashes, missing)


def booklet_stands(found: State, parts: Parts) -> bool:
    """Whether the booklet that is there is made of just these parts, by any version of this program."""
    made = found.manifest.records.get(BOOKLET.name)
    return (
        made is not None
        and made.data == _with_edition(found, parts.hashes, BOOKLET.name)
        and not found.manifest.damage(BOOKLET.name)
    )


def booklet_is_fresh(found: State, parts: Parts) -> bool:
    """Whether making it now would give the same booklet."""
    return not reason(found, BOOKLET, [BOOKLET.name], parts.hashes)


def check_plans(found: Sequence[State], wish: Wish) -> None:
    """Raises UsageError for a plan that was asked for and that no edition has."""
    had = {text for each in found for text in each.wanted}
    if unknown := [text for text in wish.plans if text not in had]:
        raise unknown_plan(unknown, sorted({(row["plan_id"], row["name"]) for each in found for row in each.plans}))


def unchanged(found: State) -> Made:
    """An edition of which nothing was to be made."""
    root, edition, manifest = found.inputs.root, found.edition, found.manifest
    failed, counted = failed_checks(root, edition), findings(root, edition)
    return Made(edition, manifest.folder, kept=len(manifest.files), failures=failed, findings=counted)
