"""What is proposed for real tables of cities: what is sure, what is asked; where it is answered, the values are right."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from cityplan.build.new_city import new_city_of_file, proposed
from cityplan.city.edition import Edition
from cityplan.city.source import edition
from cityplan.files.errors import SourceError, UsageError
from cityplan.files.toml_text import toml_values
from cityplan.japanese.letters import squeeze
from cityplan.read.kinds import read_file
from cityplan.read.printed import Cell

DOCUMENTS = Path(__file__).parents[2] / "sample/tables"
LIST = "jimujigyo_ichiran_r5.xlsx"


def document(name: str) -> Path:
    """The one document of a folder."""
    [file] = (path for path in (DOCUMENTS / name).iterdir() if path.suffix in (".csv", ".xlsx"))
    return file


class City:
    """The city of a document, as new-city makes it."""

    def __init__(self, root: Path, name: str) -> None:
        self.root = root
        path, self.found = new_city_of_file(root, "mihon", document(name))
        self.source = root / path
        self.values = toml_values(self.text, "source.toml")

    @property
    def text(self) -> str:
        return self.source.read_text("utf-8")

    @property
    def asked(self) -> list[str]:
        """The questions, without the one on the city's name."""
        return re.findall(r"^# 質問: (.+)$", self.text, re.MULTILINE)[1:]

    def answer(self, *lines: str) -> "City":
        """Uncomment a line of the text; one that has nothing between its quotes is filled."""
        text = self.text
        for line in lines:
            pattern = re.escape(line) if f"# {line}" in text else re.sub(r'".*"', '""', re.escape(line))
            text, times = re.subn(rf"^# {pattern}", line.replace("\\", "\\\\"), text, count=1, flags=re.MULTILINE)
            assert times, line
        self.source.write_text(text, encoding="utf-8")
        return self

    def edition(self) -> Edition:
        [year] = {table["year"] for table in toml_values(self.text, "source.toml")["edition"]}
        return edition(self.root, "mihon", year)

    def rows(self, table: str, *columns: str) -> list[list[str]]:
        """The printed cells of each row of a table."""
        own = self.edition()
        found: dict[tuple[str, int], dict[str, str]] = {}
        for cell in self._cells(own):
            if cell.table == table and cell.row:
                found.setdefault((cell.plan_id, cell.row), {})[cell.column] = cell.text
        return [[row.get(column, "") for column in columns] for row in found.values()]

    def _cells(self, own: Edition) -> list[Cell]:
        return read_file(self.source.with_name(own.file), own).cells


def of_edition(**values: Any) -> dict[str, Any]:
    """The [[edition]] of these tables, and what is special to it."""
    usual = {
        "year": "R6",
        "file": "R6.csv",
        "title": "R6",
        "layout": "tables",
        "plan_word": "施策",
        "plan_noun": "施策",
    }
    return {**usual, **values}


INDICATOR = {"plan": "施策", "name": "指標名", "unit": "単位"}
PROPOSED: dict[str, dict[str, Any]] = {
    "f03": of_edition(
        table=[
            {
                "subject": "indicator",
                "columns": {
                    **INDICATOR,
                    "baseline": "基準値",
                    "actual": "実績値",
                    "target": "目標値",
                    "status": "達成度",
                },
            }
        ]
    ),
    "f07": of_edition(
        actual="R6",
        table=[
            {
                "subject": "indicator",
                "columns": {"plan": "施策名", "name": "指標名", "subgroup": "事務事業名", "unit": "単位"},
                "years": {"R6": "R6実績"},
            }
        ],
    ),
    "f10": of_edition(
        actual="R6",
        table=[
            {
                "subject": "indicator",
                "columns": {
                    **INDICATOR,
                    "baseline": "基準値",
                    "baseline_year": "基準年度",
                    "actual": "現状値",
                    "actual_year": "現状年度",
                    "target": "目標値",
                    "target_year": "目標年度",
                },
            }
        ],
    ),
    "f12": of_edition(
        actual="R6",
        table=[
            {
                "subject": "activity",
                "columns": {"plan": "施策", "name": "事業名"},
                "years": {"settled": {"R5": "R5決算額（千円）", "R6": "R6決算額（千円）"}},
            }
        ],
    ),
    "f13": of_edition(
        actual="R6",
        table=[
            {
                "subject": "indicator",
                "columns": {"plan": "施策", "subgroup": "事務事業名"},
                "repeat": [
                    {
                        "each": ["活動指標ア", "成果指標サ"],
                        "columns": {"name": "{}：名称", "unit": "{}：単位"},
                        "years": {"R5": "{}：R5", "R6": "{}：R6"},
                    }
                ],
            }
        ],
    ),
    "minato": of_edition(
        year="R5",
        file=LIST,
        title="令和６年度事務事業評価　結果一覧（令和５年度実施分）",
        plan_word="事務事業",
        plan_noun="事務事業",
        actual="R5",
        target="R5",
        table=[
            {
                "subject": "indicator",
                "heading_rows": 3,
                "total_rows": ["合計"],
                "left_out": ["事業費（千円）", "今後の方向性", "評価"],
                "columns": {"group": "部名", "plan": "事務事業名", "plan_id": "No.", "division": "課名"},
                "repeat": [
                    {
                        "each": ["指標①", "指標②", "指標③"],
                        "columns": {"name": "{}/指標名", "unit": "{}/単位", "target": "{}/目標/R5"},
                        "years": {"R4": "{}/実績/R4", "R5": "{}/実績/R5"},
                    }
                ],
            },
            {
                "subject": "activity",
                "heading_rows": 3,
                "total_rows": ["合計"],
                "left_out": ["指標①", "指標②", "指標③"],
                "columns": {
                    "group": "部名",
                    "plan": "事務事業名",
                    "plan_id": "No.",
                    "name": "事務事業名",
                    "division": "課名",
                    "direction": "今後の方向性",
                    "grade": "評価",
                },
                "years": {
                    "settled": {"R4": "事業費（千円）/R4決算", "R5": "事業費（千円）/R5決算"},
                    "budget": {"R6": "事業費（千円）/R6予算"},
                },
            },
        ],
    ),
}


