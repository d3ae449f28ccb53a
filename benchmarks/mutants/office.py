"""Tables of Word, slides and workbooks, changed: cells merged, empty rows, boxes over them; and what pages and years do."""

import re
from collections.abc import Callable
from copy import deepcopy
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any
from zipfile import ZipFile

import docx
import openpyxl
import pptx
from docx.exceptions import InvalidSpanError
from docx.oxml import parse_xml
from pptx.util import Emu

from mutants.documents import DOCUMENTS, original
from mutants.lines import Mutator, Random
from mutants.pdf_marks import boxes_over, in_pages, map_lost, rules_moved
from mutants.sheets import Blocks, Cell, NextPage, Table, cut, sheets
from mutants.writers import WRITERS, saved


def suffix_of(name: str) -> str:
    return PurePosixPath(DOCUMENTS[name].file).suffix


# tables of files as they are


def in_tables(change: Callable[[Any, Random], None]) -> Mutator:
    """A mutator of one table of a Word document or of slides."""

    def mutate(name: str, rng: Random) -> bytes | None:
        opened = _opened(name)
        if opened is None:
            return None
        change(rng.choice(_tables(opened)), rng)
        return saved(opened.save)

    return mutate


def _opened(name: str) -> Any:
    opening = {".docx": docx.Document, ".pptx": pptx.Presentation}.get(suffix_of(name))
    return opening(BytesIO(original(name))) if opening else None


def _tables(opened: Any) -> list[Any]:
    if hasattr(opened, "tables"):
        return list(opened.tables)
    return [shape.table for slide in opened.slides for shape in slide.shapes if shape.has_table]


def cells_merged(table: Any, rng: Random) -> None:
    """The line between two cells taken away: both texts stand in one."""
    rows, columns = len(table.rows), len(table.columns)
    for _ in range(50):
        row, column = rng.randrange(rows), rng.randrange(columns)
        down = rng.random() < 0.5
        if row + down >= rows or column + (not down) >= columns:
            continue
        one, other = table.cell(row, column), table.cell(row + down, column + (not down))
        if not (_is_value(one.text) and _is_value(other.text)):  # a text may be that of both
            continue
        if one._tc is other._tc or any(getattr(each, "is_spanned", False) for each in (one, other)):
            continue
        try:
            one.merge(other)
        except (ValueError, InvalidSpanError):  # they are parts of merged cells
            continue
        return


def _is_value(text: str) -> bool:
    return len(text) <= 12 and any(map(str.isdecimal, text))


def row_emptied(table: Any, rng: Random) -> None:
    """A line drawn once more: an empty row behind another; not within merged cells."""
    rows = [row._tr for row in table.rows]
    free = [tr for tr, then in zip(rows, [*rows[1:], None], strict=True) if then is None or not _goes_on(then)]
    tr = rng.choice(free)
    if _goes_on(tr):
        return
    empty = deepcopy(tr)
    for each in list(empty.iter()):
        if each.tag.endswith("}t"):
            each.text = ""
        each.attrib.pop("rowSpan", None)
    tr.addnext(empty)


def _goes_on(tr: Any) -> bool:
    """Whether a row has a cell that goes on into the row above."""
    return any(each.tag.endswith("}vMerge") or each.get("vMerge") for each in tr.iter())


# boxes over cells


def box_over(name: str, rng: Random) -> bytes | None:
    """A text box with a text of its own over a table."""
    words = rng.choice(["35件", "見よ", "120.5%", "※速報値"])
    adds = {".docx": _box_in_word, ".pptx": _box_on_slide, ".xlsx": _box_on_sheet}.get(suffix_of(name))
    return adds(name, words, rng) if adds else None


def _box_on_slide(name: str, words: str, rng: Random) -> bytes:
    show = pptx.Presentation(BytesIO(original(name)))
    slide, frame = rng.choice([(slide, shape) for slide in show.slides for shape in slide.shapes if shape.has_table])
    width, height = frame.width // rng.randrange(4, 10), frame.height // rng.randrange(4, 10)
    x = frame.left + int(rng.random() * (frame.width - width))
    y = frame.top + int(rng.random() * (frame.height - height))
    slide.shapes.add_textbox(Emu(x), Emu(y), Emu(width), Emu(height)).text_frame.text = words
    return saved(show.save)


_DRAWN = (
    '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><w:drawing>'
    '<wp:anchor behindDoc="0" distT="0" distB="0" distL="0" distR="0" simplePos="0" locked="0" layoutInCell="1"'
    ' allowOverlap="1" relativeHeight="2"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column">'
    '<wp:posOffset>0</wp:posOffset></wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset>'
    '</wp:positionV><wp:extent cx="900000" cy="300000"/><wp:wrapNone/><wp:docPr id="9" name="box"/><a:graphic>'
    '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr/>'
    "<wps:spPr/><wps:txbx><w:txbxContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:txbxContent></wps:txbx><wps:bodyPr/>"
    "</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>"
)


def _box_in_word(name: str, words: str, rng: Random) -> bytes:
    document = docx.Document(BytesIO(original(name)))
    table = rng.choice(document.tables)
    cell = rng.choice([cell for row in table.rows for cell in row.cells])
    cell.paragraphs[0]._p.append(parse_xml(_DRAWN.format(words)))
    return saved(document.save)


