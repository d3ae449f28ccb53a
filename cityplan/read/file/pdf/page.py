"""A page of a PDF -> what is drawn on it. The only module that asks pypdfium2 for it.

Objects in a form XObject come in its own coordinates: the matrices on the way to the page are multiplied. All is
turned as the page is turned for reading.
"""

import ctypes
import itertools
import math
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from cityplan.files.errors import SourceError
from cityplan.read.file.pdf.marks import Box, Char, Ground, PageMarks, Rule, TextRun, around
from cityplan.read.file.pdf.matrix import Matrix, Point, moved, moved_box, times
from cityplan.read.file.pdf.rings import MOST_RINGS, is_ring

MOST_CHARACTERS = 100_000  # of a page; a dense one has 5,000
MOST_OBJECTS = 100_000
MOST_SEGMENTS = 400_000
DEEPEST_FORM = 16
THICKEST_RULE = 3.5  # points; what is thicker is a band
SHORTEST_PIECE = 0.4  # of a dash
_MOST_STRIPS = 3  # that touch: a rule of a few lines
_STRIP_GAP = 0.2
_SMALLEST = 0.1  # points: of a letter
_SHORTEST_SLASH = 8.0  # points
_MOST_SLASHES = 2_000  # more are a drawing
_SAMPLED, _LEAST_TURNED = 400, 12  # characters
_DOT = 0.3  # points: how far its sides may differ
_SKEW = 0.5  # how far from level a rule's ends may stand
_QUARTER = math.pi / 2
_FIRST_LETTER = 0x20  # of what pdfium gives; below it are codes
_LONGEST_NAME = 256  # of a font
_HYPHENS = {0xFFFE, 0x0002}  # what pdfium makes of a hyphen at the end of a line
_INVISIBLE = 3
_CLIP = 7

_Strip = tuple[Box, int]  # a thin rectangle and its order


class _Object(NamedTuple):
    raw: Any
    kind: int
    order: int
    matrix: Matrix  # of the form XObjects that hold it, and of the page


