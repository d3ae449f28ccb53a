"""The drafts of small tables and blocks of forms in a file that nobody has described."""

import re
from collections import Counter
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
from cityplan.read.proposal.draft import ROLE_OF, Draft, Question, named_by_plan
from cityplan.read.proposal.form_boxes import printed_label
from cityplan.read.proposal.form_tables import SeenSmall, numbered
from cityplan.read.proposal.seen import SeenColumn, SeenTable, table_of
from cityplan.read.table.grid import on_one_line
from cityplan.read.table.heading_words import is_heading_word, meaning, with_era

_LONGEST = 24
_DATED = ("actual", "target")
_COSTS = ("budget", "settled")


def drafts_of(
    small: Sequence[SeenSmall], forms: Sequence[Form], boxes: dict[str, tuple[Box, ...]], like: int | None
) -> list[Draft]:
    """A draft for each small table, with the labels of its blocks where those say whose values they are.

    `like` is a year of the document, which tells the era of years without one.
    """
    taken = {id(cell) for each in small for cell in each.cells}
    of_blocks = _block_labels(forms, taken, {box.label for own in boxes.values() for box in own})
    found: list[Draft] = []
    for each in small:
        seen = table_of(each.grid, like)
        if seen is None:
            continue
        if costs := _costs(seen, each):
            found.append(costs)
            continue
        for draft in drafts(seen):
            own = _without_side(draft, each.side)
            own.heading_rows, own.sheet, own.sheets = each.heading_rows, "", ""
            own.headings_left, own.banner_rows = each.is_turned, ""
            if "role" in own.block.columns:
                _with_years(own)
                own = _of_cost_rows(own, seen, each)
            of_role = {
                role: sorted({year for told, year in filled(each.grid, like) if told == role}) for role in _DATED
            }
            own.actual_years = of_role["actual"] or own.actual_years
            own.target_years = of_role["target"] or own.target_years
            own.questions = [each for each in own.questions if _is_asked(each, own)]
            _keep_rows(own)
            _name_it(own, seen.columns, of_blocks)
            if each.is_block:
                own = _as_block(own)
            if "name" in {**own.block.columns, **own.boxes, **own.fixed}:
                found.append(own)
    if "name" in of_blocks and not any(draft.boxes for draft in found):
        found.append(Draft(boxes=dict(of_blocks), box_years=_block_years(forms, taken)))
    return found


def _with_years(draft: Draft) -> None:
    """A table whose rows say the role has values of years below all its years, that of the baseline R2(基準) too."""
    told = {*draft.block.columns, *(meaning((words,)).role for words in draft.block.years.values())}
    draft.role_fy = {role: year for role, year in draft.role_fy.items() if role in told}
    for words in list(draft.left_out):
        said = meaning((words,))
        if said.year and said.year not in draft.block.years:
            draft.left_out.remove(words)
            draft.block.years[said.year] = words
            draft.role_fy |= {"baseline": said.year} if said.role == "baseline" else {}


def _is_asked(question: Question, draft: Draft) -> bool:
    """Whether a question is one of forms too: not of years that stand in the headings, nor of another table below.

    Nor is one of what is used after all, or of the plan, which the form names.
    """
    if question.key in ("baseline", "target", "actual", "previous"):
        return question.key in draft.block.columns
    if question.key == "left_out":
        return any(f"{words}」" in question.text for words in draft.left_out)
    return question.key != "table" and not any(line.startswith("plan = ") for line in question.lines)


def _as_block(draft: Draft) -> Draft:
    """A draft whose headings are the labels of blocks."""
    block = draft.block
    boxes = {ours: numbered(words) for ours, words in block.columns.items()}
    return Draft(draft.subject, boxes=boxes, box_years=dict(block.years), words=draft.words, questions=draft.questions)


def _costs(seen: SeenTable, small: SeenSmall) -> Draft | None:
    """The draft of a table of costs, named in its first column or as what stands beside it; None for any other."""
    costs = [each for each in seen.columns if each.meaning.role in _COSTS and each.meaning.year]
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
        draft.fixed = {"name": _name_beside(small)}
    return draft


