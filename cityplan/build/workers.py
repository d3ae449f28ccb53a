"""Processes that do what takes long 作業: run a notebook and export it, make a booklet, an index.

Each comes from the warm process (elsewhere than on Linux it starts anew) and does one thing after another, so that
what it has imported, its fonts and its templates serve all of them. Ctrl-C is for the leading process, which ends
them; they end with it, whatever ended that. Light.
"""

import multiprocessing
import os
import signal
import tempfile
import threading
from collections.abc import Mapping, Sequence
from importlib import import_module
from multiprocessing.util import Finalize
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cityplan.build.tasks import Outcome, Task
from cityplan.build.warm import end_with_parent, share_server, started
from cityplan.files.errors import place_of

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

_RUN = "cityplan.build.makers:run_task"
_idle: "list[_Worker]" = []
_busy: "set[_Worker]" = set()
_changing = threading.Lock()


def run_task(root: Path, task: Task) -> Outcome:
    """Do a task of a project in a worker: see `makers.run_task`."""
    made: Outcome = call(_RUN, root, task)
    return made


def call(function: str, *given: object) -> Any:
    """What a function (module:function) gives in a worker: one that is free, or a new one.

    An exception of the function is raised here; RuntimeError where the process dies.
    """
    with _changing:
        worker = next((each for each in iter(_idle) if each.is_alive()), None) or _Worker()
        _idle[:] = [each for each in _idle if each is not worker and each.is_alive()]
        _busy.add(worker)
    try:
        answer = worker.call(function, given)
        with _changing:
            _idle.append(worker)
    finally:
        with _changing:
            _busy.discard(worker)
    if isinstance(answer, Exception):
        raise answer
    return answer


def end_busy() -> None:
    """End the workers that still do something; who waits for them is told that they died."""
    for worker in list(_busy):
        worker.end()


def _end_all() -> None:
    for worker in (*_busy, *_idle):
        worker.end()


class _Worker:
    """A process that does what it is asked for, one thing after another."""

    def __init__(self) -> None:
        self._connection, theirs = multiprocessing.Pipe()
        self._process = started(_work, theirs)
        theirs.close()
        _end_at_exit()

    def is_alive(self) -> bool:
        return self._process.is_alive()

    def call(self, function: str, given: Sequence[object]) -> Any:
        """What the function gives there, or the exception that it raises."""
        try:
            self._connection.send((function, given, dict(os.environ)))
            return self._connection.recv()
        except (EOFError, OSError):
            self._process.join()
            raise RuntimeError(f"a worker ended with {self._process.exitcode}") from None

    def end(self) -> None:
        self._process.kill()


_ending: list[Finalize] = []


def _end_at_exit() -> None:
    """At the end of this process, before multiprocessing waits for those that it has started."""
    if not _ending:
        _ending.append(Finalize(None, _end_all, exitpriority=10))


def _work(asked: "Connection[Any, Any]") -> None:
    """Be a worker. What it does, it does in a thread: in the main one, a notebook's runner would take Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()
    share_server()
    doing = threading.Thread(target=_do_all, args=(asked,))
    doing.start()
    doing.join()


def _do_all(asked: "Connection[Any, Any]") -> None:
    while True:
        try:
            function, given, environment = asked.recv()
        except EOFError:
            return
        _have(environment)
        asked.send(_done(function, given))


def _have(environment: Mapping[str, str]) -> None:
    """Have the environment of who asks, which may be another one than when the warm process began."""
    if environment != dict(os.environ):
        os.environ.clear()
        os.environ.update(environment)
    tempfile.tempdir = None


def _done(function: str, given: Sequence[object]) -> object:
    module, _, name = function.partition(":")
    try:
        return getattr(import_module(module), name)(*given)
    except Exception as problem:
        problem.add_note(place_of(problem))  # a traceback does not come back
        return problem
