"""Kernels forked from a warm process: fresh, alike to ordinary ones, and gone with the pipeline."""

import ast
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from cityplan.build import run, warm, workers
from cityplan.build.run import run_notebook
from cityplan.files.errors import NotebookError
from tests.shortened import one_in

pytestmark = pytest.mark.skipif(not warm.can_fork(), reason="kernels are forked on Linux only")
SLEEPING = 'import os, pathlib, time; pathlib.Path("pid").write_text(str(os.getpid())); time.sleep(600)'
PIPELINE = """
import signal
import sys
from pathlib import Path
from cityplan.build.run import run_notebook
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores it
print("once", flush=True)  # no main guard: a kernel does not run the script again
run_notebook(Path(sys.argv[1]), {})
"""


def notebook(folder: Path, *cells: str, name: str = "tried.ipynb") -> Path:
    made = new_notebook(cells=[new_code_cell("x: int = 1", metadata={"tags": ["parameters"]})])
    made.cells += [new_code_cell(cell) for cell in cells]
    for number, cell in enumerate(made.cells):
        cell.id = f"c{number}"
    made.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    path = folder / name
    nbformat.write(made, path)
    return path


def said(folder: Path, *cells: str) -> list[str]:
    """What the last expressions of the cells give, in a kernel of their own."""
    executed = run_notebook(notebook(folder, *cells), {})
    return [output.data["text/plain"] for cell in executed.cells for output in outputs(cell)]


def outputs(cell: NotebookNode) -> list[NotebookNode]:
    return [each for each in cell.get("outputs", []) if "data" in each]


def ends(pid: int) -> bool:
    """Whether a process is gone within some seconds."""
    for _ in range(100):
        if not Path(f"/proc/{pid}").exists() or "State:\tZ" in Path(f"/proc/{pid}/status").read_text():
            return True
        time.sleep(0.1)
    return False


def test_the_imports_are_there_before_the_first_cell(tmp_path: Path) -> None:
    assert said(tmp_path, "import sys; 'pandas' in sys.modules and 'cityplan.draw.chart' in sys.modules") == ["True"]


def test_the_style_of_the_charts_is_there_for_who_asks_for_it(tmp_path: Path) -> None:
    family = "import matplotlib; matplotlib.rcParams['font.family']"
    before, after = said(tmp_path, family, f"from cityplan.notebook import *; {family}")
    assert ast.literal_eval(before) == ["sans-serif"] and ast.literal_eval(after) == ["Noto Sans JP"]


def test_an_ordinary_kernel_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = notebook(tmp_path, "import os; os.getcwd()", "print(x)", "import pandas; pandas.DataFrame({'a': [1]})")
    forked = nbformat.writes(run_notebook(path, {"x": 5}))
    monkeypatch.setattr(run, "can_fork", lambda: False)
    assert nbformat.writes(run_notebook(path, {"x": 5})) == forked
    assert str(tmp_path) in forked


def test_a_figure_of_pyplot_is_shown(tmp_path: Path) -> None:
    executed = run_notebook(notebook(tmp_path, "import matplotlib.pyplot as plt", "plt.plot([1, 2]);"), {})
    assert [sorted(output.data) for output in outputs(executed.cells[-1])] == [["image/png", "text/plain"]]


def test_nothing_stays_for_the_next_notebook(tmp_path: Path) -> None:
    left = "import os, pandas; os.environ['LEFT'] = '1'; os.chdir('/'); pandas.left = 1"
    found = "import os, pandas; [('LEFT' in os.environ) or hasattr(pandas, 'left'), os.getcwd()]"
    drawn = "import random, numpy; (random.random(), numpy.random.rand())"
    first = said(tmp_path, left, drawn)
    state, second = said(tmp_path, found, drawn)
    assert ast.literal_eval(state) == [False, str(tmp_path)] and first != [second]


def test_a_notebook_can_start_processes(tmp_path: Path) -> None:
    several = "import concurrent.futures as f; list(f.ProcessPoolExecutor(2).map(abs, [-1, -2]))"
    assert said(tmp_path, several) == ["[1, 2]"]


def test_where_the_fork_fails_an_ordinary_kernel_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(warm, "server", broken)
    assert said(tmp_path, "import sys; 'pandas' in sys.modules") == ["False"]


