"""Tables of Word and PDF files of a made city, read with declarations only: every value as its truth says."""

import json
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cityplan import steps
from cityplan.japanese.letters import fold, squeeze
from cityplan.tables.schema import Tables

FORMS = Path(__file__).parents[1] / "sample" / "forms"
KINDS = ("docx", "pdf")
OF_A_ROLE_ERROR = "立地適正化区域内の人口割合"  # of F5: both its rows say 期待値, so none of its values is used


def read(root: Path, form: str, kind: str, year: str) -> Tables:
    """A form from one of its files, cleaned, computed and audited."""
    city = root / "data/raw" / form
    city.mkdir(parents=True)
    (file,) = (FORMS / form).glob(f"*.{kind}")
    shutil.copy(file, city)
    declared = (FORMS / form / "source.toml").read_text(encoding="utf-8")
    (city / "source.toml").write_text(declared.replace(".docx", f".{kind}"), encoding="utf-8")
    tables = steps.clean_document(str(root), form, year)
    steps.save(str(root), form, year, tables)
    return {**tables, **steps.compute_document(str(root), form, year, 5)}


def truth(form: str) -> Any:
    return json.loads((FORMS / form / "truth.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module", params=KINDS)
def list_of_indicators(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Tables:
    return read(tmp_path_factory.mktemp("F2"), "F2", request.param, "R6")


@pytest.fixture(scope="module", params=KINDS)
def sheet_of_kpis(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Tables:
    return read(tmp_path_factory.mktemp("F5"), "F5", request.param, "R5")


def wanted_values(form: str) -> list[tuple[str, str, int, Decimal, str]]:
    return sorted(
        (squeeze(row["name"]), value["role"], value["fiscal_year"], Decimal(str(value["number"])), fold(value["unit"]))
        for _, row in rows_of(form)
        for value in row["values"]
        if value["number"] is not None and row["name"] != OF_A_ROLE_ERROR
    )


def read_values(tables: Tables) -> list[tuple[str, str, int, Decimal, str]]:
    names = {(row.plan_id, row.indicator_no): row.name for row in tables["indicators"].itertuples()}
    return sorted(
        (squeeze(names[row.plan_id, row.no]), row.role, row.fiscal_year, row.value, row.unit)
        for row in tables["observations"].itertuples()
    )


def rows_of(form: str) -> Iterator[tuple[Any, Any]]:
    for plan in truth(form)["plans"]:
        for row in plan["indicators"]:
            yield plan, row


def doubts(tables: Tables) -> set[tuple[str, str]]:
    """Kinds of findings and the places of their rows, but for remarks."""
    found = tables["findings"]
    names = {(row.plan_id, row.indicator_no): row.name for row in tables["indicators"].itertuples()}
    return {(each.kind, names[each.plan_id, int(each.row)]) for each in found[found["severity"] != "info"].itertuples()}


class TestOneTableOverThreePages:
    """F2: 30 indicators in 8 plans; two plans go over a page break of the PDF."""

    def test_every_value_is_as_its_truth(self, list_of_indicators: Tables) -> None:
        assert read_values(list_of_indicators) == wanted_values("F2")

    def test_names_units_divisions_directions_and_marks(self, list_of_indicators: Tables) -> None:
        table = list_of_indicators["indicators"]
        plans = dict(zip(list_of_indicators["plans"]["plan_id"], list_of_indicators["plans"]["name"], strict=True))
        found = [
            (squeeze(plans[r.plan_id]), squeeze(r.name), r.unit, r.division, r.polarity, fold(r.status_printed))
            for r in table.itertuples()
        ]
        assert found == [
            (
                squeeze(f"施策{plan['id']}{plan['name']}"),
                squeeze(row["name"]),
                fold(row["unit"]),
                row["division"],
                row["direction"],
                fold(row["marks"][0]["printed"]),
            )
            for plan, row in rows_of("F2")
        ]

    def test_what_is_not_known_yet_is_no_value(self, list_of_indicators: Tables) -> None:
        (row,) = list_of_indicators["indicators"].query("name == '製造品出荷額等'").itertuples()
        assert (row.actual_text, row.actual, row.actual_fy) == ("集計中", None, 2024)

    def test_its_faults_are_found_and_no_others(self, list_of_indicators: Tables) -> None:
        assert doubts(list_of_indicators) == {
            ("status_mismatch", "住宅の耐震化率"),
            ("cumulative_fell", "認知症サポーターの養成者数（累計）"),
        }

    def test_all_that_stands_outside_the_table_is_told(self, list_of_indicators: Tables) -> None:
        told = squeeze("".join(list_of_indicators["skipped_lines"]["text"]))
        for text in (each["text"] for each in truth("F2")["outside_tables"][:7]):
            assert squeeze(text) in told
        assert "資料2-1" in told


class TestRolesInRows:
    """F5: four tables, each under the heading of its plan; two indicators are torn apart by a page break of the PDF."""

    def test_every_value_is_as_its_truth(self, sheet_of_kpis: Tables) -> None:
        assert read_values(sheet_of_kpis) == wanted_values("F5")

    def test_plans_and_what_is_said_of_each_indicator(self, sheet_of_kpis: Tables) -> None:
        plans = {row.plan_id: f"基本目標{int(row.plan_id)}{row.name}" for row in sheet_of_kpis["plans"].itertuples()}
        found = [
            (
                squeeze(plans[r.plan_id]),
                squeeze(r.name),
                r.unit,
                r.division,
                r.achievement_printed_text,
                squeeze(r.factors),
            )
            for r in sheet_of_kpis["indicators"].itertuples()
        ]
        assert found == [
            (
                squeeze(f"{plan['id']}{plan['name']}"),
                squeeze(row["name"]),
                fold(row["unit"]),
                row["division"],
                row["ratio"]["printed"],
                squeeze(row["factors"]),
            )
            for plan, row in rows_of("F5")
        ]

    def test_its_faults_are_found_and_no_others(self, sheet_of_kpis: Tables) -> None:
        assert doubts(sheet_of_kpis) == {
            ("achievement_mismatch", "関係人口（ふるさと会員）の数"),
            ("prose_mismatch", "産後ケア事業の利用率"),
            ("repeated_role", OF_A_ROLE_ERROR),
        }

    def test_two_rows_of_one_role_name_their_place_and_give_no_value(self, sheet_of_kpis: Tables) -> None:
        found = sheet_of_kpis["findings"].query("kind == 'repeated_role'")
        (each,) = found.itertuples()
        assert each.place in ("表4 6行3列", "2ページ 表3 6行3列")
        assert "58.6" in each.message
        (row,) = sheet_of_kpis["indicators"].query("name == @OF_A_ROLE_ERROR").itertuples()
        assert (row.baseline, row.target, row.actual) == (None, None, None)


def test_a_cell_of_a_pdf_has_its_page_and_its_box(tmp_path: Path) -> None:
    cells = read(tmp_path, "F2", "pdf", "R6")["cells"]
    (cell,) = cells.query("text == '6,830'").itertuples()
    assert (cell.place, cell.page) == ("3ページ 表1 3行8列", 3)
    assert 0 < cell.x0 < cell.x1 and 0 < cell.y0 < cell.y1


def test_the_place_of_each_cell_is_its_own_of_the_truth(tmp_path: Path) -> None:
    tables = read(tmp_path, "F2", "docx", "R6")
    cells = tables["cells"]
    names = {(row.plan_id, row.indicator_no): squeeze(row.name) for row in tables["indicators"].itertuples()}
    places = {
        (names[cell.plan_id, cell.row], cell.text): cell.place
        for cell in cells[(cells["table"] == "indicators") & (cells["row"] > 0)].itertuples()
    }
    for _, row in rows_of("F2"):
        where = row["values"][-1]["where"]
        own = places[squeeze(row["name"]), row["values"][-1]["printed"]]
        assert own == f"表{where['table']} {where['row']}行{where['col']}列"
