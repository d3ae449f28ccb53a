"""Cells as printed -> tidy tables: every repair leaves a row, and nothing else is changed."""

import pytest
from aligned import body, drawn, heading
from small_sheets import activity, small, tables_of

from cityplan.clean.activities import unreadable
from cityplan.tables.files import to_csv
from cityplan.tables.schema import Tables

NAME = "【あ】\nえ。"


def repairs(text: str) -> list[list[str]]:
    data = tables_of(text)["repairs"]
    return drawn(data, "table", "row", "column", "rule", "before", "after")


class TestRepairs:
    """What stands in the document, and the row of `repairs` that tells what was done to it."""

    @pytest.mark.parametrize(
        ("activities", "wanted"),
        [
            ("あ|い|10件|8件|125.0%|う", ""),
            ("あ|い|補助件数 40件|34件||う", "activities|1|measure|split_label|補助件数 40件|補助件数"),
            (
                "あ|い|369人 / 232人|||う",
                "activities|1|actual_text|split_pair|369人 / 232人|369人\n"
                "activities|1|previous_text|split_pair|369人 / 232人|232人",
            ),
            ("あ|い|貸出回数|||う", "activities|1|measure|moved_label|貸出回数|貸出回数"),
            ("あ|い|1,062|804件||う", "activities|1|actual_text|unit_completed||件"),
            ("あ|い|10千人|9人||う", "activities|1|previous_text|unit_conflict|人|"),
            ("あ|い|１０件|8件||う", "activities|1|actual_text|folded_characters|１０件|10件"),
            ("あ【別名】|い|10件|8件||う", "activities|1|alias|alias_split|あ【別名】|別名"),
        ],
    )
    def test_of_an_activity(self, activities: str, wanted: str) -> None:
        found = repairs(small(activities, directions=NAME))
        assert found == [line.split("|") for line in wanted.split("\n") if line]

    def test_of_a_wrapped_name(self) -> None:
        text = small("創業 オフィス事業|い|1件|1件||う", directions="【創業オフィス事業】\nえ。")
        wanted = ["activities", "1", "name", "wrap_blank_removed", "創業 オフィス事業"]
        assert repairs(text) == [[*wanted, "創業オフィス事業"]]

    @pytest.mark.parametrize(
        ("indicators", "wanted"),
        [
            ("あ|8人以上|9人以上|7人|△|△", ""),
            ("あ|8件/年以上|9/年以上|7件/年|△|△", "indicators|1|target_text|unit_completed|/年|件/年"),
            ("あ|8千人以上|9千人以上|7人|△|△", "indicators|1|actual_text|unit_conflict|人|"),
            (
                "あ|8人以上|9人以上|7人|△基準値未滿|△",
                "indicators|1|status_printed|folded_characters|△基準値未滿|△基準値未満",
            ),
            ("人 権の研修|8人|9人|7人|△|△", "indicators|1|name|wrap_blank_removed|人 権の研修|人権の研修"),
            ("２０代の滿足|8人|9人|7人|△|△", ""),  # a name stays as printed
        ],
    )
    def test_of_an_indicator(self, indicators: str, wanted: str) -> None:
        found = repairs(small(indicators=indicators))
        assert found == [line.split("|") for line in wanted.split("\n") if line]

    def test_of_a_nested_row(self) -> None:
        head = "項目||基準値(R3)||目標値(R8)||実績値(R5)||達成状況(R5)|"
        values = "8%以上|7%以上|9%以上|9%以上|8%|8%|○|○"
        text = small(indicators=f"割合|中3|国語|算数|{values}\n|小6|国語|算数|{values}", indicator_head=head)
        found = [[row, column, rule, after] for _, row, column, rule, _, after in repairs(text)]
        assert found == body("""
            row | column   | rule        | after
            1   | subgroup | split_row   | 中3 国語
            2   | subgroup | split_row   | 中3 算数
            3   | subgroup | split_row   | 小6 国語
            3   | name     | merged_name | 割合
            4   | subgroup | split_row   | 小6 算数
            4   | name     | merged_name | 割合
        """)

    def test_of_lines_and_tags(self) -> None:
        text = small(deck="<p>PLAN 01 移住</p>  <p>《定住》</p>", directions="【あ事業】\n続け\nる。")
        found = repairs(text.replace("転入", "転\u200b入"))
        assert [(rule, after) for *_, rule, _, after in found if rule != "control_removed"] == [
            ("tags_removed", "PLAN 01 移住 / 《定住》"),
            ("joined_lines", "続ける。"),
        ]
        (control,) = [row for row in found if row[3] == "control_removed"]
        assert "\\u200b" in control[4] and "\u200b" not in control[5]

    def test_every_repair_of_the_document_leads_to_its_line(self, printed: Tables, document: str) -> None:
        lines = document.split("\n")
        for row in printed["repairs"].itertuples():
            for word in row.before.split():
                assert word == "/" or any(word in line for line in lines[row.source_line - 1 : row.source_line + 3])


