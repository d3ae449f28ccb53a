"""Choices 選択 in a cell: □拡充　■継続, ○ before a word, a circled letter -> the words that are chosen."""

import re
from typing import NamedTuple

from cityplan.japanese.letters import fold

_OFF = "□☐◻▢"
_ON = "■☑☒✓✔🗹◼レ"
_RING, _DISC = "○◯〇", "●◉"
_CIRCLED = {chr(0x24B6 + at): chr(ord("A") + at) for at in range(26)} | {
    chr(0x24D0 + at): chr(ord("a") + at) for at in range(26)
}
_PARTED = r"[\s　、,，/／・|｜]"


_NUMBERED = re.compile(r"(?P<number>[0-9]{1,2})(?:[.:、)\s]\s*)?(?P<word>[^0-9\s、。,・/:][^0-9\s。]*)")
_LETTER = re.compile(r"[SA-E]")


class Choice(NamedTuple):
    """What a cell offers and what of it is chosen."""

    words: tuple[str, ...]
    chosen: tuple[str, ...]


def choice(text: str, on: str = "") -> Choice | None:
    """The choice that a cell is; None where it is none. `on` are the marks of what is chosen, where they are others.

    >>> choice("□拡充　■継続　□見直し"), choice("☑拡充 ☑継続 ☐縮小")
    (Choice(words=('拡充', '継続', '見直し'), chosen=('継続',)), Choice(words=('拡充', '継続', '縮小'), chosen=('拡充', '継続')))
    >>> choice("拡充・○継続・縮小"), choice("Ａ　Ⓑ　Ｃ"), choice("○拡充 ●継続 ○縮小")
    (Choice(words=('拡充', '継続', '縮小'), chosen=('継続',)), Choice(words=('A', 'B', 'C'), chosen=('B',)), Choice(words=('拡充', '継続', '縮小'), chosen=('継続',)))
    >>> choice("継続"), choice("□拡充 □継続"), choice("Ⓐ")
    (None, Choice(words=('拡充', '継続'), chosen=()), Choice(words=('A',), chosen=('A',)))
    """
    marks = on + (_OFF + _ON if any(mark in text for mark in _OFF + _ON.replace("レ", "")) or on else "")
    if marks and (found := _marked(text, marks + _OFF + _RING + _DISC if on else marks)):
        return _of(found, on or _ON)
    if any(mark in text for mark in _DISC):
        return _of(_marked(text, _RING + _DISC), _DISC)
    words = [word for word in re.split(f"{_PARTED}+", text.strip()) if word]
    if any(letter in _CIRCLED for word in words for letter in word) and all(len(word) == 1 for word in words):
        own = [(word if word in _CIRCLED else "", _CIRCLED.get(word, fold(word))) for word in words]
        return _of(own, "".join(_CIRCLED))
    if any(mark in text for mark in _RING):
        parts = re.split(rf"{_PARTED}*(?=[{_RING}])|(?<=[^{_RING}\s　]){_PARTED}+", text.strip())
        own = [(part[0], part[1:].strip()) if part[0] in _RING else ("", part.strip()) for part in parts if part]
        return _of(own, _RING) if len(own) > 1 else None
    return None


def is_mark(text: str) -> bool:
    """Whether a cell holds nothing but a mark of what is chosen.

    >>> is_mark("✓"), is_mark(" ○ "), is_mark("☐"), is_mark("継続"), is_mark("")
    (True, True, False, False, False)
    """
    return text.strip() in {*_ON, *_RING, *_DISC}


def is_grade(text: str) -> bool:
    """Whether a cell holds a grade, or a choice among grades.

    >>> is_grade("Ａ"), is_grade("A・Ⓑ・C・D"), is_grade("継続"), is_grade("３")
    (True, True, False, False)
    """
    if _LETTER.fullmatch(fold(text.strip())):
        return True
    found = choice(text)
    return bool(found and len(found.words) > 1 and all(_LETTER.fullmatch(word) for word in found.words))


def is_offer(text: str) -> bool:
    """Whether what a text offers is told by its marks alone: circled letters, or boxes of both kinds.

    >>> is_offer("Ａ・Ⓑ・Ｃ"), is_offer("□拡充　■継続"), is_offer("○講座を開いた　市民の参加"), is_offer("■意見　■要望")
    (True, True, False, False)
    """
    found = choice(text)
    is_letters = any(letter in _CIRCLED for letter in text)
    return bool(found and len(found.chosen) == 1) and (is_letters or any(mark in text for mark in _OFF))


def of_number(offered: str, number: str) -> Choice | None:
    """The choice of numbered words by a number beside them; None where nothing is offered by numbers.

    >>> of_number("１ 拡充　２ 継続　３ 縮小", "２"), of_number("1.拡充 2.現状のまま継続", "3")
    (Choice(words=('拡充', '継続', '縮小'), chosen=('継続',)), Choice(words=('拡充', '現状のまま継続'), chosen=()))
    >>> of_number("1 拡充 3 縮小", "1"), of_number("拡充", "1")
    (None, None)
    """
    found = [(int(match["number"]), match["word"]) for match in _NUMBERED.finditer(fold(offered))]
    if len(found) < 2 or [at for at, _ in found] != list(range(1, len(found) + 1)):
        return None
    said = fold(number.strip())
    return Choice(tuple(word for _, word in found), tuple(word for at, word in found if str(at) == said))


def _marked(text: str, marks: str) -> list[tuple[str, str]]:
    """The marks of a text, each with the word behind it."""
    found = re.findall(rf"([{re.escape(marks)}])\s*([^{re.escape(marks)}]*)", text)
    return [(mark, re.sub(rf"^{_PARTED}+|{_PARTED}+$", "", word)) for mark, word in found]


def _of(found: list[tuple[str, str]], on: str) -> Choice:
    words = [(mark, " ".join(word.split())) for mark, word in found if word]
    chosen = (word for mark, word in words if mark and mark in on)
    return Choice(tuple(word for _, word in words), tuple(dict.fromkeys(chosen)))
