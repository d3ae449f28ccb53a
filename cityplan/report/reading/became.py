"""What each cell of a document became 読み取り結果: an activity, an indicator, prose, left out, doubtful.

All that stands in the files (`Printed.shown`) is told once; what has no cell there (a running head, a text over an
edge) is added with its place. Nothing is left without a word.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cityplan.city.edition import Edition
from cityplan.japanese.letters import squeeze
from cityplan.read.places import line_place, place_of
from cityplan.read.printed import Cell, Printed, Shown, Text
from cityplan.tables.definitions import FindingRow
from cityplan.tables.names import label, numbered
from cityplan.tables.words import LEFT_OUT, SEVERITIES, TABLE_SUBJECTS

# What a cell may become, the weightiest first: its name in words, and the sign that stands beside it.
KINDS = {
    "doubtful": ("指摘のある所", "？"),
    "activity": ("事業", "事"),
    "indicator": ("指標", "指"),
    "plan": ("プラン", "プ"),
    "prose": ("文章", "文"),
    "left_out": ("読み取らなかったもの", "×"),
}
_UNUSED = "使わなかったセル（同じ行か表のほかのセルは使った）"
_LONGEST_SPAN = 1_000  # rows or columns that a merged cell is followed over
_NEAR = 30  # columns in which the parts of a name stand, of a sheet with narrow ones
_SHORTEST_JOINED = 6  # characters; less may stand in any text
_MOST_TOLD = 6  # of one cell, merged over many rows
_OF_TABLES = {"activities": "activity", "indicators": "indicator", "programs": "activity", "program_items": "activity"}
_PROSE = {("plans", "purpose")}
_OF_PLANS = {"sheet_number"}  # reasons of what is no cell of a table, and says which plan it is

_Row = tuple[str, str, int]  # file, table, number


@dataclass
class Became:
    """A cell or paragraph, what it became (a name of `KINDS`), and that in words; `why` are reasons and doubts."""

    shown: Shown
    kind: str = "left_out"
    told: list[str] = field(default_factory=list)
    why: list[str] = field(default_factory=list)

    def use(self, kind: str, told: str) -> None:
        """It is, or is a part of, what is told."""
        if not self.told or list(KINDS).index(kind) < list(KINDS).index(self.kind):
            self.kind = kind
        if told not in self.told and len(self.told) < _MOST_TOLD:
            self.told.append(told)

    def doubt(self, why: str) -> None:
        self.kind = "doubtful"
        self.why.append(why)


def became(printed: Printed, findings: Iterable[FindingRow], edition: Edition) -> list[Became]:
    """What each cell and paragraph of a document's files became, in their order; added ones stand at their place."""
    found = _Found(printed.shown or list(_placed(printed, edition)), printed, edition)
    for cell in printed.cells:
        for own in found.of_cell(cell):
            own.use(_kind(cell), _said(cell))
            found.by_cell[cell[:4]].append(own)
    for number, text in enumerate(printed.texts, start=1):
        for own in found.of_text(text):
            own.use("prose", text.section or text.heading)
            found.by_cell["texts", text.plan_id, number, "text"].append(own)
    for each in printed.skipped:
        reason = LEFT_OUT.get(each.reason, each.reason)
        for own in found.unused(each.source_line, each.text) or found.added(each.source_line, each.text):
            if each.reason in _OF_PLANS:
                own.use("plan", reason)
            else:
                own.why.append(reason)
    for finding in findings:
        if finding.severity != "info":
            for own in found.of_finding(finding):
                own.doubt(f"{SEVERITIES[finding.severity]} {finding.finding_id}　{finding.message}")
    _take_joined(found.all, printed)
    _take_cut(found, printed)
    for own in found.all:
        if not own.told and not own.why:
            own.why.append(_UNUSED)
    return found.in_order()


