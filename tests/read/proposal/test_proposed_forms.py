"""A `source.toml` for a file of forms: its labels and small tables are found, and a run takes it as it is."""

import shutil
from pathlib import Path

import pytest
from small_forms import document, workbook

from cityplan import steps
from cityplan.read.proposal.listing import as_text
from cityplan.read.proposal.opened import contents_of
from cityplan.read.proposal.proposal import Proposal, proposal
from cityplan.tables.schema import Tables

ROOT = Path(__file__).parents[3]
FORM = ROOT / "tests/sample/forms/F3"
BLOCKS = """
評価シート | < | < | < | < | <
施策名 | {name} | < | < | 担当課：{division} | <
成果指標① | 単位 | 基準値 | 目標値 | R4実績 | R5実績
転入者数 | 人 | 10 | 20 | 11 | 12
成果指標② | 単位 | 基準値 | 目標値 | R4実績 | R5実績
. | . | . | . | . | .
総合評価 | Ａ | < | < | < | <
今後の\\n方向性 | □拡充　■継続 | < | < | < | <
^ | 続ける。 | < | < | < | <
現状と課題 | {name}が足りない。 | < | < | < | <
"""
SMALL = """
事務事業名 | {name} | < | 担当課 | 住宅課 | <
事業の目的 | {name}を増やす。 | < | < | < | <

活動指標 | 指標名 | {name}の数 | < | 単位 | 件
^ | 区分 | R4 | R5 | R6 | .
^ | 目標値 | 10 | 11 | 12 | .
^ | 実績値 | 9 | 11 | . | .
"""


def proposed(path: Path) -> Proposal:
    return proposal(contents_of(path), "mihon", path.name)


def read(root: Path, path: Path, answers: dict[str, str]) -> Tables:
    """What a run reads by the proposal, its questions answered."""
    text = proposed(path).text
    for question, answer in answers.items():
        assert question in text
        text = text.replace(question, answer)
    folder = root / "data/raw/mihon"
    folder.mkdir(parents=True)
    shutil.copy(path, folder)
    (folder / "source.toml").write_text(text, encoding="utf-8")
    return steps.clean_document(str(root), "mihon", "R5")


@pytest.mark.parametrize("file", ["shisaku_sheet_r5.xlsx", "shisaku_sheet_r5.pdf"])
def test_a_whole_document_is_read_as_it_is_proposed(tmp_path: Path, file: str) -> None:
    tables = read(tmp_path, FORM / file, {})
    assert len(tables["plans"]) == 6 and len(tables["indicators"]) == 15
    assert set(tables["observations"]["role"]) == {"actual", "expected", "target", "achievement", "settled", "budget"}
    assert set(tables["texts"]["section"]) == {"担当課", "評価", "評価の理由", "今後の方向性", "注"}


def test_blocks_of_labels(tmp_path: Path) -> None:
    forms = [BLOCKS.format(name="住まい", division="住宅課"), BLOCKS.format(name="しごと", division="商工課")]
    document(tmp_path / "R5.docx", forms)
    asked = {'# baseline = ""': 'baseline = "R3"', '# target = ""': 'target = "R8"'}
    tables = read(tmp_path, tmp_path / "R5.docx", asked)
    assert list(tables["plans"]["name"]) == ["住まい", "しごと"]
    assert list(tables["indicators"]["name"]) == ["転入者数", "転入者数"]
    texts = tables["texts"]
    assert list(texts[texts["section"] == "現状と課題"]["text"]) == ["住まいが足りない。", "しごとが足りない。"]


def test_a_small_table_whose_name_is_a_label(tmp_path: Path) -> None:
    workbook(tmp_path / "R5.xlsx", {"1": SMALL.format(name="住まい"), "2": SMALL.format(name="しごと")})
    tables = read(tmp_path, tmp_path / "R5.xlsx", {})
    assert list(tables["indicators"]["name"]) == ["住まいの数", "しごとの数"]
    assert list(tables["indicators"]["actual_text"]) == ["11", "11"]


def test_what_was_seen_is_told() -> None:
    told = as_text(proposed(FORM / "shisaku_sheet_r5.xlsx"))
    assert "6枚の様式" in told and "担当課: 「担当課」" in told


def test_a_list_is_no_form(tmp_path: Path) -> None:
    """Names below one heading are rows of a table."""
    rows = "".join(f"施策{at} | 指標{at} | 人 | 1 | 2\n" for at in range(1, 5))
    workbook(tmp_path / "R5.xlsx", {"一覧": f"施策名 | 指標名 | 単位 | 目標値 | R5実績\n{rows}"})
    found = proposed(tmp_path / "R5.xlsx")
    assert found.forms is None and 'layout = "tables"' in found.text
