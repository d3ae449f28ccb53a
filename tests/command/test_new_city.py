"""`python -m cityplan new-city`, its templates, and the invented city from them to its briefs."""

import re
import shutil
from pathlib import Path

import pytest

from cityplan.city.source import editions
from cityplan.command.new_city import new_city
from cityplan.command.subcommands import run_act
from cityplan.files.errors import SourceError, UsageError
from cityplan.read.kinds import DOCUMENT_KINDS
from tests.pages import FENCE, Reader
from tests.published import project

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "tests/sample"
PAGES = [ROOT / "docs/new-city.md", ROOT / "docs/new-city.ja.md"]
FILLED = {
    "city": "見本市", "publisher": "見本市", "year": "R5", "file": "R5.txt",
    "title": "見本市まちづくりプランの取組状況", "baseline": "R3", "previous": "R4", "actual": "R5",
    "target": "R8",
}  # fmt: skip
LAYOUTS = [kind.name for kind in DOCUMENT_KINDS.values() if kind.template]

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
        assert run_act(["new-city", "mihon", "--layout", "plain-table"], tmp_path) == 0
        files = [p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()]
        assert files == ["data/raw/mihon/source.toml"]
        out = capsys.readouterr().out
        assert "data/raw/mihon/source.toml" in out and "pipeline.py --city mihon" in out

    @pytest.mark.parametrize(
        "name",
        ["", "..", ".", "a/b", "../a", "/a", "a\\b", "Mihon", "見本市", "a_b", "a b", "-a", "a.b",
         "ａ", "a\n", "a" * 41],
    )  # fmt: skip
    def test_a_name_that_is_no_folder_s(self, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(UsageError):
            new_city(tmp_path, name, "plain-table")
        assert not list(tmp_path.iterdir())
        if not name.startswith("-"):
            assert run_act(["new-city", name, "--layout", "plain-table"], tmp_path) == 2
            assert capsys.readouterr().err.startswith("エラー: ")

    @pytest.mark.parametrize("layout", [[], ["--layout", "pdf"], ["--layout", "../plain-table"]])
    def test_an_unknown_layout_lists_the_known_ones(
        self, tmp_path: Path, layout: list[str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run_act(["new-city", "mihon", *layout], tmp_path) == 2
        said = capsys.readouterr().err
        assert all(known in said for known in LAYOUTS)
        assert not list(tmp_path.iterdir())

    def test_it_overwrites_nothing(self, tmp_path: Path) -> None:
        path = tmp_path / new_city(tmp_path, "mihon", "plain-table")
        path.write_text("own", encoding="utf-8")
        assert run_act(["new-city", "mihon", "--layout", "progress-sheets"], tmp_path) == 2
        assert path.read_text("utf-8") == "own"

    def test_a_folder_with_the_document_only_is_taken(self, tmp_path: Path) -> None:
        document = tmp_path / "data/raw/mihon/R5.csv"
        document.parent.mkdir(parents=True)
        document.write_bytes(b"a")
        new_city(tmp_path, "mihon", "plain-table")
        assert document.read_bytes() == b"a" and (document.parent / "source.toml").exists()

    def test_where_nothing_can_be_written(self, tmp_path: Path) -> None:
        (tmp_path / "data").write_text("a file", encoding="utf-8")
        assert run_act(["new-city", "mihon", "--layout", "plain-table"], tmp_path) == 1

    def test_only_in_the_project_s_folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        assert run_act(["new-city", "mihon", "--layout", "plain-table"]) == 2
        (tmp_path / "pipeline.py").touch()
        assert run_act(["new-city", "mihon", "--layout", "plain-table"]) == 0

    @pytest.mark.parametrize("arguments", [["--help"], ["new-city", "--help"]])
    def test_help_in_japanese(self, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        assert run_act(arguments) == 0
        out = capsys.readouterr().out
        assert out.count("使い方: ") == 1 and "usage" not in out

    def test_no_act_is_a_usage_error(self) -> None:
        assert run_act([]) == 2


class TestByAFile:
    TABLE = SAMPLES / "tables/f03/R6.csv"

    @pytest.fixture
    def file(self, tmp_path: Path) -> Path:
        return Path(shutil.copy(self.TABLE, tmp_path))

    def act(self, root: Path, file: Path, name: str = "mihon", *more: str) -> int:
        return run_act(["new-city", name, "--file", str(file), *more], root)

    def test_it_lists_the_tables_and_writes_the_folder(
        self, tmp_path: Path, file: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert self.act(tmp_path, file) == 0
        out = capsys.readouterr().out
        for told in ("見出し", "達成度", "宿泊観光客数", "data/raw/mihon/source.toml", "質問:"):
            assert told in out
        folder = tmp_path / "data/raw/mihon"
        assert sorted(path.name for path in folder.iterdir()) == ["R6.csv", "source.toml"]
        assert (folder / "R6.csv").read_bytes() == self.TABLE.read_bytes()
        assert [one.year for one in editions(tmp_path)] == ["R6"]

    def test_it_overwrites_nothing(self, tmp_path: Path, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert self.act(tmp_path, file) == 0
        before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
        assert self.act(tmp_path, file) == 2
        assert "上書きしません" in capsys.readouterr().err
        assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before

    def test_the_counts_are_asked_beside_other_cities_too(self, tmp_path: Path) -> None:
        table = tmp_path / "R5.csv"
        table.write_text("施策,指標名,R5実績\n子育て,定員,10\n学び,冊数,20\n", encoding="utf-8")
        for name in ("mihon", "other"):
            assert self.act(tmp_path, table, name) == 0
            text = (tmp_path / f"data/raw/{name}/source.toml").read_text("utf-8")
            assert "# [edition.counts]\n" in text and "# indicators = 2\n" in text

    def test_another_file_of_the_name_stays(self, tmp_path: Path, file: Path) -> None:
        there = tmp_path / "data/raw/mihon/R6.csv"
        there.parent.mkdir(parents=True)
        there.write_text("own", encoding="utf-8")
        assert self.act(tmp_path, file) == 2
        assert there.read_text("utf-8") == "own" and not there.with_name("source.toml").exists()

    def test_a_file_that_stands_in_the_folder(self, tmp_path: Path) -> None:
        there = tmp_path / "data/raw/mihon/R6.csv"
        there.parent.mkdir(parents=True)
        shutil.copy(self.TABLE, there)
        assert self.act(tmp_path, there) == 0
        assert there.with_name("source.toml").exists()

    @pytest.mark.parametrize("name", ["..", "a/b", "見本市", "Mihon", ""])
    def test_a_name_that_is_no_folder_s(self, tmp_path: Path, file: Path, name: str) -> None:
        assert self.act(tmp_path, file, name) == 2
        assert not (tmp_path / "data").exists()

    @pytest.mark.parametrize(
        ("file", "data"),
        [
            ("R6.csv", None),
            ("R6.csv", b""),
            ("R6.csv", "見出しのない文だけのファイル\n".encode()),
            ("R6.xlsx", b"PK\x03\x04broken"),
            ("R6.exe", b"MZ"),
            (".R6.csv", "指標名,R6実績\n人口,1\n".encode()),
        ],
    )
    def test_a_file_that_cannot_be_used_leaves_nothing(
        self, tmp_path: Path, file: str, data: bytes | None, capsys: pytest.CaptureFixture[str]
    ) -> None:
        if data is not None:
            (tmp_path / file).write_bytes(data)
        assert self.act(tmp_path, tmp_path / file) == 1
        said = capsys.readouterr().err
        assert file in said and "→" in said and "Traceback" not in said
        assert not (tmp_path / "data").exists()

    def test_not_with_a_layout(self, tmp_path: Path, file: Path) -> None:
        assert self.act(tmp_path, file, "mihon", "--layout", "plain-table") == 2


class TestTheTemplates:
    def test_every_kind_but_the_form_has_one(self) -> None:
        assert set(DOCUMENT_KINDS) - set(LAYOUTS) == {
            "entry-form",
            "tables",
        }  # made of an earlier edition, and for a file
        assert all(DOCUMENT_KINDS[layout].looks for layout in LAYOUTS)

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
            table,
            "rule =",
            "sheet =",
            "skip_rows =",
            "heading_rows =",
            "fill_down =",
            "left_out =",
            "[edition.columns]",
            "plan =",
            "name =",
            "unit =",
            "baseline =",
            "target =",
            "actual =",
            "[edition.years]",
            "R4 =",
        )
        sheets = tmp_path / new_city(tmp_path, "sheets", "progress-sheets")
        uncomment(sheets, "rule =", "left_out =", '  "資料1"', "]", "[[edition.plan]]", "id =", "begins =", "sheet =")
        for path in (table, sheets):
            fill(path, **FILLED)
        by_city = {one.city: one for one in editions(tmp_path)}
        assert [entry.id for entry in by_city["sheets"].plan] == ["01", "02"]
        assert by_city["sheets"].left_out == ("資料1",)
        form = by_city["table"].form
        assert (form.skip_rows, form.heading_rows, form.fill_down) == (2, 2, ("plan",))
        assert form.columns["plan"] == "施策名" and form.years == {2022: "R4実績"}


# the invented city, as the page leads through it


@pytest.fixture
def root(tmp_path: Path) -> Path:
    copy = project(tmp_path)
    shutil.copytree(SAMPLES, copy / "tests/sample")
    return copy


class Following(Reader):
    """One who follows the page for one of the two documents, and writes into its `source.toml`."""

    def __init__(self, root: Path, city: str) -> None:
        super().__init__(root, "new-city.ja.md")
        self.city, self.file = city, root / f"data/raw/{city}/source.toml"

    def written(self, begin: str) -> str:
        """The block of TOML of the page that begins so."""
        [block] = [body for body in self.shown("toml") if body.startswith(begin)]
        return block

    def make(self) -> None:
        [make] = [line for line in self.commands() if f"new-city {self.city} " in line]
        self.give(make)

    def run(self) -> None:
        [run] = [line for line in self.commands() if f"--city {self.city} " in line]
        self.give(run)

    def stopped(self, message: str) -> None:
        """The run stops with a message that both pages quote."""
        self.run()
        assert self.code == 1 and message in self.said and "Traceback" not in self.said
        assert all(message in page.read_text("utf-8") for page in PAGES), message
        self.code = 0


@pytest.mark.long
def test_the_city_of_sheets_by_the_page(root: Path) -> None:
    reader = Following(root, "mihon")
    reader.make()
    shutil.copy(SAMPLES / "mihon/R5.txt", reader.file.parent)
    values = dict(re.findall(r'^(\w+) = "(.*)"$', reader.written('city = "見本市"\npublisher'), re.MULTILINE))
    fill(reader.file, **values)
    stops = [text for text in reader.shown("text") if " 表を整える: " in text]
    reader.stopped(stops[0].strip())
    unread = '# left_out = [\n#   "資料1",\n# ]\n'
    text = reader.file.read_text("utf-8")
    assert unread in text
    text = text.replace(unread, reader.written("left_out"))
    reader.file.write_text(text, encoding="utf-8")
    reader.stopped(stops[1].strip())
    reader.file.write_text(f"{text}\n{reader.written('[[edition.plan]]')}", encoding="utf-8")
    reader.run()
    made = {each.name for each in (root / "reports/R5/mihon").glob("*.html")}
    assert {"index.html", "overview.html", "plan-01.html", "plan-02.html", "plan-03.html"} <= made
    reader.printed(next(text for text in reader.shown("text") if re.match(r"見本市 R5: \d", text)))
    reader.follow("8.")
    assert not (root / "reports/R5/mihon").exists()


def test_the_city_of_a_table_by_the_page(root: Path) -> None:
    reader = Following(root, "mihon-table")
    reader.make()
    reader.printed(next(text for text in reader.shown("text") if text.startswith("表1")))
    text = reader.file.read_text("utf-8")
    assert text.count("質問:") == 1 + 3  # the first line tells of them
    columns = text.partition("[edition.table.columns]")[0]
    reader.file.write_text(columns, encoding="utf-8")
    reader.stopped("原文の見出しと source.toml が合いません。")
    for line in reader.written('city = "見本市"\nrule').splitlines():
        key = line.partition(" = ")[0]
        text, times = re.subn(rf'^(?:# )?{key} = "(?:mihon-table|target-baseline)".*$', line, text, flags=re.MULTILINE)
        assert times == 1, line
    reader.file.write_text(text, encoding="utf-8")
    reader.run()
    assert reader.code == 0, reader.said
    reader.printed("見本市 R5: …")
    made = {each.name for each in (root / "reports/R5/mihon-table").glob("plan-*.html")}
    assert made == {f"plan-{number:02d}.html" for number in range(1, 5)}


def test_both_pages_show_the_same_blocks() -> None:
    """But for comments, which are of their language."""
    english, japanese = (FENCE.findall(page.read_text("utf-8")) for page in PAGES)
    assert english == japanese


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_page_names_every_layout_and_leads_to_the_declarations(page: Path) -> None:
    """Their keys and columns: `tests/test_declarations.py`."""
    text = page.read_text("utf-8")
    for layout in DOCUMENT_KINDS.keys() - {"entry-form"}:
        assert f"`{layout}`" in text
    assert "(declarations.ja.md)" in text
