"""One progress sheet プランのシート: 目的, two tables and 今後の取組の方向性 -> cells as printed."""

import re
from collections.abc import Mapping

from cityplan.city.edition import Edition
from cityplan.files.errors import SourceError
from cityplan.japanese.letters import squeeze
from cityplan.read.printed import Line, Printed, Repair
from cityplan.read.text.sheet_activities import read_activities
from cityplan.read.text.sheet_indicators import read_indicators
from cityplan.read.text.sheet_rows import refuse
from cityplan.read.text.words import (
    ACTIVITIES,
    INDICATORS,
    KINDS,
    PROGRESS,
    heading_kind,
    heading_words,
    plan_of_heading,
    table_kind,
)


def read_sheet(lines: list[Line], plan_id: str, edition: Edition) -> Printed:
    """Read the sheet of one plan; SourceError where a heading is missing or a table is of no known form."""
    printed = Printed()
    parts = _split_at_headings(lines, plan_id, edition, printed)
    purpose = parts["purpose"]
    text = "".join(line.text.strip() for line in purpose)
    printed.take(purpose, "plans", plan_id, 1, "purpose", text)
    if parts.get(PROGRESS):
        raise refuse(parts[PROGRESS][0], edition, "見出し「事業の取組状況」の下に知らない行があります")
    read_activities(parts["activities"], plan_id, edition, printed)
    read_indicators(parts["indicators"], plan_id, edition, printed)
    _read_directions(parts["directions"], plan_id, edition, printed)
    return printed


def _heads_another(line: Line, table: str, kind: str, parts: Mapping[str, list[Line]]) -> bool:
    """Whether a line of a part is the row of headings of a table that stands in another one."""
    firsts = {other: squeeze(own[0].text) for other, own in parts.items() if other in (ACTIVITIES, INDICATORS) and own}
    return (bool(table) and table != kind) or any(
        first == squeeze(line.text) and other != kind for other, first in firsts.items()
    )


def _split_at_headings(lines: list[Line], plan_id: str, edition: Edition, printed: Printed) -> dict[str, list[Line]]:
    """The lines of each part; one that goes on the next page, under its heading again, is one part."""
    parts: dict[str, list[Line]] = {}
    kind = ""
    for line in lines:
        if found := heading_kind(line, edition):
            if found in parts and (found != kind or not parts[found]):
                raise refuse(line, edition, f"{edition.plan_word} {plan_id} のシートに同じ見出しが2回あります")
            printed.skip([line], "repeated_heading" if found in parts else "heading")
            kind = found
            parts.setdefault(kind, [])
        elif edition.sheets.begins and plan_of_heading(line.text, edition):
            printed.skip([line], "repeated_heading")
        elif (found := table_kind(line, edition)) and found not in parts:
            kind = found
            parts[kind] = [line]
        elif _heads_another(line, found, kind, parts):
            printed.skip([line], "repeated_heading")
            told = f"表の見出しの行「{squeeze(line.text)}」が表の外にもあり、使っていません。表の行が失われているかもしれません"
            printed.repairs.append(Repair(plan_id, "", None, "", "unread_table", told, "", line.no, is_doubt=True))
        else:
            parts[kind].append(line)
    for wanted in KINDS:
        if wanted != PROGRESS and not parts.get(wanted):
            raise SourceError(
                f"{edition.plan_word} {plan_id} のシートに「{heading_words(wanted, edition)}」の部分がありません",
                file=edition.raw_file,
                line=lines[-1].no,
                text=lines[-1].text,
                next_step="原文が途中で切れていないか、見出しの語が違わないか確かめてください。違う語なら、[[edition]] の prose と "
                "[[edition.table]] に書きます（docs/declarations.ja.md の9）。",
            )
    return parts


# 今後の取組の方向性


def _read_directions(lines: list[Line], plan_id: str, edition: Edition, printed: Printed) -> None:
    """【事業名】, then its paragraph; what stands apart after a paragraph is a caption 図の説明."""
    keys = activity_keys(printed, plan_id)
    index = 0
    while index < len(lines):
        line = lines[index]
        index += 1
        match = re.fullmatch(r"【(.+)】", line.text.strip())
        if match is None:
            printed.tell(line, "図の説明", line.text.strip(), scope="plan", plan_id=plan_id)
            continue
        paragraph, index = _paragraph(lines, index)
        if not paragraph:
            raise refuse(line, edition, "今後の取組の方向性の本文がありません")
        for own in paragraph:
            name = re.search("【([^【】]+)】$", own.text.strip())
            if name and squeeze(name[1]) in keys:
                raise refuse(own, edition, "文の終わりに次の見出し【】が続いています")
        _take_direction(line, match[1], paragraph, keys, plan_id, printed)


def _paragraph(lines: list[Line], start: int) -> tuple[list[Line], int]:
    end = start
    while end < len(lines) and (end == start or not lines[end].gap):
        if lines[end].text.strip().startswith("【"):
            break
        end += 1
    return lines[start:end], end


def _take_direction(
    heading: Line, name: str, paragraph: list[Line], keys: dict[str, int], plan_id: str, printed: Printed
) -> None:
    text = "".join(line.text.strip() for line in paragraph)
    row = keys.get(squeeze(name))
    taken = {(cell.row, cell.column) for cell in printed.cells if cell.plan_id == plan_id}
    if row is None or (row, "direction") in taken:
        for line in (heading, *paragraph):
            printed.tell(line, "今後の取組の方向性", line.text.strip(), scope="plan", plan_id=plan_id)
        return
    printed.take([heading], "activities", plan_id, row, "direction_name", name)
    printed.take(paragraph, "activities", plan_id, row, "direction", text)


def activity_keys(printed: Printed, plan_id: str) -> dict[str, int]:
    """The forms in which a direction may name an activity: name, alias, name（alias）."""
    keys: dict[str, int] = {}
    for cell in printed.cells:
        if (cell.table, cell.plan_id, cell.column) != ("activities", plan_id, "name") or not cell.row:
            continue
        whole = squeeze(cell.text)
        name, _, alias = whole.rstrip("】").partition("【")
        for key in {name, f"{name}({alias})", f"{name}【{alias}】"} | ({alias} - {""}):
            keys.setdefault(key, cell.row)
    return keys
