"""The guide to the tables 列の説明: a line for each table and each column, as `definitions.py` has them."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from cityplan.tables.definitions import TABLES

COLUMN_KINDS = {"text": "文字", "number": "数", "integer": "整数", "boolean": "TRUE・FALSE"}


class GuideLine(NamedTuple):
    """One line 行 of the guide; that of a table itself has no column."""

    table: str
    column: str
    label: str
    kind: str
    unit: str
    choices: str
    meaning: str


LABELS = ("表", "列", "ラベル", "種類", "単位", "選べる値", "意味")  # one for each of GuideLine


def guide(names: Collection[str], marks: Sequence[str]) -> Iterator[GuideLine]:
    """The lines of some tables, in the order of `definitions.py`; `marks` are those of the rule."""
    for table in TABLES.values():
        if table.name in names:
            yield GuideLine(table.name, "", table.label, "表", "", "", table.meaning)
            for each in table.columns:
                choices, kind = "、".join(each.choices_of(marks)), COLUMN_KINDS[each.kind]
                yield GuideLine(table.name, each.name, each.label, kind, each.unit, choices, each.meaning)
