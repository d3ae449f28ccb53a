"""Each kind of finding: a document that has it, and one that nearly has it and is right."""

import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import get_type_hints

import pandas as pd
import pytest
from aligned import body, drawn
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import Font
from rows import activity as activity_row
from rows import row as row_of
from several_years import joined, told
from shortened import one_in
from small_form import FormCity
from small_sheets import ACTIVITY, INDICATOR_HEAD, SMALL, findings, kinds, several, sheet, small, tables_of
from small_tables import COLUMNS, HEAD, YEARS, City

from cityplan import check as checks
from cityplan import steps
from cityplan.check import audit, digits, readings
from cityplan.check.answers import gone_answers
from cityplan.check.audit import CHECKS
from cityplan.check.editions import edition_findings
from cityplan.check.finding import Finding
from cityplan.check.kind import FindingKind
from cityplan.check.places import findings_on_pages
from cityplan.check.ratios import ratios
from cityplan.city.counts import Counts
from cityplan.city.edition import Edition, PlanEntry
from cityplan.city.rules import Rule, rules
from cityplan.compute.document import compute
from cityplan.compute.edition_changes import changes
from cityplan.compute.goals import goals
from cityplan.compute.proofs import plan_book_witness, proofs
from cityplan.compute.used import MARK
from cityplan.files.errors import CHECK_FAILED
from cityplan.tables.definitions import AnswerRow, FindingRow, IndicatorRow, RepairRow, TextRow
from cityplan.tables.names import label
from cityplan.tables.schema import Tables, frame, records, table_rows

NAME = {"directions": "【あ】\nえ。"}
TWO = {"directions": "【あ】\nえ。\n\n【か】\nえ。"}
NESTED = "項目||基準値(R3)||目標値(R8)||実績値(R5)||達成状況(R5)||達成状況(R4)|"


def activity(cells: str) -> str:
    """A document whose one activity has these results and this ratio."""
    return small(f"あ|い|{cells}|う", **NAME)


def indicator(cells: str, head: str = INDICATOR_HEAD) -> str:
    return small(indicators=cells, indicator_head=head)


def found(text: str, *columns: str) -> list[list[str]]:
    return drawn(findings(text), *columns)


def test_a_document_that_is_right_has_no_finding() -> None:
    assert kinds(small()) == []


class TestRatios:
    @pytest.mark.parametrize(
        ("cells", "wanted"),
        [
            ("40件|32件|144.4%", "ratio_mismatch | error | 144.4% | 40件÷32件＝125.0% | +19.4ポイント"),
            ("40件|32件|124.8%", "ratio_mismatch | error | 124.8% | 40件÷32件＝125.0% | -0.2ポイント"),
            ("100,054人|35,290人|283.6%",
             "ratio_rounding | info | 283.6% | 100,054人÷35,290人＝283.5% | +0.1ポイント"),
            ("5件|0件|100%", "ratio_mismatch | error | 100% | |"),
        ],
    )  # fmt: skip
    def test_that_do_not_follow(self, cells: str, wanted: str) -> None:
        columns = ("kind", "severity", "printed", "computed", "difference")
        assert found(activity(cells), *columns) == [[c.strip() for c in wanted.split("|")]]

    @pytest.mark.parametrize(
        "cells",
        ["40件|32件|125.0%", "40件|32件|125%", "40件|32件|125.00%", "1件|16件|6.3%", "5件|0件|皆増",
         "5件|0件|—", "0件|5件|0.0%", "・視察|・協議|", "1,062|804件/年|132.1%"],
    )  # fmt: skip
    def test_that_are_right(self, cells: str) -> None:
        assert not [kind for kind, _ in kinds(activity(cells)) if kind.startswith("ratio")]

    def test_on_the_neighbours_row(self) -> None:
        rows = "あ|い|派遣（10回/年・各所）|整備（PC等）|131.9%|う\nか|い|貸出回数|||う"
        assert kinds(small(rows, **TWO)) == [
            ("ratio_misplaced", "ratio_printed_text"),
            ("value_missing", "actual_text"),
        ]

    def test_beside_prose_without_such_a_neighbour(self) -> None:
        rows = "あ|い|派遣（10回/年・各所）|整備（PC等）|131.9%|う\nか|い|貸出回数 5冊|5冊|100%|う"
        assert kinds(small(rows, **TWO)) == [("ratio_misplaced", "ratio_printed_text")]
        assert kinds(small(rows.replace("131.9%", ""), **TWO)) == []

    @pytest.mark.parametrize(
        ("cells", "kind"),
        [("1O8件|82件|131.7%", "unreadable"), ("10件||125.0%", "value_missing"),
         ("10件|8人|125.0%", "unit_doubtful")],
    )  # fmt: skip
    def test_a_value_with_its_own_finding_has_no_second_one(self, cells: str, kind: str) -> None:
        assert [each for each, _ in kinds(activity(cells))] == [kind]


class TestValues:
    @pytest.mark.parametrize(
        ("cells", "column"),
        [
            ("貸出回数|||", "actual_text"),
            ("10件|||", "previous_text"),
            ("|8件||", "actual_text"),
            ("|||", "actual_text"),
            ("10件|8件||", "ratio_printed_text"),
            ("0件|8件||", "ratio_printed_text"),
        ],
    )
    def test_missing_from_an_activity(self, cells: str, column: str) -> None:
        assert kinds(activity(cells.removesuffix("|"))) == [("value_missing", column)]

    @pytest.mark.parametrize("cells", ["—|8件||", "10件|未公表||", "・視察|||", "0件|8件|0.0%|"])
    def test_not_missing(self, cells: str) -> None:
        assert kinds(activity(cells.removesuffix("|"))) == []

    def test_a_missing_direction(self) -> None:
        rows = "あ|い|10件|8件|125.0%|う\nか|い|10件|8件|125.0%|う"
        assert kinds(small(rows, **NAME)) == [("value_missing", "direction")]
        assert kinds(small(rows, **TWO)) == []

    @pytest.mark.parametrize(
        ("cells", "column"),
        [("|9人以上|8人|○|○", "baseline_text"), ("8人以上||8人|○|○", "target_text"),
         ("8人以上|9人以上||○|○", "actual_text")],
    )  # fmt: skip
    def test_missing_from_an_indicator(self, cells: str, column: str) -> None:
        assert ("value_missing", column) in kinds(indicator(f"転入|{cells}"))

    @pytest.mark.parametrize(
        ("cells", "column"),
        [("1O件|8件||", "actual_text"), ("10件|８.件||", "previous_text"),
         ("実施|8件||", "actual_text"), ("10件|8件|125.O%", "ratio_printed_text"),
         ("10件|8件|125件", "ratio_printed_text"), ("######|######|", "actual_text")],
    )  # fmt: skip
    def test_unreadable_in_an_activity(self, cells: str, column: str) -> None:
        each = found(activity(cells.removesuffix("||")), "kind", "severity", "column")
        assert ["unreadable", "error", column] in each
        assert {kind for kind, *_ in each} == {"unreadable"}

    @pytest.mark.parametrize(
        ("cells", "column"),
        [("8O人|9人以上|8人|○|○", "baseline_text"), ("8人|9人~|8人|○|○", "target_text"),
         ("8人以上|9人以上|約8~9人|○|○", "actual_text"), ("8人 9人|9人以上|8人|○|○", "baseline_text")],
    )  # fmt: skip
    def test_unreadable_in_an_indicator(self, cells: str, column: str) -> None:
        assert ("unreadable", column) in kinds(indicator(f"転入|{cells}"))

    @pytest.mark.parametrize(
        ("value", "severity"),
        [
            ("準備中", "warning"),
            ("策定済み", "warning"),
            ("10〜12人", "error"),
            ("IO人", "error"),
            ("二十人余り", "error"),
        ],
    )
    def test_a_result_in_words_is_no_contradiction(self, value: str, severity: str) -> None:
        tables = tables_of(indicator(f"転入|9人以上|20人以上|{value}|◎|◎"))
        found = audit.audit({**tables, **compute(tables, None)})
        own = found[(found["kind"] == "unreadable") & (found["column"] == "actual_text")]
        assert own["severity"].tolist() == [severity]

    @pytest.mark.parametrize("actual", ["—", "未公表", "集計中", "R6.10月公表", "調査なし", "8人"])
    def test_readable_in_an_indicator(self, actual: str) -> None:
        mark = "○" if actual == "8人" else "—"
        assert kinds(indicator(f"転入|8人以上|9人以上|{actual}|{mark}|○")) == []


