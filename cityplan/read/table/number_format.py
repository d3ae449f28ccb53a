"""A number of a workbook as its cell shows it: 0.125 in the format 0.0% is 12.5%."""

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import NamedTuple

from cityplan.japanese.quantities import DASHES

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.'
    r"|(?P<colour>\[(?:Black|Blue|Cyan|Green|Magenta|Red|White|Yellow|Color ?\d+|黒|青|水|緑|紫|赤|白|黄|色\d+)\])"
    r"|\[\$(?P<currency>[^\]-]*)[^\]]*\]"
    r"|(?P<digits>General|G/標準|@|[#0?,]*[#0?][#0?,]*(?:\.[#0?]*)?,*|\.[#0?]+)"
    r"|(?P<plain>[ $%()+\-:!'△▲¥￥]|[^\x00-\x7f])",
    re.IGNORECASE,
)
_LONGEST = 255  # of Excel
_LARGE = Context(prec=400)  # 1E+308 with the decimals of its format
_SIGNS = "-−△▲"


class Shown(NamedTuple):
    """A number as shown 表示; `rule` names what differs from the stored one, for a repair.

    `percents` counts the signs that multiply it by 100. What a format shows in its place is a `word`,
    or nothing at all where it `is_hidden`; a dash is an ordinary zero. A negative one `is_unsigned`
    where its format tells it by no sign, bracket or colour.
    """

    text: str
    stored: str
    rule: str = ""
    percents: int = 0
    word: str = ""
    is_hidden: bool = False
    is_unsigned: bool = False


class _Parts(NamedTuple):
    """What stands before the digits of a format, the digits, what follows; its signs of per cent, its colour."""

    before: str
    digits: str
    after: str
    percents: int
    colour: bool


def shown_number(value: int | float, number_format: str) -> Shown | None:
    """A number in its format 表示形式; None where the format is a date or one we do not know.

    A number that the format does not show (a dash for 0, nothing at all, a word) is shown as stored, and
    a minus that it tells by brackets or colour only stands before the number. A quoted % is a word.

    >>> [shown_number(value, "0.0%").text for value in (0.125, 1, 0.1666)]
    ['12.5%', '100.0%', '16.7%']
    >>> shown_number(-54317, '#,##0;"△ "#,##0').text, shown_number(12345678, "#,##0,").text, shown_number(63, "0.00").text
    ('△ 54,317', '12,346', '63.00')
    >>> shown_number(0, '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ '), shown_number(44000, "yyyy/m/d")
    (Shown(text='0', stored='-', rule='stored_number', percents=0, word='', is_hidden=False, is_unsigned=False), None)
    >>> shown_number(28.4, '0.0"%"').text, shown_number(0, '0;-0;"未公表"').word, shown_number(5, ";;;").is_hidden
    ('28.4%', '未公表', True)
    """
    number, parts = _number(value), _parts_for(value, number_format)
    if parts is None:
        return None
    before, digits, after, percents, _ = parts
    if not digits:
        return _not_shown(number, before.strip())
    exact = number.scaleb(2 * percents - 3 * _thousands(digits))
    text, shown = _in_digits(abs(exact), digits)
    rule = "" if shown == abs(exact) else "rounded_by_format"
    unsigned = _is_unsigned(number, parts, number_format)
    return Shown(_signed(number, before, text, after), format(exact, "f"), rule, percents, is_unsigned=unsigned)


def _is_unsigned(number: Decimal, parts: _Parts, number_format: str) -> bool:
    """Whether a format of its own for negative numbers says nothing of the minus."""
    sections = _sections(number_format)
    own = number < 0 and len(sections) > 1 and bool(sections[1])
    return own and not parts.colour and not set(parts.before) & {*_SIGNS, "("}


def show_text(text: str, number_format: str) -> str:
    """A text in its format, which may add to it 単位など.

    >>> show_text("150", '@"千人"'), show_text("150", "0;-0;0;@"), show_text("150", "General")
    ('150千人', '150', '150')
    """
    section = next((each for each in reversed(_sections(number_format)) if "@" in each), "")
    parts = _parts(section) if len(number_format) <= _LONGEST else None
    return f"{parts.before}{text}{parts.after}" if parts and parts.digits == "@" else text


def _not_shown(number: Decimal, literal: str) -> Shown:
    """A number in a format without digits: as stored, with what the format says in its place."""
    word = "" if set(literal) <= set(DASHES) else literal
    return Shown(format(number, "f"), literal, "stored_number", 0, word, not literal)


def hides_text(number_format: str) -> bool:
    """Whether a format shows nothing of a text 文字: its fourth part is empty.

    >>> hides_text(";;;"), hides_text('0;-0;;@'), hides_text("General")
    (True, False, False)
    """
    return number_format.count(";") >= 3 and number_format.rpartition(";")[2] == ""


