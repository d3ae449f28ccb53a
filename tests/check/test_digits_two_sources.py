"""Every digit changed, as in `test_digits`, where the document also has an edition before it, and a plan book.

Both are made from the document's own figures by `tests/two_sources.py`. A mutant is found where any finding about its
row is new. This year's actuals 今年度の値, which no earlier source can have, are counted apart.
`python tests/check/test_digits_two_sources.py` prints the counts.
"""

import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from aligned import body
from test_digits import (
    COPIES,
    FIRST_COPY,
    PLANS,
    Document,
    Finding,
    Mutant,
    Outcome,
    copy_of,
    document,
    family,
    mutants,
    outcome,
    replaced,
)
from two_sources import edition_before, plan_book

from cityplan import steps
from cityplan.check.readings import plan_book_findings
from cityplan.city.counts import Counts
from cityplan.clean.document import clean
from cityplan.compute.history import Told, join
from cityplan.compute.proofs import earlier_witnesses, plan_book_witness
from cityplan.read.printed import Printed
from cityplan.tables.definitions import FindingRow
from cityplan.tables.schema import records

SOURCES = ("before", "book")  # an edition before; a plan book too
THIS_YEAR = ("今年度の実績", "実績値")
SAMPLED = [("hitachi", "06"), ("hitachi", "10"), ("takahagi", "05"), ("mihon-table", "01")]
EVERY = 23  # one digit of so many is tried in the fast suite
COUNTED = 7  # and so many where the counts are taken
# One digit in seven of all plans, found and invisible: of last year, goals and ratios, and of this year apart.
# Invisible stay digits within brackets, 43（16）, and those of results in words (姉妹都市提携40周年).
TOTALS = """
source | digits    | mutants | found | invisible | share invisible
before | others    | 559     | 550   | 9         | 1.6 %
before | this year | 243     | 154   | 89        | 36.6 %
book   | others    | 559     | 550   | 9         | 1.6 %
book   | this year | 243     | 154   | 89        | 36.6 %
"""


def named_apart(printed: Printed, number: int) -> Printed:
    """A copy of plans with names of its own, so that each is a plan of its own in both documents."""
    cells = [
        cell._replace(text=f"{cell.text}{number}") if (cell.table, cell.column) == ("plans", "name") else cell
        for cell in printed.cells
    ]
    return replace(printed, cells=cells)


def findings(own: Document, printed: Printed, right: Printed, source: str) -> list[Finding]:
    """What is told of the rows of both tables; `right` is the document of which the other sources are made."""
    edition = replace(own.edition, counts=Counts())
    now, before = Told(edition.year, clean(printed, edition)), edition_before(right, edition)
    joined = join(now, [before])
    witnesses, told = [*earlier_witnesses(joined)], []
    if source == "book":
        witnesses.append(plan_book_witness(plan_book(right, edition), "計画書", now, ()))
        told += plan_book_findings(now, witnesses[-1])
    tables = steps.computed(edition, joined, witnesses, told)
    return [
        (row.kind, row.severity, row.table, row.plan_id, row.row, row.column, row.printed, row.computed)
        for row in records(tables["findings"], FindingRow)
        if row.table in ("activities", "indicators")
    ]


def of_copies(name: str, plan: str, changed: list[Mutant], source: str) -> list[list[Finding]]:
    """What is told of a plan's family: as printed, and once for each mutant."""
    own, plans = document(name), family(name, plan)
    versions = [own.printed.cells, *(replaced(own.printed.cells, mutant) for mutant in changed)]
    groups = [cell for cell in own.printed.cells if cell.table == "groups"]
    together, right = Printed(cells=[*groups]), Printed(cells=[*groups])
    for number, cells in enumerate(versions, start=FIRST_COPY):
        together.add(named_apart(copy_of(own.printed, cells, plans, number), number))
        right.add(named_apart(copy_of(own.printed, own.printed.cells, plans, number), number))
    found: list[list[Finding]] = [[] for _ in versions]
    for each in findings(own, together, right, source):
        number, own_plan = str(each[3])[: -len(plan)], str(each[3])[-len(plan) :]
        if number and each[0] != "repeated_text":
            found[int(number) - FIRST_COPY].append((*each[:3], own_plan, *each[4:]))
    return found


