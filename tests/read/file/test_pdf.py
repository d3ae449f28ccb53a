"""What is drawn on a page of a PDF, and what of it is a table: each test draws one thing."""

import itertools

import pytest
from small_pdf import BLUE, GREY, HEIGHT, WHITE, Drawing, pdf

from cityplan.read.file.contents import CellGrid, Contents, GridCell
from cityplan.read.file.pdf.pdf import read_pdf

XS, YS = [40.0, 140.0, 220.0, 300.0], [40.0, 60.0, 80.0, 100.0]
TEXTS = "項目|目標値|実績値\n補助件数|100件|108件\n出生率|77.45%|58.60%"
PLAIN = [row.split("|") for row in TEXTS.split("\n")]


def read(*drawings: Drawing, **made: object) -> Contents:
    return read_pdf("R5.pdf", pdf(*drawings, **made))  # type: ignore[arg-type]


def only(found: Contents) -> CellGrid:
    assert len(found.grids) == 1
    return found.grids[0]


def rows(grid: CellGrid) -> list[list[str]]:
    """The texts of a grid row by row; a merged cell counts once."""
    count = max(cell.row for cell in grid.cells)
    return [[cell.text for cell in grid.cells if cell.row == row] for row in range(1, count + 1)]


def doubts(found: Contents) -> list[tuple[int, int]]:
    return [(cell.row, cell.column) for grid in found.grids for cell in grid.cells if cell.doubt]


def told(found: Contents) -> list[tuple[str, str]]:
    return [(each.rule, each.text) for each in found.told]


def texts(found: Contents) -> list[str]:
    return [paragraph.text for paragraph in found.paragraphs]


def at(found: Contents, row: int, column: int) -> GridCell:
    return only(found).covering()[row, column]


class TestRules:
    def test_a_table(self) -> None:
        found = read(Drawing().table(XS, YS, TEXTS))
        assert rows(only(found)) == PLAIN
        assert found.paragraphs == found.told == []

    @pytest.mark.parametrize("rotate", [90, 180, 270])
    def test_a_page_that_is_turned_for_reading(self, rotate: int) -> None:
        """Drawn so that it is upright when turned."""
        turned = Drawing()
        turned.acts.append(
            {90: f"0 1 -1 0 {HEIGHT} 0 cm", 180: "-1 0 0 -1 400 300 cm", 270: "0 -1 1 0 0 300 cm"}[rotate]
        )
        turned.table(XS, YS, TEXTS)
        found = read(turned, rotate=rotate)
        assert rows(only(found)) == PLAIN

    @pytest.mark.parametrize("form", ["1 0 0 1 20 -30", "0.8 0 0 0.8 0 0", "0.7 0 0 0.7 40 40"])
    def test_a_form_that_holds_all(self, form: str) -> None:
        found = read(Drawing().table(XS, YS, TEXTS), form=form)
        assert rows(only(found)) == PLAIN

    def test_a_form_tells_where_it_stands_on_the_page(self) -> None:
        box = only(read(Drawing().table(XS, YS, TEXTS), form="0.5 0 0 0.5 10 20")).place.box
        assert box == pytest.approx((30, HEIGHT - 20 - 130, 160, HEIGHT - 20 - 100), abs=0.2)

    @pytest.mark.parametrize(
        "look", [{"width": 0.1}, {"width": 3}, {"colour": WHITE}, {"dash": "[3 2]"}, {"dash": "[0.5 1]"}]
    )
    def test_rules_of_any_look(self, look: dict[str, object]) -> None:
        drawing = Drawing().box(40, 40, 300, 100, fill=GREY, stroke=None).table(XS, YS, TEXTS, **look)
        assert rows(only(read(drawing))) == PLAIN

    def test_rules_of_thin_rectangles(self) -> None:
        drawing = Drawing()
        for x in XS:
            drawing.box(x, 40, x + 0.5, 100, fill=(0, 0, 0), stroke=None)
        for y in YS:
            drawing.box(40, y, 300, y + 0.5, fill=(0, 0, 0), stroke=None)
        assert rows(only(read(drawing.fill_in(XS, YS, TEXTS)))) == PLAIN

    def test_rules_of_many_short_pieces(self) -> None:
        """Dashes as some programs draw them: each by itself."""
        drawing = Drawing()
        for x in XS:
            for y in range(40, 100, 5):
                drawing.line(x, y, x, y + 3)
        for y in YS:
            for x in range(40, 300, 5):
                drawing.line(x, y, x + 3, y)
            drawing.line(297, y, 300, y)
        for x in XS:
            drawing.line(x, 97, x, 100)
        assert rows(only(read(drawing.fill_in(XS, YS, TEXTS)))) == PLAIN

    def test_rules_of_dots(self) -> None:
        drawing = Drawing()
        spots = [(x, y) for x in XS for y in range(40, 101, 2)] + [(x, y) for y in YS for x in range(40, 301, 2)]
        for x, y in spots:
            drawing.box(x, y, x + 0.7, y + 0.7, fill=(0, 0, 0), stroke=None)
        assert rows(only(read(drawing.fill_in(XS, YS, TEXTS)))) == PLAIN

    def test_each_cell_drawn_as_a_box_beside_the_next(self) -> None:
        drawing = Drawing()
        for y0, y1 in itertools.pairwise(YS):
            for x0, x1 in itertools.pairwise(XS):
                drawing.box(x0 + 0.5, y0 + 0.5, x1 - 0.5, y1 - 0.5)
        assert rows(only(read(drawing.fill_in(XS, YS, TEXTS)))) == PLAIN

    def test_a_double_rule_is_one(self) -> None:
        drawing = Drawing().table(XS, YS, TEXTS).line(40, 61.8, 300, 61.8)
        assert rows(only(read(drawing))) == PLAIN

    def test_no_rules_at_the_sides(self) -> None:
        drawing = Drawing()
        for y in YS:
            drawing.line(40, y, 300, y)
        for x in XS[1:-1]:
            drawing.line(x, 40, x, 100)
        assert rows(only(read(drawing.fill_in(XS, YS, TEXTS)))) == PLAIN

    def test_merged_both_ways(self) -> None:
        drawing = Drawing().box(40, 40, 300, 100)
        drawing.line(140, 40, 140, 100).line(140, 60, 300, 60).line(220, 60, 220, 100).line(140, 80, 300, 80)
        drawing.text(44, 72, "事業名").text(144, 54, "実績").text(144, 74, "R5").text(224, 74, "R4")
        found = read(drawing.text(144, 94, "40件").text(224, 94, "32件"))
        spans = {(cell.text, cell.row, cell.column, cell.rows, cell.columns) for cell in only(found).cells}
        assert {("事業名", 1, 1, 3, 1), ("実績", 1, 2, 1, 2), ("32件", 3, 3, 1, 1)} <= spans
        assert len(spans) == 6


