"""A printed share of the target that its values contradict: what is asked, and a line that takes its correction."""

from pathlib import Path

from small_forms import workbook

from cityplan import steps
from cityplan.compute.used import as_used
from cityplan.report.errata.errata import Erratum, as_csv, errata

SOURCE = """city = "見本市"
[[edition]]
year = "R5"
file = "R5.xlsx"
title = "評価シート"
layout = "forms"
plan_word = "施策"
actual = "R5"
[edition.boxes]
name = "施策名"
[[edition.table]]
[edition.table.columns]
name = "指標名"
unit = "単位"
role = "区分"
[edition.table.years]
R4 = "R4"
R5 = "R5"
R6 = "R6"
[edition.table.roles]
"計画" = "target"
"達成度" = "achievement"
"""
FORM = """
施策名 | 住まい | < | < | < | <

指標名 | 単位 | 区分 | R4 | R5 | R6
件数 | 件 | 計画 | 100 | 120 | 130
^ | ^ | 実績 | 90 | 125 | .
^ | ^ | 達成度 | {before} | {now} | .
"""


def listed(root: Path, before: str, now: str, *corrections: str) -> list[Erratum]:
    folder = root / "data/raw/mihon"
    folder.mkdir(parents=True, exist_ok=True)
    workbook(folder / "R5.xlsx", {"1": FORM.format(before=before, now=now)})
    (folder / "source.toml").write_text(SOURCE, encoding="utf-8")
    head = "year,table,plan_id,row,column,printed,use,reason,date"
    (folder / "corrections.csv").write_text("\n".join([head, *corrections, ""]), encoding="utf-8")
    cleaned = steps.clean_document(str(root), "mihon", "R5")
    steps.save(str(root), "mihon", "R5", cleaned)
    tables = as_used({**cleaned, **steps.compute_document(str(root), "mihon", "R5", 5)})
    return errata(tables, "R5")


def test_the_question_names_all_three_as_the_document_does(tmp_path: Path) -> None:
    [found] = listed(tmp_path, "90.0%", "140.2%")
    assert found.ask.startswith("R5の実績「125」、R5の計画「120」、達成度「140.2%」のどれが誤りですか。")
    lines = [as_csv(line) for line in found.lines]
    assert [line.split(",", 3)[3] for line in lines] == ["1,achievement_printed,140.2%,,,", "1,actual,125,,,"]


def test_a_line_that_is_completed_ends_it(tmp_path: Path) -> None:
    [found] = listed(tmp_path, "90.0%", "140.2%")
    for use in ("104.2%", "なし"):
        line = as_csv((*found.lines[0][:6], use, "担当課に確認", "2024-06-03"))
        assert listed(tmp_path, "90.0%", "140.2%", line) == []


def test_of_a_year_before_no_value_of_this_year_is_offered(tmp_path: Path) -> None:
    [found] = listed(tmp_path, "99.0%", "104.2%")
    assert "R4の実績「90」、R4の計画「100」、R4の達成度「99.0%」" in found.ask
    assert found.lines == ()
