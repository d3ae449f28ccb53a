"""The notes of a table: what goes on below one, and what is the heading of what follows."""

import pytest

from cityplan.city.edition import NOTHING_KNOWN
from cityplan.read.printed import Printed, Skipped
from cityplan.read.table.table_notes import take_notes


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (["※評価　Ａ：達成", "３．現状と課題"], ["※評価 Ａ：達成"]),
        (["注　次のとおり", "１ 速報値", "２ 暦年の値"], ["注 次のとおり", "１ 速報値", "２ 暦年の値"]),
        (["注1 速報値", "2 暦年の値", "4 まとめ"], ["注1 速報値", "2 暦年の値"]),
        (["※1 速報値", "(2) 暦年の値"], ["※1 速報値", "(2) 暦年の値"]),
    ],
)
def test_a_number_that_does_not_follow_is_that_of_a_heading(lines: list[str], wanted: list[str]) -> None:
    printed = Printed(skipped=[Skipped(at, text, "outside_table") for at, text in enumerate(lines, 1)])
    take_notes(printed, NOTHING_KNOWN)
    assert [each.text for each in printed.texts] == wanted
    assert [each.text for each in printed.skipped] == lines[len(wanted) :]
