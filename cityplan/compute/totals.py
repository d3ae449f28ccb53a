"""Values that a printed total 合計 proves as a set: all of a column whose sum is printed below it. Opens no file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cityplan.japanese.quantities import quantity
from cityplan.read.printed import year_column
from cityplan.tables.definitions import CellRow, ObservationRow, SumRow
from cityplan.tables.schema import Tables, table_rows
from cityplan.tables.words import SUBJECT_TABLES

_Place = tuple[str, str, int, str]  # table, plan, row, column


@dataclass(frozen=True)
class Totals:
    """The totals of a document that agree, and the cells of the columns that they are totals of."""

    sums: Sequence[SumRow]
    cells: Mapping[_Place, CellRow]

    def of(self, value: ObservationRow) -> SumRow | None:
        """The total that a value is a part of, as it is printed; None where there is none, or it was corrected."""
        table = SUBJECT_TABLES[value.subject]
        found = (self.cells.get((table, value.plan_id, value.no, column)) for column in _columns(value))
        cell = next(filter(None, found), None)
        if cell is None or (read := quantity(cell.text)) is None or read.value != value.value:
            return None
        return next((each for each in self.sums if _holds(each, cell)), None)


def _columns(value: ObservationRow) -> Iterator[str]:
    """The columns in which a value may be printed, that of its own year first."""
    yield year_column(value.fiscal_year, value.role)
    yield f"{value.role}_text"


def _holds(total: SumRow, cell: CellRow) -> bool:
    is_column = (total.table, total.column) == (cell.table, cell.column)
    return is_column and total.first_line <= cell.source_line <= total.last_line


def totals_of(tables: Tables) -> Totals:
    """The totals of a document; none where nothing was added up."""
    sums = table_rows(tables, SumRow) if "sums" in tables else []
    cells = table_rows(tables, CellRow) if sums else []
    return Totals(sums, {(each.table, each.plan_id, each.row, each.column): each for each in cells if each.row})
