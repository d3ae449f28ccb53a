"""Tables drawn as aligned text, so that a test shows the table that goes in and what comes out."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pandas as pd

from cityplan.tables.definitions import TABLES
from cityplan.tables.schema import Tables, frame

CONVERT = {"text": str, "number": Decimal, "integer": int, "boolean": {"true": True, "false": False}.__getitem__}


def rows(text: str) -> list[list[str]]:
    """The cells of a drawn table: columns divided by a bar, rows by a line end."""
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().split("\n")]


def table(name: str, text: str, **rest: Any) -> pd.DataFrame:
    """A typed table as drawn; an empty cell is unknown; `rest` fills a column of every row."""
    heading, *body = rows(text)
    convert = {column.name: CONVERT[column.kind] for column in TABLES[name].columns}
    return frame(name, [{**rest, **{k: convert[k](v) for k, v in zip(heading, row, strict=True) if v}} for row in body])


def drawn(data: pd.DataFrame, *columns: str) -> list[list[str]]:
    """Some columns of a table as cells, to compare with `rows`."""
    return [[cell_text(value) for value in row] for row in data[list(columns)].itertuples(False)]


def cell_text(value: Any) -> str:
    if value is None or value is pd.NA or value != value:
        return ""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def body(text: str) -> list[list[str]]:
    """The rows of a drawn table below its heading."""
    return rows(text)[1:]


def heading(text: str) -> Iterable[str]:
    return rows(text)[0]


def observations(tables: Tables, *more: str) -> list[list[str]]:
    """The values of indicators as cells, each with its year."""
    return drawn(tables["observations"], "plan_id", "no", "role", "era", "value", *more)
