"""A chapter of a basic plan 基本計画の章: 成果指標, 関連計画・制度, then one sheet for each 取組施策.

First seen in Takahagi R6 (基本政策6「地域経営」). The plans 取組施策 are those that the list of
indicators names; a sheet begins with a line that holds only the plan's number and the next one
that holds its name, wherever it stands.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cityplan.city.chapter_form import INDICATOR, YEARS, ChapterForm
from cityplan.city.edition import Edition
from cityplan.files.errors import SourceError
from cityplan.japanese.letters import fold, squeeze
from cityplan.japanese.quantities import DASHES
from cityplan.japanese.years import fiscal_year
from cityplan.read.chapter.asides import CAPTION, SECTION
from cityplan.read.chapter.patterns import bare, labelled, said
from cityplan.read.document_kind import DocumentKind
from cityplan.read.printed import (
    Line,
    Printed,
    is_title,
    joins_title,
    left,
    without_left_out,
    without_rules,
    without_tags,
)
from cityplan.read.text import declared
from cityplan.read.text.sheet_rows import IN_A_COPY, OTHER_KIND, PART, refuse

_BULLET = re.compile(r"\s*-\s+(?P<text>.+)")
_AFTER_OTHERS = re.compile(r"[ 　]等(?![、，,])\S")  # 等 ends the list
_NONE = re.compile(rf"[{DASHES}]|なし|該当なし|記載なし")


def _read(lines: list[Line], edition: Edition) -> Printed:
    """Read a chapter; SourceError where its structure is not understood."""
    printed = Printed()
    lines = [without_tags(line, printed) for line in without_rules(lines, printed)]
    lines = without_left_out(lines, edition.left_out, printed)
    _check_headings(lines, edition)
    names = _plan_names(lines, edition)
    front, sheets = _cut_sheets(lines, names)
    _check_parts(front, names, edition)
    _read_front(front, edition, printed)
    for plan_id, name in names.items():
        if plan_id not in sheets:
            raise SourceError(
                f"取組施策 {plan_id}「{name}」のシートがありません",
                file=edition.raw_file,
                next_step="番号だけの行と施策名の行で始まる部分が、原文にあるか確かめてください。",
            )
        _read_sheet(sheets[plan_id], plan_id, edition, printed)
    return printed


def _check_headings(lines: list[Line], edition: Edition) -> None:
    """A heading within a line: what stands under it would be taken for the heading's before it."""
    alone = _alone(edition.chapter)
    for line in lines:
        text = fold(line.text)
        within = any(each.search(text) and not each.fullmatch(text) for each in alone)
        if within or joins_title(line, edition.title):
            raise refuse(line, edition, "見出しが行の途中にあります（前後の行とつながっています）", PART)


def _alone(form: ChapterForm) -> tuple[re.Pattern[str], ...]:
    """The headings that are a line of their own; not （★コラム参照）."""
    plan, aside = (each.partition("{")[0].strip() for each in (form.plan, form.aside))
    words = [each for each in (form.indicators, form.related, *form.texts, form.activities) if each]
    forms = [f"{_apart(plan)}.*", f"{_apart(aside)} .+", *map(_apart, words)]
    return tuple(re.compile(rf"\s*{each}\s*") for each in forms)


def _apart(words: str) -> str:
    """A heading folded, between whose letters a blank may stand."""
    return " ?".join(map(re.escape, squeeze(words)))


def _part(line: Line, form: ChapterForm) -> str:
    """The list before the sheets that a line begins, by its heading."""
    return next((each for each in (form.indicators, form.related) if squeeze(each) == squeeze(line.text)), "")


def _plan_names(lines: list[Line], edition: Edition) -> dict[str, str]:
    """The plans 取組施策 by their number, as the list of indicators names them."""
    found = [plan for line in lines if (plan := declared.measure(edition.chapter.plan, line.text))]
    names: dict[str, str] = {}
    for plan in found:
        plan_id, name = plan.number.zfill(2), squeeze(plan.name)
        if names.setdefault(plan_id, name) != name:
            raise SourceError(
                f"取組施策 {plan_id} の名前が2通りあります（{names[plan_id]}、{name}）",
                file=edition.raw_file,
                next_step="原文を確かめてください。",
            )
    if not names:
        raise SourceError(f"「{_shown(edition)}」の行が1つもありません", file=edition.raw_file, next_step=OTHER_KIND)
    return names


def _shown(edition: Edition) -> str:
    """The form of a plan's heading as it is told: ◆取組施策 番号 名前."""
    return edition.chapter.plan.replace("{id}", " 番号").replace("{name}", "名前")


