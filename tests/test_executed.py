"""Executed notebooks of both editions: nothing on stderr, no warning, the tables and charts of the data."""

import json
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import nbformat
import pytest
from nbformat import NotebookNode

from tests.published import EDITIONS, REPORTS, Published

NOTEBOOKS = [
    f"{edition}/notebooks/{name}"
    for edition in EDITIONS
    for name in (
        "10_clean", "20_compute",
        *(report.rpartition("/")[2] for report in REPORTS if report.startswith(edition)),
    )
]  # fmt: skip
TOLD = re.compile("warning|traceback|deprecat", re.IGNORECASE)
Row = dict[str, object]


class Shown(NamedTuple):
    """How many tables 表 and charts 図 a notebook shows."""

    tables: int
    charts: int


def executed(published: Published, name: str) -> NotebookNode:
    return nbformat.read(published.reports / f"{name}.ipynb", as_version=4)


def outputs(notebook: NotebookNode) -> list[NotebookNode]:
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]


def shown(notebook: NotebookNode) -> Shown:
    html = "".join(output.get("data", {}).get("text/html", "") for output in outputs(notebook))
    return Shown(len(re.findall(r"<table\b", html)), len(re.findall(r"<svg\b", html)))


class Data:
    """The tables of an edition, as rows of texts."""

    def __init__(self, root: Path, edition: str) -> None:
        year, city = edition.split("/")
        self.folder = root / f"data/processed/{city}/{year}"

    def __getitem__(self, name: str) -> list[dict[str, str]]:
        import csv

        with (self.folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))