def stand(page: Any) -> None:
    """Turn a page whose texts lie on their side 横向きに置かれた表, as a whole, until they stand."""
    text = page.get_textpage()
    count = min(pdfium.FPDFText_CountChars(text), MOST_CHARACTERS)
    angles = (
        pdfium.FPDFText_GetCharAngle(text, at) / _QUARTER
        for at in range(0, count, 1 + count // _SAMPLED)
        if chr(max(pdfium.FPDFText_GetUnicode(text, at), 0x20)).strip()
    )
    turns = Counter(round(angle) % 4 for angle in angles)
    turn, times = turns.most_common(1)[0] if turns else (0, 0)
    turned = (page.get_rotation() // 90 + turn) % 4
    if turned and times >= _LEAST_TURNED and 3 * times > 2 * sum(turns.values()):
        page.set_rotation((page.get_rotation() - 90 * turned) % 360)


def page_marks(page: Any, number: int, file: str) -> PageMarks:
    """What is drawn on a page 描かれたもの; SourceError where it is more than anyone can have meant."""
    matrix, width, height = _upright(page)
    marks = PageMarks(width, height)
    objects = list(_objects(page, matrix, number, file))
    runs: dict[int, int] = {}
    left = MOST_SEGMENTS
    strips: list[_Strip] = []
    for each in objects:
        if each.kind == pdfium.FPDF_PAGEOBJ_TEXT:
            runs[_address(each.raw)] = len(marks.runs)
            marks.runs.append(_text_run(each))
        elif each.kind == pdfium.FPDF_PAGEOBJ_PATH:
            left -= pdfium.FPDFPath_CountSegments(each.raw)
            if left < 0:
                raise _too_much("線", MOST_SEGMENTS, number, file)
            _take_path(each, marks, strips)
        elif each.kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING):
            marks.pictures.append((_bounds(each), each.order))
    _take_strips(strips, marks)
    _take_characters(page, matrix, runs, marks, number, file)
    return marks


def _upright(page: Any) -> tuple[Matrix, float, float]:
    """What turns the page's own coordinates into those of the page as it is read; its width and height."""
    x0, y0, x1, y1 = page.get_cropbox(fallback_ok=True)
    turn = page.get_rotation()
    if turn == 90:
        return (0.0, 1.0, 1.0, 0.0, -y0, -x0), y1 - y0, x1 - x0
    if turn == 180:
        return (-1.0, 0.0, 0.0, 1.0, x1, -y0), x1 - x0, y1 - y0
    if turn == 270:
        return (0.0, -1.0, -1.0, 0.0, y1, x1), y1 - y0, x1 - x0
    return (1.0, 0.0, 0.0, -1.0, -x0, y1), x1 - x0, y1 - y0


def _objects(page: Any, matrix: Matrix, number: int, file: str) -> Iterator[_Object]:
    """The objects of a page, those in form XObjects too, in the order in which they are drawn."""
    order = 0
    count = pdfium.FPDFPage_CountObjects(page)
    waiting: list[tuple[Any, Any, int, int, Matrix]] = [(pdfium.FPDFPage_GetObject, page, 0, count, matrix)]
    while waiting:
        get, holder, at, count, outer = waiting.pop()
        if at >= count:
            continue
        waiting.append((get, holder, at + 1, count, outer))
        raw = get(holder, at)
        order += 1
        if order > MOST_OBJECTS:
            raise _too_much("図形", MOST_OBJECTS, number, file)
        if not raw or _is_off(raw):
            continue
        kind = pdfium.FPDFPageObj_GetType(raw)
        if kind != pdfium.FPDF_PAGEOBJ_FORM:
            yield _Object(raw, kind, order, outer)
        elif len(waiting) <= DEEPEST_FORM:
            inner = times(_matrix(raw), outer)
            waiting.append((pdfium.FPDFFormObj_GetObject, raw, 0, pdfium.FPDFFormObj_CountObjects(raw), inner))


def _is_off(raw: Any) -> bool:
    """Whether an object is switched off, as of a layer that is not shown."""
    active = ctypes.c_int(1)
    return bool(pdfium.FPDFPageObj_GetIsActive(raw, active)) and not active.value


def _text_run(each: _Object) -> TextRun:
    mode = pdfium.FPDFTextObj_GetTextRenderMode(each.raw)
    colour, alpha = _colour(each.raw, mode == pdfium.FPDF_TEXTRENDERMODE_STROKE)
    size = ctypes.c_float()
    pdfium.FPDFTextObj_GetFontSize(each.raw, size)
    matrix = times(_matrix(each.raw), each.matrix)
    height = max(abs(size.value) * math.hypot(matrix[2], matrix[3]), _SMALLEST)
    is_drawn = mode not in (_INVISIBLE, _CLIP) and alpha > 0
    return TextRun(each.order, is_drawn, colour, height, _font(each.raw))


def _font(raw: Any) -> str:
    """The name of the font of a text."""
    name = ctypes.create_string_buffer(_LONGEST_NAME)
    length = pdfium.FPDFFont_GetBaseFontName(pdfium.FPDFTextObj_GetFont(raw), name, _LONGEST_NAME)
    return name.value.decode("utf-8", "replace") if 0 < length <= _LONGEST_NAME else ""


def _take_path(each: _Object, marks: PageMarks, strips: list[_Strip]) -> None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(each.raw, fill, stroke)
    fills = bool(fill.value) and _colour(each.raw, False)[1] > 0
    strokes = bool(stroke.value) and _colour(each.raw, True)[1] > 0
    if not (fills or strokes):
        return
    matrix = times(_matrix(each.raw), each.matrix)
    width = _stroke_width(each.raw, matrix) if strokes else 0.0
    if strokes and len(marks.rings) < MOST_RINGS and is_ring(each.raw, bounds := _bounds(each)):
        marks.rings.append(bounds)
    for points, is_closed in _outlines(each.raw, matrix):
        box = _rectangle(points, is_closed or fills)
        if box is None:
            if strokes and width <= THICKEST_RULE:
                ends = [*points, points[0]] if is_closed else points
                _take_lines(ends, each.order, marks)
            elif strokes and len(points) == 2:
                _take_band(points, width, each, marks)
            continue
        has_edges = strokes and width <= THICKEST_RULE
        thin = min(box[2] - box[0], box[3] - box[1]) <= THICKEST_RULE
        if thin:
            strips.append((box, each.order))
            continue
        colour = _seen_colour(each.raw, False) if fills else None
        marks.grounds.append(Ground(box, each.order, colour, fills, has_edges))
        if has_edges:
            x0, y0, x1, y1 = box
            corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)]
            _take_lines(corners, each.order, marks)


