"""A page's lattices and characters -> grids: each character goes to the cell of its centre.

What is doubtful about a cell (text over its edge, overlapping, hidden or struck-out text, a box over it) is said in
the cell: its value may not be used.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from cityplan.read.file.contents import Note
from cityplan.read.file.looks import read_runs
from cityplan.read.file.pdf.lattice import Lattice, Rectangle
from cityplan.read.file.pdf.lines import TextLine, lines_of, overlapping, runs_of
from cityplan.read.file.pdf.marks import Box, Char, around, overlap, within
from cityplan.read.file.pdf.rings import ring_doubts
from cityplan.read.file.pdf.rules import NEAR
from cityplan.read.file.pdf.seen import Hidden, Seen

_OVER_EDGE = 0.3  # of a size
_OVER_LINE = 0.45  # upwards or downwards
_STEP = 0.15  # of a line that has room in its cell and stands on the edge all the same
_ROOM = 0.5
_ROWS_APART = 0.8  # of a size: lines of one text stand nearer
_LEAST_WORD = 3  # characters on both sides of a column's line: 実　績 is one word
_TOUCHING = 0.3  # of a size: nearer characters of one run are one word
_OUTSIDE = -1
_NUMBER = re.compile(r"[▲△−-]?[0-9０-９][0-9０-９,，.．]*\s*\S{0,4}")


@dataclass
class PageCell:
    """A cell of a page's grid; row and column count from 0."""

    part: Rectangle
    box: Box
    text: str = ""
    doubts: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


@dataclass
class PageGrid:
    """A grid of a page."""

    box: Box
    cells: list[PageCell]
    is_open: bool = False  # a side has no rule


@dataclass
class PageTables:
    """The grids of a page, and the characters that are in none; `frames` are rules around a text."""

    grids: list[PageGrid] = field(default_factory=list)
    rest: list[Char] = field(default_factory=list)
    rest_hidden: list[Hidden] = field(default_factory=list)
    over_edge: list[Char] = field(default_factory=list)  # in no cell, though their word begins in one
    frames: list[Box] = field(default_factory=list)
    odd: list[PageCell] = field(default_factory=list)  # with a text, and no rectangles


def page_tables(seen: Seen, found: Sequence[Lattice]) -> PageTables:
    """The grids 表 of a page; `found` are its lattices from the largest."""
    tables = [lattice for lattice in found if lattice.count > 1]
    free = [char for char in seen.chars if char not in seen.in_boxes]
    owners = _owners(tables, [char.centre for char in free])
    hidden = _owners(tables, [each.char.centre for each in seen.hidden])
    made = PageTables(frames=[lattice.box for lattice in found if lattice.count == 1])
    crossing, made.over_edge = _over_edge(free, owners, tables)
    chars_of: dict[tuple[int, int], list[Char]] = defaultdict(list)
    hidden_of: dict[tuple[int, int], list[Hidden]] = defaultdict(list)
    for char, owner in zip(free, owners, strict=True):
        if owner[0] == _OUTSIDE:
            made.rest.append(char)
        else:
            chars_of[owner].append(char)
    for each, owner in zip(seen.hidden, hidden, strict=True):
        if owner[0] == _OUTSIDE:
            made.rest_hidden.append(each)
        else:
            hidden_of[owner].append(each)
    crossing |= _steps_over(tables, chars_of)
    slashed = set(_owners(tables, [((x0 + x1) / 2, (y0 + y1) / 2) for x0, y0, x1, y1 in seen.slashes]))
    framed = _framed_parts(tables, seen, chars_of)
    for number, lattice in enumerate(tables):
        cells = [
            cell
            for at in range(lattice.count)
            for cell in _cells(lattice, at, chars_of[number, at], hidden_of[number, at], seen, (number, at) in crossing)
        ]
        if any(cell.text or cell.notes for cell in cells):
            _doubt_slashed(lattice, [at for table, at in slashed if table == number], cells)
            _doubt_framed(lattice, {at: text for (table, at), text in framed.items() if table == number}, cells)
            cells.sort(key=lambda cell: (cell.part.row, cell.part.column))
            made.grids.append(PageGrid(lattice.box, cells, lattice.is_open))
            odd = {region.parts[0] for region in lattice.regions if len(region.parts) > 1}
            made.odd += [cell for cell in cells if cell.part in odd and cell.text]
    return made


def _doubt_slashed(lattice: Lattice, slashed: list[int], cells: list[PageCell]) -> None:
    """A text in a cell with a slanted line 斜線 may be taken back by it."""
    first_parts = {lattice.regions[at].parts[0] for at in slashed if at != _OUTSIDE}
    for cell in cells:
        if cell.text and cell.part in first_parts:
            cell.doubts.append("斜めの線が引かれています")


