"""Any one row lost or doubled 失われた行・重なった行: each row of both documents, one at a time; a finding or a stop tells it."""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from cityplan import steps
from cityplan.check.counts import control_totals
from cityplan.check.finding import Finding
from cityplan.city.edition import Edition
from cityplan.city.source import edition
from cityplan.clean.document import clean
from cityplan.compute.counted import counted
from cityplan.compute.history import Told, join
from cityplan.files.errors import SourceError
from cityplan.files.files import read_text
from cityplan.read.kinds import read
from cityplan.tables.schema import Tables

ROOT = Path(__file__).parents[1]
CITIES = {"hitachi": "R5", "takahagi": "R6"}
ROWS = ("activities", "indicators", "programs", "program_items")
MOST = 12  # of a document in the fast suite


@cache
def own(city: str) -> tuple[Edition, str]:
    described = edition(ROOT, city, CITIES[city])
    return described, read_text(ROOT / described.raw_file, described.raw_file)


@cache
def tables_of(city: str, text: str) -> Tables:
    described, _ = own(city)
    return clean(read(text, described), described)


def lines_of_rows(city: str) -> Iterator[tuple[str, int, int]]:
    """Where each row of the document stands: its table, first and last line; rows that share a line as one."""
    cells = tables_of(city, own(city)[1])["cells"]
    found: dict[tuple[str, str, int], list[int]] = {}
    for cell in cells.itertuples():
        is_prose = cell.column in ("direction", "direction_name")
        if cell.table in ROWS and cell.row and not is_prose:
            lines = found.setdefault((cell.table, cell.plan_id, cell.row), [])
            lines += [cell.source_line, cell.source_line_end]
    yield from dict.fromkeys((key[0], min(lines), max(lines)) for key, lines in found.items())


def changed(city: str, first: int, last: int, times: int) -> str:
    """The text with some of its lines left out, or standing twice."""
    lines = own(city)[1].split("\n")
    return "\n".join([*lines[: first - 1], *lines[first - 1 : last] * times, *lines[last:]])


def told(city: str, text: str) -> list[Finding] | SourceError:
    """What the control totals say of a text; the error where it cannot be read."""
    try:
        return list(control_totals(tables_of(city, text), own(city)[0].counts))
    except SourceError as error:
        return error


def is_silent(city: str, first: int, last: int, times: int) -> bool:
    """Whether a text with a row lost or doubled has no finding that the right one has not."""
    text = changed(city, first, last, times)
    if told(city, text):
        return False
    return not Counter(_findings(city, text)) - Counter(_findings(city, own(city)[1]))


@cache
def _findings(city: str, text: str) -> tuple[tuple[str, str, str], ...]:
    described = own(city)[0]
    found = steps.computed(described, join(Told(described.year, tables_of(city, text)), []), [], [])["findings"]
    return tuple((row.kind, row.plan_id, row.message) for row in found.itertuples())


@pytest.mark.parametrize("city", CITIES)
class TestEveryRow:
    def test_of_the_document_is_counted_as_declared(self, city: str) -> None:
        described, text = own(city)
        assert counted(tables_of(city, text)) == described.counts

    @pytest.mark.parametrize("times", [0, 2], ids=["lost", "doubled"])
    def test_is_missed_or_noticed_twice(self, city: str, times: int) -> None:
        some = list(lines_of_rows(city))
        some = some[:: max(1, len(some) // MOST)]
        assert [each for each in some if is_silent(city, *each[1:], times)] == []

    @pytest.mark.long
    @pytest.mark.parametrize("times", [0, 2], ids=["lost", "doubled"])
    def test_of_all(self, city: str, times: int) -> None:
        every = list(lines_of_rows(city))
        assert [each for each in every if is_silent(city, *each[1:], times)] == []
