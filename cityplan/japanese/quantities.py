"""Quantities 数と単位: text in, value out. Knows no tables."""

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from cityplan.japanese.letters import DASHES as DASHES
from cityplan.japanese.letters import NOT_ENTERED as NOT_ENTERED
from cityplan.japanese.letters import fold, squeeze
from cityplan.japanese.numerals import in_digits, numeral_in_words
from cityplan.japanese.years import fiscal_year

MISSING_WORDS = (
    "データなし",
    "調整中",
    "(記載なし)",
    "記載なし",
    "設定しない",
    "未公表",
    "指標未公表",
    "集計中",
    "該当なし",
    "皆増",
    "皆減",
    NOT_ENTERED,
)
# Why there is no value yet, or none of this year: R6.10月公表, 令和7年度調査予定, 調査なし, 算定中. Not 調査中 or 検討中, which
# may be how far something has come.
_WHEN = (
    r"(?:(?:令和|R|20)(?:\d{1,2}|元)(?:年度?|[./](?:\d{1,2}(?![\d月]))?)?)?"
    r"(?:\d{1,2}月)?(?:\d{1,2}日|[上中下]旬|[春夏秋冬]|末|頃|以降)?に?"
)
_WORK = "公表|確定|判明|発表|集計|算定|算出|調査|測定|更新"
_NONE_YET = re.compile(
    rf"\(?(?:{_WHEN}(?:{_WORK})(?:予定|見込み?|待ち)|(?=\D{{0,2}}\d){_WHEN}(?:公表|確定|判明|発表)"
    r"|(?:集計|算定|算出|推計|確認|精査|照会)中|未(?:発表|確定|集計|算定|調査|測定|把握)|非公表|後日公表"
    r"|(?:調査|測定|集計|データ|数値|統計)(?:は|が)?(?:なし|無し)|(?:調査|測定)(?:未実施|せず|不能)|(?:算定|算出)不[可能])\)?"
)
# What stands for the result of an activity in a year in which it was not carried out.
_NOT_CARRIED_OUT = re.compile(
    r"\(?(?:事業)?(?:新規|休止|中止|廃止|終了|延期|未実施|未開催|(?:実績|実施|開催)なし)(?:事業|中)?\)?"
)
LONGEST_CELL = 120  # characters; a longer cell is prose
MOST_DIGITS = 15  # before the point, and after it: as many as a workbook keeps; 兆円 in 円 have 15


@dataclass(frozen=True)
class Quantity:
    """A number as printed 数値 with its unit 単位, bound 以上・以下 and conditions 条件."""

    value: Decimal
    unit: str = ""
    bound: str = ""
    note: str = ""


