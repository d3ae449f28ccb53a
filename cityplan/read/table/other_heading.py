"""The heading of another table below a table on the same sheet 下に続く別の表: the rows from there on are not its own."""

from collections.abc import Sequence
from dataclasses import replace

from cityplan.city.edition import Edition
from cityplan.japanese.letters import squeeze
from cityplan.japanese.quantities import quantity
from cityplan.read.table.heading_words import is_heading_word, usual
from cityplan.read.table.headings import headings
from cityplan.read.table.named_headings import fitting_headings, heading_rows, lost_headings, wanted_headings
from cityplan.read.table.rows import TableRow, TableRows


def value_columns(heading: Sequence[TableRow], rows: TableRows, edition: Edition) -> set[int]:
    """The columns in which the values of a table stand, by its declared headings."""
    found = headings(heading, ()) if heading else []
    wanted = [each for each in wanted_headings(edition) if each.names and _is_of_value(each.names[0])]
    return {column.column for each in wanted for column in fitting_headings(each, found, rows)}


def _is_of_value(column: str) -> bool:
    return column.endswith("_text") or column.startswith("value")


def is_heading_row(row: TableRow, values: set[int]) -> bool:
    """Whether a row below the heading is one by its words: most are such as headings have, and all where values stand.

    There they differ, and what stands first is one too: an indicator whose values are years (条例の制定, R6, R5) is none.
    """
    texts = {cell.column: cell.text for cell in row.own if cell.text.strip()}
    said = [squeeze(text) for column, text in texts.items() if column in values]
    words = sum(_is_word(text) for text in texts.values())
    are_headings = bool(said) and all(map(_is_word, said)) and len(set(said)) == len(said)
    begins = are_headings and _is_word(texts[min(texts)])
    return begins and 2 * words > len(texts) and (len(said) > 1 or bool(usual(said[0])))


def _is_word(text: str) -> bool:
    is_year = "年" in text
    return is_heading_word(text) and (is_year or quantity(text) is None)


def rows_of_other(row: TableRow, rows: TableRows, edition: Edition) -> set[int]:
    """The numbers of the rows of the heading that begins here of another declared table; empty where none does."""
    own = edition.form
    for form in edition.table_forms:
        is_here = form.sheet in ("", rows.grid.sheet) and (form.file or edition.file) == edition.file
        if not is_here or (form.columns, form.years, form.skip_rows) == (own.columns, own.years, own.skip_rows):
            continue
        other = replace(edition, form=form)
        heading = heading_rows(rows, other)
        numbers = {each.number for each in heading}
        if row.number in numbers and not lost_headings(rows, heading, other)[0]:
            return numbers
    return set()
