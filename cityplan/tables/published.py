"""Tables as they leave the project 公開する表: each row tells of which municipality and which year it is.

As 総務省「統計表における機械判読可能なデータの表記方法の統一ルール」 wants: the code of the area, the western year.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace

import pandas as pd

from cityplan.city.edition import Edition
from cityplan.files.files import sha256
from cityplan.tables.column import Column, Table
from cityplan.tables.datapackage import about, resource, source
from cityplan.tables.definitions import TABLES
from cityplan.tables.files import BOM, to_csv
from cityplan.tables.schema import Tables, series

PACKAGE = "datapackage.json"
# What of a brief's tables is for everyone; not findings and answers, which are between the divisions.
OF_A_PLAN = (
    "plans",
    "activities",
    "activity_results",
    "indicators",
    "indicator_results",
    "observations",
    "corrections",
)
_NOT_PUBLIC = ("file", "file_line")  # whose workbook a correction came from


def origin_columns(edition: Edition) -> dict[Column, str | int]:
    """The columns before those of a table, each with its value; the code of the area where it is declared."""
    code = Column("全国地方公共団体コード", "総務省の6桁のコード。初めの5桁は e-Stat の地域コード", name="area_code")
    area = Column("市町村", name="area")
    year = Column("文書の年度（西暦）", "この行がある文書の年度", name="edition_fiscal_year", kind="integer")
    found: dict[Column, str | int] = {code: edition.area_code} if edition.area_code else {}
    return found | {area: edition.city_name, year: edition.fiscal_year}


def with_origin(table: Table, data: pd.DataFrame, edition: Edition) -> tuple[Table, pd.DataFrame]:
    """A table and its rows with the columns of their origin before the others."""
    origin = origin_columns(edition)
    first = pd.DataFrame(
        {each.name: series([value] * len(data), each).set_axis(data.index) for each, value in origin.items()}
    )
    return replace(table, columns=(*origin, *table.columns)), pd.concat([first, data], axis="columns")


def package(tables: Tables, edition: Edition, names: Iterable[str] = OF_A_PLAN) -> dict[str, str]:
    """Some tables as the texts of CSV files, with the datapackage.json that describes them; empty tables are left out."""
    files: dict[str, str] = {}
    resources: list[Mapping[str, object]] = []
    for name in names:
        if name not in tables or not len(tables[name]):
            continue
        shown = TABLES[name]
        shown = replace(shown, columns=tuple(each for each in shown.columns if each.name not in _NOT_PUBLIC))
        known = tables[name][[each.name for each in shown.columns]]
        table, data = with_origin(shown, known, edition)
        files[f"{name}.csv"] = BOM + to_csv(data)
        told_of = resource(table, edition.rule.marks if edition.rule else ())
        resources.append({**told_of, "hash": f"sha256:{sha256(files[f'{name}.csv'].encode())}"})
    told = {**about(edition), "sources": [source(edition)], "resources": resources}
    return {**files, PACKAGE: json.dumps(told, ensure_ascii=False, indent=1) + "\n"}
