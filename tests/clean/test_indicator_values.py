"""Values of indicators as offices print them: counted by the month or the year, limits, ranges; what is told of each."""

from pathlib import Path

import pytest
from aligned import drawn
from small_tables import ACTIVITY, COLUMNS, HEAD, YEARS, City

from cityplan.tables.schema import Tables

DOUBT = ("kind", "severity", "column")


def read(root: Path, row: str, head: str = HEAD, more: str = "") -> Tables:
    city = City(root).describe(YEARS + COLUMNS + more)
    return {**city.csv(f"{head}\n甲||{row}").read(), **city.computed()}


def values(tables: Tables) -> list[list[str]]:
    return drawn(tables["indicators"], "baseline", "actual", "target")


class TestCounted:
    """年24回 is not to be compared with a target of 月4回; the year is what a number is of where nothing is said."""

    @pytest.mark.parametrize(
        ("row", "wanted", "column"),
        [
            ("月2回|年24回|月4回以上", ["2", "", "4"], "actual_text"),
            ("年間6回|月1回|年間12回以上", ["6", "", "12"], "actual_text"),
            ("月2回|24回|年30回以上", ["", "24", "30"], "baseline_text"),
        ],
    )
    def test_otherwise_is_a_doubt_and_not_used(self, tmp_path: Path, row: str, wanted: list[str], column: str) -> None:
        tables = read(tmp_path, row)
        assert values(tables) == [wanted]
        assert ["unit_doubtful", "warning", column] in drawn(tables["findings"], *DOUBT)

    def test_alike_is_compared(self, tmp_path: Path) -> None:
        tables = read(tmp_path, "年6回|8回|年間12回以上")
        assert (values(tables), drawn(tables["findings"], *DOUBT)) == ([["6", "8", "12"]], [])

    def test_a_value_of_a_year_too(self, tmp_path: Path) -> None:
        city = City(tmp_path).describe(f'{YEARS}{COLUMNS}[edition.years]\nR4 = "R4"\n')
        tables = city.csv("指標|単位|基準値|R4|実績値|目標値\n甲||年6回|月1回|年8回|年12回以上").read()
        assert drawn(tables["observations"], "role", "fiscal_year") == [
            ["baseline", "2021"], ["actual", "2023"], ["target", "2026"],
        ]  # fmt: skip
        assert ["counted_otherwise", "月1回"] in drawn(tables["repairs"], "rule", "before")


class TestNoOneNumber:
    def test_a_limit_is_a_target_and_no_result(self, tmp_path: Path) -> None:
        tables = read(tmp_path, "20位|10位以内|8位以内")
        assert values(tables) == [["20", "", "8"]]
        assert drawn(tables["findings"], *DOUBT) == [["unreadable", "warning", "actual_text"]]

    @pytest.mark.parametrize("row", ["65～70|80|90", "60|70|80～90", "5年間で80件|70件|90件"])
    def test_a_range_or_a_phrase_is_a_doubt(self, tmp_path: Path, row: str) -> None:
        found = read(tmp_path, row)["findings"]
        assert [each[1] for each in drawn(found, *DOUBT) if each[0] == "unreadable"] == ["warning"]


class TestShareOfTheTarget:
    """A printed 達成率 may be cut or rounded up; it is not 46 of an exact 45, nor 100 where the target is not reached."""

    @pytest.mark.parametrize(
        ("row", "kind"),
        [
            ("500|994|1000|100%", "achievement_mismatch"), ("0|0.9|2|46%", "achievement_mismatch"),
            ("1|2|3|66%", "achievement_rounding"), ("500|991|1000|99.2%", "achievement_rounding"),
            ("1|2|3|67%", ""), ("500|996|1000|100%", ""),
        ],
    )  # fmt: skip
    def test_is_held_against_its_values(self, tmp_path: Path, row: str, kind: str) -> None:
        found = read(tmp_path, row, f"{HEAD}|達成率", 'achievement = "達成率"\n')["findings"]
        kinds = [each for each in found["kind"] if each.startswith("achievement")]
        assert kinds == ([kind] if kind else [])


def test_a_number_of_a_year_is_one_a_year(tmp_path: Path) -> None:
    """人 beside 人/年 is a remark, 回/月 beside 回 a contradiction."""
    tables = read(tmp_path / "1", "10人|12人|15人/年")
    assert values(tables) == [["10", "12", "15"]] and set(tables["findings"]["severity"]) == {"info"}
    assert values(read(tmp_path / "2", "10回/月|12回|15回")) == [["", "12", "15"]]


def test_a_time_in_two_units_is_a_doubt_and_no_contradiction_nor_two_values(tmp_path: Path) -> None:
    tables = read(tmp_path, "7分45秒|7分30秒|7分20秒以内")
    assert values(tables) == [["", "", ""]]
    found = tables["findings"][tables["findings"]["kind"] == "unreadable"]
    assert [*found["severity"]] == ["warning"] * 3
    assert not found["suggestion"].str.contains("2つ以上の値").any()


def test_a_result_that_is_a_time_in_two_units_is_one_value(tmp_path: Path) -> None:
    found = City(tmp_path).describe(ACTIVITY).csv("事業|R4|R5|前年度比\n甲|7分45秒|7分30秒|－").computed()["findings"]
    assert [*found[found["kind"] == "unreadable"]["severity"]] == ["warning"] * 2
    assert not found["message"].str.contains("2つ以上の数があり").any()


@pytest.mark.parametrize(
    ("target", "wanted"),
    [("減少", ["lower", "printed"]), ("前年度より増やす", ["higher", "printed"]), ("維持", ["", ""]), ("△", ["", ""])],
)
def test_a_target_that_is_a_direction_says_which_way_is_better(tmp_path: Path, target: str, wanted: list[str]) -> None:
    found = read(tmp_path, f"11.8|10.9|{target}")
    assert drawn(found["indicators"], "polarity", "polarity_source") == [wanted]


def test_a_target_that_is_the_other_direction_than_the_column_says_is_told(tmp_path: Path) -> None:
    more = 'polarity = "向き"\n'
    found = read(tmp_path, "11.8|10.9|減少|増加", f"{HEAD}|向き", more)
    assert drawn(found["indicators"], "polarity") == [[""]]
    assert "ambiguous_cell" in [*found["findings"]["kind"]]
