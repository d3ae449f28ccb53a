"""More and more plans: seconds per brief, memory and descriptors of the pipeline, and what is left over.

    .venv/bin/python benchmarks/growth.py 1 10 100

The real city of 15 plans is copied under other names, 1, 10 and 100 times: 15, 150 and 1,500 briefs. Twice
each: from nothing, and with nothing to do.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from compare import CITY, PLANS, ROOT

MARK = "CITYPLAN_BENCHMARK"
_EVERY = 0.5  # seconds between two looks at the process


@dataclass
class Seen:
    """What a run took: seconds, CPU seconds of the parent, its most memory (MB) and descriptors."""

    seconds: float
    cpu: float
    memory: dict[float, float]  # at how many seconds
    descriptors: int
    left_over: int


def main() -> None:
    """Run the pipeline over more and more cities and print a line for each size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cities", nargs="*", type=int, default=[1, 10, 100])
    print(
        "| plans | run | s | s per brief | parent CPU s | parent MB, first third | at most | descriptors | left over |"
    )
    print("|---" * 9 + "|")
    for cities in parser.parse_args().cities:
        with tempfile.TemporaryDirectory() as folder:
            project = project_of(Path(folder), cities)
            for run in ("first", "nothing to do"):
                print_line(cities * len(PLANS), run, watched(project))


def project_of(folder: Path, cities: int) -> Path:
    """A project with a city copied under other names."""
    project = folder / "project"
    shutil.copytree(ROOT / "notebooks", project / "notebooks")
    shutil.copy(ROOT / "pipeline.py", project)
    for number in range(1, cities + 1):
        shutil.copytree(ROOT / f"data/raw/{CITY}", project / f"data/raw/{CITY}-{number:04d}")
    return project


def watched(project: Path) -> Seen:
    """Run the pipeline and look at its process until it ends."""
    own = marked()
    start = time.perf_counter()
    run = subprocess.Popen(
        [sys.executable, project / "pipeline.py"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=own
    )
    assert run.stderr
    told: list[bytes] = []
    reader = threading.Thread(target=lambda: told.extend(run.stderr or ()))
    reader.start()
    seen = Seen(0, 0, {}, 0, 0)
    while run.poll() is None:
        look(run.pid, time.perf_counter() - start, seen)
        time.sleep(_EVERY if time.perf_counter() - start > 2 * _EVERY else 0.02)
    seen.seconds = time.perf_counter() - start
    reader.join()
    if run.returncode:
        raise SystemExit(b"".join(told)[-2000:].decode())
    time.sleep(2)
    seen.left_over = len(descendants(own))
    return seen


def look(pid: int, at: float, seen: Seen) -> None:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
        if found := re.search(r"VmRSS:\s+(\d+) kB", status):
            seen.memory[at] = int(found[1]) / 1024
        seen.descriptors = max(seen.descriptors, len(list(Path(f"/proc/{pid}/fd").iterdir())))
        user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        seen.cpu = (int(user) + int(system)) / 100
    except (FileNotFoundError, ProcessLookupError):
        pass  # it has just ended


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


def print_line(plans: int, run: str, seen: Seen) -> None:
    third = [memory for at, memory in seen.memory.items() if at <= seen.seconds / 3]
    print(
        f"| {plans:,} | {run} | {seen.seconds:.1f} | {seen.seconds / plans:.3f} | {seen.cpu:.2f} |"
        f" {max(third, default=0):.0f} | {max(seen.memory.values(), default=0):.0f} |"
        f" {seen.descriptors} | {seen.left_over} |",
        flush=True,
    )


if __name__ == "__main__":
    main()
