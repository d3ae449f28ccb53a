"""Why a report must be made anew 作り直す理由, by the contents of what it was made of.

A report is as it would be made now if its notebook, the library, its parameters, the packages and
all that the notebook read are what they were. Times of files say nothing. Light.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from cityplan.build import fingerprint
from cityplan.build.fingerprint import Inputs
from cityplan.build.manifest import Manifest, Record
from cityplan.build.runs import Made, Wish, failed_checks, findings
from cityplan.city.jobs import BOOKLET, COMPARISON, INDEX, WORKBOOKS, Job, PlanTexts, reports, steps, titles_of_parts
from cityplan.city.notebooks import ReportNotebook, report_notebooks
from cityplan.city.source import COMMENTS, CORRECTIONS, Edition, plan_of, unknown_plan
from cityplan.files.files import sha256
from cityplan.tables.rows import text_rows

Reasons = dict[Job, str]  # an empty reason where there is nothing to do
_EDITION = "source.toml"  # what it says of the edition, not its bytes
_TABLES_UNKNOWN = {"missing", "damaged"}  # no table can be relied on
_NAMED = 3  # missing reports that the message names
_PARTS = ("notebook", "code", "data", "parameters", "packages")


@dataclass(frozen=True)
class State:
    """One edition as a run finds it: its manifest, its plans, and why what must be made.

    `notebooks` are those of its reports, `wanted` are the plans asked for that it has, by the words they were asked for with. `rest` are
    the workbooks, the booklet and the index, which no notebook makes. `leaving` are the files that
    would go to 前の版/, with why.
    """

    edition: Edition
    manifest: Manifest
    plans: PlanTexts
    wanted: Mapping[str, str]
    steps: Reasons = field(default_factory=dict)
    reports: Reasons = field(default_factory=dict)
    rest: Reasons = field(default_factory=dict)
    leaving: Mapping[str, str] = field(default_factory=dict)
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


def state(root: Path, edition: Edition, manifest: Manifest, wish: Wish) -> State:
    """The state of an edition, measured by what is wished for."""
    inputs = Inputs(root)
    of_steps = _of_steps(edition, manifest, inputs)
    is_unknown = bool(_TABLES_UNKNOWN & set(of_steps.values()))
    if wish.force:
        of_steps = dict.fromkeys(of_steps, "forced")
    if is_unknown:
        return State(edition, manifest, (), {}, of_steps)
    due = any(of_steps.values())
    found = after_steps(root, edition, manifest, inputs, wish, are_old=due)
    if wish.plans and not found.wanted and not due:
        return found  # none of its plans was asked for
    return replace(found, steps=of_steps)


def after_steps(
    root: Path, edition: Edition, manifest: Manifest, inputs: Inputs, wish: Wish, *, are_old: bool = False
) -> State:
    """The state of an edition whose tables are as they should be; or are made anew before (`are_old`)."""
    known = text_rows(root, edition, "plans")
    plan_ids = [row["plan_id"] for row in known]
    wanted = {text: plan for text in wish.plans if (plan := plan_of(text, plan_ids))}
    if not known or (wish.plans and not wanted):
        return State(edition, manifest, known, wanted)
    notebooks = report_notebooks(root).reports
    found = State(edition, manifest, known, wanted, notebooks=notebooks)
    of_reports = {
        job: _reason_now(job, manifest, edition, inputs, files_of(job, wish.formats), are_old)
        for job in found.jobs
        if not wish.plans or job.parameters.get("plan") in wanted.values()
    }
    of_rest = _of_rest(found, inputs, of_reports, wish, are_old)
    if wish.force:
        of_reports, of_rest = (dict.fromkeys(part, "forced") for part in (of_reports, of_rest))
    found = replace(found, reports=of_reports, rest=of_rest)
    return found if are_old else replace(found, leaving=_leaving(found, inputs, wish.formats))


def _leaving(found: State, inputs: Inputs, formats: Sequence[str]) -> dict[str, str]:
    """The files of reports that a run would move to 前の版/, with why, where no step comes before it."""
    due = {job.name: job for job, why in found.all.items() if why}
    if not due:
        return {}
    stand = standing(found.manifest, found.edition, inputs)
    leaving: dict[str, str] = {}
    for name, made in found.manifest.records.items():
        if name in (INDEX.name, BOOKLET.name):
            continue  # the booklet is decided by its parts
        why = "gone" if name in found.gone else "" if name in stand else "data"
        if job := due.get(name):
            now = record(job, found.edition, inputs, inputs.hashes(_read(made)))
            why = first_difference(made, now)
        again = [*files_of(job, formats), job.name] if job else []
        leaving |= {file: why for file in made.files if why and file not in again and not found.manifest.damage(file)}
    return leaving


def files_of(job: Job, formats: Sequence[str]) -> list[str]:
    """The files that a report's run makes."""
    return [*(f"{job.name}.{each}" for each in formats), job.executed]