class TestNoTables:
    def test_a_coloured_band(self) -> None:
        band = Drawing().box(0, 20, 400, 44, fill=BLUE, stroke=None).text(20, 38, "戦略１　子ども", 16, colour=WHITE)
        found = read(band.box(5, 60, 30, 200, fill=GREY, stroke=None))
        assert (found.grids, texts(found), found.told) == ([], ["戦略１　子ども"], [])

    def test_underlines_and_a_frame(self) -> None:
        drawing = Drawing().text(40, 50, "目的").line(40, 53, 60, 53).text(40, 80, "今後の方向性").line(40, 83, 100, 83)
        found = read(drawing.box(40, 100, 300, 140).text(50, 120, "囲みの文"))
        assert (found.grids, texts(found)) == ([], ["目的", "今後の方向性", "囲みの文"])

    def test_an_underline_in_a_cell_parts_nothing(self) -> None:
        found = read(Drawing().table(XS, YS, TEXTS).line(44, 76, 84, 76, width=0.5))
        assert rows(only(found)) == PLAIN
        assert doubts(found) == []

    def test_a_frame_around_one_word_in_a_cell(self) -> None:
        found = read(Drawing().table(XS, YS, TEXTS).box(43, 64, 86, 78))
        assert rows(only(found)) == PLAIN

    def test_an_empty_lattice_is_a_drawing(self) -> None:
        found = read(Drawing().table(XS, YS).text(40, 200, "グラフの下の文"))
        assert (found.grids, texts(found)) == ([], ["グラフの下の文"])


