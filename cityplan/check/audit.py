"""Printed against computed: every doubt about a document becomes a finding 指摘. Opens no file.

Each check is a small function over the tables that yields findings of its kind; none of them
changes a figure. Severity: `error` is a contradiction in the document, `warning` a doubt that a
reader must know, `info` something to know when comparing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib import import_module
from pkgutil import iter_modules

import pandas as pd

from cityplan import check as checks
from cityplan.check.answers import gone_answers, states
from cityplan.check.finding import (
    Check,
    Finding,
    Place,
    cell_lines,
    cell_place,
    finding_ids,
    found_by,
    is_audited,
    row_names,
)
from cityplan.check.kind import FindingKind
from cityplan.check.places import Places
from cityplan.city.counts import Counts
from cityplan.city.edition import Edition
from cityplan.city.rules import Rule
from cityplan.compute.prose import prose_figures
from cityplan.compute.used import MARK
from cityplan.read.kinds import kind_of
from cityplan.read.places import cell_words
from cityplan.tables.definitions import TABLES, CellRow, CorrectionRow, FindingRow, IndicatorRow, SkippedLineRow
from cityplan.tables.once import unchanged
from cityplan.tables.schema import Tables, frame, records, table_rows
from cityplan.tables.words import SEVERITIES

_WEIGHTS = list(SEVERITIES)
# Cells from which an expected value is reckoned; a doubt about one of them is a doubt about it.
_RECKONED_FROM = ("name", "unit", "polarity", "baseline_text", "target_text", "actual_text", "status_printed")


def _stands_in_checks() -> Iterator[tuple[str, object]]:
    """All that stands in the modules of this folder but this one, each with the name of its module."""
    for each in iter_modules(checks.__path__, f"{checks.__name__}."):
        if each.name != __name__:
            yield from ((each.name, value) for value in vars(import_module(each.name)).values())


def known_kinds(values: Iterable[object]) -> dict[str, FindingKind]:
    """The kinds of findings among some values, by name; ValueError where two have the same."""
    kinds: dict[str, FindingKind] = {}
    for kind in (value for value in values if isinstance(value, FindingKind)):
        if kinds.setdefault(kind.name, kind) is not kind:
            raise ValueError(f"two kinds of findings are called {kind.name}")
    return kinds


# All checks and all kinds of findings: what a module of this folder declares is known by standing there.
CHECKS: tuple[Check, ...] = tuple(
    value for module, value in _stands_in_checks() if is_audited(value) and value.__module__ == module
)
FINDING_KINDS = known_kinds(value for _, value in _stands_in_checks())


@unchanged()
def audit(
    tables: Tables, rule: Rule | None = None, edition: Edition | None = None, of_editions: Iterable[Finding] = ()
) -> pd.DataFrame:
    """All findings about a document, heaviest first, then in the order of the source.

    `tables` holds the source tables and the results of `compute`; `rule` is the city's own. Of an
    `edition` that is an entry form, each finding names its sheet and cell. `of_editions` are the
    findings against the city's earlier documents.
    """
    if "prose_figures" not in tables:
        tables = {**tables, "prose_figures": prose_figures(tables)}
    is_typed = edition is not None and not kind_of(edition).is_extracted
    counts = edition.counts if edition is not None else Counts()
    given = {"tables": tables, "rule": rule, "is_typed": is_typed, "counts": counts}
    found = [*(each for check in CHECKS for each in found_by(check, given)), *of_editions]
    if unknown := {each.kind.name for each in found} - FINDING_KINDS.keys():
        raise KeyError(f"no module of the checks declares the kind {sorted(unknown)}")
    lines, named = cell_lines(tables), _named_cells(tables, edition)
    told = []
    for each in found:
        line, *_, column = each.place
        cell = each.place[1:]
        if column.endswith("_text"):  # the value's own line; of other columns the row's
            line = lines.get(cell, line)
        told.append(replace(each, message=named.get(cell, "") + each.message, place=Place(line, *cell)))
    names, texts, places = row_names(tables), _line_texts(tables), Places.of(tables)
    told.sort(key=_order)
    told = sorted([*told, *gone_answers(tables, finding_ids(told, names))], key=_order)
    ids = finding_ids(told, names)
    corrected = {(c.table, c.plan_id, c.row, c.column) for c in table_rows(tables, CorrectionRow)}
    decided = [
        (*each.place[1:4], each.place.column.removesuffix("_text")) in corrected and MARK not in each.printed
        for each in told  # one about the value that was put there is a new finding, which nobody has settled
    ]
    rows = [
        FindingRow(
            finding_id=name,
            **each.place._asdict(),
            place=places.words(each.place),
            kind=each.kind.name,
            severity=each.weight,
            printed=each.printed,
            computed=each.computed,
            difference=each.difference,
            explanation=each.explanation,
            source_text=texts.get(each.place.source_line, ""),
            message=each.message,
            suggestion=each.suggestion,
            state=state,
        )
        for each, name, state in zip(told, ids, states(ids, decided, tables), strict=True)
    ]
    return frame("findings", rows)


def _order(each: Finding) -> tuple[object, ...]:
    """The heaviest first, then as they stand in the document, the columns of a row as in its table."""
    line, table, _, row, column = each.place
    names = [column.name for column in TABLES[table].columns] if table in TABLES else []
    at = names.index(column) if column in names else len(names)
    return _WEIGHTS.index(each.weight), line or 0, each.kind.name, table, row or 0, at, column, each.printed


def _named_cells(tables: Tables, edition: Edition | None) -> dict[tuple[str, str, int | None, str], str]:
    """The cells of an entry form by their sheets and letters, each with a blank after it."""
    if edition is None or not kind_of(edition).has_sheets:
        return {}
    return {
        cell_place(cell)[1:]: f"{words} "
        for cell in table_rows(tables, CellRow)
        if (words := cell_words(edition, cell.source_line, cell.source_column))
    }


def _line_texts(tables: Tables) -> dict[int | None, str]:
    """The text of each line of the source, put together from its cells."""
    texts: dict[int, list[str]] = defaultdict(list)
    cells = tables["cells"].drop_duplicates(["source_line", "source_column", "text"])
    for row in records(cells.sort_values(["source_line", "source_column"]), CellRow):
        texts[row.source_line].append(row.text)
    for line in table_rows(tables, SkippedLineRow):
        texts[line.source_line].append(line.text.strip())
    return {line: " | ".join(parts) for line, parts in texts.items()}


# what the findings doubt


def doubted_lines(tables: Tables) -> set[tuple[str, int]]:
    """The plans and lines of indicators whose values or directions a finding doubts: no expected value 目安 is told.

    Rows that one line packs share its doubt (Hitachi R5, PLAN 05: 小学生、中学生).
    """
    rows = {row.key: row for row in table_rows(tables, IndicatorRow)}
    found = [
        (FINDING_KINDS[each.kind], rows[each.plan_id, each.row])
        for each in table_rows(tables, FindingRow)
        if each.table == "indicators"
        and each.row is not None
        and (each.plan_id, each.row) in rows
        and each.column in _RECKONED_FROM
        and _withholds(each)
    ]
    shared = {(row.plan_id, row.name) for kind, row in found if kind.withholds_parts}
    parts = [row for row in rows.values() if (row.plan_id, row.name) in shared]
    return {(row.plan_id, row.source_line) for row in (*parts, *(row for _, row in found))}


def _withholds(finding: FindingRow) -> bool:
    declared = FINDING_KINDS[finding.kind].withholds_expected
    return finding.severity != "info" if declared is None else declared
