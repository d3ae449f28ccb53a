"""What a Word document holds: merged cells, looks of its text, and what is no part of the running text."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor

from cityplan.read.file.contents import CellGrid, Contents, GridCell
from cityplan.read.file.office.word import read_word

Act = Callable[[Any], None]


def read(*acts: Act) -> Contents:
    document = docx.Document()
    for act in acts:
        act(document)
    buffer = BytesIO()
    document.save(buffer)
    return read_word("R5.docx", buffer.getvalue())


def table(texts: str, *acts: Act) -> Act:
    """A table with rows on lines, cells between |; what is done with it after."""

    def make(document: Any) -> None:
        rows = [row.split("|") for row in texts.split("\n")]
        made = document.add_table(len(rows), len(rows[0]))
        for row, cells in zip(made.rows, rows, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
        for act in acts:
            act(made)

    return make


def text(words: str, **look: Any) -> Act:
    """A paragraph of one run with a look."""

    def make(document: Any) -> None:
        dress(document.add_paragraph().add_run(words), **look)

    return make


def dress(run: Any, **look: Any) -> Any:
    for name, value in look.items():
        setattr(run.font, name, value)
    return run


def xml(words: str) -> Any:
    name, rest = re.fullmatch(r"(<[\w:]+)(.*)", words, re.DOTALL).groups()  # type: ignore[union-attr]
    return parse_xml(f"{name} {nsdecls('w')}{rest}")


def last_cell(*runs: tuple[str, dict[str, Any]]) -> Act:
    """Runs in the last cell of a table."""

    def act(made: Any) -> None:
        paragraph = made.rows[-1].cells[-1].paragraphs[0]
        for words, look in runs:
            dress(paragraph.add_run(words), **look)

    return act


def spans(grid: CellGrid) -> list[tuple[str, int, int, int, int]]:
    return [(cell.text, cell.row, cell.column, cell.rows, cell.columns) for cell in grid.cells]


def only(found: Contents) -> GridCell:
    return found.grids[0].cells[-1]


def told(found: Contents) -> list[tuple[str, str, bool]]:
    return [(each.rule, each.text, each.is_doubt) for each in found.told]


class TestTables:
    def test_merged_both_ways(self) -> None:
        def merge(made: Any) -> None:
            made.cell(0, 0).merge(made.cell(1, 0))
            made.cell(0, 1).merge(made.cell(0, 2))
            made.cell(2, 1).merge(made.cell(3, 2))

        found = read(table("事業名|実績|\n|R5|R4\n甲|40件|\n乙||", merge))
        assert spans(found.grids[0]) == [
            ("事業名", 1, 1, 2, 1), ("実績", 1, 2, 1, 2), ("R5", 2, 2, 1, 1), ("R4", 2, 3, 1, 1),
            ("甲", 3, 1, 1, 1), ("40件", 3, 2, 2, 2), ("乙", 4, 1, 1, 1),
        ]  # fmt: skip

    def test_rows_that_begin_further_right(self) -> None:
        def shift(made: Any) -> None:
            row = made.rows[1]._tr
            row.remove(row.tc_lst[0])
            row.get_or_add_trPr().append(xml('<w:gridBefore w:val="1"/>'))

        assert spans(read(table("甲|乙\nx|1件", shift)).grids[0])[-1] == ("1件", 2, 2, 1, 1)

    def test_several_paragraphs_are_lines(self) -> None:
        found = read(table("甲|", last_cell(("基準値", {})), lambda made: made.cell(0, 1).add_paragraph("（R3）")))
        assert only(found).text == "基準値\n（R3）"

    def test_a_table_in_a_cell_is_another_grid(self) -> None:
        def nest(made: Any) -> None:
            made.cell(0, 1).add_table(1, 2).cell(0, 1).text = "内"

        found = read(table("甲|外", nest))
        assert [[cell.text for cell in grid.cells] for grid in found.grids] == [["甲", "外"], ["", "内"]]
        assert ("nested_table", "表1のセルの中に表があります", False) in told(found)

    def test_hidden_rows_are_told(self) -> None:
        def hide(made: Any) -> None:
            made.rows[1]._tr.get_or_add_trPr().append(xml("<w:hidden/>"))

        found = read(table("甲|1\n乙|2", hide))
        assert found.grids[0].hidden_rows == {2}
        assert told(found) == [("hidden_row", "表1に隠れた行があります（2行目）", True)]

    def test_text_in_a_part_of_a_merged_cell(self) -> None:
        def merge(made: Any) -> None:
            for row, kind in ((0, "restart"), (1, "continue")):
                made.cell(row, 1)._tc.get_or_add_tcPr().append(xml(f'<w:vMerge w:val="{kind}"/>'))

        (cell,) = [cell for cell in read(table("甲|1件\n乙|2件", merge)).grids[0].cells if cell.column == 2]
        assert (cell.text, cell.rows, "「2件」" in cell.doubt) == ("1件", 2, True)


class TestLooks:
    def test_struck_out(self) -> None:
        cell = only(read(table("甲|", last_cell(("120", {"strike": True}), ("150", {})))))
        assert (cell.text, [note.before for note in cell.notes]) == ("150", ["［取り消し線：120］150"])

    def test_struck_by_a_style(self) -> None:
        def style(document: Any) -> None:
            document.styles.add_style("消す", WD_STYLE_TYPE.CHARACTER).font.strike = True

        def use(made: Any) -> None:
            made.cell(0, 1).paragraphs[0].add_run("120").style = "消す"

        cell = only(read(style, table("甲|", use)))
        assert (cell.text, [note.rule for note in cell.notes]) == ("", ["struck_cell"])

    def test_a_raised_figure_is_no_digit(self) -> None:
        cell = only(read(table("甲|", last_cell(("150", {}), ("1", {"superscript": True})))))
        assert (cell.text, [note.rule for note in cell.notes]) == ("150（注1）", ["raised_note"])

    @pytest.mark.parametrize("look", [{"hidden": True}, {"color": "FFFFFF"}])
    def test_what_cannot_be_seen(self, look: dict[str, Any]) -> None:
        def hide(made: Any) -> None:
            run = made.cell(0, 1).paragraphs[0].add_run("（旧）")
            if look.get("hidden"):
                run.font.hidden = True
            else:
                run.font.color.rgb = RGBColor(255, 255, 255)

        cell = only(read(table("甲|100件", hide)))
        assert (cell.text, [note.rule for note in cell.notes]) == ("100件", ["unseen_text"])

    def test_white_on_a_dark_ground_is_seen(self) -> None:
        def dark(made: Any) -> None:
            made.cell(0, 1)._tc.get_or_add_tcPr().append(xml('<w:shd w:val="clear" w:fill="1F497D"/>'))
            made.cell(0, 1).paragraphs[0].add_run("実績値").font.color.rgb = RGBColor(255, 255, 255)

        cell = only(read(table("甲|", dark)))
        assert (cell.text, cell.notes) == ("実績値", ())

    @pytest.mark.parametrize(("change", "words"), [("ins", "挿入「8」"), ("del", "削除「8」")])
    def test_tracked_changes_are_a_doubt(self, change: str, words: str) -> None:
        def track(made: Any) -> None:
            paragraph = made.cell(0, 1).paragraphs[0]
            run = paragraph.add_run("8")._r
            if change == "del":
                run.find(qn("w:t")).tag = qn("w:delText")
            tracked = xml(f'<w:{change} w:id="1" w:author="x"/>')
            paragraph._p.append(tracked)
            tracked.append(run)

        cell = only(read(table("甲|10", track)))
        assert cell.text == ("108" if change == "ins" else "10")
        assert words in cell.doubt

    def test_a_row_that_was_deleted_with_tracking(self) -> None:
        def track(made: Any) -> None:
            made.rows[1]._tr.get_or_add_trPr().append(xml('<w:del w:id="1" w:author="x"/>'))

        found = read(table("甲|1\n乙|2", track)).grids[0].cells
        assert [bool(cell.doubt) for cell in found] == [False, False, True, True]


class TestParagraphs:
    def test_headings_and_sizes(self) -> None:
        def headings(document: Any) -> None:
            document.add_heading("施策１", 2)
            document.add_paragraph("本文").runs[0].font.size = Pt(10.5)

        found = read(headings).paragraphs
        assert [(each.text, each.is_heading) for each in found] == [("施策１", True), ("本文", False)]
        assert found[1].size == 10.5

    def test_a_line_break_is_joined_as_in_a_cell(self) -> None:
        assert [each.text for each in read(text("子どもの声が\nひびくまち")).paragraphs] == ["子どもの声がひびくまち"]

    def test_numbers_that_word_counts_are_told(self) -> None:
        found = read(lambda document: document.add_paragraph("農業", style="List Number"))
        assert told(found) == [("auto_number", "自動で付く番号は読めません「農業」", False)]

    def test_the_dot_that_word_shows_before_an_item(self) -> None:
        """It is no number; a paragraph that takes itself out of its list bears none."""

        def items(document: Any) -> None:
            document.add_paragraph("講座の開催", style="List Bullet")
            out = document.add_paragraph("本文", style="List Bullet")
            out._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = 0

        found = read(items)
        assert [each.text for each in found.paragraphs] == ["・講座の開催", "本文"] and not told(found)

    def test_text_boxes_are_read_once(self) -> None:
        """A drawing has the box twice: as it is, and for older programs."""
        inside = "<w:txbxContent><w:p><w:r><w:t>速報値</w:t></w:r></w:p></w:txbxContent>"
        box = (
            '<w:r xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
            'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
            f"<mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{inside}</wps:txbx></w:drawing></mc:Choice>"
            f"<mc:Fallback><w:pict>{inside}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
        found = read(lambda document: document.add_paragraph("本文")._p.append(xml(box)))
        assert [(each.text, each.place.words) for each in found.paragraphs] == [
            ("本文", "段落1"),
            ("速報値", "テキストボックス 段落2"),
        ]

    def test_a_text_box_in_a_cell_is_a_doubt(self) -> None:
        box = "<w:r><w:drawing><w:txbxContent><w:p><w:r><w:t>35件</w:t></w:r></w:p></w:txbxContent></w:drawing></w:r>"
        found = read(table("甲|40件", lambda made: made.cell(0, 1).paragraphs[0]._p.append(xml(box))))
        assert "35件" in only(found).doubt and only(found).text == "40件"
        assert [rule for rule, text, is_doubt in told(found) if is_doubt and "35件" in text] == ["box_over_table"]
        assert found.paragraphs == []  # a note 速報値 over one cell is none of the document

    def test_how_letters_are_read_is_told(self) -> None:
        letters = "<w:r><w:t>{}</w:t></w:r>"
        ruby = (
            f"<w:ruby><w:rt>{letters.format('ひたち')}</w:rt><w:rubyBase>{letters.format('日立')}</w:rubyBase></w:ruby>"
        )
        found = read(lambda document: document.add_paragraph("市名は")._p.append(xml(f"<w:r>{ruby}</w:r>")))
        assert [each.text for each in found.paragraphs] == ["市名は日立"]
        assert told(found) == [("ruby", "ふりがな「ひたち」", False)]

    def test_a_link_is_its_words(self) -> None:
        def link(document: Any) -> None:
            paragraph = document.add_paragraph("詳しくは")
            holder = OxmlElement("w:hyperlink")
            holder.append(paragraph.add_run("市のページ")._r)
            paragraph._p.append(holder)

        assert [each.text for each in read(link).paragraphs] == ["詳しくは市のページ"]


class TestBeside:
    def test_heads_and_feet_are_told(self) -> None:
        def head(document: Any) -> None:
            document.sections[0].header.paragraphs[0].text = "資料２"
            document.sections[0].footer.paragraphs[0].text = "1"

        found = read(text("本文"), head)
        assert {(each.text, each.place.words) for each in found.told} == {("資料２", "ヘッダー"), ("1", "フッター")}
        assert {each.rule for each in found.told} == {"running_head"}

    def test_comments_are_told(self) -> None:
        def comment(document: Any) -> None:
            document.add_comment(document.add_paragraph("108件").runs, text="110では？", author="x")

        assert told(read(comment)) == [("comment", "110では？", False)]

    def test_pictures_are_told(self) -> None:
        from PIL import Image

        def picture(document: Any) -> None:
            file = BytesIO()
            Image.new("L", (8, 8)).save(file, "PNG")
            document.add_picture(file)

        assert told(read(text("本文"), picture)) == [("picture", "画像があります。画像の文字は読み取りません", False)]
