"""Reports that Excel or a viewer has open: the old one stays whole, the rest is published, the next run makes good."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cityplan.build.manifest import open_manifest
from cityplan.files import files
from cityplan.files.files import HeldError, held, write_all
from tests.published import sample

# As Windows does for a file that another program has open without sharing: no renaming, replacing or removing.
REFUSING = """
import os, pathlib, sys
from pathlib import Path
held = sys.argv[2].split(",") if sys.argv[2] else []
def refuse(function):
    def refusing(*paths, **more):
        if any(os.fspath(path).endswith(name) for path in paths for name in held if isinstance(path, (str, Path))):
            raise PermissionError(13, "being used by another process", str(paths[0]))
        return function(*paths, **more)
    return refusing
for name in ("replace", "rename", "unlink", "remove"):
    setattr(os, name, refuse(getattr(os, name)))
from cityplan.command.reports import run_pipeline
sys.exit(run_pipeline(sys.argv[3:], Path(sys.argv[1])))
"""


@pytest.fixture
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_PAUSES", (0.0,))


def refuse(monkeypatch: pytest.MonkeyPatch, name: str, times: int = 1_000) -> None:
    """Have the system refuse to rename anything over a file, so many times."""
    replace = os.replace
    left = [times]

    def refusing(source: str | Path, to: str | Path) -> None:
        if Path(to).name == name and left[0]:
            left[0] -= 1
            raise PermissionError(13, "being used by another process")
        replace(source, to)

    monkeypatch.setattr(os, "replace", refusing)


class TestOneWriter:
    def test_none_of_several_is_written_where_one_is_open(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_pauses: None
    ) -> None:
        names = ["activities.csv", "indicators.csv", "plans.csv"]
        write_all({tmp_path / name: b"old" for name in names})
        refuse(monkeypatch, "indicators.csv")
        with pytest.raises(HeldError) as caught:
            write_all({tmp_path / name: b"new" for name in names})
        assert caught.value.file == str(tmp_path / "indicators.csv") and "閉じて" in caught.value.next_step
        assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == dict.fromkeys(names, b"old")

    def test_what_is_held_for_a_moment_is_waited_for(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_pauses: None
    ) -> None:
        write_all({tmp_path / "plans.csv": b"old"})
        refuse(monkeypatch, "plans.csv", times=1)
        write_all({tmp_path / "plans.csv": b"new"})
        assert (tmp_path / "plans.csv").read_bytes() == b"new"

    def test_looking_changes_nothing(self, tmp_path: Path) -> None:
        (tmp_path / "a.pdf").write_bytes(b"a")
        before = (tmp_path / "a.pdf").stat()
        assert held([tmp_path / "a.pdf", tmp_path / "none.pdf"]) == []
        after = (tmp_path / "a.pdf").stat()
        assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def run(root: Path, open_elsewhere: str, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", REFUSING, str(root), open_elsewhere, "--city", "mihon", *words]
    return subprocess.run(command, capture_output=True, text=True, cwd=root)


def test_a_report_that_is_open_stays_whole_and_the_rest_is_published(tmp_path: Path) -> None:
    root = sample(tmp_path)
    reports = root / "reports/R5/mihon"
    first = run(root, "", "--format", "html")
    assert first.returncode == 0, first.stderr
    before = {name: (reports / name).read_bytes() for name in open_manifest(reports).files}

    notebook = root / "notebooks/40_brief.ipynb"
    notebook.write_text(notebook.read_text("utf-8").replace("次にすること", "今後の取組"), "utf-8")
    refused = run(root, "plan-01.html", "--format", "html")
    assert refused.returncode == 1
    assert "エラー: 見本市 R5 reports/R5/mihon/plan-01.html: ほかのプログラム" in refused.stderr
    assert "閉じて、もう一度実行してください" in refused.stderr
    assert (reports / "plan-01.html").read_bytes() == before["plan-01.html"]
    assert "今後の取組" in (reports / "plan-02.html").read_text("utf-8")
    assert not (reports / "前の版").exists() and not list(reports.glob(".*"))
    assert open_manifest(reports).damage("plan-01.html") == ""

    after = run(root, "", "--format", "html")
    assert after.returncode == 0, after.stderr
    assert "今後の取組" in (reports / "plan-01.html").read_text("utf-8")
    assert "変わったものはありません" in run(root, "", "--format", "html").stdout


@pytest.mark.long
def test_a_report_that_would_be_set_aside_stays_where_it_is_open(tmp_path: Path) -> None:
    root = sample(tmp_path)
    reports = root / "reports/R5/mihon"
    assert run(root, "", "--format", "html").returncode == 0
    before = (reports / "overview.html").read_bytes()

    document = root / "data/raw/mihon/R5.txt"
    document.write_text(document.read_text("utf-8").replace("220回", "221回"), "utf-8")
    done = run(root, "overview.html", "--plan", "01", "--format", "html")
    assert done.returncode == 1 and "reports/R5/mihon/overview.html" in done.stderr
    assert (reports / "overview.html").read_bytes() == before
    assert "221回" in (reports / "plan-01.html").read_text("utf-8")
    assert (reports / "前の版/trends.html").exists() and not (reports / "前の版/overview.html").exists()

    assert run(root, "", "--format", "html").returncode == 0
    assert not (reports / "前の版").exists() and open_manifest(reports).damage("overview.html") == ""


@pytest.mark.long
def test_one_of_an_earlier_version_that_is_open_is_told_and_goes_when_it_is_closed(tmp_path: Path) -> None:
    root = sample(tmp_path)
    reports = root / "reports/R5/mihon"
    assert run(root, "", "--format", "html").returncode == 0
    document = root / "data/raw/mihon/R5.txt"
    document.write_text(document.read_text("utf-8").replace("220回", "221回"), "utf-8")
    assert run(root, "", "--plan", "01", "--format", "html").returncode == 0

    opened = reports / "前の版/overview.html"
    first = opened.read_bytes()
    made = run(root, "前の版/overview.html", "--format", "html")
    assert made.returncode == 0, made.stderr
    [line] = [line for line in made.stdout.splitlines() if "開いている" in line]
    assert line.startswith("reports/R5/mihon/前の版/overview.html は、") and "閉じて、もう一度実行" in line
    assert [path.name for path in (reports / "前の版").iterdir()] == ["overview.html"] and opened.read_bytes() == first
    second = (reports / "overview.html").read_bytes()

    # Another one would go where it is still open: it keeps its name, which is told; all else is published.
    document.write_text(document.read_text("utf-8").replace("221回", "222回"), "utf-8")
    again = run(root, "前の版/overview.html", "--plan", "01", "--format", "html")
    assert again.returncode == 1 and "エラー: 見本市 R5 reports/R5/mihon/前の版/overview.html: ほか" in again.stderr
    assert opened.read_bytes() == first and (reports / "overview.html").read_bytes() == second
    assert "222回" in (reports / "plan-01.html").read_text("utf-8") and (reports / "前の版/trends.html").exists()

    assert run(root, "", "--format", "html").returncode == 0
    assert not (reports / "前の版").exists() and not list(reports.glob(".*"))
