"""What the text layer of a PDF leaves: letters apart, radicals, tags, numbers without bounds.

The value is the right one, or it is refused or told; never a wrong number, never in silence.
"""

from dataclasses import replace
from decimal import Decimal

import pytest
from golden_tables import as_text
from hypothesis import given
from hypothesis import strategies as st
from small_sheets import INDICATOR, SMALL, activity, findings, kinds, small, tables_of
from small_tables import HEAD, City, typed

from cityplan.files.errors import SourceError
from cityplan.japanese.letters import fold
from cityplan.japanese.quantities import holds_several, number_places, quantity
from cityplan.japanese.variants import RADICALS
from cityplan.read.printed import readable, untagged
from cityplan.read.table.grid import on_one_line
from cityplan.read.text import declared

DECK = "PLAN 01 移住\n\n《定住》"
LISTED = "事業数：40事業（重複有）"
APART = st.sampled_from(["", " ", "　", "  "])
NOISE = [
    " ",
    "　",
    "\u00a0",
    "\u2009",
    "\n",
    "\u200b",
    "\u00ad",
    "<b>",
    "</b>",
    "<br>",
    "<p>",
    "<s>",
    "<sup>",
    "</td><td>",
]
KANGXI = {ord(after): chr(before) for before, after in reversed(RADICALS.items())}


@st.composite
def apart(draw, text: str) -> str:
    """A text with blanks between some of its letters."""
    return "".join(char + draw(APART) for char in text)


def group(text: str) -> dict[str, str]:
    return as_text(tables_of(text)["groups"])[0]


class TestLettersApart:
    @pytest.mark.parametrize(
        ("printed", "count"),
        [("事業数：4 0事業（重複有）", "40"), ("事業数：7 5事業", "75"), ("事業数：4　0事業（重複有）", "40"),
         ("事 業 数 ： 4 0 事 業 （ 重 複 有 ）", "40"), ("事業数：1 , 0 4 0事業", "1040")],
    )  # fmt: skip
    def test_a_count_is_read_whole(self, printed: str, count: str) -> None:
        assert group(small(deck=f"{DECK}\n{printed}"))["listed_activities"] == count

    @pytest.mark.parametrize("printed", ["事業数：4,0事業", "事業数：4 0事業ほか", f"事業数：{'9' * 30}事業"])
    def test_or_refused(self, printed: str) -> None:
        with pytest.raises(SourceError) as caught:
            tables_of(small(deck=f"{DECK}\n{printed}"))
        assert caught.value.line == 6 and caught.value.next_step

    @given(st.data())
    def test_whatever_stands_apart_says_the_same(self, data) -> None:
        assert declared.listed_activities(data.draw(apart(LISTED))) == 40
        assert declared.projects(data.draw(apart("12つのプロジェクト"))) == 12
        assert declared.share(data.draw(apart("8割以上"))) == "8割以上"
        assert declared.plans(data.draw(apart("産業強化プロジェクトの13プラン"))) == ("産業強化プロジェクト", 13)
        plan = declared.plan(f"{data.draw(apart('PLAN'))} {data.draw(apart('05'))} 健康")
        assert plan == ("05", "健康")

    @pytest.mark.parametrize(
        "heading", ["未来プロジェクトの 1 プラン", "未 来 プ ロ ジ ェ ク ト の 1 プ ラ ン", "未来プロジェクト の1プラン"]
    )  # fmt: skip
    def test_a_project_is_named_without_its_count(self, heading: str) -> None:
        text = small().replace("未来プロジェクトの1プラン", heading)
        assert group(text)["name"] == "未来プロジェクト"
        assert as_text(tables_of(text)["plans"])[0]["group"] == "未来プロジェクト"

    def test_a_declared_count_is_checked_too(self) -> None:
        with pytest.raises(SourceError) as caught:
            tables_of(small().replace("の1プラン", "の 1 2 プラン"))
        assert caught.value.line == 2

    def test_a_plan_and_its_number(self) -> None:
        tables = tables_of(small(deck="Ｐ Ｌ Ａ Ｎ　0 1　移 住\n\n《定住》"))
        assert as_text(tables["plans"])[0]["name"] == "移住"

    def test_a_share_beside_its_label(self) -> None:
        text = small(deck=f"{DECK}\n前 年 度 以 上 の 実 績\n8 割 以 上")
        assert group(text)["headline_share_text"] == "前年度以上の実績 8割以上"

    @pytest.mark.parametrize("printed", ["1 0件", "1　0 件", "1 , 0 6 2件", "1 062件"])
    def test_a_value_is_never_a_part_of_it(self, printed: str) -> None:
        text = small(f"あ事業|何か|{printed}|8件||要因")
        assert (activity(text)["actual"], kinds(text)) == ("", [("unreadable", "actual_text")])

    def test_a_figure_in_prose_is_read_whole(self) -> None:
        row = "あ事業|何か|補助件数||125.0%|補助件数は1 0件であった。\n||10件|8件||"
        assert kinds(small(row)) == []
        assert ("prose_mismatch", "factors") in kinds(small(row.replace("1 0", "1 1")))