def _cut_sheets(lines: list[Line], names: dict[str, str]) -> tuple[list[Line], dict[str, list[Line]]]:
    """What stands before the sheets, and the lines of each sheet."""
    front: list[Line] = []
    sheets: dict[str, list[Line]] = {}
    current = front
    for line, after in zip(lines, [*lines[1:], None], strict=True):
        number = squeeze(line.text)
        if after and number.isdigit() and names.get(number.zfill(2)) == squeeze(after.text):
            current = sheets.setdefault(number.zfill(2), [])
        current.append(line)
    return front, sheets


# before the sheets


def _check_parts(lines: list[Line], names: dict[str, str], edition: Edition) -> None:
    """Each part names every plan once: where a heading is lost or comes back, what is under it is another's."""
    found: dict[str, list[str]] = {}
    part = ""
    for line in lines:
        if heading := _part(line, edition.chapter):
            part = bare(heading)
            found[part] = []
        elif part and (plan := declared.measure(edition.chapter.plan, line.text)):
            plan_id = plan.number.zfill(2)
            if plan_id in found[part][:-1]:
                what = f"取組施策 {plan_id} の見出しが、【{part}】の別の施策の後にもう一度あります"
                raise refuse(line, edition, what, f"余分な見出しなら、その行を除いてください（{IN_A_COPY}）。")
            found[part].append(plan_id)
    for part, plans in found.items():
        if lost := [plan for plan in names if plan not in plans]:
            raise SourceError(
                f"【{part}】に取組施策 {'、'.join(lost)} の見出しがありません",
                file=edition.raw_file,
                next_step=f"「{_shown(edition)}」の行が失われていないか、原文を確かめてください。",
            )


@dataclass
class _Place:
    part: str = ""
    plan_id: str = ""
    columns: tuple[str, ...] = ()


def _read_front(lines: list[Line], edition: Edition, printed: Printed) -> None:
    place, form = _Place(), edition.chapter
    strategy: list[Line] = []
    for line in lines:
        if heading := _part(line, form):
            place = _Place(part=bare(heading))
            printed.skip([line], "heading")
        elif is_title(line, edition.title):
            _take_title(line, printed)
        elif form.theme and squeeze(line.text) == squeeze(form.theme):
            place = _Place(part=form.theme)
            printed.skip([line], "heading")
        elif plan := declared.measure(edition.chapter.plan, line.text):
            _take_plan(line, plan, place, printed)
        elif form.theme and place.part == form.theme and not place.plan_id:
            strategy.append(line)
        elif place.plan_id and place.part == bare(form.indicators):
            _read_indicator(line, place, edition, printed)
        elif place.plan_id and (match := _BULLET.fullmatch(line.text)):
            _take_related(line, match["text"].strip(), place, printed)
        else:
            raise refuse(line, edition, "この行の種類が分かりません")
    if strategy:
        text = "".join(line.text.strip() for line in strategy)
        printed.take(strategy, "groups", "", 1, "strategy", text)


def _take_title(line: Line, printed: Printed) -> None:
    if any(cell.table == "groups" and cell.column == "name" for cell in printed.cells):
        printed.skip([line], "title")
    else:
        printed.take([line], "groups", "", 1, "name", line.text)


def _take_plan(line: Line, plan: declared.DeclaredPlan, place: _Place, printed: Printed) -> None:
    place.plan_id = plan.number.zfill(2)
    if any(cell.table == "plans" and cell.plan_id == place.plan_id for cell in printed.cells):
        printed.skip([line], "repeated_heading")
    else:
        printed.take([line], "plans", place.plan_id, 1, "name", plan.name)


def _read_indicator(line: Line, place: _Place, edition: Edition, printed: Printed) -> None:
    """The three lines of an indicator: its name, the years of its values, the values."""
    cells = [(at, text.strip()) for at, text in enumerate(line.text.split("\t"), start=1)]
    shown = [(at, text) for at, text in cells if text]
    words = edition.chapter.indicator
    if squeeze(shown[0][1]) == squeeze(words.get("name", "")) and len(shown) == 2:
        row = 1 + sum(c[:2] == ("indicators", place.plan_id) and c.column == "name" for c in printed.cells)
        printed.take([line], "indicators", place.plan_id, row, "name", shown[1][1], shown[1][0])
        place.columns = ()
    elif all(_role(text, words) for _, text in shown):
        place.columns = tuple(_column(text, line, edition) for _, text in shown)
        for (at, text), column in zip(shown, place.columns, strict=True):
            printed.take([line], "indicators", place.plan_id, 0, column, text, at)
    elif len(shown) == len(place.columns):
        row = sum(c[:2] == ("indicators", place.plan_id) and c.column == "name" for c in printed.cells)
        for (at, text), column in zip(shown, place.columns, strict=True):
            printed.take([line], "indicators", place.plan_id, row, column, text, at)
        place.columns = ()
    else:
        raise refuse(line, edition, "成果指標の表の形が違います")


