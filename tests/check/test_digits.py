"""Every digit of the right tables changed, one at a time: what the audit sees and what it cannot.

Each mutant is one printed cell with one other digit. An oracle with code of its own
(`digit_oracle`) says whether the row now contradicts itself; then the audit must have a finding
that says so, and none about a row that was not touched. A mutant without a contradiction is found by
another finding, or stays invisible. `python tests/check/test_digits.py` prints the counts.

A run of the whole program for each mutant would take minutes. So copies of a plan, each with one
mutant, are put behind the whole document under plan numbers of their own and audited at once.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from aligned import body
from digit_oracle import ABOVE_TARGET, MOVED, RowKey, Rows, Seen, contradictions, doubles, spoken_of

from cityplan.check.audit import audit
from cityplan.city.edition import RAW, Edition
from cityplan.city.rules import Rule
from cityplan.city.source import edition
from cityplan.clean.document import clean
from cityplan.compute.document import compute
from cityplan.read.kinds import read_file
from cityplan.read.printed import Cell, Printed
from cityplan.tables.definitions import FindingRow
from cityplan.tables.schema import records
from tests.shortened import one_in

ROOT = Path(__file__).parents[2]
# Each document with the folder of its city and its year.
DOCUMENTS = {
    "hitachi": (ROOT / RAW / "hitachi", "R5"),
    "takahagi": (ROOT / RAW / "takahagi", "R6"),
    "mihon": (ROOT / "tests/sample/mihon", "R5"),
    "mihon-table": (ROOT / "tests/sample/mihon-table", "R5"),
}
KINDS = {
    ("activities", "actual_text"): "今年度の実績",
    ("activities", "previous_text"): "前年度の実績",
    ("activities", "ratio_printed_text"): "前年度比",
    ("indicators", "baseline_text"): "基準値",
    ("indicators", "target_text"): "目標値",
    ("indicators", "actual_text"): "実績値",
}
BY_YEAR = "年度別の実績値"
FINDING = {  # the kind of finding that says so
    "ratio": "ratio_mismatch",
    "rounding": "ratio_rounding",
    "mark": "status_mismatch",
    "duplicate": "duplicate_indicator",
    "word": "prose_mismatch",
}
FIRST_COPY = 1000
COPIES = 400  # at most so many in one document: far more of them are slower again

Finding = tuple[object, ...]


class Document(NamedTuple):
    """A document as printed, with what is needed to audit it."""

    name: str
    edition: Edition
    printed: Printed
    rule: Rule | None


class Mutant(NamedTuple):
    """A printed cell with one digit changed."""

    cell: Cell
    text: str

    @property
    def key(self) -> RowKey:
        return row_of(self.cell)

    @property
    def kind(self) -> str:
        return KINDS.get((self.cell.table, self.cell.column), BY_YEAR)

    def __str__(self) -> str:
        return f"{' '.join(map(str, self.key))} {self.cell.column} {self.cell.text}→{self.text}"


class Outcome(NamedTuple):
    """What the oracle and the audit say of one mutant."""

    mutant: Mutant
    seen: list[Seen]
    new: list[Finding]  # findings about the row or its double that the right document has not
    alarms: list[Finding]  # findings about other rows that the right document has not, or no more

    @property
    def found(self) -> bool:
        return any(finding[2:5] in (self.mutant.key, *self.on) for finding in self.new)

    @property
    def on(self) -> set[RowKey]:
        return {key for seen in self.seen for key in seen.on}

    def missed(self) -> list[str]:
        """The contradictions of which no new finding speaks."""
        return [
            seen.kind
            for seen in self.seen
            if not any(new[0] == FINDING[seen.kind] and new[2:5] in seen.on for new in self.new)
        ]


@cache
def document(name: str) -> Document:
    folder, year = DOCUMENTS[name]
    with TemporaryDirectory() as root:
        place = Path(root) / RAW / name
        place.parent.mkdir(parents=True)
        place.symlink_to(folder)
        own = edition(Path(root), name, year)
        printed = read_file(Path(root) / own.raw_file, own)
    return Document(name, own, printed, own.rule)


def row_of(cell: Cell) -> RowKey:
    return cell.table, cell.plan_id, cell.row


def rows_of(cells: list[Cell]) -> Rows:
    """The printed rows of both tables, each a text by column."""
    rows: dict[RowKey, dict[str, str]] = {}
    for cell in cells:
        if cell.row and cell.table in ("activities", "indicators"):
            rows.setdefault(row_of(cell), {})[cell.column] = cell.text
    return rows


def findings(own: Document, printed: Printed) -> list[Finding]:
    """What the audit says of the rows of both tables, and of the tables themselves."""
    tables = clean(printed, own.edition)
    tables |= compute(tables, own.rule)
    return [
        (row.kind, row.severity, row.table, row.plan_id, row.row, row.column, row.printed, row.computed)
        for row in records(audit(tables, own.rule), FindingRow)
        if row.table in ("activities", "indicators")
    ]


@cache
def of_right_document(name: str) -> list[Finding]:
    own = document(name)
    return findings(own, own.printed)


def subjects(name: str) -> list[RowKey]:
    """The rows of a document without a contradiction or doubt."""
    doubtful = {each[2:5] for each in of_right_document(name) if each[1] != "info"}
    return [key for key in rows_of(document(name).printed.cells) if key not in doubtful]


def plans(name: str) -> list[str]:
    return sorted({key[1] for key in subjects(name)})


# mutants


def mutants(name: str, plan: str) -> Iterator[Mutant]:
    """Every other digit in the place of every digit of a plan's right rows."""
    right = {key for key in subjects(name) if key[1] == plan}
    for cell in document(name).printed.cells:
        is_value = (cell.table, cell.column) in KINDS or cell.column.startswith("actual_2")
        if row_of(cell) in right and is_value:
            yield from (Mutant(cell, text) for text in with_one_other_digit(cell.text))


