"""What a worker does: run a notebook and export it, or make what no notebook makes."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from cityplan.build import warm
from cityplan.build.run import run_notebook
from cityplan.city.jobs import BOOKLET, ERRATA_WORKBOOK, READING, TABLES_WORKBOOK, Job, PlanTexts
from cityplan.city.source import Edition
from cityplan.files.errors import SourceError, told
from cityplan.files.files import sha256
from cityplan.files.reads import noted
from cityplan.page.booklet import export_booklet
from cityplan.page.export import export_html, export_pdf, notices
from cityplan.page.pdf import ExportError
from cityplan.report.cell_place import UnsupportedContent, not_shown
from cityplan.report.document import logo
from cityplan.report.own_notebook import with_masthead

# Who makes what no notebook makes: module and function, called with the root and the edition.
MAKERS = {
    ERRATA_WORKBOOK: ("cityplan.workbook.errata", "errata_workbook"),
    TABLES_WORKBOOK: ("cityplan.workbook.tables", "tables_workbook"),
    READING: ("cityplan.page.reading", "reading_page"),
}


@dataclass(frozen=True)
class Task:
    """A job 仕事 with what is not in the project's folder: formats, or a booklet's parts."""

    edition: Edition
    job: Job
    formats: Sequence[str] = ()
    plans: PlanTexts = ()
    parts: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """The files that a task made, the places that were read for it, with the hashes of their files, and what to tell."""

    files: dict[str, bytes]
    reads: Mapping[str, str] = field(default_factory=dict)
    notices: Sequence[str] = ()


def run_task(root: Path, task: Task) -> Outcome:
    """Do a task in a project's folder; NotebookError where a notebook fails, else what an analyst can be told."""
    try:
        return _done(root, task)
    except Exception as problem:
        raise told(problem, task.job.title) from problem


def _done(root: Path, task: Task) -> Outcome:
    name = task.job.name
    if task.job in MAKERS:
        hashes = {path.relative_to(root).as_posix(): sha256(path.read_bytes()) for path in _made_of(root, task)}
        made = warm.call(*MAKERS[task.job], root, task.edition)
        return Outcome({name: made}, hashes)
    if task.job == BOOKLET:
        parts = {Path(place).stem: _read(data) for place, data in task.parts.items()}
        try:
            return Outcome({name: export_booklet(task.edition, task.plans, parts, str(logo(root, task.edition)))})
        except ExportError as problem:
            what = f"{task.edition.city_name} {task.edition.year} の{BOOKLET.title}を作れません"
            raise SourceError(f"{what}（{problem}）") from problem
    return _run(root, task)


def _made_of(root: Path, task: Task) -> list[Path]:
    """What is made without a notebook is made of: all tables; the page 読み取り結果 of the document and its findings."""
    tables = root / task.edition.processed
    if task.job == READING:
        return [*(root / task.edition.beside(name) for name in task.edition.files), tables / "findings.csv"]
    return sorted(tables.glob("*.csv"))


def _run(root: Path, task: Task) -> Outcome:
    job, formats = task.job, task.formats
    with tempfile.TemporaryDirectory() as folder:
        reads = Path(folder) / "reads"
        path = root / "notebooks" / job.notebook
        executed = run_notebook(path, job.parameters, job.title, reads)
        places = noted(reads)
    try:
        shown = with_masthead(executed, task.edition, job.title) if formats else executed
        files = {f"{job.name}.{each}": _exported(shown, job, each, formats) for each in formats}
    except (UnsupportedContent, ExportError) as problem:
        raise not_shown(problem, job.notebook, job.title, executed) from problem
    notes = [f"{job.notebook} {line}" for line in notices(executed)]
    return Outcome(files | {job.executed: notebook_bytes(executed)}, places, notes)


def _exported(shown: NotebookNode, job: Job, kind: str, formats: Sequence[str]) -> bytes:
    if kind == "pdf":
        return export_pdf(shown, job.name)
    ways = [(f"{name}.html", called) for name, called in job.ways]
    return export_html(shown, job.name, [*ways, *[(f"{job.name}.pdf", "PDF")] * ("pdf" in formats)])


def notebook_bytes(notebook: NotebookNode) -> bytes:
    """An executed notebook as it is kept."""
    text: str = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
    return f"{text}\n".encode()


def _read(data: bytes) -> NotebookNode:
    notebook: NotebookNode = nbformat.reads(data.decode(), as_version=4)  # type: ignore[no-untyped-call]
    return notebook
