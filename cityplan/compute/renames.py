"""Whether the names that `source.toml` declares as changed 改称 are those of the documents."""

from collections.abc import Sequence

from cityplan.city.entries import entry_error
from cityplan.city.renames import Renamed
from cityplan.compute.history import Told
from cityplan.files.errors import SourceError
from cityplan.japanese.letters import squeeze


def check_renames(now: Told, earlier: Sequence[Told], renamed: Sequence[Renamed], file: str) -> None:
    """Raise where a name that changes with this edition is in no document; `file` declares it."""
    since = earlier[-1].fiscal_year if earlier else now.fiscal_year
    names = [_names(now), set().union(*map(_names, earlier))]
    for change in renamed:
        if not since < change.year <= now.fiscal_year:
            continue
        for key, name, known in (("to", change.new, names[0]), ("from", change.old, names[1])):
            plan = change.plan.lstrip("0") if key == "to" else ""
            if (squeeze(name), plan) not in known:
                raise _not_there(change, key, name, now, file)


def _names(told: Told) -> set[tuple[str, str]]:
    """The names in an edition, each for itself and with its plan's number."""
    found = [*told.items, *told.plan_items]
    return {(name, plan) for item in found for name in (item.name, item.full) for plan in ("", item.plan.lstrip("0"))}


def _not_there(change: Renamed, key: str, name: str, now: Told, file: str) -> SourceError:
    where = f"{now.year}の文書" if key == "to" else f"{now.year}より前の文書"
    plan = f"のプラン{change.plan}" if key == "to" and change.plan else ""
    return entry_error(
        f"[[renamed]] の {key} の名前が、{where}{plan}にありません",
        file,
        key,
        name,
        "原文の名前と、年度とプランを確かめてください。",
    )
