"""Who makes what 作り方: run a notebook and export it, or make what no notebook makes. What a worker does.

A maker is given the root, the edition and what its job needs, and gives an Outcome, or the bytes of its one file.
"""

import tempfile
from collections.abc import Collection, Mapping, Sequence
from importlib import import_module
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from cityplan.build.run import run_notebook
from cityplan.build.tasks import Outcome, Task
from cityplan.city.edition import Edition
from cityplan.city.jobs import Job, PlanTexts
from cityplan.files.errors import SourceError, told
from cityplan.files.files import sha256
from cityplan.files.notebooks import notebook_bytes
from cityplan.files.reads import noted
from cityplan.page.booklet import export_booklet
from cityplan.page.export import export_fitted, export_html, notices
from cityplan.page.index import edition_index
from cityplan.page.listed import ListedEdition
from cityplan.page.pdf import ExportError
from cityplan.report.cell_place import UnsupportedContent, not_shown
from cityplan.report.document import logo
from cityplan.report.own_notebook import has_masthead, is_open, with_masthead


def run_task(root: Path, task: Task) -> Outcome:
    """Do a task in a project's folder; what fails is what an analyst can be told, NotebookError where a notebook does."""
    module, _, function = task.job.maker.partition(":")
    try:
        hashes = {path.relative_to(root).as_posix(): sha256(path.read_bytes()) for path in _made_of(root, task)}
        made = getattr(import_module(module), function)(root, task.edition, **task.given)
    except Exception as problem:
        raise told(problem, task.job.title) from problem
    return made if isinstance(made, Outcome) else Outcome({task.job.name: made}, hashes)


def _made_of(root: Path, task: Task) -> list[Path]:
    """What is made of the tables is made of all of them; what is made of the document, of it and its findings."""
    tables = root / task.edition.processed
    if task.job.of_document:
        return [*(root / task.edition.beside(name) for name in task.edition.files), tables / "findings.csv"]
    return [] if task.given else sorted(tables.glob("*.csv"))


def notebook(root: Path, edition: Edition, job: Job, formats: Sequence[str]) -> Outcome:
    """Run a notebook, of a step 工程 or of a report 報告, and export it in the formats."""
    with tempfile.TemporaryDirectory() as folder:
        reads = Path(folder) / "reads"
        executed = run_notebook(root / "notebooks" / job.notebook, job.parameters, job.title, reads)
        places = noted(reads)
    shown = executed
    if formats and not has_masthead(executed):
        plan = str(job.parameters.get("plan", ""))
        shown = with_masthead(executed, edition, job.title, is_open(root, edition, plan))
        places |= _findings(root, edition, plan)
    try:
        files, density = _exported(shown, job, formats)
    except (UnsupportedContent, ExportError) as problem:
        raise not_shown(problem, job.notebook, job.title, executed) from problem
    notes = [f"{job.notebook} {line}" for line in notices(executed)]
    return Outcome({**files, job.executed: notebook_bytes(executed)}, places, notes, density)


def _findings(root: Path, edition: Edition, plan: str) -> dict[str, str]:
    """The place of the findings 指摘 that say whether a report is a draft, as if its notebook had read them."""
    file = f"{edition.processed.as_posix()}/findings.csv"
    data = (root / file).read_bytes() if (root / file).exists() else b""
    return {f"{file}//{plan}" if plan else file: sha256(data)}


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


def booklet(
    root: Path, edition: Edition, plans: PlanTexts, parts: Mapping[str, bytes], densities: Mapping[str, str]
) -> bytes:
    """The booklet 冊子 of executed notebooks, with the densities that their PDFs have."""
    notebooks = {name: nbformat.reads(data.decode(), as_version=4) for name, data in parts.items()}  # type: ignore[no-untyped-call]
    try:
        return export_booklet(edition, plans, notebooks, str(logo(root, edition)), densities)
    except ExportError as problem:
        what = f"{edition.city_name} {edition.year} の冊子を作れません"
        raise SourceError(f"{what}（{problem}）") from problem


def index(root: Path, edition: Edition, listed: ListedEdition, older: Collection[str]) -> bytes:
    """The index 目次 of an edition."""
    return edition_index(edition, listed, older)
