"""The contents of a file -> its sheets シート: what stands below the heading of each plan, on however many pages."""

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from cityplan.city.edition import Edition
from cityplan.files.errors import SourceError
from cityplan.files.toml_text import in_toml
from cityplan.japanese.letters import fold, squeeze
from cityplan.read.file.contents import CellGrid, Contents, Paragraph
from cityplan.read.printed import Place
from cityplan.read.sheets.headings import SheetHeading, sheet_heading

Item = Paragraph | CellGrid
_LIKE_A_HEADING = re.compile(r"(?P<word>[^\d\s:：。、]{1,12})\s?\d{1,3}(?P<between>[ :：.．]\s?)\S[^。]*")
_SHOWN = 5


@dataclass
class Sheet:
    """The sheet of one plan: its number and name as its heading says, and all that stands below it, in reading order."""

    id: str
    name: str
    heading: list[Paragraph]  # number and name may stand in two
    items: list[Item] = field(default_factory=list)

    @property
    def place(self) -> Place:
        """Where its heading stands."""
        return self.heading[0].place


@dataclass
class Cut:
    """A file cut at the headings of its sheets: the sheets, what stands before them, headings that stand again."""

    sheets: list[Sheet] = field(default_factory=list)
    outside: list[Item] = field(default_factory=list)
    repeated: list[Paragraph] = field(default_factory=list)


def cut(contents: Contents, edition: Edition, faults: list[SourceError]) -> Cut:
    """Cut the contents of a file into its sheets; what is wrong with their headings is told in `faults`.

    A heading that stands again, alone or as one that goes on, has its sheet go on.
    """
    found = Cut()
    by_id: dict[str, Sheet] = {}
    current: Sheet | None = None
    items = deque(_in_order(contents))
    while items:
        item = items.popleft()
        said = _said(item, edition)
        if said is None or not isinstance(item, Paragraph):
            (current.items if current else found.outside).append(item)
            continue
        current = by_id.get(said.id)
        heading = [item]
        below = items[0] if items and not said.name else None
        if isinstance(below, Paragraph) and _is_name(below, current):
            heading.append(below)
            said = said._replace(name=below.text.strip())
            items.popleft()
        if current is None:
            current = by_id[said.id] = Sheet(said.id, said.name, heading)
            found.sheets.append(current)
            faults += _begins_continued(said, item, edition)
        else:
            found.repeated += heading
            faults += _other_name(said, current, item, edition)
    faults += _none_found(found, edition) if not found.sheets else _same_names(found.sheets, edition)
    return found


def _is_name(item: Paragraph, sheet: Sheet | None) -> bool:
    """Whether the text below a heading of a number alone is the name: any, or that which is known."""
    return sheet is None or squeeze(item.text) == squeeze(sheet.name)


def _in_order(contents: Contents) -> Iterator[Item]:
    """All paragraphs and tables by their place; a table of one cell is a paragraph in a frame."""
    items: list[Item] = [*contents.paragraphs, *map(_unframed, contents.grids)]
    yield from sorted(items, key=lambda each: each.place.line)


def _unframed(grid: CellGrid) -> Item:
    shown = [cell for cell in grid.cells if cell.text.strip()]
    is_frame = len(shown) == 1 and not shown[0].doubt and not shown[0].notes
    return Paragraph(shown[0].text, shown[0].place) if is_frame else grid


def _said(item: Item, edition: Edition) -> SheetHeading | None:
    form = edition.sheets
    return sheet_heading(item.text, form.begins, form.continued) if isinstance(item, Paragraph) else None


# what may be wrong


def _begins_continued(said: SheetHeading, item: Paragraph, edition: Edition) -> Iterator[SourceError]:
    if said.is_continued:
        yield SourceError(
            f"{item.place.words}は続きのシートですが、その前に初めのシートがありません",
            file=edition.raw_file,
            text=item.text,
            next_step="原文が欠けていないか、初めのシートの見出しが sheet_begins の形か、確かめてください。",
        )


def _other_name(said: SheetHeading, sheet: Sheet, item: Paragraph, edition: Edition) -> Iterator[SourceError]:
    if not said.name or squeeze(said.name) == squeeze(sheet.name):
        return
    rest = fold(said.name).removeprefix(fold(sheet.name))
    goes_on = rest != fold(said.name) and not edition.sheets.continued
    yield SourceError(
        f"番号 {said.id} のシートが2つあり、名前が違います（{sheet.place.words}は「{sheet.name}」）",
        file=edition.raw_file,
        text=item.text,
        next_step=f"続きのシートなら、[[edition]] に次の1行を書いてください。\ncontinued = {in_toml(rest.strip())}"
        if goes_on
        else "見出しの番号か名前が正しいか、元の資料で確かめてください。",
    )


def _same_names(sheets: Sequence[Sheet], edition: Edition) -> Iterator[SourceError]:
    times = Counter(squeeze(sheet.name) for sheet in sheets)
    for sheet in sheets:
        if times[squeeze(sheet.name)] > 1:
            yield SourceError(
                f"同じ名前のシートが2つ以上あります（番号 {sheet.id}、{sheet.place.words}）",
                file=edition.raw_file,
                text=sheet.name,
                next_step="番号か名前が正しいか、元の資料で確かめてください。",
            )


def _none_found(found: Cut, edition: Edition) -> Iterator[SourceError]:
    texts = [item.text for item in found.outside if isinstance(item, Paragraph)]
    lines = "\n".join(f"sheet_begins = {in_toml(form)}" for form in _forms(texts))
    asked = f"次のどれかの形なら、[[edition]] にその1行を書いてください。\n{lines}" if lines else _like(texts)
    problem = f"「{edition.sheets.begins}」の形の見出しが1つもありません"
    yield SourceError(
        problem if edition.sheets.begins else "シートの見出しの形（sheet_begins）が書かれていません",
        file=edition.raw_file if edition.sheets.begins else edition.source_file,
        column="sheet_begins",
        text=edition.sheets.begins,
        next_step=asked,
    )


def _forms(texts: Iterable[str]) -> list[str]:
    """The forms that several texts have and headings of sheets may have: PLAN{id} {name}."""
    matches = [match for text in texts if (match := _LIKE_A_HEADING.fullmatch(fold(text)))]
    forms = Counter(f"{match['word'].strip()}{{id}}{match['between'].strip() or ' '}{{name}}" for match in matches)
    return [form for form, times in forms.most_common(_SHOWN) if times > 1]


def _like(texts: Sequence[str]) -> str:
    first = "".join(f"「{text[:30]}」" for text in texts[:_SHOWN])
    return f'原文の見出しに合わせて、sheet_begins = "施策{{id}} {{name}}" のように書いてください。原文の初めの文字: {first}'
