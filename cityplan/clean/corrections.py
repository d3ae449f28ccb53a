"""訂正: the analyst's corrections change numbers of rows; what is printed there stays as printed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, NamedTuple

from cityplan.city.decisions import SHARES, Correction, known_plan
from cityplan.city.edition import Edition
from cityplan.clean.indicators import inferred_polarity, polarity_word
from cityplan.clean.rows import CellsOfRows, RowCells, completes, value_of
from cityplan.files.errors import cut_short
from cityplan.japanese.letters import squeeze
from cityplan.japanese.quantities import DASHES, Quantity, quantity
from cityplan.read.places import line_words
from cityplan.read.printed import Repair
from cityplan.tables.definitions import ActivityRow, CorrectionRow, IndicatorRow, PrintedEntry

CorrectedCell = tuple[str, str, int]  # table, plan_id, row
WithBaselines = tuple[IndicatorRow, list[Quantity | None]]
# cp932 has no — of its own: Excel saves it as ―, and 〜 as ～ (folded to ~).
_ALIKE = str.maketrans({**dict.fromkeys(DASHES, "-"), "〜": "~"})


class Corrected(NamedTuple):
    """Rows as the corrections leave them, and the rows of the table `corrections`."""

    activities: list[ActivityRow]
    indicators: list[WithBaselines]
    corrections: list[CorrectionRow]


def corrected(
    corrections: Iterable[Correction],
    activities: Sequence[ActivityRow],
    indicators: Sequence[WithBaselines],
    rows: CellsOfRows,
    plans: Sequence[str],
    edition: Edition,
    repairs: list[Repair],
) -> Corrected:
    """The rows with the numbers that the analyst decided on; each change is a repair.

    SourceError where a plan or row does not exist, where the source prints something else than the
    correction says, or where the unit is another.
    """
    by_place: dict[CorrectedCell, PrintedEntry] = {("activities", *row.key): row for row in activities}
    by_place |= {("indicators", *row.key): row for row, _ in indicators}
    changed: dict[CorrectedCell, set[str]] = defaultdict(set)
    applied: list[CorrectionRow] = []
    for each in corrections:
        place = _meant(each, by_place, plans)
        row, column = by_place[place], f"{each.column}_text"
        line, printed = _source_line(rows[place], column, row), getattr(row, column)
        cell = rows[place].by_column.get(column)
        where = cell.place.words if cell and cell.place else line_words(edition, line)
        _check_printed(each, printed, where)
        by_place[place] = _changed(each, row)
        changed[place].add(each.column)
        applied.append(_applied(each, place, printed, line, edition))
        repairs.append(Repair(place[1], each.table, each.row, each.column, "correction", printed, each.use, line))
    now = [row for row in by_place.values() if isinstance(row, IndicatorRow)]
    return Corrected(
        [row for row in by_place.values() if isinstance(row, ActivityRow)],
        [
            _indicator(row, baselines, rows["indicators", *row.key], changed["indicators", *row.key])
            for row, (_, baselines) in zip(now, indicators, strict=True)
        ],
        applied,
    )


def _meant(each: Correction, by_place: Mapping[CorrectedCell, PrintedEntry], plans: Sequence[str]) -> CorrectedCell:
    """The row that a correction means; SourceError lists those that its plan has."""
    plan_id = known_plan(each.line, plans)
    place = (each.table, plan_id, each.row)
    if place not in by_place:
        there = [f"{row.no} {row.name}" for (table, *_), row in by_place.items() if (table, row.plan_id) == place[:2]]
        raise each.line.error(
            f"プラン {plan_id} の {each.table} にこの行はありません",
            "row",
            f"あるもの: {cut_short('、'.join(there), 300) or 'なし'}。",
        )
    return place


def _source_line(cells: RowCells, column: str, row: PrintedEntry) -> int:
    """The line of a cell; that of its row where nothing is printed."""
    return cells.line(column) if column in cells.by_column else row.source_line


# what is printed


def _check_printed(each: Correction, now: str, place: str) -> None:
    """A correction holds for what was printed when it was decided, and for nothing else."""
    if not _same(each.printed, now):
        step = "訂正がまだ要るか確かめ、printed を原文に合わせるか、この行を消してください。"
        if each.line.sheet:
            step = "答えたときの資料と違います。このファイルを answers/ から出し、新しい正誤表案で尋ね直してください。"
        problem = f"原文（{place}）のこのセルは、いま{f'「{now}」' if now else '空欄'}です"
        raise each.line.error(problem, "printed", step)


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


def _changed(each: Correction, row: PrintedEntry) -> PrintedEntry:
    changes: dict[str, Any] = {each.column: value_of(each.value)}  # a column by name has no type
    if each.column in SHARES:
        _check_share(each)
        return replace(row, **changes)
    return replace(row, unit=_unit(each, row.unit), **changes)


def _check_share(each: Correction) -> None:
    if each.value and each.value.unit not in ("%", ""):
        raise each.line.error(
            f"{SHARES[each.column]}の単位は % です", "use", "% を付けるか、単位を書かないでください。"
        )


def _unit(each: Correction, unit: str) -> str:
    """The row's unit, which the correction's may complete; a number in another unit is refused."""
    given = each.value.unit if each.value else ""
    if completes(given, unit):
        return unit
    if not completes(unit, given):
        raise each.line.error(f"この行の単位は「{unit}」です", "use", f"「{unit}」の値を書いてください。")
    return given


def _indicator(
    row: IndicatorRow, baselines: list[Quantity | None], cells: RowCells, changed: set[str]
) -> WithBaselines:
    """An indicator with what follows from its corrected values: its baselines, an inferred direction."""
    if "baseline" in changed:
        baselines = [_governing(baselines[:1], row.baseline), *baselines[1:]]
    follows = row.polarity_source in ("inferred", "") and not polarity_word(cells)
    if follows and changed & {"baseline", "target"}:
        polarity, source = inferred_polarity(row.baseline, row.target)
        row = replace(row, polarity=polarity, polarity_source=source)
    return row, baselines


def _governing(first: Sequence[Quantity | None], value: Decimal | None) -> Quantity | None:
    """The first baseline with its corrected value, of the year that is printed with it."""
    if value is None:
        return None
    return replace(first[0], value=value) if first and first[0] else Quantity(value)


# what is left of it


def _applied(each: Correction, place: CorrectedCell, printed: str, line: int, edition: Edition) -> CorrectionRow:
    table, plan_id, number = place
    return CorrectionRow(
        plan_id=plan_id,
        table=table,
        row=number,
        column=each.column,
        printed=printed,
        use=each.use,
        value=value_of(each.value),
        reason=each.reason,
        date=each.date,
        file_line=each.line.no,
        source_line=line,
        file=each.line.file.removeprefix(edition.beside("")),
    )
