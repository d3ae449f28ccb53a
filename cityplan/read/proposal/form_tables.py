"""The small tables of forms in a file that nobody has described: those of one heading over all forms as one."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from cityplan.city.box_form import FORMS_LAYOUT
from cityplan.city.edition import NOTHING_KNOWN, Edition
from cityplan.city.table_form import TableForm
from cityplan.japanese.letters import squeeze
from cityplan.japanese.years import fiscal_year
from cityplan.read.boxes.cut import Form
from cityplan.read.boxes.lattice import Lattice, in_order, turned
from cityplan.read.boxes.small_tables import (
    SmallTable,
    Window,
    as_it_stands,
    numbers_from,
    runs,
    table_at,
    under_headings,
)
from cityplan.read.file.contents import CellGrid, GridCell
from cityplan.read.table.heading_words import are_years, is_heading_word, meaning, with_era
from cityplan.read.table.totals import USUAL_TOTALS

_NUMBER = re.compile(r"[①-⑳]$|[(（]?[0-9０-９]{1,2}[)）]?$")
_LEAST = 3  # headings of a table, of which one is a year or a role


@dataclass
class SeenSmall:
    """A small table as all forms have it, in one grid; the label beside it, and all its cells in the forms."""

    grid: CellGrid
    heading_rows: int
    side: str = ""
    cells: list[GridCell] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)  # how many each of them has
    is_turned: bool = False  # whether its headings stand left of its values

    @property
    def is_block(self) -> bool:
        """Whether each is a block of labels with their values below: 成果指標①, 成果指標② over one row each."""
        heads = [cell for cell in self.grid.cells if cell.row <= self.heading_rows]
        return any(numbered(cell.text) != cell.text for cell in heads) and max(self.rows) == 1


def small_ones(forms: Sequence[Form], labels: Collection[str], like: int | None = None) -> list[SeenSmall]:
    """The small tables of forms, those with the same headings as one, from above; one ends at a label.

    `like` is a year of the document, which tells the era of years without one (５年度).
    """
    edition = _no_edition()
    found: dict[tuple[str, ...], SeenSmall] = {}
    for form in forms:
        for table, window, is_turned in _tables_of(form, edition, labels, like):
            key = tuple(numbered(squeeze(cell.text)) for cell in (*table.side, *table.heading))
            if key not in found:
                found[key] = replace(_begun(table, form, len(window.rows)), is_turned=is_turned)
            _add(table, found[key])
    return [each for each in found.values() if any(cell.row > each.heading_rows for cell in each.grid.cells)]


def _tables_of(
    form: Form, edition: Edition, labels: Collection[str], like: int | None
) -> Iterator[tuple[SmallTable, Window, bool]]:
    """The small tables of a form, then those whose headings stand left of their values."""
    lattice = Lattice(form.grid)
    windows = list(_headings(lattice, like))
    taken: set[int] = set()
    for window in windows:
        table = table_at(window, windows, lattice, edition, labels)
        taken |= {id(cell.place) for cell in table.cells}
        yield table, window, False
    beside = Lattice(turned(form.grid))
    windows = list(_headings_left(beside, like))
    for window in windows:
        table = as_it_stands(table_at(window, windows, beside, edition, labels), form.grid)
        if not any(id(cell.place) in taken for cell in table.cells):
            yield table, window, True


def _headings_left(lattice: Lattice, like: int | None) -> Iterator[Window]:
    """Of a turned grid the columns of headings from that of the names on, below which two names or more stand."""
    for row in sorted({cell.row for cell in lattice.grid.cells}):
        rows = range(row, row + 1)
        for run in runs(rows, lattice):
            own = [cell for cell in _own(row, run, lattice) if cell.row == row and cell.rows == 1]
            said = [cell for cell in own if is_heading_word(cell.text)]
            names = [cell for cell in said if meaning((cell.text,)).role == "indicator"]
            first = names[0].column if names else 0
            words = [cell for cell in said if cell.column >= first]
            within = [cell for cell in own if first <= cell.column <= max((c.column for c in words), default=0)]
            years = [cell for cell in words if meaning((with_era(cell.text, like),)).year]
            named = [at for at in (1, 2) if (cell := lattice.at.get((row + at, first))) and cell.text.strip()]
            if names and len(named) > 1 and len(years) > 1 and 3 * len(words) >= 2 * len(within):
                last = words[-1].column + words[-1].columns
                yield Window(1.0, 0, 0, rows, range(numbers_from(rows, first, lattice), last))


def _no_edition() -> Edition:
    return replace(NOTHING_KNOWN, layout=FORMS_LAYOUT, tables=(TableForm(total_rows=USUAL_TOTALS),))


def _headings(lattice: Lattice, like: int | None) -> Iterator[Window]:
    """Rows of cells that touch one another, most of them usual headings, with a year or several values."""
    last = 0
    for row in sorted({cell.row for cell in lattice.grid.cells}):
        rows = range(row, row + 1)
        for columns in runs(rows, lattice) if row > last else ():
            if _is_double(row, columns, lattice):
                yield Window(1.0, 0, 0, range(row, row + 2), columns)
                last = row + 1
            elif _is_heading(_own(row, columns, lattice), like):
                yield Window(1.0, 0, 0, rows, columns)
                last = row


def _is_double(row: int, columns: range, lattice: Lattice) -> bool:
    """Whether two rows are headings: some over both, years or values below others (実績値 over R4 and R5)."""
    upper = [cell for cell in _own(row, columns, lattice) if cell.row == row]
    lower = [cell for cell in _own(row + 1, columns, lattice) if cell.row == row + 1]
    deep = [cell for cell in upper if cell.rows == 2]
    if not deep or len(lower) < 2 or any(cell.rows > 2 for cell in upper) or any(cell.rows > 1 for cell in lower):
        return False
    own = [*deep, *lower]
    words = [cell for cell in own if is_heading_word(cell.text)]
    return len(own) >= _LEAST and 3 * len(words) >= 2 * len(own) and all(is_heading_word(cell.text) for cell in lower)


def _own(row: int, columns: range, lattice: Lattice) -> list[GridCell]:
    cells = [lattice.at[row, column] for column in columns if (row, column) in lattice.at]
    return [cell for cell in {id(each): each for each in cells}.values() if cell.text.strip()]


def _is_heading(cells: Collection[GridCell], like: int | None) -> bool:
    """Whether cells are headings with years below which values stand."""
    own = [cell for cell in in_order(cells) if cell.rows == 1]
    said = [meaning((text,)) for text in (with_era(cell.text, like) for cell in own) if is_heading_word(text)]
    years = [each for each in said if each.year]
    return (
        len(own) >= _LEAST - 1
        and len(said) * 3 >= 2 * len(own)
        and len(said) + len(cells) - len(own) >= _LEAST - 1
        and len(years) > 1
        and are_years(cell.text for cell in own)
    )


def _begun(table: SmallTable, form: Form, rows: int) -> SeenSmall:
    """The heading of a table from row 1, above its headings the label beside it, of several the nearest."""
    side = table.side[-1:]
    first = min(cell.row for cell in table.heading)
    down = len(side) - first + 1
    left = min(cell.column for cell in table.heading)
    width = max(cell.column + cell.columns for cell in table.heading) - left
    heading = [replace(cell, row=at, column=left, rows=1, columns=width) for at, cell in enumerate(side, start=1)]
    heading += [replace(cell, row=cell.row + down) for cell in table.heading]
    name = table.heading[0].place.words or form.name
    grid = CellGrid(f"{name}からの小さな表", table.heading[0].place, heading, sheet=form.grid.sheet)
    return SeenSmall(grid, rows, side[0].text if side else "")


def numbered(text: str) -> str:
    """A label with the number at its end as {}: 成果指標① is 成果指標{}; a year (R4) is none.

    >>> numbered("成果指標①"), numbered("指標（2）"), numbered("活動指標1"), numbered("R4"), numbered("令和5")
    ('成果指標{}', '指標{}', '活動指標{}', 'R4', '令和5')
    """
    return text if fiscal_year(squeeze(text)) or meaning((text,)).year else _NUMBER.sub("{}", text)


def _add(table: SmallTable, seen: SeenSmall) -> None:
    """The rows of a table below those that are there, each cell under its heading."""
    seen.cells += table.cells
    seen.rows.append(len({cell.row for cell in table.body if cell.text.strip()}))
    if not table.body:
        return
    last = max(cell.row + cell.rows - 1 for cell in seen.grid.cells)
    body = under_headings(table, struck_beside=True)
    down = last + 1 - min(cell.row for cell in body)
    heads = _lowest(table.heading)
    there = _lowest([cell for cell in seen.grid.cells if cell.row <= seen.heading_rows + (seen.side != "")])
    for cell in body:
        at = next((n for n, head in enumerate(heads) if 0 <= cell.column - head.column < head.columns), None)
        head = there[at] if at is not None else cell  # without a heading of its own
        columns = max(1, min(cell.columns, head.columns))
        seen.grid.cells.append(replace(cell, row=cell.row + down, column=head.column, columns=columns))


def _lowest(heading: Sequence[GridCell]) -> list[GridCell]:
    """The headings right above the values, from the left."""
    last = max(cell.row + cell.rows for cell in heading)
    return sorted((cell for cell in heading if cell.row + cell.rows == last), key=lambda cell: cell.column)
