"""The same tasks on many machines, by Dask distributed (the extra `cluster`): see docs/scale.md.

The inputs of a task travel with it and the bytes of its files come back; only the driver publishes.
A worker that dies is replaced by another one: the scheduler gives its tasks away again.
"""

import tempfile
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cityplan.build import fingerprint
from cityplan.build.makers import run_task
from cityplan.build.tasks import Outcome, Task
from cityplan.city.edition import PROCESSED, RAW, Edition
from cityplan.files.errors import AnalystError, UsageError, named
from cityplan.files.files import write_bytes

if TYPE_CHECKING:
    from distributed import Client

_PATIENCE = 10  # seconds to find the scheduler
_RETRIES = 1  # where a worker has no disk or memory left; the tasks of a dead one are not counted
_CHECK = 30  # seconds between two looks whether there is a worker at all
_NAMED = 5  # packages that a message names
_Answer = tuple[Outcome | Exception, dict[str, bytes]]  # and the files of tables


@dataclass(frozen=True)
class Cluster:
    """The machines that were found: run a task there, and how many can be under way at a time."""

    client: "Client"
    size: int

    def run_task(self, root: Path, task: Task) -> Outcome:
        """Do a task on one of the machines; tables that it makes are written here."""
        future = self.client.submit(_do, _bundle(root, task.edition), task, identity(), pure=False, retries=_RETRIES)
        made, tables = self._waited_for(future)
        if isinstance(made, Exception):
            raise made
        for name, data in tables.items():
            write_bytes(root / task.edition.processed / Path(name).name, data)
        return made

    def _waited_for(self, future: Any) -> _Answer:
        """What comes back; UsageError where there is no worker any more, or where each one dies of it."""
        from distributed import KilledWorker
        from distributed.comm.core import CommClosedError

        while True:
            try:
                made: _Answer = future.result(timeout=_CHECK)
                return made
            except TimeoutError:
                if not self.client.nthreads():  # type: ignore[no-untyped-call]
                    raise UsageError(
                        "ワーカーが1つもなくなりました。→ dask worker を動かし、もう一度実行してください。"
                    ) from None
            except (KilledWorker, CommClosedError) as error:
                raise UsageError(f"ワーカーが続けて止まりました（{error}）。→ メモリを確かめてください。") from error


@contextmanager
def connected(address: str) -> Iterator[Cluster]:
    """The machines behind a scheduler's address.

    UsageError where there is no scheduler or no worker, or where a worker has other code or packages.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise UsageError(
            "--cluster には distributed が必要です。"
            "→ .venv/bin/python -m pip install --require-hashes -r requirements-test.lock"
        ) from error
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of other versions, in English: told below
        try:
            client = Client(address, timeout=_PATIENCE)  # type: ignore[no-untyped-call]
        except (OSError, ValueError) as error:
            raise UsageError(
                f"スケジューラー「{address}」につながりません。"
                "→ dask scheduler を動かし、表示された tcp://… を書いてください。"
            ) from error
        with client:
            yield Cluster(client, _checked(client))


def identity() -> Mapping[str, str]:
    """The code and the packages that a report is made with."""
    return {"cityplan": fingerprint.code(), **fingerprint.packages()}


def _checked(client: "Client") -> int:
    """How many tasks the workers can do at a time, if all of them are as this machine is."""
    try:
        found = client.run(identity)
    except (ImportError, AttributeError) as error:
        raise UsageError(f"ワーカーで cityplan を読み込めません（{error}）。→ 同じ版を入れてください。") from error
    if not found:
        raise UsageError("ワーカーがいません。→ dask worker を動かしてください。")
    for address, theirs in sorted(found.items()):
        if problem := _difference(address, theirs, identity()):
            raise problem
    return sum(client.nthreads().values())  # type: ignore[no-untyped-call]


def _difference(worker: str, theirs: Mapping[str, str], ours: Mapping[str, str]) -> UsageError | None:
    """What a worker has otherwise, named on both sides."""
    other = [name for name in {**ours, **theirs} if ours.get(name) != theirs.get(name)]
    if not other:
        return None
    told = [f"{name} は {theirs.get(name, 'なし')[:12]}（こちらは {ours.get(name, 'なし')[:12]}）" for name in other]
    return UsageError(
        f"ワーカー {worker} のプログラムが違います: {named(told, _NAMED)}。→ 同じ版を入れ、ワーカーを起動し直してください。"
    )


def _bundle(root: Path, edition: Edition) -> dict[str, bytes]:
    """What a task about an edition may read: the notebooks, and its data without other cities'."""
    own = (RAW / edition.city, edition.processed)
    paths = [path.relative_to(root) for top in ("notebooks", "data") for path in (root / top).rglob("*")]
    return {
        path.as_posix(): (root / path).read_bytes()
        for path in paths
        if (root / path).is_file()
        and not any(part.startswith(".") for part in path.parts)
        and (not {RAW, PROCESSED} & set(path.parents) or set(own) & set(path.parents))
    }


def _do(bundle: Mapping[str, bytes], task: Task, ours: Mapping[str, str]) -> _Answer:
    """On a worker: a task in a folder of its own. What fails in a notebook fails everywhere."""
    if fingerprint.code.__wrapped__() != fingerprint.code():
        return UsageError(
            f"ワーカー {_own_address()} の cityplan が、動き出してから変わりました。→ ワーカーを起動し直してください。"
        ), {}
    if problem := _difference(_own_address(), identity(), ours):
        return problem, {}
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        for place, data in bundle.items():
            write_bytes(root / place, data)
        try:
            outcome = run_task(root, task)
        except AnalystError as error:
            return error, {}
        made = (root / task.edition.processed).glob("*") if task.job.is_step else ()
        return outcome, {path.name: path.read_bytes() for path in made}


def _own_address() -> str:
    from distributed import get_worker

    return str(get_worker().address)
