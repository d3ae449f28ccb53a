"""Blocks of a form by their place: labels and tables of blocks that are not on the same rows, or lack one of them."""

from pathlib import Path

import pytest
from aligned import drawn, observations
from test_boxes import read, refused

from cityplan.check.audit import audit
from cityplan.compute.document import compute

BESIDE = """
施策名 | {n} | < | . | . | .
指標名 | {n}の数 | . | 指標名 | {n}の本数 | .
算式 | 年度末の数 | . | 単位 | 本 | .
単位 | 園 | . | R5実績 | 812 | .
R5実績 | 37 | . | 目標 | 900 | .
目標 | 41 | . | . | . | .
"""
WITHOUT = "\n".join(BESIDE.replace("| 目標 | 900 |", "| . | . |").splitlines())
SOURCE = """target = "R8"
left_out = ["算式"]
[edition.boxes]
name = "施策名"
[[edition.table]]
[edition.table.boxes]
name = "指標名"
unit = "単位"
target = "目標"
[edition.table.boxes.years]
R5 = "R5実績"
"""


@pytest.mark.parametrize(("form", "target"), [(BESIDE, "900"), (WITHOUT, "")])
def test_blocks_beside_one_another_on_other_rows(tmp_path: Path, form: str, target: str) -> None:
    sheets = {str(at): form.format(n=name) for at, name in enumerate(("公園", "花壇"), start=1)}
    tables = read(tmp_path, sheets, SOURCE)
    assert drawn(tables["indicators"], "name", "unit", "actual_text", "target_text")[:2] == [
        ["公園の数", "園", "37", "41"],
        ["公園の本数", "本", "812", target],
    ]


BELOW = """
施策名 | {n} | < | <
取組名 | 植樹祭 | 受け持ち | 公園係
R5実績 | 3 | < | <
取組名 | 苗木の配布 | . | .
R5実績 | 250 | < | <
取組名 | 花壇の管理 | 受け持ち | 花き係
R5実績 | 18 | < | <
"""
ABOVE = """
施策名 | {n}
取組名 | 植樹祭
R5実績 | 3
受け持ち | 公園係
取組名 | 苗木の配布
R5実績 | 250
受け持ち | 花き係
取組名 | 花壇の管理
R5実績 | 18
"""
ACTIVITIES = """[edition.boxes]
name = "施策名"
[[edition.table]]
subject = "activity"
[edition.table.boxes]
name = "取組名"
division = "受け持ち"
[edition.table.boxes.years]
R5 = "R5実績"
"""


def test_a_block_that_lacks_a_label(tmp_path: Path) -> None:
    tables = read(tmp_path, {"1": BELOW.format(n="公園"), "2": BELOW.format(n="花壇")}, ACTIVITIES)
    assert list(tables["activities"]["division"])[:3] == ["公園係", "", "花き係"]


def test_a_label_that_may_be_of_the_block_above_or_below(tmp_path: Path) -> None:
    told = refused(tmp_path, {"1": ABOVE.format(n="公園"), "2": ABOVE.format(n="花壇")}, ACTIVITIES)
    assert "「受け持ち」 上と下のどちらのブロックのものか、分かりません" in told


def test_a_label_of_the_plan_is_none_of_a_block(tmp_path: Path) -> None:
    form = BELOW.replace("施策名 | {n} | < | <", "施策名 | {n} | 受け持ち | 緑水課")
    source = ACTIVITIES.replace('name = "施策名"', 'name = "施策名"\ndivision = "受け持ち"')
    tables = read(tmp_path, {"1": form.format(n="公園"), "2": form.format(n="花壇")}, source)
    assert list(tables["activities"]["division"])[:3] == ["公園係", "", "花き係"]


COSTS = """
施策名 | {n} | < | <
取組 | 単位 | R4 | R5
講座 | 回 | 10 | 12
事業費（千円） | < | < | <
内訳 | R4決算 | R5決算 | R6予算
人件費 | 120 | 130 | 140
"""
COSTS_SOURCE = """left_out = ["事業費（千円）"]
[edition.boxes]
name = "施策名"
[[edition.table]]
subject = "activity"
[edition.table.columns]
name = "取組"
unit = "単位"
[edition.table.years]
R4 = "R4"
R5 = "R5"
[[edition.table]]
subject = "activity"
[edition.table.columns]
name = "内訳"
[edition.table.years.settled]
R4 = "R4決算"
R5 = "R5決算"
[edition.table.years.budget]
R6 = "R6予算"
"""


@pytest.mark.parametrize(("heading", "unit"), [("事業費（千円）", "千円"), ("事業費", "百万円")])
def test_costs_have_the_unit_over_their_table_or_that_of_their_rows(tmp_path: Path, heading: str, unit: str) -> None:
    source = COSTS_SOURCE.replace("事業費（千円）", heading) + '[edition.table.fixed]\nunit = "百万円"\n'
    form = COSTS.replace("事業費（千円）", heading)
    tables = read(tmp_path, {"1": form.format(n="公園"), "2": form.format(n="花壇")}, source)
    assert [row for row in observations(tables, "unit") if row[:2] == ["01", "2"]] == [
        ["01", "2", "settled", "R4", "120", unit],
        ["01", "2", "settled", "R5", "130", unit],
        ["01", "2", "budget", "R6", "140", unit],
    ]


def test_a_row_of_costs_lacks_no_result(tmp_path: Path) -> None:
    """A result that is missing where the table has a column of them is told as before."""
    form = COSTS.replace("講座 | 回 | 10 | 12", "講座 | 回 | 10 | 12\n見学会 | 回 | . | .")
    tables = read(tmp_path, {"1": form.format(n="公園"), "2": COSTS.format(n="花壇")}, COSTS_SOURCE)
    findings = audit({**tables, **compute(tables, None)})
    lacking = findings[findings["kind"] == "value_missing"]
    assert [text.split("」")[0] for text in lacking["message"]] == ["「見学会"]


CHOSEN = """
施策名 | {n} | < | < | < | <
評価 | {grade} | < | < | < | <
方針 | {choice} | < | 優先順位 | 3 | .
"""
CHOSEN_SOURCE = """left_out = ["優先順位"]
[edition.boxes]
name = "施策名"
grade = "評価"
choice = "方針"
"""


@pytest.mark.parametrize(
    ("grade", "choice", "told"),
    [
        ("Ａ・Ｂ○・Ｃ", "拡充□　継続■　縮小□", ["Ｂ", "継続"]),
        ("Ａ○　Ｂ　Ｃ", "拡充（　）　継続（○）　縮小（　）", ["Ａ", "継続"]),
        ("Ａ・【Ｂ】・Ｃ", "１ 拡充　２ 継続　３ 縮小", []),
        ("Ａ／Ｂ／Ｃ", "拡充・継続・縮小", []),
        ("Ｂ（順調・継続）", "[○]継続 [　]縮小", ["Ｂ（順調・継続）", "継続"]),
    ],
)
def test_what_is_chosen_is_never_a_neighbour(tmp_path: Path, grade: str, choice: str, told: list[str]) -> None:
    forms = {str(at): CHOSEN.format(n=name, grade=grade, choice=choice) for at, name in enumerate(("公園", "花壇"))}
    tables = read(tmp_path, forms, CHOSEN_SOURCE)
    texts = tables["texts"]
    assert list(texts[texts["plan_id"] == "01"]["text"]) == told
    doubts = tables["repairs"]["rule"] == "choice_unclear"
    assert doubts.sum() == 2 * (2 - len(told))
