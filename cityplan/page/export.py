"""Executed notebooks as HTML and PDF, by two nbconvert exporters that read the same outputs.

What a cell shows that a report cannot is `UnsupportedContent`, in Japanese: the cell and what to write.
"""

import re
import threading
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any
from urllib.parse import quote

from jinja2 import Template
from nbconvert.exporters import TemplateExporter
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from nbformat.v4 import new_output
from traitlets.config import Config

from cityplan.files.notebooks import cell_number
from cityplan.files.svg import with_own_ids
from cityplan.look.glyphs import with_geta
from cityplan.look.style import style
from cityplan.page.cell_outputs import notices_of, output_html, outputs
from cityplan.page.html import page_html, with_own_names, with_ways_back, without_dead_links
from cityplan.page.html_to_typst import typst_content
from cityplan.page.notebook_pictures import PICTURES, attached
from cityplan.page.pdf import PAGE_TEMPLATES, Fitted, fitted_pdf, template
from cityplan.report.cell_place import CellPlace, Exported, UnsupportedContent
from cityplan.report.markdown import markdown_html

HIDDEN_TAGS = frozenset({"memo", "parameters", "injected-parameters"})
DOCUMENT_FACTS = ("title", "author", "date", "header_left", "header_right", "footer")
_ANCHOR = re.compile(r'\bid="([^"]+)"')
_COLOUR = re.compile(r"(#[0-9A-Fa-f]{6})?")  # empty: the one of style.toml

# An exporter is made once and holds state while it works.
_rendering = threading.Lock()


def export_html(notebook: NotebookNode, name: str = "notebook", ways: Sequence[tuple[str, str]] = ()) -> bytes:
    """The brief of an executed notebook as one HTML file; `name` is for the messages.

    `ways` are the files beside it to which it leads, and what they are called.
    """
    page = without_dead_links(_render(_html_exporter(), notebook, name, ways))
    return with_own_ids(with_own_names(with_ways_back(page))).encode()


def export_pdf(notebook: NotebookNode, name: str = "notebook") -> bytes:
    """The brief of an executed notebook as PDF/A-2a and PDF/UA-1, the same bytes each time.

    One that carries data 添付 is PDF/A-3a.
    """
    return export_fitted(notebook, name).pdf


def export_fitted(notebook: NotebookNode, name: str) -> Fitted:
    """The same with its density, which the booklet asks for."""
    return fitted_pdf(typst_brief(notebook, name), typst_facts(notebook, name), name, carried_data(notebook))


def typst_brief(notebook: NotebookNode, name: str) -> str:
    """What a brief shows, as Typst source; `name` also keeps its anchors apart from others'."""
    return with_geta(_render(_typst_exporter(), notebook, name))


def typst_facts(notebook: NotebookNode, name: str) -> dict[str, str]:
    """The document's facts by the names that brief.typ gives them."""
    facts = _document(notebook, name)
    return {fact.replace("_", "-"): with_geta(value) for fact, value in facts.items()}


def carried_data(notebook: NotebookNode) -> dict[str, str]:
    """The files that the PDF of a brief carries 添付するデータ: names and texts; none for most."""
    found = _told_facts(notebook)
    return dict(found[0].get("data", {})) if found else {}


def html_template(name: str) -> Template:
    """A template of a page that no notebook makes, with the style that the briefs have."""
    found: Template = _html_exporter().environment.get_template(name)
    return found


class BriefContent(Preprocessor):
    """Keeps what a brief shows, as HTML, refuses what it cannot show, and finds the document's facts."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Name the cells, drop the hidden ones and turn the others into HTML."""
        resources["document"] = _document(nb, resources["metadata"]["name"])
        shown = [(place, cell) for place, cell in cell_places(nb) if _is_shown(cell)]
        for place, cell in shown:
            cell.metadata["where"] = place
            if place.is_text:
                cell.metadata["html"] = markdown_html(cell.source, place)
            else:
                shown_html = ({"text/html": output_html(each, place)} for each in outputs(cell))
                cell.outputs = [new_output("display_data", data) for data in shown_html]  # type: ignore[no-untyped-call]
        nb.cells = [cell for _, cell in shown]
        _note_anchors(nb.cells)
        return nb, resources


