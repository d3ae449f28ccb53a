"""A `source.toml` for a file of forms: its labels and small tables are found, and a run takes it as it is."""

import re
import shutil
from pathlib import Path

import pytest
from small_forms import document, workbook

from cityplan import steps
from cityplan.check.audit import audit
from cityplan.compute.document import compute
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


def test_a_title_over_the_first_form(tmp_path: Path) -> None:
    """It stands once, over the document: the title, and no text without a label of the first plan."""
    title = "令和５年度　施策別進捗管理シート"
    forms = [BLOCKS.format(name="住まい", division="住宅課"), BLOCKS.format(name="しごと", division="商工課")]
    document(tmp_path / "R5.docx", [title, *forms])
    assert f'title = "{title}"' in proposed(tmp_path / "R5.docx").text
    tables = read(
        tmp_path, tmp_path / "R5.docx", {'# baseline = ""': 'baseline = "R3"', '# target = ""': 'target = "R8"'}
    )
    assert "other_cell" not in set(tables["repairs"]["rule"])


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


OWN_WORDS = """
事業番号 | {no} | 事業名 | {n} | < | < | <
所管 | {n}課 | まちづくりの柱 | 暮らし | < | < | <
ねらい | {n}を広げる。 | < | < | < | < | <

１ 到達目標 | < | < | < | < | < | <
ものさし | 単位 | 区分 | R4 | R5 | R8 | R5の達成
{n}の数 | 件 | 目標 | 8 | 10 | 20 | ○
^ | ^ | 実績 | 7 | 11 | － | ^
※達成は、○：100％以上、△：100％未満

２ 取組の量 | < | < | < | < | < | <
取組 | 単位 | 令和４年度 | 令和５年度 | 前年度比 | < | <
{n}の講座 | 回 | 10 | 12 | 120.0% | < | <

３ かかったお金（千円） | < | < | < | < | < | <
内訳 | R4決算 | R5決算 | R6予算 | . | . | .
人件費 | 100 | 110 | 120 | . | . | .
"""


def test_small_tables_of_words_that_nobody_knows(tmp_path: Path) -> None:
    """The only texts before the values name the rows; 前年度比 is of activities, marks are of the target of their year."""
    file = tmp_path / "R5.xlsx"
    workbook(file, {no: OWN_WORDS.format(no=no, n=name) for no, name in (("101", "緑"), ("102", "水"))})
    found = proposed(file)
    tables = read(tmp_path / "city", file, {})
    assert 'when = "year_target_share", x = 100' in found.text
    assert [list(tables[name]["name"]) for name in ("indicators", "activities")] == [
        ["緑の数", "水の数"],
        ["緑の講座", "人件費", "水の講座", "人件費"],
    ]
    assert list(tables["groups"]["name"]) == ["暮らし"]
    costs = tables["observations"][tables["observations"]["role"] == "settled"]
    assert set(costs["unit"]) == {"千円"}


def test_a_table_that_is_not_used_is_asked_by_its_headings(tmp_path: Path) -> None:
    """Where nothing has numbers it is told that labels are left out, and no more."""
    money = SMALL + "\n財源 | 国庫支出金 | 県支出金 | その他\nR4 | 1{k} | 2{k} | 3{k}\nR5 | 4{k} | 5{k} | 6{k}\n"
    plans = list(enumerate(("住まい", "しごと", "みち"), 1))
    workbook(tmp_path / "R5.xlsx", {str(k): money.format(k=k, name=name) for k, name in plans})
    [asked] = [line for line in proposed(tmp_path / "R5.xlsx").text.split("\n") if "その数も使いません" in line]
    assert (
        asked
        == "#   このうち「国庫支出金」「県支出金」「その他」「R4」「R5」の下か右には数があり、その数も使いません。"
    )
    words = SMALL + "\n根拠法令 | 要綱 | 電話 | なし\n"
    workbook(tmp_path / "R6.xlsx", {str(k): words.format(name=name) for k, name in plans})
    assert "様式にあって使わないラベル" in (text := proposed(tmp_path / "R6.xlsx").text) and "数も使い" not in text


