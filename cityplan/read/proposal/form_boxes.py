"""The boxes 欄 of forms in a file that nobody has described: the label of the plan's name, and other usual labels."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from cityplan.city.box_form import FORMS_LAYOUT, Box, BoxForm
from cityplan.city.edition import NOTHING_KNOWN, Edition
from cityplan.city.table_form import TableForm
from cityplan.japanese.letters import squeeze
from cityplan.read.boxes.choices import choice
from cityplan.read.boxes.cut import Form
from cityplan.read.boxes.labels import labelled
from cityplan.read.boxes.lattice import Lattice
from cityplan.read.boxes.pages import Page
from cityplan.read.boxes.spread import spread_choice
from cityplan.read.boxes.values import Sides, Value, Within, note_sides, value_of
from cityplan.read.file.contents import GridCell
from cityplan.read.proposal.form_tables import SeenSmall
from cityplan.read.sheets.headings import bare
from cityplan.read.table.grid import on_one_line
from cityplan.read.table.heading_words import USUAL, is_heading_word

_NAMES = (
    "施策名 施策名称 施策の名称 基本施策名 事務事業名 事務事業名称 事業名 事業名称 取組名 プラン名 戦略名 施策 事務事業"
)
_BOXES = {
    "id": "コード 施策コード 施策番号 施策No. 事務事業コード 事務事業番号 事務事業No. 事業番号 事業コード 取組番号 取組コード 整理番号 番号 No. No №",
    "group": "基本目標 基本目標名 基本政策 政策 政策名 分野 分野名 章 大綱 政策目標 政策分野 施策分野 "
    "施策の柱 政策の柱 まちづくりの柱 まちづくりの目標 柱 施策名 施策",
    "division": f"{USUAL['division']} 所管課名 主担当課 主担当部署 主担当部課 実施部署 実施主体",
    "grade": "総合評価 評価 評価結果 進捗度 進捗状況 一次評価 評価区分 施策の評価 事業の評価 自己評価 総合判定 判定 達成度",
}
_NAME = re.compile(
    r".{0,6}(?:施策|事業|取組|プラン|戦略|プロジェクト|計画)の?(?:名|名称)|(?:評価)?対象の?(?:施策|事業|取組)"
)
_PURPOSE = re.compile(r"目的|意図|ねらい|狙い|(?:めざ|目指)す(?:べき)?姿")
_DIRECTION = re.compile(r"今後|来年度|次年度|翌年度|方向性?$")
_LONGEST = 24
_SHORT = 2  # characters


def trial(boxes: dict[str, tuple[Box, ...]], tables: Sequence[TableForm] = (), left_out: Sequence[str] = ()) -> Edition:
    """An edition of which nothing is known but its forms."""
    known = replace(NOTHING_KNOWN, layout=FORMS_LAYOUT, box_form=BoxForm(boxes))
    return replace(known, year="R5", tables=tuple(tables), left_out=tuple(left_out))  # nothing depends on the year


def name_label(found: Sequence[Page]) -> str:
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
        is_one = all(values) and len(told) * 2 >= len(values)  # a form over two pages names its plan twice
        if told and is_one and (not chosen or (len(values) == times and len(told) > most)):
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


def boxes_of(forms: Sequence[Form], small: Sequence[SeenSmall], name: str) -> dict[str, tuple[Box, ...]]:
    """The boxes by their usual labels, each of which most forms have with its value."""
    taken = {id(cell) for each in small for cell in each.cells}
    found: dict[str, list[Box]] = defaultdict(list)
    found["name"] = [Box(name)]
    texts = [[cell for cell in form.grid.cells if id(cell) not in taken and cell.text.strip()] for form in forms]
    for key, words in _BOXES.items():
        for each in words.split():
            is_one = key != "grade" or _is_one(each, forms, taken, name)
            if each != name and not found[key] and is_one and _in_most([labelled(cells, each) for cells in texts]):
                own = next(label for cells in texts for label in labelled(cells, each))
                found[key].append(Box(printed_label(own.cell) if not own.value else each))
    for key, pattern in (("purpose", _PURPOSE), ("direction", _DIRECTION)):
        for each in _labels_like(pattern, texts):
            is_said = key != "purpose" or _is_said(each, forms, taken, name)
            if not found[key] and is_said and _in_most([labelled(cells, each) for cells in texts]):
                found[key].append(Box(each))
    boxes = {key: tuple(own) for key, own in found.items() if own}
    return _with_sides(_with_choice(boxes, forms, taken), forms, taken)


def _is_said(words: str, forms: Sequence[Form], taken: set[int], name: str) -> bool:
    """Whether sentences stand beside a label, or in each form others."""
    told: list[str] = []
    for form in forms:
        within = Within(form, Lattice(form.grid), taken, Sides([name, words]))
        cells = [cell for cell in form.grid.cells if id(cell) not in taken]
        told += [value_of(words, Box(words), label, within, trial({}), []).text for label in labelled(cells, words)[:1]]
    return any("。" in text for text in told) or len(set(told)) > 1


def _is_one(words: str, forms: Sequence[Form], taken: set[int], name: str) -> bool:
    """Whether a label has one value in a form: not the heading (評価) beside the labels of several grades."""
    for form in forms:
        within = Within(form, Lattice(form.grid), taken, Sides([name, words]))
        for label in labelled([cell for cell in form.grid.cells if id(cell) not in taken], words)[:1]:
            value = spread_choice(value_of(words, Box(words), label, within, trial({}), []), within)[0]
            if (value.label and value.label.value) or sum(bool(cell.text.strip()) for cell in value.cells) == 1:
                return True
    return False


def usual_labels(forms: Sequence[Form]) -> list[str]:
    """The labels of boxes as they are usual, at which a small table ends."""
    texts = [[cell for cell in form.grid.cells if cell.text.strip()] for form in forms]
    found = [word for words in _BOXES.values() for word in words.split() if _is_usual_alone(word)]
    return [*_NAMES.split(), *found, *_labels_like(_PURPOSE, texts), *_labels_like(_DIRECTION, texts)]


def _is_usual_alone(word: str) -> bool:
    """Whether a word says a box wherever it begins a row: 番号 and 評価 may well begin one of a table."""
    return len(word) > _SHORT


def _in_most(found: Sequence[Sequence[object]]) -> bool:
    return 2 * sum(bool(each) for each in found) > len(found)


def printed_label(cell: GridCell) -> str:
    return " ".join(on_one_line(cell.text).split())


def _labels_like(pattern: re.Pattern[str], texts: Iterable[Sequence[GridCell]]) -> list[str]:
    """The short texts that a pattern fits, those of most forms first."""
    times: Counter[str] = Counter()
    for cells in texts:
        own = {printed_label(cell) for cell in cells if len(cell.text) <= _LONGEST and "。" not in cell.text}
        times.update(text for text in own if pattern.search(bare(text)))
    return [text for text, _ in times.most_common()]


def _with_sides(
    boxes: dict[str, tuple[Box, ...]], forms: Sequence[Form], taken: set[int]
) -> dict[str, tuple[Box, ...]]:
    """The boxes, those in the row of labels in which the name's value stands below its label with theirs below too."""
    sides = Sides([box.label for own in boxes.values() for box in own])
    rows: list[tuple[Form, int, int]] = []
    for value, within in _values(boxes["name"][0], forms, taken, sides):
        if value.label and value.cells and value.cells[0].row > value.label.cell.row:
            rows.append((within.form, value.label.cell.row, value.cells[0].row))
    if len(rows) < len(forms):
        return boxes
    return {key: tuple(_below(box, rows, taken, sides) for box in own) for key, own in boxes.items()}


