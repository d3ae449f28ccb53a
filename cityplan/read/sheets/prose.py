"""The prose 文章 of a sheet: what stands under which declared heading, and what each paragraph becomes."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter

from cityplan.city.edition import Edition
from cityplan.files.errors import SourceError
from cityplan.files.toml_text import in_toml
from cityplan.japanese.letters import squeeze
from cityplan.read.chapter.asides import CAPTION
from cityplan.read.file.contents import CellGrid, Paragraph
from cityplan.read.file.figures import is_axis, is_caption
from cityplan.read.printed import NOTES, Line, Printed, Repair, is_title
from cityplan.read.sheets.cut import Sheet
from cityplan.read.sheets.headings import bare, group_name, looks_as_prose, prose_heading, sheet_heading
from cityplan.read.table.grid import on_one_line
from cityplan.read.text.sheet import activity_keys
from cityplan.read.unread_numbers import numbers_told

# The section of what no activity has, as the audit knows it.
_DIRECTIONS = "今後の取組の方向性"
_NOTE = re.compile(r"[※＊]|[(（]?注\s*\d*\s*[)）:：.．]|[(（]?(?:注|備考|資料|出典)[:：)）]")
_MARK = re.compile(r"[※＊*]\d+|\(?注\d+\)?")
_NAMED = re.compile(r"【(?P<name>[^【】]+)】\s*(?P<text>.*)", re.DOTALL)


@dataclass(frozen=True)
class Said:
    """A paragraph under a heading of prose: what it is, the heading's words, its text without them."""

    kind: str  # purpose, direction, text or note
    heading: str
    paragraph: Paragraph
    text: str
    number: int  # of the run of paragraphs that nothing stands between


@dataclass
class SheetTexts:
    """What the paragraphs of a sheet are; `unknown` are those of which that cannot be said."""

    said: list[Said] = field(default_factory=list)
    group: Paragraph | None = None
    group_name: str = ""
    left: list[tuple[Paragraph, str]] = field(default_factory=list)  # with the reason
    unknown: list[Paragraph] = field(default_factory=list)


def is_known_heading(text: str, edition: Edition) -> bool:
    """Whether a text is a heading that is declared: of a sheet, or of its prose."""
    form = edition.sheets
    return bool(sheet_heading(text, form.begins, form.continued)) or prose_heading(text, _headings(edition)) is not None


def is_note(text: str) -> bool:
    """Whether a text begins as a note 注 does.

    >>> is_note("注：速報値"), is_note("※ 速報値"), is_note("注目の事業")
    (True, True, False)
    """
    return bool(_NOTE.match(text.strip()))


def _headings(edition: Edition) -> dict[str, str]:
    """The headings of prose without their marks, and what each is for."""
    return {bare(words): kind for kind, own in edition.sheets.prose.items() for words in own}


def sheet_texts(sheet: Sheet, edition: Edition, faults: list[SourceError]) -> SheetTexts:
    """What each paragraph of a sheet is; a heading of prose that stands twice, or two groups, are told in `faults`."""
    found = SheetTexts()
    headings = _headings(edition)
    left_out = {bare(text) for text in edition.left_out}
    kind = heading = ""
    for number, item in enumerate(sheet.items):
        if isinstance(item, CellGrid):
            kind = ""
            continue
        begun = prose_heading(item.text, headings)
        if bare(item.text) in left_out:
            found.left.append((item, "declared"))
        elif begun:
            kind, rest = begun
            heading = bare(item.text) if not rest else bare(re.split("[:：]", item.text)[0])
            faults += _purpose_again(kind, item, found, edition)
            if rest:
                found.said.append(Said(kind, heading, item, rest, number))
            else:
                found.left.append((item, "heading"))
        elif name := group_name(item.text, edition.sheets.group):
            faults += _other_group(name, item, found, edition)
            found.left += [(item, "repeated_heading")] if found.group else []
            found.group, found.group_name = found.group or item, found.group_name or name
        elif is_title(Line(item.place.line, item.text, False), edition.title):
            found.left.append((item, "title"))
        elif is_note(item.text):
            found.said.append(Said("note", NOTES, item, item.text.strip(), number))
        elif kind and (
            looks_as_prose(item.text) or kind == "division" or (kind == "direction" and _NAMED.match(item.text.strip()))
        ):
            before = found.said[-1] if found.said else None
            goes_on = before is not None and before.kind == kind and before.paragraph is sheet.items[number - 1]
            run = before.number if before and goes_on else number
            found.said.append(Said(kind, heading, item, item.text.strip(), run))
        elif is_caption(item.text):
            found.said.append(Said("note", CAPTION, item, item.text.strip(), number))
        elif is_axis(item.text):
            found.left.append((item, "chart_label"))
        else:
            found.unknown.append(item)
    return found


# what may be wrong


def unknown_texts(found: Iterable[tuple[Sheet, SheetTexts]], edition: Edition) -> Iterator[SourceError]:
    """One error for all paragraphs of which nothing says what they are, with the lines to write."""
    unknown = [(sheet, item) for sheet, texts in found for item in texts.unknown]
    if not unknown:
        return
    first = unknown[0][1]
    texts = list(dict.fromkeys(on_one_line(item.text) for _, item in unknown))
    left_out = ",\n".join(f"  {in_toml(text)}" for text in [*edition.left_out, *texts])
    places = "、".join(dict.fromkeys(item.place.words for _, item in unknown))
    yield SourceError(
        f"見出しか、文か、飾りか、分からない文字が{len(unknown)}か所にあります（{places}）",
        file=edition.raw_file,
        text=first.text,
        next_step="文の見出しなら、[[edition]] の prose に加えてください（目的 purpose、今後の方向 direction、担当課 division、ほかの文 text）。"
        "基本目標などの名前なら、sheet_group に書いてください。使わないものは、次の形で left_out に書いてください。\n"
        f"{numbers_told(texts)}left_out = [\n{left_out},\n]",
    )


