"""Many machines: a real scheduler and real workers, on this one."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from distributed import Client

from cityplan.build.cluster import Cluster
from cityplan.build.manifest import read_manifest
from cityplan.files.errors import UsageError
from tests.published import ROOT, Published, project

TAKAHAGI = "R6/takahagi"
# Workers of Dask are daemons, which may not start processes: no kernel could be forked.
SETTINGS = {"DASK_DISTRIBUTED__WORKER__DAEMON": "False", "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "5s"}


@contextmanager
def process(log: Path, *words: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process with its children, ended at the end."""
    with log.open("wb") as file:
        started = subprocess.Popen(
            [sys.executable, "-m", *words],
            cwd=log.parent,
            stdout=file,
            stderr=file,
            start_new_session=True,
            env={**os.environ, **SETTINGS, **environment},
        )
        try:
            yield started
        finally:
            os.killpg(started.pid, signal.SIGKILL)
            started.wait()


def told(log: Path, pattern: str) -> re.Match[str]:
    """What a process writes, waited for."""
    for _ in range(600):
        if found := re.search(pattern, log.read_text("utf-8", errors="replace")):
            return found
        time.sleep(0.1)
    raise AssertionError(log.read_text("utf-8", errors="replace"))


@contextmanager
def scheduler(folder: Path) -> Iterator[str]:
    log = folder / "scheduler"
    words = ("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
    with process(log, *words):
        yield told(log, r"tcp://127.0.0.1:\d+")[0]


@contextmanager
def worker(folder: Path, address: str, name: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    log = folder / name
    words = ("distributed.cli.dask_worker", address, "--nthreads", "1", "--no-dashboard")
    own = ("--local-directory", str(folder / f"{name}.d"), "--name", name)
    with process(log, *words, *own, **environment) as started:
        told(log, "Registered to")
        yield started


def until_it_works(address: str, name: str) -> list[str]:
    """The tasks that a worker has, as soon as it has any."""
    with Client(address) as client:
        workers = client.scheduler_info(n_workers=-1)["workers"]
        (own,) = [each for each, told in workers.items() if told["name"] == name]
        for _ in range(600):
            if tasks := client.processing().get(own):
                return list(tasks)
            time.sleep(0.02)
    raise AssertionError("the worker was given nothing")


def pipeline(root: Path, address: str) -> subprocess.Popen[str]:
    command = [sys.executable, str(root / "pipeline.py"), "--cluster", address]
    return subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.long
def test_a_worker_killed_in_the_middle(tmp_path: Path, published: Published) -> None:
    """The same bytes as on one machine, each made once; nothing is left behind."""
    root = project(tmp_path, "takahagi")
    with scheduler(tmp_path) as address, worker(tmp_path, address, "one") as one, worker(tmp_path, address, "two"):
        run = pipeline(root, address)
        assert run.stderr
        lines = [run.stderr.readline() for _ in range(4)]
        lost = until_it_works(address, "one")
        os.killpg(one.pid, signal.SIGKILL)
        out, rest = run.communicate(timeout=300)
    assert run.returncode == 0 and lost, rest
    names = [line.partition(": ")[2] for line in (*lines, *rest.splitlines(keepends=True))]
    made = [name for name in names if name.startswith("高萩市")]
    assert len(made) == len(set(made)) == 16, names
    files = read_manifest(root / "reports" / TAKAHAGI)["files"]
    assert files == read_manifest(published.reports / TAKAHAGI)["files"]
    assert "37 個のファイル" in out
    assert "Traceback" not in rest and "distributed" not in rest


@pytest.mark.long
def test_a_failing_notebook_is_told_as_on_one_machine(tmp_path: Path) -> None:
    root = project(tmp_path, "takahagi")
    path = root / "notebooks/10_clean.ipynb"
    path.write_text(path.read_text("utf-8").replace("steps.clean_document(", "steps.nothing("))
    with scheduler(tmp_path) as address, worker(tmp_path, address, "one"):
        run = pipeline(root, address)
        _, err = run.communicate(timeout=300)
    assert run.returncode == 1 and "10_clean.ipynb のセル [3]" in err, err
    assert "Traceback" not in err
    assert (root / "reports" / TAKAHAGI / "failed/10_clean.ipynb").exists()


@pytest.mark.long
def test_a_worker_with_other_code_or_packages_is_refused(tmp_path: Path) -> None:
    """Both are named: what the worker has, and what this machine has."""
    shutil.copytree(ROOT / "cityplan", tmp_path / "other/cityplan")
    with (tmp_path / "other/cityplan/compute/results.py").open("a") as file:
        file.write("\n")
    (tmp_path / "other/markupsafe-0.1.dist-info").mkdir()
    (tmp_path / "other/markupsafe-0.1.dist-info/METADATA").write_text("Name: markupsafe\n")
    root = project(tmp_path, "takahagi")
    with (
        scheduler(tmp_path) as address,
        worker(tmp_path, address, "one"),
        worker(tmp_path, address, "two", PYTHONPATH=str(tmp_path / "other")),
    ):
        run = pipeline(root, address)
        _, err = run.communicate(timeout=120)
    assert run.returncode == 2 and not (root / "reports").exists(), err
    assert re.search(r"cityplan は [0-9a-f]{12}（こちらは [0-9a-f]{12}）", err)
    assert re.search(r"markupsafe は 0\.1（こちらは \d", err) and "Traceback" not in err


@pytest.mark.parametrize("workers", [0, None])
@pytest.mark.long
def test_no_worker_or_no_scheduler(tmp_path: Path, workers: int | None) -> None:
    root = project(tmp_path, "takahagi")
    with scheduler(tmp_path) as address:
        if workers is not None:
            _, err = pipeline(root, address).communicate(timeout=120)
            assert "ワーカーがいません" in err and "Traceback" not in err
    if workers is None:
        run = pipeline(root, address)
        _, err = run.communicate(timeout=120)
        assert run.returncode == 2 and "つながりません" in err and "Traceback" not in err, err


def test_no_worker_is_left() -> None:
    """It is told; nothing waits for ever."""

    class Waiting:
        def result(self, timeout: float) -> None:
            raise TimeoutError

    class Alone:
        def nthreads(self) -> dict[str, int]:
            return {}

    with pytest.raises(UsageError, match="ワーカーが1つもなくなりました"):
        Cluster(Alone(), 2)._waited_for(Waiting())  # type: ignore[arg-type]
