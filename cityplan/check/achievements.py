"""Printed shares of the target 達成率 against the values of their rows."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from cityplan.check.finding import Finding, Findings, audited, place
from cityplan.check.kind import FindingKind
from cityplan.compute.numbers import decimals, rounded
from cityplan.japanese.quantities import minus, missing
from cityplan.japanese.years import era
from cityplan.read.printed import year_column
from cityplan.tables.definitions import CellRow, IndicatorRow, ObservationRow
from cityplan.tables.names import full_name, label
from cityplan.tables.schema import Tables, certain, table_rows

ACHIEVEMENT_MISMATCH = FindingKind(
    "achievement_mismatch", "達成率の不一致", "error", doubts=("achievement_printed", "actual")
)
ACHIEVEMENT_ROUNDING = FindingKind(
    "achievement_rounding",
    "達成率の末位の違い",
    "info",
    doubts=("achievement_printed", "actual"),
    doubts_as_remark=True,
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
    words = _row_words(tables)
    for row in table_rows(tables, IndicatorRow):
        values = own[row.key]
        printed, text = row.achievement_printed, row.achievement_printed_text
        told = _Value(printed, text, "achievement_printed_text", _called(words, row, "achievement_printed_text"))
        if text and printed is None and not missing(text):
            yield _mismatch(row, "", f"「{row.name}」の{told.words}は、数として読めません。", told, [told])
        expected = _expected(values, row.actual_fy)
        goal = _of_year(words, row, expected) if expected else _own(words, row, "target")
        yield from _compared(row, told, _own(words, row, "actual"), goal)
        for (role, year), each in values.items():
            actual, goal_of_year = _actual(values, year), _expected(values, year)
            if role == "achievement" and actual and goal_of_year:
                parts = (_of_year(words, row, part) for part in (each, actual, goal_of_year))
                yield from _compared(row, *parts)


class _Value(NamedTuple):
    """A printed value: its text, its column, and what the document calls it."""

    value: Decimal | None
    text: str
    column: str
    words: str

    @property
    def quoted(self) -> str:
        return f"{self.words}「{self.text}」"


_Values = Mapping[tuple[str, int], ObservationRow]
_Words = Mapping[tuple[str, int, str], str]  # of a row's column, as the document calls it


def _row_words(tables: Tables) -> _Words:
    """What the row 区分 of each value is called in the document: 達成度, 目標; of other tables nothing."""
    cells = [each for each in table_rows(tables, CellRow) if each.table == "indicators" and each.row]
    roles = {(each.plan_id, each.row, each.source_line): each.text for each in cells if each.column == "role"}
    keys = ((each, (each.plan_id, each.row, each.source_line)) for each in cells)
    return {(*key[:2], each.column): roles[key] for each, key in keys if key in roles}


def _called(words: _Words, row: IndicatorRow, column: str, year: int | None = None) -> str:
    """What the document calls a value, else what its column is called; with its year, where that is known."""
    name = words.get((*row.key, column)) or label("indicators", column).rpartition("の")[2]
    return f"{era(year)}の{name}" if year else name


def _own(words: _Words, row: IndicatorRow, role: str) -> _Value:
    column = f"{role}_text"
    return _Value(
        getattr(row, role), getattr(row, column), column, _called(words, row, column, getattr(row, f"{role}_fy"))
    )


def _of_year(words: _Words, row: IndicatorRow, each: ObservationRow) -> _Value:
    is_target = each.role in ("target", "expected") and each.fiscal_year == row.target_fy
    is_own = is_target or (each.role == "actual" and each.fiscal_year == row.actual_fy)
    own = "target_text" if is_target else f"{each.role}_text"
    column = own if is_own or each.role == "baseline" else year_column(each.fiscal_year, each.role)
    return _Value(each.value, each.text, column, _called(words, row, column, each.fiscal_year))


def _expected(values: _Values, year: int | None) -> ObservationRow | None:
    return values.get(("expected", year or 0)) or values.get(("target", year or 0))


def _actual(values: _Values, year: int) -> ObservationRow | None:
    """The actual value of a year, its baseline where that is of it."""
    return values.get(("actual", year)) or values.get(("baseline", year))


def _compared(row: IndicatorRow, told: _Value, actual: _Value, goal: _Value) -> Findings:
    if told.value is None or actual.value is None or goal.value is None:
        return
    shares = [
        (part * 100 / whole, f"{words}＝")
        for way, part, whole, words in (
            ("higher", actual.value, goal.value, f"{actual.text}÷{goal.text}"),
            ("lower", goal.value, actual.value, f"{goal.text}÷{actual.text}"),
        )
        if whole and row.polarity in ("", way)
    ]
    digits = decimals(told.value)
    if shares and all(rounded(share, digits) != told.value for share, _ in shares):
        share, words = min(shares, key=lambda each: abs(each[0] - certain(told.value)))
        nearest = rounded(share, digits)
        computed = f"{words}{minus(nearest)}％"
        if _is_cut(share, certain(told.value)):
            yield _rounded(row, computed, told, f"{certain(told.value) - nearest:+}ポイント")
            return
        said = f"の{told.words}は、資料の記載が{told.text}ですが、値からは{minus(nearest)}％です（{computed}）。"
        yield _mismatch(row, computed, f"「{full_name(row)}」{said}", told, [actual, goal, told])


def _is_cut(share: Decimal, printed: Decimal) -> bool:
    """Whether a share is printed rounded up or down 切り上げ・切捨て, or a tenth off, as ratios are told too.

    Not where 100 is printed of 99.4: it says that a target is reached.
    """
    digits = decimals(printed)
    off = abs(rounded(share, digits) - printed) <= Decimal(1).scaleb(-digits) if digits else abs(share - printed) < 1
    return off and (share >= 100 or printed < 100)


def _rounded(row: IndicatorRow, computed: str, told: _Value, difference: str) -> Finding:
    """The remark on a share that differs in its last digit only."""
    return Finding(
        ACHIEVEMENT_ROUNDING,
        f"「{full_name(row)}」の{told.words}は、資料の記載が{told.text}、値からの計算が{computed}で、"
        "末位だけが違います（端数処理の違いとみられます）。",
        f"{told.quoted}は、どのように端数を処理した値ですか。",
        place(row, told.column),
        printed=told.text,
        computed=computed,
        difference=difference,
    )


def _mismatch(row: IndicatorRow, computed: str, message: str, told: _Value, doubted: list[_Value]) -> Finding:
    """The finding, with the values in doubt as the document calls them."""
    values = "、".join(each.quoted for each in doubted)
    asked = (
        f"{values}のどれが誤りですか。計算では{computed}です。" if computed else f"{values}の正しい値を教えてください。"
    )
    return Finding(ACHIEVEMENT_MISMATCH, message, asked, place(row, told.column), printed=told.text, computed=computed)
