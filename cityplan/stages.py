"""The steps 工程 that the first notebooks run: read and clean a document, compute and audit it."""

from decimal import Decimal
from pathlib import Path

from cityplan import audit as checks
from cityplan import source, tables
from cityplan.clean import clean
from cityplan.compute import compute
from cityplan.files import read_text
from cityplan.layouts import read as read_layout
from cityplan.rules import rules
from cityplan.source import Edition
from cityplan.tables import Tables

SOURCE_TABLES = (
    "groups", "plans", "activities", "indicators", "observations", "programs", "program_items",
    "texts", "cells", "skipped_lines", "repairs",
)  # fmt: skip


def clean_document(root: str, city: str, year: str) -> Tables:
    """The source tables 原文の表 of a document; SourceError where it cannot be read."""
    edition = source.edition(Path(root), city, year)
    text = read_text(Path(root) / edition.raw_file, edition.raw_file)
    return clean(read_layout(text, edition), edition)


def compute_document(root: str, city: str, year: str, band: int) -> Tables:
    """The computed tables 計算した表 and the findings 指摘 of a document that is cleaned."""
    edition = source.edition(Path(root), city, year)
    printed = tables.read(Path(root) / edition.processed, *SOURCE_TABLES)
    rule = rules().get(edition.rule)
    results = compute(printed, rule, Decimal(band))
    return {**results, "findings": checks.audit({**printed, **results}, rule)}


def save(root: str, city: str, year: str, data: Tables) -> Path:
    """Check and write tables to data/processed; returns their folder, from the project's root."""
    edition = source.edition(Path(root), city, year)
    tables.write(data, Path(root) / edition.processed, about(edition))
    return edition.processed


def about(edition: Edition) -> dict[str, object]:
    """What datapackage.json says of the edition itself."""
    return {
        "name": f"{edition.city}-{edition.fiscal_year}",
        "title": f"{edition.publisher}『{edition.title}』（{edition.year}）を整えた表",
        "profile": "tabular-data-package",
        "sources": [{"title": f"{edition.publisher}『{edition.title}』", "path": edition.file}],
    }
