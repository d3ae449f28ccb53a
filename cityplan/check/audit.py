"""Printed against computed: every doubt about a document becomes a finding 指摘. Opens no file.

Each check is a small function over the tables that yields findings of its kind; none of them
changes a figure. Severity: `error` is a contradiction in the document, `warning` a doubt that a
reader must know, `info` something to know when comparing.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

import pandas as pd

from cityplan.check import (
    cell_looks,
    entries,
    indicators,
    plausible,
    prose,
    ratios,
    spelling,
    structure,
    values,
    wording,
)
from cityplan.check.finding import Finding, cell_lines, finding_ids, found_by, row_names
from cityplan.city.entry_columns import LAYOUT
from cityplan.city.rules import Rule
from cityplan.city.source import Edition
from cityplan.compute.prose import prose_figures
from cityplan.read.places import cell_words
from cityplan.tables.contract import CellRow, SkippedLineRow
from cityplan.tables.schema import Tables, frame, records

_WEIGHT = {"error": 0, "warning": 1, "info": 2}
CHECKS: tuple[Callable[[Tables], Iterator[Finding]], ...] = (
    ratios.ratios,
    ratios.missing_columns,
    values.missing_values,
    values.unreadable_values,
    values.unreadable_cells,
    values.units,
    values.unknown_marks,
    plausible.doubtful_values,
    plausible.plan_without_indicators,
    entries.not_entered,
    entries.form_doubts,
    cell_looks.cell_looks,
    indicators.statuses,
    indicators.targets,
    indicators.inferred_polarity,
    indicators.unknown_polarity,
    indicators.duplicate_indicators,
    indicators.crossed_targets,
    indicators.not_comparable,
    indicators.bounds,
    indicators.open_bounds,
    prose.prose_mismatches,
    prose.declared_counts,
    structure.missing_sheets,
    structure.missing_headlines,
    structure.missing_visions,
    structure.doubtful_extraction,
    structure.shifted_results,
    structure.joined_shares,
    structure.missing_indicators,
    structure.repeated_texts,
    structure.repeated_activities,
    structure.ambiguous_cells,
    structure.program_lists,
    structure.doubtful_captions,
    spelling.spelling_variants,
    spelling.name_variants,
    spelling.similar_names,
    wording.odd_verbs,
)
# Of a text that was extracted; a cell that somebody typed ends as he likes.
TEXT_CHECKS: tuple[Callable[[Tables], Iterator[Finding]], ...] = (structure.joined_words,)
TYPED = (LAYOUT, "plain-table")
RULE_CHECKS: tuple[Callable[[Tables, Rule | None], Iterator[Finding]], ...] = (
    indicators.baseline_choice,
    indicators.status_words,
)


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
    extracted = edition is None or edition.layout not in TYPED
    checks = CHECKS + (TEXT_CHECKS if extracted else ())
    found = [finding for check in checks for finding in found_by(check, tables)]
    found += [finding for check in RULE_CHECKS for finding in found_by(check, tables, rule)]
    found += of_editions
    lines, named = cell_lines(tables), _named_cells(tables, edition)
    for each in found:
        place = (each["table"], each["plan_id"], each["row"], each["column"])
        each["message"] = named.get(place, "") + each["message"]
        if each["column"].endswith("_text"):  # the value's own line; of other columns the row's
            each["source_line"] = lines.get(place, each["source_line"])
    found.sort(key=lambda each: (_WEIGHT[each["severity"]], each["source_line"] or 0, each["kind"]))
    texts = _line_texts(tables)
    for each, name in zip(found, finding_ids(found, row_names(tables)), strict=True):
        each["finding_id"] = name
        each["source_text"] = texts.get(each["source_line"], "")
    return frame("findings", found)


def _named_cells(tables: Tables, edition: Edition | None) -> dict[tuple[str, str, int | None, str], str]:
    """The cells of an entry form by their sheets and letters, each with a blank after it."""
    if edition is None or edition.layout != LAYOUT:
        return {}
    return {
        (cell.table, cell.plan_id, cell.row, cell.column): f"{words} "
        for cell in records(tables["cells"], CellRow)
        if (words := cell_words(edition, cell.source_line, cell.source_column))
    }


def _line_texts(tables: Tables) -> dict[int | None, str]:
    """The text of each line of the source, put together from its cells."""
    texts: dict[int, list[str]] = defaultdict(list)
    cells = tables["cells"].drop_duplicates(["source_line", "source_column", "text"])
    for row in records(cells.sort_values(["source_line", "source_column"]), CellRow):
        texts[int(row.source_line)].append(row.text)
    for line in records(tables["skipped_lines"], SkippedLineRow):
        texts[line.source_line].append(line.text.strip())
    return {line: " | ".join(parts) for line, parts in texts.items()}
