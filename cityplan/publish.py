"""From editions to published briefs: run the notebooks, export them, write all files of an edition.

Nothing of an edition is written before all of it is made, so that a failure leaves the earlier
reports as they were; the manifest comes last.
"""

import csv
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from filelock import FileLock, Timeout
from nbformat import NotebookNode
from tqdm import tqdm

from cityplan.booklet import OVERVIEW, Plans, titles_of_parts
from cityplan.booklet_files import BOOKLET, NoBooklet, Reports
from cityplan.errata_workbook import errata_workbook
from cityplan.errors import UsageError
from cityplan.export import export_html, export_pdf
from cityplan.files import read_text, sha256, write_bytes
from cityplan.index import city_index, edition_index
from cityplan.japanese import fold
from cityplan.manifest import MANIFEST, earlier, inputs, read_manifest, write_manifest
from cityplan.run import NotebookError, run_notebook
from cityplan.source import Edition

FORMATS: dict[str, Callable[[NotebookNode, str], bytes]] = {"html": export_html, "pdf": export_pdf}


@dataclass(frozen=True)
class Job:
    """One notebook run ノートブックの実行 that makes a report."""

    name: str
    notebook: str
    title: str
    parameters: dict[str, str | int]


@dataclass(frozen=True)
class Made:
    """What was made of one edition: folder, files, failures, findings by severity."""

    edition: Edition
    folder: Path
    files: list[str]
    failures: list[NotebookError]
    findings: Counter[str]
    wanted: list[str]  # the plans asked for that this edition has


