"""What every layout hands on: lines, the cells as printed, prose, skipped lines and repairs."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from cityplan.errors import SourceError

# Controls and bidirectional marks have no place in a report and can hide or reorder its text.
_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)
_YEAR_COLUMN = re.compile(r"actual_(\d{4})_text")


class Line(NamedTuple):
    """A non-empty line 行 of the source; `gap` says that an empty one stands before it."""

    no: int
    text: str
    gap: bool


class Cell(NamedTuple):
    """A printed cell セル or line of prose that a table uses; row 0 is the table's heading.

    A name that the document itself gives, not a cell of it, has the source_column 0.
    """

    table: str
    plan_id: str
    row: int
    column: str
    source_line: int
    source_line_end: int
    source_column: int
    text: str


class Text(NamedTuple):
    """A paragraph 文章 outside the tables."""

    scope: str
    group_id: str
    plan_id: str
    section: str
    text: str
    source_line: int
    heading: str = ""


class Skipped(NamedTuple):
    """A line deliberately left out, with the reason."""

    source_line: int
    text: str
    reason: str


class Repair(NamedTuple):
    """A cell that was moved, split, joined or folded 直した所."""

    plan_id: str
    table: str
    row: int | None
    column: str
    rule: str
    before: str
    after: str
    source_line: int


@dataclass
class Printed:
    """All that a layout found in one document, in reading order."""

    cells: list[Cell] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)

    def add(self, other: "Printed") -> None:
        self.cells += other.cells
        self.texts += other.texts
        self.skipped += other.skipped
        self.repairs += other.repairs

    def skip(self, lines: Iterable[Line], reason: str) -> None:
        self.skipped += [Skipped(line.no, line.text, reason) for line in lines]

    def tell(
        self,
        line: Line,
        section: str,
        text: str,
        *,
        scope: str,
        group_id: str = "",
        plan_id: str = "",
        heading: str = "",
    ) -> None:
        """Take a line as prose."""
        self.texts.append(Text(scope, group_id, plan_id, section, text, line.no, heading))

    def take(
        self,
        lines: list[Line],
        table: str,
        plan_id: str,
        row: int,
        column: str,
        text: str,
        at: int = 1,
    ) -> None:
        """Take one cell that stands on one or several lines; several are a repair."""
        if len(lines) > 1:
            before = " / ".join(line.text.strip() for line in lines)
            self.repairs.append(
                Repair(plan_id, table, row, column, "joined_lines", before, text, lines[0].no)
            )
        self.cells.append(
            Cell(table, plan_id, row, column, lines[0].no, lines[-1].no, at, text.strip())
        )


def without_controls(text: str) -> str:
    """A text without control and bidirectional characters; line ends and tabs stay."""
    return _CONTROLS.sub("", text)


def year_column(year: int) -> str:
    """The column of the cells that hold the actual values of a year of their own 年度別の実績.

    >>> year_column(2021), column_year("actual_2021_text"), column_year("actual_text")
    ('actual_2021_text', 2021, None)
    """
    return f"actual_{year}_text"


def column_year(column: str) -> int | None:
    """The year of such a column; None for any other."""
    match = _YEAR_COLUMN.fullmatch(column)
    return int(match[1]) if match else None


def to_lines(text: str) -> tuple[list[Line], list[Repair]]:
    """Cut a source into its non-empty lines; control and bidi characters are removed, as repairs.

    >>> to_lines("目的\\n\\n本文\\n")[0]
    [Line(no=1, text='目的', gap=True), Line(no=3, text='本文', gap=True)]
    """
    lines: list[Line] = []
    repairs: list[Repair] = []
    gap = True
    for no, raw in enumerate(text.split("\n"), start=1):
        clean = without_controls(raw)
        if clean != raw:
            before = raw.encode("unicode_escape").decode("ascii")
            repairs.append(Repair("", "", None, "", "control_removed", before, clean, no))
        if clean.strip():
            lines.append(Line(no, clean, gap))
        gap = not clean.strip()
    return lines, repairs


def check_accounted(lines: list[Line], printed: Printed, file: str) -> None:
    """Raise where a line is neither in a table nor in the list of lines left out, or is in both."""
    used = {
        no for cell in printed.cells for no in range(cell.source_line, cell.source_line_end + 1)
    } | {text.source_line for text in printed.texts}
    skipped = {line.source_line for line in printed.skipped}
    for line in lines:
        if (line.no in used) == (line.no in skipped):
            raise SourceError(
                "この行は表にも「表に入れない行」にも入らないか、両方に入ります",
                file=file, line=line.no, text=line.text, next_step="layouts の規則を確かめてください。",
            )  # fmt: skip
