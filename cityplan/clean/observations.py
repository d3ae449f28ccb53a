"""年度別の値: every value of activities and indicators with its year and its line."""

from dataclasses import replace
from decimal import Decimal
from typing import cast

from cityplan.city.edition import Edition
from cityplan.clean.indicators import own_year
from cityplan.clean.rows import CellsOfRows, RowCells, completes, value_of
from cityplan.japanese.quantities import Quantity, in_unit, missing, quantity_texts
from cityplan.japanese.years import era
from cityplan.read.printed import Repair, column_role
from cityplan.tables.definitions import ActivityRow, IndicatorRow, ObservationRow, PrintedEntry, Role

_OF_OTHER_UNIT = ("budget", "settled")  # than that of their row


def observations(
    activities: list[ActivityRow],
    indicators: list[tuple[IndicatorRow, list[Quantity | None]]],
    rows: CellsOfRows,
    edition: Edition,
    repairs: list[Repair],
) -> list[ObservationRow]:
    found: list[ObservationRow] = []
    years: tuple[tuple[Role, int | None], ...] = (("previous", edition.previous), ("actual", edition.actual))
    for row in activities:
        cells = rows["activities", *row.key]
        for role, year in years:
            line = cells.line(f"{role}_text")
            found += _observation(row, "activity", role, year, getattr(row, role), getattr(row, f"{role}_text"), line)
        found += _own_years(row, "activity", cells, repairs)
    for own, baselines in indicators:
        cells = rows["indicators", *own.key]
        pieces = quantity_texts(own.baseline_text) if len(baselines) > 1 else [own.baseline_text]
        for baseline, piece in zip(baselines, pieces, strict=False):
            year = own_year(baseline) or own.baseline_fy
            line = cells.line("baseline_text")
            found += _observation(own, "indicator", "baseline", year, value_of(baseline), piece, line)
        for role in ("actual", "target"):
            line = cells.line(f"{role}_text")
            text = getattr(own, f"{role}_text")
            found += _observation(own, "indicator", role, getattr(own, f"{role}_fy"), getattr(own, role), text, line)
        found += _own_years(own, "indicator", cells, repairs)
    return sorted(found, key=lambda each: (each.plan_id, each.subject, each.no))


def _own_years(row: PrintedEntry, subject: str, cells: RowCells, repairs: list[Repair]) -> list[ObservationRow]:
    """The values of years that have a column of their own, in the unit of the row; money has its own."""
    found: list[ObservationRow] = []
    for column, cell in cells.by_column.items():
        own = column_role(column)
        if own is None or missing(cell.text) or column in cells.refused:
            continue
        role, year = own
        is_money = role in _OF_OTHER_UNIT
        value = cells.quantity(column)
        if value is None:
            repairs.append(cells.repair(column, "unreadable", cell.text, ""))
        elif role == "achievement":
            told = replace(row, unit="%")
            found += _observation(told, subject, "achievement", year, value.value, cell.text, cell.source_line)
        elif row.unit and not is_money and (same := in_unit(value, row.unit)):
            found += _observation(row, subject, cast(Role, role), year, same.value, cell.text, cell.source_line)
        elif row.unit and not is_money and not completes(value.unit, row.unit):
            repairs.append(cells.repair(column, "unit_conflict", value.unit, ""))
        else:
            told = replace(row, unit=value.unit) if is_money else row
            found += _observation(told, subject, cast(Role, role), year, value.value, cell.text, cell.source_line)
    return found


def _observation(
    row: PrintedEntry, subject: str, role: Role, year: int | None, value: Decimal | None, text: str, line: int
) -> list[ObservationRow]:
    if value is None or year is None:
        return []
    return [
        ObservationRow(
            plan_id=row.plan_id,
            subject=subject,
            no=row.no,
            role=role,
            fiscal_year=year,
            era=era(year),
            value=value,
            unit=row.unit,
            text=text,
            source_line=line,
        )
    ]
