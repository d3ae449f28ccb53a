"""The headings that `source.toml` names, what each of them feeds, and where they stand in a table."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cityplan.city.edition import Edition
from cityplan.city.table_form import COLUMNS, Block, year_key
from cityplan.japanese.letters import squeeze
from cityplan.read.printed import year_column
from cityplan.read.table.grid import column_number, letters
from cityplan.read.table.headings import Heading, headings, over_unit
from cityplan.read.table.role_years import role_year, roles_of
from cityplan.read.table.rows import TableRow, TableRows

LETTER = re.compile("列([A-Z]{1,3})")
CELL = re.compile("セル([A-Z]{1,3})([1-9][0-9]{0,6})")
_NTH = re.compile(r"(?P<words>.+)#(?P<nth>[1-9][0-9]?)")
_SEARCHED = 50  # rows in which headings are looked for where skip_rows does not say where they stand


class Wanted(NamedTuple):
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
    wanted = wanted_headings(edition)
    if form.skip_rows is not None or not wanted:
        return used[: form.heading_rows]
    places = range(max(1, min(_SEARCHED, len(used) - form.heading_rows + 1)))
    chosen = [used[at : at + form.heading_rows] for at in places]
    return min(chosen, key=lambda each: (*_unlike(each, wanted, rows, edition), _is_titled(each)))


def _is_titled(chosen: Sequence[TableRow]) -> bool:
    """Whether the upper row of several holds one text alone: more likely the title of the table."""
    return len(chosen) > 1 and sum(bool(cell.text.strip()) for cell in chosen[0].own) == 1


def _unlike(chosen: Sequence[TableRow], wanted: Sequence[Wanted], rows: TableRows, edition: Edition) -> tuple[int, int]:
    """How many headings are not found in some rows, and how many others are."""
    found = headings(chosen, ()) if chosen else []
    fitting = [fitting_headings(each, found, rows) for each in wanted]
    named = {heading.column for each in fitting for heading in each}
    others = [each for each in found if each.column not in named and not is_left_out(each, edition)]
    lost = sum(not each and not CELL.fullmatch(one.words) for each, one in zip(fitting, wanted, strict=True))
    return lost, len(others)


def lost_headings(rows: TableRows, heading: Sequence[TableRow], edition: Edition) -> tuple[list[str], int]:
    """The headings that `source.toml` names and these rows have not, and how many it names."""
    found, wanted = headings(heading, ()) if heading else [], wanted_headings(edition)
    return [each.words for each in wanted if not _is_found(each, found, rows)], len(wanted)


# what is declared


def wanted_headings(edition: Edition) -> list[Wanted]:
    """Every heading that the form names, squeezed, and the columns of cells that it feeds."""
    wanted: list[Wanted] = []
    for number, block in enumerate(edition.form.blocks):
        for words, key, names in _block_feeds(block, edition):
            text = squeeze(words)
            wanted.append(Wanted(text, key, names, number, block.units.get(text, "")))
    return wanted


def _block_feeds(block: Block, edition: Edition) -> Iterable[tuple[str, str, list[str]]]:
    form = edition.form
    cells = COLUMNS[form.subject]
    for ours, heading in block.columns.items():
        yield heading, ours, [_of_this_year(cells[ours], edition)]
    has_roles = any("role" in each.columns for each in form.blocks)
    for year, heading in block.years.items():
        own = {*block.columns, *block.role_years}
        names = [] if has_roles else [cells[role] for role in roles_of(year, edition) if role not in own]
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


def _is_found(wanted: Wanted, found: list[Heading], rows: TableRows) -> bool:
    return bool(CELL.fullmatch(wanted.words) or fitting_headings(wanted, found, rows))


def fitting_headings(wanted: Wanted, found: Sequence[Heading], rows: TableRows) -> list[Heading]:
    """The headings that the words name: a letter, the n-th of its words, the whole heading or its end below an upper one."""
    if match := LETTER.fullmatch(wanted.words):
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
    return ending or [each for each in found if (over := over_unit(each.text)) and f"/{over}".endswith(f"/{words}")]


def is_left_out(heading: Heading, edition: Edition) -> bool:
    """Whether a heading, what stands over it or below is left out, or its column by its letter."""
    left_out = left_out_words(edition)
    parts = heading.text.split("/")
    names = {"/".join(parts[:end]) for end in range(1, len(parts) + 1)}
    names |= {"/".join(parts[begin:]) for begin in range(len(parts))} | {f"列{letters(heading.column)}"}
    return bool(names & left_out)


def column_left_out(column: int, edition: Edition) -> bool:
    """Whether a column is left out by its letter: 列C."""
    return f"列{letters(column)}" in left_out_words(edition)


def left_out_words(edition: Edition) -> set[str]:
    """The headings and rows that are left out, of the edition and of the table."""
    return {squeeze(text) for text in (*edition.left_out, *edition.form.left_out)}
