"""Imports point one way, computing opens no file, and no city or machine is in the code."""

import ast
import io
import re
import tokenize
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "cityplan"
MODULES = sorted(PACKAGE.rglob("*.py"))
# The order in which data flows (design.md, section 2). A module imports only from those above it;
# none of these knows those that make and publish the briefs.
ORDER = [
    "errors", "file_kinds", "toml_errors", "files", "csv_text", "numerals", "variants", "japanese", "entered_numbers", "nearest", "reads", "table_form", "entry_columns", "entry_limits", "css", "svg", "pictures", "identity", "licence", "renames", "source_entries", "report_notebooks", "project", "source", "tables", "datapackage", "table_files",
    "layouts.declared", "layouts.printed", "layouts.sheet_rows",
    "layouts.sheet_activities", "layouts.sheet_indicators", "layouts.sheet",
    "layouts.progress_sheets", "layouts.policy_chapter", "layouts.grid", "layouts.number_format",
    "layouts.places", "layouts.cell_comments", "layouts.cell_looks", "layouts.workbook", "layouts.entry_choices", "layouts.entry_sheet", "layouts.entry_guide", "layouts.entry_rows",
    "layouts.entry_form", "layouts.headings", "layouts.row_notes", "layouts.similar_names", "layouts.plans_of_table", "layouts.table_checks",
    "layouts.plain_table", "layouts", "decisions", "clean_programs", "clean_columns", "clean_row",
    "clean_activities", "clean_indicators", "clean_corrections", "clean_observations", "clean",
    "rules", "latest", "doubt_rows", "doubt_scale", "doubts", "compute", "prose_numbers", "prose_claims", "prose", "used", "checks.finding", "checks.digits", "checks.values", "checks.entries", "checks.cell_looks", "checks.plausible", "checks.ratios", "checks.indicators",
    "checks.structure", "checks.spelling", "checks.wording", "checks.prose", "checks", "history_match", "history",
    "history_renames", "history_links", "history_changes", "history_findings", "remeasured", "pace", "outlook", "moves", "audit", "glyphs", "stages",
]  # fmt: skip
OPENS_NO_FILE = [
    "doubt*.py",
    "compute.py",
    "prose*.py",
    "used.py",
    "history*.py",
    "outlook.py",
    "latest.py",
    "moves.py",
    "pace.py",
    "remeasured.py",
    "errata.py",
    "audit.py",
    "checks/*.py",
    "chart.py",
    "charts/*.py",
]
FONTS = {"charts/canvas.py"}  # chart's fonts
CITY = re.compile("hitachi|takahagi|日立|高萩", re.IGNORECASE)
MACHINE = re.compile(r"/home/|/root\b|/work/|/Users/|/tmp/|/usr/|[A-Z]:\\\\?Users", re.IGNORECASE)


def name(path: Path) -> str:
    """The module's name below cityplan; a package is named without its __init__."""
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> set[str]:
    """Modules of cityplan that a module imports, wherever in it."""
    known = {name(module) for module in MODULES}
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: a relative import"
            module = node.module or ""
            inner = [f"{module}.{each.name}" for each in node.names]
            found |= {each if each[9:] in known else module for each in inner}
        elif isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
    return {each.removeprefix("cityplan.") for each in found if each.startswith("cityplan.")}


GRAPH = {name(path): imported(path) for path in MODULES}


class TestDirection:
    @pytest.mark.parametrize("module", ORDER)
    def test_a_module_imports_only_from_above(self, module: str) -> None:
        assert GRAPH[module] <= set(ORDER[: ORDER.index(module)])

    def test_there_is_no_circle(self) -> None:
        assert list(TopologicalSorter(GRAPH).static_order())

    def test_every_layout_has_its_place(self) -> None:
        layouts = {each for each in GRAPH if each.startswith("layouts")}
        assert layouts == {each for each in ORDER if each.startswith("layouts")}


class TestComputingOpensNoFile:
    MODULES = sorted(path for form in OPENS_NO_FILE for path in PACKAGE.glob(form))

    @pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
    def test_no_module_that_reads_or_writes(self, path: Path) -> None:
        if str(path.relative_to(PACKAGE)) in FONTS:
            return
        names = {"files"} & imported(path)
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Import):
                names |= {each.name.split(".")[0] for each in node.names}
            elif isinstance(node, ast.ImportFrom):
                names.add((node.module or "").split(".")[0])
            elif isinstance(node, ast.Name | ast.Attribute):
                called = node.id if isinstance(node, ast.Name) else node.attr
                names |= {called} & {"open", "read_csv", "to_csv", "read_text", "write_text"}
        unwanted = {"files", "pathlib", "os", "shutil", "tempfile", "open", "read_csv", "to_csv",
                    "read_text", "write_text", "urllib", "requests", "sqlite3"}  # fmt: skip
        assert not names & unwanted

    def test_the_modules_are_there(self) -> None:
        assert {"compute", "audit", "chart"} <= {path.stem for path in self.MODULES}
        assert {path for path in FONTS if (PACKAGE / path).exists()} == FONTS


def code(path: Path) -> str:
    """The text of a module without its comments and docstrings."""
    docstrings = {
        node.body[0].lineno
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and ast.get_docstring(node, clean=False) is not None
    }
    tokens = tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline)
    return " ".join(
        token.string
        for token in tokens
        if token.type != tokenize.COMMENT
        and not (token.type == tokenize.STRING and token.start[0] in docstrings)
    )


SOURCES = [*MODULES, ROOT / "pipeline.py"]


class TestNothingSpecialInTheCode:
    @pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
    def test_no_city(self, path: Path) -> None:
        assert not CITY.findall(code(path))

    @pytest.mark.parametrize(
        "path",
        [path for path in PACKAGE.rglob("*.*")
         if path.suffix in (".toml", ".css", ".js", ".typ", ".j2", ".html", ".json")
         and path.name != "rules.toml"],
        ids=lambda path: path.name,
    )  # fmt: skip
    def test_no_city_in_what_is_shipped_with_it(self, path: Path) -> None:
        assert not CITY.findall(path.read_text(encoding="utf-8"))

    @pytest.mark.parametrize(
        "path",
        [*SOURCES, *sorted((ROOT / "notebooks").glob("*.ipynb")), ROOT / "Makefile"],
        ids=lambda path: path.name,
    )
    def test_no_path_of_one_machine(self, path: Path) -> None:
        assert not MACHINE.findall(path.read_text(encoding="utf-8"))
