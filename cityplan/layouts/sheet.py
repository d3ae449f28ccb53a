"""One progress sheet プランのシート: 目的, two tables and 今後の取組の方向性 -> cells as printed."""

import re
from collections.abc import Iterator

from cityplan.errors import SourceError
from cityplan.japanese import fiscal_year, fold, mark, missing, quantity, squeeze
from cityplan.layouts.printed import Line, Printed, Repair
from cityplan.source import Edition

# 登載 stands for 掲載 on three of the fourteen sheets of Hitachi R5.
HEADINGS = {
    "purpose": re.compile(r"目的"),
    "progress": re.compile(r"事業の取組状況"),
    "activities": re.compile(r"[掲登]載事業の実績等?"),
    "indicators": re.compile(r"関連する主な目標指標"),
    "directions": re.compile(r"今後の取組の方向性"),
}
_ACTIVITY_COLUMNS = {
    "事業名": "name", "事業内容": "content", "実績": "actual_text", "前年度比": "ratio_printed_text",
    "要因及び効果": "factors",
}  # fmt: skip
_INDICATOR_COLUMNS = {
    "項目": "name", "基準値": "baseline_text", "目標値": "target_text", "実績値": "actual_text",
}  # fmt: skip


def read_sheet(lines: list[Line], plan_id: str, edition: Edition) -> Printed:
    """Read the sheet of one plan; SourceError where a heading is missing or a table is of no known form."""
    printed = Printed()
    parts = _split_at_headings(lines, plan_id, edition, printed)
    purpose = parts["purpose"]
    text = "".join(line.text.strip() for line in purpose)
    printed.take(purpose, "plans", plan_id, 1, "purpose", text)
    if parts["progress"]:
        raise _refuse(
            parts["progress"][0], edition, "見出し「事業の取組状況」の下に知らない行があります"
        )
    _read_activities(parts["activities"], plan_id, edition, printed)
    _read_indicators(parts["indicators"], plan_id, edition, printed)
    _read_directions(parts["directions"], plan_id, edition, printed)
    return printed


def heading_kind(line: Line) -> str:
    """The kind of a sheet's heading, or nothing."""
    text = squeeze(line.text)
    return next((kind for kind, form in HEADINGS.items() if form.fullmatch(text)), "")


def _split_at_headings(
    lines: list[Line], plan_id: str, edition: Edition, printed: Printed
) -> dict[str, list[Line]]:
    parts: dict[str, list[Line]] = {}
    kind = ""
    for line in lines:
        if found := heading_kind(line):
            if found in parts:
                raise _refuse(line, edition, f"PLAN {plan_id} のシートに同じ見出しが2回あります")
            kind = found
            parts[kind] = []
            printed.skip([line], "heading")
        else:
            parts[kind].append(line)
    for wanted, form in HEADINGS.items():
        if wanted not in parts or (wanted != "progress" and not parts[wanted]):
            raise SourceError(
                f"PLAN {plan_id} のシートに「{form.pattern}」の部分がありません",
                file=edition.raw_file, line=lines[-1].no, text=lines[-1].text,
                next_step="原文が途中で切れていないか確かめてください。",
            )  # fmt: skip
    return parts


# 掲載事業の実績等


def _read_activities(lines: list[Line], plan_id: str, edition: Edition, printed: Printed) -> None:
    heading, body = _heading_lines(lines, "事業名", edition)
    columns = _activity_columns(heading, edition)
    _take_heading(heading, columns, "activities", plan_id, printed)
    row = 0
    for line in body:
        cells = _cells(line, len(columns), edition)
        row += bool(cells[0])
        if row == 0:
            raise _refuse(line, edition, "事業名のない行が表の最初にあります")
        values = dict(zip(columns, cells, strict=True))
        if not cells[0]:
            _check_values_line(line, values, edition, printed, plan_id, row)
        for at, (column, text) in enumerate(values.items(), start=1):
            if text:
                printed.take([line], "activities", plan_id, row, column, text, at)
    _name_labels(printed, plan_id)


