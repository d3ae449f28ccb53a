"""Results of activities 実績 as offices print them: what becomes a number, what is told, and of what nothing is said."""

from pathlib import Path

import pytest
from aligned import drawn
from small_sheets import activity, findings, kinds, part, small, tables_of
from small_tables import ACTIVITY, City

from cityplan.tables.schema import Tables

NAME = "【あ】\nえ。"


def row_of(results: str) -> str:
    return small(f"あ|い|{results}|う", directions=NAME)


class TestNotCarriedOut:
    @pytest.mark.parametrize(
        ("results", "wanted"),
        [
            ("24回|休止|皆増", "回 24 ·"), ("142件|新規|―", "件 142 ·"), ("12業務|（新規）|－", "業務 12 ·"),
            ("中止|2,340人|皆減", "人 · 2340"), ("中止||", "· · ·"), ("中止|中止|", "· · ·"),
        ],
    )  # fmt: skip
    def test_is_no_value_and_no_doubt(self, results: str, wanted: str) -> None:
        text = row_of(results)
        assert part(activity(text), "unit", "actual", "previous") == wanted
        assert kinds(text) == []

    def test_a_ratio_beside_it_is_told_with_the_year_that_has_no_number(self) -> None:
        (told,) = findings(row_of("24回|休止|120.0%"))["message"]
        assert "前年度の実績の数値がないのに" in told and "今年度" not in told


class TestLabels:
    """A label before the number is one of the row: it is split off the values of both years alike."""

    COLUMNS = ("measure", "unit", "actual", "previous")

    @pytest.mark.parametrize(
        ("results", "wanted"),
        [
            ("捕獲 412頭|捕獲 386頭|106.7%", "捕獲 頭 412 386"),
            ("訪問　１，２０４回|訪問　１，１５０回|104.7%", "訪問 回 1204 1150"),
            ("動画再生 12.4万回|動画再生 8.1万回|153.1%", "動画再生 万回 12.4 8.1"),
            ("受診者 4,215人（受診率 38.4％）|受診者 4,102人（受診率 36.9％）|102.8%", "受診者 人 4215 4102"),
            ("参加者86人|参加者91人|94.5%", "参加者 人 86 91"),
            ("参加者 86人|参加者91人|94.5%", "参加者 人 86 91"),
            ("メンバー8人|メンバー10人|80.0%", "メンバー 人 8 10"),
            ("・講座の開催 3回|・講座の開催 2回|150.0%", "・講座の開催 回 3 2"),
            ("支援員 ５人|－|皆増", "支援員 人 5 ·"), ("中止|来場者300人|皆減", "来場者 人 · 300"),
            ("補助件数 40件|32件|125.0%", "補助件数 件 40 32"), ("40件|補助件数 32件|125.0%", "補助件数 件 40 32"),
        ],
    )  # fmt: skip
    def test_are_of_both_years(self, results: str, wanted: str) -> None:
        text = row_of(results)
        assert part(activity(text), *self.COLUMNS) == wanted
        assert {kind for kind, _ in kinds(text)} <= {"unit_doubtful"}

    def test_a_ratio_that_does_not_follow_is_found(self) -> None:
        assert kinds(row_of("捕獲 412頭|捕獲 386頭|126.7%")) == [("ratio_mismatch", "ratio_printed_text")]

    def test_what_was_split_is_told_of_each_cell(self) -> None:
        told = tables_of(row_of("捕獲 412頭|捕獲 386頭|106.7%"))["repairs"]
        assert drawn(told, "column", "rule", "before", "after") == [
            ["measure", "split_label", "捕獲 412頭", "捕獲"],
            ["previous_text", "split_label", "捕獲 386頭", "386頭"],
        ]

    @pytest.mark.parametrize(
        "results",
        [
            "完了１か所|着手１か所|－", "完了 １か所|着手 １か所|－", "第3回|第2回|", "令和5人|令和4人|",
            "提携35周年記念事業|提携34周年記念事業|", "毎月1日|毎月1日|", "二108件|二82件|", "４回 58人||", "相談 285件 訪問 64回|相談 240件 訪問 70回|",
            "第 3回|第 2回|", "令和 5年度|令和 4年度|", "午前 9時|午前 10時|", "国道 6号|国道 4号|", "毎月 1日|毎月 2日|",
            "マイナス5.2％|マイナス3.1％|",
        ],
    )  # fmt: skip
    def test_of_something_else_give_no_number(self, results: str) -> None:
        text = row_of(results)
        assert part(activity(text), "measure", "actual", "previous") == "· · ·"
        assert "error" not in set(findings(text)["severity"]) or "二" in results

    @pytest.mark.parametrize("result", ["うち市外 5人", "月平均 20人", "マイナス 5人"])
    def test_of_a_part_are_not_compared_with_the_whole(self, result: str) -> None:
        text = row_of(f"{result}|120人|")
        assert part(activity(text), "measure", "actual", "previous") == "· · 120"
        assert drawn(findings(text), "kind", "severity") == [["unreadable", "warning"]]


