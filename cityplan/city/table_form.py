"""How the tables 表 of a document are read: what an `[[edition]]` and its `[[edition.table]]` say (`table_entries.py`).

What each says is told, with an example, in docs/declarations.ja.md.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from cityplan.files.errors import SourceError
from cityplan.japanese.years import era

TABLE_LAYOUT = "plain-table"
TABLES_LAYOUT = "tables"
TEXT_LAYOUT = "progress-sheets"
_BOTH = ("plan", "plan_id", "group", "name", "division")
_LONG = ("role", "year", "value")  # of a table with one row for each value, or for each role
_VALUE_YEARS = {"baseline_year": "baseline_fy", "target_year": "target_fy", "actual_year": "actual_fy"}
# our column -> the column of its cells, for each subject
COLUMNS: dict[str, dict[str, str]] = {
    "indicator": {
        **{name: name for name in (*_BOTH, "subgroup", "unit", "polarity")},
        "baseline": "baseline_text",
        "target": "target_text",
        "actual": "actual_text",
        "expected": "expected_text",
        **_VALUE_YEARS,
        "status": "status_printed",
        "status_previous": "status_previous_printed",
        "achievement": "achievement_printed_text",
        **{name: name for name in ("factors", "grade", "note", *_LONG)},
    },
    "activity": {
        **{name: name for name in (*_BOTH, "content", "measure", "unit")},
        "actual": "actual_text",
        "previous": "previous_text",
        "budget": "budget_text",
        "settled": "settled_text",
        "ratio": "ratio_printed_text",
        **{name: name for name in ("factors", "direction", "grade", *_LONG)},
    },
}
ROLES = {"indicator": ("baseline", "target", "actual"), "activity": ("previous", "actual")}
YEAR_ROLES = ("baseline", "previous", "actual", "target")  # whose year an edition tells
# the values of years that have a column of their own 年度別の値; those of `years` itself are actual ones
OWN_YEARS = ("target", "expected", "budget", "settled")
VALUE_ROLES = ("baseline", "target", "actual", "expected", "budget", "settled", "achievement")
# what a cell of a column `role` says; other words are declared
ROLE_WORDS = {
    "baseline": "基準 基準値 現状値 当初値 策定時",
    "target": "目標 目標値 最終目標 最終目標値",
    "actual": "実績 実績値",
    "expected": "期待値 計画 計画値",
    "budget": "予算 予算額",
    "settled": "決算 決算額",
    "achievement": "達成率",
}
FILLED = ("group", "plan", "plan_id", "name", "division", "subgroup", "unit", "role", *_VALUE_YEARS)
BANNERS = ("group", "plan")
MOST_HEADING_ROWS = 3
DIRECTIONS = ("higher", "lower")
POLARITIES = (*DIRECTIONS, "")


@dataclass(frozen=True)
class Block:
    """Columns 列 that go together: those of a whole row, or of one of several indicators in it."""

    columns: Mapping[str, str] = field(default_factory=dict)  # our column -> the source's heading
    years: Mapping[int, str] = field(default_factory=dict)  # fiscal year -> the source's heading
    role_years: Mapping[str, Mapping[int, str]] = field(default_factory=dict)  # the same for target, expected …
    units: Mapping[str, str] = field(default_factory=dict)  # the source's heading, squeezed -> its declared unit
    fixed: Mapping[str, str] = field(default_factory=dict)  # our column -> what it says in every row

    def headings(self) -> Iterator[str]:
        """All headings of the source that it names."""
        yield from self.columns.values()
        yield from self.years.values()
        for years in self.role_years.values():
            yield from years.values()


@dataclass(frozen=True)
class TableForm(Block):
    """What `source.toml` says about a table: its subject, place in the file, columns and years."""

    subject: str = "indicator"
    file: str = ""  # of its own, beside the edition's
    sheet: str = ""
    sheets: str = ""  # the names of sheets with a plan each: 施策{id} {name}
    plan_heading: str = ""  # the paragraph above the tables of each plan: 基本目標{id} {name}
    skip_rows: int | None = None  # None: the first rows in which the headings are found
    heading_rows: int = 1
    fill_down: tuple[str, ...] = ()
    total_rows: tuple[str, ...] = ()
    banner_rows: str = ""
    left_out: tuple[str, ...] = ()
    repeats: tuple[Block, ...] = ()  # each indicator of a row
    spellings: Mapping[str, str] = field(default_factory=dict)  # of plans and groups, squeezed
    roles: Mapping[str, str] = field(default_factory=dict)  # of cells of `role`, squeezed
    year_words: Mapping[str, int] = field(default_factory=dict)  # of cells with a year, squeezed
    polarities: Mapping[str, str] = field(default_factory=dict)  # of cells of `polarity`, squeezed
    directions: Mapping[str, str] = field(default_factory=dict)  # of indicators, by their names, squeezed
    marks: Mapping[str, str] = field(default_factory=dict)  # of cells of `status`, squeezed -> mark of the rule
    role_fy: Mapping[str, int] = field(default_factory=dict)  # the years of its roles, where not the edition's
    boxes: tuple[str, ...] = ()  # those of its headings that are labels of boxes, in a form
    headings_left: bool = False  # in a form: the headings stand below one another, the indicators beside one another
    is_whole: bool = True  # whether all that is said of it could be read
    faults: tuple[SourceError, ...] = ()  # told together with what does not fit the file

    @property
    def table(self) -> str:
        """The table that the rows go into."""
        return {"indicator": "indicators", "activity": "activities"}[self.subject]

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All its blocks, its own first."""
        return (self, *self.repeats)


def year_before(form: TableForm, actual: int | None) -> int | None:
    """The year directly before the actuals 前年度 that a table of activities has a column of values for, else None.

    Where a row says of which role its values are, the column alone tells nothing.
    """
    if actual is None or form.subject != "activity" or any("role" in block.columns for block in form.blocks):
        return None
    return actual - 1 if any(actual - 1 in block.years for block in form.blocks) else None


def year_key(year: int) -> str:
    """A fiscal year as a key of `[edition.years]`: R3, and "R元" in quotes.

    >>> year_key(2021), year_key(2019)
    ('R3', '"R元"')
    """
    text = era(year)
    return text if text.isascii() else f'"{text}"'
