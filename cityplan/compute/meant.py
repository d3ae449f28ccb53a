"""What a value says besides its digits 以上・以下・延べ: two of equal digits that are not meant alike. Opens no file."""

from cityplan.japanese.quantities import BETTER, PERIODS, WITHIN, counted, over_years, quantity
from cityplan.tables.definitions import IndicatorRow, ObservationRow, PrintedEntry
from cityplan.tables.words import POLARITIES

_KINDS = {"cumulative": "延べか累計", "period_average": "平均"}


def meant_otherwise(own: ObservationRow, row: PrintedEntry, their: ObservationRow, other: PrintedEntry) -> str:
    """Their value in words, where it is not meant as our own of equal digits; empty where nothing contradicts.

    A bound that only one of them prints contradicts nothing, unless the other's row is told to be better the other way.
    延べ of one alone does, where nothing in the other's row says so: 8社 of a year are not 8社 since the first.
    """
    bounds = _bound(own), _bound(their)
    if all(bounds) and bounds[0] != bounds[1]:
        return their.text
    ways = _direction(own, row), _direction(their, other)
    if own.role in ("baseline", "target") and all(ways) and ways[0] != ways[1]:
        return f"{their.text}（{POLARITIES[ways[1]]}）"
    if _period(own) != _period(their):
        return their.text
    return _counted_otherwise(own, row, their, other)


def _counted_otherwise(own: ObservationRow, row: PrintedEntry, their: ObservationRow, other: PrintedEntry) -> str:
    kinds, others = _kinds(own, row), _kinds(their, other)
    for lost in sorted(kinds - others - _all_kinds(other)):
        return their.text if lost in over_years(own.text) else f"{their.text}（{_KINDS[lost]}の記載なし）"
    for more in sorted(others - kinds - _all_kinds(row)):
        return their.text if more in over_years(their.text) else f"{their.text}（{_KINDS[more]}）"
    return ""


def _bound(value: ObservationRow) -> str:
    """The bound that is printed; 以内 as 以下, which says the same of a number."""
    read = quantity(value.text)
    return ("以下" if read.bound == WITHIN else read.bound) if read else ""


def _period(value: ObservationRow) -> str:
    """Whether a value is of a month or week 月・週; empty where it is of a year."""
    read = quantity(value.text)
    found = counted(read.note) if read else ""
    return found if found in PERIODS else ""


def _direction(value: ObservationRow, row: PrintedEntry) -> str:
    """The direction that is better: as printed with a value, else as its row tells it; inferred, it tells nothing."""
    if bound := _bound(value):
        return BETTER[bound]
    return row.polarity if isinstance(row, IndicatorRow) and row.polarity_source != "inferred" else ""


def _kinds(value: ObservationRow, row: PrintedEntry) -> set[str]:
    """What the remarks of a value say that it counts; of a target also those of the cell of its unit."""
    read = quantity(value.text)
    of_unit = {row.target_kind} & {*_KINDS} if isinstance(row, IndicatorRow) and value.role == "target" else set()
    return over_years(read.note if read else "") | of_unit


def _all_kinds(row: PrintedEntry) -> set[str]:
    """What anything in a row may say of it: its name, its unit and its remarks."""
    more = f"{row.subgroup}{row.note}" if isinstance(row, IndicatorRow) else row.measure
    return over_years(f"{row.name}{row.unit}{more}")
