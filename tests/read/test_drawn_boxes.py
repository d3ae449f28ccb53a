"""Text boxes over the cells of a workbook: what they cover is in doubt, and what they say is told."""

from cityplan.read.table.grid import Grid, Range


def test_a_cell_under_a_box_is_in_doubt() -> None:
    grid = Grid(boxes=[(Range(3, 4, 2, 3), "35件")])
    assert "35件" in grid.doubt(Range(4, 4, 3, 3))
    assert grid.doubt(Range(5, 5, 3, 3)) == ""


def test_a_merged_cell_is_in_doubt_where_the_box_meets_any_part() -> None:
    grid = Grid(boxes=[(Range(3, 3, 5, 5), "速報")])
    assert grid.doubt(Range(2, 4, 1, 6))


def test_what_the_cell_itself_says_comes_first() -> None:
    grid = Grid(boxes=[(Range(1, 1, 1, 1), "速報")], doubts={(1, 1): "数式です"})
    assert grid.doubt(Range(1, 1, 1, 1)) == "数式です"
