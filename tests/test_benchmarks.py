"""The tools that are run by hand: that they look at their own processes, and at no other."""

import subprocess
import sys

import pytest
from growth import descendants, marked

SLEEP = [sys.executable, "-c", "import os, time; os.fork(); os.environ.clear(); time.sleep(60)"]


@pytest.mark.skipif(sys.platform != "linux", reason="it looks into /proc")
def test_descendants_are_those_of_one_run() -> None:
    """What a killed process has forked is found; the same command of another run is not."""
    mine, other = marked(), marked()
    run, another = (subprocess.Popen(SLEEP, env=each) for each in (mine, other))
    try:
        while len(descendants(mine)) < 2 or len(descendants(other)) < 2:
            pass
        run.kill()
        run.wait()
        (left,) = descendants(mine)
        assert left not in descendants(other) and str(another.pid) in descendants(other)
    finally:
        for pid in descendants(mine) | descendants(other):
            subprocess.run(["kill", "-9", pid], check=False)
        another.wait()
    assert not descendants(mine)
