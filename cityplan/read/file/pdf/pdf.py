"""A PDF -> its contents: each page's grids and paragraphs, in reading order."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pypdfium2

from cityplan.files.errors import SourceError
from cityplan.read.file.contents import CellGrid, Contents, GridCell, Note, Paragraph, Told
from cityplan.read.file.looks import read_runs
from cityplan.read.file.margins import MarginText, margins
from cityplan.read.file.order import may_be_heading, reading_order, under_headings
from cityplan.read.file.pdf.bands import BandTable, band_tables
from cityplan.read.file.pdf.checked import check_pdf, locked
from cityplan.read.file.pdf.font_maps import Letters, is_unsure
from cityplan.read.file.pdf.lattice import TooManyRules, page_lattices
from cityplan.read.file.pdf.lines import overlapping, runs_of
from cityplan.read.file.pdf.marks import Box, Char, PageMarks, area, around, overlap, within
from cityplan.read.file.pdf.open_cells import open_cells
from cityplan.read.file.pdf.page import page_marks, stand
from cityplan.read.file.pdf.paragraphs import Piece, paragraphs_of, rows_of_columns
from cityplan.read.file.pdf.rings import RINGED, ringed
from cityplan.read.file.pdf.rules import joined_rules, level_only
from cityplan.read.file.pdf.seen import MOST_COMPARED, Hidden, Seen, seen
from cityplan.read.file.pdf.tables import PageCell, PageGrid, PageTables, page_tables, unseen_text
from cityplan.read.printed import Place
from cityplan.read.table.grid import on_one_line

_PICTURE = 0.5  # of a page: a scan
_UNMAPPED = 0.3  # of a page's characters, at which no word of it can be trusted
_LEAST_COLUMNS, _LEAST_ROWS = 3, 3  # of what may be a table without rules
_BESIDE = 72.0  # points
_ROW_GAP = 60.0  # points between its rows
_NO_TABLE = "列が決められないため、表として読みません。元の Excel や Word を使うか、罫線を付けた PDF にしてください"
_BANDS = "罫線のない表です。行は地の色で、列は文字のない所で分けました。列が元の資料のとおりか、確かめてください"
_SCAN = (
    "紙の画像（スキャン）の PDF です。画像の文字は読み取りません（数を読み誤るため）",
    "元の文書（Excel、Word、PowerPoint、文字を選べる PDF）を担当課から受け取ってください。",
)


@dataclass
class _Page:
    """What was read of one page, before it is numbered."""

    number: int
    height: float
    grids: list[PageGrid] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    boxes: list[Piece] = field(default_factory=list)  # of text boxes over tables
    struck: set[Char] = field(default_factory=set)
    told: list[Told] = field(default_factory=list)


def read_pdf(name: str, data: bytes) -> Contents:
    """Read a PDF: grids 表 and paragraphs 段落 with page and box in points.

    SourceError where it is locked, broken, too large, a scan, or where its letters have no codes.
    """
    beside = check_pdf(data, name)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise locked(name) if "password" in str(error).lower() else _unreadable(name) from error
    try:
        pages = list(_pages(document, name, beside.unsure))
    finally:
        document.close()
    for number, notes in beside.notes.items():
        if number <= len(pages):
            pages[number - 1].told += [
                Told("annotation", note, Place(0, f"{number}ページ", number), is_doubt=True) for note in notes
            ]
    contents = _numbered(pages)
    contents.told += [Told("damaged_file", text, Place(0), is_doubt=True) for text in beside.warnings]
    return contents


def _sure(char: Char, marks: PageMarks, unsure: Mapping[str, Letters]) -> Char:
    return char._replace(is_mapped=False) if is_unsure(char.text, marks.runs[char.run].font, unsure) else char


def _unreadable(name: str) -> SourceError:
    return SourceError("PDF として読めません", file=name, next_step="もう一度受け取り、置き直してください。")


def _pages(document: pypdfium2.PdfDocument, name: str, unsure: Mapping[str, Letters]) -> Iterator[_Page]:
    pictures: list[int] = []
    texts = 0
    for at in range(len(document)):
        number = at + 1
        try:
            page = document[at]
            stand(page)
            marks = page_marks(page, number, name)
            marks.chars = [_sure(char, marks, unsure) for char in marks.chars] if unsure else marks.chars
        except pypdfium2.PdfiumError as error:
            raise SourceError(
                f"PDF の{number}ページが壊れています", file=name, next_step="もう一度受け取り、置き直してください。"
            ) from error
        page.close()
        try:
            read = _page(marks, number, name)
        except TooManyRules as error:
            raise SourceError(
                f"{number}ページの罫線が多すぎます",
                file=name,
                next_step="表のあるページだけの PDF に分けるか、元の Excel や Word を受け取ってください。",
            ) from error
        if _is_picture(marks, read):
            pictures.append(number)
            place = Place(0, f"{number}ページ", number)
            read.told.append(
                Told("picture_page", "紙の画像（スキャン）のページです。読み取りません", place, is_doubt=True)
            )
        texts += len(read.grids) + len(read.pieces)
        yield read
    if not texts:
        problem, next_step = _SCAN if pictures else ("PDF に文字がありません", _SCAN[1])
        raise SourceError(problem, file=name, next_step=next_step)


def _is_picture(marks: PageMarks, read: _Page) -> bool:
    page = (0.0, 0.0, marks.width, marks.height)
    covered = sum(area(shared) for box, _ in marks.pictures if (shared := overlap(box, page)))
    return not read.grids and not read.pieces and covered > _PICTURE * area(page)


def _page(marks: PageMarks, number: int, name: str) -> _Page:
    _check_codes(marks, number, name)
    what = seen(marks, joined_rules(marks.rules))
    bands = band_tables(marks.grounds, what.rules, what.chars)
    rules = [*what.rules, *(rule for band in bands for rule in band.rules)]
    tables = page_tables(what, page_lattices(rules, [frame.box for frame in what.frames]))
    page = _Page(number, marks.height, grids=tables.grids, struck=what.struck)
    page.pieces = [piece for group in _framed(tables) for piece in paragraphs_of(group)]
    over: dict[int, list[Char]] = {}
    for char, box in what.in_boxes.items():
        over.setdefault(box, []).append(char)
    page.boxes = [piece for group in over.values() for piece in paragraphs_of(group)]
    page.told = [*_told(marks, what, tables, page), *_told_bands(bands, page)]
    return page


def _check_codes(marks: PageMarks, number: int, name: str) -> None:
    """SourceError where the letters of a page have no codes: nothing but boxes 文字化け."""
    shown = [char for char in marks.chars if char.text.strip()]
    unknown = sum(not char.is_mapped or _is_private(char.text) for char in shown)
    if unknown > _UNMAPPED * len(shown):
        raise SourceError(
            f"{number}ページの文字は、文字コードが分かりません（{len(shown)}字のうち{unknown}字。"
            "フォントに対応表がなく、写すと文字化けする PDF です）",
            file=name,
            text="".join(char.text for char in shown[:20]),
            next_step=_SCAN[1],
        )


def _is_private(text: str) -> bool:
    return "\ue000" <= text <= "\uf8ff" or text < " " or "\U000f0000" <= text <= "\U0010fffd"


def _framed(tables: PageTables) -> Iterator[list[Char]]:
    """The characters outside of tables, those in a frame of their own apart."""
    left = tables.rest
    frames = tables.frames if len(tables.frames) * len(left) <= MOST_COMPARED else []
    for frame in reversed(frames):  # from the smallest
        inside = [char for char in left if within(*char.centre, frame)]
        if inside:
            left = [char for char in left if not within(*char.centre, frame)]
            yield inside
    yield left


def _told(marks: PageMarks, what: Seen, tables: PageTables, page: _Page) -> Iterator[Told]:
    def place(boxes: list[Box]) -> Place:
        return Place(0, f"{page.number}ページ", page.number, _rounded(around(boxes)))

    if unseen := [each for each in tables.rest_hidden if each.char.text.strip()]:
        whys = "・".join(sorted({each.why for each in unseen}))
        yield Told("unseen_text", f"{whys}「{unseen_text(unseen)}」", place([each.char.box for each in unseen]), True)
    if what.twice:
        text = unseen_text([Hidden(char, "") for char in what.twice])
        yield Told("drawn_twice", text, place([char.box for char in what.twice]))
    if marks.slanted:
        text = unseen_text([Hidden(char._replace(turn=0), "") for char in marks.slanted])
        yield Told("slanted_text", f"斜めの文字「{text}」", place([char.box for char in marks.slanted]), True)
    doubts = {doubt for grid in tables.grids for cell in grid.cells for doubt in cell.doubts}
    for ring in ringed(what.rings, what.chars):
        words = RINGED.format("".join(char.text for char in ring))
        if words not in doubts:
            yield Told("ringed_text", words, place([char.box for char in ring]), True)
    if tables.over_edge:
        text = "".join(char.text for char in tables.over_edge)
        yield Told(
            "over_edge", f"表の枠からはみ出した文字「{text}」", place([char.box for char in tables.over_edge]), True
        )
    for chars in open_cells([grid.box for grid in tables.grids], tables.rest, what.rules, MOST_COMPARED):
        text = "".join(char.text for char in chars)
        words = f"表の中の文字「{text}」の周りの罫線が一辺欠けていて、どのセルにも入りません"
        yield Told("open_cell", words, place([char.box for char in chars]), True)
    for grid in tables.grids:
        if grid.is_open and (beside := list(_beside(grid.box, tables.rest))):
            text = unseen_text([Hidden(char, "") for char in beside])
            words = f"端に罫線のない表の横に文字「{text}」があります。表の中の文字かもしれません"
            yield Told("text_beside", words, place([char.box for char in beside]), True)
    for cell in tables.odd:
        text = f"長方形でないセルの文「{on_one_line(cell.text)}」は、その広いほうのセルのものとしました"
        yield Told("odd_cell", text, place([cell.box]))
    for over in what.boxes:
        yield Told("box_over_table", "表の上に別の枠（テキストボックスなど）が重なっています", place([over.box]), True)
    for piece in [*page.pieces, *page.boxes]:
        if any(not char.is_mapped for char in piece.chars):
            words = f"文字コードの分からない文字があります「{_text(piece, page)[0]}」"
            yield Told("unmapped_text", words, place([piece.box]), True)
        if overlapping(piece.lines):
            yield Told("overlapping_text", f"文字が重なっています「{_text(piece, page)[0]}」", place([piece.box]), True)
    for rows in _without_rules(tables.rest):
        text = f"罫線のない表のように並んだ文字があります（{len(rows)}行）。{_NO_TABLE}"
        yield Told("no_rules", text, place(rows), True)
    for box in level_only(what.rules, [grid.box for grid in tables.grids]):
        inside = [char for char in tables.rest if within(*char.centre, box)]
        if rows_of_columns(inside, 2):
            yield Told("no_rules", f"縦の罫線のない表があります。{_NO_TABLE}", place([box]), True)


def _told_bands(bands: list[BandTable], page: _Page) -> Iterator[Told]:
    """Tables without rules whose columns are those of their texts."""
    for band in bands:
        if band.by_texts:
            place = Place(0, f"{page.number}ページ", page.number, _rounded(band.box))
            yield Told("band_columns", _BANDS, place, is_doubt=True)


def _beside(box: Box, chars: list[Char]) -> Iterator[Char]:
    """The characters that stand in the height of a table, close to its left or right side."""
    x0, y0, x1, y1 = box
    for char in chars:
        x, y = char.centre
        if y0 < y < y1 and (x0 - _BESIDE < x < x0 or x1 < x < x1 + _BESIDE):
            yield char


def _without_rules(chars: list[Char]) -> Iterator[list[Box]]:
    """Rows of what may be a table without rules 罫線のない表."""
    group: list[Box] = []
    for box in [*rows_of_columns([char for char in chars if char.turn == 0], _LEAST_COLUMNS), None]:
        if group and (box is None or box[1] - group[-1][3] > _ROW_GAP):
            if len(group) >= _LEAST_ROWS:
                yield group
            group = []
        if box is not None:
            group.append(box)


def _text(piece: Piece, page: _Page) -> tuple[str, tuple[Note, ...]]:
    """The text of a paragraph on one line, and what its look says."""
    text, notes = read_runs(runs_of(piece.lines, page.struck))
    return on_one_line(text), notes


def _numbered(pages: list[_Page]) -> Contents:
    """All pages as one, in reading order; what is no text of the report is told."""
    contents = Contents()
    marginal = _marginal(pages)
    line = 0
    for page in pages:
        items: list[PageGrid | Piece] = [*page.grids, *page.pieces, *page.boxes]
        table = 0
        for at in _in_order(items, page):
            item = items[at]
            if isinstance(item, PageGrid):
                table += 1
                line = _take_grid(item, page.number, table, line, contents)
                continue
            line += 1
            place = Place(line, f"{page.number}ページ", page.number, _rounded(item.box))
            text, notes = _text(item, page)
            reason = marginal.get(id(item))
            if reason:
                contents.told.append(Told(reason, text, place))
            else:
                contents.paragraphs.append(Paragraph(text, place, round(item.size, 1)))
            contents.told += [Told(note.rule, note.before, place, is_doubt=True) for note in notes]
        for told in page.told:
            line += 1
            contents.told.append(Told(told.rule, told.text, _moved(told.place, line), told.is_doubt))
    return contents


def _in_order(items: Sequence[PageGrid | Piece], page: _Page) -> list[int]:
    """The numbers of items as they are read: paragraphs below a row of headings each with its own."""
    boxes = [item.box for item in items]
    said = {at: _text(item, page)[0] for at, item in enumerate(items) if isinstance(item, Piece)}
    headings = {at for at, text in said.items() if may_be_heading(text)}
    return under_headings(reading_order(boxes), boxes, headings, said.keys() - headings)


def _moved(place: Place, line: int) -> Place:
    return Place(line, place.words, place.page, place.box)


def _take_grid(item: PageGrid, page: int, table: int, line: int, contents: Contents) -> int:
    name = f"{page}ページの表{table}"
    grid = CellGrid(name, Place(line + 1, name, page, _rounded(item.box)))
    for cell in item.cells:
        line += 1
        words = f"{page}ページ 表{table} {cell.part.row + 1}行{cell.part.column + 1}列"
        grid.cells.append(_grid_cell(cell, Place(line, words, page, _rounded(cell.box))))
    contents.grids.append(grid)
    return line


def _grid_cell(cell: PageCell, place: Place) -> GridCell:
    return GridCell(
        row=cell.part.row + 1,
        column=cell.part.column + 1,
        text=cell.text,
        place=place,
        rows=cell.part.rows,
        columns=cell.part.columns,
        doubt="、".join(cell.doubts),
        notes=tuple(cell.notes),
    )


def _marginal(pages: list[_Page]) -> dict[int, str]:
    """Which paragraphs are running heads or page numbers."""
    pieces = [(page, piece) for page in pages for piece in page.pieces]
    texts = [
        MarginText(page.number, _text(piece, page)[0], piece.box, piece.size, page.height) for page, piece in pieces
    ]
    others = [(page.number, grid.box) for page in pages for grid in page.grids]
    found = margins(texts, others, len(pages), _usual_size(pages))
    return {id(pieces[at][1]): reason for at, reason in found.items()}


def _usual_size(pages: Iterable[_Page]) -> float:
    """The size of most letters outside of tables."""
    count: dict[float, int] = {}
    for page in pages:
        for piece in page.pieces:
            size = round(piece.size, 1)
            count[size] = count.get(size, 0) + len(piece.chars)
    return max(count, key=lambda size: (count[size], size), default=0.0)


def _rounded(box: Box) -> Box:
    x0, y0, x1, y1 = (round(side, 1) for side in box)
    return x0, y0, x1, y1
