"""What changed since the document before, as a plan's brief and the overview tell it."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from aligned import table
from bs4 import BeautifulSoup

from cityplan.build.run import run_notebook
from cityplan.city.edition import Edition
from cityplan.files.reads import noted
from cityplan.report.city import lists as overview_lists
from cityplan.report.city.overview import Overview, open_overview
from cityplan.report.plan import changes as brief_changes
from cityplan.report.plan.brief import Brief, open_plan
from cityplan.tables.schema import Tables, frame
from tests.published import project
from tests.second_year import two_years

pytestmark = pytest.mark.xdist_group("brief_changes")

ROOT = Path(__file__).parents[2]
CHANGES = """
plan_id|subject  |no|kind      |name  |before|after|source_line
06     |activity |1 |new       |新事業|      |     |12
06     |activity |  |ended     |旧事業|      |     |13
06     |activity |  |not_listed|消えた|      |     |498
06     |indicator|1 |renamed   |新名  |旧名  |新名 |14
06     |indicator|1 |target    |新名  |60件  |50件 |14
06     |indicator|2 |unit      |割合  |      |%    |14
06     |plan     |  |not_listed|産業  |シートあり|シートなし|15
07     |activity |1 |new       |ほか  |      |     |20
"""
WORDS = [
    "新規　事業「新事業」（出典）",
    "終了　事業「旧事業」（出典）",
    "掲載なし　事業「消えた」（R4の資料にあり、この資料になし）",
    "名称変更　指標「旧名」→「新名」（出典）",
    "目標値の変更　指標「新名」　60件→50件（出典）",
    "単位・測り方の変更　指標「割合」　記載なし→%（出典）",
    "掲載なし　プラン「産業」　シートあり→シートなし（出典）",
]


@pytest.fixture(scope="module")
def made(
    tmp_path_factory: pytest.TempPathFactory,
    edition: Edition,
    printed: Tables,
    computed: Tables,
    findings: pd.DataFrame,
) -> Path:
    """Hitachi's R5 and an invented R6, with the notebooks."""
    root = project(tmp_path_factory.mktemp("changes"))
    tables = {**printed, **computed, "findings": findings, "cutouts": frame("cutouts", [])}
    return two_years(ROOT, root, tables, edition, 7)


@pytest.fixture(scope="module")
def plan(made: Path) -> Brief:
    return open_plan(str(made), "hitachi", "R5", "06")


@pytest.fixture(scope="module")
def overview(made: Path) -> Overview:
    return open_overview(str(made), "hitachi", "R5")


def with_changes(opened: Any, data: pd.DataFrame | None) -> Any:
    tables = {name: each for name, each in opened.exact.items() if name != "changes"}
    return replace(opened, exact=tables if data is None else {**tables, "changes": data})


def drawn(plan_id: str = "") -> pd.DataFrame:
    data = table("changes", CHANGES, edition="R4")
    return data[data["plan_id"] == plan_id] if plan_id else data


class TestOnePlan:
    def test_one_sentence_for_each_change(self, plan: Brief) -> None:
        page = BeautifulSoup(str(brief_changes.changes(with_changes(plan, drawn("06")))), "html.parser")
        assert [each.get_text() for each in page.find_all("p")] == WORDS

    def test_no_line_number_is_told_and_one_of_the_earlier_document_is_no_link(self, plan: Brief) -> None:
        said = str(brief_changes.changes(with_changes(plan, drawn("06"))))
        assert 'href="#L12"' in said and 'href="#L498"' not in said
        assert not re.search("[0-9]行|原文", BeautifulSoup(said, "html.parser").get_text())

    @pytest.mark.parametrize("data", [None, frame("changes", [])])
    def test_nothing_where_nothing_changed(self, plan: Brief, data: pd.DataFrame | None) -> None:
        assert brief_changes.changes(with_changes(plan, data)) is None

    def test_hostile_words_are_text(self, plan: Brief) -> None:
        row = {"kind": "new", "subject": "activity", "name": "<img src=x onerror=alert(1)>"}
        said = str(brief_changes.changes(with_changes(plan, frame("changes", [row]))))
        assert "<img" not in said and "&lt;img" in said


class TestTheWholeCity:
    WORDS = "{事業数}件のうち{新規の事業}、{指標数}件のうち{名称の変わった指標}・{目標の変わった指標}、{なくなった事業}（{前の文書}）"

    def test_one_line_of_counts(self, overview: Overview) -> None:
        said = overview_lists.changes(with_changes(overview, drawn()), self.WORDS)
        assert said == "<p>28件のうち2、29件のうち1・2、2（R4）</p>"

    @pytest.mark.parametrize("data", [None, frame("changes", [])])
    def test_nothing_where_nothing_changed(self, overview: Overview, data: pd.DataFrame | None) -> None:
        assert overview_lists.changes(with_changes(overview, data), self.WORDS) is None


def test_a_brief_tells_it_and_is_made_of_its_own_rows(made: Path, tmp_path: Path) -> None:
    parameters = {"city": "hitachi", "year": "R6", "plan": "05"}
    executed = run_notebook(made / "notebooks/40_brief.ipynb", parameters, "", tmp_path / "reads")
    shown = "".join(
        str(output.data.get("text/html", "")) for cell in executed.cells for output in cell.get("outputs", [])
    )
    order = [shown.index(f"{head}</") for head in ("<strong>目的", "<h2>昨年度からの変更", "<h2>掲載事業の実績")]
    assert order == sorted(order)
    places = noted(tmp_path / "reads")
    assert "data/processed/hitachi/R6/changes.csv//05" in places
    assert "data/processed/hitachi/R6/changes.csv" not in places
