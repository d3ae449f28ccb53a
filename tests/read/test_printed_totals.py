"""Total rows: which rows each is of, by its word and its place; what is told where it is wrong or not checked."""

from pathlib import Path
from typing import Any

import pytest
from small_tables import City

FORM = """subject = "activity"
actual = "R5"
total_rows = ["小計", "計", "合計"]
[edition.columns]
group = "政策"
plan = "施策"
name = "事業"
[edition.years.settled]
R5 = "決算額"
"""
LEVELS = """
政策|施策|事業|決算額
ひと|学び|教室|1
|学び|調査|2
||小計|{学び}
|育ち|預かり|4
||小計|4
|計||{ひと}
まち|安全|照明|8
||小計|8
|行政|窓口|16
||小計|{行政}
|計||{まち}
合計|||{全部}
"""
RIGHT = {"学び": "3", "ひと": "7", "行政": "16", "まち": "24", "全部": "31"}


def city(root: Path) -> City:
    return City(root).describe(FORM.replace("total_rows", 'fill_down = ["group"]\ntotal_rows'))


def told(found: City) -> list[list[str]]:
    """Kind, printed total and computed sum of the findings about totals."""
    findings = found.computed()["findings"]
    findings = findings[findings["kind"].isin(["total_mismatch", "total_unread"])]
    return [list(row) for row in zip(findings["kind"], findings["printed"], findings["computed"], strict=True)]


@pytest.mark.parametrize(
    ("wrong", "wanted"),
    [
        ({}, []),
        ({"学び": "9"}, [["total_mismatch", "9", "3"]]),
        ({"ひと": "9"}, [["total_mismatch", "9", "7"]]),
        ({"行政": "9"}, [["total_mismatch", "9", "16"]]),
        ({"まち": "9"}, [["total_mismatch", "9", "24"]]),
        ({"全部": "9"}, [["total_mismatch", "9", "31"]]),
    ],
)
def test_a_total_of_each_level_is_told_with_its_own_sum(
    wrong: dict[str, str], wanted: list[list[str]], tmp_path: Path
) -> None:
    assert told(city(tmp_path).csv(LEVELS.format(**{**RIGHT, **wrong}))) == wanted


def test_a_total_beside_a_merged_plan_is_of_its_rows(tmp_path: Path) -> None:
    rows = [["施策", "事業", "決算額"], ["学び", "教室", 1], ["育ち", "預かり", 2], [None, "照明", 4], [None, "計", 9]]
    rows += [["行政", "窓口", 8], [None, "計", 8]]
    form = FORM.replace('group = "政策"\n', "")
    book = City(tmp_path, "R5.xlsx").describe(form)

    def merged(_: Any, page: Any) -> None:
        page.merge_cells("A3:A5")
        page.merge_cells("A6:A7")

    assert told(book.xlsx(rows, merged)) == [["total_mismatch", "9", "6"]]


def test_where_nothing_says_which_rows_a_total_is_of_all_sums_are_named(tmp_path: Path) -> None:
    form = FORM.replace('group = "政策"\n', "")
    table = "施策|事業|決算額\n学び|教室|1\n計||1\n育ち|預かり|2\n計||{}"
    found = City(tmp_path).describe(form).csv(table.format(9))
    assert told(found) == [["total_mismatch", "9", "2 か 3"]]
    message = found.computed()["findings"]["message"].iloc[-1]
    assert "どの和（2、3）とも違います" in message
    for right in (2, 3):
        assert told(City(tmp_path).describe(form).csv(table.format(right))) == []


def test_a_total_over_a_text_that_is_no_number_is_told_as_unchecked(tmp_path: Path) -> None:
    table = LEVELS.format(**RIGHT).replace("預かり|4", "預かり|)4")
    assert told(city(tmp_path).csv(table)) == [
        ["total_unread", "4", ""],
        ["total_unread", "7", ""],
        ["total_unread", "31", ""],
    ]


@pytest.mark.parametrize(
    ("unit", "total", "wanted"),
    [
        ("人", "12", []),
        ("人", "30", []),
        ("人", "21", [["total_mismatch", "21", "12"]]),
        ("", "12", [["total_unread", "12", ""]]),
    ],
)
def test_a_total_over_unlike_units_is_of_the_rows_in_its_own(
    unit: str, total: str, wanted: list[list[str]], tmp_path: Path
) -> None:
    form = """subject = "activity"
actual = "R5"
total_rows = ["小計"]
[edition.columns]
name = "事業"
unit = "単位"
actual = "R5"
"""
    found = City(tmp_path).describe(form).csv(f"事業|単位|R5\n教室|人|5\n公開|日|18\n資料館|人|7\n小計|{unit}|{total}")
    assert told(found) == wanted
