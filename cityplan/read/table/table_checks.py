"""What may be wrong with a plain table's rows and cells: each a SourceError with the next step."""

import json
from bisect import bisect_left

from cityplan.city.source import Edition
from cityplan.city.table_form import FILLED
from cityplan.files.errors import SourceError
from cityplan.japanese.letters import squeeze
from cityplan.read.table.grid import Grid, GridRow, Range, letters
from cityplan.read.table.headings import Columns


def check_rows(rows: list[GridRow], width: int, grid: Grid, columns: Columns, edition: Edition) -> None:
    """Check the rows of a table, `width` cells wide, and the merged cells that touch them."""
    for row in rows:
        if not grid.sheet:
            _check_width(row, width, edition)
        for at in columns.feeds:
            check_cell(row, at, grid, columns, edition)
    lines = [row.line for row in rows]
    for merged in grid.merged:
        _check_merged(merged, lines, grid, columns, edition)


def _check_width(row: GridRow, width: int, edition: Edition) -> None:
    """A line of a CSV has as many cells as its heading: with fewer, which is missing is unknown."""
    if len(row.cells) < width or any(map(str.strip, row.cells[width:])):
        raise SourceError(
            f"セルの数（{len(row.cells)}）が見出し（{width}）と合いません",
            file=edition.raw_file,
            line=row.line,
            text=" ".join(row.cells),
            next_step="表計算ソフトで開いて確かめ、xlsx で保存し直してください。" + _leave_out(row, edition),
        )


def check_cell(row: GridRow, at: int, grid: Grid, columns: Columns, edition: Edition) -> None:
    """A used cell holds a text or a number, not a formula, a date or an error."""
    if doubt := grid.doubts.get((row.line, at)):
        raise SourceError(
            f"{grid.cell_name(row.line, at)} は{doubt}",
            file=edition.raw_file,
            line=row.line,
            column=columns.headings[at].text,
            text=row.cells[at - 1],
            next_step="Excel で文字か数に直し（数式なら「値の貼り付け」）、保存し直してください。"
            "使わない列なら、見出しを source.toml の left_out に加えてください。",
        )
    if grid.is_gone(row.line, at) and columns.feeds[at][0] in FILLED:
        raise SourceError(
            f"{grid.cell_name(row.line, at)} は全体に取り消し線が引かれているか、見えない色の文字です",
            file=edition.raw_file,
            line=row.line,
            column=columns.headings[at].text,
            text=grid.notes[row.line, at][-1].before,
            next_step="行を使わないなら行の全てのセルに取り消し線を引くか、行を消し、使うなら取り消し線を外して"
            "（色を付けて）、保存し直してください。",
        )


def _check_merged(merged: Range, lines: list[int], grid: Grid, columns: Columns, edition: Edition) -> None:
    """Merged cells in used rows and columns; down one column that is filled down they may stand."""
    used = [at for at in columns.feeds if merged.column <= at <= merged.column_end]
    first = bisect_left(lines, merged.row)
    if not used or first == len(lines) or lines[first] > merged.row_end:
        return
    column = columns.feeds[used[0]][0]
    if merged.column == merged.column_end and column in edition.form.fill_down:
        return
    area = f"{letters(merged.column)}{merged.row}:{letters(merged.column_end)}{merged.row_end}"
    raise SourceError(
        f"{grid.cell_name(lines[first], used[0])} は結合されています（{area}）",
        file=edition.raw_file,
        line=lines[first],
        column=columns.headings[used[0]].text,
        text=area,
        next_step="Excel で結合を解除し、各セルに値を入れて保存し直してください。" + _fill_down(column, edition),
    )


def empty_cell(row: GridRow, column: str, columns: Columns, edition: Edition) -> SourceError:
    """The error for a row without its plan, group or name."""
    return SourceError(
        "空のセルです（この列は、どの行にも要ります）",
        file=edition.raw_file,
        line=row.line,
        column=columns.headings[columns.at(column)].text,
        text=" ".join(filter(None, row.cells)),
        next_step=_fill_down(column, edition) + _leave_out(row, edition),
    )


def _fill_down(column: str, edition: Edition) -> str:
    if column not in FILLED or column in edition.form.fill_down:
        return ""
    filled = json.dumps([*edition.form.fill_down, column])
    return f"空のセルが上のセルと同じなら、[[edition]] に次の1行を書いてください。\nfill_down = {filled}\n"


def _leave_out(row: GridRow, edition: Edition) -> str:
    left_out = [*edition.left_out, squeeze("".join(row.cells))]
    return (
        "表に入れない行なら、[[edition]] に次の1行を書いてください。\n"
        f"left_out = {json.dumps(left_out, ensure_ascii=False)}"
    )
