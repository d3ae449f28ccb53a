"""掲載事業の実績等: the table of listed activities on a progress sheet -> cells as printed."""

from cityplan.city.edition import Edition
from cityplan.japanese.letters import squeeze
from cityplan.japanese.quantities import quantity
from cityplan.japanese.years import fiscal_year
from cityplan.read.printed import Line, Printed
from cityplan.read.text.sheet_rows import (
    check_columns,
    check_names,
    filled_down,
    heading_lines,
    refuse,
    row_cells,
    take_heading,
)
from cityplan.read.text.words import ACTIVITIES, declared_columns, form_of, take_own_years, unknown_heading

_ACTIVITY_COLUMNS = {
    "事業名": "name",
    "事業内容": "content",
    "実績": "actual_text",
    "前年度比": "ratio_printed_text",
    "要因及び効果": "factors",
}
_RESULTS = ("actual_text", "previous_text")


def read_activities(lines: list[Line], plan_id: str, edition: Edition, printed: Printed) -> None:
    heading, body = heading_lines(lines, printed)
    form = form_of(ACTIVITIES, edition)
    columns = declared_columns(heading, ACTIVITIES, form, edition) if form else _activity_columns(heading, edition)
    if "name" not in columns or "" in columns:
        raise unknown_heading(heading, squeeze(heading[0].text.split("\t")[0]), ACTIVITIES, edition)
    check_columns(columns, heading[-1], edition)
    take_heading(heading, columns, "activities", plan_id, printed)
    check_names(body, len(columns), edition)
    row = 0
    before: dict[str, str] = {}
    for line in body:
        cells = row_cells(line, len(columns), edition)
        values = dict(zip(columns, cells, strict=True))
        row += bool(values["name"])
        if row == 0:
            raise refuse(line, edition, "事業名のない行が表の最初にあります")
        if form:
            values = filled_down(values, before, form)
            before = values if values["name"] else before
        if not values["name"]:
            _check_values_line(line, values, edition, printed, plan_id, row)
        for at, (column, text) in enumerate(values.items(), start=1):
            if text:
                printed.take([line], "activities", plan_id, row, column, text, at)
        if values["name"]:
            take_own_years(line, ("activities", plan_id, row), edition, printed)
    _name_labels(printed, plan_id)


def _check_values_line(
    line: Line, values: dict[str, str], edition: Edition, printed: Printed, plan_id: str, row: int
) -> None:
    """A second line of a row holds values only, under a label on the first."""
    above = {
        cell.column: cell.text
        for cell in printed.cells
        if (cell.table, cell.plan_id, cell.row) == ("activities", plan_id, row)
    }
    others = [c for c, text in values.items() if text and c not in _RESULTS]
    if others or "previous_text" in above or quantity(above.get("actual_text", "0")):
        raise refuse(line, edition, "表の続きの行ですが、上の行とのつながりが分かりません")


def _name_labels(printed: Printed, plan_id: str) -> None:
    """Where a row has two lines, the upper text in the results' column is its label (measure)."""
    results = [
        (index, cell)
        for index, cell in enumerate(printed.cells)
        if (cell.table, cell.plan_id) == ("activities", plan_id) and cell.column in _RESULTS
    ]
    lowest: dict[int, int] = {}
    for _, cell in results:
        lowest[cell.row] = max(lowest.get(cell.row, 0), cell.source_line)
    for index, cell in results:
        if cell.column == "actual_text" and cell.row and cell.source_line < lowest[cell.row]:
            printed.cells[index] = cell._replace(column="measure")


def _activity_columns(heading: list[Line], edition: Edition) -> list[str]:
    """The column of each cell, from one or two heading lines: the lower label wins over 実績."""
    grid = [[squeeze(text) for text in line.text.split("\t")] for line in heading]
    width = max(len(row) for row in grid)
    labels = [next((row[at] for row in reversed(grid) if at < len(row) and row[at]), "") for at in range(width)]
    while labels and not labels[-1]:
        labels.pop()
    columns = [_activity_column(label, heading, edition) for label in labels]
    return columns


def _activity_column(label: str, heading: list[Line], edition: Edition) -> str:
    year = fiscal_year(label)
    if year is None and label in _ACTIVITY_COLUMNS:
        return _ACTIVITY_COLUMNS[label]
    if year is not None and year == edition.actual:
        return "actual_text"
    if year is not None and year == edition.previous:
        return "previous_text"
    raise unknown_heading(heading, label, ACTIVITIES, edition)
