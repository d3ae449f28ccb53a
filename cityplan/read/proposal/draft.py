"""What `source.toml` would say of one table 表: what is sure, and what only a person can know."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from cityplan.city.table_form import COLUMNS, ROLE_WORDS
from cityplan.japanese.letters import squeeze
from cityplan.read.proposal.repeats import Repeat
from cityplan.read.proposal.seen import SeenColumn, SeenTable

ROLES = ("baseline", "previous", "actual", "target")  # whose year an edition tells
# what a cell of a column of roles says -> the role
ROLE_OF = {squeeze(word): role for role, words in ROLE_WORDS.items() for word in words.split()}
Namer = Callable[[SeenColumn], str]  # how source.toml names a column


@dataclass(frozen=True)
class Question:
    """What a person is asked 質問, at which key of `source.toml`, and the lines that may be the answer.

    A line stands as a comment, to be uncommented; where it is sure the text says why, and the lines stand as they are.
    """

    key: str
    text: str
    lines: tuple[str, ...] = ()
    is_sure: bool = False


@dataclass
class Block:
    """Headings by what they feed: our columns, the years of actual values, those of other roles."""

    columns: dict[str, str] = field(default_factory=dict)
    years: dict[int, str] = field(default_factory=dict)
    role_years: dict[str, dict[int, str]] = field(default_factory=dict)


@dataclass
class Draft:
    """An `[[edition.table]]` as it is proposed; `role_fy` are the years of baseline, previous, actual and target."""

    subject: str = "indicator"
    sheet: str = ""
    sheets: str = ""
    plan_heading: str = ""
    first_row: int = 1
    heading_rows: int = 1
    headings_left: bool = False
    total_rows: list[str] = field(default_factory=list)
    banner_rows: str = ""
    fill_down: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    block: Block = field(default_factory=Block)
    each: list[str] = field(default_factory=list)
    repeat: Block = field(default_factory=Block)
    role_fy: dict[str, int] = field(default_factory=dict)
    actual_years: list[int] = field(default_factory=list)  # those of which there are actual values
    target_years: list[int] = field(default_factory=list)  # those of which rows of a role have targets
    questions: list[Question] = field(default_factory=list)
    told: list[str] = field(default_factory=list)  # why something is left out
    words: dict[str, dict[str, str]] = field(default_factory=dict)  # of roles …: those that are sure
    names: dict[int, str] = field(default_factory=dict)  # how source.toml names each column
    marks: dict[str, list[str]] = field(default_factory=dict)  # heading of 達成状況 -> the marks that it holds
    fixed: dict[str, str] = field(default_factory=dict)
    boxes: dict[str, str] = field(default_factory=dict)  # our columns by the labels of a form's blocks
    box_years: dict[int, str] = field(default_factory=dict)  # actual values by such labels
    parts: dict[int, str] = field(default_factory=dict)  # columns of parts 区分 that need no line, with their headings

    def ask(self, key: str, text: str, *lines: str) -> None:
        """Enter a question."""
        self.questions.append(Question(key, text, lines))


def named_by_plan(draft: Draft) -> Draft:
    """A draft of a table that stands within its plan, where 取組 names a row and no plan, and nobody is asked for one."""
    columns = draft.block.columns
    asked = [each for each in draft.questions if not any(line.startswith("plan = ") for line in each.lines)]
    if "name" not in columns and "plan" in columns:
        columns["name"] = columns.pop("plan")
        asked = [each for each in asked if not any(line.startswith("name = ") for line in each.lines)]
    return replace(draft, questions=asked)


class Work:
    """A table while its columns are given their places: what it holds, which are used, and the draft."""

    def __init__(self, table: SeenTable, columns: Sequence[SeenColumn], repeat: Repeat | None, subject: str) -> None:
        self.table, self.repeat, self.subject = table, repeat, subject
        self.rest = [each for each in columns if repeat is None or each.at not in repeat.all_columns]
        self.of: dict[str, list[SeenColumn]] = defaultdict(list)  # of no repeat, by role
        for column in self.rest:
            self.of[column.meaning.role].append(column)
        self.used = {column.at for column in self.of["part"]}  # the reader takes them without a word
        self.unused: list[SeenColumn] = []  # that feed nothing, in the end
        self.out = Draft(
            subject, table.sheet, first_row=table.first_row, heading_rows=table.heading_rows, names=_names(columns)
        )
        self.out.parts = {column.at: self.name(column) for column in self.of["part"]}

    def name(self, column: SeenColumn) -> str:
        """How `source.toml` names a column: its heading, the n-th where it stands several times."""
        return self.out.names[column.at]

    def take(self, ours: str, column: SeenColumn, block: Block | None = None, name: Namer | None = None) -> bool:
        """Let a column feed ours, in the table's own block or another; False where the table has no such, or has it."""
        columns = (block or self.out.block).columns
        if ours not in COLUMNS[self.subject] or ours in columns:
            return False
        columns[ours] = (name or self.name)(column)
        self.used.add(column.at)
        return True

    def take_year(self, year: int, column: SeenColumn, years: dict[int, str], name: Namer) -> None:
        """Let a column feed a year, where no other does."""
        if year not in years:
            years[year] = name(column)
            self.used.add(column.at)


def _names(columns: Sequence[SeenColumn]) -> dict[int, str]:
    places: dict[str, list[int]] = defaultdict(list)
    for column in columns:
        places[squeeze(column.heading)].append(column.at)
    return {
        column.at: column.heading
        if len(own := places[squeeze(column.heading)]) == 1
        else f"{column.heading}#{own.index(column.at) + 1}"
        for column in columns
    }
