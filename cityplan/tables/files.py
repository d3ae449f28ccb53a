"""Tables on disk: CSV that Excel opens, read typed, and checked where they were changed."""

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from cityplan.files.csv_text import guarded, unguarded
from cityplan.files.errors import SourceError
from cityplan.files.files import read_bytes, read_text, sha256, write_all
from cityplan.files.reads import not_noted
from cityplan.tables.column import Column, Table
from cityplan.tables.datapackage import resource
from cityplan.tables.definitions import TABLES
from cityplan.tables.schema import Tables, Unfit, series, typed

_MARK = "status_printed"
_LAST = "findings"  # what the steps make last
_PACKAGE = "datapackage.json"
BOM = "\ufeff"


def write(tables: Tables, folder: Path, about: Mapping[str, object], marks: Sequence[str] = ()) -> None:
    """Write tables as CSV (UTF-8 with BOM, LF) and describe all of the folder in datapackage.json.

    `about` holds the package's own facts (`datapackage.about`), `marks` are those of its rule, any where it has none.
    Each table is checked first; numbers of any type are taken. Raises SourceError for what a column cannot hold: an analyst may have changed a table.
    """
    files = {
        f"{name}.csv": (BOM + to_csv(_checked(folder / f"{name}.csv", name, data, marks))).encode()
        for name, data in tables.items()
    }
    hashes = {**_written(folder).hashes, **{name: _hash(data) for name, data in files.items()}}
    there = {*files, *(path.name for path in folder.glob("*.csv"))}
    present = [resource(table, marks) for table in TABLES.values() if f"{table.name}.csv" in there]
    known = [{**each, "hash": hashes[each["path"]]} if each["path"] in hashes else each for each in present]
    files[_PACKAGE] = (json.dumps({**about, "resources": known}, ensure_ascii=False, indent=1) + "\n").encode()
    write_all({folder / name: data for name, data in files.items()})


def _hash(data: bytes) -> str:
    """The hash of a file, as a Data Package has it."""
    return f"sha256:{sha256(data)}"


class _Written(NamedTuple):
    """What `datapackage.json` says of the files as they were written: their hashes, and the marks of the rule."""

    hashes: Mapping[str, str] = {}
    marks: Sequence[str] = ()


def _written(folder: Path) -> _Written:
    """Nothing is known where the package cannot be read."""
    try:
        with not_noted():  # it changes with every table, and what is read of a table does not
            resources = json.loads(read_bytes(folder / _PACKAGE, _PACKAGE))["resources"]
        hashes = {each["path"]: each["hash"] for each in resources if "hash" in each}
        fields = [field for each in resources for field in each["schema"]["fields"]]
        marks = [field["constraints"].get("enum", []) for field in fields if field["name"] == _MARK]
        return _Written(hashes, *marks[:1])
    except (SourceError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return _Written()


def _checked(path: Path, name: str, data: pd.DataFrame, marks: Sequence[str]) -> pd.DataFrame:
    try:
        return _fitting(name, typed(name, data), marks)
    except Unfit as error:
        raise SourceError(
            f"{TABLES[name].label}の表に書けません（{error.problem}）",
            file="/".join(path.parts[-5:]),
            column=error.column,
            text=error.text,
            next_step="表を変えたセルを直してください。値の訂正は corrections.csv に書くと、報告まで届きます。",
        ) from error


def _fitting(name: str, data: pd.DataFrame, marks: Sequence[str] = ()) -> pd.DataFrame:
    from cityplan.tables.fit import check  # what only reads whole files does without pandera

    return check(name, data, marks)


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
    """Read tables of a folder, those named or all that are there, typed.

    What is not as it was written is checked. Raises SourceError where a table is missing or does not fit its columns.
    """
    wanted = names or tuple(name for name in TABLES if (folder / f"{name}.csv").exists())
    written = _written(folder)
    return {name: _read_table(folder / f"{name}.csv", TABLES[name], written) for name in wanted}


def read_all(folder: Path) -> Tables:
    """All tables 表 of an edition; SourceError where its steps 工程 have not made them yet."""
    if not (folder / f"{_LAST}.csv").exists():
        raise SourceError(
            "表がまだありません",
            file="/".join(folder.parts[-4:]),
            next_step="10_clean.ipynb と 20_compute.ipynb を順に実行するか、make briefs を実行してください。",
        )
    return read(folder)


def _read_table(path: Path, table: Table, written: _Written) -> pd.DataFrame:
    place = "/".join(path.parts[-5:])
    text = read_text(path, place)
    as_written = written.hashes.get(path.name) == _hash((BOM + text).encode())
    try:
        cells = _columns(text, table)
        data = pd.DataFrame({c.name: _typed(cells[c.name], c) for c in table.columns})
        return data if as_written else _fitting(table.name, data, written.marks)
    except (KeyError, ArithmeticError, ValueError, csv.Error) as error:
        unfit = error if isinstance(error, Unfit) else Unfit(str(error).splitlines()[0][:120], "", "")
        raise SourceError(
            f"表の形が違います（{unfit.problem}）",
            file=place,
            column=unfit.column,
            text=unfit.text,
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
