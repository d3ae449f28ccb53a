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


def _marked(text: str, marks: str) -> list[tuple[str, str]]:
    """The marks of a text, each with the word behind it."""
    found = re.findall(rf"([{re.escape(marks)}])\s*([^{re.escape(marks)}]*)", text)
    return [(mark, re.sub(rf"^{_PARTED}+|{_PARTED}+$", "", word)) for mark, word in found]


def _of(found: list[tuple[str, str]], on: str) -> Choice:
    words = [(mark, " ".join(word.split())) for mark, word in found if word]
    chosen = (word for mark, word in words if mark and mark in on)
    return Choice(tuple(word for _, word in words), tuple(dict.fromkeys(chosen)))
