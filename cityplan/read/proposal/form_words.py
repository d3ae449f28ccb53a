"""The words of forms プランごとの様式 in a file that nobody has described: its labels, small tables, what is left out.

A form is known by the label of its plan's name, with other usual labels around it, each with its value beside or below.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from cityplan.city.box_form import FORMS_LAYOUT, Box, BoxForm
from cityplan.city.source import Edition
from cityplan.city.table_form import TableForm
from cityplan.files.errors import SourceError
from cityplan.japanese.letters import squeeze
from cityplan.japanese.quantities import missing
from cityplan.japanese.years import fiscal_year
from cityplan.read.boxes.choices import choice
from cityplan.read.boxes.cut import Form, cut
from cityplan.read.boxes.forms import found_forms, whole_forms
from cityplan.read.boxes.labels import labelled
from cityplan.read.boxes.lattice import Lattice
from cityplan.read.boxes.leftover import asked_cells
from cityplan.read.boxes.pages import Page, pages
from cityplan.read.boxes.values import Sides, Value, Within, note_sides, value_of
from cityplan.read.file.contents import CellGrid, Contents, GridCell
from cityplan.read.proposal.columns import drafts
from cityplan.read.proposal.draft import ROLE_OF, Draft, Question
from cityplan.read.proposal.form_tables import SeenSmall, numbered, small_ones
from cityplan.read.proposal.seen import SeenTable, table_of
from cityplan.read.sheets.headings import bare
from cityplan.read.table.grid import on_one_line
from cityplan.read.table.heading_words import USUAL, is_heading_word, meaning

_NAMES = (
    "施策名 施策名称 施策の名称 基本施策名 事務事業名 事務事業名称 事業名 事業名称 取組名 プラン名 戦略名 施策 事務事業"
)
_BOXES = {
    "id": "施策コード 施策番号 施策No. 事務事業番号 事業番号 事業コード 整理番号 番号 No. No №",
    "group": "基本目標 基本目標名 基本政策 政策 政策名 分野 分野名 章 大綱 施策名 施策",
    "division": f"{USUAL['division']} 主担当課 主担当部署 主担当部課 実施部署 実施主体",
    "grade": "総合評価 評価 評価結果 進捗度 進捗状況 一次評価 評価区分 施策の評価 事業の評価 自己評価 総合判定 判定 達成度",
}
_NAME = re.compile(r".{0,6}(?:施策|事業|取組|プラン|戦略|プロジェクト|計画)の?(?:名|名称)")
_PURPOSE = re.compile(r"目的|意図|ねらい|狙い|(?:めざ|目指)す(?:べき)?姿")
_DIRECTION = re.compile(r"今後|来年度|次年度|翌年度|方向性?$")
_TITLE = re.compile(r"シート|調書|評価(?:表|票|書)|様式.*年度|年度.*評価")
_LONGEST = 24
_SHORT = 2  # characters
_LEAST = 3  # boxes that are known, of a form


@dataclass(frozen=True)
class FormWords:
    """What was seen of forms: their boxes, small tables, what is left out, and what only a person can know."""

    boxes: tuple[tuple[str, tuple[Box, ...]], ...]
    drafts: tuple[Draft, ...]
    forms: tuple[str, ...]  # the names of their plans
    word: str  # what the plans are called
    left_out: tuple[str, ...] = ()
    title: str = ""
    questions: tuple[Question, ...] = ()
    grids: tuple[CellGrid, ...] = field(default=(), repr=False)  # the small tables, for the list of what was seen


def form_words(contents: Contents) -> FormWords | None:
    """The words of the forms in a file; None where it holds none."""
    if not (contents.grids or contents.paragraphs):
        return None
    found = pages(contents)
    name = _name_label(found)
    if not name:
        return None
    trial = _trial({"name": (Box(name),)})
    forms = whole_forms(cut(found, trial, []).forms, trial)
    small = small_ones(forms, _usual_labels(forms))
    boxes = _boxes(forms, small, name)
    if sum(len(own) for own in boxes.values()) < _LEAST:
        return None
    own = _drafts(small, forms, boxes)
    return _completed(contents, boxes, own, forms, name, [each.grid for each in small])


def _trial(
    boxes: dict[str, tuple[Box, ...]], tables: Sequence[TableForm] = (), left_out: Sequence[str] = ()
) -> Edition:
    """An edition of which nothing is known but its forms."""
    return Edition(
        city="",
        city_name="",
        publisher="",
        year="R5",  # of which nothing depends here
        file="",
        title="",
        layout=FORMS_LAYOUT,
        box_form=BoxForm(boxes),
        tables=tuple(tables),
        left_out=tuple(left_out),
    )


# labels


def _name_label(found: Sequence[Page]) -> str:
    """The label of the plan's name: with a value of its own in each form; empty where there is none.

    Of two that stand equally often that with more names: 事務事業名 below the 施策名 that several of them share.
    """
    chosen, most, times = "", 0, 0
    for words in _name_words(found):
        labels = [
            (page, label)
            for page in found
            for label in labelled(page.grid.cells, words)
            if bare(label.cell.text) == bare(words) or label.value
        ]
        values = [label.value or _beside(label.cell, Lattice(page.grid)) for page, label in labels]
        told = {value for value in values if value}
        if told and all(values) and len(told) * 2 >= len(values):  # a form over two pages names its plan twice
            if not chosen or (len(values) == times and len(told) > most):
                chosen, most, times = words, len(told), len(values)
    return chosen


def _name_words(found: Sequence[Page]) -> list[str]:
    """The usual labels of a plan's name, then those of the file that say a name of something planned."""
    texts = [[cell for cell in page.grid.cells if cell.text.strip()] for page in found]
    return list(dict.fromkeys([*_NAMES.split(), *_labels_like(_NAME, texts)]))


