"""Letters 文字: one form for each, blanks that a line break left."""

import re
import unicodedata
from functools import lru_cache

from cityplan.japanese.variants import RADICALS, VARIANTS

DASHES = "-－―‐–—ー−─"
NOT_ENTERED = "未入力"  # an empty entry of a form that came back
# Of a name, also ｵﾌｨｽ, and radicals ⼈ and compatibility ideographs that an extraction put for them.
JAPANESE = "ぁ-んァ-ヶー一-龠々ｦ-ﾟ\u2e80-\u2fdf\uf900-\ufaff"
_WRAP = re.compile(rf"(?<=[{JAPANESE}・])[ \u00a0\u2000-\u200a　]+(?=[{JAPANESE}])")


@lru_cache(maxsize=16_384)
def fold(text: str) -> str:
    """Fold widths and old character forms and collapse blanks, for comparing and parsing only.

    >>> fold("△基準値未滿　１２％"), fold("利\u2f64件数の\u2ed1い")
    ('△基準値未満 12%', '利用件数の長い')
    """
    folded = unicodedata.normalize("NFKC", text.translate(RADICALS))
    return " ".join(folded.translate(VARIANTS).split())


def squeeze(text: str) -> str:
    """Fold a name and drop its blanks, so that a wrapped name equals an unwrapped one.

    >>> squeeze("街なかマイクロクリエイション オフィス運営事業")
    '街なかマイクロクリエイションオフィス運営事業'
    """
    return fold(text).replace(" ", "")


def unwrap(text: str) -> str:
    """Remove the blank that a line wrap left between two Japanese characters of a name.

    >>> unwrap("人 権"), unwrap("移住・定住支援策による 転入世帯数"), unwrap("補助件数 (新規・継続)")
    ('人権', '移住・定住支援策による転入世帯数', '補助件数 (新規・継続)')
    >>> unwrap("\u2f08 権").endswith("権") and " " not in unwrap("\u2f08 権")
    True
    """
    return _WRAP.sub("", text.strip())
