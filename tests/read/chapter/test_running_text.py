"""Indicators in the running text of a chapter: lines with an arrow, labels in one line, three values; columns, figures."""

from pathlib import Path

import docx
import pytest
from aligned import drawn

from cityplan import steps
from cityplan.files.errors import SourceError
from cityplan.read.chapter.page_columns import in_reading_order
from cityplan.read.file.contents import Paragraph
from cityplan.read.file.read import read_contents
from cityplan.read.printed import Place
from cityplan.read.proposal.proposal import proposal
from cityplan.tables.schema import Tables

ARROWS = """第２章　安全なまち
第１節　防災
【課題】
備えが十分でない家庭があります。
図１　自主防災組織の数
（団体）
H30　R1　R2　R3
【まちづくり指標】
・自主防災組織の組織率　62.4％（R5）→80.0％（R11）
・防災訓練の参加者数　1,204人（R5）→
2,000人（R11）
第２節　消防
【課題】
救急の出動が増えています。
【まちづくり指標】
・救急車の到着時間　8.9分（R5）→8.0分（R11）
"""
LABELS = """令和６年度　計画の進捗報告
（１）農業
◇取組の状況
研修を行いました。
◇数値目標
指標名：新規就農者数
基準値（R4）：11人　実績値（R6）：18人　目標値（R10）：30人指標名：認定農業者数
基準値（R4）：40人　実績値（R6）：38人　目標値（R10）：50人
（２）商業
◇取組の状況
改装を支援しました。
◇数値目標
指標名：空き店舗率
基準値（R4）：15.9％　実績値（R6）：14.2％　目標値（R10）：12.0％
"""
INTERIM = ["１－２　健康・医療"]
for _number, _name, _values in (
    ("1-2-1　健康づくり", "特定健診の受診率", "38.2％\t45.0％\t60.0％"),
    ("1-2-2　地域医療", "かかりつけ医のいる人の割合", "52.0％\t55.0％\t60.0％"),
):
    INTERIM += [_number, "◎基本方針", "・取り組みます。", "◎成果指標"]
    INTERIM += ["指標\t基準（R5）\t中間（R8）\t目標（R12）", f"{_name}\t{_values}"]


def read(root: Path, text: str | list[str], old: str = "", new: str = "") -> Tables:
    """A text, or a Word document of paragraphs, read by the declaration that is proposed for it."""
    folder = root / "data/raw/mihon"
    folder.mkdir(parents=True)
    file = folder / ("R6.txt" if isinstance(text, str) else "R6.docx")
    if isinstance(text, str):
        file.write_text(text, encoding="utf-8")
    else:
        word = docx.Document()
        for paragraph in text:
            word.add_paragraph(paragraph)
        word.save(str(file))
    source = proposal(read_contents(file.name, file.read_bytes()), "mihon", file.name).text
    assert old in source
    (folder / "source.toml").write_text(source.replace(old, new) if old else source, encoding="utf-8")
    year = next(line.split('"')[1] for line in source.split("\n") if line.startswith("year"))
    return steps.clean_document(str(root), "mihon", year)


def values(tables: Tables) -> list[list[str]]:
    return drawn(tables["observations"], "plan_id", "no", "role", "fiscal_year", "value")


def test_lines_with_an_arrow(tmp_path: Path) -> None:
    tables = read(tmp_path, ARROWS)
    assert drawn(tables["plans"], "name", "group") == [["防災", "第2章安全なまち"], ["消防", "第2章安全なまち"]]
    assert values(tables) == [
        ["01", "1", "baseline", "2023", "62.4"],
        ["01", "1", "target", "2029", "80.0"],
        ["01", "2", "baseline", "2023", "1204"],
        ["01", "2", "target", "2029", "2000"],
        ["02", "1", "baseline", "2023", "8.9"],
        ["02", "1", "target", "2029", "8.0"],
    ]


def test_captions_are_kept_and_axes_left_out(tmp_path: Path) -> None:
    tables = read(tmp_path, ARROWS)
    assert ["図の説明", "図１　自主防災組織の数"] in drawn(tables["texts"], "section", "text")
    left = drawn(tables["skipped_lines"], "text", "reason")
    assert [text for text, reason in left if reason == "chart_label"] == ["（団体）", "H30　R1　R2　R3"]


