"""Errors that an analyst can act on: where, what, and what to do next."""

import re
from dataclasses import dataclass
from typing import Any

# Controls and bidirectional marks: they hide or reorder a text, and command a terminal.
CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e007f]"
)


class AnalystError(Exception):
    """What an analyst can act on: a notebook shows its message alone, a traceback is for programmers."""

    def _render_traceback_(self) -> list[str]:
        """What IPython shows instead of the traceback."""
        return [visible(f"エラー: {self}")]


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
        place += f":「{shorten(self.text)}」 " if self.text else (": " if place else "")
        after = f"→ {self.next_step}" if self.next_step else ""
        return visible(f"{place}{self.problem}。{after}")


@dataclass(eq=False)
class NotebookError(AnalystError):
    """A cell that failed, in Japanese: notebook, plan, cell and cause; the notebook as far as it got."""

    notebook: str
    what: str
    cell: int | None  # counted among the code cells of the notebook as the analyst has it
    cause: str
    executed: Any  # a NotebookNode

    def __str__(self) -> str:
        place = "途中" if self.cell is None else f" {self.cell}番目のコードセル"
        return visible(f"{self.what}: {self.notebook} の{place}で止まりました。{self.cause}")


class UsageError(AnalystError):
    """A wrong year, city, plan or parameter, in Japanese, with those that exist."""


def shorten(text: str, width: int = 80) -> str:
    """Cut a long text so that a message stays readable."""
    return text if len(text) <= width else text[: width - 1] + "…"


def visible(text: str) -> str:
    """A text whose controls are told, so that a terminal does not obey them.

    >>> print(visible("\\x1b[31m右\\u202e左"))
    \\x1b[31m右\\u202e左
    """
    return CONTROLS.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def unusable(error: OSError) -> str:
    """What is said of a file that cannot be read or written: a full disk, a folder without permission."""
    place = f"{error.filename}: " if error.filename else ""
    told = f"{place}読み書きできません（{error.strerror}）。"
    return f"{told}→ 空き容量と、フォルダの権限を確かめてください。"
