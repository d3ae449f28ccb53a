"""Outputs stay out of git where nobody has make: the command sets the filter of its clone."""

import subprocess
from pathlib import Path

import nbformat
import pytest

from cityplan.build import clone
from cityplan.build.clone import keep_outputs_out


def git(root: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def cloned(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q")
    (tmp_path / ".gitattributes").write_text("*.ipynb text filter=nbstripout\n")
    return tmp_path


def test_what_git_takes_in_has_no_outputs(cloned: Path) -> None:
    assert keep_outputs_out(cloned) == ""
    shown = nbformat.v4.new_output("stream", text="120件")
    cell = nbformat.v4.new_code_cell("1", outputs=[shown])
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), cloned / "a.ipynb")
    git(cloned, "add", "a.ipynb")
    assert "120件" in (cloned / "a.ipynb").read_text("utf-8")
    assert "120件" not in git(cloned, "show", ":a.ipynb")


def test_a_filter_that_is_there_stays(cloned: Path) -> None:
    git(cloned, "config", "filter.nbstripout.clean", "own")
    assert keep_outputs_out(cloned) == ""
    assert git(cloned, "config", "--get-regexp", "^filter") == "filter.nbstripout.clean own\n"


def test_where_it_cannot_be_set_it_says_so(cloned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clone, "find_spec", lambda name: None)
    assert "→" in keep_outputs_out(cloned)


def test_a_folder_that_is_no_clone_needs_none(tmp_path: Path) -> None:
    assert keep_outputs_out(tmp_path) == ""