@pytest.mark.parametrize("end", ["os._exit(3)", "os.kill(os.getpid(), 9)"])
def test_a_kernel_that_dies_is_told(tmp_path: Path, end: str) -> None:
    with pytest.raises(NotebookError) as caught:
        run_notebook(notebook(tmp_path, "1", f"import os; {end}"), {})
    assert caught.value.notebook == "tried.ipynb" and "メモリ" in caught.value.cause


@pytest.mark.parametrize("number", one_in(3, [signal.SIGKILL, signal.SIGTERM, signal.SIGINT]))
def test_no_kernel_outlives_its_pipeline(tmp_path: Path, number: int) -> None:
    path = notebook(tmp_path, SLEEPING)
    script = tmp_path / "script.py"
    script.write_text(PIPELINE)
    command = [sys.executable, str(script), str(path)]
    pipeline = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True, text=True
    )
    while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
        assert pipeline.poll() is None
        time.sleep(0.05)
    kernel = int((tmp_path / "pid").read_text())
    server = int(Path(f"/proc/{kernel}/status").read_text().split("PPid:\t")[1].split("\n")[0])
    os.kill(pipeline.pid, number)
    assert pipeline.communicate(timeout=20)[0] == "once\n" and pipeline.returncode
    assert ends(kernel) and ends(server)


def test_a_worker_does_one_thing_after_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """One alone: of several that wait, left by other tests, each would take its turn."""
    idle: list[workers._Worker] = []
    monkeypatch.setattr(workers, "_idle", idle)
    first = workers.call("os:getpid")
    assert workers.call("os:getpid") == first != os.getpid()
    assert workers.call("json:loads", "[1]") == [1]
    with pytest.raises(ZeroDivisionError):
        workers.call("operator:truediv", 1, 0)
    with pytest.raises(RuntimeError, match="ended with 3"):
        workers.call("os:_exit", 3)
    assert workers.call("os:getpid") != first
    for each in idle:
        each.end()


def test_a_worker_has_the_environment_of_who_asks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for place in (tmp_path / "a", tmp_path / "b"):
        place.mkdir()
        monkeypatch.setenv("TMPDIR", str(place))
        assert workers.call("os:getenv", "TMPDIR") == workers.call("tempfile:gettempdir") == str(place)


def test_where_nothing_is_forked_a_worker_starts_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warm, "can_fork", lambda: False)
    monkeypatch.setattr(workers, "_idle", [])
    assert workers.call("os:getppid") == os.getpid()  # and not that of the warm process


def test_a_kernel_of_a_worker_comes_from_the_warm_process(tmp_path: Path) -> None:
    path = notebook(tmp_path, "import os; os.getppid()", "import sys; 'pandas' in sys.modules")
    executed = workers.call("cityplan.build.run:run_notebook", path, {})
    parent, warmed = (each.data["text/plain"] for cell in executed.cells for each in outputs(cell))
    assert int(parent) == workers.call("os:getppid") and warmed == "True"


def test_a_forked_process_can_be_interrupted(tmp_path: Path) -> None:
    """The warm process hears no Ctrl-C while it imports; what comes of it does."""
    code = "import os, signal\ntry:\n    os.kill(os.getpid(), signal.SIGINT)\nexcept KeyboardInterrupt:\n    heard = True\nheard"
    assert said(tmp_path, code) == ["True"]


def test_ctrl_c_while_it_imports_shows_no_traceback() -> None:
    """A terminal sends it to every process of the run."""
    begun = "from cityplan.build.warm import warm_up; import time; warm_up(); print(1, flush=True)"
    code = f"import signal; signal.signal(signal.SIGINT, lambda *_: None); {begun}; time.sleep(5)"
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    asked = subprocess.Popen([sys.executable, "-c", code], text=True, start_new_session=True, **pipes)  # type: ignore[call-overload]
    assert asked.stdout.readline() == "1\n"
    for _ in range(10):  # while Python starts, while pandas and matplotlib are under way
        os.killpg(asked.pid, signal.SIGINT)
        time.sleep(0.2)
    _, err = asked.communicate(timeout=60)
    assert "Traceback" not in err
