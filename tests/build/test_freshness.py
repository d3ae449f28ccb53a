"""What is made anew, and why: each thing that a report is made of is changed in turn."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import nbformat
import pytest
import several_years

from cityplan.build import fingerprint, makers, manifest, publish, workers
from cityplan.build.fingerprint import Inputs
from cityplan.build.freshness import State
from cityplan.build.publish import find
from cityplan.build.run import run_notebook
from cityplan.build.runs import Wish
from cityplan.build.tasks import Outcome
from cityplan.city import source
from cityplan.city.choice import choose
from cityplan.city.jobs import REASONS, UNDECIDED, Job
from cityplan.command import answer
from cityplan.files import reads
from cityplan.files.errors import UsageError
from cityplan.files.files import sha256
from cityplan.files.reads import _hook, noted
from cityplan.tables import rows as table_rows
from tests.published import ROOT, Published, pipeline

HITACHI = "R5/hitachi"
HITACHI_R5 = source.edition(ROOT, "hitachi", "R5")
BRIEFS = {f"plan-{number:02d}" for number in range(1, 16)}
OF_ALL = {
    "overview", "trends", "findings", "findings.xlsx", "tables.xlsx", "reading.html", "booklet.pdf", "index.html",
}  # fmt: skip
STEPS = {"10_clean", "20_compute"}


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    yield
    fingerprint.code.cache_clear()
    fingerprint.packages.cache_clear()


@pytest.fixture(scope="module")
def made(published: Published, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with its editions made, not to be changed."""
    root = tmp_path_factory.mktemp("made") / "計画"
    shutil.copytree(published.root, root)
    return root


@pytest.fixture
def copy(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "計画")
    return tmp_path / "計画"


def states(root: Path, **wish: object) -> list[State]:
    found = choose(source.editions(root), [], ["hitachi"])
    return find(root, found, Wish(root / "reports", **wish))  # type: ignore[arg-type]


def reasons(root: Path, **wish: object) -> dict[str, str]:
    """Why each thing is to be made, by its name; only of what is to be made."""
    (found,) = states(root, **wish)
    return {job.name: why for job, why in found.all.items() if why}


