"""Tables typed by hand from the documents, and how they are compared, cell by cell."""

import csv
from io import StringIO
from pathlib import Path

import pandas as pd

from cityplan.tables.files import to_csv

GOLDEN = Path(__file__).parent / "golden/hitachi/R5"
GOLDEN_CHAPTER = Path(__file__).parent / "golden/takahagi/R6"
KEYS = {
    "groups": ["group_id"],
    "plans": ["plan_id"],
    "activities": ["plan_id", "activity_no"],
    "indicators": ["plan_id", "indicator_no"],
    "observations": ["plan_id", "subject", "no", "role", "fiscal_year"],
    "programs": ["plan_id", "program_no"],
    "program_items": ["plan_id", "program_no", "kind", "seq"],
    "texts": ["scope", "group_id", "plan_id", "section", "seq"],
}
Row = dict[str, str]


def typed(name: str, folder: Path = GOLDEN) -> list[Row]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def as_text(data: pd.DataFrame) -> list[Row]:
    """A table as its CSV has it: every cell a text."""
    return list(csv.DictReader(StringIO(to_csv(data))))


def differences(typed: list[Row], read: list[Row], key: list[str]) -> list[str]:
    """Cell by cell: which rows are missing or too many, and which cells differ."""
    by_key = [{tuple(row[k] for k in key): row for row in rows} for rows in (typed, read)]
    found = [f"{' '.join(k)}: not read" for k in by_key[0] if k not in by_key[1]]
    found += [f"{' '.join(k)}: not in the text" for k in by_key[1] if k not in by_key[0]]
    for k, row in by_key[0].items():
        found += [
            f"{' '.join(k)} {column}: typed {text!r}, read {by_key[1][k][column]!r}"
            for column, text in row.items()
            if k in by_key[1] and by_key[1][k][column] != text
        ]
    return found


def show(lines: list[str]) -> str:
    return "\n".join(["", *lines[:30], f"… {len(lines)} differences"])
