"""The values of one indicator or activity over the years."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from cityplan.draw.words import drawn_quantity

ValueRole = Literal["baseline", "previous", "actual", "target"]

ROLE_WORDS = {"baseline": "基準", "previous": "前年度", "actual": "実績", "target": "目標"}


class Value(NamedTuple):
    """One value of a year 年度別の値: 2023, "R5", 23751, "actual"."""

    fiscal_year: int
    era: str
    value: Decimal
    role: ValueRole


@dataclass(frozen=True)
class Series:
    """One indicator 指標 or activity 掲載事業 with its values over the years.

    `status` marks the latest actual value, `tone` (good, bad) says how it moved since the year before; `note`
    (延べ) stands under the name.
    Without `climbs` there is no path: an average over the years is wanted in each of them. Without
    `has_direction` it is not known which way is better, and the value has no colour.
    """

    name: str
    unit: str
    points: Sequence[Value]
    note: str = ""
    lower_is_better: bool = False
    status: str = ""
    tone: str = ""
    climbs: bool = True
    has_direction: bool = True

    @property
    def in_time(self) -> list[Value]:
        """The values in the order of their years."""
        return sorted(self.points, key=lambda point: point.fiscal_year)

    @property
    def latest(self) -> Value | None:
        """The last actual value."""
        return next((point for point in reversed(self.in_time) if point.role == "actual"), None)

    def text(self, point: Value) -> str:
        """The value with its unit, and its mark where it is the latest."""
        mark = f" {self.status}" if self.status and point is self.latest else ""
        return drawn_quantity(point.value, self.unit) + mark

    def label(self, point: Value) -> str:
        """What stands beside a point: its number, of baseline and target the word, of the latest its mark."""
        word = {"baseline": "基準値 ", "target": "目標値 "}.get(point.role, "")
        return word + self.text(point).replace(self.unit, "", 1) if self.unit else word + self.text(point)

    def item(self, point: Value) -> str:
        """The value with its year and role: R5 実績 12社 A."""
        return f"{point.era} {ROLE_WORDS[point.role]} {self.text(point)}"

    @property
    def alt(self) -> str:
        """The name and all values in words."""
        name = f"{self.name}（{self.note}）" if self.note else self.name
        given = "、".join(map(self.item, self.in_time)) or "値の記載なし"
        return f"{name}: {given}{'、小さいほど良い' if self.lower_is_better else ''}"