class TestUnits:
    @pytest.mark.parametrize(
        ("text", "wanted"),
        [
            (activity("1,062|804件|132.1%"), ["info", "actual_text", "", "件"]),
            (indicator("あ|8件/年以上|9/年以上|8件/年|○|○"), ["info", "target_text", "/年", "件/年"]),
            (activity("10件|8人|"), ["error", "previous_text", "人", ""]),
            (indicator("あ|8千人以上|9千人以上|8,000人||○"), ["error", "actual_text", "人", ""]),
            (indicator("1,000人当たりの出生率|8%以上|9%以上|8%|○|○"), ["warning", "unit", "%", ""]),
            (indicator("1000人当たりの出生率|8%以上|9%以上|8%|○|○"), ["warning", "unit", "%", ""]),
            (indicator("1, 000人当たりの出生率|8%以上|9%以上|8%|○|○"), ["warning", "unit", "%", ""]),
        ],
    )
    def test_doubtful(self, text: str, wanted: list[str]) -> None:
        each = found(text, "kind", "severity", "column", "printed", "computed")
        assert ["unit_doubtful", *wanted] in each
        assert len([kind for kind, *_ in each if kind == "unit_doubtful"]) == 1

    @pytest.mark.parametrize(
        "text",
        [activity("1,062|804|132.1%"), activity("1,062件|804件|132.1%"), activity("10％|8%|125.0%"),
         indicator("1,000人当たりの出生率|8‰以上|9‰以上|8‰|○|○"),
         indicator("21,000人当たりの数|8人以上|9人以上|8人|○|○"),
         indicator("利用者の割合|8%以上|9%以上|8%|○|○")],
    )  # fmt: skip
    def test_not_doubtful(self, text: str) -> None:
        assert kinds(text) == []


class TestMarks:
    @pytest.mark.parametrize(
        ("cells", "wanted"),
        [
            ("8人以上|9人以上|8人|△|○", ["△", "○"]),
            ("8人以上|9人以上|9人|○|○", ["○", "◎"]),
            ("8人以下|7人以下|9人|○|○", ["○", "△"]),
            ("8人以上|9人以上|—|△|○", ["△", "—"]),
            ("8人以上|9人以上|8人|—|○", ["—", "○"]),
            ("8人以上|9人以上|8人|○基準値未満|○", ["○基準値未満", "○基準値以上"]),
            ("8人以上|9人以上|8人|○|△目標値以上", ["△目標値以上", "△基準値未満"]),
        ],
    )
    def test_that_do_not_follow(self, cells: str, wanted: list[str]) -> None:
        each = found(indicator(f"転入|{cells}"), "kind", "severity", "printed", "computed")
        assert each == [["status_mismatch", "error", *wanted]]

    @pytest.mark.parametrize(
        "cells",
        ["8人以上|9人以上|8人|○|△", "8人以上|9人以上|8人|○基準値以上|△基準値未満", "8人以下|7人以下|8人|〇|△",
         "8人以上|9人以上|—|—指標未公表|－"],
    )  # fmt: skip
    def test_that_follow(self, cells: str) -> None:
        assert kinds(indicator(f"転入|{cells}")) == []

    @pytest.mark.parametrize(
        ("cells", "column"),
        [("8人以上|9人以上|8人||○", "status_printed"), ("8人以上|9人以上|8人|○|", "status_previous_printed")],
    )
    def test_that_are_missing(self, cells: str, column: str) -> None:
        assert kinds(indicator(f"転入|{cells}")) == [("status_missing", column)]

    def test_of_a_year_that_the_table_does_not_print(self) -> None:
        head = INDICATOR_HEAD.removesuffix("|達成状況(R4)")
        assert kinds(indicator("転入|8人以上|9人以上|8人|○", head)) == []


class TestBaselinesAndTargets:
    @pytest.mark.parametrize(
        ("cells", "wanted"),
        [
            ("9人以上 (R元) 5人以上 (R2)|20人以上|8人|△|△", ["warning", "△", "○"]),
            ("9人以上 (R元) 8人以上 (R2)|20人以上|10人|○|△", ["info", "○", "○"]),
            ("9人以上 (R元) 8人以上 (R2)|20人以上|—|—|△", ["info", "—", "—"]),
        ],
    )
    def test_a_choice(self, cells: str, wanted: list[str]) -> None:
        each = found(indicator(f"転入|{cells}"), "kind", "severity", "printed", "computed")
        assert each == [["baseline_choice", *wanted]]

    def test_no_choice(self) -> None:
        assert kinds(indicator("転入|9人以上|20人以上|8人|△|△")) == []
        own_year = kinds(indicator("転入|9人以上 (R元)|20人以上|8人|△|△"))
        assert own_year == [("doubtful_value", "baseline_text")]

    @pytest.mark.parametrize(
        ("cells", "kind", "severity"),
        [("9人以上|8人以上|7人|△|△", "target_behind_baseline", "warning"),
         ("8人以下|9人以下|7人|◎|◎", "target_behind_baseline", "warning"),
         ("9人以上|9人以上|9人|◎|△", "target_equals_baseline", "info"),
         ("9.0人以上|9人以上|9人|◎|△", "target_equals_baseline", "info")],
    )  # fmt: skip
    def test_a_target_that_is_no_step_forward(self, cells: str, kind: str, severity: str) -> None:
        assert found(indicator(f"転入|{cells}"), "kind", "severity", "column") == [[kind, severity, "target_text"]]

    def test_a_target_that_is_one(self) -> None:
        for cells in ("8人以上|9人以上|8人|○|○", "9人以下|8人以下|9人|○|○"):
            assert kinds(indicator(f"転入|{cells}")) == []

    @pytest.mark.parametrize(
        ("cells", "wanted"),
        [("8人|9人|8人|○|○", [["polarity_inferred", "大きいほどよい"]]),
         ("9人|8人|9人|○|○", [["polarity_unknown", ""]]), ("8人以上|9人|8人|○|○", []),
         ("9人以下|8人|9人|○|○", [])],
    )  # fmt: skip
    def test_an_inferred_direction(self, cells: str, wanted: list[list[str]]) -> None:
        assert found(indicator(f"転入|{cells}"), "kind", "computed") == wanted


