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
MANAGEMENT = """
令和６年度　事務事業マネジメントシート | < | < | < | < | < | < | <

１　事業の基本情報 | < | < | < | < | < | < | <
事業名 | {n}事業 | < | < | 所管部署 | {d} | < | <
施策体系 | 政策 | くらし | < | 施策 | {n}の充実 | < | <
事業期間 | 平成20年度～ | < | < | 根拠法令 | なし | < | <
目的 | 対象 | 市民 | < | < | < | < | <
^ | 意図 | {n}を良くする。 | < | < | < | < | <

２　指標の推移 | < | < | < | < | < | < | <
区分 | 指標名 | 単位 | . | 令和３年度 | 令和４年度 | 令和５年度 | 令和８年度
活動指標 | {n}回数 | 回 | 目標 | 10 | 12 | 14 | 20
^ | ^ | ^ | 実績 | 9 | 12 | 13 | .
成果指標 | {n}人数 | 人 | 目標 | 100 | 120 | 140 | 200
^ | ^ | ^ | 実績 | 98 | 121 | 139 | .

３　コスト | < | < | < | < | < | < | <
（単位：千円） | < | < | < | 令和４年度決算 | 令和５年度決算 | 令和６年度予算 | .
事業費 | < | < | < | 1,200 | 1,300 | 1,400 | .
人件費 | < | < | < | 800 | 810 | 820 | .

４　評価 | < | < | < | < | < | < | <
必要性 | Ａ | 有効性 | Ｂ | 効率性 | Ａ | 総合評価 | Ｂ
評価の理由 | 参加者が増えた。 | < | < | < | < | < | <
今後の方向性 | ○拡大　・　現状維持　・　縮小　・　廃止 | < | < | < | < | < | <
改善内容 | 会場を増やす。 | < | < | < | < | < | <
"""
EVALUATION = """
施策評価表 | < | < | < | < | < | < | <
政策名 | 1 安心して暮らせるまち | < | < | 施策番号 | 施策名 | < | <
^ | ^ | ^ | ^ | {k} | {n} | < | <
主担当課 | {d} | < | 関係課 | 総務課、財政課 | < | < | <
施策のめざす姿 | {n}が充実し、市民が安心している。 | < | < | < | < | < | <
現状と課題 | 高齢化が進んでいる。 | < | < | < | < | < | <
^ | 担い手が足りない。 | < | < | < | < | < | <
成果指標 | 単位 | 基準値（R2） | R3 | R4 | R5 | 目標値（R8） | 達成度
{n}の満足度 | ％ | 50.1 | 51.0 | 52.5 | 53.0 | 60.0 | Ｂ
{n}の件数 | 件 | 100 | 110 | 120 | － | 150 | －
. | . | . | . | . | . | . | .
内部評価 | 進捗度 | □順調　■概ね順調　□遅れ | < | < | < | < | <
^ | 理由 | {n}の満足度が上がった。 | < | < | < | < | <
外部評価 | 意見 | 周知に努められたい。 | < | < | < | < | <
次年度の方向性 | ■拡充　□継続　□縮小 | < | < | < | < | < | <
※達成度は、Ａ：達成、Ｂ：概ね達成、Ｃ：未達成 | < | < | < | < | < | < | <
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


def test_a_management_sheet(tmp_path: Path) -> None:
    """Labels of labels (目的: 対象, 意図), roles without a heading, names of costs below their unit."""
    plans = (("講座", "学習課"), ("相談", "福祉課"))
    workbook(tmp_path / "R5.xlsx", {f"{at:02}": MANAGEMENT.format(n=n, d=d) for at, (n, d) in enumerate(plans, 1)})
    tables = read(tmp_path, tmp_path / "R5.xlsx", {'# year = "R5"': 'year = "R5"'})
    assert list(tables["plans"]["purpose"]) == ["講座を良くする。", "相談を良くする。"]
    columns = ["plan_id", "name", "subgroup", "unit", "division", "actual_text", "target_text"]
    assert tables["indicators"][columns].to_numpy().tolist()[:2] == [
        ["01", "講座回数", "活動指標", "回", "学習課", "13", "20"],
        ["01", "講座人数", "成果指標", "人", "学習課", "139", "200"],
    ]
    costs = tables["observations"][tables["observations"]["subject"] == "activity"]
    assert costs[["role", "era", "text", "unit"]].to_numpy().tolist()[:3] == [
        ["budget", "R6", "1,400", "千円"],
        ["settled", "R4", "1,200", "千円"],
        ["settled", "R5", "1,300", "千円"],
    ]
    texts = tables["texts"]
    assert texts[texts["plan_id"] == "01"][["section", "text"]].to_numpy().tolist() == [
        ["所管部署", "学習課"],
        ["総合評価", "Ｂ"],
        ["今後の方向性", "拡大"],
        *(["必要性", "Ａ"], ["有効性", "Ｂ"], ["効率性", "Ａ"]),
        ["評価の理由", "参加者が増えた。"],
        ["改善内容", "会場を増やす。"],
    ]


@pytest.mark.parametrize("file", ["R5.xlsx", "R5.docx"])
def test_an_evaluation_table(tmp_path: Path, file: str) -> None:
    """A number and a name below their labels beside a group over two rows; a table between boxes of the same table."""
    plans = (("子育て", "子ども課"), ("福祉", "福祉課"))
    forms = [EVALUATION.format(n=n, d=d, k=f"1-{at}") for at, (n, d) in enumerate(plans, 1)]
    path = tmp_path / file
    if path.suffix == ".xlsx":
        workbook(path, {f"{at}": form for at, form in enumerate(forms)})
    else:
        document(path, forms)
    tables = read(tmp_path, path, {})
    assert tables["plans"][["plan_id", "name", "group"]].to_numpy().tolist() == [
        ["1-1", "子育て", "1 安心して暮らせるまち"],
        ["1-2", "福祉", "1 安心して暮らせるまち"],
    ]
    columns = ["name", "unit", "division", "baseline_text", "actual_text", "target_text", "status_printed"]
    assert tables["indicators"][columns].to_numpy().tolist()[:2] == [
        ["子育ての満足度", "%", "子ども課", "50.1", "53.0", "60.0", "B"],
        ["子育ての件数", "件", "子ども課", "100", "－", "150", "-"],
    ]
    texts = tables["texts"]
    assert texts[texts["plan_id"] == "1-2"][["section", "text"]].to_numpy().tolist()[:5] == [
        ["主担当課", "福祉課"],
        ["進捗度", "概ね順調"],
        ["次年度の方向性", "拡充"],
        ["現状と課題", "高齢化が進んでいる。"],
        ["現状と課題", "担い手が足りない。"],
    ]


def test_labels_above_their_texts_and_choices(tmp_path: Path) -> None:
    """A choice is the label of nothing, a paragraph over a table no name of an indicator; 達成度 may be a rate."""
    parts = []
    for name in ("住まい", "しごと"):
        parts += [
            "評価シート（令和５年度実績）",
            f"施策番号 | 1{len(parts)} | 施策名 | {name}\n主管課 | {name}課 | めざす姿 | {name}がある。",
            "１　成果指標",
            "指標の名称 | 単位 | 区分 | R4 | R5 | R6\n"
            f"{name}の数 | 件 | 目標 | 10 | 20 | 30\n^ | ^ | 実績 | 9 | 22 | .\n^ | ^ | 達成度 | 90.0％ | 110.0％ | .",
            "２　評価",
            f"進捗の区分 | 成果と課題\n■順調　□遅れ | {name}が増えた。\n今後の方向性 | 次年度の取組\n☑継続　☐廃止 | 続ける。",
        ]
    document(tmp_path / "R5.docx", parts)
    found = proposed(tmp_path / "R5.docx")
    assert found.forms is not None
    boxes = {key: [box.label for box in own] for key, own in found.forms.boxes}
    assert boxes["text"] == ["進捗の区分", "成果と課題"]
    assert (boxes["choice"], boxes["direction"]) == (["今後の方向性"], ["次年度の取組"])
    assert found.text.count("[[edition.table]]") == 1 and '# "達成度" = "achievement"' in found.text


def test_what_was_seen_is_told() -> None:
    told = as_text(proposed(FORM / "shisaku_sheet_r5.xlsx"))
    assert "6枚の様式" in told and "担当課: 「担当課」" in told


def test_a_list_is_no_form(tmp_path: Path) -> None:
    """Names below one heading are rows of a table."""
    rows = "".join(f"施策{at} | 指標{at} | 人 | 1 | 2\n" for at in range(1, 5))
    workbook(tmp_path / "R5.xlsx", {"一覧": f"施策名 | 指標名 | 単位 | 目標値 | R5実績\n{rows}"})
    found = proposed(tmp_path / "R5.xlsx")
    assert found.forms is None and 'layout = "tables"' in found.text


def test_a_wide_list_with_labels_is_no_form(tmp_path: Path) -> None:
    """Headings of two rows over merged plans and numbers: what no box holds are numbers, so the rows are a list."""
    rows = "".join(f"施策{at} | 指標{at} | {at}1 | {at}2 | {at}3 | 課{at}\n" for at in range(1, 6))
    text = f"施策 | ＫＰＩ | 策定時 | R5 | R6 | 主管課\n^ | ^ | ^ | 実績 | 実績 | ^\n{rows}"
    workbook(tmp_path / "R6.xlsx", {"一覧": text})
    found = proposed(tmp_path / "R6.xlsx")
    assert found.forms is None and 'layout = "tables"' in found.text


def test_tables_of_which_nothing_tells_the_plan_are_asked(tmp_path: Path) -> None:
    table = "KPI | 単位 | R5実績\n件数 | 件 | {}"
    document(tmp_path / "R5.docx", [table.format(3), table.format(4)])
    found = proposed(tmp_path / "R5.docx")
    assert "どの施策（プラン）の表か分かりません" in found.text
