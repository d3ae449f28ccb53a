"""The words of progress sheets プランごとのシート: those that `source.toml` declares, Hitachi's where it says nothing.

The headings of plans (`sheet_begins`), of prose (`prose`) and of the columns of both tables (`[[edition.table]]`).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from cityplan.city.edition import Edition
from cityplan.city.table_form import COLUMNS, TableForm
from cityplan.files.errors import SourceError
from cityplan.japanese.letters import fold, squeeze
from cityplan.japanese.years import era
from cityplan.read.file.contents import CellGrid, GridCell
from cityplan.read.file.declared_heading import plan_heading
from cityplan.read.printed import Cell, Line, Place, Printed
from cityplan.read.sheets.headings import bare
from cityplan.read.table.grid import letters
from cityplan.read.table.role_years import own_role_years
from cityplan.read.text import declared
from cityplan.read.text.sheet_rows import refuse

PURPOSE, PROGRESS, ACTIVITIES, INDICATORS, DIRECTIONS = KINDS = (
    "purpose", "progress", "activities", "indicators", "directions",
)  # fmt: skip
# 登載 stands for 掲載 on three of the fourteen sheets of Hitachi R5.
_HEADINGS = {
    PURPOSE: re.compile(r"目的"),
    PROGRESS: re.compile(r"事業の取組状況"),
    ACTIVITIES: re.compile(r"[掲登]載事業の実績等?"),
    INDICATORS: re.compile(r"関連する主な目標指標"),
    DIRECTIONS: re.compile(r"今後の取組の方向性"),
}
_DECLARED = {PURPOSE: "purpose", DIRECTIONS: "direction"}
_SUBJECTS = {ACTIVITIES: "activity", INDICATORS: "indicator"}
_NOT_HERE = ("group", "plan", "plan_id", "role", "year", "value")  # a sheet is of one plan, a column of one value
_LEAST_SHARE = 0.5


def plan_of_heading(text: str, edition: Edition) -> declared.DeclaredPlan | None:
    """The number and name of a plan, by the heading that is declared, or PLAN 05 名前."""
    if not edition.sheets.begins:
        return declared.plan(text)
    said = plan_heading(re.sub(r"\s+\{id\}", "{id}", edition.sheets.begins), text)
    return declared.DeclaredPlan(said.id, said.name) if said and said.name else None


def plan_label(edition: Edition) -> re.Pattern[str]:
    """A plan's number alone, as charts have it: PLAN05."""
    word = squeeze((edition.sheets.begins or "PLAN {id}").partition("{id}")[0])
    return re.compile(rf"{re.escape(word)}\d+(?:-\d+)*")


def heading_kind(line: Line, edition: Edition) -> str:
    """The kind of a sheet's heading, or nothing."""
    for kind, key in _DECLARED.items():
        if any(bare(line.text) == bare(words) for words in edition.sheets.prose.get(key, ())):
            return kind
    own = {kind for kind, key in _DECLARED.items() if edition.sheets.prose.get(key)}
    text = squeeze(line.text)
    return next((kind for kind, form in _HEADINGS.items() if kind not in own and form.fullmatch(text)), "")


def heading_words(kind: str, edition: Edition) -> str:
    """How a heading reads, for a message."""
    return "」「".join(edition.sheets.prose.get(_DECLARED.get(kind, ""), ())) or _HEADINGS[kind].pattern


def form_of(kind: str, edition: Edition) -> TableForm | None:
    """What is declared of the activities' or the indicators' table; None for nothing."""
    return next((form for form in edition.tables if form.subject == _SUBJECTS[kind]), None)


def table_kind(line: Line, edition: Edition) -> str:
    """Which declared table begins with this row of headings: most of its headings stand in it; or nothing."""
    cells = {squeeze(text) for text in line.text.split("\t") if text.strip()}
    for kind in (ACTIVITIES, INDICATORS):
        form = form_of(kind, edition)
        wanted = {squeeze(part) for text in form.headings() for part in text.split("/")[:1]} if form else set()
        if len(cells) > 1 and wanted and len(wanted & cells) >= _LEAST_SHARE * len(wanted):
            return kind
    return ""


def declared_columns(heading: Sequence[Line], kind: str, form: TableForm, edition: Edition) -> list[str]:
    """The column of each cell of a table's headings as declared, empty for one without a heading.

    SourceError where a heading is not declared, with the lines to write. One that is declared may be missing in some.
    """
    if form.faults:
        raise form.faults[0]
    feeds = dict(_feeds(form, heading[-1], edition))
    columns: list[str] = []
    for names in _names(heading):
        fits = [name for name in names if name in feeds]
        if names and not fits:
            raise unknown_heading(heading, names[0].rpartition("/")[2], kind, edition)
        columns.append(feeds[fits[0]] if fits else "")
    while columns and not columns[-1]:
        columns.pop()
    return columns


