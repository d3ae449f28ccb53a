"""The same bytes whatever surrounds the command: zone, language, home, folder, network."""

import os
import subprocess
import sys
from pathlib import Path

from cityplan.build.manifest import read_manifest
from tests.published import Published, project

KEPT = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "VIRTUAL_ENV")
# Another day, another language, a file system in ASCII, no home that could hold anything, no network
# (a proxy that is not there).
ODD = {
    "TZ": "Pacific/Kiritimati", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "7", "COLUMNS": "40",
    "HOME": os.devnull,
    "http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9",
}  # fmt: skip


def test_the_same_bytes_in_another_environment(tmp_path: Path, published: Published) -> None:
    """Tables, pages, PDFs, workbook and booklet, in a folder with a space and Japanese in its path."""
    root = project(tmp_path, "takahagi")
    environment = {name: os.environ[name] for name in KEPT if name in os.environ} | ODD
    done = subprocess.run([sys.executable, str(root / "pipeline.py")], env=environment, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    own, others = (read_manifest(each / "R6/takahagi") for each in (root / "reports", published.reports))
    assert own["files"] == others["files"] and own["tables"] == others["tables"]
    assert "高萩市".encode() in done.stdout and b"Traceback" not in done.stderr
