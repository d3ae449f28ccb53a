"""The headings 見出し of a table, and which of our columns each of them feeds, as `source.toml` declares."""

import json
import operator
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple

from cityplan.city.source import Edition
from cityplan.city.table_form import COLUMNS, MOST_HEADING_ROWS, ROLES, Block, year_key
from cityplan.files.errors import SourceError
from cityplan.japanese.letters import squeeze
from cityplan.japanese.years import era
from cityplan.read.file.contents import GridCell
from cityplan.read.file.table_file import LINES_OF_A_GRID
from cityplan.read.printed import year_column
from cityplan.read.proposal.lines import lines_to_paste
from cityplan.read.table.grid import column_number, letters
from cityplan.read.table.heading_words import VALUES, meaning
from cityplan.read.table.rows import TableRow, TableRows

_LETTER = re.compile("列([A-Z]{1,3})")
_CELL = re.compile("セル([A-Z]{1,3})([1-9][0-9]{0,6})")
_NTH = re.compile(r"(?P<words>.+)#(?P<nth>[1-9][0-9]?)")
# The units that a heading may have in brackets; other words there (見込, 速報値) are none.
_UNIT = re.compile(
    r"\((?:単位[:：]?)?(?P<unit>[千万億兆十百]*円|[千万億]?人|人泊|[千万]?件|[%‰]|回|社|戸|棟|[箇かカヶ]所|世帯|団体|施設|校|台|本|冊"
    r"|点|[千万]?t|トン|k?g|ha|k?㎡|k?m|m[23]|[kM]Wh|分|時間|日|歳|位|倍|ポイント)\)"
)
_SEARCHED = 50  # rows in which headings are looked for where skip_rows does not say where they stand


class Heading(NamedTuple):
    """A heading, from one line or several (上/下), and where it stands; columns count from 1.

    `first` is the first column of one that is merged to the right, 0 of any other.
    """

    text: str
    column: int
    line: int
    line_end: int
    first: int = 0


def headings(rows: Sequence[TableRow], filled: Iterable[int]) -> list[Heading]:
    """The headings from one to three rows; an upper one reaches as far as it is merged, else right to the next.

    A column without heading that holds values (`filled`) is called by its letter: 列D. Columns under one merged heading
    are one where no value begins in the others 方眼紙.
    """
    filled = set(filled)
    width = max(max(row.cells, default=0) for row in rows)
    found: list[Heading] = []
    reached: list[GridCell | None] = [None] * len(rows)
    before: list[GridCell] = []
    for column in range(1, width + 1):
        own = [row.cells.get(column) for row in rows]
        texts = [squeeze(cell.text) if cell else "" for cell in own]
        depth = max((at + 1 for at, text in enumerate(texts) if text), default=0)
        for at in range(len(rows)):
            if texts[at] and reached[at] is not own[at]:
                reached[at:] = [own[at], *[None] * (len(rows) - at - 1)]
            elif not texts[at] and (cell := reached[at]) and not _reaches(cell, column):
                reached[at] = None
        parts: list[GridCell] = []
        for at in range(depth):
            cell = own[at] if texts[at] else reached[at]
            if cell is not None and cell not in parts:
                parts.append(cell)
        same = depth and len(parts) == len(before) and all(map(operator.is_, parts, before))
        before = parts
        if depth and not (same and column not in filled):
            text = "/".join(squeeze(cell.text) for cell in parts)
            merged = parts[-1].column if parts[-1].columns > 1 else 0
            found.append(Heading(text, column, rows[0].line, rows[-1].line_end, merged))
    named = {heading.column for heading in found}
    for column in sorted(filled - named):
        found.append(Heading(f"列{letters(column)}", column, rows[0].line, rows[-1].line_end))
    return found


def _reaches(cell: GridCell, column: int) -> bool:
    """Whether an upper heading stands over a column; a merged one ends where it is merged to."""
    return (cell.rows, cell.columns) == (1, 1) or column < cell.column + cell.columns