class TestTwoTables:
    def test_with_a_common_edge(self) -> None:
        """Below the line no column is that of above."""
        upper = Drawing().table(XS, [40, 60, 80], "項目|目標値|実績値\n補助件数|100件|108件")
        lower = upper.table([40, 100, 300], [80, 100, 120], "担当課|備考\n企画課|なし")
        first, second = read(lower).grids
        assert rows(first) == [["項目", "目標値", "実績値"], ["補助件数", "100件", "108件"]]
        assert rows(second) == [["担当課", "備考"], ["企画課", "なし"]]

    def test_a_banner_between_rows_parts_no_table(self) -> None:
        drawing = Drawing().table(XS, [40, 60, 80], "項目|目標値|実績値\n補助件数|100件|108件")
        drawing.box(40, 80, 300, 100).text(44, 94, "基本目標２").table(XS, [100, 120], "出生率|77.45%|58.60%")
        assert rows(only(read(drawing)))[2:] == [["基本目標２"], ["出生率", "77.45%", "58.60%"]]

    def test_beside_each_other(self) -> None:
        drawing = (
            Drawing()
            .table([40, 90, 140], [40, 60, 80], "甲|乙\n1|2")
            .table([160, 200, 240], [42, 62, 82], "丙|丁\n3|4")
        )
        assert [rows(grid) for grid in read(drawing).grids] == [[["甲", "乙"], ["1", "2"]], [["丙", "丁"], ["3", "4"]]]

    def test_one_in_a_cell_of_another(self) -> None:
        drawing = Drawing().table([40, 100, 300], [40, 60, 140], "名|内訳\n補助件数|").text(104, 74, "次のとおり")
        drawing.table([120, 180, 240], [80, 100, 120], "甲|乙\n1件|2件")
        outer, inner = read(drawing).grids
        assert rows(outer) == [["名", "内訳"], ["補助件数", "次のとおり"]]
        assert rows(inner) == [["甲", "乙"], ["1件", "2件"]]


