"""Cells as printed -> tidy tables; whatever is moved, split, joined or folded leaves a repair."""

import re
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from cityplan.clean_columns import declared_polarity, declared_unit
from cityplan.clean_programs import program_items, programs
from cityplan.japanese import (
    VARIANTS,
    Quantity,
    era,
    fiscal_year,
    fold,
    mark,
    missing,
    quantities,
    quantity,
    quantity_texts,
    unwrap,
)
from cityplan.layouts.printed import Cell, Printed, Repair, column_year
from cityplan.source import Edition
from cityplan.tables import Tables, frame

Row = dict[str, Any]
_SHEET_TABLES = ("activities", "indicators", "programs", "program_items")
_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ，．]")
_NUMBERLIKE = re.compile(r"[-−+△▲('約]*\d")
_ALIAS = re.compile(r"(?P<name>.+?)\s*【(?P<alias>.+)】")


def clean(printed: Printed, edition: Edition) -> Tables:
    """All source tables of a document 原文の表, with cells, skipped lines and repairs."""
    rows = _rows(printed.cells)
    repairs = list(printed.repairs)
    activities = [_activity(cells, repairs) for cells in _of(rows, "activities")]
    merged = {repair[:3] for repair in repairs if repair.rule == "merged_name"}
    indicators = [_indicator(cells, edition, merged, repairs) for cells in _of(rows, "indicators")]
    groups = [_group(cells) for cells in _of(rows, "groups")]
    return {
        "groups": frame("groups", groups),
        "plans": frame("plans", _plans(rows, groups, printed, repairs)),
        "activities": frame("activities", activities),
        "indicators": frame("indicators", [row for row, _ in indicators]),
        "observations": frame(
            "observations", _observations(activities, indicators, rows, edition, repairs)
        ),
        "programs": frame("programs", programs(printed.cells)),
        "program_items": frame("program_items", program_items(printed.cells)),
        "texts": frame("texts", _texts(printed)),
        "cells": frame("cells", _cells(printed)),
        "skipped_lines": frame("skipped_lines", [line._asdict() for line in printed.skipped]),
        "repairs": frame("repairs", [repair._asdict() for repair in repairs]),
    }


@dataclass
class _Cells:
    """The cells of one printed row, by column."""

    table: str
    plan_id: str
    row: int
    by_column: dict[str, Cell] = field(default_factory=dict)

    def text(self, column: str) -> str:
        return self.by_column[column].text if column in self.by_column else ""

    def line(self, column: str) -> int:
        return self.by_column[column].source_line if column in self.by_column else self.first_line

    @property
    def first_line(self) -> int:
        return min(cell.source_line for cell in self.by_column.values())

    def first_line_but(self, column: str) -> int:
        """The row's first line without a column that may be merged with a neighbour's."""
        lines = [cell.source_line for cell in self.by_column.values() if cell.column != column]
        return min(lines, default=self.first_line)

    def repair(self, column: str, rule: str, before: str, after: str) -> Repair:
        return Repair(
            self.plan_id, self.table, self.row, column, rule, before, after, self.line(column)
        )


Rows = dict[tuple[str, str, int], _Cells]


def _rows(cells: list[Cell]) -> Rows:
    rows: Rows = {}
    for cell in cells:
        key = (cell.table, cell.plan_id, cell.row)
        rows.setdefault(key, _Cells(*key)).by_column.setdefault(cell.column, cell)
    return dict(sorted(rows.items()))


def _of(rows: Rows, table: str) -> list[_Cells]:
    return [cells for (name, _, row), cells in rows.items() if name == table and row]


# projects and plans


def _group(cells: _Cells) -> Row:
    listed = re.search(r"[\d,]+", fold(cells.text("listed_activities")))
    return {
        "group_id": str(cells.row),
        "name": _group_name(cells.text("name")),
        "strategy": cells.text("strategy"),
        "listed_activities": int(listed[0].replace(",", "")) if listed else None,
        "headline_share_text": cells.text("headline_share_text"),
        "source_line": cells.line("name"),
    }


def _group_name(text: str) -> str:
    bare = re.sub(r" (?=[「『(])", "", unwrap(fold(text)))  # 基本政策6 「地域経営」
    return re.sub(r"の\d+プラン$", "", bare)


