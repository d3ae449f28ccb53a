"""訂正: the analyst's corrections change numbers of rows; what is printed there stays as printed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from cityplan.city.decisions import Correction, known_plan
from cityplan.city.source import Edition
from cityplan.clean.indicators import inferred_polarity, polarity_word
from cityplan.clean.rows import Row, RowCells, Rows, completes, value_of
from cityplan.files.errors import shorten
from cityplan.japanese.text import DASHES, Quantity, quantity, squeeze
from cityplan.read.places import line_words
from cityplan.read.printed import Repair
from cityplan.tables.schema import NUMBERS

Place = tuple[str, str, int]  # table, plan_id, row
IndicatorRow = tuple[Row, list[Quantity | None]]
# cp932 has no — of its own: Excel saves it as ―, and 〜 as ～ (folded to ~).
_ALIKE = str.maketrans({**dict.fromkeys(DASHES, "-"), "〜": "~"})


class Corrected(NamedTuple):
    """Rows as the corrections leave them, and the rows of the table `corrections`."""

    activities: list[Row]
    indicators: list[IndicatorRow]
    corrections: list[Row]


def corrected(
    corrections: Iterable[Correction],
    activities: Sequence[Row],
    indicators: Sequence[IndicatorRow],
    rows: Rows,
    plans: Sequence[str],
    edition: Edition,
    repairs: list[Repair],
) -> Corrected:
    """The rows with the numbers that the analyst decided on; each change is a repair.

    SourceError where a plan or row does not exist, where the source prints something else than the
    correction says, or where the unit is another.
    """
    by_place = {_place("activities", row): row for row in activities}
    by_place |= {_place("indicators", row): row for row, _ in indicators}
    changed: dict[Place, set[str]] = defaultdict(set)
    applied: list[Row] = []
    for each in corrections:
        place = _meant(each, by_place, plans)
        row, column = by_place[place], f"{each.column}_text"
        line = _source_line(rows[place], column, row)
        _check_printed(each, row[column], line_words(edition, line))
        by_place[place] = {**row, **_changes(each, row)}
        changed[place].add(each.column)
        applied.append(_applied(each, place, row[column], line))
        repairs.append(_repair(applied[-1]))
    return Corrected(
        [by_place[_place("activities", row)] for row in activities],
        [
            _indicator(by_place[place], baselines, rows[place], changed[place])
            for place, baselines in ((_place("indicators", row), each) for row, each in indicators)
        ],
        applied,
    )


def _place(table: str, row: Row) -> Place:
    return table, row["plan_id"], row[NUMBERS[table]]


def _meant(each: Correction, by_place: Mapping[Place, Row], plans: Sequence[str]) -> Place:
    """The row that a correction means; SourceError lists those that its plan has."""
    plan_id = known_plan(each.line, plans)
    place = (each.table, plan_id, each.row)
    if place not in by_place:
        there = [
            f"{number} {row['name']}" for (table, plan, number), row in by_place.items() if (table, plan) == place[:2]
        ]
        raise each.line.error(
            f"プラン {plan_id} の {each.table} にこの行はありません",
            "row",
            f"あるもの: {shorten('、'.join(there), 300) or 'なし'}。",
        )
    return place


def _source_line(cells: RowCells, column: str, row: Row) -> int:
    """The line of a cell; that of its row where nothing is printed."""
    line: int = cells.line(column) if column in cells.by_column else row["source_line"]
    return line


# what is printed


def _check_printed(each: Correction, now: str, place: str) -> None:
    """A correction holds for what was printed when it was decided, and for nothing else."""
    if not _same(each.printed, now):
        raise each.line.error(
            f"原文（{place}）のこのセルは、いま{f'「{now}」' if now else '空欄'}です",
            "printed",
            "訂正がまだ要るか確かめ、printed を原文に合わせるか、この行を消してください。",
        )


def _same(given: str, printed: str) -> bool:
    """Whether two texts are the same print, also after Excel has rewritten a number.

    >>> _same("131.90%", "131.9%"), _same("63", "63.00"), _same("―", "—"), _same("", "—")
    (True, True, True, False)
    """
    if _comparable(given) == _comparable(printed):
        return True
    number = quantity(given)
    return number is not None and number == quantity(printed)


def _comparable(text: str) -> str:
    return squeeze(text).translate(_ALIKE)


# what is changed


def _changes(each: Correction, row: Row) -> Row:
    value = value_of(each.value)
    if each.column == "ratio_printed":
        _check_ratio(each)
        return {each.column: value}
    return {each.column: value, "unit": _unit(each, row["unit"])}


def _check_ratio(each: Correction) -> None:
    if each.value and each.value.unit not in ("%", ""):
        raise each.line.error("前年度比の単位は % です", "use", "% を付けるか、単位を書かないでください。")


def _unit(each: Correction, unit: str) -> str:
    """The row's unit, which the correction's may complete; a number in another unit is refused."""
    given = each.value.unit if each.value else ""
    if completes(given, unit):
        return unit
    if not completes(unit, given):
        raise each.line.error(f"この行の単位は「{unit}」です", "use", f"「{unit}」の値を書いてください。")
    return given


def _indicator(row: Row, baselines: list[Quantity | None], cells: RowCells, changed: set[str]) -> IndicatorRow:
    """An indicator with what follows from its corrected values: its baselines, an inferred direction."""
    if "baseline" in changed:
        baselines = [_governing(baselines[:1], row["baseline"]), *baselines[1:]]
    follows = row["polarity_source"] in ("inferred", "") and not polarity_word(cells)
    if follows and changed & {"baseline", "target"}:
        polarity, source = inferred_polarity(row["baseline"], row["target"])
        row = {**row, "polarity": polarity, "polarity_source": source}
    return row, baselines


def _governing(first: Sequence[Quantity | None], value: Decimal | None) -> Quantity | None:
    """The first baseline with its corrected value, of the year that is printed with it."""
    if value is None:
        return None
    return replace(first[0], value=value) if first and first[0] else Quantity(value)


# what is left of it


def _applied(each: Correction, place: Place, printed: str, line: int) -> Row:
    table, plan_id, number = place
    return {
        "plan_id": plan_id,
        "table": table,
        "row": number,
        "column": each.column,
        "printed": printed,
        "use": each.use,
        "value": value_of(each.value),
        "reason": each.reason,
        "date": each.date,
        "file_line": each.line.no,
        "source_line": line,
    }


def _repair(applied: Row) -> Repair:
    return Repair(
        applied["plan_id"],
        applied["table"],
        applied["row"],
        applied["column"],
        "correction",
        applied["printed"],
        applied["use"],
        applied["source_line"],
    )