def outcomes(name: str, plan: str, source: str, every: int = 1) -> list[Outcome]:
    """The mutants of a plan, one of so many, judged with another source."""
    some = list(mutants(name, plan))[len(plan) % every :: every]
    judged: list[Outcome] = []
    for start in range(0, len(some), COPIES):
        part = some[start : start + COPIES]
        right, *each = of_copies(name, plan, part, source)
        judged += [outcome(name, mutant, right, found) for mutant, found in zip(part, each, strict=True)]
    return judged


def is_of_this_year(name: str, mutant: Mutant) -> bool:
    """Whether a value is this year's, which no earlier source can have."""
    year = f"actual_{document(name).edition.actual}_text"
    return mutant.kind in THIS_YEAR or mutant.cell.column == year


def is_seen(outcome: Outcome) -> bool:
    return bool(outcome.seen) or outcome.found


def counts(judged: list[tuple[str, Outcome]]) -> Counter[tuple[str, bool]]:
    """How many are found and how many are not, of other years and goals, and of this year."""
    counted: Counter[tuple[str, bool]] = Counter()
    for name, each in judged:
        counted["this year" if is_of_this_year(name, each.mutant) else "others", is_seen(each)] += 1
    return counted


def as_rows(source: str, judged: list[tuple[str, Outcome]]) -> list[list[str]]:
    """The rows of TOTALS for a source."""
    counted = counts(judged)
    lines = []
    for digits in ("others", "this year"):
        found, lost = counted[digits, True], counted[digits, False]
        share = f"{100 * lost / (found + lost):.1f} %"
        lines.append([source, digits, f"{found + lost}", f"{found}", f"{lost}", share])
    return lines


def all_judged(source: str, every: int = 1) -> list[tuple[str, Outcome]]:
    return [(name, each) for name, plan in PLANS for each in outcomes(name, plan, source, every)]


class TestEveryDigit:
    @pytest.mark.parametrize("source", SOURCES)
    @pytest.mark.parametrize(("name", "plan"), SAMPLED)
    def test_of_some(self, name: str, plan: str, source: str) -> None:
        """All but this year's values are seen, where another source prints them; nothing else is told of."""
        judged = outcomes(name, plan, source, EVERY)
        assert [f"{each.mutant}: {each.alarms}" for each in judged if each.alarms] == []
        lost = [str(each.mutant) for each in judged if not is_seen(each) and not is_of_this_year(name, each.mutant)]
        assert judged and lost == []

    @pytest.mark.long
    @pytest.mark.parametrize("source", SOURCES)
    def test_of_all(self, source: str) -> None:
        judged = all_judged(source, COUNTED)
        assert [f"{each.mutant}: {each.alarms}" for _, each in judged if each.alarms] == []
        assert as_rows(source, judged) == [row for row in body(TOTALS) if row[0] == source]

    def test_few_stay_invisible(self) -> None:
        """At most 10 % with an edition before, at most 5 % with a plan book too; this year's apart."""
        shares = {(row[0], row[1]): row[-1] for row in body(TOTALS)}
        before, book = (shares[source, "others"] for source in SOURCES)
        assert float(before.split()[0]) <= 10 and float(book.split()[0]) <= 5
        for page in ("docs/findings.md", "docs/findings.ja.md"):
            text = (Path(__file__).parents[2] / page).read_text(encoding="utf-8")
            assert before.replace(" ", "") in text.replace(" ", "").replace("％", "%")
            assert shares["before", "this year"].replace(" ", "") in text.replace(" ", "").replace("％", "%")


if __name__ == "__main__":
    step = int(sys.argv[1]) if len(sys.argv) > 1 else COUNTED
    for source in SOURCES:
        judged = all_judged(source, step)
        for row in as_rows(source, judged):
            print(" | ".join(row))
        for name, each in judged:
            if each.alarms:
                print("ALARM", name, each.mutant, each.alarms)
        lost = Counter(
            (name, each.mutant.key, each.mutant.cell.column)
            for name, each in judged
            if not is_seen(each) and not is_of_this_year(name, each.mutant)
        )
        for place, number in lost.items():
            print("LOST", *place, number)
