"""Pages -> forms 様式: each from the label of its plan's name to the next one, over as many pages as it has."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from cityplan.city.edition import Edition
from cityplan.files.errors import SourceError
from cityplan.japanese.letters import squeeze
from cityplan.read.boxes.labels import is_label, labelled
from cityplan.read.boxes.lattice import Lattice, bands
from cityplan.read.boxes.pages import Page
from cityplan.read.boxes.strips import strips
from cityplan.read.file.contents import CellGrid, GridCell

_LEAST_SHARE = 0.5  # of the labels that are declared, for a page to be a form


@dataclass
class Form:
    """One form 様式: its cells in a grid, the rows that are paragraphs, the sheet that it stands on."""

    grid: CellGrid
    paragraphs: set[int] = field(default_factory=set)

    @property
    def name(self) -> str:
        """As a message calls it."""
        if self.grid.sheet:
            return self.grid.name
        page = self.grid.cells[0].place.page
        return f"{page}ページからの様式" if page else f"{self.grid.cells[0].place.words}からの様式"


@dataclass
class Cut:
    """The forms of a file, and the cells that are on none."""

    forms: list[Form] = field(default_factory=list)
    outside: list[GridCell] = field(default_factory=list)


def cut(pages: Sequence[Page], edition: Edition, faults: list[SourceError]) -> Cut:
    """Cut the pages at the label of the plan's name; what is wrong is told in `faults`."""
    found = Cut()
    pieces = [(piece, page) for page in pages for piece in _of_page(page, edition, faults)]
    for several in _of_one_plan(pieces, edition):
        if _are_form([cell for piece, _ in several for cell in piece], edition):
            found.forms += [Form(_grid(piece, page), page.paragraphs) for piece, page in several]
        else:
            found.outside += [cell for piece, _ in several for cell in piece]
    if not found.forms:
        faults.append(_none_found(pages, edition))
    return found


def anchor(edition: Edition) -> str:
    """The label by which a form is known: that of the plan's name, else of its number."""
    boxes = edition.box_form.boxes
    return next((boxes[key][0].label for key in ("name", "id") if key in boxes and boxes[key][0].label), "")


def _of_page(page: Page, edition: Edition, faults: list[SourceError]) -> list[list[GridCell]]:
    """The pieces of a page from above; those beside one another on a sheet from the left."""
    parts = strips(page, anchor(edition)) if page.grid.sheet else [page]
    pieces = [piece for part in parts for piece in _pieces(part, edition, faults) if piece]
    return pieces if len(parts) == 1 else sorted(pieces, key=lambda piece: (piece[0].row, piece[0].column))


def _of_one_plan(
    pieces: Iterable[tuple[list[GridCell], Page]], edition: Edition
) -> Iterator[list[tuple[list[GridCell], Page]]]:
    """The pieces that follow one another and name the same plan: a form may go on over several sheets."""
    names: set[str] = set()
    several: list[tuple[list[GridCell], Page]] = []
    for piece, page in pieces:
        own = _names(_grid(piece, page), edition)
        if several and not own & names:
            yield several
            several = []
        several.append((piece, page))
        names = own
    if several:
        yield several


def _pieces(page: Page, edition: Edition, faults: list[SourceError]) -> list[list[GridCell]]:
    """The cells of a page from each label of a plan's name on, with the labels that stand above it in the first form."""
    rows = list(bands(page.grid.cells))
    begins: list[int] = []
    above: set[str] = set()
    for at, band in enumerate(rows):
        own = labelled(band, anchor(edition))
        if not own:
            continue
        if len(own) > 1:
            faults.append(_side_by_side(own[1].cell, edition))
        begin = _top(rows, at, begins[-1] + 1 if begins else 0, above, edition)
        if not begins:
            above = {words for band in rows[:at] for words in _said(band, edition)}
            begin = 0
        begins.append(begin)
    ends = [*begins[1:], len(rows)]
    if not begins:
        return [list(page.grid.cells)]
    return [[cell for band in rows[begin:end] for cell in band] for begin, end in zip(begins, ends, strict=True)]


def _top(rows: Sequence[list[GridCell]], at: int, first: int, above: set[str], edition: Edition) -> int:
    """The first of the rows above the plan's name that belong to its form: labels that stand there in the first one,
    and in a document all on the page from its top.
    """
    top = at
    while top > first and (said := _said(rows[top - 1], edition)) and set(said) <= above:
        top -= 1
    page, highest = rows[at][0].place.page, top
    while (
        page and highest > first and rows[highest - 1][0].place.page == page and not _said(rows[highest - 1], edition)
    ):
        highest -= 1
    is_page_top = bool(page) and (not highest or rows[highest - 1][0].place.page != page)
    return highest if is_page_top else top


def _said(band: Sequence[GridCell], edition: Edition) -> list[str]:
    return [words for words in edition.box_form.labels() if labelled(band, words)]


def _are_form(cells: Sequence[GridCell], edition: Edition) -> bool:
    """Whether cells are a form: with the plan's name and half of the labels that are declared."""
    labels = edition.box_form.labels()
    said = _said(cells, edition)
    return anchor(edition) in said and len(said) >= _LEAST_SHARE * len(labels)


def _names(grid: CellGrid, edition: Edition) -> set[str]:
    """What stands beside the label of a plan's name, or below it and not in a column of names."""
    lattice = Lattice(grid)
    labels = edition.box_form.labels()
    found: set[str] = set()
    for label in labelled(grid.cells, anchor(edition))[:1]:
        below = lattice.below(label.cell)
        is_list = any(
            each.text.strip() and not is_label(each.text, labels) for cell in below for each in lattice.below(cell)
        )
        beside = [*lattice.right_of(label.cell), *([] if is_list else below)]
        found |= {squeeze(label.value)} | {squeeze(cell.text) for cell in beside if not is_label(cell.text, labels)}
    return found - {""}


def _grid(cells: list[GridCell], page: Page) -> CellGrid:
    return CellGrid(page.grid.name, cells[0].place, cells, sheet=page.grid.sheet)


# what may be wrong


def half_forms(found: Cut, pages: Sequence[Page], edition: Edition) -> list[GridCell]:
    """The first cell of each page that is no form for want of the plan's name alone."""
    outside = {id(cell) for cell in found.outside}
    own = [[cell for cell in page.grid.cells if id(cell) in outside] for page in pages]
    labels = edition.box_form.labels()
    return [cells[0] for cells in own if cells and len(_said(cells, edition)) >= max(2, _LEAST_SHARE * len(labels))]


def _side_by_side(cell: GridCell, edition: Edition) -> SourceError:
    return SourceError(
        "1つの行に、プランの名前のラベルが2つあります",
        file=edition.raw_file,
        cell=cell.place.words,
        text=cell.text,
        next_step="boxes の name のラベルを、様式ごとに1つだけある語にしてください。",
    )


def _none_found(pages: Sequence[Page], edition: Edition) -> SourceError:
    words = anchor(edition)
    texts = list(
        dict.fromkeys(
            cell.text.strip() for page in pages for cell in page.grid.cells if 0 < len(cell.text.strip()) <= 20
        )
    )
    shown = "".join(f"「{text}」" for text in texts[:20])
    return SourceError(
        f"「{words}」のラベルのある様式がありません" if words else "boxes に name（プランの名前のラベル）がありません",
        file=edition.raw_file if words else edition.source_file,
        column="boxes",
        text=words,
        next_step=f'原文のラベルの語に合わせて、boxes = {{ name = "施策名" }} のように書いてください。原文の初めの文字: {shown}',
    )
