"""What a document holds is accounted for: lines, places, texts left out, doubts."""

from cityplan.read.file.accounted import document_lines, doubted_cell, leave_grid, leave_paragraphs, tell_document
from cityplan.read.file.contents import CellGrid, Contents, GridCell, Paragraph, Told
from cityplan.read.printed import Place, Printed


def _grid() -> CellGrid:
    place = Place(3, "2ページ 表1 1行1列", 2, (1, 2, 3, 4))
    cells = [GridCell(1, 1, "指標名", place), GridCell(1, 2, "実績", Place(4, "2ページ 表1 1行2列", 2))]
    return CellGrid("2ページの表1", place, [*cells, GridCell(2, 1, "交通事故", Place(5, "2ページ 表1 2行1列", 2))])


def _contents() -> Contents:
    told = [
        Told("page_number", "- 2 -", Place(6, "2ページ", 2)),
        Told("joined_pages", "1ページの表1に、2ページの表1を続けました", Place(3, "2ページの表1"), True),
    ]
    return Contents([_grid()], [Paragraph("基本目標１", Place(1, "1ページ", 1))], told)


def test_rows_and_paragraphs_are_lines_in_reading_order() -> None:
    assert [(line.no, line.text) for line in document_lines(_contents())] == [
        (1, "基本目標１"),
        (3, "指標名\t実績"),
        (5, "交通事故"),
    ]


def test_a_page_number_is_left_out_and_a_doubt_is_told_as_one() -> None:
    printed = Printed()
    tell_document(_contents(), printed)
    assert [(each.source_line, each.reason) for each in printed.skipped] == [(6, "page_number")]
    assert [(each.rule, each.is_doubt) for each in printed.repairs] == [("joined_pages", True)]
    assert printed.places[5].words == "2ページ 表1 2行1列"


def test_what_is_not_used_is_left_out() -> None:
    printed = Printed()
    leave_paragraphs(_contents().paragraphs, printed)
    leave_grid(_grid(), printed)
    assert [(each.source_line, each.reason) for each in printed.skipped] == [
        (1, "outside_table"),
        (3, "other_table"),
        (5, "other_table"),
    ]


def test_a_doubtful_number_is_not_used_and_a_doubtful_name_is_told() -> None:
    cell = GridCell(2, 2, "12", Place(7), doubt="文字が重なっています")
    row = ("indicators", "01", 1)
    assert [each.rule for each in doubted_cell(row, "actual_text", cell, "12", 7)] == ["unreadable"]
    assert [(each.rule, each.is_doubt) for each in doubted_cell(row, "name", cell, "12", 7)] == [
        ("doubtful_cell", True)
    ]
    assert doubted_cell(row, "name", GridCell(2, 2, "12", Place(7)), "12", 7) == []
