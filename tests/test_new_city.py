"""`python -m cityplan new-city`, its templates, and the invented city from them to its briefs."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cityplan import table_form
from cityplan.__main__ import main
from cityplan.errors import SourceError, UsageError
from cityplan.layouts import LAYOUTS as TEXT_LAYOUTS
from cityplan.new_city import LAYOUTS, new_city
from cityplan.source import editions

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "tests/sample"
PAGES = [ROOT / "docs/new-city.md", ROOT / "docs/new-city.ja.md"]
FILLED = {
    "city": "見本市", "publisher": "見本市", "year": "R5", "file": "R5.txt",
    "title": "見本市まちづくりプランの取組状況", "baseline": "R3", "previous": "R4", "actual": "R5",
    "target": "R8",
}  # fmt: skip

pytestmark = pytest.mark.xdist_group("pipeline")


def fill(path: Path, **values: str) -> None:
    """Write a value between the quotes of each line that has none."""
    text = path.read_text("utf-8")
    for key, value in values.items():
        text = re.sub(rf'^{key} = ""', f'{key} = "{value}"', text, flags=re.MULTILINE)
    path.write_text(text, encoding="utf-8")


def uncomment(path: Path, *wanted: str) -> None:
    """Take the # from the lines that begin with these words."""
    text = path.read_text("utf-8")
    for words in wanted:
        text, times = re.subn(rf"^# ({re.escape(words)})", r"\1", text, flags=re.MULTILINE)
        assert times, words
    path.write_text(text, encoding="utf-8")


