"""Chapters of other words: in Word and in a text, without numbers, two in one document; what is refused or told."""

import re
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest
from aligned import body, drawn

from cityplan import steps
from cityplan.check.audit import audit
from cityplan.compute.document import compute
from cityplan.files.errors import SourceError
from cityplan.tables.schema import Tables

SOURCE = """city = "見本市"
[[edition]]
year = "R6"
file = "R6.docx"
title = "見本市総合計画"
layout = "chapter"
plan_word = "基本施策"
baseline = "R6"
target = "R12"
left_out = ["図１　自主防災組織の数"]

[edition.chapter]
group = "第{id}章 {name}"
section = "基本施策{id} {name}"
purpose = "目指す姿"
texts = ["現状と課題"]
indicators = "目標指標"
activities = "主要事業"
activity = "・{name}（{division}）"

[edition.chapter.indicator]
name = "指標名"
baseline = "現状"
target = "目標"
"""
TABBED = "指標名\t現状（R6）\t目標（R12）\n自主防災組織率\t62.4％\t80％以上\n避難訓練に参加した人の数\t1,204人\t2,000人"
Items = Sequence[str | list[list[str]]]
TEXTS: Items = [
    "第２章　暮らし",
    "基本施策１　防災",
    "目指す姿",
    "災害に強いまち",
    "現状と課題",
    "・地震への備えが求められています。",
    "図１　自主防災組織の数",
    "※組織率は世帯の割合です。",
    "目標指標",
    TABBED,
    "主要事業",
    "・防災訓練事業（危機管理課、消防本部）",
    "・備蓄品整備事業（危機管理課）",
    "基本施策二　防犯",
    "目指す姿",
    "犯罪のないまち",
    "現状と課題",
    "見守り活動が広がっています。",
    "目標指標",
    [["指標名", "現状（R6）", "目標（R12）"], ["刑法犯認知件数", "215件", "180件"], ["見守り隊の数", "12隊", ""]],
    "主要事業",
    "・防犯灯設置事業（市民課）",
]
INDICATORS = """
    plan | name                  | baseline | target | unit
    01 | 自主防災組織率           | 62.4 | 80   | %
    01 | 避難訓練に参加した人の数 | 1204 | 2000 | 人
    02 | 刑法犯認知件数           | 215  | 180  | 件
    02 | 見守り隊の数             | 12   |      | 隊
"""


def tables(root: Path, items: Items | str, source: str = SOURCE) -> Tables:
    """What is read of a Word document of these items, or of a text."""
    folder = root / "data/raw/mihon"
    folder.mkdir(parents=True)
    if isinstance(items, str):
        (folder / "R6.txt").write_text(items, encoding="utf-8")
        source = source.replace("R6.docx", "R6.txt")
    else:
        word = docx.Document()
        for item in items:
            for line in item.split("\n") if isinstance(item, str) else []:
                word.add_paragraph(line)
            if not isinstance(item, str):
                table = word.add_table(len(item), len(item[0]))
                for row, texts in zip(table.rows, item, strict=True):
                    for cell, text in zip(row.cells, texts, strict=True):
                        cell.text = text
        word.save(str(folder / "R6.docx"))
    (folder / "source.toml").write_text(source, encoding="utf-8")
    return steps.clean_document(str(root), "mihon", "R6")


def text_of(items: Items) -> str:
    """The items as lines of a text, a table with tabs."""
    return "\n\n".join(item if isinstance(item, str) else "\n".join("\t".join(row) for row in item) for item in items)


def changed(old: str, new: str) -> str:
    text = text_of(TEXTS)
    assert old in text
    return text.replace(old, new)


def doubts(read: Tables) -> list[str]:
    found = audit({**read, **compute(read, None)})
    return found[found["severity"] != "info"]["kind"].tolist()


class TestOtherWords:
    @pytest.fixture(params=["docx", "text"])
    def read(self, request: pytest.FixtureRequest, tmp_path: Path) -> Tables:
        return tables(tmp_path, TEXTS if request.param == "docx" else text_of(TEXTS))

    def test_indicators(self, read: Tables) -> None:
        found = drawn(read["indicators"], "plan_id", "name", "baseline", "target", "unit")
        assert found == body(INDICATORS)

    def test_plans_and_activities(self, read: Tables) -> None:
        assert drawn(read["plans"], "plan_id", "name", "group", "purpose") == [
            ["01", "防災", "第2章暮らし", "災害に強いまち"],
            ["02", "防犯", "第2章暮らし", "犯罪のないまち"],
        ]
        assert drawn(read["programs"], "plan_id", "name") == [
            ["01", "防災訓練事業"],
            ["01", "備蓄品整備事業"],
            ["02", "防犯灯設置事業"],
        ]
        divisions = drawn(read["program_items"], "plan_id", "program_no", "kind", "text")
        assert divisions[:2] == [["01", "1", "division", "危機管理課"], ["01", "1", "division", "消防本部"]]

    def test_prose_and_what_is_left_out(self, read: Tables) -> None:
        assert drawn(read["texts"], "plan_id", "section", "text") == [
            ["01", "現状と課題", "地震への備えが求められています。"],
            ["01", "注", "※組織率は世帯の割合です。"],
            ["02", "現状と課題", "見守り活動が広がっています。"],
        ]
        left = read["skipped_lines"]
        assert left[left["reason"] == "declared"]["text"].tolist() == ["図１　自主防災組織の数"]

    def test_a_missing_value_is_the_only_doubt(self, read: Tables) -> None:
        assert doubts(read) == ["value_missing"]