def _below(box: Box, rows: Sequence[tuple[Form, int, int]], taken: set[int], sides: Sides) -> Box:
    """A box whose label stands in the row of the name's, and something below it in the row of the name."""
    for form, row, of_values in rows:
        for value, within in _values(box, [form], taken, sides) if box.label and not box.side else []:
            label = value.label.cell if value.label and value.label.cell.row == row else None
            below = within.lattice.below(label) if label else []
            is_right = any(cell.row == row for cell in value.cells)
            if is_right and any(cell.row == of_values and cell.text.strip() for cell in below):
                return replace(box, side="below")
    return box


def _with_choice(
    boxes: dict[str, tuple[Box, ...]], forms: Sequence[Form], taken: set[int]
) -> dict[str, tuple[Box, ...]]:
    """The boxes with that of a choice where 今後の方向性 offers words, and texts beside a grade as its reason."""
    texts = [[cell for cell in form.grid.cells if id(cell) not in taken and cell.text.strip()] for form in forms]
    result = dict(boxes)
    directions = list(boxes.get("direction", ()))
    known = {box.label for own in boxes.values() for box in own}
    directions += [Box(words) for words in _labels_like(_DIRECTION, texts) if words not in known]
    sides = Sides([*known, *(box.label for box in directions)])
    for box in directions:
        values = [spread_choice(value, within)[0] for value, within in _values(box, forms, taken, sides)]
        is_spread = any(value.label and value.label.value for value in values)
        offers = sum(any(choice(cell.text) for cell in value.cells) for value in values)
        has_sentences = any("。" in value.text for value in values)
        if "choice" not in result and (is_spread or 2 * offers > len(values)):
            result["choice"] = (box,)
            if box in boxes.get("direction", ()) and not has_sentences:
                del result["direction"]
        elif "direction" not in result and has_sentences:
            result["direction"] = (box,)
    for box in boxes.get("grade", ()):
        for value, within in _values(box, forms, taken, sides):
            right = within.lattice.right_of(value.cells[0]) if value.cells else []
            if any("。" in cell.text and within.is_free(cell) for cell in right):
                result["reason"] = (Box(beside="grade", side="right"),)
    return result


def _values(box: Box, forms: Sequence[Form], taken: set[int], sides: Sides) -> list[tuple[Value, Within]]:
    """The value of a label in each form that has it."""
    found = []
    for form in forms:
        within = Within(form, Lattice(form.grid), taken, sides)
        for label in labelled([cell for cell in form.grid.cells if id(cell) not in taken], box.label)[:1]:
            note_sides(box.label, label, within.lattice, taken, sides)
            found.append((value_of(box.label, box, label, within, trial({}), []), within))
    return found