class TestSeveralPlans:
    def two(self, one: str, other: str) -> list[list[str]]:
        text, edition = several(sheet(purpose="01。", indicators=one), sheet(purpose="02。", indicators=other))
        return drawn(findings(text, edition), "kind", "severity", "plan_id", "printed", "computed")

    @pytest.mark.parametrize(
        ("cells", "severity", "printed", "computed"),
        body("""
            cells                 | severity | printed                          | computed
            8件以上;9件以上;8件   | info     | 実績値 8件                       | 実績値 8件
            8件以上;9件以上;8.5件 | error    | 実績値 8.5件                     | 実績値 8件
            7件以上;9件以上;8件   | error    | 基準値 7件以上                   | 基準値 8件以上
            8件以上;10件以上;8.5件 | warning | 目標値 10件以上、実績値 8.5件    | 目標値 9件以上、実績値 8件
        """),
    )
    def test_the_same_indicator_in_two_plans(self, cells: str, severity: str, printed: str, computed: str) -> None:
        other = f"ナビの登録数|{cells.replace(';', '|')}|○|○"
        assert self.two("ナビの 登録数|8件以上|9件以上|8件|○|○", other) == [
            ["duplicate_indicator", severity, "01", computed, printed],
            ["duplicate_indicator", severity, "02", printed, computed],
        ]

    def test_the_same_name_in_another_unit_is_no_contradiction(self) -> None:
        one = "農用地面積|8件以上|9件以上|8件|○|○"
        assert self.two(one, one.replace("件", "ha")) == [["repeated_item", "info", "02", "農用地面積", ""]]

    @pytest.mark.parametrize(("unit", "severity"), [("件", "warning"), ("ha", "info")])
    def test_the_same_name_twice_in_a_plan_is_no_reprint(self, unit: str, severity: str) -> None:
        one = "農用地面積|8件以上|9件以上|8件|○|○"
        found = findings(indicator(f"{one}\n{one.replace('件', unit)}"))
        own = found[found["kind"].isin(["repeated_item", "duplicate_indicator"])]
        assert drawn(own, "kind", "severity", "row") == [["repeated_item", severity, "2"]]

    def test_two_of_three_of_one_name(self) -> None:
        """Two of three plans print the same indicator; the first has nothing but its name."""
        rows = ["登録数|1件以上|2件以上|3件|◎|◎", *["登録数|8件以上|9件以上|8件|○|○"] * 2]
        text, edition = several(*(sheet(purpose=f"0{at}。", indicators=row) for at, row in enumerate(rows, start=1)))
        found = findings(text, edition)
        own = found[found["kind"] == "duplicate_indicator"]
        assert drawn(own, "severity", "plan_id") == [["info", "02"], ["info", "03"]]

    def test_a_name_alone_in_another_unit_is_told(self) -> None:
        found = self.two("登録数|1件以上|2件以上|3件|◎|◎", "登録数|8世帯以上|9世帯以上|8世帯|○|○")
        assert found == [["repeated_item", "info", "02", "登録数", ""]]

    def test_two_indicators_that_are_not_the_same(self) -> None:
        one = "ナビ登録数|8件以上|9件以上|8件|○|○"
        assert self.two(one, one.replace("登録", "閲覧")) == []

    def test_parts_of_one_name_are_not_the_same(self) -> None:
        values = "8%以上|7%以上|9%以上|9%以上|8%|8%|○|○|○|○"
        text = indicator(f"満足|小|中|{values}", NESTED)
        assert "duplicate_indicator" not in dict(kinds(text))

    @pytest.mark.parametrize(
        ("targets", "is_told"), [("70%以上|75%以上", True), ("75%以上|70%以上", False), ("70%以上|70%以上", False)]
    )
    def test_targets_the_other_way_round_than_their_baselines(self, targets: str, is_told: bool) -> None:
        text = indicator(f"満足|小|中|62%以上|57%以上|{targets}|61%|59%|△|○|○|○", NESTED)
        assert ("crossed_targets" in dict(kinds(text))) is is_told

    def test_one_mark_for_two_parts_may_be_that_of_both(self) -> None:
        text = indicator("満足|小|中|62%以上|57%以上|75%以上|70%以上|61%|59%|△|○|○|", NESTED)
        told = {row.kind: row.message for row in records(findings(text), FindingRow)}
        assert "「満足（小）」のものとして読んだ1つだけ" in told["status_missing"]

    def test_of_two_baselines_the_one_that_governs_is_cited(self) -> None:
        text = indicator("来客|10人以上 (R元) 4人以上 (R2)|10人以上|5人|△|△")
        told = {row.kind: row.message for row in records(findings(text), FindingRow)}
        assert "基準値（10人以上 (R元)）と同じです" in told["target_equals_baseline"]
        assert "資料の印（△）はR元と比べた結果と同じで、もう1つの4人以上 (R2)と比べると" in told["baseline_choice"]

    def test_a_plan_without_a_sheet(self) -> None:
        text, edition = several(sheet(purpose="01。"), "")
        assert drawn(findings(text, edition), "kind", "plan_id", "source_line") == [["sheet_missing", "02", "5"]]

    @pytest.mark.parametrize(
        ("parts", "wanted"),
        [
            ({}, []),
            (
                {"activities": "か事業|い|10件|8件|う", "directions": "【か事業】\nえ。",
                 "activity_head": "事業名|事業内容|実績||要因及び効果\n||R5|R4|"},
                [["activities", "ratio_printed_text"]],
            ),
            (
                {"indicators": "転出|8人以上|9人以上|8人|○",
                 "indicator_head": INDICATOR_HEAD.removesuffix("|達成状況(R4)")},
                [["indicators", "status_previous_printed"]],
            ),
        ],
    )  # fmt: skip
    def test_a_column_that_one_table_lacks(self, parts: dict[str, str], wanted: list[list[str]]) -> None:
        other = {"indicators": "転出|8人以上|9人以上|8人|○|○", **parts}
        text, edition = several(sheet(purpose="01。"), sheet(purpose="02。", **other))
        each = drawn(findings(text, edition), "kind", "table", "column")
        assert each == [["missing_column", *row] for row in wanted]
        assert set(findings(text, edition)["plan_id"]) <= {"02"}

    def test_a_column_that_all_tables_lack(self) -> None:
        part = {"activities": "あ事業|い|10件|8件|う", "activity_head": "事業名|事業内容|実績||要因及び効果\n||R5|R4|"}
        assert kinds(small(**part)) == []

    def test_a_heading_spelt_in_two_ways(self) -> None:
        other = {"indicators": "転出|8人以上|9人以上|8人|○|○"}
        third = {"indicators": "転居|8人以上|9人以上|8人|○|○"}
        sheets = [sheet(purpose="01。"), sheet(purpose="02。", **other)]
        text, edition = several(*sheets, sheet(purpose="03。", heading="登載事業の実績等", **third))
        each = drawn(findings(text, edition), "kind", "printed", "computed")
        assert each == [["spelling_variant", "登載事業の実績等", "掲載事業の実績等"]]
        text, edition = several(*sheets, sheet(purpose="03。", **third))
        assert kinds(text, edition) == []


