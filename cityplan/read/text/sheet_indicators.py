"""関連する主な目標指標: the table of indicators on a progress sheet -> cells as printed."""

import re
from collections.abc import Iterator

from cityplan.city.edition import Edition
from cityplan.city.rules import is_mark
from cityplan.city.table_form import TableForm
from cityplan.japanese.letters import squeeze
from cityplan.japanese.quantities import missing, quantity
from cityplan.japanese.years import fiscal_year
from cityplan.read.printed import Line, Printed, Repair
from cityplan.read.text.sheet_rows import (
    IN_A_COPY,
    check_columns,
    check_names,
    filled_down,
    heading_lines,
    refuse,
    row_cells,
    take_heading,
)
from cityplan.read.text.words import INDICATORS, declared_columns, form_of, take_own_years, unknown_heading

_INDICATOR_COLUMNS = {"項目": "name", "基準値": "baseline_text", "目標値": "target_text", "実績値": "actual_text"}


def read_indicators(lines: list[Line], plan_id: str, edition: Edition, printed: Printed) -> None:
    heading, body = heading_lines(lines, printed)
    form = form_of(INDICATORS, edition)
    columns = declared_columns(heading, INDICATORS, form, edition) if form else _indicator_columns(heading, edition)
    check_columns([column for column in columns if column], heading[-1], edition)
    if "name" not in columns:
        raise unknown_heading(heading, squeeze(heading[0].text.split("\t")[0]), INDICATORS, edition)
    take_heading(heading, columns, "indicators", plan_id, printed)
    named = [column for column in columns if column]
    printed_values = [column for column in named if column.endswith("_text") or column.startswith("status")]
    first, second, *_ = [columns.index(column) for column in printed_values[:2]] + [0, 1]
    span = second - first
    rows = _nested_rows(body, named, span, edition) if span > 1 else _plain_rows(body, named, form, edition)
    for row, (line, name_line, values) in enumerate(rows, start=1):
        if span > 1:
            printed.repairs += _nested_repairs(line, values, plan_id, row)
        for column, (at, text) in values.items():
            if text:
                at_line = name_line if column == "name" else line
                printed.take([at_line], "indicators", plan_id, row, column, text, at)
        take_own_years(line, ("indicators", plan_id, row), edition, printed)


def _indicator_columns(heading: list[Line], edition: Edition) -> list[str]:
    [line, *others] = heading
    if others:
        raise refuse(others[0], edition, "目標指標の表の見出しの下に知らない行があります")
    cells = [squeeze(text) for text in line.text.rstrip("\t ").split("\t")]
    columns = [_indicator_column(cell, line, edition) if cell else "" for cell in cells]
    wanted = {"name", "baseline_text", "target_text", "actual_text", "status_printed"}
    if not wanted <= {*columns}:
        raise refuse(line, edition, "目標指標の表の見出しの並びが違います")
    return columns


def _indicator_column(label: str, line: Line, edition: Edition) -> str:
    match = re.fullmatch(r"([^()]+)(?:\((.+)\))?", label)
    name, year = (match[1], fiscal_year(match[2] or "")) if match else ("", None)
    if name == "達成状況":
        column = {edition.actual: "status_printed", edition.previous: "status_previous_printed"}.get(year)
        if column:
            return column
    expected = {"基準値": edition.baseline, "目標値": edition.target, "実績値": edition.actual}
    if name in _INDICATOR_COLUMNS and year in (None, expected.get(name)):
        return _INDICATOR_COLUMNS[name]
    if name in _INDICATOR_COLUMNS or name == "達成状況":
        raise refuse(line, edition, f"目標指標の表の見出し「{label}」の年度が source.toml と違います")
    raise unknown_heading([line], label, INDICATORS, edition)


SheetValues = dict[str, tuple[int, str]]  # rows yield their line, the line of their name, and these


def _plain_rows(
    body: list[Line], named: list[str], form: TableForm | None, edition: Edition
) -> Iterator[tuple[Line, Line, SheetValues]]:
    check_names(body, len(named), edition)
    before: dict[str, str] = {}
    for line in body:
        cells = dict(zip(named, row_cells(line, len(named), edition), strict=True))
        if not cells["name"]:
            raise refuse(line, edition, "指標名のない行があります")
        before = filled_down(cells, before, form) if form else cells
        yield line, line, {column: (at, before[column]) for at, column in enumerate(named, start=1)}


