"""The code コード of each form held against the name of its sheet, or what stands on its page instead of it."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from cityplan.japanese.letters import squeeze
from cityplan.read.boxes.boxes import PlanBoxes
from cityplan.read.boxes.cut import Form
from cityplan.read.file.contents import GridCell

_NUMBERS = re.compile(r"\d+(?:-\d+)*")
_UNUSED = "どちらが正しいか分からないため、名前に番号を付けていません"
_NEAR = 6.0  # points, of texts on the same place of their pages


class Code(NamedTuple):
    """What a form says of its number: the code, what is doubtful of it, and the cell that bears the sheet's name.

    `number` is what the plan is numbered by, empty where nothing may be.
    """

    text: str = ""
    doubt: str = ""
    footer: GridCell | None = None
    number: str = ""


def codes(forms: Sequence[tuple[Form, PlanBoxes]]) -> list[Code]:
    """The code of each form; one that differs from its sheet's name, where the others agree, or stands twice, is doubtful.

    One that differs numbers its plan all the same, as it is printed; where it is another form's, the sheet's name does.
    """
    texts = [boxes.text("id").strip() for _, boxes in forms]
    footers = _footers([form for form, _ in forms], texts)
    sheets = [footer.text if footer else form.grid.sheet for (form, _), footer in zip(forms, footers, strict=True)]
    pairs = list(zip(texts, sheets, strict=True))
    agree = sum(_says(sheet, text) for text, sheet in pairs if text) * 2 > sum(bool(text) for text in texts)
    times = Counter(squeeze(text) for text in texts)
    names = [squeeze(boxes.text("name")) for _, boxes in forms]
    found = []
    for at, (text, sheet) in enumerate(pairs):
        doubt, number = "", text
        others = {names[other] for other, each in enumerate(texts) if squeeze(each) == squeeze(text)}
        if text and agree and sheet and not _says(sheet, text):
            taken = [*texts, *(each for other, each in enumerate(sheets) if other != at)]
            number = text if len(others) == 1 else _number(sheet, text, taken)
            doubt = f"シートの名は「{sheet.strip()}」です。{_used(number, text)}"
        elif text and not agree and times[squeeze(text)] > 1 and len(others) > 1:
            number, doubt = "", f"同じ番号の様式がほかにもあります。{_UNUSED}"
        found.append(Code(text, doubt, footers[at], number))
    return found


def _number(sheet: str, code: str, taken: Sequence[str]) -> str:
    """The number in the name of a sheet, of the form of a code that another form has; empty where it is no one's own.

    >>> _number("施策３－２", "3-1", ["3-1", "3-1"]), _number("新規", "3-1", ["3-1"]), _number("3-2", "3-1", ["3-2", "3-1"])
    ('3-2', '', '')
    """
    numbers = [each for each in _NUMBERS.findall(squeeze(sheet)) if each.count("-") == squeeze(code).count("-")]
    return numbers[0] if len(numbers) == 1 and numbers[0] not in map(squeeze, taken) else ""


def _used(number: str, code: str) -> str:
    if not number:
        return _UNUSED
    if number == code:
        return f"番号には、欄の「{code}」を使いました"
    return f"「{code}」はほかの様式の番号なので、番号には、シートの名の「{number}」を使いました"


def _says(sheet: str, code: str) -> bool:
    """Whether the name of a sheet is a code, or begins or ends with it.

    >>> _says("1-1", "1-1"), _says("施策1-1", "1-1"), _says("1-1 子育て", "１－１"), _says("11-1", "1-1"), _says("3-2", "3-1")
    (True, True, True, False, False)
    """
    own, wanted = squeeze(sheet), squeeze(code)
    if not wanted or wanted not in own:
        return False
    at = own.index(wanted)
    before, after = own[:at][-1:], own[at + len(wanted) :][:1]
    return not (before.isdigit() or before == "-" or after.isdigit() or after == "-")


def _footers(forms: Sequence[Form], texts: Sequence[str]) -> list[GridCell | None]:
    """The text on each page that is its code in most forms, on the same place; None where a page has none."""
    none: list[GridCell | None] = [None] * len(forms)
    own = [_same(form, text) for form, text in zip(forms, texts, strict=True)]
    known = [cell for cell in own if cell and cell.place.box]
    if 2 * len(known) <= len(forms):
        return none
    place = Counter(round(cell.place.box[1] / _NEAR) for cell in known if cell.place.box).most_common(1)[0][0]
    return [_there(form, place) for form in forms]


def _same(form: Form, text: str) -> GridCell | None:
    """The last paragraph of a form that is its code."""
    cells = [cell for cell in form.grid.cells if cell.row in form.paragraphs and text]
    return next((cell for cell in reversed(cells) if squeeze(cell.text) == squeeze(text)), None)


def _there(form: Form, place: int) -> GridCell | None:
    cells = [cell for cell in form.grid.cells if cell.row in form.paragraphs and cell.place.box]
    return next((cell for cell in cells if cell.place.box and abs(cell.place.box[1] / _NEAR - place) <= 1), None)
