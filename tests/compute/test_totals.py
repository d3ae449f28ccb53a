"""Values that a printed total proves: all of its column, none of a column that it does not sum."""

from pathlib import Path

import pytest
from aligned import drawn
from small_tables import City

FORM = """subject = "activity"
previous = "R4"
actual = "R5"
total_rows = ["合計", "小計"]
[edition.columns]
name = "事業"
actual = "R5"
previous = "R4"
"""
TABLE = "事業|R5|R4\n創業|10件|9件\n販路|20件|12件\n合計|30件|21件"


def proofs(root: Path, table: str = TABLE) -> list[list[str]]:
    """Name, role, state and the printed total of each value."""
    found = City(root).describe(FORM).csv(table).computed()["proofs"]
    return drawn(found, "name", "role", "state", "other_text")


def test_each_value_of_a_sum_is_proved(tmp_path: Path) -> None:
    assert sorted(proofs(tmp_path)) == [
        ["創業", "actual", "proved", "30件"],
        ["創業", "previous", "proved", "21件"],
        ["販路", "actual", "proved", "30件"],
        ["販路", "previous", "proved", "21件"],
    ]


@pytest.mark.parametrize("digit", ["11件", "12件", "20件"])
def test_a_changed_digit_is_not_proved(tmp_path: Path, digit: str) -> None:
    found = proofs(tmp_path, TABLE.replace("10件", digit))
    assert {row[1]: row[2] for row in found} == {"actual": "single", "previous": "proved"}


def test_a_subtotal_proves_the_rows_since_the_last(tmp_path: Path) -> None:
    table = "事業|R5|R4\n創業|10件|9件\n小計|10件|8件\n販路|20件|12件\n小計|20件|12件\n合計|30件|21件"
    told = {(name, role): (state, total) for name, role, state, total in proofs(tmp_path, table)}
    assert told["創業", "actual"] == ("proved", "10件")
    assert told["創業", "previous"] == ("proved", "21件")  # the subtotal differs, the total does not
    assert told["販路", "previous"] == ("proved", "12件")


def test_what_was_corrected_is_no_part_of_the_printed_sum(tmp_path: Path) -> None:
    city = City(tmp_path).describe(FORM).csv(TABLE)
    line = (
        "year,table,plan_id,row,column,printed,use,reason,date\nR5,activities,01,1,actual,10件,11件,確認,2024-06-03\n"
    )
    (city.folder / "corrections.csv").write_text(line, encoding="utf-8")
    states = {tuple(row[:2]): row[2] for row in drawn(city.computed()["proofs"], "name", "role", "state")}
    assert (states["創業", "actual"], states["販路", "actual"]) == ("single", "proved")
