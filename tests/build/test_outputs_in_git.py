"""No output of a notebook reaches git: the filter that make sets up, and what git holds now."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
BRIEF = ROOT / "notebooks/40_brief.ipynb"
# What JupyterLab writes beside the name of the language.
KERNEL = {
    "codemirror_mode": {"name": "ipython", "version": 3}, "file_extension": ".py",
    "mimetype": "text/x-python", "nbconvert_exporter": "python", "pygments_lexer": "ipython3",
    "version": "3.11.2",
}  # fmt: skip
needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
needs_make = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")


def git(folder: Path, *arguments: str) -> bytes:
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=True)
    return done.stdout


def make(folder: Path, target: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["make", target], cwd=folder, capture_output=True, check=True)


def saved_with_outputs(path: Path) -> None:
    """Save a notebook as JupyterLab does after a run."""
    notebook: dict[str, Any] = json.loads(BRIEF.read_text("utf-8"))
    notebook["metadata"]["language_info"] |= KERNEL
    for number, cell in enumerate(notebook["cells"], start=1):
        if cell["cell_type"] == "code":
            data = {"text/html": ["<p>secret</p>"], "text/plain": ["Fragment()"]}
            shown = {"output_type": "execute_result", "execution_count": number, "metadata": {}}
            cell |= {"execution_count": number, "outputs": [{**shown, "data": data}]}
            cell["metadata"]["execution"] = {"iopub.execute_input": "2026-01-01T00:00:00Z"}
    path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder with a space in its path, with what make and git look at."""
    folder = tmp_path / "計画 の報告"
    (folder / "notebooks").mkdir(parents=True)
    for name in ("Makefile", ".gitattributes", ".gitignore", "requirements.lock"):
        shutil.copy(ROOT / name, folder)
    (folder / ".venv/bin").mkdir(parents=True)
    python = folder / ".venv/bin/python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    saved_with_outputs(folder / "notebooks/40_brief.ipynb")
    return folder


@needs_git
@needs_make
class TestTheFilter:
    def test_git_takes_in_the_notebook_without_outputs(self, clone: Path) -> None:
        git(clone, "init", "--quiet")
        make(clone, "filter")
        git(clone, "add", "notebooks")
        assert git(clone, "show", ":notebooks/40_brief.ipynb") == BRIEF.read_bytes()
        assert b"secret" in (clone / "notebooks/40_brief.ipynb").read_bytes()

    def test_a_filter_that_cannot_run_stops_git(self, clone: Path) -> None:
        git(clone, "init", "--quiet")
        make(clone, "filter")
        shutil.rmtree(clone / ".venv")
        with pytest.raises(subprocess.CalledProcessError):
            git(clone, "add", "notebooks")

    def test_a_folder_that_is_no_clone_is_left_alone(self, clone: Path, tmp_path: Path) -> None:
        """It lies in someone else's repository, of which it is no part."""
        git(tmp_path, "init", "--quiet")
        before = (tmp_path / ".git/config").read_bytes()
        done = make(clone, "filter")
        assert done.stderr == b""
        assert (tmp_path / ".git/config").read_bytes() == before


def committed() -> dict[str, bytes]:
    """The notebooks as git holds them, or as they lie here where this is no clone."""
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        return {path.name: path.read_bytes() for path in (ROOT / "notebooks").glob("*.ipynb")}
    names = git(ROOT, "ls-files", "-z", "--", "*.ipynb").decode().split("\0")
    return {name: git(ROOT, "show", f":{name}") for name in filter(None, names)}


def test_no_notebook_in_git_has_an_output_or_a_count() -> None:
    found = committed()
    assert len(found) >= 7
    for name, data in found.items():
        for cell in json.loads(data)["cells"]:
            assert not cell.get("outputs") and cell.get("execution_count") is None, name
