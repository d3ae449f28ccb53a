"""The activities 取組 of a plan: numbered names, each with its divisions, policies and works, or a plain list."""

from collections.abc import Iterable
from dataclasses import dataclass

from cityplan.city.chapter_form import ChapterForm
from cityplan.japanese.quantities import missing
from cityplan.read.chapter.patterns import bare, is_bullet, labelled, mark_of, said, without_bullet
from cityplan.read.file.contents import Paragraph
from cityplan.read.printed import Line, Printed, Repair

_KINDS = {"division": "division", "policy": "policy", "works": "activity"}  # label -> kind of a program's item


@dataclass
class Activities:
    """What was read of the activities of one plan so far: the number of the last, the label that stands open.

    In a plain list `mark` is what stands before the name of each; items of another mark below one are its works, and
    sentences are a text of the plan under the heading of the list.
    """

    plan_id: str
    number: int = 0
    label: str = ""
    mark: str = ""


def take_activities(
    items: Iterable[Paragraph], own: Activities, form: ChapterForm, printed: Printed, unknown: list[Paragraph]
) -> None:
    """Take the activities of a block; what is none and stands under no label is added to `unknown`."""
    own.label = ""
    for item in items:
        line = Line(item.place.line, item.text, False)
        label, rest = _label(item.text, form)
        named = said(form.activity, item.text) if not label else None
        if named:
            _begin(line, named.id, named.name, own, printed)
            if named.division:
                printed.take([line], "program_items", own.plan_id, own.number, "division", named.division)
        elif label and own.number:
            own.label = label
            if rest:
                _take(line, rest, own, printed)
            else:
                printed.skip([line], "heading")
        elif own.label:
            _take(line, without_bullet(item.text), own, printed)
        elif form.activity or label:
            unknown.append(item)
        elif not own.number or (mark_of(item.text) == own.mark and (own.mark or not _is_sentence(item.text))):
            own.mark = mark_of(item.text)
            _begin(line, "", without_bullet(item.text), own, printed)
        elif _is_sentence(item.text):
            printed.tell(line, bare(form.activities), without_bullet(item.text), scope="plan", plan_id=own.plan_id)
        elif is_bullet(item.text):
            printed.take([line], "program_items", own.plan_id, own.number, "activity", without_bullet(item.text))
        else:
            unknown.append(item)


def _is_sentence(text: str) -> bool:
    return text.rstrip().endswith(("。", "｡"))


def _label(text: str, form: ChapterForm) -> tuple[str, str]:
    for label in _KINDS:
        rest = labelled(getattr(form, label), text)
        if rest is not None:
            return label, rest
    return "", ""


def _begin(line: Line, number: str, name: str, own: Activities, printed: Printed) -> None:
    own.number += 1
    own.label = ""
    printed.take([line], "programs", own.plan_id, own.number, "name", name)
    if number.isdecimal() and int(number) != own.number:
        told = f"取組の番号が続いていません（{own.number}番目です）"
        printed.repairs.append(
            Repair(own.plan_id, "programs", own.number, "name", "number_apart", line.text, told, line.no, True)
        )


def _take(line: Line, text: str, own: Activities, printed: Printed) -> None:
    """What stands under a label; a dash says that there is none."""
    if missing(text):
        printed.skip([line], "none")
    else:
        printed.take([line], "program_items", own.plan_id, own.number, _KINDS[own.label], text)
    if own.label in ("division", "works") and not is_bullet(line.text):
        own.label = ""  # one paragraph: what stands below it may be a box without a mark
