"""The analyst's corrections and comments: what they change, what stays, and what stops the run."""

import csv
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from aligned import body, drawn
from hypothesis import given
from hypothesis import strategies as st
from small_sheets import SMALL, small
from small_tables import COLUMNS, HEAD, YEARS, City

from cityplan import steps
from cityplan.build.freshness import places_of_step
from cityplan.city import jobs, source
from cityplan.city.decisions import DECISION_HEADINGS, Decisions, read_decisions
from cityplan.city.edition import COMMENTS, CORRECTIONS
from cityplan.clean.document import clean
from cityplan.files.errors import SourceError
from cityplan.read.kinds import read
from cityplan.tables.files import to_csv
from cityplan.tables.fit import check
from cityplan.tables.schema import Tables

ROOT = Path(__file__).parents[2]
NEXT_YEAR = replace(SMALL, year="R6", file="R6.txt")
ELSEWHERE = replace(SMALL, city="y", year="R4")  # another city's year is not this one's
WHY = "担当課に確認|2026-11-25"
RIGHT = f"R5|activities|01|1|actual|10件|12件|{WHY}"
RAW_CORRECTIONS, RAW_COMMENTS = (f"data/raw/x/{name}" for name in (CORRECTIONS, COMMENTS))
Decide = Callable[..., Decisions]


def as_csv(name: str, *lines: str) -> str:
    """A file of decisions; a bar divides its cells, `\\n` is a line end in a cell."""
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows(
        [DECISION_HEADINGS[name], *([cell.replace("\\n", "\n") for cell in line.split("|")] for line in lines)]
    )
    return text.getvalue()


def put(root: Path, name: str, data: str | bytes) -> None:
    folder = root / "data/raw/x"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)


def corrections_of(root: Path, *lines: str) -> Decisions:
    put(root, CORRECTIONS, as_csv(CORRECTIONS, *lines))
    return read_decisions(root, SMALL, [SMALL, NEXT_YEAR, ELSEWHERE])


def comments_of(root: Path, *lines: str) -> Decisions:
    put(root, COMMENTS, as_csv(COMMENTS, *lines))
    return read_decisions(root, SMALL, [SMALL, NEXT_YEAR, ELSEWHERE])


def tables_with(decisions: Decisions, text: str = "") -> Tables:
    tables = clean(read(text or small(), SMALL), SMALL, decisions)
    for name, data in tables.items():
        check(name, data)
    return tables


def differing(one: Tables, other: Tables) -> set[tuple[str, str]]:
    """The columns in which tables differ, and the tables that differ in length."""
    found = set()
    for name in one:
        if len(one[name]) != len(other[name]):
            found.add((name, "rows"))
            continue
        found |= {
            (name, column) for column in one[name] if to_csv(one[name][[column]]) != to_csv(other[name][[column]])
        }
    return found


def error(run: Callable[[], object]) -> SourceError:
    with pytest.raises(SourceError) as caught:
        run()
    assert caught.value.problem and caught.value.next_step
    return caught.value


class TestNoDecisions:
    def test_no_file(self, tmp_path: Path) -> None:
        assert read_decisions(tmp_path, SMALL, [SMALL]) == Decisions()

    @pytest.mark.parametrize("mark", ["", "\ufeff"])
    @pytest.mark.parametrize("end", ["\n", "\r\n", "", "\n\n,,\n"])
    def test_a_heading_only(self, tmp_path: Path, mark: str, end: str) -> None:
        for name in (CORRECTIONS, COMMENTS):
            put(tmp_path, name, mark + ",".join(DECISION_HEADINGS[name]) + end)
        assert read_decisions(tmp_path, SMALL, [SMALL]) == Decisions()

    def test_the_tables_are_there_and_empty(self) -> None:
        tables = clean(read(small(), SMALL), SMALL)
        assert len(tables["corrections"]) == len(tables["comments"]) == 0
        assert {"corrections", "comments"} <= set(steps.SOURCE_TABLES) == set(tables)

    @pytest.mark.parametrize("city", [each.name for each in (ROOT / "data/raw").iterdir()])
    @pytest.mark.parametrize("name", [CORRECTIONS, COMMENTS])
    def test_as_delivered_for_excel(self, city: str, name: str) -> None:
        """The mark by which Excel knows UTF-8; no decision is delivered."""
        data = (ROOT / "data/raw" / city / name).read_bytes()
        assert data == b"\xef\xbb\xbf" + f"{','.join(DECISION_HEADINGS[name])}\n".encode()


