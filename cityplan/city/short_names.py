"""Short names of indicators 指標の短い名前: the `[[short_name]]` tables of `source.toml`, for the sentences of a verdict."""

from collections.abc import Mapping
from typing import NamedTuple

from cityplan.city.entries import listed_in, texts_in
from cityplan.files.errors import SourceError

_KEYS = ("plan", "indicator", "short")
_FORM = '[[short_name]] / plan = "06" / indicator = "指標の名前" / short = "名前の一部"'


class ShortName(NamedTuple):
    """An indicator of a plan by its name as printed, and the piece of that name that a sentence may call it."""

    plan: str
    indicator: str
    short: str


def short_names(data: Mapping[str, object], name: str) -> tuple[ShortName, ...]:
    """Read the `[[short_name]]` tables of a source.toml, the file `name`; SourceError where one is wrong.

    A short name is a literal piece of the printed name, so that no word stands in a brief that the city did not write.
    """
    return tuple(_short_name(each, name) for each in listed_in(data, "short_name", dict, name))


def _short_name(table: Mapping[str, object], name: str) -> ShortName:
    found = ShortName(*texts_in(table, _KEYS, "[[short_name]]", _FORM, name))
    if found.short not in found.indicator:
        raise SourceError(
            "短い名前が、指標の名前の一部ではありません",
            file=name,
            column="short",
            text=found.short,
            next_step=f"「{found.indicator}」の中の続いた文字を、そのまま書いてください。",
        )
    return found
