"""A table file (.csv, .tsv, .xlsx) as contents: each sheet a grid, each cell as it is shown."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from cityplan.city.edition import Edition
from cityplan.files.errors import SourceError
from cityplan.files.files import read_bytes
from cityplan.japanese.letters import squeeze
from cityplan.read.file.contents import CellGrid, Contents, GridCell, Told
from cityplan.read.file.continued import join_continued
from cityplan.read.file.declared_heading import KANJI_NUMBER, number_in_digits
from cityplan.read.file.read import READERS, TEXTS
from cityplan.read.printed import Place
from cityplan.read.table.grid import DELIMITERS, WORKBOOK, Grid, Range, check_cells, read_csv, suffix

DOCUMENTS = tuple(READERS)
SUFFIXES = (*DELIMITERS, WORKBOOK, *DOCUMENTS)
LINES_OF_A_GRID = 1_000_000  # the lines of a second grid of an edition count from here on


class SheetName(NamedTuple):
    """What the name of a sheet says of its plan: number and name, as far as it has them."""

    id: str = ""
    name: str = ""


def read_table_file(path: Path, edition: Edition, grids_before: int = 0) -> Contents:
    """Read the file of an edition whose `form` says which sheet; `grids_before` are those that were read of others.

    SourceError where it is no such file, has no such sheet, or is too large.
    """
    kind = suffix(edition)
    if kind == WORKBOOK:
        return _contents(_sheets(path, edition), edition, grids_before)
    if kind in DELIMITERS:
        return _contents([read_csv(path, edition)], edition, grids_before)
    if kind in DOCUMENTS:
        return _document(path, edition, grids_before * LINES_OF_A_GRID)
    raise SourceError(
        f"この layout で読めるのは {'、'.join(SUFFIXES)} です",
        file=edition.source_file,
        column="file",
        text=edition.file,
        next_step="どれかの形式で保存し直してください。",
    )


def is_document(edition: Edition) -> bool:
    """Whether the file of an edition is a document 文書, of several tables and paragraphs, and no table file."""
    return suffix(edition) in DOCUMENTS


def has_places(edition: Edition) -> bool:
    """Whether a place in an edition's document is told by pages and tables, and not by the line of a text."""
    return is_document(edition) and suffix(edition) not in TEXTS


def _document(path: Path, edition: Edition, offset: int) -> Contents:
    """A document, its tables joined over its pages, its lines counted from an offset."""
    from cityplan.read.file.read import read_contents

    found = join_continued(read_contents(edition.raw_file, read_bytes(path, edition.raw_file)))
    if not offset:
        return found
    return Contents(
        [_moved_grid(grid, offset) for grid in found.grids],
        [replace(each, place=_moved(each.place, offset)) for each in found.paragraphs],
        [replace(each, place=_moved(each.place, offset)) for each in found.told],
        apart=[_moved_grid(grid, offset) for grid in found.apart],
    )


def _moved_grid(grid: CellGrid, offset: int) -> CellGrid:
    cells = [replace(cell, place=_moved(cell.place, offset)) for cell in grid.cells]
    return replace(grid, place=_moved(grid.place, offset), cells=cells)


def _moved(place: Place, offset: int) -> Place:
    return replace(place, line=place.line + offset, line_end=place.line_end and place.line_end + offset)


def sheet_name(pattern: str, name: str) -> SheetName | None:
    """What a sheet's name says, by a pattern like 施策{id} {name}; None where it is none of that form.

    >>> sheet_name("施策{id} {name}", "施策１ 子育て"), sheet_name("{id}", "記入例"), sheet_name("{name}", "産業")
    (SheetName(id='1', name='子育て'), None, SheetName(id='', name='産業'))
    >>> sheet_name("第{id}章 {name}", "第十一章　福祉")
    SheetName(id='11', name='福祉')
    """
    number = r"\d+(?:-\d+)*" + ("" if pattern.startswith("{id}") else f"|{KANJI_NUMBER}")
    form = re.escape(squeeze(pattern)).replace(r"\{id\}", f"(?P<id>{number})").replace(r"\{name\}", "(?P<name>.+)")
    match = re.fullmatch(form, squeeze(name))
    found = SheetName(**match.groupdict("")) if match else None
    own = number_in_digits(found.id) if found else None
    return found._replace(id=own) if found and own is not None else None


