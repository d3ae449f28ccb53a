"""Goals that are not those of the edition before 目標の変更: a baseline, target, unit or direction that differs."""

from cityplan.check.finding import Finding, Findings, audited, place, rows_by_place
from cityplan.check.kind import FindingKind
from cityplan.tables.definitions import ChangeRow, GoalRow, RepairRow
from cityplan.tables.names import full_name, label
from cityplan.tables.schema import Tables, table_rows
from cityplan.tables.words import SUBJECT_TABLES

GOAL_CHANGED = FindingKind(
    "goal_changed",
    "前の文書と違う目標・単位",
    "warning",
    question="前の文書と違います。改めたのなら、その理由と時期を教えてください。誤りなら、正しい値を教えてください。",
    withholds_expected=False,  # a goal that was set anew is in no doubt
)
_COLUMNS = {"baseline": "baseline_text", "target": "target_text", "unit": "unit", "polarity": "polarity"}
_CALLED = {"unit": "単位・測り方", "polarity": "良し悪しの向き"}


@audited
def changed_goals(tables: Tables) -> Findings:
    """What differs from the edition directly before, with both; a remark where the form itself says that it is new.

    Not a baseline of the same year: that is a value that two editions print differently, which is told as such.
    """
    if "changes" not in tables:
        return
    rows, over_years = rows_by_place(tables), _over_years(tables)
    declared = {
        (each.table, each.plan_id, each.row, each.column.removesuffix("_text"))
        for each in table_rows(tables, RepairRow)
        if each.rule == "changed_in_form"
    }
    for change in table_rows(tables, ChangeRow):
        if change.kind not in _COLUMNS or change.no is None or _is_conflict(tables, change):
            continue
        table, column = SUBJECT_TABLES[change.subject], _COLUMNS[change.kind]
        row = rows[table, change.plan_id, change.no]
        called = _CALLED.get(change.kind) or label(table, column)
        is_said = (*row.place, change.kind) in declared
        seen = over_years.get((change.plan_id, change.no, change.kind), "")
        yield Finding(
            GOAL_CHANGED,
            f"「{full_name(row)}」の{called}が、{change.edition}の文書と違います"
            f"（{change.edition}の文書では{change.before or '記載なし'}、この文書では{change.after or '記載なし'}）。{seen}",
            "改めた理由と時期を、担当課に確かめてください。",
            place(row, column),
            severity="info" if is_said else None,
            printed=change.after or "記載なし",
            computed=f"{change.edition}の文書：{change.before or '記載なし'}",
        )


def _over_years(tables: Tables) -> dict[tuple[str, int, str], str]:
    """Each goal that moved as all editions have it, where there are three or more."""
    told: dict[tuple[str, int, str], list[str]] = {}
    for each in table_rows(tables, GoalRow) if "goals" in tables else ():
        told.setdefault((each.plan_id, each.indicator_no, each.goal), []).append(f"{each.edition}：{each.words}")
    return {key: f"文書ごとの記載は、{'、'.join(own)}。" for key, own in told.items() if len(own) > 2}


def _is_conflict(tables: Tables, change: ChangeRow) -> bool:
    """Whether the edition's own check tells it: a baseline of one year with two values."""
    if change.kind != "baseline" or "proofs" not in tables:
        return False
    data = tables["proofs"]
    own = data[(data["plan_id"] == change.plan_id) & (data["subject"] == "indicator") & (data["no"] == change.no)]
    own = own[(own["role"] == "baseline") & (own["source_kind"] == "earlier") & (own["state"] == "contradicted")]
    return bool(len(own))
