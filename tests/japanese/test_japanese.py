"""Numbers, years and marks: the right value, or none; never a wrong one."""

import re
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cityplan.japanese.letters import fold, squeeze, unwrap
from cityplan.japanese.quantities import (
    LONGEST_CELL,
    minus,
    missing,
    quantities,
    quantity,
    quantity_texts,
    signed,
    unit,
)
from cityplan.japanese.years import era, era_long, fiscal_year

UNITS = ["", "件", "人", "千人", "世帯/年", "%", "人/ha", "億円", "か所", "㎡", "回/年", "ヶ所", "ha"]
WIDE = str.maketrans("0123456789,.%", "０１２３４５６７８９，．％")

numbers = st.decimals(min_value=0, max_value=10**12, allow_nan=False, allow_infinity=False)
texts = st.text(st.sampled_from("0123456789０１９,，. 　()（）△▲-－—約千百万人件年/／%％以上下内満超減増程度"
                                "回延べ②½²OlR元\t・。～"), max_size=14)  # fmt: skip


class TestQuantity:
    @pytest.mark.parametrize(
        ("text", "value", "unit", "bound", "note"),
        [
            ("108件", "108", "件", "", ""),
            ("1,062", "1062", "", "", ""),
            ("35,290人", "35290", "人", "", ""),
            ("63.00%以上", "63.00", "%", "以上", ""),
            ("86人/年以下", "86", "人/年", "以下", ""),
            ("35.28人/ha以上", "35.28", "人/ha", "以上", ""),
            ("10,420億円以上", "10420", "億円", "以上", ""),
            ("118,500/年以上", "118500", "/年", "以上", ""),
            ("(延べ) 40社以上", "40", "社", "以上", "延べ"),
            ("222千人以上（R元）", "222", "千人", "以上", "R元"),
            ("7 世帯（6 カ年平均）", "7", "世帯", "", "6カ年平均"),
            ("1047.6%", "1047.6", "%", "", ""),
            ("１００％", "100", "%", "", ""),
            (" 2,637", "2637", "", "", ""),
            ("104,602\t", "104602", "", "", ""),
            ("23(8)", "23", "", "", "8"),
            ("43（16）", "43", "", "", "16"),
            ("約1100冊", "1100", "冊", "", "約"),
            ("△ 54,317", "-54317", "", "", ""),
            ("▲3,703", "-3703", "", "", ""),
            ("-14,451 人", "-14451", "人", "", ""),
            ("853.5億円", "853.5", "億円", "", ""),
            ("120 m²", "120", "㎡", "", ""),
            ("3箇所", "3", "箇所", "", ""),
            ("0人", "0", "人", "", ""),
            ("8以上", "8", "", "以上", ""),
            ("▲ 756", "-756", "", "", ""),
            ("(－4.1)", "-4.1", "", "", ""),
            ("（＋4.2）", "4.2", "", "", ""),
            ("（△１．５ポイント）", "-1.5", "ポイント", "", ""),
            ("23(-8)", "23", "", "", "-8"),
            ("３４，７８６，３３２", "34786332", "", "", ""),
            ("396万6千人", "3966000", "人", "", ""),
            ("1億2,000万円以上", "120000000", "円", "以上", ""),
            ("百二十三億十四万八千円", "12300148000", "円", "", ""),
            ("約三百人", "300", "人", "", "約"),
            ("六・二％", "6.2", "%", "", ""),
            ("1,234百万円", "1234", "百万円", "", ""),
            ("3千円/箇所", "3", "千円/箇所", "", ""),
            ("5㎥／日", "5", "㎥/日", "", ""),
            ("12.3‰", "12.3", "‰", "", ""),
            ("10㏊", "10", "ha", "", ""),
            ("10ｈａ", "10", "ha", "", ""),
            ("3kℓ", "3", "kl", "", ""),
            ("3m３", "3", "㎥", "", ""),
            ("4トン", "4", "トン", "", ""),
            ("5ヶ所", "5", "ヶ所", "", ""),
            ("20世帯/年以上", "20", "世帯/年", "以上", ""),
            ("−5人", "-5", "人", "", ""),
            ("（延べ）8社（R元）", "8", "社", "", "延べ・R元"),
            ("R6 14,675件", "14675", "件", "", "R6"),
            ("R6 73.8％", "73.8", "%", "", "R6"),
            ("令和6年度14,675件", "14675", "件", "", "令和6年度"),
            ("R元：5人", "5", "人", "", "R元"),
            ("2024年度 約5人", "5", "人", "", "2024年度・約"),
            ("2.6万t", "2.6", "万t", "", ""),
            ("40万㎥", "40", "万㎥", "", ""),
            ("48万TEU", "48", "万TEU", "", ""),
            ("約0.20万㎢", "0.20", "万km2", "", "約"),
            ("1,494億31百万円", "149431", "百万円", "", ""),
            ("1兆494億31百万円", "1049431", "百万円", "", ""),
            ("7.0t-CO₂/人", "7.0", "t-CO2/人", "", ""),
            ("876万t-CO₂", "876", "万t-CO2", "", ""),
            ("48％程度", "48", "%", "", "程度"),
            ("0.35人程度", "0.35", "人", "", "程度"),
            ("64.5％を上回る", "64.5", "%", "超", ""),
            ("10人を下回る", "10", "人", "未満", ""),
            ("46％削減", "46", "%削減", "", ""),
            ("73.06年〔全国3位〕", "73.06", "年", "", "全国3位"),
            (f"5人（{'あ' * (LONGEST_CELL - 4)}）", "5", "人", "", "あ" * (LONGEST_CELL - 4)),
        ],
    )
    def test_a_cell_as_printed(self, text: str, value: str, unit: str, bound: str, note: str) -> None:
        read = quantity(text)
        assert read is not None
        assert (str(read.value), read.unit, read.bound, read.note) == (value, unit, bound, note)

    @pytest.mark.parametrize(
        "text",
        ["", "—", "1O8件", "4O件", "369人 / 232人", "△10%以内", "1△ 1", "人23,958", "0人から15人へ",
         "3万五千人", "3万50000人", "二、三人", "二三人", "二・三人", "一般会計", "十分", "一部", "千葉",
         "百万円", "万一", "二〇二三", "(8)", "(4.1)", "3億120百万円", "3万20百万円", "5ー", "######", "3,28人", "1,2345人", "1.2.3",
         "118②", "① 10人", "10²", "1½", "10件前後", "5人減", "3%増", "1,0 62", "集計中",
         "デジタル支援員の派遣（10回/年・各交流センター）", "・先進地視察", f"5人（{'あ' * (LONGEST_CELL - 3)}）"],
    )  # fmt: skip
    def test_what_is_no_single_quantity(self, text: str) -> None:
        assert quantity(text) is None

    @given(
        number=numbers,
        places=st.integers(0, 3),
        unit=st.sampled_from(UNITS),
        commas=st.booleans(),
        wide=st.booleans(),
        blanks=st.tuples(*[st.sampled_from(["", " ", "　"])] * 3),
        bound=st.sampled_from(["", "以上", "以下"]),
    )
    def test_any_formatted_number_reads_back(self, number, places, unit, commas, wide, blanks, bound) -> None:
        value = number.quantize(Decimal(1).scaleb(-places))
        text = f"{value:,f}" if commas else f"{value:f}"
        text = text.translate(WIDE) if wide else text
        read = quantity(f"{blanks[0]}{text}{blanks[1]}{unit}{bound}{blanks[2]}")
        assert read is not None
        assert (str(read.value), read.unit, read.bound) == (str(value), unit, bound)

    @given(texts | st.text(max_size=12))
    @example("118②")
    @example("①5")
    @example("㏠5")
    @example("(3)5人")
    @example("1,062(3)")
    def test_no_digit_is_added_or_lost(self, text: str) -> None:
        """A value has exactly the digits that are printed outside its conditions, in their order."""
        read = quantity(text)
        if read is None or re.search("[一-九]|[十百千万億兆][^(]*[0-9０-９]", text):
            return  # a number in words: tests/japanese/test_numerals.py
        wide = unicodedata.normalize("NFKC", re.sub("[㎡㎥]|(?<=[mｍ])[²³23]|CO2", "", text))
        outside = re.sub(r"\([^()]*\)", "", re.sub(r"^ *\(([-−+△▲].*)\) *$", r"\1", wide))
        printed = "".join(
            str(int(char)) if char.isdecimal() else char for char in outside if char.isdecimal() or char == "."
        )
        assert Decimal(printed) == abs(read.value)
        assert (read.value < 0) <= any(sign in wide for sign in "-−△▲")

    @given(texts)
    def test_several_quantities_take_all_of_the_cell(self, text: str) -> None:
        """Nothing is picked out of prose: the pieces, with slashes and blanks, are the cell."""
        pieces = quantity_texts(text)
        assert len(pieces) == len(quantities(text))
        if pieces:
            plain = [re.sub(r"[\s/]", "", fold(part)) for part in ("".join(pieces), text)]
            assert plain[0] == plain[1]

    def test_two_values_in_one_cell(self) -> None:
        assert quantity_texts("369人 / 232人") == ["369人", "232人"]
        assert quantity_texts("222千人以上（R元） 157千人以上（R2）") == ["222千人以上（R元）", "157千人以上（R2）"]
        assert quantity_texts("3O9人 / 232人") == []
        assert quantity_texts("12人② 5人") == []
        assert quantity_texts("118②") == [] and quantities("118②") == []

    @pytest.mark.parametrize(
        ("text", "pieces"),
        [("3人 5人", ["3人", "5人"]), ("12人 5人", ["12人", "5人"]), ("5人 12人", ["5人", "12人"]),
         ("5㏊ 6㏊", ["5ha", "6ha"]), (" 369人  /  232人", ["369人", "232人"]),
         (f"5人（{'あ' * (LONGEST_CELL - 7)}）/5人", [f"5人（{'あ' * (LONGEST_CELL - 7)}）", "5人"]),
         (f"5人（{'あ' * (LONGEST_CELL - 6)}）/5人", [])],
    )  # fmt: skip
    def test_the_pieces_of_a_cell(self, text: str, pieces: list[str]) -> None:
        assert quantity_texts(text) == pieces


