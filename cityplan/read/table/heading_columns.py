"""The columns of a table that are used, and which of our columns each of them feeds."""

import re
from dataclasses import dataclass, field

from cityplan.city.edition import Edition
from cityplan.files.errors import SourceError
from cityplan.read.file.contents import GridCell
from cityplan.read.table.grid import column_number
from cityplan.read.table.heading_faults import mapping_faults, shared_fault, twice_fault
from cityplan.read.table.headings import Heading, are_units, heading_unit
from cityplan.read.table.named_headings import (
    CELL,
    Wanted,
    column_left_out,
    fitting_headings,
    is_left_out,
    wanted_headings,
)
from cityplan.read.table.rows import TableRows


@dataclass(frozen=True)
class Columns:
    """The used columns of a table, by their place in the source, which counts from 1.

    A column belongs to the block of its number: 0 for what is said of the whole row, else one of its indicators.
    """

    headings: dict[int, Heading]
    feeds: dict[int, list[str]]  # the columns of cells that each feeds
    blocks: dict[int, int] = field(default_factory=dict)
    units: dict[int, str] = field(default_factory=dict)  # declared, or in the heading
    cells: dict[str, GridCell] = field(default_factory=dict)  # a column of cells -> the one cell that it is: セルB2

    def at(self, column: str, block: int = 0) -> int:
        """Where a column of cells stands, in a block or the whole row; 0 where the table has none."""
        found = {self.blocks.get(at, 0): at for at, names in self.feeds.items() if column in names}
        return found.get(block, found.get(0, 0))


def headed_columns(found: list[Heading], rows: TableRows, edition: Edition, faults: list[SourceError]) -> Columns:
    """What each heading feeds.

    All is told in `faults` that is wrong: a heading that stands twice, is neither mapped nor left out, or is not
    found, a letter beyond the table; with the lines to add to `source.toml`.
    """
    wanted = wanted_headings(edition)
    columns = Columns({}, {})
    missing: list[str] = []
    shared: set[int] = set()  # columns that several keys name
    named: set[int] = set()  # columns of which one is meant
    for each in wanted:
        if match := CELL.fullmatch(each.words):
            _take_cell(each, match, rows, columns, edition, faults)
            continue
        fitting = fitting_headings(each, found, rows)
        if each.names == ["name"] and len(fitting) > 1 and edition.form.subject == "indicator":
            others = [fitting_headings(other, found, rows) for other in wanted if other is not each]
            taken = {one.column for other in others if len(other) == 1 for one in other}
            fitting = _without_parts(_not_meant(fitting, taken, edition), each, columns, rows, edition)
        if not fitting:
            missing.append(each.words)
        elif len(fitting) > 1:
            faults.append(twice_fault(each, fitting, rows, edition))
            named |= {heading.column for heading in fitting}
        elif (there := columns.feeds.get(fitting[0].column, [])) and {*there, *each.names} != {"plan", "name"}:
            faults.append(shared_fault(each, fitting[0], edition))
            shared.add(fitting[0].column)
        else:
            _feed(each, fitting[0], columns)
    rest = [each for each in found if each.column not in columns.feeds and each.column not in named]
    # Of a form that is not read whole (sttaus = …, [edition.table.colums]) all headings would be told as well.
    unmapped = [each for each in rest if not is_left_out(each, edition) and edition.form.is_whole]
    contested = [
        (one, each.words) for each in wanted for one in fitting_headings(each, found, rows) if one.column in shared
    ]
    faults += mapping_faults(unmapped, missing, contested, found, rows, edition)
    return columns


def _not_meant(fitting: list[Heading], taken: set[int], edition: Edition) -> list[Heading]:
    """The headings of a name but for the columns that another key names or that are left out by their letter."""
    meant = [each for each in fitting if each.column not in taken and not column_left_out(each.column, edition)]
    return meant or fitting


def _without_parts(
    fitting: list[Heading], wanted: Wanted, columns: Columns, rows: TableRows, edition: Edition
) -> list[Heading]:
    """The headings of a name but for the others of one that is merged to the right: below those stand its parts 区分.

    授業の内容が分かる割合 | 小6 | 国語 under 指標名. One with units in brackets alone is their unit: 苦情件数 | （件）.
    """
    first = fitting[0].first if fitting else 0
    if not first or any(each.first != first for each in fitting):
        return fitting
    declared = {key for block in edition.form.blocks for key in {**block.columns, **block.fixed}}
    parts = fitting[1:]
    units = [each for each in parts if "unit" not in declared and are_units(_below(each, rows))][:1]
    parts = [each for each in parts if each not in units]
    if parts and "subgroup" in declared:
        return fitting
    feeds = [("unit", each) for each in units]
    feeds += [(subgroup_column(level), each) for level, each in enumerate(parts, start=1)]
    for column, heading in feeds:
        columns.headings[heading.column] = heading
        columns.feeds[heading.column] = [column]
        columns.blocks[heading.column] = wanted.block
    return fitting[:1]


def _below(heading: Heading, rows: TableRows) -> list[str]:
    """The texts that begin in a column below its heading."""
    below = (row.cells.get(heading.column) for row in rows.rows if row.line > heading.line_end)
    return [cell.text for cell in below if cell and cell.column == heading.column and cell.text.strip()]


def subgroup_column(level: int) -> str:
    """The column of a part 区分 of an indicator, from 1, and of the parts of it: joined as one in its record."""
    return "subgroup" if level == 1 else f"subgroup_{level}"


def is_lower_part(column: str) -> bool:
    """Whether a column is that of a part of a part, which no table has."""
    return column.startswith("subgroup_")


def _feed(wanted: Wanted, heading: Heading, columns: Columns) -> None:
    columns.headings[heading.column] = heading
    columns.feeds[heading.column] = columns.feeds.get(heading.column, []) + wanted.names
    columns.blocks[heading.column] = wanted.block
    unit = wanted.unit or heading_unit(heading.text)
    if unit and (wanted.names[0].endswith("_text") or wanted.names[0].startswith("value")):
        columns.units[heading.column] = unit


def _take_cell(
    wanted: Wanted, match: re.Match[str], rows: TableRows, columns: Columns, edition: Edition, faults: list[SourceError]
) -> None:
    cell = rows.at(int(match[2]), column_number(match[1]))
    if cell is None or not cell.text.strip():
        faults.append(
            SourceError(
                f"{match[1]}{match[2]} は空のセルです",
                file=edition.raw_file,
                sheet=edition.form.sheet,
                column=wanted.key,
                text=wanted.words,
                next_step=f'{wanted.key} = "セル…" を、値のあるセルに直してください。',
            )
        )
        return
    columns.cells[wanted.names[0]] = cell
