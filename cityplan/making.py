"""Make the reports of some editions: several notebooks at a time, and the ends of two editions.

Nothing of an edition is written before all of it is made, so that a failure leaves the earlier
reports as they were.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from cityplan.booklet_files import OUTDATED, Parts, is_as_it_would_be, parts_of, stands
from cityplan.errors import NotebookError
from cityplan.files import write_bytes
from cityplan.fingerprint import Inputs
from cityplan.freshness import (
    State,
    after_steps,
    check_plans,
    places_of_step,
    reason,
    record,
    state,
    unchanged,
)
from cityplan.html_subset import UnsupportedContent
from cityplan.jobs import BOOKLET, WORKBOOK, Job, titles_of_parts
from cityplan.manifest import open_manifest
from cityplan.progress import Progress
from cityplan.publishing import Results, listing, publish, write_city_index
from cityplan.runs import Made, Wish
from cityplan.source import Edition
from cityplan.tasks import Outcome, Task, notebook_bytes, run_task
from cityplan.typst_pdf import ExportError

EDITIONS_AT_ONCE = 2  # while one ends with its booklet, the next one begins


@dataclass(frozen=True)
class _Work:
    """What the parts of a run share: where, what for, who does it, and who is told."""

    root: Path
    wish: Wish
    submit: Callable[[Task], Future[Outcome]]
    progress: Progress

    def start(self, task: Task) -> Future[Outcome]:
        """Have a task done by the next one who is free; its end is told."""
        self.progress.expect()
        under_way = self.submit(task)
        under_way.add_done_callback(partial(self.progress.done, task.edition, task.job))
        return under_way


def make_all(root: Path, editions: Sequence[Edition], wish: Wish) -> Iterator[Made]:
    """Make what is not as it would be made now, and the index of all: see `publish.make`."""
    found: list[State] = []
    with Progress() as progress, _pool(EDITIONS_AT_ONCE) as threads, _pool(wish.jobs) as workers:
        work = _Work(root, wish, lambda task: workers.submit(run_task, root, task), progress)
        for each in [threads.submit(_make_edition, work, edition) for edition in editions]:
            seen, made = each.result()
            found.append(seen)
            if made:
                yield made
    write_city_index(wish.out)
    check_plans(found, wish)


@contextmanager
def _pool(size: int) -> Iterator[ThreadPoolExecutor]:
    """Threads; where something has failed, they begin nothing more."""
    pool = ThreadPoolExecutor(size)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _make_edition(work: _Work, edition: Edition) -> tuple[State, Made | None]:
    """One edition from its document to its index; nothing is made of one without a wanted plan."""
    manifest = open_manifest(work.wish.folder(edition))
    found = state(work.root, edition, manifest, work.wish)
    if found.is_fresh:
        return found, unchanged(work.root, found) if found.all else None
    results = Results()
    _make_tables(work, found, results)
    if results.failures:
        return found, Made(edition, manifest.folder, failures=list(results.failures.values()))
    inputs = Inputs(work.root)
    found = after_steps(work.root, edition, manifest, inputs, work.wish)
    if work.wish.plans and not found.wanted:
        return found, None
    _make_reports(work, found, inputs, results)
    return found, publish(work.root, found, inputs, results)


def _make_tables(work: _Work, found: State, results: Results) -> None:
    """Run the steps 工程 that are not as they would be; what they read is hashed before they do."""
    for job, why in found.steps.items():
        inputs = Inputs(work.root)
        inputs.hashes(places_of_step(job, found.edition, ()))
        if results.records:  # the tables are new
            why = why or reason(job, found.manifest, found.edition, inputs, [job.executed])
        if why and not results.failures:
            _take(work, found, inputs, job, work.start(Task(found.edition, job)), results)


def _make_reports(work: _Work, found: State, inputs: Inputs, results: Results) -> None:
    """Make the reports that are not as they would be; the booklet as soon as its parts are there."""
    jobs = [job for job, why in found.reports.items() if why]
    jobs += [WORKBOOK] if found.rest.get(WORKBOOK) else []
    inputs.hashes(f"notebooks/{job.notebook}" for job in jobs)  # before they are run
    under_way = {job: work.start(Task(found.edition, job, work.wish.formats)) for job in jobs}
    titles = titles_of_parts(found.edition, found.plans)
    parts = {job: under_way.pop(job) for job in jobs if job.name in titles}
    try:
        _take_all(work, found, inputs, parts, results)
        finish_booklet = _start_booklet(work, found, inputs, results)
        _take_all(work, found, inputs, under_way, results)
        finish_booklet()
    finally:
        for each in (*parts.values(), *under_way.values()):
            each.cancel()


def _take_all(
    work: _Work, found: State, inputs: Inputs, under_way: Mapping[Job, Future[Outcome]],
    results: Results,
) -> None:  # fmt: skip
    """Take what several tasks have made; the first failure ends it, or none does."""
    if not work.wish.keep_going:
        wait(under_way.values(), return_when=FIRST_EXCEPTION)
    failed_first = sorted(
        under_way.items(), key=lambda pair: not (pair[1].done() and pair[1].exception())
    )
    for job, each in failed_first:
        _take(work, found, inputs, job, each, results)


def _start_booklet(
    work: _Work, found: State, inputs: Inputs, results: Results
) -> Callable[[], None]:
    """Begin the booklet 冊子 of the reports as they are now, or leave it, or say why there is none."""
    files = listing(found, inputs, results)
    parts = parts_of(found, files, {job.name for job in results.failures})
    wanted = "pdf" in work.wish.formats
    as_it_is = is_as_it_would_be(found, parts, inputs) and not work.wish.force
    if as_it_is if wanted else stands(found, parts, inputs):
        results.kept.add(BOOKLET.name)
    elif wanted and parts.missing:
        work.progress.tell(parts.problem)
    elif wanted:
        notebooks = {
            place: results.files.get(place) or found.manifest.read(place) or b""
            for place in parts.hashes
        }
        task = Task(found.edition, BOOKLET, (), found.plans, notebooks)
        return partial(_finish_booklet, work, found, inputs, parts, work.start(task), results)
    return lambda: None


def _finish_booklet(
    work: _Work, found: State, inputs: Inputs, parts: Parts, made: Future[Outcome], results: Results
) -> None:
    """Take the booklet; reports of an earlier version that cannot be set any more leave none."""
    try:
        results.files |= made.result().files
    except (UnsupportedContent, ExportError):
        if parts.hashes.keys() <= results.files.keys():
            raise
        work.progress.tell(OUTDATED)
    else:
        made_of = record(BOOKLET, found.edition, inputs, parts.hashes, [BOOKLET.name])
        results.records[BOOKLET.name] = made_of


def _take(
    work: _Work, found: State, inputs: Inputs, job: Job, made: Future[Outcome], results: Results
) -> None:
    """Take what a task has made; a notebook that failed is kept for the analyst to look at."""
    try:
        outcome = made.result()
    except NotebookError as error:
        failed = found.manifest.folder / f"failed/{job.name}.ipynb"
        write_bytes(failed, notebook_bytes(error.executed))
        if not work.wish.keep_going:
            raise
        results.failures[job] = error
        return
    results.files |= outcome.files
    places = inputs.hashes(places_of_step(job, found.edition, outcome.reads))
    results.records[job.name] = record(job, found.edition, inputs, places, outcome.files)
