"""Tables in memory: made of rows, typed, read back as rows.

A `text` is a str (empty = unknown), a `number` a Decimal with the digits as printed (or None), an `integer` a nullable
Int64 and a `boolean` a nullable boolean.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

import pandas as pd

from cityplan.tables.column import Column, R, Row, column_names
from cityplan.tables.definitions import (
    ROWS,
    TABLES,
    Activity,
    ActivityRow,
    Entry,
    Indicator,
    IndicatorRow,
    PrintedEntry,
)
from cityplan.tables.once import kept

Tables = dict[str, pd.DataFrame]


Given = TypeVar("Given", bound=Mapping[str, object] | Row)


def frame(name: str, rows: Sequence[Given]) -> pd.DataFrame:
    """A table from rows; columns that a mapping does not name are unknown. Raises KeyError for others."""
    table = TABLES[name]
    given = [vars(row) if isinstance(row, Row) else row for row in rows]
    known = {column.name for column in table.columns}
    for each in given:
        if unknown := set(each) - known:
            raise KeyError(f"table {name} has no column {sorted(unknown)}")
    return pd.DataFrame(
        {column.name: series([each.get(column.name) for each in given], column) for column in table.columns}
    )


def series(values: Sequence[object], column: Column) -> pd.Series:
    """Values of one column in the type of its kind."""
    if column.kind == "text":
        return pd.Series(["" if value is None else str(value) for value in values], dtype="str")
    if column.kind == "number":
        return pd.Series(values, dtype="object")
    return pd.Series(values, dtype="Int64" if column.kind == "integer" else "boolean")


@dataclass(eq=False)
class Unfit(ValueError):
    """A table that an analyst changed does not fit its columns: why, in which column, with which text."""

    problem: str
    column: str
    text: str


def typed(name: str, data: pd.DataFrame) -> pd.DataFrame:
    """A table with each column in the type of its kind, whatever pandas has made of it.

    A float becomes the shortest Decimal that is the same float: 7.2, not 7.2000000000000002. Raises Unfit
    for a missing or another column, or a value that is no number.
    """
    known = {column.name: column for column in TABLES[name].columns}
    if other := [str(each) for each in data.columns if each not in known]:
        raise Unfit("この表にない列です", other[0], "")
    if lost := [each for each in known if each not in data.columns]:
        raise Unfit("この列がありません", lost[0], "")
    return pd.DataFrame({each: _typed(data[each], column) for each, column in known.items()})


def _typed(values: pd.Series, column: Column) -> pd.Series:
    kinds = {"text": "str", "integer": "Int64", "boolean": "boolean"}
    if str(values.dtype) == kinds.get(column.kind):
        return values
    converters: dict[str, Callable[[object], object]] = {
        "text": str,
        "number": _number,
        "integer": _integer,
        "boolean": bool,
    }
    found = [None if value is None or pd.isna(value) else value for value in values.tolist()]
    return series([_converted(value, converters[column.kind], column) for value in found], column).set_axis(
        values.index
    )


def _converted(value: object, convert: Callable[[object], object], column: Column) -> object:
    try:
        return None if value is None else convert(value)
    except (ArithmeticError, ValueError, TypeError):
        told = "整数" if column.kind == "integer" else "数"
        raise Unfit(f"{told}ではありません", column.name, str(value)) from None


def _number(value: object) -> Decimal:
    """
    >>> _number(7.2), _number(108.0), _number("12.50")
    (Decimal('7.2'), Decimal('108'), Decimal('12.50'))
    """
    if isinstance(value, float) and value.is_integer():
        return Decimal(int(value))
    return value if isinstance(value, Decimal) else Decimal(str(value))


def _integer(value: object) -> int:
    number = _number(value)
    if number != int(number):
        raise ValueError(value)
    return int(number)


# The column that counts the rows of a plan's table, and the table of what is computed from them.
NUMBERS = {"activities": "activity_no", "indicators": "indicator_no"}
RESULTS = {"activities": "activity_results", "indicators": "indicator_results"}


def activity_rows(tables: Tables) -> list[Activity]:
    """The activities 掲載事業 of the tables, each with its computed columns."""
    return _joined(tables, "activities", Activity)


def indicator_rows(tables: Tables) -> list[Indicator]:
    """The indicators 目標指標 of the tables, each with its computed columns."""
    return _joined(tables, "indicators", Indicator)


def printed_entries(tables: Tables, table: str) -> Sequence[PrintedEntry]:
    """The rows of either of the two tables as printed."""
    return table_rows(tables, ActivityRow) if table == "activities" else table_rows(tables, IndicatorRow)


def entries(tables: Tables, table: str) -> Sequence[Entry]:
    """The rows of either of the two tables, with their computed columns."""
    return activity_rows(tables) if table == "activities" else indicator_rows(tables)


def _joined(tables: Tables, table: str, row: type[R]) -> list[R]:
    data, results = tables[table], tables[RESULTS[table]]
    return [*kept(row, (data, results), lambda: records(data.merge(results, on=["plan_id", NUMBERS[table]]), row))]


_NAMES = {row: name for name, row in ROWS.items()}


def table_rows(tables: Tables, row: type[R]) -> list[R]:
    """All rows of a kind: of the table that they are entered for."""
    data = tables[_NAMES[row]]
    return [*kept(row, (data,), lambda: records(data, row))]


def records(data: pd.DataFrame, row: type[R]) -> list[R]:
    """The rows of a table, typed, with None for what is unknown, and for a column that the table goes without."""
    columns = [_known(data[name]) if name in data else [None] * len(data) for name in column_names(row)]
    return [row(*values) for values in zip(*columns, strict=True)]


Value = TypeVar("Value")


def certain(value: Value | None) -> Value:
    """A value that is never unknown where something else of its row is known: of a forecast 見込み its bounds."""
    assert value is not None, "known wherever what asks for it is"
    return value


def _known(column: pd.Series) -> list[object]:
    return [None if value is pd.NA or value != value else value for value in column.tolist()]
