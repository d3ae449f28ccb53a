"""Executed notebooks of both editions: nothing on stderr, no warning, the tables and charts of the data."""

import re
from collections import defaultdict
from collections.abc import Callable
from typing import NamedTuple

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output

from cityplan.city import source
from cityplan.city.edition import Edition
from cityplan.tables.rows import TextRows, text_rows
from tests.published import EDITIONS, REPORTS, Published

STAGES = ("10_clean", "20_compute")
NOTEBOOKS = [f"{edition}/{name}" for edition in EDITIONS for name in STAGES] + REPORTS
TOLD = re.compile(r"\w*Warning\b|Traceback|[Dd]eprecat")  # "warning" is a weight of findings


class Shown(NamedTuple):
    """How many tables 表 and charts 図 a notebook shows."""

    tables: int
    charts: int


class Data(NamedTuple):
    """What an edition has, as rows of texts; of one plan where one is named."""

    edition: Edition
    plans: TextRows
    indicators: TextRows
    activities: TextRows
    programs: TextRows
    findings: TextRows
    prose_figures: TextRows
    corrections: TextRows
    rule_results: TextRows
    texts: TextRows

    def of(self, plan: str) -> "Data":
        own = [[row for row in table if row["plan_id"] == plan] for table in self[1:]]
        return Data(self.edition, *own)

    @property
    def started(self) -> bool:
        return self.edition.actual is not None

    @property
    def projects(self) -> list["Data"]:
        found = defaultdict(list)
        for plan in self.plans:
            found[plan["group_id"]].append(plan["plan_id"])
        return [
            Data(self.edition, *([r for r in t if r["plan_id"] in ids] for t in self[1:])) for ids in found.values()
        ]


def data(published: Published, edition: str) -> Data:
    year, city = edition.split("/")
    found = source.edition(published.root, city, year)
    return Data(found, *(text_rows(published.root, found, name) for name in Data._fields[1:]))


def brief(d: Data) -> Shown:
    """Activities and indicators in a table each; bars, rulers, years."""
    tables = bool(d.activities) + bool(d.indicators)
    bars = sum(drawn(row) for row in d.activities)
    return Shown(tables, bars + (len(d.indicators) + bool(d.indicators) if d.started else aims(d)))


def drawn(activity: dict[str, str]) -> bool:
    """Whether there is a number to draw, and none below zero."""
    values = [activity[name] for name in ("actual", "previous") if activity[name]]
    return bool(values) and min(map(float, values)) >= 0


def aims(d: Data) -> int:
    """The indicators whose present value and target can be held against each other: none is an average over years."""
    return sum(row["target_kind"] == "level" for row in d.indicators)


def overview(d: Data) -> Shown:
    """A table: before there are actuals with bars; then with a ruler in each row, and the axis of ratios."""
    if not d.started:
        return Shown(bool(d.indicators), aims(d))
    bare = {row["plan_id"] for row in d.plans} - {row["plan_id"] for row in d.indicators}  # a row says so
    return Shown(bool(d.indicators), 1 + len(d.indicators) + len(bare) + bool(d.activities))


def trends(d: Data) -> Shown:
    """Small charts by project, each indicator once; what is needed and the ratios as a table each."""
    seen: set[tuple[str, ...]] = set()
    charts = 0
    for project in d.projects if d.started else ():
        once = [
            tuple(row[name] for name in ("name", "subgroup", "unit", "baseline", "target", "actual"))
            for row in project.indicators
        ]
        charts += len(set(once) - seen)
        seen |= set(once)
    return Shown(bool(d.activities) + bool(d.indicators), charts)


def findings(d: Data) -> Shown:
    """A table for each weight, what is held against what, the lines to paste, decisions, prose, captions that no brief prints, other rules."""
    doubted = any(row["severity"] != "info" and row["row"] for row in d.findings)
    judged = any(row["verdict"] for row in d.rule_results)
    weights = len({row["severity"] for row in d.findings})
    captions = any(row["section"] == "図の説明" for row in d.texts)
    held = 2  # the values against other sources, the rows against the counts
    return Shown(weights + doubted + held + bool(d.corrections) + bool(d.prose_figures) + captions + judged, 0)


def expected(published: Published, name: str) -> Shown:
    edition, _, notebook = name.rpartition("/")
    reports: dict[str, Callable[[Data], Shown]] = {
        "10_clean": lambda _: Shown(3, 0),
        "20_compute": lambda _: Shown(5, 0),
        "overview": overview,
        "trends": trends,
        "findings": findings,
    }
    known = data(published, edition)
    if notebook.startswith("plan-"):
        return brief(known.of(notebook.removeprefix("plan-")))
    return reports[notebook](known)


def executed(published: Published, name: str) -> NotebookNode:
    folder, _, notebook = name.rpartition("/")
    return nbformat.read(published.reports / folder / f"notebooks/{notebook}.ipynb", as_version=4)


def outputs(notebook: NotebookNode) -> list[NotebookNode]:
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]


def shown(notebook: NotebookNode) -> Shown:
    html = "".join(output.get("data", {}).get("text/html", "") for output in outputs(notebook))
    return Shown(len(re.findall(r"<table\b", html)), len(re.findall(r"<svg\b", html)))


def told(notebook: NotebookNode) -> list[str]:
    """What a notebook says beside its results: on stdout, on stderr, by an error or a warning."""
    beside = [str(each) for each in outputs(notebook) if each.output_type in ("stream", "error")]
    results = [str(each.get("data", {})) for each in outputs(notebook)]
    return beside + [found[0] for text in results if (found := TOLD.search(text))]


@pytest.mark.parametrize("name", NOTEBOOKS)
class TestEveryNotebook:
    def test_was_run_to_its_end_and_tells_nothing_beside(self, published: Published, name: str) -> None:
        notebook = executed(published, name)
        counts = [cell.execution_count for cell in notebook.cells if cell.cell_type == "code"]
        assert None not in counts and not told(notebook)

    def test_shows_the_tables_and_charts_of_its_data(self, published: Published, name: str) -> None:
        assert shown(executed(published, name)) == expected(published, name)


def test_no_executed_notebook_is_left_out(published: Published) -> None:
    made = {path.relative_to(published.reports) for path in published.reports.rglob("*.ipynb")}
    assert {path.as_posix().replace("/notebooks/", "/")[: -len(".ipynb")] for path in made} == set(NOTEBOOKS)


def test_the_command_warns_of_nothing(published: Published) -> None:
    assert not TOLD.search(published.stderr) and not TOLD.search(published.stdout)


@pytest.mark.parametrize(
    "output",
    [
        new_output("stream", name="stderr", text="x.py:1: UserWarning: slow"),
        new_output("stream", name="stdout", text="1"),
        new_output("error", ename="KeyError", evalue="1", traceback=[]),
        new_output("display_data", {"text/html": "<pre>FutureWarning: x</pre>"}),
    ],
)
def test_what_is_told_beside_is_found(output: NotebookNode) -> None:
    assert told(new_notebook(cells=[new_code_cell("1", outputs=[output])]))
