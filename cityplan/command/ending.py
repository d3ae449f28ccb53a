"""How a command runs and ends, the same for both: signals, what is told of a problem, exit codes, closed pipes."""

import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import NoReturn

from cityplan.build.publish import clear_temporary
from cityplan.files.errors import AnalystError, Interrupted, told

_TERMINATED = 128 + signal.SIGTERM
_READER_GONE = 128 + 13  # SIGPIPE, which Windows does not have
# What a script is told at the end, by the exit code and the problem that ended the command.
Answering = Callable[[int, AnalystError | None], str]


def run(command: Callable[[], int], answering: Answering | None = None) -> int:
    """The exit code of a command; a problem that ends it is told, to a script too."""
    signal.signal(signal.SIGTERM, _terminated)
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:  # as a shell's background job does
        signal.signal(signal.SIGINT, _interrupted)
    _speak_to_any_terminal()
    return _quietly(partial(_told_at_its_end, command, answering))


def _told_at_its_end(command: Callable[[], int], answering: Answering | None) -> int:
    problem: AnalystError | None = None
    try:
        code = command()
    except BrokenPipeError:
        raise
    except (Exception, KeyboardInterrupt) as caught:
        problem = told(caught)
        code = _TERMINATED if isinstance(caught, Terminated) else problem.exit_code
        if code != _TERMINATED:
            print_error(problem)
    if answering:
        print(answering(code, problem))
    return code


def print_error(problem: AnalystError) -> None:
    """Tell a person what is wrong."""
    print(problem.line_told, file=sys.stderr, flush=True)


class Terminated(KeyboardInterrupt):
    """What SIGTERM asks for is what Ctrl-C does, without a word."""


def print_aside(line: str) -> None:
    """Tell a person what is none of a command's answer, and no error."""
    print(line, file=sys.stderr, flush=True)


def _terminated(number: int, frame: object) -> NoReturn:
    raise Terminated


def _interrupted(number: int, frame: object) -> NoReturn:
    """Ctrl-C ends in order; a second one at once, and the next run clears what it has left."""
    signal.signal(signal.SIGINT, lambda *_: os._exit(Interrupted.exit_code))
    raise KeyboardInterrupt


def _speak_to_any_terminal() -> None:
    """Have characters that a terminal lacks shown as ?: cp932 (Windows, into a file) has no −."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def _quietly(command: Callable[[], int]) -> int:
    """The exit code of a command; where who reads its output has gone (`| head`), that of SIGPIPE 静かに終わる."""
    try:
        try:
            code = command()
        except SystemExit as end:  # of --help
            code = end.code if isinstance(end.code, int) else 0
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in (sys.stdout, sys.stderr):
            os.dup2(nowhere, stream.fileno())  # what Python writes at its end goes there
        return _READER_GONE
    return code


def leave(code: int, root: Path) -> NoReturn:
    """End the process; after Ctrl-C without waiting for threads that nobody needs any more."""
    if code in (Interrupted.exit_code, _TERMINATED):
        sys.stdout.flush()
        sys.stderr.flush()
        clear_temporary(root)
        os._exit(code)
    sys.exit(code)
