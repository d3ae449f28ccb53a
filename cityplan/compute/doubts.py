"""Which printed values are not plausible 疑わしい値, from the tables alone. Opens no file.

A value is held against what stands beside it: the other values of its row, its unit and name, the heading's year.
What the analyst has corrected is decided and in no doubt. `compute` makes nothing of a doubtful value, the audit
tells it, a brief marks it with ※.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from decimal import Decimal

from cityplan.clean.indicators import own_year
from cityplan.compute.doubt_rows import (
    SHARE_UNITS,
    Doubt,
    DoubtRow,
    DoubtValue,
    RowPlace,
    decided_cells,
    doubt_rows,
    quoted,
    read_in_doubt,
    unclear_rows,
)
from cityplan.compute.doubt_scale import out_of_scale
from cityplan.compute.numbers import decimals
from cityplan.japanese.letters import squeeze
from cityplan.japanese.quantities import over_years, quantity
from cityplan.japanese.years import era, fiscal_year
from cityplan.read.printed import column_role
from cityplan.tables.definitions import CellRow, IndicatorRow, PrintedEntry
from cityplan.tables.headings import headings_over
from cityplan.tables.once import kept
from cityplan.tables.reasons import Reason
from cityplan.tables.schema import Tables, certain, printed_entries, table_rows

# A rate that may be more than 100 %: 入所率 of a full house, 経常収支比率, 前年度比.
_OVER_100 = re.compile(
    "達成|利用率|稼働|充足|前年|対前|前期|比率|年度?比|増加|減少|増減|伸び|成長|変化|上昇|回収|回転|回復|進捗|執行|消化|倍"
    "|入所|入居|入園|入院|在籍|病床|乗車|混雑|自給|昼間|依存|収支|負担|応募|応札|競争|目標|計画|基準|対比|指数|予約|集客"
    "|定員|確保|供給|備蓄|返済|償還|売上|到達|超過|に対する|接種|再生"
)
# A 割合 that is no part of a whole.
_PART = re.compile("割合|満足度|認知度")
_OF_TWO = re.compile(
    "前年|対前|に対する|に比べ|(?:増加|減少|増減|伸び|変化|達成)(?:の|した)?割合|割合の(?:増減|伸び|変化)"
)
# What may be less than nothing: 社会増減数, 実質収支, 温室効果ガスの削減率.
_SIGNED = re.compile(
    "増[加減]|社会増|自然増|純増|減少|削減|低減|縮減|軽減|収支|差(?!別)|純損|損益|利益|赤字|黒字|超過|動態|偏差|気温|温度|成長"
    "|伸び|変化|変動|上昇|低下|改善|前年|対前|過不足|余剰|余力|ポイント|DI|純移動|人口移動|残高|不足"
)
_COUNT = re.compile("(?<![指係乗倍約])数$")
_OF_A_SHARE = re.compile("率|割合|比|[%％]")
_YEAR = re.compile(r"(?:令和|平成|昭和|[RHS])(?:[0-9]{1,2}|元)(?![0-9])|(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
DOUBTFUL_VALUE = "doubtful_value"  # the kind of its finding
_DATED = (
    *(("indicators", role) for role in ("baseline", "target", "actual")),
    *(("activities", role) for role in ("previous", "actual")),
)  # the values that may have a year of their own
WHOLE_ROW = "unit"  # the column where a doubt about all values of a row is told


def doubts(tables: Tables) -> list[Doubt]:
    """All doubtful values of a document, each cell once, from its source tables."""
    return kept(doubts, [*tables.values()], lambda: _doubts(tables))


def _doubts(tables: Tables) -> list[Doubt]:
    found_rows = doubt_rows(tables)
    found = [doubt for row in found_rows for check in (_below_zero, out_of_scale, _over_100) for doubt in check(row)]
    found += [*_copied(found_rows), *_other_years(tables)]
    first = {(each.place, each.column): each for each in reversed(found)}
    return sorted(first.values(), key=lambda each: (each.place, each.column))


def doubtful_rows(tables: Tables) -> set[RowPlace]:
    """The rows of which nothing is computed, as one of their values is in doubt."""
    read = {place for place, _ in read_in_doubt(tables)} | unclear_rows(tables)
    return read | {each.place for each in doubts(tables) if each.columns}


def doubted_cells(tables: Tables) -> set[tuple[RowPlace, str]]:
    """The values (row and column) that are held to be not plausible, for a check that has its own word on them."""
    return {(each.place, each.column) for each in doubts(tables)}


def withheld(row: IndicatorRow, doubtful: Collection[RowPlace]) -> str:
    """Why nothing is computed of an indicator; empty where its values can stand beside one another."""
    if row.place in doubtful:
        return Reason.DOUBTFUL
    return Reason.MIXED if any(unlike_totals(row)) else ""


def unlike_totals(row: IndicatorRow) -> tuple[list[str], list[str]]:
    """The roles of an indicator that are totals 累計 and those that are not, where it has both; else none.

    A name or unit that says 累計 says it of all values.
    """
    values = {
        "baseline": (row.baseline, row.baseline_text),
        "target": (row.target, row.target_text),
        "actual": (row.actual, row.actual_text),
    }
    known = {role: text for role, (value, text) in values.items() if value is not None and text}
    totals = [role for role, text in known.items() if "cumulative" in over_years(text)]
    single = [role for role in known if role not in totals]
    if not (totals and single) or "cumulative" in over_years(f"{row.name}{row.subgroup}"):
        return [], []
    return totals, single


# one row


def _below_zero(row: DoubtRow) -> Iterator[Doubt]:
    """A negative value among positive ones, or a share below zero: a bullet or a mark △ was read as a minus."""
    is_part = _is_part(row)
    if not is_part and _SIGNED.search(f"{row.measured or row.name}{row.unit}"):
        return
    for value in row.values:
        others = row.others(value)
        balance = any(not each.value and "以上" in each.text for each in others)
        alone = any(o.value > 0 for o in others) and not any(o.value < 0 for o in others)
        if value.value < 0 and not value.decided and (is_part or (alone and not balance)):
            yield _doubt(
                row,
                value,
                "負の値です。行頭の記号や印（-・△・▲）が、負の符号として読まれたおそれがあります",
                re.sub(r"^[-‐−－△▲\s]+", "", value.text),
            )


def _over_100(row: DoubtRow) -> Iterator[Doubt]:
    """A share 割合 above 100 %, where there cannot be more than the whole."""
    above = [value for value in row.values if value.value > 100]
    lone = len(above) == 1 and len(row.values) > 1
    if row.unit == "%" and (_is_part(row) or (lone and _is_rate(row))):
        for value in above:
            if not value.decided:
                yield _doubt(row, value, "100%を超えています。割合は100%を超えないはずです", "")


def _is_part(row: DoubtRow) -> bool:
    """Whether what is measured is a part of a whole 割合: 市民の割合, 生き物調査の満足度, not 前年度に対する割合."""
    words = row.measured or row.name
    return row.unit in SHARE_UNITS and bool(_PART.search(words)) and not _OF_TWO.search(words)


def _is_rate(row: DoubtRow) -> bool:
    words = row.measured or row.name
    return bool(re.search("率|割合|シェア", words)) and not _OVER_100.search(words)


def _doubt(row: DoubtRow, value: DoubtValue, why: str, likely: str) -> Doubt:
    return Doubt(row.place, value.column, (value.column,), value.text, why, likely)


# several rows


def _copied(all_rows: list[DoubtRow]) -> Iterator[Doubt]:
    """The values of another row 写し間違い: the same as those of the row above, or in a unit that a name cannot have."""
    equal: dict[tuple[object, ...], list[DoubtRow]] = defaultdict(list)
    for row in (each for each in all_rows if len(each.values) > 1):
        equal[_key(row)].append(row)
    above = {row.place: row for row in all_rows}
    for row in all_rows:
        name = squeeze(row.name)
        if _count_in_percent(row):
            twin = next((each for each in equal[_key(row)] if squeeze(each.name) != name), None)
            yield from _whole(row, twin, misfit=True)
            continue
        first = above.get((*row.place[:2], row.place[2] - 1))
        # Equal values are no chance where two different ones have three digits or more.
        telling = {each.value for each in row.values if _digits(each.value) > 2}
        if first and _key(first) == _key(row) and squeeze(first.name) != name and len(telling) > 1:
            yield from _whole(row, first, misfit=False)


def _key(row: DoubtRow) -> tuple[object, ...]:
    return row.place[0], row.unit, *((each.column, each.value) for each in row.values)


def _whole(row: DoubtRow, twin: DoubtRow | None, misfit: bool) -> Iterator[Doubt]:
    """A doubt about all values of a row, told at its unit."""
    columns = tuple(each.column for each in row.values if not each.decided)
    if not columns:
        return
    said = [f"「{row.measured or row.name}」は数なのに、単位が{row.unit}です"] if misfit else []
    if twin:
        said.append(f"「{twin.name}」（プラン{twin.place[1]}）と値がすべて同じです。写し間違いのおそれがあります")
    elif misfit:
        said.append("別の行の値か、単位の誤りのおそれがあります")
    yield Doubt(row.place, WHOLE_ROW, columns, quoted(row.values), "。".join(said))


def _count_in_percent(row: DoubtRow) -> bool:
    """Whether what is counted 件数 stands in %: 23.1% for 協定等締結数."""
    words = squeeze(row.measured or row.name)
    if row.unit not in SHARE_UNITS or _OF_A_SHARE.search(words) or _SIGNED.search(words):
        return False
    return bool(_COUNT.search(re.sub(r"\([^()]*\)", "", words)))


def _digits(value: Decimal) -> int:
    """How many digits a value tells: 3 of 23.1 and 50.0, 1 of 100."""
    whole = "".join(map(str, value.as_tuple().digits)).lstrip("0")
    return len(whole if decimals(value) else whole.rstrip("0"))


# years


def _other_years(tables: Tables) -> Iterator[Doubt]:
    """A year in a cell 年度 that is not its heading's: 15人以上(R2) under 目標値(R8), R5 100件 under R6実績.

    Not where most rows have another one: there each value has its year by design. Of two baselines in one
    cell, which their years tell apart, the audit tells by itself. A target before its baseline is told under
    any heading.
    """
    heads, known = _heading_years(tables), decided_cells(tables)
    for table, role in _DATED:
        found = printed_entries(tables, table)
        others = [
            (row, year, head)
            for row in found
            if (value := quantity(getattr(row, f"{role}_text")))
            and (year := own_year(value))
            and (head := heads(row, role)) != year
            and (head or (isinstance(row, IndicatorRow) and _before_baseline(row, role)))
        ]
        by_design = len(others) > 1 and 2 * len(others) > sum(getattr(row, role) is not None for row in found)
        for row, year, head in others:
            if (*row.place, role) not in known and not (by_design and head):
                yield _year_doubt(row, role, year, head)
    yield from _under_other_years(tables, known)


def _under_other_years(tables: Tables, known: Collection[tuple[str, str, int, str]]) -> Iterator[Doubt]:
    """A year in a cell of a column of another year: 3,102（R3） below R5実績; not where most cells of it have others."""
    under: dict[str, list[tuple[CellRow, int | None]]] = defaultdict(list)
    for cell in table_rows(tables, CellRow) if "cells" in tables else ():
        if cell.row and column_role(cell.column) and (value := quantity(cell.text)):
            under[cell.column].append((cell, own_year(value)))
    for column, cells in under.items():
        _, head = certain(column_role(column))
        others = [(cell, year) for cell, year in cells if year and year != head]
        for cell, year in others if len(others) == 1 or 2 * len(others) <= len(cells) else ():
            place = (cell.table, cell.plan_id, cell.row)
            if (*place, column.removesuffix("_text")) not in known:
                yield Doubt(place, column, (), cell.text, f"{era(year)}の値ですが、列の見出しは{era(head)}です")


def _year_doubt(row: PrintedEntry, role: str, year: int, head: int | None) -> Doubt:
    text, column = getattr(row, f"{role}_text"), f"{role}_text"
    against = _contradiction(row, role) if isinstance(row, IndicatorRow) else ""
    said = f"{era(year)}の値ですが、列の見出しは{era(head)}です" if head else f"{era(year)}の値です"
    # A baseline or target is reckoned with its own year.
    columns = (column,) if against or role in ("actual", "previous") else ()
    why = "。".join(filter(None, (said, against)))
    return Doubt(row.place, column, columns, text, why, contradicts=bool(against))


def _before_baseline(row: IndicatorRow, role: str) -> bool:
    return role in ("target", "baseline") and _is_before(row.target_fy, row.baseline_fy)


def _is_before(year: int | None, other: int | None) -> bool:
    return year is not None and other is not None and year < other


def _contradiction(row: IndicatorRow, role: str) -> str:
    """What of two years cannot be: a target before the value that it is set for."""
    if _before_baseline(row, role):
        return "目標の年度が基準の年度より前になります"
    if role == "target" and _is_before(row.target_fy, row.actual_fy):
        return "目標の年度が実績の年度より前になります"
    return ""


def _heading_years(tables: Tables) -> Callable[[PrintedEntry, str], int | None]:
    """The year in the heading of the column in which a row has the value of a role."""
    cells = table_rows(tables, CellRow) if "cells" in tables else []
    over = {table: headings_over(cells, table) for table, _ in _DATED}
    lines = {(cell.table, cell.plan_id, cell.row, cell.column): cell.source_line for cell in cells if cell.row}

    def year_over(row: PrintedEntry, role: str) -> int | None:
        column = f"{role}_text"
        heads = over[row.table](lines.get((*row.place, column), row.source_line))
        years = [_only_year(head.text) for head in heads if head.column == column]
        return next(filter(None, reversed(years)), None)

    return year_over


def _only_year(heading: str) -> int | None:
    """
    >>> [_only_year(text) for text in ("目標値(R8)", "現状値（令和 6 年度）", "R6実績", "目標値", "R4～R8の平均")]
    [2026, 2024, 2024, None, None]
    """
    years = {fiscal_year(found) for found in _YEAR.findall(squeeze(heading))}
    return years.pop() if len(years) == 1 else None
