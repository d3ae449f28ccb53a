"""Names that changed 改称: the `[[renamed]]` tables of `source.toml`, which join rows over the years."""

import json
from typing import NamedTuple

from cityplan.city.entries import Entries, check_keys, entry_error, listed_in
from cityplan.files.errors import SourceError
from cityplan.japanese.letters import squeeze
from cityplan.japanese.years import era, fiscal_year

_KEYS = ("from", "to", "plan", "year")


class Renamed(NamedTuple):
    """A row or a plan that has another name from a fiscal year 年度 on; `plan` is where it stands then."""

    old: str
    new: str
    year: int
    plan: str = ""


def renames(data: Entries, name: str) -> tuple[Renamed, ...]:
    """Read the `[[renamed]]` tables of a source.toml; SourceError where one is wrong.

    `name` is the file that a message names.
    """
    read = tuple(_renamed(each, name) for each in listed_in(data, "renamed", dict, name))
    _check_once(read, name)
    return read


def _renamed(table: Entries, name: str) -> Renamed:
    check_keys(table, _KEYS, name, "[[renamed]] の")
    texts: dict[str, str] = {}
    for key, value in table.items():
        if not isinstance(value, str):
            raise _error(f"[[renamed]] の {key} は文字列です", name, key, str(value))
        texts[key] = value
    for key in ("from", "to", "year"):
        if not squeeze(texts.get(key, "")):
            raise _error(f"[[renamed]] に {key} がありません", name, key, "")
    year = fiscal_year(texts["year"])
    if year is None:
        raise _error("年度として読めません", name, "year", texts["year"])
    if squeeze(texts["from"]) == squeeze(texts["to"]):
        raise _error("[[renamed]] の from と to が同じです", name, "to", texts["to"])
    return Renamed(texts["from"], texts["to"], year, texts.get("plan", ""))


def _check_once(read: tuple[Renamed, ...], name: str) -> None:
    """A name comes from one other name only."""
    seen: set[tuple[str, str, int]] = set()
    for each in read:
        place = (squeeze(each.new), each.plan.lstrip("0"), each.year)
        if place in seen:
            raise _error("[[renamed]] に同じ to が2回書かれています", name, "to", each.new)
        seen.add(place)


def _error(problem: str, name: str, column: str, text: str) -> SourceError:
    form = renamed_lines("前の名前", "今の名前", 2024).replace("\n", " / ")
    return entry_error(problem, name, column, text, f"書き方の例: {form}")


def renamed_lines(old: str, new: str, year: int, plan: str = "") -> str:
    """The lines for source.toml that declare a new name, ready to paste.

    >>> print(renamed_lines("空き家事業", "空き家の活用事業", 2024, "06"))
    [[renamed]]
    from = "空き家事業"
    to = "空き家の活用事業"
    plan = "06"
    year = "R6"
    """
    pairs = [("from", old), ("to", new), ("plan", plan), ("year", era(year))]
    said = [f"{key} = {json.dumps(text, ensure_ascii=False)}" for key, text in pairs if text]
    return "\n".join(["[[renamed]]", *said])
