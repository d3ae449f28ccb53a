"""Characters that the shipped font cannot show (外字 and the like)."""

from functools import cache

from fontTools.ttLib import TTFont

from cityplan.look.style import FONTS

# 下駄記号, what Japanese printers set for a character they do not have.
GETA = "〓"
_LOWERED = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
# They choose or join the shape of the character before them and draw nothing themselves.
_INVISIBLE = {"\n", "\u200d"} | set(map(chr, [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]))


def missing_glyphs(text: str) -> set[str]:
    """The characters of a text for which the font of the PDF has no glyph.

    >>> missing_glyphs("◎目標値以上 😀")
    {'😀'}
    """
    return set(text) - _available()


def with_geta(text: str) -> str:
    """The text with 〓, or what may stand for it, in the place of each character without a glyph.

    >>> with_geta("髙島😀"), with_geta("9,105t-CO₂")
    ('髙島〓', '9,105t-CO2')
    """
    missing = missing_glyphs(text)
    return text.translate({ord(character): stand_in(character) for character in missing}) if missing else text


def stand_in(character: str) -> str:
    """What is printed for a character without a glyph: a lowered figure as a figure, else 〓; a raised one is a power."""
    return character.translate(_LOWERED) if ord(character) in _LOWERED else GETA


@cache
def _available() -> set[str]:
    names = ("NotoSansJP-Regular.ttf", "NotoSansJP-Bold.ttf")
    with TTFont(FONTS / names[0], lazy=True) as regular, TTFont(FONTS / names[1], lazy=True) as bold:
        return set(map(chr, regular.getBestCmap().keys() & bold.getBestCmap().keys())) | _INVISIBLE
