"""Forms of other shapes: values below labels, blocks, two forms on a sheet, choices; and what is refused or told."""

from pathlib import Path

import openpyxl
import pytest
from aligned import body, drawn
from openpyxl.styles import Font
from small_forms import document, workbook

from cityplan import steps
from cityplan.files.errors import SourceError
from cityplan.tables.schema import Tables

HEAD = """city = "見本市"
[[edition]]
year = "R5"
file = "{file}"
title = "評価シート"
layout = "forms"
plan_word = "施策"
actual = "R5"
"""


def read(root: Path, forms: dict[str, str] | list[str], source: str) -> Tables:
    folder = root / "data/raw/mihon"
    folder.mkdir(parents=True, exist_ok=True)
    file = "R5.xlsx" if isinstance(forms, dict) else "R5.docx"
    if isinstance(forms, dict):
        workbook(folder / file, forms)
    else:
        document(folder / file, forms)
    (folder / "source.toml").write_text(HEAD.replace("{file}", file) + source, encoding="utf-8")
    return steps.clean_document(str(root), "mihon", "R5")


def refused(root: Path, forms: dict[str, str] | list[str], source: str) -> str:
    with pytest.raises(SourceError) as caught:
        read(root, forms, source)
    return str(caught.value)


def observations(tables: Tables) -> list[list[str]]:
    return drawn(tables["observations"], "plan_id", "no", "role", "era", "value", "unit")


ACTIVITY = """
事務事業評価シート | < | < | < | < | <
事務事業名 | < | < | 担当課 | < | 事業番号
{name} | < | < | {division} | < | {number}
事業の目的 | {purpose} | < | < | < | <

活動指標 | 指標名 | {output} | < | 単位 | 回
^ | 区分 | R3 | R4 | R5 | R6
^ | 目標値 | 10 | 11 | 12 | 13
^ | 実績値 | 9 | 11 | {did} | .

成果指標 | 指標名 | {outcome} | < | 単位 | 人
^ | 区分 | R3 | R4 | R5 | R6
^ | 目標値 | 100 | 110 | 120 | 130
^ | 実績値 | 90 | 111 | 118 | .

事業費\\n（千円） | R4決算 | R5決算 | R6予算 | . | .
^ | 1200 | 1300 | 1400 | . | .
"""
ACTIVITY_SOURCE = """target = "R6"
left_out = ["活動指標", "成果指標"]
[edition.boxes]
id = "事業番号"
name = "事務事業名"
division = "担当課"
purpose = "事業の目的"
[[edition.table]]
subject = "indicator"
[edition.table.boxes]
name = "指標名"
unit = "単位"
[edition.table.columns]
role = "区分"
[edition.table.roles]
"目標値" = "target"
[edition.table.years]
R3 = "R3"
R4 = "R4"
R5 = "R5"
R6 = "R6"
[[edition.table]]
subject = "activity"
[edition.table.fixed]
name = "事業費"
[edition.table.years.settled]
R4 = "R4決算"
R5 = "R5決算"
[edition.table.years.budget]
R6 = "R6予算"
"""


def activity(name: str, division: str, number: str, did: str = "12") -> str:
    words = {"name": name, "division": division, "number": number, "purpose": f"{name}を行う。"}
    text = ACTIVITY.replace("事務事業評価シート", "評価シート")
    return text.format(**words, output=f"{name}の回数", outcome=f"{name}の参加者数", did=did)


class TestActivityForms:
    """事務事業評価シート: values below labels, a block for each indicator with a small table, costs."""

    FORMS = {"01": activity("講座", "学習課", "1"), "02": activity("相談", "福祉課", "2", "－")}

    @pytest.mark.parametrize("kind", ["workbook", "document"])
    def test_all_of_it(self, tmp_path: Path, kind: str) -> None:
        parts = [part for text in self.FORMS.values() for part in text.split("\n\n")]
        tables = read(tmp_path, self.FORMS if kind == "workbook" else parts, ACTIVITY_SOURCE)
        assert drawn(tables["plans"], "plan_id", "name", "purpose") == [
            ["01", "講座", "講座を行う。"],
            ["02", "相談", "相談を行う。"],
        ]
        assert drawn(tables["indicators"], "plan_id", "name", "unit", "division", "actual_text", "target_text") == body("""
            plan | name | unit | division | actual | target
            01 | 講座の回数 | 回 | 学習課 | 12 | 13
            01 | 講座の参加者数 | 人 | 学習課 | 118 | 130
            02 | 相談の回数 | 回 | 福祉課 | － | 13
            02 | 相談の参加者数 | 人 | 福祉課 | 118 | 130
        """)
        costs = [row for row in observations(tables) if row[2] in ("settled", "budget")]
        assert costs[:3] == [
            ["01", "1", "settled", "R4", "1200", "千円"],
            ["01", "1", "settled", "R5", "1300", "千円"],
            ["01", "1", "budget", "R6", "1400", "千円"],
        ]
        assert ["01", "2", "target", "R4", "110", "人"] in observations(tables)

    def test_two_forms_on_one_sheet(self, tmp_path: Path) -> None:
        tables = read(tmp_path, {"一覧": "\n".join(self.FORMS.values())}, ACTIVITY_SOURCE)
        assert list(tables["plans"]["name"]) == ["講座", "相談"]
        assert list(tables["indicators"]["division"]) == ["学習課", "学習課", "福祉課", "福祉課"]