class TestTheCommand:
    def test_it_writes_one_file_and_says_what_to_do_next(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["new-city", "mihon", "--layout", "plain-table"], tmp_path) == 0
        files = [p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()]
        assert files == ["data/raw/mihon/source.toml"]
        out = capsys.readouterr().out
        assert "data/raw/mihon/source.toml" in out and "pipeline.py --city mihon" in out

    @pytest.mark.parametrize(
        "name",
        ["", "..", ".", "a/b", "../a", "/a", "a\\b", "Mihon", "見本市", "a_b", "a b", "-a", "a.b",
         "ａ", "a\n", "a" * 41],
    )  # fmt: skip
    def test_a_name_that_is_no_folder_s(
        self, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with pytest.raises(UsageError):
            new_city(tmp_path, name, "plain-table")
        assert not list(tmp_path.iterdir())
        if not name.startswith("-"):
            assert main(["new-city", name, "--layout", "plain-table"], tmp_path) == 2
            assert capsys.readouterr().err.startswith("エラー: ")

    @pytest.mark.parametrize("layout", [[], ["--layout", "pdf"], ["--layout", "../plain-table"]])
    def test_an_unknown_layout_lists_the_known_ones(
        self, tmp_path: Path, layout: list[str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["new-city", "mihon", *layout], tmp_path) == 2
        said = capsys.readouterr().err
        assert all(known in said for known in LAYOUTS)
        assert not list(tmp_path.iterdir())

    def test_it_overwrites_nothing(self, tmp_path: Path) -> None:
        path = tmp_path / new_city(tmp_path, "mihon", "plain-table")
        path.write_text("own", encoding="utf-8")
        assert main(["new-city", "mihon", "--layout", "progress-sheets"], tmp_path) == 2
        assert path.read_text("utf-8") == "own"

    def test_a_folder_with_the_document_only_is_taken(self, tmp_path: Path) -> None:
        document = tmp_path / "data/raw/mihon/R5.csv"
        document.parent.mkdir(parents=True)
        document.write_bytes(b"a")
        new_city(tmp_path, "mihon", "plain-table")
        assert document.read_bytes() == b"a" and (document.parent / "source.toml").exists()

    def test_where_nothing_can_be_written(self, tmp_path: Path) -> None:
        (tmp_path / "data").write_text("a file", encoding="utf-8")
        assert main(["new-city", "mihon", "--layout", "plain-table"], tmp_path) == 1

    def test_only_in_the_project_s_folder(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert main(["new-city", "mihon", "--layout", "plain-table"]) == 2
        (tmp_path / "pipeline.py").touch()
        assert main(["new-city", "mihon", "--layout", "plain-table"]) == 0

    @pytest.mark.parametrize("arguments", [["--help"], ["new-city", "--help"]])
    def test_help_in_japanese(
        self, arguments: list[str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        with pytest.raises(SystemExit) as left:
            main(arguments)
        out = capsys.readouterr().out
        assert left.value.code == 0 and out.count("使い方: ") == 1 and "usage" not in out

    def test_no_act_is_a_usage_error(self) -> None:
        with pytest.raises(SystemExit) as left:
            main([])
        assert left.value.code == 2


class TestTheTemplates:
    def test_every_layout_has_one(self) -> None:
        assert set(LAYOUTS) == {*TEXT_LAYOUTS, table_form.LAYOUT}

    @pytest.mark.parametrize("layout", LAYOUTS)
    def test_unfilled_it_stops_and_names_the_year(self, tmp_path: Path, layout: str) -> None:
        new_city(tmp_path, "mihon", layout)
        with pytest.raises(SourceError) as raised:
            editions(tmp_path)
        assert raised.value.file == "data/raw/mihon/source.toml" and raised.value.column

    @pytest.mark.parametrize("layout", LAYOUTS)
    def test_filled_it_is_accepted(self, tmp_path: Path, layout: str) -> None:
        path = tmp_path / new_city(tmp_path, "mihon", layout)
        fill(path, **FILLED)
        [one] = editions(tmp_path)
        assert (one.city, one.city_name, one.layout) == ("mihon", "見本市", layout)
        assert (one.year, one.file, one.baseline, one.target) == ("R5", "R5.txt", 2021, 2026)
        assert '""' not in re.sub(r"#.*", "", path.read_text("utf-8"))

    def test_what_stands_in_comments_is_accepted_too(self, tmp_path: Path) -> None:
        table = tmp_path / new_city(tmp_path, "table", "plain-table")
        uncomment(
            table, "rule =", "sheet =", "skip_rows =", "heading_rows =", "fill_down =",
            "left_out =", "[edition.columns]", "plan =", "name =", "unit =", "baseline =",
            "target =", "actual =", "[edition.years]", "R4 =",
        )  # fmt: skip
        sheets = tmp_path / new_city(tmp_path, "sheets", "progress-sheets")
        uncomment(
            sheets, "rule =", "left_out =", '  "資料1"', "]", "[[edition.plan]]", "id =",
            "begins =", "sheet =",
        )  # fmt: skip
        for path in (table, sheets):
            fill(path, **FILLED)
        by_city = {one.city: one for one in editions(tmp_path)}
        assert [entry.id for entry in by_city["sheets"].plan] == ["01", "02"]
        assert by_city["sheets"].left_out == ("資料1",)
        form = by_city["table"].form
        assert (form.skip_rows, form.heading_rows, form.fill_down) == (2, 2, ("plan",))
        assert form.columns["plan"] == "施策名" and form.years == {2022: "R4実績"}


# the invented city, as the page leads through it


def project(folder: Path) -> Path:
    copy = folder / "計画 の報告"
    copy.mkdir()
    shutil.copy(ROOT / "pipeline.py", copy)
    shutil.copytree(ROOT / "notebooks", copy / "notebooks")
    return copy


def command(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, *words], capture_output=True, text=True, cwd=root, env=environment
    )


def pipeline(root: Path, city: str) -> tuple[int, str]:
    done = command(root, "pipeline.py", "--city", city, "--format", "html")
    return done.returncode, done.stdout + done.stderr


def set_up(root: Path, city: str, layout: str, document: str) -> Path:
    """Steps 2 to 4 of the page: the file is made, the document put in place, the quotes filled."""
    assert command(root, "-m", "cityplan", "new-city", city, "--layout", layout).returncode == 0
    path = root / "data/raw" / city / "source.toml"
    shutil.copy(SAMPLES / city / document, path.parent)
    title = re.search('^title = "(.+)"', (SAMPLES / city / "source.toml").read_text("utf-8"), re.M)
    assert title
    fill(path, **{**FILLED, "file": document, "title": title[1]})
    return path


def quoted(message: str) -> None:
    """A real message that both pages quote."""
    for page in PAGES:
        assert message in page.read_text("utf-8"), page.name


def stopped(root: Path, city: str, *messages: str) -> None:
    """The pipeline stops with these messages, each of which both pages quote."""
    code, said = pipeline(root, city)
    assert code == 1 and "Traceback" not in said
    for message in messages:
        assert message in said
        quoted(message)


def test_the_city_of_sheets_by_the_page(tmp_path: Path) -> None:
    root = project(tmp_path)
    path = set_up(root, "mihon", "progress-sheets", "R5.txt")
    stopped(root, "mihon", "11行目:「資料1」 この行の種類が分かりません。")
    left_out = 'left_out = [\n  "資料1",\n  "（架空の市の見本）",\n]'
    text = path.read_text("utf-8").replace('# left_out = [\n#   "資料1",\n# ]', left_out)
    path.write_text(text, encoding="utf-8")
    stopped(
        root, "mihon", "プランの一覧（3件）と source.toml の [[edition.plan]]（0件）が違います。"
    )
    own = (SAMPLES / "mihon/source.toml").read_text("utf-8")
    plans = own[own.index("[[edition.plan]]") :]
    path.write_text(f"{text}\n{plans}", encoding="utf-8")
    code, said = pipeline(root, "mihon")
    assert code == 0, said
    made = {each.name for each in (root / "reports/R5/mihon").glob("*.html")}
    assert {"index.html", "overview.html", "plan-01.html", "plan-02.html", "plan-03.html"} <= made
    quoted("見本市 R5: ")


def test_the_city_of_a_table_by_the_page(tmp_path: Path) -> None:
    root = project(tmp_path)
    path = set_up(root, "mihon-table", "plain-table", "R5.csv")
    uncomment(path, "skip_rows =", "heading_rows =")
    stopped(root, "mihon-table", "原文の見出しと source.toml が合いません。")
    own = (SAMPLES / "mihon-table/source.toml").read_text("utf-8")
    columns = own[own.index("[edition.columns]") :]
    text = path.read_text("utf-8")
    path.write_text(f'{text}\nleft_out = ["担当課"]\n{columns}', encoding="utf-8")
    stopped(root, "mihon-table", "この列は、どの行にも要ります")
    filled = 'fill_down = ["group", "plan", "name"]\n'
    left_out = 'left_out = ["担当課", "※この表の市と値は架空のものです。"]\n'
    path.write_text(f"{text}\n{filled}{left_out}{columns}", encoding="utf-8")
    code, said = pipeline(root, "mihon-table")
    assert code == 0, said
    made = {each.name for each in (root / "reports/R5/mihon-table").glob("plan-*.html")}
    assert made == {f"plan-{number:02d}.html" for number in range(1, 5)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_page_names_every_layout_and_key(page: Path) -> None:
    text = page.read_text("utf-8")
    for layout in LAYOUTS:
        assert f"`{layout}`" in text
    for key in table_form.KEYS:
        assert any(form in text for form in (f"`{key}`", f"`{key} =", f"edition.{key}]"))
    for subject in table_form.COLUMNS.values():
        for column in subject:
            assert f"`{column}`" in text, column
