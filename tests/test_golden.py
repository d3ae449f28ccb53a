"""Tables typed by hand from the text, cell by cell, against what the reader and the audit give."""

import json
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from golden_tables import GOLDEN, GOLDEN_CHAPTER, KEYS, as_text, differences, show, typed

from cityplan import steps
from cityplan.check.audit import audit
from cityplan.city import source
from cityplan.compute.document import compute
from cityplan.files.files import read_text
from cityplan.tables.schema import Tables

RESULTS = {"activity": ("activity_results", "activity_no"),
           "indicator": ("indicator_results", "indicator_no")}  # fmt: skip


@pytest.fixture(scope="module")
def chapter_findings(root: Path) -> pd.DataFrame:
    """The findings about Takahagi R6, whose edition names no status rule."""
    tables = steps.clean_document(str(root), "takahagi", "R6")
    return audit({**tables, **compute(tables, None)})


@pytest.fixture(scope="module")
def chapter_document(root: Path) -> str:
    return read_text(root / source.edition(root, "takahagi", "R6").raw_file)


def test_every_typed_table_is_compared() -> None:
    """`prose_figures` is compared in test_prose, the chapter's source tables in test_policy_chapter."""
    names = {path.stem for path in GOLDEN.glob("*.csv")}
    of_sheets = {*KEYS, "results", "findings", "prose_figures"} - {"programs", "program_items"}
    assert names == of_sheets
    names = {path.stem for path in GOLDEN_CHAPTER.glob("*.csv")}
    assert names == {*KEYS, "findings"} - {"activities"}


@pytest.mark.parametrize("name", ["groups", "plans", "activities", "indicators", "observations"])
def test_a_table_is_as_typed(printed: Tables, name: str) -> None:
    found = differences(typed(name), as_text(printed[name]), KEYS[name])
    assert not found, show(found)


def test_the_prose_is_as_typed(printed: Tables) -> None:
    wanted = typed("texts")
    sections = {(row["scope"], row["section"]) for row in wanted}
    read = [row for row in as_text(printed["texts"]) if (row["scope"], row["section"]) in sections]
    found = differences(wanted, read, KEYS["texts"])
    assert not found, show(found)


def test_the_counts_of_the_document(printed: Tables) -> None:
    counts = {name: len(printed[name]) for name in ("groups", "plans", "activities", "indicators")}
    assert counts == {"groups": 4, "plans": 15, "activities": 28, "indicators": 29}
    assert printed["plans"]["has_sheet"].sum() == 14
    assert (printed["activities"]["direction"] != "").sum() == 28
    assert list(printed["groups"]["listed_activities"]) == [75, 54, 40, 57]


@pytest.mark.parametrize("subject", RESULTS)
def test_results_are_as_calculated_apart(computed: Tables, subject: str) -> None:
    """results.csv was calculated with fractions from the typed values, not by cityplan."""
    table, number = RESULTS[subject]
    read = as_text(computed[table].rename(columns={number: "no"}))
    columns = set(read[0])
    wanted = [
        {column: text for column, text in row.items() if column in columns}
        for row in typed("results")
        if row["subject"] == subject
    ]
    found = differences(wanted, read, ["plan_id", "no"])
    assert not found, show(found)


def compare_findings(folder: Path, findings: pd.DataFrame) -> None:
    """Judged one by one against the text; `explanation` was calculated with fractions, not by cityplan."""
    wanted = typed("findings", folder)
    read = [{column: row[column] for column in wanted[0]} for row in as_text(findings)]
    missing, wrong = (Counter(json.dumps(row, ensure_ascii=False) for row in rows) for rows in (wanted, read))
    found = [f"missing: {row}" for row in missing - wrong]
    found += [f"wrong: {row}" for row in wrong - missing]
    assert not found, show(found)


def test_findings_are_those_judged_by_eye(findings: pd.DataFrame) -> None:
    compare_findings(GOLDEN, findings)


def test_findings_of_the_chapter_are_those_judged_by_eye(chapter_findings: pd.DataFrame) -> None:
    compare_findings(GOLDEN_CHAPTER, chapter_findings)


def shows_its_lines(findings: pd.DataFrame, document: str) -> None:
    lines = document.split("\n")
    for row in findings.itertuples():
        line = lines[row.source_line - 1]
        words = [word for word in row.source_text.split() if word != "|"]
        assert words and all(word in line for word in words), row.source_text


def test_every_finding_shows_its_line(findings: pd.DataFrame, document: str) -> None:
    shows_its_lines(findings, document)


def test_every_finding_of_the_chapter_shows_its_line(chapter_findings: pd.DataFrame, chapter_document: str) -> None:
    shows_its_lines(chapter_findings, chapter_document)