class TestRadicals:
    """⽤ for 用 and ⻑ for 長, anywhere."""

    def test_fold_to_characters(self) -> None:
        assert fold("⻑⽣き・⾼齢者⼾数の⻘い⺠⻄⿊") == "長生き・高齢者戸数の青い民西黒"
        assert not any(0x2F00 <= ord(char) < 0x2FD6 for char in fold("".join(map(chr, RADICALS))))

    def test_a_document_reads_as_one_without(self) -> None:
        plain = small(
            "長期利用者数|用途|10人|8人|125.0%|利用者が増加した。",
            f"1,000人当たり人口|10%以上|20%以上|12%|○基準値以上|△基準値未満\n{INDICATOR}",
            directions="【長期利用者数】\n続ける。",
        )
        radical = plain.translate(KANGXI)
        assert radical != plain
        now, before = tables_of(radical), tables_of(plain)
        for name in ("groups", "plans", "activities", "indicators", "texts", "cells"):
            assert as_text(now[name]) == as_text(before[name])
        assert kinds(radical) == kinds(plain) and "unit_doubtful" in {kind for kind, _ in kinds(plain)}
        assert set(now["repairs"]["rule"]) - set(before["repairs"]["rule"]) == {"folded_characters"}

    def test_a_title_is_one_with_the_character(self) -> None:
        text = small(deck=f"{DECK}\n⻑期計画").replace("計画の取組状況", "⻑期計画")
        tables_of(text, replace(SMALL, title="長期計画"))
        tables_of(text, replace(SMALL, title="⻑期計画"))

    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_in_tables(self, tmp_path, kind: str) -> None:
        city = City(tmp_path, f"R5.{kind}").describe()
        drawn = f"{HEAD}\n利⽤者数|⼈|10|20|30"
        tables = (city.csv(drawn) if kind == "csv" else city.xlsx(typed(drawn))).read()
        (row,) = as_text(tables["indicators"])
        assert (row["name"], row["unit"], row["actual"]) == ("利用者数", "人", "20")
        assert "folded_characters" in set(tables["repairs"]["rule"])