class TestStructure:
    BOX = "PLAN 01 移住\n\n{}\n「定住」"

    def test_a_spoiled_box(self) -> None:
        text = small(deck=self.BOX.format("宣言\n目標です。\n目標です。\n市長 名前"))
        assert found(text, "kind", "plan_id", "source_line", "table") == [["doubtful_extraction", "01", "5", "texts"]]
        assert kinds(small(deck=self.BOX.format("宣言\n目標です。\n市長 名前"))) == []

    @pytest.mark.parametrize(
        ("text", "column"),
        [
            (small(ACTIVITY.replace("進んだ。", "進んだ。図書館の写真")), "factors"),
            (small(directions="【あ事業】\n続ける。\n図書館の写真"), "direction"),
            (small(purpose="住みやすいまちにします。\n今後の取組"), "purpose"),
            (small(deck="計画とは\n架空の計画です。1つのプロジェクト\nPLAN 01 移住\n《定住》"), ""),
            (small(deck="計画とは\n架空の計画です。\n1つの\nPLAN 01 移住\n《定住》"), ""),
        ],
    )
    def test_words_that_were_joined_to_a_sentence(self, text: str, column: str) -> None:
        assert ("doubtful_extraction", column) in kinds(text)

    @pytest.mark.parametrize(
        ("row", "column"),
        [
            ("あ事業|い|計画を策定した。|－||う。", ""),
            ("あ事業|い|10件|8件 周知が進んだ。||", "previous_text"),
            ("あ事業|い|10件|8件|125.0% 周知が進んだ。|", "ratio_printed_text"),
        ],
    )
    def test_a_sentence_among_the_results(self, row: str, column: str) -> None:
        text = small(row)
        found = [each for each in kinds(text) if each[0] == "ambiguous_cell"]
        assert found == ([("ambiguous_cell", column)] if column else [])

    @pytest.mark.parametrize("note", ["（　）は夜間の講座", "※延べ人数", "（再掲）"])
    def test_a_note_after_a_sentence_is_none(self, note: str) -> None:
        assert kinds(small(ACTIVITY.replace("進んだ。", f"進んだ。{note}"))) == []

    @pytest.mark.parametrize("words", ["「住みたい。」と答えた人の増加", "https://x.example/a。b"])
    def test_what_is_quoted_ends_no_sentence(self, words: str) -> None:
        assert kinds(small(ACTIVITY.replace("周知が進んだ。", words))) == []

    def test_what_somebody_typed_ends_as_he_likes(self) -> None:
        tables = tables_of(DOCUMENTS["joined"])
        tables |= compute(tables, None)
        for layout in ("plain-table", "entry-form", "progress-sheets"):
            found = audit.audit(tables, None, replace(SMALL, layout=layout))
            assert ("doubtful_extraction" in set(found["kind"])) == (layout == "progress-sheets")

    def test_a_paragraph_on_two_lines_is_whole(self) -> None:
        deck = "計画とは\n架空の計画で、\nこれからです。\nPLAN 01 移住\n《定住》"
        assert kinds(small(deck=deck)) == []

    def test_a_row_that_packs_several(self) -> None:
        values = "8%以上|7%以上|9%以上|9%以上|8%|8%|○|○|○|○"
        text = indicator(f"満足|小|中|{values}\n|小6|国|算|{values}\n割合|中3|国|算|{values}", NESTED)
        each = found(text, "kind", "severity", "row", "source_line")
        lines = [line for line, each in enumerate(text.split("\n"), 1) if "7%以上" in each]
        assert each == [
            ["ambiguous_cell", "warning", str(row), str(line)] for row, line in zip((1, 3, 5), lines, strict=True)
        ]
        messages = list(findings(text)["message"])
        assert ["空欄" in message for message in messages] == [False, True, False]

    def test_plain_rows_pack_nothing(self) -> None:
        rows = "転入|8人以上|9人以上|8人|○|○\n転出|8人以上|9人以上|8人|○|○"
        assert kinds(indicator(rows)) == []


class TestSpelling:
    DECK = "未来\nプロジェクト\n豊かな暮らしの\n{}\nPLAN 01 移住\n《定住》"

    @pytest.mark.parametrize(
        ("again", "wanted"),
        [("サスティナブル戦略", []), ("サステナブル戦略", ["サステナブル戦略", "豊かな暮らしのサスティナブル戦略"])],
    )
    def test_a_strategy(self, again: str, wanted: list[str]) -> None:
        first = "未来\nプロジェクト\n豊かな暮らしの\nサスティナブル戦略\n"
        text = f"計画の取組状況\n{first}{small(deck=self.DECK.format(again))}"
        each = found(text, "kind", "printed", "computed")
        assert each == [["spelling_variant", *wanted]] * bool(wanted)

    def test_old_characters_once_for_all_places(self) -> None:
        rows = "転入|8人以上|9人以上|7人|△基準値未滿|△基準値未滿\n転出|8人以上|9人以上|8人|○|△基準値未滿"
        assert found(indicator(rows), "kind", "printed", "computed") == [
            ["spelling_variant", "△基準値未滿", "△基準値未満"]
        ]

    def test_wide_digits_and_wording_are_no_variants(self) -> None:
        assert kinds(activity("１０件|８件|１２５.０％")) == []
        text = small("あ|支援を拡充する取組み|10件|8件|125.0%|取組みを滿たした。", **NAME)
        assert kinds(text) == []

    @pytest.mark.parametrize(
        ("table", "direction", "wanted"),
        [
            ("支援【別名】", "支援（別名）", [["name_variant", "info", "支援（別名）", "支援【別名】"]]),
            ("支援【別名】", "別名", [["name_variant", "info", "別名", "支援【別名】"]]),
            ("支援【別名】", "支援", []),
            ("支援【別名】", "支援【別名】", []),
            ("創業 オフィス", "創業オフィス", []),
            ("創業オフィス", "創業 オフィス", []),
            ("支援（全校）", "支援(全校)", []),
        ],
    )
    def test_a_name_in_the_directions(self, table: str, direction: str, wanted: list[list[str]]) -> None:
        text = small(f"{table}|い|10件|8件|125.0%|う", directions=f"【{direction}】\nえ。")
        assert found(text, "kind", "severity", "printed", "computed") == wanted

    def test_a_direction_of_another_name(self) -> None:
        text = small(directions="【あ事業】\nえ。\n\n【い事業】\nお。")
        assert found(text, "kind", "severity", "printed") == [["name_variant", "warning", "【い事業】"]]


class TestExplanations:
    """Which single digit would make a printed ratio right: the column `explanation`."""

    @pytest.mark.parametrize(
        ("cells", "wanted"),
        body("""
            cells               | explanation
            26件;14件;135.7%    | 1桁だけの誤りなら：前年度比 135.7%→185.7%
            43件;32件;125.0%    | 1桁だけの誤りなら：今年度の実績 43件→40件
            40件;31件;125.0%    | 1桁だけの誤りなら：前年度の実績 31件→32件、前年度比 125.0%→129.0%
            21件;29件;72.5%     | 1桁だけの誤りなら：前年度比 72.5%→72.4%
            ４０件;３１件;１２５．０％ | 1桁だけの誤りなら：前年度の実績 31件→32件、前年度比 125.0%→129.0%
            40件;32件;144.4%    | どのセルの1桁を変えても一致しません。
            1,062件;804件;123.1% | どのセルの1桁を変えても一致しません。
            5㎥;4㎥;150.0%      | 1桁だけの誤りなら：今年度の実績 5m3→6m3
        """),
    )
    def test_of_a_ratio_that_does_not_follow(self, cells: str, wanted: str) -> None:
        each = findings(activity(cells.replace(";", "|")))
        assert list(each["explanation"]) == [wanted]
        assert set(each["kind"]) <= {"ratio_mismatch", "ratio_rounding"}

    def test_of_nothing_else(self) -> None:
        assert kinds(activity("26件|14件|185.7%")) == []
        assert set(findings(activity("10件|8件|"))["explanation"]) == {""}
        mark = indicator("転入|8人以上|9人以上|8人|△|○")
        assert set(findings(mark)["explanation"]) == {""}

    def test_of_nothing_that_the_analyst_has_decided(self) -> None:
        row = activity_row(actual_text="40件", previous_text=f"31件{MARK}", ratio_printed_text="125.0%")
        assert digits.explanation(row) == ""

    def test_of_a_ratio_that_cannot_be_computed(self) -> None:
        each = findings(activity("5件|0件|100%"))
        assert "前年度の実績 0件→5件" in each["explanation"].iloc[0]

    @given(st.integers(1, 99_999), st.integers(1, 99_999), st.integers(0, 2), st.integers(-30, 30))
    def test_are_those_of_a_brute_force(self, actual: int, previous: int, decimals: int, off: int) -> None:
        """For ratios that are nearly right."""
        units = max(10**decimals, _half_up(Fraction(actual, previous) * 100, decimals) + off)
        ratio = Decimal(units).scaleb(-decimals)
        self.compare([f"{actual:,}件", f"{previous}件", f"{ratio:f}%"])

    @given(st.lists(st.tuples(st.integers(100, 9999), st.integers(0, 2)), min_size=3, max_size=3))
    def test_are_those_of_a_brute_force_for_any_cells(self, numbers: list[tuple[int, int]]) -> None:
        cells = [f"{Decimal(units).scaleb(-decimals):f}" for units, decimals in numbers]
        self.compare([f"{cells[0]}人", f"{cells[1]}人", f"{cells[2]}%"])

    @staticmethod
    def compare(cells: list[str]) -> None:
        """Each digit of each cell is replaced and the ratio calculated anew, with fractions."""
        labels = ("今年度の実績", "前年度の実績", "前年度比")
        right = [
            f"{labels[at]} {cells[at]}→{text}"
            for at in range(3)
            for text in _other_digits(cells[at])
            if _follows(*cells[:at], text, *cells[at + 1 :])
        ]
        row = activity_row(actual_text=cells[0], previous_text=cells[1], ratio_printed_text=cells[2])
        wanted = f"1桁だけの誤りなら：{'、'.join(right)}" if right else digits.NONE
        shifted = [
            f"{labels[at]} {cells[at]}の{10 ** abs(power)}{'倍' if power > 0 else '分の1'}"
            for at in range(2)
            for power in (-3, -2, -1, 1, 2, 3)
            if _follows(*cells, power if at == 0 else -power)
        ]
        of_ten = f"桁の誤りなら：{'、'.join(shifted)}。" if shifted else ""
        assert digits.explanation(row) == wanted + of_ten


