"""Control totals 件数の宣言: how many rows a person counted in the document, from `[edition.counts]` of `source.toml`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cityplan.city.entries import Entries, check_keys, entry_error

# What is counted -> what a reader is told it is, the largest first.
COUNTED = {
    "groups": "プロジェクト・政策",
    "plans": "プラン",
    "activities": "掲載事業",
    "indicators": "目標指標",
    "programs": "基本事業",
    "program_policies": "基本事業の取組方針",
    "program_activities": "基本事業の主な事業取組",
    "listed_activities": "事業数（重複有）の合計",
}
OF_A_PLAN = ("activities", "indicators", "programs", "program_policies", "program_activities")
_BY_PLAN = "by_plan"
_EXAMPLE = "[edition.counts] の下に indicators = 36 のように書いてください。"


@dataclass(frozen=True)
class Counts:
    """What was counted: of the whole document, and of each plan by its number as it is declared."""

    whole: Mapping[str, int] = field(default_factory=dict)
    by_plan: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def counts(table: Entries, name: str) -> Counts:
    """Read `[edition.counts]` of an edition; SourceError where it is wrong. `name` is the file that a message names."""
    given = _table(table.get("counts", {}), "counts", name)
    check_keys(given, (*COUNTED, _BY_PLAN), name, "[edition.counts] の")
    plans = _table(given.get(_BY_PLAN, {}), _BY_PLAN, name)
    by_plan = {plan: _table(own, plan, name) for plan, own in plans.items()}
    for own in by_plan.values():
        check_keys(own, OF_A_PLAN, name, "[edition.counts.by_plan] の")
    whole = {key: value for key, value in given.items() if key != _BY_PLAN}
    return Counts(_numbers(whole, name), {plan: _numbers(own, name) for plan, own in by_plan.items()})


def _table(given: object, key: str, name: str) -> Entries:
    if not isinstance(given, dict):
        raise entry_error(f"{key} は件数の並びです", name, key, given, _EXAMPLE)
    return given


def _numbers(given: Entries, name: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for key, value in given.items():
        if type(value) is not int or value < 0:
            raise entry_error(f"{key} は件数（0以上の整数）です", name, key, value, _EXAMPLE)
        found[key] = value
    return found


def counts_lines(found: Counts) -> str:
    """The lines for source.toml that declare these counts, ready to paste.

    >>> print(counts_lines(Counts({"plans": 2, "indicators": 9}, {"06": {"indicators": 5}})))
    [edition.counts]
    plans = 2
    indicators = 9
    [edition.counts.by_plan]
    06 = { indicators = 5 }
    """
    lines = ["[edition.counts]", *(f"{key} = {value}" for key, value in found.whole.items())]
    if found.by_plan:
        lines.append("[edition.counts.by_plan]")
    for plan, own in found.by_plan.items():
        lines.append(f"{plan} = {{ {', '.join(f'{key} = {value}' for key, value in own.items())} }}")
    return "\n".join(lines)
