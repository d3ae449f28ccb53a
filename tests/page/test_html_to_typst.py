"""HTML of a brief -> Typst source: what it says, and that no text is ever an instruction."""

import json
import re

import pandas as pd
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from cityplan.look.style import STYLE_FILE
from cityplan.page import subset as html_subset
from cityplan.page.html_to_typst import literal, typst_content
from cityplan.page.pdf import PAGE_TEMPLATES
from cityplan.report.cell_place import UnsupportedContent
from tests.sample_brief import activities, bars

WHERE = "plan-06.ipynb, cell 7"
HOSTILE = [
    '#import "/etc/passwd": *',
    '"); panic("',
    "\\",
    '\\"',
    "\\u{41}",
    "$ x^2 $ @x <x> // y /* z */ `raw` *b* _i_ = h",
    '#eval("1") [a] {b} ${c}',
    "~ -- --- ... ' \" https://example.org",
    "- a\n+ b\n/ c: d",
]


def content(html: str) -> str:
    """The Typst source, without its line breaks."""
    return typst_content(html, WHERE, "plan-06").replace("\n", " ")


def value_of(expression: str) -> str:
    """What Typst makes of an expression."""
    compiler = typst.Compiler(input=f"#metadata({expression})<found>".encode())
    return str(json.loads(compiler.query("<found>", field="value", one=True)))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_literal_means_its_text(text: str) -> None:
    assert value_of(literal(text)) == text


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_any_text_survives_as_a_literal(text: str) -> None:
    assert value_of(literal(text)) == text


@pytest.mark.parametrize("text", HOSTILE)
def test_text_reaches_typst_as_one_literal(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    one_line = " ".join(text.split())
    assert typst_content(f"<p>{escaped}</p>", WHERE, "plan-06") == f"par({{{literal(one_line)}}})"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h2>実績</h2>", 'heading(depth: 2, {"実績"})'),
        ("<p>一<strong>二</strong></p>", 'par({ "一" strong({"二"}) })'),
        ("<p>上<br>\n  下</p>", 'par({ "上" linebreak() "下" })'),
        ("<p>日本\n語と\nR5</p>", 'par({"日本語とR5"})'),
        ("<p> the\n end </p>", 'par({"the end"})'),
        ("<p></p>", "par([])"),
        ("<p>x<sup>2</sup></p>", 'par({ "x" super({"2"}) })'),
        ("<ul><li>a</li><li>b</li></ul>", 'list({"a"}, {"b"})'),
        ('<ol start="3"><li>a</li></ol>', 'enum(start: 3, {"a"})'),
        ("<blockquote>x</blockquote>", 'quote(block: true, {par({"x"})})'),
        ("<hr>", "b.rule()"),
        ("text", 'par({"text"})'),
        ("<!-- nothing --> <div>a<p>b</p></div>", 'par({"a"}) par({"b"})'),
        ('<p class="note">a</p>', '(b.blocks.note)({par({"a"})})'),
        ('<p><a href="#n">注</a></p>', 'par({box(link(label("plan-06/n"), {"注"}))})'),
        ('<p><a href="https://x.jp/?a=b">x</a></p>', 'par({link("https://x.jp/?a=b", {"x"})})'),
        ('<p id="n">注</p>', 'b.anchor("plan-06/n") par({"注"})'),
        ('<p><abbr title="移動">MaaS</abbr></p>', 'par({ "MaaS" "（移動）" })'),
        ("<p><code>#x</code></p>", 'par({b.code("#x")})'),
        ("<pre>a\n  b\n</pre>", 'b.printed("a\\n  b")'),
        ("<p><s>x</s></p>", 'par({strike({"x"})})'),
        ("<details><summary>題</summary><p>x</p></details>", 'par(strong({"題"})) par({"x"})'),
        ("<h5>x</h5>", 'heading(depth: 5, {"x"})'),
        (
            '<p style="text-align:center"><span style="color:red;background:#eee">x</span></p>',
            'align(center, {par({b.marked(fill: rgb("#eeeeee"), {text(fill: rgb("#ff0000"), {"x"})})})})',
        ),
    ],
)
def test_elements(html: str, expected: str) -> None:
    assert content(html) == expected


def test_colour_is_outside_the_box_that_takes_it() -> None:
    source = content('<p><span class="good mark">◎</span></p>')
    assert source == 'par({(b.spans.good)({(b.spans.mark)({"◎"})})})'


