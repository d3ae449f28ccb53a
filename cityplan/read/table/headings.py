"""The headings 見出し of a plain table, and which of our columns each of them feeds."""

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from cityplan.city.source import Edition
from cityplan.city.table_form import COLUMNS, ROLES, year_key
from cityplan.files.errors import SourceError
from cityplan.japanese.letters import squeeze
from cityplan.japanese.years import era, fiscal_year
from cityplan.read.printed import year_column
from cityplan.read.table.grid import GridRow, letters

# What the columns of such tables are usually called: proposed where a heading is not mapped.
_USUAL = {
    "plan": "施策 施策名 プラン プラン名 基本施策 取組施策",
    "group": "基本目標 基本政策 政策 政策名 分野 プロジェクト 大綱",
    "name": "指標 指標名 成果指標 目標指標 数値目標 KPI 項目 事業 事業名 事務事業 事務事業名",
    "subgroup": "区分 内訳",
    "content": "内容 事業内容 概要 事業概要",
    "measure": "活動指標 実績の内容",
    "unit": "単位",
    "polarity": "方向 方向性 向き 目指す方向 目指す方向性",
    "baseline": "基準値 現状値 当初値 策定時",
    "target": "目標 目標値",
    "actual": "実績 実績値 今年度実績",
    "previous": "前年度 前年度実績 前年度実績値",
    "ratio": "前年度比 前年比",
    "status": "達成状況 達成度 評価 判定 進捗状況",
    "status_previous": "前年度達成状況 前年度評価",
    "factors": "要因 要因及び効果 効果",
    "direction": "今後の取組 今後の方向性 今後の取組の方向性",
    "note": "備考 注記",
}

_YEAR = re.compile(r"(?P<year>[^/()]+?)(?:[/の(]?実績値?\)?)?|実績値?[/(](?P<after>[^/()]+)\)?")


class Heading(NamedTuple):
    """A heading, from one line or two (上/下), and where it stands; columns count from 1."""

    text: str
    column: int
    line: int
    line_end: int


def headings(rows: list[GridRow], filled: Iterable[int]) -> list[Heading]:
    """The headings from one or two rows; an upper one reaches right to the next.

    A column without heading that holds values (`filled`) is called by its letter: 列D.
    """
    width = max(len(row.cells) for row in rows)
    upper, lower = ([*rows[i].cells, *[""] * (width - len(rows[i].cells))] for i in (0, -1))
    found, above = [], ""
    for column, (high, low) in enumerate(zip(upper, lower, strict=True), start=1):
        above = squeeze(high) or above
        text = squeeze(low)
        if len(rows) > 1:
            text = "/".join(filter(None, (above, text))) if text else squeeze(high)
        found.append(Heading(text, column, rows[0].line, rows[-1].line_end))
    named = {heading.column for heading in found if heading.text}
    found = [heading for heading in found if heading.column in named]
    for column in sorted(set(filled) - named):
        found.append(Heading(f"列{letters(column)}", column, rows[0].line, rows[-1].line_end))
    return found


@dataclass(frozen=True)
class Columns:
    """The used columns of a table, by their place in the source, which counts from 1."""

    headings: dict[int, Heading]
    feeds: dict[int, list[str]]  # the columns of cells that each feeds

    def at(self, column: str) -> int:
        """Where a column of cells stands; 0 where the table has none."""
        return next((at for at, names in self.feeds.items() if names[0] == column), 0)


def headed_columns(found: list[Heading], edition: Edition) -> Columns:
    """What each heading feeds.

    SourceError where a heading stands twice, is neither mapped nor left out, or is not found;
    it holds the lines to add to `source.toml`.
    """
    left_out = {squeeze(text) for text in edition.left_out}
    used = [heading for heading in found if heading.text not in left_out]
    _check_once(used, edition)
    feeds = _feeds(edition)
    unmapped = [heading.text for heading in used if heading.text not in feeds]
    missing = [text for text in feeds if text not in {heading.text for heading in used}]
    if unmapped or missing or "name" not in edition.form.columns:
        raise _mapping_error(unmapped, missing, found[0].line if found else None, edition)
    _check_roles(edition)
    return Columns(
        {heading.column: heading for heading in used}, {heading.column: feeds[heading.text] for heading in used}
    )


def _feeds(edition: Edition) -> dict[str, list[str]]:
    """The source's heading -> the columns of cells that it feeds."""
    form = edition.form
    cells = COLUMNS[form.subject]
    feeds = {squeeze(heading): [cells[ours]] for ours, heading in form.columns.items()}
    for year, heading in form.years.items():
        feeds[squeeze(heading)] = [cells[role] for role in _roles_of(year, edition) if role not in form.columns] or [
            year_column(year)
        ]
    return feeds


def _roles_of(year: int, edition: Edition) -> list[str]:
    return [role for role in ROLES[edition.form.subject] if getattr(edition, role) == year]


# what may be wrong


