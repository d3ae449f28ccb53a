"""Numbers in words: any number that is written out reads back, and no word is taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cityplan.japanese.numerals import in_digits, numeral_in_words, value
from cityplan.japanese.quantities import quantity

DIGITS = "〇一二三四五六七八九"
LARGE = ("", "万", "億", "兆")


def written(number: int) -> str:
    """A whole number in kanji: 12300148000 -> 百二十三億十四万八千."""
    words = ""
    for power in range(3, -1, -1):
        part = number // 10 ** (4 * power) % 10_000
        words += below_ten_thousand(part, power == 1) + LARGE[power] if part else ""
    return words


def below_ten_thousand(number: int, one: bool) -> str:
    words = ""
    for scale, name in ((1000, "千"), (100, "百"), (10, "十")):
        digit = number // scale % 10
        words += (DIGITS[digit] if digit > 1 else "") + name if digit else ""
    return words + (DIGITS[number % 10] if number % 10 else "")


def in_parts(number: int) -> str:
    """The same with Arabic digits before each 兆, 億 and 万: 123億14万8000."""
    parts = [(number // 10 ** (4 * power) % 10_000, LARGE[power]) for power in range(3, -1, -1)]
    return "".join(f"{part}{name}" for part, name in parts if part)


@given(st.integers(1, 10**16 - 1))
def test_any_number_reads_back(number: int) -> None:
    assert value(written(number)) == number
    assert value(in_parts(number)) == number


@given(st.integers(11, 10**12), st.sampled_from(["円", "人", "%", "か所", "ha"]))
def test_with_a_unit_where_it_is_surely_a_number(number: int, unit: str) -> None:
    words = written(number)
    read = quantity(words + unit)
    if len(words) > 1 and any(digit in words[:2] for digit in DIGITS):
        assert read and (read.value, read.unit) == (number, unit)
    else:
        assert read is None


@given(st.text(st.sampled_from("一二三十百千万億〇・円人%0123,. 約(－)+"), max_size=10))
def test_whatever_is_not_understood_stays(text: str) -> None:
    found = in_digits(text)
    assert found == text or any(char.isdigit() for char in found)


@pytest.mark.parametrize(
    "text",
    ["一般会計", "十分", "五輪", "六次産業化", "千葉", "百貨店", "万一", "三者協議", "八百屋", "二三人", "百万円",
     "二〇二三", "二・三人", "3万50000人", "5百", "1,23万4人", "千円", "三人", "億一",
     "二三・五%", "一億二億人", "一万二万人", "十二千人", "三百百人"],
)  # fmt: skip
def test_what_is_no_number_in_words(text: str) -> None:
    assert in_digits(text) == text


@pytest.mark.parametrize("words", ["十百", "十二千", "三百百", "一億二億", "万", "", "二三", "一五十"])
def test_words_in_no_usual_order_say_no_number(words: str) -> None:
    assert value(words) is None


@pytest.mark.parametrize(
    ("text", "digits"),
    [("六・二五%", "6.25%"), ("十二・〇八ポイント", "12.08ポイント"), ("約(延べ)三十人", "約(延べ)三十人"),
     ("(延べ) 約三十人以上", "(延べ) 約30人以上")],
)  # fmt: skip
def test_a_number_in_words_as_digits(text: str, digits: str) -> None:
    assert in_digits(text) == digits


@pytest.mark.parametrize(
    ("text", "meant"),
    [("一〇八件", True), ("二三人", True), ("三件", True), ("三", False), ("一部で実施", False), ("十分", False),
     ("三百9十6万人", True), ("", False)],
)  # fmt: skip
def test_what_is_meant_as_a_number_in_words(text: str, meant: bool) -> None:
    assert numeral_in_words(text) is meant
