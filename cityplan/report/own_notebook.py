"""What a report of an analyst's own notebook 自分のノートブック gets where it has no masthead of its own."""

import re
from copy import deepcopy

import nbformat
from nbformat import NotebookNode

from cityplan.city.edition import Edition
from cityplan.city.notebooks import first_heading
from cityplan.report.document import band, document_facts, year_words


def with_masthead(executed: NotebookNode, edition: Edition, title: str) -> NotebookNode:
    """The executed notebook with a masthead 表題, if none of its outputs is one.

    `title` is the job's: of one plan it ends with the plan's. The notebook's own heading stands above it then;
    where a shown cell has that heading, it goes, for it would be told twice.
    """
    outputs = (each for cell in executed.cells for each in cell.get("outputs", []))
    if any("document" in _metadata(each) for each in outputs):
        return executed
    made = deepcopy(executed)
    own = first_heading(made.cells)
    heading = re.compile(rf"^#+[ \t]+{re.escape(own)}[ \t#]*$\n?", re.MULTILINE)
    for cell in made.cells:
        if own and cell.cell_type == "markdown":
            cell.source = heading.sub("", cell.source, count=1)
    of_plan = title.removeprefix(f"{own}　")
    made.cells.insert(0, _masthead(edition, own if of_plan != title else "", of_plan, title))
    return made


def _metadata(output: NotebookNode) -> dict[str, object]:
    metadata = output.get("metadata", {})
    return {**metadata, **metadata.get("text/html", {})}


def _masthead(edition: Edition, kicker: str, name: str, title: str) -> NotebookNode:
    html = band(kicker, "", name, year_words(edition))
    shown = nbformat.v4.new_output(  # type: ignore[no-untyped-call]
        "display_data", {"text/html": str(html)}, metadata={"document": document_facts(edition, title, title)}
    )
    cell: NotebookNode = nbformat.v4.new_code_cell("", id="masthead", outputs=[shown])  # type: ignore[no-untyped-call]
    return cell