def _check_values_line(
    line: Line, values: dict[str, str], edition: Edition, printed: Printed, plan_id: str, row: int
) -> None:
    """A second line of a row holds values only, under a label on the first."""
    above = {
        cell.column: cell.text
        for cell in printed.cells
        if (cell.table, cell.plan_id, cell.row) == ("activities", plan_id, row)
    }
    others = [c for c, text in values.items() if text and c not in ("actual_text", "previous_text")]
    if others or "previous_text" in above or quantity(above.get("actual_text", "0")):
        raise _refuse(line, edition, "表の続きの行ですが、上の行とのつながりが分かりません")


def _name_labels(printed: Printed, plan_id: str) -> None:
    """Where a row has two lines, the upper text in the results' column is its label (measure)."""
    for index, cell in enumerate(printed.cells):
        if (cell.table, cell.plan_id, cell.column) != ("activities", plan_id, "actual_text"):
            continue
        below = [
            other
            for other in printed.cells
            if other[:3] == cell[:3]
            and other.column in ("actual_text", "previous_text")
            and other.source_line > cell.source_line
        ]
        if below and cell.row:
            printed.cells[index] = cell._replace(column="measure")


def _activity_columns(heading: list[Line], edition: Edition) -> list[str]:
    """The column of each cell, from one or two heading lines: the lower label wins over 実績."""
    grid = [[squeeze(text) for text in line.text.split("\t")] for line in heading]
    width = max(len(row) for row in grid)
    lines = list(zip(grid, heading, strict=True))
    labels = [
        next(((row[at], line) for row, line in reversed(lines) if at < len(row) and row[at]), None)
        for at in range(width)
    ]
    while labels and not labels[-1]:
        labels.pop()
    columns = [_activity_column(*(found or ("", heading[-1])), edition) for found in labels]
    _check_columns(columns, heading[-1], edition)
    return columns


def _activity_column(label: str, line: Line, edition: Edition) -> str:
    year = fiscal_year(label)
    if year is None and label in _ACTIVITY_COLUMNS:
        return _ACTIVITY_COLUMNS[label]
    if year is not None and year == edition.actual:
        return "actual_text"
    if year is not None and year == edition.previous:
        return "previous_text"
    raise _refuse(line, edition, f"掲載事業の表の見出し「{label}」が分かりません")


# 関連する主な目標指標


def _read_indicators(lines: list[Line], plan_id: str, edition: Edition, printed: Printed) -> None:
    heading, body = _heading_lines(lines, "項目", edition)
    columns = _indicator_columns(heading[0], edition)
    _take_heading(heading, columns, "indicators", plan_id, printed)
    named = [column for column in columns if column]
    span = columns.index(named[2]) - columns.index(named[1])
    rows = (
        _nested_rows(body, named, span, edition) if span > 1 else _plain_rows(body, named, edition)
    )
    for row, (line, name_line, values) in enumerate(rows, start=1):
        if span > 1:
            printed.repairs += _nested_repairs(line, values, plan_id, row)
        for column, (at, text) in values.items():
            if text:
                at_line = name_line if column == "name" else line
                printed.take([at_line], "indicators", plan_id, row, column, text, at)


def _indicator_columns(line: Line, edition: Edition) -> list[str]:
    cells = [squeeze(text) for text in line.text.rstrip("\t ").split("\t")]
    columns = [_indicator_column(cell, line, edition) if cell else "" for cell in cells]
    _check_columns([column for column in columns if column], line, edition)
    wanted = ["name", "baseline_text", "target_text", "actual_text", "status_printed"]
    if [column for column in columns if column][:5] != wanted:
        raise _refuse(line, edition, "目標指標の表の見出しの並びが違います")
    return columns


def _indicator_column(label: str, line: Line, edition: Edition) -> str:
    match = re.fullmatch(r"([^()]+)(?:\((.+)\))?", label)
    name, year = (match[1], fiscal_year(match[2] or "")) if match else ("", None)
    if name == "達成状況":
        column = {
            edition.actual: "status_printed",
            edition.previous: "status_previous_printed",
        }.get(year)
        if column:
            return column
    expected = {"基準値": edition.baseline, "目標値": edition.target, "実績値": edition.actual}
    if name in _INDICATOR_COLUMNS and year in (None, expected.get(name)):
        return _INDICATOR_COLUMNS[name]
    raise _refuse(
        line,
        edition,
        f"目標指標の表の見出し「{label}」が分からないか、年度が source.toml と違います",
    )