def _name_beside(small: SeenSmall) -> str:
    """What stands beside a table of costs, without its unit."""
    return re.sub(r"[(（].*[)）]$", "", on_one_line(small.side)).strip() or "事業費"


def _of_cost_rows(draft: Draft, seen: SeenTable, small: SeenSmall) -> Draft:
    """A draft whose rows are all budgets and accounts, without names of their own, as one of an activity named beside it."""
    words = draft.block.columns.get("role", "")
    texts = [text for each in seen.columns if draft.names.get(each.at) == words for text in each.filled]
    if "name" in draft.block.columns or not texts or any(ROLE_OF.get(squeeze(text)) not in _COSTS for text in texts):
        return draft
    asked = [each for each in draft.questions if not any(line.startswith("name = ") for line in each.lines)]
    return replace(draft, subject="activity", fixed={"name": _name_beside(small)}, questions=asked)


def _keep_rows(draft: Draft) -> None:
    """Rows that say nothing but their role are of an empty block 空の欄: nobody has to leave them out."""
    of_blocks = [words for words in draft.left_out if squeeze(words) in ROLE_OF]
    draft.left_out = [words for words in draft.left_out if words not in of_blocks]
    draft.told = [text for text in draft.told if not any(f"「{words}」" in text for words in of_blocks)]


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


def _name_it(draft: Draft, seen: Sequence[SeenColumn], of_blocks: dict[str, str]) -> None:
    """The name of the rows of a table of which no heading is known to be: that of its block, else its first texts.

    Each form is a plan, so that 取組 names a row; so do the only texts left of all values (ものさし | 単位 | 区分).
    """
    columns = draft.block.columns
    if "name" in {**columns, **draft.fixed}:
        return
    if "name" in of_blocks and ("role" in columns or draft.block.years):
        draft.boxes = {key: words for key, words in of_blocks.items() if key in ("name", "unit", "note")}
    elif "plan" in columns:
        draft.questions = named_by_plan(draft).questions
    elif len(first := _texts_before_values(draft, seen)) == 1:
        [columns["name"]] = first
        draft.left_out = [words for words in draft.left_out if words not in first]
        draft.told.append(f"「{first[0]}」の列を、名前として使います（ほかに名前の列はありません）。")
    else:
        return
    draft.questions = [question for question in draft.questions if question.key != "columns"]


def _texts_before_values(draft: Draft, seen: Sequence[SeenColumn]) -> list[str]:
    """The columns of texts that feed nothing, left of the first that does."""
    fed = {*draft.block.columns.values(), *draft.block.years.values()}
    fed |= {words for years in draft.block.role_years.values() for words in years.values()}
    named = [(column, draft.names.get(column.at, "")) for column in seen]
    first = next((at for at, (_, words) in enumerate(named) if words in fed), 0)
    return [words for column, words in named[:first] if column.levels and column.filled and not column.has_numbers]


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
        if said and said.role in ("actual", "") and said.year and _is_label_of_year(cell.text):
            found.setdefault(said.year, printed_label(cell))
    return found


def _is_label_of_year(text: str) -> bool:
    """Whether a cell says a year, as a label does; a number alone (2080) is a value."""
    return is_heading_word(text) and not text.strip().isdecimal()


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
        total_rows=tuple(draft.total_rows),
        left_out=tuple(draft.left_out),
        roles={squeeze(word): ours for word, ours in draft.words.get("roles", {}).items()},
        boxes=(*draft.boxes.values(), *draft.box_years.values()),
    )


def filled(grid: CellGrid, like: int | None) -> Iterator[tuple[str, int]]:
    """The role and year of each value below a year, in a row that says its role."""
    heads = {cell.column: year for cell in grid.cells if (year := fiscal_year(squeeze(with_era(cell.text, like))))}
    said = [(cell.row, ROLE_OF[squeeze(cell.text)]) for cell in grid.cells if squeeze(cell.text) in ROLE_OF]
    times = Counter(row for row, _ in said)
    rows = {row: role for row, role in said if times[row] == 1}  # several are headings below years
    for cell in grid.cells:
        if cell.row in rows and cell.column in heads and cell.text.strip() and not missing(cell.text):
            yield rows[cell.row], heads[cell.column]