def _purpose_again(kind: str, item: Paragraph, found: SheetTexts, edition: Edition) -> Iterator[SourceError]:
    if kind == "purpose" and any(each.kind == kind for each in found.said):
        yield SourceError(
            f"1枚のシートに「{on_one_line(item.text)}」が2回あります（{item.place.words}）",
            file=edition.raw_file,
            text=item.text,
            next_step="間にある次のシートの見出しが sheet_begins の形か、確かめてください。",
        )


def _other_group(name: str, item: Paragraph, found: SheetTexts, edition: Edition) -> Iterator[SourceError]:
    if found.group and squeeze(found.group_name) != squeeze(name):
        yield SourceError(
            f"1枚のシートに sheet_group の名前が2つあります（「{found.group_name}」と「{name}」。{item.place.words}）",
            file=edition.raw_file,
            text=item.text,
            next_step="sheet_group の形か、シートの見出し（sheet_begins）を確かめてください。",
        )


# what they become


def take_texts(found: SheetTexts, plan_id: str, printed: Printed) -> None:
    """Take the paragraphs of a plan's sheet: its purpose, what comes next for each activity, notes, and other prose."""
    for item, reason in found.left:
        printed.skip([_line(item)], reason)
    runs = [list(run) for _, run in groupby(found.said, key=attrgetter("kind", "heading", "number"))]
    has_purpose = False
    for run in runs:
        if run[0].kind == "purpose" and not has_purpose:
            text = "".join(on_one_line(each.text) for each in run)
            printed.take([_line(each.paragraph) for each in run], "plans", plan_id, 1, "purpose", text)
            has_purpose = True
        elif run[0].kind == "direction":
            _take_directions(run, plan_id, printed)
        elif run[0].heading == CAPTION:
            _tell(run, plan_id, printed)
        elif run[0].kind == "note":
            _take_notes(run, plan_id, printed)
        else:
            _tell(run, plan_id, printed)
            if run[0].kind == "purpose":
                _doubt_rest(run[0], plan_id, printed)


def _line(paragraph: Paragraph) -> Line:
    return Line(paragraph.place.line, paragraph.text, False)


def _tell(run: Sequence[Said], plan_id: str, printed: Printed, section: str = "") -> None:
    for each in run:
        line, text = _line(each.paragraph), on_one_line(each.text)
        printed.tell(line, section or each.heading, text, scope="plan", plan_id=plan_id)


def _take_notes(run: Sequence[Said], plan_id: str, printed: Printed) -> None:
    """The notes of a sheet, under the names that bear their marks: ※1 under 延べ利用人数※¹."""
    marked = [each for each in printed.repairs if (each.plan_id, each.rule) == (plan_id, "note_mark_split")]
    for each in run:
        mark = _MARK.match(squeeze(each.text))
        names = [repair.after for repair in marked if mark and squeeze(repair.before).endswith(mark[0])]
        line, text = _line(each.paragraph), on_one_line(each.text)
        printed.tell(
            line, NOTES, text, scope="plan", plan_id=plan_id, heading="、".join(dict.fromkeys(names)) if mark else ""
        )


def _doubt_rest(said: Said, plan_id: str, printed: Printed) -> None:
    """A purpose that goes on behind something else: which words are the purpose is a reading."""
    line = said.paragraph.place.line
    told = "間にほかの文字があるため、目的の文に入れていません"
    printed.repairs.append(Repair(plan_id, "plans", None, "purpose", "purpose_apart", said.text, told, line, True))


@dataclass
class _Direction:
    """What comes next for one activity: the paragraph that names it, and those that say it."""

    name: str
    named: Said
    said: list[tuple[Paragraph, str]] = field(default_factory=list)


def _take_directions(run: Sequence[Said], plan_id: str, printed: Printed) -> None:
    """【事業名】 and what follows it, for each row of the activity; what names none is kept as prose."""
    keys = activity_keys(printed, plan_id)
    names = {
        cell.row: squeeze(cell.text)
        for cell in printed.cells
        if (cell.table, cell.plan_id, cell.column) == ("activities", plan_id, "name") and cell.row
    }
    directions: list[_Direction] = []
    for each in run:
        match = _NAMED.fullmatch(each.text)
        is_name = bool(match) or bare(each.text) in keys
        if is_name:
            directions.append(_Direction(match["name"] if match else each.text, each))
        rest = (match["text"] if match else "") if is_name else each.text
        if rest.strip() and directions:
            directions[-1].said.append((each.paragraph, on_one_line(rest)))
        elif rest.strip():
            _tell([each], plan_id, printed, _DIRECTIONS)
    taken = {cell.row for cell in printed.cells if (cell.plan_id, cell.column) == (plan_id, "direction")}
    for direction in directions:
        first = keys.get(bare(direction.name)) or keys.get(squeeze(direction.name))
        rows = [row for row, name in names.items() if first and name == names[first]]
        if not rows or taken & {*rows} or not direction.said:
            told = {id(each): each for each, _ in [(direction.named.paragraph, ""), *direction.said]}
            _tell([each for each in run if id(each.paragraph) in told], plan_id, printed, _DIRECTIONS)
            continue
        taken |= {*rows}
        lines = [_line(paragraph) for paragraph, _ in direction.said]
        text = "".join(text for _, text in direction.said)
        for row in rows:
            printed.take(
                [_line(direction.named.paragraph)], "activities", plan_id, row, "direction_name", direction.name
            )
            printed.take(lines, "activities", plan_id, row, "direction", text)
