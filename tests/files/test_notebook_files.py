"""Notebooks that cannot be read, cells that fail, and what is said of them: file, cell, line, next step."""

import json
import sys
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from cityplan.build.cell_errors import cell_cause
from cityplan.build.run import parameter_names, run_notebook
from cityplan.city import source
from cityplan.files.errors import NotebookError
from cityplan.files.notebooks import cell_number, first_words, read_notebook
from cityplan.lab import errors as lab_errors
from cityplan.report.plan import brief
from cityplan.tables.schema import frame

ROOT = Path(__file__).parents[2]
PLANS = pd.DataFrame({"plan_id": ["05", "06"], "name": ["教育", "産業"]})
BRIEF = (ROOT / "notebooks/40_brief.ipynb").read_text(encoding="utf-8")


def notebook(folder: Path, *cells: str) -> Path:
    made = new_notebook(cells=[new_code_cell(text) for text in cells])
    made.cells[0].metadata.tags = ["parameters"]
    path = folder / "notebooks/40_brief.ipynb"
    path.parent.mkdir()
    path.write_text(nbformat.writes(made), encoding="utf-8")
    return path


class TestReading:
    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("", "空"),
            ("\ufeff \n", "空"),
            ('{"cells": [', "1行目"),
            ("[]", "形"),
            ('{"a": 1}', "形"),
            ('{"cells": 5, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}', "形"),
            (BRIEF.replace("\n", "\n<<<<<<< HEAD\n", 1), "2行目に、git"),
            (BRIEF + ">>>>>>> other\n", "git"),
        ],
    )  # fmt: skip
    def test_what_is_no_notebook(self, tmp_path: Path, text: str, told: str) -> None:
        path = tmp_path / "40_brief.ipynb"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(NotebookError) as caught:
            run_notebook(path, {}, "PLAN 06")
        error = caught.value
        assert (error.notebook, error.what, error.cell) == ("40_brief.ipynb", "PLAN 06", None)
        assert told in error.cause and "→" in error.cause and "\n" not in str(error)

    def test_none_at_all_and_another_encoding(self, tmp_path: Path) -> None:
        path = tmp_path / "40_brief.ipynb"
        with pytest.raises(NotebookError, match="ありません"):
            read_notebook(path)
        path.write_bytes(BRIEF.encode("cp932", "replace"))
        with pytest.raises(NotebookError, match="UTF-8"):
            read_notebook(path)

    def test_with_a_bom_and_no_kernels_name(self, tmp_path: Path) -> None:
        data = json.loads(BRIEF)
        data["metadata"] = {}
        path = tmp_path / "40_brief.ipynb"
        path.write_text(json.dumps(data), encoding="utf-8-sig")
        assert parameter_names(path) == ["root", "city", "year", "plan"]
        assert read_notebook(path).metadata.kernelspec.name == "python3"

    def test_a_parameter_that_it_does_not_name(self, tmp_path: Path) -> None:
        with pytest.raises(NotebookError) as caught:
            run_notebook(notebook(tmp_path, "plann = 1"), {"plan": "06"})
        assert "「plan」" in caught.value.cause and "plann" in caught.value.cause


class TestTheNumberOfACell:
    CELLS = (
        new_code_cell("plan = 6"),
        new_markdown_cell("# 題"),
        new_code_cell("  "),
        new_code_cell("plan = 7", metadata={"tags": ["injected-parameters"]}),
        new_code_cell("# 表題\nb.masthead()"),
        new_code_cell("1 / 0"),
    )

    def test_is_that_of_jupyterlab(self) -> None:
        numbers = [cell_number(self.CELLS, at) for at in range(len(self.CELLS))]
        assert numbers == [1, None, None, None, 2, 3]

    def test_stands_with_its_first_words(self) -> None:
        assert first_words(self.CELLS[4]["source"]) == "b.masthead()"
        assert first_words(self.CELLS[1]["source"]) == "# 題"

    def test_in_the_message_of_a_run(self, tmp_path: Path) -> None:
        """As JupyterLab shows it, where papermill has put a cell of its own above it."""
        path = notebook(tmp_path, "plan = 6", "", "x = 1\ny = (x,\n", "z = 1")
        with pytest.raises(NotebookError) as caught:
            run_notebook(path, {"plan": 7})
        error = caught.value
        assert (error.cell, error.line, error.words) == (2, 2, "y = (x,")
        assert "かっこ" in error.cause and "[2] の2行目「y = (x,」" in str(error)