def _plans(rows: Rows, groups: list[Row], printed: Printed, repairs: list[Repair]) -> list[Row]:
    ends, by_name = _sheet_ends(printed), {group["name"]: group for group in groups}
    return [_plan(cells, by_name, ends, repairs) for cells in _of(rows, "plans")]


def _sheet_ends(printed: Printed) -> dict[str, int]:
    """The last line of each plan's sheet."""
    ends: dict[str, int] = {}
    for cell in printed.cells:
        if cell.table in _SHEET_TABLES:
            ends[cell.plan_id] = max(ends.get(cell.plan_id, 0), cell.source_line_end)
    for text in printed.texts:
        ends[text.plan_id] = max(ends.get(text.plan_id, 0), text.source_line)
    return ends


def _plan(
    cells: _Cells, groups: dict[str, Row], ends: dict[str, int], repairs: list[Repair]
) -> Row:
    line = cells.line("name")
    has_sheet = bool(cells.text("purpose") or cells.text("sheet"))
    group = _group_of(cells, groups)
    return {
        "plan_id": cells.plan_id,
        "name": _unwrapped(cells, repairs),
        "group_id": group["group_id"] if group else "",
        "group": group["name"] if group else "",
        "theme": cells.text("theme"),
        "purpose": cells.text("purpose"),
        "has_sheet": has_sheet,
        "source_line": line,
        "source_line_end": ends.get(cells.plan_id, line) if has_sheet else line,
    }


def _group_of(cells: _Cells, groups: dict[str, Row]) -> Row | None:
    """The group that a cell beside the plan names, else the last one above the plan."""
    if named := cells.text("group"):
        return groups[_group_name(named)]
    above = [row for row in groups.values() if row["source_line"] < cells.line("name")]
    return above[-1] if above else None


# activities


def _activity(cells: _Cells, repairs: list[Repair]) -> Row:
    name, alias = _name(cells, repairs)
    measure, actual_text, previous_text = _results(cells, repairs)
    actual, previous = quantity(actual_text), quantity(previous_text)
    unit, (actual, previous) = _one_unit(
        cells, [("actual_text", actual), ("previous_text", previous)], repairs
    )
    ratio = quantity(cells.text("ratio_printed_text"))
    for column in ("actual_text", "previous_text", "ratio_printed_text", "unit"):
        _note_fold(cells, column, repairs)
    return {
        "plan_id": cells.plan_id,
        "activity_no": cells.row,
        "name": name,
        "alias": alias,
        "content": cells.text("content"),
        "measure": measure,
        "unit": unit,
        "actual_text": actual_text,
        "actual": _value(actual),
        "previous_text": previous_text,
        "previous": _value(previous),
        "ratio_printed_text": cells.text("ratio_printed_text"),
        "ratio_printed": ratio.value if ratio and ratio.unit in ("%", "") else None,
        "factors": cells.text("factors"),
        "direction": cells.text("direction"),
        "source_line": cells.line("name"),
    }


def _name(cells: _Cells, repairs: list[Repair]) -> tuple[str, str]:
    """The name without its alias 【別名】 and without the blank of a line wrap."""
    printed = cells.text("name")
    match = _ALIAS.fullmatch(printed)
    name, alias = (match["name"], match["alias"]) if match else (printed, "")
    if alias:
        repairs.append(cells.repair("alias", "alias_split", printed, alias))
    if unwrap(name) != name:
        repairs.append(cells.repair("name", "wrap_blank_removed", name, unwrap(name)))
    return unwrap(name), alias


def _results(cells: _Cells, repairs: list[Repair]) -> tuple[str, str, str]:
    """Measure, this year's and last year's result, taken apart where one cell holds several.

    Seen in Hitachi R5: 利用人数 369人 / 232人 in one cell; 補助件数 40件 | 34件; 職業相談受付数 1,062;
    a label 貸出回数 without values; a label above its values (which the layout has told apart).
    """
    measure, actual, previous = (cells.text(c) for c in ("measure", "actual_text", "previous_text"))
    if measure or not actual or quantity(actual) or missing(actual):
        return measure, actual, previous
    label, values = _split_label(actual, previous)
    if not values and label and not previous and not _is_prose(actual):
        repairs.append(cells.repair("measure", "moved_label", actual, label))
        return label, "", ""
    if not values:
        return "", actual, previous
    pieces = quantity_texts(values)
    if len(pieces) == 2 and not previous and _is_pair(values, pieces):
        pieces = _later_first(pieces)
        repairs.append(cells.repair("actual_text", "split_pair", actual, pieces[0]))
        repairs.append(cells.repair("previous_text", "split_pair", actual, pieces[1]))
        values, previous = pieces
    if label:
        repairs.append(cells.repair("measure", "split_label", actual, label))
    return label, values, previous


