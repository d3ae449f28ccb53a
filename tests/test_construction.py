"""Right by construction: one place that writes files, one escape per format, one that runs notebooks.

A module that needs a name of these lists asks the place that has it, or is entered here with the reason.
"""

import ast
import re
import subprocess
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.test_imports import PACKAGE, ROOT, SOURCES, name, tree

# What makes, changes or removes a file or a folder, as a call says it. `Path.replace` is not among
# them: texts have a method of that name.
WRITING = frozenset({
    "write_text", "write_bytes", "touch", "mkdir", "makedirs", "mkstemp", "mkdtemp", "NamedTemporaryFile",
    "TemporaryFile", "TemporaryDirectory", "rename", "renames", "symlink_to", "hardlink_to", "unlink", "rmdir",
    "removedirs", "rmtree", "copyfile", "copytree", "copy2", "move", "savefig", "print_svg", "to_csv",
    "to_excel", "to_json", "to_parquet", "to_pickle", "FileLock", "ZipFile", "ExcelWriter", "open for writing",
})  # fmt: skip
WRITERS = {
    "files.files": {"open for writing", "mkdir", "mkstemp", "unlink", "write_bytes"},
    "command.ending": {"open for writing"},  # the place where nothing is kept, for a pipe that was closed
    # in memory
    "draw.output": {"print_svg"},
    "files.kinds": {"ZipFile"},
    "files.archive": {"ZipFile"},
    "draw.any_figure": {"savefig"},
    "read.table.workbook": {"ZipFile"},
    "files.spreadsheet": {"ExcelWriter", "ZipFile"},
    "tables.files": {"to_csv"},
    # what is removed, not written: a report of an earlier version, a failure that is mended
    "build.publishing": {"unlink", "rmdir"},
    "build.set_aside": {"unlink", "rmdir"},
    "build.turns": {"mkdir", "open for writing", "unlink", "rmdir"},  # who works in the project now
    # temporary: the place of a run, and what papermill and a kernel write there
    "build.publish": {"FileLock", "mkdir", "rmtree"},
    "build.run": {"TemporaryDirectory"},
    "build.makers": {"TemporaryDirectory"},
    "build.cluster": {"TemporaryDirectory"},
    "files.reads": {"open for writing"},
    # what is given, copied into a folder of data, and removed where the program has it no more
    "files.data_folder": {"mkdir", "copytree", "rename", "TemporaryDirectory", "unlink"},
}

# Who may import what: the escape of each format, and what runs a notebook.
ONLY = {
    "markupsafe": {"files.markup"},  # HTML
    "html": {"files.svg", "read.file.marked.marks"},  # SVG; entities of a marked-up text are read
    # lines to be pasted, or to choose from in a cell of the errata; tables are written by table_files
    "csv.writer": {"report.errata.errata", "city.answers"},
    "jinja2": {"page.export"},  # its type only: the templates are filled by nbconvert
    "nbconvert": {"page.export", "report.markdown"},
    "mistune": {"report.markdown"},
    "tinycss2": {"files.css"},
    "PIL": {"files.pictures", "city.identity"},
    "papermill": {"build.run"},
    "nbclient": {"build.run"},
    "jupyter_client": {"build.kernels"},
    "ipykernel": {"build.warm_imports", "build.kernels"},
    "typst": {"page.pdf"},
    "subprocess": {
        "build.clone",
        "build.watch",
        "lab.work",
    },  # git's filter; to start itself again; a command from a notebook
    "xlsxwriter": set(),
}
# openpyxl reads and writes. A module that makes a workbook takes its cells from spreadsheet, where
# a text that looks like a formula is a text.
READS_WORKBOOKS = {f"read.table.{name}" for name in ("workbook", "cell_looks", "cell_comments", "drawn_boxes")}
WRITES_WORKBOOKS = {"files.spreadsheet", "workbook.form.block", "workbook.form.guide", "workbook.form.sheet"}
# What they write is of these: looks, and what may be entered.
DRESSES_WORKBOOKS = {"files.pictures_in_cells", "workbook.form.entries", "workbook.form.style"}
READING = {
    "openpyxl",
    "openpyxl.load_workbook",
    "openpyxl.utils",
    "openpyxl.xml.functions.iterparse",
    # how a cell looks: runs of its text, its format and colours, its comments
    "openpyxl.cell.read_only.ReadOnlyCell",
    "openpyxl.cell.rich_text.CellRichText",
    "openpyxl.cell.rich_text.TextBlock",
    "openpyxl.cell.text.InlineFont",
    "openpyxl.styles.Color",
    "openpyxl.styles.numbers.is_date_format",
    "openpyxl.styles.Font",
    "openpyxl.styles.GradientFill",
    "openpyxl.styles.PatternFill",
    # what is handed in, by its type
    "openpyxl.Workbook",
    "openpyxl.worksheet._read_only.ReadOnlyWorksheet",
    "openpyxl.packaging.relationship.get_dependents",
    "openpyxl.packaging.relationship.get_rels_path",
    "openpyxl.utils.cell.coordinate_to_tuple",
    "openpyxl.worksheet._reader.WorkSheetParser",
}