class TestUnits:
    @pytest.mark.parametrize(
        ("text", "read"),
        [("人", ("人", "")), ("％", ("%", "")), ("(件)", ("件", "")), ("㎥／日", ("㎥/日", "")),
         ("人（延べ）", ("人", "延べ")), ("世帯（6 カ年平均）", ("世帯", "6カ年平均")), ("点（5点満点）", ("点", "5点満点")), ("t-CO2", ("t-CO2", "")),
         ("人/10万人", ("人/10万人", "")), ("人・団体", ("人・団体", "")), ("", ("", "")), ("－", ("", "")),
         ("人23,958", None), ("23,958", None), ("１，０００人当たり", None), ("人(", None)],
    )  # fmt: skip
    def test_a_cell_that_names_one(self, text: str, read: tuple[str, str] | None) -> None:
        assert unit(text) == read


class TestYears:
    @pytest.mark.parametrize(
        ("text", "year"),
        [("R5", 2023), ("Ｒ４", 2022), ("R元", 2019), ("R2", 2020), ("令和元年度", 2019),
         ("令和 6 年度", 2024), ("令和５", 2023), ("H30", 2018), ("H31", 2019), ("H32", 2020),
         ("平成33年度", 2021), ("昭和39", 1964), ("S64", 1989), ("2023", 2023), ("2023年度", 2023),
         ("r5", 2023), ("令和五年度", 2023), ("平成二十九", 2017)],
    )  # fmt: skip
    def test_a_year_as_printed(self, text: str, year: int) -> None:
        assert fiscal_year(text) == year

    @pytest.mark.parametrize(
        "text", ["", "5", "5年度", "元年度", "H28.3", "R5.12", "R0", "R", "令和", "R4 R5", "20231",
                 "1925", "2023年10月", "R元R2", "新規・継続"],
    )  # fmt: skip
    def test_what_is_no_fiscal_year(self, text: str) -> None:
        assert fiscal_year(text) is None

    @given(st.integers(1926, 2099))
    def test_every_way_to_write_a_year_round_trips(self, year: int) -> None:
        assert fiscal_year(era(year)) == year
        assert fiscal_year(str(year)) == year
        assert fiscal_year(f"{year}年度".translate(WIDE)) == year
        assert fiscal_year(era_long(year).partition("（")[0]) == year
        assert fiscal_year(era(year).replace("元", "1").translate(WIDE)) == year

    @pytest.mark.parametrize(
        ("year", "short", "long"),
        [(2024, "R6", "令和6年度（2024年度）"), (2019, "R元", "令和元年度（2019年度）"),
         (2018, "H30", "平成30年度（2018年度）"), (1990, "H2", "平成2年度（1990年度）"),
         (1989, "H元", "平成元年度（1989年度）"), (1926, "S元", "昭和元年度（1926年度）")],
    )  # fmt: skip
    def test_the_name_of_a_year(self, year: int, short: str, long: str) -> None:
        assert (era(year), era_long(year)) == (short, long)

    def test_a_year_before_the_first_era_has_none(self) -> None:
        with pytest.raises(ValueError, match="1925"):
            era(1925)

    @given(st.text(max_size=10))
    def test_a_year_that_is_read_has_a_name(self, text: str) -> None:
        year = fiscal_year(text)
        assert year is None or fiscal_year(era(year)) == year