def _column(text: str, line: Line, edition: Edition) -> str:
    """現状値（令和 6 年度） -> baseline_text, where the year is that of `source.toml`."""
    match = re.fullmatch(r"([^()]+)\((.+)\)", squeeze(text))
    role = _role(text, edition.chapter.indicator)
    if match is None or fiscal_year(match[2]) != getattr(edition, role):
        raise refuse(line, edition, f"見出し「{text}」の年度が source.toml と違います")
    return INDICATOR[role]


def _role(text: str, words: Mapping[str, str]) -> str:
    """The value that a heading is of: baseline, target or actual; empty where it is none."""
    own = squeeze(text).partition("(")[0]
    return next((role for role in YEARS if squeeze(words.get(role, "")) == own), "")


def _take_related(line: Line, text: str, place: _Place, printed: Printed) -> None:
    if _NONE.fullmatch(squeeze(text)):
        printed.skip([line], "none")
    else:
        printed.tell(line, place.part, text, scope="plan", plan_id=place.plan_id)


# one sheet


def _read_sheet(lines: list[Line], plan_id: str, edition: Edition, printed: Printed) -> None:
    number, name, *body = lines
    printed.skip([number], "sheet_number")
    # the head of a page
    body = left(body, printed, "title", lambda line: is_title(line, edition.title))
    printed.take([name], "plans", plan_id, 1, "sheet", name.text)
    sections = _sections(body, edition)
    for heading, section in sections:
        printed.skip([heading], "heading")
        kind = bare(heading.text)
        if kind == bare(edition.chapter.activities):
            _read_programs(section, plan_id, edition, printed)
        else:
            _read_bullets(section, kind, plan_id, edition, printed)


def _sections(lines: list[Line], edition: Edition) -> list[tuple[Line, list[Line]]]:
    found: list[tuple[Line, list[Line]]] = []
    words = [squeeze(each) for each in (*edition.chapter.texts, edition.chapter.activities) if each]
    for line in lines:
        if squeeze(line.text) in words:
            found.append((line, []))
        elif found:
            found[-1][1].append(line)
        else:
            raise refuse(line, edition, "シートの最初に見出し（●）がありません")
    names = [squeeze(heading.text) for heading, _ in found]
    if sorted(names) != sorted(words):
        raise refuse(lines[-1], edition, f"シートの見出し（●）が{len(words)}つそろいません（{'、'.join(names)}）")
    return found


def _read_bullets(lines: list[Line], section: str, plan_id: str, edition: Edition, printed: Printed) -> None:
    for line in lines:
        match = _BULLET.fullmatch(line.text)
        if match is None:
            raise refuse(line, edition, f"「{section}」の中に箇条書きでない行があります")
        printed.tell(line, section, match["text"].strip(), scope="plan", plan_id=plan_id)


def _read_programs(lines: list[Line], plan_id: str, edition: Edition, printed: Printed) -> None:
    """基本事業: ① name, 担当課, 取組方針 (bullets), 主な事業取組 (one line); boxes stand after them."""
    program, part, form = 0, "", edition.chapter
    labels = {squeeze(form.policy): "policy", squeeze(form.works): "activity"}
    for index, line in enumerate(lines):
        own = squeeze(line.text)
        if named := said(form.activity, line.text):
            if named.id != str(program + 1) or (program and part not in ("done", "box")):
                raise refuse(line, edition, "基本事業の番号が続かないか、上の基本事業が途中で切れています")
            program, part = program + 1, "name"
            printed.take([line], "programs", plan_id, program, "name", named.name)
        elif program and part == "name" and (division := labelled(form.division, fold(line.text))):
            part = "division"
            printed.take([line], "program_items", plan_id, program, "division", division)
        elif (part, labels.get(own)) in (("division", "policy"), ("policy", "activity")):
            part = labels[own]
            printed.skip([line], "heading")
        elif part == "policy" and (match := _BULLET.fullmatch(line.text)):
            printed.take([line], "program_items", plan_id, program, "policy", match["text"])
        elif part == "activity":
            part = "done"
            if not any(map(str.isalpha, line.text)):
                raise refuse(line, edition, f"{form.works}のあるはずの所に語がありません")
            if not _balanced(line.text):
                raise refuse(line, edition, f"{form.works}のかっこが閉じていません")
            if _AFTER_OTHERS.search(line.text.rstrip()):
                raise refuse(line, edition, f"{form.works}の「等」の後に語があります")
            printed.take([line], "program_items", plan_id, program, "activity", line.text)
        elif part == "done":
            if not line.gap and said(form.aside, line.text) is None:
                raise refuse(
                    line,
                    edition,
                    f"{form.works}の続きか、囲みか、決められません",
                    f"続きなら上の行につなぎ、囲みなら上に空の行を入れてください（{IN_A_COPY}）。",
                )
            box = _until_program(lines[index:], form)
            _check_box(box, edition)
            _read_boxes(box, plan_id, form, printed)
            part = "box"
        elif part != "box":
            raise refuse(line, edition, "基本事業の中に知らない行があります")
    if lines and part not in ("done", "box"):
        raise refuse(lines[-1], edition, "最後の基本事業が途中で切れています")


