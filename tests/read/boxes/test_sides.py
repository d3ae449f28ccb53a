"""Tables on two sides of a page are read from the left side to the right; one below the other they keep their order."""

import pytest

from cityplan.read.boxes.sides import from_the_left
from cityplan.read.file.contents import CellGrid, GridCell, Paragraph
from cityplan.read.printed import Place

Box = tuple[float, float, float, float]


def grid(name: str, line: int, box: Box, page: int = 1) -> CellGrid:
    place = Place(line, page=page, box=box)
    return CellGrid(name, place, [GridCell(1, 1, name, place)])


def order(items: list[Paragraph | CellGrid]) -> str:
    return "".join(item.text if isinstance(item, Paragraph) else item.name for item in from_the_left(items))


LEFT_TOP, RIGHT_TOP, LEFT, RIGHT = (0.0, 10.0, 40.0, 20.0), (50.0, 12.0, 90.0, 20.0), (0, 30, 40, 50), (50, 31, 90, 52)


def test_two_sides() -> None:
    items: list[Paragraph | CellGrid] = [
        Paragraph("題", Place(1, page=1, box=(20, 0, 70, 5))),
        grid("A", 2, LEFT_TOP),
        grid("P", 3, RIGHT_TOP),
        grid("B", 4, LEFT),
        grid("Q", 5, RIGHT),
        Paragraph("頁", Place(6, page=1, box=(44, 80, 52, 85))),
        grid("C", 7, LEFT, page=2),
    ]
    assert order(items) == "題ABPQ頁C"


@pytest.mark.parametrize("across", [(0.0, 22.0, 90.0, 28.0), (0.0, 60.0, 60.0, 70.0)])
def test_a_table_across_holds_both_sides_together(across: Box) -> None:
    assert order([grid("A", 1, LEFT_TOP), grid("P", 2, RIGHT_TOP), grid("X", 3, across), grid("B", 4, LEFT)]) == "APXB"


def test_tables_below_one_another_have_no_sides() -> None:
    assert order([grid("P", 1, RIGHT_TOP), grid("B", 2, LEFT)]) == "PB"