class TestACorrection:
    def test_changes_the_number_and_nothing_else(self, tmp_path: Path) -> None:
        tables = tables_with(corrections_of(tmp_path, RIGHT))
        assert drawn(tables["activities"], "actual", "actual_text", "unit", "previous") == [["12", "10件", "件", "8"]]
        assert differing(tables_with(Decisions()), tables) == {
            ("activities", "actual"),
            ("observations", "value"),
            ("repairs", "rows"),
            ("corrections", "rows"),
        }

    def test_leaves_a_repair_and_a_row(self, tmp_path: Path) -> None:
        text = small()
        tables = tables_with(corrections_of(tmp_path, RIGHT), text)
        line = next(no for no, line in enumerate(text.split("\n"), 1) if "10件" in line)
        columns = ("plan_id", "table", "row", "column")
        assert drawn(tables["repairs"], *columns, "rule", "before", "after", "source_line") == [
            ["01", "activities", "1", "actual", "correction", "10件", "12件", str(line)]
        ]
        (row,) = drawn(
            tables["corrections"], *columns, "printed", "use", "value", "reason", "date", "file_line", "source_line"
        )
        assert row == [
            "01",
            "activities",
            "1",
            "actual",
            "10件",
            "12件",
            "12",
            "担当課に確認",
            "2026-11-25",
            "2",
            str(line),
        ]

    def test_reaches_the_observations_with_the_text_as_printed(self, tmp_path: Path) -> None:
        lines = [RIGHT, f"R5|indicators|01|1|target|20人以上|22|{WHY}"]
        tables = tables_with(corrections_of(tmp_path, *lines))
        assert drawn(tables["observations"], "subject", "role", "value", "unit", "text") == body("""
            subject   | role     | value | unit | text
            activity  | previous | 8     | 件   | 8件
            activity  | actual   | 12    | 件   | 10件
            indicator | baseline | 10    | 人   | 10人以上
            indicator | actual   | 12    | 人   | 12人
            indicator | target   | 22    | 人   | 20人以上
        """)

    def test_fills_an_empty_cell(self, tmp_path: Path) -> None:
        text = small("あ事業|い|10件|||う")
        tables = tables_with(corrections_of(tmp_path, f"R5|activities|1|1|previous||8|{WHY}"), text)
        assert drawn(tables["activities"], "previous", "previous_text", "unit") == [["8", "", "件"]]
        assert ["previous", "8", "件", ""] in drawn(tables["observations"], "role", "value", "unit", "text")
        (correction,) = drawn(tables["corrections"], "printed", "source_line")
        assert correction == ["", str(tables["activities"]["source_line"][0])]

    def test_empties_a_cell(self, tmp_path: Path) -> None:
        lines = [f"R5|activities|1|1|actual|10件|不明|{WHY}", f"R5|indicators|1|1|baseline|10人以上|不明|{WHY}"]
        tables = tables_with(corrections_of(tmp_path, *lines))
        assert drawn(tables["activities"], "actual", "actual_text", "unit") == [["", "10件", "件"]]
        assert drawn(tables["indicators"], "baseline", "baseline_text") == [["", "10人以上"]]
        assert list(tables["observations"]["role"]) == ["previous", "actual", "target"]
        assert list(tables["corrections"]["value"]) == [None, None]
        assert list(tables["repairs"]["after"]) == ["不明", "不明"]

    def test_a_move_is_two(self, tmp_path: Path) -> None:
        text = small(
            "あ事業|い|視察|協議|131.9%|う\nか事業|き|62件|47件||く", directions="【あ事業】\nえ。\n【か事業】\nお。"
        )
        lines = [
            f"R5|activities|01|1|ratio_printed|131.9%|なし|{WHY}",
            f"R5|activities|01|2|ratio_printed||131.9|{WHY}",
        ]
        tables = tables_with(corrections_of(tmp_path, *lines), text)
        assert drawn(tables["activities"], "ratio_printed", "ratio_printed_text", "unit") == [
            ["", "131.9%", ""],
            ["131.9", "", "件"],
        ]
        assert drawn(tables["repairs"], "rule", "row", "before", "after") == [
            ["correction", "1", "131.9%", "なし"],
            ["correction", "2", "", "131.9"],
        ]

    def test_changes_the_first_of_two_baselines(self, tmp_path: Path) -> None:
        cell = "9人以上 (R元) 8人以上 (R2)"
        text = small(indicators=f"あ|{cell}|20人以上|12人|○|△")
        for use, wanted in [("7", [["2019", "7"], ["2020", "8"]]), ("不明", [["2020", "8"]])]:
            line = f"R5|indicators|01|1|baseline|{cell}|{use}|{WHY}"
            tables = tables_with(corrections_of(tmp_path, line), text)
            assert drawn(tables["indicators"], "baseline", "baseline_fy") == [["" if use == "不明" else use, "2019"]]
            data = tables["observations"]
            assert drawn(data[data["role"] == "baseline"], "fiscal_year", "value") == wanted

    def test_reads_two_years_of_one_city_in_one_file(self, tmp_path: Path) -> None:
        later = f"令和6年度|activities|9|9|actual|1件|2件|{WHY}"
        put(tmp_path, CORRECTIONS, as_csv(CORRECTIONS, later, RIGHT))
        put(tmp_path, COMMENTS, as_csv(COMMENTS, "2024|9|来年", "2023|1|今年"))
        for edition, row, text in ((SMALL, 1, "今年"), (NEXT_YEAR, 9, "来年")):
            found = read_decisions(tmp_path, edition, [SMALL, NEXT_YEAR])
            assert [each.row for each in found.corrections] == [row]
            assert [each.paragraphs for each in found.comments] == [(text,)]


