"""End to end: the command as a user runs it, on a copy of the project."""

import csv
import fcntl
import hashlib
import json
import os
import pty
import re
import shutil
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pikepdf
import pytest
from bs4 import BeautifulSoup

from tests.published import Published, pipeline, project

ROOT = Path(__file__).parents[1]
RAW = Path("data/raw/hitachi/R5.txt")
PLANS = [f"{number:02d}" for number in range(1, 16)]

# What is made once for many tests is made on one worker only.
made_once = pytest.mark.xdist_group("made")


@pytest.fixture(scope="session")
def made(published: Published) -> tuple[Path, str, str]:
    return published.reports / "R5/hitachi", published.stdout, published.stderr


@pytest.fixture
def earlier(copy: Path) -> Path:
    """A project that has made a report before."""
    assert pipeline(copy, "--plan", "06", "--format", "html").returncode == 0
    return copy


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return project(tmp_path, "hitachi")


@made_once
class TestTheWholeYear:
    def test_every_report_is_there(self, made: tuple[Path, str, str]) -> None:
        folder = made[0]
        names = {
            f"{name}.{kind}"
            for kind in ("html", "pdf")
            for name in (*(f"plan-{plan}" for plan in PLANS), "overview", "trends", "findings")
        }
        names |= {"findings.xlsx", "tables.xlsx", "reading.html"}
        assert names <= {path.name for path in folder.iterdir()}
        assert (folder / "index.html").exists() and (folder.parents[1] / "index.html").exists()
        kept = {path.stem for path in (folder / "notebooks").iterdir()}
        assert kept == {f"plan-{p}" for p in PLANS} | {"overview", "trends", "findings", "10_clean", "20_compute"}

    def test_the_manifest_holds_every_file(self, made: tuple[Path, str, str]) -> None:
        folder = made[0]
        files = json.loads((folder / "manifest.json").read_text())["files"]
        there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
        assert set(files) == there - {"manifest.json"}
        for name, expected in files.items():
            assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == expected

    def test_the_summary_says_where_and_how_many(self, made: tuple[Path, str, str]) -> None:
        _, out, err = made
        assert (
            "reports/R5/hitachi" in out
            and "指摘は 40 件" in out
            and "findings.html" in out
            and "reports/index.html" in out
        )
        assert "PLAN 06 新しい産業の創出" in err
        assert not re.search("Warning|WARNING|Traceback|IPKernelApp", err)

    def test_no_temporary_file_is_left(self, made: tuple[Path, str, str]) -> None:
        assert not [path for path in made[0].parents[2].rglob(".*") if path.is_file()]

    def test_executed_notebooks_hold_no_time_and_no_path(self, made: tuple[Path, str, str]) -> None:
        for path in (made[0] / "notebooks").iterdir():
            text = path.read_text()
            assert str(made[0].parents[2]) not in text and "start_time" not in text
            assert '"stderr"' not in text and '"error"' not in json.dumps(
                [o["output_type"] for c in json.loads(text)["cells"] for o in c.get("outputs", [])]
            )

    @pytest.mark.long
    def test_a_second_run_gives_the_same_bytes(self, made: tuple[Path, str, str]) -> None:
        folder = made[0]
        before = json.loads((folder / "manifest.json").read_text())["files"]
        again = pipeline(folder.parents[2], "--year", "令和５年度", "--plan", "6", "15", "--jobs", "1", "--force")
        assert again.returncode == 0, again.stderr
        assert json.loads((folder / "manifest.json").read_text())["files"] == before

    def test_every_line_of_the_source_is_accounted_for(self, made: tuple[Path, str, str]) -> None:
        tables = made[0].parents[2] / "data/processed/hitachi/R5"
        used = {
            line
            for row in _rows(tables / "cells.csv")
            for line in range(int(row["source_line"]), int(row["source_line_end"]) + 1)
        }
        left_out = {int(row["source_line"]) for row in _rows(tables / "skipped_lines.csv")}
        lines = (ROOT / RAW).read_text(encoding="utf-8").split("\n")
        assert used | left_out == {n for n, line in enumerate(lines, 1) if line.strip()}
        assert not used & left_out