MODULES = {name(path) if path.is_relative_to(PACKAGE) else path.stem: path for path in SOURCES}


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))


def called(call: ast.Call) -> str:
    """The last name of what is called: `touch` of `folder.touch()`."""
    match call.func:
        case ast.Attribute(attr=found) | ast.Name(id=found):
            return found
    return ""


def opens_for_writing(call: ast.Call) -> bool:
    """Whether a call of any `open` may write: by its mode, by flags, or by a mode that is no literal."""
    if called(call) not in ("open", "fdopen"):
        return False
    if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name):
        if call.func.value.id == "os":
            return True
        # of a picture, of a part of a workbook, of a page in a browser, of a PDF
        if call.func.value.id in ("Image", "archive", "webbrowser", "pikepdf"):
            return False
    at = 0 if isinstance(call.func, ast.Attribute) else 1  # path.open(mode), open(path, mode)
    modes = [*call.args[at : at + 1], *(k.value for k in call.keywords if k.arg == "mode")]
    return any(not isinstance(mode, ast.Constant) or bool(set(str(mode.value)) & set("wax+")) for mode in modes)


def written(path: Path, own: Mapping[str, str]) -> set[str]:
    """How a module writes; what it asks another module of the project for is not told."""
    found = set()
    for call in calls(path):
        if opens_for_writing(call):
            found.add("open for writing")
        elif called(call) in WRITING and not _asks_the_project(call, own):
            found.add(called(call))
    return found


def _asks_the_project(call: ast.Call, own: Mapping[str, str]) -> bool:
    asked = call.func.value if isinstance(call.func, ast.Attribute) else call.func
    return isinstance(asked, ast.Name) and own.get(asked.id, "").startswith("cityplan.")


