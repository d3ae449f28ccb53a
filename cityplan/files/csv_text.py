"""A text as a cell of a CSV that Excel opens: what would be a formula there is guarded by a '.

Reading takes the guard away again, so that every text comes back as it was.
"""

import re

FORMULA = r"[\t\r\n]|\s*[=+\-@＝＋－＠]"  # how it begins; in Japanese both widths
# A dash for no value, a line of dashes, and a number with its sign and unit calculate nothing.
_HARMLESS = r"[-+－＋\s]*\Z|[-+－＋]?[\d.,]+\w*[%％]?\Z"
_GUARDED = re.compile(rf"'*(?!{_HARMLESS})(?:{FORMULA})")


def guarded(text: str) -> str:
    """A text 文 as it is written.

    >>> [guarded(text) for text in ("=1+1", "- 子ども", "-", "-5", "+19.4ポイント", "'=1")]
    ["'=1+1", "'- 子ども", '-', '-5', '+19.4ポイント', "''=1"]
    """
    return f"'{text}" if _GUARDED.match(text) else text


def unguarded(text: str) -> str:
    """A text as it was before it was written.

    >>> [unguarded(text) for text in ("'=1+1", "'- 子ども", "-", "''=1", "'a")]
    ['=1+1', '- 子ども', '-', "'=1", "'a"]
    """
    return text[1:] if text[:1] == "'" and _GUARDED.match(text[1:]) else text