def _nested_rows(
    body: list[Line], named: list[str], span: int, edition: Edition
) -> Iterator[tuple[Line, Line, SheetValues]]:
    """Rows in which `span` measured things stand side by side (Hitachi R5, PLAN 05).

    The labels before the first value are: the name (or nothing, when its cell is merged with a
    neighbour's), perhaps a part that all share (小6), and one label for each (国語, 算数). Then
    each column has `span` cells; one mark printed for the pair belongs to the first.
    """
    lead, named = named[: named.index("name")], named[named.index("name") :]
    if any(not (column.endswith("_text") or column.startswith("status")) for column in named[1:]):
        raise refuse(body[0], edition, "値が1行に並ぶ表では、値の右に文の列があると読めません")
    split = [_split_nested(line, named, len(lead), span, edition) for line in body]
    before = [[*zip(lead, line.text.split("\t"), strict=False)] for line in body]
    for index, (line, labels, groups) in enumerate(split):
        name_at = _merged_name(index, [labels for _, labels, _ in split], line, edition)
        name_line, (name, *_), _ = split[name_at]
        shared, own = labels[1:-span], labels[-span:]
        for item in range(span):
            values: SheetValues = {column: (at, text) for at, (column, text) in enumerate(before[index], start=1)}
            values |= {"name": (len(lead) + 1, name), "subgroup": (len(lead) + 2, " ".join([*shared, own[item]]))}
            values |= {column: groups[column][item] for column in named[1:] if item < len(groups[column])}
            yield line, name_line, values


def _nested_repairs(line: Line, values: SheetValues, plan_id: str, row: int) -> list[Repair]:
    """What was done to a nested row: taken apart, and perhaps given a neighbour's name."""
    subgroup, name = values["subgroup"][1], values["name"][1]
    repairs = [Repair(plan_id, "indicators", row, "subgroup", "split_row", line.text, subgroup, line.no)]
    if not line.text.split("\t")[values["name"][0] - 1].strip():
        repairs.append(Repair(plan_id, "indicators", row, "name", "merged_name", "", name, line.no))
    return repairs


def _split_nested(
    line: Line, named: list[str], lead: int, span: int, edition: Edition
) -> tuple[Line, list[str], dict[str, list[tuple[int, str]]]]:
    cells = [(at, text.strip()) for at, text in enumerate(line.text.split("\t"), start=1)][lead:]
    first = next((i for i, (_, text) in enumerate(cells) if i and _is_value(text, edition)), len(cells))
    labels = [text for _, text in cells[:first]]
    values = cells[first:]
    while values and not values[-1][1]:
        values.pop()
    most = span * len(named[1:])
    # one mark of last year for all, at least: with fewer, whose mark is whose cannot be told
    least = span * (len(named) - 2) + 1 if "status_previous_printed" in named else most
    if len(labels) < span + 1 or not all(labels[1:]) or not least <= len(values) <= most:
        raise refuse(line, edition, "入れ子の行のセルの数が見出しと合いません")
    if not all(text for _, text in values):
        raise refuse(
            line,
            edition,
            "1行に並んだ値の間に空のセルがあり、どの値がどの区分のものか決められません",
            f"余分な空のセルなら除き、値がないのなら「—」を入れてください（{IN_A_COPY}）。",
        )
    groups = {column: values[i * span : (i + 1) * span] for i, column in enumerate(named[1:])}
    return line, labels, groups


def _merged_name(index: int, labels: list[list[str]], line: Line, edition: Edition) -> int:
    """The row that prints the name of a merged cell: this one, or the neighbour built like it.

    In Hitachi R5 the name of 小6 国語・算数 stands one line below, at 中3 国語・算数.
    """
    if labels[index][0]:
        return index
    like = [
        near
        for near in (index - 1, index + 1)
        if 0 <= near < len(labels) and labels[near][0] and _shape(labels[near]) == _shape(labels[index])
    ]
    if len(like) != 1:
        raise refuse(line, edition, "指標名が空で、上と下のどちらの行のものか決められません")
    return like[0]


def _shape(labels: list[str]) -> list[str]:
    """The labels that rows under one merged name share: all after the part that tells them apart."""
    return [str(len(labels)), *labels[2:]]


def _is_value(text: str, edition: Edition) -> bool:
    return quantity(text) is not None or missing(text) or is_mark(edition.rule, text)
