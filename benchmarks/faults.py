"""Kill the pipeline at random moments, and see that every file is whole and the next run mends all.

    .venv/bin/python benchmarks/faults.py --kills 200 --seed 1

The document of the sample city has two versions; each run is asked for the one that the last was not. It is
killed (SIGKILL) at a random moment. After each kill: a published file is whole, that is one that a run that
nothing disturbed has made of one of the versions; `--list` names just those that are not as the manifest says; no
kernel of the run is left, whatever else runs on the machine. Every tenth run is left alone: then all is of its version, and nothing is left behind.
"""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from itertools import count
from pathlib import Path

from compare import ROOT
from growth import descendants, marked

from cityplan.build.manifest import open_manifest
from cityplan.files.files import sha256

CITY, YEAR = "mihon", "R5"
SAMPLE = ROOT / "tests/sample" / CITY
_PATIENCE = 200  # tenths of a second until what was forked from a killed run has ended
OLD, NEW = "参加者", "来場者"  # a word of the document, and another one


def main() -> int:
    """Run, kill, look; 1 where something was not as it should be."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance, counted = random.Random(options.seed), Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        project = project_of(Path(folder))
        versions = [whole(project, version) for version in (0, 1)]
        took = timed(project, 0)
        for number in count(1):
            if counted["killed"] == options.kills:
                break
            problems = killed(project, number % 2, chance.uniform(0, took), versions, counted)
            if number % 10 == 0:
                problems += mended(project, number % 2, versions)
                counted["runs left alone"] += 1
            for problem in problems:
                counted["problems"] += 1
                print(f"kill {number}: {problem}", flush=True)
    for what, times in counted.items():
        print(f"{what}: {times}")
    return bool(counted["problems"])


def project_of(folder: Path) -> Path:
    """A project with the sample city alone."""
    project = folder / "project"
    shutil.copytree(ROOT / "notebooks", project / "notebooks")
    shutil.copy(ROOT / "pipeline.py", project)
    shutil.copytree(SAMPLE, project / f"data/raw/{CITY}")
    return project


def command(project: Path, *words: str) -> list[str]:
    return [sys.executable, str(project / "pipeline.py"), *words]


def ask_for(project: Path, version: int) -> None:
    """Put one of the two versions of the document into its place."""
    text = (SAMPLE / "R5.txt").read_text("utf-8")
    assert OLD in text
    made = text.replace(OLD, NEW) if version else text
    (project / f"data/raw/{CITY}/R5.txt").write_text(made, encoding="utf-8")


def whole(project: Path, version: int) -> dict[str, bytes]:
    """The reports of a version, made without disturbance."""
    ask_for(project, version)
    subprocess.run(command(project), check=True, capture_output=True)
    return contents(project / "reports")


def timed(project: Path, version: int) -> float:
    """How long a run takes that has to make everything of another version."""
    start = time.perf_counter()
    whole(project, version)
    return time.perf_counter() - start


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith(".part")
    }


def killed(
    project: Path, version: int, after: float, versions: list[dict[str, bytes]], counted: Counter[str]
) -> list[str]:
    """Run for a version, kill it after some seconds, and tell what is wrong then."""
    ask_for(project, version)
    own, nowhere = marked(), subprocess.DEVNULL
    run = subprocess.Popen(command(project), stdout=nowhere, stderr=nowhere, env=own)
    try:
        run.wait(after)
        counted["ended before the kill"] += 1
    except subprocess.TimeoutExpired:
        os.kill(run.pid, signal.SIGKILL)
        run.wait()
        counted["killed"] += 1
    return [*not_whole(project, versions), *not_told(project, counted), *left(own)]


def not_whole(project: Path, versions: list[dict[str, bytes]]) -> list[str]:
    """Published files that no version has: manifests and the index's record tell of both."""
    return [
        f"{name} is not whole"
        for name, data in contents(project / "reports").items()
        if not name.endswith(".json") and data not in (each.get(name) for each in versions)
    ]


def not_told(project: Path, counted: Counter[str]) -> list[str]:
    """Files that are not as the manifest says and that `--list` does not name, or the other way round."""
    manifest = open_manifest(project / f"reports/{YEAR}/{CITY}")
    wrong = {name for name in manifest.files if manifest.damage(name)}
    listed = subprocess.run(command(project, "--list"), capture_output=True, text=True).stdout
    told = {name for name in manifest.files if f"{name}（" in listed}
    counted["files not as the manifest says"] += len(wrong)
    return [f"{name} is not told rightly" for name in wrong ^ told]


def left(own: dict[str, str]) -> list[str]:
    """Kernels of this run that outlive it: whatever else runs on the machine is not looked at."""
    for _ in range(_PATIENCE):
        if not (found := descendants(own)):
            return []
        time.sleep(0.1)
    return [f"process {pid} is left: {_command(pid)}" for pid in found]


def _command(pid: str) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return "it has ended since"


def mended(project: Path, version: int, versions: list[dict[str, bytes]]) -> list[str]:
    """Let a run be and tell what is not of its version, or is left behind."""
    ask_for(project, version)
    done = subprocess.run(command(project), capture_output=True, text=True)
    now = contents(project / "reports")
    wrong = [name for name, data in versions[version].items() if now.get(name) != data]
    parts = [str(path) for path in project.rglob("*.part")]
    name = f"cityplan-*-{sha256(bytes(project))[:16]}/*"
    scratch = [str(path) for path in Path(tempfile.gettempdir()).glob(name) if path.name != "lock"]
    failed = [done.stderr[-500:]] if done.returncode else []
    return [*failed, *wrong, *(now.keys() - versions[version].keys()), *parts, *scratch]


if __name__ == "__main__":
    sys.exit(main())