def _take_lines(points: list[Point], order: int, marks: PageMarks) -> None:
    """The parts of an outline that are level or upright."""
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        if abs(y0 - y1) <= _SKEW and abs(x0 - x1) >= SHORTEST_PIECE:
            marks.rules.append(Rule(True, (y0 + y1) / 2, min(x0, x1), max(x0, x1), order))
        elif abs(x0 - x1) <= _SKEW and abs(y0 - y1) >= SHORTEST_PIECE:
            marks.rules.append(Rule(False, (x0 + x1) / 2, min(y0, y1), max(y0, y1), order))
        elif math.hypot(x1 - x0, y1 - y0) >= _SHORTEST_SLASH and len(marks.slashes) < _MOST_SLASHES:
            marks.slashes.append((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))


def _take_strips(strips: list[_Strip], marks: PageMarks) -> None:
    """Thin rectangles are rules; where several of one length touch each other they shade a band, step by step."""
    groups: dict[tuple[bool, float, float], list[_Strip]] = {}
    for strip in strips:
        (x0, y0, x1, y1), _ = strip
        is_level = x1 - x0 >= y1 - y0
        ends = (x0, x1) if is_level else (y0, y1)
        groups.setdefault((is_level, round(ends[0], 1), round(ends[1], 1)), []).append(strip)
    for (is_level, _, _), group in groups.items():
        side = 1 if is_level else 0
        for band in _touching(sorted(group, key=lambda strip: strip[0][side]), side):
            if len(band) > _MOST_STRIPS:
                marks.pictures.append((around([box for box, _ in band]), min(order for _, order in band)))
                continue
            for (x0, y0, x1, y1), order in band:
                is_dot = abs((x1 - x0) - (y1 - y0)) < _DOT  # of a dotted rule, either way
                if is_level or is_dot:
                    marks.rules.append(Rule(True, (y0 + y1) / 2, x0, x1, order))
                if is_dot or not is_level:
                    marks.rules.append(Rule(False, (x0 + x1) / 2, y0, y1, order))


def _touching(strips: list[_Strip], side: int) -> Iterator[list[_Strip]]:
    """Strips by those that touch each other."""
    band: list[_Strip] = []
    for strip in strips:
        if band and strip[0][side] - band[-1][0][side + 2] > _STRIP_GAP:
            yield band
            band = []
        band.append(strip)
    if band:
        yield band


def _take_band(points: list[Point], width: float, each: _Object, marks: PageMarks) -> None:
    """A line so thick that it is a band 帯."""
    (x0, y0), (x1, y1) = points
    half = width / 2
    if abs(y0 - y1) <= _SKEW:
        box = (min(x0, x1), y0 - half, max(x0, x1), y0 + half)
    elif abs(x0 - x1) <= _SKEW:
        box = (x0 - half, min(y0, y1), x0 + half, max(y0, y1))
    else:
        return
    marks.grounds.append(Ground(box, each.order, _seen_colour(each.raw, True), True, False))