def show_in_full(value: int | float, number_format: str) -> Shown | None:
    """A number in its format with all its digits, also those that the format rounds away.

    Separators and trailing zeros are those of the format.

    None where the format is a date, one we do not know, or one that leaves out thousands.

    >>> [show_in_full(*each).text for each in ((28.94, "0"), (0.325, "0%"), (-1234, "#,##0;△#,##0"))]
    ['28.94', '32.5%', '△1,234']
    >>> show_in_full(58.6, "#,##0.00").text, show_in_full(1234.5, "0").text
    ('58.60', '1234.5')
    >>> show_in_full(1234567, "#,##0,"), show_in_full(0, ";;;").text
    (None, '0')
    """
    number, parts = _number(value), _parts_for(value, number_format)
    if parts is None or _thousands(parts[1]):
        return None
    before, digits, after, percents, _ = parts
    stored = format(number, "f")
    if not digits:
        return _not_shown(number, before.strip())
    text = _in_full(abs(number.scaleb(2 * percents)), digits)
    unsigned = _is_unsigned(number, parts, number_format)
    shown = _signed(number, before, text, after)
    return Shown(shown, stored, percents=percents, is_unsigned=unsigned)


def _number(value: int | float) -> Decimal:
    """The number as it was typed: a workbook keeps 32.3 as 32.299999999999997."""
    return Decimal(value) if isinstance(value, int) else Decimal(format(value, ".15g"))


def _parts_for(value: int | float, number_format: str) -> _Parts | None:
    """The parts of the format that holds for a number; None for an unknown one."""
    if len(number_format) > _LONGEST:
        return None
    return _parts(_section(_sections(number_format), _number(value)))


def _signed(number: Decimal, before: str, text: str, after: str) -> str:
    """Digits between the literals of their format; a minus told by brackets or colour is a sign."""
    if number < 0 and "(" in before and ")" in after:
        before, after = before.replace("(", ""), after.replace(")", "")
    is_negative = number < 0 and bool(set(text) & set("123456789"))  # -0.4 shown as 0 is none
    minus = "-" if is_negative and not set(before) & set(_SIGNS) else ""
    return f"{minus}{before}{text}{after}".strip()


def _sections(number_format: str) -> list[str]:
    """The parts of a format for positive numbers, negative ones, zero and text."""
    return re.findall(r'((?:"[^"]*"|\\.|[^;"\\])*)(?:;|$)', number_format)[:4]


def _section(sections: list[str], number: Decimal) -> str:
    numeric = sections[:3]
    if number < 0 and len(numeric) > 1 and numeric[1]:
        return numeric[1]
    return numeric[2] if number == 0 and len(numeric) > 2 else numeric[0]


def _parts(section: str) -> _Parts | None:
    """The parts of a section; None for an unknown format."""
    before = digits = after = ""
    position = percents = colours = 0
    while position < len(section):
        token = _TOKEN.match(section, position)
        if token is None or (token["digits"] and digits):
            return None
        position = token.end()
        literal = token["quoted"] or token["escaped"] or token["currency"] or token["plain"] or ""
        percents += token["plain"] == "%"
        colours += token["colour"] is not None
        if token["digits"]:
            digits = token["digits"]
        elif digits:
            after += literal
        else:
            before += literal
    return _Parts(before, digits, after, percents, bool(colours))


def _thousands(digits: str) -> int:
    """How often a format divides by 1,000: the commas at the end of its digits."""
    whole = digits.partition(".")[0] if "." in digits and not digits.endswith(",") else digits
    return len(whole) - len(whole.rstrip(","))


def _in_full(number: Decimal, digits: str) -> str:
    """All digits of a number, with the separators and at least the zeros of its format."""
    whole, _, fraction = digits.partition(".")
    text = format(number, ",f" if "," in whole else "f")
    known, _, part = text.partition(".")
    part = part.ljust(fraction.count("0"), "0")
    return f"{known}.{part}" if part else known


def _in_digits(number: Decimal, digits: str) -> tuple[str, Decimal]:
    """The digits of a number, and the number that they say."""
    if not set(digits) <= set("#0?,."):
        return format(number, "f"), number
    whole, _, fraction = digits.rstrip(",").partition(".")
    places = Decimal(1).scaleb(-len(fraction))
    rounded = number.quantize(places, ROUND_HALF_UP, _LARGE)
    text = format(rounded, ",f" if "," in whole else "f")
    for digit in reversed(fraction):
        if digit == "0" or not text.endswith("0"):
            break
        text = text[:-1]
    text = text.removesuffix(".")
    return text.zfill(whole.count("0")) if "," not in whole else text, rounded