def record(
    job: Job, edition: Edition, inputs: Inputs, hashes: Mapping[str, str], files: Collection[str] = ()
) -> Record:
    """What a job is made of now; `hashes` are those of what it reads."""
    return Record(
        notebook=inputs.hash(f"notebooks/{job.notebook}") if job.notebook else "",
        code=fingerprint.code(),
        parameters={**job.parameters, "ways": " ".join(name for name, _ in job.ways)} if job.ways else job.parameters,
        packages=fingerprint.packages(),
        data={**hashes, _EDITION: _hash_of(edition)},
        files=tuple(sorted(files)),
    )


def reason(
    job: Job,
    manifest: Manifest,
    edition: Edition,
    inputs: Inputs,
    files: Collection[str],
    hashes: Mapping[str, str] | None = None,
) -> str:
    """Why a job must run; empty where it would make the same again.

    `hashes` are those of what it reads, by default of all that it read the last time.
    """
    made = manifest.records.get(job.name)
    if made is None or not set(files) <= set(made.files):
        return next((manifest.older[name].why for name in files if name in manifest.older), "new")
    if made.failed or (manifest.folder / f"failed/{job.name}.ipynb").exists():
        return "failed"
    if found := [wrong for name in files if (wrong := manifest.damage(name))]:
        return found[0]
    now = record(job, edition, inputs, inputs.hashes(_read(made)) if hashes is None else hashes)
    return first_difference(made, now)


def _reason_now(
    job: Job,
    manifest: Manifest,
    edition: Edition,
    inputs: Inputs,
    files: Collection[str],
    are_old: bool,
    hashes: Mapping[str, str] | None = None,
) -> str:
    """Why a job must run; `later` where that is known only when the tables, which `are_old`, are made."""
    why = reason(job, manifest, edition, inputs, files, hashes)
    made = manifest.records.get(job.name)
    if not are_old or why not in ("", "data") or not made or not set(files) <= set(made.files):
        return why
    tables = f"{edition.processed.as_posix()}/"
    read = inputs.hashes(_read(made)) if hashes is None else hashes
    now = {**read, _EDITION: _hash_of(edition)}
    others = (place for place in now if not place.startswith(tables))
    return "data" if any(now[place] != made.data.get(place) for place in others) else "later"


def first_difference(made: Record, now: Record) -> str:
    """The first thing that is another one now; empty where a report would be the same."""
    return next((part for part in _PARTS if getattr(made, part) != getattr(now, part)), "")


def standing(manifest: Manifest, edition: Edition, inputs: Inputs) -> set[str]:
    """The names of what was made of the same data, whatever else has changed since."""
    own = {_EDITION: _hash_of(edition)}
    return {name for name, made in manifest.records.items() if made.data == inputs.hashes(_read(made)) | own}


def _hash_of(edition: Edition) -> str:
    return sha256(repr(edition).encode())


def _read(made: Record) -> list[str]:
    """The places that a run has read."""
    return [place for place in made.data if place != _EDITION]


def places_of_step(job: Job, edition: Edition, noted: Collection[str]) -> list[str]:
    """What a step read, and what it would read if it were there: the second of earlier editions."""
    clean, compute = steps(edition)
    documents = {clean: [edition], compute: edition.earlier}.get(job, [])
    beside = [place for each in documents for place in (each.raw_file, *map(each.beside, (CORRECTIONS, COMMENTS)))]
    return sorted({*noted, *beside})


def _of_steps(edition: Edition, manifest: Manifest, inputs: Inputs) -> Reasons:
    tables = [(inputs.hash(place), made) for place, made in manifest.tables.items()]
    wrong = next(("damaged" if now else "missing" for now, made in tables if now != made), "")
    found: Reasons = {}
    for job in steps(edition):
        are_old = any(found.values())
        found[job] = wrong or _reason_now(job, manifest, edition, inputs, [job.executed], are_old)
    return found


def changed_tables(found: State, inputs: Inputs) -> list[str]:
    """The tables 表 that somebody has changed since a run made them."""
    tables = found.manifest.tables.items()
    return [place for place, made in tables if inputs.hash(place) not in ("", made)]


