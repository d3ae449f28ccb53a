"""The mark of an indicator that has no value yet, where the rule has none for that."""

from pathlib import Path

from small_tables import City

SOURCE = """
city = "見本市"
[rules.own]
title = "見本"
classes = [{ mark = "Ａ", when = "otherwise" }]
[[edition]]
year = "R5"
file = "R5.csv"
title = "見本計画"
layout = "tables"
rule = "own"
actual = "R5"
[edition.columns]
name = "指標"
actual = "実績値"
status = "達成状況"
"""


def test_a_dash_is_no_unknown_mark_unless_there_is_a_value(tmp_path: Path) -> None:
    city = City(tmp_path)
    (city.folder / "source.toml").write_text(SOURCE, encoding="utf-8")
    found = city.csv("指標|実績値|達成状況\nあ|集計中|－\nい|10|－\nう|10|Ａ").computed()["findings"]
    told = found[(found["kind"] == "unreadable") & (found["column"] == "status_printed")]["message"]
    assert list(told) == ["「い」の達成状況「－」の印（Ａ）が分かりません。"]