class TestDoubts:
    def test_an_l_shaped_heading_is_over_what_it_encloses(self) -> None:
        """実績 over two columns, 前年度 in a corner of its cell; its words on two lines, one beside the corner."""
        drawing = Drawing().box(40, 40, 300, 120).line(140, 40, 140, 120).line(40, 80, 300, 80).line(220, 60, 220, 120)
        drawing.line(220, 60, 300, 60).line(40, 100, 300, 100)
        drawing.text(44, 60, "項目").text(144, 54, "実績値").text(144, 74, "（R5）").text(224, 74, "前年度")
        found = read(drawing.fill_in(XS, [80, 100], "補助件数|108件|100件\n出生率|58.60%|57.10%"))
        cell = at(found, 1, 2)
        assert (cell.text, cell.row, cell.columns, at(found, 1, 3) is cell) == ("実績値\n（R5）", 1, 2, True)
        assert (at(found, 2, 2).text, at(found, 2, 3).text) == ("", "前年度")
        assert [rule for rule, _ in told(found)] == ["odd_cell"]
        assert [at(found, 3, column).text for column in (1, 2, 3)] == ["補助件数", "108件", "100件"]

    def test_a_part_of_a_cell_in_a_frame(self) -> None:
        drawing = Drawing().table(XS, YS, TEXTS).box(96, 66, 116, 78).text(98, 76, "35", 8)
        assert len(doubts(read(drawing))) == 1

    def test_a_whole_text_in_a_frame(self) -> None:
        drawing = Drawing().table([40, 140, 300], [40, 80], "|実績").box(60, 50, 120, 70).text(64, 64, "事業名")
        assert doubts(read(drawing)) == []

    def test_a_cell_without_its_last_rule(self) -> None:
        drawing = (
            Drawing().table(XS, YS[:3], "\n".join(TEXTS.split("\n")[:2])).line(40, 80, 40, 100).line(40, 100, 220, 100)
        )
        drawing.line(140, 80, 140, 100).line(220, 80, 220, 100).line(300, 80, 300, 100)
        found = read(drawing.fill_in(XS, YS[2:], TEXTS.split("\n")[2]))
        assert [rule for rule, text in told(found) if "58.60%" in text] == ["open_cell"]

    def test_a_caption_beside_a_shorter_heading(self) -> None:
        drawing = Drawing().table(XS, [60, 80, 100], "項目|目標値|実績値\n出生率|77.45%|58.60%").box(40, 40, 140, 60)
        assert told(read(drawing.text(44, 54, "指標").text(240, 54, "単位：件"))) == []

    def test_names_of_two_rows_in_one_cell(self) -> None:
        """The rule between two names is missing; their values have it."""
        drawing = Drawing().box(40, 40, 300, 140).line(140, 40, 140, 140).line(40, 60, 300, 60).line(140, 100, 300, 100)
        drawing.text(44, 76, "小学生").text(44, 116, "中学生").text(144, 76, "61.5%").text(144, 116, "59.7%")
        assert doubts(read(drawing)) == [(2, 1)]

    def test_a_name_of_two_lines_over_two_rows(self) -> None:
        drawing = Drawing().box(40, 40, 300, 140).line(140, 40, 140, 140).line(40, 60, 300, 60).line(140, 100, 300, 100)
        drawing.text(44, 96, "学校生活に").text(44, 109, "満足した割合").text(144, 76, "61.5%").text(144, 116, "59.7%")
        assert doubts(read(drawing)) == []

    def test_texts_of_two_columns_in_one_cell(self) -> None:
        drawing = Drawing().table([40, 140, 300], [40, 60], "項目名|実績値").box(40, 60, 300, 80)
        drawing.text(44, 74, "転入者数").text(144, 74, "108件です")
        assert doubts(read(drawing)) == [(2, 1)]

    def test_a_word_that_is_set_wide_over_two_columns(self) -> None:
        drawing = Drawing().table([40, 140, 300], [60, 80], "R5|R4").box(40, 40, 300, 60)
        drawing.text(100, 54, "実").text(220, 54, "績")
        assert doubts(read(drawing)) == []

    def test_a_text_box_over_a_table(self) -> None:
        drawing = Drawing().table(XS, YS, TEXTS).box(200, 66, 280, 92, fill=WHITE).text(204, 82, "速報値")
        found = read(drawing)
        assert texts(found) == ["速報値"]
        assert ("box_over_table", "表の上に別の枠（テキストボックスなど）が重なっています") in told(found)
        assert doubts(found) == [(2, 2), (2, 3), (3, 2), (3, 3)]
        assert "速報値" not in "".join(cell.text for cell in only(found).cells)

    def test_an_outlined_box_over_a_table(self) -> None:
        found = read(Drawing().table(XS, YS, TEXTS).box(200, 66, 280, 92).text(204, 76, "注"))
        assert len(only(found).cells) == 9
        assert (2, 3) in doubts(found)

    @pytest.mark.parametrize(("under", "over", "text"), [("120件", "108件", ""), ("（旧）", "", "")])
    def test_text_under_a_shape(self, under: str, over: str, text: str) -> None:
        """Where another text stands upon it, neither is a value."""
        drawing = Drawing().table(XS, YS, "項目|目標値|実績値\n補助件数|100件").text(224, 74, under)
        found = read(drawing.box(222, 62, 298, 78, fill=WHITE, stroke=None).text(224, 74, over))
        assert at(found, 2, 3).text == text
        assert f"下の文字「{under}」" in at(found, 2, 3).doubt

    def test_white_letters_on_a_dark_ground_are_seen(self) -> None:
        drawing = Drawing().box(40, 40, 300, 60, fill=BLUE, stroke=None).table(XS, YS, "\n補助件数|100件|108件")
        found = read(drawing.text(44, 54, "項目", colour=WHITE))
        assert (at(found, 1, 1).text, doubts(found)) == ("項目", [])

    def test_a_band_of_many_steps_strikes_nothing_and_hides_nothing(self) -> None:
        """A gradient, as some programs draw it."""
        drawing = Drawing()
        for step in range(12):
            drawing.box(40, 40 + 2 * step, 300, 42 + 2 * step, fill=(0.5 + step / 24,) * 3, stroke=None)
        found = read(drawing.text(50, 58, "白い見出し", 14, colour=WHITE))
        assert (texts(found), found.told, found.grids) == (["白い見出し"], [], [])

    def test_what_can_be_seen_through(self) -> None:
        """A marker over letters, and white letters on a band through which the page is seen."""
        drawing = Drawing().text(40, 50, "目立たせた文").seen_through(38, 40, 120, 54, (1, 1, 0))
        drawing.seen_through(38, 80, 200, 100, BLUE).text(40, 94, "白い見出し", colour=WHITE)
        found = read(drawing)
        assert (texts(found), found.told) == (["目立たせた文", "白い見出し"], [])

    @pytest.mark.parametrize("mode", [3, 7])
    def test_letters_that_are_not_drawn_outside_of_a_table(self, mode: int) -> None:
        found = read(Drawing().text(40, 50, "見える文").text(40, 80, "見えない文", mode=mode))
        assert (texts(found), told(found)) == (["見える文"], [("unseen_text", "描かれない文字「見えない文」")])

    def test_letters_beyond_the_page(self) -> None:
        found = read(Drawing().text(40, 50, "見える文").text(40, -20, "裁ち落としの外"))
        assert (texts(found), told(found)) == (["見える文"], [("unseen_text", "ページの外の文字「裁ち落としの外」")])

    def test_a_strike_from_side_to_side_parts_no_cell(self) -> None:
        drawing = (
            Drawing()
            .table(XS, YS, TEXTS.replace("77.45%", ""))
            .text(141, 94, "1,250,000,000人")
            .line(140, 90.5, 220, 90.5)
        )
        found = read(drawing)
        assert (len(only(found).cells), doubts(found)) == (9, [(3, 2)])
        assert [note.rule for note in at(found, 3, 2).notes] == ["struck_cell"]

    def test_a_line_through_the_texts_of_two_cells(self) -> None:
        found = read(Drawing().table(XS, YS, TEXTS).line(144, 70.5, 290, 70.5))
        assert rows(only(found)) == PLAIN
        assert doubts(found) == [(2, 2), (2, 3)]

    def test_a_slash_through_a_cell(self) -> None:
        drawing = Drawing().table(XS, YS, TEXTS.replace("58.60%", "")).line(140, 60, 220, 80).line(220, 80, 300, 100)
        assert doubts(read(drawing)) == [(2, 2)]

    def test_a_ring_around_one_of_several_words(self) -> None:
        """Which of 拡充・継続 is chosen is a reading: the cell is doubtful, no word of it is taken."""
        drawing = Drawing().table(XS, YS, TEXTS.replace("補助件数", "拡充・継続"))
        begin = 44 + 3 * 10
        found = read(drawing.ring(begin - 1, 63, begin + 21, 79))
        assert doubts(found) == [(2, 1)]
        assert at(found, 2, 1).doubt == "「継続」が丸で囲まれています"
        assert at(found, 2, 1).text == "拡充・継続" and "ringed_text" not in dict(told(found))

    def test_a_ring_around_all_of_a_text_is_told(self) -> None:
        found = read(Drawing().table(XS, YS, TEXTS).ring(141, 61, 219, 79).text(40, 140, "継続").ring(36, 128, 66, 144))
        assert doubts(found) == []
        assert [text for rule, text in told(found) if rule == "ringed_text"] == [
            "「100件」が丸で囲まれています", "「継続」が丸で囲まれています",
        ]  # fmt: skip
        assert all(each.is_doubt for each in found.told if each.rule == "ringed_text")

    def test_text_upon_text(self) -> None:
        found = read(Drawing().table(XS, YS, TEXTS).text(146, 75, "250"))
        assert doubts(found) == [(2, 2)]
        assert "重なって" in at(found, 2, 2).doubt

    def test_wide_brackets_and_commas_are_set_on_half_of_their_squares(self) -> None:
        """As a browser sets （大腸）、 in runs of their own; figures that lie so are upon each other."""
        close = (
            Drawing()
            .table(XS, YS, TEXTS.replace("100件", ""))
            .text(150, 75, "大）")
            .text(165, 75, "、")
            .text(166, 75, "「")
        )
        assert doubts(read(close.text(176, 75, "甲"))) == []
        over = Drawing().table(XS, YS, TEXTS.replace("100件", "")).text(150, 75, "大甲").text(164, 75, "乙")
        assert doubts(read(over)) == [(2, 2)]

    def test_text_over_the_edge_of_its_cell(self) -> None:
        found = read(Drawing().table(XS, YS, TEXTS.replace("108件", "")).text(190, 74, "12,345,678件"))
        assert (2, 2) in doubts(found) and (2, 3) in doubts(found)

    def test_a_shadow_counts_once(self) -> None:
        drawing = Drawing()
        for shift in (0.0, 0.7):
            drawing.fill_in([x + shift for x in XS], YS, TEXTS)
        found = read(drawing.table(XS, YS))
        assert rows(only(found)) == PLAIN

    def test_slanted_letters_are_told(self) -> None:
        found = read(Drawing().table(XS, YS, TEXTS).text(120, 160, "案", 60, turn=-40))
        assert rows(only(found)) == PLAIN
        assert told(found) == [("slanted_text", "斜めの文字「案」")]

    def test_rows_without_any_rules(self) -> None:
        found = read(Drawing().fill_in(XS, [*YS], TEXTS))
        assert found.grids == []
        assert [rule for rule, _ in told(found)] == ["no_rules"]

    def test_text_beside_a_table_without_rules_at_its_sides(self) -> None:
        drawing = Drawing().fill_in(XS, YS, TEXTS)
        for y in YS:
            drawing.line(40, y, 300, y)
        for x in XS[1:-1]:
            drawing.line(x, 40, x, 100)
        found = read(drawing.text(306, 74, "（速報）"))
        assert rows(only(found)) == PLAIN
        assert [(each.rule, each.is_doubt) for each in found.told] == [("text_beside", True)]
        assert told(read(Drawing().table(XS, YS, TEXTS).text(306, 74, "（速報）"))) == []

    def test_level_rules_only(self) -> None:
        drawing = Drawing()
        for y in YS:
            drawing.line(40, y, 300, y)
        found = read(drawing.fill_in([40, 140], YS, "項目|実績値\n補助件数|108件\n出生率|58.60%"))
        assert found.grids == []
        assert ["縦の罫線のない表" in text for _, text in told(found)] == [True]

    def test_rows_without_rules_between(self) -> None:
        """Coloured bands alone part them: the numbers of two rows stand in one cell."""
        drawing = Drawing().box(40, 80, 300, 100, fill=GREY, stroke=None).table(XS, [40, 60, 100])
        found = read(drawing.fill_in(XS, YS, TEXTS))
        assert doubts(found) == [(2, 2), (2, 3)]

    def test_a_page_that_is_a_picture_beside_others(self) -> None:
        found = read(Drawing().table(XS, YS, TEXTS), Drawing().picture())
        assert [(each.rule, each.place.page) for each in found.told] == [("picture_page", 2)]


