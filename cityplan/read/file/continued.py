"""A table that the page cuts -> one table: the same columns on the next page, with nothing between.

Headings that stand again are left out and told. A cell merged downwards that the page cuts is one again; where that
cannot be known, the empty cell is doubtful.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from cityplan.japanese.letters import squeeze
from cityplan.read.file.contents import CellGrid, Contents, GridCell, Paragraph, Told
from cityplan.read.table.grid import on_one_line

_NEAR = 2.5  # points
_MOST_HEADINGS = 6  # rows
_UNSURE = "ページの境で切れたセルです。空なのか、前のページのセルの続きなのか分かりません"


@dataclass
class _Column:
    """The body cells of a column beside the two that the page may have cut."""

    spans: set[int] = field(default_factory=set)
    count: int = 0
    has_empty: bool = False


@dataclass
class _Break:
    """The cells above a break: their last row, how many rows of headings; cells below it are joined to them."""

    last: int
    headings: int
    cells: list[GridCell]
    _above: dict[tuple[int, int], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._above = {
            (cell.column, cell.columns): at
            for at, cell in enumerate(self.cells)
            if cell.row + cell.rows - 1 == self.last and cell.row > self.headings
        }

    def above(self, cell: GridCell) -> int | None:
        """The number of the cell that ends at the break, over the same columns; None for none."""
        return self._above.get((cell.column, cell.columns))


def join_continued(contents: Contents) -> Contents:
    """The contents with tables that go on over the page joined ページをまたぐ表; a kind asks where a place is no break.

    Only tables whose places have boxes (of a PDF) can be joined.
    """
    joined = Contents([], list(contents.paragraphs), list(contents.told), apart=contents.apart or contents.grids)
    for grid in sorted(contents.grids, key=lambda each: each.place.line):
        last = joined.grids[-1] if joined.grids else None
        if last is None or not continues(last, grid):
            joined.grids.append(grid)
            continue
        between = [each for each in joined.paragraphs if _end(last) < each.place.line < grid.place.line]
        joined.grids[-1], taken = _closed(last, grid, between)
        joined.paragraphs = [each for each in joined.paragraphs if not any(each is other for other in taken)]
        if len(taken) < len(between):
            joined.grids.append(grid)
            continue
        joined.grids[-1], told = join(joined.grids[-1], grid)
        joined.told += told
    return joined


def _closed(first: CellGrid, then: CellGrid, below: Sequence[Paragraph]) -> tuple[CellGrid, list[Paragraph]]:
    """A grid with the cells that the page leaves open at its bottom 下が開いたセル, and the texts below that are theirs.

    A merged cell without its lower line is none for its page, and its text, which is drawn in its middle, may stand
    below the last line; it stands again in the rest of the cell on the next page, else the cell is doubtful.
    """
    columns, edges = _columns(first, then) or {}, _edges(first)
    moved = [_moved(cell, columns) for cell in then.cells] if edges else []
    top, last = _headings(first.cells, moved) + 1, max(cell.row + cell.rows - 1 for cell in first.cells)
    cells, taken = list(first.cells), list[Paragraph]()
    for cell in moved:
        rows = _open_rows(first.cells, cell, last)
        if cell.row != top or not rows:
            continue
        left, right = edges[cell.column], edges[cell.column + cell.columns]
        own = [each for each in below if _is_between(each, left, right)]
        is_same = bool(own) and squeeze("".join(each.text for each in own)) == squeeze(cell.text)
        place = next(each.place for each in first.cells if each.row == rows[0])
        if is_same:
            place = replace(place, line=own[0].place.line, line_end=own[-1].place.line)
            taken += own
        box = place.box and (left, place.box[1], right, place.box[3])
        text, doubt = (cell.text, "") if is_same else ("", _UNSURE)
        place = replace(place, box=box)
        cells.append(GridCell(rows[0], cell.column, text, place, len(rows), cell.columns, doubt=doubt))
    return replace(first, cells=sorted(cells, key=lambda each: (each.row, each.column))), taken


def _open_rows(cells: Sequence[GridCell], below: GridCell, last: int) -> list[int]:
    """The last rows of a grid that have no cell over the columns of one on the next page, if another row has."""
    over = max((cell.row + cell.rows - 1 for cell in cells if _meets(cell, below)), default=last)
    return [row for row in range(over + 1, last + 1) if any(cell.row == row for cell in cells)]


def _meets(one: GridCell, other: GridCell) -> bool:
    return one.column < other.column + other.columns and other.column < one.column + one.columns


def _is_between(text: Paragraph, left: float, right: float) -> bool:
    box = text.place.box
    return box is not None and left - _NEAR < box[0] and box[2] < right + _NEAR


def _with_open_top(first: Sequence[GridCell], top: Sequence[GridCell], row: int) -> list[GridCell]:
    """The cells of the first row below a break with an empty one for each that the page leaves open above."""
    last = max(cell.row + cell.rows - 1 for cell in first)
    above = [cell for cell in first if cell.row + cell.rows - 1 == last] if top else []
    missing = [cell for cell in above if not any(_meets(cell, each) for each in top)]
    place = top[0].place if top else None
    opened = [
        GridCell(row, cell.column, "", place, 1, cell.columns, doubt=_UNSURE) for cell in missing if place is not None
    ]
    return [*top, *opened]


def continues(first: CellGrid, then: CellGrid) -> bool:
    """Whether a grid stands on the next page and has the columns of the first; what is between, a caller knows."""
    page = first.cells[-1].place.page if first.cells else None
    if page is None or then.place.page != page + 1 or first.cells[-1].place.box is None:
        return False
    return _columns(first, then) is not None


def join(first: CellGrid, then: CellGrid) -> tuple[CellGrid, list[Told]]:
    """Two grids as one, and what is told of it; `continues` says whether they may be joined.

    Grids without boxes (of slides) are joined by the number of their columns; whether they are one table, a caller
    knows. ValueError where they have other columns.
    """
    columns = _columns(first, then)
    if columns is None:
        raise ValueError(f"{first.name} and {then.name} have other columns")
    moved = [_moved(cell, columns) for cell in then.cells]
    headings = _headings(first.cells, moved)
    cut = _Break(max(cell.row + cell.rows - 1 for cell in first.cells), max(headings, 1), list(first.cells))
    below = [replace(cell, row=cell.row - headings + cut.last) for cell in moved if cell.row > headings]
    told = list(_told(first, then, [cell for cell in moved if cell.row <= headings and cell.text]))
    top = [cell for cell in below if cell.row == cut.last + 1]
    top = _with_open_top(first.cells, top, cut.last + 1)
    rest = [cell for cell in below if cell.row > cut.last + 1]
    known = [*first.cells, *below]
    is_torn = _is_torn(top, cut, known)
    for cell in top:
        told += _take_torn(cell, cut) if is_torn else _take_top(cell, cut, known)
    if is_torn:
        rest = [replace(cell, row=cell.row - 1) for cell in rest]
        told.append(_told_row(first, then, next((cell for cell in top if cell.text), top[0])))
    cells = sorted([*cut.cells, *rest], key=lambda cell: (cell.row, cell.column))
    grid = CellGrid(first.name, first.place, cells, first.is_hidden, first.hidden_rows, first.hidden_columns)
    return grid, told


def _told(first: CellGrid, then: CellGrid, headings: Sequence[GridCell]) -> Iterator[Told]:
    text = f"{first.name}に、{then.name}を続けました"
    for _, row in groupby(headings, key=lambda cell: cell.row):
        cells = list(row)
        yield Told("repeated_heading", " / ".join(on_one_line(cell.text) for cell in cells), cells[0].place)
    if not headings:
        text += "（見出しの行がないため、同じ列の続きとみなしました）"
    yield Told("joined_pages", text, then.place, is_doubt=not headings)


def _told_row(first: CellGrid, then: CellGrid, below: GridCell) -> Told:
    page = first.cells[-1].place.page
    above = f"{page}ページ" if page else first.name
    text = f"{above}の終わりの行と、{then.name}の初めの行（見出しを除く）は、ページの境で切れた1行とみなしました"
    return Told("torn_row", text, below.place, is_doubt=True)


def _end(grid: CellGrid) -> int:
    return max((cell.place.line for cell in grid.cells), default=grid.place.line)


def _columns(first: CellGrid, then: CellGrid) -> dict[int, int] | None:
    """For each line between the columns of the second grid the one of the first; None where one has none."""
    one, other = _edges(first), _edges(then)
    if not one and not other:
        columns = range(1, _width(first) + 2)
        return dict(zip(columns, columns, strict=True)) if _width(first) == _width(then) else None
    if not one or not other or any(abs(end(one.values()) - end(other.values())) > _NEAR for end in (min, max)):
        return None
    found: dict[int, int] = {}
    for column, edge in other.items():
        found[column] = min(one, key=lambda each: abs(one[each] - edge))
        if abs(one[found[column]] - edge) > _NEAR:
            return None
    return found


def _width(grid: CellGrid) -> int:
    return max((cell.column + cell.columns - 1 for cell in grid.cells), default=0)


def _edges(grid: CellGrid) -> dict[int, float]:
    """Where each column of a grid begins, and where the last ends; nothing where a place has no box."""
    begins: dict[int, float] = {}
    for cell in grid.cells:
        if cell.place.box is None:
            return {}
        begins.setdefault(cell.column, cell.place.box[0])
        begins[cell.column + cell.columns] = cell.place.box[2]
    return begins


def _moved(cell: GridCell, columns: Mapping[int, int]) -> GridCell:
    column = columns[cell.column]
    return replace(cell, column=column, columns=columns[cell.column + cell.columns] - column)


def _headings(first: Sequence[GridCell], then: Sequence[GridCell]) -> int:
    """How many rows at the head of both are the same."""
    one, other = _rows(first), _rows(then)
    same = 0
    for number in range(1, _MOST_HEADINGS + 1):
        if one.get(number) is None or one.get(number) != other.get(number):
            break
        same = number
    while same and any(cell.row <= same < cell.row + cell.rows - 1 for cell in then):
        same -= 1
    return same if any(text for number in range(1, same + 1) for *_, text in one[number]) else 0


def _rows(cells: Sequence[GridCell]) -> dict[int, set[tuple[int, int, int, str]]]:
    rows: dict[int, set[tuple[int, int, int, str]]] = {}
    for cell in cells:
        if cell.row <= _MOST_HEADINGS:
            rows.setdefault(cell.row, set()).add((cell.column, cell.rows, cell.columns, squeeze(cell.text)))
    return rows


def _is_torn(top: Sequence[GridCell], cut: _Break, known: Sequence[GridCell]) -> bool:
    """Whether the row above the break and the one below are one 切れた行: of most columns that never are empty or
    merged only one of the two has a text.
    """
    halves = shared = 0
    for cell in top:
        at = cut.above(cell)
        if at is None:
            return False
        above = cut.cells[at]
        column = _column(known, cell, cut.headings, (above, cell))
        shared += bool(above.text and cell.text)
        is_half = bool(above.text) != bool(cell.text)
        halves += is_half and column.count > 1 and column.spans == {1} and not column.has_empty
    return halves >= max(shared, 1)


def _take_torn(cell: GridCell, cut: _Break) -> Iterator[Told]:
    at = cut.above(cell)
    if at is not None:
        cut.cells[at] = _one(cut.cells[at], cell, cell.rows - 1)
        yield from _told_cell(cut.cells[at], cell)


def _take_top(cell: GridCell, cut: _Break, known: Sequence[GridCell]) -> Iterator[Told]:
    """Take a cell of the first row below the break: as one with the cell above it, as doubtful, or as it is."""
    at = cut.above(cell)
    goes_on = at is not None and _goes_on(
        cut.cells[at], cell, _column(known, cell, cut.headings, (cut.cells[at], cell))
    )
    if goes_on and at is not None:
        cut.cells[at] = _one(cut.cells[at], replace(cell, doubt=cell.doubt.replace(_UNSURE, "")), cell.rows)
        yield from _told_cell(cut.cells[at], cell)
    elif goes_on is None:
        doubts = dict.fromkeys(each for each in (cell.doubt, _UNSURE) if each)
        cut.cells.append(replace(cell, doubt="、".join(doubts)))
    else:
        cut.cells.append(cell)


def _told_cell(joined: GridCell, cell: GridCell) -> Iterator[Told]:
    if cell.text:
        yield Told("joined_cells", on_one_line(cell.text), cell.place, after=on_one_line(joined.text))


def _is_same_column(one: GridCell, other: GridCell) -> bool:
    return (one.column, one.columns) == (other.column, other.columns)


def _column(known: Sequence[GridCell], cell: GridCell, headings: int, cut: tuple[GridCell, GridCell]) -> _Column:
    found = _Column()
    for each in known:
        if each.row > headings and _is_same_column(each, cell) and not any(each is other for other in cut):
            found.spans.add(each.rows)
            found.count += 1
            found.has_empty = found.has_empty or not each.text
    return found


def _goes_on(above: GridCell, cell: GridCell, column: _Column) -> bool | None:
    """Whether a cell is the rest of the one above the break; None where that cannot be known."""
    rows = above.rows + cell.rows
    if len(column.spans) == 1 and column.count > 1 and max(column.spans) > 1:
        return rows == max(column.spans)
    if cell.text or max(above.rows, cell.rows, *column.spans, 1) == 1:
        return False
    return True if above.text and not column.has_empty else None


def _one(above: GridCell, cell: GridCell, more_rows: int) -> GridCell:
    return replace(
        above,
        rows=above.rows + more_rows,
        text="\n".join({squeeze(each): each for each in (above.text, cell.text) if each}.values()),
        doubt="、".join(dict.fromkeys(each for each in (above.doubt, cell.doubt) if each)),
        notes=above.notes + cell.notes,
    )
