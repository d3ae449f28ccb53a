"""What of a form no box and no table uses: left out as declared, its title, a note; else a question."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from cityplan.city.box_form import Box
from cityplan.city.edition import Edition
from cityplan.files.errors import SourceError
from cityplan.files.toml_text import in_toml
from cityplan.read.boxes.choices import is_grade, is_score
from cityplan.read.boxes.labels import Label, is_label
from cityplan.read.boxes.lattice import in_order
from cityplan.read.boxes.values import Within, value_of
from cityplan.read.file.contents import GridCell
from cityplan.read.printed import Line, is_title
from cityplan.read.sheets.headings import bare
from cityplan.read.table.grid import on_one_line

_NOTES = ("※", "＊", "（注", "(注", "注）", "注)", "注：", "注:")
_LONGEST = 30  # characters of what may be a label
_SHOWN = 40


@dataclass
class Leftover:
    """What is left of a form: cells left out with the reason, notes, and those of which nothing is known."""

    left: list[tuple[GridCell, str]] = field(default_factory=list)
    notes: list[GridCell] = field(default_factory=list)
    unknown: list[GridCell] = field(default_factory=list)


def leftover(within: Within, used: Collection[int], footer: GridCell | None, edition: Edition) -> Leftover:
    """What each cell is that is not used; `used` are the places of those that are."""
    found = Leftover()
    rest = [cell for cell in in_order(within.form.grid.cells) if cell.text.strip() and id(cell.place) not in used]
    declared = {bare(text) for text in edition.left_out}
    values = {
        id(value): cell for cell in rest if bare(cell.text) in declared for value in _values(cell, within, edition)
    }
    for cell in rest:
        if bare(cell.text) in declared or id(cell) in values:
            found.left.append((cell, "declared"))
        elif cell is footer:
            found.left.append((cell, "page_number"))
        elif is_title(Line(0, cell.text, False), edition.title):
            found.left.append((cell, "title"))
        elif cell.text.strip().startswith(_NOTES):
            found.notes.append(cell)
        else:
            found.unknown.append(cell)
    return found


def _values(cell: GridCell, within: Within, edition: Edition) -> Iterator[GridCell]:
    """The value of a label that is left out, which is left out with it."""
    if len(cell.text) <= _LONGEST:
        yield from value_of(cell.text, Box(cell.text), Label(cell), within, edition, []).cells


# what may be wrong


def unknown_cells(found: Sequence[tuple[Within, Leftover]], edition: Edition) -> Iterator[SourceError]:
    """One error for all labels of which nothing says what they are, with the lines to write."""
    asked = asked_cells(found)
    if not asked:
        return
    texts = [on_one_line(cell.text) for _, cell in asked]
    lines = ",\n".join(f"  {in_toml(text)}" for text in [*edition.left_out, *texts[:_SHOWN]])
    more = f"（ほかに{len(texts) - _SHOWN}）" if len(texts) > _SHOWN else ""
    yield SourceError(
        f"どの欄か分からない文字が{len(texts)}あります{more}",
        file=edition.raw_file,
        cell=asked[0][1].place.words,
        column="boxes",
        text=texts[0],
        next_step="ラベルなら、[[edition]] の boxes（ほかの文は text）か [edition.table.boxes] に加えてください。表の見出しなら、"
        "[[edition.table]] に書いてください。使わないものは、次の形で left_out に書いてください（ラベルを書けば、その値も使いません）。\n"
        f"left_out = [\n{lines},\n]",
    )


def asked_cells(found: Sequence[tuple[Within, Leftover]]) -> list[tuple[Within, GridCell]]:
    """The cells that may be labels of which nothing is said, each text once; in one of many forms it is no label."""
    heads = [(within, cell) for within, own in found for cell in _heads(within, own)]
    times = Counter(bare(cell.text) for _, cell in heads)
    asked = [each for each in heads if len(found) == 1 or times[bare(each[1].text)] > 1]
    once = {bare(cell.text): (within, cell) for within, cell in reversed(asked)}
    return sorted(once.values(), key=lambda each: (each[1].row, each[1].column))


def _heads(within: Within, own: Leftover) -> Iterator[GridCell]:
    """The unknown cells that may be labels: of those that touch one another in a row each before its value.

    So are labels in a row over their grades, which are none, as points are, below a label or right of it, what stands right before a sentence, and several short cells beside one over several rows (対象, 意図 beside 目的).
    A sentence right of another cell is none.
    """
    right = {id(cell): within.lattice.right_of(cell) for cell in own.unknown if len(cell.text.strip()) <= _LONGEST}
    beside = {id(each) for cells in right.values() for each in cells}
    behind: set[int] = set()
    for cell in own.unknown:
        cells = right.get(id(cell), [])
        before_sentence = any("。" in each.text for each in cells)
        is_sentence = "。" in cell.text and id(cell) in beside
        if is_sentence or (id(cell) in behind and not before_sentence) or is_label(cell.text, within.sides.labels):
            continue
        over = (*within.lattice.above(cell), *within.lattice.left_of(cell))
        if (is_grade(cell.text) or is_score(cell.text)) and any(_is_short(each.text) for each in over):
            continue
        are_labels = len(cells) > 1 and all(_is_short(each.text) for each in cells)
        are_labels = are_labels or all(_is_over_grade(each, within) for each in (cell, *cells))
        behind |= set() if are_labels else {id(each) for each in cells}
        yield cell


def _is_over_grade(cell: GridCell, within: Within) -> bool:
    """Whether a grade stands below a cell: 必要性 | 有効性 | 効率性 over Ａ | Ｂ | Ａ."""
    return any(is_grade(each.text) for each in within.lattice.below(cell))


def _is_short(text: str) -> bool:
    return 0 < len(text.strip()) <= _LONGEST and "。" not in text