def _other_digits(text: str) -> Iterator[str]:
    """A number with one digit replaced; what begins with 0 is no number as printed."""
    for at, char in enumerate(text):
        for other in "0123456789":
            if char.isdigit() and other != char and not (at == 0 and other == "0"):
                yield f"{text[:at]}{other}{text[at + 1 :]}"


def _follows(actual: str, previous: str, printed: str, power: int = 0) -> bool:
    values = [re.sub("[^0-9.]", "", text) for text in (actual, previous, printed)]
    decimals = len(values[2].partition(".")[2])
    exact = Fraction(values[0]) / Fraction(values[1]) * 100 * Fraction(10) ** power
    return _half_up(exact, decimals) == int(values[2].replace(".", ""))


def _half_up(value: Fraction, decimals: int) -> int:
    """A value in units of its last decimal: 125.05 with one decimal is 1251."""
    return int(value * 10**decimals + Fraction(1, 2))


class TestProse:
    @staticmethod
    def of(text: str, cells: str = "補助件数 40件|32件|125.0%", **parts: str) -> str:
        parts = {"directions": "【あ事業】\n続ける。", **parts}
        return small(f"あ事業|い|{cells}|{text}", **parts)

    @pytest.mark.parametrize(
        ("text", "printed", "computed"),
        body("""
            text                         | printed          | computed
            補助件数は41件であった。     | 41件             | 今年度の実績 40件、前年度の実績 32件
            補助件数は減少した。         | 減少             | 40件÷32件＝125.0%
            補助件数は横ばいである。     | 横ばい           | 40件÷32件＝125.0%
            転入者数は目標値を上回った。 | 目標値を上回った | 12人、目標値20人以上
        """),
    )
    def test_that_the_values_contradict(self, text: str, printed: str, computed: str) -> None:
        columns = ("kind", "severity", "column", "printed", "computed", "source_line")
        rest = [printed, computed, "12"]
        assert found(self.of(text), *columns) == [["prose_mismatch", "warning", "factors", *rest]]

    @pytest.mark.parametrize(
        "text",
        ["補助件数は40件であった。", "補助件数は約41件であった。", "補助件数は増加した。",
         "補助件数の減少を防ぐ。", "転入者数は目標値を下回った。", "申請件数は減少した。", "54件を広めた。"],
    )  # fmt: skip
    def test_that_they_do_not(self, text: str) -> None:
        assert kinds(self.of(text)) == []

    @pytest.mark.parametrize(
        ("parts", "column", "where", "line"),
        [
            (
                {"directions": "【あ事業】\n補助件数は減少している。"},
                "direction",
                "「あ事業」の今後の取組の方向性に",
                "18",
            ),
            ({"purpose": "住みやすいまち。転入者数は目標値を上回った。"}, "purpose", "「移住」の目的に", "7"),
        ],
    )
    def test_says_which_text_it_is(self, parts: dict[str, str], column: str, where: str, line: str) -> None:
        text = self.of("う", **parts)
        (row,) = records(findings(text), FindingRow)
        assert [row.kind, row.column, str(row.source_line)] == ["prose_mismatch", column, line]
        assert row.message.startswith(where) and row.printed in row.source_text

    def test_a_wrong_share_of_a_total(self) -> None:
        text = "交付件数200件のうち、本事業は{}であった。"
        assert kinds(self.of(text.format("20%"), "40件|32件|125.0%")) == []
        each = findings(self.of(text.format("21%"), "40件|32件|125.0%"))
        assert set(each["kind"]) == {"prose_mismatch"}
        assert "21%" in list(each["printed"]) and set(each["computed"]) == {"40件÷200件＝20%"}

    def test_one_wrong_share_is_one_finding(self) -> None:
        text = "交付件数200件のうち、本事業は21%であった。"
        assert len(kinds(self.of(text, "40件|32件|125.0%"))) == 1


class TestDeclaredCounts:
    @pytest.mark.parametrize(
        ("group", "wanted"),
        [("未来の2プラン", [["prose_mismatch", "error", "name", "2", "1", "2"]]),
         ("未来の1プラン", []), ("未来", []), ("2プランの未来", [])],
    )  # fmt: skip
    def test_of_the_plans_of_a_project(self, tmp_path: Path, group: str, wanted: list[list[str]]) -> None:
        form = f'{YEARS}{COLUMNS}group = "分野"\nplan = "施策"\n'
        drawn_table = f"分野|施策|{HEAD}\n{group}|移住|転入者数|人|10|12|20\n"
        each = City(tmp_path).describe(form).csv(drawn_table).computed()["findings"]
        each = each[each["kind"] != "polarity_inferred"]
        columns = ("kind", "severity", "column", "printed", "computed", "source_line")
        assert drawn(each, *columns) == wanted


class TestRepeatedActivities:
    @pytest.mark.parametrize(
        ("other", "wanted"),
        [
            ("あ事業|い|10件|8件|125.0%|う", [["repeated_item", "warning", "2", "name", "13"]]),
            ("あ 事業|い|9件|8件|112.5%|え", [["repeated_item", "warning", "2", "name", "13"]]),
            ("あ事業|い|参加者数 9件|8件|112.5%|え", []),  # another measure
            ("か事業|い|10件|8件|125.0%|う", []),
        ],
    )
    def test_in_one_plan(self, other: str, wanted: list[list[str]]) -> None:
        told = found(
            small(f"あ事業|い|10件|8件|125.0%|う\n{other}"), "kind", "severity", "row", "column", "source_line"
        )
        assert [row for row in told if row[0] == "repeated_item"] == wanted


class TestRepeatedTexts:
    LONG = "市内全域での戸建て住宅着工件数が減ったことに伴い、申請が少なかった。"

    def two(self, *texts: str) -> str:
        """Two activities: the factors of both, then the directions of both."""
        one, other, after_one, after_other = texts
        return small(
            f"あ|い|10件|8件|125.0%|{one}\nか|い|10件|8件|125.0%|{other}",
            directions=f"【あ】\n{after_one}\n\n【か】\n{after_other}",
        )

    def test_of_two_activities(self) -> None:
        text = self.two(self.LONG, self.LONG, "え。", "お。")
        columns = ("kind", "severity", "row", "column", "printed", "source_line")
        row = ["repeated_text", "warning", "2", "factors", self.LONG, "13"]
        assert found(text, *columns) == [row]
        assert "「か」" in findings(text)["message"].iloc[0]

    @pytest.mark.parametrize(
        ("texts", "wanted"),
        [
            ((LONG, "う", "え。", "お。"), []),
            ((LONG, LONG.replace("少", "多"), "え。", "お。"), []),
            ((LONG[:29], LONG[:29], "え。", "お。"), []),
            ((LONG[:30], LONG[:30], "え。", "お。"), ["factors"]),
            (("う", "う", "え。", "え。"), []),
            (("う", "う", LONG, LONG), ["direction"]),
            ((LONG, "う", "え。", LONG), ["direction"]),
        ],
    )
    def test_which_columns(self, texts: tuple[str, ...], wanted: list[str]) -> None:
        assert kinds(self.two(*texts)) == [("repeated_text", column) for column in wanted]

    def test_of_a_plan_and_an_activity(self) -> None:
        text = small(f"あ|い|10件|8件|125.0%|住みやすい{self.LONG}", **NAME)
        assert kinds(text) == []
        text = text.replace("住みやすいまちにします。", f"住みやすい{self.LONG}")
        assert found(text, "kind", "table", "column") == [["repeated_text", "plans", "purpose"]]

    def test_a_direction_shows_its_own_line(self) -> None:
        (row,) = records(findings(self.two("う", "う", self.LONG, self.LONG)), FindingRow)
        assert self.LONG in row.source_text

    def test_of_the_same_activity_in_two_plans(self) -> None:
        own = f"あ事業|い|10件|8件|125.0%|{self.LONG}"
        other = {"indicators": "転出|8人以上|9人以上|8人|○|○"}
        text, edition = several(sheet(own, purpose="01。"), sheet(own, purpose="02。", **other))
        assert "repeated_text" not in dict(kinds(text, edition))


