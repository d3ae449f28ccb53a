"""年度別の値: every value of activities and indicators with its year and its line."""

from decimal import Decimal

from cityplan.city.source import Edition
from cityplan.clean.indicators import own_year
from cityplan.clean.rows import Row, RowCells, Rows, completes, value_of
from cityplan.japanese.text import Quantity, era, missing, quantity, quantity_texts
from cityplan.read.printed import Repair, column_year


def observations(
    activities: list[Row],
    indicators: list[tuple[Row, list[Quantity | None]]],
    rows: Rows,
    edition: Edition,
    repairs: list[Repair],
) -> list[Row]:
    found: list[Row] = []
    for row in activities:
        cells = rows["activities", row["plan_id"], row["activity_no"]]
        for role, year in (("previous", edition.previous), ("actual", edition.actual)):
            line = cells.line(f"{role}_text")
            found += _observation(row, "activity", role, year, row[role], row[f"{role}_text"], line)
        found += _own_years(row, "activity", cells, repairs)
    for row, baselines in indicators:
        cells = rows["indicators", row["plan_id"], row["indicator_no"]]
        pieces = quantity_texts(row["baseline_text"]) if len(baselines) > 1 else [row["baseline_text"]]
        for baseline, piece in zip(baselines, pieces, strict=False):
            year = own_year(baseline) or row["baseline_fy"]
            line = cells.line("baseline_text")
            found += _observation(row, "indicator", "baseline", year, value_of(baseline), piece, line)
        for role in ("actual", "target"):
            line = cells.line(f"{role}_text")
            text = row[f"{role}_text"]
            found += _observation(row, "indicator", role, row[f"{role}_fy"], row[role], text, line)
        found += _own_years(row, "indicator", cells, repairs)
    return sorted(found, key=lambda each: (each["plan_id"], each["subject"], each["no"]))


def _own_years(row: Row, subject: str, cells: RowCells, repairs: list[Repair]) -> list[Row]:
    """The actual values of years that have a column of their own, in the unit of the row."""
    found: list[Row] = []
    for column, cell in cells.by_column.items():
        year = column_year(column)
        if year is None or missing(cell.text) or column in cells.refused:
            continue
        value = quantity(cell.text)
        if value is None:
            repairs.append(cells.repair(column, "unreadable", cell.text, ""))
        elif row["unit"] and not completes(value.unit, row["unit"]):
            repairs.append(cells.repair(column, "unit_conflict", value.unit, ""))
        else:
            found += _observation(row, subject, "actual", year, value.value, cell.text, cell.source_line)
    return found


def _observation(
    row: Row, subject: str, role: str, year: int | None, value: Decimal | None, text: str, line: int
) -> list[Row]:
    if value is None or year is None:
        return []
    return [
        {
            "plan_id": row["plan_id"],
            "subject": subject,
            "no": row[f"{subject}_no"],
            "role": role,
            "fiscal_year": year,
            "era": era(year),
            "value": value,
            "unit": row["unit"],
            "text": text,
            "source_line": line,
        }
    ]
