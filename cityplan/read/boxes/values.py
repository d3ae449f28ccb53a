"""The value 値 of each label: right of it, or below it where another label stands there; never a guess.

Where a form leaves both open, the other forms of the file say it, whose labels stand in the same way.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from cityplan.city.box_form import Box
from cityplan.city.edition import Edition
from cityplan.files.errors import SourceError
from cityplan.files.toml_text import in_toml
from cityplan.japanese.letters import squeeze
from cityplan.read.boxes.cut import Form
from cityplan.read.boxes.labels import Label, is_label
from cityplan.read.boxes.lattice import Lattice
from cityplan.read.file.contents import GridCell
from cityplan.read.table.grid import on_one_line


@dataclass
class Value:
    """The value of a label: its cells from above, of which a text may have several; `text` behind a colon."""

    label: Label | None
    cells: list[GridCell] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All its words, empty where it has none."""
        if self.label and self.label.value:
            return self.label.value
        return "\n".join(cell.text.strip() for cell in self.cells if cell.text.strip())


@dataclass
class Sides:
    """Where the values of each label stand over all forms, and which texts stand beside it in every form."""

    labels: Collection[str]  # all that are known, those left out too
    right: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    below: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    beside: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    under: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def is_free(cell: GridCell, sides: Sides, taken: Collection[int]) -> bool:
    """Whether a cell may be a value: no label, and in no small table."""
    return id(cell) not in taken and not is_label(cell.text, sides.labels)


@dataclass(frozen=True)
class Within:
    """The form in which values are looked for, and the cells of its small tables, which are none."""

    form: Form
    lattice: Lattice
    taken: Collection[int]
    sides: Sides

    def is_free(self, cell: GridCell) -> bool:
        """Whether a cell may be a value."""
        return is_free(cell, self.sides, self.taken)


@dataclass(frozen=True)
class _Around:
    """What may be the value of a label; `is_open` where nothing but blank cells stand right of it in a workbook."""

    right: list[GridCell]
    below: list[GridCell]
    is_open: bool = False


def note_sides(words: str, label: Label, lattice: Lattice, taken: Collection[int], sides: Sides) -> None:
    """Count on which side of a label something stands that may be its value."""
    around = _around(label, lattice, taken, sides)
    for cells, count, texts in ((around.right, sides.right, sides.beside), (around.below, sides.below, sides.under)):
        if any(map(_shows, cells)):
            count[words] += 1
            texts[words].add(squeeze("".join(cell.text for cell in cells)))


def _around(label: Label, lattice: Lattice, taken: Collection[int], sides: Sides) -> _Around:
    """The cells right of a label and below it that may be its value; none on a side where another label begins."""
    below = lattice.below(label.cell)
    own = all(is_free(cell, sides, taken) and cell.column >= label.cell.column for cell in below)
    under = below if own else []
    beside = lattice.right_of(label.cell)
    if not all(is_free(cell, sides, taken) for cell in beside):
        return _Around([], under)
    if any(map(_shows, beside)) or lattice.is_closed(beside):
        return _Around(beside, under)
    further = lattice.next_right(label.cell)
    if further and is_free(further, sides, taken):
        return _Around([further], under)
    return _Around([], under, is_open=bool(further))


def value_of(words: str, box: Box, label: Label, within: Within, edition: Edition, faults: list[SourceError]) -> Value:
    """The value of a label, by its geometry; where that leaves it open a question is told in `faults`."""
    if label.value:
        return Value(label, [label.cell])
    sides = within.sides
    if label.cell.row in within.form.paragraphs:
        return Value(label, _paragraphs(label.cell, within))
    around = _around(label, within.lattice, within.taken, sides)
    if box.side:
        return Value(label, around.right if box.side == "right" else around.below)
    shows_below = any(map(_shows, around.below))
    if any(map(_shows, around.right)):
        if shows_below and _is_heading(words, sides) and _is_aligned(label, around):
            faults.append(_which(words, label, around, within, edition))
        return Value(label, around.right)
    varied = len(sides.under[words]) > 1
    if around.right or (around.is_open and sides.right[words]):
        if shows_below and varied and not sides.right[words]:
            faults.append(_which(words, label, around, within, edition))
        return Value(label, around.right)
    if around.is_open and shows_below and not varied:
        faults.append(_which(words, label, around, within, edition))
    return Value(label, around.below)


def _is_aligned(label: Label, around: _Around) -> bool:
    """Whether what stands below a label is as wide as it, as the value below a heading is."""
    return all(cell.columns <= label.cell.columns for cell in around.below)


def _is_heading(words: str, sides: Sides) -> bool:
    """Whether what stands right of a label is the same in all forms and what stands below is not: another label."""
    return sides.right[words] > 1 and len(sides.beside[words]) == 1 and len(sides.under[words]) > 1


def _paragraphs(cell: GridCell, within: Within) -> list[GridCell]:
    """The paragraphs below one that is a label, up to the next label."""
    found: list[GridCell] = []
    row = cell.row + 1
    while row in within.form.paragraphs and (below := within.lattice.at.get((row, 1))) and within.is_free(below):
        if found and below.text.strip()[:1] in "※＊":
            break
        found.append(below)
        row += 1
    return found


def beside(box: Box, value: Value | None, within: Within) -> Value:
    """The value without a label that stands right of another's, or below it."""
    if value is None or not value.cells:
        return Value(None)
    last = value.cells[-1]
    lattice = within.lattice
    cells = lattice.right_of(value.cells[0]) if box.side == "right" else lattice.below(last)
    return Value(None, [cell for cell in cells if within.is_free(cell)])


def _shows(cell: GridCell) -> bool:
    return bool(cell.text.strip() or cell.notes)


def _which(words: str, label: Label, around: _Around, within: Within, edition: Edition) -> SourceError:
    """The question where a label has something right of it and below it."""
    told = [on_one_line("".join(cell.text for cell in cells))[:30] for cells in (around.right, around.below)]
    lines = "\n".join(f"{{ label = {in_toml(words)}, value = {in_toml(side)} }}" for side in ("right", "below"))
    return SourceError(
        f"「{words}」の値が、右（{told[0] or '空'}）か下（{told[1]}）か、決められません（{within.form.name}）",
        file=edition.raw_file,
        cell=label.cell.place.words,
        column="boxes",
        text=label.cell.text,
        next_step=f"ラベルの語の代わりに、次のどちらかの形を書いてください。\n{lines}",
    )
