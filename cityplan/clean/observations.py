"""年度別の値: every value of activities and indicators with its year and its line."""

from dataclasses import replace
from decimal import Decimal
from typing import cast

from cityplan.city.edition import Edition
from cityplan.clean.indicators import own_year
from cityplan.clean.rows import CellsOfRows, RowCells, completes, counting, value_of
from cityplan.japanese.quantities import PERIODS, Quantity, exact, in_unit, quantity, quantity_texts, without_result
from cityplan.japanese.years import era, fiscal_year
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
        cells, begin = rows["activities", *row.key], len(found)
        for role, of_all in years:
            text = getattr(row, f"{role}_text")
            year = own_year(quantity(text)) or fiscal_year(cells.text(f"{role}_fy")) or of_all
            line = cells.line(f"{role}_text")
            found += _observation(row, "activity", role, year, getattr(row, role), text, line)
        found += _own_years(row, "activity", cells, found[begin:], repairs)
    for own, baselines in indicators:
        cells, begin = rows["indicators", *own.key], len(found)
        pieces = quantity_texts(own.baseline_text) if len(baselines) > 1 else [own.baseline_text]
        for baseline, piece in zip(baselines, pieces, strict=False):
            year = own_year(baseline) or own.baseline_fy
            line = cells.line("baseline_text")
            found += _observation(own, "indicator", "baseline", year, value_of(baseline), piece, line)
        for role in ("actual", "target"):
            line = cells.line(f"{role}_text")
            text = getattr(own, f"{role}_text")
            found += _observation(own, "indicator", role, getattr(own, f"{role}_fy"), getattr(own, role), text, line)
        found += _own_years(own, "indicator", cells, found[begin:], repairs)
    return sorted(found, key=lambda each: (each.plan_id, each.subject, each.no))


def _own_years(
    row: PrintedEntry, subject: str, cells: RowCells, before: list[ObservationRow], repairs: list[Repair]
) -> list[ObservationRow]:
    """The values of years that have a column of their own, in the unit of the row; money has its own.

    One that bears its year is of that, under whatever heading (3,102（R3） below R5実績), where the row has no other value
    of it (`before` are those already taken).
    """
    known: set[tuple[str, int]] = {(each.role, each.fiscal_year) for each in before}
    columns = [(column, *own) for column in cells.by_column if (own := column_role(column))]
    printed = {column: own_year(cells.quantity(column)) for column, *_ in columns}
    dated = {column: printed[column] for column, _, year in columns if printed[column] not in (None, year)}
    known |= {(role, year) for column, role, year in columns if column not in dated and cells.quantity(column)}
    taken: dict[tuple[str, int], Decimal] = {(each.role, each.fiscal_year): each.value for each in before}
    period = _period(cells, [column for column, *_ in columns])
    found: list[ObservationRow] = []
    for column, role, of_column in columns:
        cell, year = cells.by_column[column], dated.get(column) or of_column
        is_told_twice = column in dated and (role, year) in known
        if without_result(cell.text) or column in cells.refused or is_told_twice:
            continue
        known.add((role, year))
        is_money = role in _OF_OTHER_UNIT
        value = cells.quantity(column)
        if role in ("actual", "previous"):
            value = exact(value)
        if value is not None and taken.get((role, year)) == value.value:
            continue  # 68 in a row of targets and in the column 最終目標
        if value is None:
            repairs.append(cells.repair(column, "unreadable", cell.text, ""))
        elif not is_money and counting(cells, value, PERIODS) != period:
            repairs.append(cells.repair(column, "counted_otherwise", cell.text, ""))
        elif role == "achievement":
            share = replace(row, unit="%")
            found += _observation(share, subject, "achievement", year, value.value, cell.text, cell.source_line)
        elif row.unit and not is_money and (same := in_unit(value, row.unit)):
            found += _observation(row, subject, cast(Role, role), year, same.value, cell.text, cell.source_line)
        elif row.unit and not is_money and not completes(value.unit, row.unit):
            repairs.append(cells.repair(column, "unit_conflict", value.unit, ""))
        else:
            told = replace(row, unit=value.unit) if is_money else row
            found += _observation(told, subject, cast(Role, role), year, value.value, cell.text, cell.source_line)
    return found


def _period(cells: RowCells, of_years: list[str]) -> str:
    """The period 月・週 that the values of a row are of: that of the target, else of the first value."""
    columns = ("target_text", "actual_text", "baseline_text", *of_years)
    return next((counting(cells, value, PERIODS) for each in columns if (value := cells.quantity(each))), "")


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