class TestWithoutNumbers:
    SOURCE = SOURCE.replace("基本施策{id} {name}", "◇{name}").replace('group = "第{id}章 {name}"\n', "")
    TEXT = re.sub("基本施策.", "◇", text_of(TEXTS[1:]))

    def test_plans_are_counted(self, tmp_path: Path) -> None:
        read = tables(tmp_path, self.TEXT, self.SOURCE)
        assert drawn(read["plans"], "plan_id", "name", "group") == [
            ["01", "防災", "見本市総合計画"],
            ["02", "防犯", "見本市総合計画"],
        ]


class TestTwoChapters:
    def test_numbers_begin_again(self, tmp_path: Path) -> None:
        other = text_of(TEXTS).replace("第２章　暮らし", "第３章　産業")
        other = other.replace("基本施策１　防災", "基本施策１　農業").replace("基本施策二　防犯", "基本施策二　漁業")
        read = tables(tmp_path, f"{text_of(TEXTS)}\n\n{other}")
        assert drawn(read["plans"], "plan_id", "name", "group") == [
            ["01", "防災", "第2章暮らし"],
            ["02", "防犯", "第2章暮らし"],
            ["03", "農業", "第3章産業"],
            ["04", "漁業", "第3章産業"],
        ]
        assert "plan_number_repeated" not in doubts(read)

    def test_a_number_of_one_chapter_that_stands_twice(self, tmp_path: Path) -> None:
        read = tables(tmp_path, changed("基本施策二", "基本施策１"))
        assert [row[1] for row in drawn(read["plans"], "plan_id", "name")] == ["防災", "防犯"]
        assert "plan_number_repeated" in doubts(read)


class TestValuesWithoutAPlace:
    TEXT = changed(TABBED, "指標名   現状（R6）   目標（R12）\n自主防災組織率   62.4％   80％以上")

    def test_they_are_not_guessed(self, tmp_path: Path) -> None:
        with pytest.raises(SourceError, match="決められません") as refused:
            tables(tmp_path, self.TEXT)
        assert "in_order = true" in refused.value.next_step

    def test_they_are_taken_in_order_where_that_is_declared(self, tmp_path: Path) -> None:
        source = SOURCE.replace("[edition.chapter]\n", "[edition.chapter]\nin_order = true\n")
        read = tables(tmp_path, self.TEXT, source)
        assert drawn(read["indicators"], "name", "baseline", "target")[0] == ["自主防災組織率", "62.4", "80"]

    def test_one_that_is_missing_is_refused_even_then(self, tmp_path: Path) -> None:
        source = SOURCE.replace("[edition.chapter]\n", "[edition.chapter]\nin_order = true\n")
        with pytest.raises(SourceError, match="決められません"):
            tables(tmp_path, self.TEXT.replace("   62.4％", ""), source)


class TestLabelsBeforeValues:
    BOX = "指標名：自主防災組織率\n現状：62.4％\n目標：80％以上"

    def test_each_label_has_its_value(self, tmp_path: Path) -> None:
        read = tables(tmp_path, changed(TABBED, self.BOX))
        assert drawn(read["indicators"], "name", "baseline", "target")[0] == ["自主防災組織率", "62.4", "80"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("目標（R12）", "目標（R10）", "年度が違います"),
        ("図１　自主防災組織の数", "防災の輪", "分からない文字"),
        ("主要事業", "重点事業", "主要事業"),
        ("基本施策", "個別施策", "1つもありません"),
    ],
)
def test_what_does_not_fit_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        tables(tmp_path, changed(old, new))


def test_a_heading_that_one_plan_lacks_is_told(tmp_path: Path) -> None:
    text = text_of(TEXTS) + "\n\n基本施策３　交通\n\n現状と課題\n\nバスの利用者が減っています。"
    read = tables(tmp_path, text)
    told = read["repairs"][read["repairs"]["rule"] == "heading_count"]
    assert [row["before"] for _, row in told.iterrows()] == ["交通"] * len(told) and len(told) == 2


def test_a_plans_heading_that_comes_back_after_anothers_is_told(tmp_path: Path) -> None:
    text = text_of(TEXTS).replace("犯罪のないまち\n", "犯罪のないまち\n\n基本施策１　防災\n", 1)
    read = tables(tmp_path, text)
    told = read["repairs"][read["repairs"]["rule"] == "heading_count"]
    assert drawn(told, "plan_id", "before", "after") == [
        ["01", "基本施策１　防災", "この施策の見出しが「防犯」の後にもう一度あります"]
    ]