class TestProjects:
    """Two projects 未来 and みらい with a plan each."""

    EDITION = replace(SMALL, plan=(PlanEntry("01", "01"), PlanEntry("02", "02")))
    SHARE = "前年度以上の実績\n7割以上\n"

    def of(self, one: str = "", other: str = "", before: str = "") -> list[list[str]]:
        sheets = (sheet(purpose="01。"), sheet(purpose="02。", indicators="転出|8人以上|9人以上|8人|○|○"))
        text = (
            f"計画の取組状況\n{before}未来プロジェクトの1プラン\nPLAN 01 移住\n《定住》\n{one}"
            f"みらいプロジェクトの1プラン\nPLAN 02 産業\n《仕事》\n{other}{''.join(sheets)}"
        )
        columns = ("kind", "severity", "row", "column", "source_line", "printed", "computed")
        return drawn(findings(text, self.EDITION), *columns)

    def test_a_share_that_one_of_them_lacks(self) -> None:
        column = "headline_share_text"
        assert self.of(self.SHARE) == [["value_missing", "info", "2", column, "7", "", ""]]
        assert self.of("", self.SHARE) == [["value_missing", "info", "1", column, "2", "", ""]]

    def test_a_share_that_all_or_none_have(self) -> None:
        assert self.of(self.SHARE, self.SHARE) == []
        assert self.of() == []

    @pytest.mark.parametrize(
        ("again", "wanted"),
        [
            ("◆自動・共助の連携", [["自動・共助の連携", "自助・共助の連携"]]),
            ("- ◆自動・共助の連携", [["自動・共助の連携", "自助・共助の連携"]]),
            ("◆自助・共助の連携", []),
            ("◆自助・ 共助の連携", []),
            ("◆自動・公助の連携", []),
            ("◆自助・共助連携", []),
        ],
    )
    def test_an_item_reprinted_with_another_character(self, again: str, wanted: list[list[str]]) -> None:
        before = "目指す姿\n◆自助・共助の連携\n◆にぎわう街\n"
        each = self.of(f"目指す姿\n{again}\n", "目指す姿\n◆にぎわう街\n", before)
        assert [row[-2:] for row in each] == wanted
        assert {row[0] for row in each} <= {"spelling_variant"}
        assert {row[4] for row in each} <= {"9"}

    def test_two_items_that_differ_in_one_character(self) -> None:
        before = "目指す姿\n◆道路の整備\n◆水路の整備\n"
        item = "目指す姿\n◆道路の整備\n"
        assert self.of(item, item, before) == []

    def test_a_page_without_items_under_its_heading(self) -> None:
        vision = "目指す姿\n◆道路の整備\n"
        for again in ("", "目指す姿\n"):
            assert self.of(vision, again) == [["value_missing", "info", "2", "name", "7", "", ""]]
        assert self.of() == []


class TestTheWhole:
    def test_heaviest_first_then_by_line(self, findings: pd.DataFrame) -> None:
        weight = findings["severity"].map({"error": 0, "warning": 1, "info": 2})
        order = list(zip(weight, findings["source_line"], strict=True))
        assert order == sorted(order)

    def test_each_says_what_to_do_in_japanese(self, findings: pd.DataFrame) -> None:
        for row in findings.itertuples():
            assert row.message.endswith("。") and row.suggestion.endswith("。")
            assert re.search("[ぁ-ん]", row.message) and "nan" not in row.message.lower()
            assert row.source_line > 0 and row.source_text

    def test_changes_no_figure(self, printed: Tables, computed: Tables, rule: object) -> None:
        tables = {**printed, **computed}
        before = {name: data.copy() for name, data in tables.items()}
        audit.audit(tables, rule)
        assert all(data.equals(before[name]) for name, data in tables.items())

    def test_of_empty_tables(self) -> None:
        text = small()
        tables = {name: data.iloc[:0] for name, data in tables_of(text).items()}
        assert audit.audit({**tables, **compute(tables, None)}).empty


class TestNames:
    """A finding keeps its name while it says the same, wherever it stands."""

    ROWS = ("あ事業|い|10件|8件|120.0%|う", "え事業|い|20件|10件|100.0%|う", "お事業|い|9件|3件|200.0%|う")

    @staticmethod
    def named(text: str) -> dict[str, tuple[str, ...]]:
        tables = tables_of(text)
        found = audit.audit({**tables, **compute(tables, None)})
        own = found[found["kind"] == "ratio_mismatch"]
        return {row[0]: row[1:] for row in drawn(own, "finding_id", "row", "message")}

    def test_of_its_plan_and_once(self, findings: pd.DataFrame) -> None:
        assert findings["finding_id"].is_unique
        for row in findings.itertuples():
            assert re.fullmatch(rf"{row.plan_id or '全体'}-[0-9a-f]{{8}}", row.finding_id)

    def test_not_of_its_place_nor_of_its_line(self) -> None:
        """Without the row before it, below a line more, after one that is heavier."""
        names = list(self.named(small("\n".join(self.ROWS))))
        assert len(set(names)) == 3
        assert list(self.named(small("\n".join(self.ROWS[1:])))) == names[1:]
        assert list(self.named("\n" + small("\n".join(self.ROWS)))) == names
        assert set(self.named(small("\n".join(reversed(self.ROWS))))) == set(names)

    @pytest.mark.parametrize(("old", "new"), [("え事業", "か事業"), ("100.0%", "101.0%")])
    def test_of_its_row_and_of_what_is_printed(self, old: str, new: str) -> None:
        names = list(self.named(small("\n".join(self.ROWS))))
        changed = list(self.named(small("\n".join(self.ROWS).replace(old, new))))
        assert [name == before for name, before in zip(changed, names, strict=True)] == [True, False, True]

    def test_of_two_that_say_the_same_the_second_in_the_source_is_the_second(self) -> None:
        first, second = self.named(small("\n".join([self.ROWS[1]] * 2))).items()
        assert second[0] == f"{first[0]}-2" and (first[1][0], second[1][0]) == ("1", "2")


class TestDoubtsOfReading:
    def test_bounds_that_disagree(self) -> None:
        text = indicator("転入|9人以下|20人以上|25人|◎|◎")
        assert ("ambiguous_cell", "baseline_text") in kinds(text)

    @pytest.mark.parametrize("cells", ["9人以上|20人以上|25人|◎|◎", "9人|20人以上|25人|◎|◎"])
    def test_bounds_that_do_not(self, cells: str) -> None:
        assert ("ambiguous_cell", "baseline_text") not in kinds(indicator(f"転入|{cells}"))

    def test_an_unknown_mark(self) -> None:
        assert ("unreadable", "status_printed") in kinds(indicator("転入|9人以上|20人以上|25人|良好|◎"))

    def test_a_long_sentence_that_stands_apart_from_its_direction(self) -> None:
        after = "\n\n周知が進んだため、引き続き事業を実施し、市民の参加を広げていく。"
        text = small(directions=f"【あ事業】\n続ける。{after}")
        assert [kind for kind, _ in kinds(text)] == ["ambiguous_cell"]

    def test_a_short_caption(self) -> None:
        assert kinds(small(directions="【あ事業】\n続ける。\n\nあ事業の様子。")) == []


