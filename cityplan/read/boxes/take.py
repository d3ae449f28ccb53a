"""What the boxes of a form become: the purpose of its plan, texts under their labels, what is chosen, doubts."""

from cityplan.city.edition import Edition
from cityplan.read.boxes.boxes import TEXTS, PlanBoxes
from cityplan.read.boxes.choices import choice, is_offer, is_score, offers_several
from cityplan.read.boxes.codes import Code
from cityplan.read.boxes.labels import told as label_told
from cityplan.read.boxes.leftover import Leftover
from cityplan.read.boxes.lines import Lines
from cityplan.read.boxes.values import Value
from cityplan.read.printed import NOTES, Line, Printed, Repair
from cityplan.read.table.grid import on_one_line
from cityplan.read.table.plans_of_table import TablePlan


def take_boxes(boxes: PlanBoxes, code: Code, plan: TablePlan, lines: Lines, edition: Edition, printed: Printed) -> None:
    """Take the boxes of a plan's form."""
    for label in boxes.labels:
        if not label.value:
            printed.skipped.append(lines.skipped(label.cell, "heading"))
    for cell in boxes.repeated:
        if cell.text.strip():
            printed.skipped.append(lines.skipped(cell, "repeated_heading"))
    _take_code(boxes, code, plan, lines, printed)
    _take_purpose(boxes, plan, lines, printed)
    for key in TEXTS:
        for words, value in boxes.values.get(key, ()):
            _take_text(key, words, value, plan, lines, edition, printed)
    for several in boxes.values.values():
        for words, value in several:
            _take_looks(words, value, plan, lines, printed)


def _take_code(boxes: PlanBoxes, code: Code, plan: TablePlan, lines: Lines, printed: Printed) -> None:
    value = boxes.value("id")
    for cell in value.cells if value else ():
        if not cell.text.strip():
            continue
        printed.skipped.append(lines.skipped(cell, "sheet_number"))
        if code.doubt:
            line = lines.add(cell).no
            told = f"「{label_told(boxes.values['id'][0][0])}」の欄ですが、{code.doubt}"
            printed.repairs.append(Repair(plan.id, "plans", None, "", "code_differs", code.text, told, line, True))


def _take_purpose(boxes: PlanBoxes, plan: TablePlan, lines: Lines, printed: Printed) -> None:
    """The purpose of a plan; of several forms of one plan that of the first, others are texts."""
    has_purpose = any(
        (cell.table, cell.plan_id, cell.column) == ("plans", plan.id, "purpose") for cell in printed.cells
    )
    for words, value in boxes.values.get("purpose", ()):
        own = [lines.add(cell) for cell in value.cells if cell.text.strip()]
        text = on_one_line(value.text)
        if text and has_purpose:
            _tell(own, words, [text], plan, printed)
        elif text:
            printed.take(own, "plans", plan.id, 1, "purpose", text)


def _take_text(
    key: str, words: str, value: Value, plan: TablePlan, lines: Lines, edition: Edition, printed: Printed
) -> None:
    own = [lines.add(cell) for cell in value.cells if cell.text.strip()]
    if not own:
        return
    texts = [on_one_line(value.text)] if value.label and value.label.value else [on_one_line(line.text) for line in own]
    if key in ("choice", "grade"):
        text = _chosen(key, words, " ".join(texts), own[0], plan, edition, printed)
        _tell(own, words, [text] if text else [], plan, printed)
    elif key == "text" and len(texts) == 1 and is_offer(texts[0]):
        _tell(own, words, [_chosen(key, words, texts[0], own[0], plan, edition, printed)], plan, printed)
    elif key == "text" and len(texts) > 1 and is_score(texts[0]):
        _tell(own, words, [" ".join(texts)], plan, printed)
    else:
        _tell(own, words, texts, plan, printed)


def _chosen(key: str, words: str, text: str, line: Line, plan: TablePlan, edition: Edition, printed: Printed) -> str:
    """The word that is chosen, empty where none is, or several; the whole cell is kept as a repair."""
    boxes = edition.box_form.boxes[key]
    found = choice(text, boxes[0].on)
    if found is None and not offers_several(text) and (key == "grade" or len(text.split()) == 1):
        return text
    chosen = found.chosen if found else ()
    if len(chosen) == 1:
        printed.repairs.append(Repair(plan.id, "texts", None, "text", "chosen_word", text, chosen[0], line.no))
        return chosen[0]
    many = f"選ばれた語が{len(chosen)}つあります（{'、'.join(chosen)}）" if chosen else "選ばれた語の印がありません"
    told = f"「{label_told(words)}」で、{many}。どれも使っていません"
    printed.repairs.append(Repair(plan.id, "texts", None, "", "choice_unclear", text, told, line.no, True))
    return ""


def _tell(own: list[Line], words: str, texts: list[str], plan: TablePlan, printed: Printed) -> None:
    """The texts of a box under its label; where they are fewer than its cells the first bears them."""
    for line, text in zip(own, texts, strict=False):
        printed.tell(line, label_told(words), text, scope="plan", plan_id=plan.id)
    printed.skip(own[len(texts) :], "choice" if not texts else "joined")


def _take_looks(words: str, value: Value, plan: TablePlan, lines: Lines, printed: Printed) -> None:
    """What the look of a box says, and a doubt about its reading."""
    for cell in value.cells:
        for note in cell.notes:
            line = lines.add(cell).no
            told = f"「{label_told(words)}」の欄に、取り消し線などの書式があります" + (
                f"（「{note.after}」と読みました）" if note.after else ""
            )
            printed.repairs.append(Repair(plan.id, "texts", None, "", note.rule, note.before, told, line, True))
        if cell.doubt:
            line = lines.add(cell).no
            printed.repairs.append(
                Repair(plan.id, "texts", None, "", "doubtful_cell", cell.text, cell.doubt, line, True)
            )


def take_leftover(left: Leftover, plan: TablePlan, lines: Lines, printed: Printed) -> None:
    """What is left of a form: left out, the notes of its plan; what stands free is a doubt."""
    printed.skipped += [lines.skipped(cell, reason) for cell, reason in left.left]
    for cell in left.notes:
        printed.tell(lines.add(cell), NOTES, on_one_line(cell.text), scope="plan", plan_id=plan.id)
    for cell in left.unknown:
        printed.skipped.append(lines.skipped(cell, "other_cell"))
        told = "ラベルのない欄の文字で、使っていません（使うなら、boxes に隣の欄からの向きを書きます）"
        line = lines.add(cell).no
        printed.repairs.append(
            Repair(plan.id, "texts", None, "", "other_cell", on_one_line(cell.text), told, line, True)
        )