@pytest.mark.parametrize("name", PROPOSED)
def test_what_is_sure_is_filled_in(tmp_path: Path, name: str) -> None:
    values = City(tmp_path, name).values
    assert values["city"] == "mihon"
    assert values["edition"] == [PROPOSED[name]]


@pytest.mark.parametrize("name", ["f07", "f10", "f12", "f13"])
def test_nothing_else_is_asked_of_a_table_that_says_all(tmp_path: Path, name: str) -> None:
    assert City(tmp_path, name).asked == ["資料の題は何ですか。"]


def test_marks_and_years_that_nobody_can_know_are_asked(tmp_path: Path) -> None:
    city = City(tmp_path, "f03")
    marks, title, *years = city.asked
    assert "「D」「A」「順調」" in marks and title == "資料の題は何ですか。"
    assert years == [f"「{value}」は、何年度の値ですか。" for value in ("基準値", "実績値", "目標値")]
    city.answer('baseline = "R2"', 'actual = "R6"', 'target = "R6"')
    columns = ("name", "baseline_text", "actual_text", "target_text", "status_printed")
    assert city.rows("indicators", *columns) == [
        ["宿泊観光客数", "989", "988", "990", "D"],
        ["観光消費額", "3,989", "4,527", "3,990", "A"],
        ["相談件数", "10", "12", "11", "順調"],
    ]


def test_headings_that_stand_twice_are_told_with_their_numbers(tmp_path: Path) -> None:
    city = City(tmp_path, "f06")
    [table] = city.values["edition"][0]["table"]
    assert table["columns"] == {"name": "事務事業名"} and table["subject"] == "activity"
    assert table["left_out"] == ["国庫支出金", "地方債", "活動指標"]
    [asked] = [text for text in city.asked if "数の列" in text]
    assert all(f"「{name}#{nth}」" in asked for name in table["left_out"] for nth in (1, 2))


def test_names_that_differ_in_a_letter_or_two_are_told_with_the_lines(tmp_path: Path) -> None:
    city = City(tmp_path, "f08")
    assert city.values["edition"][0]["table"][0]["spellings"] == {}
    city.answer(
        '"やすらぎある安全なまち" = "やすらぎのある安全なまち"',
        '"安心が確保されたまちづくり" = "安心が確保されたまちづくりの推進"',
    )
    assert len(city.rows("plans", "name")) == 2


def test_the_year_of_the_edition_is_asked_where_name_and_results_differ(tmp_path: Path) -> None:
    city = City(tmp_path, "f15")
    assert "year" not in city.values["edition"][0]
    assert (city.values["edition"][0]["actual"], city.values["edition"][0]["target"]) == ("R5", "R8")
    city.answer('year = "R6"')
    columns = ("name", "unit", "actual_2022_text", "actual_text", "target_text")
    assert city.rows("indicators", *columns) == [["待機児童数", "人", "20", "12", "0"]]


@pytest.mark.parametrize(
    ("name", "columns", "rows"),
    [
        ("f07", ("subgroup", "name", "actual_text"),
         [["不法投棄対策事業", "啓発の回数", "1"], ["不法投棄対策事業", "看板の数", "10"]]),
        ("f10", ("name", "baseline_fy", "actual_fy", "target_fy", "baseline_text", "actual_text"),
         [["冬期の観光客数", "2018", "2024", "2027", "421", "374"], ["排出量", "2018", "2022", "2027", "1150", "1022"]]),
        ("f13", ("name", "unit", "actual_2023_text", "actual_text"),
         [["啓発の回数", "回", "1", "2"], ["不法投棄の箇所数", "件", "3", "2"]]),
    ],
)  # fmt: skip
def test_as_proposed_the_values_are_right(
    tmp_path: Path, name: str, columns: tuple[str, ...], rows: list[list[str]]
) -> None:
    assert City(tmp_path, name).rows("indicators", *columns) == rows


