"""What the look 書式 of a workbook's cell says: struck out 見え消し, raised 上付き, not to be seen.

Nothing is glued together: what is struck out or has the colour of its ground is no part of the text,
a raised figure is no digit of the number before it. Each leaves a note, which becomes a finding.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Color, Font, GradientFill, PatternFill

from cityplan.japanese.quantities import quantity
from cityplan.read.file.contents import Note

_HIGH = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_LOW = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")
_WORDS = {"superscript": "上付き", "subscript": "下付き"}
_WHITE, _BLACK = "FFFFFF", "000000"
_INDEXED = {0: _BLACK, 1: _WHITE, 8: _BLACK, 9: _WHITE}
_THEME = {0: _WHITE, 1: _BLACK}


class Run(NamedTuple):
    """A part of a cell's text in one look; `raised` is 上付き, 下付き or empty."""

    text: str
    struck: bool = False
    raised: str = ""
    unseen: bool = False

    @property
    def told(self) -> str:
        """The text with what its look says: ［取り消し線：120］."""
        words = ["取り消し線"] * self.struck + ["見えない文字"] * self.unseen
        words += [self.raised] * bool(self.raised)
        return f"［{'・'.join(words)}：{self.text}］" if words and self.text.strip() else self.text


def look(cell: ReadOnlyCell) -> Run:
    """How all of a cell looks, as a run without text; a text that is raised as a whole is as any."""
    return _run("", cell.font, _ground(cell.fill))


def runs(value: object, cell: ReadOnlyCell, whole: Run) -> list[Run]:
    """The runs of a cell's text; those without a look of their own have the cell's."""
    if not isinstance(value, CellRichText):
        return [whole._replace(text=str(value), raised="")]
    ground = _ground(cell.fill)
    return [
        _run(part.text, part.font, ground) if isinstance(part, TextBlock) else whole._replace(text=str(part), raised="")
        for part in value
    ]


def read(parts: Sequence[Run]) -> tuple[str, list[Note]]:
    """The text that counts, and a note on each look that changes what the cell says.

    >>> read([Run("120", struck=True), Run("150")])
    ('150', [Note(rule='struck_out', before='［取り消し線：120］150', after='150')])
    >>> read([Run("150"), Run("1", raised="上付き")])
    ('150（注1）', [Note(rule='raised_note', before='150［上付き：1］', after='150（注1）')])
    >>> [read([Run("10"), Run(*small)])[0] for small in (("3", False, "上付き"), ("2", True))]
    ['10³', '10']
    >>> read([Run("30 km"), Run("2", raised="上付き")]), read([Run("150", struck=True)])
    (('30 km²', []), ('', [Note(rule='struck_cell', before='150', after='')]))
    """
    gone = [run for run in parts if (run.struck or run.unseen) and run.text.strip()]
    kept = [run for run in parts if not (run.struck or run.unseen)]
    text, note = _without_raised(kept)
    struck = any(run.struck for run in gone)
    if gone and not text.strip():
        before = "".join(run.text for run in parts)
        return "", [Note("struck_cell" if struck else "unseen_cell", before, "")]
    told = "".join(run.told for run in parts)
    notes = [Note("struck_out" if struck else "unseen_text", told, text)] if gone else []
    return text, notes + ([Note("raised_note", told, text)] if note else [])


def _without_raised(parts: Sequence[Run]) -> tuple[str, bool]:
    """The text with small figures as small characters, or as a note after its number; whether as one.

    ㎥ and CO₂ are words; 10³ is no 10 with a note.
    """
    small = plain = note = ""
    for run in parts:
        if not run.raised:
            plain, small = plain + run.text, small + run.text
            continue
        text = run.text.translate(_HIGH if run.raised == _WORDS["superscript"] else _LOW)
        if re.search("[A-Za-zＡ-Ｚａ-ｚ]$", small):
            plain += text
        else:
            note += run.text.strip(" 　()（）")
        small += text
    value = quantity(plain.strip()) if note else None
    if value is None or re.search(r"(?<![\d.,])10 *$", plain):
        return small, False
    noted = f"{plain.strip()}（{'注' * note[0].isdigit()}{note}）"
    read_so = quantity(noted)
    return (noted, True) if read_so and read_so.value == value.value else (small, False)


def _run(text: str, font: Font | InlineFont, ground: str) -> Run:
    unseen = bool(ground) and _colour(font.color, _BLACK) == ground
    return Run(text, bool(font.strike), _WORDS.get(font.vertAlign or "", ""), unseen)


def _ground(fill: PatternFill | GradientFill) -> str:
    """The colour of a cell's ground 地; empty for a pattern, in which any text can be seen."""
    kind = getattr(fill, "patternType", "gradient")
    if kind in (None, "none"):
        return _WHITE
    return _colour(fill.fgColor, _WHITE) if kind == "solid" else ""


def _colour(colour: Color | None, automatic: str) -> str:
    """A name for a colour, the same for white and black however they are given."""
    if colour is None or colour.type == "auto" or (colour.type, colour.value) == ("indexed", 64):
        return automatic
    if colour.type == "rgb":
        return str(colour.rgb)[-6:].upper()
    if not colour.tint:
        known = {"indexed": _INDEXED, "theme": _THEME}.get(colour.type, {})
        if colour.value in known:
            return known[colour.value]
    return f"{colour.type} {colour.value} {colour.tint}"
