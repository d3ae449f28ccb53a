"""Progress sheets: a deck of projects プロジェクト and plans, then one sheet for each plan.

First seen in Hitachi R5 (ひたち成長戦略プランの取組状況). A document is read in two passes: the
sheets are cut out (each begins with 目的 and is recognised by its first words, never by its place),
then what stands outside them is read line by line.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cityplan.city.edition import Edition
from cityplan.files.errors import SourceError
from cityplan.japanese.letters import fold, squeeze, unwrap
from cityplan.read.document_kind import DocumentKind
from cityplan.read.printed import (
    Line,
    Printed,
    Repair,
    is_rule,
    is_title,
    joins_title,
    left,
    untagged,
    without_left_out,
    without_rules,
    without_tags,
)
from cityplan.read.text import declared
from cityplan.read.text.sheet import read_sheet
from cityplan.read.text.sheet_rows import IN_A_COPY, OTHER_KIND, PART, refuse
from cityplan.read.text.words import PURPOSE, check_declared, heading_kind, heading_words, plan_label, plan_of_heading

_THEME = re.compile(r"[《「](?P<theme>[^《》「」]+)[》」]")
_BULLET = re.compile(r"\s*-\s+(?P<text>.+)")
_ITEM = re.compile(r"\s*(?:-\s+)?◆\s*(?P<text>.+)")
_PARAGRAPH = re.compile(r"</?p\b[^<>]*>", re.IGNORECASE)
_PIECE = re.compile(rf"{_PARAGRAPH.pattern}|\t", re.IGNORECASE)
_SENTENCE = 10  # characters; a shorter one may well be said twice
_LONGEST_DECK = 3  # lines over which a project's name or strategy is wrapped


def _read(lines: list[Line], edition: Edition) -> Printed:
    """Read a document of progress sheets; SourceError where its structure is not understood."""
    printed = Printed()
    lines = without_rules(lines, printed)
    lines = [line if _PARAGRAPH.search(line.text) else without_tags(line, printed) for line in lines]
    sheets, front = _cut_sheets(lines, edition)
    sheets = [[without_tags(line, printed) for line in sheet] for sheet in sheets]
    sheets = [without_left_out(sheet, edition.left_out, printed) for sheet in sheets]
    _read_front(front, edition, printed)
    plans = [cell.plan_id for cell in printed.cells if (cell.table, cell.column) == ("plans", "name")]
    for plan_id, sheet in _recognise(sheets, plans, edition).items():
        printed.add(read_sheet(sheet, plan_id, edition))
    _check_groups(printed, edition)
    check_declared(printed, edition)
    return printed


def _cut_sheets(lines: list[Line], edition: Edition) -> tuple[list[list[Line]], list[Line]]:
    """The sheets, each from 目的 to the next one or to the next part of the deck; and the rest."""
    sheets: list[list[Line]] = []
    front: list[Line] = []
    inside = False
    for line in lines:
        if heading_kind(line, edition) == PURPOSE:
            sheets.append([])
            inside = True
        elif is_title(line, edition.title) or _project(line):
            inside = False
        elif inside:
            _check_title(line, edition)
        (sheets[-1] if inside else front).append(line)
    if not sheets:
        raise SourceError(
            f"プランのシート（「{heading_words(PURPOSE, edition)}」で始まる部分）が1つもありません",
            file=edition.raw_file,
            next_step=OTHER_KIND,
        )
    return sheets, front


def _check_title(line: Line, edition: Edition) -> None:
    """The title of a page within a line: what stands under it would be of the sheet before."""
    cells = [line._replace(text=cell) for cell in line.text.split("\t")]
    is_joined = joins_title(line, edition.title) if len(cells) == 1 else any(is_title(c, edition.title) for c in cells)
    if is_joined:
        raise refuse(line, edition, "資料の題と、ほかの語が1行につながっています", PART)


# sheets and plans


def _recognise(sheets: list[list[Line]], plans: list[str], edition: Edition) -> dict[str, list[Line]]:
    """Which sheet belongs to which plan, by the first words of its purpose in `source.toml`."""
    wanted = {entry.id.zfill(max([2, *map(len, plans)])): entry for entry in edition.plan}
    _check_declared(plans, set(wanted), edition)
    taken: dict[str, list[Line]] = {}
    for sheet in sheets:
        purpose = squeeze("".join(line.text for line in sheet[1:3]))
        matching = [
            plan_id for plan_id, entry in wanted.items() if entry.sheet and purpose.startswith(squeeze(entry.begins))
        ]
        if len(matching) != 1 or matching[0] in taken:
            raise _sheet_error(sheet, matching, edition)
        taken[matching[0]] = sheet
    missing = [id for id, entry in wanted.items() if entry.sheet and id not in taken]
    if missing:
        raise SourceError(
            f"{edition.plan_word} {'、'.join(missing)} のシートが見つかりません（書き出しの語が原文にありません）",
            file=edition.raw_file,
            text=wanted[missing[0]].begins,
            next_step="source.toml の begins を原文の「目的」の書き出しに合わせるか、"
            "シートがなければ sheet = false としてください。",
        )
    return taken


def _sheet_error(sheet: list[Line], matching: list[str], edition: Edition) -> SourceError:
    words = sheet[1].text.strip()[:20] if len(sheet) > 1 else ""
    problem = (
        f"このシートが {edition.plan_word} {'、'.join(matching)} に重なって当てはまります"
        if matching
        else "このシートがどのプランのものか分かりません"
    )
    return SourceError(
        problem,
        file=edition.raw_file,
        line=sheet[0].no,
        text=words,
        next_step=f'source.toml に次の3行を加えるか、直してください。\n[[edition.plan]]\nid = "番号"\nbegins = "{words}"',
    )


def _check_declared(plans: list[str], declared: set[str], edition: Edition) -> None:
    if twice := [plan for plan, times in Counter(plans).items() if times > 1]:
        raise SourceError(
            f"{edition.plan_word} {'、'.join(twice)} が2回載っています",
            file=edition.raw_file,
            next_step="原文を確かめてください。",
        )
    if different := declared ^ set(plans):
        lines = "\n".join(f'[[edition.plan]]\nid = "{plan}"\nbegins = "…"' for plan in sorted(different))
        raise SourceError(
            f"プランの一覧（{len(plans)}件）と source.toml の [[edition.plan]]（{len(declared)}件）が違います",
            file=edition.raw_file,
            text="、".join(sorted(different)),
            next_step=f"source.toml を原文に合わせてください。\n{lines}",
        )


# what stands outside the sheets


@dataclass
class _Place:
    """Where in the deck the reader is."""

    width: int  # of a plan's number
    group: int = 0
    deck: int = 0
    plan_id: str = ""
    section: str = ""


def _read_front(lines: list[Line], edition: Edition, printed: Printed) -> None:
    lines = [piece for line in lines for piece in _untag(line, printed)]
    lines = without_left_out(lines, edition.left_out, printed)
    names = [squeeze(found.name) for line in lines if (found := _project(line))]
    numbers = [plan.number for line in lines if (plan := plan_of_heading(line.text, edition))]
    place = _Place(max([2, *map(len, numbers)]))
    index = 0
    while index < len(lines):
        index += _read_group(lines, index, names, edition, place, printed) or _read_line(
            lines, index, edition, place, printed
        )


def _project(line: Line) -> declared.Project | None:
    """The project プロジェクト and its plans, where a line is its heading."""
    found = declared.plans(line.text)
    return found if found and squeeze(found.name).endswith("プロジェクト") else None


def _untag(line: Line, printed: Printed) -> list[Line]:
    """Lines in which the extraction left tags: each <p> stands for a line of its own."""
    if not _PARAGRAPH.search(line.text):
        return [line]
    pieces = [untagged(text.strip()) for text in _PIECE.split(line.text) if text.strip()]
    printed.repairs.append(Repair("", "", None, "", "tags_removed", line.text, " / ".join(pieces), line.no))
    return [Line(line.no, text, line.gap) for text in pieces]


def _read_group(
    lines: list[Line], index: int, names: list[str], edition: Edition, place: _Place, printed: Printed
) -> int:
    """A project's name, perhaps wrapped, and its strategy below; the number of lines taken."""
    count, name = _joined(lines, index, edition, lambda text: text in names)
    if not count:
        return 0
    place.deck, place.section = names.index(name) + 1, "戦略"
    printed.skip(lines[index : index + count], "repeated_heading")
    more, _ = _joined(lines, index + count, edition, lambda text: text.endswith("戦略"))
    if more:
        _take_strategy(lines[index + count : index + count + more], place.deck, printed)
    return count + more


