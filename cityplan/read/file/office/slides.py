"""A PowerPoint file .pptx -> its contents: the tables and texts of each slide, in the order in which they are read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pptx

from cityplan.files.errors import SourceError
from cityplan.read.file.contents import CellGrid, Contents, GridCell, Paragraph, Told
from cityplan.read.file.looks import read_runs
from cityplan.read.file.margins import MarginText, margins
from cityplan.read.file.office.package import links, open_office
from cityplan.read.file.order import Box, may_be_heading, reading_order, under_headings
from cityplan.read.printed import Place
from cityplan.read.table.cell_looks import Run
from cityplan.read.table.grid import on_one_line

MOST_SLIDES = 1_000
MOST_CELLS = 500_000
DEEPEST = 16
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_WHITE = "FFFFFF"
_KINDS = {
    "chart": ("chart", "グラフがあります。読みません", False),
    "diagram": ("diagram", "SmartArt の図があります。図の中の文字は読みません", True),
    "oleObject": ("embedded_object", "埋め込まれたもの（OLE）があります。開きません", True),
    "ole": ("embedded_object", "埋め込まれたもの（OLE）があります。開きません", True),
}
_MARGINAL = {"sldNum": "page_number", "ftr": "running_head", "hdr": "running_head", "dt": "running_head"}
_TITLES = ("title", "ctrTitle")
_ROUND = ("ellipse", "donut")  # shapes
_POINT = 12_700  # EMU


class _Shape(NamedTuple):
    """A shape of a slide with its place there, groups counted in."""

    element: Any
    box: Box


@dataclass
class _Reading:
    file: str
    contents: Contents = field(default_factory=Contents)
    height: float = 0.0  # of a slide, in points
    line: int = 0
    cells: int = 0
    pictures: int = 0
    texts: list[MarginText] = field(default_factory=list)  # of the paragraphs, in their order
    tables: list[tuple[int, Box]] = field(default_factory=list)

    def place(self, words: str, page: int) -> Place:
        self.line += 1
        return Place(self.line, words, page)


def read_slides(name: str, data: bytes) -> Contents:
    """Read a .pptx: grids 表 and paragraphs 段落 of each slide; SourceError where it is none, or holds no text."""
    contents, beside = open_office(data, name, "PowerPoint", lambda file: _read(pptx.Presentation(file), name))
    contents.told += beside
    return contents


def _read(show: Any, name: str) -> Contents:
    reading = _Reading(name, height=(show.slide_height or 0) / _POINT)
    contents = reading.contents
    slides = list(show.slides)
    if len(slides) > MOST_SLIDES:
        raise SourceError(
            f"スライドが多すぎます（{len(slides):,}枚。{MOST_SLIDES:,}枚まで）",
            file=name,
            next_step="使うスライドだけのファイルに分けてください。",
        )
    for number, slide in enumerate(slides, start=1):
        is_hidden = slide.element.get("show") in ("0", "false")
        if is_hidden:
            place = reading.place(f"スライド{number}", number)
            contents.told.append(Told("hidden_slide", f"スライド{number}は非表示です", place, is_doubt=True))
        _take_slide(slide, number, is_hidden, reading)
    _tell_layouts(slides, reading)
    _tell_margins(len(slides), reading)
    if not (contents.grids or contents.paragraphs):
        raise SourceError(
            "スライドに文字がありません" + ("（画像だけです。画像の文字は読み取りません）" if reading.pictures else ""),
            file=name,
            next_step="元の文書（Excel、Word、PowerPoint、文字を選べる PDF）を担当課から受け取ってください。",
        )
    return contents


def _take_slide(slide: Any, number: int, is_hidden: bool, reading: _Reading) -> None:
    told = reading.contents.told
    shapes = list(_shapes(slide.element.find(f"{P}cSld/{P}spTree"), (1.0, 0.0, 1.0, 0.0), 0))
    ground = _ground(slide.element.find(f"{P}cSld/{P}bg/{P}bgPr"))
    tables = 0
    tabled: list[Box] = []
    for at in _in_order(shapes):
        element, box = shapes[at]
        table = element.find(f"{A}graphic/{A}graphicData/{A}tbl")
        if table is not None:
            tables += 1
            tabled.append(box)
            reading.tables.append((number, _in_points(box)))
            _take_table(table, number, tables, is_hidden, reading)
        elif element.tag == f"{P}sp" and element.find(f"{P}txBody") is not None:
            _take_text(shapes[at], number, is_hidden, ground, reading)
        else:
            _tell_shape(element, number, reading)
    for shape in shapes:
        if shape.element.tag == f"{P}sp" and any(_lies_over(shape.box, box) for box in tabled):
            if not (words := _lying_over(shape.element)):
                continue
            told.append(Told("box_over_table", words, reading.place(f"スライド{number}", number), is_doubt=True))
    told += links(slide.part.rels, Place(reading.line, f"スライド{number}", number))
    if slide.has_notes_slide and (notes := slide.notes_slide.notes_text_frame) is not None and notes.text.strip():
        text = on_one_line(notes.text)
        told.append(Told("speaker_note", f"ノート「{text}」", reading.place(f"スライド{number} ノート", number)))
    for relation in slide.part.rels.values():
        if relation.reltype.endswith("/comments"):
            words = f"スライド{number}にコメントがあります。読みません"
            told.append(Told("comment", words, reading.place(f"スライド{number}", number)))


def _in_order(shapes: Sequence[_Shape]) -> list[int]:
    """The numbers of shapes as they are read: texts below a row of headings each with its own."""
    boxes = [shape.box for shape in shapes]
    said = {at: _paragraphs(shape.element) for at, shape in enumerate(shapes) if shape.element.tag == f"{P}sp"}
    headings = {at for at, own in said.items() if len(own) == 1 and may_be_heading(own[0])}
    return under_headings(reading_order(boxes), boxes, headings, {at for at, own in said.items() if own} - headings)


def _paragraphs(element: Any) -> list[str]:
    """The paragraphs of a shape that say something."""
    texts = ("".join(each.text or "" for each in own.iter(f"{A}t")) for own in element.iterfind(f"{P}txBody/{A}p"))
    return [text.strip() for text in texts if text.strip()]


def _shapes(tree: Any, scale: tuple[float, float, float, float], depth: int) -> Iterator[_Shape]:
    """The shapes of a tree, those of groups with the groups' own scale."""
    sx, dx, sy, dy = scale
    for element in tree:
        if element.tag == f"{MC}AlternateContent":
            chosen = element.find(f"{MC}Choice")
            yield from () if chosen is None else _shapes(chosen, scale, depth)
        elif element.tag == f"{P}grpSp" and depth < DEEPEST:
            own = element.find(f"{P}grpSpPr/{A}xfrm")
            yield from _shapes(element, _inner(own, scale), depth + 1)
        elif element.tag in (f"{P}sp", f"{P}graphicFrame", f"{P}pic"):
            x, y, width, height = _frame(element)
            yield _Shape(element, (x * sx + dx, y * sy + dy, (x + width) * sx + dx, (y + height) * sy + dy))


