"""All reports of the edition in one plain process: the same cells, exporters and makers, no kernels."""

import io
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stdout
from importlib import import_module
from pathlib import Path

import nbformat
from compare import CITY, REPORTS, STEPS, YEAR
from IPython.core.interactiveshell import InteractiveShell
from nbformat import NotebookNode

from cityplan.city import source
from cityplan.city.jobs import BOOKLET, WITHOUT_NOTEBOOKS, titles_of_parts
from cityplan.page.booklet import export_booklet
from cityplan.page.export import export_fitted, export_html
from cityplan.report.document import logo
from cityplan.tables.rows import text_rows


def main() -> None:
    """Run the notebooks of a project; write HTML and PDF, and what no notebook makes, to a folder."""
    project, out = (Path(text).resolve() for text in sys.argv[1:])
    shell = InteractiveShell.instance()
    for notebook in STEPS:
        executed(shell, project, notebook, {})
    notebooks, densities = {}, {}
    for name, notebook in REPORTS.items():
        plan = {"plan": name[-2:]} if notebook == "40_brief" else {}
        made = executed(shell, project, notebook, plan)
        with ThreadPoolExecutor(2) as threads:
            html = threads.submit(export_html, made, name)
            fitted = threads.submit(export_fitted, made, name)
        (out / f"{name}.html").write_bytes(html.result())
        (out / f"{name}.pdf").write_bytes(fitted.result().pdf)
        notebooks[name], densities[name] = made, fitted.result().density
    make_the_rest(project, out, notebooks, densities)


def make_the_rest(
    project: Path, out: Path, notebooks: Mapping[str, NotebookNode], densities: Mapping[str, str]
) -> None:
    """The workbooks, the page of what was read, and the booklet."""
    edition = source.edition(project, CITY, YEAR)
    for job in WITHOUT_NOTEBOOKS:
        module, _, function = job.maker.partition(":")
        (out / job.name).write_bytes(getattr(import_module(module), function)(project, edition))
    plans = text_rows(project, edition, "plans")
    parts = {name: notebooks[name] for name in titles_of_parts(edition, plans)}
    (out / BOOKLET).write_bytes(export_booklet(edition, plans, parts, str(logo(project, edition)), densities))


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