class TestText:
    def test_lines_of_a_cell(self) -> None:
        drawing = Drawing().table(XS, [40, 80], "").text(44, 54, "空き店舗を使って").text(44, 68, "創業した事業者")
        assert at(read(drawing.text(144, 54, "1")), 1, 1).text == "空き店舗を使って\n創業した事業者"

    def test_real_blanks_stay_and_a_gap_is_one(self) -> None:
        drawing = Drawing().table(XS, YS, "補助件数 (新規)|R5 年度")
        found = read(drawing.text(224, 54, "甲").text(254, 54, "乙").text(44, 74, "98").text(56, 74, "件"))
        assert [at(found, 1, column).text for column in (1, 2, 3)] == ["補助件数 (新規)", "R5 年度", "甲 乙"]
        assert at(found, 2, 1).text == "98件"

    def test_a_raised_figure_is_no_digit(self) -> None:
        found = read(Drawing().table(XS, YS, "項目|目標値|").text(224, 54, "150").text(239.5, 50, "1", 5))
        assert at(found, 1, 3).text == "150（注1）"
        assert [note.rule for note in at(found, 1, 3).notes] == ["raised_note"]

    @pytest.mark.parametrize("turn", [90, 270])
    def test_a_heading_that_is_turned(self, turn: int) -> None:
        x, y = (54, 45) if turn == 90 else (66, 95)
        drawing = Drawing().table(XS, [40, 100, 120], "\n補助件数|100件|108件").text(x, y, "施策名", turn=turn)
        assert at(read(drawing), 1, 1).text == "施策名"

    def test_letters_one_below_the_other(self) -> None:
        drawing = Drawing().table([40, 60, 220, 300], [40, 160, 180], "\n計|100件|108件")
        found = read(drawing.text(50, 45, "施策の実績、一覧", downwards=True))
        assert at(found, 1, 1).text == "施策の実績、一覧"
        assert doubts(found) == []

    def test_columns_are_read_one_after_the_other(self) -> None:
        drawing = Drawing().text(40, 40, "★コラム", 16)
        for number in range(4):
            for x, column in ((40, "左"), (220, "右")):
                drawing.text(x, 60 + 14 * number, f"{column}の段の文の{number}行目でまだ続く")
        words = "".join(texts(read(drawing)))
        assert words.index("左の段の文の3") < words.index("右の段の文の0")

    def test_a_line_that_is_full_goes_on(self) -> None:
        long = "脱炭素経営に向けた取組の支援を通じて、新しい産業の創出に取り組むと"
        drawing = (
            Drawing().text(40, 60, long).text(40, 75, "ともに、地域の稼ぐ力を高めます。").text(40, 90, "次の段落です。")
        )
        assert texts(read(drawing)) == [f"{long}ともに、地域の稼ぐ力を高めます。", "次の段落です。"]

    def test_controls_and_radicals_are_noted(self) -> None:
        found = read(Drawing().table(XS, YS, "利\u2f64者数|100\u202e件"))
        assert at(found, 1, 1).text == "利用者数"
        assert [note.rule for note in at(found, 1, 1).notes] == ["folded_characters"]