def test_the_code_of_an_activity_numbers_its_form(tmp_path: Path) -> None:
    form = SMALL.replace("事務事業名 |", "事務事業コード | 10{k} | 事務事業名 |", 1).replace(
        "| < | 担当課", "| 担当課", 1
    )
    plans = enumerate(("住まい", "しごと"), 1)
    workbook(tmp_path / "R5.xlsx", {str(k): form.format(k=k, name=name) for k, name in plans})
    assert 'id = "事務事業コード"' in proposed(tmp_path / "R5.xlsx").text


STAGES = """
令和５年度　事務事業評価シート（令和４年度～令和６年度） | < | < | < | < | < | < | <
整理番号 | {no} | 事務事業名 | {n} | < | < | 担当課 | {n}課
計画 | 事業の目的 | {n}を広げる。 | < | < | < | < | <

実施 | 区分 | 指標名 | 単位 | . | ４年度 | ５年度 | 最終目標値（７年度）
^ | 成果指標 | {n}の数 | 件 | 目標値 | 10 | 20 | 40
^ | ^ | ^ | ^ | 実績値 | 9 | 22 | ^
^ | ^ | ^ | ^ | 達成度 | 90.0% | 110.0% | ^
^ | 区分（単位：千円） | < | < | < | ４年度決算 | ５年度決算 | ６年度予算
^ | ①事業費 | < | < | < | 1990 | 2080 | 2010

評価 | 必要性 | A | {n}が要る。 | < | < | < | <
^ | 有効性 | B | {n}が増えた。 | < | < | < | <
改善 | 課題 | 人が足りない。 | < | < | < | < | <
"""


def test_stages_beside_years_without_an_era(tmp_path: Path) -> None:
    """The title tells the era; a cost of 2,080 is no year; 評価 beside three grades is none; Ａ before a sentence is no label."""
    file = tmp_path / "R5.xlsx"
    workbook(file, {no: STAGES.format(no=no, n=name) for no, name in (("101", "緑"), ("102", "水"), ("103", "空"))})
    told = as_text(proposed(file))
    assert "R5の値" in told and "R6の予算額" in told
    tables = read(tmp_path / "city", file, {'# "達成度" = "achievement"': '"達成度" = "achievement"'})
    assert (
        tables["indicators"][["actual_text", "target_text", "target_fy"]].to_numpy().tolist()
        == [["22", "40", 2025]] * 3
    )
    cells = tables["cells"]
    assert list(cells[(cells["row"] == 0) & (cells["column"] == "target_text")]["text"]) == ["最終目標値(7年度)"] * 3
    own = tables["observations"][tables["observations"]["plan_id"] == "101"]
    assert {(row.role, row.era, row.text) for row in own.itertuples()} == {
        *(("target", "R4", "10"), ("target", "R5", "20"), ("target", "R7", "40")),
        *(("actual", "R4", "9"), ("actual", "R5", "22"), ("achievement", "R4", "90.0%")),
        *(("settled", "R4", "1990"), ("settled", "R5", "2080"), ("budget", "R6", "2010")),
    }
    texts = tables["texts"]
    assert texts[texts["plan_id"] == "101"][["section", "text"]].to_numpy().tolist()[1:] == [
        *(["必要性", "A"], ["必要性", "緑が要る。"], ["有効性", "B"], ["有効性", "緑が増えた。"]),
        ["課題", "人が足りない。"],
    ]


