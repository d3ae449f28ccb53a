"""Each kind of finding: a document that has it, and one that nearly has it and is right."""

import re

import pandas as pd
import pytest
from aligned import drawn
from small_sheets import INDICATOR_HEAD, findings, kinds, several, sheet, small, tables_of

from cityplan import audit
from cityplan.compute import compute
from cityplan.tables import Tables

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

    @pytest.mark.parametrize("actual", ["—", "未公表", "集計中", "8人"])
    def test_readable_in_an_indicator(self, actual: str) -> None:
        mark = "○" if actual == "8人" else "—"
        assert kinds(indicator(f"転入|8人以上|9人以上|{actual}|{mark}|○")) == []


class TestUnits:
    @pytest.mark.parametrize(
        ("text", "wanted"),
        [
            (activity("1,062|804件|132.1%"), ["info", "actual_text", "", "件"]),
            (
                indicator("あ|8件/年以上|9/年以上|8件/年|○|○"),
                ["info", "target_text", "/年", "件/年"],
            ),
            (activity("10件|8人|"), ["error", "previous_text", "人", ""]),
            (indicator("あ|8千人以上|9千人以上|8,000人||○"), ["error", "actual_text", "人", ""]),
            (indicator("1,000人当たりの出生率|8%以上|9%以上|8%|○|○"), ["warning", "unit", "%", ""]),
            (indicator("1000人当たりの出生率|8%以上|9%以上|8%|○|○"), ["warning", "unit", "%", ""]),
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
        [
            ("8人以上|9人以上|8人||○", "status_printed"),
            ("8人以上|9人以上|8人|○|", "status_previous_printed"),
        ],
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
        assert kinds(indicator("転入|9人以上 (R元)|20人以上|8人|△|△")) == []

    @pytest.mark.parametrize(
        ("cells", "kind", "severity"),
        [("9人以上|8人以上|7人|△|△", "target_behind_baseline", "warning"),
         ("8人以下|9人以下|7人|◎|◎", "target_behind_baseline", "warning"),
         ("9人以上|9人以上|9人|◎|△", "target_equals_baseline", "info"),
         ("9.0人以上|9人以上|9人|◎|△", "target_equals_baseline", "info")],
    )  # fmt: skip
    def test_a_target_that_is_no_step_forward(self, cells: str, kind: str, severity: str) -> None:
        assert found(indicator(f"転入|{cells}"), "kind", "severity", "column") == [
            [kind, severity, "target_text"]
        ]

    def test_a_target_that_is_one(self) -> None:
        for cells in ("8人以上|9人以上|8人|○|○", "9人以下|8人以下|9人|○|○"):
            assert kinds(indicator(f"転入|{cells}")) == []

    @pytest.mark.parametrize(
        ("cells", "wanted"),
        [("8人|9人|8人|○|○", [["polarity_inferred", "higher"]]),
         ("9人|8人|9人|○|○", [["polarity_inferred", "lower"]]), ("8人以上|9人|8人|○|○", []),
         ("9人以下|8人|9人|○|○", [])],
    )  # fmt: skip
    def test_an_inferred_direction(self, cells: str, wanted: list[list[str]]) -> None:
        assert found(indicator(f"転入|{cells}"), "kind", "computed") == wanted


class TestSeveralPlans:
    def two(self, one: str, other: str) -> list[list[str]]:
        text, edition = several(
            sheet(purpose="01。", indicators=one), sheet(purpose="02。", indicators=other)
        )
        return drawn(findings(text, edition), "kind", "severity", "plan_id", "printed", "computed")

    def test_the_same_indicator_in_two_plans(self) -> None:
        row = "ナビの 登録数|8件以上|9件以上|8件|○|○"
        again = ["duplicate_indicator", "info", "02", "8件", "8件"]
        assert self.two(row, row.replace(" ", "")) == [again]
        other = self.two(row, row.replace("|8件|", "|8.5件|"))
        assert other == [["duplicate_indicator", "error", "02", "8.5件", "8件"]]

    def test_two_indicators_that_are_not_the_same(self) -> None:
        one = "ナビ登録数|8件以上|9件以上|8件|○|○"
        assert self.two(one, one.replace("登録", "閲覧")) == []

    def test_parts_of_one_name_are_not_the_same(self) -> None:
        values = "8%以上|7%以上|9%以上|9%以上|8%|8%|○|○|○|○"
        text = indicator(f"満足|小|中|{values}", NESTED)
        assert "duplicate_indicator" not in dict(kinds(text))

    def test_a_plan_without_a_sheet(self) -> None:
        text, edition = several(sheet(purpose="01。"), "")
        assert drawn(findings(text, edition), "kind", "plan_id", "source_line") == [
            ["sheet_missing", "02", "5"]
        ]

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
    def test_a_column_that_one_table_lacks(
        self, parts: dict[str, str], wanted: list[list[str]]
    ) -> None:
        other = {"indicators": "転出|8人以上|9人以上|8人|○|○", **parts}
        text, edition = several(sheet(purpose="01。"), sheet(purpose="02。", **other))
        each = drawn(findings(text, edition), "kind", "table", "column")
        assert each == [["missing_column", *row] for row in wanted]
        assert set(findings(text, edition)["plan_id"]) <= {"02"}

    def test_a_column_that_all_tables_lack(self) -> None:
        part = {"activities": "あ事業|い|10件|8件|う",
                "activity_head": "事業名|事業内容|実績||要因及び効果\n||R5|R4|"}  # fmt: skip
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
    BOX = "PLAN 01 移住\n{}\n「定住」"

    def test_a_spoiled_box(self) -> None:
        text = small(deck=self.BOX.format("宣言\n目標です。\n目標です。\n市長 名前"))
        assert found(text, "kind", "plan_id", "source_line", "table") == [
            ["doubtful_extraction", "01", "4", "texts"]
        ]
        assert kinds(small(deck=self.BOX.format("宣言\n目標です。\n市長 名前"))) == []

    def test_a_row_that_packs_several(self) -> None:
        values = "8%以上|7%以上|9%以上|9%以上|8%|8%|○|○|○|○"
        text = indicator(
            f"満足|小|中|{values}\n|小6|国|算|{values}\n割合|中3|国|算|{values}", NESTED
        )
        each = found(text, "kind", "severity", "row", "source_line")
        lines = [line for line, each in enumerate(text.split("\n"), 1) if "7%以上" in each]
        assert each == [
            ["ambiguous_cell", "warning", str(row), str(line)]
            for row, line in zip((1, 3, 5), lines, strict=True)
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
        [
            ("サスティナブル戦略", []),
            ("サステナブル戦略", ["サステナブル戦略", "豊かな暮らしのサスティナブル戦略"]),
        ],
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
            (
                "支援【別名】",
                "支援（別名）",
                [["name_variant", "info", "支援（別名）", "支援【別名】"]],
            ),
            ("支援【別名】", "別名", [["name_variant", "info", "別名", "支援【別名】"]]),
            ("支援【別名】", "支援", []),
            ("支援【別名】", "支援【別名】", []),
            ("創業 オフィス", "創業オフィス", []),
            ("創業オフィス", "創業 オフィス", []),
            ("支援（全校）", "支援(全校)", []),
        ],
    )
    def test_a_name_in_the_directions(
        self, table: str, direction: str, wanted: list[list[str]]
    ) -> None:
        text = small(f"{table}|い|10件|8件|125.0%|う", directions=f"【{direction}】\nえ。")
        assert found(text, "kind", "severity", "printed", "computed") == wanted

    def test_a_direction_of_another_name(self) -> None:
        text = small(directions="【あ事業】\nえ。\n\n【い事業】\nお。")
        assert found(text, "kind", "severity", "printed") == [
            ["name_variant", "warning", "【い事業】"]
        ]


class TestTheWhole:
    def test_heaviest_first_then_by_line(self, findings: pd.DataFrame) -> None:
        weight = findings["severity"].map({"error": 0, "warning": 1, "info": 2})
        order = list(zip(weight, findings["source_line"], strict=True))
        assert order == sorted(order)
        assert list(findings["finding_id"]) == [f"F{n:03d}" for n in range(1, len(findings) + 1)]

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

    def test_every_check_finds_something_in_the_document(
        self, printed: Tables, computed: Tables
    ) -> None:
        """But for kinds that R5 has no case of; the golden findings hold the others."""
        tables = {**printed, **computed}
        silent = [check.__name__ for check in audit.CHECKS if not list(check(tables))]
        assert silent == [
            "unreadable_values",
            "unreadable_cells",
            "unknown_marks",
            "inferred_polarity",
            "not_comparable",
            "bounds",
            "program_lists",
            "doubtful_captions",
        ]

    def test_of_empty_tables(self) -> None:
        text = small()
        tables = {name: data.iloc[:0] for name, data in tables_of(text).items()}
        assert audit.audit({**tables, **compute(tables, None)}).empty


class TestDoubtsOfReading:
    def test_bounds_that_disagree(self) -> None:
        text = indicator("転入|9人以下|20人以上|25人|◎|◎")
        assert ("ambiguous_cell", "baseline_text") in kinds(text)

    @pytest.mark.parametrize("cells", ["9人以上|20人以上|25人|◎|◎", "9人|20人以上|25人|◎|◎"])
    def test_bounds_that_do_not(self, cells: str) -> None:
        assert ("ambiguous_cell", "baseline_text") not in kinds(indicator(f"転入|{cells}"))

    def test_an_unknown_mark(self) -> None:
        assert ("unreadable", "status_printed") in kinds(
            indicator("転入|9人以上|20人以上|25人|良好|◎")
        )

    def test_a_long_sentence_that_stands_apart_from_its_direction(self) -> None:
        after = "\n\n周知が進んだため、引き続き事業を実施し、市民の参加を広げていく。"
        text = small(directions=f"【あ事業】\n続ける。{after}")
        assert [kind for kind, _ in kinds(text)] == ["ambiguous_cell"]

    def test_a_short_caption(self) -> None:
        assert kinds(small(directions="【あ事業】\n続ける。\n\nあ事業の様子。")) == []