class TestCauses:
    @pytest.mark.parametrize(
        ("name", "said", "told"),
        [
            ("SyntaxError", "'(' was never closed (1.py, line 3)", "かっこ「(」が閉じていません"),
            ("SyntaxError", "unmatched ')' (1.py, line 3)", "対になるかっこ"),
            ("SyntaxError", "unterminated string literal (detected at line 3) (1.py, line 3)", "引用符"),
            ("SyntaxError", "invalid character '，' (U+FF0C) (1.py, line 3)", "全角"),
            ("IndentationError", "unexpected indent (1.py, line 3)", "空白"),
            ("SyntaxError", "something new (1.py, line 3)", "something new"),
        ],
    )
    def test_a_slip_in_a_line(self, name: str, said: str, told: str) -> None:
        cause, line = cell_cause(name, said, [])
        assert told in cause and line == 3 and "→" in cause

    @pytest.mark.parametrize(
        ("name", "said", "told"),
        [
            ("KeyError", "'actaul'", "「actaul」という列"),
            ("UnicodeDecodeError", "'utf-8' codec can't decode byte 0x96 in position 0: invalid start byte", "cp932"),
            ("FileNotFoundError", "[Errno 2] No such file or directory: 'a.csv'", "ファイル 'a.csv' がありません"),
            ("StdinNotImplementedError", "raw_input was called, but this frontend does not …", "input()"),
            ("RuntimeError", "'widget' is not a recognised GUI loop or backend name", "「%matplotlib widget」"),
            ("ZeroDivisionError", "division by zero", "0 で割って"),
        ],
    )
    def test_what_a_textbook_cell_runs_into(self, name: str, said: str, told: str) -> None:
        cause, line = cell_cause(name, said, ["Cell In[2], line 1"])
        assert told in cause and line == 1 and name not in cause and "→" in cause

    def test_a_wrong_name_and_its_line(self) -> None:
        trace = ["Cell In[\x1b[32m5\x1b[39m], line 2\n----> 2 bref.x()"]
        cause, line = cell_cause("NameError", "name 'bref' is not defined", trace)
        assert "「bref」" in cause and line == 2

    def test_an_analysts_error_stands_for_itself(self) -> None:
        assert cell_cause("SourceError", "R5.txt 3行目: …", ["Cell In[2], line 1"]) == ("R5.txt 3行目: …", None)

    def test_a_fault_of_the_program_names_its_place(self) -> None:
        trace = ["Cell In[3], line 1", "File ~/x/cityplan/clean/document.py:33, in clean(a)"]
        cause, _ = cell_cause("IndexError", "list index out of range", trace)
        assert "cityplan/clean/document.py 33行目" in cause and "IndexError" in cause


class Shell(InteractiveShell):
    """A kernel's shell that keeps what it would show."""

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        self.shown = "\n".join(stb)


class TestInJupyterLab:
    PARAMETERS = 'root = "{}"\ncity = "hitachi"\nyear = {}\nplan = {}'

    @pytest.fixture
    def shell(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
        folder = tmp_path / "data/processed/hitachi/R5"
        folder.mkdir(parents=True)
        (folder / "plans.csv").write_text("plan_id,name\n05,教育\n06,産業\n", encoding="utf-8")
        raw = tmp_path / "data/raw"
        raw.mkdir()
        (raw / "hitachi").symlink_to(ROOT / "data/raw/hitachi")
        monkeypatch.setattr(lab_errors, "_stopped", {})
        hook = sys.excepthook
        made = Shell()
        made.shown = ""
        made.push({"folder": tmp_path})
        lab_errors.tell_in_japanese(made)
        lab_errors.tell_in_japanese(made)
        yield made
        sys.excepthook = hook

    def set(self, shell: Any, year: str, plan: str) -> str:
        return self.run(shell, self.PARAMETERS.format(shell.user_ns["folder"], year, plan))

    def run(self, shell: Any, code: str) -> str:
        shell.shown = ""
        done = shell.run_cell(code, store_history=True)
        assert bool(shell.shown) == (not done.success)
        return str(shell.shown)

    @pytest.mark.parametrize("plan", ['"06"', '"6"', "6", '"６"'])
    @pytest.mark.parametrize("year", ['"R5"', "2023", '"令和５年度"'])
    def test_plans_and_years_as_people_write_them(self, shell: Any, year: str, plan: str) -> None:
        assert self.set(shell, year, plan) == ""

    def test_a_wrong_plan_is_told_at_its_cell_and_nothing_below_goes_on(self, shell: Any) -> None:
        opened = brief.Brief.__new__(brief.Brief)
        shell.push({"b": opened, "note": "自分の"})
        told = self.set(shell, '"R5"', '"60"')
        assert told.startswith("エラー: プラン「60」はありません。もしかして: 06。")
        assert self.run(shell, "b.name").startswith(told)  # the earlier plan's is not shown
        assert self.run(shell, "note") == ""
        assert self.set(shell, '"R5"', '"06"') == ""

    def test_a_wrong_year(self, shell: Any) -> None:
        assert "年度「R9」" in self.set(shell, '"R9"', '"06"')

    def test_a_missing_bracket_and_a_wrong_name(self, shell: Any) -> None:
        self.run(shell, "x = 1")
        assert "セル [2] の2行目「y = (x」" in self.run(shell, "x = 2\ny = (x\n")
        told = self.run(shell, "x = 2\nbref.masthead()")
        assert "セル [3] の2行目「bref.masthead()」" in told and "「bref」" in told
        assert "Traceback" not in told

    def test_any_other_failure_keeps_its_traceback(self, shell: Any) -> None:
        assert "ZeroDivisionError" in self.run(shell, "1 / 0")


def test_a_plan_and_a_year_as_numbers_are_taken_by_every_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As plain papermill gives them: -p plan 6 -p year 2023."""
    assert source.edition(ROOT, "hitachi", 2023).year == "R5"
    monkeypatch.setattr(brief, "read_all", lambda folder: {})
    monkeypatch.setattr(brief.used, "as_used", lambda tables: {"plans": PLANS, "cells": frame("cells", [])})
    monkeypatch.setattr(brief, "logo", lambda root, edition: None)
    for plan in (6, "6", "06", "６"):
        opened = brief.open_plan(str(ROOT), "hitachi", 2023, plan)
        assert opened.name == "PLAN 06" and list(opened.tables["plans"]["name"]) == ["産業"]
