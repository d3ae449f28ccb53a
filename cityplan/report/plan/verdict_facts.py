"""The facts 事実 of which a verdict 判定 is made, and how an indicator stands by them."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Side = Literal["beyond", "equal", "short", ""]  # of a yardstick, in the indicator's direction; empty where unknown
Verb = Literal["rise", "fall", "more", "fewer", "same", ""]


@dataclass(frozen=True)
class Yardstick:
    """A baseline 基準値 or a target 目標値 as shown, its year, and on which side of it the actual stands.

    A target's year is empty where it is that of the actual and there is no other one, or is not known;
    `called` is what the document calls one that was only expected of the year 期待値, 目安; empty for a target.
    """

    value: str
    side: Side = ""
    year: str = ""
    number: Decimal | None = None
    called: str = ""


@dataclass(frozen=True)
class Move:
    """How an indicator moved since last year 前年度からの動き: its value, or its mark.

    `way` is empty where it is not known which way is better; `now` is the mark of this year.
    """

    by: Literal["value", "mark"]
    way: str
    verb: Verb
    before: str
    now: str = ""


@dataclass(frozen=True)
class IndicatorFacts:
    """An indicator 指標 of a year with results. `actual` is empty where there is no value.

    `why` says why there is none, or why it cannot be held against its yardsticks. The governing baseline is the
    first one. `target` is that of the actual's own year where the document prints one, and `later` then the one that
    is aimed at. `difference` is that to the target, else to the baseline. `mark` is the printed one with its word,
    `mark_of_values` what the rule makes of the values where that is another. `short` is the name that was declared
    for sentences.
    """

    name: str
    actual: str = ""
    why: str = ""
    target: Yardstick | None = None
    baselines: tuple[Yardstick, ...] = ()
    better: str = ""
    difference: str = ""
    move: Move | None = None
    mark: str = ""
    mark_of_values: str = ""
    move_of_marks: Move | None = None  # where it is not that of the values
    short: str = ""
    later: Yardstick | None = None

    @property
    def called(self) -> str:
        """What a sentence calls the indicator."""
        return self.short or self.name

    @property
    def reaches_aim(self) -> bool:
        """Whether the target that is aimed at is reached, of whatever year."""
        aim = self.later or self.target
        return aim is not None and aim.side in ("beyond", "equal")


@dataclass(frozen=True)
class Aim:
    """What is aimed at 目標 with an indicator that has no actual yet.

    `is_average`: the target is an average over years 期間の平均, and the present value is that of one year.
    """

    name: str
    now: Yardstick | None = None
    target: Yardstick | None = None
    years: int | None = None
    difference: str = ""
    verb: Verb = ""  # empty where target and present value cannot be compared
    short: str = ""
    is_average: bool = False
    is_doubtful: bool = False  # a finding doubts one of the values: how far they are apart is not told

    @property
    def called(self) -> str:
        """What a sentence calls the indicator."""
        return self.short or self.name


@dataclass(frozen=True)
class ActivityFacts:
    """The result 実績 of a listed activity: what was counted, whether it is more than last year, or told as a text 文章."""

    name: str
    change: str = ""
    is_text: bool = False
    is_level: bool = False  # what rises and falls 上がる・下がる, as a share does


@dataclass(frozen=True)
class PlanFacts:
    """All that the verdict of a plan is made of.

    `repeated` are the indicators 再掲 that are left out of `indicators`, `shared` the rows (parts, marks) that have
    fewer marks of last year than parts, `wrong_ratios` the printed ratios that do not follow from their values;
    `unforeseen` are the years of targets still to be reached of which too few years are known to look ahead.
    """

    noun: str = "プラン"
    has_sheet: bool = True
    started: bool = True
    next_year: str = ""
    indicators: tuple[IndicatorFacts, ...] = ()
    aims: tuple[Aim, ...] = ()
    repeated: int = 0
    activities: tuple[ActivityFacts, ...] = ()
    shared: tuple[tuple[int, int], ...] = ()
    wrong_ratios: int = 0
    unforeseen: frozenset[str] = frozenset()


UNKNOWN = ("missing", "undirected", "unclear", "bare")


def standing_words(row: IndicatorFacts) -> str:
    """How an indicator stands to its yardsticks, in one word: of the eleven there are, just one is true.

    >>> standing_words(IndicatorFacts("数", "12社", target=Yardstick("40社", "short"), better="higher"))
    'short'
    """
    if not row.actual:
        return "missing"
    if not row.target and not row.baselines:
        return "bare"
    if row.why:
        return "unclear"
    if not row.better:
        return "undirected"
    target = row.target.side if row.target else ""
    baseline = row.baselines[0].side if row.baselines else ""
    if target in ("beyond", "equal"):
        return "reached_only" if baseline == "short" else "reached"
    if baseline == "short":
        return "below"
    if baseline:
        return "above" if target == "short" else "above_only"
    return "short" if target == "short" else "unclear"


def is_between(row: IndicatorFacts) -> bool:
    """Whether an indicator stands between two baselines, and has not reached its target."""
    sides = {each.side for each in row.baselines}
    return (
        "short" in sides
        and bool(sides & {"beyond", "equal"})
        and standing_words(row) in ("below", "above", "above_only")
    )
