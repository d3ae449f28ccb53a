"""What a command line answers to a script 実行の結果 (`--json`): plain values under fixed keys.

Each answer has `command`, `exit_code`, `editions`, `error`, `faults` and `unused`; docs/command.md tells of them.
Keys are added, not renamed.
"""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from cityplan.build.freshness import State
from cityplan.build.runs import Made
from cityplan.city.edition import Edition
from cityplan.city.jobs import REASONS, UNDECIDED
from cityplan.files.errors import AnalystError
from cityplan.tables.words import SEVERITIES

if TYPE_CHECKING:
    from cityplan.command.editions import Listed

Facts = dict[str, object]


@dataclass
class Answer:
    """What a script is told: of editions, of cities that cannot be used, of files that nothing uses."""

    command: str = "make"
    editions: list[Facts] = field(default_factory=list)
    faults: list[Facts] = field(default_factory=list)
    unused: list[Facts] = field(default_factory=list)

    def text(self, code: int, problem: AnalystError | None) -> str:
        """The answer as it is written: a JSON object, with a line end.

        `problem` is what ended the command; else the first of `faults` is told, each of which stopped a whole city.
        """
        error = error_facts(problem) if problem else next(iter(self.faults), None)
        facts = {
            "command": self.command,
            "exit_code": code,
            "editions": self.editions,
            "error": error,
            "faults": self.faults,
            "unused": self.unused,
        }
        return json.dumps(facts, ensure_ascii=False, indent=1) + "\n"


def made_facts(made: Made) -> Facts:
    """What a run made of an edition: `result` is made, unchanged or failed."""
    result = "made" if made.files else "failed" if made.failures and not made.kept else "unchanged"
    return {
        **_edition(made.edition, made.folder),
        "result": result,
        "files": sorted(made.files),
        "kept": made.kept,
        "findings": _counts(made.findings) if made.files or made.kept else None,
        "failures": [error_facts(failure) for failure in made.failures],
        "older": sorted(made.older),
        "saved": dict(sorted(made.saved.items())),
        "open_older": sorted(made.open_older),
    }


def listed_facts(each: "Listed") -> Facts:
    """What `--list` tells of an edition: `state` is made, damaged or not_made."""
    return {
        **_edition(each.edition, each.folder),
        "plans": each.plans,
        "made_at": each.made_at.isoformat(timespec="seconds") if each.made_at else None,
        "findings": None if each.counts is None else _counts(each.counts),
        "state": each.state,
        "damage": dict(sorted(each.damage.items())),
        "older": dict(sorted(each.older.items())),
        "reading": each.reading.as_posix() if each.reading else None,
    }


def state_facts(found: State, folder: Path) -> Facts:
    """What a run would make of an edition: each job with its reason, empty where it stays.

    `older` are the files that it would move to 前の版/, with why. `complete` is false where some of it is decided only by what is made before it.
    """
    jobs = [
        {"name": job.name, "title": job.title, "reason": why, "reason_ja": REASONS.get(why, "")}
        for job, why in found.all.items()
    ]
    return {
        **_edition(found.edition, folder),
        "jobs": jobs,
        "older": dict(sorted(found.leaving.items())),
        "complete": bool(found.reports) and not UNDECIDED & set(found.all.values()),
    }


def error_facts(error: AnalystError) -> Facts:
    """An error: `kind` is usage, source, notebook, program, system or interrupted; `message` is Japanese."""
    return {"kind": error.kind, "message": str(error)} | {name: getattr(error, name) for name in error.parts}


def _edition(edition: Edition, folder: Path) -> Facts:
    return {
        "city": edition.city,
        "city_name": edition.city_name,
        "year": edition.year,
        "title": edition.title,
        "folder": str(folder.absolute()),
    }


def _counts(findings: Mapping[str, int] | Counter[str]) -> Facts:
    return {severity: findings.get(severity, 0) for severity in SEVERITIES}