def _joined(lines: list[Line], index: int, edition: Edition, fits: Callable[[str], bool]) -> tuple[int, str]:
    """How many lines make a text that fits, and the text; the title of a page is no part of one."""
    for count in range(1, _LONGEST_DECK + 1):
        if any(is_title(line, edition.title) for line in lines[index : index + count]):
            break
        text = squeeze("".join(line.text for line in lines[index : index + count]))
        if fits(text):
            return count, text
    return 0, ""


def _take_strategy(lines: list[Line], group: int, printed: Printed) -> None:
    text = "".join(line.text.strip() for line in lines)
    first = not any((cell.table, cell.row, cell.column) == ("groups", group, "strategy") for cell in printed.cells)
    if first:
        printed.take(lines, "groups", "", group, "strategy", text)
    else:
        for line in lines:
            printed.tell(line, "戦略（再掲）", line.text.strip(), scope="group", group_id=str(group))


def _read_line(lines: list[Line], index: int, edition: Edition, place: _Place, printed: Printed) -> int:
    line = lines[index]
    text, bare = fold(line.text), squeeze(line.text)
    _check_title(line, edition)
    if is_title(line, edition.title):
        printed.skip([line], "title")
    elif is_rule(text):  # one of several in a row, with tabs between
        printed.skip([line], "rule")
    elif _project(line):
        place.group += 1
        place.deck, place.plan_id, place.section = place.group, "", ""
        printed.take([line], "groups", "", place.group, "name", line.text)
    elif declared.projects(line.text) is not None:
        printed.take([line], "groups", "", 0, "group_id", line.text)
    elif plan := plan_of_heading(line.text, edition):
        return _read_plan(lines, index, plan, edition, place, printed)
    elif plan_label(edition).fullmatch(bare):
        printed.skip([line], "chart_label")
    elif "事業数:" in bare and declared.listed_activities(line.text) is None:
        raise refuse(line, edition, "「事業数：…事業」の行に、ほかの語があります", PART)
    elif "事業数:" in bare:
        printed.take([line], "groups", "", place.group, "listed_activities", line.text)
    elif (
        index + 1 < len(lines)
        and (share := declared.share(lines[index + 1].text))
        and not plan_label(edition).match(bare)
    ):
        pair, words = lines[index : index + 2], f"{unwrap(line.text)} {share}"
        printed.take(pair, "groups", "", place.group, "headline_share_text", words)
        return 2
    else:
        _read_prose(line, edition, place, printed)
    return 1


