"""What the document before said would come next 前の文書の今後の取組, beside the activity that it is now. Quoted, not judged."""

import re
from collections.abc import Iterable, Iterator

import pandas as pd

from cityplan.city.edition import Edition
from cityplan.compute.history import Joined, Told
from cityplan.japanese.letters import squeeze
from cityplan.tables.definitions import ActivityRow, NextStepRow, TextRow
from cityplan.tables.schema import frame, table_rows

# What stands above a text of a plan that says what comes next; 今後の課題 says what is in the way, 来年度予算額 what it costs.
_COMES_NEXT = re.compile("(?:今後|来年度|次年度|翌年度)(?![^、・及]*(?:課題|見通し|予算|決算|目標値|推計|見込))")
OF_PLAN = 0  # the number of what is said of a plan as a whole


def next_steps(joined: Joined, editions: Iterable[Edition] = ()) -> pd.DataFrame:
    """The table `next_steps`: each activity of the edition directly before with its 今後の取組の方向性, each plan with its own.

    One that prints the same for several measures 測り方 is told once, at its first. `editions` declare the headings of
    what comes next for a plan; others are known by their words.
    """
    before = joined.before
    if before is None:
        return frame("next_steps", [])
    now = {
        (link.item.plan, link.item.no): key
        for key, found in reversed([*joined.links.items()])
        for link in found
        if key[0] == "activity" and link.told is before
    }
    doubtful = {item.key for doubt in joined.doubts for item in doubt.old}
    rows: dict[tuple[str, str, str], NextStepRow] = {}
    for row in before.rows.values():
        if isinstance(row, ActivityRow) and row.direction:
            _, plan_id, no = now.get(row.key, ("", _plan_now(joined, row.plan_id), None))
            step = NextStepRow(
                plan_id,
                no,
                before.year,
                *row.key,
                row.name,
                row.direction,
                row.source_line,
                is_doubtful=no is None and ("activity", *row.key) in doubtful,
            )
            rows.setdefault((row.plan_id, row.name, row.direction), step)
    order = [*before.plans]
    found = [*_of_plans(joined, before, editions), *rows.values()]
    return frame("next_steps", sorted(found, key=lambda each: order.index(each.plan_id_before)))


def _of_plans(joined: Joined, before: Told, editions: Iterable[Edition]) -> Iterator[NextStepRow]:
    """What comes next for a plan as a whole: a text of its form or sheet under such a heading."""
    declared = {
        squeeze(heading)
        for each in editions
        for heading in (
            *(box.label for box in each.box_form.boxes.get("direction", ())),
            *each.sheets.prose.get("direction", ()),
        )
    }
    said: dict[str, list[TextRow]] = {}
    for text in table_rows(before.tables, TextRow):
        if text.plan_id and (squeeze(text.section) in declared or _COMES_NEXT.search(squeeze(text.section))):
            said.setdefault(text.plan_id, []).append(text)
    doubtful = {item.plan for doubt in joined.doubts for item in doubt.old if item.subject == "plan"}
    for plan_id, texts in said.items():
        plan = _plan_now(joined, plan_id)
        yield NextStepRow(
            plan,
            None,
            before.year,
            plan_id,
            OF_PLAN,
            before.plans[plan_id].name,
            "\n".join(each.text for each in texts),
            texts[0].source_line,
            is_doubtful=not plan and plan_id in doubtful,
        )


def _plan_now(joined: Joined, then: str) -> str:
    """The plan that one of the edition before is now; empty where there is none."""
    return next((now for now, before in joined.plans.items() if before == then), "")
