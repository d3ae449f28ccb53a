"""What is wrong with a TOML text, told with its line and what to do."""

import pytest

from cityplan.files.errors import SourceError
from cityplan.files.toml_text import toml_values


@pytest.mark.parametrize(
    ("line", "problem", "step"),
    [
        ('\u3000year = "R5"', "全角の空白", "消して"),
        (' \u3000year = "R5"', "全角の空白", "消して"),
        ('file = "C:\\Users\\R5.txt"', "「\\」", "'…'"),
        ('file = "data\\R5.txt"', "「\\」", "'…'"),
        ("year = R5", "値の書き方", '"'),
    ],
)
def test_a_line(line: str, problem: str, step: str) -> None:
    with pytest.raises(SourceError) as caught:
        toml_values(f'city = "見本市"\n{line}\n', "source.toml")
    assert caught.value.line == 2 and problem in caught.value.problem and step in caught.value.next_step