class TestPages:
    def heads(self, *bodies: str) -> list[Drawing]:
        return [
            Drawing().text(40, 20, "資料２", 8).text(40, 60, body).text(200, 292, f"- {page} -", 8)
            for page, body in enumerate(bodies, start=1)
        ]

    def test_running_heads_and_page_numbers_are_told(self) -> None:
        found = read(*self.heads("甲の文です", "乙の文です", "丙の文です"))
        assert texts(found) == ["甲の文です", "乙の文です", "丙の文です"]
        assert [rule for rule, _ in told(found)] == ["running_head", "page_number"] * 3

    def test_a_heading_that_stands_again_is_text(self) -> None:
        found = read(
            *[Drawing().text(40, 20, "PLAN 05　教育", 14).text(40, 60, f"{page}枚目の文です") for page in (1, 2)]
        )
        assert texts(found).count("PLAN 05　教育") == 2

    def test_the_heading_of_each_section_is_text(self) -> None:
        """It stands high on each page, but below another text."""
        pages = [
            Drawing().text(40, 16, f"戦略{page}", 16).text(40, 28, "■ ねらい", 8).text(40, 80, "文です", 8)
            for page in range(4)
        ]
        assert texts(read(*pages)).count("■ ねらい") == 4


FOUR = [*YS, 120.0]


