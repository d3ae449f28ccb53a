"""Tables that a page cuts: joined where it is sure, doubtful where it is not, apart where they are two."""

from dataclasses import replace

from cityplan.read.file.contents import CellGrid, Contents, GridCell, Paragraph
from cityplan.read.file.continued import join_continued
from cityplan.read.printed import Place

HEAD = "施策|指標|実績値"
UNSURE = "前のページのセルの続き"


def grid(page: int, texts: str, left: float = 50, width: float = 100) -> CellGrid:
    """A grid of a page; `^` is a place of the cell above, `<` one of the cell at the left."""
    rows = [row.split("|") for row in texts.split("\n")]
    found: dict[tuple[int, int], GridCell] = {}
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            owner = {"^": spans.get((row - 1, column)), "<": spans.get((row, column - 1))}.get(text) or (row, column)
            spans[row, column] = owner
            box = (left + width * owner[1], 50.0 + 20 * owner[0], left + width * (column + 1), 70.0 + 20 * row)
            line = page * 1000 + owner[0] * 20 + owner[1]
            place = Place(line, f"{page}ページ", page, box)
            words = "" if text in "^<" else text
            kept = found[owner].text if owner in found else words
            size = (row - owner[0] + 1, column - owner[1] + 1)
            found[owner] = GridCell(owner[0] + 1, owner[1] + 1, kept, place, *size)
    return CellGrid(f"{page}ページの表1", Place(page * 1000, "", page), [found[at] for at in sorted(found)])


def joined(*parts: CellGrid | Paragraph) -> Contents:
    grids = [part for part in parts if isinstance(part, CellGrid)]
    return join_continued(Contents(grids, [part for part in parts if isinstance(part, Paragraph)]))


def shown(found: CellGrid) -> list[str]:
    """Rows as text; a cell counts where it begins, with its rows if it has several."""
    count = max(cell.row + cell.rows for cell in found.cells)
    return [
        "|".join(cell.text + (f"({cell.rows})" if cell.rows > 1 else "") for cell in found.cells if cell.row == row)
        for row in range(1, count)
    ]


def doubts(found: CellGrid) -> list[tuple[int, int]]:
    return [(cell.row, cell.column) for cell in found.cells if UNSURE in cell.doubt]


def rules(found: Contents) -> list[tuple[str, bool]]:
    return [(each.rule, each.is_doubt) for each in found.told]


def test_headings_that_stand_again_are_left_out_and_told() -> None:
    found = joined(grid(1, f"{HEAD}\n甲|a|1\n乙|b|2"), grid(2, f"{HEAD}\n丙|c|3"))
    assert [shown(each) for each in found.grids] == [[HEAD, "甲|a|1", "乙|b|2", "丙|c|3"]]
    assert rules(found) == [("repeated_heading", False), ("joined_pages", False)]


def test_headings_on_two_rows() -> None:
    head = "施策|実績|<\n^|R5|R4"
    (found,) = joined(grid(1, f"{head}\n甲|1|2"), grid(2, f"{head}\n乙|3|4")).grids
    assert shown(found) == ["施策(2)|実績", "R5|R4", "甲|1|2", "乙|3|4"]


def test_without_headings_it_is_a_finding() -> None:
    found = joined(grid(1, f"{HEAD}\n甲|a|1"), grid(2, "乙|b|2\n丙|c|3"))
    assert shown(found.grids[0]) == [HEAD, "甲|a|1", "乙|b|2", "丙|c|3"]
    assert rules(found) == [("joined_pages", True)]


def test_a_cell_merged_downwards_goes_on() -> None:
    found = joined(grid(1, f"{HEAD}\n甲|a|1\n乙|b|2\n^|c|3"), grid(2, f"{HEAD}\n|d|4\n^|e|5\n丙|f|6"))
    assert shown(found.grids[0]) == [HEAD, "甲|a|1", "乙(4)|b|2", "c|3", "d|4", "e|5", "丙|f|6"]


def test_two_rows_each_are_put_together() -> None:
    """Each measure on two rows, torn apart: the name stands on the first page, the text on the second."""
    page = f"{HEAD}\n甲|期待値|1\n^|実績値|2\n乙|期待値|3\n^|実績値|4\n丙|期待値|5"
    (found,) = joined(grid(1, page), grid(2, f"{HEAD}\n|実績値|6\n丁|期待値|7\n^|実績値|8")).grids
    assert shown(found)[-4:] == ["丙(2)|期待値|5", "実績値|6", "丁(2)|期待値|7", "実績値|8"]
    assert doubts(found) == []


