"""A Word document .docx -> its contents: tables with merged cells both ways, paragraphs, and what is told.

Pages are not known: Word lays them out when it shows them. A place is a table's row and column, or a paragraph.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import docx
from docx.oxml import parse_xml

from cityplan.files.errors import SourceError
from cityplan.read.file.contents import CellGrid, Contents, GridCell, Note, Paragraph, Told
from cityplan.read.file.looks import read_runs
from cityplan.read.file.office.package import links, open_office
from cityplan.read.file.office.word_runs import MC, WHITE, ParagraphText, Styles, W, fill_of, is_on, style_of, text_of
from cityplan.read.printed import Place
from cityplan.read.table.cell_looks import Run
from cityplan.read.table.grid import on_one_line

MOST_CELLS = 500_000
MOST_COLUMNS = 1_000
DEEPEST = 8  # tables in cells of tables
_BLOCKS = {f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")}
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
_INLINE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}inline"
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
_HEADINGS = ("heading", "title", "見出し", "表題")
_DOT = "・"
_DOTS = ("•", "·", "・", "･", "\uf0b7", "-", "－", "–", "‐")
_ROW_CHANGES = ((f"{W}trPr/{W}ins", "変更履歴で挿入された行です"), (f"{W}trPr/{W}del", "変更履歴で削除された行です"))
_PLAIN_TABLES = ("", "Table Grid", "Normal Table", "表 (格子)", "標準の表")


@dataclass
class _Reading:
    """What was read so far, and the numbers that go on."""

    file: str
    styles: Styles
    dots: frozenset[tuple[str, str]] = frozenset()  # lists and their levels whose items have a dot before them
    contents: Contents = field(default_factory=Contents)
    line: int = 0
    tables: int = 0
    paragraphs: int = 0
    cells: int = 0
    pictures: int = 0

    def place(self, words: str) -> Place:
        self.line += 1
        return Place(self.line, words)

    def tell(self, rule: str, text: str, words: str, is_doubt: bool = False) -> None:
        self.contents.told.append(Told(rule, text, self.place(words), is_doubt))


def read_word(name: str, data: bytes) -> Contents:
    """Read a .docx: grids 表 and paragraphs 段落; SourceError where it is none, or holds no text."""
    contents, beside = open_office(data, name, "Word", lambda file: _read(docx.Document(file), name))
    contents.told += beside
    return contents


def _read(document: Any, name: str) -> Contents:
    reading = _Reading(name, Styles(document.styles.element), _dots(document.part))
    _take_blocks(document.element.body, reading, "", WHITE, 0)
    for told in links(document.part.rels, Place(0)):
        reading.contents.told.append(told)
    _tell_parts(document.part, reading)
    contents = reading.contents
    if not (contents.grids or contents.paragraphs):
        raise SourceError(
            "文書に文字がありません" + ("（画像だけです。画像の文字は読み取りません）" if reading.pictures else ""),
            file=name,
            next_step="元の文書（Excel、Word、文字を選べる PDF）を担当課から受け取ってください。",
        )
    return contents


def _tell_parts(part: Any, reading: _Reading) -> None:
    """Heads and feet of pages, notes and comments: told, as they are no part of the running text."""
    for relation in part.rels.values():
        kind = relation.reltype.rpartition("/")[2]
        rule, words = {
            "header": ("running_head", "ヘッダー"),
            "footer": ("running_head", "フッター"),
            "footnotes": ("footnote", "脚注"),
            "endnotes": ("footnote", "文末脚注"),
            "comments": ("comment", "コメント"),
        }.get(kind, ("", ""))
        if not rule or relation.is_external:
            continue
        root = parse_xml(relation.target_part.blob)
        text = " ".join(each for each in map(_plain, root.iter(f"{W}p")) if each)
        if text:
            reading.tell(rule, text, words)


def _plain(paragraph: Any) -> str:
    return "".join(each.text or "" for each in paragraph.iter(f"{W}t")).strip()


def _take_blocks(holder: Any, reading: _Reading, within: str, ground: str, depth: int) -> None:
    """The paragraphs and tables of a body, or of a text box."""
    for child in holder:
        if child.tag == f"{W}p":
            _take_paragraph(child, reading, within, ground, depth)
        elif child.tag == f"{W}tbl":
            _take_table(child, reading, within, depth)
        elif child.tag in _BLOCKS:
            _take_blocks(child, reading, within, ground, depth)
        elif child.tag == f"{W}altChunk":
            reading.tell("embedded_object", "別の文書が差し込まれています（読みません）", "本文", True)


def _take_paragraph(paragraph: Any, reading: _Reading, within: str, ground: str, depth: int) -> None:
    text = text_of(paragraph, reading.styles, ground)
    reading.paragraphs += 1
    words = f"{within} " if within else ""
    place = reading.place(f"{words}段落{reading.paragraphs}")
    shown, notes = read_runs(text.runs)
    if one_line := on_one_line(shown):
        style = style_of(paragraph)
        size = _size(paragraph, reading.styles, style)
        heading = _is_heading(paragraph, reading.styles, style)
        dot = _DOT if not heading and _is_item(paragraph, reading) else ""
        reading.contents.paragraphs.append(Paragraph(dot + one_line, place, size, heading))
    _tell_of(paragraph, text, one_line, notes, place, reading)
    _take_drawn(text, reading, depth)


def _tell_of(
    paragraph: Any, text: ParagraphText, shown: str, notes: tuple[Note, ...], place: Place, reading: _Reading
) -> None:
    told = reading.contents.told
    told += [Told(note.rule, note.before, place, is_doubt=True) for note in notes]
    told += [Told("tracked_change", doubt, place, is_doubt=True) for doubt in text.all_doubts]
    if shown and _is_numbered(paragraph, reading.styles) and not _is_item(paragraph, reading):
        told.append(Told("auto_number", f"自動で付く番号は読めません「{shown}」", place))


def _take_drawn(text: ParagraphText, reading: _Reading, depth: int, over_cells: bool = False) -> None:
    """What is drawn in a paragraph: text boxes are read, all else is told, also how letters are read.

    What boxes over cells say is told with their cells, and is no part of the running text; tables in them are read.
    """
    if text.readings:
        reading.tell("ruby", f"ふりがな「{'、'.join(text.readings)}」", "本文")
    over = [box for box in _boxes_over(text) if next(box.iter(f"{W}tbl"), None) is None] if over_cells else []
    for drawn in text.drawn:
        boxes = [] if depth > DEEPEST else [box for box in _text_boxes(drawn) if box not in over]
        for box in boxes:
            _take_blocks(box, reading, "テキストボックス", "", depth + 1)
        if drawn.tag == f"{W}object":
            reading.tell("embedded_object", "埋め込まれたもの（OLE）があります。開きません", "本文", True)
        elif next(drawn.iter(_CHART), None) is not None:
            reading.tell("chart", "グラフがあります。読みません", "本文")
        elif next(drawn.iter(_DIAGRAM), None) is not None:
            reading.tell("diagram", "SmartArt の図があります。図の中の文字は読みません", "本文", True)
        elif next(drawn.iter(_PICTURE), None) is not None:
            reading.pictures += 1
            reading.tell("picture", "画像があります。画像の文字は読み取りません", "本文")


def _boxes_over(text: ParagraphText) -> list[Any]:
    """The text boxes that are bound to a paragraph and stand where they like, not in its line."""
    floating = [drawn for drawn in text.drawn if next(drawn.iter(_INLINE), None) is None]
    return [box for drawn in floating for box in _text_boxes(drawn)]


def _words_over(text: ParagraphText) -> str:
    """What those boxes say."""
    boxes = _boxes_over(text)
    return " ".join(words for box in boxes if (words := " ".join(filter(None, map(_plain, box.iter(f"{W}p"))))))


def _text_boxes(drawn: Any) -> Iterator[Any]:
    """The outermost text boxes of a drawing, of alternatives the first."""
    waiting = [drawn]
    while waiting:
        element = waiting.pop()
        if element.tag == f"{W}txbxContent":
            yield element
        elif element.tag == f"{MC}AlternateContent":
            chosen = element.find(f"{MC}Choice")
            waiting += [] if chosen is None else [chosen]
        else:
            waiting += [child for child in reversed(element) if isinstance(child.tag, str)]


def _size(paragraph: Any, styles: Styles, style: str | None) -> float | None:
    """The size of a paragraph's first letters, in points."""
    run = next((each for each in paragraph.iter(f"{W}r") if each.find(f"{W}t") is not None), None)
    found = styles.of_run(run, style, "sz")
    value = "" if found is None else str(found.get(f"{W}val", ""))
    return int(value) / 2 if value.isdecimal() else None


