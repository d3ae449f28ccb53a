"""What stands in the boxes 欄 of a form: the value of each label of the plan, and what is chosen in it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from cityplan.city.box_form import Box
from cityplan.city.edition import Edition
from cityplan.files.errors import SourceError
from cityplan.files.toml_text import in_toml
from cityplan.japanese.letters import squeeze
from cityplan.japanese.nearest import perhaps
from cityplan.read.boxes.choices import choice, is_grade, is_offer, is_score
from cityplan.read.boxes.cut import Form
from cityplan.read.boxes.labels import Label, labelled, told
from cityplan.read.boxes.spread import spread_choice
from cityplan.read.boxes.values import Value, Within, beside, value_of
from cityplan.read.file.contents import GridCell

_LONGEST = 40  # characters of a choice
ONE = ("id", "name", "group", "division", "grade")  # what stands in one cell


TEXTS = ("division", "grade", "reason", "choice", "direction", "text")  # what is told of a plan under its label


def sections(edition: Edition) -> list[str]:
    """The words under which the texts of a plan's boxes are told, in their order."""
    boxes = edition.box_form.boxes
    return list(dict.fromkeys(told(_words(key, box, edition)) for key in TEXTS for box in boxes.get(key, ())))


def _words(key: str, box: Box, edition: Edition) -> str:
    """The label of a box; of one without a label that of the box beside it, and what it is."""
    if box.label:
        return box.label
    other = told(edition.box_form.boxes[box.beside][0].label)
    side = "右" if box.side == "right" else "下"
    return f"{other}の{'理由' if key == 'reason' else side}"


@dataclass
class PlanBoxes:
    """The values of a plan's boxes by their key, with the words of their labels; labels that stand again."""

    values: dict[str, list[tuple[str, Value]]] = field(default_factory=dict)
    labels: list[Label] = field(default_factory=list)
    repeated: list[GridCell] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)

    def text(self, key: str) -> str:
        """What a box says, empty where it says nothing."""
        return next((value.text for _, value in self.values.get(key, ())), "")

    def value(self, key: str) -> Value | None:
        """The value of a box that stands once."""
        return next((value for _, value in self.values.get(key, ())), None)


def plan_boxes(within: Within, edition: Edition, faults: list[SourceError]) -> PlanBoxes:
    """The values of the boxes that are declared for the plan; what is wrong with them is told in `faults`."""
    found = PlanBoxes()
    cells = [cell for cell in within.form.grid.cells if id(cell) not in within.taken]
    of_tables = {words for form in edition.tables for words in form.boxes}
    by_label: dict[str, Value] = {}
    for key, boxes in edition.box_form.boxes.items():
        for box in boxes:
            if not box.label:
                continue
            labels = labelled(cells, box.label)
            if not labels:
                found.absent.append(box.label)
                continue
            if box.label not in by_label:
                by_label[box.label] = _first(box, labels, box.label in of_tables, found, within, edition, faults)
            found.values.setdefault(key, []).append((box.label, by_label[box.label]))
    _spread_choices(found, within)
    _part_choices(found, edition, within)
    _with_sentences(found, within)
    for key, boxes in edition.box_form.boxes.items():
        for box in boxes:
            if box.beside:
                other = found.values.get(box.beside, [("", Value(None))])[0]
                words = _words(key, box, edition)
                found.values.setdefault(key, []).append((words, beside(box, other[1], within)))
    for key in ONE:
        for words, value in found.values.get(key, ()):
            faults += _several(words, value, within, edition)
    return found


def _first(
    box: Box,
    labels: Sequence[Label],
    is_of_table: bool,
    found: PlanBoxes,
    within: Within,
    edition: Edition,
    faults: list[SourceError],
) -> Value:
    """The value of a label, of one that stands again with the same value the first; those of a table's are its own."""
    values = [value_of(box.label, box, label, within, edition, faults) for label in labels]
    found.labels.append(labels[0])
    if is_of_table:
        return values[0]
    texts = {squeeze(value.text) for value in values}
    if len(texts) > 1:
        faults.append(_again(box.label, labels[1], within, edition))
    for label, value in zip(labels[1:], values[1:], strict=True):
        found.repeated += [label.cell, *value.cells]
    return values[0]


def _spread_choices(found: PlanBoxes, within: Within) -> None:
    """Choices and grades whose marks or numbers stand in cells of their own."""
    for key in ("choice", "grade"):
        for at, (words, value) in enumerate(found.values.get(key, [])):
            own, labels = spread_choice(value, within)
            found.values[key][at] = (words, own)
            found.labels += labels


def _with_sentences(found: PlanBoxes, within: Within) -> None:
    """Texts of one grade, or points of it (必要性 | Ａ | …), with the sentence right of it, which tells why."""
    for _, value in found.values.get("text", []):
        text = value.cells[0].text if value.label and len(value.cells) == 1 else ""
        if not (is_grade(text) or is_score(text)):
            continue
        right = within.lattice.right_of(value.cells[0])
        value.cells += [cell for cell in right if "。" in cell.text and within.is_free(cell)]