def notices(notebook: NotebookNode) -> list[str]:
    """What the run tells of a notebook 実行のときの知らせ: alt texts that nobody wrote, warnings left out."""
    return notices_of(pair for pair in cell_places(notebook) if _is_shown(pair[1]))


def _note_anchors(cells: list[NotebookNode]) -> None:
    """Let every cell know the places that the others have, for the links to them."""
    html = "".join(
        cell.metadata.get("html", "") + "".join(output.data["text/html"] for output in cell.get("outputs", []))
        for cell in cells
    )
    anchors = frozenset(_ANCHOR.findall(html))
    for cell in cells:
        cell.metadata["where"].document.anchors = anchors


def _document(nb: NotebookNode, name: str) -> dict[str, str]:
    found = _told_facts(nb)
    if len(found) != 1:
        problem = "表題がありません" if not found else f"表題が{len(found)}つあります"
        raise UnsupportedContent(name, problem, "masthead のセルを1つだけにしてください")
    band = str(found[0].get("band", ""))
    if not _COLOUR.fullmatch(band):
        raise UnsupportedContent(name, f"表題の帯の色が「{band}」です")
    if missing := [fact for fact in DOCUMENT_FACTS if not found[0].get(fact)]:
        raise UnsupportedContent(name, f"表題に {', '.join(missing)} がありません")
    free = {"band": band, "draft": str(found[0].get("draft", ""))}
    return {fact: str(found[0][fact]) for fact in DOCUMENT_FACTS} | free


def cell_places(notebook: NotebookNode) -> list[tuple[CellPlace, NotebookNode]]:
    """The cells with their places; a text has the number of the cell above it that is run."""
    document, number, found = Exported(), 0, []
    for at, cell in enumerate(notebook.cells):
        is_text = cell.cell_type != "code"
        number = cell_number(notebook.cells, at) or number
        pictures = dict(cell.metadata.get(PICTURES, {})) | attached(cell)
        found.append((CellPlace(number, cell.source, is_text, pictures, document), cell))
    return found


def _told_facts(nb: NotebookNode) -> list[Any]:
    """The facts of a document as each heading 表題 that is shown tells them."""
    return [
        facts
        for cell in nb.cells
        if _is_shown(cell)
        for output in cell.get("outputs", [])
        if (facts := _facts(output)) is not None
    ]


def _facts(output: NotebookNode) -> Any:
    metadata = output.get("metadata", {})
    return metadata.get("text/html", {}).get("document", metadata.get("document"))


def _is_shown(cell: NotebookNode) -> bool:
    hidden = HIDDEN_TAGS.intersection(cell.metadata.get("tags", []))
    return not hidden and cell.cell_type != "raw"


def _render(exporter: TemplateExporter, notebook: NotebookNode, name: str, ways: Sequence[tuple[str, str]] = ()) -> str:
    links = [{"file": quote(file), "called": called} for file, called in ways]
    with _rendering:
        text, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"name": name}, "ways": links})
    return str(text)


@cache
def _html_exporter() -> TemplateExporter:
    exporter = _exporter("brief_html", ".html", {"page_html": page_html})
    exporter.environment.globals["style"] = style()
    exporter.environment.globals["css"] = template("brief_html/style.css")
    return exporter


@cache
def _typst_exporter() -> TemplateExporter:
    return _exporter("brief_typst", ".typ", {"typst_content": typst_content})


def _exporter(template: str, extension: str, filters: dict[str, Callable[..., str]]) -> TemplateExporter:
    settings = {
        "template_name": template,
        "extra_template_basedirs": [str(PAGE_TEMPLATES)],
        "extra_template_paths": [str(PAGE_TEMPLATES)],
        "file_extension": extension,
        "default_preprocessors": [],
        "preprocessors": [BriefContent],
        "filters": filters,
    }
    return TemplateExporter(config=Config({"TemplateExporter": settings}))  # type: ignore[no-untyped-call]
