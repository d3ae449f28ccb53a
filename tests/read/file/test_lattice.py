"""Any table that can be drawn is read back with its spans: grids with merged cells, on any page."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_pdf import Drawing, pdf

from cityplan.read.file.pdf.lattice import Lattice, Rectangle, lattices
from cityplan.read.file.pdf.marks import Rule
from cityplan.read.file.pdf.pdf import read_pdf

Cells = list[Rectangle]


@st.composite
def tables(draw: st.DrawFn) -> tuple[int, int, Cells]:
    """A table of rows and columns, cut again and again where a line runs through a part."""
    rows, columns = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    whole = [Rectangle(0, 0, rows, columns)]
    done: Cells = []
    while whole:
        part = whole.pop()
        cuts = [(True, at) for at in range(1, part.rows)] + [(False, at) for at in range(1, part.columns)]
        if not cuts or draw(st.integers(0, 4)) == 0:
            done.append(part)
            continue
        across, at = draw(st.sampled_from(cuts))
        if across:
            whole += [part._replace(rows=at), part._replace(row=part.row + at, rows=part.rows - at)]
        else:
            whole += [part._replace(columns=at), part._replace(column=part.column + at, columns=part.columns - at)]
    return rows, columns, sorted(done)


def rules(cells: Cells, x: float = 30, y: float = 30, width: float = 50, height: float = 30) -> list[Rule]:
    """The edges of cells, each drawn for itself."""
    found = []
    for cell in cells:
        x0, x1 = x + width * cell.column, x + width * (cell.column + cell.columns)
        y0, y1 = y + height * cell.row, y + height * (cell.row + cell.rows)
        found += [Rule(True, at, x0, x1, 0) for at in (y0, y1)] + [Rule(False, at, y0, y1, 0) for at in (x0, x1)]
    return found


def bounds(cells: Cells) -> set[tuple[float, ...]]:
    """Where cells stand on the page: a line that no cell ends at is none."""
    return {(c.column, c.row, c.column + c.columns, c.row + c.rows) for c in cells}


def found_bounds(lattice: Lattice) -> set[tuple[float, ...]]:
    return {
        ((x0 - 30) / 50, (y0 - 30) / 30, (x1 - 30) / 50, (y1 - 30) / 30)
        for region in lattice.regions
        for part in region.parts
        for x0, y0, x1, y1 in [lattice.box_of(part)]
    }


def is_two(cells: Cells) -> bool:
    """Whether a line from side to side parts two tables that share no column, which are read as two."""
    return len(lattices(rules(cells))) > 1


@given(tables())
def test_cells_have_their_edges(table: tuple[int, int, Cells]) -> None:
    _, _, cells = table
    found = lattices(rules(cells))
    assert set().union(*map(found_bounds, found)) == bounds(cells)
    assert all(len(region.parts) == 1 for lattice in found for region in lattice.regions)


@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_drawing_is_nothing(table: tuple[int, int, Cells], chance: object) -> None:
    _, _, cells = table
    drawn = rules(cells)
    chance.shuffle(drawn)  # type: ignore[attr-defined]
    assert [found_bounds(each) for each in lattices(drawn)] == [found_bounds(each) for each in lattices(rules(cells))]


@given(tables(), tables())
def test_tables_apart_are_two(one: tuple[int, int, Cells], other: tuple[int, int, Cells]) -> None:
    apart = [rule for rule in rules(other[2], x=700, y=37)]
    alone = len(lattices(rules(one[2]))) + len(lattices(apart))
    assert len(lattices([*rules(one[2]), *apart])) == alone


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables(), st.sampled_from([0, 90, 180, 270]))
def test_a_drawn_table_is_read_back(table: tuple[int, int, Cells], rotate: int) -> None:
    """Each cell has its number as text; with what it spans it comes back from the PDF."""
    _rows, _columns, cells = table
    drawing = Drawing()
    turn = {0: "1 0 0 1 0 0", 90: "0 1 -1 0 400 0", 180: "-1 0 0 -1 400 400", 270: "0 -1 1 0 0 400"}[rotate]
    drawing.height = 400
    drawing.acts.append(f"{turn} cm")
    for number, cell in enumerate(cells):
        x0, x1 = 30 + 50 * cell.column, 30 + 50 * (cell.column + cell.columns)
        y0, y1 = 30 + 30 * cell.row, 30 + 30 * (cell.row + cell.rows)
        drawing.box(x0, y0, x1, y1).text(x0 + 5, y0 + 18, f"{number}番")
    found = read_pdf("R5.pdf", pdf(drawing, rotate=rotate))
    if len(cells) == 1:
        assert (found.grids, found.paragraphs[0].text) == ([], "0番")
        return
    boxes = {cell.text: cell.place.box for grid in found.grids for cell in grid.cells}
    for number, cell in enumerate(cells):
        x0, y0, x1, y1 = boxes[f"{number}番"] or (0, 0, 0, 0)
        edges = ((x0 - 30) / 50, (y0 - 30) / 30, (x1 - 30) / 50, (y1 - 30) / 30)
        assert tuple(map(round, edges)) == (cell.column, cell.row, cell.column + cell.columns, cell.row + cell.rows)
    assert sum(len(grid.cells) for grid in found.grids) == len(cells)
    assert not any(cell.doubt for grid in found.grids for cell in grid.cells)
