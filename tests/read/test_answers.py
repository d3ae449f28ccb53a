"""The 正誤表案 that came back: what it corrects and settles, and what stops the run or is told."""

import os
import shutil
from io import BytesIO
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from libreoffice import saved
from openpyxl.comments import Comment

from cityplan import steps
from cityplan.build.fingerprint import Inputs
from cityplan.city import answers, source
from cityplan.files.errors import SourceError
from cityplan.report.city import overview
from cityplan.report.errata import report as errata_report
from cityplan.report.plan import brief, text
from cityplan.tables.schema import Tables
from cityplan.workbook.errata import errata_workbook
from tests.answered import RIGHT, WRONG, answer, filled_in

ROOT = Path(__file__).parents[2]
RATIO, OTHER, PACKED, MOVED = "06-b7216eb3", "04-7a9c436d", "05-0d4af0e2", ""  # findings of Hitachi R5
TARGET = "05-73b94c07"  # of a cell that is among those of PACKED
WHOLE = "全体-f5c237f0"  # of no plan
MARK = "03-9c2ae2e4"  # of a mark, which no correction changes


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("answered")
    shutil.copytree(ROOT / "data/raw", root / "data/raw")
    make(root)
    return root


@pytest.fixture
def project(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made / "data", tmp_path / "data")
    return tmp_path


def make(root: Path) -> Tables:
    cleaned = steps.clean_document(str(root), "hitachi", "R5")
    steps.save(str(root), "hitachi", "R5", cleaned)
    computed = steps.compute_document(str(root), "hitachi", "R5", 5)
    steps.save(str(root), "hitachi", "R5", computed)
    return {**cleaned, **computed}


def put(root: Path, file: str, **entries: object) -> Path:
    return answer(root, "hitachi", "R5", file, {RATIO: {**WRONG, **entries}})


def fault(root: Path) -> SourceError:
    with pytest.raises(SourceError) as caught:
        steps.clean_document(str(root), "hitachi", "R5")
    assert caught.value.problem and caught.value.next_step
    return caught.value


def state(tables: Tables, name: str) -> str:
    found = tables["findings"].set_index("finding_id")["state"]
    return str(found.get(name, "gone"))


def told(tables: Tables, kind: str) -> pd.DataFrame:
    return tables["findings"].query("kind == @kind")


