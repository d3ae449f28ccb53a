"""More and more plans: seconds per brief, what of it the leading process takes, its memory, and what is left over.

    .venv/bin/python benchmarks/growth.py 1 10 100

The real city of 15 plans is copied under other names, 1, 10 and 100 times: 15, 150 and 1,500 briefs. Twice
each: from nothing, and with nothing to do.
"""

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path
from uuid import uuid4

import used
from compare import CITY, PLANS, ROOT

MARK = "CITYPLAN_BENCHMARK"
_HEADINGS = (
    "plans", "run", "s", "s per brief", "CPU s per brief", "leader's CPU s per brief", "outside the leader",
    "leader MB, first third", "at most", "largest process MB", "descriptors", "left over",
)  # fmt: skip


def main() -> None:
    """Run the pipeline over more and more cities and print a line for each size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cities", nargs="*", type=int, default=[1, 10, 100])
    print(f"| {' | '.join(_HEADINGS)} |")
    print("|---" * len(_HEADINGS) + "|")
    for cities in parser.parse_args().cities:
        with tempfile.TemporaryDirectory() as folder:
            project = project_of(Path(folder), cities)
            for run in ("first", "nothing to do"):
                own = marked()
                took = used.run([sys.executable, project / "pipeline.py"], own)
                print_line(cities * len(PLANS), run, took, len(descendants(own)))


def project_of(folder: Path, cities: int) -> Path:
    """A project with a city copied under other names."""
    project = folder / "project"
    shutil.copytree(ROOT / "notebooks", project / "notebooks")
    shutil.copy(ROOT / "pipeline.py", project)
    for number in range(1, cities + 1):
        shutil.copytree(ROOT / f"data/raw/{CITY}", project / f"data/raw/{CITY}-{number:04d}")
    return project


def marked() -> dict[str, str]:
    """An environment for a run of the pipeline by which its processes are known, and no others."""
    return {**os.environ, MARK: uuid4().hex}


def descendants(environment: dict[str, str]) -> set[str]:
    """The processes that began with such an environment: a run, its kernels, what they are forked from.

    A process that is forked shows the environment of the one that it was forked from, and keeps it when
    that one is killed; whatever else runs on the machine has another mark, or none.
    """
    mark = f"{MARK}={environment[MARK]}".encode()
    found = set()
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if mark in path.read_bytes().split(b"\0"):
                found.add(path.parent.name)
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue  # it has just ended, or is another user's
    return found


def print_line(plans: int, run: str, took: used.Used, left_over: int) -> None:
    third = [memory for at, memory in took.memory.items() if at <= took.seconds / 3]
    told = (
        f"{plans:,}", run, f"{took.seconds:.1f}", f"{took.seconds / plans:.3f}", f"{took.all / plans:.3f}",
        f"{took.leader / plans:.4f}", f"{took.outside:.1%}", f"{max(third, default=0):.0f}",
        f"{max(took.memory.values(), default=0):.0f}", f"{took.largest:.0f}", took.descriptors, left_over,
    )  # fmt: skip
    print(f"| {' | '.join(map(str, told))} |", flush=True)


if __name__ == "__main__":
    main()
