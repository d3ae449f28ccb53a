"""What goes wrong outside: a kill at the worst moment, a full disk, two runs at once."""

import errno
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from cityplan.build import makers, making, publish, workers
from cityplan.build.manifest import BEGUN, MANIFEST, read_manifest
from cityplan.build.runs import Wish
from cityplan.build.tasks import Outcome, Task
from cityplan.city import source
from cityplan.city.jobs import Job
from cityplan.files import files
from cityplan.files.errors import SourceError, UsageError
from cityplan.files.files import clear_parts, sha256, write_all
from tests.published import pipeline, project

pytestmark = pytest.mark.xdist_group("faults")

RAW = Path("data/raw/hitachi/R5.txt")
REPORTS = Path("reports/R5/hitachi")
BRIEF = ("--plan", "03", "--format", "html")
# As the command, but killed when the file of that number is to take its place.
KILLED = """
import os, sys
from pathlib import Path
sys.path.insert(0, {root!r})
import pipeline

take = Path.replace
left = [{number}]
def replace(part, path):
    if Path(path).is_relative_to({reports!r}) and Path(part) != Path(path):  # to its own name: only asked
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), 9)
    return take(part, path)
Path.replace = replace
sys.exit(pipeline.main({arguments!r}))
"""


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that has made a brief, not to be changed."""
    root = project(tmp_path_factory.mktemp("earlier"), "hitachi")
    assert pipeline(root, *BRIEF).returncode == 0
    return root


@pytest.fixture
def copy(earlier: Path, tmp_path: Path) -> Path:
    shutil.copytree(earlier, tmp_path / "計画")
    return tmp_path / "計画"


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def left_over(root: Path) -> list[Path]:
    """Half-written files, and temporary ones of this project's runs."""
    name = f"-{sha256(bytes(root))[:16]}"
    places = [path for path in Path(tempfile.gettempdir()).glob("cityplan-*") if path.name.endswith(name)]
    temporary = [path for place in places for path in place.iterdir() if path.name != "lock"]
    return [*root.rglob(".*.part"), *temporary]


class TestWriting:
    def test_all_or_none(self, tmp_path: Path) -> None:
        (tmp_path / "a").write_bytes(b"old")
        (tmp_path / "file").write_bytes(b"")
        with pytest.raises(SourceError, match="書き込めません"):
            write_all({tmp_path / "a": b"new", tmp_path / "file/b": b"new"})
        assert contents(tmp_path) == {"a": b"old", "file": b""}
        write_all({tmp_path / "a": b"new", tmp_path / "c/b": b"new"})
        assert contents(tmp_path) == {"a": b"new", "c/b": b"new", "file": b""}

    def test_what_a_killed_run_left_is_removed_and_nothing_else(self, tmp_path: Path) -> None:
        names = [".a.csv.x1y2.part", "a.part", ".gitignore", "a.csv"]
        for name in names:
            (tmp_path / name).touch()
        clear_parts(tmp_path)
        assert sorted(contents(tmp_path)) == sorted(names[1:])


class TestAKill:
    def test_while_reports_take_their_places(self, copy: Path) -> None:
        """Whole files only; what is not as the manifest says is named, and made by the next run."""
        before = contents(copy / REPORTS)
        source_text = (copy / RAW).read_text("utf-8")
        (copy / RAW).write_text(source_text.replace("幸齢社会の形成", "幸齢社会の創出"))
        script = KILLED.format(root=str(copy), reports=str(copy / "reports"), number=4, arguments=list(BRIEF))
        killed = subprocess.run([sys.executable, "-c", script], capture_output=True, cwd=copy)
        assert killed.returncode == -9, killed.stderr
        after = {name: data for name, data in contents(copy / REPORTS).items() if ".part" not in name}
        assert after.pop(BEGUN) and after.keys() == before.keys()
        changed = {name for name in after if after[name] != before[name]}
        assert len(changed) == 2 and MANIFEST not in changed
        listed = pipeline(copy, "--list").stdout
        assert {name for name in before if f"{name}（変わっている）" in listed} == changed
        done = pipeline(copy, *BRIEF)
        assert done.returncode == 0, done.stderr
        whole = contents(copy / REPORTS)
        told = json.loads(whole.pop(MANIFEST))["files"]
        assert {name: sha256(data) for name, data in whole.items()} == told  # and nobody saved any
        assert "幸齢社会の創出".encode() in whole["plan-03.html"]
        assert not left_over(copy)
        assert "作成済み" in pipeline(copy, "--list").stdout


class TestAFullDisk:
    def test_of_the_reports(self, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """It ends at any file of them: the earlier ones are as they were."""
        before = contents(copy / REPORTS)
        room, fill = iter(range(4)), files._fill

        def limited(part: Path, data: bytes) -> None:
            if next(room, None) is None:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            fill(part, data)

        def run(root: Path, edition: object, job: Job, formats: object) -> Outcome:
            return Outcome({job.executed: b"{}", f"{job.name}.html": b"new"}, {})

        monkeypatch.setattr(files, "_fill", limited)
        monkeypatch.setattr(workers, "run_task", makers.run_task)
        monkeypatch.setattr(makers, "notebook", run)
        wish = Wish(copy / "reports", ["3"], ["html"], force=True)
        with pytest.raises(SourceError, match="空き容量"):
            list(publish.make(copy, [source.edition(copy, "hitachi", "R5")], wish))
        assert contents(copy / REPORTS) == before
        assert not list(copy.rglob(".*.part"))

    @pytest.mark.long
    def test_of_the_tables(self, copy: Path) -> None:
        """No file may be larger than 30 kB: the first notebook cannot write its cells."""
        before = contents(copy)
        (copy / RAW).write_bytes((copy / RAW).read_bytes() + b"\n")
        done = subprocess.run(
            [sys.executable, str(copy / "pipeline.py"), *BRIEF],
            capture_output=True,
            text=True,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000)),
        )
        assert done.returncode == 1 and "空き容量" in done.stderr, done.stderr
        assert "Traceback" not in done.stderr
        after = contents(copy)
        assert {n: d for n, d in after.items() if n in before and n != RAW.as_posix()} == {
            n: d for n, d in before.items() if n != RAW.as_posix()
        }
        assert not left_over(copy)


