"""The steps 工程 that the first notebooks run: read and clean a document, compute and audit it."""

from decimal import Decimal
from pathlib import Path

from cityplan import audit as checks
from cityplan import source, tables
from cityplan.clean import clean
from cityplan.compute import compute
from cityplan.errors import SourceError
from cityplan.files import read_text
from cityplan.glyphs import missing_glyphs
from cityplan.layouts import read as read_layout
from cityplan.layouts.printed import Repair
from cityplan.rules import Rule, rules
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
    printed = read_layout(text, edition)
    printed.repairs += _glyph_repairs(text)
    return clean(printed, edition)


def _glyph_repairs(text: str) -> list[Repair]:
    """Characters that the shipped font cannot draw: 〓 in the PDF, unchanged in the tables."""
    lacking = {char for char in missing_glyphs(text) if not char.isspace()}
    return [
        Repair("", "", None, "", "missing_glyph", char, "〓", number)
        for number, line in enumerate(text.split("\n"), start=1)
        for char in sorted(lacking & set(line))
    ]


def compute_document(root: str, city: str, year: str, band: int) -> Tables:
    """The computed tables 計算した表 and the findings 指摘 of a document that is cleaned."""
    edition = source.edition(Path(root), city, year)
    printed = tables.read(Path(root) / edition.processed, *SOURCE_TABLES)
    rule = _rule(edition)
    results = compute(printed, rule, Decimal(band))
    return {**results, "findings": checks.audit({**printed, **results}, rule)}


def _rule(edition: Edition) -> Rule | None:
    """The city's own status rule 判定規則, None where its edition names none."""
    if edition.rule and edition.rule not in rules():
        raise SourceError(
            f"知らない rule です（使えるもの: {'、'.join(rules())}）",
            file=f"{source.RAW.as_posix()}/{edition.city}/source.toml", text=edition.rule,
            next_step="rule を直すか、cityplan/rules.toml に加えてください。",
        )  # fmt: skip
    return rules().get(edition.rule)


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