@dataclass(frozen=True)
class Columns:
    """The used columns of a table, by their place in the source, which counts from 1.

    A column belongs to the block of its number: 0 for what is said of the whole row, else one of its indicators.
    """

    headings: dict[int, Heading]
    feeds: dict[int, list[str]]  # the columns of cells that each feeds
    blocks: dict[int, int] = field(default_factory=dict)
    units: dict[int, str] = field(default_factory=dict)  # declared, or in the heading
    cells: dict[str, GridCell] = field(default_factory=dict)  # a column of cells -> the one cell that it is: セルB2

    def at(self, column: str, block: int = 0) -> int:
        """Where a column of cells stands, in a block or the whole row; 0 where the table has none."""
        found = {self.blocks.get(at, 0): at for at, names in self.feeds.items() if column in names}
        return found.get(block, found.get(0, 0))


class _Wanted(NamedTuple):
    """A heading that `source.toml` names, and what it feeds."""

    words: str
    key: str  # in source.toml
    names: list[str]
    block: int
    unit: str


def heading_rows(rows: TableRows, edition: Edition) -> list[TableRow]:
    """The rows of the heading: those below `skip_rows`, else where most headings that are named are found.

    Of several such places that with the fewest others; of these the first that does not begin with a title.
    """
    form = edition.form
    used = [row for row in rows.rows if row.number > (form.skip_rows or 0) and row.text]
    wanted = _wanted(edition)
    if form.skip_rows is not None or not wanted:
        return used[: form.heading_rows]
    places = range(max(1, min(_SEARCHED, len(used) - form.heading_rows + 1)))
    chosen = [used[at : at + form.heading_rows] for at in places]
    return min(chosen, key=lambda each: (*_unlike(each, wanted, rows, edition), _is_titled(each)))


def _is_titled(chosen: Sequence[TableRow]) -> bool:
    """Whether the upper row of several holds one text alone: more likely the title of the table."""
    return len(chosen) > 1 and sum(bool(cell.text.strip()) for cell in chosen[0].own) == 1


def _unlike(
    chosen: Sequence[TableRow], wanted: Sequence[_Wanted], rows: TableRows, edition: Edition
) -> tuple[int, int]:
    """How many headings are not found in some rows, and how many others are."""
    found = headings(chosen, ()) if chosen else []
    fitting = [_fitting(each, found, rows) for each in wanted]
    named = {heading.column for each in fitting for heading in each}
    others = [each for each in found if each.column not in named and not _is_left_out(each, edition)]
    lost = sum(not each and not _CELL.fullmatch(one.words) for each, one in zip(fitting, wanted, strict=True))
    return lost, len(others)


def lost_headings(rows: TableRows, heading: Sequence[TableRow], edition: Edition) -> tuple[list[str], int]:
    """The headings that `source.toml` names and these rows have not, and how many it names."""
    found, wanted = headings(heading, ()) if heading else [], _wanted(edition)
    return [each.words for each in wanted if not _is_found(each, found, rows)], len(wanted)


def table_place(rows: TableRows) -> str:
    """A table of a document as a message names it; empty for one of a workbook or a text."""
    return rows.grid.name if rows.is_of_document else ""


def headed_columns(found: list[Heading], rows: TableRows, edition: Edition, faults: list[SourceError]) -> Columns:
    """What each heading feeds.

    All is told in `faults` that is wrong: a heading that stands twice, is neither mapped nor left out, or is not
    found, a letter beyond the table; with the lines to add to `source.toml`.
    """
    wanted = _wanted(edition)
    columns = Columns({}, {})
    missing: list[str] = []
    shared: set[int] = set()  # columns that several keys name
    named: set[int] = set()  # columns of which one is meant
    for each in wanted:
        if match := _CELL.fullmatch(each.words):
            _take_cell(each, match, rows, columns, edition, faults)
            continue
        fitting = _without_parts(_fitting(each, found, rows), each, columns, edition)
        if not fitting:
            missing.append(each.words)
        elif len(fitting) > 1:
            faults.append(_twice(each, fitting, rows, edition))
            named |= {heading.column for heading in fitting}
        elif (there := columns.feeds.get(fitting[0].column, [])) and {*there, *each.names} != {"plan", "name"}:
            faults.append(_shared(each, fitting[0], edition))
            shared.add(fitting[0].column)
        else:
            _feed(each, fitting[0], columns)
    rest = [each for each in found if each.column not in columns.feeds and each.column not in named]
    # Of a form that is not read whole (sttaus = …, [edition.table.colums]) all headings would be told as well.
    unmapped = [each for each in rest if not _is_left_out(each, edition) and edition.form.is_whole]
    contested = [(one, each.words) for each in wanted for one in _fitting(each, found, rows) if one.column in shared]
    faults += _mapping_faults(unmapped, missing, contested, found, rows, edition)
    return columns


