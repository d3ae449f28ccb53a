"""Make the reports of some editions: several notebooks at a time, and the ends of two editions.

Nothing of an edition is written before all of it is made, so that a failure leaves the earlier
reports as they were.
"""

import os
import sys
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from threading import Event, Lock

from cityplan.build.fingerprint import Inputs
from cityplan.build.freshness import (
    Parts,
    State,
    after_steps,
    booklet_is_fresh,
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
from cityplan.build.kernels import end_kernels
from cityplan.build.manifest import Editions, reports_left
from cityplan.build.progress import Progress
from cityplan.build.publishing import Results, listing, publish, write_city_index
from cityplan.build.runs import Made, Wish
from cityplan.build.tasks import Outcome, Task, notebook_bytes, run_task
from cityplan.city import source
from cityplan.city.jobs import BOOKLET, INDEX, WORKBOOKS, Job, titles_of_parts
from cityplan.city.source import CORRECTIONS, Edition
from cityplan.files.errors import NotebookError, UsageError, told
from cityplan.files.files import clear_parts, write_bytes
from cityplan.page.listed import OLDER

Do = Callable[[Path, Task], Outcome]
EDITIONS_AT_ONCE = 2  # while one ends with its booklet, the next one begins
EDITIONS_AT_MOST = 16  # on many machines: what is made of them is in memory until it is whole
_ENDS_ALL = (CancelledError, UsageError)  # what is no fault of one edition: no worker is there
CHANGED = "changed while it was read"  # no hash: what was made of it is made again


@dataclass(frozen=True)
class _Work:
    """What the parts of a run share: where, what for, who does it, and who is told."""

    root: Path
    wish: Wish
    submit: Callable[[Task], Future[Outcome]]
    progress: Progress
    finished: list[Made]
    stopping: Event = field(default_factory=Event)
    writing: Lock = field(default_factory=Lock)
    told: set[str] = field(default_factory=set)

    def expect(self, found: State, done: int = 0) -> None:
        """So many things will be made of an edition, the index aside, `done` of them already."""
        due = [job for job, why in found.all.items() if why and job != INDEX]
        self.progress.expect(found.edition, done + len(due))

    def start(self, task: Task) -> Future[Outcome]:
        """Have a task done by the next one who is free; its end is told."""
        under_way = self.submit(task)
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
        _pool(at_once) as threads,
        _pool(size) as workers,
    ):
        work = _Work(root, wish, lambda task: workers.submit(do, root, task), progress, finished)
        for edition in chosen:
            _clear(work, edition)
            work.expect(state(root, edition, wish))
        try:
            for each in [threads.submit(_make_edition, work, edition) for edition in chosen]:
                yield each.result()
        except BaseException:
            with work.writing:  # what is being written is written to its end
                work.stopping.set()
            workers.shutdown(wait=False, cancel_futures=True)
            end_kernels()  # of notebooks that nobody waits for any more
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
        yield run_task, wish.jobs, EDITIONS_AT_ONCE
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
        _make_tables(work, before, results)
        found = after_steps(State(edition, manifest, Inputs(work.root)), work.wish)
        if work.wish.plans and not found.wanted and not manifest.files:
            return found, None
        work.expect(found, len(results.records))
        _make_reports(work, found, results)
        made = _publish(work, found, results)
    except _ENDS_ALL:
        raise
    except Exception as error:
        failed = [told(error, "報告を書く途中")]
        return before, work.note(Made(edition, manifest.folder, failures=failed))
    return found, made if found.wanted or not work.wish.plans else None


def _publish(work: _Work, found: State, results: Results) -> Made:
    """Write what was made; not where the run ends already, and so not before all is there."""
    with work.writing:
        if work.stopping.is_set():
            raise CancelledError
        return work.note(publish(found, results))


