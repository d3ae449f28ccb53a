"""The cells of one printed row 印字の行, and what all rows share: names, units, folded characters."""

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from decimal import Decimal

from cityplan.japanese.letters import fold, unwrap
from cityplan.japanese.quantities import Quantity, counted, in_parts, in_unit, missing, quantity, unit
from cityplan.japanese.variants import VARIANTS
from cityplan.read.printed import Cell, Repair

_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ，．]")


@dataclass
class RowCells:
    """The cells of one printed row, by column."""

    table: str
    plan_id: str
    row: int
    by_column: dict[str, Cell] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)

    def quantity(self, column: str) -> Quantity | None:
        """The value of a cell, with the unit of its column where it has none of its own.

        None too where its reader has refused what is no plain number.
        """
        value = None if column in self.refused else quantity(self.text(column))
        of_column = declared_unit(self.text(f"{column.removesuffix('_text')}_unit"))[0]
        return replace(value, unit=of_column) if value and of_column and not value.unit else value

    def text(self, column: str) -> str:
        return self.by_column[column].text if column in self.by_column else ""

    def line(self, column: str) -> int:
        return self.by_column[column].source_line if column in self.by_column else self.first_line

    @property
    def first_line(self) -> int:
        return min(cell.source_line for cell in self.by_column.values())

    def first_line_but(self, column: str) -> int:
        """The row's first line without a column that may be merged with a neighbour's."""
        lines = [cell.source_line for cell in self.by_column.values() if cell.column != column]
        return min(lines, default=self.first_line)

    def repair(self, column: str, rule: str, before: str, after: str) -> Repair:
        return Repair(self.plan_id, self.table, self.row, column, rule, before, after, self.line(column))


CellsOfRows = dict[tuple[str, str, int], RowCells]


def rows_of(cells: list[Cell], repairs: list[Repair]) -> CellsOfRows:
    """The rows of all tables; `repairs` are those of the reading, which may say that a cell is unreadable."""
    rows: CellsOfRows = {}
    for cell in cells:
        key = (cell.table, cell.plan_id, cell.row)
        rows.setdefault(key, RowCells(*key)).by_column.setdefault(cell.column, cell)
    for repair in repairs:
        key = (repair.table, repair.plan_id, repair.row or 0)
        if repair.rule == "unreadable" and key in rows:
            rows[key].refused.add(repair.column)
    return dict(sorted(rows.items()))


def of_table(rows: CellsOfRows, table: str) -> list[RowCells]:
    return [cells for (name, _, row), cells in rows.items() if name == table and row]


def unwrapped(cells: RowCells, repairs: list[Repair]) -> str:
    """The name without the blanks of a line wrap (人 権)."""
    printed, name = cells.text("name"), unwrap(cells.text("name"))
    if name != printed:
        repairs.append(cells.repair("name", "wrap_blank_removed", printed, name))
    return name


def declared_unit(text: str) -> tuple[str, str]:
    """The unit of a cell and its condition; both empty where the cell is no unit.

    >>> declared_unit("人（延べ）"), declared_unit("人23,958")
    (('人', '延べ'), ('', ''))
    """
    return unit(text) or ("", "")


def counted_alike(
    cells: RowCells,
    values: list[tuple[str, Quantity | None]],
    repairs: list[Repair],
    kinds: Collection[str] = ("延べ", "累計", "月", "週"),
) -> list[tuple[str, Quantity | None]]:
    """The values of a row that are counted 数え方 as the first of them; another is emptied, the audit finds it.

    延べ340人 is not to be compared with 612人, nor 年24回 with 月2回.
    """
    kept: list[tuple[str, Quantity | None]] = []
    first = next((counting(cells, value, kinds) for _, value in values if value), "")
    for column, value in values:
        if value and counting(cells, value, kinds) != first:
            repairs.append(cells.repair(column, "counted_otherwise", cells.text(column), ""))
            kept.append((column, None))
        else:
            kept.append((column, value))
    return kept


def counting(cells: RowCells, value: Quantity, kinds: Collection[str]) -> str:
    """How a value is counted, by itself or by the unit of its row, where that is one of `kinds`; else empty."""
    found = counted(value.note) or counted(declared_unit(cells.text("unit"))[1])
    return found if found in kinds else ""


def one_unit(
    cells: RowCells, values: list[tuple[str, Quantity | None]], repairs: list[Repair]
) -> tuple[str, list[Quantity | None]]:
    """The unit that the values of a row share, and the values that are in it.

    A unit in a column of its own 単位 governs. A side without unit takes the other's (1,062 beside 804件); a part of it (/年 beside 件/年) counts
    as the whole. Amounts in other powers of ten of 円 are compared in the unit of the row. A value in any other unit is
    emptied, never converted: the audit finds it.
    """
    printed = [value.unit for _, value in values if value and value.unit]
    own_column = cells.text("unit")
    declared = declared_unit(own_column)[0]
    if own_column and not declared and not missing(own_column):
        repairs.append(cells.repair("unit", "unreadable", own_column, ""))
    if not printed:
        return declared, [value for _, value in values]
    most = declared or Counter(printed).most_common()[0][0]
    unit = max((other for other in [most, *printed] if completes(most, other)), key=len)
    kept: list[Quantity | None] = []
    for column, value in values:
        if value is None or completes(value.unit, unit):
            kept.append(value)
            if value and value.unit != unit and (value.unit or not declared):
                repairs.append(cells.repair(column, "unit_completed", value.unit, unit))
        elif converted := in_unit(value, unit):
            kept.append(converted)
            rule = "unit_in_parts" if in_parts(cells.text(column)) else "unit_converted"
            repairs.append(cells.repair(column, rule, value.unit, unit))
        else:
            kept.append(None)
            repairs.append(cells.repair(column, "unit_conflict", value.unit, ""))
    return unit, kept


def completes(part: str, unit: str) -> bool:
    """Whether a unit is another, or a part of it that says nothing else: /年 or 件 of 件/年, not 人 of 千人 or of 人/月.

    A value of a year is one a year, whether that is printed with it or not.
    """
    return (
        part in ("", unit) or (part.startswith("/") and unit.endswith(part)) or unit in (f"{part}/年", f"{part}/年度")
    )


def note_fold(cells: RowCells, column: str, repairs: list[Repair]) -> None:
    """Leave a repair where old forms or full-width letters were folded to be read (未滿)."""
    text = cells.text(column)
    if text.translate(VARIANTS) != text or _WIDE.search(text):
        repairs.append(cells.repair(column, "folded_characters", text, fold(text)))


def value_of(value: Quantity | None) -> Decimal | None:
    return value.value if value else None
