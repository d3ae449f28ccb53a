"""Typst sources as PDF/A-2a (with files inside: A-3a) and PDF/UA-1, by one compiler: the same bytes each time."""

import io
import json
import re
import threading
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pikepdf
import typst

from cityplan.look.style import FONTS, STYLE_FILE
from cityplan.page.pdf_tags import with_tags
from cityplan.tables.definitions import TABLES

PAGE_TEMPLATES = Path(__file__).parent / "templates"
STANDARDS: "list[typst.PDFStandard]" = ["a-2a", "ua-1"]
STANDARDS_WITH_FILES: "list[typst.PDFStandard]" = ["a-3a", "ua-1"]  # PDF/A-2 takes no files but PDF/A
_CARRIED = "data/"  # where the compiler finds what a PDF carries
_MEDIA_TYPES = {".csv": "text/csv", ".json": "application/json"}
# White space between the lines and blocks, as brief.typ understands it.
NORMAL, LESS, LEAST = "1", "0.5", "0"
FITTED_PAGES = 3
PICTURE_DENSITY = 110.0  # dots per inch: a page as wide as a cell of JupyterLab
_CELL = "// "  # begins the line that names the cell of what follows, see brief_typst/index.typ.j2
_LINE = re.compile(r"content\.typ:(\d+)")

_compiling = threading.Lock()


class ExportError(RuntimeError):
    """The PDF compiler refused a document, or had something to warn of.

    One Japanese line: which report, which cell, what and what to do. The compiler's own words, message
    and diagnostic, are the `refusal`.
    """

    def __init__(self, place: str, message: str, diagnostic: str = "") -> None:
        told = re.sub(r", cell (\d+)$", r" の\1番目のセル", place)
        super().__init__(f"{told}: {_in_japanese(message)}")
        self.refusal = message, diagnostic


# What the compiler says of what an analyst can have written; anything else is a fault of the templates.
_SAID = {
    r"assertion failed: (.*)": r"\1",
    r'label `label\("[^/]*/(.*)"\)` does not exist.*': r"リンク先「#\1」がありません。→ リンク先の id を確かめてください。",
    r'label `label\("[^/]*/(.*)"\)` occurs multiple.*': r"リンク先「#\1」が2つ以上あります。→ id を1つだけにしてください。",
    r".*skipped from heading level (\d) to (\d).*": r"見出しの段が飛んでいます（h\1 の次に h\2）。→ 1つ下の段の見出しにしてください。",
    r"failed to parse SVG.*": "図（SVG）を読めません。→ 図の幅・高さと中身を確かめてください。",
}
_UNKNOWN = "組版できません。→ cityplan/page/templates/ を直したときは元に戻し、このセルの出力を確かめてください。"


def _in_japanese(message: str) -> str:
    """What an analyst is told.

    >>> _in_japanese('label `label("plan-06/x")` does not exist in the document')
    'リンク先「#x」がありません。→ リンク先の id を確かめてください。'
    """
    return next(
        (found.expand(said) for pattern, said in _SAID.items() if (found := re.fullmatch(pattern, message))), _UNKNOWN
    )


class Fitted(NamedTuple):
    """A brief as PDF, and how densely it is set."""

    pdf: bytes
    density: str


def fitted_pdf(content: str, facts: Mapping[str, str], name: str, data: Mapping[str, str] | None = None) -> Fitted:
    """A brief set as loosely as the fewest pages allow; a long report keeps its white space.

    The least white space is tried first: where even that saves no page, nothing in between does. `data` are files
    that the PDF carries 添付, by name: ASCII, as some readers show no other.
    """
    told, date, carried = json.dumps(facts, ensure_ascii=False), facts["date"], tuple((data or {}).items())

    def at(density: str) -> Fitted:
        return Fitted(_compiled(_sources(content, told, density, carried), date, name), density)

    try:
        best = at(NORMAL)
    except ExportError as problem:
        place = _cell_of(problem, content, told, date) or name
        raise ExportError(place, *problem.refusal) from problem
    if 1 < page_count(best.pdf) <= FITTED_PAGES:
        least = at(LEAST)
        if page_count(least.pdf) < page_count(best.pdf):
            less = at(LESS)
            best = less if page_count(less.pdf) == page_count(least.pdf) else least
    return best._replace(pdf=with_tags(best.pdf, [content]))


