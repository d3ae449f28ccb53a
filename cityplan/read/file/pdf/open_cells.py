"""Cells that lack one of their four rules 枠の閉じていないセル: their text is in no cell, though it stands in the table."""

from collections.abc import Iterator, Sequence

from cityplan.read.file.pdf.marks import Box, Char, Rule, within


def open_cells(boxes: Sequence[Box], rest: Sequence[Char], rules: Sequence[Rule], most: int) -> Iterator[list[Char]]:
    """By table the characters outside of its cells that rules enclose on three sides; `most` comparisons are made.

    A caption in the corner of a table with a shorter heading has two.
    """
    for box in boxes:
        inside = [char for char in rest if char.text.strip() and within(*char.centre, box)]
        if (
            inside
            and len(inside) * len(rules) <= most
            and (open_ := [char for char in inside if _walls(char, rules) == 3])
        ):
            yield open_


def _walls(char: Char, rules: Sequence[Rule]) -> int:
    """On how many sides of a character a rule stands."""
    x, y = char.centre
    sides = {
        (rule.is_level, rule.at > (y if rule.is_level else x))
        for rule in rules
        if rule.begin <= (x if rule.is_level else y) <= rule.end
    }
    return len(sides)
