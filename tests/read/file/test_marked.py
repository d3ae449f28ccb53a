r"""Marked-up texts: tables between pipes and of HTML as grids, marks taken away, what is not known told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cityplan.files.errors import SourceError
from cityplan.read.file.contents import Contents
from cityplan.read.file.marked.marks import unmarked
from cityplan.read.file.read import read_contents


def read(text: str, name: str = "R5.md") -> Contents:
    return read_contents(name, text.encode())


def grid(text: str, name: str = "R5.md") -> list[list[str]]:
    """The texts of the only grid by its rows, those under a merged cell as ^ and <."""
    [found] = read(text, name).grids
    over = found.covering()
    rows, columns = (max(place[at] for place in over) for at in (0, 1))

    def shown(row: int, column: int) -> str:
        cell = over.get((row, column))
        if cell is None:
            return ""
        return "^" if cell.row < row else "<" if cell.column < column else cell.text

    lines = [[shown(row, column) for column in range(1, columns + 1)] for row in range(1, rows + 1)]
    return [line for line in lines if any(line)]


WANTED = [["事業名", "実績"], ["あ事業", "10件"]]


@pytest.mark.parametrize(
    "text",
    [
        "|事業名|実績|\n|---|--:|\n|あ事業|10件|",
        "| 事業名 | 実績 |\n| あ事業 | 10件 |",
        "事業名 | 実績\n--- | ---\nあ事業 | 10件",
        "|**事業名**|__実績__|\n|あ事業|**10件**|",
        "<table><tr><th>事業名</th><th>実績</th></tr><tr><td>あ事業</td><td>10件</td></tr></table>",
        "<TABLE border=1>\n<TR><TD>事業名<TD>実績\n<TR><TD>あ&#20107;業<TD><b>10</b>件</TABLE>",
        "<table>\n<thead><tr><th>事業名</th><th>実績</th></tr></thead>\n<tbody><tr><td><p>あ事業</p></td><td>10件</td></tr></tbody></table>",
        "事業名\t実績\nあ事業\t10件",
    ],
)
@pytest.mark.parametrize("name", ["R5.md", "R5.txt", "R5.html"])
def test_a_table_is_a_grid(text: str, name: str) -> None:
    if name != "R5.html" or "<t" in text.lower():
        assert grid(text, name) == WANTED


def test_merged_cells() -> None:
    text = (
        '<table><tr><th rowspan="2">事業名</th><th colspan="2">実績</th></tr><tr><th>R5</th><th>R4</th></tr>'
        '<tr><td>あ</td><td colspan="2">補助件数</td></tr></table>'
    )
    assert grid(text) == [["事業名", "実績", "<"], ["^", "R5", "R4"], ["あ", "補助件数", "<"]]


@pytest.mark.parametrize(
    ("marked", "wanted"),
    [
        (r"$\triangle$", "△"),
        (r"$\bigcirc$", "○"),
        (r"\circledcirc", "◎"),
        (r"\(\blacktriangle 3{,}703\)", "▲3,703"),
        (r"$125.0\%$", "125.0%"),
        (r"$\text{CO}_2$", "CO2"),
        (r"$\textcircled{3}$", "③"),
        ("**1,062**件", "1,062件"),
        ("空き家&nbsp;対策", "空き家\xa0対策"),
        ("一<br>二", "一\n二"),
        (r"一\n二", "一\n二"),
        (r"A\|B", "A|B"),
        ("1 < 2 & 3 > 2", "1 < 2 & 3 > 2"),
        ("$100 と $200", "$100 と $200"),
        ("※1 の *印", "※1 の *印"),
        ("a_b_c", "a_b_c"),
    ],
)
def test_marks(marked: str, wanted: str) -> None:
    found = unmarked(marked, in_cell=True)
    assert (found.text, found.unknown) == (wanted, [])
    assert bool(found.rules) == (marked != wanted)


@pytest.mark.parametrize("marked", ["$10^2$", r"$\heartsuit$", r"$\frac{1}{2}$"])
def test_what_is_not_known_is_no_value(marked: str) -> None:
    [found] = read(f"|事業名|実績|\n|あ|{marked}|").grids
    assert found.cells[-1].doubt
    told = read(f"文 {marked} です。").told
    assert [(each.rule, each.is_doubt) for each in told] == [("unknown_mark", True)]


def test_a_row_that_lost_a_cell_is_doubted() -> None:
    [found] = read("|事業名|R5|R4|\n|あ|10件|\n|い|1件|2件|").grids
    assert [bool(cell.doubt) for cell in found.cells] == [False] * 3 + [True] * 2 + [False] * 3


def test_a_new_line_in_a_cell() -> None:
    assert grid("|事業名|実績|\n|あ\n事業|10件|") == [["事業名", "実績"], ["あ\n事業", "10件"]]


def test_what_is_struck_out_does_not_count() -> None:
    for cell in ("~~120~~150", "<s>120</s>150", "<del>120</del>150"):
        [found] = read(f"|事業名|実績|\n|あ|{cell}|").grids
        assert (found.cells[-1].text, [note.rule for note in found.cells[-1].notes]) == ("150", ["struck_out"])


def test_a_table_that_is_not_closed_is_refused() -> None:
    with pytest.raises(SourceError, match="閉じていません"):
        read("前の文\n<table><tr><td>A</td></tr>")


def test_spans_beyond_any_table_are_refused() -> None:
    with pytest.raises(SourceError, match="大きすぎます"):
        read(f"<table>{'<tr><td colspan=900 rowspan=900>A</td></tr>' * 900}</table>")


def test_a_page() -> None:
    text = "<html><head><title>題</title><style>p{}</style></head><body><h1>施策１　住まい</h1>\n<p>一文。<b>二</b>文。</p><script>alert('x')</script><div>三文。<ul><li>四</li><li>五</li></ul></div></body></html>"
    assert [each.text for each in read(text, "R5.html").paragraphs] == [
        "施策１　住まい",
        "一文。二文。",
        "三文。",
        "四",
        "五",
    ]


def test_what_is_hidden_is_told() -> None:
    found = read('<table><tr><td>A</td><td style="display: none">12</td><td>B<span hidden>99</span></td></tr></table>')
    [own] = found.grids
    assert [cell.text for cell in own.cells if cell.text] == ["A", "B"]
    assert sum(bool(cell.notes) for cell in own.cells) == 2


def test_each_row_has_a_number_and_tells_its_line() -> None:
    found = read("前の文。\n<table><tr><td>A</td></tr><tr><td>B</td></tr></table>後の文。")
    lines = [(each.text, each.place.line, each.place.words) for each in found.paragraphs]
    lines += [(cell.text, cell.place.line, cell.place.words) for grid in found.grids for cell in grid.cells]
    assert sorted(lines, key=lambda each: each[1]) == [
        ("前の文。", 1, "1行"),
        ("A", 2, "2行の表 1行1列"),
        ("B", 3, "2行の表 2行1列"),
        ("後の文。", 4, "2行"),
    ]


@given(st.text("|-<>/$\\*~&;table trd10件\n", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read(f"一{text}")
    except SourceError as error:
        assert error.next_step
