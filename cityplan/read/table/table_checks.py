"""What may be wrong with a table's rows and cells: each a SourceError with the next step."""

import json
from collections.abc import Sequence

from cityplan.city.edition import Edition
from cityplan.city.table_form import FILLED
from cityplan.files.errors import SourceError
from cityplan.japanese.letters import squeeze
from cityplan.japanese.quantities import missing
from cityplan.read.file.contents import GridCell
from cityplan.read.table.grid import letters, on_one_line
from cityplan.read.table.heading_columns import Columns
from cityplan.read.table.measures import measure_cell
from cityplan.read.table.rows import TableRow, TableRows, is_gone


def check_widths(
    rows: Sequence[TableRow], heading: Sequence[TableRow], table: TableRows, edition: Edition, faults: list[SourceError]
) -> None:
    """A line of a CSV has as many cells as its heading: with fewer, which is missing is unknown."""
    widths = table.grid.widths
    width = max((widths[row.number] for row in heading if row.number in widths), default=0)
    for row in rows if width else ():
        own = widths[row.number]
        if own < width or max(row.cells, default=0) > width:
            faults.append(
                SourceError(
                    f"セルの数（{own}）が見出し（{width}）と合いません",
                    file=edition.raw_file,
                    line=row.number,
                    text=" ".join(row.texts),
                    next_step="表計算ソフトで開いて確かめ、xlsx で保存し直してください。" + _leave_out(row, edition),
                )
            )


def check_cells(row: TableRow, columns: Columns, rows: TableRows, edition: Edition, faults: list[SourceError]) -> None:
    """The used cells that begin in a row hold a text or a number, not a formula, a date, an error, a number twice."""
    for at in columns.feeds:
        cell = row.cells.get(at)
        if cell is None or cell.row != row.number:
            continue
        if (fault := _doubt(row, at, cell, columns, rows, edition)) or (
            cell.column == at and (fault := _merged(row, at, cell, columns, rows, edition))
        ):
            faults.append(fault)


def check_heading_cell(
    row: TableRow, at: int, columns: Columns, rows: TableRows, edition: Edition, faults: list[SourceError]
) -> None:
    """A heading is no formula, date or error either."""
    cell = row.cells.get(at)
    fault = _doubt(row, at, cell, columns, rows, edition) if cell else None
    faults += [fault] if fault else []


def _doubt(
    row: TableRow, at: int, cell: GridCell, columns: Columns, rows: TableRows, edition: Edition
) -> SourceError | None:
    if cell.doubt and rows.is_of_document:
        return _doubt_of_document(at, cell, columns, edition)
    if cell.doubt:
        return SourceError(
            f"{rows.cell_name(cell)} は{cell.doubt}",
            file=edition.raw_file,
            line=row.number,
            column=columns.headings[at].text,
            text=cell.text,
            next_step=(
                "Excel で文字か数に直し（数式なら「値の貼り付け」）、保存し直してください。"
                if rows.grid.sheet
                else "元の資料でこのセルを確かめ、値を1つの表（Excel か CSV）に写して読ませてください。"
            )
            + "使わない列なら、見出しを source.toml の left_out に加えてください。",
        )
    if is_gone(cell) and columns.feeds[at][0] in FILLED:
        return SourceError(
            f"{rows.cell_name(cell)} は全体に取り消し線が引かれているか、見えない色の文字です",
            file=edition.raw_file,
            line=row.number,
            column=columns.headings[at].text,
            text=cell.notes[-1].before,
            next_step="行を使わないなら行の全てのセルに取り消し線を引くか、行を消し、使うなら取り消し線を外して"
            "（色を付けて）、保存し直してください。",
        )
    return None


def _doubt_of_document(at: int, cell: GridCell, columns: Columns, edition: Edition) -> SourceError | None:
    """A doubt about what says whose the values of a row are stops; any other is told of its cell."""
    if columns.feeds[at][0] not in FILLED:
        return None
    return SourceError(
        cell.doubt,
        file=edition.raw_file,
        cell=cell.place.words,
        column=columns.headings[at].text,
        text=on_one_line(cell.text),
        next_step="元の文書（Word、Excel など）があれば、それを使ってください。なければ、このセルを元の資料で確かめ、"
        "使わない列なら、見出しを source.toml の left_out に加えてください。",
    )


