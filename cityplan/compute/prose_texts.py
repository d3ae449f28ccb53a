"""Values that the running text 文章 of a plan says of its indicators: 空き店舗率は令和６年度に19.5％となり.

Only what is said of an indicator's own name and unit counts. Of another scope (商店街の for 中心市街地の) only a value
whose figures are those of the indicator's in another order: 19.5 for 15.9.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from cityplan.compute.prose import MOVED, Judged, ValuesOfYears, moved
from cityplan.compute.prose_claims import is_about
from cityplan.compute.prose_numbers import Figure, figures, one_spelling
from cityplan.japanese.letters import fold, squeeze
from cityplan.japanese.years import fiscal_year
from cityplan.tables.definitions import IndicatorRow, TextRow

_ROLES = ("actual", "baseline", "target")
_YEAR = r"(?:令和|平成|[RH])\s?(?:\d{1,2}|元)\s?年?度?(?:末)?|(?:19|20)\d\d\s?年度?"
_SUBJECT = re.compile(
    rf"(?:(?P<before>{_YEAR})(?:の|における|は、?))?(?P<subject>[^はが]+?)[はが]、?"
    rf"(?:(?P<after>{_YEAR})(?:に|には|で|では|時点で)?、?)?"
)
_VALUE_FIRST = re.compile(  # 組織率は、令和５年度末で82.5%となり、(前年度から1.0ポイント増加)
    rf"(?P<subject>[^はが、]+)[はが]、?(?:(?P<year>{_YEAR})(?:に|には|で|では|時点で)?、?)?"
    r"(?P<value>\d[\d,]*(?:\.\d+)?) ?[^\d、。]{1,8}?(?:で|となり|であり|に達し)、"
)
_STATED = re.compile(r"\s?(?:で(?!は)|だった|と(?:な|し)|に(?:達|な|とどま)|まで|[、。()]|$)")


class Contradiction(NamedTuple):
    """A figure of a text, and the value of the indicator that it contradicts."""

    text: TextRow
    figure: str
    row: IndicatorRow
    column: str  # of the value as the indicator has it
    computed: str = ""  # from its values, where the text says how far it moved

    @property
    def printed(self) -> str:
        """The value as the indicator has it."""
        return str(getattr(self.row, self.column))


def contradictions(text: TextRow, rows: list[IndicatorRow]) -> Iterator[Contradiction]:
    """What a text of a plan says of its indicators otherwise than they do, each figure once."""
    said = fold(text.text)
    for figure in figures(said):
        clause = re.split("[、。()]", said[: figure.start])[-1]
        match = _SUBJECT.fullmatch(clause) if _STATED.match(said, figure.end) else None
        if match is None or figure.value is None:
            continue
        year = fiscal_year(match["after"] or match["before"] or "")
        for row in rows:
            if column := _contradicted(figure, match["subject"], year, row):
                yield Contradiction(text, figure.text, row, column)
                break


class Move(NamedTuple):
    """How far a text says that an indicator moved since last year, as held against its values."""

    said: str
    row: IndicatorRow
    agreement: str  # as in `prose_figures`
    computed: str


def contradicted_moves(text: TextRow, rows: list[IndicatorRow], years: ValuesOfYears) -> Iterator[Contradiction]:
    """The moves that a text tells of indicators, where their values say otherwise: 前年度より98人増加."""
    for each in moves_told(text, rows, years):
        if each.agreement == "differs":
            yield Contradiction(text, each.said, each.row, "actual_text", each.computed)


def moves_told(text: TextRow, rows: list[IndicatorRow], years: ValuesOfYears) -> Iterator[Move]:
    """How far a text says that an indicator, which it names, moved since last year."""
    said = fold(text.text)
    numbers = {figure.start: figure for figure in figures(said)}
    for match in MOVED.finditer(said):
        before = said[: match.start()].rpartition("。")[2]
        value = _VALUE_FIRST.fullmatch(before)
        subject = value["subject"] if value else re.sub("[はがも]、?$", "", before)
        own = [row for row in rows if _plain_name(row) == squeeze(subject) and (not value or _is_actual(value, row))]
        figure = numbers.get(match.start("value"))
        if len(own) != 1 or figure is None:
            continue
        nothing = Judged(figure.start, figure.text, figure.value, figure.unit, "no_counterpart", "")
        judged = moved(nothing, match, own[0], years)
        yield Move(match[0], own[0], judged.agreement, judged.counterpart)


def _is_actual(said: re.Match[str], row: IndicatorRow) -> bool:
    """Whether a text tells the actual value of an indicator (a match of `_VALUE_FIRST`), of its year or of none."""
    year = fiscal_year(said["year"] or "")
    return year in (None, row.actual_fy) and row.actual == Decimal(said["value"].replace(",", ""))


def _plain_name(row: IndicatorRow) -> str:
    return squeeze(re.sub(r"[(（][^()（）]*[)）]", "", row.name))


def _contradicted(figure: Figure, subject: str, year: int | None, row: IndicatorRow) -> str:
    """The column of the value that a figure contradicts; empty where it does not, or speaks of something else."""
    name = _plain_name(row)
    values = [(getattr(row, role), getattr(row, f"{role}_fy"), f"{role}_text") for role in _ROLES]
    known = [each for each in values if each[0] is not None]
    if one_spelling(figure.unit) != one_spelling(row.unit) or not is_about(subject, [name]):
        return ""
    if any(value == figure.value for value, _, _ in known):
        return ""
    own = [(value, column) for value, of, column in known if year is None or of == year]
    is_same = squeeze(subject) == name and year is not None
    return next((column for value, column in own if is_same or _is_swapped(figure.value, value)), "")


def _is_swapped(said: Decimal | None, value: Decimal) -> bool:
    """Whether two numbers have the same figures in another order, the point where it was.

    >>> _is_swapped(Decimal("19.5"), Decimal("15.9")), _is_swapped(Decimal("19.5"), Decimal("19.6"))
    (True, False)
    """
    one, other = str(said), str(value)
    return one != other and sorted(one) == sorted(other) and one.find(".") == other.find(".")