_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
# A unit in Latin letters is one of these: 4O件 is a misread 40件, not 4 of a unit O件.
_LATIN = (
    "ha|km2?|cm|mm|m[23]?|(?:kg|t|トン)-?CO2|kg|mg|g|t|kl|kL|ml|mL|l|L|[kMG]Wh|[kM]W|[MGTP]J|[GTM]B|TEU|dB|pp[mb]|°C"
)
# 3万五千人 is a number that goes on, not 3 of a unit 万五千人: a unit holds no number but as its first.
_LETTER = "(?![一二三四五六七八九十百千万億兆〇])[かつァ-ヶー一-龠々]"
_SCALE = "(?:百万|千万|十億|[千万億兆])"
_WORD = (
    "(?!以上|以下|未満|超|約|ー)"
    rf"(?:{_SCALE}(?!ー)(?:{_LETTER}){{0,7}}?|(?:{_LETTER}){{1,8}}?)"
)
# 5人減 and 5人余 are a change and more than 5, not so many of a unit, and 12月 is a
# month; 46%削減 is what is aimed at.
_UNIT = (
    rf"(?:[%‰]|/?(?:{_SCALE}?(?:{_LATIN})|(?!月){_WORD})(?:/(?:{_LATIN}|{_WORD}))*)"
    "(?<!以内|程度|前後|増加|減少|上昇|低下)(?<![増減弱強余約他等])(?:削減)?"
)
# How a number was counted 数え方, right before it: 延べ340人; empty where that is how the number of a year is counted
# anyway (計120件, 年24回). Of the last ones no number stands without its unit (年5).
PERIODS = ("月", "週")
_OF_PERIODS = ("年間", "年", "月", "週", "全")
_COUNTED = {"延べ": "延べ", "のべ": "延べ", "延": "延べ", "累計": "累計", "合計": "", "計": ""}
_COUNTED |= {word: word if word in PERIODS else "" for word in _OF_PERIODS}
# A number of several years, not of one.
_OVER_YEARS = {
    "cumulative": re.compile("延べ|のべ|累[計積]|(?<![一-龠ぁ-んァ-ヶ])延(?![一-龠ぁ-んァ-ヶ])"),
    "period_average": re.compile("平均"),
}
_CONDITION = r"(?:\([^()]*\)|〔[^〔〕]*〕|\[[^\[\]]*\])"
_BOUNDS = {"を上回る": "超", "を超える": "超", "を下回る": "未満"}
WITHIN = "以内"  # 10位以内: as a target the same as 以下, as a result no number
# Which way is better by the bound of a target or baseline.
BETTER = {"以上": "higher", "超": "higher", "以下": "lower", "未満": "lower", WITHIN: "lower"}
_QUANTITY = re.compile(
    rf"(?P<before>{_CONDITION})? ?(?:(?P<counted>{'|'.join(_COUNTED)})(?:(?<=べ) )?)?(?P<about>約)?"
    rf"(?P<sign>[-−+△▲])? ?(?P<number>{_NUMBER})"
    rf" ?(?P<unit>{_UNIT})? ?(?P<rough>程度)? ?(?P<bound>{'|'.join(BETTER)}|{'|'.join(_BOUNDS)})?"
    rf" ?(?P<after>{_CONDITION})?"
)
# A year before its value: R6 14,675件; 令和6年 3月 is a date.
_DATED = re.compile(
    r"(?P<year>(?:(?:令和|平成|昭和|[RHS]) ?(?:\d{1,2}|元)(?: ?年度?)?|(?:19|20)\d\d ?年度?)(?:(?<=度)|(?= )|(?=[:：]))) ?:? ?"
    r"(?P<rest>.+)",
    re.IGNORECASE,
)
_LIST_NUMBERS = re.compile("[①-⑳]")
_WITH_UNIT = re.compile(rf"(?<![\d.,]){_NUMBER} ?(?![年月日]|{_SCALE}\d){_UNIT}")
_IS_PROSE = re.compile("^・|。")
_IN_PHRASE = re.compile(  # not the O8件 of 1O8件
    rf"(?<![\d.,/第A-Za-z△▲−~-]){_NUMBER} ?(?!周年|[かカヶケ箇]年|時(?!間)|[年月日期次号条代歳](?!間)|{_SCALE}\d)"
    rf"(?:[%‰]|(?:{_LATIN})(?![A-Za-z]|{_LETTER})|{_LETTER})"
)
_RANGE = re.compile(rf"{_NUMBER} ?(?:{_UNIT})? ?[~〜] ?{_NUMBER} ?(?:{_UNIT})?")
_TIME = re.compile(rf"約?(?:\d+ ?時間 ?\d+ ?分(?: ?\d+ ?秒)?|\d+ ?分 ?\d+ ?秒) ?(?:{'|'.join(BETTER)}|{_CONDITION})?")
_OF = re.compile(rf"{_NUMBER} ?/ ?{_NUMBER}")
_SIGNED = re.compile(r"^\(([-−+△▲][^()]*)\)$")  # a change below its value: (－4.1)
_UNIT_CELL = re.compile(r"\(?(?P<unit>[^()]*[^() ])(?: ?\((?P<note>[^()]*)\)|\))?")
# 人二十三; not 件/10万.
_NUMBER_AFTER = re.compile(r"[^/\d〇一二三四五六七八九十百千万億兆][〇一二三四五六七八九十百千万億兆]+$")
_PER = re.compile(r"[^\d/]+/[\d,]+[^\d/]+")  # 人/10万人
_SEPARATOR = re.compile(r" ?/ ?| |$")
_YEN = {"円": 0, "千円": 3, "万円": 4, "百万円": 6, "億円": 8, "十億円": 9, "兆円": 12}  # powers of ten
_POWERS = {"m2": "㎡", "m3": "㎥"}