def _later_first(pieces: list[str]) -> list[str]:
    """This year's value before last year's, where both bear their year: 232人(R4) / 369人(R5)."""
    years = [fiscal_year(value.note) if (value := quantity(piece)) else None for piece in pieces]
    first, second = years
    return pieces[::-1] if first and second and first < second else pieces


def _is_pair(text: str, pieces: list[str]) -> bool:
    """Whether two numbers are this year's and last year's, and not one with a blank in it (1 062)."""
    units = [each.unit for each in map(quantity, pieces) if each]
    return bool(re.search(r"/ *\d", fold(text))) or all(units)


def _split_label(text: str, previous: str) -> tuple[str, str]:
    """A label and the values after it: the longest ending that reads as one or two quantities.

    A label holds no digit: in 利用人数 3O9人 / 232人 the last value alone would be last year's.
    """
    words = text.split()
    for at in range(len(words)):
        values = " ".join(words[at:])
        if len(quantities(values)) in (1, 2) and not re.search(r"\d", " ".join(words[:at])):
            return " ".join(words[:at]), values
    label = " ".join(words[:-1])
    if label and quantity(previous) and words[-1][:1].isdigit() and not re.search(r"\d", label):
        return label, words[-1]
    return text, ""


def _is_prose(text: str) -> bool:
    return bool(re.search(r"[。・\d]", fold(text)))


def _one_unit(
    cells: _Cells, values: list[tuple[str, Quantity | None]], repairs: list[Repair]
) -> tuple[str, list[Quantity | None]]:
    """The unit that the values of a row share, and the values that are in it.

    A unit in a column of its own 単位 governs. A side without unit takes the other's (1,062 beside 804件); a part of it (/年 beside 件/年) counts
    as the whole. A value in another unit is emptied, never converted: the audit finds it.
    """
    printed = [value.unit for _, value in values if value and value.unit]
    own_column = cells.text("unit")
    declared = declared_unit(own_column)[0]
    if own_column and not declared and not missing(own_column):
        repairs.append(cells.repair("unit", "unreadable", own_column, ""))
    if not printed:
        return declared, [value for _, value in values]
    most = declared or Counter(printed).most_common()[0][0]
    unit = max((other for other in [most, *printed] if _completes(most, other)), key=len)
    kept: list[Quantity | None] = []
    for column, value in values:
        if value is None or _completes(value.unit, unit):
            kept.append(value)
            if value and value.unit != unit and (value.unit or not declared):
                repairs.append(cells.repair(column, "unit_completed", value.unit, unit))
        else:
            kept.append(None)
            repairs.append(cells.repair(column, "unit_conflict", value.unit, ""))
    return unit, kept


def _completes(part: str, unit: str) -> bool:
    """Whether a unit is another, or a part of it that says nothing else: /年 of 件/年, not 人 of 千人."""
    return part in ("", unit) or (part.startswith("/") and unit.endswith(part))


# indicators