def test_costs_have_the_unit_of_their_heading(tmp_path: Path) -> None:
    columns = ("name", "settled_2023_text", "settled_2024_text", "settled_2024_unit", "actual_text")
    assert City(tmp_path, "f12").rows("activities", *columns) == [
        ["環境審議会開催事業", "103", "41", "千円", ""],
        ["公害測定事業", "1567", "1898", "千円", ""],
    ]


class TestTheListOfProjects:
    @pytest.fixture
    def city(self, tmp_path: Path) -> City:
        return City(tmp_path, "minato")

    @pytest.fixture
    def truth(self) -> list[dict[str, Any]]:
        plans: list[dict[str, Any]] = json.loads((DOCUMENTS / "minato/truth.json").read_text("utf-8"))["plans"]
        return plans

    def test_every_indicator(self, city: City, truth: list[dict[str, Any]]) -> None:
        columns = ("name", "unit", "division", "actual_2022_text", "actual_text", "target_text")
        wanted = [
            [each["name"], each["unit"], plan["division"], *(value["printed"] for value in each["values"])]
            for plan in truth
            for each in plan["indicators"]
        ]
        found = city.rows("indicators", *columns)
        assert [[*map(squeeze, row)] for row in found] == [[*map(squeeze, row)] for row in wanted]

    def test_every_cost(self, city: City, truth: list[dict[str, Any]]) -> None:
        columns = ("name", "settled_2022_text", "settled_2023_text", "budget_2024_text", "grade", "direction")
        wanted = [
            [
                plan["name"],
                *(value["printed"] for value in plan["cost"]),
                plan["mark"]["printed"],
                plan["direction_choice"]["printed"],
            ]
            for plan in truth
        ]
        found = city.rows("activities", *columns)
        assert [[*map(squeeze, row)] for row in found] == [[*map(squeeze, row)] for row in wanted]


def test_the_sample_of_a_table(tmp_path: Path) -> None:
    """Two rows of headings, years in several forms, cells that stand for the one above."""
    root = Path(__file__).parents[2] / "sample/mihon-table"
    shutil.copytree(root, tmp_path / "sample")
    path, _ = new_city_of_file(tmp_path, "table", tmp_path / "sample/R5.csv")
    [found] = toml_values((tmp_path / path).read_text("utf-8"), "")["edition"]
    assert {key: found[key] for key in ("year", "baseline", "actual", "target", "plan_word")} == {
        "year": "R5", "baseline": "R3", "actual": "R5", "target": "R8", "plan_word": "施策",
    }  # fmt: skip
    [table] = found["table"]
    assert (table["heading_rows"], table["fill_down"]) == (2, ["group", "plan", "name"])
    assert [*table["years"]] == ["R元", "R4", "R5"]
    assert (table["columns"]["status"], table["columns"]["status_previous"]) == ("達成状況/R5", "達成状況/R4")


FORMS = Path(__file__).parents[2] / "sample/forms"


@pytest.mark.parametrize("name", ["F2/seika_shihyo_r6", "F5/kpi_shinchoku_r5"])
def test_a_document_in_two_kinds_of_file_is_one_proposal(name: str) -> None:
    """Word, and its PDF in which the table is cut by the pages."""
    texts = [proposed(FORMS / f"{name}.{kind}", "minato").text for kind in ("docx", "pdf")]
    word, pdf = (toml_values(text, "")["edition"][0] | {"file": ""} for text in texts)
    assert word == pdf


def test_headings_over_the_tables_name_the_plans() -> None:
    [found] = toml_values(proposed(FORMS / "F5/kpi_shinchoku_r5.pdf", "minato").text, "")["edition"]
    assert (found["plan_word"], found["table"][0]["plan_heading"]) == ("基本目標", "基本目標{id} {name}")


def test_a_document_s_table_its_marks_and_its_legend() -> None:
    text = proposed(FORMS / "F2/seika_shihyo_r6.docx", "minato").text
    [found] = toml_values(text, "")["edition"]
    assert [found[key] for key in ("year", "baseline", "actual", "target")] == ["R6", "R2", "R6", "R8"]
    [table] = found["table"]
    assert (table["heading_rows"], [*table["years"]]) == (2, ["R3", "R4", "R5", "R6"])
    assert table["polarities"] == {"▼": "lower"} and found["rule"] == "minato"
    assert '  { mark = "Ｃ", word = "60％以上80％未満", when = "target_share", x = 60 },' in text


@pytest.mark.parametrize("layout", ["tables", "forms"])
def test_the_kind_of_document_may_be_given(layout: str) -> None:
    """A workbook of forms has tables in them as well."""
    found = proposed(FORMS / "F3/shisaku_sheet_r5.xlsx", "minato", layout)
    [edition] = toml_values(found.text, "")["edition"]
    assert edition["layout"] == found.layout == layout and ("boxes" in edition) == (layout == "forms")


@pytest.mark.parametrize(("layout", "error"), [("sheets", SourceError), ("chapter", SourceError), ("pdf", UsageError)])
def test_a_file_that_is_not_of_that_kind_is_refused(layout: str, error: type[Exception]) -> None:
    with pytest.raises(error, match=layout):
        proposed(FORMS / "F3/shisaku_sheet_r5.xlsx", "minato", layout)