def _framed_parts(
    tables: Sequence[Lattice], seen: Seen, chars_of: Mapping[tuple[int, int], list[Char]]
) -> dict[tuple[int, int], str]:
    """By table and region the part of a cell's text that stands in a frame of its own, within the cell."""
    centres = [((x0 + x1) / 2, (y0 + y1) / 2) for x0, y0, x1, y1 in (frame.box for frame in seen.frames)]
    found: dict[tuple[int, int], str] = {}
    for frame, owner in zip(seen.frames, _owners(tables, centres), strict=True):
        chars = [char for char in chars_of.get(owner, []) if char.text.strip()]
        inside = [char for char in chars if within(*char.centre, frame.box)]
        text = "".join(char.text for char in inside)
        if len(inside) < len(chars) and any(map(str.isalnum, text)):
            found[owner] = text
    return found


def _doubt_framed(lattice: Lattice, framed: Mapping[int, str], cells: list[PageCell]) -> None:
    """A text that a cell has in a frame may be a box laid over it, and none of its own."""
    texts = {lattice.regions[at].parts[0]: text for at, text in framed.items()}
    for cell in cells:
        if cell.part in texts:
            cell.doubts.append(f"セルの中に別の枠で囲んだ文字「{texts[cell.part]}」があります")


def _owners(tables: Sequence[Lattice], points: list[tuple[float, float]]) -> list[tuple[int, int]]:
    """Of each point the number of its lattice, the innermost, and of its region there; -1 for none."""
    by_height = sorted(range(len(points)), key=lambda at: points[at][1])
    xs, ys = np.array([points[at][0] for at in by_height]), np.array([points[at][1] for at in by_height])
    owners = np.full((len(points), 2), _OUTSIDE)
    for number, lattice in enumerate(tables):
        _, top, _, bottom = lattice.box
        near = slice(np.searchsorted(ys, top), np.searchsorted(ys, bottom, side="right"))
        region = lattice.find(xs[near], ys[near])
        inside = np.flatnonzero(region >= 0) + near.start
        owners[inside, 0], owners[inside, 1] = number, region[region >= 0]
    found = [(_OUTSIDE, _OUTSIDE)] * len(points)
    for at, (table, region_of) in zip(by_height, owners.tolist(), strict=True):
        found[at] = (table, region_of)
    return found


def _over_edge(
    chars: list[Char], owners: list[tuple[int, int]], tables: Sequence[Lattice]
) -> tuple[set[tuple[int, int]], list[Char]]:
    """The cells whose text goes over an edge 枠からはみ出した文字, and the characters outside of which it is so."""
    crossing: set[tuple[int, int]] = set()
    outside: list[Char] = []
    for char, owner in zip(chars, owners, strict=True):
        if owner[0] != _OUTSIDE and char.text.strip() and _sticks_out(char, tables[owner[0]], owner[1]):
            crossing.add(owner)
    for one, other, first, second in zip(chars, chars[1:], owners, owners[1:], strict=False):
        if first == second or one.run != other.run or not _are_one_word(one, other):
            continue
        for char, owner in ((one, first), (other, second)):
            if owner[0] == _OUTSIDE:
                outside.append(char)
            else:
                crossing.add(owner)
    return crossing, outside


def _sticks_out(char: Char, lattice: Lattice, at: int) -> bool:
    x0, y0, x1, y1 = char.box
    inside = 0.0
    most = _OVER_EDGE * char.size
    high = _OVER_LINE * char.size
    for part in lattice.regions[at].parts:
        left, top, right, bottom = lattice.box_of(part)
        if left - most <= x0 and x1 <= right + most and top - high <= y0 and y1 <= bottom + high:
            return False
        shared = overlap(char.box, (left, top, right, bottom))
        inside += (shared[2] - shared[0]) * (shared[3] - shared[1]) if shared else 0.0
    return inside < 0.9 * (x1 - x0) * (y1 - y0)


def _steps_over(tables: Sequence[Lattice], chars_of: Mapping[tuple[int, int], list[Char]]) -> set[tuple[int, int]]:
    """The cells of several lines of which one stands over an edge though there is room, and those beyond that edge: the
    line may be of the other's text, in a row too low for it 低い行の見出しの2行目.
    """
    found: set[tuple[int, int]] = set()
    for (number, at), chars in chars_of.items():
        lattice = tables[number]
        _, top, _, bottom = lattice.box_of(lattice.regions[at].parts[0])
        if len(lattice.regions[at].parts) > 1 or not any(_is_on(char, top) or _is_on(char, bottom) for char in chars):
            continue
        lines = [line for line in lines_of(chars) if line.text.strip()]
        if len(lines) < 2 or any(line.chars[0].turn for line in lines):
            continue
        room = (lines[0].box[1] - top, bottom - lines[-1].box[3])
        for line, edge, free, beyond in ((lines[0], top, room[1], -1), (lines[-1], bottom, room[0], 1)):
            shown = [char for char in line.chars if char.text.strip()]
            if free > _ROOM * line.size and 2 * sum(_is_on(char, edge) for char in shown) > len(shown):
                other = lattice.find(np.array([shown[0].centre[0]]), np.array([edge + beyond]))[0]
                found |= {(number, at)} | ({(number, int(other))} if other >= 0 else set())
    return found


