"""One run of the program over a document, in this process."""

import re
import tempfile
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from cityplan import steps
from cityplan.check.audit import audit
from cityplan.city.edition import RAW
from cityplan.city.source import edition
from cityplan.compute.document import compute
from cityplan.tables import schema as table_module
from cityplan.tables.schema import Tables
from mutants.documents import DOCUMENTS, source_of
from mutants.values import Names, Place, Row, column_list, repairs_of, squeezed, texts_of, values_of


class Run(NamedTuple):
    """What came of one document: its values and repairs and findings, or an error."""

    values: dict[Place, Any]
    texts: dict[Place, Any]  # as printed
    repairs: Counter[tuple[str, ...]]
    findings: Counter["Finding"]
    messages: Counter["Message"]
    names: "Names"
    error: Exception | None = None


Finding = tuple[str, str, str, Row, str, str]  # kind, table, plan, row, column, severity
Message = tuple[Finding, str]  # what it says, without the numbers of lines


@cache
def folder_of(name: str, root: Path) -> Path:
    """The city's folder below a root of its own, with its source.toml."""
    folder = root / name / RAW / "city"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "source.toml").write_text(source_of(DOCUMENTS[name]), encoding="utf-8")
    return folder


@cache
def own_root() -> Path:
    """A folder of this process."""
    folder = tempfile.TemporaryDirectory()
    ROOTS.append(folder)
    return Path(folder.name)


ROOTS: list[tempfile.TemporaryDirectory[str]] = []  # kept until the process ends


def run(name: str, data: bytes) -> Run:
    """Read, clean, compute and audit some bytes as the document; what is raised is the result too."""
    own = DOCUMENTS[name]
    folder = folder_of(name, own_root())
    (folder / own.file).write_bytes(data)
    root = folder.parents[2]
    try:
        tables = steps.clean_document(str(root), "city", own.year)
        rule = edition(root, "city", own.year).rule
        tables |= compute(tables, rule)
        findings = audit(tables, rule)
    except Exception as error:  # what is no SourceError is a crash, and counted as one
        return Run({}, {}, Counter(), Counter(), Counter(), {}, error)
    names = names_of(tables)
    columns = (column_list(findings[c]) for c in ("kind", "table", "plan_id", "row", "column", "severity"))
    found = [
        (kind, table, plan, names.get((table, plan, row), row), column, severity)
        for kind, table, plan, row, column, severity in zip(*columns, strict=True)
    ]
    return Run(
        values_of(tables, names),
        texts_of(tables, names),
        repairs_of(tables["repairs"]),
        Counter(found),
        Counter(zip(found, map(_without_lines, findings["message"]), strict=True)),
        names,
    )


def _without_lines(message: str) -> str:
    return re.sub(r"\d+(?:〜\d+)?行", "", message)


def names_of(tables: Tables) -> Names:
    """The rows of activities and indicators by name and part; one that recurs in a plan is counted."""
    names: Names = {}
    times: Counter[tuple[str, str, str]] = Counter()
    for table, number in table_module.NUMBERS.items():
        data = tables[table]
        parts = data["subgroup"] if table == "indicators" else [""] * len(data)
        for plan, row, name, part in zip(data["plan_id"], data[number], data["name"], parts, strict=True):
            key = (table, plan, squeezed(name + part))
            times[key] += 1
            names[table, plan, int(row)] = f"{key[2]} {times[key]}"
    return names
