"""A new year from a file: the newest edition's lines, moved; what does not follow is a question and no declaration."""

import shutil
import tomllib
from pathlib import Path

import pytest

from cityplan.build.new_year import new_year_of_file
from cityplan.city import source
from cityplan.files.errors import UsageError

SAMPLE = Path(__file__).parents[1] / "sample"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for city in ("mihon", "mihon-table"):
        shutil.copytree(SAMPLE / city, tmp_path / "data/raw" / city)
    shutil.copy(SAMPLE / "mihon-next/R6.txt", tmp_path / "data/raw/R6.txt")
    shutil.copy(SAMPLE / "mihon-table/R5.csv", tmp_path / "data/raw/令和６年度.csv")
    return tmp_path


def change(root: Path, city: str, before: str, after: str) -> None:
    path = root / f"data/raw/{city}/source.toml"
    text = path.read_text("utf-8")
    assert before in text
    path.write_bytes(text.replace(before, after).encode())


def test_sheets_of_the_next_year(root: Path) -> None:
    made = new_year_of_file(root, "mihon", root / "data/raw/R6.txt")
    assert made.changed == ('year = "R6"', 'file = "R6.txt"', 'previous = "R5"', 'actual = "R6"')
    assert made.questions == ()
    found = source.edition(root, "mihon", "R6")
    assert (found.file, found.previous, found.actual, found.baseline, found.target) == (
        "R6.txt",
        2023,
        2024,
        2021,
        2026,
    )
    assert [plan.id for plan in found.plan] == ["01", "02", "03"]
    assert (root / found.raw_file).read_bytes() == (root / "data/raw/R6.txt").read_bytes()


def test_headings_of_a_table_move_with_their_year(root: Path) -> None:
    """Read by last year's heading, last year's marks and results would pass for this year's."""
    new_year_of_file(root, "mihon-table", root / "data/raw/令和６年度.csv")
    text = (root / "data/raw/mihon-table/source.toml").read_text("utf-8")
    new = tomllib.loads(text)["edition"][-1]
    assert (
        new["columns"] | {"actual": "実績値/R6", "status": "達成状況/R6", "status_previous": "達成状況/R5"}
        == new["columns"]
    )
    assert new["columns"]["baseline"] == "基準値/R3" and new["columns"]["target"] == "目標値/2026(令和8)年度"
    assert new["years"] == {"R元": "実績値/R元", "R4": "実績値/令和4年度"}


def test_a_year_that_may_be_either_is_a_question(root: Path) -> None:
    change(root, "mihon-table", 'baseline = "R3"\nprevious = "R4"', 'baseline = "R4"\nprevious = "R4"')
    made = new_year_of_file(root, "mihon-table", root / "data/raw/令和６年度.csv")
    assert 'status_previous = "達成状況/R4"' in made.questions
    new = tomllib.loads((root / "data/raw/mihon-table/source.toml").read_text("utf-8"))["edition"][-1]
    assert "status_previous" not in new["columns"] and new["year"] == "R6"


def test_nobody_has_confirmed_the_new_document(root: Path) -> None:
    change(root, "mihon", 'target = "R8"\n', 'target = "R8"\nfinal = true\n')
    new_year_of_file(root, "mihon", root / "data/raw/R6.txt")
    assert source.edition(root, "mihon", "R5").final and not source.edition(root, "mihon", "R6").final


def test_saved_by_an_editor_of_windows(root: Path) -> None:
    path = root / "data/raw/mihon/source.toml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    new_year_of_file(root, "mihon", root / "data/raw/R6.txt")
    assert [each.year for each in source.editions(root) if each.city == "mihon"] == ["R5", "R6"]


@pytest.mark.parametrize(
    ("city", "file", "year", "told"),
    [
        ("mihon", "R6.txt", "R5", "もうあります"),
        ("mihon", "R6.txt", "？", "年度が分かりません"),
        ("mihan", "R6.txt", "", "見本市"),
    ],
)
def test_nothing_is_written_where_anything_is_wrong(root: Path, city: str, file: str, year: str, told: str) -> None:
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    with pytest.raises(UsageError, match=told):
        new_year_of_file(root, city, root / "data/raw" / file, year)
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


def test_another_document_of_that_name_stays(root: Path) -> None:
    (root / "data/raw/mihon/R6.txt").write_text("another", "utf-8")
    with pytest.raises(UsageError, match="上書きしません"):
        new_year_of_file(root, "mihon", root / "data/raw/R6.txt")
    assert (root / "data/raw/mihon/R6.txt").read_text("utf-8") == "another"
