"""Printed shares of the target 達成率 against the values of their rows."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from cityplan.check.finding import Finding, Findings, audited, place
from cityplan.check.kind import FindingKind
from cityplan.compute.numbers import decimals, rounded
from cityplan.japanese.quantities import minus, missing
from cityplan.read.printed import year_column
from cityplan.tables.definitions import IndicatorRow, ObservationRow
from cityplan.tables.names import full_name
from cityplan.tables.schema import Tables, table_rows

ACHIEVEMENT_MISMATCH = FindingKind(
    "achievement_mismatch",
    "達成率の不一致",
    "error",
    question="{cells}、期待値（目標値）、達成率のどれが正しいですか。計算では{computed}です。",
    doubts=("actual",),
)


@audited
def achievements(tables: Tables) -> Findings:
    """A printed 達成率 that is neither the actual value ÷ what was expected of its year (else the target).

    Where less is better it is the other way round; where that is unknown either way will do. So is each of the years
    before, where the document prints them, but only against what was expected of that year.
    """
    own: dict[tuple[str, int], dict[tuple[str, int], ObservationRow]] = defaultdict(dict)
    for each in table_rows(tables, ObservationRow):
        if each.subject == "indicator":
            own[each.plan_id, each.no][each.role, each.fiscal_year] = each
    for row in table_rows(tables, IndicatorRow):
        values = own[row.key]
        printed, text = row.achievement_printed, row.achievement_printed_text
        if text and printed is None and not missing(text):
            yield _mismatch(row, "", "数として読めません", _Printed("achievement_printed_text", "", text))
        expected = _expected(values, row.actual_fy)
        goal = (expected.value, expected.text) if expected else (row.target, row.target_text)
        if printed is not None:
            told = _Printed("achievement_printed_text", "", text)
            yield from _of_year(row, told, printed, (row.actual, row.actual_text), goal)
        for (role, year), each in values.items():
            actual, goal_of_year = _actual(values, year), _expected(values, year)
            if role == "achievement" and actual and goal_of_year:
                told = _Printed(year_column(year, role), f"{each.era}の", each.text)
                goal = (goal_of_year.value, goal_of_year.text)
                yield from _of_year(row, told, each.value, (actual.value, actual.text), goal)


class _Printed(NamedTuple):
    """A printed share: its column, the words for its year, its text."""

    column: str
    year: str
    text: str


_Values = Mapping[tuple[str, int], ObservationRow]
_Value = tuple[Decimal | None, str]  # with its text


def _expected(values: _Values, year: int | None) -> ObservationRow | None:
    return values.get(("expected", year or 0)) or values.get(("target", year or 0))


def _actual(values: _Values, year: int) -> ObservationRow | None:
    """The actual value of a year, its baseline where that is of it."""
    return values.get(("actual", year)) or values.get(("baseline", year))


def _of_year(row: IndicatorRow, told: _Printed, printed: Decimal, actual: _Value, goal: _Value) -> Findings:
    if actual[0] is None or goal[0] is None:
        return
    shares = [
        (rounded(part * 100 / whole, decimals(printed)), f"{words}＝")
        for way, part, whole, words in (
            ("higher", actual[0], goal[0], f"{actual[1]}÷{goal[1]}"),
            ("lower", goal[0], actual[0], f"{goal[1]}÷{actual[1]}"),
        )
        if whole and row.polarity in ("", way)
    ]
    if shares and all(share != printed for share, _ in shares):
        nearest, words = min(shares, key=lambda each: abs(Decimal(each[0]) - printed))
        yield _mismatch(row, f"{words}{minus(nearest)}％", f"値からは{minus(nearest)}％です", told)


def _mismatch(row: IndicatorRow, computed: str, said: str, told: _Printed) -> Finding:
    return Finding(
        ACHIEVEMENT_MISMATCH,
        f"「{full_name(row)}」の{told.year}達成率は、資料の記載が{told.text}ですが、{said}"
        f"{f'（{computed}）' if computed else ''}。",
        "実績値、期待値（目標値）、達成率のどれが正しいか、担当課に確かめてください。",
        place(row, told.column),
        printed=told.text,
        computed=computed,
    )
