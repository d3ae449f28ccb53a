"""Fonts whose table from codes to letters 対応表 (ToUnicode) has gaps: what is copied for such a code is another letter.

A program that keeps only the glyphs it uses numbers them anew: 8 may have the code of 5. Without its entry in the table
a reader takes the code for a letter, and 98.1% becomes 95.1%, without an error.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pikepdf

Letters = frozenset[str]
EVERY: Letters = frozenset()  # of a font of which no letter is known

_SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)endbf", re.DOTALL)
_SUBSET = re.compile(r"^/?(?:[A-Z]{6}\+)?")
_TOKEN = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[[^\]]*\])")
_SIMPLE = ("/Type1", "/TrueType", "/MMType1")
_MOST_CODES = 256
_FIRST_LETTER = 0x20  # codes below it are of glyphs that are numbered anew
_ENCODINGS = ("latin-1", "cp1252", "mac_roman")


def unsure_letters(fonts: Iterator[Any], unpacked: Callable[[Any], bytes]) -> dict[str, Letters]:
    """By the name of a font the letters that may stand for another one; EVERY where it has no table at all."""
    found: dict[str, Letters] = {}
    for font in fonts:
        letters = _unsure(font, unpacked)
        if letters is not None:
            name = bare_name(str(font.get("/BaseFont", "")))
            both = {letters, found.get(name, letters)}
            found[name] = EVERY if EVERY in both else frozenset().union(*both)
    return found


def bare_name(name: str) -> str:
    """The name of a font without the sign of a subset, which pdfium leaves out.

    >>> bare_name("/BAAAAA+IPAMincho"), bare_name("IPAMincho")
    ('IPAMincho', 'IPAMincho')
    """
    return _SUBSET.sub("", name)


def _unsure(font: Any, unpacked: Callable[[Any], bytes]) -> Letters | None:
    """None for a font that is as sure as any: of composite ones pdfium itself says which letters it does not know."""
    if str(font.get("/Subtype")) not in _SIMPLE or isinstance(font.get("/Encoding"), pikepdf.Name):
        return None
    used = _used_codes(font)
    if not any(code < _FIRST_LETTER for code in used - {0}):
        return None  # numbered as letters are
    table = font.get("/ToUnicode")
    if not isinstance(table, pikepdf.Stream):
        return None if "/Encoding" in font else EVERY
    lost = used - set(_mapped(unpacked(table))) - _named(font)
    letters = {letter for code in lost for letter in _taken_for(code)}
    return frozenset(letters) or None


def _used_codes(font: Any) -> set[int]:
    """The codes of a font whose glyphs have a width."""
    widths, first = font.get("/Widths"), font.get("/FirstChar", 0)
    if not isinstance(widths, pikepdf.Array):
        return set()
    return {int(first) + at for at, width in enumerate(list(widths)[:_MOST_CODES]) if float(width)}


def _named(font: Any) -> set[int]:
    """The codes that the font itself names: /Differences [53 /eight]."""
    encoding = font.get("/Encoding")
    named: set[int] = set()
    code = 0
    for each in encoding.get("/Differences", ()) if isinstance(encoding, pikepdf.Dictionary) else ():
        if isinstance(each, pikepdf.Name):
            named.add(code)
            code += 1
        else:
            code = int(each)
    return named


def _mapped(table: bytes) -> Iterator[int]:
    """The codes that a table has letters for."""
    for kind, body in _SECTION.findall(table):
        tokens = [code for code, _ in _TOKEN.findall(body)]  # an array of letters counts as one
        step = 2 if kind == b"bfchar" else 3
        for at in range(0, len(tokens) - step + 1, step):
            first = _code(tokens[at])
            last = first if kind == b"bfchar" else _code(tokens[at + 1])
            yield from range(first, min(last, first + _MOST_CODES) + 1)


def _code(token: bytes) -> int:
    return int(b"".join(token.split()) or b"0", 16)


def _taken_for(code: int) -> Iterator[str]:
    """The letters that a code without an entry is taken for."""
    for encoding in _ENCODINGS:
        try:
            yield bytes([code]).decode(encoding)
        except (UnicodeDecodeError, ValueError):
            continue


def is_unsure(letter: str, font: str, unsure: Mapping[str, Letters]) -> bool:
    """Whether a letter in a font may be another one."""
    letters = unsure.get(bare_name(font))
    return letters is not None and (letters == EVERY or letter in letters)
