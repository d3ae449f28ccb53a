"""What a worker does: run a notebook and export it, or make what no notebook makes."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from cityplan.build import warm
from cityplan.build.run import run_notebook
from cityplan.city.jobs import BOOKLET, ERRATA_WORKBOOK, TABLES_WORKBOOK, Job, PlanTexts
from cityplan.city.source import Edition
from cityplan.files.errors import SourceError, told
from cityplan.files.files import sha256
from cityplan.files.reads import noted
from cityplan.page.booklet import export_booklet
from cityplan.page.export import export_fitted, export_html, notices
from cityplan.page.pdf import ExportError
from cityplan.report.cell_place import UnsupportedContent, not_shown
from cityplan.report.document import logo
from cityplan.report.own_notebook import with_masthead

# Who makes the workbooks: module and function, called with the root and the edition.
MAKERS = {
    ERRATA_WORKBOOK: ("cityplan.workbook.errata", "errata_workbook"),
    TABLES_WORKBOOK: ("cityplan.workbook.tables", "tables_workbook"),
}


@dataclass(frozen=True)
class Task:
    """A job 仕事 with what is not in the project's folder: formats, or a booklet's parts."""

    edition: Edition
    job: Job
    formats: Sequence[str] = ()
    plans: PlanTexts = ()
    parts: Mapping[str, bytes] = field(default_factory=dict)
    densities: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """The files that a task made, the places that were read for it, with the hashes of their files, and what to tell.

    `density` is how densely a PDF is set, for the booklet.
    """

    files: dict[str, bytes]
    reads: Mapping[str, str] = field(default_factory=dict)
    notices: Sequence[str] = ()
    density: str = ""


def run_task(root: Path, task: Task) -> Outcome:
    """Do a task in a project's folder; NotebookError where a notebook fails, else what an analyst can be told."""
    try:
        return _done(root, task)
    except Exception as problem:
        raise told(problem, task.job.title) from problem


def _done(root: Path, task: Task) -> Outcome:
    name = task.job.name
    if task.job in MAKERS:
        made = warm.call(*MAKERS[task.job], root, task.edition)
        tables = sorted((root / task.edition.processed).glob("*.csv"))
        hashes = {path.relative_to(root).as_posix(): sha256(path.read_bytes()) for path in tables}
        return Outcome({name: made}, hashes)
    if task.job == BOOKLET:
        parts = {Path(place).stem: _read(data) for place, data in task.parts.items()}
        try:
            own = str(logo(root, task.edition))
            return Outcome({name: export_booklet(task.edition, task.plans, parts, own, task.densities)})
        except ExportError as problem:
            what = f"{task.edition.city_name} {task.edition.year} の{BOOKLET.title}を作れません"
            raise SourceError(f"{what}（{problem}）") from problem
    return _run(root, task)


def _run(root: Path, task: Task) -> Outcome:
    job, formats = task.job, task.formats
    with tempfile.TemporaryDirectory() as folder:
        reads = Path(folder) / "reads"
        path = root / "notebooks" / job.notebook
        executed = run_notebook(path, job.parameters, job.title, reads)
        places = noted(reads)
    try:
        shown = with_masthead(executed, task.edition, job.title) if formats else executed
        files, density = _exported(shown, job, formats)
    except (UnsupportedContent, ExportError) as problem:
        raise not_shown(problem, job.notebook, job.title, executed) from problem
    notes = [f"{job.notebook} {line}" for line in notices(executed)]
    return Outcome(files | {job.executed: notebook_bytes(executed)}, places, notes, density)


def _exported(shown: NotebookNode, job: Job, formats: Sequence[str]) -> tuple[dict[str, bytes], str]:
    """The files of a report, and the density of its PDF."""
    files, density = {}, ""
    if "html" in formats:
        ways = [(f"{name}.html", called) for name, called in job.ways]
        ways += [(f"{job.name}.pdf", "PDF")] * ("pdf" in formats)
        files[f"{job.name}.html"] = export_html(shown, job.name, ways)
    if "pdf" in formats:
        files[f"{job.name}.pdf"], density = export_fitted(shown, job.name)
    return files, density


def notebook_bytes(notebook: NotebookNode) -> bytes:
    """An executed notebook as it is kept."""
    text: str = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
    return f"{text}\n".encode()


def _read(data: bytes) -> NotebookNode:
    notebook: NotebookNode = nbformat.reads(data.decode(), as_version=4)  # type: ignore[no-untyped-call]
    return notebook
