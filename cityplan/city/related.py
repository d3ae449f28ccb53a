"""What belongs together 関連する事業: the `[[related]]` tables of `source.toml`, an indicator with an activity of its plan."""

import json
from typing import NamedTuple

from cityplan.city.entries import Entries, listed_in, texts_in

_KEYS = ("plan", "indicator", "activity")


class Related(NamedTuple):
    """An indicator and an activity of a plan, by the names as printed."""

    plan: str
    indicator: str
    activity: str


def related_pairs(data: Entries, name: str) -> tuple[Related, ...]:
    """Read the `[[related]]` tables of a source.toml, the file `name`; SourceError where one is wrong."""
    return tuple(_related(each, name) for each in listed_in(data, "related", dict, name))


def _related(table: Entries, name: str) -> Related:
    form = related_lines(Related("06", "指標の名前", "事業の名前")).replace("\n", " / ")
    return Related(*texts_in(table, _KEYS, "[[related]]", form, name))


def related_lines(pair: Related) -> str:
    """The lines for source.toml that declare a pair, ready to paste.

    >>> print(related_lines(Related("06", "DXを推進する企業数", "DX促進事業")))
    [[related]]
    plan = "06"
    indicator = "DXを推進する企業数"
    activity = "DX促進事業"
    """
    said = [f"{key} = {json.dumps(text, ensure_ascii=False)}" for key, text in zip(_KEYS, pair, strict=True)]
    return "\n".join(["[[related]]", *said])