def _part_choices(found: PlanBoxes, edition: Edition, within: Within) -> None:
    """The choice among the cells of a label that other boxes have too: each takes its own."""
    for words, value in found.values.get("choice", []):
        if value.label and value.label.value:
            continue
        on = edition.box_form.boxes["choice"][0].on
        own = [cell for cell in value.cells if choice(cell.text, on)] or value.cells[: _looks_offered(value)]
        chain = _chain(own[-1], on, within) if own else []
        shared = [
            key for key, several in found.values.items() if key != "choice" and any(w == words for w, _ in several)
        ]
        if shared or own:
            found.values["choice"] = [(words, Value(value.label, [*own, *chain]))]
        for key in shared:
            rest = [cell for cell in value.cells if cell not in own]
            found.values[key] = [(w, Value(v.label, rest) if w == words else v) for w, v in found.values[key]]


def _looks_offered(value: Value) -> int:
    """1 where the first of several cells is a few words and no sentence: a choice in which nothing is marked."""
    first = value.cells[0].text.strip() if len(value.cells) > 1 else "。"
    return int(0 < len(first) <= _LONGEST and "。" not in first)


def _chain(cell: GridCell, on: str, within: Within) -> list[GridCell]:
    """The cells right of a choice that offer more of it: □拡充 | ■継続."""
    chain: list[GridCell] = []
    while beside := [each for each in within.lattice.right_of(cell) if within.is_free(each) and choice(each.text, on)]:
        cell = beside[0]
        chain.append(cell)
    return chain


# what may be wrong


def _several(words: str, value: Value, within: Within, edition: Edition) -> list[SourceError]:
    shows = [cell for cell in value.cells if cell.text.strip()]
    if len(shows) < 2 or (value.label and value.label.value):
        return []
    texts = "".join(f"「{cell.text.strip()}」" for cell in shows[:3])
    return [
        SourceError(
            f"「{words}」の隣に、値のセルが{len(shows)}つあります（{texts}。{within.form.name}）",
            file=edition.raw_file,
            cell=shows[1].place.words,
            column="boxes",
            text=shows[1].text,
            next_step="ラベルの語が合っているか確かめてください。2つ目がほかのラベルなら、boxes か left_out に加えてください。",
        )
    ]


def _again(words: str, label: Label, within: Within, edition: Edition) -> SourceError:
    return SourceError(
        f"1枚の様式に「{words}」が2つ以上あり、値が違います（{within.form.name}）",
        file=edition.raw_file,
        cell=label.cell.place.words,
        column="boxes",
        text=label.cell.text,
        next_step=f"何番目かを「{words}#1」のように書いてください。指標や事業ごとのラベルなら、[edition.table.boxes] に移してください。",
    )


def absent_labels(forms: Sequence[tuple[Form, PlanBoxes]], edition: Edition) -> list[SourceError]:
    """The labels that no form has."""
    missing = Counter(words for _, boxes in forms for words in boxes.absent)
    texts = {cell.text.strip(): cell.text.strip() for form, _ in forms for cell in form.grid.cells if cell.text.strip()}
    return [
        SourceError(
            f"「{words}」のラベルが、どの様式にもありません",
            file=edition.raw_file,
            column="boxes",
            text=words,
            next_step=perhaps(words, {text: text for text in texts if len(text) <= 40})
            + "ラベルの語を原文に合わせるか、boxes から消してください。",
        )
        for words, times in missing.items()
        if times == len(forms)
    ]


def constant_texts(forms: Sequence[tuple[Form, PlanBoxes]], edition: Edition) -> Iterator[SourceError]:
    """What stands beside a label of prose and is the same few words in all forms: they may well be labels themselves."""
    names = {squeeze(boxes.text("name")) for _, boxes in forms}
    for key in ("purpose", "direction", "reason", "text") if len(names) > 1 else ():
        for box in edition.box_form.boxes.get(key, ()):
            values = [
                value
                for _, own in forms
                for words, value in own.values.get(key, ())
                if words == box.label and not box.side
            ]
            texts = {squeeze(value.text) for value in values if value.text}
            said = next((value for value in values if value.text), None)
            if (
                said
                and len(values) == len(forms)
                and len(texts) == 1
                and "。" not in said.text
                and not is_grade(said.text)
                and not is_offer(said.text)
                and len(said.text) <= _LONGEST
            ):
                line = f"{key} = {{ label = {in_toml(box.label)}, value = "
                yield SourceError(
                    f"「{box.label}」の隣は、どの様式でも「{' '.join(said.text.split())}」です。値ではなく、ラベルかもしれません",
                    file=edition.raw_file,
                    cell=said.cells[0].place.words,
                    column="boxes",
                    text=said.text,
                    next_step="ラベルなら、その語を boxes か left_out に書いてください。値なら、boxes に次の形で書いてください。\n"
                    f'{line}"right" }}',
                )
