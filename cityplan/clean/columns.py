"""What a plain table says in columns of its own: the unit 単位 and the direction 向き of a row."""

from cityplan.japanese.text import squeeze, unit

_HIGHER = (
    "以上",
    "増",
    "増加",
    "増やす",
    "高いほど",
    "多いほど",
    "大きいほど",
    "上昇",
    "向上",
    "拡大",
    "上げる",
    "上がる",
    "プラス",
    "正",
    "高",
    "↑",
    "↗",
    "⬆",
)
_LOWER = (
    "以下",
    "減",
    "減少",
    "減らす",
    "低いほど",
    "少ないほど",
    "小さいほど",
    "下降",
    "低下",
    "低減",
    "抑制",
    "縮小",
    "下げる",
    "下がる",
    "マイナス",
    "負",
    "低",
    "↓",
    "↘",
    "⬇",
    "▲",
    "△",
)
_NEITHER = ("維持", "現状維持", "→", "横ばい")


def declared_unit(text: str) -> tuple[str, str]:
    """The unit of a cell and its condition; both empty where the cell is no unit.

    >>> declared_unit("人（延べ）"), declared_unit("人23,958")
    (('人', '延べ'), ('', ''))
    """
    return unit(text) or ("", "")


def declared_polarity(text: str) -> str | None:
    """The direction that is better, as a word says it; None where it says nothing known.

    >>> [declared_polarity(word) for word in ("高いほど良い", "減少を目指す", "以 上", "維持", "", "?")]
    ['higher', 'lower', 'higher', '', '', None]
    """
    word = squeeze(text).strip("()")
    for end in ("良い", "よい", "望ましい", "を目指す", "させる", "する", "が"):
        word = word.removesuffix(end)
    if word in _HIGHER:
        return "higher"
    if word in _LOWER:
        return "lower"
    return "" if not word or word in _NEITHER else None
