"""How the forms 様式 of a document are read, one for each plan: the keys of an `[[edition]]` of layout `forms`.

What each says is told, with an example, in docs/declarations.ja.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cityplan.city.entries import check_keys, entry_error

FORMS_LAYOUT = "forms"
BOX_KEYS = ("boxes", "struck")
# what stands in a box of a form; `text` are any others, which are kept with their label
BOXES = ("id", "name", "group", "division", "purpose", "direction", "choice", "grade", "reason", "text")
STRUCK = ("", "beside")
_SIDES = ("right", "below")
_BESIDE = {"right_of": "right", "below_of": "below"}
_BOX_KEYS = ("label", "value", "on", *_BESIDE)
_EXAMPLE = 'boxes = { name = "施策名", division = "担当課", reason = { right_of = "grade" } } のように書いてください。'


@dataclass(frozen=True)
class Box:
    """A box 欄 of a form: its label, or the box beside which its value stands without a label of its own.

    `side` is where the value stands (right, below), empty where the form itself shows it; `on` are the marks of what is
    chosen.
    """

    label: str = ""
    beside: str = ""
    side: str = ""
    on: str = ""


@dataclass(frozen=True)
class BoxForm:
    """What `source.toml` says about forms: their boxes, and that a number beside a struck one stands for it."""

    boxes: Mapping[str, tuple[Box, ...]] = field(default_factory=dict)  # what it is -> its boxes, several of `text`
    struck_beside: bool = False

    def labels(self) -> list[str]:
        """All labels that are declared."""
        return list(dict.fromkeys(box.label for own in self.boxes.values() for box in own if box.label))


def box_form(table: Mapping[str, object], name: str) -> BoxForm:
    """Read the keys of forms from an `[[edition]]`; SourceError where any is wrong. `name` is the file as told."""
    given = table.get("boxes", {})
    if not isinstance(given, dict):
        raise entry_error("boxes は、欄とラベルの組です", name, "boxes", given, _EXAMPLE)
    check_keys(given, BOXES, name, "boxes の")
    boxes = {key: _boxes(key, given[key], name) for key in given}
    for own in (box for several in boxes.values() for box in several):
        if own.beside and not (own.beside in boxes and boxes[own.beside][0].label):
            raise entry_error("隣に値のある欄が、boxes にありません", name, "boxes", own.beside, _EXAMPLE)
    struck = table.get("struck", "")
    if struck not in STRUCK:
        raise entry_error(
            "struck に書けるのは beside です", name, "struck", struck, 'struck = "beside" と書いてください。'
        )
    return BoxForm(boxes, bool(struck))


def _boxes(key: str, given: object, name: str) -> tuple[Box, ...]:
    """The boxes of a key: a label, a table that tells more, of `text` also a list of them."""
    several = given if isinstance(given, list) and key in ("text", "direction") else [given]
    if not several:
        raise entry_error(f"boxes の {key} が空です", name, "boxes", key, _EXAMPLE)
    return tuple(_box(each, key, name) for each in several)


def _box(given: object, key: str, name: str) -> Box:
    entry = {"label": given} if isinstance(given, str) else given
    if not isinstance(entry, dict) or not all(isinstance(each, str) and each.strip() for each in entry.values()):
        raise entry_error(f"boxes の {key} は、ラベルの語です", name, "boxes", given, _EXAMPLE)
    check_keys(entry, _BOX_KEYS, name, f"boxes の {key} の")
    beside = [each for each in _BESIDE if each in entry]
    if ("label" in entry) == bool(beside) or len(beside) > 1:
        problem = f"boxes の {key} には、label、right_of、below_of のどれか1つを書きます"
        raise entry_error(problem, name, "boxes", given, _EXAMPLE)
    side = entry.get("value", _BESIDE[beside[0]] if beside else "")
    if side not in ("", *_SIDES):
        example = f'{key} = {{ label = "…", value = "below" }} のように書いてください。'
        raise entry_error(f"value に書けるのは {'、'.join(_SIDES)} です", name, "boxes", side, example)
    return Box(entry.get("label", ""), entry[beside[0]] if beside else "", side, entry.get("on", ""))
