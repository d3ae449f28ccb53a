"""A document's contents accounted for: its lines, their places, and what was told of it, for `Printed`.

Every row of a table, every paragraph and every text that the reader left out is a line, or a line left out; a doubt
is a repair that the audit makes a finding.
"""

from collections.abc import Iterable

from cityplan.japanese.letters import squeeze
from cityplan.read.file.contents import CellGrid, Contents, GridCell, Paragraph
from cityplan.read.printed import Line, Place, Printed, Repair, Skipped
from cityplan.read.table.rows import table_rows

# What was told that is a text of the document which is in no table, no paragraph.
_LEFT_OUT = ("running_head", "page_number", "repeated_heading", "speaker_note", "comment", "other_sheet")


def document_lines(contents: Contents) -> list[Line]:
    """The lines 行 of a document: the rows of its tables and its paragraphs, each by the number of its place."""
    rows = [row for grid in contents.grids for row in table_rows(grid).rows]
    lines = [Line(row.line, "\t".join(row.texts), False) for row in rows]
    lines += [Line(each.place.line, each.text, False) for each in contents.paragraphs if each.text.strip()]
    return sorted(lines)


def tell_document(contents: Contents, printed: Printed) -> None:
    """Tell what the reader of a document told of it, and where each line stands.

    A running head or a page number is a line left out; what was joined, or is doubtful, a repair.
    """
    for grid in contents.grids:
        printed.places |= row_places(grid)
    for place in (*(each.place for each in contents.paragraphs), *(each.place for each in contents.told)):
        printed.places.setdefault(place.line, place)
    for told in contents.told:
        if told.rule in _LEFT_OUT and not told.is_doubt:
            printed.skipped.append(Skipped(told.place.line, told.text, told.rule))
        else:
            line = told.place.line
            printed.repairs.append(Repair("", "", None, "", told.rule, told.text, told.after, line, told.is_doubt))


def row_places(grid: CellGrid) -> dict[int, Place]:
    """Where each row of a grid stands, by its line: its place in words is that of its first cell without the column."""
    places: dict[int, Place] = {}
    for row in table_rows(grid).rows:
        own = [cell.place for cell in row.own if cell.place.line == row.line]
        if own:
            places[row.line] = own[0]
    return places


def leave_paragraphs(paragraphs: Iterable[Paragraph], printed: Printed, reason: str = "outside_table") -> None:
    """Paragraphs that no table and no text uses are lines left out."""
    printed.skipped += [Skipped(each.place.line, each.text, reason) for each in paragraphs if each.text.strip()]


def leave_grid(grid: CellGrid, printed: Printed, reason: str = "other_table") -> None:
    """The rows of a grid that is not used are lines left out."""
    printed.skipped += [
        Skipped(row.line, "\t".join(row.texts), reason) for row in table_rows(grid).rows if squeeze(row.text)
    ]


def doubted_cell(place: tuple[str, str, int], column: str, cell: GridCell, text: str, line: int) -> list[Repair]:
    """The repair for a used cell whose reading is doubtful; its number is not used 疑わしいセル.

    `place` is table, plan and number of the row.
    """
    if not cell.doubt:
        return []
    rule = "unreadable" if column.endswith("_text") or column == "value" else "doubtful_cell"
    table, plan_id, row = place
    return [Repair(plan_id, table, row, column, rule, text, cell.doubt, line, rule == "doubtful_cell")]