@pytest.mark.parametrize("between", ["：", "　", ":"])
def test_labels_in_one_line(tmp_path: Path, between: str) -> None:
    """The next name too, though no blank stands before it; with or without a colon behind the year."""
    tables = read(tmp_path, LABELS.replace("）：", f"）{between}"))
    assert drawn(tables["indicators"], "plan_id", "name", "baseline_text", "actual_text", "target_text") == [
        ["01", "新規就農者数", "11人", "18人", "30人"],
        ["01", "認定農業者数", "40人", "38人", "50人"],
        ["02", "空き店舗率", "15.9％", "14.2％", "12.0％"],
    ]


def test_a_second_value_of_one_indicator_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="「基準値」が2つあります"):
        read(tmp_path, LABELS.replace("30人指標名：認定農業者数", "30人"))


def test_three_values_by_tabs_and_numbers_of_levels(tmp_path: Path) -> None:
    tables = read(tmp_path, INTERIM)
    assert list(tables["plans"]["name"]) == ["1-2-1 健康づくり", "1-2-2 地域医療"]
    assert sorted(values(tables)) == [
        ["01", "1", "baseline", "2023", "38.2"],
        ["01", "1", "target", "2026", "45.0"],
        ["01", "1", "target", "2030", "60.0"],
        ["02", "1", "baseline", "2023", "52.0"],
        ["02", "1", "target", "2026", "55.0"],
        ["02", "1", "target", "2030", "60.0"],
    ]


def test_an_interim_value_without_its_year_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="「中間」に年度がありません"):
        read(tmp_path, [text.replace("中間（R8）", "中間") for text in INTERIM])


def test_an_arrow_line_of_unknown_words_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="line は"):
        read(tmp_path, ARROWS, "{baseline}→", "{before}→")


def on_page(*texts: tuple[str, float, float, float]) -> list[Paragraph]:
    """Texts of a page with left edge, top and right edge, numbered from above as a reader of files does."""
    placed = sorted(texts, key=lambda each: (each[2], each[1]))
    return [
        Paragraph(text, Place(line, page=1, box=(left, top, right, top + 10)))
        for line, (text, left, top, right) in enumerate(placed, start=1)
    ]


def test_columns_are_read_one_after_the_other() -> None:
    left = [("第１節　防災", 50, 100, 130), ("備えます。", 50, 120, 270), ("続けます。", 50, 140, 270)]
    right = [
        ("防災の指標", 310, 90, 400),
        ("第２節　消防", 310, 110, 400),
        ("減らします。", 310, 130, 520),
        ("増やします。", 310, 150, 520),
    ]
    title = [("第２章　安全なまちをつくる", 50, 60, 520)]
    ordered = [item.text for item in in_reading_order(on_page(*left, *right, *title)) if isinstance(item, Paragraph)]
    assert ordered == [text for text, *_ in (*title, *left, *right)]


def test_labels_beside_their_values_are_no_columns() -> None:
    rows = [("指標名", 50, 100, 100), ("組織率", 300, 100, 400), ("現状値", 50, 120, 100), ("62.4％", 300, 120, 400)]
    ordered = [item.text for item in in_reading_order(on_page(*rows)) if isinstance(item, Paragraph)]
    assert ordered == ["指標名", "組織率", "現状値", "62.4％"]


LISTED = """第１節　防災
【課題】
備えが十分でない家庭があります。
【まちづくり指標】
・自主防災組織の組織率　62.4％（R5）→80.0％（R11）
【取組】
・訓練の実施
年に2回、川原で行います。
・案内の配布
 － はがき
第２節　消防
【課題】
救急の出動が増えています。
【まちづくり指標】
・救急車の到着時間　8.9分（R5）→8.0分（R11）
【取組】
・救急隊の増強
"""


def test_what_stands_below_an_item_of_a_plain_list_is_no_activity(tmp_path: Path) -> None:
    tables = read(tmp_path, LISTED, "texts =", 'activities = "【取組】"\ntexts =')
    assert drawn(tables["programs"], "plan_id", "name") == [
        ["01", "訓練の実施"],
        ["01", "案内の配布"],
        ["02", "救急隊の増強"],
    ]
    assert drawn(tables["program_items"], "program_no", "text") == [["2", "はがき"]]
    assert ["01", "年に2回、川原で行います。"] in drawn(tables["texts"], "plan_id", "text")


def test_items_of_one_mark_are_activities_also_as_sentences(tmp_path: Path) -> None:
    text = LISTED.replace("・訓練の実施", "・訓練を3回行った。").replace("・案内の配布", "・案内を配った。")
    tables = read(tmp_path, text, "texts =", 'activities = "【取組】"\ntexts =')
    assert list(tables["programs"]["name"]) == ["訓練を3回行った。", "案内を配った。", "救急隊の増強"]
