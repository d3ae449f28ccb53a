"""The direction that is better 向き, as a word says it."""

from cityplan.japanese.letters import squeeze

# What a column of its own 向き says.
_HIGHER = "以上 増 増加 増やす 高いほど 多いほど 大きいほど 上昇 向上 拡大 上げる 上がる プラス 正 高 ↑ ↗ ⬆".split()
_LOWER = "以下 減 減少 減らす 低いほど 少ないほど 小さいほど 下降 低下 低減 抑制 縮小 下げる 下がる マイナス 負 低 ↓ ↘ ⬇ ▲ △".split()
_NEITHER = "維持 現状維持 → 横ばい".split()


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