def _read_prose(line: Line, edition: Edition, place: _Place, printed: Printed) -> None:
    """Headings of prose, and prose under them."""
    bare = squeeze(line.text)
    if bare.endswith("とは") and _follows_left_out(bare, edition, printed):
        raise refuse(line, edition, "left_out の行と見出しが1行につながっています", PART)
    if bare == "目指す姿" or bare.endswith("とは") or bare.startswith("凡例:"):
        place.section = "凡例" if bare.startswith("凡例:") else unwrap(line.text)
        if place.section != "凡例":
            printed.skip([line], "heading")
            return
    elif bare == "事業の取組状況":
        place.section = ""
        printed.skip([line], "heading")
        return
    text = line.text.strip()
    if match := _ITEM.fullmatch(line.text) or _BULLET.fullmatch(line.text):
        text = match["text"].strip()
    elif place.section in ("", "戦略", "目指す姿") or (place.section == "凡例" and not text.startswith(("凡例", "■"))):
        raise SourceError(
            "この行の種類が分かりません",
            file=edition.raw_file,
            line=line.no,
            text=line.text.strip(),
            next_step="図や飾りの行なら、source.toml の left_out に、印字のとおりに加えてください。",
        )
    group = place.deck if place.section == "戦略" else place.group
    scope = "group" if group and not place.section.endswith("とは") else "document"
    group_id = str(group) if scope == "group" else ""
    printed.tell(line, place.section, text, scope=scope, group_id=group_id)


def _follows_left_out(heading: str, edition: Edition, printed: Printed) -> bool:
    """Whether a heading begins with a line of left_out that stands nowhere else: the two were joined."""
    found = {squeeze(each.text) for each in printed.skipped if each.reason == "declared"}
    lost = [text for text in map(squeeze, edition.left_out) if text not in found]
    return heading.startswith(tuple(lost))