def with_one_other_digit(text: str) -> Iterator[str]:
    """
    >>> list(with_one_other_digit("4%"))
    ['0%', '1%', '2%', '3%', '5%', '6%', '7%', '8%', '9%']
    >>> len(list(with_one_other_digit("1,062")))
    36
    >>> list(with_one_other_digit("８"))[:2]
    ['０', '１']
    """
    for at, char in enumerate(text):
        if char.isdecimal():
            zero = ord(char) - int(char)
            for other in map(chr, range(zero, zero + 10)):
                if other != char:
                    yield text[:at] + other + text[at + 1 :]


def replaced(cells: list[Cell], mutant: Mutant) -> list[Cell]:
    return [cell._replace(text=mutant.text) if cell is mutant.cell else cell for cell in cells]


# many mutants in one document


def family(name: str, plan: str) -> list[str]:
    """A plan and those that print one of its indicators too."""
    rows = rows_of(document(name).printed.cells)
    own = [key for key in rows if key[1] == plan]
    return sorted({plan, *(other[1] for key in own for other in doubles(rows, key))})


def copy_of(printed: Printed, cells: list[Cell], plans: list[str], number: int) -> Printed:
    """Plans of a document as further plans of it; their indicators are none of the others'."""
    copied = [
        cell._replace(plan_id=f"{number}{cell.plan_id}")
        for cell in cells
        if cell.plan_id in plans and cell.table in ("plans", "activities", "indicators")
    ]
    for key, row in rows_of(copied).items():
        if key[0] == "indicators":
            line = next(cell.source_line for cell in copied if row_of(cell) == key)
            copied = [each for each in copied if (row_of(each), each.column) != (key, "subgroup")]
            part = f"{row.get('subgroup', '')}#{number}"
            copied.append(Cell(*key, "subgroup", line, line, 0, part))
    repairs = [
        repair._replace(plan_id=f"{number}{repair.plan_id}") for repair in printed.repairs if repair.plan_id in plans
    ]
    return Printed(cells=copied, repairs=repairs)


def of_copies(name: str, plan: str, changed: list[Mutant]) -> list[list[Finding]]:
    """What the audit says of a plan's family: as printed, and once for each mutant.

    Not that the copies repeat each other's texts, which they do.
    """
    own, plans = document(name), family(name, plan)
    versions = [own.printed.cells, *(replaced(own.printed.cells, mutant) for mutant in changed)]
    together = Printed()
    together.add(own.printed)
    for number, cells in enumerate(versions, start=FIRST_COPY):
        together.add(copy_of(own.printed, cells, plans, number))
    found: list[list[Finding]] = [[] for _ in versions]
    for each in findings(own, together):
        number, own_plan = str(each[3])[: -len(plan)], str(each[3])[-len(plan) :]
        if number and each[0] != "repeated_text":
            found[int(number) - FIRST_COPY].append((*each[:3], own_plan, *each[4:]))
    return found


