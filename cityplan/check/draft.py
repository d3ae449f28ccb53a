"""Whether a report is still a draft 案: a contradiction 矛盾 of its document is neither corrected nor declared final."""

from collections.abc import Iterable, Mapping

from cityplan.city.source import Edition


def is_draft(
    edition: Edition, findings: Iterable[Mapping[str, object]], corrections: Iterable[Mapping[str, object]]
) -> bool:
    """Whether something is open 未解決 of what `findings` tell; `final = true` in `source.toml` ends it."""
    decided = {_cell(each) for each in corrections}
    return not edition.final and any(each["severity"] == "error" and _cell(each) not in decided for each in findings)


def _cell(row: Mapping[str, object]) -> tuple[str, ...]:
    return str(row["table"]), str(row["plan_id"]), str(row["row"]), str(row["column"]).removesuffix("_text")