class TestTags:
    def test_a_name_is_read_without(self) -> None:
        row = "空き家<br>利活用事業|何か|10件|8件|125.0%|要因"
        text = small(row, directions="【空き家<br/>利活用事業】\n続ける。")
        assert (activity(text)["name"], activity(text)["direction"]) == ("空き家利活用事業", "続ける。")
        assert kinds(text) == []
        repairs = tables_of(text)["repairs"]
        found = repairs[repairs["rule"] == "tags_removed"][["before", "after"]].values.tolist()
        assert found[0] == ["空き家<br>利活用事業", "空き家利活用事業"] and len(found) == 2

    def test_a_heading_too(self) -> None:
        assert activity(small(heading="<b>掲載事業の実績等</b>"))["actual"] == "10"

    @pytest.mark.parametrize(
        ("printed", "actual"),
        [("1,0<b>62</b>件", "1062"), ("1<span>0</span>件", "10"), ("10<br>件", "10"), ("1<br>0件", ""),
         ("<s>9</s>10件", ""), ("10<sup>2</sup>件", ""), ("<del>9件</del>10件", ""), ("1<p>0件", "")],
    )  # fmt: skip
    def test_digits_are_joined_where_the_tag_only_looks(self, printed: str, actual: str) -> None:
        text = small(f"あ事業|何か|{printed}|8件||要因")
        assert activity(text)["actual"] == actual
        assert actual or ("unreadable", "actual_text") in kinds(text)

    @pytest.mark.parametrize("printed", ["4<br>0", "<s>4</s>0", "4<sup>0</sup>"])
    def test_in_a_table(self, tmp_path, printed: str) -> None:
        city = City(tmp_path).describe().csv(f"{HEAD}\nあ|人|1|{printed}|3")
        assert as_text(city.read()["indicators"])[0]["actual"] == ""
        assert "unreadable" in {kind for kind, *_ in city.kinds()}

    @given(
        st.integers(0, 999),
        st.sampled_from(["<br>", " <br/>", "<p>", "</td><td>", "<LI>", "<s>", "</del>", "<sup>", "<rt>"]),
        st.integers(0, 999),
    )
    def test_no_digits_meet_that_another_tag_parts(self, one: int, tag: str, other: int) -> None:
        assert f"{one}{other}" not in untagged(f"{one}{tag}{other}")


class TestBounds:
    MANY = "99999999999999999999999999件"

    def test_of_a_document(self) -> None:
        text = small(f"あ事業|何か|{self.MANY}|1件|131.{'7' * 40}%|要因")
        row = activity(text)
        assert (row["actual"], row["ratio_printed"]) == ("", "")
        found = findings(text)
        told = found[found["kind"] == "unreadable"]
        assert set(told["column"]) == {"actual_text", "ratio_printed_text"}
        assert set(told["source_line"]) == {activity_line(text)} and all(told["suggestion"])

    def test_what_is_within_them_can_be_computed(self) -> None:
        text = small("あ事業|何か|999999999999999件|0.000000000000001件|131.777777777777777%|要因")
        assert activity(text)["actual"] == "999999999999999"
        assert ("ratio_mismatch", "ratio_printed_text") in kinds(text)

    @pytest.mark.parametrize("typed_number", [1e300, 99999999999999999999999999, 1e-300])
    def test_of_a_workbook(self, tmp_path, typed_number: float) -> None:
        city = City(tmp_path, "R5.xlsx").describe()
        city.xlsx([HEAD.split("|"), ["あ", "人", 1, typed_number, 3]])
        assert as_text(city.read()["indicators"])[0]["actual"] == ""
        assert "unreadable" in {kind for kind, *_ in city.kinds()}

    @given(st.integers(1, 40), st.integers(0, 40))
    def test_digits_before_and_after_the_point(self, whole: int, part: int) -> None:
        text = f"{'9' * whole}{'.' if part else ''}{'9' * part}件"
        read = quantity(text)
        assert (read is not None) == (whole <= 15 and part <= 15)
        assert read is None or str(read.value) == text.removesuffix("件")


def activity_line(text: str) -> int:
    return int(tables_of(text)["activities"]["source_line"][0])


class TestSaidTwice:
    SENTENCE = "周知を工夫したことにより参加者が増加した。"

    @pytest.mark.parametrize("between", ["", "窓口も増やした。"])
    def test_in_factors(self, between: str) -> None:
        row = f"あ事業|何か|10件|8件|125.0%|{self.SENTENCE}{between}{self.SENTENCE}"
        assert kinds(small(row)) == [("repeated_text", "factors")]
        assert kinds(small(row.replace(self.SENTENCE, "", 1))) == []

    def test_in_a_purpose(self) -> None:
        text = small(purpose=f"住みやすいまちにする。{self.SENTENCE}{self.SENTENCE}")
        assert kinds(text) == [("repeated_text", "purpose")]

    def test_an_item_of_a_list(self) -> None:
        def deck(*items: str) -> str:
            return small(deck="\n".join([DECK, "目指す姿", *(f"◆ {item}" for item in items)]))

        once = deck("誰もが安心して暮らせるまち", "誰もが安全に暮らせるまちへ")
        twice = deck("誰もが安心して暮らせるまち", "誰もが安心して 暮らせるまち")
        assert "repeated_item" not in {kind for kind, _ in kinds(once)}
        (row,) = findings(twice)[lambda found: found["kind"] == "repeated_item"].itertuples()
        assert twice.split("\n")[row.source_line - 1] == "◆ 誰もが安心して 暮らせるまち"


