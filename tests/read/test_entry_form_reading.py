"""Entry forms as they come back: what was typed is what the tables say, and what is odd is told."""

import hashlib
import shutil
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from aligned import drawn
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invented_year import invented_year
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.worksheet.formula import ArrayFormula
from small_form import FormCity, blank, cell_of, row_of

from cityplan import steps
from cityplan.city.entry_columns import ACTIVITY, ENDED, GUIDE_COLUMNS, INDICATOR
from cityplan.city.source import edition
from cityplan.compute.used import as_used
from cityplan.read.places import cell_words, line_words
from cityplan.read.table import workbook
from cityplan.report.city import overview
from cityplan.report.city import plans as overview_plans
from cityplan.report.errata import report as errata_report
from cityplan.report.errata.errata import entries_left_open
from cityplan.report.plan import brief
from cityplan.report.plan import sources as brief_sources
from cityplan.report.plan import tables as brief_tables
from cityplan.report.plan import text as brief_text
from cityplan.report.row_words import why_unknown
from cityplan.report.years import comparison
from cityplan.report.years import lists as comparison_lists
from cityplan.tables.definitions import FindingRow
from cityplan.tables.reasons import Reason
from cityplan.tables.schema import records
from cityplan.workbook.form.form import edition_lines, form_bytes, form_of

ACTUAL = ("01", "事業1", "actual_text")
COUNT = ("01", "指標1", "actual_text")
SHARE = ("01", "指標2", "actual_text")
SHOWN = "シート「01」 L7"


@pytest.fixture
def city(tmp_path: Path) -> FormCity:
    return FormCity(tmp_path)


class TestABlankForm:
    def test_has_the_plans_as_they_were(self, city: FormCity) -> None:
        plans = city.tables["plans"]
        assert drawn(plans, "plan_id", "name", "group", "theme", "purpose", "has_sheet") == [
            ["01", "移住", "未来プロジェクト", "定住", "住みやすいまちにします。", "True"],
            ["02", "仕事", "未来プロジェクト", "雇用", "はたらくまちにします。", "True"],
            ["03", "老後", "未来プロジェクト", "福祉", "", "False"],
        ]

    def test_says_of_each_value_that_it_is_not_entered(self, city: FormCity) -> None:
        tables = city.tables
        assert set(tables["activities"]["actual_text"]) == {"未入力"}
        assert set(tables["indicators"]["actual_text"]) == {"未入力"}
        open_cells = tables["repairs"][tables["repairs"]["rule"] == "not_entered"]
        own = open_cells[(open_cells["plan_id"] == "02") & (open_cells["table"] == "activities")]
        assert drawn(own, "column", "before", "after", "source_line") == [
            ["actual_text", "", "未入力", "2007"],
            ["division", "", "未入力", "2007"],
            ["factors", "", "未入力", "2007"],
            ["direction", "", "未入力", "2007"],
        ]

    def test_has_no_status_not_even_that_of_the_unpublished(self, city: FormCity) -> None:
        computed = city.computed()
        assert set(computed["indicator_results"]["status"]) == {""}
        assert set(computed["rule_results"]["verdict"]) == {""}

    def test_last_year_is_as_it_was_shown(self, city: FormCity) -> None:
        tables = city.tables
        assert drawn(tables["activities"], "previous_text", "previous", "unit") == [
            ["10", "10", "件"],
            ["業者と協議", "", ""],
            ["1,062", "1062", "件"],
        ]
        own = tables["observations"]
        own = own[(own["subject"] == "indicator") & (own["fiscal_year"] == 2023)]
        assert drawn(own, "role", "value", "unit") == [
            ["actual", "12", "人"],
            ["actual", "65.5", "%"],
            ["actual", "85", "人/年"],
        ]
        assert drawn(tables["indicators"], "status_previous_printed", "polarity") == [
            ["○", "higher"],
            ["○", "higher"],
            ["○", "lower"],
        ]

    def test_every_row_of_every_sheet_is_told(self, city: FormCity) -> None:
        def change(book: Any) -> None:
            book.create_sheet("メモ")["B3"] = "来月までに"

        tables = city.fill({}, change).read()
        lines = set(tables["cells"]["source_line"]) | set(tables["skipped_lines"]["source_line"])
        grids = workbook.read_sheets(city.file.read_bytes(), edition(city.root, "mihon", "R6"))
        filled = {
            (0 if grid.sheet == "はじめに" else 1000 * int(grid.sheet)) + line.no
            for grid in grids
            if grid.sheet != "メモ"
            for line in grid.lines
        }
        assert lines - {0} == filled
        skipped = tables["skipped_lines"]
        assert drawn(skipped[skipped["source_line"] == 0], "reason") == [["other_sheet"], ["check_column"]]
        assert "来月までに" in set(skipped[skipped["reason"] == "other_sheet"]["text"]).pop()

    def test_is_never_changed(self, city: FormCity) -> None:
        before = hashlib.sha256(city.file.read_bytes()).hexdigest()
        city.computed()
        assert hashlib.sha256(city.file.read_bytes()).hexdigest() == before