class TestTheLoop:
    def test_two_divisions_answer(self, project: Path) -> None:
        """正誤表案 -> answers of two divisions -> corrections -> the pages that they concern."""
        before = {path.name: path.read_bytes() for path in (project / "data/processed/hitachi/R5").iterdir()}
        put(project, "商工振興課.xlsx")
        answer(project, "hitachi", "R5", "子育て支援課.xlsx", {OTHER: RIGHT, PACKED: {"対応": "確認中"}})
        files = {path: path.read_bytes() for path in (project / "data/raw/hitachi/answers").iterdir()}
        tables = make(project)
        [row] = tables["corrections"].to_dict("records")
        assert (row["plan_id"], row["column"], row["printed"], row["use"]) == (
            "06",
            "ratio_printed",
            "144.4%",
            "125.0%",
        )
        assert (row["reason"], row["date"], row["file"]) == (
            "計算の誤りです（商工振興課）",
            "2024-06-03",
            "answers/商工振興課.xlsx",
        )
        assert [state(tables, name) for name in (RATIO, OTHER, PACKED)] == ["gone", "kept", "asked"]
        assert list(tables["answers"]["outcome"]) == ["kept", "asked", "corrected"]
        assert not told(tables, "answer_gone").size
        assert {path: path.read_bytes() for path in files} == files
        shown = brief.open_plan(str(project), "hitachi", "R5", "06")
        assert "訂正" in str(text.corrections(shown)) and "125.0%" in str(text.corrections(shown))
        other = brief.open_plan(str(project), "hitachi", "R5", "04")
        assert "延べ人数です。（回答：子育て支援課、2024-06-04）" in str(text.comments(other))
        assert not shown.is_draft and not other.is_draft  # no contradiction is open any more
        assert before["plans.csv"] == (project / "data/processed/hitachi/R5/plans.csv").read_bytes()

    def test_the_next_list_tells_what_is_open(self, project: Path) -> None:
        put(project, "a.xlsx")
        answer(project, "hitachi", "R5", "b.xlsx", {OTHER: RIGHT, PACKED: {"対応": "確認中"}})
        make(project)
        o = overview.open_overview(str(project), "hitachi", "R5")
        said = str(errata_report.states(o))
        assert "未回答37件、確認中1件、正しいと回答1件。適用した訂正 1件" in said
        listed = str(errata_report.answers_list(o))
        assert all(word in listed for word in ("訂正した", "正しいと確認", "answers/b.xlsx P2"))
        page = openpyxl.load_workbook(BytesIO(errata_workbook(project, o.edition)))["指摘"]
        rows = {row[0].value: [cell.value for cell in row] for row in page.iter_rows(2)}
        assert rows[OTHER][14:21] == [
            "正しいと回答",
            "正しい",
            None,
            None,
            "延べ人数です。",
            "子育て支援課",
            "2024-06-04",
        ]
        assert rows[PACKED][14:16] == ["確認中", "確認中"] and RATIO not in rows

    def test_libreoffice_saves_what_is_read(self, project: Path, tmp_path: Path) -> None:
        path = put(project, "a.xlsx")
        path.write_bytes(saved(path.read_bytes(), tmp_path))
        assert list(make(project)["corrections"]["use"]) == ["125.0%"]

    def test_an_answer_to_every_finding_is_read(self, project: Path) -> None:
        """No text of the document, however it is written, is taken for one that somebody changed."""
        names = steps.table_files.read(project / "data/processed/hitachi/R5", "findings")["findings"]["finding_id"]
        answer(project, "hitachi", "R5", "a.xlsx", dict.fromkeys(names, RIGHT))
        tables = make(project)
        assert len(tables["answers"]) == len(names) and not told(tables, "answers_disagree").size

    def test_a_wrong_correction_leaves_the_contradiction_open(self, project: Path) -> None:
        """144.0% is no more 40÷32 than what was printed: a new finding, which nobody has settled."""
        put(project, "a.xlsx", 訂正値="144.0%")
        answer(project, "hitachi", "R5", "b.xlsx", {OTHER: RIGHT})
        tables = make(project)
        found = told(tables, "ratio_mismatch").query("plan_id == '06'")
        assert list(found["printed"]) == ["144.0%（訂正）"] and list(found["state"]) == ["open"]
        assert brief.open_plan(str(project), "hitachi", "R5", "06").is_draft

    def test_a_value_in_doubt_that_is_right(self, project: Path) -> None:
        """It loses its ※; when the document prints another value, it is in doubt again, and the answer is told."""
        raw = project / "data/raw/hitachi" / source.edition(project, "hitachi", "R5").file
        text_before = raw.read_text("utf-8")
        raw.write_text(text_before.replace("\t34件\t16件", "\t-34件\t16件"), encoding="utf-8")
        found = told(make(project), "doubtful_value")
        [name] = found.loc[found["plan_id"] == "06", "finding_id"]
        answer(project, "hitachi", "R5", "a.xlsx", {name: RIGHT})
        tables = make(project)
        assert state(tables, name) == "gone" and not told(tables, "answer_gone").size
        raw.write_text(text_before.replace("\t34件\t16件", "\t-35件\t16件"), encoding="utf-8")
        tables = make(project)
        assert "06" in set(told(tables, "doubtful_value")["plan_id"]) and told(tables, "answer_gone").size

    def test_a_ratio_is_moved_by_one_word(self, project: Path) -> None:
        """A number of the move of a ratio: both lines have their values already."""
        found = steps.table_files.read(project / "data/processed/hitachi/R5", "findings")["findings"]
        [name] = found.loc[found["kind"] == "ratio_misplaced", "finding_id"]
        answer(project, "hitachi", "R5", "a.xlsx", {name: {k: v for k, v in WRONG.items() if "訂正" not in k}})
        tables = make(project)
        assert sorted(tables["corrections"]["use"]) == ["131.9%", "なし"] and state(tables, name) == "gone"


