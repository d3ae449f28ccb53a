"""Tables of any form, read with declarations only: each value as its truth, typed by hand, says."""

import json
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from aligned import body, drawn, observations
from sample_edition import tables_of
from small_tables import City

from cityplan import steps
from cityplan.files.errors import SourceError
from cityplan.japanese.letters import fold, squeeze
from cityplan.read.printed import NOTES
from cityplan.tables.schema import Tables

SAMPLES = Path(__file__).parents[1] / "sample" / "tables"


def computed(root: Path, name: str, year: str) -> Tables:
    """A sample, cleaned, computed and audited."""
    shutil.copytree(SAMPLES / name, root / "data/raw" / name)
    return tables_of(root, name, year)


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
        assert observations(tables, "unit") == body("""
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
        assert observations(tables, "unit") == body("""
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
        assert observations(tables, "unit") == body("""
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
        """)
        assert notes(minato) == [49, 50, 51, 52]


def notes(tables: Tables) -> list[int]:
    """The lines of what is kept as the notes 注 of a table."""
    texts = tables["texts"]
    return [int(line) for line in texts.loc[texts["section"] == NOTES, "source_line"]]


def _truth_values(truth: dict[str, Any]) -> list[tuple[str, str, int, dict[str, Any]]]:
    """Plan, subject, number and value of each printed value."""
    found = []
    for plan in truth["plans"]:
        plan_id = f"{plan['no']:02}"
        for no, each in enumerate(plan["indicators"], start=1):
            found += [(plan_id, "indicator", no, value) for value in each["values"]]
        found += [(plan_id, "activity", 1, value) for value in plan["cost"]]
    return found


YEARS = 'actual = "R5"\n'


@pytest.fixture
def city(tmp_path: Path) -> City:
    return City(tmp_path).describe()


def indicators(city: City, *columns: str) -> list[list[str]]:
    return drawn(city.read()["indicators"], *columns)


class TestColumns:
    HEADS = "指標|実績||目標|実績\n|R4|R5|R5|R5\n"

    @pytest.mark.parametrize(
        ("words", "wanted"), [("実績/R5#1", "2"), ("実績/R5#2", "4"), ("列C", "2"), ("列E", "4"), ("目標/R5", "3")]
    )
    def test_one_of_the_same_heading(self, city: City, words: str, wanted: str) -> None:
        columns = {"目標/R5": "目標/R5", "列C": "実績/R5#1", "列E": "実績/R5#2"}
        rest = [other for other in columns.values() if columns.get(words, words) != other]
        city.describe(
            f'{YEARS}heading_rows = 2\nleft_out = ["実績/R4", "実績/R5", "目標"]\n'
            f'[edition.columns]\nname = "指標"\nactual = "{words}"',
            "tables",
        )
        assert rest
        city.csv(self.HEADS + "あ|1|2|3|4")
        assert indicators(city, "actual") == [[wanted]]

    def test_the_end_of_a_heading_is_enough_where_it_is_one(self, city: City) -> None:
        city.describe(
            f'{YEARS}heading_rows = 2\nleft_out = ["目標", "R4"]\n[edition.columns]\nname = "指標"\nactual = "R5"',
            "tables",
        ).csv("指標|実績||目標\n|R4|R5|R6\nあ|1|2|3")
        assert indicators(city, "actual") == [["2"]]

    def test_a_cell_above_the_table(self, tmp_path: Path) -> None:
        city = City(tmp_path, "R5.xlsx").describe(
            f'{YEARS}[edition.columns]\nplan = "セルB1"\ndivision = "セルB2"\nname = "指標"\nactual = "実績"', "tables"
        )
        city.xlsx([["施策", "子育て"], ["担当", "こども課"], ["指標", "実績"], ["あ", 1], ["い", 2]])
        assert indicators(city, "name", "division", "actual") == [["あ", "こども課", "1"], ["い", "こども課", "2"]]
        assert list(city.read()["plans"]["name"]) == ["子育て"]

    def test_what_is_the_same_in_every_row(self, city: City) -> None:
        city.describe(
            f'{YEARS}[edition.columns]\nname = "指標"\nactual = "実績"\n'
            '[edition.fixed]\nunit = "人"\ndivision = "環境課"',
            "tables",
        ).csv("指標|実績\nあ|1")
        assert indicators(city, "unit", "division", "actual") == [["人", "環境課", "1"]]

    def test_a_unit_of_a_column(self, city: City) -> None:
        city.describe(
            f'{YEARS}[edition.columns]\nname = "指標"\nactual = {{ heading = "決算額", unit = "千円" }}', "tables"
        ).csv("指標|決算額\nあ|1,200")
        assert indicators(city, "unit", "actual", "actual_text") == [["千円", "1200", "1,200"]]

    def test_a_sign_behind_the_name(self, city: City) -> None:
        city.describe(
            f'{YEARS}[edition.columns]\nname = "指標"\nactual = "実績"\n[edition.polarities]\n"▼" = "lower"', "tables"
        ).csv("指標|実績\n待機児童数▼|1\n出生数|2")
        assert indicators(city, "name", "polarity", "polarity_source") == [
            ["待機児童数", "lower", "declared"],
            ["出生数", "", ""],
        ]

    def test_words_for_marks_and_directions(self, city: City) -> None:
        city.describe(
            f'{YEARS}[edition.columns]\nname = "指標"\nactual = "実績"\nstatus = "状況"\npolarity = "種別"\n'
            '[edition.marks]\n"順調" = "◎"\n[edition.polarities]\n"減少型" = "lower"\n"現状維持型" = ""',
            "tables",
        ).csv("指標|実績|状況|種別\nあ|1|順調|減少型\nい|2|○|現状維持型")
        assert indicators(city, "status_printed", "polarity") == [["◎", "lower"], ["○", ""]]
        assert [kind for kind, *_ in city.kinds() if kind == "unreadable"] == []

    def test_graph_paper(self, tmp_path: Path) -> None:
        """方眼紙: every cell is merged over several narrow columns, in headings and rows."""
        city = City(tmp_path, "R5.xlsx").describe(
            f'{YEARS}heading_rows = 2\n[edition.columns]\nname = "指標"\nunit = "単位"\n'
            '[edition.years]\nR4 = "実績/R4"\nR5 = "実績/R5"',
            "tables",
        )
        rows = [["指標", None, None, "単位", None, "実績"], [None] * 5 + ["R4", None, "R5"]]
        rows += [["あ", None, None, "人", None, 1, None, 2], ["い", None, None, "件", None, 3, None, 4]]

        def merged(_: Any, sheet: Any) -> None:
            areas = "A1:C2 D1:E2 F1:I1 F2:G2 H2:I2 A3:C3 D3:E3 F3:G3 H3:I3 A4:C4 D4:E4 F4:G4 H4:I4"
            for area in areas.split():
                sheet.merge_cells(area)

        city.xlsx(rows, merged)
        assert indicators(city, "name", "unit", "actual") == [["あ", "人", "2"], ["い", "件", "4"]]
        assert set(city.read()["repairs"]["rule"]) == {"named_for_document"}

    def test_a_first_run_proposes_the_indicator_as_the_name(self, city: City) -> None:
        city.describe(YEARS, "tables").csv("施策名|事務事業名|指標名|単位|R5実績\nごみ|対策事業|啓発の回数|回|1")
        step = city.error().next_step
        assert 'name = "指標名"' in step and 'subgroup = "事務事業名"' in step
        city.describe(YEARS + step.partition("\n")[2], "tables")
        assert indicators(city, "name", "subgroup", "actual") == [["啓発の回数", "対策事業", "1"]]


class TestRows:
    def test_banners_totals_and_notes(self, city: City) -> None:
        city.describe(
            f'{YEARS}banner_rows = "group"\ntotal_rows = ["計"]\n[edition.columns]\nplan = "施策"\nname = "指標"\nactual = "実績"',
            "tables",
        ).csv("施策|指標|実績\n1 ひと||\n子育て|あ|1\n計||1\n2 まち||\n交通|い|2\n計||3\n※速報値||")
        tables = city.read()
        assert drawn(tables["plans"], "name", "group") == [["子育て", "1 ひと"], ["交通", "2 まち"]]
        assert drawn(tables["skipped_lines"], "source_line", "reason") == body("""
            line | reason
            4 | total_row
            7 | total_row
        """)
        assert notes(tables) == [8]
        assert "total_mismatch" not in {kind for kind, *_ in city.kinds()}

    def test_a_name_that_begins_like_a_total_is_a_row(self, city: City) -> None:
        city.describe(f'{YEARS}total_rows = ["計"]\n[edition.columns]\nname = "指標"\nactual = "実績"', "tables")
        assert len(city.csv("指標|実績\n計画の策定数|1\n計（2件）|1").read()["indicators"]) == 1

    def test_roles_in_rows_and_years_across(self, tmp_path: Path) -> None:
        city = City(tmp_path, "R5.xlsx").describe(
            'baseline = "R3"\nactual = "R5"\ntarget = "R7"\nheading_rows = 2\n[edition.columns]\nname = "指標"\n'
            'role = "区分"\nunit = "単位"\n[edition.years]\nR3 = "年度/３"\nR5 = "年度/５"\nR7 = "年度/７"',
            "tables",
        )
        rows = [["指標", "単位", "区分", "年度", None, None], [None, None, None, "３", "５", "７"]]
        rows += [["あ", "人", "期待値", None, 20, 30], [None, None, "実績値", 10, 15, None]]

        def merged(_: Any, sheet: Any) -> None:
            for area in ("A1:A2", "B1:B2", "C1:C2", "D1:F1", "A3:A4", "B3:B4"):
                sheet.merge_cells(area)

        city.xlsx(rows, merged)
        assert indicators(city, "name", "unit", "baseline", "actual", "target", "source_line") == [
            ["あ", "人", "10", "15", "30", "3"]
        ]
        assert observations(city.read(), "unit") == body("""
            plan | no | role | era | value | unit
            01 | 1 | baseline | R3 | 10 | 人
            01 | 1 | actual   | R5 | 15 | 人
            01 | 1 | target   | R7 | 30 | 人
            01 | 1 | expected | R5 | 20 | 人
        """)

    LAST = (
        'actual = "R5"\ntarget = "R7"\n[edition.columns]\nname = "指標"\nrole = "区分"\nunit = "単位"\n'
        'target = "最終"\n[edition.years]\nR5 = "R5"\nR6 = "R6"\nR7 = "R7"'
    )

    def test_a_column_of_the_last_target_beside_the_targets_of_years(self, city: City) -> None:
        """The value of the newest year that has one is not the target: 60 is that of R6."""
        city.describe(self.LAST, "tables")
        city.csv("指標|単位|区分|R5|R6|R7|最終\nあ|人|目標|50|60||70\nあ|人|実績|48|||70")
        assert indicators(city, "target", "target_fy", "actual") == [["70", "2025", "48"]]
        assert observations(city.read(), "unit") == body("""
            plan | no | role | era | value | unit
            01 | 1 | actual | R5 | 48 | 人
            01 | 1 | target | R7 | 70 | 人
            01 | 1 | target | R5 | 50 | 人
            01 | 1 | target | R6 | 60 | 人
        """)

    def test_the_last_target_in_both_places(self, city: City) -> None:
        city.describe(self.LAST, "tables").csv(
            "指標|単位|区分|R5|R6|R7|最終\nあ|人|目標|50|60|70|70\nあ|人|実績|48|||70"
        )
        assert list(city.read()["observations"]["era"]) == ["R5", "R7", "R5", "R6"]
        city.csv("指標|単位|区分|R5|R6|R7|最終\nあ|人|目標|50|60|75|70\nあ|人|実績|48|||70")
        assert city.error().text == "75"

    def test_a_target_that_is_declared_twice(self, city: City) -> None:
        city.describe(
            'actual = "R5"\ntarget = "R7"\n[edition.columns]\nname = "指標"\nactual = "R5"\ntarget = "累計"\n'
            '[edition.years.target]\nR7 = "R7目標"',
            "tables",
        ).csv("指標|R5|R7目標|累計\nあ|5|10|30")
        assert (city.error().column, "「累計」" in str(city.error()), "「R7目標」" in str(city.error())) == (
            "target",
            True,
            True,
        )

    def test_a_column_of_the_last_target_beside_rows_of_targets(self, city: City) -> None:
        """The targets of the rows are those of their years."""
        city.describe(
            'actual = "R5"\ntarget = "R7"\n[edition.columns]\nname = "指標"\nrole = "区分"\ntarget = "最終"\n'
            '[edition.years]\nR4 = "R4"\nR5 = "R5"\nR6 = "R6"',
            "tables",
        ).csv("指標|区分|R4|R5|R6|最終\nあ|目標|10|20|30|40\nあ|実績|9|22||40")
        assert drawn(city.read()["indicators"], "target", "target_fy") == [["40", "2025"]]
        assert observations(city.read(), "unit") == body("""
            plan | no | role | era | value | unit
            01 | 1 | actual | R5 | 22 |
            01 | 1 | target | R7 | 40 |
            01 | 1 | target | R4 | 10 |
            01 | 1 | target | R5 | 20 |
            01 | 1 | target | R6 | 30 |
            01 | 1 | actual | R4 | 9 |
        """)


class TestFilesAndSheets:
    def test_activities_and_indicators_of_two_files(self, city: City) -> None:
        city.describe(
            'previous = "R4"\nactual = "R5"\n'
            '[[edition.table]]\n[edition.table.columns]\nplan = "施策"\nname = "指標"\nactual = "実績"\n'
            '[[edition.table]]\nfile = "jigyo.csv"\nsubject = "activity"\n[edition.table.columns]\n'
            'plan = "施策"\nname = "事業"\ndivision = "担当課"\nactual = "R5"\nprevious = "R4"\n',
            "tables",
        ).csv("施策|指標|実績\n子育て|出生数|10")
        (city.folder / "jigyo.csv").write_text("施策,事業,担当課,R4,R5\n子育て,相談,こども課,3,4\n", encoding="utf-8")
        tables = city.read()
        assert drawn(tables["plans"], "plan_id", "name") == [["01", "子育て"]]
        assert drawn(tables["activities"], "name", "division", "actual", "previous") == [["相談", "こども課", "4", "3"]]
        assert drawn(tables["indicators"], "name", "actual") == [["出生数", "10"]]
        assert len(set(tables["cells"]["source_line"])) == 4

    def two_files(self, city: City, indicators: str, activities: str) -> Tables:
        """Indicators whose rows name group and plan, activities whose rows name the plan alone."""
        city.describe(
            'previous = "R4"\nactual = "R5"\n'
            '[[edition.table]]\nsubject = "activity"\n[edition.table.columns]\n'
            'plan_id = "番号"\nplan = "施策"\nname = "事業"\nactual = "R5"\nprevious = "R4"\n'
            '[[edition.table]]\nfile = "shihyo.csv"\n[edition.table.columns]\n'
            'group = "目標"\nplan_id = "番号"\nplan = "施策"\nname = "指標"\nactual = "実績"\n',
            "tables",
        ).csv(f"番号|施策|事業|R4|R5\n{activities}")
        text = f"目標|番号|施策|指標|実績\n{indicators}".replace("|", ",")
        (city.folder / "shihyo.csv").write_text(text, encoding="utf-8")
        return {**city.read(), **city.computed()}

    @pytest.mark.parametrize("activities", ["5|防災|訓練|3|4\n2|福祉|相談|5|6", "|防災|訓練|3|4\n|福祉|相談|5|6"])
    def test_rows_that_name_their_plan_alone(self, city: City, activities: str) -> None:
        tables = self.two_files(city, "ひと|2|福祉|出生数|10\nまち|5|防災|備蓄|20", activities)
        assert sorted(drawn(tables["plans"], "plan_id", "name", "group")) == [
            ["02", "福祉", "ひと"],
            ["05", "防災", "まち"],
        ]
        assert sorted(drawn(tables["activities"], "plan_id", "name")) == [["02", "相談"], ["05", "訓練"]]
        assert "plan_number_not_used" not in set(tables["findings"]["kind"])

    @pytest.mark.parametrize(
        ("numbers", "ids"),
        [("0102|0210", ["0102", "0210"]), ("001|12", ["001", "012"]), ("1|10", ["01", "10"]), ("２|３", ["02", "03"])],
    )
    def test_numbers_of_plans_keep_their_zeros(self, city: City, numbers: str, ids: list[str]) -> None:
        first, second = numbers.split("|")
        tables = self.two_files(
            city, f"ひと|{first}|福祉|出生数|10\nまち|{second}|防災|備蓄|20", f"{second}|防災|訓練|3|4"
        )
        assert list(tables["plans"]["plan_id"]) == ids

    @pytest.mark.parametrize(("number", "plans"), [("7", 2), ("", 3), ("9", 3)])
    def test_a_plan_that_several_groups_have(self, city: City, number: str, plans: int) -> None:
        indicators = "ひと|2|その他|出生数|10\nまち|7|その他|備蓄|20"
        tables = self.two_files(city, indicators, f"{number}|その他|訓練|3|4")
        assert len(tables["plans"]) == plans
        told = [each for each in tables["findings"]["message"] if "どれのものか" in each]
        assert len(told) == (not number)

    def test_a_plan_of_activities_alone_is_no_doubt_where_each_row_names_its_plan(self, city: City) -> None:
        indicators = "ひと|1|福祉|出生数|10\nまち|2|防災|備蓄|20"
        tables = self.two_files(city, indicators, "3|産業|融資|3|4")
        assert "doubtful_value" not in set(tables["findings"]["kind"])

    def test_numbers_that_the_pages_do_not_bear(self, city: City) -> None:
        tables = self.two_files(city, "ひと|1|福祉|出生数|10\nまち|1|防災|備蓄|20", "2|産業|融資|3|4")
        assert drawn(tables["plans"], "plan_id", "name") == [["01", "産業"], ["02", "福祉"], ["03", "防災"]]
        found = tables["findings"][tables["findings"]["kind"] == "plan_number_not_used"]
        assert drawn(found, "severity", "printed", "computed") == [["warning", "2、1", "01、02、03"]]

    def test_a_sheet_for_each_plan(self, tmp_path: Path) -> None:
        city = City(tmp_path, "R5.xlsx").describe(
            f'{YEARS}sheets = "施策{{id}} {{name}}"\n[edition.columns]\nname = "指標"\nactual = "実績"', "tables"
        )

        def more(book: Any, sheet: Any) -> None:
            sheet.title = "施策2 防災"
            for name, state in (("施策1 子育て", "visible"), ("記入例", "hidden"), ("目次", "visible")):
                own = book.create_sheet(name)
                own.sheet_state = state
                own.append(["指標", "実績"])
                own.append(["い", 2])

        city.xlsx([["指標", "実績"], ["あ", 1]], more)
        tables = city.read()
        assert drawn(tables["plans"], "plan_id", "name") == [["01", "子育て"], ["02", "防災"]]
        assert drawn(tables["indicators"], "plan_id", "name", "actual") == [["01", "い", "2"], ["02", "あ", "1"]]
        assert sorted(tables["skipped_lines"]["text"]) == ["シート「目次」", "シート「記入例」（非表示）"]


class TestAllAtOnce:
    def told(self, city: City) -> str:
        error = city.error()
        assert isinstance(error, SourceError)
        return str(error)

    def test_headings_letters_and_years(self, city: City) -> None:
        city.describe(
            'actual = "R5"\n[[edition.table]]\n[edition.table.columns]\nname = "指標名"\nunit = "列Z"\nactual = "実績"\n'
            '[edition.table.years]\n"5" = "R4"\n[edition.table.roles]\n"見込" = "forecast"\n',
            "tables",
        ).csv("指標|実績|実績|R4\nあ|1|2|3")
        told = self.told(city)
        for words in ("5つ", "「指標名」", "表は D列まで", "B、C列", "「5」", "forecast", "列「実績」"):
            assert words in told, told
        assert 'actual = "列B"' in told

    def test_a_heading_says_the_year_that_is_wanted(self, city: City) -> None:
        city.describe('[edition.columns]\nname = "指標"\nbaseline = "現状値（令和４年度）"', "tables")
        assert '\nbaseline = "R4"' in self.told(city.csv("指標|現状値（令和４年度）\nあ|1"))

    def test_repeats_of_different_number(self, city: City) -> None:
        city.describe(
            'actual = "R5"\n[[edition.table]]\n[[edition.table.repeat]]\n[edition.table.repeat.columns]\n'
            'name = ["列A", "列C"]\nunit = ["列B"]\n',
            "tables",
        ).csv("指標|単位|指標|単位\nあ|人|い|件")
        assert "組の数が合いません" in self.told(city)

    def test_years_and_roles_in_cells(self, city: City) -> None:
        city.describe(
            'actual = "R5"\n[edition.columns]\nname = "指標"\nrole = "区分"\nyear = "年度"\nvalue = "値"', "tables"
        ).csv("指標|区分|年度|値\nあ|実績|R5|1\nあ|見込|R6|2\nあ|実績|策定時|3")
        told = self.told(city)
        for words in ("2つ", "B3:「見込」", '"見込" = "actual"', "C4:「策定時」", '"策定時" = "R…"'):
            assert words in told, told

    def test_a_declared_word_is_no_fault(self, city: City) -> None:
        city.describe(
            'actual = "R5"\n[edition.columns]\nname = "指標"\nrole = "区分"\nyear = "年度"\nvalue = "値"\n'
            '[edition.roles]\n"見込" = ""\n[edition.year_words]\n"策定時" = "R2"',
            "tables",
        ).csv("指標|区分|年度|値\nあ|実績|R5|1\nあ|見込|R6|2\nあ|基準値|策定時|3")
        assert observations(city.read(), "unit") == body("""
            plan | no | role | era | value | unit
            01 | 1 | baseline | R2 | 3 |
            01 | 1 | actual   | R5 | 1 |
        """)

    def test_a_value_without_a_name(self, city: City) -> None:
        city.describe(
            'actual = "R5"\n[edition.columns]\nplan = "施策"\n[[edition.repeat]]\neach = ["ア", "イ"]\n'
            '[edition.repeat.columns]\nname = "{}名"\nactual = "{}値"',
            "tables",
        ).csv("施策|ア名|ア値|イ名|イ値\n環境|あ|1||2\n交通|||い|3")
        told = self.told(city)
        assert "E2" in told and "名前のセルが空です" in told

    def test_a_year_that_is_none_in_its_column(self, city: City) -> None:
        city.describe('[edition.columns]\nname = "指標"\nactual = "実績"\nactual_year = "年度"', "tables").csv(
            "指標|実績|年度\nあ|1|R5\nい|2|去年"
        )
        assert "C3:「去年」" in self.told(city)


class TestUndeclaredYears:
    """Values of years are no actuals before the edition says so: its pages would tell that there are none."""

    LONG = '[edition.columns]\nname = "指標"\nrole = "区分"\nyear = "年度"\nvalue = "値"'

    @pytest.mark.parametrize(
        ("form", "table"),
        [
            ('[edition.columns]\nname = "指標"\n[edition.years]\nR4 = "R4"\nR5 = "R5"', "指標|R4|R5\nあ|1|2"),
            (LONG, "指標|区分|年度|値\nあ|実績|R4|1\nあ|実績|R5|2\nあ|実績|R6|未公表\nあ|目標|R8|3"),
            (
                '[edition.columns]\nname = "指標"\nactual = "実績"\nactual_year = "年度"',
                "指標|実績|年度\nあ|1|R4\nい|2|R5",
            ),
        ],
    )
    def test_the_years_found_and_the_line_to_paste(self, city: City, form: str, table: str) -> None:
        city.describe(form, "tables").csv(table)
        error = city.error()
        assert "R4、R5" in error.problem and error.next_step.endswith('actual = "R5"')
        city.describe(f'actual = "R5"\n{form}', "tables")
        assert "2" in indicators(city, "actual_text")[-1]

    def test_the_years_up_to_the_baseline_are_no_results(self, city: City) -> None:
        city.describe(
            'baseline = "R5"\ntarget = "R8"\n[edition.columns]\nname = "指標"\nbaseline = "R5"\ntarget = "R8"\n'
            '[edition.years]\nR4 = "R4"',
            "tables",
        ).csv("指標|R4|R5|R8\nあ|1|2|3")
        assert indicators(city, "baseline_text", "actual_text") == [["2", ""]]

    def test_the_year_before_is_the_previous_result_of_an_activity(self, city: City) -> None:
        form = 'subject = "activity"\nactual = "R5"\n[edition.columns]\nname = "事業"\n[edition.years]\n'
        city.describe(f'{form}R4 = "R4"\nR5 = "R5"', "tables").csv("事業|R4|R5\nあ|1|2")
        assert drawn(city.read()["activities"], "previous", "actual") == [["1", "2"]]
        assert ("value_missing", "previous_text", "") not in city.kinds()

    def test_the_previous_result_is_one_of_the_years_found(self, city: City) -> None:
        form = 'subject = "activity"\nprevious = "R4"\n[edition.columns]\nname = "事業"\n[edition.years]\n'
        city.describe(f'{form}R4 = "R4"\nR5 = "R5"', "tables").csv("事業|R4|R5\nあ|1|2")
        assert "R4、R5" in city.error().problem

    def test_the_year_before_in_a_row_of_an_activity(self, city: City) -> None:
        long = self.LONG.replace("指標", "事業")
        city.describe(f'subject = "activity"\nactual = "R5"\n{long}', "tables").csv(
            "事業|区分|年度|値\nあ|実績|R4|1\nあ|実績|R5|2"
        )
        assert city.error().next_step.endswith('previous = "R4"')
        city.describe(f'subject = "activity"\nprevious = "R4"\nactual = "R5"\n{long}', "tables")
        assert drawn(city.read()["activities"], "previous", "actual") == [["1", "2"]]


class TestDocuments:
    """The same list in Word and as a PDF, over several pages: every value of its truth, with the same declarations."""

    @pytest.mark.parametrize("suffix", ["docx", "pdf"])
    @pytest.mark.parametrize(("form", "year", "lost"), [("F2", "R6", 0), ("F5", "R5", 10)])
    def test_every_value(self, tmp_path: Path, form: str, year: str, lost: int, suffix: str) -> None:
        """Of F5 the two rows with the same role are not used, which is told."""
        folder = tmp_path / "data/raw/minato"
        folder.mkdir(parents=True)
        (file,) = (SAMPLES.parent / "forms" / form).glob(f"*.{suffix}")
        shutil.copy(file, folder)
        source = (SAMPLES.parent / "forms" / form / "tables.toml").read_text("utf-8")
        (folder / "source.toml").write_text(source.replace(".docx", f".{suffix}"), encoding="utf-8")
        tables = steps.clean_document(str(tmp_path), "minato", year)
        names = {(row.plan_id, row.indicator_no): row.name for row in tables["indicators"].itertuples()}
        found = {
            (squeeze(names[row.plan_id, row.no]), row.role, row.fiscal_year): (row.value, row.unit)
            for row in tables["observations"].itertuples()
        }
        truth = json.loads(file.with_name("truth.json").read_text("utf-8"))
        wanted = {
            (squeeze(own["name"]), each["role"], each["fiscal_year"]): (_number(each["number"]), fold(each["unit"]))
            for plan in truth["plans"]
            for own in plan["indicators"]
            for each in own["values"]
            if each["number"] is not None
        }
        assert len(wanted) - len(found) == lost == sum(tables["repairs"]["rule"] == "repeated_role")
        assert {place: value for place, value in wanted.items() if place in found} == {
            place: (value, fold(unit)) for place, (value, unit) in found.items()
        }


@pytest.mark.parametrize(
    ("form", "word"),
    [
        ('[[edition.table]]\nsttaus = "達成度"\n[edition.table.columns]\nname = "見えない見出し"', "sttaus"),
        ('[[edition.table]]\n[edition.table.colums]\nname = "指標"', "colums"),
        ('[[edition.table]]\n[edition.table.columns]\nname = "指標"\nsttaus = "達成度"', "sttaus"),
    ],
)
def test_where_the_declarations_are_wrong_the_headings_are_not_judged(tmp_path: Path, form: str, word: str) -> None:
    error = City(tmp_path).describe(form, "tables").csv("指標|実績\n人口|1").error()
    assert word in str(error) and "原文の見出しと source.toml が合いません" not in str(error)


class TestTheDirectionOfAnIndicator:
    FORM = f'{YEARS}[edition.columns]\nname = "指標"\nactual = "実績"\n'

    def test_declared_by_its_name(self, city: City) -> None:
        city.describe(f'{self.FORM}[edition.directions]\n"待機 児童数" = "lower"', "tables")
        city.csv("指標|実績\n待機児童数|1\n出生数|2")
        assert indicators(city, "name", "polarity", "polarity_source") == [
            ["待機児童数", "lower", "declared"],
            ["出生数", "", ""],
        ]

    @pytest.mark.parametrize(
        ("declared", "told"),
        [
            ('"待機児童" = "lower"', "待機児童数"),  # no indicator has this name; one is like it
            ('"待機児童数" = "down"', "higher、lower"),
            ('"待機児童数" = "higher"', "向きの「減」"),
        ],
    )
    def test_what_does_not_fit_is_told(self, city: City, declared: str, told: str) -> None:
        city.describe(f'{self.FORM}polarity = "向き"\n[edition.directions]\n{declared}', "tables")
        assert told in str(city.csv("指標|実績|向き\n待機児童数|1|減").error())

    def test_against_a_printed_bound(self, city: City) -> None:
        form = f'target = "R8"\n{self.FORM}target = "目標"\n[edition.directions]\n"待機児童数" = "lower"'
        assert "値の「以上」" in str(city.describe(form, "tables").csv("指標|実績|目標\n待機児童数|1|5以上").error())

    def test_a_word_of_the_column_that_nobody_knows(self, city: City) -> None:
        city.describe(f'{self.FORM}polarity = "向き"\n[edition.directions]\n"待機児童数" = "lower"', "tables")
        city.csv("指標|実績|向き\n待機児童数|1|?")
        assert indicators(city, "polarity", "polarity_source") == [["lower", "declared"]]

    def test_one_for_a_whole_table(self, city: City) -> None:
        city.describe(f'{self.FORM}[edition.fixed]\npolarity = "以下"', "tables").csv("指標|実績\n待機児童数|1")
        assert indicators(city, "polarity", "polarity_source") == [["lower", "declared"]]


class TestNumbersOfSeveralLevels:
    COLUMNS = 'plan_word = "施策"\nactual = "R5"\n[edition.columns]\nplan = "施策"\nname = "指標"\nactual = "R5"\n'

    @pytest.mark.parametrize(
        ("cells", "plans"),
        [
            (("1-1 港", "1-2 海"), [["1-1", "港"], ["1-2", "海"]]),
            (("１－２　港", "１－１０　海"), [["1-02", "港"], ["1-10", "海"]]),
            (("Ⅰ-2-(3) 港", "Ⅱ-1-(1)海"), [["I-2-3", "港"], ["II-1-1", "海"]]),
            (("施策1-1：港", "施策1-2：海"), [["1-1", "港"], ["1-2", "海"]]),
            (("A-01 港", "その他"), [["01", "A-01 港"], ["02", "その他"]]),  # half of them have one
            (("1-1 港", "1-1 海"), [["01", "1-1 港"], ["02", "1-1 海"]]),  # one number for two
            (("1-2歳児の保育", "3-5歳児の保育"), [["01", "1-2歳児の保育"], ["02", "3-5歳児の保育"]]),
        ],
    )
    def test_before_the_names_of_plans(self, tmp_path: Path, cells: tuple[str, str], plans: list[list[str]]) -> None:
        city = City(tmp_path).describe(self.COLUMNS).csv(f"施策|指標|R5\n{cells[0]}|件数|1件\n{cells[1]}|人数|2人\n")
        assert drawn(city.read()["plans"], "plan_id", "name") == plans

    def test_in_a_column_of_their_own(self, tmp_path: Path) -> None:
        form = self.COLUMNS + 'plan_id = "番号"\n'
        city = City(tmp_path).describe(form).csv("番号|施策|指標|R5\n1-1|港|件数|1件\n1-2|海|人数|2人\n")
        assert drawn(city.read()["plans"], "plan_id", "name") == [["1-1", "港"], ["1-2", "海"]]


class TestUnitsBehindNames:
    @staticmethod
    def read(root: Path, drawn_table: str, more: str = "") -> list[list[str]]:
        heading = drawn_table.strip().split("|")[0]
        form = f'actual = "R5"\n{more}[edition.columns]\nname = "{heading}"\nactual = "R5"\n'
        tables = City(root).describe(form).csv(drawn_table).read()
        return drawn(tables["indicators"], "name", "actual", "unit")

    def test_what_the_heading_calls_a_unit(self, tmp_path: Path) -> None:
        table = "指標（単位）|R5\n創業［社］|3\n排出量（kg-CO2/人）|4.5\n調査（－）|1\n出生数（推計）（人）|362"
        assert self.read(tmp_path, table) == [
            ["創業", "3", "社"],
            ["排出量", "4.5", "kg-CO2/人"],
            ["調査", "1", ""],
            ["出生数（推計）", "362", "人"],
        ]

    def test_no_unit_is_a_direction_or_how_was_counted(self, tmp_path: Path) -> None:
        table = "指標（単位）|R5\n肥満の割合（％）（↓）|20.9\n在院日数（日）〔低〕|12.4\n空き家（↓）（店舗）|9\n創業（組）（累計）|3\n出生率（↑）|1.3"
        declared = '[edition.polarities]\n"〔低〕" = "lower"\n'
        form = f'actual = "R5"\n{declared}[edition.columns]\nname = "指標（単位）"\nactual = "R5"\n'
        tables = City(tmp_path).describe(form).csv(table).read()
        assert drawn(tables["indicators"], "name", "unit", "polarity") == [
            ["肥満の割合", "%", "lower"],
            ["在院日数", "日", "lower"],
            ["空き家", "店舗", "lower"],
            ["創業（累計）", "組", ""],
            ["出生率（↑）", "", ""],  # has no unit, beside which it would surely be a direction
        ]

    def test_what_is_declared_of_a_sign_counts(self, tmp_path: Path) -> None:
        form = 'actual = "R5"\n[edition.polarities]\n"（↓）" = "higher"\n"逆" = "lower"\n'
        form += '[edition.columns]\nname = "指標（単位）"\nactual = "R5"\n'
        tables = (
            City(tmp_path)
            .describe(form)
            .csv("指標（単位）|R5\n甲（件）（↓）|1\n乙（件）（逆）|2\n丙（件）（△）|3")
            .read()
        )
        assert drawn(tables["indicators"], "name", "unit", "polarity") == [
            ["甲", "件", "higher"],
            ["乙", "件", "lower"],
            ["丙（△）", "件", ""],
        ]

    def test_a_letter_in_round_brackets_is_short_for_a_word_of_the_name(self, tmp_path: Path) -> None:
        form = 'actual = "R5"\n[edition.columns]\nname = "指標（単位）"\nactual = "R5"\n'
        table = "指標（単位）|R5\n不登校の割合（高）（％）|3.1\n職員数（正）（人）|40"
        tables = City(tmp_path).describe(form).csv(table).read()
        assert drawn(tables["indicators"], "name", "unit", "polarity") == [
            ["不登校の割合（高）", "%", ""], ["職員数（正）", "人", ""],
        ]  # fmt: skip

    def test_only_known_units_below_another_heading(self, tmp_path: Path) -> None:
        table = "指標|R5\n創業（件）|3\n出生数（推計）|362\n満足度（点）|45％"
        assert self.read(tmp_path, table) == [
            ["創業", "3", "件"],
            ["出生数（推計）", "362", ""],
            ["満足度（点）", "45", "%"],
        ]

    def test_behind_what_an_activity_is_measured_by(self, tmp_path: Path) -> None:
        form = 'actual = "R5"\nsubject = "activity"\n[edition.columns]\nname = "事業名"\nmeasure = "活動指標（単位）"\nactual = "R5"\n'
        city = City(tmp_path).describe(form).csv("事業名|活動指標（単位）|R5\n休暇（男性）|取得率（％）|3\n講座|回数|2")
        assert drawn(city.read()["activities"], "name", "measure", "actual", "unit") == [
            ["休暇（男性）", "取得率", "3", "%"], ["講座", "回数", "2", ""],
        ]  # fmt: skip

    def test_a_unit_of_its_own_column_leaves_the_name(self, tmp_path: Path) -> None:
        form = 'actual = "R5"\n[edition.columns]\nname = "指標"\nunit = "単位"\nactual = "R5"\n'
        tables = City(tmp_path).describe(form).csv("指標|単位|R5\n創業（件）|社|3").read()
        assert drawn(tables["indicators"], "name", "unit") == [["創業（件）", "社"]]


class TestUnitsRightOfNames:
    """A heading merged over names and the column of their units."""

    ROWS = (("環境指標", None, "R5"), ("苦情", "（件）", 9), ("使用量", "（千kWh）", 8), ("資源化率", "（％）", 7))

    @classmethod
    def read(cls, root: Path, columns: str = "", more: str = "") -> list[list[str]]:
        form = f'actual = "R5"\n{more}[edition.columns]\nname = "環境指標"\nactual = "R5"\n{columns}'
        city = City(root, "R5.xlsx").describe(form).xlsx(cls.ROWS, lambda _, sheet: sheet.merge_cells("A1:B1"))
        return drawn(city.read()["indicators"], "name", "subgroup", "unit")

    @pytest.mark.parametrize("declared", ["", 'unit = "列B"\n', 'unit = "環境指標#2"\n'])
    def test_are_units(self, tmp_path: Path, declared: str) -> None:
        assert self.read(tmp_path, declared) == [["苦情", "", "件"], ["使用量", "", "千kWh"], ["資源化率", "", "%"]]

    def test_are_not_read_where_they_are_left_out(self, tmp_path: Path) -> None:
        assert self.read(tmp_path, more='left_out = ["列B"]\n')[0] == ["苦情", "", ""]

    def test_are_what_they_are_declared_to_be(self, tmp_path: Path) -> None:
        assert self.read(tmp_path, 'subgroup = "列B"\n')[0] == ["苦情", "（件）", ""]


class TestPlansThatAreDeclared:
    def test_a_plan_that_is_declared_is_not_named_for_the_document(self, tmp_path: Path) -> None:
        """Beside plans that are printed it is no doubt; a row without one is."""
        tables = '[[edition.table]]\n[edition.table.columns]\nplan = "施策"\nname = "指標"\nactual = "R5"\n[[edition.table]]\n'
        tables += 'heading_rows = 1\n[edition.table.columns]\nname = "部門"\nactual = "R5排出量"\n[edition.table.fixed]\nplan = "部門別"\n'
        city = City(tmp_path, "R5.md").describe(f'actual = "R5"\n{tables}', "tables")
        text = "| 施策 | 指標 | R5 |\n| 港 | 件数 | 1件 |\n\n文\n\n| 部門 | R5排出量 |\n| 家庭 | 2t |\n"
        city.raw(text.encode())
        read = city.read()
        assert drawn(read["plans"], "name") == [["港"], ["部門別"]]
        assert not any("資料の題を名前としました" in text for text in read["repairs"]["before"])


class TestTablesBelowEachOther:
    """A second table on a sheet, of which the headings are other ones in the same columns."""

    FORM = 'actual = "R5"\n[[edition.table]]\n[edition.table.columns]\nname = "指標名"\n[edition.table.years]\nR4 = "R4実績"\nR5 = "R5実績"\n'
    ROWS = (
        ("指標名", "R4実績", "R5実績"),
        ("出生数", 465, 470),
        ("（２）",),
        ("指標名", "R3実績", "R4実績"),
        ("相談", 230, 241),
    )

    def test_stop_where_the_second_is_not_declared(self, tmp_path: Path) -> None:
        error = City(tmp_path, "R5.xlsx").describe(self.FORM, "tables").xlsx(self.ROWS).error()
        assert (error.line, error.text) == (4, "指標名 R3実績 R4実績")
        assert "[[edition.table]]\nskip_rows = 3\n" in error.next_step

    @pytest.mark.parametrize("place", ["skip_rows = 3\n", ""])
    def test_end_at_the_heading_of_the_next(self, tmp_path: Path, place: str) -> None:
        form = self.FORM.replace("[[edition.table]]", '[[edition.table]]\nleft_out = ["（２）"]')
        form += f'[[edition.table]]\n{place}actual = "R4"\n[edition.table.columns]\nname = "指標名"\n'
        form += '[edition.table.years]\nR3 = "R3実績"\nR4 = "R4実績"\n'
        tables = City(tmp_path, "R5.xlsx").describe(form, "tables").xlsx(self.ROWS).read()
        assert drawn(tables["indicators"], "name", "actual", "actual_fy") == [
            ["出生数", "470", "2023"],
            ["相談", "241", "2022"],
        ]

    def test_a_year_as_a_value_is_no_heading(self, tmp_path: Path) -> None:
        rows = (
            ("指標名", "R4実績", "R5実績"),
            ("計画の年度", "R8", "R8"),
            ("目標", 2023, 2024),
            ("見直し", "－", "R8"),
        )
        tables = City(tmp_path, "R5.xlsx").describe(self.FORM, "tables").xlsx(rows).read()
        assert len(tables["indicators"]) == 3


class TestRowsOfNoTable:
    """Rows over the headings, between them, and of another table."""

    TWO = """plan_word = "政策"
actual = "R5"
[[edition.table]]
banner_rows = "plan"
[edition.table.columns]
name = "指標"
actual = "R5値"
[[edition.table]]
subject = "activity"
banner_rows = "plan"
[edition.table.columns]
name = "取組"
actual = "R5"
"""
    BESIDE = (
        ("題",),
        ("政策１ 育てる",),
        ("指標", "R5値", None, "取組", "R5"),
        ("出生数", "362人", None, "給付", "298人"),
        ("参加率", "51.5%"),
        (),
        ("政策２ 働く",),
        ("指標", "R5値", None, "取組", "R5"),
        ("求人倍率", "1.18倍", None, "説明会", "3回"),
        (None, None, None, "補助", "9社"),
    )

    def test_tables_beside_each_other_under_banners(self, tmp_path: Path) -> None:
        """The banner above the first headings is as those above the headings that are repeated."""
        tables = City(tmp_path, "R5.xlsx").describe(self.TWO, "tables").xlsx(self.BESIDE).read()
        assert drawn(tables["plans"], "plan_id", "name") == [["01", "育てる"], ["02", "働く"]]
        assert drawn(tables["indicators"], "plan_id", "name", "actual") == body("""
            plan | name   | actual
            01   | 出生数 | 362
            01   | 参加率 | 51.5
            02   | 求人倍率 | 1.18
        """)
        assert drawn(tables["activities"], "plan_id", "name", "actual") == body("""
            plan | name   | actual
            01   | 給付   | 298
            02   | 説明会 | 3
            02   | 補助   | 9
        """)

    def test_a_table_without_plans_beside_one_with_plans_is_doubtful(self, tmp_path: Path) -> None:
        form = self.TWO.replace(
            'subject = "activity"\nbanner_rows = "plan"', 'subject = "activity"\nbanner_rows = "group"'
        )
        city = City(tmp_path, "R5.xlsx").describe(form, "tables").xlsx(self.BESIDE)
        assert [kind for kind, *_ in city.kinds()].count("doubtful_extraction") >= 1

    def test_rows_above_the_first_banner_are_doubtful(self, tmp_path: Path) -> None:
        form = 'actual = "R5"\nbanner_rows = "group"\n[edition.columns]\nname = "指標"\nactual = "R5"\n'
        city = City(tmp_path).describe(form).csv("指標|R5\n出生数|362人\n基本目標２ 働く|\n求人倍率|1.18倍")
        assert ("doubtful_extraction", "", "出生数362人") in city.kinds()

    def test_a_unit_in_a_row_of_its_own(self, tmp_path: Path) -> None:
        """The heading above it is named without it; a title over the headings is no heading."""
        form = """actual = "R5"
[[edition.table]]
heading_rows = 2
fill_down = ["plan"]
left_out = ["決算"]
[edition.table.columns]
plan = "事業"
name = "指標"
actual = "値"
[[edition.table]]
subject = "activity"
heading_rows = 2
left_out = ["指標", "値"]
[edition.table.columns]
plan = "事業"
name = "事業"
[edition.table.years.settled]
R5 = "決算"
"""
        cells = (
            ("事業一覧",),
            (),
            ("事業", "決算", "指標", "値"),
            (None, "（千円）"),
            ("図書館", 84210, "貸出冊数", 312400),
            (None, None, "登録者", 61.2),
            ("児童クラブ", 120300, "入会率", 28.4),
        )
        tables = City(tmp_path, "R5.xlsx").describe(form, "tables").xlsx(cells).read()
        assert observations(tables, "unit") == body("""
            plan | no | role | era | value | unit
            01 | 1 | settled | R5 | 84210  | 千円
            01 | 1 | actual  | R5 | 312400 |
            01 | 2 | actual  | R5 | 61.2   |
            02 | 1 | settled | R5 | 120300 | 千円
            02 | 1 | actual  | R5 | 28.4   |
        """)
