"""The cells of forms as lines 行: each that says something has a number of its own, so that nothing is lost."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from cityplan.read.file.accounted import document_lines, row_places
from cityplan.read.file.contents import Contents, GridCell
from cityplan.read.printed import Line, Place, Shown, Skipped
from cityplan.read.table.rows import table_rows
from cityplan.read.table.tables import OwnGrid


@dataclass
class Lines:
    """The lines of a document in the order in which they are numbered, and where each stands."""

    lines: list[Line] = field(default_factory=list)
    places: dict[int, Place] = field(default_factory=dict)
    of_cells: dict[int, Line] = field(default_factory=dict)  # by the place of their cell
    last: int = 0
    _of_places: dict[tuple[object, ...], int] = field(default_factory=dict)  # by page, box and words

    def add(self, cell: GridCell) -> Line:
        """The line of a cell, the same one each time."""
        key = id(cell.place)
        if key not in self.of_cells:
            self.of_cells[key] = self._line(cell.text, cell.place)
        return self.of_cells[key]

    def _line(self, text: str, place: Place) -> Line:
        self.last += 1
        self.places[self.last] = replace(place, line=self.last, line_end=0)
        self._of_places[_key(place)] = self.last
        line = Line(self.last, text, False)
        self.lines.append(line)
        return line

    def skipped(self, cell: GridCell, reason: str) -> Skipped:
        """A cell that is left out."""
        line = self.add(cell)
        return Skipped(line.no, line.text, reason)

    def shown(self, found: Iterable[Shown]) -> list[Shown]:
        """What stands in the file, with these lines; 0 where it has none."""
        lines = ((each, self._of_places.get(_key(each.place), 0)) for each in found)
        return [each._replace(place=replace(each.place, line=line, line_end=0)) for each, line in lines]

    def numbered(self, own: OwnGrid) -> OwnGrid:
        """A grid with the lines of its rows."""
        cells = []
        for cell in own.rows.grid.cells:
            self.last += 1
            cells.append(replace(cell, place=replace(cell.place, line=self.last, line_end=0)))
            self._of_places[_key(cell.place)] = self.last
        grid = replace(own.rows.grid, cells=cells)
        rows = table_rows(grid)
        self.lines += document_lines(Contents([grid]))
        self.places |= row_places(grid)
        heading = {row.number for row in own.heading}
        return OwnGrid(own.edition, rows, [row for row in rows.rows if row.number in heading])


def _key(place: Place) -> tuple[object, ...]:
    return place.page, place.box, place.words


def places_of(cells: Iterable[GridCell]) -> set[int]:
    """The places of cells, by which they are known wherever they are copied to."""
    return {id(cell.place) for cell in cells}