def _make_tables(work: _Work, found: State, results: Results) -> None:
    """Run the steps 工程 that are not as they would be; what they read is hashed before they do."""
    if changed := changed_tables(found):
        work.progress.tell(
            f"{'、'.join(changed)} は、前の実行が作ったものと違います。原文から作り直します。"
            f"→ 値を直すには、{found.edition.beside(CORRECTIONS)} に書いてください。"
        )
    for job, why in found.steps.items():
        now = replace(found, inputs=Inputs(work.root))
        now.inputs.hashes([f"notebooks/{job.notebook}", *places_of_step(job, found.edition, ())])
        if why == "later":  # the tables are new
            why = reason(now, job, [job.executed])
        if why:
            _take(work, now, job, work.start(Task(found.edition, job)), results)


def _make_reports(work: _Work, found: State, results: Results) -> None:
    """Make the reports that are not as they would be; the booklet as soon as its parts are there."""
    jobs = [job for job, why in found.reports.items() if why]
    jobs += [job for job in WORKBOOKS if found.rest.get(job)]
    found.inputs.hashes(f"notebooks/{job.notebook}" for job in jobs)  # before they are run
    under_way = {job: work.start(Task(found.edition, job, work.wish.formats)) for job in jobs}
    titles = titles_of_parts(found.edition, found.plans)
    parts = {job: under_way.pop(job) for job in jobs if job.name in titles}
    try:
        _take_all(work, found, parts, results)
        finish_booklet = _start_booklet(work, found, results) if found.reports else _nothing
        _take_all(work, found, under_way, results)
        finish_booklet()
    finally:
        for each in (*parts.values(), *under_way.values()):
            each.cancel()


def _take_all(work: _Work, found: State, under_way: Mapping[Job, Future[Outcome]], results: Results) -> None:
    """Take what several tasks have made; what fails is noted, and the others are made."""
    for job, each in under_way.items():
        try:
            _take(work, found, job, each, results)
        except _ENDS_ALL:
            raise
        except Exception as error:
            results.failures[job] = told(error, job.title)


def _start_booklet(work: _Work, found: State, results: Results) -> Callable[[], None]:
    """Begin the booklet 冊子 of the reports as they are now, or leave it, or say why there is none."""
    failed = {job.name for job in results.failures}
    parts = booklet_parts(found, listing(found, results), results.records, failed)
    if "pdf" not in work.wish.formats or not found.reports:
        results.booklet_stands = booklet_stands(found, parts) and not failed
    elif parts.missing:
        work.progress.tell(parts.problem)
    elif booklet_is_fresh(found, parts) and not work.wish.force:
        results.booklet_stands = True
    else:
        notebooks = {place: results.files.get(place) or found.manifest.read(place) or b"" for place in parts.notebooks}
        known = {**found.manifest.records, **results.records}
        densities = {name: known[name].density for name in titles_of_parts(found.edition, found.plans)}
        made = work.start(Task(found.edition, BOOKLET, (), found.plans, notebooks, densities))
        return partial(_finish_booklet, found, parts, made, results)
    return _nothing


def _nothing() -> None:
    """There is no booklet to wait for."""


def _finish_booklet(found: State, parts: Parts, made: Future[Outcome], results: Results) -> None:
    try:
        results.files |= made.result().files
    except _ENDS_ALL:
        raise
    except Exception as error:
        results.failures[BOOKLET] = told(error, BOOKLET.title)
        return
    results.records[BOOKLET.name] = record(found, BOOKLET, parts.hashes, [BOOKLET.name])


def _take(work: _Work, found: State, job: Job, made: Future[Outcome], results: Results) -> None:
    """Take what a task has made; a notebook that failed is kept for the analyst to look at."""
    try:
        outcome = made.result()
    except NotebookError as error:
        if not work.stopping.is_set() and error.executed is not None:
            failed = found.manifest.folder / f"failed/{job.name}.ipynb"
            write_bytes(failed, notebook_bytes(error.executed))
        raise
    for line in outcome.notices:  # the same of every plan: once
        if line not in work.told:
            work.told.add(line)
            work.progress.tell(line)
    results.files |= outcome.files
    data = found.inputs.hashes(places_of_step(job, found.edition, outcome.reads))
    for place, at_first in outcome.reads.items():
        if found.inputs.hash(place.partition("//")[0]) not in (at_first, ""):
            data[place] = CHANGED
    results.records[job.name] = record(found, job, data, outcome.files, outcome.density)
