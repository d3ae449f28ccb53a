"""A folder of data is given notebooks and pages, which are renewed with the program; what an analyst has changed is left."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from cityplan.files import data_folder
from cityplan.files.data_folder import RECORD, command_folder

BRIEF, OVERVIEW = "notebooks/40_brief.ipynb", "notebooks/50_overview.ipynb"
PAGE, PICTURE = "docs/brief.ja.md", "docs/pictures/a.png"
GIVEN = {BRIEF, OVERVIEW, PAGE, PICTURE}
Change = Callable[[Path], None]


def notebook(*sources: str) -> bytes:
    """A notebook of cells as it is shipped."""
    cells = [
        {"cell_type": "code", "id": str(at), "metadata": {"tags": ["memo"]}, "source": [text], "outputs": []}
        for at, text in enumerate(sources)
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program that gives two notebooks, a page and a picture."""
    top = tmp_path / "program"
    put(
        top,
        {
            BRIEF: notebook("b.masthead()"),
            OVERVIEW: notebook("o.show()"),
            PAGE: "説明\n".encode(),
            PICTURE: b"\x89PNG\r\n",
        },
    )
    put(top, {"notebooks/.ipynb_checkpoints/40_brief-checkpoint.ipynb": b"", "docs/make_tables.py": b""})
    monkeypatch.setattr(data_folder, "given", lambda: top)
    return top


def put(top: Path, files: dict[str, bytes]) -> None:
    for place, data in files.items():
        (top / place).parent.mkdir(parents=True, exist_ok=True)
        (top / place).write_bytes(data)


def there(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def used(folder: Path) -> list[str]:
    """What a command says that works in a folder of data."""
    said: list[str] = []
    command_folder(folder, None, said.append)
    return said


@pytest.fixture
def work(program: Path, tmp_path: Path) -> Path:
    """A folder of data that was used once."""
    assert used(tmp_path / "work") == []
    return tmp_path / "work"


class TestTheFirstTime:
    def test_everything_is_given_and_nothing_said(self, work: Path) -> None:
        assert there(work).keys() == {*GIVEN, RECORD} and (work / "data/raw").is_dir()

    def test_what_is_there_already_is_left_and_where_it_differs_told_once(self, program: Path, tmp_path: Path) -> None:
        folder = tmp_path / "work"
        put(folder, {BRIEF: notebook("前のもの"), "notebooks/80_own.ipynb": notebook("x")})
        [line] = used(folder)
        assert line.startswith(f"{BRIEF} は、いまのプログラムのものと違います") and str(program / BRIEF) in line
        assert there(folder).keys() == {BRIEF, "notebooks/80_own.ipynb", PAGE, PICTURE, RECORD}
        assert (folder / BRIEF).read_bytes() == notebook("前のもの")
        assert used(folder) == []

    def test_the_programs_own_folder_is_no_other(self, program: Path) -> None:
        before = there(program)
        assert used(program) == [] and there(program) == before


def run_and_saved(path: Path) -> None:
    """As JupyterLab saves a notebook that was run."""
    saved = json.loads(path.read_bytes())
    for cell in saved["cells"]:
        cell["metadata"] |= {"collapsed": True, "execution": {"iopub.status.busy": "2024-06-01"}}
        cell |= {"outputs": [{"output_type": "stream", "name": "stdout", "text": ["1"]}], "execution_count": 3}
        cell["source"] = "".join(cell["source"])
    saved["metadata"] = {"kernelspec": {"name": "python3"}}
    path.write_text(json.dumps(saved, indent=1), "utf-8")


def saved_by_windows(path: Path) -> None:
    path.write_bytes(
        b"\xef\xbb\xbf" + json.dumps(json.loads(path.read_bytes()), indent=1).replace("\n", "\r\n").encode()
    )


def reworded(path: Path) -> None:
    path.write_bytes(notebook("b.masthead()  # 直した"))


def tagged(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"memo", b"skip"))


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-9])


class TestANewVersion:
    def test_replaces_what_nobody_has_changed(self, program: Path, work: Path) -> None:
        put(program, {BRIEF: notebook("b.masthead(2)"), PAGE: "新しい説明\n".encode()})
        [line] = used(work)
        assert "2 個のファイルを新しくしました" in line and BRIEF in line and PAGE in line
        assert there(work) == there(work) | {BRIEF: notebook("b.masthead(2)"), PAGE: "新しい説明\n".encode()}
        assert used(work) == []

    @pytest.mark.parametrize("save", [run_and_saved, saved_by_windows])
    def test_replaces_a_notebook_that_was_only_run_or_saved(self, program: Path, work: Path, save: Change) -> None:
        save(work / BRIEF)
        assert used(work) == []
        put(program, {BRIEF: notebook("b.masthead(2)")})
        assert BRIEF in used(work)[0] and (work / BRIEF).read_bytes() == notebook("b.masthead(2)")

    @pytest.mark.parametrize("change", [reworded, tagged, cut_off])
    def test_leaves_what_was_changed_and_says_once_where_it_is(self, program: Path, work: Path, change: Change) -> None:
        change(work / BRIEF)
        mine = (work / BRIEF).read_bytes()
        for version in (2, 3):
            put(program, {BRIEF: notebook(f"b.masthead({version})")})
            assert used(work) == [
                f"{BRIEF} は手を入れたあとがあるので、そのままにしました。新しい版は {program / BRIEF} にあります。"
            ]
            assert used(work) == [] and (work / BRIEF).read_bytes() == mine

    def test_is_taken_from_then_on_by_who_copies_it(self, program: Path, work: Path) -> None:
        reworded(work / BRIEF)
        put(program, {BRIEF: notebook("2")})
        used(work)
        put(work, {BRIEF: notebook("2")})
        put(program, {BRIEF: notebook("3")})
        used(work)
        assert (work / BRIEF).read_bytes() == notebook("3")

    def test_gives_what_is_new_and_not_what_was_removed(self, program: Path, work: Path) -> None:
        (work / OVERVIEW).unlink()
        put(program, {OVERVIEW: notebook("2"), "notebooks/90_map.ipynb": notebook("m")})
        assert "90_map" in used(work)[0]
        assert there(work).keys() == {*GIVEN, RECORD, "notebooks/90_map.ipynb"} - {OVERVIEW}

    def test_without_a_notebook_takes_away_only_what_nobody_has_changed(self, program: Path, work: Path) -> None:
        (program / BRIEF).unlink()
        (program / OVERVIEW).unlink()
        reworded(work / BRIEF)
        told, removed = used(work)
        assert told.startswith(BRIEF) and "手を入れたあとがあるので、そのままにしました" in told
        assert OVERVIEW in removed and BRIEF not in removed
        assert (work / BRIEF).exists() and not (work / OVERVIEW).exists() and used(work) == []


def test_a_command_in_the_folder_itself_renews_it(program: Path, work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(program, {BRIEF: notebook("b.masthead(2)")})
    monkeypatch.chdir(work)
    said: list[str] = []
    assert command_folder(None, None, said.append) == work and BRIEF in said[0]
