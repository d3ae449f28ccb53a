"""The measure 測り方 of an activity above its values: 補助件数 over 108件 | 82件, in one cell over both columns."""

from cityplan.japanese.quantities import missing, quantity
from cityplan.read.file.contents import GridCell
from cityplan.read.table.heading_columns import Columns
from cityplan.read.table.rows import TableRow, TableRows

_NO_RESULT = ("ratio_printed_text",)


def measure_cell(row: TableRow, used: Columns, rows: TableRows) -> GridCell | None:
    """The cell of a row that names what is measured below it: words over the columns of results, or alone in them.

    In the row below, of the same name or of none, values begin in those columns.
    """
    results = [at for at, names in used.feeds.items() if names[0].endswith("_text") and names[0] not in _NO_RESULT]
    for cell in row.own:
        over = [at for at in range(cell.column, cell.column + cell.columns) if at in used.feeds]
        is_word = cell.text.strip() and not missing(cell.text) and quantity(cell.text) is None
        if cell.rows > 1 or not is_word or not {*over} <= {*results}:
            continue
        if len(over) == 1 and cell.column == min(results) and _is_alone(row, cell, results):
            over = results
        if len(over) > 1 and _is_above(row, cell, over, used, rows):
            return cell
    return None


def is_below_measure(row: TableRow, used: Columns, rows: TableRows) -> bool:
    """Whether the row above names what this one measures."""
    above = rows.row(row.number - 1)
    return above is not None and measure_cell(above, used, rows) is not None


def _is_alone(row: TableRow, cell: GridCell, results: list[int]) -> bool:
    """Whether the other columns of results are empty."""
    return not any(row.text_at(at).strip() for at in results if at != cell.column)


def _is_above(row: TableRow, cell: GridCell, over: list[int], used: Columns, rows: TableRows) -> bool:
    """Whether values of the same activity begin right below a cell, in its columns."""
    below = rows.row(row.number + 1)
    name = used.at("name")
    if below is None or not row.text_at(name).strip():
        return False
    other = below.cells.get(name)
    if other is not None and other.text.strip() and other is not row.cells.get(name):
        return False
    values = [value for at in over if (value := below.cells.get(at)) and value.text.strip()]
    begin = all(value.row == below.number and value.columns <= max(cell.columns - 1, 1) for value in values)
    return bool(values) and begin and any(quantity(value.text) or missing(value.text) for value in values)
