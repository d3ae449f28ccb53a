"""Executed notebook -> HTML and PDF: what a reader, a screen reader and an archive get."""

import io
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import nbformat
import pikepdf
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from cityplan.look.glyphs import missing_glyphs
from cityplan.page.export import export_html, export_pdf
from cityplan.page.pdf import ExportError
from cityplan.report.cell_place import CellPlace, UnsupportedContent
from tests.pdf_checks import PROFILES, failures
from tests.sample_brief import DOCUMENT, MASTHEAD, chart, notebook, shown

EXPORTERS = [export_html, export_pdf]
Export = Callable[..., bytes]
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is missing")


@pytest.fixture(scope="module")
def html() -> BeautifulSoup:
    return BeautifulSoup(export_html(notebook()), "html.parser")


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return export_pdf(notebook())


def text_of(pdf: bytes) -> str:
    """The text of a PDF as a search finds it."""
    found = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return found.stdout.decode()


def structure(pdf: bytes) -> Iterator[tuple[str, str]]:
    """The tags of a PDF in reading order, each with its alternative text."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        yield from _tags(opened.Root.StructTreeRoot.K)


def _tags(node: Any) -> Iterator[tuple[str, str]]:
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from _tags(child)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield str(node.S), str(node.get("/Alt", ""))
        if "/K" in node:
            yield from _tags(node.K)


# ---- PDF ----


@pytest.mark.parametrize("profile", PROFILES)
def test_pdf_passes_the_standards(pdf: bytes, profile: str) -> None:
    assert not failures(pdf, profile)


def test_pdf_says_what_it_is(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert str(opened.Root.Lang) in ("ja", "ja-JP")
        assert str(opened.docinfo.Title) == DOCUMENT["title"]
        assert str(opened.docinfo.Author) == DOCUMENT["author"]
        assert str(opened.docinfo.CreationDate).startswith("D:20240331")
        with opened.open_outline() as outline:
            top = [item.title for item in outline.root]
            below = [item.title for item in outline.root[0].children]
    assert top == ["PLAN 06新しい産業の創出"]
    assert "掲載事業の実績" in below and "推移" in below


def test_pdf_embeds_its_fonts_and_no_other(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        fonts = {
            str(font.BaseFont).partition("+")[2]: font.DescendantFonts[0].FontDescriptor
            for one in opened.pages
            for font in one.Resources.Font.values()
        }
        assert set(fonts) == {"NotoSansJP-Regular", "NotoSansJP-Bold"}
        assert all("/FontFile2" in descriptor for descriptor in fonts.values())


def test_pdf_tags_headings_of_tables_and_describes_charts(pdf: bytes) -> None:
    tags = list(structure(pdf))
    names = [name for name, _ in tags]
    assert names.count("/Table") == 2
    assert names.count("/TH") == 9 + 7 + 4  # of columns, and of the rows
    assert names.count("/H1") == 1
    assert [alt for name, alt in tags if name == "/Figure"] == [
        "R5 40件、R4 32件",
        "R5 34件、R4 16件",
        "目標＋29.0ポイント",
        "あと28社",
        "DXを推進する企業数の推移。令和3年度8社、令和5年度12社、令和8年度の目標40社。",
    ]


@needs_poppler
def test_pdf_text_can_be_searched(pdf: bytes) -> None:
    text = text_of(pdf)
    words = ["前年度比", "指標2件：◎1 ○1", "40件", "目標40社", "延べ12社", "R4＝前年度"]
    assert [word for word in words if word not in text] == []
    assert "1/1" in text.replace(" ", "")
    assert DOCUMENT["header_left"].split("　")[0] in text
    assert DOCUMENT["footer"] in text


def test_a_long_table_repeats_its_heading() -> None:
    rows = "".join(f"<tr><td>事業{n}</td><td>{'説明' * 60}</td></tr>" for n in range(60))
    long = notebook(f"<table><thead><tr><th>掲載</th><th>内容</th></tr></thead><tbody>{rows}</tbody></table>")
    made = export_pdf(long)
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert len(opened.pages) > 3
    assert [name for name, _ in structure(made)].count("/TH") == 9 + 7 + 4 + 2
    if shutil.which("pdftotext"):
        assert text_of(made).count("掲載\n") >= 3


def test_a_brief_slightly_too_long_is_set_tighter_on_one_page() -> None:
    made = export_pdf(notebook(f"<p>{'長い段落です。' * 40}</p>"))
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert len(opened.pages) == 1


@needs_poppler
def test_a_character_without_a_glyph_becomes_geta() -> None:
    assert missing_glyphs("髙島 葛\U000e0100◎😀\u202e") == {"😀", "\u202e"}
    picture = chart("人口😀").replace("目標40社", "人😀")
    text = text_of(export_pdf(notebook("<p>前😀後 &#x1F600;</p>", picture)))
    assert "前〓後 〓" in text
    assert "人〓" in text


# ---- HTML ----


def test_html_is_one_japanese_page_without_scripts_or_network(html: BeautifulSoup) -> None:
    assert html.html is not None and html.html["lang"] == "ja"
    assert html.title is not None and html.title.get_text() == DOCUMENT["title"]
    assert not html.select("script, link, img, iframe, object")
    policy = html.select_one('meta[http-equiv="Content-Security-Policy"]')
    assert policy is not None and str(policy["content"]).startswith("default-src 'none'")
    assert not re.findall(r"url\((?!#)|@import", str(html))


def test_html_has_landmarks_and_a_way_past_the_head(html: BeautifulSoup) -> None:
    for landmark in ("header", "main", "footer", "h1"):
        assert len(html.find_all(landmark)) == 1
    skip = html.select_one("body > a.skip")
    assert skip is not None and skip["href"] == "#main" and html.select_one("main#main")


def test_html_ids_are_unique_and_references_have_a_target(html: BeautifulSoup) -> None:
    ids = [str(element["id"]) for element in html.select("[id]")]
    assert len(ids) == len(set(ids))
    references = re.findall(r'(?:href="#|url\(#)([^")]+)', str(html))
    assert references and set(references) <= set(ids)


def test_html_tables_can_be_heard_and_stacked(html: BeautifulSoup) -> None:
    cell = html.select_one("table.activities.stacked tbody td.num")
    assert cell is not None and cell["data-label"] == "実績 R5"
    name = html.select_one("table.activities tbody th.label")
    assert name is not None and name["scope"] == "row" and name["role"] == "rowheader"
    assert len(html.select('table.activities thead th[role="columnheader"]')) == 9


def test_html_hides_code_and_memos(html: BeautifulSoup) -> None:
    text = html.get_text()
    assert "show()" not in text and "plan: str" not in text and "見せないもの" not in text


# ---- both ----


@pytest.mark.parametrize("export", EXPORTERS)
def test_the_same_notebook_gives_the_same_bytes(export: Export) -> None:
    assert export(notebook()) == export(notebook())


@pytest.mark.parametrize("export", EXPORTERS)
def test_exporting_leaves_the_notebook_as_it_was(export: Export) -> None:
    given = notebook()
    before = nbformat.writes(given)
    export(given)
    assert nbformat.writes(given) == before


def test_several_threads_get_what_one_gets() -> None:
    notebooks = [notebook(f"<p>第{number}号</p>") for number in range(8)]
    for export in EXPORTERS:
        with ThreadPoolExecutor(4) as threads:
            together = list(threads.map(export, notebooks))
        assert together == [export(one) for one in notebooks]


HOSTILE = """<script>alert(1)</script> #import "x" $y$ \\ " ' // /* @x #panic() </p> &amp; `z` *b* _i_"""


