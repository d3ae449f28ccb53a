"""An activity over several rows of a table: one where its values are merged too, several where they are not."""

from pathlib import Path
from typing import Any

import pytest
from small_tables import City, typed

FORM = """subject = "activity"
previous = "R4"
actual = "R5"
[edition.columns]
name = "事業"
content = "内容"
actual = "R5"
previous = "R4"
"""
TABLE = "事業|内容|R5|R4\n空き店舗|改装費を補助|40件|32件\n|家賃を補助||\n創業|相談を受ける|5件|4件"


@pytest.fixture
def city(tmp_path: Path) -> City:
    return City(tmp_path, "R5.xlsx").describe(FORM)


def rows(city: City, *merged: str) -> list[list[str]]:
    def merge(_: Any, sheet: Any) -> None:
        for each in merged:
            sheet.merge_cells(each)

    city.xlsx(typed(TABLE), merge)
    return city.read()["activities"][["name", "content", "actual"]].astype(str).to_numpy().tolist()


def test_values_that_are_merged_are_of_one_activity(city: City) -> None:
    assert rows(city, "A2:A3", "C2:C3", "D2:D3") == [
        ["空き店舗", "改装費を補助家賃を補助", "40"],
        ["創業", "相談を受ける", "5"],
    ]
    assert "joined_rows" in set(city.read()["repairs"]["rule"])


def test_a_value_in_one_of_the_rows_is_the_activitys(city: City) -> None:
    assert [row[2] for row in rows(city, "A2:A3", "C2:C3")] == ["40", "5"]
