"""A new city from a notebook: made as the command makes it, shown as HTML."""

import shutil
from pathlib import Path

import pytest

from cityplan.build.new_city import new_city_of_file
from cityplan.files.errors import UsageError
from cityplan.notebook import new_city

SAMPLE = Path(__file__).parents[1] / "sample/tables/f03/R6.csv"


@pytest.fixture
def notebooks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an open notebook, in a project."""
    (tmp_path / "data/raw").mkdir(parents=True)
    (tmp_path / "pipeline.py").touch()
    (tmp_path / "notebooks").mkdir()
    shutil.copy(SAMPLE, tmp_path / "R6.csv")
    monkeypatch.chdir(tmp_path / "notebooks")
    return tmp_path / "notebooks"


@pytest.mark.parametrize("file", ["../R6.csv", "R6.csv"])
def test_the_same_as_the_command(notebooks: Path, tmp_path: Path, file: str) -> None:
    shown = new_city.from_file("mihon", file)
    path, _ = new_city_of_file(tmp_path / "other", "mihon", SAMPLE)
    made = (notebooks.parent / "data/raw/mihon/source.toml").read_text("utf-8")
    assert made == (tmp_path / "other" / path).read_text("utf-8")
    assert "<table>" in shown and "達成度" in shown and "質問:" in shown


def test_what_is_there_stays(notebooks: Path) -> None:
    new_city.from_file("mihon", "../R6.csv")
    with pytest.raises(UsageError):
        new_city.from_file("mihon", "../R6.csv")


def test_a_document_is_escaped(notebooks: Path) -> None:
    (notebooks / "R5.csv").write_text("施策,指標名,R5実績\n<script>x</script>,<b>,1\n", "utf-8")
    shown = new_city.from_file("mihon", "R5.csv")
    assert "<script>" not in shown and "&lt;script&gt;" in shown
