"""Rows 行 of tables as a test wants them: what is not named is unknown, and a number may be given as text."""

from decimal import Decimal
from functools import partial

from cityplan.tables.column import Kind, R
from cityplan.tables.definitions import ROWS, TABLES, Activity, Indicator


def row(of: type[R], **given: object) -> R:
    """A row of that class; KeyError for a column that it does not have.

    >>> row(Indicator, actual="12.0", actual_fy=2023).actual
    Decimal('12.0')
    """
    kinds = {c.name: c.kind for table, own in ROWS.items() if issubclass(of, own) for c in TABLES[table].columns}
    unknown = {name: "" if kind == "text" else None for name, kind in kinds.items()}
    return of(**unknown | {name: _value(value, kinds[name]) for name, value in given.items()})


def _value(value: object, kind: Kind) -> object:
    if kind not in ("number", "integer"):
        return value
    convert = Decimal if kind == "number" else int
    return None if value in (None, "") else convert(str(value))


activity, indicator = partial(row, Activity), partial(row, Indicator)