class TestColourAlone:
    """Tables that colours part, without a rule."""

    MORE = f"{TEXTS}\n相談件数|20件|31件"

    def test_each_cell_filled(self) -> None:
        drawing = Drawing()
        for row, (top, bottom) in enumerate(itertools.pairwise(YS)):
            for left, right in itertools.pairwise(XS):
                drawing.box(left, top, right, bottom, fill=(BLUE, GREY, WHITE)[row], stroke=None)
        found = read(drawing.fill_in(XS, YS, TEXTS))
        assert rows(only(found)) == PLAIN
        assert told(found) == []

    def test_every_second_row_filled(self) -> None:
        """The heading and every second row; the last row has no colour. Its columns are told as those of its texts."""
        drawing = Drawing()
        for at, fill in ((0, BLUE), (2, GREY)):
            drawing.box(40, FOUR[at], 300, FOUR[at + 1], fill=fill, stroke=None)
        found = read(drawing.fill_in(XS, FOUR, self.MORE))
        assert rows(only(found)) == [line.split("|") for line in self.MORE.split("\n")]
        assert [rule for rule, _ in told(found)] == ["band_columns"]

    def test_two_rows_in_one_colour_are_not_made_up(self) -> None:
        drawing = Drawing().box(40, 40, 300, 60, fill=BLUE, stroke=None).box(40, 60, 300, 100, fill=GREY, stroke=None)
        drawing.box(40, 100, 300, 120, fill=WHITE, stroke=None)
        found = read(drawing.fill_in(XS, FOUR, self.MORE))
        assert found.grids == []
        assert "no_rules" in [rule for rule, _ in told(found)]

    def test_a_heading_over_two_columns_is_not_made_up(self) -> None:
        drawing = Drawing()
        for top, bottom, fill in ((40, 60, BLUE), (60, 80, WHITE), (80, 100, GREY)):
            drawing.box(40, top, 300, bottom, fill=fill, stroke=None)
        found = read(drawing.fill_in(XS, YS, "項目||実績値\n補助件数|100件|108件\n出生率|77.45%|58.60%"))
        assert found.grids == []

    def test_numbers_beyond_their_headings_are_not_made_up(self) -> None:
        """Numbers on the right of a column, nearer to the next heading than to their own: 右寄せ."""
        drawing = Drawing()
        for top, bottom, fill in ((40, 60, BLUE), (60, 80, WHITE), (80, 100, GREY), (100, 120, WHITE)):
            drawing.box(40, top, 340, bottom, fill=fill, stroke=None)
        for x, text in ((42, "指標名"), (122, "R4"), (182, "R5"), (242, "目標")):
            drawing.text(x, 55, text)
        for at, name in enumerate(("件数", "人数", "回数")):
            drawing.text(42, 75 + 20 * at, name)
            for x, number in ((168, 3), (228, 4), (320, 9)):
                drawing.text(x, 75 + 20 * at, f"{number}{at}")
        found = read(drawing)
        assert found.grids == []
        assert "no_rules" in [rule for rule, _ in told(found)]

    def test_cells_that_are_merged(self) -> None:
        """A cell over two rows, of the same colour as those beside it, leaves no half of a table."""
        drawing = Drawing()
        for box in ((40, 40, 140, 60), (140, 40, 220, 60), (220, 40, 300, 60)):
            drawing.box(*box, fill=BLUE, stroke=None)
        drawing.box(40, 60, 140, 100, fill=GREY, stroke=None)
        for top in (60, 80):
            drawing.box(140, top, 220, top + 20, fill=GREY, stroke=None)
            drawing.box(220, top, 300, top + 20, fill=GREY, stroke=None)
        drawing.fill_in(XS, YS, "施策|指標|実績\n防災|訓練|4\n|備蓄|60")
        found = only(read(drawing))
        assert [(cell.text, cell.rows) for cell in found.cells if cell.row == 2] == [("防災", 2), ("訓練", 1), ("4", 1)]
        assert [cell.text for cell in found.cells if cell.row == 3] == ["備蓄", "60"]

    def test_a_chart_of_bars_is_no_table(self) -> None:
        drawing = Drawing()
        for at, height in enumerate((30, 80, 55, 20)):
            drawing.box(40 + 30 * at, 200 - height, 60 + 30 * at, 200, fill=BLUE, stroke=None)
            drawing.text(42 + 30 * at, 215, f"R{at + 2}")
        assert read(drawing).grids == []


