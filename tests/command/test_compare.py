"""The act that compares two years, as a user gives it, beside the reports of a run."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from cityplan.command.subcommands import run_act
from tests.pdf_words import lost
from tests.published import ROOT, pipeline, project
from tests.second_year import sample_city

ONE_PLAN = ("--plan", "01", "--format", "html")
NAMES = ["compare-R5.html", "compare-R5.pdf", "notebooks/compare-R5.ipynb"]


def act(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cityplan", "compare", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=root)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that has made a report of both years of the sample city."""
    made = sample_city(project(tmp_path_factory.mktemp("compare")))
    done = pipeline(made, *ONE_PLAN)
    assert done.returncode == 0, done.stderr
    return made


@pytest.fixture(scope="module")
def folder(root: Path) -> Path:
    """The reports of the later year, with the comparison."""
    done = act(root, "--city", "mihon", "R6", "R5")
    assert done.returncode == 0, done.stderr
    assert done.stdout in (ROOT / "docs/new-year.ja.md").read_text("utf-8")
    return root / "reports/R6/mihon"


@pytest.mark.xdist_group("compare")
@pytest.mark.long
class TestBesideTheReports:
    def test_it_says_what_moved(self, folder: Path) -> None:
        page = re.sub("<[^>]+>", "", (folder / "compare-R5.html").read_text("utf-8"))
        assert "50.0%" in page and "108→54件" in page and "周知が減った" in page
        assert "目標値の変更" in page and "85→49人/年" in page

    def test_its_pdf_has_the_words_of_its_page(self, folder: Path) -> None:
        page, pdf = ((folder / name).read_bytes() for name in NAMES[:2])
        assert not lost(page, pdf)

    def test_the_index_leads_to_it_and_the_manifest_knows_it(self, folder: Path) -> None:
        assert 'href="compare-R5.html"' in (folder / "index.html").read_text("utf-8")
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        assert set(NAMES) <= set(manifest["files"]) and "plan-01.html" in manifest["files"]

    def test_a_run_has_nothing_to_do_and_finds_all_as_it_was(self, root: Path, folder: Path) -> None:
        assert "作る　　" not in pipeline(root, "-n", *ONE_PLAN).stdout
        listed = pipeline(root, "--list").stdout
        assert listed.count("作成済み") == 2

    @pytest.mark.long
    def test_a_run_of_other_data_sets_it_aside_and_says_that_it_is_older(self, root: Path, folder: Path) -> None:
        raw = root / "data/raw/mihon/R6.txt"
        text = raw.read_text("utf-8")
        raw.write_text(text.replace("周知が減った。", "周知がさらに減った。"), encoding="utf-8")
        stale = act(root, "R5", "R6")
        assert stale.returncode == 1 and "python pipeline.py --city mihon --year R6" in stale.stderr
        assert pipeline(root, "--year", "R6", *ONE_PLAN).returncode == 0
        index = (folder / "index.html").read_text("utf-8")
        assert "R5 との比較（前の版：データが変わった" in re.sub("<.*?>", "", index)
        assert all((folder / "前の版" / name).exists() for name in NAMES)
        assert not any((folder / name).exists() for name in NAMES)


@pytest.mark.parametrize(
    ("arguments", "code"), [(("R5", "R5"), 2), (("R5", "R9"), 2), (("--city", "x", "R5", "R6"), 2), (("R5", "R6"), 1)]
)
def test_what_cannot_be_done_is_told(
    tmp_path: Path, arguments: tuple[str, ...], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_act(["compare", *arguments], sample_city(tmp_path)) == code
    said = capsys.readouterr().err
    assert said.startswith("エラー: ") and "Traceback" not in said
    assert ("pipeline.py" in said) == (code == 1)


def test_it_looks_in_the_folder_of_the_reports(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And says the command that makes them there."""
    city = sample_city(tmp_path)
    assert run_act(["compare", "R5", "R6", "--out", "公開"], city) == 1
    assert re.search(r"pipeline.py --city mihon --year R\d --out 公開 ", capsys.readouterr().err)