def _sheets(path: Path, edition: Edition) -> list[Grid]:
    from cityplan.read.table import workbook  # heavy, and only where there is one

    data, pattern = read_bytes(path, edition.raw_file), edition.form.sheets
    if not pattern:
        return [workbook.read(data, edition)]
    found = workbook.read_named(data, edition, lambda name: sheet_name(pattern, name) is not None)
    if not found:
        raise SourceError(
            f"名前が「{pattern}」の形のシートがありません",
            file=edition.raw_file,
            column="sheets",
            text=pattern,
            next_step="sheets をシートの名前に合わせてください（番号の所に {id}、名前の所に {name}）。",
        )
    return found


def _contents(sheets: list[Grid], edition: Edition, grids_before: int) -> Contents:
    contents = Contents()
    for number, sheet in enumerate(sheets, start=grids_before):
        offset = number * LINES_OF_A_GRID
        _check_merged(sheet, edition)
        contents.grids.append(cell_grid(sheet, offset))
        contents.lines += [line._replace(no=line.no + offset) for line in sheet.lines]
        contents.told += [
            Told(each.rule, each.before, Place(each.source_line + offset), each.is_doubt, each.after)
            for each in sheet.repairs
        ]
        contents.told += [Told("other_sheet", name, Place(0)) for name in sheet.other_sheets]
    return contents


def _check_merged(sheet: Grid, edition: Edition) -> None:
    """Raise where merged cells cover more places of the rows and columns that there are than a table may have."""
    lines = [row.line for row in sheet.rows]
    widest = max((len(row.cells) for row in sheet.rows), default=0)
    covered = 0
    for each in sheet.merged:
        rows = bisect_right(lines, each.row_end) - bisect_left(lines, each.row)
        covered += rows * max(0, min(each.column_end, widest) - each.column + 1)
        check_cells(covered, edition)


def cell_grid(sheet: Grid, offset: int) -> CellGrid:
    """A sheet or a CSV as a grid; its rows are numbered as its lines."""
    name = f"シート「{sheet.sheet}」" if sheet.sheet else ""
    grid = CellGrid(
        name,
        Place(offset + (sheet.rows[0].line if sheet.rows else 0), name),
        is_hidden=sheet.hidden,
        hidden_rows=frozenset(sheet.hidden_rows),
        sheet=sheet.sheet,
        widths={} if sheet.sheet else {row.line: len(row.cells) for row in sheet.rows},
    )
    spans = {(each.row, each.column): each for each in sheet.merged}
    noted: dict[int, set[int]] = defaultdict(set)
    for line, column in (*sheet.notes, *sheet.doubts, *spans):
        noted[line].add(column)
    widest = 0
    for row in sheet.rows:
        place = Place(row.line + offset, line_end=row.line_end + offset)
        grid.row_places[row.line] = place
        widest = max(widest, len(row.cells))
        held = {at for at, text in enumerate(row.cells, start=1) if text.strip()} | noted[row.line]
        for box, _ in sheet.boxes:
            if box.row <= row.line <= box.row_end:
                held |= set(range(box.column, min(box.column_end, len(row.cells)) + 1))
        for column in sorted(held):
            text = row.cells[column - 1] if column <= len(row.cells) else ""
            span = spans.get((row.line, column), Range(row.line, row.line, column, column))
            grid.cells.append(
                GridCell(
                    row.line,
                    column,
                    text,
                    place,
                    rows=span.row_end - span.row + 1,
                    columns=span.column_end - span.column + 1,
                    doubt=sheet.doubt(span),
                    notes=tuple(sheet.notes.get((row.line, column), ())),
                    is_percent=(row.line, column) in sheet.percents,
                    stored=sheet.stored.get((row.line, column), ""),
                )
            )
    grid.hidden_columns = frozenset(_hidden(sheet, widest))
    return grid


def _hidden(sheet: Grid, widest: int) -> Iterator[int]:
    return (column for column in range(1, widest + 1) if sheet.is_hidden(column))
