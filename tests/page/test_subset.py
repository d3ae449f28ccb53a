"""The HTML that a brief may consist of, its tables as grids, and its charts."""

import re

import pandas as pd
import pytest
from bs4 import Tag

from cityplan.files.svg import UnsupportedSvg, read_svg, with_own_ids
from cityplan.page.grid import TableGrid, column_label, column_widths, head_alignment, read_table
from cityplan.page.subset import parse_subset
from cityplan.report.cell_place import CellPlace, UnsupportedContent
from tests.sample_brief import activities, chart

WHERE = "plan-06.ipynb, cell 7"


@pytest.mark.parametrize(
    "html",
    [
        "<img src=x>",
        "<script>x()</script>",
        "<iframe src=x></iframe>",
        "<video src=x></video>",
        "<blink>x</blink>",
        '<p class="activities">x</p>',
        '<p onclick="x()">x</p>',
        '<p style="background: url(https://example.org/x.png)">x</p>',
        '<p style="display:none">x</p>',
        '<a href="javascript:x()">x</a>',
        "<style>@import 'x.css'; p {color: red}</style>",
        "<style>p {background: url('https://example.org/x.png')}</style><p>x</p>",
        '<img src="https://example.org/x.png">',
        '<a href="../../secret.txt">x</a>',
        "<p>a<div>b</div></p>",
        "<td>x</td>",
        "<ul><p>x</p></ul>",
        "<table>x<tr><td>y</td></tr></table>",
        "<table><tr><td><table><tr><td>y</td></tr></table></td></tr></table>",
        '<table><tr><td colspan="x">y</td></tr></table>',
        '<table data-widths="3 wide"><tr><td>x</td><td>y</td></tr></table>',
        '<div data-widths="1 2"><p>x</p></div>',
        '<div class="lead" data-widths="1 2"><p>x</p></div>',
        '<div class="lead">x</div>',
        '<svg viewBox="0 0 1 1"><path/></svg>',
        '<svg aria-label="x"><path></svg>',
        '<svg aria-label="x" width="1">',
    ],
)
def test_anything_else_is_refused_with_its_cell(html: str) -> None:
    with pytest.raises(UnsupportedContent, match=re.escape(WHERE)):
        parse_subset(html, WHERE)


@pytest.mark.parametrize(("caption", "told"), [("", ""), ("減った事業", "減った事業：")])
def test_a_table_without_rows_says_so(caption: str, told: str) -> None:
    styler = pd.DataFrame({"実績": [1.5]}).iloc[:0].style.highlight_max()
    html = (styler.set_caption(caption) if caption else styler).to_html()
    tree = parse_subset(html, WHERE)
    assert tree.get_text(strip=True) == f"{told}該当する行はありません。"
    assert tree.find("table") is None


def test_what_pandas_adds_of_its_own_is_dropped() -> None:
    tree = parse_subset(
        '<style type="text/css">\n</style><table id="T_x" border="1" class="dataframe activities">'
        '<tr style="text-align: right;"><td id="T_x_row0_col0" class="data row0 num">1</td></tr>'
        "</table>",
        WHERE,
    )
    assert str(tree) == '<table class="activities"><tr><td class="num">1</td></tr></table>'


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p><i>x</i> <tt>y</tt> <del>z</del></p>", "<p><em>x</em> <code>y</code> <s>z</s></p>"),
        ('<p class="own" data-x="1" lang="en">x</p>', "<p>x</p>"),
        ('<p style="color: red; padding: 3px">x</p>', '<p style="color:#ff0000">x</p>'),
        ("<style>.a b {font-weight: 900}</style><p class=a><b>x</b></p>",
         '<p><b style="font-weight:bold">x</b></p>'),
        ("<style>p {color: red} #y {color: blue}</style><p id=y>x</p>",
         '<p id="y" style="color:#0000ff">x</p>'),
        ("<style>p:hover {color: red}</style><p>x</p>", "<p>x</p>"),
        ('<table><tr style="background: #eee"><td>x</td></tr></table>',
         '<table class="plain"><tr><td style="background-color:#eeeeee">x</td></tr></table>'),
        ('<p><input type="checkbox" checked> x</p>', "<p>■ x</p>"),
        ("<pre>a\n  b</pre>", "<pre>a\n  b</pre>"),
        ("<html><head><title>x</title></head><body><p>y</p></body></html>", "<p>y</p>"),
    ],
)  # fmt: skip
def test_what_an_analyst_writes_is_brought_in(html: str, expected: str) -> None:
    assert str(parse_subset(html, WHERE)) == expected