def _without_parts(fitting: list[Heading], wanted: _Wanted, columns: Columns, edition: Edition) -> list[Heading]:
    """The headings of a name but for the others of one that is merged to the right: below those stand its parts 区分.

    授業の内容が分かる割合 | 小6 | 国語 under 指標名.
    """
    first = fitting[0].first if fitting else 0
    has_parts = wanted.names == ["name"] and edition.form.subject == "indicator"
    declared = any("subgroup" in {**block.columns, **block.fixed} for block in edition.form.blocks)
    if not has_parts or declared or not first or any(each.first != first for each in fitting):
        return fitting
    for level, heading in enumerate(fitting[1:], start=1):
        columns.headings[heading.column] = heading
        columns.feeds[heading.column] = [subgroup_column(level)]
        columns.blocks[heading.column] = wanted.block
    return fitting[:1]


def subgroup_column(level: int) -> str:
    """The column of a part 区分 of an indicator, from 1, and of the parts of it: joined as one in its record."""
    return "subgroup" if level == 1 else f"subgroup_{level}"


def is_lower_part(column: str) -> bool:
    """Whether a column is that of a part of a part, which no table has."""
    return column.startswith("subgroup_")


def _feed(wanted: _Wanted, heading: Heading, columns: Columns) -> None:
    columns.headings[heading.column] = heading
    columns.feeds[heading.column] = columns.feeds.get(heading.column, []) + wanted.names
    columns.blocks[heading.column] = wanted.block
    unit = wanted.unit or heading_unit(heading.text)
    if unit and wanted.names[0].endswith(("_text", "value")):
        columns.units[heading.column] = unit


def heading_unit(heading: str) -> str:
    """The unit that a heading has in brackets.

    >>> heading_unit("R5決算額(千円)"), heading_unit("事業費(単位:百万円)/R4"), heading_unit("実績(見込)")
    ('千円', '百万円', '')
    """
    units = [match["unit"] for match in _UNIT.finditer(heading)]
    return units[-1] if units else ""


def _take_cell(
    wanted: _Wanted,
    match: re.Match[str],
    rows: TableRows,
    columns: Columns,
    edition: Edition,
    faults: list[SourceError],
) -> None:
    cell = rows.at(int(match[2]), column_number(match[1]))
    if cell is None or not cell.text.strip():
        faults.append(
            SourceError(
                f"{match[1]}{match[2]} は空のセルです",
                file=edition.raw_file,
                sheet=edition.form.sheet,
                column=wanted.key,
                text=wanted.words,
                next_step=f'{wanted.key} = "セル…" を、値のあるセルに直してください。',
            )
        )
        return
    columns.cells[wanted.names[0]] = cell


# what is declared


def _wanted(edition: Edition) -> list[_Wanted]:
    """Every heading that the form names, squeezed, and the columns of cells that it feeds."""
    wanted: list[_Wanted] = []
    for number, block in enumerate(edition.form.blocks):
        for words, key, names in _block_feeds(block, edition):
            text = squeeze(words)
            wanted.append(_Wanted(text, key, names, number, block.units.get(text, "")))
    return wanted


def _block_feeds(block: Block, edition: Edition) -> Iterable[tuple[str, str, list[str]]]:
    form = edition.form
    cells = COLUMNS[form.subject]
    for ours, heading in block.columns.items():
        yield heading, ours, [_of_this_year(cells[ours], edition)]
    has_roles = any("role" in each.columns for each in form.blocks)
    for year, heading in block.years.items():
        own = {*block.columns, *block.role_years}
        names = [] if has_roles else [cells[role] for role in _roles_of(year, edition) if role not in own]
        yield heading, year_key(year), names or [f"value_{year}" if has_roles else year_column(year)]
    for role, years in block.role_years.items():
        chosen = role_year(role, edition) or max(years, default=None)
        for year, heading in years.items():
            is_own = role == "target" and year == chosen and "target" not in block.columns
            yield heading, f"{role} {year_key(year)}", ["target_text" if is_own else year_column(year, role)]


