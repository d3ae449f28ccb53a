"""Cells as printed -> tidy tables; whatever is moved, split, joined or folded leaves a repair."""

import re
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from cityplan.city.answers import Answer
from cityplan.city.decisions import NO_DECISIONS, Decisions, comment_rows
from cityplan.city.edition import Edition
from cityplan.clean.activities import activity
from cityplan.clean.corrections import corrected
from cityplan.clean.indicators import check_directions, indicator
from cityplan.clean.observations import observations
from cityplan.clean.programs import program_items, program_rows
from cityplan.clean.rates import with_ratios
from cityplan.clean.rows import CellsOfRows, RowCells, of_table, rows_of, unwrapped
from cityplan.japanese.letters import fold, unwrap
from cityplan.read.places import line_place, place_of
from cityplan.read.printed import Cell, Place, Printed, Repair, Skipped
from cityplan.read.text import declared
from cityplan.tables.definitions import CellRow, GroupRow, PlanRow, SumRow, TextRow
from cityplan.tables.schema import Tables, frame

_SHEET_TABLES = ("activities", "indicators", "programs", "program_items")


def clean(printed: Printed, edition: Edition, decisions: Decisions = NO_DECISIONS) -> Tables:
    """All source tables of a document 原文の表, with cells, skipped lines and repairs.

    `decisions` are the analyst's: corrections of numbers, comments on plans.
    """
    rows = rows_of(printed.cells, printed.repairs)
    repairs = list(printed.repairs)
    activities = [activity(cells, edition, repairs) for cells in of_table(rows, "activities")]
    merged = {repair[:3] for repair in repairs if repair.rule == "merged_name"}
    indicators = [indicator(cells, edition, merged, repairs) for cells in of_table(rows, "indicators")]
    check_directions((row for row, _ in indicators), edition)
    groups = [_group(cells) for cells in of_table(rows, "groups")]
    plans = _plans(rows, groups, printed, repairs)
    known = [plan.plan_id for plan in plans]
    activities, indicators, corrections = corrected(
        decisions.corrections, activities, indicators, rows, known, edition, repairs
    )
    activities = with_ratios(activities, printed.cells, repairs)
    return {
        "groups": frame("groups", groups),
        "plans": frame("plans", plans),
        "activities": frame("activities", activities),
        "indicators": frame("indicators", [row for row, _ in indicators]),
        "observations": frame("observations", observations(activities, indicators, rows, edition, repairs)),
        "programs": frame("programs", program_rows(printed.cells)),
        "program_items": frame("program_items", program_items(printed.cells)),
        "texts": frame("texts", _texts(printed)),
        "cells": frame("cells", _cells(printed, edition)),
        "sums": frame("sums", [SumRow(*each) for each in printed.sums]),
        "skipped_lines": frame("skipped_lines", _placed(printed.skipped, printed, edition)),
        "repairs": frame("repairs", _placed(repairs, printed, edition)),
        "corrections": frame("corrections", corrections),
        "comments": frame("comments", comment_rows(decisions.comments, known)),
        "answers": frame("answers", [_answer(each) for each in decisions.answers]),
    }


def _group(cells: RowCells) -> GroupRow:
    return GroupRow(
        group_id=str(cells.row),
        name=_group_name(cells.text("name")),
        strategy=cells.text("strategy"),
        listed_activities=declared.listed_activities(cells.text("listed_activities")),
        headline_share_text=cells.text("headline_share_text"),
        source_line=cells.line("name"),
    )


def _group_name(text: str) -> str:
    heading = declared.plans(text)
    name = heading.name if heading else unwrap(fold(text))
    return re.sub(r" (?=[「『(])", "", name)  # 基本政策6 「地域経営」


def _plans(rows: CellsOfRows, groups: list[GroupRow], printed: Printed, repairs: list[Repair]) -> list[PlanRow]:
    ends, by_name = _sheet_ends(printed), {group.name: group for group in groups}
    return [_plan(cells, by_name, ends, repairs) for cells in of_table(rows, "plans")]


def _sheet_ends(printed: Printed) -> dict[str, int]:
    """The last line of each plan's sheet."""
    ends: dict[str, int] = {}
    for cell in printed.cells:
        if cell.table in _SHEET_TABLES:
            ends[cell.plan_id] = max(ends.get(cell.plan_id, 0), cell.source_line_end)
    for text in printed.texts:
        ends[text.plan_id] = max(ends.get(text.plan_id, 0), text.source_line)
    return ends


def _plan(cells: RowCells, groups: dict[str, GroupRow], ends: dict[str, int], repairs: list[Repair]) -> PlanRow:
    line = cells.line("name")
    has_sheet = bool(cells.text("purpose") or cells.text("sheet"))
    group = _group_of(cells, groups)
    return PlanRow(
        plan_id=cells.plan_id,
        name=unwrapped(cells, repairs),
        group_id=group.group_id if group else "",
        group=group.name if group else "",
        theme=cells.text("theme"),
        purpose=cells.text("purpose"),
        has_sheet=has_sheet,
        source_line=line,
        source_line_end=ends.get(cells.plan_id, line) if has_sheet else line,
    )


def _group_of(cells: RowCells, groups: dict[str, GroupRow]) -> GroupRow | None:
    """The group that a cell beside the plan names, else the last one above the plan."""
    if named := cells.text("group"):
        return groups[_group_name(named)]
    above = [row for row in groups.values() if row.source_line < cells.line("name")]
    return above[-1] if above else None


def _texts(printed: Printed) -> list[TextRow]:
    seen: Counter[tuple[str, ...]] = Counter()
    rows = []
    for text in printed.texts:
        key = (text.scope, text.group_id, text.plan_id, text.section)
        seen[key] += 1
        rows.append(TextRow(*key, seen[key], text.heading, text.text, text.source_line))
    return rows


def _cells(printed: Printed, edition: Edition) -> list[CellRow]:
    """All cells, those of prose too, in the order of the source; not what no cell prints (column 0)."""
    prose = [
        Cell("texts", text.plan_id, row, "text", text.source_line, text.source_line, 1, text.text)
        for row, text in enumerate(printed.texts, start=1)
    ]
    ordered = sorted([*printed.cells, *prose], key=lambda c: (c.source_line, c.source_column, c.row))
    return [_cell(cell, place_of(edition, cell, printed)) for cell in ordered if cell.source_column]


def _cell(cell: Cell, place: Place) -> CellRow:
    return CellRow(**{**cell._asdict(), "place": place.words, **_on_page(place)})


def _on_page(place: Place | None) -> dict[str, Decimal | int | None]:
    """The page of a place and the edges of its box, by the names of their columns; None where it has none."""
    edges = [Decimal(f"{edge:.1f}") for edge in place.box] if place and place.box else [None] * 4
    return {"page": place.page if place else None} | dict(zip(("x0", "y0", "x1", "y1"), edges, strict=True))


def _answer(each: Answer) -> dict[str, object]:
    said = vars(each) | {"plan_id": each.plan}
    return {name: value for name, value in said.items() if name != "plan"}


def _placed(told: Iterable[Skipped | Repair], printed: Printed, edition: Edition) -> list[dict[str, object]]:
    """Lines left out or repairs, with their places in words, and on the page where they have one."""
    return [
        each._asdict()
        | {"place": line_place(edition, each.source_line, printed)}
        | _on_page(printed.places.get(each.source_line))
        for each in told
    ]
