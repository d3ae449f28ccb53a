"""Errors that an analyst can act on: where, what, and what to do next."""

import errno
import re
import signal
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

CHECK_FAILED = "check_failed"  # the kind of finding that tells of a fault in a check
RUNNING = "実行の途中"  # what was being done, where nothing else is known
_PACKAGE = Path(__file__).parents[1]

# Controls and bidirectional marks: they hide or reorder a text, and command a terminal.
CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e007f]"
)


class AnalystError(Exception):
    """What an analyst can act on: a notebook shows its message alone, a traceback is for programmers."""

    kind: ClassVar = "system"  # as a script is told it, with the values of `parts`
    parts: ClassVar[tuple[str, ...]] = ()
    exit_code: ClassVar[int] = 1  # of a command that it ends

    def __reduce__(self) -> tuple[object, ...]:
        """As a process tells it to another: what it holds, however it was made."""
        return _again, (type(self), self.args), self.__dict__

    def _render_traceback_(self) -> list[str]:
        """What IPython shows instead of the traceback."""
        return [self.line_told]

    @property
    def line_told(self) -> str:
        """The line that is shown, to whoever looks."""
        return error_line(str(self))

    @property
    def without_what(self) -> str:
        """The message without what was being done 何をしていたか: the same for one fault that several reports meet."""
        return str(self)


def _again(kind: type[AnalystError], args: tuple[object, ...]) -> AnalystError:
    error = kind.__new__(kind)
    error.args = args
    return error


@dataclass(eq=False)
class SourceError(AnalystError):
    """An input of the analyst's that cannot be used: file, line, column, text and next step.

    In a workbook of several sheets the place is a sheet and a cell.

    Messages are Japanese; tests look at the attributes. Anything else that is raised is a
    programming error, in English.

    >>> print(SourceError("行の種類が分かりません", file="data/raw/x/R5.txt", line=3, text="???",
    ...                   next_step="source.toml を直してください。"))
    data/raw/x/R5.txt 3行目:「???」 行の種類が分かりません。→ source.toml を直してください。
    """

    kind: ClassVar = "source"
    parts: ClassVar = ("problem", "file", "line", "column", "text", "next_step")

    problem: str
    file: str = ""
    line: int | None = None
    column: str = ""
    text: str = ""
    next_step: str = ""
    sheet: str = ""  # of a workbook, and its cell: J12
    cell: str = ""

    def __str__(self) -> str:
        place = self.file
        place += f" シート「{self.sheet}」" if self.sheet else ""
        place += f" {self.cell}" if self.cell else ""
        place += f" {self.line}行目" if self.line is not None else ""
        place += f" 列「{self.column}」" if self.column else ""
        place += f":「{cut_short(self.text)}」 " if self.text else (": " if place else "")
        after = f"→ {self.next_step}" if self.next_step else ""
        return visible(f"{place}{self.problem}。{after}")


def all_of(faults: Sequence[SourceError]) -> SourceError:
    """Several faults as one error, each in a line of its own with its next step; a single one is itself.

    >>> print(all_of([SourceError("年度として読めません", file="a", text="R"), SourceError("列がありません", file="b")]))
    a: 合わない所が2つあります。→ 次を全て直してください。
    1. a:「R」 年度として読めません。
    2. b: 列がありません。
    """
    if len(faults) == 1:
        return faults[0]
    listed = "\n".join(f"{number}. {fault}" for number, fault in enumerate(faults, start=1))
    return SourceError(
        f"合わない所が{len(faults)}{'つ' if len(faults) < 10 else 'か所'}あります",
        file=faults[0].file,
        next_step=f"次を全て直してください。\n{listed}",
    )


_OF_A_FILE = re.compile(r"data/raw/\S")  # how an error of a document or its source.toml begins


@dataclass(eq=False)
class NotebookError(AnalystError):
    """A notebook that failed, in Japanese: notebook, plan, cell and cause; the notebook as far as it got.

    >>> print(NotebookError("40_brief.ipynb", "PLAN 06", 5, "名前が違います。", None, "b.masthed()", 2))
    PLAN 06: 40_brief.ipynb のセル [5] の2行目「b.masthed()」で止まりました。名前が違います。
    >>> print(NotebookError("10_clean.ipynb", "R5", 3, "data/raw/x/R5.txt 3行目: 読めません。", None))
    R5: data/raw/x/R5.txt 3行目: 読めません。
    （10_clean.ipynb のセル [3]で止まりました）
    """

    kind: ClassVar = "notebook"
    parts: ClassVar = ("notebook", "what", "cell", "line", "words", "cause")

    notebook: str
    what: str
    cell: int | None  # as JupyterLab numbers it: see cityplan/files/notebooks.py
    cause: str
    executed: bytes | None  # None where it could not be read
    words: str = ""  # of the cell, or of its line
    line: int | None = None  # of the cell

    def __str__(self) -> str:
        return visible(f"{self.what}: {self.without_what}")

    @property
    def without_what(self) -> str:
        """The same for all reports of one notebook."""
        if self.executed is None and self.cell is None:  # not even read
            return f"{self.notebook}: {self.cause}"
        if _OF_A_FILE.match(self.cause):  # what to mend stands in it, not in the cell
            stopped = "途中" if self.cell is None else f"セル [{self.cell}]"
            return f"{self.cause}\n（{self.notebook} の{stopped}で止まりました）"
        line = f" の{self.line}行目" if self.line is not None else ""
        words = f"「{self.words}」" if self.words else ""
        place = "途中" if self.cell is None else f"セル [{self.cell}]{line}{words}"
        return f"{self.notebook} の{place}で止まりました。{self.cause}"