def _is_heading(paragraph: Any, styles: Styles, style: str | None) -> bool:
    level = paragraph.find(f"{W}pPr/{W}outlineLvl")
    if level is None:
        level = styles.find(style, f"{W}pPr/{W}outlineLvl")
    if level is not None and level.get(f"{W}val") != "9":  # 9 is the body
        return True
    return styles.name(style).lower().startswith(_HEADINGS)


def _is_numbered(paragraph: Any, styles: Styles) -> bool:
    """Whether Word counts a paragraph: its number stands nowhere in the file."""
    path = f"{W}pPr/{W}numPr/{W}numId"
    number = paragraph.find(path)
    if number is None:
        number = styles.find(style_of(paragraph), path)
    return number is not None and number.get(f"{W}val") != "0"


def _is_item(paragraph: Any, reading: _Reading) -> bool:
    """Whether a paragraph is an item of a list that Word shows with a dot before it."""
    style = style_of(paragraph)
    said = []
    for name, usual in (("numId", ""), ("ilvl", "0")):
        path = f"{W}pPr/{W}numPr/{W}{name}"
        own = paragraph.find(path)
        own = reading.styles.find(style, path) if own is None else own
        said.append(usual if own is None else str(own.get(f"{W}val", usual)))
    return (said[0], said[1]) in reading.dots