class TestUnits:
    @pytest.mark.parametrize(
        ("cells", "printed", "use", "unit"),
        [
            ("10件|8件", "10件", "12", "件"),
            ("10件|8件", "10件", "12件", "件"),
            ("10件/年|8件/年", "10件/年", "12/年", "件/年"),
            ("10/年|8/年", "10/年", "12件/年", "件/年"),
            ("1O件|", "1O件", "12件", "件"),  # nothing else says the unit
            ("|", "", "12件", "件"),
            ("1O|8件", "1O", "12", "件"),
            ("10|8", "10", "12", ""),
        ],
    )
    def test_of_a_result(self, tmp_path: Path, cells: str, printed: str, use: str, unit: str) -> None:
        text = small(f"あ事業|い|{cells}||う")
        line = f"R5|activities|1|1|actual|{printed}|{use}|{WHY}"
        tables = tables_with(corrections_of(tmp_path, line), text)
        assert drawn(tables["activities"], "actual", "unit") == [["12", unit]]
        data = tables["observations"]
        assert set(data["unit"][data["subject"] == "activity"]) == {unit}

    @pytest.mark.parametrize("use", ["125.0", "125.0%", "１２５.0％"])
    def test_of_a_ratio(self, tmp_path: Path, use: str) -> None:
        line = f"R5|activities|1|1|ratio_printed|125.0%|{use}|{WHY}"
        tables = tables_with(corrections_of(tmp_path, line))
        assert drawn(tables["activities"], "ratio_printed", "unit") == [["125.0", "件"]]
        assert drawn(tables["corrections"], "use", "value") == [[use, "125.0"]]

    @pytest.mark.parametrize(
        ("column", "printed", "use"),
        [("actual", "10件", "12人"), ("actual", "10件", "12千件"), ("ratio_printed", "125.0%", "125件")],
    )  # fmt: skip
    def test_another_unit_is_refused(self, tmp_path: Path, column: str, printed: str, use: str) -> None:
        decisions = corrections_of(tmp_path, f"R5|activities|1|1|{column}|{printed}|{use}|{WHY}")
        wrong = error(lambda: tables_with(decisions))
        assert (wrong.line, wrong.column, wrong.text) == (2, "use", use)


class TestPolarity:
    @pytest.mark.parametrize(
        ("cells", "column", "printed", "use", "wanted"),
        [
            ("8人|9人", "target", "9人", "7", ["", ""]),
            ("8人|9人", "baseline", "8人", "10", ["", ""]),
            ("8人|9人", "target", "9人", "8", ["", ""]),
            ("8人|9人", "target", "9人", "不明", ["", ""]),
            ("8人|9人", "actual", "8人", "1", ["higher", "inferred"]),
            ("8人|8人", "target", "8人", "9", ["higher", "inferred"]),
            ("—|7人", "baseline", "—", "5人", ["higher", "inferred"]),
            ("8人以上|9人以上", "target", "9人以上", "7", ["higher", "printed"]),
            ("8人以下|7人以下", "target", "7人以下", "不明", ["lower", "printed"]),
        ],
    )
    def test_is_inferred_anew_but_stays_as_printed(
        self, tmp_path: Path, cells: str, column: str, printed: str, use: str, wanted: list[str]
    ) -> None:
        text = small(indicators=f"あ|{cells}|8人|△|△")
        line = f"R5|indicators|1|1|{column}|{printed}|{use}|{WHY}"
        tables = tables_with(corrections_of(tmp_path, line), text)
        assert drawn(tables["indicators"], "polarity", "polarity_source") == [wanted]

    @pytest.mark.parametrize(
        ("word", "wanted"),
        [("増加", ["higher", "declared"]), ("維持", ["", ""]), ("?", ["", ""]),
         ("—", ["", ""]), ("", ["", ""])],
    )  # fmt: skip
    def test_a_column_of_its_own_stays(self, tmp_path: Path, word: str, wanted: list[str]) -> None:
        city = City(tmp_path).describe(f'{YEARS}{COLUMNS}polarity = "向き"\n')
        city.csv(f"{HEAD}|向き\nあ|人|8|9|9|{word}")
        line = f"R5|indicators|1|1|target|9|7|{WHY}"
        (city.folder / CORRECTIONS).write_text(as_csv(CORRECTIONS, line), encoding="utf-8")
        assert drawn(city.read()["indicators"], "polarity", "polarity_source") == [wanted]