class TestSeveralAnswers:
    def test_the_same_twice_is_no_contradiction(self, project: Path) -> None:
        put(project, "a.xlsx")
        put(project, "b.xlsx", 訂正値="125.0", 回答者="企画課")
        tables = make(project)
        assert list(tables["corrections"]["file"]) == ["answers/a.xlsx"]
        assert list(tables["answers"]["outcome"]) == ["corrected", "repeated"]

    @pytest.mark.parametrize(
        "other",
        [
            {"訂正値": "126.0%"},
            {"訂正値": "不明"},
            {"訂正する欄": "今年度の実績", "訂正値": "46件"},
            {"対応": "正しい", "訂正値": None, "訂正する欄": None},
        ],
    )
    def test_a_contradiction_is_told_and_neither_is_used(self, project: Path, other: dict[str, object]) -> None:
        put(project, "a.xlsx")
        put(project, "b.xlsx", **other)
        tables = make(project)
        assert tables["corrections"].empty and state(tables, RATIO) == "disagreed"
        [message] = told(tables, "answers_disagree")["message"]
        assert "answers/a.xlsx P3" in message and "answers/b.xlsx P3" in message
        assert message.startswith("「まちなか空き店舗活用事業」の指摘") and "「誤り 前年度比 144.4%→125.0%」" in message

    def test_what_was_still_open_gives_way(self, project: Path) -> None:
        answer(project, "hitachi", "R5", "a.xlsx", {RATIO: {"対応": "確認中"}})
        put(project, "b.xlsx")
        assert list(make(project)["corrections"]["use"]) == ["125.0%"]

    @pytest.mark.parametrize(
        ("name", "one", "other", "outcomes", "stands"),
        [
            (RATIO, {**WRONG, "訂正値": "不明"}, {**WRONG, "訂正値": "なし"}, ["disagrees"] * 2, "disagreed"),
            (MARK, {**WRONG, "訂正値": "5"}, {**WRONG, "訂正値": "6"}, ["disagrees"] * 2, "disagreed"),
            (MARK, {**WRONG, "訂正値": "5"}, {**WRONG, "訂正値": "５"}, ["not_correctable", "repeated"], "wrong"),
            (OTHER, RIGHT, {"対応": "確認中", "回答者": "企画課"}, ["waits", "asked"], "asked"),
        ],
    )
    def test_what_is_not_the_same(
        self,
        project: Path,
        name: str,
        one: dict[str, object],
        other: dict[str, object],
        outcomes: list[str],
        stands: str,
    ) -> None:
        """No value and 不明, two values that no correction can take, 正しい and 確認中."""
        answer(project, "hitachi", "R5", "a.xlsx", {name: one})
        answer(project, "hitachi", "R5", "b.xlsx", {name: other})
        tables = make(project)
        assert list(tables["answers"]["outcome"]) == outcomes and state(tables, name) == stands

    def test_the_next_list_corrects_a_correction(self, project: Path) -> None:
        """The line of a corrected cell has its print, so that the later answer holds with the first file and without."""
        put(project, "a.xlsx", 訂正値="1.25%")
        [name] = told(make(project), "ratio_mismatch").query("plan_id == '06'")["finding_id"]
        answer(project, "hitachi", "R5", "b.xlsx", {name: {**WRONG, "回答者": "企画課"}})
        tables = make(project)
        assert list(tables["corrections"]["use"]) == ["125.0%"]
        assert sorted(tables["answers"]["outcome"]) == ["corrected", "superseded"]
        (project / "data/raw/hitachi/answers/a.xlsx").unlink()
        assert list(make(project)["corrections"]["printed"]) == ["144.4%"]

    @pytest.mark.parametrize(
        ("later", "who", "outcomes"),
        [
            ("2024-06-10", "商工振興課", ["superseded", "corrected"]),
            ("2024-06-10", "企画課", ["disagrees", "disagrees"]),
            ("2024-06-03", "商工振興課", ["disagrees", "disagrees"]),
        ],
    )
    def test_a_division_says_another_thing_later(
        self, project: Path, later: str, who: str, outcomes: list[str]
    ) -> None:
        put(project, "a.xlsx", 訂正値="126.0%")
        put(project, "b.xlsx", 日付=later, 回答者=who)
        assert list(make(project)["answers"]["outcome"]) == outcomes

    def test_what_the_next_list_tells_can_be_answered_anew(self, project: Path) -> None:
        """確認中, then 正しい of another division that saw it; what the list had already is no new answer."""
        answer(project, "hitachi", "R5", "a.xlsx", {OTHER: {"対応": "確認中", "回答者": "企画課"}, MARK: RIGHT})
        make(project)
        answer(project, "hitachi", "R5", "b.xlsx", {OTHER: RIGHT})
        tables = make(project)
        found = tables["answers"].set_index(["finding_id", "file"])["outcome"]
        assert found[OTHER, "answers/a.xlsx"] == "superseded" and found[OTHER, "answers/b.xlsx"] == "kept"
        assert found[MARK, "answers/a.xlsx"] == "kept" and found[MARK, "answers/b.xlsx"] == "repeated"

    def test_all_words_of_those_who_agree_stand_in_the_reports(self, project: Path) -> None:
        """Of two divisions in the brief, of the whole document in the overview; a copy in the next list renews none."""
        second = {**RIGHT, "回答": "補正前の実績による値です。", "回答者": "企画課"}
        answer(project, "hitachi", "R5", "a.xlsx", {OTHER: RIGHT, WHOLE: RIGHT})
        answer(project, "hitachi", "R5", "b.xlsx", {OTHER: second})
        make(project)
        answer(project, "hitachi", "R5", "c.xlsx", {})
        tables = make(project)
        found = tables["answers"].set_index(["finding_id", "file"])["outcome"]
        assert [found[OTHER, f"answers/{name}.xlsx"] for name in "abc"] == ["kept", "kept", "repeated"]
        told = str(text.comments(brief.open_plan(str(project), "hitachi", "R5", "04")))
        assert told.count("延べ人数です。") == told.count("補正前の実績による値です。") == 1
        whole = str(overview.comments(overview.open_overview(str(project), "hitachi", "R5")))
        assert "割合の記載がありません" in whole and "延べ人数です。（回答：子育て支援課、2024-06-04）" in whole

    def test_one_cell_in_two_findings(self, project: Path) -> None:
        """Answers to two findings of one cell that are not the same are told together."""
        answer(project, "hitachi", "R5", "a.xlsx", {PACKED: {**WRONG, "訂正する欄": "1 目標値", "訂正値": "72.0%"}})
        answer(project, "hitachi", "R5", "b.xlsx", {TARGET: {**WRONG, "訂正する欄": "目標値", "訂正値": "75.0%"}})
        [message] = told(make(project), "answers_disagree")["message"]
        assert "72.0%" in message and "75.0%" in message

    @pytest.mark.parametrize(("use", "outcome"), [("125.0", "corrected"), ("126.0", "overruled")])
    def test_beside_corrections_csv(self, project: Path, use: str, outcome: str) -> None:
        with (project / "data/raw/hitachi/corrections.csv").open("a", encoding="utf-8") as file:
            file.write(f"R5,activities,06,1,ratio_printed,144.4%,{use},担当課に確認,2024-06-03\n")
        put(project, "a.xlsx")
        tables = make(project)
        assert list(tables["corrections"]["use"]) == [use] and list(tables["answers"]["outcome"]) == [outcome]
        assert len(told(tables, "answer_overruled")) == (outcome == "overruled")

    def test_an_answer_to_a_finding_that_is_gone(self, project: Path) -> None:
        answer(project, "hitachi", "R5", "a.xlsx", {RATIO: RIGHT})
        with (project / "data/raw/hitachi/corrections.csv").open("a", encoding="utf-8") as file:
            file.write("R5,activities,06,1,ratio_printed,144.4%,125.0%,担当課に確認,2024-06-03\n")
        [message] = told(make(project), "answer_gone")["message"]
        assert RATIO in message and "answers/a.xlsx" in message