class TestNothingElseChanges:
    def test_a_printed_text_is_a_cell_of_its_line(self, printed: Tables, document: str) -> None:
        lines = document.split("\n")
        for row in printed["cells"].itertuples():
            there = "".join("".join(lines[row.source_line - 1 : row.source_line_end]).split())
            assert all(word in there for word in row.text.split()), row.text

    def test_a_text_of_a_value_is_printed_so(self, printed: Tables, document: str) -> None:
        for name in ("activities", "indicators"):
            for column in [c for c in printed[name] if c.endswith("_text")]:
                assert all(text in document for text in printed[name][column])

    def test_an_observation_has_the_digits_of_its_text(self, printed: Tables) -> None:
        for row in printed["observations"].itertuples():
            assert f"{row.value:,}" in row.text

    def test_reading_twice_gives_the_same(self) -> None:
        one, two = tables_of(small()), tables_of(small())
        assert all(to_csv(one[name]) == to_csv(two[name]) for name in one)


class TestPolarity:
    @pytest.mark.parametrize(
        ("baseline", "target", "wanted"),
        [
            ("8人以上", "9人以上", ["higher", "printed"]),
            ("8人以下", "7人以下", ["lower", "printed"]),
            ("8人", "7人以下", ["lower", "printed"]),
            ("8人以下", "9人", ["lower", "printed"]),  # printed first, though the target is more
            ("8人", "9人", ["higher", "inferred"]),
            ("8人", "7人", ["", ""]),  # to fall to 7, or to stay above it
            ("8人", "8人", ["", ""]),
            ("8人未満", "7人未満", ["lower", "printed"]),
            ("—", "7人", ["", ""]),
        ],
    )
    def test_printed_first_then_inferred(self, baseline: str, target: str, wanted: list[str]) -> None:
        data = tables_of(small(indicators=f"あ|{baseline}|{target}|8人|△|△"))["indicators"]
        assert drawn(data, "polarity", "polarity_source") == [wanted]


class TestTargetKind:
    @pytest.mark.parametrize(
        ("target", "kind"),
        [("9人以上", "level"), ("(延べ) 9人以上", "cumulative"), ("9人（累計）", "cumulative"),
         ("7 世帯（6 カ年平均）", "period_average")],
    )  # fmt: skip
    def test_by_its_condition(self, target: str, kind: str) -> None:
        data = tables_of(small(indicators=f"あ|8|{target}|8|△|△"))["indicators"]
        assert list(data["target_kind"]) == [kind]


def test_observations_in_order_of_the_years() -> None:
    text = small(indicators="あ|9人以上 (R元) 8人以上 (R2)|20人以上|12人|○|△")
    wanted = """
        subject   | no | role     | fiscal_year | era | value | unit | text
        activity  | 1  | previous | 2022        | R4  | 8     | 件   | 8件
        activity  | 1  | actual   | 2023        | R5  | 10    | 件   | 10件
        indicator | 1  | baseline | 2019        | R元 | 9     | 人   | 9人以上 (R元)
        indicator | 1  | baseline | 2020        | R2  | 8     | 人   | 8人以上 (R2)
        indicator | 1  | actual   | 2023        | R5  | 12    | 人   | 12人
        indicator | 1  | target   | 2026        | R8  | 20    | 人   | 20人以上
    """
    assert drawn(tables_of(text)["observations"], *heading(wanted)) == body(wanted)


@pytest.mark.parametrize(
    ("text", "neighbour", "wanted"),
    [
        ("1O8件", "82件", True), ("1O8件", "", True), ("約1O件", "", True), ("△1O", "", True),
        ("######", "", True), ("？", "", True), ("利用人数 3O9人 / 232人", "", True),
        ("実施", "82件", True), ("実施", "", False), ("実施", "視察", False), ("—", "82件", False),
        ("未公表", "82件", False), ("", "82件", False), ("82件", "視察", False),
        ("・講座の開催 3回 ・視察", "", False), ("3回の講座を開いた。", "", True),
    ],
)  # fmt: skip
def test_what_should_be_a_number(text: str, neighbour: str, wanted: bool) -> None:
    assert unreadable(text, neighbour) is wanted


def test_a_pair_that_bears_its_years_is_put_in_their_order() -> None:
    row = activity(small("あ|い|232人(R4) / 369人(R5)||159.1%|う", directions="【あ】\nえ。"))
    assert (row["actual"], row["previous"]) == ("369", "232")