Values = dict[str, tuple[int, str]]  # rows yield their line, the line of their name, and these


def _plain_rows(
    body: list[Line], named: list[str], edition: Edition
) -> Iterator[tuple[Line, Line, Values]]:
    for line in body:
        cells = _cells(line, len(named), edition)
        if not cells[0]:
            raise _refuse(line, edition, "指標名のない行があります")
        yield line, line, {column: (at, cells[at - 1]) for at, column in enumerate(named, start=1)}


def _nested_rows(
    body: list[Line], named: list[str], span: int, edition: Edition
) -> Iterator[tuple[Line, Line, Values]]:
    """Rows in which `span` measured things stand side by side (Hitachi R5, PLAN 05).

    The labels before the first value are: the name (or nothing, when its cell is merged with a
    neighbour's), perhaps a part that all share (小6), and one label for each (国語, 算数). Then
    each column has `span` cells; one mark printed for the pair belongs to the first.
    """
    split = [_split_nested(line, named, span, edition) for line in body]
    for index, (line, labels, groups) in enumerate(split):
        name_at = _merged_name(index, [labels for _, labels, _ in split], line, edition)
        name_line, (name, *_), _ = split[name_at]
        shared, own = labels[1:-span], labels[-span:]
        for item in range(span):
            values: Values = {"name": (1, name)}
            values["subgroup"] = (2, " ".join([*shared, own[item]]))
            values |= {
                column: groups[column][item] for column in named[1:] if item < len(groups[column])
            }
            yield line, name_line, values


def _nested_repairs(line: Line, values: Values, plan_id: str, row: int) -> list[Repair]:
    """What was done to a nested row: taken apart, and perhaps given a neighbour's name."""
    subgroup, name = values["subgroup"][1], values["name"][1]
    repairs = [
        Repair(plan_id, "indicators", row, "subgroup", "split_row", line.text, subgroup, line.no)
    ]
    if not line.text.split("\t")[0].strip():
        repairs.append(Repair(plan_id, "indicators", row, "name", "merged_name", "", name, line.no))
    return repairs


def _split_nested(
    line: Line, named: list[str], span: int, edition: Edition
) -> tuple[Line, list[str], dict[str, list[tuple[int, str]]]]:
    cells = [(at, text.strip()) for at, text in enumerate(line.text.split("\t"), start=1)]
    first = next((i for i, (_, text) in enumerate(cells) if i and _is_value(text)), len(cells))
    labels = [text for _, text in cells[:first]]
    values = cells[first:]
    while values and not values[-1][1]:
        values.pop()
    numeric = [column for column in named[1:] if column != "status_previous_printed"]
    most = span * len(named[1:])
    if (
        len(labels) < span + 1
        or not all(labels[1:])
        or not span * len(numeric) <= len(values) <= most
    ):
        raise _refuse(line, edition, "入れ子の行のセルの数が見出しと合いません")
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
        if 0 <= near < len(labels)
        and labels[near][0]
        and _shape(labels[near]) == _shape(labels[index])
    ]
    if len(like) != 1:
        raise _refuse(line, edition, "指標名が空で、上と下のどちらの行のものか決められません")
    return like[0]


def _shape(labels: list[str]) -> list[str]:
    """The labels that rows under one merged name share: all after the part that tells them apart."""
    return [str(len(labels)), *labels[2:]]


def _is_value(text: str) -> bool:
    return quantity(text) is not None or missing(text) or bool(mark(text))


# 今後の取組の方向性