NUMBERED_BLOCKS = """
令和５年度　事業評価調書 | < | < | < | < | <
事業名 | {n} | 事業番号 | {no} | 所管課 | {n}課
事業の目的 | {n}を守る。 | < | < | < | <
指標① | 指標名 | {n}の数 | < | 単位 | 件
^ | 年度 | 令和４年度 | 令和５年度 | 令和６年度 | 備考
^ | 目標 | 10 | 20 | 30 | .
^ | 実績 | 9 | 22 | － | ^
^ | 達成率 | 90.0% | 110.0% | － | ^
指標② | 指標名 | . | < | 単位 | .
^ | 年度 | 令和４年度 | 令和５年度 | 令和６年度 | 備考
^ | 目標 | . | . | . | .
^ | 実績 | . | . | . | ^
^ | 達成率 | . | . | . | ^
事業費（千円） | 区分 | 令和４年度 | 令和５年度 | 令和６年度 | .
^ | 予算額 | 4,000 | 4,100 | 4,200 | .
^ | 決算額 | 3,900 | 4,050 | － | .
評価 | 項目 | 評価点 | 判断の理由 | < | <
^ | 必要性 | 5 | {n}が要る。 | < | <
^ | 有効性 | 4 | {n}が増えた。 | < | <
"""


def test_numbered_blocks_costs_in_rows_and_points(tmp_path: Path) -> None:
    """An empty block ends the one above; rows of 予算額, 決算額 are an activity with the unit beside them; points are no label."""
    file = tmp_path / "R5.xlsx"
    workbook(
        file, {no: NUMBERED_BLOCKS.format(no=no, n=name) for no, name in (("101", "緑"), ("102", "水"), ("103", "空"))}
    )
    text = proposed(file).text
    assert text.count("# 質問:") == 2 and "は、表に入れません" not in text  # the city, and labels that are left out
    tables = read(tmp_path / "city", file, {})
    assert tables["indicators"][["name", "unit", "actual_text", "target_text"]].to_numpy().tolist() == [
        [f"{name}の数", "件", "22", "30"] for name in ("緑", "水", "空")
    ]
    own = tables["observations"][tables["observations"]["plan_id"] == "101"]
    costs = own[own["subject"] == "activity"]
    assert costs[["role", "era", "text", "unit"]].to_numpy().tolist() == [
        *(["budget", "R4", "4,000", "千円"], ["budget", "R5", "4,100", "千円"], ["budget", "R6", "4,200", "千円"]),
        *(["settled", "R4", "3,900", "千円"], ["settled", "R5", "4,050", "千円"]),
    ]
    texts = tables["texts"]
    assert texts[texts["plan_id"] == "101"][["section", "text"]].to_numpy().tolist()[1:] == [
        ["必要性", "5 緑が要る。"],
        ["有効性", "4 緑が増えた。"],
    ]
    assert audit({**tables, **compute(tables, None)}).empty


UNMERGED = """施策名\t{n}\t主管課\t{n}課
施策の目的\t{n}を広げる。\t\t
成果指標（単位）\t基準値（R2）\t区分\tR4\tR5\tR7\t達成
{n}の数（件）\t8\t計画値\t10\t20\t40\tＡ
\t\t実績値\t9\t22\t－\t
{n}の割合（％）\t50.5\t計画値\t51.0\t52.0\t54.0\tＢ
\t\t実績値\t50.7\t51.9\t－\t
評価の理由は次のとおり
"""


def test_a_title_before_the_first_form(tmp_path: Path) -> None:
    """On a page it is a paragraph of no form."""
    form = "施策名 | {n} | 主管課 | {n}課\n目的 | {n}を広げる。 | < | <\n今後の方向性 | 続ける。 | < | <"
    document(tmp_path / "R5.docx", ["令和５年度　施策評価シート（抜粋）", form.format(n="緑"), form.format(n="水")])
    assert 'title = "令和５年度　施策評価シート（抜粋）"' in proposed(tmp_path / "R5.docx").text


