"""Tables of Word and PDF files of a made city, read with declarations only: every value as its truth says."""

import json
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pptx
import pytest
from sample_edition import CITY, placed, tables_of

from cityplan.files.errors import SourceError
from cityplan.japanese.letters import fold, squeeze
from cityplan.read.file import read as door
from cityplan.read.file.contents import CellGrid, Contents, GridCell
from cityplan.read.printed import Place
from cityplan.tables.schema import Tables

FORMS = Path(__file__).parents[1] / "sample" / "forms"
KINDS = ("docx", "pdf")
OF_A_ROLE_ERROR = "立地適正化区域内の人口割合"  # of F5: both its rows say 期待値, so none of its values is used


def read(root: Path, form: str, kind: str, year: str) -> Tables:
    """A form from one of its files, cleaned, computed and audited."""
    (file,) = (FORMS / form).glob(f"*.{kind}")
    placed(root, FORMS / form, file.name)
    return tables_of(root, CITY, year)


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
                squeeze(plan["name"]),
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
        told = squeeze(
            "".join(text for name in ("skipped_lines", "texts") for text in list_of_indicators[name]["text"])
        )
        for text in (each["text"] for each in truth("F2")["outside_tables"][:7]):
            assert squeeze(text) in told
        assert "資料2-1" in told

    def test_its_notes_are_those_of_the_plans_that_they_name(self, list_of_indicators: Tables) -> None:
        """What names no indicator is a note of the document."""
        texts = list_of_indicators["texts"]
        plans = list_of_indicators["indicators"].set_index("name")["plan_id"]
        notes = {squeeze(row.text): (row.scope, row.plan_id) for row in texts.itertuples() if row.section == "注"}
        assert notes[squeeze("２　水揚量は暦年の値である。")] == ("plan", plans["水揚量"])
        assert ("document", "") in notes.values()
        assert any(plan == plans["製造品出荷額等"] for text, (_, plan) in notes.items() if "製造品出荷額等" in text)


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


DECLARED = """city = "見本市"
[[edition]]
year = "R5"
file = "trap.pdf"
title = "指標一覧"
layout = "tables"
actual = "R5"
target = "R8"
[edition.columns]
name = "項目"
target = "目標値"
actual = "実績値"
"""


def trap(root: Path, name: str, declared: str = DECLARED) -> Tables:
    """A PDF in which something is doubtful, cleaned, computed and audited."""
    city = root / "data/raw/mihon"
    city.mkdir(parents=True)
    shutil.copy(FORMS.parent / "documents" / name, city / "trap.pdf")
    (city / "source.toml").write_text(declared, encoding="utf-8")
    return tables_of(root, "mihon", "R5")


class TestADoubt:
    """A value of which the reader is not sure is no value; the finding names its cell."""

    @pytest.mark.parametrize(
        ("name", "column", "words"),
        [
            ("value_over_edge.pdf", "actual", "枠からはみ出しています"),
            ("struck_out.pdf", "actual", "取り消し線かもしれません"),
            ("white_text.pdf", "target", "地と同じ色の文字"),
        ],
    )
    def test_a_doubtful_value_is_not_used(self, tmp_path: Path, name: str, column: str, words: str) -> None:
        tables = trap(tmp_path, name)
        first, second = tables["indicators"].itertuples()
        assert getattr(first, column) is None
        assert (second.target, second.actual) == (Decimal("77.45"), Decimal("58.60"))
        found = tables["findings"].query("kind == 'unreadable'")
        assert words in found["message"].iloc[0]
        assert found["place"].iloc[0] == f"1ページ 表1 2行{2 if column == 'target' else 3}列"

    def test_what_runs_out_of_the_table_is_told(self, tmp_path: Path) -> None:
        messages = trap(tmp_path, "value_over_edge.pdf")["findings"]["message"]
        assert any("枠からはみ出した文字" in each for each in messages)

    def test_a_doubtful_name_stops_and_says_where(self, tmp_path: Path) -> None:
        swapped = DECLARED.replace('"実績値"', '"X"').replace('"項目"', '"実績値"').replace('"X"', '"項目"')
        with pytest.raises(SourceError, match=r"1ページ 表1 2行3列.*枠からはみ出しています"):
            trap(tmp_path, "value_over_edge.pdf", swapped)

    def test_a_row_torn_by_the_page_is_one_and_is_told(self, tmp_path: Path) -> None:
        declared = DECLARED.replace('name = "項目"', 'plan = "施策"\nname = "指標名"\nbaseline = "基準値（R3）"')
        declared = declared.replace('"目標値"', '"目標値（R8）"').replace('"実績値"', '"実績値（R5）"')
        tables = trap(
            tmp_path, "page_break.pdf", declared.replace('actual = "R5"\n', 'actual = "R5"\nbaseline = "R3"\n', 1)
        )
        assert len(tables["indicators"]) == 60
        assert list(tables["indicators"]["baseline"]) == list(map(Decimal, range(1, 61)))
        torn = tables["findings"]["message"].str.contains("切れた1行とみなしました")
        assert torn.sum() == 5


