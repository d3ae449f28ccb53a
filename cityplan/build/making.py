"""Make the reports of some editions: several notebooks at a time, and the ends of two editions.

Nothing of an edition is written before all of it is made, so that a failure leaves the earlier
reports as they were.
"""

import os
import sys
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Lock

from cityplan.build import workers
from cityplan.build.fingerprint import Hashes, Inputs
from cityplan.build.freshness import (
    State,
    after_steps,
    booklet_parts,
    booklet_stands,
    changed_tables,
    check_plans,
    places_of_step,
    reason,
    record,
    state,
    unchanged,
)
from cityplan.build.manifest import Editions, reports_left
from cityplan.build.progress import Progress
from cityplan.build.publishing import Do, Results, listing, publish, write_city_index
from cityplan.build.runs import Made, Wish
from cityplan.build.tasks import Outcome, Task, run_of
from cityplan.city import source
from cityplan.city.edition import CORRECTIONS, Edition
from cityplan.city.jobs import BOOKLET, INDEX, Job, booklet_job
from cityplan.files.errors import NotebookError, UsageError, told
from cityplan.files.files import clear_parts, write_bytes
from cityplan.page.listed import OLDER

EDITIONS_AT_ONCE = 2  # while one ends with its booklet, the next one begins
EDITIONS_AT_MOST = 16  # what is made of them is in memory until it is whole
_JOBS_OF_AN_EDITION = 4  # that it keeps busy on the whole: its steps and its booklet are one each
_ENDS_ALL = (CancelledError, UsageError)  # what is no fault of one edition: no worker is there
CHANGED = "changed while it was read"  # no hash: what was made of it is made again


@dataclass(frozen=True)
class _Work:
    """What the parts of a run share: where, what for, who does it, and who is told."""

    root: Path
    wish: Wish
    do: Do
    workers: Executor
    progress: Progress
    finished: list[Made]
    stopping: Event = field(default_factory=Event)
    writing: Lock = field(default_factory=Lock)
    told: set[str] = field(default_factory=set)

    def expect(self, found: State, done: int = 0) -> None:
        """So many things will be made of an edition, the index aside, `done` of them already."""
        due = [job for job, why in found.all.items() if why and job.name != INDEX]
        self.progress.expect(found.edition, done + len(due))

    def start(self, task: Task) -> Future[Outcome]:
        """Have a task done by the next one who is free; its end is told."""
        under_way = self.workers.submit(self.do, self.root, task)
        under_way.add_done_callback(partial(self.progress.done, task.edition, task.job))
        return under_way

    def note(self, made: Made) -> Made:
        """An edition has come to its end, perhaps before it is told."""
        self.finished.append(made)
        return made


def make_all(root: Path, chosen: Sequence[Edition], wish: Wish, finished: list[Made]) -> Iterator[Made]:
    """Make what is not as it would be made now, and the index of all: see `publish.make`."""
    found: list[State] = []
    unread = False  # an edition whose plans are not known
    known = source.document_places(root, wish.out)
    try:
        with closing(_each_made(root, chosen, wish, finished)) as each_made:
            for seen, made in each_made:
                found.append(seen)
                unread = unread or (made is not None and bool(made.failures) and not seen.plans)
                if made:
                    yield made
    finally:
        write_city_index(wish.out, known)
        _tell_of_reports_left(wish.out, known)
    if not unread:
        check_plans(found, wish)


def _tell_of_reports_left(out: Path, known: Editions) -> None:
    """Reports whose documents are gone are in no index, and left."""
    for folder in reports_left(out, known):
        print(
            f"{os.path.relpath(folder)} の報告は、元の文書が data/raw/ にないので、目次に載せません。"
            "→ 要らなければ、このフォルダを消してください。",
            file=sys.stderr,
        )