def test_extracted_text_without_merged_cells(tmp_path: Path) -> None:
    """Names stand once over their rows; a baseline on the row of 計画値 is no plan for its year."""
    file = tmp_path / "R5.txt"
    file.write_text("".join(UNMERGED.format(n=name) for name in ("緑", "水", "空")), encoding="utf-8")
    tables = read(tmp_path / "city", file, {'# year = "R5"': 'year = "R5"'} if "# year" in proposed(file).text else {})
    columns = ["name", "unit", "baseline_text", "baseline_fy", "actual_text", "target_text"]
    assert tables["indicators"][columns].to_numpy().tolist()[:2] == [
        ["緑の数", "件", "8", 2020, "22", "40"],
        ["緑の割合", "%", "50.5", 2020, "51.9", "54.0"],
    ]
    own = tables["observations"][(tables["observations"]["era"] == "R2")]
    assert set(own["role"]) == {"baseline"}


TWO_ROWS_OF_HEADINGS = """
事務事業名 | {n}の設置 | < | 整理番号 | {no} | < | 所管課 | {n}課
意図 | {n}を増やす。 | < | < | < | < | < | <

種別 | 指標名 | 単位 | 令和４年度 | < | 令和５年度 | < | 令和６年度
^ | ^ | ^ | 計画値 | 実績値 | 計画値 | 実績値 | 計画値
活動指標 | {n}の回数 | 回 | 4 | 4 | 6 | 5 | 8
成果指標 | {n}の数 | 件 | 10 | 9 | 20 | 22 | 30

成果の達成 | □達成　■おおむね達成　□未達成 | < | < | < | < | < | <
改善の取組 | 申請の電子化を進める。 | < | < | < | < | < | <
"""
LABELS_BESIDE_YEARS = """
事務事業名 | {n}の設置 | < | 所管課 | {n}課
意図 | {n}を増やす。 | < | < | <
成果指標 | {n}の数 | R4 | R5 | R6
^ | ^ | 9 | 22 | 30
"""


def test_stages_below_years_beside_headings_over_both_rows(tmp_path: Path) -> None:
    """The years and what stands below them are one heading of two rows."""
    file = tmp_path / "R5.xlsx"
    workbook(file, {no: TWO_ROWS_OF_HEADINGS.format(no=no, n=name) for no, name in (("11", "緑"), ("12", "水"))})
    text = proposed(file).text
    assert 'R5 = "令和５年度/実績値"' in text and 'R6 = "令和６年度/計画値"' in text and "heading_rows = 2" in text
    assert "\ntarget" not in text  # 計画値 of several years, and no column of targets
    tables = read(tmp_path / "city", file, {})
    own = tables["observations"][tables["observations"]["plan_id"] == "11"]
    assert [(row.role, row.era, row.text) for row in own[own["no"] == 2].itertuples()] == [
        *(("actual", "R5", "22"), ("actual", "R4", "9")),
        *(("expected", "R4", "10"), ("expected", "R5", "20"), ("expected", "R6", "30")),
    ]
    texts = tables["texts"]  # what all forms choose is no label
    assert set(texts[texts["section"] == "成果の達成"]["text"]) == {"おおむね達成"}


def test_two_labels_beside_a_row_of_years_and_its_values_are_asked(tmp_path: Path) -> None:
    """Which of them names the values is not known."""
    file = tmp_path / "R5.xlsx"
    workbook(file, {name: LABELS_BESIDE_YEARS.format(n=name) for name in ("緑", "水")})
    assert "このうち「R4」「R5」「R6」の下か右には数があり" in proposed(file).text


def test_results_of_activities_and_of_indicators_below_headings_are_tables_and_no_chapter(tmp_path: Path) -> None:
    acts = "事業名|R5実績|R6実績\n講座|3回|4回\n公募|5件|4件"
    indicators = "指標|策定時（R3）|R5|R6|目標（R9）\n割合|2%|3%|4%|5%"
    parts = ["■取組", acts, "■成果指標", indicators]
    document(tmp_path / "r6.docx", ["施策1 参画", *parts, "施策2 調和", *parts])
    found = proposed(tmp_path / "r6.docx")
    assert found.layout == "tables"
    assert re.findall('subject = "(.+)"', found.text) == ["activity", "indicator"]