class TestAsExcelSavesIt:
    def test_cp932_with_crlf(self, tmp_path: Path) -> None:
        """Excel writes — as ―, and 〜 as ～."""
        text = small("あ事業|い|10件|—||う")
        saved = as_csv(CORRECTIONS, "令和５年度|activities|1|1|previous|―|8件|集計～確認|2026/11/5")
        put(tmp_path, CORRECTIONS, saved.replace("\n", "\r\n").encode("cp932"))
        tables = tables_with(read_decisions(tmp_path, SMALL, [SMALL]), text)
        assert drawn(tables["corrections"], "plan_id", "printed", "value", "reason", "date") == [
            ["01", "—", "8", "集計～確認", "2026-11-05"]
        ]

    @pytest.mark.parametrize("plan", ["1", "01", "001", "１"])
    def test_a_plan_without_its_zero(self, tmp_path: Path, plan: str) -> None:
        decisions = corrections_of(tmp_path, RIGHT.replace("|01|", f"|{plan}|"))
        assert list(tables_with(decisions)["corrections"]["plan_id"]) == ["01"]

    def test_commas_in_quotes(self, tmp_path: Path) -> None:
        text = small("あ事業|い|1,026件|804件||う")
        put(
            tmp_path,
            CORRECTIONS,
            as_csv(CORRECTIONS)
            + ('R5,activities,1,1,actual,"1,026件","1,062件","転記の誤り、""確認""済",2026年11月25日\n'),
        )
        tables = tables_with(read_decisions(tmp_path, SMALL, [SMALL]), text)
        assert list(tables["activities"]["actual"]) == [Decimal(1062)]
        assert drawn(tables["corrections"], "use", "reason", "date") == [
            ["1,062件", '転記の誤り、"確認"済', "2026-11-25"]
        ]

    @pytest.mark.parametrize(
        ("text", "iso"),
        [
            ("令和6年6月3日", "2024-06-03"),
            ("令和６年６月３日", "2024-06-03"),
            ("R6.6.3", "2024-06-03"),
            ("r6.6.3", "2024-06-03"),
            ("R6/6/3", "2024-06-03"),
            ("令和元年5月1日", "2019-05-01"),
            ("H31.4.30", "2019-04-30"),
            ("2024/6/3", "2024-06-03"),
            ("２０２４／６／３", "2024-06-03"),
            ("2024-06-03", "2024-06-03"),
            ("2024.6.3", "2024-06-03"),
            ("2024年6月3日", "2024-06-03"),
        ],
    )
    def test_a_day_as_people_write_it(self, tmp_path: Path, text: str, iso: str) -> None:
        (correction,) = corrections_of(tmp_path, RIGHT.replace("2026-11-25", text)).corrections
        assert correction.date == iso

    @pytest.mark.parametrize(
        ("text", "word"), [("2204-06-03", "離れすぎ"), ("1024年6月3日", "離れすぎ"), ("", "空です")]
    )
    def test_a_slip_of_a_digit_in_the_year(self, tmp_path: Path, text: str, word: str) -> None:
        """The report tells the day, and of two answers of one person the later holds."""
        wrong = error(lambda: corrections_of(tmp_path, RIGHT.replace("2026-11-25", text)))
        assert wrong.column == "date" and word in wrong.problem

    def test_an_old_document_may_be_corrected_today(self, tmp_path: Path) -> None:
        put(
            tmp_path, CORRECTIONS, as_csv(CORRECTIONS, RIGHT.replace("R5|", "H20|").replace("2026-11-25", "2026-11-26"))
        )
        old = replace(SMALL, year="H20")
        assert read_decisions(tmp_path, old, [old]).corrections[0].date == "2026-11-26"

    @pytest.mark.parametrize(
        ("printed", "saved"),
        [("125.0%", "125.00%"), ("125.0%", "125.0％"), ("131.90%", "131.9%"), ("125.0 %", "125.0%")],
    )  # fmt: skip
    def test_a_number_that_excel_rewrote(self, tmp_path: Path, printed: str, saved: str) -> None:
        text = small(f"あ事業|い|10件|8件|{printed}|う")
        line = f"R5|activities|1|1|ratio_printed|{saved}|不明|{WHY}"
        tables = tables_with(corrections_of(tmp_path, line), text)
        assert list(tables["corrections"]["printed"]) == [printed]

    def test_cells_of_a_cleared_column_and_blank_lines(self, tmp_path: Path) -> None:
        lines = as_csv(CORRECTIONS, RIGHT).splitlines()
        put(tmp_path, CORRECTIONS, f"\n{lines[0]},,\n,,,,,,,,,,\n{lines[1]},,\n,,\n")
        (correction,) = read_decisions(tmp_path, SMALL, [SMALL]).corrections
        assert correction.line.no == 4

    def test_a_line_pasted_into_one_cell(self, tmp_path: Path) -> None:
        line = RIGHT.replace("|", ",")
        put(tmp_path, CORRECTIONS, f'{",".join(DECISION_HEADINGS[CORRECTIONS])}\n"{line}",,,,,,,,\n')
        wrong = error(lambda: read_decisions(tmp_path, SMALL, [SMALL]))
        assert (wrong.line, wrong.text) == (2, line)

    def test_a_line_after_cells_of_several_lines(self, tmp_path: Path) -> None:
        first = RIGHT.replace("担当課に確認", "担当課に\\n確認")
        second = RIGHT.replace("actual|10件", "previous|8件")
        tables = tables_with(corrections_of(tmp_path, first, second))
        assert drawn(tables["corrections"], "reason", "file_line") == [["担当課に 確認", "2"], ["担当課に確認", "4"]]


