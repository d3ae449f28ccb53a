"""Notebooks as files ノートブックのファイル: read with Japanese errors; and the one way to name a cell."""

import json
import re
import warnings
from collections.abc import Sequence
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from cityplan.files.errors import NotebookError, cut_short, why

_CONFLICT = re.compile(r"^(<{7}|={7}|>{7})( |$)", re.MULTILINE)
_WORDS = 60  # characters of a cell that a message shows
_BACK = (
    "git の「git checkout -- {0}」か、JupyterLab の「Reload Notebook from Disk」で、壊れる前のものに戻してください。"
)


def notebook_bytes(notebook: NotebookNode) -> bytes:
    """A notebook as it is kept."""
    text: str = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
    return f"{text}\n".encode()


def read_notebook(path: Path, what: str = "") -> NotebookNode:
    """A notebook with or without BOM and kernel's name; NotebookError where the file holds none.

    `what` is the report for which it is read.
    """
    text = _text(path, what)
    if match := _CONFLICT.search(text):
        line = text.count("\n", 0, match.start()) + 1
        raise _broken(
            path,
            what,
            f"{line}行目に、git で2人の変更がぶつかった印（{match[1]}）が残っています。",
            "どちらの変更を残すか決め、印の行を消して保存するか、",
        )
    try:
        json.loads(text)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on cells without an id
            notebook: NotebookNode = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
            nbformat.validate(notebook)
    except json.JSONDecodeError as error:
        problem = f"{error.lineno}行目で、ノートブックの形（JSON）が壊れています。"
        raise _broken(path, what, problem) from error
    except Exception as error:  # nbformat raises whatever a missing part leads to
        raise _broken(path, what, "ノートブックの形ではありません。") from error
    notebook.metadata.setdefault("kernelspec", nbformat.from_dict({}))  # type: ignore[no-untyped-call]
    for key, value in (("name", "python3"), ("language", "python"), ("display_name", "Python 3")):
        notebook.metadata.kernelspec.setdefault(key, value)
    return notebook


def _text(path: Path, what: str) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _broken(path, what, f"ファイルを読めません（{why(error)}）。", "置き場所と権限を確かめるか、") from error
    if not data.strip(b"\xef\xbb\xbf \r\n\t"):
        raise _broken(path, what, "ファイルが空です。")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _broken(path, what, "文字コードが UTF-8 ではありません。") from error


def _broken(path: Path, what: str, problem: str, first: str = "") -> NotebookError:
    place = f"notebooks/{path.name}"
    back = _BACK.format(place)
    return NotebookError(path.name, what or path.stem, None, f"{problem}→ {first}{back}", None)


def cell_number(cells: Sequence[NotebookNode], index: int) -> int | None:
    """The number [3] that JupyterLab shows at a cell after Run All Cells; None at one that it does not run.

    Counted are cells of code that hold anything, but for the one that papermill adds.

    >>> cells = [{"cell_type": kind, "source": text} for kind, text in
    ...          (("markdown", "# 題"), ("code", "plan = 6"), ("code", ""), ("code", "b.show()"))]
    >>> [cell_number(cells, at) for at in range(4)]
    [None, 1, None, 2]
    """
    if not _runs(cells[index]):
        return None
    return sum(map(_runs, cells[: index + 1]))


def _runs(cell: NotebookNode) -> bool:
    tags = cell.get("metadata", {}).get("tags", [])
    return cell["cell_type"] == "code" and bool(cell["source"].strip()) and "injected-parameters" not in tags


def first_words(source: str, line: int | None = None) -> str:
    """The first words 書き出し of a cell, or those of one of its lines.

    >>> first_words("# 表題\\nbrief.masthead(b, verdict)")
    'brief.masthead(b, verdict)'
    """
    lines = source.split("\n")
    if line is not None and 0 < line <= len(lines):
        return cut_short(lines[line - 1].strip(), _WORDS)
    told = [text.strip() for text in lines if text.strip() and not text.strip().startswith("#")]
    return cut_short(next(iter(told or lines), "").strip(), _WORDS)
