"""Printed against computed: every doubt about a document becomes a finding 指摘. Opens no file.

Each check is a small function over the tables that yields findings of its kind; none of them
changes a figure. Severity: `error` is a contradiction in the document, `warning` a doubt that a
reader must know, `info` something to know when comparing.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

import pandas as pd

from cityplan.checks import indicators, prose, ratios, spelling, structure, values
from cityplan.checks.finding import Finding, cell_lines
from cityplan.prose import prose_figures
from cityplan.rules import Rule
from cityplan.tables import Tables, frame, records

_WEIGHT = {"error": 0, "warning": 1, "info": 2}
CHECKS: tuple[Callable[[Tables], Iterator[Finding]], ...] = (
    ratios.ratios,
    ratios.missing_columns,
    values.missing_values,
    values.unreadable_values,
    values.unreadable_cells,
    values.units,
    values.unknown_marks,
    indicators.statuses,
    indicators.targets,
    indicators.inferred_polarity,
    indicators.duplicate_indicators,
    indicators.not_comparable,
    indicators.bounds,
    prose.prose_mismatches,
    prose.declared_counts,
    structure.missing_sheets,
    structure.missing_headlines,
    structure.missing_visions,
    structure.doubtful_extraction,
    structure.repeated_texts,
    structure.ambiguous_cells,
    structure.program_lists,
    structure.doubtful_captions,
    spelling.spelling_variants,
    spelling.name_variants,
)
RULE_CHECKS: tuple[Callable[[Tables, Rule | None], Iterator[Finding]], ...] = (
    indicators.baseline_choice,
    indicators.status_words,
)


def audit(
    tables: Tables, rule: Rule | None = None, of_editions: Iterable[Finding] = ()
) -> pd.DataFrame:
    """All findings about a document, heaviest first, then in the order of the source.

    `tables` holds the source tables and the results of `compute`; `rule` is the city's own;
    `of_editions` are the findings against its earlier documents.
    """
    if "prose_figures" not in tables:
        tables = {**tables, "prose_figures": prose_figures(tables)}
    found = [finding for check in CHECKS for finding in check(tables)]
    found += [finding for check in RULE_CHECKS for finding in check(tables, rule)]
    found += of_editions
    lines = cell_lines(tables)
    for each in found:
        if each["column"].endswith("_text"):  # the value's own line; of other columns the row's
            place = (each["table"], each["plan_id"], each["row"], each["column"])
            each["source_line"] = lines.get(place, each["source_line"])
    found.sort(key=lambda each: (_WEIGHT[each["severity"]], each["source_line"] or 0, each["kind"]))
    texts = _line_texts(tables)
    for number, each in enumerate(found, start=1):
        each["finding_id"] = f"F{number:03d}"
        each["source_text"] = texts.get(each["source_line"], "")
    return frame("findings", found)


def _line_texts(tables: Tables) -> dict[int, str]:
    """The text of each line of the source, put together from its cells."""
    texts: dict[int, list[str]] = defaultdict(list)
    cells = tables["cells"].drop_duplicates(["source_line", "source_column", "text"])
    for row in records(cells.sort_values(["source_line", "source_column"])):
        texts[int(row.source_line)].append(row.text)
    for row in records(tables["skipped_lines"]):
        texts[int(row.source_line)].append(row.text.strip())
    return {line: " | ".join(parts) for line, parts in texts.items()}
