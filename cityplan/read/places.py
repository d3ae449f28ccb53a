"""Where something stands in a document 原文の所, in words: lines of a text, rows and cells of a form."""

from cityplan.city.source import Edition
from cityplan.read.kinds import kind_of


def line_words(edition: Edition, *lines: int) -> str:
    """Lines of a document as a reader is told them: 3、5〜7行; of a form シート「06」12行.

    Empty where there are none.
    """
    return kind_of(edition).line_words(*lines)


def cell_words(edition: Edition, line: int, column: int) -> str:
    """A cell of a form as a message names it: シート「06」 J12; nothing for a text."""
    return kind_of(edition).cell_words(line, column)
