"""Marks of markup in the lines of a text that was extracted: fragments of Markdown and LaTeX that a converter left."""

from typing import NamedTuple

from cityplan.read.file.marked.marks import plain_line
from cityplan.read.file.marked.pipes import begins_row, ends_row, is_separator, pipe_cells
from cityplan.read.printed import Line, Repair, Skipped


class Plain(NamedTuple):
    """Lines without marks, what was changed in them, and the rules under headings that were left out."""

    lines: list[Line]
    repairs: list[Repair]
    skipped: list[Skipped]


def without_markup(lines: list[Line]) -> Plain:
    """The lines with cells between pipes parted by tabs, without bold marks and LaTeX; each change is a repair.

    LaTeX that is not known and what is struck out between ~~ stays, as a doubt.
    """
    found = Plain([], [], [])
    for line in lines:
        if is_separator(line.text):
            found.skipped.append(Skipped(line.no, line.text, "rule"))
            continue
        is_row = begins_row(line.text) and ends_row(line.text)
        own = plain_line("\t".join(pipe_cells(line.text)) if is_row else line.text)
        rules = list(dict.fromkeys([*["marks_removed"] * is_row, *own.rules]))
        before = line.text.strip()
        found.repairs.extend(_told(rule, before, own.text.strip(), line) for rule in rules)
        for unknown in own.unknown:
            found.repairs.append(
                _told("unknown_mark", unknown, "記号の書き方（LaTeX）が分かりません", line, is_doubt=True)
            )
        if own.text.count("~~") > 1:
            struck = "取り消しの記号（~~）があります。取り消した文字も読んでいます"
            found.repairs.append(_told("unknown_mark", before, struck, line, is_doubt=True))
        found.lines.append(line._replace(text=own.text))
    return found


def _told(rule: str, before: str, after: str, line: Line, *, is_doubt: bool = False) -> Repair:
    return Repair("", "", None, "", rule, before, after, line.no, is_doubt)
