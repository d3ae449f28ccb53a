"""What a PowerPoint file holds: tables with merged cells, texts in reading order, and what is told."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pptx
import pytest
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.shapes import MSO_SHAPE
from pptx.util import Pt

from cityplan.read.file.contents import Contents
from cityplan.read.file.office.slides import read_slides

Act = Callable[[Any], None]


def read(*slides: list[Act]) -> Contents:
    show = pptx.Presentation()
    for acts in slides:
        slide = show.slides.add_slide(show.slide_layouts[6])
        for act in acts:
            act(slide)
    buffer = BytesIO()
    show.save(buffer)
    return read_slides("R5.pptx", buffer.getvalue())


def text(words: str, x: float = 0, y: float = 0, width: float = 200, height: float = 20, **look: Any) -> Act:
    def act(slide: Any) -> None:
        frame = slide.shapes.add_textbox(Pt(x), Pt(y), Pt(width), Pt(height)).text_frame
        run = frame.paragraphs[0].add_run()
        run.text = words
        for name, value in look.items():
            setattr(run.font, name, value)

    return act


def table(texts: str, *acts: Act, x: float = 0, y: float = 100) -> Act:
    def act(slide: Any) -> None:
        rows = [row.split("|") for row in texts.split("\n")]
        frame = slide.shapes.add_table(len(rows), len(rows[0]), Pt(x), Pt(y), Pt(300), Pt(60))
        for row, cells in enumerate(rows):
            for column, words in enumerate(cells):
                frame.table.cell(row, column).text = words
        for each in acts:
            each(frame.table)

    return act


def told(found: Contents) -> list[tuple[str, str]]:
    return [(each.rule, each.text) for each in found.told]


def texts(found: Contents) -> list[str]:
    return [each.text for each in found.paragraphs]


def test_merged_both_ways() -> None:
    def merge(made: Any) -> None:
        made.cell(0, 0).merge(made.cell(1, 0))
        made.cell(0, 1).merge(made.cell(0, 2))

    (grid,) = read([table("事業名|実績|\n|R5|R4\n甲|40件|32件", merge)]).grids
    assert [(cell.text, cell.row, cell.column, cell.rows, cell.columns) for cell in grid.cells] == [
        ("事業名", 1, 1, 2, 1), ("実績", 1, 2, 1, 2), ("R5", 2, 2, 1, 1), ("R4", 2, 3, 1, 1),
        ("甲", 3, 1, 1, 1), ("40件", 3, 2, 1, 1), ("32件", 3, 3, 1, 1),
    ]  # fmt: skip
    assert (grid.place.words, grid.place.page) == ("スライド1の表1", 1)


def test_texts_in_the_order_of_their_places() -> None:
    found = read([text("下", y=300), table("甲|1"), text("上", y=10), text("上の右", x=400, y=10)])
    assert texts(found) == ["上", "上の右", "下"]
    assert found.paragraphs[1].place.line < found.grids[0].place.line < found.paragraphs[2].place.line


def test_shapes_of_a_group() -> None:
    def group(slide: Any) -> None:
        made = slide.shapes.add_group_shape()
        for words, y in (("二", 30), ("一", 10)):
            made.shapes.add_textbox(Pt(0), Pt(y), Pt(100), Pt(15)).text_frame.text = words

    assert texts(read([group, text("三", y=50)])) == ["一", "二", "三"]


@pytest.mark.parametrize(
    ("runs", "shown", "rule"),
    [
        ([("120", {"strike": "sngStrike"}), ("150", {})], "150", "struck_out"),
        ([("150", {}), ("1", {"baseline": "30000"})], "150（注1）", "raised_note"),
    ],
)
def test_looks_of_a_run(runs: list[tuple[str, dict[str, str]]], shown: str, rule: str) -> None:
    def dress(made: Any) -> None:
        for words, look in runs:
            run = made.cell(0, 1).text_frame.paragraphs[0].add_run()
            run.text = words
            for name, value in look.items():
                run._r.get_or_add_rPr().set(name, value)

    cell = read([table("甲|", dress)]).grids[0].cells[1]
    assert (cell.text, [note.rule for note in cell.notes]) == (shown, [rule])


def test_letters_of_the_colour_of_their_box() -> None:
    def box(slide: Any) -> None:
        shape = slide.shapes.add_textbox(0, 0, Pt(200), Pt(20))
        shape.fill.solid()
        shape.fill.fore_color.rgb = RGBColor(255, 255, 255)
        run = shape.text_frame.paragraphs[0].add_run()
        run.text = "隠れた文"
        run.font.color.rgb = RGBColor(255, 255, 255)

    found = read([box, text("見える文", y=50)])
    assert texts(found) == ["見える文"]
    assert told(found) == [("unseen_cell", "隠れた文")]


def test_a_hidden_slide_is_told_and_its_tables_are_marked() -> None:
    def hide(slide: Any) -> None:
        slide.element.set("show", "0")

    found = read([text("見える")], [hide, text("記入例", y=40), table("甲|1")])
    assert texts(found) == ["見える"]
    assert [grid.is_hidden for grid in found.grids] == [True]
    assert told(found) == [("hidden_slide", "スライド2は非表示です"), ("hidden_slide", "記入例")]


@pytest.mark.parametrize(("form", "words"), [("OVAL", "丸（楕円）"), ("RECTANGLE", "")])
def test_a_ring_over_a_table_is_told_as_what_it_is(form: str, words: str) -> None:
    """It may choose a word; a frame without a text is an ornament."""

    def ring(slide: Any) -> None:
        slide.shapes.add_shape(MSO_SHAPE[form], Pt(100), Pt(110), Pt(60), Pt(20))

    found = read([table("甲|1\n乙|2"), ring])
    assert [words in each.text and each.is_doubt for each in found.told] == ([True] if words else [])


def test_a_text_box_over_a_table() -> None:
    found = read([table("甲|1\n乙|2"), text("速報値", x=100, y=110)])
    assert [(each.rule, each.is_doubt) for each in found.told] == [("box_over_table", True)]
    assert texts(found) == ["速報値"]


def test_notes_charts_and_pictures_are_told() -> None:
    def chart(slide: Any) -> None:
        data = CategoryChartData()
        data.categories = ["R5"]
        data.add_series("件数", (108,))
        slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, 0, Pt(200), Pt(100), Pt(100), data)
        slide.notes_slide.notes_text_frame.text = "確認中"

    found = read([text("本文"), chart])
    rules = [rule for rule, _ in told(found)]
    assert {"chart", "speaker_note", "embedded_object"} <= set(rules)


def test_what_every_slide_shows_is_told_once() -> None:
    def foot(slide: Any) -> None:
        box = slide.slide_layout.slide_master.shapes
        if not any(shape.has_text_frame and shape.text_frame.text == "みなと市" for shape in box):
            copied = slide.shapes.add_textbox(0, Pt(500), Pt(100), Pt(20))
            copied.text_frame.text = "みなと市"
            box._spTree.append(copied._element)

    found = read([text("一"), foot], [text("二"), foot])
    assert told(found) == [("running_head", "みなと市")]


def test_numbers_and_heads_of_slides_as_texts() -> None:
    pages = [
        [text("資料２", y=5, height=12), text(f"{page}の本文", y=200), text(str(page), x=600, y=520)]
        for page in range(1, 5)
    ]
    found = read(*pages)
    assert texts(found) == [f"{page}の本文" for page in range(1, 5)]
    assert (
        sorted(told(found)) == [("page_number", str(page)) for page in range(1, 5)] + [("running_head", "資料２")] * 4
    )


def test_a_note_at_the_foot_of_each_slide_is_a_note_of_each() -> None:
    note = "※評価　Ａ：目標値以上　Ｂ：基準値以上"
    found = read(*[[text(f"{page}の本文", y=200), text(note, y=520, height=12)] for page in range(1, 5)])
    assert told(found) == [] and texts(found).count(note) == 4


def test_texts_below_headings_side_by_side_follow_their_own() -> None:
    heads = [text(words, x=x, y=10) for words, x in (("成果", 0), ("課題", 250), ("今後の取組", 500))]
    said = [text(words, x=x, y=60) for words, x in (("9店が出店した。", 0), ("人が少ない。", 250), ("続ける。", 500))]
    assert texts(read([*heads, *said])) == ["成果", "9店が出店した。", "課題", "人が少ない。", "今後の取組", "続ける。"]


def test_a_text_below_several_headings_side_by_side_is_of_none() -> None:
    heads = [text("成果", x=0, y=10), text("課題", x=250, y=10)]
    said = [text("9店が出店した。", y=60), text("出店は増えたが、人が少ない。", y=110, width=450)]
    assert texts(read([*heads, *said])) == ["成果", "課題", "9店が出店した。", "出店は増えたが、人が少ない。"]
