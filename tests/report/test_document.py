"""What pages say of a document as a whole: the year of its figures, and whose rule judges them."""

from dataclasses import replace
from pathlib import Path

import pytest
from rows import indicator

from cityplan.city.edition import Edition
from cityplan.city.source import edition
from cityplan.report import document
from cityplan.report.plan.text import formulas


@pytest.fixture
def hitachi(root: Path) -> Edition:
    return edition(root, "hitachi", "R5")


@pytest.mark.parametrize(
    ("year", "actual", "words"),
    [
        ("R5", 2023, "令和5年度（2023年度）の実績"),
        ("R7", 2024, "令和6年度（2024年度）の実績"),
        ("R6", None, "令和6年度（2024年度）現状"),
    ],
)
def test_the_year_is_that_of_the_actuals(hitachi: Edition, year: str, actual: int | None, words: str) -> None:
    """A sheet of R7 may tell the results of R6."""
    assert document.year_words(replace(hitachi, year=year, actual=actual)) == words


def test_the_source_of_a_rule_is_that_of_its_own_city(hitachi: Edition) -> None:
    rule = hitachi.rule
    assert rule
    other = replace(hitachi, city="mihon", city_name="見本市")
    own, chosen = (str(formulas(each, rule, [], [indicator()])) for each in (hitachi, other))
    assert f"規則の出典：{rule.source}" in own
    assert "日立市" not in chosen and rule.title in chosen


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("海波市 評価シート（令和６年度）", "『海波市 評価シート（令和６年度）』"),
        ("評価シート（令和６年度）", "海波市『評価シート（令和６年度）』"),
    ],
)
def test_a_publisher_that_the_title_names_stands_once(hitachi: Edition, title: str, named: str) -> None:
    own = replace(hitachi, publisher="海波市", title=title)
    facts = document.document_facts(own, "", "")
    assert facts["footer"] == f"出典：{named}から作成"
    assert document.source_named(own).startswith(named)
    assert facts["header_left"].count("海波市") == 1
