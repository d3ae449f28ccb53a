"""The words of forms プランごとの様式 in a file that nobody has described: its labels, small tables, what is left out.

A form is known by the label of its plan's name, with other usual labels around it, each with its value beside or below.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from cityplan.city.box_form import Box
from cityplan.files.errors import SourceError
from cityplan.japanese.letters import squeeze
from cityplan.read.boxes.choices import is_grade, is_offer, is_score
from cityplan.read.boxes.cut import Form, cut
from cityplan.read.boxes.forms import found_forms, whole_forms
from cityplan.read.boxes.leftover import Leftover, asked_cells
from cityplan.read.boxes.pages import pages
from cityplan.read.boxes.values import Within
from cityplan.read.file.contents import CellGrid, Contents, GridCell
from cityplan.read.proposal.draft import Draft, Question
from cityplan.read.proposal.form_boxes import boxes_of, name_label, printed_label, trial, usual_labels
from cityplan.read.proposal.form_drafts import drafts_of, filled, table_form
from cityplan.read.proposal.form_tables import small_ones
from cityplan.read.proposal.seen import newest_year
from cityplan.read.table.grid import on_one_line

_NUMBER = re.compile(r"[▲△−-]?\d[\d,.]*\D{0,3}")
_MOST_NUMBERS = 4  # that stand in no box of a form and no table of it
_TITLE = re.compile(r"シート|調書|評価(?:表|票|書)|様式.*年度|年度.*評価")
_LONGEST_TITLE = 60  # of one that stands before the first form
_ROUNDS = 4
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
    like: int | None = None  # a year of the document


def form_words(contents: Contents) -> FormWords | None:
    """The words of the forms in a file; None where it holds none."""
    if not (contents.grids or contents.paragraphs):
        return None
    found = pages(contents)
    name = name_label(found)
    if not name:
        return None
    known = trial({"name": (Box(name),)})
    forms = whole_forms(cut(found, known, []).forms, known)
    like = newest_year(contents)
    small = small_ones(forms, usual_labels(forms), like)
    boxes = boxes_of(forms, small, name)
    if sum(len(own) for own in boxes.values()) < _LEAST:
        return None
    own = drafts_of(small, forms, boxes, like)
    return _completed(contents, boxes, own, forms, name, [each.grid for each in small], like)


def is_list_of_rows(words: FormWords) -> bool:
    """Whether what was taken for forms leaves out more numbers than labels a form may leave: a list, one row for each."""
    return sum(_NUMBER.fullmatch(squeeze(text)) is not None for text in words.left_out) >= _MOST_NUMBERS


# what is left


def _completed(
    contents: Contents,
    boxes: dict[str, tuple[Box, ...]],
    found: list[Draft],
    forms: Sequence[Form],
    name: str,
    grids: Sequence[CellGrid],
    like: int | None,
) -> FormWords | None:
    """The words with what a run would ask for left out, or kept as a text where it is prose."""
    tables = [table_form(draft) for draft in found]
    texts: list[str] = []
    left: list[str] = []
    for _ in range(_ROUNDS):  # a label that is known shows what stands beside it to be one too
        told = {**boxes, "text": tuple(map(Box, texts))} if texts else boxes
        try:
            read = found_forms(contents, trial(told, tables, left), [])
        except SourceError:
            return None
        asked = asked_cells([(own.within, own.left) for own in read.reads])
        if not asked:
            break
        labels = [printed_label(each) for within, cell in asked for each in _over_texts(within, cell)]
        texts += dict.fromkeys(labels)
        for within, cell in asked if not labels else ():
            (texts if _is_text(within, cell) else left).append(printed_label(cell))
    boxes = told
    over = [cell.text for own in read.reads[:1] for cell in own.left.unknown]  # the first form
    title = next((text for text in map(on_one_line, (*over, *left, *_outside(contents))) if _TITLE.search(text)), "")
    left = [text for text in left if on_one_line(text) != title]
    names = tuple(own.boxes.text("name") for own in read.reads)
    questions = [_left_question([(own.within, own.left) for own in read.reads])] if left else []
    word = re.sub(r"の?名称?$", "", name) or "プラン"
    return FormWords(
        tuple(boxes.items()), tuple(found), names, word, tuple(left), title, tuple(questions), tuple(grids), like
    )


def _outside(contents: Contents) -> list[str]:
    """The short texts outside of boxes: before the first form, or on the head of each page."""
    found = [*(each.text for each in contents.paragraphs), *(each.text for each in contents.told)]
    return [text for text in found if len(text) <= _LONGEST_TITLE and "。" not in text]


def _left_question(left: Sequence[tuple[Within, Leftover]]) -> Question:
    """What is told of labels that are left out; those that have numbers are asked."""
    text = "次の left_out は、様式にあって使わないラベルと文字です（ラベルの値も使いません）。"
    cells = [
        (within, cell) for within, own in left for cell, _ in own.left if not _NUMBER.fullmatch(squeeze(cell.text))
    ]
    numbers = list(dict.fromkeys(printed_label(cell) for within, cell in cells if _has_numbers(within, cell)))
    if not numbers:
        return Question("left_out", f"{text}使うものは、boxes に移してください。", (), True)
    return Question(
        "left_out",
        f"{text}このうち「{'」「'.join(numbers)}」の下か右には数があり、その数も使いません。それでよいですか。よければ、そのままにしてください。"
        "表の見出しなら、left_out から消し、その表の [[edition.table]] を書き足します。欄のラベルなら、boxes に移します（docs/declarations.ja.md）。",
    )


def _has_numbers(within: Within, cell: GridCell) -> bool:
    """Whether a number stands right below a cell, or right of it."""
    beside = (*within.lattice.below(cell)[:1], *within.lattice.right_of(cell)[:1])
    return any(_NUMBER.fullmatch(squeeze(each.text)) for each in beside)


def _is_text(within: Within, cell: GridCell) -> bool:
    """Whether a cell is the label of a text: sentences stand right of it, words to choose from, or a grade beside or below it."""
    right = within.lattice.right_of(cell)
    beside = [each for each in right if within.is_free(each)]
    if _is_told(cell) or len(beside) < len(right):
        return False
    below = within.lattice.below(cell)
    has_reason = any(is_score(each.text) and _is_before_sentence(within, each) for each in beside[:1])
    has_grade = any(is_grade(each.text) for each in (*beside[:1], *below[:1]))
    return any("。" in each.text or is_offer(each.text) for each in beside) or has_grade or has_reason


def _is_before_sentence(within: Within, cell: GridCell) -> bool:
    return any("。" in each.text for each in within.lattice.right_of(cell))


def _over_texts(within: Within, cell: GridCell) -> list[GridCell]:
    """A label and those right of it, where each has sentences below it, a grade, or words to choose from."""
    labels = [cell, *within.lattice.right_of(cell)]
    below = [next(iter(within.lattice.below(each)), None) for each in labels]
    are_labels = all(within.is_free(each) and not _is_told(each) for each in labels)
    own = [under for each, under in zip(labels, below, strict=True) if under and under.columns == each.columns]
    is_whole = len(own) == len(labels) > 1 and are_labels
    return labels if is_whole and all(within.is_free(each) and _is_told(each) for each in own) else []


def _is_told(cell: GridCell) -> bool:
    """Whether a cell holds what is said under a label."""
    return "。" in cell.text or is_grade(cell.text) or is_offer(cell.text)


def years_of_values(words: FormWords) -> dict[str, int]:
    """The last year of actual values, and of targets, that the small tables hold."""
    found: dict[str, int] = {}
    for grid in words.grids:
        for role, year in filled(grid, words.like):
            found[role] = max(year, found.get(role, year))
    own = {"actual": found.get("actual"), "target": found.get("target", found.get("expected"))}
    years = [year for draft in words.drafts for year in draft.box_years]
    own["actual"] = own["actual"] or max(years, default=None)
    return {role: year for role, year in own.items() if year}