@made_once
@pytest.mark.parametrize("plan", PLANS)
class TestEveryBrief:
    def test_the_pdf_says_what_it_is(self, made: tuple[Path, str, str], plan: str) -> None:
        with pikepdf.open(made[0] / f"plan-{plan}.pdf") as pdf:
            # of the plan with six indicators the activities and notes go on to a second
            assert len(pdf.pages) <= (2 if plan == "05" else 1)
            assert str(pdf.Root.Lang) in ("ja", "ja-JP")
            assert f"PLAN {plan}" in str(pdf.docinfo["/Title"])
            with pdf.open_outline() as outline:
                assert outline.root[0].title.startswith(f"PLAN {plan}")
            fonts = {str(font.BaseFont) for each in pdf.pages for font in each.Resources.Font.values()}
            assert fonts and all("NotoSansJP" in font for font in fonts)

    def test_both_formats_say_the_same(self, made: tuple[Path, str, str], plan: str) -> None:
        html = BeautifulSoup((made[0] / f"plan-{plan}.html").read_text(), "html.parser")
        shown = re.sub(r"\s", "", html.main.get_text()) if html.main else ""
        text = re.sub(r"\s", "", _pdf_text(made[0] / f"plan-{plan}.pdf"))
        for row in _rows(made[0].parents[2] / "data/processed/hitachi/R5/activities.csv"):
            if row["plan_id"] == plan:
                for column in ("actual_text", "previous_text", "ratio_printed_text", "factors"):
                    assert re.sub(r"\s", "", row[column]) in shown
                assert re.sub(r"\s", "", row["direction"]) in text
        assert not [word for word in ("基準日", "達成率") if word in text + shown]  # in no source


@made_once
class TestWhatTheBriefsSay:
    def test_a_plan_without_a_sheet_says_so(self, made: tuple[Path, str, str]) -> None:
        assert "個別シートは資料になく" in re.sub(r"\s", "", _pdf_text(made[0] / "plan-03.pdf"))

    def test_printed_and_computed_stand_side_by_side(self, made: tuple[Path, str, str]) -> None:
        text = _pdf_text(made[0] / "plan-06.pdf")
        assert "144.4%" in text and "125.0%" in text and "≠" in text

    def test_the_spoiled_block_reaches_no_report(self, made: tuple[Path, str, str]) -> None:
        for path in set(made[0].glob("*.html")) - {made[0] / "reading.html"}:  # which shows what was left out
            assert "小川" not in path.read_text() and "令和5年3月2日" not in path.read_text()

    def test_a_misplaced_ratio_counts_nowhere(self, made: tuple[Path, str, str]) -> None:
        text = re.sub(r"\s", "", _pdf_text(made[0] / "plan-15.pdf"))
        assert "131.9%" in text and "掲載2事業の実績は、前年度と数値で比べられない" in text

    def test_the_overview_counts_with_denominators(self, made: tuple[Path, str, str]) -> None:
        text = re.sub(r"\s", "", _pdf_text(made[0] / "overview.pdf"))
        assert "23事業のうち、前年度より増えたのは19事業、減ったのは4事業" in text
        assert "39.4%" in text


