"""The entry form that `python -m cityplan entry-form` writes: what it shows, locks, accepts and prints."""

import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from invented_year import SPECIAL, WARNING, Filled, invented_year
from invented_year import main as write_invented
from libreoffice import printed as printed_by_office
from libreoffice import saved
from openpyxl.utils.escape import unescape
from small_form import FormCity, row_of
from small_tables import City

from cityplan.city import source
from cityplan.city.entry_columns import (
    ACTIVITIES,
    ACTIVITY,
    ENDED,
    GUIDE,
    GUIDE_COLUMNS,
    GUIDE_VALUE,
    INDICATOR,
    INDICATORS,
    LAST,
    POLARITY_CHOICES,
    EntryColumn,
    by_name,
    heading,
    row_code,
    sheet_identity,
)
from cityplan.command.subcommands import run_act
from cityplan.compute.document import compute
from cityplan.compute.ratios import ratio
from cityplan.files.errors import SourceError
from cityplan.steps import clean_document
from cityplan.tables.schema import Tables, frame, printed_entries
from cityplan.workbook.form.form import MOST_FORM_ROWS, edition_lines, form_bytes, form_of
from cityplan.workbook.form.rows import Form

ROOT = Path(__file__).parents[2]
CITIES = (("hitachi", "R5", 2024), ("takahagi", "R6", 2025))
ENTRIES = ("text", "number", "choice", "result")

pytestmark = pytest.mark.xdist_group("libreoffice")


@dataclass(frozen=True)
class Made:
    """A form as data, as the bytes of its file, and as openpyxl opens it."""

    form: Form
    data: bytes
    book: Any

    def rows(self) -> Iterator[tuple[Any, str, int]]:
        """Sheet, code and row of every row that has a code."""
        for plan in self.form.plans:
            for cell in self.book[plan.id]["A"]:
                if cell.value is not None:
                    yield self.book[plan.id], str(cell.value), cell.row

    def cells(self) -> Iterator[tuple[Any, EntryColumn, str, str]]:
        """Every cell of a block with its column, its kind and the code of its row."""
        for page, code, row in self.rows():
            for word, columns in ((ACTIVITY, ACTIVITIES), (INDICATOR, INDICATORS)):
                new = code.startswith(f"新規{word}")
                if new or code.removeprefix(word).isdigit():
                    for column in columns:
                        kind = column.new if new else column.kind
                        yield page.cell(row, column.at), column, kind, code


@pytest.fixture(scope="module")
def made() -> dict[str, Made]:
    found = {}
    for city, earlier, year in CITIES:
        form = form_of(ROOT, source.edition(ROOT, city, earlier), year)
        data = form_bytes(form)
        found[city] = Made(form, data, opened(data))
    return found


@pytest.fixture(params=[city for city, *_ in CITIES])
def each(request: pytest.FixtureRequest, made: dict[str, Made]) -> Made:
    """The form of one city after the other."""
    return made[request.param]


@pytest.fixture(scope="module")
def hitachi(made: dict[str, Made]) -> Made:
    return made["hitachi"]


@pytest.fixture(scope="module")
def filled() -> Filled:
    return invented_year()