_ON_SHEET = (
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor><xdr:from><xdr:col>{0}'
    "</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{1}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>"
    "{2}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{3}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to><xdr:sp><xdr:nvSpPr>"
    '<xdr:cNvPr id="2" name="box"/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr><xdr:spPr><a:prstGeom prst="rect"/></xdr:spPr>'
    "<xdr:txBody><a:bodyPr/><a:p><a:r><a:t>{4}</a:t></a:r></a:p></xdr:txBody></xdr:sp><xdr:clientData/>"
    "</xdr:twoCellAnchor></xdr:wsDr>"
)
_RELATED = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing"'
    ' Target="../drawings/drawing9.xml"/></Relationships>'
)


def _box_on_sheet(name: str, words: str, rng: Random) -> bytes:
    book = openpyxl.load_workbook(BytesIO(original(name)))
    at = rng.randrange(len(book.worksheets))
    row, column = rng.randrange(5, book.worksheets[at].max_row), rng.randrange(book.worksheets[at].max_column)
    part = f"xl/worksheets/sheet{at + 1}.xml"

    def save(data: Any) -> None:
        with ZipFile(BytesIO(original(name))) as made, ZipFile(data, "w") as changed:
            for each in made.namelist():
                found = made.read(each)
                if each == part:
                    link = (
                        b'<drawing xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
                        b' r:id="rId9"/></worksheet>'
                    )
                    found = found.replace(b"</worksheet>", link)
                if each == "[Content_Types].xml":
                    entry = (
                        b'<Override PartName="/xl/drawings/drawing9.xml"'
                        b' ContentType="application/vnd.openxmlformats-officedocument.drawing+xml"/></Types>'
                    )
                    found = found.replace(b"</Types>", entry)
                changed.writestr(each, found)
            changed.writestr(f"xl/worksheets/_rels/sheet{at + 1}.xml.rels", _RELATED)
            changed.writestr("xl/drawings/drawing9.xml", _ON_SHEET.format(column, row, column + 4, row + 1, words))

    return saved(save)


# sheets that are written anew


def written(change: Callable[[list[Blocks], Random], None]) -> Mutator:
    """A mutator of the sheets that are written as this kind of file."""

    def mutate(name: str, rng: Random) -> bytes | None:
        if not DOCUMENTS[name].is_written:
            return None
        made = [list(sheet) for sheet in sheets()]
        change(made, rng)
        return WRITERS[suffix_of(name)](made)

    return mutate


def row_over_page(made: list[Blocks], rng: Random) -> None:
    """A table that the page cuts within a row or between two, its headings again or not."""
    sheet = rng.choice(made)
    at = rng.choice([at for at, block in enumerate(sheet) if isinstance(block, Table)])
    table = sheet[at]
    assert isinstance(table, Table)
    row = rng.randrange(table.headings, table.rows)
    upper, lower = cut(table, row, rng.choice([0, 1, 1, 2, 3]) or (row == table.headings), rng.random() < 0.5)
    sheet[at : at + 1] = [upper, NextPage(), lower]


_YEAR = re.compile("R([0-9])")


def year_in_heading(made: list[Blocks], rng: Random) -> None:
    """R5 of a heading as 2023, 2023年度, 令和5年度, R5年度, ５."""
    _changed(made, rng, lambda table, cell: cell.row < table.headings and _YEAR.search(cell.text), _other_year)


def _other_year(text: str, rng: Random) -> str:
    forms = [
        "{west}",
        "{west}年度",
        "令和{own}年度",
        "令和{own}",
        "R{own}年度",
        "Ｒ{own}",
        "令和 {own} 年度",
        "R.{own}",
    ]
    return _YEAR.sub(lambda found: rng.choice(forms).format(own=found[1], west=2018 + int(found[1])), text, count=1)


def year_in_value(made: list[Blocks], rng: Random) -> None:
    """A year beside a number, or alone in its place."""
    _changed(
        made,
        rng,
        lambda table, cell: cell.row >= table.headings and re.fullmatch(r"\D{0,6}[\d.]+\S{1,4}", cell.text),
        year_beside,
    )


def year_beside(text: str, rng: Random) -> str:
    year = rng.choice(["R5", "R4", "R8", "令和5年度", "2023年度", "令和4年", "2023"])
    forms = ["{year} {text}", "{text}({year})", "{text}（{year}）", "{year}：{text}", "{year}\n{text}", "{year}年度末"]
    form = rng.choice(forms)
    return re.sub("年度年度|年年度|(?<=3)年度(?=末$)", "年度", form.format(year=year, text=text))


def _changed(
    made: list[Blocks], rng: Random, wanted: Callable[[Table, Cell], object], change: Callable[[str, Random], str]
) -> None:
    places = [
        (sheet, at, number)
        for sheet in made
        for at, table in enumerate(sheet)
        if isinstance(table, Table)
        for number, cell in enumerate(table.cells)
        if wanted(table, cell)
    ]
    for sheet, at, number in rng.sample(places, rng.choice([1, 1, 2])):
        table = sheet[at]
        assert isinstance(table, Table)
        cells = list(table.cells)
        cells[number] = cells[number]._replace(text=change(cells[number].text, rng))
        sheet[at] = table._replace(cells=tuple(cells))


OF_FILES: dict[str, Mutator] = {
    "PDF: rules moved": in_pages(rules_moved),
    "PDF: map of letters lost": in_pages(map_lost),
    "PDF: box over cells": in_pages(boxes_over),
    "office: cells merged": in_tables(cells_merged),
    "office: empty row": in_tables(row_emptied),
    "office: box over cells": box_over,
    "file: row over the page": written(row_over_page),
    "file: year in a heading": written(year_in_heading),
    "file: year in a value": written(year_in_value),
}