class TestALineThatCannotBeUsed:
    @pytest.mark.parametrize(
        ("line", "column", "text"),
        [
            (f"R7|activities|1|1|actual|10件|12件|{WHY}", "year", "R7"),
            (f"R4|activities|1|1|actual|10件|12件|{WHY}", "year", "R4"),  # of another city
            (f"5|activities|1|1|actual|10件|12件|{WHY}", "year", "5"),
            (f"|activities|1|1|actual|10件|12件|{WHY}", "year", ""),
            (f"R5|plans|1|1|actual|10件|12件|{WHY}", "table", "plans"),
            (f"R5|../activities|1|1|actual|10件|12件|{WHY}", "table", "../activities"),
            (f"R5|activities|1||actual|10件|12件|{WHY}", "row", ""),
            (f"R5|activities|1|1.5|actual|10件|12件|{WHY}", "row", "1.5"),
            (f"R5|activities|1|1|actual|10件|1O件|{WHY}", "use", "1O件"),
            (f"R5|activities|1|1|actual|10件||{WHY}", "use", ""),
            (f"R5|activities|1|1|actual|10件|—|{WHY}", "use", "—"),
            (f"R5|activities|1|1|actual|10件|12件以上|{WHY}", "use", "12件以上"),
            (f"R5|activities|1|1|actual|10件|{'9' * 26}件|{WHY}", "use", f"{'9' * 26}件"),
            (f"R5|activities|1|1|actual|10件|12件 13件|{WHY}", "use", "12件 13件"),
            (f"R5|activities|1|1|name|あ事業|い事業|{WHY}", "column", "name"),
            (f"R5|activities|1|1|target|10件|12件|{WHY}", "column", "target"),
            (f"R5|indicators|1|1|previous|10件|12件|{WHY}", "column", "previous"),
            ("R5|activities|1|1|actual|10件|12件||2026-11-25", "reason", ""),
            ("R5|activities|1|1|actual|10件|12件|確認|", "date", ""),
            ("R5|activities|1|1|actual|10件|12件|確認|11月25日", "date", "11月25日"),
            ("R5|activities|1|1|actual|10件|12件|確認|2026-02-30", "date", "2026-02-30"),
            ("R5|activities|1|1|actual|10件|12件|確認|2026-11/25", "date", "2026-11/25"),
            ("R5|activities|1|1|actual|10件|12件|確認|R6.13.3", "date", "R6.13.3"),
            ("R5|activities|1|1|actual|10件|12件|確認|M6.6.3", "date", "M6.6.3"),
        ],
    )  # fmt: skip
    def test_in_itself(self, tmp_path: Path, line: str, column: str, text: str) -> None:
        wrong = error(lambda: corrections_of(tmp_path, f"R6{RIGHT[2:]}", line))
        assert (wrong.file, wrong.line, wrong.column) == (RAW_CORRECTIONS, 3, column)
        assert wrong.text == text

    def test_the_year_is_among_those_of_the_city(self, tmp_path: Path) -> None:
        wrong = error(lambda: corrections_of(tmp_path, RIGHT.replace("R5", "R55")))
        assert "R5" in wrong.next_step and "R6" in wrong.next_step and "R4" not in wrong.next_step

    @pytest.mark.parametrize("column", ["actual_text", "ratio_printed_text"])
    def test_the_name_of_a_printed_column_leads_to_the_right_one(self, tmp_path: Path, column: str) -> None:
        wrong = error(lambda: corrections_of(tmp_path, RIGHT.replace("actual", column)))
        assert wrong.text == column
        assert column.removesuffix("_text") in wrong.next_step.split()
        assert column not in wrong.next_step

    @pytest.mark.parametrize("second", [RIGHT, RIGHT.replace("R5|activities|01", "2023|activities|1")])
    def test_two_about_one_cell(self, tmp_path: Path, second: str) -> None:
        wrong = error(lambda: corrections_of(tmp_path, RIGHT, second))
        assert (wrong.file, wrong.line, wrong.column) == (RAW_CORRECTIONS, 3, "column")

    @pytest.mark.parametrize(
        ("printed", "column"),
        [("11件", "actual"), ("", "actual"), ("10", "actual"), ("10件", "previous"), ("—", "actual")],
    )  # fmt: skip
    def test_what_is_not_printed_there(self, tmp_path: Path, printed: str, column: str) -> None:
        decisions = corrections_of(tmp_path, f"R5|activities|1|1|{column}|{printed}|9件|{WHY}")
        wrong = error(lambda: tables_with(decisions))
        assert (wrong.file, wrong.line, wrong.column) == (RAW_CORRECTIONS, 2, "printed")
        assert wrong.text == printed
        assert {"actual": "10件", "previous": "8件"}[column] in wrong.problem

    def test_a_cell_that_was_empty(self, tmp_path: Path) -> None:
        decisions = corrections_of(tmp_path, RIGHT)
        wrong = error(lambda: tables_with(decisions, small("あ事業|い||8件||う")))
        assert (wrong.line, wrong.column, wrong.text) == (2, "printed", "10件")

    @pytest.mark.parametrize(
        ("place", "column", "text", "there"),
        [("activities|2|1", "plan_id", "2", "01"), ("activities|O1|1", "plan_id", "O1", "01"),
         ("activities||1", "plan_id", "", "01"), ("activities|0|1", "plan_id", "0", "01"),
         ("activities|1|2", "row", "2", "1 あ事業"), ("activities|1|0", "row", "0", "1 あ事業")],
    )  # fmt: skip
    def test_a_plan_or_row_that_does_not_exist(
        self, tmp_path: Path, place: str, column: str, text: str, there: str
    ) -> None:
        decisions = corrections_of(tmp_path, f"R5|{place}|actual|10件|12件|{WHY}")
        wrong = error(lambda: tables_with(decisions))
        assert (wrong.file, wrong.line, wrong.column) == (RAW_CORRECTIONS, 2, column)
        assert wrong.text == text and there in wrong.next_step


