"""The list of errata 正誤表案: what it asks, and lines that corrections.csv takes once completed."""

import shutil
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from aligned import body
from bs4 import BeautifulSoup
from rows import row

from cityplan import steps
from cityplan.city import source
from cityplan.city.choice import choose
from cityplan.city.decisions import read_decisions
from cityplan.compute.used import as_used
from cityplan.files.errors import SourceError
from cityplan.report.city import overview
from cityplan.report.errata import report as errata_report
from cityplan.report.errata.errata import Erratum, as_csv, correction_lines, errata, question, texts_left_out
from cityplan.report.plan import brief, text
from cityplan.tables.definitions import FindingRow
from cityplan.tables.schema import Tables
from cityplan.workbook.errata import errata_workbook

ROOT = Path(__file__).parents[2]
EDITIONS = [("hitachi", "R5"), ("takahagi", "R6")]
# The lines of Hitachi R5, typed from the document: finding's line, then the line for the file.
LINES = """
line | csv
342  | R5,activities,04,1,ratio_printed,153.0%,,,
342  | R5,activities,04,1,actual,369人,,,
342  | R5,activities,04,1,previous,232人,,,
498  | R5,activities,06,1,ratio_printed,144.4%,,,
498  | R5,activities,06,1,actual,40件,,,
498  | R5,activities,06,1,previous,32件,,,
382  | R5,indicators,05,1,actual,61.5%,,,
382  | R5,indicators,05,1,baseline,62.0%以上,,,
382  | R5,indicators,05,1,target,70.0%以上,,,
382  | R5,indicators,05,2,actual,59.7%,,,
382  | R5,indicators,05,2,baseline,57.0%以上,,,
382  | R5,indicators,05,2,target,75.0%以上,,,
795  | R5,indicators,11,2,target,"3,041千人以上",,,
795  | R5,indicators,11,2,baseline,"3,288千人以上",,,
980  | R5,activities,15,1,ratio_printed,131.9%,なし,,
980  | R5,activities,15,2,ratio_printed,,131.9%,,
981  | R5,activities,15,2,actual,,,,
981  | R5,activities,15,2,previous,,,,
570  | R5,activities,08,1,actual,"1,062",,,
786  | R5,activities,11,1,ratio_printed,283.6%,,,
786  | R5,activities,11,1,actual,"100,054人",,,
786  | R5,activities,11,1,previous,"35,290人",,,
923  | R5,indicators,13,2,target,"118,500/年以上",,,
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the documents with their tables."""
    root = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "data/raw", root / "data/raw")
    for city, year in EDITIONS:
        make(root, city, year)
    return root


def make(root: Path, city: str, year: str) -> Tables:
    cleaned = steps.clean_document(str(root), city, year)
    steps.save(str(root), city, year, cleaned)
    computed = steps.compute_document(str(root), city, year, 5)
    steps.save(str(root), city, year, computed)
    return as_used({**cleaned, **computed})


@pytest.fixture(scope="module")
def listed(project: Path) -> list[Erratum]:
    return errata(overview.open_overview(str(project), "hitachi", "R5").exact, "R5")


class TestLines:
    def test_of_hitachi(self, listed: list[Erratum]) -> None:
        lines = {(each.place.removesuffix("行"), as_csv(line)) for each in listed for line in each.lines}
        others = {pair for pair in lines if pair[0] in ("383", "384")}  # PLAN 05, as on line 382
        assert lines - others == {tuple(row) for row in body(LINES)}
        assert len(others) == 12

    def test_a_remark_or_a_word_has_none(self, listed: list[Erratum]) -> None:
        numbers = ("前年度比", "今年度の実績", "目標値")
        for each in listed:
            if each.severity == "参考" and each.lines:
                assert each.column in numbers
        assert not [e for e in listed if e.table == "" and e.lines]

    def test_are_taken_once_completed(self, tmp_path: Path, listed: list[Erratum]) -> None:
        """Each line alone, with a use, a reason and a date; without them each stops the run."""
        shutil.copytree(ROOT / "data/raw", tmp_path / "data/raw")
        path = tmp_path / "data/raw/hitachi/corrections.csv"
        head = path.read_text(encoding="utf-8-sig")
        edition, *others = choose(source.editions(tmp_path), ["R5"], ["hitachi"])
        for cells in {line for each in listed for line in each.lines}:
            path.write_text(f"{head}{as_csv(cells)}\n", encoding="utf-8")
            with pytest.raises(SourceError):
                read_decisions(tmp_path, edition, [edition, *others])
            done = (*cells[:6], cells[6] or "不明", "担当課に確認", "2024-06-03")
            path.write_text(f"{head}{as_csv(done)}\n", encoding="utf-8")
            tables = steps.clean_document(str(tmp_path), "hitachi", "R5")
            assert len(tables["corrections"]) == 1, cells

    def test_the_move_of_a_ratio_clears_its_finding(self, tmp_path: Path, listed: list[Erratum]) -> None:
        shutil.copytree(ROOT / "data/raw", tmp_path / "data/raw")
        (moved,) = [each for each in listed if each.place == "980行"]
        with (tmp_path / "data/raw/hitachi/corrections.csv").open("a", encoding="utf-8") as file:
            file.writelines(f"{as_csv((*c[:7], '担当課に確認', '2024-06-03'))}\n" for c in moved.lines)
        kinds = set(make(tmp_path, "hitachi", "R5")["findings"]["kind"])
        assert "ratio_misplaced" not in kinds and "ratio_mismatch" in kinds

    def test_a_filled_actual_makes_no_contradiction(self, tmp_path: Path) -> None:
        """12-1 prints — (未公表): a value that came later is no fault of the document."""
        shutil.copytree(ROOT / "data/raw", tmp_path / "data/raw")
        with (tmp_path / "data/raw/hitachi/corrections.csv").open("a", encoding="utf-8") as file:
            file.write("R5,indicators,12,1,actual,—,30.1%,公表された値,2024-08-01\n")
        found = make(tmp_path, "hitachi", "R5")["findings"]
        own = found[(found["plan_id"] == "12") & (found["kind"] == "status_mismatch")]
        assert list(own["severity"]) == ["info"]