@lru_cache(maxsize=16_384)
def quantity(text: str) -> Quantity | None:
    """Read a whole cell as one quantity; None where it is anything else.

    The whole cell must match number, unit, bound and condition: nothing is picked out of prose.

    >>> quantity("1,062")
    Quantity(value=Decimal('1062'), unit='', bound='', note='')
    >>> quantity("86人/年以下")
    Quantity(value=Decimal('86'), unit='人/年', bound='以下', note='')
    >>> quantity("(延べ) 8社以上")
    Quantity(value=Decimal('8'), unit='社', bound='以上', note='延べ')
    >>> quantity("７ 世帯（6 カ年平均）")
    Quantity(value=Decimal('7'), unit='世帯', bound='', note='6カ年平均')
    >>> quantity("8以上")
    Quantity(value=Decimal('8'), unit='', bound='以上', note='')
    >>> [(str(q.value), q.unit, q.note) for q in map(quantity, ("延べ340人", "年24回", "計約1,204人"))]
    [('340', '人', '延べ'), ('24', '回', '年'), ('1204', '人', '計・約')]
    >>> quantity("年5"), quantity("月5日"), quantity("全12回 延べ402人"), quantity("参加者86人")
    (None, None, None, None)
    >>> quantity("10O件"), quantity("369人 / 232人"), quantity("デジタル支援員の派遣（10回/年）")
    (None, None, None)
    >>> quantity("10位以内")
    Quantity(value=Decimal('10'), unit='位', bound='以内', note='')
    >>> quantity("118②"), quantity("△10%以内"), quantity("5人減")
    (None, None, None)
    >>> [(str(q.value), q.unit) for q in map(quantity, ("396万6千人", "（－4.1）", "853.5億円", "2.6万t"))]
    [('3966000', '人'), ('-4.1', ''), ('853.5', '億円'), ('2.6', '万t')]
    >>> [(str(q.value), q.bound, q.note) for q in map(quantity, ("R6 14,675件", "48％程度", "64.5％を上回る"))]
    [('14675', '', 'R6'), ('48', '', '程度'), ('64.5', '超', '')]
    """
    found = _read(text)
    return _quantity(*found) if found else None


def number_places(text: str) -> tuple[int, int, int] | None:
    """Where the number of a cell stands in it: its sign (or itself), itself, and its end.

    None where the cell is no quantity, or its number is in words or in parts.

    >>> number_places("R6 △14,675件"), number_places("396万6千人"), number_places("６カ年")
    ((3, 4, 10), None, (0, 0, 1))
    """
    found = _read(text)
    if not found:
        return None
    match, _ = found
    printed, folded = _places(text), fold(text)
    begin = len(folded) - len(match.string)
    if match.string != folded[begin:] or len(printed) != len(folded):
        return None
    places = (match.start("sign") if match["sign"] else match.start("number"), match.start("number"))
    sign, number = (printed[begin + at] for at in places)
    return sign, number, printed[begin + match.end("number") - 1] + 1


def _read(text: str) -> tuple[re.Match[str], str] | None:
    """The match of a cell as one quantity, and the year 年度 that stands before it."""
    if len(text) > LONGEST_CELL or _false_digits(text):
        return None
    folded = fold(text)
    dated = _DATED.fullmatch(folded)
    year = dated["year"] if dated and fiscal_year(dated["year"]) else ""
    rest = dated["rest"] if dated and year else folded
    match = _QUANTITY.fullmatch(_SIGNED.sub(r"\1", in_digits(rest)))
    return (match, year) if match and _is_value(match, year) else None