class TestAFileThatCannotBeUsed:
    @pytest.mark.parametrize("name", [CORRECTIONS, COMMENTS])
    @pytest.mark.parametrize("data", ["", "\n \n", "\ufeff", "a,b\n", RIGHT, "\u200b", "year;plan_id;text\n"])
    def test_a_wrong_heading(self, tmp_path: Path, name: str, data: str) -> None:
        put(tmp_path, name, data)
        wrong = error(lambda: read_decisions(tmp_path, SMALL, [SMALL]))
        assert wrong.file == f"data/raw/x/{name}" and wrong.line is not None
        assert ",".join(DECISION_HEADINGS[name]) in wrong.next_step

    @pytest.mark.parametrize("line", ["R5,1", "R5,1,a,b", "R5,1,今年は,増えた", "R5"])
    def test_a_wrong_number_of_cells(self, tmp_path: Path, line: str) -> None:
        put(tmp_path, COMMENTS, f"year,plan_id,text\n\n{line}\n")
        wrong = error(lambda: read_decisions(tmp_path, SMALL, [SMALL]))
        assert (wrong.file, wrong.line, wrong.text) == (RAW_COMMENTS, 3, line)

    @pytest.mark.parametrize("line", ['R5,1,"a', 'R5,1,"a"b', "R5,1," + "a" * 200_000])
    def test_broken_quotes_and_a_cell_without_end(self, tmp_path: Path, line: str) -> None:
        put(tmp_path, COMMENTS, f"year,plan_id,text\nR5,1,x\n{line}")
        wrong = error(lambda: read_decisions(tmp_path, SMALL, [SMALL]))
        assert (wrong.file, wrong.line) == (RAW_COMMENTS, 3)

    def test_another_encoding(self, tmp_path: Path) -> None:
        put(tmp_path, CORRECTIONS, as_csv(CORRECTIONS, RIGHT).encode("utf-16"))
        assert error(lambda: read_decisions(tmp_path, SMALL, [SMALL])).file == RAW_CORRECTIONS

    def test_a_number_without_end(self, tmp_path: Path) -> None:
        for use in ("9" * 5000 + "万1", "1万" * 20_000):
            line = f"R5|activities|1|1|actual|10件|{use}|{WHY}"
            assert error(lambda line=line: corrections_of(tmp_path, line)).column == "use"
            swapped = f"R5|activities|1|1|actual|{use}|10件|{WHY}"
            decisions = corrections_of(tmp_path, swapped)
            assert error(lambda found=decisions: tables_with(found)).column == "printed"


