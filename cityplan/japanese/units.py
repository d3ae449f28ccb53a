"""Units 単位 that are one in other letters: か所 and 箇所, トン and t."""

import re

from cityplan.japanese.letters import squeeze

# Squeezed, the one that stands for all first. Only what is the same measure and the same size: 千人 and 人 are two.
_SPELLINGS = (
    ("か所", "ヶ所", "ヵ所", "ケ所", "カ所", "箇所", "個所", "ヵ処"),
    ("か国", "ヶ国", "ヵ国", "ケ国", "カ国", "箇国"),
    ("か年", "ヶ年", "ヵ年", "ケ年", "カ年", "箇年"),
    ("人", "名"),
    ("%", "パーセント"),
    ("個", "コ", "ケ"),
    ("t", "トン", "T"),
    ("g", "グラム"),
    ("kg", "キログラム", "Kg", "KG"),
    ("m", "メートル"),
    ("km", "キロメートル", "Km", "KM"),
    ("m2", "㎡", "平方メートル", "平米"),
    ("m3", "㎥", "立方メートル", "立米"),
    ("km2", "平方キロメートル"),
    ("ha", "ヘクタール"),
    ("l", "L", "リットル"),
    ("kl", "kL", "キロリットル"),
    ("kWh", "kwh", "KWh", "KWH", "キロワット時"),
    ("ポイント", "pt"),
)
_ONE = {each: first for first, *others in _SPELLINGS for each in (first, *others)}
_SCALE = re.compile("((?:百万|千万|十億|[千万億兆])?)(.+)")


def same_unit(one: str, other: str) -> bool:
    """Whether two units are one, however it is spelled.

    >>> [same_unit(*each) for each in (("箇所", "ヶ所"), ("千トン", "千ｔ"), ("人／年", "名/年"), ("㎡", "平方メートル"))]
    [True, True, True, True]
    >>> [same_unit(*each) for each in (("千人", "人"), ("件", "回"), ("件/年", "件"), ("", "件"))]
    [False, False, False, False]
    """
    return _plain(one) == _plain(other)


def _plain(unit: str) -> list[str]:
    return [_part(part) for part in re.split(r"([/・-])", squeeze(unit))]


def _part(part: str) -> str:
    match = _SCALE.fullmatch(part)
    return f"{match[1]}{_ONE.get(match[2], match[2])}" if match else part
