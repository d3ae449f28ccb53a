"""One finding 指摘, its name, who may find it, and how a check names the row that it is about."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from inspect import signature
from types import FunctionType
from typing import NamedTuple, TypeGuard

from cityplan.check.kind import CHECK_HAS_FAILED, FindingKind, Severity
from cityplan.files.errors import program_error
from cityplan.tables.definitions import (
    CellRow,
    CorrectionRow,
    GroupRow,
    PrintedEntry,
    ProgramRow,
    ProseFigureRow,
    RepairRow,
)
from cityplan.tables.headings import headings_over
from cityplan.tables.names import full_name
from cityplan.tables.schema import NUMBERS, Tables, printed_entries, table_rows


class Place(NamedTuple):
    """Where a finding stands 指摘の場所: its line in the source, and its cell in the tables."""

    source_line: int | None = None
    table: str = ""
    plan_id: str = ""
    row: int | None = None
    column: str = ""


NOWHERE = Place()


@dataclass(frozen=True)
class Finding:
    """A finding 指摘 as a check yields it; of its kind's own weight, if nothing else is said."""

    kind: FindingKind
    message: str
    suggestion: str
    place: Place = NOWHERE
    severity: Severity | None = None
    printed: str = ""
    computed: str = ""
    difference: str = ""
    explanation: str = ""

    @property
    def weight(self) -> Severity:
        return self.severity or self.kind.severity


Findings = Iterator[Finding]  # of a check
Check = Callable[..., Findings]
RowNames = Mapping[tuple[str, str, int | None], str]
NO_PLAN = "全体"  # where a finding has no plan


_AUDITED: set[Check] = set()


def audited(check: Check) -> Check:
    """Enter a function among the checks of the audit, which gives it what its arguments name.

    `tables` are those of a document with its results; `rule` is the city's status rule, or None; `is_typed` tells
    that somebody typed the cells, so that no text was extracted; `counts` are the control totals 件数 that are declared.
    """
    _AUDITED.add(check)
    return check


def is_audited(value: object) -> TypeGuard[Check]:
    """Whether something that stands in a module is one of the checks."""
    return isinstance(value, FunctionType) and value in _AUDITED


def found_by(check: Check, given: Mapping[str, object]) -> list[Finding]:
    """What a check finds; one that fails 止まった検算 is a finding itself, and the others go on."""
    name = getattr(check, "__name__", "")
    try:
        return list(check(**{name: given[name] for name in signature(check).parameters}))
    except Exception as problem:
        fault = program_error(problem, f"検算 {name}")
        return [
            Finding(
                CHECK_HAS_FAILED,
                str(fault).partition("→")[0],
                "この検算がする指摘は、ここにありません。プログラムを作った人に知らせてください。",
                printed=name,
                explanation=f"{fault.place}: {fault.cause}",
            )
        ]


def finding_ids(found: Sequence[Finding], names: RowNames) -> list[str]:
    """The name 指摘番号 of each finding, 06-7c2e41b9: of its plan and of what it is about.

    Its place in the list and its line are not in it, so that it stays when others come or go. Of
    findings that are about the same, the second in the order given is 06-7c2e41b9-2.

    >>> mismatch, variant = (FindingKind(name, "", "info") for name in ("ratio_mismatch", "spelling_variant"))
    >>> each = Finding(mismatch, "", "", Place(498, plan_id="06"), printed="144.4%")
    >>> of_none = Finding(variant, "", "", Place(135), printed="登載事業")
    >>> finding_ids([each, of_none, Finding(mismatch, "", "", Place(499, plan_id="06"), printed="144.4%")], {})
    ['06-4dc4663f', '全体-3e6b4a4a', '06-4dc4663f-2']
    """
    seen: Counter[str] = Counter()
    ids = []
    for each in found:
        _, table, plan_id, row, column = each.place
        content = [plan_id, each.kind.name, table, column, each.printed, row_name(table, plan_id, row, names)]
        name = f"{plan_id or NO_PLAN}-{sha256(repr(content).encode()).hexdigest()[:8]}"
        seen[name] += 1
        ids.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return ids


def row_name(table: str, plan_id: str, row: int | None, names: RowNames) -> str:
    """What the row of a finding is called; empty for one of no row, or of a row without a name."""
    return names.get(("programs" if table == "program_items" else table, plan_id, row), "")


def row_names(tables: Tables) -> RowNames:
    """What each row is called, by table, plan and number; a project 群 has no plan."""
    return {
        **{place: full_name(row) for place, row in rows_by_place(tables).items()},
        **{("programs", r.plan_id, r.program_no): r.name for r in table_rows(tables, ProgramRow)},
        **{("groups", "", int(r.group_id)): r.name for r in table_rows(tables, GroupRow)},
    }


def printed_columns(tables: Tables) -> set[tuple[str, str, str]]:
    """The columns that each printed table has: table, plan, column.

    One heading over the rows of all plans (a plain table) stands with the plan "".
    """
    cells = tables["cells"][tables["cells"]["row"] == 0]
    return set(zip(cells["table"], cells["plan_id"], cells["column"], strict=True))


def own_columns(tables: Tables, table: str) -> Callable[[int], set[str]]:
    """The columns of the headings right above a row, by the line on which the row begins: of each of several tables."""
    headings = headings_over(table_rows(tables, CellRow), table)
    return lambda line: {cell.column for cell in headings(line)}


def lacking_columns(tables: Tables, table: str) -> Callable[[PrintedEntry, str], bool]:
    """Whether the table of a row, under a heading over all plans, has no such column: no cell of the row is empty there.

    One that the table of a single plan lacks is a finding of its own (`missing_columns`). Where a row says of which role
    its values are, their column tells of none.
    """
    headings = headings_over(table_rows(tables, CellRow), table)

    def lacks(row: PrintedEntry, column: str) -> bool:
        columns = {cell.column for cell in headings(row.source_line) if not cell.plan_id}
        is_of_any_role = column.endswith("_text") and any(each.startswith("value") for each in columns)
        return bool(columns) and column not in columns and not is_of_any_role

    return lacks


def place(row: PrintedEntry, column: str) -> Place:
    return Place(row.source_line, *row.place, column)


def cell_place(told: CellRow | RepairRow | ProseFigureRow) -> Place:
    """The place of a cell, or of what a row of another table tells of one."""
    return Place(told.source_line, told.table, told.plan_id, told.row, told.column)


def cell_lines(tables: Tables) -> dict[tuple[str, str, int | None, str], int]:
    """The line of the source on which each cell begins: by table, plan, row, column."""
    return {cell_place(cell)[1:]: cell.source_line for cell in table_rows(tables, CellRow) if cell.row}


def repairs_of(tables: Tables, *rules: str) -> list[RepairRow]:
    """The repairs of some rules, but for cells that were corrected since."""
    corrected = {(c.table, c.plan_id, c.row, f"{c.column}_text") for c in table_rows(tables, CorrectionRow)}
    found = (each for each in table_rows(tables, RepairRow) if each.rule in rules)
    return [each for each in found if cell_place(each)[1:] not in corrected]


def rows_by_place(tables: Tables) -> dict[tuple[str, str, int | None], PrintedEntry]:
    """The activities and indicators by table, plan and number."""
    return {row.place: row for table in NUMBERS for row in printed_entries(tables, table)}
