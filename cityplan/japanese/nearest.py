"""What a person may have meant: the nearest of the words that exist, for a message."""

from collections.abc import Mapping
from difflib import SequenceMatcher

from cityplan.japanese.letters import fold

_ALIKE = 0.6  # difflib's own measure of a close match
_SWAPPED = 0.9  # 60 for 06: the same characters in another order
_PART = 0.8  # 日立 for 日立市


def perhaps(text: str, known: Mapping[str, str]) -> str:
    """The sentence that names the nearest もしかして, or nothing where none is near.

    `known` has each word that may have been meant, and how it is told.

    >>> perhaps("hitaci", {"takahagi": "takahagi", "hitachi": "hitachi"})
    'もしかして: hitachi。'
    >>> perhaps("60", {"05": "05", "06": "06", "10": "10"})
    'もしかして: 06。'
    >>> perhaps("xyz", {"hitachi": "hitachi"})
    ''
    """
    rated = [(_likeness(_plain(text), _plain(word)), told) for word, told in known.items()]
    likeness, told = max(rated, key=lambda pair: pair[0], default=(0.0, ""))
    return perhaps_sentence(told) if likeness >= _ALIKE else ""


def perhaps_sentence(told: str) -> str:
    """How a word that may have been meant is told."""
    return f"もしかして: {told}。"


def _plain(text: str) -> str:
    return fold(text).casefold()


def _likeness(text: str, word: str) -> float:
    like = SequenceMatcher(None, text, word).ratio()
    if text and sorted(text) == sorted(word):
        return max(like, _SWAPPED)
    if len(text) > 1 and text in word:
        return max(like, _PART)
    return like
