"""The tables as an analyst's own cells take them 分析用の表: ordinary pandas, as in a textbook.

Inside the library a number is a Decimal with the digits as printed, because rounding is judged there.
Here it is a float64; what was printed stands beside it, in the columns `…_text`.
"""

from collections.abc import Iterable

import pandas as pd

from cityplan.city import source
from cityplan.city.choice import choose
from cityplan.city.edition import Edition
from cityplan.city.rules import Rule
from cityplan.compute.used import as_used
from cityplan.files.project import project
from cityplan.tables.column import Column
from cityplan.tables.definitions import TABLES
from cityplan.tables.files import read_all
from cityplan.tables.schema import Tables


def as_pandas(tables: Tables, rule: Rule | None) -> Tables:
    """The same tables with numbers as float64, integers as Int64, and what has choices as a category, marks by the rule.

    What is unknown is NaN or NA, also of a category; a text that is unknown stays empty. A column that the
    tables of one plan go without (`file_line`) is not made up.
    """
    return {
        name: pd.DataFrame({c.name: _plain(data[c.name], c, rule) for c in TABLES[name].columns if c.name in data})
        for name, data in tables.items()
    }


def _plain(values: pd.Series, column: Column, rule: Rule | None = None) -> pd.Series:
    """
    >>> from decimal import Decimal
    >>> _plain(pd.Series([Decimal("28.40"), None], dtype="object"), Column("実績値", kind="number")).tolist()
    [28.4, nan]
    """
    if column.kind == "number":
        return values.astype("float64")
    choices = column.choices_of(rule.marks if rule else ())
    if choices or column.is_mark:
        kinds = [*choices, *sorted(set(values) - {"", *choices})]
        return values.mask(values == "").astype(pd.CategoricalDtype(kinds))
    return values


def open_tables(root: str = "..", city: str = "", year: str = "") -> Tables:
    """All tables 表 of an edition by name; of all cities or all years where one is not named, one below the other.

    Each table begins with the columns `city` and `year` (R5), so that a plan of one document is told from that
    of another. UsageError for a city or a year that does not exist, SourceError where there are no tables yet.
    """
    home = project(root)
    found = choose(source.editions(home), [year] if year else [], [city] if city else [])
    opened = [_of_edition(each, as_pandas(as_used(read_all(home / each.processed)), each.rule)) for each in found]
    return {name: _stacked(each[name] for each in opened if name in each) for name in TABLES}


def _of_edition(edition: Edition, tables: Tables) -> Tables:
    for data in tables.values():
        data.insert(0, "city", edition.city)
        data.insert(1, "year", edition.year)
    return tables


def _stacked(given: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Tables one below the other; a category has the choices of all, as cities may have other marks."""
    data = list(given)
    stacked = pd.concat(data, ignore_index=True)
    for name in stacked:
        own = [each[name] for each in data]
        if all(isinstance(each.dtype, pd.CategoricalDtype) for each in own):
            kinds = dict.fromkeys(kind for each in own for kind in each.cat.categories)
            stacked[name] = stacked[name].astype(pd.CategoricalDtype([*kinds]))
    return stacked