class TestComments:
    def test_paragraphs_of_a_plan(self, tmp_path: Path) -> None:
        lines = ["R5|01|1つ目\\n\\n  2つ目 ", "R6|01|来年", "R5|1|<b>3つ目</b>, ../../x"]
        tables = tables_with(comments_of(tmp_path, *lines))
        assert drawn(tables["comments"], "plan_id", "seq", "text", "file_line") == [
            ["01", "1", "1つ目", "2"],
            ["01", "2", "2つ目", "2"],
            ["01", "3", "<b>3つ目</b>, ../../x", "6"],
        ]

    def test_controls_are_removed(self, tmp_path: Path) -> None:
        tables = tables_with(comments_of(tmp_path, "R5|1|右\u202eから\u200b左\x07"))
        assert list(tables["comments"]["text"]) == ["右から左"]

    @pytest.mark.parametrize(("line", "column"), [("R5|1|", "text"), ("R5|1|\\n\u200b\\n", "text"), ("R9|1|a", "year")])
    def test_a_line_that_cannot_be_used(self, tmp_path: Path, line: str, column: str) -> None:
        wrong = error(lambda: comments_of(tmp_path, line))
        assert (wrong.file, wrong.line, wrong.column) == (RAW_COMMENTS, 2, column)

    @pytest.mark.parametrize("saved", ["#NAME?", "#REF!", "#DIV/0!", "#N/A", "########", "Err:508"])
    def test_what_a_spreadsheet_made_of_a_text(self, tmp_path: Path, saved: str) -> None:
        """A comment that begins with - was taken for a formula."""
        assert error(lambda: comments_of(tmp_path, f"R5|1|{saved}")).column == "text"
        line = f"R5|activities|01|1|actual|10件|12件|{saved}|2026-11-25"
        assert error(lambda: corrections_of(tmp_path, line)).column == "reason"

    def test_a_text_may_speak_of_a_sign(self, tmp_path: Path) -> None:
        assert comments_of(tmp_path, "R5|1|# 見出し", "R5|1|記載は######でした").comments

    def test_a_plan_that_does_not_exist(self, tmp_path: Path) -> None:
        decisions = comments_of(tmp_path, "R5|1|a", "R5|16|b")
        wrong = error(lambda: tables_with(decisions))
        assert (wrong.file, wrong.line, wrong.column) == (RAW_COMMENTS, 3, "plan_id")
        assert wrong.text == "16" and "01" in wrong.next_step


