"""What a table 表 and a column 列 are: a class of rows, each field annotated with what readers are told of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Literal, TypeVar, get_args, get_origin, get_type_hints

Kind = Literal["text", "number", "integer", "boolean"]
_KINDS: dict[type, Kind] = {str: "text", Decimal: "number", int: "integer", bool: "boolean"}


@dataclass(frozen=True)
class Column:
    """One column 列: its Japanese label, and how it is read; its name, kind and need are those of the field.

    `meaning` says in Japanese what the label alone does not; workbook, datapackage.json and docs show it.
    `is_mark`: it holds marks 印, of which the rule of an edition says which there are.
    """

    label: str
    meaning: str = ""
    choices: tuple[str, ...] = ()
    unit: str = ""
    required: bool = False
    is_mark: bool = False
    name: str = ""
    kind: Kind = "text"

    def choices_of(self, marks: Iterable[str]) -> tuple[str, ...]:
        """What can stand there, where `marks` are those of the edition's rule; empty where anything can."""
        return tuple(marks) if self.is_mark else self.choices


@dataclass(frozen=True)
class Row:
    """A row 行 of a table, typed: "" is an unknown text, None an unknown number."""


R = TypeVar("R", bound=Row)


@dataclass(frozen=True)
class Table:
    """One table 表: its Japanese label, its columns and those that identify a row; what one row is."""

    name: str
    label: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    meaning: str = ""

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    def is_required(self, column: Column) -> bool:
        """Whether every row has a value there; what alone identifies a row is never empty."""
        return column.required or self.key == (column.name,)


def entered(
    tables: dict[str, Table], rows: dict[str, type[Row]], name: str, label: str, meaning: str, key: tuple[str, ...] = ()
) -> Callable[[type[R]], type[R]]:
    """Enter a class of rows among the tables, under that name."""

    def enter(row: type[R]) -> type[R]:
        tables[name], rows[name] = Table(name, label, key, _columns(row), meaning), row
        return row

    return enter


def _columns(row: type[Row]) -> tuple[Column, ...]:
    hints = get_type_hints(row, include_extras=True)
    return tuple(_column(name, *get_args(hints[name])) for name in column_names(row))


def _column(name: str, annotation: object, column: Column) -> Column:
    """A column by its field: an int is always there, an `int | None` may be unknown; a Literal has its choices."""
    if get_origin(annotation) is Literal:
        return replace(column, name=name, choices=get_args(annotation))
    (kind,) = (_KINDS[each] for each in (get_args(annotation) or (annotation,)) if each in _KINDS)
    return replace(column, name=name, kind=kind, required=column.required or annotation is int)


def column_names(row: type[Row]) -> tuple[str, ...]:
    """The names of the columns of a class of rows, in their order."""
    return tuple(each.name for each in fields(row))