def _merged(
    row: TableRow, at: int, cell: GridCell, columns: Columns, rows: TableRows, edition: Edition
) -> SourceError | None:
    """A number that is merged over several used columns: whose it is, is unknown."""
    used = [other for other in columns.feeds if at <= other < cell.column + cell.columns]
    values = [other for other in used if columns.feeds[other][0].endswith("_text")]
    if len(used) < 2 or len(values) < len(used) or not cell.text.strip() or missing(cell.text):
        return None
    if edition.form.subject == "activity" and cell is measure_cell(row, columns, rows):
        return None
    if rows.is_of_document:
        return SourceError(
            "数が、使う列2つ以上にまたがるセルにあります。どの列の値か分かりません",
            file=edition.raw_file,
            cell=cell.place.words,
            column=columns.headings[at].text,
            text=on_one_line(cell.text),
            next_step="元の資料で確かめてください。使わない列なら、見出しを source.toml の left_out に加えてください。",
        )
    area = f"{letters(cell.column)}{cell.row}:{letters(cell.column + cell.columns - 1)}{cell.row + cell.rows - 1}"
    return SourceError(
        f"{rows.cell_name(cell)} は結合されています（{area}）",
        file=edition.raw_file,
        line=row.number,
        column=columns.headings[at].text,
        text=area,
        next_step="Excel で結合を解除し、各セルに値を入れて保存し直してください。",
    )


def empty_cell(row: TableRow, column: str, columns: Columns, rows: TableRows, edition: Edition) -> SourceError:
    """The error for a row without its plan, group or name."""
    return SourceError(
        "空のセルです（この列は、どの行にも要ります）",
        file=edition.raw_file,
        sheet=rows.grid.sheet if edition.tables else "",
        line=row.told_line,
        cell=row.place,
        column=columns.headings[columns.at(column)].text,
        text=" ".join(row.texts),
        next_step=_fill_down(column, edition) + _leave_out(row, edition),
    )


def unnamed(row: TableRow, at: int, columns: Columns, rows: TableRows, edition: Edition) -> SourceError:
    """The error for values of an indicator that has no name in its block of columns."""
    return SourceError(
        "値があるのに、指標の名前のセルが空です",
        file=edition.raw_file,
        sheet=rows.grid.sheet,
        cell=row.place or f"{letters(at)}{row.number}",
        column=columns.headings[at].text,
        text=row.text_at(at),
        next_step="名前の列（[[edition.table.repeat]] の name）が合っているか確かめてください。"
        + _leave_out(row, edition),
    )


def unknown_heading(row: TableRow, rows: TableRows, edition: Edition) -> SourceError:
    """The error for a row that says what headings say, but not those of its table: its columns may be other ones."""
    moved = "" if edition.tables else "今の [edition.columns] なども、[[edition.table]] の下に移します。"
    return SourceError(
        "別の表の見出しのような行です。この行から下は、上の見出しの表としては読めません",
        file=edition.raw_file,
        sheet=rows.grid.sheet,
        line=row.told_line,
        cell=row.place,
        text=" ".join(row.texts),
        next_step="別の表なら、その表を [[edition.table]] にもう1つ書いてください（次の行と、その表の見出し）。"
        f"上の表は、この行の前までになります。{moved}\n"
        f"[[edition.table]]\nskip_rows = {row.number - 1}\n"
        "別の表を使わないなら、その表を除いたファイルを作ってください。どの列も上の見出しと同じ意味なら、"
        f"[[edition]] に次の1行を書いてください。\n{_left_out(row, edition)}",
    )


def _fill_down(column: str, edition: Edition) -> str:
    if column not in FILLED or column in edition.form.fill_down:
        return ""
    filled = json.dumps([*edition.form.fill_down, column])
    return f"空のセルが上のセルと同じなら、[[edition]] に次の1行を書いてください。\nfill_down = {filled}\n"


def _leave_out(row: TableRow, edition: Edition) -> str:
    return f"表に入れない行なら、[[edition]] に次の1行を書いてください。\n{_left_out(row, edition)}"


def _left_out(row: TableRow, edition: Edition) -> str:
    left_out = [*edition.left_out, *edition.form.left_out, squeeze("".join(row.texts))]
    return f"left_out = {json.dumps(left_out, ensure_ascii=False)}"
