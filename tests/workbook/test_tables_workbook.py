"""tables.xlsx: all tables typed and explained; the same values as the CSV, also in LibreOffice."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cityplan.city import source
from cityplan.city.edition import Edition
from cityplan.city.licence import Licence
from cityplan.tables import files as table_files
from cityplan.tables.datapackage import about
from cityplan.tables.definitions import ROWS, TABLES
from cityplan.tables.guide import LABELS, guide
from cityplan.tables.schema import Tables, frame, records
from cityplan.workbook.tables import tables_workbook
from docs.make_tables import PAGE, page
from tests.libreoffice import convert
from tests.published import Published

GUIDE = "表と列の説明"
FORMULA = '=HYPERLINK("http://example.com")'


@pytest.fixture
def project(tmp_path: Path, edition: Edition) -> Path:
    """A project with three tables: one of every kind of cell, a hostile one, an empty one."""
    rows = [
        {"plan_id": "06", "activity_no": 1, "name": "空き店舗", "actual": Decimal("63.00"), "source_line": 1},
        {"plan_id": "06", "activity_no": 2, "name": FORMULA, "actual": Decimal("1062"), "source_line": 2},
        {"plan_id": "06", "activity_no": 3, "name": "-", "factors": "要因" * 100, "source_line": 3},
    ]
    plans = [
        {"plan_id": "06", "has_sheet": True, "source_line": 8, "source_line_end": 9},
        {"plan_id": "07", "source_line": 10},
    ]
    tables = {"plans": plans, "activities": rows, "corrections": []}
    written = {name: frame(name, each) for name, each in tables.items()}
    table_files.write(written, tmp_path / edition.processed, about(edition))
    return tmp_path


def book(project: Path, edition: Edition) -> Any:
    return openpyxl.load_workbook(BytesIO(tables_workbook(project, edition)))


def cells(page: Any, heading: str) -> list[Any]:
    """The cells of a column below its heading."""
    at = [cell.value for cell in page[1]].index(heading)
    return [row[at] for row in page.iter_rows(min_row=2)]


class TestWorkbook:
    def test_a_sheet_for_each_table_after_their_explanation(self, project: Path, edition: Edition) -> None:
        made = book(project, edition)
        assert made.sheetnames == [GUIDE, "プラン", "掲載事業", "訂正"]
        assert [list(each.tables) for each in made] == [["guide"], ["plans"], ["activities"], []]
        assert {each.freeze_panes for each in made} == {"A2"}
        assert made["掲載事業"].tables["activities"].autoFilter.ref == "A1:S4"
        labels = [column.label for column in TABLES["activities"].columns]
        assert [cell.value for cell in made["掲載事業"][1]] == labels

    def test_cells_have_their_types_and_digits(self, project: Path, edition: Edition) -> None:
        made = book(project, edition)
        found = [
            *cells(made["掲載事業"], "今年度の実績")[:2],
            cells(made["掲載事業"], "プラン番号")[0],
            cells(made["掲載事業"], "事業番号")[1],
            *cells(made["プラン"], "シートの有無"),
            *cells(made["プラン"], "原文の終わりの行"),
        ]
        assert [(cell.value, cell.data_type, cell.number_format) for cell in found] == [
            (63, "n", "0.00"),
            (1062, "n", "#,##0"),
            ("06", "s", "General"),
            (2, "n", "0"),
            (True, "b", "General"),
            (None, "n", "General"),
            (9, "n", "0"),
            (None, "n", "General"),
        ]

    def test_what_looks_like_a_formula_is_inert(self, project: Path, edition: Edition) -> None:
        """In the CSV it has a ' before it; here it is the text itself, and no formula."""
        found = cells(book(project, edition)["掲載事業"], "事業名")[1]
        assert (found.value, found.data_type, found.quotePrefix) == (FORMULA, "s", True)
        text = (project / edition.processed / "activities.csv").read_text("utf-8-sig")
        assert f'"\'{FORMULA.replace(chr(34), chr(34) * 2)}"' in text

    def test_a_heading_tells_the_name_of_its_column(self, project: Path, edition: Edition) -> None:
        found = book(project, edition)["掲載事業"].data_validations.dataValidation
        notes = {str(each.sqref): each for each in found}
        assert len(notes) == len(TABLES["activities"].columns)
        assert notes["A1"].prompt.startswith("列の名前: plan_id。") and notes["A1"].type is None
        assert "単位: %。" in notes["O1"].prompt

    def test_long_texts_are_all_in_sight(self, project: Path, edition: Edition) -> None:
        made = book(project, edition)["掲載事業"]
        assert made.column_dimensions["P"].width == 49
        heights = [made.row_dimensions[row].height for row in (2, 3, 4)]
        assert heights == [None, None, 9 * 18.75]

    def test_the_first_sheet_explains_all_columns(self, project: Path, edition: Edition) -> None:
        made = book(project, edition)[GUIDE]
        rows = [[cell.value or "" for cell in row] for row in made.iter_rows()]
        assert tuple(rows[0]) == LABELS
        names = [tuple(row[:2]) for row in rows if row[0] in TABLES]
        assert names == [
            (name, column)
            for name in ("plans", "activities", "corrections")
            for column in ("", *(each.name for each in TABLES[name].columns))
        ]

    @pytest.mark.parametrize(
        ("licence", "words"), [(Licence(), "利用条件は発行者に確認"), (Licence("CC-BY-4.0"), "CC-BY-4.0")]
    )
    def test_source_and_licence_are_named(self, project: Path, edition: Edition, licence: Licence, words: str) -> None:
        made = book(project, replace(edition, licence=licence))
        told = dict(zip(cells(made[GUIDE], "ラベル"), cells(made[GUIDE], "意味"), strict=True))
        facts = {label.value: meaning.value for label, meaning in told.items()}
        assert edition.title in facts["出典"] and facts["原文の利用条件"] == words

    def test_the_same_bytes_each_time(self, project: Path, edition: Edition) -> None:
        assert tables_workbook(project, edition) == tables_workbook(project, edition)


