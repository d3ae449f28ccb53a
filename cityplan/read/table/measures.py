"""The measure 測り方 of an activity above its values: 補助件数 over 108件 | 82件, in one cell over both columns."""

from cityplan.japanese.quantities import missing, quantity
from cityplan.read.file.contents import GridCell
from cityplan.read.table.headings import Columns
from cityplan.read.table.rows import TableRow, TableRows

_NO_RESULT = ("ratio_printed_text",)


def measure_cell(row: TableRow, used: Columns, rows: TableRows) -> GridCell | None:
    """The cell of a row that names what is measured below it: words over two or more columns of results.

    In the row below, values begin in those columns.
    """
    results = {at for at, names in used.feeds.items() if names[0].endswith("_text") and names[0] not in _NO_RESULT}
    for cell in row.own:
        over = [at for at in range(cell.column, cell.column + cell.columns) if at in used.feeds]
        is_word = cell.text.strip() and not missing(cell.text) and quantity(cell.text) is None
        if len(over) < 2 or not results.issuperset(over) or cell.rows > 1 or not is_word:
            continue
        below = [rows.at(row.number + 1, at) for at in over]
        if all(value is not None and value.row == row.number + 1 and value.columns < cell.columns for value in below):
            return cell
    return None