def imports(path: Path) -> dict[str, str]:
    """What each imported name stands for: `{"escape": "html.escape"}`."""
    found = {}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {each.asname or each.name: each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {each.asname or each.name: f"{node.module}.{each.name}" for each in node.names}
    return found


def users(package: str) -> set[str]:
    """The modules that import a package or a part of it."""
    return {
        module
        for module, path in MODULES.items()
        if any(f"{each}.".startswith(f"{package}.") for each in imports(path).values())
    }


class TestFiles:
    def test_are_written_in_one_place(self) -> None:
        found = {module: written(path, imports(path)) for module, path in MODULES.items()}
        assert {module: names for module, names in found.items() if names} == WRITERS

    @pytest.mark.parametrize(
        ("source", "wanted"),
        [
            ("open('a')", set()),
            ("open('a', 'rb')", set()),
            ("open('a', 'w')", {"open for writing"}),
            ("open('a', mode='r+')", {"open for writing"}),
            ("open('a', mode)", {"open for writing"}),
            ("path.open()", set()),
            ("path.open('ab')", {"open for writing"}),
            ("os.open('a', 0)", {"open for writing"}),
            ("path.write_text('a')", {"write_text"}),
            ("from cityplan.files.files import write_text\nwrite_text(path, 'a')", set()),
            ("from shutil import move\nmove(a, b)", {"move"}),
            ("from cityplan.tables import files\nfiles.to_csv(data)", set()),
        ],
    )
    def test_another_place_would_be_found(self, tmp_path: Path, source: str, wanted: set[str]) -> None:
        path = tmp_path / "tried.py"
        path.write_text(source, encoding="utf-8")
        assert written(path, imports(path)) == wanted


class TestFormats:
    @pytest.mark.parametrize("package", ONLY)
    def test_are_escaped_and_run_in_one_place(self, package: str) -> None:
        module, _, function = package.partition(".")
        asked = (
            users(module)
            if not function
            else {
                each for each, path in MODULES.items() if any(ast.unparse(call.func) == package for call in calls(path))
            }
        )
        assert asked == ONLY[package]

    def test_workbooks_are_read_and_written_where_it_is_said(self) -> None:
        assert users("openpyxl") == READS_WORKBOOKS | WRITES_WORKBOOKS | DRESSES_WORKBOOKS
        for module in READS_WORKBOOKS - WRITES_WORKBOOKS:
            asked = {each for each in imports(MODULES[module]).values() if "openpyxl" in each}
            assert asked <= READING
        for module in WRITES_WORKBOOKS - {"files.spreadsheet"}:
            assert "cityplan.files.spreadsheet" in ".".join(imports(MODULES[module]).values())

    def test_text_of_typst_is_made_in_one_place(self) -> None:
        """Only there a quotation mark is escaped by hand; all other code of Typst is in templates."""
        by_hand = defaultdict(set)
        for module, path in MODULES.items():
            for call in calls(path):
                if called(call) == "replace" and any(
                    isinstance(each, ast.Constant) and each.value == '\\"' for each in call.args
                ):
                    by_hand[module].add(call.lineno)
        assert set(by_hand) == {"page.html_to_typst"}

    def test_templates_escape_what_they_are_given(self) -> None:
        """A value of a template of HTML is escaped, or it is made by one of these."""
        made = re.compile(
            r".*\| e|.*\| page_html\(.*\)|name|value|style\.fonts\.html|css|document\.band|content|script(_hash)?"
        )
        pages = sorted((PACKAGE / "page/templates").glob("*_html/*.j2"))
        values = [
            each.partition("}}")[0].strip()
            for page in pages
            for each in page.read_text(encoding="utf-8").split("{{")[1:]
        ]
        assert len(values) > 12 and not [each for each in values if not made.fullmatch(each)]


class TestChecks:
    SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]

    def test_mypy_is_strict_for_the_whole_library(self) -> None:
        settings = self.SETTINGS["mypy"]
        assert settings["strict"] and {"cityplan", "pipeline.py"} <= set(settings["files"])
        loose = {key for each in settings["overrides"] for key in each} - {"module"}
        assert loose == {"ignore_missing_imports"}

    @pytest.mark.parametrize("command", [("check", "--show-files"), ("format", "--check", "-v")])
    def test_ruff_looks_at_every_notebook(self, command: tuple[str, ...]) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--no-cache", "."], capture_output=True, text=True, cwd=ROOT
        )
        notebooks = sorted((ROOT / "notebooks").glob("*.ipynb"))
        assert done.returncode == 0 and notebooks
        assert all(str(path) in done.stdout + done.stderr for path in notebooks)

    def test_ruff_finds_what_is_wrong_in_a_notebook(self) -> None:
        text = (ROOT / "notebooks/40_brief.ipynb").read_text(encoding="utf-8")
        wrong = text.replace('"from cityplan.notebook', '"import os\\n", "from cityplan.notebook')
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "ruff",
                "check",
                "--no-cache",
                "--stdin-filename",
                str(ROOT / "notebooks/tried.ipynb"),
                "-",
            ],
            input=wrong,
            capture_output=True,
            text=True,
            cwd=ROOT,
        )
        assert wrong != text and done.returncode == 1 and "F401" in done.stdout