class TestWhatStops:
    @pytest.mark.parametrize(
        ("entries", "cell", "words"),
        [
            ({"訂正値": None}, "R3", "訂正値がありません"),
            ({"訂正値": "百二十五くらい"}, "R3", "数として読めません"),
            ({"訂正値": "125人"}, "R3", "単位は %"),
            ({"訂正値": "=1+1"}, "R3", "数式です"),
            ({"訂正する欄": None}, "Q3", "どの欄"),
            ({"訂正する欄": "目標値"}, "Q3", "この指摘にない欄"),
            ({"訂正値": "144.4%"}, "R3", "資料の記載「144.4%」と同じ"),
            ({"対応": None}, "P3", "選ばれていません"),
            ({"対応": "正解"}, "P3", "にない答え"),
            ({"対応": "正しい"}, "R3", "訂正値があります"),
            ({"回答者": None}, "T3", "回答者"),
            ({"日付": "先週"}, "U3", "日付として読めません"),
            ({"日付": "2204-06-03"}, "U3", "離れすぎ"),
            ({"日付": None}, "U3", "空です"),
            ({"資料の記載": "125.0%"}, "G3", "ロックされたセル"),
            ({"内容": None}, "M3", "ロックされたセル"),
        ],
    )
    def test_a_cell(self, project: Path, entries: dict[str, object], cell: str, words: str) -> None:
        put(project, "a.xlsx", **entries)
        found = fault(project)
        assert (found.file, found.sheet, found.cell) == ("data/raw/hitachi/answers/a.xlsx", "指摘", cell)
        assert words in found.problem

    def test_all_is_told_at_once(self, project: Path) -> None:
        put(project, "a.xlsx", 訂正値=None)
        put(project, "b.xlsx", 日付=None)
        assert "2つあります" in fault(project).problem

    def test_a_row_that_was_added(self, project: Path) -> None:
        answer(project, "hitachi", "R5", "a.xlsx", {"新しい行": {"番号": "06-1", "対応": "誤り"}})
        assert "正誤表案にない行" in fault(project).problem

    def test_a_row_that_was_copied(self, project: Path) -> None:
        path = put(project, "a.xlsx")
        book = openpyxl.load_workbook(path)
        book["指摘"].append([cell.value for cell in book["指摘"][3]])
        book.save(path)
        assert "2つあります" in fault(project).problem

    def test_what_is_written_beside_the_answers(self, project: Path) -> None:
        path = put(project, "a.xlsx")
        book = openpyxl.load_workbook(path)
        book["指摘"]["Z4"] = "これは電話で確認"
        book["指摘"]["B5"].comment = Comment("要確認", "課")
        book.save(path)
        assert [word in str(fault(project)) for word in ("Z4", "これは電話で確認", "B5", "要確認")] == [True] * 4

    @pytest.mark.parametrize(
        ("sheet", "cell", "words"),
        [("メモ", "B2", "ないシート"), ("文中の数値", "G5", "見出しのない列"), ("文中の数値", "E5", "書き換え")],
    )
    def test_what_is_written_on_another_sheet(self, project: Path, sheet: str, cell: str, words: str) -> None:
        path = put(project, "a.xlsx")
        book = openpyxl.load_workbook(path)
        (book[sheet] if sheet in book else book.create_sheet(sheet))[cell] = "電話で確認"
        book.save(path)
        found = fault(project)
        assert (found.sheet, found.cell) == (sheet, "" if words == "書き換え" else cell) and words in found.problem

    def test_a_sheet_that_was_copied(self, project: Path) -> None:
        path = put(project, "a.xlsx")
        book = openpyxl.load_workbook(path)
        book.copy_worksheet(book["指摘"])["R3"] = "126.0%"
        book["規則ごとの判定"]["A2"].comment = Comment("要確認", "課")
        book.save(path)
        assert [word in str(fault(project)) for word in ("指摘 Copy", "規則ごとの判定", "要確認")] == [True] * 3

    def test_a_sheet_that_is_hidden(self, project: Path) -> None:
        path = put(project, "a.xlsx")
        book = openpyxl.load_workbook(path)
        book.create_sheet("メモ")["A1"] = "電話で確認"
        book["メモ"].sheet_state = "hidden"
        book.save(path)
        assert "シート「メモ」（非表示）を読めません" in fault(project).problem

    def test_a_column_that_was_added(self, project: Path) -> None:
        path = put(project, "a.xlsx")
        book = openpyxl.load_workbook(path)
        book["指摘"]["X1"] = "メモ"
        book.save(path)
        assert "列が加わった" in fault(project).problem

    @pytest.mark.parametrize(
        ("name", "words"),
        [("a.xls", ".xlsx"), ("a.csv", ".xlsx"), ("~$a.xlsx", "開いている"), (".~lock.a.xlsx#", "開いている")],
    )
    def test_another_file(self, project: Path, name: str, words: str) -> None:
        path = project / "data/raw/hitachi/answers" / name
        path.parent.mkdir()
        path.write_bytes(b"x")
        found = fault(project)
        assert found.file.endswith(name) and words in f"{found.problem}{found.next_step}"

    @pytest.mark.parametrize("name", ["", "a.xlsx"])
    def test_a_link_to_another_place(self, project: Path, name: str) -> None:
        """Also of the folder; what is measured of it waits for no pipe."""
        path = project / "data/raw/hitachi/answers" / name
        path.parent.mkdir(exist_ok=True)
        path.symlink_to(project / "data/raw/hitachi/R5.txt" if name else project)
        assert "ほかの場所" in fault(project).problem
        os.mkfifo(project / "data/raw/hitachi/b.xlsx")
        assert Inputs(project).hash("data/raw/hitachi/")

    @pytest.mark.parametrize("data", [b"x", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1Workbook"])
    def test_another_content(self, project: Path, data: bytes) -> None:
        path = project / "data/raw/hitachi/answers/a.xlsx"
        path.parent.mkdir()
        path.write_bytes(data)
        assert fault(project).file == "data/raw/hitachi/answers/a.xlsx"

    def test_the_workbook_of_another_city(self, project: Path) -> None:
        answer(project, "hitachi", "R5", "a.xlsx", {RATIO: WRONG})
        shutil.move(project / "data/raw/hitachi/answers", project / "data/raw/takahagi/answers")
        with pytest.raises(SourceError) as caught:
            steps.clean_document(str(project), "takahagi", "R6")
        assert "hitachi R5" in caught.value.problem

    def test_a_workbook_that_is_no_list_of_errata(self, project: Path) -> None:
        path = project / "data/raw/hitachi/answers/a.xlsx"
        path.parent.mkdir()
        openpyxl.Workbook().save(path)
        assert "シート「指摘」がありません" in fault(project).problem

    def test_a_source_that_was_replaced(self, project: Path) -> None:
        put(project, "a.xlsx")
        raw = project / "data/raw/hitachi" / source.edition(project, "hitachi", "R5").file
        raw.write_bytes(raw.read_bytes().replace(b"144.4%", b"144.5%"))
        found = fault(project)
        assert "いま「144.5%」" in found.problem and "answers/" in found.next_step


def test_what_is_typed_stays_text_and_all_else_is_locked(made: Path) -> None:
    book = openpyxl.load_workbook(BytesIO(errata_workbook(made, source.edition(made, "hitachi", "R5"))))
    page = book["指摘"]
    assert all(each.protection.sheet and not each.protection.password for each in book)
    open_cells = {cell.column_letter for row in page.iter_rows(2) for cell in row if not cell.protection.locked}
    assert open_cells == set("PQRSTU")
    assert {cell.number_format for cell in page["R"][1:]} == {"@"}
    lists = {str(each.sqref): each.formula1 for each in page.data_validations.dataValidation if each.type == "list"}
    assert (
        lists[f"P2:P{page.max_row}"] == '"誤り,正しい,確認中"' and lists["Q3"] == '"前年度比,今年度の実績,前年度の実績"'
    )
    assert page.column_dimensions["V"].hidden and page.column_dimensions["W"].hidden


def test_the_other_sheets_are_known(made: Path) -> None:
    book = openpyxl.load_workbook(BytesIO(errata_workbook(made, source.edition(made, "hitachi", "R5"))))
    assert set(book.sheetnames) <= {answers.SHEET, *answers.OTHERS}


def test_an_unfilled_list_says_nothing(project: Path) -> None:
    path = project / "data/raw/hitachi/answers/a.xlsx"
    path.parent.mkdir()
    path.write_bytes(filled_in(errata_workbook(project, source.edition(project, "hitachi", "R5")), {}))
    assert make(project)["answers"].empty
