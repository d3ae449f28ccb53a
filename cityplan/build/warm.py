"""A warm process to fork from: on Linux it has imported what kernels need before they need it.

Starting Python and importing pandas and matplotlib takes longer than the work of a brief. The fork
server of multiprocessing imports them once; what is forked from it has them at once and shares
nothing else. Light: it is started before anything heavy is imported here.
"""

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from multiprocessing import connection
from multiprocessing.process import BaseProcess
from types import ModuleType
from typing import TYPE_CHECKING, Any

from cityplan.files.errors import place_of

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    if sys.platform == "win32":  # which has the other kind alone
        from multiprocessing.context import SpawnContext as ForkServerContext
    else:
        from multiprocessing.context import ForkServerContext

PRELOADED = "cityplan.build.warm_imports"
# What a fork raises where it is not possible; an assertion in a daemon, as a worker of Dask is one.
NO_FORK = (OSError, EOFError, RuntimeError, AssertionError)
_starting = threading.Lock()


def can_fork() -> bool:
    """Whether processes can be forked here: on Linux only, where what is preloaded stands a fork."""
    return sys.platform == "linux"


def warm_up() -> None:
    """Let the process import what it will be asked for, while this one imports its own."""
    if sys.platform != "win32" and can_fork():
        from multiprocessing import forkserver

        with suppress(*NO_FORK):
            server()
            forkserver.ensure_running()


def server() -> "ForkServerContext":
    """The process that others are forked from; OSError on Windows, whose Python has nothing of it."""
    if sys.platform == "win32":
        raise OSError("no fork on Windows")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([PRELOADED])
    return context


def forked(target: Callable[..., None], *given: object) -> BaseProcess:
    """Start a function in a process forked from the warm one; raises one of NO_FORK."""
    process = server().Process(target=target, args=given)
    with _without_main():
        process.start()
    return process


@contextmanager
def _without_main() -> Iterator[None]:
    """Keep a new process from importing the running script again, which may have no main guard."""
    with _starting:
        script = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = script


def call(module: str, function: str, *given: object) -> Any:
    """What a function gives, imported and called in a forked process; here where none can be.

    An exception of the function is raised here; RuntimeError where the process dies.
    """
    if sys.platform != "win32" and can_fork():
        receiving, sending = multiprocessing.Pipe(duplex=False)
        try:
            process = forked(_answer, sending, module, function, given)
        except NO_FORK:
            pass
        else:
            sending.close()
            return _answered(receiving, process)
    return getattr(import_module(module), function)(*given)


def _answer(sending: "Connection[Any, Any]", module: str, function: str, given: Sequence[object]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the pipeline, which ends this
    end_with_parent()
    try:
        answer = getattr(import_module(module), function)(*given)
    except Exception as problem:
        problem.add_note(place_of(problem))  # a traceback does not come back
        answer = problem
    sending.send(answer)


def _answered(receiving: "Connection[Any, Any]", process: BaseProcess) -> Any:
    with receiving:
        try:
            answer = receiving.recv()
        except (EOFError, OSError):
            process.join()
            raise RuntimeError(f"a forked process ended with {process.exitcode}") from None
    process.join()
    if isinstance(answer, Exception):
        raise answer
    return answer


def end_with_parent() -> None:
    """In a forked process: it does not outlive the one that asked for it, whatever ended that."""
    asking = multiprocessing.parent_process()
    assert asking is not None
    threading.Thread(target=_end_with, args=(asking.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)
