"""What a reader of the overview asks next: what fell, what is near its target, what is far."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cityplan.brief import filled, no_value, shown_status, with_unit
from cityplan.brief_lead import FALL_WORDS, excerpt
from cityplan.charts.words import distance
from cityplan.checks.finding import full_name
from cityplan.doubts import WITHHELD
from cityplan.japanese import NOT_ENTERED, minus
from cityplan.markup import Fragment, fragment, joined
from cityplan.overview import Overview, identity
from cityplan.rules import reached
from cityplan.tables import records

MOST_CAUSE = 66  # characters of a cause 要因: two lines
MOST_NEAR = 3
MOST_FALLEN = 10  # of each kind; the others stand in the briefs of their plans
REASONS = {
    "目標値と基準値が同じ": "目標＝基準",
    "目標値が基準値より手前にある": "目標が基準より手前",
}


# what fell


def fewer(o: Overview, heading: str) -> Fragment | None:
    """The activities 掲載事業 that fell below the band, the farthest first, with the cause as printed.

    `heading` may name their number 件数 in braces, as in the other lists.
    """
    rows = sorted((row for row in o.activities if row.change == "down"), key=lambda row: row.ratio)
    return _list(heading, [_fewer(row) for row in rows[:MOST_FALLEN]], len(rows), MOST_FALLEN)


def _fewer(row: Any) -> Fragment:
    return fragment(
        '<span class="down nowrap">↓{}%</span> <strong>{} {}</strong>（{}→{}）{}',
        row.ratio, row.plan_id, row.name, with_unit(row, row.previous_text), with_unit(row, row.actual_text),
        excerpt(row.factors, FALL_WORDS, MOST_CAUSE) or "要因の記載なし",
    )  # fmt: skip


def fallen_marks(o: Overview, heading: str) -> Fragment | None:
    """The indicators 指標 whose mark fell since last year; a doubtful fall bears ※.

    Parts of one indicator whose marks fell alike are told together.
    """
    rows = [row for row in o.indicators if row.status_change == "worsened"]
    alike: dict[tuple[object, ...], list[Any]] = {}
    for row in rows:
        alike.setdefault((row.plan_id, row.name, *_fall(row)), []).append(row)
    shown = list(alike.values())[:MOST_FALLEN]
    return _list(heading, [_fallen(own) for own in shown], len(rows), sum(map(len, shown)))


def _fallen(rows: list[Any]) -> Fragment:
    before, now, doubtful = _fall(rows[0])
    parts = "、".join(row.subgroup for row in rows if row.subgroup)
    return fragment(
        '<span class="bad nowrap">{}→{}{}</span> <strong>{}</strong> {}{}',
        before, now, "※" if doubtful else "", rows[0].plan_id, rows[0].name,
        f"（{parts}）" if parts else "",
    )  # fmt: skip


def _fall(row: Any) -> tuple[str, str, bool]:
    return row.status_previous_printed, shown_status(row), bool(row.status_change_doubtful)


# near and far


@dataclass(frozen=True)
class Standings:
    """The indicators 指標 that have not reached their target, by 進捗率, and what is left out of them."""

    nearest: list[Any]
    farthest: list[Any]
    plans: dict[tuple[object, ...], str]
    compared: list[Any]
    left_out: list[tuple[str, int]]
    two_baselines: frozenset[tuple[str, int]]

    def plan(self, row: Any) -> str:
        """The plan of an indicator; of one that is printed in several 再掲, all of them."""
        return self.plans[identity(row)]

    def rests_on_a_choice(self, row: Any) -> bool:
        """Whether an indicator has two printed baselines, of which the first was taken."""
        return (row.plan_id, int(row.indicator_no)) in self.two_baselines

    def equals(self, shown: Sequence[Any]) -> int:
        """How many that are not shown stand equal with the last that is."""
        last = [row for row in self.compared if row.progress_ratio == shown[-1].progress_ratio]
        others = {identity(row) for row in (*self.nearest, *self.farthest)}
        return sum(identity(row) not in others for row in last)


def standings(o: Overview) -> Standings:
    """Which indicators are nearest to and farthest from their target, each once.

    Compared is 進捗率, the share of the path from baseline to target that is done, among those that
    have not reached their target; equal ones stay in their order.
    """
    plans: dict[tuple[object, ...], list[str]] = {}
    for row in o.indicators:
        plans.setdefault(identity(row), []).append(row.plan_id)
    once = list({identity(row): row for row in reversed(o.indicators)}.values())[::-1]
    counted = Counter(reason for row in once if (reason := _left_out(row)))
    compared = [row for row in once if not _left_out(row)]
    compared.sort(key=lambda row: -row.progress_ratio)
    near = compared[: min(MOST_NEAR, (len(compared) + 1) // 2)]
    far = sorted(compared[len(near) :], key=lambda row: row.progress_ratio)[:MOST_NEAR]
    left = [*counted.items(), ("再掲", len(o.indicators) - len(once))]
    return Standings(
        near, far, {key: "・".join(ids) for key, ids in plans.items()}, compared,
        [(reason, count) for reason, count in left if count], _two_baselines(o),
    )  # fmt: skip


def _two_baselines(o: Overview) -> frozenset[tuple[str, int]]:
    findings = records(o.tables["findings"])
    chosen = (each for each in findings if each.kind == "baseline_choice")
    return frozenset((each.plan_id, int(each.row)) for each in chosen)


def _left_out(row: Any) -> str:
    """Why an indicator is not compared; empty where it is."""
    if row.actual is None:
        if row.actual_text == NOT_ENTERED:
            return NOT_ENTERED
        return (no_value(row) or "未公表") if shown_status(row) == "—" else "実績値なし"
    if row.progress_reason in WITHHELD:
        return str(row.progress_reason)
    if row.target is not None and row.polarity and reached(row.actual, row.target, row.polarity):
        return "目標達成"
    if row.progress_ratio is not None:
        return ""
    return REASONS.get(row.progress_reason, str(row.progress_reason))


def nearest(o: Overview, heading: str) -> Fragment | None:
    """The indicators nearest to their target 目標に近い, of those that have not reached it."""
    found = standings(o)
    return _standings(heading, found.nearest, found)


def farthest(o: Overview, heading: str) -> Fragment | None:
    """The indicators farthest from their target 目標から遠い, the farthest first."""
    found = standings(o)
    return _standings(heading, found.farthest, found)


def _standings(heading: str, rows: list[Any], found: Standings) -> Fragment | None:
    items = [_standing(row, found) for row in rows]
    if rows and (equal := found.equals(rows)):
        items.append(fragment("同じ進捗率がほかに{}件", equal))
    return _list(heading, items, len(rows), len(rows))


def _standing(row: Any, found: Standings) -> Fragment:
    tone = "down" if row.progress_ratio < 0 else "nowrap"
    return fragment(
        '<strong class="{}">{}%{}</strong> <strong>{}</strong> {}（{}→{}、あと{}）',
        tone, minus(row.progress_ratio), "※" if found.rests_on_a_choice(row) else "",
        found.plan(row), full_name(row),
        with_unit(row, row.actual_text), with_unit(row, row.target_text),
        distance(Decimal(row.target - row.actual), row.unit),
    )  # fmt: skip


def _list(heading: str, items: list[Fragment], count: int, shown: int) -> Fragment | None:
    if count > shown:
        items = [*items, fragment("ほか{}件は、プランごとの報告に", count - shown)]
    said = joined(fragment('<p class="note">{}</p>', item) for item in items)
    return fragment("<h2>{}</h2>{}", filled(heading, {"件数": count}), said) if items else None
