"""What a project meets on an analyst's Windows PC: CRLF and BOM, long paths, cp932 consoles, names, times."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cityplan import steps
from cityplan.build.new_city import place_of
from cityplan.build.run import run_notebook
from cityplan.city import source
from cityplan.city.notebooks import report_notebooks
from cityplan.files.errors import SourceError, UsageError
from tests.published import ROOT, sample

TEXTS = {".toml", ".csv", ".txt", ".ipynb"}
PLAN = {"city": "mihon", "year": "R5", "plan": "01"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return sample(tmp_path)


def saved_by_windows(root: Path) -> None:
    """Every text as Notepad or Excel saves it."""
    for path in root.rglob("*"):
        if path.suffix in TEXTS and "processed" not in path.parts:
            path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))


def test_crlf_and_bom_change_nothing(root: Path) -> None:
    comments = root / "data/raw/mihon/comments.csv"
    comments.write_text('year,plan_id,text\nR5,01,"一行目\n二行目"\n', "utf-8")
    before = steps.clean_document(str(root), "mihon", "R5")
    brief = run_notebook(root / "notebooks/40_brief.ipynb", PLAN)
    saved_by_windows(root)
    after = steps.clean_document(str(root), "mihon", "R5")
    assert after.keys() == before.keys()
    assert [name for name, table in before.items() if not after[name].equals(table)] == []
    assert run_notebook(root / "notebooks/40_brief.ipynb", PLAN) == brief


def test_a_path_of_more_than_200_letters(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["共有フォルダの深い所にある企画課のフォルダ"] * 9)
    deep.mkdir(parents=True)
    root = sample(deep)
    assert len(str(root / "notebooks/40_brief.ipynb")) > 220
    executed = run_notebook(root / "notebooks/40_brief.ipynb", PLAN)
    assert any("PLAN 01" in str(cell.get("outputs", "")) for cell in executed.cells)


def test_a_console_without_the_letter_shows_another(root: Path) -> None:
    path = root / "data/raw/mihon/source.toml"
    path.write_text(path.read_text("utf-8").replace('city = "見本市"', 'city = "𠮷野町−①"'), "utf-8")
    command = [sys.executable, "-m", "cityplan", "make", "--work", str(root), "--list"]
    done = subprocess.run(command, capture_output=True, env={**os.environ, "PYTHONIOENCODING": "cp932"})
    assert done.returncode == 0, done.stderr
    assert "?野町－①" in done.stdout.decode("cp932")


@pytest.mark.parametrize("name", ["con", "aux", "nul", "com1", "lpt9"])
def test_a_device_of_windows_is_no_city(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="Windows"):
        place_of(tmp_path, name)
    shutil.copytree(ROOT / "tests/sample/mihon", tmp_path / "data/raw" / name)
    assert "Windows" in str(source.known(tmp_path).faults[name])


@pytest.mark.parametrize("file", ["aux.csv", "C:R5.txt", "sub\\\\R5.txt", "R5."])
def test_a_file_that_windows_does_not_name_so(root: Path, file: str) -> None:
    path = root / "data/raw/mihon/source.toml"
    path.write_text(path.read_text("utf-8").replace('file = "R5.txt"', f'file = "{file}"'), "utf-8")
    with pytest.raises(SourceError) as caught:
        source.editions(root, "mihon")
    assert caught.value.column == "file" and "Windows" in caught.value.problem


def test_two_cities_that_differ_in_capitals_only(root: Path) -> None:
    shutil.copytree(root / "data/raw/mihon", root / "data/raw/Mihon")
    assert source.known(root).faults.keys() == {"mihon", "Mihon"}


def test_a_notebook_whose_files_would_be_a_device(root: Path) -> None:
    shutil.copy(root / "notebooks/50_overview.ipynb", root / "notebooks/55_con.ipynb")
    [problem] = report_notebooks(root).problems
    assert "55_con.ipynb" in problem and "Windows" in problem


@pytest.mark.long
def test_a_copy_on_a_stick_is_as_fresh_as_it_was(root: Path, tmp_path: Path) -> None:
    """Times are of the copying there, or of a clock that is wrong; and the stick may keep neither rights nor letters' case."""
    make = [sys.executable, "-m", "cityplan", "make", "--plan", "01", "--format", "html", "--work"]
    assert subprocess.run([*make, str(root)], capture_output=True).returncode == 0
    copy = tmp_path / "USB/計画 の報告"
    shutil.copytree(root, copy, copy_function=shutil.copyfile)
    for path in copy.rglob("*"):
        os.utime(path, (0, 4_000_000_000))
    done = subprocess.run([*make, str(copy)], capture_output=True, text=True)
    assert "変わったものはありません" in done.stdout, done.stderr
