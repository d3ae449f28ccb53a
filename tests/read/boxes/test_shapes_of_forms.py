"""Forms of shapes that cities use: beside one another, over two sheets, choices in cells of their own, groups of costs."""

from pathlib import Path

import pytest
from aligned import drawn, observations
from test_boxes import read, refused

from cityplan.tables.schema import Tables

BESIDE = """
令和６年度　評価シート | < | < | < | . | 令和６年度　評価シート | < | < | <
施 策 名 | {a} | 番号 | 01 | . | 施 策 名 | {b} | 番号 | 02
指標名 | 単位 | R4 | R5 | . | 指標名 | 単位 | R4 | R5
{a}の人数 | 人 | 10 | 12 | . | {b}の人数 | 人 | 20 | 24
方向性 | 拡充　・　○継続　・　縮小 | < | < | . | 方向性 | ○拡充　・　継続　・　縮小 | < | <
"""
BESIDE_SOURCE = """plan_noun = "施策"
left_out = ["令和６年度　評価シート"]
[edition.boxes]
id = "番号"
name = "施策名"
choice = "方向性"
[[edition.table]]
[edition.table.columns]
name = "指標名"
unit = "単位"
[edition.table.years]
R4 = "R4"
R5 = "R5"
"""


def said(tables: Tables, section: str) -> list[str]:
    texts = tables["texts"]
    return list(texts[texts["section"] == section]["text"])


def test_two_forms_beside_one_another(tmp_path: Path) -> None:
    sheets = {
        "1": BESIDE.format(a="里山", b="水辺"),
        "2": BESIDE.format(a="道路", b="公園").replace("| 番号 | 0", "| 番号 | 1"),
    }
    tables = read(tmp_path, sheets, BESIDE_SOURCE)
    assert drawn(tables["plans"], "plan_id", "name") == [["01", "里山"], ["02", "水辺"], ["11", "道路"], ["12", "公園"]]
    assert drawn(tables["indicators"], "plan_id", "name")[1] == ["02", "水辺の人数"]
    assert sorted(observations(tables))[:4] == [
        ["01", "1", "actual", "R4", "10"],
        ["01", "1", "actual", "R5", "12"],
        ["02", "1", "actual", "R4", "20"],
        ["02", "1", "actual", "R5", "24"],
    ]
    assert said(tables, "方向性") == ["継続", "拡充"] * 2


def test_a_cell_across_two_forms_parts_none(tmp_path: Path) -> None:
    across = BESIDE.format(a="里山", b="水辺") + "備考 | < | < | < | < | < | < | < | <\n"
    assert "プランの名前のラベルが2つ" in refused(tmp_path, {"1": across}, BESIDE_SOURCE)


FIRST = """
施策名 | {n} | 担当課 | {d}
目的 | {n}を進める。 | < | <

指標名 | 単位 | R4 | R5
{n}の人数 | 人 | 10 | 12
"""
SECOND = """
評価シート（２枚目） | < | < | <
施策名 | {n} | < | <
区分 | < | R4決算 | R5決算
事業費 | < | 30 | 50
財源内訳 | 国庫支出金 | 10 | 20
^ | 一般財源 | 20 | 30

次年度の方向性 | １ 拡充　２ 継続　３ 縮小 | 選択 | {choice}
"""
OVER_TWO = """left_out = ["評価シート（２枚目）"]
[edition.boxes]
name = "施策名"
division = "担当課"
purpose = "目的"
choice = "次年度の方向性"
[[edition.table]]
[edition.table.columns]
name = "指標名"
unit = "単位"
[edition.table.years]
R4 = "R4"
R5 = "R5"
[[edition.table]]
subject = "activity"
[edition.table.fixed]
unit = "千円"
[edition.table.columns]
name = "区分"
[edition.table.years.settled]
R4 = "R4決算"
R5 = "R5決算"
"""


def over_two(choice: str = "2") -> dict[str, str]:
    return {
        "01": FIRST.format(n="里山", d="緑地課"),
        "01(2)": SECOND.format(n="里山", choice=choice),
        "02": FIRST.format(n="水辺", d="河川課"),
        "02(2)": SECOND.format(n="水辺", choice="3"),
    }


