"""What is proposed for documents of sheets: once the city is named, it reads as the hand-written declaration does."""

import re
from pathlib import Path

import pandas as pd
import pytest
from sample_edition import CITY, placed, tables_of

from cityplan.build.new_city import new_city_of_file, proposed
from cityplan.files.toml_text import toml_values
from cityplan.lab.new_city import from_file
from cityplan.read.file.contents import CellGrid, Contents, GridCell, Paragraph
from cityplan.read.printed import Place
from cityplan.read.proposal.listing import as_text
from cityplan.read.proposal.proposal import proposal

SAMPLE = Path(__file__).parents[2] / "sample"
F1 = [f"forms/F1/jusenryaku_r5.{end}" for end in ("pptx", "pdf")]
HITACHI = [
    f"documents/{name}"
    for name in ("hitachi.pptx", "hitachi.pdf", "hitachi_word.docx", "hitachi_word.pdf", "hitachi_excel.xlsx")
]
TABLES = ("plans", "activities", "indicators", "texts", "observations", "findings")


def by_hand(root: Path, file: Path) -> dict[str, pd.DataFrame]:
    placed(root, file.parent, file.name)
    return tables_of(root, CITY, "R5")


@pytest.mark.parametrize("name", [*F1, *HITACHI])
def test_a_proposal_reads_as_what_is_written_by_hand(tmp_path: Path, name: str) -> None:
    """No question but the city's name, the title and an ornament has to be answered."""
    wanted = by_hand(tmp_path / "hand", SAMPLE / name)
    path, found = new_city_of_file(tmp_path / "new", "minato", SAMPLE / name)
    text = (tmp_path / "new" / path).read_text(encoding="utf-8")
    assert toml_values(text, "source.toml")["edition"][0]["layout"] == "sheets"
    assert found.questions <= 3 and "の名前の列は「担当課」" not in text
    text = re.sub(r'^title = "hitachi.*"', 'title = "ひたち成長戦略プランの取組状況"', text, flags=re.MULTILINE)
    (tmp_path / "new" / path).write_text(text, encoding="utf-8")
    got = tables_of(tmp_path / "new", CITY, "R5")
    for table in TABLES:
        pd.testing.assert_frame_equal(
            got[table].drop(columns="rule", errors="ignore"), wanted[table].drop(columns="rule", errors="ignore")
        )


def test_what_was_seen_is_listed() -> None:
    told = as_text(proposed(SAMPLE / F1[0], "minato"))
    assert "5枚のシート（見出しの形「戦略{id} {name}」）" in told
    assert "2 海辺で働き続けられるまち（スライド3から）" in told
    assert "文の見出し（目的）: 「ねらい」" in told and "「主な取組の実績」" in told
    assert "シートの外の表（読みません）: スライド1の表1" in told
    assert re.search(r"列C\s+subgroup（自動）\s+国語", told)


def test_from_a_notebook(tmp_path: Path) -> None:
    (tmp_path / "data/raw").mkdir(parents=True)
    shown = str(from_file("minato", str(SAMPLE / F1[0]), str(tmp_path)))
    assert "5枚のシート" in shown and "sheet_begins = " in shown
    assert (tmp_path / "data/raw/minato/jusenryaku_r5.pptx").exists()


# other words, in contents made by hand


def contents(*items: str) -> Contents:
    """Paragraphs, and tables with | between cells and / between rows."""
    found = Contents()
    for line, item in enumerate(items, start=1):
        place = Place(line, f"段落{line}")
        if "|" not in item:
            found.paragraphs.append(Paragraph(item, place))
            continue
        rows = [row.split("|") for row in item.split("/")]
        cells = [
            GridCell(row, column, text, place)
            for row, texts in enumerate(rows, start=1)
            for column, text in enumerate(texts, start=1)
        ]
        found.grids.append(CellGrid(f"表{line}", place, cells))
    return found


def edition(*items: str) -> dict[str, object]:
    [found] = toml_values(proposal(contents(*items), "mihon", "R5.docx").text, "")["edition"]
    return found


TABLE = "指標名|R5実績|目標値（R8）/人口|1|2"
PURPOSE = "人を増やし、まちを元気にする。"


