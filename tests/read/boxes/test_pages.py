"""Tables of a document in one grid: those that go on over the page as one."""

from cityplan.read.boxes.pages import pages
from cityplan.read.file.contents import CellGrid, Contents, GridCell
from cityplan.read.printed import Place


def grid(page: int, rows: list[list[str]], first: int = 1) -> CellGrid:
    """A table of a PDF whose rows count from `first`."""
    cells = [
        GridCell(
            row,
            column,
            text,
            Place(page * 100 + row, page=page, box=(column * 90, row * 20, column * 90 + 90, row * 20 + 20)),
        )
        for row, texts in enumerate(rows, start=first)
        for column, text in enumerate(texts, start=1)
    ]
    return CellGrid(f"{page}ページの表1", Place(page * 100, page=page), cells)


def test_a_table_whose_rows_do_not_begin_at_1_is_one_of_its_own() -> None:
    [page] = pages(Contents([grid(1, [["施策名", "住まい"]]), grid(2, [["目的", "よくする。"]], first=2)]))
    assert {cell.text for cell in page.grid.cells} == {"施策名", "住まい", "目的", "よくする。"}


def test_it_goes_on_where_its_head_stands_again() -> None:
    one, other = [["施策名", "住まい"], ["目的", "よくする。"]], [["施策名", "住まい"], ["課題", "古い。"]]
    [page] = pages(Contents([grid(1, one), grid(2, other, first=2)]))
    assert [told.rule for told in page.told] == ["repeated_heading", "joined_pages"]