def outcomes(name: str, plan: str) -> Iterator[Outcome]:
    """All mutants of a plan, judged by the oracle and by the audit."""
    every = list(mutants(name, plan))
    for start in range(0, len(every), COPIES):
        some = every[start : start + COPIES]
        right, *each = of_copies(name, plan, some)
        for mutant, found in zip(some, each, strict=True):
            yield outcome(name, mutant, right, found)


def outcome(name: str, mutant: Mutant, right: list[Finding], found: list[Finding]) -> Outcome:
    cells = document(name).printed.cells
    rows = rows_of(replaced(cells, mutant))
    seen = [each for each in contradictions(name, rows, mutant.key)]
    touched = {mutant.key, *doubles(rows, mutant.key), *spoken_of(name, mutant.key)}
    touched |= on_the_same_line(cells, mutant)
    new = list((Counter(found) - Counter(right)).elements())
    gone = list((Counter(right) - Counter(found)).elements())
    return Outcome(
        mutant,
        seen,
        [each for each in new if each[2:5] in touched],
        [each for each in [*new, *gone] if each[2:5] not in touched],
    )


def on_the_same_line(cells: list[Cell], mutant: Mutant) -> set[RowKey]:
    """The rows that the source packs into the line of the mutant's row."""
    line, table, plan = mutant.cell.source_line, mutant.cell.table, mutant.cell.plan_id
    return {
        row_of(cell)
        for cell in cells
        if (cell.table, cell.plan_id, cell.source_line) == (table, plan, line) and cell.row
    }


# the counts