def _is_value(match: re.Match[str], year: str = "") -> bool:
    """Whether it has no more digits than any, and is no date (令和6年 3月, 月5日) and no ▲5%削減 or △10%以内, which may mean either."""
    whole, _, part = match["number"].replace(",", "").partition(".")
    unit = match["unit"] or ""
    is_date = bool(year) and unit.startswith(("年", "月", "日"))
    of_period = match["counted"] in _OF_PERIODS and (not unit or (match["counted"], unit) == ("月", "日"))
    is_either = bool(match["sign"]) and (unit.endswith("削減") or match["bound"] == WITHIN)
    return max(len(whole), len(part)) <= MOST_DIGITS and not (is_date or of_period or is_either)


def _places(text: str) -> list[int]:
    """Where in a text each character of the folded one stands."""
    places: list[int] = []
    blank = True  # before the first letter, or behind a blank
    for at, char in enumerate(text):
        own = unicodedata.normalize("NFKC", char)
        if not own.strip():
            places += [] if blank else [at]
        else:
            places += [at] * len(own)
        blank = not own.strip()
    return places[: len(fold(text))]


def holds_several(text: str) -> bool:
    """Whether a cell that is no quantity holds two values or more, so that its row has to be split.

    >>> [holds_several(t) for t in ("小学校 71.8％ 中学校 62.9％", "①6,407人 ②3,422人", "31/34島", "1,842ha →1,817ha")]
    [True, True, True, True]
    >>> [holds_several(t) for t in ("1O8件", "平均被度50％", "12,34件", "R6 29.8%％", "4 0件", "1.2.3")]
    [False, False, False, False, False, False]
    """
    folded = fold(_LIST_NUMBERS.sub(" ", text))
    return len(_WITH_UNIT.findall(folded)) > 1 or bool(_OF.search(folded))


def in_phrases(text: str) -> bool:
    """Whether a cell that is no quantity holds numbers with their units, all well written, among words.

    Not a list of ・ or whole sentences, a date, a rank 第3回 or a number in brackets alone.

    >>> [in_phrases(t) for t in ("全12回 延べ402人", "完了１か所", "4回 58人", "講座を12回開催")]
    [True, True, True, True]
    >>> [in_phrases(t) for t in ("12件", "1O8件", "1 062件", "第3回計画", "10周年事業", "派遣（10回/年）", "・講座 3回", "先進地視察")]
    [False, False, False, False, False, False, False, False]
    """
    folded = fold(text)
    if quantity(text) or len(folded) > LONGEST_CELL or _false_digits(text) or _IS_PROSE.search(folded):
        return False
    outside = re.sub(_CONDITION, " ", folded)
    rest = _IN_PHRASE.sub("", outside)
    return rest != outside and not re.search(r"[\d_*`$\\{}~#|<>]", rest) and not numeral_in_words(folded)


def is_range(text: str) -> bool:
    """Whether a text is a range of two numbers: no single value, and no misprint.

    >>> is_range("65～70"), is_range("10件〜20件"), is_range("65"), is_range("R5～R8"), is_range("1O～20")
    (True, True, False, False, False)
    """
    return _RANGE.fullmatch(fold(text)) is not None


def is_time(text: str) -> bool:
    """Whether a text is one time in two units or three, with a bound or none: well printed, and no number.

    >>> is_time("7分30秒以内"), is_time("1時間5分"), is_time("7分"), is_time("7分3O秒"), is_time("3回 20分")
    (True, True, False, False, False)
    """
    return _TIME.fullmatch(fold(text)) is not None


