"""The page 読み取り結果 of an edition: what was read of its document and what was not, cell by cell, for the analyst."""

import threading
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from cityplan.city.edition import Edition
from cityplan.files.files import read_bytes
from cityplan.files.markup import Fragment, fragment, joined
from cityplan.japanese.years import era_long
from cityplan.look.style import style
from cityplan.page.export import html_template
from cityplan.page.html import page_html, with_own_names
from cityplan.page.pdf import template
from cityplan.read.file.pdf.marks import Box
from cityplan.read.kinds import read_file
from cityplan.read.printed import Printed
from cityplan.report.document import band
from cityplan.report.reading.became import KINDS, Became, became, counted
from cityplan.report.reading.grids import grid_sections
from cityplan.report.reading.pages import outlined_box, page_section, told_list
from cityplan.tables.definitions import FindingRow
from cityplan.tables.files import read
from cityplan.tables.schema import table_rows
from cityplan.tables.words import LEFT_OUT

_PALED = {"left_out"}  # what is not read stays grey in the picture
_NO_CELL = "どのセルにもないもの"
# One at a time in a process: pdfium is no library for threads.
_drawing = threading.Lock()
_FORMS = {  # how the line around a cell is drawn, in words
    "doubtful": "太い破線",
    "activity": "実線",
    "indicator": "破線",
    "plan": "太い実線",
    "prose": "一点鎖線（表では二重線）",
    "left_out": "点線",
}


def reading_page(root: Path, edition: Edition) -> bytes:
    """The page of an edition as HTML, the same bytes for the same; SourceError where its document cannot be read."""
    with _drawing:
        return _page(root, edition)


def _page(root: Path, edition: Edition) -> bytes:
    printed = read_file(root / edition.raw_file, edition)
    findings = table_rows(read(root / edition.processed, "findings"), FindingRow)
    found = became(printed, findings, edition)
    year = era_long(edition.fiscal_year)
    counts = counted(found)
    verdict = fragment(
        '<p class="verdict">{}</p>',
        "　".join(f"{words} {counts[kind]:,}か所" for kind, (words, _) in KINDS.items() if counts[kind]),
    )
    head = band(edition.publisher, "読み取り結果", edition.title, year, verdict)
    links: dict[str, str] = {}
    parts = [_file(root, file, own, links) for file, own in _by_file(found, edition).items()]
    content = joined([_how_to_read(counts, edition), _jump(links), *parts, _without_cells(printed)])
    return _html(edition, head, content)


def _by_file(found: Sequence[Became], edition: Edition) -> dict[str, list[Became]]:
    files: dict[str, list[Became]] = {edition.beside(name): [] for name in edition.files}
    for own in found:
        files.setdefault(own.shown.file, []).append(own)
    return files


def _file(root: Path, file: str, found: Sequence[Became], links: dict[str, str]) -> Fragment:
    """A file: of a PDF its pages, of any other its tables and lines."""
    if not file.lower().endswith(".pdf"):
        return grid_sections(found, links)
    from cityplan.read.file.pdf.pictures import page_pictures  # heavy, and only where there is one

    by_page: defaultdict[int, list[Became]] = defaultdict(list)
    for own in found:
        if own.shown.place.page and own.shown.place.box:
            by_page[own.shown.place.page].append(own)
    clear = {page: [box for own in cells if (box := _clear(own))] for page, cells in by_page.items()}
    sections = []
    for picture in page_pictures(read_bytes(root / file, file), clear):
        links[f"page-{picture.number}"] = f"{picture.number}ページ"
        sections.append(page_section(picture, by_page.pop(picture.number, [])))
    unseen = [own for own in found if not (own.shown.place.page and own.shown.place.box)]
    unseen += [own for cells in by_page.values() for own in cells]  # of pages beyond those that are drawn
    return joined([*sections, told_list(unseen)])


def _clear(own: Became) -> Box | None:
    return None if own.kind in _PALED else outlined_box(own)


def _how_to_read(counts: Mapping[str, int], edition: Edition) -> Fragment:
    """What the page is for, and its legend 凡例: sign, line and word."""
    items = joined(
        fragment(
            '<li class="{}"><svg viewBox="0 0 40 22" role="img" aria-label="印「{}」"><rect x="2" y="2" width="36" height="18"/>'
            '<text x="14" y="15">{}</text></svg>{} {:,}か所（印「{}」、{}）</li>',
            kind,
            sign,
            sign,
            words if kind != "plan" else f"{words}（{edition.plan_word}などの名前）",
            counts[kind],
            sign,
            _FORMS[kind],
        )
        for kind, (words, sign) in KINDS.items()
    )
    return fragment(
        "<p>『{}』（{}）のセルと文が何になったかを、原文の上に示します。企画課のためのもので、配布する報告ではありません。"
        "囲みのない所と薄い文字は、報告に使っていません。囲みにポインターを置くと、読み取った先が出ます。</p>"
        '<ul class="legend">{}</ul>',
        edition.title,
        "、".join(edition.files),
        items,
    )


def _jump(links: dict[str, str]) -> Fragment | None:
    if len(links) < 2:
        return None
    shown = joined(fragment('<a href="#{}">{}</a>', anchor, words) for anchor, words in links.items())
    return fragment('<nav class="jump" aria-label="ページと表">{}</nav>', shown)


def _without_cells(printed: Printed) -> Fragment | None:
    """What was left out as a whole: sheets that are not read, columns that a form computes."""
    items = joined(
        fragment("<li>{}：{}</li>", LEFT_OUT.get(each.reason, each.reason), each.text)
        for each in printed.skipped
        if not each.source_line
    )
    return fragment("<h2>{}</h2><ul>{}</ul>", _NO_CELL, items) if items else None


def _html(edition: Edition, head: Fragment, content: Fragment) -> bytes:
    document = {
        "title": f"読み取り結果　{edition.title}（{edition.year}）",
        "author": edition.publisher,
        "header_left": f"{edition.publisher}　{edition.title}",
        "header_right": "読み取り結果",
        "footer": edition.publisher,
        "band": edition.colour,
    }
    colours = " ".join(f"--{kind}: {colour};" for kind, colour in style()["reading"].items())
    css = (template("brief_html/style.css"), f":root {{ {colours} }}", template("reading_html/style.css"))
    page = html_template("reading_html/reading.html.j2").render(
        document=document,
        content=page_html(str(head), "reading") + with_own_names(str(content)),
        css="\n".join(css),
        ways=[{"file": "findings.html", "called": "正誤表案"}, {"file": "index.html", "called": "目次"}],
    )
    return f"{page}\n".encode()