def _each_made(
    root: Path, chosen: Sequence[Edition], wish: Wish, finished: list[Made]
) -> Generator[tuple[State, Made | None], None, None]:
    """Each edition in its order, as soon as it is made; at the end of it nothing is under way any more."""
    with (
        _somewhere(wish) as (do, size, at_once),
        Progress(wish.quiet) as progress,
        _pool(at_once) as editions,
        _pool(size) as threads,
    ):
        work = _Work(root, wish, do, threads, progress, finished)
        for edition in chosen:
            _clear(work, edition)
            work.expect(state(root, edition, wish))
        try:
            for each in [editions.submit(_make_edition, work, edition) for edition in chosen]:
                yield each.result()
        except BaseException:
            with work.writing:  # what is being written is written to its end
                work.stopping.set()
            threads.shutdown(wait=False, cancel_futures=True)
            workers.end_busy()  # nobody waits for what they do
            raise


def _clear(work: _Work, edition: Edition) -> None:
    """Remove the half-written files of a run that was killed."""
    reports = work.wish.folder(edition)
    below = ("notebooks", "failed", OLDER, f"{OLDER}/notebooks")
    folders = (work.wish.out, reports, *(reports / name for name in below))
    for folder in (*folders, work.root / edition.processed):
        clear_parts(folder)