class TestAFormMadeAfterCorrections:
    def test_prints_the_values_used_and_claims_no_correction(self, city: FormCity) -> None:
        """50人以上 that was corrected to 60 is 60人以上 in the form, and in its tables."""
        decided = (
            "year,table,plan_id,row,column,printed,use,reason,date\n"
            "R5,indicators,01,1,target,20人以上,25,担当課に確認,2024-06-03\n"
            "R5,indicators,01,2,baseline,60.0%以上,不明,担当課に確認,2024-06-03\n"
            "R5,indicators,02,1,actual,85人/年,84人/年,担当課に確認,2024-06-03\n"
            "R5,activities,01,1,actual,10件,不明,担当課に確認,2024-06-03\n"
        )
        (city.root / "data/raw/mihon/corrections.csv").write_text(decided, encoding="utf-8")
        form = form_of(city.root, edition(city.root, "mihon", "R5"), 2024)
        city.file.write_bytes(form_bytes(form))
        tables = city.read()
        assert drawn(tables["indicators"], "baseline_text", "target_text", "target") == [
            ["10人以上", "25人以上", "25"],
            ["", "70.0%以上", "70.0"],
            ["86人/年以下", "50人/年以下", "50"],
        ]
        assert drawn(tables["activities"], "previous_text")[0] == [""]
        own = tables["observations"]
        own = own[(own["plan_id"] == "02") & (own["fiscal_year"] == 2023) & (own["subject"] == "indicator")]
        assert drawn(own, "value") == [["84"]]
        assert tables["corrections"].empty
        texts = tables["cells"]["text"].tolist()
        assert not [text for text in texts if "訂正" in text or text == "—"]


def test_a_row_that_has_ended_is_told_from_its_own_line(city: FormCity) -> None:
    city.fill({("01", "事業2", "state"): ENDED})
    told = city.saved()["changes"]
    assert drawn(told, "plan_id", "subject", "kind", "name", "source_line") == [
        ["01", "activity", "ended", "い事業", "1008"]
    ]