def _take_joined(found: Iterable[Became], printed: Printed) -> None:
    """Paragraphs that were joined with one before them, over a column or a page: their text stands in its."""
    alone = [own for own in found if not (own.told or own.why or own.shown.grid)]
    if not alone:
        return
    texts = [(squeeze(text.text), "prose", text.section or text.heading) for text in printed.texts]
    texts += [(squeeze(cell.text), _kind(cell), _said(cell)) for cell in printed.cells]
    for own in alone:
        bare = squeeze(own.shown.text)
        for text, kind, told in texts:
            if len(bare) >= _SHORTEST_JOINED and bare in text:
                own.use(kind, told)


def _take_cut(found: "_Found", printed: Printed) -> None:
    """Cells that a page cut: what stands on the next page became what the cell did that it goes on."""
    for each in printed.repairs:
        if each.rule != "joined_cells":
            continue
        whole = squeeze(each.after)
        wholes = [cell for cell in printed.cells if whole in squeeze(cell.text)]
        for own in found.by_line[each.source_line]:
            if squeeze(own.shown.text) == squeeze(each.before):
                for cell in wholes:
                    own.use(_kind(cell), _said(cell))


def _kind(cell: Cell) -> str:
    if (cell.table, cell.column) in _PROSE or cell.table == "texts":
        return "prose"
    return _OF_TABLES.get(cell.table, "plan")


def _said(cell: Cell) -> str:
    """A cell in words: PLAN 06 事業1 実績, or 見出し 実績 of a heading."""
    name = (label(cell.table, cell.column) if cell.table != "texts" else "") or "見出し"
    if not cell.row:
        return f"見出し {name}"
    where = numbered(cell.table, cell.row) if cell.table in TABLE_SUBJECTS else ""
    plan = f"プラン{cell.plan_id}" if cell.plan_id else ""
    return " ".join(part for part in (plan, where, name) if part)


def _placed(printed: Printed, edition: Edition) -> Iterator[Shown]:
    """Where a kind tells nothing of its files: the cells and texts that it used, each at its place."""
    seen: set[object] = set()
    told = [(place_of(edition, cell, printed), cell.text, cell.source_column) for cell in printed.cells]
    told += [(printed.places[t.source_line], t.text, 1) for t in printed.texts if t.source_line in printed.places]
    for place, text, column in told:
        if column and (place.line, place.box, column) not in seen:
            seen.add((place.line, place.box, column))
            yield Shown(edition.raw_file, place, text, "", place.line, column)


