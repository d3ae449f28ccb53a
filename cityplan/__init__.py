"""City plan briefs 総合計画の取組状況: from a city's report to checked tables and briefs.

`PARTS` are the folders and modules of the project, in the order in which the data flows. A part imports only
itself and those above it; `tests/test_imports.py` holds it to that.
"""

PARTS = {
    "files": "bytes, text, CSV, TOML, SVG, workbooks: each format's one safe door",
    "japanese": "letters, numbers, units, years, phrases; knows no city",
    "look": "colours, sizes and fonts, the same on pages, on paper and in charts",
    "city": "what is known and decided of a city: source.toml, corrections, comments, status rules",
    "draw": "values -> charts",
    "read": "a file -> cells as printed, each with its place",
    "tables": "the contract: tables and columns, and the words for them; CSV in and out",
    "clean": "cells -> tables, every change a row in repairs",
    "compute": "tables -> results: ratios, statuses, moves, what lies ahead",
    "check": "tables -> findings",
    "steps": "the acts of the first notebooks: read and clean, compute and check",
    "report": "what the pages say: of a plan, of a city, of two years, of the errata",
    "page": "HTML, Typst, PDF, booklet, index",
    "workbook": "XLSX: tables, errata, entry form",
    "build": "what must be made, making it, publishing it; kernels, cluster, watch",
    "lab": "JupyterLab: the look, the preview",
    "notebook": "the one line that a notebook imports",
    "command": "make, list, trace, new-city, entry-form, compare: what is typed and answered",
    "__main__": "`python -m cityplan`",
}
