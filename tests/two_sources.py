"""A second and a third source of a document, made from its own figures: an edition before, and a plan book.

They are invented: what a real city's would say is not known. They only show what the audit sees where there is one.
The edition before prints last year's results as its own, and the same baselines and targets; the plan book prints
these two of each indicator.
"""

from collections.abc import Iterable
from dataclasses import replace

from cityplan.city.edition import Edition
from cityplan.clean.document import clean
from cityplan.compute.history import Told
from cityplan.japanese.years import era
from cityplan.read.printed import Cell, Printed, column_year

_OF_ALL = ("groups", "plans")
_KEPT = ("name", "subgroup", "unit", "measure", "alias", "polarity", "baseline_text", "target_text")
_OF_LAST_YEAR = {"previous_text": "actual_text", "status_previous_printed": "status_printed"}
_OF_A_BOOK = ("name", "subgroup", "unit", "polarity", "baseline_text", "target_text")


def edition_before(printed: Printed, edition: Edition) -> Told:
    """The document of the year before, as far as this one tells it."""
    years = {"actual": edition.previous, "previous": edition.previous and edition.previous - 1}
    before = replace(edition, year=era(edition.fiscal_year - 1), **years)
    return _told(before, filter(None, (_then(cell, edition) for cell in printed.cells)))


def _then(cell: Cell, edition: Edition) -> Cell | None:
    if cell.table in _OF_ALL or not cell.row:
        return cell
    year = column_year(cell.column)
    if cell.column in _OF_LAST_YEAR:
        return cell._replace(column=_OF_LAST_YEAR[cell.column])
    if cell.column == "actual_text" and " / " in cell.text:  # both years in one cell: 369人 / 232人
        return cell._replace(text=cell.text.split(" / ")[1])
    if cell.column in _KEPT or (year is not None and year < (edition.actual or 0)):
        return cell
    return None


def plan_book(printed: Printed, edition: Edition) -> Told:
    """The plan book 計画書 with the baselines and targets of the indicators."""
    kept = [
        cell
        for cell in printed.cells
        if cell.table in _OF_ALL or not cell.row or (cell.table == "indicators" and cell.column in _OF_A_BOOK)
    ]
    year = era((edition.baseline or edition.fiscal_year - 1) + 1)
    return _told(replace(edition, year=year), (cell for cell in kept if cell.table != "activities"))


def _told(edition: Edition, cells: Iterable[Cell]) -> Told:
    return Told(edition.year, clean(Printed(cells=list(cells)), edition))