class TestMeanings:
    def test_every_table_and_every_choice_is_explained(self) -> None:
        for table in TABLES.values():
            assert table.meaning, table.name
            for column in table.columns:
                unexplained = {each for each in column.choices if each not in column.meaning}
                assert not unexplained, (table.name, column.name)

    def test_every_column_has_a_line(self) -> None:
        lines = {(line.table, line.column) for line in guide(TABLES, ()) if line.column}
        assert lines == {(t.name, column.name) for t in TABLES.values() for column in t.columns}

    def test_the_document_for_readers_says_the_same(self) -> None:
        assert PAGE.read_text(encoding="utf-8") == page(), "python docs/make_tables.py"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where LibreOffice writes what it converts."""
    return tmp_path_factory.mktemp("office")


EVERY_SHEET_AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,true,false,false,-1"


@pytest.mark.xdist_group("libreoffice")
class TestLibreOffice:
    def test_every_value_is_that_of_the_csv(self, office: Path, published: Published) -> None:
        """Opened, and each sheet written as it is shown: digits, 06, marks, 髙 and all."""
        convert(office, EVERY_SHEET_AS_SHOWN, published.reports / "R5/hitachi/tables.xlsx")
        edition = source.edition(published.root, "hitachi", "R5")
        tables = table_files.read(published.root / edition.processed)
        assert len(tables) > 15 and len(tables["cells"]) > 700
        del tables["cutouts"]  # pictures: the workbook has no sheet of them
        for name, rows in texts(tables):
            shown = office / f"tables-{TABLES[name].label}.csv"
            with shown.open(encoding="utf-8", newline="") as file:
                heading, *found = csv.reader(file)
            assert heading == [column.label for column in TABLES[name].columns]
            assert [as_in_csv(name, row) for row in found] == rows, name

    def test_csv_opens_with_the_right_characters_and_no_formula(self, office: Path, tmp_path: Path) -> None:
        """By the BOM alone; what would be a formula is a text with a ' before it."""
        hostile = [FORMULA, "＝1+1", "@SUM(A1)", "改\n行", '"', "△5"]
        own = {"name": "髙﨑①㈱～−", "source_line": 1}
        data = frame("groups", [{"group_id": f"G{n}", "strategy": text, **own} for n, text in enumerate(hostile)])
        table_files.write({"groups": data}, tmp_path, {})
        convert(office, "xlsx", tmp_path / "groups.csv", reading="CSV:44,34,DETECT")
        found = openpyxl.load_workbook(office / "groups.xlsx").active
        assert [cell.value for cell in found[1]] == [c.name for c in TABLES["groups"].columns]
        assert {cell.value for cell in cells(found, "name")} == {"髙﨑①㈱～−"}
        strategies = cells(found, "strategy")
        assert {cell.data_type for cell in strategies} == {"s"}
        assert [cell.value for cell in strategies] == [f"'{FORMULA}", "'＝1+1", "'@SUM(A1)", "改\n行", '"', "△5"]
        read = table_files.read(tmp_path)["groups"]
        assert list(read["strategy"]) == hostile


def texts(tables: Tables) -> Iterator[tuple[str, list[list[str]]]]:
    """The rows of tables as texts, in the order of `TABLES`."""
    for name, data in tables.items():
        yield name, [[_text(value) for value in vars(row).values()] for row in records(data, ROWS[name])]


def _text(value: Any) -> str:
    return "" if value is None else format(value, "f") if isinstance(value, Decimal) else str(value)


def as_in_csv(name: str, row: list[str]) -> list[str]:
    """A row as LibreOffice shows it, without the separators of numbers."""
    kinds = [column.kind for column in TABLES[name].columns]
    plain = {"number": lambda text: text.replace(",", ""), "boolean": str.capitalize}
    return [plain.get(kind, str)(text) for kind, text in zip(kinds, row, strict=True)]
