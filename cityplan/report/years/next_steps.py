"""What an earlier document said would come next 今後の取組, beside what became of the activity: quoted, not judged."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cityplan.compute.next_steps import OF_PLAN
from cityplan.compute.used import with_unit
from cityplan.files.markup import Fragment, fragment
from cityplan.report.report import Report
from cityplan.report.table import TableColumn, table
from cityplan.report.years.comparison import Comparison
from cityplan.report.years.sources import both_values, cited
from cityplan.tables.definitions import Activity, NextStepRow
from cityplan.tables.names import full_name
from cityplan.tables.schema import frame, records

_DOUBTFUL = "つながるか分からない"


class Step(NamedTuple):
    """An activity with what it was to do next, and what the later document tells of it."""

    plan: str
    name: object
    said: str
    result: str
    factors: str | None  # None of what is said of a plan as a whole


def of_comparison(c: Comparison, heading: str) -> Fragment | None:
    """Each activity of the earlier document that says what comes next 今後の取組の方向性, with its later result.

    On screen only, below its `heading`: on paper it would take as many pages again.
    """
    told = [each for each in _rows(c) if each.edition == c.years[0]]
    doubtful = {(each.plan_id_before, each.no_before) for each in told if each.is_doubtful}
    steps = {(each.plan_id_before, each.name, each.direction): _of_plan(each) for each in told if _is_of_plan(each)}
    for pair in c.activity_pairs:
        then, now = pair.before, pair.now
        if then is None or not then.direction:
            continue
        result = both_values(pair, c.result_years) if now else _DOUBTFUL if then.key in doubtful else pair.standing
        step = Step(pair.key[0], cited(pair, full_name(pair.row)), then.direction, result, now.factors if now else "")
        steps.setdefault((then.plan_id, then.name, then.direction), step)
    shown = _shown(steps.values(), c.years)
    around = '<div class="screen"><details><summary>{}</summary>{}</details></div>'
    return fragment(around, heading, shown) if shown else None


def of_edition(r: Report) -> Fragment | None:
    """The same for an edition against the one directly before it, by its table `next_steps`."""
    now = {row.key: row for row in r.activities}
    rows = _rows(r)
    steps = [
        _of_plan(row)
        if _is_of_plan(row)
        else Step(
            _plan(row),
            full_name(own) if own else row.name,
            row.direction,
            _result(own) if own else _DOUBTFUL if row.is_doubtful else "この資料に同じ事業なし",
            own.factors if own else "",
        )
        for row in rows
        for own in (now.get((row.plan_id, row.activity_no or 0)),)
    ]
    return _shown(steps, (rows[0].edition, r.edition.year)) if rows else None


def _rows(r: Report) -> list[NextStepRow]:
    return records(r.exact.get("next_steps", frame("next_steps", [])), NextStepRow)


def _is_of_plan(row: NextStepRow) -> bool:
    return row.no_before == OF_PLAN


def _of_plan(row: NextStepRow) -> Step:
    """What is said of a plan as a whole: no one activity has its result."""
    gone = _DOUBTFUL if row.is_doubtful else "この資料に同じプランなし"
    return Step(_plan(row), row.name, row.direction, "（プラン全体）" if row.plan_id else gone, None)


def _plan(row: NextStepRow) -> str:
    return row.plan_id or f"（{row.edition}）{row.plan_id_before}"


def _result(row: Activity) -> str:
    """The result of this year, and of the year before, as printed: 40件（前年度 32件）."""
    actual, previous = (with_unit(text, row.unit) for text in (row.actual_text, row.previous_text))
    return f"{actual or '記載なし'}{f'（前年度 {previous}）' * bool(previous)}"


def _shown(steps: Iterable[Step], years: Sequence[str]) -> Fragment | None:
    rows = [
        [each.plan, fragment("<strong>{}</strong>", each.name), f"「{each.said.strip()}」", each.result, _quoted(each)]
        for each in steps
    ]
    before, now = years
    columns: list[TableColumn] = [
        ("プラン", "center", "13mm"),
        ("事業", "label", "36mm"),
        (f"{before} の今後の取組の方向性", "prose", "1fr"),
        (f"{now} の実績", "label", "30mm"),
        (f"{now} の要因及び効果", "prose", "1fr"),
    ]
    return table("plain", columns, rows) if rows else None


def _quoted(each: Step) -> str:
    if each.factors is None:
        return "—"
    return f"「{each.factors.strip()}」" if each.factors else "記載なし"
