"""Whole documents of sheets, read with declarations only: each number as its truth, typed by hand, says."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from golden_tables import as_text, typed
from sample_edition import CITY, placed, plain, rows, tables_of

from cityplan.japanese.letters import fold
from cityplan.tables.schema import Tables

ROOT = Path(__file__).parents[3]
SAMPLE = ROOT / "tests/sample"
FORM = SAMPLE / "forms/F1"
TRUTH = json.loads((FORM / "truth.json").read_text(encoding="utf-8"))
FILES = ["jusenryaku_r5.pptx", "jusenryaku_r5.pdf"]
NOT_COMPARED = ("source_line", "status_previous_printed")
HITACHI = ["hitachi.pptx", "hitachi.pdf", "hitachi_word.docx", "hitachi_word.pdf", "hitachi_excel.xlsx"]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sheets")


@cache
def computed(home: Path, folder: Path, file: str) -> Tables:
    """A document, cleaned, computed and audited."""
    placed(home / file, folder, file)
    return tables_of(home / file, CITY, "R5")


def number(value: object) -> float | None:
    return None if value is None or value != value else float(str(value))


def measures() -> Iterator[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]]:
    for plan in TRUTH["plans"]:
        for activity in plan["activities"]:
            for measure in activity["measures"]:
                yield plan, activity, measure


def indicators() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for plan in TRUTH["plans"]:
        for each in plan["indicators"]:
            yield plan, each


@pytest.mark.parametrize("file", FILES)
class TestStrategies:
    """Slides and their PDF: two sheets on two slides, two measures of one activity, parts of one and two levels."""

    def test_plans(self, home: Path, file: str) -> None:
        read = computed(home, FORM, file)
        found = rows(read, "plans", "plan_id", "name", "group", "purpose")
        truth = [[f"0{each['id']}", each["name"], each["group"], each["purpose"]] for each in TRUTH["plans"]]
        assert found == truth

    def test_activities(self, home: Path, file: str) -> None:
        columns = ("plan_id", "name", "division", "content", "measure", "ratio_printed_text", "factors", "direction")
        found = [list(map(plain, row)) for row in rows(computed(home, FORM, file), "activities", *columns)]
        assert found == [
            [
                f"0{plan['id']}",
                *(plain(activity[key]) for key in ("name", "division", "content")),
                measure["measure"],
                measure["ratio"]["printed"],
                plain(activity["factors"]),
                next(each["text"] for each in plan["directions"] if each["name"] == activity["name"]),
            ]
            for plan, activity, measure in measures()
        ]

    def test_results_of_activities(self, home: Path, file: str) -> None:
        found = rows(computed(home, FORM, file), "activities", "actual_text", "actual", "previous_text", "previous")
        assert [[plain(a), number(b), plain(c), number(d)] for a, b, c, d in found] == [
            [each for value in measure["values"] for each in (value["printed"], value["number"])]
            for _, _, measure in measures()
        ]

    def test_indicators(self, home: Path, file: str) -> None:
        columns = ("plan_id", "name", "subgroup", "polarity", "status_printed", "status_previous_printed")
        assert rows(computed(home, FORM, file), "indicators", *columns) == [
            [
                f"0{plan['id']}",
                each["name"],
                " ".join(each["subgroup"]),
                each["direction"],
                *(mark["printed"] for mark in each["marks"]),
            ]
            for plan, each in indicators()
        ]

    def test_values(self, home: Path, file: str) -> None:
        """Every number with its unit, role and year, of activities and indicators."""
        found = rows(
            computed(home, FORM, file), "observations", "plan_id", "subject", "no", "fiscal_year", "value", "unit"
        )
        truth: list[list[Any]] = []
        for subject, things in (("activity", activity_values()), ("indicator", indicator_values())):
            truth += [[f"0{plan}", subject, no, *value] for plan, no, value in things]
        assert sorted(truth) == sorted([*row[:4], float(row[4]), row[5]] for row in found)

    def test_the_two_faults_and_no_others(self, home: Path, file: str) -> None:
        findings = computed(home, FORM, file)["findings"]
        assert findings[["plan_id", "kind", "printed", "computed"]].to_numpy().tolist() == [
            ["02", "ratio_mismatch", "120.5%", "15社÷12社＝125.0%"],
            ["05", "status_mismatch", "未達成", "達成"],
        ]

    def test_marks_are_computed_as_the_document_says(self, home: Path, file: str) -> None:
        read = computed(home, FORM, file)["indicator_results"]
        assert list(read["status"]) == [each["marks"][0]["right"] for _, each in indicators()]

    def test_what_is_no_table_of_a_plan_is_told(self, home: Path, file: str) -> None:
        read = computed(home, FORM, file)
        told = {plain(each) for each in [*read["skipped_lines"]["text"], *read["texts"]["text"]]}
        for each in TRUTH["outside_tables"]:
            if each["kind"] not in ("summary table", "running head, page number"):
                assert plain(each["text"]) in told
        reasons = dict(zip(map(plain, read["skipped_lines"]["text"]), read["skipped_lines"]["reason"], strict=True))
        assert reasons["指標数18817"] == "outside_sheets"
        assert {"running_head", "page_number", "repeated_heading"} <= {*reasons.values()}


def activity_values() -> Iterator[tuple[str, int, list[Any]]]:
    number = 0
    before = ""
    for plan, _, measure in measures():
        number = 1 if plan["id"] != before else number + 1
        before = plan["id"]
        for value in measure["values"]:
            if value["number"] is not None:
                yield plan["id"], number, [value["fiscal_year"], value["number"], fold(value["unit"])]


def indicator_values() -> Iterator[tuple[str, int, list[Any]]]:
    for plan in TRUTH["plans"]:
        for number, each in enumerate(plan["indicators"], start=1):
            for value in each["values"]:
                yield plan["id"], number, [value["fiscal_year"], value["number"], fold(value.get("unit", ""))]


@pytest.mark.parametrize("file", HITACHI)
class TestTwoSheetsInFiveFiles:
    """PLAN 05 and 06 of Hitachi R5, set anew: what the tables typed by hand from the extracted text say."""

    @pytest.mark.parametrize("name", ["activities", "indicators"])
    def test_rows(self, home: Path, file: str, name: str) -> None:
        truth = [row for row in typed(name) if row["plan_id"] in ("05", "06")]
        found = as_text(computed(home, SAMPLE / "documents", file)[name])
        columns = [column for column in truth[0] if column not in NOT_COMPARED]
        assert [[plain(row[each]) for each in columns] for row in found] == [
            [plain(row[each]) for each in columns] for row in truth
        ]

    def test_a_mark_over_two_rows_is_that_of_both(self, home: Path, file: str) -> None:
        """The extracted text has it once, for the first of them."""
        found = computed(home, SAMPLE / "documents", file)["indicators"]
        assert list(found["status_previous_printed"]) == ["○"] * 6 + ["◎", "○"]

    def test_plans(self, home: Path, file: str) -> None:
        truth = [
            [row["plan_id"], row["name"], row["purpose"]] for row in typed("plans") if row["plan_id"] in ("05", "06")
        ]
        assert rows(computed(home, SAMPLE / "documents", file), "plans", "plan_id", "name", "purpose") == truth

    def test_the_fault_of_the_document(self, home: Path, file: str) -> None:
        findings = computed(home, SAMPLE / "documents", file)["findings"]
        serious = findings[findings["severity"] == "error"]
        assert serious[["plan_id", "kind", "printed"]].to_numpy().tolist() == [["06", "ratio_mismatch", "144.4%"]]
