"""The drafts of small tables and blocks of forms in a file that nobody has described."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from cityplan.city.box_form import Box
from cityplan.city.table_form import TableForm
from cityplan.japanese.letters import squeeze
from cityplan.japanese.quantities import missing
from cityplan.japanese.years import fiscal_year
from cityplan.read.boxes.cut import Form
from cityplan.read.file.contents import CellGrid, GridCell
from cityplan.read.proposal.columns import drafts
from cityplan.read.proposal.draft import ROLE_OF, Draft, Question
from cityplan.read.proposal.form_boxes import printed_label
from cityplan.read.proposal.form_tables import SeenSmall, numbered
from cityplan.read.proposal.seen import SeenTable, table_of
from cityplan.read.table.grid import on_one_line
from cityplan.read.table.heading_words import is_heading_word, meaning

_LONGEST = 24


def drafts_of(small: Sequence[SeenSmall], forms: Sequence[Form], boxes: dict[str, tuple[Box, ...]]) -> list[Draft]:
    """A draft for each small table, with the labels of its blocks where those say whose values they are."""
    taken = {id(cell) for each in small for cell in each.cells}
    of_blocks = _block_labels(forms, taken, {box.label for own in boxes.values() for box in own})
    found: list[Draft] = []
    for each in small:
        seen = table_of(each.grid)
        if seen and (costs := _costs(seen, each)):
            found.append(costs)
            continue
        for draft in drafts(seen) if seen else ():
            own = _without_side(draft, each.side)
            own.heading_rows, own.sheet, own.sheets = each.heading_rows, "", ""
            own.headings_left, own.banner_rows = each.is_turned, ""
            if "role" in own.block.columns:
                _with_years(own)
            own.actual_years = (
                sorted({year for role, year in filled(each.grid) if role == "actual"}) or own.actual_years
            )
            own.questions = [each for each in own.questions if _is_asked(each, own)]
            _name_it(own, of_blocks)
            if each.is_block:
                own = _as_block(own)
            if "name" in {**own.block.columns, **own.boxes, **own.fixed}:
                found.append(own)
    if "name" in of_blocks and not any(draft.boxes for draft in found):
        found.append(Draft(boxes=dict(of_blocks), box_years=_block_years(forms, taken)))
    return found


def _with_years(draft: Draft) -> None:
    """A table whose rows say the role has values of years below all its years, that of the baseline R2(基準) too."""
    draft.role_fy = {}
    for words in list(draft.left_out):
        said = meaning((words,))
        if said.year and said.year not in draft.block.years:
            draft.left_out.remove(words)
            draft.block.years[said.year] = words
            draft.role_fy |= {"baseline": said.year} if said.role == "baseline" else {}


def _is_asked(question: Question, draft: Draft) -> bool:
    """Whether a question is one of forms too: not of years that stand in the headings, nor of another table below."""
    if question.key in ("baseline", "target", "actual", "previous"):
        return question.key in draft.block.columns
    return question.key != "table"


def _as_block(draft: Draft) -> Draft:
    """A draft whose headings are the labels of blocks."""
    block = draft.block
    boxes = {ours: numbered(words) for ours, words in block.columns.items()}
    return Draft(draft.subject, boxes=boxes, box_years=dict(block.years), words=draft.words, questions=draft.questions)


def _costs(seen: SeenTable, small: SeenSmall) -> Draft | None:
    """The draft of a table of costs, named in its first column or as what stands beside it; None for any other."""
    costs = [each for each in seen.columns if each.meaning.role in ("budget", "settled") and each.meaning.year]
    others = [each for each in seen.columns if each not in costs]
    first = others[0] if others else None
    others = [each for each in others[1:] if each.levels and first and each.levels != first.levels]
    if not costs or others or (first and (first.at > costs[0].at or first.has_numbers or not first.levels)):
        return None
    draft = Draft("activity", heading_rows=small.heading_rows)
    for each in costs:
        draft.block.role_years.setdefault(each.meaning.role, {})[each.meaning.year or 0] = each.levels[-1]
    if first:
        draft.block.columns["name"] = first.levels[-1]
    else:
        draft.fixed = {"name": re.sub(r"[(（].*[)）]$", "", on_one_line(small.side)).strip() or "事業費"}
    return draft


def _without_side(draft: Draft, side: str) -> Draft:
    """A draft whose headings are those of the row itself, without the label beside the table."""
    if not side:
        return draft

    def plain(words: str) -> str:
        return words.partition("/")[2] if squeeze(words.partition("/")[0]) == squeeze(side) else words

    block = replace(
        draft.block,
        columns={key: plain(each) for key, each in draft.block.columns.items()},
        years={year: plain(each) for year, each in draft.block.years.items()},
        role_years={
            role: {y: plain(each) for y, each in years.items()} for role, years in draft.block.role_years.items()
        },
    )
    left_out = [plain(each) for each in draft.left_out if squeeze(each) != squeeze(side)]
    return replace(draft, block=block, left_out=left_out)


def _name_it(draft: Draft, of_blocks: dict[str, str]) -> None:
    """The name of the rows of a table that has none: that of its block."""
    if "name" in draft.block.columns:
        return
    if "name" in of_blocks and ("role" in draft.block.columns or draft.block.years):
        draft.boxes = {key: words for key, words in of_blocks.items() if key in ("name", "unit", "note")}
        draft.questions = [question for question in draft.questions if question.key != "columns"]


def _block_labels(forms: Sequence[Form], taken: set[int], known: set[str]) -> dict[str, str]:
    """Our columns by the labels of indicators outside of tables: 指標名, 単位, 目標値."""
    found: dict[str, str] = {}
    for form in forms[:1]:
        for cell in form.grid.cells:
            if id(cell) in taken or not cell.text.strip() or len(cell.text) > _LONGEST or _is_above(cell, form, taken):
                continue
            text = printed_label(cell)
            said = meaning((text,))
            ours = "name" if said.role == "indicator" else said.role
            if ours in ("name", "unit", "baseline", "target", "actual", "note", "polarity") and not said.year:
                is_said = ours == "name" and "名" in text and "名" not in found.get(ours, "")  # 指標名 beside ①ＫＰＩ
                found = {**found, ours: numbered(text)} if is_said or ours not in found else found
    return {} if not found.get("name") or any(words in known for words in found.values()) else found


def _is_above(cell: GridCell, form: Form, taken: set[int]) -> bool:
    """Whether a cell is a paragraph right above a small table: the heading of that."""
    if cell.row not in form.paragraphs:
        return False
    below = [each for each in form.grid.cells if each.row > cell.row]
    first = min((each.row for each in below), default=0)
    return any(each.row == first and id(each) in taken for each in below)


def _block_years(forms: Sequence[Form], taken: set[int]) -> dict[int, str]:
    """The labels of actual values of a year in blocks: R4実績."""
    found: dict[int, str] = {}
    for cell in (cell for form in forms[:1] for cell in form.grid.cells if id(cell) not in taken):
        said = meaning((printed_label(cell),)) if 0 < len(cell.text.strip()) <= _LONGEST else None
        if said and said.role in ("actual", "") and said.year and is_heading_word(cell.text):
            found.setdefault(said.year, printed_label(cell))
    return found


def table_form(draft: Draft) -> TableForm:
    """A draft as the reader has it."""
    columns = {**draft.block.columns, **draft.boxes}
    return TableForm(
        columns=columns,
        years={**draft.block.years, **draft.box_years},
        role_years=draft.block.role_years,
        fixed=draft.fixed,
        subject=draft.subject,
        heading_rows=draft.heading_rows,
        headings_left=draft.headings_left,
        left_out=tuple(draft.left_out),
        roles={squeeze(word): ours for word, ours in draft.words.get("roles", {}).items()},
        boxes=(*draft.boxes.values(), *draft.box_years.values()),
    )


def filled(grid: CellGrid) -> Iterator[tuple[str, int]]:
    """The role and year of each value below a year, in a row that says its role."""
    heads = {cell.column: year for cell in grid.cells if (year := fiscal_year(squeeze(cell.text)))}
    rows = {cell.row: ROLE_OF[squeeze(cell.text)] for cell in grid.cells if squeeze(cell.text) in ROLE_OF}
    for cell in grid.cells:
        if cell.row in rows and cell.column in heads and cell.text.strip() and not missing(cell.text):
            yield rows[cell.row], heads[cell.column]