def _read_directions(lines: list[Line], plan_id: str, edition: Edition, printed: Printed) -> None:
    """【事業名】, then its paragraph; what stands apart after a paragraph is a caption 図の説明."""
    keys = _activity_keys(printed, plan_id)
    index = 0
    while index < len(lines):
        line = lines[index]
        index += 1
        match = re.fullmatch(r"【(.+)】", line.text.strip())
        if match is None:
            printed.tell(line, "図の説明", line.text.strip(), scope="plan", plan_id=plan_id)
            continue
        paragraph, index = _paragraph(lines, index)
        if not paragraph:
            raise _refuse(line, edition, "今後の取組の方向性の本文がありません")
        _take_direction(line, match[1], paragraph, keys, plan_id, printed)


def _paragraph(lines: list[Line], start: int) -> tuple[list[Line], int]:
    end = start
    while end < len(lines) and (end == start or not lines[end].gap):
        if lines[end].text.strip().startswith("【"):
            break
        end += 1
    return lines[start:end], end


def _take_direction(
    heading: Line,
    name: str,
    paragraph: list[Line],
    keys: dict[str, int],
    plan_id: str,
    printed: Printed,
) -> None:
    text = "".join(line.text.strip() for line in paragraph)
    row = keys.get(squeeze(name))
    taken = {(cell.row, cell.column) for cell in printed.cells if cell.plan_id == plan_id}
    if row is None or (row, "direction") in taken:
        for line in (heading, *paragraph):
            printed.tell(
                line, "今後の取組の方向性", line.text.strip(), scope="plan", plan_id=plan_id
            )
        return
    printed.take([heading], "activities", plan_id, row, "direction_name", name)
    printed.take(paragraph, "activities", plan_id, row, "direction", text)


def _activity_keys(printed: Printed, plan_id: str) -> dict[str, int]:
    """The forms in which a direction may name an activity: name, alias, name（alias）."""
    keys: dict[str, int] = {}
    for cell in printed.cells:
        if (cell.table, cell.plan_id, cell.column) != (
            "activities",
            plan_id,
            "name",
        ) or not cell.row:
            continue
        whole = squeeze(cell.text)
        name, _, alias = whole.rstrip("】").partition("【")
        for key in {name, f"{name}({alias})", f"{name}【{alias}】"} | ({alias} - {""}):
            keys.setdefault(key, cell.row)
    return keys


# rows


def _heading_lines(
    lines: list[Line], first: str, edition: Edition
) -> tuple[list[Line], list[Line]]:
    """A table's heading: the line that begins with `first`, and a second one of labels below it."""
    if not squeeze(lines[0].text).startswith(first):
        raise _refuse(lines[0], edition, f"「{first}」で始まる見出しの行がありません")
    two = len(lines) > 1 and not lines[1].text.split("\t")[0].strip() and _is_year_row(lines[1])
    return lines[: 1 + two], lines[1 + two :]


def _check_columns(columns: list[str], line: Line, edition: Edition) -> None:
    if len(set(columns)) < len(columns):
        raise _refuse(line, edition, "同じ見出しの列が2つあります")


def _is_year_row(line: Line) -> bool:
    labels = [squeeze(text) for text in line.text.split("\t") if text.strip()]
    return bool(labels) and fiscal_year(labels[0]) is not None


def _take_heading(
    heading: list[Line], columns: list[str], table: str, plan_id: str, printed: Printed
) -> None:
    for line in heading:
        for at, text in enumerate(line.text.split("\t"), start=1):
            if text.strip() and at <= len(columns):
                printed.take([line], table, plan_id, 0, columns[at - 1], text, at)


def _cells(line: Line, width: int, edition: Edition) -> list[str]:
    cells = [text.strip() for text in line.text.split("\t")]
    while len(cells) > width and not cells[-1]:
        cells.pop()
    if len(cells) < 2 or len(cells) > width:
        raise _refuse(line, edition, f"セルの数（{len(cells)}）が見出し（{width}）と合いません")
    return cells + [""] * (width - len(cells))


def _refuse(line: Line, edition: Edition, problem: str) -> SourceError:
    return SourceError(
        problem, file=edition.raw_file, line=line.no, text=fold(line.text),
        next_step="原文のこの行を確かめてください。図などの行なら source.toml の left_out に加えてください。",
    )  # fmt: skip
