"""The tables 表 that a file holds: their headings, rows, totals, notes and lines between, found by their form."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from cityplan.japanese.letters import JAPANESE, squeeze
from cityplan.japanese.quantities import missing, quantity
from cityplan.read.file.contents import CellGrid, Contents, GridCell
from cityplan.read.table.beside import side_by_side
from cityplan.read.table.grid import letters, on_one_line
from cityplan.read.table.heading_words import Meaning, are_years, is_heading_word, meaning, usual, with_era, years_in
from cityplan.read.table.totals import USUAL_TOTALS, total_word

MOST_HEADING_ROWS = 3
_SURE = 5  # usual words are enough, whatever stands beside them
_SEARCHED = 50  # rows in which headings are looked for, as a run does
_FIRST = 60  # cells of a table
_SAMPLE = 500  # cells that tell whether a column holds numbers
_NUMBER = r"(?:[0-9一二三四五六七八九十]+|[IVX]{1,4}(?![A-Z]))"  # folded, as Ⅱ is II
_HEADING = re.compile(
    rf"(?:PLAN|プラン|(?:基本|重点)?(?:施策|目標|戦略|政策|方針))\W?{_NUMBER}|第{_NUMBER}[章節編部]", re.IGNORECASE
)
_LONGEST_HEADING = 60
_NAMES_OF_ROWS = ("plan", "group", "activity", "indicator")  # headings of columns that may say 小計 instead
_NOTE = re.compile(r"(?:※|\(?注|資料|出典)")
_BLANK = re.compile(rf"(?<=[{JAPANESE}])[ 　]+(?=[{JAPANESE}])")


@dataclass(frozen=True)
class SeenColumn:
    """A column 列: its place, which counts from 1, the levels of its heading, and what stands below."""

    at: int
    levels: tuple[str, ...]  # as printed, the upper one first; none where the heading is empty
    texts: tuple[str, ...]  # of the body, empty where a cell is empty
    meaning: Meaning
    part_of: int = 0  # the column whose heading is merged over this one, which has none of its own; 0 for none

    @property
    def heading(self) -> str:
        """The whole heading as `source.toml` names it, 上/下; a column without heading by its letter."""
        return "/".join(self.levels) or f"列{letters(self.at)}"

    @property
    def filled(self) -> tuple[str, ...]:
        """Its texts that are not empty."""
        return tuple(text for text in self.texts if text)

    @property
    def has_numbers(self) -> bool:
        """Whether most of what stands in it, as far as it is looked at, are numbers."""
        told = [text for text in self.filled[:_SAMPLE] if not missing(text)]
        if _are_numbered(told):
            return False
        numbers = sum(quantity(text) is not None for text in told)
        return bool(told) and 2 * numbers > len(told)


def _are_numbered(texts: list[str]) -> bool:
    """Whether texts are names with numbers that count from 1 (1 脱炭素, 2 資源循環), and no values with units.

    >>> _are_numbered(["１ 脱炭素", "１ 脱炭素", "２ 資源循環"]), _are_numbered(["1 件", "2 件"]), _are_numbered(["1", "2"])
    (True, False, False)
    """
    read = [quantity(text) for text in dict.fromkeys(texts)]
    units = {each.unit for each in read if each is not None}
    counted = [each.value for each in read if each is not None] == [*range(1, len(read) + 1)]
    return len(read) > 1 and counted and "" not in units and len(units) == len(read)


@dataclass(frozen=True)
class SeenTable:
    """A table 表 as it was found; rows count from 1 in its grid."""

    grid: str  # as a person calls it: シート「一覧」
    sheet: str
    first_row: int  # of the headings
    heading_rows: int
    columns: tuple[SeenColumn, ...]
    body: tuple[tuple[str, ...], ...]  # by column
    above: tuple[str, ...] = ()  # what stands over the table
    totals: tuple[str, ...] = ()  # the words that begin rows of totals
    banners: tuple[str, ...] = ()  # rows with one cell, over the rows below
    notes: tuple[str, ...] = ()  # rows with one cell that are no table, as ※ and 注
    others: tuple[str, ...] = ()  # rows with one cell below the table, of no known kind
    merged: frozenset[int] = frozenset()  # columns with cells that are merged downwards
    second: int = 0  # the row in which headings stand again that are not these


@dataclass
class Seen:
    """All that was found in a file: its tables, and what holds none."""

    tables: list[SeenTable] = field(default_factory=list)
    without: list[str] = field(default_factory=list)  # grids without a table
    hidden: list[str] = field(default_factory=list)
    prose: list[str] = field(default_factory=list)  # paragraphs outside of tables

    @property
    def headings(self) -> list[str]:
        """The paragraphs that look like headings of plans or groups: 基本目標１　海とともに稼ぐ."""
        return [text for text in self.prose if len(text) <= _LONGEST_HEADING and _HEADING.match(squeeze(text))]


def seen(contents: Contents, like: int | None = None) -> Seen:
    """The tables of a file; a hidden sheet is told and not looked at. `like` is a year of the whole document."""
    like = like or newest_year(contents)
    hidden = [each.text for each in contents.told if each.rule == "other_sheet"]
    found = Seen(prose=[each.text for each in contents.paragraphs], hidden=hidden)
    for grid in contents.grids:
        if grid.is_hidden:
            found.hidden.append(grid.name)
        elif tables := _tables(grid, like):
            found.tables += tables
        else:
            found.without.append(grid.name)
    return found


def _tables(grid: CellGrid, like: int | None) -> list[SeenTable]:
    """The table of a grid; on a sheet those beside each other where each has headings."""
    parts = [table_of(part, like) for part in side_by_side(grid)]
    apart = [part for part in parts if part is not None and _is_whole(part)]
    if len(parts) > 1 and len(apart) == len(parts):
        return apart
    whole = table_of(grid, like)
    return [whole] if whole else []


def _is_whole(table: SeenTable) -> bool:
    """Whether a table names its rows and has numbers: it needs no other beside it."""
    return table.columns[0].meaning.role in ("indicator", "activity", "plan") and any(
        each.has_numbers for each in table.columns
    )


def newest_year(contents: Contents) -> int | None:
    """The newest year that prose or the first cells of a table name, with an era or in Western counting; a number is none."""
    texts = [each.text for each in contents.paragraphs]
    texts += [cell.text for grid in contents.grids for cell in grid.cells[:_FIRST]]
    return max(
        (year for text in texts[:_SAMPLE] if not text.strip().isdecimal() for year in years_in(text)), default=None
    )


class _Rows:
    """The rows of a grid by their numbers, each the cells that begin in it or reach down into it."""

    def __init__(self, grid: CellGrid) -> None:
        self.covering = grid.covering()
        self.width = max((column for _, column in self.covering), default=0)
        self.numbers = sorted({row for row, _ in self.covering})

    def cells(self, row: int) -> list[GridCell]:
        """The cells of a row with a text, each once."""
        found = (self.covering.get((row, column)) for column in range(1, self.width + 1))
        return list({id(cell): cell for cell in found if cell is not None and cell.text.strip()}.values())

    def beginning(self, row: int, column: int) -> GridCell | None:
        """The cell that begins in a column, in this row or above; one merged to the right is in its first column only."""
        cell = self.covering.get((row, column))
        return cell if cell is not None and cell.column == column else None

    def text(self, row: int, column: int) -> str:
        """What stands at a place."""
        cell = self.beginning(row, column)
        return on_one_line(cell.text) if cell is not None else ""


def table_of(grid: CellGrid, like: int | None = None) -> SeenTable | None:
    """The table of a grid; None where no headings are found. `like` is a year of the document."""
    rows = _Rows(grid)
    first = _first_heading(rows)
    if not first:
        return None
    count = _heading_count(rows, first)
    begins = rows.numbers.index(first)
    heading = rows.numbers[begins : begins + count]
    below = [row for row in rows.numbers[begins + count :] if rows.cells(row)]
    kinds = _kinds(rows, below, heading)
    body = [row for row in below if kinds[row] == "row"]
    columns = list(_columns(rows, heading, body, like))
    if not body or len(columns) < 2:
        return None
    return SeenTable(
        grid=grid.name,
        sheet=grid.sheet,
        first_row=first,
        heading_rows=count,
        columns=tuple(columns),
        body=tuple(tuple(rows.text(row, each.at) for each in columns) for row in body),
        above=tuple(on_one_line(cell.text) for row in rows.numbers[:begins] for cell in rows.cells(row)),
        totals=tuple(
            dict.fromkeys(_word_of(cell) for row in below if (cell := _total(rows, row, heading)) is not None)
        ),
        banners=tuple(_first_text(rows, row) for row in below if kinds[row] == "banner"),
        notes=tuple(_first_text(rows, row) for row in below if kinds[row] == "note"),
        others=tuple(_first_text(rows, row) for row in below if kinds[row] == "other"),
        merged=frozenset(cell.column for row in body for cell in rows.cells(row) if cell.rows > 1),
        second=next((row for row in below if kinds[row] == "heading"), 0),
    )


# headings


def _first_heading(rows: _Rows) -> int:
    """The first row that says what its columns are: two or more cells, half of them usual words; 0 where none is."""
    best, most = 0, 0
    for row in [number for number in rows.numbers if rows.cells(number)][:_SEARCHED]:
        known = _known(rows, row)
        if known > most:
            best, most = row, known
        if best and most >= 2 and row >= best + MOST_HEADING_ROWS:
            break
    if most < 2:
        return 0
    return _upper(rows, best)


def _known(rows: _Rows, row: int) -> int:
    """How many cells of a row are headings; none where one of them holds what no heading does."""
    cells = rows.cells(row)
    if any(quantity(cell.text) and not is_heading_word(cell.text) for cell in cells) or not _are_years(cells):
        return 0
    words = [is_heading_word(cell.text) for cell in cells]
    enough = sum(words) >= _SURE or 3 * sum(words) >= len(cells)
    if len({squeeze(cell.text) for cell in cells}) == 1 or not enough or _is_of_labels(words):
        return 0
    return sum(words)


def _is_of_labels(words: list[bool]) -> bool:
    """Whether words and others take turns: a row of labels, each before its value (施策名 | 子育て | 担当課 | こども課)."""
    return len(words) > 1 and words == [at % 2 == 0 for at in range(len(words))] and len(words) % 2 == 0


def _upper(rows: _Rows, row: int) -> int:
    """The uppermost row of the headings of which `row` is one."""
    at = rows.numbers.index(row)
    while at and rows.numbers[at] > row - MOST_HEADING_ROWS + 1 and _is_over(rows, *rows.numbers[at - 1 : at + 1]):
        at -= 1
    return rows.numbers[at]


def _is_over(rows: _Rows, upper: int, lower: int) -> bool:
    """Whether a row stands over the headings of the next one: in it too, or over two of its cells but not all."""
    cells = rows.cells(upper)
    if upper != lower - 1 or not cells:
        return False
    if any(cell.rows > 1 and cell.row + cell.rows > lower for cell in cells):
        return True
    over = [cell for cell in cells if not _NOTE.match(squeeze(cell.text))]
    return len(over) > 1 and not any(quantity(cell.text) for cell in over)


def _heading_count(rows: _Rows, first: int) -> int:
    """In how many rows the headings stand."""
    count = max((cell.row + cell.rows - first for cell in rows.cells(first)), default=1)
    count = min(count, MOST_HEADING_ROWS)
    while count < MOST_HEADING_ROWS and _goes_on(rows, first, first + count):
        count += 1
    return count


def _goes_on(rows: _Rows, first: int, row: int) -> bool:
    """Whether a row says more of the headings over it: nothing but usual words and years, under one that is not alone."""
    cells = rows.cells(row)
    words = [is_heading_word(cell.text) or _is_bare_year(rows, cell, first) for cell in cells]
    return len(cells) > 1 and all(words) and _are_years(cells) and not _is_of_values(rows, first, row)


def _are_years(cells: Sequence[GridCell]) -> bool:
    """Whether the numbers of four digits in a row may be years, and are no values."""
    return are_years(cell.text for cell in cells if len(squeeze(cell.text)) > 2)


def _is_bare_year(rows: _Rows, cell: GridCell, first: int) -> bool:
    """A number alone is a year only under 年度."""
    over = rows.covering.get((first, cell.column))
    return over is not None and usual(over.text) == "year" and len(squeeze(cell.text)) <= 2


def _is_of_values(rows: _Rows, first: int, row: int) -> bool:
    """Whether a row of words stands under headings that have each a word of their own: R4, 実績 under 年度, 区分."""
    over = {cell.column: usual(cell.text) for cell in rows.cells(first) if cell.columns == 1}
    return sum(over.get(cell.column, "") in ("year", "role", "subgroup", "value") for cell in rows.cells(row)) > 1


def _columns(rows: _Rows, heading: list[int], body: list[int], like: int | None) -> Iterator[SeenColumn]:
    """The columns with a heading, or with a text below."""
    for at, levels in enumerate(_levels(rows, heading), start=1):
        texts = tuple(rows.text(row, at) for row in body)
        if levels or any(texts):
            said = meaning(tuple(with_era(level, like) for level in levels))
            yield SeenColumn(at, levels, texts, said, 0 if levels else _merged_over(rows, heading, at))


def _merged_over(rows: _Rows, heading: list[int], column: int) -> int:
    """The column in which the heading begins that is merged over this one in each of its rows; 0 where none is."""
    over = [rows.covering.get((row, column)) for row in heading]
    cell = over[0] if all(each is over[0] for each in over) else None
    is_merged = cell is not None and cell.column < column and bool(cell.text.strip())
    return cell.column if cell is not None and is_merged else 0


def _levels(rows: _Rows, heading: list[int]) -> Iterator[tuple[str, ...]]:
    """The headings of each column from the upper to the lower; an upper one reaches right to the next, or as merged."""
    reached: list[GridCell | None] = [None] * len(heading)
    for column in range(1, rows.width + 1):
        own = [rows.beginning(row, column) for row in heading]
        depth = 0
        for at, cell in enumerate(own):
            if cell is not None and cell.text.strip():
                depth = at + 1
                if reached[at] is not cell:
                    reached[at:] = [cell, *[None] * (len(heading) - at - 1)]
            elif (over := reached[at]) is not None and not _reaches(over, column):
                reached[at] = None
        cells = {id(cell): cell for cell in reached[:depth] if cell is not None}
        yield tuple(_one(cell.text) for cell in cells.values())


def _reaches(cell: GridCell, column: int) -> bool:
    """Whether an upper heading stands over a column; a merged one ends where it is merged to."""
    return (cell.rows, cell.columns) == (1, 1) or column < cell.column + cell.columns


def _one(text: str) -> str:
    """A heading as one text, without the blanks that spread its letters."""
    return _BLANK.sub("", on_one_line(text))


# rows


def _kinds(rows: _Rows, below: list[int], heading: list[int]) -> dict[int, str]:
    """What each row below the headings is: row, total, note, banner, other, again (the same headings), heading, beyond it."""
    kinds = {row: _kind(rows, row, heading) for row in below}
    again = next((row for row in below if kinds[row] == "heading"), None)
    if again is not None:
        kinds |= {row: "beyond" for row in below if row > again}
    last = max((row for row in below if kinds[row] == "row"), default=0)
    return {row: "other" if kind == "banner" and row > last else kind for row, kind in kinds.items()}


def _kind(rows: _Rows, row: int, heading: list[int]) -> str:
    cells = rows.cells(row)
    text = squeeze(cells[0].text)
    if _total(rows, row, heading) is not None:
        return "total"
    if len(cells) == 1:
        return "note" if _NOTE.match(text) else "banner"
    are_headings = all(is_heading_word(cell.text) and cell.row == row for cell in cells) and _are_years(cells)
    if len(cells) > 2 and are_headings:
        again = [squeeze(cell.text) for cell in cells]
        return "again" if any(again == [squeeze(c.text) for c in rows.cells(each)] for each in heading) else "heading"
    return "row"


def _total(rows: _Rows, row: int, heading: list[int]) -> GridCell | None:
    """The cell that says 合計 or 小計 of a row: the first one of its own, or one that stands among the names of rows."""
    if len(rows.cells(row)) == 1:
        return None
    own = _own(rows, row, heading)
    names = [cell for cell in own if cell.row == row and _is_under(rows, heading, cell, _NAMES_OF_ROWS)]
    return next((cell for cell in (own[0], *names) if _word_of(cell)), None)


def _word_of(cell: GridCell) -> str:
    """The word for a total as it is declared: without what stands in brackets behind it; empty where it is none."""
    text = squeeze(cell.text)
    is_whole = total_word(text.strip("()"), USUAL_TOTALS) == text.strip("()")
    return on_one_line(cell.text) if is_whole else total_word(text, USUAL_TOTALS)


def _first_text(rows: _Rows, row: int) -> str:
    return on_one_line(rows.cells(row)[0].text)


def _own(rows: _Rows, row: int, heading: list[int]) -> list[GridCell]:
    """The cells of a row without the names of plans and groups that are merged down beside it; all where it has no others."""
    cells = rows.cells(row)
    return [cell for cell in cells if not _is_plan_above(rows, row, heading, cell)] or cells


def _is_plan_above(rows: _Rows, row: int, heading: list[int], cell: GridCell) -> bool:
    return cell.row < row and _is_under(rows, heading, cell, ("plan", "group"))


def _is_under(rows: _Rows, heading: list[int], cell: GridCell, words: Collection[str]) -> bool:
    """Whether a cell stands below a heading that says one of these."""
    over = [rows.covering.get((each, cell.column)) for each in heading]
    return any(each is not None and usual(each.text) in words for each in over)
