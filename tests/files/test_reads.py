"""What a kernel reads is noted whatever its folder is called: a share of a file server, or the letter of a drive."""

import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from cityplan.files.reads import noted

KERNEL = """
import os, sys
from types import SimpleNamespace
from cityplan.files.reads import load_ipython_extension
os.chdir(sys.argv[2])
settings = SimpleNamespace(root=sys.argv[1], file=sys.argv[3])
load_ipython_extension(SimpleNamespace(config=SimpleNamespace(CityplanReads=settings)))
open("../data/own.csv").read()
open(sys.argv[1] + "/data/of_all.csv").read()
"""


def test_by_each_of_its_two_names(tmp_path: Path) -> None:
    (tmp_path / "server/notebooks").mkdir(parents=True)
    (tmp_path / "server/data").mkdir()
    for name in ("own.csv", "of_all.csv"):
        (tmp_path / "server/data" / name).write_text(name, "utf-8")
    (tmp_path / "letter").symlink_to("server")  # the kernel is not told this name, nor can it be asked for
    words = [str(tmp_path / "letter"), str(tmp_path / "letter/notebooks"), str(tmp_path / "noted")]
    done = subprocess.run([sys.executable, "-c", KERNEL, *words], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    hashes = {f"data/{name}": sha256(name.encode()).hexdigest() for name in ("own.csv", "of_all.csv")}
    assert noted(tmp_path / "noted") == hashes