@needs_poppler
def test_hostile_text_is_only_text() -> None:
    escaped = HOSTILE.replace("&", "&amp;").replace("<", "&lt;")
    facts = DOCUMENT | {"title": HOSTILE, "header_left": HOSTILE, "footer": HOSTILE}
    given = notebook(f"<table><tr><td>{escaped}</td></tr></table>")
    given.cells[1] = shown(MASTHEAD, {"document": facts})
    parsed = BeautifulSoup(export_html(given), "html.parser")
    assert not parsed.find("script")
    assert parsed.get_text().count(HOSTILE) == 4
    found = "".join(text_of(export_pdf(given)).split())
    assert found.count("".join(HOSTILE.split())) == 3


@pytest.mark.parametrize("export", EXPORTERS)
@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (shown("<p><blink>x</blink></p>"), "<blink>"),
        (new_markdown_cell("![図](x.png)"), "x.png"),
        (new_markdown_cell("<script>x()</script>"), "<script>"),
        (new_code_cell("1/0", outputs=[new_output("error", ename="Zero", evalue="1/0")]), "Zero: 1/0"),
        (new_code_cell("x", outputs=[new_output("execute_result", {"text/plain": "<x object>"})]), "<x object>"),
        (shown('<svg viewBox="0 0 1 1"><path/></svg>'), "aria-label"),
    ],
)
def test_what_cannot_be_shown_names_notebook_and_cell(export: Export, cell: nbformat.NotebookNode, words: str) -> None:
    given = notebook()
    given.cells.append(cell)
    with pytest.raises(UnsupportedContent) as caught:
        export(given, "plan-06.ipynb")
    where = caught.value.where
    assert isinstance(where, CellPlace) and where.words == cell.source
    assert where.cell == sum(each.cell_type == "code" for each in given.cells)
    assert words in str(caught.value)