# What each check finds, and where: a real document or a small one of `DOCUMENTS`.
EACH_CHECK = """
    check                | document       | kinds that only it finds there
    ratios               | hitachi        | ratio_mismatch ratio_misplaced ratio_rounding
    missing_columns      | hitachi        | missing_column
    missing_values       | hitachi        | value_missing
    unreadable_values    | letter         | unreadable
    results_in_phrases   | phrase         | unreadable
    counted_otherwise    | counts         | unit_doubtful
    unreadable_cells     | polarity       | unreadable
    units                | hitachi        | unit_doubtful
    unknown_marks        | mark           | unreadable
    doubtful_values      | negative       | doubtful_value
    plan_without_indicators | bare        | doubtful_value
    not_entered          | form           | not_entered
    form_doubts          | form           | doubtful_value
    cell_looks           | looks          | doubtful_value
    statuses             | hitachi        | status_missing
    targets              | hitachi        | target_behind_baseline target_equals_baseline
    inferred_directions  | takahagi       | polarity_inferred
    unknown_polarity     | below          | polarity_unknown
    duplicate_indicators | hitachi        | duplicate_indicator
    crossed_targets      | hitachi        | crossed_targets
    not_comparable       | takahagi       | not_comparable
    bounds               | bounds         | ambiguous_cell
    open_bounds          | open           | ambiguous_cell
    prose_mismatches     | prose          | prose_mismatch
    declared_counts      | plans          | prose_mismatch
    missing_sheets       | hitachi        | sheet_missing
    missing_headlines    | hitachi        | value_missing
    missing_visions      | hitachi        | value_missing
    doubtful_extraction  | hitachi        | doubtful_extraction
    shifted_results      | shifted        | ambiguous_cell
    joined_shares        | share          | doubtful_extraction
    missing_indicators   | chapter        | value_missing
    joined_words         | joined         | doubtful_extraction
    texts_and_indicators | said           | text_mismatch
    repeated_plan_numbers | numbers       | plan_number_repeated
    unused_plan_numbers  | unused         | plan_number_not_used
    repeated_texts       | repeated       | repeated_text
    repeated_activities  | twice          | repeated_item
    ambiguous_cells      | hitachi        | ambiguous_cell
    program_lists        | takahagi       | ambiguous_cell repeated_item
    doubtful_captions    | caption        | ambiguous_cell
    spelling_variants    | hitachi        | spelling_variant
    name_variants        | hitachi        | name_variant
    similar_names        | spelt          | spelling_variant
    totals               | total          | total_mismatch
    unread_totals        | unread         | total_unread
    totals_as_rows       | summed         | total_as_row
    repeated_roles       | roles          | repeated_role
    achievements         | achievement    | achievement_mismatch achievement_rounding
    totals_over_years    | fallen         | cumulative_fell
    doubtful_readings    | doubt          | doubtful_extraction
    odd_verbs            | takahagi       | odd_verb
    baseline_choice      | hitachi        | baseline_choice
    marks_and_words      | word           | status_mismatch
    changed_goals        | moved          | goal_changed
    other_sources        | book           | plan_book_differs
    control_totals       | counted        | count_mismatch
    disagreeing_answers  | disagrees      | answers_disagree
    overruled_answers    | overruled      | answer_overruled
"""
LONG_CAPTION = "周知が進んだため、引き続き事業を実施し、市民の参加を広げていく。"
DOCUMENTS = {
    "letter": activity("1O件|8件|"),
    "phrase": activity("全12回 延べ402人|24回|"),
    "counts": activity("延べ340人|612人|"),
    "mark": indicator("転入|9人以上|20人以上|25人|良好|◎"),
    "open": indicator("転入|9人以下|8人未満|8人|○|○"),
    "negative": indicator("転入|9人以上|20人以上|- 12人|△|△"),
    "below": indicator("転入|9人|8人|9人|○|○"),
    "bounds": indicator("転入|9人以下|20人以上|25人|◎|◎"),
    "prose": TestProse.of("補助件数は41件であった。"),
    "repeated": TestRepeatedTexts().two(*[TestRepeatedTexts.LONG] * 2, "え。", "お。"),
    "twice": small("あ事業|い|10件|8件|125.0%|う\nあ事業|い|10件|8件|125.0%|う"),
    "summed": small("あ事業|い|10件|8件|125.0%|う\n小　計|い|10件|8件|125.0%|う"),
    "shifted": small("あ事業|い|10件|8件 周知が進んだ。||"),
    "share": small(deck="PLAN 01 移住\n《定住》\n■ 悪かった事業前年度以上\n5割以上"),
    "joined": small(directions="【あ事業】\n続ける。\n図書館の写真"),
    "caption": small(directions=f"【あ事業】\n続ける。\n\n{LONG_CAPTION}"),
    "word": indicator("転入|8人以上|9人以上|8人|○基準値未満|○"),
    "counted": small(),
}
COUNTED = replace(SMALL, counts=Counts({"indicators": 2}))
ROLES = 'actual = "R5"\n[edition.columns]\nname = "指標"\nrole = "区分"\n[edition.years]\nR4 = "R4"\nR5 = "R5"\n'
PLAIN_TABLES = {  # columns of our own, and the table
    "total": ("[edition.marks]\n", f"{HEAD}\n転入者数|人|10|12|20\n転出者数|人|10|12|20\n計||20|25|40\n"),
    "unread": ("", f"{HEAD}\n転入者数|人|10|12|20\n転出者数|人|10|多数|20\n計||20|25|40\n"),
    "polarity": ('polarity = "向き"\n', f"{HEAD}|向き\n転入者数|人|10|12|20|?\n"),
    "roles": ("", "指標|区分|R4|R5\n転入者数|実績値|1|2\n転入者数|実績値|3|4\n"),
    "achievement": (
        'achievement = "達成率"\n',
        f"{HEAD}|達成率\n転入者数|人|10|12|20|90%\n転出者数|人|10|131|160|81.8%\n",
    ),
    "fallen": ("", f"{HEAD}\n転入者数（累計）|人|30|12|40\n"),
    "spelt": ('plan = "施策"\n', f"施策|{HEAD}\n観光の振興|転入者数|人|10|12|20\n観光振興|転出者数|人|10|12|20\n"),
    "plans": ('group = "分野"\nplan = "施策"\n', f"分野|施策|{HEAD}\n未来の2プラン|移住|転入者数|人|10|12|20\n"),
}
STRUCK = Font(strike=True)