class TestTheCommandLine:
    def test_list_names_what_there_is(self, copy: Path) -> None:
        listed = pipeline(copy, "--list")
        assert listed.returncode == 0
        heading, row = listed.stdout.splitlines()
        assert heading.split() == ["市", "年度", "文書", "プラン", "最後に作った時", "矛盾/疑い/参考", "状態"]
        assert row.split() == ["日立市", "(hitachi)", "R5", "ひたち成長戦略プランの取組状況", "15", "-", "-", "未作成"]

    def test_only_the_wanted_plan_and_format(self, copy: Path) -> None:
        """And `--strict`, which tells of contradictions when all is made."""
        done = pipeline(
            copy,
            "--plan",
            "06",
            "--format",
            "html",
            "--out",
            str(copy / "よそ"),
            "--strict",
            MPLCONFIGDIR=str(copy / "fonts"),
        )
        assert done.returncode == 3 and "矛盾 2" in done.stdout, done.stderr
        assert done.stderr.startswith("初めての実行です。") and not re.search("[a-z]{3}", done.stderr)
        folder = copy / "よそ/R5/hitachi"
        assert {p.name for p in folder.glob("plan-*")} == {"plan-06.html"}
        assert not (copy / "reports").exists()

    def test_a_terminal_has_a_bar_with_names_and_the_time_left(self, copy: Path) -> None:
        terminal, own = pty.openpty()
        fcntl.ioctl(own, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 100, 0, 0))
        command = [sys.executable, str(copy / "pipeline.py"), "--plan", "03", "--format", "html"]
        run = subprocess.Popen(command, stdout=own, stderr=own, stdin=own, cwd=copy)
        os.close(own)
        seen = b""
        with suppress(OSError):  # the end of a terminal
            while part := os.read(terminal, 4096):
                seen += part
        assert run.wait() == 0
        bar = seen.decode()
        assert re.search(r"残り \d\d:\d\d .*日立市 R5 計算・検算", bar) and "3/3件" in bar
        assert "できました" not in bar and "日立市 R5: 5 個のファイル" in bar

    @pytest.mark.parametrize("words", [["--list"], ["--help"], []], ids=str)
    def test_nothing_heavy_is_imported_where_nothing_is_made(
        self, made: tuple[Path, str, str], words: list[str]
    ) -> None:
        command = [sys.executable, "-X", "importtime", str(made[0].parents[2] / "pipeline.py")]
        done = subprocess.run([*command, *words], capture_output=True, text=True)
        assert done.returncode == 0
        imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
        heavy = {"pandas", "numpy", "matplotlib", "nbformat", "IPython", "multiprocessing", "tqdm"}
        assert "cityplan.city.source" in imported and not heavy & imported

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (("--year", "R9"), ["R9", "もしかして: R5。", "日立市"]),
            (("--city", "水戸市"), ["水戸市", "hitachi"]),
            (("--city", "hitaci"), ["もしかして: hitachi。"]),
            (("--plann", "06"), ["知らない指定です: --plann", "もしかして: --plan。"]),
            (("--plan", "99"), ["99"]),
            (("--jobs", "0"), ["1以上"]),
        ],
    )
    def test_a_wrong_word_lists_the_right_ones(self, copy: Path, arguments: tuple[str, ...], told: list[str]) -> None:
        done = pipeline(copy, *arguments)
        assert done.returncode == 2
        assert all(word in done.stderr for word in told), done.stderr
        assert "Traceback" not in done.stderr and not list(copy.glob("reports/**/*.html"))


class TestOutdatedReports:
    @pytest.mark.long
    def test_other_data_sets_aside_what_was_made_of_the_old_ones(self, copy: Path) -> None:
        """PLAN 07 says something else now, PLAN 08 the same."""
        assert pipeline(copy, "--plan", "06", "07", "08", "--format", "html").returncode == 0
        source = copy / RAW
        source.write_text(source.read_text(encoding="utf-8").replace("7,684千円", "7,685千円"))
        assert pipeline(copy, "--plan", "06", "--format", "html").returncode == 0
        folder = copy / "reports/R5/hitachi"
        listed = json.loads((folder / "manifest.json").read_text())["files"]
        assert "plan-07.html" not in listed and {"plan-06.html", "plan-08.html"} <= set(listed)
        assert 'href="plan-07.html"' not in (folder / "index.html").read_text()
        assert (folder / "前の版/plan-07.html").exists() and not (folder / "plan-07.html").exists()


