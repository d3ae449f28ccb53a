"""Whether a report is still a draft 案: a contradiction 矛盾 of its document is neither corrected nor declared final."""

from collections.abc import Iterable, Mapping
from typing import Any

from cityplan.city.source import Edition


def is_draft(edition: Edition, findings: Iterable[Mapping[str, Any]], corrections: Iterable[Mapping[str, Any]]) -> bool:
    """Whether something is open 未解決 of what `findings` tell; `final = true` in `source.toml` ends it."""
    decided = {_cell(each) for each in corrections}
    return not edition.final and any(each["severity"] == "error" and _cell(each) not in decided for each in findings)


def _cell(row: Mapping[str, Any]) -> tuple[str, ...]:
    return row["table"], row["plan_id"], str(row["row"]), row["column"].removesuffix("_text")
