"""The bundle for a PC without a registry, the start without a terminal, and no connection to anywhere."""

import csv
import json
import os
import re
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path

import bundle
import pytest
import start
from bundle import TARGETS, Locked, Target, locked

from tests.cut_off import run_cut_off
from tests.published import ROOT, project, sample

LOCK = locked((ROOT / "requirements.lock").read_text("utf-8"))


def wheel(folder: Path, tags: str, name: str = "a", needs: str = "", licence: str = "License: MIT") -> Path:
    """A small package as a wheel."""
    path = folder / f"{name}-1-{tags}.whl"
    about = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n{licence}\n{needs}"
    files = {f"{name}.py": "", f"{name}-1.dist-info/METADATA": about, f"{name}-1.dist-info/LICENSE": "text"}
    kind = f"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: {tags}\n"
    files |= {f"{name}-1.dist-info/WHEEL": kind}
    with zipfile.ZipFile(path, "w") as archive:
        for place, text in files.items():
            archive.writestr(place, text)
        archive.writestr(f"{name}-1.dist-info/RECORD", "".join(f"{place},,\n" for place in files))
    return path


def entry(name: str, marker: str = "") -> Locked:
    return Locked(name, "1", marker, ())


class TestTheLock:
    def test_is_read_whole(self) -> None:
        text = (ROOT / "requirements.lock").read_text("utf-8")
        assert len(LOCK) == len(re.findall(r"^[a-z0-9].*==", text, re.MULTILINE)) > 100
        assert all(each.hashes and each.version for each in LOCK)

    @pytest.mark.parametrize("target", TARGETS, ids=str)
    def test_each_system_has_its_own(self, target: Target) -> None:
        wanted = {each.name for each in LOCK if each.is_for(target)}
        windows = {"colorama", "pywinpty"}
        assert wanted & (windows | {"pexpect"}) == (windows if target.system == "Windows" else {"pexpect"})
        assert {"pandas", "typst", "japanize-matplotlib"} <= wanted

    def test_of_the_bundle_has_the_hashes_of_its_files(self, tmp_path: Path) -> None:
        path = wheel(tmp_path, "py3-none-any")
        text = bundle.offline_lock([entry("a", "os_name == 'nt'"), entry("b")], tmp_path)
        [found] = locked(text)
        assert found == Locked("a", "1", "os_name == 'nt'", (sha256(path.read_bytes()).hexdigest(),))


class TestWhatIsMissing:
    """pip's own resolver, asked as on another system."""

    def missing(self, wheels: Path, target: Target, *names: str) -> str:
        (wheels / bundle.LOCK).write_text(bundle.offline_lock([*map(entry, names)], wheels), "utf-8")
        return bundle.unresolved(target, wheels)

    def test_a_wheel_of_another_system_is_none(self, tmp_path: Path) -> None:
        wheel(tmp_path, "cp312-cp312-win_amd64")
        assert self.missing(tmp_path, Target("Windows", "3.12"), "a") == ""
        assert "a==1" in self.missing(tmp_path, Target("Windows", "3.13"), "a")
        assert "a==1" in self.missing(tmp_path, Target("Linux", "3.12"), "a")

    def test_what_a_package_needs_there_is_needed(self, tmp_path: Path) -> None:
        wheel(tmp_path, "py3-none-any", needs="Requires-Dist: b; sys_platform == 'win32'\nRequires-Python: >=3.12\n")
        assert self.missing(tmp_path, Target("Linux", "3.12"), "a") == ""
        assert "b" in self.missing(tmp_path, Target("Windows", "3.12"), "a")
        assert "Python" in self.missing(tmp_path, Target("Linux", "3.11"), "a")


