"""What the command line says, to a person and to a script: help, list, nearest words, JSON, Ctrl-C."""

import json
import os
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pipeline
from cityplan.build import publish
from cityplan.build.fingerprint import Inputs
from cityplan.build.freshness import State, check_plans
from cityplan.build.manifest import Manifest
from cityplan.build.runs import Made, Wish
from cityplan.city import source
from cityplan.city.choice import choose
from cityplan.city.edition import Edition
from cityplan.command import parser, reports
from cityplan.command.editions import listed
from cityplan.command.reports import run_pipeline
from cityplan.command.subcommands import run_act
from cityplan.files.errors import NotebookError, SourceError, UsageError
from cityplan.files.files import sha256
from cityplan.japanese.nearest import perhaps
from cityplan.japanese.terminal import columns_of, cut, text_table
from tests.published import ROOT, Published, project


@pytest.fixture(autouse=True)
def signals() -> Iterator[None]:
    """The command has its own answers to signals; the tests keep theirs."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with both cities, of which nothing is made, as the command's own."""
    root = project(tmp_path, "hitachi", "takahagi")
    monkeypatch.setattr(pipeline, "ROOT", root)
    return root


class TestHelp:
    TEXT = parser.pipeline_parser(Path("reports")).format_help()

    def test_it_fits_a_terminal(self) -> None:
        assert max(map(columns_of, self.TEXT.splitlines())) <= 80

    def test_it_has_no_english_words(self) -> None:
        words = re.sub(r"--?[\w-]+|python pipeline\.py|data/raw/|tcp://\S+|dask scheduler", "", self.TEXT)
        words = re.sub(r"\b(html|pdf|HTML|PDF|JSON|CPU|R5|Ctrl|C|reports)\b/?", "", words)
        assert re.findall("[A-Za-z]{2,}", words) == []

    def test_every_option_and_exit_code_is_told(self) -> None:
        told = set(re.findall(r"(?<!\w)--?[a-z][\w-]*", self.TEXT))
        assert set(parser.pipeline_parser(Path("r"))._option_string_actions) <= told
        assert all(f"  {code}  " in self.TEXT for code in (0, 1, 2, 3, 130))

    def test_the_examples_are_commands(self) -> None:
        examples = re.findall(r"^  python pipeline\.py(.*?)  ", self.TEXT, re.M)
        assert len(examples) > 4
        for words in examples:
            parser.parse_pipeline(words.split(), Path("reports"))


class TestWrongWords:
    @pytest.mark.parametrize(
        ("words", "told"),
        [
            ("--yera R5", "もしかして: --year"),
            ("--format htm", "もしかして: html"),
            ("--plan", "値を書いてください"),
            ("--jobs 0", "1以上の数"),
            ("--list=3", "値（'3'）は付けられません"),
            ("--list --watch", "一緒には指定できません"),
            ("--watch --json", "一緒には指定できません"),
            ("--watch --format pdf", "html"),
        ],
    )
    def test_are_told_in_japanese(self, words: str, told: str) -> None:
        with pytest.raises(UsageError) as caught:
            parser.parse_pipeline(words.split(), Path("reports"))
        message = str(caught.value)
        assert told in message and not re.search("argument|expected|invalid|not allowed", message)


@pytest.mark.parametrize(
    ("text", "meant"),
    [("hitaci", "hitachi"), ("Hitachi", "hitachi"), ("日立", "日立市"), ("takahasi", "takahagi"), ("水戸市", "")],
)  # fmt: skip
def test_the_nearest_city(text: str, meant: str) -> None:
    with pytest.raises(UsageError) as caught:
        choose(source.editions(ROOT), [], [text])
    assert (f"もしかして: {meant}。" in str(caught.value)) == bool(meant)


@pytest.mark.parametrize(
    ("text", "meant"), [("R55", "R5"), ("2032", "R5"), ("5年度", "R5"), ("令和8年度", "R6"), ("R4", "R5"), ("Q6", "")]
)
def test_the_nearest_year(text: str, meant: str) -> None:
    """By how it is written, else by number: of R5 and R6, R6 is next to R8."""
    with pytest.raises(UsageError) as caught:
        choose(source.editions(ROOT), [text], [])
    assert (f"もしかして: {meant}。" in str(caught.value)) == bool(meant)


