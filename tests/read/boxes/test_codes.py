"""The number of a form where its box and the name of its sheet disagree."""

from pathlib import Path

import pytest
from test_boxes import read

SOURCE = """target = "R6"
[edition.boxes]
id = "施策コード"
name = "施策名"
[[edition.table]]
[edition.table.columns]
name = "指標"
role = "区分"
[edition.table.roles]
"目標値" = "target"
"実績値" = "actual"
[edition.table.years]
R5 = "R5"
R6 = "R6"
"""
FORM = "施策コード | {code} | 施策名 | {name}\n指標 | 区分 | R5 | R6\n{name}の数 | 目標値 | 10 | 20\n^ | 実績値 | 9 | ."


@pytest.mark.parametrize(
    ("sheet", "code", "number", "used"),
    [
        ("施策3-2", "3-1", "3-2", "シートの名の「3-2」を使いました"),  # the box has the number of another form
        ("施策3-2", "3-9", "3-9", "欄の「3-9」を使いました"),
        ("スポーツ", "3-1", "4", "名前に番号を付けていません"),
        ("施策1-1の2", "3-1", "4", "名前に番号を付けていません"),  # would be another form's
        ("施策3-2", "3-2", "3-2", ""),
    ],
)
def test_a_number(tmp_path: Path, sheet: str, code: str, number: str, used: str) -> None:
    others = {"施策1-1": ("1-1", "住まい"), "施策2-1": ("2-1", "しごと"), "施策3-1": ("3-1", "健康")}
    forms = {**others, sheet: (code, "運動")}
    tables = read(tmp_path, {at: FORM.format(code=own, name=name) for at, (own, name) in forms.items()}, SOURCE)
    assert [*tables["plans"]["plan_id"]] == ["1-1", "2-1", "3-1", number]
    assert [*tables["plans"]["name"]][-1] == "運動"
    doubts = tables["repairs"].query("rule == 'code_differs'")["after"]
    assert [used in each and sheet in each for each in doubts] == ([True] if used else [])
