"""A text (.txt, .md, .html) -> its contents: lines with tabs, tables between pipes and HTML tables are grids.

Any other line is a paragraph. Where each stands is told by its line; lines that share one (a table written on one line)
have running numbers.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from lxml import html as lxml_html

from cityplan.files.errors import SourceError
from cityplan.files.files import as_text
from cityplan.files.lines import LONGEST_ROW, check_lines
from cityplan.read.file.contents import CellGrid, Contents, GridCell, Paragraph, Told
from cityplan.read.file.looks import read_runs
from cityplan.read.file.marked.html_table import HtmlCell, table_cells
from cityplan.read.file.marked.marks import Unmarked, fragment, is_hidden, page, tagged_runs, unmarked
from cityplan.read.file.marked.pipes import begins_row, ends_row, is_separator, pipe_cells
from cityplan.read.printed import Line, Place, is_rule, to_lines
from cityplan.read.table.cell_looks import Run

_PAGES = (".html", ".htm")
_TABLE, _TABLE_ENDS = re.compile(r"<table\b", re.IGNORECASE), re.compile(r"</table\s*>", re.IGNORECASE)
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+(?P<text>.*?)\s*#*\s*")
_LEFT = re.compile(r"\s*(?:```.*|<!--.*-->|!\[[^\]]*\]\([^)]*\)|-{3,}|\*{3,}|_{3,})\s*")
_BLOCKS = {
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "dt",
    "dd",
    "caption",
    "figcaption",
    "blockquote",
    "pre",
    "div",
}
_NOT_SHOWN = {"script", "style", "template", "head", "title", "noscript"}


@dataclass
class _Text:
    """What was read of a text so far."""

    name: str
    items: list[Paragraph | CellGrid] = field(default_factory=list)  # in reading order
    told: list[Told] = field(default_factory=list)

    def tell(self, rule: str, text: str, line: int, after: str = "", is_doubt: bool = False) -> None:
        self.told.append(Told(rule, text, _place(line), is_doubt, after))


def read_marked(name: str, data: bytes) -> Contents:
    """The contents of a text; SourceError where it is too large, no text, or a table in it is not closed."""
    text = as_text(data, name)
    check_lines(text, name, longest=LONGEST_ROW)  # a table may be written on one line
    into = _Text(name)
    if PurePosixPath(name).suffix.lower() in _PAGES:
        _read_page(text, into)
    else:
        _read_lines(text, into)
    return _numbered(into)


def _place(line: int) -> Place:
    return Place(line, f"{line}行")


# lines


def _read_lines(text: str, into: _Text) -> None:
    lines, repairs = to_lines(text)
    for each in repairs:
        into.tell(each.rule, each.before, each.source_line, each.after)
    at = 0
    while at < len(lines):
        end = _table_end(lines, at, into)
        if end > at:
            _read_html(lines[at:end], into)
        elif end := _pipes_end(lines, at):
            _read_pipes(lines[at:end], into)
        else:
            end = at + 1
            _read_line(lines[at], into)
        at = end


def _table_end(lines: Sequence[Line], at: int, into: _Text) -> int:
    """Behind which line a table that begins in a line ends; `at` where none begins."""
    if not _TABLE.search(lines[at].text):
        return at
    depth = 0
    for end in range(at, len(lines)):
        depth += len(_TABLE.findall(lines[end].text)) - len(_TABLE_ENDS.findall(lines[end].text))
        if depth <= 0:
            return end + 1
    raise SourceError(
        "表（<table>）が閉じていません",
        file=into.name,
        line=lines[at].no,
        text=lines[at].text,
        next_step="</table> が失われていないか、途中で切れていないか、元の資料を確かめてください。",
    )


def _pipes_end(lines: Sequence[Line], at: int) -> int:
    """Behind which line a run of rows between pipes ends, 0 where none begins; a row of rules makes one without them."""
    has_rules = at + 1 < len(lines) and not lines[at + 1].gap and is_separator(lines[at + 1].text)
    if not begins_row(lines[at].text) and not ("|" in lines[at].text and has_rules):
        return 0
    end = at + 1
    while end < len(lines) and not lines[end].gap:
        text = lines[end].text
        is_open = begins_row(lines[end - 1].text) and not ends_row(lines[end - 1].text)
        if not (begins_row(text) or ends_row(text) or is_open or (has_rules and "|" in text)):
            break
        end += 1
    return end


def _pipe_rows(lines: Sequence[Line], into: _Text) -> Iterator[tuple[int, str]]:
    """The rows with their first line; what follows one that is not closed belongs to it (a new line in a cell)."""
    rows: list[tuple[int, str]] = []
    for line in lines:
        if is_separator(line.text):
            into.tell("rule", line.text, line.no)
        elif rows and begins_row(rows[-1][1]) and not ends_row(rows[-1][1]) and not begins_row(line.text):
            rows[-1] = (rows[-1][0], f"{rows[-1][1]}\n{line.text.strip()}")
            into.tell("joined_lines", line.text, line.no, rows[-1][1])
        else:
            rows.append((line.no, line.text.strip()))
    yield from rows


def _read_pipes(lines: Sequence[Line], into: _Text) -> None:
    """Rows between pipes as a grid; one that has more or fewer cells than the first may have lost one: its cells are doubted."""
    grid = CellGrid(f"{lines[0].no}行からの表", _place(lines[0].no))
    width = 0
    for number, text in _pipe_rows(lines, into):
        texts = pipe_cells(text)
        width = width or len(texts)
        doubt = "" if len(texts) == width else f"この行のセルは{len(texts)}個、表の初めの行は{width}個です"
        for column, raw in enumerate(texts, start=1):
            if raw:
                cell = _cell(unmarked(raw, in_cell=True), raw, (number, column), _place(number), into)
                grid.cells.append(replace(cell, doubt=cell.doubt or doubt))
    if grid.cells:
        into.items.append(grid)


def _read_line(line: Line, into: _Text) -> None:
    """A line with tabs is a row of the table above it, if it goes on there; any other a paragraph."""
    if is_rule(line.text) or _LEFT.fullmatch(line.text):
        into.tell("rule" if is_rule(line.text) else "marks_removed", line.text, line.no)
        return
    bare = line.text.strip(" 　\r")
    if "\t" not in bare:
        heading = _HEADING.fullmatch(line.text)
        plain = heading["text"] if heading else line.text
        _add_paragraph(unmarked(plain.strip()), line.text.strip(), line.no, bool(heading), into)
        return
    last = into.items[-1] if into.items else None
    if not isinstance(last, CellGrid) or line.gap or last.cells[-1].row != line.no - 1:
        last = CellGrid(f"{line.no}行からの表", _place(line.no))
        into.items.append(last)
    for column, raw in enumerate(line.text.split("\t"), start=1):
        if raw.strip():
            own = unmarked(raw.strip(), in_cell=True)
            last.cells.append(_cell(own, raw.strip(), (line.no, column), _place(line.no), into))


def _add_paragraph(own: Unmarked, raw: str, line: int, is_heading: bool, into: _Text) -> None:
    text, notes = read_runs(own.runs)
    if is_heading and not own.rules:
        own.rules.append("marks_removed")
    _tell_marks(own, raw, text, line, into)
    for note in notes:
        into.tell(note.rule, note.before, line, note.after, is_doubt=note.rule != "folded_characters")
    for unknown in own.unknown:
        into.tell("unknown_mark", unknown, line, "記号の書き方（LaTeX）が分かりません", is_doubt=True)
    if text:
        into.items.append(Paragraph(text, _place(line), is_heading=is_heading or None))


def _tell_marks(own: Unmarked, raw: str, text: str, line: int, into: _Text) -> None:
    for rule in own.rules:
        into.tell(rule, raw, line, text)


def _cell(own: Unmarked, raw: str, at: tuple[int, int], place: Place, into: _Text) -> GridCell:
    """A cell without marks; what they were is a repair, what is struck out or raised a note, unknown LaTeX a doubt."""
    text, notes = read_runs(own.runs)
    _tell_marks(own, raw, text, place.line, into)
    doubt = f"記号の書き方（LaTeX）が分かりません（{'、'.join(own.unknown)}）" if own.unknown else ""
    return GridCell(*at, text, place, notes=notes, doubt=doubt)


# HTML


def _read_html(lines: Sequence[Line], into: _Text) -> None:
    """The lines that hold a table, with what stands before and behind it on them."""
    text = "\n".join(line.text for line in lines)
    _read_elements(fragment(text), [line.no for line in lines], into)


def _read_page(text: str, into: _Text) -> None:
    whole = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.replace("\0", ""))
    _read_elements(page(whole), range(1, text.count("\n") + 2), into)


def _read_elements(root: lxml_html.HtmlElement, numbers: Sequence[int], into: _Text) -> None:
    """The tables and paragraphs of elements in their order; scripts and styles are no text."""

    def line_of(element: lxml_html.HtmlElement) -> int:
        at = (element.sourceline or 1) - 1
        return numbers[min(max(at, 0), len(numbers) - 1)]

    pending: list[tuple[Run, int]] = []
    waiting: list[tuple[lxml_html.HtmlElement, bool]] = [(root, False)]
    while waiting:
        element, is_left = waiting.pop()
        if not isinstance(element.tag, str):
            continue
        if is_left:
            if element.tag in _BLOCKS:
                _end_paragraph(pending, into)
            if element.tail and element is not root:
                pending.append((Run(_flat(element.tail)), line_of(element)))
            continue
        waiting.append((element, True))
        if element.tag in _NOT_SHOWN:
            continue
        if element.tag == "table":
            _end_paragraph(pending, into)
            _add_table(element, line_of(element), line_of, into)
            continue
        if element.tag in _BLOCKS or element.tag == "br":
            _end_paragraph(pending, into)
        if _is_leaf(element):
            pending += ((run, line_of(element)) for run in tagged_runs(element))
            continue
        if element.text:
            pending.append((Run(_flat(element.text), unseen=is_hidden(element)), line_of(element)))
        waiting += ((each, False) for each in reversed(element))
    _end_paragraph(pending, into)


def _is_leaf(element: lxml_html.HtmlElement) -> bool:
    """Whether an element holds only text in its looks, no block and no table."""
    return element.tag not in ("html", "body") and not any(
        each.tag in (*_BLOCKS, "table", "br") for each in element.iterdescendants() if isinstance(each.tag, str)
    )


def _flat(text: str) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text)


def _end_paragraph(pending: list[tuple[Run, int]], into: _Text) -> None:
    runs = [run for run, _ in pending]
    raw = "".join(run.text for run in runs).strip()
    if raw:
        line = next(line for run, line in pending if run.text.strip())
        _add_paragraph(_of_runs(runs), raw, line, False, into)
    pending.clear()


def _of_runs(runs: Iterable[Run], in_cell: bool = False) -> Unmarked:
    """Runs of elements without the other marks that their texts hold."""
    whole = Unmarked([])
    for run in runs:
        own = unmarked(run.text, in_cell)
        whole.runs += [
            each._replace(struck=each.struck or run.struck, raised=run.raised, unseen=run.unseen) for each in own.runs
        ]
        whole.rules += [rule for rule in own.rules if rule not in whole.rules]
        whole.unknown += own.unknown
    return whole


def _add_table(
    element: lxml_html.HtmlElement, line: int, line_of: Callable[[lxml_html.HtmlElement], int], into: _Text
) -> None:
    grid = CellGrid(f"{line}行からの表", _place(line))
    for each in table_cells(element, into.name):
        grid.cells.append(_html_cell(each, line_of(each.element), into))
    grid.cells = [cell for cell in grid.cells if cell.text or cell.notes or cell.doubt]
    if grid.cells:
        into.items.append(grid)


def _html_cell(cell: HtmlCell, line: int, into: _Text) -> GridCell:
    runs = list(tagged_runs(cell.element))
    raw = "".join(run.text for run in runs).strip()
    place = Place(line, f"{line}行の表 {cell.row}行{cell.column}列")
    own = _cell(_of_runs(runs, in_cell=True), raw, (cell.row, cell.column), place, into)
    nested = "表の中に表があります" if next(cell.element.iter("table"), None) is not None else ""
    return replace(own, rows=cell.rows, columns=cell.columns, doubt=own.doubt or nested)


# numbers


def _numbered(into: _Text) -> Contents:
    """The contents by their lines; with running numbers where rows of a table or texts share a line."""
    into.items = [_from_one(each) if isinstance(each, CellGrid) else each for each in into.items]
    grids = [each for each in into.items if isinstance(each, CellGrid)]
    rows = {(id(grid), cell.row): cell.place.line for grid in grids for cell in grid.cells}
    lines = [*rows.values(), *(each.place.line for each in into.items if isinstance(each, Paragraph))]
    is_apart = max(Counter(lines).values(), default=0) < 2
    items = into.items if is_apart and _rows_are_lines(grids) else list(_counted(into.items))
    numbers: dict[str, int] = {}
    for place in (place for each in items for place in _places(each)):
        numbers.setdefault(place.words.partition("の")[0], place.line)
    return Contents(
        [each for each in items if isinstance(each, CellGrid)],
        [each for each in items if isinstance(each, Paragraph)],
        [replace(each, place=_told_place(each.place, numbers)) for each in into.told]
        if items != into.items
        else into.told,
    )


def _from_one(grid: CellGrid) -> CellGrid:
    """A grid whose rows count from 1, as those of any document; none is empty."""
    held = {row for cell in grid.cells for row in range(cell.row, cell.row + cell.rows)}
    numbers = {row: at for at, row in enumerate(sorted(held), start=1)}
    return replace(grid, cells=[replace(cell, row=numbers[cell.row]) for cell in grid.cells])


def _places(item: Paragraph | CellGrid) -> list[Place]:
    return [item.place] if isinstance(item, Paragraph) else [cell.place for cell in item.cells]


def _told_place(place: Place, numbers: Mapping[str, int]) -> Place:
    """The place of what is told, by the number of what stands on the same line."""
    return replace(place, line=numbers.get(place.words, 0))


def _rows_are_lines(grids: Iterable[CellGrid]) -> bool:
    """Whether all cells of a row stand on one line."""
    found: dict[tuple[int, int], set[int]] = {}
    for grid in grids:
        for cell in grid.cells:
            found.setdefault((id(grid), cell.row), set()).add(cell.place.line)
    return all(len(own) == 1 for own in found.values())


def _counted(items: Iterable[Paragraph | CellGrid]) -> Iterator[Paragraph | CellGrid]:
    """Each row and paragraph with the next number."""
    number = 0
    for item in items:
        if isinstance(item, Paragraph):
            number += 1
            yield replace(item, place=replace(item.place, line=number))
            continue
        rows = {row: number + at for at, row in enumerate(sorted({cell.row for cell in item.cells}), start=1)}
        cells = [replace(cell, place=replace(cell.place, line=rows[cell.row])) for cell in item.cells]
        yield replace(item, cells=cells, place=replace(item.place, line=number + 1))
        number = max(rows.values())
