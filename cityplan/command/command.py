"""What both commands share: words that are wrong are told in Japanese, and how a command ends."""

import argparse
import os
import re
import signal
import sys
from collections.abc import Callable, Sequence
from io import TextIOWrapper
from typing import NoReturn

from cityplan.files.errors import RUNNING, AnalystError, UsageError, told, unusable
from cityplan.japanese.nearest import perhaps

INTERRUPTED = 128 + signal.SIGINT
_READER_GONE = 128 + 13  # SIGPIPE, which Windows does not have
_MESSAGES = {
    r"unrecognized arguments: (.*)": r"知らない指定です: \1",
    r"argument (\S+): expected (\d+) arguments?": r"\1 のあとに値を \2 つ書いてください",
    r"argument (\S+): expected (?:at least )?one argument": r"\1 のあとに値を書いてください",
    r"argument [^:]*\|[^:]*: invalid choice: '(.*?)' \(choose from (.*)\)": r"「\1」というものはありません（あるもの: \2）",
    r"the following arguments are required: (.*\|.*)": r"何をするかを書いてください: \1",
    r"argument (\S+): invalid choice: (\S+) \(choose from (.*)\)": r"\1 に \2 は選べません（選べるもの: \3）",
    r"argument (\S+): ignored explicit argument (\S+)": r"\1 に値（\2）は付けられません",
    r"argument (\S+): ": r"\1: ",
    r"the following arguments are required: (.*)": r"次のものを書いてください: \1",
}
_WRONG_WORD = re.compile(r"unrecognized arguments: (--?[\w-]+)|invalid choice: '([^']*)'")
_CHOICES = re.compile(r"\(choose from (.*)\)$")


class Parser(argparse.ArgumentParser):
    """A parser that speaks Japanese 日本語で答える: argparse's own messages are English."""

    def error(self, message: str) -> NoReturn:
        """UsageError with what is wrong, the word that may have been meant, and where the help is."""
        meant = _perhaps_word(message, self._words())
        for english, japanese in _MESSAGES.items():
            message = re.sub(english, japanese, message)
        raise UsageError(f"{message}。{meant}\n使い方は {self.prog} --help をご覧ください。")

    def _words(self) -> list[str]:
        """All options, those of its acts too: what an act does not know, the whole parser tells."""
        acts = [each.choices for each in self._actions if isinstance(each.choices, dict)]
        of_acts = [word for act in acts for each in act.values() for word in each._words()]
        return [*self._option_string_actions, *of_acts]


def _perhaps_word(message: str, options: Sequence[str]) -> str:
    """The option or the choice that was meant, by argparse's message."""
    wrong, choices = _WRONG_WORD.search(message), _CHOICES.search(message)
    words = re.findall(r"[\w-]+", choices[1]) if choices else options
    return perhaps(wrong[1] or wrong[2], {word: word for word in words}) if wrong else ""


def speak_to_any_terminal() -> None:
    """Have characters that a terminal lacks shown as ?: cp932 (Windows, into a file) has no −."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def ended(problem: BaseException) -> tuple[str, int]:
    """What is said of a problem that ends a command, and the exit code."""
    if isinstance(problem, UsageError):
        return str(problem), 2
    if isinstance(problem, KeyboardInterrupt):
        return "中断しました。書きかけのファイルはありません。", INTERRUPTED
    if isinstance(problem, OSError):
        return unusable(problem), 1
    if isinstance(problem, AnalystError):
        return str(problem), 1
    assert isinstance(problem, Exception)
    return str(told(problem, RUNNING)), 1


def quietly(command: Callable[[], int]) -> int:
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
