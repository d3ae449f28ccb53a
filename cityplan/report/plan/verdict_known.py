"""What the facts 事実 of an indicator are taken from, beside its row: doubts, targets by year, what was measured."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from cityplan.check.indicators import BASELINE_CHOICE, CROSSED_TARGETS, NOT_COMPARABLE
from cityplan.city.rules import Rule
from cityplan.city.short_names import ShortName
from cityplan.compute.match import Key
from cityplan.compute.outlook import measured_values
from cityplan.compute.results import sharing_marks
from cityplan.japanese.quantities import missing
from cityplan.report.cite import Lines
from cityplan.report.plan.aims import expected_words
from cityplan.tables.definitions import FindingRow, HistoryRow, Indicator, IndicatorRow, ObservationRow
from cityplan.tables.schema import Tables, records

# A finding on a unit doubts all values of its row, one on a value that value; these two doubt only what is made of it.
_VALUES = ("baseline_text", "target_text", "actual_text")
_NO_DOUBTS = (BASELINE_CHOICE.name, NOT_COMPARABLE.name)
# One after the other, so two changes: the one change of a pair of years is no way on.
_YEARS_TO_LOOK_AHEAD = 3


@dataclass(frozen=True)
class Known:
    """What the facts of a row are taken from, beside the row itself."""

    rule: Rule | None
    tables: Tables
    lines: Lines
    short_names: Sequence[ShortName]
    year: int | None = None  # of the edition's actuals

    @cached_property
    def sharing(self) -> set[tuple[str, int]]:
        """The plans and lines that print fewer marks of last year than they have rows."""
        return sharing_marks(records(self.tables["indicators"], IndicatorRow))

    @cached_property
    def doubts(self) -> set[tuple[str, int, str]]:
        """The values of indicators (plan, row, column) that a finding doubts; of two that may be crossed both."""
        rows = records(self.tables["indicators"], IndicatorRow)
        beside = {row.key: [one.key for one in rows if one.source_line == row.source_line] for row in rows}
        return {
            (*key, column)
            for each in records(self.tables["findings"], FindingRow)
            if each.table == "indicators" and each.row and each.severity != "info" and each.kind not in _NO_DOUBTS
            for column in (_VALUES if each.column == "unit" else (each.column,))
            for own in [(each.plan_id, each.row)]
            for key in (beside.get(own, [own]) if each.kind == CROSSED_TARGETS.name else [own])
        }

    @cached_property
    def observations(self) -> list[ObservationRow]:
        return records(self.tables["observations"], ObservationRow)

    @cached_property
    def targets(self) -> dict[tuple[str, int], dict[int | None, ObservationRow]]:
        """The targets 目標値 of each indicator by year; of a year that has none what was expected 期待値."""
        found: dict[tuple[str, int], dict[int | None, ObservationRow]] = {}
        of_indicators = (each for each in self.observations if each.subject == "indicator")
        for each in sorted(of_indicators, key=lambda each: each.role):  # expected, then target
            if each.role in ("expected", "target"):
                found.setdefault((each.plan_id, each.no), {})[each.fiscal_year] = each
        return found

    @cached_property
    def expected_words(self) -> dict[str, str]:
        return expected_words(self.tables)

    @cached_property
    def measured(self) -> dict[Key, dict[int, Decimal]]:
        """What was measured of each indicator, by year."""
        return measured_values(records(self.tables["history"], HistoryRow))

    def is_unforeseen(self, row: Indicator) -> bool:
        """Whether an indicator has still to reach its target, and of too few years to say whether it will."""
        if row.target is None or row.reaches_target or row.actual_fy is None or row.target_fy is None:
            return False
        years = self.measured.get(("indicator", *row.key), {})
        are_known = all(row.actual_fy - back in years for back in range(_YEARS_TO_LOOK_AHEAD))
        return row.actual_fy < row.target_fy and not are_known

    def has_other_years(self, row: Indicator) -> bool:
        """Whether the document prints values of other years, so that of this year alone there is none."""
        return any(
            each.role == "actual" and each.value is not None and (each.plan_id, each.no) == row.key
            for each in self.observations
            if each.subject == "indicator"
        )

    def target_of_own_year(self, row: Indicator) -> ObservationRow | None:
        """The target 目標値, else what was expected 期待値, that the document prints for the actual's own year.

        None where that is the target that is aimed at.
        """
        if row.actual_fy is None or row.actual_fy == row.target_fy:
            return None
        return self.targets.get(row.key, {}).get(row.actual_fy)

    def has_targets_of_years(self, row: Indicator) -> bool:
        """Whether the document prints targets of several years, so that one is not known without its year."""
        return bool(self.targets.get(row.key, {}).keys() - {row.target_fy})

    def is_shared(self, row: Indicator) -> bool:
        return row.source_line is not None and (row.plan_id, row.source_line) in self.sharing

    def mark(self, mark: str) -> str:
        """A mark 印 with its word: ○（基準値以上）."""
        word = self.rule.word(mark) if self.rule else ""
        return f"{mark}（{word}）" if word else mark

    def says_something(self, mark: str) -> bool:
        """Whether a printed mark is a judgement, and not that there is no value."""
        return bool(mark) and not missing(mark) and (self.rule is None or self.rule.rank(mark) is not None)
