"""What a run is asked for, and what it made."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cityplan.city.edition import Edition
from cityplan.files.errors import CHECK_FAILED, AnalystError, ProgramError
from cityplan.tables.rows import text_rows


@dataclass(frozen=True)
class Wish:
    """What a run is asked for 実行の指定: plans (none: all), formats, and how to go about it."""

    out: Path
    plans: Sequence[str] = ()
    formats: Sequence[str] = ("html", "pdf")
    jobs: int = 1
    force: bool = False
    cluster: str = ""  # the address of a scheduler
    quiet: bool = False  # no progress is told

    def folder(self, edition: Edition) -> Path:
        """Where the reports of an edition are."""
        return self.out / edition.year / edition.city


@dataclass(frozen=True)
class Made:
    """What a run made of one edition, and what it left as it was; findings by severity."""

    edition: Edition
    folder: Path
    files: Sequence[str] = ()
    kept: int = 0
    failures: Sequence[AnalystError] = ()
    findings: Counter[str] = field(default_factory=Counter)
    older: Sequence[str] = ()  # moved to 前の版/ by this run
    saved: Mapping[str, str] = field(default_factory=dict)  # what a person saved: where it is kept
    open_older: Sequence[str] = ()  # to be removed, and open elsewhere; the next run does it


def failed_checks(root: Path, edition: Edition) -> list[AnalystError]:
    """The checks 検算 of an edition that failed by a fault of the program; the others' findings are there."""
    found = text_rows(root, edition, "findings")
    return [
        ProgramError(f"検算 {row['printed']}", *row["explanation"].split(": ", 1))
        for row in found
        if row["kind"] == CHECK_FAILED
    ]


def findings(root: Path, edition: Edition) -> Counter[str]:
    """How many findings 指摘 an edition has, by severity."""
    return Counter(row["severity"] for row in text_rows(root, edition, "findings"))
