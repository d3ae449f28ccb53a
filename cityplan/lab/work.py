"""What is done without a terminal 端末を使わない作業: a line of a cell for each command, for the first page.

A command runs as it does when it is typed, in a process of its own; what it says is shown as it comes.
"""

import filecmp
import glob
import os
import subprocess
import sys
import webbrowser
from collections.abc import Iterator, Sequence
from pathlib import Path

from cityplan.build.new_year import NewYear, new_year_of_file
from cityplan.build.unused import unused
from cityplan.city import source
from cityplan.city.edition import RAW
from cityplan.files.errors import UsageError
from cityplan.files.markup import Fragment, fragment, joined
from cityplan.files.project import project
from cityplan.lab import new_city as of_a_file

_Number = str | int  # a year or a plan, as people write it: "R5", 2023, "06", 6
_EMPTY = '"" の中を書いて、もう一度実行してください。'


def arrived(root: str = "..") -> Fragment:
    """The files in data/raw/ that nothing uses yet, with what to write in the cells below."""
    top = project(root)
    known = source.known(top)
    raw = f"{RAW.as_posix()}/"
    files = [each.file.removeprefix(raw) for each in unused(top, known) if not _is_copied(top, Path(each.file))]
    cities = list(dict.fromkeys((each.city, each.city_name) for each in known.editions))
    if not files:
        return fragment(
            "<p>まだ使っていないファイルは、data/raw/ にありません。文書を data/raw/ に置いて、もう一度実行してください。</p>"
        )
    return fragment(
        "<p>まだ使っていないファイル</p><ul>{}</ul><p>いまある市</p><ul>{}</ul>",
        joined(fragment("<li><code>{}</code></li>", each) for each in files),
        joined(fragment("<li><code>{}</code> {}</li>", *each) for each in cities),
    )


def _is_copied(top: Path, file: Path) -> bool:
    """Whether a file of data/raw/ was taken into a city's folder already, as it is."""
    if (top / file).parent != top / RAW:
        return False
    copies = (top / RAW).glob(f"*/{glob.escape(file.name)}")
    return any(filecmp.cmp(top / file, copy, shallow=False) for copy in copies)


def new_city(name: str, file: str, root: str = "..", layout: str = "") -> Fragment:
    """A new city 市 from a file in data/raw/, or from anywhere else; `layout` where another kind of document was seen."""
    return of_a_file.from_file(name, str(_found(file, root)) if file else "", root, layout)


def new_year(city: str, file: str, year: _Number = "", root: str = "..") -> Fragment:
    """A new year 年度 of a city from a file in data/raw/, or from anywhere else; the lines that were written."""
    if not city or not file:
        return fragment("<p>{}</p>", _EMPTY)
    made = new_year_of_file(project(root), city, _found(file, root), str(year))
    return _shown(made)


def _shown(made: NewYear) -> Fragment:
    changed = joined(fragment("<li><code>{}</code></li>", line) for line in made.changed)
    asked = joined(fragment("<li><code>{}</code></li>", line) for line in made.questions)
    questions = (
        fragment("<p>合っているか確かめる行（「# 質問:」が付いています）</p><ul>{}</ul>", asked)
        if made.questions
        else ""
    )
    return fragment(
        "<p>{} に {} の [[edition]] を書き足しました。前の年度から変えた行</p><ul>{}</ul>{}<p>{}</p>",
        made.place.as_posix(),
        made.year,
        changed,
        questions,
        "このファイルを左の一覧から開いて確かめ、下の「作る」に進みます。",
    )


def _found(file: str, root: str) -> Path:
    """A file as it is named: in data/raw/, below the project, or with all its folders."""
    top = project(root)
    for place in (top / RAW / file, top / file, Path(file)):
        if place.is_file():
            return place
    raise UsageError(
        f"「{file}」というファイルは、data/raw/ にありません。work.arrived() で、あるものを確かめてください。"
    )


def make(
    city: str = "",
    year: _Number = "",
    plan: _Number | Sequence[_Number] = "",
    format: str = "",
    force: bool = False,
    root: str = "..",
) -> None:
    """Make the reports 報告を作る; without a word all of them. Several plans are parted by blanks, or a list."""
    plans = str(plan) if isinstance(plan, _Number) else " ".join(map(str, plan))
    given = {"--city": city, "--year": str(year), "--plan": plans, "--format": format}
    words = [word for option, value in given.items() if value for word in (option, *value.split())]
    _run("make", *words, *(["--force"] if force else []), root=root)


def editions(root: str = "..") -> None:
    """The documents, when their reports were made, what is to be made anew 文書の一覧."""
    _run("make", "--list", root=root)


def planned(root: str = "..") -> None:
    """What would be made, and why 作り直すもの; nothing is made."""
    _run("make", "--dry-run", root=root)


def compare(city: str, first: _Number, second: _Number, root: str = "..") -> None:
    """Two years compared 年度の比較."""
    _filled("compare", "--city", city, first, second, root=root)


def entry_form(city: str, year: _Number, root: str = "..") -> None:
    """The form in which the divisions enter a next year's results 記入様式."""
    _filled("entry-form", "--city", city, "--year", year, root=root)


def trace(city: str, year: _Number, plan: _Number, row: str, root: str = "..") -> None:
    """Where a number comes from 数値の出どころ."""
    _filled("trace", "--city", city, "--year", year, "--plan", plan, "--row", row, root=root)


def template(name: str, layout: str, root: str = "..") -> None:
    """The `source.toml` of a new city, to be filled in 書き方の説明だけの source.toml."""
    _filled("new-city", name, "--layout", layout, root=root)


def show(page: str = "index.html", root: str = "..") -> str:
    """Open a page of reports/ in the browser 目次を開く; where it is."""
    path = (project(root) / "reports" / page).resolve()
    if not path.is_file():
        raise UsageError(f"reports/{page} はまだありません。先に work.make() を実行してください。")
    webbrowser.open(path.as_uri())
    return f"ブラウザで開きました。開かないときは、このファイルを開いてください: {path}"


def _filled(*words: _Number, root: str) -> None:
    """Give a command whose words are all there; else say what to do."""
    if all(words):
        _run(*map(str, words), root=root)
    else:
        print(_EMPTY)


def _run(*words: str, root: str) -> None:
    """Give a command, and show each line as it says it."""
    top = os.path.abspath(project(root))
    for line in _said([sys.executable, "-m", "cityplan", *words, "--work", top], top):
        print(line, end="", flush=True)


def _said(command: list[str], folder: str) -> Iterator[str]:
    settings = {**os.environ, "PYTHONUTF8": "1"}
    with subprocess.Popen(
        command,
        cwd=folder,  # places are told from there
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        env=settings,
    ) as running:
        assert running.stdout is not None
        try:
            yield from running.stdout
        except BaseException:  # the cell was stopped
            running.terminate()
            raise