class TestQuestions:
    def test_a_mismatch_asks_with_all_three_figures(self, listed: list[Erratum]) -> None:
        (each,) = [each for each in listed if each.plan == "06" and each.severity == "矛盾"]
        assert all(text in each.ask for text in ("40件", "32件", "144.4%"))

    def test_every_question_is_for_the_division(self, listed: list[Erratum]) -> None:
        assert all(each.ask.endswith("。") for each in listed)

    def test_of_another_kind_is_the_suggestion(self) -> None:
        finding = row(FindingRow, kind="spelling_variant", severity="warning", suggestion="そろえる。")
        assert question(finding, {}) == "そろえる。"
        assert correction_lines(finding, {}, "R5") == []


@pytest.mark.parametrize(("city", "year"), EDITIONS)
class TestTheReport:
    def test_has_every_finding(self, project: Path, city: str, year: str) -> None:
        o = overview.open_overview(str(project), city, year)
        page = BeautifulSoup(errata_report.findings_lists(o), "html.parser").get_text()
        for each in errata(o.exact, year):
            assert each.finding_id in page and each.message in page and each.ask in page

    def test_counts_the_prose(self, project: Path, city: str, year: str) -> None:
        o = overview.open_overview(str(project), city, year)
        wanted = "35件：一致 20件、不一致 0件、照らす値なし 15件" if city == "hitachi" else "0件：一致 0件"
        assert wanted in errata_report.prose_counts(o)

    def test_the_workbook_has_the_same(self, project: Path, city: str, year: str) -> None:
        o = overview.open_overview(str(project), city, year)
        book = openpyxl.load_workbook(BytesIO(errata_workbook(project, o.edition)))
        found = errata(o.exact, year)
        assert [row[0].value for row in book["指摘"].iter_rows(2)] == [e.finding_id for e in found]
        lines = [tuple(cell.value or "" for cell in row[1:]) for row in book["訂正の行"].iter_rows(2) if row[0].value]
        assert lines == [line for each in found for line in each.lines]
        raw = {"activities", "factors", "agrees", "target-baseline"}
        for name in ("文中の数値", "規則ごとの判定"):
            assert not raw & {cell.value for row in book[name].iter_rows() for cell in row}

    def test_the_workbook_is_the_same_bytes_again(self, project: Path, city: str, year: str) -> None:
        edition = source.edition(project, city, year)
        assert errata_workbook(project, edition) == errata_workbook(project, edition)


def test_the_other_rules_stand_beside_the_city_s_own(project: Path) -> None:
    o = overview.open_overview(str(project), "hitachi", "R5")
    text = BeautifulSoup(errata_report.other_rules(o) or "", "html.parser").get_text(" ")
    assert "日立市（この市の規則）" in text and "いの町" in text and "長与町" in text
    bare = overview.open_overview(str(project), "takahagi", "R6")
    assert errata_report.other_rules(bare) is None


def test_captions_of_pictures_are_listed(project: Path) -> None:
    """Takahagi R6, lines 321 to 345, typed from the document; of a box what stands in it more than once."""
    o = overview.open_overview(str(project), "takahagi", "R6")
    left_out = [each for each in texts_left_out(o.exact) if each.plan == "04"]
    assert [each.text for each in left_out] == ["親子料理教室", "パパのためのパートナーシップ講座"]
    of_box = [each.text for each in texts_left_out(o.exact) if each.plan == "06"]
    assert of_box == ["Androidの方", "(Google Play)", "iPhoneの方", "(App Store)"] * 2
    shown = BeautifulSoup(str(errata_report.left_out(o)), "html.parser").get_text(" ")
    assert "親子料理教室" in shown and "Androidの方" in shown and "Facebook" not in shown
    book = openpyxl.load_workbook(BytesIO(errata_workbook(str(project), o.edition)))
    assert [row[3].value for row in book["報告に出ない文字"].rows if row[0].value == "04"] == [e.text for e in left_out]


def test_a_text_is_printed_or_listed(project: Path) -> None:
    """Each paragraph of a plan's boxes is either in its brief or in the list of what is left out."""
    o = overview.open_overview(str(project), "takahagi", "R6")
    listed = {each.line for each in texts_left_out(o.exact)}
    for plan in ("01", "06"):
        b = brief.open_plan(str(project), "takahagi", "R6", plan)
        shown = f"{text.prose(b, 'コラム')}{text.box(b, '囲み')}"
        rows = b.exact["texts"].query("section in ('コラム', '囲み', '図の説明')")
        assert all((each.text in shown) != (each.source_line in listed) for each in rows.itertuples())
