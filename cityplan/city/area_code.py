"""全国地方公共団体コード: the six digits of a municipality, the last of which checks the others (総務省)."""

from cityplan.city.entries import entry_error
from cityplan.japanese.letters import fold

_WEIGHTS = (6, 5, 4, 3, 2)


def checked_area_code(code: str, file: str) -> str:
    """The code in ASCII digits; SourceError where it is not one of six digits that agree.

    >>> checked_area_code("０８２０１５", "data/raw/x/source.toml")
    '082015'
    >>> checked_area_code("082051", "data/raw/x/source.toml")
    Traceback (most recent call last):
    cityplan.files.errors.SourceError: data/raw/x/source.toml 列「area_code」:「082051」 検査数字が合いません...
    """
    digits = fold(code)
    if len(digits) != 6 or not (digits.isascii() and digits.isdecimal()):
        what = "全国地方公共団体コードは6桁の数字です"
        raise entry_error(what, file, "area_code", code, 'area_code = "082015" のように、" で囲んで書いてください。')
    if check_digit(digits[:5]) != digits[5]:
        step = "総務省の「全国地方公共団体コード」の表で確かめてください（終わりの1桁は、前の5桁から決まります）。"
        raise entry_error("検査数字が合いません", file, "area_code", code, step)
    return digits


def check_digit(digits: str) -> str:
    """The sixth digit of a code by its first five.

    >>> check_digit("08201"), check_digit("01100"), check_digit("13101")
    ('5', '2', '6')
    """
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True))
    return str((11 - total % 11) % 10)
