"""Lines outside of tables -> paragraphs: a line that is full goes on in the next one."""

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from cityplan.read.file.pdf.lines import TextLine, lines_of, pieces
from cityplan.read.file.pdf.marks import Box, Char, around

COLUMN_GAP = 1.5  # of a size: what stands further apart belongs to another column
_LEADING = 2.1  # of a size: lines further apart are of two paragraphs
_SAME_SIZE = 0.04
_FULL_LINE = 1.2  # of a size: how far a full line may end before the others
_UNENDED_LINE = 3.0  # where it ends in the middle of a sentence: a number is not broken
_LEAST_LINE = 10.0  # of a size: a shorter line does not go on, it is a word of a list
_INDENT = 0.5
_HANGING = 2.5
_ITEM = re.compile(
    r"[【《〈・●○◎◆◇■□▲△▼▽★☆※＊*•➢✓]|[-－–—]\s|[(（]?[0-9０-９①-⑳]{1,3}[)）.．、]|[①-⑳]|[(（][ア-ン一-十a-zA-Z][)）]|[ア-ン][.．　 ]"
)


@dataclass
class Piece:
    """Lines of one paragraph, or of several that stand below each other."""

    lines: list[TextLine] = field(default_factory=list)

    @property
    def box(self) -> Box:
        return around([line.box for line in self.lines])

    @property
    def size(self) -> float:
        return self.lines[0].size

    @property
    def chars(self) -> list[Char]:
        return [char for line in self.lines for char in line.chars]


def paragraphs_of(chars: Iterable[Char]) -> list[Piece]:
    """The paragraphs 段落 that characters make; columns beside each other are apart."""
    cut = [piece for line in lines_of(chars) for piece in pieces(line, COLUMN_GAP)]
    by_turn: dict[int, list[TextLine]] = {}
    for line in cut:
        by_turn.setdefault(line.chars[0].turn, []).append(line)
    return [part for lines in by_turn.values() for block in _blocks(lines) for part in _paragraphs(block, lines)]


def rows_of_columns(chars: Iterable[Char], least: int) -> list[Box]:
    """The lines that stand in at least so many columns, as boxes: what may be a table without rules."""
    found = []
    for line in lines_of(chars):
        parts = pieces(line, COLUMN_GAP)
        if len(parts) >= least:
            found.append(around([part.box for part in parts]))
    return found


def _blocks(lines: list[TextLine]) -> list[list[TextLine]]:
    """Lines of one size that stand below each other."""
    blocks: list[list[TextLine]] = []
    open_blocks: list[list[TextLine]] = []
    for line in sorted(lines, key=lambda each: (each.base, each.begin)):
        open_blocks = [block for block in open_blocks if line.base - block[-1].base <= _LEADING * block[-1].size]
        block = next((block for block in open_blocks if _is_below(block[-1], line)), None)
        if block is None:
            block = []
            blocks.append(block)
            open_blocks.append(block)
        block.append(line)
    return blocks


def _is_below(above: TextLine, line: TextLine) -> bool:
    if abs(above.size - line.size) > _SAME_SIZE * above.size or line.base - above.base < 0.5 * above.size:
        return False
    shared = min(above.end, line.end) - max(above.begin, line.begin)
    return shared >= 0.5 * min(above.end - above.begin, line.end - line.begin)


def _paragraphs(block: list[TextLine], lines: list[TextLine]) -> list[Piece]:
    right = _right(block, lines)
    parts = [Piece([block[0]])]
    for above, line in itertools.pairwise(block):
        if _is_full(above, right) and _goes_on(parts[-1], line):
            parts[-1].lines.append(line)
        else:
            parts.append(Piece([line]))
    return parts


def _right(block: list[TextLine], lines: list[TextLine]) -> float:
    """How far the lines of a column reach; where they are few, those of the page that begin no further left."""
    if len(block) > 2:
        return max(line.end for line in block)
    left, right, size = min(line.begin for line in block), max(line.end for line in block), block[0].size
    return max((line.end for line in lines if left - 3 * size <= line.begin < right), default=right)


def _is_full(line: TextLine, right: float) -> bool:
    if line.end - line.begin < _LEAST_LINE * line.size:
        return False
    most = _FULL_LINE if line.text.endswith(("。", "｡", "）", ")")) else _UNENDED_LINE
    return line.end >= right - most * line.size


def _goes_on(piece: Piece, line: TextLine) -> bool:
    """Whether a line may be the next of a paragraph: no item, and neither further in nor out than its lines."""
    text, first, last = line.text, piece.lines[0], piece.lines[-1]
    if _ITEM.match(text):
        return False
    step = (line.begin - last.begin) / line.size
    if len(piece.lines) > 1:
        return abs(step) <= _INDENT
    return (
        (-_INDENT if _ITEM.match(first.text) else -_HANGING)
        <= step
        <= (_HANGING if _ITEM.match(first.text) else _INDENT)
    )