def _dots(part: Any) -> frozenset[tuple[str, str]]:
    """The numbers of lists, each with a level of it, whose items have a dot or a dash before them."""
    found: set[tuple[str, str]] = set()
    for relation in part.rels.values():
        if relation.reltype.rpartition("/")[2] != "numbering" or relation.is_external:
            continue
        root = parse_xml(relation.target_part.blob)
        dotted: dict[str, list[str]] = {}
        for kind in root.iterfind(f"{W}abstractNum"):
            levels = [level for level in kind.iterfind(f"{W}lvl") if _value(level, "numFmt") == "bullet"]
            own = [str(level.get(f"{W}ilvl")) for level in levels if _value(level, "lvlText") in _DOTS]
            dotted[str(kind.get(f"{W}abstractNumId"))] = own
        for number in root.iterfind(f"{W}num"):
            levels_of = dotted.get(_value(number, "abstractNumId"), [])
            found |= {(str(number.get(f"{W}numId")), level) for level in levels_of}
    return frozenset(found)


def _value(element: Any, name: str) -> str:
    own = element.find(f"{W}{name}")
    return "" if own is None else str(own.get(f"{W}val", ""))


@dataclass
class _Table:
    """A table while it is read: its cells by place, what is drawn in them, tables in them."""

    name: str
    ground: str
    cells: dict[tuple[int, int], GridCell] = field(default_factory=dict)
    drawn: ParagraphText = field(default_factory=ParagraphText)
    nested: list[Any] = field(default_factory=list)


def _take_table(element: Any, reading: _Reading, within: str, depth: int) -> None:
    reading.tables += 1
    name = f"{within}の表" if within else f"表{reading.tables}"
    grid = CellGrid(name, reading.place(name))
    reading.contents.grids.append(grid)
    style = element.find(f"{W}tblPr/{W}tblStyle")
    is_plain = reading.styles.name(None if style is None else style.get(f"{W}val")) in _PLAIN_TABLES
    table = _Table(name, WHITE if is_plain else "")
    hidden: set[int] = set()
    above: dict[int, GridCell] = {}
    for number, row in enumerate(_rows(element), start=1):
        if is_on(row.find(f"{W}trPr/{W}hidden")):
            hidden.add(number)
        above = _take_row(row, number, above, table, reading)
    grid.cells = [table.cells[at] for at in sorted(table.cells)]
    grid.hidden_rows = frozenset(hidden)
    if hidden:
        told = "、".join(map(str, sorted(hidden)))
        reading.tell("hidden_row", f"{name}に隠れた行があります（{told}行目）", name, True)
    for inner in table.nested:
        if depth < DEEPEST:
            reading.tell("nested_table", f"{name}のセルの中に表があります", name)
            _take_table(inner, reading, f"{name}の中", depth + 1)
        else:
            reading.tell("nested_table", f"{name}のセルの中の表は、深すぎるため読みません", name, True)
    _take_drawn(table.drawn, reading, depth, over_cells=True)