class TestEachCheck:
    """Without any one check findings of some document are lost."""

    @pytest.fixture
    def tables(self, name: str, printed: Tables, root: Path, tmp_path: Path) -> tuple[Tables, Rule | None, Edition]:
        """The tables of a document with its computed ones, its rule, and an edition that says what was counted."""
        chapter = name in ("takahagi", "chapter")
        rule = None if chapter else rules()["target-baseline"]
        if name in PLAIN_TABLES:
            columns, cells = PLAIN_TABLES[name]
            form = f'total_rows = ["計"]\n{YEARS}{COLUMNS}{columns}'
            form = ROLES if name == "roles" else form
            source = City(tmp_path).describe(form).csv(cells).read()
        elif name == "looks":
            rows = [HEAD.split("|"), ["転入者数", "人", 10, 12, 20]]
            book = City(tmp_path, "R5.xlsx").describe(YEARS + COLUMNS)
            source = book.xlsx(rows, lambda _, page: setattr(page["D2"], "font", STRUCK)).read()
        elif name == "form":
            place = ("01", "事業1", "actual_text")
            source = FormCity(tmp_path).fill({place: -1}).read()
        elif chapter:
            source = steps.clean_document(str(root), "takahagi", "R6")
            if name == "chapter":
                source["indicators"] = source["indicators"].iloc[:0]
        elif name in ("moved", "book"):
            source = self.of_two_sources(name)
        elif name == "doubt":
            doubt = row_of(RepairRow, rule="joined_pages", before="2ページの表1を続けました", is_doubt=True)
            source = {**printed, "repairs": frame("repairs", [*table_rows(printed, RepairRow), doubt])}
        elif name == "unused":
            own = row_of(RepairRow, table="plans", column="name", rule="numbers_not_used", before="1", after="02")
            source = {**printed, "repairs": frame("repairs", [*table_rows(printed, RepairRow), own])}
        elif name == "numbers":
            again = row_of(
                RepairRow, plan_id="02", table="plans", row=1, rule="number_repeated", before="1", source_line=9
            )
            source = {**printed, "repairs": frame("repairs", [*table_rows(printed, RepairRow), again])}
        elif name in ("disagrees", "overruled"):
            answer = row_of(AnswerRow, finding_id="01-12345678", plan_id="01", response="誤り", value="9", outcome=name)
            source = {**printed, "answers": frame("answers", [answer])}
        elif name == "said":
            source = self.said("商店街の空き店舗率は令和6年度に19.5％となっています。")
        elif name == "bare":
            own = printed["indicators"]
            source = {**printed, "indicators": own[own["plan_id"] != "02"]}
        else:
            source = printed if name == "hitachi" else tables_of(DOCUMENTS[name])
        return {**source, **compute(source, rule)}, rule, COUNTED if name == "counted" else SMALL

    @staticmethod
    def of_two_sources(name: str) -> Tables:
        """A document with another target than that of the edition before, or than its plan book."""
        now, other = (
            told("R5", {"定住": ("ほか|する|10件|8件|125.0%|え。", f"転入|9人以上|{goal}人以上|12人|○|○")})
            for goal in (20, 30)
        )
        if name == "book":
            return now.tables | {"proofs": proofs(now, [plan_book_witness(other, "『計画』", now, ())])}
        both = joined(replace(other, year="R4"), now)
        return now.tables | {"changes": changes(both), "goals": goals(both)}

    @staticmethod
    def said(text: str) -> Tables:
        """A plan with one indicator, 15.9% in R6, and a text that speaks of it."""
        source = tables_of(indicator("中心市街地の空き店舗率|9人以上|20人以上|12人|◎|◎"))
        own = replace(
            table_rows(source, IndicatorRow)[0],
            unit="%",
            baseline=Decimal("15.9"),
            baseline_text="15.9％",
            baseline_fy=2024,
        )
        told = row_of(
            TextRow, scope="plan", plan_id=own.plan_id, section="現状と課題", seq=99, text=text, source_line=3
        )
        return {
            **source,
            "indicators": frame("indicators", [own]),
            "texts": frame("texts", [*table_rows(source, TextRow), told]),
        }

    @staticmethod
    def told(tables: Tables, rule: Rule | None, edition: Edition) -> Counter[tuple[str, ...]]:
        """What is found: the kind first, then all other columns but the number of the finding."""
        found = audit.audit(tables, rule, edition)
        rest = [name for name in found if name not in ("finding_id", "kind")]
        return Counter(map(tuple, drawn(found, "kind", *rest)))

    @pytest.mark.parametrize(("check", "name", "wanted"), one_in(2, map(tuple, body(EACH_CHECK))))
    def test_its_findings_are_lost_without_it(
        self, check: str, tables: tuple[Tables, Rule | None, Edition], wanted: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = self.told(*tables)
        monkeypatch.setattr(audit, "CHECKS", tuple(each for each in CHECKS if each.__name__ != check))
        after = self.told(*tables)
        assert not after - before
        assert {kind for kind, *_ in before - after} == set(wanted.split())

    def test_each_is_tried(self) -> None:
        assert sorted(row[0] for row in body(EACH_CHECK)) == sorted(check.__name__ for check in CHECKS)

    def test_none_is_forgotten(self) -> None:
        """Every public function of cityplan/check that yields findings of one document is called, and once."""
        assert Counter(map(_whole_name, CHECKS)) == Counter(map(_whole_name, _yielding()))


def _yielding() -> list[Callable[..., object]]:
    """The public functions of `cityplan.check` that say they yield findings."""
    modules = [
        importlib.import_module(f"{checks.__name__}.{each.name}") for each in pkgutil.iter_modules(checks.__path__)
    ]
    own = [
        function
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if not name.startswith("_") and function.__module__ == module.__name__
    ]
    # The first yields texts, the others ask for other documents too, or for the findings.
    others = [
        digits.one_digit_changed,
        edition_findings,
        readings.plan_book_findings,
        readings.reading_findings,
        gone_answers,
        findings_on_pages,
    ]
    return [
        function
        for function in own
        if function not in others
        and (inspect.isgeneratorfunction(function) or get_type_hints(function).get("return") == Iterator[Finding])
    ]


def _whole_name(function: Callable[..., object]) -> str:
    return f"{function.__module__}.{function.__qualname__}"


def test_a_check_that_fails_is_a_finding_and_the_others_go_on(
    printed: Tables, computed: Tables, rule: Rule, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of Hitachi R5: all findings but those of the check that has a fault."""

    def broken(tables: Tables) -> Iterator[Finding]:
        raise KeyError("actual")

    whole = audit.audit({**printed, **computed}, rule)
    monkeypatch.setattr(audit, "CHECKS", (broken, *(each for each in CHECKS if each is not ratios)))
    found = audit.audit({**printed, **computed}, rule)
    (failed,) = records(found[found["kind"] == CHECK_FAILED], FindingRow)
    assert failed.severity == "warning" and failed.printed == "broken"
    assert "broken" in failed.message and "KeyError" in failed.message
    own = {each.message for each in ratios({**printed, **computed})}
    assert own and set(found["message"]) == set(whole["message"]) - own | {failed.message}


@pytest.mark.parametrize(
    ("table", "column", "told"),
    [
        ("activities", "actual_text", "今年度の実績"),
        ("activities", "direction_name", "今後の取組の方向性"),
        ("activities", "nowhere", ""),
    ],
)
def test_every_column_of_a_cell_has_a_label(table: str, column: str, told: str) -> None:
    """Of a tag in the name above a direction (Hitachi R5 line 290, with <br>)."""
    assert label(table, column) == told


class TestKinds:
    OWN = """
from cityplan.check.finding import Finding, audited
from cityplan.check.kind import FindingKind

SHORT_NAME = FindingKind("short_name", "短い名前", "info", question="正しい名前を教えてください。")


@audited
def short_names(tables):
    yield Finding(SHORT_NAME, "短い名前です。", "確かめてください。")
"""
    WITH_IT = """
import sys
from cityplan import check
check.__path__.append(sys.argv[1])
from cityplan.check.audit import CHECKS, FINDING_KINDS
print([each.__name__ for each in CHECKS].count("short_names"), FINDING_KINDS["short_name"].question)
"""

    def test_a_finding_needs_one_file(self, tmp_path: Path) -> None:
        (tmp_path / "names.py").write_text(self.OWN, encoding="utf-8")
        command = [sys.executable, "-X", "utf8", "-c", self.WITH_IT, str(tmp_path)]
        said = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
        assert said == "1 正しい名前を教えてください。\n"

    def test_no_two_have_the_same_name(self) -> None:
        with pytest.raises(ValueError, match="unreadable"):
            audit.known_kinds([FindingKind("unreadable", label, "info") for label in ("読めない", "読みにくい")])

    def test_each_has_a_name_of_its_own_in_japanese(self) -> None:
        assert len({kind.label for kind in audit.FINDING_KINDS.values()}) == len(audit.FINDING_KINDS)

    def test_a_finding_of_none_stops_the_audit(self, printed: Tables, computed: Tables) -> None:
        unknown = Finding(FindingKind("unheard_of", "聞かない", "info"), "", "")
        with pytest.raises(KeyError, match="unheard_of"):
            audit.audit({**printed, **computed}, of_editions=[unknown])
