"""Tables of any form, read with declarations only: each value as its truth, typed by hand, says."""

import json
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from aligned import body, drawn

from cityplan import steps
from cityplan.japanese.letters import fold, squeeze
from cityplan.tables.schema import Tables

SAMPLES = Path(__file__).parents[1] / "sample" / "tables"


def computed(root: Path, name: str, year: str) -> Tables:
    """A sample, cleaned, computed and audited."""
    shutil.copytree(SAMPLES / name, root / "data/raw" / name)
    tables = steps.clean_document(str(root), name, year)
    steps.save(str(root), name, year, tables)
    return {**tables, **steps.compute_document(str(root), name, year, 5)}


def values(tables: Tables) -> list[list[str]]:
    return drawn(tables["observations"], "plan_id", "no", "role", "era", "value", "unit")


class TestSmallOnes:
    def test_marks_of_any_kind(self, tmp_path: Path) -> None:
        tables = computed(tmp_path, "f03", "R6")
        assert drawn(tables["indicators"], "name", "actual", "status_printed") == body("""
            name       | actual | mark
            宿泊観光客数 | 988  | D
            観光消費額   | 4527 | A
            相談件数     | 12   | 順調
        """)
        assert set(tables["findings"]["kind"]) == {"polarity_inferred"}

    def test_headings_that_stand_twice(self, tmp_path: Path) -> None:
        tables = computed(tmp_path, "f06", "R6")
        assert values(tables) == body("""
            plan | no | role | era | value | unit
            01 | 1 | actual | R6 | 4 |
            01 | 1 | actual | R5 | 3 |
        """)
        assert list(tables["plans"]["name"]) == ["不法投棄対策"]

    def test_an_activity_beside_its_indicators(self, tmp_path: Path) -> None:
        tables = computed(tmp_path, "f07", "R6")
        assert drawn(tables["indicators"], "name", "subgroup", "unit", "actual") == body("""
            name     | subgroup        | unit | actual
            啓発の回数 | 不法投棄対策事業 | 回 | 1
            看板の数   | 不法投棄対策事業 | 基 | 10
        """)

    def test_years_in_columns_of_their_own(self, tmp_path: Path) -> None:
        tables = computed(tmp_path, "f10", "R6")
        assert drawn(tables["indicators"], "name", "baseline_fy", "actual_fy", "target_fy") == body("""
            name          | baseline | actual | target
            冬期の観光客数 | 2018 | 2024 | 2027
            排出量         | 2018 | 2022 | 2027
        """)
        assert set(tables["findings"]["severity"]) == {"info"}

    def test_a_unit_in_a_heading(self, tmp_path: Path) -> None:
        tables = computed(tmp_path, "f12", "R6")
        assert drawn(tables["activities"], "name", "unit", "actual", "actual_text", "previous") == body("""
            name              | unit | actual | text | previous
            環境審議会開催事業 | 千円 | 41   | 41   | 103
            公害測定事業       | 千円 | 1898 | 1898 | 1567
        """)
        assert tables["findings"].empty

    def test_several_indicators_in_a_row(self, tmp_path: Path) -> None:
        tables = computed(tmp_path, "f13", "R6")
        assert drawn(tables["indicators"], "name", "subgroup", "unit") == body("""
            name           | subgroup         | unit
            啓発の回数     | 不法投棄対策事業 | 回
            不法投棄の箇所数 | 不法投棄対策事業 | 件
        """)
        assert values(tables) == body("""
            plan | no | role | era | value | unit
            01 | 1 | actual | R6 | 2 | 回
            01 | 1 | actual | R5 | 1 | 回
            01 | 2 | actual | R6 | 2 | 件
            01 | 2 | actual | R5 | 3 | 件
        """)
        assert tables["findings"].empty

    def test_one_row_for_each_value(self, tmp_path: Path) -> None:
        tables = computed(tmp_path, "f15", "R6")
        assert len(tables["indicators"]) == 1
        assert values(tables) == body("""
            plan | no | role | era | value | unit
            01 | 1 | actual | R5 | 12 | 人
            01 | 1 | target | R8 | 0  | 人
            01 | 1 | actual | R4 | 20 | 人
        """)
        assert tables["findings"].empty


