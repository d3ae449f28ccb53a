"""What rows and columns are called 行と列の呼び方, the same in findings and on every page."""

from typing import Protocol

from cityplan.japanese.years import era
from cityplan.read.printed import column_role
from cityplan.tables.definitions import TABLES, IndicatorRow
from cityplan.tables.words import SUBJECTS, TABLE_SUBJECTS

_ROLE_WORDS = {
    "baseline": "基準値",
    "target": "目標値",
    "actual": "実績",
    "expected": "期待値",
    "budget": "予算額",
    "settled": "決算額",
    "achievement": "達成率",
}


class Named(Protocol):
    """A row 行 with a name 名前."""

    @property
    def name(self) -> str: ...


def full_name(row: Named) -> str:
    """An indicator's name with its part 区分; that of an activity is its own."""
    return f"{row.name}（{row.subgroup}）" if isinstance(row, IndicatorRow) and row.subgroup else row.name


def label(table: str, column: str) -> str:
    """What a column is called in a message, also one of a year's own values: R3の実績.

    A cell may feed no column of its own: `direction_name` is the name that stands above a `direction`.
    """
    if own := column_role(column):
        return f"{era(own[1])}の{_ROLE_WORDS[own[0]]}"
    labels = {each.name: each.label.replace("（印字）", "") for each in TABLES[table].columns}
    while column and column not in labels:
        column = column.rpartition("_")[0]
    return labels.get(column, "")


def numbered(table: str, number: int) -> str:
    """A row by what it is and its number: 事業1, 指標3."""
    return f"{SUBJECTS[TABLE_SUBJECTS[table]]}{number}"