def test_parts_keep_their_names_and_widths() -> None:
    source = content('<div class="lead" data-widths="2 1"><section class="panel">a</section><p>b</p></div>')
    assert '("panel", {(b.blocks.panel)({par({"a"})})}), ("p", {par({"b"})}),' in source
    assert source.endswith(", widths: (2fr, 1fr,))")


def test_a_chart_brings_its_alt_text_and_its_own_width() -> None:
    source = content(bars(40, 32, "件"))
    assert 'alt: "R5 40件、R4 32件", width: 76.00pt)' in source
    assert source.startswith('b.picture("<svg ')


def test_a_styler_table_keeps_merged_heads_classes_and_widths() -> None:
    source = content(activities())
    assert source.startswith("(b.tables.activities)(columns: (5fr, auto, auto, auto, auto, auto, 8fr,)")
    assert 'head-rows: 2, head: (table.cell(rowspan: 2, b.head({"事業と内容"})),' in source
    assert 'table.cell(colspan: 3, align: center + bottom, b.head({"実績"})),' in source
    assert 'table.cell(align: end + bottom, b.head({"R5"})),' in source
    assert '(b.cells.num)({ "40" (b.spans.unit)({"件"}) })' in source


def test_the_looks_of_a_styled_table() -> None:
    frame = pd.DataFrame({"値": [1.0, 2.0]})
    bar = content(frame.style.bar(color="#ff0000", vmin=0).set_uuid("t").to_html())
    half = '(rgb("#ff0000"), 0%), (rgb("#ff0000"), 50%), (white, 50%), (white, 100%)'
    assert f"table.cell(fill: gradient.linear({half})," in bar
    bold = content(
        frame.style.set_properties(**{"font-weight": "bold", "color": "navy", "border-top": "1pt solid red"})
        .set_uuid("t")
        .to_html()
    )
    assert 'stroke: (top: 1pt + rgb("#ff0000"))' in bold
    assert 'text(fill: rgb("#000080"), weight: "bold", {"1.000000"})' in bold


def test_merged_cells_of_the_body() -> None:
    source = content(
        "<table><tbody><tr><td rowspan=2>a</td><td>b</td></tr><tr><td>c</td></tr>"
        "<tr><td colspan=2>d</td></tr></tbody></table>"
    )
    assert 'table.cell(rowspan: 2, {"a"}),' in source
    assert 'table.cell(colspan: 2, {"d"}),' in source


@pytest.mark.parametrize(
    "html", ["<script>x()</script>", "<p><img src='x.png'></p>", "<table><tr><td>1</td></tr><tr></tr></table>"]
)
def test_what_cannot_be_shown_is_refused_by_name(html: str) -> None:
    with pytest.raises(UnsupportedContent, match=re.escape(WHERE)):
        typst_content(html, WHERE, "plan-06")


def test_brief_typ_and_style_css_know_exactly_the_classes_of_the_subset() -> None:
    names = {
        "blocks": html_subset.BLOCK_CLASSES,
        "spans": html_subset.INLINE_CLASSES,
        "cells": html_subset.CELL_CLASSES,
        "tables": html_subset.TABLE_CLASSES,
    }
    for dictionary, classes in names.items():
        assert set(_keys(dictionary)) == set(classes)
    css = (PAGE_TEMPLATES / "brief_html" / "style.css").read_text(encoding="utf-8")
    made_by_the_exporter = {"skip", "page-head", "page-foot", "stacked", "scroll", "fit", "wide", "ways", "back"}
    in_css = set(re.findall(r"\.([a-z][a-z-]*)", re.sub(r"\{[^{}]*\}|/\*.*?\*/", "{}", css)))
    assert in_css - {"css", "typ", "toml", "py"} == set(html_subset.CLASSES) | made_by_the_exporter


def _keys(dictionary: str) -> list[str]:
    source = f'#import "/brief_typst/brief.typ" as b\n#metadata(b.{dictionary}.keys())<keys>'
    sources = {"main.typ": source.encode(), "style.toml": STYLE_FILE.read_bytes()}
    compiler = typst.Compiler(input=sources, root=str(PAGE_TEMPLATES))
    return list(json.loads(compiler.query("<keys>", field="value", one=True)))
