"""A table for a terminal: columns aligned where a Japanese character is as wide as two others."""

from collections.abc import Sequence

import wcwidth

_GAP = "  "
_CUT = "..."  # … is as wide as one or two characters, by the terminal


def text_table(heading: Sequence[str], rows: Sequence[Sequence[str]], width: int = 0, narrowed: int = 0) -> list[str]:
    """The lines of a table; where it is wider than `width`, the column `narrowed` is cut.

    >>> for line in text_table(["市", "年度"], [["日立市", "R5"], ["a", "R6"]]):
    ...     print(line)
    市      年度
    日立市  R5
    a       R6
    """
    table = [list(heading), *map(list, rows)]
    widths = [max(map(columns_of, column)) for column in zip(*table, strict=True)]
    too_much = sum(widths) + len(_GAP) * (len(widths) - 1) - width
    if width and too_much > 0:
        least = max(columns_of(heading[narrowed]), 2 * len(_CUT))
        widths[narrowed] = min(widths[narrowed], max(widths[narrowed] - too_much, least))
        for row in table:
            row[narrowed] = cut(row[narrowed], widths[narrowed])
    return [
        _GAP.join(wcwidth.ljust(text, room) for text, room in zip(row, widths, strict=True)).rstrip() for row in table
    ]


def cut(text: str, width: int) -> str:
    """A text of a width at most.

    >>> cut("ひたち成長戦略プラン", 12), cut("プラン", 6)
    ('ひたち成...', 'プラン')
    """
    if columns_of(text) <= width:
        return text
    return wcwidth.clip(text, 0, width - len(_CUT), fillchar="") + _CUT


def columns_of(text: str) -> int:
    """How many columns a text takes on a terminal.

    >>> columns_of("日立市"), columns_of("ﾋﾀﾁ R5"), columns_of("か\u3099")
    (6, 6, 2)
    """
    return wcwidth.width(text)
