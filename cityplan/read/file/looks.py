"""Runs of text in one look each -> the text that counts, and what the look says: the same for every kind of file."""

from collections.abc import Iterable

from cityplan.read.file.contents import Note
from cityplan.read.printed import Repair, readable
from cityplan.read.table import cell_looks
from cityplan.read.table.cell_looks import Run


def read_runs(runs: Iterable[Run]) -> tuple[str, tuple[Note, ...]]:
    """The text without what is struck out or cannot be seen, without controls and radicals; a note on each change.

    >>> read_runs([Run("120", struck=True), Run("150")])
    ('150', (Note(rule='struck_out', before='［取り消し線：120］150', after='150'),))
    >>> [(text, [note.rule for note in notes]) for text, notes in [read_runs([Run("利\u2f64者")])]]
    [('利用者', ['folded_characters'])]
    """
    repairs: list[Repair] = []
    clean: list[Run] = []
    for run in runs:
        text, changes = readable(run.text, 0)
        repairs += changes
        clean.append(run._replace(text=text))
    text, notes = cell_looks.read(clean)
    shown = "\n".join(line.strip() for line in text.strip().split("\n"))
    told = [Note(note.rule, note.before, note.after) for note in notes]
    told += [Note(repair.rule, repair.before, repair.after) for repair in repairs]
    return shown, tuple(told)
