"""Executed notebooks as HTML and PDF, by two nbconvert exporters that read the same outputs.

What is wrong in a notebook's outputs is a programming error: `UnsupportedContent`, in English,
names notebook and cell.
"""

import re
import threading
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst
from nbconvert.exporters import TemplateExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from traitlets.config import Config

from cityplan.glyphs import FONTS, with_geta
from cityplan.html_subset import UnsupportedContent
from cityplan.page_html import page_html
from cityplan.svg import with_own_ids
from cityplan.typst_source import literal, typst_content

TEMPLATES = Path(__file__).parent / "templates"
STANDARDS: "list[typst.PDFStandard]" = ["a-2a", "ua-1"]
# White space between the lines and blocks, as brief.typ understands it: normal, less, least.
DENSITIES = ("1", "0.5", "0")
FITTED_PAGES = 3
HIDDEN_TAGS = frozenset({"memo", "parameters", "injected-parameters"})
DOCUMENT_FACTS = ("title", "author", "date", "header_left", "header_right", "footer")
_PAGE_COUNT = re.compile(rb"/Type ?/Pages/Count (\d+)")

# Exporters and compiler are made once; each of them holds state while it works.
_rendering = threading.Lock()
_compiling = threading.Lock()


class ExportError(RuntimeError):
    """The PDF compiler refused a brief, or had something to warn of."""


def export_html(notebook: NotebookNode, name: str = "notebook") -> bytes:
    """The brief of an executed notebook as one HTML file; `name` is for the messages."""
    return with_own_ids(_render(_html_exporter(), notebook, name)).encode()


def export_pdf(notebook: NotebookNode, name: str = "notebook") -> bytes:
    """The brief of an executed notebook as PDF/A-2a and PDF/UA-1, the same bytes each time."""
    source = _render(_typst_exporter(), notebook, name)
    return _fitting_pdf(with_geta(source), _document(notebook, name)["date"], name)


class BriefContent(Preprocessor):
    """Keeps what a brief shows, refuses what it cannot show, and finds the document's facts."""

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Number the cells, drop the hidden ones and check the outputs of the others."""
        name = resources["metadata"]["name"]
        resources["document"] = _document(nb, name)
        for number, cell in enumerate(nb.cells, start=1):
            cell.metadata["where"] = f"{name}, cell {number}"
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
    if missing := [fact for fact in DOCUMENT_FACTS if not found[0].get(fact)]:
        raise UnsupportedContent(f"{name}: metadata 'document' lacks {', '.join(missing)}")
    return {fact: str(found[0][fact]) for fact in DOCUMENT_FACTS}


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
        raise UnsupportedContent(f"{where}: text on {output.name}: {output.text[:200]!r}")
    if not {"text/html", "text/markdown"} & set(output.data):
        raise UnsupportedContent(
            f"{where}: an output without HTML ({', '.join(output.data)}):"
            f" {output.data.get('text/plain', '')[:200]!r}"
        )


def _render(exporter: TemplateExporter, notebook: NotebookNode, name: str) -> str:
    with _rendering:
        text, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"name": name}})
    return str(text)


@cache
def _html_exporter() -> TemplateExporter:
    exporter = _exporter("brief_html", ".html", {"page_html": page_html})
    exporter.environment.globals["style"] = tomllib.loads(_text("style.toml"))
    exporter.environment.globals["css"] = _text("brief_html/style.css")
    return exporter


def _text(template: str) -> str:
    return (TEMPLATES / template).read_text(encoding="utf-8")


@cache
def _typst_exporter() -> TemplateExporter:
    return _exporter("brief_typst", ".typ", {"typst_content": typst_content, "literal": literal})


def _exporter(
    template: str, extension: str, filters: dict[str, Callable[..., str]]
) -> TemplateExporter:
    settings = Config()
    settings.TemplateExporter.template_name = template
    settings.TemplateExporter.extra_template_basedirs = [str(TEMPLATES)]
    settings.TemplateExporter.file_extension = extension
    settings.TemplateExporter.default_preprocessors = []
    settings.TemplateExporter.preprocessors = [BriefContent]
    settings.TemplateExporter.filters = filters | {
        "output_html": output_html,
        "markdown_html": markdown_html,
    }
    return TemplateExporter(config=settings)  # type: ignore[no-untyped-call]


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
    )
    return typst.Compiler(root=str(TEMPLATES), font_paths=fonts)


def _fitting_pdf(source: str, date: str, name: str) -> bytes:
    """Set the brief as loosely as the fewest pages allow; a long report keeps its white space."""
    best = _compile(source, date, name, DENSITIES[0])
    for density in DENSITIES[1:] if 1 < _pages(best) <= FITTED_PAGES else ():
        tighter = _compile(source, date, name, density)
        if _pages(tighter) < _pages(best):
            best = tighter
    return best


def _pages(pdf: bytes) -> int:
    return max(int(count) for count in _PAGE_COUNT.findall(pdf))


def _compile(source: str, date: str, name: str, density: str) -> bytes:
    day = datetime.fromisoformat(date).replace(tzinfo=UTC)
    with _compiling:
        try:
            pdf, warnings = _compiler().compile_with_warnings(
                input=source.encode(),
                format="pdf",
                sys_inputs={"density": density},
                pdf_standards=STANDARDS,
                timestamp=int(day.timestamp()),
            )
        except typst.TypstError as problem:
            raise ExportError(f"{name}: {problem.diagnostic or problem.message}") from problem
    if warnings:
        raise ExportError(f"{name}: " + "; ".join(str(one.diagnostic) for one in warnings))
    assert isinstance(pdf, bytes)
    return pdf
