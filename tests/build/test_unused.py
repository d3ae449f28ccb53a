"""Files in data/raw that nothing uses: which are told, and with which lines."""

import tomllib
from pathlib import Path

import pytest
import small_form

from cityplan.build.unused import Unused, unused
from cityplan.city import source

SOURCE = small_form.SOURCE.partition("[[edition.plan]]")[0].replace("\n", '\nlogo = "logo.svg"\n', 1)
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><path d="M0 0H2V1Z" fill="#000"/></svg>'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "data/raw/mihon"
    made.mkdir(parents=True)
    (made / "source.toml").write_text(SOURCE, encoding="utf-8")
    (made / "logo.svg").write_text(LOGO, encoding="utf-8")
    for name in ("R5.txt", "corrections.csv", "comments.csv", "README.md", ".gitkeep", "~$R5.xlsx"):
        (made / name).write_text("x")
    return made


def told(folder: Path) -> list[Unused]:
    root = folder.parents[2]
    return unused(root, source.known(root))


def test_what_belongs_there_is_not_told(folder: Path) -> None:
    assert told(folder) == []


@pytest.mark.parametrize(
    ("name", "year", "layout"),
    [
        ("R6.txt", "R6", "progress-sheets"),
        ("令和７年度.txt", "R7", "progress-sheets"),
        ("取組状況2024.csv", "R6", "plain-table"),
        ("R6.xlsx", "R6", "entry-form"),
    ],
)
def test_a_new_year_has_the_lines_that_use_it(folder: Path, name: str, year: str, layout: str) -> None:
    (folder / name).write_text("x")
    (found,) = told(folder)
    assert found.file == f"data/raw/mihon/{name}" and found.lines in found.told()
    (edition,) = tomllib.loads(found.lines)["edition"]
    assert (edition["year"], edition["file"], edition["layout"]) == (year, name, layout)
    assert (edition["actual"], edition["target"]) == (year, "R8")
    path = folder / "source.toml"
    path.write_text(f"{SOURCE}\n{found.lines}\n", encoding="utf-8")
    assert [each.year for each in source.editions(folder.parents[2])] == ["R5", year]
    assert told(folder) == []


@pytest.mark.parametrize("name", ["R5 (2).txt", "memo.txt", "R6.doc"])
def test_what_looks_like_no_edition_is_told_by_name(folder: Path, name: str) -> None:
    (folder / name).write_text("x")
    assert told(folder) == [Unused(f"data/raw/mihon/{name}")]


def test_a_file_beside_the_cities(folder: Path) -> None:
    (folder.parent / "R6.txt").write_text("x")
    assert told(folder) == [Unused("data/raw/R6.txt")]
