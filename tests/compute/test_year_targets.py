"""Marks that are held against the target of the value's own year 年度目標値, from a table to its findings."""

from pathlib import Path

from aligned import body, drawn
from small_tables import City

SOURCE = """city = "見本町"
[rules.mihon]
title = "「評価」の区分"
classes = [
  { mark = "Ａ", word = "100％以上", when = "year_target_share", x = 100 },
  { mark = "Ｂ", word = "80％以上100％未満", when = "year_target_share", x = 80 },
  { mark = "Ｃ", word = "80％未満", when = "otherwise" },
]
[[edition]]
year = "R6"
file = "R5.csv"
title = "進行管理表"
layout = "tables"
plan_word = "施策"
actual = "R6"
target = "R9"
rule = "mihon"
[[edition.table]]
[edition.table.columns]
plan = "施策"
name = "指標"
polarity = "向き"
target = "目標(R9)"
status = "評価"
[edition.table.years]
R6 = "R6実績"
[edition.table.years.expected]
R6 = "R6目安"
"""


def test_the_last_target_is_not_what_they_are_held_against(tmp_path: Path) -> None:
    city = City(tmp_path).csv("""
施策|指標|向き|R6実績|R6目安|目標(R9)|評価
観光|入込客数|以上|1150|1100|1300|Ａ
観光|宿泊者数|以上|319|330|360|Ｂ
観光|案内所|以上|70|100|90|Ａ
農業|耕作放棄地|以下|46.0|44|40|B
農業|農家数|以上|50|―|60|Ａ
""")
    (city.folder / "source.toml").write_text(SOURCE, encoding="utf-8")
    tables = city.computed("R6")
    assert drawn(tables["indicator_results"], "plan_id", "status", "status_agreement") == body("""
        plan | status | agreement
        01   | Ａ     | agrees
        01   | Ｂ     | agrees
        01   | Ｃ     | differs
        02   | Ｂ     | agrees
        02   |        | not_computable
    """)
    marks = tables["findings"][tables["findings"]["kind"] == "status_mismatch"]
    assert drawn(marks, "printed", "computed") == body("""
        printed | computed
        Ａ      | Ｃ
    """)