@pytest.fixture(scope="module")
def by_office(filled: Filled, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The invented form as LibreOffice saves it."""
    return saved(filled.data, tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module")
def recalculated(by_office: bytes) -> Any:
    """The invented form as LibreOffice calculates it."""
    return openpyxl.load_workbook(BytesIO(by_office), data_only=True)


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(data))


def shown(made: Made, plan_id: str, code: str) -> dict[str, Any]:
    """What a row shows, by the names of the columns."""
    return {
        column.column: cell.value
        for cell, column, _, own in made.cells()
        if (cell.parent.title, own) == (plan_id, code)
    }


class TestWhatItShows:
    def test_every_row_of_the_earlier_edition_once(self, hitachi: Made, printed: Tables) -> None:
        codes = [(page.title, code) for page, code, _ in hitachi.rows()]
        for table, word in (("activities", ACTIVITY), ("indicators", INDICATOR)):
            for row in printed_entries(printed, table):
                assert codes.count((row.plan_id, row_code(word, row.no))) == 1

    def test_an_activity(self, hitachi: Made) -> None:
        found = shown(hitachi, "06", "事業1")
        assert found["name"] == "まちなか空き店舗活用事業"
        assert (found["previous_text"], found["unit"]) == (40, "件")
        assert (found["state"], found["measure"]) == ("継続", "補助件数 (新規・継続)")
        assert (found["actual_text"], found["factors"], found["division"]) == (None, None, None)

    def test_an_indicator_with_baseline_and_target_as_printed(self, hitachi: Made) -> None:
        found = shown(hitachi, "13", "指標1")
        assert found["baseline_text"] == "3,009千人以上 (R元) 925千人以上 (R2)"
        assert (found["target_text"], found["polarity"]) == ("3,009千人以上", "以上")
        assert (found["previous_text"], found["status_previous_printed"]) == (2521, "△")

    def test_numbers_keep_their_digits(self, hitachi: Made) -> None:
        cell = cell_of(hitachi, "04", "指標1", "previous_text")
        assert (cell.value, cell.number_format) == (58.6, "0.00")

    def test_prose_and_unpublished_values_are_texts(self, hitachi: Made) -> None:
        assert str(shown(hitachi, "12", "事業1")["previous_text"]).startswith("・ワークショップ")
        assert shown(hitachi, "12", "指標1")["previous_text"] == "—"

    def test_the_present_value_stands_for_last_year_s(self, made: dict[str, Made]) -> None:
        """Takahagi R6 prints a 現状値 of R6 and no actual."""
        found = shown(made["takahagi"], "01", "指標1")
        assert (found["previous_text"], found["polarity"]) == (28.4, None)

    def test_a_plan_without_a_sheet_has_new_rows_and_says_why(self, hitachi: Made) -> None:
        codes = [code for page, code, _ in hitachi.rows() if page.title == "03"]
        assert "新規事業1" in codes and "新規指標1" in codes
        assert not {"事業1", "指標1"} & set(codes)
        assert "シートがありません" in hitachi.book["03"]["B4"].value

    def test_where_there_are_no_activities_there_is_no_block(self, made: dict[str, Made]) -> None:
        codes = {code for _, code, _ in made["takahagi"].rows()}
        assert "指標の見出し" in codes and "事業の見出し" not in codes and "新規事業1" not in codes

    def test_a_correction_applies(self, tmp_path: Path) -> None:
        shutil.copytree(ROOT / "data/raw/hitachi", tmp_path / "data/raw/hitachi")
        with (tmp_path / "data/raw/hitachi/corrections.csv").open("a", encoding="utf-8") as file:
            file.write("R5,activities,06,1,actual,40件,41件,担当課に確認,2024-06-03\n")
        form = form_of(tmp_path, source.edition(tmp_path, "hitachi", "R5"), 2024)
        (plan,) = [plan for plan in form.plans if plan.id == "06"]
        assert plan.activities[0].shown["previous_text"] == Decimal(41)

    def test_each_sheet_is_known_by_its_first_cell(self, each: Made) -> None:
        city, year = each.form.edition.city, each.form.years.actual
        for number, plan in enumerate(each.form.plans, start=1):
            page = each.book[plan.id]
            assert page["A1"].value == sheet_identity(city, year, plan.id, number)

    def test_headings_are_those_of_the_contract(self, each: Made) -> None:
        for page, code, row in each.rows():
            for word, columns in (("事業の見出し", ACTIVITIES), ("指標の見出し", INDICATORS)):
                for column in columns if code == word else ():
                    first = page.cell(row, column.at).value.split("\n")[0]
                    assert first == heading(column, each.form.years)

    def test_the_guide_lists_the_plans_with_their_rows(self, hitachi: Made) -> None:
        page = hitachi.book[GUIDE]
        assert hitachi.book.sheetnames[0] == GUIDE
        rows = {cell.value: cell.row for cell in page["A"] if cell.value}
        found = [page.cell(rows["プラン5"], at).value for at in GUIDE_COLUMNS.values()]
        assert found[:6] == ["05", "教育は日立市で", "人財充実プロジェクト", "教育の充実", 2, 6]
        assert page.cell(rows["プラン5"], 2).hyperlink.location == "'05'!A1"
        facts = [page.cell(rows[name], GUIDE_VALUE).value for name in ("様式の版", "市", "年度")]
        assert facts == [1, "hitachi", "R6"]


def cell_of(made: Made, plan_id: str, code: str, name: str) -> Any:
    (found,) = [
        cell
        for cell, column, _, own in made.cells()
        if (cell.parent.title, own, column.column) == (plan_id, code, name)
    ]
    return found


class TestWhatIsLocked:
    def test_entries_are_open_and_all_else_is_locked(self, each: Made) -> None:
        entries = {
            (cell.parent.title, cell.row, at)
            for cell, column, kind, _ in each.cells()
            for at in range(column.at, column.to + 1)
            if kind in ENTRIES
        }
        purposes = {
            (page.title, row, at) for page, code, row in each.rows() for at in range(3, LAST + 1) if code == "目的"
        }
        found = {
            (page.title, cell.row, cell.column)
            for page in each.book.worksheets[1:]
            for row in page.iter_rows()
            for cell in row
            if not cell.protection.locked
        }
        assert found == entries | purposes

    def test_every_sheet_is_protected_without_a_password(self, each: Made) -> None:
        for page in each.book.worksheets:
            assert page.protection.sheet and page.protection.password is None
            assert not page.protection.formatRows, "a row may be made taller"

    def test_entries_are_told_by_border_and_word_too(self, hitachi: Made) -> None:
        styles = {
            (kind in ENTRIES, cell.border.left.style, cell.fill.fgColor.rgb[2:]) for cell, _, kind, _ in hitachi.cells()
        }
        entry, other = ({style[1:] for style in styles if style[0] is is_entry} for is_entry in (True, False))
        assert not entry & other
        assert not {line for line, _ in entry} & {line for line, _ in other}


class TestWhatIsAccepted:
    def rules(self, made: Made) -> dict[tuple[str, str], Any]:
        return {
            (page.title, cell): rule
            for page in made.book.worksheets
            for rule in page.data_validations.dataValidation
            for cells in rule.sqref.ranges
            for row in openpyxl.utils.rows_from_range(cells.coord)
            for cell in row
        }

    def test_every_entry_has_its_rule_and_nothing_else(self, each: Made) -> None:
        entries = {(cell.parent.title, cell.coordinate) for cell, _, kind, _ in each.cells() if kind in ENTRIES}
        purposes = {(plan.id, "C3") for plan in each.form.plans}
        assert set(self.rules(each)) == entries | purposes

    @pytest.mark.parametrize(
        ("plan", "code", "name", "kind", "low", "high"),
        [
            ("06", "事業1", "actual_text", "decimal", "0", "400"),
            ("05", "事業1", "actual_text", "decimal", "0", "100"),
            ("05", "指標1", "actual_text", "decimal", "0", "100"),
            ("11", "指標1", "target_after", "decimal", "0", "380"),
            ("12", "事業1", "actual_text", None, None, None),
            ("06", "新規事業1", "actual_text", None, None, None),
            ("06", "新規指標1", "actual_text", "decimal", "-1000000000000000", "1000000000000000"),
            ("06", "事業1", "reason", "list", '"未公表,集計中,該当なし"', None),
            ("06", "事業1", "state", "list", '"継続,終了"', None),
            ("06", "新規指標1", "polarity", "list", '"以上,以下"', None),
            ("06", "事業1", "factors", "textLength", "2000", None),
        ],
    )
    def test_an_entry(self, hitachi: Made, plan: str, code: str, name: str, kind: str, low: str, high: str) -> None:
        rule = self.rules(hitachi)[plan, cell_of(hitachi, plan, code, name).coordinate]
        bounds = [
            None if bound is None or not bound[-1].isdigit() else Decimal(bound)
            for bound in (rule.formula1, rule.formula2)
        ]
        wanted = [None if bound is None or not bound[-1].isdigit() else Decimal(bound) for bound in (low, high)]
        assert (rule.type, bounds) == (kind, wanted)
        assert kind != "list" or rule.formula1 == low
        assert kind is None or (rule.showErrorMessage and rule.error.endswith("。"))

    def test_words_are_no_longer_than_excel_takes(self, each: Made) -> None:
        for rule in self.rules(each).values():
            assert len(rule.promptTitle or "") <= 32 and len(rule.errorTitle or "") <= 32
            assert len(rule.prompt or "") <= 255 and len(rule.error or "") <= 225


HOSTILE = ("=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", '=HYPERLINK("http://x","y")', "_x003D_1", "A&B")


class TestTextIsData:
    def test_names_that_look_like_formulas_are_inert(self, tmp_path: Path) -> None:
        lines = "\n".join(f'"{text.replace(chr(34), chr(34) * 2)}",件,1,2,3' for text in HOSTILE)
        city = City(tmp_path).describe().raw(f"指標,単位,基準値,実績値,目標値\n{lines}\n".encode())
        toml = city.folder / "source.toml"
        toml.write_text(toml.read_text("utf-8").replace("見本計画", "=A&B計画"), encoding="utf-8")
        form = form_of(tmp_path, source.edition(tmp_path, "mihon", "R5"), 2024)
        book = opened(form_bytes(form))
        page = book[form.plans[0].id]
        names = [page.cell(row, 3) for row in range(1, page.max_row + 1)]
        found = {unescape(cell.value): cell for cell in names if isinstance(cell.value, str)}
        assert set(HOSTILE) <= set(found)
        for text in HOSTILE:
            assert found[text].data_type == "s"
            assert found[text].quotePrefix == (text[0] in "=+@")
        assert "&&" in page.oddHeader.left.text
        formulas = {cell.column for row in page.iter_rows() for cell in row if cell.data_type == "f"}
        assert formulas <= {14, LAST, 21, 22, 23}, "checks, what is open, and what they are made of"


class TestTheFile:
    def test_the_same_bytes_each_time(self, made: dict[str, Made]) -> None:
        """Of Hitachi the command's test says it."""
        assert form_bytes(made["takahagi"].form) == made["takahagi"].data

    def test_it_prints_on_a4_with_headings(self, hitachi: Made, tmp_path: Path) -> None:
        pdf = tmp_path / "form.pdf"
        pdf.write_bytes(printed_by_office(hitachi.data, tmp_path))
        info = subprocess.run(["pdfinfo", "-l", "99", str(pdf)], capture_output=True, text=True)
        sizes = [line for line in info.stdout.splitlines() if line.endswith("(A4)")]
        plans = len(hitachi.form.plans)
        assert f"Pages:           {len(sizes)}" in info.stdout
        assert plans < len(sizes) <= 1 + 2 * plans
        texts = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True)
        guide, *pages = texts.stdout.decode().split("\f")[: len(sizes)]
        assert all("PLAN" in page and "記入様式" in page for page in pages)
        words = [line.split() for line in guide.splitlines() if line[:1].isdigit()]
        counts = {first: rest[-3:] for first, *rest in words}
        open_entries = 2 * 4 + 6 * 2  # of two activities and six indicators
        assert counts["05"] == ["2", "6", str(open_entries)]
        assert counts["03"] == ["0", "0", "0"]

    def test_every_cell_has_room_for_its_text(self, each: Made) -> None:
        """Room as LibreOffice's fonts need it is seen in the pictures; here, that rows grow."""
        for cell, column, kind, _ in each.cells():
            if kind == "shown" and isinstance(cell.value, str):
                width = sum(
                    each.book[cell.parent.title].column_dimensions[letter].width
                    for letter in map(openpyxl.utils.get_column_letter, range(column.at, column.to + 1))
                )
                needed = len(cell.value) / (width / 1.2) * 13  # half of them may be narrow
                assert cell.parent.row_dimensions[cell.row].height >= needed, cell.value