def make(
    root: Path, editions: Sequence[Edition], *, plans: Sequence[str], formats: Sequence[str],
    out: Path, jobs: int, keep_going: bool,
) -> Iterator[Made]:  # fmt: skip
    """Make all reports of some editions, one edition after the other, and the index of all.

    Raises SourceError for an input that cannot be used, UsageError for an unknown plan,
    NotebookError where a notebook fails (with `keep_going`, only after the others are made).
    """
    unknown, known = set(plans), set[str]()
    with _alone(root):
        for edition in editions:
            try:
                made = _make_edition(root, edition, plans, formats, out, jobs, keep_going)
            except NotebookError as error:
                if not keep_going:
                    raise
                made = Made(edition, out / edition.year / edition.city, [], [error], Counter(), [])
            unknown -= set(made.wanted)
            known |= {row["plan_id"] for row in _known_rows(root, edition)}
            if made.files or made.failures:
                yield made
        _write_index(out)
    if unknown:
        raise UsageError(
            f"プラン「{'、'.join(sorted(unknown))}」はありません。あるもの: {'、'.join(sorted(known))}"
        )


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """One run at a time for one project: two would write the same tables."""
    lock = FileLock(Path(tempfile.gettempdir()) / f"cityplan-{sha256(bytes(root))[:16]}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        print("別の実行が終わるのを待っています…", file=sys.stderr)
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def _make_edition(
    root: Path, edition: Edition, plans: Sequence[str], formats: Sequence[str], out: Path,
    jobs: int, keep_going: bool,
) -> Made:  # fmt: skip
    common: dict[str, str | int] = {"city": edition.city, "year": edition.year}
    folder = out / edition.year / edition.city
    steps = [Job("10_clean", "10_clean.ipynb", "表を整える", common),
             Job("20_compute", "20_compute.ipynb", "計算・検算", common)]  # fmt: skip
    with _progress(edition) as bar:
        files: dict[str, bytes] = {}
        for job in steps:
            files |= _run(root, job, (), folder, bar)
        rows = _rows(root, edition, "plans")
        wanted = {text: plan for text in plans if (plan := _plan_id(text, rows))}
        if plans and not wanted:
            return Made(edition, folder, [], [], Counter(), [])
        reports = _jobs(edition, rows, set(wanted.values()), common)
        bar.total = len(steps) + len(reports) + ("pdf" in formats)
        done, failures = _run_all(root, reports, formats, folder, jobs, keep_going, bar)
        files |= done
        if not wanted:
            files["findings.xlsx"] = errata_workbook(root, edition)
        before = earlier(folder, inputs(root, edition))
        made = Reports(edition, rows, files, [failure.what for failure in failures], before)
        booklet = _booklet(root, made, bar) if "pdf" in formats else made.older_booklet()
    findings = _findings(root, edition)
    _publish(root, made, booklet)
    if booklet and "pdf" in formats:
        files[BOOKLET] = booklet
    return Made(edition, folder, sorted(files), failures, findings, list(wanted))


def _jobs(
    edition: Edition, plans: Plans, wanted: set[str], common: dict[str, str | int]
) -> list[Job]:
    titles = titles_of_parts(edition, plans)
    overview = Job(OVERVIEW, "50_overview.ipynb", titles.pop(OVERVIEW), common)
    briefs = [
        Job(name, "40_brief.ipynb", title, {**common, "plan": plan["plan_id"]})
        for plan, (name, title) in zip(plans, titles.items(), strict=True)
        if not wanted or plan["plan_id"] in wanted
    ]
    if wanted:
        return briefs
    return [
        *briefs,
        overview,
        Job("trends", "30_trends.ipynb", "推移", common),
        Job("findings", "60_findings.ipynb", "正誤表案", common),
    ]


def _plan_id(text: str, plans: Plans) -> str:
    """The plan that a person's number means (6 is 06); empty where the edition has none."""
    number = fold(text).lstrip("0")
    known = (plan["plan_id"] for plan in plans)
    return next((plan for plan in known if number and plan.lstrip("0") == number), "")


def _run_all(
    root: Path, reports: list[Job], formats: Sequence[str], folder: Path, jobs: int,
    keep_going: bool, bar: "tqdm[Any]",
) -> tuple[dict[str, bytes], list[NotebookError]]:  # fmt: skip
    """Run several notebooks at a time; the first failure ends it, unless `keep_going`."""
    executor = ThreadPoolExecutor(max_workers=jobs)
    try:
        futures = [executor.submit(_run, root, job, formats, folder, bar) for job in reports]
        if not keep_going:
            wait(futures, return_when=FIRST_EXCEPTION)
        return _results(futures, keep_going)
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _results(
    futures: list[Future[dict[str, bytes]]], keep_going: bool
) -> tuple[dict[str, bytes], list[NotebookError]]:
    files: dict[str, bytes] = {}
    failures: list[NotebookError] = []
    failed = [f for f in futures if f.done() and not f.cancelled() and f.exception()]
    if failed and not keep_going:
        failed[0].result()
    for future in futures:
        try:
            files |= future.result()
        except NotebookError as error:
            failures.append(error)
    return files, failures


def _run(
    root: Path, job: Job, formats: Sequence[str], folder: Path, bar: "tqdm[Any]"
) -> dict[str, bytes]:
    """Run one notebook and export it; a failing one is kept for the analyst to look at."""
    try:
        executed = run_notebook(root / "notebooks" / job.notebook, job.parameters, job.title)
    except NotebookError as error:
        write_bytes(folder / "failed" / f"{job.name}.ipynb", _notebook_bytes(error.executed))
        raise
    files = {f"{job.name}.{each}": FORMATS[each](executed, job.name) for each in formats}
    files[f"notebooks/{job.name}.ipynb"] = _notebook_bytes(executed)
    _tell(job.title, bar)
    return files


def _booklet(root: Path, made: Reports, bar: "tqdm[Any]") -> bytes | None:
    """The booklet 冊子, or a line that says why there is none."""
    try:
        pdf = made.booklet(root)
    except NoBooklet as reason:
        tqdm.write(str(reason), file=sys.stderr)
        return None
    _tell("冊子", bar)
    return pdf


def _tell(title: str, bar: "tqdm[Any]") -> None:
    bar.set_postfix_str(title, refresh=False)
    bar.update()
    if bar.disable:
        print(f"できました: {title}", file=sys.stderr)


def _notebook_bytes(notebook: NotebookNode) -> bytes:
    text: str = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
    return f"{text}\n".encode()


def _progress(edition: Edition) -> "tqdm[Any]":
    return tqdm(
        desc=f"{edition.city_name} {edition.year}", unit="件", disable=None, leave=False,
        file=sys.stderr,
    )  # fmt: skip


def _publish(root: Path, made: Reports, booklet: bytes | None) -> None:
    """Write the files of an edition, its index, and last the manifest 目録.

    Reports made earlier stay in the manifest and the index only if they were made from the same
    document: an outdated brief or booklet is never listed beside a new brief.
    """
    folder, edition = made.before.folder, made.edition
    files = {**made.files} | ({BOOKLET: booklet} if booklet else {})
    for name, data in files.items():
        write_bytes(folder / name, data)
    known = {**made.before.files} | {name: sha256(data) for name, data in files.items()}
    if not booklet:
        known.pop(BOOKLET, None)
        (folder / BOOKLET).unlink(missing_ok=True)
    page = edition_index(edition, {t: _rows(root, edition, t) for t in _INDEX_TABLES}, set(known))
    write_bytes(folder / "index.html", page)
    known["index.html"] = sha256(page)
    write_manifest(made.before, edition, len(made.plans), known)
    _clear_failures(folder / "failed", files)


def _clear_failures(folder: Path, files: dict[str, bytes]) -> None:
    """Remove the kept notebooks of failures that are mended now."""
    for path in folder.glob("*.ipynb"):
        if f"notebooks/{path.name}" in files:
            path.unlink()
    if folder.exists() and not any(folder.iterdir()):
        folder.rmdir()


_INDEX_TABLES = (
    "plans",
    "indicators",
    "indicator_results",
    "activities",
    "activity_results",
    "findings",
)


def _write_index(out: Path) -> None:
    found = [read_manifest(path.parent) for path in sorted(out.glob(f"*/*/{MANIFEST}"))]
    if manifests := [manifest for manifest in found if manifest]:
        write_bytes(out / "index.html", city_index(manifests))


def _rows(root: Path, edition: Edition, table: str) -> list[dict[str, str]]:
    """The rows of a table as text; light, for what needs no types."""
    path = root / edition.processed / f"{table}.csv"
    return list(csv.DictReader(read_text(path).splitlines(keepends=True)))


def _known_rows(root: Path, edition: Edition) -> list[dict[str, str]]:
    """The plans of an edition, if it was ever cleaned."""
    there = (root / edition.processed / "plans.csv").exists()
    return _rows(root, edition, "plans") if there else []


def _findings(root: Path, edition: Edition) -> Counter[str]:
    return Counter(row["severity"] for row in _rows(root, edition, "findings"))