def test_an_empty_value_at_the_head_of_a_page_stays_empty() -> None:
    (found,) = joined(grid(1, f"{HEAD}\n甲|a|1\n乙|b|2"), grid(2, f"{HEAD}\n丙|c|\n丁|d|4")).grids
    assert shown(found)[-2:] == ["丙|c|", "丁|d|4"]
    assert doubts(found) == []


def test_an_empty_cell_of_a_column_that_is_merged_here_and_there_is_doubtful() -> None:
    """One mark for two rows, and rows without a mark."""
    page = f"{HEAD}\n甲|a|○\n乙|b|^\n丙|c|\n丁|d|◎"
    (found,) = joined(grid(1, page), grid(2, f"{HEAD}\n戊|e|\n己|f|△")).grids
    assert doubts(found) == [(6, 3)]


def test_a_row_that_is_cut_in_two_is_one() -> None:
    page = f"{HEAD}\n甲|転入した人|1\n乙|市内で創業|2"
    found = joined(grid(1, page), grid(2, f"{HEAD}\n|した事業者|\n丙|満足した人|3"))
    assert shown(found.grids[0]) == [HEAD, "甲|転入した人|1", "乙|市内で創業\nした事業者|2", "丙|満足した人|3"]
    assert ("torn_row", True) in rules(found)


def test_other_columns_are_another_table() -> None:
    first = grid(1, f"{HEAD}\n甲|a|1")
    assert len(joined(first, grid(2, f"{HEAD}\n乙|b|2", width=90)).grids) == 2
    assert len(joined(first, grid(2, f"{HEAD}\n乙|b|2", left=70)).grids) == 2
    assert len(joined(first, grid(3, f"{HEAD}\n乙|b|2")).grids) == 2


def test_a_text_between_parts_two_tables() -> None:
    between = Paragraph("施策２", Place(1900, "", 1))
    assert len(joined(grid(1, f"{HEAD}\n甲|a|1"), between, grid(2, f"{HEAD}\n乙|b|2")).grids) == 2


def test_fewer_lines_between_the_columns_on_the_next_page() -> None:
    """The heading alone had the finer columns."""
    (found,) = joined(grid(1, "施策|指標|実績値\n甲|a|<"), grid(2, "乙|b|<")).grids
    assert [(cell.text, cell.column, cell.columns) for cell in found.cells][-2:] == [("乙", 1, 1), ("b", 2, 2)]


def opened(found: CellGrid, *at: tuple[int, int]) -> CellGrid:
    """A grid without some of its cells, whose line the page leaves out."""
    return replace(found, cells=[cell for cell in found.cells if (cell.row, cell.column) not in at])


def test_a_cell_that_the_page_leaves_open_below_has_the_text_that_stands_below_it() -> None:
    """Its text stands in its middle: below the last line of the page, and again in its rest."""
    first = opened(grid(1, f"{HEAD}\n甲|a|1\n|b|2"), (3, 1))
    text = Paragraph("乙の施\n策", Place(1900, "1ページ", 1, (60, 111, 120, 119)))
    found = joined(first, text, grid(2, f"{HEAD}\n乙の施策|c|3\n丙|d|4"))
    (whole,) = found.grids
    assert [cell.text for cell in whole.cells if cell.column == 1] == ["施策", "甲", "乙の施策", "乙の施策", "丙"]
    assert doubts(whole) == [] and found.paragraphs == []


def test_a_cell_that_the_page_leaves_open_is_else_doubtful() -> None:
    first, then = f"{HEAD}\n甲|a|1\n|b|2", f"{HEAD}\n丙|c|3\n^|d|4"
    (below,) = joined(opened(grid(1, first), (3, 1)), grid(2, then)).grids
    assert doubts(below) == [(3, 1)]
    (above,) = joined(grid(1, f"{HEAD}\n甲|a|1\n乙|b|2"), opened(grid(2, f"{HEAD}\n|c|3\n丙|d|4"), (2, 1))).grids
    assert doubts(above) == [(4, 1)]