def _beside(label: GridCell, lattice: Lattice) -> str:
    """The value of a label as it stands in a form, not over a column of names; empty where there is none."""
    right = [cell for cell in lattice.right_of(label) if cell.text.strip()] or [
        cell for cell in (lattice.next_right(label),) if cell
    ]
    if right and not is_heading_word(right[0].text):
        return squeeze(right[0].text)
    below = [cell for cell in lattice.below(label) if cell.text.strip()]
    if len(below) != 1 or is_heading_word(below[0].text):
        return ""
    further = [cell for cell in lattice.below(below[0]) if cell.text.strip()]
    return (
        ""
        if any(cell.columns == below[0].columns and not is_heading_word(cell.text) for cell in further)
        else squeeze(below[0].text)
    )


def _boxes(forms: Sequence[Form], small: Sequence[SeenSmall], name: str) -> dict[str, tuple[Box, ...]]:
    """The boxes by their usual labels, each of which most forms have with its value."""
    taken = {id(cell) for each in small for cell in each.cells}
    found: dict[str, list[Box]] = defaultdict(list)
    found["name"] = [Box(name)]
    texts = [[cell for cell in form.grid.cells if id(cell) not in taken and cell.text.strip()] for form in forms]
    for key, words in _BOXES.items():
        for each in words.split():
            if each != name and not found[key] and _in_most([labelled(cells, each) for cells in texts]):
                own = next(label for cells in texts for label in labelled(cells, each))
                found[key].append(Box(_printed(own.cell) if not own.value else each))
    for key, pattern in (("purpose", _PURPOSE), ("direction", _DIRECTION)):
        for each in _labels_like(pattern, texts):
            is_said = key != "purpose" or _is_said(each, forms, taken, name)
            if not found[key] and is_said and _in_most([labelled(cells, each) for cells in texts]):
                found[key].append(Box(each))
    boxes = {key: tuple(own) for key, own in found.items() if own}
    return _with_choice(boxes, forms, taken)


