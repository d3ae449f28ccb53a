"""Windows has no fork, nor the modules and names that speak of it: nothing of the project needs them."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.published import pipeline, project

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "cityplan").rglob("*.py"))
# Python's own modules that Windows lacks.
UNIX = {"fcntl", "grp", "posix", "pty", "pwd", "readline", "resource", "syslog", "termios", "tty"}
UNIX_NAMES = {"fork", "forkpty", "getpgid", "getppgid", "getuid", "geteuid", "killpg", "mkfifo", "setsid", "setpgid"}
UNIX_SIGNALS = {"SIGALRM", "SIGCHLD", "SIGHUP", "SIGKILL", "SIGPIPE", "SIGSTOP", "SIGUSR1", "SIGUSR2"}
FORKING = {"ForkContext", "ForkProcess", "ForkServerContext", "ForkServerProcess"}


def guarded(node: ast.AST) -> bool:
    """Whether an `if` asks which system this is, or what the system has."""
    test = node.test if isinstance(node, ast.If | ast.IfExp) else node if isinstance(node, ast.BoolOp) else None
    asked = ast.unparse(test) if test else ""
    return "sys.platform" in asked or "hasattr(os" in asked or "can_fork()" in asked


def of_unix(tree: ast.AST, safe: bool = False) -> Iterator[str]:
    """What stands in a text of Python that Windows lacks, but for what stands below a question or after a return."""
    returned = False
    for node in ast.iter_child_nodes(tree):
        below = safe or returned or guarded(tree) or guarded(node)
        if isinstance(node, ast.If) and guarded(node) and isinstance(node.body[-1], ast.Return | ast.Raise):
            returned = True
        if not below:
            if isinstance(node, ast.Import):
                yield from (each.name for each in node.names if each.name in UNIX)
            elif isinstance(node, ast.ImportFrom):
                yield from (each.name for each in node.names if node.module in UNIX or each.name in FORKING)
            elif isinstance(node, ast.Attribute) and node.attr in UNIX_NAMES | UNIX_SIGNALS | FORKING:
                yield node.attr
        yield from of_unix(node, below)


def test_what_windows_lacks_is_found() -> None:
    text = "import fcntl\nimport os\nif sys.platform != 'win32':\n    os.setsid()\nos.killpg(1, signal.SIGKILL)\n"
    assert list(of_unix(ast.parse(text))) == ["fcntl", "killpg", "SIGKILL"]
    early = "def f():\n    if sys.platform == 'win32':\n        return\n    os.setsid()\ndef g():\n    os.setsid()\n"
    assert list(of_unix(ast.parse(early))) == ["setsid"]


@pytest.mark.parametrize("path", [*MODULES, ROOT / "pipeline.py"], ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_that_windows_lacks_stands_outside_a_guarded_place(path: Path) -> None:
    assert list(of_unix(ast.parse(path.read_text("utf-8")))) == []


# What Windows' Python has not, taken away; then every module is imported.
AS_ON_WINDOWS = """
import importlib, multiprocessing.context as context, os, pathlib, signal, sys
for name in {forking}:
    delattr(context, name)
root = pathlib.Path({root!r})
import tqdm, pikepdf, papermill, jupyter_client, ipykernel.kernelapp, watchfiles, psutil, distributed  # they are others'
for name in {names}:
    if hasattr(os, name):
        delattr(os, name)
for name in {signals}:
    delattr(signal, name)
for path in sorted((root / "cityplan").rglob("*.py")):
    module = ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
    if not module.endswith(("__main__", "warm_imports")):
        importlib.import_module(module)
print("imported")
"""


def test_every_module_is_imported_without_them() -> None:
    script = AS_ON_WINDOWS.format(
        forking=sorted(FORKING), names=sorted(UNIX_NAMES), signals=sorted(UNIX_SIGNALS), root=str(ROOT)
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT)
    assert done.stdout == "imported\n", done.stderr


NO_FORK = os.pathsep.join([str(ROOT / "tests/no_fork"), str(ROOT)])
# What a process that is started there finds.
ASKED = "from cityplan.build import run, warm; print(run.can_fork(), warm.can_fork())"


def test_no_process_that_is_started_there_forks() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASKED], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": NO_FORK}
    )
    assert done.stdout == "False False\n", done.stderr


@pytest.mark.long
def test_a_whole_run_without_fork_makes_the_same_bytes(tmp_path: Path) -> None:
    made = {}
    for kind in ("fork", "none"):
        folder = tmp_path / kind
        folder.mkdir()
        root = project(folder, "takahagi")
        done = pipeline(root, PYTHONPATH=NO_FORK if kind == "none" else str(ROOT))
        assert done.returncode == 0, done.stderr
        places = [path for name in ("reports", "data/processed") for path in (root / name).rglob("*") if path.is_file()]
        made[kind] = {path.relative_to(root).as_posix(): path.read_bytes() for path in places}
    assert made["none"].keys() == made["fork"].keys()
    assert [name for name, data in made["fork"].items() if made["none"][name] != data] == []
