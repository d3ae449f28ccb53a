"""Tables on disk as plain text: for what needs no types, and nothing heavy."""

import csv
from pathlib import Path

from cityplan.city.edition import Edition
from cityplan.files.csv_text import unguarded
from cityplan.files.files import read_text

TextRows = list[dict[str, str]]


def text_rows(root: Path, edition: Edition, table: str) -> TextRows:
    """The rows of a table 表 of an edition as text; none if it was never cleaned."""
    path = root / edition.processed / f"{table}.csv"
    if not path.exists():
        return []
    read = csv.DictReader(read_text(path).splitlines(keepends=True), restkey="", restval="")
    return [{name: unguarded(str(text)) for name, text in row.items()} for row in read]
