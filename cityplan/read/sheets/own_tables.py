"""The tables 表 of a sheet: which form each is for, and those that go on over the page as one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from cityplan.city.edition import Edition
from cityplan.city.table_form import TableForm
from cityplan.read.file.contents import CellGrid, Told
from cityplan.read.file.continued import continues, join
from cityplan.read.sheets.cut import Item, Sheet
from cityplan.read.table.beside import side_by_side
from cityplan.read.table.named_headings import heading_rows, lost_headings
from cityplan.read.table.rows import TableRows, table_rows
from cityplan.read.table.tables import OwnGrid

_LEAST_SHARE = 0.5  # of the headings of a form: one that is not found there is told as missing


@dataclass
class SheetTables:
    """The tables of a sheet: each with the form that it is for, those of none, and what was told of joining."""

    own: list[tuple[CellGrid, TableForm]]
    other: list[CellGrid]
    told: list[Told]

    @property
    def grids(self) -> list[CellGrid]:
        """All of them."""
        return [*(grid for grid, _ in self.own), *self.other]


def sheet_tables(sheet: Sheet, edition: Edition) -> SheetTables:
    """The tables of a sheet; one that goes on that before it, with its headings again or with none, is joined to it."""
    found = SheetTables([], [], [])
    for at, item in ((at, own) for at, each in enumerate(sheet.items) for own in _apart(each, edition)):
        form = _form_of(item, edition)
        last, last_form = found.own[-1] if found.own else (None, None)
        if (
            last
            and last_form in (form, form or last_form)
            and _goes_on(last, item, sheet.items[at - 1], form is not None)
        ):
            grid, told = join(last, item)
            found.own[-1] = (grid, last_form or edition.table_forms[0])
            found.told += told
        elif form:
            found.own.append((item, form))
        else:
            found.other.append(item)
    return found


def _apart(item: Item, edition: Edition) -> list[CellGrid]:
    """A table, or those beside each other on a worksheet where at least two have all headings of a form."""
    if not isinstance(item, CellGrid):
        return []
    parts = side_by_side(item)
    whole = [
        part for part in parts if any(_share(table_rows(part), form, edition) == 1 for form in edition.table_forms)
    ]
    return parts if len(whole) > 1 else [item]


def own_grids(tables: SheetTables, fixed: Mapping[str, str], edition: Edition) -> Iterator[OwnGrid]:
    """The tables of a plan's sheet with their headings; `fixed` says the plan and group of all their rows."""
    for grid, form in tables.own:
        own = _edition(form, edition)
        rows = table_rows(grid)
        heading = heading_rows(rows, own)
        yield OwnGrid(replace(own, form=replace(form, fixed={**fixed, **form.fixed}, sheet=grid.sheet)), rows, heading)


def is_like_a_form(grid: CellGrid, edition: Edition) -> bool:
    """Whether a table has headings of a form."""
    return _form_of(grid, edition) is not None


def _form_of(grid: CellGrid, edition: Edition) -> TableForm | None:
    """The form of whose headings a table has most, and at least half."""
    rows = table_rows(grid)
    shares = [(_share(rows, form, edition), form) for form in edition.table_forms]
    share, form = max(shares, key=lambda each: each[0])
    return form if share >= _LEAST_SHARE else None


def _share(rows: TableRows, form: TableForm, edition: Edition) -> float:
    """How many of the headings of a form a table has, from 0 to 1."""
    own = _edition(form, edition)
    lost, wanted = lost_headings(rows, heading_rows(rows, own), own)
    return (wanted - len(lost)) / wanted if wanted else 0.0


def _edition(form: TableForm, edition: Edition) -> Edition:
    return replace(edition, form=form)


def _goes_on(last: CellGrid, grid: CellGrid, before: Item, is_headed: bool) -> bool:
    """Whether a table goes on the last one: on the next page under the same columns; without headings also on the
    next slide, or directly below.
    """
    if continues(last, grid):
        return True
    if is_headed or _width(last) != _width(grid):
        return False
    page, last_page = grid.place.page, last.cells[-1].place.page
    is_next = page is not None and last_page is not None and page == last_page + 1
    return is_next or before is last


def _width(grid: CellGrid) -> int:
    return max((cell.column + cell.columns - 1 for cell in grid.cells), default=0)
