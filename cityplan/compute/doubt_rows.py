"""What a doubtful value 疑わしい値 is held against: the values of its row, in the order of their years. Opens no file."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from cityplan.japanese.letters import fold, squeeze
from cityplan.read.printed import column_year, year_column
from cityplan.tables.definitions import (
    ActivityRow,
    AnswerRow,
    CorrectionRow,
    IndicatorRow,
    ObservationRow,
    PrintedEntry,
    RepairRow,
)
from cityplan.tables.schema import NUMBERS, Tables, printed_entries, table_rows

RowPlace = tuple[str, str, int]  # table, plan, number of the row

SHARE_UNITS = ("%", "‰")
# What the reading of a value itself doubts (rules of repairs): an entry of a form, a number that is shown as none.
_READ = ("negative", "beyond_limits", "no_percent_format", "hidden_by_format", "unsigned")
_VALUES = ("previous_text", "actual_text", "baseline_text", "target_text")


class Doubt(NamedTuple):
    """A doubtful value: its row, the column where it is told, all columns in doubt, and why.

    Without columns the number is in no doubt, just its year. `likely` is what it may be instead; `contradicts`
    says that two places cannot both be right.
    """

    place: RowPlace
    column: str
    columns: tuple[str, ...]
    printed: str
    why: str
    likely: str = ""
    contradicts: bool = False


@dataclass(frozen=True)
class DoubtValue:
    """A value 値 of a row that is in no doubt for its reading: its column, print and number."""

    column: str
    text: str
    value: Decimal
    decided: bool


@dataclass(frozen=True)
class DoubtRow:
    """A row 行 of activities or indicators: what it measures, and its values in the order of their years."""

    place: RowPlace
    name: str
    measured: str
    unit: str
    values: list[DoubtValue]
    ratio_printed: bool = False
    total: bool = False  # counted up since the first year 累計

    def value(self, column: str) -> DoubtValue | None:
        return next((each for each in self.values if each.column == column), None)

    def others(self, value: DoubtValue) -> list[DoubtValue]:
        return [each for each in self.values if each is not value]


def doubt_rows(tables: Tables) -> list[DoubtRow]:
    """All rows of activities and indicators, from the source tables."""
    return [*_activities(tables), *_indicators(tables)]


def _activities(tables: Tables) -> Iterator[DoubtRow]:
    known = decided_cells(tables)
    for row in table_rows(tables, ActivityRow):
        place = row.place
        values = [
            DoubtValue(f"{role}_text", getattr(row, f"{role}_text"), value, (*place, role) in known)
            for role in ("previous", "actual")
            if (value := getattr(row, role)) is not None
        ]
        yield DoubtRow(place, row.name, row.measure, row.unit, values, ratio_printed=row.ratio_printed is not None)


def _indicators(tables: Tables) -> Iterator[DoubtRow]:
    """Indicators; the values of years with a column of their own stand between baseline and actual."""
    known, years = decided_cells(tables), _own_years(tables)
    for row in table_rows(tables, IndicatorRow):
        place = row.place
        own = {
            role: DoubtValue(f"{role}_text", getattr(row, f"{role}_text"), value, (*place, role) in known)
            for role in ("baseline", "actual", "target")
            if (value := getattr(row, role)) is not None
        }
        between = [each for year, each in sorted(years[place[1:]]) if year != row.actual_fy]
        ordered = [own.get("baseline"), *between, own.get("actual"), own.get("target")]
        yield DoubtRow(
            place,
            row.name,
            f"{row.name}{row.subgroup}",
            row.unit,
            [each for each in ordered if each is not None],
            total=row.target_kind == "cumulative",
        )


def _own_years(tables: Tables) -> dict[tuple[str, int], list[tuple[int, DoubtValue]]]:
    found: dict[tuple[str, int], list[tuple[int, DoubtValue]]] = defaultdict(list)
    for each in table_rows(tables, ObservationRow) if "observations" in tables else ():
        if (each.subject, each.role) == ("indicator", "actual"):
            value = DoubtValue(year_column(each.fiscal_year), each.text, each.value, False)
            found[each.plan_id, each.no].append((each.fiscal_year, value))
    return found


def decided_cells(tables: Tables) -> set[tuple[str, str, int, str]]:
    """The cells that a person has decided on, or of which a form tells the same doubt already."""
    told = {(*place, column.removesuffix("_text")) for place, column in _doubted_by_reading(tables, ("negative",))}
    return _corrected(tables) | _confirmed(tables) | told


def read_in_doubt(tables: Tables) -> set[tuple[RowPlace, str]]:
    """The values (row and column) that their reading doubts already, but for those that a person has decided on."""
    known = _corrected(tables) | _confirmed(tables)
    return {
        (place, column)
        for place, column in _doubted_by_reading(tables, _READ)
        if is_value(column) and (*place, column.removesuffix("_text")) not in known
    }


def unclear_rows(tables: Tables) -> set[RowPlace]:
    """The rows whose values are printed, but nobody can say which is which: two rows of one role 区分."""
    return {place for place, _ in _doubted_by_reading(tables, ("repeated_role",))}


def _corrected(tables: Tables) -> set[tuple[str, str, int, str]]:
    found = table_rows(tables, CorrectionRow) if "corrections" in tables else ()
    return {(each.table, each.plan_id, each.row, each.column) for each in found}


def _confirmed(tables: Tables) -> set[tuple[str, str, int, str]]:
    """The cells of which a division has answered that they are right, and that still print what they did then."""
    found = table_rows(tables, AnswerRow) if "answers" in tables else ()
    rows = {row.place: row for name in NUMBERS for row in printed_entries(tables, name)} if len(found) else {}
    return {
        (each.table, each.plan_id, each.row, each.column)
        for each in found
        if each.outcome == "kept" and each.row is not None and prints(rows.get(each.place), each)
    }


def prints(row: PrintedEntry | None, answer: AnswerRow) -> bool:
    """Whether the cell of a row that an answer is about still prints what it did when that was given."""
    return row is not None and squeeze(getattr(row, f"{answer.column}_text")) == squeeze(answer.printed)


def _doubted_by_reading(tables: Tables, rules: tuple[str, ...]) -> set[tuple[RowPlace, str]]:
    found = table_rows(tables, RepairRow) if "repairs" in tables else ()
    return {
        ((each.table, each.plan_id, each.row), each.column)
        for each in found
        if each.rule in rules and each.row is not None
    }


def is_value(column: str) -> bool:
    """Whether a column holds values 実績・基準値・目標値, also that of a year of its own."""
    return column in _VALUES or column_year(column) is not None


def quoted(values: list[DoubtValue]) -> str:
    """Some values as printed, one after the other."""
    return "、".join(fold(each.text) for each in values)