def test_numbers_of_a_frame_end_below_each_other() -> None:
    frame = pd.DataFrame({"名": ["甲", "乙"], "値": [1.5, None], "率": ["3%", "12%"]})
    tree = parse_subset(frame.to_html(), WHERE)
    assert [cell.get("class") for cell in tree.select("tbody tr")[1].find_all("td")] == [None, "num", "num"]
    assert tree.select_one("table")["data-widths"] == "auto 1 1 1"


def test_no_level_of_headings_is_left_out() -> None:
    place = CellPlace(1, "x")
    html = '<div class="masthead"><h1>題</h1></div><h4>a</h4><h1>b</h1><h5>c</h5>'
    found = parse_subset(html, place).find_all(re.compile("h[1-6]"))
    assert [heading.name for heading in found] == ["h1", "h2", "h2", "h3"]
    above = parse_subset("<h2>前</h2>", CellPlace(1, "x"))
    assert str(above) == '<p style="font-weight:bold">前</p>'


def test_an_error_says_what_to_write_instead() -> None:
    with pytest.raises(UnsupportedContent) as told:
        parse_subset("<video src='x.mp4'></video>", CellPlace(7, "display(HTML(video))"))
    assert told.value.where == CellPlace(7, "display(HTML(video))")
    assert "<video" in told.value.problem and "画像" in told.value.instead
    assert str(told.value).startswith("セル [7]「display(HTML(video))」: ")


def test_markdown_alignment_becomes_a_class() -> None:
    tree = parse_subset('<table><tr><td style="text-align:right">1</td></tr></table>', WHERE)
    assert '<td class="num">' in str(tree)


def grid(html: str) -> TableGrid:
    """The table of some HTML."""
    element = parse_subset(html, WHERE).find("table")
    assert isinstance(element, Tag)
    return read_table(element, WHERE)


def test_a_head_that_holds_only_a_picture_is_not_blank() -> None:
    table = grid(
        f"<table><thead><tr><th>プラン</th><th>指標の印</th></tr><tr><th>産業</th><th>{chart('○2件')}</th></tr>"
        "</thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>"
    )
    assert [len(row) for row in table.head] == [2, 2]


def test_the_blank_heads_of_a_multiindex_are_merged() -> None:
    table = grid(activities())
    heads = [[(cell.element.get_text(), cell.column, cell.rowspan, cell.colspan) for cell in row] for row in table.head]
    assert heads[0] == [("事業と内容", 0, 2, 1), ("実績", 1, 1, 3), ("前年度比", 4, 1, 2), ("要因及び効果", 6, 2, 1)]
    assert [head[0] for head in heads[1]] == ["R5", "R4", "比べる", "印字", "再計算"]


def test_a_cell_knows_its_headings() -> None:
    table = grid(activities())
    labels = [column_label(table, cell) for cell in table.body[0]]
    assert labels == [
        "事業と内容",
        "実績 R5",
        "実績 R4",
        "実績 比べる",
        "前年度比 印字",
        "前年度比 再計算",
        "要因及び効果",
    ]


