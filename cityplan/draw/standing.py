"""What can be told about an indicator between its baseline and its target, in words."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from cityplan.city.rules import Rule, Zone
from cityplan.draw.words import distance, drawn_quantity

Case = Literal["scaled", "no_middle", "zone_only", "unknown_polarity", "not_published"]
EXPECTED = "目安"
_MOVED = {"better": "前年度より良い", "worse": "前年度より悪い", "same": "前年度と同じ"}


@dataclass(frozen=True)
class DrawnStanding:
    """What one ruler shows; `case` says how much of it can be told."""

    baseline: Decimal | None
    target: Decimal | None
    actual: Decimal | None
    polarity: str
    status: str
    rule: Rule | None
    unit: str
    progress_ratio: Decimal | None
    baseline_label: str
    target_label: str
    actual_label: str
    reason: str
    moved: str = ""
    previous: Decimal | None = None
    previous_status: str = ""
    expected: Decimal | None = None
    expected_label: str = EXPECTED  # what it is: our own reckoning, or the city's target of the year
    actual_year: str = ""  # beside the value, where it is not the year of the heading
    others: tuple[tuple[str, Decimal], ...] = ()  # further printed baselines: the label and the value of each
    baseline_said: str = ""  # what is printed where it is no number: 維持
    target_said: str = ""

    @property
    def case(self) -> Case:
        if self.actual is None:
            return "not_published"
        if not self.has_polarity:
            return "unknown_polarity"
        if self.has_no_middle:
            return "no_middle"
        return "zone_only" if self.progress_ratio is None else "scaled"

    @property
    def zone(self) -> Zone:
        """The part of the ruler that the mark places the indicator in."""
        return self.rule.zone(self.status) if self.rule else ""

    @property
    def previous_zone(self) -> Zone:
        """The part that last year's mark placed it in."""
        return self.rule.zone(self.previous_status) if self.rule else ""

    @property
    def has_polarity(self) -> bool:
        return self.polarity in {"higher", "lower"}

    @property
    def has_no_middle(self) -> bool:
        """Whether the target is the baseline or lies on its wrong side: nothing can be between the two then."""
        if self.baseline is None or self.target is None or not self.has_polarity:
            return False
        return self._better(self.target - self.baseline) <= 0

    def place(self, value: Decimal) -> Decimal | None:
        """Where a value stands between baseline (0) and target (100); None where no length can be told."""
        if self.case != "scaled" or self.baseline is None or self.target is None:
            return None
        return (value - self.baseline) * 100 / (self.target - self.baseline)

    def share_of_earlier(self, value: Decimal) -> Decimal | None:
        """How far a value is on the way from the first baseline (0) back to the worst of the others (1).

        None for a value beyond the first, and where none of the others is worse than the first.
        """
        if self.baseline is None or not self.has_polarity:
            return None
        first = self.baseline
        way = max((self._better(first - each) for _, each in self.others), default=Decimal(0))
        behind = self._better(first - value)
        return behind / way if way > 0 and behind > 0 else None

    def _better(self, difference: Decimal) -> Decimal:
        return -difference if self.polarity == "lower" else difference

    @property
    def no_middle_text(self) -> str:
        """What stands in the hatched zone."""
        if not self.has_no_middle or self.baseline is None or self.target is None:
            return ""
        if self.target == self.baseline:
            return "基準値＝目標値"
        return "目標値＜基準値" if self.target < self.baseline else "目標値＞基準値"

    @property
    def missing(self) -> str:
        """What the source does not say."""
        if self.baseline is None:
            return _said("基準値", self.baseline_said) or "基準値の記載なし"
        if self.target is None:
            return _said("目標値", self.target_said) or "目標値の記載なし"
        return "" if self.has_polarity else "向きの記載なし"

    @property
    def words(self) -> str:
        """The distance in words: to the baseline if that is not reached, else to the target."""
        if self.actual is None:
            return ""
        if self.case == "unknown_polarity":
            return self._apart()
        if self.target is not None and self._better(self.actual - self.target) >= 0:
            return self._beyond(self.actual - self.target)
        if self.baseline is not None and not self.has_no_middle:
            behind = self.baseline - self.actual
            if self._better(behind) > 0:
                return f"基準まで あと{distance(behind, self.unit)}"
        if self.target is not None:
            return f"目標まで あと{distance(self.target - self.actual, self.unit)}"
        return f"実績 {drawn_quantity(self.actual, self.unit)}"

    def _beyond(self, difference: Decimal) -> str:
        if not difference:
            return "目標と同値"
        return f"目標{'＋' if difference > 0 else '－'}{distance(difference, self.unit)}"

    def _apart(self) -> str:
        """The bare difference: without a polarity neither side is the better one."""
        if self.target is None or self.actual is None:
            return ""
        return f"目標との差 {distance(self.target - self.actual, self.unit)}"

    def _told(self, mark: str) -> str:
        """A mark in the words of its rule."""
        return (self.rule.aloud(mark) if self.rule else "") or mark

    @property
    def alt(self) -> str:
        """All of it in words, for those who do not see the ruler."""
        values = (
            (_named(self.baseline_label, "基準値"), self.baseline),
            (_named(self.target_label, "目標値"), self.target),
            (_named(self.actual_label, "実績"), self.actual),
        )
        given = [f"{label} {drawn_quantity(value, self.unit)}" for label, value in values if value is not None]
        given[1:1] = [f"{label}の基準値 {drawn_quantity(value, self.unit)}" for label, value in self.others]
        if self.actual is None:
            given.append(f"{self.actual_label} {self.reason}")
        status = f"達成状況 {self._told(self.status)}" if self.status else ""
        before = f"前年度の印 {self._told(self.previous_status)}" if self.previous_status else ""
        expected = "" if self.expected is None else f"{self.expected_label} {drawn_quantity(self.expected, self.unit)}"
        moved = _MOVED.get(self.moved, "")
        by = "印は" if moved and self.previous is None else ""  # that a mark stayed says nothing of the value
        said = [status, before, by + moved, self.words, expected]
        return "、".join([*given, *filter(None, [*said, self.no_middle_text, self.missing])])


def _said(what: str, printed: str) -> str:
    return f"{what}「{printed}」" if printed else ""


def _named(label: str, what: str) -> str:
    """What a value is and of which year: R3の基準値."""
    return label if what in label else what if what.startswith(label) else f"{label}の{what}"