def test_a_table_on_its_side() -> None:
    """A table that was turned by 90 degrees to fit the page is read as it is meant."""
    drawing = Drawing()
    for x in (40, 60, 80, 100):
        drawing.line(x, 40, x, 260)
    for y in (40, 120, 190, 260):
        drawing.line(40, y, 100, y)
    for row, line in enumerate(PLAIN):
        for column, text in enumerate(line):
            drawing.text(100 - 20 * row - 15, (44, 124, 194)[column], text, turn=90)
    assert rows(only(read(drawing))) == PLAIN


def test_the_second_line_of_a_heading_too_high_for_its_row_is_doubted_with_the_value_below() -> None:
    """目標値 over （R7） in a row for one line: （R7） stands on the rule, over a value that has room below it."""
    page = Drawing().table(XS, [40.0, 54.0, 100.0], "項目||実績値")
    page.text(144, 46, "目標値").text(144, 60, "（R7）").text(144, 78, "81.0")
    page.text(44, 78, "健康寿命").text(224, 78, "80.4").text(224, 94, "（速報）")
    assert doubts(read(page)) == [(1, 2), (2, 2)]


def test_lines_that_fill_their_cell_to_its_edges_are_not_doubted() -> None:
    page = Drawing().table(XS, [40.0, 54.0, 74.0], "項目|目標値|実績値")
    page.text(44, 63, "健康").text(44, 75, "寿命").text(144, 68, "81.0").text(224, 68, "80.4")
    assert doubts(read(page)) == []


def test_texts_below_headings_side_by_side_follow_their_own() -> None:
    """As a slide has them: below the headings different numbers of lines."""
    page = Drawing().text(20, 40, "成果").text(150, 40, "課題").text(280, 40, "今後の取組")
    page.text(20, 70, "9店が出店した。").text(150, 70, "人が少ない。").text(280, 70, "続ける。").text(
        150, 100, "広げる。"
    )
    found = texts(read(page))
    assert found == ["成果", "9店が出店した。", "課題", "人が少ない。", "広げる。", "今後の取組", "続ける。"]