def _of_this_year(column: str, edition: Edition) -> str:
    """The column of an expected value, a budget or what was settled, which is that of the year of the results."""
    year = role_year("actual", edition) or edition.fiscal_year
    role = column.removesuffix("_text")
    return year_column(year, role) if role in ("expected", "budget", "settled") else column


def role_year(role: str, edition: Edition) -> int | None:
    """The year of a role, as the table or its edition says."""
    own: int | None = edition.form.role_fy.get(role, getattr(edition, role, None))
    return own


def _roles_of(year: int, edition: Edition) -> list[str]:
    return [role for role in ROLES[edition.form.subject] if role_year(role, edition) == year]


def _is_found(wanted: _Wanted, found: list[Heading], rows: TableRows) -> bool:
    return bool(_CELL.fullmatch(wanted.words) or _fitting(wanted, found, rows))


def _fitting(wanted: _Wanted, found: Sequence[Heading], rows: TableRows) -> list[Heading]:
    """The headings that the words name: a letter, the n-th of its words, the whole heading or its end below an upper one."""
    if match := _LETTER.fullmatch(wanted.words):
        column = column_number(match[1])
        line = found[0] if found else Heading("", column, 1, 1)
        here = [each for each in found if each.column == column]
        beyond = not rows.has_column(column)
        return here or ([] if beyond else [line._replace(text=wanted.words, column=column)])
    fitting = _named(wanted.words, found)
    if not fitting and (match := _NTH.fullmatch(wanted.words)):
        nth = int(match["nth"])
        fitting = _named(match["words"], found)[nth - 1 : nth]
    return fitting


def _named(words: str, found: Sequence[Heading]) -> list[Heading]:
    whole = [each for each in found if each.text == words]
    ending = whole or [each for each in found if each.text.endswith(f"/{words}")]
    return ending or [each for each in found if (over := _over_unit(each.text)) and f"/{over}".endswith(f"/{words}")]


def _over_unit(text: str) -> str:
    """A heading without the unit in a row of its own below it (決算/(千円)); empty where none stands there."""
    upper, _, unit = text.rpartition("/")
    return upper if _UNIT.fullmatch(unit) else ""


def _is_left_out(heading: Heading, edition: Edition) -> bool:
    """Whether a heading, what stands over it or below is left out, or its column by its letter."""
    left_out = left_out_words(edition)
    parts = heading.text.split("/")
    names = {"/".join(parts[:end]) for end in range(1, len(parts) + 1)}
    names |= {"/".join(parts[begin:]) for begin in range(len(parts))} | {f"列{letters(heading.column)}"}
    return bool(names & left_out)


def left_out_words(edition: Edition) -> set[str]:
    """The headings and rows that are left out, of the edition and of the table."""
    return {squeeze(text) for text in (*edition.left_out, *edition.form.left_out)}


# what may be wrong


def check_roles(edition: Edition, all_forms: Iterable[Edition], faults: list[SourceError]) -> None:
    """A column of baseline, target or actual has its year in `source.toml`, and the other way.

    `all_forms` are the edition with each of its tables: a year that one of them has no column for may be another's.
    """
    form = edition.form
    in_rows = any("role" in block.columns for block in form.blocks)
    for role in ROLES[form.subject]:
        year = role_year(role, edition)
        for block in form.blocks:
            if year is None and role in block.columns and f"{role}_year" not in {*form.columns, *block.columns}:
                faults.append(
                    _role_error(
                        f"{role} の列がありますが、その年度が書かれていません",
                        role,
                        edition,
                        f'[[edition]] に {role} = "R5" のように年度を加えてください。',
                    )
                )
                break
        if year is not None and not in_rows and not any(_has_role(role, year, each) for each in all_forms):
            faults.append(
                _role_error(
                    f"{role} の年度（{era(year)}）が書かれていますが、その列がありません",
                    role,
                    edition,
                    f'[{_key(edition)}.columns] に {role} = "原文の見出し" を加えるか、年度を消してください。',
                )
            )
        for block in form.blocks:
            if year and year in block.years and role in block.columns and role in ("previous", "actual"):
                faults.append(
                    _role_error(
                        f"{era(year)}の値の列が、[{_key(edition)}.columns] と [{_key(edition)}.years] の2か所にあります",
                        role,
                        edition,
                        "どちらか1つにしてください。",
                    )
                )
    last = role_year("actual", edition) or edition.fiscal_year
    for year in dict.fromkeys(year for block in form.blocks for year in block.years):
        if year > last and not _roles_of(year, edition) and not in_rows:
            faults.append(
                _role_error(
                    f"{era(year)}は実績の年度（{era(last)}）より後です",
                    "years",
                    edition,
                    f"目標値の列なら [{_key(edition)}.columns] の target に書いてください。",
                )
            )