@pytest.mark.parametrize(
    ("text", "meant"), [("60", "06"), ("産業の創出", "06（新しい産業の創出）"), ("99", "")]
)  # fmt: skip
def test_the_nearest_plan(edition: Edition, text: str, meant: str) -> None:
    names = {"05": "柔軟な働き方", "06": "新しい産業の創出", "16": "住まい"}
    plans = [{"plan_id": number, "name": name} for number, name in names.items()]
    found = State(edition, Manifest(Path("r")), Inputs(Path("r")), plans)
    with pytest.raises(UsageError) as caught:
        check_plans([found], Wish(Path("r"), plans=[text]))
    assert (f"もしかして: {meant}。" in str(caught.value)) == bool(meant)


@given(st.text(max_size=5), st.lists(st.text(max_size=5), max_size=4))
def test_only_a_known_word_is_suggested(text: str, known: list[str]) -> None:
    told = perhaps(text, {word: word for word in known})
    assert not told or told.removeprefix("もしかして: ")[:-1] in known


class TestTable:
    @given(st.lists(st.tuples(st.text("aあｱ1市", max_size=9), st.text("aあ", max_size=30)), min_size=1))
    def test_columns_are_aligned(self, rows: list[tuple[str, str]]) -> None:
        lines = text_table(["市", "文書"], [(first, f"|{second}") for first, second in rows])
        assert len({columns_of(line.partition("|")[0]) for line in lines[1:]}) == 1

    def test_the_long_column_is_cut_to_the_terminal(self) -> None:
        lines = text_table(["文書", "年度"], [["長い" * 30, "R5"], ["短い", "R6"]], width=40)
        assert all(columns_of(line) <= 40 for line in lines) and "..." in lines[1]
        assert lines[1].endswith("R5") and lines[2].endswith("R6")

    @given(st.text("aあ", max_size=20), st.integers(6, 30))
    def test_a_cut_text_is_no_wider(self, text: str, width: int) -> None:
        assert columns_of(cut(text, width)) <= width


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any], str]:
    """The exit code, the answer to a script, and what a person reads."""
    code = pipeline.main([*words, "--json"])
    said = capsys.readouterr()
    answer = json.loads(said.out)
    assert answer["exit_code"] == code
    assert set(answer) == {"command", "exit_code", "editions", "error", "faults", "unused"}
    return code, answer, said.err


EDITION = {"city", "city_name", "year", "title", "folder"}


