"""JupyterLab as `make lab` opens it, driven in Chromium as an analyst's hands would."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from urllib.error import URLError
from urllib.request import urlopen

import psutil
from playwright.sync_api import Page, TimeoutError

from cityplan.command.lab import switches

ROOT = Path(__file__).parents[1]
_TOKEN = "token-of-a-test"
_START = 90_000  # ms; a loaded machine takes its time
_TRIES = 6
_FRONT = ".lm-DockPanel-tabBar .lm-TabBar-tab.lm-mod-current"


@contextmanager
def server(project: Path, folder: Path) -> Iterator[str]:
    """The address of a server for a project; with it end its kernels. `folder` holds its own files."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        *switches(project),
        "--no-browser",
        "--allow-root",
        f"--ServerApp.port={port}",
        f"--IdentityProvider.token={_TOKEN}",
    ]
    own = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    environment = {name: str(folder / name.lower()) for name in own}
    paths = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            command,
            cwd=project,
            stdout=log,
            stderr=log,
            start_new_session=True,
            env={**os.environ, **environment, "PYTHONPATH": paths},
        )
    try:
        _wait_for(f"http://127.0.0.1:{port}/api", process, folder / "log")
        yield f"http://127.0.0.1:{port}"
    finally:
        _end(process)


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = monotonic() + _START / 1000
    while monotonic() < until and process.poll() is None:
        try:
            urlopen(address, timeout=5).close()
            return
        except (URLError, OSError):
            sleep(0.2)
    raise RuntimeError(log.read_text("utf-8", "replace"))


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the server; its kernels, and what they forked, must end with it."""
    started = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    left = psutil.wait_procs(started, timeout=30)[1]
    for each in left:
        each.kill()
    if left:
        raise RuntimeError(f"did not end with the server: {left}")


class Lab:
    """One window of JupyterLab."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        page.set_default_timeout(_START)
        page.goto(f"{address}/?token={_TOKEN}")

    def wait_for(self, notebook: str) -> None:
        """Wait until a notebook is in front and can be run."""
        self.page.locator(_FRONT, has_text=notebook).wait_for()
        self.page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()

    def run_all(self) -> None:
        """Run > Run All Cells; once more where JupyterLab took no cell, as on a kernel that is only just idle."""
        begun = self.page.locator(".jp-InputPrompt", has_text=re.compile(r"\[[*\d]")).first
        for _ in range(_TRIES):
            for name in ("Run", "Run All Cells"):
                self.page.get_by_role("menuitem", name=name, exact=True).click()
            try:
                return begun.wait_for(state="attached", timeout=_START / _TRIES)
            except TimeoutError:
                continue
        begun.wait_for(state="attached")

    def set_plan(self, before: str, after: str) -> None:
        """Type another number over that of the plan, and save."""
        line = self.page.locator(".cm-line", has_text="plan: str =")
        line.get_by_text(f'"{before}"', exact=True).dblclick()
        self.page.keyboard.type(after)
        line.get_by_text(f'"{after}"', exact=True).wait_for()
        self.page.keyboard.press("ControlOrMeta+s")

    def shown(self, selector: str, text: str) -> None:
        """Wait for an output with a text, wherever in the notebook."""
        found = self.page.locator(f".jp-OutputArea-output {selector}", has_text=text)
        found.first.wait_for(state="attached")
