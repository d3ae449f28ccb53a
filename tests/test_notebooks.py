"""The rules that the notebooks keep: thin, typed, in Japanese. Outputs: `test_outputs_in_git.py`."""

import ast
import builtins
import re
from pathlib import Path

import nbformat
import papermill
import pytest

from cityplan import notebook
from cityplan.command.lab import switches

FIRST, *NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")
PARAMETER = re.compile(r"\w+: (str|int|float|bool) = \S.*  # .*[ぁ-んァ-ヶ一-龠].*")


def test_the_notebooks_tell_the_flow() -> None:
    names = [path.stem for path in (FIRST, *NOTEBOOKS)]
    assert names == [
        "00_はじめに",
        "10_clean",
        "20_compute",
        "30_trends",
        "40_brief",
        "50_overview",
        "60_findings",
        "70_compare",
    ]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
class TestEveryNotebook:
    def test_has_only_short_cells_without_definitions(self, path: Path) -> None:
        for cell in _code(path):
            assert len(cell.source.splitlines()) <= 10
            kinds = {type(node) for node in ast.walk(ast.parse(cell.source))}
            assert not kinds & {ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While}

    def test_has_one_typed_and_explained_parameters_cell(self, path: Path) -> None:
        tagged = [c for c in _code(path) if "parameters" in c.metadata.get("tags", [])]
        assert len(tagged) == 1
        for line in tagged[0].source.splitlines():
            assert PARAMETER.fullmatch(line), line
        assert {"root", "city", "year"} <= set(papermill.inspect_notebook(str(path)))

    def test_uses_only_names_that_it_has(self, path: Path) -> None:
        """What ruff cannot see where one line imports all."""
        known, imports = set(dir(builtins)), 0
        for cell in _code(path):
            for node in ast.walk(ast.parse(cell.source)):
                if isinstance(node, ast.ImportFrom):
                    imports += 1
                    own = notebook.__all__ if node.module == "cityplan.notebook" else ()
                    known |= {*own, *(each.name for each in node.names)}
                elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                    known.add(node.id)
            used = {node.id for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.Name)}
            assert not used - known
        assert imports == 1

    def test_has_fixed_cell_ids(self, path: Path) -> None:
        ids = [cell.id for cell in _read(path).cells]
        assert ids == [f"{path.stem[:2]}-{number:02d}" for number in range(1, len(ids) + 1)]

    def test_begins_with_a_question_in_japanese(self, path: Path) -> None:
        first = _read(path).cells[0]
        assert first.cell_type == "markdown" and re.match(r"# .*[ぁ-んァ-ヶ一-龠]", first.source)


class TestTheFirstPage:
    def test_leads_to_every_notebook(self) -> None:
        links = LINK.findall("".join(cell.source for cell in _read(FIRST).cells))
        own = [(name, target) for name, target in links if target.endswith(".ipynb")]
        assert all(name == target for name, target in own)
        assert {target for _, target in own} == {path.name for path in NOTEBOOKS}
        others = {target for _, target in links} - {target for _, target in own}
        assert all((FIRST.parent / target).is_file() for target in others)

    def test_adds_nothing_as_it_stands(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Each cell is one line; one that needs words does nothing until they are there."""
        (tmp_path / "data/raw").mkdir(parents=True)
        (tmp_path / "notebooks").mkdir()
        monkeypatch.chdir(tmp_path / "notebooks")
        begin, *lines = [cell.source for cell in _code(FIRST)]
        given: dict[str, object] = {}
        exec(begin, given)
        empty = [line for line in lines if '=""' in line]
        assert len(empty) == 5 and not any("\n" in line for line in lines)
        for line in empty:
            shown = eval(line, given)
            assert "もう一度実行してください" in f"{shown}{capsys.readouterr().out}", line
        assert not [path for path in tmp_path.rglob("*") if path.is_file()]

    def test_is_what_jupyterlab_opens(self, tmp_path: Path) -> None:
        assert f"--LabApp.default_url=/lab/tree/notebooks/{FIRST.name}" in switches(tmp_path)


def _read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


def _code(path: Path) -> list[nbformat.NotebookNode]:
    return [cell for cell in _read(path).cells if cell.cell_type == "code"]
