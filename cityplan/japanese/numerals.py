"""Numbers written in words 漢数字 and in parts: 百二十三億十四万八千円, 396万6千人, 六・二%."""

import re
from decimal import Decimal

_SCALES = {"兆": 10**12, "億": 10**8, "万": 10**4, "千": 10**3, "百": 10**2, "十": 10}
_DIGITS = "〇一二三四五六七八九"
# Beside these a word of kanji is a number: 三十人; not 十分, 一般会計 or 五輪.
_UNIT = "(?:円|人|名|件|回|世帯|戸|社|団体|[かカヶケ箇]所|校|台|冊|本|棟|歳|倍|%|‰|ポイント|ha|km2?|m[23]?|t|トン)"
_BEFORE = r"(?P<before>(?:\([^()]*\) ?)?約?[-−+△▲]? ?)"
_AFTER = r"(?P<after>(?:以上|以下|未満|超|以内)?(?: ?\([^()]*\))?)"
_PARTS = re.compile(
    rf"{_BEFORE}(?P<number>\d[\d,]*(?:[兆億万千百]+\d[\d,]*)+[兆億万千百]*)(?P<after>(?! ?[十百千万億兆]).*)"
)
_MILLIONS = re.compile(rf"{_BEFORE}(?P<number>\d[\d,]*(?:[兆億]\d[\d,]*)*[兆億])(?P<part>\d{{1,2}})(?P<after>百万.*)")
_KANJI = re.compile(
    rf"{_BEFORE}(?P<number>(?=.?[一二三四五六七八九])[{_DIGITS[1:]}十百千万億兆]{{2,}})"
    rf"(?P<unit> ?{_UNIT}?){_AFTER}"
)
_WORDS = re.compile(rf"{_BEFORE}(?:[\d,{_DIGITS}十百千万億兆・]{{2,}} ?{_UNIT}?|[{_DIGITS}十百千] ?{_UNIT}){_AFTER}")
_DECIMAL = re.compile(
    rf"{_BEFORE}(?P<number>[{_DIGITS}十百]+)・(?P<fraction>[{_DIGITS}]+)"
    rf"(?P<unit>%|‰|ポイント){_AFTER}"
)
_ARABIC = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")


def exact(number: Decimal | float | str) -> Decimal:
    """A number 数 just as it is written in a notebook, where Python keeps a binary one beside it.

    Raises decimal.InvalidOperation for what is no number.

    >>> exact(7.2), exact("7.20"), exact(5), exact(Decimal("0.1"))
    (Decimal('7.2'), Decimal('7.20'), Decimal('5'), Decimal('0.1'))
    """
    return Decimal(str(number))


def in_digits(text: str) -> str:
    """A folded cell with its one number in digits; unchanged where it holds none in words.

    >>> in_digits("百二十三億十四万八千円"), in_digits("396万6千人"), in_digits("六・二%")
    ('12300148000円', '3966000人', '6.2%')
    >>> in_digits("853.5億円"), in_digits("百万円"), in_digits("二三人"), in_digits("3万50000人")
    ('853.5億円', '百万円', '二三人', '3万50000人')
    >>> in_digits("396万6 千人")  # 6千, or in 千人
    '396万6 千人'
    >>> in_digits("1,494億31百万円")
    '149431百万円'
    """
    found = (each.fullmatch(text) for each in (_DECIMAL, _KANJI, _MILLIONS, _PARTS))
    match = next(filter(None, found), None)
    number = value(match["number"]) if match else None
    if match is None or number is None:
        return text
    parts = {"unit": "", "fraction": "", "part": "", **match.groupdict()}
    if parts["part"]:
        number = number // 10**6 + int(parts["part"])
    fraction = "".join(str(_DIGITS.index(digit)) for digit in parts["fraction"])
    return f"{parts['before']}{number}{'.' if fraction else ''}{fraction}{parts['unit']}{parts['after']}"


def numeral_in_words(text: str) -> bool:
    """Whether a folded cell is meant as a number in words, also one that cannot be read.

    >>> numeral_in_words("一〇八件"), numeral_in_words("三百9十6万人"), numeral_in_words("三件"), numeral_in_words("一部で実施"), numeral_in_words("十分")
    (True, True, True, False, False)
    """
    return bool(_WORDS.fullmatch(text))


def value(words: str) -> int | None:
    """The number that words say; None where they are no number in the usual order.

    >>> value("百二十三億十四万八千"), value("1億2,000万"), value("十二"), value("二三"), value("万")
    (12300148000, 120000000, 12, None, None)
    """
    for name, scale in _SCALES.items():
        head, found, tail = words.partition(name)
        if found:
            return _scaled(head, scale, tail)
    if _ARABIC.fullmatch(words):
        return int(words.replace(",", ""))
    return _DIGITS.index(words) if len(words) == 1 and words in _DIGITS else None


def _scaled(head: str, scale: int, tail: str) -> int | None:
    """head 万 tail: 十 to 千 may stand alone and count to nine, what follows is below the scale."""
    times = value(head) if head else (1 if scale <= 1000 else None)
    rest = value(tail) if tail else 0
    if times is None or rest is None or rest >= scale or (scale <= 1000 and times > 9):
        return None
    return times * scale + rest
