"""The values of a run that are compared: what a reader of the tables takes from them."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import pandas as pd

from cityplan.tables.definitions import TABLES
from cityplan.tables.schema import Tables

Row = int | str | None  # of activities and indicators the name: a row more shifts the numbers below
Place = tuple[str, str, Row, str]  # table, plan, row, column or section


Names = dict[tuple[str, str, int], str]


def column_list(column: pd.Series) -> list[Any]:
    return [None if each is pd.NA or each != each else each for each in column.tolist()]


TWINS = {
    "actual_text": "actual",
    "previous_text": "previous",
    "ratio_printed_text": "ratio_printed",
    "baseline_text": "baseline",
    "target_text": "target",
}
LINES = ("source_line", "source_line_end")
ROWS = (
    "groups",
    "plans",
    "activities",
    "indicators",
    "observations",
    "programs",
    "activity_results",
    "indicator_results",
    "rule_results",
)
SUBJECTS = {"activity": "activities", "indicator": "indicators"}
OF = {"activity_results": "activities", "indicator_results": "indicators", "rule_results": "indicators"}
_DASHES = str.maketrans(
    dict.fromkeys("-－―‐–—ー−─", "-") | {"〇": "○", "◯": "○", "〜": "~", "滿": "満", "收": "収", "『": "「", "』": "」"}
)


@lru_cache(maxsize=100_000)
def plain(text: str) -> str:
    """A text as a person reads it: without widths, forms of one character and dash, and doubled blanks."""
    folded = "".join(char for char in unicodedata.normalize("NFKC", text) if char.isprintable())
    return " ".join(folded.translate(_DASHES).split())


@lru_cache(maxsize=100_000)
def squeezed(text: str) -> str:
    """The letters and digits of a text that is copied as printed; its marks and brackets may have other forms."""
    return re.sub(r"[\W_]", "", plain(text))


def values_of(tables: Tables, names: Names) -> dict[Place, Any]:
    """All values of all tables by the row they stand on; a print that gave a number is left out."""
    values: dict[Place, Any] = {}
    for name in ROWS:
        data = tables[name]
        for row in zip(*(column_list(data[column]) for column in data.columns), strict=True):
            cells = dict(zip(data.columns, row, strict=True))
            place = _place(name, cells, names)
            values[place] = tuple(
                _value(column, cell, cells)
                for column, cell in cells.items()
                if column not in LINES + COUNTERS and (name, column) != ("observations", "text")
            )
    return values | _prose(tables)


_DIGIT = re.compile("[\\d一二三四五六七八九十百千万]")
COUNTERS = ("activity_no", "indicator_no", "no")


def _value(column: str, cell: Any, cells: Mapping[str, Any]) -> Any:
    if not isinstance(cell, str):
        return cell
    if column in TWINS and (cells[TWINS[column]] is not None or _DIGIT.search(cell)):
        return ""  # a print that gave a number, or should have given one
    return plain(cell) if column in ("name", "unit") else squeezed(cell)


def _place(table: str, cells: Mapping[str, Any], names: Names) -> Place:
    if table == "groups":
        return table, "", int(cells["group_id"]), ""
    row = next((cells[c] for c in ("activity_no", "indicator_no", "no", "program_no") if c in cells), None)
    own = SUBJECTS[cells["subject"]] if table == "observations" else OF.get(table, table)
    key = [str(cells[c]) for c in TABLES[table].key if c in ("role", "fiscal_year", "rule")]
    plan = cells["plan_id"]
    return own, plan, names.get((own, plan, row), row), " ".join([table, *key])


def _prose(tables: Tables) -> dict[Place, Any]:
    """Texts by their section and items by their programme, one after the other: where a line ends says nothing."""
    joined: dict[Place, str] = defaultdict(str)
    headings: dict[Place, str] = {}
    texts = tables["texts"]
    columns = (column_list(texts[c]) for c in ("group_id", "plan_id", "section", "heading", "text"))
    for group, plan, section, heading, text in zip(*columns, strict=True):
        boxed = section in ("コラム", "囲み", "図の説明")
        place = ("texts", plan, None, f"{group} {'box' if boxed else squeezed(section)}")
        joined[place] += (squeezed(heading) if heading != headings.get(place) else "") + squeezed(text)
        headings[place] = heading
    items = tables["program_items"]
    columns = (column_list(items[c]) for c in ("plan_id", "program_no", "kind", "text"))
    for plan, number, kind, text in zip(*columns, strict=True):
        joined["programs", plan, number, kind] += squeezed(text)
    return dict(joined)


def texts_of(tables: Tables, names: Names) -> dict[Place, Any]:
    """What is printed in each cell."""
    cells = tables["cells"]
    columns = (column_list(cells[c]) for c in ("table", "plan_id", "row", "column", "text"))
    found: dict[Place, Any] = defaultdict(str)
    for table, plan, row, column, text in zip(*columns, strict=True):
        own = None if table == "texts" else names.get((table, plan, row), row)
        found[table, plan, own, column] += f"|{plain(text)}"
    return dict(found)


def repairs_of(repairs: pd.DataFrame) -> Counter[tuple[str, ...]]:
    return Counter(zip(*(map(str, repairs[c]) for c in ("rule", "table", "plan_id", "row", "column")), strict=True))
