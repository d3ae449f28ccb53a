"""Tables on disk: CSV that Excel opens, described in datapackage.json; read typed and checked."""

import csv
import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from io import StringIO
from pathlib import Path

import numpy as np
import pandas as pd
import pandera.pandas as pa

from cityplan.files.csv_text import guarded, unguarded
from cityplan.files.errors import SourceError
from cityplan.files.files import read_text, write_all
from cityplan.tables.columns import Column, Table
from cityplan.tables.contract import TABLES
from cityplan.tables.datapackage import resource
from cityplan.tables.schema import Tables, Unfit, check, series, typed

_LAST = "findings"  # what the steps make last


def write(tables: Tables, folder: Path, about: Mapping[str, object]) -> None:
    """Write tables as CSV (UTF-8 with BOM, LF) and describe all of the folder in datapackage.json.

    `about` holds the package's own facts (`datapackage.about`). Each table is checked first; numbers of any
    type are taken. Raises SourceError for what a column cannot hold: an analyst may have changed a table.
    """
    texts = {
        folder / f"{name}.csv": "\ufeff" + to_csv(_checked(folder / f"{name}.csv", name, data))
        for name, data in tables.items()
    }
    there = {*texts, *folder.glob("*.csv")}
    present = [table for table in TABLES.values() if folder / f"{table.name}.csv" in there]
    package = {**about, "resources": [resource(table) for table in present]}
    texts[folder / "datapackage.json"] = json.dumps(package, ensure_ascii=False, indent=1) + "\n"
    write_all({path: text.encode() for path, text in texts.items()})


def _checked(path: Path, name: str, data: pd.DataFrame) -> pd.DataFrame:
    try:
        return check(name, typed(name, data))
    except (Unfit, pa.errors.SchemaError) as error:
        unfit = error if isinstance(error, Unfit) else _told(error)
        raise SourceError(
            f"{TABLES[name].label}の表に書けません（{unfit.problem}）",
            file="/".join(path.parts[-5:]),
            column=unfit.column,
            text=unfit.text,
            next_step="表を変えたセルを直してください。値の訂正は corrections.csv に書くと、報告まで届きます。",
        ) from error


def _told(error: pa.errors.SchemaError) -> Unfit:
    """What the check of a table found, with the value."""
    column = str(getattr(error.schema, "name", "") or "")
    cases = error.failure_cases
    text = str(cases["failure_case"].iloc[0]) if isinstance(cases, pd.DataFrame) and len(cases) else ""
    if column in TABLES:  # the key of the whole table
        return Unfit("同じ行が2つあります", "、".join(TABLES[column].key), "")
    return Unfit("この列にない値です", column, text)


def to_csv(data: pd.DataFrame) -> str:
    """A table as CSV text, numbers with the digits as printed, booleans as true and false."""
    text = pd.DataFrame({name: [_cell_text(value) for value in data[name]] for name in data}, dtype="str")
    return text.to_csv(index=False, lineterminator="\n")


def _cell_text(value: object) -> str:
    if value is None or value is pd.NA:
        return ""
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value).lower() if isinstance(value, bool | np.bool_) else str(value)


def read(folder: Path, *names: str) -> Tables:
    """Read tables of a folder, those named or all that are there, typed and checked.

    Raises SourceError where a table is missing or does not fit its columns.
    """
    wanted = names or tuple(name for name in TABLES if (folder / f"{name}.csv").exists())
    return {name: _read_table(folder / f"{name}.csv", TABLES[name]) for name in wanted}


def read_all(folder: Path) -> Tables:
    """All tables 表 of an edition; SourceError where its steps 工程 have not made them yet."""
    if not (folder / f"{_LAST}.csv").exists():
        raise SourceError(
            "表がまだありません",
            file="/".join(folder.parts[-4:]),
            next_step="10_clean.ipynb と 20_compute.ipynb を順に実行するか、make briefs を実行してください。",
        )
    return read(folder)


def _read_table(path: Path, table: Table) -> pd.DataFrame:
    place = "/".join(path.parts[-5:])
    text = read_text(path, place)
    try:
        cells = _columns(text, table)
        data = pd.DataFrame({c.name: _typed(cells[c.name], c) for c in table.columns})
        return check(table.name, data)
    except (KeyError, ArithmeticError, ValueError, csv.Error, pa.errors.SchemaError) as error:
        raise SourceError(
            f"表の形が違います（{str(error).splitlines()[0][:120]}）",
            file=place,
            next_step="python pipeline.py で作り直してください。",
        ) from error


def _columns(text: str, table: Table) -> dict[str, list[str]]:
    """The cells of a CSV by column; ValueError where a line is longer or shorter than the heading."""
    heading, *rows = csv.reader(StringIO(text, newline=""))
    if heading != [column.name for column in table.columns]:
        raise ValueError(f"columns are {heading}")
    if uneven := [number for number, row in enumerate(rows, 2) if len(row) != len(heading)]:
        raise ValueError(f"row {uneven[0]} does not have {len(heading)} cells")
    return {name: [row[at] for row in rows] for at, name in enumerate(heading)}


def _typed(values: list[str], column: Column) -> pd.Series:
    converters: dict[str, Callable[[str], object]] = {
        "text": unguarded,
        "number": Decimal,
        "integer": int,
        "boolean": {"true": True, "false": False}.__getitem__,
    }
    convert = converters[column.kind]
    empty = "" if column.kind == "text" else None
    return series([convert(value) if value else empty for value in values], column)
