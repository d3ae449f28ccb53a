"""A row without a unit in a table that has a column of units."""

from pathlib import Path

import pytest
from small_tables import HEAD, City


def told(root: Path, rows: str) -> list[str]:
    found = City(root).describe().csv(f"{HEAD}\n{rows}").computed()["findings"]
    return list(found[(found["kind"] == "unit_doubtful") & (found["column"] == "unit")]["message"])


def test_one_among_others_with_units(tmp_path: Path) -> None:
    (message,) = told(tmp_path, "転入者数|人|10|12|20\n充足率||60|65|70\n件数|件|1|2|3")
    assert message.startswith("「充足率」には単位がありません。")


def test_a_dash_says_that_there_is_no_unit(tmp_path: Path) -> None:
    assert told(tmp_path, "転入者数|人|10|12|20\n出生率|－|1.4|1.5|1.6\n件数|件|1|2|3") == []


@pytest.mark.parametrize("rows", ["転入者数||10|12|20\n充足率||60|65|70", "転入者数|人|10|12|20\n充足率||60%|65%|70%"])
def test_none_where_no_row_has_one_or_the_values_have_it(tmp_path: Path, rows: str) -> None:
    assert told(tmp_path, rows) == []


def test_a_dash_says_that_there_is_none(tmp_path: Path) -> None:
    assert told(tmp_path, "転入者数|人|10|12|20\n出生率|－|1.2|1.3|1.4\n件数|件|1|2|3") == []