def _is_said(words: str, forms: Sequence[Form], taken: set[int], name: str) -> bool:
    """Whether sentences stand beside a label, or in each form others."""
    told: list[str] = []
    for form in forms:
        within = Within(form, Lattice(form.grid), taken, Sides([name, words]))
        cells = [cell for cell in form.grid.cells if id(cell) not in taken]
        told += [
            value_of(words, Box(words), label, within, _trial({}), []).text for label in labelled(cells, words)[:1]
        ]
    return any("。" in text for text in told) or len(set(told)) > 1


def _usual_labels(forms: Sequence[Form]) -> list[str]:
    """The labels of boxes as they are usual, at which a small table ends."""
    texts = [[cell for cell in form.grid.cells if cell.text.strip()] for form in forms]
    found = [word for words in _BOXES.values() for word in words.split() if _is_usual_alone(word)]
    return [*_NAMES.split(), *found, *_labels_like(_PURPOSE, texts), *_labels_like(_DIRECTION, texts)]


def _is_usual_alone(word: str) -> bool:
    """Whether a word says a box wherever it begins a row: 番号 and 評価 may well begin one of a table."""
    return len(word) > _SHORT


def _in_most(found: Sequence[Sequence[object]]) -> bool:
    return 2 * sum(bool(each) for each in found) > len(found)


def _printed(cell: GridCell) -> str:
    return " ".join(on_one_line(cell.text).split())


def _labels_like(pattern: re.Pattern[str], texts: Iterable[Sequence[GridCell]]) -> list[str]:
    """The short texts that a pattern fits, those of most forms first."""
    times: Counter[str] = Counter()
    for cells in texts:
        own = {_printed(cell) for cell in cells if len(cell.text) <= _LONGEST and "。" not in cell.text}
        times.update(text for text in own if pattern.search(bare(text)))
    return [text for text, _ in times.most_common()]


def _with_choice(
    boxes: dict[str, tuple[Box, ...]], forms: Sequence[Form], taken: set[int]
) -> dict[str, tuple[Box, ...]]:
    """The boxes with that of a choice where 今後の方向性 offers words, and texts beside a grade as its reason."""
    sides = Sides([box.label for own in boxes.values() for box in own])
    edition = _trial(boxes)
    of_label: dict[str, list[Value]] = defaultdict(list)
    grade_right = 0
    for form in forms:
        within = Within(form, Lattice(form.grid), taken, sides)
        for own in boxes.values():
            for box in own:
                for label in labelled([cell for cell in form.grid.cells if id(cell) not in taken], box.label)[:1]:
                    note_sides(box.label, label, within.lattice, taken, sides)
                    value = value_of(box.label, box, label, within, edition, [])
                    of_label[box.label].append(value)
                    if box in boxes.get("grade", ()) and value.cells:
                        right = within.lattice.right_of(value.cells[0])
                        grade_right += any("。" in cell.text and within.is_free(cell) for cell in right)
    result = dict(boxes)
    for box in boxes.get("direction", ()):
        cells = [cell for value in of_label[box.label] for cell in value.cells]
        if any(choice(cell.text) for cell in cells):
            result["choice"] = (box,)
            if all(choice(cell.text) for cell in cells):
                del result["direction"]
    if grade_right:
        result["reason"] = (Box(beside="grade", side="right"),)
    return result


# small tables and blocks


