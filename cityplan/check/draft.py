"""Whether a report is still a draft 案: a contradiction 矛盾 of its document is neither corrected nor answered, nor declared final."""

from collections.abc import Iterable, Mapping

from cityplan.city.edition import Edition

_SETTLED = ("kept", "corrected")


def is_draft(edition: Edition, findings: Iterable[Mapping[str, object]]) -> bool:
    """Whether a contradiction of `findings` is open 未解決; `final = true` in `source.toml` ends it."""
    return not edition.final and any(each["severity"] == "error" and each["state"] not in _SETTLED for each in findings)
