"""Outputs of notebooks stay out of git 出力を git に入れない: the filter that `make filter` sets, without make. Light."""

import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

_FILTER = "filter.nbstripout"
_INFO = ("codemirror_mode", "file_extension", "mimetype", "nbconvert_exporter", "pygments_lexer", "version")
_NOT_SET = (
    "ノートブックの出力を git に入れない設定ができません。"
    "→ 保存する前に、JupyterLab の「Edit」から「Clear Outputs of All Cells」を選んでください。"
)


def keep_outputs_out(root: Path) -> str:
    """Set git's filter in a clone that has none, for this clone alone; says so where it cannot be set."""
    if not (root / ".git").exists() or shutil.which("git") is None:
        return ""
    if _config(root, "--get", f"{_FILTER}.clean"):
        return ""
    if find_spec("nbstripout") is None:
        return _NOT_SET
    settings = {
        # last, for it is what is looked at
        "smudge": "cat",
        "required": "true",
        "extrakeys": " ".join(f"metadata.language_info.{each}" for each in _INFO),
        "clean": f'"{Path(sys.executable).as_posix()}" -m nbstripout --keep-id',
    }
    done = all(_config(root, f"{_FILTER}.{name}", value) for name, value in settings.items())
    return "" if done else _NOT_SET


def _config(root: Path, *words: str) -> bool:
    return subprocess.run(["git", "config", *words], cwd=root, capture_output=True).returncode == 0
