"""A page of docs/, followed as a reader follows it.

Its commands are given and its edits are made, in their order; what it says is printed must be printed.
The words above a block say what is done with it (`_edit`).
"""

import contextlib
import importlib.util
import io
import re
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType

import nbformat

from cityplan.command.subcommands import run_act

ROOT = Path(__file__).parents[1]
PYTHON = ".venv/bin/python "
PIPELINE = "pipeline.py"
NOT_RUN = re.compile(r"make lab|make briefs|.* --watch$")  # a browser, a whole city, no end
HEADING = re.compile(r"^## ", re.MULTILINE)
FENCE = re.compile(r"^( *)```(\w+)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")


@dataclass(frozen=True)
class Block:
    """A block of a page: its kind (sh, text, toml, csv, python), and the words since the block before."""

    kind: str
    body: str
    words: str

    @property
    def above(self) -> str:
        """The paragraph above it, which says what to do with it."""
        return self.words.strip().rpartition("\n\n")[2].replace("\n", "")


def project(folder: Path, made: Path) -> Path:
    """A copy of what a reader has after `make briefs`: what may be changed, the samples, the reports."""
    copy = folder / "計画 の報告"
    for name in ("notebooks", "data", "reports"):
        shutil.copytree(made / name, copy / name)
    shutil.copytree(ROOT / "tests/sample", copy / "tests/sample")
    shutil.copy(ROOT / PIPELINE, copy)
    return copy


class Reader:
    """Someone who does what a page says, in a project of their own."""

    def __init__(self, root: Path, page: str, instead: Mapping[str, str] | None = None) -> None:
        self.root, self.text = root, (ROOT / "docs" / page).read_text(encoding="utf-8")
        self.instead = instead or {}  # commands that are given in place of the page's
        self.said, self.code = "", 0
        self.notebook, self.file, self.before = "", root, ""

    def follow(self, *headings: str) -> None:
        """Do what stands below these headings of the page; all of it where none is given."""
        for part in HEADING.split(self.text):
            if not headings or part.startswith(headings):
                for block in _blocks(part):
                    self._do(block)
        self._ended_well()

    def shown(self, kind: str) -> list[str]:
        """The blocks of a kind, in their order."""
        return [body for _, found, body in FENCE.findall(self.text) if found == kind]

    def commands(self) -> list[str]:
        return [line for body in self.shown("sh") for line in body.splitlines()]

    def report(self, name: str) -> str:
        return (self.root / "reports" / name).read_text(encoding="utf-8")

    def _do(self, block: Block) -> None:
        if block.kind == "sh":
            for line in block.body.splitlines():
                self.give(line)
        elif block.kind == "text":
            self.printed(block.body)
        else:
            self._edit(block)

    def give(self, line: str) -> None:
        """Give a command of the page, or what stands for it."""
        self._ended_well()
        line = self.instead.get(line, line)
        if not line or NOT_RUN.fullmatch(line):
            self.said = line
            return
        if line.startswith(("cp ", "rm ")):
            subprocess.run(line, shell=True, check=True, cwd=self.root)
        elif line.startswith("git restore "):
            for name in line.split()[2:]:
                shutil.copy(ROOT / name, self.root / name)
        else:
            assert line.startswith(PYTHON), line
            code, said = given(self.root, line.removeprefix(PYTHON).split())
            self.code, self.said = code, said

    def printed(self, body: str) -> None:
        """Every line of a block was printed by the last command; another test gave one that is "" here."""
        if not self.said:
            return
        said = [_plain(line) for line in self.said.splitlines()]
        for line in filter(None, map(_plain, body.splitlines())):
            if line.endswith("…"):
                assert any(each.startswith(line[:-1]) for each in said), (line, self.said)
            else:
                assert line in said, (line, self.said)
        if "エラー: " in body:
            assert self.code
            self.code = 0

    def _ended_well(self) -> None:
        assert self.code == 0, self.said

    def _edit(self, block: Block) -> None:
        if named := re.findall(r"`(\d\d_\w+\.ipynb)`", block.words):
            self.notebook = named[-1]
        if block.kind in ("python", "markdown"):
            self._edit_cell(block)
        elif found := re.search(r"`(data/raw/[\w/.-]+)` の終わりに", block.above):
            self.file = self.root / found[1]
            self._rewrite(lambda text: f"{text.rstrip()}\n{block.body}")
        else:
            assert "次のように書き" in block.above, block.above
            self._rewrite(lambda text: text.replace(self.before, block.body))
        self.before = block.body

    def _rewrite(self, change: Callable[[str], str]) -> None:
        """Write the file of the last edit anew."""
        text = self.file.read_text(encoding="utf-8")
        self.file.write_text(change(text), encoding="utf-8")

    def _edit_cell(self, block: Block) -> None:
        path = self.root / "notebooks" / self.notebook
        book = nbformat.read(path, as_version=4)
        body, before = block.body.strip(), self.before.strip()
        cells = book.cells
        if "次のように" in block.above:  # in the place of the block before
            cell = cells[_index(cells, before)]
            cell.source = cell.source.replace(before, body)
        elif "次の行を探し" in block.above:  # is there
            _index(cells, body)
        elif "次のセルを消します" in block.above:
            del cells[_index(cells, body)]
        elif block.kind == "markdown":  # above the cell of the block before
            cells.insert(_index(cells, before), nbformat.v4.new_markdown_cell(body))
        elif "新しいセル" in block.above:  # below the cell of the block before
            cells.insert(_index(cells, before) + 1, nbformat.v4.new_code_cell(body))
        elif "の上に動かします" in block.above:  # the cell of the block before, above this one
            cell = cells.pop(_index(cells, before))
            cells.insert(_index(cells, body), cell)
        else:
            _index(cells, body)
        nbformat.write(book, path)


def _index(cells: list[nbformat.NotebookNode], text: str) -> int:
    """Where the one cell with this text is."""
    found = [at for at, cell in enumerate(cells) if text in cell.source]
    assert len(found) == 1, (text, found)
    return found[0]


def given(root: Path, words: list[str]) -> tuple[int, str]:
    """The exit code of a command and what it printed; in this process, where all is imported."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said), contextlib.chdir(root), _own_signals():
        if words[0] == PIPELINE:
            code = _pipeline(root).main(words[1:])
        else:
            assert words[:2] == ["-m", "cityplan"], words
            code = run_act(words[2:], root)
    return code, said.getvalue()


@contextlib.contextmanager
def _own_signals() -> Iterator[None]:
    """The command sets what Ctrl-C does; a test process has it as before."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@cache
def _pipeline(root: Path) -> ModuleType:
    """The project's own pipeline.py: it works on the folder in which it stands."""
    spec = importlib.util.spec_from_file_location("pipeline", root / PIPELINE)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _blocks(part: str) -> Iterator[Block]:
    """The blocks of a part of a page; the words above are those since the block before."""
    end = 0
    for found in FENCE.finditer(part):
        indent, kind, body = found.groups()
        lines = (line.removeprefix(indent) for line in body.splitlines(keepends=True))
        yield Block(kind, "".join(lines), part[end : found.start()])
        end = found.end()


def _plain(line: str) -> str:
    """A line that is compared: one blank between words, no time."""
    return TIME.sub("（時刻）", " ".join(line.split()))