class _Found:
    """The cells that there are, by the lines, rows and columns on which they stand."""

    def __init__(self, shown: Sequence[Shown], printed: Printed, edition: Edition) -> None:
        self.printed, self.edition = printed, edition
        self.all = [Became(each) for each in shown]
        self.count = len(self.all)  # what is added comes behind these
        self.by_cell: defaultdict[tuple[str, str, int, str], list[Became]] = defaultdict(list)
        self.by_line: defaultdict[int, list[Became]] = defaultdict(list)
        self.by_row: defaultdict[_Row, list[Became]] = defaultdict(list)
        self.covering: dict[tuple[str, str, int, int], Became] = {}
        for own in self.all:
            first, last = own.shown.place.line, own.shown.place.line_end or own.shown.place.line
            for line in range(first, last + 1):
                self.by_line[line].append(own)
            if own.shown.grid:
                self.by_row[_row(own)].append(own)
        for own in reversed(self.all):  # where two cover a place, the first stands on it
            for row, column in _covered(own.shown):
                self.covering[own.shown.file, own.shown.grid, row, column] = own

    def of_cell(self, cell: Cell) -> list[Became]:
        """Where a cell stands; what a declaration or the row above says stands nowhere."""
        if cell.place and len(own := self.by_line[cell.place.line]) == 1:
            return [*own, *self._parts(cell)]
        if not cell.source_column:
            return []
        found: list[Became] = []
        for line in range(cell.source_line, cell.source_line_end + 1):
            found += self._at(line, cell.source_column, cell.text)
        return _each_once([*found, *self._parts(cell)])

    def _parts(self, cell: Cell) -> Iterator[Became]:
        """The cells left of a cell in its row that were joined with it: 小6 of 小6 国語."""
        words = {squeeze(word) for word in cell.text.split()[:-1]}
        for row in dict.fromkeys(map(_row, self.by_line[cell.source_line])) if words else ():
            for column in range(max(cell.source_column - _NEAR, 1), cell.source_column):
                own = self.covering.get((*row, column))
                if own and squeeze(own.shown.text) in words:
                    yield own

    def _at(self, line: int, column: int, text: str) -> Iterator[Became]:
        beside = self.by_line[line]
        covering = [own for row in dict.fromkeys(map(_row, beside)) if (own := self.covering.get((*row, column)))]
        if not any(_is_of(each, text) for each in covering):  # a form's line is that of one cell, whatever its column
            covering = [each for each in beside if _is_of(each, text)] or covering
        yield from covering or _alike(beside, text)

    def of_text(self, text: Text) -> list[Became]:
        return _alike(self.by_line[text.source_line], text.text)

    def unused(self, line: int, text: str) -> list[Became]:
        """What stands on a line, or in the row of it if the text is that of a row, and is used for nothing."""
        own = self.by_line[line] if line else []
        if same := [each for each in own if squeeze(each.shown.text) == squeeze(text)]:
            return [each for each in same if not each.told]
        beside = [each for row in dict.fromkeys(map(_row, own)) for each in self.by_row[row]]
        return [each for each in _each_once([*own, *beside]) if not each.told]

    def added(self, line: int, text: str) -> list[Became]:
        """What has no cell among those that there are, at its place; nothing where the line is used."""
        if line and self.by_line[line]:
            return []
        place = self.printed.places.get(line)
        if place is None:
            return []
        own = Became(Shown(self._file(line), place, text))
        self.all.append(own)
        self.by_line[line].append(own)
        return [own]

    def in_order(self) -> list[Became]:
        """All in the order of the files; what was added behind what stands before it."""
        first = {id(own): at for at, own in enumerate(self.all[: self.count])}
        ends = sorted((own.shown.place.line, at) for at, own in enumerate(self.all[: self.count]))

        def place(own: Became) -> tuple[int, int]:
            if id(own) in first:
                return first[id(own)], 0
            before = bisect_right(ends, (own.shown.place.line, len(ends)))
            return (ends[before - 1][1] if before else -1), own.shown.place.line

        return sorted(self.all, key=place)

    def _file(self, line: int) -> str:
        """The file on whose lines a line stands: of all that begin before it the last."""
        before = [each.shown for each in self.all if each.shown.place.line <= line]
        return max(before, key=lambda each: each.place.line).file if before else self.edition.raw_file

    def of_finding(self, finding: FindingRow) -> list[Became]:
        """The cell that a finding is about, else the name of its row, else what stands on its line."""
        if finding.row is not None:
            for column in (finding.column, f"{finding.column}_text", "name"):
                if own := self.by_cell.get((finding.table, finding.plan_id, finding.row, column)):
                    return own
        line = finding.source_line or 0
        told = line_place(self.edition, line, self.printed) if line else ""
        return (self.by_line.get(line) or self.added(line, finding.printed or finding.message)) if told else []


def _row(own: Became) -> _Row:
    return own.shown.file, own.shown.grid, own.shown.row


def _covered(shown: Shown) -> Iterator[tuple[int, int]]:
    for row in range(shown.row, shown.row + min(shown.rows, _LONGEST_SPAN)):
        for column in range(shown.column, shown.column + min(shown.columns, _LONGEST_SPAN)):
            yield row, column


def _alike(found: Sequence[Became], text: str) -> list[Became]:
    """Those of several that stand on one line which have the text, or a part of it; all where none has."""
    if len(found) < 2:
        return list(found)
    return [own for own in found if _is_of(own, text)] or list(found)


def _is_of(own: Became, text: str) -> bool:
    """Whether a cell has a text, or a part of it."""
    bare, whole = squeeze(own.shown.text), squeeze(text)
    return bool(bare and whole) and (bare in whole or whole in bare)


def _each_once(found: Iterable[Became]) -> list[Became]:
    return list({id(own): own for own in found}.values())


def counted(found: Iterable[Became]) -> Mapping[str, int]:
    """How many cells became each, in the order of `KINDS`."""
    counts = dict.fromkeys(KINDS, 0)
    for own in found:
        counts[own.kind] += 1
    return counts