def check_declared(printed: Printed, edition: Edition) -> None:
    """SourceError where a heading is declared that no sheet has."""
    found = {(cell.table, cell.column) for cell in printed.cells if not cell.row}
    for form in edition.tables:
        for ours, text in form.columns.items():
            if ours not in _NOT_HERE and (form.table, COLUMNS[form.subject][ours]) not in found:
                raise SourceError(
                    f"source.toml の見出し「{text}」の列が、どのシートの表にもありません",
                    file=edition.raw_file,
                    column=ours,
                    text=text,
                    next_step="[[edition.table]] の columns を原文の見出しに合わせてください。",
                )


def unknown_heading(heading: Sequence[Line], label: str, kind: str, edition: Edition) -> SourceError:
    """What is said of a heading that nothing declares: all lines that the table lacks."""
    what = "掲載事業" if kind == ACTIVITIES else "目標指標"
    lines = "\n".join(_proposed(heading, kind))
    line = next((each for each in heading if label in map(squeeze, each.text.split("\t"))), heading[-1])
    return refuse(
        line,
        edition,
        f"{what}の表の見出し「{label}」が分かりません",
        f"見出しの語が違うなら、次の行を source.toml に書き、合っているか確かめてください。\n{lines}"
        if lines
        else "原文のこの行を確かめてください。図などの行なら source.toml の left_out に加えてください。",
    )


def _proposed(heading: Sequence[Line], kind: str) -> Iterator[str]:
    from cityplan.read.proposal.columns import drafts  # only where something is wrong
    from cityplan.read.proposal.seen import table_of
    from cityplan.read.proposal.source_text import table_lines

    rows = [*(line.text.split("\t") for line in heading)]
    rows.append(["－"] * max(map(len, rows)))  # a body, so that it is a table
    cells = [
        GridCell(row, column, text.strip(), Place(row))
        for row, texts in enumerate(rows, start=1)
        for column, text in enumerate(texts, start=1)
    ]
    table = table_of(CellGrid("", Place(1), cells))
    for draft in drafts(table) if table else ():
        if draft.subject == _SUBJECTS[kind]:
            yield "[[edition.table]]"
            yield f'subject = "{draft.subject}"'
            yield from table_lines(draft, "edition.table")


def _names(heading: Sequence[Line]) -> Iterator[list[str]]:
    """What each column of one or two rows of headings may be called: 下, 上/下, the n-th of a name, its letter."""
    rows = [[squeeze(text) for text in line.text.rstrip("\t ").split("\t")] for line in heading]
    width = max(map(len, rows))
    upper, *lower = [row + [""] * (width - len(row)) for row in rows]
    times: dict[str, int] = {}
    over = ""
    for at in range(width):
        over = upper[at] or over
        below = lower[0][at] if lower else ""
        label = below or upper[at]
        if not label:
            yield []
            continue
        own = [f"{over}/{below}", below] if below else [label]
        times[label] = times.get(label, 0) + 1
        yield [*own, f"{label}#{times[label]}", f"列{letters(at + 1)}"]


def _feeds(form: TableForm, line: Line, edition: Edition) -> Iterator[tuple[str, str]]:
    """Each declared heading, squeezed, and the column of cells that it feeds."""
    for ours, text in form.columns.items():
        if ours in _NOT_HERE:
            raise _not_here(ours, text, line, edition)
        yield squeeze(text), COLUMNS[form.subject][ours]
    roles = _roles(form, edition)
    for year, text in form.years.items():
        if year not in roles:
            raise _not_here("years", text, line, edition)
        yield squeeze(text), roles[year]
    for years in form.role_years.values():
        for text in years.values():
            raise _not_here("years", text, line, edition)


def take_own_years(line: Line, row: tuple[str, str, int], edition: Edition, printed: Printed) -> None:
    """The years of the values of a row (table, plan, number) where its table is declared to have others than its edition."""
    forms = (form for form in edition.tables if form.table == row[0])
    for role, year in own_role_years(replace(edition, form=next(forms, edition.form))).items():
        printed.cells.append(Cell(*row, f"{role}_fy", line.no, line.no, 0, era(year)))


def _roles(form: TableForm, edition: Edition) -> Mapping[int, str]:
    """The column for the years of results that a sheet may have: this year's, and of an activity last year's."""
    actual = form.role_fy.get("actual", edition.actual)
    previous = form.role_fy.get("previous", edition.previous)
    found = {actual: "actual_text"} | ({previous: "previous_text"} if form.subject == "activity" else {})
    return {year: column for year, column in found.items() if year is not None}


def _not_here(key: str, text: str, line: Line, edition: Edition) -> SourceError:
    return refuse(
        line,
        edition,
        f"progress-sheets の表には書けない項目です（{key} = 「{fold(text)}」）",
        '元のファイル（PowerPoint、Word、Excel、PDF）があれば、それを置いて layout = "sheets" とすると読めます。',
    )