@dataclass(eq=False)
class ProgramError(AnalystError):
    """A fault of this program プログラムの誤り: what it was doing, where in the code, and Python's own words."""

    kind: ClassVar = "program"
    parts: ClassVar = ("what", "place", "cause")

    what: str
    place: str
    cause: str

    def __str__(self) -> str:
        return visible(f"{self.what}: {self.without_what}")

    @property
    def without_what(self) -> str:
        return (
            f"プログラムの誤りで止まりました（{self.place}、{self.cause}）。"
            "→ この1行を、使った文書とともに、プログラムを作った人に知らせてください。"
        )


class SystemFault(SourceError):
    """What the system refuses: a file that cannot be read or written, a full disk."""

    kind: ClassVar = "system"


class Interrupted(AnalystError):
    """Ctrl-C, or what ends a process in the same way."""

    kind: ClassVar = "interrupted"
    exit_code: ClassVar = 128 + signal.SIGINT

    @property
    def line_told(self) -> str:
        """It is no error."""
        return str(self)


def told(problem: BaseException, what: str = RUNNING) -> AnalystError:
    """Any problem as one that an analyst can be told, with what was being done.

    Here it is decided whose it is: the analyst's, the system's, of who has interrupted, or the program's.
    """
    if isinstance(problem, AnalystError):
        return problem
    if isinstance(problem, KeyboardInterrupt):
        return Interrupted("中断しました。書きかけのファイルはありません。")
    if isinstance(problem, OSError):
        return SystemFault(f"読み書きできません（{why(problem)}）", file=str(problem.filename or what), next_step=_ROOM)
    return program_error(problem, what)


def error_line(message: str) -> str:
    """The line that tells of an error."""
    return visible(f"エラー: {message}")


def is_analyst_error(name: str) -> bool:
    """Whether an exception that is known by its name only, from another process, is one for an analyst.

    >>> is_analyst_error("SystemFault"), is_analyst_error("KeyError")
    (True, False)
    """
    return name in _names_below(AnalystError)


def _names_below(kind: type[AnalystError]) -> set[str]:
    return {kind.__name__}.union(*map(_names_below, kind.__subclasses__()))


def program_error(problem: BaseException, what: str) -> ProgramError:
    """An exception that nobody expected, with its place in the code."""
    return ProgramError(what, place_of(problem), f"{type(problem).__name__}: {problem}")


def place_of(problem: BaseException) -> str:
    """The last line of the project's code that a traceback names, or a note of it from another process."""
    if notes := getattr(problem, "__notes__", None):
        return str(notes[-1])
    lines = traceback.extract_tb(problem.__traceback__)
    own = [line for line in lines if _is_ours(Path(line.filename))] or lines
    if not own:
        return "場所は不明"
    path = Path(own[-1].filename)
    name = path.relative_to(_PACKAGE.parent).as_posix() if _is_ours(path) else path.name
    return f"{name} {own[-1].lineno}行目"


def _is_ours(path: Path) -> bool:
    return path.is_relative_to(_PACKAGE)


class UsageError(AnalystError):
    """A wrong year, city, plan or parameter, in Japanese, with those that exist."""

    kind: ClassVar = "usage"
    exit_code: ClassVar = 2


def named(names: Sequence[str], most: int, unit: str = "件") -> str:
    """The first of some names 名前, and how many others there are.

    >>> named(["R4", "R5", "R6"], 2), named(["R4"], 2)
    ('R4、R5 ほか1件', 'R4')
    """
    more = f" ほか{len(names) - most}{unit}" if len(names) > most else ""
    return "、".join(names[:most]) + more


def cut_short(text: str, width: int = 80) -> str:
    """Cut a long text so that a message stays readable."""
    return text if len(text) <= width else text[: width - 1] + "…"


def visible(text: str) -> str:
    """A text whose controls are told, so that a terminal does not obey them.

    >>> print(visible("\\x1b[31m右\\u202e左"))
    \\x1b[31m右\\u202e左
    """
    return CONTROLS.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


_ROOM = "空き容量と、フォルダの権限を確かめてください。"
_WHY = {
    errno.ENOENT: "ありません",
    errno.EACCES: "権限がありません",
    errno.EPERM: "権限がありません",
    errno.EISDIR: "フォルダです",
    errno.ENOTDIR: "フォルダではありません",
    errno.ENOSPC: "空き容量がありません",
    errno.EROFS: "書き込めない場所です",
    errno.ENAMETOOLONG: "名前が長すぎます",
}


def why(error: OSError) -> str:
    """What the system says of a file, in Japanese where it is one of the usual things."""
    return _WHY.get(error.errno or 0, "") or str(error.strerror or error)
