"""Make the comparison of two editions 年度の比較 and put it beside the reports of the later one.

Not a part of a run of the pipeline: it is made when it is asked for, of tables as they should be now.
"""

from dataclasses import replace
from pathlib import Path

from cityplan.build import workers
from cityplan.build.fingerprint import Inputs
from cityplan.build.freshness import State, booklet_parts, booklet_stands, record, state
from cityplan.build.publish import alone, warm_up_beside
from cityplan.build.publishing import Results, listing, publish
from cityplan.build.runs import Wish
from cityplan.build.tasks import Outcome, run_of
from cityplan.city.edition import Edition
from cityplan.city.jobs import REASONS, Job, comparison_job
from cityplan.files.errors import NotebookError, SourceError
from cityplan.files.files import shown_place, write_bytes
from cityplan.report.years.comparison import compared

_FORMATS = ("html", "pdf")


def compare(root: Path, city: str, year: str, other: str, *, out: Path) -> str:
    """Compare two years of a city, in whichever order they are given; says what was made, and where.

    `out` is the folder of the reports, in which both were made.

    UsageError for a city or year that does not exist, or the same year twice; SourceError where the
    tables of an edition are not as the pipeline would make them now; NotebookError.
    """
    editions = compared(root, city, year, other)
    wish = Wish(out)
    with alone(root):
        found = [_as_made(root, edition, wish) for edition in editions]
        warm_up_beside()
        job = comparison_job(editions[0], editions[-1].year)
        files = _publish(found[0], job, _run(root, found[0], job))
    folder = shown_place(wish.folder(editions[0]), root)
    return f"{editions[0].city_name}の {editions[-1].year} と {editions[0].year} を比べました: " + "、".join(
        f"{folder}/{name}" for name in files
    )


def _as_made(root: Path, edition: Edition, wish: Wish) -> State:
    """An edition whose tables are as they would be made now; SourceError for others."""
    found = state(root, edition, wish)
    if why := next(filter(None, found.steps.values()), ""):
        place = shown_place(wish.out, root)
        out = "" if place == "reports" else f" --out {place}"
        raise SourceError(
            f"{edition.year} の表がまだないか、いま作るものと違います（{REASONS[why]}）",
            file=f"{edition.processed.as_posix()}/",
            next_step=f"python pipeline.py --city {edition.city} --year {edition.year}{out} を実行してください。",
        )
    return found


def _run(root: Path, found: State, job: Job) -> Outcome:
    """Run the notebook; where it fails, it is kept for the analyst to look at."""
    try:
        return workers.run_task(root, run_of(found.edition, job, _FORMATS))
    except NotebookError as error:
        if error.executed is None:
            raise
        failed = found.manifest.folder / f"failed/{job.name}.ipynb"
        write_bytes(failed, error.executed)
        raise


def _publish(before: State, job: Job, outcome: Outcome) -> list[str]:
    """Write the comparison, and the index that leads to it; the names of what is for readers."""
    found = replace(before, inputs=Inputs(before.inputs.root))
    made = record(found, job, found.inputs.hashes(outcome.reads), outcome.files)
    results = Results(outcome.files, {job.name: made})
    parts = booklet_parts(found, listing(found, results), (), ())
    results.booklet_stands = booklet_stands(found, parts)
    done = publish(found, results, workers.run_task)
    if not set(outcome.files) <= set(done.files):  # another program has one of them open
        raise done.failures[0]
    return [f"{job.name}.{each}" for each in _FORMATS]
