"""Strict papermill runs: parameters checked, what is read noted, executed notebooks made stable."""

import logging
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

import nbformat
import papermill
from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError
from papermill.translators import PythonTranslator

from cityplan.build.cell_errors import cell_cause
from cityplan.build.kernels import WarmKernelManager
from cityplan.build.open_notebook import UNSEEN
from cityplan.build.warm import can_fork
from cityplan.files.errors import NotebookError
from cityplan.files.files import write_text
from cityplan.files.notebooks import cell_number, first_words, notebook_bytes, read_notebook
from cityplan.files.reads import SWITCHES, note_files
from cityplan.page.notebook_pictures import take_pictures

# measured: the plain defaults save the notebook after every cell and wait a second at the end
_FAST: dict[str, object] = {
    "progress_bar": False,
    "request_save_on_cell_execute": False,
    "autosave_cell_every": 0,
    "shutdown_kernel": "immediate",
    "iopub_timeout": 60,
    "start_timeout": 300,  # on a loaded machine 60 seconds were not enough
    "coalesce_streams": True,
}
_ADDRESS = re.compile(r" at 0x[0-9a-f]+")  # of an object in memory, another one in each run
_STYLED = re.compile(r'<table id="(T_[0-9a-f]{5})"')
_BANNER = "papermill-error-cell-tag"  # of a cell that papermill adds above a failure, in English
_QUIET = ["--log-level=ERROR", "--HistoryManager.enabled=False"]  # no notices for an analyst, no lines for his history


_NAME_IT = "→ parameters のタグの付いたセルに、ふだんの値とともに書いてください。"
_DIED = "カーネルが止まりました（メモリ不足のことが多いです）。→ --jobs 1 で試してください。"
Parameters = Mapping[str, str | float]


def run_notebook(path: Path, parameters: Parameters, what: str = "", reads: Path | None = None) -> NotebookNode:
    """Execute a notebook ノートブック in its own kernel, in its own folder, and make it stable.

    What it reads of the project is noted in the file `reads`. Raises NotebookError where it cannot be
    read, has no such parameter, or a cell fails.
    """
    notebook = read_notebook(path, what)
    _check_parameters(path, notebook, parameters, what)
    logging.getLogger("papermill").setLevel(logging.CRITICAL)  # an error is raised and told
    with tempfile.TemporaryDirectory() as folder:
        whole, output = Path(folder) / f"whole-{path.name}", Path(folder) / path.name
        write_text(whole, nbformat.writes(notebook))  # type: ignore[no-untyped-call]
        try:
            executed = stable(_execute(path, whole, output, parameters, reads))
        except PapermillExecutionError as error:
            kept = stable(nbformat.read(output, as_version=4))  # type: ignore[no-untyped-call]
            raise _failed(path, what, error, kept) from None
        except (DeadKernelError, RuntimeError):  # the latter where it died before the first cell
            raise NotebookError(path.name, what or path.stem, None, _DIED, notebook_bytes(stable(notebook))) from None
    taken = take_pictures(executed, path.parent)
    if reads:
        note_files(reads, taken, path.parent.parent.resolve())
    return executed


def _failed(path: Path, what: str, error: PapermillExecutionError, kept: NotebookNode) -> NotebookError:
    """What is said of a cell that failed: its number and words, and the line where that helps."""
    source = kept.cells[error.cell_index].source
    cause, line = cell_cause(str(error.ename), str(error.evalue), error.traceback)
    number = cell_number(kept.cells, error.cell_index)
    words = first_words(source, line)
    return NotebookError(path.name, what or path.stem, number, cause, notebook_bytes(kept), words, line)


def _execute(path: Path, whole: Path, output: Path, parameters: Parameters, reads: Path | None) -> NotebookNode:
    names = {"root": path.parent.parent.resolve(), "file": reads}
    noting = [switch.format(**names) for switch in SWITCHES] if reads else []
    executed: NotebookNode = papermill.execute_notebook(
        str(whole),
        str(output),
        parameters=dict(parameters),
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
        extra_arguments=[*_QUIET, UNSEEN, *noting],
        **_FAST,
        **({"kernel_manager_class": WarmKernelManager} if can_fork() else {}),
    )
    return executed


def _check_parameters(path: Path, notebook: NotebookNode, parameters: Parameters, what: str) -> None:
    """Refuse a parameter パラメータ that the notebook's parameters cell does not name."""
    known = _names(notebook)
    for name in parameters:
        if name not in known:
            cause = f"「{name}」というパラメータはありません。あるもの: {'、'.join(known) or 'なし'}。{_NAME_IT}"
            raise NotebookError(path.name, what or path.stem, None, cause, None)


def parameter_names(path: Path) -> list[str]:
    """The parameters パラメータ that a notebook names."""
    return _names(read_notebook(path))


def _names(notebook: NotebookNode) -> list[str]:
    cells = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    return [each.name for each in PythonTranslator.inspect(cells[0])] if cells else []


def stable(executed: NotebookNode) -> NotebookNode:
    """Remove times, random ids and versions, so that the same input gives the same notebook."""
    executed.metadata.pop("papermill", None)
    executed.metadata["language_info"] = {"name": "python"}
    executed.cells = [cell for cell in executed.cells if _BANNER not in cell.metadata.get("tags", [])]
    for number, cell in enumerate(executed.cells, start=1):
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell.id = "injected-parameters"
        cell.id = cell.get("id") or f"cell-{number:02d}"
        for output in cell.get("outputs", []):
            if text := output.get("data", {}).get("text/plain"):
                output.data["text/plain"] = _ADDRESS.sub("", text)
    _number_styled_tables(executed)
    return executed


def _number_styled_tables(executed: NotebookNode) -> None:
    """pandas names each styled table by chance: by its number here."""
    numbers: dict[str, str] = {}
    for output in (each for cell in executed.cells for each in cell.get("outputs", [])):
        html = str(output.get("data", {}).get("text/html", ""))
        for name in dict.fromkeys(_STYLED.findall(html)):
            own = numbers.setdefault(name, f"T_{len(numbers) + 1:05d}")
            output.data["text/html"] = output.data["text/html"].replace(name, own)
