"""Whether a table fits its columns 表の検査, by pandera.

Importing it takes longer than reading all tables of an edition: only what checks a table imports this module.
"""

from collections.abc import Iterable
from decimal import Decimal
from functools import cache

import pandas as pd
import pandera.pandas as pa

from cityplan.tables.column import Column, Table
from cityplan.tables.definitions import TABLES
from cityplan.tables.schema import Unfit


def check(name: str, data: pd.DataFrame, marks: Iterable[str] = ()) -> pd.DataFrame:
    """Check a table against its columns, choices and key; raises Unfit.

    `marks` are those that can stand there; any where there are none.
    """
    table = TABLES[name]
    if list(data.columns) != [column.name for column in table.columns]:
        raise Unfit("列の名前か順番が違います", "", "")
    try:
        return _schema(table, tuple(marks)).validate(data)
    except pa.errors.SchemaError as error:
        raise _told(error) from error


def _told(error: pa.errors.SchemaError) -> Unfit:
    """What the check of a table found, with the value."""
    column = str(getattr(error.schema, "name", "") or "")
    cases = error.failure_cases
    text = str(cases["failure_case"].iloc[0]) if isinstance(cases, pd.DataFrame) and len(cases) else ""
    if column in TABLES:  # the key of the whole table
        return Unfit("同じ行が2つあります", "、".join(TABLES[column].key), "")
    return Unfit("この列にない値です", column, text)


@cache
def _schema(table: Table, marks: tuple[str, ...]) -> pa.DataFrameSchema:
    return pa.DataFrameSchema(
        {column.name: _schema_column(column, table, marks) for column in table.columns},
        unique=list(table.key) or None,
        name=table.name,
    )


def _schema_column(column: Column, table: Table, marks: tuple[str, ...]) -> pa.Column:
    required = table.is_required(column)
    if column.kind == "text":
        choices = column.choices_of(marks)
        checks = [pa.Check.isin(["", *choices])] if choices else []
        return pa.Column("str", [*checks, *([pa.Check.str_length(min_value=1)] if required else [])])
    if column.kind == "number":
        finite = pa.Check(
            lambda value: value is None or (isinstance(value, Decimal) and value.is_finite()),
            element_wise=True,
            ignore_na=False,  # pandas takes Decimal("NaN") for an unknown number
        )
        return pa.Column("object", finite, nullable=True)
    return pa.Column("Int64" if column.kind == "integer" else "boolean", nullable=not required)
