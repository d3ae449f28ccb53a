"""A process without a network: in a namespace of its own where that is permitted, else with a guard on its sockets."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path

# What Python does at its start, wherever this folder is on its path: no connection leaves this machine.
GUARD = """
import socket, sys
def hook(event, given):
    if event == "socket.connect" and isinstance(given[1], tuple) and not str(given[1][0]).startswith("127."):
        raise OSError(f"no network: {given[1]}")
    if event == "socket.getaddrinfo" and given[0] not in (None, "localhost", "127.0.0.1", "::1", ""):
        raise OSError(f"no network: {given[0]}")
sys.addaudithook(hook)
"""
# Only its own loopback is there.
_ALONE = ("unshare", "-rn", "sh", "-c", 'ip link set lo up && exec "$@"', "sh")


@cache
def namespaces() -> bool:
    """Whether a process may have a network of its own here."""
    if not shutil.which("unshare") or not shutil.which("ip"):
        return False
    return subprocess.run([*_ALONE, "true"], capture_output=True).returncode == 0


def run_cut_off(command: Sequence[str], cwd: Path, guard: Path) -> subprocess.CompletedProcess[str]:
    """Run a command without a network; `guard` is an empty folder."""
    (guard / "sitecustomize.py").write_text(GUARD, "utf-8")
    paths = os.pathsep.join(filter(None, [str(guard), os.environ.get("PYTHONPATH", "")]))
    alone = _ALONE if namespaces() else ()
    return subprocess.run(
        [*alone, *command], cwd=cwd, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": paths}
    )
