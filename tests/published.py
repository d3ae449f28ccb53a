"""Both editions, made by one run of the command: what the tests of whole reports look at."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from cityplan import steps

ROOT = Path(__file__).parents[1]
EDITIONS = {"R5/hitachi": 15, "R6/takahagi": 7}  # with the number of their plans
REPORTS = [
    f"{edition}/{name}"
    for edition, plans in EDITIONS.items()
    for name in (*(f"plan-{n:02d}" for n in range(1, plans + 1)), "overview", "trends", "findings")
]
PAGES = [*REPORTS, *(f"{edition}/{name}" for edition in EDITIONS for name in ("index", "reading")), "index"]
PDFS = [*REPORTS, *(f"{edition}/booklet" for edition in EDITIONS)]


@dataclass(frozen=True)
class Published:
    """What one run left: the project, and what the run said."""

    root: Path
    stdout: str
    stderr: str

    @property
    def reports(self) -> Path:
        return self.root / "reports"

    def page(self, name: str) -> Path:
        return self.reports / f"{name}.html"

    def pdf(self, name: str) -> Path:
        return self.reports / f"{name}.pdf"


def project(folder: Path, *cities: str) -> Path:
    """A copy of what a user may change, in a folder with a space and Japanese in its path."""
    copy = folder / "計画 の報告"
    copy.mkdir()
    shutil.copy(ROOT / "pipeline.py", copy)
    for name in ("notebooks", *(f"data/raw/{city}" for city in cities)):
        shutil.copytree(ROOT / name, copy / name)
    return copy


def sample(folder: Path) -> Path:
    """A project with the notebooks and the tables of the sample city."""
    root = folder / "計画 の報告"
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    shutil.copytree(ROOT / "tests/sample/mihon", root / "data/raw/mihon")
    steps.save(str(root), "mihon", "R5", steps.clean_document(str(root), "mihon", "R5"))
    steps.save(str(root), "mihon", "R5", steps.compute_document(str(root), "mihon", "R5", 5))
    return root


def pipeline(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a user does."""
    command = [sys.executable, str(root / "pipeline.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=root, env={**os.environ, **environment})


def published_once(shared: Path) -> Published:
    """The two editions; the first process that asks makes them, the others wait for it."""
    root = shared / "published"
    with FileLock(shared / "published.lock"):
        if not root.exists():
            root.mkdir()
            done = pipeline(project(root, *(name.partition("/")[2] for name in EDITIONS)))
            for name, text in (("stdout", done.stdout), ("stderr", done.stderr)):
                (root / name).write_text(text, encoding="utf-8")
            (root / "code").write_text(str(done.returncode), encoding="utf-8")
    said = {name: (root / name).read_text(encoding="utf-8") for name in ("stdout", "stderr")}
    assert (root / "code").read_text(encoding="utf-8") == "0", said["stderr"]
    return Published(root / "計画 の報告", **said)