class TestTheCommand:
    @pytest.fixture
    def project(self, tmp_path: Path) -> Path:
        shutil.copytree(ROOT / "data/raw", tmp_path / "data/raw")
        return tmp_path

    def test_it_writes_the_form_and_says_what_is_next(
        self, project: Path, hitachi: Made, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run_act(["entry-form", "--city", "日立市", "--year", "令和６年度"], project) == 0
        said = capsys.readouterr().out
        path = project / "reports/R6/hitachi/entry-form.xlsx"
        assert path.read_bytes() == hitachi.data
        assert "data/raw/hitachi/R6.xlsx" in said and edition_lines(hitachi.form) in said
        made = [p for p in project.rglob("*") if p.is_file() and "raw" not in p.parts]
        assert made == [path]

    def test_the_lines_are_an_edition(self, project: Path, each: Made) -> None:
        lines = edition_lines(each.form)
        assert tomllib.loads(lines)["edition"][0]["layout"] == "entry-form"
        city, year = each.form.edition.city, each.form.years.actual
        with (project / f"data/raw/{city}/source.toml").open("a", encoding="utf-8") as file:
            file.write(f"\n{lines}")
        found = source.edition(project, city, year)
        assert (found.file, found.actual) == (f"{year}.xlsx", each.form.year)
        assert found.previous == each.form.year - 1
        earlier = each.form.edition
        assert (found.rule, found.plan_word, found.target) == (earlier.rule, earlier.plan_word, earlier.target)

    def test_what_may_be_filled_is_never_overwritten(self, project: Path) -> None:
        arguments = ["entry-form", "--city", "takahagi", "--year", "R7"]
        path = project / "reports/R7/takahagi/entry-form.xlsx"
        assert run_act(arguments, project) == 0
        assert run_act(arguments, project) == 0, "the same form again"
        path.write_bytes(b"filled")
        assert run_act(arguments, project) == 2
        assert path.read_bytes() == b"filled"

    def test_it_goes_to_the_folder_of_the_reports(self, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
        arguments = ["entry-form", "--city", "takahagi", "--year", "R7"]
        assert run_act([*arguments, "--out", "公開"], project) == 0
        assert "公開/R7/takahagi/entry-form.xlsx を作りました" in capsys.readouterr().out
        (project / "公開/R7/takahagi/entry-form.xlsx").write_bytes(b"filled")
        assert run_act([*arguments, "--out", str(project / "公開")], project) == 2
        assert not (project / "reports").exists()

    def test_a_plan_that_no_sheet_can_hold_stops(self, tmp_path: Path) -> None:
        rows = "".join(f"指標{number},件,1,2,3\n" for number in range(MOST_FORM_ROWS))
        City(tmp_path).describe().raw(f"指標,単位,基準値,実績値,目標値\n{rows}".encode())
        with pytest.raises(SourceError) as error:
            form_of(tmp_path, source.edition(tmp_path, "mihon", "R5"), 2024)
        assert error.value.file == "data/raw/mihon/R5.csv"

    @pytest.mark.parametrize(
        ("arguments", "named"),
        [
            (["--city", "hitachi", "--year", "R8"], "hitachi R6"),
            (["--city", "hitachi", "--year", "来年"], "hitachi R6"),
            (["--city", "hitachi"], "hitachi R6"),
            (["--city", "mito", "--year", "R6"], "日立市（hitachi）R5"),
            (["--year", "R6"], "--city"),
        ],
    )
    def test_what_there_is_not_is_told_with_what_there_is(
        self, arguments: list[str], named: str, project: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run_act(["entry-form", *arguments], project) == 2
        assert named in capsys.readouterr().err
        assert not (project / "reports").exists()


class TestTheInventedYear:
    """The real form filled, as LibreOffice calculates it: the check columns are wired as they should be."""

    def rows(self, made: Made, page: Any, plan_id: str, word: str) -> Iterator[dict[str, Any]]:
        columns = ACTIVITIES if word == ACTIVITY else INDICATORS
        for own, code, row in made.rows():
            if own.title == plan_id and code.removeprefix("新規").removeprefix(word).isdigit():
                yield {column.column: page.cell(row, column.at).value for column in columns}

    def test_each_ratio(self, recalculated: Any, hitachi: Made) -> None:
        checked = 0
        for plan in hitachi.form.plans:
            for row in self.rows(hitachi, recalculated[plan.id], plan.id, ACTIVITY):
                actual, before = (number(row[name]) for name in ("actual_text", "previous_text"))
                assert number(row["ratio"]) == ratio(actual, before), row["name"]
                checked += number(row["ratio"]) is not None
        assert checked > 20

    def test_each_mark(self, recalculated: Any, hitachi: Made) -> None:
        found, tables = [], []
        for plan in hitachi.form.plans:
            for form_row, row in zip(
                plan.indicators, self.rows(hitachi, recalculated[plan.id], plan.id, INDICATOR), strict=True
            ):
                new = form_row.new
                baseline = number(row["baseline_text"] if new else row["baseline_after"])
                target = number(row["target_text"] if new else row["target_after"])
                actual = number(row["actual_text"])
                found.append(row["status"] or "")
                tables.append(
                    {
                        "plan_id": plan.id,
                        "indicator_no": len(tables) + 1,
                        "actual": actual,
                        "actual_text": row["reason"] or "",
                        "actual_fy": 2024,
                        "baseline": form_row.baseline if baseline is None else baseline,
                        "target": form_row.target if target is None else target,
                        "polarity": POLARITY_CHOICES.get(row["polarity"] or "", ""),
                    }
                )
        given = {"activities": frame("activities", []), "indicators": frame("indicators", tables)}
        assert found == list(compute(given, hitachi.form.rule)["indicator_results"]["status"])
        assert {"◎", "○", "△", "—", ""} == set(found)

    def test_what_is_open_is_counted(self, recalculated: Any, hitachi: Made) -> None:
        page = recalculated[GUIDE]
        rows = {cell.value: cell.row for cell in page["A"] if cell.value}
        found = {
            page.cell(rows[f"プラン{number}"], GUIDE_COLUMNS["plan_id"]).value: page.cell(
                rows[f"プラン{number}"], GUIDE_COLUMNS["open"]
            ).value
            for number in range(1, len(hitachi.form.plans) + 1)
        }
        assert {plan: count for plan, count in found.items() if count} == {
            "02": 1,
            "03": 1,
            "04": 1,
            "05": 1,
            "08": 1,  # 03: the purpose of a plan of new rows
        }

    def test_a_new_row_is_open_for_what_its_reader_will_miss(self, tmp_path: Path) -> None:
        new = {"name": "新しい数", "division": "市民課", "actual_text": 3}
        city = FormCity(tmp_path / "city").fill({("03", "新規指標1", column): value for column, value in new.items()})
        missed = city.tables["repairs"]
        missed = missed[(missed["rule"] == "not_entered") & (missed["plan_id"] == "03")]
        data = BytesIO(saved(city.file.read_bytes(), tmp_path))
        page = openpyxl.load_workbook(data, data_only=True)[GUIDE]
        count = page.cell(row_of(page, "プラン3"), GUIDE_COLUMNS["open"]).value
        assert count == len(missed) == 3  # baseline, target, and the purpose of the plan

    def test_it_is_the_same_for_a_seed_and_says_that_it_is_invented(self, filled: Filled) -> None:
        assert invented_year().data == filled.data
        guide = opened(filled.data)[GUIDE]
        assert WARNING in {cell.value for row in guide.iter_rows() for cell in row}

    def test_it_reads_the_same_when_libreoffice_has_saved_it(
        self, filled: Filled, by_office: bytes, hitachi: Made, tmp_path: Path
    ) -> None:
        shutil.copytree(ROOT / "data/raw/hitachi", tmp_path / "data/raw/hitachi")
        with (tmp_path / "data/raw/hitachi/source.toml").open("a", encoding="utf-8") as file:
            file.write(f"\n{edition_lines(hitachi.form)}")
        read = []
        for data in (filled.data, by_office):
            (tmp_path / "data/raw/hitachi/R6.xlsx").write_bytes(data)
            read.append(clean_document(str(tmp_path), "hitachi", "R6"))
        for name in ("plans", "activities", "indicators", "observations", "repairs"):
            assert read[0][name].equals(read[1][name]), name
        assert len(read[0]["activities"]) == 28 + 2 - 1, "two new, one ended"

    def test_its_cases_are_in_it(self, filled: Filled, hitachi: Made) -> None:
        book = opened(filled.data)
        rows = {(page.title, code): row for page, code, row in hitachi.rows()}
        for (plan_id, word, no), values in SPECIAL.items():
            columns = by_name(ACTIVITIES if ACTIVITY in word else INDICATORS)
            for name, value in values.items():
                cell = book[plan_id].cell(rows[plan_id, row_code(word, no)], columns[name].at)
                assert (number(cell.value) if isinstance(value, Decimal) else cell.value) == value
        states = {values.get("state") for values in filled.entered.values()}
        assert ENDED in states

    def test_it_is_not_put_among_real_documents(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        target = ROOT / "data/raw/hitachi/R6.xlsx"
        monkeypatch.setattr("sys.argv", ["invented_year.py", "--out", str(target)])
        assert write_invented() == 2
        assert not target.exists()
        assert "data/raw" in capsys.readouterr().err


def number(value: Any) -> Decimal | None:
    """A number of a cell; None for a text or nothing."""
    return Decimal(repr(value)) if isinstance(value, int | float) else None
