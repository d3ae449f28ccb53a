"""Whole documents against their truth: each cell with its spans and place, from PDF, Word and PowerPoint alike."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from cityplan.files.errors import SourceError
from cityplan.read.file.contents import CellGrid, Contents, GridCell
from cityplan.read.file.continued import join, join_continued
from cityplan.read.file.read import read_contents

SAMPLE = Path(__file__).parents[2] / "sample"
DOCUMENTS = SAMPLE / "documents"
SHEETS = ["hitachi.pdf", "hitachi_word.pdf", "hitachi_word.docx", "hitachi.pptx"]
FORMS = ["F1/jusenryaku_r5", "F2/seika_shihyo_r6", "F5/kpi_shinchoku_r5"]
# The truth of those that are read as forms and chapters tells no rows and columns of their tables.
FORM_FILES = sorted(path.relative_to(SAMPLE / "forms").as_posix() for path in (SAMPLE / "forms").glob("F[125]/*.[pd]*"))

Cell = tuple[int, int, int, int, str]


@cache
def contents(file: str) -> Contents:
    return join_continued(read_contents(file, (SAMPLE / file).read_bytes()))


def squeezed(text: str) -> str:
    """Compared without blanks: office programs put a gap between figures and letters, and cells wrap."""
    return re.sub(r"\s", "", text)


def cells(grid: CellGrid) -> set[Cell]:
    return {(each.row, each.column, each.rows, each.columns, squeezed(each.text)) for each in grid.cells}


def true_sheets() -> list[set[Cell]]:
    sheets = json.loads((DOCUMENTS / "truth.json").read_text(encoding="utf-8"))
    return [
        {(row + 1, column + 1, rows, columns, squeezed(text)) for row, column, rows, columns, text in table["cells"]}
        for sheet in sheets
        for table in (sheet["activities"], sheet["indicators"])
    ]


def printed(node: Any) -> Iterator[tuple[dict[str, int], str]]:
    """Each text that a truth places in a cell."""
    if isinstance(node, dict):
        where = node.get("where", {})
        if "row" in where:
            names = ("printed_measure", "printed_name", "printed", "name")
            yield where, next(node[name] for name in names if node.get(name))
        for key, value in node.items():
            if key != "where":
                yield from printed(value)
    elif isinstance(node, list):
        for each in node:
            yield from printed(each)


def table(found: Contents, where: dict[str, int]) -> CellGrid:
    grids = [grid for grid in found.grids if "slide" not in where or grid.place.page == where["slide"]]
    return grids[where["table"] - 1]


class TestTheSameTwoSheets:
    @pytest.mark.parametrize("file", SHEETS)
    def test_each_cell_with_its_spans(self, file: str) -> None:
        truth = true_sheets()
        assert sum(map(len, truth)) == 103
        assert [cells(grid) for grid in contents(f"documents/{file}").grids] == truth

    @pytest.mark.parametrize("file", SHEETS)
    def test_nothing_is_doubted(self, file: str) -> None:
        found = contents(f"documents/{file}")
        assert [cell.doubt for grid in found.grids for cell in grid.cells if cell.doubt] == []
        assert [told for told in found.told if told.is_doubt] == []

    @pytest.mark.parametrize("file", SHEETS)
    def test_the_prose_outside_of_tables(self, file: str) -> None:
        sheets = json.loads((DOCUMENTS / "truth.json").read_text(encoding="utf-8"))
        texts = {paragraph.text for paragraph in contents(f"documents/{file}").paragraphs}
        for sheet in sheets:
            directions = [text for name, text in sheet["directions"]]
            assert {sheet["title"], sheet["purpose"], *directions} <= texts

    def test_a_column_of_letters_is_read_downwards(self) -> None:
        texts = [paragraph.text for paragraph in contents("documents/hitachi.pdf").paragraphs]
        assert texts.count("産業強化プロジェクト") == 2

    def test_a_place_has_words_page_and_box(self) -> None:
        grid = contents("documents/hitachi.pdf").grids[2]
        cell = grid.covering()[3, 1]
        assert (cell.text, cell.place.words, cell.place.page) == ("まちなか空き店舗活用事業", "2ページ 表1 3行1列", 2)
        x0, y0, x1, y1 = cell.place.box or (0, 0, 0, 0)
        assert 44 < x0 < 46 < 153 < x1 < 155 and 172 < y0 < 174 < 214 < y1 < 217
        assert contents("documents/hitachi_word.docx").grids[2].covering()[3, 1].place.words == "表3 3行1列"
        assert contents("documents/hitachi.pptx").grids[2].covering()[3, 1].place.words == "スライド2 表1 3行1列"

    @pytest.mark.parametrize("file", SHEETS)
    def test_lines_count_in_reading_order(self, file: str) -> None:
        found = contents(f"documents/{file}")
        title = next(each.place.line for each in found.paragraphs if each.text.startswith("PLAN 06"))
        assert [grid.place.line < title for grid in found.grids] == [True, True, False, False]
        lines = [cell.place.line for grid in found.grids for cell in grid.cells]
        assert len(set(lines)) == len(lines)


class TestForms:
    @pytest.mark.parametrize("file", FORM_FILES)
    def test_each_printed_text_stands_in_its_cell(self, file: str) -> None:
        truth = json.loads((SAMPLE / "forms" / file).with_name("truth.json").read_text(encoding="utf-8"))
        found = contents(f"forms/{file}")
        placed = list(printed(truth["plans"]))
        assert len(placed) > 150
        wrong = []
        for where, text in placed:
            cell = table(found, where).covering()[where["row"], where["col"]]
            name_only = file.startswith("F5") and "name" in text
            if squeezed(text) != squeezed(cell.text) and not name_only:
                wrong.append((where, text, cell.text))
        assert wrong == []

    @pytest.mark.parametrize("form", FORMS)
    def test_the_pdf_has_the_tables_and_prose_of_the_original(self, form: str) -> None:
        original = next(f"forms/{file}" for file in FORM_FILES if file.startswith(form) and not file.endswith("pdf"))
        one, other = contents(original), contents(f"forms/{form}.pdf")
        assert [cells(grid) for grid in one.grids] == [cells(grid) for grid in other.grids]
        assert sorted(prose(one)) == sorted(prose(other))

    @pytest.mark.parametrize("file", FORM_FILES)
    def test_nothing_is_doubted(self, file: str) -> None:
        found = contents(f"forms/{file}")
        assert [cell.doubt for grid in found.grids for cell in grid.cells if cell.doubt] == []
        assert [told for told in found.told if told.is_doubt] == []

    @pytest.mark.parametrize("file", ["F1/jusenryaku_r5.pdf", "F1/jusenryaku_r5.pptx"])
    def test_heads_and_numbers_of_pages_are_told(self, file: str) -> None:
        told = {(each.rule, each.text) for each in contents(f"forms/{file}").told}
        heads = {("running_head", "第２次みなと市総合戦略　令和５年度実績")}
        assert told == heads | {("page_number", str(page)) for page in range(2, 8)}

    @pytest.mark.parametrize("file", ["F1/jusenryaku_r5.pdf", "F1/jusenryaku_r5.pptx"])
    def test_a_table_that_goes_on_on_the_next_slide(self, file: str) -> None:
        """Another title stands between: who knows that the sheet goes on joins them."""
        grids = contents(f"forms/{file}").grids
        first, then = (next(grid for grid in grids if grid.place.page == page) for page in (3, 4))
        grid, told = join(first, then)
        names = [cell.text for cell in grid.cells if cell.column == 2]
        assert [squeezed(name) for name in names] == [
            "取組名",
            "倉庫街リノベーション支援事業",
            "ものづくりデジタル伴走事業",
            "朝どれ直送便事業",
        ]
        assert [each.rule for each in told] == ["repeated_heading", "repeated_heading", "joined_pages"]

    def test_a_row_that_the_page_cuts_goes_on(self) -> None:
        grid = contents("forms/F5/kpi_shinchoku_r5.pdf").grids[3]
        name = next(cell for cell in grid.cells if cell.text.startswith("自主防災"))
        factors = next(cell for cell in grid.cells if "訓練の内容を地区ごとに" in cell.text)
        assert (name.rows, factors.rows, factors.row) == (2, 2, name.row)


PDFS = sorted(path.relative_to(SAMPLE).as_posix() for path in SAMPLE.rglob("*.pdf"))
TRAPS = ("hidden_text", "struck_out", "white_text")  # noted with words of our own


@pytest.mark.parametrize("file", [file for file in PDFS if not file.endswith(tuple(f"{trap}.pdf" for trap in TRAPS))])
def test_every_character_is_in_a_cell_or_a_paragraph_or_told(file: str) -> None:
    data = (SAMPLE / file).read_bytes()
    found = read_contents(file, data)
    read = Counter(squeezed("".join(cell.text for grid in found.grids for cell in grid.cells) + prose(found)))
    read += Counter(squeezed("".join(each.text for each in found.told if each.rule in ("running_head", "page_number"))))
    struck = [note for grid in found.grids for cell in grid.cells for note in cell.notes if note.rule == "struck_cell"]
    read += Counter(squeezed("".join(note.before for note in struck)))
    with pypdfium2.PdfDocument(data) as document:
        drawn = Counter(squeezed("".join(page.get_textpage().get_text_range() for page in document)))
    assert read == drawn - Counter("1") + Counter("¹") if "F1" in file else read == drawn  # ※1 is raised


def prose(found: Contents) -> str:
    return "".join(squeezed(paragraph.text) for paragraph in found.paragraphs)


def trap(name: str) -> Contents:
    return contents(f"documents/{name}.pdf")


def at(found: Contents, row: int, column: int) -> GridCell:
    return found.grids[0].covering()[row, column]


PLAIN = {
    (1, 1): "項目", (1, 2): "目標値", (1, 3): "実績値",
    (2, 1): "空き家の補助件数", (2, 2): "100件", (2, 3): "108件",
    (3, 1): "出生率", (3, 2): "77.45%", (3, 3): "58.60%",
}  # fmt: skip


class TestTraps:
    @pytest.mark.parametrize("name", ["fake_bold", "open_sides"])
    def test_read_as_if_there_were_none(self, name: str) -> None:
        """A letter drawn twice counts once; a table without rules at its sides has three columns."""
        found = trap(name)
        assert {(cell.row, cell.column): cell.text for cell in found.grids[0].cells} == PLAIN
        assert not any(cell.doubt for cell in found.grids[0].cells)

    @pytest.mark.parametrize(
        ("name", "place", "text", "doubt"),
        [
            ("hidden_text", (2, 3), "108件", "描かれない文字「120件」"),
            ("white_text", (2, 2), "100件", "地と同じ色の文字「（旧）」"),
            ("struck_out", (2, 3), "106件", "取り消し線"),
            ("value_over_edge", (2, 3), "108件 (前年 82", "枠からはみ出し"),
        ],
    )
    def test_a_doubt_stands_in_its_cell_only(self, name: str, place: tuple[int, int], text: str, doubt: str) -> None:
        doubted = [cell for cell in trap(name).grids[0].cells if cell.doubt]
        assert [(cell.row, cell.column) for cell in doubted] == [place]
        assert doubted[0].text == text
        assert doubt in doubted[0].doubt

    def test_what_is_struck_out_and_hidden_is_noted(self) -> None:
        struck, hidden = at(trap("struck_out"), 2, 3).notes, at(trap("hidden_text"), 2, 3).notes
        assert [(note.rule, squeezed(note.before)) for note in struck] == [("struck_out", "106件［取り消し線：108件］")]
        assert [(note.rule, note.before) for note in hidden] == [("unseen_text", "［見えない文字：120件］108件")]

    def test_text_over_the_edge_is_told_where_it_lies_outside(self) -> None:
        assert [told.rule for told in trap("value_over_edge").told if told.is_doubt] == ["over_edge"]

    def test_a_table_over_seven_pages_is_one(self) -> None:
        (grid,) = trap("page_break").grids
        plans = [(cell.text, cell.row, cell.rows) for cell in grid.cells if cell.column == 1]
        assert plans == [("施策", 1, 1), ("施策1", 2, 20), ("施策2", 22, 20), ("施策3", 42, 20)]
        names = {cell.row: squeezed(cell.text) for cell in grid.cells if cell.column == 2}
        values = {cell.row: cell.text for cell in grid.cells if cell.column == 5}
        for number in range(1, 61):
            assert names[number + 1] == f"指標{number}の年間利用者数及び満足している市民の割合"
            assert values[number + 1] == f"{number + 5}.0%"

    def test_its_headings_and_cut_rows_are_told(self) -> None:
        told = [each.rule for each in trap("page_break").told]
        assert told.count("repeated_heading") == told.count("joined_pages") == 6
        assert told.count("torn_row") == 5

    def test_a_cut_row_is_told_at_the_page_where_it_is_cut(self) -> None:
        rows = [each for each in trap("page_break").told if each.rule == "torn_row"]
        assert [each.place.page for each in rows] == [2, 3, 4, 6, 7]
        assert rows[1].text.startswith("2ページの終わりの行と、3ページの表1の初めの行")
        parts = [(each.text, each.after[-5:]) for each in trap("page_break").told if each.rule == "joined_cells"]
        assert parts[0] == ("市民の割合", "市民の割合")

    def test_a_table_without_rules_is_told_and_no_grid(self) -> None:
        found = trap("no_rules")
        assert found.grids == []
        assert {told.place.page for told in found.told if told.rule == "no_rules" and told.is_doubt} == {1, 3}
        assert "情報教育環境整備事業" in {paragraph.text for paragraph in found.paragraphs}


def test_another_kind_of_file_is_refused_with_those_that_are_read() -> None:
    with pytest.raises(SourceError) as refused:
        read_contents("R5.odt", b"")
    assert ".pdf" in refused.value.next_step
