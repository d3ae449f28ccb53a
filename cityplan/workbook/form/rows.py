"""Tables of an earlier edition -> what its successor's entry form 様式 shows, row by row. No workbook."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from cityplan.city.edition import Edition
from cityplan.city.entry_columns import CONTINUED, NEW, POLARITY_CHOICES, FormYears
from cityplan.city.entry_limits import NO_LIMITS, Limits, limits
from cityplan.city.rules import Rule
from cityplan.files.spreadsheet import CellValue
from cityplan.japanese.quantities import missing
from cityplan.tables.definitions import Activity, Entry, Indicator, PlanRow
from cityplan.tables.schema import Tables, activity_rows, indicator_rows, table_rows

NEW_ROWS = 2  # for new activities or indicators of a plan
NEW_ROWS_ALONE = 3  # where the plan has none yet
_WORDS = {name: word for word, name in POLARITY_CHOICES.items()}


@dataclass(frozen=True)
class FormRow:
    """One row of a block: what its cells show, by the names of `entry_columns`.

    `baseline` and `target` are numbers for the formulas, `share` the part of the path from one to
    the other that is behind in the form's year. `entry_places` are the decimals of the values so far.
    """

    number: int
    shown: dict[str, CellValue]
    new: bool = False
    prose: bool = False
    baseline: Decimal | None = None
    target: Decimal | None = None
    share: Fraction | None = None
    limits: Limits = NO_LIMITS
    places: int = 0
    longest: str = ""  # the longest text that was given for it a year ago


FormRows = tuple[FormRow, ...]


@dataclass(frozen=True)
class FormPlan:
    """One plan プラン of a form; `remark` says why it has no rows of the earlier edition."""

    id: str
    name: str
    group: str
    theme: str
    purpose: str
    remark: str
    activities: FormRows
    indicators: FormRows


@dataclass(frozen=True)
class Form:
    """All that a form 様式 shows; `edition` is the earlier one, `year` the fiscal year to report."""

    edition: Edition
    year: int
    years: FormYears
    rule: Rule | None
    plans: tuple[FormPlan, ...] = field(default=())

    @property
    def has_activities(self) -> bool:
        """Whether its plans have a block of activities 掲載事業 at all."""
        return any(plan.activities for plan in self.plans)

    @property
    def has_indicators(self) -> bool:
        """Whether its plans have a block of indicators 目標指標 at all."""
        return any(plan.indicators for plan in self.plans)


def form_plans(tables: Tables, edition: Edition, year: int) -> tuple[FormPlan, ...]:
    """The plans of a form from the tables of an earlier edition, as used and with their results."""
    activities = activity_rows(tables)
    indicators = indicator_rows(tables)
    return tuple(
        _plan(
            plan,
            edition,
            _with_new([_activity(r) for r in activities if r.plan_id == plan.plan_id], activities),
            _with_new(
                [_indicator(r, edition, year) for r in indicators if r.plan_id == plan.plan_id],
                indicators,
                _share(edition.baseline, edition.target, year),
            ),
        )
        for plan in table_rows(tables, PlanRow)
    )


def _plan(plan: PlanRow, edition: Edition, activities: FormRows, indicators: FormRows) -> FormPlan:
    what = "シート" if not plan.has_sheet else "事業と指標"
    remark = (
        f"{edition.year} の文書には、この{edition.plan_noun}の{what}がありません。"
        "このため、新規の行だけを用意しています。"
    )
    is_empty = all(row.new for row in (*activities, *indicators))
    told = remark if is_empty else ""
    return FormPlan(plan.plan_id, plan.name, plan.group, plan.theme, plan.purpose, told, activities, indicators)


def _with_new(rows: list[FormRow], all_rows: Sequence[Entry], share: Fraction | None = None) -> FormRows:
    """The rows and some for new ones; none where the edition has no such rows in any plan."""
    if not all_rows:
        return ()
    count = NEW_ROWS if rows else NEW_ROWS_ALONE
    new = [FormRow(number, {"state": NEW}, new=True, share=share) for number in range(1, count + 1)]
    return (*rows, *new)


def _activity(row: Activity) -> FormRow:
    earlier = _value(row.actual, row.actual_text)
    return FormRow(
        number=row.activity_no,
        shown={
            "name": row.name,
            "state": CONTINUED,
            "division": row.division,
            "content": row.content,
            "measure": row.measure,
            "unit": row.unit,
            "previous_text": earlier,
        },
        prose=isinstance(earlier, str) and not missing(earlier),
        limits=limits(f"{row.name}{row.measure}", row.unit, [row.actual]),
        places=entry_places(row.actual, row.previous),
        longest=max(row.factors, row.direction, key=len),
    )


def _indicator(row: Indicator, edition: Edition, year: int) -> FormRow:
    actual = _value(row.actual, row.actual_text)
    as_baseline = actual is None and row.baseline_fy == year - 1  # 現状値 of the earlier edition
    known = [row.baseline, row.target, row.actual]
    return FormRow(
        number=row.indicator_no,
        shown={
            "name": row.name,
            "state": CONTINUED,
            "division": row.division,
            "subgroup": row.subgroup,
            "baseline_text": row.baseline_text,
            "target_text": row.target_text,
            "unit": row.unit,
            "previous_text": row.baseline if as_baseline else actual,
            "status_previous_printed": row.status_printed or row.status,
            "polarity": "" if row.polarity_source == "inferred" else _WORDS.get(row.polarity, ""),
        },
        baseline=row.baseline,
        target=row.target,
        share=None if row.target_kind == "period_average" else _share(row.baseline_fy, row.target_fy, year),
        limits=limits(f"{row.name}{row.subgroup}", row.unit, known),
        places=entry_places(*known),
    )


def _value(number: Decimal | None, text: str) -> CellValue:
    """A number where there is one, else what is printed in its place."""
    return number if number is not None else text or None


def _share(baseline_fy: int | None, target_fy: int | None, year: int) -> Fraction | None:
    """How much of the path from baseline to target is behind; None where the year is not on it.

    >>> _share(2021, 2026, 2024), _share(2021, 2026, 2027), _share(None, 2026, 2024)
    (Fraction(3, 5), None, None)
    """
    if baseline_fy is None or target_fy is None or not baseline_fy <= year <= target_fy:
        return None
    return None if baseline_fy == target_fy else Fraction(year - baseline_fy, target_fy - baseline_fy)


def entry_places(*known: Decimal | None) -> int:
    """The most decimals of the known values.

    >>> entry_places(Decimal("63.00"), None, Decimal(5)), entry_places()
    (2, 0)
    """
    digits = (format(value, "f").partition(".")[2] for value in known if value is not None)
    return max(map(len, digits), default=0)