class TestValues:
    @pytest.mark.parametrize(
        ("entry", "text", "value"),
        [
            (32, "32", "32"),
            (0, "0", "0"),
            (0.1 + 0.2, "0.3", "0.3"),
            (32.3, "32.3", "32.3"),
            (1234567.25, "1,234,567.25", "1234567.25"),
            ("24167", "24,167", "24167"),
            ("32", "32", "32"),
            ("1,062", "1,062", "1062"),
            ("３２", "32", "32"),
            ("32件", "32件", "32"),
            ("未公表", "未公表", ""),
        ],
    )
    def test_are_as_they_were_typed(self, city: FormCity, entry: Any, text: str, value: str) -> None:
        row = city.fill({ACTUAL: entry}).row("activities", "01", 1)
        assert (row["actual_text"], row["unit"]) == (text, "件")
        assert row["actual"] == (Decimal(value) if value else None)

    @pytest.mark.parametrize(("entry", "text"), [(58, "58.0"), (58.25, "58.25"), ("58", "58.0"), ("58%", "58.0%")])
    def test_have_the_decimals_of_their_row(self, city: FormCity, entry: Any, text: str) -> None:
        """65.5 a year ago, 70.0% as target; what was typed stays among the cells."""
        row = city.fill({SHARE: entry}).row("indicators", "01", 2)
        assert row["actual_text"] == text
        assert row["actual"] == Decimal(str(entry).removesuffix("%"))

    @pytest.mark.parametrize(
        ("entry", "rule"), [("３２", "folded_characters"), ("32件", "unit_in_cell"), (-3, "negative")]
    )
    def test_what_was_not_plain_is_a_repair(self, city: FormCity, entry: Any, rule: str) -> None:
        assert rule in {name for name, *_ in city.fill({ACTUAL: entry}).repairs()}

    @pytest.mark.parametrize(
        "entry",
        ["約30", "三十", "1O8", "30～40", "3万5千", "12以上", "10（速報）", "=10+22", "=SUM(L1:L3)", "#DIV/0!",
         date(2024, 4, 1), ArrayFormula("L7", "=10+22"), "調査中", True],
        ids=lambda entry: getattr(entry, "text", str(entry)),
    )  # fmt: skip
    def test_are_refused_where_they_are_no_plain_number(self, city: FormCity, entry: Any) -> None:
        places = {ACTUAL: ("activities", SHOWN), COUNT: ("indicators", "シート「01」 L14")}
        city.fill(dict.fromkeys(places, entry))
        found = city.told("unreadable")
        for table, shown in places.values():
            row = city.row(table, "01", 1)
            assert row["actual"] is None and row["actual_text"]
            ((severity, message),) = [each[1:] for each in found if each[2].startswith(shown)]
            assert severity == "error" and row["actual_text"] in message

    @pytest.mark.parametrize(
        ("place", "entry", "rule", "after"),
        [
            (ACTUAL, 22000, "beyond_limits", "0から100までの数"),
            (COUNT, 700, "beyond_limits", "0から200までの数"),
            (("01", "指標1", "target_after"), 400, "beyond_limits", "0から200までの数"),
            (("01", "事業1", "division"), "課" * 2001, "beyond_limits", "2,000字まで"),
            (ACTUAL, "２０", "full_width", "20"),
            (COUNT, "集計中", "reason_in_value", "集計中"),
        ],
    )
    def test_what_the_form_would_not_have_taken_is_told(
        self, city: FormCity, place: Any, entry: Any, rule: str, after: str
    ) -> None:
        """Pasted 貼り付け: the form's own rules are gone."""
        city.fill({place: entry})
        assert (rule, after) in {(name, then) for name, _, then in city.repairs()}
        is_value = rule == "beyond_limits" and place[2] != "division"
        ((_, severity, message),) = city.told("doubtful_value" if is_value else "ambiguous_cell")
        assert severity == ("warning" if rule == "beyond_limits" else "info") and after in message

    @pytest.mark.parametrize(("place", "entry", "likely"), [(ACTUAL, 110, "11件"), (SHARE, 655, "65.5%")])
    def test_what_is_not_plausible_is_told_once(self, city: FormCity, place: Any, entry: float, likely: str) -> None:
        """By what it may be instead, though it is beyond the limits too."""
        ((_, _, message),) = city.fill({place: entry}).told("doubtful_value", "ambiguous_cell")
        assert likely in message and "範囲" not in message

    @pytest.mark.parametrize(
        ("place", "entry"), [(ACTUAL, 22000), (ACTUAL, 110), (ACTUAL, -3), (COUNT, 700), (COUNT, -12)]
    )
    def test_nothing_is_computed_of_a_doubtful_one(self, city: FormCity, place: Any, entry: float) -> None:
        found = city.fill({place: entry}).computed()
        is_activity = place == ACTUAL
        results = found["activity_results" if is_activity else "indicator_results"]
        row = results[results["plan_id"] == "01"].iloc[0]
        if is_activity:
            assert (row["ratio_reason"], row["change"], row["value_change"]) == (Reason.DOUBTFUL, "", "")
        else:
            assert (row["progress_reason"], row["status"], row["required_per_year"]) == (Reason.DOUBTFUL, "", None)
        used = as_used(found)["activities" if is_activity else "indicators"]
        assert used["actual_text"].iloc[0].count("※") == 1

    @pytest.mark.parametrize("entry", [0, 40, 10.5])
    def test_what_it_takes_is_not(self, city: FormCity, entry: float) -> None:
        assert city.fill({ACTUAL: entry}).told("doubtful_value", "ambiguous_cell") == []

    @pytest.mark.parametrize("place", [ACTUAL, COUNT, ("01", "事業1", "reason")])
    def test_a_word_gets_the_choice_that_it_may_mean(self, city: FormCity, place: Any) -> None:
        city.fill({place: "精査中"})
        assert any("「集計中」のことかもしれません" in message for *_, message in city.told("unreadable"))

    def test_a_word_among_words_too(self, city: FormCity) -> None:
        city.fill({("01", "事業2", "actual_text"): "調査中"})
        assert city.row("activities", "01", 2)["actual_text"] == "調査中"
        ((_, _, message),) = city.told("ambiguous_cell")
        assert "「集計中」のことかもしれません" in message

    def test_a_date_is_shown_as_it_was_read(self, city: FormCity) -> None:
        city.fill({ACTUAL: date(2024, 4, 1)})
        assert city.row("activities", "01", 1)["actual_text"] == "2024年4月1日"
        assert "「4-1」" in city.told("unreadable")[0][2]

    def test_struck_and_raised_entries(self, city: FormCity) -> None:
        """A correction 見え消し in a form; the cell of the name has a comment."""

        def change(book: Any) -> None:
            small = TextBlock(InlineFont(vertAlign="superscript"), "1")
            cell_of(book, *COUNT).value = CellRichText("15", small)
            cell_of(book, "01", "指標1", "name").comment = Comment("名前を変えたい", "企画課")

        city.fill({ACTUAL: CellRichText(TextBlock(InlineFont(strike=True), "12"), "15")}, change)
        assert city.row("activities", "01", 1)["actual"] == Decimal(15)
        assert city.row("indicators", "01", 1)["actual"] is None  # 15（注1） is no plain number
        told = city.told("doubtful_value")
        assert sorted(severity for _, severity, _ in told) == ["info", "warning", "warning"]

    def test_a_purpose_with_a_part_struck_out(self, city: FormCity) -> None:
        """Outside of the rows of a form nothing is dropped in silence either."""
        struck = TextBlock(InlineFont(strike=True), "旧い。")
        city.fill({("01", "目的", ""): CellRichText(struck, "住みやすいまちにします。")})
        assert city.tables["plans"]["purpose"].iloc[0] == "住みやすいまちにします。"
        ((_, _, message),) = city.told("doubtful_value")
        assert "プラン01の目的" in message and "［取り消し線：旧い。］" in message

    def test_a_percent_format_is_no_small_number(self, city: FormCity) -> None:
        """Who types 32.5% leaves 0.325 in the file."""

        def change(book: Any) -> None:
            cell_of(book, *SHARE).number_format = "0%"
            cell_of(book, *ACTUAL).number_format = "0.00%"

        city.fill({SHARE: 0.325, ACTUAL: 0.325}, change)
        share, count = city.row("indicators", "01", 2), city.row("activities", "01", 1)
        assert (share["actual_text"], share["actual"]) == ("32.5%", Decimal("32.5"))
        assert (count["actual_text"], count["actual"]) == ("32.50%", None)
        assert [each[1] for each in city.told("unit_doubtful")] == ["error"]

    def test_a_format_that_hides_thousands_is_refused(self, city: FormCity) -> None:
        def change(book: Any) -> None:
            cell_of(book, *ACTUAL).number_format = "#,##0,"

        city.fill({ACTUAL: 1234567}, change)
        assert city.row("activities", "01", 1)["actual"] is None
        assert "表示形式" in city.told("unreadable")[0][2]

    @pytest.mark.parametrize("entry", ["32人", "32.5%"])
    def test_another_unit_is_a_conflict(self, city: FormCity, entry: str) -> None:
        assert city.fill({ACTUAL: entry}).row("activities", "01", 1)["actual"] is None
        ((_, severity, message),) = city.told("unit_doubtful")
        assert severity == "error" and message.startswith(SHOWN)

    def test_a_value_and_a_reason_contradict_each_other(self, city: FormCity) -> None:
        city.fill({ACTUAL: 32, ("01", "事業1", "reason"): "集計中"})
        row = city.row("activities", "01", 1)
        assert (row["actual_text"], row["actual"]) == ("32、集計中", None)
        ((_, severity, message),) = city.told("unreadable")
        assert severity == "error" and message.startswith(SHOWN) and "両方" in message

    def test_a_reason_stands_for_the_value(self, city: FormCity) -> None:
        city.fill({("01", "指標1", "reason"): "集計中", ("01", "事業1", "reason"): "該当なし"})
        assert city.row("indicators", "01", 1)["actual_text"] == "集計中"
        assert city.row("activities", "01", 1)["actual_text"] == "該当なし"
        assert city.computed()["indicator_results"]["status"].iloc[0] == "—"

    def test_words_stay_where_there_were_words(self, city: FormCity) -> None:
        city.fill({("01", "事業2", "actual_text"): "講座の開催 3回"})
        row = city.row("activities", "01", 2)
        assert (row["actual_text"], row["measure"], row["actual"]) == ("講座の開催 3回", "", None)