def _is_on(char: Char, edge: float) -> bool:
    """Whether the ink of a character goes over a level edge, on both of its sides."""
    step = _STEP * char.size
    return char.box[1] < edge - step and edge + step < char.box[3]


def _are_one_word(one: Char, other: Char) -> bool:
    near = abs(other.begin - one.end) <= _TOUCHING * one.size
    return near and abs(one.base - other.base) < 0.5 * one.size and bool(one.text.strip() and other.text.strip())


def _cells(
    lattice: Lattice, at: int, chars: list[Char], hidden: list[Hidden], seen: Seen, crosses: bool
) -> Iterator[PageCell]:
    """The cells of a region: the first has its text, the others are its empty parts."""
    first, *others = lattice.regions[at].parts
    cell = _cell(lattice, first, chars, hidden, seen, crosses)
    if others and cell.text:
        cell.doubts.append("セルが長方形ではなく、別の枠が重なっているのかもしれません")
    yield cell
    for part in others:
        yield PageCell(part, lattice.box_of(part))


def _cell(
    lattice: Lattice, part: Rectangle, chars: list[Char], hidden: list[Hidden], seen: Seen, crosses: bool
) -> PageCell:
    lines = lines_of(chars)
    text, notes = read_runs(runs_of(lines, seen.struck))
    cell = PageCell(part, lattice.box_of(part), text, [], [*notes])
    if any(char in seen.struck or _is_crossed(char, cell.box, seen) for char in chars):
        cell.doubts.append("文字の上に線があります（取り消し線かもしれません）")
    unseen = [each for each in hidden if each.char.text.strip()]
    if unseen:
        if _is_drawn_upon(unseen, chars, seen):
            cell.text = ""  # of the same letters upon each other pdfium gives the first
        cell.notes.append(_unseen_note(unseen, cell.text))
        cell.doubts.append(f"{'・'.join(sorted({each.why for each in unseen}))}「{unseen_text(unseen)}」があります")
    if crosses:
        cell.doubts.append("文字が枠からはみ出しています")
    if len(lines) > 1 and all(_NUMBER.fullmatch(line) for line in cell.text.split("\n")):
        cell.doubts.append("数が何行にも並んでいます（行の間に罫線がないのかもしれません）")
    if _lacks_rule(lines, lattice, part):
        cell.doubts.append("いくつもの行や列の文字があります（間に罫線がないのかもしれません）")
    cell.doubts += ring_doubts(seen.rings, chars)
    if overlapping(lines):
        cell.doubts.append("文字が重なっています")
    if any(not char.is_mapped for char in chars):
        cell.doubts.append("文字コードの分からない文字があります")
    if any(overlap(box.box, cell.box) for box in seen.boxes):
        cell.doubts.append("上に別の枠（テキストボックスなど）が重なっています")
    return cell


def _lacks_rule(lines: Sequence[TextLine], lattice: Lattice, part: Rectangle) -> bool:
    """Whether a merged cell has texts wide apart, each in a row or column of its own 罫線の抜けた所."""
    level = [line for line in lines if line.chars[0].turn == 0]
    if not level or len(level) != len(lines):
        return False
    rows = lattice.ys[part.row + 1 : part.row + part.rows]
    columns = lattice.xs[part.column + 1 : part.column + part.columns]
    boxes = [line.box for line in level]
    apart = any(_parts(at, [(box[1], box[3]) for box in boxes], _ROWS_APART * level[0].size) for at in rows)
    words = [[(char.box[0], char.box[2]) for char in line.chars if char.text.strip()] for line in level]
    return apart or any(all(_parts(at, line, level[0].size, _LEAST_WORD) for line in words) for at in columns)


def _parts(at: float, spans: Sequence[tuple[float, float]], gap: float, least: int = 1) -> bool:
    """Whether some of what is drawn ends before a line and some begins behind it, and a gap is between them."""
    before = [end for begin, end in spans if (begin + end) / 2 < at]
    behind = [begin for begin, end in spans if (begin + end) / 2 >= at]
    return min(len(before), len(behind)) >= least and max(before) < at < min(behind) and min(behind) - max(before) > gap


def _is_crossed(char: Char, box: Box, seen: Seen) -> bool:
    """Whether a rule that is no edge of its cell runs through a character."""
    at = seen.crossed.get(char)
    return at is not None and min(abs(at - box[1]), abs(at - box[3])) > NEAR


def _is_drawn_upon(hidden: list[Hidden], chars: list[Char], seen: Seen) -> bool:
    """Whether characters that can be seen were drawn upon hidden ones."""
    place = around([each.char.box for each in hidden])
    first = min(seen.order[each.char.run] for each in hidden)
    return any(seen.order[char.run] > first and overlap(place, char.box) is not None for char in chars)


def unseen_text(hidden: list[Hidden]) -> str:
    """The text of characters that cannot be seen, on one line."""
    return " ".join(line.text for line in lines_of([each.char for each in hidden]))


def _unseen_note(hidden: list[Hidden], text: str) -> Note:
    before = f"［見えない文字：{unseen_text(hidden)}］{text}"
    return Note("unseen_text" if text else "unseen_cell", before, text)