def _of_rest(found: State, inputs: Inputs, of_reports: Reasons, wish: Wish, are_old: bool) -> Reasons:
    """Workbooks, booklet and index: made of the tables, and of the reports as they are."""
    edition, manifest = found.edition, found.manifest
    of_rest: Reasons = {}
    if not wish.plans:
        for job in WORKBOOKS:
            of_rest[job] = _reason_now(job, manifest, edition, inputs, [job.name], are_old)
    changed = {job.name for job, why in of_reports.items() if why}
    others = _outdated_parts(found, inputs, are_old) - {job.name for job in of_reports}
    if "pdf" in wish.formats and not others:
        hashes = _booklet_hashes(found, inputs, manifest.files)
        why = _reason_now(BOOKLET, manifest, edition, inputs, [BOOKLET.name], are_old, hashes)
        if are_old and wish.plans:  # the others may be outdated
            why = "later"
        parts = changed & set(titles_of_parts(edition, found.plans))
        of_rest[BOOKLET] = why or ("after_parts" if parts else "")
    why = reason(INDEX, manifest, edition, inputs, [INDEX.name])
    why = why or ("failed" if manifest.begun else "")
    others_listed = changed or found.gone or any(of_rest.values()) or manifest.older != manifest.older_there
    of_rest[INDEX] = why or ("parts" if others_listed or are_old else "")
    return of_rest


def _outdated_parts(found: State, inputs: Inputs, are_old: bool = False) -> set[str]:
    """The names of a booklet's parts 冊子の報告 that are not as they would be made now, as far as it is known."""
    parts = titles_of_parts(found.edition, found.plans)
    whys = {
        job.name: _reason_now(job, found.manifest, found.edition, inputs, [job.executed], are_old)
        for job in found.jobs
        if job.name in parts
    }
    return {name for name, why in whys.items() if why not in ("", "later")}


def _booklet_hashes(found: State, inputs: Inputs, files: Mapping[str, str]) -> dict[str, str]:
    """What a booklet 冊子 is made of: the executed notebooks of its parts, by `files`, and the plans."""
    parts = titles_of_parts(found.edition, found.plans)
    places = [f"notebooks/{name}.ipynb" for name in parts]
    return {
        **{place: files.get(place, "") for place in places},
        **inputs.hashes([f"{found.edition.processed.as_posix()}/plans.csv"]),
    }


@dataclass(frozen=True)
class Parts:
    """What a booklet is made of, hashes by places, and the titles of the reports that are missing.

    A report that is not as it would be made now is missing: no booklet mixes two versions.
    """

    hashes: Mapping[str, str]
    missing: Collection[str]

    @property
    def notebooks(self) -> list[str]:
        """The places of the executed notebooks, in their order."""
        return [place for place in self.hashes if place.endswith(".ipynb")]

    @property
    def problem(self) -> str:
        """Why there is no booklet; empty where there can be one."""
        if not self.missing:
            return ""
        named = list(self.missing)[:_NAMED]
        more = f" ほか{len(self.missing) - _NAMED}件" if len(self.missing) > _NAMED else ""
        return (
            f"冊子は作りませんでした。まだないか、前の版のままの報告: {'、'.join(named)}{more}"
            " → --plan なしで実行すると、全ての報告と冊子がそろいます。"
        )


def booklet_parts(
    found: State, inputs: Inputs, files: Mapping[str, str], made: Collection[str], failed: Collection[str]
) -> Parts:
    """The parts by the files that there are (names with hashes) and by what this run made, and failed."""
    hashes = _booklet_hashes(found, inputs, files)
    outdated = _outdated_parts(found, inputs) - set(made) | set(failed)
    titles = titles_of_parts(found.edition, found.plans).items()
    missing = [title for name, title in titles if name in outdated or not hashes[f"notebooks/{name}.ipynb"]]
    return Parts(hashes, missing)


def booklet_stands(found: State, inputs: Inputs, parts: Parts) -> bool:
    """Whether the booklet that is there is made of just these parts, by any version of this program."""
    made = found.manifest.records.get(BOOKLET.name)
    now = record(BOOKLET, found.edition, inputs, parts.hashes)
    return made is not None and made.data == now.data and not found.manifest.damage(BOOKLET.name)


def booklet_is_fresh(found: State, inputs: Inputs, parts: Parts) -> bool:
    """Whether making it now would give the same booklet."""
    files = [BOOKLET.name]
    return not reason(BOOKLET, found.manifest, found.edition, inputs, files, parts.hashes)


def check_plans(found: Sequence[State], wish: Wish) -> None:
    """Raises UsageError for a plan that was asked for and that no edition has."""
    had = {text for each in found for text in each.wanted}
    if unknown := [text for text in wish.plans if text not in had]:
        raise unknown_plan(unknown, sorted({(row["plan_id"], row["name"]) for each in found for row in each.plans}))


def unchanged(root: Path, found: State) -> Made:
    """An edition of which nothing was to be made."""
    counted = findings(root, found.edition)
    files, failed = found.manifest.files, failed_checks(root, found.edition)
    return Made(found.edition, found.manifest.folder, kept=len(files), failures=failed, findings=counted)