# The list of 40 activities with up to three indicators each


def _number(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


@pytest.fixture(scope="module")
def minato(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    return computed(tmp_path_factory.mktemp("minato"), "minato", "R5")


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SAMPLES / "minato" / "truth.json").read_text("utf-8"))
    return found


class TestAWideList:
    def test_plans(self, minato: Tables, truth: dict[str, Any]) -> None:
        wanted = [[f"{each['no']:02}", each["name"], each["department"]] for each in truth["plans"]]
        assert drawn(minato["plans"], "plan_id", "name", "group") == wanted

    def test_indicators(self, minato: Tables, truth: dict[str, Any]) -> None:
        wanted = [
            [f"{plan['no']:02}", each["name"], fold(each["unit"]), plan["division"], each["where"]["cell"][1:]]
            for plan in truth["plans"]
            for each in plan["indicators"]
        ]
        columns = ("plan_id", "name", "unit", "division", "source_line")
        assert drawn(minato["indicators"], *columns) == wanted
        assert len(wanted) == 74

    def test_marks_and_directions(self, minato: Tables, truth: dict[str, Any]) -> None:
        wanted = [
            [f"{plan['no']:02}", plan["mark"]["printed"], plan["direction_choice"]["printed"], plan["division"]]
            for plan in truth["plans"]
        ]
        assert drawn(minato["activities"], "plan_id", "grade", "direction", "division") == wanted

    def test_every_value(self, minato: Tables, truth: dict[str, Any]) -> None:
        found = {
            (row.plan_id, row.subject, row.no, row.role, row.fiscal_year): (row.value, row.unit, squeeze(row.text))
            for row in minato["observations"].itertuples()
        }
        wanted = {
            (plan_id, subject, no, each["role"], each["fiscal_year"]): (
                _number(each["number"]),
                fold(each["unit"]),
                squeeze(each["printed"]),
            )
            for plan_id, subject, no, each in _truth_values(truth)
            if each["number"] is not None
        }
        assert found == wanted
        assert len(list(_truth_values(truth))) == 342

    def test_a_dash_is_no_value(self, minato: Tables, truth: dict[str, Any]) -> None:
        cells = minato["cells"]
        places = {(row.plan_id, row.row, row.column): row.text for row in cells.itertuples()}
        dashes = [place for place in _truth_values(truth) if place[3]["number"] is None]
        assert dashes
        for plan_id, _, no, each in dashes:
            role, year = each["role"], each["fiscal_year"]
            column = f"{role}_text" if year == 2023 and role != "settled" else f"{role}_{year}_text"
            assert places[plan_id, no, column] == each["printed"]

    def test_the_faults_and_no_others(self, minato: Tables, truth: dict[str, Any]) -> None:
        assert len(truth["faults"]) == 2
        assert drawn(minato["findings"], "kind", "plan_id", "printed", "source_line") == body("""
            kind           | plan | printed | line
            total_mismatch |      | 924,897 | 47
            doubtful_value | 16   | 9310.0% | 22
        """)
        computed_total = minato["findings"]["computed"].iloc[0]
        assert computed_total == next(each["right"] for each in truth["faults"] if each["kind"] == "total")

    def test_what_is_no_row_is_told(self, minato: Tables) -> None:
        assert drawn(minato["skipped_lines"], "source_line", "reason") == body("""
            line | reason
            1  | above_table
            2  | above_table
            47 | total_row
            49 | note_row
            50 | note_row
            51 | note_row
            52 | note_row
        """)


def _truth_values(truth: dict[str, Any]) -> list[tuple[str, str, int, dict[str, Any]]]:
    """Plan, subject, number and value of each printed value."""
    found = []
    for plan in truth["plans"]:
        plan_id = f"{plan['no']:02}"
        for no, each in enumerate(plan["indicators"], start=1):
            found += [(plan_id, "indicator", no, value) for value in each["values"]]
        found += [(plan_id, "activity", 1, value) for value in plan["cost"]]
    return found