def _rows(holder: Any) -> Iterator[Any]:
    for child in holder:
        if child.tag == f"{W}tr":
            yield child
        elif child.tag in _BLOCKS:
            yield from _rows(child)


def _cells(holder: Any) -> Iterator[Any]:
    for child in holder:
        if child.tag == f"{W}tc":
            yield child
        elif child.tag in _BLOCKS:
            yield from _cells(child)


def _take_row(
    row: Any, number: int, above: dict[int, GridCell], table: _Table, reading: _Reading
) -> dict[int, GridCell]:
    """Take the cells of a row; give them by their first column, as the next row may go on with them."""
    column = 1 + _count(row.find(f"{W}trPr/{W}gridBefore"), 0)
    found: dict[int, GridCell] = {}
    last: GridCell | None = None
    for element in _cells(row):
        columns = _count(element.find(f"{W}tcPr/{W}gridSpan"), 1)
        _check_cells(column + columns, reading)
        cell = _cell(element, (number, column, columns), table, reading)
        if change := next((words for tag, words in _ROW_CHANGES if row.find(tag) is not None), ""):
            cell = replace(cell, doubt=_both(cell.doubt, change))
        over = above.get(column)
        if _goes_on(element, "hMerge") and last is not None:
            last = replace(last, columns=last.columns + columns, doubt=_both(last.doubt, _covered(cell)))
        elif _goes_on(element, "vMerge") and over is not None and over.columns == columns:
            last = replace(over, rows=over.rows + 1, doubt=_both(over.doubt, _covered(cell)))
        else:
            last = cell
        table.cells[last.row, last.column] = found[last.column] = last
        column += columns
    return found


def _check_cells(column: int, reading: _Reading) -> None:
    reading.cells += 1
    if reading.cells > MOST_CELLS or column > MOST_COLUMNS:
        raise SourceError(
            f"表のセルが多すぎます（{MOST_CELLS:,}個、{MOST_COLUMNS:,}列まで）",
            file=reading.file,
            next_step="使う表だけの文書に分けてください。",
        )


def _goes_on(element: Any, name: str) -> bool:
    """Whether a cell goes on from the one above (vMerge), or from the one at its left (hMerge)."""
    merge = element.find(f"{W}tcPr/{W}{name}")
    return merge is not None and merge.get(f"{W}val", "continue") == "continue"


def _covered(part: GridCell) -> str:
    """What is doubtful of a part of a merged cell that has a text of its own: Word does not show it."""
    return f"結合したセルに隠れた文字「{part.text}」があります" if part.text else ""


def _both(*doubts: str) -> str:
    return "、".join(doubt for doubt in doubts if doubt)


def _count(element: Any, usual: int) -> int:
    value = "" if element is None else str(element.get(f"{W}val", ""))
    return int(value) if value.isdecimal() and len(value) < 6 else usual


def _cell(element: Any, at: tuple[int, int, int], table: _Table, reading: _Reading) -> GridCell:
    """A cell at its row and column, over so many columns."""
    row, column, columns = at
    whole = ParagraphText()
    fill = fill_of(element.find(f"{W}tcPr/{W}shd")) or table.ground
    for child in _cell_blocks(element):
        if child.tag == f"{W}tbl":
            table.nested.append(child)
            continue
        if whole.runs:
            whole.runs.append(Run("\n"))
        text = text_of(child, reading.styles, fill)
        whole.add(text)
        if text.runs and _is_numbered(child, reading.styles):
            whole.doubts.append("自動で付く番号は読めません")
    shown, notes = read_runs(whole.runs)
    if over := _words_over(whole):
        whole.doubts.append(f"上に別の枠（テキストボックスなど）「{over}」が重なっているかもしれません")
        words = f"{table.name}の{row}行{column}列に別の枠（テキストボックスなど）があります「{over}」"
        reading.tell("box_over_table", words, table.name, True)
    table.drawn.drawn += whole.drawn
    table.drawn.readings += whole.readings
    place = reading.place(f"{table.name} {row}行{column}列")
    return GridCell(row, column, shown, place, 1, columns, "", _both(*whole.all_doubts), notes)


def _cell_blocks(holder: Any) -> Iterator[Any]:
    for child in holder:
        if child.tag in (f"{W}p", f"{W}tbl"):
            yield child
        elif child.tag in _BLOCKS:
            yield from _cell_blocks(child)
