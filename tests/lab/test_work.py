"""The lines of the first page: each does what a command does, in the open notebook's project."""

import re
import shutil
import webbrowser
from pathlib import Path

import pytest

from cityplan.files.errors import UsageError
from cityplan.notebook import work
from tests.published import ROOT, sample

FENCE = re.compile(r"^ *```sh\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose first page is open, with a file that has arrived."""
    made = sample(tmp_path)
    shutil.copy(ROOT / "tests/sample/mihon-next/R6.txt", made / "data/raw")
    monkeypatch.chdir(made / "notebooks")
    return made


def test_what_arrived_is_listed_with_the_cities(root: Path) -> None:
    shown = str(work.arrived())
    assert "<code>R6.txt</code>" in shown and "<code>mihon</code> 見本市" in shown
    (root / "data/raw/R6.txt").unlink()
    assert "まだ使っていないファイルは" in str(work.arrived())


def test_a_name_of_a_file_is_escaped(root: Path) -> None:
    (root / "data/raw/<b>.csv").write_text("a", "utf-8")
    assert "<b>" not in str(work.arrived()) and "&lt;b&gt;.csv" in str(work.arrived())


def test_a_new_year_from_what_arrived(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = str(work.new_year(city="mihon", file="R6.txt"))
    assert "data/raw/mihon/source.toml に R6 の" in shown and "actual = &#34;R6&#34;" in shown
    assert "R6.txt" not in str(work.arrived()), "it is used now"
    work.editions()
    said = capsys.readouterr().out
    assert "見本市 (mihon)" in said and "R6" in said


def test_a_file_that_is_not_there_is_told(root: Path) -> None:
    with pytest.raises(UsageError, match=r"work\.arrived"):
        work.new_city(name="minato", file="none.csv")


def test_a_failure_is_told_as_on_the_command_line(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    work.make(city="mihan", plan="01")
    assert "エラー: " in capsys.readouterr().out


def test_a_number_may_be_written_as_one(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A year or a plan without quotation marks, a list of plans."""
    work.entry_form(city="mihon", year=2024)
    assert "reports/R6/mihon/entry-form.xlsx を作りました" in capsys.readouterr().out
    work.trace(city="mihon", year=2023, plan=1, row="体験事業")
    work.compare(city="mihon", first=2023, second=2024)
    said = capsys.readouterr().out
    assert "101行 1列「体験事業」" in said and "2つの年度の文書が要ります" in said
    work.make(city="mihon", year=2023, plan=[7, "08"])
    assert "プラン「7、08」はありません" in capsys.readouterr().out


def test_the_index_is_opened(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    with pytest.raises(UsageError, match=r"work\.make"):
        work.show()
    (root / "reports").mkdir()
    (root / "reports/index.html").write_text("x", "utf-8")
    assert str(root / "reports/index.html") in work.show()
    assert opened == [(root / "reports/index.html").as_uri()]


# How a command is begun, and what stands for it on the page of those who use no terminal.
WAYS = {
    r"make briefs": "work.make()",
    r"make lab": "start.bat",
    r".*pipeline\.py.* --list.*": "work.editions()",
    r".*pipeline\.py.* -n": "work.planned()",
    r".*pipeline\.py.* --watch": "preview.show()",
    r".*pipeline\.py.*": "work.make(",
    r".*cityplan new-city .*--file .*": "work.new_city(",
    r".*cityplan new-city .*--layout .*": "work.template(",
    r".*cityplan compare .*": "work.compare(",
    r".*cityplan entry-form .*": "work.entry_form(",
    r".*cityplan trace .*": "work.trace(",
    r"(cp|rm) .*": "エクスプローラー",
    r"git restore .*": "Reload Notebook from Disk",
    r".*-m (papermill|jupyter) .*": "Run All Cells",
}
# For who installs it, and for who is at home on a terminal.
FOR_OTHERS = {"conda.ja.md", "it.ja.md"}


@pytest.mark.parametrize(
    "page",
    sorted(path for path in (ROOT / "docs").glob("*.ja.md") if path.name not in FOR_OTHERS),
    ids=lambda path: path.name,
)
def test_no_command_of_a_page_is_without_a_way_that_needs_no_terminal(page: Path) -> None:
    table = (ROOT / "docs/start.ja.md").read_text("utf-8")
    text = page.read_text("utf-8")
    commands = [line.strip() for body in FENCE.findall(text) for line in body.splitlines()]
    for command in commands:
        way = next((way for pattern, way in WAYS.items() if re.fullmatch(pattern, command)), None)
        assert way and way in table, command
    assert not commands or "(start.ja.md)" in text
