"""Where a Japanese name may be broken: between phrases 文節, not inside a word."""

import re
from functools import cache

from budoux import Parser, load_default_japanese_parser

# A longer phrase may not fit a narrow column in one piece: it is broken as any text is.
LONGEST = 9
_KANJI = "[々〇一-鿿]"
_END = re.compile(f"{_KANJI}{{2,4}}$")
# Two Chinese characters before no syllable, or a number before its unit.
_INSIDE = re.compile(f"{_KANJI}{_KANJI}(?![ぁ-ん])|[0-9]")


def phrases(name: str) -> list[str]:
    """The phrases 文節 of a name, one after the other; together they are the name.

    Seen in the names of both documents: a boundary between two Chinese characters is mostly wrong
    (スポーツ施|設利用者数) unless a verb follows, and so is one beside a piece of a letter or two.

    >>> phrases("山側住宅団地住み替え促進事業")
    ['山側住宅団地', '住み替え促進事業']
    >>> phrases("しなやかな新しい生活様式の普及"), phrases("未来型環境先進都市の推進")
    (['しなやかな', '新しい', '生活様式の普及'], ['未来型環境先進都市の', '推進'])
    """
    kept: list[str] = []
    # What the parser finds, broken after ・ too.
    for piece in (part for found in _parser().parse(name) for part in re.findall(".{2,}?・(?=..)|.+", found)):
        if kept and not _may_break(kept[-1], piece):
            kept[-1] += piece
        else:
            kept.append(piece)
    return [part for phrase in kept for part in _with_own_end(phrase)]


def _with_own_end(phrase: str) -> list[str]:
    """A long phrase with its last Chinese characters apart: no line of 業 alone below …推進事.

    >>> _with_own_end("シーサイドツーリズム推進事業")
    ['シーサイドツーリズム', '推進事業']
    """
    end = _END.search(phrase)
    if len(phrase) <= LONGEST or not end or not end.start():
        return [phrase]
    return [phrase[: end.start()], end[0]]


def _may_break(before: str, after: str) -> bool:
    if _INSIDE.match(before[-1] + after[:2]):
        return False
    shorter = min(len(before), len(after))
    return shorter > 2 or (shorter > 1 and len(before + after) > LONGEST)


@cache
def _parser() -> Parser:
    return load_default_japanese_parser()