CELLS = (*KINDS.values(), BY_YEAR)
# Of each plan and kind of cell: mutants, those with a contradiction, those without that are found.
# Then the contradictions by their kind; a mutant may have several.
COUNTED = """
plan           | this year | last year | ratio     | baseline | target   | actual   | by year | ratio rounding mark duplicate word
hitachi 01     | 45 45 0   | 36 36 0   | 63 63 0   | 36 15 7  | 36 3 1   | 36 17 0  | 0 0 0   | 140 4 35 0 13
hitachi 02     | 54 54 0   | 54 54 0   | 63 63 0   | 18 1 13  | 18 0 4   | 9 0 0    | 0 0 0   | 166 5 1 0 11
hitachi 04     | 54 54 0   | 0 0 0     | 27 27 0   | 36 5 0   | 36 6 0   | 36 9 0   | 0 0 0   | 79 2 20 0 10
hitachi 05     | 54 54 0   | 45 45 0   | 72 72 0   | 0 0 0    | 0 0 0    | 0 0 0    | 0 0 0   | 167 4 0 0 0
hitachi 06     | 18 18 0   | 18 18 0   | 36 36 0   | 36 0 21  | 45 3 6   | 45 13 0  | 0 0 0   | 70 2 16 0 9
hitachi 07     | 45 41 0   | 45 43 0   | 72 72 0   | 54 0 23  | 54 16 11 | 63 3 2   | 0 0 0   | 142 14 19 0 7
hitachi 08     | 54 54 0   | 45 45 0   | 72 72 0   | 27 13 0  | 27 10 0  | 27 17 0  | 0 0 0   | 165 6 40 0 1
hitachi 09     | 45 45 0   | 45 45 0   | 63 63 0   | 27 12 0  | 27 3 0   | 27 14 0  | 0 0 0   | 148 5 29 0 7
hitachi 10     | 81 79 0   | 63 63 0   | 81 81 0   | 45 45 0  | 45 45 0  | 45 45 0  | 0 0 0   | 211 12 20 135 0
hitachi 11     | 63 60 0   | 54 53 0   | 72 71 0   | 36 8 8   | 36 8 1   | 36 11 0  | 0 0 0   | 161 23 27 0 1
hitachi 12     | 18 18 0   | 18 18 0   | 36 36 0   | 36 0 12  | 36 4 5   | 9 5 0    | 0 0 0   | 71 1 9 0 8
hitachi 13     | 45 45 0   | 45 45 0   | 72 72 0   | 45 2 0   | 54 1 0   | 45 8 0   | 0 0 0   | 158 4 11 0 29
hitachi 14     | 18 0 0    | 18 0 0    | 0 0 0     | 0 0 0    | 0 0 0    | 0 0 0    | 0 0 0   | 0 0 0 0 0
hitachi 15     | 0 0 0     | 0 0 0     | 0 0 0     | 45 45 0  | 45 45 0  | 45 45 0  | 0 0 0   | 0 0 20 135 0
takahagi 01    | 0 0 0     | 0 0 0     | 0 0 0     | 27 0 5   | 27 0 3   | 0 0 0    | 0 0 0   | 0 0 0 0 0
takahagi 02    | 0 0 0     | 0 0 0     | 0 0 0     | 27 0 0   | 27 0 6   | 0 0 0    | 0 0 0   | 0 0 0 0 0
takahagi 03    | 0 0 0     | 0 0 0     | 0 0 0     | 27 0 4   | 27 0 5   | 0 0 0    | 0 0 0   | 0 0 0 0 0
takahagi 04    | 0 0 0     | 0 0 0     | 0 0 0     | 27 0 5   | 27 0 3   | 0 0 0    | 0 0 0   | 0 0 0 0 0
takahagi 05    | 0 0 0     | 0 0 0     | 0 0 0     | 27 0 17  | 27 0 4   | 0 0 0    | 0 0 0   | 0 0 0 0 0
takahagi 06    | 0 0 0     | 0 0 0     | 0 0 0     | 63 0 11  | 63 0 8   | 0 0 0    | 0 0 0   | 0 0 0 0 0
mihon 01       | 279 169 0 | 288 142 0 | 207 207 0 | 153 48 9 | 234 31 2 | 225 80 0 | 0 0 0   | 493 25 159 0 0
mihon 02       | 18 0 0    | 18 0 0    | 0 0 0     | 0 0 0    | 0 0 0    | 0 0 0    | 0 0 0   | 0 0 0 0 0
mihon-table 01 | 0 0 0     | 0 0 0     | 0 0 0     | 81 18 0  | 72 29 1  | 81 26 2  | 126 0 7 | 0 0 73 0 0
mihon-table 02 | 0 0 0     | 0 0 0     | 0 0 0     | 27 0 0   | 45 7 1   | 36 10 0  | 45 0 0  | 0 0 17 0 0
mihon-table 03 | 0 0 0     | 0 0 0     | 0 0 0     | 27 5 0   | 18 5 0   | 36 6 0   | 36 0 0  | 0 0 16 0 0
"""
# The same over all plans, with those that stay invisible.
TOTALS = """
cell           | mutants | contradicting | found | invisible | share invisible
今年度の実績   | 891     | 736           | 736   | 155       | 17.4 %
前年度の実績   | 792     | 607           | 607   | 185       | 23.4 %
前年度比       | 936     | 935           | 935   | 1         | 0.1 %
基準値         | 927     | 217           | 352   | 575       | 62.0 %
目標値         | 1026    | 216           | 277   | 749       | 73.0 %
実績値         | 801     | 309           | 313   | 488       | 60.9 %
年度別の実績値 | 207     | 0             | 7     | 200       | 96.6 %
all            | 5580    | 3020          | 3227  | 2353      | 42.2 %
"""
Counts = Counter[tuple[str, str]]  # kind of cell or "", what


def counts(judged: Iterable[Outcome]) -> Counts:
    counted: Counts = Counter()
    for each in judged:
        what = "contradicting" if each.seen else "found" if each.found else "invisible"
        counted[each.mutant.kind, "mutants"] += 1
        counted[each.mutant.kind, what] += 1
        counted.update(("", kind) for kind in {seen.kind for seen in each.seen})
    return counted


def as_row(name: str, plan: str, counted: Counts) -> list[str]:
    """Counts as a row of COUNTED."""
    cells = [" ".join(str(counted[kind, what]) for what in ("mutants", "contradicting", "found")) for kind in CELLS]
    return [f"{name} {plan}", *cells, " ".join(str(counted["", kind]) for kind in FINDING)]


def from_row(row: list[str]) -> Counts:
    """The other way round."""
    counted: Counts = Counter()
    for kind, cell in zip(CELLS, row[1:-1], strict=True):
        mutants, contradicting, found = map(int, cell.split())
        counted[kind, "mutants"], counted[kind, "contradicting"] = mutants, contradicting
        counted[kind, "found"] = found
        counted[kind, "invisible"] = mutants - contradicting - found
    for kind, count in zip(FINDING, row[-1].split(), strict=True):
        counted["", kind] = int(count)
    return counted


