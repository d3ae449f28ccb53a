"""The cell of a notebook of which something is told セルの場所, and what an export knows of all cells."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from nbformat import NotebookNode

from cityplan.files.errors import NotebookError
from cityplan.files.notebooks import first_words, notebook_bytes


@dataclass
class Exported:
    """What the cells of one notebook share while it is exported: its anchors, and where its headings are."""

    anchors: frozenset[str] = frozenset()
    level: int = 0  # of the last heading


@dataclass(frozen=True)
class CellPlace:
    """One cell, as an analyst finds it: the number that JupyterLab shows (none beside a text), its first words.

    >>> print(CellPlace(8, 'fig, ax = plt.subplots()'), CellPlace(8, '![](a.png)', is_text=True), sep=chr(10))
    セル [8]「fig, ax = plt.subplots()」
    セル [8] の下の文「![](a.png)」
    """

    cell: int
    words: str
    is_text: bool = False
    pictures: Mapping[str, str] = field(default_factory=dict)
    document: Exported = field(default_factory=Exported)

    @property
    def first(self) -> str:
        """Its first words 書き出し."""
        return first_words(self.words)

    def __str__(self) -> str:
        shown = self.first
        if not self.is_text:
            return f"セル [{self.cell}]「{shown}」"
        return f"セル [{self.cell}] の下の文「{shown}」" if self.cell else f"初めの文「{shown}」"


class UnsupportedContent(ValueError):
    """Something in a cell that a report cannot show: where, what, and what to write instead, in Japanese."""

    def __init__(self, where: CellPlace | str, problem: str, instead: str = "") -> None:
        super().__init__(where, problem, instead)
        self.where, self.problem, self.instead = where, problem, instead

    def __str__(self) -> str:
        after = f"→ {self.instead}。" if self.instead else ""
        return f"{self.where}: {self.problem}。{after}"


def not_shown(problem: Exception, notebook: str, what: str, executed: NotebookNode) -> NotebookError:
    """The error 中断 of a notebook whose outputs cannot be a report: with the cell, where it is known."""
    where = getattr(problem, "where", None)
    if isinstance(where, CellPlace) and not where.is_text:
        cause = f"{problem.args[1]}。" + (f"→ {problem.args[2]}。" if problem.args[2] else "")
        return NotebookError(notebook, what, where.cell, cause, notebook_bytes(executed), where.first)
    return NotebookError(notebook, what, None, str(problem), notebook_bytes(executed))