# How a document is spoiled, and the words of the error.
CHANGES: dict[str, tuple[Callable[[str], str], list[str]]] = {
    "empty": (lambda text: "", ["空"]),
    "cut": (lambda text: text[: len(text) // 2], []),
    "headings": (lambda text: text.replace("目的\n", "目標\n"), ["シート"]),
    "words": (lambda text: text.replace("脱炭素経営に", "脱炭素の経営に"), ["begins"]),
    "twice": (lambda text: text.replace("若者・女性が、自分らしさ", "脱炭素経営に向けた取組の支援"), ["06"]),
    "unknown": (lambda text: text.replace("凡例：", "判例〜", 1), ["行目"]),
}  # fmt: skip


class TestBadInput:
    """A clear Japanese error, and earlier reports as they were."""

    def test_of_the_document(self, earlier: Path) -> None:
        """Each city of one run has a document that is spoiled in its own way."""
        source = earlier / RAW
        text = source.read_text(encoding="utf-8")
        for city, (change, _) in CHANGES.items():
            shutil.copytree(source.parent, source.parents[1] / city)
            (source.parents[1] / city / "R5.txt").write_text(change(text), encoding="utf-8")
        source.write_text("", encoding="utf-8")
        before = _contents(earlier / "reports")
        done = pipeline(earlier, "--plan", "06", "--format", "html")
        assert done.returncode == 1 and "Traceback" not in done.stderr
        errors = [each for each in done.stderr.split("エラー: ") if "R5.txt" in each]
        for city, (_, told) in CHANGES.items():
            (error,) = (each for each in errors if f"/{city}/R5.txt" in each)
            assert "→" in error and all(word in error for word in told), error
        assert len(errors) == len(CHANGES) + 1
        assert _contents(earlier / "reports") == before

    @pytest.mark.long
    def test_a_cell_with_letters_is_marked_and_told(self, copy: Path) -> None:
        source = copy / RAW
        source.write_text(source.read_text(encoding="utf-8").replace("40件\t32件", "4O件\t32件", 1))
        done = pipeline(copy, "--plan", "06", "--format", "html")
        assert done.returncode == 0
        findings = list(_rows(copy / "data/processed/hitachi/R5/findings.csv"))
        assert [f["plan_id"] for f in findings if f["kind"] == "unreadable"] == ["06"]
        assert "「4O件」を数として読めません" in (copy / "reports/R5/hitachi/plan-06.html").read_text()

    def test_a_failing_notebook_is_named_and_kept(self, copy: Path) -> None:
        notebook = copy / "notebooks/40_brief.ipynb"
        broken = notebook.read_text().replace("brief.masthead(b,", "brief.no_such_thing(b,")
        notebook.write_text(broken)
        done = pipeline(copy, "--plan", "06", "07", "--format", "html")
        assert done.returncode == 1 and "Traceback" not in done.stderr
        for word in ("PLAN 0", "40_brief.ipynb", "セル [5] の1行目", "no_such_thing"):
            assert word in done.stderr
        assert list(copy.glob("reports/R5/hitachi/failed/plan-0*.ipynb"))
        assert done.stderr.count("エラー: ") == 1 and "ほか1件も同じです" in done.stderr
        assert not list(copy.glob("reports/R5/hitachi/plan-*.html"))

    @pytest.mark.long
    def test_a_failing_notebook_leaves_the_others(self, copy: Path) -> None:
        notebook = copy / "notebooks/50_overview.ipynb"
        notebook.write_text(notebook.read_text().replace("overview.masthead(", "overview.no_such("))
        done = pipeline(copy, "--format", "html")
        assert done.returncode == 1 and "50_overview.ipynb" in done.stderr
        assert len(list(copy.glob("reports/R5/hitachi/plan-*.html"))) == len(PLANS)

    def test_a_document_that_cannot_be_read(self, copy: Path) -> None:
        (copy / RAW).write_text("")
        done = pipeline(copy)
        assert done.returncode == 1 and "空" in done.stderr
        assert "日立市 R5: 作れませんでした。\n" in done.stdout and "目次" not in done.stdout

    @pytest.mark.long
    def test_what_a_brief_cannot_show_is_told_with_its_notebook(self, copy: Path) -> None:
        notebook = copy / "notebooks/40_brief.ipynb"
        shown = '"from IPython.display import HTML, display\\n", "display(HTML(\'<video></video>\'))\\n", "brief.masthead(b,'
        notebook.write_text(notebook.read_text().replace('"brief.masthead(b,', shown))
        done = pipeline(copy, "--plan", "06", "--format", "html")
        assert done.returncode == 1 and "40_brief.ipynb" in done.stderr
        assert "報告に出せません" in done.stderr and "Traceback" not in done.stderr
        assert (copy / "reports/R5/hitachi/failed/plan-06.ipynb").exists()

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    @pytest.mark.long
    def test_it_ends_at_once_and_leaves_nothing_behind(self, copy: Path, number: int) -> None:
        notebook = copy / "notebooks/40_brief.ipynb"
        sleeping = "import os, pathlib, time; pathlib.Path('pid').write_text(str(os.getpid())); time.sleep(600)"
        notebook.write_text(notebook.read_text().replace('"brief.masthead(b,', f'"{sleeping}\\n", "brief.masthead(b,'))
        command = [sys.executable, str(copy / "pipeline.py"), "--plan", "06", "--format", "html"]
        run = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )
        pid = copy / "notebooks/pid"
        while not pid.exists() or not pid.read_text():
            assert run.poll() is None
            time.sleep(0.05)
        run.send_signal(number)
        _, err = run.communicate(timeout=30)
        assert run.returncode == 128 + number
        assert "Traceback" not in err and ("中断しました" in err) == (number == signal.SIGINT)
        for _ in range(100):
            if not Path(f"/proc/{pid.read_text()}").exists():
                break
            time.sleep(0.1)
        assert not Path(f"/proc/{pid.read_text()}").exists()
        assert not (copy / "reports").exists()

    def test_an_unknown_parameter_is_refused(self, copy: Path) -> None:
        notebook = copy / "notebooks/40_brief.ipynb"
        notebook.write_text(notebook.read_text().replace('plan: str = \\"06\\"', 'plann: str = \\"06\\"'))
        done = pipeline(copy, "--plan", "06")
        assert done.returncode == 1 and "「plan」というパラメータはありません" in done.stderr

    @pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
    def test_no_permission_to_write(self, copy: Path) -> None:
        (copy / "reports").write_text("a file where the folder should be")
        done = pipeline(copy, "--plan", "06", "--format", "html")
        assert done.returncode == 1 and "書き込めません" in done.stderr
        assert "Traceback" not in done.stderr

    @pytest.mark.long
    def test_cp932_is_read_to_the_same_tables(self, copy: Path) -> None:
        source = copy / RAW
        text = source.read_text(encoding="utf-8").replace("—", "―").replace("–", "-")
        source.write_bytes(text.encode("cp932", errors="strict"))
        done = pipeline(copy, "--plan", "12", "--format", "html")
        assert done.returncode == 0, done.stderr
        statuses = [r["status_printed"] for r in _rows(copy / "data/processed/hitachi/R5/indicators.csv")]
        assert statuses.count("—") == 1 and len(statuses) == 29


def _pdf_text(path: Path) -> str:
    """The text of a PDF as a reader searches it; needs poppler."""
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext (poppler) is not installed")
    done = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True)
    return done.stdout


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _contents(folder: Path) -> dict[str, bytes]:
    """The reports, without the notebooks that failed and were kept."""
    files = (p for p in folder.rglob("*") if p.is_file() and p.parent.name != "failed")
    return {str(p.relative_to(folder)): p.read_bytes() for p in files}
