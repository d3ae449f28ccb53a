"""Executed notebooks as HTML and PDF, by two nbconvert exporters that read the same outputs.

What is wrong in a notebook's outputs is a programming error: `UnsupportedContent`, in English,
names notebook and cell.
"""

import re
import threading
import tomllib
from collections.abc import Callable
from functools import cache
from typing import Any

from jinja2 import Template
from nbconvert.exporters import TemplateExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from traitlets.config import Config

from cityplan.cells import cell_name
from cityplan.glyphs import with_geta
from cityplan.html_subset import UnsupportedContent
from cityplan.page_html import page_html, without_dead_links
from cityplan.svg import with_own_ids
from cityplan.typst_pdf import TEMPLATES, fitted_pdf, template
from cityplan.typst_source import typst_content

HIDDEN_TAGS = frozenset({"memo", "parameters", "injected-parameters"})
DOCUMENT_FACTS = ("title", "author", "date", "header_left", "header_right", "footer")
_COLOUR = re.compile(r"(#[0-9A-Fa-f]{6})?")  # empty: the one of style.toml

# An exporter is made once and holds state while it works.
_rendering = threading.Lock()


def export_html(notebook: NotebookNode, name: str = "notebook") -> bytes:
    """The brief of an executed notebook as one HTML file; `name` is for the messages."""
    page = without_dead_links(_render(_html_exporter(), notebook, name))
    return with_own_ids(page).encode()


def export_pdf(notebook: NotebookNode, name: str = "notebook") -> bytes:
    """The brief of an executed notebook as PDF/A-2a and PDF/UA-1, the same bytes each time."""
    return fitted_pdf(typst_brief(notebook, name), typst_facts(notebook, name), name).pdf


def typst_brief(notebook: NotebookNode, name: str) -> str:
    """What a brief shows, as Typst source; `name` also keeps its anchors apart from others'."""
    return with_geta(_render(_typst_exporter(), notebook, name))


def typst_facts(notebook: NotebookNode, name: str) -> dict[str, str]:
    """The document's facts by the names that brief.typ gives them."""
    facts = _document(notebook, name)
    return {fact.replace("_", "-"): with_geta(value) for fact, value in facts.items()}


def html_template(name: str) -> Template:
    """A template of a page that no notebook makes, with the style that the briefs have."""
    found: Template = _html_exporter().environment.get_template(name)
    return found


class BriefContent(Preprocessor):
    """Keeps what a brief shows, refuses what it cannot show, and finds the document's facts."""

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Number the cells, drop the hidden ones and check the outputs of the others."""
        name = resources["metadata"]["name"]
        resources["document"] = _document(nb, name)
        for at, cell in enumerate(nb.cells):
            cell.metadata["where"] = cell_name(nb.cells, at)
        nb.cells = [cell for cell in nb.cells if _is_shown(cell)]
        for cell in nb.cells:
            for output in cell.get("outputs", []):
                _check_output(output, cell.metadata["where"])
        return nb, resources


def output_html(output: NotebookNode) -> str:
    """The HTML of an output; a Markdown output is rendered."""
    if "text/html" in output.data:
        return str(output.data["text/html"])
    return markdown_html(output.data["text/markdown"])


def markdown_html(source: str) -> str:
    """Markdown as HTML, without nbconvert's ¶ links beside the headings."""
    renderer = IPythonRenderer(escape=False, exclude_anchor_links=True)
    return MarkdownWithMath(renderer=renderer).render(source)


def _document(nb: NotebookNode, name: str) -> dict[str, str]:
    found = [
        facts
        for cell in nb.cells
        if _is_shown(cell)
        for output in cell.get("outputs", [])
        if (facts := _facts(output)) is not None
    ]
    if len(found) != 1:
        raise UnsupportedContent(
            f"{name}: {len(found)} outputs with metadata 'document'; the masthead gives one"
        )
    band = str(found[0].get("band", ""))
    if not _COLOUR.fullmatch(band):
        raise UnsupportedContent(f"{name}: metadata 'document' has the band {band!r}")
    if missing := [fact for fact in DOCUMENT_FACTS if not found[0].get(fact)]:
        raise UnsupportedContent(f"{name}: metadata 'document' lacks {', '.join(missing)}")
    return {fact: str(found[0][fact]) for fact in DOCUMENT_FACTS} | {"band": band}


def _facts(output: NotebookNode) -> Any:
    metadata = output.get("metadata", {})
    return metadata.get("text/html", {}).get("document", metadata.get("document"))


def _is_shown(cell: NotebookNode) -> bool:
    return not HIDDEN_TAGS.intersection(cell.metadata.get("tags", []))


def _check_output(output: NotebookNode, where: str) -> None:
    kind = output.output_type
    if kind == "error":
        raise UnsupportedContent(f"{where}: {output.ename}: {output.evalue}")
    if kind == "stream":
        raise UnsupportedContent(f"{where}: 文字だけの出力: {output.text[:200]!r}")
    if not {"text/html", "text/markdown"} & set(output.data):
        raise UnsupportedContent(
            f"{where}: 報告に出せない形の出力（{', '.join(output.data)}）:"
            f" {output.data.get('text/plain', '')[:200]!r}"
        )


def _render(exporter: TemplateExporter, notebook: NotebookNode, name: str) -> str:
    with _rendering:
        text, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"name": name}})
    return str(text)


@cache
def _html_exporter() -> TemplateExporter:
    exporter = _exporter("brief_html", ".html", {"page_html": page_html})
    exporter.environment.globals["style"] = tomllib.loads(template("style.toml"))
    exporter.environment.globals["css"] = template("brief_html/style.css")
    return exporter


@cache
def _typst_exporter() -> TemplateExporter:
    return _exporter("brief_typst", ".typ", {"typst_content": typst_content})


def _exporter(
    template: str, extension: str, filters: dict[str, Callable[..., str]]
) -> TemplateExporter:
    settings = Config()
    settings.TemplateExporter.template_name = template
    settings.TemplateExporter.extra_template_basedirs = [str(TEMPLATES)]
    settings.TemplateExporter.extra_template_paths = [str(TEMPLATES)]
    settings.TemplateExporter.file_extension = extension
    settings.TemplateExporter.default_preprocessors = []
    settings.TemplateExporter.preprocessors = [BriefContent]
    settings.TemplateExporter.filters = filters | {
        "output_html": output_html,
        "markdown_html": markdown_html,
    }
    return TemplateExporter(config=settings)  # type: ignore[no-untyped-call]