class TestLicences:
    @pytest.mark.parametrize(
        ("said", "licence"),
        [
            ("License-Expression: BSD-3-Clause\nLicense: other", "BSD-3-Clause"),
            ("License: MIT", "MIT"),
            ("Classifier: License :: OSI Approved :: Apache Software License", "Apache Software License"),
            ("License: Permission is granted\n        to all", "Permission is granted"),
            ("Keywords: none", "記載なし"),
        ],
    )
    def test_are_what_the_package_says(self, tmp_path: Path, said: str, licence: str) -> None:
        wheel(tmp_path, "py3-none-any", licence=said)
        [found] = bundle.licences(tmp_path)
        assert (found.name, found.version, found.licence) == ("a", "1", licence)
        assert found.texts == ("a-1.dist-info/LICENSE",)

    def test_are_a_table_that_excel_opens(self, tmp_path: Path) -> None:
        (tmp_path / "wheels").mkdir()
        wheel(tmp_path / "wheels", "py3-none-any")
        bundle.write_licences(tmp_path)
        with (tmp_path / "wheels/licences.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        assert [row[0] for row in rows] == ["パッケージ", "Noto Sans JP（書体）", "a"]


def test_the_project_is_copied_without_what_is_made_in_it(tmp_path: Path) -> None:
    root = tmp_path / "p"
    for place in ("data/raw/x/R5.txt", "data/processed/x/R5/a.csv", "data/processed/README.md", "reports/index.html",
                  "cityplan/build/run.py", "build/lib/a.py", ".venv/a", ".git/config", ".jupyter/overrides.json",
                  "wheels/a.whl", "cityplan/__pycache__/a.pyc", "start.bat"):  # fmt: skip
        (root / place).parent.mkdir(parents=True, exist_ok=True)
        (root / place).write_text("x", "utf-8")
    bundle.copy_project(root, tmp_path / "copy")
    there = {
        path.relative_to(tmp_path / "copy").as_posix() for path in (tmp_path / "copy").rglob("*") if path.is_file()
    }
    assert there == {"data/raw/x/R5.txt", "data/processed/README.md", "cityplan/build/run.py",
                     ".jupyter/overrides.json", "start.bat"}  # fmt: skip


class TestTheStart:
    def test_the_batch_file_is_read_by_any_console(self) -> None:
        """In cp932 a byte of a Japanese letter may be a command's; without CR a label is not found."""
        data = (ROOT / "start.bat").read_bytes()
        assert data.isascii() and data.count(b"\n") == data.count(b"\r\n") > 10
        assert b"chcp 65001" in data and b'pushd "%~dp0"' in data  # a shared folder has no drive of its own
        assert (ROOT / "start.sh").stat().st_mode & 0o111

    def test_what_is_dropped_is_taken_once(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(start, "ARRIVED", tmp_path / "raw")
        (tmp_path / "raw").mkdir()
        file = tmp_path / "令和6年度 & 取組.csv"
        file.write_bytes(b"a,b\r\n")
        for _ in range(2):
            assert "届いた文書を加える" in start.taken(file)
        assert (tmp_path / "raw" / file.name).read_bytes() == b"a,b\r\n"
        file.write_bytes(b"other")
        with pytest.raises(start.Stop, match="上書きしません"):
            start.taken(file)

    def test_another_lock_has_a_place_of_its_own(self, tmp_path: Path) -> None:
        lock = tmp_path / "requirements.lock"
        lock.write_text("a==1", "utf-8")
        before = start.name_of(lock)
        lock.write_text("a==2", "utf-8")
        assert start.name_of(lock) != before and len(before) < 20  # Windows has short paths

    def test_installs_from_the_wheels_alone(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
    ) -> None:
        """Whatever registry pip is told of: in a PC's settings there may be one that nobody reaches."""
        wheels = tmp_path / "wheels"
        wheels.mkdir()
        wheel(wheels, "py3-none-any", name="smallone")
        (wheels / "requirements.lock").write_text(bundle.offline_lock([entry("smallone")], wheels), "utf-8")
        monkeypatch.setattr(start, "WHEELS", wheels)
        monkeypatch.setenv("PIP_INDEX_URL", "http://nobody.invalid/simple")
        for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
            monkeypatch.setenv(name, str(tmp_path / "own"))
        python = start.installed()
        assert python.is_relative_to(tmp_path / "own/cityplan")
        done = subprocess.run(
            [python, "-c", "import smallone; print(smallone.__file__)"], capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        assert "初めての実行です" in capfd.readouterr().out
        assert start.installed() == python and "初めて" not in capfd.readouterr().out

    def test_nothing_is_kept_beside_it(self, tmp_path: Path) -> None:
        settings = start.environment(tmp_path / "env/bin/python")
        kinds = ("JUPYTER", "IPYTHON", "MPL")  # those that it sets: MPLBACKEND may be there before it
        own = {n: v for n, v in settings.items() if n.startswith(kinds) and os.environ.get(n) != v}
        assert all(Path(own[name]).is_relative_to(tmp_path / "env") for name in own)
        assert {"JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "MPLCONFIGDIR"} <= own.keys()


class TestWithoutANetwork:
    def test_a_connection_is_refused(self, tmp_path: Path) -> None:
        code = "import socket; socket.create_connection(('192.0.2.1', 80), 2)"
        done = run_cut_off([sys.executable, "-c", code], tmp_path, tmp_path)
        assert done.returncode == 1 and "Error" in done.stderr

    def test_reports_are_made_and_fetch_nothing(self, tmp_path: Path) -> None:
        root = sample(tmp_path)
        command = [sys.executable, "-m", "cityplan", "make", "--work", str(root), "--plan", "01"]
        done = run_cut_off(command, root, tmp_path)
        assert done.returncode == 0, done.stderr
        assert (root / "reports/R5/mihon/plan-01.pdf").read_bytes().startswith(b"%PDF")
        page = (root / "reports/R5/mihon/plan-01.html").read_text("utf-8")
        assert not re.findall(r'(?:src|href)="(?:https?:)?//[^"]*"|url\((?!["\']?(?:data:|#))', page)


def test_jupyterlab_asks_nothing_of_the_network() -> None:
    told = json.loads((ROOT / ".jupyter/overrides.json").read_text("utf-8"))[
        "@jupyterlab/apputils-extension:notification"
    ]
    assert told == {"checkForUpdates": False, "fetchNews": "false"}


@pytest.mark.long
def test_a_checkout_that_is_read_only_runs_with_its_data_elsewhere(tmp_path: Path) -> None:
    work = project(tmp_path, "takahagi")
    (work / "pipeline.py").unlink()
    command = [
        sys.executable,
        "-m",
        "cityplan",
        "make",
        "--work",
        str(work),
        "--out",
        str(tmp_path / "out"),
        "--plan",
        "01",
    ]
    before = {path for path in ROOT.rglob("*") if "__pycache__" not in path.parts}
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out/R6/takahagi/plan-01.pdf").exists() and not (work / "reports").exists()
    assert {path for path in ROOT.rglob("*") if "__pycache__" not in path.parts} - before == set()
