"""All reports of the edition in one plain process: the same cells and exporters, no kernels."""

import io
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stdout
from pathlib import Path

import nbformat
from compare import CITY, REPORTS, STEPS, YEAR
from IPython.core.interactiveshell import InteractiveShell
from nbformat import NotebookNode

from cityplan.page.export import export_html, export_pdf


def main() -> None:
    """Run the notebooks of a project; write HTML and PDF to a folder."""
    project, out = (Path(text).resolve() for text in sys.argv[1:])
    shell = InteractiveShell.instance()
    for notebook in STEPS:
        executed(shell, project, notebook, {})
    for name, notebook in REPORTS.items():
        plan = {"plan": name[-2:]} if notebook == "40_brief" else {}
        made = executed(shell, project, notebook, plan)
        with ThreadPoolExecutor(2) as threads:
            html = threads.submit(export_html, made, name)
            pdf = threads.submit(export_pdf, made, name)
        (out / f"{name}.html").write_bytes(html.result())
        (out / f"{name}.pdf").write_bytes(pdf.result())


def executed(shell: InteractiveShell, project: Path, notebook: str, parameters: dict[str, str]) -> NotebookNode:
    """A notebook with the outputs of its cells, run in this process."""
    given = {"root": str(project), "city": CITY, "year": YEAR, **parameters}
    found: NotebookNode = nbformat.read(project / f"notebooks/{notebook}.ipynb", as_version=4)
    shell.reset(new_session=False)
    for cell in found.cells:
        if cell.cell_type != "code":
            continue
        with redirect_stdout(io.StringIO()):  # a shell also prints what a cell gives
            done = shell.run_cell(cell.source, store_history=False)
        done.raise_error()
        value = done.result
        if "parameters" in cell.metadata.get("tags", []):
            shell.push(given)
        if value is not None:
            data, metadata = shell.display_formatter.format(value)
            cell.outputs = [nbformat.v4.new_output("display_data", data, metadata=metadata)]
    return found


if __name__ == "__main__":
    main()