def test_a_heading_stands_over_its_column() -> None:
    table = grid(activities())
    assert [head_alignment(table, cell) for cell in table.head[1]] == ["num", "num", "", "num", "num"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("", ["1.00fr", "auto", "auto"]),
        ("3 1.5 auto", ["3fr", "1.5fr", "auto"]),
        ("30mm 1fr 20pt", ["30mm", "1fr", "20pt"]),
    ],
)
def test_widths_are_given_or_follow_from_the_contents(given: str, expected: list[str]) -> None:
    attribute = f' data-widths="{given}"' if given else ""
    row = '<tr><td>{}</td><td class="num">延べ1,234,567社以上</td><td>◎</td></tr>'
    rows = row.format("企業誘致") + row.format("事業所の数及び企業")
    assert column_widths(grid(f"<table{attribute}>{rows}</table>"), WHERE) == expected


def test_long_texts_share_the_width_by_the_root_of_their_lengths() -> None:
    html = f"<table><tr><td>{'名' * 16}</td><td>{'文' * 100}</td><td>短い</td></tr></table>"
    assert column_widths(grid(html), WHERE) == ["4.00fr", "10.00fr", "auto"]


@pytest.mark.parametrize(
    "rows",
    [
        "<tr><td>1</td></tr><tr><td>1</td><td>2</td></tr>",
        "<tr><td rowspan=2>1</td></tr>",
        "<tr><td>1</td><td rowspan=2>2</td></tr><tr><td colspan=2>3</td></tr>",
        "<thead><tr><th>1</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody>",
        "<caption>題</caption>",
    ],
)
def test_a_table_that_is_no_grid_is_refused(rows: str) -> None:
    with pytest.raises(UnsupportedContent, match=re.escape(WHERE)):
        grid(f"<table>{rows}</table>")


@pytest.mark.parametrize(
    ("width", "points"), [('width="72pt"', 72), ('width="96"', 72), ('width="1in"', 72), ('viewBox="0 0 96 9"', 72)]
)
def test_a_chart_has_its_own_width(width: str, points: float) -> None:
    assert read_svg(f'<svg {width} aria-label="x"><path/></svg>').width == points


@pytest.mark.parametrize(
    "inside",
    [
        "<script>x()</script>",
        "<foreignObject/>",
        '<image href="https://example.org/x.png"/>',
        '<path fill="url(https://example.org/x#y)"/>',
        "<style>@import 'x.css'</style>",
        "<style>path {fill: url(https://example.org/x#y)}</style><path/>",
        '<path style="fill: u\\72l(https://example.org/x)"/>',
        '<image href="data:image/svg+xml;base64,PHN2Zy8+"/>',
        '<path onclick="x()"/>',
        '<a href="#x"/>',
        "",
    ],
)
def test_a_chart_that_could_run_or_load_something_is_refused(inside: str) -> None:
    with pytest.raises(UnsupportedSvg):
        read_svg(f'<svg width="9" aria-label="x">{inside}</svg>')


def test_the_style_of_a_picture_does_not_reach_the_page() -> None:
    svg = read_svg(
        '<svg width="9" aria-label="x"><style>.a {fill: red} * {stroke: blue}</style>'
        '<path class="a" style="stroke: none"/></svg>'
    )
    assert "<style" not in svg.source and "fill: red" in svg.source
    assert svg.source.index("stroke: blue", svg.source.index("<path")) < svg.source.index("none")


@pytest.mark.parametrize("inside", ["<title>塔の図</title><path/>", "<text>塔の図</text>"])
def test_a_picture_that_says_what_it_is_needs_no_more_words(inside: str) -> None:
    assert read_svg(f'<svg width="9">{inside}</svg>').alt == "塔の図"


def test_charts_of_one_page_do_not_share_ids() -> None:
    chart = '<svg><path id="a"/><use href="#a"/><path clip-path="url(#a)"/></svg>'
    page = with_own_ids(f'<p id="a">{chart}{chart}</p>')
    assert page.startswith('<p id="a">')
    for number in ("1", "2"):
        assert page.count(f'id="chart{number}-a"') == 1
        assert f'href="#chart{number}-a"' in page
        assert f"url(#chart{number}-a)" in page