def _cell_of(problem: ExportError, content: str, facts: str, date: str) -> str:
    """The cell that the compiler refused: where it says so, or with which the same is refused first."""
    lines = content.splitlines(keepends=True)
    cells = [n for n, line in enumerate(lines) if line.startswith(_CELL)]
    named = [lines[n].removeprefix(_CELL).strip() for n in cells]
    if found := _LINE.search(problem.refusal[1]):
        return named[bisect_right(cells, int(found[1]) - 1) - 1] if cells else ""
    for place, end in zip(named, [*cells[1:], len(lines)], strict=True):
        part = "".join(lines[:end]) + ("" if end == len(lines) else "}")
        try:
            _compiled(_sources(part, facts, NORMAL), date, place)
        except ExportError as again:
            if again.refusal[0] == problem.refusal[0]:
                return place
    return ""


def _sources(content: str, facts: str, density: str, data: Sequence[tuple[str, str]] = ()) -> dict[str, str]:
    return {
        **{f"{_CARRIED}{file}": text for file, text in data},
        "carried.typ": "\n".join(_carried(file) for file, _ in data),
        "main.typ": template("brief_typst/alone.typ"),
        "facts.json": facts,
        "brief_typst/content.typ": content,
        "brief_typst/density.typ": density_source(density),
    }


def _carried(file: str) -> str:
    """What puts a file into the PDF, with what it is in Japanese."""
    what = TABLES[Path(file).stem].label if Path(file).stem in TABLES else "表の説明"
    kind = _MEDIA_TYPES[Path(file).suffix]
    given = f'"{file}", read("/{_CARRIED}{file}", encoding: none)'
    return f'#pdf.attach({given}, relationship: "data", mime-type: "{kind}", description: {json.dumps(what, ensure_ascii=False)})'


def page_pictures(content: str, facts: Mapping[str, str], name: str) -> list[bytes]:
    """The pages of a brief's PDF as pictures (PNG); ExportError where there is no such PDF."""
    fitted = fitted_pdf(content, facts, name)
    sources = _sources(content, json.dumps(facts, ensure_ascii=False), fitted.density)
    with _compiling:
        pages = _compiler().compile(
            input=_input(sources),  # type: ignore[type-var]
            format="png",
            ppi=PICTURE_DENSITY,
        )
    return [pages] if isinstance(pages, bytes) else list(pages or ())


def density_source(density: str) -> str:
    """What stands in the place of `density.typ` for a brief."""
    return f"#let density = {density}"


@cache
def template(name: str) -> str:
    """The text of a file of the templates."""
    return (PAGE_TEMPLATES / name).read_text(encoding="utf-8")


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def _input(sources: Mapping[str, str]) -> dict[str, bytes]:
    """The sources as the compiler takes them, with the style that the templates look for."""
    return {"style.toml": STYLE_FILE.read_bytes(), **{path: text.encode() for path, text in sources.items()}}


def compiled_pdf(sources: Mapping[str, str], date: str, name: str) -> bytes:
    """Compile `main.typ`; the other sources are found at their paths, before those of the templates.

    `date` is the one that the PDF bears; `name` is for the messages of ExportError.
    """
    return with_tags(_compiled(sources, date, name), sources.values())


def _compiled(sources: Mapping[str, str], date: str, name: str) -> bytes:
    """A PDF as the compiler makes it."""
    day = datetime.fromisoformat(date).replace(tzinfo=UTC)
    with _compiling:
        try:
            pdf, warnings = _compiler().compile_with_warnings(
                # typst's own stub knows no input of several sources
                input=_input(sources),  # type: ignore[type-var]
                format="pdf",
                pdf_standards=STANDARDS_WITH_FILES if any(map(_is_carried, sources)) else STANDARDS,
                timestamp=int(day.timestamp()),
            )
        except typst.TypstError as problem:
            raise ExportError(name, problem.message, problem.diagnostic) from problem
    if warnings:
        raise ExportError(name, warnings[0].message, str(warnings[0].diagnostic))
    assert isinstance(pdf, bytes)
    return pdf


def _is_carried(path: str) -> bool:
    return path.startswith(_CARRIED)


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    return typst.Compiler(root=str(PAGE_TEMPLATES), font_paths=fonts)