def _outlines(raw: Any, matrix: Matrix) -> Iterator[tuple[list[Point], bool]]:
    """The outlines of a path that have straight parts; a curve ends one and begins the next."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[Point] = []
    is_closed = False
    curve = 0
    for at in range(pdfium.FPDFPath_CountSegments(raw)):
        segment = pdfium.FPDFPath_GetPathSegment(raw, at)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = moved(x.value, y.value, matrix)
        if kind == pdfium.FPDF_SEGMENT_LINETO:
            points.append(point)
        else:
            curve = (curve + 1) % 3 if kind == pdfium.FPDF_SEGMENT_BEZIERTO else 0
            if len(points) > 1:
                yield points, is_closed and curve == 0
            points = [point]
        is_closed = bool(pdfium.FPDFPathSegment_GetClose(segment))
    if len(points) > 1:
        yield points, is_closed


def _rectangle(points: list[Point], is_closed: bool) -> Box | None:
    """The box of an outline that is an upright rectangle."""
    if len(points) > 1 and points[0] == points[-1]:
        points, is_closed = points[:-1], True
    if not is_closed or len(points) not in (4, 5):
        return None
    x0, x1 = min(x for x, _ in points), max(x for x, _ in points)
    y0, y1 = min(y for _, y in points), max(y for _, y in points)
    corners = set()
    for x, y in points:
        if min(x - x0, x1 - x) > _SKEW and min(y - y0, y1 - y) > _SKEW:
            return None
        if min(x - x0, x1 - x) <= _SKEW and min(y - y0, y1 - y) <= _SKEW:
            corners.add((x - x0 <= x1 - x, y - y0 <= y1 - y))
    thin = min(x1 - x0, y1 - y0) <= 2 * _SKEW
    return (x0, y0, x1, y1) if thin or len(corners) == 4 else None


def _bounds(each: _Object) -> Box:
    sides = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(each.raw, *sides)
    left, bottom, right, top = (side.value for side in sides)
    return moved_box(left, bottom, right, top, each.matrix)


def _colour(raw: Any, of_stroke: bool) -> tuple[int | None, int]:
    """The colour of an object and how far it hides what is below, up to 255; None where it is not known."""
    parts = [ctypes.c_uint() for _ in range(4)]
    get = pdfium.FPDFPageObj_GetStrokeColor if of_stroke else pdfium.FPDFPageObj_GetFillColor
    if not get(raw, *parts):
        return None, 255
    red, green, blue, alpha = (part.value for part in parts)
    return red << 16 | green << 8 | blue, alpha


def _seen_colour(raw: Any, of_stroke: bool) -> int | None:
    """The colour of what fills a rectangle; None where what lies below it can be seen."""
    colour, alpha = _colour(raw, of_stroke)
    return colour if alpha == 255 and not pdfium.FPDFPageObj_HasTransparency(raw) else None


def _stroke_width(raw: Any, matrix: Matrix) -> float:
    width = ctypes.c_float()
    pdfium.FPDFPageObj_GetStrokeWidth(raw, width)
    return width.value * math.sqrt(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]))


def _take_characters(page: Any, matrix: Matrix, runs: dict[int, int], marks: PageMarks, number: int, file: str) -> None:
    text = page.get_textpage()
    count = pdfium.FPDFText_CountChars(text)
    if count > MOST_CHARACTERS:
        raise _too_much("文字", MOST_CHARACTERS, number, file)
    tight = [ctypes.c_double() for _ in range(4)]
    loose = pdfium.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    turned = page.get_rotation() // 90
    for at in range(count):
        if pdfium.FPDFText_IsGenerated(text, at) == 1:
            continue
        code = pdfium.FPDFText_GetUnicode(text, at)
        is_mapped = pdfium.FPDFText_HasUnicodeMapError(text, at) != 1
        letter = _letter(code, text, at) if is_mapped or code >= _FIRST_LETTER else "\ufffd"
        run = runs.get(_address(pdfium.FPDFText_GetTextObject(text, at)), -1)
        if not letter or run < 0:
            continue
        pdfium.FPDFText_GetLooseCharBox(text, at, loose)
        advance = moved_box(loose.left, loose.bottom, loose.right, loose.top, matrix)
        pdfium.FPDFText_GetCharBox(text, at, *tight)
        left, right, bottom, top = (side.value for side in tight)
        ink = moved_box(left, bottom, right, top, matrix)
        if left == right or bottom == top:
            ink = advance
        pdfium.FPDFText_GetCharOrigin(text, at, x, y)
        angle = pdfium.FPDFText_GetCharAngle(text, at) / _QUARTER
        turn = (turned + round(angle)) % 4  # clockwise, as pdfium counts
        begin, end, base = _along(advance, moved(x.value, y.value, matrix), turn)
        is_mapped = is_mapped and letter != "\ufffd"
        char = Char(letter, ink, begin, end, base, marks.runs[run].size, turn, run, is_mapped)
        (marks.chars if abs(angle - round(angle)) < 0.05 else marks.slanted).append(char)
    marks.chars = _with_columns(marks.chars)


def _letter(code: int, text: Any, at: int) -> str:
    """A character; a blank for any that is none to be seen, nothing for half of a pair."""
    if code in _HYPHENS or pdfium.FPDFText_IsHyphen(text, at) == 1:
        return "-"
    if code in (0, 0x0A, 0x0D, 0xFFFF):
        return "\ufffd" if code == 0 else ""
    if 0xD800 <= code < 0xDC00:
        low = pdfium.FPDFText_GetUnicode(text, at + 1)
        return chr(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)) if 0xDC00 <= low < 0xE000 else "\ufffd"
    if 0xDC00 <= code < 0xE000:
        return ""
    return chr(code)


def _along(advance: Box, origin: Point, turn: int) -> tuple[float, float, float]:
    """Begin and end along the line and the base across it, for each of the four turns."""
    x0, y0, x1, y1 = advance
    x, y = origin
    if turn == 1:
        return y0, y1, -x
    if turn == 2:
        return -x1, -x0, -y
    if turn == 3:
        return -y1, -y0, x
    return x0, x1, y


def _with_columns(chars: list[Char]) -> list[Char]:
    """Characters with those of upright columns 縦書き turned so: each stands below the one before it."""
    below = [False] * (len(chars) + 1)
    for at, (char, following) in enumerate(itertools.pairwise(chars)):
        if char.turn == 0 and _is_below(char, following):
            below[at] = below[at + 1] = True
    return [_in_column(char) if is_below else char for char, is_below in zip(chars, below, strict=False)]


def _is_below(char: Char, following: Char) -> bool:
    """Whether the next character of a text stands below the last, in the middle of the same column."""
    (x, y), (u, v) = char.centre, following.centre
    if char.turn != following.turn or not (char.text.strip() and following.text.strip()):
        return False
    return char.run == following.run and abs(x - u) < 0.3 * char.size and 0.6 * char.size < v - y < 1.5 * char.size


def _in_column(char: Char) -> Char:
    (x, y), half = char.centre, char.size / 2
    return char._replace(turn=1, begin=y - half, end=y + half, base=-x)


def _address(raw: Any) -> int:
    return ctypes.cast(raw, ctypes.c_void_p).value or 0


def _matrix(raw: Any) -> Matrix:
    found = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(raw, found)
    return found.a, found.b, found.c, found.d, found.e, found.f


def _too_much(what: str, most: int, number: int, file: str) -> SourceError:
    return SourceError(
        f"{number}ページの{what}が多すぎます（{most:,}個まで）",
        file=file,
        next_step="表の部分だけの PDF に分けるか、元の Excel や Word を受け取ってください。",
    )