def _drafts(small: Sequence[SeenSmall], forms: Sequence[Form], boxes: dict[str, tuple[Box, ...]]) -> list[Draft]:
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
            own.role_fy = {} if "role" in own.block.columns else own.role_fy
            own.actual_years = (
                sorted({year for role, year in _filled(each.grid) if role == "actual"}) or own.actual_years
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
    if not costs or len(others) > 1 or (first and (first.at > costs[0].at or first.has_numbers or not first.levels)):
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
            if id(cell) in taken or not cell.text.strip() or len(cell.text) > _LONGEST:
                continue
            text = _printed(cell)
            said = meaning((text,))
            ours = "name" if said.role == "indicator" else said.role
            if ours in ("name", "unit", "baseline", "target", "actual", "note", "polarity") and not said.year:
                found.setdefault(ours, numbered(text))
    return {} if not found.get("name") or any(words in known for words in found.values()) else found


def _block_years(forms: Sequence[Form], taken: set[int]) -> dict[int, str]:
    """The labels of actual values of a year in blocks: R4実績."""
    found: dict[int, str] = {}
    for cell in (cell for form in forms[:1] for cell in form.grid.cells if id(cell) not in taken):
        said = meaning((_printed(cell),)) if 0 < len(cell.text.strip()) <= _LONGEST else None
        if said and said.role in ("actual", "") and said.year and is_heading_word(cell.text):
            found.setdefault(said.year, _printed(cell))
    return found


# what is left


def _completed(
    contents: Contents,
    boxes: dict[str, tuple[Box, ...]],
    found: list[Draft],
    forms: Sequence[Form],
    name: str,
    grids: Sequence[CellGrid],
) -> FormWords | None:
    """The words with what a run would ask for left out, or kept as a text where it is prose."""
    faults: list[SourceError] = []
    tables = [_table_form(draft) for draft in found]
    try:
        read = found_forms(contents, _trial(boxes, tables), faults)
    except SourceError:
        return None
    asked = asked_cells([(own.within, own.left) for own in read.reads])
    texts: list[str] = []
    left: list[str] = []
    for within, cell in asked:
        is_prose = any("。" in each.text for each in within.lattice.right_of(cell) if within.is_free(each))
        (texts if is_prose and "。" not in cell.text else left).append(_printed(cell))
    title = next((text for text in left if _TITLE.search(text)), "")
    left = [text for text in left if text != title]
    if texts:
        boxes = {**boxes, "text": tuple(map(Box, texts))}
    names = tuple(own.boxes.text("name") for own in read.reads)
    questions = (
        [
            Question(
                "left_out",
                "次の left_out は、様式にあって使わないラベルと文字です（ラベルの値も使いません）。使うものは、boxes に移してください。",
                (),
                True,
            )
        ]
        if left
        else []
    )
    word = re.sub(r"の?名称?$", "", name) or "プラン"
    return FormWords(
        tuple(boxes.items()), tuple(found), names, word, tuple(left), title, tuple(questions), tuple(grids)
    )


def _table_form(draft: Draft) -> TableForm:
    """A draft as the reader has it."""
    columns = {**draft.block.columns, **draft.boxes}
    return TableForm(
        columns=columns,
        years={**draft.block.years, **draft.box_years},
        role_years=draft.block.role_years,
        fixed=draft.fixed,
        subject=draft.subject,
        heading_rows=draft.heading_rows,
        left_out=tuple(draft.left_out),
        roles={squeeze(word): ours for word, ours in draft.words.get("roles", {}).items()},
        boxes=(*draft.boxes.values(), *draft.box_years.values()),
    )


def years_of_values(words: FormWords) -> dict[str, int]:
    """The last year of actual values, and of targets, that the small tables hold."""
    found: dict[str, int] = {}
    for grid in words.grids:
        for role, year in _filled(grid):
            found[role] = max(year, found.get(role, year))
    own = {"actual": found.get("actual"), "target": found.get("target", found.get("expected"))}
    years = [year for draft in words.drafts for year in draft.box_years]
    own["actual"] = own["actual"] or max(years, default=None)
    return {role: year for role, year in own.items() if year}


def _filled(grid: CellGrid) -> Iterator[tuple[str, int]]:
    """The role and year of each value below a year, in a row that says its role."""
    heads = {cell.column: year for cell in grid.cells if (year := fiscal_year(squeeze(cell.text)))}
    rows = {cell.row: ROLE_OF[squeeze(cell.text)] for cell in grid.cells if squeeze(cell.text) in ROLE_OF}
    for cell in grid.cells:
        if cell.row in rows and cell.column in heads and cell.text.strip() and not missing(cell.text):
            yield rows[cell.row], heads[cell.column]
