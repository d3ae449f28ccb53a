"""Which texts of a chapter name a plan 施策: those of the lists, and the titles of the sections."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cityplan.city.chapter_form import NAME, ChapterForm
from cityplan.japanese.letters import squeeze
from cityplan.read.chapter.patterns import Said, is_heading, said
from cityplan.read.file.contents import CellGrid, Paragraph

Item = Paragraph | CellGrid
_SAME_SIZE = 0.96


class Named(NamedTuple):
    """A text that names a plan: what it says, and over how many items it goes (number and name may stand apart)."""

    said: Said
    items: int = 1


def listed(items: Sequence[Item], form: ChapterForm) -> dict[int, Named]:
    """The texts that have the form of a plan in a list, by their number."""
    found = ((at, said(form.plan, item.text)) for at, item in enumerate(items) if isinstance(item, Paragraph))
    return {at: Named(own) for at, own in found if own}


def sections(items: Sequence[Item], lists: dict[int, Named], form: ChapterForm) -> dict[int, Named]:
    """The titles of sections, by the number of their first item.

    Where there is a list, a title bears a name of it; of several texts of the form those in the largest letters are
    titles; where sizes are not known and a list has the same form, those below which a heading of a section stands.
    """
    found = dict(_of_form(items, form))
    names = {squeeze(own.said.name) for at, own in lists.items() if form.plan != form.section or at in found}
    if form.plan and names:
        found = {at: own for at, own in found.items() if squeeze(own.said.name) in names}
    sizes = {at: size for at in found if (size := _size(items[at])) is not None}
    if len(sizes) == len(found) and found:
        largest = max(sizes.values())
        found = {at: own for at, own in found.items() if sizes[at] >= _SAME_SIZE * largest}
    if form.plan == form.section or form.section.strip() == NAME or not _is_marked(form):
        begun = {at: own for at, own in found.items() if _begins(items, at + own.items, form)}
        found = begun if len({squeeze(own.said.name) for own in found.values()}) == len(begun) else found
    return found


def _of_form(items: Sequence[Item], form: ChapterForm) -> Iterator[tuple[int, Named]]:
    for at, item in enumerate(items):
        if not isinstance(item, Paragraph) or not form.section:
            continue
        below = items[at + 1] if at + 1 < len(items) else None
        if own := said(form.section, item.text):
            yield at, Named(own)
        elif isinstance(below, Paragraph) and squeeze(item.text) and len(squeeze(item.text)) < len(form.section) + 4:
            number = said(form.section.replace(NAME, "名"), f"{item.text.strip()} 名")
            both = said(form.section, f"{item.text.strip()} {below.text.strip()}") if number else None
            if number and both and both.id and squeeze(both.name) == squeeze(below.text):
                yield at, Named(both, 2)


def _size(item: Item) -> float | None:
    return item.size if isinstance(item, Paragraph) else None


def _is_marked(form: ChapterForm) -> bool:
    """Whether the form of a section has letters of its own beside number and name."""
    return bool(squeeze(form.section.replace("{id}", "").replace("{①}", "").replace(NAME, "")))


def _begins(items: Sequence[Item], at: int, form: ChapterForm) -> bool:
    """Whether a heading of a section stands at a place."""
    item = items[at] if at < len(items) else None
    own = (*form.texts, form.activities, form.purpose)
    return isinstance(item, Paragraph) and any(is_heading(words, item.text) for words in own)