def _balanced(text: str) -> bool:
    return all(text.count(left) == text.count(right) for left, right in ("（）", "()", "「」", "『』"))


def _until_program(lines: list[Line], form: ChapterForm) -> list[Line]:
    end = next((at for at, line in enumerate(lines) if said(form.activity, line.text)), len(lines))
    return lines[:end]


def _check_box(lines: list[Line], edition: Edition) -> None:
    """A box holds nothing of a programme, whose name lost its ①; its heading stands on one line."""
    form = edition.chapter
    mark, word = squeeze(form.aside)[:1], form.aside.partition("{")[0].strip()
    for line, after in zip(lines, [*lines[1:], None], strict=True):
        is_aside = said(form.aside, line.text) is not None
        below = after if after and not after.gap and not _ends(after) else None
        if below and is_aside:
            raise refuse(
                below,
                edition,
                f"「{word}」の見出しの続きか、図の説明か、決められません",
                f"続きなら上の行につなぎ、図の説明なら上に空の行を入れてください（{IN_A_COPY}）。",
            )
        if line.text.strip().startswith(mark) and not is_aside:
            raise refuse(line, edition, f"{mark}で始まりますが「{word} 見出し」の形ではありません")
        if labelled(form.division, line.text) or squeeze(line.text) in map(squeeze, (form.policy, form.works)):
            raise refuse(line, edition, "この上に、番号（①など）で始まる基本事業の名前の行がありません")


def _read_boxes(lines: list[Line], plan_id: str, form: ChapterForm, printed: Printed) -> None:
    """★コラム with paragraphs and captions, or a box without a mark 囲み."""
    heading = ""
    for index, (line, after) in enumerate(zip(lines, [*lines[1:], None], strict=True)):
        text = line.text.strip()
        if named := said(form.aside, text):
            heading = named.name
            printed.take([line], "texts", plan_id, 0, "heading", heading)
        elif not heading:
            _read_unmarked(lines[index:], plan_id, printed)
            return
        else:
            section = SECTION if _is_prose(line, after) else CAPTION
            told = heading if section == SECTION else ""
            printed.tell(line, section, text, scope="plan", plan_id=plan_id, heading=told)


def _read_unmarked(lines: list[Line], plan_id: str, printed: Printed) -> None:
    """A box without a mark: a line that a sentence follows is a heading of what comes after it.

    What stands last and is no sentence is a title without text (メールマガジン, Takahagi R6).
    """
    heading = ""
    for line, after in zip(lines, [*lines[1:], None], strict=True):
        text, sentence = line.text.strip(), _is_prose(line, after)
        if not sentence and after is not None and _ends(after):
            heading = text
            printed.take([line], "texts", plan_id, 0, "heading", heading)
            continue
        told = "" if after is None and not sentence else heading
        printed.tell(line, "囲み", text, scope="plan", plan_id=plan_id, heading=told)


def _is_prose(line: Line, after: Line | None) -> bool:
    """Whether a line is a sentence 文, or its beginning that the next line ends without a blank one between."""
    return _ends(line) or (after is not None and not after.gap and _ends(after))


def _ends(line: Line) -> bool:
    return line.text.strip().endswith(("。", "｡"))


POLICY_CHAPTER = DocumentKind(
    "policy-chapter",
    (".txt",),
    read_lines=_read,
    looks="基本計画の章（「【成果指標】」「◆取組施策」「●現状と課題」のある文書）",
    template=Path(__file__).with_suffix(".toml"),
    is_extracted=True,
)
