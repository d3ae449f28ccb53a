r"""Rows of a Markdown table: |事業名|実績|, with the row of rules |---|:-:| or without it."""

import re

_SEPARATOR = re.compile(r"\s*\|?\s*:?-{1,}:?\s*(?:\|\s*:?-{1,}:?\s*)*\|?\s*")
_PIPE = re.compile(r"(?<!\\)\|")


def begins_row(line: str) -> bool:
    """Whether a line begins with a pipe and holds more.

    >>> begins_row("|事業名|実績|"), begins_row("| 合計"), begins_row("A|B"), begins_row("||")
    (True, True, False, False)
    """
    bare = line.strip()
    return bare.startswith("|") and bool(bare.strip("| 　"))


def ends_row(line: str) -> bool:
    r"""Whether a line ends with a pipe that is none of its text.

    >>> ends_row("|A|B|"), ends_row(r"|A|B\|"), ends_row("A|")
    (True, False, True)
    """
    return line.rstrip().endswith("|") and not line.rstrip().endswith("\\|")


def is_separator(line: str) -> bool:
    """Whether a line is the row of rules under the headings of a table.

    >>> is_separator("|---|:-:|"), is_separator("--- | ---"), is_separator("| － | - |"), is_separator("-----")
    (True, True, False, False)
    """
    return "|" in line and "-" in line and bool(_SEPARATOR.fullmatch(line)) and "--" in line


def pipe_cells(line: str) -> list[str]:
    r"""The texts of a row's cells; a pipe behind a backslash is one of the text.

    >>> pipe_cells("|事業名| 10件 ||"), pipe_cells(r"|A\|B|C|"), pipe_cells("A | B")
    (['事業名', '10件', ''], ['A\\|B', 'C'], ['A', 'B'])
    """
    bare = line.strip().removeprefix("|")
    bare = bare[:-1] if bare.endswith("|") and not bare.endswith("\\|") else bare
    return [text.strip() for text in _PIPE.split(bare)]
