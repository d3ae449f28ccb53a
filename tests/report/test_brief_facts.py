"""What a brief counts and tells of a plan, from its rows alone."""

import pytest
from rows import indicator

from cityplan.report.row_words import path_words


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({"baseline_fy": 2021, "target_fy": 2026}, "28.4%（R3）から50.0%（R8）へ"),
        ({"baseline_fy": 2021}, "28.4%（R3）から50.0%へ"),
        ({"target_fy": 2026, "baseline_text": ""}, "現状値か目標値の記載なし"),
    ],
)
def test_the_way_of_an_indicator_names_the_years_that_are_known(given: dict[str, object], wanted: str) -> None:
    assert path_words(indicator(**{"baseline_text": "28.4%", "target_text": "50.0%"} | given)) == wanted
