"""The words of sheets プランごとのシート in a file that nobody has described: how they begin, their headings of prose.

A form of heading is taken where the parts that it cuts are alike: each number has one name, most parts have a table,
and the same headings stand over prose in several of them.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from cityplan.city.edition import NOTHING_KNOWN, Edition
from cityplan.city.sheet_form import PROSE, SHEETS_LAYOUT, SheetForm
from cityplan.files.errors import SourceError
from cityplan.japanese.letters import fold, squeeze
from cityplan.read.file.contents import CellGrid, Contents, Paragraph
from cityplan.read.proposal.seen import table_of
from cityplan.read.sheets.cut import Cut, Item, Sheet, cut
from cityplan.read.sheets.headings import bare, group_name, looks_as_prose, sheet_heading
from cityplan.read.sheets.pages import as_pages
from cityplan.read.sheets.prose import is_note, sheet_texts
from cityplan.read.table.grid import on_one_line
from cityplan.read.table.heading_words import usual

_HEADING = re.compile(
    r"(?P<word>[^\d\s。、]{0,8}? ?)(?P<id>(?:\d{1,3}|[A-Z](?=-)|[IVX]{1,4}(?=-))(?:-\(?\d{1,3}\)?)*)(?P<between>[章節編部]?\s?[:.、,)\]】〉》」]?\s?)(?P<name>[^\d\s].*)?"
)
_LONGEST = 60
_LONGEST_WORDS = 24  # of a heading of prose, without its marks
_PURPOSE = re.compile(r"目的|ねらい|狙い|(?:めざ|目指)す(?:べき)?姿")
_DIRECTION = re.compile(r"今後|来年度|次年度|翌年度|(?:取組|施策)の?方向|に向け")
_GROUPS = ("プロジェクト", "分野", "部門")
_GROUPS_BEFORE = ("基本目標", "基本政策", "基本方針", "政策", "大綱", "分野")
_GOES_ON = re.compile(
    r"[(（\[［【〈<→▶＞>〉]*(?:次|前)?(?:の)?(?:ページ|頁|シート|スライド)?[にへから]*(?:続く|続き|つづく|つづき)[)）\]］】〉>]*"
)
_BEGINS_PROSE = re.compile(r"[※(（]|【(?![^【】]+】$)")  # 【現状と課題】 alone is a heading
_MARKS = "■□◆◇●○◎▼▽▲△▶▷★☆・"
_MOST_FORMS = 12  # that are tried


@dataclass(frozen=True)
class SheetWords:
    """What was seen of sheets: their headings, what `source.toml` says of them, and what only a person can know."""

    form: SheetForm
    word: str  # what the plans are called, as their headings say
    sheets: tuple[Sheet, ...]
    left_out: tuple[str, ...] = ()  # headings of tables and ornaments
    outside: tuple[str, ...] = ()  # tables that stand on no sheet
    group_asked: tuple[str, str] = ("", "")  # a text that may name the group of all sheets, and the form of it
    unsure: tuple[str, ...] = ()  # headings of prose of which it was guessed what they are
    unknown: tuple[str, ...] = ()  # texts of which nothing says what they are

    @property
    def tables(self) -> list[CellGrid]:
        """The tables on sheets, in their order."""
        return [item for sheet in self.sheets for item in sheet.items if isinstance(item, CellGrid)]


@dataclass
class _Under:
    """The places of a text that may be a heading: how often prose follows it, and on which sheets it stands."""

    text: str
    sheets: set[str] = field(default_factory=set)
    times: int = 0
    before_prose: int = 0
    is_inline: bool = False


def sheet_words(contents: Contents) -> SheetWords | None:
    """The words of the sheets in a file; None where it holds none."""
    pages = as_pages(contents, _may_be_heading)
    texts = [each.text for each in pages.paragraphs]
    found = [words for begins, word in _forms(texts) if (words := _words(pages, begins, word)) is not None]
    return max(found, key=lambda each: (len(each.form.prose), len(each.sheets)), default=None)


def _may_be_heading(text: str) -> bool:
    match = _HEADING.fullmatch(fold(text))
    return bool(match and match["word"].strip()) or bool(_PURPOSE.search(bare(text)) or _DIRECTION.search(bare(text)))


def _forms(texts: Iterable[str]) -> list[tuple[str, str]]:
    """The forms of numbered texts, those of most numbers first, each with the word before the number."""
    numbers: dict[tuple[str, str], set[str]] = defaultdict(set)
    for text in texts:
        folded = fold(text)
        match = _HEADING.fullmatch(folded) if len(folded) <= _LONGEST and "。" not in folded else None
        if match and (match["word"].strip() or match["name"]) and (match["between"] or not match["name"]):
            begins = f"{match['word']}{{id}}"
            name = f"{match['between'].strip() or ' '}{{name}}" if match["name"] else ""
            word = (
                match["between"][:1] if match["between"][:1] in (*"章節編部",) else match["word"].strip(" [【(〈《「")
            )
            numbers[f"{begins}{name}", word.strip()].add(match["id"])
    often = sorted(numbers.items(), key=lambda each: -len(each[1]))
    return [form for form, ids in often if len(ids) > 1][:_MOST_FORMS]


def _words(pages: Contents, begins: str, word: str) -> SheetWords | None:
    """What the sheets say that a form cuts; None where they are not alike."""
    trial = _trial(SheetForm(begins=begins))
    found = cut(pages, trial, [])
    continued = _continued(found, trial)
    if continued is None or len(found.sheets) < 2:
        return None
    if continued:
        trial = _trial(SheetForm(begins=begins, continued=continued))
        found = cut(pages, trial, [])
    faults: list[SourceError] = []
    least = max(2, len(found.sheets) // 2)
    with_table = [sheet for sheet in found.sheets if any(_is_table(item) for item in sheet.items)]
    headings = [each for each in _under(found.sheets).values() if each.before_prose and len(each.sheets) >= least]
    if (cut(pages, trial, faults) and faults) or len(with_table) < least or not headings:
        return None
    if 2 * sum(_names_plans(sheet) for sheet in with_table) > len(with_table):
        return None  # chapters, whose tables name the plans
    return _said(found, trial.sheets, word, headings)


def _trial(form: SheetForm, left_out: Sequence[str] = ()) -> Edition:
    """An edition of which nothing is known but its sheets."""
    return replace(NOTHING_KNOWN, layout=SHEETS_LAYOUT, sheets=form, left_out=tuple(left_out))


def _continued(found: Cut, edition: Edition) -> str | None:
    """What stands behind the name where a sheet goes on, empty for nothing; None where a number has several names."""
    names = {sheet.id: squeeze(sheet.name) for sheet in found.sheets}
    rests: set[str] = set()
    for paragraph in found.repeated:
        said = sheet_heading(paragraph.text, edition.sheets.begins)
        if said is None or not said.name or squeeze(said.name) == names[said.id]:
            continue
        if not squeeze(said.name).startswith(names[said.id]):
            return None
        rest = next(at for at in range(len(said.name) + 1) if squeeze(said.name[:at]) == names[said.id])
        rests.add(said.name[rest:].strip())
    return next(iter(rests), "") if len(rests) < 2 and all(_GOES_ON.fullmatch(rest) for rest in rests) else None


def _is_table(item: Item) -> bool:
    return isinstance(item, CellGrid) and table_of(item) is not None


def _names_plans(sheet: Sheet) -> bool:
    """Whether a table of a sheet names plans in a column beside that of indicators or activities."""
    tables = (table_of(item) for item in sheet.items if isinstance(item, CellGrid))
    roles = [{column.meaning.role for column in table.columns} for table in tables if table]
    return any("plan" in own and own & {"indicator", "activity"} for own in roles)


# headings of prose


def _under(sheets: Iterable[Sheet]) -> dict[str, _Under]:
    """The short texts of sheets that may be headings, by their words, with what follows them."""
    found: dict[str, _Under] = {}
    for sheet in sheets:
        for item, then in pairwise([*sheet.items, None]):
            if not isinstance(item, Paragraph) or (words := _heading_words(item.text)) is None:
                continue
            own = found.setdefault(bare(words), _Under(on_one_line(words)))
            own.sheets.add(sheet.id)
            own.times += 1
            is_inline = words != item.text
            own.is_inline = own.is_inline or is_inline
            own.before_prose += is_inline or (isinstance(then, Paragraph) and _is_prose(then.text))
    return found


def _heading_words(text: str) -> str | None:
    """The words of a text that may be a heading, those before a colon where the prose stands behind it; else None."""
    if is_note(text):
        return None
    before, colon, behind = text.replace("：", ":").partition(":")
    is_label = 0 < len(bare(before)) <= _LONGEST_WORDS and "\n" not in before
    if colon and behind.strip() and is_label and bare(before) not in _GROUPS_BEFORE:
        return before
    own = bare(text)
    is_short = bool(own) and len(own) <= _LONGEST_WORDS and not _BEGINS_PROSE.match(text.strip())
    return text if is_short and not looks_as_prose(text) else None


def _is_prose(text: str) -> bool:
    return looks_as_prose(text) or text.strip().startswith("【")


def _said(found: Cut, form: SheetForm, word: str, headings: Sequence[_Under]) -> SheetWords:
    """The words of sheets: headings by what they are, the group, and texts that belong to nothing."""
    prose, unsure = _prose(headings)
    form = replace(form, prose=prose)
    unknown = _unknown(found.sheets, form, ())
    group, asked = _group(unknown, len(found.sheets))
    form = replace(form, group="" if asked else group)
    unknown = _unknown(found.sheets, form, ())
    left = tuple(dict.fromkeys(on_one_line(text) for text in _ornaments(found.sheets, unknown, asked)))
    rest = dict.fromkeys(on_one_line(text) for _, text in _unknown(found.sheets, form, left))
    outside = tuple(item.name for item in found.outside if isinstance(item, CellGrid))
    return SheetWords(
        form, word, tuple(found.sheets), left, outside, (asked, group if asked else ""), unsure, tuple(rest)
    )


def _prose(headings: Sequence[_Under]) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    """What each heading is for: the purpose, what comes next, or other prose; those that were guessed."""
    own: dict[str, list[str]] = defaultdict(list)
    for each in headings:
        words = bare(each.text)
        kind = "purpose" if _PURPOSE.search(words) else "direction" if _DIRECTION.search(words) else "text"
        kind = "division" if each.is_inline and usual(words) == "division" else kind
        own["text" if kind == "purpose" and own["purpose"] else kind].append(words)
    unsure = [] if own["purpose"] else own["text"][:1]
    return {kind: tuple(own[kind]) for kind in PROSE if own[kind]}, tuple(unsure)


def _unknown(sheets: Iterable[Sheet], form: SheetForm, left_out: Sequence[str]) -> list[tuple[str, str]]:
    """The texts of which nothing says what they are, with the numbers of their sheets."""
    trial = _trial(form, left_out)
    return [(sheet.id, each.text) for sheet in sheets for each in sheet_texts(sheet, trial, []).unknown]


def _group(unknown: Sequence[tuple[str, str]], sheets: int) -> tuple[str, str]:
    """The form of the texts that name a group, one on most sheets; where all are the same also that text."""
    forms = [f"{{name}}{word}" for word in _GROUPS]
    forms += [f"{word}{between}{{name}}" for between in ("：", "") for word in _GROUPS_BEFORE]
    for form in forms:
        named: dict[str, set[str]] = defaultdict(set)
        for sheet, text in unknown:
            if len(text) <= _LONGEST_WORDS and (name := group_name(text, form)):
                named[sheet].add(name)
        if 2 * len(named) <= sheets or any(len(own) > 1 for own in named.values()):
            continue
        if len({name for own in named.values() for name in own}) > 1:
            return form, ""
        return form, next(on_one_line(text) for _, text in unknown if group_name(text, form))
    return "", ""


def _ornaments(sheets: Sequence[Sheet], unknown: Sequence[tuple[str, str]], group: str) -> Iterator[str]:
    """The short texts that stand on several sheets or directly over a table, and those that say that it goes on."""
    times = Counter(bare(text) for _, text in {(sheet, text) for sheet, text in unknown})
    over = {
        bare(item.text)
        for sheet in sheets
        for item, then in pairwise([*sheet.items, None])
        if isinstance(item, Paragraph) and isinstance(then, CellGrid)
    }
    for _, text in unknown:
        is_short = len(bare(text)) <= _LONGEST_WORDS and not looks_as_prose(text)
        is_usual = times[bare(text)] > 1 or (bare(text) in over and text.strip()[:1] in f"{_MARKS}【〔<＜")
        if on_one_line(text) == group or _GOES_ON.fullmatch(squeeze(text)) or (is_short and is_usual):
            yield text.strip().lstrip(_MARKS).strip()
