"""Choices 選択 that are spread over several cells: a mark ✓ beside its word, a number beside the words that it chooses."""

import re
from collections.abc import Iterator, Sequence

from cityplan.japanese.letters import fold
from cityplan.read.boxes.choices import is_mark, of_number
from cityplan.read.boxes.labels import Label
from cityplan.read.boxes.values import Value, Within
from cityplan.read.file.contents import GridCell
from cityplan.read.table.grid import on_one_line

_LONGEST = 15  # characters of a word
_OF_NUMBER = re.compile("選択|選ぶ|番号|該当|記号|記入|回答|結果")  # of the label of the number that chooses
_NUMBER = re.compile(r"\(?[0-9]{1,2}\)?")
_ON, _OFF = "■", "□"


def spread_choice(value: Value, within: Within) -> tuple[Value, list[Label]]:
    """The value of a label with all cells of its choice, told as □拡充　■継続; the labels between them.

    The value as it is where its cells are no such choice.
    """
    if value.label is None or value.label.value:
        return value, []
    if found := _numbered(value.label.cell, within):
        return found
    beside = list(_beside(value.label.cell, within))
    words = [cell for cell in beside or _under(value.label.cell, within) if not is_mark(cell.text)]
    marks = _marks(value.label.cell, words, within) if beside else _marked_under(words, within)
    if (
        len(words) < 2
        or marks is None
        or not all(len(word.text.strip()) <= _LONGEST and "。" not in word.text for word in words)
    ):
        return value, []
    text = "　".join(
        (_ON if mark and is_mark(mark.text) else _OFF) + on_one_line(word.text)
        for mark, word in zip(marks, words, strict=True)
    )
    return Value(Label(value.label.cell, text), [*(mark for mark in marks if mark), *words]), []


def _beside(label: GridCell, within: Within) -> Iterator[GridCell]:
    """The cells right of a label in its first row that say something, up to the next label."""
    cell = within.lattice.next_right(label)
    while cell and within.is_free(cell):
        yield cell
        cell = within.lattice.next_right(cell)


def _under(label: GridCell, within: Within) -> Iterator[GridCell]:
    """The cells of the row below a label, from its first column on, that say something."""
    first = next(iter(within.lattice.below(label)), None)
    if first and first.column == label.column and first.text.strip() and within.is_free(first):
        yield first
        yield from _beside(first, within)


def _marked_under(words: Sequence[GridCell], within: Within) -> list[GridCell | None] | None:
    """What stands right of each word in a row below the label, else left of it; None where no mark stands there."""
    at = within.lattice.at
    for found in (
        [at.get((word.row, word.column + word.columns)) for word in words],
        [at.get((word.row, word.column - 1)) for word in words],
    ):
        if all(map(_is_place, found)) and any(mark and is_mark(mark.text) for mark in found):
            return found
    return None


def _marks(label: GridCell, words: Sequence[GridCell], within: Within) -> list[GridCell | None] | None:
    """What stands left of each word where the first has something left of it, else right of it, else below it; None
    where that is no place for marks: a cell that says something else, or a cell that is not there in a document.
    """
    at = within.lattice.at
    if not words:
        return None
    if words[0].column > label.column + label.columns:
        found = [at.get((word.row, word.column - 1)) for word in words]
        return found if all(map(_is_place, found)) else None
    found = [at.get((word.row, word.column + word.columns)) for word in words]
    if all(map(_is_place, found)) and len(words) > 1:
        return found
    found = [at.get((word.row + word.rows, word.column)) for word in words]
    is_marked = any(mark and is_mark(mark.text) for mark in found)
    return found if is_marked and all(map(_is_place, found)) else None


def _is_place(cell: GridCell | None) -> bool:
    """Whether a mark stands in a cell, or may: it is empty."""
    return cell is None or is_mark(cell.text) or not cell.text.strip()


def _numbered(label: GridCell, within: Within) -> tuple[Value, list[Label]] | None:
    """Numbered words and the number beside them, which may have a label of its own (選択 | ２); None where there is none."""
    offered = within.lattice.next_right(label)
    first = within.lattice.next_right(offered) if offered else None
    if offered is None or first is None or of_number(offered.text, "") is None:
        return None
    own = [] if _NUMBER.fullmatch(fold(first.text.strip())) else [Label(first)]
    number = within.lattice.next_right(first) if own else first
    if number is None or not _NUMBER.fullmatch(fold(number.text.strip())):
        return None
    if not (within.is_free(first) and within.is_free(number)) or (own and not _OF_NUMBER.search(first.text)):
        return None
    said = of_number(offered.text, number.text)
    text = "　".join((_ON if word in said.chosen else _OFF) + word for word in said.words) if said else ""
    return Value(Label(label, text), [offered, number]), own