def test_a_document_without_the_headings_tells_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"1ページの表1.*原文にない見出し: 「事業名」"):
        trap(tmp_path, "white_text.pdf", DECLARED.replace('"項目"', '"事業名"'))


def test_a_table_without_a_heading_of_its_plan_stops(tmp_path: Path) -> None:
    declared = DECLARED.replace("[edition.columns]", 'plan_heading = "基本目標{id} {name}"\n[edition.columns]')
    with pytest.raises(SourceError, match="plan_heading の形の見出しがありません"):
        trap(tmp_path, "white_text.pdf", declared)


def test_a_document_of_several_tables_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    real = door.read_contents
    monkeypatch.setattr(door, "read_contents", lambda name, data: opened.append(name) or real(name, data))
    own, columns = DECLARED.split("[edition.columns]")
    table = f"[[edition.table]]\n[edition.table.columns]{columns}"
    tables = trap(tmp_path, "white_text.pdf", own + table + table.replace('actual = "実績値"', 'actual = "実績値" '))
    assert len(opened) == 1
    assert len(tables["indicators"]) == 4


def test_radicals_and_controls_of_a_file_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    cell = GridCell(1, 1, "利\u2f64\u200b者", Place(1, "1ページ 表1 1行1列"))
    found = Contents([CellGrid("1ページの表1", Place(1), [cell])])
    monkeypatch.setitem(door.READERS, ".pdf", lambda name, data: found)
    read_again = door.read_contents("a.pdf", b"")
    assert read_again.grids[0].cells[0].text == "利用者"
    assert [each.rule for each in read_again.told] == ["control_removed", "folded_characters"]


def presented(root: Path, *slides: list[list[str]]) -> Tables:
    """A presentation with a table on each slide, read as tables."""
    show = pptx.Presentation()
    for texts in slides:
        slide = show.slides.add_slide(show.slide_layouts[6])
        frame = slide.shapes.add_table(len(texts), len(texts[0]), 0, 0, 6_000_000, 1_000_000)
        for row, own in enumerate(texts):
            for column, text in enumerate(own):
                frame.table.cell(row, column).text = text
    city = root / "data/raw/x"
    city.mkdir(parents=True)
    show.save(str(city / "R5.pptx"))
    declared = """city = "x"
[[edition]]
year = "R5"
file = "R5.pptx"
title = "x"
layout = "tables"
actual = "R5"
[[edition.table]]
[edition.table.columns]
name = "指標名"
actual = "R5実績"
note = "備考"
"""
    (city / "source.toml").write_text(declared, encoding="utf-8")
    return tables_of(root, "x", "R5")


HEADED = [["指標名", "R5実績", "備考"], ["人口", "10人", ""], ["件数", "20件", ""]]
GOES_ON = [["面積", "30ha", ""], ["世帯", "40世帯", ""]]


def test_a_table_that_goes_on_over_slides_is_one_and_told(tmp_path: Path) -> None:
    found = presented(tmp_path, HEADED, GOES_ON)
    assert list(found["indicators"]["name"]) == ["人口", "件数", "面積", "世帯"]
    assert any("スライド2" in message for message in found["findings"]["message"])


def test_a_table_of_other_columns_on_the_next_slide_is_none_of_it(tmp_path: Path) -> None:
    found = presented(tmp_path, HEADED, [row[:2] for row in GOES_ON])
    assert list(found["indicators"]["name"]) == ["人口", "件数"]
    assert "面積" in "".join(found["skipped_lines"]["text"])