class TestCounted:
    """What is said right before one number tells how it was counted; so the years must say the same."""

    @pytest.mark.parametrize(
        ("results", "wanted"),
        [
            ("延べ340人|延べ612人|55.6%", "· 人 340 612"), ("年24回|年18回|133.3%", "· 回 24 18"),
            ("延べ 340人|のべ612人|55.6%", "· 人 340 612"), ("計約1,204人|計1,150人|104.7%", "· 人 1204 1150"),
            ("参加者延べ86人|参加者延べ91人|94.5%", "参加者 人 86 91"), ("約120件|150件|80.0%", "· 件 120 150"),
            ("計120件|100件|120.0%", "· 件 120 100"), ("年24回|全24回|100.0%", "· 回 24 24"),
        ],
    )  # fmt: skip
    def test_alike_is_compared(self, results: str, wanted: str) -> None:
        text = row_of(results)
        assert (part(activity(text), *TestLabels.COLUMNS), kinds(text)) == (wanted, [])

    @pytest.mark.parametrize("results", ["延べ340人|612人|", "月2回|年24回|", "340人|（延べ）612人|55.6%"])
    def test_otherwise_is_a_doubt_and_not_compared(self, results: str) -> None:
        found = findings(row_of(results))
        assert drawn(found, "kind", "severity", "column") == [["unit_doubtful", "warning", "previous_text"]]
        assert activity(row_of(results))["previous"] == ""


class TestPhrases:
    """Numbers among words are no values: each cell is told, as a doubt and no contradiction."""

    @pytest.mark.parametrize(
        "text",
        ["全12回 延べ402人", "4回 58人", "完了１か所", "講座を12回開催", "受講 延べ12,340人、修了 30人", "5人減"],
    )
    def test_are_a_doubt(self, text: str) -> None:
        found = findings(row_of(f"{text}|24回|"))
        assert drawn(found, "kind", "severity", "column", "printed") == [["unreadable", "warning", "actual_text", text]]

    def test_with_a_ratio_have_no_second_one(self) -> None:
        assert kinds(row_of("4回 延べ62人|3回 延べ48人|129.2%")) == [
            ("unreadable", "actual_text"), ("unreadable", "previous_text"),
        ]  # fmt: skip

    def test_misread_digits_stay_a_contradiction(self) -> None:
        found = findings(row_of("延べ3O9人 12回|24回|"))
        assert drawn(found, "severity", "column") == [["error", "actual_text"]]

    @pytest.mark.parametrize(
        "text", ["開館10周年記念事業の開催", "第3回市民まつり", "派遣（10回/年）", "・講座の開催 3回 ・視察"]
    )
    def test_words_that_only_hold_a_number_are_words(self, text: str) -> None:
        assert kinds(row_of(f"{text}|視察|")) == []


class TestRatesOfChange:
    """増減率: (this year − last year) ÷ last year, by the heading of its column or by a ▲ in it."""

    def read(self, root: Path, heading: str, *results: str) -> Tables:
        city = City(root).describe(ACTIVITY.replace("前年度比", heading))
        rows = [f"{name}|{each}" for name, each in zip("あかさ", results, strict=False)]
        return {**city.csv("\n".join([f"事業|R5|R4|{heading}", *rows])).read(), **city.computed()}

    @pytest.mark.parametrize(
        ("heading", "results", "ratios"),
        [
            ("増減率（％）", ["40件|32件|25.0", "63件|84件|▲25.0", "5件|5件|0.0"], ["125.0", "75.0", "100.0"]),
            ("伸び率", ["3,412人|2,880人|18.5%"], ["118.5"]),
            ("前年度比", ["40件|32件|125.0", "63件|84件|▲25.0"], ["125.0", "75.0"]),
            ("前年度比", ["40件|32件|25.0", "63件|84件|▲25.0"], ["125.0", "75.0"]),
            ("前年度比", ["92件|100件|▲8.0", "50件|50件|0.0"], ["92.0", "100.0"]),
            ("伸び率", ["40件|32件|125.0", "92件|100件|92.0"], ["125.0", "92.0"]),
        ],
    )
    def test_are_read_as_the_ratios_that_they_say(
        self, tmp_path: Path, heading: str, results: list[str], ratios: list[str]
    ) -> None:
        tables = self.read(tmp_path, heading, *results)
        assert [str(each) for each in tables["activities"]["ratio_printed"]] == ratios
        assert set(tables["activity_results"]["ratio_agreement"]) == {"agrees"}

    def test_that_do_not_follow_are_told_as_rates(self, tmp_path: Path) -> None:
        found = self.read(tmp_path, "増減率", "40件|32件|26.0", "63件|84件|▲25.0")["findings"]
        found = found[found["kind"].str.startswith("ratio")]
        ((kind, printed, computed),) = drawn(found, "kind", "printed", "computed")
        assert (kind, printed, computed) == ("ratio_mismatch", "26.0", "（40件−32件）÷32件＝25.0%")
        assert "の増減率は、資料の記載が26.0、実績からの計算が25.0%" in found["message"].iloc[0]

    def test_one_that_does_not_follow_accuses_no_other(self, tmp_path: Path) -> None:
        tables = self.read(tmp_path, "前年度比", "92件|100件|▲8.0%", "120件|100件|20.0%", "130件|100件|33.0%")
        assert list(tables["activity_results"]["ratio_agreement"]) == ["agrees", "agrees", "differs"]

    def test_a_column_with_a_fall_that_holds_ratios_keeps_them(self, tmp_path: Path) -> None:
        tables = self.read(tmp_path, "前年度比", "40件|32件|126.0", "63件|84件|▲25.0")
        assert list(tables["activity_results"]["ratio_agreement"]) == ["differs", "agrees"]
