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
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import connection
from multiprocessing.process import BaseProcess
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
    if can_fork():
        with suppress(*NO_FORK):
            server()


def server() -> "ForkServerContext":
    """The process that others are forked from; OSError on Windows, whose Python has nothing of it."""
    if sys.platform == "win32":
        raise OSError("no fork on Windows")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([PRELOADED])
    _let_run()
    return context


def _let_run() -> None:
    """Have the process run; Ctrl-C, which a terminal sends to all, waits while it imports, for it would show where it was."""
    if sys.platform != "win32":
        from multiprocessing import forkserver, resource_tracker

        resource_tracker.ensure_running()  # which the other asks for, and which lets Ctrl-C through again
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            forkserver._forkserver.ensure_running()  # that of `share_server` in a worker
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def hear_again() -> None:
    """At the end of the imports: what came meanwhile is over, and what is forked can be interrupted."""
    if sys.platform != "win32" and threading.current_thread() is threading.main_thread():
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        signal.signal(signal.SIGINT, before)


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


def started(target: Callable[..., None], *given: object) -> BaseProcess:
    """Start a function in a process of its own: forked from the warm one, or one that begins anew."""
    with suppress(*NO_FORK):
        if can_fork():
            return forked(target, *given)
    process = multiprocessing.get_context("spawn").Process(target=target, args=given)
    with _without_main():
        process.start()
    return process


def share_server() -> None:
    """In a forked process: what it forks comes from the warm process too. multiprocessing would start another one."""
    if sys.platform != "win32":
        from multiprocessing import forkserver

        if forkserver.get_inherited_fds() is not None:
            forkserver._forkserver.ensure_running = lambda: None  # type: ignore[method-assign]


def end_with_parent() -> None:
    """In a forked process: it does not outlive the one that asked for it, whatever ended that."""
    asking = multiprocessing.parent_process()
    assert asking is not None
    threading.Thread(target=_end_with, args=(asking.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)
