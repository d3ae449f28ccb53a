"""The small tables 小さな表 in a form: found by their headings, each cut out with its rows."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from cityplan.city.edition import Edition
from cityplan.city.table_form import TableForm
from cityplan.japanese.letters import squeeze
from cityplan.japanese.quantities import quantity
from cityplan.read.boxes.cut import Form
from cityplan.read.boxes.labels import is_label, is_numbered
from cityplan.read.boxes.lattice import Lattice, in_order, turned
from cityplan.read.file.contents import CellGrid, GridCell, Note
from cityplan.read.table.grid import on_one_line
from cityplan.read.table.named_headings import lost_headings
from cityplan.read.table.rows import TableRows, is_gone, table_rows
from cityplan.read.table.totals import total_word

_LEAST_SHARE = 0.5  # of the headings of a table: one that is not found there is told as missing
_NOTES = "※＊*"
_FEW = 3  # headings; a cell over two of them may well be a measure


@dataclass
class SmallTable:
    """A table in a form: the number of its declaration, cells of its heading and below, a label beside them all.

    One whose headings stand left of its values is turned; `own` are its cells as they stand in the form.
    """

    number: int
    heading: list[GridCell]
    body: list[GridCell] = field(default_factory=list)
    side: list[GridCell] = field(default_factory=list)
    own: list[GridCell] = field(default_factory=list)
    above: str = ""  # what stands right above it, which may tell the unit of costs

    @property
    def cells(self) -> list[GridCell]:
        """All of them, as they stand in the form."""
        return self.own or [*self.side, *self.heading, *self.body]

    @property
    def first(self) -> GridCell:
        """The first cell of its heading."""
        return self.own[0] if self.own else self.heading[0]


@dataclass(frozen=True)
class Window:
    """Rows and columns that may be the heading of a table: how many of its headings they have, how many others."""

    share: float
    others: int
    number: int
    rows: range
    columns: range


def own_headings(form: TableForm) -> TableForm:
    """A form without the labels of boxes, which are no headings of its small table."""
    boxes = set(form.boxes)
    return replace(
        form,
        columns={key: each for key, each in form.columns.items() if each not in boxes},
        years={year: each for year, each in form.years.items() if each not in boxes},
        role_years={
            role: {year: each for year, each in years.items() if each not in boxes}
            for role, years in form.role_years.items()
        },
        boxes=(),
    )


def has_small_table(form: TableForm) -> bool:
    """Whether a declaration has headings of a small table, and not of boxes alone."""
    return any(True for block in own_headings(form).blocks for _ in block.headings())


def small_tables(form: Form, edition: Edition, labels: Collection[str]) -> list[SmallTable]:
    """The small tables of a form, from above; `labels` are those of boxes, at which a table ends."""
    upright = _tables(Lattice(form.grid), edition, labels, is_turned=False)
    taken = {id(cell.place) for table in upright for cell in table.cells}
    found = [
        as_it_stands(table, form.grid) for table in _tables(Lattice(turned(form.grid)), edition, labels, is_turned=True)
    ]
    found = [table for table in found if not any(id(cell.place) in taken for cell in table.cells)]
    return sorted([*upright, *found], key=lambda each: (each.first.row, each.first.column))


def _tables(lattice: Lattice, edition: Edition, labels: Collection[str], *, is_turned: bool) -> list[SmallTable]:
    windows = sorted(
        _windows(lattice, edition, is_turned=is_turned), key=lambda each: (-each.share, each.others, each.rows.start)
    )
    chosen: list[Window] = []
    for window in windows:
        if not any(_overlap(window, other) for other in chosen):
            chosen.append(window)
    return [table_at(window, chosen, lattice, edition, labels) for window in chosen]


def as_it_stands(table: SmallTable, grid: CellGrid) -> SmallTable:
    """A table that was found in a turned grid, with its cells as they stand in the form; without the numbers of its
    indicators (指標1 | 指標2) over an empty corner.
    """
    places = {id(cell.place) for cell in table.cells}
    own = [cell for cell in in_order(grid.cells) if id(cell.place) in places]
    said = {cell.column for cell in table.heading if cell.text.strip()}
    shown = [cell for cell in table.body if cell.text.strip()]
    others = {cell.column for cell in shown if not is_numbered(cell.text)}
    numbers = {cell.column for cell in (*table.heading, *table.body)} - said - others
    heading, body = (
        [cell for cell in cells if cell.column not in numbers or cell.columns > 1]
        for cells in (table.heading, table.body)
    )
    return replace(table, heading=heading, body=body, own=own)


def _overlap(one: Window, other: Window) -> bool:
    rows = one.rows.start < other.rows.stop and other.rows.start < one.rows.stop
    columns = one.columns.start < other.columns.stop and other.columns.start < one.columns.stop
    return rows and columns


def _windows(lattice: Lattice, edition: Edition, *, is_turned: bool) -> Iterator[Window]:
    rows = sorted({cell.row for cell in lattice.grid.cells if cell.text.strip()})
    texts = {row: {squeeze(cell.text) for cell in lattice.grid.cells if cell.row == row} for row in rows}
    for number, declared in enumerate(edition.tables):
        if declared.headings_left is not is_turned:
            continue
        form = own_headings(declared)
        words = {
            squeeze(part.partition("#")[0])
            for block in form.blocks
            for each in block.headings()
            for part in each.split("/")
        }
        for row in rows:
            if texts[row] & words:
                rows_of = range(row, row + form.heading_rows)
                for run in _runs(rows_of, words, lattice):
                    columns = _between(rows_of, run, words, lattice) if is_turned else run
                    window = _window(number, form, rows_of, columns, lattice, edition)
                    if window.share >= _LEAST_SHARE:
                        yield window


def _runs(rows: range, words: Collection[str], lattice: Lattice) -> Iterator[range]:
    """The columns of a row that hold a heading."""
    for columns in runs(rows, lattice):
        cells = (lattice.at.get((rows.start, column)) for column in columns)
        if any(cell is not None and squeeze(cell.text) in words for cell in cells):
            yield columns


def _between(rows: range, run: range, words: Collection[str], lattice: Lattice) -> range:
    """The columns from the first heading to the last one, with those before it that have none (指標1 | 指標2): in a turned
    grid other labels of the form stand before and behind.
    """
    said = {column: lattice.at.get((rows.start, column)) for column in run}
    held = [at for at, cell in said.items() if cell and any(_says(each, words) for each in _levels(at, rows, lattice))]
    first = min(held, default=run.start)
    return range(numbers_from(rows, first, lattice), max(held, default=run.stop - 1) + 1)


def numbers_from(rows: range, first: int, lattice: Lattice) -> int:
    """The column before the first heading where numbers stand in it below an empty corner: 指標1 | 指標2; else its own."""
    corner = lattice.at.get((rows.start, first - 1))
    below = lattice.at.get((rows.stop, first - 1))
    is_corner = corner is None or not corner.text.strip()
    return first - 1 if is_corner and below is not None and is_numbered(below.text) else first


def _levels(column: int, rows: range, lattice: Lattice) -> list[GridCell]:
    return [cell for row in rows if (cell := lattice.at.get((row, column)))]


def _says(cell: GridCell, words: Collection[str]) -> bool:
    return squeeze(cell.text) in words


def runs(rows: range, lattice: Lattice) -> Iterator[range]:
    """The columns of cells that touch one another in a row; a cell without heading is none that is missing, where one
    stands below it.
    """
    begin = last = 0
    for column in range(1, lattice.width + 2):
        if (rows.start, column) in lattice.at:
            begin, last = begin or column, column
        elif begin and not ((rows.stop, column) in lattice.at and lattice.grid.sheet):
            yield range(begin, last + 1)
            begin = 0
    if begin:
        yield range(begin, last + 1)


def _window(number: int, form: TableForm, rows: range, columns: range, lattice: Lattice, edition: Edition) -> Window:
    cells = _within(rows, columns, lattice)
    own = replace(edition, form=form)
    part = table_rows(CellGrid("", lattice.grid.place, [cell for cell in cells if cell.rows <= len(rows)]))
    lost, wanted = lost_headings(part, part.rows, own)
    found = wanted - len(lost)
    few = found < min(2, wanted)
    return Window(0.0 if few or not wanted else found / wanted, len(cells) - found, number, rows, columns)


def _within(rows: range, columns: range, lattice: Lattice) -> list[GridCell]:
    """The cells that begin in some rows and columns."""
    own = [cell for cell in lattice.grid.cells if cell.row in rows and cell.column in columns]
    return in_order(own)


# the rows below


def table_at(
    window: Window, windows: Sequence[Window], lattice: Lattice, edition: Edition, labels: Collection[str]
) -> SmallTable:
    """The table below a heading; `windows` are all headings, at which it ends, as at a label."""
    heading = _within(window.rows, window.columns, lattice)
    side: list[GridCell] = []
    while heading and heading[0].rows > len(window.rows):
        side.append(heading.pop(0))
    beside = [] if side else _begun_above(window, lattice)
    start = next((each.column + each.columns for each in reversed([*side, *beside])), window.columns.start)
    columns = range(start, window.columns.stop)
    table = SmallTable(window.number, heading, side=side, above=_above(window.rows.start, columns, lattice))
    last = min((cell.row + cell.rows for cell in (*side, *beside)), default=lattice.height + 1)
    row = window.rows.stop
    while row < last and not _ends(row, columns, window, windows, lattice, edition, labels if not side else ()):
        table.body += _within(range(row, row + 1), columns, lattice)
        row += 1
    return table


def _begun_above(window: Window, lattice: Lattice) -> list[GridCell]:
    """The cells left of a heading that begin above it and reach down beside its rows: the label of a block (指標②)."""
    found: list[GridCell] = []
    for column in window.columns:
        cell = lattice.at.get((window.rows.start, column))
        if cell is None or not (cell.row < window.rows.start and cell.row + cell.rows > window.rows.stop):
            break
        found += [cell] if cell not in found else []
    return found


def _above(row: int, columns: range, lattice: Lattice) -> str:
    """What is said in the nearest of the two rows above a table, in its columns."""
    for above in (row - 1, row - 2):
        cells = {id(cell): cell for at in columns if (cell := lattice.at.get((above, at))) and cell.text.strip()}
        if cells:
            return " ".join(on_one_line(cell.text) for cell in cells.values())
    return ""


def _ends(
    row: int,
    columns: range,
    window: Window,
    windows: Sequence[Window],
    lattice: Lattice,
    edition: Edition,
    labels: Collection[str],
) -> bool:
    """Whether a row belongs to a table no more: it has no cell, is another heading, begins with a label, or sticks out."""
    covering = [cell for column in columns if (cell := lattice.at.get((row, column)))]
    if not covering or any(row in each.rows and _beside(each, columns) for each in windows if each is not window):
        return True
    own = [cell for cell in covering if cell.row == row]
    if any(cell.column < columns.start or cell.column + cell.columns > columns.stop for cell in covering):
        return True
    if own and own[0].column == columns.start and is_label(own[0].text, labels):
        return True
    texts = list({id(cell): cell for cell in own if cell.text.strip()}.values())
    if _is_total(texts, edition.tables[window.number].total_rows):
        return False
    heads = _within(window.rows, columns, lattice)
    if any(2 * _covered(cell, heads) > len(heads) > _FEW for cell in texts):
        return bool(len(texts) > 1 or texts[0].text.strip()[0] not in _NOTES)
    is_wide = len(texts) == 1 and texts[0].columns >= len(columns) > 1
    return is_wide and not edition.tables[window.number].banner_rows and texts[0].text.strip()[0] not in _NOTES


def _is_total(texts: Sequence[GridCell], words: Collection[str]) -> bool:
    """Whether a row is a total 合計, with values right of its word, over however many headings that is merged."""
    return bool(texts) and bool(total_word(texts[0].text, words)) and any(quantity(cell.text) for cell in texts[1:])


def _covered(cell: GridCell, heads: Sequence[GridCell]) -> int:
    """Over how many headings a cell reaches."""
    end = cell.column + cell.columns
    return sum(cell.column < head.column + head.columns and head.column < end for head in heads)


def _beside(window: Window, columns: range) -> bool:
    return window.columns.start < columns.stop and columns.start < window.columns.stop


# cells under one heading


def under_headings(table: SmallTable, struck_beside: bool, names: str = "") -> list[GridCell]:
    """The cells below the headings, one under each: where several stand under a merged one the only one that says
    something; beside a number that is struck out that which stands for it, where that is declared.

    `names` is the heading of names: one that is merged over a group and its members (財源内訳 | 国庫支出金) has for each
    the words of both.
    """
    lowest = [cell for cell in table.heading if cell.row + cell.rows == max(c.row + c.rows for c in table.heading)]
    wide = [cell for cell in lowest if cell.columns > 1]
    found: list[GridCell] = []
    rest = list(table.body)
    if of_names := next((cell for cell in wide if names and squeeze(cell.text) == squeeze(names)), None):
        rest = _with_groups(of_names, rest)
    for row in dict.fromkeys(cell.row for cell in table.body):
        for heading in wide:
            own = [
                cell
                for cell in rest
                if cell.row == row and heading.column <= cell.column < heading.column + heading.columns
            ]
            if len(own) < 2 and not (own and own[0].column != heading.column):
                continue
            texts = [cell for cell in own if cell.text.strip()]
            gone = [cell for cell in own if is_gone(cell)]
            if len(texts) == 1 and (gone or len(own) == 1 or own[0] is not texts[0]):
                rest = [cell for cell in rest if cell not in own]
                found.append(_one(heading, texts[0], gone, struck_beside))
    return in_order([*rest, *found])


def _with_groups(heading: GridCell, body: Sequence[GridCell]) -> list[GridCell]:
    """The cells of a table, names of the members of a group with its name before them; a group that has none is one."""
    own = [
        cell for cell in body if heading.column <= cell.column < heading.column + heading.columns and cell.text.strip()
    ]
    named: dict[int, GridCell] = {}
    groups: set[int] = set()
    for cell in own:
        over = [
            each
            for each in own
            if each.column < cell.column and each.row <= cell.row and cell.row + cell.rows <= each.row + each.rows
        ]
        if over:
            words = [on_one_line(each.text) for each in (*over, cell)]
            note = Note("name_group", on_one_line(cell.text), "：".join(words))
            named[id(cell)] = replace(cell, text=note.after, notes=(*cell.notes, note))
            groups |= {id(each) for each in over}
    return [named.get(id(cell), cell) for cell in body if id(cell) not in groups]


def _one(heading: GridCell, cell: GridCell, gone: Sequence[GridCell], struck_beside: bool) -> GridCell:
    """A cell in the column of its heading; what is struck out beside it is told."""
    own = replace(cell, column=heading.column, columns=heading.columns)
    if not gone:
        return own
    before = "、".join(note.before for each in gone for note in each.notes)
    if struck_beside:
        return replace(own, notes=(*cell.notes, Note("struck_beside", before, cell.text.strip())))
    return replace(own, text="", notes=(*cell.notes, Note("struck_unclear", before, cell.text.strip())))


def rows_of(cells: Sequence[GridCell], place_of: GridCell) -> TableRows:
    """Cells as the rows of a grid."""
    return table_rows(CellGrid("", place_of.place, list(cells)))
