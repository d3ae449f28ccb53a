"""Control totals 件数: rows that were counted by hand against those that were read: one is lost, doubled or merged."""

from cityplan.check.finding import Finding, Findings, Place, audited
from cityplan.check.kind import FindingKind
from cityplan.city.counts import COUNTED, Counts
from cityplan.city.plan_numbers import plan_of
from cityplan.compute.counted import counted
from cityplan.tables.definitions import PlanRow
from cityplan.tables.schema import Tables, table_rows

COUNT_MISMATCH = FindingKind("count_mismatch", "件数の不一致", "error", doubts=())
_TABLES = {"program_policies": "program_items", "program_activities": "program_items", "listed_activities": "groups"}


@audited
def control_totals(tables: Tables, counts: Counts) -> Findings:
    """A number of rows that is not the declared one: of a plan where that is declared, else of the document."""
    there = counted(tables)
    names = {row.plan_id: row.name for row in table_rows(tables, PlanRow)}
    told: set[str] = set()
    for declared, own in counts.by_plan.items():
        plan = plan_of(declared, names)
        if not plan:
            yield _unknown(declared)
            continue
        for key, number in own.items():
            read = there.by_plan[plan].get(key, 0)
            if read != number:
                told.add(key)
                yield _mismatch(key, number, read, plan, f"プラン{plan}「{names[plan]}」の")
    for key, number in counts.whole.items():
        read = there.whole.get(key, 0)
        if read != number and key not in told:
            yield _mismatch(key, number, read)


def _mismatch(key: str, declared: int, read: int, plan: str = "", of: str = "") -> Finding:
    less = "行が失われたか、2つの行が1つにつながった" if read < declared else "行が重なったか、1つの行が分かれた"
    return Finding(
        COUNT_MISMATCH,
        f"{of}{COUNTED[key]}は、数えた件数（source.toml の counts）では{declared}、読み取った件数では{read}です。"
        f"{less}かもしれません。",
        "原文のこの表を数え直し、読み取った行と比べてください。数え方が違っていたのなら、source.toml の counts を直してください。",
        Place(None, _TABLES.get(key, key), plan),
        printed=f"{read}",
        computed=f"{declared}（数えた件数）",
        difference=f"{read - declared:+}".replace("-", "−"),
    )


def _unknown(plan: str) -> Finding:
    return Finding(
        COUNT_MISMATCH,
        f"件数（source.toml の counts）を数えたプラン「{plan}」が、読み取ったプランにありません。",
        "原文にこのプランがあるか確かめてください。番号の書き違いなら、source.toml の counts を直してください。",
        Place(None, "plans"),
        computed=plan,
    )
