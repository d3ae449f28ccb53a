"""Plain tables (.csv, .tsv): every form gives the right value or says what is wrong."""

import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from aligned import body, drawn
from small_tables import ACTIVITY, COLUMNS, HEAD, YEARS, City

from cityplan import steps
from cityplan.city import source
from cityplan.files.errors import SourceError
from cityplan.tables.files import read
from cityplan.tables.schema import Tables

SAMPLE = Path(__file__).parents[1] / "sample" / "mihon-table"


@pytest.fixture
def city(tmp_path: Path) -> City:
    return City(tmp_path).describe()


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """The invented city, cleaned, written, read back, computed and audited."""
    root = tmp_path_factory.mktemp("sample")
    shutil.copytree(SAMPLE, root / "data/raw/mihon-table")
    place = (str(root), "mihon-table", "R5")
    steps.save(*place, steps.clean_document(*place))
    steps.save(*place, steps.compute_document(*place, 5))
    return read(root / "data/processed/mihon-table/R5")


class TestTheInventedCity:
    def test_is_said_to_be_invented(self) -> None:
        for file in SAMPLE.iterdir():
            assert "架空" in file.read_text(encoding="utf-8").split("\n")[0]

    def test_plans_and_groups(self, sample: Tables) -> None:
        assert drawn(sample["groups"], "group_id", "name", "source_line") == body("""
            id | name     | line
            1  | 1 ひと   | 5
            2  | 2 くらし | 11
        """)
        columns = ("plan_id", "name", "group_id", "source_line", "source_line_end")
        assert drawn(sample["plans"], *columns) == body("""
            id | name   | group | from | to
            01 | 子育て | 1     | 5    | 8
            02 | 人権   | 1     | 9    | 10
            03 | 防災   | 2     | 11   | 15
            04 | 財政   | 2     | 16   | 20
        """)

    def test_every_row(self, sample: Tables) -> None:
        columns = (
            "plan_id",
            "indicator_no",
            "subgroup",
            "polarity",
            "polarity_source",
            "unit",
            "baseline",
            "actual",
            "target",
            "status_printed",
            "source_line",
        )
        assert drawn(sample["indicators"], *columns) == body("""
            plan|no|subgroup | polarity | source  | unit | baseline    | actual | target | mark | line
            01 | 1 |         | lower    | declared | 人  | 23          | 12     | 0      | ○ | 5
            01 | 2 |         | higher   | declared | %   | 98.5        | 100    | 100    | ◎ | 6
            01 | 3 | 来所    | higher   | printed  | 件  | 1062        | 1120   | 1200   | ○ | 7
            01 | 4 | 電話    | higher   | declared | 件  |             |        |        | — | 8
            02 | 1 |         | higher   | declared | %   | 6.2         | 6.5    | 8      | ○ | 9
            02 | 2 |         | higher   | inferred | 人  | 396         | -4.1   | 1100   | △ | 10
            03 | 1 |         | higher   | declared | 回  | 23          | 45     | 60     | ○ | 11
            03 | 2 |         | higher   | declared | ㎥  | 120         | 125    | 150    | ○ | 12
            03 | 3 |         |          |          |     |             | 25     | 30     | ○ | 13
            03 | 4 |         |          |          | 人  | 3966000     | 400    |        | △ | 14
            03 | 5 |         | higher   | printed  | 社  | 8           | 12     | 40     | ○ | 15
            04 | 1 |         | higher   | declared | 円  | 12300148000 | 85350000000   | 13000000000 |   | 16
            04 | 2 |         | lower    | printed  | 億円 | 853.5      |        | 800    | ○ | 17
            04 | 3 |         | higher   | declared | 千円 | 34786      |        | 40000  |   | 18
            04 | 4 |         |          |          | ‰   | 12          | 14     |        | △ | 19
            04 | 5 |         |          |          | 分  | 8.5         | 8.0    | 7.5    | ○ | 20
        """)

    def test_years_of_their_own(self, sample: Tables) -> None:
        data = sample["observations"]
        own = data[(data["role"] == "actual") & (data["fiscal_year"] != 2023)]
        assert drawn(own, "plan_id", "no", "era", "value", "text") == body("""
            plan|no| era | value   | text
            01 | 1 | R元 | 31      | 31
            01 | 1 | R4  | 20      | 20
            01 | 2 | R4  | 99.1    | 99.1
            01 | 3 | R元 | 804     | 804件
            01 | 3 | R4  | 1100    | 1,100
            02 | 1 | R4  | 6.2     | ６．２％
            02 | 2 | R元 | -54     | △ 54
            02 | 2 | R4  | -3      | ▲3
            03 | 1 | R4  | 43      | 43（16）
            03 | 3 | R4  | 24      | 24
            03 | 5 | R4  | 9       | 9社
            04 | 2 | R4  | 850.2   | 850.2億円
            04 | 3 | R4  | 34786332 | ３４，７８６，３３２
            04 | 4 | R4  | 13.5    | 13.5‰
            04 | 5 | R4  | 8.2     | 8.2
        """)

    def test_what_cannot_be_read_is_found(self, sample: Tables) -> None:
        data = sample["findings"]
        errors = data[data["severity"] == "error"]
        assert drawn(errors, "source_line", "kind", "column", "printed") == body("""
            line| kind         | column           | printed
            12 | unreadable    | actual_2022_text | m3
            13 | unreadable    | unit             | 人23
            16 | unreadable    | status_printed   | ×
            17 | unreadable    | actual_text      | ######
            18 | unreadable    | actual_text      | 1△ 1
            18 | unreadable    | status_printed   | A
            19 | unreadable    | polarity         | ?
            19 | unreadable    | target_text      | △10%以内
        """)
        rest = data[data["severity"] != "error"]
        assert drawn(rest, "source_line", "kind") == body("""
            line | kind
            13 | value_missing
            14 | unreadable
            15 | not_comparable
            18 | doubtful_value
            20 | ambiguous_cell
            9  | spelling_variant
            10 | polarity_inferred
            16 | unit_doubtful
            16 | unit_doubtful
        """)

    def test_no_value_is_lost_in_silence(self, sample: Tables) -> None:
        """A printed value that gave no number says that there is none, or has its finding."""
        findings = sample["findings"]
        found = set(zip(findings["source_line"], findings["column"], strict=True))
        words = {"―", "‐", "–", "集計中", "データなし", "－"}
        for row in sample["indicators"].itertuples():
            for role in ("baseline", "actual", "target"):
                text, value = getattr(row, f"{role}_text"), getattr(row, role)
                if text and value is None and text not in words:
                    assert (row.source_line, f"{role}_text") in found, text

    def test_lines(self, sample: Tables) -> None:
        text = (SAMPLE / "R5.csv").read_text(encoding="utf-8")
        lines = {no for no, line in enumerate(text.split("\n"), 1) if line.strip()}
        skipped = set(sample["skipped_lines"]["source_line"])
        cells = sample["cells"]
        spans = zip(cells["source_line"], cells["source_line_end"], strict=True)
        assert {no for first, last in spans for no in range(first, last + 1)} == lines - skipped
        assert skipped == {1, 22}
        assert not (sample["cells"]["source_column"] == 0).any()


