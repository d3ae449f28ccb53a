"""Imports point one way, computing opens no file, and no city or machine is in the code."""

import ast
import io
import re
import tokenize
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from cityplan import PARTS

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "cityplan"
MODULES = sorted(PACKAGE.rglob("*.py"))
OPENS_NO_FILE = ["compute", "check", "draw", "report/errata/errata.py"]
CITY = re.compile("hitachi|takahagi|日立|高萩", re.IGNORECASE)
MACHINE = re.compile(r"/home/|/root\b|/work/|/Users/|/tmp/|/usr/|[A-Z]:\\\\?Users", re.IGNORECASE)


def name(path: Path) -> str:
    """The module's name below cityplan; a package is named without its __init__."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts) or "cityplan"


KNOWN = {name(module) for module in MODULES}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> set[str]:
    """Modules of cityplan that a module imports, wherever in it."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: a relative import"
            module = node.module or ""
            inner = [f"{module}.{each.name}" for each in node.names]
            found |= {each if each[9:] in KNOWN else module for each in inner}
        elif isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
    return {each.removeprefix("cityplan.") for each in found if each.startswith("cityplan.")}


GRAPH = {name(path): imported(path) for path in MODULES}


def part(module: str) -> str:
    """The part of the house in which a module stands."""
    return module.partition(".")[0]


PAGES = ["plan", "city", "years", "errata", "reading"]  # the folders of report/, each of which may use those before it


def _page(module: str) -> str:
    """The folder of report/ in which a module stands; empty for its base."""
    folder = [*module.split("."), ""][1]
    return folder if folder in PAGES else ""


class TestDirection:
    @pytest.mark.parametrize("module", GRAPH)
    def test_a_module_imports_only_from_its_part_and_those_above(self, module: str) -> None:
        if module == "cityplan":
            assert not GRAPH[module]
            return
        order = list(PARTS)
        above = order[: order.index(part(module)) + 1]
        assert {part(each) for each in GRAPH[module]} <= set(above)

    def test_a_kind_of_page_knows_no_later_one_and_what_all_share_knows_none(self) -> None:
        """What stands in report/ itself is the base of its folders, in their order."""
        order = ["", *PAGES]
        for module, known in GRAPH.items():
            if part(module) == "report" and module != "report":
                later = order[order.index(_page(module)) + 1 :]
                assert not [each for each in known if part(each) == "report" and _page(each) in later], module

    def test_there_is_no_circle(self) -> None:
        assert list(TopologicalSorter(GRAPH).static_order())

    def test_every_part_is_there_and_says_what_it_is(self) -> None:
        assert set(PARTS) == {part(each) for each in GRAPH} - {"cityplan"}
        for folder in {path.parent for path in MODULES} - {PACKAGE}:
            told = ast.get_docstring(tree(folder / "__init__.py")) or ""
            assert all(word in told for word in ("In:", "Out:", "Begin with")), folder
            begins = re.search(r"Begin with `([\w/]+\.\w+)`", told)
            assert begins and (folder / begins[1]).is_file(), folder


class TestComputingOpensNoFile:
    PATHS = sorted(
        path
        for place in OPENS_NO_FILE
        for path in ((PACKAGE / place).rglob("*.py") if "." not in place else [PACKAGE / place])
    )

    @pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
    def test_no_module_that_reads_or_writes(self, path: Path) -> None:
        names = {"files.files"} & imported(path)
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Import):
                names |= {each.name.split(".")[0] for each in node.names}
            elif isinstance(node, ast.ImportFrom):
                names.add((node.module or "").split(".")[0])
            elif isinstance(node, ast.Name | ast.Attribute):
                called = node.id if isinstance(node, ast.Name) else node.attr
                names |= {called} & {"open", "read_csv", "to_csv", "read_text", "write_text"}
        unwanted = {
            "files.files",
            "pathlib",
            "os",
            "shutil",
            "tempfile",
            "open",
            "read_csv",
            "to_csv",
            "read_text",
            "write_text",
            "urllib",
            "requests",
            "sqlite3",
        }
        assert not names & unwanted

    def test_the_modules_are_there(self) -> None:
        assert {"results", "audit", "chart"} <= {path.stem for path in self.PATHS}


# The parts that know what they hold, and where a library or a file hands them what may be anything.
TYPED = ("japanese", "city", "tables", "clean", "compute", "check", "steps", "report", "workbook")
HANDED = {
    "city.notebooks": "the JSON of a notebook",
    "clean.corrections": "the value of a column that a file names",
    "report.display": "what IPython formats",
}


class TestRowsAreTyped:
    @pytest.mark.parametrize("path", [path for path in MODULES if part(name(path)) in TYPED], ids=name)
    def test_any_stands_only_where_something_is_handed_in(self, path: Path) -> None:
        imports = [node for node in ast.walk(tree(path)) if isinstance(node, ast.ImportFrom)]
        assert any(each.name == "Any" for node in imports for each in node.names) == (name(path) in HANDED)


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
        if token.type != tokenize.COMMENT and not (token.type == tokenize.STRING and token.start[0] in docstrings)
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
        "path", [*SOURCES, *sorted((ROOT / "notebooks").glob("*.ipynb")), ROOT / "Makefile"], ids=lambda path: path.name
    )
    def test_no_path_of_one_machine(self, path: Path) -> None:
        assert not MACHINE.findall(path.read_text(encoding="utf-8"))