# plan list


def _read_plan(
    lines: list[Line], index: int, plan: declared.DeclaredPlan, edition: Edition, place: _Place, printed: Printed
) -> int:
    """PLAN number and name, perhaps a box of prose, then the theme in brackets; lines taken."""
    line = lines[index]
    place.plan_id, place.section = plan.number.zfill(place.width), ""
    theme = next(
        (
            i
            for i in range(index + 1, len(lines))
            if _THEME.fullmatch(lines[i].text.strip()) or plan_of_heading(lines[i].text, edition)
        ),
        len(lines),
    )
    found = _THEME.fullmatch(lines[theme].text.strip()) if theme < len(lines) else None
    if "。" in plan.name or (not found and plan.name.endswith(("》", "」"))):
        raise refuse(line, edition, "プランの名前に、下の行（テーマか説明）がつながっています", PART)
    printed.take([line], "plans", place.plan_id, 1, "name", plan.name)
    if not found:
        return 1
    _take_box(lines[index + 1 : theme], place.plan_id, edition, printed)
    printed.take([lines[theme]], "plans", place.plan_id, 1, "theme", found["theme"])
    return theme - index + 1


def _take_box(lines: list[Line], plan_id: str, edition: Edition, printed: Printed) -> None:
    """Prose between a plan and its theme; a box in which a line or sentence recurs is doubtful as a whole.

    SourceError where it may be the rest of the plan's name: directly below it, and no sentence.

    In Hitachi R5 (PLAN 09) the extraction repeated a paragraph three times and left a mayor's name
    and a date below it: nothing of such a box may reach a brief.
    """
    if lines and not lines[0].gap and not lines[0].text.strip().endswith("。"):
        raise SourceError(
            "プランの名前の続きか、説明か、決められません",
            file=edition.raw_file,
            line=lines[0].no,
            text=lines[0].text.strip(),
            next_step=f"名前の続きなら上の行につなぎ、説明なら上に空の行を入れてください（{IN_A_COPY}）。",
        )
    lines = left(lines, printed, "title", lambda line: is_title(line, edition.title))
    if _recurs([squeeze(line.text) for line in lines]):
        printed.skip(lines, "doubtful_extraction")
        return
    for line in lines:
        printed.tell(line, "プランの説明", line.text.strip(), scope="plan", plan_id=plan_id)


def _recurs(texts: list[str]) -> bool:
    """Whether a line or a sentence is said again; one may stand on two lines, or several on one."""
    sentences = [text for text in "".join(texts).split("。") if len(text) >= _SENTENCE]
    return any(len(set(each)) < len(each) for each in (texts, sentences))


def _check_groups(printed: Printed, edition: Edition) -> None:
    """The counts that the document declares of itself: projects, and plans of each."""
    names = [cell for cell in printed.cells if (cell.table, cell.column) == ("groups", "name")]
    plans = [cell for cell in printed.cells if (cell.table, cell.column) == ("plans", "name")]
    counted = [cell for cell in printed.cells if (cell.table, cell.column) == ("groups", "group_id")]
    for cell in counted:
        if declared.projects(cell.text) != len(names):
            raise _count_error(edition, cell.source_line, cell.text, len(names))
    for number, cell in enumerate(names):
        last = names[number + 1].source_line if number + 1 < len(names) else 10**9
        own = [plan for plan in plans if cell.source_line < plan.source_line < last]
        found = declared.plans(cell.text)
        if found and found.plans != len(own):
            raise _count_error(edition, cell.source_line, cell.text, len(own))


def _count_error(edition: Edition, line: int, text: str, found: int) -> SourceError:
    return SourceError(
        f"印字の数と、原文で見つかった数（{found}）が違います",
        file=edition.raw_file,
        line=line,
        text=text,
        next_step="原文が欠けていないか確かめてください。",
    )


PROGRESS_SHEETS = DocumentKind(
    "progress-sheets",
    (".txt",),
    read_lines=_read,
    looks="プランごとのシート（「目的」「掲載事業の実績等」「関連する主な目標指標」のある、取組状況の文書）",
    template=Path(__file__).with_suffix(".toml"),
    is_extracted=True,
)