def test_a_form_over_two_sheets(tmp_path: Path) -> None:
    tables = read(tmp_path, over_two(), OVER_TWO)
    assert drawn(tables["plans"], "plan_id", "name", "purpose") == [
        ["01", "里山", "里山を進める。"],
        ["02", "水辺", "水辺を進める。"],
    ]
    assert list(tables["activities"]["name"])[:3] == ["事業費", "財源内訳：国庫支出金", "財源内訳：一般財源"]
    assert [row for row in observations(tables) if row[:2] == ["01", "2"]] == [
        ["01", "2", "settled", "R4", "10"],
        ["01", "2", "settled", "R5", "20"],
    ]
    assert said(tables, "次年度の方向性") == ["継続", "縮小"]


@pytest.mark.parametrize("choice", ["4", "0"])
def test_a_number_that_is_not_offered_chooses_nothing(tmp_path: Path, choice: str) -> None:
    tables = read(tmp_path, over_two(choice), OVER_TWO)
    assert said(tables, "次年度の方向性") == ["縮小"]
    assert "choice_unclear" in list(tables["repairs"]["rule"])


MARKS = """
施策名 | {n} | < | < | < | < | <
今後の方向性 | {marks}
必要性 | 有効性 | 効率性 | . | . | . | .
Ａ・Ⓑ・Ｃ | Ⓐ・Ｂ・Ｃ | Ｂ | . | . | . | .
"""
MARKS_SOURCE = """[edition.boxes]
name = "施策名"
choice = "今後の方向性"
text = ["必要性", "有効性", "効率性"]
"""


@pytest.mark.parametrize(
    ("marks", "chosen"),
    [
        ("✓ | 拡充 | . | 継続 | . | 縮小", ["拡充"]),
        (". | 拡充 | ○ | 継続 | . | 縮小", ["継続"]),
        ("拡充 | . | 継続 | . | 縮小 | レ", ["縮小"]),
        ("拡充 | < | 継続 | < | 縮小 | <\n. | . | < | ○ | < | . | <", ["継続"]),
        (". | 拡充 | . | 継続 | . | 縮小", []),
        ("○ | 拡充 | ○ | 継続 | . | 縮小", []),
    ],
)
def test_marks_in_cells_of_their_own(tmp_path: Path, marks: str, chosen: list[str]) -> None:
    tables = read(tmp_path, {"1": MARKS.format(n="里山", marks=marks)}, MARKS_SOURCE)
    assert said(tables, "今後の方向性") == chosen
    assert ("choice_unclear" in list(tables["repairs"]["rule"])) is not bool(chosen)
    assert [said(tables, each) for each in ("必要性", "有効性", "効率性")] == [["B"], ["A"], ["Ｂ"]]


@pytest.mark.parametrize(
    ("row", "chosen"),
    [
        ("拡充 | . | 継続 | ○ | 縮小 | .", ["継続"]),
        ("拡充 | . | 継続 | . | 縮小 | レ", ["縮小"]),
        ("○ | 拡充 | . | 継続 | . | 縮小", ["拡充"]),
    ],
)
def test_marks_in_the_row_below_the_label(tmp_path: Path, row: str, chosen: list[str]) -> None:
    form = f"施策名 | {{n}}\n\n今後の方向性\n{row}\n"
    source = '[edition.boxes]\nname = "施策名"\nchoice = "今後の方向性"\n'
    assert said(read(tmp_path, {"1": form.format(n="里山")}, source), "今後の方向性") == chosen


def test_names_right_of_their_numbers(tmp_path: Path) -> None:
    form = "施策名 | {n} | < | <\n\n成果指標 | < | R4 | R5\n指標１ | 参加人数 | 1 | 2\n指標２ | 開催回数 | 3 | 4\n"
    source = '[edition.boxes]\nname = "施策名"\n[[edition.table]]\n[edition.table.columns]\nname = "成果指標"\n'
    years = '[edition.table.years]\nR4 = "R4"\nR5 = "R5"\n'
    tables = read(tmp_path, {"1": form.format(n="里山")}, source + years)
    assert list(tables["indicators"]["name"]) == ["参加人数", "開催回数"]
    assert not any(tables["indicators"]["subgroup"])