def _check_once(used: list[Heading], edition: Edition) -> None:
    times = Counter(heading.text for heading in used)
    for heading in used:
        if times[heading.text] > 1:
            twice = "、".join(letters(each.column) for each in used if each.text == heading.text)
            raise SourceError(
                f"同じ見出しが2つ以上あります（{twice}列）",
                file=edition.raw_file,
                line=heading.line,
                column=heading.text,
                text=heading.text,
                next_step="見出しが2段なら source.toml に heading_rows = 2 と書き、"
                "「上/下」の形で見出しを書いてください。どれも使わないなら left_out に加えてください。",
            )


def _check_roles(edition: Edition) -> None:
    """A column of baseline, target or actual has its year in `source.toml`, and the other way."""
    form = edition.form
    for role in ROLES[form.subject]:
        year = getattr(edition, role)
        if year is None and role in form.columns:
            raise _role_error(
                f"{role} の列がありますが、その年度が書かれていません",
                role,
                edition,
                f'[[edition]] に {role} = "R5" のように年度を加えてください。',
            )
        if year is not None and role not in form.columns and year not in form.years:
            raise _role_error(
                f"{role} の年度（{era(year)}）が書かれていますが、その列がありません",
                role,
                edition,
                f'[edition.columns] に {role} = "原文の見出し" を加えるか、年度を消してください。',
            )
        if year in form.years and role in form.columns and role in ("previous", "actual"):
            raise _role_error(
                f"{era(year)}の値の列が、[edition.columns] と [edition.years] の2か所にあります",
                role,
                edition,
                "どちらか1つにしてください。",
            )
    last = edition.actual or edition.fiscal_year
    for year in form.years:
        if year > last and not _roles_of(year, edition):
            raise _role_error(
                f"{era(year)}は実績の年度（{era(last)}）より後です",
                "years",
                edition,
                "目標値の列なら [edition.columns] の target に書いてください。",
            )


def _role_error(problem: str, role: str, edition: Edition, next_step: str) -> SourceError:
    return SourceError(problem, file=edition.source_file, column=role, next_step=next_step)


def _mapping_error(unmapped: list[str], missing: list[str], line: int | None, edition: Edition) -> SourceError:
    problem = "原文の見出しと source.toml が合いません。"
    problem += f"source.toml にない見出し: {_listed(unmapped)}。"
    problem += f"原文にない見出し: {_listed(missing)}"
    if "name" not in edition.form.columns:
        problem += "。[edition.columns] に name（名前の列）がありません"
    lines = proposal(unmapped, missing, edition)
    return SourceError(
        problem,
        file=edition.raw_file,
        line=line,
        text="、".join(unmapped or missing),
        next_step="見出しの行の位置（skip_rows、heading_rows）が合っていれば、source.toml のこの部分を"
        f"次のようにしてください（左が当方の列。使わない見出しは left_out に）。\n{lines}",
    )


def _listed(texts: list[str]) -> str:
    return "".join(f"「{text}」" for text in texts) or "なし"


def proposal(unmapped: list[str], missing: list[str], edition: Edition) -> str:
    """What `source.toml` should say of the headings, ready to paste, from left_out to the years.

    Each unmapped heading is mapped by its usual name or year, or left out; what is not found in the
    source is a comment.
    """
    form = edition.form
    lost = {ours: text for ours, text in form.columns.items() if squeeze(text) in missing}
    columns = {ours: text for ours, text in form.columns.items() if ours not in lost}
    years = {year: text for year, text in form.years.items() if squeeze(text) not in missing}
    left_out = list(edition.left_out)
    for heading in unmapped:
        year, ours = _year_in(heading), usual(heading, form.subject)
        other_year = ours == "actual" and year not in (None, edition.actual)
        if ours and ours not in columns and not other_year:
            columns[ours] = heading
        elif year and year not in years and year <= (edition.actual or edition.fiscal_year):
            years[year] = heading
        else:
            left_out.append(heading)
    lines = [f"left_out = {_toml(left_out)}"] if left_out else []
    lines.append("[edition.columns]")
    for ours in COLUMNS[form.subject]:
        if ours in columns:
            lines.append(f"{ours} = {_toml(columns[ours])}")
        elif ours in lost or ours == "name":
            lines.append(f"# {ours} = {_toml(lost.get(ours, '…'))} # 原文にありません")
    lines += ["[edition.years]"] if years else []
    lines += [f"{year_key(year)} = {_toml(text)}" for year, text in sorted(years.items())]
    return "\n".join(lines)


def usual(heading: str, subject: str) -> str:
    """Our column for a heading of a usual name, or nothing.

    >>> usual("基準値（R3）", "indicator"), usual("前年度比", "activity"), usual("担当課", "indicator")
    ('baseline', 'ratio', '')
    """
    name = re.sub(r"\([^()]*\)", "", squeeze(heading))
    known = (ours for ours, names in _USUAL.items() if name in names.split())
    return next((ours for ours in known if ours in COLUMNS[subject]), "")


def _year_in(heading: str) -> int | None:
    """The year of a heading that says nothing else, but that its values are actual ones."""
    match = _YEAR.fullmatch(heading)
    return fiscal_year(match["year"] or match["after"]) if match else None


def _toml(value: str | list[str]) -> str:
    return json.dumps(value, ensure_ascii=False)
