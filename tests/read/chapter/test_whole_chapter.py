"""A whole chapter in a PDF without rules, read with declarations only: as its truth, typed by hand, says."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from sample_edition import CITY, rows, tables_of

from cityplan.japanese.letters import squeeze
from cityplan.tables.schema import Tables

FORM = Path(__file__).parents[2] / "sample/forms/F6"
TRUTH = json.loads((FORM / "truth.json").read_text(encoding="utf-8"))
PLANS = TRUTH["plans"]


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    root = tmp_path_factory.mktemp("chapter")
    shutil.copytree(FORM, root / "data/raw" / CITY)
    return tables_of(root, CITY, "R6")


def plan_id(plan: dict[str, Any]) -> str:
    return squeeze(plan["id"]).zfill(2)


def test_plans(tables: Tables) -> None:
    assert rows(tables, "plans", "plan_id", "name", "group") == [
        [plan_id(plan), plan["name"], "政策3 産業・観光"] for plan in PLANS
    ]
    assert rows(tables, "groups", "strategy") == [["海と大地の恵みを生かし稼ぐ力を育てるまち"]]


def test_each_value_with_its_unit_and_year(tables: Tables) -> None:
    truth = [
        [plan_id(plan), number, value["role"], value["fiscal_year"], float(value["number"]), squeeze(value["unit"])]
        for plan in PLANS
        for number, each in enumerate(plan["indicators"], start=1)
        for value in each["values"]
    ]
    found = rows(tables, "observations", "plan_id", "no", "role", "fiscal_year", "value", "unit")
    assert sorted([*row[:4], float(row[4]), row[5]] for row in found) == sorted(truth)


def test_names_and_what_is_printed(tables: Tables) -> None:
    truth = [
        [plan_id(plan), each["name"], *(value["printed"] for value in each["values"])]
        for plan in PLANS
        for each in plan["indicators"]
    ]
    assert rows(tables, "indicators", "plan_id", "name", "baseline_text", "target_text") == truth
    assert rows(tables, "indicators", "note")[4] == ["計画期間の最高値"]


def test_activities_with_divisions_policies_and_works(tables: Tables) -> None:
    assert rows(tables, "programs", "plan_id", "program_no", "name") == [
        [plan_id(plan), each["no"], each["name"]] for plan in PLANS for each in plan["activities"]
    ]
    truth = [
        [plan_id(plan), each["no"], kind, text]
        for plan in PLANS
        for each in plan["activities"]
        for kind, texts in (
            ("division", each["divisions"]),
            ("policy", each["policy"]),
            ("activity", each["works"].removesuffix("　等").split("、")),
        )
        for text in texts
    ]
    assert rows(tables, "program_items", "plan_id", "program_no", "kind", "text") == truth


@pytest.mark.parametrize(
    ("section", "key"), [("現状と課題", "issues"), ("施策の基本方針", "policy"), ("関連する計画", "related")]
)
def test_prose(tables: Tables, section: str, key: str) -> None:
    own = tables["texts"][tables["texts"]["section"] == section]
    truth = [[plan_id(plan), text] for plan in PLANS for text in plan[key] if text != "－"]
    assert own[["plan_id", "text"]].to_numpy().tolist() == truth


def test_two_columns_are_read_one_after_the_other(tables: Tables) -> None:
    own = tables["texts"][tables["texts"]["section"] == "コラム"]
    truth = [[plan_id(plan), each["title"], each["text"]] for plan in PLANS for each in plan["columns"]]
    assert own[["plan_id", "heading", "text"]].to_numpy().tolist() == truth


def test_each_is_on_its_page(tables: Tables) -> None:
    cells = tables["cells"]
    values = cells[(cells["table"] == "indicators") & (cells["row"] > 0)]
    names = cells[(cells["table"] == "plans") & (cells["column"] == "sheet")]
    assert set(values["page"]) == {1}
    assert names[["plan_id", "page"]].to_numpy().tolist() == [[plan_id(plan), plan["page"]] for plan in PLANS]


def test_running_heads_and_page_numbers_are_left_out(tables: Tables) -> None:
    left = tables["skipped_lines"]
    assert left[left["reason"] == "page_number"]["text"].tolist() == [str(page) for page in range(42, 48)]
    assert set(left[left["reason"] == "running_head"]["text"]) == {
        "第６次みなと市総合計画　後期基本計画",
        "第３章　産業・観光",
    }


def test_its_three_faults_are_found_and_no_others(tables: Tables) -> None:
    found = tables["findings"][tables["findings"]["severity"] != "info"]
    assert sorted(found[["kind", "plan_id", "printed"]].to_numpy().tolist()) == [
        ["plan_number_repeated", "05", "4"],
        ["target_behind_baseline", "05", "40人"],
        ["text_mismatch", "03", "19.5%"],
    ]
