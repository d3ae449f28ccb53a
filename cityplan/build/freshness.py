"""Why a report must be made anew 作り直す理由, by the contents of what it was made of.

A report is as it would be made now if its notebook, the library, its parameters, the packages and
all that the notebook read are what they were. Times of files say nothing. Light.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from cityplan.build import fingerprint
from cityplan.build.fingerprint import Hashes, Inputs
from cityplan.build.manifest import Manifest, Record, open_manifest
from cityplan.build.runs import Made, Wish, failed_checks, findings
from cityplan.city import answers
from cityplan.city.edition import COMMENTS, CORRECTIONS, Edition
from cityplan.city.jobs import (
    BOOKLET,
    COMPARISON,
    INDEX,
    WITHOUT_NOTEBOOKS,
    Job,
    PlanTexts,
    booklet_job,
    index_job,
    reports,
    steps,
    titles_of_parts,
)
from cityplan.city.notebooks import ReportNotebook, report_notebooks
from cityplan.city.plan_numbers import plan_of, unknown_plan
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
    """One edition as a run finds it: its manifest, its inputs, its plans, and why what must be made (`all`).

    `notebooks` are those of its reports, `wanted` are the plans asked for that it has, by the words they were asked
    for with. `leaving` are the files that would go to 前の版/, with why.
    """

    edition: Edition
    manifest: Manifest
    inputs: Inputs
    plans: PlanTexts = ()
    wanted: Hashes = field(default_factory=dict)
    all: Reasons = field(default_factory=dict)
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
    def steps(self) -> Reasons:
        return {job: why for job, why in self.all.items() if job.is_step}

    @property
    def reports(self) -> Reasons:
        return {job: why for job, why in self.all.items() if job.notebook and not job.is_step}

    @property
    def is_fresh(self) -> bool:
        """Whether there is nothing to do."""
        return not any(self.all.values())


def state(root: Path, edition: Edition, wish: Wish) -> State:
    """The state of an edition, measured by what is wished for."""
    found = State(edition, open_manifest(wish.folder(edition)), Inputs(root))
    whys = _of_steps(found, wish)
    found = replace(found, all=dict.fromkeys(whys, "forced") if wish.force else whys)
    if _TABLES_UNKNOWN & set(whys.values()):
        return found
    due = any(found.all.values())
    found = after_steps(found, wish)
    return replace(found, all={}) if wish.plans and not found.wanted and not due else found


def after_steps(before: State, wish: Wish) -> State:
    """The state of an edition whose tables are as they should be; or are made anew before, as its steps say."""
    root = before.inputs.root
    known = text_rows(root, before.edition, "plans")
    plan_ids = [row["plan_id"] for row in known]
    wanted = {text: plan for text in wish.plans if (plan := plan_of(text, plan_ids))}
    found = replace(before, plans=known, wanted=wanted)
    if not known or (wish.plans and not wanted):
        return found
    found = replace(found, notebooks=report_notebooks(root).reports)
    jobs = [job for job in found.jobs if not wish.plans or job.parameters.get("plan") in wanted.values()]
    found = _with(found, jobs if wish.plans else [*jobs, *WITHOUT_NOTEBOOKS], wish)
    are_old = any(found.steps.values())
    if "pdf" in wish.formats and not _outdated_parts(found, are_old) - {job.name for job in jobs}:
        found = _with(found, [booklet_job(found.edition, found.plans)], wish)
    found = _with(found, [index_job(found.all)], wish)
    return found if are_old else replace(found, leaving=_leaving(found, wish.formats))


def _with(found: State, jobs: Iterable[Job], wish: Wish) -> State:
    """The state with some jobs more, and why each must run."""
    whys = {job: "forced" if wish.force else _why(found, job, wish) for job in jobs}
    return replace(found, all={**found.all, **whys})


def _why(found: State, job: Job, wish: Wish) -> str:
    """Why a job must run, by what it was made of and by what is made anew before it."""
    again = any(why for each, why in found.all.items() if each.name in job.needs)
    hashes = _booklet_hashes(found, found.manifest.files) if job.name == BOOKLET else None
    if job.name == INDEX:
        listed = not (again or found.gone) and found.manifest.older == found.manifest.older_there
        why = reason(found, job, [INDEX]) or ("failed" if found.manifest.begun else "")
        return why or ("" if listed else job.after)
    why = reason_now(found, job, job.makes(wish.formats), again, hashes)
    if job.name == BOOKLET and any(found.steps.values()) and (wish.plans or why == job.after):
        return "later"  # also the parts are not known
    return why


def _leaving(found: State, formats: Sequence[str]) -> dict[str, str]:
    """The files of reports that a run would move to 前の版/, with why, where no step comes before it."""
    due = {job.name: job for job, why in found.all.items() if why}
    if not due:
        return {}
    stand = standing(found)
    leaving: dict[str, str] = {}
    for name, made in found.manifest.records.items():
        if name in (INDEX, BOOKLET):
            continue  # the booklet is decided by its parts
        why = "gone" if name in found.gone else "" if name in stand else "data"
        if job := due.get(name):
            why = first_difference(made, record(found, job, found.inputs.hashes(_read(made))))
        again = job.makes(formats) if job else []
        leaving |= {file: why for file in made.files if why and file not in again and not found.manifest.damage(file)}
    return leaving


def record(found: State, job: Job, hashes: Hashes, files: Collection[str] = (), density: str = "") -> Record:
    """What a job is made of now; `hashes` are those of what it reads."""
    return Record(
        notebook=found.inputs.hash(f"notebooks/{job.notebook}") if job.notebook else "",
        code=fingerprint.code(),
        parameters={**job.parameters, "ways": " ".join(name for name, _ in job.ways)} if job.ways else job.parameters,
        packages=fingerprint.packages(),
        data=_with_edition(found, hashes, job.name),
        files=tuple(sorted(files)),
        density=density,
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


def reason_now(found: State, job: Job, files: Collection[str], again: bool, hashes: Hashes | None = None) -> str:
    """Why a job must run; `job.after` where that is known only when what it needs is made `again`."""
    why = reason(found, job, files, hashes)
    made = found.manifest.records.get(job.name)
    if not again or why not in ("", "data") or not made or not set(files) <= set(made.files):
        return why
    now = _with_edition(found, found.inputs.hashes(_read(made)) if hashes is None else hashes, job.name)
    others = (place for place in now if not place.startswith(f"{found.edition.processed.as_posix()}/"))
    return "data" if any(now[place] != made.data.get(place) for place in others) else job.after


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


def _of_steps(found: State, wish: Wish) -> Reasons:
    """Why the steps must run: each of them where a table is not as they made it."""
    tables = [(found.inputs.hash(place), made) for place, made in found.manifest.tables.items()]
    wrong = next(("damaged" if now else "missing" for now, made in tables if now != made), "")
    for job in steps(found.edition):
        why = wrong or _why(found, job, wish)
        found = replace(found, all={**found.all, job: why})
    return found.all


def changed_tables(found: State) -> list[str]:
    """The tables 表 that somebody has changed since a run made them."""
    tables = found.manifest.tables.items()
    return [place for place, made in tables if found.inputs.hash(place) not in ("", made)]


def _outdated_parts(found: State, are_old: bool = False) -> set[str]:
    """The names of a booklet's parts 冊子の報告 that are not as they would be made now, as far as it is known."""
    parts = titles_of_parts(found.edition, found.plans)
    whys = {job.name: reason_now(found, job, [job.executed], are_old) for job in found.jobs if job.name in parts}
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
    made = found.manifest.records.get(BOOKLET)
    now = _with_edition(found, parts.hashes, BOOKLET)
    return made is not None and made.data == now and not found.manifest.damage(BOOKLET)


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
