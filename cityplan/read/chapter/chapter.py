"""A chapter 章 of a plan: headings, prose, activities and indicator boxes by declared words.

    file -> contents -> blocks, cut at declared headings -> plans, prose, activities, indicators -> cells

The words stand in `[edition.chapter]` of `source.toml` (see `chapter_form` and docs/declarations.ja.md).
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from cityplan.city.chapter_form import CHAPTER_LAYOUT
from cityplan.city.edition import Edition
from cityplan.files.errors import SourceError, all_of
from cityplan.files.files import read_bytes
from cityplan.files.toml_text import in_toml
from cityplan.japanese.quantities import missing
from cityplan.read.chapter.activities import Activities, take_activities
from cityplan.read.chapter.asides import take_aside
from cityplan.read.chapter.boxes import Box, Reading, take_row, whole_lines
from cityplan.read.chapter.cut import Block, Cut, cut, is_declared
from cityplan.read.chapter.figures import without_figures
from cityplan.read.chapter.patterns import is_bullet, without_bullet
from cityplan.read.chapter.pieces import rows_of
from cityplan.read.chapter.plans import Item
from cityplan.read.chapter.prose import in_columns, joined, paragraphs
from cityplan.read.chapter.take_plans import take_plans
from cityplan.read.document_kind import DocumentKind
from cityplan.read.file.accounted import document_lines, leave_grid, tell_document
from cityplan.read.file.contents import CellGrid, Contents, Paragraph
from cityplan.read.file.read import READERS, read_contents
from cityplan.read.file.shown import shown_of
from cityplan.read.printed import NOTES, Line, Printed, Repair
from cityplan.read.sheets.pages import as_pages
from cityplan.read.table.grid import on_one_line, suffix
from cityplan.read.unread_numbers import numbers_told

_SUFFIXES = tuple(READERS)
_PROSE = ("text", "aside", "activities", "theme", "purpose", "related")


def _read(path: Path, edition: Edition) -> tuple[list[Line], Printed]:
    """Read a chapter; SourceError names all that does not fit, with the lines to write."""
    printed = Printed()
    faults: list[SourceError] = []
    whole = _contents(path, edition)
    printed.shown = shown_of(whole, edition.raw_file)
    contents = as_pages(whole, lambda text: is_declared(text, edition.chapter))
    found = cut(contents, edition, faults)
    for block in found.blocks:
        _put_in_order(block, contents, edition)
    shown = _shown(found, contents)
    tell_document(shown, printed)
    ids = take_plans(found, edition, printed)
    _leave(found, printed)
    to = Reading(edition, printed, faults)
    _take_blocks(found, ids, to)
    unknown = [*found.unknown, *(Paragraph(piece.text, piece.place) for piece in to.unknown)]
    faults += _unknown(unknown, edition)
    if faults:
        raise all_of(faults)
    lines = document_lines(shown)
    _settle(printed)
    return lines, printed


def _contents(path: Path, edition: Edition) -> Contents:
    if suffix(edition) not in READERS:
        raise SourceError(
            f"この layout で読めるのは {'、'.join(_SUFFIXES)} です",
            file=edition.source_file,
            column="file",
            text=edition.file,
            next_step="章の Word か PDF、文字を取り出した .txt を置いてください。",
        )
    return read_contents(edition.raw_file, read_bytes(path, edition.raw_file))


def _put_in_order(block: Block, contents: Contents, edition: Edition) -> None:
    """The prose of a block in the order in which it is read, parted paragraphs as one."""
    if block.kind == "aside":
        block.items = in_columns(block.items)
    if block.kind in _PROSE:
        block.items, told = joined(block.items, edition.chapter)
        contents.told += told


def _shown(found: Cut, contents: Contents) -> Contents:
    """All that is accounted for."""
    items: list[Item] = [*found.unknown, *(item for block in found.blocks for item in block.items)]
    headings = {id(block.heading): block.heading for block in found.blocks if block.heading}
    items += headings.values()
    items += [each for each, _ in found.left] + found.groups
    left = {id(each) for each, _ in found.left}
    items += [each for plan in found.plans for each in (*plan.listed, *plan.section) if id(each) not in left]
    grids = [each for each in items if isinstance(each, CellGrid)]
    return Contents(grids, [each for each in items if isinstance(each, Paragraph)], contents.told)


def _leave(found: Cut, printed: Printed) -> None:
    """What is left out, and the headings."""
    for item, reason in found.left:
        printed.skip([_line(item)], reason)
    headings = {id(block.heading): block.heading for block in found.blocks if block.heading}
    printed.skip([_line(each) for each in headings.values()], "heading")


def _line(item: Paragraph) -> Line:
    return Line(item.place.line, item.text, False)


# what the blocks become


def _take_blocks(found: Cut, ids: Sequence[str], to: Reading) -> None:
    boxes = [Box(plan_id) for plan_id in ids]
    activities = [Activities(plan_id) for plan_id in ids]
    for block in found.blocks:
        if block.kind == "theme":
            _take_theme(block, to)
        elif block.plan is None or block.kind in ("front", "section"):
            found.unknown += block.items
        elif block.kind == "indicators":
            _take_indicators(block, boxes[block.plan], to)
        else:
            _take_prose(block, ids[block.plan], activities[block.plan], found, to)


def _take_prose(block: Block, plan_id: str, activities: Activities, found: Cut, to: Reading) -> None:
    form = to.edition.chapter
    own = list(without_figures(paragraphs(block.items), plan_id, to.printed))
    for grid in (item for item in block.items if isinstance(item, CellGrid)):
        leave_grid(grid, to.printed)
        to.printed.repairs.append(_unread(grid, block, plan_id))
    if block.kind == "activities":
        unknown: list[Paragraph] = []
        take_activities(own, activities, form, to.printed, unknown)
        found.unknown += unknown
    elif block.kind == "aside":
        take_aside(own, plan_id, form, to.printed)
    elif block.kind == "related":
        _take_related(own, block, plan_id, to.printed)
    elif block.kind == "purpose":
        _take_purpose(own, plan_id, to.printed)
    else:
        found.unknown += _take_text(own, block, plan_id, to.printed)


def _unread(grid: CellGrid, block: Block, plan_id: str) -> Repair:
    """A table in the running text, of which no declaration says what it is: told with its first row."""
    first = " / ".join(on_one_line(cell.text) for cell in grid.cells if cell.row == grid.cells[0].row)
    under = f"見出し「{block.words}」の下の" if block.words else ""
    return Repair(plan_id, "texts", None, "", "other_table", first, f"{under}表は読んでいません", grid.place.line, True)


def _take_theme(block: Block, to: Reading) -> None:
    own = list(paragraphs(block.items))
    if own:
        text = "".join(each.text.strip() for each in own)
        to.printed.take([_line(each) for each in own], "groups", "", max(block.group, 0) + 1, "strategy", text)


def _take_purpose(own: Sequence[Paragraph], plan_id: str, printed: Printed) -> None:
    if own:
        text = "".join(without_bullet(each.text) for each in own)
        printed.take([_line(each) for each in own], "plans", plan_id, 1, "purpose", text)


def _take_related(own: Iterable[Paragraph], block: Block, plan_id: str, printed: Printed) -> None:
    for item in own:
        text = without_bullet(item.text)
        if missing(text) or not text:
            printed.skip([_line(item)], "none")
        else:
            printed.tell(_line(item), block.words, text, scope="plan", plan_id=plan_id)


def _take_text(own: Iterable[Paragraph], block: Block, plan_id: str, printed: Printed) -> Iterator[Paragraph]:
    """Sentences and items of lists under a heading of prose; a few words may be a heading that nobody declared."""
    for item in own:
        text = item.text.strip()
        if text.startswith(("※", "＊", "注")):
            printed.tell(_line(item), NOTES, text, scope="plan", plan_id=plan_id)
        elif "。" in text or is_bullet(text):
            printed.tell(_line(item), block.words, without_bullet(text), scope="plan", plan_id=plan_id)
        else:
            yield item


def _take_indicators(block: Block, box: Box, to: Reading) -> None:
    box.headings, box.columns, box.is_table, box.wants_name = [], [], False, False
    texts = (item for item in block.items if isinstance(item, Paragraph))
    kept = {id(item) for item in without_figures(texts, box.plan_id, to.printed, has_values=True)}
    items = [item for item in block.items if isinstance(item, CellGrid) or id(item) in kept]
    for row in whole_lines(list(rows_of(items)), to):
        if missing(without_bullet("".join(piece.text for piece in row))) and not box.headings:
            to.printed.skip([Line(row[0].place.line, row[0].text, False)], "none")
        else:
            take_row(row, box, to)


# what may be wrong


def _unknown(unknown: Sequence[Item], edition: Edition) -> Iterator[SourceError]:
    """One error for all texts of which nothing says what they are, with the lines to write."""
    if not unknown:
        return
    texts = list(dict.fromkeys(on_one_line(_text(item)) for item in unknown))
    places = "、".join(dict.fromkeys(item.place.words for item in unknown))
    left_out = ",\n".join(f"  {in_toml(text)}" for text in [*edition.left_out, *texts])
    yield SourceError(
        f"見出しか、文か、飾りか、分からない文字が{len(unknown)}か所にあります（{places}）",
        file=edition.raw_file,
        text=texts[0],
        next_step="見出しや項目の語なら、[edition.chapter] に加えてください（文の見出しは texts、指標の箱の語は "
        "[edition.chapter.indicator]）。使わないものは、次の形で [[edition]] の left_out に書いてください。\n"
        f"{numbers_told(texts)}left_out = [\n{left_out},\n]",
    )


def _text(item: Item) -> str:
    return item.text if isinstance(item, Paragraph) else " ".join(cell.text for cell in item.cells)


def _settle(printed: Printed) -> None:
    """A label beside a value of the same line is no line left out."""
    used = {no for cell in printed.cells for no in range(cell.source_line, cell.source_line_end + 1)}
    used |= {text.source_line for text in printed.texts}
    printed.skipped = [each for each in printed.skipped if each.source_line not in used]


CHAPTER = DocumentKind(
    CHAPTER_LAYOUT,
    _SUFFIXES,
    read_file=_read,
    looks="計画の章（施策ごとの文章と、指標の欄のある文書。PDF、Word、文字を取り出した .txt）",
    template=Path(__file__).with_suffix(".toml"),
)