def _inner(own: Any, scale: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    sx, dx, sy, dy = scale
    if own is None:
        return scale
    x, y = _pair(own.find(f"{A}off"), "x", "y")
    width, height = _pair(own.find(f"{A}ext"), "cx", "cy")
    inner_x, inner_y = _pair(own.find(f"{A}chOff"), "x", "y")
    inner_width, inner_height = _pair(own.find(f"{A}chExt"), "cx", "cy")
    rx = width / inner_width if inner_width else 1.0
    ry = height / inner_height if inner_height else 1.0
    return sx * rx, sx * (x - inner_x * rx) + dx, sy * ry, sy * (y - inner_y * ry) + dy


def _frame(element: Any) -> tuple[float, float, float, float]:
    own = element.find(f"{P}xfrm")
    if own is None:
        own = element.find(f"{P}spPr/{A}xfrm")
    if own is None:
        return 0.0, 0.0, 0.0, 0.0  # of a placeholder: where its layout has it, mostly at the head
    return *_pair(own.find(f"{A}off"), "x", "y"), *_pair(own.find(f"{A}ext"), "cx", "cy")


def _pair(element: Any, first: str, second: str) -> tuple[float, float]:
    if element is None:
        return 0.0, 0.0
    return float(element.get(first, 0)), float(element.get(second, 0))


def _lies_over(box: Box, table: Box) -> bool:
    """Whether a box covers more of a table than an edge: 6 points, of a smaller one half of it."""
    width = min(box[2], table[2]) - max(box[0], table[0])
    height = min(box[3], table[3]) - max(box[1], table[1])
    return width > min(6 * _POINT, (box[2] - box[0]) / 2) and height > min(6 * _POINT, (box[3] - box[1]) / 2)


def _lying_over(element: Any) -> str:
    """What lies over a table, in words: a frame with a text, or a ring that may choose one; empty for an ornament."""
    if text := _words(element):
        return f"表の上に別の枠（テキストボックスなど）が重なっています「{text}」"
    form = element.find(f"{P}spPr/{A}prstGeom")
    is_round = form is not None and form.get("prst") in _ROUND
    return "表の上に丸（楕円）が描かれています。語や数を囲む印かもしれません" if is_round else ""


def _words(element: Any) -> str:
    return "".join(each.text or "" for each in element.iterfind(f"{P}txBody//{A}t")).strip()


def _tell_shape(element: Any, number: int, reading: _Reading) -> None:
    """What a shape is that holds no text of its own."""
    told = reading.contents.told
    data = element.find(f"{A}graphic/{A}graphicData")
    if data is not None:
        rule, words, is_doubt = _KINDS.get(
            str(data.get("uri", "")).rpartition("/")[2], ("diagram", "読めない図があります", True)
        )
        told.append(Told(rule, words, reading.place(f"スライド{number}", number), is_doubt))
    elif element.tag == f"{P}pic":
        reading.pictures += 1
        words = "画像があります。画像の文字は読み取りません"
        told.append(Told("picture", words, reading.place(f"スライド{number}", number)))


def _take_text(shape: _Shape, number: int, is_hidden: bool, ground: str, reading: _Reading) -> None:
    element, box = shape
    contents = reading.contents
    placeholder = element.find(f"{P}nvSpPr/{P}nvPr/{P}ph")
    kind = "" if placeholder is None else placeholder.get("type", "")
    fill = _ground(element.find(f"{P}spPr"))
    under = ground if fill == "" else fill
    for paragraph in element.iterfind(f"{P}txBody/{A}p"):
        shown, notes = read_runs(_runs(paragraph, under))
        text = on_one_line(shown)
        if not (text or notes):
            continue
        place = reading.place(f"スライド{number}", number)
        if kind in _MARGINAL:
            contents.told.append(Told(_MARGINAL[kind], text, place))
        elif is_hidden:
            contents.told.append(Told("hidden_slide", text, place))
        elif text:
            size = _size(paragraph)
            contents.paragraphs.append(Paragraph(text, place, size, True if kind in _TITLES else None))
            reading.texts.append(MarginText(number, text, _in_points(box), size or 0.0, reading.height))
        contents.told += [Told(note.rule, note.before, place, is_doubt=True) for note in notes]


def _runs(paragraph: Any, ground: str) -> Iterator[Run]:
    """The runs of a paragraph; `ground` is the colour of what it stands on, empty where it is not known."""
    for child in paragraph:
        if child.tag in (f"{A}r", f"{A}fld"):
            look = child.find(f"{A}rPr")
            letters = child.find(f"{A}t")
            text = "" if letters is None else (letters.text or "").replace("\v", "\n")
            if look is None:
                yield Run(text)
                continue
            struck = look.get("strike", "noStrike") != "noStrike"
            raised = int(look.get("baseline", "0").rstrip("%") or 0)
            colour = _colour(look.find(f"{A}solidFill"))
            word = "上付き" if raised > 0 else "下付き" if raised < 0 else ""
            yield Run(text, struck, word, bool(colour) and colour == ground)
        elif child.tag == f"{A}br":
            yield Run("\n")
        elif child.tag.startswith("{") and child.tag.endswith("}m"):
            yield Run("".join(each.text or "" for each in child.iter() if each.tag.endswith("}t")))


def _size(paragraph: Any) -> float | None:
    """The size of a paragraph's first letters in points, where the slide says it."""
    look = paragraph.find(f"{A}r/{A}rPr")
    value = "" if look is None else look.get("sz", "")
    return int(value) / 100 if value.isdecimal() else None


def _ground(holder: Any) -> str:
    """The colour that fills a shape or slide: white where nothing is said of a slide, "?" where it is no plain colour."""
    if holder is None:
        return "?"
    plain = holder.find(f"{A}solidFill")
    if plain is not None:
        return _colour(plain) or "?"
    if any(holder.find(f"{A}{name}") is not None for name in ("gradFill", "blipFill", "pattFill")):
        return "?"
    return ""


def _colour(fill: Any) -> str:
    """A colour that is said as such; empty for one of the theme, or one that is changed."""
    plain = None if fill is None else fill.find(f"{A}srgbClr")
    return str(plain.get("val", "")).upper() if plain is not None and not len(plain) else ""


def _take_table(table: Any, number: int, count: int, is_hidden: bool, reading: _Reading) -> None:
    name = f"スライド{number}の表{count}"
    grid = CellGrid(name, reading.place(name, number), is_hidden=is_hidden)
    for row, element in enumerate(table.iterfind(f"{A}tr"), start=1):
        for column, cell in enumerate(element.iterfind(f"{A}tc"), start=1):
            reading.cells += 1
            if reading.cells > MOST_CELLS:
                raise SourceError(
                    f"表のセルが多すぎます（{MOST_CELLS:,}個まで）",
                    file=reading.file,
                    next_step="使うスライドだけのファイルに分けてください。",
                )
            if not _is_on(cell, "hMerge") and not _is_on(cell, "vMerge"):
                place = reading.place(f"スライド{number} 表{count} {row}行{column}列", number)
                grid.cells.append(_cell(cell, row, column, place))
            elif hidden := _cell_text(cell):
                words = f"{name}の結合したセル（{row}行{column}列）に隠れた文字「{hidden}」があります"
                reading.contents.told.append(Told("unseen_text", words, reading.place(name, number), is_doubt=True))
    reading.contents.grids.append(grid)


def _is_on(cell: Any, name: str) -> bool:
    return cell.get(name) in ("1", "true")


def _cell_text(cell: Any) -> str:
    return "".join(each.text or "" for each in cell.iter(f"{A}t")).strip()


def _cell(cell: Any, row: int, column: int, place: Place) -> GridCell:
    fill = cell.find(f"{A}tcPr")
    ground = _ground(fill) if fill is not None else "?"
    runs: list[Run] = []
    for at, paragraph in enumerate(cell.iterfind(f"{A}txBody/{A}p")):
        runs += [Run("\n")] * bool(at)
        runs += _runs(paragraph, ground or "?")
    shown, notes = read_runs(runs)
    rows, columns = (int(cell.get(name, "1") or 1) for name in ("rowSpan", "gridSpan"))
    return GridCell(row, column, shown, place, rows, columns, notes=notes)


def _in_points(box: Box) -> Box:
    x0, y0, x1, y1 = (side / _POINT for side in box)
    return x0, y0, x1, y1


def _tell_margins(slides: int, reading: _Reading) -> None:
    """Tell the heads and the numbers that stand on the slides as texts."""
    contents = reading.contents
    sizes = sorted(text.size for text in reading.texts for _ in text.text if text.size)
    usual = sizes[len(sizes) // 2] if sizes else 0.0
    found = margins(reading.texts, reading.tables, slides, usual)
    contents.told += [
        Told(rule, contents.paragraphs[at].text, contents.paragraphs[at].place) for at, rule in sorted(found.items())
    ]
    contents.paragraphs = [each for at, each in enumerate(contents.paragraphs) if at not in found]


def _tell_layouts(slides: list[Any], reading: _Reading) -> None:
    """The texts that layouts and masters show on every slide: heads and feet, told once."""
    told: set[str] = set()
    for slide in slides:
        for layer in (slide.slide_layout, slide.slide_layout.slide_master):
            for shape in layer.element.iterfind(f"{P}cSld/{P}spTree/{P}sp"):
                words = _words(shape)
                if words and words not in told and shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph") is None:
                    told.add(words)
                    place = reading.place("スライドのひな形", 0)
                    reading.contents.told.append(Told("running_head", words, Place(place.line, place.words)))