def _has_role(role: str, year: int, edition: Edition) -> bool:
    form = edition.form
    return any(
        role in block.columns
        or year in block.years
        or "role" in block.columns
        or year in block.role_years.get(role, ())
        or (role != "target" and any(year in years for years in block.role_years.values()))
        or (role == "actual" and bool({"settled", "budget", "expected"} & {*block.columns}))
        for block in form.blocks
    )


def _twice(wanted: _Wanted, fitting: Sequence[Heading], rows: TableRows, edition: Edition) -> SourceError:
    where = "、".join(letters(each.column) for each in fitting)
    whole = len({each.text for each in fitting}) == len(fitting)
    choices = [each.text for each in fitting] if whole else [f"列{letters(each.column)}" for each in fitting]
    listed = "\n".join(f"{wanted.key} = {_toml(text)}" for text in choices)
    return SourceError(
        f"同じ見出しが2つ以上あります（{where}列）",
        file=edition.raw_file,
        sheet=edition.form.sheet,
        line=None if rows.is_of_document else fitting[0].line % LINES_OF_A_GRID,
        cell=table_place(rows),
        column=wanted.words,
        text=wanted.words,
        next_step="見出しが2段なら heading_rows = 2 と書きます。どの列か、次のどれか1行を source.toml に書いてください"
        f"（左から2番目なら「{wanted.words}#2」とも書けます）。\n{listed}",
    )


def _shared(wanted: _Wanted, heading: Heading, edition: Edition) -> SourceError:
    return SourceError(
        f"{letters(heading.column)}列が2か所に書かれています",
        file=edition.source_file,
        column=wanted.key,
        text=wanted.words,
        next_step="どちらか1つにしてください。",
    )


def _mapping_faults(
    unmapped: list[Heading],
    missing: list[str],
    contested: Sequence[tuple[Heading, str]],
    found: list[Heading],
    rows: TableRows,
    edition: Edition,
) -> Iterable[SourceError]:
    """Headings that stand nowhere in `source.toml`, or in it and not in the source; letters beyond the table."""
    line = found[0].line % LINES_OF_A_GRID if found and not rows.is_of_document else None
    beyond = [words for words in missing if _LETTER.fullmatch(words)]
    for words in beyond:
        yield SourceError(
            f"表は {letters(rows.width)}列までです",
            file=edition.raw_file,
            sheet=edition.form.sheet,
            cell=table_place(rows),
            line=line,
            text=words,
            next_step="source.toml の列の記号を確かめてください。",
        )
    lost = [words for words in missing if words not in beyond]
    twice = _same(unmapped)
    if twice and len(twice) == len(unmapped) and not lost and not any(map(_is_of_values, twice)):
        yield _unmapped_twice(twice, rows, edition)
    elif lost and not edition.form.is_whole:
        yield _lost(lost, line, rows, edition)
    elif unmapped or lost or (edition.form.is_whole and not _has_name(edition)):
        wrong = {words: "原文にありません" for words in missing} | {
            words: "2か所に書かれています" for _, words in contested
        }
        unclaimed = {each.column: each.text for each in (*unmapped, *(heading for heading, _ in contested))}
        yield _mapping_error(unmapped, lost, line, twice, _next_step(unclaimed, wrong, rows, edition), rows, edition)


def _has_name(edition: Edition) -> bool:
    form = edition.form
    blocks = form.repeats or (form,)
    return all("name" in {**form.columns, **form.fixed, **block.columns, **block.fixed} for block in blocks)


def _same(unmapped: list[Heading]) -> list[Heading]:
    """The headings of which there are several with the same words."""
    ordered = sorted(unmapped, key=lambda each: each.text)
    same = {one.text for one, other in pairwise(ordered) if one.text == other.text}
    return [each for each in unmapped if each.text in same]


def _is_of_values(heading: Heading) -> bool:
    """Whether a heading says which values it has: R6実績."""
    said = meaning(tuple(heading.text.split("/")))
    return said.role in VALUES or said.year is not None


