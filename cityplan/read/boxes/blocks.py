"""Blocks ブロック of a form: the labels that stand again for each indicator or activity, with the small table of each.

A block becomes a grid as any table has: its small table, and a column for each of its boxes, the label as heading.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from cityplan.city.box_form import Box
from cityplan.city.edition import Edition
from cityplan.city.table_form import TableForm
from cityplan.files.errors import SourceError
from cityplan.japanese.letters import squeeze
from cityplan.japanese.quantities import is_yen, missing
from cityplan.read.boxes.anchors import placed
from cityplan.read.boxes.labels import Label, enumerated, is_numbered, labelled
from cityplan.read.boxes.small_tables import SmallTable, under_headings
from cityplan.read.boxes.values import Value, Within, value_of
from cityplan.read.file.contents import CellGrid, GridCell, Note
from cityplan.read.table.heading_columns import Columns, headed_columns, subgroup_column
from cityplan.read.table.headings import heading_unit, headings
from cityplan.read.table.role_rows import said_role
from cityplan.read.table.rows import TableRow, TableRows, table_rows
from cityplan.read.table.tables import OwnGrid

_UNCOUNTED = ("name", "role", "unit", "polarity", "division", "subgroup")  # what an empty block may well say
_NO_NUMBER = "エラー値です"


@dataclass
class Block:
    """A block: the value of each label in it, and its small table."""

    values: dict[str, Value] = field(default_factory=dict)
    table: SmallTable | None = None


def blocks(
    number: int,
    tables: Sequence[SmallTable],
    within: Within,
    of_plan: Mapping[str, int],
    edition: Edition,
    faults: list[SourceError],
) -> list[Block]:
    """The blocks of a declaration in a form; `of_plan` are labels that the plan has as well, and how often it takes them.

    A label belongs to the block that it stands in, one that stands once above all blocks to each.
    """
    form = edition.tables[number]
    if not form.boxes:
        return [Block(table=table) for table in tables]
    cells = [cell for cell in within.form.grid.cells if id(cell) not in within.taken]
    found = {words: labelled(cells, words) for words in form.boxes}
    first = form.columns.get("name", "")
    anchors = found.get(first) or next((own for own in found.values() if own), [])
    anchor_words = first if found.get(first) else next((words for words, own in found.items() if own), "")
    result = [Block() for _ in anchors]
    firsts = [label.cell for label in anchors]
    others = [label.cell for labels in found.values() if len(labels) == len(anchors) for label in labels]
    for words, labels in found.items():
        own = labels if words == anchor_words else labels[_of_the_plan(labels, firsts, of_plan.get(words, 0)) :]
        for label, at in _by_block(own, firsts, others, within):
            if at is None:
                faults.append(_between(label.cell, within, edition))
            elif words in result[at].values:
                faults.append(_twice(words, label, result[at].values[words], within, edition))
            else:
                result[at].values[words] = value_of(words, Box(words), label, within, edition, faults)
    if not result:
        faults += [_unlabelled(form, table, within, edition) for table in tables[-1:]]
        return []
    places = placed([table.first for table in tables], firsts, others, within.lattice)
    for table, place in zip(tables, places, strict=True):
        if place is None:
            faults.append(_between(table.first, within, edition))
        elif result[place].table is not None:
            faults.append(_unlabelled(form, table, within, edition))
        else:
            result[place].table = table
    return result


def _by_block(
    labels: Sequence[Label], anchors: Sequence[GridCell], others: Sequence[GridCell], within: Within
) -> list[tuple[Label, int | None]]:
    """Each label with its block, None where it may be of either of two; one that stands once above all is of each."""
    if len(labels) == 1 and all(labels[0].cell.row < cell.row for cell in anchors):
        return [(labels[0], at) for at in range(len(anchors))]
    return list(zip(labels, placed([each.cell for each in labels], anchors, others, within.lattice), strict=True))


def _of_the_plan(labels: Sequence[Label], anchors: Sequence[GridCell], taken: int) -> int:
    """How many of some labels the plan takes: of those that it takes too, where more stand than blocks, or before them."""
    above = sum(all(label.cell.row < cell.row for cell in anchors) for label in labels)
    return taken if len(labels) > len(anchors) else min(taken, above)


# grids


def own_grid(number: int, block: Block, fixed: Mapping[str, str], sheet: str, edition: Edition) -> OwnGrid | None:
    """A block as a grid with its headings; None where nothing stands in it."""
    form = edition.tables[number]
    heading, body = _small(block.table, form, edition) if block.table else ([], [])
    depth = max((cell.row + cell.rows - 1 for cell in heading), default=1)
    last = max((cell.row + cell.rows - 1 for cell in body), default=depth + 1)
    column = max((cell.column + cell.columns - 1 for cell in (*heading, *body)), default=0)
    for at, (words, value) in enumerate(block.values.items(), start=column + 1):
        if value.label is None:
            continue
        heading.append(_head(value.label.cell, words, at, depth))
        if cell := _value(value, at, depth + 1, last - depth):
            body.append(cell)
    if not heading:
        return None
    there = {words for words in block.values}
    columns = {key: each for key, each in form.columns.items() if each not in form.boxes or each in there}
    own_form = replace(
        form,
        columns=columns,
        years={year: each for year, each in form.years.items() if each not in form.boxes or each in there},
        fixed={**fixed, **form.fixed},
        sheet=sheet,
        heading_rows=depth,
    )
    above = block.table.above if block.table else ""
    own = replace(edition, form=_with_unit(own_form, heading, above))
    grid = CellGrid(_named(heading[0], sheet), heading[0].place, sorted([*heading, *body], key=_by_place), sheet=sheet)
    return _without_empty(_numbered(grid, depth, own), depth, own)


def _with_unit(form: TableForm, heading: Sequence[GridCell], above: str) -> TableForm:
    """A form with the unit that stands over the names of costs for all of them: （単位：千円） in the corner, or above; a
    heading above that says an amount of money in brackets, 事業費（千円）, says it too.
    """
    corner = form.columns.get("name", "")
    unit = heading_unit(squeeze(corner)) if any(squeeze(cell.text) == squeeze(corner) for cell in heading) else ""
    costs = [words for role in ("budget", "settled") for words in form.role_years.get(role, {}).values()]
    told = heading_unit(squeeze(above)) if costs else ""
    unit = unit or (told if "単位" in above or is_yen(told) else "")
    if not unit:
        return form
    return replace(form, units={**{squeeze(words): unit for words in form.headings()}, **form.units})


def _by_place(cell: GridCell) -> tuple[int, int]:
    return cell.row, cell.column


def _named(first: GridCell, sheet: str) -> str:
    return f"{first.place.words}からの表" if first.place.words else f"シート「{sheet}」の表"


def _small(table: SmallTable, form: TableForm, edition: Edition) -> tuple[list[GridCell], list[GridCell]]:
    """The heading of a small table from row 1, and its body; a label beside it all stands above its headings."""
    first = min(cell.row for cell in table.heading)
    left = min(cell.column for cell in table.heading)
    width = max((cell.column + cell.columns for cell in table.heading if cell.text.strip()), default=left + 1) - left
    down = len(table.side) - first + 1
    heading = [replace(cell, row=at, column=left, rows=1, columns=width) for at, cell in enumerate(table.side, start=1)]
    heading += [replace(cell, row=cell.row + down) for cell in table.heading]
    names = form.columns.get("name", "").split("/")[-1] if form.subject == "activity" else ""
    body = under_headings(table, edition.box_form.struck_beside, names)
    return heading, [replace(cell, row=cell.row + down) for cell in body]


def _head(cell: GridCell, words: str, column: int, depth: int) -> GridCell:
    return GridCell(1, column, words, cell.place, rows=depth)


def _value(value: Value, column: int, row: int, rows: int) -> GridCell | None:
    """The value of a label in all rows of its block."""
    if not value.cells:
        return None
    first = value.cells[0]
    notes = tuple(note for cell in value.cells for note in cell.notes)
    return replace(first, row=row, column=column, rows=rows, columns=1, text=value.text, notes=notes)


def _used(grid: CellGrid, depth: int, edition: Edition) -> tuple[TableRows, list[TableRow], Columns]:
    rows = table_rows(grid)
    heading = [row for row in rows.rows if row.number <= depth]
    holding = {cell.column for row in rows.rows if row.number > depth for cell in row.own if cell.text.strip()}
    return rows, heading, headed_columns(headings(heading, holding), rows, edition, [])


def _numbered(grid: CellGrid, depth: int, edition: Edition) -> CellGrid:
    """Names without the numbers ①② before them, where all of a table have one."""
    used = _used(grid, depth, edition)[2]
    at = used.at("name")
    names = [cell for cell in grid.cells if cell.column == at and cell.row > depth and cell.text.strip()]
    if names and all(is_numbered(cell.text) for cell in names):
        return _named_beside(grid, at, depth, used)
    if not names or not all(enumerated(cell.text)[0] for cell in names):
        return grid
    cells = [_without_number(cell) if any(cell is each for each in names) else cell for cell in grid.cells]
    return replace(grid, cells=cells)


def _named_beside(grid: CellGrid, at: int, depth: int, used: Columns) -> CellGrid:
    """Names that stand right of their numbers under one heading: 指標1 | 利用者数."""
    if used.feeds.get(at + 1) != [subgroup_column(1)]:
        return grid
    rest = [cell for cell in grid.cells if cell.row <= depth or cell.column not in (at, at + 1)]
    numbers = {cell.row: cell for cell in grid.cells if cell.row > depth and cell.column == at}
    names = [cell for cell in grid.cells if cell.row > depth and cell.column == at + 1]
    for cell in names:
        number = numbers.pop(cell.row, None)
        notes = (
            (Note("name_number", f"{number.text.strip()} {cell.text.strip()}", cell.text.strip()),) if number else ()
        )
        rest.append(replace(cell, column=at, notes=(*cell.notes, *notes)))
    return replace(grid, cells=sorted([*rest, *numbers.values()], key=_by_place))


def _without_number(cell: GridCell) -> GridCell:
    rest = enumerated(cell.text)[1]
    return replace(
        cell, text=rest, notes=(*cell.notes, Note("name_number", cell.text.strip(), rest)) if rest else cell.notes
    )


def _without_empty(grid: CellGrid, depth: int, edition: Edition) -> OwnGrid | None:
    """The grid without the rows of blocks that nobody filled in 空の欄: no name, and no value."""
    rows, _, used = _used(grid, depth, edition)
    name = used.at("name")
    empty: set[int] = set()
    body = [row for row in rows.rows if row.number > depth]
    for row in body if name else ():
        own = row.cells.get(name)
        group = [each for each in body if own is not None and each.cells.get(name) is own] or [row]
        if not (own and own.text.strip()) and all(_is_empty(each, used, edition) for each in group):
            empty.add(row.number)
    kept = [row for row in body if row.number not in empty]
    if not any(row.text for row in kept):
        return None
    cells = [cell for cell in grid.cells if cell.row not in empty]
    left = table_rows(replace(grid, cells=cells))
    return OwnGrid(edition, left, [row for row in left.rows if row.number <= depth])


def _is_empty(row: TableRow, used: Columns, edition: Edition) -> bool:
    """Whether a row has no value; a share of nothing (0%, an error of its formula) is none."""
    role = row.text_at(used.at("role")) if used.at("role") else ""
    if said_role(squeeze(role), edition) == "achievement":
        return True
    values = (row.cells.get(at) for at, names in used.feeds.items() if names[0] not in _UNCOUNTED)
    return all(
        cell is None or not cell.text.strip() or missing(cell.text) or cell.doubt == _NO_NUMBER for cell in values
    )


# what may be wrong


def _twice(words: str, label: Label, other: Value, within: Within, edition: Edition) -> SourceError:
    first = other.label.cell.place.words if other.label else ""
    return SourceError(
        f"1つのブロックに「{words}」が2つあります（{first} と {label.cell.place.words}。{within.form.name}）",
        file=edition.raw_file,
        cell=label.cell.place.words,
        column="boxes",
        text=label.cell.text,
        next_step=f"左から、または上から何番目かを「{words}#2」のように書くか、使わないほうを left_out に加えてください。",
    )


def _between(cell: GridCell, within: Within, edition: Edition) -> SourceError:
    return SourceError(
        f"上と下のどちらのブロックのものか、分かりません（{within.form.name}）",
        file=edition.raw_file,
        cell=cell.place.words,
        column="boxes",
        text=cell.text,
        next_step="どのブロックにもあるラベルだけを [edition.table.boxes] に書き、このラベルは left_out に加えてください。",
    )


def _unlabelled(form: TableForm, table: SmallTable, within: Within, edition: Edition) -> SourceError:
    return SourceError(
        f"小さな表に、[edition.table.boxes] のラベルがありません（{within.form.name}）",
        file=edition.raw_file,
        cell=table.first.place.words,
        column="boxes",
        text="、".join(form.boxes),
        next_step="ラベルの語を原文に合わせるか、表の見出しなら [edition.table.columns] に移してください。",
    )