class TestChanges:
    def test_a_new_name(self, city: FormCity) -> None:
        row = city.fill({("01", "事業1", "name_after"): "あ新事業"}).row("activities", "01", 1)
        assert (row["name"], row["name_previous"]) == ("あ新事業", "あ事業")

    def test_what_has_ended_is_no_row(self, city: FormCity) -> None:
        tables = city.fill({("01", "事業1", "state"): "終了", ACTUAL: 5}).read()
        own = tables["activities"]
        assert drawn(own[own["plan_id"] == "01"], "activity_no", "name") == [["2", "い事業"]]
        ended = tables["skipped_lines"][tables["skipped_lines"]["reason"] == "ended"]
        assert list(ended["source_line"]) == [1007]
        assert any("あ事業：5" in message for *_, message in city.told("ambiguous_cell"))

    @pytest.mark.parametrize(
        ("column", "entry", "text", "value"),
        [("target", 30, "30人以上", "30"), ("target", 2600, "2,600人以上", "2600"), ("target", "２５", "25人以上", "25"), ("baseline", 9.5, "9.5人以上", "9.5")],
    )  # fmt: skip
    def test_a_new_goal_in_the_unit_of_the_old(
        self, city: FormCity, column: str, entry: Any, text: str, value: str
    ) -> None:
        city.fill({("01", "指標1", f"{column}_after"): entry})
        row = city.row("indicators", "01", 1)
        assert (row[f"{column}_text"], row[column]) == (text, Decimal(value))
        assert row["polarity"] == "higher"
        before = {"target": "20人以上", "baseline": "10人以上"}[column]
        assert ("changed_in_form", before, text) in city.repairs()
        kept = city.tables["cells"]
        assert list(kept[kept["column"] == f"{column}_previous_text"]["text"]) == [before]

    def test_a_new_goal_in_words_is_unreadable(self, city: FormCity) -> None:
        city.fill({("01", "指標1", "target_after"): "約30"})
        assert city.row("indicators", "01", 1)["target"] is None
        assert [each[0] for each in city.told("unreadable")] == ["unreadable"]

    def test_new_rows_are_numbered_after_the_others(self, city: FormCity) -> None:
        new = {"name": "え事業", "unit": "回", "actual_text": 3, "division": "企画課"}
        city.fill({("01", "新規事業2", column): value for column, value in new.items()})
        row = city.row("activities", "01", 3)
        assert (row["name"], row["actual"], row["division"]) == ("え事業", 3, "企画課")
        assert city.told("value_missing") == []  # what is new has no value of the year before

    def test_a_new_indicator_in_a_plan_that_had_none(self, city: FormCity) -> None:
        new = {"name": "通いの場の数", "unit": "か所", "baseline_text": 8, "target_text": 23, "polarity": "以上"}
        city.fill({("03", "新規指標1", column): value for column, value in new.items()})
        row = city.row("indicators", "03", 1)
        assert [row[c] for c in ("baseline", "target", "polarity", "actual_text")] == [8, 23, "higher", "未入力"]
        assert list(city.tables["plans"]["has_sheet"]) == [True, True, True]

    def test_a_new_row_without_a_name(self, city: FormCity) -> None:
        error = city.fill({("01", "新規事業1", "actual_text"): 3}).error()
        assert (error.sheet, error.cell) == ("01", "C9") and "名前" in error.problem

    @pytest.mark.parametrize(("code", "state"), [("事業1", "新規"), ("新規事業1", "終了"), ("新規事業1", "継続")])
    def test_a_state_that_is_not_the_one_of_the_row(self, city: FormCity, code: str, state: str) -> None:
        error = city.fill({("01", code, "state"): state, ("01", code, "division"): "市民課"}).error()
        assert "状況" in error.problem and (error.sheet, error.text) == ("01", state)
        assert error.cell.startswith("E")

    @pytest.mark.parametrize(
        ("column", "value", "word"),
        [
            ("name", '="移"&"住"', "数式"),
            ("group", "=C5", "数式"),
            ("plan_id", "A1", "数ではありません"),
            ("plan_id", "00", "数ではありません"),
            ("plan_id", "2", "2回"),
        ],
    )
    def test_a_plan_of_the_guide_that_cannot_be_told(self, city: FormCity, column: str, value: str, word: str) -> None:
        def change(book: Any) -> None:
            page = book["はじめに"]
            page.cell(row_of(page, "プラン1"), GUIDE_COLUMNS[column]).value = value
            if word == "数ではありません":
                book["01"]["A1"] = str(book["01"]["A1"].value).replace(" 01 ", f" {value} ")

        error = city.fill({}, change).error()
        assert word in error.problem and error.sheet == "はじめに" and error.cell

    def test_an_unknown_state(self, city: FormCity) -> None:
        error = city.fill({("01", "事業1", "state"): "中止"}).error()
        assert (error.sheet, error.cell, error.text) == ("01", "E7", "中止")
        assert str(error).startswith("data/raw/mihon/R6.xlsx シート「01」 E7:「中止」")

    def test_breaks_in_a_text_are_joined(self, city: FormCity) -> None:
        city.fill({("01", "事業1", "factors"): "周知が\n進んだ。"})
        assert city.row("activities", "01", 1)["factors"] == "周知が進んだ。"
        assert ("joined_lines", "周知が / 進んだ。", "周知が進んだ。") in city.repairs()