class TestList:
    def test_of_what_is_made(self, published: Published) -> None:
        edition = source.edition(published.root, "hitachi", "R5")
        found = listed(published.root, edition, published.reports)
        assert found.state == "made" and found.plans == 15
        assert found.counts == Counter(error=2, warning=17, info=21)
        assert found.made_at is not None
        assert abs(found.made_at - datetime.now().astimezone()).days < 1

    def test_what_is_not_as_it_was_made_is_named(self, copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
        folder = copy / "reports/R5/hitachi"
        folder.mkdir(parents=True)
        (folder / "a.html").write_bytes(b"changed")
        files = {"a.html": sha256(b"made"), "b.pdf": sha256(b"")}
        older = {name: {"hash": sha256(b"older"), "why": "data"} for name in ("c.pdf", "d.pdf", "notebooks/c.ipynb")}
        told = {"files": files, "older": older, "tables": {}, "made": {}, "packages": [], "plans": 15}
        (folder / "前の版/notebooks").mkdir(parents=True)
        for name in ("c.pdf", "notebooks/c.ipynb"):
            (folder / "前の版" / name).write_bytes(b"older")
        (folder / "manifest.json").write_text(json.dumps(told))
        at = 1700000000
        os.utime(folder / "manifest.json", (at, at))
        code, answer, said = run(capsys, "--list")
        assert code == 0 and answer["command"] == "list" and answer["error"] is None
        first, second = answer["editions"]
        assert (
            set(first)
            == set(second)
            == EDITION | {"reading", "plans", "made_at", "findings", "state", "damage", "older"}
        )
        assert first["damage"] == {"a.html": "damaged", "b.pdf": "missing"}
        assert datetime.fromisoformat(first["made_at"]).timestamp() == at
        assert first["state"] == "damaged" and first["plans"] == 15
        assert (second["state"], second["made_at"], second["findings"]) == ("not_made", None, None)
        assert f"{datetime.fromtimestamp(at):%Y-%m-%d %H:%M}" in said
        assert "作り直しが必要（日立市 R5）: a.html（変わっている）、b.pdf（ない）" in said
        assert first["older"] == {"c.pdf": "data", "notebooks/c.ipynb": "data"}
        assert "前の版（日立市 R5、データが変わった）: c.pdf\n" in said

    @pytest.mark.parametrize("data", [b"", b"a,b\n1,2\n"])
    def test_a_table_that_cannot_be_read(self, copy: Path, capsys: pytest.CaptureFixture[str], data: bytes) -> None:
        table = copy / "data/processed/hitachi/R5/findings.csv"
        table.parent.mkdir(parents=True)
        table.write_bytes(data)
        assert run(capsys, "--list")[1]["editions"][0]["findings"] is None


class TestJson:
    def test_of_a_dry_run(self, copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
        code, answer, said = run(capsys, "--dry-run", "--city", "hitachi")
        (edition,) = answer["editions"]
        assert code == 0 and edition["complete"] is False and "表を整える" in said
        assert set(edition) == EDITION | {"jobs", "older", "complete"}
        assert [job["name"] for job in edition["jobs"]] == ["10_clean", "20_compute"]
        assert edition["jobs"][0] == {
            "name": "10_clean",
            "title": "表を整える",
            "reason": "new",
            "reason_ja": "初めて作る",
        }

    def test_of_a_run(self, copy: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        first, second = source.editions(copy)
        failure = NotebookError("40_brief.ipynb", "PLAN 01", 3, "壊れた", None)
        made = [
            Made(
                first,
                copy / "reports/R5/hitachi",
                ["b.html", "a.html"],
                3,
                findings=Counter(error=1),
                older=["前の版/c.pdf"],
                saved={"d.xlsx": "前の版/d（保存された版）.xlsx"},
                open_older=["前の版/b.html"],
            ),
            Made(second, copy / "reports/R6/takahagi", failures=[failure]),
        ]
        monkeypatch.setattr(reports, "make", lambda *_: (each for each in made))
        code, answer, said = run(capsys)
        assert code == 1 and answer["error"] is None and "日立市 R5" in said
        whole, failed = answer["editions"]
        keys = EDITION | {"result", "files", "kept", "findings", "failures", "older", "saved", "open_older"}
        assert set(whole) == set(failed) == keys
        assert (whole["result"], whole["files"], whole["kept"]) == ("made", ["a.html", "b.html"], 3)
        assert whole["findings"] == {"error": 1, "warning": 0, "info": 0}
        assert whole["older"] == ["前の版/c.pdf"] and failed["saved"] == {}
        assert whole["saved"] == {"d.xlsx": "前の版/d（保存された版）.xlsx"}
        assert whole["open_older"] == ["前の版/b.html"] and "前の版/b.html は、ほかのプログラムが開いている" in said
        assert "前の版 に移しました: c.pdf\n" in said and "保存された版" in said
        assert failed["result"] == "failed" and failed["findings"] is None
        assert failed["failures"] == [
            {
                "kind": "notebook",
                "message": str(failure),
                "notebook": "40_brief.ipynb",
                "what": "PLAN 01",
                "cell": 3,
                "line": None,
                "words": "",
                "cause": "壊れた",
            }
        ]

    @pytest.mark.parametrize(
        ("words", "code", "kind"),
        [(["--year", "R9"], 2, "usage"), (["--no-such"], 2, "usage"), (["--list", "--dry-run"], 2, "usage")],
    )
    def test_of_a_wrong_word(
        self, copy: Path, capsys: pytest.CaptureFixture[str], words: list[str], code: int, kind: str
    ) -> None:
        given, answer, said = run(capsys, *words)
        assert given == code and answer["error"]["kind"] == kind and answer["editions"] == []
        assert said == f"エラー: {answer['error']['message']}\n"

    def test_of_an_input_that_cannot_be_used(self, copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """The other city is listed; the fault is told once, and not to whom it does not concern."""
        (copy / "data/raw/hitachi/source.toml").write_text("x")
        code, answer, said = run(capsys, "--list")
        error = answer["error"]
        assert code == 1 and error["kind"] == "source" and answer["faults"] == [error]
        assert error["file"] == "data/raw/hitachi/source.toml" and error["next_step"]
        assert [each["city"] for each in answer["editions"]] == ["takahagi"]
        assert said.count("source.toml") == 1
        code, answer, said = run(capsys, "--list", "--city", "takahagi")
        assert code == 0 and answer["error"] is None and "source.toml" not in said
        code, answer, _ = run(capsys, "--city", "hitachi")
        assert code == 1 and answer["error"] == error and answer["editions"] == []

    def test_of_a_fault_of_the_program(
        self, copy: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def wrong(*_: object) -> None:
            raise IndexError("list index out of range")

        monkeypatch.setattr(reports, "find", wrong)
        code, answer, said = run(capsys, "--dry-run")
        assert code == 1 and answer["error"]["kind"] == "program"
        assert "IndexError" in answer["error"]["message"] and "Traceback" not in said

    def test_of_files_that_nothing_uses(self, copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (copy / "data/raw/takahagi/R7.txt").write_text("x")
        code, answer, said = run(capsys, "--list")
        (file,) = answer["unused"]
        assert code == 0 and file["file"] == "data/raw/takahagi/R7.txt"
        assert 'year = "R7"' in file["lines"] and file["lines"] in said

    def test_one_fault_of_several_reports_and_editions_is_told_once(
        self, copy: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        failures = [NotebookError("40_brief.ipynb", f"PLAN {n}", 3, "壊れた。", None) for n in (1, 2, 3)]
        made = [Made(each, copy, ["a.html"], failures=failures) for each in source.editions(copy)]
        monkeypatch.setattr(reports, "make", lambda *_: (each for each in made))
        code, answer, said = run(capsys)
        assert code == 1 and said.count("壊れた") == 1 and "ほか2件も同じ" in said
        assert [len(each["failures"]) for each in answer["editions"]] == [3, 3]

    def test_of_a_disk_that_fails(
        self, copy: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: object) -> None:
            raise OSError(28, "No space left on device", "data")

        monkeypatch.setattr(reports, "find", full)
        code, answer, _ = run(capsys, "--dry-run")
        assert code == 1 and answer["error"]["kind"] == "system"
        assert answer["error"]["message"].startswith("data: 読み書きできません")

    def test_what_is_told_of_the_folder_is_no_part_of_it(self, copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
        notebook = copy / "notebooks/40_brief.ipynb"
        notebook.write_text(notebook.read_text("utf-8").replace("次にすること", "今後の取組"), "utf-8")
        assert run_pipeline(["--list", "--json", "--work", str(copy)], None) == 0
        told = capsys.readouterr()
        assert json.loads(told.out)["command"] == "list"
        assert f"いまのものは {ROOT / 'notebooks/40_brief.ipynb'} にあります" in told.err

    def test_without_it_nothing_is_json(self, copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert pipeline.main(["--list"]) == 0
        said = capsys.readouterr()
        assert said.out.startswith("市 ") and not said.err


class TestAPipeThatCloses:
    """`| head`: whoever reads has seen enough; the code is that of SIGPIPE, and nothing is said."""

    @pytest.mark.parametrize("words", [["pipeline.py", "--list"], ["pipeline.py", "--list", "--json"]], ids=str)
    def test_ends_quietly(self, copy: Path, words: list[str]) -> None:
        reading, writing = os.pipe()
        os.close(reading)
        done = subprocess.run([sys.executable, *words], cwd=copy, stdout=writing, stderr=subprocess.PIPE)
        os.close(writing)
        assert done.returncode == 141 and not re.search(b"Traceback|[Bb]roken", done.stderr)


class TestTheOtherActs:
    @pytest.mark.parametrize(
        ("words", "told"),
        [
            ([], "何をするかを書いてください"),
            (["trce"], "もしかして: trace。"),
            (["entry_form"], "もしかして: entry-form。"),
            (["trace", "--cty", "x"], "もしかして: --city。"),
            (["trace", "--plan"], "値を書いてください"),
            (["compare", "R5"], "年度"),
        ],
    )
    def test_wrong_words_are_told_in_japanese(
        self, words: list[str], told: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run_act(words) == 2
        said = capsys.readouterr().err
        assert said.startswith("エラー: ") and told in said
        assert not re.search("argument|choose|invalid|usage|required", said)


class TestInterrupted:
    """Ctrl-C while the second of two editions is made; the third is finished, but not yet told."""

    def test_it_says_what_was_finished(
        self, copy: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        second = source.editions(copy)[1]
        folder = copy / "reports"

        def make(root: Path, found: object, wish: Wish, finished: list[Made]) -> Iterator[Made]:
            finished.append(Made(second, folder / "R6/takahagi", ["a.html"]))
            yield from ()
            os.kill(os.getpid(), signal.SIGINT)

        signal.signal(signal.SIGINT, signal.default_int_handler)
        monkeypatch.setattr(reports, "make", make)
        code, answer, said = run(capsys)
        assert code == 130 and answer["error"]["kind"] == "interrupted"
        assert [each["city"] for each in answer["editions"]] == ["takahagi"]
        assert "作り終えたもの: 高萩市 R6\n作り終えていないもの: 日立市 R5\n" in said
        assert "前に作ったままです" in said and "中断しました" in said

    def test_what_a_failed_edition_is_called(self, copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
        first, second = source.editions(copy)
        failed = Made(first, copy, failures=[SourceError("壊れた")])
        reports._tell_unfinished([first, second], [failed])
        assert "作り終えたもの: なし\n作り終えていないもの: 日立市 R5、高萩市 R6\n" in capsys.readouterr().err


def test_the_folder_of_a_living_process_is_left(tmp_path: Path) -> None:
    """`--watch` waits between two runs; another run removes only what is nobody's any more."""
    living, gone = tmp_path / str(os.getppid()), tmp_path / "2147483646"
    for folder in (living, gone):
        folder.mkdir()
    publish._remove_what_is_left(tmp_path)
    assert living.exists() and not gone.exists()


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="Windows has neither owner nor mode")
class TestThePlaceOfTemporaryFiles:
    """Below the system's folder, where any user may have made one of that name first."""

    @pytest.fixture
    def place(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
        place = publish._place(Path("/project"))
        assert place.parent == tmp_path and place.stat().st_mode & 0o777 == 0o700
        assert publish._place(Path("/project")) == place
        place.rmdir()
        return place

    def test_that_is_open_to_others(self, place: Path) -> None:
        place.mkdir()
        place.chmod(0o750)
        assert publish._place(Path("/project")).name == f"{place.name}-2"

    def test_that_is_a_link(self, place: Path, tmp_path: Path) -> None:
        (tmp_path / "elsewhere").mkdir(mode=0o700)
        place.symlink_to(tmp_path / "elsewhere")
        assert publish._place(Path("/project")).name == f"{place.name}-2"

    def test_that_is_a_file(self, place: Path) -> None:
        place.touch(mode=0o600)
        assert publish._place(Path("/project")).name == f"{place.name}-2"

    def test_that_another_user_made(self, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Each of the names: then nothing is done there."""
        publish._place(Path("/project"))
        other = os.getuid() + 1
        theirs = place.name.replace(f"-{os.getuid()}-", f"-{other}-")
        monkeypatch.setattr("os.getuid", lambda: other)
        for number in range(1, 10):
            (place.parent / (theirs if number == 1 else f"{theirs}-{number}")).mkdir(mode=0o700)
        with pytest.raises(SourceError) as caught:
            publish._place(Path("/project"))
        assert caught.value.file.endswith(f"{theirs}*") and "TMPDIR" in caught.value.next_step