@pytest.mark.parametrize("export", EXPORTERS)
@pytest.mark.parametrize("count", [0, 2])
def test_a_brief_has_one_masthead(export: Export, count: int) -> None:
    given = notebook()
    given.cells.pop(1)
    given.cells += [shown(MASTHEAD, {"document": DOCUMENT}) for _ in range(count)]
    with pytest.raises(UnsupportedContent, match="masthead"):
        export(given)


def test_a_markdown_output_is_shown() -> None:
    given = notebook()
    given.cells.append(new_code_cell("x", outputs=[new_output("display_data", {"text/markdown": "**強い**"})]))
    assert "<strong>強い</strong>" in export_html(given).decode()


def test_what_typst_refuses_or_warns_of_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cityplan.page.export.typst_brief", lambda notebook, name: '#text(font: "Nowhere")[x]')
    with pytest.raises(ExportError) as caught:
        export_pdf(notebook(), "plan-06")
    assert "unknown font family" in caught.value.refusal[0]
    assert is_one_japanese_line(str(caught.value)) and "plan-06" in str(caught.value)


REFUSED = {
    '<p id="a">x</p><p id="a"><a href="#a">x</a></p>': "「#a」が2つ以上",
    '<table data-widths="500mm 1fr"><tr><td>a</td><td>b</td></tr></table>': "500mm",
    '<svg role="img" aria-label="x" width="0" height="0"><path d="M0 0"/></svg>': "図（SVG）",
    chart("高い図").replace('height="100.8pt"', 'height="2900pt"'): "図「高い図」",
}


@pytest.mark.parametrize("html", REFUSED, ids=REFUSED.values())
def test_what_typst_refuses_is_told_with_its_cell(html: str) -> None:
    given = notebook("<h2>a</h2>", html, "<p>b</p>")
    with pytest.raises(ExportError) as caught:
        export_pdf(given, "plan-06")
    told = str(caught.value)
    assert is_one_japanese_line(told) and REFUSED[html] in told
    code = sum(cell.cell_type == "code" for cell in given.cells)
    assert told.startswith(f"plan-06 の セル [{code - 1}]") or f"セル [{code - 1}]" in told


def is_one_japanese_line(told: str) -> bool:
    """Whether it is for an analyst: one line that says what to do, without the compiler's words."""
    return "\n" not in told and "→" in told and not re.search(r"assert|panic|\.typ|error|[a-z]+ [a-z]+ ", told)


def test_a_link_to_a_place_that_the_report_has_not_is_text() -> None:
    given = notebook('<p><a href="#nowhere">そこ</a> <a href="#note-1">注へ</a></p>')
    page = BeautifulSoup(export_html(given), "html.parser")
    assert [link["href"] for link in page.select("main a") if link.get_text() in ("そこ", "注へ")] == ["#note-1"]
    assert export_pdf(given)


def test_a_symbol_that_stands_alone_in_a_table_has_a_word() -> None:
    chart = (
        '<svg role="img" aria-label="合わない。" width="9pt" height="9pt" viewBox="0 0 9 9"><text>125% ≠</text></svg>'
    )
    cells = "".join(f"<td>{each}</td>" for each in ("144% ≠", "↑3", "↑増", " — ", "R4—R5", chart))
    table = f"<table><thead><tr>{'<th>列※</th>' * 6}</tr></thead><tbody><tr>{cells}</tr></tbody></table>"
    page = BeautifulSoup(export_html(notebook(table)), "html.parser")
    found = page.select("table")[-1]
    said = [(str(each["aria-label"]), each.get_text()) for each in found.select("span[role=img]")]
    assert said == [("計算と合わない", "≠"), ("上がった", "↑"), ("なし", "—")]
    assert found.select("svg > text") and "&lt;svg" not in str(page)
