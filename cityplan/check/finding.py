"""One finding 指摘, its name, and how a check names the row that it is about."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import NotRequired, TypedDict

from cityplan.files.errors import CHECK_FAILED, program_error
from cityplan.tables.contract import CellRow, CorrectionRow, GroupRow, PrintedEntry, ProgramRow, RepairRow
from cityplan.tables.names import full_name
from cityplan.tables.schema import NUMBERS, Tables, printed_entries, records


class Finding(TypedDict):
    """A finding 指摘 as a check yields it: a row of that table, whose name and source text the audit adds."""

    plan_id: str
    table: str
    row: int | None
    column: str
    kind: str
    severity: str
    printed: str
    computed: str
    difference: str
    explanation: str
    source_line: int | None
    message: str
    suggestion: str
    finding_id: NotRequired[str]
    source_text: NotRequired[str]


class Place(TypedDict):
    """Where a finding stands, as `finding` takes it."""

    line: int | None
    plan_id: str
    table: str
    row: int | None
    column: str


Names = Mapping[tuple[str, str, int | None], str]
NO_PLAN = "全体"  # where a finding has no plan


def finding(
    kind: str,
    severity: str,
    message: str,
    suggestion: str,
    line: int | None,
    *,
    plan_id: str = "",
    table: str = "",
    row: int | None = None,
    column: str = "",
    printed: str = "",
    computed: str = "",
    difference: str = "",
    explanation: str = "",
) -> Finding:
    return {
        "plan_id": plan_id,
        "table": table,
        "row": row,
        "column": column,
        "kind": kind,
        "severity": severity,
        "printed": printed,
        "computed": computed,
        "difference": difference,
        "explanation": explanation,
        "source_line": line,
        "message": message,
        "suggestion": suggestion,
    }


def found_by(check: Callable[..., Iterator[Finding]], *given: object) -> list[Finding]:
    """What a check finds; one that fails 止まった検算 is a finding itself, and the others go on."""
    name = getattr(check, "__name__", "")
    try:
        return list(check(*given))
    except Exception as problem:
        fault = program_error(problem, f"検算 {name}")
        return [
            finding(
                CHECK_FAILED,
                "warning",
                str(fault.without_next_step),
                "この検算がする指摘は、ここにありません。プログラムを作った人に知らせてください。",
                None,
                printed=name,
                explanation=f"{fault.place}: {fault.cause}",
            )
        ]


def finding_ids(found: Sequence[Finding], names: Names) -> list[str]:
    """The name 指摘番号 of each finding, 06-7c2e41b9: of its plan and of what it is about.

    Its place in the list and its line are not in it, so that it stays when others come or go. Of
    findings that are about the same, the second in the order given is 06-7c2e41b9-2.

    >>> each = finding("ratio_mismatch", "error", "", "", 498, plan_id="06", printed="144.4%")
    >>> of_none = finding("spelling_variant", "info", "", "", 135, printed="登載事業")
    >>> finding_ids([each, of_none, {**each, "source_line": 499}], {})
    ['06-4dc4663f', '全体-3e6b4a4a', '06-4dc4663f-2']
    """
    seen: Counter[str] = Counter()
    ids = []
    for each in found:
        about = (each["plan_id"], each["kind"], each["table"], each["column"], each["printed"])
        content = [*about, row_name(each["table"], each["plan_id"], each["row"], names)]
        name = f"{each['plan_id'] or NO_PLAN}-{sha256(repr(content).encode()).hexdigest()[:8]}"
        seen[name] += 1
        ids.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return ids


def row_name(table: str, plan_id: str, row: int | None, names: Names) -> str:
    """What the row of a finding is called; empty for one of no row, or of a row without a name."""
    return names.get(("programs" if table == "program_items" else table, plan_id, row), "")


def row_names(tables: Tables) -> Names:
    """What each row is called, by table, plan and number; a project 群 has no plan."""
    return {
        **{place: full_name(row) for place, row in rows_by_place(tables).items()},
        **{("programs", r.plan_id, r.program_no): r.name for r in records(tables["programs"], ProgramRow)},
        **{("groups", "", int(r.group_id)): r.name for r in records(tables["groups"], GroupRow)},
    }


def headings(tables: Tables) -> set[tuple[str, str, str]]:
    """The columns that each printed table has: table, plan, column.

    One heading over the rows of all plans (a plain table) stands with the plan "".
    """
    cells = tables["cells"][tables["cells"]["row"] == 0]
    return set(zip(cells["table"], cells["plan_id"], cells["column"], strict=True))


def one_table_lacks(tables: Tables, table: str, column: str) -> bool:
    """Whether all rows stand under one heading, which has no such column."""
    names = {name for where, plan, name in headings(tables) if where == table and not plan}
    return bool(names) and column not in names


def place(row: PrintedEntry, table: str, column: str) -> Place:
    return {"line": row.source_line, "plan_id": row.plan_id, "table": table, "row": row.no, "column": column}


def cell_lines(tables: Tables) -> dict[tuple[str, str, int | None, str], int]:
    """The line of the source on which each cell begins: by table, plan, row, column."""
    cells = tables["cells"]
    return {
        (cell.table, cell.plan_id, cell.row, cell.column): cell.source_line
        for cell in records(cells[cells["row"] > 0], CellRow)
    }


def repairs_of(tables: Tables, *rules: str) -> list[RepairRow]:
    """The repairs of some rules, but for cells that were corrected since."""
    corrected = {(c.table, c.plan_id, c.row, f"{c.column}_text") for c in records(tables["corrections"], CorrectionRow)}
    found = records(tables["repairs"][tables["repairs"]["rule"].isin(rules)], RepairRow)
    return [r for r in found if (r.table, r.plan_id, r.row, r.column) not in corrected]


def rows_by_place(tables: Tables) -> dict[tuple[str, str, int | None], PrintedEntry]:
    """The activities and indicators by table, plan and number."""
    return {(table, *row.key): row for table in NUMBERS for row in printed_entries(tables, table)}