def with_the_year_before(city: FormCity) -> tuple[FormCity, Any]:
    """The form's tables and those of the document before it, as computed; and their comparison."""
    root = str(city.root)
    earlier = steps.clean_document(root, "mihon", "R5")
    steps.save(root, "mihon", "R5", earlier)
    steps.save(root, "mihon", "R5", steps.compute_document(root, "mihon", "R5", 5))
    city.saved()
    return city, comparison.open_comparison(root, "mihon", "R6", "R5")


class TestAgainstTheYearBefore:
    def test_a_declared_baseline_is_a_change_and_no_conflict(self, city: FormCity) -> None:
        city.fill({("01", "指標1", "baseline_after"): 9, COUNT: 13, SHARE: 66})
        _, both = with_the_year_before(city)
        kinds = {each.kind for each in records(both.exact["findings"], FindingRow)}
        assert "edition_conflict" not in kinds
        assert [each.row.kind for each in both.changes] == ["baseline"]

    def test_the_counts_of_both_documents_add_up(self, city: FormCity) -> None:
        """A new sheet: its rows are new by the form's own word."""
        new = {"name": "通いの場の数", "unit": "か所", "baseline_text": 8, "target_text": 23}
        city.fill({("03", "新規指標1", column): value for column, value in new.items()})
        _, both = with_the_year_before(city)
        told = both.facts
        assert [told[f"{word}"] for word in ("前の指標数", "指標数", "両年度の指標", "新規の指標")] == [3, 4, 3, 1]
        assert (told["なくなった指標"], told["ほかの指標"]) == (0, "")
        assert "対応不明" not in str(comparison_lists.not_compared(both))

    def test_why_marks_and_results_cannot_be_compared(self, city: FormCity) -> None:
        city.fill({COUNT: 13, ("02", "指標1", "reason"): "集計中", ("02", "事業1", "actual_text"): 3})
        _, both = with_the_year_before(city)
        told = {(subject, why): len(own) for subject, why, own in comparison.apart(both)}
        assert told == {
            ("indicator", "未入力"): 1,
            ("indicator", "集計中"): 1,
            ("activity", "今年度の数値がない"): 1,
            ("activity", "実績の数値がない"): 1,
        }
        notes = comparison_lists.notes(both, marks="{印の出どころ}", results="", doubtful="", conflict="")
        assert "R5の印は、文書の記載。R6の印は、文書（様式）の値から計算したもの。" in str(notes)

    def test_what_is_in_doubt_is_not_compared(self, city: FormCity) -> None:
        city.fill({ACTUAL: 22000, COUNT: 1200})
        _, both = with_the_year_before(city)
        apart = {(s, why): [pair.row.name for pair in own] for s, why, own in comparison.apart(both)}
        assert apart["activity", Reason.DOUBTFUL] == ["あ事業"]
        assert apart["indicator", Reason.DOUBTFUL] == ["転入者数"]
        b = brief.open_plan(str(city.root), "mihon", "R6", "01")
        assert why_unknown(b.indicators[0], b.rule, {}) == Reason.DOUBTFUL


