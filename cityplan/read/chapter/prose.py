"""The prose 文 of a chapter's blocks: paragraphs that a page, a column or a line parted, put together and in order."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from cityplan.city.chapter_form import ChapterForm
from cityplan.read.chapter.patterns import is_bullet, is_heading, labelled, said
from cityplan.read.chapter.plans import Item
from cityplan.read.file.contents import Paragraph, Told
from cityplan.read.file.order import by_columns
from cityplan.read.table.grid import on_one_line

_ENDS = "。｡」』）)】〉》…:："
_ITEM = re.compile(r"[①-⑳]|[(（][0-9０-９ア-ン一-十]+[)）]|[0-9０-９]+[.．)）]|[※＊*■□◆◇●○◎★☆【]")
_SHORTEST = 12  # characters; a shorter one that does not end is a word of a list
_JAPANESE_EDGE = re.compile(r"[A-Za-z0-9]")


def in_columns(items: Sequence[Item]) -> list[Item]:
    """What stands under an aside in the order of its columns, page by page; tables and what has no page stay."""
    ordered: list[Item] = []
    for page, run in groupby(items, key=lambda each: each.place.page):
        own = list(run)
        boxes = [each.place.box for each in own if each.place.box is not None]
        ordered += [own[at] for at in by_columns(boxes)] if page is not None and len(boxes) == len(own) else own
    return ordered


def joined(items: Sequence[Item], form: ChapterForm) -> tuple[list[Item], list[Told]]:
    """The paragraphs with those that go on as one, and what is told of that.

    One goes on where it does not end, and the next stands on another page, higher up (in the next column) or, in a
    text, on the next line; and is no item of a list, no label.
    """
    found: list[Item] = []
    told: list[Told] = []
    for item in items:
        last = found[-1] if found else None
        if isinstance(item, Paragraph) and isinstance(last, Paragraph) and _goes_on(last, item, form):
            text = _together(last.text.strip(), item.text.strip())
            end = item.place.line_end or item.place.line
            found[-1] = replace(last, text=text, place=replace(last.place, line_end=end))
            told.append(Told("joined_lines", f"{last.text.strip()} / {item.text.strip()}", last.place, after=text))
        else:
            found.append(item)
    return found, told


def _goes_on(last: Paragraph, item: Paragraph, form: ChapterForm) -> bool:
    if last.text.rstrip()[-1:] in _ENDS or len(last.text.strip()) < _SHORTEST or not _is_broken(last, item):
        return False
    is_own = is_bullet(item.text) or bool(_ITEM.match(item.text.strip()))
    return not is_own and not _is_named(last.text, form) and not _is_named(item.text, form)


def _is_named(text: str, form: ChapterForm) -> bool:
    """Whether a text is a label, a heading or an activity, which goes on in nothing."""
    labels = (form.division, form.policy, form.works)
    headings = (form.aside, form.activity)
    return any(labelled(each, text) is not None for each in labels) or any(
        said(each, text) or is_heading(each, text) for each in headings
    )


def _is_broken(last: Paragraph, item: Paragraph) -> bool:
    """Whether a page, a column or the end of a line stands between two paragraphs."""
    one, other = last.place, item.place
    if one.page is not None and other.page is not None:
        higher = one.box is not None and other.box is not None and other.box[1] < one.box[3] - 1
        return one.page != other.page or higher
    return other.line == (one.line_end or one.line) + 1 and other.words.endswith("行") and "段落" not in other.words


def _together(one: str, other: str) -> str:
    """Two parts of a paragraph; only between two Latin letters or digits a blank."""
    apart = _JAPANESE_EDGE.fullmatch(one[-1:]) and _JAPANESE_EDGE.fullmatch(other[:1])
    return f"{one} {other}" if apart else f"{one}{other}"


def paragraphs(items: Iterable[Item]) -> Iterator[Paragraph]:
    """Only the paragraphs, each on one line."""
    for item in items:
        if isinstance(item, Paragraph):
            yield replace(item, text=on_one_line(item.text))
