"""What a report of an analyst's own notebook 自分のノートブック gets where it has no masthead of its own."""

import re
from copy import deepcopy
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from cityplan.check.draft import is_draft
from cityplan.city.edition import Edition
from cityplan.city.notebooks import first_heading
from cityplan.report.document import band, document_facts, draft_fact, draft_word, year_words
from cityplan.tables.rows import text_rows


def has_masthead(executed: NotebookNode) -> bool:
    """Whether one of a notebook's outputs is a masthead 表題."""
    outputs = (each for cell in executed.cells for each in cell.get("outputs", []))
    return any("document" in _metadata(each) for each in outputs)


def is_open(root: Path, edition: Edition, plan: str) -> bool:
    """Whether a report without a masthead of its own is a draft 案: of one plan, or of all where `plan` is empty."""
    findings = text_rows(root, edition, "findings")
    return is_draft(edition, (each for each in findings if plan in ("", each["plan_id"])))


def with_masthead(executed: NotebookNode, edition: Edition, title: str, draft: bool = False) -> NotebookNode:
    """The executed notebook with a masthead 表題, if none of its outputs is one; it says so if it is a draft.

    `title` is the job's: of one plan it ends with the plan's. The notebook's own heading stands above it then;
    where a shown cell has that heading, it goes, for it would be told twice.
    """
    if has_masthead(executed):
        return executed
    made = deepcopy(executed)
    own = first_heading(made.cells)
    heading = re.compile(rf"^#+[ \t]+{re.escape(own)}[ \t#]*$\n?", re.MULTILINE)
    for cell in made.cells:
        if own and cell.cell_type == "markdown":
            cell.source = heading.sub("", cell.source, count=1)
    of_plan = title.removeprefix(f"{own}　")
    made.cells.insert(0, _masthead(edition, own if of_plan != title else "", of_plan, title, draft))
    return made


def _metadata(output: NotebookNode) -> dict[str, object]:
    metadata = output.get("metadata", {})
    return {**metadata, **metadata.get("text/html", {})}


def _masthead(edition: Edition, kicker: str, name: str, title: str, draft: bool) -> NotebookNode:
    html = band(kicker, "", name, year_words(edition), draft_word(draft))
    facts = document_facts(edition, title, title) | draft_fact(draft)
    shown = nbformat.v4.new_output(  # type: ignore[no-untyped-call]
        "display_data", {"text/html": str(html)}, metadata={"document": facts}
    )
    cell: NotebookNode = nbformat.v4.new_code_cell("", id="masthead", outputs=[shown])  # type: ignore[no-untyped-call]
    return cell