def _unmapped_twice(twice: list[Heading], rows: TableRows, edition: Edition) -> SourceError:
    names = list(dict.fromkeys(each.text for each in twice))
    return SourceError(
        f"同じ見出しが2つ以上あります（{_columns_of(twice)}）",
        file=edition.raw_file,
        sheet=edition.form.sheet,
        line=None if rows.is_of_document else twice[0].line % LINES_OF_A_GRID,
        cell=table_place(rows),
        column=names[0],
        text=names[0],
        next_step="使う列は source.toml に記号（「列B」）か番号（「見出し#2」）で書き、見出しが2段なら heading_rows = 2 と"
        f"書いてください。どれも使わないなら、次の1行を書いてください。\n"
        f"left_out = {_toml([*edition.left_out, *edition.form.left_out, *names])}",
    )


def _columns_of(twice: list[Heading]) -> str:
    """The headings with their columns: 「地方債」C、F列。

    >>> _columns_of([Heading("地方債", 3, 1, 1), Heading("評価", 4, 1, 1), Heading("地方債", 6, 1, 1)])
    '「地方債」C、F列、「評価」D列'
    """
    names = dict.fromkeys(each.text for each in twice)
    return "、".join(
        f"「{name}」{'、'.join(letters(each.column) for each in twice if each.text == name)}列" for name in names
    )


def _role_error(problem: str, role: str, edition: Edition, next_step: str) -> SourceError:
    return SourceError(problem, file=edition.source_file, column=role, next_step=next_step)


def _mapping_error(
    unmapped: list[Heading],
    missing: list[str],
    line: int | None,
    twice: list[Heading],
    next_step: str,
    rows: TableRows,
    edition: Edition,
) -> SourceError:
    texts = [each.text for each in unmapped]
    problem = "原文の見出しと source.toml が合いません。"
    problem += f"source.toml にない見出し: {_listed(texts)}。"
    problem += f"原文にない見出し: {_listed(missing)}"
    if twice:
        problem += f"。同じ見出しが2つ以上あります: {_columns_of(twice)}"
    if not _has_name(edition):
        problem += f"。[{_key(edition)}.columns] に name（名前の列）がありません"
    return SourceError(
        problem,
        file=edition.raw_file,
        sheet=edition.form.sheet if edition.tables else "",
        cell=table_place(rows),
        line=line,
        text="、".join(texts or missing),
        next_step=next_step,
    )


def _lost(lost: list[str], line: int | None, rows: TableRows, edition: Edition) -> SourceError:
    return SourceError(
        f"原文にない見出しが source.toml にあります: {_listed(lost)}",
        file=edition.raw_file,
        sheet=edition.form.sheet,
        cell=table_place(rows),
        line=line,
        text="、".join(lost),
        next_step="見出しを直してください。ほかの誤りも直すと、source.toml にない見出しを示します。",
    )


def _next_step(unclaimed: dict[int, str], wrong: dict[str, str], rows: TableRows, edition: Edition) -> str:
    """The number of rows of headings with which all that are named are found; else the lines to add."""
    form = edition.form
    for number in range(1, MOST_HEADING_ROWS + 1) if wrong else ():
        other = replace(edition, form=replace(form, heading_rows=number))
        if number != form.heading_rows and not lost_headings(rows, heading_rows(rows, other), other)[0]:
            return (
                f"見出しを{number}段として読めば、書いた見出しがすべて見つかります（今は{form.heading_rows}段）。"
                f"見出しが{number}段なら、source.toml を次のようにしてください。\nheading_rows = {number}"
            )
    return (
        "見出しの行の位置（skip_rows、heading_rows）が合っていれば、source.toml のこの部分を"
        "次のようにしてください（左が当方の列。使わない見出しは left_out に）。\n"
        f"{lines_to_paste(unclaimed, wrong, rows.grid, edition)}"
    )


def _listed(texts: list[str]) -> str:
    return "".join(f"「{text}」" for text in texts) or "なし"


def _toml(value: str | list[str]) -> str:
    return json.dumps(value, ensure_ascii=False)


def _key(edition: Edition) -> str:
    """The table of `source.toml` in which the columns stand."""
    return "edition.table" if edition.tables else "edition"