def unit(text: str) -> tuple[str, str] | None:
    """A cell that names a unit 単位, and its condition; None where a number has run into it.

    >>> unit("％"), unit("人（延べ）"), unit("㎥／日"), unit("人/10万人"), unit("－"), unit("人23,958")
    (('%', ''), ('人', '延べ'), ('㎥/日', ''), ('人/10万人', ''), ('', ''), None)
    >>> unit("人二十三"), unit("人" + chr(92) + "(23" + chr(92) + ")"), unit("件/10万"), unit("千円")
    (None, None, ('件/10万', ''), ('千円', ''))
    """
    folded = fold(text)
    if not folded or missing(text):
        return "", ""
    match = _UNIT_CELL.fullmatch(folded)
    if not match:
        return None
    name = match["unit"].replace(" ", "")  # a line wrap
    if _NUMBER_AFTER.search(name) or "\\" in name:  # 人\(23\) is what a converter makes of 人23
        return None
    known = re.fullmatch(_UNIT, name) or _PER.fullmatch(name) or not re.search(r"\d", name)
    return (_unit_name(name), (match["note"] or "").replace(" ", "")) if known else None


def quantities(text: str) -> list[Quantity]:
    """Read a cell that holds several quantities, one after the other or with a slash between.

    >>> [(q.value, q.note) for q in quantities("3,009千人以上 (R元) 925千人以上 (R2)")]
    [(Decimal('3009'), 'R元'), (Decimal('925'), 'R2')]
    >>> [(q.value, q.unit) for q in quantities("369人 / 232人")]
    [(Decimal('369'), '人'), (Decimal('232'), '人')]
    >>> quantities("先進地視察")
    []
    """
    if single := quantity(text):
        return [single]
    return [] if _false_digits(text) else [_quantity(m) for m in _quantity_matches(fold(text))]


def quantity_texts(text: str) -> list[str]:
    """The pieces of a cell that `quantities` reads, as text.

    >>> quantity_texts("3,009千人以上 (R元) 925千人以上 (R2)")
    ['3,009千人以上 (R元)', '925千人以上 (R2)']
    """
    if quantity(text):
        return [text.strip()]
    if _false_digits(text):
        return []
    folded = fold(text)
    printed = text if len(text) == len(folded) else folded  # one to one: （R元） is folded in place
    return [printed[match.start() : match.end()].strip() for match in _quantity_matches(folded)]


def _false_digits(text: str) -> bool:
    """Whether folding would make digits of what is none: the ② of 118② (a footnote), ½, 10²."""
    if text.isascii():
        return False
    rest = re.sub("[㎟-㎦]|(?<=[mｍ])[²³]|(?<=[CＣ][OＯ])₂", "", text)
    return any(not char.isdecimal() and any(map(str.isdigit, unicodedata.normalize("NFKC", char))) for char in rest)


def _quantity_matches(folded: str) -> list[re.Match[str]]:
    matches, position = [], 0
    if len(folded) > LONGEST_CELL:
        return []
    while position < len(folded):
        ends = [
            (match, separator.end())
            for end in range(len(folded), position, -1)
            if (match := _QUANTITY.fullmatch(folded, position, end))
            and _is_value(match)
            and (separator := _SEPARATOR.match(folded, end))
        ]
        if not ends:
            return []
        match, position = ends[0]
        matches.append(match)
    return matches


def _quantity(match: re.Match[str], year: str = "") -> Quantity:
    value = Decimal(match["number"].replace(",", ""))
    notes = [year, match["counted"] or "", match["about"] or "", match["rough"] or ""]
    notes += [(match[side] or "")[1:-1] for side in ("before", "after")]
    return Quantity(
        value=-value if match["sign"] in ("-", "−", "△", "▲") else value,
        unit=_unit_name(match["unit"] or ""),
        bound=_BOUNDS.get(match["bound"], match["bound"] or ""),
        note="・".join(note.replace(" ", "") for note in notes if note),
    )


def _unit_name(unit: str) -> str:
    return re.sub("(?<![a-z])m[23]", lambda power: _POWERS[power[0]], unit)


def counted(note: str) -> str:
    """How a number was counted 数え方, as its note tells; empty where it tells nothing else than the number of a year.

    >>> counted("延べ"), counted("R6・のべ・約"), counted("月"), counted("年間"), counted("計"), counted("6カ年平均")
    ('延べ', '延べ', '月', '', '', '')
    """
    return next((_COUNTED[part] for part in note.split("・") if part in _COUNTED), "")


