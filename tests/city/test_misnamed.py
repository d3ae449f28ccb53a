"""Decisions under a name that nobody reads: what stops the run, and what does not."""

from pathlib import Path

import openpyxl
import pytest

from cityplan.city.misnamed import check_names
from cityplan.files.errors import SourceError
from tests.small_tables import City

PLACE = "data/raw/mihon"
DECIDED = "year,plan_id,text\nR5,01,よい\n"


def put(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(DECIDED)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("corrections.xlsx", "corrections.csv"),
        ("Corrections.csv", "corrections.csv"),
        ("corrections.csv.txt", "corrections.csv"),
        ("ｃorrections.csv", "corrections.csv"),
        ("comments.xls", "comments.csv"),
        ("findings.xlsx", "answers/"),
        ("findings (1).xlsx", "answers/"),
        ("findings_商工課.xlsx", "answers/"),
        ("正誤表案.xlsx", "answers/"),
        ("回答/商工.xlsx", "answers"),
        ("answers_R5/商工.xlsx", "answers"),
        ("訂正.csv", "corrections.csv"),
        ("comments_old.csv", "comments.csv"),
        ("answer/商工.xlsx", "answers"),
        ("Answers/商工.xlsx", "answers"),
    ],
)
def test_it_is_told_with_the_name_that_is_read(tmp_path: Path, name: str, meant: str) -> None:
    put(tmp_path, name)
    with pytest.raises(SourceError) as caught:
        check_names(tmp_path, PLACE, ())
    assert caught.value.file == f"{PLACE}/{name.partition('/')[0]}" and meant in f"{caught.value}"


def test_a_list_of_errata_by_whatever_name(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "指摘"
    book.save(tmp_path / "商工振興課.xlsx")
    with pytest.raises(SourceError, match=r"answers/"):
        check_names(tmp_path, PLACE, ())
    check_names(tmp_path, PLACE, {"商工振興課.xlsx"})


@pytest.mark.parametrize("name", ["correction.csv", "corrections (1).csv", "comments - コピー.csv", "comments_old.csv"])
def test_a_copy_beside_the_file_that_holds_decisions_is_a_copy(tmp_path: Path, name: str) -> None:
    put(tmp_path, name)
    with pytest.raises(SourceError):
        check_names(tmp_path, PLACE, ())
    put(tmp_path, "corrections.csv", "comments.csv")
    check_names(tmp_path, PLACE, ())


def test_what_is_no_decision_is_left_alone(tmp_path: Path) -> None:
    put(tmp_path, "corrections.csv", "answers/商工.xlsx", "R5.xlsx", "README.md", ".~lock.corrections.csv#", "図/a.png")
    check_names(tmp_path, PLACE, ())


def test_the_document_itself_may_have_such_a_name(tmp_path: Path) -> None:
    put(tmp_path, "comments.xlsx")
    check_names(tmp_path, PLACE, {"comments.xlsx"})


def test_no_document_of_the_city_is_made_without_it(tmp_path: Path) -> None:
    city = City(tmp_path).describe().csv("施策,指標名,単位,R3,R5,R8\nあ,人口,人,10,12,20")
    put(city.folder, "corrections.xlsx")
    with pytest.raises(SourceError, match=r"corrections\.csv"):
        city.read()
