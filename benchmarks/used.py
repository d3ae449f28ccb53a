"""What a command takes: seconds, CPU seconds of its leading process and of all its processes, memory, descriptors.

Processes that outlive their parent are handed to this one, so that all of them are counted. Linux only.
"""

import ctypes
import os
import re
import resource
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_EVERY = 0.5  # seconds between two looks at the leading process
_ADOPT = 36  # prctl: PR_SET_CHILD_SUBREAPER


@dataclass
class Used:
    """Seconds; CPU seconds of the leading process and of all; most MB of any process; of the leading one at seconds."""

    seconds: float = 0
    leader: float = 0
    all: float = 0
    largest: float = 0
    memory: dict[float, float] = field(default_factory=dict)
    descriptors: int = 0

    @property
    def outside(self) -> float:
        """The share of the CPU seconds outside the leading process."""
        return 1 - self.leader / self.all if self.all else 0


def run(words: Sequence[object], environment: Mapping[str, str] | None = None) -> Used:
    """Run a command to its end; SystemExit with what it said where it fails."""
    ctypes.CDLL(None).prctl(_ADOPT, 1, 0, 0, 0)
    used, before, start = Used(), _children(), time.perf_counter()
    with tempfile.TemporaryFile() as said:
        started = subprocess.Popen(
            list(map(str, words)),
            stdout=subprocess.DEVNULL,
            stderr=said,
            env={**os.environ, "NO_COLOR": "1", **(environment or {})},
        )
        ended = threading.Event()
        looking = threading.Thread(target=_look, args=(started.pid, start, used, ended))
        looking.start()
        os.waitid(os.P_PID, started.pid, os.WEXITED | os.WNOWAIT)
        used.seconds = time.perf_counter() - start
        used.leader = _own(started.pid)  # a zombie still tells
        ended.set()
        looking.join()
        if started.wait():
            said.seek(0)
            raise SystemExit(f"{words[0]}: {said.read()[-2000:].decode(errors='replace')}")
    _wait_for_all()
    used.all = _children() - before
    used.largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return used


def _look(pid: int, start: float, used: Used, ended: threading.Event) -> None:
    while not ended.wait(_EVERY):
        try:
            status = Path(f"/proc/{pid}/status").read_text()
            if found := re.search(r"VmRSS:\s+(\d+) kB", status):
                used.memory[time.perf_counter() - start] = int(found[1]) / 1024
            used.descriptors = max(used.descriptors, len(list(Path(f"/proc/{pid}/fd").iterdir())))
        except (FileNotFoundError, ProcessLookupError):
            return


def _own(pid: int) -> float:
    user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _wait_for_all() -> None:
    """Wait for the processes that were handed over."""
    while True:
        try:
            os.wait()
        except ChildProcessError:
            return
