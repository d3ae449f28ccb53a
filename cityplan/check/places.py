"""Where the cell that a finding is about is printed 指摘のセルの場所: in words, and on a page of a PDF."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from cityplan.check.finding import Place, cell_place
from cityplan.tables.definitions import CellRow, FindingRow, RepairRow, SkippedLineRow
from cityplan.tables.schema import Tables, table_rows

Box = tuple[float, float, float, float]  # x0, y0, x1, y1 from the upper left of the page
Printed = CellRow | SkippedLineRow | RepairRow  # what knows where it stands


@dataclass(frozen=True)
class Places:
    """The cells of a document by table, plan, row and column, and the first of what stands on each line."""

    cells: dict[tuple[str, str, int | None, str], CellRow]
    lines: dict[int | None, Printed]

    @classmethod
    def of(cls, tables: Tables) -> "Places":
        cells = table_rows(tables, CellRow)
        lines: dict[int | None, Printed] = {}
        told: list[Printed] = [*cells, *table_rows(tables, SkippedLineRow), *table_rows(tables, RepairRow)]
        for each in told:
            lines.setdefault(each.source_line, each)
        return cls({cell_place(cell)[1:]: cell for cell in cells}, lines)

    def printed(self, place: Place) -> Printed | None:
        """What stands where a finding is: its cell, the name of its row, or what is on its line."""
        named = place._replace(column="name")
        return self.cells.get(place[1:]) or self.cells.get(named[1:]) or self.lines.get(place.source_line)

    def words(self, place: Place) -> str:
        """Where a finding stands, in words."""
        found = self.printed(place)
        return found.place if found else ""


class OnPage(NamedTuple):
    """A finding with the page and box (points) on which its cell stands, and the text that stands there."""

    finding: FindingRow
    page: int
    box: Box
    text: str


def findings_on_pages(tables: Tables) -> Iterator[OnPage]:
    """The findings whose cells stand on a page of a PDF, with their boxes; others have none."""
    places = Places.of(tables)
    for finding in table_rows(tables, FindingRow):
        place = Place(finding.source_line, finding.table, finding.plan_id, finding.row, finding.column)
        found = places.printed(place)
        box = _box(found) if found else None
        if found and found.page is not None and box:
            text = found.before if isinstance(found, RepairRow) else found.text
            yield OnPage(finding, found.page, box, text)


def _box(found: Printed) -> Box | None:
    """The edges of what is printed, in points; None where it stands on no page."""
    if found.x0 is None or found.y0 is None or found.x1 is None or found.y1 is None:
        return None
    return float(found.x0), float(found.y0), float(found.x1), float(found.y1)