@contextmanager
def _somewhere(wish: Wish) -> Iterator[tuple[Do, int, int]]:
    """Who does a task, how many tasks are under way at a time, and how many editions."""
    if not wish.cluster:
        yield (
            workers.run_task,
            wish.jobs,
            min(max(wish.jobs // _JOBS_OF_AN_EDITION, EDITIONS_AT_ONCE), EDITIONS_AT_MOST),
        )
        return
    from cityplan.build.cluster import connected

    with connected(wish.cluster) as cluster:
        at_once = min(max(cluster.size, EDITIONS_AT_ONCE), EDITIONS_AT_MOST)
        yield cluster.run_task, 2 * cluster.size, at_once


@contextmanager
def _pool(size: int) -> Iterator[ThreadPoolExecutor]:
    """Threads; where something has failed, they begin nothing more; after Ctrl-C nobody waits for them."""
    pool = ThreadPoolExecutor(size)
    waiting = True
    try:
        yield pool
    except (KeyboardInterrupt, GeneratorExit):
        waiting = False
        raise
    finally:
        pool.shutdown(wait=waiting, cancel_futures=True)


def _make_edition(work: _Work, edition: Edition) -> tuple[State, Made | None]:
    """One edition from its document to its index; nothing is made of one without a wanted plan."""
    before = state(work.root, edition, work.wish)
    manifest = before.manifest
    if before.is_fresh:
        return before, work.note(unchanged(before)) if before.all else None
    results = Results()
    try:
        _tell_changed_tables(work, before)
        _make(work, before, [job for job, why in before.steps.items() if why], results)
        found = after_steps(State(edition, manifest, Inputs(work.root)), work.wish)
        if work.wish.plans and not found.wanted and not manifest.files:
            return found, None
        work.expect(found, len(results.records))
        due = [job for job, why in found.all.items() if why and job.name not in (BOOKLET, INDEX)]
        _make(work, found, [*due, booklet_job(edition, found.plans)], results)
        made = _publish(work, found, results)
    except _ENDS_ALL:
        raise
    except Exception as error:
        failed = [told(error, "報告を書く途中")]
        return before, work.note(Made(edition, manifest.folder, failures=failed))
    return found, made if found.wanted or not work.wish.plans else None


def _tell_changed_tables(work: _Work, found: State) -> None:
    if changed := changed_tables(found):
        work.progress.tell(
            f"{'、'.join(changed)} は、前の実行が作ったものと違います。原文から作り直します。"
            f"→ 値を直すには、{found.edition.beside(CORRECTIONS)} に書いてください。"
        )


def _publish(work: _Work, found: State, results: Results) -> Made:
    """Write what was made; not where the run ends already, and so not before all is there."""
    with work.writing:
        if work.stopping.is_set():
            raise CancelledError
        return work.note(publish(found, results, work.do))


def _make(work: _Work, found: State, jobs: Sequence[Job], results: Results) -> None:
    """Make some things, each as soon as what it needs is there.

    What a step reads is hashed before it runs. What fails is noted, and the others are made; without a step nothing is.
    """
    waiting, under_way = list(jobs), dict[Future[Outcome], _Begun]()
    ended = SimpleQueue[Future[Outcome]]()  # also the cancelled ones, of which concurrent.futures.wait is not told
    try:
        while waiting or under_way:
            open_ones = {each.name for each in waiting} | {each.task.job.name for each in under_way.values()}
            for job in [each for each in waiting if not open_ones & set(each.needs)]:
                waiting.remove(job)
                if begun := _begun(work, found, job, results):
                    started = work.start(begun.task)
                    under_way[started] = begun
                    started.add_done_callback(ended.put)
            if under_way:
                made = ended.get()
                _take(work, under_way.pop(made), made, results)
    finally:
        for each in under_way:
            each.cancel()


@dataclass(frozen=True)
class _Begun:
    """What is under way: the task, and the state that it began with; `hashes` of what it was given."""

    found: State
    task: Task
    hashes: Hashes | None = None


def _begun(work: _Work, found: State, job: Job, results: Results) -> _Begun | None:
    """What is to be asked for a job when what it needs is there; None where there is nothing to make."""
    if job.name == BOOKLET:
        return _booklet(work, found, job, results)
    if job.is_step:  # the tables may be new since
        found = replace(found, inputs=Inputs(work.root))
        found.inputs.hashes(places_of_step(job, found.edition, ()))
        if found.all[job] == job.after and not reason(found, job, job.makes(())):
            return None
    found.inputs.hash(f"notebooks/{job.notebook}")  # before it runs
    return _Begun(found, run_of(found.edition, job, work.wish.formats))


def _booklet(work: _Work, found: State, job: Job, results: Results) -> _Begun | None:
    """The booklet 冊子 of the reports as they are now; or it is left, or it is said why there is none."""
    failed = {each.name for each in results.failures}
    parts = booklet_parts(found, listing(found, results), results.records, failed)
    if "pdf" not in work.wish.formats or not found.reports:
        results.booklet_stands = booklet_stands(found, parts) and not failed
    elif parts.missing:
        work.progress.tell(parts.problem)
    elif not work.wish.force and not reason(found, job, [BOOKLET], parts.hashes):
        results.booklet_stands = True
    else:
        made = {place: results.files.get(place) or found.manifest.read(place) or b"" for place in parts.notebooks}
        known = {**found.manifest.records, **results.records}
        given = {
            "plans": found.plans,
            "parts": {Path(place).stem: data for place, data in made.items()},
            "densities": {name: known[name].density for name in job.needs},
        }
        return _Begun(found, Task(found.edition, job, given), parts.hashes)
    return None


def _take(work: _Work, begun: _Begun, made: Future[Outcome], results: Results) -> None:
    """Take what a task has made; what fails is noted, and its notebook kept for the analyst to look at."""
    found, job = begun.found, begun.task.job
    try:
        outcome = made.result()
    except _ENDS_ALL:
        raise
    except Exception as error:
        if isinstance(error, NotebookError) and error.executed is not None and not work.stopping.is_set():
            write_bytes(found.manifest.folder / f"failed/{job.name}.ipynb", error.executed)
        if job.is_step:
            raise
        results.failures[job] = told(error, job.title)
        return
    for line in outcome.notices:  # the same of every plan: once
        if line not in work.told:
            work.told.add(line)
            work.progress.tell(line)
    results.files |= outcome.files
    data = begun.hashes or _read_now(found, job, outcome)
    results.records[job.name] = record(found, job, data, outcome.files, outcome.density)


def _read_now(found: State, job: Job, outcome: Outcome) -> dict[str, str]:
    """The hashes of what was read; what has another one than when it was read is made again by the next run."""
    data = found.inputs.hashes(places_of_step(job, found.edition, outcome.reads))
    for place, at_first in outcome.reads.items():
        if found.inputs.hash(place.partition("//")[0]) not in (at_first, ""):
            data[place] = CHANGED
    return data
