"""Tables of one document whose values are of other years: each value has the year that its own table says."""

import re
from pathlib import Path

import openpyxl
import pytest
from aligned import body, drawn, observations
from small_tables import City

from cityplan import steps
from cityplan.report.plan import brief, sources, tables

FORM = """baseline = "R元"
actual = "R5"
target = "R8"
[[edition.table]]
sheet = "実績"
[edition.table.columns]
plan = "施策"
name = "指標"
baseline = "基準値（R元）"
target = "目標値（R8）"
status = "評価"
[edition.table.years]
R4 = "R4実績"
R5 = "R5実績"
[[edition.table]]
sheet = "参考"
actual = "R4"
[edition.table.columns]
plan = "施策"
name = "指標"
[edition.table.years]
R3 = "R3実績"
R4 = "R4実績"
[[edition.table]]
subject = "activity"
sheet = "事業"
actual = "R4"
[edition.table.columns]
plan = "施策"
name = "事業"
[edition.table.years]
R3 = "R3実績"
R4 = "R4実績"
"""
HELD = (
    ("施策", "指標", "基準値（R元）", "R4実績", "R5実績", "目標値（R8）", "評価"),
    ("育てる", "出生数", 10, 12, 14, 20, "○"),
)
BESIDE = {
    "参考": (("施策", "指標", "R3実績", "R4実績"), ("守る", "排出量", 9, 8), ("守る", "吸収量", 3, "調査中")),
    "事業": (("施策", "事業", "R3実績", "R4実績"), ("支える", "給付", 30, 33), ("支える", "説明会", 4, "実施")),
}


def test_values_that_are_years_are_no_heading(tmp_path: Path) -> None:
    form = 'baseline = "R3"\nactual = "R5"\ntarget = "R8"\n[edition.columns]\nname = "指標名"\nactual = "実績値"\n'
    form += 'baseline = "基準値"\ntarget = "目標値"\n'
    table = "指標名|基準値|目標値|実績値\n条例の制定||令和6年度|令和5年度\n参加者|3|5|4"
    assert list(City(tmp_path).describe(form).csv(table).read()["indicators"]["name"]) == ["条例の制定", "参加者"]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    def more(book: openpyxl.Workbook, _: object) -> None:
        for name, rows in BESIDE.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)

    city = City(tmp_path_factory.mktemp("tables"), "R5.xlsx").describe(FORM, "tables").xlsx(HELD, more)
    steps.save(str(city.root), "mihon", "R5", {**city.read(), **city.computed()})
    return city


def text(shown: object) -> str:
    return re.sub(r"<[^>]*>|\s", "", str(shown))


def plan(city: City, number: str) -> brief.Brief:
    return brief.open_plan(str(city.root), "mihon", "R5", number)


def test_each_value_has_the_year_of_its_table(city: City) -> None:
    found = city.read()
    assert drawn(found["indicators"], "name", "actual", "actual_fy", "target_fy") == body("""
        name   | actual | actual_fy | target_fy
        出生数 | 14     | 2023 | 2026
        排出量 | 8      | 2022 | 2026
        吸収量 |        | 2022 | 2026
    """)
    assert observations(found) == body("""
        plan | no | role     | era  | value
        01   | 1  | baseline | R元  | 10
        01   | 1  | actual   | R5   | 14
        01   | 1  | target   | R8   | 20
        01   | 1  | actual   | R4   | 12
        02   | 1  | actual   | R4   | 8
        02   | 1  | actual   | R3   | 9
        02   | 2  | actual   | R3   | 3
        03   | 1  | previous | R3   | 30
        03   | 1  | actual   | R4   | 33
        03   | 2  | previous | R3   | 4
    """)


def test_a_column_that_a_table_has_not_is_no_empty_cell(city: City) -> None:
    found = city.computed()["findings"]
    assert not len(found[found["kind"].isin(["value_missing", "status_missing"])])


def test_an_empty_cell_of_a_column_is_told(tmp_path: Path) -> None:
    form = FORM[: FORM.index('[[edition.table]]\nsheet = "参考"')]
    city = City(tmp_path, "R5.xlsx").describe(form, "tables")
    city.xlsx([*HELD, ("育てる", "転入者数", None, 1, None, 3, None)])
    assert [each for each in city.kinds() if each[0] == "value_missing"] == [
        ("value_missing", "baseline_text", ""),
        ("value_missing", "actual_text", ""),
    ]


def test_a_brief_tells_the_headings_and_years_of_its_own_table(city: City) -> None:
    other = plan(city, "02")
    assert "令和4年度（2022年度）の実績" in text(brief.masthead(other).data)
    shown = text(tables.indicators_table(other))
    assert "前年度の実績（R3）" in shown and "実績（R4）" in shown and "基準値" not in shown and "R5" not in shown
    told = text(sources.source_list(other, "出典"))
    assert "R3実績「9」、R4実績「8」" in told and "R5" not in told
    assert "R5実績「14」" in text(sources.source_list(plan(city, "01"), "出典"))


def test_activities_of_another_year_are_told_with_it(city: City) -> None:
    own = plan(city, "03")
    shown = text(tables.activities_table(own))
    assert "実績（R3→R4）" in shown and "R4実施" in shown and "R5" not in shown
    assert "令和4年度（2022年度）の実績" in text(brief.masthead(own).data)


def test_a_value_that_bears_its_year_is_of_that_under_any_heading(tmp_path: Path) -> None:
    form = 'actual = "R5"\n[edition.columns]\nname = "指標"\n[edition.years]\n'
    form += 'R3 = "R3実績"\nR4 = "R4実績"\nR5 = "R5実績"\n'
    city = City(tmp_path).describe(form, "tables")
    city.csv(
        "指標|R3実績|R4実績|R5実績\n総生産|-|31（R2）|33\n関心|54（R3）|54（R3）|56\n参加|7|8|9\n出生数|1|2|3\n転入|4|5|6"
    )
    assert observations(city.read())[:5] == body("""
        plan | no | role   | era | value
        01   | 1  | actual | R5  | 33
        01   | 1  | actual | R2  | 31
        01   | 2  | actual | R5  | 56
        01   | 2  | actual | R3  | 54
        01   | 3  | actual | R5  | 9
    """)
    assert [each for each in city.kinds() if each[0] == "doubtful_value"] == [
        ("doubtful_value", "actual_2022_text", "31（R2）"),
        ("doubtful_value", "actual_2022_text", "54（R3）"),
    ]