def exact(value: Quantity | None) -> Quantity | None:
    """A result 実績 as a number; None where it says only that it was not more: 10人以内."""
    return None if value and value.bound == WITHIN else value


def minus(value: Decimal) -> str:
    """A computed number as a brief shows it, with commas and the minus sign − (△ is a mark here).

    >>> minus(Decimal("-1234.5")), signed(Decimal("2949.7"))
    ('−1,234.5', '+2,949.7')
    """
    return f"{value:,}".replace("-", "−")


def signed(value: Decimal) -> str:
    """The same with its sign always shown."""
    return f"{value:+,}".replace("-", "−")


def over_years(text: str) -> set[str]:
    """What a text says a number to be over several years: `cumulative` 累計・延べ, `period_average` 平均.

    >>> over_years("(のべ) 8社"), over_years("延340人"), over_years("7世帯（6カ年平均）"), over_years("延長12km")
    ({'cumulative'}, {'cumulative'}, {'period_average'}, set())
    """
    return {kind for kind, words in _OVER_YEARS.items() if words.search(fold(text))}


def is_yen(unit: str) -> bool:
    """Whether a unit is one of money 円・千円・百万円・億円."""
    return unit in _YEN


def in_unit(value: Quantity, unit: str) -> Quantity | None:
    """An amount of money in another unit of yen 円・千円・百万円・億円, to the last digit; None where either is no such unit.

    >>> str(in_unit(Quantity(Decimal("853.5"), "億円"), "百万円").value), in_unit(Quantity(Decimal(3), "千人"), "人")
    ('85350', None)
    >>> str(in_unit(Quantity(Decimal("1842000000"), "円"), "億円").value)
    '18.42'
    """
    if not (is_yen(value.unit) and is_yen(unit)):
        return None
    exact = value.value.scaleb(_YEN[value.unit] - _YEN[unit])
    whole = exact == exact.to_integral_value()
    exact = exact if _YEN[unit] < _YEN[value.unit] else exact.normalize()  # no noughts that nobody printed
    return replace(value, value=Decimal(f"{exact:.0f}" if whole else f"{exact:f}"), unit=unit)


def in_parts(text: str) -> bool:
    """Whether a number names each of its powers of ten itself: 18億4,200万円 is in no other unit than 20億円.

    >>> in_parts("18億4,200万円"), in_parts("1,842百万円")
    (True, False)
    """
    return bool(re.search(r"\d[兆億万千]\d", fold(text)))


def missing(text: str) -> bool:
    """Whether a cell says in a dash or a word that there is no value; an empty one says nothing.

    >>> missing("—"), missing("未公表"), missing("－"), missing(""), missing("0")
    (True, True, True, False, False)
    """
    folded = fold(text)
    return bool(folded) and (set(folded) <= set(DASHES) or folded in MISSING_WORDS or none_yet(text))


def none_yet(text: str) -> bool:
    """Whether a cell says why it has no value: it comes later, or was not looked at in this year.

    >>> [none_yet(text) for text in ("R6.10月公表", "令和7年3月公表予定", "（10月頃確定見込み）", "調査なし", "算定中", "R8.3月確定予定")]
    [True, True, True, True, True, True]
    >>> [none_yet(text) for text in ("R7公表予定", "R6公表", "R7.3公表予定", "令和7年秋公表予定", "R6年度末公表予定")]
    [True, True, True, True, True]
    >>> [none_yet(text) for text in ("公表", "調査中", "10月", "公表 12件", "調査予定数", "—", "1O月公表")]
    [False, False, False, False, False, False, False]
    """
    return _NONE_YET.fullmatch(squeeze(text)) is not None


def without_result(text: str) -> bool:
    """Whether the cell of a result 実績 says that there is none: by a dash or a word, or that nothing was carried out.

    >>> without_result("（新規）"), without_result("休止中"), without_result("—"), without_result("新規 3件"), without_result("")
    (True, True, True, False, False)
    """
    return missing(text) or _NOT_CARRIED_OUT.fullmatch(fold(text)) is not None