class TestFromTheFilesToTheTables:
    @pytest.fixture
    def city(self, tmp_path: Path) -> City:
        city = City(tmp_path).describe().csv(f"{HEAD}\nあ|人|10|12|20")
        line = f"R5|indicators|1|1|actual|12|13|{WHY}"
        (city.folder / CORRECTIONS).write_text(as_csv(CORRECTIONS, line), encoding="utf-8")
        (city.folder / COMMENTS).write_text(as_csv(COMMENTS, "R5|1|よい"), encoding="utf-8")
        return city

    def test_both_are_saved_and_read_back(self, city: City) -> None:
        found = city.read()
        assert list(found["indicators"]["actual"]) == [Decimal(13)]
        steps.save(str(city.root), "mihon", "R5", found)
        folder = city.root / "data/processed/mihon/R5"
        saved = {name: (folder / f"{name}.csv").read_text("utf-8-sig") for name in found}
        assert saved == {name: to_csv(data) for name, data in found.items()}
        assert "13" in saved["corrections"] and "よい" in saved["comments"]

    def test_the_tables_rest_on_them(self, city: City) -> None:
        """Also on a file of decisions that is not there yet."""
        edition = source.edition(city.root, "mihon", "R5")
        first, second = jobs.steps(edition)
        places = set(places_of_step(first, edition, ()))
        assert places >= {f"data/raw/mihon/{name}" for name in (CORRECTIONS, COMMENTS)}
        assert not places_of_step(second, edition, ())

    def test_a_move_in_the_document(self, tmp_path: Path, root: Path, printed: Tables) -> None:
        """The misplaced ratio of PLAN 15: 131.9% stands with an activity that has no numbers."""
        folder = tmp_path / "data/raw/hitachi"
        folder.mkdir(parents=True)
        for name in ("R5.txt", "source.toml"):
            (folder / name).write_bytes((root / "data/raw/hitachi" / name).read_bytes())
        lines = [
            f"R5|activities|15|1|ratio_printed|131.90%|なし|{WHY}",
            f"R5|activities|15|2|ratio_printed||131.9|{WHY}",
        ]
        (folder / CORRECTIONS).write_text(as_csv(CORRECTIONS, *lines), encoding="utf-8")
        found = steps.clean_document(str(tmp_path), "hitachi", "R5")
        changed = ("activities", "ratio_printed")
        assert differing(printed, found) == {changed, ("repairs", "rows"), ("corrections", "rows")}
        assert found["corrections"]["source_line"][0] == 980


CELLS = st.sampled_from(
    ["R5", "2023", "R6", "activities", "indicators", "1", "01", "2", "actual", "target", "baseline",
     "ratio_printed", "10件", "10人以上", "", "12", "12人", "125.0%", "理由", "2026-11-25", "\n", '"', "="]
)  # fmt: skip
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | CELLS
LIKELY = st.builds(
    lambda year, plan, cell, use: [
        year, cell[0], plan, "1", *cell[1:], use, "理由", "2026/11/25",
    ],
    st.sampled_from(["R5", "2023"]), st.sampled_from(["1", "01"]),
    st.sampled_from(
        [("activities", "actual", "10件"), ("activities", "previous", "8件"),
         ("activities", "ratio_printed", "125.0%"), ("indicators", "baseline", "10人以上"),
         ("indicators", "target", "20人以上"), ("indicators", "actual", "12人")]
    ),
    st.sampled_from(["", "不明", "12", "-3", "0.5"]) | ANY,
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("any")


class TestAnythingElse:
    """Whatever is written, the run goes on or says what is wrong."""

    @given(st.lists(LIKELY | st.lists(ANY, min_size=9, max_size=9) | st.lists(ANY, max_size=11)))
    def test_lines(self, folder: Path, lines: list[list[str]]) -> None:
        text = StringIO()
        csv.writer(text).writerows([DECISION_HEADINGS[CORRECTIONS], *lines])
        put(folder, CORRECTIONS, text.getvalue())
        put(folder, COMMENTS, as_csv(COMMENTS))
        _run(folder)

    @given(st.lists(st.lists(ANY, max_size=4) | st.tuples(st.just("R5"), st.just("1"), ANY)))
    def test_comments(self, folder: Path, lines: list[list[str]]) -> None:
        text = StringIO()
        csv.writer(text).writerows([DECISION_HEADINGS[COMMENTS], *lines])
        put(folder, COMMENTS, text.getvalue())
        put(folder, CORRECTIONS, as_csv(CORRECTIONS))
        _run(folder)

    @given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace")))
    def test_bytes(self, folder: Path, data: bytes) -> None:
        put(folder, COMMENTS, as_csv(COMMENTS))
        for heading in ("", as_csv(CORRECTIONS)):
            put(folder, CORRECTIONS, heading.encode() + data)
            _run(folder)


def _run(folder: Path) -> None:
    """The document with its decisions; each table fits its columns, and the texts stay as printed."""
    try:
        tables = tables_with(read_decisions(folder, SMALL, [SMALL, NEXT_YEAR]))
    except SourceError as wrong:
        assert wrong.file.startswith("data/raw/x/") and wrong.next_step
        return
    assert len(tables["repairs"]) == len(tables["corrections"])
    assert list(tables["activities"]["actual_text"]) == ["10件"]