TURNED = """
事業名 | {n} | . | 担当課
^ | ^ | ^ | 学習課

. | 指標1 | 指標2 | 指標3
指標の名称 | {n}の人数 | {n}の満足度 | .
単　位 | 人 | ％ | .
令和４年度 目標 | 10 | 70 | .
令和４年度 実績 | 12 | 71.5 | .
令和５年度 目標 | 20 | 75 | .
令和５年度 実績 | 19 | . | .

費用（単位：千円） | < | < | <
区分 | R4決算 | R5決算 | R6予算
事業費 | 1 | 2 | 3
"""
TURNED_SOURCE = """[edition.boxes]
name = "事業名"
division = "担当課"
[[edition.table]]
headings = "left"
[edition.table.columns]
name = "指標の名称"
unit = "単位"
[edition.table.years]
R4 = "令和４年度 実績"
R5 = "令和５年度 実績"
[edition.table.years.target]
R4 = "令和４年度 目標"
R5 = "令和５年度 目標"
[[edition.table]]
subject = "activity"
[edition.table.columns]
name = "区分"
[edition.table.years.settled]
R4 = "R4決算"
R5 = "R5決算"
[edition.table.years.budget]
R6 = "R6予算"
"""


def test_headings_left_of_values(tmp_path: Path) -> None:
    source = 'target = "R5"\nleft_out = ["費用（単位：千円）"]\n' + TURNED_SOURCE
    tables = read(tmp_path, {"1": TURNED.format(n="講座")}, source)
    assert drawn(tables["indicators"], "name", "unit") == [["講座の人数", "人"], ["講座の満足度", "%"]]
    observed = drawn(tables["observations"], "subject", "no", "role", "era", "value", "unit")
    assert sorted(row for row in observed if row[0] == "indicator") == [
        ["indicator", "1", "actual", "R4", "12", "人"],
        ["indicator", "1", "actual", "R5", "19", "人"],
        ["indicator", "1", "target", "R4", "10", "人"],
        ["indicator", "1", "target", "R5", "20", "人"],
        ["indicator", "2", "actual", "R4", "71.5", "%"],
        ["indicator", "2", "target", "R4", "70", "%"],
        ["indicator", "2", "target", "R5", "75", "%"],
    ]
    assert {row[5] for row in observed if row[0] == "activity"} == {"千円"}


def test_headings_left_are_of_forms_only(tmp_path: Path) -> None:
    source = TURNED_SOURCE.replace('"left"', '"right"')
    assert 'headings = "left" と書きます' in refused(tmp_path, {"1": TURNED.format(n="講座")}, source)


def test_an_empty_form_beside_the_last_is_none(tmp_path: Path) -> None:
    empty = "施 策 名 | . | 番号 | .\n指標名 | 単位 | R4 | R5\n. | . | . | .\n方向性 | 拡充　・　継続　・　縮小 | < | <"
    left = "施 策 名 | 公園 | 番号 | 03\n指標名 | 単位 | R4 | R5\n公園の数 | 件 | 1 | 2\n方向性 | ○拡充　・　継続　・　縮小 | < | <"
    rows = [f"{a} | . | {b}" for a, b in zip(left.splitlines(), empty.splitlines(), strict=True)]
    tables = read(tmp_path, {"1": BESIDE.format(a="里山", b="水辺"), "2": "\n".join(rows)}, BESIDE_SOURCE)
    assert list(tables["plans"]["name"]) == ["里山", "水辺", "公園"]
    assert said(tables, "方向性") == ["継続", "拡充", "拡充"]
    assert "施策名" in [text.replace(" ", "") for text in tables["skipped_lines"]["text"]]


def test_a_total_merged_over_most_headings_belongs_to_its_table(tmp_path: Path) -> None:
    form = """
施策名 | {n} | 担当課 | {d} | <
事業名 | 単位 | R4 | R5 | R5決算
{n}事業 | 件 | 8 | 10 | 1,200
{n}広報 | 回 | 19 | 20 | 300
合計 | < | < | < | {total}
目的 | {n}を進める。 | < | < | <
"""
    source = """[edition.boxes]
name = "施策名"
division = "担当課"
purpose = "目的"
[[edition.table]]
subject = "activity"
total_rows = ["合計"]
[edition.table.columns]
name = "事業名"
unit = "単位"
[edition.table.years]
R4 = "R4"
R5 = "R5"
[edition.table.years.settled]
R5 = "R5決算"
"""
    sheets = {n: form.format(n=n, d="課", total=total) for n, total in (("里山", "1,500"), ("水辺", "1,600"))}
    tables = read(tmp_path, sheets, source)
    assert (len(tables["activities"]), list(tables["sums"]["text"])) == (4, ["1,500"])
    repairs = tables["repairs"]
    wrong = repairs[repairs["rule"] == "total_differs"]
    assert wrong[["before", "after"]].to_numpy().tolist() == [["1,600", "1,500"]]