class TestTheFile:
    TABLE = f"{HEAD}\n転入者数|人|10|12|20\n満足した人|%|60.0|－|70.5"
    WANTED = "転入者数 人 10 12 20\n満足した人 % 60.0 · 70.5"

    def values(self, city: City) -> str:
        data = drawn(city.read()["indicators"], "name", "unit", "baseline", "actual", "target")
        return "\n".join(" ".join(cell or "·" for cell in row) for row in data)

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
    def test_encodings(self, city: City, encoding: str) -> None:
        assert self.values(city.csv(self.TABLE, encoding)) == self.WANTED

    def test_tabs_crlf_and_no_last_line_end(self, tmp_path: Path) -> None:
        text = self.TABLE.replace("|", "\t").replace("\n", "\r\n")
        city = City(tmp_path, "R5.TSV").describe().raw(text.encode())
        assert self.values(city) == self.WANTED

    def test_rows_above_the_heading_and_below_the_table(self, city: City) -> None:
        form = f'skip_rows = 3\nleft_out = ["※速報値", "計 2件"]\n{YEARS}{COLUMNS}'
        table = f'令和5年度の"一覧\n\n表\n{self.TABLE}\n||||\n※速報値||||\n計|2件|||'
        tables = city.describe(form).csv(table).read()
        assert drawn(tables["skipped_lines"], "source_line", "reason") == body("""
            line | reason
            1 | above_table
            3 | above_table
            7 | empty_row
            8 | declared
            9 | declared
        """)
        assert drawn(tables["indicators"], "source_line") == [["5"], ["6"]]

    def test_a_row_on_several_lines(self, city: City) -> None:
        tables = city.csv(f"{HEAD}\n転入\\n者数|人|10\\n以上|12|20").read()
        assert drawn(tables["indicators"], "name", "baseline_text", "source_line") == [["転入者数", "10以上", "2"]]
        assert set(tables["cells"]["source_line_end"]) == {1, 4}
        assert list(tables["repairs"]["rule"]) == ["named_for_document"] * 2 + ["joined_lines"] * 2

    def test_controls_are_removed(self, city: City) -> None:
        tables = city.csv(f"{HEAD}\n転入\u202e者数|人|10|12|20").read()
        assert list(tables["indicators"]["name"]) == ["転入者数"]
        assert "control_removed" in set(tables["repairs"]["rule"])

    @pytest.mark.parametrize(
        ("row", "line"), [("転入者数,人,10,12", 2), ("転入者数,人,10,12,20,30", 2), ("速報値", 2), ('い,人,"1', 2)]
    )
    def test_a_line_that_does_not_fit(self, city: City, row: str, line: int) -> None:
        error = city.raw(f"{HEAD.replace('|', ',')}\n{row}\n".encode()).error()
        assert (error.file, error.line) == ("data/raw/mihon/R5.csv", line)
        assert error.text

    @pytest.mark.parametrize("text", [HEAD, "\u202e", "||||\n||||"])
    def test_no_rows_at_all(self, city: City, text: str) -> None:
        assert city.csv(text).error().file == "data/raw/mihon/R5.csv"

    def test_another_kind_of_file(self, tmp_path: Path) -> None:
        error = City(tmp_path, "R5.xls").describe().raw(b"x").error()
        assert (error.column, error.text) == ("file", "R5.xls")

    def test_too_large(self, city: City, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("cityplan.files.files.LARGEST", 100)
        assert city.csv(self.TABLE + "\n" + "い|人|1|2|3\n" * 20).error()
        monkeypatch.undo()
        monkeypatch.setattr("cityplan.read.table.grid.MOST_CELLS", 12)
        assert city.csv(self.TABLE).error()


class TestPlans:
    FORM = 'actual = "R5"\n[edition.columns]\nplan = "施策"\nname = "指標"\nactual = "実績"'

    def plans(self, city: City, table: str, form: str = FORM) -> list[list[str]]:
        tables = city.describe(form).csv(table).read()
        return drawn(tables["plans"], "plan_id", "name", "source_line")

    def test_none_is_one_named_for_the_document(self, city: City) -> None:
        tables = city.csv(f"{HEAD}\n転入者数|人|10|12|20").read()
        assert drawn(tables["plans"], "plan_id", "name", "group", "has_sheet") == [
            ["01", "見本計画", "見本計画", "True"]
        ]
        assert drawn(tables["groups"], "group_id", "name") == [["1", "見本計画"]]
        assert "見本計画" not in set(tables["cells"]["text"])

    @pytest.mark.parametrize(
        ("cells", "wanted"),
        [
            ("産業 福祉 産業", "01 産業 02 福祉"),
            ("3.福祉 １．産業 3.福祉", "01 産業 03 福祉"),
            ("②福祉 ①産業 ②福祉", "01 産業 02 福祉"),
            ("施策10：福祉 施策9：産業 施策10：福祉", "09 産業 10 福祉"),
            ("1:福祉 産業 1:福祉", "01 1:福祉 02 産業"),
            ("6.行政 １．自治 その他 6.行政", "01 自治 06 行政 07 その他"),
            ("1:福祉 1:産業 1:福祉", "01 1:福祉 02 1:産業"),
            ("24時間の医療 1-2防災 24時間の医療", "01 24時間の医療 02 1-2防災"),
        ],
    )
    def test_numbers_are_those_printed_or_count_from_one(self, city: City, cells: str, wanted: str) -> None:
        table = "\n".join(f"{plan}|い{n}|{n}" for n, plan in enumerate(cells.split()))
        form = self.FORM.replace("actual", 'plan_word = "施策"\nactual', 1)
        found = self.plans(city, f"施策|指標|実績\n{table}", form)
        assert " ".join(f"{plan_id} {name}" for plan_id, name, _ in found) == wanted

    def test_rows_are_counted_within_their_plan(self, city: City) -> None:
        self.plans(city, "施策|指標|実績\n産業|あ|1\n福祉|い|2\n産業|う|3")
        data = city.read()["indicators"]
        assert drawn(data, "plan_id", "indicator_no", "name") == body("""
            plan | no | name
            01 | 1 | あ
            01 | 2 | う
            02 | 1 | い
        """)

    def test_the_same_name_in_two_groups_is_two_plans(self, city: City) -> None:
        form = self.FORM.replace("plan =", 'group = "目標"\nplan =')
        self.plans(city, "目標|施策|指標|実績\nひと|その他|あ|1\nまち|その他|い|2", form)
        data = city.read()["plans"]
        assert drawn(data, "plan_id", "group_id", "group") == [["01", "1", "ひと"], ["02", "2", "まち"]]

    SPELT = """目標|施策|指標|実績
安心が確保されたまちづくりの推進|福祉|あ|1
安心が確保されたまちづくり|福祉|い|2
やすらぎのある町|防災|う|3
やすらぎある町|備蓄|え|4
にぎわい|商業の振興|お|5
にぎわい|工業の振興|か|6
にぎわい|観光の振興|き|7
にぎわい|観光振興|く|8"""

    def test_names_that_differ_by_a_letter_or_two_are_told(self, city: City) -> None:
        form = self.FORM.replace("plan =", 'group = "目標"\nplan =')
        assert len(self.plans(city, self.SPELT, form)) == 8
        found = city.computed()["findings"]
        alike = found[found["kind"] == "spelling_variant"]
        assert drawn(alike, "severity", "plan_id", "printed", "computed") == [
            ["warning", "02", "安心が確保されたまちづくり", "安心が確保されたまちづくりの推進"],
            ["warning", "04", "やすらぎある町", "やすらぎのある町"],
            ["warning", "08", "観光振興", "観光の振興"],
        ]
        lines = [each.split("\n")[-1] for each in alike["suggestion"]]
        joined = "\n".join([form, "[edition.spellings]", *lines])
        assert len(self.plans(city, self.SPELT, joined)) == 6
        repairs = city.read()["repairs"]
        assert sum(repairs["rule"] == "declared_spelling") == 3
        assert "spelling_variant" not in {kind for kind, *_ in city.kinds()}

    @pytest.mark.parametrize("row", ["|い|2", "産業||2"])
    def test_an_empty_name_or_plan(self, city: City, row: str) -> None:
        error = city.describe(self.FORM).csv(f"施策|指標|実績\n産業|あ|1\n{row}").error()
        assert error.line == 3 and error.column in ("施策", "指標")
        assert "fill_down = " in error.next_step and "left_out = " in error.next_step

    def test_filled_down_where_source_toml_says_so(self, city: City) -> None:
        form = 'fill_down = ["plan", "name"]\n' + self.FORM
        table = "施策|指標|実績\n産業|あ|1\n||2\n福祉|い|3\n||4"
        assert [plan[:2] for plan in self.plans(city, table, form)] == [["01", "産業"], ["02", "福祉"]]
        tables = city.read()
        assert drawn(tables["indicators"], "plan_id", "name", "actual", "source_line") == body("""
            plan | name | actual | line
            01 | あ | 1 | 2
            01 | あ | 2 | 3
            02 | い | 3 | 4
            02 | い | 4 | 5
        """)
        assert list(tables["repairs"]["rule"]) == ["named_for_document"] + ["filled_down"] * 4

    def test_not_from_another_plan(self, city: City) -> None:
        form = 'fill_down = ["name"]\n' + self.FORM
        error = city.describe(form).csv("施策|指標|実績\n産業|あ|1\n福祉||2").error()
        assert (error.line, error.column) == (3, "指標")


class TestHeadings:
    TABLE = "指標|単位|R4|R5|目標|所在地\nあ|人|1|2|3|市役所"

    def test_unmapped_and_missing_are_listed_with_what_to_write(self, city: City) -> None:
        form = 'actual = "R5"\ntarget = "R8"\n[edition.columns]\nname = "指標名"\n'
        error = city.describe(form).csv(self.TABLE).error()
        assert (error.file, error.line) == ("data/raw/mihon/R5.csv", 1)
        for heading in ("「所在地」", "「R4」", "「指標名」"):
            assert heading in error.problem

    def test_what_to_write_is_ready_to_paste(self, city: City) -> None:
        years = 'actual = "R5"\ntarget = "R8"\n'
        step = city.describe(years).csv(self.TABLE).error().next_step
        pasted = step.partition("\n")[2]
        assert pasted.split("\n")[0] == 'left_out = ["所在地"]'
        (row,) = drawn(city.describe(years + pasted).read()["indicators"], "name", "actual", "target")
        assert row == ["あ", "2", "3"]

    def test_widths_blanks_and_breaks_do_not_matter(self, city: City) -> None:
        table = "指\\n標|単 位|基準値|実績値（Ｒ５）|目標値\nあ|人|1|2|3"
        form = YEARS + COLUMNS.replace('"実績値"', '"実績値(R5)"')
        assert len(city.describe(form).csv(table).read()["indicators"]) == 1

    def test_two_rows(self, city: City) -> None:
        form = 'actual = "R5"\nheading_rows = 2\nleft_out = ["R4/評価", "R5/評価"]\n' + (
            '[edition.columns]\nname = "指標"\nactual = "R5/実績"\nnote = "備考"\n[edition.years]\nR4 = "R4/実績"\n'
        )
        tables = city.describe(form).csv("指標|R4||R5||備考\n|実績|評価|実績|評価|\nあ|1|A|2|B|う").read()
        assert drawn(tables["indicators"], "name", "actual", "note") == [["あ", "2", "う"]]
        assert drawn(tables["observations"], "era", "value") == [["R5", "2"], ["R4", "1"]]

    @pytest.mark.parametrize("left_out", ["", 'left_out = ["備考"]\n'])
    def test_twice(self, city: City, left_out: str) -> None:
        city.describe(left_out + YEARS + COLUMNS)
        city.csv(f"{HEAD}|備考|備考\nあ|人|1|2|3|う|え")
        if left_out:
            assert len(city.read()["indicators"]) == 1
        else:
            error = city.error()
            assert (error.line, error.column) == (1, "備考") and "heading_rows" in error.next_step

    def test_values_without_a_heading(self, city: City) -> None:
        assert city.csv(f"{HEAD}|\nあ|人|1|2|3|4").error().text == "列F"
        city.describe('left_out = ["列F"]\n' + YEARS + COLUMNS)
        assert len(city.read()["indicators"]) == 1

    @pytest.mark.parametrize(
        ("form", "column"),
        [
            ('actual = "R5"\ntarget = "R8"\n' + COLUMNS, "baseline"),
            (YEARS + COLUMNS.replace('actual = "実績値"\n', ""), "actual"),
            (YEARS + COLUMNS + '[edition.years]\nR5 = "備考"', "actual"),
            (YEARS + COLUMNS + '[edition.years]\nR7 = "備考"', "years"),
        ],
    )
    def test_a_value_and_its_year_go_together(self, city: City, form: str, column: str) -> None:
        left_out = "" if "備考" in form else 'left_out = ["備考", "実績値"]\n'
        left_out = 'left_out = ["備考"]\n' if column == "baseline" else left_out
        error = city.describe(left_out + form).csv(f"{HEAD}|備考\nあ|人|1|2|3|4").error()
        assert (error.file, error.column) == ("data/raw/mihon/source.toml", column)

    def test_years_feed_baseline_actual_and_target(self, city: City) -> None:
        form = YEARS + (
            '[edition.columns]\nname = "指標"\n[edition.years]\nH30 = "平成30年度"\nR3 = "R3"\nR5 = "R5"\nR8 = "R8"'
        )
        tables = city.describe(form).csv("指標|平成30年度|R3|R5|R8\nあ|1人|2人|3人|9人").read()
        assert drawn(tables["indicators"], "baseline", "actual", "target") == [["2", "3", "9"]]
        assert drawn(tables["observations"], "role", "era", "value") == body("""
            role | era | value
            baseline | R3  | 2
            actual   | R5  | 3
            target   | R8  | 9
            actual   | H30 | 1
        """)

    @pytest.mark.parametrize(
        ("cell", "rule", "before"), [("1O人", "unreadable", "1O人"), ("1回", "unit_conflict", "回")]
    )
    def test_a_value_of_another_year_that_is_not_used_is_told(
        self, city: City, cell: str, rule: str, before: str
    ) -> None:
        form = YEARS + (
            '[edition.columns]\nname = "指標"\n[edition.years]\nH30 = "平成30年度"\nR3 = "R3"\nR5 = "R5"\nR8 = "R8"'
        )
        tables = city.describe(form).csv(f"指標|平成30年度|R3|R5|R8\nあ|{cell}|2人|3人|9人").read()
        told = tables["repairs"][tables["repairs"]["rule"] == rule]
        assert drawn(told, "column", "before") == [["actual_2018_text", before]]
        assert "H30" not in set(tables["observations"]["era"])


class TestCells:
    @pytest.mark.parametrize(
        ("unit", "cell", "wanted"),
        [
            ("人", "10", "人 10"),
            ("人", "10人", "人 10"),
            ("％", "12.5", "% 12.5"),
            ("", "10人", "人 10"),
            ("－", "10", " 10"),
            ("件/年", "10/年", "件/年 10"),
            ("千人", "10人", "千人 "),
            ("人・団体", "10", "人・団体 10"),
            ("人/10万人", "10", "人/10万人 10"),
        ],
    )
    def test_units_of_a_column(self, city: City, unit: str, cell: str, wanted: str) -> None:
        tables = city.csv(f"{HEAD}\nあ|{unit}|{cell}|－|－").read()
        ((name, value),) = drawn(tables["indicators"], "unit", "baseline")
        assert f"{name} {value}" == wanted

    def test_a_condition_of_a_unit(self, city: City) -> None:
        tables = city.csv(f"{HEAD}\nあ|世帯（6カ年平均）|7|7|7\nい|社（延べ）|1|2|3").read()
        assert drawn(tables["indicators"], "unit", "target_kind", "note") == [
            ["世帯", "period_average", "6カ年平均"],
            ["社", "cumulative", "延べ"],
        ]

    def test_a_value_that_ran_into_the_unit(self, city: City) -> None:
        city.csv(f"{HEAD}\nあ|人23,958||12|20\nい|人23,958|11|12|20")
        data = city.read()["indicators"]
        assert drawn(data, "unit", "baseline") == [["人", "23958"], ["", "11"]]
        assert ("unreadable", "unit", "人23,958") in city.kinds()
        repairs = city.read()["repairs"]
        assert drawn(repairs[repairs["rule"] == "split_unit"], "column", "before", "after") == [
            ["baseline_text", "人23,958", "23,958"]
        ]

    @pytest.mark.parametrize(
        ("word", "target", "wanted"),
        [
            ("以上", "5", "higher declared"),
            ("増", "5", "higher declared"),
            ("高いほど良い", "5", "higher declared"),
            ("以下", "20", "lower declared"),
            ("減少を目指す", "20", "lower declared"),
            ("↓", "20", "lower declared"),
            ("維持", "20", " "),
            ("", "20", "higher inferred"),
            ("－", "20", "higher inferred"),
            ("以上", "20以上", "higher printed"),
            ("以下", "20以上", " "),
            ("よくなる", "20", " "),
        ],
    )
    def test_polarity(self, city: City, word: str, target: str, wanted: str) -> None:
        city.describe(YEARS + COLUMNS + 'polarity = "向き"')
        tables = city.csv(f"{HEAD}|向き\nあ|人|10|12|{target}|{word}").read()
        assert [" ".join(row) for row in drawn(tables["indicators"], "polarity", "polarity_source")] == [wanted]

    @pytest.mark.parametrize(
        ("note", "target", "wanted"),
        [
            ("少ないほど良い", "5", "lower declared"),
            ("（低い方が良い場合もある）", "5", " "),
            ("減少", "5", " "),
            ("高いほどよい", "20以下", " "),
        ],
    )
    def test_a_note_that_says_a_direction_and_nothing_else(
        self, city: City, note: str, target: str, wanted: str
    ) -> None:
        city.describe(YEARS + COLUMNS + 'note = "備考"')
        tables = city.csv(f"{HEAD}|備考\nあ|人|10|12|{target}|{note}").read()
        assert [" ".join(row) for row in drawn(tables["indicators"], "polarity", "polarity_source")] == [wanted]

    @pytest.mark.parametrize(
        ("cell", "kind"),
        [
            ("######", "unreadable"),
            ("1△ 1", "unreadable"),
            ("0人から15人へ", "unreadable"),
            ("369人 / 232人", "unreadable"),
            ("三人", "unreadable"),
            ("", "value_missing"),
            ("12千人", "unit_doubtful"),
            ("－", ""),
            ("集計中", ""),
            ("0", ""),
        ],
    )
    def test_what_is_no_value_has_its_finding(self, city: City, cell: str, kind: str) -> None:
        found = city.csv(f"{HEAD}\nあ|人|10以上|{cell}|20以上").kinds()
        assert [each for each, column, _ in found if column == "actual_text"] == [kind] * bool(kind)

    def test_activities(self, city: City) -> None:
        city.describe(ACTIVITY).csv("事業|R5|R4|前年度比\nあ【え】|40件|32件|125.0%\nい|皆増|－|皆増")
        data = city.read()["activities"]
        assert drawn(data, "name", "alias", "unit", "actual", "previous", "ratio_printed") == [
            ["あ", "え", "件", "40", "32", "125.0"],
            ["い", "", "", "", "", ""],
        ]
        assert city.kinds() == []
        assert drawn(city.computed()["activity_results"], "ratio", "change") == [["125.0", "up"], ["", ""]]

    def test_no_mark_is_missed_where_there_is_no_column_of_marks(self, city: City) -> None:
        city.csv(f"{HEAD}\nあ|人|10以上|12|20以上")
        assert city.kinds() == []
        assert list(city.computed()["indicator_results"]["status"]) == ["○"]

    def test_a_mark_that_is_missing(self, city: City) -> None:
        marks = 'status = "R5評価"\nstatus_previous = "R4評価"'
        city.describe(YEARS + 'previous = "R4"\n' + COLUMNS + marks)
        city.csv(f"{HEAD}|R5評価|R4評価\nあ|人|10以上|12|20以上||○\nい|人|10以上|12|20以上|○|")
        assert city.kinds() == [
            ("status_missing", "status_printed", ""),
            ("status_missing", "status_previous_printed", ""),
        ]


class TestManyRows:
    def test_all_are_read(self, city: City) -> None:
        rows = "\n".join(f"指標{n}|人|{n}|{n + 1}|{n + 2}" for n in range(1000))
        tables = city.csv(f"{HEAD}\n{rows}").read()
        assert sum(tables["indicators"]["actual"]) == Decimal(sum(range(1, 1001)))


def test_wrong_layout_lists_those_there_are(city: City) -> None:
    city.describe(YEARS, layout="plain_table").csv(HEAD)
    with pytest.raises(SourceError, match="plain-table") as caught:
        city.read()
    assert caught.value.text == "plain_table"


def test_the_sample_is_an_edition(tmp_path: Path) -> None:
    shutil.copytree(SAMPLE, tmp_path / "data/raw/mihon-table")
    (edition,) = source.editions(tmp_path)
    assert (edition.layout, edition.form.heading_rows) == ("plain-table", 2)
    assert edition.form.years == {2019: "実績値/R元", 2022: "実績値/令和4年度"}