@pytest.mark.parametrize(
    ("headings", "begins", "word"),
    [
        (("施策1：子育て", "施策2：産業"), "施策{id}:{name}", "施策"),
        (("プラン1 子育て", "プラン2 産業"), "プラン{id} {name}", "プラン"),
        (("【施策1】子育て", "【施策2】産業"), "【施策{id}】{name}", "施策"),
        (("第1章 子育て", "第2章 産業"), "第{id}章{name}", "章"),
        (("1-1 子育て", "1-2 産業"), "{id} {name}", None),
        (("Ⅰ-1-(2) 子育て", "Ⅱ-1-(1) 産業"), "{id} {name}", None),
    ],
)
def test_how_sheets_begin(headings: tuple[str, str], begins: str, word: str | None) -> None:
    found = edition(headings[0], "目的", PURPOSE, TABLE, headings[1], "目的", PURPOSE, TABLE)
    assert (found["layout"], found["sheet_begins"], found.get("plan_word")) == ("sheets", begins, word)
    assert found["prose"] == {"purpose": "目的"}


def test_a_name_below_its_number() -> None:
    items = ["施策1", "子育て", "目的", PURPOSE, TABLE, "施策2", "産業", "目的", PURPOSE, TABLE]
    assert edition(*items)["sheet_begins"] == "施策{id}"


def test_headings_with_the_prose_behind_them_and_other_prose() -> None:
    sheet = (f"目的：{PURPOSE}", "■現状と課題", "人が減っている。", "■指標", TABLE, "今後の方向", "続ける。")
    found = edition("施策1 子育て", *sheet, "施策2 産業", *sheet)
    assert found["prose"] == {"purpose": "目的", "direction": "今後の方向", "text": "現状と課題"}
    assert found["left_out"] == ["指標"]


def test_what_is_not_sure_is_asked() -> None:
    """No heading says the purpose; one text may name the group of both sheets; another stands on one only."""
    sheet = ("基本目標：元気なまち", "取組の内容", PURPOSE, TABLE)
    text = proposal(contents("施策1 子育て", *sheet, "速報", "施策2 産業", *sheet), "mihon", "R5.docx").text
    assert "「取組の内容」が目的なら" in text and '# sheet_group = "基本目標：{name}"' in text
    assert '#   "速報",' in text


@pytest.mark.parametrize(
    "items",
    [
        ("施策1 子育て", TABLE, "施策2 産業", TABLE),  # nothing but tables: they are read as tables
        (
            "施策1 子育て",
            "目的",
            PURPOSE,
            "施策2 産業",
            "目的",
            PURPOSE,
            TABLE.replace("指標名", "語").replace("目標", ""),
        ),
        ("施策1 子育て", "目的", PURPOSE, TABLE, "施策1 産業", "目的", PURPOSE, TABLE),  # one number with two names
    ],
)
def test_what_is_no_sheet(items: tuple[str, ...]) -> None:
    assert proposal(contents(*items), "mihon", "R5.docx").sheets is None


def test_sheets_of_activities_with_results_are_no_chapter() -> None:
    heads = ["事業名", "担当課", "令和４年度実績", "令和５年度実績", "決算額（千円）"]
    items: list[Paragraph] = []
    grids: list[CellGrid] = []
    for number, name in enumerate(("福祉", "住まい"), 1):
        line = 20 * number
        texts = [f"施策{number} {name}", "【現状と課題】", f"{name}は、担い手が足りない。", "【主な事業】"]
        items += [Paragraph(text, Place(line + at)) for at, text in enumerate(texts)]
        rows = [heads, [f"{name}事業", "課", "8件", "10件", "1,200"]]
        place = Place(line + 6)
        cells = [
            GridCell(at, column, text, Place(line + 5 + at))
            for at, row in enumerate(rows, 1)
            for column, text in enumerate(row, 1)
        ]
        grids.append(CellGrid(f"表{number}", place, cells))
        items += [Paragraph("【今後の取組】", Place(line + 9)), Paragraph(f"{name}を進める。", Place(line + 10))]
    title = Paragraph("令和５年度　主要な施策の成果", Place(1))
    text = proposal(Contents(grids, [title, *items]), "mihon", "R5.docx").text
    (edition,) = toml_values(text, "source.toml")["edition"]
    assert (edition["layout"], edition["year"], edition["table"][0]["subject"]) == ("sheets", "R5", "activity")
    assert edition["prose"] == {"direction": "今後の取組", "text": "現状と課題"}


def test_what_names_a_row_within_a_plan_is_no_plan() -> None:
    """取組 within a sheet names its rows; two words for causes are causes."""
    table = "取組|担当課|令和５年度実績|令和４年度実績|取組の成果・増減の理由/講座|総務課|3回|2回|増えた。"
    items = ["目的", PURPOSE, "主な取組の実績", table]
    text = proposal(contents("施策1 緑", *items, "施策2 水", *items), "mihon", "R5.docx").text
    assert 'name = "取組"' in text and "事業の名前の列" not in text
    assert 'factors = "取組の成果・増減の理由"' in text