def run_pipeline(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return pipeline(root, "--city", "hitachi", *arguments)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


class TestReasons:
    def test_nothing_where_nothing_has_changed(self, made: Path) -> None:
        assert not reasons(made)
        assert not reasons(made, plans=["6"]) and not reasons(made, formats=["html"])

    def test_the_time_of_a_file_says_nothing(self, copy: Path) -> None:
        for path in copy.rglob("*"):
            path.touch()
        assert not reasons(copy)

    def test_all_is_new_at_first(self, copy: Path) -> None:
        shutil.rmtree(copy / "reports")
        found = reasons(copy)
        assert set(found) == BRIEFS | OF_ALL | STEPS and set(found.values()) == {"new"}

    @pytest.mark.parametrize("name", ["plan-06.pdf", "plan-06.html", "notebooks/plan-06.ipynb"])
    def test_an_output_that_is_gone_or_was_changed(self, copy: Path, name: str) -> None:
        path = copy / "reports" / HITACHI / name
        path.write_bytes(path.read_bytes()[:-1])
        assert reasons(copy)["plan-06"] == "damaged"
        path.unlink()
        assert reasons(copy)["plan-06"] == "missing"
        due = reasons(copy)
        assert set(due) == {"plan-06", "booklet.pdf", "index.html"}
        assert due["booklet.pdf"] == "after_parts"  # the same if its part is

    @pytest.mark.parametrize("name", sorted(OF_ALL - {"overview", "trends", "findings"}))
    def test_also_one_that_no_notebook_makes(self, copy: Path, name: str) -> None:
        path = copy / "reports" / HITACHI / name
        path.write_bytes(b"")
        assert reasons(copy)[name] == "damaged"
        path.unlink()
        assert reasons(copy)[name] == "missing"

    def test_a_table_that_is_gone_or_was_changed(self, copy: Path) -> None:
        table = copy / "data/processed/hitachi/R5/activities.csv"
        change(table, "108", "109")
        assert {reasons(copy)[name] for name in STEPS} == {"damaged"}
        table.unlink()
        assert {reasons(copy)[name] for name in STEPS} == {"missing"}

    @pytest.mark.parametrize("data", [b"", b"a,b\n", b'plan_id,"' + b"x" * 200_000])
    @pytest.mark.parametrize("name", ["plans", "activities"])
    def test_a_table_that_cannot_be_read(self, copy: Path, name: str, data: bytes) -> None:
        (copy / f"data/processed/hitachi/R5/{name}.csv").write_bytes(data)
        assert reasons(copy) == dict.fromkeys(STEPS, "damaged")

    def test_a_plan_that_only_the_changed_document_has(self, copy: Path) -> None:
        with pytest.raises(UsageError):
            reasons(copy, plans=["16"])
        raw = copy / "data/raw/hitachi/R5.txt"
        raw.write_bytes(raw.read_bytes() + b"\n")
        assert reasons(copy, plans=["16"])["10_clean"] == "data"
        assert not answer.state_facts(*states(copy, plans=["16"]), copy)["complete"]

    @pytest.mark.parametrize(
        ("notebook", "jobs"), [("40_brief", BRIEFS), ("50_overview", {"overview"}), ("20_compute", {"20_compute"})]
    )
    def test_a_notebook(self, copy: Path, notebook: str, jobs: set[str]) -> None:
        change(copy / f"notebooks/{notebook}.ipynb", "# ", "# 新しい")
        found = reasons(copy)
        assert {name for name, why in found.items() if why == "notebook"} == jobs

    @pytest.mark.parametrize(
        "name", ["compute/results.py", "city/rules.toml", "look/style.toml", "look/fonts/NotoSansJP-Bold.ttf"]
    )
    def test_code_rules_templates_and_fonts(
        self, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
    ) -> None:
        shutil.copytree(ROOT / "cityplan", tmp_path / "cityplan")
        monkeypatch.setattr(fingerprint, "PACKAGE", tmp_path / "cityplan")
        fingerprint.code.cache_clear()
        assert not reasons(made)
        with (tmp_path / "cityplan" / name).open("ab") as file:
            file.write(b"\n")
        fingerprint.code.cache_clear()
        found = reasons(made)
        assert set(found) == BRIEFS | OF_ALL | STEPS and set(found.values()) == {"code"}

    def test_a_package(self, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Of those that are needed: another one in the same place changes nothing."""
        monkeypatch.syspath_prepend(str(tmp_path))
        (tmp_path / "unheard_of-1.0.dist-info").mkdir()
        fingerprint.packages.cache_clear()
        assert not reasons(made)
        (tmp_path / "markupsafe-99.0.dist-info").mkdir()
        (tmp_path / "markupsafe-99.0.dist-info/METADATA").write_text("Name: markupsafe\n")
        fingerprint.packages.cache_clear()
        found = reasons(made)
        assert set(found) == BRIEFS | OF_ALL | STEPS and set(found.values()) == {"packages"}

    def test_what_a_package_brings_along_is_no_package(self) -> None:
        """setuptools puts its own copies on the path when it is imported."""
        import setuptools

        before = fingerprint.packages()
        fingerprint.packages.cache_clear()
        brought = Path(setuptools.__file__).parent / "_vendor"
        assert list(brought.glob("*.dist-info")) and str(brought) in sys.path
        assert fingerprint.packages() == before
        code = "from cityplan.build.fingerprint import packages; print(dict(packages()))"
        fresh = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        assert fresh.stdout.strip() == str(dict(before))

    def test_a_parameter(self, made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        from cityplan.city import jobs

        monkeypatch.setattr(jobs, "_common", lambda edition: {"city": edition.city, "year": "令和5年度"})
        assert reasons(made)["trends"] == "parameters"

    def test_what_is_known_of_the_edition(self, copy: Path) -> None:
        toml = copy / "data/raw/hitachi/source.toml"
        toml.write_text(toml.read_text("utf-8") + "\n# 注\n", encoding="utf-8")
        assert not reasons(copy)  # a comment says nothing of the edition
        change(toml, 'publisher = "', 'publisher = "新')
        found = reasons(copy)
        assert set(found) == BRIEFS | OF_ALL | STEPS and set(found.values()) == {"data"}

    @pytest.mark.parametrize("name", ["R5.txt", "corrections.csv", "comments.csv", "answers/a.xlsx"])
    def test_the_document_and_what_was_decided_on_it(self, copy: Path, name: str) -> None:
        path = copy / "data/raw/hitachi" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes((path.read_bytes() if path.exists() else b"") + b"\n")
        found = reasons(copy)
        assert found["10_clean"] == "data" and found["index.html"] == "parts"
        assert found.pop("reading.html") == ("data" if name == "R5.txt" else "later")  # it shows the document
        rest = {why for job, why in found.items() if job not in ("10_clean", "index.html")}
        assert rest == {"later"} and found["20_compute"] == "later"
        assert not answer.state_facts(*states(copy), copy)["complete"]

    def test_what_no_table_decides_is_known_before_they_are_made(self, copy: Path) -> None:
        raw = copy / "data/raw/hitachi/R5.txt"
        raw.write_bytes(raw.read_bytes() + b"\n")
        change(copy / "notebooks/40_brief.ipynb", "# ", "# 新しい")
        (copy / "reports" / HITACHI / "trends.pdf").unlink()
        found = reasons(copy)
        assert {found[name] for name in BRIEFS} == {"notebook"}
        assert found["trends"] == "missing" and found["overview"] == "later"

    def test_forced_with_a_table_that_cannot_be_read(self, copy: Path) -> None:
        (copy / "data/processed/hitachi/R5/plans.csv").write_bytes(b"")
        assert reasons(copy, force=True) == dict.fromkeys(STEPS, "forced")

    def test_rows_of_one_plan(self, copy: Path) -> None:
        """As a run of the first notebooks leaves them: the tables are listed, the reports older."""
        table = copy / "data/processed/hitachi/R5/activities.csv"
        before = sha256(table.read_bytes())
        change(table, "補助件数", "補助の件数")  # PLAN 01
        listed = copy / "reports" / HITACHI / manifest.MANIFEST
        written = json.loads(listed.read_text("utf-8"))
        now = sha256(table.read_bytes())
        for record in (written["tables"], written["made"]["20_compute"]["data"]):
            assert record["data/processed/hitachi/R5/activities.csv"] == before
            record["data/processed/hitachi/R5/activities.csv"] = now
        listed.write_text(json.dumps(written), encoding="utf-8")
        found = reasons(copy)
        assert set(found) == {"plan-01"} | OF_ALL - {"reading.html"}  # which is made of the findings
        assert found.pop("booklet.pdf") == "after_parts" and set(found.values()) == {"data"}
        (one,) = states(copy, plans=["1"], formats=["html"])
        assert set(one.leaving.values()) == {"data"}
        assert one.leaving.keys() >= {"plan-01.pdf", "overview.html", "tables.xlsx"}
        assert not one.leaving.keys() & {"plan-01.html", "plan-02.pdf", "notebooks/plan-01.ipynb"}

    def test_a_notebook_leaves_what_no_notebook_makes(self, copy: Path) -> None:
        """The workbooks are made of the tables alone, the page of what was read of the document and its findings."""
        for name in ("40_brief", "50_overview", "30_trends", "60_findings"):
            change(copy / f"notebooks/{name}.ipynb", "# ", "# 新しい")
        assert not {"tables.xlsx", "findings.xlsx", "reading.html"} & set(reasons(copy))

    def test_force(self, made: Path) -> None:
        assert set(reasons(made, force=True)) == BRIEFS | OF_ALL | STEPS

    def test_a_manifest_of_another_version(self, copy: Path) -> None:
        (copy / "reports" / HITACHI / manifest.MANIFEST).write_text('{"files": {}, "inputs": {}}')
        assert set(reasons(copy).values()) == {"new"}

    def test_every_reason_has_its_words(self) -> None:
        assert all(re.search("[ぁ-ん]", words) for why, words in REASONS.items() if why != "forced")


class TestRuns:
    """The command, after one thing was changed."""

    def test_one_plan_touched(self, copy: Path) -> None:
        """Only that plan and what shows it: the others keep their bytes and are not written."""
        folder = copy / "reports" / HITACHI
        times = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
        change(copy / "data/raw/hitachi/R5.txt", "空き家の解体やリフォーム", "空き家の解体と改修")
        done = run_pipeline(copy)
        assert done.returncode == 0, done.stderr
        written = {
            path.relative_to(folder).as_posix() for path, time in times.items() if path.stat().st_mtime_ns != time
        }
        names = {"plan-01", "overview", "trends", "findings"}
        assert written == {
            *(f"{name}.{kind}" for name in names for kind in ("html", "pdf")),
            *(f"notebooks/{name}.ipynb" for name in names | STEPS),
            "findings.xlsx",
            "tables.xlsx",
            "reading.html",
            "booklet.pdf",
            "index.html",
            manifest.MANIFEST,
        }
        assert "空き家の解体と改修" in (folder / "plan-01.html").read_text("utf-8")
        left = publish._place(copy) / "2147483646"  # of a run that was killed when all was made
        left.mkdir()
        again = run_pipeline(copy)
        assert "変わったものはありません" in again.stdout and not again.stderr
        assert not left.exists()

    def test_what_is_gone_or_damaged_comes_back(self, copy: Path) -> None:
        folder = copy / "reports" / HITACHI
        names = ["plan-06.pdf", "booklet.pdf", "findings.xlsx", "tables.xlsx", "index.html"]
        before = {name: (folder / name).read_bytes() for name in names}
        page = (copy / "reports/index.html").read_bytes()
        (folder / "plan-06.pdf").unlink()
        (folder / "booklet.pdf").write_bytes(before["booklet.pdf"][:1000])
        for name in ("findings.xlsx", "tables.xlsx", "index.html"):
            (folder / name).write_bytes(b"")
        (copy / "reports/index.html").unlink()
        done = run_pipeline(copy)
        assert done.returncode == 0, done.stderr
        assert {name: (folder / name).read_bytes() for name in names} == before
        assert (copy / "reports/index.html").read_bytes() == page

    def test_the_reports_of_a_document_that_is_gone_stay_and_are_not_listed(self, copy: Path) -> None:
        index = copy / "reports/index.html"
        assert "高萩市" in index.read_text("utf-8")
        shutil.rmtree(copy / "data/raw/takahagi")
        done = run_pipeline(copy)
        assert "変わったものはありません" in done.stdout and "R6/takahagi" in done.stderr
        assert "高萩市" not in index.read_text("utf-8") and "日立市" in index.read_text("utf-8")
        assert (copy / "reports/R6/takahagi/plan-01.html").exists()
        assert not run_pipeline(copy).stderr

    def test_a_dry_run_tells_and_does_nothing(self, copy: Path) -> None:
        (copy / "reports" / HITACHI / "plan-06.pdf").unlink()
        files = {path: path.read_bytes() for path in copy.rglob("*") if path.is_file()}
        done = run_pipeline(copy, "--dry-run")
        assert done.returncode == 0
        told = {line.split()[1]: line for line in done.stdout.splitlines()[1:]}
        assert "ファイルがない" in told["plan-06"] and "そのまま" in told["plan-07"]
        assert files == {path: path.read_bytes() for path in copy.rglob("*") if path.is_file()}

    @pytest.mark.long
    def test_a_file_that_an_analysts_cell_reads(self, copy: Path) -> None:
        """Also one that the project does not know of."""
        extra = copy / "data/memo.txt"
        extra.write_text("一", encoding="utf-8")
        path = copy / "notebooks/30_trends.ipynb"
        notebook = nbformat.read(path, as_version=4)
        reading = nbformat.v4.new_code_cell(
            "from IPython.display import Markdown\nMarkdown(open('../data/memo.txt', encoding='utf-8').read())",
            id="memo",
        )
        notebook.cells.append(reading)
        nbformat.write(notebook, path)
        assert run_pipeline(copy).returncode == 0
        page = copy / "reports" / HITACHI / "trends.html"
        assert "<p>一</p>" in page.read_text("utf-8") and not reasons(copy)
        extra.write_text("二", encoding="utf-8")
        assert reasons(copy) == {"trends": "data", "index.html": "parts"}
        assert run_pipeline(copy).returncode == 0
        assert "<p>二</p>" in page.read_text("utf-8")

    @pytest.mark.long
    def test_two_versions_never_stand_side_by_side(self, copy: Path) -> None:
        """A changed sentence and pages only: the PDF of before goes to 前の版, and so does the booklet.

        All of it is made at last; what a person has saved meanwhile is kept, and told.
        """
        folder = copy / "reports" / HITACHI
        before = {name: (folder / name).read_bytes() for name in ("plan-06.pdf", "booklet.pdf")}
        saved = (folder / "findings.xlsx").read_bytes() + b"answers"
        (folder / "findings.xlsx").write_bytes(saved)
        change(copy / "notebooks/40_brief.ipynb", "掲載事業の実績", "事業の実績")
        assert run_pipeline(copy, "--plan", "6", "--format", "html").returncode == 0
        listed = manifest.read_manifest(folder)
        assert "plan-06.html" in listed["files"] and listed["older"].keys() == before.keys()
        assert not any((folder / name).exists() for name in before)
        assert {name: (folder / "前の版" / name).read_bytes() for name in before} == before
        assert (folder / "findings.xlsx").read_bytes() == saved  # it was not asked for
        index = (folder / "index.html").read_text("utf-8")
        assert index.count("（前の版）") == len(BRIEFS) - 1
        assert "前の版：ノートブックが変わった" in index and "前の版：載せる報告が変わる" in index
        assert "booklet.pdf" in run_pipeline(copy, "--list").stdout
        done = run_pipeline(copy, "--plan", "6")
        assert "前の版のままの報告" in done.stderr and not (folder / "booklet.pdf").exists()
        assert {path.name for path in (folder / "前の版").iterdir()} == {"booklet.pdf"}
        done = run_pipeline(copy)
        assert done.returncode == 0 and (folder / "booklet.pdf").exists()
        assert "前の版/findings（保存された版）.xlsx" in done.stdout
        kept = {path.name: path.read_bytes() for path in (folder / "前の版").iterdir()}
        assert kept == {"findings（保存された版）.xlsx": saved}
        assert "前の版" not in (folder / "index.html").read_text("utf-8") and not reasons(copy)

    @pytest.mark.long
    def test_a_correction_touches_what_it_corrects(self, copy: Path) -> None:
        """As the page on misprints says; above it stands a line that decides on another plan."""
        folder, csv = copy / "reports" / HITACHI, copy / "data/raw/hitachi/corrections.csv"
        other = "R5,activities,15,2,actual,,3120回,担当課に確認,2024-06-03\n"
        own = "R5,activities,06,1,ratio_printed,144.4%,125.0%,担当課に確認,2024-06-03\n"
        head = csv.read_text("utf-8")
        csv.write_text(head + other, encoding="utf-8")
        assert run_pipeline(copy).returncode == 0
        before = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
        names = {each["finding_id"] for each in table_rows.text_rows(copy, HITACHI_R5, "findings")}
        csv.write_text(head + own + other, encoding="utf-8")
        done = run_pipeline(copy, "--plan", "06", "--format", "html", "--json")
        assert done.returncode == 0, done.stderr
        (made,) = json.loads(done.stdout)["editions"]
        moved = {name.removeprefix("前の版/") for name in made["older"]}
        assert moved == {
            "plan-06.pdf",
            "booklet.pdf",
            "findings.xlsx",
            "tables.xlsx",
            "reading.html",
            *(f"{name}.{kind}" for name in ("overview", "trends", "findings") for kind in ("html", "pdf")),
            *(f"notebooks/{name}.ipynb" for name in ("overview", "trends", "findings")),
        }
        written = {
            path.relative_to(folder).as_posix()
            for path, time in before.items()
            if path.exists() and path.stat().st_mtime_ns != time
        }
        gone = {path.relative_to(folder).as_posix() for path in before if not path.exists()}
        assert gone == moved and written == {
            "plan-06.html",
            "index.html",
            manifest.MANIFEST,
            *(f"notebooks/{name}.ipynb" for name in STEPS | {"plan-06"}),
        }
        left = {each["finding_id"] for each in table_rows.text_rows(copy, HITACHI_R5, "findings")}
        assert left < names and {name.partition("-")[0] for name in names - left} == {"06"}

    @pytest.mark.long
    def test_a_failure_is_tried_again(self, copy: Path) -> None:
        """The report of before stands, but is no longer taken for what would be made now."""
        path = copy / "notebooks/30_trends.ipynb"
        good = path.read_text("utf-8")
        change(path, "overview_trends.all_ratios_table(o)", "1 / 0")
        assert run_pipeline(copy).returncode == 1
        path.write_text(good, encoding="utf-8")
        assert reasons(copy)["trends"] == "failed"
        assert (copy / "reports" / HITACHI / "failed/trends.ipynb").exists()
        assert run_pipeline(copy).returncode == 0 and not reasons(copy)
        assert not (copy / "reports" / HITACHI / "failed").exists()


class TestInputs:
    CSV = 'plan_id,name\r\n06,a\r\n07,"b\nc"\r\n'

    def hashes(self, folder: Path, text: str, *plans: str) -> list[str]:
        (folder / "t.csv").write_text(text, encoding="utf-8-sig", newline="")
        return list(Inputs(folder).hashes(f"t.csv//{plan}" for plan in plans).values())

    def test_only_the_rows_of_the_plan_count(self, tmp_path: Path) -> None:
        six, seven, none = self.hashes(tmp_path, self.CSV, "06", "07", "08")
        changed = self.hashes(tmp_path, self.CSV.replace("\nc", "\nd"), "06", "07", "08")
        assert changed[0] == six and changed[1] != seven and changed[2] == none
        assert len({six, seven, none}) == 3

    def test_another_heading_counts_for_all(self, tmp_path: Path) -> None:
        before = self.hashes(tmp_path, self.CSV, "06", "07", "08")
        after = self.hashes(tmp_path, self.CSV.replace("name", "names"), "06", "07", "08")
        assert not set(before) & set(after)

    def test_a_row_added_counts(self, tmp_path: Path) -> None:
        (before,) = self.hashes(tmp_path, self.CSV, "08")
        assert self.hashes(tmp_path, self.CSV + "08,d\r\n", "08") != [before]

    def test_a_table_without_plans_counts_whole(self, tmp_path: Path) -> None:
        (before,) = self.hashes(tmp_path, "name\r\na\r\n", "06")
        assert self.hashes(tmp_path, "name\r\nb\r\n", "06") != [before]

    @pytest.mark.parametrize("place", ["t.csv", "t.csv//06"])
    def test_a_file_that_comes_counts(self, tmp_path: Path, place: str) -> None:
        before = Inputs(tmp_path).hash(place)
        (tmp_path / "t.csv").write_text("plan_id,name\r\n06,a\r\n")
        assert Inputs(tmp_path).hash(place) != before

    def test_what_comes_into_a_folder_counts(self, tmp_path: Path) -> None:
        folder = tmp_path / "answers"
        none = Inputs(tmp_path).hash("answers/")
        folder.mkdir()
        assert Inputs(tmp_path).hash("answers/") == none
        seen = {none}
        for name, data in (("a.xlsx", b"1"), ("a.xlsx", b"2"), ("b.xlsx", b"2")):
            (folder / name).write_bytes(data)
            seen.add(Inputs(tmp_path).hash("answers/"))
        assert len(seen) == 4


def _no_hook(event: str, given: tuple[object, ...]) -> None:
    pass


class TestReads:
    def read(self, folder: Path, *cells: str) -> list[str]:
        (folder / "notebooks").mkdir(exist_ok=True)
        notebook = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell("x: int = 1", metadata={"tags": ["parameters"]})]
        )
        notebook.cells += [nbformat.v4.new_code_cell(cell) for cell in cells]
        notebook.metadata.kernelspec = {"name": "python3", "display_name": "", "language": "python"}
        path = folder / "notebooks/tried.ipynb"
        nbformat.write(notebook, path)
        reads = folder / "reads"
        reads.unlink(missing_ok=True)
        run_notebook(path, {}, reads=reads)
        places = noted(reads)
        for place, made in places.items():
            path = folder / place.partition("//")[0]
            assert made == (sha256(path.read_bytes()) if path.exists() else "-")
        return list(places)

    @pytest.mark.parametrize("fork", [True, False])
    def test_of_both_kinds_of_kernels(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fork: bool) -> None:
        from cityplan.build import run

        monkeypatch.setattr(run, "can_fork", lambda: fork)
        (tmp_path / "data").mkdir()
        (tmp_path / "data/a.csv").write_text("a\n1\n")
        (tmp_path / "notebooks").mkdir()
        (tmp_path / "notebooks/helper.py").write_text("x = 1\n")
        found = self.read(
            tmp_path,
            "import pandas as pd; pd.read_csv('../data/a.csv')",
            "import helper; open('../data/written.txt', 'w').close()",
            "import os; os.path.exists('../data/b.csv')",
            "import contextlib\nwith contextlib.suppress(OSError): open('../data/c.csv')",
        )
        assert found == ["data/a.csv", "data/c.csv", "notebooks/helper.py"]

    @pytest.mark.parametrize(
        "opened",
        [
            "open(b'../a.txt')",
            "open(pathlib.Path('../a.txt'))",
            "open(os.path.abspath('../a.txt'))",
            "os.fdopen(os.open('../a.txt', os.O_RDONLY))",
            "open('../a.txt', 'r+')",
            "zipfile.ZipFile('../a.txt')",
        ],
    )
    def test_in_whatever_way_it_is_opened(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: str) -> None:
        with zipfile.ZipFile(tmp_path / "a.txt", "w") as made:
            made.writestr("b", "c")
        (tmp_path / "notebooks").mkdir()
        monkeypatch.chdir(tmp_path / "notebooks")
        told: list[str] = []
        hook = _hook((str(tmp_path),), told.append)
        monkeypatch.setattr(reads, "HOOK_OF_TEST", hook, raising=False)
        sys.addaudithook(lambda event, given: getattr(reads, "HOOK_OF_TEST", _no_hook)(event, given))
        eval(opened, {"os": os, "pathlib": pathlib, "zipfile": zipfile, "open": open}).close()
        assert told == [f"{sha256((tmp_path / 'a.txt').read_bytes())} a.txt"]

    @pytest.mark.parametrize("name", ["資料#2.csv", "a b.csv", "\udcff.csv"])
    def test_names_of_all_kinds(self, tmp_path: Path, name: str) -> None:
        (tmp_path / name).write_text("a")
        told: list[str] = []
        _hook((str(tmp_path),), told.append)("open", (str(tmp_path / name), "r", 0))
        (tmp_path / "reads").write_bytes(os.fsencode("\n".join([*told, ""])))
        assert noted(tmp_path / "reads") == {name: sha256(b"a")}

    @pytest.mark.parametrize("path", ["x.pyc", "\0", "/elsewhere/a", "../../a", ".venv/a", "cityplan/a.py", 3])  # fmt: skip
    def test_what_is_none_of_the_projects_is_no_error(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str | int
    ) -> None:
        monkeypatch.chdir(tmp_path)
        told: list[str] = []
        _hook((str(tmp_path),), told.append)("open", (path, "r", 0))
        assert told in ([], ["- x.pyc"])

    def test_a_kernel_that_notes_nothing_is_an_error(self, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError):
            noted(tmp_path / "reads")

    def test_rows_of_a_plan_and_the_whole(self, tmp_path: Path) -> None:
        for name in ("a.csv", "b.csv"):
            (tmp_path / name).write_text("plan_id\n06\n")
        rows = "from cityplan.files.reads import only_rows_of, not_noted\n"
        rows += "with only_rows_of('06'): open('../a.csv').close(); open('../b.csv').close()\n"
        rows += "with not_noted(): open('../c.csv', 'a+').close(); open('../c.csv').close()"
        assert self.read(tmp_path, rows) == ["a.csv//06", "b.csv//06"]
        assert self.read(tmp_path, rows, "open('../a.csv').read()") == ["a.csv", "b.csv//06"]


@pytest.mark.parametrize(
    ("changed", "why"), [("data/raw/hitachi/R5.txt", "data"), ("notebooks/10_clean.ipynb", "notebook")]
)  # fmt: skip
def test_what_changes_during_a_run_is_seen_by_the_next(
    copy: Path, monkeypatch: pytest.MonkeyPatch, changed: str, why: str
) -> None:
    """It is changed while the first notebook runs: what was read may be either."""
    path = copy / changed

    def run(root: Path, edition: object, job: Job, formats: object) -> Outcome:
        path.write_bytes(path.read_bytes() + b"\n")
        return Outcome({job.executed: b"{}"}, {"data/raw/hitachi/R5.txt": "?"})

    monkeypatch.setattr(workers, "run_task", makers.run_task)
    monkeypatch.setattr(makers, "notebook", run)
    path.write_bytes(path.read_bytes() + b"\n")
    wish = Wish(copy / "reports", ["6"], ["html"])
    list(publish.make(copy, [source.edition(copy, "hitachi", "R5")], wish))
    assert reasons(copy, plans=["6"], formats=["html"])["10_clean"] in (why, "data")


def test_a_file_that_changes_after_it_was_read(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its hash of the end of the run is not that of what the report shows."""
    memo = copy / "data/memo.txt"
    memo.write_text("二")

    def run(root: Path, edition: object, job: Job, formats: Sequence[str]) -> Outcome:
        files = {job.executed: b"{}"} | {f"{job.name}.{each}": b"" for each in formats}
        return Outcome(files, {"data/memo.txt": sha256(b"another")})

    monkeypatch.setattr(workers, "run_task", makers.run_task)
    monkeypatch.setattr(makers, "notebook", run)
    wish = Wish(copy / "reports", ["6"], ["html"], force=True)
    list(publish.make(copy, [source.edition(copy, "hitachi", "R5")], wish))
    assert reasons(copy, plans=["6"], formats=["html"])["plan-06"] == "data"


class TestEarlierEditions:
    """What is computed of an edition is made of its city's earlier documents too."""

    @pytest.fixture(scope="class")
    @classmethod
    def two_years(cls, tmp_path_factory: pytest.TempPathFactory) -> Path:
        root = tmp_path_factory.mktemp("years")
        rows = ("相談|受ける|{}件|{}件||周知した。", "社数|8件以上|20件以上|12件|○基準値以上|○基準値以上")
        documents = {
            year: {"移住": (rows[0].format(now, before), rows[1])}
            for year, now, before in (("R5", 10, 8), ("R6", 12, 10))
        }
        several_years.write(root, documents)
        shutil.copytree(ROOT / "notebooks", root / "notebooks")
        shutil.copy(ROOT / "pipeline.py", root)
        done = pipeline(root, "--plan", "1", "--format", "html")
        assert done.returncode == 0, done.stderr
        return root

    @pytest.fixture
    def years(self, two_years: Path, tmp_path: Path) -> Path:
        shutil.copytree(two_years, tmp_path / "計画")
        return tmp_path / "計画"

    def reasons(self, root: Path) -> dict[str, str]:
        """Why the steps of R6 are to be made."""
        wish = Wish(root / "reports", plans=["1"], formats=["html"])
        _, found = find(root, source.editions(root), wish)
        assert found.edition.year == "R6"
        return {job.name: why for job, why in found.steps.items() if why}

    def test_nothing_has_changed(self, years: Path) -> None:
        assert not self.reasons(years)

    def test_another_value_of_the_year_before(self, years: Path) -> None:
        change(years / "data/raw/mihon/R5.txt", "10件", "11件")
        assert self.reasons(years) == {"20_compute": "data"}
        done = pipeline(years, "--plan", "1", "--format", "html", "--year", "R6")
        assert done.returncode == 0, done.stderr
        found = (years / "data/processed/mihon/R6/findings.csv").read_text("utf-8")
        assert "previous_changed" in found and not self.reasons(years)

    @pytest.mark.long
    def test_a_dry_run_tells_what_a_run_then_makes(self, years: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """After each kind of change, one after another; what is open is told to be."""
        raw = years / "data/raw/mihon"
        shutil.copytree(ROOT / "cityplan", years / "cityplan")
        monkeypatch.setattr(fingerprint, "PACKAGE", years / "cityplan")
        self.told_and_made(years)
        heading = "year,table,plan_id,row,column,printed,use,reason,date\n"
        correction = "R6,activities,01,1,actual,12件,13件,担当課に確認,2025-06-03\n"
        comment = "year,plan_id,text\nR6,01,広報で知らせた。\n"
        changes: dict[str, Callable[[], object]] = {
            "text": lambda: change(raw / "R6.txt", "周知した。", "よく周知した。"),
            "a blank line": lambda: (raw / "R6.txt").write_bytes((raw / "R6.txt").read_bytes() + b"\n"),
            "a correction": lambda: (raw / "corrections.csv").write_text(heading + correction),
            "a comment": lambda: (raw / "comments.csv").write_text(comment),
            "source.toml": lambda: change(raw / "source.toml", 'publisher = "', 'publisher = "新'),
            "a rule": lambda: change(years / "cityplan/city/rules.toml", "[", "# 新しい\n["),
            "code": lambda: change(years / "cityplan/compute/results.py", '"""', '"""New: '),
            "a notebook": lambda: change(years / "notebooks/40_brief.ipynb", "# ", "# 新しい"),
            "a step": lambda: change(years / "notebooks/20_compute.ipynb", "# ", "# 新しい"),
            "an earlier edition": lambda: change(raw / "R5.txt", "10件", "11件"),
        }
        open_after = {
            "text": True,
            "a blank line": True,
            "a correction": True,
            "a comment": True,
            "a step": True,
            "an earlier edition": True,
        }
        for what, make in changes.items():
            make()
            fingerprint.code.cache_clear()
            complete, made = self.told_and_made(years)
            assert made and complete == (what not in open_after), what

    @staticmethod
    def told_and_made(root: Path) -> tuple[bool, set[str]]:
        """Whether all was told before it was made, and what was made of R6."""
        wish = Wish(root / "reports", plans=["1"], formats=["html"], quiet=True)
        chosen = [source.edition(root, "mihon", "R6")]
        (found,) = find(root, chosen, wish)
        told = answer.state_facts(found, wish.folder(chosen[0]))
        reasons = {each["name"]: each["reason"] for each in told["jobs"]}
        (run,) = publish.make(root, chosen, wish)
        made = {Path(name).stem if "notebooks/" in name else name for name in run.files}
        made -= {f"{name}.html" for name in made}
        sure = {name for name, why in reasons.items() if why and why not in UNDECIDED}
        assert sure <= made <= {name for name, why in reasons.items() if why}
        assert told["complete"] == (sure == {name for name, why in reasons.items() if why})
        assert not find(root, chosen, wish)[0].leaving
        return told["complete"], made

    def test_a_correction_of_the_year_before(self, years: Path) -> None:
        """The file was not there when the tables were made, and is one of all years."""
        heading = "year,table,plan_id,row,column,printed,use,reason,date\n"
        (years / "data/raw/mihon/corrections.csv").write_text(heading, encoding="utf-8")
        assert self.reasons(years) == {"10_clean": "data", "20_compute": "data"}

    def test_what_is_known_of_the_edition_before(self, years: Path) -> None:
        toml = years / "data/raw/mihon/source.toml"
        change(toml, 'target = "R8"', 'target = "R9"')
        assert self.reasons(years)["20_compute"] == "data"
        change(toml, 'target = "R9"', 'target = "R8"')
        name = '\n[[renamed]]\nfrom = "支援"\nto = "相談"\nyear = "R6"\n'
        toml.write_text(toml.read_text("utf-8") + name, encoding="utf-8")
        assert self.reasons(years)["20_compute"] == "data"