class TestMissing:
    @pytest.mark.parametrize(
        "text", ["-", "－", "―", "‐", "–", "ー", "−", "—", " — ", "--", "データなし", "調整中",
                 "(記載なし)", "（記載なし）", "設定しない", "未公表", "集計中", "該当なし", "皆増", "皆減"],
    )  # fmt: skip
    def test_says_that_there_is_no_value(self, text: str) -> None:
        assert missing(text)

    @pytest.mark.parametrize("text", ["", " ", "0", "0人", "######", "△", "なし崩し", "-5", "実施"])
    def test_empty_zero_and_prose_do_not(self, text: str) -> None:
        assert not missing(text)

    @given(texts)
    def test_a_quantity_is_never_missing(self, text: str) -> None:
        assert not (missing(text) and quantity(text))


class TestNumbersShown:
    @pytest.mark.parametrize(
        ("value", "plain", "with_sign"),
        [("-1234.5", "−1,234.5", "−1,234.5"), ("2949.70", "2,949.70", "+2,949.70"), ("0", "0", "+0")],
    )  # fmt: skip
    def test_with_commas_and_a_minus_that_is_no_mark(self, value: str, plain: str, with_sign: str) -> None:
        assert (minus(Decimal(value)), signed(Decimal(value))) == (plain, with_sign)


class TestFolding:
    def test_old_forms_widths_and_blanks(self) -> None:
        assert fold("△基準値未滿　１２％\t税收") == "△基準値未満 12% 税収"
        assert squeeze("人 権　教 育") == "人権教育"

    def test_only_the_blanks_of_a_line_wrap_go(self) -> None:
        assert unwrap("街なかマイクロクリエイション オフィス運営事業") == (
            "街なかマイクロクリエイションオフィス運営事業"
        )
        assert unwrap("Hitachi FREE Wi-Fi 事業") == "Hitachi FREE Wi-Fi 事業"

    @given(st.text(max_size=20))
    def test_folding_twice_changes_nothing_more(self, text: str) -> None:
        assert fold(fold(text)) == fold(text)