class TestCells:
    """Forms of cells that prefectures and cities print."""

    @pytest.mark.parametrize(
        "text",
        ["令和6年 3月", "R6 10年", "2024年12月", "R0 5件", "R6 1 4件", "R614,675件", "29.8%％", "平均被度50％",
         "4 0万t", "10²t", "CO₂50", "3億120百万円", "3万20百万円",
         "12月末", "5件減少", "5ポイント上昇", "5人余", "5校等", "▲5%削減", "1 062件"],
    )  # fmt: skip
    def test_is_none(self, text: str) -> None:
        assert quantity(text) is None and not holds_several(text)

    @pytest.mark.parametrize(
        "text", ["1,842ha →1,817ha", "①6,407人 ②3,422人", "小学校 71.8％ 中学校 62.9％", "31/34島", "0人から15人へ"]
    )
    def test_several_values_are_to_be_split(self, tmp_path, text: str) -> None:
        city = City(tmp_path).describe().csv(f"{HEAD}\nあ||1|{text}|3")
        found = city.computed()["findings"]
        (told,) = found[found["printed"] == text].itertuples()
        assert told.kind == "unreadable" and "行を分けて" in told.suggestion

    def test_its_year_is_that_of_the_value(self, tmp_path) -> None:
        city = City(tmp_path).describe().csv(f"{HEAD}\nあ||R2 1件|R4 2件|3件")
        (row,) = as_text(city.read()["indicators"])
        assert (row["baseline_fy"], row["actual_fy"], row["target_fy"]) == ("2020", "2022", "2026")

    def test_value_and_year_on_two_lines(self, tmp_path) -> None:
        city = City(tmp_path).describe().csv(f"{HEAD}\n就職件数|人|0\\n（R2）|7,602|4,215")
        (row,) = as_text(city.read()["indicators"])
        assert (row["baseline"], row["baseline_fy"], row["actual"]) == ("0", "2020", "7602")
        assert "doubtful_extraction" not in {kind for kind, *_ in city.kinds()}

    @given(
        number=st.integers(0, 10**9),
        year=st.sampled_from(["", "R6 ", "令和6年度", "2024年度 ", "R元: "]),
        unit=st.sampled_from(["件", "万t", "%", "t-CO₂", "万㎥", "%削減", ""]),
        after=st.sampled_from(["", "程度", "を上回る", "以上", "〔注1〕", "（R元）"]),
    )
    def test_any_reads_back_and_its_number_is_found(self, number, year, unit, after) -> None:
        text = f"{year}{number:,}{unit}{after}"
        read, places = quantity(text), number_places(text)
        assert read and read.value == Decimal(number)
        assert places and text[places[1] : places[2]] == f"{number:,}"

    @given(
        number=st.integers(0, 10**7),
        form=st.sampled_from(["{:,}件", "R6 {:,}人", "約{}万t", "△{}%", "{:,}世帯/年以上（6カ年平均）", "{}ポイント"]),
        noise=st.lists(st.tuples(st.integers(0, 40), st.sampled_from(NOISE)), max_size=3),
        radical=st.booleans(),
    )
    def test_a_spoilt_cell_is_right_or_none(self, number, form, noise, radical) -> None:
        text = form.format(number)
        right = quantity(text)
        for at, mess in noise:
            text = text[:at] + mess + text[at:]
        text = text.translate(KANGXI) if radical else text
        read = quantity(on_one_line(untagged(readable(text, 1)[0])))
        assert right and (read is None or read.value == right.value)

    @given(st.text(st.sampled_from("0123,. R6令和年度（）件%程度"), max_size=12))
    def test_where_a_number_stands(self, text: str) -> None:
        if places := number_places(text):
            digits = text[places[1] : places[2]].replace(",", "")
            read = quantity(text)
            assert read and read.value == Decimal(digits)