def powerless() -> list[str]:
    """What is put before a command so that it may write only where it is allowed to, root too."""
    if os.getuid():
        return []
    if not (setpriv := shutil.which("setpriv")):
        pytest.skip("setpriv is not installed, and root writes everywhere")
    return [setpriv, "--bounding-set=-dac_override"]


def due(root: Path) -> set[str]:
    """What the command says it would make."""
    lines = pipeline(root, *BRIEF, "--dry-run").stdout.splitlines()
    return {line.split()[1] for line in lines if line.startswith("  作る")}


@pytest.mark.long
class TestNoPermission:
    def test_to_write_reports(self, copy: Path) -> None:
        """The earlier reports are as they were; the next run makes what this one could not."""
        reports = [copy / "reports", *filter(Path.is_dir, (copy / "reports").rglob("*"))]
        before = contents(copy / "reports")
        source_text = (copy / RAW).read_text("utf-8")
        (copy / RAW).write_text(source_text.replace("幸齢社会の形成", "幸齢社会の創出"))
        for folder in reports:
            folder.chmod(0o555)
        command = [*powerless(), sys.executable, str(copy / "pipeline.py"), *BRIEF]
        done = subprocess.run(command, capture_output=True, text=True)
        for folder in reports:
            folder.chmod(0o755)
        assert done.returncode == 1 and "権限" in done.stderr, done.stderr
        assert "Traceback" not in done.stderr and contents(copy / "reports") == before
        assert due(copy) == {"10_clean", "20_compute"} and not left_over(copy)
        assert pipeline(copy, *BRIEF).returncode == 0 and not due(copy)
        assert "幸齢社会の創出" in (copy / REPORTS / "plan-03.html").read_text("utf-8")


@pytest.mark.long
class TestAKernelKilled:
    @pytest.mark.skipif(sys.platform != "linux", reason="elsewhere memory is limited otherwise")
    def test_for_its_memory(self, copy: Path) -> None:
        """Its report is as it was and told to be so, its notebook is kept beside; mended, the next run makes it."""
        before = contents(copy / "reports")
        path = copy / "notebooks/40_brief.ipynb"
        mended = path.read_text("utf-8")
        killing = '"import os\\n", "os.kill(os.getpid(), 9)  # as the system does where memory ends"'
        path.write_text(mended.replace('"brief_text.alert(b)"', killing), "utf-8")
        killed = pipeline(copy, *BRIEF)
        assert killed.returncode == 1 and "メモリ" in killed.stderr, killed.stderr
        assert "Traceback" not in killed.stderr and "PLAN 03" in killed.stderr
        after = contents(copy / "reports")
        kept = {f"{REPORTS.relative_to('reports')}/failed/plan-03.ipynb"}
        assert after.keys() - before.keys() == kept
        changed = {name for name in before if before[name] != after[name]}
        told = {"index.html", "index.json", "manifest.json"}  # that it is of an earlier run
        assert {Path(name).name for name in changed} <= told
        assert "plan-03" in due(copy) and not left_over(copy)
        path.write_text(mended, "utf-8")
        assert pipeline(copy, *BRIEF).returncode == 0 and not due(copy)
        assert contents(copy / "reports") == before and not left_over(copy)


def test_what_ends_all_leaves_nobody_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No worker is left while the first step of one edition runs and that of the other waits for its turn."""
    root = project(tmp_path, "hitachi", "takahagi")
    editions = source.editions(root)

    def run(root: Path, task: Task) -> Outcome:
        time.sleep(0.5)  # the other one asks meanwhile
        raise UsageError("ワーカーが1つもなくなりました。")

    monkeypatch.setattr(workers, "run_task", run)
    monkeypatch.setattr(making, "write_city_index", lambda *_: None)
    made = publish.make(root, editions, Wish(root / "reports", jobs=1))
    with pytest.raises(UsageError, match="ワーカー"):
        list(made)


@pytest.mark.long
def test_two_runs_at_once(tmp_path: Path) -> None:
    """Of two cities in one project: one waits for the other, and both make what they should."""
    root = project(tmp_path, "hitachi", "takahagi")
    command = [sys.executable, str(root / "pipeline.py"), "--format", "html", "--plan", "03", "--city"]
    runs = [
        subprocess.Popen([*command, city], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for city in ("hitachi", "takahagi")
    ]
    told = [run.communicate(timeout=300)[1] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], told
    assert "".join(told).count("別の実行が終わるのを待っています…") == 1
    for folder in ("R5/hitachi", "R6/takahagi"):
        listed = read_manifest(root / "reports" / folder)["files"]
        assert "plan-03.html" in listed
        for name, made in listed.items():
            assert sha256((root / "reports" / folder / name).read_bytes()) == made
    index = (root / "reports/index.html").read_text("utf-8")
    assert "日立市" in index and "高萩市" in index
    assert not left_over(root)