class TestOddForms:
    """Each is an error with its sheet and cell, or is read and told."""

    def test_sheets_renamed_moved_and_hidden(self, city: FormCity) -> None:
        def change(book: Any) -> None:
            book["01"].title = "移住のシート"
            book["02"].sheet_state = "hidden"
            book.move_sheet("はじめに", 3)

        city.fill({ACTUAL: 32}, change)
        assert city.row("activities", "01", 1)["actual"] == 32
        assert ("sheet_renamed", "01", "移住のシート") in city.repairs()
        assert any("シート「02」は非表示" in message for *_, message in city.told("ambiguous_cell"))

    def test_rows_hidden(self, city: FormCity) -> None:
        def change(book: Any) -> None:
            book["01"].row_dimensions[7].hidden = True

        city.fill({ACTUAL: 32}, change)
        assert city.row("activities", "01", 1)["actual"] == 32
        assert any("行は非表示" in message for *_, message in city.told("ambiguous_cell"))

    def test_entries_beside_the_form(self, city: FormCity) -> None:
        def change(book: Any) -> None:
            book["01"]["N7"] = 320.5  # over the formula of the ratio
            book["01"]["T7"] = "要確認"
            book["01"]["C30"] = "来週送ります"

        messages = [message for *_, message in city.fill({ACTUAL: 32}, change).told("ambiguous_cell")]
        assert any("N7 320.5" in each for each in messages)
        assert any("T7 要確認" in each for each in messages)
        assert any("C30 来週送ります" in each for each in messages)

    def test_rows_in_another_order(self, city: FormCity) -> None:
        def change(book: Any) -> None:
            page = book["01"]
            for column in range(1, 20):
                above, below = page.cell(7, column), page.cell(8, column)
                if type(above).__name__ != "MergedCell":
                    above.value, below.value = below.value, above.value

        city.fill({ACTUAL: 32}, change)
        rows = city.tables["activities"]
        assert drawn(rows[rows["plan_id"] == "01"], "activity_no", "name", "actual_text", "source_line") == [
            ["1", "あ事業", "32", "1008"],
            ["2", "い事業", "未入力", "1007"],
        ]

    @pytest.mark.parametrize(
        ("change", "sheet", "cell"),
        [
            (lambda book: book["01"].delete_rows(7), "01", "A1"),
            (lambda book: book["01"].__setitem__("A8", "事業1"), "01", "A8"),
            (lambda book: book["01"].__setitem__("A8", "メモ"), "01", "A8"),
            (lambda book: book["01"].__setitem__("A8", None), "01", "B8"),
            (lambda book: book["01"].__setitem__("L6", "R6の値"), "01", "L6"),
            (lambda book: book["01"].__setitem__("C7", None), "01", "C7"),
            (lambda book: book["01"].__setitem__("C7", "=D7"), "01", "C7"),
            (lambda book: book["01"].__setitem__("B1500", "下の方"), "01", "A1500"),
            (lambda book: book["01"].merge_cells("L7:L8"), "01", "L7"),
            (lambda book: book["01"].merge_cells("L7:M7"), "01", "L7"),
            (lambda book: book.remove(book["02"]), "はじめに", ""),
            (lambda book: book["02"].__setitem__("A1", None), "はじめに", ""),
            (lambda book: book.copy_worksheet(book["02"]), "02 Copy", "A1"),
            (lambda book: book["02"].__setitem__("A1", "様式1 hoka R6 02 2"), "02", "A1"),
            (lambda book: book["02"].__setitem__("A1", "様式1 mihon R5 02 2"), "02", "A1"),
            (lambda book: book["02"].__setitem__("A1", "様式0 mihon R6 02 2"), "02", "A1"),
            (lambda book: book["02"].__setitem__("A1", "様式1 mihon R6 09 2"), "02", "A1"),
            (lambda book: book.remove(book["はじめに"]), "", ""),
            (lambda book: fact(book, "様式の版").__setattr__("value", 9), "はじめに", "C"),
            (lambda book: fact(book, "市").__setattr__("value", "hoka"), "はじめに", "C"),
            (lambda book: fact(book, "年度").__setattr__("value", "R7"), "はじめに", "C"),
        ],
    )
    def test_are_errors(self, city: FormCity, change: Callable[[Any], None], sheet: str, cell: str) -> None:
        error = city.fill({}, change).error()
        assert error.sheet == sheet and error.cell.startswith(cell)

    def test_a_row_without_its_code_but_with_entries(self, city: FormCity) -> None:
        """A row that someone inserted, or whose code was cleared: nothing in it may be lost."""

        def change(book: Any) -> None:
            page = book["01"]
            page.insert_rows(9)
            page["C9"], page["L9"] = "お事業", 5

        assert city.fill({}, change).error().sheet == "01"

    @pytest.mark.parametrize(
        "data", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600], ids=["empty", "cut", "ole"]
    )  # fmt: skip
    def test_no_workbook(self, city: FormCity, data: bytes) -> None:
        city.file.write_bytes(data)
        assert "Excel" in city.error().problem

    def test_a_bomb(self, city: FormCity, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(workbook, "MOST_BYTES", 200_000)
        buffer = BytesIO(blank()[0])
        with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/media/x.bin", b"0" * 500_000)
        city.file.write_bytes(buffer.getvalue())
        assert "大きすぎ" in city.error().problem

    def test_too_many_cells_on_all_sheets_together(self, city: FormCity, monkeypatch: pytest.MonkeyPatch) -> None:
        grids = workbook.read_sheets(blank()[0], edition(city.root, "mihon", "R6"))
        most = max(sum(len(row.cells) for row in grid.rows) for grid in grids)
        monkeypatch.setattr("cityplan.read.table.grid.MOST_CELLS", 2 * most)
        assert "セルが多すぎ" in city.error().problem


def fact(book: Any, key: str) -> Any:
    guide = book["はじめに"]
    return guide.cell(row_of(guide, key), 3)


def not_entered(o: overview.Overview) -> Any:
    found = o.exact["findings"]
    return found[found["kind"] == "not_entered"]


class TestWhatIsTold:
    @pytest.fixture
    def told(self, city: FormCity) -> FormCity:
        city.fill({("01", "事業1", "division"): "企画課", ("01", "指標1", "division"): "企画課", SHARE: 70})
        city.saved()
        return city

    def test_by_division(self, told: FormCity) -> None:
        found = entries_left_open(overview.open_overview(str(told.root), "mihon", "R6").exact)
        assert [each[:4] for each in found][:3] == [
            ("企画課", "01", "事業1 あ事業", "今年度の実績、要因及び効果、今後の取組の方向性"),
            ("企画課", "01", "指標1 転入者数", "実績値"),
            ("担当課の記入なし", "01", "事業2 い事業", "今年度の実績、担当課、要因及び効果、今後の取組の方向性"),
        ]

    def test_to_the_analyst(self, told: FormCity) -> None:
        shown = errata_report.open_list(overview.open_overview(str(told.root), "mihon", "R6"))
        assert shown and "企画課（2行）" in shown and "シート「01」7行" in shown

    def test_in_the_brief(self, told: FormCity) -> None:
        b = brief.open_plan(str(told.root), "mihon", "R6", "01")
        said = brief_text.open_entries(b, "{未入力}件（{未入力の内訳}。{未入力の担当課}）")
        assert said and "今年度の実績2件" in said and "企画課、担当課の記入なし" in said
        assert "担当課2件" in said and len(b.open_entries) == 9  # as the form itself counts
        assert "未入力 1件" in str(b.facts["印の内訳"])

    def test_in_the_overview(self, told: FormCity) -> None:
        """Three indicators, one mark: the other two are not unknown, but not entered."""
        o = overview.open_overview(str(told.root), "mihon", "R6")
        said = str(overview.sentence(o, "{印の件数}／{印の意味}／{未入力の印}"))
        assert "未入力2</span>" in said and "□未入力" in said and said.endswith("2</p>")
        glance = str(overview_plans.glance(o))
        assert "未入力" in glance and "判定なし" not in glance
        assert str(overview.open_entries(o, "{未入力}件")) == f"<p>{len(not_entered(o))}件</p>"

    def test_computed_marks_are_not_shown_as_printed(self, told: FormCity) -> None:
        o = overview.open_overview(str(told.root), "mihon", "R6")
        shown = str(errata_report.other_rules(o))
        assert shown.count("記載なし") == 3
        b = brief.open_plan(str(told.root), "mihon", "R6", "01")
        marks, ratios = str(brief_tables.indicators_table(b)), str(brief_tables.activities_table(b))
        assert marks.count("計算（資料に記載なし）") == 1 and "記載なし・計算" not in marks
        assert "前年度比" not in ratios  # no result can be compared

    def test_what_was_read_is_named(self, told: FormCity) -> None:
        b = brief.open_plan(str(told.root), "mihon", "R6", "01")
        assert "』の記入様式の" in brief_text.source_words(b)
        listed = str(brief_sources.source_list(b, "出典の一覧"))
        assert "様式1" not in listed and "01「移住」" in listed

    def test_a_value_that_is_still_counted_is_not_called_unpublished(self, city: FormCity) -> None:
        city.fill({("01", "指標1", "reason"): "集計中", ("01", "指標2", "reason"): "未公表"}).saved()
        o = overview.open_overview(str(city.root), "mihon", "R6")
        assert "—指標未公表・集計中" in str(o.facts["印の意味"])
        b = brief.open_plan(str(city.root), "mihon", "R6", "01")
        told = BeautifulSoup(str(b.facts["印の内訳"]), "html.parser").get_text()
        assert told == "—集計中1件 —指標未公表1件"
        assert [why_unknown(row, o.rule, {}) for row in o.indicators[:2]] == ["実績値が集計中", "実績値が未公表"]

    def test_a_blank_purpose_is_asked_for(self, city: FormCity) -> None:
        city.fill({("01", "目的", ""): None})
        (said,) = [each for each in city.told("not_entered") if "目的" in each[2]]
        assert said[1] == "info" and said[2] == "プラン01の目的が未入力です。"
        city.saved()
        o = overview.open_overview(str(city.root), "mihon", "R6")
        assert [e.columns for e in entries_left_open(o.exact) if e.row == "プラン全体"] == ["目的"]
        assert "目的1件" in str(brief.open_plan(str(city.root), "mihon", "R6", "01").facts["未入力の内訳"])

    def test_lines_of_a_text_as_ever(self, root: Path) -> None:
        assert line_words(edition(root, "hitachi", "R5"), 3, 5, 6) == "3、5〜6行"

    def test_lines_as_sheet_and_row(self, told: FormCity) -> None:
        form = edition(told.root, "mihon", "R6")
        assert line_words(form, 1007) == "シート「01」7行"
        assert cell_words(form, 1007, 12) == "シート「01」 L7"
        assert line_words(form, 12, 6012, 6013) == "シート「はじめに」12行、シート「06」12〜13行"


NUMBERS = st.one_of(st.integers(0, 10**12), st.decimals(0, 10**6, places=2).map(float), st.integers(-99, -1))
TEXTS = st.text("あいうえお漢字ABC。、・（）123=+-@", min_size=1, max_size=20).map(str.strip).filter(bool)
ENTRIES = st.fixed_dictionaries(
    {},
    optional={
        ("01", "事業1", "actual_text"): NUMBERS,
        ("01", "指標1", "actual_text"): NUMBERS,
        ("02", "指標1", "reason"): st.sampled_from(["未公表", "集計中", "該当なし"]),
        ("02", "事業1", "state"): st.sampled_from(["継続", "終了"]),
        ("01", "事業1", "factors"): TEXTS,
        ("01", "事業1", "direction"): TEXTS,
        ("01", "指標1", "division"): TEXTS,
        ("01", "指標1", "note"): TEXTS,
        ("01", "指標2", "target_after"): NUMBERS,
    },
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(ENTRIES)
def test_what_was_typed_is_what_the_tables_say(entries: dict[tuple[str, str, str], Any]) -> None:
    with TemporaryDirectory() as folder:
        tables = FormCity(Path(folder)).fill(entries).tables
    for (plan, code, column), value in entries.items():
        table, number = ("activities" if code.startswith("事業") else "indicators"), int(code[-1])
        data = tables[table]
        own = data[(data["plan_id"] == plan) & (data.iloc[:, 1] == number)]
        if column == "state":
            assert len(own) == (value == "継続")
        elif column == "reason":
            assert own["actual_text"].iloc[0] == value
        elif column == "target_after":
            assert own["target"].iloc[0] == Decimal(str(value))
        elif column == "actual_text":
            assert own["actual"].iloc[0] == Decimal(str(value))
        else:
            assert own[column].iloc[0] == value


def test_an_invented_year_of_a_real_city(tmp_path: Path, root: Path) -> None:
    """All that was entered into the form of fifteen plans stands in the tables, row by row."""
    filled = invented_year()
    folder = tmp_path / "data/raw/hitachi"
    shutil.copytree(root / "data/raw/hitachi", folder)
    form = form_of(tmp_path, edition(tmp_path, "hitachi", "R5"), 2024)
    with (folder / "source.toml").open("a", encoding="utf-8") as described:
        described.write(f"\n{edition_lines(form)}")
    (folder / "R6.xlsx").write_bytes(filled.data)
    tables = steps.clean_document(str(tmp_path), "hitachi", "R6")
    rows = {
        (row["plan_id"], word, row["name_previous"] or row["name"]): row
        for word, table in ((ACTIVITY, "activities"), (INDICATOR, "indicators"))
        for row in tables[table].to_dict("records")
    }
    numbered = {
        (row["plan_id"], word, row[number]): row
        for word, table, number in ((ACTIVITY, "activities", "activity_no"), (INDICATOR, "indicators", "indicator_no"))
        for row in tables[table].to_dict("records")
    }
    for (plan_id, kind, number), entered in filled.entered.items():
        is_new = kind.startswith("新規")
        row = (
            rows[plan_id, kind.removeprefix("新規"), str(entered["name"])]
            if is_new
            else numbered.get((plan_id, kind, number))
        )
        if entered.get("state") == ENDED:
            assert row is None
            continue
        assert row is not None
        assert row["division"] == (entered["division"] or "")
        value = entered["actual_text"]
        if isinstance(value, Decimal):
            assert row["actual"] == value
        else:
            assert row["actual_text"] == (value or entered.get("reason") or "未入力")
        for column in ("factors", "direction"):
            assert row.get(column, "") == (entered.get(column) or "")