def as_totals(counted: Counts) -> list[list[str]]:
    """Counts as the rows of TOTALS: all found, contradicting or not, against those invisible."""
    lines = []
    for kind in (*CELLS, "all"):
        own = Counter[str]()
        for (cell, what), count in counted.items():
            own[what] += count if cell == kind or (cell and kind == "all") else 0
        found = own["contradicting"] + own["found"]
        numbers = (own["mutants"], own["contradicting"], found, own["invisible"])
        share = f"{100 * own['invisible'] / own['mutants']:.1f} %"
        lines.append([kind, *map(str, numbers), share])
    return lines


PLANS = [tuple(row[0].split()) for row in body(COUNTED)]
LONGEST = ("mihon", "01")  # it has every form that a cell can have
each_plan = pytest.mark.parametrize(
    ("name", "plan"),
    [pytest.param(*each, marks=pytest.mark.long if each == LONGEST or at % 3 else ()) for at, each in enumerate(PLANS)],
    ids=[f"{name}-{plan}" for name, plan in PLANS],
)


class TestEveryDigit:
    @each_plan
    def test_of_a_plan(self, name: str, plan: str) -> None:
        judged = list(outcomes(name, plan))
        assert [f"{each.mutant}: {each.missed()}" for each in judged if each.missed()] == []
        assert [f"{each.mutant}: {each.alarms}" for each in judged if each.alarms] == []
        assert as_row(name, plan, counts(judged)) in body(COUNTED)

    def test_of_all_plans_together(self, record_property: Callable[[str, object], None]) -> None:
        """The counts of the plans add up to those that the documentation quotes."""
        totals = as_totals(sum((from_row(row) for row in body(COUNTED)), Counter()))
        for kind, *_, share in totals:
            record_property(f"invisible: {kind}", share)
        assert totals == body(TOTALS)

    def test_of_no_plan_is_left_out(self) -> None:
        with_digits = [(name, plan) for name in DOCUMENTS for plan in plans(name) if next(mutants(name, plan), None)]
        assert with_digits == PLANS


class TestCopies:
    @pytest.mark.parametrize(("name", "plan"), one_in(4, PLANS))
    def test_of_a_plan_have_the_findings_of_the_whole_document(self, name: str, plan: str) -> None:
        """As printed, and with some mutants put into the document itself."""
        own, some = document(name), list(mutants(name, plan))[4::150]
        changed = [replace(own.printed, cells=replaced(own.printed.cells, each)) for each in some]
        whole = [of_right_document(name), *(findings(own, each) for each in changed)]
        for found, copied in zip(whole, of_copies(name, plan, some), strict=True):
            family_of = [each for each in found if each[3] in family(name, plan)]
            assert copied == [each for each in family_of if each[0] != "repeated_text"]


class TestOracle:
    def test_quotes_what_the_texts_say(self) -> None:
        said = [(*key, quote) for key, (_, quote) in (MOVED | ABOVE_TARGET).items()]
        for name, plan, row, quote in said:
            cells = rows_of(document(name).printed.cells)["activities", plan, row]
            assert quote in cells["factors"] + cells["direction"]

    def test_sees_the_contradictions_of_the_documents_as_printed(self) -> None:
        seen = [
            (name, *key, each.kind)
            for name in DOCUMENTS
            for rows in [rows_of(document(name).printed.cells)]
            for key in rows
            for each in contradictions(name, rows, key)
        ]
        assert seen == [
            ("hitachi", "activities", "04", 1, "ratio"),
            ("hitachi", "activities", "06", 1, "ratio"),
            ("hitachi", "activities", "11", 1, "rounding"),
        ]

    def test_has_nothing_of_the_program(self) -> None:
        text = (ROOT / "tests/digit_oracle.py").read_text(encoding="utf-8")
        assert not [line for line in text.split("\n") if "import" in line and "cityplan" in line.split()]


def main() -> None:
    """Print all counts, as COUNTED and TOTALS have them."""
    together: Counts = Counter()
    for name in DOCUMENTS:
        for plan in plans(name):
            counted = counts(outcomes(name, plan))
            together += counted
            if counted:
                print(" | ".join(as_row(name, plan, counted)), flush=True)
    print("\ncell | mutants | contradicting | found | invisible | share")
    print("\n".join(" | ".join(row) for row in as_totals(together)))


if __name__ == "__main__":
    main()
