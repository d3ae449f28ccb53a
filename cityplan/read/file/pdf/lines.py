"""Characters -> lines, as they are read: by base line, then along it. Real blanks stay; a wide gap is one blank."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cityplan.read.file.pdf.marks import Box, Char, around
from cityplan.read.table.cell_looks import Run

_SAME_LINE = 0.5  # of a size
_SMALL = 0.8  # of the line's size: a raised figure
_FULL = 0.75  # of the usual size: what makes a line of its own
_HIGH, _LOW = 0.15, 0.05  # of a size above or below the base line
_WORD_GAP = 0.25  # of a size, between narrow characters
_WIDE_GAP = 0.9  # between any others
_OVERLAP = 0.5  # of the narrower of two characters
_OPENING, _CLOSING = "（「『【［〔｛〈《", "）」』】］〕｝〉》、。，．"
_NARROW = 0x2E80
_NEAREST_LINES = 0.7  # of a size
_MOST_BLANKS = 4.0  # of a size: real ones within a line


@dataclass
class TextLine:
    """Characters of one line in reading order."""

    chars: list[Char]

    @property
    def size(self) -> float:
        return max(char.size for char in self.chars)

    @property
    def base(self) -> float:
        size = self.size
        return max(char.base for char in self.chars if char.size >= _SMALL * size)

    @property
    def begin(self) -> float:
        return self.chars[0].begin

    @property
    def end(self) -> float:
        return max(char.end for char in self.chars)

    @property
    def box(self) -> Box:
        return around([char.box for char in self.chars])

    @property
    def text(self) -> str:
        return "".join(run.text for run in runs_of_line(self, set())).strip("\n")


def lines_of(chars: Iterable[Char]) -> list[TextLine]:
    """The lines 行 that characters make; of each turn in its own direction, the most usual turn first."""
    by_turn: dict[int, list[Char]] = {}
    for char in chars:
        by_turn.setdefault(char.turn, []).append(char)
    groups = sorted(by_turn.values(), key=lambda group: (-len(group), group[0].turn))
    return [line for group in groups for line in _lines_of_turn(group)]


def _lines_of_turn(chars: list[Char]) -> list[TextLine]:
    usual = sorted(char.size for char in chars)[len(chars) // 2]
    full = [char for char in chars if char.size >= _FULL * usual]
    small = [char for char in chars if char.size < _FULL * usual]
    lines: list[list[Char]] = []
    base = 0.0
    for char in sorted(full, key=lambda each: each.base):
        if lines and char.base - base <= _SAME_LINE * min(char.size, lines[-1][0].size):
            lines[-1].append(char)
        else:
            lines.append([char])
            base = char.base
    rest = [char for char in small if not _joins(char, lines)]
    found = [TextLine(sorted(line, key=lambda char: (char.begin, char.end))) for line in lines]
    if rest:
        found += _lines_of_turn(rest)
    return sorted(found, key=lambda line: line.base)


def _joins(char: Char, lines: list[list[Char]]) -> bool:
    """Whether a small character stands in the height of a line; it joins it, beside a character of it."""
    for line in lines:
        first = line[0]
        if not first.base - first.size <= char.base - char.size / 3 <= first.base + 0.25 * first.size:
            continue
        if any(abs(char.begin - other.end) < first.size or abs(other.begin - char.end) < first.size for other in line):
            line.append(char)
            return True
    return False


def runs_of(lines: Sequence[TextLine], struck: set[Char]) -> list[Run]:
    """The text of some lines as runs of one look, a line break between lines."""
    runs: list[Run] = []
    for at, line in enumerate(lines):
        if at:
            runs.append(Run("\n"))
        runs += runs_of_line(line, struck)
    return runs


def runs_of_line(line: TextLine, struck: set[Char]) -> list[Run]:
    size, base = line.size, line.base
    runs: list[Run] = []
    last: Char | None = None
    for char in line.chars:
        raised = _raised(char, size, base)
        text = f" {char.text}" if last is not None and _is_apart(last, char) else char.text
        is_struck = char in struck
        if runs and (runs[-1].struck, runs[-1].raised) == (is_struck, raised):
            runs[-1] = runs[-1]._replace(text=runs[-1].text + text)
        else:
            runs.append(Run(text, is_struck, raised))
        last = char
    return runs


def _raised(char: Char, size: float, base: float) -> str:
    if char.size > _SMALL * size:
        return ""
    if base - char.base >= _HIGH * size:
        return "上付き"
    return "下付き" if char.base - base >= _LOW * size else ""


def _is_apart(last: Char, char: Char) -> bool:
    """Whether a gap between two characters is a blank."""
    if last.text.isspace() or char.text.isspace():
        return False
    is_word = ord(last.text[0]) < _NARROW and ord(char.text[0]) < _NARROW
    return char.begin - last.end > (_WORD_GAP if is_word else _WIDE_GAP) * min(last.size, char.size)


def overlapping(lines: Sequence[TextLine]) -> bool:
    """Whether characters of some lines lie upon each other 文字の重なり."""
    return any(_is_crowded(line) for line in lines) or any(
        _share_height(one, other) for one, other in itertools.pairwise(lines)
    )


def _is_crowded(line: TextLine) -> bool:
    shown = [char for char in line.chars if char.text.strip()]
    return any(
        one.run != other.run
        and _ink(one)[1] - _ink(other)[0] > _OVERLAP * min(one.end - one.begin, other.end - other.begin) > 0
        for one, other in itertools.pairwise(shown)
    )


def _ink(char: Char) -> tuple[float, float]:
    """Where a character begins and ends; a wide bracket or comma fills half of its square, and is set on half of it."""
    half = (char.begin + char.end) / 2
    return (half if char.text in _OPENING else char.begin), (half if char.text in _CLOSING else char.end)


def _share_height(one: TextLine, other: TextLine) -> bool:
    """Whether two lines, one below the other, are nearer than letters are high."""
    if one.chars[0].turn != other.chars[0].turn:
        return False
    shared = min(one.end, other.end) - max(one.begin, other.begin)
    return shared > 0 and 0 <= other.base - one.base < _NEAREST_LINES * min(one.size, other.size)


def pieces(line: TextLine, gap: float) -> list[TextLine]:
    """A line cut where its gaps are wider than so many sizes; real blanks are gaps where they are many."""
    found: list[list[Char]] = []
    for char in line.chars:
        if not char.text.strip():
            if found:
                found[-1].append(char)
            continue
        if found and not _is_cut(found[-1], char, gap):
            found[-1].append(char)
        else:
            found.append([char])
    return [TextLine(_stripped(piece)) for piece in found]


def _is_cut(piece: list[Char], char: Char, gap: float) -> bool:
    size = min(char.size, piece[-1].size)
    shown = next(each for each in reversed(piece) if each.text.strip())
    return char.begin - piece[-1].end > gap * size or char.begin - shown.end > _MOST_BLANKS * size


def _stripped(chars: list[Char]) -> list[Char]:
    while chars and not chars[-1].text.strip():
        chars = chars[:-1]
    return chars