def _indicator(
    cells: _Cells, edition: Edition, merged: set[tuple[str, str, int | None]], repairs: list[Repair]
) -> tuple[Row, list[Quantity | None]]:
    """A row of indicators, and all its baselines (the first governs).

    `merged` are the rows whose name the layout took from a neighbouring row's line.
    """
    name = _unwrapped(cells, repairs)
    target, actual = quantity(cells.text("target_text")), quantity(cells.text("actual_text"))
    unit, (target, actual, *baselines) = _one_unit(
        cells,
        [("target_text", target), ("actual_text", actual)]
        + [("baseline_text", each) for each in _baselines(cells.text("baseline_text"))],
        repairs,
    )
    baseline = baselines[0]
    for column in cells.by_column:
        if column not in ("name", "subgroup", "note"):
            _note_fold(cells, column, repairs)
    polarity, source = _polarity(cells, baseline, target, repairs)
    condition = declared_unit(cells.text("unit"))[1]
    row = {
        "plan_id": cells.plan_id,
        "indicator_no": cells.row,
        "name": name,
        "subgroup": cells.text("subgroup"),
        "polarity": polarity,
        "polarity_source": source,
        "unit": unit,
        "baseline_text": cells.text("baseline_text"),
        "baseline": _value(baseline),
        "baseline_fy": _own_year(baseline) or edition.baseline,
        "target_text": cells.text("target_text"),
        "target": _value(target),
        "target_fy": _own_year(target) or edition.target,
        "target_kind": _target_kind(target, condition),
        "actual_text": cells.text("actual_text"),
        "actual": _value(actual),
        "actual_fy": _own_year(actual) or edition.actual,
        "status_printed": mark(cells.text("status_printed")),
        "status_previous_printed": mark(cells.text("status_previous_printed")),
        "note": _note([baseline, target, actual], condition, cells.text("note")),
        "source_line": cells.first_line_but("name")
        if (cells.plan_id, cells.table, cells.row) in merged
        else cells.first_line,
    }
    return row, baselines if baseline else []


def _baselines(text: str) -> list[Quantity | None]:
    """The baselines 基準値 of a cell; None where two values stand there and no years tell them apart."""
    if single := quantity(text):
        return [single]
    found = quantities(text)
    years = {_own_year(each) for each in found}
    if not found or (len(found) > 1 and (None in years or len(years) < len(found))):
        return [None]
    return list(found)


def _own_year(value: Quantity | None) -> int | None:
    """The fiscal year that is printed with a value: 3,009千人以上 (R元)."""
    parts = value.note.split("・") if value else []
    return next((year for part in parts if (year := fiscal_year(part))), None)


def _unwrapped(cells: _Cells, repairs: list[Repair]) -> str:
    """The name without the blanks of a line wrap (人 権)."""
    printed, name = cells.text("name"), unwrap(cells.text("name"))
    if name != printed:
        repairs.append(cells.repair("name", "wrap_blank_removed", printed, name))
    return name


def _polarity(
    cells: _Cells, baseline: Quantity | None, target: Quantity | None, repairs: list[Repair]
) -> tuple[str, str]:
    """The direction that is better: printed as 以上・以下, declared in a column of its own, or inferred
    from target and baseline.

    Where the column is no known word nothing is inferred; where it contradicts the bound neither is taken.
    """
    word = "" if missing(cells.text("polarity")) else cells.text("polarity")
    declared = declared_polarity(word)
    for value in (target, baseline):
        if value and value.bound in ("以上", "超", "以下", "未満"):
            printed = "higher" if value.bound in ("以上", "超") else "lower"
            if declared and declared != printed:
                repairs.append(cells.repair("polarity", "contradicts_bound", word, ""))
                return "", ""
            return printed, "printed"
    if declared is None:
        repairs.append(cells.repair("polarity", "unreadable", word, ""))
    if word:
        return declared or "", "declared" if declared else ""
    if baseline and target and baseline.value != target.value:
        return ("higher" if target.value > baseline.value else "lower"), "inferred"
    return "", ""


def _target_kind(target: Quantity | None, condition: str) -> str:
    note = f"{target.note}・{condition}" if target else ""
    if "平均" in note:
        return "period_average"
    return "cumulative" if "延べ" in note or "累計" in note else "level"


def _note(values: list[Quantity | None], *more: str) -> str:
    notes = [part for value in values if value for part in value.note.split("・")] + [*more]
    return "・".join(dict.fromkeys(note for note in notes if note and not fiscal_year(note)))


# observations


