"""The errata of a form: shares of the target that its values contradict, and moves that its text tells."""

from pathlib import Path

import pytest
from small_forms import workbook

from cityplan import steps
from cityplan.compute.used import as_used
from cityplan.report.city import overview
from cityplan.report.errata import report
from cityplan.report.errata.errata import Erratum, as_csv, errata
from cityplan.tables.schema import Tables

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
text = ["成果"]
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
成果 | {said} | < | < | < | <

指標名 | 単位 | 区分 | R4 | R5 | R6
件数 | 件 | 計画 | 100 | 120 | 130
^ | ^ | 実績 | 90 | 125 | .
^ | ^ | 達成度 | {before} | {now} | .
"""


def made(root: Path, before: str, now: str, *corrections: str, said: str = "続いた。") -> Tables:
    folder = root / "data/raw/mihon"
    folder.mkdir(parents=True, exist_ok=True)
    workbook(folder / "R5.xlsx", {"1": FORM.format(before=before, now=now, said=said)})
    (folder / "source.toml").write_text(SOURCE, encoding="utf-8")
    head = "year,table,plan_id,row,column,printed,use,reason,date"
    (folder / "corrections.csv").write_text("\n".join([head, *corrections, ""]), encoding="utf-8")
    cleaned = steps.clean_document(str(root), "mihon", "R5")
    steps.save(str(root), "mihon", "R5", cleaned)
    computed = steps.compute_document(str(root), "mihon", "R5", 5)
    steps.save(str(root), "mihon", "R5", computed)
    return as_used({**cleaned, **computed})


def listed(root: Path, before: str, now: str, *corrections: str) -> list[Erratum]:
    return errata(made(root, before, now, *corrections), "R5")


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


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("件数は、前年度より35件増加した。", "1件：一致 1件、不一致 0件、照らす値なし 0件。"),
        ("件数は、前年度より53件増加した。", "1件：一致 0件、不一致 1件、照らす値なし 0件。"),
        ("件数は、前年度より53回増加した。", "1件：一致 0件、不一致 0件、照らす値なし 1件。"),
        ("続いた。", "0件：一致 0件、不一致 0件、照らす値なし 0件。"),
    ],
)
def test_moves_that_a_text_tells_are_counted(tmp_path: Path, said: str, wanted: str) -> None:
    made(tmp_path, "90.0%", "104.2%", said=said)
    o = overview.open_overview(str(tmp_path), "mihon", "R5")
    assert f"文章の中の、前年度からの増減の記述 {wanted}" in report.prose_counts(o)
    assert ("前年度より" in (report.prose_table(o) or "")) == ("前年度より" in said)


def test_a_plan_is_called_as_the_city_calls_it(tmp_path: Path) -> None:
    made(tmp_path, "90.0%", "140.2%")
    shown = report.findings_lists(overview.open_overview(str(tmp_path), "mihon", "R5"))
    assert "</span> 施策 " in shown and "プラン" not in shown


def test_of_a_year_before_no_value_of_this_year_is_offered(tmp_path: Path) -> None:
    [found] = listed(tmp_path, "99.0%", "104.2%")
    assert "R4の実績「90」、R4の計画「100」、R4の達成度「99.0%」" in found.ask
    assert found.lines == ()
