"""The step that computes: the width of 横ばい as an analyst writes it in the notebook."""

from decimal import Decimal
from pathlib import Path

import pytest

from cityplan import steps
from cityplan.files.errors import UsageError
from cityplan.tables.files import to_csv
from tests.small_tables import ACTIVITY, City

DRAWN = """
事業|R5|R4|前年度比
相談会の開催|107|100|107.0%
"""


@pytest.fixture
def city(tmp_path: Path) -> City:
    city = City(tmp_path).describe(ACTIVITY).csv(DRAWN)
    steps.save(str(tmp_path), "mihon", "R5", city.read())
    return city


@pytest.mark.parametrize("band", [7.2, "7.2", Decimal("7.2")])
def test_a_band_is_read_as_it_is_written(city: City, band: float | str | Decimal) -> None:
    made = steps.compute_document(str(city.root), "mihon", "R5", band)["activity_results"]
    assert made["band"].tolist() == [Decimal("7.2")] and made["change"].tolist() == ["flat"]
    assert ",7.2," in to_csv(made) and "7.20" not in to_csv(made)


@pytest.mark.parametrize("band", ["広め", -1, 100, float("nan"), float("inf"), True])
def test_a_band_that_is_none_is_told(city: City, band: float | str) -> None:
    with pytest.raises(UsageError, match="band"):
        steps.compute_document(str(city.root), "mihon", "R5", band)