def _observations(
    activities: list[Row],
    indicators: list[tuple[Row, list[Quantity | None]]],
    rows: Rows,
    edition: Edition,
    repairs: list[Repair],
) -> list[Row]:
    found: list[Row] = []
    for row in activities:
        cells = rows["activities", row["plan_id"], row["activity_no"]]
        for role, year in (("previous", edition.previous), ("actual", edition.actual)):
            line = cells.line(f"{role}_text")
            found += _observation(row, "activity", role, year, row[role], row[f"{role}_text"], line)
        found += _own_years(row, "activity", cells, repairs)
    for row, baselines in indicators:
        cells = rows["indicators", row["plan_id"], row["indicator_no"]]
        pieces = (
            quantity_texts(row["baseline_text"]) if len(baselines) > 1 else [row["baseline_text"]]
        )
        for baseline, piece in zip(baselines, pieces, strict=False):
            year = _own_year(baseline) or row["baseline_fy"]
            line = cells.line("baseline_text")
            found += _observation(row, "indicator", "baseline", year, _value(baseline), piece, line)
        for role in ("actual", "target"):
            line = cells.line(f"{role}_text")
            text = row[f"{role}_text"]
            found += _observation(row, "indicator", role, row[f"{role}_fy"], row[role], text, line)
        found += _own_years(row, "indicator", cells, repairs)
    return sorted(found, key=lambda each: (each["plan_id"], each["subject"], each["no"]))


def _own_years(row: Row, subject: str, cells: _Cells, repairs: list[Repair]) -> list[Row]:
    """The actual values of years that have a column of their own, in the unit of the row."""
    found: list[Row] = []
    for column, cell in cells.by_column.items():
        year = column_year(column)
        if year is None or missing(cell.text):
            continue
        value = quantity(cell.text)
        if value is None:
            repairs.append(cells.repair(column, "unreadable", cell.text, ""))
        elif row["unit"] and not _completes(value.unit, row["unit"]):
            repairs.append(cells.repair(column, "unit_conflict", value.unit, ""))
        else:
            found += _observation(
                row, subject, "actual", year, value.value, cell.text, cell.source_line
            )
    return found


def _observation(
    row: Row, subject: str, role: str, year: int | None, value: Decimal | None, text: str, line: int
) -> list[Row]:
    if value is None or year is None:
        return []
    return [{
        "plan_id": row["plan_id"], "subject": subject, "no": row[f"{subject}_no"], "role": role,
        "fiscal_year": year, "era": era(year), "value": value, "unit": row["unit"], "text": text,
        "source_line": line,
    }]  # fmt: skip


# prose and accounts


def _texts(printed: Printed) -> list[Row]:
    seen: Counter[tuple[str, ...]] = Counter()
    rows = []
    for text in printed.texts:
        key = (text.scope, text.group_id, text.plan_id, text.section)
        seen[key] += 1
        rows.append({**text._asdict(), "seq": seen[key]})
    return rows


def _cells(printed: Printed) -> list[Row]:
    """All cells, those of prose too, in the order of the source; not what no cell prints (column 0)."""
    prose = [
        Cell("texts", text.plan_id, row, "text", text.source_line, text.source_line, 1, text.text)
        for row, text in enumerate(printed.texts, start=1)
    ]
    ordered = sorted(
        [*printed.cells, *prose], key=lambda c: (c.source_line, c.source_column, c.row)
    )
    return [cell._asdict() for cell in ordered if cell.source_column]


def _note_fold(cells: _Cells, column: str, repairs: list[Repair]) -> None:
    """Leave a repair where old forms or full-width letters were folded to be read (未滿)."""
    text = cells.text(column)
    if text.translate(VARIANTS) != text or _WIDE.search(text):
        repairs.append(cells.repair(column, "folded_characters", text, fold(text)))


def _value(value: Quantity | None) -> Decimal | None:
    return value.value if value else None


def unreadable(text: str, *neighbours: str) -> bool:
    """Whether a result should be a number but is none: it, a word of it or a neighbour looks like one.

    >>> unreadable("1O8件", "82件"), unreadable("先進地視察", "アプリ事業者との協議"), unreadable("—", "82件")
    (True, False, False)
    >>> unreadable("利用人数 3O9人 / 232人"), unreadable("######"), unreadable("・講座の開催 3回")
    (True, True, False)
    """
    if not text or quantity(text) or missing(text):
        return False
    folded = fold(text)
    if _NUMBERLIKE.match(folded) or not any(map(str.isalpha, folded)):
        return True
    words = [] if folded.startswith("・") or "。" in folded else folded.split()
    return any(quantity(other) for other in [*words, *neighbours])
